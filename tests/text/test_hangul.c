/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_hangul.c - syllables and their letters: arithmetic, packing, law, sound, slips.
 */
#include <criterion/criterion.h>
#include <string.h>
#include <unicode/unorm2.h>

#include "text/text.h"

Test(hangul, letters_of_every_syllable_are_those_of_its_decomposition)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfd = unorm2_getNFDInstance(&status);
    for (uint32_t rune = DLB_SYLLABLE_FIRST; rune <= DLB_SYLLABLE_LAST; rune++) {
        UChar wide = (UChar)rune, letters[4];
        int32_t n = unorm2_normalize(nfd, &wide, 1, letters, 4, &status);
        struct dlb_jamo jamo = dlb_jamo_of(rune);
        cr_assert_eq(letters[0], 0x1100 + jamo.initial);
        cr_assert_eq(letters[1], 0x1161 + jamo.vowel);
        cr_assert_eq(n == 3 ? letters[2] : 0x11A7, 0x11A7 + jamo.final);
        cr_assert_eq(dlb_syllable_of(jamo), rune);
    }
}

Test(hangul, packed_codes_keep_order_and_count)
{
    uint64_t before = 0;
    for (uint32_t rune = DLB_SYLLABLE_FIRST; rune <= DLB_SYLLABLE_LAST; rune++) {
        uint64_t code = dlb_pack(&rune, 1);
        cr_assert_gt(code, before);
        cr_assert_eq(dlb_packed_count(code), 1);
        cr_assert_eq(dlb_packed_at(code, 0), dlb_pack_syllable(dlb_jamo_of(rune)));
        before = code;
    }
    const uint32_t four[] = {0xAE40, 0xC21C, 0xC790, 0xAC00};
    for (size_t n = 1; n <= 4; n++) cr_expect_eq(dlb_packed_count(dlb_pack(four, n)), n);
}

static uint32_t rune_of(const char *text)
{
    size_t at = 0;
    return dlb_utf8_next(text, strlen(text), &at);
}

Test(hangul, the_initial_sound_law_and_sounds_are_settled_after_one_step)
{
    static const char *const laws[][2] = {{"리", "이"}, {"라", "나"}, {"녀", "여"}, {"렬", "열"},
                                          {"류", "유"}, {"로", "노"}, {"김", "김"}, {"나", "나"}};
    for (size_t i = 0; i < sizeof laws / sizeof *laws; i++)
        cr_expect_eq(dlb_law(rune_of(laws[i][0])), rune_of(laws[i][1]), "%s", laws[i][0]);
    for (uint32_t rune = DLB_SYLLABLE_FIRST; rune <= DLB_SYLLABLE_LAST; rune++) {
        cr_assert_eq(dlb_law(dlb_law(rune)), dlb_law(rune));
        cr_assert_eq(dlb_sound(dlb_sound(rune)), dlb_sound(rune));
        cr_assert_eq(dlb_sound(dlb_law(rune)), dlb_sound(rune), "the law changes no sound");
        uint64_t code = dlb_pack(&rune, 1);
        uint32_t law = dlb_law(rune), sound = dlb_sound(rune);
        cr_assert_eq(dlb_packed_law(code), dlb_pack(&law, 1));
        cr_assert_eq(dlb_packed_sound(code), dlb_pack(&sound, 1));
    }
}

static uint64_t code_of(const char *name)
{
    struct dlb_runes runes;
    cr_assert(dlb_runes_read((struct dlb_text){name, strlen(name)}, &runes));
    return dlb_pack(runes.at, runes.n);
}

Test(similar, slips_cost_less_than_other_letters)
{
    static const struct {
        const char *left, *right;
        unsigned cost;
    } cases[] = {{"김순자", "김순자", 0},
                 {"최해숙", "최헤숙", 10},
                 {"이영희", "이영히", 20},
                 {"김선영", "김성영", 40},
                 {"박민수", "박민누", 100}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_expect_eq(dlb_jamo_cost(code_of(cases[i].left), code_of(cases[i].right), 1000),
                     cases[i].cost, "%s %s: %u", cases[i].left, cases[i].right,
                     dlb_jamo_cost(code_of(cases[i].left), code_of(cases[i].right), 1000));
    cr_expect_geq(dlb_jamo_cost(code_of("김순"), code_of("김순자"), 1000), DLB_COST_ONE);
}

Test(similar, is_symmetric_and_zero_only_for_equals)
{
    uint64_t state = 7;
    for (int i = 0; i < 200000; i++) {
        uint32_t left[3], right[3];
        for (int k = 0; k < 3; k++) {
            state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
            left[k] = DLB_SYLLABLE_FIRST + (uint32_t)(state >> 33) % 11172;
            right[k] =
                state >> 20 & 1 ? left[k] : DLB_SYLLABLE_FIRST + (uint32_t)(state >> 40) % 11172;
        }
        uint64_t a = dlb_pack(left, 3), b = dlb_pack(right, 3);
        cr_assert_eq(dlb_jamo_cost(a, b, 10000), dlb_jamo_cost(b, a, 10000));
        cr_assert_eq(dlb_jamo_cost(a, b, 10000) == 0, a == b);
        cr_assert(dlb_jamo_cost(a, b, 50) == dlb_jamo_cost(a, b, 10000) ||
                  dlb_jamo_cost(a, b, 50) > 50);
    }
}

Test(keyboard, english_mode_typing_is_read_and_half_typed_words_are_not)
{
    static const char *const cases[][2] = {
        {"rlacjftn", "김철수"}, {"dltnswk", "이순자"}, {"chlalstn", "최민수"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct dlb_runes typed, out;
        char text[64];
        cr_assert(dlb_runes_read((struct dlb_text){cases[i][0], strlen(cases[i][0])}, &typed));
        cr_assert(dlb_keyboard_hangul(typed.at, typed.n, &out), "%s", cases[i][0]);
        ptrdiff_t len = dlb_runes_write(out.at, out.n, text, sizeof text);
        cr_expect(len == (ptrdiff_t)strlen(cases[i][1]) &&
                  memcmp(text, cases[i][1], (size_t)len) == 0);
    }
    const uint32_t half[] = {'r', 'l', 'a', 'q'};
    struct dlb_runes out;
    cr_expect_not(dlb_keyboard_hangul(half, 4, &out), "a lone consonant is left over");
}
