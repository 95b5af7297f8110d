/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_values.c - the public functions on single values: what they refuse, and that they say
 * how much room they need.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "dolbom/dolbom.h"
#include "field/field.h"

typedef dolbom_status normalize_function(const dolbom_plan *, const char *, size_t, char *, size_t,
                                         size_t *, dolbom_quality *);
typedef dolbom_status compare_function(const dolbom_plan *, const char *, size_t, const char *,
                                       size_t, uint8_t *);

static const struct {
    normalize_function *normalize;
    compare_function *compare;
    const char *written, *canonical, *other;
    uint8_t exact;
} kinds[] = {
    {dolbom_name_normalize, dolbom_name_compare, "김 순 자", "김순자", "이영희",
     DOLBOM_NAME_LEVEL_EXACT},
    {dolbom_address_normalize, dolbom_address_compare, "서울 중구 세종대로110",
     "서울특별시 중구 세종대로 110", "부산 중구 세종대로 110", DOLBOM_ADDRESS_LEVEL_BUILDING},
    {dolbom_phone_normalize, dolbom_phone_compare, "010-1234-5678", "01012345678", "031-590-2114",
     DOLBOM_PHONE_LEVEL_EXACT},
    {dolbom_date_normalize, dolbom_date_compare, "1945.3.15", "1945-03-15", "1961.8.2",
     DOLBOM_DATE_LEVEL_EXACT},
    {dolbom_rrn_normalize, dolbom_rrn_compare, "480709-1980007", "4807091980007", "050315-3990010",
     DOLBOM_RRN_LEVEL_EXACT},
    {dolbom_brn_normalize, dolbom_brn_compare, "211-86-08983", "2118608983", "124-81-00998",
     DOLBOM_CODE_LEVEL_EXACT},
    {dolbom_crn_normalize, dolbom_crn_compare, "110111-0062432", "1101110062432", "110111-0062440",
     DOLBOM_CODE_LEVEL_EXACT},
};

enum { N_KINDS = sizeof kinds / sizeof *kinds };

Test(values, canonical_texts_fit_exactly_or_say_the_room_needed)
{
    for (size_t k = 0; k < N_KINDS; k++) {
        char dst[64] = "untouched";
        size_t len = 0, n = strlen(kinds[k].canonical), written = strlen(kinds[k].written);
        dolbom_quality quality;
        cr_expect_eq(
            kinds[k].normalize(NULL, kinds[k].written, written, dst, n - 1, &len, &quality),
            DOLBOM_E_ROOM);
        cr_expect(len == n && strcmp(dst, "untouched") == 0, "%s", kinds[k].written);
        cr_expect_eq(kinds[k].normalize(NULL, kinds[k].written, written, dst, n, &len, &quality),
                     DOLBOM_OK);
        cr_expect(len == n && memcmp(dst, kinds[k].canonical, n) == 0, "%s", kinds[k].written);
        cr_expect_eq(quality, DOLBOM_QUALITY_GOOD, "%s", kinds[k].written);
    }
}

Test(values, missing_arguments_are_refused_and_empty_values_are_missing)
{
    for (size_t k = 0; k < N_KINDS; k++) {
        char dst[64];
        size_t len = 1;
        uint8_t level;
        dolbom_quality quality = DOLBOM_QUALITY_GOOD;
        cr_expect_eq(kinds[k].normalize(NULL, NULL, 1, dst, 16, &len, &quality), DOLBOM_E_ARG);
        cr_expect_eq(kinds[k].normalize(NULL, "1", 1, NULL, 16, &len, &quality), DOLBOM_E_ARG);
        cr_expect_eq(kinds[k].normalize(NULL, "1", 1, dst, 16, NULL, &quality), DOLBOM_E_ARG);
        cr_expect_eq(kinds[k].normalize(NULL, "1", 1, dst, 16, &len, NULL), DOLBOM_E_ARG);
        cr_expect_eq(kinds[k].compare(NULL, NULL, 1, "1", 1, &level), DOLBOM_E_ARG);
        cr_expect_eq(kinds[k].compare(NULL, "1", 1, "1", 1, NULL), DOLBOM_E_ARG);
        cr_expect_eq(kinds[k].normalize(NULL, NULL, 0, NULL, 0, &len, &quality), DOLBOM_OK);
        cr_expect(len == 0 && quality == DOLBOM_QUALITY_MISSING);
    }
}

Test(values, levels_go_from_other_to_exact)
{
    for (size_t k = 0; k < N_KINDS; k++) {
        const char *left = kinds[k].written, *right = kinds[k].other;
        uint8_t level = 99;
        kinds[k].compare(NULL, left, strlen(left), kinds[k].canonical, strlen(kinds[k].canonical),
                         &level);
        cr_expect_eq(level, kinds[k].exact, "%s", left);
        kinds[k].compare(NULL, left, strlen(left), right, strlen(right), &level);
        cr_expect_eq(level, 0, "%s", left);
        kinds[k].compare(NULL, left, strlen(left), NULL, 0, &level);
        cr_expect_eq(level, DOLBOM_LEVEL_MISSING, "%s", left);
    }
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
    EXPECT_PARSE(name, dolbom_name, "김순자");
    EXPECT_PARSE(address, dolbom_address, "서울 중구 세종대로 110");
    EXPECT_PARSE(phone, dolbom_phone, "010-1234-5678");
    EXPECT_PARSE(date, dolbom_date, "1945-03-15");
    EXPECT_PARSE(rrn, dolbom_rrn, "480709-1980007");
    EXPECT_PARSE(brn, dolbom_brn, "211-86-08983");
    EXPECT_PARSE(crn, dolbom_brn, "110111-0062432");
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

Test(values, neighbouring_levels_are_ten_apart)
{
    for (size_t k = 0; dlb_kind_at(k); k++) {
        const struct dlb_kind *kind = dlb_kind_at(k);
        for (unsigned i = 0; i < kind->n_levels; i++) {
            cr_expect_eq(kind->levels[i].number, 10 * i, "%s %s", kind->name, kind->levels[i].name);
            cr_expect_str_eq(dolbom_level_text(kind->name, (uint8_t)(10 * i)),
                             kind->levels[i].name);
            cr_expect_eq(dolbom_level_text(kind->name, (uint8_t)(10 * i + 1)), NULL);
        }
    }
}
