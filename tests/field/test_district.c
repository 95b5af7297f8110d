/* SPDX-License-Identifier: Apache-2.0 */
/* test_district.c - the table of districts: its own laws, and facts known from elsewhere. */
#include <criterion/criterion.h>
#include <string.h>

#include "field/address/district.h"
#include "field/field.h"

static size_t name_len(const char16_t name[6])
{
    size_t n = 0;
    while (n < 6 && name[n] != 0) n++;
    return n;
}

/* The name in UTF-8, for messages. */
static const char *shown(const char16_t name[6])
{
    static char text[32];
    size_t n = 0;
    for (size_t i = 0; i < name_len(name); i++) n += dlb_utf8_put(name[i], text + n);
    text[n] = 0;
    return text;
}

static int order(const char16_t *a, const char16_t *b)
{
    for (size_t i = 0; i < 6; i++)
        if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
    return 0;
}

static const struct dlb_district *named(const char16_t *name, uint32_t province)
{
    size_t n = 0, count;
    while (name[n] != 0) n++;
    const struct dlb_district *rows = dlb_district_named(name, n, &count);
    for (size_t i = 0; i < count; i++)
        if (rows[i].code / 1000 == province) return rows + i;
    return NULL;
}

/* ---- laws of the table --------------------------------------------------------------- */

Test(district, every_row_is_found_by_its_name_and_by_its_code)
{
    for (size_t i = 0; i < dlb_n_districts; i++) {
        const struct dlb_district *row = dlb_districts + i;
        size_t count;
        const struct dlb_district *first =
            dlb_district_named(row->name, name_len(row->name), &count);
        cr_expect(first != NULL && row >= first && row < first + count, "%s", shown(row->name));
        cr_expect_eq(dlb_district_of(row->code), row, "%u", row->code);
    }
}

Test(district, rows_are_ordered_by_name_then_code)
{
    for (size_t i = 1; i < dlb_n_districts; i++) {
        const struct dlb_district *a = dlb_districts + i - 1, *b = a + 1;
        int by_name = order(a->name, b->name);
        cr_expect(by_name < 0 || (by_name == 0 && a->code < b->code), "%u", b->code);
    }
}

Test(district, one_name_stands_once_in_a_province)
{
    for (size_t i = 0; i < dlb_n_districts; i++) {
        for (size_t j = i + 1; j < dlb_n_districts; j++) {
            const struct dlb_district *a = dlb_districts + i, *b = dlb_districts + j;
            bool same = order(a->name, b->name) == 0 && a->code / 1000 == b->code / 1000;
            bool both_stand = a->abolished == 0 && b->abolished == 0;
            cr_expect(!(same && both_stand) || a->parent != b->parent, "%u %u", a->code, b->code);
        }
    }
}

Test(district, successors_lead_to_a_district_that_stands_or_was_divided)
{
    for (size_t i = 0; i < dlb_n_districts; i++) {
        const struct dlb_district *row = dlb_districts + i;
        uint32_t code = row->code;
        int steps = 0;
        while (row != NULL && row->successor != 0 && ++steps < 10) {
            cr_expect_neq(row->abolished, 0, "%u stands and has a successor", row->code);
            code = row->successor;
            row = dlb_district_of(code);
        }
        bool ends = row == NULL ? code == 36110
                                : row->abolished == 0 || (row->parts & DLB_DISTRICT_DIVIDED) != 0;
        cr_expect(ends && steps < 10, "%u", dlb_districts[i].code);
    }
}

Test(district, a_gu_belongs_to_a_city_and_shares_its_keys)
{
    for (size_t i = 0; i < dlb_n_districts; i++) {
        const struct dlb_district *row = dlb_districts + i, *city = dlb_district_of(row->parent);
        cr_expect_neq(dlb_district_of(row->key), NULL, "%u", row->code);
        if (row->parent == 0) continue;
        cr_expect(city != NULL && city->parent == 0, "%u", row->code);
        cr_expect(city->parts & DLB_DISTRICT_HAS_GU, "%u", row->code);
        cr_expect_eq(row->key, city->key, "%u", row->code);
    }
}

static struct dlb_units units_of(const char16_t name[DLB_PLACE_NAME])
{
    struct dlb_units units = {.n = 0};
    for (size_t i = 0; i < DLB_PLACE_NAME && name[i] != 0; i++) dlb_units_push(&units, name[i]);
    return units;
}

/* Each row is found, and rows are in order. */
static void expect_sorted(const struct dlb_places *places)
{
    for (size_t i = 0; i < places->n; i++) {
        const struct dlb_place *row = places->rows + i;
        struct dlb_units name = units_of(row->name);
        cr_expect_eq(dlb_place_find(places, row->district, &name), row, "%u %zu", row->district, i);
        if (i > 0) cr_expect_leq(row[-1].district, row->district);
    }
    struct dlb_units none = {.unit = u"없는동", .n = 3}, empty = {.n = 0};
    cr_expect_eq(dlb_place_find(places, 41590, &none), NULL);
    cr_expect_eq(dlb_place_find(places, 41590, &empty), NULL);
    none.n = DLB_NAME_UNITS;
    cr_expect_eq(dlb_place_find(places, 41590, &none), NULL);
}

Test(district, divided_districts_say_where_each_part_is)
{
    expect_sorted(&dlb_district_splits);
    for (size_t i = 0; i < dlb_district_splits.n; i++) {
        const struct dlb_place *split = dlb_district_splits.rows + i;
        const struct dlb_district *was = dlb_district_of(split->district);
        const struct dlb_district *part = dlb_district_of(split->gu);
        bool is_sejong = split->gu == 36110; /* which has no districts */
        cr_expect(is_sejong || (part != NULL && part->abolished == 0), "%u", split->gu);
        cr_expect(was != NULL && (was->parts & DLB_DISTRICT_DIVIDED), "%u", split->district);
    }
}

/* Names lead to names of today, or to legal dongs, in one step. */
static void expect_one_step(const struct dlb_places *places)
{
    expect_sorted(places);
    for (size_t i = 0; i < places->n; i++) {
        const struct dlb_place *row = places->rows + i;
        struct dlb_units name = units_of(row->name), is = units_of(row->is);
        cr_expect(dlb_place_rename(places, row->district, &name), "%u %zu", row->district, i);
        cr_expect(name.n == is.n && memcmp(name.unit, is.unit, 2 * is.n) == 0);
        dlb_place_rename(places, row->district, &name);
        cr_expect(name.n == is.n && memcmp(name.unit, is.unit, 2 * is.n) == 0, "%zu", i);
        cr_expect(row->district == 36110 || dlb_district_of(row->district), "%u", row->district);
    }
}

Test(district, names_of_eups_lead_to_names_of_today_in_one_step)
{
    expect_one_step(&dlb_eup_renames);
}

Test(district, administrative_dongs_lead_to_legal_dongs_in_one_step)
{
    expect_one_step(&dlb_admin_dongs);
    for (size_t i = 0; i < dlb_admin_dongs.n; i++) {
        const struct dlb_district *row = dlb_district_of(dlb_admin_dongs.rows[i].district);
        cr_expect(row != NULL && row->key == row->code, "row %zu is not under what keys use", i);
    }
}

Test(district, a_name_that_is_not_there_is_not_found)
{
    size_t count = 7;
    cr_expect_eq(dlb_district_named(u"없는시", 3, &count), NULL);
    cr_expect_eq(count, 0);
    cr_expect_eq(dlb_district_named(u"", 0, &count), NULL);
    cr_expect_eq(dlb_district_named(u"가나다라마바사", 7, &count), NULL);
    cr_expect_eq(dlb_district_of(0), NULL);
    cr_expect_eq(dlb_district_of(99999), NULL);
}

/* ---- facts from elsewhere ------------------------------------------------------------------ */

/* Districts of each province after 2026-07-01, a city's own gu not counted; Sejong has none. */
Test(district, each_province_has_as_many_as_it_says)
{
    static const struct {
        uint32_t province, n;
    } wanted[] = {{11, 25}, {26, 16}, {27, 9},  {28, 11}, {29, 5},  {30, 5},
                  {31, 5},  {36, 0},  {41, 31}, {43, 11}, {44, 15}, {46, 22},
                  {47, 22}, {48, 18}, {50, 2},  {51, 18}, {52, 14}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        uint32_t n = 0;
        for (size_t j = 0; j < dlb_n_districts; j++) {
            const struct dlb_district *row = dlb_districts + j;
            bool counts = row->abolished == 0 && row->parent == 0;
            n += counts && row->code / 1000 == wanted[i].province;
        }
        cr_expect_eq(n, wanted[i].n, "province %u has %u", wanted[i].province, n);
    }
}

Test(district, there_are_39_gu_of_13_cities)
{
    int gu = 0, cities = 0;
    for (size_t i = 0; i < dlb_n_districts; i++) {
        const struct dlb_district *row = dlb_districts + i;
        gu += row->parent != 0 && row->abolished == 0;
        bool has_standing_gu = false;
        for (size_t j = 0; j < dlb_n_districts; j++)
            has_standing_gu |=
                dlb_districts[j].parent == row->code && dlb_districts[j].abolished == 0;
        cities += has_standing_gu && row->abolished == 0;
    }
    cr_expect_eq(gu, 39);
    cr_expect_eq(cities, 13);
}

Test(district, reforms_are_dated)
{
    static const struct {
        const char16_t *was;
        uint32_t province, abolished;
        const char16_t *is;
        uint32_t province_today;
    } reforms[] = {
        {u"연기군", 44, 20120701, NULL, 36},      {u"당진군", 44, 20120101, u"당진시", 44},
        {u"마산시", 48, 20100701, u"창원시", 48}, {u"진해시", 48, 20100701, u"진해구", 48},
        {u"여주군", 41, 20130923, u"여주시", 41}, {u"청원군", 43, 20140701, u"청주시", 43},
        {u"남구", 28, 20180701, u"미추홀구", 28}, {u"춘천시", 42, 20230611, u"춘천시", 51},
        {u"군위군", 47, 20230701, u"군위군", 27}, {u"전주시", 45, 20240118, u"전주시", 52},
        {u"동구", 28, 20260701, u"제물포구", 28}};
    for (size_t i = 0; i < sizeof reforms / sizeof *reforms; i++) {
        const struct dlb_district *was = named(reforms[i].was, reforms[i].province);
        cr_assert_neq(was, NULL, "reform %zu", i);
        cr_expect_eq(was->abolished, reforms[i].abolished, "reform %zu", i);
        cr_expect_eq(was->successor / 1000, reforms[i].province_today, "reform %zu", i);
        const struct dlb_district *is = dlb_district_of(was->successor);
        if (reforms[i].is == NULL)
            cr_expect_eq(is, NULL, "reform %zu", i);
        else
            cr_expect_eq(is, named(reforms[i].is, reforms[i].province_today), "reform %zu", i);
    }
}

/* A road's key is worked out without its eup, myeon or dong (juso_names.c); so what a district
 * gave to another one before there were road addresses is no concern of a table of them. */
Test(district, all_parts_of_a_district_that_was_divided_have_one_key)
{
    enum { ROAD_ADDRESSES_SINCE = 20140101 };
    for (size_t i = 0; i < dlb_district_splits.n; i++) {
        const struct dlb_district *whole = dlb_district_of(dlb_district_splits.rows[i].district);
        const struct dlb_district *part = dlb_district_of(dlb_district_splits.rows[i].gu);
        if (part == NULL || part->created < ROAD_ADDRESSES_SINCE) continue;
        while (whole->successor != 0) whole = dlb_district_of(whole->successor);
        cr_expect_eq(whole->key, part->key, "%u", dlb_district_splits.rows[i].district);
    }
}
