/* SPDX-License-Identifier: Apache-2.0 */
/* planted_followed.c - cases about bills, assessments, reports, applications and quantities. */
#include "sample/planting.h"

static void pay(struct sample_world *world, const struct sample_record *record,
                const char *programme, int32_t ago, int64_t amount, const char *invoice)
{
    struct sample_service paid = given(world, programme, ago);
    paid.amount = amount;
    paid.invoice = invoice;
    paid.invoice_won = 1000000;
    give(world, record, &paid);
}

static void plant_bills(struct sample_world *world)
{
    struct sample_person person;
    struct sample_record centre, other;
    char invoice[32];

    meet(world, 1951, &person, &centre);
    sample_record(world, &person, HOSPITAL, true, &other);
    snprintf(invoice, sizeof invoice, "2026-%u", person.id);
    pay(world, &centre, "hope_goods", 60, 600000, invoice);
    pay(world, &other, "wheelchair", 55, 450000, invoice);
    planted(world, "D23", &other, "one bill, and more paid than it says");

    meet(world, 1953, &person, &centre);
    sample_record(world, &person, HOSPITAL, true, &other);
    snprintf(invoice, sizeof invoice, "2026-%u", person.id);
    pay(world, &centre, "hope_goods", 60, 600000, invoice);
    pay(world, &other, "wheelchair", 55, 400000, invoice);
    trap(world, "D23", &other, "a bill that two agencies shared");
}

static void plant_assessments(struct sample_world *world)
{
    struct sample_person person;
    struct sample_record centre, other;
    for (int32_t apart = 30; apart <= 31; apart++) {
        meet(world, 1959, &person, &centre);
        sample_record(world, &person, CITY_HALL, true, &other);
        sample_assessment(world, &centre, "income", world->as_of - 80);
        sample_assessment(world, &other, "income", world->as_of - 80 + apart);
        if (apart == 30)
            planted(world, "D19", &other, "asked about income twice in thirty days");
        else
            trap(world, "D19", &other, "asked again after thirty-one days");
    }
}

static void plant_reports(struct sample_world *world)
{
    struct sample_person person;
    struct sample_record centre;

    meet(world, 1944, &person, &centre);
    sample_report(world, &centre, "neighbour", world->as_of - 10);
    planted(world, "O30", &centre, "a neighbour reported, and nobody went");

    meet(world, 1945, &person, &centre);
    sample_report(world, &centre, "delivery", world->as_of - 10);
    sample_event(world, &centre, "visit", world->as_of - 8);
    trap(world, "O30", &centre, "visited two days after the report");
}

static void apply(struct sample_world *world, const struct sample_record *record, int32_t ago)
{
    struct sample_service applied = given(world, "hope_counsel", ago);
    applied.status = "applied";
    applied.end = EMPTY;
    applied.entered = applied.start;
    give(world, record, &applied);
}

static void plant_waiting(struct sample_world *world)
{
    struct sample_person person;
    struct sample_record centre;

    meet(world, 1967, &person, &centre);
    apply(world, &centre, 45);
    planted(world, "O23", &centre, "an application that waits for six weeks");

    meet(world, 1969, &person, &centre);
    apply(world, &centre, 30);
    trap(world, "O23", &centre, "the thirtieth day of waiting");
}

static void plant_late_call(struct sample_world *world)
{
    struct sample_person person;
    struct sample_record centre;
    struct sample_service call = given(world, "hope_call", 40);
    call.entered = call.start + 10;
    meet(world, 1949, &person, &centre);
    give(world, &centre, &call);
    planted(world, "O29", &(struct sample_record){.agency = centre.agency},
            "a call entered ten days after it");
}

/* Lunches: `had` of twenty in the last full month, all of them in the running one. */
static void lunches(struct sample_world *world, const struct sample_record *record, int32_t had)
{
    char id[16];
    int32_t first = sample_last_meeting(world) - 20; /* the last full month has 31 days */
    const struct sample_service before = {.programme = "senior_lunchbox",
                                          .status = "delivered",
                                          .start = first,
                                          .end = first + 30,
                                          .entered = first + 1,
                                          .amount = 150000,
                                          .quantity = {had, "meal"}};
    struct sample_service now = before;
    now.status = "active";
    now.start = first + 31;
    now.entered = first + 32;
    now.end = EMPTY;
    now.quantity.number = 20;
    sample_need_of(world, record, "meals", first - 1, (struct sample_quantity){20, "meal"});
    sample_service(world, record, &before, id);
    sample_service(world, record, &now, id);
}

static void plant_quantities(struct sample_world *world)
{
    struct sample_person person;
    struct sample_record centre;

    meet(world, 1941, &person, &centre);
    lunches(world, &centre, 8);
    planted(world, "O02", &centre, "eight lunches of the twenty that are needed");

    meet(world, 1943, &person, &centre);
    lunches(world, &centre, 16);
    trap(world, "O02", &centre, "sixteen lunches of twenty: just enough");
}

/* A case that goes on as it should. */
static void look_after(struct sample_world *world, const struct sample_record *record)
{
    char id[16];
    int32_t today = world->as_of;
    sample_case(world, record,
                &(struct sample_case){"general", today - 60, today - 59, today - 55, today - 50,
                                      today - 48, today - 40, EMPTY, EMPTY, today - 10, EMPTY,
                                      NULL},
                id);
}

static void plant_left_out(struct sample_world *world)
{
    struct sample_record one, other;
    char id[16];
    meet_couple(world, HOPE_EAST, &one, &other);
    look_after(world, &one);
    serve(world, &one, "hope_call", 10, 10, -1);
    sample_need(world, &other, "mobility", "low", world->as_of - 40, "open", id);
    planted(world, "O17", &other, "calls for him, and no ride for her");
}

static void plant_misplaced(struct sample_world *world)
{
    struct sample_person person;
    struct sample_record centre, other;
    char id[16];
    meet(world, 1956, &person, &centre);
    sample_record(world, &person, CITY_HALL, true, &other);
    look_after(world, &other);
    sample_need(world, &other, "meals", "normal", world->as_of - 50, "open", id);
    serve(world, &centre, "senior_lunchbox", 45, -1, 150000);
    planted(world, "O31", &other, "a case at city hall, which has no meals to give");
}

void sample_plant_followed(struct sample_world *world, uint32_t times)
{
    sample_capacity(world, CITY_HALL, "livelihood", 500);
    for (uint32_t i = 0; i < times; i++) {
        plant_bills(world);
        plant_assessments(world);
        plant_reports(world);
        plant_waiting(world);
        plant_late_call(world);
        plant_quantities(world);
        plant_left_out(world);
        plant_misplaced(world);
    }
}
