/* SPDX-License-Identifier: Apache-2.0 */
/*
 * parts.c - writing the parts of a value.
 */
#include "field/kind/parts.h"

#include <stdio.h>
#include <string.h>

enum { WORDS_MAX = 128 }; /* bytes of all words that can stand for flags */

static void append(struct dlb_parts *parts, const char *text, size_t len)
{
    memcpy(parts->text + parts->len, text, len);
    parts->len += len;
}

void dlb_parts_put(struct dlb_parts *parts, const char *name, const char *text, size_t len)
{
    size_t name_len = strlen(name);
    if (len == 0 || name_len + len + 2 > sizeof parts->text - parts->len) return;
    if (parts->len) append(parts, ";", 1);
    append(parts, name, name_len);
    append(parts, "=", 1);
    append(parts, text, len);
}

void dlb_parts_word(struct dlb_parts *parts, const char *name, const char *word)
{
    dlb_parts_put(parts, name, word, strlen(word));
}

void dlb_parts_number(struct dlb_parts *parts, const char *name, uint64_t number)
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
    dlb_parts_put(parts, name, digits, (size_t)len);
}

void dlb_parts_nonzero(struct dlb_parts *parts, const char *name, uint64_t number)
{
    if (number != 0) dlb_parts_number(parts, name, number);
}

void dlb_parts_digits(struct dlb_parts *parts, const char *name, const char *digits, size_t len)
{
    while (len > 1 && *digits == '0') {
        digits++;
        len--;
    }
    dlb_parts_put(parts, name, digits, len);
}

void dlb_parts_flags(struct dlb_parts *parts, unsigned flags, const char *const *words,
                     size_t n_words)
{
    char text[WORDS_MAX];
    size_t len = 0;
    for (size_t i = 0; i < n_words; i++) {
        size_t word_len = strlen(words[i]);
        if (!(flags >> i & 1) || len + word_len + 1 > sizeof text) continue;
        if (len > 0) text[len++] = '+';
        memcpy(text + len, words[i], word_len);
        len += word_len;
    }
    dlb_parts_put(parts, "flags", text, len);
}

const char *dlb_check_word(uint8_t check)
{
    static const char *const words[] = {"none", "ok", "suspect"};
    return words[check % 3];
}
