/* SPDX-License-Identifier: Apache-2.0 */
/* test_omission_life_event.c - O13: a life event, and nothing that is expected then. */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define PEOPLE                                                                                     \
    "person P A/a B/b\nperson Q A/q\ntable services\ntable applications\ntable events\n"           \
    "programmes allowance 3005\nprogrammes pension 3003\nprogrammes rent 4001 unit=household\n"    \
    "programmes meals 3102\n"
#define BIRTH "life_events birth allowance pre_days=5 post_days=60\nevents A a birth 2024-04-01\n"
#define FOUND "O13 P 2024-04-01.. 3005 A/@\n"

static void expect_on(const char *as_of, const char *what, const char *more, const char *expected)
{
    char lines[2048];
    snprintf(lines, sizeof lines, PEOPLE "%s%s", what, more);
    expect_findings(as_of, "O13", lines, expected);
}

static void expect(const char *more, const char *expected)
{
    expect_on("2024-06-30", BIRTH, more, expected);
}

Test(omission_life_event, what_is_expected_is_due_after_so_many_days)
{
    expect_on("2024-05-31", BIRTH, "", "");
    expect_on("2024-06-01", BIRTH, "", FOUND);
    expect_on("2025-05-01", BIRTH, "", FOUND);
    expect_on("2025-05-02", BIRTH, "", "");
    expect_on("2024-03-31", BIRTH, "", "");
    expect_in_finding("2024-06-30", "O13", PEOPLE BIRTH, "due_on", "2024-05-31");
    expect_in_finding("2024-06-30", "O13", PEOPLE BIRTH, "owner_agency", "A");
    expect_in_finding("2024-06-30", "O13", PEOPLE BIRTH, "key", "birth allowance");
}

Test(omission_life_event, a_service_or_application_of_anybody_answers_it)
{
    expect("services B b s1 allowance 2024-03-27 -\n", "");
    expect("services B b s1 allowance 2024-03-26 -\n", FOUND);
    expect("services B b s1 allowance 2024-05-31 - status=planned\n", "");
    expect("services B b s1 allowance 2024-05-31 - status=applied\n", "");
    expect("services B b s1 allowance 2024-06-01 -\n", FOUND);
    expect("services B b s1 allowance 2024-05-01 - status=rejected\n", FOUND);
    expect("services B b s1 pension 2024-05-01 -\n", FOUND);
    expect("services A q s1 allowance 2024-05-01 -\n", FOUND);
    expect("applications B b x allowance 2024-05-31\n", "");
    expect("applications B b x allowance 2024-05-31 result=refused\n", "");
    expect("applications B b x allowance 2024-06-01\n", FOUND);
    expect("applications B b x pension 2024-05-01\n", FOUND);
    expect("events B b visit 2024-05-01\n", FOUND);
}

Test(omission_life_event, a_contact_may_be_what_is_expected)
{
#define HOME "life_events discharge contact post_days=7\nevents A a discharge 2024-06-01\n"
    const char *const found = "O13 P 2024-06-01.. A/@\n";
    expect_on("2024-06-08", HOME, "", "");
    expect_on("2024-06-09", HOME, "", found);
    expect_on("2024-06-30", HOME, "events B b contact 2024-06-01\n", "");
    expect_on("2024-06-30", HOME, "events B b visit 2024-06-08\n", "");
    expect_on("2024-06-30", HOME, "events B b visit 2024-06-09\n", found);
    expect_on("2024-06-30", HOME, "events B b visit 2024-05-31\n", found);
    expect_on("2024-06-30", HOME, "events B b failed_contact 2024-06-02\n", found);
    expect_on("2024-06-30", HOME, "services B b s1 meals 2024-06-02 -\n", found);
}

Test(omission_life_event, a_class_may_be_what_is_expected)
{
#define MEALS "life_events discharge class:31 post_days=7\nevents A a discharge 2024-06-01\n"
    const char *const found = "O13 P 2024-06-01.. 31 A/@\n";
    expect_on("2024-06-30", MEALS, "", found);
    expect_on("2024-06-30", MEALS, "services B b s1 meals 2024-06-02 -\n", "");
    expect_on("2024-06-30", MEALS, "services B b s1 other 2024-06-02 - class=3101\n", "");
    expect_on("2024-06-30", MEALS, "services B b s1 pension 2024-06-02 -\n", found);
    expect_on("2024-06-30", MEALS, "applications B b x meals 2024-06-02\n", "");
    expect_on("2024-06-30", MEALS, "applications B b x pension 2024-06-02\n", found);
}

Test(omission_life_event, a_birthday_is_an_occasion)
{
#define AGED                                                                                       \
    "record A/a birth_date=1959-05-15\n"                                                           \
    "life_events birthday:65 pension pre_days=30 post_days=30\n"
    const char *const found = "O13 P 2024-05-15.. 3003 A/a\n";
    expect_on("2024-06-14", AGED, "", "");
    expect_on("2024-06-15", AGED, "", found);
    expect_on("2024-06-15", AGED, "services B b s1 pension 2024-04-15 -\n", "");
    expect_on("2024-06-15", AGED, "services B b s1 pension 2024-04-14 -\n", found);
    expect_on("2024-06-15", AGED, "record B/b birth_date=1959-05-16\n", "");
    expect_on("2024-06-15", AGED, "record B/b birth_date=1959-05-15 updated_at=2024-01-01\n",
              "O13 P 2024-05-15.. 3003 B/b\n");
    expect_on("2024-06-30", "life_events birthday:65 pension\nrecord A/a birth_date=1960-02-29\n",
              "", "");
    expect_on("2025-03-31", "life_events birthday:65 pension\nrecord A/a birth_date=1960-02-29\n",
              "", "O13 P 2025-02-28.. 3003 A/a\n");
}

Test(omission_life_event, what_is_for_the_household_any_of_them_may_get)
{
#define MOVED                                                                                      \
    "record A/a household=h\nrecord A/q household=h\n"                                             \
    "life_events move_in rent post_days=30\nevents A a move_in 2024-04-01\n"
    expect_on("2024-06-30", MOVED, "", "O13 P 2024-04-01.. 4001 A/@\n");
    expect_on("2024-06-30", MOVED, "services A q s1 rent 2024-04-20 -\n", "");
    expect_on("2024-06-30", MOVED, "applications A q x rent 2024-04-20\n", "");
    expect_on("2024-06-30", MOVED, "services A q s1 pension 2024-04-20 -\n",
              "O13 P 2024-04-01.. 4001 A/@\n");
}

Test(omission_life_event, each_event_is_asked_about_and_those_of_one_day_are_one)
{
    expect("events B b birth 2024-04-01\n", "O13 P 2024-04-01.. 3005 A/@ B/@\n");
    expect("events B b birth 2024-04-20\n",
           "O13 P 2024-04-01.. 3005 A/@\nO13 P 2024-04-20.. 3005 B/@\n");
    expect("events B b birth 2024-04-20\nservices B b s1 allowance 2024-06-10 -\n", FOUND);
    expect("events B b birth 2024-07-01\n", FOUND);
    expect("life_events birth class:31 post_days=10\n",
           "O13 P 2024-04-01.. 3005 A/@\nO13 P 2024-04-01.. 31 A/@\n");
}

Test(omission_life_event, the_row_in_force_on_the_day_holds)
{
#define NEW " valid_from=2024-04-01\n"
#define OLD " valid_to=2024-03-31\n"
    expect_on("2024-06-30", "events A a birth 2024-04-01\nlife_events birth allowance" OLD, "", "");
    expect_on("2024-06-30", "events A a birth 2024-03-31\nlife_events birth allowance" OLD, "",
              "O13 P 2024-03-31.. 3005 A/@\n");
    expect_on("2024-06-30", "events A a birth 2024-04-01\nlife_events birth allowance" NEW, "",
              FOUND);
    expect_on("2024-06-30",
              "events A a birth 2024-04-01\nlife_events birth allowance post_days=200" NEW
              "life_events birth Allowance post_days=10" NEW,
              "", FOUND);
}

Test(omission_life_event, nothing_is_expected_of_the_dead_or_by_an_incomplete_upload)
{
    expect("record A/a death_date=2024-06-29\n", "");
    expect("record A/a death_date=2024-06-30\n", FOUND);
    expect("uploads A services 2024-05\nuploads B services 2024-04\n", "");
}

Test(omission_life_event, it_says_when_it_cannot_be_asked)
{
    expect_judged("2024-06-30", "O13", PEOPLE "life_events birth allowance\n", "nothing_to_judge",
                  "0");
    expect_judged("2024-06-30", "O13", PEOPLE BIRTH "events B b birth 2024-06-30\n", "run", "2");
    expect_judged("2024-06-30", "O13", PEOPLE, "not_run", "0");
}

Test(omission_life_event, it_says_what_happened_and_what_is_missing)
{
    expect_in_finding("2024-06-30", "O13", PEOPLE BIRTH, "message_ko",
                      "출생(2024-04-01) 이후 2024-05-31까지 allowance 기록이 확인되지 않습니다. "
                      "안내나 방문이 필요한지 확인해 주세요.");
    expect_in_finding("2024-06-30", "O13", PEOPLE AGED, "message_en",
                      "After turning 65 on 2024-05-15 no pension is recorded by 2024-06-14. "
                      "Please see whether to tell the person or to call on them.");
}

Test(omission_life_event, a_decision_holds_until_somebody_else_reports_it_too)
{
    expect_decision_holds("2024-06-30", "O13", PEOPLE BIRTH, "events B b birth 2024-04-01\n");
}
