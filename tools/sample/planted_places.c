/* SPDX-License-Identifier: Apache-2.0 */
/* planted_places.c - cases about the next city, sponsors, a shared phone and a zone left out. */
#include "sample/planting.h"

enum { NORTH = 3, LEFT_OUT = 24, HELPED = 5 };

/* A new person in the zone, whose centre knows them. */
static void meet_in(struct sample_world *world, uint8_t zone, int32_t year,
                    struct sample_person *person, struct sample_record *at_centre)
{
    sample_plain_person(world, year, chance_of(&world->chance, 500000), person);
    while (person->home.zone != zone) sample_place(&world->chance, &person->home);
    sample_record(world, person, (uint8_t)(HOPE_EAST + zone), true, at_centre);
}

static void plant_mover(struct sample_world *world)
{
    struct sample_person person;
    struct sample_record centre, old, new_;
    meet(world, 1941, &person, &centre);
    sample_record(world, &person, GURI_CENTRE, true, &old);
    sample_record(world, &person, SENIOR_EAST, true, &new_);
    serve(world, &old, "senior_lunchbox", 200, -1, 150000);
    serve(world, &new_, "senior_lunchbox", 60, -1, 150000);
    planted(world, "D20", &old, "moved here, and lunch still comes from the old town");
}

static void sponsor(struct sample_world *world, const struct sample_record *record,
                    const char *programme, const char *id, int32_t from)
{
    struct sample_service money = given(world, programme, from);
    money.status = "active";
    money.end = EMPTY;
    money.amount = 50000;
    money.sponsor = id;
    give(world, record, &money);
}

static void plant_sponsors(struct sample_world *world)
{
    struct sample_person child, neighbour;
    struct sample_record centre, second, third;
    char need[16];
    meet(world, 2014, &child, &centre);
    sample_record(world, &child, FOOD_BANK, true, &second);
    sample_record(world, &child, CHILD, true, &third);
    sponsor(world, &centre, "hope_sponsor", "SP1", 200);
    sponsor(world, &second, "sponsor_cash", "SP7", 150);
    sponsor(world, &third, "sponsor_cash", "SP9", 100);
    planted(world, "D24", &centre, "three sponsors, while a neighbour waits for one");
    planted(world, "D03", &centre, "three sponsors at one time");

    meet_in(world, child.home.zone, 1972, &neighbour, &centre);
    sample_need(world, &centre, "living_costs", "normal", world->as_of - 12, "open", need);
    trap(world, "D24", &centre, "waits for a sponsor");
}

/* Strangers who all gave one telephone number, and all have lunch. */
static void plant_shared_phone(struct sample_world *world, uint32_t n)
{
    uint64_t phone = sample_phone(world);
    for (uint32_t i = 0; i < n; i++) {
        struct sample_person person;
        struct sample_record centre;
        sample_plain_person(world, 1934 + (int32_t)i, i % 2, &person);
        person.phone = phone;
        sample_record(world, &person, SENIOR_WEST, true, &centre);
        serve(world, &centre, "senior_lunchbox", 40, -1, 150000);
        if (n < 3)
            trap(world, "D16", &centre, "two with one phone, and lunch");
        else
            planted(world, "D16", &centre, "three with one phone, and lunch");
    }
}

/* Two dozen people of one zone who need a lawyer, and few have one. */
static void plant_dead_zone(struct sample_world *world)
{
    for (int i = 0; i < LEFT_OUT; i++) {
        struct sample_person person;
        struct sample_record centre;
        char need[16];
        meet_in(world, NORTH, 1975 + i, &person, &centre);
        sample_need(world, &centre, "legal", "normal", world->as_of - 20, "open", need);
        if (i < HELPED) serve(world, &centre, "legal_aid", 5, 5, -1);
    }
    planted(world, "O22", &(struct sample_record){.agency = HOPE_EAST + NORTH},
            "many of the north need a lawyer, and few have one");
}

void sample_plant_places(struct sample_world *world, uint32_t times)
{
    for (uint8_t zone = 0; zone <= NORTH; zone++)
        sample_sponsor(world, (uint8_t)(HOPE_EAST + zone), "SP1", zone, 10);
    for (uint32_t i = 0; i < times; i++) {
        plant_mover(world);
        plant_sponsors(world);
        plant_shared_phone(world, 3);
        plant_shared_phone(world, 2);
    }
    plant_dead_zone(world);
}
