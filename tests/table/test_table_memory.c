/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_table_memory.c - every allocation of every function fails, once and forever.
 */
#include "table/reading.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "table/table.h"

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
    static const struct dlb_column columns[] = {
        {.name = "a", .required = true}, {.name = "b", .required = true}, {.name = "c"}};
    struct arrow_options options = {.batch_rows = 1};
    struct ArrowArrayStream stream;
    struct dlb_source *source;
    struct dlb_batch *batch = NULL;
    arrow_make(&stream, "a,b:u[c]\nx,y\nz,w\n", &options);
    dolbom_status status =
        dlb_source_open(env, "persons", &stream, columns, 3, NULL, &source, error);
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

/* ---- frame ------------------------------------------------------------------------------- */

static const struct dlb_frame_column frame_columns[] = {
    {"text", DLB_FRAME_TEXT, 0},
    {"number", DLB_FRAME_INT64, 0},
    {"share", DLB_FRAME_DECIMAL, 3},
    {"day", DLB_FRAME_DAY, 0},
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
        dlb_frame_day(frame, i);
    }
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
