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
#include "field/number/phone_cell.h"
#include "field/number/phone_plan.h"

#include <string.h>

#include "field/field.h"

enum {
    DIGITS_MAX = 12, /* of a national number */
    FAST_MAX = 14    /* characters of "0507-1234-5678" */
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
    if (first != 2 && first != 4) return false;
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

/* ---- the numbers of a cell ------------------------------------------------------------------ */

/* "031" at the head of a group begins a number, but for the zero of "+82 (0)31". */
static bool begins_number(const struct dlb_phone_cell *cell, size_t group, size_t first)
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
 * Index after the last group of the number that begins with `group`, or `group`. The
 * longest number wins, but a number written in parts ends with four digits or more: in
 * "031-590-2114~5" the 5 is another line of the same office.
 */
static size_t number_end(const struct dlb_phone_cell *cell, size_t group, struct number *number)
{
    const struct dlb_phone_group *first = &cell->groups[group];
    const size_t first_len = (size_t)(first->end - first->from);
    size_t best = group;
    bool best_is_whole = false, hidden = false;
    for (size_t last = group; last < cell->n_groups; last++) {
        const struct dlb_phone_group *end = &cell->groups[last];
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

static bool are_all(const struct dlb_phone_cell *cell, char digit)
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
static size_t behind_foreign(const struct dlb_phone_cell *cell, size_t group)
{
    bool is_foreign = cell->groups[group].plus;
    do group++;
    while (is_foreign && group < cell->n_groups && !cell->groups[group].hard);
    return group;
}

/* The first number that may be somebody's, a fax only for want of others; counts all. */
static void choose(const struct dlb_phone_cell *cell, struct dlb_phone *out)
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
static void choose_joined(struct dlb_phone_cell *cell, struct dlb_phone *out)
{
    struct number number;
    if (cell->n_groups > 4) return;
    for (size_t i = 1; i < cell->n_groups; i++) cell->groups[i].hard = false;
    if (cell->n_groups == 0 || number_end(cell, 0, &number) != cell->n_groups) return;
    choose(cell, out);
    if (out->quality == DOLBOM_QUALITY_GOOD) out->quality = DOLBOM_QUALITY_REPAIRED;
}

/* Where the number without area code ends that begins with `group`, or `group`. */
static size_t local_end(const struct dlb_phone_cell *cell, size_t group)
{
    const struct dlb_phone_group *first = &cell->groups[group], *second = first + 1;
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
static void choose_local(const struct dlb_phone_cell *cell, struct dlb_phone *out)
{
    static const struct dlb_phone_range local = {.kind = DOLBOM_PHONE_LOCAL};
    for (size_t group = 0; group < cell->n_groups; group++) {
        const struct dlb_phone_group *first = &cell->groups[group];
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
 * first after the area code. false for anything else.
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
    struct dlb_phone_cell cell;
    if (!dlb_number_read(src, &runes)) return;
    if (dlb_number_is_absent(&runes)) {
        out->quality = DOLBOM_QUALITY_MISSING;
        return;
    }
    cell.n_digits = cell.n_groups = 0;
    cell.has_notes = cell.has_spoken = cell.overflow = false;
    dlb_phone_read_cell(&runes, &cell);
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
