/* SPDX-License-Identifier: Apache-2.0 */
/*
 * call.c - what all public stages do before and after their work.
 *
 * All input streams are taken over at once, whether or not the call succeeds; those that nobody has
 * read are released at the end. Results are handed out together or not at all.
 */
#include "stage/stage.h"

#include <string.h>

/* Move the streams out of `in`; from here on they are ours to release. */
static void move_streams(dolbom_table *in, size_t n_in, struct ArrowArrayStream *streams)
{
    for (size_t i = 0; i < n_in; i++) {
        streams[i] = in[i].stream;
        in[i].stream.release = NULL;
    }
}

static void release_inputs(dolbom_table *in, size_t n_in)
{
    for (size_t i = 0; in && i < n_in; i++)
        if (in[i].stream.release) in[i].stream.release(&in[i].stream);
}

static dolbom_status open_plan(const dolbom_plan *plan, struct dlb_call *call, dolbom_error *error)
{
    dolbom_status status = DOLBOM_OK;
    if (!plan) status = dolbom_plan_read(NULL, NULL, 0, NULL, &call->builtin, error);
    if (status != DOLBOM_OK) return status;
    call->plan = plan ? plan : call->builtin;
    call->env = dlb_env_share(call->plan->env);
    dlb_arena_init(&call->arena, call->env, false);
    return dlb_intake_log_open(call->env, &call->intake.log, error);
}

static dolbom_status check_table(const struct dlb_call *call, const dolbom_table *table, size_t n,
                                 dolbom_error *error)
{
    if (!table->name || !table->stream.release)
        return dlb_fail(error, DOLBOM_E_ARG, -1, NULL, "input %zu has no name or no stream", n);
    if (dlb_intake_has(&call->intake, table->name))
        return dlb_fail(error, DOLBOM_E_ARG, -1, NULL, "the table %s is given twice", table->name);
    return DOLBOM_OK;
}

/* Tables are found by their name, their columns by the plan's names for them. */
static dolbom_status take_tables(struct dlb_call *call, dolbom_table *in, size_t n_in,
                                 dolbom_error *error)
{
    struct dlb_intake *intake = &call->intake;
    call->tables = dlb_arena_alloc(&call->arena, (n_in + 1) * sizeof *call->tables);
    call->streams = dlb_arena_alloc(&call->arena, (n_in + 1) * sizeof *call->streams);
    if (!call->tables || !call->streams) return dlb_fail_memory(error, call->env);
    intake->env = call->env;
    intake->value = call->plan->value;
    intake->tables = call->tables;
    for (size_t i = 0; i < n_in; i++) {
        struct dlb_mapping mapping = {.n_renames = 0};
        dolbom_status status = check_table(call, &in[i], i, error);
        if (status == DOLBOM_OK) status = dlb_intake_log_table(intake->log, in[i].name, error);
        if (status == DOLBOM_OK)
            status = dlb_plan_mapping(call->plan, in[i].name, &call->arena, &mapping, error);
        if (status != DOLBOM_OK) return status;
        call->tables[i] = (struct dlb_intake_table){in[i].name, &call->streams[i], mapping};
        move_streams(&in[i], 1, &call->streams[i]);
        intake->n_tables++;
    }
    bool announced = dlb_intake_has(intake, "uploads");
    return announced ? dlb_received_open(call->env, &intake->received, error) : DOLBOM_OK;
}

/* Where tokens stand for people, the plan that compares them is laid over the caller's, unless that
 * compares tokens itself. */
static dolbom_status lay_token_plan(struct dlb_call *call, dolbom_error *error)
{
    dolbom_plan *laid = NULL;
    const struct dlb_match_settings *match = &call->plan->match;
    if (!dlb_intake_has(&call->intake, "tokens")) return DOLBOM_OK;
    for (unsigned f = 0; f < match->n_fields; f++)
        if (dlb_schema_has(&dlb_schemas[DLB_TABLE_TOKENS], match->fields[f].name) &&
            !dlb_schema_has(&dlb_schemas[DLB_TABLE_PERSONS], match->fields[f].name))
            return DOLBOM_OK;
    const bool is_fuzzy = call->plan->fuzzy_tokens != 0;
    dolbom_status status =
        dolbom_plan_read(call->plan, is_fuzzy ? dlb_fuzzy_plan : dlb_token_plan,
                         is_fuzzy ? dlb_fuzzy_plan_len : dlb_token_plan_len, NULL, &laid, error);
    if (status != DOLBOM_OK) return status;
    dolbom_plan_free(call->builtin);
    call->plan = call->builtin = laid;
    return DOLBOM_OK;
}

dolbom_status dlb_call_open(const dolbom_plan *plan, dolbom_table *in, size_t n_in,
                            dolbom_table *out, size_t out_cap, size_t *n_out, struct dlb_call *call,
                            dolbom_error *error)
{
    *call = (struct dlb_call){.out = out, .out_cap = out_cap};
    dolbom_status status = DOLBOM_OK;
    if (!n_out || (!in && n_in) || (!out && out_cap) || !dlb_error_fits(error))
        status = dlb_fail(error, DOLBOM_E_ARG, -1, NULL, "in, out and n_out must not be NULL");
    if (n_out) *n_out = 0;
    if (status == DOLBOM_OK) status = open_plan(plan, call, error);
    if (status == DOLBOM_OK) status = take_tables(call, in, n_in, error);
    if (status == DOLBOM_OK) status = lay_token_plan(call, error);
    release_inputs(in, n_in);
    return status;
}

dolbom_status dlb_call_need_as_of(const struct dlb_call *call, dolbom_error *error)
{
    if (call->plan->value.as_of != DLB_DAY_NONE) return DOLBOM_OK;
    return dlb_fail(error, DOLBOM_E_PLAN, -1, "as_of",
                    "the plan names no as-of date; rules need the day they judge from");
}

dolbom_status dlb_call_give(struct dlb_call *call, const char *name, struct dlb_frame *frame,
                            dolbom_error *error)
{
    if (call->n_out == call->out_cap) {
        dlb_frame_free(frame);
        return dlb_fail(error, DOLBOM_E_ROOM, -1, NULL,
                        "there is room for %zu tables; DOLBOM_TABLES_MAX always suffices",
                        call->out_cap);
    }
    dolbom_table *table = &call->out[call->n_out];
    table->name = name;
    dolbom_status status = dlb_frame_stream(frame, &table->stream, error);
    if (status == DOLBOM_OK) call->n_out++;
    return status;
}

dolbom_status dlb_call_give_unknown(struct dlb_call *call, dolbom_error *error)
{
    struct dlb_frame *frame;
    dolbom_status status = dlb_intake_log_unknown(call->intake.log, &frame, error);
    return status == DOLBOM_OK ? dlb_call_give(call, "unknown_names", frame, error) : status;
}

dolbom_status dlb_call_give_log(struct dlb_call *call, dolbom_error *error)
{
    struct dlb_frame *rejects = NULL, *counts = NULL;
    dolbom_status status = dlb_intake_log_frames(call->intake.log, &rejects, &counts, error);
    if (status != DOLBOM_OK) return status;
    status = dlb_call_give(call, "rejects", rejects, error);
    if (status == DOLBOM_OK)
        status = dlb_call_give(call, "table_counts", counts, error);
    else
        dlb_frame_free(counts);
    return status == DOLBOM_OK ? dlb_call_give_unknown(call, error) : status;
}

dolbom_status dlb_call_close(struct dlb_call *call, size_t *n_out, dolbom_status status)
{
    for (size_t i = 0; i < call->intake.n_tables; i++)
        if (call->streams[i].release) call->streams[i].release(&call->streams[i]);
    if (status == DOLBOM_OK) *n_out = call->n_out;
    for (size_t i = 0; i < call->n_out && status != DOLBOM_OK; i++)
        call->out[i].stream.release(&call->out[i].stream);
    dlb_intake_log_free(call->intake.log);
    dlb_received_close(call->intake.received);
    dlb_arena_clear(&call->arena);
    dlb_env_release(call->env);
    dolbom_plan_free(call->builtin);
    *call = (struct dlb_call){0};
    return status;
}
