/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_encoding.c - encodings, against glibc's iconv and a validator by the book.
 */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/csv/csv.h"

/* What iconv makes of some bytes, as UTF-8; -1 when it refuses them. */
static int by_iconv(iconv_t converter, const char *from, size_t n, char *to, size_t cap)
{
    char *in = (char *)from, *out = to;
    size_t left = n, room = cap;
    iconv(converter, NULL, NULL, NULL, NULL);
    return iconv(converter, &in, &left, &out, &room) == (size_t)-1 ? -1 : (int)(cap - room);
}

Test(encoding, letters_of_western_europe_stand_alone_among_others)
{
    static const struct {
        const char *bytes;
        bool western;
    } cases[] = {{"Ren\xE9;M\xFCller", true},
                 {"\x80 5, O\x92"
                  "Brien",
                  true},
                 {"plain", false},
                 {"\xB1\xE8", false},
                 {"x\xFF", false},
                 {"1;\xE9;2", false},
                 {"Ren\xE9\xE9", false},
                 {"a\x81z", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unsigned char before = 'x';
        bool any = false;
        bool western = io_is_western((const unsigned char *)cases[i].bytes, strlen(cases[i].bytes),
                                     &before, &any);
        cr_expect_eq(western && any, cases[i].western, "case %zu", i);
    }
    unsigned char out[16];
    struct io_decoded d =
        io_decode(IO_WINDOWS_1252, (const unsigned char *)"\x80\xE9\x81", 3, true, out);
    cr_expect(d.used == 3 && d.n_bad == 1 && memcmp(out, "\xE2\x82\xAC\xC3\xA9\xFF", d.made) == 0);
}

Test(encoding, every_two_bytes_of_windows_949_decode_as_iconv_says)
{
    iconv_t converter = iconv_open("UTF-8", "UHC");
    cr_assert_neq(converter, (iconv_t)-1);
    int n_pairs = 0, n_private = 0;
    for (int first = 0; first < 256; first++)
        for (int second = 0; second < 256; second++) {
            const unsigned char in[2] = {(unsigned char)first, (unsigned char)second};
            unsigned char ours[8];
            char theirs[16];
            struct io_decoded d = io_decode(IO_WINDOWS_949, in, 2, true, ours);
            int n = by_iconv(converter, (const char *)in, 2, theirs, sizeof theirs);
            cr_assert_eq(d.used, 2);
            cr_assert_leq(d.made, io_decode_room(IO_WINDOWS_949, 2));
            bool private_use = (first == 0xC9 || first == 0xFE) && d.n_bad == 0 && n < 0;
            n_private += private_use; /* characters of an agency's own; iconv knows none */
            if (private_use) continue;
            cr_assert_eq(n >= 0, d.n_bad == 0, "%02X %02X", (unsigned)first, (unsigned)second);
            if (n < 0) continue;
            cr_assert_eq((size_t)n, d.made, "%02X %02X", (unsigned)first, (unsigned)second);
            cr_assert_arr_eq(ours, theirs, d.made, "%02X %02X", (unsigned)first, (unsigned)second);
            n_pairs++;
        }
    iconv_close(converter);
    cr_expect_eq(n_pairs, 128 * 128 + 17048);
    cr_expect_eq(n_private, 188);
}

Test(encoding, what_icu_calls_cp949_loses_is_kept)
{
    unsigned char out[16];
    struct io_decoded d =
        io_decode(IO_WINDOWS_949, (const unsigned char *)"\x8C\x63\\", 3, true, out);
    cr_expect_eq(d.n_bad, 0);
    cr_expect(d.made == 4 && memcmp(out, "똠\\", 4) == 0, "the syllable and the backslash");
}

/* ---- UTF-8 ----------------------------------------------------------------------------------- */

/* Table 3-7 of the Unicode standard, row by row. */
static bool well_formed(const unsigned char *p, size_t n)
{
    static const struct {
        unsigned char low[4], high[4];
        size_t len;
    } rows[] = {
        {{0x00}, {0x7F}, 1},
        {{0xC2, 0x80}, {0xDF, 0xBF}, 2},
        {{0xE0, 0xA0, 0x80}, {0xE0, 0xBF, 0xBF}, 3},
        {{0xE1, 0x80, 0x80}, {0xEC, 0xBF, 0xBF}, 3},
        {{0xED, 0x80, 0x80}, {0xED, 0x9F, 0xBF}, 3},
        {{0xEE, 0x80, 0x80}, {0xEF, 0xBF, 0xBF}, 3},
        {{0xF0, 0x90, 0x80, 0x80}, {0xF0, 0xBF, 0xBF, 0xBF}, 4},
        {{0xF1, 0x80, 0x80, 0x80}, {0xF3, 0xBF, 0xBF, 0xBF}, 4},
        {{0xF4, 0x80, 0x80, 0x80}, {0xF4, 0x8F, 0xBF, 0xBF}, 4},
    };
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
        bool fits = rows[r].len == n;
        for (size_t i = 0; fits && i < n; i++)
            fits = p[i] >= rows[r].low[i] && p[i] <= rows[r].high[i];
        if (fits) return true;
    }
    return false;
}

static bool valid(const unsigned char *p, size_t n)
{
    bool bad;
    return io_valid(IO_UTF8, p, n, true, &bad) == n && !bad;
}

Test(encoding, every_sequence_of_up_to_three_bytes_is_valid_UTF_8_just_when_the_standard_says)
{
    unsigned char p[3];
    for (unsigned i = 0; i < 0x1000000; i += 1) {
        p[0] = (unsigned char)(i >> 16);
        p[1] = (unsigned char)(i >> 8);
        p[2] = (unsigned char)i;
        if (p[0] < 0x80) continue; /* what follows a plain byte is covered by itself */
        bool want = well_formed(p, 3) || (well_formed(p, 2) && well_formed(p + 2, 1)) ||
                    (well_formed(p, 1) && well_formed(p + 1, 2));
        cr_assert_eq(valid(p, 3), want, "%06X", i);
        if (i % 256 == 0) cr_assert_eq(valid(p, 2), well_formed(p, 2), "%04X", i >> 8);
    }
}

Test(encoding, four_bytes_reach_to_10FFFF_and_no_further)
{
    cr_expect(valid((const unsigned char *)"\xF0\x90\x80\x80", 4));
    cr_expect(valid((const unsigned char *)"\xF4\x8F\xBF\xBF", 4));
    cr_expect_not(valid((const unsigned char *)"\xF0\x8F\xBF\xBF", 4));
    cr_expect_not(valid((const unsigned char *)"\xF4\x90\x80\x80", 4));
    cr_expect_not(valid((const unsigned char *)"\xF0\x90\x80", 3));
}

Test(encoding, bad_bytes_are_found_wherever_they_stand)
{
    unsigned char text[200];
    for (size_t at = 0; at < sizeof text; at++) {
        memset(text, 'x', sizeof text);
        for (size_t i = 0; i + 3 <= sizeof text; i += 7) memcpy(text + i, "가", 3);
        text[at] = 0xFF;
        bool bad;
        size_t found = io_valid(IO_UTF8, text, sizeof text, true, &bad);
        cr_assert(bad && found <= at && found + 3 > at, "at %zu found %zu", at, found);
    }
}

Test(encoding, a_character_cut_off_by_a_block_is_not_bad)
{
    bool bad;
    cr_expect_eq(io_valid(IO_UTF8, (const unsigned char *)"ab\xEA\xB0", 4, false, &bad), 2);
    cr_expect_not(bad);
    cr_expect_eq(io_valid(IO_UTF8, (const unsigned char *)"ab\xEA\xB0", 4, true, &bad), 2);
    cr_expect(bad);
    cr_expect_eq(io_valid(IO_WINDOWS_949, (const unsigned char *)"ab\xB0", 3, false, &bad), 2);
    cr_expect_not(bad);
}

/* ---- UTF-16 ---------------------------------------------------------------------------------- */

Test(encoding, every_code_point_survives_UTF_16_in_both_orders)
{
    iconv_t little = iconv_open("UTF-16LE", "UTF-32LE"), big = iconv_open("UTF-16BE", "UTF-32LE");
    iconv_t want = iconv_open("UTF-8", "UTF-32LE");
    for (uint32_t c = 1; c < 0x110000; c += c < 0x11000 ? 1 : 97) {
        if (c >= 0xD800 && c < 0xE000) continue;
        char le[4], be[4], utf8[8];
        int n = by_iconv(little, (const char *)&c, 4, le, sizeof le);
        int m = by_iconv(big, (const char *)&c, 4, be, sizeof be);
        int k = by_iconv(want, (const char *)&c, 4, utf8, sizeof utf8);
        unsigned char out[8];
        struct io_decoded d = io_decode(IO_UTF16LE, (unsigned char *)le, (size_t)n, true, out);
        cr_assert(d.n_bad == 0 && d.made == (size_t)k && memcmp(out, utf8, d.made) == 0, "U+%04X",
                  c);
        d = io_decode(IO_UTF16BE, (unsigned char *)be, (size_t)m, true, out);
        cr_assert(d.n_bad == 0 && d.made == (size_t)k && memcmp(out, utf8, d.made) == 0, "U+%04X",
                  c);
    }
    iconv_close(little);
    iconv_close(big);
    iconv_close(want);
}

Test(encoding, lone_surrogates_and_odd_bytes_are_no_text)
{
    static const struct {
        const char *bytes;
        size_t n, n_bad;
    } cases[] = {
        {"\x00\xD8\x61\x00", 4, 1}, {"\x00\xDC", 2, 1}, {"\x61\x00\x62", 3, 1}, {"\x00\xD8", 2, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unsigned char out[16];
        struct io_decoded d =
            io_decode(IO_UTF16LE, (const unsigned char *)cases[i].bytes, cases[i].n, true, out);
        cr_expect_eq(d.n_bad, cases[i].n_bad, "case %zu", i);
        cr_expect_eq(d.used, cases[i].n, "case %zu", i);
    }
}

/* ---- looking at files ------------------------------------------------------------------------ */

static bool sniff_as(const void *data, size_t n, const struct io_reading *reading,
                     enum io_encoding *encoding, struct io_problem *problem)
{
    char path[] = "/tmp/dolbom-sniff-XXXXXX";
    int file = mkstemp(path);
    cr_assert(file >= 0 && write(file, data, n) == (ssize_t)n);
    lseek(file, 0, SEEK_SET);
    *problem = (struct io_problem){.kind = IO_OK};
    bool done = io_sniff(file, "x.csv", reading, encoding, problem);
    cr_expect(!done || lseek(file, 0, SEEK_CUR) == 0, "the file is at its start again");
    close(file);
    unlink(path);
    return done;
}

static bool sniff(const void *data, size_t n, bool tolerant, enum io_encoding *encoding,
                  struct io_problem *problem)
{
    return sniff_as(data, n, &(struct io_reading){.tolerant = tolerant}, encoding, problem);
}

static bool always(void)
{
    return true;
}

Test(encoding, looking_at_a_file_can_be_stopped)
{
    enum io_encoding encoding = IO_AUTO;
    struct io_problem problem;
    const struct io_reading reading = {.interrupted = always};
    cr_expect(!sniff_as("a\n", 2, &reading, &encoding, &problem));
    cr_expect_eq(problem.kind, IO_INTERRUPTED);
}

Test(encoding, files_are_known_by_all_of_their_bytes)
{
    static const struct {
        const char *bytes;
        enum io_encoding want;
    } cases[] = {
        {"a,b\n1,2\n", IO_UTF8},
        {"\xEF\xBB\xBF"
         "a\n",
         IO_UTF8},
        {"이름\n김순자\n", IO_UTF8},
        {"\xC0\xCC\xB8\xA7\n\xB1\xE8\xBC\xF8\xC0\xDA\n", IO_WINDOWS_949}, /* 이름, 김순자 */
        {"\xB6\xCB\x8C\x63\n", IO_WINDOWS_949}, /* a syllable outside EUC-KR */
        {"\xFF\xFE"
         "a",
         IO_UTF16LE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum io_encoding got = IO_AUTO;
        struct io_problem problem;
        size_t n = strlen(cases[i].bytes) + (cases[i].want == IO_UTF16LE);
        cr_expect(sniff(cases[i].bytes, n, false, &got, &problem), "%s", problem.message);
        cr_expect_eq(got, cases[i].want, "case %zu", i);
    }
}

Test(encoding, characters_on_the_edge_of_a_block_are_whole)
{
    enum { BLOCK = 1 << 18 };
    char *text = malloc(BLOCK + 64);
    for (int shift = -4; shift <= 4; shift++) {
        memset(text, 'x', BLOCK + 64);
        memcpy(text + BLOCK + shift, "가나다", 9);
        enum io_encoding got = IO_AUTO;
        struct io_problem problem;
        cr_expect(sniff(text, BLOCK + 32, false, &got, &problem), "%s", problem.message);
        cr_expect_eq(got, IO_UTF8, "shift %d", shift);
        memcpy(text + BLOCK + shift, "\xB0\xA1\xB3\xAA\xB4\xD9xxx", 9);
        cr_expect(sniff(text, BLOCK + 32, false, &got, &problem), "%s", problem.message);
        cr_expect_eq(got, IO_WINDOWS_949, "shift %d", shift);
    }
    free(text);
}

Test(encoding, a_file_that_is_nothing_is_told_with_both_offsets_and_the_line)
{
    enum io_encoding got = IO_AUTO;
    struct io_problem problem;
    cr_expect_not(sniff("a\nb\xB0\xA1\nc\xFF\n", 9, false, &got, &problem));
    cr_expect_eq(problem.kind, IO_BAD_INPUT);
    cr_expect(strstr(problem.message,
                     "x.csv, line 2: neither UTF-8 (first bad byte at offset 3) nor "
                     "windows-949 (at offset 7)"),
              "%s", problem.message);
    cr_expect(sniff("a\nb\xB0\xA1\nc\xFF\n", 9, true, &got, &problem));
    cr_expect_eq(got, IO_WINDOWS_949, "one bad byte is fewer than three");
}
