/* SPDX-License-Identifier: Apache-2.0 */
/*
 * date.c - dates as people and machines write them.
 *
 * A birth date is the strongest evidence most records have, and the least uniformly
 * written one: elders' cards count years from Dangun or by Japanese reigns, and birthdays
 * by the moon. The cell is read into groups of digits and marks; how many groups there are
 * and how long they are says what they mean.
 *
 *   groups      example                   meaning
 *   8           19450315, 194503??        year month day
 *   6           450315, 194503            two-digit year month day, else year month
 *   5           16511                     days of a spreadsheet, 25569 being 1970-01-01; where
 *                                         that day has not come, 50315: year month day whose
 *                                         leading zero a number cell lost
 *   4           1945                      year
 *   4 2         1945.3                    year month
 *   4 2 2       1945.3.15, 4278.3.15      year month day; from 4134 on years of Dangun
 *   2 2 2       45.3.15                   two-digit year month day
 *   2 2 4       3/15/1945, 3/15/45        month day year, or day month if only that exists
 *   Mar 2 4     Mar 15, 1945; 15-Mar-45   an English month says where the day stands
 *   6 1         450315-2                  a resident number's front
 *   era 2 2 2   昭和20.3.15, S20.3.15      year of a reign (date_words.c)
 *
 * A time of day may follow, also as the fraction of a spreadsheet's day; programs that take a
 * date for a measurement add ".0". A month or day written 00 or ?? is unknown.
 */
#include "field/date/date_scan.h"
#include "field/date/lunar.h"

#include <string.h>

#include "field/field.h"
#include "field/number/number_text.h"

enum {
    YEAR_MIN = 1800,
    YEAR_MAX = 2199,
    DANGUN_MIN = 4133, /* YEAR_MIN and YEAR_MAX in years of Dangun */
    DANGUN_MAX = 4532,
    DANGUN_OFFSET = 2333,
    SHEET_EPOCH = 25569, /* 1970-01-01 as a spreadsheet counts */
    SHEET_MIN = 10000,   /* 1927-05-18: shorter numbers are years */
    SHEET_MAX = 73050,   /* 2099-12-31 */
    SERIAL_DIGITS = 5
};

/* A date before it is known to exist; 0 stands for an unknown month or day. */
struct candidate {
    int32_t year;
    unsigned month, day;
    bool short_year; /* two digits, the century is to be guessed */
    bool converted;
};

/* ---- the fast way ---------------------------------------------------------------------------- */

static bool is_placeholder(int32_t year, unsigned month, unsigned day)
{
    if (month == 1 && day <= 1) return year == 1900 || year == 1;
    if (month == 0 && day == 0) return year == 0 || year == 9999;
    if (month == 12) return (year == 9999 && day == 31) || (year == 1899 && day >= 30);
    return year == 1111 && month == 11 && day == 11;
}

static bool in_range(int32_t year)
{
    return year >= YEAR_MIN && year <= YEAR_MAX;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* One or two digits at *at; 100 when there are none. */
static unsigned read_part(struct dlb_text src, size_t *at)
{
    if (*at >= src.len || !is_digit(src.data[*at])) return 100;
    unsigned value = (unsigned)(src.data[(*at)++] - '0');
    if (*at < src.len && is_digit(src.data[*at]))
        value = value * 10 + (unsigned)(src.data[(*at)++] - '0');
    return value;
}

static bool read_fast(struct dlb_text src, struct candidate *date)
{
    if (src.len < 8 || src.len > 10) return false;
    size_t at = 0;
    unsigned century = read_part(src, &at), of_century = read_part(src, &at);
    char mark = src.data[at];
    bool is_marked = mark == '-' || mark == '.' || mark == '/';
    if (at != 4 || (src.len != 8 && !is_marked)) return false;
    at += is_marked;
    date->month = read_part(src, &at);
    if (is_marked && (at == src.len || src.data[at++] != mark)) return false;
    date->day = read_part(src, &at);
    date->year = (int32_t)(century * 100 + of_century);
    return at == src.len && in_range(date->year) && date->day != 0 &&
           !is_placeholder(date->year, date->month, date->day) &&
           dlb_day_exists(date->year, date->month, date->day);
}

int32_t dlb_date_fast(struct dlb_text src)
{
    struct candidate date;
    return read_fast(src, &date) ? dlb_day_of(date.year, date.month, date.day) : DLB_DAY_NONE;
}

/* Without an as-of date, two-digit years end with this day. */
static int32_t latest_day(const struct dlb_value_context *context)
{
    return context->as_of == DLB_DAY_NONE ? dlb_day_of(2029, 12, 31) : context->as_of;
}

/* ---- groups to year, month, day ------------------------------------------------------------- */

/* Programs write 99 for what they do not know. */
static unsigned known_value(const struct dlb_date_group *group, struct candidate *out)
{
    bool is_nothing = group->value == 99;
    out->converted |= is_nothing;
    return is_nothing ? 0 : group->value;
}

static bool candidate_of(const struct dlb_date_parts *parts, size_t year, size_t month, size_t day,
                         struct candidate *out)
{
    struct dlb_date_group none = {.n = 0};
    const struct dlb_date_group *m = month < parts->n ? &parts->groups[month] : &none;
    const struct dlb_date_group *d = day < parts->n ? &parts->groups[day] : &none;
    const struct dlb_date_group *y = &parts->groups[year];
    if (y->is_unknown || m->n > 2 || d->n > 2) return false;
    out->year = (int32_t)y->value;
    out->month = known_value(m, out);
    out->day = known_value(d, out);
    if (out->month == 0) out->day = 0;
    out->short_year = y->n <= 2;
    return y->n <= 4;
}

/* Cut one run of digits into groups: "19450315" -> 1945 03 15. */
static void cut(struct dlb_date_parts *parts, size_t year_len)
{
    struct dlb_date_group whole = parts->groups[0];
    size_t lens[3] = {year_len, 2, whole.n > year_len + 2 ? 2 : 0};
    const char *at = whole.symbols;
    parts->n = 0;
    for (size_t i = 0; i < 3 && lens[i] > 0; i++) {
        dlb_date_group_set(&parts->groups[parts->n++], at, lens[i]);
        at += lens[i];
    }
}

static bool from_sheet(const struct dlb_date_parts *parts, struct candidate *out)
{
    uint32_t serial = parts->groups[0].value;
    if (parts->groups[0].is_unknown || serial < SHEET_MIN || serial > SHEET_MAX) return false;
    dlb_day_parts((int32_t)serial - SHEET_EPOCH, &out->year, &out->month, &out->day);
    out->converted = true;
    return true;
}

/* "50315" for 05-03-15. */
static bool restore_zero(struct dlb_date_parts *parts, struct candidate *out)
{
    char symbols[SERIAL_DIGITS + 1] = {'0'};
    struct candidate date = {.converted = true};
    if (parts->groups[0].is_unknown) return false;
    memcpy(symbols + 1, parts->groups[0].symbols, SERIAL_DIGITS);
    struct dlb_date_parts cut_parts = {.n = 1};
    dlb_date_group_set(&cut_parts.groups[0], symbols, sizeof symbols);
    cut(&cut_parts, 2);
    bool is_date = candidate_of(&cut_parts, 0, 1, 2, &date) &&
                   dlb_day_exists(2000 + date.year, date.month, date.day);
    if (is_date) *out = date;
    return is_date;
}

/* Days of a spreadsheet, unless they lie in the future and a lost zero makes a date of them. */
static bool five_digits(const struct dlb_value_context *context, struct dlb_date_parts *parts,
                        struct candidate *out)
{
    bool is_serial = from_sheet(parts, out);
    bool has_come = is_serial && dlb_day_of(out->year, out->month, out->day) <= latest_day(context);
    return has_come || (!parts->has_time && restore_zero(parts, out)) || is_serial;
}

static bool six_is_short_date(const struct dlb_date_group *group)
{
    struct dlb_date_group month, day;
    dlb_date_group_set(&month, group->symbols + 2, 2);
    dlb_date_group_set(&day, group->symbols + 4, 2);
    return month.value <= 12 && day.value <= 31 && !month.is_unknown;
}

static bool one_group(const struct dlb_value_context *context, struct dlb_date_parts *parts,
                      struct candidate *out)
{
    size_t n = parts->groups[0].n;
    bool has_time = (n == 14 || n == 12) && !parts->groups[0].is_unknown;
    if (n == SERIAL_DIGITS && parts->era == NULL) return five_digits(context, parts, out);
    if (n == 8 || has_time) {
        parts->has_time |= has_time;
        parts->groups[0].n = 8;
        cut(parts, 4);
    } else if (n == 6) {
        cut(parts, six_is_short_date(&parts->groups[0]) ? 2 : 4);
    } else if (n != 4 && (n > 2 || !(parts->year_is_labelled || parts->era))) {
        return false;
    }
    return candidate_of(parts, 0, 1, 2, out);
}

/* "450315-2": the seventh digit of a resident number tells the century. */
static bool from_resident(struct dlb_date_parts *parts, struct candidate *out)
{
    static const int32_t centuries[] = {1800, 1900, 1900, 2000, 2000, 1900, 1900, 2000, 2000, 1800};
    char digit = parts->groups[1].symbols[0];
    if (!is_digit(digit) || parts->era) return false;
    cut(parts, 2);
    bool is_date = candidate_of(parts, 0, 1, 2, out);
    out->year += centuries[digit - '0'];
    out->short_year = false;
    out->converted = true;
    return is_date;
}

static bool two_groups(struct dlb_date_parts *parts, struct candidate *out)
{
    const struct dlb_date_group *first = &parts->groups[0], *second = &parts->groups[1];
    if (first->n == 6 && (second->n == 1 || second->n == 7)) return from_resident(parts, out);
    if (parts->month_place == 1) return second->n >= 2 && candidate_of(parts, 1, 0, 2, out);
    if (first->n != 4 && !parts->year_is_labelled) return false;
    if (second->n == 4) { /* 1945-0315 */
        struct dlb_date_group whole = *second;
        dlb_date_group_set(&parts->groups[1], whole.symbols, 2);
        dlb_date_group_set(&parts->groups[2], whole.symbols + 2, 2);
        parts->n = 3;
    }
    return candidate_of(parts, 0, 1, 2, out);
}

static bool three_groups(struct dlb_date_parts *parts, struct candidate *out)
{
    const struct dlb_date_group *groups = parts->groups;
    bool is_no_day = groups[2].n == 2 && groups[2].value > 31 && groups[2].value != 99;
    bool is_year = groups[2].n == 4 || is_no_day || parts->month_place != 0;
    bool year_is_last = is_year && groups[0].n <= 2 && groups[2].n >= 2;
    if (!year_is_last) return candidate_of(parts, 0, 1, 2, out);
    if (parts->era || parts->year_is_labelled) return false;
    bool month_first = parts->month_place != 2 && groups[0].value <= 12;
    out->converted = true;
    return candidate_of(parts, 2, month_first ? 0 : 1, month_first ? 1 : 0, out);
}

/* Leaves the groups of the date; midnight says nothing and is no loss. */
static bool drop_time(struct dlb_date_parts *parts)
{
    size_t n_date = parts->groups[0].n == 8 ? 1 : 3;
    if (parts->n <= n_date) return true;
    if (!parts->has_time) return false;
    for (size_t i = n_date; i < parts->n; i++) parts->repaired |= parts->groups[i].value != 0;
    parts->n = n_date;
    return true;
}

static bool interpret(const struct dlb_value_context *context, struct dlb_date_parts *parts,
                      struct candidate *out)
{
    *out = (struct candidate){.year = 0};
    if (!drop_time(parts)) return false;
    switch (parts->n) {
    case 1:
        return one_group(context, parts, out);
    case 2:
        return two_groups(parts, out);
    case 3:
        return three_groups(parts, out);
    default:
        return false;
    }
}

/* ---- the year -------------------------------------------------------------------------------- */

/* The latest century in which the date has come. */
static int32_t guess_year(const struct dlb_value_context *context, const struct candidate *date)
{
    int32_t now_year;
    unsigned now_month, now_day;
    dlb_day_parts(latest_day(context), &now_year, &now_month, &now_day);
    int32_t year = now_year - now_year % 100 + date->year;
    bool is_later = year > now_year || (year == now_year && date->month > now_month) ||
                    (year == now_year && date->month == now_month && date->day > now_day);
    return is_later ? year - 100 : year;
}

static bool settle_year(const struct dlb_value_context *context, const struct dlb_date_parts *parts,
                        struct candidate *date, dolbom_date *out)
{
    if (parts->era) {
        if (date->year < 1 || date->year > parts->era->last) return false;
        date->year += parts->era->offset;
        date->converted = true;
    } else if (date->short_year) {
        date->year = guess_year(context, date);
        date->converted = true;
        out->flags |= DOLBOM_DATE_GUESSED;
    } else if (date->year >= DANGUN_MIN && date->year <= DANGUN_MAX) {
        date->year -= DANGUN_OFFSET;
        date->converted = true;
        int32_t now_year;
        unsigned now_month, now_day;
        dlb_day_parts(latest_day(context), &now_year, &now_month, &now_day);
        if (date->year > now_year) return false; /* "4503" is no year of Dangun */
    }
    return in_range(date->year);
}

/* ---- the value ------------------------------------------------------------------------------ */

static void set_complete(dolbom_date *out, int32_t days)
{
    int32_t year;
    unsigned month, day;
    dlb_day_parts(days, &year, &month, &day);
    out->year = year;
    out->month = (uint8_t)month;
    out->day = (uint8_t)day;
    out->days = days;
}

/* A lunar month of an unknown day lies in two solar ones: only the year is kept. */
static bool set_lunar(const struct dlb_date_parts *parts, const struct candidate *date,
                      dolbom_date *out)
{
    out->flags |= DOLBOM_DATE_LUNAR;
    if (date->month > 12) return false;
    if (date->day == 0) {
        out->year = date->year;
        out->flags |= DOLBOM_DATE_NO_MONTH | DOLBOM_DATE_NO_DAY;
        return true;
    }
    int32_t days = dlb_lunar_day(date->year, date->month, parts->is_leap_month, date->day);
    if (days == DLB_DAY_NONE) return false;
    set_complete(out, days);
    return true;
}

static bool set_solar(const struct candidate *date, dolbom_date *out)
{
    if (date->month > 12) return false;
    if (date->day != 0) {
        if (!dlb_day_exists(date->year, date->month, date->day)) return false;
        set_complete(out, dlb_day_of(date->year, date->month, date->day));
        return true;
    }
    out->year = date->year;
    out->month = (uint8_t)date->month;
    out->flags |= DOLBOM_DATE_NO_DAY;
    if (date->month == 0) out->flags |= DOLBOM_DATE_NO_MONTH;
    return true;
}

static void clear(dolbom_date *out, dolbom_quality quality)
{
    *out = (dolbom_date){.quality = quality, .days = DLB_DAY_NONE};
}

static dolbom_quality settle(const struct dlb_value_context *context, struct dlb_date_parts *parts,
                             dolbom_date *out)
{
    struct candidate date;
    if (!interpret(context, parts, &date)) return DOLBOM_QUALITY_INVALID;
    bool is_plain_year = !parts->era && !date.short_year;
    if (is_plain_year && is_placeholder(date.year, date.month, date.day))
        return DOLBOM_QUALITY_MISSING;
    if (!settle_year(context, parts, &date, out)) return DOLBOM_QUALITY_INVALID;
    bool is_set = parts->is_lunar ? set_lunar(parts, &date, out) : set_solar(&date, out);
    if (!is_set) return DOLBOM_QUALITY_INVALID;
    /* "明治33.1.1": what comes out must be read as itself */
    if (is_placeholder(out->year, out->month, out->day)) return DOLBOM_QUALITY_MISSING;
    if (parts->has_more) out->flags |= DOLBOM_DATE_MORE;
    bool repaired = parts->repaired || date.converted || parts->is_lunar;
    return repaired ? DOLBOM_QUALITY_REPAIRED : DOLBOM_QUALITY_GOOD;
}

/* "19450315.0", "16511.375": cut off; a fraction that is not 0 is the time of a serial day. */
static bool drop_fraction(struct dlb_runes *runes, bool *has_time)
{
    size_t whole = 0;
    bool is_zero = true;
    while (whole < runes->n && dlb_number_digit(runes, whole) != 0) whole++;
    if (whole < SERIAL_DIGITS || whole + 1 >= runes->n || runes->at[whole] != '.') return false;
    for (size_t i = whole + 1; i < runes->n; i++) {
        char digit = dlb_number_digit(runes, i);
        if (digit == 0) return false;
        is_zero &= digit == '0';
    }
    if (!is_zero && whole != SERIAL_DIGITS) return false;
    *has_time = !is_zero;
    runes->n = whole;
    return true;
}

static void parse_slow(const struct dlb_value_context *context, struct dlb_text src,
                       dolbom_date *out)
{
    struct dlb_runes runes;
    struct dlb_date_parts parts;
    if (!dlb_number_read(src, &runes)) return;
    dolbom_quality quality = DOLBOM_QUALITY_MISSING;
    if (!dlb_number_is_absent(&runes)) {
        bool has_time = false, has_fraction = drop_fraction(&runes, &has_time);
        if (!dlb_date_read_parts(&runes, &parts)) return;
        parts.repaired |= has_fraction;
        parts.has_time |= has_time;
        bool is_filler = dlb_date_all(&parts, '0') || dlb_date_all(&parts, '?');
        if (!is_filler) quality = settle(context, &parts, out);
    }
    if (quality < DOLBOM_QUALITY_REPAIRED) clear(out, quality);
    out->quality = quality;
}

void dlb_date_parse(const struct dlb_value_context *context, struct dlb_text src, dolbom_date *out)
{
    struct candidate date;
    clear(out, DOLBOM_QUALITY_INVALID);
    if (!read_fast(src, &date)) {
        parse_slow(context, src, out);
        return;
    }
    out->year = date.year;
    out->month = (uint8_t)date.month;
    out->day = (uint8_t)date.day;
    out->days = dlb_day_of(date.year, date.month, date.day);
    out->quality = DOLBOM_QUALITY_GOOD;
}

static void write_digits(char *dst, unsigned value, size_t n)
{
    for (size_t i = n; i > 0; i--, value /= 10) dst[i - 1] = (char)('0' + value % 10);
}

size_t dlb_date_write(const dolbom_date *date, char *dst)
{
    if (date->year == 0) return 0;
    memset(dst, '?', 10);
    dst[4] = dst[7] = '-';
    write_digits(dst, (unsigned)date->year, 4);
    if (date->month != 0) write_digits(dst + 5, date->month, 2);
    if (date->day != 0) write_digits(dst + 8, date->day, 2);
    return 10;
}
