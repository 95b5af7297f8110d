/* SPDX-License-Identifier: Apache-2.0 */
/* test_omission_report.c - O30: somebody reported a neighbour in trouble, and nobody followed. */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define WORLD                                                                                      \
    "person P A/a B/b\nperson Q A/q\ntable cases\ntable services\n"                                \
    "reports A a r1 2024-06-10\n"
#define FOUND "O30 P 2024-06-10.. A/r1\n"

static void expect(const char *as_of, const char *more, const char *expected)
{
    char lines[1024];
    snprintf(lines, sizeof lines, WORLD "%s", more);
    expect_findings(as_of, "O30", lines, expected);
}

Test(omission_report, three_days_or_one_in_an_emergency)
{
    expect("2024-06-13", "", "");
    expect("2024-06-14", "", FOUND);
    expect("2024-06-11", "reports B b r2 2024-06-10 urgency=emergency\n", "");
    expect("2024-06-12", "reports B b r2 2024-06-10 urgency=emergency\n",
           "O30 P 2024-06-10.. B/r2\n");
    expect("2024-06-12", "deadlines O30 1\n", FOUND);
}

Test(omission_report, anybody_may_follow_from_its_day_on)
{
    expect("2024-06-30", "events B b visit 2024-06-09\n", FOUND);
    expect("2024-06-30", "events B b visit 2024-06-10\n", "");
    expect("2024-06-30", "events B b contact 2024-06-29\n", "");
    expect("2024-06-30", "events B b failed_contact 2024-06-11\n", FOUND);
    expect("2024-06-30", "cases B b c1 general 2024-06-10\n", "");
    expect("2024-06-30", "cases B b c1 general 2024-06-09\n", FOUND);
    expect("2024-06-30", "services B b s1 p 2024-06-10 -\n", "");
    expect("2024-06-30", "services B b s1 p 2024-06-09 -\n", FOUND);
    expect("2024-06-30", "services B b s1 p 2024-06-10 - status=cancelled\n", FOUND);
    expect("2024-06-30", "events A q visit 2024-06-11\n", FOUND);
}

Test(omission_report, what_is_still_to_come_has_not_happened)
{
    expect("2024-06-30", "events B b visit 2024-07-01\n", FOUND);
    expect("2024-06-09", "", "");
}

Test(omission_report, nobody_is_sent_to_the_dead)
{
    expect("2024-06-30", "record A/a death_date=2024-06-12\n", "");
}

Test(omission_report, an_incomplete_upload_makes_it_unknown)
{
    expect("2024-06-30", "uploads A services 2024-05\nuploads B services 2024-04\n", "");
    expect("2024-06-30", "uploads A services 2024-05\nuploads B services 2024-05\n", FOUND);
}

Test(omission_report, each_report_is_asked_about_by_itself)
{
    expect("2024-06-30", "reports B b r1 2024-06-05\nevents B b visit 2024-06-06\n", FOUND);
}

Test(omission_report, it_needs_to_know_what_could_have_followed)
{
    expect("2024-06-30", "absent events\n", "");
}
