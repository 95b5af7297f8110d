/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hanja_file.c - a CSV of hanja and reading as plan text.
 *
 *   hanja,reading          hanja:
 *   伽,가                    "伽": "가"
 *   車,"차,거"                "車": "차"      the first of several readings counts
 *   車,거                                   and the first line of a character
 *
 * Commas or tabs, whichever the header has; other columns are ignored. Each line keeps its number,
 * so that the plan's messages point to the right line of the file.
 */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

enum {
    CELL_MAX = 64,
    ROOM_PER_LINE = 8, /* quotes, colon, spaces, line end */
    COLUMNS_MAX = 16,
    CODE_POINTS = 0x110000
};

struct cells {
    char text[COLUMNS_MAX][CELL_MAX];
    size_t n;
};

/* One line's cells without quotes; a cell that is too long is truncated and is not a reading. */
static const char *read_line(const char *at, const char *end, char comma, struct cells *cells)
{
    bool quoted = false;
    size_t len = 0;
    cells->n = 1;
    memset(cells->text, 0, sizeof cells->text);
    for (; at < end && *at != '\n'; at++) {
        if (*at == '"') {
            quoted = !quoted;
        } else if (*at == comma && !quoted) {
            if (cells->n == COLUMNS_MAX) continue;
            cells->n++;
            len = 0;
        } else if (*at != '\r' && len + 1 < CELL_MAX) {
            cells->text[cells->n - 1][len++] = *at;
        }
    }
    return at < end ? at + 1 : end;
}

static size_t find_column(const struct cells *header, const char *name)
{
    size_t i = 0;
    while (i < header->n && strcmp(header->text[i], name) != 0) i++;
    return i;
}

/* A double-quoted scalar of `n` bytes; characters that would end it are left out. */
static char *put_quoted(char *out, const char *text, size_t n)
{
    *out++ = '"';
    for (size_t i = 0; i < n; i++) {
        bool is_plain = (unsigned char)text[i] >= ' ' && text[i] != '"' && text[i] != '\\';
        if (is_plain) *out++ = text[i];
    }
    *out++ = '"';
    return out;
}

/* The code point of a cell that is one character of three or four bytes; else 0. */
static uint32_t code_point(const char *text)
{
    size_t n = strlen(text);
    const unsigned char *b = (const unsigned char *)text;
    if (n == 3) return (b[0] & 0xFu) << 12 | (b[1] & 0x3Fu) << 6 | (b[2] & 0x3Fu);
    if (n != 4) return 0;
    return ((b[0] & 7u) << 18 | (b[1] & 0x3Fu) << 12 | (b[2] & 0x3Fu) << 6 | (b[3] & 0x3Fu)) %
           CODE_POINTS;
}

/* Adds the code point; returns whether it was there before. 0 never is. */
static bool is_seen(uint8_t *seen, const char *text)
{
    uint32_t code = code_point(text);
    bool was = code != 0 && (seen[code / 8] >> code % 8 & 1);
    seen[code / 8] |= (uint8_t)(1u << code % 8);
    return was;
}

static char *put_entries(const char *at, const char *end, char comma, const size_t column[2],
                         uint8_t *seen, char *out)
{
    struct cells cells;
    while (at < end) {
        at = read_line(at, end, comma, &cells);
        const char *hanja = column[0] < cells.n ? cells.text[column[0]] : "";
        const char *reading = column[1] < cells.n ? cells.text[column[1]] : "";
        if (*hanja != '\0' && *reading != '\0' && !is_seen(seen, hanja)) {
            *out++ = ' ';
            out = put_quoted(out, hanja, strlen(hanja));
            *out++ = ':';
            *out++ = ' ';
            out = put_quoted(out, reading, strcspn(reading, ",| "));
        }
        *out++ = '\n';
    }
    return out;
}

char *tool_hanja_text(const char *csv, size_t len, size_t *text_len)
{
    const char *end = csv + len;
    size_t n_lines = 2;
    for (size_t i = 0; i < len; i++) n_lines += csv[i] == '\n';
    if (len >= 3 && memcmp(csv, "\xEF\xBB\xBF", 3) == 0) csv += 3;
    const char *first_end = memchr(csv, '\n', (size_t)(end - csv));
    char comma = memchr(csv, '\t', (size_t)((first_end ? first_end : end) - csv)) ? '\t' : ',';
    struct cells header;
    const char *at = read_line(csv, end, comma, &header);
    size_t column[2] = {find_column(&header, "hanja"), find_column(&header, "reading")};
    if (column[1] == header.n) column[1] = find_column(&header, "hangul");
    if (column[0] == header.n || column[1] == header.n) return NULL;
    char *text = malloc(len + n_lines * ROOM_PER_LINE);
    uint8_t *seen = text ? calloc(1, CODE_POINTS / 8 + 1) : NULL;
    if (seen) {
        memcpy(text, "hanja:\n", 7);
        *text_len = (size_t)(put_entries(at, end, comma, column, seen, text + 7) - text);
        free(seen);
        return text;
    }
    free(text);
    return NULL;
}
