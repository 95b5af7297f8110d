/* SPDX-License-Identifier: Apache-2.0 */
/* test_confirmed.c - D25: somebody confirmed a duplicate, and it still goes on. */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TWO(end)                                                                                   \
    "person P A/a B/b C/c\nservices A a s1 meals 2024-01-01 - class=31 amount_won=500\n"           \
    "services B b s2 meals 2024-03-01 " end " class=31 amount_won=300\n"

/* The lines, and a decision about what D03 finds in them. */
static void decide(const char *lines, const char *decision, char room[4096])
{
    struct scenario_result result = scenario_of("2024-06-30", lines);
    char *id = table_cell(result.findings, "rule", "D03", "finding_id");
    cr_assert_not_null(id);
    snprintf(room, 4096, "%sdecisions %s finding_id=%s\n", lines, decision, id);
    free(id);
    scenario_result_clear(&result);
}

static void expect(const char *lines, const char *decision, const char *expected)
{
    char room[4096];
    decide(lines, decision, room);
    expect_findings("2024-06-30", "D25", room, expected);
}

#define FOUND "D25 P 2024-03-01.. 31 A/s1 B/s2\n"

Test(confirmed, more_than_thirty_days_ago)
{
    expect(TWO("-"), "confirmed at=2024-05-30", FOUND);
    expect(TWO("-"), "confirmed at=2024-05-31", "");
    expect("rules D25 after_days 29\n" TWO("-"), "confirmed at=2024-05-31", FOUND);
}

Test(confirmed, what_has_ended_is_settled)
{
    expect(TWO("2024-06-29"), "confirmed at=2024-03-05", "");
    expect(TWO("2024-06-30"), "confirmed at=2024-03-05",
           "D25 P 2024-03-01..2024-06-30 31 A/s1 B/s2\n");
}

Test(confirmed, without_a_day_nothing_is_said)
{
    expect(TWO("-"), "confirmed", "");
    expect(TWO("-"), "confirmed at=2024-07-01", "");
}

Test(confirmed, other_decisions_confirm_nothing)
{
    expect(TWO("-"), "allowed at=2024-03-05", "");
    expect(TWO("-"), "not_duplicate at=2024-03-05", "");
}

Test(confirmed, rows_to_come_are_no_part_of_it)
{
    expect(TWO("-") "services C c s3 meals 2024-07-01 - class=31\n", "confirmed at=2024-03-05",
           FOUND);
}

Test(confirmed, it_says_what_the_finding_said)
{
    char room[4096];
    decide(TWO("-"), "confirmed at=2024-05-01", room);
    struct scenario_result result = scenario_of("2024-06-30", room);
    static const char *const columns[] = {"amount_won", "owner_agency", "n_agencies", "days"};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        char *one = table_cell(result.findings, "rule", "D03", columns[i]);
        char *other = table_cell(result.findings, "rule", "D25", columns[i]);
        cr_expect(one && other && strcmp(one, other) == 0, "%s", columns[i]);
        free(one);
        free(other);
    }
    char *key = table_cell(result.findings, "rule", "D25", "key");
    cr_expect_str_eq(key, "D03 31");
    free(key);
    scenario_result_clear(&result);
}

Test(confirmed, a_decision_holds_until_a_third_agency_comes)
{
    char room[4096];
    decide(TWO("-"), "confirmed at=2024-05-01", room);
    expect_decision_holds("2024-06-30", "D25", room,
                          "services C c s3 meals 2024-06-01 - class=31\n");
}

Test(confirmed, without_decisions_there_is_nothing_to_judge)
{
    char room[4096];
    decide(TWO("-"), "confirmed at=2024-05-01", room);
    expect_judged("2024-06-30", "D25", room, "run", "2");
    expect_judged("2024-06-30", "D25", TWO("-"), "nothing_to_judge", "0");
}
