/* SPDX-License-Identifier: Apache-2.0 */
/*
 * text.h - characters: UTF-8, folding through ICU, Hangul arithmetic, similarity.
 *
 * ICU is the authority for normalisation and character properties; precomposed Hangul and
 * ASCII are already normal and never reach it. Only u_strFromUTF8/ToUTF8, unorm2_* and
 * character properties are used at run time: they allocate nothing once warm.
 */
#ifndef DLB_TEXT_H
#define DLB_TEXT_H

#include "base/base.h"

/*
 * Warm up ICU once per process (NFC, NFKC, NFKC_Casefold). Called when a plan is read; a
 * failure is sticky in ICU, so the message says that the process must be restarted.
 */
dolbom_status dlb_text_warm_up(dolbom_error *error);

/* Offset of the first byte that is not valid UTF-8, or len. */
size_t dlb_utf8_valid(const char *text, size_t len);
/* Decode one code point of valid UTF-8 and advance; the caller checks *at < len. */
uint32_t dlb_utf8_next(const char *text, size_t len, size_t *at);
/* Encode; 1 … 4 bytes written. */
size_t dlb_utf8_put(uint32_t code_point, char *out);

/* Checks NFKC, NFC of Hangul and hash vectors of the linked ICU; DOLBOM_E_CORRUPT. */
dolbom_status dlb_text_self_test(dolbom_error *error);

#endif
