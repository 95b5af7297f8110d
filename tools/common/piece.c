/* SPDX-License-Identifier: Apache-2.0 */
/*
 * piece.c - parts of texts that are not terminated.
 */
#include "common/common.h"

#include <string.h>

bool tool_piece_same(struct tool_piece left, struct tool_piece right)
{
    return left.text && right.text && left.len == right.len &&
           (left.len == 0 || memcmp(left.text, right.text, left.len) == 0);
}

bool tool_piece_is(struct tool_piece piece, const char *text)
{
    return tool_piece_same(piece, (struct tool_piece){text, strlen(text)});
}

bool tool_next_of_list(struct tool_piece *list, struct tool_piece *one)
{
    if (!list->text || list->len == 0) return false;
    const char *end = memchr(list->text, ';', list->len);
    *one = (struct tool_piece){list->text, end ? (size_t)(end - list->text) : list->len};
    size_t taken = one->len + (end != NULL);
    *list = (struct tool_piece){list->text + taken, list->len - taken};
    return true;
}
