/* SPDX-License-Identifier: Apache-2.0 */
/* planted_unseen.c - cases about events in people's lives and signals that nobody followed. */
#include "sample/planting.h"

static void plant_discharge(struct sample_world *world)
{
    for (int32_t after = 7; after <= 8; after++) {
        struct sample_person person;
        struct sample_record centre, other;
        meet(world, 1938, &person, &centre);
        sample_record(world, &person, HOSPITAL, true, &other);
        sample_event(world, &other, "discharge", world->as_of - 40);
        sample_event(world, &centre, "contact", world->as_of - 40 + after);
        if (after > 7)
            planted(world, "O13", &other, "left hospital, and was called on the eighth day");
        else
            trap(world, "O13", &other, "left hospital, and was called on the seventh day");
    }
}

static void plant_birthday(struct sample_world *world)
{
    for (int applied = 0; applied <= 1; applied++) {
        struct sample_person person;
        struct sample_record centre;
        sample_plain_person(world, 1961, true, &person);
        person.birth = tool_day(1961, 3, 10);
        sample_rrn(world, &person);
        sample_record(world, &person, (uint8_t)(HOPE_EAST + person.home.zone), true, &centre);
        if (applied)
            sample_application(world, &centre, "basic_pension", tool_day(2026, 4, 9), EMPTY);
        if (applied)
            trap(world, "O13", &centre, "applied thirty days after turning 65");
        else
            planted(world, "O13", &centre, "turned 65, and nobody applied");
    }
}

/* Power was cut and insurance not paid, five months ago. */
static void plant_signals(struct sample_world *world)
{
    for (int seen = 0; seen <= 1; seen++) {
        struct sample_person person;
        struct sample_record centre;
        int32_t first, last;
        sample_month(world, 5, &first, &last);
        meet(world, 1978, &person, &centre);
        sample_signal(world, &centre, "power_cut", 5);
        sample_signal(world, &centre, "insurance_arrears", 4);
        if (seen) sample_event(world, &centre, "visit", last + 30);
        if (seen)
            trap(world, "O15", &centre, "visited on the thirtieth day");
        else
            planted(world, "O15", &centre, "power cut, and nobody came");
    }
}

void sample_plant_unseen(struct sample_world *world, uint32_t times)
{
    for (uint32_t i = 0; i < times; i++) {
        plant_discharge(world);
        plant_birthday(world);
        plant_signals(world);
    }
}
