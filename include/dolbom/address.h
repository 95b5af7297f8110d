/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file address.h
 * Addresses, taken apart.
 *
 * Road addresses (도로명) and lot addresses (지번), of before and after every reform, as people
 * write them. Pure functions, see value.h.
 */
#ifndef DOLBOM_ADDRESS_H
#define DOLBOM_ADDRESS_H

#include "dolbom/plan.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    DOLBOM_ADDRESS_MAX = 1024 /**< bytes that always suffice for a canonical address */
};

/** What an address names. */
enum {
    DOLBOM_ADDRESS_NONE = 0, /**< neither road nor lot could be read */
    DOLBOM_ADDRESS_ROAD = 1, /**< road name and building number (도로명) */
    DOLBOM_ADDRESS_LOT = 2,  /**< legal dong or ri and lot number (지번) */
    DOLBOM_ADDRESS_BOTH = 3  /**< a road address with its lot in brackets */
};

/** What had to be done to read an address; bits of dolbom_address.flags. */
enum {
    DOLBOM_ADDRESS_RENAMED = 1,  /**< the province or district has another name today */
    DOLBOM_ADDRESS_INFERRED = 2, /**< province or gu was not written but follows from the rest */
    DOLBOM_ADDRESS_MENDED = 4,   /**< a slip of the pen was mended ("수지고", a lost 번길) */
    DOLBOM_ADDRESS_DROPPED = 8,  /**< something was left out: a doubled gu, a needless dong */
    DOLBOM_ADDRESS_SHARED = 16   /**< the lot comes from a juso table, and other buildings stand
                                      on it too; says nothing about how the address is written */
};

/**
 * An address taken apart. Texts are UTF-8, not NUL-terminated; absent parts have length 0, and
 * what lies behind a part's length is not set.
 *
 * Provinces, districts, eups and myeons have the names and codes of 2026-07-01, whatever they
 * were called when the address was written and whatever the plan's as-of date; only the
 * province that was merged on that day (전남광주통합특별시) is written as its two halves.
 * Where a district was divided and the address does not say enough to tell the part, it keeps
 * the name it was written with. Keys are equal for an address of before and of after a reform.
 *
 * Under a plan with a juso table (juso.h), an address that leads to exactly one building in it
 * has juso_key, and what it does not say itself is filled in: lot_main, lot_sub, mountain, emd,
 * ri and lot_key of a road address, under, main, sub, road and road_key of a lot's, zip, and
 * the gu where a city was named without it. quality, kind, text and flags (but for
 * DOLBOM_ADDRESS_SHARED) are those of what was written; `kind` says which of the two that is.
 */
typedef struct dolbom_address {
    uint32_t struct_size;  /**< sizeof(dolbom_address) as the caller was compiled */
    uint8_t quality;       /**< a #dolbom_quality */
    uint8_t kind;          /**< DOLBOM_ADDRESS_…; a road without its number counts as one, but
                                its quality is invalid */
    uint8_t under;         /**< 0 ground, 1 underground (지하), 2 elevated (공중) */
    uint8_t mountain;      /**< 1 when the lot is in the 산 series */
    uint32_t sido_code;    /**< 2-digit province code, 0 if unknown */
    uint32_t sigungu_code; /**< current 5-digit district code, 0 if unknown */
    uint32_t sigungu_code_written; /**< the code of the district as written, 0 if unknown */
    uint32_t main;                 /**< building number; 0 if none */
    uint32_t sub;                  /**< building sub-number; 0 if none */
    uint32_t lot_main;             /**< lot number; 0 if none */
    uint32_t lot_sub;              /**< lot sub-number; 0 if none */
    uint32_t zip;                  /**< 5-digit postcode, 0 if none */
    uint32_t city_code;            /**< code of `city`, 0 if unknown */
    uint32_t flags;                /**< DOLBOM_ADDRESS_… bits */
    uint64_t road_key;             /**< hash of sido, city, road, under, main, sub; 0 if none */
    uint64_t lot_key;              /**< hash of sido, city, emd, ri, mountain, lot; 0 if none */
    uint64_t street_key;  /**< hash of sido, city and road, or else emd and ri; 0 if none */
    uint64_t unit_key;    /**< hash of dong and ho, or floor; 0 if none */
    uint16_t text_len;    /**< bytes of text */
    uint8_t sido_len;     /**< bytes of sido */
    uint8_t sigungu_len;  /**< bytes of sigungu */
    uint8_t emd_len;      /**< bytes of emd */
    uint8_t ri_len;       /**< bytes of ri */
    uint8_t road_len;     /**< bytes of road */
    uint8_t dong_len;     /**< bytes of dong */
    uint8_t floor_len;    /**< bytes of floor */
    uint8_t ho_len;       /**< bytes of ho */
    uint8_t city_len;     /**< bytes of city */
    uint8_t juso_key_len; /**< bytes of juso_key; 0 unless the plan's juso table knows it */
    uint8_t reserved[4];  /**< 0 */
    char text[1024];      /**< canonical address up to the number */
    char sido[48];        /**< current full province name */
    char sigungu[64];     /**< current district name, "성남시 중원구" for two levels */
    char city[64];        /**< the district that keys use: "성남시", never a city's own gu, so
                               that an address written without the gu has the same keys */
    char emd[64];         /**< eup, myeon or legal dong, the dong in brackets too */
    char ri[64];          /**< ri */
    char road[96];        /**< road name without spaces */
    char dong[32];        /**< building of a complex, "101" */
    char floor[16];       /**< floor, "12" or "B1" */
    char ho[32];          /**< unit, "1203" */
    char juso_key[32];    /**< 도로명주소관리번호 of the building, 26 digits */
} dolbom_address;

/**
 * Take an address apart.
 *
 * @param[in]     plan     settings, or NULL for the built-in plan
 * @param[in]     src      the value as written, UTF-8; may be NULL when src_len is 0
 * @param[in]     src_len  length of src in bytes; longer than 64 KiB is invalid
 * @param[in,out] out      struct_size set by the caller; all other fields are filled
 * @return DOLBOM_OK or DOLBOM_E_ARG
 */
DOLBOM_API dolbom_status dolbom_address_parse(const dolbom_plan *plan, const char *src,
                                              size_t src_len, dolbom_address *out);

#ifdef __cplusplus
}
#endif

#endif
