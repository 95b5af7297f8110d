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
 *   010-****-5678        010????5678    hidden digits: compared where visible
 *   590-2114             5902114        a landline without its area code
 *   +84 90 123 4567      (invalid)      a number abroad is none of ours
 */
#include "field/number/number_text.h"
#include "field/number/phone_plan.h"

#include <string.h>

#include "field/field.h"

enum {
    DIGITS_MAX = 12,  /* of a national number */
    CELL_DIGITS = 96, /* of a whole cell; more is no phone number */
    FAST_MAX = 14     /* characters of "0507-1234-5678" */
};

/* ---- from what was written to a national number ------------------------------------------ */

struct number {
    char digits[DIGITS_MAX];
    size_t n;
    bool repaired;
    bool hidden; /* has a '?' */
};

static bool add_zero(struct number *number, const char *digits, size_t n)
{
    if (n == 0 || n + 1 > DIGITS_MAX) return false;
    number->digits[0] = '0';
    memcpy(number->digits + 1, digits, n);
    number->n = n + 1;
    return dlb_phone_range(number->digits, number->n).prefix_len != 0;
}

static bool set_digits(struct number *number, const char *digits, size_t n)
{
    if (n > DIGITS_MAX) return false;
    memcpy(number->digits, digits, n);
    number->n = n;
    return dlb_phone_range(digits, n).prefix_len != 0;
}

/* No area code is cut in two ("01-1234-5678"); those of four digits ended in 2000. */
static bool splits_area(const char *digits, size_t n, size_t first)
{
    struct dlb_phone_range range = dlb_phone_range(digits, n);
    bool is_cut = first == 2 && range.prefix_len == 3 && digits[2] != '0';
    bool is_old = first == 4 && n > 4 && range.kind == DOLBOM_PHONE_LANDLINE;
    return is_cut || is_old;
}

/* "1012345678": the zero of a number cell is lost; not "2345-6789", but "2-345-6789". */
static bool restore_zero(const char *digits, size_t n, size_t first, struct number *number)
{
    bool has_area = first > 1 || digits[0] == '2';
    size_t least = first == 1 ? 8 : 9;
    number->repaired = true;
    return has_area && n >= least && add_zero(number, digits, n);
}

/*
 * The national number that `n` digits mean, if they mean one. `first` of them stand together
 * at the beginning: a number that lost its zero begins with its area code.
 */
static bool to_national(const char *digits, size_t n, size_t first, bool international,
                        struct number *number)
{
    number->repaired = false;
    if (!international) {
        if (splits_area(digits, n, first)) return false;
        if (set_digits(number, digits, n)) return true;
    }
    bool dialled = n > 4 && memcmp(digits, "0082", 4) == 0;
    size_t skip = dialled ? 4 : n > 2 && memcmp(digits, "82", 2) == 0 ? 2 : 0;
    if (skip == 0) return !international && restore_zero(digits, n, first, number);
    number->repaired = !international && !dialled;
    if (n - skip == 8 && set_digits(number, digits + skip, 8)) return true; /* +82 1544 1234 */
    if (digits[skip] == '0') skip++;                                        /* +82 (0)10 */
    return add_zero(number, digits + skip, n - skip);
}

/* ---- the cell ------------------------------------------------------------------------------ */

/* A run of digits of a cell. */
struct group {
    uint8_t from, end; /* in the cell's digits */
    bool plus;         /* follows a '+' */
    bool hard;         /* what stands before it separates numbers */
    bool fax;          /* follows "FAX" */
    bool hidden;       /* has a '?' */
};

struct cell {
    char digits[CELL_DIGITS];
    struct group groups[CELL_DIGITS];
    size_t n_digits, n_groups;
    bool has_notes;  /* letters, which are no part of a number */
    bool has_spoken; /* digits that were not written as digits */
    bool overflow;
};

static void add_digit(struct cell *cell, char digit, const struct group *begins)
{
    cell->overflow = cell->n_digits == CELL_DIGITS;
    if (cell->overflow) return;
    if (begins) {
        struct group *group = &cell->groups[cell->n_groups++];
        *group = *begins;
        group->from = (uint8_t)cell->n_digits;
    }
    cell->digits[cell->n_digits++] = digit;
    struct group *group = &cell->groups[cell->n_groups - 1];
    group->end = (uint8_t)cell->n_digits;
    group->hidden |= digit == '?';
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
    bool is_mark = at + 1 < runes->n && (runes->at[at + 1] == ')' || runes->at[at + 1] == '.');
    return (is_mark && runes->at[at] == 'F') || dlb_number_word(runes, at, U"fax") > 0 ||
           dlb_number_word(runes, at, U"팩스") > 0;
}

/*
 * Digits that a whole group of marks at `at` hides: a mobile number's has four, however many
 * marks stand for them. 0: the marks are part of a group. *n_marks is how many there are.
 */
static size_t hidden_group(const struct dlb_runes *runes, size_t at, const struct cell *cell,
                           size_t *n_marks)
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

static void read_cell(const struct dlb_runes *runes, struct cell *cell)
{
    static const struct group fresh = {.plus = false};
    struct group next = {.hard = true};
    bool begins = true;
    size_t spoken = 0;
    for (size_t i = 0; i < runes->n && !cell->overflow; i++) {
        uint32_t rune = runes->at[i];
        char digit = symbol_at(runes, i, &spoken);
        if (digit != 0) {
            size_t n_marks = 1, n_hidden = 0;
            if (begins && digit == '?') n_hidden = hidden_group(runes, i, cell, &n_marks);
            if (n_hidden > 0) i += n_marks - 1;
            cell->has_spoken |= rune != '?' && (rune > '9' || digit == '?');
            add_digit(cell, digit, begins ? &next : NULL);
            for (; n_hidden > 1; n_hidden--) add_digit(cell, digit, NULL);
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

/* "031" at the head of a group begins a number, but for the zero of "+82 (0)31". */
static bool begins_number(const struct cell *cell, size_t group, size_t first)
{
    const char *digits = cell->digits + cell->groups[group].from, *head;
    size_t n = (size_t)(cell->groups[group].end - cell->groups[group].from);
    head = cell->digits + cell->groups[first].from;
    bool is_area = n >= 2 && n <= 3 && digits[0] == '0' && !cell->groups[group].hidden;
    if (!is_area) return false;
    bool is_abroad = head[0] == '8' || memcmp(head, "00", 2) == 0;
    bool is_virtual = memcmp(head, "050", 3) == 0 || memcmp(head, "50", 2) == 0;
    bool is_exchange = is_virtual && group == first + 1; /* 0504-033-8876 */
    if (is_abroad || is_exchange) return false;
    if (n == 2 || digits[1] == '2') return n == 2 && digits[1] == '2';
    return dlb_phone_has_area(digits);
}

/*
 * Index behind the last group of the number that begins with `group`, or `group`. The
 * longest number wins, but a number written in parts ends with four digits or more: in
 * "031-590-2114~5" the 5 is another line of the same office.
 */
static size_t number_end(const struct cell *cell, size_t group, struct number *number)
{
    const struct group *first = &cell->groups[group];
    const size_t first_len = (size_t)(first->end - first->from);
    size_t best = group;
    bool best_is_whole = false, hidden = false;
    for (size_t last = group; last < cell->n_groups; last++) {
        const struct group *end = &cell->groups[last];
        if (last > group && (end->hard || begins_number(cell, last, group))) break;
        hidden |= end->hidden;
        bool is_whole = last == group || end->end - end->from >= 4;
        struct number tried;
        if (best_is_whole && !is_whole) continue;
        if (!to_national(cell->digits + first->from, (size_t)(end->end - first->from), first_len,
                         first->plus, &tried))
            continue;
        best = last + 1;
        best_is_whole = is_whole;
        *number = tried;
        number->hidden = hidden;
    }
    return best;
}

static bool are_all(const struct cell *cell, char digit)
{
    for (size_t i = 0; i < cell->n_digits; i++) {
        if (cell->digits[i] != digit) return false;
    }
    return true;
}

/* ---- the value ------------------------------------------------------------------------------ */

static void set_digits_of(struct dlb_phone *out, const char *digits, size_t n)
{
    out->text_len = (uint8_t)n;
    memcpy(out->text, digits, n);
    out->code = 1;
    for (size_t i = 0; i < n; i++) out->code = out->code * 10 + (uint64_t)(digits[i] - '0');
}

static void set_number(struct dlb_phone *out, struct number *number, struct dlb_phone_range range)
{
    bool is_old = range.kind == DOLBOM_PHONE_MOBILE && number->digits[2] != '0';
    if (is_old && dlb_phone_move(number->digits, &number->n)) number->repaired = true;
    out->kind = range.kind;
    set_digits_of(out, number->digits, number->n);
    if (number->hidden) out->code = 0;
}

/* A number from abroad: its other groups are no number either. */
static size_t behind_foreign(const struct cell *cell, size_t group)
{
    bool is_foreign = cell->groups[group].plus;
    do group++;
    while (is_foreign && group < cell->n_groups && !cell->groups[group].hard);
    return group;
}

/* The first number that may be somebody's, a fax only for want of others; counts all. */
static void choose(const struct cell *cell, struct dlb_phone *out)
{
    bool repaired = cell->has_notes || cell->has_spoken, has_placeholder = false, has_fax = false;
    for (size_t group = 0; group < cell->n_groups;) {
        struct number number;
        size_t end = number_end(cell, group, &number);
        bool is_fax = cell->groups[group].fax;
        if (end == group) {
            repaired = true; /* digits of no number, such as an extension */
            group = behind_foreign(cell, group);
            continue;
        }
        group = end;
        struct dlb_phone_range range = dlb_phone_range(number.digits, number.n);
        if (dlb_phone_is_filler(range, number.digits, number.n)) {
            has_placeholder = true;
            continue;
        }
        bool is_first = out->n_numbers++ == 0;
        if (!is_first && (!has_fax || is_fax)) continue;
        has_fax = is_fax;
        set_number(out, &number, range);
        repaired |= number.repaired;
    }
    repaired |= has_placeholder || out->n_numbers > 1;
    if (out->n_numbers > 0)
        out->quality = repaired ? DOLBOM_QUALITY_REPAIRED : DOLBOM_QUALITY_GOOD;
    else if (has_placeholder || are_all(cell, '0') || are_all(cell, '?'))
        out->quality = DOLBOM_QUALITY_MISSING;
}

/* "010/1234/5678": what separates numbers elsewhere stands inside the only one. */
static void choose_joined(struct cell *cell, struct dlb_phone *out)
{
    struct number number;
    if (cell->n_groups > 4) return;
    for (size_t i = 1; i < cell->n_groups; i++) cell->groups[i].hard = false;
    if (cell->n_groups == 0 || number_end(cell, 0, &number) != cell->n_groups) return;
    choose(cell, out);
    if (out->quality == DOLBOM_QUALITY_GOOD) out->quality = DOLBOM_QUALITY_REPAIRED;
}

/* Where the number without area code ends that begins with `group`, or `group`. */
static size_t local_end(const struct cell *cell, size_t group)
{
    const struct group *first = &cell->groups[group], *second = first + 1;
    const char *digits = cell->digits + first->from;
    size_t n = (size_t)(first->end - first->from), next = group + 1;
    bool is_parted = (n == 3 || n == 4) && next < cell->n_groups && !second->hard &&
                     second->end - second->from == 4 && !second->hidden;
    next += is_parted;
    n += is_parted ? 4 : 0;
    bool goes_on = next < cell->n_groups && !cell->groups[next].hard &&
                   cell->groups[next].end - cell->groups[next].from >= 4;
    bool is_local = !first->hidden && !first->plus && !goes_on && dlb_phone_is_local(digits, n);
    return is_local ? next : group;
}

/* "590-2114", where the cell has no whole number. */
static void choose_local(const struct cell *cell, struct dlb_phone *out)
{
    static const struct dlb_phone_range local = {.kind = DOLBOM_PHONE_LOCAL};
    for (size_t group = 0; group < cell->n_groups; group++) {
        const struct group *first = &cell->groups[group];
        size_t end = first->hard ? local_end(cell, group) : group;
        if (end == group) continue;
        const char *digits = cell->digits + first->from;
        size_t n = (size_t)(cell->groups[end - 1].end - first->from);
        bool is_all = group == 0 && end == cell->n_groups && !cell->has_notes && !cell->has_spoken;
        out->quality = is_all ? DOLBOM_QUALITY_GOOD : DOLBOM_QUALITY_REPAIRED;
        if (dlb_phone_is_filler(local, digits, n)) {
            out->quality = DOLBOM_QUALITY_MISSING;
            return;
        }
        out->kind = local.kind;
        out->n_numbers = 1;
        set_digits_of(out, digits, n);
        return;
    }
}

/*
 * The digits of a number as machines write it: nothing but digits and single hyphens, the
 * first behind the area code. false for anything else.
 */
static bool read_fast(struct dlb_text src, struct number *number, struct dlb_phone_range *range)
{
    size_t first = 0, n = 0, group = 0;
    for (size_t i = 0; i < src.len; i++) {
        char c = src.data[i];
        if (c == '-') {
            bool is_odd = first != 0 && group < 4 && number->digits[n - group] == '0';
            if (group == 0 || is_odd) return false;
            if (first == 0) first = n;
            group = 0;
            continue;
        }
        if (c < '0' || c > '9' || n == DIGITS_MAX) return false;
        number->digits[n++] = c;
        group++;
    }
    number->n = n;
    number->repaired = number->hidden = false;
    *range = dlb_phone_range(number->digits, n);
    return group >= 4 && (first == 0 || first == range->prefix_len);
}

static bool parse_fast(struct dlb_text src, struct dlb_phone *out)
{
    struct number number;
    struct dlb_phone_range range;
    if (src.len > FAST_MAX || !read_fast(src, &number, &range) || range.prefix_len == 0)
        return false;
    if (dlb_phone_is_filler(range, number.digits, number.n)) return false;
    set_number(out, &number, range);
    out->n_numbers = 1;
    out->quality = number.repaired ? DOLBOM_QUALITY_REPAIRED : DOLBOM_QUALITY_GOOD;
    return true;
}

static void parse_slow(struct dlb_text src, struct dlb_phone *out)
{
    struct dlb_runes runes;
    struct cell cell;
    if (!dlb_number_read(src, &runes)) return;
    if (dlb_number_is_absent(&runes)) {
        out->quality = DOLBOM_QUALITY_MISSING;
        return;
    }
    cell.n_digits = cell.n_groups = 0;
    cell.has_notes = cell.has_spoken = cell.overflow = false;
    read_cell(&runes, &cell);
    if (cell.overflow || cell.n_digits == 0) return;
    choose(&cell, out);
    bool is_nothing = out->quality == DOLBOM_QUALITY_INVALID;
    if (is_nothing && !cell.has_notes) choose_joined(&cell, out);
    if (out->quality == DOLBOM_QUALITY_INVALID) choose_local(&cell, out);
}

void dlb_phone_parse(const struct dlb_value_context *context, struct dlb_text src,
                     struct dlb_phone *out)
{
    (void)context;
    *out = (struct dlb_phone){.quality = DOLBOM_QUALITY_INVALID};
    if (!parse_fast(src, out)) parse_slow(src, out);
}
