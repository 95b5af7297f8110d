/* SPDX-License-Identifier: Apache-2.0 */
/*
 * html_entity.c - the characters that "&amp;" and "&#44608;" stand for, of those that exports have.
 */
#include "io/book/book_inside.h"

#include <stdlib.h>
#include <string.h>

/* As UTF-8; 0 bytes of what is no character. */
static size_t encode(uint32_t code, char out[4])
{
    bool is_text = code >= ' ' && code <= 0x10FFFF && !(code >= 0xD800 && code < 0xE000);
    if (!is_text) return 0;
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    size_t n = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, code >>= 6) out[i] = (char)(0x80 | (code & 0x3F));
    out[0] = (char)(0xF0 << (4 - n) | code);
    return n;
}

int book_entity(const char *name, char out[4])
{
    static const struct {
        const char *name, *text;
    } known[] = {{"amp", "&"},  {"lt", "<"},   {"gt", ">"},           {"quot", "\""},
                 {"apos", "'"}, {"nbsp", " "}, {"middot", "\xC2\xB7"}};
    if (name[0] == '#') {
        bool is_hex = (name[1] | ' ') == 'x';
        char *end;
        unsigned long code = strtoul(name + 1 + is_hex, &end, is_hex ? 16 : 10);
        if (*end || end == name + 1 + is_hex) return -1;
        if (code == 0xA0) code = ' ';
        return (int)encode(code > 0x10FFFF ? 0 : (uint32_t)code, out);
    }
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(name, known[i].name) != 0) continue;
        size_t len = strlen(known[i].text);
        memcpy(out, known[i].text, len);
        return (int)len;
    }
    return -1;
}
