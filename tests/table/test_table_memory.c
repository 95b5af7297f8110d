/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_table_memory.c - every allocation of every function fails, once and forever.
 */
#include "table/table.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "table/reading.h"

/* Opens the environment, runs the rest, and gives the environment back. */
static dolbom_status with_env(const dolbom_environment *environment, dolbom_error *error,
                              dolbom_status (*run)(struct dlb_env *env, dolbom_error *error))
{
    struct dlb_env *env = NULL;
    dolbom_status status = dlb_env_open(environment, &env, error);
    if (status == DOLBOM_OK) status = run(env, error);
    dlb_env_release(env);
    return status;
}

/* ---- source ------------------------------------------------------------------------------ */

static dolbom_status read_all(struct dlb_env *env, dolbom_error *error)
{
    static const struct dlb_column columns[] = {{"a", true}, {"b", true}, {"c", false}};
    struct arrow_options options = {.batch_rows = 1};
    struct ArrowArrayStream stream;
    struct dlb_source *source;
    struct dlb_batch *batch = NULL;
    arrow_make(&stream, "a,b:u[c]\nx,y\nz,w\n", &options);
    dolbom_status status =
        dlb_source_open(env, "persons", &stream, columns, 3, NULL, 0, &source, error);
    cr_assert_null(stream.release);
    do {
        dlb_batch_release(batch);
        batch = NULL;
        if (status == DOLBOM_OK) status = dlb_source_next(source, &batch, error);
    } while (batch);
    dlb_source_close(source);
    cr_assert_eq(arrow_live(), 0);
    return status;
}

static dolbom_status sweep_source(const dolbom_environment *environment, void *context,
                                  dolbom_error *error)
{
    (void)context;
    return with_env(environment, error, read_all);
}

Test(table_memory, source)
{
    sweep(sweep_source, NULL);
}

/* ---- dictionary -------------------------------------------------------------------------- */

static dolbom_status fill_dictionary(struct dlb_env *env, dolbom_error *error)
{
    struct dlb_dictionary *dictionary = NULL;
    uint32_t new_code[100], code;
    dolbom_status status = dlb_dictionary_open(env, &dictionary, error);
    for (int i = 0; status == DOLBOM_OK && i < 100; i++) {
        char text[300];
        int len = snprintf(text, sizeof text, "%0*d", i % 9 ? 5 : 299, i * 37 % 100);
        status = dlb_dictionary_put(dictionary, (struct dlb_text){text, (size_t)len}, &code, error);
    }
    if (status == DOLBOM_OK) status = dlb_dictionary_sort(dictionary, new_code, error);
    dlb_dictionary_free(dictionary);
    return status;
}

static dolbom_status sweep_dictionary(const dolbom_environment *environment, void *context,
                                      dolbom_error *error)
{
    (void)context;
    return with_env(environment, error, fill_dictionary);
}

Test(table_memory, dictionary)
{
    sweep(sweep_dictionary, NULL);
}

/* ---- frame ------------------------------------------------------------------------------- */

static const struct dlb_frame_column frame_columns[] = {
    {"text", DLB_FRAME_TEXT, 0},
    {"number", DLB_FRAME_INT64, 0},
    {"share", DLB_FRAME_DECIMAL, 3},
    {"id", DLB_FRAME_BYTES16, 0},
};

static void append_rows(struct dlb_frame *frame, int n)
{
    for (int i = 0; i < n; i++) {
        dlb_frame_cstring(frame, i % 5 ? "a text" : NULL);
        dlb_frame_int(frame, i);
        if (i % 7 == 3)
            dlb_frame_null(frame);
        else
            dlb_frame_int(frame, i);
        dlb_frame_bytes16(frame, (const unsigned char *)"0123456789abcdef");
    }
}

/* The text of a stream whose schema is pulled first, with the status it stands for. */
static dolbom_status drain(struct ArrowArrayStream *stream, dolbom_error *error)
{
    char *text = arrow_text(stream);
    free(text);
    return text ? DOLBOM_OK : dlb_fail_memory(error, NULL);
}

static dolbom_status write_frame(struct dlb_env *env, dolbom_error *error)
{
    struct dlb_frame *frame;
    struct ArrowArrayStream stream;
    dolbom_status status = dlb_frame_open(env, frame_columns, 4, &frame, error);
    if (status != DOLBOM_OK) return status;
    append_rows(frame, 100);
    status = dlb_frame_stream(frame, &stream, error);
    return status == DOLBOM_OK ? drain(&stream, error) : status;
}

static dolbom_status sweep_frame(const dolbom_environment *environment, void *context,
                                 dolbom_error *error)
{
    (void)context;
    return with_env(environment, error, write_frame);
}

Test(table_memory, frame)
{
    sweep(sweep_frame, NULL);
}

/* Sealing in the middle of appending: few points, so that many rows are bearable. */
Test(table_memory, frame_of_several_batches)
{
    for (int seed = 0; seed < 12; seed++) {
        struct test_memory memory = {0};
        struct dlb_env *env = test_env_open(&memory, 1);
        struct dlb_frame *frame;
        struct ArrowArrayStream stream;
        cr_assert_eq(dlb_frame_open(env, frame_columns, 4, &frame, NULL), DOLBOM_OK);
        append_rows(frame, 65535);
        memory.fail_at = memory.n_calls + (size_t)seed + 1;
        append_rows(frame, 2);
        bool failed = memory.n_failed > 0;
        memory.fail_at = 0;
        cr_expect_eq(dlb_frame_stream(frame, &stream, NULL), failed ? DOLBOM_E_MEMORY : DOLBOM_OK);
        cr_expect_eq(stream.release == NULL, failed);
        if (stream.release) stream.release(&stream);
        test_env_close(env, &memory);
    }
}

/* ---- intake log -------------------------------------------------------------------------- */

static dolbom_status fill_log(struct dlb_intake_log *log, dolbom_error *error)
{
    dolbom_status status = dlb_intake_log_count(log, "persons", 200, 0, 0, error);
    for (int64_t row = 0; status == DOLBOM_OK && row < 200; row++) {
        char id[40];
        int len = snprintf(id, sizeof id, "record %ld of the agency", (long)row);
        status = dlb_intake_log_reject(log, "persons", 200 - row, (struct dlb_text){"A", 1},
                                       (struct dlb_text){id, (size_t)len}, "name",
                                       DLB_REJECT_ENCODING, error);
    }
    return status;
}

static dolbom_status use_log(struct dlb_env *env, dolbom_error *error)
{
    struct dlb_intake_log *log;
    struct dlb_frame *frames[2] = {NULL, NULL};
    dolbom_status status = dlb_intake_log_open(env, &log, error);
    if (status == DOLBOM_OK) status = fill_log(log, error);
    if (status == DOLBOM_OK) status = dlb_intake_log_frames(log, &frames[0], &frames[1], error);
    for (int i = 0; i < 2; i++) {
        struct ArrowArrayStream stream;
        if (status == DOLBOM_OK) {
            status = dlb_frame_stream(frames[i], &stream, error);
            if (status == DOLBOM_OK) status = drain(&stream, error);
        } else {
            dlb_frame_free(frames[i]);
        }
    }
    dlb_intake_log_free(log);
    return status;
}

static dolbom_status sweep_log(const dolbom_environment *environment, void *context,
                               dolbom_error *error)
{
    (void)context;
    return with_env(environment, error, use_log);
}

Test(table_memory, intake_log)
{
    sweep(sweep_log, NULL);
}

/* ---- unique rows ------------------------------------------------------------------------- */

enum { UNIQUE_ROWS = 300 };

static dolbom_status judge_rows(struct dlb_env *env, dolbom_error *error)
{
    static struct dlb_row_id rows[UNIQUE_ROWS];
    uint32_t order[UNIQUE_ROWS];
    enum dlb_row_fate fate[UNIQUE_ROWS];
    static const char *const agencies[] = {"A", "B", "C"};
    for (size_t i = 0; i < UNIQUE_ROWS; i++)
        rows[i] = (struct dlb_row_id){{agencies[i % 3], 1}, {"0123456789", i % 11}, {i, i}, 0};
    return dlb_unique_rows(env, rows, UNIQUE_ROWS, order, fate, error);
}

static dolbom_status sweep_unique(const dolbom_environment *environment, void *context,
                                  dolbom_error *error)
{
    (void)context;
    return with_env(environment, error, judge_rows);
}

Test(table_memory, unique_rows)
{
    sweep(sweep_unique, NULL);
}
