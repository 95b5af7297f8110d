/* SPDX-License-Identifier: Apache-2.0 */
/*
 * district_near.c - the district that a name written with a slip stands for.
 *
 * There is no 중량구; one jamo away lies 중랑구. A syllable is lost as easily: 원시 for 창원시, and
 * what everybody in Busan calls 진구 is 부산진구. Only districts of one province are asked, and
 * only if one alone comes near.
 */
#include "field/address/address_scan.h"

#include "text/text.h"

enum { NAME = 6 };

static size_t length(const struct dlb_district *row)
{
    size_t n = 0;
    while (n < NAME && row->name[n] != 0) n++;
    return n;
}

static bool differ_by_jamo(char16_t left, char16_t right)
{
    if (!dlb_is_hangul(left) || !dlb_is_hangul(right)) return false;
    struct dlb_jamo l = dlb_jamo_of(left), r = dlb_jamo_of(right);
    return (l.initial != r.initial) + (l.vowel != r.vowel) + (l.final != r.final) == 1;
}

/* One syllable differs, in one jamo. */
static bool is_slip(const char16_t *row, const char16_t *name, size_t n)
{
    size_t i = 0;
    while (i < n && row[i] == name[i]) i++;
    if (i == n || !differ_by_jamo(row[i], name[i])) return false;
    for (i++; i < n; i++)
        if (row[i] != name[i]) return false;
    return true;
}

/* The name without one of its syllables. */
static bool lacks_syllable(const char16_t *row, size_t row_n, const char16_t *name, size_t n)
{
    size_t i = 0;
    if (n + 1 != row_n) return false;
    while (i < n && row[i] == name[i]) i++;
    for (; i < n; i++)
        if (row[i + 1] != name[i]) return false;
    return true;
}

/* 진구 of 부산진구: without the name of the province. */
static bool lacks_province(const struct dlb_district *row, size_t row_n, const char16_t *name,
                           size_t n)
{
    bool is_jin = row->code == 26230 && n + 2 == row_n;
    for (size_t i = 0; i < n && is_jin; i++) is_jin = row->name[2 + i] == name[i];
    return is_jin;
}

const struct dlb_district *dlb_district_near(uint32_t province, const char16_t *name, size_t n)
{
    const struct dlb_district *near = NULL;
    for (size_t i = 0; i < dlb_n_districts && n >= 2 && n <= NAME; i++) {
        const struct dlb_district *row = dlb_districts + i;
        if (row->code / 1000 != province || row->abolished != 0) continue;
        size_t row_n = length(row);
        bool is_near = (row_n == n && is_slip(row->name, name, n)) ||
                       lacks_syllable(row->name, row_n, name, n) ||
                       lacks_province(row, row_n, name, n);
        if (is_near && near != NULL) return NULL;
        if (is_near) near = row;
    }
    return near;
}
