/* SPDX-License-Identifier: Apache-2.0 */
/*
 * juso_build.c - from rows of the official files to the bytes of an index.
 *
 * Rows are packed as they come, 24 bytes for a building and 16 for a lot, so that a nation's
 * 8 million take 200 MB; juso_sort.c then decides and orders, and what it leaves is written section
 * by section (juso_index.h has the layout).
 */
#include "juso/juso_make.h"

#include <string.h>

enum { ROWS_MAX = 1 << 28 };

struct dolbom_juso_builder {
    struct dlb_juso_making making;
    bool is_finished;
    void *bytes;
    uint64_t n_bytes;
};

/* ---- rows in ------------------------------------------------------------------------------- */

dolbom_status dolbom_juso_builder_open(const dolbom_environment *environment,
                                       dolbom_juso_builder **builder, dolbom_error *error)
{
    struct dlb_env *env;
    if (builder == NULL || !dlb_error_fits(error))
        return dlb_fail(error, DOLBOM_E_ARG, -1, NULL, "builder is NULL");
    *builder = NULL;
    dolbom_status status = dlb_text_warm_up(error);
    if (status == DOLBOM_OK) status = dlb_env_open(environment, &env, error);
    if (status != DOLBOM_OK) return status;
    struct dolbom_juso_builder *made = dlb_alloc_zero(env, sizeof *made);
    if (made == NULL) {
        status = dlb_fail_memory(error, env);
        dlb_env_release(env);
        return status;
    }
    made->making.env = env;
    made->making.roads.n_codes_max = DLB_JUSO_ROADS_MAX;
    made->making.dongs.n_codes_max = DLB_JUSO_DONGS_MAX;
    *builder = made;
    return DOLBOM_OK;
}

void dolbom_juso_builder_free(dolbom_juso_builder *builder)
{
    if (builder == NULL) return;
    struct dlb_env *env = builder->making.env;
    dlb_juso_making_clear(&builder->making);
    dlb_free(env, builder->bytes, builder->n_bytes);
    dlb_free(env, builder, sizeof *builder);
    dlb_env_release(env);
}

/* A building without emd and postcode fits into the bits below the road; 읍면동번호 comes last. */
static uint64_t key_of(uint32_t road, uint64_t building)
{
    return (uint64_t)road << DLB_JUSO_ROAD_BIT | building >> DLB_JUSO_EMD_BIT;
}

static bool add_building(struct dlb_juso_making *making, const struct dlb_juso_row *row,
                         uint32_t road, uint32_t dong)
{
    struct dlb_juso_building *at =
        dlb_array_reserve(making->env, &making->building_rows, 1, sizeof *at, ROWS_MAX);
    if (at == NULL) return false;
    *at = (struct dlb_juso_building){key_of(road, row->building), dong, row->lot, row->date,
                                     row->zip * 4 + row->reason};
    making->building_rows.n++;
    return true;
}

static bool add_lot(struct dlb_juso_making *making, const struct dlb_juso_row *row, uint32_t road,
                    uint32_t dong)
{
    struct dlb_juso_lot *at =
        dlb_array_reserve(making->env, &making->lot_rows, 1, sizeof *at, ROWS_MAX);
    if (at == NULL) return false;
    *at = (struct dlb_juso_lot){key_of(road, row->building), dong, row->lot * 4 + row->reason};
    making->lot_rows.n++;
    return true;
}

static bool add_row(struct dlb_juso_making *making, const struct dlb_juso_row *row)
{
    uint32_t road = row->is_lot ? dlb_juso_code(making->env, &making->roads, row->road_code)
                                : dlb_juso_name(making->env, &making->roads, row, true);
    uint32_t dong = dlb_juso_name(making->env, &making->dongs, row, false);
    if (road == DLB_JUSO_NONE || dong == DLB_JUSO_NONE) return false;
    return row->is_lot ? add_lot(making, row, road, dong) : add_building(making, row, road, dong);
}

dolbom_status dolbom_juso_builder_add(dolbom_juso_builder *builder, const char *line, size_t len,
                                      const char **reason, dolbom_error *error)
{
    struct dlb_juso_row row;
    if (builder == NULL || (line == NULL && len > 0) || reason == NULL || builder->is_finished ||
        !dlb_error_fits(error))
        return dlb_fail(error, DOLBOM_E_ARG, -1, NULL, "NULL, or the index is finished");
    *reason = dlb_juso_row_read((struct dlb_text){line ? line : "", len}, &row);
    if (row.is_nothing) return DOLBOM_OK;
    builder->making.tally.n_rows++;
    if (*reason != NULL) {
        builder->making.tally.n_rejected++;
        return DOLBOM_OK;
    }
    if (add_row(&builder->making, &row)) return DOLBOM_OK;
    builder->is_finished = true;
    if (builder->making.roads.codes.n == DLB_JUSO_ROADS_MAX)
        return dlb_fail(error, DOLBOM_E_INPUT, -1, "도로명코드", "more than %d roads",
                        DLB_JUSO_ROADS_MAX);
    if (builder->making.dongs.codes.n == DLB_JUSO_DONGS_MAX)
        return dlb_fail(error, DOLBOM_E_INPUT, -1, "법정동코드", "more than %d legal dongs",
                        DLB_JUSO_DONGS_MAX);
    return dlb_fail_memory(error, builder->making.env);
}

/* ---- the end ------------------------------------------------------------------------------- */

/* The bytes being written. */
struct index {
    char *bytes;
    uint64_t begins[DLB_JUSO_SECTIONS + 1];
};

static uint64_t *u64_of(const struct index *index, enum dlb_juso_section section)
{
    return (uint64_t *)(void *)(index->bytes + index->begins[section]);
}

static uint32_t *u32_of(const struct index *index, enum dlb_juso_section section)
{
    return (uint32_t *)(void *)(index->bytes + index->begins[section]);
}

/* The texts of a name, as they lie one after another, or empty ones. */
static struct dlb_text texts_of(const struct dlb_juso_names *names, uint32_t best, unsigned n_texts)
{
    static const char empty[3] = {0, 0, 0};
    const struct dlb_juso_name *all = names->names.data;
    if (best == DLB_JUSO_NONE) return (struct dlb_text){empty, n_texts};
    const char *begin = (const char *)names->texts.data + all[best].text, *at = begin;
    for (unsigned i = 0; i < n_texts; i++) at += 1 + (unsigned char)*at;
    return (struct dlb_text){begin, (size_t)(at - begin)};
}

static uint32_t text_bytes(const struct dlb_juso_names *names, const struct dlb_juso_ranking *ranks,
                           unsigned n_texts)
{
    size_t n = 0;
    for (size_t i = 0; i < ranks->n_codes; i++) n += texts_of(names, ranks->best[i], n_texts).len;
    return (uint32_t)n;
}

/* Where the sections of roads or of dongs lie. */
struct places {
    enum dlb_juso_section codes, names, keys, of;
    unsigned n_texts;
};
static const struct places road_places = {DLB_JUSO_ROAD_CODES, DLB_JUSO_ROAD_NAMES,
                                          DLB_JUSO_STREET_KEYS, DLB_JUSO_STREET_ROADS, 1};
static const struct places dong_places = {DLB_JUSO_DONG_CODES, DLB_JUSO_DONG_NAMES,
                                          DLB_JUSO_DONG_KEYS, DLB_JUSO_DONGS, 3};

/* Codes, keys and texts; returns where the next text goes. */
static uint32_t write_names(const struct index *index, const struct dlb_juso_names *names,
                            const struct dlb_juso_ranking *ranks, const struct places *places,
                            uint32_t text)
{
    for (size_t i = 0; i < ranks->n_codes; i++) {
        struct dlb_text texts = texts_of(names, ranks->best[i], places->n_texts);
        u64_of(index, places->codes)[i] = ranks->codes[i].key;
        u32_of(index, places->names)[i] = text;
        memcpy(index->bytes + index->begins[DLB_JUSO_TEXTS] + text, texts.data, texts.len);
        text += (uint32_t)texts.len;
    }
    for (size_t i = 0; i < ranks->n_keys; i++) {
        u64_of(index, places->keys)[i] = ranks->keys[i].key;
        u32_of(index, places->of)[i] = (uint32_t)ranks->keys[i].value;
    }
    return text;
}

static void write_districts(const struct index *index, const struct dlb_juso_making *making)
{
    const struct dlb_juso_name *names = making->dongs.names.data;
    for (size_t i = 0; i < making->dong_ranks.n_codes; i++) {
        uint32_t best = making->dong_ranks.best[i];
        u32_of(index, DLB_JUSO_DONG_DISTRICTS)[i] =
            best == DLB_JUSO_NONE ? 0 : names[best].district;
    }
}

/* Where each group of sorted items begins; the group is the part of the key above `bit`. */
static void write_firsts(uint32_t *first, size_t n_groups, const struct dlb_sort_item *items,
                         size_t n, unsigned bit)
{
    size_t group = 0;
    for (size_t i = 0; i < n; i++)
        while (group <= items[i].key >> bit) first[group++] = (uint32_t)i;
    while (group <= n_groups) first[group++] = (uint32_t)n;
}

static void write_buildings(const struct index *index, const struct dlb_juso_making *making)
{
    const struct dlb_juso_building *rows = making->building_rows.data;
    uint64_t *buildings = u64_of(index, DLB_JUSO_BUILDINGS);
    const uint64_t mask = (UINT64_C(1) << DLB_JUSO_ROAD_BIT) - 1;
    for (size_t i = 0; i < making->n_buildings; i++) {
        const struct dlb_sort_item *item = making->buildings + i;
        uint32_t zip = making->zips[rows[item->value].zip_reason / 4];
        buildings[i] = (item->key & mask) << DLB_JUSO_EMD_BIT | zip;
    }
    for (uint32_t zip = 0; zip < DLB_JUSO_ZIPS; zip++) /* unused ones have the place 0 */
        if (making->zips[zip] != 0) u32_of(index, DLB_JUSO_ZIPS_USED)[making->zips[zip]] = zip;
    write_firsts(u32_of(index, DLB_JUSO_ROAD_BUILDINGS), making->road_ranks.n_codes,
                 making->buildings, making->n_buildings, DLB_JUSO_ROAD_BIT);
}

static void write_lots(const struct index *index, const struct dlb_juso_making *making)
{
    uint32_t *lots = u32_of(index, DLB_JUSO_LOTS);
    uint32_t *buildings = u32_of(index, DLB_JUSO_LOT_BUILDINGS);
    uint32_t *own = u32_of(index, DLB_JUSO_OWN_LOTS);
    memset(own, 0xFF, making->n_buildings * sizeof *own);
    for (size_t i = 0; i < making->n_lots; i++) {
        lots[i] = (uint32_t)(making->lots[i].key & ((UINT64_C(1) << DLB_JUSO_LOT_BITS) - 1));
        buildings[i] = (uint32_t)making->lots[i].value;
        if (making->lots[i].value & DLB_JUSO_OWN) own[buildings[i]] = (uint32_t)i;
    }
    write_firsts(u32_of(index, DLB_JUSO_DONG_LOTS), making->dong_ranks.n_codes, making->lots,
                 making->n_lots, DLB_JUSO_LOT_BITS);
}

/* Codes that have entries but no key that leads to them. */
static uint32_t count_unread(const struct dlb_juso_names *names,
                             const struct dlb_juso_ranking *ranks, const uint32_t *first)
{
    const struct dlb_juso_name *all = names->names.data;
    uint32_t n = 0;
    for (size_t i = 0; i < ranks->n_codes; i++) {
        bool has_key = ranks->best[i] != DLB_JUSO_NONE && all[ranks->best[i]].key != 0;
        n += first[i] < first[i + 1] && !has_key;
    }
    return n;
}

static void write_header(const struct index *index, const struct dlb_juso_making *making,
                         uint32_t counts[DLB_JUSO_COUNTS])
{
    struct dlb_juso_header header = {.version = DLB_JUSO_VERSION,
                                     .n_bytes = index->begins[DLB_JUSO_SECTIONS],
                                     .names = dlb_address_version()};
    const char *rest = index->bytes + offsetof(struct dlb_juso_header, n_bytes);
    counts[DLB_JUSO_ROADS_UNREAD] =
        count_unread(&making->roads, &making->road_ranks, u32_of(index, DLB_JUSO_ROAD_BUILDINGS));
    counts[DLB_JUSO_DONGS_UNREAD] =
        count_unread(&making->dongs, &making->dong_ranks, u32_of(index, DLB_JUSO_DONG_LOTS));
    memcpy(header.magic, DLB_JUSO_MAGIC, sizeof header.magic);
    memcpy(header.counts, counts, sizeof header.counts);
    memcpy(index->bytes, &header, sizeof header);
    header.checksum = dlb_hash64(rest, header.n_bytes - offsetof(struct dlb_juso_header, n_bytes));
    memcpy(index->bytes, &header, sizeof header);
}

static dolbom_status write_index(struct dolbom_juso_builder *builder, dolbom_error *error)
{
    const struct dlb_juso_making *making = &builder->making;
    struct index index;
    uint32_t counts[DLB_JUSO_COUNTS] = {
        [DLB_JUSO_N_ROADS] = (uint32_t)making->road_ranks.n_codes,
        [DLB_JUSO_N_STREETS] = (uint32_t)making->road_ranks.n_keys,
        [DLB_JUSO_N_DONGS] = (uint32_t)making->dong_ranks.n_codes,
        [DLB_JUSO_N_DONG_KEYS] = (uint32_t)making->dong_ranks.n_keys,
        [DLB_JUSO_N_ZIPS] = making->n_zips,
        [DLB_JUSO_N_BUILDINGS] = (uint32_t)making->n_buildings,
        [DLB_JUSO_N_LOTS] = (uint32_t)making->n_lots,
        [DLB_JUSO_N_TEXT] = text_bytes(&making->roads, &making->road_ranks, road_places.n_texts) +
                            text_bytes(&making->dongs, &making->dong_ranks, dong_places.n_texts),
    };
    dlb_juso_layout(counts, index.begins);
    index.bytes = dlb_alloc_zero(making->env, index.begins[DLB_JUSO_SECTIONS]);
    if (index.bytes == NULL) return dlb_fail_memory(error, making->env);
    builder->bytes = index.bytes;
    builder->n_bytes = index.begins[DLB_JUSO_SECTIONS];
    uint32_t text = write_names(&index, &making->roads, &making->road_ranks, &road_places, 0);
    write_names(&index, &making->dongs, &making->dong_ranks, &dong_places, text);
    write_districts(&index, making);
    write_buildings(&index, making);
    write_lots(&index, making);
    write_header(&index, making, counts);
    return DOLBOM_OK;
}

dolbom_status dolbom_juso_builder_finish(dolbom_juso_builder *builder, const void **bytes,
                                         uint64_t *n_bytes, dolbom_juso_tally *tally,
                                         dolbom_error *error)
{
    if (builder == NULL || bytes == NULL || n_bytes == NULL || builder->is_finished ||
        (tally != NULL && !dlb_struct_fits(tally)) || !dlb_error_fits(error))
        return dlb_fail(error, DOLBOM_E_ARG, -1, NULL,
                        "NULL, a struct without its size, or the index is finished");
    builder->is_finished = true;
    dolbom_status status = dlb_juso_sort(&builder->making, error);
    if (status == DOLBOM_OK) status = write_index(builder, error);
    if (status != DOLBOM_OK) return status;
    *bytes = builder->bytes;
    *n_bytes = builder->n_bytes;
    const dolbom_juso_tally *made = &builder->making.tally;
    return tally == NULL ? DOLBOM_OK : dlb_struct_give(made, sizeof *made, tally);
}
