/* SPDX-License-Identifier: Apache-2.0 */
/* life.c - two runs, the second of which knows the first. */
#include "rule/life.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

struct scenario_result life_run(const char *as_of, const char *lines,
                                const struct scenario_result *previous)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct scenario_way way = {.previous = previous};
    struct scenario_result result;
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_status status = scenario_run(env, &way, as_of, lines, &result, &error);
    cr_assert_eq(status, DOLBOM_OK, "%s", error.message);
    test_env_close(env, &memory);
    return result;
}

struct life life_live(const char *before, const char *after)
{
    struct life life = {.before = life_run("2024-06-30", before, NULL)};
    life.after = life_run("2024-07-31", after, &life.before);
    return life;
}

void life_end(struct life *life)
{
    scenario_result_clear(&life->before);
    scenario_result_clear(&life->after);
}

void expect_change(const struct scenario_result *result, const char *rule, const char *expected)
{
    char found[256];
    char *change = table_cell(result->changes, "rule", rule, "change");
    char *reason = table_cell(result->changes, "rule", rule, "reason");
    char *state = table_cell(result->changes, "rule", rule, "state");
    snprintf(found, sizeof found, "%s %s %s", change ? change : "none", reason ? reason : "",
             state ? state : "");
    cr_expect_str_eq(found, expected, "\n%s", result->changes);
    free(change);
    free(reason);
    free(state);
}

void expect_row(const struct scenario_result *result, const char *row, const char *expected)
{
    char *change = table_cell(result->change_rows, "row_id", row, "change");
    cr_expect_str_eq(change ? change : "none", expected, "%s in\n%s", row, result->change_rows);
    free(change);
}

void expect_finding(const struct scenario_result *result, const char *column, const char *expected)
{
    char *cell = table_cell(result->findings, "rule", "D03", column);
    cr_expect_str_eq(cell ? cell : "no finding", expected, "%s", column);
    free(cell);
}

struct life life_decide(const char *before, const char *after, const char *decision, const char *by)
{
    struct life life = {.before = life_run("2024-06-30", before, NULL)};
    char lines[4096];
    int len = snprintf(lines, sizeof lines, "%sdecisions %s", after, decision);
    char columns[128], *rest = NULL;
    snprintf(columns, sizeof columns, "%s", by);
    for (char *name = strtok_r(columns, " ", &rest); name; name = strtok_r(NULL, " ", &rest)) {
        bool is_short = strcmp(name, "short") == 0;
        const char *column = is_short ? "finding_id" : name;
        char *cell = table_cell(life.before.findings, "rule", "D03", column);
        len += snprintf(lines + len, sizeof lines - (size_t)len, " %s=%.*s", column,
                        is_short ? 8 : 32, cell);
        free(cell);
    }
    snprintf(lines + len, sizeof lines - (size_t)len, "\n");
    life.after = life_run("2024-07-31", lines, &life.before);
    return life;
}
