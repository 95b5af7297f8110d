/* SPDX-License-Identifier: Apache-2.0 */
/*
 * O01 and O10 against a walk through the days, in worlds of random rows; and every rule
 * about omissions while memory runs out.
 */
#include "world.h"

enum { DAYS = 90, N_NEEDS = 3, N_SERVICES = 6 };

static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static int32_t below(uint64_t *state, int32_t limit)
{
    return (int32_t)(next_random(state) % (uint64_t)limit);
}

struct plain_need {
    int32_t from;
    uint8_t status, urgency;
    bool housing;
};

struct plain_service {
    int32_t start, end; /* half-open */
    bool housing, is_box, active;
};

struct plain_world {
    int32_t as_of, zero;
    size_t n_needs, n_services;
    struct plain_need needs[N_NEEDS];
    struct plain_service services[N_SERVICES];
};

static void invent(struct plain_world *p, uint64_t *state)
{
    p->zero = day("2026-01-01");
    p->as_of = 30 + below(state, DAYS);
    p->n_needs = (size_t)below(state, N_NEEDS) + 1;
    p->n_services = (size_t)below(state, N_SERVICES) + below(state, 2);
    for (size_t i = 0; i < p->n_needs; i++)
        p->needs[i] = (struct plain_need){below(state, DAYS), (uint8_t)below(state, 3),
                                          (uint8_t)below(state, 4), below(state, 3) == 0};
    for (size_t i = 0; i < p->n_services; i++) {
        struct plain_service *service = &p->services[i];
        service->start = below(state, DAYS);
        service->housing = below(state, 3) == 0;
        service->is_box = !service->housing && below(state, 3) == 0;
        service->active = below(state, 5) != 0;
        service->end = service->start + 1 + (service->is_box ? 0 : below(state, 20));
        if (!service->is_box && below(state, 10) == 0) service->end = DLB_DAY_OPEN;
    }
}

static void build(const struct plain_world *p, struct town *t)
{
    town_open(t, "2026-01-01");
    t->w.caseload.as_of = p->zero + p->as_of;
    for (size_t i = 0; i < p->n_needs; i++) {
        const struct plain_need *plain = &p->needs[i];
        struct dlb_need *need =
            world_need(&t->w, t->centre, t->kim, plain->housing ? t->housing : t->food, "");
        need->identified_on = p->zero + plain->from;
        need->status = plain->status;
        need->urgency = plain->urgency;
    }
    for (size_t i = 0; i < p->n_services; i++) {
        const struct plain_service *plain = &p->services[i];
        uint32_t programme = plain->housing ? t->rent : plain->is_box ? t->box : t->lunch;
        struct dlb_service *service = world_service(&t->w, t->church, t->kim, programme, "", "");
        service->start = p->zero + plain->start;
        service->end = plain->end == DLB_DAY_OPEN ? DLB_DAY_OPEN : p->zero + plain->end;
        service->status = plain->active ? DLB_SERVICE_DELIVERED : DLB_SERVICE_PLANNED;
    }
}

/* Goods last thirty days, whatever end they have. */
static int32_t end_of(const struct plain_service *s)
{
    return s->is_box && !s->housing ? s->start + 30 : s->end;
}

/* Day by day: was anything of the kind given since a day? */
static bool given_since(const struct plain_world *p, bool housing, int32_t from)
{
    for (int32_t today = from; today <= p->as_of; today++)
        for (size_t i = 0; i < p->n_services; i++) {
            const struct plain_service *s = &p->services[i];
            if (s->active && s->housing == housing && s->start <= today && today < end_of(s))
                return true;
        }
    return false;
}

static bool is_unmet(const struct plain_world *p, const struct plain_need *need)
{
    static const int32_t deadlines[] = {3, 7, 30, 60};
    bool open = need->status == DLB_NEED_OPEN || need->status == DLB_NEED_PARTLY;
    bool late = p->as_of - need->from > deadlines[need->urgency];
    return open && late && !given_since(p, need->housing, need->from);
}

/* How many classes of need are unmet. */
static size_t count_unmet(const struct plain_world *p)
{
    size_t n = 0;
    for (int housing = 0; housing < 2; housing++) {
        bool any = false;
        for (size_t i = 0; i < p->n_needs; i++)
            any |= p->needs[i].housing == housing && is_unmet(p, &p->needs[i]);
        n += any;
    }
    return n;
}

/* The last day covered by what overlaps the time since the first open need; -1: nothing. */
static int32_t last_covered(const struct plain_world *p, bool housing, int32_t from)
{
    int32_t last = -1;
    for (size_t i = 0; i < p->n_services; i++) {
        const struct plain_service *s = &p->services[i];
        if (!s->active || s->housing != housing || s->start > p->as_of || end_of(s) <= from)
            continue;
        for (int32_t today = s->start; today < end_of(s) && today < 3 * DAYS; today++)
            if (today > last) last = today;
    }
    return last;
}

static size_t count_lapsed(const struct plain_world *p)
{
    size_t n = 0;
    for (int housing = 0; housing < 2; housing++) {
        int32_t from = DLB_DAY_OPEN;
        for (size_t i = 0; i < p->n_needs; i++) {
            const struct plain_need *need = &p->needs[i];
            bool open = need->status == DLB_NEED_OPEN || need->status == DLB_NEED_PARTLY;
            if (open && need->housing == housing && need->from < from) from = need->from;
        }
        int32_t last = from == DLB_DAY_OPEN ? -1 : last_covered(p, housing, from);
        n += last >= 0 && p->as_of - last > (housing ? 14 : 1);
    }
    return n;
}

Test(omission_days, random_worlds_agree_with_a_walk_through_the_days)
{
    uint64_t state = 11;
    size_t n_unmet = 0, n_lapsed = 0;
    struct town t;
    for (int round = 0; round < 10000; round++) {
        struct plain_world p;
        invent(&p, &state);
        build(&p, &t);
        cr_assert_eq(world_run(&t.w, &dlb_rule_o01), count_unmet(&p), "O01 in round %d", round);
        cr_assert_eq(world_run(&t.w, &dlb_rule_o10), count_lapsed(&p), "O10 in round %d", round);
        n_unmet += count_unmet(&p);
        n_lapsed += count_lapsed(&p);
        world_close(&t.w);
    }
    cr_expect_gt(n_unmet, 1000);
    cr_expect_gt(n_lapsed, 1000);
}

Test(omission_days, far_away_rows_change_nothing)
{
    uint64_t state = 12;
    for (int round = 0; round < 500; round++) {
        struct plain_world p;
        struct town t, u;
        invent(&p, &state);
        build(&p, &t);
        build(&p, &u);
        uint32_t stranger = world_person(&u.w, u.hall, 0);
        world_service(&u.w, u.hall, stranger, u.box, "2026-01-01", "");
        world_service(&u.w, u.church, u.kim, u.lunch, "2010-01-01", "2010-12-31");
        size_t n = world_run(&t.w, &dlb_rule_o10);
        cr_assert_eq(world_run(&u.w, &dlb_rule_o10), n);
        for (size_t i = 0; i < n; i++)
            cr_assert_arr_eq(world_finding(&t.w, i)->id, world_finding(&u.w, i)->id, 16);
        world_close(&t.w);
        world_close(&u.w);
    }
}

/* ---- memory ---------------------------------------------------------------------------------- */

/* A town in which every rule about omissions has something to say. */
static void trouble(struct town *t)
{
    town_open(t, "2026-06-30");
    struct world *w = &t->w;
    world_zone(w, "east", "", t->church);
    w->members[0].zone_id = (struct dlb_text){"east", 4};
    uint32_t lee = world_person(w, t->centre, 0);
    w->members[3].zone_id = (struct dlb_text){"east", 4};
    world_need(w, t->centre, lee, t->food, "2026-05-01");
    world_need(w, t->centre, lee, t->housing, "2026-05-01");
    world_service(w, t->centre, lee, t->lunch, "2026-05-02", "2026-05-20");
    world_case(w, t->centre, lee, DLB_CASE_EMERGENCY, "2026-05-01");
    world_case(w, t->centre, lee, DLB_CASE_GENERAL, "2026-01-01")->first_service_on =
        day("2026-01-05");
    world_referral(w, t->centre, lee, t->church, "2026-05-01");
    world_referral(w, t->centre, lee, t->church, "2026-06-02")->status = DLB_REFERRAL_CANCELLED;
    world_upload(w, t->hall, "needs", "2026-04", 10, false);
    world_upload(w, t->church, "persons", "2026-05", 1, false);
    world_upload(w, t->church, "services", "2026-05", 1, false);
}

Test(omission_days, every_rule_survives_every_allocation_that_fails)
{
    const struct dlb_rule *rules[] = {&dlb_rule_o01, &dlb_rule_o03, &dlb_rule_o05,
                                      &dlb_rule_o06, &dlb_rule_o07, &dlb_rule_o09,
                                      &dlb_rule_o10, &dlb_rule_o14, &dlb_rule_o24};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        size_t n_failed = 1;
        for (size_t fail_at = 1; n_failed; fail_at++) {
            struct town t;
            trouble(&t);
            t.w.memory.fail_at = t.w.memory.n_calls + fail_at;
            t.w.memory.fail_forever = fail_at % 2;
            world_run(&t.w, rules[i]);
            n_failed = t.w.memory.n_failed;
            cr_expect_eq(t.w.findings.no_memory, n_failed > 0, "%s at %zu", rules[i]->id, fail_at);
            if (!n_failed) cr_expect_gt(t.w.findings.closed.n, 0, "%s found nothing", rules[i]->id);
            if (!n_failed) cr_expect_gt(fail_at, 1, "%s took no memory", rules[i]->id);
            t.w.memory.fail_at = 0;
            t.w.memory.fail_forever = false;
            world_close(&t.w);
        }
    }
}
