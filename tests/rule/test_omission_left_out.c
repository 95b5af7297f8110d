/* SPDX-License-Identifier: Apache-2.0 */
/* test_omission_left_out.c - O17: a household is looked after, and one of them is left out. */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define PEOPLE                                                                                     \
    "person P A/p B/p\nperson Q A/q\nperson R B/r\nrecord A/p household=h\n"                       \
    "record A/q household=h\nneed_map meals 31\n"
#define CASE "cases A q c1 general 2024-05-01\n"
#define SERVED "services A q s1 lunch 2024-04-01 2024-05-31 class=31\n"
#define NEED "needs B p n1 meals 2024-05-31\n"
#define FOUND "O17 P 2024-05-31.. B/n1\n"

static void expect(const char *as_of, const char *more, const char *expected)
{
    char lines[1024];
    snprintf(lines, sizeof lines, PEOPLE "%s", more);
    expect_findings(as_of, "O17", lines, expected);
}

Test(omission_left_out, a_need_of_thirty_days_while_another_is_served)
{
    expect("2024-06-29", CASE SERVED NEED, "");
    expect("2024-06-30", CASE SERVED NEED, FOUND);
    expect("2024-06-30", CASE SERVED NEED "rules O17 days 31\n", "");
}

Test(omission_left_out, the_other_was_served_in_those_days_by_the_cases_agency)
{
    expect("2024-07-01", CASE SERVED NEED, "");
    expect("2024-06-30", CASE NEED "services A q s1 lunch 2024-07-01 - class=31\n", "");
    expect("2024-06-30", CASE NEED "services A q s1 lunch 2024-06-01 - status=cancelled\n", "");
    expect("2024-06-30", CASE NEED "services B r s1 lunch 2024-06-01 - class=31\n", "");
    expect("2024-06-30", "cases B r c1 general 2024-05-01\n" NEED SERVED, "");
}

Test(omission_left_out, the_case_is_open_and_may_be_his_own)
{
    expect("2024-06-30", SERVED NEED "cases A q c1 general 2024-05-01 closed_on=2024-06-30\n", "");
    expect("2024-06-30", SERVED NEED "cases A p c1 general 2024-05-01\n",
           "O17 P 2024-05-31.. A/c1 B/n1\n");
    expect("2024-06-30", SERVED NEED CASE "record A/q death_date=2024-06-20\n", "");
}

Test(omission_left_out, a_need_that_somebody_sees_to_is_none)
{
    expect("2024-06-30", CASE SERVED NEED "services B p s2 lunch 2024-06-05 - class=31\n", "");
    expect("2024-06-30", CASE SERVED NEED "services B p s2 lunch 2024-05-01 2024-05-30 class=31\n",
           FOUND);
    expect("2024-06-30", CASE SERVED NEED "referrals B p r1 A 2024-06-05 sent need_id=n1\n", "");
    expect("2024-06-30", CASE SERVED "needs B p n1 meals 2024-05-31 status=met\n", "");
}

Test(omission_left_out, who_lives_alone_is_not_left_out)
{
    expect("2024-06-30", "needs B r n1 meals 2024-05-01\n" CASE SERVED, "");
}

Test(omission_left_out, an_incomplete_upload_makes_it_unknown)
{
    expect("2024-06-30", CASE SERVED NEED "uploads A services 2024-05\n", "");
}

Test(omission_left_out, needs_of_one_class_are_one_finding)
{
    expect("2024-06-30",
           CASE SERVED NEED "needs A p n2 meals 2024-05-20\nneeds A p n3 meals 2024-06-20\n"
                            "needs A p n4 other 2024-05-20\n",
           "O17 P 2024-05-20.. A/n2 B/n1\n"
           "O17 P 2024-05-20.. A/n4\n");
}

/* Whose case it is would say where a protected person finds help. */
Test(omission_left_out, a_protected_mate_makes_it_a_finding_about_somebody_protected)
{
    expect_in_finding("2024-06-30", "O17", PEOPLE CASE SERVED NEED, "protected", "0");
    expect_in_finding("2024-06-30", "O17", PEOPLE "record A/q protected=1\n" CASE SERVED NEED,
                      "protected", "1");
}
