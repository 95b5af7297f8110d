/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_tokenise.c - people to tokens, and tokens in the place of people.
 *
 * What tokens must be is in tests/vectors/tokens.tsv and tests/tools/test_tokens.py.
 */
#include "stage/stage_run.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "people/people.h"
#include "support/support.h"

static const char persons[] = "agency_id,record_id,name,sex,birth_date,phone\n"
                              "A,1,김순자,F,1945-03-15,010-1234-5678\n"
                              "B,7,김 순자,F,1945.3.15,010 1234 5678\n"
                              "B,8,박철수,M,1960-01-01,\n";

static const char all_tokens[] = "fuzzy_tokens: true";

static dolbom_plan *with_key(const dolbom_environment *environment, dolbom_error *error)
{
    dolbom_plan *base = NULL, *plan = NULL;
    dolbom_keyring *keyring = NULL;
    dolbom_status status =
        dolbom_plan_read(NULL, all_tokens, sizeof all_tokens - 1, environment, &base, error);
    if (status == DOLBOM_OK)
        status = dolbom_keyring_make(NULL, "test", 4, 0, 0, environment, &keyring, error);
    if (status == DOLBOM_OK) (void)dolbom_plan_with_keyring(base, keyring, 0, &plan, error);
    dolbom_plan_free(base);
    dolbom_keyring_free(keyring);
    return plan;
}

/* `tokens` and `token_headers` of the persons. */
static struct stage_run made(const dolbom_plan *plan)
{
    struct stage_run run = {.plan = plan};
    stage_give(&run, "persons", persons);
    stage_run(&run, dolbom_tokens);
    cr_assert_eq(run.status, DOLBOM_OK, "%s", run.error.message);
    return run;
}

static void give_tokens(struct stage_run *run, const struct stage_run *tokens)
{
    stage_give(run, "tokens", stage_text(tokens, "tokens"));
    stage_give(run, "token_headers", stage_text(tokens, "token_headers"));
}

Test(tokenise, without_a_key_there_are_none)
{
    struct stage_run run = {0};
    stage_give(&run, "persons", persons);
    stage_run(&run, dolbom_tokens);
    cr_expect_eq(run.status, DOLBOM_E_KEY);
    cr_expect(strstr(run.error.message, "secret key"), "%s", run.error.message);
    stage_clear(&run);
}

Test(tokenise, whoever_reads_tokens_needs_neither_key_nor_plan)
{
    dolbom_plan *plan = with_key(NULL, NULL);
    struct stage_run tokens = made(plan), match = {0};
    char first[64], second[64], third[64];
    dolbom_plan_free(plan);
    give_tokens(&match, &tokens);
    stage_run(&match, dolbom_match);
    cr_assert_eq(match.status, DOLBOM_OK, "%s", match.error.message);
    const char *records = stage_text(&match, "person_records");
    text_cell(records, 0, "person_id", first, sizeof first);
    text_cell(records, 1, "person_id", second, sizeof second);
    text_cell(records, 2, "person_id", third, sizeof third);
    cr_expect_str_eq(first, second);
    cr_expect_str_neq(first, third);
    stage_clear(&match);
    stage_clear(&tokens);
}

/* One token alone, and a threshold that it meets. */
static const char one_token[] =
    "compare: {birth_sex_phone: {kind: code, levels: {other: [0.5, 0.999999], exact: [0.5, "
    "0.000001]}}}\n"
    "match_keys: {birth_sex_phone: [birth_sex_phone]}\n";

Test(tokenise, a_plan_may_say_how_tokens_are_compared)
{
    dolbom_plan *plan = with_key(NULL, NULL), *mine = NULL;
    struct stage_run tokens = made(plan), clean = {0};
    cr_assert_eq(dolbom_plan_read(NULL, one_token, sizeof one_token - 1, NULL, &mine, NULL),
                 DOLBOM_OK);
    clean.plan = mine;
    give_tokens(&clean, &tokens);
    stage_run(&clean, dolbom_clean);
    cr_assert_eq(clean.status, DOLBOM_OK, "%s", clean.error.message);
    cr_expect(strstr(stage_text(&clean, "cleaned"), "birth_sex_phone_code"));
    cr_expect_null(strstr(stage_text(&clean, "cleaned"), "name_phone_code"));
    stage_clear(&clean);
    stage_clear(&tokens);
    dolbom_plan_free(mine);
    dolbom_plan_free(plan);
}

/* The header's sum is of all tokens: those that the plan leaves out count as well. */
Test(tokenise, damage_is_found_whatever_the_plan_compares)
{
    dolbom_plan *plan = with_key(NULL, NULL), *mine = NULL;
    struct stage_run tokens = made(plan);
    cr_assert_eq(dolbom_plan_read(plan, one_token, sizeof one_token - 1, NULL, &mine, NULL),
                 DOLBOM_OK);
    for (unsigned c = 0; c < DLB_TOKEN_COLUMNS; c++) {
        struct stage_run clean = {.plan = mine};
        char token[300], *damaged = strdup(stage_text(&tokens, "tokens"));
        cr_assert(damaged);
        text_cell(damaged, 0, dlb_token_column(c), token, sizeof token);
        char *at = *token ? strstr(damaged, token) : NULL;
        if (at) *at = *at == '0' ? '1' : '0';
        stage_give(&clean, "tokens", damaged);
        stage_give(&clean, "token_headers", stage_text(&tokens, "token_headers"));
        stage_run(&clean, dolbom_clean);
        cr_expect_eq(clean.status, at ? DOLBOM_E_INPUT : DOLBOM_OK, "%s", dlb_token_column(c));
        if (at) cr_expect_str_eq(clean.error.column, "checksum");
        stage_clear(&clean);
        free(damaged);
    }
    stage_clear(&tokens);
    dolbom_plan_free(mine);
    dolbom_plan_free(plan);
}

Test(tokenise, nobody_is_no_mistake)
{
    dolbom_plan *plan = with_key(NULL, NULL);
    struct stage_run run = {.plan = plan};
    stage_give(&run, "persons", "agency_id,record_id,name\n");
    stage_run(&run, dolbom_tokens);
    cr_assert_eq(run.status, DOLBOM_OK, "%s", run.error.message);
    cr_expect_eq(text_rows(stage_text(&run, "tokens")), 0);
    cr_expect_eq(text_rows(stage_text(&run, "token_headers")), 0);
    struct stage_run match = {0};
    give_tokens(&match, &run);
    stage_run(&match, dolbom_match);
    cr_expect_eq(match.status, DOLBOM_OK, "%s", match.error.message);
    stage_clear(&match);
    stage_clear(&run);
    dolbom_plan_free(plan);
}

/* ---- memory ---------------------------------------------------------------------------------- */

static dolbom_status tokenise_swept(const dolbom_environment *environment, void *context,
                                    dolbom_error *error)
{
    dolbom_plan *plan = with_key(environment, error);
    struct stage_run run = {.plan = plan};
    (void)context;
    if (!plan) return DOLBOM_E_MEMORY;
    stage_give(&run, "persons", persons);
    stage_run(&run, dolbom_tokens);
    dolbom_status status = stage_outcome(&run, error);
    stage_clear(&run);
    dolbom_plan_free(plan);
    return status;
}

static dolbom_status match_swept(const dolbom_environment *environment, void *tokens,
                                 dolbom_error *error)
{
    dolbom_plan *plan = NULL;
    dolbom_status status =
        dolbom_plan_read(NULL, all_tokens, sizeof all_tokens - 1, environment, &plan, error);
    if (status != DOLBOM_OK) return status;
    struct stage_run run = {.plan = plan};
    give_tokens(&run, tokens);
    stage_run(&run, dolbom_match);
    status = stage_outcome(&run, error);
    stage_clear(&run);
    dolbom_plan_free(plan);
    return status;
}

Test(tokenise, running_out_of_memory_is_said_and_leaves_nothing)
{
    dolbom_plan *plan = with_key(NULL, NULL);
    struct stage_run tokens = made(plan);
    sweep(tokenise_swept, NULL);
    sweep(match_swept, &tokens);
    stage_clear(&tokens);
    dolbom_plan_free(plan);
}
