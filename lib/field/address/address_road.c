/* SPDX-License-Identifier: Apache-2.0 */
/*
 * address_road.c - a road name and the number after it.
 *
 * A road name has no space inside, but people put some: "시민로 5번길 17", "외포 4길 12",
 * "독산로 36 나 길 21"; and the number sticks to it: "연남로1길19". So the name is read by its
 * syllables, not by its words.
 *
 *   road   = base ("로" | "길" | "거리") [branch] ["지하" | "공중"] main ["-" sub]
 *          | word " " branch …                                외포 4길
 *   branch = N ["번" [N]] [가-하 안 동 서 남 북 …] "길"        36나길, 5번길, 12번안길, 744번4길
 *
 * "을지로 6가 21-31" is a lot: 을지로6가 is a legal dong (법정동; address_lot.c).
 */
#include "field/address/address_scan.h"

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

/* The 번 of "5번길", "5 번길" and "91. 번길" after the number that ends at `end`; 0: none. */
static size_t beon_at(const char16_t *text, size_t end)
{
    size_t at = dlb_skip_space(text, end);
    if (text[at] == '.') at = dlb_skip_space(text, at + 1);
    return text[at] == u'번' && text[at + 1] != u'지' ? at : 0;
}

/* [가-하 안 …] "길" of a branch at `at`, spaces allowed: appends it to name; its end, or 0. */
static size_t branch_letters_end(const char16_t *text, size_t at, struct dlb_units *name)
{
    for (size_t letters = 0; letters < 2 && text[at] != u'길'; letters++) {
        if (!dlb_is_hangul(text[at]) || !dlb_is_one_of(text[at], branch_letters)) return 0;
        dlb_units_push(name, text[at]);
        at = dlb_skip_space(text, at + 1);
    }
    return branch_end(text, at, name);
}

/* The branch at `at`, spaces allowed: appends it to road and returns its end, else 0. */
static size_t branch(const char16_t *text, size_t at, bool needs_beon, struct dlb_units *road)
{
    const uint8_t n = road->n;
    size_t from = dlb_skip_space(text, at), end = dlb_digits_end(text, from);
    if (end == from || end - from > DLB_NUMBER_DIGITS) return 0;
    size_t beon = beon_at(text, end), next = dlb_skip_space(text, beon > 0 ? beon + 1 : end);
    if (needs_beon && beon == 0) return 0;
    dlb_units_add(road, text + from, end - from);
    if (beon > 0) dlb_units_push(road, u'번');
    for (; beon > 0 && dlb_is_digit(text[next]); next++) dlb_units_push(road, text[next]);
    end = branch_letters_end(text, next, road);
    if (end == 0) road->n = n;
    return end;
}

/* ---- numbers ---------------------------------------------------------------------------- */

/* 지하 or 공중 at `at`: steps over it. */
static uint32_t under_or_above(const char16_t *text, size_t *at)
{
    uint32_t under = dlb_units_match(text + *at, u"지하")   ? 1
                     : dlb_units_match(text + *at, u"공중") ? 2
                                                            : 0;
    if (under > 0) *at = dlb_skip_space(text, *at + 2);
    return under;
}

/* The building number after a road name; returns its end, or 0. */
static size_t building_number(struct dlb_address_scan *scan, size_t at)
{
    const char16_t *text = scan->text;
    while (dlb_is_one_of(text[at], u" .,")) at++;
    uint32_t under = under_or_above(text, &at), sub = 0;
    size_t end = dlb_digits_end(text, at), cut = dlb_cut_off_unit(text, at, end);
    uint32_t main = cut - at <= DLB_NUMBER_DIGITS ? dlb_digits_value(text, at, cut) : UINT32_MAX;
    if (main == UINT32_MAX || main == 0) return 0;
    if (cut < end) {
        scan->flags |= DOLBOM_ADDRESS_MENDED;
    } else if (text[end] == u'호') { /* "110호": the marks of lots and units are mixed up */
        scan->flags |= DOLBOM_ADDRESS_MENDED;
        cut++;
    } else if (dlb_is_of_unit(text, end)) {
        return 0;
    } else {
        cut = dlb_skip_beonji(text, dlb_sub_number(scan, dlb_skip_beonji(text, end), &sub));
    }
    scan->under = under;
    scan->main = main;
    scan->sub = sub;
    return cut;
}

/* ---- roads ------------------------------------------------------------------------------ */

/* "941. 24" after 로: the 번길 between the two numbers was lost. */
static size_t lost_branch(struct dlb_address_scan *scan, size_t at, struct dlb_units *road)
{
    const char16_t *text = scan->text;
    size_t from = dlb_skip_space(text, at), end = dlb_digits_end(text, from);
    if (end == from || end - from > 4 || text[end] != '.') return 0;
    size_t next = dlb_skip_space(text, end + 1), last = dlb_digits_end(text, next);
    if (last == next || dlb_is_word(text[last])) return 0;
    bool is_repeated = last - next == end - from; /* "153. 153": the number, twice */
    for (size_t i = 0; i < end - from; i++) is_repeated &= text[from + i] == text[next + i];
    if (is_repeated) return 0;
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
    if (c != u'로' && c != u'길' && !dlb_is_street(name)) return false;
    return !dlb_is_hangul(next) || (next == u'지' && text[i + 2] == u'하') ||
           (next == u'공' && text[i + 2] == u'중');
}

/* The number, or a branch and the number, after the name that ends at `end`. */
static size_t rest_of_road(struct dlb_address_scan *scan, size_t end, struct dlb_units *road)
{
    bool is_ro = road->unit[road->n - 1] == u'로';
    size_t next = branch(scan->text, end, !is_ro, road);
    if (next == 0 && is_ro) next = lost_branch(scan, end, road);
    return building_number(scan, next > 0 ? next : end);
}

/* 시민로5번길, 외포4길 */
static bool is_branch(const struct dlb_units *road)
{
    size_t i = 0;
    if (road->unit[road->n - 1] != u'길') return false;
    while (i < road->n && !dlb_is_digit(road->unit[i])) i++;
    return i < road->n;
}

/* "만남의 거리", "일로 로": the end of a name as a word of its own; where it ends, or 0. Behind
 * what may be a dong or ri, only what is no name by itself: "한누리 대로". */
static size_t parted_ending(const char16_t *text, size_t at, struct dlb_units *road)
{
    const size_t least = dlb_is_one_of(road->unit[road->n - 1], u"동리가") ? 2 : 1;
    static const char16_t endings[][4] = {u"거리", u"대로", u"로", u"길"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t n = dlb_units_match(text + at, endings[i]);
        if (n >= least && !dlb_is_hangul(text[at + n]))
            return dlb_units_add(road, endings[i], n) ? at + n : 0;
    }
    return 0;
}

/* "혁신도시 3로": a number and 로 after a word; where it ends, or 0. */
static size_t numbered_ro(const char16_t *text, size_t at, struct dlb_units *road)
{
    size_t end = dlb_digits_end(text, at), next = text[end] == u'대' ? end + 1 : end;
    if (dlb_is_one_of(road->unit[road->n - 1], u"동리가")) return 0;
    if (end == at || end - at > 2 || text[next] != u'로' || dlb_is_hangul(text[next + 1])) return 0;
    return dlb_units_add(road, text + at, next + 1 - at) ? next + 1 : 0;
}

/* Could it be the first word of a road's name? Not 진천군, but 혁신도시 is no city. */
static bool may_begin_road(const struct dlb_units *word)
{
    size_t count;
    char16_t last = word->n > 0 ? word->unit[word->n - 1] : 0;
    if (!dlb_is_hangul(last) || dlb_is_one_of(last, u"읍면")) return false;
    return !dlb_is_one_of(last, u"시군구") ||
           dlb_district_named(word->unit, word->n, &count) == NULL;
}

/* "외포 4길 12": a word, then a branch or the end of the name. `road` is the word, which ends at
 * `end`. */
static size_t road_of_word(struct dlb_address_scan *scan, size_t end, struct dlb_units *road)
{
    if (scan->text[end] != ' ' || !may_begin_road(road)) return 0;
    size_t next = branch(scan->text, end, false, road);
    if (next > 0) return building_number(scan, next);
    if (road->n < 2 || is_branch(road)) return 0;
    next = parted_ending(scan->text, end + 1, road);
    if (next == 0) next = numbered_ro(scan->text, end + 1, road);
    return next > 0 ? rest_of_road(scan, next, road) : 0;
}

/* 419로 is 4·19로, and 31만세로 3·1만세로: roads that are called after a day. The name begins with
 * a digit. */
static void dot_day(struct dlb_address_scan *scan)
{
    static const char16_t days[][4] = {u"419", u"315", u"518", u"610", u"625", u"815", u"228"};
    static const char16_t first_of_march[] = u"31", causes[][3] = {u"만세", u"독립", u"운동"};
    struct dlb_units *road = &scan->road, dotted = {.n = 0};
    bool is_day = false;
    if (road->n < 4 || road->n == DLB_NAME_UNITS) return;
    for (size_t i = 0; i < sizeof days / sizeof *days; i++)
        is_day |= dlb_units_match(road->unit, days[i]) > 0 && dlb_is_hangul(road->unit[3]);
    for (size_t i = 0; i < sizeof causes / sizeof *causes; i++)
        is_day |= dlb_units_match(road->unit, first_of_march) > 0 &&
                  dlb_units_match(road->unit + 2, causes[i]) > 0;
    if (!is_day) return;
    dlb_units_push(&dotted, road->unit[0]);
    dlb_units_push(&dotted, u'·');
    dlb_units_add(&dotted, road->unit + 1, road->n - 1u);
    *road = dotted;
    scan->flags |= DOLBOM_ADDRESS_MENDED;
}

/* The dot of "3.15대로", "5.18민주로" and "구암3.1로". */
static bool is_dot_of_name(const char16_t *text, size_t i, size_t at)
{
    if (text[i] != '.' || i == at || !dlb_is_digit(text[i - 1])) return false;
    size_t end = dlb_digits_end(text, i + 1);
    bool begins = i < at + 3 && dlb_is_hangul(text[end]);
    return end > i + 1 && (begins || text[end] == u'로' || text[end] == u'대');
}

bool dlb_is_on_road(const struct dlb_address_scan *scan)
{
    enum { BRANCH_MAX = 999 }; /* no branch is 10 km long */
    uint32_t max = is_branch(&scan->road) ? BRANCH_MAX : DLB_NUMBER_MAX;
    return scan->main <= max;
}

void dlb_drop_road(struct dlb_address_scan *scan)
{
    scan->road.n = 0;
    scan->under = scan->main = scan->sub = 0;
}

size_t dlb_address_street(const struct dlb_address_scan *scan, size_t at, struct dlb_units *road)
{
    size_t end = dlb_word_end(scan->text, at);
    char16_t last = scan->text[end - 1];
    road->n = 0;
    if (end - at < 2 || !dlb_units_add(road, scan->text + at, end - at)) return 0;
    bool is_road = last == u'로' || last == u'길' || dlb_is_street(road);
    bool joins = !dlb_is_one_of(last, u"읍면시군구");
    size_t next = !joins ? 0 : branch(scan->text, end, last == u'길', road);
    return next > 0 ? next : is_road ? end : 0;
}

/* A road's name and its number from `at` on; returns where the number ends, or 0. */
static size_t road_and_number(struct dlb_address_scan *scan, size_t at)
{
    const char16_t *text = scan->text;
    struct dlb_units *road = &scan->road;
    size_t i = at;
    for (road->n = 0; dlb_is_word(text[i]) || is_dot_of_name(text, i, at); i++) {
        if (!dlb_units_push(road, text[i] == '.' ? u'·' : text[i])) return 0;
        if (road->n < 2 || !ends_road(text, i, road)) continue;
        const uint8_t n = road->n;
        size_t end = rest_of_road(scan, i + 1, road);
        if (end > 0) return end;
        road->n = n;
    }
    return road_of_word(scan, i, road);
}

size_t dlb_address_road(struct dlb_address_scan *scan, size_t at)
{
    const char16_t *text = scan->text;
    size_t end = road_and_number(scan, at);
    struct dlb_units office;
    bool goes_on = dlb_is_one_of(text[end], u".,·") && dlb_is_digit(text[end + 1]);
    bool is_office = end > 0 && goes_on && dlb_joint_office(text, at, &office) > 0;
    if (end > 0) dlb_split_eup(scan, &scan->road, 3);
    if (end > 0 && dlb_is_digit(scan->road.unit[0])) dot_day(scan);
    if (end > 0 && !is_office && !dlb_is_sejongno(scan, &scan->road)) return end;
    scan->road.n = 0;
    scan->under = scan->main = scan->sub = 0;
    return 0;
}
