/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_plan.c - reading, laying over, printing and refusing plans.
 */
#include "plan/plan.h"

#include "support/support.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static dolbom_plan *must_read(const dolbom_plan *base, const char *text)
{
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_plan *plan = NULL;
    dolbom_status status = dolbom_plan_read(base, text, strlen(text), NULL, &plan, &error);
    cr_assert_eq(status, DOLBOM_OK, "line %ld, %s: %s", (long)error.row + 1, error.column, error.message);
    return plan;
}

static char *print(const dolbom_plan *plan)
{
    size_t len = 0;
    cr_assert_eq(dolbom_plan_print(plan, NULL, 0, &len), DOLBOM_E_ROOM);
    char *text = malloc(len + 1);
    cr_assert_eq(dolbom_plan_print(plan, text, len, &len), DOLBOM_OK);
    text[len] = 0;
    return text;
}

static const char model[] = "compare:\n"
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
    dolbom_plan *base = must_read(NULL, "as_of: 2026-06-30\ncolumns: {persons: {name: 성명, phone: 연락처}}\n");
    dolbom_plan *plan = must_read(base, "as_of: 2025-01-02\ncolumns: {persons: {phone: 전화}}\n");
    dolbom_plan_free(base);
    cr_expect_eq(plan->value.as_of, dlb_day_of(2025, 1, 2));
    struct dlb_arena arena;
    dlb_arena_init(&arena, plan->env, false);
    struct dlb_rename *renames;
    size_t n;
    cr_assert_eq(dlb_plan_renames(plan, "persons", &arena, &renames, &n, NULL), DOLBOM_OK);
    cr_assert_eq(n, 2);
    cr_expect_str_eq(renames[0].ours, "name");
    cr_expect_str_eq(renames[0].theirs, "성명");
    cr_expect_str_eq(renames[1].theirs, "전화");
    cr_assert_eq(dlb_plan_renames(plan, "services", &arena, &renames, &n, NULL), DOLBOM_OK);
    cr_expect_eq(n, 0);
    dlb_arena_clear(&arena);
    dolbom_plan_free(plan);
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

Test(plan, what_is_wrong_is_named_with_its_line)
{
    static const struct {
        const char *text, *column;
        int64_t row;
    } cases[] = {
        {"as_of: 2026-06-30\nasof: 2026\n", "asof", 1},
        {"as_of: 2026-02-30\n", "as_of", 0},
        {"as_of: [1]\n", "as_of", 0},
        {"\n\nblock_cap: 0\n", "block_cap", 2},
        {"block_cap: 12x\n", "block_cap", 0},
        {"block_cap: 1.5\n", "block_cap", 0},
        {"group: {theta_merge: 1}\n", "theta_merge", 0},
        {"group: {theta_merge: 0.0000001}\n", "theta_merge", 0},
        {"group: {theta: 0.5}\n", "theta", 0},
        {"group: 0.9\n", "group", 0},
        {"lookalikes: {twin: {levels: {}}}\n", "twin", 0},
        {"lookalikes: {twin: {per_match: 1, levels: {shoe: {}}}}\n", "shoe", 0},
        {"lookalikes: {twin: {per_match: 1, levels: {sex: {same: 0.5}}}}\n", "same", 0},
        {"lookalikes: {twin: {per_match: 1, levels: {sex: {exact: 1.5}}}}\n", "exact", 0},
        {"lookalikes:\n  a: {per_match: 1}\n  b: {often: 2}\n", "often", 2},
        {"same_agency: 1.1\n", "same_agency", 0},
        {"prior: -0.1\n", "prior", 0},
        {"prior: 0.99x\n", "prior", 0},
        {"compare: {}\n", "compare", 0},
        {"compare:\n  name: {kind: banana, levels: {}}\nmatch_keys: {a: [name]}\n", "kind", 1},
        {"compare:\n  sex: {kind: sex, levels: {exact: [0.9, 0.5]}}\nmatch_keys: {a: [sex]}\n", "levels", 1},
        {"compare:\n  sex: {kind: sex, levels: {exact: [0.9, 0.5], other: [0, 0.5]}}\n", "other", 1},
        {"compare:\n  sex: {kind: sex, levels: {exact: [0.9], other: [0.1, 0.5]}}\n", "exact", 1},
        {"compare:\n  sex: {kind: sex, levels: {exact: [0.9, 0.5], other: [0.1, 0.5]}}\n", "compare", 1},
        {"compare:\n  phone: {kind: phone, within: sex, levels: {exact: [0.9, 0.1], digit: [0.05, 0.1],"
         " other: [0.05, 0.8]}}\n", "within", 1},
        {"compare:\n  phone: {kind: phone, frequency: true, within: phone.last4, levels: {"
         "exact: [0.9, 0.1], digit: [0.05, 0.1], other: [0.05, 0.8]}}\n", "within", 1},
        {"match_keys: {a: [surname]}\n", "a", 0},
        {"match_keys: {a: []}\n", "a", 0},
        {"columns: [persons]\n", "columns", 0},
        {"columns: {persons: {name: {a: b}}}\n", "name", 0},
        {"as_of: 2026-06-30\nas_of: 2026-06-30\n", "", 1},
        {"a: &x 1\nb: *x\n", "", 0},
        {"as_of: !!str 2026-06-30\n", "", 0},
        {"as_of: 2026-06-30\n---\nas_of: 2026-06-30\n", "", 1},
        {"as_of: [2026\n", "", 1},
        {"- 1\n", "", 0},
        {"group: {theta_merge: 0.5, theta_review: 0.6}\n", "group", 0},
        {"a: {b: {c: {d: {e: {f: {g: {h: {i: 1}}}}}}}}\n", "", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dolbom_error error = DOLBOM_ERROR_INIT;
        dolbom_plan *plan = (dolbom_plan *)&plan;
        dolbom_status status =
            dolbom_plan_read(NULL, cases[i].text, strlen(cases[i].text), NULL, &plan, &error);
        cr_expect_eq(status, DOLBOM_E_PLAN, "case %zu", i);
        cr_expect_null(plan, "case %zu", i);
        cr_expect_str_eq(error.column, cases[i].column, "case %zu: %s", i, error.message);
        cr_expect_eq(error.row, cases[i].row, "case %zu: line %ld", i, (long)error.row);
        cr_expect(error.message[0], "case %zu", i);
    }
}

Test(plan, the_name_of_a_long_key_is_cut_between_its_letters)
{
    static const char text[] = "우리기관에서만쓰는아주길고길어서들어가지않는열쇠: 1\n";
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_plan *plan;
    cr_expect_eq(dolbom_plan_read(NULL, text, sizeof text - 1, NULL, &plan, &error), DOLBOM_E_PLAN);
    cr_expect_eq(strlen(error.column), 45, "fifteen syllables");
    cr_expect_eq(strncmp(error.column, text, 45), 0);
}

Test(plan, bytes_that_are_not_text_are_refused)
{
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_plan *plan;
    cr_expect_eq(dolbom_plan_read(NULL, "as_of: \xff\n", 9, NULL, &plan, &error), DOLBOM_E_PLAN);
    cr_expect(strstr(error.message, "UTF-8"));
    size_t n = DLB_PLAN_TEXT_MAX + 1;
    char *text = malloc(n);
    memset(text, ' ', n);
    cr_expect_eq(dolbom_plan_read(NULL, text, n, NULL, &plan, &error), DOLBOM_E_PLAN);
    memset(text, '[', n);
    cr_expect_eq(dolbom_plan_read(NULL, text, n - 1, NULL, &plan, &error), DOLBOM_E_PLAN);
    free(text);
    cr_expect_eq(dolbom_plan_read(NULL, NULL, 1, NULL, &plan, &error), DOLBOM_E_ARG);
    cr_expect_eq(dolbom_plan_read(NULL, "", 0, NULL, NULL, &error), DOLBOM_E_ARG);
}

Test(plan, a_message_never_quotes_a_value)
{
    static const char *const texts[] = {"as_of: canary", "block_cap: canary", "prior: canary",
                                        "compare: {name: {kind: canary}}",
                                        "match_keys: {a: [canary]}", "as_of: [canary"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        dolbom_error error = DOLBOM_ERROR_INIT;
        dolbom_plan *plan;
        cr_expect_neq(dolbom_plan_read(NULL, texts[i], strlen(texts[i]), NULL, &plan, &error), DOLBOM_OK);
        cr_expect_null(strstr(error.message, "canary"), "%s", error.message);
    }
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
    sweep(read_twice, (void *)"as_of: 2026-06-30\ncolumns: {persons: {name: 성명, phone: 연락처}}\n");
    sweep(read_twice, (void *)model);
    sweep(read_twice, (void *)"hanja: {車: 거, 順: 윤}\n");
}

Test(plan, renames_are_counted_to_their_limit)
{
    size_t cap = 64 * (DLB_RENAMES_MAX + 2), len = 0;
    char *text = malloc(cap);
    for (int over = 0; over < 2; over++) {
        len = (size_t)snprintf(text, cap, "columns:\n  persons:\n");
        for (int i = 0; i < DLB_RENAMES_MAX + over; i++)
            len += (size_t)snprintf(text + len, cap - len, "    ours_%d: theirs_%d\n", i, i);
        dolbom_error error = DOLBOM_ERROR_INIT;
        dolbom_plan *plan;
        dolbom_status status = dolbom_plan_read(NULL, text, len, NULL, &plan, &error);
        cr_expect_eq(status, over ? DOLBOM_E_PLAN : DOLBOM_OK, "%s", error.message);
        if (over) cr_expect_eq(error.row, DLB_RENAMES_MAX + 2);
        dolbom_plan_free(plan);
    }
    free(text);
}

/* ---- hanja --------------------------------------------------------------------------------------- */

static void expect_name(const dolbom_plan *plan, const char *written, const char *want)
{
    char got[DOLBOM_NAME_MAX + 1];
    size_t len;
    dolbom_quality quality;
    cr_assert_eq(dolbom_name_normalize(plan, written, strlen(written), got, DOLBOM_NAME_MAX, &len,
                                       &quality),
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
    cr_expect(strstr(first, "hanja:\n  車: 차\n  順: 윤\n  𠮷: 길\n"), "%s", first);
    free(first);
    free(second);
    dolbom_plan_free(over);
    dolbom_plan_free(again);
}

Test(plan, a_reading_that_is_none_is_refused_with_its_line)
{
    static const char *const texts[] = {"hanja:\n  車: 차\n  順: 순자\n", "hanja:\n  車: 차\n  順: x\n",
                                        "hanja:\n  車: 차\n  순: 순\n", "hanja:\n  車: 차\n  順子: 순\n",
                                        "hanja:\n  車: 차\n  順: [순]\n", "hanja:\n  車: 차\n  順:\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        dolbom_error error = DOLBOM_ERROR_INIT;
        dolbom_plan *plan = NULL;
        dolbom_status status = dolbom_plan_read(NULL, texts[i], strlen(texts[i]), NULL, &plan, &error);
        cr_expect_eq(status, DOLBOM_E_PLAN, "%s", texts[i]);
        cr_expect_eq(error.row, 2, "%s", texts[i]);
        dolbom_plan_free(plan);
    }
}
