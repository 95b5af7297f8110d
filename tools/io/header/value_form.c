/* SPDX-License-Identifier: Apache-2.0 */
/*
 * value_form.c - do values look as those of a column do?
 *
 * The library's own readers say so, because what they cannot read would be rejected later.
 */
#include "io/header/header.h"

#include <string.h>

#include "dolbom/value.h"

static bool is_of_kind(const char *kind, const char *text, size_t len)
{
    char normal[DOLBOM_VALUE_MAX];
    size_t n;
    dolbom_quality quality = DOLBOM_QUALITY_INVALID;
    return dolbom_value_normalize(NULL, kind, text, len, normal, sizeof normal, &n, &quality) ==
               DOLBOM_OK &&
           quality != DOLBOM_QUALITY_INVALID;
}

/* "-1,200.5" */
static bool is_number(const char *text, size_t len)
{
    bool digits = false;
    for (size_t i = 0; i < len; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';
        bool mark =
            text[i] == ',' || text[i] == '.' || text[i] == ' ' || (text[i] == '-' && i == 0);
        if (!digit && !mark) return false;
        digits |= digit;
    }
    return digits;
}

/* "9:30", "09:30:00" */
static bool is_time(const char *text, size_t len)
{
    bool colon = false;
    for (size_t i = 0; i < len; i++) {
        if ((text[i] < '0' || text[i] > '9') && text[i] != ':') return false;
        colon |= text[i] == ':';
    }
    return colon;
}

/* An id has no blanks and is no sentence. */
static bool is_id(const char *text, size_t len)
{
    return len <= 64 && !memchr(text, ' ', len);
}

void io_shape(const char *text, size_t len, char *shape, size_t cap)
{
    size_t n = 0;
    for (size_t i = 0; i < len && n + 4 < cap; i++) {
        unsigned char c = (unsigned char)text[i];
        bool begins = c >= 0xC0, letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
        if (c >= 0x80 && !begins) continue; /* the rest of a character */
        if (begins)
            memcpy(shape + n, "ㅇ", 3), n += 3;
        else
            shape[n++] = c >= '0' && c <= '9' ? '9' : letter ? 'A' : c < ' ' ? ' ' : (char)c;
    }
    shape[n] = '\0';
}

bool io_form_reads(const struct io_usual *usual, const char *text, size_t len)
{
    static const char *const kinds[] = {
        [IO_FORM_NAME] = "name", [IO_FORM_DATE] = "date",   [IO_FORM_MONTH] = "date",
        [IO_FORM_RRN] = "rrn",   [IO_FORM_PHONE] = "phone", [IO_FORM_ADDRESS] = "address",
        [IO_FORM_SEX] = "sex"};
    switch ((enum io_header_form)usual->form) {
    case IO_FORM_TEXT:
        return true;
    case IO_FORM_ID:
        return is_id(text, len);
    case IO_FORM_NUMBER:
        return is_number(text, len);
    case IO_FORM_TIME:
        return is_time(text, len);
    case IO_FORM_WORD:
        return io_word_find(usual->table, usual->column, text, len) != NULL;
    default:
        return is_of_kind(kinds[usual->form], text, len);
    }
}
