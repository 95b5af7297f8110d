/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frequency.c - the matcher: settings applied to a set of records.
 *
 * Agreement on a value that many records carry proves little: forty clients who all left
 * the phone number of one social worker, the most frequent name of a birth cohort, the
 * hundred residents of a care home. So for fields with a frequency, the probability u that
 * the plan states for agreement is scaled by how frequent the very value is:
 *
 *   u(value) / u = (c - 1) / (N u + 1)     c records carry it, N is the population
 *
 * u is that of the lowest level at which a value's main code agrees (a name: exact; an
 * address: building), and better levels scale alike. One of the two records compared is not
 * counted, and the plan's u counts as one value seen once among 1/u records: in ten records
 * a name that occurs twice is not taken for a name that every fifth person has.
 *
 * N is a power of two: the records' number would change every weight with every new row.
 */
#include "match/match.h"

#include <string.h>

enum { POPULATION_LEAST = 16384 /* a small file does not make coincidences likelier */ };

int64_t dlb_match_population(uint32_t n_records)
{
    int64_t population = POPULATION_LEAST;
    while (population * 2 <= (int64_t)n_records) population *= 2;
    return population;
}

/* log2(u / u(value)) of a value that n_carriers records carry. */
static int32_t rarity(int32_t u_ppb, int64_t population, uint32_t n_carriers)
{
    int64_t others = n_carriers > 1 ? n_carriers - 1 : 1;
    return dlb_weight_of(population * u_ppb + DLB_PPB, others * DLB_PPB);
}

/* Records by value; those that have none come first. */
static dolbom_status sort_by_value(const struct dlb_matcher *matcher, unsigned slot,
                                   struct dlb_sort_item *items, dolbom_error *error)
{
    const struct dlb_records *records = matcher->records;
    const size_t n_slots = matcher->settings->n_slots;
    for (uint32_t r = 0; r < records->n; r++) {
        items[r].key = records->codes[r * n_slots + slot];
        items[r].value = r;
    }
    return dlb_sort(matcher->env, items, records->n, error);
}

static dolbom_status weigh_values(struct dlb_matcher *matcher, unsigned f,
                                  struct dlb_sort_item *items, dolbom_error *error)
{
    const struct dlb_match_field *field = &matcher->settings->fields[f];
    const uint32_t n = matcher->records->n;
    const unsigned best = field->kind->n_levels - 1U, level = field->kind->frequency_level;
    const int32_t u_ppb = field->u_ppb[level > 0 ? level : best];
    const int64_t population = dlb_match_population(n);
    unsigned slot = (unsigned)field->slot + field->kind->frequency_slot;
    dolbom_status status = sort_by_value(matcher, slot, items, error);
    if (status != DOLBOM_OK) return status;
    for (uint32_t begin = 0, end; begin < n; begin = end) {
        for (end = begin + 1; end < n && items[end].key == items[begin].key; end++) continue;
        int32_t bits = rarity(u_ppb, population, end - begin);
        for (uint32_t i = begin; i < end; i++) matcher->rarity[f][items[i].value] = bits;
    }
    return DOLBOM_OK;
}

static dolbom_status weigh_frequencies(struct dlb_matcher *matcher, dolbom_error *error)
{
    const struct dlb_match_settings *settings = matcher->settings;
    const uint32_t n = matcher->records->n;
    dolbom_status status = DOLBOM_OK;
    struct dlb_sort_item *items = dlb_alloc_array(matcher->env, n, sizeof *items);
    if (!items) return dlb_fail_memory(error, matcher->env);
    for (unsigned f = 0; f < settings->n_fields && status == DOLBOM_OK; f++) {
        const struct dlb_match_field *field = &settings->fields[f];
        if (!field->frequency || field->kind->frequency_slot == UINT8_MAX) continue;
        matcher->rarity[f] = dlb_alloc_array(matcher->env, n, sizeof *matcher->rarity[f]);
        status = matcher->rarity[f] ? weigh_values(matcher, f, items, error)
                                   : dlb_fail_memory(error, matcher->env);
    }
    dlb_free(matcher->env, items, n * sizeof *items);
    return status;
}

static bool are_of_one_agency(const struct dlb_records *records)
{
    for (uint32_t r = 1; r < records->n; r++)
        if (records->agency[r] != records->agency[0]) return false;
    return true;
}

dolbom_status dlb_matcher_open(struct dlb_env *env, const struct dlb_match_settings *settings,
                               const struct dlb_records *records, struct dlb_matcher *matcher,
                               dolbom_error *error)
{
    *matcher = (struct dlb_matcher){.env = env, .settings = settings, .records = records};
    memcpy(matcher->offset, settings->offset, sizeof matcher->offset);
    matcher->offset[0] -= dlb_weight_of(dlb_match_population(records->n), 1);
    for (unsigned rival = 0; rival < DLB_RIVALS; rival++)
        matcher->excuse[rival] = matcher->offset[rival] > 0 ? matcher->offset[rival] : 0;
    matcher->same_agency = are_of_one_agency(records) ? 0 : settings->same_agency;
    dolbom_status status = weigh_frequencies(matcher, error);
    if (status != DOLBOM_OK) dlb_matcher_close(matcher);
    return status;
}

void dlb_matcher_close(struct dlb_matcher *matcher)
{
    for (unsigned f = 0; f < DLB_MATCH_FIELDS_MAX; f++)
        if (matcher->rarity[f])
            dlb_free(matcher->env, matcher->rarity[f], matcher->records->n * sizeof(int32_t));
    *matcher = (struct dlb_matcher){0};
}
