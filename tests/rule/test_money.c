/* SPDX-License-Identifier: Apache-2.0 */
/* test_money.c - D07: more money in a month, quarter or year than a cap allows. */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define PEOPLE "person P A/a B/b\nprogrammes rent 4001\nprogrammes food 3101\n"
#define PAID(agency, record, id, day, won)                                                         \
    "services " agency " " record " " id " rent " day " " day " amount_won=" won "\n"
#define MONTHLY "caps D07 programme=rent max_amount_won=1000 period=month\n"
#define TWO(won)                                                                                   \
    PEOPLE PAID("A", "a", "s1", "2024-03-01", "600") PAID("B", "b", "s2", "2024-03-31", won)
#define FOUND "D07 P 2024-03-01..2024-03-31 A/s1 B/s2\n"

static void expect(const char *lines, const char *expected)
{
    expect_findings("2024-06-30", "D07", lines, expected);
}

Test(money, one_won_over_the_cap)
{
    expect(MONTHLY TWO("401"), FOUND);
    expect(MONTHLY TWO("400"), "");
}

Test(money, an_empty_period_is_a_month)
{
    expect("caps D07 programme=rent max_amount_won=1000\n" TWO("401"), FOUND);
}

Test(money, the_next_month_is_another_one)
{
    expect(MONTHLY PEOPLE PAID("A", "a", "s1", "2024-03-31", "600")
               PAID("B", "b", "s2", "2024-04-01", "600"),
           "");
}

Test(money, quarters_and_years_are_those_of_the_calendar)
{
    const char *quarter =
        "caps D07 programme=rent max_amount_won=1000 period=quarter\n" PEOPLE PAID(
            "A", "a", "s1", "2024-01-01", "600") PAID("B", "b", "s2", "2024-03-31", "600")
            PAID("A", "a", "s3", "2024-04-01", "600");
    expect(quarter, "D07 P 2024-01-01..2024-03-31 A/s1 B/s2\n");
    const char *year = "caps D07 programme=rent max_amount_won=1000 period=year\n" PEOPLE PAID(
        "A", "a", "s1", "2023-12-31", "600") PAID("B", "b", "s2", "2024-01-01", "600")
        PAID("A", "a", "s3", "2024-06-01", "600");
    expect(year, "D07 P 2024-01-01..2024-12-31 A/s3 B/s2\n");
}

Test(money, a_benefit_month_goes_before_the_day)
{
    expect(MONTHLY PEOPLE PAID("A", "a", "s1", "2024-03-01", "600")
               PAID("B", "b", "s2", "2024-05-10", "600 benefit_month=2024-03"),
           FOUND);
}

Test(money, a_cap_may_be_on_a_class)
{
    expect("caps D07 class=40 max_amount_won=1000\n" TWO("401"),
           "D07 P 2024-03-01..2024-03-31 40 A/s1 B/s2\n");
    expect("caps D07 class=31 max_amount_won=1000\n" TWO("401"), "");
}

Test(money, the_cap_of_the_periods_first_day_holds)
{
    expect("caps D07 programme=rent max_amount_won=1000 valid_from=2024-03-02\n" TWO("401"), "");
    expect("caps D07 programme=rent max_amount_won=1000 valid_to=2024-03-01\n" TWO("401"), FOUND);
    expect("caps D07 programme=rent max_amount_won=900 valid_to=2024-02-29\n"
           "caps D07 programme=rent max_amount_won=2000 valid_from=2024-03-01\n" TWO("401"),
           "");
}

Test(money, of_two_caps_the_lower_one_is_one_finding)
{
    expect("caps D07 programme=rent max_amount_won=1000\n"
           "caps D07 programme=rent max_amount_won=900 period=month\n" TWO("401"),
           FOUND);
}

Test(money, what_is_missing_can_only_add)
{
    expect(MONTHLY TWO("401") "services A a s3 rent 2024-03-10 2024-03-10\n",
           "D07 P 2024-03-01..2024-03-31 A/s1 A/s3 B/s2\n");
    expect(MONTHLY TWO("400") "services A a s3 rent 2024-03-10 2024-03-10\n", "");
}

#define FAMILY                                                                                     \
    "person Q A/q\nperson R A/r\nrecord A/a household=h\nrecord A/q household=h\n"                 \
    "record A/r household=h\n"

Test(money, a_household_shares_its_cap)
{
    const char *one = PEOPLE PAID("A", "a", "s1", "2024-03-01", "600")
        FAMILY PAID("A", "q", "s2", "2024-03-05", "600") MONTHLY;
    expect(one, "");
    expect(PEOPLE PAID("A", "a", "s1", "2024-03-01", "600")
               FAMILY PAID("A", "q", "s2", "2024-03-05", "600") "caps D07 programme=rent "
                                                                "scope=household "
                                                                "max_amount_won=1000\n",
           "D07 A/h 2024-03-01..2024-03-31 A/s1 A/s2\n");
}

#define BY_SIZE                                                                                    \
    "caps D07 programme=rent scope=household\nthresholds D07:rent 1000\n"                          \
    "thresholds D07:rent 1500 household_size=3\n"
#define FOR_THREE                                                                                  \
    PEOPLE PAID("A", "a", "s1", "2024-03-01", "600")                                               \
        FAMILY PAID("A", "q", "s2", "2024-03-05", "600")

Test(money, without_an_amount_the_threshold_for_the_household_holds)
{
    expect(BY_SIZE FOR_THREE, "");
    expect(BY_SIZE FOR_THREE "record A/r death_date=2024-03-01\n", "");
    expect(BY_SIZE FOR_THREE "record A/r death_date=2024-02-29\n",
           "D07 A/h 2024-03-01..2024-03-31 A/s1 A/s2\n");
    expect("caps D07 programme=rent scope=household\ntable thresholds\n" FOR_THREE, "");
}

Test(money, rows_that_never_counted_or_came_after_death_do_not)
{
    expect(MONTHLY TWO("401 status=reversed"), "");
    expect(MONTHLY TWO("401 status=planned"), "");
    expect(MONTHLY TWO("401") "record A/a death_date=2024-03-30\n", "");
    expect(MONTHLY TWO("401") "record A/a death_date=2024-03-31\n", FOUND);
}

Test(money, what_is_to_come_can_be_put_off)
{
    expect_findings("2024-02-01", "D07", MONTHLY TWO("401"), FOUND);
}

Test(money, detail_says_how_much)
{
    struct scenario_result result = scenario_of("2024-06-30", MONTHLY TWO("401"));
    char *detail = table_cell(result.findings, "rule", "D07", "detail");
    char *key = table_cell(result.findings, "rule", "D07", "key");
    char *amount = table_cell(result.findings, "rule", "D07", "amount_won");
    cr_expect(detail && strstr(detail, "\"sum_won\":1001,\"cap_won\":1000,\"over_won\":1,"), "%s",
              detail);
    cr_expect_str_eq(key, "rent month");
    cr_expect_str_eq(amount, "401");
    free(detail);
    free(key);
    free(amount);
    scenario_result_clear(&result);
}

Test(money, a_decision_holds_until_more_is_paid)
{
    expect_decision_holds("2024-06-30", "D07", MONTHLY TWO("401"),
                          PAID("A", "a", "s3", "2024-03-20", "5"));
}

Test(money, without_a_cap_there_is_nothing_to_judge)
{
    expect_judged("2024-06-30", "D07", MONTHLY TWO("401"), "run", "2");
    expect_judged("2024-06-30", "D07", "table caps\n" TWO("401"), "nothing_to_judge", "0");
    expect_judged("2024-06-30", "D07", TWO("401"), "not_run", "0");
    expect_judged("2024-06-30", "D07",
                  "absent programmes\n"
                  "caps D07 class=40 max_amount_won=1\nperson P A/a\n" PAID("A", "a", "s1",
                                                                            "2024-03-01", "600"),
                  "not_run", "0");
}

Test(money, two_caps_of_somebody_alone_never_share_an_id)
{
    const char *const both = PEOPLE PAID("A", "a", "s1", "2024-03-01", "1600") MONTHLY
        "caps D07 programme=rent scope=household max_amount_won=1500 period=month\n";
    struct scenario_result result = scenario_of("2024-06-30", both);
    char *id = table_cell(result.findings, "key", "rent month", "finding_id");
    char *other = table_cell(result.findings, "key", "rent month household", "finding_id");
    cr_assert_not_null(id);
    cr_assert_not_null(other);
    cr_expect_str_neq(id, other);
    free(id);
    free(other);
    scenario_result_clear(&result);
}

/* X04: sums of money that do not fit are looked for in all findings. */
Test(money, findings_are_judged_for_the_size_of_their_sums)
{
    expect_judged("2024-06-30", "X04", MONTHLY TWO("401"), "run", "1");
    expect_judged("2024-06-30", "X04", MONTHLY TWO("400"), "nothing_to_judge", "0");
    expect_judged("2024-06-30", "X04", MONTHLY TWO("9223372036854775807"), "run", "1");
}
