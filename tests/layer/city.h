/* SPDX-License-Identifier: Apache-2.0 */
/*
 * city.h - a city of a few zones, written row by row and run through dolbom_reconcile.
 *
 *   struct city city;
 *   city_open(&city, "2026-06-30");
 *   int kim = city_person(&city, "east");
 *   city_row(&city, "needs", "hall,n1,p%d,food,2026-05-01,,,", kim);
 *   city_run(&city);
 *   cr_expect_str_eq(city_table(&city, "coverage"), "...");
 *   city_close(&city);                     fails the test when memory is left
 *
 * Zones east, south, west; agencies hall and club; needs food (class 31), care (71) and both (31
 * and 71); programmes lunch (3102) and visit (7101). Records have no names, so that nobody is
 * taken for anybody else.
 */
#ifndef CITY_H
#define CITY_H

#include "stage/stage_run.h"
#include "support/support.h"

enum { CITY_TABLES_MAX = 16 };

struct city_text {
    const char *table;
    char *rows; /* the columns, then the rows */
    size_t len, cap;
};

struct city {
    struct test_memory memory;
    char plan[256];
    unsigned n_threads; /* 0: one; may be set before a run */
    struct city_text texts[CITY_TABLES_MAX];
    size_t n_texts;
    int n_people;
    struct stage_run run;
};

/* `as_of` may be followed by a line end and other lines of a plan. */
void city_open(struct city *city, const char *as_of);
void city_close(struct city *city);

/* Somebody known to the hall, living in a zone ("": unknown); the record is p and the number. */
int city_person(struct city *city, const char *zone);
/*
 * A row of a table, as arrow_make.h has it:
 *
 *   persons    agency_id,record_id,zone_id,household_id,death_date,protected
 *   needs      agency_id,need_id,record_id,need_class,identified_on,urgency,status,resolved_on
 *   services   agency_id,service_id,record_id,programme,start_date,end_date,status,amount_won
 *
 * A table that is not listed begins with the row that names its columns.
 */
void city_row(struct city *city, const char *table, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Other rows of a table, with other columns. */
void city_replace(struct city *city, const char *table, const char *rows);
/* n people of a zone with an open need since 2026-05-01, the first n_served of them served. */
void city_people(struct city *city, const char *zone, const char *need_class, int n, int n_served);

/* Run it; the test fails unless that succeeds. */
void city_run(struct city *city);
/* Run it with each allocation failing in turn. */
void city_sweep(struct city *city);
const char *city_table(const struct city *city, const char *table);
/* The rows of a table that begin with a text, one after the other; free() it. */
char *city_lines(const struct city *city, const char *table, const char *beginning);

#endif
