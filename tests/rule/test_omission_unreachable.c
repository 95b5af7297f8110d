/* SPDX-License-Identifier: Apache-2.0 */
/*
 * O21: enough failures within the window and one fewer, and what ends them.
 */
#include "rule/scenario.h"
#include "world.h"

extern const struct dlb_rule dlb_rule_o21;

struct attempts {
    const char *failed[4];
    enum dlb_event_kind kind;
    const char *success; /* "": none */
    size_t n_findings;
    const char *why;
};

Test(omission_unreachable, three_failures_in_fourteen_days_and_nothing_since)
{
    static const struct attempts rows[] = {
        {{"2026-06-01", "2026-06-08", "2026-06-15"}, 0, "", 1, "fourteen days apart"},
        {{"2026-06-01", "2026-06-08", "2026-06-16"}, 0, "", 0, "fifteen"},
        {{"2026-06-01", "2026-06-15"}, 0, "", 0, "two"},
        {{"2026-06-01", "2026-06-01", "2026-06-01"}, 0, "", 1, "on one day"},
        {{"2026-05-01", "2026-06-02", "2026-06-03", "2026-06-04"}, 0, "", 1, "the last three"},
        {{"2026-06-20", "2026-06-25", "2026-07-01"}, 0, "", 0, "one lies ahead"},
        {{"2026-06-01", "2026-06-02", "2026-06-03"}, DLB_EVENT_CONTACT, "2026-05-31", 1, "before"},
        {{"2026-06-01", "2026-06-02", "2026-06-03"}, DLB_EVENT_CONTACT, "2026-06-01", 0, "same"},
        {{"2026-06-01", "2026-06-02", "2026-06-03"}, DLB_EVENT_VISIT, "2026-06-20", 0, "visited"},
        {{"2026-06-01", "2026-06-02", "2026-06-03"}, DLB_EVENT_MOVE_IN, "2026-06-20", 0, "in"},
        {{"2026-06-01", "2026-06-02", "2026-06-03"}, DLB_EVENT_MOVE_OUT, "2026-06-20", 0, "out"},
        {{"2026-06-01", "2026-06-02", "2026-06-03"}, DLB_EVENT_MEETING, "2026-06-20", 1, "talked"},
        {{"2026-06-01", "2026-06-02", "2026-06-03"}, DLB_EVENT_VISIT, "2026-07-01", 1, "to come"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct town t;
        town_open(&t, "2026-06-30");
        for (size_t j = 0; j < 4 && rows[i].failed[j]; j++)
            world_event(&t.w, t.hall, t.kim, DLB_EVENT_FAILED_CONTACT, rows[i].failed[j]);
        if (*rows[i].success) world_event(&t.w, t.church, t.kim, rows[i].kind, rows[i].success);
        cr_expect_eq(world_run(&t.w, &dlb_rule_o21), rows[i].n_findings, "%s", rows[i].why);
        world_close(&t.w);
    }
}

Test(omission_unreachable, the_failures_of_the_first_window_and_all_since_are_shown)
{
    struct town t;
    town_open(&t, "2026-06-30");
    const char *failed[] = {"2026-04-01", "2026-05-02", "2026-05-10", "2026-05-16", "2026-06-20"};
    for (size_t i = 0; i < sizeof failed / sizeof *failed; i++)
        world_event(&t.w, i < 4 ? t.hall : t.church, t.kim, DLB_EVENT_FAILED_CONTACT, failed[i]);
    cr_assert_eq(world_run(&t.w, &dlb_rule_o21), 1);
    cr_expect(world_says(&t.w, 0, "\"n_failed\":4,\"min_failed\":3,\"window_days\":14"));
    cr_expect(world_says(&t.w, 0, "\"last_failed_on\":\"2026-06-20\""));
    cr_expect(world_says(&t.w, 0, "{\"if\":\"contact_after\",\"day\":\"2026-05-02\"}"));
    cr_expect_eq(world_rows(&t.w, 0, DLB_ROWS_EVENTS, "failed_contact"), 4);
    cr_expect_eq(world_finding(&t.w, 0)->start, day("2026-05-02"));
    cr_expect_eq(world_finding(&t.w, 0)->due_on, day("2026-07-10"), "ten days to act");
    cr_expect_eq(world_finding(&t.w, 0)->owner_agency, t.church, "who tried last");
    cr_expect_eq(world_finding(&t.w, 0)->severity, 3);
    cr_expect_eq(t.w.work.now.rows, 5);
    world_close(&t.w);
}

Test(omission_unreachable, the_policy_says_how_many_and_how_close)
{
    for (int64_t min_failed = 2; min_failed <= 4; min_failed++)
        for (int64_t window = 1; window <= 2; window++) {
            struct town t;
            town_open(&t, "2026-06-30");
            world_param(&t.w, "O21", "min_failed", NULL, min_failed);
            world_param(&t.w, "O21", "window_days", NULL, window);
            for (int i = 1; i <= 3; i++)
                world_event(&t.w, t.hall, t.kim, DLB_EVENT_FAILED_CONTACT, "2026-06-01")->date += i;
            cr_expect_eq(world_run(&t.w, &dlb_rule_o21), min_failed - 1 <= window && min_failed < 4,
                         "%d in %d days", (int)min_failed, (int)window);
            world_close(&t.w);
        }
}

Test(omission_unreachable, the_dead_are_not_called)
{
    for (int dead = 0; dead < 2; dead++) {
        struct town t;
        town_open(&t, "2026-06-30");
        for (int i = 1; i <= 3; i++)
            world_event(&t.w, t.hall, t.kim, DLB_EVENT_FAILED_CONTACT, "2026-06-01")->date += i;
        t.w.person_deaths[t.kim] = day(dead ? "2026-06-29" : "2026-06-30");
        cr_expect_eq(world_run(&t.w, &dlb_rule_o21), !dead);
        world_close(&t.w);
    }
}

Test(omission_unreachable, from_rows_to_findings)
{
#define FAILED                                                                                     \
    "person kim A/a B/b\nevents A a failed_contact 2026-06-01\n"                                   \
    "events B b failed_contact 2026-06-02\nevents A a failed_contact 2026-06-03\n"
    expect_findings("2026-06-30", "O21", FAILED, "O21 kim 2026-06-01.. A/@ A/@ B/@\n");
    expect_findings("2026-06-30", "O21", FAILED "events B b contact 2026-06-03\n", "");
    expect_findings("2026-06-30", "O21", FAILED "rules O21 min_failed 4\n", "");
}
