/* SPDX-License-Identifier: Apache-2.0 */
/*
 * city.c - see city.h.
 */
#include "layer/city.h"

#include <criterion/criterion.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *table, *rows;
} usual[] = {
    {"persons", "agency_id,record_id,zone_id,household_id,death_date:tdD,protected\n"},
    {"needs", "agency_id,need_id,record_id,need_class,identified_on:tdD,urgency,status,"
              "resolved_on:tdD\n"},
    {"services", "agency_id,service_id,record_id,programme,start_date:tdD,end_date:tdD,status,"
                 "amount_won:l\n"},
    {"programmes", "programme,service_class,unit,grain\n"
                   "lunch,3102,person,day\n"
                   "visit,7101,person,day\n"
                   "box,3101,household,one_off\n"},
    {"need_map", "need_class,service_class\nboth,31\nboth,71\ncare,71\nfood,31\n"},
    {"zones", "zone_id,responsible_agency\neast,hall\nsouth,hall\nwest,club\n"},
    {"agencies", "agency_id,name,parent_id,level\nhall,시청,,city\nclub,복지관,hall,centre\n"},
    {"rules", "rule,param,value\nO14,enabled,0\n"},
};

static struct city_text *find_text(struct city *city, const char *table)
{
    for (size_t i = 0; i < city->n_texts; i++)
        if (strcmp(city->texts[i].table, table) == 0) return &city->texts[i];
    cr_assert(city->n_texts < CITY_TABLES_MAX);
    struct city_text *text = &city->texts[city->n_texts++];
    *text = (struct city_text){.table = table};
    return text;
}

static void append(struct city_text *text, const char *more)
{
    size_t len = strlen(more);
    if (text->len + len + 1 > text->cap) {
        text->cap = 2 * (text->len + len + 1);
        text->rows = realloc(text->rows, text->cap);
        cr_assert(text->rows);
    }
    memcpy(text->rows + text->len, more, len + 1);
    text->len += len;
}

void city_open(struct city *city, const char *as_of)
{
    *city = (struct city){.n_people = 0};
    snprintf(city->plan, sizeof city->plan, "as_of: %s\n", as_of);
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        append(find_text(city, usual[i].table), usual[i].rows);
}

void city_close(struct city *city)
{
    stage_clear(&city->run);
    for (size_t i = 0; i < city->n_texts; i++) free(city->texts[i].rows);
    const char *fault = test_memory_fault(&city->memory);
    cr_assert_null(fault, "%s", fault);
}

void city_row(struct city *city, const char *table, const char *format, ...)
{
    char line[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line - 1, format, arguments);
    va_end(arguments);
    strcat(line, "\n");
    append(find_text(city, table), line);
}

void city_replace(struct city *city, const char *table, const char *rows)
{
    find_text(city, table)->len = 0;
    append(find_text(city, table), rows);
}

int city_person(struct city *city, const char *zone)
{
    int number = ++city->n_people;
    city_row(city, "persons", "hall,p%d,%s,,,0", number, zone);
    return number;
}

void city_people(struct city *city, const char *zone, const char *need_class, int n, int n_served)
{
    const char *programme = strcmp(need_class, "care") == 0 ? "visit" : "lunch";
    for (int i = 0; i < n; i++) {
        int who = city_person(city, zone);
        city_row(city, "needs", "hall,n%d,p%d,%s,2026-05-01,,,", who, who, need_class);
        if (i < n_served)
            city_row(city, "services", "hall,s%d,p%d,%s,2026-05-11,,active,", who, who, programme);
    }
}

static dolbom_status run_in(const dolbom_environment *environment, void *context,
                            dolbom_error *error)
{
    struct city *city = context;
    dolbom_plan *plan = NULL;
    dolbom_status status =
        dolbom_plan_read(NULL, city->plan, strlen(city->plan), environment, &plan, error);
    if (status != DOLBOM_OK) return status;
    stage_clear(&city->run);
    city->run.plan = plan;
    for (size_t i = 0; i < city->n_texts; i++)
        stage_give(&city->run, city->texts[i].table, city->texts[i].rows);
    stage_run(&city->run, dolbom_reconcile);
    dolbom_plan_free(plan);
    return stage_outcome(&city->run, error);
}

void city_run(struct city *city)
{
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_environment environment = test_memory_environment(&city->memory);
    if (city->n_threads) environment.n_threads = city->n_threads;
    cr_assert_eq(run_in(&environment, city, &error), DOLBOM_OK, "%s", error.message);
}

void city_sweep(struct city *city)
{
    sweep(run_in, city);
}

const char *city_table(const struct city *city, const char *table)
{
    const char *text = stage_text(&city->run, table);
    cr_assert(text, "no table %s", table);
    return text;
}

char *city_lines(const struct city *city, const char *table, const char *beginning)
{
    const char *text = city_table(city, table);
    char *lines = calloc(strlen(text) + 1, 1);
    cr_assert(lines);
    while (*text) {
        size_t len = strcspn(text, "\n") + 1;
        if (strncmp(text, beginning, strlen(beginning)) == 0) strncat(lines, text, len);
        text += len;
    }
    return lines;
}
