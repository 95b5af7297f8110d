/* SPDX-License-Identifier: Apache-2.0 */
/* test_top_up.c - D11: more than a benefit may fill up. */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* livelihood may fill up what the pension leaves of 700,000 won */
#define BENEFITS                                                                                   \
    "person P A/p B/p\nprogrammes live 3001 grain=month\nprogrammes pension 3003 grain=month\n"    \
    "thresholds D11:live 700000 household_size=1\nthresholds D11:live 1000000\n"
#define SET "mutex fill top_up live pension\n"
#define PENSION "services A p s1 pension 2024-01-01 2024-12-31 amount_won=300000\n"

static void expect_given(const char *won, const char *expected)
{
    char lines[2048];
    snprintf(lines, sizeof lines,
             BENEFITS SET PENSION "services B p s2 live 2024-03-01 2024-04-30 amount_won=%s\n",
             won);
    expect_findings("2024-06-30", "D11", lines, expected);
}

Test(top_up, more_than_is_left_and_a_thousand_won)
{
    expect_given("401000", "");
    expect_given("401001", "D11 P 2024-03-01..2024-04-30 A/s1 B/s2\n");
}

Test(top_up, an_amount_or_a_ceiling_that_is_missing_says_nothing)
{
    expect_given("", "");
    expect_findings("2024-06-30", "D11",
                    "person P A/p\nprogrammes live 3001 grain=month\n"
                    "thresholds D11:other 1\n" SET "programmes pension 3003 grain=month\n"
                    "services A p s2 live 2024-03-01 2024-04-30 amount_won=900000\n",
                    "");
}

Test(top_up, without_the_other_benefit_the_ceiling_holds)
{
    expect_findings("2024-06-30", "D11",
                    BENEFITS SET "services A p s2 live 2024-03-01 2024-03-31 amount_won=701001\n",
                    "D11 P 2024-03-01..2024-03-31 A/s2\n");
    expect_findings("2024-06-30", "D11",
                    BENEFITS SET "services A p s2 live 2024-03-01 2024-03-31 amount_won=701000\n",
                    "");
}

Test(top_up, a_share_of_the_other_one_may_count)
{
    expect_findings("2024-06-30", "D11",
                    BENEFITS SET PENSION
                    "rules D11 counted_share 0.5\n"
                    "services B p s2 live 2024-03-01 2024-03-31 amount_won=551000\n",
                    "");
    expect_findings("2024-06-30", "D11",
                    BENEFITS SET PENSION
                    "rules D11 counted_share 0.5\n"
                    "services B p s2 live 2024-03-01 2024-03-31 amount_won=551001\n",
                    "D11 P 2024-03-01..2024-03-31 A/s1 B/s2\n");
}

Test(top_up, the_share_of_a_row_goes_before_the_rules)
{
    expect_findings("2024-06-30", "D11",
                    BENEFITS PENSION
                    "mutex fill top_up live pension counted_share=0\nrules D11 counted_share 0.5\n"
                    "services B p s2 live 2024-03-01 2024-03-31 amount_won=701000\n",
                    "");
    expect_findings("2024-06-30", "D11",
                    BENEFITS PENSION
                    "mutex fill top_up live pension counted_share=0\nrules D11 counted_share 0.5\n"
                    "services B p s2 live 2024-03-01 2024-03-31 amount_won=701001\n",
                    "D11 P 2024-03-01..2024-03-31 A/s1 B/s2\n");
}

Test(top_up, a_row_counts_in_its_own_month_or_in_each_of_its_months)
{
    const char *own = BENEFITS SET PENSION
        "services B p s2 live 2024-03-01 2024-04-30 amount_won=500000 benefit_month=2024-05\n";
    const char *once =
        "person P A/p B/p\nprogrammes live 3001 grain=day\n"
        "programmes pension 3003 grain=month\nthresholds D11:live 700000\n" SET PENSION
        "services B p s2 live 2024-03-20 2024-04-30 amount_won=500000\n";
    expect_findings("2024-06-30", "D11", own, "D11 P 2024-05-01..2024-05-31 A/s1 B/s2\n");
    expect_findings("2024-06-30", "D11", once, "D11 P 2024-03-01..2024-03-31 A/s1 B/s2\n");
}

Test(top_up, what_is_on_both_sides_is_what_fills_up)
{
    expect_findings("2024-06-30", "D11",
                    "person P A/p\nprogrammes live 3001 grain=month\n"
                    "thresholds D11:class:30 700000\nmutex fill top_up class:30 class:3001\n"
                    "services A p s1 live 2024-03-01 2024-03-31 amount_won=701001\n",
                    "D11 P 2024-03-01..2024-03-31 A/s1\n");
}

Test(top_up, amounts_that_no_number_can_hold_are_too_much)
{
    expect_findings("2024-06-30", "D11",
                    BENEFITS SET
                    "services A p s1 live 2024-03-01 2024-03-31 amount_won=9000000000000000000\n"
                    "services B p s2 live 2024-03-01 2024-03-31 amount_won=9000000000000000000\n",
                    "D11 P 2024-03-01..2024-03-31 A/s1 B/s2\n");
}

Test(top_up, months_that_are_not_too_much_part_two_findings)
{
    expect_findings("2024-06-30", "D11",
                    BENEFITS SET PENSION
                    "services B p s2 live 2024-02-01 2024-02-29 amount_won=500000\n"
                    "services B p s3 live 2024-03-01 2024-03-31 amount_won=400000\n"
                    "services B p s4 live 2024-04-01 - amount_won=500000\n",
                    "D11 P 2024-02-01..2024-02-29 A/s1 B/s2\n"
                    "D11 P 2024-04-01..2024-06-30 A/s1 B/s4\n");
}

Test(top_up, a_household_is_summed_and_measured_as_one)
{
    const char *lines = BENEFITS "mutex fill top_up live pension scope=household\n"
                                 "person Q A/q\nrecord A/p household=h\nrecord A/q household=h\n"
                                 "services A q s1 pension 2024-01-01 2024-12-31 amount_won=300000\n"
                                 "services B p s2 live 2024-03-01 2024-03-31 amount_won=701001\n";
    char more[2048];
    expect_findings("2024-06-30", "D11", lines, "D11 A/h 2024-03-01..2024-03-31 A/s1 B/s2\n");
    /* of whom one died in February, so that one is left in March, and the ceiling is lower */
    snprintf(more, sizeof more, "%srecord A/q death_date=2024-02-29\n", lines);
    expect_findings("2024-06-30", "D11", more, "D11 A/h 2024-03-01..2024-03-31 B/s2\n");
}

Test(top_up, a_row_holds_on_the_first_day_of_a_month)
{
    expect_findings("2024-06-30", "D11",
                    BENEFITS PENSION
                    "mutex fill top_up live pension valid_from=2024-03-02\n"
                    "services B p s2 live 2024-03-01 2024-04-30 amount_won=500000\n",
                    "D11 P 2024-04-01..2024-04-30 A/s1 B/s2\n");
}

#define TOO_MUCH "services B p s2 live 2024-03-01 2024-04-30 amount_won=500000\n"

Test(top_up, what_never_counted_or_came_after_death_does_not)
{
    expect_findings("2024-06-30", "D11",
                    BENEFITS SET PENSION
                    "services B p s2 live 2024-03-01 2024-04-30 amount_won=500000 status=planned\n",
                    "");
    expect_findings("2024-06-30", "D11",
                    BENEFITS SET PENSION TOO_MUCH "record B/p death_date=2024-03-31\n",
                    "D11 P 2024-03-01..2024-03-31 A/s1 B/s2\n");
}

Test(top_up, what_is_to_come_can_be_put_right)
{
    expect_findings("2024-02-01", "D11", BENEFITS SET PENSION TOO_MUCH,
                    "D11 P 2024-03-01..2024-04-30 A/s1 B/s2\n");
}

Test(top_up, detail_says_how_much)
{
    struct scenario_result result = scenario_of("2024-06-30", BENEFITS SET PENSION TOO_MUCH);
    char *detail = table_cell(result.findings, "rule", "D11", "detail");
    char *key = table_cell(result.findings, "rule", "D11", "key");
    char *amount = table_cell(result.findings, "rule", "D11", "amount_won");
    cr_expect(detail && strstr(detail, "\"given_won\":500000,\"counted_won\":300000,"
                                       "\"counted_share\":1,\"ceiling_won\":700000,"
                                       "\"allowed_won\":400000,\"epsilon_won\":1000,"),
              "%s", detail);
    cr_expect_str_eq(key, "fill");
    cr_expect_str_eq(amount, "300000");
    free(detail);
    free(key);
    free(amount);
    scenario_result_clear(&result);
}

Test(top_up, a_decision_holds_until_more_is_given)
{
    expect_decision_holds("2024-06-30", "D11", BENEFITS SET PENSION TOO_MUCH,
                          "services A p s3 live 2024-04-01 2024-04-30 amount_won=5\n");
}

Test(top_up, without_a_ceiling_nobody_can_say)
{
    const char *bare = "person P A/p B/p\nprogrammes live 3001 grain=month\n"
                       "programmes pension 3003 grain=month\n" PENSION TOO_MUCH;
    char lines[2048];
    expect_judged("2024-06-30", "D11", BENEFITS SET PENSION TOO_MUCH, "run", "2");
    expect_judged("2024-06-30", "D11", BENEFITS "table mutex\n" PENSION TOO_MUCH,
                  "nothing_to_judge", "0");
    snprintf(lines, sizeof lines, SET "%s", bare);
    expect_judged("2024-06-30", "D11", lines, "not_run", "0");
}
