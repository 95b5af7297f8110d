/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file value.h
 * Values: one name, address, phone number, date or registration number at a time.
 *
 * Pure functions: pointer and length in, the caller's buffer out, no allocation, no state; any
 * thread may call them. The first argument is a plan or NULL for the built-in one; of a plan
 * they use the as-of date and the tables loaded into it. A dirty value is never an error:
 * status is about the call, quality is about the data.
 *
 * One set of functions serves every kind of value, which is named by a word, so that bindings
 * wrap them in one loop and a new kind needs no new symbol. Where a C program wants the parts
 * as numbers, the kinds that have them have a `_parse` (name.h, address.h, number.h). How far
 * two values agree is in compare.h, whole columns are in column.h.
 *
 *   kind      as written                          canonical text                       quality
 *   name      김 순자 어르신                      김순자                               repaired
 *             Nguyen, Thi Lan                     NGUYEN THI LAN                       good
 *             김*자                               김?자                                repaired
 *   address   서울 중구 세종대로110 (태평로1가)   서울특별시 중구 세종대로 110         good
 *   phone     +82 (0)10 1234 5678                 01012345678                          good
 *   date      4278.3.15                           1945-03-15, unknown parts as ??      repaired
 *             음력 1942.04.15                     1942-05-29                           repaired
 *   rrn       901231-1******                      9012311??????, hidden digits as ?    repaired
 *   brn       211-86-08983                        2118608983: a business number        good
 *   crn       110111-0062432                      1101110062432: a corporate number    good
 *   sex       여자                                F or M                               good
 *   text      시립  도서관                        시립 도서관: any text                good
 *   code      A-0012                              A-0012: an id, case does not count   good
 *   juso      시군구=36110;읍면동=110;…           26 digits of a building: 도로명주소관리번호
 *   pnu       법정동=3611010100;산=0;본번=47      19 digits of a lot
 *   fuzzy     3f9a…                               272 hexadecimal digits of a fuzzy token  good
 *
 * docs/korean.md has what each kind understands.
 */
#ifndef DOLBOM_VALUE_H
#define DOLBOM_VALUE_H

#include "dolbom/plan.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    DOLBOM_VALUE_MAX = 1024,  /**< bytes that always suffice for a canonical text of any kind */
    DOLBOM_PARTS_MAX = 4096,  /**< bytes that always suffice for the parts of any kind */
    DOLBOM_JUSO_KEY_MAX = 26, /**< bytes of a building's official number */
    DOLBOM_PNU_MAX = 19       /**< bytes of a lot's official number */
};

/**
 * The kinds of values, one by one: "name", "address", …
 *
 * @param[in] index  from 0
 * @return a static string, NULL when there are no more
 */
DOLBOM_API const char *dolbom_value_kind(size_t index);

/**
 * Write the canonical form of a value.
 *
 * "+82 10-1234-5678" of kind "phone" becomes "01012345678" (good), "미상" of kind "name"
 * becomes "" (missing).
 *
 * @param[in]  plan     settings, or NULL for the built-in plan
 * @param[in]  kind     what dolbom_value_kind() gives, NUL-terminated
 * @param[in]  src      the value as written, UTF-8; may be NULL when src_len is 0
 * @param[in]  src_len  length of src in bytes; longer than 64 KiB is invalid
 * @param[out] dst      receives the canonical text, not NUL-terminated; may be NULL when
 *                      dst_cap is 0
 * @param[in]  dst_cap  room in dst in bytes; DOLBOM_VALUE_MAX always suffices
 * @param[out] dst_len  bytes written, or bytes needed with DOLBOM_E_ROOM
 * @param[out] quality  how the value fared
 * @return DOLBOM_OK, DOLBOM_E_ARG (also for an unknown kind) or DOLBOM_E_ROOM (dst is
 *         untouched then)
 */
DOLBOM_API dolbom_status dolbom_value_normalize(const dolbom_plan *plan, const char *kind,
                                                const char *src, size_t src_len, char *dst,
                                                size_t dst_cap, size_t *dst_len,
                                                dolbom_quality *quality);

/**
 * Write what a value consists of: "surname=김;given=순자;sound=김순자".
 *
 * Parts stand in an order of their kind; absent ones are left out, and a later version may add
 * others anywhere, so look for a part by its name. No part contains ';' except where it repeats the
 * value as written. docs/command.md lists the parts of each kind.
 *
 * @param[in]  plan     settings, or NULL for the built-in plan
 * @param[in]  kind     what dolbom_value_kind() gives, NUL-terminated
 * @param[in]  src      the value as written, UTF-8; may be NULL when src_len is 0
 * @param[in]  src_len  length of src in bytes; longer than 64 KiB is invalid
 * @param[out] dst      receives the parts, not NUL-terminated; may be NULL when dst_cap is 0
 * @param[in]  dst_cap  room in dst in bytes; DOLBOM_PARTS_MAX always suffices
 * @param[out] dst_len  bytes written, or bytes needed with DOLBOM_E_ROOM
 * @param[out] quality  how the value fared
 * @return DOLBOM_OK, DOLBOM_E_ARG (also for an unknown kind) or DOLBOM_E_ROOM (dst is
 *         untouched then)
 */
DOLBOM_API dolbom_status dolbom_value_parts(const dolbom_plan *plan, const char *kind,
                                            const char *src, size_t src_len, char *dst,
                                            size_t dst_cap, size_t *dst_len,
                                            dolbom_quality *quality);

#ifdef __cplusplus
}
#endif

#endif
