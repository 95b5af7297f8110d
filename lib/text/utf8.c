/* SPDX-License-Identifier: Apache-2.0 */
/*
 * utf8.c - strict UTF-8.
 *
 * Bytes that are not UTF-8 must be found before anything else reads them: an overlong or
 * truncated sequence would let two byte strings stand for one name, or a decoder run past
 * the end. The second byte's range depends on the first; all others are 80..BF.
 *
 *   first    second   length   what a wider second byte would be
 *   00..7F   -        1
 *   C2..DF   80..BF   2        C0, C1: overlong
 *   E0       A0..BF   3        overlong
 *   E1..EC   80..BF   3
 *   ED       80..9F   3        surrogates
 *   EE..EF   80..BF   3
 *   F0       90..BF   4        overlong
 *   F1..F3   80..BF   4
 *   F4       80..8F   4        above 10FFFF
 */
#include "text/text.h"

static bool is_tail(uint8_t byte)
{
    return (byte & 0xC0) == 0x80;
}

static size_t sequence_length(uint8_t first)
{
    if (first < 0x80) return 1;
    if (first < 0xC2) return 0;
    if (first < 0xE0) return 2;
    if (first < 0xF0) return 3;
    return first < 0xF5 ? 4 : 0;
}

static bool second_fits(uint8_t first, uint8_t second)
{
    switch (first) {
    case 0xE0:
        return second >= 0xA0 && second <= 0xBF;
    case 0xED:
        return second >= 0x80 && second <= 0x9F;
    case 0xF0:
        return second >= 0x90 && second <= 0xBF;
    case 0xF4:
        return second >= 0x80 && second <= 0x8F;
    default:
        return is_tail(second);
    }
}

size_t dlb_utf8_valid(const char *text, size_t len)
{
    const uint8_t *bytes = (const uint8_t *)text;
    size_t at = 0;
    while (at < len) {
        size_t n = sequence_length(bytes[at]);
        if (n == 0 || n > len - at) return at;
        if (n > 1 && !second_fits(bytes[at], bytes[at + 1])) return at;
        for (size_t i = 2; i < n; i++) {
            if (!is_tail(bytes[at + i])) return at;
        }
        at += n;
    }
    return len;
}

uint32_t dlb_utf8_next(const char *text, size_t len, size_t *at)
{
    const uint8_t *bytes = (const uint8_t *)text + *at;
    size_t n = sequence_length(bytes[0]);
    if (n > len - *at) n = len - *at; /* invalid text is the caller's mistake; stay in bounds */
    if (n < 2) {
        *at += 1;
        return bytes[0];
    }
    uint32_t code_point = bytes[0] & (0x7Fu >> n);
    for (size_t i = 1; i < n; i++) code_point = code_point << 6 | (bytes[i] & 0x3Fu);
    *at += n;
    return code_point;
}

size_t dlb_utf8_put(uint32_t code_point, char *out)
{
    if (code_point < 0x80) {
        out[0] = (char)code_point;
        return 1;
    }
    size_t n = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (code_point & 0x3F));
        code_point >>= 6;
    }
    out[0] = (char)(uint8_t)((0xF00u >> n) | code_point);
    return n;
}
