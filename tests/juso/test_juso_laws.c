/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_juso_laws.c - what holds for any table: against an oracle that compares every row with
 * every other, in any order of rows, with memory that runs out, and with damaged bytes.
 */
#include "juso_world.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "juso/juso_index.h"
#include "support/support.h"
#include "value/value.h"

enum { ROWS = 1500 };

static struct dlb_address parse(const dolbom_plan *plan, const char *text, size_t n)
{
    struct dlb_address a;
    dlb_address_parse(dlb_value_context_of(plan), (struct dlb_text){text, n}, &a);
    return a;
}

/* ---- the oracle ------------------------------------------------------------------------------ */

struct oracle_row {
    char key[27];
    char emd[64];
    bool stands; /* it is the one that counts of its building */
    uint64_t road_key, lot_key;
    uint32_t district, lot, zip;
};

static unsigned rank_of(const struct world_row *row)
{
    return row->reason == NULL ? 0 : strcmp(row->reason, "63") == 0 ? 2 : 1;
}

/* Of two rows about one building, does the second one count more? As juso.h tells; ties go by
 * what the index keeps of them. */
static bool is_later(const struct world_row *a, const struct world_row *b)
{
    uint64_t left[] = {a->date, rank_of(a), a->dong,
                       (uint64_t)a->mountain << 40 | (uint64_t)a->lot << 20 | a->lot_sub, a->zip};
    uint64_t right[] = {b->date, rank_of(b), b->dong,
                        (uint64_t)b->mountain << 40 | (uint64_t)b->lot << 20 | b->lot_sub, b->zip};
    for (size_t i = 0; i < 5; i++)
        if (left[i] != right[i]) return left[i] < right[i];
    return false;
}

static void read_rows(const struct world_row *rows, struct oracle_row *out, size_t n)
{
    char text[WORLD_LINE];
    for (size_t i = 0; i < n; i++) {
        world_key(rows + i, out[i].key);
        struct dlb_address lot = parse(NULL, text, world_lot_text(rows + i, text));
        out[i].lot_key = lot.lot_key;
        out[i].district = lot.sigungu_code;
        snprintf(out[i].emd, sizeof out[i].emd, "%.*s", (int)lot.emd_len, lot.emd);
        out[i].road_key = parse(NULL, text, world_road_text(rows + i, text)).road_key;
        out[i].stands = !rows[i].is_lot;
    }
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n && out[i].stands; k++)
            if (k != i && !rows[k].is_lot && strcmp(out[i].key, out[k].key) == 0 &&
                (is_later(rows + i, rows + k) || (k < i && !is_later(rows + k, rows + i))))
                out[i].stands = false;
    for (size_t i = 0; i < n; i++) out[i].stands &= rank_of(rows + i) != 2;
}

/* Is the lot of row k one of the building of row i? */
static bool has_lot(const struct world_row *rows, const struct oracle_row *read, size_t n, size_t i,
                    size_t k)
{
    if (!rows[k].is_lot) return i == k;
    if (strcmp(read[i].key, read[k].key) != 0) return false;
    for (size_t m = 0; m < n; m++)
        if (rows[m].is_lot && rank_of(rows + m) == 2 && rows[m].dong == rows[k].dong &&
            strcmp(read[m].key, read[k].key) == 0 && read[m].lot_key == read[k].lot_key)
            return false;
    return true;
}

struct candidates {
    size_t row[64];
    size_t n;
};

static void keep(struct candidates *all, const struct oracle_row *read, uint32_t district,
                 const char *emd)
{
    struct candidates kept = {.n = 0};
    for (size_t i = 0; i < all->n; i++) {
        const struct oracle_row *row = read + all->row[i];
        bool is_in = emd ? strcmp(row->emd, emd) == 0 : row->district == district;
        if (is_in) kept.row[kept.n++] = all->row[i];
    }
    if (all->n > 1 && kept.n > 0) *all = kept;
}

static void expect(const dolbom_plan *plan, const char *text, size_t n,
                   const struct oracle_row *read, struct candidates *found)
{
    char emd[64];
    struct dlb_address written = parse(NULL, text, n), a = parse(plan, text, n);
    snprintf(emd, sizeof emd, "%.*s", (int)written.emd_len, written.emd);
    keep(found, read, written.sigungu_code, NULL);
    if (written.emd_len > 0) keep(found, read, 0, emd);
    const char *wanted = found->n == 1 ? read[found->row[0]].key : "";
    cr_expect(a.juso_key_len == strlen(wanted) && memcmp(a.juso_key, wanted, a.juso_key_len) == 0,
              "%.*s: %.*s, not %s (%zu candidates)", (int)n, text, (int)a.juso_key_len, a.juso_key,
              wanted, found->n);
    if (found->n != 1) return;
    cr_expect_eq(a.road_key, read[found->row[0]].road_key, "%.*s", (int)n, text);
    if (written.lot_key == 0) cr_expect_eq(a.lot_key, read[found->row[0]].lot_key, "%s", text);
}

/* Everything about row i: its road and its lot, each of which leads somewhere or nowhere. */
static void expect_row(const dolbom_plan *plan, const struct world_row *rows,
                       const struct oracle_row *read, size_t n, size_t i)
{
    char text[WORLD_LINE];
    struct candidates by_road = {.n = 0}, by_lot = {.n = 0};
    for (size_t k = 0; k < n; k++) {
        if (!read[k].stands) continue;
        if (read[k].road_key == read[i].road_key && by_road.n < 64) by_road.row[by_road.n++] = k;
        bool on_lot = read[k].lot_key == read[i].lot_key;
        for (size_t m = 0; m < n && !on_lot; m++)
            on_lot = rows[m].is_lot && read[m].lot_key == read[i].lot_key &&
                     has_lot(rows, read, n, k, m);
        if (on_lot && by_lot.n < 64) by_lot.row[by_lot.n++] = k;
    }
    expect(plan, text, world_road_text(rows + i, text), read, &by_road);
    expect(plan, text, world_lot_text(rows + i, text), read, &by_lot);
}

Test(juso_laws, an_oracle_that_compares_all_rows_agrees, .timeout = 120)
{
    static struct world_row rows[ROWS];
    static struct oracle_row read[ROWS];
    for (uint64_t seed = 1; seed <= test_rounds(2); seed++) {
        struct world world;
        world_invent(rows, ROWS, seed);
        cr_assert_eq(world_open(&world, rows, ROWS, NULL, NULL), DOLBOM_OK);
        read_rows(rows, read, ROWS);
        for (size_t i = 0; i < ROWS; i++) expect_row(world.plan, rows, read, ROWS, i);
        cr_expect_gt(world.info.n_buildings, ROWS / 4);
        cr_expect_eq(world.tally.n_rows, ROWS);
        cr_expect_eq(world.tally.n_rows,
                     world.tally.n_used + world.tally.n_replaced + world.tally.n_orphans);
        world_close(&world);
    }
}

/* ---- order, and reading again ---------------------------------------------------------------- */

Test(juso_laws, the_order_of_rows_and_the_number_of_threads_change_no_byte)
{
    static struct world_row rows[ROWS];
    struct world first, other;
    dolbom_environment environment = DOLBOM_ENVIRONMENT_INIT;
    world_invent(rows, ROWS, 7);
    cr_assert_eq(world_open(&first, rows, ROWS, NULL, NULL), DOLBOM_OK);
    uint64_t random = 1;
    for (uint32_t round = 0; round < 6; round++) {
        for (size_t i = ROWS - 1; i > 0; i--) {
            random = dlb_hash_mix(random, i);
            struct world_row row = rows[i];
            rows[i] = rows[random % (i + 1)];
            rows[random % (i + 1)] = row;
        }
        environment.n_threads = 1 + round % 3;
        cr_assert_eq(world_open(&other, rows, ROWS, &environment, NULL), DOLBOM_OK);
        cr_assert_eq(first.n_bytes, other.n_bytes);
        cr_expect_arr_eq(first.bytes, other.bytes, first.n_bytes);
        cr_expect_arr_eq(&first.tally, &other.tally, sizeof first.tally);
        world_close(&other);
    }
    world_close(&first);
}

Test(juso_laws, rows_of_one_day_that_name_two_gu_for_one_dong_may_come_in_any_order)
{
    struct world_row rows[2];
    for (size_t i = 0; i < 2; i++)
        rows[i] = (struct world_row){.sido = "경기도",
                                     .sigungu = "성남시 중원구",
                                     .emd = "은행동",
                                     .ri = "",
                                     .dong = 4113310400,
                                     .road = 411333180001,
                                     .road_name = "시민로",
                                     .main = 17 + (unsigned)i,
                                     .lot = 1,
                                     .zip = 13200,
                                     .date = 20260101};
    rows[1].sigungu = "성남시 분당구";
    struct world first, other;
    cr_assert_eq(world_open(&first, rows, 2, NULL, NULL), DOLBOM_OK);
    struct world_row row = rows[0];
    rows[0] = rows[1];
    rows[1] = row;
    cr_assert_eq(world_open(&other, rows, 2, NULL, NULL), DOLBOM_OK);
    cr_assert_eq(first.n_bytes, other.n_bytes);
    cr_expect_arr_eq(first.bytes, other.bytes, first.n_bytes);
    world_close(&other);
    world_close(&first);
}

Test(juso_laws, an_address_written_canonically_is_read_as_itself)
{
    static struct world_row rows[ROWS];
    struct world world;
    char text[WORLD_LINE];
    world_invent(rows, ROWS, 3);
    cr_assert_eq(world_open(&world, rows, ROWS, NULL, NULL), DOLBOM_OK);
    for (size_t i = 0; i < 2 * ROWS; i++) {
        size_t n =
            i < ROWS ? world_road_text(rows + i, text) : world_lot_text(rows + i - ROWS, text);
        struct dlb_address once = parse(world.plan, text, n), plain = parse(NULL, text, n);
        struct dlb_address twice = parse(world.plan, once.text, once.text_len);
        cr_assert_eq(once.text_len, plain.text_len);
        cr_assert_arr_eq(once.text, plain.text, once.text_len, "the table changes no text");
        cr_assert_arr_eq(once.text, twice.text, once.text_len);
        cr_assert_eq(once.text_len, twice.text_len);
        if (plain.quality != DOLBOM_QUALITY_GOOD) continue;
        cr_assert_eq(once.road_key, twice.road_key, "%s", text);
        cr_assert_eq(once.lot_key, twice.lot_key, "%s", text);
        cr_assert_eq(once.juso_key_len, twice.juso_key_len, "%s", text);
    }
    world_close(&world);
}

/* ---- memory ---------------------------------------------------------------------------------- */

static dolbom_status make_and_look_up(const dolbom_environment *environment, void *context,
                                      dolbom_error *error)
{
    (void)context;
    struct world world;
    dolbom_status status = world_open(&world, world_rows, world_n_rows, environment, error);
    if (status == DOLBOM_OK) {
        dolbom_plan *over = NULL;
        status = dolbom_plan_read(world.plan, "as_of: 2026-06-30", 17, NULL, &over, error);
        if (status == DOLBOM_OK)
            cr_assert_eq(parse(over, "세종시 반곡동 47-1", 24).juso_key_len, 26);
        dolbom_plan_free(over);
    }
    world_close(&world);
    return status;
}

Test(juso_laws, every_allocation_may_fail, .timeout = 120)
{
    sweep(make_and_look_up, NULL);
}

/* ---- damage ---------------------------------------------------------------------------------- */

static dolbom_status open_bytes(const void *bytes, uint64_t n, char section[48])
{
    dolbom_juso *juso = NULL;
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_status status = dolbom_juso_open(bytes, n, NULL, &juso, &error);
    memcpy(section, error.column, 48);
    dolbom_juso_free(juso);
    return status;
}

Test(juso_laws, a_byte_changed_or_cut_off_anywhere_is_noticed)
{
    struct world world;
    char section[48];
    cr_assert_eq(world_open(&world, world_rows, world_n_rows, NULL, NULL), DOLBOM_OK);
    size_t n = world.n_bytes;
    for (size_t i = 0; i < n; i++) {
        unsigned char *copy = malloc(n);
        memcpy(copy, world.bytes, n);
        copy[i] ^= (unsigned char)(1u << i % 8);
        cr_assert_eq(open_bytes(copy, n, section), DOLBOM_E_CORRUPT, "byte %zu", i);
        cr_assert_neq(section[0], 0, "byte %zu", i);
        free(copy);
        unsigned char *cut = malloc(i ? i : 1);
        memcpy(cut, world.bytes, i);
        cr_assert_eq(open_bytes(cut, i, section), DOLBOM_E_CORRUPT, "%zu bytes", i);
        free(cut);
    }
    world_close(&world);
}

static void stamp(unsigned char *bytes, size_t n)
{
    struct dlb_juso_header header;
    size_t before = offsetof(struct dlb_juso_header, n_bytes);
    memcpy(&header, bytes, sizeof header);
    header.checksum = dlb_hash64(bytes + before, n - before);
    memcpy(bytes, &header, sizeof header);
}

Test(juso_laws, the_damaged_section_is_named_though_the_checksum_agrees)
{
    static const struct {
        unsigned section;
        const char *name;
    } cases[] = {
        {DLB_JUSO_ROAD_CODES, "road codes"},       {DLB_JUSO_ROAD_NAMES, "road names"},
        {DLB_JUSO_STREET_KEYS, "street keys"},     {DLB_JUSO_STREET_ROADS, "street roads"},
        {DLB_JUSO_DONG_CODES, "dong codes"},       {DLB_JUSO_DONG_NAMES, "dong names"},
        {DLB_JUSO_DONG_KEYS, "dong keys"},         {DLB_JUSO_DONGS, "dongs"},
        {DLB_JUSO_ZIPS_USED, "postcodes"},         {DLB_JUSO_BUILDINGS, "buildings"},
        {DLB_JUSO_OWN_LOTS, "own lots"},           {DLB_JUSO_LOTS, "lots"},
        {DLB_JUSO_LOT_BUILDINGS, "lot buildings"}, {DLB_JUSO_ROAD_BUILDINGS, "road buildings"},
        {DLB_JUSO_DONG_LOTS, "dong lots"},
    };
    struct world world;
    struct dlb_juso_header header;
    uint64_t begins[DLB_JUSO_SECTIONS + 1];
    char section[48];
    cr_assert_eq(world_open(&world, world_rows, world_n_rows, NULL, NULL), DOLBOM_OK);
    memcpy(&header, world.bytes, sizeof header);
    dlb_juso_layout(header.counts, begins);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unsigned char *copy = malloc(world.n_bytes);
        memcpy(copy, world.bytes, world.n_bytes);
        memset(copy + begins[cases[i].section], 0xFE, 8);
        stamp(copy, world.n_bytes);
        cr_expect_eq(open_bytes(copy, world.n_bytes, section), DOLBOM_E_CORRUPT);
        cr_expect_str_eq(section, cases[i].name);
        free(copy);
    }
    world_close(&world);
}

/* Exchange two neighbours of a section and say whether that is noticed. */
static void expect_order_matters(const struct world *world, unsigned section, size_t size,
                                 size_t nth, const char *name)
{
    struct dlb_juso_header header;
    uint64_t begins[DLB_JUSO_SECTIONS + 1];
    char told[48], one[8];
    unsigned char *copy = malloc(world->n_bytes);
    memcpy(copy, world->bytes, world->n_bytes);
    memcpy(&header, copy, sizeof header);
    dlb_juso_layout(header.counts, begins);
    unsigned char *at = copy + begins[section] + nth * size;
    bool differ = memcmp(at, at + size, size) != 0; /* several roads may have one key */
    memcpy(one, at, size);
    memcpy(at, at + size, size);
    memcpy(at + size, one, size);
    stamp(copy, world->n_bytes);
    if (differ) cr_expect_eq(open_bytes(copy, world->n_bytes, told), DOLBOM_E_CORRUPT, "%s", name);
    if (differ) cr_expect_str_eq(told, name);
    free(copy);
}

Test(juso_laws, what_is_out_of_order_is_refused_though_the_checksum_agrees)
{
    static struct world_row rows[ROWS];
    struct world world;
    world_invent(rows, ROWS, 5);
    cr_assert_eq(world_open(&world, rows, ROWS, NULL, NULL), DOLBOM_OK);
    for (size_t nth = 0; nth < 3; nth++) { /* the first road and dong have more than that */
        expect_order_matters(&world, DLB_JUSO_ROAD_CODES, 8, nth, "road codes");
        expect_order_matters(&world, DLB_JUSO_STREET_KEYS, 8, nth, "street keys");
        expect_order_matters(&world, DLB_JUSO_ROAD_BUILDINGS, 4, nth + 1, "road buildings");
        expect_order_matters(&world, DLB_JUSO_BUILDINGS, 8, nth, "buildings");
        expect_order_matters(&world, DLB_JUSO_DONG_CODES, 8, nth, "dong codes");
        expect_order_matters(&world, DLB_JUSO_DONG_KEYS, 8, nth, "dong keys");
        expect_order_matters(&world, DLB_JUSO_DONG_LOTS, 4, nth + 1, "dong lots");
        expect_order_matters(&world, DLB_JUSO_LOTS, 4, nth, "lots");
        expect_order_matters(&world, DLB_JUSO_OWN_LOTS, 4, nth, "own lots");
    }
    world_close(&world);
}

Test(juso_laws, an_index_of_another_version_or_byte_order_says_so)
{
    struct world world;
    dolbom_juso *juso;
    dolbom_error error = DOLBOM_ERROR_INIT;
    cr_assert_eq(world_open(&world, world_rows, world_n_rows, NULL, NULL), DOLBOM_OK);
    unsigned char *copy = malloc(world.n_bytes);
    memcpy(copy, world.bytes, world.n_bytes);
    struct dlb_juso_header *header = (void *)copy;
    header->version = __builtin_bswap64(header->version);
    cr_expect_eq(dolbom_juso_open(copy, world.n_bytes, NULL, &juso, &error), DOLBOM_E_CORRUPT);
    cr_expect(strstr(error.message, "byte order"), "%s", error.message);
    header->version = DLB_JUSO_VERSION + 1;
    cr_expect_eq(dolbom_juso_open(copy, world.n_bytes, NULL, &juso, &error), DOLBOM_E_CORRUPT);
    cr_expect(strstr(error.message, "another version"), "%s", error.message);
    header->version = DLB_JUSO_VERSION;
    header->names++;
    cr_expect_eq(dolbom_juso_open(copy, world.n_bytes, NULL, &juso, &error), DOLBOM_E_CORRUPT);
    cr_expect(strstr(error.message, "another version"), "%s", error.message);
    cr_expect_eq(dolbom_juso_open(copy + 1, world.n_bytes - 1, NULL, &juso, &error), DOLBOM_E_ARG);
    free(copy);
    world_close(&world);
}
