/* SPDX-License-Identifier: Apache-2.0 */
/*
 * units.h - short texts of an address, such as the name of a place, and what they are made of.
 *
 * An address is read in an alphabet of its own (address_fold.c), in 16-bit units.
 */
#ifndef DLB_UNITS_H
#define DLB_UNITS_H

#include <uchar.h>

#include "base/base.h"

enum { DLB_NAME_UNITS = 20 }; /* longest name of a place; longer ones are no names */

/* A short text of characters, such as the name of a place. */
struct dlb_units {
    char16_t unit[DLB_NAME_UNITS];
    uint8_t n;
};

/* Append; false when there is no room (and nothing is written). */
static inline bool dlb_units_add(struct dlb_units *units, const char16_t *text, size_t n)
{
    if (n > DLB_NAME_UNITS - (size_t)units->n) return false;
    for (size_t i = 0; i < n; i++) units->unit[units->n + i] = text[i];
    units->n = (uint8_t)(units->n + n);
    return true;
}

static inline bool dlb_units_push(struct dlb_units *units, char16_t c)
{
    if (units->n == DLB_NAME_UNITS) return false;
    units->unit[units->n++] = c;
    return true;
}

static inline bool dlb_is_hangul(char16_t c)
{
    return (char16_t)(c - 0xAC00) < 11172;
}

static inline bool dlb_is_digit(char16_t c)
{
    return (char16_t)(c - u'0') < 10;
}

/* Part of a word: not a space, bracket, separator or the end. Above ASCII, what is folded
 * knows syllables and the dot only. */
static inline bool dlb_is_word(char16_t c)
{
    if (c > 0x7F) return true;
    return dlb_is_digit(c) || (char16_t)(c - u'A') < 26;
}

static inline bool dlb_is_one_of(char16_t c, const char16_t *set)
{
    while (*set != 0 && *set != c) set++;
    return *set != 0;
}

/* Where the word at `at` ends. */
static inline size_t dlb_word_end(const char16_t *text, size_t at)
{
    while (dlb_is_word(text[at])) at++;
    return at;
}

static inline bool dlb_is_all_hangul(const char16_t *text, size_t at, size_t end)
{
    while (at < end && dlb_is_hangul(text[at])) at++;
    return at == end;
}

/* Where the digits at `at` end. */
static inline size_t dlb_digits_end(const char16_t *text, size_t at)
{
    while (dlb_is_digit(text[at])) at++;
    return at;
}

/* Length of `word` if text goes on with it, else 0. */
static inline size_t dlb_units_match(const char16_t *text, const char16_t *word)
{
    size_t n = 0;
    while (word[n] != 0 && text[n] == word[n]) n++;
    return word[n] == 0 ? n : 0;
}

static inline size_t dlb_skip_space(const char16_t *text, size_t at)
{
    return text[at] == ' ' ? at + 1 : at;
}

/* The value of a run of digits, UINT32_MAX when there are none or more than six. */
static inline uint32_t dlb_digits_value(const char16_t *text, size_t at, size_t end)
{
    uint32_t value = 0;
    if (at == end || end - at > 6) return UINT32_MAX;
    for (; at < end; at++) value = value * 10 + (text[at] - u'0');
    return value;
}

#endif
