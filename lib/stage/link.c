/* SPDX-License-Identifier: Apache-2.0 */
/*
 * link.c - the second stage: records to pairs that may be one person.
 *
 * lib/match does all the work; this file has its tables. `pairs` gives records by id and levels by
 * name, so that people and other programs can read it.
 */
#include "stage/stage.h"

#include <stdio.h>
#include <string.h>

enum { NAME_CAP = 48 };

dolbom_status dlb_link(const struct dlb_call *call, const struct dlb_cleaned *cleaned,
                       struct dlb_linked *linked, dolbom_error *error)
{
    *linked = (struct dlb_linked){.env = call->env};
    dolbom_status status =
        dlb_matcher_open(call->env, &call->plan->match, &cleaned->records, &linked->matcher, error);
    if (status == DOLBOM_OK) status = dlb_ask(call->env, error);
    if (status == DOLBOM_OK) status = dlb_pairs_find(&linked->matcher, &linked->pairs, error);
    if (status != DOLBOM_OK) dlb_linked_clear(linked);
    return status;
}

void dlb_linked_clear(struct dlb_linked *linked)
{
    if (!linked->env) return;
    dlb_pairs_clear(linked->env, &linked->pairs);
    dlb_matcher_close(&linked->matcher);
    *linked = (struct dlb_linked){0};
}

/* ---- pairs ------------------------------------------------------------------------------- */

enum {
    P_LEFT_AGENCY,
    P_LEFT_RECORD,
    P_RIGHT_AGENCY,
    P_RIGHT_RECORD,
    P_WEIGHT,
    P_PROBABILITY,
    P_KEY,
    N_PAIR_COLUMNS
};

static const struct dlb_frame_column pair_columns[N_PAIR_COLUMNS] = {
    {"left_agency", DLB_FRAME_TEXT, 0},     {"left_record", DLB_FRAME_TEXT, 0},
    {"right_agency", DLB_FRAME_TEXT, 0},    {"right_record", DLB_FRAME_TEXT, 0},
    {"match_weight", DLB_FRAME_DECIMAL, 3}, {"probability", DLB_FRAME_DECIMAL, 6},
    {"match_key", DLB_FRAME_TEXT, 0}};

/* Thousandths of a bit, rounded to the nearest. */
static int64_t milli_bits(int32_t weight)
{
    int64_t scaled = (int64_t)weight * 1000;
    int64_t half = scaled < 0 ? -DLB_WEIGHT_ONE / 2 : DLB_WEIGHT_ONE / 2;
    return (scaled + half) / DLB_WEIGHT_ONE;
}

static void put_record(struct dlb_frame *frame, const struct dlb_people *people, uint32_t record)
{
    const struct dlb_member *member = &people->members[record];
    dlb_frame_text(frame, people->agencies[member->agency]);
    dlb_frame_text(frame, member->record_id);
}

static void put_pair(struct dlb_frame *frame, const struct dlb_people *people,
                     const struct dlb_match_settings *settings, const struct dlb_pair *pair)
{
    put_record(frame, people, pair->left);
    put_record(frame, people, pair->right);
    dlb_frame_int(frame, milli_bits(pair->weight));
    dlb_frame_int(frame, dlb_weight_probability(pair->weight));
    dlb_frame_cstring(frame, settings->keys[pair->key].name);
    for (unsigned f = 0; f < settings->n_fields; f++) {
        unsigned level = dlb_pattern_level(pair->pattern, f);
        bool is_missing = level == DLB_LEVEL_MISSING;
        dlb_frame_cstring(frame, is_missing ? NULL : settings->fields[f].kind->levels[level].name);
    }
}

dolbom_status dlb_pairs_frame(const struct dlb_cleaned *cleaned, const struct dlb_linked *linked,
                              struct dlb_frame **frame, dolbom_error *error)
{
    const struct dlb_match_settings *settings = linked->matcher.settings;
    struct dlb_frame_column columns[N_PAIR_COLUMNS + DLB_MATCH_FIELDS_MAX];
    char names[DLB_MATCH_FIELDS_MAX][NAME_CAP];
    memcpy(columns, pair_columns, sizeof pair_columns);
    for (unsigned f = 0; f < settings->n_fields; f++) {
        snprintf(names[f], NAME_CAP, "level_%s", settings->fields[f].name);
        columns[N_PAIR_COLUMNS + f] = (struct dlb_frame_column){names[f], DLB_FRAME_TEXT, 0};
    }
    dolbom_status status =
        dlb_frame_open(linked->env, columns, N_PAIR_COLUMNS + settings->n_fields, frame, error);
    for (size_t i = 0; i < linked->pairs.n && status == DOLBOM_OK; i++) {
        put_pair(*frame, &cleaned->people, settings, &linked->pairs.pairs[i]);
        if (i % DLB_ROWS_PER_ASK == 0) status = dlb_ask(linked->env, error);
    }
    if (status == DOLBOM_OK) return DOLBOM_OK;
    dlb_frame_free(*frame);
    *frame = NULL;
    return status;
}

dolbom_status dlb_match_keys_frame(const struct dlb_linked *linked, struct dlb_frame **frame,
                                   dolbom_error *error)
{
    static const struct dlb_frame_column columns[] = {
        {"match_key", DLB_FRAME_TEXT, 0}, {"n_records", DLB_FRAME_INT64, 0},
        {"n_blocks", DLB_FRAME_INT64, 0}, {"largest_block", DLB_FRAME_INT64, 0},
        {"n_pairs", DLB_FRAME_INT64, 0},  {"n_split", DLB_FRAME_INT64, 0}};
    const struct dlb_match_settings *settings = linked->matcher.settings;
    dolbom_status status =
        dlb_frame_open(linked->env, columns, sizeof columns / sizeof *columns, frame, error);
    for (unsigned key = 0; key < settings->n_keys && status == DOLBOM_OK; key++) {
        const struct dlb_key_report *report = &linked->pairs.reports[key];
        dlb_frame_cstring(*frame, settings->keys[key].name);
        dlb_frame_int(*frame, (int64_t)report->n_records);
        dlb_frame_int(*frame, (int64_t)report->n_blocks);
        dlb_frame_int(*frame, (int64_t)report->largest_block);
        dlb_frame_int(*frame, (int64_t)report->n_pairs);
        dlb_frame_int(*frame, (int64_t)report->n_split);
    }
    return status;
}

/* ---- pairs, read back ------------------------------------------------------------------------ */

struct pair_row {
    uint32_t left, right;
};

static uint32_t find_record(struct dlb_row *row, size_t agency_column)
{
    struct dlb_text agency = dlb_row_text(row, agency_column);
    struct dlb_text record = dlb_row_text(row, agency_column + 1);
    uint32_t found = dlb_cleaned_find(row->context, agency, record);
    if (found == DLB_NO_CODE) dlb_row_fault(row, agency_column + 1, DLB_REJECT_ORPHAN);
    return found;
}

static void read_pair(struct dlb_row *row, void *out)
{
    struct pair_row *pair = out;
    uint32_t left = find_record(row, DLB_PAIRS_LEFT_AGENCY),
             right = find_record(row, DLB_PAIRS_RIGHT_AGENCY);
    pair->left = left < right ? left : right;
    pair->right = left < right ? right : left;
    if (left == right) dlb_row_fault(row, DLB_PAIRS_RIGHT_RECORD, DLB_REJECT_RANGE);
}

static uint64_t key_of_pair(const struct pair_row *pair)
{
    return (uint64_t)pair->left << 32 | pair->right;
}

static uint64_t key_of_row(const struct dlb_reader *reader, const void *out)
{
    (void)reader;
    return key_of_pair(out);
}

static dolbom_status score_rows(const struct pair_row *rows, uint32_t n, struct dlb_linked *linked,
                                dolbom_error *error)
{
    struct dlb_pairs *pairs = &linked->pairs;
    pairs->pairs = dlb_alloc_array(linked->env, n, sizeof *pairs->pairs);
    pairs->n_room = n;
    if (!pairs->pairs) return dlb_fail_memory(error, linked->env);
    for (uint32_t i = 0; i < n; i++) {
        bool is_again = i > 0 && key_of_pair(&rows[i]) == key_of_pair(&rows[i - 1]);
        if (is_again) continue;
        struct dlb_score score = dlb_match_score(&linked->matcher, rows[i].left, rows[i].right);
        pairs->pairs[pairs->n++] =
            (struct dlb_pair){score.pattern, rows[i].left, rows[i].right, score.weight, 0};
    }
    return DOLBOM_OK;
}

dolbom_status dlb_pairs_read(const struct dlb_call *call, const struct dlb_cleaned *cleaned,
                             struct dlb_linked *linked, dolbom_error *error)
{
    static const struct dlb_reader reader = {.schema = &dlb_schemas[DLB_TABLE_PAIRS],
                                             .agency = -1,
                                             .id = -1,
                                             .row_bytes = sizeof(struct pair_row),
                                             .read = read_pair,
                                             .key = key_of_row};
    struct dlb_rows rows = {0};
    void *settled = NULL;
    uint32_t n = 0;
    *linked = (struct dlb_linked){.env = call->env};
    if (!dlb_intake_has(&call->intake, "pairs"))
        return dlb_fail(error, DOLBOM_E_SCHEMA, -1, NULL, "the table pairs is missing");
    dolbom_status status =
        dlb_matcher_open(call->env, &call->plan->match, &cleaned->records, &linked->matcher, error);
    if (status == DOLBOM_OK) status = dlb_rows_read(&call->intake, &reader, cleaned, &rows, error);
    if (status == DOLBOM_OK && rows.n_rows < rows.n_in)
        status = dlb_fail(error, DOLBOM_E_INPUT, -1, NULL,
                          "the table pairs names %zu times a record that cleaned lacks",
                          rows.n_in - rows.n_rows);
    if (status == DOLBOM_OK) status = dlb_rows_settle(&call->intake, &rows, &settled, &n, error);
    if (status == DOLBOM_OK) status = score_rows(settled, n, linked, error);
    dlb_free(call->env, settled, n * sizeof(struct pair_row));
    dlb_rows_clear(&rows);
    if (status != DOLBOM_OK) dlb_linked_clear(linked);
    return status;
}

/* ---- the stage --------------------------------------------------------------------------- */

static dolbom_status give_tables(struct dlb_call *call, const struct dlb_cleaned *cleaned,
                                 const struct dlb_linked *linked, dolbom_error *error)
{
    struct dlb_frame *frame = NULL;
    dolbom_status status = dlb_pairs_frame(cleaned, linked, &frame, error);
    if (status == DOLBOM_OK) status = dlb_call_give(call, "pairs", frame, error);
    if (status == DOLBOM_OK) status = dlb_match_keys_frame(linked, &frame, error);
    if (status == DOLBOM_OK) status = dlb_call_give(call, "match_keys", frame, error);
    return status == DOLBOM_OK ? dlb_call_give_unknown(call, error) : status;
}

dolbom_status dolbom_link(const dolbom_plan *plan, dolbom_table *in, size_t n_in, dolbom_table *out,
                          size_t out_cap, size_t *n_out, dolbom_error *error)
{
    struct dlb_call call;
    struct dlb_cleaned cleaned = {0};
    struct dlb_linked linked = {0};
    dolbom_status status = dlb_call_open(plan, in, n_in, out, out_cap, n_out, &call, error);
    if (status == DOLBOM_OK) status = dlb_cleaned_read(&call.intake, call.plan, &cleaned, error);
    if (status == DOLBOM_OK) status = dlb_link(&call, &cleaned, &linked, error);
    if (status == DOLBOM_OK) status = give_tables(&call, &cleaned, &linked, error);
    dlb_linked_clear(&linked);
    dlb_cleaned_clear(&cleaned);
    return dlb_call_close(&call, n_out, status);
}
