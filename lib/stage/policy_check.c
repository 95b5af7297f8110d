/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_check.c - is a policy in order, and what does each row of it say?
 *
 * For whoever edits a policy, before it is used: what a run would reject or fail at, and what no
 * run can see, because the row is well formed and means nothing, or something else.
 */
#include "stage/stage.h"

static const struct dlb_frame_column problem_columns[] = {
    {"table", DLB_FRAME_TEXT, 0},      {"row", DLB_FRAME_INT64, 0},
    {"column", DLB_FRAME_TEXT, 0},     {"problem", DLB_FRAME_TEXT, 0},
    {"value", DLB_FRAME_TEXT, 0},      {"nearest", DLB_FRAME_TEXT, 0},
    {"other_row", DLB_FRAME_INT64, 0}, {"message_ko", DLB_FRAME_TEXT, 0},
    {"message_en", DLB_FRAME_TEXT, 0}};
static const struct dlb_frame_column row_columns[] = {{"table", DLB_FRAME_TEXT, 0},
                                                      {"row", DLB_FRAME_INT64, 0},
                                                      {"message_ko", DLB_FRAME_TEXT, 0},
                                                      {"message_en", DLB_FRAME_TEXT, 0}};

struct checking {
    struct dlb_call call;
    struct dlb_policy *policy;
    struct dlb_policy_lines lines;
    struct dlb_policy_problems problems;
    struct dlb_writer sentence;
};

static dolbom_status find_all(struct checking *checking, dolbom_error *error)
{
    struct dlb_call *call = &checking->call;
    struct dlb_intake again;
    checking->problems.env = checking->sentence.env = call->env;
    dolbom_status status = dlb_policy_lines_read(&call->intake, &checking->lines, &again, error);
    if (status == DOLBOM_OK && !checking->lines.n_tables)
        status = dlb_fail(error, DOLBOM_E_SCHEMA, -1, NULL, "there is no table of a policy");
    if (status == DOLBOM_OK)
        status = dlb_policy_load(&again, &dlb_rule_catalogue, &checking->policy, error);
    if (status != DOLBOM_OK) return status;
    dlb_policy_find_unknown(checking->policy, &checking->lines, &checking->problems);
    dlb_policy_find_clashes(checking->policy, &checking->lines, &checking->problems);
    status = dlb_policy_find_gaps(&call->intake, checking->policy, &checking->lines,
                                  &checking->problems, error);
    if (status == DOLBOM_OK && checking->problems.failed)
        status = dlb_fail_memory(error, call->env);
    return status;
}

static void put_said(struct checking *checking, struct dlb_frame *frame)
{
    dlb_frame_text(frame, dlb_writer_text(&checking->sentence));
    dlb_writer_reset(&checking->sentence);
}

static void put_row(struct dlb_frame *frame, int64_t row)
{
    if (row < 0)
        dlb_frame_null(frame);
    else
        dlb_frame_int(frame, row);
}

static dolbom_status give_problems(struct checking *checking, dolbom_error *error)
{
    struct dlb_frame *frame;
    dolbom_status status =
        dlb_frame_open(checking->call.env, problem_columns,
                       sizeof problem_columns / sizeof *problem_columns, &frame, error);
    if (status != DOLBOM_OK) return status;
    const struct dlb_policy_problem *list = checking->problems.list.data;
    for (size_t i = 0; i < checking->problems.list.n; i++) {
        dlb_frame_cstring(frame, list[i].table);
        put_row(frame, list[i].row);
        dlb_frame_cstring(frame, list[i].column);
        dlb_frame_cstring(frame, dlb_policy_fault_word(list[i].fault));
        dlb_frame_text(frame, list[i].value);
        dlb_frame_text(frame, list[i].near);
        put_row(frame, list[i].other);
        for (unsigned english = 0; english < 2; english++) {
            dlb_say_policy_problem(&checking->sentence, &list[i], !english);
            put_said(checking, frame);
        }
    }
    return dlb_call_give(&checking->call, "policy_problems", frame, error);
}

static dolbom_status give_rows(struct checking *checking, dolbom_error *error)
{
    struct dlb_frame *frame;
    dolbom_status status = dlb_frame_open(checking->call.env, row_columns,
                                          sizeof row_columns / sizeof *row_columns, &frame, error);
    if (status != DOLBOM_OK) return status;
    const struct dlb_policy_line *list = checking->lines.list.data;
    for (size_t i = 0; i < checking->lines.list.n; i++) {
        dlb_frame_cstring(frame, list[i].schema->table);
        dlb_frame_int(frame, list[i].row);
        for (unsigned english = 0; english < 2; english++) {
            dlb_say_policy_line(&checking->sentence, checking->policy, &list[i], !english);
            put_said(checking, frame);
        }
    }
    return dlb_call_give(&checking->call, "policy_rows", frame, error);
}

dolbom_status dolbom_policy_check(const dolbom_plan *plan, dolbom_table *in, size_t n_in,
                                  dolbom_table *out, size_t out_cap, size_t *n_out,
                                  dolbom_error *error)
{
    struct checking checking = {.policy = NULL};
    dolbom_status status =
        dlb_call_open(plan, in, n_in, out, out_cap, n_out, &checking.call, error);
    if (status == DOLBOM_OK) status = find_all(&checking, error);
    if (status == DOLBOM_OK) status = give_problems(&checking, error);
    if (status == DOLBOM_OK) status = give_rows(&checking, error);
    if (status == DOLBOM_OK && checking.sentence.failed)
        status = dlb_fail_memory(error, checking.call.env);
    if (status == DOLBOM_OK) status = dlb_call_give_log(&checking.call, error);
    if (checking.problems.env)
        dlb_array_clear(checking.problems.env, &checking.problems.list,
                        sizeof(struct dlb_policy_problem));
    dlb_writer_clear(&checking.sentence);
    dlb_policy_free(checking.policy);
    dlb_policy_lines_clear(&checking.lines);
    return dlb_call_close(&checking.call, n_out, status);
}
