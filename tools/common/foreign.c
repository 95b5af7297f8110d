/* SPDX-License-Identifier: Apache-2.0 */
/*
 * foreign.c - texts of others, made safe to show on a terminal, in a log and in a page.
 *
 * A name may hold characters that move the cursor, ring the bell, end the line or reverse the order
 * of what follows. Each of them, and each byte that is not UTF-8, is shown as U+FFFD:
 *
 *   C0 and C1 controls, DEL     ESC [ 31 m, BEL, line feeds
 *   U+2028 U+2029               line and paragraph separator
 *   U+061C U+200E U+200F        marks of direction
 *   U+202A-202E U+2066-2069     embeddings, overrides and isolates of direction
 *   U+FEFF U+E0000-E007F        invisible characters
 *   U+FFFE U+FFFF               no characters, which XML may not hold
 */
#include "common/common.h"

#include <stdlib.h>
#include <string.h>

/* The code point at text[0] and its length; 0 when it is not UTF-8. */
static size_t decode(const unsigned char *text, size_t len, uint32_t *code)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t n = text[0] < 0x80   ? 1
               : text[0] < 0xC0 ? 0
               : text[0] < 0xE0 ? 2
               : text[0] < 0xF0 ? 3
                                : 4;
    if (n == 0 || n > len || text[0] > 0xF4) return 0;
    *code = n == 1 ? text[0] : text[0] & (0x7Fu >> n);
    for (size_t i = 1; i < n; i++) {
        if ((text[i] & 0xC0) != 0x80) return 0;
        *code = *code << 6 | (text[i] & 0x3Fu);
    }
    bool is_surrogate = *code >= 0xD800 && *code <= 0xDFFF;
    return *code < least[n] || *code > 0x10FFFF || is_surrogate ? 0 : n;
}

static bool may_be_shown(uint32_t code)
{
    static const struct {
        uint32_t first, last;
    } unsafe[] = {{0, 0x1F},        {0x7F, 0x9F},     {0x61C, 0x61C},
                  {0x200E, 0x200F}, {0x2028, 0x202E}, {0x2066, 0x2069},
                  {0xFEFF, 0xFEFF}, {0xFFFE, 0xFFFF}, {0xE0000, 0xE007F}};
    for (size_t i = 0; i < sizeof unsafe / sizeof *unsafe; i++)
        if (code >= unsafe[i].first && code <= unsafe[i].last) return false;
    return true;
}

struct tool_piece tool_next_piece(const char **text, size_t *len)
{
    const unsigned char *at = (const unsigned char *)*text;
    size_t done = 0, n = 0;
    uint32_t code;
    while (done < *len) {
        n = decode(at + done, *len - done, &code);
        if (n == 0 || !may_be_shown(code)) break;
        done += n;
    }
    struct tool_piece piece = {*text, done};
    if (done == 0 && *len > 0) {
        piece = (struct tool_piece){"\uFFFD", 3};
        done = n ? n : 1;
    }
    *text += done;
    *len -= done;
    return piece;
}

void tool_foreign_put(FILE *file, const char *text, size_t len)
{
    while (len > 0) {
        struct tool_piece piece = tool_next_piece(&text, &len);
        fwrite(piece.text, 1, piece.len, file);
    }
}

char *tool_foreign_copy(const char *text)
{
    size_t len = strlen(text), made = 0;
    char *copy = malloc(3 * len + 1);
    while (copy && len > 0) {
        struct tool_piece piece = tool_next_piece(&text, &len);
        memcpy(copy + made, piece.text, piece.len);
        made += piece.len;
    }
    if (copy) copy[made] = '\0';
    return copy;
}
