/* SPDX-License-Identifier: Apache-2.0 */
/*
 * address_detail.c - what follows the number: the unit, and what stands in brackets.
 *
 *   "101동 1203호", "101동 1203", "가동 102호", "101-1203", "A-101", "지하1층", "B02호", "12층",
 *   "203-1호", "3F", "옥탑방", "비동"
 *   "(읍내동, 코오롱하늘채)", "(역삼동 736-1)", "(장현리)", "(12층)"
 *
 * Names of buildings are passed over. "101-1203" is dong and unit only here, after a
 * complete address; in brackets two numbers after a dong are a lot. A bracket that is
 * never closed ends with the text.
 */
#include "field/address/address_scan.h"

enum { UNIT_DIGITS = 5, FLOOR_DIGITS = 2, HO_DIGITS = 4, POSTCODE_DIGITS = 5 };

/* Where we are in the text after the number. */
struct detail {
    struct dlb_address_scan *scan;
    bool is_road;
    bool in_brackets;
};

/* What numbers the buildings and units of a small complex. */
static bool is_unit_letter(char16_t c)
{
    return (c >= u'A' && c <= u'Z') || dlb_is_one_of(c, u"가나다라마바사아자차카타파하");
}

static void set(struct dlb_units *units, const char16_t *text, size_t n)
{
    if (units->n == 0) dlb_units_add(units, text, n);
}

/* Without leading zeros, as floors are written; no house has a hundred. */
static void set_floor(struct dlb_units *floor, bool basement, const char16_t *digits, size_t n)
{
    for (; n > 1 && *digits == '0'; n--) digits++;
    if (floor->n > 0 || n > FLOOR_DIGITS) return;
    if (basement) dlb_units_add(floor, u"B", 1);
    dlb_units_add(floor, digits, n);
}

/* 지하, 지, B, 비 before digits; *from is where the digits begin. */
static bool is_basement(const char16_t *text, size_t at, size_t *from)
{
    bool is_letter = text[at] == u'B' || (text[at] == u'비' && !dlb_is_word(text[at - 1]));
    size_t n = is_letter ? 1 : text[at] != u'지' ? 0 : text[at + 1] == u'하' ? 2 : 1;
    if (n == 0) return false;
    size_t next = n == 2 && text[at + n] == ' ' ? at + n + 1 : at + n;
    if (n == 1 && text[next] == '-') next++; /* B-102호 */
    if (!dlb_is_digit(text[next])) return false;
    *from = next;
    return true;
}

/* "지하", "지하층", "지층", "반지하" without a number is the first basement floor. */
static size_t bare_basement(struct detail *d, size_t at)
{
    const char16_t *text = d->scan->text;
    size_t from = text[at] == u'반' ? at + 1 : at, end;
    if (text[from] != u'지') return at;
    if (text[from + 1] == u'하')
        end = text[from + 2] == u'층' ? from + 3 : from + 2;
    else if (text[from + 1] == u'층')
        end = from + 2;
    else
        return at;
    if (dlb_is_hangul(text[end])) return at;
    set_floor(&d->scan->floor, true, u"1", 1);
    return end;
}

/* Behind the last digit of a number that stands for a dong: another number, "101-1203",
 * "101 - 1203", "101/1203". */
static size_t second_number(const char16_t *text, size_t end, size_t *last)
{
    bool is_wide = text[end] == ' ' && text[end + 1] == '-' && text[end + 2] == ' ';
    size_t from = is_wide ? end + 3 : end + 1;
    if (!is_wide && text[end] != '-' && text[end] != '/') return 0;
    *last = dlb_digits_end(text, from);
    return *last > from ? from : 0;
}

/* "203-1호" is a unit that was divided: its dong is told, or is nothing the number could be. */
static size_t divided_ho(struct detail *d, size_t at, size_t end)
{
    const char16_t *text = d->scan->text;
    size_t last;
    struct dlb_units ho = {.n = 0};
    if (text[end] != '-' || second_number(text, end, &last) == 0 || text[last] != u'호') return at;
    bool is_ho = d->scan->dong.n > 0 || (end - at >= 3 && last == end + 2);
    if (!is_ho || d->scan->ho.n > 0 || !dlb_units_add(&ho, text + at, last - at)) return at;
    d->scan->ho = ho;
    return last + 1;
}

/* "101-1203" or "101-1203호": dong and unit. Returns its end or `at`. */
static size_t dong_and_ho(struct detail *d, size_t at, size_t end)
{
    const char16_t *text = d->scan->text;
    size_t last, second = second_number(text, end, &last);
    if (second == 0 || text[last] == '-' || end - at > 4) return at;
    bool marked = text[last] == u'호';
    if (!marked && (d->in_brackets || last - second < 3 || dlb_is_word(text[last]))) return at;
    if (last - second > 5) return at;
    set(&d->scan->dong, text + at, end - at);
    set(&d->scan->ho, text + second, last - second);
    return marked ? last + 1 : last;
}

/* What a number counts: the mark after it, a space between them allowed ("101 동"). */
static char16_t mark(const char16_t *text, size_t end, bool inside_word, size_t *after)
{
    bool apart = text[end] == ' ';
    size_t at = apart ? end + 1 : end;
    char16_t c = text[at];
    if (c == 'F' && !apart && !dlb_is_word(text[at + 1])) c = u'층'; /* 3F */
    if (c != u'동' && c != u'층' && c != u'호') return 0;
    /* neither 동화빌딩 nor 2호점 counts anything; 1층상가 and 101호실 do */
    bool may_go_on =
        !apart && !inside_word && (c == u'층' || (c == u'호' && text[at + 1] == u'실'));
    may_go_on |= text[at + 1] == u'제' && dlb_is_digit(text[at + 2]); /* 제101동제1203호 */
    if (dlb_is_hangul(text[at + 1]) && !may_go_on) return 0;
    *after = at + 1;
    return c;
}

/* Where "02-123-4567", "2024-01-31" end: more numbers than a unit has; else `end`. */
static size_t chain_end(const char16_t *text, size_t end)
{
    size_t last = end, n = 0;
    for (; text[last] == '-' && dlb_is_digit(text[last + 1]); n++)
        last = dlb_digits_end(text, last + 1);
    return n > 1 ? last : end;
}

/* "1,2층", "101~103호": only the first counts; where the last of them ends, else `end`. */
static size_t last_of_several(const char16_t *text, size_t end)
{
    if (!dlb_is_one_of(text[end], u",~-.") || !dlb_is_digit(text[end + 1])) return end;
    size_t last = dlb_digits_end(text, end + 1);
    return text[last] == u'층' || text[last] == u'호' ? last : end;
}

/* "131-A호": a letter after the number is part of it. Returns its end or `at`. */
static size_t number_and_letter(struct detail *d, size_t at, size_t end)
{
    const char16_t *text = d->scan->text;
    struct dlb_units ho = {.n = 0};
    bool is_ho = text[end] == '-' && is_unit_letter(text[end + 1]) && text[end + 2] == u'호';
    if (!is_ho || !dlb_units_add(&ho, text + at, end - at)) return at;
    dlb_units_push(&ho, text[end + 1]);
    set(&d->scan->ho, ho.unit, ho.n);
    return end + 3;
}

/* "101동 1203", "3층 301": the unit after a dong or floor needs no mark. Returns its end, or
 * `at`. */
static size_t bare_ho(struct detail *d, size_t at, size_t least_digits)
{
    const char16_t *text = d->scan->text;
    size_t from = text[at] == ' ' ? at + 1 : at, end = dlb_digits_end(text, from), after;
    bool fits = end - from >= least_digits && end - from <= HO_DIGITS && d->scan->ho.n == 0;
    bool ends = !dlb_is_word(text[end]) && !dlb_is_one_of(text[end], u"-~.");
    if (!fits || !ends || mark(text, end, false, &after) != 0) return at;
    set(&d->scan->ho, text + from, end - from);
    return end;
}

/* A postcode of five digits after the address. */
static void set_postcode(struct dlb_address_scan *scan, size_t at, size_t end)
{
    bool is_postcode = end - at == POSTCODE_DIGITS && !dlb_is_word(scan->text[end]);
    if (is_postcode && scan->zip == 0) scan->zip = dlb_digits_value(scan->text, at, end);
}

/* Two numbers that are a unit, or more that are none; returns their end, or `at`. */
static size_t several_numbers(struct detail *d, size_t at, size_t end)
{
    size_t after = divided_ho(d, at, end);
    if (after == at) after = dong_and_ho(d, at, end);
    if (after == at) after = number_and_letter(d, at, end);
    if (after == at) after = chain_end(d->scan->text, end);
    return after > end ? after : at;
}

static char16_t before_number(const struct detail *d, size_t from)
{
    return d->scan->text[from - 1] == ' ' ? d->scan->text[from - 2] : d->scan->text[from - 1];
}

/* The number from..end counts dongs, floors or units; returns where to go on. */
static size_t counted(struct detail *d, char16_t unit, size_t from, size_t end, bool basement,
                      size_t after)
{
    struct dlb_address_scan *scan = d->scan;
    const char16_t *digits = scan->text + from;
    if (unit == u'층') {
        set_floor(&scan->floor, basement, digits, end - from);
        return bare_ho(d, after, 3);
    }
    if (unit == u'호' && scan->ho.n == 0) {
        bool is_floor =
            basement && end - from < 3 && dlb_is_one_of(before_number(d, from), u"하지");
        if (is_floor)
            set_floor(&scan->floor, true, u"1", 1); /* 지하 1호 is 지층 1호 */
        else if (basement)
            dlb_units_push(&scan->ho, u'B');
        dlb_units_add(&scan->ho, digits, end - from);
    } else if (unit == u'동' && !basement) {
        set(&scan->dong, digits, end - from);
        return bare_ho(d, after, 1);
    }
    return after;
}

/* A number and what it counts; returns where to go on. */
static size_t number(struct detail *d, size_t from, bool basement, bool inside_word)
{
    const char16_t *text = d->scan->text;
    size_t end = dlb_digits_end(text, from), after = from;
    if (!basement) after = several_numbers(d, from, end);
    if (after > from) return after;
    size_t last = last_of_several(text, end);
    char16_t unit = end - from > UNIT_DIGITS ? 0 : mark(text, last, inside_word, &after);
    if (unit != 0) return counted(d, unit, from, end, basement, after);
    bool is_bare_floor = basement && end - from == 1 && !dlb_is_word(text[end]);
    if (is_bare_floor && text[from - 1] == u'B') set_floor(&d->scan->floor, true, text + from, 1);
    if (!inside_word && !basement) set_postcode(d->scan, from, end);
    return end;
}

/* "가-101", "A-101호": dong and unit; "B-101" is a basement. Returns its end or `at`. */
static size_t letter_and_ho(struct detail *d, size_t at)
{
    const char16_t *text = d->scan->text;
    size_t end = dlb_digits_end(text, at + 2);
    bool fits = end - at >= 2 + 3 && end - at <= 2 + HO_DIGITS && d->scan->dong.n == 0;
    if (text[at + 1] != '-' || text[at] == u'B' || !fits) return at;
    if (text[end] != u'호' && dlb_is_word(text[end])) return at;
    set(&d->scan->dong, text + at, 1);
    set(&d->scan->ho, text + at + 2, end - at - 2);
    return text[end] == u'호' ? end + 1 : end;
}

/* "옥탑", "옥탑층", "옥탑방": what stands on the roof is a floor. Returns its end or `at`. */
static size_t rooftop(struct detail *d, size_t at)
{
    const char16_t *text = d->scan->text;
    if (text[at] != u'옥' || text[at + 1] != u'탑') return at;
    size_t end = dlb_is_one_of(text[at + 2], u"층방") ? at + 3 : at + 2;
    if (dlb_is_hangul(text[end])) return at;
    set(&d->scan->floor, u"옥탑", 2);
    return end;
}

/* "비동", "에이동": a letter as it is spoken. Returns its end or `at`. */
static size_t spoken_letter(struct detail *d, size_t at)
{
    static const struct {
        char16_t spoken[3], letter[2];
    } letters[] = {{u"에이", u"A"}, {u"비", u"B"}, {u"씨", u"C"}, {u"디", u"D"}};
    const char16_t *text = d->scan->text + at;
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        size_t n = dlb_units_match(text, letters[i].spoken);
        if (n == 0 || text[n] != u'동' || dlb_is_hangul(text[n + 1])) continue;
        set(&d->scan->dong, letters[i].letter, 1);
        return bare_ho(d, at + n + 1, 1);
    }
    return at;
}

/* "가동", "A동", "A호", "A101호": a letter where a number may stand. Returns its end or `at`. */
static size_t lettered(struct detail *d, size_t at)
{
    const char16_t *text = d->scan->text;
    if (!is_unit_letter(text[at])) return at;
    size_t end = letter_and_ho(d, at);
    if (end > at) return end;
    end = dlb_digits_end(text, at + 1);
    if (dlb_is_hangul(text[end + 1])) return at;
    if (text[end] == u'호') {
        set(&d->scan->ho, text + at, end - at);
        return end + 1;
    }
    if (text[end] != u'동') return at;
    set(&d->scan->dong, text + at, end - at);
    return bare_ho(d, end + 1, 1);
}

/* The lot in brackets after a road address; returns its end, or 0. */
static size_t lot_in_brackets(struct detail *d, size_t at)
{
    struct dlb_address_scan *scan = d->scan;
    if (!d->is_road || scan->lot_main > 0) return 0;
    struct dlb_units emd = scan->emd;
    size_t end = dlb_address_lot(scan, at);
    bool has_eup = emd.n > 0 && dlb_is_one_of(emd.unit[emd.n - 1], u"읍면");
    if (has_eup) scan->emd = emd; /* a dong beside an eup is no part of the address */
    return end;
}

/* "(신도림동, 293-9)": a lot after a comma, unless it could be "101-1203". */
static size_t lot_behind_comma(struct detail *d, size_t at)
{
    const char16_t *text = d->scan->text;
    size_t from = text[at] == ',' ? at + 1 : at;
    if (from == at || d->scan->lot_main > 0) return at;
    if (text[from] == ' ') from++;
    size_t main = dlb_digits_end(text, from), sub = main;
    if (text[main] == '-') sub = dlb_digits_end(text, main + 1);
    bool ends = text[sub] == 0 || dlb_is_one_of(text[sub], u"),");
    bool is_lot = main > from && sub - main <= 3 && ends;
    size_t end = is_lot ? dlb_address_lot(d->scan, from) : 0;
    return end > 0 ? end : at;
}

/* The dong, or ri of an eup or myeon, that a word in brackets names; false if it names none. */
static bool take_place(struct dlb_address_scan *scan, size_t at, size_t end, bool is_dong)
{
    struct dlb_units *name = is_dong ? &scan->emd : &scan->ri;
    bool in_dong = scan->emd.n > 0 && !dlb_is_one_of(scan->emd.unit[scan->emd.n - 1], u"읍면");
    struct dlb_units place = {.n = 0};
    if (name->n > 0 || (is_dong && scan->ri.n > 0) || (!is_dong && in_dong)) return false;
    if (!dlb_units_add(&place, scan->text + at, end - at)) return false;
    if (!is_dong && !dlb_is_known_ri(scan, &place)) return false;
    *name = place;
    dlb_legal_dong(scan, name);
    return true;
}

/* A legal dong or ri in brackets; returns its end, or `at`. */
static size_t place(struct detail *d, size_t at)
{
    const char16_t *text = d->scan->text;
    size_t end = d->in_brackets ? lot_in_brackets(d, at) : 0;
    if (end > 0) return end;
    end = dlb_word_end(text, at);
    char16_t last = text[end - 1];
    if (!d->in_brackets || !dlb_is_place_name(text, at, end)) return at;
    bool is_dong = last == u'동' || (last == u'가' && dlb_is_digit(text[end - 2]));
    if (!is_dong && last != u'리') return at;
    return take_place(d->scan, at, end, is_dong) && is_dong ? lot_behind_comma(d, end) : end;
}

/* A word that is no unit, up to digits in it; a road after a lot makes the address both. */
static size_t word(struct detail *d, size_t at)
{
    const char16_t *text = d->scan->text;
    size_t road = d->is_road ? 0 : dlb_address_road(d->scan, at);
    d->is_road |= road > 0 && dlb_is_on_road(d->scan);
    if (road > 0 && !d->is_road) dlb_drop_road(d->scan);
    if (road > 0) return road;
    size_t end = place(d, at);
    if (end > at) return end;
    while (dlb_is_word(text[at]) && !dlb_is_digit(text[at])) at++;
    return at;
}

/* One thing that begins at `at`; returns where the next begins. */
static size_t item(struct detail *d, size_t at, bool at_word)
{
    const char16_t *text = d->scan->text;
    size_t from, end;
    if (dlb_is_digit(text[at])) return number(d, at, false, !at_word);
    if (is_basement(text, at, &from)) {
        end = number(d, from, true, !at_word);
        if (end > from) return end;
    }
    if (!at_word) return at + 1;
    if ((end = bare_basement(d, at)) > at || (end = lettered(d, at)) > at) return end;
    if ((end = rooftop(d, at)) > at || (end = spoken_letter(d, at)) > at) return end;
    if (text[at] == u'제' && dlb_is_digit(text[at + 1])) return at + 1;
    return word(d, at);
}

void dlb_address_detail(struct dlb_address_scan *scan, size_t at, bool is_road)
{
    struct detail d = {.scan = scan, .is_road = is_road};
    bool at_word = true;
    while (at < scan->n) {
        char16_t c = scan->text[at];
        if (c == '(' || c == ')') d.in_brackets = c == '(';
        if (!dlb_is_word(c)) {
            at_word = true;
            at++;
            continue;
        }
        at = item(&d, at, at_word);
        at_word = false;
    }
}
