/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_emd.c - the table of eups, myeons and dongs, and the districts that lie near a name.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "field/address/address_scan.h"

static struct dlb_units units_of(const char16_t *text)
{
    struct dlb_units units = {.n = 0};
    for (; *text != 0; text++) dlb_units_push(&units, *text);
    return units;
}

static struct dlb_units name_of(const struct dlb_emd *row)
{
    struct dlb_units units = {.n = 0};
    for (size_t i = 0; i < DLB_PLACE_NAME && row->name[i] != 0; i++)
        dlb_units_push(&units, row->name[i]);
    return units;
}

static int order(const struct dlb_units *left, const struct dlb_units *right)
{
    for (size_t i = 0; i < left->n && i < right->n; i++)
        if (left->unit[i] != right->unit[i]) return left->unit[i] < right->unit[i] ? -1 : 1;
    return (int)left->n - (int)right->n;
}

static uint32_t district_of(const char16_t *emd, uint32_t province, const char16_t *district)
{
    struct dlb_units name = units_of(emd), district_name = units_of(district);
    return dlb_emd_district(&name, province, &district_name);
}

Test(emd, rows_are_in_order_and_lie_in_districts_that_stand)
{
    for (size_t i = 0; i < dlb_n_emds; i++) {
        const struct dlb_emd *row = dlb_emds + i;
        const struct dlb_district *district = dlb_district_of(row->district);
        struct dlb_units name = name_of(row);
        cr_assert(district != NULL || row->district == 36110, "%zu", i);
        /* of one that was divided later, some dongs have no part to lie in */
        cr_assert(district == NULL || district->abolished == 0 || district->successor == 0, "%zu",
                  i);
        if (i == 0) continue;
        struct dlb_units before = name_of(row - 1);
        bool rises = row[-1].district < row->district ||
                     (row[-1].district == row->district && order(&before, &name) < 0);
        cr_assert(rises, "%zu", i);
    }
}

Test(emd, every_row_is_found_by_its_name)
{
    static bool seen[1 << 16];
    for (size_t i = 0; i < dlb_n_emds; i++) {
        size_t at = dlb_emds_by_name[i];
        cr_assert(at < dlb_n_emds && !seen[at]);
        seen[at] = true;
        struct dlb_units name = name_of(dlb_emds + at);
        cr_assert(dlb_emd_lies_in(&name, dlb_emds[at].district), "%zu", at);
        if (i == 0) continue;
        struct dlb_units before = name_of(dlb_emds + dlb_emds_by_name[i - 1]);
        cr_assert_leq(order(&before, &name), 0, "%zu", i);
    }
}

Test(emd, a_name_tells_its_district_if_there_is_one)
{
    cr_expect_eq(district_of(u"여의도동", 0, u""), 11560);
    cr_expect_eq(district_of(u"필동1가", 0, u"중구"), 11140);
    cr_expect_eq(district_of(u"필동1가", 26, u""), 0, "there is none in Busan");
    cr_expect_eq(district_of(u"필동1가", 0, u"동구"), 0);
    cr_expect_eq(district_of(u"중앙동", 0, u""), 0, "there are many");
    cr_expect_eq(district_of(u"은천동", 0, u""), 11620, "an office");
    cr_expect_eq(district_of(u"조치원읍", 0, u""), 36110);
    cr_expect_eq(district_of(u"없는동", 0, u""), 0);
    cr_expect_eq(district_of(u"아주긴이름이라서없는동", 0, u""), 0);
}

Test(emd, a_ri_tells_its_eup_if_there_is_one_in_the_county)
{
    struct dlb_units namsan = units_of(u"남산리"), none = units_of(u"갤러리"), no_name = {.n = 0};
    struct dlb_units ganghwa = units_of(u"강화읍"), gyodong = units_of(u"교동면");
    const struct dlb_emd *home = dlb_ri_home(&namsan, 28710);
    cr_assert_not_null(home);
    struct dlb_units name = name_of(home);
    cr_expect_eq(order(&name, &ganghwa), 0);
    cr_expect_null(dlb_ri_home(&none, 28710));
    cr_expect(dlb_ri_lies_in(&namsan, &ganghwa, 28710));
    cr_expect_not(dlb_ri_lies_in(&namsan, &gyodong, 28710));
    cr_expect(dlb_ri_lies_in(&namsan, &no_name, 28710));
    cr_expect_not(dlb_ri_lies_in(&none, &no_name, 28710));
    cr_expect_not(dlb_ri_lies_in(&namsan, &no_name, 11560), "a gu of Seoul has no ri");
}

/* Each ri is found in its eup; one whose name stands twice in the county has no home. */
Test(emd, every_ri_is_at_home_where_it_stands)
{
    size_t n_ris = 0, n_twice = 0;
    for (size_t i = 0; i < dlb_n_emds; i++) {
        const char16_t *at = dlb_emds[i].ris;
        struct dlb_units emd = name_of(dlb_emds + i);
        while (at != NULL && *at != 0 && at[1] != 0) {
            struct dlb_units ri = {.n = 0};
            for (at++; *at != ' '; at++) dlb_units_push(&ri, *at);
            const struct dlb_emd *home = dlb_ri_home(&ri, dlb_emds[i].district);
            cr_assert(dlb_ri_lies_in(&ri, &emd, dlb_emds[i].district), "%zu", i);
            cr_assert(home == NULL || home == dlb_emds + i, "%zu", i);
            n_ris++;
            n_twice += home == NULL;
        }
    }
    cr_expect(n_ris > 15000 && n_twice > 0 && n_twice < n_ris / 5, "%zu %zu", n_ris, n_twice);
}

static uint32_t near(uint32_t province, const char16_t *name)
{
    struct dlb_units units = units_of(name);
    const struct dlb_district *row = dlb_district_near(province, units.unit, units.n);
    return row != NULL ? row->code : 0;
}

Test(emd, a_slip_is_mended_if_one_district_is_near)
{
    cr_expect_eq(near(11, u"중량구"), 11260);
    cr_expect_eq(near(28, u"미추흘구"), 28177);
    cr_expect_eq(near(26, u"진구"), 26230);
    cr_expect_eq(near(48, u"원시"), 48120);
    cr_expect_eq(near(41, u"천시"), 0, "부천시, 이천시, 포천시 …");
    cr_expect_eq(near(26, u"중량구"), 0, "another province");
    cr_expect_eq(near(26, u"둥구"), 0, "중구 and 동구");
    cr_expect_eq(near(11, u"가나다라마바사구"), 0);
    cr_expect_eq(near(11, u"구"), 0);
}
