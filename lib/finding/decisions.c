/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decisions.c - what people decided about findings and about records.
 *
 * A decision is about one finding, by its id, or about two records; the table has both. Those
 * about records come first, those about one finding lie together, the latest first.
 */
#include "finding/finding.h"

static struct dlb_text keep_text(struct dlb_row *row, size_t column)
{
    return dlb_row_keep(row, dlb_row_text(row, column));
}

/* The records of a decision about two of them; all four names must be there. */
static void read_decided_records(struct dlb_row *row, struct dlb_decision *decision)
{
    static const uint8_t columns[] = {DLB_DECISIONS_AGENCY_A, DLB_DECISIONS_RECORD_A,
                                      DLB_DECISIONS_AGENCY_B, DLB_DECISIONS_RECORD_B};
    struct dlb_text *names[] = {&decision->agency_a, &decision->record_a, &decision->agency_b,
                                &decision->record_b};
    for (size_t i = 0; i < 4; i++) {
        *names[i] = keep_text(row, columns[i]);
        if (decision->kind <= DLB_DECISION_ALLOWED) *names[i] = (struct dlb_text){NULL, 0};
        else if (!names[i]->data) dlb_row_fault(row, columns[i], DLB_REJECT_REQUIRED);
    }
}

static void read_decision(struct dlb_row *row, void *out)
{
    struct dlb_decision *decision = out;
    struct dlb_text finding_id = keep_text(row, DLB_DECISIONS_FINDING_ID);
    decision->kind = (uint8_t)dlb_row_word(row, DLB_DECISIONS_DECISION, 0);
    decision->at = dlb_row_day(row, DLB_DECISIONS_AT);
    decision->until = dlb_row_day(row, DLB_DECISIONS_UNTIL);
    decision->until = decision->until == DLB_DAY_NONE ? DLB_DAY_OPEN : decision->until + 1;
    read_decided_records(row, decision);
    if (decision->kind > DLB_DECISION_ALLOWED) return;
    if (!finding_id.data) dlb_row_fault(row, DLB_DECISIONS_FINDING_ID, DLB_REJECT_REQUIRED);
    decision->finding_id = finding_id;
}

/* Rows of one key come in the order of their content's hash. */
static uint64_t no_key(const struct dlb_reader *reader, const void *row)
{
    (void)reader, (void)row;
    return 0;
}

static const struct dlb_reader reader = {.schema = &dlb_schemas[DLB_TABLE_DECISIONS],
                                         .agency = -1, .id = -1,
                                         .row_bytes = sizeof(struct dlb_decision),
                                         .read = read_decision, .key = no_key};

static int compare(int64_t left, int64_t right)
{
    return (left > right) - (left < right);
}

/* The latest decision about a finding first; of one day the one that hides least. */
static int decision_order(const void *left_row, const void *right_row)
{
    const struct dlb_decision *left = left_row, *right = right_row;
    int order = dlb_text_order(left->finding_id, right->finding_id);
    if (!order) order = compare(right->at, left->at);
    return order ? order : compare(left->kind, right->kind);
}

dolbom_status dlb_decisions_read(const struct dlb_intake *intake, struct dlb_decisions *decisions,
                                 dolbom_error *error)
{
    void *rows = NULL;
    *decisions = (struct dlb_decisions){0};
    dolbom_status status = dlb_rows_read(intake, &reader, NULL, &decisions->kept, error);
    if (status == DOLBOM_OK)
        status = dlb_rows_settle(intake, &decisions->kept, &rows, &decisions->n, error);
    decisions->rows = rows;
    if (status == DOLBOM_OK)
        status = dlb_order_rows(intake->env, rows, decisions->n, sizeof *decisions->rows,
                                decision_order, error);
    if (status != DOLBOM_OK) dlb_decisions_clear(intake->env, decisions);
    return status;
}

const struct dlb_decision *dlb_decision_of(const struct dlb_decisions *decisions,
                                           const unsigned char finding_id[16])
{
    char hex[32];
    uint32_t low = 0, high = decisions ? decisions->n : 0;
    if (!high) return NULL;
    dlb_hex128(finding_id, hex);
    struct dlb_text id = {hex, sizeof hex};
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (dlb_text_order(decisions->rows[middle].finding_id, id) < 0) low = middle + 1;
        else high = middle;
    }
    bool found = low < decisions->n && dlb_text_equal(decisions->rows[low].finding_id, id);
    return found ? &decisions->rows[low] : NULL;
}

void dlb_decisions_clear(struct dlb_env *env, struct dlb_decisions *decisions)
{
    dlb_free(env, decisions->rows, decisions->n * sizeof *decisions->rows);
    dlb_rows_clear(&decisions->kept);
    *decisions = (struct dlb_decisions){0};
}
