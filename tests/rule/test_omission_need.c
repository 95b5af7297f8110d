/* SPDX-License-Identifier: Apache-2.0 */
/*
 * O01: a need that nothing answered, at each boundary.
 */
#include "world.h"

/* Is there a finding, when the need of a town is changed by `change`? */
static size_t findings_on(const char *as_of, void (*change)(struct town *t, struct dlb_need *need))
{
    struct town t;
    town_open(&t, as_of);
    struct dlb_need *need = world_need(&t.w, t.centre, t.kim, t.food, "2026-05-01");
    if (change) change(&t, need);
    size_t n = world_run(&t.w, &dlb_rule_o01);
    world_close(&t.w);
    return n;
}

/* ---- O01: deadlines -------------------------------------------------------------------------- */

static void make_emergency(struct town *t, struct dlb_need *need)
{
    (void)t;
    need->urgency = DLB_URGENCY_EMERGENCY;
}

static void make_high(struct town *t, struct dlb_need *need)
{
    (void)t;
    need->urgency = DLB_URGENCY_HIGH;
}

static void make_low(struct town *t, struct dlb_need *need)
{
    (void)t;
    need->urgency = DLB_URGENCY_LOW;
}

Test(omission_need, the_due_day_is_in_time_and_the_day_after_is_not)
{
    cr_expect_eq(findings_on("2026-05-30", NULL), 0);
    cr_expect_eq(findings_on("2026-05-31", NULL), 0);
    cr_expect_eq(findings_on("2026-06-01", NULL), 1);
}

Test(omission_need, every_urgency_has_its_own_deadline)
{
    cr_expect_eq(findings_on("2026-05-04", make_emergency), 0);
    cr_expect_eq(findings_on("2026-05-05", make_emergency), 1);
    cr_expect_eq(findings_on("2026-05-08", make_high), 0);
    cr_expect_eq(findings_on("2026-05-09", make_high), 1);
    cr_expect_eq(findings_on("2026-06-30", make_low), 0);
    cr_expect_eq(findings_on("2026-07-01", make_low), 1);
}

static void give_ten_days(struct town *t, struct dlb_need *need)
{
    (void)need;
    world_deadline(&t->w, "O01", NULL, 10, false, DLB_DEADLINE_CALENDAR);
}

static void give_ten_working_days(struct town *t, struct dlb_need *need)
{
    (void)need;
    world_deadline(&t->w, "O01", "normal", 10, false, DLB_DEADLINE_WORK_HOURS);
}

Test(omission_need, another_policy_has_other_deadlines)
{
    cr_expect_eq(findings_on("2026-05-11", give_ten_days), 0);
    cr_expect_eq(findings_on("2026-05-12", give_ten_days), 1);
    cr_expect_eq(findings_on("2026-05-15", give_ten_working_days), 0, "a Friday");
    cr_expect_eq(findings_on("2026-05-18", give_ten_working_days), 1);
}

Test(omission_need, a_need_that_is_found_later_is_not_late)
{
    cr_expect_eq(findings_on("2026-04-01", NULL), 0);
}

/* ---- O01: statuses --------------------------------------------------------------------------- */

Test(omission_need, only_open_and_partly_met_needs_count)
{
    static const bool fires[] = {
        [DLB_NEED_OPEN] = true,       [DLB_NEED_MET] = false,     [DLB_NEED_PARTLY] = true,
        [DLB_NEED_WITHDRAWN] = false, [DLB_NEED_REFUSED] = false, [DLB_NEED_TRANSFERRED] = false};
    for (uint8_t status = 0; status < sizeof fires; status++) {
        struct town t;
        town_open(&t, "2026-06-30");
        world_need(&t.w, t.centre, t.kim, t.food, "2026-05-01")->status = status;
        cr_expect_eq(world_run(&t.w, &dlb_rule_o01), fires[status], "need status %u", status);
        world_close(&t.w);
    }
}

Test(omission_need, only_what_is_or_was_given_answers)
{
    static const bool answers[] = {[DLB_SERVICE_PLANNED] = false,  [DLB_SERVICE_APPLIED] = false,
                                   [DLB_SERVICE_APPROVED] = true,  [DLB_SERVICE_ACTIVE] = true,
                                   [DLB_SERVICE_DELIVERED] = true, [DLB_SERVICE_ENDED] = true,
                                   [DLB_SERVICE_REJECTED] = false, [DLB_SERVICE_CANCELLED] = false,
                                   [DLB_SERVICE_REVERSED] = false, [DLB_SERVICE_ERROR] = false};
    for (uint8_t status = 0; status < sizeof answers; status++) {
        struct town t;
        town_open(&t, "2026-06-30");
        world_need(&t.w, t.centre, t.kim, t.food, "2026-05-01");
        world_service(&t.w, t.church, t.kim, t.lunch, "2026-05-20", "")->status = status;
        cr_expect_eq(world_run(&t.w, &dlb_rule_o01), !answers[status], "service status %u", status);
        world_close(&t.w);
    }
}

/* ---- O01: services --------------------------------------------------------------------------- */

struct serving {
    const char *start, *last;
    size_t n_findings;
    const char *why;
};

Test(omission_need, a_service_answers_when_it_overlaps_the_time_since_the_need_was_found)
{
    static const struct serving rows[] = {
        {"2026-01-01", "2026-04-30", 1, "ended the day before"},
        {"2026-01-01", "2026-05-01", 0, "reached the day it was found"},
        {"2026-06-29", "", 0, "began before as_of, late as it was"},
        {"2026-06-30", "", 0, "began on as_of"},
        {"2026-07-01", "", 1, "will begin tomorrow"},
        {"2026-05-10", "2026-05-10", 0, "one day is enough; the rest is O10's"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct town t;
        town_open(&t, "2026-06-30");
        world_need(&t.w, t.centre, t.kim, t.food, "2026-05-01");
        world_service(&t.w, t.hall, t.kim, t.lunch, rows[i].start, rows[i].last);
        cr_expect_eq(world_run(&t.w, &dlb_rule_o01), rows[i].n_findings, "%s", rows[i].why);
        world_close(&t.w);
    }
}

Test(omission_need, a_service_of_another_class_answers_nothing)
{
    struct town t;
    town_open(&t, "2026-06-30");
    world_need(&t.w, t.centre, t.kim, t.food, "2026-05-01");
    world_service(&t.w, t.church, t.kim, t.heating, "2026-05-20", "2026-05-20");
    cr_expect_eq(world_run(&t.w, &dlb_rule_o01), 1);
    world_close(&t.w);
}

Test(omission_need, a_narrow_class_of_need_is_not_answered_by_its_neighbour)
{
    struct town t;
    town_open(&t, "2026-06-30");
    world_need(&t.w, t.centre, t.kim, t.housing, "2026-05-01");
    struct dlb_service *service = world_service(&t.w, t.hall, t.kim, t.rent, "2026-05-20", "");
    service->class_ = (struct dlb_class){4005, 4};
    cr_expect_eq(world_run(&t.w, &dlb_rule_o01), 1, "4005 is neither 4001 nor 4002");
    world_close(&t.w);
}

Test(omission_need, a_class_the_policy_does_not_know_is_unmet_and_says_so)
{
    struct town t;
    town_open(&t, "2026-06-30");
    t.w.need_classes[t.w.policy.n_need_classes] = (struct dlb_text){"swimming", 8};
    t.w.caseload.n_need_classes++;
    world_need(&t.w, t.centre, t.kim, t.w.policy.n_need_classes, "2026-05-01");
    world_service(&t.w, t.church, t.kim, t.lunch, "2026-05-20", "");
    cr_assert_eq(world_run(&t.w, &dlb_rule_o01), 1);
    cr_expect(world_says(&t.w, 0, "\"need_class\":\"swimming\""));
    cr_expect(world_says(&t.w, 0, "\"answering_classes\":0"));
    world_close(&t.w);
}

/* ---- O01: households ------------------------------------------------------------------------- */

Test(omission_need, what_the_household_gets_answers_the_needs_of_all_its_members)
{
    for (int same_household = 0; same_household < 2; same_household++)
        for (int for_household = 0; for_household < 2; for_household++) {
            struct town t;
            town_open(&t, "2026-06-30");
            uint32_t lee = world_person(&t.w, t.church, 0);
            uint32_t lee_wife = world_person(&t.w, t.church, same_household ? 0 : 1);
            world_need(&t.w, t.church, lee, t.food, "2026-05-01");
            world_service(&t.w, t.church, lee_wife, for_household ? t.box : t.lunch, "2026-05-20",
                          "2026-05-20");
            size_t n_wanted = !(same_household && for_household);
            cr_expect_eq(world_run(&t.w, &dlb_rule_o01), n_wanted, "same %d for all %d",
                         same_household, for_household);
            world_close(&t.w);
        }
}

Test(omission_need, the_household_is_found_through_any_of_a_persons_records)
{
    struct town t;
    town_open(&t, "2026-06-30");
    uint32_t wife = world_person(&t.w, t.hall, 0);
    world_person(&t.w, t.hall, 1);
    t.w.members[2].household = 0; /* the record of the hall says they live together */
    world_need(&t.w, t.centre, t.kim, t.food, "2026-05-01");
    world_service(&t.w, t.hall, wife, t.box, "2026-05-20", "2026-05-20");
    cr_expect_eq(world_run(&t.w, &dlb_rule_o01), 0);
    world_close(&t.w);
}

Test(omission_need, what_was_entered_after_a_death_reached_nobody)
{
    for (int died = 0; died < 2; died++) {
        struct town t;
        town_open(&t, "2026-06-30");
        uint32_t lee = world_person(&t.w, t.church, 0);
        uint32_t lee_wife = world_person(&t.w, t.church, 0);
        world_need(&t.w, t.church, lee, t.food, "2026-05-01");
        world_service(&t.w, t.church, lee_wife, t.box, "2026-05-20", "2026-05-20");
        if (died) t.w.person_deaths[lee_wife] = day("2026-05-10");
        cr_expect_eq(world_run(&t.w, &dlb_rule_o01), (size_t)died);
        cr_expect_eq(world_run(&t.w, &dlb_rule_o10), !died);
        world_close(&t.w);
    }
}

/* ---- O01: referrals -------------------------------------------------------------------------- */

Test(omission_need, a_referral_that_is_under_way_keeps_the_finding_away)
{
    static const bool is_open[] = {[DLB_REFERRAL_SENT] = true,
                                   [DLB_REFERRAL_RECEIVED] = true,
                                   [DLB_REFERRAL_ACCEPTED] = true,
                                   [DLB_REFERRAL_REJECTED_CLIENT] = false,
                                   [DLB_REFERRAL_REJECTED_PROVIDER] = false,
                                   [DLB_REFERRAL_IN_PROGRESS] = true,
                                   [DLB_REFERRAL_COMPLETED] = false,
                                   [DLB_REFERRAL_CANCELLED] = false};
    for (uint8_t status = 0; status < sizeof is_open; status++) {
        struct town t;
        town_open(&t, "2026-06-30");
        struct dlb_need *need = world_need(&t.w, t.centre, t.kim, t.food, "2026-05-01");
        struct dlb_referral *referral =
            world_referral(&t.w, t.centre, t.kim, t.church, "2026-05-02");
        referral->need = world_need_row(&t.w, need);
        referral->status = status;
        cr_expect_eq(world_run(&t.w, &dlb_rule_o01), !is_open[status], "referral %u", status);
        world_close(&t.w);
    }
}

Test(omission_need, a_referral_for_another_need_does_not_help)
{
    struct town t;
    town_open(&t, "2026-06-30");
    world_need(&t.w, t.centre, t.kim, t.food, "2026-05-01");
    struct dlb_need *other = world_need(&t.w, t.centre, t.kim, t.housing, "2026-06-29");
    world_referral(&t.w, t.centre, t.kim, t.church, "2026-05-02")->need =
        world_need_row(&t.w, other);
    cr_expect_eq(world_run(&t.w, &dlb_rule_o01), 1);
    world_close(&t.w);
}

Test(omission_need, a_referral_that_names_no_need_stands_for_its_class)
{
    for (int fits = 0; fits < 2; fits++) {
        struct town t;
        town_open(&t, "2026-06-30");
        world_need(&t.w, t.centre, t.kim, t.food, "2026-05-01");
        world_referral(&t.w, t.centre, t.kim, t.church, "2026-05-02")->need_class =
            fits ? t.food : t.housing;
        cr_expect_eq(world_run(&t.w, &dlb_rule_o01), !fits);
        world_close(&t.w);
    }
}

/* ---- O01: death, grouping, what it says ------------------------------------------------------ */

Test(omission_need, needs_end_the_day_after_death)
{
    static const struct {
        const char *death;
        size_t n_findings;
    } rows[] = {{"2026-06-29", 0}, {"2026-06-30", 1}, {"2026-07-01", 1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct town t;
        town_open(&t, "2026-06-30");
        world_need(&t.w, t.centre, t.kim, t.food, "2026-05-01");
        t.w.person_deaths[t.kim] = day(rows[i].death);
        cr_expect_eq(world_run(&t.w, &dlb_rule_o01), rows[i].n_findings, "%s", rows[i].death);
        cr_expect_eq(world_run(&t.w, &dlb_rule_o10), 0);
        world_close(&t.w);
    }
}

Test(omission_need, needs_of_one_class_are_one_finding_owned_by_the_longest_overdue)
{
    struct town t;
    town_open(&t, "2026-06-30");
    world_need(&t.w, t.centre, t.kim, t.food, "2026-05-01");
    world_need(&t.w, t.hall, t.kim, t.food, "2026-05-03")->urgency = DLB_URGENCY_EMERGENCY;
    world_need(&t.w, t.church, t.kim, t.food, "2026-06-20");
    world_need(&t.w, t.church, t.kim, t.housing, "2026-01-01");
    cr_assert_eq(world_run(&t.w, &dlb_rule_o01), 2);
    const struct dlb_closed *food = world_finding(&t.w, 0);
    cr_expect_eq(food->start, day("2026-05-01"));
    cr_expect_eq(food->end, DLB_DAY_OPEN);
    cr_expect_eq(food->due_on, day("2026-05-06"));
    cr_expect_eq(food->owner_agency, t.hall);
    cr_expect_eq(food->class_.code, 31);
    cr_expect_eq(food->person, t.kim);
    cr_expect_eq(food->severity, 4, "one of them is an emergency");
    cr_expect_eq(world_rows(&t.w, 0, DLB_ROWS_NEEDS, "need"), 2, "the third is not due");
    cr_expect(world_says(&t.w, 0, "\"need_name\":\"food\",\"urgency\":\"emergency\""));
    cr_expect(world_says(&t.w, 0, "\"n_needs\":2"));
    cr_expect(world_says(&t.w, 0, "\"deadline_days\":3,\"deadline_mode\":\"calendar\""));
    cr_expect(world_says(&t.w, 0, "\"due_on\":\"2026-05-06\",\"days_late\":55"));
    cr_expect(world_says(&t.w, 0, "service_starts"));
    const struct dlb_closed *housing = world_finding(&t.w, 1);
    cr_expect_eq(housing->class_.code, 40, "4001 and 4002 share a domain");
    cr_expect_eq(housing->severity, 3);
    cr_expect(memcmp(food->id, housing->id, 16) != 0);
    world_close(&t.w);
}

Test(omission_need, of_two_needs_only_the_later_one_may_be_unmet)
{
    struct town t;
    town_open(&t, "2026-06-30");
    world_need(&t.w, t.centre, t.kim, t.food, "2026-03-01");
    world_need(&t.w, t.hall, t.kim, t.food, "2026-05-01");
    world_service(&t.w, t.church, t.kim, t.lunch, "2026-03-10", "2026-04-30");
    cr_assert_eq(world_run(&t.w, &dlb_rule_o01), 1);
    cr_expect_eq(world_finding(&t.w, 0)->start, day("2026-05-01"), "the day after it ended");
    cr_expect_eq(world_rows(&t.w, 0, DLB_ROWS_NEEDS, "need"), 1);
    cr_assert_eq(world_run(&t.w, &dlb_rule_o10), 1, "and the earlier one has lapsed");
    cr_expect_eq(world_rows(&t.w, 0, DLB_ROWS_NEEDS, "need"), 1);
    world_close(&t.w);
}

Test(omission_need, messages_name_codes_and_days)
{
    struct town t;
    town_open(&t, "2026-06-30");
    world_need(&t.w, t.centre, t.kim, t.food, "2026-05-01");
    cr_assert_eq(world_run(&t.w, &dlb_rule_o01), 1);
    struct dlb_text ko = world_finding(&t.w, 0)->message_ko;
    struct dlb_text en = world_finding(&t.w, 0)->message_en;
    cr_expect_not_null(memmem(ko.data, ko.len, "2026-05-31", 10));
    cr_expect_not_null(memmem(en.data, en.len, "30 days late", 12));
    cr_expect_eq(strncmp(en.data, "A need (", 8), 0);
    cr_expect_null(memchr(ko.data, '{', ko.len));
    cr_expect_null(memchr(en.data, '{', en.len));
    world_close(&t.w);
}
