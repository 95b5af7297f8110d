/* SPDX-License-Identifier: Apache-2.0 */
/*
 * table_read.c - all files of a table as one stream of rows.
 *
 * The thread that pulls the stream reads files and splits them into blocks; other threads parse
 * blocks ahead, and they are handed out in the order in which they are in the files:
 *
 *   ring:   | DONE | TAKEN | DONE | READY | (free) |      given from the left
 *
 * When the leftmost block is not parsed yet, the pulling thread parses it or waits. With one thread
 * the ring has one slot and there is no other thread. Rows, lines and rejected rows are counted
 * where blocks are handed out, so they do not depend on who parsed what.
 */
#include "io/source/part.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

enum { HELPERS_MAX = 3, RING_MAX = 2 * HELPERS_MAX + 2 };

enum state { BLOCK_READY, BLOCK_TAKEN, BLOCK_DONE };

struct job {
    enum state state;
    struct io_part *part;
    bool first_of_part;
    struct io_block block;
    struct io_parsed parsed;
};

struct reader {
    struct io_table *table;
    size_t next_part;
    struct io_rows rows; /* of part next_part - 1; no part: nothing is open */
    bool at_part_start;
    size_t n_begun; /* parts of which a block was handed out, and empty ones before them */
    int64_t line;   /* of the part and the block to hand out next */
    struct job ring[RING_MAX];
    size_t head, n_jobs, n_places;
    pthread_mutex_t lock; /* of the states */
    pthread_cond_t ready, done;
    pthread_t helper[HELPERS_MAX];
    size_t n_helpers;
    bool stop;
};

static void parse_job(struct job *job)
{
    io_parse(&job->part->form, &job->block, &job->parsed);
}

/* The leftmost job that nobody has taken, or NULL; with the lock held. */
static struct job *find_ready(struct reader *reader)
{
    for (size_t i = 0; i < reader->n_jobs; i++) {
        struct job *job = &reader->ring[(reader->head + i) % reader->n_places];
        if (job->state == BLOCK_READY) return job;
    }
    return NULL;
}

static void *help(void *argument)
{
    struct reader *reader = argument;
    pthread_mutex_lock(&reader->lock);
    while (!reader->stop) {
        struct job *job = find_ready(reader);
        if (!job) {
            pthread_cond_wait(&reader->ready, &reader->lock);
            continue;
        }
        job->state = BLOCK_TAKEN;
        pthread_mutex_unlock(&reader->lock);
        parse_job(job);
        pthread_mutex_lock(&reader->lock);
        job->state = BLOCK_DONE;
        pthread_cond_signal(&reader->done);
    }
    pthread_mutex_unlock(&reader->lock);
    return NULL;
}

/* Does without threads that cannot be started. */
static void start_helpers(struct reader *reader)
{
    size_t wanted = reader->table->n_threads > 0 ? reader->table->n_threads - 1 : 0;
    if (wanted > HELPERS_MAX) wanted = HELPERS_MAX;
    reader->n_places = wanted ? 2 * wanted + 2 : 1;
    while (reader->n_helpers < wanted &&
           pthread_create(&reader->helper[reader->n_helpers], NULL, help, reader) == 0)
        reader->n_helpers++;
}

static void stop_helpers(struct reader *reader)
{
    pthread_mutex_lock(&reader->lock);
    reader->stop = true;
    pthread_cond_broadcast(&reader->ready);
    pthread_mutex_unlock(&reader->lock);
    for (size_t i = 0; i < reader->n_helpers; i++) pthread_join(reader->helper[i], NULL);
    reader->n_helpers = 0;
}

/* The next part, opened. */
static enum io_step open_part(struct reader *reader)
{
    struct io_table *table = reader->table;
    if (reader->next_part == table->n_parts) return IO_END;
    struct io_part *part = &table->parts[reader->next_part++];
    reader->at_part_start = true;
    reader->rows = (struct io_rows){.part = part};
    return part->source->open(&reader->rows, table, table->problem) ? IO_NEXT : IO_FAILED;
}

static void close_part(struct reader *reader)
{
    if (reader->rows.part) reader->rows.part->source->close(&reader->rows);
    reader->rows.part = NULL;
}

/* The next rows of the open part. */
static enum io_step next_of_part(struct reader *reader, struct job *job)
{
    struct io_table *table = reader->table;
    struct io_rows *rows = &reader->rows;
    job->part = rows->part;
    job->block = (struct io_block){.quote_line = -1};
    job->parsed = (struct io_parsed){.quote_line = -1, .text_line = -1};
    uint64_t before = rows->n_read;
    enum io_step step = rows->part->source->next(rows, &job->block, &job->parsed, table->problem);
    table->n_read += rows->n_read - before;
    job->state = job->block.data ? BLOCK_READY : BLOCK_DONE;
    return step;
}

/* The next block of any part. */
static enum io_step next_block(struct reader *reader, struct job *job)
{
    for (;;) {
        enum io_step step = reader->rows.part ? IO_NEXT : open_part(reader);
        if (step != IO_NEXT) return step;
        step = next_of_part(reader, job);
        if (step == IO_FAILED) return step;
        if (step == IO_NEXT) break;
        close_part(reader);
    }
    job->first_of_part = reader->at_part_start;
    reader->at_part_start = false;
    return IO_NEXT;
}

/* Reads ahead until the ring is full. */
static void fill_ring(struct reader *reader)
{
    struct io_table *table = reader->table;
    while (reader->n_jobs < reader->n_places && table->problem->kind == IO_OK) {
        struct job *job = &reader->ring[(reader->head + reader->n_jobs) % reader->n_places];
        if (next_block(reader, job) != IO_NEXT) return;
        pthread_mutex_lock(&reader->lock);
        reader->n_jobs++;
        pthread_cond_signal(&reader->ready);
        pthread_mutex_unlock(&reader->lock);
    }
}

/* The leftmost job, once parsed; it stays in the ring. */
static struct job *await_job(struct reader *reader)
{
    struct job *job = &reader->ring[reader->head];
    pthread_mutex_lock(&reader->lock);
    bool mine = job->state == BLOCK_READY;
    if (mine) job->state = BLOCK_TAKEN;
    while (!mine && job->state != BLOCK_DONE) pthread_cond_wait(&reader->done, &reader->lock);
    pthread_mutex_unlock(&reader->lock);
    if (mine) parse_job(job);
    return job;
}

static void drop_job(struct reader *reader)
{
    struct job *job = &reader->ring[reader->head];
    io_block_clear(&job->block);
    io_parsed_clear(&job->parsed);
    pthread_mutex_lock(&reader->lock);
    reader->head = (reader->head + 1) % reader->n_places;
    reader->n_jobs--;
    pthread_mutex_unlock(&reader->lock);
}

static bool complain(const struct reader *reader, const struct job *job)
{
    struct io_problem *problem = reader->table->problem;
    int64_t quote = job->block.too_long ? job->block.quote_line : job->parsed.quote_line;
    const char *path = job->part->path;
    if (job->parsed.no_memory) return io_fail_memory(problem);
    if (job->parsed.text_line >= 0)
        return io_fail(problem, IO_BAD_INPUT,
                       "%s, line %lld: bytes that are not valid %s (--invalid reject drops such "
                       "rows)",
                       path, (long long)(reader->line + job->parsed.text_line),
                       io_encoding_name(job->part->written));
    if (quote >= 0)
        return io_fail(problem, IO_BAD_INPUT,
                       "%s, line %lld: a quote is opened here and not closed where a field ends",
                       path, (long long)(reader->line + quote));
    return true;
}

static bool note_bad_rows(const struct reader *reader, struct job *job)
{
    struct io_part *part = job->part;
    if (job->block.too_long) {
        struct io_bad_row row = {reader->line, -1, IO_REJECT_FIELD_TOO_LONG};
        return io_bad_rows_add(&part->bad, row);
    }
    for (size_t i = 0; i < job->parsed.bad.n; i++) {
        struct io_bad_row row = job->parsed.bad.at[i];
        row.line += reader->line;
        if (!io_bad_rows_add(&part->bad, row)) return false;
    }
    const struct io_skips *skips = &job->parsed.skips;
    for (int why = IO_SKIP_NOT + 1; why < IO_SKIPS; why++)
        if (skips->n[why])
            io_skips_add(&part->skips, why, skips->n[why], skips->first[why] + reader->line);
    return true;
}

/* Leaves out marks that only continue the last one. */
static bool note_lines(const struct reader *reader, struct job *job)
{
    struct io_line_marks *marks = &job->part->marks;
    for (size_t i = 0; i < job->parsed.marks.n; i++) {
        int64_t row = job->parsed.marks.at[i].row + reader->table->n_rows;
        int64_t line = job->parsed.marks.at[i].line + reader->line;
        const struct io_line_mark *last = marks->n ? &marks->at[marks->n - 1] : NULL;
        if (last && last->line - last->row == line - row) continue;
        if (!io_line_marks_add(marks, row, line)) return false;
    }
    return true;
}

/* Counts a parsed job; false after a problem. */
static bool account(struct reader *reader, struct job *job)
{
    struct io_table *table = reader->table;
    if (job->first_of_part) {
        while (&table->parts[reader->n_begun] <= job->part) /* parts without rows may lie between */
            table->parts[reader->n_begun++].first_row = table->n_rows;
        reader->line = job->part->first_line;
    }
    if (!complain(reader, job)) return false;
    table->n_bad += job->block.too_long ? 1 : (int64_t)job->parsed.bad.n;
    if (table->reading.max_bad > 0 && table->n_bad > table->reading.max_bad)
        return io_fail(table->problem, IO_SYSTEM,
                       "%s: more than %lld rows of table %s cannot be used; --memory has no room "
                       "for a list of more",
                       job->part->path, (long long)table->reading.max_bad, table->name);
    io_days_note(job->part, &job->parsed, reader->line);
    if (!note_bad_rows(reader, job) || !note_lines(reader, job))
        return io_fail_memory(table->problem);
    table->n_rows += job->parsed.n_rows;
    reader->line += job->block.too_long ? job->block.n_lines : job->parsed.n_lines;
    return true;
}

static int stream_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    struct reader *reader = stream->private_data;
    struct io_table *table = reader->table;
    *out = (struct ArrowArray){.length = 0};
    if (reader->n_places == 0) start_helpers(reader);
    for (;;) {
        if (table->reading.interrupted && table->reading.interrupted())
            io_fail(table->problem, IO_INTERRUPTED, "interrupted");
        fill_ring(reader);
        if (table->problem->kind != IO_OK) return EIO;
        if (reader->n_jobs == 0) return 0;
        struct job *job = await_job(reader);
        bool done = account(reader, job);
        bool given = done && job->parsed.n_rows > 0;
        if (given && !io_batch_export(table, job->part, &job->parsed, out))
            done = io_fail_memory(table->problem);
        drop_job(reader);
        if (!done) return EIO;
        if (given) return 0;
    }
}

static int stream_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    struct reader *reader = stream->private_data;
    const struct io_table *table = reader->table;
    return io_schema_export(table->columns, table->n_columns, "vu", out) ? 0 : ENOMEM;
}

static const char *stream_error(struct ArrowArrayStream *stream)
{
    struct reader *reader = stream->private_data;
    return reader->table->problem->message;
}

static void stream_release(struct ArrowArrayStream *stream)
{
    struct reader *reader = stream->private_data;
    stop_helpers(reader);
    while (reader->n_jobs > 0) drop_job(reader);
    close_part(reader);
    pthread_mutex_destroy(&reader->lock);
    pthread_cond_destroy(&reader->ready);
    pthread_cond_destroy(&reader->done);
    free(reader);
    stream->release = NULL;
}

bool io_table_stream(struct io_table *table, struct ArrowArrayStream *stream,
                     struct io_problem *problem)
{
    struct reader *reader = calloc(1, sizeof *reader);
    if (!reader) return io_fail_memory(problem);
    reader->table = table;
    table->problem = problem;
    pthread_mutex_init(&reader->lock, NULL);
    pthread_cond_init(&reader->ready, NULL);
    pthread_cond_init(&reader->done, NULL);
    *stream = (struct ArrowArrayStream){.get_schema = stream_schema,
                                        .get_next = stream_next,
                                        .get_last_error = stream_error,
                                        .release = stream_release,
                                        .private_data = reader};
    return true;
}
