/* SPDX-License-Identifier: Apache-2.0 */
/*
 * index.c - from the hash of a name to the numbers it may stand for.
 *
 * Four million services look up their records by name. A slot holds 32 bits of the hash beside the
 * number, so that a wrong match is nearly always dropped without touching what it stands for; the
 * caller still compares the text.
 *
 * Agencies choose the names, so the hash has a seed that was drawn when the environment was
 * opened: nobody can choose names of which thousands lie in one place. No order comes from it.
 *
 *   slot   high half: high half of the hash    low half: number + 1, 0 when empty
 */
#include "intake/intake.h"

static const uint64_t high_half = 0xFFFFFFFF00000000U;

dolbom_status dlb_index_open(struct dlb_env *env, size_t n, struct dlb_index *index,
                             dolbom_error *error)
{
    size_t n_slots = 16;
    while (n_slots < n + n / 2 + 1) n_slots *= 2;
    size_t bytes;
    *index = (struct dlb_index){.seed = dlb_env_seed(env)};
    if (__builtin_mul_overflow(n_slots, sizeof *index->slots, &bytes))
        return dlb_fail_memory(error, env);
    index->slots = dlb_alloc_zero(env, bytes);
    if (!index->slots) return dlb_fail_memory(error, env);
    index->mask = n_slots - 1;
    return DOLBOM_OK;
}

void dlb_index_put(struct dlb_index *index, uint64_t hash, uint32_t number)
{
    size_t at = hash & index->mask;
    while (index->slots[at]) at = (at + 1) & index->mask;
    index->slots[at] = (hash & high_half) | (number + 1);
}

uint32_t dlb_index_next(const struct dlb_index *index, uint64_t hash, uint64_t *at)
{
    if (!index->slots) return DLB_NO_CODE;
    for (;; ++*at) {
        uint64_t slot = index->slots[*at & index->mask];
        if (!slot) return DLB_NO_CODE;
        if ((slot & high_half) != (hash & high_half)) continue;
        ++*at;
        return (uint32_t)slot - 1;
    }
}

void dlb_index_close(struct dlb_env *env, struct dlb_index *index)
{
    if (index->slots) dlb_free(env, index->slots, (index->mask + 1) * sizeof *index->slots);
    *index = (struct dlb_index){0};
}

uint64_t dlb_index_hash(const struct dlb_index *index, struct dlb_text agency, struct dlb_text id)
{
    const uint64_t seed = dlb_hash64_seeded(agency.data, agency.len, index->seed);
    return dlb_hash64_seeded(id.data, id.len, seed);
}
