/* SPDX-License-Identifier: Apache-2.0 */
/*
 * address.c - Korean addresses: road name (도로명) and lot (지번).
 *
 * Everybody writes an address in a way of his own, and two spellings of one place must come
 * out equal. The text is folded into a small alphabet (address_fold.c) and read once, from
 * left to right, by what its syllables end with; names are brought to those of today
 * (address_write.c, district_table.c). Nothing is allocated, nothing is searched twice.
 *
 *   address = place (address_place.c) {what is not understood}
 *             (road | lot) (address_road.c) detail (address_detail.c)
 *
 *   part          kept                                           quality
 *   place, road, lot, unit, postcode                             good
 *   a province, gu or legal dong that follows from the rest      repaired (INFERRED)
 *   a name of before                          brought to today   repaired (RENAMED)
 *   a slip of the pen                         mended             repaired (MENDED)
 *   what stands between place and number      left out           repaired (DROPPED)
 *   no number at all                          place and road     invalid
 *   "미상", "주소 없음", nothing              nothing            missing
 *
 * What each key guarantees is told in address_write.c.
 */
#include "field/address/address_scan.h"

#include <string.h>

#include "field/value_text.h"

/* ---- parsing ---------------------------------------------------------------------------- */

/* The length of the word of a list with which the text goes on, 0 if there is none. */
static size_t starts_with(const char16_t *text, const char16_t words[][5], size_t n_words)
{
    size_t n = 0;
    for (size_t i = 0; i < n_words && n == 0; i++) n = dlb_units_match(text, words[i]);
    return n;
}

/* Is the text, but for spaces and marks, one of the words of a list, from `from` on? */
static bool is_word_of(const struct dlb_units *text, size_t from, const char16_t words[][5],
                       size_t n_words)
{
    size_t n = starts_with(text->unit + from, words, n_words);
    return n > 0 && from + n == text->n;
}

/* "미상", "주소 없음", "노숙", "-": says that there is no address. */
static bool is_placeholder(struct dlb_text src, const struct dlb_address_scan *scan)
{
    static const char16_t subjects[][5] = {u"주소", u"거주지", u"거주", u"주거", u"거소"};
    static const char16_t unknown[][5] = {u"미상", u"없음", u"불명", u"불분명", u"모름", u"미등록"};
    static const char16_t homeless[][5] = {u"무주소", u"노숙인", u"노숙자", u"노숙"};
    struct dlb_runes runes;
    if (dlb_value_read(src, &runes) && dlb_value_is_blank(&runes)) return true;
    struct dlb_units text = {.n = 0}; /* with a zero after it */
    for (size_t i = 0; i < scan->n; i++) {
        if (text.n + 1 == DLB_NAME_UNITS) return false;
        if (dlb_is_word(scan->text[i])) dlb_units_push(&text, scan->text[i]);
    }
    text.unit[text.n] = 0;
    size_t from = starts_with(text.unit, subjects, sizeof subjects / sizeof *subjects);
    return text.n == 0 || is_word_of(&text, 0, homeless, sizeof homeless / sizeof *homeless) ||
           (from > 0 && is_word_of(&text, from, unknown, sizeof unknown / sizeof *unknown));
}

/* What was passed over on the way to the road or lot. */
struct passed {
    struct dlb_units street; /* a road's name that no number follows */
    size_t begin, end;       /* the last word, if nobody knows what it is */
    bool any;                /* something that is no part of a road address */
    bool any_unknown;        /* nor of a lot's */
    bool owns_number; /* a number after it may be its own: 동아아파트 102-107, 사서함 30 */
};

/* 면 written 명, or 읍 written 급, after a city or county. */
static bool mend_eup(struct dlb_address_scan *scan, size_t at, size_t end)
{
    char16_t last = scan->text[end - 1];
    bool typo =
        (last == u'명' || last == u'급') && end - at > 2 && dlb_is_all_hangul(scan->text, at, end);
    if (!typo || scan->emd.n > 0 || scan->written == NULL || scan->city != NULL) return false;
    if (!dlb_units_add(&scan->emd, scan->text + at, end - at)) return false;
    scan->emd.unit[scan->emd.n - 1] = last == u'명' ? u'면' : u'읍';
    scan->flags |= DOLBOM_ADDRESS_MENDED;
    return true;
}

/* 통 and 반 of the neighbourhood, which stand between dong and lot. */
static bool counts_neighbours(const char16_t *text, size_t at, size_t end)
{
    size_t digits = dlb_digits_end(text, at);
    return digits > at && digits + 1 == end && dlb_is_one_of(text[digits], u"통반");
}

/* A word alone in brackets only explains the one before it: 평사리(平沙) 7-1. */
static bool is_gloss(const char16_t *text, size_t at, size_t end)
{
    return at > 0 && text[at - 1] == u'(' && text[end] == u')';
}

/* The dong, or ri of an eup or myeon, that a word names; false if it is another one, or none. */
static bool keep_place(struct dlb_address_scan *scan, size_t at, size_t end, bool is_dong)
{
    struct dlb_units name = {.n = 0}, *place = is_dong ? &scan->emd : &scan->ri;
    if (place->n > 0 || !dlb_units_add(&name, scan->text + at, end - at)) return false;
    if (!is_dong) dlb_split_eup(scan, &name, 2);
    if (!is_dong && !dlb_is_known_ri(scan, &name)) return false;
    *place = name;
    dlb_legal_dong(scan, place);
    return true;
}

/* "신길 2동", or a road's name without a number; returns its end, or 0. */
static size_t pass_parted(struct dlb_address_scan *scan, size_t at, struct passed *passed)
{
    struct dlb_units place, street;
    size_t word_end = at;
    while (dlb_is_hangul(scan->text[word_end])) word_end++;
    size_t end = scan->emd.n == 0 ? dlb_parted_name(scan->text, at, word_end, &place) : 0;
    if (end > 0 && place.unit[place.n - 1] == u'동' && dlb_is_known_place(scan, &place)) {
        scan->emd = place;
        dlb_legal_dong(scan, &scan->emd);
        return end;
    }
    end = dlb_address_street(scan, at, &street);
    if (end == 0) return 0;
    if (passed->street.n == 0) passed->street = street;
    passed->owns_number = true;
    return end;
}

/* A word before the road or lot that is neither: a dong or ri is kept, the rest dropped. */
static size_t pass_over(struct dlb_address_scan *scan, size_t at, struct passed *passed)
{
    passed->begin = passed->end = 0;
    passed->any = true;
    size_t end = pass_parted(scan, at, passed);
    if (end > 0) return end;
    end = dlb_word_end(scan->text, at);
    char16_t last = scan->text[end - 1];
    bool is_name = end - at > 1 && dlb_is_all_hangul(scan->text, at, end);
    bool is_eup = is_name && dlb_is_one_of(last, u"읍면");
    bool is_dong =
        is_eup || (dlb_is_place_name(scan->text, at, end) && dlb_is_one_of(last, u"동가"));
    if ((is_dong || (is_name && last == u'리')) && keep_place(scan, at, end, is_dong)) {
        passed->any = !is_eup;
    } else if (!mend_eup(scan, at, end)) {
        passed->begin = at;
        passed->end = end;
        passed->any_unknown = true;
        bool owns = !counts_neighbours(scan->text, at, end) && !is_gloss(scan->text, at, end);
        passed->owns_number |= owns && !is_dong;
    }
    return end;
}

/* "상무 민주로": an unknown word right before a road is the road's first part. */
static void join_road(struct dlb_address_scan *scan, const struct passed *passed, size_t at)
{
    size_t n = passed->end - passed->begin;
    struct dlb_units name = {.n = 0};
    bool joins = n >= 2 && n <= 5 && passed->end + 1 == at && scan->text[at] != u'로' &&
                 !dlb_is_one_of(scan->text[passed->end - 1], u"동리가읍면시군구도로길청소앞옆내");
    joins = joins && dlb_is_all_hangul(scan->text, passed->begin, passed->end);
    joins = joins && dlb_units_add(&name, scan->text + passed->begin, n) &&
            dlb_units_add(&name, scan->road.unit, scan->road.n);
    for (size_t i = 2; i < name.n; i++) joins = joins && !dlb_is_one_of(name.unit[i], u"읍면");
    if (!joins) {
        scan->flags |= DOLBOM_ADDRESS_DROPPED;
        return;
    }
    scan->road = name;
    scan->flags |= DOLBOM_ADDRESS_MENDED;
}

/* A road whose number is none: digits of something else ran into it. Only its name counts. */
static void pass_road(struct dlb_address_scan *scan, struct passed *passed)
{
    if (passed->street.n == 0) passed->street = scan->road;
    passed->begin = passed->end = 0;
    passed->any = passed->any_unknown = passed->owns_number = true;
    dlb_drop_road(scan);
}

/* A lot at `at`; but a bare number is the lot of a dong only if nothing else owns it. */
static size_t lot(struct dlb_address_scan *scan, size_t at, const struct passed *passed)
{
    const uint32_t flags = scan->flags;
    size_t end = dlb_address_lot(scan, at), from = end;
    if (end == 0 || !passed->owns_number || !dlb_is_digit(scan->text[at])) return end;
    while (from > at && !dlb_is_hangul(scan->text[from - 1])) from--;
    if (from > at) return end; /* "33-1번지" says itself that it is one */
    scan->lot_main = scan->lot_sub = 0;
    scan->flags = flags;
    return 0;
}

/* A district after the dong: what the offices of that district are called is known only now. */
static size_t late_place(struct dlb_address_scan *scan, size_t at)
{
    size_t end = dlb_address_place(scan, at);
    if (end != at && scan->emd.n > 0) (void)dlb_legal_dong(scan, &scan->emd);
    return end;
}

static uint8_t kind_of(const struct dlb_address_scan *scan)
{
    if (scan->main == 0) return DOLBOM_ADDRESS_LOT;
    return scan->lot_main == 0 ? DOLBOM_ADDRESS_ROAD : DOLBOM_ADDRESS_BOTH;
}

/* The road or lot from `at` on, and all after it; returns the kind. */
static uint8_t number_and_detail(struct dlb_address_scan *scan, size_t at)
{
    struct passed passed = {.any = false};
    bool passed_any = false;
    while (at < scan->n) {
        if (!dlb_is_word(scan->text[at])) {
            at++;
            continue;
        }
        size_t end = dlb_address_road(scan, at);
        bool is_road = end > 0;
        if (is_road && !dlb_is_on_road(scan)) {
            pass_road(scan, &passed);
            passed_any = true;
            at = end;
            continue;
        }
        if (!is_road) end = lot(scan, at, &passed);
        if (end > 0) {
            if (is_road && passed_any)
                join_road(scan, &passed, at);
            else if (!is_road && passed.any_unknown)
                scan->flags |= DOLBOM_ADDRESS_DROPPED;
            dlb_address_detail(scan, end, is_road);
            return kind_of(scan);
        }
        size_t next = dlb_is_placed(scan) ? at : late_place(scan, at);
        if (next == at) next = pass_over(scan, at, &passed);
        passed_any |= passed.any;
        at = next;
    }
    scan->road = passed.street;
    dlb_split_eup(scan, &scan->road, 3);
    return scan->road.n > 0 ? DOLBOM_ADDRESS_ROAD : DOLBOM_ADDRESS_NONE;
}

/* Nothing has been read. What is after the end of a name is not set. */
static void begin(struct dlb_address_scan *scan)
{
    memset(scan, 0, offsetof(struct dlb_address_scan, district_name));
    scan->district_name.n = scan->emd.n = scan->ri.n = scan->road.n = 0;
    scan->dong.n = scan->floor.n = scan->ho.n = 0;
}

static void read_once(struct dlb_text src, struct dlb_address *out)
{
    struct dlb_address_scan scan;
    memset(out, 0, offsetof(struct dlb_address, text));
    begin(&scan);
    dlb_address_fold(src, &scan);
    out->kind = number_and_detail(&scan, dlb_address_place(&scan, dlb_address_preamble(&scan)));
    if (out->kind == DOLBOM_ADDRESS_NONE && is_placeholder(src, &scan)) return;
    dlb_address_infer(&scan);
    dlb_address_write(&scan, out);
    bool complete = out->main > 0 || out->lot_main > 0;
    out->quality = !complete         ? DOLBOM_QUALITY_INVALID
                   : scan.flags != 0 ? DOLBOM_QUALITY_REPAIRED
                                     : DOLBOM_QUALITY_GOOD;
}

/* Could the canonical text read differently? Not where nothing was moved or left out, but in
 * Sejong, where the district of before is gone from the text. */
static bool is_doubtful(const struct dlb_address *a)
{
    bool is_changed = (a->flags & (DOLBOM_ADDRESS_MENDED | DOLBOM_ADDRESS_DROPPED)) != 0;
    bool lost_district = a->sido_code == 36 && a->sigungu_code_written != 0;
    return a->sigungu_code == 0 || is_changed || lost_district;
}

/*
 * What was mended or left out may have brought together what then reads differently: two
 * halves of a district's name, say. So a doubtful address counts only if its canonical text
 * is read as itself; otherwise it is as good as none.
 */
static void settle(struct dlb_address *out)
{
    struct dlb_address again;
    if (out->quality < DOLBOM_QUALITY_REPAIRED || !is_doubtful(out)) return;
    read_once((struct dlb_text){out->text, out->text_len}, &again);
    bool same = again.quality == DOLBOM_QUALITY_GOOD && again.text_len == out->text_len &&
                memcmp(again.text, out->text, out->text_len) == 0;
    if (same && (again.road_key == out->road_key || again.lot_key == out->lot_key)) return;
    out->quality = DOLBOM_QUALITY_INVALID;
    out->road_key = out->lot_key = out->street_key = out->unit_key = 0;
}

void dlb_address_parse(const struct dlb_value_context *context, struct dlb_text src,
                       struct dlb_address *out)
{
    read_once(src, out);
    settle(out);
    if (context != NULL && context->juso != NULL) context->complete(context->juso, out);
}
