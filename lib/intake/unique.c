/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unique.c - which of several rows with the same id counts.
 *
 * An agency sends a file twice, or a corrected row along with the old one. Which row wins must not
 * depend on the order of files, so rows are sorted by agency and id; wherever an id occurs more
 * than once, its rows are sorted by content and judged together:
 *
 *   all the same                        one kept, the copies collapsed
 *   different, one has the latest day   that one kept, the others superseded
 *   different, none or several have it  all are duplicates
 *
 * Rows with the same content collapse into the first of them before the rest is judged.
 */
#include "intake/unique.h"

#include <string.h>

static const uint32_t NO_ROW = UINT32_MAX;

/* What a row with a repeated id sorts by; place is where in the order its id begins. */
static uint64_t pack(uint32_t place, uint32_t row)
{
    return (uint64_t)place << 32 | row;
}

static uint32_t place_of(const struct dlb_sort_item *item)
{
    return (uint32_t)(item->value >> 32);
}

static uint32_t row_of(const struct dlb_sort_item *item)
{
    return (uint32_t)item->value;
}

static bool same_id(const struct dlb_row_id *left, const struct dlb_row_id *right)
{
    return dlb_text_equal(left->id, right->id) && dlb_text_equal(left->agency, right->agency);
}

static bool same_content(const struct dlb_row_id *left, const struct dlb_row_id *right)
{
    return left->content.low == right->content.low && left->content.high == right->content.high;
}

/* ---- the order ------------------------------------------------------------------------ */

/* A number per row that rises with the agency's name. */
static dolbom_status number_agencies(struct dlb_env *env, const struct dlb_row_id *rows,
                                     uint32_t n_rows, uint32_t *agency, dolbom_error *error)
{
    struct dlb_dictionary *names = NULL;
    uint32_t *rank = NULL;
    uint32_t n_names = 0;
    dolbom_status status = dlb_dictionary_open(env, &names, error);
    for (uint32_t i = 0; status == DOLBOM_OK && i < n_rows; i++) {
        bool again = i > 0 && dlb_text_equal(rows[i].agency, rows[i - 1].agency);
        if (again)
            agency[i] = agency[i - 1];
        else
            status = dlb_dictionary_put(names, rows[i].agency, &agency[i], error);
    }
    if (status != DOLBOM_OK) goto done;
    n_names = dlb_dictionary_count(names);
    rank = dlb_alloc_array(env, n_names, sizeof *rank);
    status = rank ? dlb_dictionary_sort(names, rank, error) : dlb_fail_memory(error, env);
    if (status != DOLBOM_OK) goto done;
    for (uint32_t i = 0; i < n_rows; i++) agency[i] = rank[agency[i]];

done:
    dlb_free(env, rank, n_names * sizeof *rank);
    dlb_dictionary_free(names);
    return status;
}

static dolbom_status order_rows(struct dlb_env *env, const struct dlb_row_id *rows, uint32_t n_rows,
                                uint32_t *order, dolbom_error *error)
{
    struct dlb_text *ids = dlb_alloc_array(env, n_rows, sizeof *ids);
    uint32_t *agency = dlb_alloc_array(env, n_rows, sizeof *agency);
    dolbom_status status = ids && agency ? number_agencies(env, rows, n_rows, agency, error)
                                         : dlb_fail_memory(error, env);
    if (status != DOLBOM_OK) goto done;
    for (uint32_t i = 0; i < n_rows; i++) ids[i] = rows[i].id;
    status = dlb_sort_texts(env, ids, agency, n_rows, order, error);

done:
    dlb_free(env, agency, n_rows * sizeof *agency);
    dlb_free(env, ids, n_rows * sizeof *ids);
    return status;
}

/* ---- repeated ids --------------------------------------------------------------------- */

/* Appends an item for each row whose id occurs more than once; false: no memory. */
static bool find_repeated(struct dlb_env *env, const struct dlb_row_id *rows, uint32_t n_rows,
                          const uint32_t *order, struct dlb_array *items)
{
    uint32_t end;
    for (uint32_t begin = 0; begin < n_rows; begin = end) {
        for (end = begin + 1; end < n_rows; end++)
            if (!same_id(&rows[order[begin]], &rows[order[end]])) break;
        if (end - begin == 1) continue;
        struct dlb_sort_item *item =
            dlb_array_reserve(env, items, end - begin, sizeof *item, n_rows);
        if (!item) return false;
        for (uint32_t i = begin; i < end; i++) item++->value = pack(begin, order[i]);
        items->n += end - begin;
    }
    return true;
}

/* By id, then content, then row: stable sorts, the last key first. */
static dolbom_status sort_repeated(struct dlb_env *env, const struct dlb_row_id *rows,
                                   struct dlb_sort_item *items, size_t n, dolbom_error *error)
{
    for (size_t i = 0; i < n; i++) items[i].key = rows[row_of(&items[i])].content.low;
    dolbom_status status = dlb_sort(env, items, n, error);
    for (size_t i = 0; i < n; i++) items[i].key = rows[row_of(&items[i])].content.high;
    if (status == DOLBOM_OK) status = dlb_sort(env, items, n, error);
    for (size_t i = 0; i < n; i++) items[i].key = place_of(&items[i]);
    if (status == DOLBOM_OK) status = dlb_sort(env, items, n, error);
    return status;
}

/* Of the items of one id: the first row of each content is a duplicate for now. */
static size_t collapse(const struct dlb_row_id *rows, const struct dlb_sort_item *items, size_t n,
                       enum dlb_row_fate *fate)
{
    size_t n_contents = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t row = row_of(&items[i]);
        bool copy = i > 0 && same_content(&rows[row_of(&items[i - 1])], &rows[row]);
        fate[row] = copy ? DLB_ROW_COLLAPSED : DLB_ROW_DUPLICATE;
        if (!copy) n_contents++;
    }
    return n_contents;
}

/* The only duplicate with the latest day, or NO_ROW. */
static uint32_t latest_row(const struct dlb_row_id *rows, const struct dlb_sort_item *items,
                           size_t n, const enum dlb_row_fate *fate)
{
    int32_t latest = DLB_DAY_NONE;
    uint32_t found = NO_ROW;
    for (size_t i = 0; i < n; i++) {
        uint32_t row = row_of(&items[i]);
        if (fate[row] == DLB_ROW_COLLAPSED || rows[row].updated_at < latest) continue;
        found = rows[row].updated_at > latest ? row : NO_ROW;
        latest = rows[row].updated_at;
    }
    return found;
}

/* The items of one id, sorted by content and row. */
static void judge(const struct dlb_row_id *rows, const struct dlb_sort_item *items, size_t n,
                  enum dlb_row_fate *fate)
{
    size_t n_contents = collapse(rows, items, n, fate);
    uint32_t winner = n_contents == 1 ? row_of(&items[0]) : latest_row(rows, items, n, fate);
    if (winner == NO_ROW) return;
    for (size_t i = 0; i < n; i++) {
        uint32_t row = row_of(&items[i]);
        if (fate[row] == DLB_ROW_DUPLICATE) fate[row] = DLB_ROW_SUPERSEDED;
    }
    fate[winner] = DLB_ROW_KEEP;
}

static void judge_all(const struct dlb_row_id *rows, const struct dlb_sort_item *items, size_t n,
                      enum dlb_row_fate *fate)
{
    size_t end;
    for (size_t begin = 0; begin < n; begin = end) {
        for (end = begin + 1; end < n; end++)
            if (place_of(&items[end]) != place_of(&items[begin])) break;
        judge(rows, &items[begin], end - begin, fate);
    }
}

dolbom_status dlb_unique_rows(struct dlb_env *env, const struct dlb_row_id *rows, uint32_t n_rows,
                              uint32_t *order, enum dlb_row_fate *fate, dolbom_error *error)
{
    dolbom_status status = order_rows(env, rows, n_rows, order, error);
    if (status != DOLBOM_OK) return status;
    for (uint32_t i = 0; i < n_rows; i++) fate[i] = DLB_ROW_KEEP;
    struct dlb_array items = {0};
    status = find_repeated(env, rows, n_rows, order, &items)
                 ? sort_repeated(env, rows, items.data, items.n, error)
                 : dlb_fail_memory(error, env);
    if (status == DOLBOM_OK) judge_all(rows, items.data, items.n, fate);
    dlb_array_clear(env, &items, sizeof(struct dlb_sort_item));
    return status;
}
