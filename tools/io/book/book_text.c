/* SPDX-License-Identifier: Apache-2.0 */
/*
 * book_text.c - texts of cells, put together from pieces.
 */
#include "io/book/book_inside.h"

#include <stdlib.h>
#include <string.h>

void *book_grow(void *at, size_t n, size_t *cap, size_t size)
{
    if (n < *cap) return at;
    size_t wanted = *cap ? *cap * 2 : 64;
    void *more = reallocarray(at, wanted, size);
    if (more) *cap = wanted;
    return more;
}

bool book_text_add(struct book_text *text, const char *more, size_t len)
{
    if (text->too_long || len > IO_FIELD_MAX - text->len) {
        text->too_long = true;
        text->len = 0;
        return true;
    }
    if (len > text->cap - text->len) {
        size_t cap = text->cap * 2 + len + 64;
        char *grown = realloc(text->at, cap);
        if (!grown) return false;
        text->at = grown;
        text->cap = cap;
    }
    memcpy(text->at + text->len, more, len);
    text->len += len;
    return true;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    c = (char)(c | ' ');
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The character below 128 that is written as _xHHHH_ there, else -1. */
static int escaped(const char *at, size_t len)
{
    int code = 0;
    if (len < 7 || at[0] != '_' || at[1] != 'x' || at[6] != '_') return -1;
    for (int i = 2; i < 6; i++) {
        int digit = hex_digit(at[i]);
        if (digit < 0) return -1;
        code = code * 16 + digit;
    }
    return code > 0 && code < 128 ? code : -1;
}

void book_text_unescape(struct book_text *text, size_t from)
{
    size_t to = from;
    if (text->len == from || !memchr(text->at + from, '_', text->len - from)) return;
    for (size_t i = from; i < text->len;) {
        int code = escaped(text->at + i, text->len - i);
        text->at[to++] = code >= 0 ? (char)code : text->at[i];
        i += code >= 0 ? 7 : 1;
    }
    text->len = to;
}

void book_text_clear(struct book_text *text)
{
    free(text->at);
    *text = (struct book_text){.at = NULL};
}
