/* SPDX-License-Identifier: Apache-2.0 */
/*
 * formula.c - texts that a spreadsheet would calculate when it opens them.
 */
#include "io/csv/csv.h"

#include <string.h>

/* Bytes of the blank at the start: a space, a no-break space, an ideographic space; else 0. */
static size_t blank_len(const char *text, size_t len)
{
    static const char *const blanks[] = {" ", "\u00A0", "\u3000"};
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++) {
        size_t n = strlen(blanks[i]);
        if (len >= n && memcmp(text, blanks[i], n) == 0) return n;
    }
    return 0;
}

/* An apostrophe before a formula may be the text's own; it is guarded as well, so that reading
 * takes off the one that was put there. */
bool io_is_formula(const char *text, size_t len)
{
    static const char starts[] = "=+-@\t\r\n";
    static const char *const wide[] = {"\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"}; /* full width */
    for (; len > 0 && text[0] == '\''; len--) text++;
    for (size_t n; (n = blank_len(text, len)) > 0; len -= n) text += n;
    if (len == 0) return false;
    if (memchr(starts, text[0], sizeof starts - 1)) return true;
    for (size_t i = 0; len >= 3 && i < sizeof wide / sizeof *wide; i++)
        if (memcmp(text, wide[i], 3) == 0) return true;
    return false;
}
