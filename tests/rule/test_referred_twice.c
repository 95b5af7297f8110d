/* SPDX-License-Identifier: Apache-2.0 */
/* test_referred_twice.c - D18: the same need referred twice. */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#define PEOPLE "person P A/a B/b\nagencies C\nagencies D\n"
#define REFERRAL(agency, record, id, to, day, status, more)                                        \
    "referrals " agency " " record " " id " " to " " day " " status " " more "\n"
#define MEALS "need_class=meals"
#define TO_TWO                                                                                     \
    PEOPLE REFERRAL("A", "a", "r1", "C", "2024-01-10", "sent", MEALS)                              \
        REFERRAL("B", "b", "r2", "D", "2024-03-01", "accepted", MEALS)

static void expect(const char *lines, const char *expected)
{
    expect_findings("2024-06-30", "D18", lines, expected);
}

Test(referred_twice, open_at_two_agencies)
{
    expect(TO_TWO, "D18 P 2024-01-10.. A/r1 B/r2\n");
}

Test(referred_twice, what_is_not_open_is_not_there_twice)
{
    expect(PEOPLE REFERRAL("A", "a", "r1", "C", "2024-01-10", "completed", MEALS)
               REFERRAL("B", "b", "r2", "D", "2024-03-01", "sent", MEALS),
           "");
    expect(PEOPLE REFERRAL("A", "a", "r1", "C", "2024-01-10", "rejected_client", MEALS)
               REFERRAL("B", "b", "r2", "D", "2024-03-01", "sent", MEALS),
           "");
}

Test(referred_twice, another_class_is_another_need)
{
    expect(PEOPLE REFERRAL("A", "a", "r1", "C", "2024-01-10", "sent", MEALS)
               REFERRAL("B", "b", "r2", "D", "2024-03-01", "sent", "need_class=housing"),
           "");
    expect(PEOPLE REFERRAL("A", "a", "r1", "C", "2024-01-10", "sent", "")
               REFERRAL("B", "b", "r2", "D", "2024-03-01", "sent", ""),
           "");
}

Test(referred_twice, the_needs_class_goes_before_its_own)
{
    expect(PEOPLE "needs A a n1 meals 2024-01-01\n" REFERRAL("A", "a", "r1", "C", "2024-01-10",
                                                             "sent", "need_id=n1 need_class=jobs")
               REFERRAL("B", "b", "r2", "D", "2024-03-01", "sent", MEALS),
           "D18 P 2024-01-10.. A/r1 B/r2\n");
}

#define AGAIN(status, day)                                                                         \
    PEOPLE REFERRAL("A", "a", "r1", "C", "2024-03-01", status, MEALS)                              \
        REFERRAL("B", "b", "r2", "C", day, "completed", MEALS)

Test(referred_twice, sent_again_within_fourteen_days)
{
    expect(AGAIN("completed", "2024-03-15"), "D18 P 2024-03-01..2024-03-15 A/r1 B/r2\n");
    expect(AGAIN("completed", "2024-03-16"), "");
    expect("rules D18 again_days 15\n" AGAIN("completed", "2024-03-16"),
           "D18 P 2024-03-01..2024-03-16 A/r1 B/r2\n");
}

Test(referred_twice, after_a_refusal_it_may_be_sent_again)
{
    expect(AGAIN("rejected_client", "2024-03-05"), "");
    expect(AGAIN("rejected_provider", "2024-03-05"), "");
    expect(AGAIN("cancelled", "2024-03-05"), "");
}

Test(referred_twice, one_that_was_dropped_in_between_hides_nothing)
{
    expect(PEOPLE REFERRAL("A", "a", "r1", "C", "2024-03-01", "completed", MEALS)
               REFERRAL("A", "a", "r2", "C", "2024-03-03", "cancelled", MEALS)
                   REFERRAL("B", "b", "r3", "C", "2024-03-10", "completed", MEALS),
           "D18 P 2024-03-01..2024-03-10 A/r1 A/r2 B/r3\n");
}

Test(referred_twice, what_was_sent_again_long_ago_is_over)
{
    expect_findings("2025-04-30", "D18", AGAIN("completed", "2024-03-15"), "");
    expect_findings("2025-04-15", "D18", AGAIN("completed", "2024-03-15"),
                    "D18 P 2024-03-01..2024-03-15 A/r1 B/r2\n");
    expect_findings("2025-04-16", "D18", AGAIN("completed", "2024-03-15"), "");
}

Test(referred_twice, both_halves_are_one_finding)
{
    expect(TO_TWO REFERRAL("A", "a", "r3", "C", "2024-01-15", "completed", MEALS),
           "D18 P 2024-01-10.. A/r1 A/r3 B/r2\n");
}

Test(referred_twice, death_ends_what_is_open)
{
    expect(TO_TWO "record A/a death_date=2024-06-29\n", "");
    expect(TO_TWO "record A/a death_date=2024-06-30\n", "D18 P 2024-01-10.. A/r1 B/r2\n");
}

Test(referred_twice, what_will_be_sent_has_not_been)
{
    expect_findings("2024-02-29", "D18", TO_TWO, "");
}

Test(referred_twice, who_sent_last_is_asked)
{
    struct scenario_result result = scenario_of("2024-06-30", TO_TWO);
    char *owner = table_cell(result.findings, "rule", "D18", "owner_agency");
    char *key = table_cell(result.findings, "rule", "D18", "key");
    cr_expect_str_eq(owner, "B");
    cr_expect_str_eq(key, "meals");
    free(owner);
    free(key);
    scenario_result_clear(&result);
}

Test(referred_twice, a_decision_holds_until_one_more_is_sent)
{
    expect_decision_holds("2024-06-30", "D18", TO_TWO,
                          REFERRAL("A", "a", "r3", "D", "2024-06-01", "sent", MEALS));
}

Test(referred_twice, without_a_class_there_is_nothing_to_judge)
{
    expect_judged("2024-06-30", "D18", TO_TWO, "run", "2");
    expect_judged("2024-06-30", "D18",
                  PEOPLE REFERRAL("A", "a", "r1", "C", "2024-01-10", "sent", ""),
                  "nothing_to_judge", "0");
    expect_judged("2024-06-30", "D18", PEOPLE "absent referrals\n", "not_run", "0");
}

Test(referred_twice, the_dead_need_nothing_urgently)
{
    const char *const sent = PEOPLE "needs A a n9 meals 2024-01-01 urgency=emergency\n" REFERRAL(
        "A", "a", "r1", "C", "2024-01-10", "sent", MEALS)
        REFERRAL("A", "a", "r2", "C", "2024-01-12", "sent", MEALS);
    char lines[1024];
    expect_in_finding("2024-06-30", "D18", sent, "severity", "2");
    snprintf(lines, sizeof lines, "%srecord A/a death_date=2024-06-29\n", sent);
    expect_in_finding("2024-06-30", "D18", lines, "severity", "1");
    snprintf(lines, sizeof lines, "%srecord A/a death_date=2024-06-30\n", sent);
    expect_in_finding("2024-06-30", "D18", lines, "severity", "2");
}
