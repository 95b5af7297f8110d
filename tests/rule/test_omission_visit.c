/* SPDX-License-Identifier: Apache-2.0 */
/*
 * O04, O18: visits and stages of a case, one day before, on and after each deadline.
 */
#include "rule/scenario.h"
#include "world.h"

extern const struct dlb_rule dlb_rule_o04, dlb_rule_o18;

static size_t run_and_close(struct town *t, const struct dlb_rule *rule)
{
    size_t n = world_run(&t->w, rule);
    world_close(&t->w);
    return n;
}

/* ---- O04 ------------------------------------------------------------------------------------- */

/* An emergency of 1 June, seen on a day. */
static size_t unvisited(const char *as_of, const char *visited, const char *closed)
{
    struct town t;
    town_open(&t, as_of);
    struct dlb_case *case_ = world_case(&t.w, t.centre, t.kim, DLB_CASE_EMERGENCY, "2026-06-01");
    case_->visited_on = day(visited);
    case_->closed_on = day(closed);
    return run_and_close(&t, &dlb_rule_o04);
}

Test(omission_visit, an_emergency_is_visited_by_the_next_day)
{
    cr_expect_eq(unvisited("2026-06-02", "", ""), 0);
    cr_expect_eq(unvisited("2026-06-03", "", ""), 1);
    cr_expect_eq(unvisited("2026-06-30", "2026-06-02", ""), 0);
    cr_expect_eq(unvisited("2026-06-30", "2026-06-03", ""), 1);
    cr_expect_eq(unvisited("2026-06-03", "2026-06-04", ""), 1, "a visit to come is none");
}

Test(omission_visit, a_closed_case_is_asked_about_when_its_visit_was_late_and_lately)
{
    cr_expect_eq(unvisited("2026-06-30", "", "2026-06-30"), 0);
    cr_expect_eq(unvisited("2026-06-30", "", "2026-07-01"), 1, "closed tomorrow");
    cr_expect_eq(unvisited("2027-07-01", "2026-06-10", "2026-06-20"), 1, "13 months back");
    cr_expect_eq(unvisited("2027-07-02", "2026-06-10", "2026-06-20"), 0);
    cr_expect_eq(unvisited("2027-07-02", "2026-06-10", ""), 1, "it is open");
}

struct visit {
    enum dlb_event_kind kind;
    const char *date;
    int case_; /* 0 none, 1 this one, 2 another */
    bool of_wife;
    size_t n_findings;
    const char *why;
};

Test(omission_visit, a_visit_is_of_the_case_it_names_or_of_those_received_by_then)
{
    static const struct visit rows[] = {
        {DLB_EVENT_VISIT, "2026-06-02", 1, false, 0, "in time"},
        {DLB_EVENT_VISIT, "2026-05-20", 1, false, 0, "of the case, whenever it was"},
        {DLB_EVENT_VISIT, "2026-06-03", 1, false, 1, "a day late"},
        {DLB_EVENT_VISIT, "2026-06-02", 0, false, 0, "it names no case"},
        {DLB_EVENT_VISIT, "2026-05-31", 0, false, 1, "nor does this one, from before the case"},
        {DLB_EVENT_VISIT, "2026-06-02", 2, false, 1, "another case"},
        {DLB_EVENT_CONTACT, "2026-06-02", 1, false, 1, "a call"},
        {DLB_EVENT_VISIT, "2026-06-02", 1, true, 0, "written down for his wife, of his case"},
        {DLB_EVENT_VISIT, "2026-06-02", 0, true, 1, "hers"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct town t;
        town_open(&t, "2026-06-30");
        uint32_t lee = world_person(&t.w, t.centre, 0), wife = world_person(&t.w, t.centre, 0);
        struct dlb_case *case_ = world_case(&t.w, t.centre, lee, DLB_CASE_EMERGENCY, "2026-06-01");
        struct dlb_case *other = world_case(&t.w, t.centre, lee, DLB_CASE_PUBLIC, "2026-06-01");
        int32_t links[] = {NO_LINK, world_case_row(&t.w, case_), world_case_row(&t.w, other)};
        uint32_t person = rows[i].of_wife ? wife : lee;
        world_event(&t.w, t.centre, person, rows[i].kind, rows[i].date)->case_ =
            links[rows[i].case_];
        size_t n_wanted = rows[i].n_findings;
        cr_expect_eq(run_and_close(&t, &dlb_rule_o04), n_wanted, "%s", rows[i].why);
    }
}

Test(omission_visit, a_late_visit_is_shown_with_its_numbers)
{
    struct town t;
    town_open(&t, "2026-06-30");
    world_case(&t.w, t.centre, t.kim, DLB_CASE_EMERGENCY, "2026-06-01");
    world_event(&t.w, t.hall, t.kim, DLB_EVENT_VISIT, "2026-06-20");
    world_event(&t.w, t.centre, t.kim, DLB_EVENT_VISIT, "2026-06-10");
    world_event(&t.w, t.church, t.kim, DLB_EVENT_VISIT, "2026-06-10");
    cr_assert_eq(world_run(&t.w, &dlb_rule_o04), 1);
    cr_expect(world_says(&t.w, 0, "\"visited_on\":\"2026-06-10\",\"deadline_days\":1"));
    cr_expect(world_says(&t.w, 0, "\"due_on\":\"2026-06-02\",\"days_late\":8"));
    cr_expect(world_says(&t.w, 0, "{\"if\":\"visit_by\",\"day\":\"2026-06-02\"}"));
    cr_expect_eq(world_rows(&t.w, 0, DLB_ROWS_EVENTS, "visit"), 1);
    cr_expect_eq(world_finding(&t.w, 0)->n_agencies, 1, "the centre's visit comes first");
    cr_expect_eq(world_finding(&t.w, 0)->owner_agency, t.centre);
    cr_expect_eq(world_finding(&t.w, 0)->start, day("2026-06-01"));
    cr_expect_eq(world_finding(&t.w, 0)->due_on, day("2026-06-02"));
    cr_expect_eq(world_finding(&t.w, 0)->severity, 4, "3, and an emergency");
    world_close(&t.w);
}

Test(omission_visit, other_classes_are_asked_when_a_deadline_names_them)
{
    for (unsigned case_class = 0; case_class <= DLB_CASE_PUBLIC; case_class++) {
        struct town t;
        town_open(&t, "2026-06-30");
        world_deadline(&t.w, "O04", "focused", 5, false, DLB_DEADLINE_CALENDAR);
        world_case(&t.w, t.centre, t.kim, case_class, "2026-06-24");
        bool asked = case_class == DLB_CASE_EMERGENCY || case_class == DLB_CASE_FOCUSED;
        cr_expect_eq(world_run(&t.w, &dlb_rule_o04), asked, "class %u", case_class);
        cr_expect_eq(t.w.work.now.rows, asked, "class %u", case_class);
        world_close(&t.w);
    }
}

Test(omission_visit, death_ends_the_case)
{
    static const struct {
        const char *death;
        size_t n_findings;
    } rows[] = {{"2026-06-02", 0}, {"2026-06-03", 1}, {"2026-07-01", 1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct town t;
        town_open(&t, "2026-06-30");
        world_case(&t.w, t.centre, t.kim, DLB_CASE_EMERGENCY, "2026-06-01");
        t.w.person_deaths[t.kim] = day(rows[i].death);
        size_t n_wanted = rows[i].n_findings;
        cr_expect_eq(run_and_close(&t, &dlb_rule_o04), n_wanted, "%s", rows[i].death);
    }
}

/* ---- O18 ------------------------------------------------------------------------------------- */

struct stages {
    const char *surveyed, *met, *planned, *as_of, *says;
};

/* A case of 1 June: the survey is due on the 11th, the meeting on the 16th, the plan on 1 July. */
Test(omission_visit, the_first_stage_that_is_missing_or_else_was_late_is_told)
{
    static const struct stages rows[] = {
        {"", "", "", "2026-06-11", NULL},
        {"", "", "", "2026-06-12", "\"stage\":\"surveyed\""},
        {"2026-06-11", "", "", "2026-06-16", NULL},
        {"2026-06-11", "", "", "2026-06-17", "\"stage\":\"met\""},
        {"2026-06-11", "2026-06-16", "", "2026-07-01", NULL},
        {"2026-06-11", "2026-06-16", "", "2026-07-02", "\"stage\":\"planned\""},
        {"2026-06-11", "2026-06-16", "2026-07-01", "2026-07-31", NULL},
        {"2026-06-12", "2026-06-17", "", "2026-06-30", "\"stage\":\"surveyed\",\"done_on\""},
        {"2026-06-12", "", "", "2026-06-30", "\"stage\":\"met\",\"deadline_days\":15"},
        {"2026-06-10", "2026-06-12", "2026-07-10", "2026-07-05",
         "\"stage\":\"planned\","
         "\"deadline_days\":30"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct town t;
        town_open(&t, rows[i].as_of);
        struct dlb_case *case_ = world_case(&t.w, t.centre, t.kim, DLB_CASE_PUBLIC, "2026-06-01");
        case_->surveyed_on = day(rows[i].surveyed);
        case_->met_on = day(rows[i].met);
        case_->planned_on = day(rows[i].planned);
        cr_assert_eq(world_run(&t.w, &dlb_rule_o18), rows[i].says != NULL, "row %zu", i);
        if (rows[i].says) cr_expect(world_says(&t.w, 0, rows[i].says), "row %zu", i);
        world_close(&t.w);
    }
}

static size_t overdue(const char *surveyed, const char *closed, const char *death)
{
    struct town t;
    town_open(&t, "2026-06-15");
    struct dlb_case *case_ = world_case(&t.w, t.centre, t.kim, DLB_CASE_GENERAL, "2026-06-01");
    case_->surveyed_on = day(surveyed);
    case_->closed_on = day(closed);
    t.w.person_deaths[t.kim] = day(death);
    return run_and_close(&t, &dlb_rule_o18);
}

Test(omission_visit, stages_are_asked_about_while_the_case_is_open)
{
    cr_expect_eq(overdue("", "", ""), 1);
    cr_expect_eq(overdue("", "2026-06-15", ""), 0);
    cr_expect_eq(overdue("", "2026-06-16", ""), 1, "closed tomorrow");
    cr_expect_eq(overdue("2026-06-14", "2026-06-15", ""), 0, "it was late, and is closed");
    cr_expect_eq(overdue("", "", "2026-06-11"), 0, "still in time when he died");
    cr_expect_eq(overdue("", "", "2026-06-12"), 1, "late by then");
}

Test(omission_visit, stages_have_the_deadlines_that_the_policy_gives_them)
{
    struct town t;
    town_open(&t, "2026-06-15");
    world_deadline(&t.w, "O18", "surveyed", 14, false, DLB_DEADLINE_CALENDAR);
    world_case(&t.w, t.hall, t.kim, DLB_CASE_GENERAL, "2026-06-01");
    world_case(&t.w, t.centre, t.kim, DLB_CASE_GENERAL, "2026-05-31");
    cr_assert_eq(world_run(&t.w, &dlb_rule_o18), 1);
    cr_expect(world_says(&t.w, 0, "\"due_on\":\"2026-06-14\",\"days_late\":1"));
    cr_expect(world_says(&t.w, 0, "{\"if\":\"stage_entered\",\"day\":null}"));
    cr_expect_eq(world_finding(&t.w, 0)->owner_agency, t.centre);
    cr_expect_eq(world_finding(&t.w, 0)->severity, 2);
    cr_expect_eq(world_rows(&t.w, 0, DLB_ROWS_CASES, "case"), 1);
    world_close(&t.w);
}

/* ---- from rows to findings ------------------------------------------------------------------- */

#define CASE "person kim A/a\ncases A a c1 emergency 2026-06-01\n"

Test(omission_visit, from_rows_to_findings)
{
    expect_findings("2026-06-30", "O04 O18", CASE,
                    "O04 kim 2026-06-01.. A/c1\nO18 kim 2026-06-01.. A/c1\n");
    expect_findings("2026-06-30", "O04 O18", CASE "absent events\n", "O18 kim 2026-06-01.. A/c1\n");
    expect_findings("2026-06-30", "O04 O18",
                    CASE "events A a visit 2026-06-05 case_id=c1\n"
                         "deadlines O18 40 key=surveyed\ndeadlines O18 29 key=met\n",
                    "O04 kim 2026-06-01.. A/c1 A/@\n");
}

Test(omission_visit, a_stage_is_called_what_people_call_it)
{
    expect_in_finding("2026-06-30", "O18", CASE, "message_ko",
                      "2026-06-01에 접수된 사례에 대해 욕구 조사가 기한인 2026-06-11까지 완료되지 "
                      "않았습니다. 19일 지연되었습니다.");
    expect_in_finding("2026-06-30", "O18", CASE, "message_en",
                      "The survey of needs of the case received on 2026-06-01 was not done by "
                      "2026-06-11, the day due: 19 days late.");
}
