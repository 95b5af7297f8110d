/* SPDX-License-Identifier: Apache-2.0 */
/* test_two_cases.c - D17: two agencies manage a case at once, and nobody leads. */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#define PEOPLE "person P A/a B/b C/c\n"
#define CASE(agency, record, id, day, more)                                                        \
    "cases " agency " " record " " id " general " day " " more "\n"
#define TWO PEOPLE CASE("A", "a", "c1", "2024-01-01", "") CASE("B", "b", "c2", "2024-06-01", "")
#define FOUND "D17 P 2024-06-01.. A/c1 B/c2\n"

static void expect(const char *lines, const char *expected)
{
    expect_findings("2024-06-30", "D17", lines, expected);
}

Test(two_cases, open_at_two_agencies_for_more_than_fourteen_days)
{
    expect_findings("2024-06-16", "D17", TWO, FOUND);
    expect_findings("2024-06-15", "D17", TWO, "");
    expect_findings("2024-06-15", "D17", "rules D17 overlap_days 13\n" TWO, FOUND);
}

Test(two_cases, one_agency_may_have_two)
{
    expect(PEOPLE CASE("A", "a", "c1", "2024-01-01", "") CASE("A", "a", "c2", "2024-02-01", ""),
           "");
}

Test(two_cases, led_together_is_settled)
{
    expect(PEOPLE CASE("A", "a", "c1", "2024-01-01", "co_lead=1")
               CASE("B", "b", "c2", "2024-06-01", ""),
           "");
    expect(PEOPLE CASE("A", "a", "c1", "2024-01-01", "co_lead=0")
               CASE("B", "b", "c2", "2024-06-01", ""),
           FOUND);
}

Test(two_cases, closed_is_closed_but_not_before_the_day)
{
    expect(PEOPLE CASE("A", "a", "c1", "2024-01-01", "closed_on=2024-06-30")
               CASE("B", "b", "c2", "2024-06-01", ""),
           "");
    expect(PEOPLE CASE("A", "a", "c1", "2024-01-01", "closed_on=2024-07-01")
               CASE("B", "b", "c2", "2024-06-01", ""),
           FOUND);
}

Test(two_cases, death_ends_both)
{
    expect(TWO "record A/a death_date=2024-06-29\n", "");
    expect(TWO "record A/a death_date=2024-06-30\n", FOUND);
}

Test(two_cases, it_begins_when_the_second_agency_received_it)
{
    expect(PEOPLE CASE("A", "a", "c1", "2024-01-01", "") CASE("A", "a", "c2", "2024-02-01", "")
               CASE("B", "b", "c3", "2024-03-01", "") CASE("C", "c", "c4", "2024-04-01", ""),
           "D17 P 2024-03-01.. A/c1 A/c2 B/c3 C/c4\n");
}

#define FAMILY                                                                                     \
    "person P A/p B/p\nperson Q A/q B/q\nperson R C/r\nrecord A/p household=h\n"                   \
    "record A/q household=h\nrecord B/q household=k\n"

Test(two_cases, two_members_of_a_household)
{
    expect(FAMILY CASE("A", "p", "c1", "2024-01-01", "") CASE("B", "q", "c2", "2024-02-01", ""),
           "D17 A/h 2024-02-01.. A/c1 B/c2\n");
    expect(FAMILY CASE("A", "p", "c1", "2024-01-01", "") CASE("A", "q", "c2", "2024-02-01", ""),
           "");
    expect(FAMILY CASE("A", "p", "c1", "2024-01-01", "") CASE("C", "r", "c2", "2024-02-01", ""),
           "");
}

Test(two_cases, what_one_person_has_is_not_the_households)
{
    /* P has two agencies, Q the first of them: c1 is in no pair of two members */
    expect(FAMILY CASE("A", "p", "c1", "2024-01-01", "") CASE("B", "p", "c2", "2024-03-01", "")
               CASE("A", "q", "c3", "2024-02-01", ""),
           "D17 A/h 2024-03-01.. A/c3 B/c2\n"
           "D17 P 2024-03-01.. A/c1 B/c2\n");
}

Test(two_cases, of_one_agencys_members_the_first_elsewhere_begins_it)
{
    expect(FAMILY CASE("A", "p", "c1", "2024-01-01", "") CASE("A", "q", "c2", "2024-02-01", "")
               CASE("B", "p", "c3", "2024-03-01", ""),
           "D17 A/h 2024-03-01.. A/c2 B/c3\n"
           "D17 P 2024-03-01.. A/c1 B/c3\n");
}

Test(two_cases, the_agency_that_came_last_is_asked)
{
    struct scenario_result result = scenario_of("2024-06-30", TWO);
    char *owner = table_cell(result.findings, "rule", "D17", "owner_agency");
    cr_expect_str_eq(owner, "B");
    free(owner);
    scenario_result_clear(&result);
}

Test(two_cases, a_decision_holds_until_a_third_agency_comes)
{
    expect_decision_holds("2024-06-30", "D17", TWO, CASE("C", "c", "c3", "2024-06-02", ""));
}

Test(two_cases, without_open_cases_there_is_nothing_to_judge)
{
    expect_judged("2024-06-30", "D17", TWO, "run", "2");
    expect_judged("2024-06-30", "D17", PEOPLE "table cases\n", "nothing_to_judge", "0");
    expect_judged("2024-06-30", "D17", PEOPLE CASE("A", "a", "c1", "2024-07-01", ""),
                  "nothing_to_judge", "0");
    expect_judged("2024-06-30", "D17", PEOPLE, "not_run", "0");
}
