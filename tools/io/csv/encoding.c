/* SPDX-License-Identifier: Apache-2.0 */
/*
 * encoding.c - which encoding bytes are in, and conversion to UTF-8.
 *
 * Korean agencies send UTF-8 and windows-949 (which they call CP949 or EUC-KR), and nobody
 * labels a file. Guessing from frequencies goes wrong on short files; strict validation of
 * every byte does not: Korean windows-949 text is practically never valid UTF-8.
 *
 *   begins with a byte order mark   what the mark says
 *   every byte valid as UTF-8       UTF-8
 *   every byte valid as windows-949 windows-949
 *   letters such as é among ASCII   windows-1252, and this is said
 *   else                            an error, with the first bad byte under each
 *
 * Nearly all bytes are valid as windows-1252, so that says nothing; but in Korean text bytes above
 * ASCII never come alone, while é in René does.
 *
 * windows-949 is ICU's windows-949-2000, except that the bytes 80 and FF alone, which it maps to
 * characters nobody writes, are not text. A second byte of a two-byte character is never a quote, a
 * separator or a line end, so records may be split before decoding.
 */
#include "io/csv/csv.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *io_encoding_name(enum io_encoding encoding)
{
    static const char *const names[] = {"unknown",  "UTF-8",    "windows-949",
                                        "UTF-16LE", "UTF-16BE", "windows-1252"};
    return names[encoding];
}

size_t io_bom(const unsigned char *data, size_t n, enum io_encoding *encoding)
{
    *encoding = IO_AUTO;
    if (n >= 3 && data[0] == 0xEF && data[1] == 0xBB && data[2] == 0xBF) {
        *encoding = IO_UTF8;
        return 3;
    }
    if (n >= 2 && data[0] == 0xFF && data[1] == 0xFE) *encoding = IO_UTF16LE;
    if (n >= 2 && data[0] == 0xFE && data[1] == 0xFF) *encoding = IO_UTF16BE;
    return *encoding == IO_AUTO ? 0 : 2;
}

/* What some bytes begin with. */
struct unit {
    size_t used;         /* its bytes; 0: truncated by the end */
    uint32_t code_point; /* NO_TEXT: one byte that is not text */
};

#define NO_TEXT UINT32_MAX

static const struct unit cut_off = {0, 0};
static const struct unit no_text = {1, NO_TEXT};

/*
 * A lead byte decides how many bytes follow and which second bytes are allowed; that
 * excludes overlong forms, surrogates and everything past U+10FFFF.
 */
static struct unit utf8_unit(const unsigned char *p, size_t n)
{
    unsigned lead = p[0];
    if (lead < 0x80) return (struct unit){1, lead};
    if (lead < 0xC2 || lead > 0xF4) return no_text;
    size_t len = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    unsigned low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    uint32_t code_point = lead & (0xFF >> (len + 1));
    for (size_t i = 1; i < len; i++) {
        if (i >= n) return cut_off;
        if (p[i] < low || p[i] > high) return no_text;
        code_point = code_point << 6 | (p[i] & 0x3F);
        low = 0x80;
        high = 0xBF;
    }
    return (struct unit){len, code_point};
}

static struct unit windows_949_unit(const unsigned char *p, size_t n)
{
    unsigned first = p[0];
    if (first < 0x80) return (struct unit){1, first};
    if (first == 0x80 || first == 0xFF) return no_text;
    if (n < 2) return cut_off;
    unsigned second = p[1];
    if (second < 0x41 || second == 0xFF) return no_text;
    unsigned code_point = io_949[first - 0x81][second - 0x41];
    return code_point ? (struct unit){2, code_point} : no_text;
}

static struct unit windows_1252_unit(const unsigned char *p)
{
    static const uint16_t from_80[32] = {
        0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};
    unsigned code_point = p[0] >= 0x80 && p[0] < 0xA0 ? from_80[p[0] - 0x80] : p[0];
    return code_point || p[0] == 0 ? (struct unit){1, code_point} : no_text;
}

static uint32_t utf16_at(const unsigned char *p, bool little)
{
    return little ? p[0] | (uint32_t)p[1] << 8 : p[1] | (uint32_t)p[0] << 8;
}

static struct unit utf16_unit(const unsigned char *p, size_t n, bool little)
{
    if (n < 2) return cut_off;
    uint32_t first = utf16_at(p, little);
    if (first < 0xD800 || first > 0xDFFF) return (struct unit){2, first};
    if (first > 0xDBFF) return (struct unit){2, NO_TEXT};
    if (n < 4) return cut_off;
    uint32_t second = utf16_at(p + 2, little);
    if (second < 0xDC00 || second > 0xDFFF) return (struct unit){2, NO_TEXT};
    return (struct unit){4, 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)};
}

static struct unit unit_at(enum io_encoding encoding, const unsigned char *p, size_t n)
{
    switch (encoding) {
    case IO_WINDOWS_949:
        return windows_949_unit(p, n);
    case IO_WINDOWS_1252:
        return windows_1252_unit(p);
    case IO_UTF16LE:
    case IO_UTF16BE:
        return utf16_unit(p, n, encoding == IO_UTF16LE);
    default:
        return utf8_unit(p, n);
    }
}

/* How many bytes at the start are plain ASCII; 32 at a time while they are. */
static size_t ascii_run(const unsigned char *p, size_t n)
{
    size_t i = 0;
    uint64_t words[4];
    for (; i + sizeof words <= n; i += sizeof words) {
        memcpy(words, p + i, sizeof words);
        if ((words[0] | words[1] | words[2] | words[3]) & UINT64_C(0x8080808080808080)) break;
    }
    for (; i + sizeof *words <= n; i += sizeof *words) {
        memcpy(words, p + i, sizeof *words);
        if (words[0] & UINT64_C(0x8080808080808080)) break;
    }
    while (i < n && p[i] < 0x80) i++;
    return i;
}

/* Most Korean text is syllables of three bytes; others are judged by their lead byte. */
static size_t utf8_syllables(const unsigned char *p, size_t n)
{
    size_t i = 0;
    while (n - i >= 3 && p[i] > 0xE0 && p[i] < 0xED && (p[i + 1] & 0xC0) == 0x80 &&
           (p[i + 2] & 0xC0) == 0x80)
        i += 3;
    return i;
}

size_t io_valid(enum io_encoding encoding, const unsigned char *data, size_t n, bool last,
                bool *bad)
{
    bool wide = encoding == IO_UTF16LE || encoding == IO_UTF16BE;
    *bad = false;
    for (size_t i = 0; i < n;) {
        if (!wide) i += ascii_run(data + i, n - i);
        if (encoding == IO_UTF8) i += utf8_syllables(data + i, n - i);
        if (i == n) break;
        struct unit unit = unit_at(encoding, data + i, n - i);
        *bad = unit.code_point == NO_TEXT || (unit.used == 0 && last);
        if (*bad || unit.used == 0) return i;
        i += unit.used;
    }
    return n;
}

static bool is_ascii_letter(unsigned char c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* A letter, or a mark that texts have: the euro and pound signs, quotes, a dash, the degree sign.
 */
static bool is_western_at(unsigned char c, unsigned char before, unsigned char next)
{
    const bool letter = c >= 0xC0 && c != 0xD7 && c != 0xF7 && c != 0xFF;
    const bool in_word = is_ascii_letter(before) || is_ascii_letter(next);
    if (before >= 0x80 || next >= 0x80) return false;
    return letter ? in_word : memchr("\x80\x91\x92\x96\xA3\xB0", c, 6) != NULL;
}

bool io_is_western(const unsigned char *data, size_t n, unsigned char *before, bool *any)
{
    for (size_t i = 0; i < n; *before = data[i++]) {
        const unsigned char next = i + 1 < n ? data[i + 1] : 'x';
        if (data[i] == 0) return false;
        if (data[i] < 0x80) continue;
        if (!is_western_at(data[i], *before, next)) return false;
        *any = true;
    }
    return true;
}

size_t io_decode_room(enum io_encoding encoding, size_t n)
{
    return encoding == IO_UTF8 ? n : encoding == IO_WINDOWS_1252 ? 3 * n : n / 2 * 3 + 1;
}

static size_t put_utf8(uint32_t c, unsigned char *out)
{
    if (c < 0x80) {
        out[0] = (unsigned char)c;
        return 1;
    }
    size_t len = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = len - 1; i > 0; i--, c >>= 6) out[i] = (unsigned char)(0x80 | (c & 0x3F));
    out[0] = (unsigned char)(c | (0xF00 >> len & 0xFF));
    return len;
}

struct io_decoded io_decode(enum io_encoding encoding, const unsigned char *data, size_t n,
                            bool last, unsigned char *out)
{
    bool wide = encoding == IO_UTF16LE || encoding == IO_UTF16BE;
    struct io_decoded d = {0, 0, 0};
    while (d.used < n) {
        size_t plain = wide ? 0 : ascii_run(data + d.used, n - d.used);
        memcpy(out + d.made, data + d.used, plain);
        d.used += plain;
        d.made += plain;
        if (d.used == n) break;
        struct unit unit = unit_at(encoding, data + d.used, n - d.used);
        if (unit.used == 0) {
            if (!last) break;
            unit = (struct unit){n - d.used, NO_TEXT};
        }
        d.used += unit.used;
        if (unit.code_point == NO_TEXT) {
            out[d.made++] = IO_BAD_BYTE;
            d.n_bad++;
        } else {
            d.made += put_utf8(unit.code_point, out + d.made);
        }
    }
    return d;
}
