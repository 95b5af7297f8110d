/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_group.c - persons, their ids, and what people decided.
 */
#include "stage/stage_path.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stage/stage.h"

#define HEADER "agency_id,record_id,name,sex,birth_date,phone\n"
#define DECISIONS "agency_a,record_a,agency_b,record_b,decision,at,until\n"

static const char people[] = HEADER "a,1,김순자,F,1945-03-15,010-1234-5678\n"
                                    "b,1,김순자,F,1945-03-15,010-1234-5678\n"
                                    "b,2,박철수,M,1960-01-01,\n"
                                    "c,1,박철순,M,1960-01-01,\n";

static const char *cell(const char *text, size_t row, const char *column)
{
    static char buffers[4][100];
    static unsigned turn;
    turn = (turn + 1) % 4;
    return text_cell(text, row, column, buffers[turn], sizeof buffers[turn]);
}

/* ---- person_records --------------------------------------------------------------------- */

Test(group, lists_every_record_once_with_its_person)
{
    struct path path = {0};
    path_run(&path, people, NULL);
    const char *records = path.person_records;
    cr_assert_eq(text_rows(records), 4);
    cr_expect_str_eq(cell(records, 0, "method"), "exact");
    cr_expect_str_eq(cell(records, 0, "person_id"), cell(records, 1, "person_id"));
    cr_expect_str_eq(cell(records, 2, "method"), "single");
    cr_expect_eq(atof(cell(records, 2, "probability")), 1.0);
    cr_expect_gt(atof(cell(records, 0, "probability")), 0.95);
    cr_expect_eq(strspn(cell(records, 0, "person_id"), "0123456789abcdef"), 32);
    path_clear(&path);
}

Test(group, a_person_id_is_the_keyed_digest_of_the_smallest_record)
{
    struct path path = {0};
    dolbom_plan *plan = NULL;
    struct dlb_digest digest;
    unsigned char bytes[16];
    char want[33] = "";
    cr_assert_eq(dolbom_plan_read(NULL, NULL, 0, NULL, &plan, NULL), DOLBOM_OK);
    dlb_keyring_digest_open(plan->keyring, "person_id", &digest);
    dlb_digest_of(&digest, (struct dlb_text[]){{"a", 1}, {"1", 1}}, 2, bytes);
    dlb_hex128(bytes, want);
    path_run(&path, people, plan);
    cr_expect_str_eq(cell(path.person_records, 1, "person_id"), want);
    path_clear(&path);
    dolbom_plan_free(plan);
}

Test(group, a_person_id_with_a_keyring_is_made_by_its_key_alone)
{
    struct path path = {0};
    dolbom_plan *plan = NULL;
    dolbom_keyring *keyring = NULL;
    struct dlb_digest digest;
    unsigned char bytes[16];
    char want[33] = "";
    cr_assert_eq(dolbom_keyring_make(NULL, "test", 4, 0, 0, NULL, &keyring, NULL), DOLBOM_OK);
    cr_assert_eq(dolbom_plan_with_keyring(NULL, keyring, 0, &plan, NULL), DOLBOM_OK);
    dolbom_keyring_free(keyring);
    path_run(&path, people, plan);
    dlb_keyring_digest_open(NULL, "person_id", &digest);
    dlb_digest_of(&digest, (struct dlb_text[]){{"a", 1}, {"1", 1}}, 2, bytes);
    dlb_hex128(bytes, want);
    cr_expect_str_neq(cell(path.person_records, 1, "person_id"), want);
    dlb_keyring_digest_open(plan->keyring, "person_id", &digest);
    dlb_digest_of(&digest, (struct dlb_text[]){{"a", 1}, {"1", 1}}, 2, bytes);
    dlb_hex128(bytes, want);
    cr_expect_str_eq(cell(path.person_records, 1, "person_id"), want);
    path_clear(&path);
    dolbom_plan_free(plan);
}

/* Rows 0 and 1 of one agency, 2 and 3 of two; all else agrees. */
Test(group, namesakes_that_an_agency_marks_are_two_people)
{
    static const char persons[] = HEADER "a,1,김순자A,F,1945-03-15,010-1234-5678\n"
                                         "a,2,김순자B,F,1945-03-15,010-1234-5678\n"
                                         "b,1,박말순A,F,1945-03-16,010-1234-5679\n"
                                         "c,1,박말순B,F,1945-03-16,010-1234-5679\n"
                                         "d,1,이하나쌍둥이1,M,2026-03-10,010-1234-5670\n"
                                         "d,2,이하나쌍둥이2,M,2026-03-10,010-1234-5670\n";
    struct path path = {0};
    path_run(&path, persons, NULL);
    cr_expect_not(path_together(&path, 0, 1));
    cr_expect(path_together(&path, 2, 3), "another agency counts its own people");
    cr_expect_not(path_together(&path, 4, 5));
    path_clear(&path);
}

/* Row 2, of another agency, may be either of them; it does not make them one. */
Test(group, marked_namesakes_are_two_people_whoever_else_joins)
{
    static const char persons[] = HEADER "a,1,김순자A,F,1945-03-15,010-1234-5678\n"
                                         "a,2,김순자B,F,1945-03-15,010-1234-5678\n"
                                         "b,1,김순자,F,1945-03-15,010-1234-5678\n";
    struct path path = {0};
    path_run(&path, persons, NULL);
    cr_expect_not(path_together(&path, 0, 1));
    cr_expect(path_together(&path, 0, 2) || path_together(&path, 1, 2));
    path_clear(&path);
}

Test(group, a_person_id_stays_when_another_record_joins)
{
    struct path before = {0}, after = {0};
    char more[1000];
    path_run(&before, people, NULL);
    snprintf(more, sizeof more, "%sd,1,김순자,F,1945-03-15,010-1234-5678\n", people);
    path_run(&after, more, NULL);
    cr_expect(path_together(&after, 0, 4));
    cr_expect_str_eq(cell(before.person_records, 0, "person_id"),
                     cell(after.person_records, 0, "person_id"));
    path_clear(&before);
    path_clear(&after);
}

Test(group, takes_pairs_in_any_order_and_weighs_them_itself)
{
    struct path path = {0};
    path_run(&path, people, NULL);
    struct stage_run run = {0};
    stage_give(&run, "cleaned", path.cleaned);
    stage_give(&run, "pairs",
               "right_agency,right_record,left_agency,left_record,match_weight:g\n"
               "a,1,b,1,-99.5\n"
               "a,1,b,1,-98.5\n");
    stage_run(&run, dolbom_group);
    cr_assert_eq(run.status, DOLBOM_OK, "%s", run.error.message);
    cr_expect_str_eq(stage_text(&run, "person_records"), path.person_records);
    stage_clear(&run);
    path_clear(&path);
}

Test(group, pairs_of_records_that_are_not_there_are_an_error)
{
    struct path path = {0};
    path_run(&path, people, NULL);
    static const char *const pairs[] = {
        "left_agency,left_record,right_agency,right_record\na,1,b,77\n",
        "left_agency,left_record,right_agency,right_record\na,1,a,1\n"};
    for (size_t i = 0; i < 2; i++) {
        struct stage_run run = {0};
        stage_give(&run, "cleaned", path.cleaned);
        stage_give(&run, "pairs", pairs[i]);
        stage_run(&run, dolbom_group);
        cr_expect_eq(run.status, DOLBOM_E_INPUT);
        stage_clear(&run);
    }
    path_clear(&path);
}

/* ---- decisions -------------------------------------------------------------------------- */

static void decide(struct path *path, const char *decisions, const char *as_of)
{
    char text[100];
    dolbom_plan *plan = NULL;
    snprintf(text, sizeof text, "as_of: %s\n", as_of);
    cr_assert_eq(dolbom_plan_read(NULL, text, strlen(text), NULL, &plan, NULL), DOLBOM_OK);
    *path = (struct path){.decisions = decisions};
    path_run(path, people, plan);
    dolbom_plan_free(plan);
}

Test(decisions, join_and_separate_what_the_model_would_not)
{
    struct path path;
    decide(&path, DECISIONS "b,1,a,1,not_same_person,,\nc,1,b,2,same_person,,\n", "2026-06-30");
    cr_expect(!path_together(&path, 0, 1));
    cr_expect(path_together(&path, 2, 3));
    cr_expect_str_eq(cell(path.person_records, 3, "method"), "decision");
    path_clear(&path);
}

Test(decisions, count_from_their_day_until_their_end)
{
    static const struct {
        const char *decision, *as_of;
        bool apart;
    } cases[] = {{"2026-06-30,", "2026-06-30", true},
                 {"2026-07-01,", "2026-06-30", true},
                 {"2026-01-01,2026-06-30", "2026-06-30", true},
                 {"2026-01-01,2026-06-29", "2026-06-30", false},
                 {",", "2026-06-30", true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char decisions[300];
        struct path path;
        snprintf(decisions, sizeof decisions, DECISIONS "a,1,b,1,not_same_person,%s\n",
                 cases[i].decision);
        decide(&path, decisions, cases[i].as_of);
        cr_expect_eq(!path_together(&path, 0, 1), cases[i].apart, "case %zu", i);
        path_clear(&path);
    }
}

Test(decisions, the_latest_one_about_two_records_holds_and_of_one_day_the_careful_one)
{
    static const struct {
        const char *decisions;
        bool together;
    } cases[] = {
        {DECISIONS "a,1,b,1,not_same_person,2026-01-01,\nb,1,a,1,same_person,2026-02-01,\n", true},
        {DECISIONS "b,1,a,1,same_person,2026-02-01,\na,1,b,1,not_same_person,2026-03-01,\n", false},
        {DECISIONS "a,1,b,1,not_same_person,2026-01-01,\nb,1,a,1,same_person,2026-01-01,\n", false},
        {DECISIONS "a,1,b,1,not_same_person,,\nb,1,a,1,same_person,2026-01-01,\n", true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct path path;
        decide(&path, cases[i].decisions, "2026-06-30");
        cr_expect_eq(path_together(&path, 0, 1), cases[i].together, "case %zu", i);
        path_clear(&path);
    }
}

Test(decisions, about_unknown_records_change_nothing_and_incomplete_ones_are_rejected)
{
    struct path plain = {0}, decided;
    path_run(&plain, people, NULL);
    decide(&decided, DECISIONS "a,1,z,9,same_person,,\na,1,,,not_same_person,,\n", "2026-06-30");
    cr_expect_str_eq(plain.person_records, decided.person_records);
    cr_expect_eq(text_rows(decided.rejects), 1);
    cr_expect_str_eq(cell(decided.rejects, 0, "reason"), "REQUIRED");
    path_clear(&plain);
    path_clear(&decided);
}

/* ---- person_records read back ------------------------------------------------------------ */

static void open_call(struct dlb_call *call, const char *cleaned, const char *person_records)
{
    dolbom_table in[2] = {{.name = "cleaned"}, {.name = "person_records"}}, out[1];
    size_t n_out;
    arrow_make(&in[0].stream, cleaned, NULL);
    arrow_make(&in[1].stream, person_records, NULL);
    cr_assert_eq(dlb_call_open(NULL, in, 2, out, 0, &n_out, call, NULL), DOLBOM_OK);
}

Test(person_records, are_read_back_as_they_were)
{
    struct path path = {0};
    struct dlb_call call;
    struct dlb_cleaned cleaned;
    size_t n_out;
    path_run(&path, people, NULL);
    open_call(&call, path.cleaned, path.person_records);
    cr_assert_eq(dlb_cleaned_read(&call.intake, call.plan, &cleaned, NULL), DOLBOM_OK);
    dolbom_error error = DOLBOM_ERROR_INIT;
    cr_assert_eq(dlb_person_records_read(&call, &cleaned, &error), DOLBOM_OK, "%s", error.message);
    cr_expect_eq(cleaned.people.n_persons, 3);
    static const uint32_t want[] = {0, 0, 1, 2};
    for (uint32_t r = 0; r < 4; r++) {
        const struct dlb_member *member = &cleaned.people.members[r];
        double probability = atof(cell(path.person_records, r, "probability"));
        cr_expect_eq(member->person, want[r]);
        cr_expect_float_eq(member->probability_ppm / 1e6, probability, 1e-9);
        cr_expect(dlb_text_equal(cleaned.people.person_ids[want[r]],
                                 (struct dlb_text){cell(path.person_records, r, "person_id"), 32}));
    }
    dlb_cleaned_clear(&cleaned);
    dlb_call_close(&call, &n_out, DOLBOM_OK);
    path_clear(&path);
    cr_expect_eq(arrow_live(), 0);
}

Test(person_records, must_list_every_record_once)
{
    static const char *const wrong[] = {
        "person_id,agency_id,record_id\n00000000000000000000000000000000,a,1\n",
        "person_id,agency_id,record_id\n"
        "00000000000000000000000000000000,a,1\n00000000000000000000000000000000,b,1\n"
        "00000000000000000000000000000000,b,2\n00000000000000000000000000000000,z,1\n",
        "person_id,agency_id,record_id\nx,a,1\nx,b,1\nx,b,2\nx,c,1\n"};
    struct path path = {0};
    path_run(&path, people, NULL);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct dlb_call call;
        struct dlb_cleaned cleaned;
        size_t n_out;
        open_call(&call, path.cleaned, wrong[i]);
        cr_assert_eq(dlb_cleaned_read(&call.intake, call.plan, &cleaned, NULL), DOLBOM_OK);
        cr_expect_eq(dlb_person_records_read(&call, &cleaned, NULL), DOLBOM_E_INPUT, "case %zu", i);
        dlb_cleaned_clear(&cleaned);
        dlb_call_close(&call, &n_out, DOLBOM_E_INPUT);
    }
    path_clear(&path);
}
