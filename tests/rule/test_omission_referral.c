/* SPDX-License-Identifier: Apache-2.0 */
/*
 * O07 and O09: every status, every urgency, every way in which a need can have been taken up.
 */
#include "rule/scenario.h"
#include "world.h"

#include <stdio.h>

struct desk {
    struct world w;
    uint32_t centre, church, hall;
    uint32_t box, lunch;
    uint32_t food, housing;
    uint32_t kim;
};

static void desk_open(struct desk *d, const char *as_of)
{
    world_open(&d->w, as_of);
    d->centre = world_agency(&d->w, "centre");
    d->church = world_agency(&d->w, "church");
    d->hall = world_agency(&d->w, "hall");
    d->box = world_programme(&d->w, "box", 3101, DLB_GRAIN_ONE_OFF, true);
    d->lunch = world_programme(&d->w, "lunch", 3102, DLB_GRAIN_DAY, false);
    d->food = world_need_class(&d->w, "food", 31);
    d->housing = world_need_class(&d->w, "housing", 40);
    d->kim = world_person(&d->w, d->centre, 0);
    world_record(&d->w, d->church, d->kim);
}

static size_t run_and_close(struct desk *d, const struct dlb_rule *rule)
{
    size_t n = world_run(&d->w, rule);
    world_close(&d->w);
    return n;
}

static void expect_by_status(const struct dlb_rule *rule, const bool fires[8])
{
    for (uint8_t status = 0; status < 8; status++) {
        struct desk d;
        desk_open(&d, "2026-06-30");
        world_referral(&d.w, d.centre, d.kim, d.church, "2026-06-01")->status = status;
        cr_expect_eq(run_and_close(&d, rule), fires[status], "%s in status %u", rule->id, status);
    }
}

/* ---- O07 ------------------------------------------------------------------------------------- */

Test(omission_referral, received_is_no_answer)
{
    static const bool fires[8] = {[DLB_REFERRAL_SENT] = true, [DLB_REFERRAL_RECEIVED] = true};
    expect_by_status(&dlb_rule_o07, fires);
}

/* A referral of 1 June: its own urgency and the need's; UINT8_MAX none, no need. */
static size_t unanswered(const char *as_of, uint8_t own, uint8_t of_need)
{
    struct desk d;
    desk_open(&d, as_of);
    struct dlb_referral *referral = world_referral(&d.w, d.centre, d.kim, d.church, "2026-06-01");
    referral->urgency = own;
    if (of_need != UINT8_MAX) {
        struct dlb_need *need = world_need(&d.w, d.centre, d.kim, d.food, "2026-05-30");
        need->urgency = of_need;
        referral->need = world_need_row(&d.w, need);
    }
    return run_and_close(&d, &dlb_rule_o07);
}

Test(omission_referral, fourteen_days_are_given_for_an_answer)
{
    for (unsigned own = DLB_URGENCY_HIGH; own <= DLB_URGENCY_LOW; own++) {
        cr_expect_eq(unanswered("2026-06-15", (uint8_t)own, UINT8_MAX), 0);
        cr_expect_eq(unanswered("2026-06-16", (uint8_t)own, UINT8_MAX), 1);
    }
    cr_expect_eq(unanswered("2026-06-14", UINT8_MAX, UINT8_MAX), 0);
    cr_expect_eq(unanswered("2026-06-16", UINT8_MAX, UINT8_MAX), 1);
}

Test(omission_referral, an_emergency_gets_one_day)
{
    cr_expect_eq(unanswered("2026-06-02", DLB_URGENCY_EMERGENCY, UINT8_MAX), 0);
    cr_expect_eq(unanswered("2026-06-03", DLB_URGENCY_EMERGENCY, UINT8_MAX), 1);
    cr_expect_eq(unanswered("2026-06-03", UINT8_MAX, DLB_URGENCY_EMERGENCY), 1, "the need's");
    cr_expect_eq(unanswered("2026-06-03", DLB_URGENCY_LOW, DLB_URGENCY_EMERGENCY), 0,
                 "its own urgency goes before the need's");
}

Test(omission_referral, other_answering_times_come_from_the_policy)
{
    struct desk d;
    desk_open(&d, "2026-06-12");
    world_deadline(&d.w, "O07", "high", 10, false, DLB_DEADLINE_CALENDAR);
    world_referral(&d.w, d.centre, d.kim, d.church, "2026-06-01")->urgency = DLB_URGENCY_HIGH;
    world_referral(&d.w, d.centre, d.kim, d.hall, "2026-06-01");
    cr_assert_eq(world_run(&d.w, &dlb_rule_o07), 1);
    cr_expect(world_says(&d.w, 0, "\"deadline_days\":10"));
    cr_expect(world_says(&d.w, 0, "\"to_agency\":\"church\""));
    world_close(&d.w);
}

Test(omission_referral, the_sender_owns_it_and_emergencies_weigh_more)
{
    struct desk d;
    desk_open(&d, "2026-06-30");
    struct dlb_need *need = world_need(&d.w, d.church, d.kim, d.food, "2026-05-30");
    struct dlb_referral *referral = world_referral(&d.w, d.centre, d.kim, d.hall, "2026-06-01");
    referral->need = world_need_row(&d.w, need);
    referral->urgency = DLB_URGENCY_EMERGENCY;
    cr_assert_eq(world_run(&d.w, &dlb_rule_o07), 1);
    const struct dlb_closed *finding = world_finding(&d.w, 0);
    cr_expect_eq(finding->owner_agency, d.centre);
    cr_expect_eq(finding->severity, 4);
    cr_expect_eq(finding->start, day("2026-06-01"));
    cr_expect_eq(finding->due_on, day("2026-06-02"));
    cr_expect(world_says(&d.w, 0, "\"status\":\"sent\",\"urgency\":\"emergency\""));
    cr_expect(world_says(&d.w, 0, "\"need_class\":\"food\""));
    cr_expect(world_says(&d.w, 0, "\"days_waiting\":29"));
    cr_expect(world_says(&d.w, 0, "answer_entered"));
    cr_expect_eq(world_rows(&d.w, 0, DLB_ROWS_REFERRALS, "referral"), 1);
    cr_expect_eq(world_rows(&d.w, 0, DLB_ROWS_NEEDS, "need"), 1);
    world_close(&d.w);
}

Test(omission_referral, nobody_waits_for_the_dead)
{
    struct desk d;
    desk_open(&d, "2026-06-30");
    world_referral(&d.w, d.centre, d.kim, d.church, "2026-05-01");
    world_referral(&d.w, d.centre, d.kim, d.church, "2026-05-02")->status =
        DLB_REFERRAL_REJECTED_PROVIDER;
    d.w.person_deaths[d.kim] = day("2026-06-01");
    cr_expect_eq(world_run(&d.w, &dlb_rule_o07), 0);
    cr_expect_eq(run_and_close(&d, &dlb_rule_o09), 0);
}

/* ---- O09 ------------------------------------------------------------------------------------- */

Test(omission_referral, refusals_and_cancellations_drop_a_need)
{
    static const bool fires[8] = {[DLB_REFERRAL_REJECTED_CLIENT] = true,
                                  [DLB_REFERRAL_REJECTED_PROVIDER] = true,
                                  [DLB_REFERRAL_CANCELLED] = true};
    expect_by_status(&dlb_rule_o09, fires);
}

/* A referral of 1 June, refused on 5 June, with changes by the caller. */
static struct dlb_referral *refused(struct desk *d, const char *as_of)
{
    desk_open(d, as_of);
    struct dlb_referral *referral =
        world_referral(&d->w, d->centre, d->kim, d->church, "2026-06-01");
    referral->status = DLB_REFERRAL_REJECTED_PROVIDER;
    referral->responded_on = day("2026-06-05");
    referral->need_class = d->food;
    return referral;
}

Test(omission_referral, seven_days_are_given_to_look_further)
{
    static const struct {
        const char *as_of, *responded_on;
        size_t n_findings;
    } rows[] = {{"2026-06-11", "2026-06-05", 0},
                {"2026-06-12", "2026-06-05", 0},
                {"2026-06-13", "2026-06-05", 1},
                {"2026-06-08", "", 0},
                {"2026-06-09", "", 1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct desk d;
        refused(&d, rows[i].as_of)->responded_on = day(rows[i].responded_on);
        size_t n_wanted = rows[i].n_findings;
        cr_expect_eq(run_and_close(&d, &dlb_rule_o09), n_wanted, "row %zu", i);
    }
}

Test(omission_referral, a_refused_need_must_still_be_open)
{
    for (uint8_t status = 0; status <= DLB_NEED_TRANSFERRED; status++)
        for (int named = 0; named < 2; named++) {
            struct desk d;
            struct dlb_referral *referral = refused(&d, "2026-06-30");
            struct dlb_need *need = world_need(&d.w, d.centre, d.kim, d.food, "2026-05-30");
            need->status = status;
            if (named) referral->need = world_need_row(&d.w, need);
            bool open = status == DLB_NEED_OPEN || status == DLB_NEED_PARTLY;
            cr_expect_eq(run_and_close(&d, &dlb_rule_o09), open, "status %u named %d", status,
                         named);
        }
}

Test(omission_referral, without_a_name_any_open_need_of_the_class_will_do)
{
    struct desk d;
    refused(&d, "2026-06-30");
    world_need(&d.w, d.centre, d.kim, d.food, "2026-05-30")->status = DLB_NEED_MET;
    world_need(&d.w, d.church, d.kim, d.food, "2026-05-31");
    cr_expect_eq(run_and_close(&d, &dlb_rule_o09), 1);
    refused(&d, "2026-06-30");
    world_need(&d.w, d.centre, d.kim, d.food, "2026-05-30")->status = DLB_NEED_MET;
    world_need(&d.w, d.church, d.kim, d.housing, "2026-05-31");
    cr_expect_eq(run_and_close(&d, &dlb_rule_o09), 0, "only a need of another class is open");
    refused(&d, "2026-06-30");
    world_need(&d.w, d.church, d.kim, d.housing, "2026-05-31")->status = DLB_NEED_MET;
    cr_expect_eq(run_and_close(&d, &dlb_rule_o09), 1, "no need of the class is known at all");
}

struct newer {
    const char *sent_on;
    enum dlb_referral_status status;
    bool same_class;
    size_t n_findings;
    const char *why;
};

Test(omission_referral, a_newer_referral_takes_the_need_up)
{
    static const struct newer rows[] = {
        {"2026-05-31", DLB_REFERRAL_ACCEPTED, true, 1, "older"},
        {"2026-06-02", DLB_REFERRAL_SENT, true, 0, "sent later, before the refusal came"},
        {"2026-06-20", DLB_REFERRAL_SENT, true, 0, "sent later"},
        {"2026-06-20", DLB_REFERRAL_SENT, false, 1, "for something else"},
        {"2026-06-01", DLB_REFERRAL_ACCEPTED, true, 0, "sent to two, the other accepted"},
        {"2026-06-01", DLB_REFERRAL_CANCELLED, true, 2, "sent to two, both came to nothing"},
        {"2026-06-20", DLB_REFERRAL_REJECTED_CLIENT, true, 1, "only the newest is reported"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct desk d;
        refused(&d, "2026-06-30");
        struct dlb_referral *other = world_referral(&d.w, d.centre, d.kim, d.hall, rows[i].sent_on);
        other->status = (uint8_t)rows[i].status;
        other->need_class = rows[i].same_class ? d.food : d.housing;
        size_t n_wanted = rows[i].n_findings;
        cr_expect_eq(run_and_close(&d, &dlb_rule_o09), n_wanted, "%s", rows[i].why);
    }
}

Test(omission_referral, needs_named_by_both_must_be_one_need)
{
    for (int same = 0; same < 2; same++) {
        struct desk d;
        struct dlb_referral *referral = refused(&d, "2026-06-30");
        struct dlb_need *need = world_need(&d.w, d.centre, d.kim, d.food, "2026-05-30");
        struct dlb_need *twin = world_need(&d.w, d.church, d.kim, d.food, "2026-05-30");
        referral->need = world_need_row(&d.w, need);
        struct dlb_referral *other = world_referral(&d.w, d.centre, d.kim, d.hall, "2026-06-20");
        other->need = world_need_row(&d.w, same ? need : twin);
        cr_expect_eq(run_and_close(&d, &dlb_rule_o09), !same);
    }
}

struct taken_up {
    const char *start;
    bool fits, planned, of_wife, for_all;
    size_t n_findings;
    const char *why;
};

Test(omission_referral, a_newer_service_takes_the_need_up)
{
    static const struct taken_up rows[] = {
        {"2026-06-04", true, false, false, false, 1, "began before the refusal"},
        {"2026-06-05", true, false, false, false, 0, "began that day"},
        {"2026-06-20", true, false, false, false, 0, "began later"},
        {"2026-06-20", true, true, false, false, 1, "is only planned"},
        {"2026-06-20", false, false, false, false, 1, "is of another class"},
        {"2026-06-20", true, false, true, true, 0, "was given to the household"},
        {"2026-06-20", true, false, true, false, 1, "was given to his wife alone"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct desk d;
        refused(&d, "2026-06-30");
        uint32_t wife = world_person(&d.w, d.hall, 0);
        uint32_t agency = rows[i].of_wife ? d.hall : d.church;
        struct dlb_service *service =
            world_service(&d.w, agency, rows[i].of_wife ? wife : d.kim,
                          rows[i].for_all ? d.box : d.lunch, rows[i].start, "");
        if (!rows[i].fits) service->class_ = (struct dlb_class){9302, 4};
        if (rows[i].planned) service->status = DLB_SERVICE_PLANNED;
        size_t n_wanted = rows[i].n_findings;
        cr_expect_eq(run_and_close(&d, &dlb_rule_o09), n_wanted, "%s", rows[i].why);
    }
}

Test(omission_referral, a_referral_for_who_knows_what_is_taken_up_by_anything)
{
    struct desk d;
    refused(&d, "2026-06-30")->need_class = DLB_NO_CODE;
    cr_expect_eq(run_and_close(&d, &dlb_rule_o09), 1);
    refused(&d, "2026-06-30")->need_class = DLB_NO_CODE;
    world_referral(&d.w, d.centre, d.kim, d.hall, "2026-06-20")->need_class = d.housing;
    cr_expect_eq(run_and_close(&d, &dlb_rule_o09), 0);
    refused(&d, "2026-06-30")->need_class = DLB_NO_CODE;
    world_service(&d.w, d.church, d.kim, d.lunch, "2026-06-20", "")->class_ =
        (struct dlb_class){9302, 4};
    cr_expect_eq(run_and_close(&d, &dlb_rule_o09), 0);
}

Test(omission_referral, a_dropped_need_says_since_when)
{
    struct desk d;
    refused(&d, "2026-06-30");
    cr_assert_eq(world_run(&d.w, &dlb_rule_o09), 1);
    const struct dlb_closed *finding = world_finding(&d.w, 0);
    cr_expect_eq(finding->start, day("2026-06-05"));
    cr_expect_eq(finding->due_on, day("2026-06-12"));
    cr_expect_eq(finding->owner_agency, d.centre);
    cr_expect(world_says(&d.w, 0, "\"status\":\"rejected_provider\",\"need_class\":\"food\""));
    cr_expect(world_says(&d.w, 0, "\"dropped_on\":\"2026-06-05\",\"deadline_days\":7"));
    cr_expect(world_says(&d.w, 0, "referral_or_service_after"));
    world_close(&d.w);
}

/* ---- what is not known yet ------------------------------------------------------------------- */

/* An emergency is answered within a day; nobody knows today that it will be one. */
Test(omission_referral, a_need_found_later_makes_nothing_urgent)
{
    for (int later = 0; later < 2; later++) {
        struct desk d;
        desk_open(&d, "2026-06-10");
        struct dlb_need *need =
            world_need(&d.w, d.centre, d.kim, d.food, later ? "2026-06-11" : "2026-06-10");
        need->urgency = DLB_URGENCY_EMERGENCY;
        world_referral(&d.w, d.centre, d.kim, d.church, "2026-06-01")->need =
            world_need_row(&d.w, need);
        cr_expect_eq(run_and_close(&d, &dlb_rule_o07), !later);
    }
}

Test(omission_referral, nothing_is_said_to_be_missing_where_an_upload_is)
{
    static const char world[] = "person P A/a\ntable services\nneed_map food 31\n"
                                "needs A a n food 2026-05-01\n"
                                "referrals A a r B 2026-05-05 rejected_client need_id=n\n";
    char unknown[sizeof world + 64];
    snprintf(unknown, sizeof unknown, "%suploads A services 2026-05 status=failed\n", world);
    expect_findings("2026-06-30", "O09", world, "O09 P 2026-05-05.. A/n A/r\n");
    expect_findings("2026-06-30", "O09", unknown, "");
}
