/* SPDX-License-Identifier: Apache-2.0 */
/*
 * parsed.h - values taken apart, as the parsers fill them.
 *
 * Texts are UTF-8, not NUL-terminated; an absent part has length 0, and what comes after a
 * part's length is not set. Dates, resident and business numbers have no texts: there the
 * public structs serve, but for their struct_size, which nobody in here looks at.
 */
#ifndef DLB_PARSED_H
#define DLB_PARSED_H

#include "dolbom/address.h"
#include "dolbom/name.h"
#include "dolbom/number.h"

/* name.h says what each is; texts have a length beside them here. */
struct dlb_name {
    uint8_t quality;
    uint8_t surname_len;     /* bytes of `text` that are the surname */
    uint8_t surname_len_alt; /* of a second way to split */
    uint8_t sex;
    uint16_t flags, age;
    uint16_t text_len, hanja_len, latin_len, alias_len;
    uint16_t sound_len, namesake_len, fold_len, surname_class_len;
    uint64_t code;
    char text[DOLBOM_NAME_MAX];
    char hanja[128];
    char latin[256];
    char alias[192];
    char sound[192];
    char namesake[16];
    char fold[192];
    char surname_class[32];
};

/* address.h says what each is. */
struct dlb_address {
    uint8_t quality, kind, under, mountain;
    uint32_t sido_code, sigungu_code, sigungu_code_written;
    uint32_t main, sub, lot_main, lot_sub;
    uint32_t zip, city_code, flags;
    uint64_t road_key, lot_key, street_key, unit_key;
    uint16_t text_len;
    uint8_t sido_len, sigungu_len, emd_len, ri_len, road_len;
    uint8_t dong_len, floor_len, ho_len, city_len, juso_key_len;
    char text[DOLBOM_ADDRESS_MAX];
    char sido[48];
    char sigungu[64];
    char city[64];
    char emd[64];
    char ri[64];
    char road[96];
    char dong[32];
    char floor[16];
    char ho[32];
    char juso_key[32];
};

struct dlb_phone {
    uint8_t quality, kind, text_len;
    uint8_t n_numbers;
    uint64_t code;
    char text[DOLBOM_PHONE_MAX]; /* national digits */
};

/* A value taken apart by its kind; which member is filled depends on the kind. */
union dlb_parsed {
    struct dlb_name name;
    struct dlb_address address;
    struct dlb_phone phone;
    dolbom_date date;
    dolbom_rrn rrn;
    dolbom_brn brn; /* brn, crn */
    struct {
        uint16_t text_len;
        char text[DOLBOM_ADDRESS_MAX];
    } plain; /* sex, text, code, juso, pnu */
};

#endif
