/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_name_laws.c - what must hold of every name, over names made, mutilated and paired.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "field/name/name_codes.h"

enum { N_NAMES = 20000, TEXT = 256 };

static const struct dlb_value_context context = {.as_of = 20634};

static const char *const pieces[] = {
    "김",      "이",   "박",     "류",      "남궁", "순자", "민수",  "영희",    "철",      "응우옌",
    "티",      "란",   "마리아", "산토스",  "KIM ", "LEE ", "MINSU", "NGUYEN ", "THI ",    "LAN",
    "Müller ", "o'",   "*",      "○",       "XX",   " ",    "  ",    "-",       ".",       "·",
    "(",       ")",    "金",     "順子",    "李",   "님",   " 씨",   "어르신",  " 외 2명", "2",
    "A",       "78세", "남",     "고 ",     "故",   "ㄱ",   "ㅣ",    "ㅁ",      "rla",     "cjftn",
    "미상",    "씨",   " 모",    "보호자 ", "（",   "）",   "Ｋ",    "\u200B",  "\u3164",  "Иван "};

static size_t draw(uint64_t *state, size_t limit)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (size_t)(*state % limit);
}

/* One to six pieces. */
static struct dlb_text make(uint64_t *state, char text[TEXT])
{
    size_t len = 0;
    for (size_t n = 1 + draw(state, 6); n > 0; n--) {
        const char *piece = pieces[draw(state, sizeof pieces / sizeof *pieces)];
        len += (size_t)sprintf(text + len, "%s", piece);
    }
    return (struct dlb_text){text, len};
}

static dolbom_quality encode(struct dlb_text src, struct dlb_name *name, uint64_t *codes)
{
    union dlb_parsed parsed;
    dolbom_quality quality = dlb_kind_name.encode(&context, src, &parsed, codes);
    if (name) *name = parsed.name;
    return quality;
}

/* Without another name and without the mark that tells namesakes apart. */
static void codes_of_name_alone(uint64_t codes[4])
{
    uint64_t views[2][4];
    dlb_name_views(codes, views);
    memcpy(codes, views[0], sizeof views[0]);
    codes[2] &= ~(7ull << 60);
    codes[3] &= ~(3ull << 60);
}

Test(name_laws, normalising_twice_is_normalising_once)
{
    uint64_t state = 1234567;
    for (int i = 0; i < N_NAMES; i++) {
        char text[TEXT];
        struct dlb_name once, twice;
        uint64_t first[4], second[4];
        struct dlb_text src = make(&state, text);
        if (encode(src, &once, first) < DOLBOM_QUALITY_REPAIRED) continue;
        dolbom_quality quality =
            encode((struct dlb_text){once.text, once.text_len}, &twice, second);
        cr_assert_eq(quality, DOLBOM_QUALITY_GOOD, "'%s' gives '%.*s', which is not good", text,
                     once.text_len, once.text);
        cr_assert(once.text_len == twice.text_len &&
                      memcmp(once.text, twice.text, once.text_len) == 0,
                  "'%s' gives '%.*s', then '%.*s'", text, once.text_len, once.text, twice.text_len,
                  twice.text);
        codes_of_name_alone(first);
        codes_of_name_alone(second);
        cr_assert_arr_eq(first, second, sizeof first, "'%s': other codes", text);
    }
}

Test(name_laws, comparing_is_symmetric_and_a_name_is_itself)
{
    uint64_t state = 7654321;
    for (int i = 0; i < N_NAMES; i++) {
        char text[2][TEXT];
        struct dlb_name name;
        uint64_t codes[2][4];
        dolbom_quality quality = encode(make(&state, text[0]), &name, codes[0]);
        encode(make(&state, text[1]), NULL, codes[1]);
        unsigned level = dlb_kind_name.compare(codes[0], codes[1]);
        cr_assert_eq(level, dlb_kind_name.compare(codes[1], codes[0]), "'%s' and '%s'", text[0],
                     text[1]);
        cr_assert(level == DLB_LEVEL_MISSING || level < dlb_kind_name.n_levels);
        bool is_usable = quality >= DOLBOM_QUALITY_REPAIRED && !(name.flags & DOLBOM_NAME_MASKED);
        unsigned self = dlb_kind_name.compare(codes[0], codes[0]);
        cr_assert_eq(self == DLB_NAME_LEVEL_EXACT, is_usable, "'%s' and itself: %u", text[0], self);
    }
}

Test(name_laws, a_masked_name_is_in_no_key)
{
    uint64_t state = 424242;
    int n_masked = 0;
    for (int i = 0; i < N_NAMES; i++) {
        char text[TEXT];
        struct dlb_name name;
        uint64_t codes[4];
        bool is_usable = encode(make(&state, text), &name, codes) >= DOLBOM_QUALITY_REPAIRED;
        bool is_masked = is_usable && (name.flags & DOLBOM_NAME_MASKED);
        n_masked += is_masked;
        for (unsigned k = 0; k < dlb_kind_name.n_keys && (is_masked || !is_usable); k++)
            cr_assert_eq(dlb_kind_name.keys[k].of(codes), 0, "'%s' key %u", text, k);
    }
    cr_expect_gt(n_masked, 1000);
}

/* A space after it sends a plain name the long way. */
static void expect_one_way(const uint32_t *syllables, size_t n)
{
    char text[16], spaced[17];
    size_t len = (size_t)dlb_runes_write(syllables, n, text, sizeof text);
    memcpy(spaced, text, len);
    spaced[len] = ' ';
    struct dlb_name fast, slow;
    uint64_t fast_codes[4], slow_codes[4];
    encode((struct dlb_text){text, len}, &fast, fast_codes);
    encode((struct dlb_text){spaced, len + 1}, &slow, slow_codes);
    bool same_head = fast.quality == slow.quality && fast.flags == slow.flags &&
                     fast.surname_len == slow.surname_len && fast.code == slow.code &&
                     fast.surname_len_alt == slow.surname_len_alt;
    cr_assert(same_head && fast.text_len == slow.text_len &&
                  memcmp(fast.text, slow.text, fast.text_len) == 0,
              "'%.*s' is read in two ways", (int)len, text);
    cr_assert_arr_eq(fast_codes, slow_codes, sizeof fast_codes, "'%.*s'", (int)len, text);
}

Test(name_laws, the_fast_way_is_the_slow_way)
{
    static const char32_t common[] =
        U"큰김이박남궁황보선우영순자민수씨님사생동상명인기름시정란아개고재력양군모거부";
    const size_t n_common = sizeof common / sizeof *common - 1;
    uint64_t state = 99;
    uint32_t s[4];
    for (uint32_t rune = DLB_SYLLABLE_FIRST; rune <= DLB_SYLLABLE_LAST; rune++) {
        for (size_t n = 1; n <= 4; n++) {
            for (size_t i = 0; i < n; i++) s[i] = common[draw(&state, n_common)];
            s[draw(&state, n)] = rune;
            expect_one_way(s, n);
        }
    }
    for (size_t i = 0; i < n_common * n_common; i++) {
        s[0] = common[i / n_common];
        s[1] = common[i % n_common];
        expect_one_way(s, 2);
        for (size_t k = 0; k < n_common; k++) {
            s[2] = common[k];
            expect_one_way(s, 3);
        }
    }
}

Test(name_laws, the_forms_of_a_name_have_its_syllables)
{
    uint64_t state = 31337;
    for (int i = 0; i < N_NAMES; i++) {
        char text[TEXT];
        struct dlb_name name = {0};
        dlb_name_parse(&context, make(&state, text), &name);
        bool has_forms = name.sound_len > 0;
        cr_assert_eq(name.sound_len, name.fold_len, "'%s'", text);
        cr_assert(!has_forms || name.sound_len == name.text_len, "'%s'", text);
        cr_assert(name.surname_len == 0 || name.surname_class_len == name.surname_len, "'%s'",
                  text);
    }
}
