/* SPDX-License-Identifier: Apache-2.0 */
/*
 * O14 and X02: who is known to whom, where they live, and when it must not be said.
 */
#include "world.h"

struct city {
    struct world w;
    uint32_t east, hall, shelter, west;
    uint32_t pension, visit;
    uint32_t food;
    uint32_t kim;
    struct dlb_member *record; /* Kim's, at the hall */
};

static void city_open(struct city *c, const char *as_of)
{
    struct world *w = &c->w;
    world_open(w, as_of);
    c->east = world_agency(w, "east");
    c->hall = world_agency(w, "hall");
    c->shelter = world_agency(w, "shelter");
    c->west = world_agency(w, "west");
    w->agencies[c->shelter].victim_service = true;
    c->pension = world_programme(w, "pension", 3003, DLB_GRAIN_MONTH, false);
    c->visit = world_programme(w, "visit", 1002, DLB_GRAIN_DAY, false);
    w->programmes[c->pension].layer = DLB_LAYER_STATUTORY;
    c->food = world_need_class(w, "food", 31);
    world_zone(w, "city", "41360", c->hall);
    world_zone(w, "east", "", c->east);
    world_zone(w, "nowhere", "", DLB_NO_CODE);
    world_zone(w, "west", "", c->west);
    world_person(w, c->east, NO_HOUSEHOLD); /* the others take part */
    world_person(w, c->west, NO_HOUSEHOLD);
    c->kim = world_person(w, c->hall, NO_HOUSEHOLD);
    c->record = &w->members[w->people.n_members - 1];
    c->record->zone_id = (struct dlb_text){"east", 4};
}

static size_t run_and_close(struct city *c, const struct dlb_rule *rule)
{
    size_t n = world_run(&c->w, rule);
    world_close(&c->w);
    return n;
}

/* The findings of O14 about a need of 1 May at the hall. */
static size_t known_by_need(const char *as_of, enum dlb_need_status status)
{
    struct city c;
    city_open(&c, as_of);
    world_need(&c.w, c.hall, c.kim, c.food, "2026-05-01")->status = (uint8_t)status;
    return run_and_close(&c, &dlb_rule_o14);
}

Test(omission_zone, a_need_known_for_more_than_thirty_days_is_passed_on)
{
    cr_expect_eq(known_by_need("2026-05-30", DLB_NEED_OPEN), 0);
    cr_expect_eq(known_by_need("2026-05-31", DLB_NEED_OPEN), 0);
    cr_expect_eq(known_by_need("2026-06-01", DLB_NEED_OPEN), 1);
    cr_expect_eq(known_by_need("2026-06-01", DLB_NEED_PARTLY), 1);
    cr_expect_eq(known_by_need("2026-06-01", DLB_NEED_MET), 0);
    cr_expect_eq(known_by_need("2026-06-01", DLB_NEED_REFUSED), 0);
}

Test(omission_zone, a_statutory_benefit_that_runs_makes_somebody_known)
{
    static const struct {
        const char *start, *last;
        bool statutory, planned;
        size_t n_findings;
    } rows[] = {{"2026-05-01", "", true, false, 1},
                {"2026-05-31", "", true, false, 0},
                {"2026-05-30", "", true, false, 1},
                {"2026-05-01", "2026-06-30", true, false, 1},
                {"2026-05-01", "2026-06-29", true, false, 0},
                {"2026-05-01", "", false, false, 0},
                {"2026-05-01", "", true, true, 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct city c;
        city_open(&c, "2026-06-30");
        uint32_t programme = rows[i].statutory ? c.pension : c.visit;
        struct dlb_service *service =
            world_service(&c.w, c.hall, c.kim, programme, rows[i].start, rows[i].last);
        if (rows[i].planned) service->status = DLB_SERVICE_PLANNED;
        size_t n_wanted = rows[i].n_findings;
        cr_expect_eq(run_and_close(&c, &dlb_rule_o14), n_wanted, "row %zu", i);
    }
}

Test(omission_zone, another_policy_waits_longer)
{
    for (int64_t days = 59; days <= 60; days++) {
        struct city c;
        city_open(&c, "2026-06-30");
        world_param(&c.w, "O14", "min_days", NULL, days);
        world_need(&c.w, c.hall, c.kim, c.food, "2026-05-01");
        cr_expect_eq(run_and_close(&c, &dlb_rule_o14), days == 59);
    }
}

Test(omission_zone, whoever_has_a_record_at_the_responsible_agency_is_known)
{
    struct city c;
    city_open(&c, "2026-06-30");
    world_need(&c.w, c.hall, c.kim, c.food, "2026-05-01");
    world_record(&c.w, c.east, c.kim);
    cr_expect_eq(run_and_close(&c, &dlb_rule_o14), 0);
}

Test(omission_zone, the_responsible_agency_itself_may_be_the_one_that_knows)
{
    struct city c;
    city_open(&c, "2026-06-30");
    c.record->zone_id = (struct dlb_text){"city", 4};
    world_need(&c.w, c.hall, c.kim, c.food, "2026-05-01");
    cr_expect_eq(run_and_close(&c, &dlb_rule_o14), 0);
}

/* ---- consent and silence --------------------------------------------------------------------- */

Test(omission_zone, only_those_who_consented_are_passed_on)
{
    for (int column = 0; column < 2; column++)
        for (uint8_t consent = 0; consent <= 2; consent++) {
            struct city c;
            city_open(&c, "2026-06-30");
            c.w.people.has_consent = column;
            c.record->consent = consent;
            world_need(&c.w, c.hall, c.kim, c.food, "2026-05-01");
            size_t n_wanted = !column || consent == 1;
            cr_expect_eq(run_and_close(&c, &dlb_rule_o14), n_wanted, "column %d consent %u", column,
                         consent);
        }
}

Test(omission_zone, consent_given_at_one_agency_does_not_open_another_ones_files)
{
    struct city c;
    city_open(&c, "2026-06-30");
    c.w.people.has_consent = true;
    c.record->consent = 0;
    world_record(&c.w, c.west, c.kim)->consent = 1;
    world_need(&c.w, c.hall, c.kim, c.food, "2026-05-01");
    cr_expect_eq(run_and_close(&c, &dlb_rule_o14), 0);
}

Test(omission_zone, what_a_victims_agency_knows_stays_there)
{
    struct city c;
    city_open(&c, "2026-06-30");
    world_record(&c.w, c.shelter, c.kim);
    world_need(&c.w, c.shelter, c.kim, c.food, "2026-05-01");
    cr_expect_eq(world_run(&c.w, &dlb_rule_x02), 0);
    cr_expect_eq(run_and_close(&c, &dlb_rule_o14), 0);
}

Test(omission_zone, P7_nothing_is_said_when_the_responsible_agencys_data_is_missing)
{
    struct city c;
    city_open(&c, "2026-06-30");
    world_need(&c.w, c.hall, c.kim, c.food, "2026-05-01");
    world_upload(&c.w, c.east, "services", "2026-04", 10, false);
    c.w.agencies[c.east].services_missing = true;
    cr_expect_eq(world_run(&c.w, &dlb_rule_o14), 0);
    cr_expect_eq(world_run(&c.w, &dlb_rule_o24), 1, "the missing upload is what is said");
    world_close(&c.w);
}

Test(omission_zone, P7_persons_may_be_what_is_missing)
{
    for (int came = 0; came < 2; came++) {
        struct city c;
        city_open(&c, "2026-06-30");
        world_need(&c.w, c.hall, c.kim, c.food, "2026-05-01");
        world_upload(&c.w, c.east, "persons", "2026-04", 10, false);
        if (came) world_upload(&c.w, c.east, "persons", "2026-05", 10, false);
        cr_expect_eq(world_run(&c.w, &dlb_rule_o14), (size_t)came);
        cr_expect_eq(run_and_close(&c, &dlb_rule_o24), !came);
    }
}

Test(omission_zone, an_agency_that_takes_no_part_cannot_be_asked)
{
    struct city c;
    city_open(&c, "2026-06-30");
    c.w.zones[1].responsible_agency = c.shelter; /* nobody has a record there */
    world_need(&c.w, c.hall, c.kim, c.food, "2026-05-01");
    cr_expect_eq(run_and_close(&c, &dlb_rule_o14), 0);
}

Test(omission_zone, a_zone_nobody_is_responsible_for_is_told)
{
    static const char *const zones[] = {"nowhere", "north"}; /* north: the policy lacks it */
    for (size_t i = 0; i < 2; i++) {
        struct city c;
        city_open(&c, "2026-06-30");
        c.record->zone_id = (struct dlb_text){zones[i], strlen(zones[i])};
        world_need(&c.w, c.hall, c.kim, c.food, "2026-05-01");
        cr_expect_eq(world_run(&c.w, &dlb_rule_x02), 1, "%s", zones[i]);
        cr_expect_eq(run_and_close(&c, &dlb_rule_o14), 0, "%s", zones[i]);
    }
}

Test(omission_zone, an_agency_that_is_not_at_work_is_not_responsible)
{
    static const struct {
        const char *from, *last;
        bool at_work;
    } rows[] = {{"", "", true},
                {"", "2026-06-30", true},
                {"", "2026-06-29", false},
                {"2026-06-30", "", true},
                {"2026-07-01", "", false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct city c;
        city_open(&c, "2026-06-30");
        struct dlb_valid *active = &c.w.agencies[c.east].active;
        if (*rows[i].from) active->from = day(rows[i].from);
        if (*rows[i].last) active->to = day(rows[i].last) + 1;
        world_need(&c.w, c.hall, c.kim, c.food, "2026-05-01");
        cr_expect_eq(world_run(&c.w, &dlb_rule_x02), !rows[i].at_work, "row %zu", i);
        cr_expect_eq(run_and_close(&c, &dlb_rule_o14), rows[i].at_work, "row %zu", i);
    }
}

Test(omission_zone, the_dead_are_not_passed_on)
{
    struct city c;
    city_open(&c, "2026-06-30");
    world_need(&c.w, c.hall, c.kim, c.food, "2026-05-01");
    c.w.person_deaths[c.kim] = day("2026-06-29");
    cr_expect_eq(run_and_close(&c, &dlb_rule_o14), 0);
}

/* ---- zones ----------------------------------------------------------------------------------- */

static uint32_t zone_of(struct city *c)
{
    world_run(&c->w, &dlb_rule_o14);
    return dlb_person_zone(&c->w.caseload, c->kim);
}

enum { CITY, EAST, NOWHERE, WEST };

Test(omission_zone, the_zone_an_agency_names_goes_before_the_address)
{
    struct city c;
    city_open(&c, "2026-06-30");
    c.record->sigungu_code = 41360;
    cr_expect_eq(zone_of(&c), EAST);
    world_close(&c.w);
}

Test(omission_zone, an_address_lies_in_the_zone_whose_code_begins_its_district)
{
    static const struct {
        uint32_t sigungu;
        const char *area;
        uint32_t zone;
    } rows[] = {{41360, "", CITY},      {41361, "", DLB_NO_CODE}, {0, "", DLB_NO_CODE},
                {41361, "41", WEST},    {41360, "41", CITY},      {41360, "41360", DLB_NO_CODE},
                {41360, "413600", CITY}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct city c;
        city_open(&c, "2026-06-30");
        c.record->zone_id = (struct dlb_text){NULL, 0};
        c.record->sigungu_code = rows[i].sigungu;
        c.w.zones[WEST].area_code = (struct dlb_text){rows[i].area, strlen(rows[i].area)};
        uint32_t n_wanted = rows[i].zone;
        cr_expect_eq(zone_of(&c), n_wanted, "row %zu", i);
        world_close(&c.w);
    }
}

Test(omission_zone, a_zone_the_policy_lacks_is_not_looked_for_at_the_address)
{
    struct city c;
    city_open(&c, "2026-06-30");
    c.record->zone_id = (struct dlb_text){"north", 5};
    c.record->sigungu_code = 41360;
    cr_expect_eq(zone_of(&c), DLB_NO_CODE);
    world_close(&c.w);
}

Test(omission_zone, the_newest_record_that_says_anything_decides)
{
    static const struct {
        const char *updated_hall, *updated_west, *registered_west;
        uint32_t zone;
    } rows[] = {{"2026-01-01", "2026-02-01", "", WEST},
                {"2026-03-01", "2026-02-01", "", EAST},
                {"", "2026-02-01", "", WEST},
                {"", "", "2020-01-01", WEST},
                {"", "", "", EAST}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct city c;
        city_open(&c, "2026-06-30");
        c.record->updated_at = day(rows[i].updated_hall);
        struct dlb_member *record = world_record(&c.w, c.west, c.kim);
        record->zone_id = (struct dlb_text){"west", 4};
        record->updated_at = day(rows[i].updated_west);
        record->registered_on = day(rows[i].registered_west);
        struct dlb_member *silent = world_record(&c.w, c.shelter, c.kim);
        silent->updated_at = day("2026-06-01");
        cr_expect_eq(zone_of(&c), rows[i].zone, "row %zu", i);
        world_close(&c.w);
    }
}

Test(omission_zone, a_zone_counts_while_it_holds)
{
    struct city c;
    city_open(&c, "2026-06-30");
    c.w.zones[EAST].valid.to = day("2026-06-30");
    cr_expect_eq(zone_of(&c), DLB_NO_CODE);
    world_close(&c.w);
}

/* ---- what is said ---------------------------------------------------------------------------- */

Test(omission_zone, it_says_who_should_know_and_since_when)
{
    struct city c;
    city_open(&c, "2026-06-30");
    world_service(&c.w, c.hall, c.kim, c.pension, "2026-03-01", "");
    world_need(&c.w, c.hall, c.kim, c.food, "2026-05-01");
    world_need(&c.w, c.hall, c.kim, c.food, "2026-06-20");
    cr_assert_eq(world_run(&c.w, &dlb_rule_o14), 1);
    const struct dlb_closed *finding = world_finding(&c.w, 0);
    cr_expect_eq(finding->owner_agency, c.east);
    cr_expect_eq(finding->start, day("2026-03-01"));
    cr_expect_eq(finding->due_on, day("2026-03-31"));
    cr_expect_eq(finding->severity, 2);
    cr_expect_eq(world_rows(&c.w, 0, DLB_ROWS_SERVICES, "benefit"), 1);
    cr_expect_eq(world_rows(&c.w, 0, DLB_ROWS_NEEDS, "need"), 1,
                 "the newer need is not old enough");
    cr_expect(
        world_says(&c.w, 0, "\"known_since\":\"2026-03-01\",\"days_known\":121,\"min_days\":30"));
    cr_expect(world_says(
        &c.w, 0, "\"zone\":\"east\",\"zone_name\":\"east\",\"responsible_agency\":\"east\""));
    cr_expect(world_says(&c.w, 0, "record_at_responsible"));
    world_close(&c.w);
}

Test(omission_zone, X02_names_everybody_whose_zone_is_unknown_once)
{
    struct city c;
    city_open(&c, "2026-06-30");
    c.record->zone_id = (struct dlb_text){NULL, 0};
    world_record(&c.w, c.west, c.kim);
    world_need(&c.w, c.hall, c.kim, c.food, "2026-05-01");
    world_need(&c.w, c.west, c.kim, c.food, "2026-05-02");
    cr_expect_eq(world_run(&c.w, &dlb_rule_o14), 0);
    cr_assert_eq(world_run(&c.w, &dlb_rule_x02), 1);
    cr_expect_eq(world_finding(&c.w, 0)->owner_agency, c.hall, "who knew first");
    cr_expect_eq(world_rows(&c.w, 0, DLB_ROWS_PERSONS, "no_zone"), 2);
    world_close(&c.w);
}

Test(omission_zone, X02_does_not_ask_about_people_nobody_needs_to_pass_on)
{
    struct city c;
    city_open(&c, "2026-06-30");
    c.record->zone_id = (struct dlb_text){NULL, 0};
    world_need(&c.w, c.hall, c.kim, c.food, "2026-06-20");
    cr_expect_eq(run_and_close(&c, &dlb_rule_x02), 0);
}
