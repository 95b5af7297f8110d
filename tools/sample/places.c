/* SPDX-License-Identifier: Apache-2.0 */
/*
 * places.c - addresses in Namyangju's areas, written in the ways agencies write them.
 *
 * The areas are the city's real eup, myeon and dong, so that districts resolve; roads and
 * numbers are drawn, so that an address is a form and not a place where somebody lives.
 */
#include "sample/sample.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;  /* eup, myeon or dong */
    const char *legal; /* legal dong or ri for lot addresses and brackets */
    uint8_t zone;
    bool rural; /* eup and myeon are part of a road address */
} areas[] = {
    {"화도읍", "마석우리", 0, true},   {"화도읍", "창현리", 0, true},
    {"수동면", "운수리", 0, true},     {"호평동", "호평동", 0, false},
    {"평내동", "평내동", 0, false},    {"와부읍", "덕소리", 1, true},
    {"조안면", "조안리", 1, true},     {"금곡동", "금곡동", 1, false},
    {"일패동", "일패동", 1, false},    {"다산동", "다산동", 2, false},
    {"지금동", "지금동", 2, false},    {"수석동", "수석동", 2, false},
    {"퇴계원읍", "퇴계원리", 3, true}, {"진접읍", "장현리", 3, true},
    {"오남읍", "오남리", 3, true},     {"진건읍", "용정리", 3, true},
    {"별내동", "별내동", 3, false},    {"별내면", "청학리", 3, true},
};

static const char *const roads[] = {
    "경춘로",     "다산중앙로", "천마산로", "북한강로", "홍유릉로", "사릉로", "양진로",
    "별내중앙로", "늘을1로",    "도농로",   "경강로",   "진접로",   "금강로", "비룡로",
    "순화궁로",   "덕송로",     "오남로",   "수레로",   "월문천로", "가운로", "미금로",
    "불암로",     "화랑로",     "광릉내로", "묵현로",   "창현로",
};

static const char *const zone_ids[4] = {"east", "west", "south", "north"};

const char *sample_zone_id(uint8_t zone)
{
    return zone_ids[zone];
}

void sample_place(struct chance *chance, struct sample_place *place)
{
    enum { AREAS = sizeof areas / sizeof *areas, ROADS = sizeof roads / sizeof *roads };
    *place = (struct sample_place){0};
    place->area = (uint8_t)chance_below(chance, AREAS);
    place->zone = areas[place->area].zone;
    place->road = (uint16_t)chance_below(chance, ROADS);
    if (chance_of(chance, 550000)) place->branch = (uint16_t)(1 + chance_below(chance, 320));
    place->main = (uint16_t)(1 + chance_below(chance, 280));
    if (chance_of(chance, 300000)) place->sub = (uint16_t)(1 + chance_below(chance, 30));
    if (chance_of(chance, 600000)) {
        place->dong = (uint16_t)(101 + chance_below(chance, 12));
        place->ho = (uint16_t)(100 * (1 + chance_below(chance, 20)) + 1 + chance_below(chance, 6));
    }
    place->lot = (uint16_t)(1 + chance_below(chance, 900));
    if (chance_of(chance, 600000)) place->lot_sub = (uint16_t)(1 + chance_below(chance, 40));
}

static void put_number(char *text, size_t cap, unsigned main, unsigned sub)
{
    if (sub)
        snprintf(text, cap, "%u-%u", main, sub);
    else
        snprintf(text, cap, "%u", main);
}

void sample_address(const struct sample_place *place, const struct sample_agency *agency, bool lot,
                    char *text, size_t cap)
{
    static const char *const sido[] = {"경기도 남양주시", "경기 남양주시", "남양주시"};
    char number[16], road[48], unit[32] = "", bracket[32] = "";
    bool rural = areas[place->area].rural;
    put_number(number, sizeof number, lot ? place->lot : place->main,
               lot ? place->lot_sub : place->sub);
    if (place->dong) snprintf(unit, sizeof unit, " %u동 %u호", place->dong, place->ho);
    if (agency->legal_dong_in_brackets && !lot && !rural)
        snprintf(bracket, sizeof bracket, " (%s)", areas[place->area].legal);
    if (lot) {
        snprintf(text, cap, "%s %s%s%s %s%s", sido[agency->sido_style],
                 rural ? areas[place->area].name : "", rural ? " " : "", areas[place->area].legal,
                 number, unit);
        return;
    }
    if (place->branch)
        snprintf(road, sizeof road, "%s%u번길", roads[place->road], place->branch);
    else
        snprintf(road, sizeof road, "%s", roads[place->road]);
    snprintf(text, cap, "%s %s%s%s%s%s%s%s%s", sido[agency->sido_style],
             rural ? areas[place->area].name : "", rural ? " " : "", road,
             agency->glued_numbers ? "" : " ", number, *unit ? "," : "", unit, bracket);
}
