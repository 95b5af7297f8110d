/* SPDX-License-Identifier: Apache-2.0 */
/*
 * judy.c - sets and maps of ids on Judy1 and JudyL, in memory that can run out.
 *
 * The one place that sees <Judy.h>: its macros call exit(1) when memory runs out, so only
 * its functions are called, and only here.
 *
 * Judy was not made to survive a failed allocation: the array may be left in a state in which
 * reading, and even freeing, goes astray. And freeing a large array walks all of it. So each array
 * has an arena, Judy's four memory functions are defined here and serve the array in use, and after
 * an error it is never given to Judy again:
 *
 *   sound     every function works
 *   poisoned  an insertion failed: nothing is found, adding fails, freeing drops the arena
 *
 * Judy asks for few sizes (in words of 8 bytes): 3 to 64 for leaves and small branches,
 * 512 for full branches. What it frees is kept in a list for its size; the first word of a free
 * piece points to the next.
 *
 * The library must contain this file whole, or the linker takes Judy's own malloc.
 */
#include "base/base.h"

#include <Judy.h>

enum {
    WORD_BYTES = 8,
    MAX_SMALL = 64,   /* words; a list for each size up to here */
    FULL_BRANCH = 512 /* words; one more list */
};

_Static_assert(sizeof(Word_t) == WORD_BYTES, "ids have 64 bits");

_Static_assert(sizeof(Word_t) == sizeof(void *), "a value lies where Judy has a pointer");

/* What sets and maps have in common. */
struct judy {
    struct dlb_env *env;
    struct dlb_arena arena;
    Pvoid_t array;
    dolbom_status poison; /* DOLBOM_OK while the array is sound */
    void *free_small[MAX_SMALL + 1];
    void *free_full;
};

struct dlb_id_set {
    struct judy judy;
    uint64_t n_ids;
};

struct dlb_id_map {
    struct judy judy;
};

/* ---- Judy's memory ------------------------------------------------------------------ */

/* The array that this thread is calling Judy for; Judy's functions have no argument for it. */
static _Thread_local struct judy *at_work;

static void **free_list(struct judy *judy, Word_t words)
{
    if (words >= 1 && words <= MAX_SMALL) return &judy->free_small[words];
    return words == FULL_BRANCH ? &judy->free_full : NULL;
}

Word_t JudyMalloc(Word_t words)
{
    struct judy *judy = at_work;
    if (!judy || words > SIZE_MAX / WORD_BYTES) return 0;
    void **list = free_list(judy, words);
    if (!list || !*list) return (Word_t)dlb_arena_alloc(&judy->arena, words * WORD_BYTES);
    void **piece = *list;
    *list = *piece;
    return (Word_t)piece;
}

void JudyFree(Pvoid_t piece, Word_t words)
{
    void **list = at_work ? free_list(at_work, words) : NULL;
    if (!piece || !list) return; /* a size Judy does not use: the arena keeps it */
    *(void **)piece = *list;
    *list = piece;
}

Word_t JudyMallocVirtual(Word_t words)
{
    return JudyMalloc(words);
}

void JudyFreeVirtual(Pvoid_t piece, Word_t words)
{
    JudyFree(piece, words);
}

static void open_judy(struct dlb_env *env, struct judy *judy)
{
    judy->env = env;
    dlb_arena_init(&judy->arena, env, false);
}

/* Judy has failed: what is in the array is not to be looked at again. */
static void poison(struct judy *judy, const JError_t *judy_error)
{
    bool no_memory = JU_ERRNO(judy_error) == JU_ERRNO_NOMEM;
    judy->poison = no_memory ? DOLBOM_E_MEMORY : DOLBOM_E_CORRUPT;
}

static dolbom_status fail_poisoned(const struct judy *judy, dolbom_error *error)
{
    if (judy->poison == DOLBOM_E_MEMORY) return dlb_fail_memory(error, judy->env);
    return dlb_fail(error, judy->poison, -1, NULL, "Judy reports a damaged set of ids");
}

/* ---- sets of ids -------------------------------------------------------------------- */

dolbom_status dlb_id_set_open(struct dlb_env *env, struct dlb_id_set **set, dolbom_error *error)
{
    struct dlb_id_set *made = dlb_alloc_zero(env, sizeof *made);
    if (!made) return dlb_fail_memory(error, env);
    open_judy(env, &made->judy);
    *set = made;
    return DOLBOM_OK;
}

/* The only way a set changes: `change` is Judy1Set or Judy1Unset. */
static int change_set(struct dlb_id_set *set, uint64_t id,
                      int (*change)(PPvoid_t, Word_t, PJError_t))
{
    JError_t judy_error = {0};
    at_work = &set->judy;
    int changed = change(&set->judy.array, id, &judy_error);
    at_work = NULL;
    if (changed == JERR) poison(&set->judy, &judy_error);
    return changed;
}

dolbom_status dlb_id_set_add(struct dlb_id_set *set, uint64_t id, bool *added, dolbom_error *error)
{
    if (set->judy.poison != DOLBOM_OK) return fail_poisoned(&set->judy, error);
    int changed = change_set(set, id, Judy1Set);
    if (changed == JERR) return fail_poisoned(&set->judy, error);
    set->n_ids += changed == 1;
    if (added) *added = changed == 1;
    return DOLBOM_OK;
}

bool dlb_id_set_has(const struct dlb_id_set *set, uint64_t id)
{
    return set->judy.poison == DOLBOM_OK && Judy1Test(set->judy.array, id, PJE0) == 1;
}

uint64_t dlb_id_set_count(const struct dlb_id_set *set)
{
    return set->judy.poison == DOLBOM_OK ? set->n_ids : 0;
}

bool dlb_id_set_next(const struct dlb_id_set *set, uint64_t *id)
{
    if (set->judy.poison != DOLBOM_OK) return false;
    Word_t index = *id;
    if (Judy1First(set->judy.array, &index, PJE0) != 1) return false;
    *id = index;
    return true;
}

void dlb_id_set_free(struct dlb_id_set *set)
{
    if (!set) return;
    dlb_arena_clear(&set->judy.arena);
    dlb_free(set->judy.env, set, sizeof *set);
}

/* ---- maps of ids -------------------------------------------------------------------- */

dolbom_status dlb_id_map_open(struct dlb_env *env, struct dlb_id_map **map, dolbom_error *error)
{
    struct dlb_id_map *made = dlb_alloc_zero(env, sizeof *made);
    if (!made) return dlb_fail_memory(error, env);
    open_judy(env, &made->judy);
    *map = made;
    return DOLBOM_OK;
}

dolbom_status dlb_id_map_put(struct dlb_id_map *map, uint64_t id, uint64_t value,
                             dolbom_error *error)
{
    JError_t judy_error = {0};
    if (map->judy.poison != DOLBOM_OK) return fail_poisoned(&map->judy, error);
    at_work = &map->judy;
    PPvoid_t place = JudyLIns(&map->judy.array, id, &judy_error);
    at_work = NULL;
    if (place == PPJERR) {
        poison(&map->judy, &judy_error);
        return fail_poisoned(&map->judy, error);
    }
    *(Word_t *)place = value;
    return DOLBOM_OK;
}

bool dlb_id_map_get(const struct dlb_id_map *map, uint64_t id, uint64_t *value)
{
    PPvoid_t place = map->judy.poison == DOLBOM_OK ? JudyLGet(map->judy.array, id, PJE0) : NULL;
    if (place && place != PPJERR) *value = *(const Word_t *)place;
    return place && place != PPJERR;
}

bool dlb_id_map_next(const struct dlb_id_map *map, uint64_t *id, uint64_t *value)
{
    if (map->judy.poison != DOLBOM_OK) return false;
    Word_t index = *id;
    PPvoid_t place = JudyLFirst(map->judy.array, &index, PJE0);
    if (!place || place == PPJERR) return false;
    *id = index;
    *value = *(const Word_t *)place;
    return true;
}

void dlb_id_map_free(struct dlb_id_map *map)
{
    if (!map) return;
    dlb_arena_clear(&map->judy.arena);
    dlb_free(map->judy.env, map, sizeof *map);
}

/* ---- self test ---------------------------------------------------------------------- */

/*
 * Some builds of Judy 1.0.5 lose keys: the compiler takes an array of 8 bytes that holds
 * 15 at its word. This shows in groups of 9 to 15 keys that share all but their last byte.
 */
struct shape {
    uint64_t n_groups, n_keys; /* keys in each group */
    uint64_t stride, step;     /* between groups, between keys; n_keys * step <= stride */
};

static uint64_t shape_key(const struct shape *shape, uint64_t i)
{
    return i / shape->n_keys * shape->stride + i % shape->n_keys * shape->step;
}

/* Walks the set: exactly every `every`-th key of the shape, in order. */
static bool holds_exactly(const struct dlb_id_set *set, const struct shape *shape, uint64_t every)
{
    const uint64_t n = shape->n_groups * shape->n_keys;
    uint64_t found = 0;
    for (uint64_t i = 0; i < n; i++) {
        const uint64_t key = shape_key(shape, i);
        const bool expected = i % every == 0;
        if (dlb_id_set_has(set, key) != expected) return false;
        if (!expected) continue;
        uint64_t next = found;
        if (!dlb_id_set_next(set, &next) || next != key) return false;
        found = next + 1;
    }
    uint64_t beyond = found;
    return !dlb_id_set_next(set, &beyond);
}

static dolbom_status test_shape(struct dlb_id_set *set, const struct shape *shape,
                                dolbom_error *error)
{
    enum { SCATTER = 7919 }; /* a prime that divides no number of keys used */
    const uint64_t n = shape->n_groups * shape->n_keys;
    for (uint64_t i = 0; i < n; i++) {
        dolbom_status status = dlb_id_set_add(set, shape_key(shape, i * SCATTER % n), NULL, error);
        if (status != DOLBOM_OK) return status;
    }
    bool sound = dlb_id_set_count(set) == n && holds_exactly(set, shape, 1);
    for (uint64_t i = 0; sound && i < n; i++) {
        if (i % 3 == 0) continue;
        int changed = change_set(set, shape_key(shape, i), Judy1Unset);
        if (changed == JERR) return fail_poisoned(&set->judy, error);
        sound = changed == 1;
    }
    if (sound && holds_exactly(set, shape, 3)) return DOLBOM_OK;
    return dlb_fail(error, DOLBOM_E_CORRUPT, -1, NULL,
                    "the linked Judy library loses keys; link one that is built correctly");
}

/* The same keys in a map: each is found with its value, in order, and nothing beside them. */
static dolbom_status test_map(struct dlb_id_map *map, const struct shape *shape,
                              dolbom_error *error)
{
    enum { SCATTER = 7919 };
    const uint64_t n = shape->n_groups * shape->n_keys;
    for (uint64_t i = 0; i < n; i++) {
        const uint64_t key = shape_key(shape, i * SCATTER % n);
        dolbom_status status = dlb_id_map_put(map, key, ~key, error);
        if (status != DOLBOM_OK) return status;
    }
    uint64_t next = 0, value = 0;
    bool sound = true;
    for (uint64_t i = 0; i < n && sound; i++, next++) {
        const uint64_t key = shape_key(shape, i);
        sound = dlb_id_map_get(map, key, &value) && value == ~key &&
                dlb_id_map_next(map, &next, &value) && next == key && value == ~key;
    }
    if (sound && !dlb_id_map_next(map, &next, &value)) return DOLBOM_OK;
    return dlb_fail(error, DOLBOM_E_CORRUPT, -1, NULL,
                    "the linked Judy library loses keys; link one that is built correctly");
}

static dolbom_status test_fresh(struct dlb_env *env, const struct shape *shape, dolbom_error *error)
{
    struct dlb_id_set *set = NULL;
    struct dlb_id_map *map = NULL;
    dolbom_status status = dlb_id_set_open(env, &set, error);
    if (status == DOLBOM_OK) status = test_shape(set, shape, error);
    if (status == DOLBOM_OK) status = dlb_id_map_open(env, &map, error);
    if (status == DOLBOM_OK) status = test_map(map, shape, error);
    dlb_id_map_free(map);
    dlb_id_set_free(set);
    return status;
}

dolbom_status dlb_judy_self_test(struct dlb_env *env, dolbom_error *error)
{
    static const uint64_t groups[] = {1, 9, 40};
    static const uint64_t strides[] = {UINT64_C(1) << 8, UINT64_C(1) << 32, UINT64_C(1) << 56};
    static const uint64_t steps[] = {1, 17};
    static const struct shape large[] = {{200, 15, 256, 17}, {1, 3000, 3000, 1}};
    dolbom_status status = DOLBOM_OK;
    for (unsigned i = 0; status == DOLBOM_OK && i < 3 * 3 * 2 * 7; i++) {
        const struct shape shape = {.n_groups = groups[i % 3],
                                    .n_keys = 9 + i / 18,
                                    .stride = strides[i / 3 % 3],
                                    .step = steps[i / 9 % 2]};
        status = test_fresh(env, &shape, error);
    }
    for (unsigned i = 0; status == DOLBOM_OK && i < 2; i++)
        status = test_fresh(env, &large[i], error);
    return status;
}
