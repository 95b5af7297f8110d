/* SPDX-License-Identifier: Apache-2.0 */
/* test_care_hours.c - D22: more hours of care in a month than a person is meant to have. */
#include "rule/scenario.h"

#include <criterion/criterion.h>

#define PEOPLE                                                                                     \
    "person P A/a B/b\nprogrammes care 7101 grain=hour\nprogrammes nurse 7103 grain=hour\n"        \
    "programmes food 3101 grain=hour\nrules D22 care_class 1 key=71\n"
#define FACT(hours, day) "facts A a care_hours_limit " hours " " day "\n"
#define LIMIT FACT("20", "2024-01-01")
#define CARE(id, days, times) "services A a " id " care " days " " times "\n"
#define NURSE(id, day, hours)                                                                      \
    "services B b " id " nurse " day " " day " unit=hour quantity=" hours "\n"
/* Ten days of an hour and a half. */
#define FIFTEEN CARE("s1", "2024-03-05 2024-03-14", "start_time=09:00 end_time=10:30")
#define FOUND "D22 P 2024-03-01..2024-03-31 A/s1 B/s2\n"

static void expect(const char *lines, const char *expected)
{
    expect_findings("2024-06-30", "D22", lines, expected);
}

Test(care_hours, a_little_over_the_limit)
{
    expect(PEOPLE LIMIT FIFTEEN NURSE("s2", "2024-03-31", "5.001"), FOUND);
    expect(PEOPLE LIMIT FIFTEEN NURSE("s2", "2024-03-31", "5"), "");
    expect(PEOPLE FACT("1", "2024-01-01")
               CARE("s1", "2024-03-05 2024-03-05", "start_time=09:00 end_time=10:01"),
           "D22 P 2024-03-01..2024-03-31 A/s1\n");
}

Test(care_hours, each_month_has_its_own)
{
    expect(PEOPLE LIMIT FIFTEEN NURSE("s2", "2024-04-01", "9"), "");
    expect(PEOPLE LIMIT FIFTEEN NURSE("s2", "2024-04-01", "9 benefit_month=2024-03"), FOUND);
    /* 31, 30, 31, 30 days of an hour, and the two days at either end */
    expect(PEOPLE FACT("30", "2024-01-01")
               CARE("s1", "2024-02-28 2024-07-02", "start_time=09:00 end_time=10:00"),
           "D22 P 2024-03-01..2024-03-31 A/s1\nD22 P 2024-05-01..2024-05-31 A/s1\n");
}

Test(care_hours, what_goes_on_fills_its_months)
{
    expect(PEOPLE FACT("30", "2024-01-01") CARE("s1", "2024-04-02 -",
                                                "start_time=9:00 "
                                                "end_time=10:00"),
           "D22 P 2024-05-01..2024-05-31 A/s1\n");
    expect(PEOPLE FACT("29", "2024-01-01") CARE("s1", "2024-04-02 -",
                                                "start_time=9:00 "
                                                "end_time=10:00"),
           "D22 P 2024-05-01..2024-05-31 A/s1\nD22 P 2024-06-01..2024-06-30 A/s1\n");
}

Test(care_hours, a_night_goes_on_past_midnight)
{
    expect(PEOPLE FACT("7", "2024-01-01")
               CARE("s1", "2024-03-31 2024-03-31", "start_time=22:00 end_time=06:00"),
           "D22 P 2024-03-01..2024-03-31 A/s1\n");
    expect(PEOPLE FACT("8", "2024-01-01")
               CARE("s1", "2024-03-31 2024-03-31", "start_time=22:00 end_time=06:00"),
           "");
}

Test(care_hours, units_of_hours_are_understood)
{
    expect(PEOPLE LIMIT FIFTEEN "services B b s2 nurse 2024-03-31 2024-03-31 quantity=6 "
                                "unit=~Hours\n",
           FOUND);
    expect(PEOPLE LIMIT FIFTEEN "services B b s2 nurse 2024-03-31 2024-03-31 quantity=6 "
                                "unit=시간\n",
           FOUND);
    expect(PEOPLE LIMIT FIFTEEN "services B b s2 nurse 2024-03-31 2024-03-31 quantity=60 "
                                "unit=minute\n",
           "");
    expect(PEOPLE LIMIT FIFTEEN "services B b s2 nurse 2024-03-31 2024-03-31 quantity=6\n", "");
}

Test(care_hours, times_go_before_the_quantity)
{
    expect(PEOPLE LIMIT FIFTEEN NURSE("s2", "2024-03-31", "9 start_time=09:00 end_time=10:00"), "");
    expect(PEOPLE LIMIT FIFTEEN NURSE("s2", "2024-03-31", "9 start_time=09:00"), FOUND);
}

Test(care_hours, the_newest_fact_at_the_months_end_holds)
{
    expect(PEOPLE LIMIT FACT("30", "2024-03-31") FIFTEEN NURSE("s2", "2024-03-20", "9"), "");
    expect(PEOPLE LIMIT FACT("30", "2024-04-01") FIFTEEN NURSE("s2", "2024-03-20", "9"), FOUND);
    expect(PEOPLE FACT("20", "2024-04-01") FIFTEEN NURSE("s2", "2024-03-20", "9"), "");
}

Test(care_hours, without_a_fact_the_threshold_holds)
{
    expect(PEOPLE "thresholds D22 20\n" FIFTEEN NURSE("s2", "2024-03-20", "9"), FOUND);
    expect(PEOPLE "thresholds D22 24\n" FIFTEEN NURSE("s2", "2024-03-20", "9"), "");
    expect(PEOPLE
           "thresholds D22 20 valid_from=2024-03-02\n" FIFTEEN NURSE("s2", "2024-03-20", "9"),
           "");
    expect(PEOPLE "thresholds D22 20\n" FACT("30", "2024-01-01")
               FIFTEEN NURSE("s2", "2024-03-20", "9"),
           "");
}

Test(care_hours, a_limit_nobody_knows_says_nothing)
{
    const char *disputed = PEOPLE "thresholds D22 1\n" LIMIT FACT("30", "2024-01-01") FIFTEEN;
    expect(disputed, "");
    expect_judged("2024-06-30", "D22", disputed, "nothing_to_judge", "0");
    expect(PEOPLE FACT("many", "2024-01-01") FIFTEEN NURSE("s2", "2024-03-20", "90"), "");
}

Test(care_hours, only_classes_of_care_count)
{
    expect(PEOPLE LIMIT FIFTEEN "services B b s2 food 2024-03-20 2024-03-20 quantity=9 unit=h\n",
           "");
    expect(PEOPLE "rules D22 care_class 1 key=31\n" LIMIT FIFTEEN
                  "services B b s2 food 2024-03-20 2024-03-20 quantity=9 unit=h\n",
           FOUND);
    expect(PEOPLE "rules D22 care_class 0 key=7103\n" LIMIT FIFTEEN NURSE("s2", "2024-03-20", "9"),
           "");
}

Test(care_hours, only_what_is_active_counts)
{
    expect(PEOPLE LIMIT FIFTEEN NURSE("s2", "2024-03-20", "9 status=planned"), "");
    expect(PEOPLE LIMIT FIFTEEN NURSE("s2", "2024-03-20", "9 status=reversed"), "");
}

Test(care_hours, death_ends_it)
{
    expect(PEOPLE LIMIT FIFTEEN NURSE("s2", "2024-03-04", "9") "record A/a "
                                                               "death_date=2024-03-11\n",
           "");
    expect(PEOPLE LIMIT FIFTEEN NURSE("s2", "2024-03-04", "9") "record A/a "
                                                               "death_date=2024-03-12\n",
           FOUND);
}

Test(care_hours, months_are_looked_back_to)
{
    expect(PEOPLE "rules * lookback_months 3\n" LIMIT FIFTEEN NURSE("s2", "2024-03-20", "9"),
           FOUND);
    expect(PEOPLE "rules * lookback_months 2\n" LIMIT FIFTEEN NURSE("s2", "2024-03-20", "9"), "");
    expect_findings("2024-02-29", "D22", PEOPLE LIMIT FIFTEEN NURSE("s2", "2024-03-20", "9"), "");
    expect_findings("2024-03-01", "D22", PEOPLE LIMIT FIFTEEN NURSE("s2", "2024-03-20", "9"),
                    FOUND);
}

Test(care_hours, the_finding_says_what_was_compared)
{
    const char *lines = PEOPLE LIMIT FIFTEEN NURSE("s2", "2024-03-20", "9.5 amount_won=300")
        CARE("s3", "2024-03-20 2024-03-20", "start_time=09:00 end_time=09:20 amount_won=500");
    expect_in_finding("2024-06-30", "D22", lines, "message_en",
                      "Care seems to have come to 24.833 hours in 2024-03-01 to 2024-03-31; the "
                      "limit is 20 hours (A, B). Please agree on the hours.");
    expect_in_finding("2024-06-30", "D22", lines, "amount_won", "300");
}

Test(care_hours, a_decision_holds_until_a_row_joins)
{
    expect_decision_holds("2024-06-30", "D22", PEOPLE LIMIT FIFTEEN NURSE("s2", "2024-03-20", "9"),
                          NURSE("s3", "2024-03-21", "1"));
}

Test(care_hours, it_says_what_was_judged)
{
    expect_judged("2024-06-30", "D22", PEOPLE LIMIT FIFTEEN NURSE("s2", "2024-03-20", "1"), "run",
                  "2");
    expect_judged("2024-06-30", "D22", PEOPLE FIFTEEN, "nothing_to_judge", "0");
    expect_judged("2024-06-30", "D22", "person P A/a\nabsent programmes\n" LIMIT FIFTEEN, "not_run",
                  "0");
}
