/* SPDX-License-Identifier: Apache-2.0 */
/* test_address.c - addresses: which spellings are one place, and what holds for any input. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "field/address/district.h"
#include "field/field.h"

static struct dlb_address parse_bytes(const char *text, size_t n)
{
    struct dlb_address address = {0};
    dlb_address_parse(NULL, (struct dlb_text){text, n}, &address);
    return address;
}

static struct dlb_address parse(const char *text)
{
    return parse_bytes(text, strlen(text));
}

/* Expects one building (or lot) and, if wanted, one unit. */
static void expect_one_place(const char *a, const char *b)
{
    struct dlb_address left = parse(a), right = parse(b);
    bool by_road = left.road_key != 0 && left.road_key == right.road_key;
    bool by_lot = left.lot_key != 0 && left.lot_key == right.lot_key;
    cr_expect(by_road || by_lot, "%s and %s are one place: %.*s, %.*s", a, b, (int)left.text_len,
              left.text, (int)right.text_len, right.text);
}

static void expect_two_places(const char *a, const char *b)
{
    struct dlb_address left = parse(a), right = parse(b);
    bool by_road = left.road_key != 0 && left.road_key == right.road_key;
    bool by_lot = left.lot_key != 0 && left.lot_key == right.lot_key;
    cr_expect_not(by_road || by_lot, "%s and %s are two places", a, b);
}

static void expect_unit(const char *a, const char *b, bool one)
{
    char left[256], right[256];
    snprintf(left, sizeof left, "서울특별시 중구 세종대로 110, %s", a);
    snprintf(right, sizeof right, "서울특별시 중구 세종대로 110, %s", b);
    uint64_t key = parse(left).unit_key;
    cr_expect((key != 0 && key == parse(right).unit_key) == one, "%s and %s", a, b);
}

/* ---- one place in two spellings ----------------------------------------------------------- */

Test(address, spellings_of_one_building_have_one_key)
{
    expect_one_place("서울 중구 세종대로110", "서울특별시 중구 세종대로 110 (태평로1가) 3층");
    expect_one_place("경기 성남시 중원구 시민로 5번길 17", "경기도 성남시 중원구 시민로5번길 17");
    expect_one_place("부천시 소사로 726", "경기도 부천시 오정구 소사로 726");
    expect_one_place("경기도 화성시 노작로 134", "경기도 화성시 동탄구 노작로 134(반송동)");
    expect_one_place("분당구 정자일로 95", "경기도 성남시 정자일로 95");
    expect_one_place("경상북도 군위군 군위읍 군청로 200", "대구 군위군 군위읍 군청로 200");
    expect_one_place("강원도 춘천시 중앙로 1", "강원특별자치도 춘천시 중앙로 1");
    expect_one_place("충남 연기군 조치원읍 군청로 87-16", "세종시 조치원읍 군청로 87-16");
    expect_one_place("인천 중구 공항로 272", "인천 영종구 공항로 272");
    expect_one_place("인천 동구 새천년로 72", "인천 제물포구 새천년로 72");
    expect_one_place("인천 서구 완정로 1", "인천 검단구 완정로 1");
    expect_one_place("전남광주통합특별시 북구 용봉로 77", "광주광역시 북구 용봉로 77");
    expect_one_place("진접읍 없이 남양주시 경춘로 1037", "경기도 남양주시 진접읍 경춘로 1037");
}

Test(address, spellings_of_one_lot_have_one_key)
{
    expect_one_place("경기 남양주시 금곡동 185번지 10호", "경기도 남양주시 금곡동 185-10");
    expect_one_place("서울 중구 을지로 6가 21-31", "서울특별시 중구 을지로6가 21번지 31호");
    expect_one_place("서울 강남구 역삼1동 736-1", "서울 강남구 역삼동 736-1 3층");
    expect_one_place("서울 구로구 도림로 110 (구로동 125-91)", "서울 구로구 구로3동 125-91");
    expect_one_place("강원도 평창군 도암면 횡계리 10", "강원 평창군 대관령면 횡계리 10");
    expect_one_place("충북 청원군 오창면 양청리 810-1", "청주시 청원구 오창읍 양청리 810-1");
}

Test(address, neighbours_are_two_places)
{
    expect_two_places("서울 중구 세종대로 110", "서울 중구 세종대로 111");
    expect_two_places("서울 중구 세종대로 110", "서울 중구 세종대로 110-1");
    expect_two_places("서울 중구 세종대로 110", "서울 중구 세종대로 지하 110");
    expect_two_places("서울 중구 세종대로 110", "대구 중구 세종대로 110");
    expect_two_places("서울 중구 을지로 6", "서울 중구 을지로6가 6");
    expect_two_places("경기 남양주시 금곡동 12", "경기 남양주시 금곡동 산 12");
    expect_two_places("경기 남양주시 진접읍 장현리 1", "경기 남양주시 진접읍 연평리 1");
    expect_two_places("창원시 성산구 상남동 12", "창원시 마산합포구 상남동 12");
    expect_two_places("중앙로 10", "중앙로 10");
}

Test(address, street_keys_say_same_road_or_same_dong)
{
    uint64_t road = parse("서울 중구 세종대로 110").street_key;
    cr_expect_neq(road, 0);
    cr_expect_eq(parse("서울 중구 세종대로 19").street_key, road);
    cr_expect_neq(parse("서울 중구 을지로 19").street_key, road);
    uint64_t dong = parse("경기 남양주시 금곡동 185").street_key;
    cr_expect_eq(parse("경기 남양주시 금곡동 산 7").street_key, dong);
    cr_expect_neq(parse("경기 남양주시 평내동 185").street_key, dong);
}

Test(address, units_have_one_key_in_all_spellings)
{
    expect_unit("101동 1203호", "101-1203", true);
    expect_unit("101동 1203호", "１０１동 １２０３호", true);
    expect_unit("101동 1203호", "현대아파트101동 12층 1203호", true);
    expect_unit("B02호", "지하 2호", true);
    expect_unit("B02호", "지층 2호", true);
    expect_unit("B02호", "지하2층 2호", false);
    expect_unit("B102호", "지하 102호", true);
    expect_unit("3F", "3층", true);
    expect_unit("3호", "003호", true);
    expect_unit("지층 1호", "지하1층 1호", true);
    expect_unit("101동 1203호", "102동 1203호", false);
    expect_unit("101동 1203호", "1203호", false);
    expect_unit("1층 1호", "2층 1호", false);
    expect_unit("지하1층 101호", "1층 101호", false);
    expect_unit("2층", "2호", false);
    expect_unit("101동", "101동", false); /* a building of many units is no unit */
}

/* ---- any input --------------------------------------------------------------------------- */

static const char *const samples[] = {
    "경기도 성남시 중원구 시민로 5번길 17, 108동 206호(성남동, 코오롱하늘채)",
    "서울특별시 금천구 독산로 36 나 길 21 (시흥동)",
    "충북 청원군 오창면 양청리 산 810-1번지",
    "(04524) 대한민국 서울 중구 을지로 지하 12 B02호",
    "경상남도 창원시 마산회원구 3ㆍ15대로 558 (회원동 123-4)",
};
enum { N_SAMPLES = sizeof samples / sizeof *samples };

/* Blocks of the exact size let a sanitizer see the first byte read beyond. */
Test(address, a_cut_text_is_read_no_further_than_its_end)
{
    for (size_t i = 0; i < N_SAMPLES; i++) {
        for (size_t n = 0; n <= strlen(samples[i]); n++) {
            char *exact = malloc(n ? n : 1);
            cr_assert_neq(exact, NULL);
            memcpy(exact, samples[i], n);
            struct dlb_address a = parse_bytes(exact, n);
            cr_expect_leq(a.text_len, sizeof a.text);
            cr_expect_eq(dlb_utf8_valid(a.text, a.text_len), a.text_len, "%zu of sample %zu", n, i);
            free(exact);
        }
    }
}

Test(address, nothing_is_missing_and_does_not_need_a_pointer)
{
    struct dlb_address a = parse_bytes(NULL, 0);
    cr_expect_eq(a.quality, DOLBOM_QUALITY_MISSING);
    cr_expect_eq(a.kind, DOLBOM_ADDRESS_NONE);
    cr_expect_eq(a.text_len, 0);
}

/* Each syllable as its conjoining jamo: what macOS writes. */
static size_t decompose(const char *text, char *out)
{
    size_t len = strlen(text), n = 0;
    for (size_t at = 0; at < len;) {
        uint32_t c = dlb_utf8_next(text, len, &at), s = c - 0xAC00;
        if (s >= 11172) {
            n += dlb_utf8_put(c, out + n);
            continue;
        }
        n += dlb_utf8_put(0x1100 + s / 588, out + n);
        n += dlb_utf8_put(0x1161 + s / 28 % 21, out + n);
        if (s % 28 != 0) n += dlb_utf8_put(0x11A7 + s % 28, out + n);
    }
    return n;
}

Test(address, decomposed_hangul_means_the_same)
{
    for (size_t i = 0; i < N_SAMPLES; i++) {
        char jamo[1024];
        size_t n = decompose(samples[i], jamo);
        struct dlb_address a = parse(samples[i]), b = parse_bytes(jamo, n);
        cr_expect(memcmp(&a, &b, offsetof(struct dlb_address, text)) == 0, "sample %zu", i);
        cr_expect(memcmp(a.text, b.text, a.text_len) == 0, "sample %zu", i);
    }
}

Test(address, what_was_in_the_structure_does_not_matter)
{
    for (size_t i = 0; i < N_SAMPLES; i++) {
        struct dlb_address a, b;
        memset(&a, 0x00, sizeof a);
        memset(&b, 0xFF, sizeof b);
        dlb_address_parse(NULL, (struct dlb_text){samples[i], strlen(samples[i])}, &a);
        dlb_address_parse(NULL, (struct dlb_text){samples[i], strlen(samples[i])}, &b);
        cr_expect(memcmp(&a, &b, offsetof(struct dlb_address, text)) == 0, "sample %zu", i);
    }
}

Test(address, a_canonical_text_is_good_and_stays_as_it_is)
{
    for (size_t i = 0; i < N_SAMPLES; i++) {
        struct dlb_address a = parse(samples[i]), b = parse_bytes(a.text, a.text_len);
        cr_expect_eq(b.quality, DOLBOM_QUALITY_GOOD, "sample %zu", i);
        cr_expect(a.text_len == b.text_len && memcmp(a.text, b.text, a.text_len) == 0);
        cr_expect_eq(a.road_key, b.road_key);
        if (a.kind == DOLBOM_ADDRESS_LOT) cr_expect_eq(a.lot_key, b.lot_key);
    }
}

Test(address, a_text_behind_the_address_is_cut_off_without_harm)
{
    char text[4096] = "서울특별시 중구 세종대로 110 ";
    size_t n = strlen(text);
    while (n + 8 < sizeof text) n += (size_t)snprintf(text + n, sizeof text - n, "가나 ");
    struct dlb_address a = parse(text);
    cr_expect_eq(a.road_key, parse("서울특별시 중구 세종대로 110").road_key);
}

Test(address, names_too_long_for_a_name_are_none)
{
    char text[1024] = "서울특별시 중구 ";
    for (int i = 0; i < 60; i++) strcat(text, "가나");
    strcat(text, "로 110");
    struct dlb_address a = parse(text);
    cr_expect_eq(a.quality, DOLBOM_QUALITY_INVALID);
    cr_expect_eq(a.road_key, 0);
}

Test(address, numbers_too_large_for_a_number_are_none)
{
    cr_expect_eq(parse("서울특별시 중구 세종대로 123456").main, 0);
    cr_expect_eq(parse("서울특별시 중구 세종대로 9999").main, 9999);
    cr_expect_eq(parse("서울특별시 중구 세종대로 10000").main, 0);
    cr_expect_eq(parse("서울특별시 중구 세종대로 0").main, 0);
    cr_expect_eq(parse("경기도 남양주시 금곡동 123456").lot_main, 0);
}

/* ---- comparison ---------------------------------------------------------------------------- */

static unsigned compare(const char *left, const char *right)
{
    union dlb_parsed parsed;
    uint64_t codes[2][DLB_KIND_SLOTS_MAX];
    const char *const written[] = {left, right};
    for (int i = 0; i < 2; i++)
        dlb_kind_address.encode(NULL, (struct dlb_text){written[i], strlen(written[i])}, &parsed,
                                codes[i]);
    unsigned level = dlb_kind_address.compare(codes[0], codes[1]);
    cr_expect_eq(dlb_kind_address.compare(codes[1], codes[0]), level, "%s, %s", left, right);
    return dlb_level_number(&dlb_kind_address, level);
}

Test(address, neighbours_share_a_road_and_nearly_a_number)
{
    static const char *const here = "서울 중구 세종대로 110";
    cr_expect_eq(compare(here, "서울 중구 세종대로 110-1"), DOLBOM_ADDRESS_LEVEL_NEIGHBOUR);
    cr_expect_eq(compare(here, "서울 중구 세종대로 114"), DOLBOM_ADDRESS_LEVEL_NEIGHBOUR);
    cr_expect_eq(compare(here, "서울 중구 세종대로 106"), DOLBOM_ADDRESS_LEVEL_NEIGHBOUR);
    cr_expect_eq(compare(here, "서울 중구 세종대로 115"), DOLBOM_ADDRESS_LEVEL_ROAD);
    cr_expect_eq(compare(here, "서울 중구 세종대로"), DOLBOM_LEVEL_MISSING);
    cr_expect_eq(compare(here, "서울 중구 을지로 110"), DOLBOM_ADDRESS_LEVEL_DISTRICT);
    cr_expect_eq(compare(here, "서울 종로구 세종대로 110"), DOLBOM_ADDRESS_LEVEL_OTHER);
    cr_expect_eq(compare(here, here), DOLBOM_ADDRESS_LEVEL_BUILDING);
    cr_expect_eq(compare(here, "모름"), DOLBOM_LEVEL_MISSING);
}

/* Lots are numbered by the year they were measured, not by place. */
Test(address, neighbours_among_lots_differ_in_the_sub_number_only)
{
    static const char *const here = "경기 남양주시 금곡동 185-10";
    cr_expect_eq(compare(here, "경기 남양주시 금곡동 185"), DOLBOM_ADDRESS_LEVEL_NEIGHBOUR);
    cr_expect_eq(compare(here, "경기 남양주시 금곡동 186-10"), DOLBOM_ADDRESS_LEVEL_ROAD);
}

Test(address, units_decide_within_one_building)
{
    static const char *const here = "서울 송파구 올림픽로35길 137, 101동 1203호";
    cr_expect_eq(compare(here, "송파구 올림픽로35길 137 101-1203"), DOLBOM_ADDRESS_LEVEL_UNIT);
    cr_expect_eq(compare(here, "송파구 올림픽로35길 137 101-1204"), DOLBOM_ADDRESS_LEVEL_BUILDING);
    cr_expect_eq(compare(here, "송파구 올림픽로35길 137"), DOLBOM_ADDRESS_LEVEL_BUILDING);
}
