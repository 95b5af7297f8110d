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
    DOLBOM_ADDRESS_MAX = 1024,      /**< bytes that always suffice for a canonical address */
    DOLBOM_ADDRESS_TEXTS_MAX = 2048 /**< bytes that always suffice for all of an address's texts */
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
 * An address taken apart. Absent parts have length 0.
 *
 * Provinces, districts, eups and myeons have the names and codes of 2026-07-01, whatever they
 * were called when the address was written and whatever the plan's as-of date; only the
 * province that was merged on that day (전남광주통합특별시) is written as its two halves.
 * Where a district was divided and the address does not say enough to tell the part, it keeps
 * the name it was written with. Keys are equal for an address of before and of after a reform;
 * they can be compared within one dolbom_address_version().
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
    uint64_t street_key; /**< hash of sido, city and road, or else emd and ri; 0 if none */
    uint64_t unit_key;   /**< hash of dong and ho, or floor; 0 if none */
    dolbom_text text;    /**< canonical address up to the number */
    dolbom_text sido;    /**< current full province name */
    dolbom_text sigungu; /**< current district name, "성남시 중원구" for two levels */
    dolbom_text city;    /**< the district that keys use: "성남시", never a city's own gu, so
                              that an address written without the gu has the same keys */
    dolbom_text emd;     /**< eup, myeon or legal dong, the dong in brackets too */
    dolbom_text ri;      /**< ri */
    dolbom_text road;    /**< road name without spaces */
    dolbom_text dong;    /**< building of a complex, "101" */
    dolbom_text floor;   /**< floor, "12" or "B1" */
    dolbom_text ho;      /**< unit, "1203" */
    dolbom_text juso_key; /**< 도로명주소관리번호 of the building, 26 digits; empty unless the
                               plan's juso table knows it */
} dolbom_address;

/**
 * Take an address apart.
 *
 * The texts of `out` are written to a buffer of the caller's and point into it, so they live
 * as long as the buffer does. Texts that the caller's version of the struct does not have take
 * no room.
 *
 * @param[in]     plan        settings, or NULL for the built-in plan
 * @param[in]     src         the value as written, UTF-8; may be NULL when src_len is 0
 * @param[in]     src_len     length of src in bytes; longer than 64 KiB is invalid
 * @param[out]    buffer      room for the texts; may be NULL when buffer_cap is 0
 * @param[in]     buffer_cap  room in buffer in bytes; DOLBOM_ADDRESS_TEXTS_MAX always suffices
 * @param[out]    buffer_len  bytes used, or bytes needed with DOLBOM_E_ROOM
 * @param[in,out] out         struct_size set by the caller; all other fields are filled
 * @return DOLBOM_OK, DOLBOM_E_ARG or DOLBOM_E_ROOM (buffer and out are untouched then)
 */
DOLBOM_API dolbom_status dolbom_address_parse(const dolbom_plan *plan, const char *src,
                                              size_t src_len, char *buffer, size_t buffer_cap,
                                              size_t *buffer_len, dolbom_address *out);

/**
 * The version of the tables that keys of addresses are made with.
 *
 * Keys hash today's names of provinces and districts, so a library with newer tables may give
 * one address another key. Keep the version with keys that you store: only keys of the same
 * version can be compared. The same holds for the codes of addresses in `cleaned`, and for
 * juso indexes, which check it themselves.
 *
 * @return a fingerprint of the tables and of how keys are written; the same on every machine
 */
DOLBOM_API uint64_t dolbom_address_version(void);

#ifdef __cplusplus
}
#endif

#endif
