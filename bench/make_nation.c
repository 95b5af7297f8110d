/* SPDX-License-Identifier: Apache-2.0 */
/*
 * make_nation.c - invents a nation's address files in the layout of juso.go.kr.
 *
 * usage: make_nation FOLDER [BUILDINGS]
 *
 * Writes rnaddrkor_NN.txt and jibun_rnaddrkor_NN.txt per province (windows-949, '|'), and
 * queries_road.txt, queries_lot.txt, queries_miss.txt with addresses as people write them.
 * The districts are real, everything else is invented, with as many buildings per road, lots per
 * building and legal dongs per district as the country has on average. The same number of buildings
 * gives the same bytes.
 */
#include <iconv.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "field/address/district.h"
#include "field/field.h"

enum {
    USUAL_BUILDINGS = 6400000,
    DONGS_MAX = 256, /* of a district, counting each ri */
    TEXT = 96,
    QUERIES = 20000 /* one in that many buildings, to get about as many of each kind as there are */
};

/* A text in both encodings. */
struct text {
    char utf8[TEXT], korean[TEXT];
};

struct dong {
    struct text emd, ri;
    uint64_t code;
    uint32_t lot, lot_sub; /* the last one handed out */
    uint32_t zip;
};

struct nation {
    const char *folder;
    iconv_t korean;
    FILE *buildings, *lots, *roads_asked, *lots_asked, *misses_asked;
    uint64_t chance;
    uint32_t n_districts, n_done, n_roads_each, n_buildings_each;
    uint32_t ask_every, n_zips;
    struct text sido, sigungu;
    struct dong dongs[DONGS_MAX];
    size_t n_dongs;
};

static const struct {
    uint32_t code;
    const char *name;
} provinces[] = {
    {11, "서울특별시"},     {26, "부산광역시"}, {27, "대구광역시"},     {28, "인천광역시"},
    {29, "광주광역시"},     {30, "대전광역시"}, {31, "울산광역시"},     {36, "세종특별자치시"},
    {41, "경기도"},         {43, "충청북도"},   {44, "충청남도"},       {46, "전라남도"},
    {47, "경상북도"},       {48, "경상남도"},   {50, "제주특별자치도"}, {51, "강원특별자치도"},
    {52, "전북특별자치도"},
};

static const char *const firsts[] = {"신", "송", "금", "은", "오", "장", "청", "백", "용", "덕"};
static const char *const seconds[] = {"정", "천", "곡", "당", "암", "평", "촌", "계", "봉", "림"};
static const char *const thirds[] = {"내", "원", "현", "호", "성", "월", "운", "명", "진", "화"};

static uint32_t draw(struct nation *nation, uint32_t below)
{
    nation->chance ^= nation->chance << 13;
    nation->chance ^= nation->chance >> 7;
    nation->chance ^= nation->chance << 17;
    return (uint32_t)((nation->chance >> 20) % below);
}

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

/* The text in windows-949 too. */
static void encode(struct nation *nation, struct text *text)
{
    char *in = text->utf8, *out = text->korean;
    size_t in_len = strlen(in), out_len = sizeof text->korean - 1;
    if (iconv(nation->korean, &in, &in_len, &out, &out_len) == (size_t)-1) fail("iconv");
    *out = 0;
}

static FILE *open_file(const struct nation *nation, const char *name, uint32_t province)
{
    char path[2048];
    if (province > 0)
        snprintf(path, sizeof path, "%s/%s_%02u.txt", nation->folder, name, province);
    else
        snprintf(path, sizeof path, "%s/%s.txt", nation->folder, name);
    FILE *file = fopen(path, "w");
    if (file == NULL) fail(path);
    setvbuf(file, NULL, _IOFBF, 1 << 20);
    return file;
}

static void close_file(FILE *file)
{
    if (fclose(file) != 0) fail("close");
}

/* ---- places ---------------------------------------------------------------------------------- */

static void add_dong(struct nation *nation, uint32_t district, uint32_t emd, uint32_t ri,
                     const char *ending)
{
    struct dong *dong = nation->dongs + nation->n_dongs++;
    memset(dong, 0, sizeof *dong);
    dong->code = (uint64_t)district * 100000 + (uint64_t)emd * 100 + ri;
    dong->zip = 1000 + nation->n_zips++ % 32000;
    snprintf(dong->emd.utf8, TEXT, "%s%s%s", firsts[emd % 10], seconds[emd / 10 % 10], ending);
    if (ri > 0) snprintf(dong->ri.utf8, TEXT, "%s%s리", firsts[ri % 10], thirds[ri / 10 % 10]);
    encode(nation, &dong->emd);
    encode(nation, &dong->ri);
}

/* A gu has dongs, a county myeons with ris, a city both. */
static void make_dongs(struct nation *nation, uint32_t district, char16_t kind)
{
    uint32_t n_dongs = kind == u'구' ? 40 : kind == u'군' ? 0 : 20;
    uint32_t n_myeons = kind == u'구' ? 0 : 10, n_ris = kind == u'군' ? 14 : 10;
    nation->n_dongs = 0;
    for (uint32_t i = 0; i < n_dongs; i++) add_dong(nation, district, 101 + i, 0, "동");
    for (uint32_t i = 0; i < n_myeons; i++)
        for (uint32_t k = 0; k < n_ris; k++)
            add_dong(nation, district, 250 + i, 21 + k, i == 0 ? "읍" : "면");
}

/* ---- addresses ------------------------------------------------------------------------------- */

struct address {
    const struct dong *dong;
    uint64_t road;
    const struct text *road_name;
    uint32_t main, sub, lot, lot_sub;
};

static void ask(const struct nation *nation, const struct address *a)
{
    const struct dong *dong = a->dong;
    const char *space = nation->sigungu.utf8[0] ? " " : "", *ri = dong->ri.utf8;
    fprintf(nation->roads_asked, "%s%s%s %s%s%s %u-%u\n", nation->sido.utf8, space,
            nation->sigungu.utf8, ri[0] ? dong->emd.utf8 : "", ri[0] ? " " : "", a->road_name->utf8,
            a->main, a->sub);
    fprintf(nation->misses_asked, "%s%s%s %s %u\n", nation->sido.utf8, space, nation->sigungu.utf8,
            a->road_name->utf8, a->main + 20000);
    fprintf(nation->lots_asked, "%s%s%s %s %s%s%u-%u\n", nation->sido.utf8, space,
            nation->sigungu.utf8, dong->emd.utf8, ri, ri[0] ? " " : "", a->lot, a->lot_sub);
}

static void write_key(const struct nation *nation, FILE *file, const struct address *a)
{
    fprintf(file, "%05u%03u%07u0%05u%05u|%llu|%s|%s|%s|%s|0|", (unsigned)(a->road / 10000000),
            (unsigned)(a->dong->code / 100 % 1000), (unsigned)(a->road % 10000000), a->main, a->sub,
            (unsigned long long)a->dong->code, nation->sido.korean, nation->sigungu.korean,
            a->dong->emd.korean, a->dong->ri.korean);
}

/* A lot that is not taken yet. */
static void next_lot(struct nation *nation, struct dong *dong)
{
    bool divided = dong->lot > 0 && draw(nation, 2) == 0;
    dong->lot_sub = divided ? dong->lot_sub + 1 : 0;
    if (!divided) dong->lot++;
}

static void write_building(struct nation *nation, struct dong *dong, struct address *a)
{
    if (dong->lot == 0 || draw(nation, 4) > 0) next_lot(nation, dong);
    a->lot = dong->lot;
    a->lot_sub = dong->lot_sub;
    write_key(nation, nation->buildings, a);
    fprintf(nation->buildings, "%u|%u|%llu|%s|0|%u|%u|%llu|%s|%05u||20%02u%02u%02u|0|||%s|\n",
            a->lot, a->lot_sub, (unsigned long long)a->road, a->road_name->korean, a->main, a->sub,
            (unsigned long long)dong->code, dong->emd.korean, dong->zip + (a->main % 2 ? 32000 : 0),
            11 + draw(nation, 13), 1 + draw(nation, 12), 1 + draw(nation, 28),
            draw(nation, 5) == 0 ? "APT" : "");
    nation->n_done++;
    if (nation->n_done % nation->ask_every == 0) ask(nation, a);
    if (draw(nation, 100) >= 28) return;
    next_lot(nation, dong);
    write_key(nation, nation->lots, a);
    fprintf(nation->lots, "%u|%u|%llu|0|%u|%u|\n", dong->lot, dong->lot_sub,
            (unsigned long long)a->road, a->main, a->sub);
}

/* Names are unique within a city: its gu take the stems in turn. */
static void name_road(struct nation *nation, struct text *name, uint32_t turn, uint32_t i)
{
    uint32_t stem = (turn * 128 + i / 12) % 1000, branch = i % 12;
    int n = snprintf(name->utf8, TEXT, "%s%s%s%s", firsts[stem % 10], seconds[stem / 10 % 10],
                     thirds[stem / 100 % 10], branch == 11 ? "길" : "로");
    if (branch > 0 && branch < 11) snprintf(name->utf8 + n, TEXT - (size_t)n, "%u번길", branch * 7);
    encode(nation, name);
}

static void make_road(struct nation *nation, uint32_t district, uint32_t turn, uint32_t i,
                      uint32_t n_buildings)
{
    struct text name;
    struct dong *dong = nation->dongs + i % nation->n_dongs;
    struct address a = {.road = (uint64_t)district * 10000000 + 3000001 + i, .road_name = &name};
    name_road(nation, &name, turn, i);
    for (uint32_t b = 0; b < n_buildings; b++) {
        bool divided = b > 0 && draw(nation, 3) == 0;
        a.sub = divided ? a.sub + 1 : 0;
        if (!divided) a.main += 1 + draw(nation, 3);
        a.dong = dong;
        write_building(nation, dong, &a);
    }
}

static void make_district(struct nation *nation, uint32_t district, char16_t kind)
{
    uint32_t n = nation->n_buildings_each;
    make_dongs(nation, district, kind);
    for (uint32_t i = 0; i < nation->n_roads_each; i++) {
        uint32_t share = n / (nation->n_roads_each - i);
        n -= share;
        make_road(nation, district, district % 10, i, share);
    }
}

static bool is_place(const struct dlb_district *row)
{
    return row->abolished == 0 && (row->parts & DLB_DISTRICT_HAS_GU) == 0;
}

static void put_units(char *dst, const char16_t name[6])
{
    for (size_t i = 0; i < 6 && name[i] != 0; i++) dst += dlb_utf8_put(name[i], dst);
    *dst = 0;
}

static void name_district(struct nation *nation, const struct dlb_district *row)
{
    char *at = nation->sigungu.utf8;
    if (row->parent != 0) {
        put_units(at, dlb_district_of(row->parent)->name);
        at += strlen(at);
        *at++ = ' ';
    }
    put_units(at, row->name);
    encode(nation, &nation->sigungu);
}

static char16_t last_of(const char16_t name[6])
{
    size_t n = 0;
    while (n < 6 && name[n] != 0) n++;
    return name[n - 1];
}

static void make_province(struct nation *nation, uint32_t code, const char *name)
{
    snprintf(nation->sido.utf8, TEXT, "%s", name);
    encode(nation, &nation->sido);
    nation->buildings = open_file(nation, "rnaddrkor", code);
    nation->lots = open_file(nation, "jibun_rnaddrkor", code);
    if (code == 36) {
        nation->sigungu.utf8[0] = nation->sigungu.korean[0] = 0;
        make_district(nation, 36110, u'시');
    }
    for (size_t i = 0; i < dlb_n_districts; i++) {
        const struct dlb_district *row = dlb_districts + dlb_district_order[i];
        if (row->code / 1000 != code || !is_place(row)) continue;
        name_district(nation, row);
        make_district(nation, row->code, last_of(row->name));
    }
    close_file(nation->buildings);
    close_file(nation->lots);
}

int main(int argc, char **argv)
{
    static struct nation nation = {.chance = UINT64_C(0x9e3779b97f4a7c15), .n_districts = 1};
    uint32_t n = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : USUAL_BUILDINGS;
    if (argc < 2 || n < 1000) {
        fprintf(stderr, "usage: make_nation FOLDER [BUILDINGS, at least 1000]\n");
        return 2;
    }
    nation.folder = argv[1];
    nation.korean = iconv_open("CP949", "UTF-8");
    if (nation.korean == (iconv_t)-1) fail("iconv_open");
    for (size_t i = 0; i < dlb_n_districts; i++) nation.n_districts += is_place(dlb_districts + i);
    nation.n_buildings_each = n / nation.n_districts;
    nation.n_roads_each = nation.n_buildings_each / 37 + 1;
    nation.ask_every = n / QUERIES + 1;
    nation.roads_asked = open_file(&nation, "queries_road", 0);
    nation.lots_asked = open_file(&nation, "queries_lot", 0);
    nation.misses_asked = open_file(&nation, "queries_miss", 0);
    for (size_t i = 0; i < sizeof provinces / sizeof *provinces; i++)
        make_province(&nation, provinces[i].code, provinces[i].name);
    close_file(nation.roads_asked);
    close_file(nation.lots_asked);
    close_file(nation.misses_asked);
    iconv_close(nation.korean);
    printf("%u buildings in %u districts\n", nation.n_done, nation.n_districts);
    return 0;
}
