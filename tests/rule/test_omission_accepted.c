/* SPDX-License-Identifier: Apache-2.0 */
/*
 * O08: referrals that were accepted, one day before, on and after the deadline, and the services
 * that follow them.
 */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define KIM                                                                                        \
    "person kim A/a B/b\nprogrammes lunch 3102\nprogrammes rent 4001\nneed_map food 31\n"          \
    "needs A a n1 food 2026-05-01\ntable services\n"
#define SENT KIM "referrals A a f1 B 2026-06-01 accepted need_id=n1"
#define FOUND "O08 kim 2026-06-01.. A/n1 A/f1\n"

Test(omission_accepted, a_service_follows_within_fourteen_days)
{
    expect_findings("2026-06-15", "O08", SENT "\n", "");
    expect_findings("2026-06-16", "O08", SENT "\n", FOUND);
    expect_findings("2026-06-18", "O08", SENT " responded_on=2026-06-04\n", "");
    expect_findings("2026-06-19", "O08", SENT " responded_on=2026-06-04\n",
                    "O08 kim 2026-06-04.. A/n1 A/f1\n");
    expect_findings("2026-06-16", "O08", SENT " responded_on=2026-06-17\n", FOUND);
    expect_findings("2026-06-16", "O08", SENT "\ndeadlines O08 15\n", "");
    expect_findings("2026-05-31", "O08", SENT "\n", "");
}

Test(omission_accepted, only_accepted_referrals_are_asked_about)
{
    static const struct {
        const char *status;
        bool asked;
    } rows[] = {{"sent", false},      {"received", false},        {"in_progress", true},
                {"completed", false}, {"rejected_client", false}, {"rejected_provider", false},
                {"cancelled", false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char lines[512];
        snprintf(lines, sizeof lines, KIM "referrals A a f1 B 2026-06-01 %s need_id=n1\n",
                 rows[i].status);
        expect_findings("2026-06-30", "O08", lines, rows[i].asked ? FOUND : "");
    }
}

Test(omission_accepted, a_service_that_names_the_referral_follows_it)
{
#define NAMES(which) SENT "\nservices B b s1 rent 2026-06-10 - " which "\n"
    expect_findings("2026-06-30", "O08", NAMES("referral_id=f1 referral_agency=A"), "");
    expect_findings("2026-06-30", "O08", NAMES("referral_id=f1"), "");
    expect_findings("2026-06-30", "O08", NAMES("referral_id=f1 referral_agency=B"), FOUND);
    expect_findings("2026-06-30", "O08", NAMES("referral_id=F1"), FOUND);
    expect_findings("2026-06-30", "O08", NAMES("referral_id=f1 status=planned"), FOUND);
    expect_findings("2026-06-30", "O08", NAMES(""), FOUND);
    expect_findings("2026-06-30", "O08",
                    SENT "\nservices A a s1 rent 2026-06-10 - referral_id=f1\n", FOUND);
    expect_findings("2026-06-09", "O08", NAMES("referral_id=f1") "deadlines O08 3\n", FOUND);
}

Test(omission_accepted, so_does_one_that_answers_the_need_and_names_none)
{
    expect_findings("2026-06-30", "O08", SENT "\nservices B b s1 lunch 2026-06-01 -\n", "");
    expect_findings("2026-06-30", "O08", SENT "\nservices B b s1 lunch 2026-05-31 -\n", FOUND);
    expect_findings("2026-06-30", "O08", SENT "\nservices B b s1 lunch 2026-07-01 -\n", FOUND);
    expect_findings("2026-06-30", "O08", SENT "\nservices B b s1 rent 2026-06-10 -\n", FOUND);
    expect_findings("2026-06-30", "O08", SENT "\nservices A a s1 lunch 2026-06-10 -\n", FOUND);
    expect_findings("2026-06-30", "O08",
                    SENT "\nservices B b s1 lunch 2026-06-10 - referral_id=f9\n", FOUND);
    expect_findings("2026-06-30", "O08",
                    SENT "\nservices B b s1 lunch 2026-06-10 - status=cancelled\n", FOUND);
}

Test(omission_accepted, a_referral_for_a_class_or_for_nothing_is_answered_by_its_class_or_anything)
{
#define FOR(what) KIM "referrals A a f1 B 2026-06-01 accepted" what "\n"
    expect_findings("2026-06-30", "O08",
                    FOR(" need_class=food") "services B b s1 lunch 2026-06-10 -\n", "");
    expect_findings("2026-06-30", "O08",
                    FOR(" need_class=food") "services B b s1 rent 2026-06-10 -\n",
                    "O08 kim 2026-06-01.. A/f1\n");
    expect_findings("2026-06-30", "O08", FOR("") "services B b s1 rent 2026-06-10 -\n", "");
    expect_findings("2026-06-30", "O08", FOR("") "services A a s1 rent 2026-06-10 -\n",
                    "O08 kim 2026-06-01.. A/f1\n");
}

Test(omission_accepted, what_a_household_gets_as_a_whole_counts)
{
#define HOME                                                                                       \
    SENT "\nprogrammes box 3101 unit=household\nperson lee B/l\nrecord B/b household=h\n"          \
         "record B/l household=h\n"
    expect_findings("2026-06-30", "O08", HOME "services B l s1 box 2026-06-10 -\n", "");
    expect_findings("2026-06-30", "O08", HOME "services B l s1 lunch 2026-06-10 -\n", FOUND);
}

Test(omission_accepted, each_referral_is_asked_about_by_itself)
{
    expect_findings("2026-06-30", "O08",
                    SENT "\nreferrals A a f2 B 2026-06-10 accepted need_id=n1\n"
                         "referrals B b f1 A 2026-06-05 accepted need_class=food\n"
                         "services B b s1 lunch 2026-06-05 -\n",
                    "O08 kim 2026-06-05.. B/f1\nO08 kim 2026-06-10.. A/n1 A/f2\n");
}

Test(omission_accepted, nothing_is_said_without_the_data_of_the_receiver)
{
    expect_findings("2026-06-30", "O08",
                    SENT "\nuploads A services 2026-05\nuploads B services 2026-05\n", FOUND);
    expect_findings("2026-06-30", "O08",
                    SENT "\nuploads A services 2026-05\nuploads B services 2026-04\n", "");
    expect_findings("2026-06-30", "O08",
                    "person kim A/a\nperson lee C/c\nneed_map food 31\nprogrammes lunch 3102\n"
                    "table services\nreferrals A a f1 C 2026-06-01 accepted\n"
                    "uploads A services 2026-05\nuploads C services 2026-04\n",
                    "");
    expect_findings("2026-06-30", "O08", SENT "\nrecord A/a death_date=2026-06-29\n", "");
}
