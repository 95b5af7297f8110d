/* SPDX-License-Identifier: Apache-2.0 */
/*
 * address_road.c - a road name and the number behind it, or a lot.
 *
 * A road name has no space inside, but people put some: "시민로 5번길 17", "외포 4길 12",
 * "독산로 36 나 길 21"; and the number sticks to it: "연남로1길19". So the name is read by its
 * syllables, not by its words.
 *
 *   road   = base ("로" | "길" | "거리") [branch] ["지하" | "공중"] main ["-" sub]
 *          | word " " branch …                                외포 4길
 *   branch = N ["번" [N]] [가-하 안 동 서 남 북 …] "길"        36나길, 5번길, 12번안길, 744번4길
 *   lot    = (dong | ri | N"가") ["산"] main ["번지"] ["-" sub | sub "호"]
 *
 * "을지로 6가 21-31" is a lot: 을지로6가 is a legal dong (법정동). A number that belongs to a
 * dong, a floor or a unit ("101동", "2층") is no building number, except where the digits of
 * both ran together: "염곡안길 19201호" is 19, unit 201.
 */
#include "field/field.h"

enum { NUMBER_DIGITS = 5, UNIT_DIGITS = 3 };

static size_t skip_space(const char16_t *text, size_t at)
{
    return text[at] == ' ' ? at + 1 : at;
}

/* ---- branches: N번길 ------------------------------------------------------------------- */

/* Syllables that tell branches of one number apart. */
static const char16_t branch_letters[] =
    u"가나다라마바사아자차카타파하안동서남북상중좌우윗뒷앞옆샛";

/* "길", or the last part of "번길가길"; returns its end, or 0. */
static size_t branch_end(const char16_t *text, size_t at, struct dlb_units *name)
{
    if (text[at] != u'길') return 0;
    bool twice = dlb_is_one_of(text[at + 1], branch_letters) && text[at + 2] == u'길';
    size_t end = twice ? at + 3 : at + 1;
    return !dlb_is_hangul(text[end]) && dlb_units_add(name, text + at, end - at) ? end : 0;
}

/* The branch at `at`, spaces allowed: appends it to road and returns its end, else 0. */
static size_t branch(const char16_t *text, size_t at, bool needs_beon, struct dlb_units *road)
{
    size_t from = skip_space(text, at), end = dlb_digits_end(text, from);
    if (end == from || end - from > NUMBER_DIGITS) return 0;
    size_t next = skip_space(text, end);
    bool has_beon = text[next] == u'번' && text[next + 1] != u'지';
    if (has_beon)
        next = skip_space(text, next + 1);
    else if (needs_beon)
        return 0;
    struct dlb_units name = *road;
    dlb_units_add(&name, text + from, end - from);
    if (has_beon) dlb_units_push(&name, u'번');
    for (; has_beon && dlb_is_digit(text[next]); next++) dlb_units_push(&name, text[next]);
    for (size_t letters = 0; letters < 2 && text[next] != u'길'; letters++) {
        if (!dlb_is_one_of(text[next], branch_letters)) return 0;
        dlb_units_push(&name, text[next]);
        next = skip_space(text, next + 1);
    }
    end = branch_end(text, next, &name);
    if (end > 0) *road = name;
    return end;
}

/* ---- numbers ---------------------------------------------------------------------------- */

static bool is_joint(char16_t c)
{
    return c == '-' || c == '~' || c == u'의';
}

/* Does the number that ends at `end` belong to a dong, floor, unit …, not to the road? */
static bool is_of_unit(const char16_t *text, size_t end)
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

/* Digits that ran into a unit's: "19201호" is 19 and 201호, "595101동" 595 and 101동,
 * "282층" 28 and 2층. */
static size_t cut_off_unit(const char16_t *text, size_t from, size_t end)
{
    size_t n = end - from;
    if (text[end] == u'호' && n > UNIT_DIGITS) return end - UNIT_DIGITS;
    if (text[end] == u'동' && n > UNIT_DIGITS + 1) return end - UNIT_DIGITS; /* 1101동 exists */
    if (text[end] == u'층' && n > 1) return end - 1;
    return end;
}

/* "-1" or "의 1" behind a main number; returns its end, or `at` if there is none. */
static size_t sub_number(struct dlb_address_scan *scan, size_t at, uint32_t *sub)
{
    const char16_t *text = scan->text;
    size_t joint = skip_space(text, at);
    if (!is_joint(text[joint])) return at;
    size_t from = skip_space(text, joint + 1), end = dlb_digits_end(text, from);
    if (end == from || end - from > NUMBER_DIGITS) return at;
    bool both = text[end] == u'층' || end - from > UNIT_DIGITS + 1; /* "29-28201호" is 29-28 */
    size_t cut = both ? cut_off_unit(text, from, end) : end;
    bool is_ho = text[end] == u'호' && end - from < UNIT_DIGITS; /* "185-10호" is no unit */
    if (cut != end)
        scan->flags |= DOLBOM_ADDRESS_MENDED;
    else if (!is_ho && is_of_unit(text, end))
        return at;
    *sub = dlb_digits_value(text, from, cut);
    return is_ho ? cut + 1 : cut;
}

/* "번지", "번" behind a number. */
static size_t skip_beonji(const char16_t *text, size_t at)
{
    size_t next = skip_space(text, at);
    if (text[next] == u'번' && text[next + 1] == u'지') return next + 2;
    if (text[at] == u'번' && !dlb_is_hangul(text[at + 1])) return at + 1;
    return at;
}

/* 지하 or 공중 at `at`: steps over it. */
static uint32_t under_or_above(const char16_t *text, size_t *at)
{
    uint32_t under = dlb_units_match(text + *at, u"지하")   ? 1
                     : dlb_units_match(text + *at, u"공중") ? 2
                                                            : 0;
    if (under > 0) *at = skip_space(text, *at + 2);
    return under;
}

/* The building number behind a road name; returns its end, or 0. */
static size_t building_number(struct dlb_address_scan *scan, size_t at)
{
    const char16_t *text = scan->text;
    while (dlb_is_one_of(text[at], u" .,")) at++;
    uint32_t under = under_or_above(text, &at), sub = 0;
    size_t end = dlb_digits_end(text, at), cut = cut_off_unit(text, at, end);
    uint32_t main = cut - at <= NUMBER_DIGITS ? dlb_digits_value(text, at, cut) : UINT32_MAX;
    if (main == UINT32_MAX || main == 0) return 0;
    if (cut < end) {
        scan->flags |= DOLBOM_ADDRESS_MENDED;
    } else if (text[end] == u'호') { /* "110호": the marks of lots and units are mixed up */
        scan->flags |= DOLBOM_ADDRESS_MENDED;
        cut++;
    } else if (is_of_unit(text, end)) {
        return 0;
    } else {
        cut = skip_beonji(text, sub_number(scan, skip_beonji(text, end), &sub));
    }
    scan->under = under;
    scan->main = main;
    scan->sub = sub;
    return cut;
}

/* ---- eups and myeons that stick ------------------------------------------------------------ */

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
        return;
    }
}

/* ---- roads ------------------------------------------------------------------------------ */

/* 젊음의거리 is a road; 삼거리 and 당거리 are ris, as all of two or three syllables are. */
static bool is_street(const struct dlb_units *name)
{
    return name->n > 3 && name->unit[name->n - 1] == u'리' && name->unit[name->n - 2] == u'거';
}

/* "941. 24" behind 로: the 번길 between the two numbers was lost. */
static size_t lost_branch(struct dlb_address_scan *scan, size_t at, struct dlb_units *road)
{
    const char16_t *text = scan->text;
    size_t from = skip_space(text, at), end = dlb_digits_end(text, from);
    if (end == from || end - from > 4 || text[end] != '.') return 0;
    size_t next = skip_space(text, end + 1), last = dlb_digits_end(text, next);
    if (last == next || dlb_is_word(text[last])) return 0;
    struct dlb_units name = *road;
    bool seoul = scan->province == 11;
    if (!dlb_units_add(&name, text + from, end - from) ||
        !dlb_units_add(&name, seoul ? u"길" : u"번길", seoul ? 1 : 2))
        return 0;
    *road = name;
    scan->flags |= DOLBOM_ADDRESS_MENDED;
    return end + 1;
}

/* Could a road's name end with the syllable at i? */
static bool ends_road(const char16_t *text, size_t i, const struct dlb_units *name)
{
    char16_t c = text[i], next = text[i + 1];
    if (c != u'로' && c != u'길' && !is_street(name)) return false;
    return !dlb_is_hangul(next) || (next == u'지' && text[i + 2] == u'하') ||
           (next == u'공' && text[i + 2] == u'중');
}

/* The number, or a branch and the number, behind the name that ends at `end`. */
static size_t rest_of_road(struct dlb_address_scan *scan, size_t end, struct dlb_units *road)
{
    bool is_ro = road->unit[road->n - 1] == u'로';
    size_t next = branch(scan->text, end, !is_ro, road);
    if (next == 0 && is_ro) next = lost_branch(scan, end, road);
    return building_number(scan, next > 0 ? next : end);
}

/* "외포 4길 12": a word, then a branch. `road` is the word, which ends at `end`. */
static size_t road_of_word(struct dlb_address_scan *scan, size_t end, struct dlb_units *road)
{
    char16_t last = road->n > 0 ? road->unit[road->n - 1] : 0;
    if (scan->text[end] != ' ' || !dlb_is_hangul(last) || dlb_is_one_of(last, u"읍면시군구"))
        return 0;
    size_t next = branch(scan->text, end, false, road);
    return next > 0 ? building_number(scan, next) : 0;
}

/* The dot of "3.15대로", "5.18민주로" and "구암3.1로". */
static bool is_dot_of_name(const char16_t *text, size_t i, size_t at)
{
    if (text[i] != '.' || i == at || !dlb_is_digit(text[i - 1])) return false;
    size_t end = dlb_digits_end(text, i + 1);
    bool begins = i < at + 3 && dlb_is_hangul(text[end]);
    return end > i + 1 && (begins || text[end] == u'로' || text[end] == u'대');
}

size_t dlb_address_street(const struct dlb_address_scan *scan, size_t at, struct dlb_units *road)
{
    size_t end = dlb_word_end(scan->text, at);
    char16_t last = scan->text[end - 1];
    road->n = 0;
    if (end - at < 2 || !dlb_units_add(road, scan->text + at, end - at)) return 0;
    bool is_road = last == u'로' || last == u'길' || is_street(road);
    bool joins = !dlb_is_one_of(last, u"읍면시군구");
    size_t next = !joins ? 0 : branch(scan->text, end, last == u'길', road);
    return next > 0 ? next : is_road ? end : 0;
}

size_t dlb_address_road(struct dlb_address_scan *scan, size_t at)
{
    const char16_t *text = scan->text;
    struct dlb_units road = {.n = 0};
    size_t i = at, end = 0;
    for (; end == 0 && (dlb_is_word(text[i]) || is_dot_of_name(text, i, at)); i++) {
        if (!dlb_units_push(&road, text[i] == '.' ? u'·' : text[i])) return 0;
        if (road.n < 2 || !ends_road(text, i, &road)) continue;
        scan->road = road;
        end = rest_of_road(scan, i + 1, &scan->road);
    }
    if (end == 0) {
        scan->road = road;
        end = road_of_word(scan, i, &scan->road);
    }
    if (end == 0)
        scan->road.n = 0;
    else
        dlb_split_eup(scan, &scan->road, 3);
    return end;
}

/* ---- lots ------------------------------------------------------------------------------- */

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

bool dlb_drop_ordinal(struct dlb_units *name, uint32_t province)
{
    size_t end = name->n - 1u, from = end;
    char16_t last = name->unit[end];
    while (from > 0 && dlb_is_digit(name->unit[from - 1])) from--;
    bool jeju = last == u'리' && province == 50; /* where 어음1리 is a legal name */
    if (last == u'가' || from == end || jeju || is_legal_as_written(name)) return false;
    if (from > 1 && name->unit[from - 1] == u'제') from--;
    if (from == 0) return false;
    name->unit[from] = last;
    name->n = (uint8_t)(from + 1);
    return true;
}

/* "6가" behind a name that ends at `at`, space allowed; returns its end or 0. */
static size_t ga(const char16_t *text, size_t at, struct dlb_units *name)
{
    size_t from = skip_space(text, at), end = dlb_digits_end(text, from);
    if (end == from || end - from > 2 || text[end] != u'가' || dlb_is_hangul(text[end + 1]))
        return 0;
    if (!dlb_units_add(name, text + from, end - from) || !dlb_units_add(name, u"가", 1)) return 0;
    return end + 1;
}

/* 세종로 in 종로구 is a legal dong; the road there is 세종대로. */
static bool is_sejongno(const struct dlb_address_scan *scan, const struct dlb_units *name)
{
    return scan->written != NULL && scan->written->code == 11110 && name->n == 3 &&
           name->unit[0] == u'세' && name->unit[1] == u'종';
}

/* "산 12-3번지", "185번지 10호" behind the name of a dong or ri; returns its end or 0. */
static size_t lot_number(struct dlb_address_scan *scan, size_t at)
{
    const char16_t *text = scan->text;
    at = skip_space(text, at);
    bool mountain = text[at] == u'산';
    if (mountain) at = skip_space(text, at + 1);
    size_t end = dlb_digits_end(text, at);
    uint32_t main = end - at <= NUMBER_DIGITS ? dlb_digits_value(text, at, end) : UINT32_MAX;
    if (main == UINT32_MAX || main == 0 || is_of_unit(text, end)) return 0;
    uint32_t sub = 0;
    size_t beonji = skip_beonji(text, end), next = sub_number(scan, beonji, &sub);
    if (next == beonji && beonji > end) { /* 번지 N호 with a small N is the sub-number */
        size_t from = skip_space(text, beonji), last = dlb_digits_end(text, from);
        if (last > from && last - from < UNIT_DIGITS && text[last] == u'호') {
            sub = dlb_digits_value(text, from, last);
            next = last + 1;
        }
    }
    scan->mountain = mountain;
    scan->lot_main = main;
    scan->lot_sub = sub;
    return skip_beonji(text, next);
}

/* The name of a dong or ri that ends with the syllable at i, and the lot behind it. */
static size_t lot_of(struct dlb_address_scan *scan, size_t i, const struct dlb_units *written)
{
    struct dlb_units name = *written;
    char16_t c = scan->text[i];
    bool is_eup = c == u'읍' || c == u'면';
    if (is_eup && !(dlb_is_placed(scan) && dlb_is_all_hangul(name.unit, 0, name.n))) return 0;
    size_t end = c == u'동' || c == u'로' ? ga(scan->text, i + 1, &name) : 0;
    if (end == 0) {
        if (c == u'로' && !is_sejongno(scan, &name)) return 0;
        end = i + 1;
    }
    bool dropped = dlb_drop_ordinal(&name, scan->province);
    end = is_street(&name) ? 0 : lot_number(scan, end);
    if (end == 0) return 0;
    if (dropped) scan->flags |= DOLBOM_ADDRESS_INFERRED;
    if (name.unit[name.n - 1] == u'리') {
        dlb_split_eup(scan, &name, 2);
        scan->ri = name;
    } else {
        scan->emd = name;
    }
    return end;
}

/* Does the name of a dong, ri, eup … end with the syllable at i? */
static bool ends_place(const char16_t *text, size_t i)
{
    bool is_ga = text[i] == u'가' && dlb_is_digit(text[i - 1]);
    bool whole = !dlb_is_hangul(text[i + 1]) || (text[i + 1] == u'산' && dlb_is_digit(text[i + 2]));
    return whole && (is_ga || dlb_is_one_of(text[i], u"동리로읍면"));
}

size_t dlb_address_lot(struct dlb_address_scan *scan, size_t at)
{
    const char16_t *text = scan->text;
    struct dlb_units name = {.n = 0};
    bool bare = dlb_is_digit(text[at]) || (text[at] == u'산' && !dlb_is_hangul(text[at + 1]));
    if (bare)
        return dlb_is_placed(scan) && (scan->emd.n > 0 || scan->ri.n > 0) ? lot_number(scan, at)
                                                                          : 0;
    for (size_t i = at; dlb_is_hangul(text[i]) || dlb_is_digit(text[i]); i++) {
        if (!dlb_units_push(&name, text[i])) return 0;
        if (i == at || !ends_place(text, i)) continue;
        size_t end = lot_of(scan, i, &name);
        if (end > 0) return end;
    }
    return 0;
}
