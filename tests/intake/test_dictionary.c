/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_dictionary.c - distinct texts and their numbers.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/intake.h"
#include "support/support.h"
#include "table/reading.h"

static struct dlb_dictionary *open_dictionary(struct dlb_env *env)
{
    struct dlb_dictionary *dictionary = NULL;
    cr_assert_eq(dlb_dictionary_open(env, &dictionary, NULL), DOLBOM_OK);
    return dictionary;
}

static uint32_t put(struct dlb_dictionary *dictionary, const char *text)
{
    uint32_t code = UINT32_MAX;
    struct dlb_text given = {text, text ? strlen(text) : 0};
    cr_assert_eq(dlb_dictionary_put(dictionary, given, &code, NULL), DOLBOM_OK);
    return code;
}

Test(dictionary, numbers_texts_in_order_of_arrival)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct dlb_dictionary *dictionary = open_dictionary(env);
    cr_expect_eq(put(dictionary, "b"), 0);
    cr_expect_eq(put(dictionary, "a"), 1);
    cr_expect_eq(put(dictionary, "b"), 0);
    cr_expect_eq(dlb_dictionary_count(dictionary), 2);
    cr_expect_eq(put(dictionary, "a"), 1);
    dlb_dictionary_free(dictionary);
    test_env_close(env, &memory);
}

Test(dictionary, tells_null_from_empty_and_keeps_nul)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct dlb_dictionary *dictionary = open_dictionary(env);
    uint32_t null = put(dictionary, NULL), empty = put(dictionary, ""), code;
    cr_expect_neq(null, empty);
    cr_expect_null(dlb_dictionary_text(dictionary, null).data);
    cr_expect_not_null(dlb_dictionary_text(dictionary, empty).data);
    cr_expect_eq(dlb_dictionary_put(dictionary, (struct dlb_text){"a\0b", 3}, &code, NULL),
                 DOLBOM_OK);
    cr_expect_neq(code, put(dictionary, "a"));
    cr_expect(dlb_text_equal(dlb_dictionary_text(dictionary, code), (struct dlb_text){"a\0b", 3}));
    dlb_dictionary_free(dictionary);
    test_env_close(env, &memory);
}

Test(dictionary, copies_its_texts)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct dlb_dictionary *dictionary = open_dictionary(env);
    char text[] = "김철수";
    uint32_t code = put(dictionary, text);
    memset(text, 'x', 9);
    cr_expect(
        dlb_text_equal(dlb_dictionary_text(dictionary, code), (struct dlb_text){"김철수", 9}));
    dlb_dictionary_free(dictionary);
    test_env_close(env, &memory);
}

/* Against a list that is searched from its start. */
Test(dictionary, agrees_with_a_list)
{
    enum { TEXTS = 3000, PUTS = 9000 };
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct dlb_dictionary *dictionary = open_dictionary(env);
    static uint32_t code_of[TEXTS]; /* 1 more than the code, 0: not there */
    uint64_t state = 7;
    uint32_t n = 0;
    for (int i = 0; i < PUTS; i++) {
        uint64_t number = random_below(&state, TEXTS);
        char text[32];
        snprintf(text, sizeof text, "%llu", (unsigned long long)number * number);
        uint32_t code = put(dictionary, text);
        if (code_of[number] == 0) code_of[number] = ++n;
        cr_assert_eq(code, code_of[number] - 1);
        cr_assert_eq(dlb_dictionary_count(dictionary), n);
    }
    dlb_dictionary_free(dictionary);
    test_env_close(env, &memory);
}

Test(dictionary, sorted_numbers_texts_by_their_order_whatever_the_arrival)
{
    static const char *const texts[] = {"b", "", "ab", "가", "a", NULL, "나", "abc", "B"};
    static const char *const sorted[] = {NULL, "", "B", "a", "ab", "abc", "b", "가", "나"};
    enum { N = sizeof texts / sizeof texts[0] };
    uint64_t state = 3;
    for (int round = 0; round < 50; round++) {
        struct test_memory memory = {0};
        struct dlb_env *env = test_env_open(&memory, 1);
        struct dlb_dictionary *dictionary = open_dictionary(env);
        uint32_t new_code[N], old_code[N];
        size_t first = random_below(&state, N), step = 1 + random_below(&state, 2);
        for (size_t i = 0; i < N; i++) {
            size_t at = (first + i * step * 2) % N; /* 2 and 4 are prime to 9 */
            old_code[at] = put(dictionary, texts[at]);
        }
        cr_assert_eq(dlb_dictionary_sort(dictionary, new_code, NULL), DOLBOM_OK);
        for (uint32_t i = 0; i < N; i++) {
            struct dlb_text wanted = {sorted[i], sorted[i] ? strlen(sorted[i]) : 0};
            cr_expect(dlb_text_equal(dlb_dictionary_text(dictionary, i), wanted));
            cr_expect_eq(put(dictionary, sorted[i]), i);
            struct dlb_text moved = dlb_dictionary_text(dictionary, new_code[old_code[i]]);
            cr_expect(dlb_text_equal(moved,
                                     (struct dlb_text){texts[i], texts[i] ? strlen(texts[i]) : 0}));
        }
        cr_expect_eq(put(dictionary, "new"), N, "it goes on growing");
        dlb_dictionary_free(dictionary);
        test_env_close(env, &memory);
    }
}

Test(dictionary, of_nothing_sorts_and_closes)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct dlb_dictionary *dictionary = open_dictionary(env);
    cr_expect_eq(dlb_dictionary_sort(dictionary, NULL, NULL), DOLBOM_OK);
    dlb_dictionary_free(dictionary);
    dlb_dictionary_free(NULL);
    test_env_close(env, &memory);
}

/* A failed put leaves everything as it was, so the caller may go on. */
Test(dictionary, is_unharmed_by_a_put_that_finds_no_memory)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct dlb_dictionary *dictionary = open_dictionary(env);
    uint32_t expected = 0;
    for (size_t i = 0; i < 500; i++) {
        char text[600];
        snprintf(text, sizeof text, "%0*zu", i % 7 == 0 ? 599 : 4, i);
        uint32_t code;
        memory.fail_at = memory.n_calls + 1;
        dolbom_status status =
            dlb_dictionary_put(dictionary, (struct dlb_text){text, strlen(text)}, &code, NULL);
        memory.fail_at = 0;
        cr_expect(status == DOLBOM_OK || status == DOLBOM_E_MEMORY);
        if (status != DOLBOM_OK) code = put(dictionary, text);
        cr_expect_eq(code, expected);
        expected++;
    }
    dlb_dictionary_free(dictionary);
    test_env_close(env, &memory);
}
