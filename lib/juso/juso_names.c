/* SPDX-License-Identifier: Apache-2.0 */
/*
 * juso_names.c - the names of roads and legal dongs, as the keys of addresses have them.
 *
 * Rows name their road and dong as they were called when the file was made; keys need today's name.
 * Only the parser of addresses can tell, and it reads each name once: there are millions of rows,
 * but only some hundred thousand names. A name that the parser does not take for one of its kind
 * (the legal dong 세종로) has the key 0: no address will ever look it up.
 *
 *   road  "경기도 성남시 중원구 시민로 1"
 *   dong  "전라남도 신안군 임자면 진리 1"
 */
#include "juso/juso_make.h"

#include <string.h>

/* Large enough for what the parser makes of a name: DLB_NAME_UNITS characters of at most 3
 * bytes. */
enum { TEXT_MAX = 6 * (DLB_JUSO_NAME_MAX + 2) + 16, NAMES_MAX = 1 << 22, TEXTS_MAX = 1 << 28 };

/* What a hash of 128 bits leads to; names with the same hash are taken to be the same. */
struct dlb_juso_slot {
    struct dlb_hash128 hash;
    uint32_t id; /* plus 1; 0: empty */
};

/* ---- hash tables ------------------------------------------------------------------------- */

static bool same_hash(struct dlb_hash128 left, struct dlb_hash128 right)
{
    return left.low == right.low && left.high == right.high;
}

/* The slot of a hash, or the empty slot where it belongs; there is always an empty one. */
static struct dlb_juso_slot *find_slot(struct dlb_juso_slot *slots, size_t cap,
                                       struct dlb_hash128 hash)
{
    size_t at = hash.low & (cap - 1);
    while (slots[at].id != 0 && !same_hash(slots[at].hash, hash)) at = (at + 1) & (cap - 1);
    return slots + at;
}

/* Room for one more entry than the present n, so that at most half of the slots are in use. */
static bool make_room(struct dlb_env *env, struct dlb_juso_map *map, size_t n)
{
    if (n * 2 < map->cap) return true;
    size_t cap = map->cap == 0 ? 1024 : map->cap * 2;
    struct dlb_juso_slot *slots = dlb_alloc_zero(env, cap * sizeof *slots);
    if (slots == NULL) return false;
    for (size_t i = 0; i < map->cap; i++)
        if (map->slots[i].id != 0) *find_slot(slots, cap, map->slots[i].hash) = map->slots[i];
    dlb_free(env, map->slots, map->cap * sizeof *slots);
    *map = (struct dlb_juso_map){slots, cap};
    return true;
}

/* ---- names --------------------------------------------------------------------------------- */

/* Append a piece, after a space unless it is the first; an empty piece leaves no space. */
static size_t put(char *text, size_t n, struct dlb_text piece)
{
    if (piece.len == 0) return n;
    if (n > 0) text[n++] = ' ';
    memcpy(text + n, piece.data, piece.len);
    return n + piece.len;
}

static size_t write_place(const struct dlb_juso_row *row, char *text)
{
    return put(text, put(text, 0, row->sido), row->sigungu);
}

/* Without the eup, myeon or dong: a key has the city, which is the same for all of them. */
static size_t write_road(const struct dlb_juso_row *row, char *text)
{
    size_t n = put(text, write_place(row, text), row->road);
    return put(text, n, (struct dlb_text){"1", 1});
}

static size_t write_dong(const struct dlb_juso_row *row, char *text)
{
    size_t n = put(text, put(text, write_place(row, text), row->emd), row->ri);
    return put(text, n, (struct dlb_text){"1", 1});
}

static bool add_text(struct dlb_env *env, struct dlb_juso_names *names, const char *text, size_t n)
{
    char *at = dlb_array_reserve(env, &names->texts, n + 1, 1, TEXTS_MAX);
    if (at == NULL) return false;
    at[0] = (char)n;
    memcpy(at + 1, text, n);
    names->texts.n += n + 1;
    return true;
}

/* Does it parse as what it should be, with the number 1? */
static bool is_read(const struct dlb_address *a, bool is_road)
{
    if (a->quality < DOLBOM_QUALITY_REPAIRED) return false;
    if (is_road) return a->kind == DOLBOM_ADDRESS_ROAD && a->main == 1 && a->sub == 0;
    return a->kind == DOLBOM_ADDRESS_LOT && a->lot_main == 1 && a->lot_sub == 0;
}

/* Let the parser of addresses read the name; its texts are appended to the others. */
static bool read_name(struct dlb_env *env, struct dlb_juso_names *names,
                      const struct dlb_juso_row *row, bool is_road, struct dlb_juso_name *name)
{
    char text[TEXT_MAX];
    struct dlb_address a = {0};
    size_t n = is_road ? write_road(row, text) : write_dong(row, text);
    dlb_address_parse(NULL, (struct dlb_text){text, n}, &a);
    if (!is_read(&a, is_road)) /* it contains no name */
        a = (struct dlb_address){.sigungu_code = 0};
    name->text = (uint32_t)names->texts.n;
    name->key = a.street_key;
    name->district = a.sigungu_code;
    if (is_road) return add_text(env, names, a.road, a.road_len);
    return add_text(env, names, a.emd, a.emd_len) && add_text(env, names, a.ri, a.ri_len) &&
           add_text(env, names, a.sigungu, a.sigungu_len);
}

uint32_t dlb_juso_code(struct dlb_env *env, struct dlb_juso_names *names, uint64_t code)
{
    struct dlb_hash128 hash = {dlb_hash_mix(code, 0), code};
    if (!make_room(env, &names->by_code, names->codes.n)) return DLB_JUSO_NONE;
    struct dlb_juso_slot *slot = find_slot(names->by_code.slots, names->by_code.cap, hash);
    if (slot->id != 0) return slot->id - 1;
    uint64_t *at = dlb_array_reserve(env, &names->codes, 1, sizeof *at, names->n_codes_max);
    if (at == NULL) return DLB_JUSO_NONE;
    *at = code;
    *slot = (struct dlb_juso_slot){hash, (uint32_t)++names->codes.n};
    return slot->id - 1;
}

/* What a row says about its road or dong, code and names, as one hash. */
static struct dlb_hash128 hash_of(const struct dlb_juso_row *row, bool is_road)
{
    static const struct dlb_text none = {"", 0};
    const struct dlb_text pieces[] = {row->sido, row->sigungu, is_road ? none : row->emd,
                                      is_road ? row->road : row->ri};
    char text[TEXT_MAX];
    memcpy(text, is_road ? &row->road_code : &row->dong_code, sizeof(uint64_t));
    size_t n = sizeof(uint64_t);
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        text[n++] = (char)pieces[i].len;
        memcpy(text + n, pieces[i].data, pieces[i].len);
        n += pieces[i].len;
    }
    return dlb_hash128(text, n);
}

uint32_t dlb_juso_name(struct dlb_env *env, struct dlb_juso_names *names,
                       const struct dlb_juso_row *row, bool is_road)
{
    struct dlb_hash128 hash = hash_of(row, is_road);
    if (!make_room(env, &names->by_text, names->names.n)) return DLB_JUSO_NONE;
    struct dlb_juso_slot *slot = find_slot(names->by_text.slots, names->by_text.cap, hash);
    struct dlb_juso_name *all = names->names.data;
    if (slot->id != 0) {
        struct dlb_juso_name *known = all + slot->id - 1;
        if (known->date < row->date) known->date = row->date;
        return known->code;
    }
    struct dlb_juso_name *name = dlb_array_reserve(env, &names->names, 1, sizeof *name, NAMES_MAX);
    if (name == NULL) return DLB_JUSO_NONE;
    uint32_t code = dlb_juso_code(env, names, is_road ? row->road_code : row->dong_code);
    if (code == DLB_JUSO_NONE || !read_name(env, names, row, is_road, name)) return DLB_JUSO_NONE;
    name->code = code;
    name->date = row->date;
    slot->hash = hash;
    slot->id = (uint32_t)++names->names.n;
    return code;
}

void dlb_juso_names_clear(struct dlb_env *env, struct dlb_juso_names *names)
{
    dlb_array_clear(env, &names->codes, sizeof(uint64_t));
    dlb_array_clear(env, &names->names, sizeof(struct dlb_juso_name));
    dlb_array_clear(env, &names->texts, 1);
    dlb_free(env, names->by_code.slots, names->by_code.cap * sizeof(struct dlb_juso_slot));
    dlb_free(env, names->by_text.slots, names->by_text.cap * sizeof(struct dlb_juso_slot));
    memset(names, 0, sizeof *names);
}
