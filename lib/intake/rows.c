/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rows.c - a table's rows, read in parallel.
 *
 * A stream is pulled on one thread and its batches are read on all of them, a window of
 * batches at a time, so that memory holds one window of foreign rows and the rows that were
 * accepted. Each task fills a chunk of its own; chunks are kept in order of arrival. Which rows are
 * kept, and in what order, is decided in rows_settle.c.
 */
#include "intake/unique.h"

#include <string.h>

/* A task of people's rows takes some tens of milliseconds, so a caller who wants to stop is heard.
 */
enum { TASK_ROWS = 16384, WINDOW_TASKS = 8, WINDOW_BATCHES = 256 };

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

bool dlb_intake_has(const struct dlb_intake *intake, const char *table)
{
    return find_table(intake, table) != NULL;
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

/* Rows without an order of their own are ordered by this hash, so it is the same everywhere. */
static uint64_t hash_name(struct dlb_text agency, struct dlb_text id)
{
    return dlb_hash64_seeded(id.data, id.len, dlb_hash64(agency.data, agency.len));
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
        struct row_fault *fault =
            dlb_array_reserve(rows->env, &task->faults, 1, sizeof *fault, TASK_ROWS);
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
        rows->reader->name(rows->reader, rows->context, out, &agency, &id);
        mark->name = hash_name(agency, id);
    }
    return DOLBOM_OK;
}

/* Rows of one agency, one after the other, that are still to be counted. */
struct stretch {
    struct dlb_text agency; /* in `room` */
    uint64_t n;
    char room[DLB_SCRATCH];
};

static bool end_stretch(const struct row_window *window, struct stretch *stretch, unsigned worker)
{
    struct dlb_received *received = window->intake->received;
    if (!stretch->n) return true;
    return dlb_received_add(received, worker, window->rows->reader->schema->table, stretch->agency,
                            stretch->n);
}

static bool count_row(const struct row_window *window, const struct dlb_row *row,
                      struct stretch *stretch)
{
    char scratch[DLB_SCRATCH];
    struct dlb_text agency = {NULL, 0};
    int column = row->reader->agency;
    if (!window->intake->received || column < 0) return true;
    dlb_batch_text(row->batch, (size_t)column, row->at, scratch, &agency);
    bool same = stretch->n && dlb_text_equal(agency, stretch->agency);
    if (!same) {
        if (!end_stretch(window, stretch, row->worker)) return false;
        stretch->n = 0;
        bool named = agency.data && agency.len <= sizeof stretch->room;
        if (named) memcpy(stretch->room, agency.data, agency.len);
        stretch->agency = (struct dlb_text){stretch->room, named ? agency.len : 0};
    }
    stretch->n++;
    return true;
}

static dolbom_status run_task(void *context, size_t at, unsigned worker, dolbom_error *error)
{
    struct row_window *window = context;
    struct dlb_rows *rows = window->rows;
    struct row_task *task = (struct row_task *)window->tasks.data + at;
    struct dlb_row row = {.reader = rows->reader,
                          .value = &window->intake->value,
                          .context = rows->context,
                          .batch = task->batch,
                          .columns = rows->columns,
                          .arena = &rows->arenas[worker],
                          .worker = worker};
    struct stretch stretch = {.n = 0};
    dolbom_status status = DOLBOM_OK;
    if (!open_chunk(rows, &task->chunk, (uint32_t)task->n)) status = DOLBOM_E_MEMORY;
    for (int64_t i = 0; i < task->n && status == DOLBOM_OK; i++) {
        row.at = task->from + i;
        if (!count_row(window, &row, &stretch)) status = DOLBOM_E_MEMORY;
        if (status == DOLBOM_OK) status = read_one(&row, task, rows);
    }
    if (!end_stretch(window, &stretch, worker)) status = DOLBOM_E_MEMORY;
    return status == DOLBOM_E_MEMORY ? dlb_fail_memory(error, rows->env) : status;
}

/* Pull batches until there is work for all threads; false in *more at the end. */
static dolbom_status pull_window(struct row_window *window, bool *more, dolbom_error *error)
{
    struct dlb_rows *rows = window->rows;
    int64_t enough = (int64_t)dlb_env_threads(rows->env) * WINDOW_TASKS * TASK_ROWS, pulled = 0;
    window->n_batches = 0;
    window->tasks.n = 0;
    while (pulled < enough && window->n_batches < WINDOW_BATCHES) {
        struct dlb_batch *batch;
        dolbom_status status = dlb_source_next(window->source, &batch, error);
        if (status != DOLBOM_OK) return status;
        *more = batch != NULL;
        if (!batch) return DOLBOM_OK;
        window->batches[window->n_batches++] = batch;
        status = dlb_ask(rows->env, error);
        if (status != DOLBOM_OK) return status;
        int64_t n = dlb_batch_rows(batch);
        pulled += n;
        for (int64_t from = 0; from < n; from += TASK_ROWS) {
            struct row_task *task =
                dlb_array_reserve(rows->env, &window->tasks, 1, sizeof *task, UINT32_MAX);
            if (!task) return dlb_fail_memory(error, rows->env);
            *task = (struct row_task){.batch = batch, .from = from};
            task->n = n - from < TASK_ROWS ? n - from : TASK_ROWS;
            window->tasks.n++;
        }
    }
    return DOLBOM_OK;
}

/* Faults are logged on one thread, in the order of rows, while their batch is still in memory. */
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
        status = dlb_intake_log_reject(window->intake->log, reader->schema->table,
                                       dlb_batch_first_row(task->batch) + at, agency, id,
                                       faults[i].column, faults[i].reason, error);
    }
    return status;
}

/* Chunks go to the rows, faults to the log, batches back to their producer. */
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
            chunk->before = rows->n_rows - chunk->n;
            rows->chunks.n++;
        } else {
            clear_chunk(rows, &tasks[i].chunk);
        }
    }
    for (size_t i = 0; i < window->n_batches; i++) dlb_batch_release(window->batches[i]);
    bool too_many = status == DOLBOM_OK && rows->n_in >= UINT32_MAX;
    if (too_many)
        return dlb_fail(error, DOLBOM_E_INPUT, -1, NULL, "table %s has more than 2^32 rows",
                        rows->reader->schema->table);
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
    const struct dlb_schema *schema = reader->schema;
    const struct dlb_intake_table *table = find_table(intake, schema->table);
    *rows = (struct dlb_rows){.env = intake->env, .reader = reader, .context = context};
    rows->given = table != NULL;
    if (!table) return DOLBOM_OK;
    dolbom_status status = dlb_progress(intake->env, schema->table, 0, 0, error);
    if (status == DOLBOM_OK)
        status = dlb_source_open(intake->env, schema->table, table->stream, schema->columns,
                                 schema->n_columns, &table->mapping, &window.source, error);
    if (status == DOLBOM_OK)
        status = dlb_intake_log_columns(intake->log, schema->table, window.source, error);
    if (status == DOLBOM_OK) status = open_rows(rows, error);
    for (size_t c = 0; c < schema->n_columns && status == DOLBOM_OK; c++)
        if (dlb_source_has(window.source, c)) rows->columns |= UINT64_C(1) << c;
    bool more = true;
    while (more && status == DOLBOM_OK) {
        status = pull_window(&window, &more, error);
        if (status == DOLBOM_OK)
            status =
                dlb_run_tasks(intake->env, schema->table, window.tasks.n, run_task, &window, error);
        status = close_window(&window, status, error);
    }
    dlb_array_clear(intake->env, &window.tasks, sizeof(struct row_task));
    dlb_source_close(window.source);
    return status;
}

/* ---- what was read ------------------------------------------------------------------------ */

/* Keeps the rows of a chunk in which `look` finds no fault. */
static dolbom_status look_at_chunk(const struct dlb_intake *intake, struct dlb_rows *rows,
                                   struct dlb_row_chunk *chunk, dlb_row_look look, void *context,
                                   dolbom_error *error)
{
    const struct dlb_reader *reader = rows->reader;
    const struct dlb_text none = {NULL, 0};
    dolbom_status status = DOLBOM_OK;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < chunk->n && status == DOLBOM_OK; i++) {
        size_t column = 0;
        char *row = chunk->rows + i * reader->row_bytes;
        enum dlb_reject fault = look(context, row, &column);
        if (fault) {
            status =
                dlb_intake_log_reject(intake->log, reader->schema->table, chunk->marks[i].row, none,
                                      none, reader->schema->columns[column].name, fault, error);
            continue;
        }
        if (kept < i) memcpy(chunk->rows + kept * reader->row_bytes, row, reader->row_bytes);
        chunk->marks[kept++] = chunk->marks[i];
    }
    chunk->n = kept;
    return status;
}

dolbom_status dlb_rows_look_again(const struct dlb_intake *intake, struct dlb_rows *rows,
                                  dlb_row_look look, void *context, dolbom_error *error)
{
    struct dlb_row_chunk *chunks = rows->chunks.data;
    dolbom_status status = DOLBOM_OK;
    rows->n_rows = 0;
    for (size_t i = 0; i < rows->chunks.n && status == DOLBOM_OK; i++) {
        chunks[i].before = rows->n_rows;
        status = look_at_chunk(intake, rows, &chunks[i], look, context, error);
        rows->n_rows += chunks[i].n;
    }
    return status;
}

void dlb_rows_forget(struct dlb_rows *rows)
{
    struct dlb_row_chunk *chunks = rows->chunks.data;
    for (size_t i = 0; i < rows->chunks.n; i++) clear_chunk(rows, &chunks[i]);
    dlb_array_clear(rows->env, &rows->chunks, sizeof *chunks);
}

bool dlb_rows_has(const struct dlb_rows *rows, const char *column)
{
    for (size_t c = 0; rows->given && c < rows->reader->schema->n_columns; c++)
        if (strcmp(rows->reader->schema->columns[c].name, column) == 0)
            return rows->columns >> c & 1;
    return false;
}

void dlb_rows_clear(struct dlb_rows *rows)
{
    if (!rows->env) return;
    dlb_rows_forget(rows);
    for (unsigned i = 0; i < rows->n_arenas; i++) dlb_arena_clear(&rows->arenas[i]);
    dlb_free(rows->env, rows->arenas, rows->n_arenas * sizeof *rows->arenas);
    *rows = (struct dlb_rows){0};
}
