/* SPDX-License-Identifier: Apache-2.0 */
/*
 * agencies.c - twelve bodies of an invented Namyangju, one of Guri, and how each of them writes.
 *
 * Encoding, date style and the like belong to an agency, because they come from its software and
 * its forms; slips belong to a record. See records.c.
 */
#include "sample/sample.h"

const struct sample_agency sample_agencies[SAMPLE_AGENCIES] = {
    {"city-hall", "남양주시청", "city_hall", "city", "", "41360", WINDOWS_949, DATE_ISO,
     PHONE_HYPHENS, SIDO_FULL, ',', true, false, false, true, false, true},
    {"hope-east", "동부희망케어센터", "hope_care", "centre", "east", "41360", UTF_8_BOM, DATE_DOTS,
     PHONE_HYPHENS, SIDO_SHORT, ',', true, false, true, true, false, true},
    {"hope-west", "서부희망케어센터", "hope_care", "centre", "west", "41360", UTF_8_BOM, DATE_ISO,
     PHONE_DIGITS, SIDO_SHORT, ',', true, false, true, false, false, true},
    {"hope-south", "남부희망케어센터", "hope_care", "centre", "south", "41360", WINDOWS_949,
     DATE_ISO, PHONE_HYPHENS, SIDO_FULL, ',', true, true, true, false, true, true},
    {"hope-north", "북부희망케어센터", "hope_care", "centre", "north", "41360", UTF_8, DATE_COMPACT,
     PHONE_DOTS, SIDO_SHORT, ',', false, false, true, true, false, true},
    {"senior-east", "동부노인복지관", "senior_centre", "independent", "east", "41360", WINDOWS_949,
     DATE_DOTS, PHONE_HYPHENS, SIDO_NONE, ',', true, true, true, false, false, false},
    {"senior-west", "서부노인복지관", "senior_centre", "independent", "west", "41360", WINDOWS_949,
     DATE_HANGUL, PHONE_HYPHENS, SIDO_NONE, ',', true, false, true, true, true, false},
    {"disability", "남양주장애인복지관", "disability_centre", "independent", "west", "41360",
     UTF_8_BOM, DATE_ISO, PHONE_HYPHENS, SIDO_FULL, ',', true, false, false, false, false, false},
    {"child", "남양주아동복지센터", "child_centre", "independent", "east", "41360", UTF_8, DATE_ISO,
     PHONE_DIGITS, SIDO_SHORT, '\t', false, false, false, false, false, false},
    {"food-bank", "남양주푸드뱅크", "food_bank", "independent", "south", "41360", UTF_16, DATE_DOTS,
     PHONE_PLUS_82, SIDO_NONE, '\t', true, true, true, false, true, false},
    {"hospital", "남양주하나병원", "hospital", "independent", "west", "41360", UTF_8, DATE_COMPACT,
     PHONE_DIGITS, SIDO_FULL, ',', false, false, false, true, false, true},
    {"health-centre", "남양주보건소", "health_centre", "city", "south", "41360", WINDOWS_949,
     DATE_ISO, PHONE_HYPHENS, SIDO_FULL, ';', true, false, false, true, false, false},
    {"guri-centre", "구리종합사회복지관", "welfare_centre", "independent", "", "41310", UTF_8,
     DATE_DOTS, PHONE_HYPHENS, SIDO_FULL, ',', false, false, false, false, false, false},
};
