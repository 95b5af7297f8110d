/* SPDX-License-Identifier: Apache-2.0 */
/* planted_entitled.c - cases about what people are entitled to, and what is about to end. */
#include "sample/planting.h"

/* Somebody without a spouse, with so much of recognised income, as was found out `ago` days ago. */
static void know_income(struct sample_world *world, const struct sample_record *record,
                        const char *won, int32_t ago)
{
    sample_fact(world, record, "spouse", "0", ago);
    sample_fact(world, record, "income_won", won, ago);
}

static void plant_take_up(struct sample_world *world)
{
    struct sample_person person;
    struct sample_record centre;

    meet(world, 1955, &person, &centre);
    know_income(world, &centre, "1500000", 60);
    planted(world, "O11", &centre, "entitled to a basic pension, and never applied");

    meet(world, 1956, &person, &centre);
    know_income(world, &centre, "1500000", 181);
    trap(world, "O11", &centre, "what is known is half a year old");

    meet(world, 1957, &person, &centre);
    know_income(world, &centre, "1500000", 60);
    sample_application(world, &centre, "basic_pension", world->as_of - 40, EMPTY);
    trap(world, "O11", &centre, "has applied, and waits for an answer");
}

static void plant_near_miss(struct sample_world *world)
{
    struct sample_person person;
    struct sample_record centre;
    char need[16];

    meet(world, 1951, &person, &centre);
    know_income(world, &centre, "2600000", 60);
    sample_need(world, &centre, "living_costs", "normal", world->as_of - 12, "open", need);
    planted(world, "O28", &centre, "130,000 won above the line, and in need");

    meet(world, 1954, &person, &centre);
    know_income(world, &centre, "2717001", 60);
    sample_need(world, &centre, "living_costs", "normal", world->as_of - 12, "open", need);
    trap(world, "O28", &centre, "a won more than a tenth above the line");
}

static void give_livelihood(struct sample_world *world, const struct sample_record *record,
                            const char *programme, int64_t amount)
{
    struct sample_service benefit = given(world, programme, 0);
    int32_t last;
    sample_month(world, 1, &benefit.start, &last);
    benefit.end = EMPTY;
    benefit.status = "active";
    benefit.entered = benefit.start + 1;
    benefit.amount = amount;
    give(world, record, &benefit);
}

static void plant_linked(struct sample_world *world)
{
    for (int with = 0; with <= 1; with++) {
        struct sample_person person;
        struct sample_record centre, other;
        meet(world, 1970, &person, &centre);
        sample_record(world, &person, CITY_HALL, true, &other);
        sample_fact(world, &other, "disability", "mild", 400);
        give_livelihood(world, &other, "livelihood", 713000);
        if (with) give_livelihood(world, &other, "disability_allowance", 60000);
        if (with)
            trap(world, "O12", &other, "has the disability allowance too");
        else
            planted(world, "O12", &other, "a livelihood benefit without the disability allowance");
    }
}

/* Meals that were granted until so many days after the as-of date. */
static void serve_until(struct sample_world *world, const struct sample_record *record,
                        int32_t ahead)
{
    struct sample_service meals = given(world, "hope_lunchbox", 60);
    meals.status = "active";
    meals.end = world->as_of + ahead;
    give(world, record, &meals);
}

static void plant_ends(struct sample_world *world)
{
    struct sample_person person;
    struct sample_record centre;

    meet(world, 1943, &person, &centre);
    serve_until(world, &centre, 30);
    planted(world, "O26", &centre, "meals end in thirty days, and nobody applied for more");

    meet(world, 1944, &person, &centre);
    serve_until(world, &centre, 31);
    trap(world, "O26", &centre, "meals end in thirty-one days");

    meet(world, 1945, &person, &centre);
    serve_until(world, &centre, 20);
    sample_application(world, &centre, "hope_lunchbox", world->as_of - 10, EMPTY);
    trap(world, "O26", &centre, "meals end soon, and more were applied for");
}

static void refuse(struct sample_world *world, const struct sample_record *record)
{
    sample_application(world, record, "livelihood", world->as_of - 80, world->as_of - 50);
    sample_signal(world, record, "benefit_refused", 1);
}

static void plant_refusal(struct sample_world *world)
{
    struct sample_person person;
    struct sample_record centre;

    meet(world, 1965, &person, &centre);
    refuse(world, &centre);
    planted(world, "O16", &centre, "refused, and then left alone");

    meet(world, 1964, &person, &centre);
    refuse(world, &centre);
    serve(world, &centre, "hope_goods", 20, 20, 40000);
    trap(world, "O16", &centre, "refused, and helped thirty days later");
}

void sample_plant_entitled(struct sample_world *world, uint32_t times)
{
    for (uint32_t i = 0; i < times; i++) {
        plant_take_up(world);
        plant_near_miss(world);
        plant_linked(world);
        plant_ends(world);
        plant_refusal(world);
    }
}
