/* SPDX-License-Identifier: Apache-2.0 */
/*
 * planted.c - one case for each rule, and traps that only look like one.
 *
 * Each case has people of its own, written without slips, so that it tests the rule and not the
 * linking. _truth/findings.csv says which rule must find which record; _truth/traps.csv which rule
 * must not.
 */
#include "sample/planting.h"

#include <string.h>

static void plant_duplicates(struct sample_world *world)
{
    struct sample_person person;
    struct sample_record centre, other;

    meet(world, 1948, &person, &centre);
    sample_record(world, &person, centre.agency, true, &other);
    planted(world, "D01", &centre, "registered twice at one agency");

    meet(world, 1952, &person, &centre);
    serve(world, &centre, "hope_goods", 70, 70, 40000);
    serve(world, &centre, "hope_goods", 70, 70, 40000);
    planted(world, "D02", &centre, "one parcel entered twice");

    meet(world, 1936, &person, &centre);
    sample_record(world, &person, FOOD_BANK, true, &other);
    struct sample_service haircut = given(world, "haircut", 45);
    haircut.entered = haircut.start;
    give(world, &centre, &haircut);
    give(world, &other, &haircut);
    planted(world, "D04", &other, "two haircuts on one day");

    meet(world, 1937, &person, &centre);
    sample_record(world, &person, SENIOR_EAST, true, &other);
    serve(world, &centre, "haircut", 50, 50, -1);
    serve(world, &other, "haircut", 41, 41, -1);
    planted(world, "D06", &other, "two haircuts nine days apart");

    meet(world, 1944, &person, &centre);
    sample_record(world, &person, SENIOR_WEST, true, &other);
    serve(world, &centre, "senior_lunchbox", 120, 20, 400000);
    serve(world, &other, "senior_lunchbox", 90, -1, 450000);
    planted(world, "D03", &centre, "lunch from two agencies at once");

    meet(world, 1951, &person, &centre);
    sample_record(world, &person, FOOD_BANK, true, &other);
    serve(world, &centre, "food_box", 60, 60, 50000);
    serve(world, &other, "food_box", 42, 42, 50000);
    planted(world, "D05", &other, "a second food box within thirty days");

    meet(world, 1939, &person, &centre);
    sample_record(world, &person, CITY_HALL, true, &other);
    serve(world, &other, "ltc_home_care", 200, -1, 600000);
    serve(world, &other, "ltc_facility", 100, -1, 900000);
    planted(world, "D09", &other, "long-term care at home and in a home");

    meet(world, 1941, &person, &centre);
    sample_record(world, &person, HOSPITAL, true, &other);
    serve(world, &centre, "home_visit", 52, 50, -1);
    sample_stay(world, &other, "hospital", world->as_of - 60, world->as_of - 40);
    planted(world, "D12", &centre, "visits at home during a hospital stay");

    sample_plain_person(world, 1935, true, &person);
    person.death = world->as_of - 80;
    sample_record(world, &person, (uint8_t)(HOPE_EAST + person.home.zone), true, &centre);
    sample_record(world, &person, SENIOR_EAST, true, &other);
    serve(world, &other, "senior_lunchbox", 50, 21, 150000);
    planted(world, "D13", &other, "lunches after the day of death");
}

static void plant_move(struct sample_world *world)
{
    struct sample_person person;
    struct sample_record centre;
    meet(world, 1943, &person, &centre);
    sample_event(world, &centre, "move_out", world->as_of - 120);
    serve(world, &centre, "hope_call", 40, 40, -1);
    planted(world, "D13", &centre, "calls to somebody who moved away");
}

static void plant_needs(struct sample_world *world)
{
    struct sample_person person;
    struct sample_record centre, other;
    char need[16];

    meet(world, 1950, &person, &centre);
    sample_need(world, &centre, "meals", "emergency", world->as_of - 20, "open", need);
    planted(world, "O01", &centre, "an urgent need that nobody took up");

    meet(world, 1946, &person, &centre);
    sample_need(world, &centre, "meals", "normal", world->as_of - 200, "open", need);
    serve(world, &centre, "senior_lunchbox", 190, 60, 500000);
    planted(world, "O10", &centre, "lunches ended, the need did not");

    sample_plain_person(world, 1953, true, &person);
    sample_record(world, &person, FOOD_BANK, true, &other);
    sample_need(world, &other, "food", "normal", world->as_of - 100, "open", need);
    serve(world, &other, "food_box", 10, 10, 50000);
    planted(world, "O14", &other, "unknown to the centre of the zone");

    meet(world, 1949, &person, &centre);
    sample_need(world, &centre, "living_costs", "normal", world->as_of - 40, "open", need);
    sample_referral(world, &centre, "city-hall", need, "living_costs", "normal", world->as_of - 25,
                    "sent", EMPTY);
    planted(world, "O07", &centre, "a referral nobody took");

    meet(world, 1958, &person, &centre);
    sample_need(world, &centre, "medical", "low", world->as_of - 45, "open", need);
    sample_referral(world, &centre, "hospital", need, "medical", "low", world->as_of - 30,
                    "rejected_provider", world->as_of - 20);
    planted(world, "O09", &centre, "a referral refused, and then nothing");

    meet(world, 1957, &person, &centre);
    sample_need(world, &centre, "meals", "normal", world->as_of - 40, "open", need);
    sample_referral(world, &centre, "senior-east", need, "meals", "normal", world->as_of - 30,
                    "accepted", world->as_of - 25);
    planted(world, "O08", &centre, "a referral accepted, and then nothing");
}

static void plant_cases(struct sample_world *world)
{
    struct sample_person person;
    struct sample_record centre;
    char id[16];
    int32_t today = world->as_of;

    meet(world, 1962, &person, &centre);
    sample_case(world, &centre,
                &(struct sample_case){"emergency", today - 6, today - 5, EMPTY, EMPTY, EMPTY, EMPTY,
                                      EMPTY, EMPTY, today - 5, EMPTY, NULL},
                id);
    planted(world, "O03", &centre, "an emergency without a service in three days");

    meet(world, 1971, &person, &centre);
    sample_case(world, &centre,
                &(struct sample_case){"focused", today - 120, today - 119, today - 115, today - 110,
                                      today - 100, today - 95, today - 90, EMPTY, today - 10, EMPTY,
                                      NULL},
                id);
    sample_event(world, &centre, "meeting", sample_last_meeting(world));
    planted(world, "O05", &centre, "help came first, the review never");

    meet(world, 1966, &person, &centre);
    sample_case(world, &centre,
                &(struct sample_case){"focused", today - 150, today - 149, today - 145, today - 140,
                                      today - 139, today - 135, today - 130, today - 110,
                                      today - 70, EMPTY, NULL},
                id);
    sample_event(world, &centre, "meeting", sample_last_meeting(world));
    planted(world, "O06", &centre, "no contact for ten weeks");

    meet(world, 1954, &person, &centre);
    sample_case(world, &centre,
                &(struct sample_case){"emergency", today - 3, EMPTY, EMPTY, EMPTY, EMPTY, EMPTY,
                                      EMPTY, EMPTY, EMPTY, EMPTY, NULL},
                id);
    planted(world, "O04", &centre, "an emergency that nobody went to see");

    meet(world, 1968, &person, &centre);
    sample_case(world, &centre,
                &(struct sample_case){"general", today - 40, today - 39, today - 35, EMPTY, EMPTY,
                                      EMPTY, EMPTY, EMPTY, today - 5, EMPTY, NULL},
                id);
    planted(world, "O18", &centre, "surveyed, and then no case meeting");

    meet(world, 1955, &person, &centre);
    sample_case(world, &centre,
                &(struct sample_case){"focused", today - 100, today - 99, today - 95, today - 90,
                                      EMPTY, today - 80, EMPTY, EMPTY, today - 5, EMPTY, NULL},
                id);
    planted(world, "O19", &centre, "no case meeting in the last full month");
}

static void plant_left_cases(struct sample_world *world)
{
    struct sample_person person;
    struct sample_record centre;
    char id[16];
    int32_t today = world->as_of;

    meet(world, 1947, &person, &centre);
    sample_case(world, &centre,
                &(struct sample_case){"general", today - 90, today - 89, today - 85, today - 80,
                                      EMPTY, today - 70, EMPTY, EMPTY, today - 45, EMPTY, NULL},
                id);
    sample_event(world, &centre, "move_out", today - 40);
    planted(world, "O20", &centre, "moved away, and no other agency took over");

    meet(world, 1963, &person, &centre);
    sample_case(world, &centre,
                &(struct sample_case){"general", today - 60, today - 59, today - 55, today - 50,
                                      EMPTY, today - 40, EMPTY, EMPTY, today - 5, EMPTY, "team"},
                id);
    planted(world, "O27", &centre, "two months with the team");
}

static void plant_silence(struct sample_world *world)
{
    struct sample_person person;
    struct sample_record centre;
    char id[16];

    meet(world, 1937, &person, &centre);
    for (int32_t ago = 20; ago > 5; ago -= 6)
        sample_event(world, &centre, "failed_contact", world->as_of - ago);
    planted(world, "O21", &centre, "three calls that nobody answered");

    meet(world, 1952, &person, &centre);
    sample_service(world, &centre,
                   &(struct sample_service){.programme = "hope_transport",
                                            .status = "planned",
                                            .start = world->as_of - 20,
                                            .end = world->as_of - 20,
                                            .entered = world->as_of - 30,
                                            .amount = -1},
                   id);
    planted(world, "O25", &centre, "a ride that was planned and never given");
}

/* Two agencies that do not know of each other's work. */
static void plant_twice(struct sample_world *world)
{
    struct sample_person person;
    struct sample_record centre, other;
    char id[16];
    int32_t today = world->as_of;
    const struct sample_case open = {"general",  today - 60, today - 59, today - 55,
                                     today - 50, today - 48, today - 40, EMPTY,
                                     EMPTY,      today - 10, EMPTY,      NULL};

    meet(world, 1964, &person, &centre);
    sample_record(world, &person, CITY_HALL, true, &other);
    sample_case(world, &centre, &open, id);
    sample_case(world, &other, &open, id);
    planted(world, "D17", &other, "a case at the centre and one at city hall");

    meet(world, 1957, &person, &centre);
    sample_need(world, &centre, "medical", "normal", today - 20, "open", id);
    sample_referral(world, &centre, "hospital", id, "medical", "normal", today - 10, "received",
                    EMPTY);
    sample_referral(world, &centre, "health-centre", id, "medical", "normal", today - 6, "received",
                    EMPTY);
    planted(world, "D18", &centre, "one need referred to two agencies");
}

static void plant_identities(struct sample_world *world)
{
    struct sample_person person;
    struct sample_record centre, other;

    /* A common name at the same door, another birth date and phone: one person or two? */
    sample_plain_person(world, 1947, true, &person);
    strcpy(person.name.surname, "김");
    strcpy(person.name.given, "영자");
    sample_record(world, &person, (uint8_t)(HOPE_EAST + person.home.zone), true, &centre);
    serve(world, &centre, "senior_lunchbox", 80, 10, 300000);
    person.phone = sample_phone(world);
    person.birth += 1234;
    person.home.dong = person.home.ho = 0;
    person.rrn[0] = 0;
    sample_record(world, &person, SENIOR_EAST, true, &other);
    serve(world, &other, "senior_lunchbox", 70, 5, 300000);
    planted(world, "I01", &other, "one person or two? then lunch came twice");

    sample_plain_person(world, 1931, false, &person);
    person.death = world->as_of - 300;
    sample_record(world, &person, (uint8_t)(HOPE_EAST + person.home.zone), true, &centre);
    person.death += 30;
    sample_record(world, &person, CITY_HALL, true, &other);
    planted(world, "X01", &centre, "two dates of death");

    sample_plain_person(world, 1975, false, &person);
    person.placeless = true;
    sample_record(world, &person, FOOD_BANK, true, &other);
    char need[16];
    sample_need(world, &other, "food", "normal", world->as_of - 90, "open", need);
    serve(world, &other, "food_box", 12, 12, 50000);
    planted(world, "X02", &other, "nobody knows where this person lives");
}

/* The month was over and closed when another office paid for it. */
static void plant_late_entry(struct sample_world *world)
{
    struct sample_person person;
    struct sample_record centre, other;
    char id[16];
    meet(world, 1955, &person, &centre);
    sample_record(world, &person, CITY_HALL, true, &other);
    serve(world, &other, "livelihood", 89, 60, 713000);
    sample_service(world, &centre,
                   &(struct sample_service){.programme = "unlimited_livelihood",
                                            .status = "delivered",
                                            .start = world->as_of - 80,
                                            .end = world->as_of - 70,
                                            .entered = world->as_of - 20,
                                            .amount = 300000},
                   id);
    planted(world, "D21", &centre, "paid later for a month that was closed");
    planted(world, "O29", &(struct sample_record){.agency = centre.agency},
            "a payment entered two months after it");
}

static void plant_couples(struct sample_world *world)
{
    struct sample_record one, other;
    meet_couple(world, CITY_HALL, &one, &other);
    serve(world, &one, "emergency_housing", 80, 30, 300000);
    serve(world, &other, "housing_benefit", 200, -1, 250000);
    planted(world, "D10", &one, "emergency rent for one, a housing benefit for the other");

    meet_couple(world, CITY_HALL, &one, &other);
    serve(world, &one, "emergency_fuel", 60, 40, 110000);
    serve(world, &other, "emergency_fuel", 55, 35, 110000);
    planted(world, "D15", &other, "heating for one household, twice");
}

/* Twins: everything alike but the given name, and each has lunch from another agency. */
static void set_twin_trap(struct sample_world *world)
{
    struct sample_person first, second;
    struct sample_record centre, other;
    meet(world, 1950, &first, &centre);
    second = first;
    second.id = ++world->n_people;
    sample_given(&world->chance, 1950, second.female, NULL, second.name.given);
    if (strcmp(second.name.given, first.name.given) == 0) strcpy(second.name.given, "한별");
    sample_rrn(world, &second);
    sample_record(world, &second, SENIOR_EAST, true, &other);
    serve(world, &centre, "senior_lunchbox", 100, 10, 300000);
    serve(world, &other, "senior_lunchbox", 100, 10, 300000);
    trap(world, "D03", &centre, "twins, one lunch each");
    trap(world, "D03", &other, "twins, one lunch each");
}

static void set_traps(struct sample_world *world)
{
    struct sample_person person;
    struct sample_record centre, other;
    char need[16];

    meet(world, 1942, &person, &centre);
    serve(world, &centre, "senior_lunchbox", 200, 90, 300000);
    serve(world, &centre, "senior_lunchbox", 100, 10, 300000);
    trap(world, "D03", &centre, "renewed by the same agency before it ran out");

    meet(world, 1945, &person, &centre);
    sample_record(world, &person, SENIOR_WEST, true, &other);
    serve(world, &centre, "senior_lunchbox", 200, 101, 300000);
    serve(world, &other, "senior_lunchbox", 100, 2, 300000);
    trap(world, "D03", &centre, "handed over from one day to the next");

    meet(world, 1959, &person, &centre);
    sample_need(world, &centre, "meals", "high", world->as_of - 7, "open", need);
    trap(world, "O01", &centre, "the last day of the deadline");

    sample_plain_person(world, 1956, false, &person);
    sample_record(world, &person, HEALTH_CENTRE, true, &other);
    sample_need(world, &other, "medical", "normal", world->as_of - 90, "open", need);
    trap(world, "O14", &other, "its agency did not upload: nobody can say");
    trap(world, "O01", &other, "its agency did not upload: nobody can say");
}

/* Forty people who gave the number of one worker; each has lunch from some agency. */
static void set_proxy_trap(struct sample_world *world)
{
    uint64_t phone = sample_phone(world);
    for (int i = 0; i < 40; i++) {
        struct sample_person person;
        struct sample_record record;
        sample_plain_person(world, 1932 + i % 20, i % 3 != 0, &person);
        person.phone = phone;
        person.phone_is_proxy = true;
        sample_record(world, &person, i % 2 ? SENIOR_EAST : SENIOR_WEST, true, &record);
        serve(world, &record, "senior_lunchbox", 80, 10, 200000);
        trap(world, "D03", &record, "a phone that forty clients share");
        trap(world, "D16", &record, "a phone that forty clients share");
    }
}

/* Records that contradict each other or the policy. */
static void plant_slips(struct sample_world *world)
{
    struct sample_person person, stranger;
    struct sample_record centre, other;

    meet(world, 1938, &person, &centre);
    sample_plain_person(world, 1971, !person.female, &stranger);
    strcpy(stranger.rrn, person.rrn);
    sample_record(world, &stranger, CITY_HALL, true, &other);
    planted(world, "I02", &other, "the resident number of a stranger");

    meet(world, 1940, &person, &centre);
    serve(world, &centre, "senior lunchbox", 40, 10, 100000);
    planted(world, "X03", &(struct sample_record){.agency = centre.agency},
            "a programme that the policy spells otherwise");
}

/* A file nobody proofread. */
static void spoil(struct sample_world *world)
{
    static const char *const bad[] = {
        "S99999901,P0000001,senior_lunchbox,20260230,,active",
        "S99999902,P0000001,senior_lunchbox,20260301,20260201,active",
        "S99999903,P9999999,senior_lunchbox,20260301,,active",
        "S99999904,P0000001,senior_lunchbox,20260301,,maybe",
        "S99999905,P0000001,senior_lunchbox,20260301,,active,12만원",
        "S99999906,P0000001,senior_class,20250301,20250310,delivered",
        "S99999906,P0000001,senior_class,20250301,20250310,delivered",
    };
    struct sheet *persons = &world->sheets[HOPE_NORTH][PERSONS];
    sheet_raw_padded(persons, "hope-north,,이름없는번호,F,19500101");
    sheet_raw(persons, "hope-north,P9999901,칸이모자람,F");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char line[128];
        snprintf(line, sizeof line, "hope-north,%s", bad[i]);
        sheet_raw_padded(&world->sheets[HOPE_NORTH][SERVICES], line);
    }
}

void sample_plant(struct sample_world *world, uint32_t times)
{
    for (uint32_t i = 0; i < times; i++) {
        plant_duplicates(world);
        plant_move(world);
        plant_needs(world);
        plant_cases(world);
        plant_left_cases(world);
        plant_silence(world);
        plant_twice(world);
        plant_identities(world);
        set_twin_trap(world);
        set_traps(world);
    }
    set_proxy_trap(world);
    for (uint32_t i = 0; i < times; i++) plant_slips(world);
    for (uint32_t i = 0; i < times; i++) plant_couples(world);
    for (uint32_t i = 0; i < times; i++) plant_late_entry(world);
    planted(world, "O24", &(struct sample_record){.agency = HEALTH_CENTRE},
            "last month's services were never uploaded");
    plant_apart(world, ~UINT64_C(0), times, sample_plant_followed);
    plant_apart(world, 1, times, sample_plant_sums);
    plant_apart(world, 2, times, sample_plant_entitled);
    plant_apart(world, 3, times, sample_plant_places);
    plant_apart(world, 4, times, sample_plant_unseen);
    spoil(world);
}
