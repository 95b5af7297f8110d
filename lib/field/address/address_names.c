/* SPDX-License-Identifier: Apache-2.0 */
/*
 * address_names.c - the names of dongs, ris, eups and roads, as people write them.
 *
 * An office (행정동) is not always a legal dong (법정동), an eup sticks to what follows it, and
 * some names end like those of another kind.
 */
#include "field/address/address_scan.h"

#include <string.h>

bool dlb_is_place_name(const char16_t *text, size_t at, size_t end)
{
    size_t i = at;
    while (i < end && dlb_is_hangul(text[i])) i++;
    if (i == at || i == end) return end - at > 1 && i == end;
    if (!dlb_is_digit(text[i])) return false;
    i = dlb_digits_end(text, i);
    if (text[i] == u'가') { /* 성수2가제3동 */
        size_t office = text[i + 1] == u'제' ? i + 2 : i + 1;
        if (dlb_is_digit(text[office])) i = dlb_digits_end(text, office);
    }
    return i < end && end - i <= 2 && dlb_is_all_hangul(text, i, end);
}

size_t dlb_joint_office(const char16_t *text, size_t at, struct dlb_units *name)
{
    size_t i = at, n_dots = 0;
    name->n = 0;
    while (dlb_is_hangul(text[i])) dlb_units_push(name, text[i++]);
    bool may_be_road = i < at + 2 || dlb_is_one_of(text[i - 1], u"로길");
    while (dlb_is_digit(text[i]) && !dlb_is_digit(text[i + 1])) {
        dlb_units_push(name, text[i++]);
        if (!dlb_is_one_of(text[i], u".,·") || !dlb_is_digit(text[i + 1])) break;
        dlb_units_push(name, u'·');
        n_dots++;
        i++;
    }
    bool is_ga = text[i] == u'가';
    if (is_ga) dlb_units_push(name, text[i++]);
    bool is_office = n_dots > 0 && text[i] == u'동' && !dlb_is_hangul(text[i + 1]);
    bool is_clear = is_ga || !may_be_road;
    return is_office && is_clear && dlb_units_push(name, u'동') ? i + 1 : 0;
}

size_t dlb_parted_name(const char16_t *text, size_t at, size_t end, struct dlb_units *name)
{
    enum { LONGEST = 4 };
    if (end == at || end - at > LONGEST || text[end] != ' ') return 0;
    size_t last = dlb_digits_end(text, end + 1);
    bool is_office = last <= end + 3 && dlb_is_one_of(text[last], u"동리");
    if (!is_office || dlb_is_hangul(text[last + 1])) return 0;
    name->n = 0;
    dlb_units_add(name, text + at, end - at);
    dlb_units_add(name, text + end + 1, last - end);
    return last + 1;
}

/*
 * 세종로 in 종로구 is a legal dong; the road there is 세종대로. Two dongs of 대구 are called like
 * roads beside them (남성로, 시장북로), and nothing in the writing tells: they read as roads.
 */
bool dlb_is_sejongno(const struct dlb_address_scan *scan, const struct dlb_units *name)
{
    return scan->written != NULL && scan->written->code == 11110 && name->n == 3 &&
           name->unit[0] == u'세' && name->unit[1] == u'종' && name->unit[2] == u'로';
}

/*
 * "화도읍경춘로" -> 경춘로, "진접읍장현리" -> 장현리; the eup is kept. Not 구천면로, nor what is
 * called after an eup's fortress or office: 해미읍성로, 북면사무소길.
 */
void dlb_split_eup(struct dlb_address_scan *scan, struct dlb_units *name, size_t least)
{
    for (size_t i = 0; i < name->n && dlb_is_hangul(name->unit[i]); i++) {
        if (i < 2 || !dlb_is_one_of(name->unit[i], u"읍면")) continue;
        size_t end = i + 1;
        while (end < name->n && dlb_is_hangul(name->unit[end])) end++;
        if (end - i - 1 < least || dlb_is_one_of(name->unit[i + 1], u"사성내")) return;
        struct dlb_units rest = {.n = 0};
        dlb_units_add(&rest, name->unit + i + 1, name->n - i - 1);
        name->n = (uint8_t)(i + 1);
        scan->emd = *name;
        *name = rest;
        dlb_split_eup(scan, name, least); /* an eup that was written twice */
        return;
    }
}

/* Legal dongs (법정동) and ris whose names have a number; those of Jeju are too many. */
static bool is_legal_as_written(const struct dlb_units *name)
{
    static const char16_t *const names[] = {u"상도1동", u"대저1동", u"대저2동", u"창선1리",
                                            u"창선2리"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t n = 0;
        while (n < name->n && names[i][n] == name->unit[n]) n++;
        if (n == name->n && names[i][n] == 0) return true;
    }
    return false;
}

/* "역삼제1동" is 역삼1동. */
static void drop_je(struct dlb_units *name)
{
    struct dlb_units rest = {.n = 0};
    for (size_t i = 0; i < name->n; i++) {
        bool is_je = name->unit[i] == u'제' && i > 1 && i + 1 < name->n;
        if (!is_je || !dlb_is_digit(name->unit[i + 1])) dlb_units_push(&rest, name->unit[i]);
    }
    *name = rest;
}

/* "역삼1동", "상계3·4동" -> "역삼동", "상계동"; false where the number is part of the name. */
static bool drop_number(struct dlb_units *name, uint32_t province)
{
    size_t end = name->n - 1u, from = end;
    char16_t last = name->unit[end];
    while (from > 0 && (dlb_is_digit(name->unit[from - 1]) || name->unit[from - 1] == u'·')) from--;
    bool jeju = last == u'리' && province == 50; /* where 어음1리 is a legal name */
    if (last == u'가' || from == end || from == 0 || jeju) return false;
    bool is_ga = from > 1 && name->unit[from - 1] == u'가' && dlb_is_digit(name->unit[from - 2]);
    name->unit[from] = last;
    name->n = (uint8_t)(is_ga ? from : from + 1); /* 양평동3가2동 is 양평동3가 */
    return true;
}

/* "성수1가동", said for the office or the legal dong: 성수동1가. */
static bool ga_before_dong(struct dlb_units *name)
{
    size_t n = name->n;
    bool is_ga = n >= 5 && name->unit[n - 1] == u'동' && name->unit[n - 2] == u'가' &&
                 dlb_is_digit(name->unit[n - 3]) && dlb_is_hangul(name->unit[n - 4]);
    if (!is_ga) return false;
    name->unit[n - 1] = u'가';
    name->unit[n - 2] = name->unit[n - 3];
    name->unit[n - 3] = u'동';
    return true;
}

static bool has_number(const struct dlb_units *name)
{
    size_t i = 0;
    while (i < name->n && !dlb_is_digit(name->unit[i])) i++;
    return i < name->n;
}

bool dlb_legal_dong(const struct dlb_address_scan *scan, struct dlb_units *name)
{
    uint32_t code;
    const struct dlb_district *heir =
        scan->written != NULL ? dlb_district_heir(scan->written, &code) : NULL;
    uint32_t district = heir != NULL ? heir->key : 0;
    if (!has_number(name)) return dlb_place_rename(&dlb_admin_dongs, district, name);
    struct dlb_units written = *name;
    if (is_legal_as_written(name)) return false;
    drop_je(name);
    if (!dlb_place_rename(&dlb_admin_dongs, district, name) && !ga_before_dong(name)) {
        if (drop_number(name, scan->province))
            dlb_place_rename(&dlb_admin_dongs, district, name);
        else
            *name = written;
    }
    return name->n != written.n || memcmp(name->unit, written.unit, 2 * written.n) != 0;
}
