/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_plan.c - plans read and laid over each other.
 */
#include "plan/plan_text.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

static const char model[] =
    "compare:\n"
    "  name: {kind: text, levels: {exact: [0.9, 0.001], near: [0.05, 0.01],\n"
    "         similar: [0.03, 0.089], other: [0.02, 0.9]}}\n"
    "  phone:\n"
    "    kind: phone\n"
    "    frequency: true\n"
    "    levels: {exact: [0.8, 1e-4], digit: [0.05, 0.0009], other: [0.15, 0.999]}\n"
    "match_keys: {both: [name, phone], last: [phone.last4]}\n";

Test(plan, the_built_in_plan_reads_and_prints_back_to_itself)
{
    dolbom_plan *builtin = must_read(NULL, "");
    char *first = print(builtin);
    dolbom_plan *again = must_read(NULL, first);
    char *second = print(again);
    cr_expect_str_eq(first, second);
    cr_expect_eq(dolbom_plan_hash(builtin), dolbom_plan_hash(again));
    cr_expect_eq(dolbom_plan_hash(builtin), dolbom_plan_hash(NULL));
    cr_expect_neq(dolbom_plan_hash(builtin), 0);
    free(first);
    free(second);
    dolbom_plan_free(builtin);
    dolbom_plan_free(again);
}

Test(plan, a_text_replaces_what_it_names_and_keeps_the_rest)
{
    dolbom_plan *base =
        must_read(NULL, "as_of: 2026-06-30\ncolumns: {persons: {name: 성명, phone: 연락처}}\n");
    dolbom_plan *plan = must_read(base, "as_of: 2025-01-02\ncolumns: {persons: {phone: 전화}}\n");
    dolbom_plan_free(base);
    cr_expect_eq(plan->value.as_of, dlb_day_of(2025, 1, 2));
    struct dlb_arena arena;
    dlb_arena_init(&arena, plan->env, false);
    struct dlb_mapping mapping;
    cr_assert_eq(dlb_plan_mapping(plan, "persons", &arena, &mapping, NULL), DOLBOM_OK);
    cr_assert_eq(mapping.n_renames, 2);
    cr_expect_str_eq(mapping.renames[0].ours, "name");
    cr_expect_str_eq(mapping.renames[0].theirs, "성명");
    cr_expect_str_eq(mapping.renames[1].theirs, "전화");
    cr_assert_eq(dlb_plan_mapping(plan, "services", &arena, &mapping, NULL), DOLBOM_OK);
    cr_expect_eq(mapping.n_renames, 0);
    dlb_arena_clear(&arena);
    dolbom_plan_free(plan);
}

/* Blanks, case and width do not tell words apart. */
Test(plan, a_word_in_another_spelling_is_the_same_word)
{
    dolbom_plan *base = must_read(NULL, "values: {services: {status: {제공 완료: delivered, "
                                        "제공완료: delivered, End: ended}}}\n");
    dolbom_plan *plan = must_read(base, "values: {services: {status: {\" ＥＮＤ\": cancelled}}}\n");
    char *text = print(plan);
    dolbom_plan *again = must_read(NULL, text);
    struct dlb_arena arena;
    struct dlb_mapping mapping;
    dlb_arena_init(&arena, again->env, false);
    cr_assert_eq(dlb_plan_mapping(again, "services", &arena, &mapping, NULL), DOLBOM_OK);
    cr_assert_eq(mapping.n_values, 3, "%s", text);
    cr_expect(dlb_text_equal(mapping.values[0].word, dlb_text_of("end")));
    cr_expect(dlb_text_equal(mapping.values[0].text, dlb_text_of("cancelled")));
    cr_expect(dlb_text_equal(mapping.values[1].word, dlb_text_of("제공완료")));
    cr_expect(strstr(text, "제공 완료: delivered"));
    cr_expect(strstr(text, "제공완료: delivered"));
    dlb_arena_clear(&arena);
    free(text);
    dolbom_plan_free(again);
    dolbom_plan_free(plan);
    dolbom_plan_free(base);
}

Test(plan, decisions_may_be_in_words_of_their_own)
{
    dolbom_plan *plan = must_read(NULL, "values: {decisions: {decision: {예: confirmed}}}\n");
    struct dlb_arena arena;
    struct dlb_mapping mapping;
    dlb_arena_init(&arena, plan->env, false);
    cr_assert_eq(dlb_plan_mapping(plan, "decisions", &arena, &mapping, NULL), DOLBOM_OK);
    cr_expect_eq(mapping.n_values, 1);
    dlb_arena_clear(&arena);
    dolbom_plan_free(plan);
}

Test(plan, what_is_said_of_a_column_or_a_word_is_replaced_as_a_whole)
{
    dolbom_plan *base = must_read(NULL, "columns: {persons: {name: [성명, 이름], sex: 성별}}\n"
                                        "values: {services: {status: {제공: delivered, "
                                        "취소: cancelled}}}\n"
                                        "constants: {services: {unit: 회}}\nagency: folder\n");
    dolbom_plan *plan = must_read(base, "columns: {persons: {name: [이용자명, 대상자, 성명]}}\n"
                                        "values: {services: {status: {제공: ended}}}\n");
    char *text = print(plan);
    dolbom_plan *again = must_read(NULL, text);
    cr_expect_eq(dolbom_plan_hash(plan), dolbom_plan_hash(again), "%s", text);
    struct dlb_arena arena;
    struct dlb_mapping mapping;
    dlb_arena_init(&arena, again->env, false);
    cr_assert_eq(dlb_plan_mapping(again, "persons", &arena, &mapping, NULL), DOLBOM_OK);
    cr_assert_eq(mapping.n_renames, 4);
    cr_expect_str_eq(mapping.renames[0].theirs, "이용자명", "in the order of the text");
    cr_expect_str_eq(mapping.renames[2].theirs, "성명");
    cr_expect_str_eq(mapping.renames[3].ours, "sex");
    cr_assert_eq(dlb_plan_mapping(again, "services", &arena, &mapping, NULL), DOLBOM_OK);
    cr_assert_eq(mapping.n_values, 2);
    cr_assert_eq(mapping.n_constants, 1);
    cr_expect_str_eq(mapping.constants[0].theirs, "회");
    bool first = dlb_text_equal(mapping.values[0].word, dlb_text_of("제공"));
    cr_expect(dlb_text_equal(mapping.values[!first].text, dlb_text_of("ended")));
    cr_expect(strstr(text, "agency: folder"));
    cr_expect(strstr(text, "취소: cancelled"));
    dlb_arena_clear(&arena);
    free(text);
    dolbom_plan_free(again);
    dolbom_plan_free(plan);
    dolbom_plan_free(base);
}

Test(plan, a_model_for_any_table_reads_and_prints_back)
{
    dolbom_plan *plan = must_read(NULL, model);
    cr_assert_eq(plan->match.n_fields, 2);
    cr_assert_eq(plan->match.n_keys, 2);
    cr_expect_str_eq(plan->match.fields[1].name, "phone");
    cr_expect(plan->match.fields[1].frequency);
    cr_expect_eq(plan->match.fields[1].slot, plan->match.fields[0].kind->n_slots);
    cr_expect_eq(plan->match.fields[1].u_ppb[plan->match.fields[1].kind->n_levels - 1], 100000);
    cr_expect_eq(plan->match.keys[0].n_terms, 2);
    char *text = print(plan);
    dolbom_plan *again = must_read(NULL, text);
    cr_expect_eq(dolbom_plan_hash(plan), dolbom_plan_hash(again));
    free(text);
    dolbom_plan_free(plan);
    dolbom_plan_free(again);
}

Test(plan, json_is_read_too)
{
    dolbom_plan *plan = must_read(NULL, "{\"as_of\": \"2026-06-30\", \"block_cap\": 100}");
    cr_expect_eq(plan->match.block_cap, 100);
    dolbom_plan_free(plan);
}

Test(plan, columns_that_the_plan_compares_may_be_called_otherwise_in_the_files)
{
    static const char compare[] =
        "compare: {team: {kind: code, levels: {other: [0.1, 0.9]}}}\nmatch_keys: {team: [team]}\n"
        "columns: {persons: {team: 팀, household_id: 세대}, cleaned: {team_quality: 질}}\n";
    dolbom_plan *plan = must_read(NULL, compare), *over = must_read(plan, "block_cap: 7\n");
    cr_expect_eq(over->map[DLB_PLAN_COLUMNS].n, 3);
    dolbom_plan_free(plan);
    plan = must_read(over, "compare: {sex: {kind: sex, levels: {other: [0.1, 0.9]}}}\n"
                           "match_keys: {sex: [sex]}\n");
    cr_expect_eq(plan->map[DLB_PLAN_COLUMNS].n, 2, "nothing is called 팀 any more");
    char *text = print(plan);
    dolbom_plan *again = must_read(NULL, text);
    cr_expect_eq(dolbom_plan_hash(plan), dolbom_plan_hash(again));
    free(text);
    dolbom_plan_free(again);
    dolbom_plan_free(over);
    dolbom_plan_free(plan);
}

/* ---- what is missing, and what comes later ------------------------------------------------ */

static const struct dlb_match_field *field_named(const dolbom_plan *plan, const char *name)
{
    for (uint8_t f = 0; f < plan->match.n_fields; f++)
        if (strcmp(plan->match.fields[f].name, name) == 0) return &plan->match.fields[f];
    return NULL;
}

Test(plan, a_level_that_is_not_named_weighs_what_the_next_worse_one_does)
{
    dolbom_plan *plan =
        must_read(NULL, "compare:\n"
                        "  name: {kind: name, levels: {other: [0.1, 0.9], tokens: [0.2, 0.05],"
                        " exact: [0.7, 0.01]}}\n"
                        "match_keys: {name: [name]}\n");
    const struct dlb_match_field *name = field_named(plan, "name");
    static const int32_t m[] = {100, 100, 100, 200, 200, 200, 200, 200, 200, 700};
    cr_assert_eq(name->kind->n_levels, 10);
    for (int level = 0; level < 10; level++)
        cr_expect_eq(name->m_ppb[level], m[level] * 1000000, "level %s",
                     name->kind->levels[level].name);
    cr_expect_eq(name->u_ppb[8], 50000000);
    char *text = print(plan);
    cr_expect(strstr(text, "      sound: [0.2, 0.05]\n"), "it prints complete: %s", text);
    free(text);
    dolbom_plan_free(plan);
}

Test(plan, a_lookalikes_level_inherits_too_and_its_worst_is_as_for_strangers)
{
    dolbom_plan *plan = must_read(
        NULL,
        "lookalikes:\n  twin: {per_match: 1, levels: {phone: {digit: 0.3}, rrn: {other: 0.2}}}\n");
    int32_t(*level)[DLB_KIND_LEVELS_MAX] = plan->match.lookalikes[0].level_ppb;
    unsigned phone = (unsigned)(field_named(plan, "phone") - plan->match.fields);
    unsigned rrn = (unsigned)(field_named(plan, "rrn") - plan->match.fields);
    cr_expect_eq(level[phone][0], plan->match.fields[phone].u_ppb[0]);
    cr_expect_eq(level[phone][1], plan->match.fields[phone].u_ppb[0], "masked is below digit");
    cr_expect_eq(level[phone][2], 300000000);
    cr_expect_eq(level[phone][3], 300000000);
    cr_expect_eq(level[rrn][3], 200000000);
    cr_expect_eq(level[0][0], 0, "a column that is not named is as for strangers");
    dolbom_plan_free(plan);
}

Test(plan, the_format_may_be_left_out_and_is_always_printed)
{
    dolbom_plan *plan = must_read(NULL, "dolbom: 1\nblock_cap: 10\n");
    char *text = print(plan);
    cr_expect_eq(strncmp(text, "dolbom: 1\n", 10), 0, "%s", text);
    free(text);
    dolbom_plan_free(plan);
    static const char later[] = "a_key_of_tomorrow: 1\ndolbom: 2\n";
    dolbom_error error = DOLBOM_ERROR_INIT;
    cr_expect_eq(dolbom_plan_read(NULL, later, sizeof later - 1, NULL, &plan, &error),
                 DOLBOM_E_PLAN);
    cr_expect_str_eq(error.column, "dolbom");
    cr_expect_eq(error.row, 1);
    cr_expect_str_eq(error.message, "1 is expected here; this version understands no other");
}

/* Else a printed plan, which is a change of the built-in one, would not be the whole plan. */
Test(plan, the_built_in_plan_names_nothing_that_a_text_is_only_laid_over)
{
    dolbom_plan *plan = must_read(NULL, "");
    cr_expect_eq(plan->map[DLB_PLAN_COLUMNS].n, 0);
    cr_expect_eq(plan->hanja.n, 0);
    cr_expect_eq(plan->value.as_of, DLB_DAY_NONE);
    dolbom_plan_free(plan);
}

/* ---- hanja ----------------------------------------------------------------------------------- */

static void expect_name(const dolbom_plan *plan, const char *written, const char *want)
{
    char got[DOLBOM_NAME_MAX + 1];
    size_t len;
    dolbom_quality quality;
    cr_assert_eq(dolbom_value_normalize(plan, "name", written, strlen(written), got,
                                        DOLBOM_NAME_MAX, &len, &quality),
                 DOLBOM_OK);
    got[len] = 0;
    cr_expect_str_eq(got, want);
}

Test(plan, readings_of_hanja_lie_over_each_other_and_print_back)
{
    dolbom_plan *base = must_read(NULL, "hanja: {車: 거, \"𠮷\": 길}\n");
    dolbom_plan *over = must_read(base, "hanja:\n  順: 윤\n  車: 차\n");
    expect_name(NULL, "朴車順", "박차순");
    expect_name(base, "朴車順", "박거순");
    dolbom_plan_free(base);
    expect_name(over, "朴車順", "박차윤");
    expect_name(over, "朴順𠮷", "박윤길");
    char *first = print(over);
    dolbom_plan *again = must_read(NULL, first);
    char *second = print(again);
    cr_expect_str_eq(first, second);
    cr_expect(strstr(first, "hanja:\n  車: 차\n  順: 윤\n  \"\\U00020BB7\": 길\n"), "%s", first);
    free(first);
    free(second);
    dolbom_plan_free(over);
    dolbom_plan_free(again);
}

/* Read, lay over, print. */
static dolbom_status read_twice(const dolbom_environment *environment, void *context,
                                dolbom_error *error)
{
    static const char change[] = "columns: {services: {status: 상태}}\n";
    const char *text = context;
    dolbom_plan *base = NULL, *plan = NULL;
    dolbom_status status = dolbom_plan_read(NULL, text, strlen(text), environment, &base, error);
    if (status == DOLBOM_OK)
        status = dolbom_plan_read(base, change, sizeof change - 1, NULL, &plan, error);
    dolbom_plan_free(base);
    dolbom_plan_free(plan);
    return status;
}

Test(plan, running_out_of_memory_anywhere_is_told_and_leaves_nothing)
{
    sweep(read_twice,
          (void *)"as_of: 2026-06-30\ncolumns: {persons: {name: 성명, phone: 연락처}}\n");
    sweep(read_twice, (void *)model);
    sweep(read_twice, (void *)"hanja: {車: 거, 順: 윤}\n");
}
