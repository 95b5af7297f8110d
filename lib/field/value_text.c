/* SPDX-License-Identifier: Apache-2.0 */
/*
 * value_text.c - what a cell says before it is known what kind of value it holds.
 *
 * Clerks fill required cells with a dash or a word for "nothing". Such a cell is missing,
 * not wrong: it must raise neither a reject nor a disagreement.
 */
#include "field/value_text.h"

bool dlb_value_read(struct dlb_text src, struct dlb_runes *runes)
{
    if (!dlb_runes_read(src, runes)) return false;
    dlb_runes_symbols(runes);
    if (!dlb_text_is_plain(src)) {
        dlb_runes_jamo(runes);
        if (!dlb_runes_fold(DLB_FOLD_NFKC, runes)) return false;
        dlb_runes_symbols(runes); /* compatibility forms may hold spaces and dots */
    }
    dlb_value_trim(runes);
    return true;
}

void dlb_value_trim(struct dlb_runes *runes)
{
    size_t n = 0;
    for (size_t i = 0; i < runes->n; i++) {
        bool is_space = runes->at[i] == ' ';
        if (is_space && (n == 0 || runes->at[n - 1] == ' ')) continue;
        runes->at[n++] = runes->at[i];
    }
    if (n > 0 && runes->at[n - 1] == ' ') n--;
    runes->n = n;
}

/* Words for "there is none", "unknown", "not applicable", and "the same as in the row above": which
 * that was, a sorted table no longer tells. Lower case, no spaces; by first letter. */
static const char32_t nothing_words[][12] = {
    U"asabove",  U"ditto",       U"null",         U"none",       U"nan",        U"na",
    U"nil",      U"sameasabove", U"test",         U"unknown",    U"x",          U"無",
    U"거부",     U"공란",        U"동상",         U"모름",       U"무",         U"미상",
    U"미등록",   U"미기재",      U"미입력",       U"미확인",     U"불명",       U"불상",
    U"비공개",   U"상동",        U"상기동일",     U"상기와같음", U"상기와동일", U"없음",
    U"위와같음", U"위와동일",    U"위와동일함",   U"이하여백",   U"전과동일",   U"전과같음",
    U"전월동일", U"해당없음",    U"해당사항없음", U"확인불가",
};

static uint32_t lower(uint32_t rune)
{
    return rune >= 'A' && rune <= 'Z' ? rune + ('a' - 'A') : rune;
}

static bool is_letter_or_digit(uint32_t rune)
{
    uint32_t small = lower(rune);
    return (small >= 'a' && small <= 'z') || (rune >= '0' && rune <= '9') || rune > 0xBF;
}

static bool reads(const struct dlb_runes *runes, const char32_t *word)
{
    for (size_t i = 0; i < runes->n; i++) {
        if (!is_letter_or_digit(runes->at[i])) continue;
        if (lower(runes->at[i]) != *word) return false;
        word++;
    }
    return *word == 0;
}

/* What a spreadsheet shows for a formula that failed: "#REF!", "#NAME?", "#DIV/0!". */
static bool is_formula_error(const struct dlb_runes *runes)
{
    size_t n = 1;
    if (runes->n < 4 || runes->at[0] != '#') return false;
    while (n < runes->n && ((runes->at[n] >= 'A' && runes->at[n] <= 'Z') || runes->at[n] == '/' ||
                            runes->at[n] == '0'))
        n++;
    return n + 1 == runes->n && (runes->at[n] == '!' || runes->at[n] == '?');
}

static bool begins_before(const void *sought, size_t index)
{
    return nothing_words[index][0] < *(const uint32_t *)sought;
}

bool dlb_value_is_blank(const struct dlb_runes *runes)
{
    size_t at = 0;
    if (is_formula_error(runes)) return true;
    while (at < runes->n && !is_letter_or_digit(runes->at[at])) at++;
    if (at == runes->n) return true;
    const uint32_t first = lower(runes->at[at]);
    const size_t n_words = sizeof nothing_words / sizeof *nothing_words;
    for (at = dlb_search(0, n_words, &first, begins_before); at < n_words; at++) {
        if (nothing_words[at][0] != first) break;
        if (reads(runes, nothing_words[at])) return true;
    }
    return false;
}
