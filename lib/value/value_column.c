/* SPDX-License-Identifier: Apache-2.0 */
/*
 * value_column.c - the public functions on columns: the same as on single values, row by row.
 *
 * All batches are read first, and ranges of rows, counted over the whole stream, become ranges of
 * the table. So neither the batches that came in nor the number of threads shows in what goes out.
 */
#include "value/value.h"

#include "dolbom/column.h"
#include "plan/plan.h"
#include "table/table.h"

_Static_assert(DLB_RANGE_ROWS <= 8192, "column.h promises no larger batches");

enum { BATCHES_MAX = 1 << 24, OUT_COLUMNS_MAX = 3 };

struct column_job;

/* What is read, what is given, and how a row becomes one. */
struct column_form {
    const char *stage;
    const char *in[DLB_PLACES_MAX];
    size_t n_in;
    struct dlb_frame_column out[OUT_COLUMNS_MAX];
    size_t n_out;
    void (*give)(const struct column_job *job, const struct dlb_batch *batch, int64_t row,
                 struct dlb_frame *frame);
};

struct column_job {
    const struct column_form *form;
    const struct dlb_kind *kind;
    const struct dlb_value_context *context;
    struct dlb_env *env;
    struct dlb_array batches; /* struct dlb_batch * */
    int64_t rows;
};

/* ---- rows ------------------------------------------------------------------------------------ */

/* An unreadable cell is a value that no kind knows, as it is to the functions on single values. */
static bool read_cell(const struct dlb_batch *batch, size_t column, int64_t row,
                      char scratch[DLB_SCRATCH], struct dlb_text *text, dolbom_quality *quality)
{
    enum dlb_cell_state state = dlb_batch_text(batch, column, row, scratch, text);
    *quality = state == DLB_CELL_NULL ? DOLBOM_QUALITY_MISSING : DOLBOM_QUALITY_INVALID;
    return state == DLB_CELL_OK;
}

static void give_text(struct dlb_frame *frame, const char *text, size_t len)
{
    dlb_frame_text(frame, (struct dlb_text){len > 0 ? text : NULL, len});
}

static void give_value(const struct column_job *job, const struct dlb_batch *batch, int64_t row,
                       struct dlb_frame *frame)
{
    union dlb_parsed parsed;
    struct dlb_parts parts;
    char scratch[DLB_SCRATCH], canonical[DLB_CANONICAL_MAX];
    struct dlb_text text;
    dolbom_quality quality;
    size_t len = 0;
    parts.len = 0;
    if (read_cell(batch, 0, row, scratch, &text, &quality)) {
        quality = job->kind->parse(job->context, text, &parsed);
        len = job->kind->write(&parsed, text, canonical);
        if (job->kind->parts) job->kind->parts(&parsed, &parts);
    }
    give_text(frame, canonical, len);
    dlb_frame_int(frame, quality);
    give_text(frame, parts.text, parts.len);
}

static void give_level(const struct column_job *job, const struct dlb_batch *batch, int64_t row,
                       struct dlb_frame *frame)
{
    union dlb_parsed parsed;
    uint64_t codes[2][DLB_KIND_SLOTS_MAX];
    char scratch[DLB_SCRATCH];
    struct dlb_text text;
    dolbom_quality quality;
    uint8_t level = DOLBOM_LEVEL_MISSING;
    bool are_there = true;
    for (size_t i = 0; i < 2 && are_there; i++) {
        are_there = read_cell(batch, i, row, scratch, &text, &quality);
        if (are_there) job->kind->encode(job->context, text, &parsed, codes[i]);
    }
    if (are_there) level = dlb_level_number(job->kind, job->kind->compare(codes[0], codes[1]));
    if (level == DOLBOM_LEVEL_MISSING)
        dlb_frame_null(frame);
    else
        dlb_frame_int(frame, level);
}

static const struct column_form normalize_form = {
    .stage = "normalize",
    .in = {"value"},
    .n_in = 1,
    .out = {{"value", DLB_FRAME_TEXT, 0},
            {"quality", DLB_FRAME_INT32, 0},
            {"parts", DLB_FRAME_TEXT, 0}},
    .n_out = 3,
    .give = give_value,
};

static const struct column_form compare_form = {
    .stage = "compare",
    .in = {"left", "right"},
    .n_in = 2,
    .out = {{"level", DLB_FRAME_INT32, 0}},
    .n_out = 1,
    .give = give_level,
};

/* ---- tasks ----------------------------------------------------------------------------------- */

static const struct dlb_batch *batch_at(const struct column_job *job, size_t i)
{
    return ((struct dlb_batch *const *)job->batches.data)[i];
}

struct sought_row {
    const struct column_job *job;
    int64_t row;
};

static bool begins_by(const void *sought, size_t i)
{
    const struct sought_row *wanted = sought;
    return dlb_batch_first_row(batch_at(wanted->job, i)) <= wanted->row;
}

/* The batch in which a row lies. */
static size_t find_batch(const struct column_job *job, int64_t row)
{
    return dlb_search(1, job->batches.n, &(struct sought_row){job, row}, begins_by) - 1;
}

static dolbom_status fill_rows(const void *context, size_t from, size_t end,
                               struct dlb_frame *frame, dolbom_error *error)
{
    const struct column_job *job = context;
    int64_t row = (int64_t)from;
    (void)error;
    for (size_t i = find_batch(job, row); row < (int64_t)end; i++) {
        const struct dlb_batch *batch = batch_at(job, i);
        int64_t first = dlb_batch_first_row(batch), stop = first + dlb_batch_rows(batch);
        for (; row < stop && row < (int64_t)end; row++)
            job->form->give(job, batch, row - first, frame);
    }
    return DOLBOM_OK;
}

/* ---- calls ----------------------------------------------------------------------------------- */

static dolbom_status read_batches(struct column_job *job, struct ArrowArrayStream *in,
                                  dolbom_error *error)
{
    const struct column_form *form = job->form;
    struct dlb_column columns[DLB_PLACES_MAX] = {{0}};
    struct dlb_source *source = NULL;
    for (size_t i = 0; i < form->n_in; i++)
        columns[i] = (struct dlb_column){.name = form->in[i], .required = true};
    dolbom_status status = dlb_stream_place(job->env, form->stage, in, form->in, form->n_in, error);
    if (status == DOLBOM_OK)
        status =
            dlb_source_open(job->env, form->stage, in, columns, form->n_in, NULL, &source, error);
    while (status == DOLBOM_OK) {
        struct dlb_batch **room =
            dlb_array_reserve(job->env, &job->batches, 1, sizeof *room, BATCHES_MAX);
        status = room ? dlb_source_next(source, room, error) : dlb_fail_memory(error, job->env);
        if (status != DOLBOM_OK || !*room) break;
        job->batches.n++;
        job->rows += dlb_batch_rows(*room);
        status = dlb_progress(job->env, form->stage, (uint64_t)job->rows, 0, error);
    }
    dlb_source_close(source);
    return status;
}

static dolbom_status give_rows(const struct column_job *job, struct ArrowArrayStream *out,
                               dolbom_error *error)
{
    struct dlb_frame *frame;
    struct dlb_frame_form form = {.columns = job->form->out,
                                  .n_columns = job->form->n_out,
                                  .stage = job->form->stage,
                                  .fill = fill_rows,
                                  .context = job};
    dolbom_status status = dlb_frame_by_ranges(job->env, &form, (size_t)job->rows, &frame, error);
    return status == DOLBOM_OK ? dlb_frame_stream(frame, out, error) : status;
}

static void close_job(struct column_job *job)
{
    for (size_t i = 0; i < job->batches.n; i++)
        dlb_batch_release(((struct dlb_batch **)job->batches.data)[i]);
    dlb_array_clear(job->env, &job->batches, sizeof(struct dlb_batch *));
    dlb_env_release(job->env);
}

static dolbom_status run(const struct column_form *form, const dolbom_plan *plan, const char *kind,
                         struct ArrowArrayStream *in, struct ArrowArrayStream *out,
                         dolbom_error *error)
{
    struct column_job job = {
        .form = form, .kind = dlb_value_kind_of(kind), .context = dlb_value_context_of(plan)};
    if (!job.kind || !in->release || !dlb_error_fits(error))
        return dlb_fail(error, DOLBOM_E_ARG, -1, NULL,
                        "kind must be a known one and in a stream that was not released");
    dolbom_status status = DOLBOM_OK;
    if (plan)
        job.env = dlb_env_share(plan->env);
    else
        status = dlb_env_open(NULL, &job.env, error);
    if (status == DOLBOM_OK) status = read_batches(&job, in, error);
    if (status == DOLBOM_OK) status = give_rows(&job, out, error);
    if (job.env) close_job(&job);
    return status;
}

static dolbom_status call(const struct column_form *form, const dolbom_plan *plan, const char *kind,
                          struct ArrowArrayStream *in, struct ArrowArrayStream *out,
                          dolbom_error *error)
{
    dolbom_status status = DOLBOM_E_ARG;
    if (out) out->release = NULL;
    if (in && out)
        status = run(form, plan, kind, in, out, error);
    else
        dlb_fail(error, status, -1, NULL, "in and out must not be NULL");
    if (in && in->release) in->release(in); /* taken over, whatever happened */
    if (in) in->release = NULL;
    return status;
}

dolbom_status dolbom_column_normalize(const dolbom_plan *plan, const char *kind,
                                      struct ArrowArrayStream *in, struct ArrowArrayStream *out,
                                      dolbom_error *error)
{
    return call(&normalize_form, plan, kind, in, out, error);
}

dolbom_status dolbom_column_compare(const dolbom_plan *plan, const char *kind,
                                    struct ArrowArrayStream *in, struct ArrowArrayStream *out,
                                    dolbom_error *error)
{
    return call(&compare_form, plan, kind, in, out, error);
}
