/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rows.c - a table's rows: read in parallel, made unique, sorted.
 *
 * A stream is pulled on one thread and its batches are read on all of them, a window of
 * batches at a time, so that memory holds one window of foreign rows and the rows that were
 * accepted. Each task fills a chunk of its own; chunks are kept in order of arrival.
 *
 *   marks    one per accepted row: hash of its name, hash of its content, row number
 *   settle   sort by name hash → rows with one name lie together → their fate is decided
 *            sort by reader->key, stable → the final order; ties lie in order of the name
 *            hash, so the order in which rows arrived is gone
 *
 * Rows without a name (events, policy rows) use their content's hash as name, and rows of
 * one content collapse.
 */
#include <string.h>

#include "rule/rule.h"

enum { TASK_ROWS = 65536, WINDOW_BATCHES = 256 };

struct dlb_row_mark {
    struct dlb_hash128 content;
    uint64_t name;
    uint32_t row; /* over the stream */
};

struct dlb_row_chunk {
    char *rows;
    struct dlb_row_mark *marks;
    uint32_t n, cap;
};

struct row_fault {
    int64_t at; /* in the batch */
    const char *column;
    enum dlb_reject reason;
};

struct row_task {
    const struct dlb_batch *batch;
    int64_t from, n;
    struct dlb_row_chunk chunk;
    struct dlb_array faults; /* of struct row_fault */
};

struct row_window {
    const struct dlb_intake *intake;
    struct dlb_rows *rows;
    struct dlb_source *source;
    struct dlb_batch *batches[WINDOW_BATCHES];
    size_t n_batches;
    struct dlb_array tasks; /* of struct row_task */
};

/* ---- reading ----------------------------------------------------------------------------- */

static const struct dlb_intake_table *find_table(const struct dlb_intake *intake, const char *name)
{
    for (size_t i = 0; i < intake->n_tables; i++)
        if (!strcmp(intake->tables[i].name, name)) return &intake->tables[i];
    return NULL;
}

static void clear_chunk(struct dlb_rows *rows, struct dlb_row_chunk *chunk)
{
    dlb_free(rows->env, chunk->rows, chunk->cap * rows->reader->row_bytes);
    dlb_free(rows->env, chunk->marks, chunk->cap * sizeof *chunk->marks);
    *chunk = (struct dlb_row_chunk){0};
}

static bool open_chunk(struct dlb_rows *rows, struct dlb_row_chunk *chunk, uint32_t cap)
{
    chunk->cap = cap;
    chunk->rows = dlb_alloc_array(rows->env, cap, rows->reader->row_bytes);
    chunk->marks = dlb_alloc_array(rows->env, cap, sizeof *chunk->marks);
    return chunk->rows && chunk->marks;
}

static dolbom_status read_one(struct dlb_row *row, struct row_task *task, struct dlb_rows *rows)
{
    struct dlb_row_chunk *chunk = &task->chunk;
    void *out = chunk->rows + chunk->n * rows->reader->row_bytes;
    memset(out, 0, rows->reader->row_bytes);
    row->fault = DLB_REJECT_NONE;
    row->content = (struct dlb_hash128){0, 0};
    row->n_content = 0;
    rows->reader->read(row, out);
    if (row->no_memory) return DOLBOM_E_MEMORY;
    if (row->fault) {
        struct row_fault *fault = dlb_array_reserve(rows->env, &task->faults, 1, sizeof *fault,
                                                    TASK_ROWS);
        if (!fault) return DOLBOM_E_MEMORY;
        *fault = (struct row_fault){row->at, row->fault_column, row->fault};
        task->faults.n++;
        return DOLBOM_OK;
    }
    struct dlb_row_mark *mark = &chunk->marks[chunk->n++];
    mark->row = (uint32_t)(dlb_batch_first_row(row->batch) + row->at);
    mark->content = dlb_row_content(row);
    mark->name = mark->content.low;
    if (rows->reader->name) {
        struct dlb_text agency, id;
        rows->reader->name(rows->context, out, &agency, &id);
        mark->name = dlb_name_hash(agency, id);
    }
    return DOLBOM_OK;
}

static dolbom_status run_task(void *context, size_t at, unsigned worker, dolbom_error *error)
{
    struct row_window *window = context;
    struct dlb_rows *rows = window->rows;
    struct row_task *task = (struct row_task *)window->tasks.data + at;
    struct dlb_row row = {.reader = rows->reader, .value = &window->intake->value,
                          .context = rows->context, .batch = task->batch,
                          .arena = &rows->arenas[worker], .worker = worker};
    dolbom_status status = DOLBOM_OK;
    if (!open_chunk(rows, &task->chunk, (uint32_t)task->n)) status = DOLBOM_E_MEMORY;
    for (int64_t i = 0; i < task->n && status == DOLBOM_OK; i++) {
        row.at = task->from + i;
        status = read_one(&row, task, rows);
    }
    return status == DOLBOM_E_MEMORY ? dlb_fail_memory(error, rows->env) : status;
}

/* Pull batches until there is work for all threads; false in *more at the end. */
static dolbom_status pull_window(struct row_window *window, bool *more, dolbom_error *error)
{
    struct dlb_rows *rows = window->rows;
    int64_t enough = (int64_t)dlb_env_threads(rows->env) * 2 * TASK_ROWS, pulled = 0;
    window->n_batches = 0;
    window->tasks.n = 0;
    while (pulled < enough && window->n_batches < WINDOW_BATCHES) {
        struct dlb_batch *batch;
        dolbom_status status = dlb_source_next(window->source, &batch, error);
        if (status != DOLBOM_OK) return status;
        *more = batch != NULL;
        if (!batch) return DOLBOM_OK;
        window->batches[window->n_batches++] = batch;
        int64_t n = dlb_batch_rows(batch);
        pulled += n;
        for (int64_t from = 0; from < n; from += TASK_ROWS) {
            struct row_task *task = dlb_array_reserve(rows->env, &window->tasks, 1, sizeof *task,
                                                      UINT32_MAX);
            if (!task) return dlb_fail_memory(error, rows->env);
            *task = (struct row_task){.batch = batch, .from = from};
            task->n = n - from < TASK_ROWS ? n - from : TASK_ROWS;
            window->tasks.n++;
        }
    }
    return DOLBOM_OK;
}

/* Faults are logged on one thread, in the order of rows, while their batch is still there. */
static dolbom_status log_faults(struct row_window *window, const struct row_task *task,
                                dolbom_error *error)
{
    const struct dlb_reader *reader = window->rows->reader;
    const struct row_fault *faults = task->faults.data;
    dolbom_status status = DOLBOM_OK;
    for (size_t i = 0; i < task->faults.n && status == DOLBOM_OK; i++) {
        char scratch[2][DLB_SCRATCH];
        struct dlb_text agency = {NULL, 0}, id = {NULL, 0};
        int64_t at = faults[i].at;
        if (reader->agency >= 0)
            dlb_batch_text(task->batch, (size_t)reader->agency, at, scratch[0], &agency);
        if (reader->id >= 0) dlb_batch_text(task->batch, (size_t)reader->id, at, scratch[1], &id);
        status = dlb_intake_log_reject(window->intake->log, reader->table,
                                       dlb_batch_first_row(task->batch) + at, agency, id,
                                       faults[i].column, faults[i].reason, error);
    }
    return status;
}

/* Chunks go to the rows, faults to the log, batches back to whom they came from. */
static dolbom_status close_window(struct row_window *window, dolbom_status status,
                                  dolbom_error *error)
{
    struct dlb_rows *rows = window->rows;
    struct row_task *tasks = window->tasks.data;
    for (size_t i = 0; i < window->tasks.n; i++) {
        if (status == DOLBOM_OK) status = log_faults(window, &tasks[i], error);
        dlb_array_clear(rows->env, &tasks[i].faults, sizeof(struct row_fault));
        struct dlb_row_chunk *chunk = NULL;
        if (status == DOLBOM_OK) {
            chunk = dlb_array_reserve(rows->env, &rows->chunks, 1, sizeof *chunk, UINT32_MAX);
            if (!chunk) status = dlb_fail_memory(error, rows->env);
        }
        rows->n_in += (size_t)tasks[i].n;
        rows->n_rows += tasks[i].chunk.n;
        if (chunk) {
            *chunk = tasks[i].chunk;
            rows->chunks.n++;
        } else {
            clear_chunk(rows, &tasks[i].chunk);
        }
    }
    for (size_t i = 0; i < window->n_batches; i++) dlb_batch_release(window->batches[i]);
    bool too_many = status == DOLBOM_OK && rows->n_in >= UINT32_MAX;
    if (too_many)
        return dlb_fail(error, DOLBOM_E_INPUT, -1, NULL, "table %s has more than 2^32 rows",
                        rows->reader->table);
    return status;
}

static dolbom_status open_rows(struct dlb_rows *rows, dolbom_error *error)
{
    unsigned n = dlb_env_threads(rows->env);
    rows->arenas = dlb_alloc_array(rows->env, n, sizeof *rows->arenas);
    if (!rows->arenas) return dlb_fail_memory(error, rows->env);
    rows->n_arenas = n;
    for (unsigned i = 0; i < n; i++) dlb_arena_init(&rows->arenas[i], rows->env, true);
    return DOLBOM_OK;
}

dolbom_status dlb_rows_read(const struct dlb_intake *intake, const struct dlb_reader *reader,
                            const void *context, struct dlb_rows *rows, dolbom_error *error)
{
    struct row_window window = {.intake = intake, .rows = rows};
    const struct dlb_intake_table *table = find_table(intake, reader->table);
    *rows = (struct dlb_rows){.env = intake->env, .reader = reader, .context = context};
    rows->given = table != NULL;
    if (!table) return DOLBOM_OK;
    dolbom_status status = dlb_source_open(intake->env, reader->table, table->stream,
                                           reader->columns, reader->n_columns, table->renames,
                                           table->n_renames, &window.source, error);
    if (status == DOLBOM_OK) status = open_rows(rows, error);
    for (size_t c = 0; c < reader->n_columns && status == DOLBOM_OK; c++)
        if (dlb_source_has(window.source, c)) rows->columns |= UINT32_C(1) << c;
    bool more = true;
    while (more && status == DOLBOM_OK) {
        status = pull_window(&window, &more, error);
        if (status == DOLBOM_OK)
            status = dlb_run_tasks(intake->env, reader->table, window.tasks.n, run_task, &window,
                                   error);
        status = close_window(&window, status, error);
    }
    dlb_array_clear(intake->env, &window.tasks, sizeof(struct row_task));
    dlb_source_close(window.source);
    return status;
}

/* ---- names ------------------------------------------------------------------------------- */

static struct dlb_row_chunk *chunk_at(const struct dlb_rows *rows, uint64_t place)
{
    return (struct dlb_row_chunk *)rows->chunks.data + (place >> 32);
}

/* Where a row lies: its chunk and its number in it, packed so that the order is arrival's. */
static void *row_at(const struct dlb_rows *rows, uint64_t place)
{
    return chunk_at(rows, place)->rows + (uint32_t)place * rows->reader->row_bytes;
}

static const struct dlb_row_mark *mark_at(const struct dlb_rows *rows, uint64_t place)
{
    return &chunk_at(rows, place)->marks[(uint32_t)place];
}

void *dlb_rows_next(struct dlb_rows *rows, size_t *chunk, size_t *at)
{
    struct dlb_row_chunk *chunks = rows->chunks.data;
    while (*chunk < rows->chunks.n && *at >= chunks[*chunk].n) {
        ++*chunk;
        *at = 0;
    }
    if (*chunk == rows->chunks.n) return NULL;
    return chunks[*chunk].rows + (*at)++ * rows->reader->row_bytes;
}

static void fill_items(const struct dlb_rows *rows, struct dlb_sort_item *items)
{
    const struct dlb_row_chunk *chunks = rows->chunks.data;
    size_t n = 0;
    for (uint64_t c = 0; c < rows->chunks.n; c++)
        for (uint32_t i = 0; i < chunks[c].n; i++)
            items[n++] = (struct dlb_sort_item){chunks[c].marks[i].name, c << 32 | i};
}

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
        bool same = (i > 0 && items[i - 1].key == items[i].key)
                    || (i + 1 < n && items[i + 1].key == items[i].key);
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

/* The name a row competes under; without names, rows of one content are the same row. */
static struct dlb_row_id row_id(const struct dlb_rows *rows, uint64_t place)
{
    const struct dlb_row_mark *mark = mark_at(rows, place);
    struct dlb_row_id id = {.content = mark->content, .updated_at = DLB_DAY_NONE};
    if (rows->reader->updated_at) id.updated_at = rows->reader->updated_at(row_at(rows, place));
    if (rows->reader->name)
        rows->reader->name(rows->context, row_at(rows, place), &id.agency, &id.id);
    else
        id.id = (struct dlb_text){(const char *)&mark->content, sizeof mark->content};
    return id;
}

static dolbom_status log_fate(const struct dlb_intake *intake, const struct dlb_rows *rows,
                              uint64_t place, const struct dlb_row_id *id,
                              enum dlb_row_fate fate, dolbom_error *error)
{
    enum dlb_reject reason = fate == DLB_ROW_SUPERSEDED ? DLB_REJECT_SUPERSEDED
                                                        : DLB_REJECT_DUPLICATE_ID;
    const char *column = rows->reader->columns[rows->reader->id].name;
    return dlb_intake_log_reject(intake->log, rows->reader->table, mark_at(rows, place)->row,
                                 id->agency, id->id, column, reason, error);
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
    }
    *n = kept;

done:
    clear_namesakes(intake->env, &sakes);
    return status;
}

/* ---- order ------------------------------------------------------------------------------- */

struct gather {
    const struct dlb_rows *rows;
    struct dlb_sort_item *items;
    size_t n;
    char *out;
};

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

static void free_chunks(struct dlb_rows *rows)
{
    struct dlb_row_chunk *chunks = rows->chunks.data;
    for (size_t i = 0; i < rows->chunks.n; i++) clear_chunk(rows, &chunks[i]);
    dlb_array_clear(rows->env, &rows->chunks, sizeof *chunks);
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
    for (size_t i = task * TASK_ROWS; i < end; i++)
        items[i].key = gather->rows->reader->key(row_at(gather->rows, items[i].value));
    return DOLBOM_OK;
}

/* Items come in the order of names, which is the same whatever order the rows arrived in. */
static dolbom_status gather_sorted(struct dlb_rows *rows, struct dlb_sort_item *items, size_t n,
                                   char *out, dolbom_error *error)
{
    struct gather gather = {rows, items, n, out};
    const char *table = rows->reader->table;
    size_t n_tasks = (n + TASK_ROWS - 1) / TASK_ROWS;
    dolbom_status status = dlb_run_tasks(rows->env, table, n_tasks, key_task, &gather, error);
    if (status == DOLBOM_OK) status = dlb_sort(rows->env, items, n, error);
    if (status == DOLBOM_OK)
        status = dlb_run_tasks(rows->env, table, n_tasks, gather_task, &gather, error);
    return status;
}

dolbom_status dlb_rows_settle(const struct dlb_intake *intake, struct dlb_rows *rows, void **out,
                              uint32_t *n, dolbom_error *error)
{
    *out = NULL;
    *n = 0;
    if (!rows->given) return DOLBOM_OK;
    size_t n_items = rows->n_rows, row_bytes = rows->reader->row_bytes, n_kept = n_items;
    size_t n_collapsed = 0;
    dolbom_status status = DOLBOM_E_MEMORY;
    struct dlb_sort_item *items = dlb_alloc_array(rows->env, n_items, sizeof *items);
    if (!items) goto done;
    fill_items(rows, items);
    status = dlb_sort(rows->env, items, n_items, error);
    if (status == DOLBOM_OK)
        status = decide_names(intake, rows, items, &n_kept, &n_collapsed, error);
    if (status != DOLBOM_OK) goto done;
    free_marks(rows);
    *out = dlb_alloc_array(rows->env, n_kept, row_bytes);
    status = *out ? gather_sorted(rows, items, n_kept, *out, error) : DOLBOM_E_MEMORY;
    if (status == DOLBOM_OK)
        status = dlb_intake_log_count(intake->log, rows->reader->table, rows->n_in, n_kept,
                                      n_collapsed, error);
    if (status == DOLBOM_OK) *n = (uint32_t)n_kept;

done:
    if (status != DOLBOM_OK && *out) {
        dlb_free(rows->env, *out, n_kept * row_bytes);
        *out = NULL;
    }
    if (status == DOLBOM_E_MEMORY) dlb_fail_memory(error, rows->env);
    dlb_free(rows->env, items, n_items * sizeof *items);
    free_chunks(rows);
    return status;
}

bool dlb_rows_has(const struct dlb_rows *rows, const char *column)
{
    for (size_t c = 0; rows->given && c < rows->reader->n_columns; c++)
        if (strcmp(rows->reader->columns[c].name, column) == 0) return rows->columns >> c & 1;
    return false;
}

void dlb_rows_clear(struct dlb_rows *rows)
{
    if (!rows->env) return;
    free_chunks(rows);
    for (unsigned i = 0; i < rows->n_arenas; i++) dlb_arena_clear(&rows->arenas[i]);
    dlb_free(rows->env, rows->arenas, rows->n_arenas * sizeof *rows->arenas);
    *rows = (struct dlb_rows){0};
}
