/* SPDX-License-Identifier: Apache-2.0 */
/* planted_sums.c - cases about sums of money, and about hours of care. */
#include "sample/planting.h"

static void pay_in_month(struct sample_world *world, const struct sample_record *record,
                         const char *programme, int32_t months_ago, int64_t amount)
{
    struct sample_service paid = given(world, programme, 0);
    sample_month(world, months_ago, &paid.start, &paid.end);
    paid.entered = paid.start + 1;
    paid.amount = amount;
    give(world, record, &paid);
}

static void plant_cap(struct sample_world *world)
{
    for (int64_t second = 1000000; second <= 1000001; second++) {
        struct sample_person person;
        struct sample_record centre, other;
        struct sample_service paid = given(world, "unlimited_medical", 100);
        meet(world, 1958, &person, &centre);
        sample_record(world, &person, CITY_HALL, true, &other);
        paid.amount = 2000000;
        give(world, &centre, &paid);
        paid = given(world, "unlimited_medical", 40);
        paid.amount = second;
        give(world, &other, &paid);
        if (second > 1000000)
            planted(world, "D07", &other, "a won more in a year than the cap");
        else
            trap(world, "D07", &other, "all that the cap allows in a year");
    }
}

/* A living allowance fills up what a pension leaves of 820,556 won, and may be 1,000 more. */
static void plant_top_up(struct sample_world *world)
{
    for (int64_t filled = 521556; filled <= 521557; filled++) {
        struct sample_person person;
        struct sample_record centre, other;
        meet(world, 1950, &person, &centre);
        sample_record(world, &person, CITY_HALL, true, &other);
        pay_in_month(world, &other, "basic_pension", 1, 300000);
        pay_in_month(world, &other, "livelihood", 1, filled);
        if (filled > 521556)
            planted(world, "D11", &other, "more than the pension leaves of the ceiling");
        else
            trap(world, "D11", &other, "what the pension leaves, and what is let pass");
    }
}

/* Three months of emergency help are given at once, more when a committee says so. */
static void plant_episodes(struct sample_world *world)
{
    for (int32_t months = 3; months <= 4; months++) {
        struct sample_person person;
        struct sample_record centre, other;
        meet(world, 1973, &person, &centre);
        sample_record(world, &person, CITY_HALL, true, &other);
        for (int32_t ago = months + 1; ago > 1; ago--)
            pay_in_month(world, &other, "emergency_livelihood", ago, 700000);
        if (months > 3)
            planted(world, "D08", &other, "a fourth month of emergency help, and no committee");
        else
            trap(world, "D08", &other, "three months of emergency help");
    }
}

static void care(struct sample_world *world, const struct sample_record *record,
                 const char *programme, const char *from, const char *to)
{
    struct sample_service care = given(world, programme, 25);
    care.start_time = from;
    care.end_time = to;
    give(world, record, &care);
}

static void plant_clocks(struct sample_world *world)
{
    struct sample_person person;
    struct sample_record centre, other;

    meet(world, 1939, &person, &centre);
    sample_record(world, &person, SENIOR_EAST, true, &other);
    care(world, &other, "ltc_home_care", "10:00", "12:00");
    care(world, &other, "ltc_bath", "11:00", "12:00");
    planted(world, "D14", &other, "at home and in the bath at one time");

    meet(world, 1940, &person, &centre);
    sample_record(world, &person, SENIOR_EAST, true, &other);
    care(world, &other, "ltc_home_care", "10:00", "12:00");
    care(world, &other, "ltc_nurse", "11:00", "12:00");
    care(world, &other, "ltc_bath", "12:00", "13:00");
    trap(world, "D14", &other, "a nurse may come during care, and the bath comes after it");
}

static void plant_hours(struct sample_world *world)
{
    for (int32_t hours = 15; hours <= 16; hours++) {
        struct sample_person person;
        struct sample_record centre, other;
        struct sample_service care = given(world, "ltc_home_care", 45);
        meet(world, 1942, &person, &centre);
        sample_record(world, &person, SENIOR_WEST, true, &other);
        sample_fact(world, &other, "care_hours_limit", "60", 120);
        care.quantity = (struct sample_quantity){45, "hour"};
        give(world, &other, &care);
        care = given(world, "senior_care", 44);
        care.quantity = (struct sample_quantity){hours, "hour"};
        give(world, &other, &care);
        if (hours > 15)
            planted(world, "D22", &other, "sixty-one hours of care of sixty in a month");
        else
            trap(world, "D22", &other, "sixty hours of care of sixty");
    }
}

void sample_plant_sums(struct sample_world *world, uint32_t times)
{
    for (uint32_t i = 0; i < times; i++) {
        plant_cap(world);
        plant_top_up(world);
        plant_episodes(world);
        plant_clocks(world);
        plant_hours(world);
    }
}
