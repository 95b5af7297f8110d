/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who needs a sponsor and which offers are free.
 */
#include "layer/city.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void open_city(struct city *city)
{
    city_open(city, "2026-06-30");
    city_row(city, "sponsors",
             "agency_id,sponsor_id,service_class,zone_id,places:l,kind,"
             "active_from:tdD,active_to:tdD");
}

/* The rows but for their person_id, each with | at its end. */
static void expect_rows(const struct city *city, const char *expected)
{
    static const char *const columns[] = {"kind",      "zone_id",    "service_class", "rank",
                                          "urgency",   "n_sponsors", "n_offers",      "n_places",
                                          "agency_id", "sponsor_id"};
    const char *table = city_table(city, "support");
    char found[1024] = "", cell[64];
    for (size_t row = 0; row < text_rows(table); row++)
        for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
            text_cell(table, row, columns[i], cell, sizeof cell);
            strcat(found, *cell ? cell : "-");
            strcat(found, i + 1 < sizeof columns / sizeof *columns ? " " : "|");
        }
    cr_expect_str_eq(found, expected, "%s", table);
}

static int seeker(struct city *city, const char *zone, const char *urgency, const char *since)
{
    int who = city_person(city, zone);
    city_row(city, "needs", "hall,n%d,p%d,food,%s,%s,,", who, who, since, urgency);
    return who;
}

Test(support, the_most_urgent_come_first_then_who_has_fewest_sponsors_then_who_waited_longest)
{
    struct city city;
    open_city(&city);
    city_row(&city, "services", "hall,s9,p1,lunch,2026-01-01,,active,"); /* by no sponsor */
    seeker(&city, "east", "normal", "2026-02-01");
    seeker(&city, "east", "emergency", "2026-06-01");
    seeker(&city, "east", "normal", "2026-01-01");
    seeker(&city, "west", "low", "2026-01-01");
    city_row(&city, "sponsors", "hall,box,3102,east,2,goods,,");
    city_row(&city, "sponsors", "hall,any,31,,,volunteer,,");
    city_row(&city, "sponsors", "hall,late,31,,5,money,2026-07-01,");
    city_row(&city, "sponsors", "hall,over,31,,5,money,,2026-06-29");
    city_row(&city, "sponsors", "hall,other,7101,east,5,talent,,");
    city_run(&city);
    expect_rows(&city, "need east 31 1 emergency 0 2 3 - -|need east 31 2 normal 0 2 3 - -|"
                       "need east 31 3 normal 0 2 3 - -|need west 31 1 low 0 1 1 - -|"
                       "offer - 31 - - - - - hall any|offer east 3102 - - - - 2 hall box|"
                       "offer east 7101 - - - - 5 hall other|");
    char cell[64];
    cr_expect_str_eq(text_cell(city_table(&city, "support"), 1, "since", cell, sizeof cell),
                     "2026-01-01");
    city_close(&city);
}

Test(support, sponsors_of_today_are_counted_and_take_places)
{
    struct city city;
    open_city(&city);
    int has = seeker(&city, "east", "normal", "2026-01-01");
    int none = seeker(&city, "east", "normal", "2026-05-01");
    char services[1024];
    snprintf(
        services, sizeof services,
        "agency_id,service_id,record_id,programme,start_date:tdD,end_date:tdD,status,sponsor_id\n"
        "hall,a,p%d,lunch,2026-01-01,,active,box\n"
        "hall,b,p%d,lunch,2026-02-01,,active,box\n"
        "hall,c,p%d,lunch,2026-03-01,,active,stranger\n"
        "hall,d,p%d,lunch,2026-01-01,2026-06-29,ended,gone\n"
        "hall,e,p%d,visit,2026-01-01,,active,friend\n"
        "hall,f,p%d,lunch,2026-01-01,,planned,box\n",
        has, has, has, has, none, none);
    city_replace(&city, "services", services);
    city_row(&city, "sponsors", "hall,box,31,east,3,goods,,");
    city_row(&city, "sponsors", "hall,full,31,east,0,goods,,");
    city_run(&city);
    expect_rows(&city, "need east 31 1 normal 0 1 1 - -|need east 31 2 normal 2 1 1 - -|");
    city_close(&city);
}

Test(support, without_a_table_of_sponsors_there_is_nothing_to_match)
{
    struct city city;
    city_open(&city, "2026-06-30");
    seeker(&city, "east", "normal", "2026-01-01");
    city_run(&city);
    expect_rows(&city, "");
    city_close(&city);
}
