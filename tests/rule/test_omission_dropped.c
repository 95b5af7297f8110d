/* SPDX-License-Identifier: Apache-2.0 */
/* test_omission_dropped.c - O16: refused or ended, and nothing after. */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define PEOPLE                                                                                     \
    "person P A/a B/b\nperson Q A/q\ntable cases\ntable services\ntable applications\ntable "      \
    "needs\n"                                                                                      \
    "programmes pension 3003 layer=statutory\nprogrammes meals 3102 layer=statutory\n"             \
    "programmes box 3101 layer=private\nprogrammes rent 4001 layer=statutory unit=household\n"     \
    "need_map food 31\nneed_map home 40\n"
#define REFUSED "applications A a x1 pension 2024-05-01 decided_on=2024-05-10 result=refused\n"
#define FOUND "O16 P 2024-05-10.. 3003 A/x1\n"
/* O10 would report the need first. */
#define ENDED                                                                                      \
    "rules O10 enabled 0\nneeds A a n1 food 2024-03-01\n"                                          \
    "services A a s1 meals 2024-01-01 2024-05-10\n"
#define ENDED_FOUND "O16 P 2024-05-10.. 3102 A/n1 A/s1\n"

static void expect_on(const char *as_of, const char *what, const char *more, const char *expected)
{
    char lines[2048];
    snprintf(lines, sizeof lines, PEOPLE "%s%s", what, more);
    expect_findings(as_of, "O16", lines, expected);
}

static void expect_refused(const char *more, const char *expected)
{
    expect_on("2024-06-30", REFUSED, more, expected);
}

static void expect_ended(const char *more, const char *expected)
{
    expect_on("2024-06-30", ENDED, more, expected);
}

/* ---- refused --------------------------------------------------------------------------------- */

Test(omission_dropped, thirty_days_after_a_refusal)
{
    expect_on("2024-06-09", REFUSED, "", "");
    expect_on("2024-06-10", REFUSED, "", FOUND);
    expect_on("2024-06-09", REFUSED, "rules O16 days 29\n", FOUND);
    expect_on("2024-06-10", REFUSED, "rules O16 days 31\n", "");
    expect_on("2025-06-10", REFUSED, "", FOUND);
    expect_on("2025-06-11", REFUSED, "", "");
}

Test(omission_dropped, only_a_refusal_that_has_come_counts)
{
#define APPLIED "applications A a x1 pension 2024-05-01 "
    expect_on("2024-06-30", APPLIED "decided_on=2024-05-10 result=granted\n", "", "");
    expect_on("2024-06-30", APPLIED "decided_on=2024-05-10 result=withdrawn\n", "", "");
    expect_on("2024-06-30", APPLIED "decided_on=2024-05-10\n", "", "");
    expect_on("2024-06-30", APPLIED "result=refused\n", "", "");
    expect_on("2024-06-30", APPLIED "decided_on=2024-07-01 result=refused\n", "", "");
    expect_on("2024-06-30", REFUSED, "", FOUND);
}

Test(omission_dropped, a_case_application_referral_or_service_of_anybody_follows)
{
    expect_refused("cases B b c1 general 2024-05-10\n", "");
    expect_refused("cases B b c1 general 2024-06-09\n", "");
    expect_refused("cases B b c1 general 2024-06-10\n", FOUND);
    expect_refused("cases B b c1 general 2024-05-09\n", FOUND);
    expect_refused("applications B b x2 meals 2024-06-09\n", "");
    expect_refused("applications B b x2 meals 2024-05-09\n", FOUND);
    expect_refused("referrals B b r1 C 2024-05-20 cancelled need_class=food\n", "");
    expect_refused("services B b s1 box 2024-05-20 -\n", "");
    expect_refused("services B b s1 box 2024-05-09 -\n", FOUND);
    expect_refused("services B b s1 box 2024-05-20 - status=rejected\n", FOUND);
    expect_refused("services B b s1 box 2024-05-20 - status=planned\n", FOUND);
    expect_refused("cases A q c1 general 2024-05-10\n", FOUND);
    expect_refused("services A q s1 box 2024-05-20 -\n", FOUND);
}

Test(omission_dropped, what_was_refused_is_not_what_follows_it)
{
    expect_on("2024-06-30",
              "applications A a x1 pension 2024-05-10 decided_on=2024-05-10 result=refused\n", "",
              FOUND);
    expect_on("2024-06-30",
              "applications A a x1 pension 2024-05-10 decided_on=2024-05-10 result=refused\n",
              "applications A a x2 pension 2024-05-10\n", "");
}

Test(omission_dropped, refusals_of_one_programme_and_day_are_one_finding)
{
    const char *const both =
        "applications B b x2 pension 2024-05-02 decided_on=2024-05-10 result=refused\n";
    expect_refused(both, "O16 P 2024-05-10.. 3003 A/x1 B/x2\n");
    char lines[2048];
    snprintf(lines, sizeof lines, PEOPLE REFUSED "%s", both);
    expect_in_finding("2024-06-30", "O16", lines, "owner_agency", "B");
    expect_in_finding("2024-06-30", "O16", lines, "due_on", "2024-06-09");
    expect_in_finding("2024-06-30", "O16", lines, "key", "pension");
}

/* ---- ended ----------------------------------------------------------------------------------- */

Test(omission_dropped, a_statutory_benefit_ended_and_the_need_is_open)
{
    expect_ended("", ENDED_FOUND);
    expect_on("2024-06-09", ENDED, "", "");
    expect_on("2024-06-10", ENDED, "", ENDED_FOUND);
    expect_on("2025-06-11", ENDED, "", "");
    expect_in_finding("2024-06-30", "O16", PEOPLE ENDED, "key", "meals ended");
}

Test(omission_dropped, only_statutory_benefits_that_answered_an_open_need)
{
#define NEED "rules O10 enabled 0\nneeds A a n1 food 2024-03-01"
#define MEALS "\nservices A a s1 meals 2024-01-01 2024-05-10"
    expect_on("2024-06-30", NEED " status=met" MEALS "\n", "", "");
    expect_on("2024-06-30", NEED MEALS " status=cancelled\n", "", "");
    expect_on("2024-06-30", NEED "\nservices A a s1 box 2024-01-01 2024-05-10\n", "", "");
    expect_on("2024-06-30", NEED "\nservices A a s1 pension 2024-01-01 2024-05-10\n", "", "");
    expect_on("2024-06-30", NEED "\nservices A a s1 meals 2024-01-01 -\n", "", "");
    expect_on("2024-06-30", "rules O10 enabled 0\nneeds A a n1 food 2024-05-11" MEALS "\n", "", "");
    expect_on("2024-06-30", "rules O10 enabled 0\nneeds A a n1 food 2024-05-10" MEALS "\n", "",
              ENDED_FOUND);
}

Test(omission_dropped, only_what_answers_that_need_follows)
{
    expect_ended("services B b s2 box 2024-05-20 -\n", "");
    expect_ended("services B b s2 box 2024-06-10 -\n", ENDED_FOUND);
    expect_ended("services B b s2 pension 2024-05-20 -\n", ENDED_FOUND);
    expect_ended("cases B b c1 general 2024-05-20\n", "");
    expect_ended("applications B b x2 pension 2024-05-20\n", "");
    expect_ended("referrals B b r1 C 2024-05-20 sent need_class=home\n", "");
}

Test(omission_dropped, one_day_is_not_what_follows_itself)
{
    expect_on("2024-06-30", NEED "\nservices A a s1 meals 2024-05-10 2024-05-10\n", "",
              ENDED_FOUND);
    expect_on("2024-06-30",
              NEED "\nservices A a s1 meals 2024-05-10 2024-05-10\n"
                   "services B b s2 box 2024-05-10 2024-05-10\n",
              "", "");
}

Test(omission_dropped, what_is_for_the_household_anybody_may_get)
{
#define HOME                                                                                       \
    "record A/a household=h\nrecord A/q household=h\nrules O10 enabled 0\n"                        \
    "needs A a n1 home 2024-03-01\nservices A a s1 rent 2024-01-01 2024-05-10\n"
    const char *const found = "O16 P 2024-05-10.. 4001 A/n1 A/s1\n";
    expect_on("2024-06-30", HOME, "", found);
    expect_on("2024-06-30", HOME, "services A q s2 rent 2024-05-20 -\n", "");
    expect_on("2024-06-30", HOME, "services A q s2 box 2024-05-20 -\n", found);
}

Test(omission_dropped, it_yields_to_what_o10_says_of_the_need)
{
#define LAPSED "needs A a n1 food 2024-03-01\nservices A a s1 meals 2024-01-01 2024-05-10\n"
    expect_on("2024-06-30", LAPSED, "", "");
    expect_on("2024-06-30", LAPSED, "services B b s2 box 2024-06-20 -\n", ENDED_FOUND);
    expect_on("2024-06-30", LAPSED REFUSED, "", FOUND);
    expect_on("2024-06-30", LAPSED, "rules O10 gap_days 100\nrules O10 gap_days 100 key=31\n",
              ENDED_FOUND);
}

/* ---- both ------------------------------------------------------------------------------------ */

Test(omission_dropped, nothing_follows_for_the_dead_or_by_an_incomplete_upload)
{
    expect_refused("record A/a death_date=2024-06-29\n", "");
    expect_refused("uploads A services 2024-05\nuploads B services 2024-04\n", "");
    expect_refused("uploads A services 2024-05\nuploads B services 2024-05\n", FOUND);
}

Test(omission_dropped, it_says_when_it_cannot_be_asked)
{
    expect_judged("2024-06-30", "O16", PEOPLE, "nothing_to_judge", "0");
    expect_judged("2024-06-30", "O16", PEOPLE REFUSED ENDED, "run", "2");
    expect_judged(
        "2024-06-30", "O16",
        "person P A/a\ntable services\nneed_map food 31\nprogrammes pension 3003\n" REFUSED,
        "not_run", "0");
}

Test(omission_dropped, a_decision_holds_until_another_is_refused)
{
    expect_decision_holds(
        "2024-06-30", "O16", PEOPLE REFUSED,
        "applications B b x2 pension 2024-05-02 decided_on=2024-05-10 result=refused\n");
}
