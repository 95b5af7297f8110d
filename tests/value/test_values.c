/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_values.c - the public functions on single values: what they refuse, and that they say
 * how much room they need.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "dolbom/dolbom.h"
#include "field/field.h"

/* 1,024 bits of one byte. */
#define EIGHT(byte) byte byte byte byte byte byte byte byte
#define FILTER(byte) EIGHT(EIGHT(byte)) EIGHT(EIGHT(byte))

static const struct {
    const char *name, *written, *canonical, *other;
    uint8_t best;
} kinds[] = {
    {"name", "김 순 자", "김순자", "이영희", DOLBOM_NAME_LEVEL_EXACT},
    {"address", "서울 중구 세종대로110", "서울특별시 중구 세종대로 110", "부산 중구 세종대로 110",
     DOLBOM_ADDRESS_LEVEL_BUILDING},
    {"phone", "010-1234-5678", "01012345678", "031-590-2114", DOLBOM_PHONE_LEVEL_EXACT},
    {"date", "1945.3.15", "1945-03-15", "1961.8.2", DOLBOM_DATE_LEVEL_EXACT},
    {"rrn", "480709-1980007", "4807091980007", "050315-3990010", DOLBOM_RRN_LEVEL_EXACT},
    {"brn", "211-86-08983", "2118608983", "124-81-00998", DOLBOM_CODE_LEVEL_EXACT},
    {"crn", "110111-0062432", "1101110062432", "110111-0062440", DOLBOM_CODE_LEVEL_EXACT},
    {"sex", "여자", "F", "남", DOLBOM_CODE_LEVEL_EXACT},
    {"text", "시립  도서관", "시립 도서관", "어린이집", DOLBOM_TEXT_LEVEL_EXACT},
    {"code", " A-0012", "A-0012", "A-0013", DOLBOM_CODE_LEVEL_EXACT},
    {"juso", "36110-110-3258085-0-00572-00000", "36110110325808500057200000",
     "36110110325808500057300000", DOLBOM_CODE_LEVEL_EXACT},
    {"pnu", "법정동=3611010100;산=0;본번=47;부번=1", "3611010100100470001", "3611010100100470002",
     DOLBOM_CODE_LEVEL_EXACT},
    {"fuzzy", "00000000000000a1" FILTER("0f"), "00000000000000a1" FILTER("0f"),
     "00000000000000a1" FILTER("f0"), DOLBOM_FUZZY_LEVEL_EXACT},
};

enum { N_KINDS = sizeof kinds / sizeof *kinds };

typedef dolbom_status write_function(const dolbom_plan *, const char *, const char *, size_t,
                                     char *, size_t, size_t *, dolbom_quality *);

static write_function *const writers[] = {dolbom_value_normalize, dolbom_value_parts};

Test(values, every_kind_is_told)
{
    for (size_t k = 0; k < N_KINDS; k++) cr_expect_str_eq(dolbom_value_kind(k), kinds[k].name);
    cr_expect_null(dolbom_value_kind(N_KINDS));
    cr_expect_null(dolbom_value_kind(SIZE_MAX));
}

Test(values, canonical_texts_fit_exactly_or_say_the_room_needed)
{
    for (size_t k = 0; k < N_KINDS; k++) {
        const char *kind = kinds[k].name, *written = kinds[k].written;
        char dst[300] = "untouched";
        size_t len = 0, n = strlen(kinds[k].canonical), src_len = strlen(written);
        dolbom_quality quality;
        cr_expect_eq(
            dolbom_value_normalize(NULL, kind, written, src_len, dst, n - 1, &len, &quality),
            DOLBOM_E_ROOM);
        cr_expect(len == n && strcmp(dst, "untouched") == 0, "%s", written);
        cr_expect_eq(dolbom_value_normalize(NULL, kind, written, src_len, dst, n, &len, &quality),
                     DOLBOM_OK);
        cr_expect(len == n && memcmp(dst, kinds[k].canonical, n) == 0, "%s", written);
        cr_expect_eq(quality, DOLBOM_QUALITY_GOOD, "%s", written);
    }
}

Test(values, missing_arguments_are_refused_and_empty_values_are_missing)
{
    for (size_t i = 0; i < N_KINDS * 2; i++) {
        const char *kind = kinds[i / 2].name;
        write_function *write = writers[i % 2];
        char dst[300];
        size_t len = 1;
        dolbom_quality quality = DOLBOM_QUALITY_GOOD;
        cr_expect_eq(write(NULL, kind, NULL, 1, dst, 16, &len, &quality), DOLBOM_E_ARG);
        cr_expect_eq(write(NULL, kind, "1", 1, NULL, 16, &len, &quality), DOLBOM_E_ARG);
        cr_expect_eq(write(NULL, kind, "1", 1, dst, 16, NULL, &quality), DOLBOM_E_ARG);
        cr_expect_eq(write(NULL, kind, "1", 1, dst, 16, &len, NULL), DOLBOM_E_ARG);
        cr_expect_eq(write(NULL, "nmae", "1", 1, dst, 16, &len, &quality), DOLBOM_E_ARG);
        cr_expect_eq(write(NULL, NULL, "1", 1, dst, 16, &len, &quality), DOLBOM_E_ARG);
        cr_expect_eq(quality, DOLBOM_QUALITY_GOOD, "nothing is set");
        cr_expect_eq(write(NULL, kind, NULL, 0, dst, sizeof dst, &len, &quality), DOLBOM_OK);
        cr_expect_eq(quality, DOLBOM_QUALITY_MISSING, "%s", kind);
        if (i % 2 == 0) cr_expect_eq(len, 0, "%s", kind);
    }
}

Test(values, levels_go_from_other_to_exact)
{
    for (size_t k = 0; k < N_KINDS; k++) {
        const char *kind = kinds[k].name, *left = kinds[k].written, *right = kinds[k].other;
        const char *same = kinds[k].canonical;
        uint8_t level = 99;
        dolbom_value_compare(NULL, kind, left, strlen(left), same, strlen(same), &level);
        cr_expect_eq(level, kinds[k].best, "%s", left);
        dolbom_value_compare(NULL, kind, left, strlen(left), right, strlen(right), &level);
        cr_expect_eq(level, 0, "%s", left);
        dolbom_value_compare(NULL, kind, left, strlen(left), NULL, 0, &level);
        cr_expect_eq(level, DOLBOM_LEVEL_MISSING, "%s", left);
        cr_expect_eq(dolbom_value_compare(NULL, kind, NULL, 1, "1", 1, &level), DOLBOM_E_ARG);
        cr_expect_eq(dolbom_value_compare(NULL, kind, "1", 1, NULL, 1, &level), DOLBOM_E_ARG);
        cr_expect_eq(dolbom_value_compare(NULL, kind, "1", 1, "1", 1, NULL), DOLBOM_E_ARG);
    }
    uint8_t level = 99;
    cr_expect_eq(dolbom_value_compare(NULL, "nmae", "1", 1, "1", 1, &level), DOLBOM_E_ARG);
    cr_expect_eq(dolbom_value_compare(NULL, NULL, "1", 1, "1", 1, &level), DOLBOM_E_ARG);
    cr_expect_eq(level, 99);
}

static void expect_parts(const char *kind, const char *written, const char *want)
{
    char got[DOLBOM_PARTS_MAX + 1];
    size_t len;
    dolbom_quality quality;
    cr_assert_eq(dolbom_value_parts(NULL, kind, written, strlen(written), got, DOLBOM_PARTS_MAX,
                                    &len, &quality),
                 DOLBOM_OK);
    got[len] = '\0';
    cr_expect_str_eq(got, want, "%s", written);
}

/* The vectors have many more. */
Test(values, parts_are_one_line)
{
    expect_parts("name", "김 순자(金順子) 여사님",
                 "surname=김;given=순자;hanja=金順子;sound=김순자;fold=김순자;surname_class=김");
    expect_parts("phone", "02-345-6789, 010-1234-5678", "kind=landline;numbers=2");
    expect_parts("date", "음력 1942.04.15", "flags=lunar");
    expect_parts("rrn", "450315-2******", "birth=1945-03-15;sex=F;digits=7;foreign=0;check=none");
    expect_parts("brn", "211-86-08983", "check=ok;type=corporation");
    expect_parts("pnu", "3611010100200470001", "emd=3611010100;san=1;main=47;sub=1");
    expect_parts("sex", "여", "");
    char dst[8] = "xxx";
    size_t len = 0;
    dolbom_quality quality;
    cr_expect_eq(dolbom_value_parts(NULL, "date", "음력 1942.04.15", 18, dst, 3, &len, &quality),
                 DOLBOM_E_ROOM);
    cr_expect(len == strlen("flags=lunar") && strcmp(dst, "xxx") == 0);
}

Test(values, a_resident_number_is_checked_against_its_row)
{
    uint32_t flags = 99;
    cr_expect_eq(dolbom_rrn_check(NULL, "450315-2******", 14, "1945.3.15", 9, "여", 3, &flags),
                 DOLBOM_OK);
    cr_expect_eq(flags, DOLBOM_RRN_BIRTH_EQUAL | DOLBOM_RRN_SEX_EQUAL);
    cr_expect_eq(dolbom_rrn_check(NULL, "450315-2******", 14, "1945.2.2", 8, "남자", 6, &flags),
                 DOLBOM_OK);
    cr_expect_eq(flags, DOLBOM_RRN_BIRTH_LUNAR | DOLBOM_RRN_SEX_DIFFERS);
    cr_expect_eq(dolbom_rrn_check(NULL, NULL, 0, NULL, 0, NULL, 0, &flags), DOLBOM_OK);
    cr_expect_eq(flags, 0);
    cr_expect_eq(dolbom_rrn_check(NULL, NULL, 1, NULL, 0, NULL, 0, &flags), DOLBOM_E_ARG);
    cr_expect_eq(dolbom_rrn_check(NULL, NULL, 0, NULL, 0, NULL, 0, NULL), DOLBOM_E_ARG);
}

/* ---- parts ---------------------------------------------------------------------------------- */

#define EXPECT_PARSE(kind, type, written)                                                          \
    do {                                                                                           \
        type out = {.struct_size = sizeof out};                                                    \
        cr_expect_eq(dolbom_##kind##_parse(NULL, written, strlen(written), &out), DOLBOM_OK);      \
        cr_expect_eq(out.quality, DOLBOM_QUALITY_GOOD, "%s", written);                             \
        cr_expect_eq(dolbom_##kind##_parse(NULL, NULL, 0, &out), DOLBOM_OK, #kind);                \
        cr_expect_eq(out.quality, DOLBOM_QUALITY_MISSING, #kind);                                  \
        cr_expect_eq(dolbom_##kind##_parse(NULL, written, 1, NULL), DOLBOM_E_ARG, #kind);          \
        cr_expect_eq(dolbom_##kind##_parse(NULL, NULL, 1, &out), DOLBOM_E_ARG, #kind);             \
    } while (0)

Test(values, every_kind_is_taken_apart)
{
    EXPECT_PARSE(phone, dolbom_phone, "010-1234-5678");
    EXPECT_PARSE(date, dolbom_date, "1945-03-15");
    EXPECT_PARSE(rrn, dolbom_rrn, "480709-1980007");
    EXPECT_PARSE(brn, dolbom_brn, "211-86-08983");
    EXPECT_PARSE(crn, dolbom_brn, "110111-0062432");
}

static bool is(dolbom_text text, const char *want)
{
    return text.len == strlen(want) && memcmp(text.data, want, text.len) == 0;
}

Test(values, a_name_is_taken_apart_into_a_buffer)
{
    static const char written[] = "남궁민수(南宮民洙, Namgung Minsu)";
    char buffer[DOLBOM_NAME_TEXTS_MAX];
    size_t used = 0;
    dolbom_name n = {.struct_size = sizeof n};
    cr_assert_eq(
        dolbom_name_parse(NULL, written, strlen(written), buffer, sizeof buffer, &used, &n),
        DOLBOM_OK);
    cr_expect(is(n.text, "남궁민수") && is(n.surname, "남궁") && is(n.given, "민수"));
    cr_expect(is(n.hanja, "南宮民洙") && is(n.latin, "NAMGUNG MINSU") && is(n.fold, "남궁민수"));
    cr_expect(n.surname.data == n.text.data && n.given.data == n.text.data + n.surname.len);
    cr_expect(n.alias.len == 0 && n.namesake.len == 0 && n.code != 0);
    cr_expect(n.text.data == buffer && used < sizeof buffer);
}

Test(values, an_address_is_taken_apart_into_a_buffer)
{
    static const char written[] = "경기 성남시 중원구 시민로 17, 101동 1203호 (성남동)";
    char buffer[DOLBOM_ADDRESS_TEXTS_MAX];
    size_t used = 0;
    dolbom_address a = {.struct_size = sizeof a};
    cr_assert_eq(
        dolbom_address_parse(NULL, written, strlen(written), buffer, sizeof buffer, &used, &a),
        DOLBOM_OK);
    cr_expect(is(a.text, "경기도 성남시 중원구 시민로 17") && is(a.sido, "경기도"));
    cr_expect(is(a.sigungu, "성남시 중원구") && is(a.city, "성남시") && is(a.emd, "성남동"));
    cr_expect(is(a.road, "시민로") && is(a.dong, "101") && is(a.ho, "1203"));
    cr_expect(a.floor.len == 0 && a.ri.len == 0 && a.juso_key.len == 0);
    cr_expect(a.main == 17 && a.road_key != 0 && a.sigungu_code == 41133);
}

Test(values, texts_say_the_room_they_need)
{
    static const char name[] = "김순자(金順子)", address[] = "서울 중구 세종대로 110";
    char buffer[DOLBOM_NAME_TEXTS_MAX] = "untouched";
    size_t needed = 0, used = 0;
    dolbom_name n = {.struct_size = sizeof n, .quality = 99};
    dolbom_address a = {.struct_size = sizeof a, .quality = 99};
    cr_expect_eq(dolbom_name_parse(NULL, name, strlen(name), NULL, 0, &needed, &n), DOLBOM_E_ROOM);
    cr_expect_eq(dolbom_name_parse(NULL, name, strlen(name), buffer, needed - 1, &used, &n),
                 DOLBOM_E_ROOM);
    cr_expect(used == needed && n.quality == 99 && strcmp(buffer, "untouched") == 0);
    cr_expect_eq(dolbom_name_parse(NULL, name, strlen(name), buffer, needed, &used, &n), DOLBOM_OK);
    cr_expect(used == needed && is(n.text, "김순자") && n.quality == DOLBOM_QUALITY_GOOD);
    cr_expect_eq(dolbom_address_parse(NULL, address, strlen(address), NULL, 0, &needed, &a),
                 DOLBOM_E_ROOM);
    cr_expect(needed > 0 && a.quality == 99);
    cr_expect_eq(dolbom_address_parse(NULL, address, strlen(address), buffer, needed, &used, &a),
                 DOLBOM_OK);
    cr_expect_eq(dolbom_name_parse(NULL, NULL, 0, NULL, 0, &used, &n), DOLBOM_OK);
    cr_expect(used == 0 && n.text.len == 0 && n.quality == DOLBOM_QUALITY_MISSING);
    cr_expect_eq(dolbom_name_parse(NULL, name, 1, NULL, 1, &used, &n), DOLBOM_E_ARG);
    cr_expect_eq(dolbom_name_parse(NULL, NULL, 1, buffer, 9, &used, &n), DOLBOM_E_ARG);
    cr_expect_eq(dolbom_name_parse(NULL, name, 1, buffer, 9, NULL, &n), DOLBOM_E_ARG);
    cr_expect_eq(dolbom_name_parse(NULL, name, 1, buffer, 9, &used, NULL), DOLBOM_E_ARG);
    cr_expect_eq(dolbom_address_parse(NULL, NULL, 1, buffer, 9, &used, &a), DOLBOM_E_ARG);
    cr_expect_eq(dolbom_address_parse(NULL, name, 1, buffer, 9, &used, NULL), DOLBOM_E_ARG);
}

/* The rooms that the headers promise hold all that the parsers can find. */
Test(values, rooms_for_texts_suffice)
{
    const struct dlb_name *n = NULL;
    const struct dlb_address *a = NULL;
    cr_expect_leq(sizeof n->text + sizeof n->hanja + sizeof n->latin + sizeof n->alias +
                      sizeof n->sound + sizeof n->namesake + sizeof n->fold +
                      sizeof n->surname_class,
                  DOLBOM_NAME_TEXTS_MAX);
    cr_expect_leq(sizeof a->text + sizeof a->sido + sizeof a->sigungu + sizeof a->city +
                      sizeof a->emd + sizeof a->ri + sizeof a->road + sizeof a->dong +
                      sizeof a->floor + sizeof a->ho + sizeof a->juso_key,
                  DOLBOM_ADDRESS_TEXTS_MAX);
}

Test(values, addresses_have_a_version)
{
    cr_expect_neq(dolbom_address_version(), 0);
    cr_expect_eq(dolbom_address_version(), dolbom_address_version());
}

Test(values, a_business_number_says_whose_it_is)
{
    dolbom_brn brn = {.struct_size = sizeof brn};
    cr_expect_eq(dolbom_brn_parse(NULL, "211-86-08983", 12, &brn), DOLBOM_OK);
    cr_expect(brn.number == 2118608983u && brn.type == DOLBOM_BRN_TYPE_CORPORATION &&
              brn.check == DOLBOM_RRN_CHECK_OK);
}

Test(values, levels_have_the_names_that_plans_use)
{
    cr_expect_str_eq(dolbom_level_text("name", DOLBOM_NAME_LEVEL_FOLDED), "folded");
    cr_expect_str_eq(dolbom_level_text("name", DOLBOM_NAME_LEVEL_EXACT), "exact");
    cr_expect_str_eq(dolbom_level_text("address", DOLBOM_ADDRESS_LEVEL_NEIGHBOUR), "neighbour");
    cr_expect_str_eq(dolbom_level_text("date", DOLBOM_DATE_LEVEL_LUNAR), "lunar");
    cr_expect_str_eq(dolbom_level_text("text", DOLBOM_TEXT_LEVEL_SIMILAR), "similar");
    cr_expect_str_eq(dolbom_level_text("rrn", DOLBOM_LEVEL_MISSING), "missing");
    cr_expect_eq(dolbom_level_text("name", DOLBOM_NAME_LEVEL_EXACT + 1), NULL);
    cr_expect_eq(dolbom_level_text("nmae", 0), NULL);
    cr_expect_eq(dolbom_level_text(NULL, 0), NULL);
}

/* Levels that came later lie between two of the first ones, whose numbers are tens. */
Test(values, numbers_of_levels_rise_and_leave_room)
{
    for (size_t k = 0; dlb_kind_at(k); k++) {
        const struct dlb_kind *kind = dlb_kind_at(k);
        unsigned n_first = 0;
        for (unsigned i = 0; i < kind->n_levels; i++) {
            const struct dlb_level *level = &kind->levels[i];
            cr_expect(i == 0 || level->number >= level[-1].number + 5, "%s %s", kind->name,
                      level->name);
            if (level->number % 10 == 0) cr_expect_eq(level->number, 10 * n_first++);
            cr_expect_str_eq(dolbom_level_text(kind->name, level->number), level->name);
            cr_expect_eq(dolbom_level_text(kind->name, (uint8_t)(level->number + 1)), NULL);
        }
        cr_expect(kind->n_levels == 0 || n_first >= 2, "%s", kind->name);
    }
}
