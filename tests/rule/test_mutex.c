/* SPDX-License-Identifier: Apache-2.0 */
/* test_mutex.c - D09: two benefits that exclude each other. */
#include "rule/scenario.h"

#include <criterion/criterion.h>

#define HOME_OR_CENTRE                                                                             \
    "person P A/a B/b\n"                                                                           \
    "programmes home 7001\n"                                                                       \
    "programmes centre 7002\n"                                                                     \
    "programmes hourly 7003\n"

Test(mutex, both_benefits_on_one_day)
{
    expect_findings("2024-06-30", "D09",
                    HOME_OR_CENTRE "mutex child exclusive home centre\n"
                                   "services A a s1 home 2024-01-01 2024-03-31\n"
                                   "services B b s2 centre 2024-03-01 2024-05-31\n",
                    "D09 P 2024-03-01..2024-03-31 A/s1 B/s2\n");
}

Test(mutex, one_agency_may_have_given_both)
{
    expect_findings("2024-06-30", "D09",
                    HOME_OR_CENTRE "mutex child exclusive home centre\n"
                                   "services A a s1 home 2024-01-01 -\n"
                                   "services A a s2 centre 2024-03-01 -\n",
                    "D09 P 2024-03-01.. A/s1 A/s2\n");
}

Test(mutex, one_benefit_twice_is_another_question)
{
    expect_findings("2024-06-30", "D09",
                    HOME_OR_CENTRE "mutex child exclusive home centre\n"
                                   "services A a s1 home 2024-01-01 2024-03-31\n"
                                   "services B b s2 home 2024-03-01 2024-05-31\n",
                    "");
}

Test(mutex, by_month_a_shared_month_is_enough)
{
    expect_findings("2024-06-30", "D09",
                    HOME_OR_CENTRE "mutex child exclusive home centre basis=month\n"
                                   "services A a s1 home 2024-01-01 2024-03-05\n"
                                   "services B b s2 centre 2024-03-20 2024-05-31\n",
                    "D09 P 2024-03-01..2024-03-31 A/s1 B/s2\n");
}

Test(mutex, by_month_it_is_the_month_paid_for_that_counts)
{
    expect_findings("2024-06-30", "D09",
                    HOME_OR_CENTRE
                    "mutex child exclusive home centre basis=month\n"
                    "services A a s1 home 2024-05-20 2024-05-20 benefit_month=2024-02\n"
                    "services B b s2 centre 2024-02-10 2024-02-11\n"
                    "services B b s3 centre 2024-05-01 2024-05-31\n",
                    "D09 P 2024-02-01..2024-02-29 A/s1 B/s2\n");
}

Test(mutex, days_of_an_exception_do_not_count)
{
    expect_findings("2024-06-30", "D09",
                    HOME_OR_CENTRE "mutex child exclusive home centre except_programme=hourly\n"
                                   "services A a s1 home 2024-01-01 2024-01-31\n"
                                   "services B b s2 centre 2024-01-10 2024-01-12\n"
                                   "services B b s3 hourly 2024-01-11 2024-01-11\n"
                                   "services B b s4 centre 2024-01-20 2024-01-21\n",
                    "D09 P 2024-01-10..2024-01-10 A/s1 B/s2\n"
                    "D09 P 2024-01-12..2024-01-12 A/s1 B/s2\n"
                    "D09 P 2024-01-20..2024-01-21 A/s1 B/s4\n");
    expect_findings("2024-06-30", "D09",
                    HOME_OR_CENTRE "mutex child exclusive home centre except_programme=hourly\n"
                                   "rules D09 tau_days 1\n" /* of the days that are left */
                                   "services A a s1 home 2024-01-01 2024-01-31\n"
                                   "services B b s2 centre 2024-01-10 2024-01-13\n"
                                   "services B b s3 hourly 2024-01-11 2024-01-11\n",
                    "D09 P 2024-01-12..2024-01-13 A/s1 B/s2\n");
}

Test(mutex, a_set_of_several_rows_is_one_question)
{
    expect_findings("2024-06-30", "D09",
                    HOME_OR_CENTRE "mutex child exclusive home centre\n"
                                   "mutex child exclusive home hourly\n"
                                   "services A a s1 home 2024-01-01 2024-01-31\n"
                                   "services B b s2 centre 2024-01-10 2024-01-12\n"
                                   "services B b s3 hourly 2024-01-11 2024-01-20\n"
                                   "services B b s4 centre 2024-01-30 2024-02-20\n",
                    "D09 P 2024-01-10..2024-01-20 A/s1 B/s2 B/s3\n"
                    "D09 P 2024-01-30..2024-01-31 A/s1 B/s4\n");
}

Test(mutex, a_service_on_both_sides_does_not_exclude_itself)
{
    const char *lines = HOME_OR_CENTRE "mutex child exclusive class:70 class:7001\n"
                                       "services A a s1 home 2024-01-01 2024-01-31\n";
    expect_findings("2024-06-30", "D09", lines, "");
    expect_findings("2024-06-30", "D09",
                    HOME_OR_CENTRE "mutex child exclusive class:70 class:7001\n"
                                   "services A a s1 home 2024-01-01 2024-01-31\n"
                                   "services B b s2 home 2024-01-15 2024-02-15\n",
                    "D09 P 2024-01-15..2024-01-31 A/s1 B/s2\n");
}

Test(mutex, rows_hold_only_in_their_time)
{
    expect_findings("2024-06-30", "D09",
                    HOME_OR_CENTRE
                    "mutex child exclusive home centre valid_from=2024-03-10 valid_to=2024-03-20\n"
                    "services A a s1 home 2024-01-01 2024-05-31\n"
                    "services B b s2 centre 2024-03-01 2024-05-31\n",
                    "D09 P 2024-03-10..2024-03-20 A/s1 B/s2\n");
    expect_findings("2024-06-30", "D09",
                    HOME_OR_CENTRE "mutex child exclusive home centre valid_to=1900-01-01\n"
                                   "services A a s1 home 2024-01-01 2024-05-31\n"
                                   "services B b s2 centre 2024-03-01 2024-05-31\n",
                    "");
}

Test(mutex, top_ups_and_states_are_other_rules)
{
    expect_findings("2024-06-30", "D09",
                    HOME_OR_CENTRE "mutex child top_up home centre\n"
                                   "services A a s1 home 2024-01-01 2024-05-31\n"
                                   "services B b s2 centre 2024-03-01 2024-05-31\n",
                    "");
}

Test(mutex, days_are_counted_while_the_row_holds)
{
#define TWO_DAYS                                                                                   \
    HOME_OR_CENTRE                                                                                 \
    "mutex child exclusive home centre valid_to=2024-01-11\n"                                      \
    "services A a s1 home 2024-01-01 2024-01-31\n"                                                 \
    "services B b s2 centre 2024-01-10 2024-01-31\n"
    expect_findings("2024-06-30", "D09", TWO_DAYS "rules D09 tau_days 1\n",
                    "D09 P 2024-01-10..2024-01-11 A/s1 B/s2\n");
    expect_findings("2024-06-30", "D09", TWO_DAYS "rules D09 tau_days 2\n", "");
}

Test(mutex, what_a_death_left_without_days_is_for_no_month_and_no_exception)
{
    expect_findings("2024-06-30", "D09",
                    HOME_OR_CENTRE "record A/a death_date=2024-01-14\n"
                                   "mutex child exclusive home centre basis=month\n"
                                   "services A a s1 home 2024-01-15 -\n"
                                   "services B b s2 centre 2024-01-20 -\n",
                    "");
    expect_findings("2024-06-30", "D09",
                    HOME_OR_CENTRE "record A/a death_date=2024-01-14\n"
                                   "mutex child exclusive home centre except_programme=hourly\n"
                                   "services A a s1 home 2024-01-01 -\n"
                                   "services B b s2 centre 2024-01-10 -\n"
                                   "services B b s3 hourly 2024-01-15 -\n",
                    "D09 P 2024-01-10..2024-01-14 A/s1 B/s2\n");
}

/* Two rows of one set that both name the two services: each of them is worth what it is worth. */
Test(mutex, money_is_counted_once_however_many_rows_of_a_set_meet)
{
    expect_in_finding("2024-06-30", "D09",
                      HOME_OR_CENTRE
                      "mutex child exclusive home centre\n"
                      "mutex child exclusive home class:7002\n"
                      "services A a s1 home 2024-01-01 2024-03-31 amount_won=10\n"
                      "services A a s2 centre 2024-03-01 2024-05-31 amount_won=300\n",
                      "amount_won", "300");
}
