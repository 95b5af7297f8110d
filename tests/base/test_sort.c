/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_sort.c - sorts against qsort, for awkward keys, at sizes around every threshold, on
 * one thread and on several; and whether they can be stopped.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

/* ---- keys --------------------------------------------------------------------------- */

static uint64_t random_of(uint64_t i)
{
    return dlb_hash_mix(2026, i);
}

enum { N_KINDS = 12 };

static uint64_t key_of(unsigned kind, uint64_t i, uint64_t n)
{
    switch (kind) {
    case 0:
        return random_of(i);
    case 1:
        return 42; /* all equal */
    case 2:
        return n - i; /* descending */
    case 3:
        return i / 7; /* ascending in short runs */
    case 4:
        return random_of(i) & 0xFF; /* lowest byte only */
    case 5:
        return random_of(i) << 56; /* highest byte only */
    case 6:
        return random_of(i) & UINT64_C(0x8000000000000001);
    case 7:
        return random_of(i) & UINT64_C(0x00FF0000FF000000); /* bytes between constants */
    case 8:
        return i % 97 == 0 ? random_of(i) : 5; /* nearly all equal */
    case 9:
        return random_of(i) >> (random_of(i + n) % 64); /* crowded at the low end */
    case 10:
        return i == n / 2 ? UINT64_MAX : i & 1; /* one far away */
    default:
        return random_of(i) | (UINT64_C(1) << 63);
    }
}

static int by_key_then_value(const void *left, const void *right)
{
    const struct dlb_sort_item *a = left, *b = right;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    return (a->value > b->value) - (a->value < b->value);
}

/* Values number the items, so a stable order is the order by key, then value. */
static void agrees_with_qsort(unsigned kind, size_t n)
{
    static const unsigned threads[] = {1, 2, 5};
    struct dlb_sort_item *items = calloc(n + 1, sizeof *items);
    struct dlb_sort_item *expected = calloc(n + 1, sizeof *expected);
    for (size_t i = 0; i < n; i++) expected[i] = (struct dlb_sort_item){key_of(kind, i, n), i};
    qsort(expected, n, sizeof *expected, by_key_then_value);
    for (size_t t = 0; t < sizeof threads / sizeof *threads; t++) {
        struct test_memory memory = {0};
        struct dlb_env *env = test_env_open(&memory, threads[t]);
        for (size_t i = 0; i < n; i++) items[i] = (struct dlb_sort_item){key_of(kind, i, n), i};
        cr_assert_eq(dlb_sort(env, items, n, NULL), DOLBOM_OK);
        cr_assert_eq(memcmp(items, expected, n * sizeof *items), 0, "kind %u, %zu items on %u",
                     kind, n, threads[t]);
        test_env_close(env, &memory);
    }
    free(expected);
    free(items);
}

Test(sort, any_keys_at_any_size_on_any_number_of_threads_agree_with_qsort)
{
    static const size_t sizes[] = {0,   1,   2,   3,    47,    48,     49,    50,
                                   255, 256, 257, 1000, 40000, 262144, 300001};
    for (unsigned kind = 0; kind < N_KINDS; kind++)
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) agrees_with_qsort(kind, sizes[i]);
}

Test(sort, inside_a_task_it_sorts_the_same)
{
    enum { N = 3000 };
    static struct dlb_sort_item items[N], scratch[N], expected[N];
    for (unsigned kind = 0; kind < N_KINDS; kind++) {
        for (size_t i = 0; i < N; i++) items[i] = (struct dlb_sort_item){key_of(kind, i, N), i};
        memcpy(expected, items, sizeof items);
        qsort(expected, N, sizeof *expected, by_key_then_value);
        dlb_sort_in(items, scratch, N);
        cr_expect_eq(memcmp(items, expected, sizeof items), 0, "kind %u", kind);
    }
}

static dolbom_status sort_some(const dolbom_environment *environment, void *context,
                               dolbom_error *error)
{
    const size_t n = *(const size_t *)context;
    dolbom_environment wanted = *environment;
    wanted.n_threads = 2;
    struct dlb_env *env = NULL;
    dolbom_status status = dlb_env_open(&wanted, &env, error);
    if (status != DOLBOM_OK) return status;
    struct dlb_sort_item *items = calloc(n, sizeof *items);
    for (size_t i = 0; i < n; i++) items[i].key = random_of(i);
    status = dlb_sort(env, items, n, error);
    free(items);
    dlb_env_release(env);
    return status;
}

Test(sort, failing_memory_is_reported)
{
    static const size_t sizes[] = {100, 400000};
    for (size_t i = 0; i < 2; i++) sweep(sort_some, (void *)&sizes[i]);
}

/* ---- texts -------------------------------------------------------------------------- */

enum { N_TEXTS = 4000, MAX_TEXT = 80, N_TEXT_KINDS = 9 };

struct texts {
    char bytes[N_TEXTS][MAX_TEXT];
    struct dlb_text text[N_TEXTS];
    uint32_t group[N_TEXTS];
    uint32_t order[N_TEXTS], expected[N_TEXTS];
};

/* A few bits of a random number, one to a byte. */
static size_t put_bits(unsigned random, char bytes[MAX_TEXT])
{
    for (unsigned b = 0; b < 30; b++) bytes[b] = (char)(random >> b & 1);
    return random % 31;
}

/* Alike but for one of the last three bytes. */
static size_t put_late_difference(unsigned random, char bytes[MAX_TEXT])
{
    memset(bytes, 'x', MAX_TEXT);
    bytes[MAX_TEXT - 1 - random % 3] = (char)(random >> 8);
    return MAX_TEXT;
}

/* Alike but for the length. */
static size_t put_prefix(unsigned random, char of, char bytes[MAX_TEXT])
{
    memset(bytes, of, MAX_TEXT);
    return random % MAX_TEXT;
}

static size_t put_text(unsigned kind, uint32_t i, char bytes[MAX_TEXT])
{
    const unsigned random = (unsigned)(random_of(i) >> 33);
    const char *korean = i % 2 ? "가나다라마바사" : "가나다라마바";
    switch (kind) {
    case 0:
        return (size_t)sprintf(bytes, "GG-NYJ-2024-%09u", random % 5000);
    case 1:
        return (size_t)sprintf(bytes, "%u", random % 300);
    case 2:
        return put_prefix(random, 'a', bytes);
    case 3:
        return put_prefix(random, '\0', bytes);
    case 4:
        return put_bits(random, bytes);
    case 5:
        return (size_t)sprintf(bytes, "%s%u", korean, random % 99);
    case 6:
        return put_late_difference(random, bytes);
    case 7:
        return random % 2; /* "" or a NUL */
    default:
        memcpy(bytes, &random, 2);
        return 2;
    }
}

static void make_texts(struct texts *texts, unsigned kind)
{
    memset(texts, 0, sizeof *texts);
    for (uint32_t i = 0; i < N_TEXTS; i++) {
        size_t len = put_text(kind, i, texts->bytes[i]);
        bool null = random_of(i + 1000000) % 50 == 0;
        texts->text[i] = null ? (struct dlb_text){0} : (struct dlb_text){texts->bytes[i], len};
        texts->group[i] = (uint32_t)(random_of(i + 2000000) % 5 * 1000000007);
    }
}

/* qsort has no context argument that C17 knows of. */
static const struct texts *compared;
static bool by_group;

static int by_text(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    if (by_group && compared->group[a] != compared->group[b])
        return compared->group[a] < compared->group[b] ? -1 : 1;
    int order = dlb_text_order(compared->text[a], compared->text[b]);
    return order != 0 ? order : (a > b) - (a < b);
}

static void texts_agree_with_qsort(struct dlb_env *env, struct texts *texts, uint32_t n,
                                   bool grouped)
{
    for (uint32_t i = 0; i < n; i++) texts->expected[i] = i;
    compared = texts, by_group = grouped;
    qsort(texts->expected, n, sizeof *texts->expected, by_text);
    memset(texts->order, 0xFF, sizeof texts->order);
    const uint32_t *group = grouped ? texts->group : NULL;
    cr_assert_eq(dlb_sort_texts(env, texts->text, group, n, texts->order, NULL), DOLBOM_OK);
    for (uint32_t i = 0; i < n; i++)
        cr_assert_eq(texts->order[i], texts->expected[i], "%u of %u", i, n);
    if (grouped) return;
    memset(texts->order, 0xFF, sizeof texts->order);
    cr_assert_eq(dlb_sort_texts_in(env, texts->text, n, texts->order, NULL), DOLBOM_OK);
    cr_assert_eq(memcmp(texts->order, texts->expected, n * sizeof *texts->order), 0, "%u", n);
}

Test(sort_texts, awkward_texts_agree_with_qsort)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 2);
    struct texts *texts = malloc(sizeof *texts);
    static const uint32_t sizes[] = {0, 1, 2, 12, 13, 100, N_TEXTS};
    for (unsigned kind = 0; kind < N_TEXT_KINDS; kind++) {
        make_texts(texts, kind);
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            texts_agree_with_qsort(env, texts, sizes[i], false);
            texts_agree_with_qsort(env, texts, sizes[i], true);
        }
    }
    free(texts);
    test_env_close(env, &memory);
}

Test(sort_texts, nothing_but_nulls_keeps_its_order)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct dlb_text nulls[100] = {0};
    uint32_t order[100];
    cr_assert_eq(dlb_sort_texts(env, nulls, NULL, 100, order, NULL), DOLBOM_OK);
    for (uint32_t i = 0; i < 100; i++) cr_assert_eq(order[i], i);
    test_env_close(env, &memory);
}

/* 3,000 texts that agree in 60,000 bytes: 180 MB are read about once, not 3,000 times. */
Test(sort_texts, long_shared_prefixes_are_read_once, .timeout = 20)
{
    enum { N = 3000, LONG = 60000 };
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    char *bytes = malloc((size_t)N * LONG);
    struct dlb_text texts[N];
    uint32_t order[N];
    memset(bytes, 'k', (size_t)N * LONG);
    for (uint32_t i = 0; i < N; i++) {
        char *text = bytes + (size_t)i * LONG;
        memcpy(text + LONG - 4, (char[4]){'0', '0', (char)(i >> 7), (char)(i & 127)}, 4);
        texts[N - 1 - i] = (struct dlb_text){text, LONG};
    }
    cr_assert_eq(dlb_sort_texts(env, texts, NULL, N, order, NULL), DOLBOM_OK);
    for (uint32_t i = 0; i < N; i++) cr_assert_eq(order[i], N - 1 - i);
    free(bytes);
    test_env_close(env, &memory);
}

static dolbom_status sort_some_texts(const dolbom_environment *environment, void *context,
                                     dolbom_error *error)
{
    struct texts *texts = context;
    struct dlb_env *env = NULL;
    dolbom_status status = dlb_env_open(environment, &env, error);
    if (status != DOLBOM_OK) return status;
    status = dlb_sort_texts(env, texts->text, texts->group, N_TEXTS, texts->order, error);
    dlb_env_release(env);
    return status;
}

Test(sort_texts, failing_memory_is_reported)
{
    struct texts *texts = malloc(sizeof *texts);
    for (unsigned kind = 0; kind < N_TEXT_KINDS; kind++) {
        make_texts(texts, kind);
        sweep(sort_some_texts, texts);
    }
    free(texts);
}

/* ---- asking whether to go on --------------------------------------------------------- */

Test(sort, many_items_are_sorted_in_steps_with_a_question_after_each)
{
    const size_t n = 3 << 20;
    unsigned n_calls = 0;
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_impatient(&memory, &n_calls);
    struct dlb_sort_item *items = calloc(n, sizeof *items);
    for (size_t i = 0; i < n; i++) items[i].key = random_of(i);
    dolbom_error error = DOLBOM_ERROR_INIT;
    cr_expect_eq(dlb_sort(env, items, n, &error), DOLBOM_E_CANCELLED);
    cr_expect_eq(n_calls, TEST_PATIENCE);
    cr_expect_not_null(strstr(error.message, "link"));
    free(items);
    test_env_close(env, &memory);
}

/* Texts for one long run, of which all remain equal in the first window. */
static struct dlb_text *alike_texts(char (*bytes)[32], uint32_t n)
{
    struct dlb_text *texts = calloc(n, sizeof *texts);
    for (uint32_t i = 0; i < n; i++) {
        const unsigned number = (unsigned)(random_of(i) % 100000000);
        const int len = snprintf(bytes[i], sizeof *bytes, "GG-%08u-%08u", number, number);
        texts[i] = (struct dlb_text){bytes[i], (size_t)len};
    }
    return texts;
}

Test(sort_texts, more_texts_than_one_thread_sorts_are_in_order)
{
    enum { N = 300000 };
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 2);
    char(*bytes)[32] = calloc(N, sizeof *bytes);
    struct dlb_text *texts = alike_texts(bytes, N);
    uint32_t *order = calloc(N, sizeof *order), *same = calloc(N, sizeof *same);
    cr_assert_eq(dlb_sort_texts(env, texts, NULL, N, order, NULL), DOLBOM_OK);
    cr_assert_eq(dlb_sort_texts_in(env, texts, N, same, NULL), DOLBOM_OK);
    cr_expect_eq(memcmp(order, same, N * sizeof *order), 0);
    for (uint32_t i = 1; i < N; i++) {
        const int differ = dlb_text_order(texts[order[i - 1]], texts[order[i]]);
        cr_assert(differ < 0 || (differ == 0 && order[i - 1] < order[i]), "%u", i);
    }
    free(same);
    free(order);
    free(texts);
    free(bytes);
    test_env_close(env, &memory);
}

Test(sort_texts, many_texts_are_sorted_in_steps_with_a_question_after_each)
{
    enum { N = TEST_PATIENCE * DLB_ROWS_PER_ASK };
    unsigned n_calls = 0;
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_impatient(&memory, &n_calls);
    char(*bytes)[32] = calloc(N, sizeof *bytes);
    struct dlb_text *texts = alike_texts(bytes, N);
    uint32_t *order = calloc(N, sizeof *order);
    dolbom_error error = DOLBOM_ERROR_INIT;
    cr_expect_eq(dlb_sort_texts_in(env, texts, N, order, &error), DOLBOM_OK);
    cr_expect_eq(n_calls, 1, "a task asks nobody");
    cr_expect_eq(dlb_sort_texts(env, texts, NULL, N, order, &error), DOLBOM_E_CANCELLED);
    cr_expect_eq(n_calls, TEST_PATIENCE);
    free(order);
    free(texts);
    free(bytes);
    test_env_close(env, &memory);
}
