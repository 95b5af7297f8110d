/* SPDX-License-Identifier: Apache-2.0 */
/*
 * phone.c - Korean telephone numbers.
 *
 * Two spellings of one number must come out equal, and a string that is no number must not
 * come out at all: a wrong number shared by two people links strangers. So the grammar is
 * strict about digits and lax about everything between them. A cell may hold several
 * numbers and notes; the first usable number is the value.
 *
 *   written              national       rule
 *   +82 (0)10 1234 5678  01012345678    country code 82 stands for the leading 0
 *   1012345678           01012345678    a spreadsheet lost the 0
 *   (02) 345-6789        023456789      area code 02, 7 or 8 digits after it
 *   1588-1234            15881234       15xx, 16xx, 18xx have no area code
 *   011-200-1234         01052001234    moved to 010 between 2004 and 2021
 *   010-0000-0000        (missing)      one digit repeated: nobody's number
 *
 * The moves are those the ministry announced on 2003-12-24; for 017 the published lists
 * contradict each other, so 017 numbers stay as they are.
 */
#include "field/field.h"
#include "text/text.h"

#include <string.h>

enum {
    DIGITS_MAX = 12,  /* of a national number */
    CELL_DIGITS = 96, /* of a whole cell; more is no phone number */
    FOLDED_MAX = 512
};

/* ---- the numbering plan ------------------------------------------------------------------- */

struct number_range {
    const char *prefix;
    uint8_t min_digits, max_digits; /* prefix included */
    uint8_t kind;
};

/* First match wins. */
static const struct number_range numbering[] = {
    {"010", 11, 11, DOLBOM_PHONE_MOBILE},   {"011", 10, 11, DOLBOM_PHONE_MOBILE},
    {"016", 10, 11, DOLBOM_PHONE_MOBILE},   {"017", 10, 11, DOLBOM_PHONE_MOBILE},
    {"018", 10, 11, DOLBOM_PHONE_MOBILE},   {"019", 10, 11, DOLBOM_PHONE_MOBILE},
    {"02", 9, 10, DOLBOM_PHONE_LANDLINE},   {"031", 10, 11, DOLBOM_PHONE_LANDLINE},
    {"032", 10, 11, DOLBOM_PHONE_LANDLINE}, {"033", 10, 11, DOLBOM_PHONE_LANDLINE},
    {"041", 10, 11, DOLBOM_PHONE_LANDLINE}, {"042", 10, 11, DOLBOM_PHONE_LANDLINE},
    {"043", 10, 11, DOLBOM_PHONE_LANDLINE}, {"044", 10, 11, DOLBOM_PHONE_LANDLINE},
    {"051", 10, 11, DOLBOM_PHONE_LANDLINE}, {"052", 10, 11, DOLBOM_PHONE_LANDLINE},
    {"053", 10, 11, DOLBOM_PHONE_LANDLINE}, {"054", 10, 11, DOLBOM_PHONE_LANDLINE},
    {"055", 10, 11, DOLBOM_PHONE_LANDLINE}, {"061", 10, 11, DOLBOM_PHONE_LANDLINE},
    {"062", 10, 11, DOLBOM_PHONE_LANDLINE}, {"063", 10, 11, DOLBOM_PHONE_LANDLINE},
    {"064", 10, 11, DOLBOM_PHONE_LANDLINE}, {"070", 11, 11, DOLBOM_PHONE_INTERNET},
    {"050", 11, 12, DOLBOM_PHONE_VIRTUAL},  {"030", 11, 12, DOLBOM_PHONE_VIRTUAL},
    {"080", 10, 11, DOLBOM_PHONE_SERVICE},  {"15", 8, 8, DOLBOM_PHONE_SERVICE},
    {"16", 8, 8, DOLBOM_PHONE_SERVICE},     {"18", 8, 8, DOLBOM_PHONE_SERVICE},
};

static const struct number_range *range_of(const char *digits, size_t n)
{
    for (size_t i = 0; i < sizeof numbering / sizeof *numbering; i++) {
        const struct number_range *range = &numbering[i];
        size_t len = strlen(range->prefix);
        if (n < range->min_digits || n > range->max_digits) continue;
        if (memcmp(digits, range->prefix, len) == 0) return range;
    }
    return NULL;
}

/* An exchange of an old mobile number and the one it was moved to; both as written. */
struct mobile_move {
    char prefix; /* third digit of 01X */
    uint16_t first, last, becomes;
};

static const struct mobile_move moves[] = {
    {'1', 200, 499, 5200},   {'1', 500, 899, 3500},   {'1', 1700, 1799, 7100},
    {'1', 9000, 9499, 9000}, {'1', 9500, 9999, 8500}, {'6', 200, 499, 3200},
    {'6', 500, 899, 2500},   {'6', 9000, 9499, 7000}, {'6', 9500, 9999, 9500},
    {'8', 200, 499, 4200},   {'8', 500, 899, 6500},   {'9', 200, 499, 2200},
    {'9', 500, 899, 5500},   {'9', 9000, 9499, 8000}, {'9', 9500, 9999, 7500},
};

static unsigned decimal(const char *digits, size_t n)
{
    unsigned value = 0;
    for (size_t i = 0; i < n; i++) value = value * 10 + (unsigned)(digits[i] - '0');
    return value;
}

/* "011-200-1234" -> "010-5200-1234"; false when there is no rule for it. */
static bool move_to_010(char *digits, size_t *n)
{
    size_t exchange_len = *n - 7;
    unsigned exchange = decimal(digits + 3, exchange_len);
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        const struct mobile_move *move = &moves[i];
        bool is_wide = move->first >= 1000;
        if (move->prefix != digits[2] || is_wide != (exchange_len == 4)) continue;
        if (exchange < move->first || exchange > move->last) continue;
        unsigned moved = exchange - move->first + move->becomes;
        char last[4];
        memcpy(last, digits + *n - 4, 4);
        digits[2] = '0';
        for (size_t k = 0; k < 4; k++, moved /= 10) digits[6 - k] = (char)('0' + moved % 10);
        memcpy(digits + 7, last, 4);
        *n = 11;
        return true;
    }
    return false;
}

/* One digit repeated behind the prefix: somebody had to fill in something. */
static bool is_placeholder(const struct number_range *range, const char *digits, size_t n)
{
    size_t from = strlen(range->prefix);
    for (size_t i = from + 1; i < n; i++) {
        if (digits[i] != digits[from]) return false;
    }
    return range->kind != DOLBOM_PHONE_SERVICE;
}

/* ---- from what was written to a national number ------------------------------------------ */

struct number {
    char digits[DIGITS_MAX];
    size_t n;
    bool repaired;
};

static bool add_zero(struct number *number, const char *digits, size_t n)
{
    if (n + 1 > DIGITS_MAX) return false;
    number->digits[0] = '0';
    memcpy(number->digits + 1, digits, n);
    number->n = n + 1;
    return range_of(number->digits, number->n) != NULL;
}

/* The national number that `n` digits mean, if they mean one. */
static bool to_national(const char *digits, size_t n, bool international, struct number *number)
{
    number->repaired = false;
    if (!international && n <= DIGITS_MAX && range_of(digits, n)) {
        memcpy(number->digits, digits, n);
        number->n = n;
        return true;
    }
    bool dialled = n > 4 && memcmp(digits, "0082", 4) == 0;
    size_t skip = dialled ? 4 : n > 2 && memcmp(digits, "82", 2) == 0 ? 2 : 0;
    if (skip == 0) {
        number->repaired = true; /* the zero of a number cell is lost */
        return !international && n >= 9 && add_zero(number, digits, n);
    }
    if (digits[skip] == '0') skip++; /* +82 (0)10 */
    number->repaired = !international && !dialled;
    return add_zero(number, digits + skip, n - skip);
}

/* ---- the cell ------------------------------------------------------------------------------ */

/* Digits of a cell in groups; a group ends at anything that is not a digit. */
struct cell {
    char digits[CELL_DIGITS];
    uint8_t group_end[CELL_DIGITS]; /* index behind the group's last digit */
    bool plus[CELL_DIGITS];         /* the group follows a '+' */
    bool hard[CELL_DIGITS];         /* what stands before the group separates numbers */
    size_t n_digits, n_groups;
    bool has_notes; /* letters, which are no part of a number */
    bool overflow;
};

static bool add_digit(struct cell *cell, char digit, bool begins, bool plus, bool hard)
{
    if (cell->n_digits == CELL_DIGITS) return false;
    if (begins) {
        cell->plus[cell->n_groups] = plus;
        cell->hard[cell->n_groups++] = hard;
    }
    cell->digits[cell->n_digits++] = digit;
    cell->group_end[cell->n_groups - 1] = (uint8_t)cell->n_digits;
    return true;
}

/* "공일공": the digit a syllable is read as, or 0. */
static char spoken_digit(uint32_t rune)
{
    static const struct {
        uint32_t syllable;
        char digit;
    } spoken[] = {{U'공', '0'}, {U'영', '0'}, {U'일', '1'}, {U'이', '2'}, {U'삼', '3'}, {U'사', '4'},
                  {U'오', '5'}, {U'육', '6'}, {U'칠', '7'}, {U'팔', '8'}, {U'구', '9'}};
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
    return n >= 3 ? n : 0;
}

static bool is_soft(uint32_t rune)
{
    return rune == ' ' || rune == '-' || rune == '.' || rune == '(' || rune == ')' ||
           rune == '+' || rune == 0xB7 || rune == '\'';
}

/* The digit at `at`: written, or 'O' and 'l' typed for 0 and 1 next to a digit. */
static char digit_at(const struct dlb_runes *runes, size_t at)
{
    uint32_t rune = runes->at[at];
    if (rune >= '0' && rune <= '9') return (char)rune;
    bool is_zero = rune == 'O' || rune == 'o', is_one = rune == 'l' || rune == 'I';
    if (!is_zero && !is_one) return 0;
    bool after = at > 0 && runes->at[at - 1] >= '0' && runes->at[at - 1] <= '9';
    bool before = at + 1 < runes->n && runes->at[at + 1] >= '0' && runes->at[at + 1] <= '9';
    return after || before ? (is_zero ? '0' : '1') : 0;
}

static void read_cell(const struct dlb_runes *runes, struct cell *cell)
{
    bool begins = true, plus = false, hard = true;
    size_t spoken = 0;
    for (size_t i = 0; i < runes->n && !cell->overflow; i++) {
        uint32_t rune = runes->at[i];
        if (spoken == 0 && dlb_is_syllable(rune)) spoken = spoken_run(runes, i);
        char digit = spoken > 0 ? spoken_digit(rune) : digit_at(runes, i);
        if (spoken > 0) spoken--;
        if (digit != 0) {
            cell->has_notes |= rune > '9'; /* a digit that was not written as one */
            cell->overflow = !add_digit(cell, digit, begins, plus, hard);
            begins = plus = hard = false;
            continue;
        }
        begins = true;
        plus |= rune == '+';
        hard |= !is_soft(rune) || rune == '+';
        cell->has_notes |= !is_soft(rune) && rune != ',' && rune != '/' && rune != ';';
    }
}

/*
 * Index behind the last group of the number that begins with `group`, or `group`. The
 * longest number wins, but a number written in parts ends with four digits or more: in
 * "031-590-2114~5" the 5 is another line of the same office.
 */
static size_t number_end(const struct cell *cell, size_t group, struct number *number)
{
    size_t from = group == 0 ? 0 : cell->group_end[group - 1];
    size_t best = group;
    bool best_is_whole = false;
    for (size_t last = group; last < cell->n_groups; last++) {
        if (last > group && cell->hard[last]) break;
        size_t start = last == 0 ? 0 : cell->group_end[last - 1];
        bool is_whole = last == group || cell->group_end[last] - start >= 4;
        struct number tried;
        if (best_is_whole && !is_whole) continue;
        if (!to_national(cell->digits + from, cell->group_end[last] - from, cell->plus[group],
                         &tried))
            continue;
        best = last + 1;
        best_is_whole = is_whole;
        *number = tried;
    }
    return best;
}

static bool all_zero(const struct cell *cell)
{
    for (size_t i = 0; i < cell->n_digits; i++) {
        if (cell->digits[i] != '0') return false;
    }
    return true;
}

/* ---- the value ------------------------------------------------------------------------------ */

static void set_number(dolbom_phone *out, struct number *number)
{
    const struct number_range *range = range_of(number->digits, number->n);
    bool is_old = range->kind == DOLBOM_PHONE_MOBILE && number->digits[2] != '0';
    if (is_old && move_to_010(number->digits, &number->n)) number->repaired = true;
    out->kind = range->kind;
    out->text_len = (uint8_t)number->n;
    memcpy(out->text, number->digits, number->n);
    out->code = 1;
    for (size_t i = 0; i < number->n; i++)
        out->code = out->code * 10 + (uint64_t)(number->digits[i] - '0');
}

/* The first number that may be somebody's; counts all of them. */
static void choose(const struct cell *cell, dolbom_phone *out)
{
    bool repaired = cell->has_notes, has_placeholder = false;
    for (size_t group = 0; group < cell->n_groups;) {
        struct number number;
        size_t end = number_end(cell, group, &number);
        if (end == group) {
            repaired = true; /* digits of no number, such as an extension */
            group++;
            continue;
        }
        group = end;
        if (is_placeholder(range_of(number.digits, number.n), number.digits, number.n)) {
            has_placeholder = true;
            continue;
        }
        if (out->n_numbers++ > 0) continue;
        set_number(out, &number);
        repaired |= number.repaired;
    }
    repaired |= has_placeholder || out->n_numbers > 1;
    if (out->n_numbers > 0)
        out->quality = repaired ? DOLBOM_QUALITY_REPAIRED : DOLBOM_QUALITY_GOOD;
    else if (has_placeholder || all_zero(cell))
        out->quality = DOLBOM_QUALITY_MISSING;
}

/* "010-1234-5678" and "01012345678" as machines write them; false for anything else. */
static bool parse_fast(struct dlb_text src, dolbom_phone *out)
{
    struct number number = {.n = 0};
    for (size_t i = 0; i < src.len; i++) {
        char c = src.data[i];
        if (c == '-' && (number.n == 3 || number.n == 7)) continue;
        if (c < '0' || c > '9' || number.n == 11) return false;
        number.digits[number.n++] = c;
    }
    bool is_mobile = number.n == 11 && memcmp(number.digits, "010", 3) == 0;
    if (!is_mobile || is_placeholder(&numbering[0], number.digits, 11)) return false;
    set_number(out, &number);
    out->n_numbers = 1;
    out->quality = DOLBOM_QUALITY_GOOD;
    return true;
}

void dlb_phone_parse(const struct dlb_value_context *context, struct dlb_text src,
                     dolbom_phone *out)
{
    (void)context;
    uint32_t struct_size = out->struct_size;
    *out = (dolbom_phone){.struct_size = struct_size, .quality = DOLBOM_QUALITY_INVALID};
    if (src.len <= 13 && parse_fast(src, out)) return;
    struct dlb_runes runes;
    if (!dlb_value_read(src, &runes)) return;
    if (dlb_value_is_blank(&runes)) {
        out->quality = DOLBOM_QUALITY_MISSING;
        return;
    }
    struct cell cell = {.n_digits = 0};
    read_cell(&runes, &cell);
    if (!cell.overflow && cell.n_digits > 0) choose(&cell, out);
}
