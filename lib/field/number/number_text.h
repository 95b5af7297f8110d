/* SPDX-License-Identifier: Apache-2.0 */
/*
 * number_text.h - digits, and what people write between them.
 */
#ifndef DLB_NUMBER_TEXT_H
#define DLB_NUMBER_TEXT_H

#include "text/text.h"

/* As dlb_value_read, for numbers and dates: marks for hidden digits become '*' too. */
bool dlb_number_read(struct dlb_text src, struct dlb_runes *runes);
/* The digit at `at`, also where O or l was typed among digits; 0: none. */
char dlb_number_digit(const struct dlb_runes *runes, size_t at);
/* Length of `word` (small letters) if it stands at `at`, in either case, else 0. */
size_t dlb_number_word(const struct dlb_runes *runes, size_t at, const char32_t *word);
/* Blank, or a note without digits why there is no number ("연락처 없음", "착신불가"). */
bool dlb_number_is_absent(const struct dlb_runes *runes);
/* "9012311990001.0": programs that take a number for a measurement add a fraction. */
struct dlb_text dlb_number_without_fraction(struct dlb_text src);

#endif
