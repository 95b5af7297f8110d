/* SPDX-License-Identifier: Apache-2.0 */
/*
 * O19: meetings in the last full month, and committees one day before, on and after the deadline.
 */
#include "rule/scenario.h"
#include "world.h"

extern const struct dlb_rule dlb_rule_o19;

/* ---- a: a meeting in every month ------------------------------------------------------------- */

struct month {
    const char *received, *closed, *death, *met;
    size_t n_findings;
    const char *why;
};

Test(omission_meeting, a_focused_case_is_discussed_in_every_month_that_it_is_open)
{
    static const struct month rows[] = {
        {"2026-05-01", "", "", "", 1, "open through May"},
        {"2026-05-02", "", "", "", 0, "since the second of May"},
        {"2026-01-01", "2026-05-31", "", "", 0, "closed on the last of May"},
        {"2026-01-01", "2026-06-01", "", "", 1, "closed on the first of June"},
        {"2026-01-01", "", "2026-05-31", "", 0, "he died on the last of May"},
        {"2026-01-01", "2026-06-10", "2026-05-31", "", 0, "and somebody closed it later"},
        {"2026-01-01", "", "2026-06-01", "", 1, "he died on the first of June"},
        {"2026-01-01", "", "", "2026-04-30", 1, "discussed in April"},
        {"2026-01-01", "", "", "2026-05-01", 0, "discussed on the first of May"},
        {"2026-01-01", "", "", "2026-05-31", 0, "discussed on the last of May"},
        {"2026-01-01", "", "", "2026-06-01", 1, "discussed in June"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int by_event = 0; by_event < 2; by_event++) {
            struct town t;
            town_open(&t, "2026-06-30");
            struct dlb_case *case_ =
                world_case(&t.w, t.centre, t.kim, DLB_CASE_FOCUSED, rows[i].received);
            case_->closed_on = day(rows[i].closed);
            t.w.person_deaths[t.kim] = day(rows[i].death);
            if (by_event && *rows[i].met)
                world_event(&t.w, t.hall, t.kim, DLB_EVENT_MEETING, rows[i].met);
            else
                case_->met_on = day(rows[i].met);
            cr_expect_eq(world_run(&t.w, &dlb_rule_o19), rows[i].n_findings, "%s", rows[i].why);
            world_close(&t.w);
        }
}

Test(omission_meeting, only_emergencies_and_focused_cases_are_asked_about)
{
    for (unsigned case_class = 0; case_class <= DLB_CASE_PUBLIC; case_class++) {
        struct town t;
        town_open(&t, "2026-06-30");
        world_case(&t.w, t.centre, t.kim, case_class, "2026-01-01");
        size_t n_wanted[] = {2, 1, 0, 0};
        cr_expect_eq(world_run(&t.w, &dlb_rule_o19), n_wanted[case_class], "%u", case_class);
        cr_expect_eq(t.w.work.now.rows, n_wanted[case_class], "%u", case_class);
        world_close(&t.w);
    }
}

Test(omission_meeting, a_month_without_a_meeting_is_shown_with_its_days)
{
    struct town t;
    town_open(&t, "2026-06-30");
    world_case(&t.w, t.centre, t.kim, DLB_CASE_FOCUSED, "2026-01-01");
    cr_assert_eq(world_run(&t.w, &dlb_rule_o19), 1);
    cr_expect(world_says(&t.w, 0, "\"meeting\":\"meeting\",\"due_on\":\"2026-05-31\""));
    cr_expect(world_says(&t.w, 0, "{\"if\":\"meeting_entered\",\"day\":\"2026-05-31\"}"));
    cr_expect_eq(world_finding(&t.w, 0)->start, day("2026-05-01"));
    cr_expect_eq(world_finding(&t.w, 0)->end, day("2026-06-01"));
    cr_expect_eq(world_finding(&t.w, 0)->due_on, day("2026-05-31"));
    cr_expect_eq(world_finding(&t.w, 0)->owner_agency, t.centre);
    cr_expect_eq(world_finding(&t.w, 0)->severity, 1);
    world_close(&t.w);
}

/* ---- b: a committee in an emergency ---------------------------------------------------------- */

/* An emergency of 10 June, so that no month is asked about; its committee is due on the 17th. */
static size_t uncommitted(const char *as_of, const char *held, const char *closed,
                          const char *death)
{
    struct town t;
    town_open(&t, as_of);
    world_case(&t.w, t.centre, t.kim, DLB_CASE_EMERGENCY, "2026-06-10")->closed_on = day(closed);
    t.w.person_deaths[t.kim] = day(death);
    if (*held) world_event(&t.w, t.hall, t.kim, DLB_EVENT_COMMITTEE, held);
    size_t n = world_run(&t.w, &dlb_rule_o19);
    world_close(&t.w);
    return n;
}

Test(omission_meeting, a_committee_meets_on_an_emergency_within_seven_days)
{
    cr_expect_eq(uncommitted("2026-06-17", "", "", ""), 0);
    cr_expect_eq(uncommitted("2026-06-18", "", "", ""), 1);
    cr_expect_eq(uncommitted("2026-06-30", "2026-06-17", "", ""), 0);
    cr_expect_eq(uncommitted("2026-06-30", "2026-06-18", "", ""), 1, "a day late");
    cr_expect_eq(uncommitted("2026-06-30", "2026-06-09", "", ""), 1, "before the case, for none");
    cr_expect_eq(uncommitted("2026-06-30", "", "2026-06-30", ""), 0, "closed");
    cr_expect_eq(uncommitted("2026-06-30", "", "2026-07-01", ""), 1, "closed tomorrow");
    cr_expect_eq(uncommitted("2026-06-30", "", "", "2026-06-17"), 0, "he died in time");
    cr_expect_eq(uncommitted("2026-06-30", "", "", "2026-06-18"), 1, "it was late when he died");
}

Test(omission_meeting, both_parts_are_findings_of_their_own)
{
    struct town t;
    town_open(&t, "2026-06-30");
    world_case(&t.w, t.centre, t.kim, DLB_CASE_EMERGENCY, "2026-05-01");
    world_event(&t.w, t.hall, t.kim, DLB_EVENT_COMMITTEE, "2026-05-10");
    cr_assert_eq(world_run(&t.w, &dlb_rule_o19), 2);
    cr_expect(memcmp(world_finding(&t.w, 0)->id, world_finding(&t.w, 1)->id, 16) != 0);
    cr_expect(world_says(&t.w, 1, "\"meeting\":\"committee\",\"held_on\":\"2026-05-10\""));
    cr_expect(world_says(&t.w, 1, "\"due_on\":\"2026-05-08\",\"days_late\":2"));
    cr_expect_eq(world_rows(&t.w, 1, DLB_ROWS_EVENTS, "committee"), 1);
    cr_expect_eq(world_finding(&t.w, 1)->severity, 2, "1, and an emergency");
    world_close(&t.w);
}

Test(omission_meeting, from_rows_to_findings)
{
#define CASE "person kim A/a\ncases A a c1 emergency 2026-05-01\n"
    expect_findings("2026-06-30", "O19", CASE,
                    "O19 kim 2026-05-01.. A/c1\nO19 kim 2026-05-01..2026-05-31 A/c1\n");
    expect_findings("2026-06-30", "O19",
                    CASE "events A a meeting 2026-05-12 case_id=c1\n"
                         "events A a committee 2026-05-02 case_id=c1\n",
                    "");
    expect_findings("2026-06-30", "O19",
                    CASE "events A a meeting 2026-05-12 case_id=c1\ndeadlines O19 60\n", "");
    expect_findings("2026-06-30", "O19", CASE "absent events\n", "");
}
