/* SPDX-License-Identifier: Apache-2.0 */
/*
 * juso_sort.c - which rows of the official files count, and in what order.
 *
 * Rows come in any order, full files and daily changes mixed, and the same set of rows must give
 * the same bytes. So nothing is decided while they come in: each is packed into a few words, and at
 * the end sorting brings together the rows about one building or one lot.
 *
 *   buildings  by road and number; the latest row of each counts
 *   lots       the building's own and those of the lots file: by building to find it, then by
 *              dong and number
 *
 * Where rows about one building contradict each other, the latest 효력발생일 wins, then abolition
 * before change before no reason, then whichever sorts last: never the order of files.
 */
#include "juso/juso_make.h"

#include <string.h>

/* ---- names ----------------------------------------------------------------------------------- */

static void ranking_clear(struct dlb_env *env, struct dlb_juso_ranking *ranking)
{
    dlb_free(env, ranking->codes, ranking->n_codes * sizeof *ranking->codes);
    dlb_free(env, ranking->rank, ranking->n_codes * sizeof *ranking->rank);
    dlb_free(env, ranking->best, ranking->n_codes * sizeof *ranking->best);
    dlb_free(env, ranking->keys, ranking->n_names * sizeof *ranking->keys);
}

void dlb_juso_making_clear(struct dlb_juso_making *making)
{
    dlb_juso_names_clear(making->env, &making->roads);
    dlb_juso_names_clear(making->env, &making->dongs);
    dlb_array_clear(making->env, &making->building_rows, sizeof(struct dlb_juso_building));
    dlb_array_clear(making->env, &making->lot_rows, sizeof(struct dlb_juso_lot));
    ranking_clear(making->env, &making->road_ranks);
    ranking_clear(making->env, &making->dong_ranks);
    dlb_free(making->env, making->buildings, making->n_rows * sizeof *making->buildings);
    dlb_free(making->env, making->lots, making->lots_cap * sizeof *making->lots);
    dlb_free(making->env, making->zips, DLB_JUSO_ZIPS * sizeof *making->zips);
}

/* Is this name a better one to show than the present one? The latest wins, then the greater key and
 * district: names that agree in all of them are written the same. */
static bool is_better(const struct dlb_juso_name *names, uint32_t best, uint32_t other)
{
    if (best == DLB_JUSO_NONE) return true;
    const struct dlb_juso_name *left = names + best, *right = names + other;
    if ((left->key == 0) != (right->key == 0)) return left->key == 0;
    if (left->date != right->date) return left->date < right->date;
    if (left->key != right->key) return left->key < right->key;
    return left->district < right->district;
}

/* The best names and the (key, rank) pairs, once the ranks are known. */
static dolbom_status rank_names(struct dlb_env *env, const struct dlb_juso_names *names,
                                struct dlb_juso_ranking *ranking, dolbom_error *error)
{
    const struct dlb_juso_name *all = names->names.data;
    memset(ranking->best, 0xFF, ranking->n_codes * sizeof *ranking->best);
    size_t n = 0;
    for (uint32_t i = 0; i < names->names.n; i++) {
        uint32_t rank = ranking->rank[all[i].code];
        if (is_better(all, ranking->best[rank], i)) ranking->best[rank] = i;
        if (all[i].key != 0) ranking->keys[n++] = (struct dlb_sort_item){rank, all[i].key};
    }
    dolbom_status status = dlb_sort(env, ranking->keys, n, error);
    for (size_t i = 0; i < n; i++)
        ranking->keys[i] = (struct dlb_sort_item){ranking->keys[i].value, ranking->keys[i].key};
    if (status == DOLBOM_OK) status = dlb_sort(env, ranking->keys, n, error);
    for (size_t i = 0; i < n; i++) {
        const struct dlb_sort_item *last = ranking->keys + ranking->n_keys - 1;
        bool again = ranking->n_keys > 0 && last->key == ranking->keys[i].key &&
                     last->value == ranking->keys[i].value;
        if (!again) ranking->keys[ranking->n_keys++] = ranking->keys[i];
    }
    return status;
}

static dolbom_status rank_codes(struct dlb_env *env, const struct dlb_juso_names *names,
                                struct dlb_juso_ranking *ranking, dolbom_error *error)
{
    const uint64_t *codes = names->codes.data;
    ranking->n_codes = names->codes.n;
    ranking->n_names = names->names.n;
    ranking->codes = dlb_alloc_array(env, ranking->n_codes, sizeof *ranking->codes);
    ranking->rank = dlb_alloc_array(env, ranking->n_codes, sizeof *ranking->rank);
    ranking->best = dlb_alloc_array(env, ranking->n_codes, sizeof *ranking->best);
    ranking->keys = dlb_alloc_array(env, ranking->n_names, sizeof *ranking->keys);
    if (!ranking->codes || !ranking->rank || !ranking->best || !ranking->keys)
        return dlb_fail_memory(error, env);
    for (size_t i = 0; i < ranking->n_codes; i++)
        ranking->codes[i] = (struct dlb_sort_item){codes[i], i};
    dolbom_status status = dlb_sort(env, ranking->codes, ranking->n_codes, error);
    if (status != DOLBOM_OK) return status;
    for (size_t i = 0; i < ranking->n_codes; i++)
        ranking->rank[ranking->codes[i].value] = (uint32_t)i;
    return rank_names(env, names, ranking, error);
}

/* ---- buildings ---------------------------------------------------------------------- */

static uint64_t ranked_key(const struct dlb_juso_making *making, uint64_t key)
{
    uint64_t number = key & ((UINT64_C(1) << DLB_JUSO_ROAD_BIT) - 1);
    return (uint64_t)making->road_ranks.rank[key >> DLB_JUSO_ROAD_BIT] << DLB_JUSO_ROAD_BIT |
           number;
}

/* Does the other row about the same building take precedence? */
static bool is_later(const struct dlb_juso_making *making, const struct dlb_juso_building *row,
                     const struct dlb_juso_building *other)
{
    uint32_t dong = making->dong_ranks.rank[row->dong],
             other_dong = making->dong_ranks.rank[other->dong];
    if (row->date != other->date) return row->date < other->date;
    if ((row->zip_reason ^ other->zip_reason) & 3)
        return (row->zip_reason & 3) < (other->zip_reason & 3);
    if (dong != other_dong) return dong < other_dong;
    if (row->lot != other->lot) return row->lot < other->lot;
    return row->zip_reason < other->zip_reason;
}

/* Leave in `buildings` one row for each building that exists. */
static void choose_rows(struct dlb_juso_making *making)
{
    const struct dlb_juso_building *rows = making->building_rows.data;
    struct dlb_sort_item *items = making->buildings;
    for (size_t i = 0, end; i < making->n_rows; i = end) {
        struct dlb_sort_item best = items[i];
        for (end = i + 1; end < making->n_rows && items[end].key == best.key; end++)
            if (is_later(making, rows + best.value, rows + items[end].value)) best = items[end];
        bool stands = (rows[best.value].zip_reason & 3) != DLB_JUSO_ABOLISHED;
        if (stands) items[making->n_buildings++] = best;
    }
    making->tally.n_used += making->n_buildings;
    making->tally.n_replaced += making->n_rows - making->n_buildings;
}

static dolbom_status sort_buildings(struct dlb_juso_making *making, dolbom_error *error)
{
    const struct dlb_juso_building *rows = making->building_rows.data;
    making->n_rows = making->building_rows.n;
    making->buildings = dlb_alloc_array(making->env, making->n_rows, sizeof *making->buildings);
    if (making->buildings == NULL) return dlb_fail_memory(error, making->env);
    for (size_t i = 0; i < making->n_rows; i++)
        making->buildings[i] = (struct dlb_sort_item){ranked_key(making, rows[i].key), i};
    dolbom_status status = dlb_sort(making->env, making->buildings, making->n_rows, error);
    if (status == DOLBOM_OK) choose_rows(making);
    return status;
}

/* Number the postcodes in use, in their order; 0 stands for none. */
static dolbom_status number_zips(struct dlb_juso_making *making, dolbom_error *error)
{
    const struct dlb_juso_building *rows = making->building_rows.data;
    making->zips = dlb_alloc_zero(making->env, DLB_JUSO_ZIPS * sizeof *making->zips);
    if (making->zips == NULL) return dlb_fail_memory(error, making->env);
    for (size_t i = 0; i < making->n_buildings; i++)
        making->zips[rows[making->buildings[i].value].zip_reason / 4] = 1;
    making->zips[0] = 1;
    for (size_t zip = 0; zip < DLB_JUSO_ZIPS; zip++)
        if (making->zips[zip] != 0) making->zips[zip] = making->n_zips++;
    if (making->n_zips <= DLB_JUSO_ZIPS_MAX) return DOLBOM_OK;
    return dlb_fail(error, DOLBOM_E_INPUT, -1, "우편번호", "more than %d postcodes",
                    DLB_JUSO_ZIPS_MAX);
}

/* ---- lots --------------------------------------------------------------------------- */

static uint64_t lot_key(const struct dlb_juso_making *making, uint32_t dong, uint32_t lot)
{
    return (uint64_t)making->dong_ranks.rank[dong] << DLB_JUSO_LOT_BITS | lot;
}

/* Rows of lots by building, then by lot. */
static dolbom_status sort_lot_rows(struct dlb_juso_making *making, struct dlb_sort_item *items,
                                   dolbom_error *error)
{
    const struct dlb_juso_lot *rows = making->lot_rows.data;
    size_t n = making->lot_rows.n;
    for (size_t i = 0; i < n; i++)
        items[i] = (struct dlb_sort_item){lot_key(making, rows[i].dong, rows[i].lot_reason / 4), i};
    dolbom_status status = dlb_sort(making->env, items, n, error);
    if (status != DOLBOM_OK) return status;
    for (size_t i = 0; i < n; i++) items[i].key = ranked_key(making, rows[items[i].value].key);
    return dlb_sort(making->env, items, n, error);
}

/* The lots of one building: rows items[0 … n). */
static void take_lots(struct dlb_juso_making *making, size_t building,
                      const struct dlb_sort_item *items, size_t n)
{
    const struct dlb_juso_lot *rows = making->lot_rows.data;
    const struct dlb_juso_building *own =
        (const struct dlb_juso_building *)making->building_rows.data +
        making->buildings[building].value;
    uint64_t own_key = own->lot == 0 ? UINT64_MAX : lot_key(making, own->dong, own->lot);
    for (size_t i = 0, end; i < n; i = end) {
        const struct dlb_juso_lot *row = rows + items[i].value;
        uint64_t key = lot_key(making, row->dong, row->lot_reason / 4);
        bool abolished = false;
        for (end = i; end < n; end++) {
            row = rows + items[end].value;
            if (lot_key(making, row->dong, row->lot_reason / 4) != key) break;
            abolished |= (row->lot_reason & 3) == DLB_JUSO_ABOLISHED;
        }
        bool used = !abolished && key != own_key;
        if (used) making->lots[making->n_lots++] = (struct dlb_sort_item){key, building};
        making->tally.n_used += used;
        making->tally.n_replaced += end - i - used;
    }
}

static void join_lots(struct dlb_juso_making *making, const struct dlb_sort_item *items, size_t n)
{
    size_t building = 0;
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && items[end].key == items[i].key;) end++;
        while (building < making->n_buildings && making->buildings[building].key < items[i].key)
            building++;
        bool found =
            building < making->n_buildings && making->buildings[building].key == items[i].key;
        if (found)
            take_lots(making, building, items + i, end - i);
        else
            making->tally.n_orphans += end - i;
    }
}

static dolbom_status sort_lots(struct dlb_juso_making *making, dolbom_error *error)
{
    const struct dlb_juso_building *rows = making->building_rows.data;
    size_t n = making->lot_rows.n;
    making->lots_cap = making->n_buildings + n;
    making->lots = dlb_alloc_array(making->env, making->lots_cap, sizeof *making->lots);
    struct dlb_sort_item *items = dlb_alloc_array(making->env, n, sizeof *items);
    dolbom_status status = making->lots && items ? sort_lot_rows(making, items, error)
                                                 : dlb_fail_memory(error, making->env);
    for (size_t i = 0; i < making->n_buildings && status == DOLBOM_OK; i++) {
        const struct dlb_juso_building *row = rows + making->buildings[i].value;
        if (row->lot == 0) continue;
        making->lots[making->n_lots++] =
            (struct dlb_sort_item){lot_key(making, row->dong, row->lot), i | DLB_JUSO_OWN};
    }
    if (status == DOLBOM_OK) join_lots(making, items, n);
    dlb_free(making->env, items, items ? n * sizeof *items : 0);
    if (status == DOLBOM_OK) status = dlb_sort(making->env, making->lots, making->n_lots, error);
    return status;
}

dolbom_status dlb_juso_sort(struct dlb_juso_making *making, dolbom_error *error)
{
    struct dlb_env *env = making->env;
    enum { STEPS = 5 };
    dolbom_status status = dlb_progress(env, "index", 0, STEPS, error);
    if (status == DOLBOM_OK) status = rank_codes(env, &making->roads, &making->road_ranks, error);
    if (status == DOLBOM_OK) status = rank_codes(env, &making->dongs, &making->dong_ranks, error);
    if (status == DOLBOM_OK) status = dlb_progress(env, "index", 1, STEPS, error);
    if (status == DOLBOM_OK) status = sort_buildings(making, error);
    if (status == DOLBOM_OK) status = dlb_progress(env, "index", 2, STEPS, error);
    if (status == DOLBOM_OK) status = number_zips(making, error);
    if (status == DOLBOM_OK) status = sort_lots(making, error);
    if (status == DOLBOM_OK) status = dlb_progress(env, "index", 4, STEPS, error);
    return status;
}
