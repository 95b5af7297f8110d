/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whom a mobile centre drives to first.
 */
#include "layer/city.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

/* Zone, rank and reasons of each row, in order: "west 1 O01|". Persons are told by last_visit. */
static void expect_stops(const struct city *city, const char *expected)
{
    const char *table = city_table(city, "visit_list");
    char found[512] = "", cell[64];
    static const char *const columns[] = {"zone_id", "rank", "reasons", "severity", "last_visit"};
    for (size_t row = 0; row < text_rows(table); row++) {
        for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
            strcat(found, text_cell(table, row, columns[i], cell, sizeof cell));
            strcat(found, i + 1 < sizeof columns / sizeof *columns ? " " : "|");
        }
    }
    cr_expect_str_eq(found, expected, "%s", table);
}

static void need(struct city *city, const char *zone, const char *urgency, const char *visited)
{
    int who = city_person(city, zone);
    city_row(city, "needs", "hall,n%d,p%d,food,2026-01-01,%s,,", who, who, urgency);
    if (visited) city_row(city, "events", "hall,p%d,visit,%s", who, visited);
}

static void open_city(struct city *city)
{
    city_open(city, "2026-06-30");
    city_row(city, "events", "agency_id,record_id,kind,date:tdD");
    city_row(city, "referrals", "agency_id,referral_id,record_id,to_agency,sent_on:tdD,status");
}

Test(visit_list, the_zone_with_most_people_waiting_comes_first_then_who_waits_worst)
{
    struct city city;
    open_city(&city);
    need(&city, "east", "normal", NULL);
    need(&city, "west", "normal", "2026-03-01");
    need(&city, "west", "normal", NULL);
    need(&city, "west", "emergency", "2026-06-29");
    need(&city, "west", "normal", "2026-02-01");
    need(&city, "", "emergency", NULL); /* nobody knows where */
    city_run(&city);
    expect_stops(&city, "west 1 O01 4 2026-06-29|west 2 O01 3 |west 3 O01 3 2026-02-01|"
                        "west 4 O01 3 2026-03-01|east 1 O01 3 |");
    city_close(&city);
}

Test(visit_list, a_person_stands_there_once_with_all_reasons_and_the_dead_do_not)
{
    struct city city;
    open_city(&city);
    need(&city, "east", "normal", NULL);
    city_row(&city, "needs", "hall,m1,p1,care,2026-01-01,,,");
    city_row(&city, "cases",
             "agency_id,case_id,record_id,case_class,received_on:tdD,visited_on:tdD,"
             "evaluated_on:tdD,first_service_on:tdD");
    city_row(&city, "cases", "hall,c1,p1,general,2026-01-01,2026-01-05,,2026-01-02");
    city_row(&city, "persons", "hall,dead,east,,2026-06-30,0");
    city_row(&city, "needs", "hall,dn,dead,food,2026-01-01,,,");
    city_run(&city);
    expect_stops(&city, "east 1 O01;O06 3 2026-01-05|"); /* O05 is the agency's to write down */
    city_close(&city);
}

Test(visit_list, a_visit_to_come_was_not_made)
{
    struct city city;
    open_city(&city);
    need(&city, "east", "normal", "2026-07-01");
    city_run(&city);
    expect_stops(&city, "east 1 O01 3 |");
    city_close(&city);
}

/* What a policy's own rule finds is a reason where it is one for the rule that it works as. */
Test(visit_list, rules_of_a_policys_own_send_somebody_too)
{
    struct city city;
    open_city(&city);
    need(&city, "east", "normal", "2026-06-10");
    city_row(&city, "cases",
             "agency_id,case_id,record_id,case_class,received_on:tdD,visited_on:tdD");
    city_row(&city, "cases", "hall,c1,p1,general,2026-06-01,2026-06-05");
    city_row(&city, "rules", "L01,kernel,O06");
    city_row(&city, "rules", "L01,name,a fortnight");
    city_row(&city, "rules", "L02,kernel,O18");
    city_row(&city, "rules", "L02,name,surveyed at once");
    city_row(&city, "deadlines", "rule,key,amount");
    city_row(&city, "deadlines", "L01,general,14");
    city_row(&city, "deadlines", "L02,surveyed,1");
    city_run(&city);
    expect_stops(&city, "east 1 L01;O01 3 2026-06-10|");
    city_close(&city);
}
