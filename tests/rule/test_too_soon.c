/* SPDX-License-Identifier: Apache-2.0 */
/* test_too_soon.c - D06: given again too soon. */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define PEOPLE "person P A/a B/b C/c\nprogrammes clean 3203\nprogrammes box 3101\n"
#define ASK PEOPLE "rules D06 min_days 14 key=3203\n"
#define ON(agency, record, id, day) "services " agency " " record " " id " clean " day " " day "\n"
#define TWO(day) ON("A", "a", "s1", "2024-01-01") ON("B", "b", "s2", day)

static void expect(const char *lines, const char *expected)
{
    expect_findings("2024-06-30", "D06", lines, expected);
}

Test(too_soon, thirteen_days_are_fewer_than_fourteen)
{
    expect(ASK TWO("2024-01-14"), "D06 P 2024-01-01..2024-01-14 3203 A/s1 B/s2\n");
    expect(ASK TWO("2024-01-15"), "");
}

Test(too_soon, nothing_is_asked_without_a_row)
{
    expect(PEOPLE TWO("2024-01-02"), "");
    expect_judged("2024-06-30", "D06", PEOPLE TWO("2024-01-02"), "nothing_to_judge", "0");
    expect_judged("2024-06-30", "D06", ASK TWO("2024-01-02"), "run", "2");
    expect_judged("2024-06-30", "D06", "absent programmes\nperson P A/a B/b\n" TWO("2024-01-02"),
                  "not_run", "0");
}

Test(too_soon, one_agency_may_unless_it_may_not)
{
    const char *one = ASK ON("A", "a", "s1", "2024-01-01") ON("A", "a", "s2", "2024-01-05");
    expect(one, "");
    expect(ASK "rules D06 same_agency 1\n" ON("A", "a", "s1", "2024-01-01")
               ON("A", "a", "s2", "2024-01-05"),
           "D06 P 2024-01-01..2024-01-05 3203 A/s1 A/s2\n");
}

Test(too_soon, starts_that_follow_each_other_are_compared)
{
    /* A and A follow each other, A and B do not */
    expect(ASK ON("A", "a", "s1", "2024-01-01") ON("A", "a", "s2", "2024-01-10")
               ON("B", "b", "s3", "2024-01-12"),
           "D06 P 2024-01-10..2024-01-12 3203 A/s2 B/s3\n");
}

Test(too_soon, starts_of_one_day_do_not_follow_each_other)
{
    expect(ASK TWO("2024-01-01"), "");
    expect(ASK TWO("2024-01-01") ON("A", "a", "s3", "2024-01-05"),
           "D06 P 2024-01-01..2024-01-05 3203 A/s1 A/s3 B/s2\n");
}

Test(too_soon, a_run_is_one_finding_and_the_next_run_another)
{
    expect(ASK ON("A", "a", "s1", "2024-01-01") ON("B", "b", "s2", "2024-01-08")
               ON("A", "a", "s3", "2024-01-20") ON("B", "b", "s4", "2024-02-10")
                   ON("C", "c", "s5", "2024-02-11"),
           "D06 P 2024-01-01..2024-01-20 3203 A/s1 A/s3 B/s2\n"
           "D06 P 2024-02-10..2024-02-11 3203 B/s4 C/s5\n");
}

Test(too_soon, a_key_may_be_a_programme_or_a_class_of_two_digits)
{
    expect(PEOPLE "rules D06 min_days 14 key=clean\n" TWO("2024-01-14"),
           "D06 P 2024-01-01..2024-01-14 A/s1 B/s2\n");
    expect(PEOPLE "rules D06 min_days 14 key=Clean\n" TWO("2024-01-14"),
           "D06 P 2024-01-01..2024-01-14 A/s1 B/s2\n");
    expect(PEOPLE "rules D06 min_days 14 key=32\n" TWO("2024-01-14"),
           "D06 P 2024-01-01..2024-01-14 32 A/s1 B/s2\n");
    expect(PEOPLE "rules D06 min_days 14 key=box\n" TWO("2024-01-14"), "");
}

Test(too_soon, each_key_is_asked_about_by_itself)
{
    expect(PEOPLE "rules D06 min_days 14 key=3203\nrules D06 min_days 7 key=32\n" TWO("2024-01-06"),
           "D06 P 2024-01-01..2024-01-06 32 A/s1 B/s2\n"
           "D06 P 2024-01-01..2024-01-06 3203 A/s1 B/s2\n");
}

Test(too_soon, the_row_that_holds_today_asks)
{
    expect(PEOPLE "rules D06 min_days 14 key=3203 valid_to=2024-06-29\n" TWO("2024-01-05"), "");
    expect(PEOPLE "rules D06 min_days 14 key=3203 valid_to=2024-05-31\n"
                  "rules D06 min_days 3 key=3203 valid_from=2024-06-01\n" TWO("2024-01-05"),
           "");
}

Test(too_soon, a_cap_on_the_same_key_silences_it)
{
    expect(ASK "caps D05 class=3203 max_count=9 window_days=180\n" TWO("2024-01-05"), "");
    expect(ASK "caps D05 class=32 max_count=9 window_days=180\n" TWO("2024-01-05"),
           "D06 P 2024-01-01..2024-01-05 3203 A/s1 B/s2\n");
    expect(ASK "caps D05 programme=clean max_count=9 window_days=180\n" TWO("2024-01-05"),
           "D06 P 2024-01-01..2024-01-05 3203 A/s1 B/s2\n");
}

Test(too_soon, what_was_typed_twice_is_one_start)
{
    /* of agency A only: once s2 is gone, nothing of B is left */
    expect("rules D06 same_agency 1\n" ASK ON("A", "a", "s1", "2024-01-01")
               ON("A", "a", "s2", "2024-01-01") ON("B", "b", "s3", "2024-01-05"),
           "D06 P 2024-01-01..2024-01-05 3203 A/s1 B/s3\n");
}

Test(too_soon, rows_that_never_counted_or_came_after_death_do_not)
{
    expect(ASK ON("A", "a", "s1", "2024-01-01") "services B b s2 clean 2024-01-05 2024-01-05 "
                                                "status=rejected\n",
           "");
    expect(ASK TWO("2024-01-05") "record A/a death_date=2024-01-05\n",
           "D06 P 2024-01-01..2024-01-05 3203 A/s1 B/s2\n");
    expect(ASK TWO("2024-01-05") "record A/a death_date=2024-01-04\n", "");
}

Test(too_soon, what_is_to_come_can_be_put_off)
{
    expect_findings("2024-01-02", "D06", ASK TWO("2024-01-05"),
                    "D06 P 2024-01-01..2024-01-05 3203 A/s1 B/s2\n");
}

Test(too_soon, detail_says_how_many_days)
{
    struct scenario_result result = scenario_of("2024-06-30", ASK TWO("2024-01-05"));
    char *detail = table_cell(result.findings, "rule", "D06", "detail");
    cr_expect(detail && strstr(detail, "\"min_days\":14,\"shortest_days\":4,\"same_agency\":0,"),
              "%s", detail);
    cr_expect(detail && strstr(detail, "{\"if\":\"next_on_or_after\",\"day\":\"2024-01-15\"}"));
    free(detail);
    scenario_result_clear(&result);
}

Test(too_soon, a_decision_holds_until_another_one_comes)
{
    expect_decision_holds("2024-06-30", "D06", ASK TWO("2024-01-05"),
                          ON("C", "c", "s3", "2024-01-07"));
}

Test(too_soon, a_row_without_a_key_says_nothing)
{
    struct scenario_result result =
        scenario_of("2024-06-30", PEOPLE "rules D06 min_days 14\n" TWO("2024-01-05"));
    char *reason = table_cell(result.rejects, "table", "rules", "reason");
    cr_expect_str_eq(reason, "CODE");
    free(reason);
    scenario_result_clear(&result);
}
