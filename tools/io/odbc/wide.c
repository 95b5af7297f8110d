/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wide.c - texts in UTF-16, in the order of bytes of this machine.
 */
#include "io/odbc/odbc.h"

#include <stdlib.h>
#include <string.h>

#include "io/csv/csv.h"

bool odbc_wide_reserve(struct odbc_wide *wide, size_t more)
{
    if (wide->cap - wide->len >= more) return true;
    size_t cap = 2 * wide->cap + more + 256;
    SQLWCHAR *grown = reallocarray(wide->at, cap, sizeof *grown);
    if (!grown) return false;
    wide->at = grown;
    wide->cap = cap;
    return true;
}

/* The code point at the beginning, and how many bytes it takes; of bytes that are not text one. */
static uint32_t code_at(const char *text, size_t len, size_t *n)
{
    const unsigned char *at = (const unsigned char *)text;
    bool bad = false;
    *n = at[0] < 0x80 ? 1 : at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : 4;
    if (*n <= len) io_valid(IO_UTF8, at, *n, true, &bad);
    if (*n > len || bad) {
        *n = 1;
        return 0xFFFD;
    }
    uint32_t code = *n == 1 ? at[0] : at[0] & (0x7Fu >> *n);
    for (size_t i = 1; i < *n; i++) code = code << 6 | (at[i] & 0x3Fu);
    return code;
}

bool odbc_wide_add(struct odbc_wide *wide, const char *text, size_t len)
{
    if (!odbc_wide_reserve(wide, len + 1)) return false;
    for (size_t at = 0, n; at < len; at += n) {
        uint32_t code = code_at(text + at, len - at, &n);
        if (code >= 0x10000) {
            code -= 0x10000;
            wide->at[wide->len++] = (SQLWCHAR)(0xD800 + (code >> 10));
            code = 0xDC00 + (code & 0x3FF);
        }
        wide->at[wide->len++] = (SQLWCHAR)code;
    }
    wide->at[wide->len] = 0; /* which does not count */
    return true;
}

char *odbc_narrow(const SQLWCHAR *text, size_t len, size_t *n_bytes)
{
    const uint16_t one = 1;
    enum io_encoding encoding = *(const unsigned char *)&one ? IO_UTF16LE : IO_UTF16BE;
    size_t n = len * sizeof *text;
    unsigned char *made = malloc(io_decode_room(encoding, n) + 1);
    if (!made) return NULL;
    *n_bytes = io_decode(encoding, (const unsigned char *)text, n, true, made).made;
    made[*n_bytes] = '\0';
    return (char *)made;
}
