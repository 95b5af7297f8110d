/* SPDX-License-Identifier: Apache-2.0 */
/*
 * care.c - what agencies did for people, with nothing wrong about it.
 *
 * Whatever a rule finds here was not planted, so ordinary care keeps the rules: a class of
 * service comes from one agency only, food boxes are more than a month apart, hospital
 * stays lie before any service at home, needs that are open are served, statutory benefits
 * go to people whom their zone's centre knows.
 */
#include "sample/sample.h"

#include <string.h>

/* ---- ordinary care ----------------------------------------------------------------------- */

/* What an agency offers; rows are `every` days apart and last `days`; 0: each calendar month. */
static const struct offer {
    uint8_t first, last; /* agencies from first to last */
    const char *programme, *need_class;
    uint8_t domain;            /* first two digits of its class */
    bool statutory, household; /* for the household as a whole: its head gets it */
    int16_t every, days;
    int32_t amount;
} offers[] = {
    {CITY_HALL, CITY_HALL, "livelihood", "living_costs", 30, true, true, 0, 0, 713000},
    {CITY_HALL, CITY_HALL, "housing_benefit", "housing", 40, true, true, 0, 0, 280000},
    {CITY_HALL, CITY_HALL, "energy_voucher", "energy", 93, true, true, 60, 1, 130000},
    {HOPE_EAST, HOPE_NORTH, "hope_call", "safety_check", 10, false, false, 21, 1, -1},
    {HOPE_EAST, HOPE_NORTH, "hope_transport", "mobility", 33, false, false, 30, 1, -1},
    {HOPE_EAST, HOPE_NORTH, "hope_counsel", "mental_health", 21, false, false, 28, 1, -1},
    {SENIOR_EAST, SENIOR_WEST, "senior_lunchbox", "meals", 31, false, false, 35, 30, 150000},
    {SENIOR_EAST, SENIOR_WEST, "senior_class", "leisure", 92, false, false, 45, 40, -1},
    {DISABILITY, DISABILITY, "disabled_transport", "mobility", 33, false, false, 45, 1, -1},
    {DISABILITY, DISABILITY, "disabled_jobs", "job", 50, true, false, 45, 40, -1},
    {CHILD, CHILD, "child_centre", "child_care", 70, true, false, 45, 40, -1},
    {CHILD, CHILD, "tutoring", "education", 60, false, false, 45, 40, -1},
    {FOOD_BANK, FOOD_BANK, "food_box", "food", 31, false, true, 40, 1, 50000},
    {FOOD_BANK, FOOD_BANK, "laundry", "housekeeping", 32, false, true, 50, 1, -1},
    {HOSPITAL, HOSPITAL, "wheelchair", "rehabilitation", 20, false, false, 40, 35, 20000},
    {HEALTH_CENTRE, HEALTH_CENTRE, "health_visit", "medical", 20, true, false, 40, 1, -1},
    {HEALTH_CENTRE, HEALTH_CENTRE, "mental_centre", "mental_health", 21, true, false, 30, 28, -1},
};

/* Rows of one offer in the last months; the newest is running or was just delivered. */
static void write_rows(struct sample_world *world, const struct sample_record *record,
                       const struct offer *offer, uint32_t n)
{
    int32_t base = world->as_of - 5 + (int32_t)chance_below(&world->chance, 5);
    for (int32_t ago = (int32_t)n; ago > 0; ago--) {
        int32_t start = base - ago * offer->every, end = start + offer->days - 1;
        if (!offer->every) sample_month(world, ago - 1, &start, &end);
        bool runs = end >= world->as_of;
        char id[16];
        sample_service(world, record,
                       &(struct sample_service){.programme = offer->programme,
                                                .status = runs ? "active" : "delivered",
                                                .start = start,
                                                .end = runs ? EMPTY : end,
                                                .entered = start + 1,
                                                .amount = offer->amount},
                       id);
    }
}

static bool knows(const struct sample_record *records, size_t n, uint8_t agency)
{
    for (size_t i = 0; i < n; i++)
        if (records[i].agency == agency) return true;
    return false;
}

/* Services of the agency's kinds that this person does not get from anybody yet. */
static void serve(struct sample_world *world, const struct sample_person *person,
                  const struct sample_record *records, size_t n_records, size_t r,
                  uint64_t taken[2])
{
    bool zone_knows = knows(records, n_records, (uint8_t)(HOPE_EAST + person->home.zone));
    for (size_t i = 0; i < sizeof offers / sizeof *offers; i++) {
        const struct offer *offer = &offers[i];
        if (records[r].agency < offer->first || records[r].agency > offer->last) continue;
        if (offer->statutory && !zone_knows) continue;
        if (offer->household && person->relation) continue;
        uint64_t bit = UINT64_C(1) << offer->domain % 64;
        if ((taken[offer->domain / 64] & bit) || chance_of(&world->chance, 200000)) continue;
        taken[offer->domain / 64] |= bit;
        write_rows(world, &records[r], offer, 1 + chance_below(&world->chance, 4));
    }
}

int32_t sample_last_meeting(const struct sample_world *world)
{
    int32_t year, month, day;
    tool_day_split(world->as_of, &year, &month, &day);
    return world->as_of - day - 10;
}

/* What is written down as a case goes on: visits, the monthly meeting, the committee. */
static void follow(struct sample_world *world, const struct sample_record *record,
                   const struct sample_case *days)
{
    bool emergency = strcmp(days->case_class, "emergency") == 0;
    sample_event(world, record, "visit", days->last_contact);
    if (emergency) sample_event(world, record, "committee", days->received + 5);
    if (emergency || strcmp(days->case_class, "focused") == 0)
        sample_event(world, record, "meeting", sample_last_meeting(world));
}

/* A need that was met, and a case that ran as it should. */
static void manage(struct sample_world *world, const struct sample_record *record)
{
    struct chance *chance = &world->chance;
    char id[16];
    int32_t received = world->as_of - 200 - (int32_t)chance_below(chance, 200);
    if (chance_of(chance, 250000))
        sample_need(world, record,
                    offers[chance_below(chance, sizeof offers / sizeof *offers)].need_class,
                    "normal", received, "met", id);
    if (!chance_of(chance, 120000)) return;
    static const char *const classes[] = {"emergency", "focused", "general", "public"};
    struct sample_case days = {classes[chance_below(chance, 4)],
                               received,
                               received + 1,
                               received + 7,
                               received + 10,
                               received + 12,
                               received + 20,
                               received + 2,
                               received + 30,
                               world->as_of - 3,
                               chance_of(chance, 500000) ? received + 150 : EMPTY,
                               NULL};
    if (days.closed != EMPTY) days.last_contact = days.closed - 1;
    sample_case(world, record, &days, id);
    if (days.closed == EMPTY) follow(world, record, &days);
    if (chance_of(chance, 300000))
        sample_referral(world, record, "city-hall", "", "living_costs", "normal", received + 5,
                        "completed", received + 9);
}

/* Whoever turns 65 applies for the pension in time. */
static void apply_in_time(struct sample_world *world, const struct sample_person *person,
                          const struct sample_record *record)
{
    int32_t year, month, day;
    tool_day_split(person->birth, &year, &month, &day);
    int32_t birthday = tool_day(year + 65, month, day);
    if (birthday > world->as_of - 500 && birthday <= world->as_of)
        sample_application(world, record, "basic_pension", birthday - 10, EMPTY);
}

void sample_ordinary_care(struct sample_world *world, const struct sample_person *person,
                          const struct sample_record *records, size_t n_records)
{
    uint64_t taken[2] = {0, 0};
    apply_in_time(world, person, &records[0]);
    for (size_t r = 0; r < n_records; r++) {
        serve(world, person, records, n_records, r, taken);
        if (records[r].agency >= HOPE_EAST && records[r].agency <= HOPE_NORTH)
            manage(world, &records[r]);
        if (records[r].agency == HOSPITAL && chance_of(&world->chance, 200000)) {
            int32_t start = world->as_of - 700 - (int32_t)chance_below(&world->chance, 300);
            sample_stay(world, &records[r], "hospital", start, start + 12);
        }
    }
}

/* ---- uploads ----------------------------------------------------------------------------- */

static const char *const table_names[UPLOADS] = {"persons", "services", "needs", "referrals",
                                                 "cases",   "stays",    "events"};

static void put_upload(struct sample_world *world, size_t agency, size_t table, int32_t month,
                       uint32_t rows)
{
    struct sheet *sheet = &world->sheets[agency][UPLOADS];
    char period[16];
    snprintf(period, sizeof period, "%04d-%02d", month / 12, month % 12 + 1);
    sheet_cell(sheet, sample_agencies[agency].id);
    sheet_cell(sheet, table_names[table]);
    sheet_cell(sheet, period);
    sheet_int(sheet, rows);
    sheet_cell(sheet, "complete");
    sheet_end(sheet);
}

void sample_uploads(struct sample_world *world)
{
    int32_t last = sample_month_number(world) - 1; /* the last full month */
    for (size_t a = 0; a < SAMPLE_AGENCIES; a++) {
        for (size_t t = 0; t < UPLOADS; t++) {
            if (!world->n_rows[a][t]) continue;
            uint32_t rows = world->n_rows[a][t] / 12 + 1;
            bool misses_last = a == HEALTH_CENTRE && t == SERVICES;
            for (int32_t m = last - 12; m <= last - misses_last; m++)
                put_upload(world, a, t, m, rows + chance_below(&world->chance, rows / 10 + 1));
        }
    }
}
