/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_judy.c - sets and maps of ids against a sorted array, with and without memory.
 */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "base/base.h"
#include "support/support.h"

/* The ways in which ids come: each puts Judy into other kinds of leaves and branches. */
static uint64_t id_of(unsigned kind, uint64_t i)
{
    switch (kind) {
    case 0:
        return i;
    case 1:
        return dlb_hash_mix(7, i);
    case 2:
        return i / 10 << 40 | i % 10;
    case 3:
        return dlb_hash_mix(7, i) >> 44;
    default:
        return UINT64_MAX - i * i;
    }
}

enum { N_KINDS = 5 };

static int by_value(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static void agrees_with_sorted_array(struct dlb_env *env, unsigned kind, size_t n)
{
    struct dlb_id_set *set = NULL;
    cr_assert_eq(dlb_id_set_open(env, &set, NULL), DOLBOM_OK);
    uint64_t *ids = calloc(n, sizeof *ids);
    cr_assert_not_null(ids);
    for (size_t i = 0; i < n; i++) {
        ids[i] = id_of(kind, i);
        cr_assert_eq(dlb_id_set_add(set, ids[i], NULL, NULL), DOLBOM_OK);
    }
    qsort(ids, n, sizeof *ids, by_value);
    size_t n_distinct = 0;
    uint64_t from = 0;
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && ids[i] == ids[i - 1]) continue;
        n_distinct++;
        uint64_t next = from;
        cr_assert(dlb_id_set_next(set, &next) && next == ids[i], "kind %u, id %zu", kind, i);
        cr_assert(dlb_id_set_has(set, ids[i]));
        bool neighbour = i + 1 < n && ids[i + 1] == ids[i] + 1;
        if (ids[i] < UINT64_MAX && (i + 1 == n || ids[i + 1] != ids[i]))
            cr_assert_eq(dlb_id_set_has(set, ids[i] + 1), neighbour);
        from = next + 1;
    }
    uint64_t beyond = from;
    cr_assert(from == 0 || !dlb_id_set_next(set, &beyond));
    cr_assert_eq(dlb_id_set_count(set), n_distinct);
    free(ids);
    dlb_id_set_free(set);
}

Test(judy, a_set_agrees_with_a_sorted_array)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    static const size_t sizes[] = {0, 1, 2, 31, 32, 33, 255, 256, 257, 20000};
    for (unsigned kind = 0; kind < N_KINDS; kind++)
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
            agrees_with_sorted_array(env, kind, sizes[i]);
    test_env_close(env, &memory);
}

/* Ids of one kind with a number each, every third one changed later; against the set of them. */
static void agrees_with_a_set(struct dlb_env *env, unsigned kind, uint64_t n)
{
    struct dlb_id_map *map = NULL;
    struct dlb_id_set *set = NULL;
    cr_assert_eq(dlb_id_map_open(env, &map, NULL), DOLBOM_OK);
    cr_assert_eq(dlb_id_set_open(env, &set, NULL), DOLBOM_OK);
    for (uint64_t i = 0; i < n; i++) {
        cr_assert_eq(dlb_id_map_put(map, id_of(kind, i), 1, NULL), DOLBOM_OK);
        cr_assert_eq(dlb_id_set_add(set, id_of(kind, i), NULL, NULL), DOLBOM_OK);
    }
    for (uint64_t i = 0; i < n; i += 3)
        cr_assert_eq(dlb_id_map_put(map, id_of(kind, i), ~id_of(kind, i), NULL), DOLBOM_OK);
    uint64_t n_found = 0, id = 0, in_set = 0, value = 0;
    for (bool more = true; more && dlb_id_map_next(map, &id, &value); n_found++) {
        uint64_t got = 0;
        cr_assert(dlb_id_set_next(set, &in_set) && in_set == id, "kind %u", kind);
        cr_assert(dlb_id_map_get(map, id, &got) && got == value);
        cr_assert(value == 1 || value == ~id);
        more = id++ != UINT64_MAX;
        in_set = id;
    }
    cr_assert_eq(n_found, dlb_id_set_count(set), "kind %u", kind);
    for (uint64_t i = 0; i < n; i += 3)
        cr_assert(dlb_id_map_get(map, id_of(kind, i), &value) && value == ~id_of(kind, i));
    cr_assert_not(dlb_id_map_get(map, UINT64_MAX / 2 - 12345, &value));
    dlb_id_set_free(set);
    dlb_id_map_free(map);
}

Test(judy, a_map_holds_the_last_number_of_each_id)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    static const size_t sizes[] = {0, 1, 2, 31, 32, 33, 255, 256, 257, 20000};
    for (unsigned kind = 0; kind < N_KINDS; kind++)
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
            agrees_with_a_set(env, kind, sizes[i]);
    dlb_id_map_free(NULL);
    test_env_close(env, &memory);
}

Test(judy, adding_twice_changes_nothing)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct dlb_id_set *set = NULL;
    cr_assert_eq(dlb_id_set_open(env, &set, NULL), DOLBOM_OK);
    bool added = false;
    cr_expect(dlb_id_set_add(set, UINT64_MAX, &added, NULL) == DOLBOM_OK && added);
    cr_expect(dlb_id_set_add(set, UINT64_MAX, &added, NULL) == DOLBOM_OK && !added);
    cr_expect(dlb_id_set_add(set, 0, &added, NULL) == DOLBOM_OK && added);
    cr_expect_eq(dlb_id_set_count(set), 2);
    uint64_t id = 1;
    cr_expect(dlb_id_set_next(set, &id) && id == UINT64_MAX);
    dlb_id_set_free(set);
    dlb_id_set_free(NULL);
    test_env_close(env, &memory);
}

Test(judy, all_memory_of_a_set_is_counted_by_its_environment)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    const size_t before = dlb_env_used(env);
    struct dlb_id_set *set = NULL;
    cr_assert_eq(dlb_id_set_open(env, &set, NULL), DOLBOM_OK);
    for (uint64_t i = 0; i < 100000; i++)
        cr_assert_eq(dlb_id_set_add(set, id_of(1, i), NULL, NULL), DOLBOM_OK);
    /* Random ids cannot be kept in less than 5 bytes each: Judy did not call malloc. */
    cr_expect_gt(dlb_env_used(env) - before, 500000);
    cr_expect_lt(dlb_env_used(env) - before, 6000000);
    cr_expect_eq(dlb_env_used(env), memory.live_bytes);
    dlb_id_set_free(set);
    cr_expect_eq(dlb_env_used(env), before);
    test_env_close(env, &memory);
}

Test(judy, dense_ids_take_a_bit_or_so_each)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct dlb_id_set *set = NULL;
    cr_assert_eq(dlb_id_set_open(env, &set, NULL), DOLBOM_OK);
    for (uint64_t i = 0; i < 1000000; i++)
        cr_assert_eq(dlb_id_set_add(set, i, NULL, NULL), DOLBOM_OK);
    cr_expect_lt(dlb_env_used(env), 1000000 / 4);
    dlb_id_set_free(set);
    test_env_close(env, &memory);
}

/* Which ids a set is built of; the first ones shift where in Judy its blocks run out. */
struct build {
    unsigned kind;
    uint64_t n_before;
};

/* Adds ids of one kind and checks on failure that the set says nothing any more. */
static dolbom_status build_set(const dolbom_environment *environment, void *context,
                               dolbom_error *error)
{
    const struct build *build = context;
    struct dlb_env *env = NULL;
    struct dlb_id_set *set = NULL;
    dolbom_status status = dlb_env_open(environment, &env, error);
    if (status != DOLBOM_OK) return status;
    status = dlb_id_set_open(env, &set, error);
    for (uint64_t i = 0; status == DOLBOM_OK && i < build->n_before; i++)
        status = dlb_id_set_add(set, dlb_hash_mix(99, i), NULL, error);
    for (uint64_t i = 0; status == DOLBOM_OK && i < 3000; i++)
        status = dlb_id_set_add(set, id_of(build->kind, i), NULL, error);
    if (set && status != DOLBOM_OK) {
        uint64_t id = 0;
        bool added = false;
        cr_expect_eq(dlb_id_set_add(set, 3, &added, NULL), DOLBOM_E_MEMORY);
        cr_expect_eq(dlb_id_set_count(set), 0);
        cr_expect_not(dlb_id_set_has(set, id_of(build->kind, 0)));
        cr_expect_not(dlb_id_set_next(set, &id));
    }
    dlb_id_set_free(set);
    dlb_env_release(env);
    return status;
}

static dolbom_status build_map(const dolbom_environment *environment, void *context,
                               dolbom_error *error)
{
    const struct build *build = context;
    struct dlb_env *env = NULL;
    struct dlb_id_map *map = NULL;
    dolbom_status status = dlb_env_open(environment, &env, error);
    if (status != DOLBOM_OK) return status;
    status = dlb_id_map_open(env, &map, error);
    for (uint64_t i = 0; status == DOLBOM_OK && i < build->n_before; i++)
        status = dlb_id_map_put(map, dlb_hash_mix(99, i), i, error);
    for (uint64_t i = 0; status == DOLBOM_OK && i < 3000; i++)
        status = dlb_id_map_put(map, id_of(build->kind, i), i, error);
    if (map && status != DOLBOM_OK) {
        uint64_t id = 0, value = 0;
        cr_expect_eq(dlb_id_map_put(map, 3, 4, NULL), DOLBOM_E_MEMORY);
        cr_expect_not(dlb_id_map_get(map, id_of(build->kind, 0), &value));
        cr_expect_not(dlb_id_map_next(map, &id, &value));
    }
    dlb_id_map_free(map);
    dlb_env_release(env);
    return status;
}

Test(judy, every_failed_allocation_poisons_and_nothing_leaks)
{
    for (unsigned kind = 0; kind < N_KINDS; kind++)
        for (uint64_t n_before = 0; n_before < 40; n_before++) {
            sweep(build_set, &(struct build){kind, n_before});
            sweep(build_map, &(struct build){kind, n_before});
        }
}

Test(judy, a_poisoned_set_leaves_others_alone)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct dlb_id_set *well = NULL, *ill = NULL;
    cr_assert_eq(dlb_id_set_open(env, &well, NULL), DOLBOM_OK);
    cr_assert_eq(dlb_id_set_open(env, &ill, NULL), DOLBOM_OK);
    for (uint64_t i = 0; i < 100; i++)
        cr_assert_eq(dlb_id_set_add(well, id_of(1, i), NULL, NULL), DOLBOM_OK);
    memory.fail_at = memory.n_calls + 1;
    uint64_t i = 0;
    while (dlb_id_set_add(ill, id_of(1, i), NULL, NULL) == DOLBOM_OK) i++;
    cr_assert_lt(i, 100000);
    for (i = 100; i < 2000; i++)
        cr_assert_eq(dlb_id_set_add(well, id_of(1, i), NULL, NULL), DOLBOM_OK);
    cr_expect_eq(dlb_id_set_count(well), 2000);
    dlb_id_set_free(ill);
    for (i = 0; i < 2000; i++) cr_assert(dlb_id_set_has(well, id_of(1, i)));
    dlb_id_set_free(well);
    test_env_close(env, &memory);
}

static dolbom_status self_test(const dolbom_environment *environment, void *context,
                               dolbom_error *error)
{
    (void)context;
    struct dlb_env *env = NULL;
    dolbom_status status = dlb_env_open(environment, &env, error);
    if (status == DOLBOM_OK) status = dlb_judy_self_test(env, error);
    dlb_env_release(env);
    return status;
}

Test(judy, the_linked_library_passes_the_self_test)
{
    struct test_memory memory = {0};
    dolbom_environment environment = test_memory_environment(&memory);
    dolbom_error error = DOLBOM_ERROR_INIT;
    cr_expect_eq(self_test(&environment, NULL, &error), DOLBOM_OK, "%s", error.message);
    cr_expect_null(test_memory_fault(&memory));
}

Test(judy, the_self_test_survives_failing_memory)
{
    struct test_memory memory = {0};
    dolbom_environment environment = test_memory_environment(&memory);
    cr_assert_eq(self_test(&environment, NULL, NULL), DOLBOM_OK);
    /* Every 7th of its allocations: it takes milliseconds, and has hundreds of them. */
    for (size_t at = 1; at <= memory.n_calls; at += 7) {
        struct test_memory failing = {.fail_at = at, .fail_forever = at % 2};
        environment = test_memory_environment(&failing);
        cr_assert_eq(self_test(&environment, NULL, NULL), DOLBOM_E_MEMORY);
        cr_assert_null(test_memory_fault(&failing));
    }
}
