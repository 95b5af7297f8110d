/* SPDX-License-Identifier: Apache-2.0 */
/* test_same_day.c - D04: several agencies deliver the same on one day. */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define PEOPLE                                                                                     \
    "person P A/a B/b C/c\nprogrammes bath 2101 grain=one_off\nprogrammes meal 3102 "              \
    "grain=one_off\nprogrammes visit 7101 grain=hour\nprogrammes stay 7102\n"
#define ON(agency, record, id, programme, day, more)                                               \
    "services " agency " " record " " id " " programme " " day " " day " " more "\n"
#define BATHS                                                                                      \
    PEOPLE ON("A", "a", "s1", "bath", "2024-01-05", "") ON("B", "b", "s2", "bath", "2024-01-05", "")
#define FOUND "D04 P 2024-01-05..2024-01-05 2101 A/s1 B/s2\n"

static void expect(const char *lines, const char *expected)
{
    expect_findings("2024-06-30", "D04", lines, expected);
}

Test(same_day, two_baths_from_two_agencies)
{
    expect(BATHS, FOUND);
}

Test(same_day, the_day_after_is_another_day)
{
    expect(PEOPLE ON("A", "a", "s1", "bath", "2024-01-05", "")
               ON("B", "b", "s2", "bath", "2024-01-06", ""),
           "");
}

Test(same_day, one_agency_alone_may_give_two)
{
    expect(PEOPLE ON("A", "a", "s1", "bath", "2024-01-05", "quantity=5")
               ON("A", "a", "s2", "bath", "2024-01-05", ""),
           "");
}

#define MEAL(agency, record, id, more) ON(agency, record, id, "meal", "2024-01-05", more)

Test(same_day, three_meals_are_a_day)
{
    expect(PEOPLE MEAL("A", "a", "s1", "quantity=2") MEAL("B", "b", "s2", ""), "");
    expect(PEOPLE MEAL("A", "a", "s1", "quantity=2") MEAL("B", "b", "s2", "quantity=1.5"),
           "D04 P 2024-01-05..2024-01-05 3102 A/s1 B/s2\n");
    expect(PEOPLE MEAL("A", "a", "s1", "quantity=3") MEAL("B", "b", "s2", "quantity=0"), "");
}

Test(same_day, the_longest_class_that_fits_says_how_many)
{
    expect("rules D04 daily_max 2 key=21\n" BATHS, "");
    expect("rules D04 daily_max 2 key=21\nrules D04 daily_max 1 key=2101\n" BATHS, FOUND);
    expect("rules D04 daily_max 2\n" BATHS, "");
    expect("rules D04 daily_max 0\n" PEOPLE MEAL("A", "a", "s1", "") MEAL("B", "b", "s2", ""), "");
    expect("rules D04 daily_max 0 key=31\n" PEOPLE MEAL("A", "a", "s1", "")
               MEAL("B", "b", "s2", ""),
           "");
}

Test(same_day, hours_count_when_they_end_that_day)
{
    expect(PEOPLE ON("A", "a", "s1", "visit", "2024-01-05", "")
               ON("B", "b", "s2", "visit", "2024-01-05", ""),
           "D04 P 2024-01-05..2024-01-05 7101 A/s1 B/s2\n");
    expect(PEOPLE ON("A", "a", "s1", "visit", "2024-01-05", "") "services B b s2 visit 2024-01-05 "
                                                                "2024-01-06\n",
           "");
    expect(PEOPLE ON("A", "a", "s1", "visit", "2024-01-05", "") "services B b s2 visit 2024-01-05 "
                                                                "-\n",
           "");
}

Test(same_day, goods_count_whatever_end_is_recorded)
{
    expect(PEOPLE ON("A", "a", "s1", "bath", "2024-01-05", "") "services B b s2 bath 2024-01-05 "
                                                               "2024-02-01\n",
           FOUND);
}

Test(same_day, days_of_other_services_do_not)
{
    expect(PEOPLE ON("A", "a", "s1", "stay", "2024-01-05", "")
               ON("B", "b", "s2", "stay", "2024-01-05", ""),
           "");
}

Test(same_day, two_digits_are_too_vague)
{
    expect("person P A/a B/b\nprogrammes bath 21 grain=one_off\n" ON("A", "a", "s1", "bath",
                                                                     "2024-01-05", "")
               ON("B", "b", "s2", "bath", "2024-01-05", ""),
           "");
}

Test(same_day, rows_that_never_counted_do_not)
{
    expect(PEOPLE ON("A", "a", "s1", "bath", "2024-01-05", "")
               ON("B", "b", "s2", "bath", "2024-01-05", "status=cancelled"),
           "");
    expect(PEOPLE ON("A", "a", "s1", "bath", "2024-01-05", "")
               ON("B", "b", "s2", "bath", "2024-01-05", "status=applied"),
           "");
}

Test(same_day, nothing_is_delivered_after_death)
{
    expect(BATHS "record A/a death_date=2024-01-05\n", FOUND);
    expect(BATHS "record A/a death_date=2024-01-04\n", "");
}

Test(same_day, days_ahead_can_still_be_changed)
{
    expect_findings("2024-01-01", "D04", BATHS, FOUND);
}

Test(same_day, each_day_and_class_is_a_finding)
{
    expect(BATHS ON("A", "a", "s3", "bath", "2024-01-06", "")
               ON("C", "c", "s4", "bath", "2024-01-06", "")
                   ON("C", "c", "s5", "meal", "2024-01-05", "quantity=4") MEAL("B", "b", "s6", ""),
           FOUND "D04 P 2024-01-05..2024-01-05 3102 B/s6 C/s5\n"
                 "D04 P 2024-01-06..2024-01-06 2101 A/s3 C/s4\n");
}

Test(same_day, detail_says_how_many)
{
    struct scenario_result result = scenario_of(
        "2024-06-30", PEOPLE MEAL("A", "a", "s1", "quantity=2.25") MEAL("B", "b", "s2", ""));
    char *detail = table_cell(result.findings, "rule", "D04", "detail");
    char *key = table_cell(result.findings, "rule", "D04", "key");
    cr_expect(detail && strstr(detail, "\"quantity\":3.25,\"daily_max\":3,"), "%s", detail);
    cr_expect_str_eq(key, "3102");
    free(detail);
    free(key);
    scenario_result_clear(&result);
}

Test(same_day, a_decision_holds_until_a_third_agency_comes)
{
    expect_decision_holds("2024-06-30", "D04", BATHS, ON("C", "c", "s3", "bath", "2024-01-05", ""));
}

Test(same_day, without_deliveries_there_is_nothing_to_judge)
{
    expect_judged("2024-06-30", "D04", BATHS, "run", "2");
    expect_judged("2024-06-30", "D04", PEOPLE ON("A", "a", "s1", "stay", "2024-01-05", ""),
                  "nothing_to_judge", "0");
    expect_judged("2024-06-30", "D04",
                  "person P A/a\nabsent programmes\n" ON("A", "a", "s1", "x", "2024-01-05", ""),
                  "not_run", "0");
}
