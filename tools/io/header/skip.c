/* SPDX-License-Identifier: Apache-2.0 */
/*
 * skip.c - rows of a sheet that are no rows of a table.
 */
#include "io/header/header.h"

#include <string.h>

void io_skips_add(struct io_skips *skips, enum io_skip why, int64_t n, int64_t line)
{
    if (skips->n[why] == 0) skips->first[why] = line;
    skips->n[why] += n;
}

void io_cells_note(struct io_cells *cells, int64_t line, int column)
{
    if (cells->n++ > 0) return;
    cells->line = line;
    cells->column = column;
}

enum { TOTAL_MAX = 64 }; /* bytes of a cell that may say "total" */

/* The text without blanks, marks and digits, in small letters; *digits: it had some. */
static size_t squeeze(const char *text, size_t len, char squeezed[TOTAL_MAX], bool *digits)
{
    size_t n = 0;
    *digits = false;
    for (size_t i = 0; i < len; i++) {
        char c = text[i];
        bool wide_blank = len - i >= 3 && memcmp(text + i, "\xE3\x80\x80", 3) == 0;
        if (wide_blank) i += 2;
        if (wide_blank || (c && strchr(" \t\r\n()[]<>*:,.-", c))) continue;
        bool digit = c >= '0' && c <= '9', large = c >= 'A' && c <= 'Z';
        *digits |= digit;
        if (!digit) squeezed[n++] = large ? (char)(c + 'a' - 'A') : c;
    }
    return n;
}

static bool ends_in(const char *text, size_t len, const char *end)
{
    size_t n = strlen(end);
    return n <= len && memcmp(text + len - n, end, n) == 0;
}

/* "합계 1,234건": the unit that goes with the number. */
static size_t without_unit(const char *text, size_t len)
{
    static const char *const units[] = {"건", "명", "원", "인", "회"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (ends_in(text, len, units[i])) return len - strlen(units[i]);
    return len;
}

bool io_is_total(const char *text, size_t len)
{
    static const char *const ends[] = {"합계", "소계", "총계", "누계"}; /* "3월 소계" too */
    static const char *const words[] = {"계", "월계", "total", "subtotal", "grandtotal", "sum"};
    char squeezed[TOTAL_MAX];
    bool digits;
    bool likely = len > 0 && (strchr("tTsSgG", text[0]) || memmem(text, len, "계", 3));
    if (!likely || len > TOTAL_MAX) return false;
    size_t n = squeeze(text, len, squeezed, &digits);
    if (digits) n = without_unit(squeezed, n);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == n && memcmp(squeezed, words[i], n) == 0) return true;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (ends_in(squeezed, n, ends[i])) return true;
    return false;
}
