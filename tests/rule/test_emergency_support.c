/* SPDX-License-Identifier: Apache-2.0 */
/* test_emergency_support.c - D08: more emergency support in one crisis than the law gives. */
#include "rule/scenario.h"

#include <criterion/criterion.h>

#define PEOPLE                                                                                     \
    "person P A/a B/b\nprogrammes live 3002 grain=month\nprogrammes rent 4002 grain=month\n"       \
    "programmes home 7106 grain=month\nprogrammes fuel 9303 grain=month\n"                         \
    "programmes doctor 2001 grain=one_off\nprogrammes school 6001 grain=one_off\n"                 \
    "rules D08 episode_class 3002 key=living\nrules D08 episode_class 4002 key=housing\n"          \
    "rules D08 episode_class 7106 key=facility\nrules D08 episode_class 93;5001 key=other\n"       \
    "rules D08 episode_class 2001 key=medical\nrules D08 episode_class 6001 key=education\n"
#define A(id, programme, days, more) "services A a " id " " programme " " days " " more "\n"
#define B(id, programme, days, more) "services B b " id " " programme " " days " " more "\n"
#define THREE A("s1", "live", "2024-01-10 2024-03-31", "")
#define FOUR THREE B("s2", "live", "2024-04-01 2024-04-30", "")
#define FOUND "D08 P 2024-01-10..2024-04-30 A/s1 B/s2\n"

static void expect(const char *lines, const char *expected)
{
    expect_findings("2024-12-31", "D08", lines, expected);
}

/* Severity 2 above what an agency decides alone, 3 above what a committee can decide. */
static void expect_severity(const char *lines, const char *severity)
{
    expect_in_finding("2024-12-31", "D08", lines, "severity", severity);
}

Test(emergency_support, three_months_of_living_costs_without_a_committee)
{
    expect(PEOPLE THREE, "");
    expect(PEOPLE FOUR, FOUND);
    expect_severity(PEOPLE FOUR, "2");
}

#define CASE "cases A a c1 emergency 2024-01-09\n"
#define IN_CASE "case_id=c1"
#define COMMITTEE "events A a committee 2024-03-30 case_id=c1\n"
#define SIX A("s1", "live", "2024-01-10 2024-06-30", IN_CASE)
#define SEVEN SIX A("s2", "live", "2024-07-01 2024-07-31", IN_CASE)

Test(emergency_support, six_months_with_one)
{
    expect(PEOPLE CASE COMMITTEE SIX, "");
    expect(PEOPLE CASE COMMITTEE SEVEN, "D08 P 2024-01-10..2024-07-31 A/s1 A/s2\n");
    expect_severity(PEOPLE CASE COMMITTEE SEVEN, "3");
    expect_severity(PEOPLE CASE SEVEN, "3");
    expect_severity(PEOPLE CASE SIX, "2");
}

Test(emergency_support, a_committee_on_another_case_or_still_to_come_is_none)
{
    const char *found = "D08 P 2024-01-10..2024-06-30 A/s1\n";
    expect(PEOPLE CASE "events A a committee 2024-03-30 case_id=c2\n" SIX, found);
    expect(PEOPLE CASE "events A a committee 2024-03-30\n" SIX, found);
    expect(PEOPLE CASE "events A a meeting 2024-03-30 case_id=c1\n" SIX, found);
    expect(PEOPLE CASE "events A a committee 2025-01-01 case_id=c1\n" SIX, found);
    expect(PEOPLE CASE "events A a committee 2024-12-31 case_id=c1\n" SIX, "");
}

Test(emergency_support, a_case_that_no_table_has_is_one_all_the_same)
{
    expect(PEOPLE COMMITTEE SIX, "");
    expect(PEOPLE "events B b committee 2024-03-30 case_id=c1\n" SIX,
           "D08 P 2024-01-10..2024-06-30 A/s1\n");
}

Test(emergency_support, without_events_only_the_most_is_asked_about)
{
    expect(PEOPLE "absent events\n" FOUR, "");
    expect(PEOPLE "absent events\n" SEVEN, "D08 P 2024-01-10..2024-07-31 A/s1 A/s2\n");
}

Test(emergency_support, each_kind_has_numbers_of_its_own)
{
    expect(PEOPLE A("s1", "rent", "2024-01-01 2024-03-31", ""), "");
    expect(PEOPLE A("s1", "rent", "2024-01-01 2024-04-30", ""),
           "D08 P 2024-01-01..2024-04-30 A/s1\n");
    expect(PEOPLE CASE COMMITTEE A("s1", "rent", "2023-01-01 2023-12-31", IN_CASE), "");
    expect(PEOPLE CASE COMMITTEE A("s1", "rent", "2023-01-01 2024-01-31", IN_CASE),
           "D08 P 2023-01-01..2024-01-31 A/s1\n");
    expect(PEOPLE A("s1", "home", "2024-01-01 2024-01-31", ""), "");
    expect(PEOPLE A("s1", "home", "2024-01-01 2024-02-01", ""),
           "D08 P 2024-01-01..2024-02-01 A/s1\n");
    expect(PEOPLE A("s1", "fuel", "2024-01-01 2024-02-01", ""),
           "D08 P 2024-01-01..2024-02-01 A/s1\n");
}

#define AGAIN(programme) B("s2", programme, "2024-01-05 -", "")
#define THIRD(programme) B("s3", programme, "2024-01-06 -", "")

Test(emergency_support, medical_help_and_schooling_are_counted_by_times)
{
    expect(PEOPLE A("s1", "school", "2024-01-05 -", "") AGAIN("school"), "");
    expect(PEOPLE A("s1", "school", "2024-01-05 -", "") AGAIN("school") THIRD("school"),
           "D08 P 2024-01-05..2024-01-06 A/s1 B/s2 B/s3\n");
    expect(PEOPLE A("s1", "doctor", "2024-01-05 -", ""), "");
    expect(PEOPLE A("s1", "doctor", "2024-01-05 -", "") AGAIN("doctor"),
           "D08 P 2024-01-05..2024-01-05 A/s1 B/s2\n");
}

Test(emergency_support, a_month_counts_once)
{
    expect(PEOPLE THREE B("s2", "live", "2024-03-01 2024-03-31", ""), "");
    expect(PEOPLE THREE B("s2", "live", "2024-05-01 2024-05-31", "benefit_month=2024-03"), "");
    expect(PEOPLE THREE B("s2", "live", "2024-03-01 2024-03-31", "benefit_month=2024-05"),
           "D08 P 2024-01-10..2024-03-31 A/s1 B/s2\n");
}

Test(emergency_support, an_open_end_runs_to_the_month_of_today)
{
    const char *open = PEOPLE A("s1", "live", "2024-01-10 -", "");
    expect_findings("2024-03-31", "D08", open, "");
    expect_findings("2024-04-01", "D08", open, "D08 P 2024-01-10.. A/s1\n");
}

Test(emergency_support, half_a_year_apart_is_another_crisis)
{
    expect(PEOPLE THREE B("s2", "live", "2024-09-27 2024-09-30", ""),
           "D08 P 2024-01-10..2024-09-30 A/s1 B/s2\n");
    expect(PEOPLE THREE B("s2", "live", "2024-09-28 2024-09-30", ""), "");
    expect("rules D08 episode_gap_days 181\n" PEOPLE THREE B("s2", "live", "2024-09-28 2024-09-30",
                                                             ""),
           "D08 P 2024-01-10..2024-09-30 A/s1 B/s2\n");
}

Test(emergency_support, one_case_is_one_crisis_however_long)
{
    expect(PEOPLE CASE A("s1", "live", "2023-01-10 2023-03-31", IN_CASE)
               A("s2", "live", "2024-09-28 2024-09-30", IN_CASE),
           "D08 P 2023-01-10..2024-09-30 A/s1 A/s2\n");
}

#define TWO_CASES CASE "cases A a c2 emergency 2024-01-09\n"

Test(emergency_support, two_cases_are_two_unless_something_lies_between)
{
    const char *two = PEOPLE TWO_CASES A("s1", "live", "2024-01-10 2024-03-31", IN_CASE)
        A("s2", "live", "2024-04-01 2024-04-30", "case_id=c2");
    expect(two, "");
    expect(PEOPLE TWO_CASES A("s1", "live", "2024-01-10 2024-03-31", IN_CASE)
               A("s2", "live", "2024-04-01 2024-04-30", "case_id=c2")
                   B("s3", "fuel", "2024-04-05 2024-04-05", ""),
           "D08 P 2024-01-10..2024-04-30 A/s1 A/s2\n");
    expect(PEOPLE TWO_CASES A("s1", "live", "2023-01-10 2023-03-31", IN_CASE)
               A("s2", "live", "2024-04-01 2024-04-30", "case_id=c2")
                   B("s3", "fuel", "2024-04-05 2024-04-05", ""),
           "");
}

#define FAMILY "person Q A/q\nrecord A/a household=h\nrecord A/q household=h\n"

Test(emergency_support, a_household_has_one_crisis)
{
    expect(PEOPLE FAMILY THREE "services A q s2 live 2024-04-01 2024-04-30\n",
           "D08 A/h 2024-01-10..2024-04-30 A/s1 A/s2\n");
    expect(PEOPLE "person Q A/q\n" THREE "services A q s2 live 2024-04-01 2024-04-30\n", "");
}

Test(emergency_support, episodes_that_begin_on_one_day_are_one_finding)
{
    expect(PEOPLE TWO_CASES A("s1", "home", "2024-01-10 2024-02-10", IN_CASE)
               A("s2", "home", "2024-01-10 2024-03-10", "case_id=c2"),
           "D08 P 2024-01-10..2024-03-10 A/s1 A/s2\n");
}

Test(emergency_support, only_what_is_active_and_before_a_death_counts)
{
    expect(PEOPLE THREE B("s2", "live", "2024-04-01 2024-04-30", "status=planned"), "");
    expect(PEOPLE THREE B("s2", "live", "2024-04-01 2024-04-30", "status=error"), "");
    expect(PEOPLE FOUR "record A/a death_date=2024-03-31\n", "");
    expect(PEOPLE FOUR "record A/a death_date=2024-04-01\n",
           "D08 P 2024-01-10..2024-04-01 A/s1 B/s2\n");
}

Test(emergency_support, the_finding_says_what_was_compared)
{
    expect_in_finding("2024-12-31", "D08", PEOPLE FOUR, "key", "living");
    expect_in_finding(
        "2024-12-31", "D08", PEOPLE FOUR, "message_en",
        "Emergency support (living costs) seems to have come to 4 in one crisis, "
        "counted in months (2024-01-10 to 2024-04-30; A, B); the limit without a "
        "committee is 3. Please check together what was given and whether a committee "
        "met.");
    expect_in_finding("2024-12-31", "D08", PEOPLE FOUR, "message_ko",
                      "한 위기 상황에 대한 긴급지원(생계)이 모두 4개월 제공된 것으로 "
                      "보입니다(2024-01-10 ~ 2024-04-30, A, B). 심의 없이 지원할 수 있는 한도는 "
                      "3개월입니다. 지원 내역과 심의 여부를 함께 확인해 주세요.");
}

Test(emergency_support, a_decision_holds_until_a_row_joins)
{
    expect_decision_holds("2024-12-31", "D08", PEOPLE FOUR,
                          B("s3", "live", "2024-04-02 2024-04-03", ""));
}

Test(emergency_support, it_says_what_was_judged)
{
    expect_judged("2024-12-31", "D08", PEOPLE THREE, "run", "1");
    expect_judged("2024-12-31", "D08", "person P A/a\nprogrammes live 3002\n" THREE,
                  "nothing_to_judge", "0");
    expect_judged("2024-12-31", "D08",
                  "person P A/a\nabsent programmes\nrules D08 episode_class 3002 key=living\n"
                  "services A a s1 live 2024-01-10 2024-03-31 class=3002\n",
                  "not_run", "0");
}
