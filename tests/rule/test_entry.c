/* SPDX-License-Identifier: Apache-2.0 */
/* test_entry.c - D02: one service that somebody has typed twice. */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ONE "person P A/a B/b\nservices A a s1 box 2024-01-05 2024-01-05 class=3101"
#define TWO(first, second)                                                                         \
    ONE first "\nservices A a s2 box 2024-01-05 2024-01-05 class=3101" second "\n"
#define FOUND "D02 P 2024-01-05..2024-01-05 3101 A/s1 A/s2\n"

static void expect(const char *lines, const char *expected)
{
    expect_findings("2024-06-30", "D02", lines, expected);
}

Test(entry, the_same_row_under_two_ids)
{
    expect(TWO("", ""), FOUND);
    expect(TWO(" quantity=2 amount_won=100 benefit_month=2024-01",
               " quantity=2 amount_won=100 benefit_month=2024-01"),
           FOUND);
}

/* A bill, a case or a referral is no part of what is compared. */
Test(entry, what_only_one_of_them_says_beside_does_not_matter)
{
    expect(TWO("", " invoice_id=i1"), FOUND);
    expect(TWO(" case_id=c1", ""), FOUND);
    expect(TWO(" unit=kg", " unit=kg invoice_id=i1"), FOUND);
}

Test(entry, rows_that_differ_in_anything_are_two)
{
    expect(TWO(" quantity=1", ""), "");
    expect(TWO(" quantity=1 unit=kg", " quantity=1 unit=box"), "");
    expect(TWO(" quantity=1 unit=kg", " quantity=1"), "");
    expect(TWO(" amount_won=1", " amount_won=2"), "");
    expect(TWO("", " benefit_month=2024-01"), "");
    expect(ONE "\nservices A a s2 kit 2024-01-05 2024-01-05 class=3101\n", "");
    expect(ONE "\nservices A a s2 box 2024-01-05 2024-01-05 class=3102\n", "");
    expect(ONE "\nservices A a s2 box 2024-01-05 2024-01-06 class=3101\n", "");
    expect(ONE "\nservices A a s2 box 2024-01-05 - class=3101\n", "");
    expect(ONE "\nservices A a s2 box 2024-01-06 2024-01-06 class=3101\n", "");
}

Test(entry, two_agencies_are_no_double_entry)
{
    expect(ONE "\nservices B b s2 box 2024-01-05 2024-01-05 class=3101\n", "");
}

Test(entry, an_end_that_max_days_gives_is_not_a_recorded_one)
{
    expect("person P A/a\nprogrammes box 3101 max_days=1\n"
           "services A a s1 box 2024-01-05 2024-01-05\nservices A a s2 box 2024-01-05 -\n",
           "");
}

Test(entry, entered_within_thirty_days)
{
    expect(TWO(" entered_on=2024-01-05", " entered_on=2024-02-04"), FOUND);
    expect(TWO(" entered_on=2024-01-05", " entered_on=2024-02-05"), "");
    expect(TWO(" entered_on=2024-01-05", ""), FOUND);
    expect("rules D02 entered_days 31\n" TWO(" entered_on=2024-01-05", " entered_on=2024-02-05"),
           FOUND);
}

Test(entry, all_of_a_group_or_none)
{
    /* the last one was entered too late for the first */
    expect(TWO(" entered_on=2024-01-05", " entered_on=2024-01-20") "services A a s3 box 2024-01-05 "
                                                                   "2024-01-05 class=3101 "
                                                                   "entered_on=2024-02-10\n",
           "");
}

Test(entry, rows_that_never_counted_do_not)
{
    expect(TWO("", " status=reversed"), "");
    expect(TWO("", " status=error"), "");
    expect(TWO("", " status=planned"), "");
    expect(TWO("", " status=approved"), FOUND);
}

Test(entry, what_starts_after_death_is_not_asked_here)
{
    expect(TWO("", "") "record A/a death_date=2024-01-05\n", FOUND);
    expect(TWO("", "") "record A/a death_date=2024-01-04\n", "");
}

Test(entry, what_lies_ahead_can_be_typed_twice_too)
{
    expect_findings("2023-12-31", "D02", TWO("", ""), FOUND);
}

Test(entry, entries_of_one_key_and_day_are_one_finding)
{
    expect(TWO(" amount_won=5", " amount_won=5") "services A a s3 box 2024-01-05 2024-01-05 "
                                                 "class=3101 amount_won=7\n"
                                                 "services A a s4 box 2024-01-05 2024-01-05 "
                                                 "class=3101 amount_won=7\n"
                                                 "services A a s5 box 2024-01-05 2024-01-05 "
                                                 "class=3101 amount_won=9\n",
           "D02 P 2024-01-05..2024-01-05 3101 A/s1 A/s2 A/s3 A/s4\n");
}

Test(entry, of_many_days_the_last_ones_are_one_finding)
{
    char lines[32768];
    size_t len = (size_t)snprintf(lines, sizeof lines, "person P A/a\n");
    for (int i = 0; i < 240; i++)
        len += (size_t)snprintf(lines + len, sizeof lines - len,
                                "services A a s%03d box 2024-%02d-%02d - class=3101\n", i,
                                1 + i / 40, 1 + i % 40 / 2);
    struct scenario_result result = scenario_of("2024-06-30", lines);
    char *n = table_cell(result.rule_runs, "rule", "D02", "n_findings");
    cr_expect_str_eq(n, "100");
    cr_expect(strstr(result.findings, "\"\"n_segments\"\":21") ||
              strstr(result.findings, "\"n_segments\":21"));
    free(n);
    scenario_result_clear(&result);
}

Test(entry, all_but_the_largest_amount_should_not_have_been)
{
    struct scenario_result result =
        scenario_of("2024-06-30", TWO(" amount_won=500", " amount_won=500"));
    char *amount = table_cell(result.findings, "rule", "D02", "amount_won");
    char *key = table_cell(result.findings, "rule", "D02", "key");
    cr_expect_str_eq(amount, "500");
    cr_expect_str_eq(key, "box A 3101");
    free(amount);
    free(key);
    scenario_result_clear(&result);
}

Test(entry, a_decision_holds_until_it_is_typed_once_more)
{
    expect_decision_holds("2024-06-30", "D02", TWO("", ""),
                          "services A a s3 box 2024-01-05 2024-01-05 class=3101\n");
}

Test(entry, without_rows_that_count_there_is_nothing_to_judge)
{
    expect_judged("2024-06-30", "D02", TWO("", ""), "run", "2");
    expect_judged("2024-06-30", "D02", ONE " status=planned\n", "nothing_to_judge", "0");
    expect_judged("2024-06-30", "D02", TWO("", "") "absent programmes\n", "not_run", "0");
}

#define CAPPED "caps D05 class=3101 max_count=1 window_days=30\n"
#define BY_CAP "D05 P 2024-01-05..2024-01-05 3101 A/s1 A/s2\n"

Test(entry, a_cap_counts_what_was_typed_twice_once)
{
    expect_findings("2024-06-30", "D05", CAPPED TWO("", ""), "");
    expect_findings("2024-06-30", "D05", CAPPED TWO("", " amount_won=1"), BY_CAP);
    expect_findings("2024-06-30", "D05", CAPPED "rules D02 enabled 0\n" TWO("", ""), BY_CAP);
    expect_findings("2024-06-30", "D05",
                    CAPPED TWO(" entered_on=2024-01-05", " entered_on=2024-02-05"), BY_CAP);
}

Test(entry, a_cap_counts_the_first_of_them)
{
    expect_findings("2024-06-30", "D05",
                    CAPPED TWO("", "") "services B b s3 box 2024-01-20 2024-01-20 class=3101\n",
                    "D05 P 2024-01-20..2024-01-20 3101 A/s1 B/s3\n");
}
