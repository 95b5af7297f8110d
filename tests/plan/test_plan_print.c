/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_plan_print.c - plans printed, and asked for single keys.
 */
#include "plan/plan_text.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

/* ---- asking ---------------------------------------------------------------------------------- */

static void expect_get(const dolbom_plan *plan, const char *key, const char *want, size_t want_len)
{
    char text[512];
    size_t len = 0;
    dolbom_error error = DOLBOM_ERROR_INIT;
    cr_expect_eq(dolbom_plan_get(plan, key, text, sizeof text, &len, &error), DOLBOM_OK, "%s: %s",
                 key, error.message);
    cr_expect_eq(len, want_len, "%s: %zu bytes", key, len);
    cr_expect_eq(memcmp(text, want, want_len), 0, "%s", key);
}

#define EXPECT_GET(plan, key, want) expect_get(plan, key, want, sizeof want - 1)

Test(plan, a_value_is_given_by_its_path)
{
    dolbom_plan *plan =
        must_read(NULL, "as_of: 2026-6-5\nprior: 0.750\n"
                        "columns: {persons: {name: '성 \"명\"'}, cleaned: {a.b: 둘, a: 하나}}\n");
    EXPECT_GET(plan, "as_of", "2026-06-05");
    EXPECT_GET(NULL, "as_of", "");
    EXPECT_GET(plan, "prior", "0.75");
    EXPECT_GET(NULL, "group.theta_merge", "0.95");
    EXPECT_GET(NULL, "compare.name.kind", "name");
    EXPECT_GET(NULL, "compare.sex.frequency", "false");
    EXPECT_GET(NULL, "compare.rrn.covers", "birth_date\0sex\0");
    EXPECT_GET(NULL, "compare.sex.levels.exact", "0.995\0000.5\0");
    EXPECT_GET(NULL, "compare.sex.levels", "exact\0other\0");
    EXPECT_GET(plan, "columns", "cleaned\0persons\0");
    EXPECT_GET(plan, "columns.cleaned", "a\0a.b\0");
    EXPECT_GET(plan, "columns.persons.name", "성 \"명\"");
    EXPECT_GET(plan, "columns.cleaned.a.b", "둘");
    EXPECT_GET(plan, "columns.persons.phone", "");
    EXPECT_GET(plan, "columns.persons.phone.of work", "");
    EXPECT_GET(plan, "columns.services", "");
    dolbom_plan_free(plan);
}

Test(plan, a_key_that_no_plan_has_is_refused_with_the_nearest)
{
    static const char *const cases[][2] = {
        {"group.theta_mrege", "a plan has no such key; did you mean group.theta_merge?"},
        {"theta_merge", "a plan has no such key; did you mean group.theta_merge?"},
        {"group.x", "a plan has no such key; known here: theta_merge, theta_review"},
        {"compare.name.knd", "a plan has no such key; did you mean compare.<column>.kind?"},
        {"block_cap.x", "a plan has no such key; did you mean block_cap?"},
        /* more than a message holds */
        {"", "a plan has no such key; docs/plan.md lists the keys"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dolbom_error error = DOLBOM_ERROR_INIT;
        size_t len = 7;
        cr_expect_eq(dolbom_plan_get(NULL, cases[i][0], NULL, 0, &len, &error), DOLBOM_E_ARG);
        cr_expect_str_eq(error.message, cases[i][1]);
        cr_expect_str_eq(error.column, cases[i][0]);
        cr_expect_eq(len, 0);
    }
}

Test(plan, a_value_that_does_not_fit_tells_the_room_it_needs)
{
    char text[4] = "xxx";
    size_t len = 0;
    cr_expect_eq(dolbom_plan_get(NULL, "block_cap", text, 3, &len, NULL), DOLBOM_E_ROOM);
    cr_expect_eq(len, 4);
    cr_expect_str_eq(text, "xxx", "nothing is written when there is no room");
    cr_expect_eq(dolbom_plan_get(NULL, "block_cap", text, 4, &len, NULL), DOLBOM_OK);
    cr_expect_eq(memcmp(text, "2000", 4), 0);
    cr_expect_eq(dolbom_plan_get(NULL, NULL, text, 4, &len, NULL), DOLBOM_E_ARG);
    cr_expect_eq(dolbom_plan_get(NULL, "prior", NULL, 4, &len, NULL), DOLBOM_E_ARG);
    cr_expect_eq(dolbom_plan_get(NULL, "prior", text, 4, NULL, NULL), DOLBOM_E_ARG);
}

/* ---- printing ------------------------------------------------------------------------------- */

static void expect_reads_back(const dolbom_plan *plan, const char *what)
{
    char *first = print(plan);
    dolbom_plan *again = must_read(NULL, first);
    char *second = print(again);
    cr_expect_str_eq(first, second, "%s", what);
    cr_expect_eq(dolbom_plan_hash(plan), dolbom_plan_hash(again));
    free(first);
    free(second);
    dolbom_plan_free(again);
}

/* Other people's columns are called anything at all. */
Test(plan, whatever_a_column_is_called_the_plan_reads_back)
{
    static const char *const names[] = {"a, b",     "#x",      "x ",
                                        " x",       "{",       "}",
                                        "[a",       "a: b",    "a:",
                                        ":",        "- a",     "-",
                                        "?",        "? a",     "!t",
                                        "&a",       "*a",      "'",
                                        "\\\"",     "a\\nb",   "a\\nprior: 1",
                                        "\\t",      "%a",      "@a",
                                        "`",        "|",       ">",
                                        "null",     "true",    "1",
                                        "~",        "성 명",   "연락처\\n(휴대폰)",
                                        "\\u0085",  "\\u2028", "\\ufeff",
                                        "\\u0001",  "\\x7f",   "\\U0001F600",
                                        "a.b",      ".",       "..",
                                        "<column>", "a #b",    "a\\rb",
                                        "--- ",     "...",     "\\\\",
                                        "=",        "<<"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char text[640];
        snprintf(text, sizeof text,
                 "columns: {persons: {\"%s\": \"%s\", name: \"%s\"}}\n"
                 "compare: {\"%s\": {kind: code, levels: {other: [0.1, 0.9], exact: [0.9, 0.1]}},\n"
                 "  z: {kind: name, frequency: true, within: \"%s\", covers: [\"%s\"],"
                 " levels: {other: [0.1, 0.2]}}}\n"
                 "lookalikes: {\"%s\": {per_match: 2, levels: {\"%s\": {exact: 0.5}}}}\n"
                 "match_keys: {\"%s\": [\"%s\", z.surname]}\n",
                 names[i], names[i], names[i], names[i], names[i], names[i], names[i], names[i],
                 names[i], names[i]);
        dolbom_plan *plan = must_read(NULL, text);
        expect_reads_back(plan, names[i]);
        dolbom_plan_free(plan);
    }
}

Test(plan, a_plan_of_many_entries_reads_back)
{
    enum { N = 20000 };
    size_t cap = 64 * N;
    char *text = malloc(cap);
    size_t len = (size_t)snprintf(text, cap, "hanja:\n");
    for (uint32_t i = 0; i < N; i++) {
        char rune[5] = "";
        dlb_utf8_put(0x4E00 + i, rune);
        len += (size_t)snprintf(text + len, cap - len, "  %s: 가\n", rune);
    }
    len += (size_t)snprintf(text + len, cap - len, "columns:\n  cleaned:\n");
    for (int i = N; i-- > 0;)
        len += (size_t)snprintf(text + len, cap - len, "    ours_%d: theirs_%d\n", i, i);
    dolbom_plan *plan = must_read(NULL, text);
    cr_expect_eq(plan->hanja.n, N);
    cr_expect_eq(plan->map[DLB_PLAN_COLUMNS].n, N);
    expect_reads_back(plan, "many");
    EXPECT_GET(plan, "columns.cleaned.ours_777", "theirs_777");
    dolbom_plan_free(plan);
    free(text);
}

/* What is read can be printed and read again, or it is not read at all. */
Test(plan, a_plan_that_would_print_too_long_is_refused)
{
    static const char head[] = "columns: {cleaned: {name: ", tail[] = "}}\n";
    const size_t len = DLB_PLAN_TEXT_MAX / 2;
    char *text = malloc(len);
    memset(text, 'a', len);
    memcpy(text, head, sizeof head - 1);
    memcpy(text + len - (sizeof tail - 1), tail, sizeof tail - 1);
    dolbom_plan *base = NULL, *plan = NULL;
    dolbom_error error = DOLBOM_ERROR_INIT;
    cr_assert_eq(dolbom_plan_read(NULL, text, len, NULL, &base, &error), DOLBOM_OK, "%s",
                 error.message);
    expect_reads_back(base, "long");
    memcpy(text + 20, "phon", 4);
    cr_expect_eq(dolbom_plan_read(base, text, len, NULL, &plan, &error), DOLBOM_E_PLAN);
    cr_expect_str_eq(error.message,
                     "the whole plan would print longer than 4 MiB and not read back");
    dolbom_plan_free(base);
    free(text);
}

/* ---- the table of keys ----------------------------------------------------------------------- */

Test(plan, what_the_table_of_keys_says_is_what_the_built_in_plan_holds)
{
    const struct dlb_plan_key *key;
    size_t n = 0;
    for (; (key = dlb_plan_key_at(n)) != NULL; n++) {
        cr_expect(key->help && key->help[0], "%s", key->path);
        cr_expect_null(strchr(key->help, '\n'), "%s", key->path);
        if (strchr(key->path, '<') || !key->initial) continue;
        expect_get(NULL, key->path, key->initial, strlen(key->initial));
    }
    cr_expect_gt(n, 10);
}
