/* SPDX-License-Identifier: Apache-2.0 */
/*
 * score.c - two records compared and weighed.
 *
 *   pattern    four bits per field: its comparison level, 15 where a value is missing
 *   sum        per rival: the weights of all levels; a missing value weighs nothing
 *   weight     the smallest of offset + sum, less what two records of one agency cost
 *   evidence   the smallest sum, with the offset of rivals that are rare: two people who
 *              agree like twins need not be twins, because twins are rare
 *
 * When a field agrees that covers others (a resident number covers birth date and sex),
 * what speaks for the pair in those others has been counted already; what speaks against
 * it still counts.
 */
#include "match/match.h"

static const uint64_t *codes_of(const struct dlb_matcher *matcher, uint32_t record)
{
    return matcher->records->codes + (size_t)record * matcher->settings->n_slots;
}

unsigned dlb_pattern_level(uint64_t pattern, unsigned field)
{
    unsigned level = (unsigned)(pattern >> (4 * field)) & 15U;
    return level == DLB_PATTERN_MISSING ? DLB_LEVEL_MISSING : level;
}

/* The pattern, and the fields covered by others that agree. */
static uint64_t compare_fields(const struct dlb_matcher *matcher, uint32_t left, uint32_t right,
                               unsigned *covered)
{
    const struct dlb_match_settings *settings = matcher->settings;
    const uint64_t *left_codes = codes_of(matcher, left), *right_codes = codes_of(matcher, right);
    uint64_t pattern = 0;
    for (unsigned f = 0; f < settings->n_fields; f++) {
        const struct dlb_match_field *field = &settings->fields[f];
        unsigned level = field->kind->compare(left_codes + field->slot, right_codes + field->slot);
        if (level == DLB_LEVEL_MISSING)
            level = DLB_PATTERN_MISSING;
        else if (level > 0)
            *covered |= field->covers;
        pattern |= (uint64_t)level << (4 * f);
    }
    return pattern;
}

int32_t dlb_match_rarity(const struct dlb_matcher *matcher, unsigned f, uint32_t left,
                         uint32_t right, bool *is_within)
{
    const struct dlb_match_settings *settings = matcher->settings;
    const struct dlb_match_field *field = &settings->fields[f];
    *is_within = false;
    if (!matcher->rarity[f]) return 0;
    const uint64_t *left_codes = codes_of(matcher, left), *right_codes = codes_of(matcher, right);
    const unsigned slot = (unsigned)field->slot + field->kind->frequency_slot;
    if (left_codes[slot] != right_codes[slot]) return 0;
    if (!matcher->rarity_within[f]) return matcher->rarity[f][left];
    const uint64_t within = dlb_term_key(settings, field->within, left_codes);
    *is_within = within != 0 && within == dlb_term_key(settings, field->within, right_codes);
    return *is_within ? matcher->rarity_within[f][left] : matcher->rarity[f][left];
}

/* Add the weights of one field's level to the sums. */
static void add_level(const int32_t *weight, int32_t rarity, bool is_covered,
                      int32_t sum[DLB_RIVALS])
{
    for (unsigned rival = 0; rival < DLB_RIVALS; rival++) {
        int32_t bits = weight[rival] + (rival == 0 ? rarity : 0);
        sum[rival] += is_covered && bits > 0 ? 0 : bits;
    }
}

static void weigh_pattern(const struct dlb_matcher *matcher, uint64_t pattern, unsigned covered,
                          uint32_t left, uint32_t right, int32_t sum[DLB_RIVALS])
{
    const struct dlb_match_settings *settings = matcher->settings;
    for (unsigned f = 0; f < settings->n_fields; f++) {
        unsigned level = (unsigned)(pattern >> (4 * f)) & 15U;
        if (level == DLB_PATTERN_MISSING) continue;
        bool is_within;
        int32_t rarity = dlb_match_rarity(matcher, f, left, right, &is_within);
        add_level(settings->weight[f][level], rarity, covered >> f & 1U, sum);
    }
}

struct dlb_score dlb_match_score(const struct dlb_matcher *matcher, uint32_t left, uint32_t right)
{
    const struct dlb_records *records = matcher->records;
    unsigned covered = 0;
    int32_t sum[DLB_RIVALS] = {0};
    struct dlb_score score = {.weight = INT32_MAX, .evidence = INT32_MAX};
    score.pattern = compare_fields(matcher, left, right, &covered);
    weigh_pattern(matcher, score.pattern, covered, left, right, sum);
    for (unsigned rival = 0; rival <= matcher->settings->n_lookalikes; rival++) {
        int32_t weight = matcher->offset[rival] + sum[rival];
        int32_t evidence = matcher->excuse[rival] + sum[rival];
        if (weight < score.weight) score.weight = weight;
        if (evidence < score.evidence) score.evidence = evidence;
    }
    if (records->agency[left] == records->agency[right]) score.weight += matcher->same_agency;
    return score;
}

static bool do_differ(struct dlb_identity left, struct dlb_identity right)
{
    return left.class != 0 && left.class == right.class &&
           (left.number[0] != right.number[0] || left.number[1] != right.number[1]);
}

bool dlb_match_contradicts(const struct dlb_matcher *matcher, unsigned f, uint32_t left,
                           uint32_t right)
{
    const struct dlb_match_field *field = &matcher->settings->fields[f];
    const uint64_t *l = codes_of(matcher, left) + field->slot;
    const uint64_t *r = codes_of(matcher, right) + field->slot;
    const bool same_agency = matcher->records->agency[left] == matcher->records->agency[right];
    if (field->kind->identity && do_differ(field->kind->identity(l), field->kind->identity(r)))
        return true;
    return same_agency && field->kind->tells_apart && field->kind->tells_apart(l, r);
}

bool dlb_match_conflict(const struct dlb_matcher *matcher, uint32_t left, uint32_t right)
{
    for (unsigned f = 0; f < matcher->settings->n_fields; f++)
        if (dlb_match_contradicts(matcher, f, left, right)) return true;
    return false;
}
