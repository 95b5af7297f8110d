/* SPDX-License-Identifier: Apache-2.0 */
/*
 * trim.c - blanks around a text, which nobody sees in a cell.
 */
#include "common/common.h"

#include <string.h>

static const char *const blanks[] = {" ", "\t", "\r", "\n", "\xC2\xA0", "\xE3\x80\x80"};

/* How many bytes of a blank begin or end the text; 0: none. Most bytes are in no blank. */
static size_t blank_len(const char *text, size_t len, bool at_end)
{
    unsigned char c = len == 0 ? 'x' : (unsigned char)text[at_end ? len - 1 : 0];
    bool likely = c <= ' ' || (at_end ? c == 0xA0 || c == 0x80 : c == 0xC2 || c == 0xE3);
    for (size_t i = 0; likely && i < sizeof blanks / sizeof *blanks; i++) {
        size_t n = strlen(blanks[i]);
        if (n <= len && memcmp(at_end ? text + len - n : text, blanks[i], n) == 0) return n;
    }
    return 0;
}

void tool_trim(const char **text, size_t *len)
{
    size_t n;
    while ((n = blank_len(*text, *len, false)) > 0) *text += n, *len -= n;
    while ((n = blank_len(*text, *len, true)) > 0) *len -= n;
}
