/* SPDX-License-Identifier: Apache-2.0 */
/* test_omission_misplaced.c - O31: a case is with an agency that cannot serve it. */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define WORLD                                                                                      \
    "person P A/a B/b\nneed_map flat 40\nneed_map meals 31\nprogrammes lunch 3101\n"               \
    "programmes rent 4001\ncapacity A lunch 10\ncapacity B rent 5\n"                               \
    "cases A a c1 general 2024-06-10\n"
#define FLAT "needs B b n1 flat 2024-06-01\n"
#define FOUND "O31 P 2024-06-10.. A/c1 B/n1\n"

static void expect(const char *as_of, const char *more, const char *expected)
{
    char lines[1024];
    snprintf(lines, sizeof lines, WORLD "%s", more);
    expect_findings(as_of, "O31", lines, expected);
}

Test(omission_misplaced, two_weeks_after_it_came_in)
{
    expect("2024-06-24", FLAT, "");
    expect("2024-06-25", FLAT, FOUND);
    expect("2024-06-25", FLAT "rules O31 days 20\n", "");
}

Test(omission_misplaced, what_the_agency_has_a_programme_for_it_can_serve)
{
    expect("2024-06-30", "needs B b n1 meals 2024-06-01\n", "");
    expect("2024-06-30", FLAT "capacity A Rent 0\n", "");
    expect("2024-06-30", FLAT "needs A a n2 meals 2024-06-01\n", FOUND);
}

Test(omission_misplaced, the_need_is_open_and_nobody_else_was_asked)
{
    expect("2024-06-30", "needs B b n1 flat 2024-06-01 status=met\n", "");
    expect("2024-06-30", "needs B b n1 flat 2024-07-01\n", "");
    expect("2024-06-30", FLAT "referrals B b r1 B 2024-06-02 sent need_id=n1\n", "");
    expect("2024-06-30", FLAT "referrals A a r1 B 2024-06-02 accepted need_class=flat\n", "");
    expect("2024-06-30", FLAT "referrals A a r1 B 2024-06-02 cancelled need_class=flat\n", FOUND);
    expect("2024-06-30", FLAT "referrals A a r1 B 2024-06-02 sent need_class=meals\n", FOUND);
}

Test(omission_misplaced, a_closed_case_is_none_and_so_is_that_of_somebody_who_died)
{
    expect_findings(
        "2024-06-30", "O31",
        "person P A/a B/b\nneed_map flat 40\nprogrammes lunch 3101\ncapacity A lunch 1\n"
        "cases A a c1 general 2024-06-10 closed_on=2024-06-29\n" FLAT,
        "");
    expect("2024-06-30", FLAT "record A/a death_date=2024-06-20\n", "");
}

Test(omission_misplaced, an_agency_that_does_not_say_what_it_can_do_is_not_asked)
{
    expect_findings(
        "2024-06-30", "O31",
        "person P A/a B/b\nneed_map flat 40\nprogrammes lunch 3101\ncapacity B lunch 1\n"
        "cases A a c1 general 2024-06-10\n" FLAT,
        "");
    expect("2024-06-30", FLAT "uploads A services 2024-05\n", "");
}

Test(omission_misplaced, one_need_of_each_class_is_listed)
{
    expect("2024-06-30", FLAT "needs B b n2 flat 2024-06-02\nneeds B b n3 unmapped 2024-06-02\n",
           "O31 P 2024-06-10.. A/c1 B/n1 B/n3\n");
}
