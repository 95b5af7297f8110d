/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How well duplicates and omissions are kept low: for a team, a centre, a province, a zone, a rule.
 */
#include "layer/city.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a row is about: month, agency, level, zone, rule. */
static const char *const keys[] = {"month", "agency_id", "level", "zone_id", "rule"};

/* A cell of the row about `scope` ("2026-06 t1 team - -"); "none" when there is no such row. */
static const char *cell_of(const struct city *city, const char *scope, const char *column)
{
    static char cell[64];
    const char *table = city_table(city, "indicators");
    for (size_t row = 0; row < text_rows(table); row++) {
        char about[256] = "";
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
            text_cell(table, row, keys[i], cell, sizeof cell);
            if (i) strcat(about, " ");
            strcat(about, *cell ? cell : "-");
        }
        if (strcmp(about, scope) == 0) return text_cell(table, row, column, cell, sizeof cell);
    }
    return "none";
}

static void expect_cell(const struct city *city, const char *scope, const char *column,
                        const char *expected)
{
    cr_expect_str_eq(cell_of(city, scope, column), expected, "%s of %s\n%s", column, scope,
                     city_table(city, "indicators"));
}

/* ---- the tree -------------------------------------------------------------------------------- */

static void open_tree(struct city *city, const char *province_parent)
{
    char agencies[512];
    city_open(city, "2026-06-30");
    snprintf(agencies, sizeof agencies,
             "agency_id,parent_id,level\nt1,c1,team\nt2,c1,team\nt3,c2,team\nc1,p,centre\n"
             "c2,p,centre\np,%s,province\n",
             province_parent);
    city_replace(city, "agencies", agencies);
    for (int i = 1; i <= 3; i++) {
        city_row(city, "persons", "t%d,k%d,east,,,0", i, i);
        for (int j = 0; j < i; j++)
            city_row(city, "services", "t%d,s%d,k%d,lunch,2026-06-0%d,2026-06-0%d,ended,", i, j, i,
                     j + 1, j + 1);
    }
}

Test(indicators, what_teams_count_is_what_centres_and_the_province_count)
{
    struct city city;
    open_tree(&city, "");
    city_run(&city);
    expect_cell(&city, "2026-06 t3 team - -", "n_services", "3");
    expect_cell(&city, "2026-06 c1 centre - -", "n_services", "3");
    expect_cell(&city, "2026-06 c2 centre - -", "n_services", "3");
    expect_cell(&city, "2026-06 p province - -", "n_services", "6");
    expect_cell(&city, "2026-06 - team - -", "n_services", "6");
    expect_cell(&city, "2026-06 - centre - -", "n_services", "6");
    expect_cell(&city, "2026-06 - province - -", "n_services", "6");
    expect_cell(&city, "2026-06 - - - -", "n_services", "6");
    expect_cell(&city, "2026-06 - - east -", "n_services", "6");
    expect_cell(&city, "2026-05 - - - -", "n_services", "none");
    city_close(&city);
}

Test(indicators, parents_in_a_circle_are_counted_once)
{
    struct city city;
    open_tree(&city, "t1");
    city_run(&city);
    expect_cell(&city, "2026-06 - - - -", "n_services", "6");
    cr_expect_leq(atoi(cell_of(&city, "2026-06 p province - -", "n_services")), 6);
    cr_expect_leq(atoi(cell_of(&city, "2026-06 t1 team - -", "n_services")), 6);
    city_close(&city);
    open_tree(&city, "p");
    city_run(&city);
    expect_cell(&city, "2026-06 p province - -", "n_services", "6");
    city_close(&city);
}

/* ---- shares ---------------------------------------------------------------------------------- */

Test(indicators, a_service_counts_in_each_month_of_its_days)
{
    struct city city;
    city_open(&city, "2026-06-30");
    city_person(&city, "east");
    city_row(&city, "services", "hall,a,p1,lunch,2020-01-01,2026-04-01,ended,");
    city_row(&city, "services", "hall,b,p1,lunch,2026-05-31,,active,");
    city_row(&city, "services", "hall,c,p1,lunch,2026-05-31,,planned,");
    city_row(&city, "services", "hall,d,p1,lunch,2026-07-01,,active,");
    city_run(&city);
    expect_cell(&city, "2025-06 hall city - -", "n_services", "1");
    expect_cell(&city, "2026-04 hall city - -", "n_services", "1");
    expect_cell(&city, "2026-05 hall city - -", "n_services", "1");
    expect_cell(&city, "2026-06 hall city - -", "n_services", "1");
    expect_cell(&city, "2025-05 hall city - -", "n_services", "none");
    city_close(&city);
}

Test(indicators, needs_that_nobody_answers_are_omitted)
{
    struct city city;
    city_open(&city, "2026-06-30");
    city_row(&city, "referrals", "agency_id,referral_id,record_id,to_agency,sent_on:tdD,status");
    for (int i = 0; i < 30; i++) {
        int who = city_person(&city, i < 20 ? "east" : "west");
        const char *since = i < 15 ? "2026-01-01" : "2026-06-29";
        city_row(&city, "needs", "hall,n%d,p%d,food,%s,,,", who, who, since);
    }
    city_run(&city);
    expect_cell(&city, "2026-06 hall city - -", "n_omitted", "15");
    expect_cell(&city, "2026-06 hall city - -", "n_needs", "30");
    expect_cell(&city, "2026-06 hall city - -", "omission_rate", "0.500000");
    expect_cell(&city, "2026-06 - - east -", "omission_rate", "0.750000");
    expect_cell(&city, "2026-06 - - west -", "omission_rate", "0.000000");
    expect_cell(&city, "2026-05 hall city - -", "n_needs", ""); /* it is not known */
    expect_cell(&city, "2026-06 hall city - -", "take_up", "");
    city_close(&city);
}

Test(indicators, emergencies_are_met_in_three_days_or_are_not)
{
    struct city city;
    city_open(&city, "2026-06-30");
    city_row(&city, "cases",
             "agency_id,case_id,record_id,case_class,received_on:tdD,"
             "first_service_on:tdD,closed_on:tdD");
    static const char *const cases[] = {"emergency,2026-06-01,2026-06-04,", /* on the last day */
                                        "emergency,2026-06-01,2026-06-05,", /* a day late */
                                        "emergency,2026-06-01,,",           /* never */
                                        "emergency,2026-06-27,,",           /* not yet due */
                                        "emergency,2026-06-01,,2026-06-03", /* closed before */
                                        "emergency,2026-06-01,,2026-06-10", /* closed late */
                                        "general,2026-06-01,,"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        city_row(&city, "cases", "hall,c%zu,p%d,%s", i, city_person(&city, "east"), cases[i]);
    city_run(&city);
    expect_cell(&city, "2026-06 hall city - -", "n_in_time", "1");
    expect_cell(&city, "2026-06 hall city - -", "n_emergencies", "4");
    expect_cell(&city, "2026-06 hall city - -", "three_day_rate", "0.250000");
    expect_cell(&city, "2026-06 - - east -", "three_day_rate", ""); /* one to four people */
    city_close(&city);
}

Test(indicators, coverage_is_what_the_table_coverage_shows)
{
    struct city city;
    city_open(&city, "2026-06-30");
    city_people(&city, "east", "food", 20, 10);
    city_people(&city, "west", "food", 20, 5);
    city_people(&city, "west", "care", 3, 2); /* hidden */
    city_run(&city);
    expect_cell(&city, "2026-06 - - west -", "n_needing", "20");
    expect_cell(&city, "2026-06 - - west -", "coverage", "0.250000");
    expect_cell(&city, "2026-06 club centre - -", "coverage", "0.250000");
    expect_cell(&city, "2026-06 hall city - -", "n_needing", "40"); /* the club is below it */
    expect_cell(&city, "2026-06 hall city - -", "coverage", "0.375000");
    city_close(&city);
}

/* ---- decisions ------------------------------------------------------------------------------- */

/* Two agencies feed the same n people; the first n_confirmed are decided to be duplicates. */
static void feed_twice(struct city *city, int n)
{
    city_open(city, "2026-06-30");
    city_replace(city, "persons", "agency_id,record_id,name,birth_date,zone_id\n");
    for (int i = 0; i < n; i++) {
        city_row(city, "persons", "hall,h%d,김순자,19%02d-03-15,east", i, 40 + i);
        city_row(city, "persons", "club,c%d,김순자,19%02d-03-15,east", i, 40 + i);
        city_row(city, "services", "hall,a%d,h%d,lunch,2026-05-01,2026-06-10,ended,3000", i, i);
        city_row(city, "services", "club,b%d,c%d,lunch,2026-06-01,2026-06-10,ended,2000", i, i);
    }
    city_run(city);
    cr_assert_eq(text_rows(city_table(city, "findings")), (size_t)n, "%s",
                 city_table(city, "findings"));
}

Test(indicators, confirmed_duplicates_are_counted_and_money_from_the_start)
{
    struct city city;
    char first[64], second[64];
    feed_twice(&city, 3);
    expect_cell(&city, "2026-06 - - - -", "n_duplicated", "0");
    expect_cell(&city, "2026-06 club centre - -", "exposure_won", "6000");
    expect_cell(&city, "2026-06 hall city - -", "exposure_won", "6000"); /* the club's */
    text_cell(city_table(&city, "findings"), 0, "finding_id", first, sizeof first);
    text_cell(city_table(&city, "findings"), 1, "finding_id", second, sizeof second);
    city_row(&city, "decisions", "finding_id,decision,at:tdD");
    city_row(&city, "decisions", "%s,confirmed,2026-06-20", first);
    city_row(&city, "decisions", "%s,not_duplicate,2026-06-20", second);
    city_run(&city);
    expect_cell(&city, "2026-06 - - - -", "n_duplicated", "2");
    expect_cell(&city, "2026-06 - - - -", "n_services", "6");
    expect_cell(&city, "2026-06 - - - -", "duplicate_rate", "0.333333");
    expect_cell(&city, "2026-06 club centre - -", "n_duplicated", "1");
    expect_cell(&city, "2026-05 - - - -", "n_duplicated", "0"); /* they met in June */
    expect_cell(&city, "2026-06 - - - D03", "precision", "0.500000");
    expect_cell(&city, "2026-06 - - - D03", "n_decided", "2");
    expect_cell(&city, "2026-06 - - - -", "exposure_won", "4000"); /* one is no duplicate */
    city_close(&city);
}

Test(indicators, memory_may_run_out_anywhere)
{
    struct city city;
    city_open(&city, "2026-06-30");
    city_row(&city, "referrals", "agency_id,referral_id,record_id,to_agency,sent_on:tdD,status");
    city_row(&city, "sponsors", "agency_id,sponsor_id,service_class,places:l");
    city_row(&city, "sponsors", "hall,x,31,3");
    city_people(&city, "west", "both", 2, 1);
    city_sweep(&city);
    city_close(&city);
}

Test(indicators, threads_change_nothing)
{
    struct city one, three;
    city_open(&one, "2026-06-30");
    city_open(&three, "2026-06-30");
    city_people(&one, "west", "both", 3000, 1000);
    city_people(&three, "west", "both", 3000, 1000);
    three.n_threads = 3;
    city_run(&one);
    city_run(&three);
    static const char *const tables[] = {"indicators", "visit_list", "support", "worklist"};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        cr_expect_str_eq(city_table(&one, tables[i]), city_table(&three, tables[i]));
    city_close(&one);
    city_close(&three);
}
