/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_traits.c - what a person has, and that a rule misses nothing where it is not asked.
 *
 * A rule that declares traits it does not need all of, or too few of those that it does, would
 * silently judge less than it says. So everybody of a small town has one kind of row, and each rule
 * is asked about those whom it would not be asked about.
 */
#include "world.h"

/* Persons with one kind of row each. */
struct kinds {
    struct town t;
    uint32_t nothing, need, referral, case_, event, service, applied, planned, shared;
};

static uint32_t someone(struct kinds *k)
{
    return world_person(&k->t.w, k->t.centre, NO_HOUSEHOLD);
}

static void open_kinds(struct kinds *k)
{
    struct world *w = &k->t.w;
    town_open(&k->t, "2026-06-30");
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
                    {k.shared, service | DLB_TRAIT_SHARED}};
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

Test(traits, nothing_is_judged_of_whom_a_rule_is_not_asked_about)
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
            cr_expect_eq(w->work.now.rows, 0, "%s judges rows of person %u", running->rule->id,
                         person);
            n_skipped++;
        }
    cr_expect_gt(n_skipped, 100);
    cr_expect_eq(w->findings.closed.n, 0);
    world_rules_close(w);
    world_close(w);
}
