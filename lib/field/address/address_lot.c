/* SPDX-License-Identifier: Apache-2.0 */
/*
 * address_lot.c - a legal dong (법정동) or ri, and the lot (지번) in it.
 *
 *   lot = (dong | ri | N"가") ["산"] main ["번지"] ["-" sub | sub "호"]
 */
#include "field/address/address_scan.h"

#include <string.h>

enum { UNIT_DIGITS = 3 };

/* "6가" after a name that ends at `at`, space allowed; returns its end or 0. */
static size_t ga(const char16_t *text, size_t at, struct dlb_units *name)
{
    size_t from = dlb_skip_space(text, at), end = dlb_digits_end(text, from);
    if (end == from || end - from > 2 || text[end] != u'가' || dlb_is_hangul(text[end + 1]))
        return 0;
    if (!dlb_units_add(name, text + from, end - from) || !dlb_units_add(name, u"가", 1)) return 0;
    return end + 1;
}

/* "산 12-3번지", "185번지 10호" after the name of a dong or ri; returns its end or 0. */
static size_t lot_number(struct dlb_address_scan *scan, size_t at)
{
    const char16_t *text = scan->text;
    at = dlb_skip_space(text, at);
    bool mountain = text[at] == u'산';
    if (mountain) at = dlb_skip_space(text, at + 1);
    size_t end = dlb_digits_end(text, at);
    uint32_t main = end - at <= DLB_NUMBER_DIGITS ? dlb_digits_value(text, at, end) : UINT32_MAX;
    if (main > DLB_NUMBER_MAX || main == 0 || dlb_is_of_unit(text, end)) return 0;
    uint32_t sub = 0;
    size_t beonji = dlb_skip_beonji(text, end), next = dlb_sub_number(scan, beonji, &sub);
    if (next == beonji && beonji > end) { /* 번지 N호 with a small N is the sub-number */
        size_t from = dlb_skip_space(text, beonji), last = dlb_digits_end(text, from);
        if (last > from && last - from < UNIT_DIGITS && text[last] == u'호') {
            sub = dlb_digits_value(text, from, last);
            next = last + 1;
        }
    }
    scan->mountain = mountain;
    scan->lot_main = main;
    scan->lot_sub = sub;
    return dlb_skip_beonji(text, next);
}

/* 디지털밸리, 갤러리: what ends like a ri but is a building; there is no ri in a dong either. */
static bool is_building(const struct dlb_address_scan *scan, const struct dlb_units *name)
{
    static const char16_t endings[][6] = {u"밸리",   u"갤러리", u"베이커리",  u"팩토리",
                                          u"스토리", u"패밀리", u"라이브러리"};
    char16_t last = scan->emd.n > 0 ? scan->emd.unit[scan->emd.n - 1] : 0;
    if (last != 0 && !dlb_is_one_of(last, u"읍면")) return true;
    if (!dlb_is_one_of(name->unit[name->n - 2], u"밸러커토밀")) return false;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t n = 2;
        while (endings[i][n] != 0) n++;
        if (n <= name->n &&
            memcmp(name->unit + name->n - n, endings[i], n * sizeof *endings[i]) == 0)
            return true;
    }
    return false;
}

/* What the lot lies in; there are no ris in a dong. */
static void keep_owner(struct dlb_address_scan *scan, struct dlb_units *name, bool is_eup)
{
    if (name->unit[name->n - 1] == u'리') {
        dlb_split_eup(scan, name, 2);
        scan->ri = *name;
        return;
    }
    scan->emd = *name;
    if (scan->ri.n == 0 || is_eup) return;
    scan->ri.n = 0;
    scan->flags |= DOLBOM_ADDRESS_DROPPED;
}

/* The name of a dong or ri that ends with the syllable at i, and the lot after it. */
static size_t lot_of(struct dlb_address_scan *scan, size_t i, const struct dlb_units *written)
{
    struct dlb_units name = *written;
    char16_t c = scan->text[i];
    bool is_eup = c == u'읍' || c == u'면';
    if (is_eup && !(dlb_is_placed(scan) && dlb_is_all_hangul(name.unit, 0, name.n))) return 0;
    size_t end = c == u'동' || c == u'로' ? ga(scan->text, i + 1, &name) : 0;
    if (end == 0) {
        if (c == u'로' && !dlb_is_sejongno(scan, &name)) return 0;
        end = i + 1;
    }
    bool dropped = dlb_legal_dong(scan, &name);
    if (c == u'리' && is_building(scan, &name)) return 0;
    end = dlb_is_street(&name) ? 0 : lot_number(scan, end);
    if (end == 0) return 0;
    if (dropped) scan->flags |= DOLBOM_ADDRESS_INFERRED;
    keep_owner(scan, &name, is_eup);
    return end;
}

/* Does the name of a dong, ri, eup … end with the syllable at i? */
static bool ends_place(const char16_t *text, size_t i)
{
    bool is_ga = text[i] == u'가' && dlb_is_digit(text[i - 1]);
    bool on_mountain = text[i + 1] == u'산' && dlb_is_digit(text[dlb_skip_space(text, i + 2)]);
    bool whole = !dlb_is_hangul(text[i + 1]) || on_mountain;
    return whole && (is_ga || dlb_is_one_of(text[i], u"동리로읍면"));
}

/* "풍덕천 1동 700", "장현 2리 123": could the word before the number be the name of an office? */
static bool may_be_office(const char16_t *text, size_t at, size_t end)
{
    size_t n = dlb_word_end(text, at) - at;
    return n >= 2 && dlb_is_digit(text[at + n + 1]) && text[end] == ' ' &&
           dlb_is_digit(text[end + 1]) &&
           !dlb_is_one_of(text[at + n - 1], u"시군구읍면동리로길가트라션택운지딩립차촌크스");
}

/* A lot in an administrative dong that is written as no legal one is; returns its end, or 0. */
static size_t lot_of_office(struct dlb_address_scan *scan, size_t at)
{
    struct dlb_units name;
    size_t end = at;
    while (dlb_is_hangul(scan->text[end])) end++;
    if (dlb_is_digit(scan->text[end])) {
        end = dlb_joint_office(scan->text, at, &name);
        return end > 0 ? lot_of(scan, end - 1, &name) : 0;
    }
    end = dlb_parted_name(scan->text, at, end, &name);
    if (end > 0 && !may_be_office(scan->text, at, end) && !dlb_is_known_place(scan, &name)) end = 0;
    if (end > 0) end = lot_of(scan, end - 1, &name);
    if (end > 0) scan->flags |= DOLBOM_ADDRESS_MENDED;
    return end;
}

size_t dlb_address_lot(struct dlb_address_scan *scan, size_t at)
{
    const char16_t *text = scan->text;
    struct dlb_units name = {.n = 0};
    bool bare = dlb_is_digit(text[at]) || (text[at] == u'산' && !dlb_is_hangul(text[at + 1]));
    if (bare)
        return dlb_is_placed(scan) && (scan->emd.n > 0 || scan->ri.n > 0) ? lot_number(scan, at)
                                                                          : 0;
    size_t end = lot_of_office(scan, at);
    for (size_t i = at; end == 0 && (dlb_is_hangul(text[i]) || dlb_is_digit(text[i])); i++) {
        if (!dlb_units_push(&name, text[i])) return 0;
        if (i > at && ends_place(text, i) && dlb_is_place_name(name.unit, 0, name.n))
            end = lot_of(scan, i, &name);
    }
    return end;
}
