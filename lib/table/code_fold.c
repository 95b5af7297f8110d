/* SPDX-License-Identifier: Apache-2.0 */
/*
 * code_fold.c - codes and words as they are compared.
 */
#include "table/table.h"

#include <string.h>

#include "text/text.h"

struct dlb_text dlb_code_fold(struct dlb_text text, char *room, size_t cap)
{
    ptrdiff_t len = text.data ? dlb_fold(DLB_FOLD_KEY, text, room, cap) : DLB_FOLD_FAILED;
    if (len == DLB_FOLD_FAILED) return (struct dlb_text){NULL, 0};
    struct dlb_text folded = {room, (size_t)len};
    while (folded.len && strchr(" \t\r\n", folded.data[0])) folded.data++, folded.len--;
    while (folded.len && strchr(" \t\r\n", folded.data[folded.len - 1])) folded.len--;
    return folded;
}

struct dlb_text dlb_word_fold(struct dlb_text text, char room[DLB_WORD_MAX])
{
    struct dlb_text folded = dlb_code_fold(text, room, DLB_WORD_MAX);
    size_t n = 0;
    for (size_t i = 0; i < folded.len; i++)
        if (folded.data[i] != ' ') room[n++] = folded.data[i];
    return folded.data ? (struct dlb_text){room, n} : folded;
}
