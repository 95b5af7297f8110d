/* SPDX-License-Identifier: Apache-2.0 */
/*
 * O10: services that stopped, at each boundary.
 */
#include "world.h"

/* The findings of O10 when lunches or rent last until a day. */
static size_t lapses(const char *as_of, uint32_t housing, const char *last, int64_t gap_days)
{
    struct town t;
    town_open(&t, as_of);
    uint32_t programme = housing ? t.rent : t.lunch;
    world_need(&t.w, t.centre, t.kim, housing ? t.housing : t.food, "2026-05-01");
    world_service(&t.w, t.church, t.kim, programme, "2026-05-02", last);
    if (gap_days >= 0) world_param(&t.w, "O10", "gap_days", housing ? "40" : "31", gap_days);
    size_t n = world_run(&t.w, &dlb_rule_o10);
    world_close(&t.w);
    return n;
}

Test(omission_lapse, a_gap_may_be_as_long_as_gap_days)
{
    cr_expect_eq(lapses("2026-06-14", 1, "2026-05-31", -1), 0, "14 days");
    cr_expect_eq(lapses("2026-06-15", 1, "2026-05-31", -1), 1, "15 days");
    cr_expect_eq(lapses("2026-06-01", 0, "2026-05-31", -1), 0, "meals: one day");
    cr_expect_eq(lapses("2026-06-02", 0, "2026-05-31", -1), 1);
}

Test(omission_lapse, another_policy_allows_other_gaps)
{
    cr_expect_eq(lapses("2026-05-31", 1, "2026-05-31", 0), 0);
    cr_expect_eq(lapses("2026-06-01", 1, "2026-05-31", 0), 1);
    cr_expect_eq(lapses("2026-06-05", 0, "2026-05-31", 5), 0);
    cr_expect_eq(lapses("2026-06-06", 0, "2026-05-31", 5), 1);
}

Test(omission_lapse, what_still_runs_or_ends_later_has_not_lapsed)
{
    cr_expect_eq(lapses("2026-06-30", 0, "", -1), 0);
    cr_expect_eq(lapses("2026-06-30", 0, "2026-12-31", -1), 0);
}

Test(omission_lapse, all_agencies_together_cover_the_days)
{
    struct town t;
    town_open(&t, "2026-06-30");
    world_need(&t.w, t.centre, t.kim, t.food, "2026-05-01");
    world_service(&t.w, t.church, t.kim, t.lunch, "2026-05-02", "2026-05-31");
    world_service(&t.w, t.hall, t.kim, t.lunch, "2026-05-20", "2026-06-29");
    cr_expect_eq(world_run(&t.w, &dlb_rule_o10), 0);
    world_close(&t.w);
}

Test(omission_lapse, goods_last_for_a_while)
{
    static const struct {
        const char *as_of;
        int64_t covers;
        size_t n_findings;
    } rows[] = {{"2026-06-01", -1, 0}, {"2026-06-02", -1, 1}, {"2026-05-12", 10, 0},
                {"2026-05-13", 10, 1}, {"2026-05-03", 1, 0},  {"2026-05-04", 1, 1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct town t;
        town_open(&t, rows[i].as_of);
        world_need(&t.w, t.centre, t.kim, t.food, "2026-05-01");
        world_service(&t.w, t.church, t.kim, t.box, "2026-05-02", "2026-05-02");
        if (rows[i].covers >= 0)
            world_param(&t.w, "O10", "one_off_covers_days", NULL, rows[i].covers);
        size_t n_wanted = rows[i].n_findings;
        cr_expect_eq(world_run(&t.w, &dlb_rule_o10), n_wanted, "%s covers %d", rows[i].as_of,
                     (int)rows[i].covers);
        world_close(&t.w);
    }
}

Test(omission_lapse, a_box_on_the_first_of_may_covers_thirty_days)
{
    struct town t;
    town_open(&t, "2026-06-01");
    world_need(&t.w, t.centre, t.kim, t.food, "2026-05-01");
    world_service(&t.w, t.church, t.kim, t.box, "2026-05-01", "2026-05-01");
    cr_assert_eq(world_run(&t.w, &dlb_rule_o10), 1);
    cr_expect(world_says(&t.w, 0, "\"last_covered_on\":\"2026-05-30\",\"gap_days\":2"));
    world_close(&t.w);
}

Test(omission_lapse, a_lapse_says_how_long_since_when_and_what_went_before)
{
    struct town t;
    town_open(&t, "2026-06-30");
    world_need(&t.w, t.centre, t.kim, t.food, "2026-01-01");
    world_service(&t.w, t.hall, t.kim, t.lunch, "2026-02-01", "2026-02-10");
    world_service(&t.w, t.church, t.kim, t.lunch, "2026-02-12", "2026-02-20");
    world_service(&t.w, t.church, t.kim, t.lunch, "2026-03-01", "2026-05-31");
    cr_assert_eq(world_run(&t.w, &dlb_rule_o10), 1);
    const struct dlb_closed *finding = world_finding(&t.w, 0);
    cr_expect_eq(finding->start, day("2026-06-01"));
    cr_expect_eq(finding->end, DLB_DAY_OPEN);
    cr_expect_eq(finding->due_on, day("2026-06-01"));
    cr_expect_eq(finding->owner_agency, t.centre, "whoever found the need");
    cr_expect(world_says(&t.w, 0, "\"last_covered_on\":\"2026-05-31\",\"gap_days\":30"));
    cr_expect(world_says(&t.w, 0, "\"allowed_gap_days\":1,\"due_on\":\"2026-06-01\""));
    cr_expect(
        world_says(&t.w, 0, "\"past_gaps\":[{\"start\":\"2026-02-21\",\"end\":\"2026-02-28\"}]"),
        "the one day in February was allowed");
    cr_expect(world_says(&t.w, 0, "\"n_services\":3"));
    cr_expect_eq(world_rows(&t.w, 0, DLB_ROWS_SERVICES, "last_service"), 1);
    cr_expect_eq(world_rows(&t.w, 0, DLB_ROWS_NEEDS, "need"), 1);
    world_close(&t.w);
}

Test(omission_lapse, of_services_that_end_together_the_shortest_gap_holds)
{
    struct town t;
    town_open(&t, "2026-06-03");
    world_need_class(&t.w, "warmth", 31);
    uint32_t warmth = world_need_class(&t.w, "warmth", 93);
    world_need(&t.w, t.centre, t.kim, warmth, "2026-05-01");
    struct dlb_service *fuel =
        world_service(&t.w, t.hall, t.kim, t.lunch, "2026-05-02", "2026-05-31");
    fuel->class_ = (struct dlb_class){9302, 4};
    world_service(&t.w, t.church, t.kim, t.lunch, "2026-05-02", "2026-05-31");
    cr_assert_eq(world_run(&t.w, &dlb_rule_o10), 1);
    cr_expect(world_says(&t.w, 0, "\"allowed_gap_days\":1"));
    cr_expect_eq(world_finding(&t.w, 0)->class_.digits, 0, "no domain in common");
    world_close(&t.w);
}

Test(omission_lapse, gaps_before_the_lookback_are_history)
{
    struct town t;
    town_open(&t, "2026-06-30");
    world_need(&t.w, t.centre, t.kim, t.food, "2024-01-01");
    world_service(&t.w, t.hall, t.kim, t.lunch, "2024-02-01", "2024-02-10");
    world_service(&t.w, t.church, t.kim, t.lunch, "2025-06-10", "2026-05-31");
    cr_assert_eq(world_run(&t.w, &dlb_rule_o10), 1);
    cr_expect(
        world_says(&t.w, 0, "\"past_gaps\":[{\"start\":\"2025-05-30\",\"end\":\"2025-06-09\"}]"),
        "what lies within thirteen months of it");
    world_close(&t.w);
}

Test(omission_lapse, a_household_that_two_records_name_is_counted_once)
{
    struct town t;
    town_open(&t, "2026-06-30");
    uint32_t wife = world_person(&t.w, t.hall, 0);
    t.w.members[0].household = t.w.members[2].household = 0;
    world_need(&t.w, t.centre, t.kim, t.food, "2026-05-01");
    world_service(&t.w, t.hall, wife, t.box, "2026-05-10", "2026-05-10");
    cr_assert_eq(world_run(&t.w, &dlb_rule_o10), 1);
    cr_expect(world_says(&t.w, 0, "\"n_services\":1,"));
    world_close(&t.w);
}
