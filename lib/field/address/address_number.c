/* SPDX-License-Identifier: Apache-2.0 */
/*
 * address_number.c - the number of a building or lot, and what only looks like one.
 *
 * A number that belongs to a dong, a floor or a unit ("101동", "2층") is no building number,
 * except where the digits of both ran together: "염곡안길 19201호" is 19, unit 201.
 */
#include "field/address/address_scan.h"

enum { UNIT_DIGITS = 3 };

static bool is_joint(char16_t c)
{
    return c == '-' || c == '~' || c == u'의';
}

/* Does the number that ends at `end` belong to a dong, floor, unit …, not to the road? */
bool dlb_is_of_unit(const char16_t *text, size_t end)
{
    static const struct {
        char16_t text[3];
        bool whole; /* only as the end of a word: 동 of "101동", not of "554동화빌딩" */
    } marks[] = {{u"동", true}, {u"층", false},   {u"호", false},   {u"단지", false},
                 {u"차", true}, {u"블", false},   {u"가", true},    {u"통", true},
                 {u"반", true}, {u"지구", false}, {u"구역", false}, {u"공구", false},
                 {u"로", true}, {u"길", true},    {u"리", true}};
    if (!dlb_is_hangul(text[end])) return false;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t n = marks[i].text[1] != 0 ? 2 : 1;
        if (marks[i].text[0] != text[end] || (n == 2 && marks[i].text[1] != text[end + 1]))
            continue;
        if (!marks[i].whole || !dlb_is_hangul(text[end + n])) return true;
    }
    return false;
}

/* "12056~7층": too many digits for a number, and the last is the first of several floors. */
static bool are_floors(const char16_t *text, size_t from, size_t end)
{
    if (end - from != DLB_NUMBER_DIGITS || text[end - 1] == '0') return false;
    size_t last = dlb_digits_end(text, end + 1);
    return dlb_is_one_of(text[end], u"~,·-") && text[last] == u'층' && last == end + 2;
}

/* "85413층" may be 8541 and 3층 or 854 and 13층, "1213층" 121 or 12: nobody can tell. */
static bool may_be_either(const char16_t *text, size_t from, size_t end)
{
    return end - from > 3 && dlb_is_one_of(text[end - 2], u"12");
}

/* Digits that ran into a unit's: "19201호" is 19 and 201호, "595101동" 595 and 101동,
 * "282층" 28 and 2층, "46210층" 462 and 10층. */
size_t dlb_cut_off_unit(const char16_t *text, size_t from, size_t end)
{
    size_t n = end - from;
    if (text[end] == u'호' && n > UNIT_DIGITS) return end - UNIT_DIGITS;
    if (text[end] == u'동' && n > UNIT_DIGITS + 1) return end - UNIT_DIGITS; /* 1101동 exists */
    if (text[end] == u'층' && n > 2 && text[end - 1] == '0') return end - 2;
    if (text[end] == u'층' && n > 1) return may_be_either(text, from, end) ? end : end - 1;
    return are_floors(text, from, end) ? end - 1 : end;
}

/* "-1" or "의 1" after a main number; returns its end, or `at` if there is none. */
size_t dlb_sub_number(struct dlb_address_scan *scan, size_t at, uint32_t *sub)
{
    const char16_t *text = scan->text;
    size_t joint = dlb_skip_space(text, at);
    if (!is_joint(text[joint])) return at;
    size_t from = dlb_skip_space(text, joint + 1), end = dlb_digits_end(text, from);
    if (end == from || end - from > DLB_NUMBER_DIGITS) return at;
    bool both = text[end] == u'층' || end - from > UNIT_DIGITS + 1; /* "29-28201호" is 29-28 */
    size_t cut = both ? dlb_cut_off_unit(text, from, end) : end;
    bool is_ho = text[end] == u'호' && end - from < UNIT_DIGITS; /* "185-10호" is no unit */
    if (cut != end)
        scan->flags |= DOLBOM_ADDRESS_MENDED;
    else if (!is_ho && dlb_is_of_unit(text, end))
        return at;
    uint32_t value = dlb_digits_value(text, from, cut);
    if (value > DLB_NUMBER_MAX) return at;
    *sub = value;
    return is_ho ? cut + 1 : cut;
}

/* "번지", "번" after a number. */
size_t dlb_skip_beonji(const char16_t *text, size_t at)
{
    size_t next = dlb_skip_space(text, at);
    if (text[next] == u'번' && text[next + 1] == u'지') return next + 2;
    if (text[at] == u'번' && !dlb_is_hangul(text[at + 1])) return at + 1;
    return at;
}
