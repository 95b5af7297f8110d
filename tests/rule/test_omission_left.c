/* SPDX-License-Identifier: Apache-2.0 */
/*
 * O20, O27: cases that nobody is responsible for, and cases that stay at one level.
 */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "support/support.h"

#define CASE "person kim A/a B/b\ncases A a c1 general 2026-01-10"
#define ORPHAN "O20 kim 2026-01-10.. A/c1\n"
#define LEFT "O20 kim 2026-01-10.. A/c1 A/@\n"

/* ---- O20 ------------------------------------------------------------------------------------- */

Test(omission_left, O20_a_case_has_a_worker)
{
    expect_findings("2026-06-30", "O20", CASE "\n", "");
    expect_findings("2026-06-30", "O20", CASE " worker_id=-\n", ORPHAN);
    expect_findings("2026-06-30", "O20", CASE " worker_id=- closed_on=2026-06-30\n", "");
    expect_findings("2026-06-30", "O20", CASE " worker_id=- closed_on=2026-07-01\n", ORPHAN);
    expect_findings("2026-01-09", "O20", CASE " worker_id=-\n", "");
    expect_findings("2026-06-30", "O20", CASE " worker_id=-\nrecord A/a death_date=2026-06-29\n",
                    "");
}

Test(omission_left, O20_an_agency_that_has_closed_is_responsible_for_nothing)
{
    expect_findings("2026-06-30", "O20", CASE "\nagencies A active_to=2026-06-29\n", ORPHAN);
    expect_findings("2026-06-30", "O20", CASE "\nagencies A active_to=2026-06-30\n", "");
    expect_findings("2026-06-30", "O20", CASE "\nagencies A\n", "");
    expect_findings("2026-06-30", "O20", CASE "\nagencies B\n", "");
}

Test(omission_left, O20_who_moves_away_is_expected_somewhere_within_fourteen_days)
{
    expect_findings("2026-06-15", "O20", CASE "\nevents A a move_out 2026-06-01\n", "");
    expect_findings("2026-06-16", "O20", CASE "\nevents A a move_out 2026-06-01\n", LEFT);
    expect_findings("2026-06-16", "O20", CASE "\nevents B b move_out 2026-06-01\n", "");
    expect_findings("2026-06-16", "O20",
                    CASE "\nevents A a move_out 2026-06-01\nevents B b move_in 2026-06-01\n", "");
    expect_findings("2026-06-16", "O20",
                    CASE "\nevents A a move_out 2026-06-01\nevents B b move_in 2026-05-31\n", LEFT);
    expect_findings("2026-06-16", "O20",
                    CASE "\nevents A a move_out 2026-06-01\nevents B b move_in 2026-06-17\n", LEFT);
    expect_findings("2026-06-16", "O20",
                    CASE "\nevents A a move_out 2026-06-01\nrules O20 days 15\n", "");
}

Test(omission_left, O20_a_record_registered_elsewhere_since_is_an_arrival)
{
    expect_findings("2026-06-16", "O20",
                    CASE "\nevents A a move_out 2026-06-01\n"
                         "record B/b registered_on=2026-06-01\n",
                    "");
    expect_findings("2026-06-16", "O20",
                    CASE "\nevents A a move_out 2026-06-01\n"
                         "record B/b registered_on=2026-05-31\n",
                    LEFT);
    expect_findings("2026-06-16", "O20",
                    CASE "\nevents A a move_out 2026-06-01\n"
                         "record A/a registered_on=2026-06-02\n",
                    LEFT);
    expect_findings("2026-06-16", "O20",
                    CASE "\nevents A a move_out 2026-06-01\nrecord A/a registered_on=2026-06-03\n"
                         "record B/b registered_on=2026-06-02\n",
                    "");
}

Test(omission_left, O20_counts_from_the_first_move_that_led_nowhere)
{
    expect_findings("2026-06-30", "O20",
                    CASE "\nevents A a move_out 2026-06-01\nevents A a move_in 2026-06-05\n"
                         "events A a move_out 2026-06-10\nevents A a move_out 2026-06-20\n",
                    LEFT);
    expect_findings("2026-06-30", "O20",
                    CASE "\nevents A a move_out 2026-06-01\nevents A a move_in 2026-06-12\n"
                         "events A a move_out 2026-06-20\n",
                    "");
}

static char *cell_of(const char *as_of, const char *lines, const char *rule, const char *column,
                     bool of_runs)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct scenario_way plain = {0};
    struct scenario_result result;
    dolbom_error error = DOLBOM_ERROR_INIT;
    cr_assert_eq(scenario_run(env, &plain, as_of, lines, &result, &error), DOLBOM_OK);
    char *cell = table_cell(of_runs ? result.rule_runs : result.findings, "rule", rule, column);
    scenario_result_clear(&result);
    test_env_close(env, &memory);
    return cell;
}

static void expect_in(const char *as_of, const char *lines, const char *rule, const char *column,
                      const char *text)
{
    char *cell = cell_of(as_of, lines, rule, column, false);
    cr_expect(cell && strstr(cell, text), "%s in %s", text, cell ? cell : "nothing");
    free(cell);
}

Test(omission_left, O20_tells_every_reason_and_says_the_first)
{
    static const char lines[] = CASE " worker_id=-\nagencies A active_to=2026-06-20\nagencies B\n"
                                     "events A a move_out 2026-06-01\n";
    expect_in("2026-06-30", lines, "O20", "detail",
              "\"reason\":\"no_worker\",\"no_worker\":1,\"agency_active_to\":\"2026-06-20\","
              "\"moved_out_on\":\"2026-06-01\",\"days_since_move\":29,\"move_days\":14");
    expect_in("2026-06-30", lines, "O20", "detail", "{\"if\":\"case_taken_over\",\"day\":null}");
    expect_in("2026-06-30", lines, "O20", "message_ko",
              "2026-01-10에 접수된 사례를 현재 담당하는 곳이 확인되지 않습니다(담당자 미지정).");
    expect_in("2026-06-30", lines, "O20", "due_on", "2026-07-10");
}

Test(omission_left, O20_runs_without_events_but_for_the_moves)
{
    expect_findings("2026-06-30", "O20", CASE " worker_id=-\nabsent events\n", ORPHAN);
    char *reason = cell_of("2026-06-30", CASE "\nabsent events\n", "O20", "reason", true);
    cr_expect(reason && strstr(reason, "moved out"), "%s", reason);
    free(reason);
}

/* ---- O27 ------------------------------------------------------------------------------------- */

#define AT(level) "person kim A/a\ncases A a c1 general 2026-06-01 level=" level "\n"

Test(omission_left, O27_a_case_stays_at_a_level_no_longer_than_its_deadline)
{
    expect_findings("2026-06-15", "O27", AT("team"), "");
    expect_findings("2026-06-16", "O27", AT("team"), "O27 kim 2026-06-01.. A/c1\n");
    expect_findings("2026-07-01", "O27", AT("CENTRE"), "");
    expect_findings("2026-07-02", "O27", AT("CENTRE"), "O27 kim 2026-06-01.. A/c1\n");
    expect_findings("2026-12-31", "O27", AT("main"), "");
    expect_findings("2026-12-31", "O27", AT("somewhere"), "");
    expect_findings("2026-12-31", "O27", AT("-"), "");
    expect_findings("2026-12-31", "O27", AT("main") "deadlines O27 60 key=main\n",
                    "O27 kim 2026-06-01.. A/c1\n");
    expect_findings("2026-06-16", "O27", AT("team") "record A/a death_date=2026-06-15\n", "");
    expect_findings("2026-06-16", "O27",
                    "person kim A/a\ncases A a c1 general 2026-06-01 level=team "
                    "closed_on=2026-06-16\n",
                    "");
}

Test(omission_left, O27_an_escalation_begins_the_time_again_at_its_level)
{
    expect_findings("2026-06-24", "O27", AT("team") "events A a escalation 2026-06-10 case_id=c1\n",
                    "");
    expect_findings("2026-06-25", "O27", AT("team") "events A a escalation 2026-06-10 case_id=c1\n",
                    "O27 kim 2026-06-10.. A/c1 A/@\n");
    expect_findings("2026-06-25", "O27",
                    AT("team") "events A a escalation 2026-06-10 level=centre\n", "");
    expect_findings("2026-07-11", "O27",
                    AT("team") "events A a escalation 2026-06-10 level=centre\n",
                    "O27 kim 2026-06-10.. A/c1 A/@\n");
    expect_findings("2026-12-31", "O27", AT("team") "events A a escalation 2026-06-10 level=main\n",
                    "");
    expect_findings("2026-06-16", "O27", AT("team") "events A a escalation 2026-06-17 level=main\n",
                    "O27 kim 2026-06-01.. A/c1\n");
}

Test(omission_left, O27_of_escalations_on_one_day_that_of_the_first_agency_is_told)
{
#define OF_TWO "person kim A/a B/b\ncases A a c1 general 2026-06-01 level=team\n"
    expect_findings("2026-06-25", "O27",
                    OF_TWO "events A a escalation 2026-06-10 case_id=c1\n"
                           "events B b escalation 2026-06-10\n",
                    "O27 kim 2026-06-10.. A/c1 A/@\n");
    expect_findings("2026-06-25", "O27",
                    OF_TWO "events B b escalation 2026-06-10\n"
                           "events B b escalation 2026-06-09\n",
                    "O27 kim 2026-06-10.. A/c1 B/@\n");
    expect_findings("2026-06-25", "O27",
                    OF_TWO "events A a escalation 2026-06-10 level=team\n"
                           "events A a escalation 2026-06-10 case_id=c1 level=main\n",
                    "");
}

Test(omission_left, O27_the_level_is_that_of_the_last_escalation_that_gives_one)
{
#define TWICE                                                                                      \
    AT("team")                                                                                     \
    "events A a escalation 2026-06-10 level=centre case_id=c1\n"                                   \
    "events A a escalation 2026-06-20 case_id=c1\n"
    expect_findings("2026-07-20", "O27", TWICE, "");
    expect_findings("2026-07-21", "O27", TWICE, "O27 kim 2026-06-20.. A/c1 A/@\n");
    expect_in("2026-07-21", TWICE, "O27", "detail",
              "\"level\":\"centre\",\"escalated_on\":\"2026-06-20\",\"deadline_days\":30");
    expect_in("2026-07-21", TWICE, "O27", "message_ko",
              "2026-06-20부터 센터가 맡고 있는 사례가 2026-07-20까지 종결되거나");
}

Test(omission_left, O27_judges_cases_that_have_a_deadline)
{
    char *judged = cell_of("2026-06-30", AT("main"), "O27", "state", true);
    cr_expect_str_eq(judged, "nothing_to_judge");
    free(judged);
    char *state = cell_of("2026-06-30", AT("team") "absent events\n", "O27", "state", true);
    cr_expect_str_eq(state, "not_run");
    free(state);
}
