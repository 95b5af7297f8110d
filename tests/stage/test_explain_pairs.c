/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_explain_pairs.c - why records are one person or not, on tables.
 */
#include "stage/stage_run.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dolbom/dolbom.h"
#include "support/support.h"

#define HEADER "agency_id,record_id,name,sex,birth_date,phone,rrn\n"
#define ASKED "left_agency,left_record,right_agency,right_record,question\n"
#define DECISIONS "agency_a,record_a,agency_b,record_b,decision,at,until\n"

/* a1 b1 c1: one woman; d1: her again under a telephone number alone; e1 e2: her twin daughters. */
static const char persons[] = HEADER "a,1,김순자,F,1945-03-15,010-1234-5678,\n"
                                     "b,1,김순자,F,1945-03-15,010-1234-5678,\n"
                                     "c,1,김순자,F,1945-03-15,,\n"
                                     "d,1,김순지,F,,010-1234-5678,\n"
                                     "e,1,최하나,F,1970-05-05,010-1234-5678,\n"
                                     "e,2,최두나,F,1970-05-05,010-1234-5678,\n"
                                     "f,1,박영수,M,1950-01-01,010-2222-3333,500101-1234565\n"
                                     "g,1,박영수,M,1950-01-01,010-2222-3333,500101-1234571\n";

static void ask(struct stage_run *run, const char *asked, const char *decisions)
{
    *run = (struct stage_run){.plan = NULL};
    stage_give(run, "persons", persons);
    stage_give(run, "asked_pairs", asked);
    if (decisions) stage_give(run, "decisions", decisions);
    stage_run(run, dolbom_explain);
}

static const char *cell(const struct stage_run *run, const char *table, size_t row,
                        const char *column)
{
    static char buffers[8][100];
    static unsigned turn;
    turn = (turn + 1) % 8;
    const char *text = stage_text(run, table);
    cr_assert_not_null(text, "no %s", table);
    return text_cell(text, row, column, buffers[turn], sizeof buffers[turn]);
}

static const char *pair_cell(const struct stage_run *run, size_t row, const char *column)
{
    return cell(run, "explained_pairs", row, column);
}

static double field_sum(const struct stage_run *run, size_t pair)
{
    double sum = atof(pair_cell(run, pair, "prior")) + atof(pair_cell(run, pair, "same_agency"));
    const char *fields = stage_text(run, "explained_fields");
    for (size_t row = 0; row < text_rows(fields); row++)
        if ((size_t)atoi(cell(run, "explained_fields", row, "pair")) == pair)
            sum += atof(cell(run, "explained_fields", row, "weight"));
    return sum;
}

/* ---- weights --------------------------------------------------------------------------------- */

/* match gives three decimals; what it rounds is exactly what is explained. */
static void expect_same_weight(const struct stage_run *explained, size_t row,
                               const struct stage_run *matched, size_t pair)
{
    const char *text = stage_text(matched, "pairs");
    char want[32], probability[32];
    text_cell(text, pair, "match_weight", want, sizeof want);
    text_cell(text, pair, "probability", probability, sizeof probability);
    const double rounded = atof(pair_cell(explained, row, "match_weight")) - atof(want);
    cr_expect(rounded <= 0.0005 && rounded >= -0.0005, "row %zu", row);
    cr_expect_str_eq(pair_cell(explained, row, "probability"), probability, "row %zu", row);
    cr_expect(field_sum(explained, row) == atof(pair_cell(explained, row, "match_weight")),
              "row %zu: the sum is not exact", row);
}

Test(explain_pairs, all_pairs_of_match_have_the_weight_that_is_explained)
{
    struct stage_run matched = {.plan = NULL}, explained;
    char asked[4096] = ASKED, line[4][64];
    size_t n;
    stage_give(&matched, "persons", persons);
    stage_run(&matched, dolbom_match);
    const char *pairs = stage_text(&matched, "pairs");
    n = text_rows(pairs);
    cr_assert_gt(n, 3);
    for (size_t i = 0; i < n; i++)
        snprintf(asked + strlen(asked), sizeof asked - strlen(asked), "%s,%s,%s,%s,%s\n",
                 text_cell(pairs, i, "left_agency", line[0], sizeof line[0]),
                 text_cell(pairs, i, "left_record", line[1], sizeof line[1]),
                 text_cell(pairs, i, "right_agency", line[2], sizeof line[2]),
                 text_cell(pairs, i, "right_record", line[3], sizeof line[3]), "weight");
    ask(&explained, asked, NULL);
    cr_assert_eq(explained.status, DOLBOM_OK, "%s", explained.error.message);
    cr_assert_eq(text_rows(stage_text(&explained, "explained_pairs")), n);
    for (size_t i = 0; i < n; i++) {
        expect_same_weight(&explained, i, &matched, i);
        cr_expect_str_eq(pair_cell(&explained, i, "verdict"), "");
    }
    stage_clear(&matched);
    stage_clear(&explained);
}

Test(explain_pairs, fields_have_their_level_and_what_it_weighs)
{
    struct stage_run run;
    ask(&run, ASKED "a,1,d,1,weight\n", NULL);
    cr_assert_eq(run.status, DOLBOM_OK, "%s", run.error.message);
    cr_expect_str_eq(cell(&run, "explained_fields", 0, "field"), "name");
    cr_expect_str_neq(cell(&run, "explained_fields", 0, "level"), "");
    cr_expect_str_eq(cell(&run, "explained_fields", 1, "field"), "birth_date");
    cr_expect_str_eq(cell(&run, "explained_fields", 1, "level"), "");
    cr_expect_str_eq(cell(&run, "explained_fields", 1, "m"), "");
    cr_expect_eq(atof(cell(&run, "explained_fields", 1, "weight")), 0);
    cr_expect_str_eq(cell(&run, "explained_fields", 3, "level"), "exact");
    cr_expect_str_eq(cell(&run, "explained_fields", 3, "m"), "0.720000000");
    stage_clear(&run);
}

/* ---- verdicts -------------------------------------------------------------------------------- */

static void expect_verdict(const char *asked, const char *decisions, const char *verdict,
                           const char *reason)
{
    struct stage_run run;
    ask(&run, asked, decisions);
    cr_assert_eq(run.status, DOLBOM_OK, "%s", run.error.message);
    cr_expect_str_eq(pair_cell(&run, 0, "verdict"), verdict, "%s", asked);
    cr_expect_str_eq(pair_cell(&run, 0, "reason"), reason, "%s", asked);
    stage_clear(&run);
}

Test(explain_pairs, a_verdict_says_what_became_of_a_pair_and_why)
{
    expect_verdict(ASKED "a,1,b,1,\n", NULL, "linked", "");
    expect_verdict(ASKED "b,1,a,1,link\n", NULL, "linked", "");
    expect_verdict(ASKED "a,1,e,1,\n", NULL, "unlikely", "");
    expect_verdict(ASKED "a,1,e,1,\n", DECISIONS "a,1,e,1,same_person,,\n", "decided", "");
    expect_verdict(ASKED "a,1,b,1,\n", DECISIONS "a,1,b,1,not_same_person,,\n", "apart",
                   "decision");
    expect_verdict(ASKED "f,1,g,1,\n", NULL, "apart", "conflict");
}

Test(explain_pairs, what_keeps_persons_apart_is_explained_beside_the_pair)
{
    struct stage_run run;
    ask(&run, ASKED "b,1,c,1,\n", DECISIONS "a,1,c,1,not_same_person,,\n");
    cr_assert_eq(run.status, DOLBOM_OK, "%s", run.error.message);
    cr_expect_str_eq(pair_cell(&run, 0, "verdict"), "apart");
    cr_expect_str_eq(pair_cell(&run, 0, "reason"), "member_decision");
    cr_expect_str_eq(pair_cell(&run, 1, "role"), "witness");
    cr_expect_str_eq(pair_cell(&run, 1, "left_agency"), "a");
    cr_expect_str_eq(pair_cell(&run, 1, "right_agency"), "c");
    cr_expect_str_eq(pair_cell(&run, 1, "reason"), "decision");
    stage_clear(&run);
}

Test(explain_pairs, records_that_others_join_have_the_path_between_them)
{
    struct stage_run run;
    ask(&run, ASKED "c,1,e,1,\n", DECISIONS "a,1,e,1,same_person,,\n");
    cr_assert_eq(run.status, DOLBOM_OK, "%s", run.error.message);
    cr_expect_str_eq(pair_cell(&run, 0, "verdict"), "through_others");
    cr_assert_geq(text_rows(stage_text(&run, "explained_pairs")), 3);
    for (size_t i = 1; i < text_rows(stage_text(&run, "explained_pairs")); i++)
        cr_expect_str_eq(pair_cell(&run, i, "role"), "path");
    stage_clear(&run);
}

Test(explain_pairs, a_person_is_its_edges_the_weakest_first)
{
    struct stage_run run;
    ask(&run, ASKED "b,1,,,\n", NULL);
    cr_assert_eq(run.status, DOLBOM_OK, "%s", run.error.message);
    const size_t n = text_rows(stage_text(&run, "explained_pairs"));
    cr_assert_geq(n, 2);
    for (size_t i = 0; i < n; i++) {
        cr_expect_str_eq(pair_cell(&run, i, "role"), "edge");
        cr_expect_str_eq(pair_cell(&run, i, "verdict"), "linked");
        if (i)
            cr_expect_geq(atof(pair_cell(&run, i, "match_weight")),
                          atof(pair_cell(&run, i - 1, "match_weight")));
    }
    stage_clear(&run);
    ask(&run, ASKED "f,1,,,\n", NULL);
    cr_expect_eq(text_rows(stage_text(&run, "explained_pairs")), 0, "a single record has no edge");
    stage_clear(&run);
}

/* ---- memory ---------------------------------------------------------------------------------- */

static dolbom_status explain_swept(const dolbom_environment *environment, void *asked,
                                   dolbom_error *error)
{
    dolbom_plan *plan = NULL;
    dolbom_status status = dolbom_plan_read(NULL, NULL, 0, environment, &plan, error);
    if (status != DOLBOM_OK) return status;
    struct stage_run run = {.plan = plan};
    stage_give(&run, "persons", persons);
    stage_give(&run, "asked_pairs", asked);
    stage_give(&run, "decisions", DECISIONS "a,1,e,1,same_person,,\n");
    stage_run(&run, dolbom_explain);
    status = stage_outcome(&run, error);
    stage_clear(&run);
    dolbom_plan_free(plan);
    return status;
}

Test(explain_pairs, running_out_of_memory_is_said_and_leaves_nothing)
{
    char link[] = ASKED "c,1,e,1,\na,1,,,\n", weight[] = ASKED "c,1,e,1,weight\n";
    sweep(explain_swept, link);
    sweep(explain_swept, weight);
}

/* ---- what cannot be asked -------------------------------------------------------------------- */

static void expect_fault(const char *asked, dolbom_status status, const char *column)
{
    struct stage_run run;
    ask(&run, asked, NULL);
    cr_expect_eq(run.status, status, "%s", asked);
    cr_expect_str_eq(run.error.column, column, "%s", asked);
    stage_clear(&run);
}

Test(explain_pairs, records_that_are_not_there_are_an_error)
{
    expect_fault(ASKED, DOLBOM_E_INPUT, "");
    expect_fault(ASKED "a,1,a,9,\n", DOLBOM_E_INPUT, "asked_pairs.right_record");
    expect_fault(ASKED "z,1,a,1,\n", DOLBOM_E_INPUT, "asked_pairs.left_record");
    expect_fault(ASKED "a,1,a,1,\n", DOLBOM_E_INPUT, "asked_pairs.right_record");
}
