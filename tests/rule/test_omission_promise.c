/* SPDX-License-Identifier: Apache-2.0 */
/*
 * O25: promises one day before, on and after the deadline, and deliveries that keep them.
 */
#include "rule/scenario.h"
#include "world.h"

extern const struct dlb_rule dlb_rule_o25;

struct promise {
    enum dlb_service_status status;
    uint32_t programme; /* 0 lunch by the day, 1 a box once, 2 a voucher by the month */
    const char *as_of;
    size_t n_findings;
};

Test(omission_promise, what_is_planned_or_approved_for_once_is_a_promise)
{
    static const struct promise rows[] = {
        {DLB_SERVICE_PLANNED, 0, "2026-06-08", 0},   {DLB_SERVICE_PLANNED, 0, "2026-06-09", 1},
        {DLB_SERVICE_APPROVED, 0, "2026-06-09", 0},  {DLB_SERVICE_APPROVED, 1, "2026-06-08", 0},
        {DLB_SERVICE_APPROVED, 1, "2026-06-09", 1},  {DLB_SERVICE_APPROVED, 2, "2026-06-09", 1},
        {DLB_SERVICE_APPLIED, 1, "2026-06-09", 0},   {DLB_SERVICE_REJECTED, 1, "2026-06-09", 0},
        {DLB_SERVICE_CANCELLED, 1, "2026-06-09", 0}, {DLB_SERVICE_DELIVERED, 1, "2026-06-09", 0},
        {DLB_SERVICE_PLANNED, 0, "2027-07-01", 1},   {DLB_SERVICE_PLANNED, 0, "2027-07-02", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct town t;
        town_open(&t, rows[i].as_of);
        uint32_t programmes[] = {t.lunch, t.box, t.rent};
        t.w.programmes[t.rent].kind = DLB_BENEFIT_VOUCHER;
        struct dlb_service *service = world_service(
            &t.w, t.church, t.kim, programmes[rows[i].programme], "2026-06-01", "2026-06-30");
        service->status = (uint8_t)rows[i].status;
        cr_expect_eq(world_run(&t.w, &dlb_rule_o25), rows[i].n_findings, "row %zu", i);
        bool judged = rows[i].status == DLB_SERVICE_PLANNED || rows[i].programme > 0;
        judged = judged && rows[i].status <= DLB_SERVICE_APPROVED &&
                 rows[i].status != DLB_SERVICE_APPLIED && strcmp(rows[i].as_of, "2027-07-02") < 0;
        cr_expect_eq(t.w.work.now.rows, judged, "row %zu", i);
        world_close(&t.w);
    }
}

struct delivery {
    enum dlb_service_status status;
    const char *start;
    int other; /* 1: another agency's, 2: of another programme, 3: to another person */
    size_t n_findings;
    const char *why;
};

Test(omission_promise, a_delivery_of_the_programme_by_the_agency_keeps_it)
{
    static const struct delivery rows[] = {
        {DLB_SERVICE_DELIVERED, "2026-05-25", 0, 0, "seven days before"},
        {DLB_SERVICE_DELIVERED, "2026-05-24", 0, 1, "eight days before"},
        {DLB_SERVICE_ACTIVE, "2026-06-30", 0, 0, "begun today"},
        {DLB_SERVICE_ENDED, "2026-06-03", 0, 0, "ended"},
        {DLB_SERVICE_DELIVERED, "2026-07-01", 0, 1, "tomorrow"},
        {DLB_SERVICE_APPROVED, "2026-06-03", 0, 1, "approved is not given"},
        {DLB_SERVICE_REVERSED, "2026-06-03", 0, 1, "reversed"},
        {DLB_SERVICE_DELIVERED, "2026-06-03", 1, 1, "by another agency"},
        {DLB_SERVICE_DELIVERED, "2026-06-03", 2, 1, "another programme"},
        {DLB_SERVICE_DELIVERED, "2026-06-03", 3, 1, "to another person"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct town t;
        town_open(&t, "2026-06-30");
        int other = rows[i].other;
        uint32_t lee = world_person(&t.w, t.church, NO_HOUSEHOLD);
        world_service(&t.w, t.church, t.kim, t.lunch, "2026-06-01", "")->status =
            DLB_SERVICE_PLANNED;
        world_service(&t.w, other == 1 ? t.hall : t.church, other == 3 ? lee : t.kim,
                      other == 2 ? t.rent : t.lunch, rows[i].start, "")
            ->status = (uint8_t)rows[i].status;
        cr_expect_eq(world_run(&t.w, &dlb_rule_o25), rows[i].n_findings, "%s", rows[i].why);
        world_close(&t.w);
    }
}

Test(omission_promise, promises_of_one_day_are_one_finding)
{
    struct town t;
    town_open(&t, "2026-06-30");
    const char *starts[] = {"2026-06-01", "2026-06-10", "2026-06-01"};
    for (size_t i = 0; i < 3; i++)
        world_service(&t.w, t.church, t.kim, t.lunch, starts[i], "")->status = DLB_SERVICE_PLANNED;
    world_service(&t.w, t.church, t.kim, t.lunch, "2026-05-01", "2026-05-20");
    cr_assert_eq(world_run(&t.w, &dlb_rule_o25), 2);
    cr_expect_eq(world_rows(&t.w, 0, DLB_ROWS_SERVICES, "promised"), 2);
    cr_expect(world_says(&t.w, 0, "\"last_delivered_on\":\"2026-05-01\",\"deadline_days\":7"));
    cr_expect(world_says(&t.w, 0, "\"due_on\":\"2026-06-08\",\"days_late\":22"));
    cr_expect(world_says(&t.w, 0, "{\"if\":\"delivery_entered\",\"day\":null}"));
    cr_expect_eq(world_finding(&t.w, 0)->start, day("2026-06-01"));
    cr_expect_eq(world_finding(&t.w, 0)->programme, t.lunch);
    cr_expect_eq(world_finding(&t.w, 0)->class_.code, 3102);
    cr_expect_eq(world_finding(&t.w, 0)->owner_agency, t.church);
    cr_expect_eq(world_finding(&t.w, 0)->severity, 2);
    cr_expect_eq(world_finding(&t.w, 1)->start, day("2026-06-10"));
    world_close(&t.w);
}

Test(omission_promise, the_deadline_counts_forwards_and_backwards)
{
    for (int later = 0; later < 2; later++) {
        struct town t;
        town_open(&t, "2026-06-30");
        world_deadline(&t.w, "O25", NULL, 3, false, DLB_DEADLINE_CALENDAR);
        world_service(&t.w, t.church, t.kim, t.lunch, "2026-06-10", "")->status =
            DLB_SERVICE_PLANNED;
        world_service(&t.w, t.church, t.kim, t.lunch, later ? "2026-06-07" : "2026-06-06", "");
        cr_expect_eq(world_run(&t.w, &dlb_rule_o25), !later);
        world_close(&t.w);
    }
}

Test(omission_promise, nothing_is_promised_for_the_days_after_a_death)
{
    static const struct {
        const char *death;
        size_t n_findings;
    } rows[] = {{"2026-06-09", 0}, {"2026-06-10", 1}, {"2026-06-29", 1}, {"2026-07-01", 1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct town t;
        town_open(&t, "2026-06-30");
        world_service(&t.w, t.church, t.kim, t.lunch, "2026-06-10", "")->status =
            DLB_SERVICE_PLANNED;
        t.w.person_deaths[t.kim] = day(rows[i].death);
        cr_expect_eq(world_run(&t.w, &dlb_rule_o25), rows[i].n_findings, "%s", rows[i].death);
        world_close(&t.w);
    }
}

Test(omission_promise, from_rows_to_findings)
{
#define PLANNED                                                                                    \
    "person kim A/a B/b\n"                                                                         \
    "services A a s1 lunch 2026-06-01 - status=planned\n"
    expect_findings("2026-06-30", "O25", PLANNED, "O25 kim 2026-06-01.. A/s1\n");
    expect_findings("2026-06-30", "O25", PLANNED "services A a s2 lunch 2026-06-20 -\n", "");
    expect_findings("2026-06-30", "O25", PLANNED "absent programmes\n", "");
    expect_findings("2026-06-30", "O25",
                    PLANNED "uploads A services 2026-05\nuploads B services 2026-04\n", "");
}

Test(omission_promise, an_unknown_programme_is_one_however_it_is_spelled)
{
#define RIDE                                                                                       \
    "person P A/a\nprogrammes lunch 3103\n"                                                        \
    "services A a s1 Riding 2026-06-01 - class=9201 status=planned\n"
    expect_findings("2026-06-30", "O25", RIDE, "O25 P 2026-06-01.. 9201 A/s1\n");
    expect_findings("2026-06-30", "O25", RIDE "services A a s2 riding 2026-06-02 - class=9201\n",
                    "");
    expect_findings("2026-06-30", "O25", RIDE "services A a s2 ~RIDING 2026-06-02 - class=9201\n",
                    "");
    expect_findings("2026-06-30", "O25", RIDE "services A a s2 rowing 2026-06-02 - class=9201\n",
                    "O25 P 2026-06-01.. 9201 A/s1\n");
    expect_in_finding("2026-06-30", "O25", RIDE "services A a s2 riding 2026-01-02 - class=9201\n",
                      "key", "riding A");
    expect_in_finding("2026-06-30", "O25", RIDE, "key", "Riding A");
}
