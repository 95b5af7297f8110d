/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_traits.c - what a person has, and that rules have nothing to judge of those they skip.
 *
 * A rule that declares too few traits would silently judge less than it says. So everybody in a
 * small town has one kind of row, and each rule is asked about the persons whom a run skips for it.
 */
#include "world.h"

/* Where the rows of each person begin in a table of one row. */
struct one_row {
    uint32_t first[WORLD_MAX + 1];
};

/* Persons with one kind of row each; a stay and a death come with a service that they stop. */
struct kinds {
    struct town t;
    uint32_t nothing, need, referral, case_, event, service, applied, planned, shared, dead, stay,
        assessment, application, fact, signal, report;
    struct dlb_stay stay_row;
    struct dlb_assessment assessment_row;
    struct dlb_application application_row;
    struct dlb_fact fact_row;
    struct dlb_signal signal_row;
    struct dlb_report report_row;
    struct one_row stays, assessments, applications, facts, signals, reports;
};

static uint32_t someone(struct kinds *k)
{
    return world_person(&k->t.w, k->t.centre, NO_HOUSEHOLD);
}

/* The person with the row of a table that a world has no function for. */
static uint32_t row_of(struct kinds *k, struct one_row *rows, uint32_t **first)
{
    uint32_t person = someone(k);
    for (uint32_t i = 0; i <= WORLD_MAX; i++) rows->first[i] = i > person;
    *first = rows->first;
    return person;
}

static void open_small_tables(struct kinds *k)
{
    struct dlb_caseload *c = &k->t.w.caseload;
    k->stay = row_of(k, &k->stays, &c->stays_first);
    k->stay_row =
        (struct dlb_stay){.person = k->stay, .start = day("2026-05-01"), .end = DLB_DAY_OPEN};
    c->stays = &k->stay_row;
    k->assessment = row_of(k, &k->assessments, &c->assessments_first);
    k->assessment_row =
        (struct dlb_assessment){.person = k->assessment, .assessed_on = day("2026-05-01")};
    c->assessments = &k->assessment_row;
    k->application = row_of(k, &k->applications, &c->applications_first);
    k->application_row = (struct dlb_application){.person = k->application,
                                                  .programme = k->t.lunch,
                                                  .applied_on = day("2026-05-01"),
                                                  .decided_on = DLB_DAY_NONE,
                                                  .result = UINT8_MAX};
    c->applications = &k->application_row;
    k->fact = row_of(k, &k->facts, &c->facts_first);
    k->fact_row = (struct dlb_fact){.person = k->fact, .as_of = day("2026-05-01")};
    c->facts = &k->fact_row;
    k->signal = row_of(k, &k->signals, &c->signals_first);
    k->signal_row =
        (struct dlb_signal){.person = k->signal, .month = dlb_month_of(day("2026-05-01"))};
    c->signals = &k->signal_row;
    k->report = row_of(k, &k->reports, &c->reports_first);
    k->report_row = (struct dlb_report){
        .person = k->report, .reported_on = day("2026-05-01"), .by_kind = UINT8_MAX};
    c->reports = &k->report_row;
}

static void open_kinds(struct kinds *k)
{
    struct world *w = &k->t.w;
    town_open(&k->t, "2026-06-30");
    w->programmes[k->t.lunch].home_based = true;
    k->nothing = someone(k);
    world_need(w, k->t.centre, k->need = someone(k), k->t.food, "2026-01-10");
    world_referral(w, k->t.centre, k->referral = someone(k), k->t.hall, "2026-01-10");
    world_case(w, k->t.centre, k->case_ = someone(k), DLB_CASE_EMERGENCY, "2026-01-10");
    for (unsigned i = 0; i < 3; i++)
        world_event(w, k->t.centre, k->event = i ? k->event : someone(k), DLB_EVENT_FAILED_CONTACT,
                    "2026-06-10");
    world_service(w, k->t.centre, k->service = someone(k), k->t.lunch, "2026-05-01", "2026-07-10");
    world_service(w, k->t.centre, k->applied = someone(k), k->t.lunch, "2026-01-01", "")->status =
        DLB_SERVICE_APPLIED;
    world_service(w, k->t.centre, k->planned = someone(k), k->t.lunch, "2026-01-01", "")->status =
        DLB_SERVICE_PLANNED;
    world_service(w, k->t.centre, k->shared = someone(k), k->t.box, "2026-05-01", "2026-05-01");
    world_record(w, k->t.hall, k->shared);
    world_service(w, k->t.hall, k->shared, k->t.lunch, "2026-05-01", "2026-05-09");
    w->person_deaths[k->dead = someone(k)] = day("2026-05-01");
    open_small_tables(k);
    world_service(w, k->t.centre, k->dead, k->t.lunch, "2026-05-01", "2026-07-10");
    world_service(w, k->t.centre, k->stay, k->t.lunch, "2026-05-01", "2026-07-10");
}

static bool is_of_persons(const void *context, const struct dlb_rule *rule)
{
    (void)context;
    return rule->scope == DLB_SCOPE_PERSON && rule->traits;
}

Test(traits, a_person_has_what_the_rows_say)
{
    struct kinds k;
    open_kinds(&k);
    struct world *w = &k.t.w;
    world_rules_open(w, is_of_persons, NULL);
    const uint64_t service = DLB_TRAIT_SERVICES;
    struct {
        uint32_t person;
        uint64_t traits;
    } expected[] = {{k.nothing, 0},
                    {k.need, DLB_TRAIT_NEEDS},
                    {k.referral, DLB_TRAIT_REFERRALS},
                    {k.case_, DLB_TRAIT_CASES},
                    {k.event, DLB_TRAIT_EVENTS},
                    {k.service, service},
                    {k.applied, service | DLB_TRAIT_APPLIED},
                    {k.planned, service | DLB_TRAIT_PROMISED},
                    {k.shared, service | DLB_TRAIT_SHARED},
                    {k.dead, service | DLB_TRAIT_DEATH},
                    {k.stay, service | DLB_TRAIT_STAYS},
                    {k.assessment, DLB_TRAIT_ASSESSMENTS},
                    {k.application, DLB_TRAIT_APPLICATIONS},
                    {k.fact, DLB_TRAIT_FACTS},
                    {k.signal, DLB_TRAIT_SIGNALS},
                    {k.report, DLB_TRAIT_REPORTS}};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        uint64_t traits = dlb_traits_of(&w->caseload, DLB_SCOPE_PERSON, expected[i].person);
        cr_expect_eq(traits & UINT32_MAX, expected[i].traits | DLB_TRAIT_PERSON,
                     "person %zu has %llx", i, (unsigned long long)traits);
    }
    uint64_t of_box = dlb_traits_of(&w->caseload, DLB_SCOPE_PERSON, k.shared);
    cr_expect(of_box & DLB_TRAIT_MARKED(DLB_MARK_UNIT), "boxes are for the household as a whole");
    world_rules_close(w);
    world_close(w);
}

Test(traits, nothing_is_there_to_judge_of_those_whom_a_run_skips)
{
    struct kinds k;
    open_kinds(&k);
    struct world *w = &k.t.w;
    world_rules_open(w, is_of_persons, NULL);
    size_t n_skipped = 0;
    for (uint32_t person = 0; person < w->caseload.n_persons; person++)
        for (size_t i = w->running.first[0]; i < w->running.first[1]; i++) {
            const struct dlb_running_rule *running = &w->running.list[i];
            w->work.traits = dlb_traits_of(&w->caseload, DLB_SCOPE_PERSON, person);
            if (running->rule->traits & w->work.traits) continue;
            w->work.settings = running->settings;
            w->work.lookback_start = running->lookback_start;
            w->work.now = (struct dlb_judged){0};
            running->kernel(&w->work, running->rule, person);
            cr_expect_eq(w->work.now.rows + w->work.now.left, 0, "%s looks at rows of person %u",
                         running->rule->id, person);
            n_skipped++;
        }
    cr_expect_gt(n_skipped, 100);
    cr_expect_eq(w->findings.closed.n, 0);
    world_rules_close(w);
    world_close(w);
}
