/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_reading.c - a policy read from tables that a test writes down.
 */
#include "rule/policy_reading.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "rule/kernel.h"
#include "table/arrow_make.h"

void add_table(struct reading *reading, const char *name, const char *text)
{
    size_t n = reading->intake.n_tables++;
    arrow_make(&reading->streams[n], text, NULL);
    reading->tables[n] = (struct dlb_intake_table){.name = name, .stream = &reading->streams[n]};
}

void open_reading(struct reading *reading)
{
    *reading = (struct reading){0};
    reading->env = test_env_open(&reading->memory, 1);
    reading->intake.env = reading->env;
    reading->intake.value.as_of = dlb_day_of(2024, 6, 30);
    reading->intake.tables = reading->tables;
    cr_assert_eq(dlb_intake_log_open(reading->env, &reading->intake.log, NULL), DOLBOM_OK);
}

void read_policy(struct reading *reading)
{
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_status status =
        dlb_policy_read(&reading->intake, &dlb_rule_catalogue, &reading->policy, &error);
    cr_assert_eq(status, DOLBOM_OK, "%s", error.message);
}

void close_reading(struct reading *reading)
{
    dlb_policy_free(reading->policy);
    dlb_intake_log_free(reading->intake.log);
    test_env_close(reading->env, &reading->memory);
    cr_expect_eq(arrow_live(), 0);
}

void expect_rejects(struct reading *reading, const char *expected)
{
    struct dlb_frame *rejects, *counts;
    struct ArrowArrayStream stream;
    cr_assert_eq(dlb_intake_log_frames(reading->intake.log, &rejects, &counts, NULL), DOLBOM_OK);
    cr_assert_eq(dlb_frame_stream(rejects, &stream, NULL), DOLBOM_OK);
    dlb_frame_free(counts);
    char *text = arrow_text(&stream);
    cr_expect_str_eq(strchr(text, '\n') + 1, expected, "%s", text);
    free(text);
}

void expect_unreadable(struct reading *reading, int64_t row, const char *column,
                       const char *message)
{
    dolbom_error error = DOLBOM_ERROR_INIT;
    cr_expect_eq(dlb_policy_read(&reading->intake, &dlb_rule_catalogue, &reading->policy, &error),
                 DOLBOM_E_INPUT);
    cr_expect_null(reading->policy);
    cr_expect_eq(error.row, row);
    cr_expect_str_eq(error.column, column);
    cr_expect_str_eq(error.message, message);
}
