/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rows_settle.c - rows that were read become unique and sorted.
 *
 *   marks    one per accepted row: hash of its name, hash of its content, row number
 *   settle   sort by name hash → rows with one name lie together → their fate is decided
 *            sort by reader->key, stable → the final order; ties lie in order of the name
 *            hash, so the order in which rows arrived is gone
 *   list     the same decision; rows stay where they are, in order of arrival
 *
 * Rows without a name (events, policy rows) use their content's hash as name, and rows with the
 * same content collapse.
 */
#include "intake/unique.h"

#include <string.h>

enum { TASK_ROWS = 65536 };

/* ---- places ------------------------------------------------------------------------------ */

static struct dlb_row_chunk *chunk_at(const struct dlb_rows *rows, uint64_t place)
{
    return (struct dlb_row_chunk *)rows->chunks.data + (place >> 32);
}

/* Where a row lies: its chunk and its index there, packed so that they sort by arrival. */
static void *row_at(const struct dlb_rows *rows, uint64_t place)
{
    return chunk_at(rows, place)->rows + (uint32_t)place * rows->reader->row_bytes;
}

static const struct dlb_row_mark *mark_at(const struct dlb_rows *rows, uint64_t place)
{
    return &chunk_at(rows, place)->marks[(uint32_t)place];
}

/* Tasks over rows: over all chunks, or over all items. */
struct gather {
    const struct dlb_rows *rows;
    struct dlb_sort_item *items;
    size_t n;
    char *out;
};

static dolbom_status fill_task(void *context, size_t task, unsigned worker, dolbom_error *error)
{
    const struct gather *gather = context;
    const struct dlb_row_chunk *chunk = (struct dlb_row_chunk *)gather->rows->chunks.data + task;
    struct dlb_sort_item *items = gather->items + chunk->before;
    (void)worker, (void)error;
    for (uint32_t i = 0; i < chunk->n; i++)
        items[i] = (struct dlb_sort_item){chunk->marks[i].name, (uint64_t)task << 32 | i};
    return DOLBOM_OK;
}

/* ---- names ------------------------------------------------------------------------------- */

/* Rows that share a name hash with another one, which are few. */
struct namesakes {
    struct dlb_array places; /* of uint64_t: into the sorted items */
    struct dlb_row_id *ids;
    uint32_t *order;
    enum dlb_row_fate *fates;
};

static bool find_namesakes(struct dlb_env *env, const struct dlb_sort_item *items, size_t n,
                           struct namesakes *sakes)
{
    for (size_t i = 0; i < n; i++) {
        bool same = (i > 0 && items[i - 1].key == items[i].key) ||
                    (i + 1 < n && items[i + 1].key == items[i].key);
        if (!same) continue;
        uint64_t *place = dlb_array_reserve(env, &sakes->places, 1, sizeof *place, UINT32_MAX);
        if (!place) return false;
        *place = i;
        sakes->places.n++;
    }
    size_t n_sakes = sakes->places.n;
    sakes->ids = dlb_alloc_array(env, n_sakes, sizeof *sakes->ids);
    sakes->order = dlb_alloc_array(env, n_sakes, sizeof *sakes->order);
    sakes->fates = dlb_alloc_array(env, n_sakes, sizeof *sakes->fates);
    return sakes->ids && sakes->order && sakes->fates;
}

static void clear_namesakes(struct dlb_env *env, struct namesakes *sakes)
{
    size_t n = sakes->places.n;
    dlb_free(env, sakes->ids, n * sizeof *sakes->ids);
    dlb_free(env, sakes->order, n * sizeof *sakes->order);
    dlb_free(env, sakes->fates, n * sizeof *sakes->fates);
    dlb_array_clear(env, &sakes->places, sizeof(uint64_t));
}

/* The name under which a row competes; without names, rows with the same content are one row. */
static struct dlb_row_id row_id(const struct dlb_rows *rows, uint64_t place)
{
    const struct dlb_row_mark *mark = mark_at(rows, place);
    struct dlb_row_id id = {.content = mark->content, .updated_at = DLB_DAY_NONE};
    if (rows->reader->updated_at) id.updated_at = rows->reader->updated_at(row_at(rows, place));
    if (rows->reader->name)
        rows->reader->name(rows->reader, rows->context, row_at(rows, place), &id.agency, &id.id);
    else
        id.id = (struct dlb_text){(const char *)&mark->content, sizeof mark->content};
    return id;
}

static dolbom_status log_fate(const struct dlb_intake *intake, const struct dlb_rows *rows,
                              uint64_t place, const struct dlb_row_id *id, enum dlb_row_fate fate,
                              dolbom_error *error)
{
    enum dlb_reject reason =
        fate == DLB_ROW_SUPERSEDED ? DLB_REJECT_SUPERSEDED : DLB_REJECT_DUPLICATE_ID;
    const char *column = rows->reader->schema->columns[rows->reader->id].name;
    return dlb_intake_log_reject(intake->log, rows->reader->schema->table,
                                 mark_at(rows, place)->row, id->agency, id->id, column, reason,
                                 error);
}

/* Decide the rows that share a name and take the losers out of items. */
static dolbom_status decide_names(const struct dlb_intake *intake, const struct dlb_rows *rows,
                                  struct dlb_sort_item *items, size_t *n, size_t *n_collapsed,
                                  dolbom_error *error)
{
    struct namesakes sakes = {0};
    dolbom_status status = DOLBOM_E_MEMORY;
    if (!find_namesakes(intake->env, items, *n, &sakes)) {
        dlb_fail_memory(error, intake->env);
        goto done;
    }
    status = dlb_ask(rows->env, error);
    if (status != DOLBOM_OK) goto done;
    const uint64_t *places = sakes.places.data;
    uint32_t n_sakes = (uint32_t)sakes.places.n;
    for (uint32_t i = 0; i < n_sakes; i++) sakes.ids[i] = row_id(rows, items[places[i]].value);
    status = dlb_unique_rows(intake->env, sakes.ids, n_sakes, sakes.order, sakes.fates, error);
    size_t kept = 0, sake = 0;
    for (size_t i = 0; i < *n && status == DOLBOM_OK; i++) {
        enum dlb_row_fate fate = DLB_ROW_KEEP;
        bool has_sakes = sake < n_sakes && places[sake] == i;
        if (has_sakes) fate = sakes.fates[sake];
        *n_collapsed += fate == DLB_ROW_COLLAPSED;
        if (fate == DLB_ROW_SUPERSEDED || fate == DLB_ROW_DUPLICATE)
            status = log_fate(intake, rows, items[i].value, &sakes.ids[sake], fate, error);
        if (fate == DLB_ROW_KEEP) items[kept++] = items[i];
        sake += has_sakes;
        if (i % DLB_ROWS_PER_ASK == 0 && status == DOLBOM_OK) status = dlb_ask(rows->env, error);
    }
    *n = kept;

done:
    clear_namesakes(intake->env, &sakes);
    return status;
}

/* ---- order ------------------------------------------------------------------------------- */

static dolbom_status gather_task(void *context, size_t task, unsigned worker, dolbom_error *error)
{
    const struct gather *gather = context;
    size_t row_bytes = gather->rows->reader->row_bytes;
    size_t end = (task + 1) * TASK_ROWS < gather->n ? (task + 1) * TASK_ROWS : gather->n;
    (void)worker, (void)error;
    for (size_t i = task * TASK_ROWS; i < end; i++)
        memcpy(gather->out + i * row_bytes, row_at(gather->rows, gather->items[i].value),
               row_bytes);
    return DOLBOM_OK;
}

static void free_marks(struct dlb_rows *rows)
{
    struct dlb_row_chunk *chunks = rows->chunks.data;
    for (size_t i = 0; i < rows->chunks.n; i++) {
        dlb_free(rows->env, chunks[i].marks, chunks[i].cap * sizeof *chunks[i].marks);
        chunks[i].marks = NULL;
    }
}

static dolbom_status key_task(void *context, size_t task, unsigned worker, dolbom_error *error)
{
    const struct gather *gather = context;
    struct dlb_sort_item *items = gather->items;
    size_t end = (task + 1) * TASK_ROWS < gather->n ? (task + 1) * TASK_ROWS : gather->n;
    (void)worker, (void)error;
    const struct dlb_reader *reader = gather->rows->reader;
    for (size_t i = task * TASK_ROWS; i < end; i++)
        items[i].key = reader->key ? reader->key(reader, row_at(gather->rows, items[i].value)) : 0;
    return DOLBOM_OK;
}

/* Items come in the order of names, which does not depend on the order in which rows arrived. */
static dolbom_status gather_sorted(struct dlb_rows *rows, struct dlb_sort_item *items, size_t n,
                                   char *out, dolbom_error *error)
{
    struct gather gather = {rows, items, n, out};
    const char *table = rows->reader->schema->table;
    size_t n_tasks = (n + TASK_ROWS - 1) / TASK_ROWS;
    dolbom_status status = dlb_run_tasks(rows->env, table, n_tasks, key_task, &gather, error);
    if (status == DOLBOM_OK) status = dlb_sort(rows->env, items, n, error);
    if (status == DOLBOM_OK)
        status = dlb_run_tasks(rows->env, table, n_tasks, gather_task, &gather, error);
    return status;
}

/* The rows that are kept, in the order of their names' hashes; frees the marks. */
static dolbom_status decide_rows(const struct dlb_intake *intake, struct dlb_rows *rows,
                                 struct dlb_sort_item *items, size_t *n, dolbom_error *error)
{
    size_t n_collapsed = 0;
    struct gather gather = {.rows = rows, .items = items};
    const char *table = rows->reader->schema->table;
    dolbom_status status =
        dlb_run_tasks(rows->env, table, rows->chunks.n, fill_task, &gather, error);
    if (status == DOLBOM_OK) status = dlb_sort(rows->env, items, *n, error);
    if (status == DOLBOM_OK) status = dlb_ask(rows->env, error);
    if (status == DOLBOM_OK) status = decide_names(intake, rows, items, n, &n_collapsed, error);
    if (status != DOLBOM_OK) return status;
    free_marks(rows);
    status = dlb_intake_log_count(intake->log, table, rows->n_in, *n, n_collapsed, error);
    return status == DOLBOM_OK ? dlb_ask(rows->env, error) : status;
}

dolbom_status dlb_rows_settle(const struct dlb_intake *intake, struct dlb_rows *rows, void **out,
                              uint32_t *n, dolbom_error *error)
{
    *out = NULL;
    *n = 0;
    if (!rows->given) return DOLBOM_OK;
    size_t n_items = rows->n_rows, row_bytes = rows->reader->row_bytes, n_kept = n_items;
    dolbom_status status = DOLBOM_E_MEMORY;
    struct dlb_sort_item *items = dlb_alloc_array(rows->env, n_items, sizeof *items);
    if (!items) goto done;
    status = decide_rows(intake, rows, items, &n_kept, error);
    if (status != DOLBOM_OK) goto done;
    *out = dlb_alloc_array(rows->env, n_kept, row_bytes);
    status = *out ? gather_sorted(rows, items, n_kept, *out, error) : DOLBOM_E_MEMORY;
    if (status == DOLBOM_OK) *n = (uint32_t)n_kept;

done:
    if (status != DOLBOM_OK && *out) {
        dlb_free(rows->env, *out, n_kept * row_bytes);
        *out = NULL;
    }
    if (status == DOLBOM_E_MEMORY) dlb_fail_memory(error, rows->env);
    dlb_free(rows->env, items, n_items * sizeof *items);
    dlb_rows_forget(rows);
    return status;
}

dolbom_status dlb_rows_list(const struct dlb_intake *intake, struct dlb_rows *rows, void ***out,
                            uint32_t *n, dolbom_error *error)
{
    *out = NULL;
    *n = 0;
    if (!rows->given) return DOLBOM_OK;
    size_t n_items = rows->n_rows, n_kept = n_items;
    dolbom_status status = DOLBOM_E_MEMORY;
    struct dlb_sort_item *items = dlb_alloc_array(rows->env, n_items, sizeof *items);
    if (!items) goto done;
    status = decide_rows(intake, rows, items, &n_kept, error);
    for (size_t i = 0; i < n_kept && status == DOLBOM_OK; i++) items[i].key = items[i].value;
    if (status == DOLBOM_OK) status = dlb_sort(rows->env, items, n_kept, error);
    if (status == DOLBOM_OK) status = dlb_ask(rows->env, error);
    if (status != DOLBOM_OK) goto done;
    *out = dlb_alloc_array(rows->env, n_kept, sizeof **out);
    if (!*out) status = DOLBOM_E_MEMORY;
    for (size_t i = 0; i < n_kept && *out; i++) (*out)[i] = row_at(rows, items[i].value);
    if (*out) *n = (uint32_t)n_kept;

done:
    if (status == DOLBOM_E_MEMORY) dlb_fail_memory(error, rows->env);
    dlb_free(rows->env, items, n_items * sizeof *items);
    return status;
}
