/* SPDX-License-Identifier: Apache-2.0 */
/* test_moved.c - D20 and D21: what was not closed, and what was entered when all was closed. */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "support/support.h"

/* ---- D20 ------------------------------------------------------------------------------------- */

#define AREAS                                                                                      \
    "person P A/a B/b C/c\n"                                                                       \
    "agencies A area_code=41360\nagencies B area_code=41150\nagencies C area_code=41360\n"         \
    "programmes call 1001 portable=0\n"

Test(moved, the_old_one_runs_on_after_the_new_one_began)
{
    expect_findings("2024-06-30", "D20",
                    AREAS "services A a s1 call 2024-01-01 2024-04-30 amount_won=100\n"
                          "services B b s2 call 2024-03-01 - amount_won=200\n",
                    "D20 P 2024-03-01..2024-04-30 1001 A/s1 B/s2\n");
}

Test(moved, thirty_one_days_are_in_order)
{
    /* the last day of the old one may lie 30 days after the first of the new one */
    expect_findings("2024-06-30", "D20",
                    AREAS "services A a s1 call 2024-01-01 2024-03-31\n"
                          "services B b s2 call 2024-03-01 -\n",
                    "");
    expect_findings("2024-06-30", "D20",
                    AREAS "services A a s1 call 2024-01-01 2024-04-01\n"
                          "services B b s2 call 2024-03-01 -\n",
                    "D20 P 2024-03-01..2024-04-01 1001 A/s1 B/s2\n");
}

Test(moved, they_have_to_have_passed)
{
    const char *lines = AREAS "services A a s1 call 2024-01-01 -\n"
                              "services B b s2 call 2024-03-01 -\n";
    expect_findings("2024-03-31", "D20", lines, "");
    expect_findings("2024-04-01", "D20", lines, "D20 P 2024-03-01.. 1001 A/s1 B/s2\n");
}

Test(moved, one_area_an_unknown_area_and_what_can_be_taken_along_are_not_asked)
{
    expect_findings("2024-06-30", "D20",
                    AREAS "services A a s1 call 2024-01-01 -\n"
                          "services C c s2 call 2024-03-01 -\n",
                    "");
    expect_findings("2024-06-30", "D20",
                    "person P A/a B/b\nagencies A area_code=41360\n"
                    "programmes call 1001 portable=0\n"
                    "services A a s1 call 2024-01-01 -\n"
                    "services B b s2 call 2024-03-01 -\n",
                    "");
    expect_findings("2024-06-30", "D20",
                    "person P A/a B/b\nagencies A area_code=41360\nagencies B area_code=41150\n"
                    "programmes call 1001\n"
                    "services A a s1 call 2024-01-01 -\n"
                    "services B b s2 call 2024-03-01 -\n",
                    "");
}

Test(moved, classes_have_four_digits_and_the_same)
{
    expect_findings("2024-06-30", "D20",
                    AREAS "programmes visit 1002 portable=0\n"
                          "services A a s1 call 2024-01-01 -\n"
                          "services B b s2 visit 2024-03-01 -\n",
                    "");
    expect_findings("2024-06-30", "D20",
                    AREAS "services A a s1 call 2024-01-01 - class=10\n"
                          "services B b s2 call 2024-03-01 - class=10\n",
                    "");
}

Test(moved, who_began_on_one_day_is_neither_old_nor_new)
{
    expect_findings("2024-06-30", "D20",
                    AREAS "services A a s1 call 2024-03-01 -\n"
                          "services B b s2 call 2024-03-01 -\n",
                    "");
}

Test(moved, all_that_is_old_and_all_that_is_new_is_one)
{
    /* C is in A's area; its own start makes B's old in turn, but B had ended */
    expect_findings("2024-12-31", "D20",
                    AREAS "services A a s1 call 2024-01-01 2024-06-30\n"
                          "services C c s2 call 2024-01-15 2024-05-31\n"
                          "services B b s3 call 2024-02-01 2024-02-29\n"
                          "services B b s4 call 2024-04-01 2024-04-30\n"
                          "services B b s5 call 2024-06-15 -\n",
                    "D20 P 2024-02-01..2024-06-30 1001 A/s1 B/s3 B/s4 C/s2\n");
}

Test(moved, the_amount_is_what_the_old_one_gave_and_it_is_its_agencys_turn)
{
    const char *lines = AREAS "services A a s1 call 2024-01-01 2024-04-30 amount_won=100\n"
                              "services B b s2 call 2024-03-01 - amount_won=200\n";
    expect_in_finding("2024-06-30", "D20", lines, "amount_won", "100");
    expect_in_finding("2024-06-30", "D20", lines, "owner_agency", "A");
}

Test(moved, d03_leaves_out_what_d20_says)
{
    const char *lines = AREAS "services A a s1 call 2024-01-01 2024-04-30\n"
                              "services B b s2 call 2024-03-01 -\n";
    char more[1024];
    expect_findings("2024-06-30", "D03 D20", lines,
                    "D20 P 2024-03-01..2024-04-30 1001 A/s1 B/s2\n");
    snprintf(more, sizeof more, "%srules D20 enabled 0\n", lines);
    expect_findings("2024-06-30", "D03 D20", more, "D03 P 2024-03-01..2024-04-30 10 A/s1 B/s2\n");
    snprintf(more, sizeof more, "%sservices C c s3 other 2024-03-05 2024-03-06 class=1003\n",
             lines);
    expect_findings("2024-06-30", "D03 D20", more,
                    "D03 P 2024-03-01..2024-04-30 10 A/s1 B/s2 C/s3\n"
                    "D20 P 2024-03-01..2024-04-30 1001 A/s1 B/s2\n");
}

/* ---- D21 ------------------------------------------------------------------------------------- */

#define MONTHLY "person P A/a B/b\nprogrammes aid 3001 grain=month\n"

Test(retro, an_award_for_a_month_that_was_closed)
{
    /* golden vector P1: June is closed, and in July another agency enters June and July */
    expect_findings("2024-08-31", "D03 D21",
                    MONTHLY "services A a s1 aid 2024-06-01 2024-06-30 entered_on=2024-06-01\n"
                            "services B b s2 aid 2024-06-15 2024-07-31 entered_on=2024-07-10\n",
                    "D21 P 2024-06-01..2024-06-30 30 A/s1 B/s2\n");
}

Test(retro, entered_on_the_last_day_it_was_not_closed)
{
    expect_findings("2024-08-31", "D21",
                    MONTHLY "services A a s1 aid 2024-06-01 2024-06-30\n"
                            "services B b s2 aid 2024-06-15 2024-07-31 entered_on=2024-06-30\n",
                    "");
    expect_findings("2024-08-31", "D21",
                    MONTHLY "services A a s1 aid 2024-06-01 2024-06-30\n"
                            "services B b s2 aid 2024-06-15 2024-07-31 entered_on=2024-07-01\n",
                    "D21 P 2024-06-01..2024-06-30 30 A/s1 B/s2\n");
}

Test(retro, when_nobody_knows_when_it_was_entered_it_is_not_asked)
{
    expect_findings("2024-08-31", "D21",
                    MONTHLY "services A a s1 aid 2024-06-01 2024-06-30\n"
                            "services B b s2 aid 2024-06-15 2024-07-31\n",
                    "");
}

Test(retro, one_agency_and_what_is_open_are_not_asked)
{
    expect_findings("2024-08-31", "D21",
                    MONTHLY "services A a s1 aid 2024-06-01 2024-06-30\n"
                            "services A a s2 aid 2024-06-15 2024-07-31 entered_on=2024-07-10\n",
                    "");
    expect_findings("2024-08-31", "D21",
                    MONTHLY "services A a s1 aid 2024-06-01 -\n"
                            "services B b s2 aid 2024-06-15 2024-07-31 entered_on=2024-07-10\n",
                    "");
}

Test(retro, a_benefit_month_is_what_is_compared)
{
    expect_findings("2024-08-31", "D21",
                    "person P A/a B/b\n"
                    "services A a s1 aid 2024-05-01 2024-05-05 class=3001 benefit_month=2024-06\n"
                    "services B b s2 box 2024-06-20 2024-06-20 class=3002 entered_on=2024-07-10\n",
                    "D21 P 2024-06-20..2024-06-20 30 A/s1 B/s2\n");
}

Test(retro, thirteen_months_are_looked_back_to)
{
    const char *lines = MONTHLY "services A a s1 aid 2024-06-01 2024-06-30\n"
                                "services B b s2 aid 2024-06-15 2024-06-30 entered_on=2024-07-10\n";
    expect_findings("2025-07-31", "D21", lines, "D21 P 2024-06-01..2024-06-30 30 A/s1 B/s2\n");
    expect_findings("2025-08-01", "D21", lines, "");
}

Test(retro, a_set_is_compared_too)
{
    const char *lines = "person P A/a B/b\nprogrammes aid 3001\nprogrammes rent 4001\n"
                        "services A a s1 aid 2024-06-01 2024-06-30\n"
                        "services B b s2 rent 2024-06-15 2024-07-31 entered_on=2024-07-10\n";
    char more[1024];
    expect_findings("2024-08-31", "D21", lines, "");
    snprintf(more, sizeof more, "%smutex m exclusive rent aid valid_from=2024-06-20\n", lines);
    expect_findings("2024-08-31", "D21", more, "D21 P 2024-06-20..2024-06-30 A/s1 B/s2\n");
}

Test(retro, a_set_names_programmes_that_have_no_class_any_more)
{
    expect_findings("2024-08-31", "D21",
                    "person P A/a B/b\nprogrammes rent 4001 grain=month\n"
                    "programmes aid 3002 grain=month valid_to=2024-05-31\n"
                    "mutex m exclusive aid rent\n"
                    "services A a s1 rent 2024-06-01 2024-06-30\n"
                    "services B b s2 aid 2024-06-01 2024-06-30 entered_on=2024-07-10\n",
                    "D21 P 2024-06-01..2024-06-30 A/s1 B/s2\n");
}

Test(retro, three_that_meet_are_one_finding)
{
    expect_findings("2024-08-31", "D21",
                    "person P A/a B/b\n"
                    "services A a s1 aid 2024-06-01 2024-06-10 class=3001 entered_on=2024-06-01\n"
                    "services A a s2 aid 2024-06-11 2024-06-20 class=3001 entered_on=2024-06-11\n"
                    "services A a s3 aid 2024-07-01 2024-07-05 class=3001 entered_on=2024-07-01\n"
                    "services B b s4 aid 2024-06-05 2024-07-31 class=3001 entered_on=2024-07-06\n",
                    "D21 P 2024-06-05..2024-06-20 30 A/s1 A/s2 B/s4\n"
                    "D21 P 2024-07-01..2024-07-05 30 A/s3 B/s4\n");
}

Test(retro, a_death_closes)
{
    expect_findings("2024-08-31", "D21",
                    "person P A/a B/b\nrecord A/a death_date=2024-06-20\n"
                    "services A a s1 aid 2024-06-01 - class=3001\n"
                    "services B b s2 aid 2024-06-15 2024-07-31 class=3001 entered_on=2024-06-21\n",
                    "D21 P 2024-06-15..2024-06-20 30 A/s1 B/s2\n");
}

Test(retro, money_is_counted_once_however_many_rows_of_a_set_meet)
{
    expect_in_finding("2024-08-31", "D21",
                      MONTHLY "programmes rent 4001 grain=month\n"
                              "mutex m exclusive aid rent\nmutex m exclusive aid class:4001\n"
                              "services A a s1 aid 2024-06-01 2024-06-30 entered_on=2024-06-01\n"
                              "services B b s2 rent 2024-06-15 2024-07-31 entered_on=2024-07-10 "
                              "amount_won=50\n",
                      "amount_won", "50");
}

enum { CROWD = 750, LINE_ROOM = 96 };

Test(moved, what_was_not_compared_is_told_even_where_nothing_is_found)
{
    size_t room = (CROWD + 2) * LINE_ROOM, n = 0;
    char *lines = malloc(room);
    n += (size_t)snprintf(lines, room, "person P A/a B/b\nprogrammes lunch 3103\n");
    for (int i = 0; i < CROWD; i++)
        n += (size_t)snprintf(lines + n, room - n,
                              "services %s s%d lunch 2024-01-01 - "
                              "entered_on=2024-01-02\n",
                              i % 2 ? "A a" : "B b", i);
    struct scenario_result result = scenario_of("2024-06-30", lines);
    char *reason = table_cell(result.rule_runs, "rule", "D21", "reason");
    cr_expect_str_eq(reason, "42 rows not compared: too many of one person overlap");
    free(reason);
    free(lines);
    scenario_result_clear(&result);
}
