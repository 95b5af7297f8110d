/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bytes.h - texts that somebody else owns (bytes.c).
 */
#ifndef DLB_BYTES_H
#define DLB_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes that somebody else owns; data is NULL for null, which differs from "". */
struct dlb_text {
    const char *data;
    size_t len;
};

#define DLB_NO_CODE UINT32_MAX /* no place in a list, no agency, person, programme … */

bool dlb_text_equal(struct dlb_text left, struct dlb_text right);
/* Order of bytes, a prefix sorts before its extensions, null first; <0, 0, >0. */
int dlb_text_order(struct dlb_text left, struct dlb_text right);
/* A static string as a text; NULL as null. */
struct dlb_text dlb_text_of(const char *string);
/* A text's place in a sorted list, or DLB_NO_CODE. */
uint32_t dlb_text_find(const struct dlb_text *sorted, uint32_t n, struct dlb_text text);

#endif
