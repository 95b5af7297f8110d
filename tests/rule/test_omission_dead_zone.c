/* SPDX-License-Identifier: Apache-2.0 */
/* test_omission_dead_zone.c - O22: a zone in which a kind of need is answered too seldom. */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

enum { ROOM = 1 << 18 };

/* Persons of a zone with a need for meals, the first `served` of whom get them. */
static void add_zone(char *lines, const char *zone, unsigned needing, unsigned served)
{
    char *at = lines + strlen(lines);
    at += sprintf(at, "zones %s responsible_agency=%s\n", zone, zone);
    for (unsigned i = 0; i < needing; i++) {
        at += sprintf(at, "person %s%u A/%s%u\nrecord A/%s%u zone_id=%s\n", zone, i, zone, i, zone,
                      i, zone);
        at += sprintf(at, "needs A %s%u n%s%u meals 2024-06-01\n", zone, i, zone, i);
        if (i < served)
            at += sprintf(at, "services A %s%u s%s%u lunch 2024-06-02 - class=3101\n", zone, i,
                          zone, i);
    }
}

/* Is zone x reported, beside zone y? */
static void expect_zones(const unsigned x[2], const unsigned y[2], const char *more, bool expected)
{
    char *lines = calloc(1, ROOM);
    strcat(lines, "need_map meals 31\ntable services\n");
    strcat(lines, more);
    add_zone(lines, "x", x[0], x[1]);
    add_zone(lines, "y", y[0], y[1]);
    expect_findings("2024-06-30", "O22", lines, expected ? "O22 x - 31\n" : "");
    free(lines);
}

Test(dead_zone, less_than_half_of_twenty)
{
    const unsigned nobody[2] = {0, 0};
    expect_zones((unsigned[2]){20, 9}, nobody, "", true);
    expect_zones((unsigned[2]){20, 10}, nobody, "", false);
    expect_zones((unsigned[2]){19, 0}, nobody, "", false);
    expect_zones((unsigned[2]){2, 0}, nobody, "rules O22 min_needing 2\n", true);
    expect_zones((unsigned[2]){20, 9}, nobody, "rules O22 min_coverage 0.45\n", false);
}

Test(dead_zone, surely_less_than_the_city)
{
    /* of 300 in all 270 are served; 30 of 40 are 0.75, at most 0.86 */
    expect_zones((unsigned[2]){40, 30}, (unsigned[2]){260, 240}, "", true);
    expect_zones((unsigned[2]){40, 34}, (unsigned[2]){260, 236}, "", false);
}

static double root(double square)
{
    double guess = 1;
    for (unsigned i = 0; i < 100; i++) guess = (guess + square / guess) / 2;
    return guess;
}

/* Wilson's upper end as the textbook has it. */
static bool is_behind(double x, double n, double rate)
{
    const double z = 1.959964;
    double p = x / n, half = z * root(p * (1 - p) / n + z * z / (4 * n * n));
    return (p + z * z / (2 * n) + half) / (1 + z * z / n) < rate;
}

Test(dead_zone, where_the_interval_ends)
{
    for (unsigned served = 20; served <= 40; served++) {
        double rate = (served + 150) / 200.0;
        expect_zones((unsigned[2]){40, served}, (unsigned[2]){160, 150}, "",
                     is_behind(served, 40, rate));
    }
}

#define ONE                                                                                        \
    "zones x\nperson P A/p B/b\nrecord A/p zone_id=x\nrules O22 min_needing 1\n"                   \
    "need_map meals 31\ntable services\n"
#define NEED "needs B b n1 meals 2024-06-01\n"

static void expect(const char *more, bool expected)
{
    char lines[1024];
    snprintf(lines, sizeof lines, ONE "%s", more);
    expect_findings("2024-06-30", "O22", lines, expected ? "O22  - 31\n" : "");
}

Test(dead_zone, a_need_is_open_or_was_met_within_ninety_days)
{
    expect(NEED, true);
    expect("needs B b n1 meals 2024-02-01 status=met resolved_on=2024-04-01\n", true);
    expect("needs B b n1 meals 2024-02-01 status=met resolved_on=2024-03-31\n", false);
    expect("needs B b n1 meals 2024-02-01 status=withdrawn resolved_on=2024-06-01\n", false);
    expect("needs B b n1 meals 2024-07-01\n", false);
    expect(NEED "record A/p death_date=2024-06-10\n", false);
}

Test(dead_zone, what_answers_it_was_there_within_ninety_days)
{
    expect(NEED "services B b s1 lunch 2024-01-01 2024-04-01 class=3101\n", false);
    expect(NEED "services B b s1 lunch 2024-01-01 2024-03-31 class=3101\n", true);
    expect(NEED "services B b s1 lunch 2024-07-01 - class=3101\n", true);
    expect(NEED "services B b s1 lunch 2024-06-01 - class=3201\n", true);
    expect(NEED "services B b s1 lunch 2024-06-01 - class=31 status=cancelled\n", true);
}

Test(dead_zone, what_is_for_the_household_is_for_all_of_it)
{
    expect(NEED "programmes box 3101 unit=household\nperson Q A/q\nrecord A/p household=h\n"
                "record A/q household=h\nservices A q s1 box 2024-06-01 -\n",
           false);
    expect(NEED "programmes box 3101\nperson Q A/q\nrecord A/p household=h\n"
                "record A/q household=h\nservices A q s1 box 2024-06-01 -\n",
           true);
}

Test(dead_zone, a_need_counts_in_each_domain_that_answers_it)
{
    expect_findings("2024-06-30", "O22", ONE "need_map meals 3201\n" NEED,
                    "O22  - 31\nO22  - 32\n");
}
