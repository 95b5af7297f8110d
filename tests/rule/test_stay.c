/* SPDX-License-Identifier: Apache-2.0 */
/* test_stay.c - D12: a service at home while the person is elsewhere. */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define PERSON                                                                                     \
    "person P A/a B/b H/h\n"                                                                       \
    "programmes support 7109 home_based=1\n"                                                       \
    "programmes lunch 3103 home_based=1\n"                                                         \
    "programmes allowance 3003\n"
#define HOSPITAL "stays H h t1 hospital 2024-03-05 2024-03-12\n"
#define SUPPORT "services A a s1 support 2024-03-01 2024-03-31\n"

Test(stay, days_of_admission_and_discharge_do_not_count)
{
    expect_findings("2024-06-30", "D12", PERSON HOSPITAL SUPPORT,
                    "D12 P 2024-03-06..2024-03-11 71 A/s1 H/t1\n");
}

Test(stay, they_count_when_the_policy_says_so)
{
    expect_findings("2024-06-30", "D12", PERSON HOSPITAL SUPPORT "rules D12 stay_edges 1\n",
                    "D12 P 2024-03-05..2024-03-12 71 A/s1 H/t1\n");
}

Test(stay, a_visit_on_the_day_of_discharge_is_in_order)
{
    expect_findings("2024-06-30", "D12",
                    PERSON HOSPITAL "services A a s1 support 2024-03-12 2024-03-12\n"
                                    "services A a s2 support 2024-03-05 2024-03-05\n",
                    "");
}

Test(stay, a_stay_of_two_days_has_no_day_inside)
{
    expect_findings("2024-06-30", "D12",
                    PERSON "stays H h t1 hospital 2024-03-05 2024-03-06\n" SUPPORT, "");
}

Test(stay, a_row_of_the_policy_asks_beside_the_home_service)
{
    expect_findings("2024-06-30", "D12",
                    PERSON HOSPITAL SUPPORT "mutex activity_stay state support stay:hospital\n",
                    "D12 P 2024-03-06..2024-03-11 71 A/s1 H/t1\n"
                    "D12 P 2024-03-06..2024-03-11 A/s1 H/t1\n");
}

Test(stay, a_benefit_stops_only_where_the_policy_says_so)
{
    expect_findings("2024-06-30", "D12", PERSON HOSPITAL "services A a s1 allowance 2024-01-01 -\n",
                    "");
    expect_findings("2024-06-30", "D12",
                    PERSON "stays H h t1 prison 2024-03-05 -\n"
                           "mutex jail state allowance stay:prison\n"
                           "services A a s1 allowance 2024-01-01 -\n",
                    "D12 P 2024-03-06.. A/s1 H/t1\n");
}

Test(stay, each_domain_is_asked_by_itself)
{
    expect_findings("2024-06-30", "D12",
                    PERSON HOSPITAL SUPPORT "services B b s2 lunch 2024-03-10 2024-03-20\n",
                    "D12 P 2024-03-06..2024-03-11 71 A/s1 H/t1\n"
                    "D12 P 2024-03-10..2024-03-11 31 B/s2 H/t1\n");
}

Test(stay, one_stay_reported_twice_is_one_stay)
{
    expect_findings("2024-06-30", "D12",
                    PERSON HOSPITAL "stays B b t2 hospital 2024-03-07 2024-03-15\n" SUPPORT,
                    "D12 P 2024-03-06..2024-03-14 71 A/s1 B/t2 H/t1\n");
}

Test(stay, abroad_counts_from_ninety_days_on)
{
    const char *const ends[] = {"2024-03-29", "2024-03-30"}; /* 89 and 90 days */
    for (size_t i = 0; i < 2; i++) {
        char lines[512];
        snprintf(lines, sizeof lines,
                 PERSON "mutex abroad state allowance stay:abroad\n"
                        "services A a s1 allowance 2024-01-01 -\n"
                        "services A a s2 lunch 2024-01-01 -\n"
                        "stays H h t1 abroad 2024-01-01 %s\n",
                 ends[i]);
        expect_findings("2024-06-30", "D12", lines,
                        i ? "D12 P 2024-01-02..2024-03-29 A/s1 H/t1\n" : "");
    }
}

Test(stay, abroad_without_an_end_counts_up_to_today)
{
    const char *lines = PERSON "mutex abroad state allowance stay:abroad\n"
                               "services A a s1 allowance 2024-01-01 -\n"
                               "stays H h t1 abroad 2024-01-01 -\n";
    expect_findings("2024-03-29", "D12", lines, "");
    expect_findings("2024-03-30", "D12", lines, "D12 P 2024-01-02.. A/s1 H/t1\n");
}

Test(stay, a_row_about_one_kind_of_stay_leaves_the_others_alone)
{
    expect_findings("2024-06-30", "D12",
                    PERSON SUPPORT "stays H h t1 prison 2024-03-05 2024-03-12\n"
                                   "mutex activity_stay state support stay:hospital\n",
                    "D12 P 2024-03-06..2024-03-11 71 A/s1 H/t1\n");
}

Test(stay, each_kind_of_stay_is_asked_by_itself)
{
    expect_findings("2024-06-30", "D12",
                    PERSON HOSPITAL SUPPORT "stays H h t2 facility 2024-03-12 2024-03-20\n",
                    "D12 P 2024-03-06..2024-03-11 71 A/s1 H/t1\n"
                    "D12 P 2024-03-13..2024-03-19 71 A/s1 H/t2\n");
}

Test(stay, who_dies_in_hospital_is_not_discharged)
{
    expect_findings("2024-06-30", "D12",
                    PERSON HOSPITAL SUPPORT "record A/a death_date=2024-03-10\n",
                    "D12 P 2024-03-06..2024-03-10 71 A/s1 H/t1\n");
    expect_findings("2024-06-30", "D12",
                    PERSON HOSPITAL SUPPORT "record A/a death_date=2024-03-12\n",
                    "D12 P 2024-03-06..2024-03-11 71 A/s1 H/t1\n");
}

Test(stay, a_row_of_the_policy_holds_day_by_day)
{
    const char *jail = PERSON "stays H h t1 prison 2024-03-05 2024-04-05\n"
                              "mutex jail state allowance stay:prison valid_from=2024-03-20\n"
                              "services A a s1 allowance 2024-01-01 -\n";
    expect_findings("2024-06-30", "D12", jail, "D12 P 2024-03-20..2024-04-04 A/s1 H/t1\n");
}

/* A law that was renewed is two rows; what stands in both is one service. */
Test(stay, money_is_counted_once_however_many_rows_of_a_set_hold)
{
    expect_in_finding("2024-06-30", "D12",
                      PERSON
                      "mutex m state allowance stay:hospital valid_to=2024-03-08\n"
                      "mutex m state allowance stay:hospital valid_from=2024-03-09\n" HOSPITAL
                      "services A a s1 allowance 2024-03-01 2024-03-31 amount_won=70\n",
                      "amount_won", "70");
}
