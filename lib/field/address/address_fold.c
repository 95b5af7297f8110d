/* SPDX-License-Identifier: Apache-2.0 */
/*
 * address_fold.c - the characters of an address, in one spelling.
 *
 * What reaches the scanner is an alphabet of its own: precomposed Hangul, digits, capital
 * letters, and one character for each kind of punctuation. Of all other characters an address
 * keeps a dozen, so this is done by hand; only syllables in parts go through lib/text.
 *
 *   written                                 folded
 *   jamo (NFD, halfwidth, split)            the syllable they make
 *   fullwidth U+FF01…FF5E                   ASCII
 *   - U+2010…2015 2212 30FC FE58 FE63       '-'
 *   U+00B7 2022 2027 2219 22C5 30FB 318D …  U+00B7, the dot of 3·15대로
 *   ( [ { < 〔 【 「 〈 《                  '(' and their partners ')'
 *   , 、 ; / |                              ','
 *   zero width, BOM, soft hyphen, bidi      nothing
 *   spaces and everything else              one space, none at the beginning
 */
#include "field/address/address_scan.h"

#include "field/value_text.h"

enum { DROP = 1 }; /* as a folded character: leave it out */

/* One code point; malformed bytes are one space each. Advances *at. */
static uint32_t decode(const unsigned char *s, size_t len, size_t *at)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    uint32_t c = s[(*at)++];
    size_t n = c < 0x80 ? 1 : c < 0xC2 ? 0 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : c < 0xF5 ? 4 : 0;
    if (n == 1) return c;
    if (n == 0 || n - 1 > len - *at) return ' ';
    uint32_t code = c & (0x7Fu >> n);
    for (size_t i = 0; i + 1 < n; i++) {
        if ((s[*at + i] & 0xC0) != 0x80) return ' ';
        code = code << 6 | (s[*at + i] & 0x3Fu);
    }
    *at += n - 1;
    return code < least[n] ? ' ' : code;
}

/* What ' ' … '~' become; the rest of ASCII becomes a space. */
static char16_t fold_ascii(uint32_t c)
{
    static const char folded[] = "        ()  ,-.,0123456789 ,( )  ABCDEFGHIJKLMNOPQRSTUVWXYZ( ) - "
                                 "ABCDEFGHIJKLMNOPQRSTUVWXYZ(,)~";
    return c - ' ' < sizeof folded - 1 ? (char16_t)folded[c - ' '] : u' ';
}

/* Everything else an address may hold; ranges in order. */
static const struct {
    char16_t first, last, folded;
} symbols[] = {
    {0x00AD, 0x00AD, DROP}, {0x00B7, 0x00B7, u'·'}, {0x115F, 0x1160, DROP}, {0x119E, 0x119E, u'·'},
    {0x200B, 0x200F, DROP}, {0x2010, 0x2015, '-'},  {0x2022, 0x2022, u'·'}, {0x2024, 0x2024, u'·'},
    {0x2027, 0x2027, u'·'}, {0x202A, 0x202E, DROP}, {0x2060, 0x2064, DROP}, {0x2212, 0x2212, '-'},
    {0x2219, 0x2219, u'·'}, {0x223C, 0x223C, '~'},  {0x22C5, 0x22C5, u'·'}, {0x3001, 0x3001, ','},
    {0x3002, 0x3002, '.'},  {0x3008, 0x3008, '('},  {0x3009, 0x3009, ')'},  {0x300A, 0x300A, '('},
    {0x300B, 0x300B, ')'},  {0x300C, 0x300C, '('},  {0x300D, 0x300D, ')'},  {0x300E, 0x300E, '('},
    {0x300F, 0x300F, ')'},  {0x3010, 0x3010, '('},  {0x3011, 0x3011, ')'},  {0x3014, 0x3014, '('},
    {0x3015, 0x3015, ')'},  {0x301C, 0x301C, '~'},  {0x30FB, 0x30FB, u'·'}, {0x30FC, 0x30FC, '-'},
    {0x3164, 0x3164, DROP}, {0x318D, 0x318D, u'·'}, {0xFE00, 0xFE0F, DROP}, {0xFE50, 0xFE50, ','},
    {0xFE58, 0xFE58, '-'},  {0xFE63, 0xFE63, '-'},  {0xFEFF, 0xFEFF, DROP}, {0xFF61, 0xFF61, '.'},
    {0xFF64, 0xFF64, ','},  {0xFF65, 0xFF65, u'·'}, {0xFFA0, 0xFFA0, DROP},
};

static char16_t fold_other(uint32_t c)
{
    if (c - 0xFF01 < 94) return fold_ascii(c - 0xFEE0);
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols && symbols[i].first <= c; i++)
        if (c <= symbols[i].last) return symbols[i].folded;
    return ' ';
}

/* Anything but what fold_plain() knows. */
static void add(struct dlb_address_scan *scan, uint32_t c)
{
    char16_t unit = c < 0x80 ? fold_ascii(c) : c - 0xAC00 < 11172 ? (char16_t)c : fold_other(c);
    if (unit == DROP) return;
    if (unit == ' ' && (scan->n == 0 || scan->text[scan->n - 1] == ' ')) return;
    scan->text[scan->n++] = unit;
}

/* Parts of syllables: conjoining, compatibility, halfwidth. */
static bool is_jamo(uint32_t c)
{
    return c - 0x1100 < 0x100 || (c - 0x3131 < 0x33 && c != 0x3164) || c - 0xA960 < 0x20 ||
           c - 0xD7B0 < 0x50 || c - 0xFFA1 < 0x3C;
}

/* Syllables in parts: lib/text puts them together. false: not even that helps. */
static bool fold_jamo(struct dlb_text src, struct dlb_address_scan *scan)
{
    struct dlb_runes runes;
    if (!dlb_value_read(src, &runes)) return false;
    scan->n = 0;
    for (size_t i = 0; i < runes.n && scan->n < DLB_ADDRESS_UNITS; i++) add(scan, runes.at[i]);
    return true;
}

/* Syllables (EA B0 80 … ED 9E A3) and ASCII from `at` on, the usual case; returns where the
 * first other character begins, or the last few bytes. */
static size_t fold_plain(const unsigned char *s, size_t at, size_t len,
                         struct dlb_address_scan *scan)
{
    char16_t *out = scan->text + scan->n, *end = scan->text + DLB_ADDRESS_UNITS;
    while (len - at > 2 && out < end) {
        uint32_t bytes = s[at] | (uint32_t)s[at + 1] << 8 | (uint32_t)s[at + 2] << 16;
        if ((bytes & 0xC0C0F0) == 0x8080E0) {
            uint32_t c = (bytes & 0xF) << 12 | (bytes >> 2 & 0xFC0) | (bytes >> 16 & 0x3F);
            if (!dlb_is_hangul((char16_t)c)) break;
            *out++ = (char16_t)c;
            at += 3;
        } else if (s[at] < 0x80) {
            char16_t unit = fold_ascii(s[at++]);
            bool again = unit == ' ' && (out == scan->text || out[-1] == ' ');
            *out = unit;
            out += !again;
        } else {
            break;
        }
    }
    scan->n = (size_t)(out - scan->text);
    return at;
}

void dlb_address_fold(struct dlb_text src, struct dlb_address_scan *scan)
{
    const unsigned char *s = (const unsigned char *)src.data;
    size_t at = 0;
    scan->n = 0;
    while (at < src.len && scan->n < DLB_ADDRESS_UNITS) {
        at = fold_plain(s, at, src.len, scan);
        if (at == src.len || scan->n == DLB_ADDRESS_UNITS) break;
        uint32_t c = decode(s, src.len, &at);
        if (is_jamo(c) && fold_jamo(src, scan)) break;
        add(scan, c);
    }
    while (scan->n > 0 && scan->text[scan->n - 1] == ' ') scan->n--;
    for (size_t i = 0; i < DLB_ADDRESS_PAD; i++) scan->text[scan->n + i] = 0;
}
