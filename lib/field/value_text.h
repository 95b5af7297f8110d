/* SPDX-License-Identifier: Apache-2.0 */
/*
 * value_text.h - what a cell says before it is known what kind of value it holds.
 */
#ifndef DLB_VALUE_TEXT_H
#define DLB_VALUE_TEXT_H

#include "text/text.h"

/*
 * Read a cell for a parser: one spelling of symbols and widths, jamo composed, single spaces,
 * none at the ends. false: not UTF-8 or too long for a value.
 */
bool dlb_value_read(struct dlb_text src, struct dlb_runes *runes);
/* Single spaces, none at the ends. */
void dlb_value_trim(struct dlb_runes *runes);
/* Nothing but punctuation, or a word that says there is nothing ("없음", "N/A"). */
bool dlb_value_is_blank(const struct dlb_runes *runes);

#endif
