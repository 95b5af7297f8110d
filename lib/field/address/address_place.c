/* SPDX-License-Identifier: Apache-2.0 */
/*
 * address_place.c - where an address begins: postcode, province, district, eup or myeon.
 *
 * Agencies leave out what is plain to them: the province ("중구 세종대로 110"), the ending
 * ("경기 남양주"), the city of a gu ("분당구"), even spaces. A name is believed when the table
 * of districts knows it; what is not written is filled in only when one answer exists.
 *
 *   [우) 12345] [대한민국] [province [province]] [district [gu]] [eup | myeon]
 *
 *   province   stem + ending: 서울|서울시|서울특별시, 전북|전라북도|전북특별자치도 …
 *   광주       the province only if one of its five gu follows, or nothing at all; else
 *              광주시 is the one in 경기도
 *   district   a name of the table, glued or not; or its stem after a province ("남양주")
 *   gu         of the district just read; 수지고 is 수지구, a district written twice is one
 */
#include "field/address/address_scan.h"

enum { HALF = 3 }; /* digits of each half of a postcode of before 2015 */

static size_t skip_marks(const char16_t *text, size_t at)
{
    while (text[at] != 0 && !dlb_is_word(text[at])) at++;
    return at;
}

/* ---- postcode and country ------------------------------------------------------------ */

/* "12345" or "123-456" at `at`; returns its end or 0. The older one names no area of today. */
static size_t postcode(struct dlb_address_scan *scan, size_t at)
{
    const char16_t *text = scan->text;
    size_t end = dlb_digits_end(text, at);
    if (end == at + 5 && !dlb_is_word(text[end]) && text[end] != '-') {
        scan->zip = dlb_digits_value(text, at, end);
        return end;
    }
    if (end != at + HALF || text[end] != '-') return 0;
    end = dlb_digits_end(text, end + 1);
    return end == at + 2 * HALF + 1 && !dlb_is_word(text[end]) ? end : 0;
}

size_t dlb_address_preamble(struct dlb_address_scan *scan)
{
    static const char16_t words[][6] = {u"주소",   u"우편번호",   u"우",   u"대한민국", u"한국",
                                        u"도로명", u"도로명주소", u"지번", u"지번주소", u"소재지",
                                        u"거주지", u"현주소",     u"자택"};
    const char16_t *text = scan->text;
    size_t at = 0;
    for (;;) {
        while (at < scan->n && !dlb_is_word(text[at])) at++;
        if (!dlb_is_digit(text[at]) && !dlb_is_one_of(text[at], u"주우대한도지소거현자")) return at;
        size_t end = postcode(scan, at);
        for (size_t i = 0; end == 0 && i < sizeof words / sizeof *words; i++) {
            size_t n = dlb_units_match(text + at, words[i]);
            if (n > 0 && (!dlb_is_hangul(text[at + n]))) end = at + n;
        }
        if (end == 0) return at;
        at = end;
    }
}

/* ---- province ------------------------------------------------------------------------ */

/* Endings a stem may have; a bit each. */
enum {
    NOTHING = 1,
    SI = 2,
    SPECIAL_CITY = 4,
    METRO_CITY = 8,
    DIRECT_CITY = 16,
    SELF_CITY = 32,
    DO = 64,
    SELF_DO = 128,
    SELF_DO_SHORT = 256,
    UNITED_CITY = 512,
    CITY = NOTHING | SI | SPECIAL_CITY | METRO_CITY | DIRECT_CITY /* titles that people mix up */
};

static const struct {
    uint32_t bit;
    char16_t text[7];
} endings[] = {
    {SPECIAL_CITY, u"특별시"},
    {METRO_CITY, u"광역시"},
    {SELF_CITY, u"특별자치시"},
    {SELF_DO, u"특별자치도"},
    {SELF_CITY, u"자치시"},
    {SELF_DO_SHORT, u"자치도"},
    {SELF_DO_SHORT, u"특별도"},
    {DIRECT_CITY, u"직할시"},
    {UNITED_CITY, u"통합특별시"},
    {SI, u"시"},
    {DO, u"도"},
};

/* `former` are the endings under which the province had another name and `former_code`. */
static const struct province {
    char16_t stem[5];
    uint8_t code, former_code;
    uint16_t endings, former;
} provinces[] = {
    {u"경기", 41, 41, NOTHING | DO, 0},
    {u"서울", 11, 11, CITY, 0},
    {u"부산", 26, 26, CITY, DIRECT_CITY},
    {u"대구", 27, 27, CITY, DIRECT_CITY},
    {u"인천", 28, 28, CITY, DIRECT_CITY},
    {u"광주", 29, 29, CITY, DIRECT_CITY},
    {u"대전", 30, 30, CITY, DIRECT_CITY},
    {u"울산", 31, 31, CITY, 0},
    {u"세종", 36, 36, CITY | SELF_CITY, 0},
    {u"강원", 51, 42, NOTHING | DO | SELF_DO | SELF_DO_SHORT, DO},
    {u"충북", 43, 43, NOTHING | DO, 0},
    {u"충남", 44, 44, NOTHING | DO, 0},
    {u"전북", 52, 45, NOTHING | DO | SELF_DO | SELF_DO_SHORT, 0},
    /* merged on 2026-07-01; the district tells which half, and the halves' names stay in use
     * so that addresses of before and after come out alike */
    {u"전남광주", 46, 46, NOTHING | UNITED_CITY, 0},
    {u"전남", 46, 46, NOTHING | DO, 0},
    {u"경북", 47, 47, NOTHING | DO, 0},
    {u"경남", 48, 48, NOTHING | DO, 0},
    {u"제주", 50, 49, NOTHING | DO | SELF_DO | SELF_DO_SHORT, DO},
    {u"충청북", 43, 43, DO, 0},
    {u"충청남", 44, 44, DO, 0},
    {u"전라북", 52, 45, DO, DO},
    {u"전라남", 46, 46, DO, 0},
    {u"경상북", 47, 47, DO, 0},
    {u"경상남", 48, 48, DO, 0},
};

static bool district_follows(const struct dlb_address_scan *scan, size_t at, uint32_t province);

/* One of the gu of 광주광역시 at `at`, after spaces. */
static bool is_gwangju_gu(const char16_t *text, size_t at)
{
    static const char16_t *const gu[] = {u"동구", u"서구", u"남구", u"북구", u"광산구"};
    while (text[at] == ' ') at++;
    for (size_t i = 0; i < sizeof gu / sizeof *gu; i++)
        if (dlb_units_match(text + at, gu[i]) > 0) return true;
    return false;
}

/* The ending after a stem that ends at `at`; *bit is which. Returns where it ends, or 0. */
static size_t province_ending(const struct dlb_address_scan *scan, const struct province *row,
                              size_t at, uint32_t *bit)
{
    const char16_t *text = scan->text;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        if (!(row->endings & endings[i].bit)) continue;
        bool is_long = endings[i].text[1] != 0;
        size_t from = is_long && text[at] == ' ' ? at + 1 : at;
        size_t n = dlb_units_match(text + from, endings[i].text);
        if (n == 0) continue;
        bool whole =
            is_long || !dlb_is_word(text[from + n]) || district_follows(scan, from + n, row->code);
        *bit = endings[i].bit;
        if (whole) return from + n;
    }
    *bit = NOTHING;
    bool whole = !dlb_is_word(text[at]) || district_follows(scan, at, row->code);
    return row->endings & NOTHING && whole ? at : 0;
}

/* A province at `at`: where it ends, or 0; sets *code and *written. */
static size_t province(const struct dlb_address_scan *scan, size_t at, uint32_t *code,
                       uint32_t *written)
{
    const char16_t *text = scan->text + at;
    for (size_t i = 0; i < sizeof provinces / sizeof *provinces; i++) {
        const struct province *row = provinces + i;
        if (row->stem[0] != text[0] || row->stem[1] != text[1]) continue;
        size_t n = dlb_units_match(text, row->stem);
        uint32_t bit;
        size_t end = n > 0 ? province_ending(scan, row, at + n, &bit) : 0;
        if (end == 0) continue;
        bool is_gwangju = row->code == 29 && (bit == SI || bit == NOTHING);
        bool alone = bit == NOTHING && end == scan->n;
        if (is_gwangju && !alone && !is_gwangju_gu(scan->text, end)) continue;
        *code = row->code;
        *written = row->former & bit ? row->former_code : row->code;
        if (row->stem[3] != 0 && is_gwangju_gu(scan->text, end)) *code = *written = 29;
        return end;
    }
    return 0;
}

/* ---- district ------------------------------------------------------------------------ */

/* Does the row stand in this province, or did it when the province had another code? */
static bool in_province(const struct dlb_address_scan *scan, const struct dlb_district *row)
{
    uint32_t code = row->code / 1000;
    return scan->province == 0 || code == scan->province || code == scan->province_written;
}

/* Choose among rows of one name: those of the province and of the parent (0: any); standing
 * ones before former ones; NULL if none or several are left. */
static const struct dlb_district *choose(const struct dlb_address_scan *scan,
                                         const struct dlb_district *rows, size_t n, uint32_t parent,
                                         bool *several)
{
    const struct dlb_district *best = NULL;
    *several = false;
    for (size_t i = 0; i < n; i++) {
        const struct dlb_district *row = rows + i;
        if (!in_province(scan, row) || (parent != 0 && row->parent != parent)) continue;
        bool as_written = row->code / 1000 == scan->province_written;
        if (best == NULL || (best->abolished != 0 && row->abolished == 0 &&
                             scan->province_written == scan->province)) {
            best = row;
            *several = false;
        } else if (as_written && best->code / 1000 != scan->province_written) {
            best = row;
        } else if (row->abolished == 0 && best->abolished == 0) {
            *several = true;
        }
    }
    return best;
}

/* Is the 시, 군, 구 before `at` part of a longer name: 강서구청로, 당진시장길, 시민로? In
 * 제천시의림대로 it is not; only 의회, 의원 and 의료원 belong to what stands before them. */
static bool is_inside_name(const char16_t *text, size_t at)
{
    bool is_of_place = text[at] == u'의' &&
                       (dlb_is_one_of(text[at + 1], u"회원료") || !dlb_is_hangul(text[at + 1]));
    return is_of_place || dlb_is_one_of(text[at], u"청로민립") ||
           (text[at] == u'장' && dlb_is_one_of(text[at + 1], u"길로북안앞"));
}

/* A name of 시, 군, 구 at `at`: its longest one that ends a word, else the longest at all. */
static size_t district_name(const char16_t *text, size_t at, const struct dlb_district **rows,
                            size_t *n_rows)
{
    size_t best = 0;
    for (size_t k = 2; k <= 6 && dlb_is_hangul(text[at + k - 1]); k++) {
        char16_t last = text[at + k - 1];
        if (last != u'시' && last != u'군' && last != u'구') continue;
        size_t count;
        const struct dlb_district *found = dlb_district_named(text + at, k, &count);
        if (found == NULL || is_inside_name(text, at + k)) continue;
        best = k;
        *rows = found;
        *n_rows = count;
    }
    return best;
}

static bool district_follows(const struct dlb_address_scan *scan, size_t at, uint32_t province)
{
    const struct dlb_district *rows;
    size_t n_rows;
    if (district_name(scan->text, at, &rows, &n_rows) == 0) return false;
    for (size_t i = 0; i < n_rows; i++)
        if (rows[i].code / 1000 == province) return true;
    return false;
}

/* A district of today; also under the code its province had before. */
static bool stands(const struct dlb_district *row)
{
    const struct dlb_district *heir = row->abolished ? dlb_district_of(row->successor) : row;
    size_t i = 0;
    while (heir != NULL && i < 6 && heir->name[i] == row->name[i]) i++;
    return i == 6;
}

/* The stem of a district without 시, 군, 구, as a whole word: "남양주". */
static const struct dlb_district *bare_stem(const struct dlb_address_scan *scan, size_t at,
                                            size_t n, uint32_t parent)
{
    static const char16_t last[] = {u'시', u'군', u'구'};
    const struct dlb_district *best = NULL;
    char16_t name[6];
    bool has_number = dlb_is_digit(scan->text[skip_marks(scan->text, at + n)]); /* 종로 110 */
    if (n < 2 || n > 5 || has_number) return NULL;
    for (size_t i = 0; i < n; i++) name[i] = scan->text[at + i];
    for (size_t i = 0; i < 3; i++) {
        bool several;
        size_t count;
        name[n] = last[i];
        const struct dlb_district *rows = dlb_district_named(name, n + 1, &count);
        const struct dlb_district *row = choose(scan, rows, count, parent, &several);
        if (row == NULL || !stands(row)) continue;
        if (best != NULL || several) return NULL;
        best = row;
    }
    return best;
}

/* The gu of the city just read, at `at`; also 수지고 and 수지 for 수지구. Returns its end. */
static size_t gu_of_city(struct dlb_address_scan *scan, size_t at)
{
    const struct dlb_district *city = scan->written, *rows, *gu = NULL;
    size_t n_rows;
    bool several;
    size_t n = district_name(scan->text, at, &rows, &n_rows);
    if (n > 0) gu = choose(scan, rows, n_rows, city->code, &several);
    if (gu == NULL) {
        n = dlb_word_end(scan->text, at) - at;
        if (n >= 3 && scan->text[at + n - 1] == u'고') gu = bare_stem(scan, at, n - 1, city->code);
        if (gu != NULL)
            scan->flags |= DOLBOM_ADDRESS_MENDED;
        else
            gu = bare_stem(scan, at, n, city->code);
    }
    if (gu == NULL) return at;
    scan->city = city;
    scan->written = gu;
    return at + n;
}

/* "혁신도시 3로", "양구 2길": the first word of a road's name. */
static bool begins_road(const char16_t *text, size_t end)
{
    size_t from = dlb_skip_space(text, end), digits = dlb_digits_end(text, from);
    if (from == end || digits == from) return false;
    if (dlb_is_hangul(text[digits]) && text[digits + 1] == u'길') digits++; /* 3가길 */
    return dlb_is_one_of(text[digits], u"로길") && !dlb_is_hangul(text[digits + 1]);
}

/* A word that ends like a district but is in no table; believed after a province only. */
static size_t unknown_district(struct dlb_address_scan *scan, size_t at)
{
    size_t end = dlb_word_end(scan->text, at);
    char16_t last = end > at ? scan->text[end - 1] : 0;
    if (scan->province == 0 || scan->province == 36 || end - at < 2) return at;
    if (last != u'시' && last != u'군' && last != u'구') return at;
    if (scan->text[end - 2] == u'지') return at; /* 택지지구 */
    const struct dlb_district *row = dlb_district_near(scan->province, scan->text + at, end - at);
    if (begins_road(scan->text, end)) return at;
    if (row != NULL) {
        scan->flags |= DOLBOM_ADDRESS_MENDED;
        if (row->parent != 0) scan->city = dlb_district_of(row->parent);
        dlb_address_believe(scan, row);
        return end;
    }
    if (!dlb_units_add(&scan->district_name, scan->text + at, end - at)) return at;
    return end;
}

/* A district whose province is not written or not the right one. */
static const struct dlb_district *elsewhere(struct dlb_address_scan *scan,
                                            const struct dlb_district *rows, size_t n)
{
    uint32_t province = scan->province, written = scan->province_written;
    bool several;
    scan->province = scan->province_written = 0;
    const struct dlb_district *row = choose(scan, rows, n, 0, &several);
    scan->province = province;
    scan->province_written = written;
    if (row == NULL || several) return NULL;
    if (province != 0) {
        scan->flags |= DOLBOM_ADDRESS_MENDED;
        scan->province = scan->province_written = row->code / 1000;
    }
    return row;
}

/* What may stand after a bare stem when no province does: something that is no road. */
static bool place_goes_on(const char16_t *text, size_t end)
{
    if (text[end] != ' ' || !dlb_is_hangul(text[end + 1])) return false;
    size_t last = dlb_word_end(text, end + 1);
    char16_t c = text[last - 1];
    return c == u'읍' || c == u'면' || c == u'동' || c == u'구' || c == u'로' || c == u'길';
}

void dlb_address_believe(struct dlb_address_scan *scan, const struct dlb_district *row)
{
    bool complete = scan->province != 0 && row->parent == 0;
    if (!complete) scan->flags |= DOLBOM_ADDRESS_INFERRED;
    if (scan->province == 0) scan->province = scan->province_written = row->code / 1000;
    scan->written = row;
}

/* "수원팔달구": a city without 시 and its gu in one word; where the gu begins, or 0. */
static size_t glued_city(struct dlb_address_scan *scan, size_t at)
{
    for (size_t n = 2; n <= 3 && dlb_is_hangul(scan->text[at + n]); n++) {
        const struct dlb_district *city = bare_stem(scan, at, n, 0), *rows;
        size_t count, len = district_name(scan->text, at + n, &rows, &count);
        bool several;
        if (city == NULL || !(city->parts & DLB_DISTRICT_HAS_GU) || len == 0) continue;
        if (choose(scan, rows, count, city->code, &several) == NULL) continue;
        dlb_address_believe(scan, city);
        return at + n;
    }
    return 0;
}

static size_t first_district(struct dlb_address_scan *scan, size_t at)
{
    const struct dlb_district *rows, *row = NULL;
    size_t n_rows;
    bool several = false;
    size_t n = district_name(scan->text, at, &rows, &n_rows);
    if (n > 0) {
        row = choose(scan, rows, n_rows, 0, &several);
        if (row == NULL) row = elsewhere(scan, rows, n_rows);
        if (row != NULL && !several) {
            dlb_address_believe(scan, row);
        } else if (!dlb_units_add(&scan->district_name, scan->text + at, n)) {
            return at;
        }
        return at + n;
    }
    n = dlb_word_end(scan->text, at) - at;
    row = bare_stem(scan, at, n, 0);
    if (row != NULL && (scan->province != 0 || place_goes_on(scan->text, at + n))) {
        dlb_address_believe(scan, row);
        return at + n;
    }
    size_t gu = glued_city(scan, at);
    return gu > 0 ? gu : unknown_district(scan, at);
}

/* Does the word of n characters at `at` stand at `next` again? */
static bool repeats(const char16_t *text, size_t at, size_t n, size_t next)
{
    for (size_t i = 0; i < n; i++)
        if (text[at + i] != text[next + i]) return false;
    return !dlb_is_word(text[next + n]);
}

static size_t district(struct dlb_address_scan *scan, size_t at)
{
    size_t end = first_district(scan, at);
    if (end == at) return at;
    for (;;) { /* the gu of a city; a district written twice */
        size_t next = skip_marks(scan->text, end), n = end - at;
        if (repeats(scan->text, at, n, next)) {
            scan->flags |= DOLBOM_ADDRESS_DROPPED;
            end = next + n;
            continue;
        }
        if (scan->written == NULL || !(scan->written->parts & DLB_DISTRICT_HAS_GU)) return end;
        size_t after = gu_of_city(scan, next);
        if (after == next) return end;
        at = next;
        end = after;
    }
}

/* ---- eup, myeon ----------------------------------------------------------------------- */

/* An eup or myeon that is a word; one that sticks to a road or ri is split off later. */
static size_t eup_myeon(struct dlb_address_scan *scan, size_t at)
{
    const char16_t *text = scan->text;
    size_t end = at;
    while (dlb_is_hangul(text[end])) end++;
    bool is_word = end > at + 1 && !dlb_is_word(text[end]);
    if (scan->emd.n > 0 || !is_word || !dlb_is_one_of(text[end - 1], u"읍면")) return at;
    return dlb_units_add(&scan->emd, text + at, end - at) ? end : at;
}

/* ---- all of it --------------------------------------------------------------------------- */

/*
 * A second province after the first: the same again ("서울특별시 서울시"), or a city that
 * was part of it and is a province today ("경남 울산시"). Returns where to go on.
 */
static size_t second_province(struct dlb_address_scan *scan, size_t first, size_t at)
{
    const char16_t *text = scan->text;
    uint32_t code, written;
    if (text[at] != text[first] && !dlb_is_one_of(text[at], u"부대인광울세")) return at;
    size_t end = province(scan, at, &code, &written);
    if (end == 0 || (code != scan->province && text[end - 1] != u'시')) return at;
    scan->flags |= code == scan->province ? DOLBOM_ADDRESS_DROPPED : DOLBOM_ADDRESS_RENAMED;
    scan->province = code;
    scan->province_written = written;
    return skip_marks(text, end);
}

size_t dlb_address_place(struct dlb_address_scan *scan, size_t at)
{
    if (scan->province == 0) {
        size_t end = province(scan, at, &scan->province, &scan->province_written);
        if (end > 0) at = second_province(scan, at, skip_marks(scan->text, end));
        if (scan->province != scan->province_written) scan->flags |= DOLBOM_ADDRESS_RENAMED;
    }
    at = skip_marks(scan->text, district(scan, at));
    return skip_marks(scan->text, eup_myeon(scan, at));
}
