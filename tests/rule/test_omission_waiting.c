/* SPDX-License-Identifier: Apache-2.0 */
/* test_omission_waiting.c - O23 long waits, O29 late entries. */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "support/support.h"

#define PEOPLE "person P A/a B/b\nperson Q A/q\nperson R A/r\n"
#define APPLIED(agency, record, id, entered)                                                       \
    "services " agency " " record " " id " lunch 2024-07-01 - status=applied " entered "\n"

Test(omission_waiting, thirty_days_since_it_was_entered)
{
    const char *lines = PEOPLE APPLIED("A", "a", "s1", "entered_on=2024-05-01");
    expect_findings("2024-05-31", "O23", lines, "");
    expect_findings("2024-06-01", "O23", lines, "O23 P 2024-05-01.. A/s1\n");
}

Test(omission_waiting, else_since_the_start_that_was_asked_for)
{
    const char *lines = PEOPLE "services A a s1 lunch 2024-05-01 - status=applied\n";
    expect_findings("2024-05-31", "O23", lines, "");
    expect_findings("2024-06-01", "O23", lines, "O23 P 2024-05-01.. A/s1\n");
    expect_findings("2024-06-30", "O23", PEOPLE APPLIED("A", "a", "s1", ""), "");
}

Test(omission_waiting, what_is_decided_does_not_wait_nor_do_the_dead)
{
    expect_findings("2024-06-30", "O23",
                    PEOPLE "services A a s1 lunch 2024-05-01 - status=approved\n"
                           "services A a s2 lunch 2024-05-01 - status=rejected\n",
                    "");
    expect_findings("2024-06-30", "O23",
                    PEOPLE "record A/a death_date=2024-06-01\n" APPLIED("A", "a", "s1",
                                                                        "entered_on=2024-05-01"),
                    "");
}

Test(omission_waiting, one_finding_for_programme_agency_and_day)
{
    const char *lines = PEOPLE APPLIED("A", "a", "s1", "entered_on=2024-05-01")
        APPLIED("A", "a", "s2", "entered_on=2024-05-02")
            APPLIED("A", "a", "s3", "entered_on=2024-05-01")
                APPLIED("B", "b", "s4", "entered_on=2024-05-01");
    expect_findings("2024-06-30", "O23", lines,
                    "O23 P 2024-05-01.. A/s1 A/s3\n"
                    "O23 P 2024-05-01.. B/s4\n"
                    "O23 P 2024-05-02.. A/s2\n");
}

Test(omission_waiting, more_wait_than_there_are_places)
{
    const char *three = PEOPLE "rules O23 wait_days 100\nprogrammes lunch 3101\n" APPLIED(
        "A", "a", "s1", "entered_on=2024-06-01") APPLIED("A", "q", "s2", "entered_on=2024-06-01")
        APPLIED("A", "r", "s3", "entered_on=2024-06-30") APPLIED("B", "b", "s4", "");
    char lines[2048];
    snprintf(lines, sizeof lines, "%scapacity A Lunch 2\ncapacity B lunch 0\n", three);
    expect_findings("2024-06-30", "O23", lines, "O23 A - A/Lunch\n");
    snprintf(lines, sizeof lines, "%scapacity A lunch 3\n", three);
    expect_findings("2024-06-30", "O23", lines, "");
    snprintf(lines, sizeof lines, "%scapacity A lunch 2\nrules O23 ratio 1.5\n", three);
    expect_findings("2024-06-30", "O23", lines, "");
    snprintf(lines, sizeof lines, "%scapacity A lunch 2\nrules O23 ratio 1.499999\n", three);
    expect_findings("2024-06-30", "O23", lines, "O23 A - A/lunch\n");
    snprintf(lines, sizeof lines, "%scapacity A lunch 2\nrecord A/q death_date=2024-06-01\n",
             three);
    expect_findings("2024-06-30", "O23", lines, "");
}

/* A cell of what rule_runs, or the first finding, says of a rule. */
static void expect_cell(const char *lines, bool findings, const char *rule, const char *column,
                        const char *expected)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 2);
    struct scenario_way way = {.n_threads = 2};
    struct scenario_result result;
    dolbom_error error = DOLBOM_ERROR_INIT;
    cr_assert_eq(scenario_run(env, &way, "2024-06-30", lines, &result, &error), DOLBOM_OK);
    char *cell = table_cell(findings ? result.findings : result.rule_runs, "rule", rule, column);
    cr_expect_str_eq(cell, expected);
    free(cell);
    scenario_result_clear(&result);
    test_env_close(env, &memory);
}

Test(omission_waiting, without_capacities_it_says_that_half_of_it_did_not_run)
{
    const char *lines = PEOPLE APPLIED("A", "a", "s1", "entered_on=2024-05-01");
    expect_cell(lines, false, "O23", "reason", "not run: places, table capacity missing");
    expect_cell(lines, true, "O23", "due_on", "2024-05-31");
    expect_cell(PEOPLE "table services\n", false, "O23", "state", "nothing_to_judge");
    expect_cell(PEOPLE, false, "O23", "state", "not_run");
}

#define GIVEN(agency, record, id, start, entered)                                                  \
    "services " agency " " record " " id " lunch " start " " start " entered_on=" entered "\n"

Test(late_entry, more_than_three_days_by_agency_and_month)
{
    const char *lines = PEOPLE GIVEN("A", "a", "s1", "2024-05-01", "2024-05-04")
        GIVEN("A", "a", "s2", "2024-05-01", "2024-05-05")
            GIVEN("A", "q", "s3", "2024-05-31", "2024-06-20")
                GIVEN("A", "q", "s4", "2024-06-01", "2024-06-20")
                    GIVEN("B", "b", "s5", "2024-05-31", "2024-06-20");
    expect_findings("2024-06-30", "O29", lines,
                    "O29 A 2024-05-01..2024-05-31\n"
                    "O29 A 2024-06-01..2024-06-30\n"
                    "O29 B 2024-05-01..2024-05-31\n");
    expect_cell(PEOPLE GIVEN("A", "a", "s2", "2024-05-01", "2024-05-05"), true, "O29", "key",
                "A 2024-05");
    expect_cell(lines, false, "O29", "n_rows_judged", "5");
    expect_cell(lines, false, "O29", "n_persons_judged", "2");
}

Test(late_entry, what_was_not_given_or_not_yet_entered_is_none)
{
    expect_findings("2024-06-30", "O29",
                    PEOPLE "services A a s1 lunch 2024-05-01 - entered_on=2024-06-01 "
                           "status=approved\n"
                           "services A a s2 lunch 2024-05-01 - entered_on=2024-07-01\n"
                           "services A a s3 lunch 2024-05-01 -\n"
                           "services A a s4 lunch 2023-05-29 - entered_on=2024-06-01\n",
                    "");
    expect_findings(
        "2024-06-30", "O29",
        PEOPLE "rules O29 late_days 10\n" GIVEN("A", "a", "s1", "2024-05-01", "2024-05-11"), "");
}
