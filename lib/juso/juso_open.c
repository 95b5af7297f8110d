/* SPDX-License-Identifier: Apache-2.0 */
/*
 * juso_open.c - an index of addresses, checked and opened where it lies.
 *
 * The index is a file that somebody copied, that a full disk truncated or that another version of
 * dolbom made; a wrong one would join strangers. The checksum detects accidents. It does not detect
 * an index that was forged, so whatever is later used as an index or a length is checked too, and a
 * look-up never leaves the bytes that were given.
 */
#include "juso/juso_index.h"

#include <string.h>

/* What a section consists of: bytes per entry, how many entries, and how many extra ones. */
static const struct {
    const char *name;
    uint8_t size, count, more;
} sections[DLB_JUSO_SECTIONS] = {
    [DLB_JUSO_ROAD_CODES] = {"road codes", 8, DLB_JUSO_N_ROADS, 0},
    [DLB_JUSO_ROAD_NAMES] = {"road names", 4, DLB_JUSO_N_ROADS, 0},
    [DLB_JUSO_ROAD_BUILDINGS] = {"road buildings", 4, DLB_JUSO_N_ROADS, 1},
    [DLB_JUSO_STREET_KEYS] = {"street keys", 8, DLB_JUSO_N_STREETS, 0},
    [DLB_JUSO_STREET_ROADS] = {"street roads", 4, DLB_JUSO_N_STREETS, 0},
    [DLB_JUSO_DONG_CODES] = {"dong codes", 8, DLB_JUSO_N_DONGS, 0},
    [DLB_JUSO_DONG_NAMES] = {"dong names", 4, DLB_JUSO_N_DONGS, 0},
    [DLB_JUSO_DONG_DISTRICTS] = {"dong districts", 4, DLB_JUSO_N_DONGS, 0},
    [DLB_JUSO_DONG_LOTS] = {"dong lots", 4, DLB_JUSO_N_DONGS, 1},
    [DLB_JUSO_DONG_KEYS] = {"dong keys", 8, DLB_JUSO_N_DONG_KEYS, 0},
    [DLB_JUSO_DONGS] = {"dongs", 4, DLB_JUSO_N_DONG_KEYS, 0},
    [DLB_JUSO_ZIPS_USED] = {"postcodes", 4, DLB_JUSO_N_ZIPS, 0},
    [DLB_JUSO_BUILDINGS] = {"buildings", 8, DLB_JUSO_N_BUILDINGS, 0},
    [DLB_JUSO_OWN_LOTS] = {"own lots", 4, DLB_JUSO_N_BUILDINGS, 0},
    [DLB_JUSO_LOTS] = {"lots", 4, DLB_JUSO_N_LOTS, 0},
    [DLB_JUSO_LOT_BUILDINGS] = {"lot buildings", 4, DLB_JUSO_N_LOTS, 0},
    [DLB_JUSO_TEXTS] = {"texts", 1, DLB_JUSO_N_TEXT, 0},
};

void dlb_juso_layout(const uint32_t counts[DLB_JUSO_COUNTS], uint64_t begins[DLB_JUSO_SECTIONS + 1])
{
    uint64_t at = sizeof(struct dlb_juso_header);
    for (unsigned i = 0; i < DLB_JUSO_SECTIONS; i++) {
        begins[i] = at;
        at += ((uint64_t)counts[sections[i].count] + sections[i].more) * sections[i].size;
        at = (at + 7) / 8 * 8;
    }
    begins[DLB_JUSO_SECTIONS] = at;
}

/* ---- checking ------------------------------------------------------------------------------- */

static dolbom_status damaged(unsigned section, dolbom_error *error)
{
    return dlb_fail(error, DOLBOM_E_CORRUPT, -1, sections[section].name,
                    "the juso index is damaged; make it again with dolbom juso load");
}

static uint32_t count_of(const struct dolbom_juso *juso, unsigned section)
{
    return juso->header->counts[sections[section].count];
}

/* Ascending 64-bit codes or keys; equal ones only where they are allowed. */
static bool rises(const struct dolbom_juso *juso, unsigned section, bool may_be_equal)
{
    const uint64_t *at = juso->part[section].u64;
    size_t n = count_of(juso, section);
    for (size_t i = 1; i < n; i++)
        if (at[i - 1] > at[i] || (!may_be_equal && at[i - 1] == at[i])) return false;
    return true;
}

/* Indices below `limit`. */
static bool is_below(const struct dolbom_juso *juso, unsigned section, uint32_t limit,
                     bool none_too)
{
    const uint32_t *at = juso->part[section].u32;
    size_t n = count_of(juso, section);
    bool good = true;
    for (size_t i = 0; i < n; i++) good &= at[i] < limit || (none_too && at[i] == DLB_JUSO_NONE);
    return good;
}

/* Where groups begin: from 0, never descending, up to the number of items. */
static bool groups(const struct dolbom_juso *juso, unsigned section, uint32_t n)
{
    const uint32_t *first = juso->part[section].u32;
    size_t n_groups = count_of(juso, section);
    for (size_t i = 0; i < n_groups; i++)
        if (first[i] > first[i + 1]) return false;
    return first[0] == 0 && first[n_groups] == n;
}

/* Names go into outputs as they are: valid text, without anything that ends a cell or a line. */
static bool is_printable(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if ((uint8_t)text[i] < ' ' || text[i] == 0x7F) return false;
    }
    return dlb_utf8_valid(text, len) == len;
}

/* Are there that many texts at each of the offsets? */
static bool has_texts(const struct dolbom_juso *juso, unsigned section, unsigned n_texts)
{
    const uint32_t *begins = juso->part[section].u32;
    const char *texts = juso->part[DLB_JUSO_TEXTS].text;
    size_t n = count_of(juso, section), end = juso->header->counts[DLB_JUSO_N_TEXT];
    for (size_t i = 0; i < n; i++) {
        size_t at = begins[i];
        for (unsigned t = 0; t < n_texts; t++) {
            if (at >= end) return false;
            size_t len = (unsigned char)texts[at++];
            if (len > DLB_JUSO_NAME_MAX || len > end - at) return false;
            if (!is_printable(texts + at, len)) return false;
            at += len;
        }
    }
    return true;
}

static bool buildings_are_good(const struct dolbom_juso *juso)
{
    const uint32_t *first = juso->part[DLB_JUSO_ROAD_BUILDINGS].u32;
    const uint64_t *at = juso->part[DLB_JUSO_BUILDINGS].u64;
    uint32_t n_zips = juso->header->counts[DLB_JUSO_N_ZIPS];
    size_t n_roads = juso->header->counts[DLB_JUSO_N_ROADS];
    for (size_t road = 0; road < n_roads; road++)
        for (size_t i = first[road]; i < first[road + 1]; i++) {
            bool good = (uint16_t)at[i] < n_zips && at[i] >> DLB_JUSO_UNDER_BIT <= 2;
            bool rising =
                i == first[road] || at[i - 1] >> DLB_JUSO_EMD_BIT < at[i] >> DLB_JUSO_EMD_BIT;
            if (!good || !rising) return false;
        }
    return true;
}

static bool lots_are_good(const struct dolbom_juso *juso)
{
    const uint32_t *first = juso->part[DLB_JUSO_DONG_LOTS].u32;
    const uint32_t *at = juso->part[DLB_JUSO_LOTS].u32;
    size_t n_dongs = juso->header->counts[DLB_JUSO_N_DONGS];
    for (size_t dong = 0; dong < n_dongs; dong++)
        for (size_t i = first[dong]; i < first[dong + 1]; i++)
            if (at[i] >> DLB_JUSO_LOT_BITS != 0 || (i > first[dong] && at[i - 1] > at[i]))
                return false;
    return true;
}

/* A building's own lot is one of its lots, and both indices exist. */
static bool own_lots_are_good(const struct dolbom_juso *juso)
{
    const uint32_t *own = juso->part[DLB_JUSO_OWN_LOTS].u32;
    const uint32_t *buildings = juso->part[DLB_JUSO_LOT_BUILDINGS].u32;
    uint32_t n_buildings = juso->header->counts[DLB_JUSO_N_BUILDINGS];
    bool good = true;
    for (uint32_t i = 0; i < n_buildings; i++)
        good &= own[i] == DLB_JUSO_NONE || buildings[own[i]] == i;
    return good;
}

/* The sections that name and group things, each by itself and against those before it. */
static dolbom_status check_sections(const struct dolbom_juso *juso, dolbom_error *error)
{
    const uint32_t *counts = juso->header->counts;
    const uint32_t n_buildings = counts[DLB_JUSO_N_BUILDINGS], n_lots = counts[DLB_JUSO_N_LOTS];
    const uint64_t *codes = juso->part[DLB_JUSO_ROAD_CODES].u64;
    if (!rises(juso, DLB_JUSO_ROAD_CODES, false)) return damaged(DLB_JUSO_ROAD_CODES, error);
    if (counts[DLB_JUSO_N_ROADS] > 0 && codes[counts[DLB_JUSO_N_ROADS] - 1] > 999999999999)
        return damaged(DLB_JUSO_ROAD_CODES, error);
    if (!has_texts(juso, DLB_JUSO_ROAD_NAMES, 1)) return damaged(DLB_JUSO_ROAD_NAMES, error);
    if (!groups(juso, DLB_JUSO_ROAD_BUILDINGS, n_buildings))
        return damaged(DLB_JUSO_ROAD_BUILDINGS, error);
    if (!rises(juso, DLB_JUSO_STREET_KEYS, true)) return damaged(DLB_JUSO_STREET_KEYS, error);
    if (!is_below(juso, DLB_JUSO_STREET_ROADS, counts[DLB_JUSO_N_ROADS], false))
        return damaged(DLB_JUSO_STREET_ROADS, error);
    if (!rises(juso, DLB_JUSO_DONG_CODES, false)) return damaged(DLB_JUSO_DONG_CODES, error);
    if (!has_texts(juso, DLB_JUSO_DONG_NAMES, 3)) return damaged(DLB_JUSO_DONG_NAMES, error);
    if (!groups(juso, DLB_JUSO_DONG_LOTS, n_lots)) return damaged(DLB_JUSO_DONG_LOTS, error);
    if (!rises(juso, DLB_JUSO_DONG_KEYS, true)) return damaged(DLB_JUSO_DONG_KEYS, error);
    if (!is_below(juso, DLB_JUSO_DONGS, counts[DLB_JUSO_N_DONGS], false))
        return damaged(DLB_JUSO_DONGS, error);
    if (counts[DLB_JUSO_N_ZIPS] == 0 || !is_below(juso, DLB_JUSO_ZIPS_USED, DLB_JUSO_ZIPS, false))
        return damaged(DLB_JUSO_ZIPS_USED, error);
    return DOLBOM_OK;
}

/* Buildings and lots, and how they lead to each other. */
static dolbom_status check_places(const struct dolbom_juso *juso, dolbom_error *error)
{
    const uint32_t *counts = juso->header->counts;
    if (!buildings_are_good(juso)) return damaged(DLB_JUSO_BUILDINGS, error);
    if (!is_below(juso, DLB_JUSO_OWN_LOTS, counts[DLB_JUSO_N_LOTS], true))
        return damaged(DLB_JUSO_OWN_LOTS, error);
    if (!lots_are_good(juso)) return damaged(DLB_JUSO_LOTS, error);
    if (!is_below(juso, DLB_JUSO_LOT_BUILDINGS, counts[DLB_JUSO_N_BUILDINGS], false))
        return damaged(DLB_JUSO_LOT_BUILDINGS, error);
    if (!own_lots_are_good(juso)) return damaged(DLB_JUSO_OWN_LOTS, error);
    return DOLBOM_OK;
}

static dolbom_status check_header(const struct dlb_juso_header *header, uint64_t n_bytes,
                                  dolbom_error *error)
{
    uint64_t begins[DLB_JUSO_SECTIONS + 1];
    const char *rest = (const char *)&header->n_bytes;
    const size_t before = offsetof(struct dlb_juso_header, n_bytes);
    if (n_bytes < sizeof *header || memcmp(header->magic, DLB_JUSO_MAGIC, 8) != 0)
        return dlb_fail(error, DOLBOM_E_CORRUPT, -1, "header",
                        "this is not a juso index; dolbom juso load makes one");
    if (header->version == __builtin_bswap64(DLB_JUSO_VERSION))
        return dlb_fail(error, DOLBOM_E_CORRUPT, -1, "header",
                        "the juso index was made on a machine of the other byte order; make it "
                        "again on this one");
    if (header->version != DLB_JUSO_VERSION || header->names != dlb_address_version())
        return dlb_fail(error, DOLBOM_E_CORRUPT, -1, "header",
                        "the juso index was made by another version of dolbom; make it again with "
                        "dolbom juso load");
    dlb_juso_layout(header->counts, begins);
    if (header->n_bytes != n_bytes || begins[DLB_JUSO_SECTIONS] != n_bytes)
        return dlb_fail(error, DOLBOM_E_CORRUPT, -1, "header",
                        "the juso index is not as long as it says; it may be a truncated copy");
    if (dlb_hash64(rest, n_bytes - before) != header->checksum)
        return dlb_fail(error, DOLBOM_E_CORRUPT, -1, "checksum",
                        "the juso index is damaged; make it again with dolbom juso load");
    return DOLBOM_OK;
}

/* ---- opening -------------------------------------------------------------------------------- */

dolbom_status dolbom_juso_open(const void *bytes, uint64_t n_bytes,
                               const dolbom_environment *environment, dolbom_juso **juso,
                               dolbom_error *error)
{
    struct dlb_env *env;
    uint64_t begins[DLB_JUSO_SECTIONS + 1];
    if (juso == NULL || bytes == NULL || (uintptr_t)bytes % 8 != 0 || !dlb_error_fits(error))
        return dlb_fail(error, DOLBOM_E_ARG, -1, NULL, "NULL, or bytes not aligned to 8");
    *juso = NULL;
    dolbom_status status = check_header(bytes, n_bytes, error);
    if (status == DOLBOM_OK) status = dlb_env_open(environment, &env, error);
    if (status != DOLBOM_OK) return status;
    struct dolbom_juso *made = dlb_alloc_zero(env, sizeof *made);
    if (made == NULL) {
        status = dlb_fail_memory(error, env);
        dlb_env_release(env);
        return status;
    }
    made->env = env;
    made->header = bytes;
    atomic_init(&made->n_users, 1);
    dlb_juso_layout(made->header->counts, begins);
    for (unsigned i = 0; i < DLB_JUSO_SECTIONS; i++)
        made->part[i].bytes = (const char *)bytes + begins[i];
    status = check_sections(made, error);
    if (status == DOLBOM_OK) status = check_places(made, error);
    if (status == DOLBOM_OK) {
        *juso = made;
        return DOLBOM_OK;
    }
    dolbom_juso_free(made);
    return status;
}

struct dolbom_juso *dlb_juso_share(const struct dolbom_juso *juso)
{
    struct dolbom_juso *counted = (struct dolbom_juso *)juso; /* only its reference count changes */
    atomic_fetch_add_explicit(&counted->n_users, 1, memory_order_relaxed);
    return counted;
}

void dolbom_juso_free(dolbom_juso *juso)
{
    if (juso == NULL) return;
    if (atomic_fetch_sub_explicit(&juso->n_users, 1, memory_order_acq_rel) > 1) return;
    struct dlb_env *env = juso->env;
    dlb_free(env, juso, sizeof *juso);
    dlb_env_release(env);
}

dolbom_status dolbom_juso_describe(const dolbom_juso *juso, dolbom_juso_info *info)
{
    if (juso == NULL || info == NULL) return DOLBOM_E_ARG;
    const uint32_t *counts = juso->header->counts;
    const dolbom_juso_info made = {.n_buildings = counts[DLB_JUSO_N_BUILDINGS],
                                   .n_lots = counts[DLB_JUSO_N_LOTS],
                                   .n_roads = counts[DLB_JUSO_N_ROADS],
                                   .n_dongs = counts[DLB_JUSO_N_DONGS],
                                   .n_zips = counts[DLB_JUSO_N_ZIPS] - 1,
                                   .n_roads_unread = counts[DLB_JUSO_ROADS_UNREAD],
                                   .n_dongs_unread = counts[DLB_JUSO_DONGS_UNREAD],
                                   .n_bytes = juso->header->n_bytes,
                                   .checksum = juso->header->checksum};
    return dlb_struct_give(&made, sizeof made, info);
}
