/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frame_batch.c - rows of an R table as Arrow arrays.
 *
 * The library calls this while it reads, so nothing here calls what could jump: vectors were
 * unpacked beforehand, and a text's bytes are R's own memory. Each array owns a copy, which may
 * outlive R's vectors. Texts are checked here, since R takes bytes of any encoding for a text:
 *
 *   R                          Arrow          null
 *   character                  large_utf8     NA
 *   factor                     its levels as a dictionary, int32
 *   logical                    int8           NA
 *   integer                    int32          NA
 *   integer64                  int64          NA
 *   double, whole numbers only int64          NA, NaN
 *   double                     double         NA, NaN
 *   Date                       date32         NA, and what is no day
 */
#include "dolbom_r.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { VALIDITY, VALUES, TEXTS, N_BUFFERS };

/* What an array owns. */
struct held {
    void *buffers[N_BUFFERS];
    struct ArrowArray *children; /* of a batch */
    struct ArrowArray **pointers;
    struct ArrowArray dictionary;
};

/* ---- arrays -------------------------------------------------------------------------------- */

static void release_array(struct ArrowArray *array)
{
    struct held *held = array->private_data;
    for (int64_t i = 0; i < array->n_children; i++)
        if (held->children[i].release) held->children[i].release(&held->children[i]);
    if (held->dictionary.release) held->dictionary.release(&held->dictionary);
    for (int i = 0; i < N_BUFFERS; i++) free(held->buffers[i]);
    free(held->children);
    free(held->pointers);
    free(held);
    array->release = NULL;
}

/* An array of `n` rows without buffers; NULL: no memory. */
static struct held *open_array(struct ArrowArray *array, R_xlen_t n, int n_buffers)
{
    struct held *held = calloc(1, sizeof *held);
    *array = (struct ArrowArray){0};
    if (!held) return NULL;
    *array = (struct ArrowArray){.length = n,
                                 .n_buffers = n_buffers,
                                 .buffers = (const void **)held->buffers,
                                 .release = release_array,
                                 .private_data = held};
    return held;
}

/* The validity bits are made with the first null. */
static bool set_null(struct ArrowArray *array, R_xlen_t row)
{
    struct held *held = array->private_data;
    if (!held->buffers[VALIDITY]) {
        size_t bytes = ((size_t)array->length + 7) / 8;
        held->buffers[VALIDITY] = malloc(bytes);
        if (!held->buffers[VALIDITY]) return false;
        memset(held->buffers[VALIDITY], 0xFF, bytes);
    }
    ((uint8_t *)held->buffers[VALIDITY])[row / 8] &= (uint8_t) ~(1U << (row % 8));
    array->null_count++;
    return true;
}

/* ---- texts --------------------------------------------------------------------------------- */

/* Bytes of the character at `at`, a continuation byte apart from the range of the second; 0: none
 * of UTF-8. */
static size_t character_len(const unsigned char *at, size_t left)
{
    unsigned char first = at[0], low = 0x80, high = 0xBF;
    size_t n = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if (n == 0 || n > left) return 0;
    if (first == 0xE0) low = 0xA0;
    if (first == 0xED) high = 0x9F;
    if (first == 0xF0) low = 0x90;
    if (first == 0xF4) high = 0x8F;
    if (at[1] < low || at[1] > high) return 0;
    for (size_t i = 2; i < n; i++)
        if ((at[i] & 0xC0) != 0x80) return 0;
    return n;
}

static bool is_utf8(const unsigned char *text, size_t len)
{
    for (size_t at = 0; at < len;) {
        size_t n = text[at] < 0x80 ? 1 : character_len(text + at, len - at);
        if (n == 0) return false;
        at += n;
    }
    return true;
}

/* R's "latin1" is windows-1252, which differs from it in these: 0x80 to 0x9F. */
static const uint16_t windows_1252[] = {
    0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,  0x2030, 0x160,
    0x2039, 0x152,  0x8D,   0x17D,  0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178,
};

enum { LATIN1_BYTES = 3 }; /* of UTF-8, at most, for each */

static size_t put_latin1(char *to, const unsigned char *text, size_t len)
{
    char *at = to;
    for (size_t i = 0; i < len; i++) {
        unsigned code = text[i] >= 0x80 && text[i] < 0xA0 ? windows_1252[text[i] - 0x80] : text[i];
        if (code < 0x80) {
            *at++ = (char)code;
        } else if (code < 0x800) {
            *at++ = (char)(0xC0 | code >> 6);
            *at++ = (char)(0x80 | (code & 63));
        } else {
            *at++ = (char)(0xE0 | code >> 12);
            *at++ = (char)(0x80 | (code >> 6 & 63));
            *at++ = (char)(0x80 | (code & 63));
        }
    }
    return (size_t)(at - to);
}

void prefetch_text(SEXP text)
{
    __builtin_prefetch(text);
    __builtin_prefetch((const char *)text + TEXT_HEADER);
}

/* Bytes that suffice for all texts, which are in the cache afterwards. */
static size_t room_for(const SEXP *texts, R_xlen_t n)
{
    size_t room = 1;
    for (R_xlen_t i = 0; i < n; i++) {
        if (i + TEXTS_AHEAD < n) prefetch_text(texts[i + TEXTS_AHEAD]);
        size_t len = texts[i] == NA_STRING ? 0 : (size_t)LENGTH(texts[i]);
        room += Rf_getCharCE(texts[i]) == CE_LATIN1 ? LATIN1_BYTES * len : len;
    }
    return room;
}

/* Bytes written; false when the text is not UTF-8. */
static bool put_text(char *to, SEXP text, size_t *written)
{
    size_t len = (size_t)LENGTH(text);
    const char *bytes = R_CHAR(text);
    *written = len;
    if (Rf_getCharCE(text) == CE_LATIN1)
        *written = put_latin1(to, (const unsigned char *)bytes, len);
    else
        memcpy(to, bytes, len);
    return is_utf8((const unsigned char *)to, *written);
}

/* A text that is not UTF-8 becomes null; *bad is the first one, or stays as it is. */
static int fill_texts(struct ArrowArray *array, const SEXP *texts, R_xlen_t *bad)
{
    size_t n = (size_t)array->length;
    struct held *held = array->private_data;
    int64_t *starts = held->buffers[VALUES] = malloc((n + 1) * sizeof *starts);
    char *to = held->buffers[TEXTS] = malloc(room_for(texts, array->length));
    if (!starts || !to) return ENOMEM;
    starts[0] = 0;
    for (R_xlen_t i = 0; i < array->length; i++) {
        size_t len = 0;
        bool is_text = texts[i] != NA_STRING, is_good = is_text;
        if (is_text) is_good = put_text(to + starts[i], texts[i], &len);
        if (is_text && !is_good && *bad < 0) *bad = i;
        if (!is_good && !set_null(array, i)) return ENOMEM;
        starts[i + 1] = starts[i] + (is_good ? (int64_t)len : 0);
    }
    return 0;
}

/* ---- numbers and days ---------------------------------------------------------------------- */

static int fill_ints(struct ArrowArray *array, const int *values, int before_first)
{
    int32_t *to = ((struct held *)array->private_data)->buffers[VALUES];
    for (R_xlen_t i = 0; i < array->length; i++) {
        bool is_null = values[i] == NA_INTEGER;
        to[i] = is_null ? 0 : values[i] - before_first;
        if (is_null && !set_null(array, i)) return ENOMEM;
    }
    return 0;
}

static int fill_flags(struct ArrowArray *array, const int *values)
{
    int8_t *to = ((struct held *)array->private_data)->buffers[VALUES];
    for (R_xlen_t i = 0; i < array->length; i++) {
        to[i] = values[i] == 1;
        if (values[i] == NA_LOGICAL && !set_null(array, i)) return ENOMEM;
    }
    return 0;
}

static int fill_longs(struct ArrowArray *array, const int64_t *values)
{
    int64_t *to = ((struct held *)array->private_data)->buffers[VALUES];
    for (R_xlen_t i = 0; i < array->length; i++) {
        to[i] = values[i];
        if (values[i] == INT64_MIN && !set_null(array, i)) return ENOMEM; /* NA of bit64 */
    }
    return 0;
}

static int fill_doubles(struct ArrowArray *array, const double *values, bool whole)
{
    void *to = ((struct held *)array->private_data)->buffers[VALUES];
    for (R_xlen_t i = 0; i < array->length; i++) {
        bool is_null = isnan(values[i]);
        double value = is_null ? 0 : values[i];
        if (whole)
            ((int64_t *)to)[i] = (int64_t)value;
        else
            ((double *)to)[i] = value;
        if (is_null && !set_null(array, i)) return ENOMEM;
    }
    return 0;
}

/* A Date may hold fractions of days; the day is meant. */
static int fill_days(struct ArrowArray *array, const double *values)
{
    int32_t *to = ((struct held *)array->private_data)->buffers[VALUES];
    for (R_xlen_t i = 0; i < array->length; i++) {
        double day = floor(values[i]);
        bool is_day = day >= INT32_MIN && day <= INT32_MAX;
        to[i] = is_day ? (int32_t)day : 0;
        if (!is_day && !set_null(array, i)) return ENOMEM;
    }
    return 0;
}

/* ---- columns ------------------------------------------------------------------------------- */

static const struct {
    const char *format;
    size_t in_bytes, out_bytes;
} forms[] = {
    [COLUMN_TEXT] = {"U", sizeof(SEXP), 0},
    [COLUMN_FACTOR] = {"i", sizeof(int), 4},
    [COLUMN_FLAG] = {"c", sizeof(int), 1},
    [COLUMN_INT] = {"i", sizeof(int), 4},
    [COLUMN_LONG] = {"l", 8, 8},
    [COLUMN_WHOLE] = {"l", 8, 8},
    [COLUMN_DOUBLE] = {"g", 8, 8},
    [COLUMN_DAY] = {"tdD", 8, 4},
    [COLUMN_DAY_INT] = {"tdD", sizeof(int), 4},
};

const char *column_format(const struct column *column)
{
    return forms[column->form].format;
}

/* The first row whose level is not UTF-8, as its null says; -1: such levels have no row. */
static R_xlen_t row_of_bad_level(const struct ArrowArray *array, const struct column *column,
                                 const int *values)
{
    const uint8_t *valid = array->dictionary->buffers[VALIDITY];
    for (R_xlen_t i = 0; i < array->length; i++) {
        if (values[i] == NA_INTEGER) continue;
        int level = values[i] - 1;
        if (column->levels[level] == NA_STRING) continue;
        if (!(valid[level / 8] >> (level % 8) & 1)) return i;
    }
    return -1;
}

static int fill_dictionary(struct ArrowArray *array, const struct column *column, const int *values,
                           R_xlen_t *bad)
{
    struct held *held = array->private_data;
    if (!open_array(&held->dictionary, column->n_levels, N_BUFFERS)) return ENOMEM;
    array->dictionary = &held->dictionary;
    int failed = fill_texts(&held->dictionary, column->levels, bad);
    if (!failed && *bad >= 0) *bad = row_of_bad_level(array, column, values);
    return failed;
}

static int fill(struct ArrowArray *array, const struct column *column, const void *values)
{
    switch (column->form) {
    case COLUMN_FLAG:
        return fill_flags(array, values);
    case COLUMN_LONG:
        return fill_longs(array, values);
    case COLUMN_WHOLE:
    case COLUMN_DOUBLE:
        return fill_doubles(array, values, column->form == COLUMN_WHOLE);
    case COLUMN_DAY:
        return fill_days(array, values);
    default:
        return fill_ints(array, values, column->form == COLUMN_FACTOR ? 1 : 0);
    }
}

/* *bad is the first row whose text is not UTF-8, or stays as it is. */
static int make_column(const struct column *column, R_xlen_t from, R_xlen_t n,
                       struct ArrowArray *out, R_xlen_t *bad)
{
    bool is_text = column->form == COLUMN_TEXT;
    const void *values = (const char *)column->values + (size_t)from * forms[column->form].in_bytes;
    struct held *held = open_array(out, n, is_text ? N_BUFFERS : TEXTS);
    if (!held) return ENOMEM;
    if (is_text) return fill_texts(out, values, bad);
    held->buffers[VALUES] = malloc((size_t)n * forms[column->form].out_bytes + 1);
    int failed = held->buffers[VALUES] ? fill(out, column, values) : ENOMEM;
    if (!failed && column->form == COLUMN_FACTOR)
        failed = fill_dictionary(out, column, values, bad);
    return failed;
}

/* The columns that are made, those before and including the one that fails, belong to `out`. */
static int make_columns(const struct frame *frame, R_xlen_t from, struct ArrowArray *out)
{
    struct held *held = out->private_data;
    int failed = 0;
    for (R_xlen_t i = 0; i < frame->n_columns && !failed; i++) {
        R_xlen_t bad = -1;
        failed = make_column(&frame->columns[i], from, out->length, &held->children[i], &bad);
        held->pointers[i] = &held->children[i];
        out->n_children++;
        if (!failed && bad >= 0) failed = EILSEQ;
        if (failed == EILSEQ)
            *frame->fault = (struct fault){from + bad, i,
                                           "its bytes are not UTF-8; read the file with its own "
                                           "encoding, such as fileEncoding = \"CP949\""};
    }
    return failed;
}

int batch_make(const struct frame *frame, R_xlen_t from, R_xlen_t n, struct ArrowArray *out)
{
    struct held *held = open_array(out, n, 1);
    size_t n_columns = (size_t)frame->n_columns;
    if (!held) return ENOMEM;
    held->children = calloc(n_columns + 1, sizeof *held->children);
    held->pointers = calloc(n_columns + 1, sizeof *held->pointers);
    out->children = held->pointers;
    int failed = ENOMEM;
    if (held->children && held->pointers) failed = make_columns(frame, from, out);
    if (failed) release_array(out);
    return failed;
}
