/* SPDX-License-Identifier: Apache-2.0 */
/* planting.c - what the files of planted cases share: people to meet, and the truth to note. */
#include "sample/planting.h"

static void note(struct sheet *truth, const char *rule, const struct sample_record *record,
                 const char *what)
{
    sheet_cell(truth, rule);
    sheet_cell(truth, sample_agencies[record->agency].id);
    sheet_cell(truth, record->id);
    sheet_cell(truth, what);
    sheet_end(truth);
}

void planted(struct sample_world *world, const char *rule, const struct sample_record *record,
             const char *what)
{
    note(&world->truth_findings, rule, record, what);
}

void trap(struct sample_world *world, const char *rule, const struct sample_record *record,
          const char *what)
{
    note(&world->truth_traps, rule, record, what);
}

void serve(struct sample_world *world, const struct sample_record *record, const char *programme,
           int32_t from, int32_t to, int64_t amount)
{
    char id[16];
    sample_service(world, record,
                   &(struct sample_service){.programme = programme,
                                            .status = to < 0 ? "active" : "delivered",
                                            .start = world->as_of - from,
                                            .end = to < 0 ? EMPTY : world->as_of - to,
                                            .entered = world->as_of - from + 1,
                                            .amount = amount},
                   id);
}

struct sample_service given(const struct sample_world *world, const char *programme, int32_t ago)
{
    int32_t day = world->as_of - ago;
    return (struct sample_service){.programme = programme,
                                   .status = "delivered",
                                   .start = day,
                                   .end = day,
                                   .entered = day + 1,
                                   .amount = -1};
}

void give(struct sample_world *world, const struct sample_record *record,
          const struct sample_service *service)
{
    char id[16];
    sample_service(world, record, service, id);
}

void meet(struct sample_world *world, int32_t year, struct sample_person *person,
          struct sample_record *at_centre)
{
    sample_plain_person(world, year, chance_of(&world->chance, 500000), person);
    sample_record(world, person, (uint8_t)(HOPE_EAST + person->home.zone), true, at_centre);
}

void meet_couple(struct sample_world *world, uint8_t agency, struct sample_record *first_at_centre,
                 struct sample_record *second)
{
    struct sample_person person, partner;
    sample_plain_person(world, 1952, false, &person);
    person.household = ++world->n_households;
    sample_plain_person(world, 1954, true, &partner);
    partner.home = person.home;
    partner.household = person.household;
    partner.relation = 1;
    uint8_t centre = (uint8_t)(HOPE_EAST + person.home.zone);
    sample_record(world, &person, centre, true, first_at_centre);
    sample_record(world, &partner, centre, true, second);
    if (agency != centre) sample_record(world, &partner, agency, true, second);
}

void plant_apart(struct sample_world *world, uint64_t salt, uint32_t times,
                 void (*plant)(struct sample_world *world, uint32_t times))
{
    struct chance others = world->chance;
    world->chance.state ^= salt;
    plant(world, times);
    world->chance = others;
}
