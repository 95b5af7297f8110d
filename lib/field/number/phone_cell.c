/* SPDX-License-Identifier: Apache-2.0 */
/*
 * phone_cell.c - the digits of a cell with phone numbers, and what stands between them.
 *
 * Digits may be written as such, spoken (공일공) or hidden (010-****-5678).
 */
#include "field/number/number_text.h"
#include "field/number/phone_cell.h"

#include <string.h>

static void add_digit(struct dlb_phone_cell *cell, char digit, const struct dlb_phone_group *begins)
{
    cell->overflow = cell->n_digits == DLB_PHONE_CELL_DIGITS;
    if (cell->overflow) return;
    if (begins) {
        struct dlb_phone_group *group = &cell->groups[cell->n_groups++];
        *group = *begins;
        group->from = (uint8_t)cell->n_digits;
    }
    cell->digits[cell->n_digits++] = digit;
    cell->groups[cell->n_groups - 1].end = (uint8_t)cell->n_digits;
}

/* "공일공": the digit a syllable is read as, or 0. */
static char spoken_digit(uint32_t rune)
{
    static const struct {
        uint32_t syllable;
        char digit;
    } spoken[] = {{U'공', '0'}, {U'영', '0'}, {U'일', '1'}, {U'이', '2'},
                  {U'삼', '3'}, {U'사', '4'}, {U'오', '5'}, {U'육', '6'},
                  {U'칠', '7'}, {U'팔', '8'}, {U'구', '9'}};
    for (size_t i = 0; i < sizeof spoken / sizeof *spoken; i++) {
        if (spoken[i].syllable == rune) return spoken[i].digit;
    }
    return 0;
}

/* Length of the run of syllables at `at` when all of them are digits and it is no word. */
static size_t spoken_run(const struct dlb_runes *runes, size_t at)
{
    size_t n = 0;
    while (at + n < runes->n && dlb_is_syllable(runes->at[at + n])) {
        if (spoken_digit(runes->at[at + n]) == 0) return 0;
        n++;
    }
    bool is_area = n == 2 && runes->at[at] == U'공'; /* 공이: 02 */
    return n >= 3 || is_area ? n : 0;
}

static bool is_mask(uint32_t rune)
{
    return rune == '*' || rune == '?' || rune == '#';
}

static bool is_cross(uint32_t rune)
{
    return rune == 'X' || rune == 'x';
}

static bool is_letter(uint32_t rune)
{
    return (rune >= 'A' && rune <= 'Z') || (rune >= 'a' && rune <= 'z') || rune > 0xBF;
}

/* What hides a digit: '*' where digits stand in the cell, 'X' in a run without other letters. */
static bool is_hidden_digit(const struct dlb_runes *runes, size_t at)
{
    size_t from = at, end = at + 1;
    if (is_mask(runes->at[at])) return true;
    if (!is_cross(runes->at[at])) return false;
    while (from > 0 && is_cross(runes->at[from - 1])) from--;
    while (end < runes->n && is_cross(runes->at[end])) end++;
    bool is_word = (from > 0 && is_letter(runes->at[from - 1])) ||
                   (end < runes->n && is_letter(runes->at[end]));
    return end - from > 1 && !is_word;
}

static bool is_soft(uint32_t rune)
{
    return rune == ' ' || rune == '-' || rune == '.' || rune == '(' || rune == ')' || rune == '+' ||
           rune == 0xB7 || rune == '\'';
}

/* Signs that separate numbers, or the parts of one where nobody else's number is in the cell. */
static bool is_divider(uint32_t rune)
{
    return rune == ',' || rune == '/' || rune == ';' || rune == ':' || rune == '=' || rune == '|' ||
           rune == '\\';
}

/* "FAX", "팩스", "F)" */
static bool is_fax_label(const struct dlb_runes *runes, size_t at)
{
    const uint32_t first = runes->at[at];
    if (first != 'F' && first != 'f' && first != U'팩') return false;
    bool is_mark = at + 1 < runes->n && (runes->at[at + 1] == ')' || runes->at[at + 1] == '.');
    return (is_mark && first == 'F') || dlb_number_word(runes, at, U"fax") > 0 ||
           dlb_number_word(runes, at, U"팩스") > 0;
}

/*
 * Digits that a whole group of marks at `at` hides: a mobile number's has four, however many
 * marks stand for them. 0: the marks are part of a group. *n_marks is how many there are.
 */
static size_t hidden_group(const struct dlb_runes *runes, size_t at,
                           const struct dlb_phone_cell *cell, size_t *n_marks)
{
    enum { GROUP = 4 };
    size_t n = 0;
    while (at + n < runes->n && is_hidden_digit(runes, at + n)) n++;
    *n_marks = n;
    if (n > GROUP || (at + n < runes->n && dlb_number_digit(runes, at + n) != 0)) return 0;
    bool is_mobile = cell->n_groups > 0 && memcmp(cell->digits, "010", 3) == 0;
    return is_mobile || n < GROUP - 1 ? GROUP : n;
}

/* A digit, or a sign that hides one; 0: neither. *spoken counts down a run of spoken digits. */
static char symbol_at(const struct dlb_runes *runes, size_t at, size_t *spoken)
{
    uint32_t rune = runes->at[at];
    if (*spoken == 0 && dlb_is_syllable(rune)) *spoken = spoken_run(runes, at);
    char digit = *spoken > 0 ? spoken_digit(rune) : dlb_number_digit(runes, at);
    *spoken -= *spoken > 0;
    return digit == 0 && is_hidden_digit(runes, at) ? '?' : digit;
}

/* The marks at `at`, each for a digit or all for a group of them; returns how many they are. */
static size_t add_hidden(struct dlb_phone_cell *cell, const struct dlb_runes *runes, size_t at,
                         const struct dlb_phone_group *begins)
{
    size_t n_marks = 1, n = begins ? hidden_group(runes, at, cell, &n_marks) : 0;
    cell->has_spoken |= runes->at[at] != '?';
    add_digit(cell, '?', begins);
    cell->groups[cell->n_groups - 1].hidden = true;
    for (size_t i = 1; i < n; i++) add_digit(cell, '?', NULL);
    return n > 0 ? n_marks : 1;
}

void dlb_phone_read_cell(const struct dlb_runes *runes, struct dlb_phone_cell *cell)
{
    static const struct dlb_phone_group fresh = {.plus = false};
    struct dlb_phone_group next = {.hard = true};
    bool begins = true;
    size_t spoken = 0;
    for (size_t i = 0; i < runes->n && !cell->overflow; i++) {
        uint32_t rune = runes->at[i];
        char digit = symbol_at(runes, i, &spoken);
        if (digit != 0) {
            const struct dlb_phone_group *group = begins ? &next : NULL;
            if (digit == '?') {
                i += add_hidden(cell, runes, i, group) - 1;
            } else {
                add_digit(cell, digit, group);
                cell->has_spoken |= rune > '9';
            }
            begins = false;
            next = fresh;
            continue;
        }
        begins = true;
        next.plus |= rune == '+';
        next.hard |= !is_soft(rune) || rune == '+';
        next.fax |= is_fax_label(runes, i);
        cell->has_notes |= !is_soft(rune) && !is_divider(rune);
    }
}
