/* SPDX-License-Identifier: Apache-2.0 */
/* test_finding.c - what follows from a finding's rows, and what people decided about it. */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

#define TWO                                                                                        \
    "person P A/a B/b C/c\n"                                                                       \
    "services A a s1 meals 2024-03-01 2024-03-31 class=31\n"                                       \
    "services B b s2 meals 2024-03-10 2024-03-12 class=31\n"

static struct scenario_result run(const char *lines)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct scenario_way way = {0};
    struct scenario_result result;
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_status status = scenario_run(env, &way, "2024-06-30", lines, &result, &error);
    cr_assert_eq(status, DOLBOM_OK, "%s", error.message);
    test_env_close(env, &memory);
    return result;
}

/* One cell of the first finding of a rule. */
static void expect_cell(const char *lines, const char *rule, const char *column,
                        const char *expected)
{
    struct scenario_result result = run(lines);
    char *cell = table_cell(result.findings, "rule", rule, column);
    cr_expect_str_eq(cell ? cell : "(no finding)", expected, "%s of %s in\n%s", column, rule,
                     lines);
    free(cell);
    scenario_result_clear(&result);
}

/* ---- severity and certainty ----------------------------------------------------------------- */

Test(finding, severity_starts_at_the_rules_own)
{
    expect_cell(TWO, "D03", "severity", "3");
    expect_cell(TWO "rules D03 severity 1\n", "D03", "severity", "1");
    expect_cell(TWO "rules * severity 2\n", "D03", "severity", "2");
}

#define MONEY(first, second)                                                                       \
    "person P A/a B/b\nrules D03 severity 1\n"                                                     \
    "services A a s1 meals 2024-03-01 2024-03-31 class=31 amount_won=" first "\n"                  \
    "services B b s2 meals 2024-03-10 2024-03-12 class=31 amount_won=" second "\n"

Test(finding, money_makes_it_more_severe)
{
    expect_cell(MONEY("5000000", "1000000"), "D03", "severity", "2");
    expect_cell(MONEY("5000000", "999,999"), "D03", "severity", "1");
    expect_cell(MONEY("5000000", "1000") "rules * money_exposure_won 1000\n", "D03", "severity",
                "2");
}

Test(finding, the_amount_is_what_all_but_the_largest_agency_gave)
{
    expect_cell(MONEY("5000000", "1000000"), "D03", "amount_won", "1000000");
    expect_cell(MONEY("1000", "1000"), "D03", "amount_won", "1000");
    expect_cell(TWO, "D03", "amount_won", "");
    expect_cell("person P A/a B/b C/c\n"
                "services A a s1 meals 2024-03-01 2024-03-31 class=31 amount_won=600\n"
                "services A a s4 meals 2024-03-05 2024-03-31 class=31 amount_won=500\n"
                "services B b s2 meals 2024-03-10 2024-03-12 class=31 amount_won=1000\n"
                "services C c s3 meals 2024-03-10 2024-03-12 class=31\n",
                "D03", "amount_won", "1000");
}

Test(finding, of_one_benefit_twice_from_one_agency_the_amount_is_the_later_ones)
{
    expect_cell("person P A/a\nprogrammes meals 3101\nmutex once exclusive meals class:31\n"
                "services A a s1 meals 2024-03-01 2024-03-31 amount_won=600\n"
                "services A a s2 meals 2024-03-10 2024-03-12 amount_won=70\n",
                "D09", "amount_won", "70");
    expect_cell("person P A/a\nprogrammes meals 3101\nprogrammes boxes 3102\n"
                "mutex once exclusive class:31 meals\n" /* s2 alone is on both sides */
                "services A a s1 boxes 2024-03-10 2024-03-12 amount_won=600\n"
                "services A a s2 meals 2024-03-01 2024-03-31 amount_won=70\n",
                "D09", "amount_won", "600");
}

Test(finding, amounts_that_no_number_holds_stay_at_the_largest)
{
    expect_cell(MONEY("9000000000000000000", "9000000000000000000"), "D03", "severity", "2");
}

Test(finding, three_agencies_make_it_more_severe)
{
    expect_cell(TWO "services C c s3 meals 2024-03-10 2024-03-12 class=31\n", "D03", "severity",
                "4");
}

Test(finding, a_doubtful_record_makes_it_less_severe)
{
    expect_cell(TWO "record B/b probability=995000\n", "D03", "severity", "3");
    expect_cell(TWO "record B/b probability=994999\n", "D03", "severity", "2");
    expect_cell(TWO "record C/c probability=900000\n", "D03", "severity", "3");
}

Test(finding, severity_stays_within_its_scale)
{
    expect_cell(TWO "rules D03 severity 0\nrecord B/b probability=960000\n", "D03", "severity",
                "0");
    expect_cell(TWO "services C c s3 meals 2024-03-11 2024-03-12 class=31\nrules D03 severity 4\n",
                "D03", "severity", "4");
}

#define NEED(age, flag)                                                                            \
    "person P A/a\nrecord A/a birth_date=" age " protected=" flag "\n"                             \
    "need_map food 31\ntable services\nneeds A a n food 2024-01-01\nrules O01 severity 1\n"

Test(finding, a_child_or_a_protected_person_unserved_is_more_severe)
{
    expect_cell(NEED("1980-01-01", "0"), "O01", "severity", "1");
    expect_cell(NEED("2006-07-01", "0"), "O01", "severity", "2");
    expect_cell(NEED("2006-06-30", "0"), "O01", "severity", "1");
    expect_cell(NEED("1980-01-01", "1"), "O01", "severity", "2");
}

Test(finding, below_theta_high_identity_is_to_be_reviewed_first)
{
    expect_cell(TWO, "D03", "state", "new");
    expect_cell(TWO "record B/b probability=990000\n", "D03", "state", "new");
    expect_cell(TWO "record B/b probability=989999\n", "D03", "state", "identity_review");
    expect_cell(TWO "record B/b probability=989999\nrules * theta_high 0.98\n", "D03", "state",
                "new");
    expect_cell(TWO "record B/b probability=970000\n", "D03", "probability", "0.970000");
}

/* ---- agencies, days ----------------------------------------------------------------------- */

Test(finding, agencies_are_listed_once_and_sorted)
{
    expect_cell(TWO "services A a s9 meals 2024-03-11 2024-03-12 class=31\n", "D03", "agencies",
                "A;B");
    expect_cell(TWO, "D03", "n_agencies", "2");
}

Test(finding, zones_that_differ_make_it_cross_areas)
{
    expect_cell(TWO "agencies A zone_id=Z1\nagencies B zone_id=Z2\n", "D03", "cross_area", "1");
    expect_cell(TWO "agencies A zone_id=Z1 area_code=1\nagencies B zone_id=Z1 area_code=2\n", "D03",
                "cross_area", "0");
    expect_cell(TWO "agencies A zone_id=Z1 area_code=1\nagencies B area_code=2\n", "D03",
                "cross_area", "1");
    expect_cell(TWO, "D03", "cross_area", "0");
}

Test(finding, the_agency_that_came_last_is_asked_to_act)
{
    expect_cell(TWO, "D03", "owner_agency", "B");
    expect_cell(TWO, "D03", "due_on", "2024-07-10");
    expect_cell(TWO "rules * first_action_days 3\n", "D03", "due_on", "2024-07-03");
}

Test(finding, an_open_end_counts_up_to_today)
{
    const char *open = "person P A/a B/b\n"
                       "services A a s1 meals 2024-03-01 - class=31\n"
                       "services B b s2 meals 2024-06-01 - class=31\n";
    expect_cell(open, "D03", "days", "30");
    expect_cell(open, "D03", "end_date", "");
    expect_cell(TWO, "D03", "days", "3");
}

/* ---- decisions ----------------------------------------------------------------------------- */

/* The same lines with a decision about the finding that they give. */
static void expect_decided(const char *lines, const char *decision, const char *state)
{
    struct scenario_result result = run(lines);
    char *id = table_cell(result.findings, "rule", "D03", "finding_id");
    char decided[2048];
    cr_assert(id);
    snprintf(decided, sizeof decided, "%sdecisions %s finding_id=%s\n", lines, decision, id);
    scenario_result_clear(&result);
    result = run(decided);
    char *found = table_cell(result.findings, "rule", "D03", "state");
    char *suppressed = table_cell(result.rule_runs, "rule", "D03", "n_suppressed");
    cr_expect_str_eq(found ? found : "suppressed", state, "%s", decided);
    cr_expect_str_eq(suppressed, found ? "0" : "1");
    free(found);
    free(suppressed);
    free(id);
    scenario_result_clear(&result);
}

Test(finding, what_people_allowed_is_not_brought_up_again)
{
    expect_decided(TWO, "not_duplicate at=2024-05-01", "suppressed");
    expect_decided(TWO, "allowed", "suppressed");
    expect_decided(TWO, "allowed at=2024-05-01 until=2024-06-30", "suppressed");
}

Test(finding, what_people_confirmed_stays)
{
    expect_decided(TWO, "confirmed at=2024-05-01", "confirmed");
}

Test(finding, a_decision_about_the_largest_sum_is_read_back)
{
    const char *lines = MONEY("9000000000000000000",
                              "9223372036854775807") "services B b s3 meals 2024-03-10 2024-03-12 "
                                                     "class=31 amount_won=9000000000000000000\n";
    expect_cell(lines, "D03", "amount_won", "9000000000000000000");
    expect_decided(lines, "allowed amount_won=9223372036854775807", "suppressed");
    expect_decided(lines, "allowed amount_won=8999999999999999999", "reopened");
}

Test(finding, a_decision_that_has_run_out_reopens)
{
    expect_decided(TWO, "allowed at=2024-05-01 until=2024-06-29", "reopened");
}

Test(finding, a_row_that_joins_after_the_decision_reopens)
{
    const char *more = TWO "services C c s3 meals 2024-03-11 2024-03-11 class=31 "
                           "entered_on=2024-05-02\n";
    expect_decided(more, "not_duplicate at=2024-05-02", "suppressed");
    expect_decided(more, "not_duplicate at=2024-05-01", "reopened");
}

/* The same lines with a decision of each of two agencies about the finding that they give. */
static void expect_answers(const char *first, const char *second, const char *state)
{
    struct scenario_result result = run(TWO);
    char *id = table_cell(result.findings, "rule", "D03", "finding_id");
    char lines[4096];
    snprintf(lines, sizeof lines, "%sdecisions %s finding_id=%s\n", TWO, first, id);
    size_t len = strlen(lines);
    if (*second)
        snprintf(lines + len, sizeof lines - len, "decisions %s finding_id=%s\n", second, id);
    scenario_result_clear(&result);
    result = run(lines);
    char *found = table_cell(result.findings, "rule", "D03", "state");
    cr_expect_str_eq(found ? found : "left out", state, "%s", lines);
    free(found);
    free(id);
    scenario_result_clear(&result);
}

Test(finding, it_is_closed_when_all_its_agencies_have_answered)
{
    expect_answers("not_duplicate agency_id=A", "", "in_review");
    expect_answers("not_duplicate agency_id=A", "allowed agency_id=B", "left out");
    expect_answers("confirmed agency_id=A", "", "in_review");
    expect_answers("confirmed agency_id=A", "confirmed agency_id=B", "confirmed");
    expect_answers("data_error agency_id=A", "data_error", "left out");
}

Test(finding, what_one_confirms_and_another_dismisses_is_disputed)
{
    expect_answers("confirmed agency_id=A", "not_duplicate agency_id=B", "disputed");
    expect_answers("disputed agency_id=A", "", "disputed");
    expect_answers("disputed agency_id=A at=2024-05-01", "confirmed agency_id=A at=2024-05-02",
                   "in_review");
}

Test(finding, silence_counts_when_another_one_has_spoken)
{
    expect_answers("no_response agency_id=A", "no_response agency_id=B", "in_review");
    expect_answers("no_response agency_id=A", "confirmed agency_id=B", "confirmed");
    expect_answers("no_response agency_id=A", "not_duplicate agency_id=B", "left out");
}

Test(finding, an_answer_of_an_agency_that_has_no_part_says_nothing)
{
    expect_answers("not_duplicate agency_id=C", "", "new");
    expect_answers("not_duplicate agency_id=C", "not_duplicate", "left out");
}

Test(finding, one_answer_that_no_longer_holds_reopens)
{
    expect_answers("allowed agency_id=A until=2024-06-29", "allowed agency_id=B", "reopened");
    expect_answers("allowed agency_id=A", "allowed agency_id=B", "left out");
}

Test(finding, of_two_decisions_the_later_counts)
{
    struct scenario_result result = run(TWO);
    char *id = table_cell(result.findings, "rule", "D03", "finding_id");
    char lines[1024];
    snprintf(lines, sizeof lines,
             TWO "decisions allowed finding_id=%s at=2024-05-01\n"
                 "decisions confirmed finding_id=%s at=2024-05-02\n",
             id, id);
    expect_cell(lines, "D03", "state", "confirmed");
    free(id);
    scenario_result_clear(&result);
}

Test(finding, an_id_stays_when_a_row_joins_and_changes_with_the_first_day)
{
    struct scenario_result one = run(TWO);
    struct scenario_result more = run(TWO "services C c s3 meals 2024-03-11 2024-03-11 class=31\n");
    struct scenario_result other =
        run("person P A/a B/b C/c\nservices A a s1 meals 2024-03-01 2024-03-31 class=31\n"
            "services B b s2 meals 2024-03-11 2024-03-12 class=31\n");
    char *ids[] = {table_cell(one.findings, "rule", "D03", "finding_id"),
                   table_cell(more.findings, "rule", "D03", "finding_id"),
                   table_cell(other.findings, "rule", "D03", "finding_id")};
    cr_expect_str_eq(ids[0], ids[1]);
    cr_expect_str_neq(ids[0], ids[2]);
    for (size_t i = 0; i < 3; i++) free(ids[i]);
    scenario_result_clear(&one);
    scenario_result_clear(&more);
    scenario_result_clear(&other);
}

/* ---- rows and detail ------------------------------------------------------------------------ */

/* A thread's first finding is made before any key was: that must not show. */
Test(finding, the_key_of_rows_is_the_same_whatever_was_found_before)
{
    static const char twice[] = "person P A/p1 A/p2\n";
    struct scenario_result alone = run(twice);
    struct scenario_result later = run("person O A/a B/b\n"
                                       "services A a s1 meals 2024-03-01 2024-03-31 class=31\n"
                                       "services B b s2 meals 2024-03-10 2024-03-12 class=31\n"
                                       "person P A/p1 A/p2\n");
    char *one = table_cell(alone.findings, "rule", "D01", "rows_key");
    char *other = table_cell(later.findings, "rule", "D01", "rows_key");
    cr_assert(one && other);
    cr_expect_str_eq(one, other);
    free(one);
    free(other);
    scenario_result_clear(&alone);
    scenario_result_clear(&later);
}

Test(finding, detail_says_all_that_was_compared)
{
    expect_cell("person P A/a B/b\n"
                "services A a s\"1 meals 2024-03-01 - class=31 amount_won=500\n"
                "services B b s\\2 meals 2024-03-10 2024-03-12 class=3101 status=ended\n",
                "D03", "detail",
                "{\"rule\":\"D03\",\"version\":1,\"overlap_days\":3,\"tau_days\":0,"
                "\"severity\":{\"base\":3,\"money\":0,\"agencies\":0,\"risk\":0,\"doubt\":0},"
                "\"clears\":[{\"if\":\"all_but_one_end_by\",\"day\":\"2024-03-09\"}],"
                "\"rows\":[{\"table\":\"services\",\"agency_id\":\"A\",\"row_id\":\"s\\u00221\","
                "\"record_id\":\"a\",\"role\":\"before\",\"start\":\"2024-03-01\",\"end\":null,"
                "\"programme\":\"meals\",\"class\":\"31\",\"amount_won\":500,"
                "\"status\":\"delivered\"},"
                "{\"table\":\"services\",\"agency_id\":\"B\",\"row_id\":\"s\\u005c2\","
                "\"record_id\":\"b\",\"role\":\"overlapping\",\"start\":\"2024-03-10\","
                "\"end\":\"2024-03-12\",\"programme\":\"meals\",\"class\":\"3101\","
                "\"status\":\"ended\"}]}");
}

Test(finding, the_first_rows_are_listed_and_all_are_counted)
{
    enum { N = 250 };
    char *lines = calloc(N + 8, 96);
    cr_assert(lines);
    size_t len = (size_t)sprintf(lines, "%s", TWO);
    for (int i = 0; i < N - 2; i++)
        len += (size_t)sprintf(lines + len,
                               "services A a t%d meals 2024-03-11 2024-03-11 class=31 "
                               "amount_won=%d\n",
                               i, i);
    struct scenario_result result = run(lines);
    char *detail = table_cell(result.findings, "rule", "D03", "detail");
    size_t n_shown = 0, n_rows = 0;
    for (const char *at = detail; (at = strstr(at, "\"row_id\"")); at++) n_shown++;
    for (const char *at = result.finding_rows; (at = strstr(at, ",services,")); at++) n_rows++;
    cr_expect_eq(n_shown, 50);
    cr_expect_eq(n_rows, 50);
    cr_expect(strstr(detail, "\"n_rows\":250,\"rows\":["));
    cr_expect(strstr(detail, "\"role\":\"before\""));
    cr_expect(strstr(detail, "\"role\":\"overlapping\""));
    free(detail);
    free(lines);
    scenario_result_clear(&result);
}

/* ---- rule_runs ------------------------------------------------------------------------------- */

static void expect_run(const char *lines, const char *rule, const char *state, const char *reason)
{
    struct scenario_result result = run(lines);
    char *found = table_cell(result.rule_runs, "rule", rule, "state");
    char *why = table_cell(result.rule_runs, "rule", rule, "reason");
    char *why_ko = table_cell(result.rule_runs, "rule", rule, "reason_ko");
    cr_expect_str_eq(found, state, "%s", rule);
    cr_expect_str_eq(why, reason, "%s", rule);
    cr_expect_eq(*why_ko != '\0', *why != '\0', "%s: %s", rule, why_ko);
    free(found);
    free(why);
    free(why_ko);
    scenario_result_clear(&result);
}

Test(finding, a_rule_that_cannot_run_says_why)
{
    expect_run(TWO, "D03", "run", "");
    expect_run(TWO "absent programmes\n", "D03", "not_run", "table missing: programmes");
    expect_run("person P A/a\ntable services\n", "D03", "nothing_to_judge",
               "no service that counts has a class");
    expect_run("person P A/a\nservices A a s1 unheard_of 2024-03-01 -\n", "D03", "nothing_to_judge",
               "no service that counts has a class");
    expect_run("person P A/a\n", "D03", "not_run", "table missing: services");
    expect_run(TWO, "D05", "not_run", "table missing: caps");
    expect_run(TWO, "D12", "not_run", "table missing: stays");
    expect_run(TWO, "I01", "not_run", "table missing: pairs");
    expect_run(TWO "rules D03 enabled 0\n", "D03", "disabled", "");
    expect_run(TWO "rules * enabled 0\nrules D01 enabled 1\n", "D01", "run", "");
    expect_run(TWO "rules D03 enabled 0 valid_to=2024-06-29\n", "D03", "run", "");
}

static void expect_why_ko(const char *lines, const char *rule, const char *reason)
{
    struct scenario_result result = run(lines);
    char *why = table_cell(result.rule_runs, "rule", rule, "reason_ko");
    cr_expect_str_eq(why, reason, "%s", rule);
    free(why);
    scenario_result_clear(&result);
}

Test(finding, why_a_rule_cannot_run_is_said_in_korean_too)
{
    expect_why_ko(TWO "absent programmes\n", "D03", "programmes 표가 없음");
    expect_why_ko("person P A/a\ntable services\n", "D03", "분류를 아는 서비스 없음");
    expect_why_ko("person P A/a\nrecord A/a death_date=2024-03-01\nprogrammes food 3101\n"
                  "services A a s1 food 2024-03-01 -\nabsent events\n",
                  "D13", "점검하지 못함: 전출(events 표가 없음)");
}

/* The first letter of a Hangul syllable has one of these bytes. */
static bool is_korean(const char *text)
{
    for (; text && *text; text++)
        if ((unsigned char)*text >= 0xEA && (unsigned char)*text <= 0xED) return true;
    return false;
}

Test(finding, every_rule_says_what_it_lacks_in_both_languages)
{
    for (size_t i = 0; i < dlb_rule_catalogue.n; i++) {
        const struct dlb_rule *rule = dlb_rule_catalogue.rules[i];
        cr_expect(is_korean(rule->nothing_ko) && rule->nothing && !is_korean(rule->nothing), "%s",
                  rule->id);
        cr_expect_eq(is_korean(rule->half_ko), rule->half_name != NULL, "%s", rule->id);
    }
}
