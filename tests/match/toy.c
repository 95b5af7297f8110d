/* SPDX-License-Identifier: Apache-2.0 */
/*
 * toy.c - made-up kinds of fields and random worlds of records; see toy.h.
 */
#include "match/toy.h"

#include <string.h>

uint64_t toy_next(struct toy_random *random)
{
    uint64_t z = random->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

uint32_t toy_below(struct toy_random *random, uint32_t limit)
{
    return (uint32_t)(toy_next(random) % limit);
}

static unsigned toy_compare(const uint64_t *left, const uint64_t *right)
{
    if (!*left || !*right) return DLB_LEVEL_MISSING;
    return *left == *right ? 2 : *left >> 4 == *right >> 4 ? 1 : 0;
}

static struct dlb_identity toy_identity(const uint64_t *codes)
{
    return (struct dlb_identity){*codes & 1, {*codes, 0}};
}

static uint64_t toy_whole(const uint64_t *codes)
{
    return *codes;
}

static uint64_t toy_front(const uint64_t *codes)
{
    return *codes >> 4;
}

static const struct dlb_level toy_levels[] = {{"other", 0}, {"near", 10}, {"exact", 20}};
static const struct dlb_kind_key toy_keys[] = {{"", toy_whole}, {"front", toy_front}};
#define TOY_KIND                                                                                   \
    .n_slots = 1, .n_levels = 3, .n_keys = 2, .frequency_slot = 0, .frequency_level = 2,           \
    .levels = toy_levels, .keys = toy_keys, .compare = toy_compare
static const struct dlb_kind plain = {.name = "plain", TOY_KIND};
static const struct dlb_kind number = {.name = "number", TOY_KIND, .identity = toy_identity};

static void set_levels(int32_t *to, double other, double near)
{
    to[0] = (int32_t)(other * 1e9);
    to[1] = (int32_t)(near * 1e9);
    to[2] = DLB_PPB - to[0] - to[1];
}

void toy_settings(struct dlb_match_settings *settings)
{
    static const char *const names[TOY_FIELDS] = {"name", "birth", "phone", "number"};
    *settings = (struct dlb_match_settings){.n_fields = TOY_FIELDS,
                                            .n_keys = 3,
                                            .n_lookalikes = 1,
                                            .prior_ppb = DLB_PPB,
                                            .same_agency_ppb = DLB_PPB / 10,
                                            .block_cap = 1000,
                                            .theta_merge_ppm = 950000,
                                            .theta_review_ppm = 800000};
    for (unsigned f = 0; f < TOY_FIELDS; f++) {
        struct dlb_match_field *field = &settings->fields[f];
        strcpy(field->name, names[f]);
        field->kind = f == 3 ? &number : &plain;
        set_levels(field->m_ppb, 0.02, 0.05);
        set_levels(field->u_ppb, 0.99, 0.009);
    }
    settings->fields[0].frequency = settings->fields[2].frequency = true;
    settings->fields[0].has_within = true;
    settings->fields[0].within = (struct dlb_match_term){1, 1};
    settings->fields[3].covers = 1 << 1;
    struct dlb_lookalike *relative = &settings->lookalikes[0];
    strcpy(relative->name, "relative");
    relative->per_match_ppb = 2 * (int64_t)DLB_PPB;
    set_levels(relative->level_ppb[0], 0.90, 0.0996);
    set_levels(relative->level_ppb[2], 0.40, 0.1);
    settings->keys[0] = (struct dlb_match_key){"name_birth", 2, {{0, 0}, {1, 0}}};
    settings->keys[1] = (struct dlb_match_key){"phone_front", 1, {{2, 1}}};
    settings->keys[2] = (struct dlb_match_key){"number", 1, {{3, 0}}};
    dlb_match_derive(settings);
}

/* A value of one of `n` people, sometimes missing, nearly right or somebody else's. */
static uint64_t toy_value(struct toy_random *random, uint32_t field, uint32_t person, uint32_t n)
{
    uint32_t luck = toy_below(random, 20);
    if (luck == 0) return 0;
    if (luck == 1) person = toy_below(random, n);
    uint64_t code = (uint64_t)(field + 1) << 32 | (uint64_t)(person + 1) << 5 | 1;
    return luck == 2 ? code ^ 6 : code;
}

void toy_world(struct toy_random *random, uint32_t n, uint32_t n_agencies, uint64_t *codes,
               uint32_t *agency)
{
    uint32_t n_people = 1 + n / 2;
    for (uint32_t r = 0; r < n; r++) {
        uint32_t person = toy_below(random, n_people);
        agency[r] = toy_below(random, n_agencies);
        for (uint32_t f = 0; f < TOY_FIELDS; f++) {
            /* half as many phones as people: families; a number in every third record */
            bool absent = f == 3 && toy_below(random, 3) > 0;
            uint32_t owner = f == 2 ? person / 2 : person;
            codes[(size_t)r * TOY_FIELDS + f] = absent ? 0 : toy_value(random, f, owner, n_people);
        }
    }
}
