/* SPDX-License-Identifier: Apache-2.0 */
/* test_life_decided.c - decisions from one run to the next. */
#include "rule/life.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void expect_decided(const char *after, const char *decision, const char *by,
                           const char *expected)
{
    struct life life = life_decide(TWO, after, decision, by);
    expect_change(&life.after, "D03", expected);
    cr_expect_null(strchr(strchr(life.after.unused_decisions, '\n') + 1, '\n'), "%s",
                   life.after.unused_decisions);
    life_end(&life);
}

Test(life_decided, a_decision_takes_it_away)
{
    expect_decided(TWO, "allowed at=2024-07-05", "finding_id", "gone decided closed");
    expect_decided(TWO, "allowed at=2024-07-05", "short", "gone decided closed");
    expect_decided(TWO, "allowed at=2024-07-05", "rows_key", "gone decided closed");
    expect_decided(TWO, "confirmed at=2024-07-05", "finding_id", "changed state confirmed");
}

Test(life_decided, the_earlier_run_says_which_rows_people_knew_of)
{
    /* s3 is said to have been entered long before, and so is no later than the decision */
    const char *more = TWO S3;
    expect_decided(more, "allowed at=2024-07-05", "finding_id", "reopened row_added reopened");
    expect_decided(more, "allowed at=2024-07-05", "short", "reopened row_added reopened");
    /* s2 began after the decision, but was there */
    expect_decided(TWO, "allowed at=2024-03-09", "finding_id", "gone decided closed");
}

Test(life_decided, the_earlier_run_says_how_much_it_was_and_when_it_ended)
{
    expect_decided(PERSON S1
                   "services B b s2 meals 2024-03-10 2024-03-12 class=31 amount_won=501\n",
                   "allowed", "finding_id", "reopened row_changed;amount reopened");
    expect_decided(PERSON S1
                   "services B b s2 meals 2024-03-10 2024-03-12 class=31 amount_won=500\n",
                   "allowed", "finding_id", "gone decided closed");
    expect_decided(PERSON S1
                   "services B b s2 meals 2024-03-10 2024-03-13 class=31 amount_won=500\n",
                   "allowed", "finding_id", "reopened row_changed;end reopened");
    expect_decided(TWO, "allowed until=2024-07-30", "finding_id", "reopened until reopened");
    expect_decided(TWO, "allowed until=2024-07-31", "finding_id", "gone decided closed");
}

Test(life_decided, a_row_that_leaves_reopens_nothing)
{
    struct life life = life_decide(TWO S3, TWO, "allowed at=2024-07-05", "finding_id rows_key");
    expect_change(&life.after, "D03", "gone decided closed");
    life_end(&life);
}

Test(life_decided, a_decision_is_found_by_rows_when_the_id_is_another)
{
    expect_decided(JOINED S1 S2, "allowed at=2024-07-05", "finding_id", "gone decided closed");
    expect_decided(JOINED S1 S2, "allowed at=2024-07-05", "short", "gone decided closed");
    expect_decided(JOINED S1 S2 S3, "allowed at=2024-07-05", "finding_id",
                   "reopened row_added reopened");
    expect_decided(JOINED S1 S2 S3, "allowed at=2024-07-05", "rows_key",
                   "reopened row_added reopened");
}

Test(life_decided, a_decision_that_names_what_is_gone_is_not_unused)
{
    expect_decided(PERSON S1, "allowed at=2024-07-05", "finding_id", "gone row_left closed");
    expect_decided(PERSON S1, "allowed at=2024-07-05", "rows_key", "gone row_left closed");
}

Test(life_decided, a_decision_that_names_nothing_of_either_run_is_told)
{
    struct life life = life_live(
        TWO, TWO "decisions allowed finding_id=00000000000000000000000000000000 at=2024-07-05\n");
    expect_change(&life.after, "D03", "still_open  new");
    cr_expect_not_null(strstr(life.after.unused_decisions, "0000000000000000"));
    life_end(&life);
}

/* Lines with a decision about D03's finding, named by its id. */
static void with_decision(char lines[4096], const char *plain, const char *decision, const char *id)
{
    snprintf(lines, 4096, "%sdecisions %s finding_id=%s\n", plain, decision, id);
}

Test(life_decided, a_decision_holds_from_run_to_run_and_is_reopened_by_what_joins_later)
{
    struct life life = life_decide(TWO, TWO, "allowed at=2024-07-05", "finding_id");
    char *id = table_cell(life.before.findings, "rule", "D03", "finding_id"), lines[4096];
    with_decision(lines, TWO, "allowed at=2024-07-05", id);
    struct scenario_result third = life_run("2024-08-31", lines, &life.after);
    expect_change(&third, "D03", "still_closed decided closed");
    expect_row(&third, "s2", "kept");
    with_decision(lines, JOINED S1 S2 S3, "allowed at=2024-07-05", id);
    struct scenario_result fourth = life_run("2024-09-30", lines, &third);
    expect_change(&fourth, "D03", "reopened row_added reopened");
    expect_finding(&fourth, "first_seen", "2024-06-30");
    expect_finding(&fourth, "last_decision", "allowed");
    expect_finding(&fourth, "decided_on", "2024-07-05");
    struct scenario_result fifth = life_run("2024-10-31", lines, &fourth);
    expect_change(&fifth, "D03", "still_open  reopened");
    free(id);
    scenario_result_clear(&third);
    scenario_result_clear(&fourth);
    scenario_result_clear(&fifth);
    life_end(&life);
}

Test(life_decided, a_new_decision_closes_what_was_reopened)
{
    struct life life = life_decide(TWO, TWO S3, "allowed at=2024-07-05", "finding_id");
    char *id = table_cell(life.before.findings, "rule", "D03", "finding_id"), lines[4096];
    with_decision(lines, TWO S3, "allowed at=2024-08-05", id);
    struct scenario_result third = life_run("2024-08-31", lines, &life.after);
    expect_change(&third, "D03", "gone decided closed");
    free(id);
    scenario_result_clear(&third);
    life_end(&life);
}

Test(life_decided, a_decision_that_is_taken_back_reopens)
{
    struct life life = life_decide(TWO, TWO, "allowed at=2024-07-05", "finding_id");
    struct scenario_result third = life_run("2024-08-31", TWO, &life.after);
    expect_change(&third, "D03", "reopened decision_changed new");
    scenario_result_clear(&third);
    life_end(&life);
}

Test(life_decided, somebody_who_looks_into_it_is_no_decision)
{
    struct life life = life_decide(TWO, TWO, "- by=kim", "finding_id");
    expect_change(&life.after, "D03", "changed state assigned");
    expect_finding(&life.after, "last_decision", "");
    life_end(&life);
    life = life_decide(TWO, TWO, "-", "finding_id");
    expect_change(&life.after, "D03", "still_open  new");
    life_end(&life);
}

Test(life_decided, a_decision_by_rows_speaks_of_what_starts_within)
{
    expect_decided(TWO, "allowed", "rows_key start_date end_date", "gone decided closed");
    struct life life = life_decide(TWO, TWO, "allowed start_date=2024-03-11", "rows_key");
    expect_change(&life.after, "D03", "still_open  new");
    life_end(&life);
    life = life_decide(TWO, TWO, "allowed end_date=2024-03-09", "rows_key");
    expect_change(&life.after, "D03", "still_open  new");
    life_end(&life);
}

/* ---- digits that two findings share ---------------------------------------------------------- */

/* The ids of these two persons' findings both begin with 01436412. */
#define ONE                                                                                        \
    "person P032214 A/e B/f\nservices A e t1 meals 2024-03-01 2024-03-31 class=31\n"               \
    "services B f t2 meals 2024-03-10 2024-03-12 class=31\n"
#define OTHER                                                                                      \
    "person P134801 A/g B/h\nservices A g u1 meals 2024-03-01 2024-03-31 class=31\n"               \
    "services B h u2 meals 2024-03-10 2024-03-12 class=31\n"
#define SHORT "decisions allowed finding_id=01436412 at=2024-07-05\n"

static void expect_states(const struct scenario_result *result, const char *one, const char *other)
{
    char *first = table_cell(result->findings, "person_id", "P032214", "state");
    char *second = table_cell(result->findings, "person_id", "P134801", "state");
    cr_expect_str_eq(first ? first : "left out", one);
    cr_expect_str_eq(second ? second : "left out", other);
    free(first), free(second);
}

static void expect_unused(const struct scenario_result *result, const char *reason)
{
    char *found = table_cell(result->unused_decisions, "decision", "allowed", "reason");
    cr_expect_str_eq(found ? found : "none", reason, "%s", result->unused_decisions);
    free(found);
}

Test(life_decided, digits_that_two_findings_share_name_neither)
{
    struct scenario_result result = life_run("2024-07-31", ONE OTHER, NULL);
    char *one = table_cell(result.findings, "person_id", "P032214", "finding_id");
    char *other = table_cell(result.findings, "person_id", "P134801", "finding_id");
    cr_expect(strncmp(one, "01436412", 8) == 0 && strncmp(other, "01436412", 8) == 0);
    scenario_result_clear(&result);
    result = life_run("2024-07-31", ONE OTHER SHORT, NULL);
    expect_states(&result, "new", "new");
    expect_unused(&result, "ambiguous_id");
    scenario_result_clear(&result);
    char lines[4096];
    with_decision(lines, ONE OTHER, "allowed", one);
    result = life_run("2024-07-31", lines, NULL);
    expect_states(&result, "left out", "new");
    expect_unused(&result, "none");
    scenario_result_clear(&result);
    free(one), free(other);
}

Test(life_decided, digits_of_one_finding_name_it)
{
    struct scenario_result result = life_run("2024-07-31", ONE SHORT, NULL);
    char *suppressed = table_cell(result.rule_runs, "rule", "D03", "n_suppressed");
    cr_expect_str_eq(suppressed, "1");
    expect_unused(&result, "none");
    free(suppressed);
    scenario_result_clear(&result);
}

Test(life_decided, digits_are_shared_with_a_finding_of_the_earlier_run_too)
{
    struct life life = life_live(ONE, OTHER SHORT);
    expect_states(&life.after, "left out", "new");
    expect_unused(&life.after, "ambiguous_id");
    life_end(&life);
}

Test(life_decided, the_same_finding_under_two_ids_is_one)
{
    struct life life =
        life_live(ONE, "person P134801 A/e B/f\n"
                       "services A e t1 meals 2024-03-01 2024-03-31 class=31\n"
                       "services B f t2 meals 2024-03-10 2024-03-12 class=31\n" SHORT);
    expect_change(&life.after, "D03", "gone decided closed");
    expect_unused(&life.after, "none");
    life_end(&life);
}

/* Who has the finding in no worklist has nothing to say about it, and is told so. */
Test(life_decided, a_decision_of_somebody_who_is_no_party_is_told)
{
    struct scenario_result result = life_run("2024-07-31", ONE, NULL);
    char *id = table_cell(result.findings, "person_id", "P032214", "finding_id");
    scenario_result_clear(&result);
    char stranger[512], parties[512];
    snprintf(stranger, sizeof stranger,
             "%sdecisions allowed finding_id=%s at=2024-07-05 agency_id=0A\n", ONE, id);
    snprintf(parties, sizeof parties,
             "%sdecisions allowed finding_id=%s at=2024-07-05 agency_id=A\n"
             "decisions allowed finding_id=%s at=2024-07-05 agency_id=B\n",
             ONE, id, id);
    free(id);
    result = life_run("2024-07-31", stranger, NULL);
    expect_states(&result, "new", "left out");
    expect_unused(&result, "no_party");
    scenario_result_clear(&result);
    struct life life = life_live(ONE, stranger); /* nor is it hidden by the earlier run */
    expect_unused(&life.after, "no_party");
    life_end(&life);
    result = life_run("2024-07-31", parties, NULL);
    expect_states(&result, "left out", "left out");
    expect_unused(&result, "none");
    scenario_result_clear(&result);
}

/* Who is to act is asked too, even if no row is hers. */
Test(life_decided, who_is_to_act_answers)
{
    const char *lines = "person P1 A/a B/b\nprogrammes lunch 3102\nneed_map food 31\n"
                        "needs A a n1 food 2024-05-01\ntable services\n"
                        "referrals A a r1 B 2024-05-06 accepted need_id=n1\n";
    struct scenario_result result = life_run("2024-07-31", lines, NULL);
    char *id = table_cell(result.findings, "rule", "O08", "finding_id");
    char *owner = table_cell(result.findings, "rule", "O08", "owner_agency");
    char *agencies = table_cell(result.findings, "rule", "O08", "agencies");
    cr_assert(id && owner && agencies);
    cr_expect(strcmp(owner, "B") == 0 && strcmp(agencies, "A") == 0, "%s %s", owner, agencies);
    scenario_result_clear(&result);
    char decided[512];
    snprintf(decided, sizeof decided,
             "%sdecisions allowed finding_id=%s at=2024-07-05 agency_id=B\n", lines, id);
    result = life_run("2024-07-31", decided, NULL);
    char *state = table_cell(result.findings, "rule", "O08", "state");
    cr_expect_str_eq(state, "in_review"); /* the other one has not answered */
    expect_unused(&result, "none");
    scenario_result_clear(&result);
    free(id), free(owner), free(agencies), free(state);
}

Test(life_decided, why_a_decision_is_about_nothing_is_told)
{
    struct scenario_result result =
        life_run("2024-07-31", ONE "decisions allowed finding_id=00000000 at=2024-07-05\n", NULL);
    expect_unused(&result, "no_such_finding");
    scenario_result_clear(&result);
}
