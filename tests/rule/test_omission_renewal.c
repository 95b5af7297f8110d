/* SPDX-License-Identifier: Apache-2.0 */
/* test_omission_renewal.c - O26: a benefit ends soon, and nobody applied for more of it. */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define PEOPLE                                                                                     \
    "person P A/a B/b\nperson Q A/q\ntable applications\n"                                         \
    "programmes care 7101\nprogrammes rent 4001 unit=household\nprogrammes box 3101 "              \
    "grain=one_off\nprogrammes activity_support 7107\n"
#define ENDS "services A a s1 care 2024-01-01 2024-07-30\n"
#define FOUND "O26 P 2024-01-01..2024-07-30 7101 A/s1\n"

static void expect_with(const char *as_of, const char *service, const char *more,
                        const char *expected)
{
    char lines[2048];
    snprintf(lines, sizeof lines, PEOPLE "%s%s", service, more);
    expect_findings(as_of, "O26", lines, expected);
}

static void expect(const char *more, const char *expected)
{
    expect_with("2024-06-30", ENDS, more, expected);
}

Test(omission_renewal, an_end_within_thirty_days_is_near)
{
    expect_with("2024-06-29", ENDS, "", "");
    expect_with("2024-06-30", ENDS, "", FOUND);
    expect_with("2024-07-30", ENDS, "", FOUND);
    expect_with("2024-07-31", ENDS, "", "");
    expect_with("2024-06-29", ENDS, "rules O26 renew_days 31\n", FOUND);
    expect_with("2024-06-29", ENDS, "rules O26 renew_days 31 key=rent\n", "");
    expect_with("2024-06-29", ENDS, "rules O26 renew_days 31 key=care\n", FOUND);
}

Test(omission_renewal, activity_support_is_renewed_ninety_days_ahead)
{
    const char *const service = "services A a s1 activity_support 2024-01-01 2024-09-28\n";
    const char *const found = "O26 P 2024-01-01..2024-09-28 7107 A/s1\n";
    expect_with("2024-06-30", service, "", found);
    expect_with("2024-06-29", service, "", "");
    expect_with("2024-06-30", service, "rules O26 renew_days 30\n", found);
    expect_with("2024-06-30", service, "rules O26 renew_days 30 key=activity_support\n", "");
}

Test(omission_renewal, only_what_is_given_and_has_a_recorded_end_is_asked_about)
{
    expect_with("2024-06-30", "services A a s1 care 2024-01-01 -\n", "", "");
    expect_with("2024-06-30", "services A a s1 short 2024-06-10 -\n",
                "programmes short 7102 max_days=40\n", "");
}

Test(omission_renewal, neither_void_nor_future_nor_one_off_rows_end)
{
    expect_with("2024-06-30", "services A a s1 care 2024-01-01 2024-07-30 status=cancelled\n", "",
                "");
    expect_with("2024-06-30", "services A a s1 care 2024-01-01 2024-07-30 status=planned\n", "",
                "");
    expect_with("2024-06-30", "services A a s1 care 2024-07-01 2024-07-30\n", "", "");
    expect_with("2024-06-30", "services A a s1 box 2024-06-30 2024-07-30\n", "", "");
    expect_with("2024-06-30", "services A a s1 care 2024-06-30 2024-07-30 status=active\n", "",
                "O26 P 2024-06-30..2024-07-30 7101 A/s1\n");
}

Test(omission_renewal, an_application_of_ninety_days_silences_it)
{
    expect("applications B b x care 2024-04-01\n", "");
    expect("applications B b x care 2024-03-31\n", FOUND);
    expect("applications B b x care 2024-06-30 result=refused\n", "");
    expect("applications B b x care 2024-07-01\n", FOUND);
    expect("applications B b x rent 2024-06-01\n", FOUND);
    expect("applications A q x care 2024-06-01\n", FOUND);
    expect("applications B b x care 2024-03-31\nrules O26 application_days 91\n", "");
}

Test(omission_renewal, what_reaches_further_silences_it)
{
    expect("services B b s2 care 2024-06-01 2024-07-31\n", "");
    expect("services B b s2 care 2024-06-01 -\n", "");
    expect("services B b s2 care 2024-08-01 - status=planned\n", "");
    expect("services B b s2 care 2024-07-31 2024-08-30 status=applied\n", "");
    expect("services B b s2 care 2024-07-31 2024-08-30 status=approved\n", "");
    expect("services B b s2 care 2024-07-01 2024-07-30 status=planned\n", FOUND);
    expect("services B b s2 care 2024-06-01 - status=rejected\n", FOUND);
    expect("services B b s2 activity_support 2024-06-01 -\n", FOUND);
    expect("services A q s2 care 2024-06-01 -\n", FOUND);
}

Test(omission_renewal, what_begins_and_ends_together_is_one_finding)
{
    expect("services B b s2 care 2024-01-01 2024-07-30\n",
           "O26 P 2024-01-01..2024-07-30 7101 A/s1 B/s2\n");
    expect("services B b s2 care 2024-06-01 2024-07-30\n",
           FOUND "O26 P 2024-06-01..2024-07-30 7101 B/s2\n");
    expect("services B b s2 care 2024-06-01 2024-07-29\n", FOUND);
}

Test(omission_renewal, what_is_for_the_household_anybody_may_renew)
{
#define HOME "record A/a household=h\nrecord A/q household=h\n"
    const char *const rent = "services A a s1 rent 2024-01-01 2024-07-30\n";
    const char *const found = "O26 P 2024-01-01..2024-07-30 4001 A/s1\n";
    expect_with("2024-06-30", rent, HOME, found);
    expect_with("2024-06-30", rent, HOME "services A q s2 rent 2024-06-01 -\n", "");
    expect_with("2024-06-30", rent, HOME "applications A q x rent 2024-06-01\n", "");
    expect_with("2024-06-30", rent, "applications A q x rent 2024-06-01\n", found);
    expect_with("2024-06-30", ENDS, HOME "applications A q x care 2024-06-01\n", FOUND);
}

Test(omission_renewal, nothing_is_renewed_for_the_dead)
{
    expect("record A/a death_date=2024-06-29\n", "");
    expect("record A/a death_date=2024-06-30\n", "");
    expect("record A/a death_date=2024-07-01\n", FOUND);
}

Test(omission_renewal, an_incomplete_upload_makes_it_unknown)
{
    expect("uploads A services 2024-05\nuploads B services 2024-04\n", "");
    expect("uploads A services 2024-05\nuploads B services 2024-05\n", FOUND);
}

Test(omission_renewal, it_says_when_it_has_nothing_to_judge)
{
    expect_judged("2024-06-30", "O26", PEOPLE "services A a s1 care 2024-01-01 -\n",
                  "nothing_to_judge", "0");
    expect_judged("2024-06-30", "O26", PEOPLE ENDS, "run", "1");
}

Test(omission_renewal, the_agency_that_gives_it_is_to_act_by_its_end)
{
    expect_in_finding("2024-06-30", "O26", PEOPLE ENDS, "owner_agency", "A");
    expect_in_finding("2024-06-30", "O26", PEOPLE ENDS, "due_on", "2024-07-30");
}

Test(omission_renewal, a_decision_holds_until_another_row_ends_too)
{
    expect_decision_holds("2024-06-30", "O26", PEOPLE ENDS,
                          "services B b s2 care 2024-01-01 2024-07-30\n");
}
