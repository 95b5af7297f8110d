/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kind_date.c - comparing dates of birth.
 *
 * The code is the date's eight decimal digits, four bits each, 00 for an unknown month or
 * day: an exclusive or shows which digits differ.
 *
 *   exact      the same day
 *   lunar      one, read as a lunar date, is the other: elders' cards hold it unconverted
 *   digit      one digit differs, or day and month are exchanged
 *   month      same year and month (also when a day is unknown)
 *   year_off   same month and day, one to three years apart: registered late
 *
 * A date of which only the year is known agrees with nothing and disagrees with another year.
 */
#include "field/kind/parts.h"

#include "field/date/lunar.h"

enum { YEARS_OFF_MAX = 3 };

enum { OTHER, YEAR_OFF, MONTH, DIGIT, LUNAR, EXACT, N_LEVELS };

static const struct dlb_level levels[N_LEVELS] = {
    [OTHER] = {"other", DOLBOM_DATE_LEVEL_OTHER},
    [YEAR_OFF] = {"year_off", DOLBOM_DATE_LEVEL_YEAR_OFF},
    [MONTH] = {"month", DOLBOM_DATE_LEVEL_MONTH},
    [DIGIT] = {"digit", DOLBOM_DATE_LEVEL_DIGIT},
    [LUNAR] = {"lunar", DOLBOM_DATE_LEVEL_LUNAR},
    [EXACT] = {"exact", DOLBOM_DATE_LEVEL_EXACT},
};

static uint64_t decimal_code(unsigned value, unsigned n_digits)
{
    uint64_t code = 0;
    for (unsigned i = 0; i < n_digits; i++, value /= 10) code |= (uint64_t)(value % 10) << (4 * i);
    return code;
}

static dolbom_quality parse(const struct dlb_value_context *context, struct dlb_text src,
                            union dlb_parsed *parsed)
{
    dlb_date_parse(context, src, &parsed->date);
    return parsed->date.quality;
}

static dolbom_quality encode(const struct dlb_value_context *context, struct dlb_text src,
                             union dlb_parsed *parsed, uint64_t *codes)
{
    const dolbom_date *date = &parsed->date;
    parse(context, src, parsed);
    codes[0] = decimal_code((unsigned)date->year, 4) << 16 | decimal_code(date->month, 2) << 8 |
               decimal_code(date->day, 2);
    return date->quality;
}

static size_t write(const union dlb_parsed *parsed, struct dlb_text src, char *dst)
{
    (void)src;
    return dlb_date_write(&parsed->date, dst);
}

static void parts(const union dlb_parsed *parsed, struct dlb_parts *parts)
{
    static const char *const words[] = {"lunar", "no_day", "no_month", "guessed", "more"};
    dlb_parts_flags(parts, parsed->date.flags, words, sizeof words / sizeof *words);
}

static int32_t year_of(uint64_t code)
{
    return (int32_t)((code >> 28 & 15) * 1000 + (code >> 24 & 15) * 100 + (code >> 20 & 15) * 10 +
                     (code >> 16 & 15));
}

static bool years_are_near(uint64_t left, uint64_t right)
{
    int32_t apart = year_of(left) - year_of(right);
    return apart >= -YEARS_OFF_MAX && apart <= YEARS_OFF_MAX;
}

static bool one_digit_differs(uint64_t left, uint64_t right)
{
    uint64_t differing = left ^ right;
    unsigned lowest = (unsigned)__builtin_ctzll(differing) & ~3u;
    return differing >> lowest <= 15;
}

static unsigned month_of(uint64_t code)
{
    return (unsigned)((code >> 12 & 15) * 10 + (code >> 8 & 15));
}

static unsigned day_of(uint64_t code)
{
    return (unsigned)((code >> 4 & 15) * 10 + (code & 15));
}

/* Two months apart at most; only few pairs of records need the calendars. */
static bool is_lunar(uint64_t left, uint64_t right)
{
    int32_t left_months = year_of(left) * 12 + (int32_t)month_of(left);
    int32_t right_months = year_of(right) * 12 + (int32_t)month_of(right);
    int32_t apart = left_months - right_months;
    if (apart < -2 || apart > 2) return false;
    return dlb_lunar_reads_as(dlb_day_of(year_of(left), month_of(left), day_of(left)),
                              dlb_day_of(year_of(right), month_of(right), day_of(right)));
}

static unsigned compare_partial(uint64_t left, uint64_t right)
{
    bool year_only = (left & 0xFF00) == 0 || (right & 0xFF00) == 0;
    if (year_only) return left >> 16 == right >> 16 ? DLB_LEVEL_MISSING : OTHER;
    return left >> 8 == right >> 8 ? MONTH : OTHER;
}

static unsigned compare(const uint64_t *left_codes, const uint64_t *right_codes)
{
    uint64_t left = left_codes[0], right = right_codes[0];
    if (left == 0 || right == 0) return DLB_LEVEL_MISSING;
    if ((left & 0xFF) == 0 || (right & 0xFF) == 0) return compare_partial(left, right);
    if (left == right) return EXACT;
    if (is_lunar(left, right)) return LUNAR;
    bool exchanged =
        left >> 16 == right >> 16 && ((left & 0xFF) << 8 | (left >> 8 & 0xFF)) == (right & 0xFFFF);
    if (exchanged || one_digit_differs(left, right)) return DIGIT;
    if (left >> 8 == right >> 8) return MONTH;
    if ((left & 0xFFFF) == (right & 0xFFFF) && years_are_near(left, right)) return YEAR_OFF;
    return OTHER;
}

static uint64_t whole_key(const uint64_t *codes)
{
    return (codes[0] & 0xFF) != 0 ? codes[0] : 0;
}

static uint64_t year_key(const uint64_t *codes)
{
    return codes[0] >> 16;
}

static uint64_t month_day_key(const uint64_t *codes)
{
    return (codes[0] & 0xFF) != 0 ? codes[0] & 0xFFFF : 0;
}

static const struct dlb_kind_key keys[] = {
    {"", whole_key}, {"year", year_key}, {"month_day", month_day_key}};

const struct dlb_kind dlb_kind_date = {
    .name = "date",
    .n_slots = 1,
    .n_levels = N_LEVELS,
    .n_keys = 3,
    .frequency_slot = UINT8_MAX,
    .levels = levels,
    .keys = keys,
    .parse = parse,
    .encode = encode,
    .write = write,
    .parts = parts,
    .compare = compare,
};
