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
 * Names go with birth years: 9,298 girls named 영자 were born in one year, so that two
 * records of one such name and birth date are two people more often than not. A field may
 * therefore name a key within which its values' shares are taken, such as the birth year:
 *
 *   u(value) = (d - 1 + S s) / (P + S)     s the share among all records, as above
 *
 * d counts the birth dates that occur with the value in that year, P the year's people, and
 * S records of everybody stand in for what a small year does not show. Dates are counted
 * and not records, because a person's own records share theirs.
 *
 * N is rounded to a power of two: otherwise each new row would change every weight.
 */
#include "match/match.h"

#include <string.h>

enum {
    POPULATION_LEAST = 16384, /* a small file does not make coincidences likelier */
    SMOOTHING = 1024          /* S above */
};

/* What is counted for one field; an entry per record. */
struct counting {
    struct dlb_matcher *matcher;
    unsigned f;
    struct dlb_sort_item *items;
    uint32_t *carriers; /* of the record's value */
    uint32_t *cohort;   /* records that agree in field.within */
    struct dlb_sort_item *scratch;
};

typedef uint64_t (*key_of)(const struct counting *counting, const uint64_t *codes);

int64_t dlb_match_population(uint32_t n_records)
{
    int64_t population = POPULATION_LEAST;
    while (population * 2 <= (int64_t)n_records) population *= 2;
    return population;
}

static const struct dlb_match_field *field_of(const struct counting *counting)
{
    return &counting->matcher->settings->fields[counting->f];
}

static uint64_t value_of(const struct counting *counting, const uint64_t *codes)
{
    const struct dlb_match_field *field = field_of(counting);
    return codes[field->slot + field->kind->frequency_slot];
}

static uint64_t within_of(const struct counting *counting, const uint64_t *codes)
{
    return dlb_term_key(counting->matcher->settings, field_of(counting)->within, codes);
}

static uint64_t value_and_within_of(const struct counting *counting, const uint64_t *codes)
{
    return dlb_hash_mix(value_of(counting, codes), within_of(counting, codes));
}

/* 32 bits of the full key of the field that `within` is a key of: the birth date itself. */
static uint64_t detail_of(const struct counting *counting, const uint64_t *codes)
{
    struct dlb_match_term whole = {field_of(counting)->within.field, 0};
    return dlb_hash_mix(dlb_term_key(counting->matcher->settings, whole, codes), 0) >> 32;
}

static uint32_t record_at(const struct counting *counting, uint32_t at)
{
    return (uint32_t)counting->items[at].value;
}

/* All records by a key; the detail, if wanted, lies above the record's number. */
static dolbom_status sort_by(struct counting *counting, key_of key, key_of detail,
                             dolbom_error *error)
{
    const struct dlb_records *records = counting->matcher->records;
    const uint64_t *codes = records->codes;
    for (uint32_t r = 0; r < records->n; r++, codes += counting->matcher->settings->n_slots) {
        uint64_t above = detail ? detail(counting, codes) << 32 : 0;
        counting->items[r] = (struct dlb_sort_item){key(counting, codes), above | r};
    }
    return dlb_sort(counting->matcher->env, counting->items, records->n, error);
}

/* The end of the run of one key; asks now and then whether to go on. */
static dolbom_status find_end(const struct counting *counting, uint32_t begin, uint32_t *end,
                              dolbom_error *error)
{
    const uint32_t n = counting->matcher->records->n;
    uint32_t at = begin + 1;
    while (at < n && counting->items[at].key == counting->items[begin].key) at++;
    *end = at;
    const bool asks = begin / DLB_ROWS_PER_ASK != at / DLB_ROWS_PER_ASK;
    return asks ? dlb_ask(counting->matcher->env, error) : DOLBOM_OK;
}

/* The plan's probability of agreement in the field's main code. */
static int64_t u_of(const struct counting *counting)
{
    const struct dlb_match_field *field = field_of(counting);
    const unsigned best = field->kind->n_levels - 1U, level = field->kind->frequency_level;
    return field->u_ppb[level > 0 ? level : best];
}

/* Among all records. */
static dolbom_status weigh_values(struct counting *counting, dolbom_error *error)
{
    const uint32_t n = counting->matcher->records->n;
    int32_t *rarity = counting->matcher->rarity[counting->f];
    const int64_t u_ppb = u_of(counting), population = dlb_match_population(n);
    dolbom_status status = sort_by(counting, value_of, NULL, error);
    for (uint32_t begin = 0, end; begin < n && status == DOLBOM_OK; begin = end) {
        status = find_end(counting, begin, &end, error);
        const int64_t others = end - begin > 1 ? end - begin - 1 : 1;
        int32_t bits = dlb_weight_of(population * u_ppb + DLB_PPB, others * DLB_PPB);
        for (uint32_t i = begin; i < end; i++) {
            rarity[record_at(counting, i)] = bits;
            if (counting->carriers) counting->carriers[record_at(counting, i)] = end - begin;
        }
    }
    return status;
}

static dolbom_status count_cohorts(struct counting *counting, dolbom_error *error)
{
    const uint32_t n = counting->matcher->records->n;
    dolbom_status status = sort_by(counting, within_of, NULL, error);
    for (uint32_t begin = 0, end; begin < n && status == DOLBOM_OK; begin = end) {
        status = find_end(counting, begin, &end, error);
        for (uint32_t i = begin; i < end; i++)
            counting->cohort[record_at(counting, i)] = end - begin;
    }
    return status;
}

/* log2(u / u(value)) of a value with n_details birth dates; `record` carries it. */
static int32_t rarity_within(const struct counting *counting, uint32_t record, uint32_t n_details)
{
    const struct dlb_match_settings *settings = counting->matcher->settings;
    const int64_t u_ppb = u_of(counting);
    const int64_t all = dlb_match_population(counting->matcher->records->n) + DLB_PPB / u_ppb;
    const int64_t others = counting->carriers[record] > 1 ? counting->carriers[record] - 1 : 1;
    const int64_t share_ppb = others * DLB_PPB / all;
    int64_t people = 1; /* a power of two, as the population */
    while (people * 2 * (DLB_PPB + (int64_t)settings->prior_ppb) <=
           (int64_t)counting->cohort[record] * DLB_PPB)
        people *= 2;
    const int64_t seen = (n_details - 1) * (int64_t)DLB_PPB + SMOOTHING * share_ppb;
    return dlb_weight_of(u_ppb * (people + SMOOTHING), seen > 0 ? seen : 1);
}

/* How many birth dates a run holds; its order changes, its records stay. */
static uint32_t count_details(struct counting *counting, uint32_t begin, uint32_t end)
{
    struct dlb_sort_item *items = counting->items + begin;
    const uint32_t n = end - begin;
    uint32_t n_details = 1;
    for (uint32_t i = 0; i < n; i++) items[i].key = items[i].value;
    dlb_sort_in(items, counting->scratch, n);
    for (uint32_t i = 1; i < n; i++) n_details += items[i].value >> 32 != items[i - 1].value >> 32;
    return n_details;
}

/* Among records of one birth year. */
static dolbom_status weigh_values_within(struct counting *counting, dolbom_error *error)
{
    const uint32_t n = counting->matcher->records->n;
    int32_t *rarity = counting->matcher->rarity_within[counting->f];
    dolbom_status status = count_cohorts(counting, error);
    if (status == DOLBOM_OK) status = sort_by(counting, value_and_within_of, detail_of, error);
    for (uint32_t begin = 0, end; begin < n && status == DOLBOM_OK; begin = end) {
        status = find_end(counting, begin, &end, error);
        const uint32_t n_details = count_details(counting, begin, end);
        int32_t bits = rarity_within(counting, record_at(counting, begin), n_details);
        for (uint32_t i = begin; i < end; i++) rarity[record_at(counting, i)] = bits;
    }
    return status;
}

static dolbom_status weigh_field(struct counting *counting, dolbom_error *error)
{
    struct dlb_matcher *matcher = counting->matcher;
    struct dlb_env *env = matcher->env;
    const uint32_t n = matcher->records->n;
    const bool has_within = field_of(counting)->has_within;
    int32_t **within = &matcher->rarity_within[counting->f];
    dolbom_status status = DOLBOM_OK;
    matcher->rarity[counting->f] = dlb_alloc_array(env, n, sizeof(int32_t));
    if (has_within) {
        *within = dlb_alloc_array(env, n, sizeof **within);
        counting->carriers = dlb_alloc_array(env, n, sizeof *counting->carriers);
        counting->cohort = dlb_alloc_array(env, n, sizeof *counting->cohort);
        counting->scratch = dlb_alloc_array(env, n, sizeof *counting->scratch);
    }
    bool has_rest = *within && counting->carriers && counting->cohort && counting->scratch;
    bool has_room = matcher->rarity[counting->f] && (has_rest || !has_within);
    if (!has_room) status = dlb_fail_memory(error, env);
    if (status == DOLBOM_OK) status = weigh_values(counting, error);
    if (status == DOLBOM_OK && has_within) status = weigh_values_within(counting, error);
    dlb_free(env, counting->carriers, n * sizeof *counting->carriers);
    dlb_free(env, counting->cohort, n * sizeof *counting->cohort);
    dlb_free(env, counting->scratch, n * sizeof *counting->scratch);
    return status;
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
        struct counting counting = {.matcher = matcher, .f = f, .items = items};
        status = weigh_field(&counting, error);
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
    for (unsigned f = 0; f < DLB_MATCH_FIELDS_MAX && matcher->env; f++) {
        const size_t bytes = matcher->records->n * sizeof(int32_t);
        dlb_free(matcher->env, matcher->rarity[f], bytes);
        dlb_free(matcher->env, matcher->rarity_within[f], bytes);
    }
    *matcher = (struct dlb_matcher){0};
}
