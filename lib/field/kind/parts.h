/* SPDX-License-Identifier: Apache-2.0 */
/*
 * parts.h - what a value consists of, as one line of text: "surname=김;given=순자;sex=F".
 *
 * Parts that are absent are left out, so a reader looks for a name and not for a place. A part
 * that does not fit is left out whole; DLB_PARTS_MAX suffices for all of a value.
 */
#ifndef DLB_PARTS_H
#define DLB_PARTS_H

#include "field/field.h"

/* Nothing when len is 0. */
void dlb_parts_put(struct dlb_parts *parts, const char *name, const char *text, size_t len);
void dlb_parts_word(struct dlb_parts *parts, const char *name, const char *word);
void dlb_parts_number(struct dlb_parts *parts, const char *name, uint64_t number);
/* Nothing when it is 0. */
void dlb_parts_nonzero(struct dlb_parts *parts, const char *name, uint64_t number);
/* Digits as a number: without leading zeros. */
void dlb_parts_digits(struct dlb_parts *parts, const char *name, const char *digits, size_t len);
/* Words for the bits that are set, the lowest first, joined by "+". */
void dlb_parts_flags(struct dlb_parts *parts, unsigned flags, const char *const *words,
                     size_t n_words);

/* What the last digit of a number says: DOLBOM_RRN_CHECK_… */
const char *dlb_check_word(uint8_t check);

#endif
