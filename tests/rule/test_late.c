/* SPDX-License-Identifier: Apache-2.0 */
/* test_late.c - D13: a service that starts after the person died or moved away. */
#include <criterion/criterion.h>

#include "rule/scenario.h"

#define DEAD                                                                                       \
    "person P A/a B/b\n"                                                                           \
    "record A/a death_date=2024-03-15\n"                                                           \
    "programmes pension 3003 kind=cash\n"                                                          \
    "programmes funeral 3009 kind=cash\n"                                                          \
    "programmes meals 3102\n"

Test(late, the_day_of_death_itself_is_in_time)
{
    expect_findings("2024-06-30", "D13",
                    DEAD
                    "services A a s1 meals 2024-03-15 2024-03-15\n"
                    "services A a s2 meals 2024-03-16 2024-03-16\n",
                    "D13 P 2024-03-16..2024-03-16 31 A/s2\n");
}

Test(late, cash_has_a_month_of_grace)
{
    expect_findings("2024-06-30", "D13",
                    DEAD
                    "services A a s1 pension 2024-04-15 2024-04-15\n"
                    "services B b s2 pension 2024-04-16 2024-04-16\n",
                    "D13 P 2024-04-16..2024-04-16 30 B/s2\n");
}

Test(late, funerals_come_after_death)
{
    expect_findings("2024-06-30", "D13",
                    DEAD "services A a s1 funeral 2024-05-20 2024-05-20\n", "");
}

Test(late, what_was_only_approved_was_not_given)
{
    expect_findings("2024-06-30", "D13",
                    DEAD
                    "services A a s1 meals 2024-04-01 2024-04-01 status=approved\n"
                    "services A a s2 meals 2024-04-01 2024-04-01 status=active\n",
                    "D13 P 2024-04-01..2024-04-01 31 A/s2\n");
}

Test(late, the_services_of_a_domain_are_one_finding)
{
    expect_findings("2024-06-30", "D13",
                    DEAD
                    "services A a s1 meals 2024-04-01 2024-04-01\n"
                    "services B b s2 unknown 2024-04-03 - class=31\n"
                    "services B b s3 unknown 2024-04-02 2024-04-02 class=71\n",
                    "D13 P 2024-04-01.. 31 A/s1 B/s2\n"
                    "D13 P 2024-04-02..2024-04-02 71 B/s3\n");
}

Test(late, records_that_disagree_accuse_nobody)
{
    expect_findings("2024-06-30", "D13 X01",
                    DEAD
                    "record B/b death_date=2024-03-16\n"
                    "services A a s2 meals 2024-05-16 2024-05-16\n",
                    "X01 P - A/a B/b\n");
}

#define MOVED                                                                                      \
    "person P A/a B/b\n"                                                                           \
    "programmes meals 3102\n"                                                                      \
    "programmes pension 3003 portable=1\n"                                                         \
    "events A a move_out 2024-03-01\n"

Test(late, moving_out_ends_what_is_bound_to_the_place)
{
    expect_findings("2024-06-30", "D13",
                    MOVED
                    "services A a s1 meals 2024-03-31 2024-03-31\n"
                    "services A a s2 meals 2024-04-01 2024-04-01\n"
                    "services A a s3 pension 2024-04-01 2024-04-01\n"
                    "services A a s4 unknown 2024-04-01 2024-04-01 class=31\n"
                    "services B b s5 meals 2024-04-01 2024-04-01\n",
                    "D13 P 2024-04-01..2024-04-01 31 A/s2\n");
}

Test(late, who_came_back_may_be_served)
{
    expect_findings("2024-06-30", "D13",
                    MOVED
                    "events A a move_in 2024-03-20\n"
                    "services A a s2 meals 2024-04-01 2024-04-01\n",
                    "");
    expect_findings("2024-06-30", "D13",
                    MOVED
                    "events B b move_in 2024-03-20\n"
                    "services A a s2 meals 2024-04-01 2024-04-01\n",
                    "D13 P 2024-04-01..2024-04-01 31 A/s2\n");
}
