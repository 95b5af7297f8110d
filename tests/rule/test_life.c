/* SPDX-License-Identifier: Apache-2.0 */
/* test_life.c - findings from one run to the next: what is new, what is gone, what decisions hold.
 */
#include "rule/life.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

static void expect_lives(const char *before, const char *after, const char *expected)
{
    struct life life = life_live(before, after);
    expect_change(&life.after, "D03", expected);
    life_end(&life);
}

/* ---- what becomes of one that nobody has decided about ---- */

Test(life, without_an_earlier_run_nothing_is_said_of_changes)
{
    struct scenario_result result = life_run("2024-06-30", TWO, NULL);
    cr_expect_null(result.changes);
    cr_expect_null(result.change_rows);
    expect_finding(&result, "first_seen", "2024-06-30");
    scenario_result_clear(&result);
}

Test(life, what_stays_the_same_is_still_open_and_keeps_its_first_day)
{
    struct life life = life_live(TWO, TWO);
    expect_change(&life.after, "D03", "still_open  new");
    expect_finding(&life.after, "first_seen", "2024-06-30");
    struct scenario_result third = life_run("2024-08-31", TWO, &life.after);
    expect_finding(&third, "first_seen", "2024-06-30");
    scenario_result_clear(&third);
    life_end(&life);
}

Test(life, what_the_earlier_run_did_not_find_is_new)
{
    struct life life = life_live(PERSON S1, TWO);
    expect_change(&life.after, "D03", "new  new");
    expect_finding(&life.after, "first_seen", "2024-07-31");
    life_end(&life);
}

Test(life, what_differs_is_told)
{
    expect_lives(TWO, TWO S3, "changed row_added;amount;severity new");
    expect_lives(TWO S3, TWO, "changed row_left;amount;severity new");
    expect_lives(TWO,
                 PERSON S1 "services B b s2 meals 2024-03-10 2024-03-15 class=31 amount_won=500\n",
                 "changed row_changed;end new");
    expect_lives(TWO,
                 PERSON S1 "services B b s2 meals 2024-03-10 2024-03-12 class=31 amount_won=800\n",
                 "changed row_changed;amount new");
}

Test(life, rows_that_join_leave_or_change_are_named)
{
    struct life life = life_live(
        TWO S3, PERSON S1 "services B b s2 meals 2024-03-10 2024-03-15 class=31 amount_won=500\n"
                          "services C c s4 meals 2024-03-10 2024-03-10 class=31\n");
    expect_row(&life.after, "s1", "none");
    expect_row(&life.after, "s2", "changed");
    expect_row(&life.after, "s3", "left");
    expect_row(&life.after, "s4", "added");
    life_end(&life);
}

Test(life, one_whose_data_changed_so_that_it_does_not_fire_is_closed)
{
    expect_lives(TWO, PERSON S1, "gone row_left closed");
    expect_lives(TWO, PERSON S1 "services B b s2 meals 2024-05-10 2024-05-12 class=31\n",
                 "gone row_changed closed");
    expect_lives(TWO, TWO "rules D03 tau_days 9\n", "gone cleared closed");
}

Test(life, one_that_is_gone_is_written_as_it_was)
{
    struct life life = life_live(TWO, PERSON S1);
    char *id = table_cell(life.before.findings, "rule", "D03", "finding_id");
    char *gone = table_cell(life.after.changes, "rule", "D03", "finding_id");
    char *agencies = table_cell(life.after.changes, "rule", "D03", "agencies");
    char *amount = table_cell(life.after.changes, "rule", "D03", "amount_won");
    cr_expect_str_eq(gone, id);
    cr_expect_str_eq(agencies, "A;B");
    cr_expect_str_eq(amount, "500");
    expect_row(&life.after, "s2", "left");
    expect_row(&life.after, "s1", "none");
    free(id), free(gone), free(agencies), free(amount);
    life_end(&life);
}

Test(life, one_that_is_gone_and_comes_back_is_reopened_once)
{
    struct life life = life_live(TWO, PERSON S1);
    struct scenario_result third = life_run("2024-08-31", TWO, &life.after);
    expect_change(&third, "D03", "reopened came_back new");
    expect_finding(&third, "first_seen", "2024-06-30");
    struct scenario_result fourth = life_run("2024-09-30", TWO, &third);
    expect_change(&fourth, "D03", "still_open  new");
    scenario_result_clear(&third);
    scenario_result_clear(&fourth);
    life_end(&life);
}

/* ---- not judged is not gone ---- */

Test(life, what_its_rule_did_not_look_for_is_not_gone)
{
    expect_lives(TWO, TWO "rules D03 enabled 0\n", "not_judged rule_not_run new");
    expect_lives(TWO, TWO "absent programmes\n", "not_judged rule_not_run new");
    expect_lives(TWO, PERSON, "not_judged rule_not_run new");
}

#define MOVED                                                                                      \
    "person P A/a\nprogrammes meals 3101 portable=0\n"                                             \
    "services A a s1 meals 2024-03-01 2024-03-31\n"

Test(life, what_half_a_rule_did_not_look_for_is_not_gone)
{
    struct life life = life_live(MOVED "events A a move_out 2024-01-01\n", MOVED "absent events\n");
    expect_change(&life.after, "D13", "not_judged table_missing new");
    life_end(&life);
    life = life_live(MOVED "events A a move_out 2024-01-01\n", MOVED);
    expect_change(&life.after, "D13", "gone cleared closed");
    life_end(&life);
}

#define ALONE                                                                                      \
    "person P A/a\nprogrammes meals 3101\nprogrammes visits 7101\n"                                \
    "implies meals visits fact=alone\nservices A a s1 meals 2024-01-01 -\n"

Test(life, what_rests_on_a_table_that_has_not_come_is_not_gone)
{
    struct life life = life_live(ALONE "facts A a alone 1 2024-01-01\n", ALONE);
    expect_change(&life.after, "O12", "not_judged table_missing new");
    life_end(&life);
    life = life_live(ALONE "facts A a alone 1 2024-01-01\n", ALONE "table facts\n");
    expect_change(&life.after, "O12", "gone row_left closed");
    life_end(&life);
}

#define NEEDY                                                                                      \
    "person P A/a\nneed_map food 31\ntable services\nneeds A a n food 2024-01-01\n"                \
    "uploads A services 2024-05\n"

Test(life, an_omission_is_not_gone_while_an_upload_is_missing)
{
    struct life life = life_live(NEEDY, NEEDY);
    expect_change(&life.after, "O01", "not_judged upload_incomplete new");
    struct scenario_result third =
        life_run("2024-08-31", NEEDY "uploads A services 2024-07\n", &life.after);
    expect_change(&third, "O01", "still_open  new");
    char *first = table_cell(third.findings, "rule", "O01", "first_seen");
    cr_expect_str_eq(first, "2024-06-30");
    free(first);
    scenario_result_clear(&third);
    life_end(&life);
}

/* ---- the same one under another id ---- */

Test(life, one_whose_person_has_another_id_is_known_by_its_rows)
{
    struct life life = life_live(TWO, JOINED S1 S2);
    char *id = table_cell(life.before.findings, "rule", "D03", "finding_id");
    char *before = table_cell(life.after.changes, "rule", "D03", "previous_id");
    expect_change(&life.after, "D03", "changed person new");
    cr_expect_str_eq(before, id);
    expect_finding(&life.after, "first_seen", "2024-06-30");
    cr_expect_null(strstr(life.after.changes, "gone"), "\n%s", life.after.changes);
    free(id), free(before);
    life_end(&life);
}

Test(life, rows_may_join_at_the_same_time_but_none_may_be_missing)
{
    expect_lives(TWO, JOINED S1 S2 S3, "changed row_added;person;amount;severity new");
    struct life life = life_live(TWO S3, JOINED S1 S2);
    expect_change(&life.after, "D03", "new  new");
    cr_expect_not_null(strstr(life.after.changes, "gone"), "\n%s", life.after.changes);
    life_end(&life);
}

Test(life, it_must_start_within_the_earlier_one)
{
    const char *later = JOINED "services A a s1 meals 2024-03-01 2024-05-31 class=31\n"
                               "services B b s2 meals 2024-03-12 2024-05-12 class=31\n";
    expect_lives(TWO, later, "changed row_changed;start;end;amount new");
    struct life life =
        life_live(TWO, JOINED "services A a s1 meals 2024-03-01 2024-05-31 class=31\n"
                              "services B b s2 meals 2024-03-13 2024-05-12 class=31\n");
    expect_change(&life.after, "D03", "new  new");
    cr_expect_not_null(strstr(life.after.changes, "gone"));
    life_end(&life);
}

#define HOUSE                                                                                      \
    "person P A/p B/p\nperson Q A/q B/q\nprogrammes aid 4001\nprogrammes rent 4002\n"              \
    "mutex housing exclusive aid rent scope=household\n"                                           \
    "services A p s1 aid 2024-03-01 2024-03-31\nservices B q s2 rent 2024-03-10 2024-04-10\n"

Test(life, one_whose_household_has_another_id_is_known_by_its_rows)
{
    struct life life = life_live(HOUSE "record A/p household=h\nrecord A/q household=h\n",
                                 HOUSE "record A/p household=g\nrecord A/q household=g\n");
    expect_change(&life.after, "D10", "changed person new");
    char *household = table_cell(life.after.changes, "rule", "D10", "household_id");
    cr_expect_str_eq(household, "A/g");
    free(household);
    life_end(&life);
}

Test(life, it_must_be_of_the_same_key)
{
    struct life life =
        life_live(TWO, JOINED "services A a s1 meals 2024-03-01 2024-03-31 class=32\n"
                              "services B b s2 meals 2024-03-10 2024-03-12 class=32\n");
    expect_change(&life.after, "D03", "new  new");
    life_end(&life);
}

/* ---- order and limits ---------------------------------------------------------------------- */

static struct scenario_result run_way(const char *lines, const struct scenario_way *way)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, way->n_threads ? way->n_threads : 1);
    struct scenario_result result;
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_status status = scenario_run(env, way, "2024-07-31", lines, &result, &error);
    cr_assert_eq(status, DOLBOM_OK, "%s", error.message);
    test_env_close(env, &memory);
    return result;
}

#define OTHERS                                                                                     \
    "person R A/r B/r\nservices A r t1 bath 2024-03-01 2024-03-31 class=20\n"                      \
    "services B r t2 bath 2024-03-10 2024-03-12 class=20\n"                                        \
    "person S A/s B/s\nservices A s u1 rent 2024-03-01 - class=40\n"                               \
    "services B s u2 rent 2024-03-10 - class=40\n"

Test(life, threads_and_the_order_of_rows_change_nothing)
{
    struct scenario_result before = life_run("2024-06-30", TWO OTHERS, NULL);
    const char *after = TWO S3 "person S A/s B/s\nservices A s u1 rent 2024-03-01 - class=40\n"
                               "services B s u2 rent 2024-03-10 - class=40\n";
    struct scenario_way plain = {.previous = &before};
    struct scenario_result one = run_way(after, &plain);
    for (unsigned shuffle = 1; shuffle < 6; shuffle++) {
        struct scenario_way way = {
            .previous = &before, .shuffle = shuffle, .n_threads = 1 + shuffle % 3, .batch_rows = 1};
        struct scenario_result other = run_way(after, &way);
        cr_expect_str_eq(other.changes, one.changes);
        cr_expect_str_eq(other.change_rows, one.change_rows);
        scenario_result_clear(&other);
    }
    cr_expect_not_null(strstr(one.changes, "gone"));
    scenario_result_clear(&one);
    scenario_result_clear(&before);
}

Test(life, of_many_rows_the_set_is_compared_and_no_row_is_named)
{
    char lines[65536];
    size_t len = (size_t)snprintf(lines, sizeof lines, "%srules * evidence_max 3\n", TWO S3);
    struct life life = life_live(lines, lines);
    expect_change(&life.after, "D03", "still_open  new");
    life_end(&life);
    snprintf(lines + len, sizeof lines - len,
             "services C c s4 meals 2024-03-10 2024-03-12 class=31\n");
    char before[4096];
    memcpy(before, lines, len);
    before[len] = '\0';
    life = life_live(before, lines);
    expect_change(&life.after, "D03", "changed rows new");
    expect_row(&life.after, "s4", "none");
    life_end(&life);
}

Test(life, tables_of_an_earlier_run_that_were_edited_are_rejected_row_by_row)
{
    char findings[] = "finding_id,rule,state,start_date\nnot-an-id,D03,new,2024-03-10\n"
                      "0123456789abcdef0123456789abcdef,D03,unheard,2024-03-10\n"
                      "0123456789abcdef0123456789abcdef,,new,2024-03-10\n"
                      "0123456789abcdef0123456789abcdee,D99,new,2024-03-10\n";
    char rows[] = "finding_id,table,agency_id,row_id,record_id\nnot-an-id,services,A,s1,a\n"
                  "0123456789abcdef0123456789abcdee,,A,s1,a\n"
                  "0123456789abcdef0123456789abcdee,services,,s1,a\n"
                  "0123456789abcdef0123456789abcded,services,A,s1,a\n"; /* of no finding */
    struct scenario_result before = {.findings = findings, .finding_rows = rows};
    struct scenario_result after = life_run("2024-07-31", TWO, &before);
    cr_expect_not_null(strstr(after.table_counts, "findings,4,1,3,0"), "%s", after.table_counts);
    cr_expect_not_null(strstr(after.table_counts, "finding_rows,4,1,3,0"));
    expect_change(&after, "D99", "not_judged rule_not_run new");
    expect_change(&after, "D03", "new  new");
    scenario_result_clear(&after);
}
