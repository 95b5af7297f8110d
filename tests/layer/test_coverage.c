/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who needs something in a zone and a month, who has it, how long it took.
 */
#include "layer/city.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Lines of the table up to what the class is called. */
static char *lines_of(const struct city *city, const char *beginning)
{
    char *lines = city_lines(city, "coverage", beginning), *to = lines;
    for (const char *from = lines; *from;) {
        size_t len = strcspn(from, "\n"), kept = len;
        for (unsigned cut = 0; cut < 2 && kept > 0; kept--) cut += from[kept - 1] == ',';
        memmove(to, from, kept);
        to[kept] = '\n';
        to += kept + 1;
        from += len + 1;
    }
    *to = '\0';
    return lines;
}

static void expect_lines(const struct city *city, const char *beginning, const char *expected)
{
    char *lines = lines_of(city, beginning);
    cr_expect_str_eq(lines, expected);
    free(lines);
}

Test(coverage, people_are_counted_by_zone_class_and_month)
{
    struct city city;
    city_open(&city, "2026-06-30");
    city_people(&city, "east", "food", 12, 5);
    city_people(&city, "west", "food", 7, 0);
    city_people(&city, "", "food", 9, 9); /* nobody knows where they live */
    city_people(&city, "west", "both", 5, 5);
    city_run(&city);
    expect_lines(&city, "2026-06,",
                 "2026-06,31,,24,10,14,,0\n"
                 "2026-06,31,east,12,5,7,,0\n"
                 "2026-06,31,west,12,5,7,,0\n"
                 "2026-06,71,,5,5,0,,0\n"
                 "2026-06,71,west,5,5,0,,0\n");
    expect_lines(&city, "2026-05,31,",
                 "2026-05,31,,24,10,14,10,0\n"
                 "2026-05,31,east,12,5,7,10,0\n"
                 "2026-05,31,west,12,5,7,10,0\n");
    expect_lines(&city, "2026-04,", "");
    city_close(&city);
}

Test(coverage, classes_have_names)
{
    struct city city;
    char cell[64];
    city_open(&city, "2026-06-30");
    city_people(&city, "east", "food", 5, 0);
    city_run(&city);
    const char *table = city_table(&city, "coverage");
    cr_expect_str_eq(text_cell(table, 0, "class_ko", cell, sizeof cell), "먹거리");
    cr_expect_str_eq(text_cell(table, 0, "class_en", cell, sizeof cell), "food");
    city_close(&city);
}

Test(coverage, few_people_are_hidden_with_others)
{
    struct city city;
    city_open(&city, "2026-06-30");
    city_people(&city, "east", "food", 40, 20);
    city_people(&city, "south", "food", 30, 15);
    city_people(&city, "west", "food", 9, 5); /* four without */
    city_run(&city);
    expect_lines(&city, "2026-06,31,",
                 "2026-06,31,,79,40,39,,0\n"
                 "2026-06,31,east,40,20,20,,0\n"
                 "2026-06,31,south,,,,,1\n"
                 "2026-06,31,west,,,,,1\n");
    city_close(&city);
}

/* Five people of the east need food; the cells of June, or what is shown of them. */
static char *june(const char *need, const char *service)
{
    struct city city;
    city_open(&city, "2026-06-15");
    for (int i = 0; i < 5; i++) {
        int who = city_person(&city, "east");
        city_row(&city, "needs", "hall,n%d,p%d,food,%s", who, who, need);
        if (service) city_row(&city, "services", "hall,s%d,p%d,%s,", who, who, service);
    }
    city_run(&city);
    char *lines = lines_of(&city, "2026-06,31,east,");
    city_close(&city);
    return lines;
}

static void expect_june(const char *need, const char *service, const char *expected)
{
    char line[64], *lines = june(need, service);
    snprintf(line, sizeof line, *expected ? "2026-06,31,east,%s\n" : "%s", expected);
    cr_expect_str_eq(lines, line, "need %s, service %s", need, service ? service : "none");
    free(lines);
}

Test(coverage, a_need_counts_in_months_at_whose_end_it_is_open_or_in_which_it_is_met)
{
    expect_june("2026-06-15,,,", NULL, "5,0,5,,0");
    expect_june("2026-06-16,,,", NULL, ""); /* not yet known */
    expect_june("2026-01-01,,met,2026-06-01", NULL, "5,0,5,,0");
    expect_june("2026-01-01,,met,2026-05-31", NULL, "");
    expect_june("2026-01-01,,met,", NULL, "");           /* nobody says when */
    expect_june("2026-01-01,,met,2026-06-16", NULL, ""); /* that day has not come */
    expect_june("2026-01-01,,refused,2026-06-10", NULL, "");
    expect_june("2026-01-01,,partly,", NULL, "5,0,5,,0");
}

Test(coverage, an_answer_has_a_day_in_the_month_while_the_need_is_known)
{
    expect_june("2026-01-01,,,", "lunch,2026-05-01,2026-06-01,ended", "5,5,0,,0");
    expect_june("2026-01-01,,,", "lunch,2026-05-01,2026-05-31,ended", "5,0,5,,0");
    expect_june("2026-06-10,,,", "lunch,2026-06-01,2026-06-10,ended", "5,5,0,0,0");
    expect_june("2026-06-10,,,", "lunch,2026-06-01,2026-06-09,ended", "5,0,5,,0");
    expect_june("2026-01-01,,,", "lunch,2026-06-15,,active", "5,5,0,165,0");
    expect_june("2026-01-01,,,", "lunch,2026-06-16,,active", "5,0,5,,0"); /* to come */
    expect_june("2026-01-01,,,", "lunch,2026-06-01,,planned", "5,0,5,,0");
    expect_june("2026-01-01,,,", "visit,2026-06-01,,active", "5,0,5,,0");
    expect_june("2026-01-01,,,", "box,2026-05-05,,delivered", "5,5,0,,0"); /* lasts to 3 June */
    expect_june("2026-01-01,,,", "box,2026-05-02,,delivered", "5,0,5,,0");
}

Test(coverage, the_dead_need_nothing_and_a_household_is_served_as_one)
{
    struct city city;
    city_open(&city, "2026-06-30");
    for (int i = 0; i < 5; i++) {
        city_row(&city, "persons", "hall,d%d,east,,2026-06-29,0", i);
        city_row(&city, "persons", "hall,m%d,south,h%d,,0", i, i);
        city_row(&city, "persons", "hall,k%d,south,h%d,,0", i, i);
        city_row(&city, "needs", "hall,nd%d,d%d,food,2026-05-01,,,", i, i);
        city_row(&city, "needs", "hall,nm%d,m%d,food,2026-05-01,,,", i, i);
        city_row(&city, "services", "hall,s%d,k%d,box,2026-06-20,,delivered,", i, i);
    }
    city_run(&city);
    expect_lines(&city, "2026-06,31,", "2026-06,31,,5,5,0,50,0\n2026-06,31,south,5,5,0,50,0\n");
    expect_lines(&city, "2026-05,31,east", "2026-05,31,east,5,0,5,,0\n");
    city_close(&city);
}

Test(coverage, the_median_is_the_lower_of_two_and_few_answers_have_none)
{
    struct city city;
    city_open(&city, "2026-06-30");
    for (int i = 0; i < 6; i++) {
        int who = city_person(&city, "east");
        city_row(&city, "needs", "hall,n%d,p%d,food,2026-06-01,,,", who, who);
        city_row(&city, "services", "hall,s%d,p%d,lunch,2026-06-%02d,,active,", who, who,
                 1 + 2 * i);
    }
    city_people(&city, "west", "food", 9, 5);
    city_run(&city);
    char *lines = lines_of(&city, "2026-06,31,");
    cr_expect(strstr(lines, "2026-06,31,,15,11,4,") == NULL); /* the total would tell */
    free(lines);
    city_close(&city);
    city_open(&city, "2026-06-30");
    for (int i = 0; i < 6; i++) {
        int who = city_person(&city, "east");
        city_row(&city, "needs", "hall,n%d,p%d,food,2026-06-01,,,", who, who);
        city_row(&city, "services", "hall,s%d,p%d,lunch,2026-06-%02d,,active,", who, who,
                 1 + 2 * i);
    }
    city_run(&city);
    expect_lines(&city, "2026-06,31,east", "2026-06,31,east,6,6,0,4,0\n");
    city_close(&city);
}

Test(coverage, months_are_as_many_as_the_policy_looks_back_over)
{
    struct city city;
    city_open(&city, "2026-06-30");
    city_row(&city, "rules", "*,lookback_months,2");
    city_people(&city, "east", "food", 5, 0);
    city_row(&city, "needs", "hall,x1,p1,care,2020-01-01,,,");
    city_run(&city);
    expect_lines(&city, "2026-05,31", "2026-05,31,,5,0,5,,0\n2026-05,31,east,5,0,5,,0\n");
    expect_lines(&city, "2026-04", "");
    city_close(&city);
}

/* ---- laws ------------------------------------------------------------------------------------ */

static void fill(struct city *city)
{
    city_people(city, "west", "both", 9, 4);
    city_people(city, "east", "food", 8, 6);
    city_people(city, "east", "care", 7, 7);
    city_people(city, "south", "both", 30, 11);
}

Test(coverage, threads_change_nothing)
{
    struct city one, three;
    city_open(&one, "2026-06-30");
    city_open(&three, "2026-06-30");
    for (int i = 0; i < 51; i++) fill(&one);
    for (int i = 0; i < 51; i++) fill(&three);
    three.n_threads = 3;
    city_run(&one);
    city_run(&three);
    cr_expect_gt(text_rows(city_table(&one, "coverage")), 8);
    cr_expect_str_eq(city_table(&one, "coverage"), city_table(&three, "coverage"));
    city_close(&one);
    city_close(&three);
}

Test(coverage, memory_may_run_out_anywhere)
{
    struct city city;
    city_open(&city, "2026-06-30");
    city_people(&city, "west", "both", 6, 5);
    city_sweep(&city);
    city_close(&city);
}
