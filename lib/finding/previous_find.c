/* SPDX-License-Identifier: Apache-2.0 */
/*
 * previous_find.c - which earlier finding the open one is.
 *
 *   by id      the same person or household, rule, key and first day
 *   by rows    same rule and key; it starts within the earlier one; all rows of the earlier one
 *              are among its own
 *
 * Several earlier ones may fit by rows: the one that starts last is taken. They are looked up by
 * one row each, and of those of a row, rule and key, which mostly follow one another in time, only
 * the last few that start early enough are looked at.
 */
#include "finding/finding_store.h"

#include <string.h>

enum { ROWS_MAX = 1 << 30, CANDIDATES_MAX = 16 };

/* ---- rows of this run ------------------------------------------------------------------------ */

/* Names of all rows of the open finding, in findings->names, sorted. */
static bool name_rows(struct dlb_findings *findings)
{
    const struct dlb_evidence *rows = findings->rows.data;
    size_t n = findings->rows.n;
    findings->names.n = 0;
    struct dlb_sort_item *names =
        dlb_array_reserve(findings->env, &findings->names, n, sizeof *names, ROWS_MAX);
    if (!names) {
        findings->no_memory = true;
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        struct dlb_evidence_view view;
        dlb_evidence_look(findings->caseload, &rows[i], &view);
        names[i] =
            (struct dlb_sort_item){dlb_evidence_name(findings->caseload, &rows[i], &view), i};
    }
    dlb_sort_in(names, findings->spare.data, n);
    findings->names.n = n;
    return true;
}

static bool has_name(const struct dlb_findings *findings, uint64_t name)
{
    const struct dlb_sort_item *names = findings->names.data;
    size_t at = dlb_sort_items_from(names, findings->names.n, name);
    return at < findings->names.n && names[at].key == name;
}

/* ---- by rows --------------------------------------------------------------------------------- */

static bool has_all_rows(const struct dlb_findings *findings, const struct dlb_earlier *earlier)
{
    const struct dlb_earlier_row *rows = findings->previous->rows + earlier->first_row;
    if (earlier->n_rows > findings->names.n) return false;
    for (uint32_t i = 0; i < earlier->n_rows; i++)
        if (!has_name(findings, rows[i].name)) return false;
    return true;
}

/* As the table has it: null when it is empty. */
static struct dlb_text open_key(const struct dlb_findings *findings)
{
    const struct dlb_writer *key = &findings->key;
    return key->text.n ? dlb_writer_text(key) : (struct dlb_text){NULL, 0};
}

/* Same rule and key, and it starts within the earlier one. */
static bool fits(const struct dlb_findings *findings, const struct dlb_closed *closed,
                 const struct dlb_earlier *earlier)
{
    struct dlb_text key = open_key(findings);
    bool starts_within = closed->start == earlier->start ||
                         (closed->start > earlier->start && closed->start < earlier->end &&
                          earlier->start != DLB_DAY_NONE);
    return starts_within && dlb_text_equal(earlier->rule, dlb_text_of(closed->rule->id)) &&
           dlb_text_equal(earlier->key, key);
}

struct sought_anchor {
    const struct dlb_earlier_anchor *anchors;
    uint64_t hash;
    int32_t start;
};

static bool is_not_after(const void *sought, size_t i)
{
    const struct sought_anchor *wanted = sought;
    const struct dlb_earlier_anchor *anchor = &wanted->anchors[i];
    if (anchor->hash != wanted->hash) return anchor->hash < wanted->hash;
    return anchor->start <= wanted->start;
}

/* Of those that are looked up by this row the last one that fits, or DLB_NO_CODE. */
static uint32_t anchored_at(const struct dlb_findings *findings, const struct dlb_closed *closed,
                            uint64_t hash)
{
    const struct dlb_previous *previous = findings->previous;
    struct sought_anchor sought = {previous->anchors, hash, closed->start};
    size_t at = dlb_search(0, previous->n_anchors, &sought, is_not_after);
    for (unsigned i = 0; i < CANDIDATES_MAX && at > 0; i++) {
        const struct dlb_earlier_anchor *anchor = &previous->anchors[--at];
        if (anchor->hash != hash) break;
        const struct dlb_earlier *earlier = &previous->list[anchor->number];
        bool is_it = fits(findings, closed, earlier) && has_all_rows(findings, earlier);
        if (is_it) return anchor->number;
    }
    return DLB_NO_CODE;
}

static uint32_t find_by_rows(const struct dlb_findings *findings, const struct dlb_closed *closed)
{
    const struct dlb_sort_item *names = findings->names.data;
    const struct dlb_earlier *list = findings->previous->list;
    struct dlb_text key = open_key(findings);
    uint32_t found = DLB_NO_CODE;
    for (size_t i = 0; i < findings->names.n; i++) {
        uint64_t hash = dlb_anchor_hash(names[i].key, dlb_text_of(closed->rule->id), key);
        uint32_t at = anchored_at(findings, closed, hash);
        if (at == DLB_NO_CODE) continue;
        bool later = found == DLB_NO_CODE || list[at].start > list[found].start ||
                     (list[at].start == list[found].start && at < found);
        if (later) found = at;
    }
    return found;
}

/* ---- all of it ------------------------------------------------------------------------------- */

/* Has the open finding a row that the earlier one had not? */
static bool has_grown(const struct dlb_findings *findings, const struct dlb_earlier *earlier)
{
    const struct dlb_earlier_row *rows = findings->previous->rows + earlier->first_row;
    const struct dlb_sort_item *names = findings->names.data;
    uint32_t at = 0;
    for (size_t i = 0; i < findings->names.n; i++) {
        while (at < earlier->n_rows && rows[at].name < names[i].key) at++;
        if (at == earlier->n_rows || rows[at].name != names[i].key) return true;
    }
    return false;
}

void dlb_finding_recognise(struct dlb_findings *findings, struct dlb_closed *closed)
{
    closed->earlier = DLB_NO_CODE;
    if (!findings->previous) return;
    uint32_t at = dlb_previous_named(findings->previous, closed->id);
    const struct dlb_earlier *list = findings->previous->list;
    const size_t size = sizeof closed->rows_key;
    bool same_rows = at != DLB_NO_CODE && list[at].has_rows_key &&
                     memcmp(list[at].rows_key, closed->rows_key, size) == 0;
    if (!same_rows && !name_rows(findings)) return;
    if (at == DLB_NO_CODE) at = find_by_rows(findings, closed);
    closed->earlier = at;
    closed->has_grown = !same_rows && at != DLB_NO_CODE && has_grown(findings, &list[at]);
}
