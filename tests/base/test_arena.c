/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_arena.c - pieces of an arena are apart, aligned, and die together.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

/* Small pieces, now and then one of the sizes at which blocks and pieces part ways. */
static size_t piece_bytes(size_t i)
{
    static const size_t special[] = {0, 1, 7, 8, 9, 1000, 1024, 1025, 4096, 70000, 2500000};
    return i % 50 == 0 ? special[i / 50 % 11] : (i * 7919) % 97;
}

enum { N_PIECES = 2200 };

static void fill(struct dlb_arena *arena, unsigned char **pieces)
{
    for (size_t i = 0; i < N_PIECES; i++) {
        pieces[i] = dlb_arena_alloc(arena, piece_bytes(i));
        cr_assert_not_null(pieces[i]);
        cr_assert_eq((uintptr_t)pieces[i] % 8, 0);
        memset(pieces[i], (int)i & 0xFF, piece_bytes(i));
    }
}

static void check(unsigned char **pieces)
{
    for (size_t i = 0; i < N_PIECES; i++)
        for (size_t at = 0; at < piece_bytes(i); at += 1 + at / 64)
            cr_assert_eq(pieces[i][at], i & 0xFF, "piece %zu byte %zu", i, at);
}

Test(arena, pieces_are_aligned_and_do_not_overlap)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct dlb_arena arena;
    dlb_arena_init(&arena, env, false);
    unsigned char **pieces = calloc(N_PIECES, sizeof *pieces);
    for (int round = 0; round < 3; round++) {
        fill(&arena, pieces);
        check(pieces);
        dlb_arena_reset(&arena);
        cr_expect_leq(memory.live_blocks, 2, "the environment and one block are kept");
    }
    free(pieces);
    dlb_arena_clear(&arena);
    dlb_arena_clear(&arena);
    test_env_close(env, &memory);
}

Test(arena, a_kept_block_serves_the_next_batch_without_the_allocator)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct dlb_arena arena;
    dlb_arena_init(&arena, env, false);
    for (int i = 0; i < 1000; i++) cr_assert_not_null(dlb_arena_alloc(&arena, 100));
    dlb_arena_reset(&arena);
    const size_t calls = memory.n_calls;
    for (int i = 0; i < 300; i++) cr_assert_not_null(dlb_arena_alloc(&arena, 100));
    cr_expect_eq(memory.n_calls, calls);
    dlb_arena_clear(&arena);
    test_env_close(env, &memory);
}

Test(arena, few_blocks_hold_many_pieces)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct dlb_arena arena;
    dlb_arena_init(&arena, env, false);
    for (int i = 0; i < 1000000; i++) cr_assert_not_null(dlb_arena_alloc(&arena, 24));
    cr_expect_lt(memory.live_blocks, 25);
    cr_expect_lt(memory.live_bytes, 24000000 + (8 << 20));
    dlb_arena_clear(&arena);
    test_env_close(env, &memory);
}

Test(arena, the_zero_state_is_empty_and_a_large_first_piece_is_fine)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct dlb_arena arena = {.env = env};
    dlb_arena_reset(&arena);
    dlb_arena_clear(&arena);
    char *large = dlb_arena_alloc(&arena, 3 << 20);
    char *small = dlb_arena_alloc(&arena, 8);
    cr_assert(large && small);
    memset(large, 1, 3 << 20);
    memset(small, 2, 8);
    cr_expect_eq(large[(3 << 20) - 1], 1);
    cr_expect_null(dlb_arena_alloc(&arena, SIZE_MAX));
    cr_expect_null(dlb_arena_alloc(&arena, SIZE_MAX - 7));
    dlb_arena_clear(&arena);
    test_env_close(env, &memory);
}

Test(arena, a_copy_is_a_copy)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct dlb_arena arena;
    dlb_arena_init(&arena, env, true);
    char source[] = "남양주";
    char *copy = dlb_arena_copy(&arena, source, sizeof source);
    source[0] = 'x';
    cr_expect_str_eq(copy, "남양주");
    cr_expect_not_null(dlb_arena_copy(&arena, NULL, 0));
    dlb_arena_clear(&arena);
    test_env_close(env, &memory);
}

/* Looks at blocks in the moment in which they are given back. */
static size_t n_not_wiped;

static void *watch(void *context, void *block, size_t old_size, size_t new_size)
{
    if (new_size == 0 && block && old_size >= 4096)
        for (size_t i = 0; i < old_size; i++) n_not_wiped += ((unsigned char *)block)[i] != 0;
    return test_memory_resize(context, block, old_size, new_size);
}

Test(arena, personal_blocks_are_wiped_before_they_go)
{
    for (int personal = 0; personal < 2; personal++) {
        struct test_memory memory = {0};
        dolbom_environment wanted = test_memory_environment(&memory);
        wanted.resize = watch;
        struct dlb_env *env = NULL;
        cr_assert_eq(dlb_env_open(&wanted, &env, NULL), DOLBOM_OK);
        n_not_wiped = 0;
        struct dlb_arena arena;
        dlb_arena_init(&arena, env, personal);
        for (int i = 0; i < 100; i++) memset(dlb_arena_alloc(&arena, 1500), 'p', 1500);
        dlb_arena_reset(&arena);
        memset(dlb_arena_alloc(&arena, 1500), 'p', 1500);
        dlb_arena_clear(&arena);
        cr_expect_eq(n_not_wiped > 0, !personal);
        test_env_close(env, &memory);
    }
}

static dolbom_status use_arena(const dolbom_environment *environment, void *context,
                               dolbom_error *error)
{
    (void)context;
    struct dlb_env *env = NULL;
    dolbom_status status = dlb_env_open(environment, &env, error);
    if (status != DOLBOM_OK) return status;
    struct dlb_arena arena;
    dlb_arena_init(&arena, env, true);
    for (size_t i = 0; status == DOLBOM_OK && i < N_PIECES; i++)
        if (!dlb_arena_alloc(&arena, piece_bytes(i))) status = dlb_fail_memory(error, env);
    dlb_arena_clear(&arena);
    dlb_env_release(env);
    return status;
}

Test(arena, every_block_may_be_refused)
{
    sweep(use_arena, NULL);
}
