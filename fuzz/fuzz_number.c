/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_number.c - laws that every kind of number and date keeps, on any bytes.
 */
#include "fuzz_number.h"

#include <stdlib.h>
#include <string.h>

static const struct dlb_value_context context = {.as_of = 20634}; /* 2026-06-30 */

void fuzz_check(bool law)
{
    if (!law) abort();
}

void fuzz_read(const struct dlb_kind *kind, struct dlb_text src, int rubbish,
               struct fuzz_value *value)
{
    memset(value, rubbish, sizeof *value);
    memset(value->codes, 0, sizeof value->codes);
    value->quality = kind->encode(&context, src, &value->parsed, value->codes);
    value->len = 0;
    if (value->quality >= DOLBOM_QUALITY_REPAIRED)
        value->len = kind->write(&value->parsed, src, value->text);
}

static bool same(const struct fuzz_value *a, const struct fuzz_value *b)
{
    return a->len == b->len && memcmp(a->text, b->text, a->len) == 0 &&
           memcmp(a->codes, b->codes, sizeof a->codes) == 0;
}

static void check_bounds(const struct fuzz_value *value)
{
    fuzz_check(value->quality <= DOLBOM_QUALITY_GOOD && value->len <= DOLBOM_DATE_MAX);
    fuzz_check((value->quality >= DOLBOM_QUALITY_REPAIRED) == (value->len > 0));
    for (size_t i = 0; i < value->len; i++)
        fuzz_check(memchr("0123456789-?", value->text[i], 12) != NULL);
    for (size_t i = 0; value->len == 0 && i < DLB_KIND_SLOTS_MAX; i++)
        fuzz_check(value->codes[i] == 0);
}

static void check_spaces(const struct dlb_kind *kind, const uint8_t *data, size_t size,
                         const struct fuzz_value *once)
{
    static char spaced[8192];
    struct fuzz_value twice;
    if (size > DLB_RUNES_MAX - 4) return;
    memcpy(spaced, "  ", 2);
    if (size > 0) memcpy(spaced + 2, data, size);
    memcpy(spaced + 2 + size, "  ", 2);
    fuzz_read(kind, (struct dlb_text){spaced, size + 4}, 0x55, &twice);
    fuzz_check(once->quality == twice.quality && same(once, &twice));
}

void fuzz_laws(const struct dlb_kind *kind, const uint8_t *data, size_t size,
               struct fuzz_value *value)
{
    struct fuzz_value other;
    struct dlb_text src = {(const char *)data, size},
                    half = {(const char *)data + size / 2, size - size / 2};
    if (size == 0) src.data = half.data = "";
    fuzz_read(kind, src, 0, value);
    check_bounds(value);
    fuzz_read(kind, src, 0xFF, &other);
    fuzz_check(other.quality == value->quality && same(value, &other));
    check_spaces(kind, data, size, value);
    if (value->len > 0) {
        fuzz_read(kind, (struct dlb_text){value->text, value->len}, 0xAA, &other);
        fuzz_check(other.quality == DOLBOM_QUALITY_GOOD && same(value, &other));
        unsigned level = kind->compare(value->codes, other.codes);
        fuzz_check(level == kind->n_levels - 1u || level == DLB_LEVEL_MISSING ||
                   memchr(value->text, '?', value->len));
    }
    fuzz_read(kind, half, 0, &other);
    unsigned level = kind->compare(value->codes, other.codes);
    fuzz_check(level == kind->compare(other.codes, value->codes));
    fuzz_check(level < kind->n_levels || level == DLB_LEVEL_MISSING);
}
