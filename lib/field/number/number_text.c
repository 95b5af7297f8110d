/* SPDX-License-Identifier: Apache-2.0 */
/*
 * number_text.c - digits, and what people write between them.
 *
 * A number or a date comes with marks that look alike, letters typed for digits, words for why
 * there is none, and the fraction of a program that took it for a measurement.
 */
#include "field/number/number_text.h"

#include "field/value_text.h"

/* What people put between digits; the vowel stands where '-' is thought to be. */
static const struct {
    const char32_t *written;
    uint32_t becomes;
} marks[] = {{U"ㅡ_", '-'},
             {U"。", '.'},
             {U"、", ','},
             {U"‘’“”\"`", '\''},
             {U"○◯〇●□■☆★※∗×ㅁㅇ\xFFFD", '*'}};

static bool holds(const char32_t *runes, uint32_t rune)
{
    while (*runes != 0 && *runes != rune) runes++;
    return *runes != 0;
}

static uint32_t plain_mark(uint32_t rune)
{
    if (rune >= 0x2460 && rune <= 0x249B) return ' '; /* ①: a list, and no digit */
    bool may_be = rune == '_' || rune == '"' || rune == '`' || rune > 0x7F;
    for (size_t i = 0; may_be && i < sizeof marks / sizeof *marks; i++) {
        if (holds(marks[i].written, rune)) return marks[i].becomes;
    }
    return rune;
}

bool dlb_number_read(struct dlb_text src, struct dlb_runes *runes)
{
    if (!dlb_runes_read(src, runes)) return false;
    for (size_t i = 0; i < runes->n; i++) runes->at[i] = plain_mark(runes->at[i]);
    dlb_runes_symbols(runes);
    if (!dlb_text_is_plain(src)) {
        if (!dlb_runes_fold(DLB_FOLD_NFKC, runes)) return false;
        dlb_runes_symbols(runes);
    }
    dlb_value_trim(runes);
    return true;
}

static uint32_t lower(uint32_t rune)
{
    return rune >= 'A' && rune <= 'Z' ? rune + ('a' - 'A') : rune;
}

static bool is_digit(uint32_t rune)
{
    return rune >= '0' && rune <= '9';
}

static bool looks_like_digit(uint32_t rune)
{
    return is_digit(rune) || rune == 'O' || rune == 'o' || rune == 'I' || rune == 'l';
}

static bool is_latin(uint32_t rune)
{
    return lower(rune) >= 'a' && lower(rune) <= 'z';
}

char dlb_number_digit(const struct dlb_runes *runes, size_t at)
{
    uint32_t rune = runes->at[at];
    if (is_digit(rune)) return (char)rune;
    if (!looks_like_digit(rune)) return 0;
    size_t from = at, end = at;
    bool has_digit = false;
    while (from > 0 && looks_like_digit(runes->at[from - 1])) from--;
    while (end < runes->n && looks_like_digit(runes->at[end])) end++;
    for (size_t i = from; i < end; i++) has_digit |= is_digit(runes->at[i]);
    bool is_in_word =
        (from > 0 && is_latin(runes->at[from - 1])) || (end < runes->n && is_latin(runes->at[end]));
    if (!has_digit || is_in_word) return 0;
    return lower(rune) == 'o' ? '0' : '1';
}

size_t dlb_number_word(const struct dlb_runes *runes, size_t at, const char32_t *word)
{
    size_t n = 0;
    for (; word[n] != 0; n++) {
        if (at + n == runes->n || lower(runes->at[at + n]) != word[n]) return 0;
    }
    return n;
}

/* Notes why there is no number: "연락처 없음", "착신불가", "생일 모름". */
bool dlb_number_is_absent(const struct dlb_runes *runes)
{
    static const char32_t *const words[] = {
        U"없",     U"모름",   U"미상", U"미정",   U"불명",   U"불가",    U"거부",   U"결번",
        U"해지",   U"정지",   U"두절", U"미개통", U"미발급", U"미등록",  U"미신고", U"미사용",
        U"미소지", U"미보유", U"안함", U"無",     U"확인중", U"확인 중", U"기억"};
    for (size_t i = 0; i < runes->n; i++) {
        if (is_digit(runes->at[i])) return false;
    }
    if (dlb_value_is_blank(runes)) return true;
    bool is_told = false;
    for (size_t i = 0; i < runes->n; i++) {
        for (size_t w = 0; w < sizeof words / sizeof *words; w++)
            is_told |= dlb_number_word(runes, i, words[w]) > 0;
    }
    return is_told;
}

struct dlb_text dlb_number_without_fraction(struct dlb_text src)
{
    size_t n = src.len, zeros = 0;
    while (n > 0 && src.data[n - 1] == ' ') n--;
    while (zeros < n && src.data[n - 1 - zeros] == '0') zeros++;
    size_t whole = n - zeros;
    bool has_fraction = zeros >= 1 && zeros <= 2 && whole >= 6 && src.data[whole - 1] == '.';
    if (!has_fraction) return src;
    for (size_t i = 1; i < 6; i++) {
        if (!is_digit((uint8_t)src.data[whole - 1 - i])) return src;
    }
    return (struct dlb_text){src.data, whole - 1};
}
