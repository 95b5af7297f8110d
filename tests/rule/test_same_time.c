/* SPDX-License-Identifier: Apache-2.0 */
/* test_same_time.c - D14: two services that are given in person at the same time. */
#include "rule/scenario.h"

#include <criterion/criterion.h>

#define PEOPLE                                                                                     \
    "person P A/a B/b\nprogrammes care 7101 grain=hour name=home~care\n"                           \
    "programmes bath 7102 grain=hour\nprogrammes nurse 7103 grain=hour\nprogrammes meal 3102\n"
#define VISIT(agency, record, id, programme, days, from, to)                                       \
    "services " agency " " record " " id " " programme " " days " start_time=" from                \
    " end_time=" to "\n"
#define MONDAY "2024-03-04 2024-03-04"
#define CARE(days, from, to) VISIT("A", "a", "s1", "care", days, from, to)
#define BATH(days, from, to) VISIT("B", "b", "s2", "bath", days, from, to)
#define TWO PEOPLE CARE(MONDAY, "10:00", "12:00") BATH(MONDAY, "11:00", "12:30")
#define FOUND "D14 P 2024-03-04..2024-03-04 A/s1 B/s2\n"

static void expect(const char *lines, const char *expected)
{
    expect_findings("2024-06-30", "D14", lines, expected);
}

Test(same_time, one_minute_is_enough)
{
    expect(TWO, FOUND);
    expect(PEOPLE CARE(MONDAY, "10:00", "12:00") BATH(MONDAY, "11:59", "12:30"), FOUND);
    expect(PEOPLE CARE(MONDAY, "10:00", "12:00") BATH(MONDAY, "12:00", "12:30"), "");
    expect(PEOPLE CARE(MONDAY, "10:00", "12:00") BATH(MONDAY, "09:00", "10:00"), "");
    expect(PEOPLE CARE(MONDAY, "10:00", "12:00") BATH("2024-03-05 2024-03-05", "10:00", "12:00"),
           "");
}

Test(same_time, up_to_tau_minutes_are_allowed)
{
    expect("rules D14 tau_minutes 60\n" TWO, "");
    expect("rules D14 tau_minutes 59\n" TWO, FOUND);
    expect("rules D14 tau_minutes 30\n" PEOPLE CARE(MONDAY, "10:00", "12:00")
               BATH(MONDAY, "10:00", "10:30"),
           "");
}

Test(same_time, days_in_a_row_are_one_finding)
{
    expect(PEOPLE CARE("2024-03-04 2024-03-08", "10:00", "12:00")
               BATH("2024-03-06 2024-03-10", "11:00", "12:30"),
           "D14 P 2024-03-06..2024-03-08 A/s1 B/s2\n");
    expect(PEOPLE CARE("2024-03-04 2024-03-08", "10:00", "12:00") BATH(MONDAY, "11:00", "12:30")
               VISIT("B", "b", "s3", "bath", "2024-03-06 2024-03-06", "11:00", "12:30")
                   VISIT("B", "b", "s4", "bath", "2024-03-07 2024-03-07", "11:30", "12:30"),
           FOUND "D14 P 2024-03-06..2024-03-07 A/s1 B/s3 B/s4\n");
    expect(PEOPLE CARE("2024-03-04 -", "10:00", "12:00") BATH("2024-03-06 -", "11:00", "12:30"),
           "D14 P 2024-03-06.. A/s1 B/s2\n");
}

Test(same_time, a_night_meets_the_morning_after)
{
    const char *until_six =
        PEOPLE CARE(MONDAY, "22:00", "06:00") BATH("2024-03-05 2024-03-05", "05:00", "07:00");
    expect(until_six, "D14 P 2024-03-05..2024-03-05 A/s1 B/s2\n");
    expect(PEOPLE CARE(MONDAY, "22:00", "05:00") BATH("2024-03-05 2024-03-05", "05:00", "07:00"),
           "");
    expect(PEOPLE CARE(MONDAY, "22:00", "06:00") BATH(MONDAY, "05:00", "07:00"), "");
    expect(PEOPLE CARE(MONDAY, "22:00", "02:00") BATH(MONDAY, "23:00", "01:00"), FOUND);
    expect("rules D14 tau_minutes 119\n" PEOPLE CARE(MONDAY, "22:00", "02:00")
               BATH(MONDAY, "23:00", "01:00"),
           FOUND);
    expect("rules D14 tau_minutes 120\n" PEOPLE CARE(MONDAY, "22:00", "02:00")
               BATH(MONDAY, "23:00", "01:00"),
           "");
}

Test(same_time, a_whole_day_does_not_meet_itself)
{
    expect(PEOPLE CARE("2024-03-04 2024-03-08", "10:00", "10:00"), "");
    expect(PEOPLE CARE("2024-03-04 2024-03-08", "10:00", "10:00") BATH(MONDAY, "09:00", "09:30"),
           "");
    expect(PEOPLE CARE("2024-03-04 2024-03-08", "10:00", "10:00")
               BATH("2024-03-05 2024-03-05", "09:00", "09:30"),
           "D14 P 2024-03-05..2024-03-05 A/s1 B/s2\n");
}

Test(same_time, one_agency_and_one_class_count_too)
{
    expect(PEOPLE CARE(MONDAY, "10:00", "12:00")
               VISIT("A", "a", "s3", "care", MONDAY, "11:00", "13:00"),
           "D14 P 2024-03-04..2024-03-04 A/s1 A/s3\n");
}

Test(same_time, each_pair_of_classes_is_a_finding)
{
    expect(TWO VISIT("A", "a", "s3", "nurse", MONDAY, "11:30", "13:00"),
           "D14 P 2024-03-04..2024-03-04 A/s1 A/s3\nD14 P 2024-03-04..2024-03-04 A/s1 B/s2\n"
           "D14 P 2024-03-04..2024-03-04 A/s3 B/s2\n");
}

/* Who is there at another time of the day has nothing to do with it. */
Test(same_time, others_of_the_day_are_left_out)
{
    expect(TWO VISIT("A", "a", "s3", "care", MONDAY, "15:00", "17:00"), FOUND);
}

#define TOGETHER(a, b, more) "mutex t together " a " " b " " more "\n"

Test(same_time, what_may_be_together_is_allowed_both_ways)
{
    expect(TOGETHER("class:7101", "class:7102", "") TWO, "");
    expect(TOGETHER("class:7102", "class:7101", "") TWO, "");
    expect(TOGETHER("class:71", "class:71", "") TWO, "");
    expect(TOGETHER("class:7101", "class:7103", "") TWO, FOUND);
    expect("mutex t exclusive class:7101 class:7102\n" TWO, FOUND);
}

/* Golden vector P11 of the catalogue: care and a nurse may, care and a bath may not. */
Test(same_time, the_law_lets_a_nurse_come_meanwhile)
{
    const char *law = TOGETHER("class:7101", "class:7103", "")
        TOGETHER("class:7102", "class:7103", "") PEOPLE CARE(MONDAY, "10:00", "12:00")
            VISIT("B", "b", "s3", "nurse", MONDAY, "11:00", "12:00");
    expect(law, "");
    expect(TOGETHER("class:7101", "class:7103", "") PEOPLE CARE(MONDAY, "10:00", "12:00")
               BATH(MONDAY, "11:00", "12:00"),
           FOUND);
}

Test(same_time, day_by_day_as_the_policy_has_it)
{
    const char *week =
        TOGETHER("class:7101", "class:7102", "valid_from=2024-03-05 valid_to=2024-03-06")
            PEOPLE CARE("2024-03-04 2024-03-08", "10:00", "12:00")
                BATH("2024-03-04 2024-03-08", "11:00", "12:30");
    expect(week, FOUND "D14 P 2024-03-07..2024-03-08 A/s1 B/s2\n");
}

Test(same_time, a_programme_alone_may_be_together)
{
    const char *other = "programmes wash 7102 grain=hour\n" TWO VISIT("B", "b", "s3", "wash",
                                                                      MONDAY, "11:00", "12:30");
    expect(TOGETHER("care", "bath", "") TWO, "");
    expect(other, "D14 P 2024-03-04..2024-03-04 A/s1 B/s2 B/s3\n"
                  "D14 P 2024-03-04..2024-03-04 B/s2 B/s3\n");
    expect(TOGETHER("care", "bath", "") "programmes wash 7102 grain=hour\n" TWO VISIT(
               "B", "b", "s3", "wash", MONDAY, "11:00", "12:30"),
           "D14 P 2024-03-04..2024-03-04 A/s1 B/s3\nD14 P 2024-03-04..2024-03-04 B/s2 B/s3\n");
}

Test(same_time, without_a_time_nothing_is_known)
{
    const char *half = PEOPLE CARE(
        MONDAY, "10:00", "12:00") "services B b s2 bath 2024-03-04 2024-03-04 start_time=11:00\n";
    expect(half, "");
    expect_judged("2024-06-30", "D14", half, "run", "1");
    expect(PEOPLE CARE(MONDAY, "10:00", "12:00")
               VISIT("B", "b", "s2", "meal", MONDAY, "11:00", "12:00"),
           "");
}

Test(same_time, only_what_is_active_and_before_a_death_counts)
{
    expect(PEOPLE CARE(MONDAY, "10:00", "12:00") "services B b s2 bath 2024-03-04 2024-03-04 "
                                                 "start_time=11:00 end_time=12:00 "
                                                 "status=cancelled\n",
           "");
    expect(TWO "record A/a death_date=2024-03-03\n", "");
    expect(TWO "record A/a death_date=2024-03-04\n", FOUND);
}

Test(same_time, what_is_to_come_is_told)
{
    expect_findings("2024-03-01", "D14", TWO, FOUND);
}

Test(same_time, the_finding_says_what_was_compared)
{
    expect_in_finding("2024-06-30", "D14", TWO, "message_en",
                      "On 2024-03-04 two services (home care, bath) seem to have been given at the "
                      "same time for 60 minutes (2024-03-04; A, B). Please check the times.");
    expect_in_finding("2024-06-30", "D14", TWO, "key", "7101 7102");
    expect_in_finding("2024-06-30", "D14",
                      PEOPLE CARE(MONDAY, "22:00", "06:00")
                          BATH("2024-03-05 2024-03-05", "05:00", "07:00"),
                      "message_en",
                      "On 2024-03-05 two services (home care, bath) seem to have been given at the "
                      "same time for 60 minutes (2024-03-05; A, B). Please check the times.");
}

Test(same_time, a_decision_holds_until_a_row_joins)
{
    expect_decision_holds("2024-06-30", "D14", TWO,
                          VISIT("B", "b", "s3", "bath", MONDAY, "11:00", "12:00"));
}

Test(same_time, it_says_what_was_judged)
{
    expect_judged("2024-06-30", "D14", TWO, "run", "2");
    expect_judged("2024-06-30", "D14", PEOPLE "table services\n", "nothing_to_judge", "0");
    expect_judged("2024-06-30", "D14",
                  "person P A/a\nabsent programmes\n" CARE(MONDAY, "10:00", "12:00"), "not_run",
                  "0");
}
