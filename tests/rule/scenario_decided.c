/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scenario_decided.c - what becomes of a finding that somebody has decided about, and of a rule
 * that found nothing.
 */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

enum { ROOM = 16384 };

struct scenario_result scenario_of(const char *as_of, const char *lines)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct scenario_way way = {0};
    struct scenario_result result;
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_status status = scenario_run(env, &way, as_of, lines, &result, &error);
    cr_assert_eq(status, DOLBOM_OK, "%s", error.message);
    test_env_close(env, &memory);
    return result;
}

/* A cell of the rule's first row in one of the result's tables. */
static void expect_cell(const char *table, const char *rule, const char *column,
                        const char *expected)
{
    char *found = table_cell(table, "rule", rule, column);
    cr_expect(found && strcmp(found, expected) == 0, "%s of %s is %s, not %s", column, rule,
              found ? found : "missing", expected);
    free(found);
}

void expect_in_finding(const char *as_of, const char *rule, const char *lines, const char *column,
                       const char *expected)
{
    struct scenario_result result = scenario_of(as_of, lines);
    expect_cell(result.findings, rule, column, expected);
    scenario_result_clear(&result);
}

/* Adds to the lines a decision about the rule's one finding, which takes it away. */
static void decide(const char *as_of, const char *rule, const char *lines, char decided[ROOM])
{
    struct scenario_result result = scenario_of(as_of, lines);
    char *id = table_cell(result.findings, "rule", rule, "finding_id");
    char *rows_key = table_cell(result.findings, "rule", rule, "rows_key");
    cr_assert(id && rows_key, "%s finds nothing", rule);
    expect_cell(result.rule_runs, rule, "n_findings", "1");
    scenario_result_clear(&result);
    int len = snprintf(decided, ROOM, "%sdecisions allowed finding_id=%s rows_key=%s at=%s\n",
                       lines, id, rows_key, as_of);
    free(id);
    free(rows_key);
    cr_assert(len > 0 && len < ROOM);
    result = scenario_of(as_of, decided);
    expect_cell(result.rule_runs, rule, "n_findings", "0");
    expect_cell(result.rule_runs, rule, "n_suppressed", "1");
    scenario_result_clear(&result);
}

static void expect_reopened(const char *as_of, const char *rule, const char *lines)
{
    struct scenario_result result = scenario_of(as_of, lines);
    char *of = table_cell(result.findings, "state", "reopened", "rule");
    cr_expect(of && strcmp(of, rule) == 0, "%s: nothing is reopened\n%s", rule, result.findings);
    free(of);
    scenario_result_clear(&result);
}

void expect_decision_holds(const char *as_of, const char *rule, const char *lines,
                           const char *joins)
{
    char decided[ROOM];
    decide(as_of, rule, lines, decided);
    cr_assert(strlen(decided) + strlen(joins) < sizeof decided);
    strcat(decided, joins);
    expect_reopened(as_of, rule, decided);
}

void expect_decision_runs_out(const char *as_of, const char *rule, const char *lines,
                              const char *until)
{
    char decided[ROOM];
    decide(as_of, rule, lines, decided);
    size_t len = strlen(decided) - 1; /* the line goes on */
    snprintf(decided + len, sizeof decided - len, " until=%s\n", until);
    expect_reopened(as_of, rule, decided);
}

void expect_judged(const char *as_of, const char *rule, const char *lines, const char *state,
                   const char *n_rows)
{
    struct scenario_result result = scenario_of(as_of, lines);
    expect_cell(result.rule_runs, rule, "state", state);
    expect_cell(result.rule_runs, rule, "n_rows_judged", n_rows);
    scenario_result_clear(&result);
}
