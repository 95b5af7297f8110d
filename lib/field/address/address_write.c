/* SPDX-License-Identifier: Apache-2.0 */
/*
 * address_write.c - what was read of an address, in the names of today, with its keys.
 *
 * The keys are hashes of a text that people can read:
 *
 *   road_key    province|city|road|under|main|sub       one building; equal for all its units
 *   lot_key     province|city|emd ri|mountain|main|sub  one lot
 *   street_key  province|city|road                      one road; of a lot, its dong or ri
 *   unit_key    dong|ho|[floor|]                        the unit, within one building only
 *
 * "city" is the district, but never the gu of a city: agencies leave that gu out ("부천시"
 * for "부천시 오정구"), it came and went (부천시 2016-2024, 화성시 2026), and road names are
 * given once per city. For the same reason the gu of Incheon that were cut anew in 2026 share
 * one name in keys. Eup and myeon are not part of the road key: a road name needs none.
 * An address whose district is unknown has no key but the unit's: 중앙로 10 is everywhere. A
 * district that cannot be placed (중구 without its province) is taken as written.
 * The few dong that two gu of 창원시 share carry their gu in lot_key.
 * unit_key has the floor only where the unit does not tell it: basements, "2층", "2층 1호".
 */
#include "field/address/address_scan.h"

#include <string.h>

enum { KEY_TEXT = 512, BLOCK = 16, SEJONG = 36110, CHANGWON = 48120 };

/* ---- texts ----------------------------------------------------------------------------- */

/* A text being written into a buffer that is always large enough, by BLOCK bytes or more. */
struct writer {
    char *at;
};

static void put_char(struct writer *out, char c)
{
    *out->at++ = c;
}

/* A text that may be read, and written, up to the next full block: the texts of
 * struct dlb_address are. Copying whole blocks takes no decision on the length. */
static void put_blocks(struct writer *out, const char *text, size_t n)
{
    for (size_t i = 0; i < n; i += BLOCK) memcpy(out->at + i, text + i, BLOCK);
    out->at += n;
}

static void put_number(struct writer *out, uint32_t value)
{
    size_t n = 1;
    for (uint32_t rest = value; rest > 9; rest /= 10) n++;
    for (size_t i = n; i-- > 0; value /= 10) out->at[i] = (char)('0' + value % 10);
    out->at += n;
}

/* Characters of the scanner's alphabet: none needs more than three bytes. */
static void put_units(struct writer *out, const char16_t *text, size_t n)
{
    char *at = out->at;
    for (size_t i = 0; i < n; i++) {
        char16_t c = text[i];
        if (c >= 0x800) {
            at[0] = (char)(0xE0 | c >> 12);
            at[1] = (char)(0x80 | (c >> 6 & 0x3F));
            at[2] = (char)(0x80 | (c & 0x3F));
            at += 3;
        } else if (c < 0x80) {
            *at++ = (char)c;
        } else {
            at[0] = (char)(0xC0 | c >> 6);
            at[1] = (char)(0x80 | (c & 0x3F));
            at += 2;
        }
    }
    out->at = at;
}

static uint8_t put_name(char *dst, const struct dlb_units *name)
{
    struct writer out = {dst};
    put_units(&out, name->unit, name->n);
    return (uint8_t)(out.at - dst);
}

static void put_district(struct writer *out, const struct dlb_district *row)
{
    size_t n = 0;
    while (n < 6 && row->name[n] != 0) n++;
    put_units(out, row->name, n);
}

/* " name", but no space at the beginning of the text. */
static void put_part(struct writer *out, const char *begin, const char *part, size_t n)
{
    if (n > 0 && out->at > begin) put_char(out, ' ');
    put_blocks(out, part, n);
}

/* ---- place ------------------------------------------------------------------------------ */

/* Names of today; 강원 and 전북 became special provinces in 2023 and 2024. */
static size_t put_province(char *dst, uint32_t code)
{
    static const struct {
        uint32_t code;
        char name[2 * BLOCK];
    } provinces[] = {
        {41, "경기도"},         {11, "서울특별시"}, {26, "부산광역시"},     {27, "대구광역시"},
        {28, "인천광역시"},     {29, "광주광역시"}, {30, "대전광역시"},     {31, "울산광역시"},
        {36, "세종특별자치시"}, {43, "충청북도"},   {44, "충청남도"},       {46, "전라남도"},
        {47, "경상북도"},       {48, "경상남도"},   {50, "제주특별자치도"}, {51, "강원특별자치도"},
        {52, "전북특별자치도"},
    };
    for (size_t i = 0; i < sizeof provinces / sizeof *provinces; i++)
        if (provinces[i].code == code) {
            memcpy(dst, provinces[i].name, sizeof provinces[i].name);
            return strlen(provinces[i].name);
        }
    return 0;
}

/* Where the eup, myeon or dong went, if that is not where its district as written did, or one
 * part of it. */
static const struct dlb_place *part_today(const struct dlb_district *written,
                                          const struct dlb_units *emd)
{
    const struct dlb_place *part = NULL;
    for (const struct dlb_district *was = written; was != NULL && part == NULL;
         was = was->successor != 0 ? dlb_district_of(was->successor) : NULL)
        if (was->parts & DLB_DISTRICT_DIVIDED)
            part = dlb_place_find(&dlb_district_splits, was->code, emd);
    return part;
}

static uint32_t city_of(const struct dlb_district *row, uint32_t code)
{
    return row != NULL && row->parent != 0 ? row->parent : code;
}

/*
 * The district of today: what became of the one written and, where that was divided, the
 * part in which the eup, myeon or dong lies. Names of eups and myeons change too; rows of
 * what was divided have the name of then or, where a gu came later, that of today.
 */
static const struct dlb_district *district_today(struct dlb_address_scan *scan)
{
    const struct dlb_district *written = scan->written;
    uint32_t code;
    const struct dlb_district *row = dlb_district_heir(written, &code);
    if (row != written) scan->flags |= DOLBOM_ADDRESS_RENAMED;
    const struct dlb_place *part = part_today(written, &scan->emd);
    uint32_t city =
        part != NULL ? city_of(dlb_district_of(part->gu), part->gu) : city_of(row, code);
    bool is_rural = scan->emd.n > 0 && dlb_is_one_of(scan->emd.unit[scan->emd.n - 1], u"읍면");
    if (is_rural && dlb_place_rename(&dlb_eup_renames, city, &scan->emd)) {
        scan->flags |= DOLBOM_ADDRESS_RENAMED;
        if (part == NULL) part = part_today(written, &scan->emd);
    }
    scan->province = (part != NULL ? part->gu : code) / 1000;
    if (part == NULL) return row;
    bool is_moved = written->abolished || (row != NULL && row->parent != 0);
    scan->flags |= is_moved ? DOLBOM_ADDRESS_RENAMED : DOLBOM_ADDRESS_INFERRED;
    return dlb_district_of(part->gu);
}

/* The names of today's district and of what keys use. */
static void write_district(const struct dlb_address_scan *scan, const struct dlb_district *row,
                           struct dlb_address *out)
{
    struct writer sigungu = {out->sigungu}, city = {out->city};
    if (row != NULL) {
        if (row->parent != 0) {
            bool read = scan->city != NULL && scan->city->code == row->parent;
            put_district(&sigungu, read ? scan->city : dlb_district_of(row->parent));
            put_blocks(&city, out->sigungu, (size_t)(sigungu.at - out->sigungu));
            put_char(&sigungu, ' ');
        }
        put_district(&sigungu, row);
        out->sigungu_code = row->code;
        out->city_code = row->key;
        if (row->key == row->code) {
            put_blocks(&city, out->sigungu, (size_t)(sigungu.at - out->sigungu));
        } else if (row->key != row->parent) {
            put_district(&city, dlb_district_of(row->key));
        }
    } else {
        put_units(&sigungu, scan->district_name.unit, scan->district_name.n);
        put_units(&city, scan->district_name.unit, scan->district_name.n);
    }
    out->sigungu_len = (uint8_t)(sigungu.at - out->sigungu);
    out->city_len = (uint8_t)(city.at - out->city);
}

static void write_place(struct dlb_address_scan *scan, struct dlb_address *out)
{
    const struct dlb_district *written = scan->written, *row = NULL;
    if (written != NULL) {
        out->sigungu_code_written = written->code;
        row = district_today(scan);
    }
    write_district(scan, row, out);
    if (scan->province == SEJONG / 1000) out->sigungu_code = out->city_code = SEJONG;
    out->sido_code = scan->province;
    out->sido_len = (uint8_t)put_province(out->sido, scan->province);
}

/* ---- keys ------------------------------------------------------------------------------- */

static void put_key_place(struct writer *key, const struct dlb_address *a)
{
    put_blocks(key, a->sido, a->sido_len);
    put_char(key, '|');
    put_blocks(key, a->city, a->city_len);
    put_char(key, '|');
}

static void put_key_numbers(struct writer *key, uint32_t first, uint32_t main, uint32_t sub)
{
    const uint32_t numbers[] = {first, main, sub};
    for (size_t i = 0; i < 3; i++) {
        put_char(key, '|');
        put_number(key, numbers[i]);
    }
}

/* 창원시 was made of three cities: these dong lie in two of its gu each. */
static bool is_twin(const struct dlb_address *a)
{
    static const char twins[][BLOCK] = {"중앙동", "상남동", "남양동", "신월동", "신흥동", "현동"};
    if (a->city_code != CHANGWON) return false;
    for (size_t i = 0; i < sizeof twins / sizeof *twins; i++)
        if (a->emd_len == strlen(twins[i]) && memcmp(a->emd, twins[i], a->emd_len) == 0)
            return true;
    return false;
}

void dlb_address_keys(struct dlb_address *out)
{
    char text[KEY_TEXT];
    struct writer key = {text};
    bool is_placed = out->city_len > 0 || out->sido_code == SEJONG / 1000;
    if (!is_placed) return;
    put_key_place(&key, out);
    char *behind_place = key.at;
    if (out->lot_main > 0) {
        if (is_twin(out)) put_part(&key, key.at, out->sigungu, out->sigungu_len);
        put_part(&key, behind_place, out->emd, out->emd_len);
        put_part(&key, behind_place, out->ri, out->ri_len);
        out->street_key = dlb_hash64(text, (size_t)(key.at - text));
        put_key_numbers(&key, out->mountain, out->lot_main, out->lot_sub);
        out->lot_key = dlb_hash64(text, (size_t)(key.at - text));
    }
    if (out->road_len > 0) {
        key.at = behind_place;
        put_blocks(&key, out->road, out->road_len);
        out->street_key = dlb_hash64(text, (size_t)(key.at - text));
    }
    if (out->main > 0) {
        put_key_numbers(&key, out->under, out->main, out->sub);
        out->road_key = dlb_hash64(text, (size_t)(key.at - text));
    }
}

/* Without leading zeros, so that 003호 is 3호 and B02호 is B2호; how many characters were left
 * of the digits. */
static size_t put_unit(struct writer *key, const struct dlb_units *name)
{
    size_t letters = 0;
    while (letters < name->n && !dlb_is_digit(name->unit[letters])) letters++;
    size_t zeros = letters;
    while (zeros + 1 < name->n && name->unit[zeros] == '0') zeros++;
    put_units(key, name->unit, letters);
    put_units(key, name->unit + zeros, name->n - zeros);
    put_char(key, '|');
    return name->n - zeros;
}

/* "B02호" is "지층 2호": by its number alone it does not tell which basement floor it lies on. */
static void part_basement(struct dlb_units *floor, struct dlb_units *ho)
{
    enum { DIGITS = 2 };
    bool is_short = ho->n >= 2 && ho->n <= 1 + DIGITS;
    if (!is_short || ho->unit[0] != u'B' || !dlb_is_digit(ho->unit[1])) return;
    for (size_t i = 1; i < ho->n; i++) ho->unit[i - 1] = ho->unit[i];
    ho->n--;
    if (floor->n == 0) dlb_units_add(floor, u"B1", 2);
}

static uint64_t unit_key(const struct dlb_address_scan *scan)
{
    char text[KEY_TEXT];
    struct writer key = {text};
    struct dlb_units floor = scan->floor, ho = scan->ho;
    if (ho.n == 0 && floor.n == 0) return 0;
    part_basement(&floor, &ho);
    put_unit(&key, &scan->dong);
    size_t n_digits = put_unit(&key, &ho);
    bool ho_below = ho.n > 0 && ho.unit[0] == u'B';
    bool floor_below = floor.n > 0 && floor.unit[0] == u'B';
    bool ho_tells_floor = ho_below || (n_digits > 2 && !floor_below);
    if (!ho_tells_floor) put_unit(&key, &floor);
    return dlb_hash64(text, (size_t)(key.at - text));
}

/* ---- canonical text ------------------------------------------------------------------- */

static void put_numbers(struct writer *out, const char before[BLOCK], uint32_t main, uint32_t sub)
{
    put_blocks(out, before, strlen(before));
    put_number(out, main);
    if (sub > 0) put_char(out, '-');
    if (sub > 0) put_number(out, sub);
}

static void write_text(struct dlb_address *a, bool has_eup)
{
    static const char unders[][BLOCK] = {" ", " 지하 ", " 공중 "}, lots[][BLOCK] = {" ", " 산 "};
    struct writer out = {a->text};
    put_part(&out, a->text, a->sido, a->sido_len);
    put_part(&out, a->text, a->sigungu, a->sigungu_len);
    bool is_road = a->road_len > 0;
    if (has_eup || !is_road) put_part(&out, a->text, a->emd, a->emd_len);
    if (is_road) {
        put_part(&out, a->text, a->road, a->road_len);
        if (a->main > 0) put_numbers(&out, unders[a->under], a->main, a->sub);
    } else {
        put_part(&out, a->text, a->ri, a->ri_len);
        if (a->lot_main > 0) put_numbers(&out, lots[a->mountain], a->lot_main, a->lot_sub);
    }
    a->text_len = (uint16_t)(out.at - a->text);
}

void dlb_address_write(struct dlb_address_scan *scan, struct dlb_address *out)
{
    write_place(scan, out);
    out->under = (uint8_t)scan->under;
    out->mountain = (uint8_t)scan->mountain;
    out->main = scan->main;
    out->sub = scan->sub;
    out->lot_main = scan->lot_main;
    out->lot_sub = scan->lot_sub;
    out->zip = scan->zip;
    out->flags = scan->flags;
    out->emd_len = put_name(out->emd, &scan->emd);
    out->ri_len = put_name(out->ri, &scan->ri);
    out->road_len = put_name(out->road, &scan->road);
    out->dong_len = put_name(out->dong, &scan->dong);
    out->floor_len = put_name(out->floor, &scan->floor);
    out->ho_len = put_name(out->ho, &scan->ho);
    out->unit_key = unit_key(scan);
    dlb_address_keys(out);
    write_text(out, scan->emd.n > 0 && dlb_is_one_of(scan->emd.unit[scan->emd.n - 1], u"읍면"));
}
