/* SPDX-License-Identifier: Apache-2.0 */
/* test_omission_signals.c - O15: signs of a crisis in a household, and nobody came. */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define PEOPLE                                                                                     \
    "person P A/a B/b\nperson Q A/q\ntable services\ntable cases\ntable signals\n"                 \
    "signal_weights power_cut 2\nsignal_weights arrears 1\nsignal_weights risk 1 alone=1\n"
#define CUT "signals A a power_cut 2024-04\n"
#define BOTH CUT "signals B b arrears 2024-05\n"
#define FOUND "O15 P 2024-04-01.. A/power_cut B/arrears\n"
#define HOME "record A/a household=h\nrecord A/q household=h\n"

static void expect_on(const char *as_of, const char *what, const char *more, const char *expected)
{
    char lines[2048];
    snprintf(lines, sizeof lines, PEOPLE "%s%s", what, more);
    expect_findings(as_of, "O15", lines, expected);
}

static void expect(const char *more, const char *expected)
{
    expect_on("2024-06-30", BOTH, more, expected);
}

Test(omission_signals, three_together_and_thirty_days_after_the_first_month)
{
    expect_on("2024-05-30", BOTH, "", "");
    expect_on("2024-05-31", BOTH, "", FOUND);
    expect_on("2024-06-30", CUT, "", "");
    expect_on("2024-06-30", CUT, "rules O15 min_weight 2\n", "O15 P 2024-04-01.. A/power_cut\n");
    expect_on("2024-06-30", BOTH, "rules O15 min_weight 3.1\n", "");
    expect_on("2024-05-30", BOTH, "rules O15 days 29\n", FOUND);
}

Test(omission_signals, one_may_be_enough_by_itself)
{
    expect_on("2024-06-30", "signals A a risk 2024-05\n", "", "");
    expect_on("2024-07-01", "signals A a risk 2024-05\n", "", "O15 P 2024-05-01.. A/risk\n");
}

Test(omission_signals, each_counts_once_for_a_person_and_month)
{
    expect_on("2024-06-30", CUT, "signals B b power_cut 2024-04\n", "");
    expect_on("2024-06-30", CUT, "signals B b power_cut 2024-05\n",
              "O15 P 2024-04-01.. A/power_cut B/power_cut\n");
    expect_on("2024-06-30", CUT, "signals B b Power_Cut 2024-05\n",
              "O15 P 2024-04-01.. A/power_cut B/power_cut\n");
    expect("signals B b arrears 2024-04\n", "O15 P 2024-04-01.. A/power_cut B/arrears B/arrears\n");
}

Test(omission_signals, only_those_of_twelve_months_that_weigh_anything)
{
    expect_on("2025-03-31", BOTH, "", FOUND);
    expect_on("2025-04-30", BOTH, "", "");
    expect_on("2025-04-30", BOTH, "rules O15 months 13\n", FOUND);
    expect_on("2024-06-30", CUT "signals B b arrears 2024-07\n", "", "");
    expect_on("2024-06-30", CUT "signals B b hearsay 2024-05\n", "", "");
    expect_on("2024-06-30", BOTH, "signals A a hearsay 2024-02\n", FOUND);
}

Test(omission_signals, the_weight_in_force_in_the_signals_month_holds)
{
    const char *const dear = "signals A a leak 2024-04\n"
                             "signal_weights leak 3 valid_from=2024-04-01\n"
                             "signal_weights leak 1 valid_to=2024-03-31\n";
    expect_on("2024-06-30", dear, "", "O15 P 2024-04-01.. A/leak\n");
    expect_on("2024-06-30",
              "signals A a leak 2024-03\nsignal_weights leak 3 valid_from=2024-04-01\n", "", "");
}

Test(omission_signals, whoever_came_in_time_answers)
{
    expect("events B b visit 2024-04-01\n", "");
    expect("events B b contact 2024-05-30\n", "");
    expect("events B b contact 2024-05-31\n", FOUND);
    expect("events B b visit 2024-03-31\n", FOUND);
    expect("events B b failed_contact 2024-05-01\n", FOUND);
    expect("cases B b c1 general 2024-05-30\n", "");
    expect("cases B b c1 general 2024-05-31\n", FOUND);
    expect("services B b s1 p 2024-04-01 -\n", "");
    expect("services B b s1 p 2024-03-31 -\n", FOUND);
    expect("services B b s1 p 2024-05-01 - status=cancelled\n", FOUND);
    expect("events A q visit 2024-05-01\n", FOUND);
}

Test(omission_signals, those_of_a_household_are_added_up)
{
    const char *const others = HOME CUT "signals A q arrears 2024-04\n";
    const char *const found = "O15 A/h 2024-04-01.. A/arrears A/power_cut\n";
    expect_on("2024-06-30", others, "", found);
    expect_on("2024-06-30", CUT "signals A q arrears 2024-04\n", "", "");
    expect_on("2024-06-30", others, "events A q visit 2024-05-01\n", "");
    expect_on("2024-06-30", others, "record A/q death_date=2024-06-29\n", "");
    expect_on("2024-06-30", others, "uploads A services 2024-05\nuploads B services 2024-04\n", "");
    expect_on("2024-06-30", others, "uploads A services 2024-05\nuploads B services 2024-05\n",
              found);
}

Test(omission_signals, a_child_or_protected_member_makes_it_more_urgent)
{
#define TWO PEOPLE HOME CUT "signals A q arrears 2024-04\n"
    expect_in_finding("2024-06-30", "O15", TWO, "severity", "3");
    expect_in_finding("2024-06-30", "O15", TWO "record A/q birth_date=2006-07-01\n", "severity",
                      "4");
    expect_in_finding("2024-06-30", "O15", TWO "record A/q birth_date=2006-06-30\n", "severity",
                      "3");
}

Test(omission_signals, it_says_when_it_cannot_be_asked)
{
    expect_judged("2024-06-30", "O15", PEOPLE, "nothing_to_judge", "0");
    expect_judged("2024-06-30", "O15", PEOPLE BOTH, "run", "2");
    expect_judged("2024-06-30", "O15", PEOPLE BOTH "absent events\n", "not_run", "0");
}

Test(omission_signals, it_says_how_much_they_weigh)
{
    expect_in_finding("2024-06-30", "O15", PEOPLE BOTH, "owner_agency", "B");
    expect_in_finding("2024-06-30", "O15", PEOPLE BOTH, "due_on", "2024-05-30");
    expect_in_finding("2024-06-30", "O15", PEOPLE BOTH, "message_en",
                      "Signals of a crisis since 2024-04-01: arrears, power_cut; 2 (weigh enough "
                      "together, 3 of 3). By 2024-05-30 nobody is known to have visited or called, "
                      "opened a case or begun a service. Please see how they are.");
}

/* Each once, by their codes; one without a name by its code. */
Test(omission_signals, signals_are_called_what_the_policy_calls_them)
{
    const char *lines =
        PEOPLE "signal_weights leak 3 name=누수 name_en=leaking~pipes\nsignals A a risk 2024-04\n"
               "signals A a leak 2024-04\nsignals A a leak 2024-05\n";
    expect_in_finding("2024-06-30", "O15", lines, "message_ko",
                      "2024-04-01부터 위기 신호(누수, risk)가 3건 있으나(가중치 합이 기준 이상, 합 "
                      "7, 기준 3) 2024-05-30까지 방문이나 연락, 사례 접수, 서비스가 확인되지 "
                      "않습니다. 안부를 확인해 주세요.");
    expect_in_finding("2024-06-30", "O15", lines, "message_en",
                      "Signals of a crisis since 2024-04-01: leaking pipes, risk; 3 (weigh enough "
                      "together, 7 of 3). By 2024-05-30 nobody is known to have visited or called, "
                      "opened a case or begun a service. Please see how they are.");
}

Test(omission_signals, a_decision_holds_until_another_signal_joins)
{
    expect_decision_holds("2024-06-30", "O15", PEOPLE BOTH, "signals B b risk 2024-06\n");
}
