/* SPDX-License-Identifier: Apache-2.0 */
/* juso_world.c - small tables of addresses, by hand and by chance. */
#include "juso_world.h"

#include <stdio.h>
#include <string.h>

#define SEJONG "세종특별자치시", "", "반곡동", "", 3611010100
#define SUJEONG "경기도", "성남시 수정구", "신흥동", "", 4113110100
#define JUNGWON "경기도", "성남시 중원구", "성남동", "", 4113310100
#define SINAN "전라남도", "신안군", "임자면", "진리", 4691031021
#define CHUNCHEON "강원도", "춘천시", "서면", "방동리", 4211038025
#define GUNWI "경상북도", "군위군", "군위읍", "동부리", 4772025021
#define YEONGJONG "인천광역시", "중구", "운남동", "", 2811014600
#define JUNGGU "서울특별시", "중구", "태평로1가", "", 1114010300
#define CHEONGWON "충청북도", "청원군", "가덕면", "인차리", 4371031021
#define MASAN "경상남도", "마산시", "대창동", "", 4816010100
#define SEJONGNO "서울특별시", "종로구", "세종로", "", 1111011900

const struct world_row world_rows[] = {
    /* a province without districts: column 4 is empty */
    {SEJONG, 361102000002, "한누리대로", 0, 1811, 0, 0, 47, 1, 30145, 20181204, NULL, false},
    {SEJONG, 361102000002, "한누리대로", 0, 1820, 0, 0, 862, 0, 30146, 20191202, NULL, false},
    /* lots that belong to a building beside its own */
    {SEJONG, 361102000002, "한누리대로", 0, 1820, 0, 0, 863, 0, 0, 0, NULL, true},
    {SEJONG, 361102000002, "한누리대로", 0, 1820, 0, 1, 863, 0, 0, 0, NULL, true},
    /* one road name with a code in each of two gu; number 10 in both, 17 in one */
    {SUJEONG, 411313180001, "수정로", 0, 10, 0, 0, 100, 0, 13100, 20140101, NULL, false},
    {JUNGWON, 411333180001, "수정로", 0, 10, 0, 0, 200, 0, 13300, 20140101, NULL, false},
    {JUNGWON, 411333180001, "수정로", 0, 17, 0, 0, 201, 3, 13301, 20140101, NULL, false},
    /* two buildings on one lot */
    {SINAN, 469103275001, "임자로", 0, 5, 0, 0, 11, 0, 58803, 20140101, NULL, false},
    {SINAN, 469103275001, "임자로", 0, 5, 1, 0, 11, 0, 58803, 20140101, NULL, false},
    {SINAN, 469103275001, "임자로", 0, 7, 0, 1, 12, 3, 58803, 20140101, NULL, false},
    /* names of before, in a file of before */
    {CHUNCHEON, 421103221001, "박사로", 0, 854, 0, 0, 337, 2, 24408, 20140101, NULL, false},
    {GUNWI, 477203327001, "군청로", 0, 200, 0, 0, 500, 0, 39018, 20140101, NULL, false},
    {YEONGJONG, 281103153001, "운남로", 0, 30, 0, 0, 1200, 1, 22371, 20140101, NULL, false},
    /* districts that were divided among cities: only eup, myeon or dong tell the city */
    {CHEONGWON, 437103200001, "인차로", 0, 5, 0, 0, 10, 0, 28207, 20140101, NULL, false},
    {MASAN, 481603200001, "대창로", 0, 6, 0, 0, 10, 0, 51746, 20140101, NULL, false},
    /* above ground, below it, and in the air */
    {JUNGGU, 111402005001, "세종대로", 0, 101, 0, 0, 35, 0, 4519, 20140101, NULL, false},
    {JUNGGU, 111402005001, "세종대로", 1, 101, 0, 0, 36, 0, 4519, 20140101, NULL, false},
    {JUNGGU, 111402005001, "세종대로", 2, 101, 0, 0, 37, 0, 4519, 20140101, NULL, false},
    /* a legal dong with the name of a road; a building without a lot and a postcode */
    {SEJONGNO, 111102005001, "세종대로", 0, 209, 0, 0, 77, 6, 3171, 20140101, NULL, false},
    {SEJONG, 361103258001, "새샘로", 0, 3, 0, 0, 0, 0, 0, 0, NULL, false},
    /* a lot under the codes its dong had before and has now: the building is one all the same */
    {SEJONG, 361103258001, "새샘로", 0, 21, 0, 0, 500, 0, 30100, 20200101, NULL, false},
    {"세종특별자치시", "", "반곡동", "", 3611010101, 361103258001, "새샘로", 0, 21, 0, 0, 500, 0, 0,
     0, NULL, true},
    /* a road that is spelt in three ways: the latest one is shown, all lead to it */
    {SEJONG, 361103258002, "나래로", 0, 1, 0, 0, 600, 0, 30100, 20140101, NULL, false},
    {SEJONG, 361103258002, "나레로", 0, 2, 0, 0, 601, 0, 30100, 20180101, NULL, false},
    {SEJONG, 361103258002, "나래로", 0, 3, 0, 0, 602, 0, 30100, 20200101, NULL, false},
    /* changed twice, abolished, and come back after its abolition */
    {SEJONG, 361103258001, "새샘로", 0, 9, 0, 0, 300, 0, 30100, 20200101, NULL, false},
    {SEJONG, 361103258001, "새샘로", 0, 9, 0, 0, 302, 0, 30102, 20220101, "34", false},
    {SEJONG, 361103258001, "새샘로", 0, 9, 0, 0, 301, 0, 30101, 20210101, "34", false},
    {SEJONG, 361103258001, "새샘로", 0, 11, 0, 0, 303, 0, 30100, 20200101, NULL, false},
    {SEJONG, 361103258001, "새샘로", 0, 11, 0, 0, 303, 0, 30100, 20200101, "63", false},
    {SEJONG, 361103258001, "새샘로", 0, 11, 0, 0, 304, 0, 0, 0, NULL, true},
    {SEJONG, 361103258001, "새샘로", 0, 13, 0, 0, 305, 0, 30100, 20200101, "63", false},
    {SEJONG, 361103258001, "새샘로", 0, 13, 0, 0, 306, 0, 30100, 20210101, "31", false},
    /* a lot taken away again, one given twice, one that is the building's own */
    {SEJONG, 361103258001, "새샘로", 0, 13, 0, 0, 400, 0, 0, 0, NULL, true},
    {SEJONG, 361103258001, "새샘로", 0, 13, 0, 0, 400, 0, 0, 0, "63", true},
    {SEJONG, 361103258001, "새샘로", 0, 13, 0, 0, 401, 0, 0, 0, "31", true},
    {SEJONG, 361103258001, "새샘로", 0, 13, 0, 0, 401, 0, 0, 0, NULL, true},
    {SEJONG, 361103258001, "새샘로", 0, 13, 0, 0, 306, 0, 0, 0, NULL, true},
};
const size_t world_n_rows = sizeof world_rows / sizeof *world_rows;

void world_key(const struct world_row *row, char key[27])
{
    snprintf(key, 27, "%05u%03u%07u%u%05u%05u", (unsigned)(row->road / 10000000 % 100000),
             (unsigned)(row->dong / 100 % 1000), (unsigned)(row->road % 10000000), row->under % 10,
             row->main % 100000, row->sub % 100000);
}

size_t world_line(const struct world_row *row, char line[WORLD_LINE])
{
    char key[27], zip[16] = "", date[16] = "";
    const char *reason = row->reason != NULL ? row->reason : "";
    world_key(row, key);
    if (row->zip > 0) snprintf(zip, sizeof zip, "%05u", row->zip);
    if (row->date > 0) snprintf(date, sizeof date, "%08u", row->date);
    int n = snprintf(line, WORLD_LINE, "%s|%llu|%s|%s|%s|%s|%u|%u|%u|%llu|", key,
                     (unsigned long long)row->dong, row->sido, row->sigungu, row->emd, row->ri,
                     row->mountain, row->lot, row->lot_sub, (unsigned long long)row->road);
    if (row->is_lot)
        n += snprintf(line + n, WORLD_LINE - (size_t)n, "%u|%u|%u|%s", row->under, row->main,
                      row->sub, reason);
    else
        n += snprintf(line + n, WORLD_LINE - (size_t)n, "%s|%u|%u|%u|%llu|%s|%s||%s|0|%s|||",
                      row->road_name, row->under, row->main, row->sub,
                      (unsigned long long)row->dong, row->emd, zip, date, reason);
    return (size_t)n;
}

static size_t place_text(const struct world_row *row, char text[WORLD_LINE])
{
    const char *space = row->sigungu[0] ? " " : "";
    return (size_t)snprintf(text, WORLD_LINE, "%s%s%s ", row->sido, space, row->sigungu);
}

size_t world_road_text(const struct world_row *row, char text[WORLD_LINE])
{
    static const char *const unders[] = {"", "지하 ", "공중 "};
    size_t n = place_text(row, text), len = strlen(row->emd);
    bool rural = strcmp(row->emd + len - 3, "면") == 0 || strcmp(row->emd + len - 3, "읍") == 0;
    n += (size_t)snprintf(text + n, WORLD_LINE - n, "%s%s%s %s%u", rural ? row->emd : "",
                          rural ? " " : "", row->road_name, unders[row->under % 3], row->main);
    if (row->sub > 0) n += (size_t)snprintf(text + n, WORLD_LINE - n, "-%u", row->sub);
    return n;
}

size_t world_lot_text(const struct world_row *row, char text[WORLD_LINE])
{
    size_t n = place_text(row, text);
    n += (size_t)snprintf(text + n, WORLD_LINE - n, "%s %s%s%s%u", row->emd, row->ri,
                          row->ri[0] ? " " : "", row->mountain ? "산 " : "", row->lot);
    if (row->lot_sub > 0) n += (size_t)snprintf(text + n, WORLD_LINE - n, "-%u", row->lot_sub);
    return n;
}

dolbom_status world_build(const struct world_row *rows, size_t n,
                          const dolbom_environment *environment, dolbom_juso_builder **builder,
                          const void **bytes, uint64_t *n_bytes, dolbom_juso_tally *tally,
                          dolbom_error *error)
{
    char line[WORLD_LINE];
    const char *reason;
    dolbom_status status = dolbom_juso_builder_open(environment, builder, error);
    for (size_t i = 0; i < n && status == DOLBOM_OK; i++)
        status =
            dolbom_juso_builder_add(*builder, line, world_line(rows + i, line), &reason, error);
    if (status == DOLBOM_OK)
        status = dolbom_juso_builder_finish(*builder, bytes, n_bytes, tally, error);
    return status;
}

dolbom_status world_open(struct world *world, const struct world_row *rows, size_t n,
                         const dolbom_environment *environment, dolbom_error *error)
{
    dolbom_juso *juso = NULL;
    dolbom_plan *base = NULL;
    *world = (struct world){.tally = {.struct_size = sizeof world->tally},
                            .info = {.struct_size = sizeof world->info}};
    dolbom_status status = world_build(rows, n, environment, &world->builder, &world->bytes,
                                       &world->n_bytes, &world->tally, error);
    if (status == DOLBOM_OK)
        status = dolbom_juso_open(world->bytes, world->n_bytes, environment, &juso, error);
    if (status == DOLBOM_OK) status = dolbom_plan_read(NULL, "", 0, environment, &base, error);
    if (status == DOLBOM_OK) status = dolbom_plan_with_juso(base, juso, &world->plan, error);
    if (status == DOLBOM_OK) status = dolbom_juso_describe(juso, &world->info);
    dolbom_plan_free(base);
    dolbom_juso_free(juso); /* the plan has its own share */
    return status;
}

void world_close(struct world *world)
{
    dolbom_plan_free(world->plan);
    dolbom_juso_builder_free(world->builder);
    memset(world, 0, sizeof *world);
}

/* ---- by chance ------------------------------------------------------------------------------- */

static uint64_t draw(uint64_t *state, uint64_t below)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (*state >> 11) % below;
}

void world_invent(struct world_row *rows, size_t n, uint64_t seed)
{
    static const struct {
        const char *sido, *sigungu, *emd, *ri;
        uint64_t dong;
    } places[] = {
        {SEJONG},
        {SUJEONG},
        {JUNGWON},
        {SINAN},
        {CHUNCHEON},
        {GUNWI},
        {YEONGJONG},
        {JUNGGU},
        {"경기도", "남양주시", "화도읍", "마석우리", 4136025321},
        {"경기도", "남양주시", "금곡동", "", 4136010500},
        {"전라남도", "신안군", "임자면", "대기리", 4691031022},
        {"부산광역시", "사하구", "감천동", "", 2638010600},
        {"경기도", "성남시 분당구", "정자동", "", 4113510300},
    };
    static const char *const roads[] = {"중앙로",     "시민로",   "시민로5번길", "역전1길",
                                        "한누리대로", "소나무길", "경춘로12가길"};
    enum { PLACES = sizeof places / sizeof *places, ROADS = sizeof roads / sizeof *roads };
    uint64_t state = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
    for (size_t i = 0; i < n; i++) {
        struct world_row *row = rows + i;
        size_t road = draw(&state, ROADS);
        size_t place = draw(&state, PLACES);
        *row = (struct world_row){.sido = places[place].sido,
                                  .sigungu = places[place].sigungu,
                                  .emd = places[place].emd,
                                  .ri = places[place].ri,
                                  .dong = places[place].dong};
        row->road = row->dong / 100000 * 10000000 + 3000001 + road;
        row->road_name = roads[road];
        row->under = draw(&state, 20) == 0;
        row->main = 1 + (unsigned)draw(&state, 60);
        row->sub = draw(&state, 3) == 0 ? 1 + (unsigned)draw(&state, 4) : 0;
        row->mountain = draw(&state, 10) == 0;
        row->lot = 1 + (unsigned)draw(&state, 200);
        row->lot_sub = (unsigned)draw(&state, 3);
        row->is_lot = draw(&state, 5) == 0;
        row->zip = row->is_lot ? 0 : 10000 + (unsigned)draw(&state, 500);
        row->date = row->is_lot ? 0 : 20140101 + (unsigned)draw(&state, 4);
        uint64_t reason = draw(&state, 12);
        row->reason = reason == 0 ? "63" : reason == 1 ? "34" : NULL;
    }
}
