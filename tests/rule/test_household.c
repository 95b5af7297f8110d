/* SPDX-License-Identifier: Apache-2.0 */
/* test_household.c - D10 and D15: what persons of one household are given together. */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define TOGETHER                                                                                   \
    "person P A/p B/p\nperson Q A/q B/q\n"                                                         \
    "record A/p household=h\nrecord A/q household=h\n"

/* ---- D10 ------------------------------------------------------------------------------------- */

#define RENT                                                                                       \
    TOGETHER "programmes aid 4001\nprogrammes rent 4002\n"                                         \
             "mutex housing exclusive aid rent scope=household\n"

Test(between, one_has_what_excludes_the_others)
{
    expect_findings("2024-06-30", "D10",
                    RENT "services A p s1 aid 2024-03-01 2024-03-31\n"
                         "services B q s2 rent 2024-03-10 2024-04-10\n",
                    "D10 A/h 2024-03-10..2024-03-31 A/s1 B/s2\n");
}

Test(between, days_that_do_not_meet_are_fine)
{
    expect_findings("2024-06-30", "D10",
                    RENT "services A p s1 aid 2024-03-01 2024-03-09\n"
                         "services B q s2 rent 2024-03-10 2024-04-10\n",
                    "");
}

Test(between, one_person_with_both_is_not_two)
{
    expect_findings("2024-06-30", "D09 D10",
                    RENT "services A p s1 aid 2024-03-01 2024-03-31\n"
                         "services B p s2 rent 2024-03-10 2024-04-10\n"
                         "services B q s3 other 2024-03-10 2024-04-10 class=31\n",
                    "D09 P 2024-03-10..2024-03-31 A/s1 B/s2\n");
}

Test(between, of_one_with_both_only_what_meets_the_others_is_a_part)
{
    /* P's rent meets Q's aid, and P's own aid meets nobody's rent but his own */
    expect_findings("2024-06-30", "D10",
                    RENT "services A p s1 aid 2024-03-01 2024-03-31\n"
                         "services A p s2 rent 2024-03-01 2024-03-31\n"
                         "services B q s3 aid 2024-03-10 2024-03-20\n",
                    "D10 A/h 2024-03-10..2024-03-20 A/s2 B/s3\n");
}

Test(between, a_part_that_meets_another_later_is_one)
{
    /* until the 14th P alone has rent; from then on Q has it too */
    expect_findings("2024-06-30", "D10",
                    RENT "services A p s1 aid 2024-03-01 2024-03-31\n"
                         "services A p s2 rent 2024-03-01 2024-03-31\n"
                         "services B q s3 aid 2024-03-10 2024-03-20\n"
                         "services B q s4 rent 2024-03-15 2024-03-25\n",
                    "D10 A/h 2024-03-10..2024-03-25 A/s1 A/s2 B/s3 B/s4\n");
}

Test(between, a_row_of_both_sides_meets_other_persons_only)
{
    const char *both = TOGETHER "mutex food exclusive class:31 class:31 scope=household\n"
                                "services A p s1 meal 2024-03-01 2024-03-31 class=3101\n";
    char lines[1024];
    snprintf(lines, sizeof lines, "%sservices A p s2 box 2024-03-01 2024-03-31 class=3102\n", both);
    expect_findings("2024-06-30", "D10", lines, "");
    snprintf(lines, sizeof lines, "%sservices A q s2 box 2024-03-31 2024-04-30 class=3102\n", both);
    expect_findings("2024-06-30", "D10", lines, "D10 A/h 2024-03-31..2024-03-31 A/s1 A/s2\n");
}

Test(between, rows_of_person_scope_are_not_asked_about_households)
{
    expect_findings("2024-06-30", "D10",
                    TOGETHER "programmes aid 4001\nprogrammes rent 4002\n"
                             "mutex housing exclusive aid rent\n"
                             "services A p s1 aid 2024-03-01 2024-03-31\n"
                             "services B q s2 rent 2024-03-10 2024-04-10\n",
                    "");
}

Test(between, strangers_may)
{
    expect_findings("2024-06-30", "D10",
                    "person P A/p\nperson Q B/q\n"
                    "record A/p household=h\nrecord B/q household=h\n"
                    "programmes aid 4001\nprogrammes rent 4002\n"
                    "mutex housing exclusive aid rent scope=household\n"
                    "services A p s1 aid 2024-03-01 2024-03-31\n"
                    "services B q s2 rent 2024-03-10 2024-04-10\n",
                    "");
}

Test(between, exceptions_validity_and_tau_are_those_of_d09)
{
    const char *rows = "services A p s1 aid 2024-03-01 2024-03-31\n"
                       "services B q s2 rent 2024-03-01 2024-03-31\n"
                       "programmes apart 4003\n";
    char lines[2048];
    snprintf(lines, sizeof lines,
             "%s%smutex housing exclusive aid rent scope=household except_programme=apart\n"
             "services B q s3 apart 2024-03-05 2024-03-25\n",
             RENT, rows);
    expect_findings("2024-06-30", "D10", lines, "D10 A/h 2024-03-01..2024-03-31 A/s1 B/s2\n");
    const char *aside = TOGETHER "programmes aid 4001\nprogrammes rent 4002\nrules D10 tau_days 4\n"
                                 "mutex housing exclusive aid rent scope=household "
                                 "except_programme=apart valid_to=2024-03-30\n"
                                 "services B q s3 apart 2024-03-05 2024-03-25\n";
    snprintf(lines, sizeof lines, "%s%s", aside, rows);
    expect_findings("2024-06-30", "D10", lines, "D10 A/h 2024-03-26..2024-03-30 A/s1 B/s2\n");
}

Test(between, an_exception_of_any_member_counts)
{
    expect_findings("2024-06-30", "D10",
                    TOGETHER "person R A/r\nrecord A/r household=h\n"
                             "programmes aid 4001\nprogrammes rent 4002\nprogrammes apart 4003\n"
                             "mutex housing exclusive aid rent scope=household "
                             "except_programme=apart\n"
                             "services A p s1 aid 2024-03-01 2024-03-31\n"
                             "services B q s2 rent 2024-03-01 2024-03-31\n"
                             "services A r s3 apart 2024-03-11 2024-03-31\n",
                    "D10 A/h 2024-03-01..2024-03-10 A/s1 B/s2\n");
}

Test(between, a_death_ends_what_its_person_had)
{
    expect_findings("2024-06-30", "D10",
                    RENT "record A/p death_date=2024-03-12\n"
                         "services A p s1 aid 2024-03-01 2024-03-31\n"
                         "services B q s2 rent 2024-03-10 2024-04-10\n",
                    "D10 A/h 2024-03-10..2024-03-12 A/s1 B/s2\n");
}

Test(between, a_month_is_compared_with_months)
{
    expect_findings("2024-06-30", "D10",
                    TOGETHER "programmes aid 4001 grain=month\nprogrammes rent 4002 grain=month\n"
                             "mutex housing exclusive aid rent scope=household basis=month\n"
                             "services A p s1 aid 2024-04-05 2024-04-05 benefit_month=2024-03\n"
                             "services B q s2 rent 2024-03-10 2024-03-31\n",
                    "D10 A/h 2024-03-01..2024-03-31 A/s1 B/s2\n");
}

Test(between, who_is_in_two_households_is_asked_about_in_both)
{
    expect_findings("2024-06-30", "D10",
                    RENT "person R B/r\nrecord B/q household=k\nrecord B/r household=k\n"
                         "services A p s1 aid 2024-03-01 2024-03-31\n"
                         "services B q s2 rent 2024-03-10 2024-04-10\n"
                         "services B r s3 aid 2024-04-01 2024-04-10\n",
                    "D10 A/h 2024-03-10..2024-03-31 A/s1 B/s2\n"
                    "D10 B/k 2024-04-01..2024-04-10 B/s2 B/s3\n");
}

/* ---- D15 ------------------------------------------------------------------------------------- */

#define HEATING TOGETHER "programmes heating 9301 unit=household\n"
#define BOXES TOGETHER "programmes box 3101 unit=household grain=one_off\n"

Test(household_unit, two_persons_are_served_on_the_same_days)
{
    expect_findings("2024-06-30", "D15",
                    HEATING "services A p s1 heating 2024-01-01 2024-01-31\n"
                            "services A q s2 heating 2024-01-31 2024-02-28\n",
                    "D15 A/h 2024-01-31..2024-01-31 93 A/s1 A/s2\n");
    expect_findings("2024-06-30", "D15",
                    HEATING "services A p s1 heating 2024-01-01 2024-01-30\n"
                            "services A q s2 heating 2024-01-31 2024-02-28\n",
                    "");
}

Test(household_unit, one_person_twice_is_not_two)
{
    expect_findings("2024-06-30", "D15",
                    HEATING "services A p s1 heating 2024-01-01 2024-01-31\n"
                            "services B p s2 heating 2024-01-10 2024-02-28\n",
                    "");
}

Test(household_unit, what_is_for_persons_may_be_given_to_each)
{
    expect_findings("2024-06-30", "D15",
                    TOGETHER "programmes meals 3101\n"
                             "services A p s1 meals 2024-01-01 2024-01-31\n"
                             "services A q s2 meals 2024-01-10 2024-02-28\n",
                    "");
}

Test(household_unit, boxes_within_thirty_days_are_one_segment)
{
    expect_findings("2024-06-30", "D15",
                    BOXES "services A p s1 box 2024-01-01 2024-01-01\n"
                          "services B q s2 box 2024-01-31 2024-01-31\n",
                    "D15 A/h 2024-01-01..2024-01-31 31 A/s1 B/s2\n");
    expect_findings("2024-06-30", "D15",
                    BOXES "services A p s1 box 2024-01-01 2024-01-01\n"
                          "services B q s2 box 2024-02-01 2024-02-01\n",
                    "");
    expect_findings("2024-06-30", "D15",
                    BOXES "rules D15 window_days 31\n"
                          "services A p s1 box 2024-01-01 2024-01-01\n"
                          "services B q s2 box 2024-02-01 2024-02-01\n",
                    "D15 A/h 2024-01-01..2024-02-01 31 A/s1 B/s2\n");
}

Test(household_unit, windows_that_touch_are_one_and_others_are_not)
{
    /* P's second box lies 30 days before Q's second; P's third has nobody's near it */
    expect_findings("2024-12-31", "D15",
                    BOXES "services A p s1 box 2024-01-01 2024-01-01\n"
                          "services B q s2 box 2024-01-15 2024-01-15\n"
                          "services A p s3 box 2024-01-20 2024-01-20\n"
                          "services B q s4 box 2024-02-19 2024-02-19\n"
                          "services A p s5 box 2024-05-01 2024-05-01\n"
                          "services B q s6 box 2024-07-01 2024-07-01\n"
                          "services A p s7 box 2024-07-01 2024-07-01\n",
                    "D15 A/h 2024-01-01..2024-02-19 31 A/s1 A/s3 B/s2 B/s4\n"
                    "D15 A/h 2024-07-01..2024-07-01 31 A/s7 B/s6\n");
}

Test(household_unit, a_long_window_around_short_ones_keeps_all_its_boxes)
{
    /* Q's last box is within 30 days of P's first; the windows between begin and end inside */
    expect_findings("2024-12-31", "D15",
                    BOXES "services A p s1 box 2024-01-01 2024-01-01\n"
                          "services B q s2 box 2024-01-03 2024-01-03\n"
                          "services A p s3 box 2024-01-07 2024-01-07\n"
                          "services A p s4 box 2024-01-26 2024-01-26\n"
                          "services B q s5 box 2024-01-31 2024-01-31\n",
                    "D15 A/h 2024-01-01..2024-01-31 31 A/s1 A/s3 A/s4 B/s2 B/s5\n");
}

Test(household_unit, a_service_between_two_boxes_is_no_part)
{
    expect_findings("2024-06-30", "D15",
                    BOXES "programmes kitchen 3105 unit=household\n"
                          "services A p s1 box 2024-01-01 2024-01-01\n"
                          "services B q s2 box 2024-01-20 2024-01-20\n"
                          "services A p s3 kitchen 2024-01-05 2024-01-10\n",
                    "D15 A/h 2024-01-01..2024-01-20 31 A/s1 B/s2\n");
}

Test(household_unit, classes_are_those_of_d03)
{
    const char *lines = TOGETHER "programmes box 3101 unit=household\n"
                                 "programmes kit 3102 unit=household\n"
                                 "services A p s1 box 2024-01-01 2024-01-31\n"
                                 "services A q s2 kit 2024-01-10 2024-02-28\n";
    char more[1024];
    expect_findings("2024-06-30", "D15", lines, "D15 A/h 2024-01-10..2024-01-31 31 A/s1 A/s2\n");
    snprintf(more, sizeof more, "%srules D03 class_digits 4\n", lines);
    expect_findings("2024-06-30", "D15", more, "");
}

Test(household_unit, rows_that_do_not_count_and_days_after_death_do_not)
{
    expect_findings("2024-06-30", "D15",
                    HEATING "services A p s1 heating 2024-01-01 2024-01-31 status=cancelled\n"
                            "services A q s2 heating 2024-01-10 2024-02-28\n",
                    "");
    expect_findings("2024-06-30", "D15",
                    HEATING "record A/p death_date=2024-01-09\n"
                            "services A p s1 heating 2024-01-01 2024-01-31\n"
                            "services A q s2 heating 2024-01-10 2024-02-28\n",
                    "");
}

Test(household_unit, it_yields_to_d10_which_says_the_same)
{
    /* golden vector P12: one finding */
    const char *rent = TOGETHER "programmes rent 4001 unit=household\n"
                                "services A p s1 rent 2024-01-01 2024-01-31\n"
                                "services A q s2 rent 2024-01-01 2024-01-31\n";
    char lines[1024];
    expect_findings("2024-06-30", "D10 D15", rent, "D15 A/h 2024-01-01..2024-01-31 40 A/s1 A/s2\n");
    snprintf(lines, sizeof lines, "%smutex m exclusive class:40 class:40 scope=household\n", rent);
    expect_findings("2024-06-30", "D10 D15", lines, "D10 A/h 2024-01-01..2024-01-31 A/s1 A/s2\n");
    snprintf(lines, sizeof lines,
             "%smutex m exclusive class:40 class:40 scope=household\nrules D10 enabled 0\n", rent);
    expect_findings("2024-06-30", "D10 D15", lines,
                    "D15 A/h 2024-01-01..2024-01-31 40 A/s1 A/s2\n");
    snprintf(lines, sizeof lines,
             "%smutex m exclusive class:40 class:40 scope=household valid_from=2024-01-02\n", rent);
    expect_findings("2024-06-30", "D10 D15", lines,
                    "D10 A/h 2024-01-02..2024-01-31 A/s1 A/s2\n"
                    "D15 A/h 2024-01-01..2024-01-31 40 A/s1 A/s2\n");
}

Test(household_unit, joining_two_persons_is_weighed_by_what_their_household_gets)
{
    /* R and P live together; were P and Q one person, their household would be given heating twice
     */
    expect_findings("2024-06-30", "I01",
                    "person P A/p\nperson Q B/q\nperson R A/r\nrecord A/p household=h\n"
                    "record A/r household=h\nrecord B/q household=k\nlink A/p B/q 850000\n"
                    "programmes heating 9301 unit=household\n"
                    "services A r s1 heating 2024-01-01 2024-01-31\n"
                    "services B q s2 heating 2024-01-10 2024-02-28\n",
                    "I01 P - A/p B/q\n");
}
