/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_intake_memory.c - every allocation of every function fails, once and forever.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/unique.h"
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

Test(intake_memory, dictionary)
{
    sweep(sweep_dictionary, NULL);
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

Test(intake_memory, intake_log)
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

Test(intake_memory, unique_rows)
{
    sweep(sweep_unique, NULL);
}
