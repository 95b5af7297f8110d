/* SPDX-License-Identifier: Apache-2.0 */
/*
 * address_scan.h - an address while it is read.
 */
#ifndef DLB_ADDRESS_SCAN_H
#define DLB_ADDRESS_SCAN_H

#include "field/address/district.h"
#include "field/address/emd.h"

#include "field/field.h"

enum {
    DLB_ADDRESS_UNITS = 400, /* characters read of an address; it has ended long before */
    DLB_ADDRESS_PAD = 16     /* zeros after them, so that looking ahead needs no check */
};

/* An address while it is read. `text` is folded: see dlb_address_fold(). */
struct dlb_address_scan {
    size_t n; /* characters of text */
    uint32_t flags;
    uint32_t zip;
    uint32_t province;                  /* current 2-digit code, 0: unknown */
    uint32_t province_written;          /* the code of the province as written */
    const struct dlb_district *written; /* the district as written, or NULL */
    const struct dlb_district *city;    /* its city, when it is a gu */
    uint32_t under, main, sub;
    uint32_t mountain, lot_main, lot_sub;
    struct dlb_units district_name; /* a district the table does not know or cannot place */
    struct dlb_units emd, ri;
    struct dlb_units road;
    struct dlb_units dong, floor, ho;
    char16_t text[DLB_ADDRESS_UNITS + DLB_ADDRESS_PAD];
};

/* Is it known where the address is, as far as it can be? Sejong has no districts. */
static inline bool dlb_is_placed(const struct dlb_address_scan *scan)
{
    return scan->written != NULL || scan->district_name.n > 0 || scan->province == 36;
}

/*
 * Write src as the characters an address is made of: precomposed Hangul, digits, capital
 * letters, '-', ',', '.', '~', brackets as '(' and ')', dots of all kinds as U+00B7, runs of
 * anything else as one space; followed by zeros. What is after DLB_ADDRESS_UNITS is not read.
 */
void dlb_address_fold(struct dlb_text src, struct dlb_address_scan *scan);

/* Postcode and country at the beginning; returns where they end. */
size_t dlb_address_preamble(struct dlb_address_scan *scan);
/* Province (unless one is known), district, eup or myeon from `at` on; returns where they end. */
size_t dlb_address_place(struct dlb_address_scan *scan, size_t at);
/* "시민로 5번길 17" at a word's begin; returns where the number ends, or 0 if it is none. */
size_t dlb_address_road(struct dlb_address_scan *scan, size_t at);
/* Is the number of a building one that such a road may have? */
bool dlb_is_on_road(const struct dlb_address_scan *scan);
void dlb_drop_road(struct dlb_address_scan *scan);
/* A road's name without a number, a whole word or two; returns its end, or 0. */
size_t dlb_address_street(const struct dlb_address_scan *scan, size_t at, struct dlb_units *road);
/* "을지로6가 21-31", "장현리 산 12" at a word's begin; as dlb_address_road(). */
size_t dlb_address_lot(struct dlb_address_scan *scan, size_t at);
/* Syllables, with a number only where offices have one: 왕십리2동, 을지로6가, 명륜3가동. */
bool dlb_is_place_name(const char16_t *text, size_t at, size_t end);
/*
 * "종로1.2.3.4가동", "상계3,4동": one office for several; where its name ends, 0 if it is none.
 * The name is written with middle dots. "세종대로 8,3동" is a building's number and a unit.
 */
size_t dlb_joint_office(const char16_t *text, size_t at, struct dlb_units *name);
/* 세종로 of 종로구: a legal dong, not a road. */
bool dlb_is_sejongno(const struct dlb_address_scan *scan, const struct dlb_units *name);
/* Split an eup or myeon off a road or ri it sticks to, if `least` syllables are left. */
void dlb_split_eup(struct dlb_address_scan *scan, struct dlb_units *name, size_t least);
/* A district that the text names only by what lies in it, and an eup or myeon by its ri. */
void dlb_address_infer(struct dlb_address_scan *scan);
/* Take a district for that of the address; what was not written is inferred. */
void dlb_address_believe(struct dlb_address_scan *scan, const struct dlb_district *row);
/* A district of the province whose name is nearly that of n units at `name`; NULL if none or
 * several are. */
const struct dlb_district *dlb_district_near(uint32_t province, const char16_t *name, size_t n);
/* What follows the number: dong, floor, ho, places and lots in brackets. */
void dlb_address_detail(struct dlb_address_scan *scan, size_t at, bool is_road);
/* Everything that was read, its keys and its canonical text; all but kind and quality. */
void dlb_address_write(struct dlb_address_scan *scan, struct dlb_address *out);

enum {
    DLB_NUMBER_DIGITS = 5, /* as written, zeros in front counted */
    DLB_NUMBER_MAX = 9999  /* of a building or lot: no road is 100 km long, no dong has more lots */
};

/* Does the number that ends at `end` belong to a dong, floor, unit …, not to the road? */
bool dlb_is_of_unit(const char16_t *text, size_t end);
/* Where a building number ends whose digits ran into a unit's ("19201호"), else `end`. */
size_t dlb_cut_off_unit(const char16_t *text, size_t from, size_t end);
/* "-1" or "의 1" after a main number; returns its end, or `at` if there is none. */
size_t dlb_sub_number(struct dlb_address_scan *scan, size_t at, uint32_t *sub);
/* Behind 번지 or 번, if they stand at `at`. */
size_t dlb_skip_beonji(const char16_t *text, size_t at);
/* 젊음의거리 is a road; 삼거리 and 당거리 are ris, as all of two or three syllables are. */
static inline bool dlb_is_street(const struct dlb_units *name)
{
    return name->n > 3 && name->unit[name->n - 1] == u'리' && name->unit[name->n - 2] == u'거';
}

/* "신길 2동", "성산 동", "장현 2리": what may be the name of a dong or ri, put together; `end` is
 * where its syllables end. Returns where it ends, or 0. */
size_t dlb_parted_name(const char16_t *text, size_t at, size_t end, struct dlb_units *name);
/* Is it a dong or ri of the district, or the only one of its name where that is not known? */
bool dlb_is_known_place(const struct dlb_address_scan *scan, const struct dlb_units *name);
/* Is a ri known in the eup or myeon of the address, or where that is not told in its district?
 * There is none in a dong. */
bool dlb_is_known_ri(const struct dlb_address_scan *scan, const struct dlb_units *name);
/* "역삼제1동" -> "역삼동", "면목본동" -> "면목동", "장현1리" -> "장현리": the legal dong or ri;
 * false if it is one. */
bool dlb_legal_dong(const struct dlb_address_scan *scan, struct dlb_units *name);

#endif
