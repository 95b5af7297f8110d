/* SPDX-License-Identifier: Apache-2.0 */
/*
 * explain.c - the weight of a pair as a sum that people can follow.
 *
 * score.c adds up against every rival and keeps the smallest sum; here the terms of that sum are
 * kept. They are the same integers, so they add up to the pair's weight and to nothing else.
 *
 * The smallest change is found by trying each field at each other level. Of a level that the
 * records do not have the value is not known, so its rarity is not counted.
 */
#include "match/match.h"

#include <stdlib.h>

/* Levels and rarities of a pair, as they are or as they might be. */
struct stance {
    unsigned level[DLB_MATCH_FIELDS_MAX];
    int32_t rarity[DLB_MATCH_FIELDS_MAX];
};

static unsigned covered_by(const struct dlb_match_settings *settings, const struct stance *stance)
{
    unsigned covered = 0;
    for (unsigned f = 0; f < settings->n_fields; f++)
        if (stance->level[f] != DLB_LEVEL_MISSING && stance->level[f] > 0)
            covered |= settings->fields[f].covers;
    return covered;
}

/* The terms of a field against one rival. */
static void weigh_field(const struct dlb_match_settings *settings, const struct stance *stance,
                        unsigned f, unsigned rival, struct dlb_explained_field *field)
{
    const unsigned level = stance->level[f];
    const bool says = level != DLB_LEVEL_MISSING;
    field->level = level;
    field->bits = says ? settings->weight[f][level][rival] : 0;
    field->rarity = says && rival == 0 ? stance->rarity[f] : 0;
    field->is_covered = says && covered_by(settings, stance) >> f & 1U;
    field->weight = field->bits + field->rarity;
    if (field->is_covered && field->weight > 0) field->weight = 0;
}

/* The smallest weight over all rivals, and which of them gives it. */
static int32_t weigh(const struct dlb_matcher *matcher, const struct stance *stance,
                     int32_t same_agency, unsigned *decides)
{
    const struct dlb_match_settings *settings = matcher->settings;
    int32_t least = INT32_MAX;
    for (unsigned rival = 0; rival <= settings->n_lookalikes; rival++) {
        int32_t sum = matcher->offset[rival];
        for (unsigned f = 0; f < settings->n_fields; f++) {
            struct dlb_explained_field field;
            weigh_field(settings, stance, f, rival, &field);
            sum += field.weight;
        }
        if (sum < least) *decides = rival;
        if (sum < least) least = sum;
    }
    return least + same_agency;
}

/* ---- what would change the answer ------------------------------------------------------------ */

static void try_level(const struct dlb_matcher *matcher, const struct stance *stance, unsigned f,
                      unsigned level, struct dlb_explanation *explanation)
{
    const int32_t theta = matcher->settings->theta_merge, weight = explanation->weight;
    struct stance other = *stance;
    struct dlb_change *best = &explanation->change;
    unsigned rival;
    other.level[f] = level;
    other.rarity[f] = 0;
    const int32_t then = weigh(matcher, &other, explanation->same_agency, &rival);
    const bool is_over = (weight >= theta) == (then >= theta);
    if (is_over || (best->exists && abs(then - weight) >= abs(best->weight - weight))) return;
    *best = (struct dlb_change){true, f, level, then};
}

static void find_change(const struct dlb_matcher *matcher, const struct stance *stance,
                        struct dlb_explanation *explanation)
{
    const struct dlb_match_settings *settings = matcher->settings;
    explanation->change = (struct dlb_change){.exists = false};
    for (unsigned f = 0; f < settings->n_fields; f++) {
        for (unsigned level = 0; level < settings->fields[f].kind->n_levels; level++)
            if (level != stance->level[f]) try_level(matcher, stance, f, level, explanation);
        if (stance->level[f] != DLB_LEVEL_MISSING)
            try_level(matcher, stance, f, DLB_LEVEL_MISSING, explanation);
    }
}

/* ---- a pair ---------------------------------------------------------------------------------- */

/* The blocking rules that bring two records together. */
static uint32_t find_keys(const struct dlb_matcher *matcher, uint32_t left, uint32_t right)
{
    const struct dlb_match_settings *settings = matcher->settings;
    const uint64_t *codes = matcher->records->codes;
    uint32_t keys = 0;
    for (unsigned key = 0; key < settings->n_keys; key++) {
        uint64_t block = dlb_block_key(settings, key, codes + (size_t)left * settings->n_slots);
        bool is_shared =
            block != 0 &&
            block == dlb_block_key(settings, key, codes + (size_t)right * settings->n_slots);
        keys |= (uint32_t)is_shared << key;
    }
    return keys;
}

void dlb_match_explain(const struct dlb_matcher *matcher, uint32_t left, uint32_t right,
                       struct dlb_explanation *explanation)
{
    const struct dlb_match_settings *settings = matcher->settings;
    const uint32_t *agency = matcher->records->agency;
    const uint64_t pattern = dlb_match_score(matcher, left, right).pattern;
    bool is_within[DLB_MATCH_FIELDS_MAX];
    struct stance stance;
    for (unsigned f = 0; f < settings->n_fields; f++) {
        stance.level[f] = dlb_pattern_level(pattern, f);
        stance.rarity[f] = dlb_match_rarity(matcher, f, left, right, &is_within[f]);
    }
    *explanation = (struct dlb_explanation){.keys = find_keys(matcher, left, right)};
    if (agency[left] == agency[right]) explanation->same_agency = matcher->same_agency;
    explanation->weight = weigh(matcher, &stance, explanation->same_agency, &explanation->rival);
    explanation->prior = matcher->offset[explanation->rival];
    for (unsigned f = 0; f < settings->n_fields; f++) {
        struct dlb_explained_field *field = &explanation->fields[f];
        weigh_field(settings, &stance, f, explanation->rival, field);
        field->is_within = is_within[f];
        field->contradicts = dlb_match_contradicts(matcher, f, left, right);
    }
    find_change(matcher, &stance, explanation);
}
