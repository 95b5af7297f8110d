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

/* "-1,200.5"; commas only between thousands. */
static bool is_plain_number(const char *text, size_t len)
{
    const size_t sign = len > 0 && text[0] == '-';
    const char *point = memchr(text, '.', len);
    const size_t n_whole = point ? (size_t)(point - text) : len;
    const bool commas = memchr(text, ',', len);
    if (sign == n_whole || text[sign] == ',') return false;
    for (size_t i = sign; i < len; i++) {
        const bool digit = text[i] >= '0' && text[i] <= '9';
        const bool between = commas && i < n_whole && (n_whole - i) % 4 == 0;
        if (i == n_whole) continue;
        if (between ? text[i] != ',' : !digit) return false;
    }
    return true;
}

static bool begins_with(const char *text, size_t len, const char *word)
{
    return len > strlen(word) && memcmp(text, word, strlen(word)) == 0;
}

static bool ends_with(const char *text, size_t len, const char *word)
{
    return len > strlen(word) && memcmp(text + len - strlen(word), word, strlen(word)) == 0;
}

/* Also "45,000원" where `won`, "3회" where not: what the library's row_number.c reads. */
static bool is_number(const char *text, size_t len, bool won)
{
    static const char *const before[] = {"₩", "\\"}, *const counters[] = {"회", "번", "건", "개",
                                                                          "명"};
    char normal[DOLBOM_VALUE_MAX];
    size_t n = 0;
    dolbom_quality quality;
    if (dolbom_value_normalize(NULL, "text", text, len, normal, sizeof normal, &n, &quality) != 0)
        return false;
    text = normal;
    for (size_t i = 0; won && i < sizeof before / sizeof *before; i++)
        if (begins_with(text, n, before[i])) text += strlen(before[i]), n -= strlen(before[i]);
    if (won && ends_with(text, n, "원")) n -= strlen("원");
    for (size_t i = 0; !won && i < sizeof counters / sizeof *counters; i++)
        if (ends_with(text, n, counters[i])) {
            n -= strlen(counters[i]);
            break;
        }
    tool_trim(&text, &n);
    return is_plain_number(text, n);
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
    case IO_FORM_WON:
        return is_number(text, len, usual->form == IO_FORM_WON);
    case IO_FORM_TIME:
        return is_time(text, len);
    case IO_FORM_WORD:
        return io_word_find(usual->table, usual->column, text, len) != NULL;
    default:
        return is_of_kind(kinds[usual->form], text, len);
    }
}
