/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_juso.c - what a table of addresses adds to an address, and what it does not.
 */
#include "juso_world.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "juso/juso.h"
#include "value/value.h"

static struct world hand; /* of the hand-made rows */

static void open_hand(void)
{
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_status status = world_open(&hand, world_rows, world_n_rows, NULL, &error);
    cr_assert_eq(status, DOLBOM_OK, "%s: %s", error.column, error.message);
}

static void close_hand(void)
{
    world_close(&hand);
}

TestSuite(juso, .init = open_hand, .fini = close_hand);

static struct dlb_address parse(const dolbom_plan *plan, const char *text)
{
    struct dlb_address a;
    memset(&a, 0xFF, sizeof a);
    dlb_address_parse(dlb_value_context_of(plan), (struct dlb_text){text, strlen(text)}, &a);
    return a;
}

static struct dlb_address find(const char *text)
{
    return parse(hand.plan, text);
}

static const char *key_of(const struct dlb_address *a)
{
    static char key[40];
    snprintf(key, sizeof key, "%.*s", (int)a->juso_key_len, a->juso_key);
    return key;
}

static const char *road_of(const char *text)
{
    static char road[100];
    struct dlb_address a = find(text);
    snprintf(road, sizeof road, "%.*s", (int)a.road_len, a.road);
    return road;
}

static void expect_key(const char *text, const char *key)
{
    struct dlb_address a = find(text);
    cr_expect_str_eq(key_of(&a), key, "%s", text);
}

/* Two addresses lead to one building, and have both keys of it. */
static void expect_one(const char *road, const char *lot)
{
    struct dlb_address left = find(road), right = find(lot);
    cr_expect_eq(left.juso_key_len, 26, "%s", road);
    cr_expect_str_eq(key_of(&left), key_of(&right), "%s, %s", road, lot);
    cr_expect(left.road_key != 0 && left.road_key == right.road_key, "%s, %s", road, lot);
    cr_expect_neq(left.lot_key, 0, "%s", road);
    cr_expect_eq(left.lot_key, parse(NULL, lot).lot_key, "%s: the lot key is the written one's",
                 lot);
    uint8_t level;
    dolbom_value_compare(hand.plan, "address", road, strlen(road), lot, strlen(lot), &level);
    cr_expect_eq(level, DOLBOM_ADDRESS_LEVEL_BUILDING, "%s, %s", road, lot);
    dolbom_value_compare(NULL, "address", road, strlen(road), lot, strlen(lot), &level);
    cr_expect_lt(level, DOLBOM_ADDRESS_LEVEL_BUILDING, "without the table nobody can know");
}

Test(juso, a_road_and_its_lot_are_one_place)
{
    expect_one("세종특별자치시 한누리대로 1811", "세종시 반곡동 47-1");
    expect_one("경기 성남시 중원구 수정로 17, 101호", "경기도 성남시 중원구 성남동 201-3번지");
    expect_one("전남 신안군 임자면 임자로 7", "전라남도 신안군 임자면 진리 산 12-3");
    expect_one("서울 중구 세종대로 지하 101", "서울특별시 중구 태평로1가 36");
    expect_one("서울 중구 세종대로 공중 101", "서울특별시 중구 태평로1가 37");
}

Test(juso, what_was_written_stays)
{
    struct dlb_address a = find("세종시 한누리대로 1811"), b = find("세종시 반곡동 47-1");
    cr_expect_eq(a.kind, DOLBOM_ADDRESS_ROAD);
    cr_expect_eq(b.kind, DOLBOM_ADDRESS_LOT);
    cr_expect_eq(a.quality, DOLBOM_QUALITY_GOOD);
    cr_expect_eq(a.flags, 0);
    cr_expect_eq(a.lot_main * 10 + a.lot_sub, 471);
    cr_expect_eq(b.main, 1811);
    cr_expect(b.road_len == strlen("한누리대로") && memcmp(b.road, "한누리대로", b.road_len) == 0);
    cr_expect(a.emd_len == strlen("반곡동") && memcmp(a.emd, "반곡동", a.emd_len) == 0);
    cr_expect_eq(a.zip, 30145);
    cr_expect_eq(find("(30999) 세종시 한누리대로 1811").zip, 30999, "a written postcode stays");
    cr_expect_eq(strncmp(b.text, "세종특별자치시 반곡동 47-1", b.text_len), 0);
}

Test(juso, a_lot_that_belongs_to_a_building_beside_its_own_leads_there)
{
    expect_key("세종시 반곡동 863", "36110101200000200182000000");
    expect_key("세종시 반곡동 산 863", "36110101200000200182000000");
    struct dlb_address a = find("세종시 반곡동 863");
    cr_expect_eq(a.lot_main, 863, "the lot is the one written");
    cr_expect_eq(find("세종시 한누리대로 1820").lot_main, 862, "the road's is the building's own");
}

Test(juso, one_name_in_two_gu_is_told_by_the_gu_then_by_the_dong)
{
    expect_key("경기도 성남시 수정구 수정로 10", "41131101318000100001000000");
    expect_key("경기도 성남시 중원구 수정로 10", "41133101318000100001000000");
    expect_key("경기도 성남시 수정로 10 (성남동)", "41133101318000100001000000");
    expect_key("경기도 성남시 수정로 10", "");
    expect_key("경기도 성남시 수정로 17", "41133101318000100001700000");
}

Test(juso, the_gu_that_was_left_out_is_added)
{
    struct dlb_address a = find("경기도 성남시 수정로 17"), b = find("성남시 성남동 201-3");
    cr_expect_eq(a.sigungu_code, 41133);
    cr_expect_eq(a.sigungu_code_written, 41130);
    cr_expect(a.sigungu_len == strlen("성남시 중원구") &&
              memcmp(a.sigungu, "성남시 중원구", a.sigungu_len) == 0);
    cr_expect_eq(strncmp(a.text, "경기도 성남시 수정로 17", a.text_len), 0);
    cr_expect_eq(b.sigungu_code, 41133);
    cr_expect_eq(a.road_key, parse(NULL, "경기도 성남시 중원구 수정로 17").road_key);
    cr_expect_eq(a.lot_key, b.lot_key);
}

Test(juso, a_lot_with_two_buildings_adds_nothing)
{
    struct dlb_address a = find("전남 신안군 임자면 진리 11");
    cr_expect_eq(a.juso_key_len, 0);
    cr_expect_eq(a.road_key, 0);
    struct dlb_address b = find("전남 신안군 임자면 임자로 5"),
                       c = find("신안군 임자면 임자로 5-1");
    cr_expect(b.lot_key != 0 && b.lot_key == c.lot_key && b.lot_key == a.lot_key);
    cr_expect_neq(b.road_key, c.road_key);
}

static uint8_t compare(const char *left, const char *right)
{
    uint8_t level;
    dolbom_value_compare(hand.plan, "address", left, strlen(left), right, strlen(right), &level);
    return level;
}

Test(juso, two_buildings_do_not_become_one_because_they_share_a_lot)
{
    static const char *const five = "전남 신안군 임자면 임자로 5";
    static const char *const other = "전남 신안군 임자면 임자로 5-1";
    static const char *const lot = "전남 신안군 임자면 진리 11";
    cr_expect_eq(compare(five, other), DOLBOM_ADDRESS_LEVEL_NEIGHBOUR);
    cr_expect_lt(compare(five, lot), DOLBOM_ADDRESS_LEVEL_BUILDING, "it may be the other one");
    cr_expect_eq(compare(lot, lot), DOLBOM_ADDRESS_LEVEL_BUILDING);
    cr_expect_eq(find(five).flags, DOLBOM_ADDRESS_SHARED);
    cr_expect_eq(find(other).flags, DOLBOM_ADDRESS_SHARED);
    cr_expect_eq(find(lot).flags, 0);
    cr_expect_eq(find("전남 신안군 임자면 임자로 7").flags, 0);
}

Test(juso, a_file_of_before_leads_to_names_of_today)
{
    expect_one("강원특별자치도 춘천시 서면 박사로 854", "강원도 춘천시 서면 방동리 337-2");
    expect_one("대구광역시 군위군 군위읍 군청로 200", "경북 군위군 군위읍 동부리 500");
    expect_one("인천 중구 운남로 30", "인천광역시 영종구 운남동 1200-1");
    struct dlb_address a = find("인천 중구 운남로 30");
    cr_expect_eq(a.sigungu_code, find("인천광역시 영종구 운남동 1200-1").sigungu_code,
                 "the table tells which part of a divided gu it is");
}

Test(juso, a_county_that_was_divided_leads_to_the_city_of_today)
{
    expect_one("충북 청주시 상당구 가덕면 인차로 5", "충청북도 청원군 가덕면 인차리 10");
    expect_one("경남 창원시 마산합포구 대창로 6", "경상남도 마산시 대창동 10");
}

Test(juso, a_wrong_gu_is_read_as_written_and_does_no_harm)
{
    struct dlb_address a = find("경기도 성남시 수정구 수정로 17");
    cr_expect_str_eq(key_of(&a), "41133101318000100001700000");
    cr_expect_eq(a.sigungu_code, 41131);
    cr_expect_eq(a.lot_key, find("경기도 성남시 중원구 수정로 17").lot_key);
}

Test(juso, a_lot_known_under_two_codes_of_its_dong_has_one_building)
{
    expect_one("세종시 새샘로 21", "세종시 반곡동 500");
}

Test(juso, a_road_spelt_in_two_ways_is_one_road)
{
    cr_expect_str_eq(road_of("세종시 반곡동 600"), "나래로");
    cr_expect_str_eq(road_of("세종시 반곡동 601"), "나래로");
    expect_key("세종시 나래로 2", "36110101325800200000200000");
    expect_key("세종시 나레로 2", "36110101325800200000200000");
    expect_key("세종시 나레로 3", "36110101325800200000300000");
}

Test(juso, a_legal_dong_with_the_name_of_a_road_is_no_lot_but_its_buildings_are_found)
{
    struct dlb_address a = find("서울 종로구 세종대로 209");
    cr_expect_str_eq(key_of(&a), "11110119200500100020900000");
    cr_expect_eq(a.zip, 3171);
    cr_expect_eq(hand.info.n_dongs_unread, a.lot_main == 0);
}

Test(juso, a_building_without_lot_has_a_number_only)
{
    struct dlb_address a = find("세종시 새샘로 3");
    cr_expect_str_eq(key_of(&a), "36110101325800100000300000");
    cr_expect(a.lot_key == 0 && a.zip == 0 && a.emd_len == 0);
}

Test(juso, the_latest_row_counts)
{
    cr_expect_eq(find("세종시 새샘로 9").lot_main, 302);
    expect_key("세종시 반곡동 300", "");
    expect_key("세종시 반곡동 301", "");
    expect_key("세종시 새샘로 11", "");
    expect_key("세종시 반곡동 304", "");
    cr_expect_eq(find("세종시 새샘로 13").lot_main, 306);
    expect_key("세종시 반곡동 400", "");
    expect_key("세종시 반곡동 401", "36110101325800100001300000");
}

Test(juso, every_row_is_counted_once)
{
    const dolbom_juso_tally *t = &hand.tally;
    cr_expect_eq(t->n_rows, world_n_rows);
    cr_expect_eq(t->n_rows, t->n_used + t->n_replaced + t->n_orphans + t->n_rejected);
    cr_expect_eq(t->n_orphans, 1);
    cr_expect_eq(t->n_replaced, 2 + 2 + 1 + 2 + 1 + 1);
    cr_expect_eq(hand.info.n_buildings, 24);
    cr_expect_eq(hand.info.n_lots, 23 + 2 + 1 + 1);
    cr_expect_eq(hand.info.n_bytes, hand.n_bytes);
}

Test(juso, what_is_not_there_is_left_alone)
{
    static const char *const texts[] = {
        "세종시 한누리대로 1812",
        "세종시 한누리대로 1811-1",
        "세종시 한누리대로 지하 1811",
        "세종시 반곡동 47",
        "세종시 반곡동 산 47-1",
        "한누리대로 1811",
        "세종시 한누리대로",
        "경기도 성남시 수정로 131072",
        "세종시 반곡동 16384-1",
        "세종시 반곡동 47-16385",
        "경기도 수원시 한누리대로 1811",
        "미상",
        "",
        "세종시 한누리대로 999999",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct dlb_address with = find(texts[i]), without = parse(NULL, texts[i]);
        cr_expect_eq(with.juso_key_len, 0, "%s", texts[i]);
        cr_expect_arr_eq(&with, &without, offsetof(struct dlb_address, text), "%s", texts[i]);
    }
}

Test(juso, bad_rows_are_refused_with_the_reason)
{
    static const struct {
        const char *line, *reason;
    } cases[] = {
        {"36110101200000200181100000|3611010100", "24 columns"},
        {"36110101200000200181200000|3611010100|세종특별자치시||반곡동||0|47|1|361102000002|0|1811|"
         "0|",
         "column 1"},
        {"3611010120000020018110000|3611010100|세종특별자치시||반곡동||0|47|1|361102000002|0|1811|"
         "0|",
         "column 1"},
        {"36110101200000200181100000|361101010|세종특별자치시||반곡동||0|47|1|361102000002|0|1811|"
         "0|",
         "column 2"},
        {"36110101200000200181100000|3611010100|세종특별자치시||반곡동||2|47|1|361102000002|0|1811|"
         "0|",
         "column 7"},
        {"36110101200000200181100000|3611010100|세종특별자치시||반곡동||0|x|1|361102000002|0|1811|"
         "0|",
         "columns 8"},
        {"36110101200000200181100000|3611010100|세종특별자치시||반곡동||0|0|0|361102000002|0|1811|"
         "0|",
         "columns 8"},
        {"36110101200000200181100000|3611010100|세종특별자치시||반곡동||0|47|1|36110200000|0|1811|"
         "0|",
         "column 10"},
        {"36110101200000200181100000|3611010100|세종특별자치시||반곡동||0|47|1|361102000002|3|1811|"
         "0|",
         "지하"},
        {"36110101200000200181100000|3611010100|세종특별자치시||반곡동||0|47|1|361102000002|0|0|0|",
         "건물본번"},
        {"36110101200000200181100000|3611010100|\xFF||반곡동||0|47|1|361102000002|0|1811|0|",
         "not valid text"},
    };
    dolbom_juso_builder *builder;
    const char *reason;
    cr_assert_eq(dolbom_juso_builder_open(NULL, &builder, NULL), DOLBOM_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_assert_eq(
            dolbom_juso_builder_add(builder, cases[i].line, strlen(cases[i].line), &reason, NULL),
            DOLBOM_OK);
        cr_expect(reason != NULL && strstr(reason, cases[i].reason), "%zu: %s", i,
                  reason ? reason : "taken");
    }
    cr_expect_eq(dolbom_juso_builder_add(builder, "No Data\r", 8, &reason, NULL), DOLBOM_OK);
    cr_expect_null(reason);
    const void *bytes;
    uint64_t n_bytes;
    dolbom_juso_tally tally = {.struct_size = sizeof tally};
    cr_expect_eq(dolbom_juso_builder_finish(builder, &bytes, &n_bytes, &tally, NULL), DOLBOM_OK);
    cr_expect_eq(tally.n_rows, sizeof cases / sizeof *cases);
    cr_expect_eq(tally.n_rejected, tally.n_rows);
    cr_expect_eq(dolbom_juso_builder_finish(builder, &bytes, &n_bytes, &tally, NULL), DOLBOM_E_ARG,
                 "once only");
    dolbom_juso_builder_free(builder);
}

Test(juso, a_plan_over_a_plan_keeps_the_table_and_another_table_replaces_it)
{
    dolbom_plan *over = NULL, *other = NULL;
    dolbom_juso *juso = NULL;
    struct world empty;
    cr_assert_eq(dolbom_plan_read(hand.plan, "as_of: 2026-06-30", 17, NULL, &over, NULL),
                 DOLBOM_OK);
    cr_expect_eq(parse(over, "세종시 한누리대로 1811").juso_key_len, 26);
    cr_expect_eq(dolbom_plan_juso_hash(over), hand.info.checksum);
    cr_expect_eq(dolbom_plan_juso_hash(NULL), 0);
    cr_assert_eq(world_open(&empty, NULL, 0, NULL, NULL), DOLBOM_OK);
    cr_assert_eq(dolbom_juso_open(empty.bytes, empty.n_bytes, NULL, &juso, NULL), DOLBOM_OK);
    cr_assert_eq(dolbom_plan_with_juso(over, juso, &other, NULL), DOLBOM_OK);
    dolbom_juso_free(juso);
    cr_expect_eq(parse(other, "세종시 한누리대로 1811").juso_key_len, 0);
    dolbom_plan_free(over);
    dolbom_plan_free(other);
    world_close(&empty);
}

/* ---- the samples of the official files ------------------------------------------------------- */

static size_t add_file(dolbom_juso_builder *builder, const char *name)
{
    char path[1024], line[WORLD_LINE];
    const char *source = getenv("DOLBOM_SOURCE"), *reason;
    snprintf(path, sizeof path, "%s/../shared/data/%s", source ? source : ".", name);
    FILE *file = fopen(path, "r");
    if (file == NULL) cr_skip_test("no samples of the official files");
    size_t n = 0;
    for (; fgets(line, sizeof line, file) != NULL; n++) {
        dolbom_juso_builder_add(builder, line, strcspn(line, "\n"), &reason, NULL);
        cr_expect_null(reason, "%s:%zu: %s", name, n + 1, reason ? reason : "");
    }
    fclose(file);
    return n;
}

Test(juso, samples_of_the_official_files_load)
{
    dolbom_juso_builder *builder;
    const void *bytes;
    uint64_t n_bytes;
    dolbom_juso_tally tally = {.struct_size = sizeof tally};
    cr_assert_eq(dolbom_juso_builder_open(NULL, &builder, NULL), DOLBOM_OK);
    size_t n = add_file(builder, "juso_sample_rnaddrkor.txt");
    n += add_file(builder, "juso_sample_jibun_rnaddrkor.txt");
    cr_expect_eq(dolbom_juso_builder_finish(builder, &bytes, &n_bytes, &tally, NULL), DOLBOM_OK);
    cr_expect_eq(tally.n_rows, n);
    cr_expect_eq(tally.n_used, 5);
    dolbom_juso_builder_free(builder);
}
