/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_value_column.c - a column gives for each row what the function on single values gives,
 * however it is cut, laid out and shared among threads.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dolbom/dolbom.h"
#include "field/vector_lines.h"
#include "support/support.h"
#include "table/arrow_make.h"

enum { VALUES_MAX = 1200, VALUE = 512 };

/* Values of one kind, as its table of examples has them; NULs end them. */
static char values[VALUES_MAX][VALUE];
static size_t n_values;

static const char *const kinds[] = {"name", "address", "phone", "date", "rrn", "brn"};
enum { N_KINDS = sizeof kinds / sizeof *kinds };

static void read_values(const char *kind)
{
    struct vectors v;
    char file[32];
    snprintf(file, sizeof file, "%s.tsv", kind);
    vectors_open(&v, file);
    n_values = 0;
    while (vectors_next(&v)) {
        cr_assert(n_values < VALUES_MAX && strlen(v.input) < VALUE, "%s:%d", file, v.line);
        strcpy(values[n_values++], v.input);
    }
    cr_assert_gt(n_values, 10);
}

/* ---- texts of tables ------------------------------------------------------------------------- */

/* A text that grows. */
struct text {
    char *bytes;
    size_t size;
    FILE *out;
};

static void text_open(struct text *text)
{
    text->out = open_memstream(&text->bytes, &text->size);
    cr_assert_not_null(text->out);
}

static char *text_close(struct text *text)
{
    fclose(text->out);
    return text->bytes;
}

/* A cell that is null when there is nothing in it. */
static void put_cell(FILE *out, const char *text, size_t len)
{
    if (len == 0) return;
    putc('"', out);
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '"') putc('"', out);
        putc(text[i], out);
    }
    putc('"', out);
}

/* The values as a table of one column, or of two: each value and the one `shift` after it. */
static char *table_of(size_t rows, size_t shift)
{
    struct text text;
    text_open(&text);
    FILE *out = text.out;
    fputs(shift > 0 ? "left,anything\n" : "whatever\n", out);
    for (size_t i = 0; i < rows; i++) {
        const char *left = values[i % n_values], *right = values[(i + shift) % n_values];
        put_cell(out, left, strlen(left));
        if (shift > 0) putc(',', out);
        if (shift > 0) put_cell(out, right, strlen(right));
        putc('\n', out);
    }
    return text_close(&text);
}

/* As arrow_text() writes it. */
static char *in_its_form(char *text)
{
    struct ArrowArrayStream stream;
    arrow_make(&stream, text, NULL);
    free(text);
    return arrow_text(&stream);
}

static char *one_by_one(const dolbom_plan *plan, const char *kind, size_t rows)
{
    struct text text;
    text_open(&text);
    FILE *out = text.out;
    fputs("value:u,quality:i,parts:u\n", out);
    for (size_t i = 0; i < rows; i++) {
        const char *value = values[i % n_values];
        char canonical[DOLBOM_VALUE_MAX], parts[DOLBOM_PARTS_MAX];
        size_t n, n_parts, len = strlen(value);
        dolbom_quality quality;
        dolbom_value_normalize(plan, kind, value, len, canonical, sizeof canonical, &n, &quality);
        dolbom_value_parts(plan, kind, value, len, parts, sizeof parts, &n_parts, &quality);
        put_cell(out, canonical, n);
        fprintf(out, ",%d,", quality);
        /* a null cell has no parts, an empty value may have some, such as an address's kind */
        put_cell(out, parts, len > 0 ? n_parts : 0);
        putc('\n', out);
    }
    return in_its_form(text_close(&text));
}

static char *levels_one_by_one(const dolbom_plan *plan, const char *kind, size_t rows, size_t shift)
{
    struct text text;
    text_open(&text);
    FILE *out = text.out;
    fputs("level:i\n", out);
    for (size_t i = 0; i < rows; i++) {
        const char *left = values[i % n_values], *right = values[(i + shift) % n_values];
        uint8_t level;
        dolbom_value_compare(plan, kind, left, strlen(left), right, strlen(right), &level);
        if (level != DOLBOM_LEVEL_MISSING) fprintf(out, "%d", level);
        putc('\n', out);
    }
    return in_its_form(text_close(&text));
}

/* ---- calls ----------------------------------------------------------------------------------- */

static dolbom_plan *plan_of(uint32_t n_threads)
{
    static const char text[] = "as_of: 2026-06-30\n";
    dolbom_environment environment = DOLBOM_ENVIRONMENT_INIT;
    environment.n_threads = n_threads;
    dolbom_plan *plan = NULL;
    cr_assert_eq(dolbom_plan_read(NULL, text, sizeof text - 1, &environment, &plan, NULL),
                 DOLBOM_OK);
    return plan;
}

typedef dolbom_status column_function(const dolbom_plan *, const char *, struct ArrowArrayStream *,
                                      struct ArrowArrayStream *, dolbom_error *);

static char *run(column_function *function, const dolbom_plan *plan, const char *kind,
                 struct ArrowArrayStream *in)
{
    struct ArrowArrayStream out;
    dolbom_error error = DOLBOM_ERROR_INIT;
    cr_assert_eq(function(plan, kind, in, &out, &error), DOLBOM_OK, "%s: %s", kind, error.message);
    cr_assert_null(in->release, "taken over");
    char *text = arrow_text(&out);
    cr_assert_not_null(text);
    return text;
}

static void expect_same(char *got, const char *want, const char *kind)
{
    bool same = strcmp(got, want) == 0; /* not cr_expect_str_eq: the texts are long */
    cr_expect(same, "%s", kind);
    free(got);
}

Test(value_column, every_row_is_as_a_single_value)
{
    for (size_t k = 0; k < N_KINDS; k++) {
        read_values(kinds[k]);
        dolbom_plan *plan = plan_of(1);
        char *table = table_of(n_values, 0), *want = one_by_one(plan, kinds[k], n_values);
        static const struct arrow_options layouts[] = {
            {0},
            {.batch_rows = 1},
            {.batch_rows = 7, .text_format = "U", .row_offset = 3, .column_offset = 2},
            {.batch_rows = 100, .text_format = "vu", .empty_batches = true},
            {.batch_rows = 64, .index_format = "i", .validity = true},
        };
        for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++) {
            struct ArrowArrayStream in;
            arrow_make(&in, table, &layouts[i]);
            expect_same(run(dolbom_column_normalize, plan, kinds[k], &in), want, kinds[k]);
        }
        free(table);
        free(want);
        dolbom_plan_free(plan);
    }
    cr_expect_eq(arrow_live(), 0);
}

/* More rows than three tasks have. */
Test(value_column, threads_and_batches_do_not_show)
{
    enum { ROWS = 30000 };
    for (size_t k = 0; k < N_KINDS; k += 2) {
        read_values(kinds[k]);
        char *table = table_of(ROWS, 0), *want = NULL;
        for (uint32_t n_threads = 1; n_threads <= 5; n_threads += 2) {
            dolbom_plan *plan = plan_of(n_threads);
            if (!want) want = one_by_one(plan, kinds[k], ROWS);
            const struct arrow_options options = {.batch_rows = n_threads * 1000 - 1};
            struct ArrowArrayStream in;
            arrow_make(&in, table, &options);
            expect_same(run(dolbom_column_normalize, plan, kinds[k], &in), want, kinds[k]);
            dolbom_plan_free(plan);
        }
        free(table);
        free(want);
    }
    cr_expect_eq(arrow_live(), 0);
}

Test(value_column, two_columns_are_compared_as_two_values)
{
    enum { ROWS = 20000 };
    for (size_t k = 0; k < N_KINDS; k++) {
        read_values(kinds[k]);
        char *table = table_of(ROWS, 3);
        char *want = levels_one_by_one(NULL, kinds[k], ROWS, 3);
        cr_expect_not_null(strstr(want, "\n0\n"), "%s: some differ", kinds[k]);
        const struct arrow_options options = {.batch_rows = 3001};
        struct ArrowArrayStream in;
        arrow_make(&in, table, &options);
        expect_same(run(dolbom_column_compare, NULL, kinds[k], &in), want, kinds[k]);
        free(table);
        free(want);
    }
    cr_expect_eq(arrow_live(), 0);
}

static void expect_table(const char *kind, const char *table, const char *want)
{
    struct ArrowArrayStream in;
    arrow_make(&in, table, NULL);
    char *got = run(dolbom_column_normalize, NULL, kind, &in);
    cr_expect_str_eq(got, want, "%s", kind);
    free(got);
}

Test(value_column, other_types_are_read_as_their_texts)
{
    expect_table("phone", "a:l\n1012345678\n\n",
                 "value:u,quality:i,parts:u\n01012345678,20,kind=mobile\n,0,\n");
    expect_table("date", "a:tdD\n1945-03-15\n", "value:u,quality:i,parts:u\n1945-03-15,30,\n");
    expect_table("code", "\"a:d:38,0\"\n36110110325808500057200000\n",
                 "value:u,quality:i,parts:u\n36110110325808500057200000,30,\n");
    expect_table("name", "a:n\n\n\n", "value:u,quality:i,parts:u\n,0,\n,0,\n");
    expect_table("name", "a\n\xff\xfe\n~\n\"\"\n", "value:u,quality:i,parts:u\n,10,\n,0,\n,0,\n");
    expect_table("name", "a\n", "value:u,quality:i,parts:u\n");
}

/* ---- arrays without a table ------------------------------------------------------------------ */

/* A stream of the only column of another one. */
struct bare {
    struct ArrowArrayStream table;
    struct ArrowSchema schema;
};

static int bare_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    struct bare *bare = stream->private_data;
    int code = bare->table.get_schema(&bare->table, &bare->schema);
    if (code != 0) return code;
    *out = *bare->schema.children[0];
    bare->schema.children[0]->release = NULL; /* moved */
    return 0;
}

static int bare_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    struct bare *bare = stream->private_data;
    struct ArrowArray batch;
    int code = bare->table.get_next(&bare->table, &batch);
    *out = (struct ArrowArray){0};
    if (code != 0 || !batch.release) return code;
    *out = *batch.children[0];
    batch.children[0]->release = NULL;
    batch.release(&batch);
    return 0;
}

static void bare_release(struct ArrowArrayStream *stream)
{
    struct bare *bare = stream->private_data;
    if (bare->schema.release) bare->schema.release(&bare->schema);
    bare->table.release(&bare->table);
    free(bare);
    stream->release = NULL;
}

static void make_bare(struct ArrowArrayStream *stream, const char *text,
                      const struct arrow_options *options)
{
    struct bare *bare = calloc(1, sizeof *bare);
    cr_assert_not_null(bare);
    arrow_make(&bare->table, text, options);
    *stream = (struct ArrowArrayStream){.get_schema = bare_schema,
                                        .get_next = bare_next,
                                        .release = bare_release,
                                        .private_data = bare};
}

Test(value_column, arrays_need_no_table_around_them)
{
    read_values("name");
    char *table = table_of(n_values, 0), *want = one_by_one(NULL, "name", n_values);
    for (int64_t rows = 1; rows < 1000; rows *= 10) {
        const struct arrow_options options = {.batch_rows = rows, .column_offset = rows % 3};
        struct ArrowArrayStream in;
        make_bare(&in, table, &options);
        expect_same(run(dolbom_column_normalize, NULL, "name", &in), want, "name");
    }
    free(table);
    free(want);
    cr_expect_eq(arrow_live(), 0);
}

/* ---- refusals -------------------------------------------------------------------------------- */

static void expect_refused(column_function *function, const char *kind, const char *table,
                           dolbom_status want)
{
    struct ArrowArrayStream in, out = {.release = bare_release};
    dolbom_error error = DOLBOM_ERROR_INIT;
    arrow_make(&in, table, NULL);
    cr_expect_eq(function(NULL, kind, &in, &out, &error), want, "%s", error.message);
    cr_expect(!in.release && !out.release && error.message[0] != '\0');
    cr_expect_eq(arrow_live(), 0, "taken over all the same");
}

Test(value_column, what_is_no_column_is_refused)
{
    expect_refused(dolbom_column_normalize, "nmae", "a\nx\n", DOLBOM_E_ARG);
    expect_refused(dolbom_column_normalize, NULL, "a\nx\n", DOLBOM_E_ARG);
    expect_refused(dolbom_column_normalize, "name", "a,b\nx,y\n", DOLBOM_E_SCHEMA);
    expect_refused(dolbom_column_compare, "name", "a\nx\n", DOLBOM_E_SCHEMA);
    expect_refused(dolbom_column_compare, "name", "a,b,c\nx,y,z\n", DOLBOM_E_SCHEMA);
    expect_refused(dolbom_column_normalize, "name", "a:w:16\n00000000000000000000000000000000\n",
                   DOLBOM_E_SCHEMA);
    struct ArrowArrayStream in = {0}, out;
    cr_expect_eq(dolbom_column_normalize(NULL, "name", &in, &out, NULL), DOLBOM_E_ARG);
    cr_expect_eq(dolbom_column_normalize(NULL, "name", NULL, &out, NULL), DOLBOM_E_ARG);
    arrow_make(&in, "a\nx\n", NULL);
    cr_expect_eq(dolbom_column_normalize(NULL, "name", &in, NULL, NULL), DOLBOM_E_ARG);
    dolbom_error unfit = {.struct_size = 3};
    arrow_make(&in, "a\nx\n", NULL);
    cr_expect_eq(dolbom_column_normalize(NULL, "name", &in, &out, &unfit), DOLBOM_E_ARG);
    cr_expect_eq(arrow_live(), 0);
}

Test(value_column, a_stream_that_fails_is_told)
{
    struct arrow_table *table = arrow_table("a\nx\ny\n", &(struct arrow_options){.batch_rows = 1});
    table->next_error = 5;
    table->next_error_at = 1;
    struct ArrowArrayStream in, out;
    arrow_table_stream(table, &in);
    dolbom_error error = DOLBOM_ERROR_INIT;
    cr_expect_eq(dolbom_column_normalize(NULL, "name", &in, &out, &error), DOLBOM_E_IO);
    cr_expect_eq(error.os_error, 5);
    table = arrow_table("a\nx\n", NULL);
    table->schema_error = 5;
    arrow_table_stream(table, &in);
    cr_expect_eq(dolbom_column_normalize(NULL, "name", &in, &out, &error), DOLBOM_E_IO);
    cr_expect_eq(arrow_live(), 0);
}

static int32_t stop(void *context, const dolbom_progress *progress)
{
    (void)context;
    return progress->total > 0 && progress->done > 0; /* in the tasks, not while reading */
}

Test(value_column, a_call_can_be_cancelled)
{
    dolbom_environment environment = DOLBOM_ENVIRONMENT_INIT;
    environment.progress = stop;
    dolbom_plan *plan = NULL;
    cr_assert_eq(dolbom_plan_read(NULL, NULL, 0, &environment, &plan, NULL), DOLBOM_OK);
    struct ArrowArrayStream in, out;
    arrow_make(&in, "a\n김순자\n", NULL);
    cr_expect_eq(dolbom_column_normalize(plan, "name", &in, &out, NULL), DOLBOM_E_CANCELLED);
    cr_expect_null(out.release);
    dolbom_plan_free(plan);
    cr_expect_eq(arrow_live(), 0);
}

/* What becomes of the results; their schema is made when it is asked for. */
static dolbom_status pull(struct ArrowArrayStream *out, dolbom_error *error)
{
    char *text = arrow_text(out);
    bool pulled = text != NULL;
    free(text);
    return pulled ? DOLBOM_OK : dlb_fail_memory(error, NULL);
}

/* Bare arrays and a table, both functions. */
static dolbom_status call_both(const dolbom_environment *environment, void *context,
                               dolbom_error *error)
{
    (void)context;
    dolbom_plan *plan = NULL;
    struct ArrowArrayStream in, out;
    const struct arrow_options options = {.batch_rows = 1};
    dolbom_status status = dolbom_plan_read(NULL, NULL, 0, environment, &plan, error);
    if (status == DOLBOM_OK) {
        make_bare(&in, "a\n김순자\nx\n", &options);
        status = dolbom_column_normalize(plan, "name", &in, &out, error);
        if (status == DOLBOM_OK) status = pull(&out, error);
    }
    if (status == DOLBOM_OK) {
        arrow_make(&in, "a,b\n김순자,김순지\n", NULL);
        status = dolbom_column_compare(plan, "name", &in, &out, error);
        if (status == DOLBOM_OK) status = pull(&out, error);
    }
    dolbom_plan_free(plan);
    return status;
}

Test(value_column, running_out_of_memory_anywhere_is_survived)
{
    sweep(call_both, NULL);
    cr_expect_eq(arrow_live(), 0);
}
