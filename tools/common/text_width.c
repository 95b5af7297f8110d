/* SPDX-License-Identifier: Apache-2.0 */
/*
 * text_width.c - how wide a text is where characters are of one width or two.
 */
#include "common/common.h"

int tool_width(const char *text, size_t len)
{
    int width = 0;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        if ((c & 0xC0) == 0x80) continue;
        bool wide = c == 0xE1 || (c >= 0xE3 && c <= 0xED) ||
                    (c == 0xEF && i + 1 < len && (unsigned char)text[i + 1] >= 0xBC);
        width += wide ? 2 : 1;
    }
    return width;
}
