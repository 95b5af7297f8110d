/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_number.c - reading phones, dates and registration numbers, clean and untidy.
 *
 * usage: bench_number [ROWS]
 *
 * Clean forms are what machines write, and most of every file. Untidy forms are what people write;
 * they are parsed by code points.
 */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>

#include "field/date/lunar.h"
#include "field/field.h"

enum { ROW_BYTES = 64 };

struct rows {
    const char *const *forms; /* of a year, a month and a day each; ends with NULL */
    size_t n;
    char *bytes;
    struct dlb_text *texts;
    uint64_t sum; /* of the codes, so that they are not optimised away */
};

static void make_rows(struct rows *rows)
{
    size_t n_forms = 0;
    while (rows->forms[n_forms]) n_forms++;
    for (size_t i = 0; i < rows->n; i++) {
        uint64_t chance = dlb_hash_mix(7, i);
        char *text = rows->bytes + i * ROW_BYTES;
        int len =
            snprintf(text, ROW_BYTES, rows->forms[i % n_forms], (unsigned)(chance % 90 + 1930),
                     (unsigned)(chance >> 20) % 12 + 1, (unsigned)(chance >> 30) % 28 + 1);
        rows->texts[i] = (struct dlb_text){text, (size_t)len};
    }
}

static void parse_phones(void *context)
{
    struct rows *rows = context;
    struct dlb_phone phone = {0};
    for (size_t i = 0; i < rows->n; i++) {
        dlb_phone_parse(NULL, rows->texts[i], &phone);
        rows->sum += phone.code;
    }
}

static const struct dlb_value_context today = {.as_of = 20634};

static void parse_dates(void *context)
{
    struct rows *rows = context;
    dolbom_date date = {0};
    for (size_t i = 0; i < rows->n; i++) {
        dlb_date_parse(&today, rows->texts[i], &date);
        rows->sum += (uint64_t)date.days;
    }
}

static void parse_rrns(void *context)
{
    struct rows *rows = context;
    dolbom_rrn rrn;
    for (size_t i = 0; i < rows->n; i++) {
        dlb_rrn_parse(&today, rows->texts[i], &rrn);
        rows->sum += rrn.front;
    }
}

static void parse_brns(void *context)
{
    struct rows *rows = context;
    dolbom_brn brn;
    for (size_t i = 0; i < rows->n; i++) {
        dlb_brn_parse(NULL, rows->texts[i], &brn);
        rows->sum += brn.number;
    }
}

/* Neighbours in the file, as in a block of one birth month: shows what the level lunar costs. */
static void compare_dates(void *context)
{
    struct rows *rows = context;
    union dlb_parsed parsed;
    uint64_t codes[64][DLB_KIND_SLOTS_MAX];
    for (size_t i = 0; i < 64; i++) dlb_kind_date.encode(&today, rows->texts[i], &parsed, codes[i]);
    for (size_t i = 0; i < rows->n; i++)
        rows->sum += dlb_kind_date.compare(codes[i % 64], codes[(i * 7 + i / 64 + 1) % 64]);
}

static void read_moons(void *context)
{
    struct rows *rows = context;
    for (size_t i = 0; i < rows->n; i++)
        rows->sum += (uint64_t)dlb_lunar_day(1930 + (int32_t)(i % 90), (unsigned)(i % 12) + 1,
                                             false, (unsigned)(i % 29) + 1);
}

static const char *const phones[] = {"010-%04u-%02u%02u", "010%04u%02u%02u", "02-%04u-%02u%02u",
                                     "031-%03u-%02u%02u", NULL},
                         *const untidy_phones[] = {"010.%04u.%02u%02u", "+82 10-%04u-%02u%02u",
                                                   "010-%04u-%02u%02u(딸)", "(031) %04u-%02u%02u",
                                                   NULL},
                         *const dates[] = {"%04u-%02u-%02u", "%04u%02u%02u", "%04u.%02u.%02u",
                                           "%u.%u.%u", NULL},
                         *const untidy_dates[] = {"%04u년 %u월 %u일", "음력 %u.%u.%u",
                                                  "%u. %u. %u.", "%04u-%02u-%02u 00:00:00", NULL},
                         *const iso_dates[] = {"%04u-%02u-%02u", NULL},
                         *const rrns[] = {"480315-1%04u%02u", "4803151%04u%02u", NULL},
                         *const untidy_rrns[] = {"480315-1", "480315 - 1%04u%02u", "480315-1******",
                                                 NULL},
                         *const brns[] = {"211-86-%04u5", "21186%04u5", NULL};

static void measure(const struct rows *all, const char *name, const char *const *forms,
                    void (*run)(void *))
{
    struct rows rows = *all;
    rows.forms = forms;
    make_rows(&rows);
    bench_run(name, rows.n, NULL, run, &rows);
    if (rows.sum == 0) exit(1);
}

int main(int argc, char **argv)
{
    struct rows rows = {.n = bench_rows(argc, argv, 100000)};
    if (rows.n < 64) rows.n = 64;
    rows.bytes = malloc(rows.n * ROW_BYTES);
    rows.texts = malloc(rows.n * sizeof *rows.texts);
    if (rows.bytes == NULL || rows.texts == NULL) return 1;
    measure(&rows, "phone clean", phones, parse_phones);
    measure(&rows, "phone untidy", untidy_phones, parse_phones);
    measure(&rows, "date clean", dates, parse_dates);
    measure(&rows, "date untidy", untidy_dates, parse_dates);
    measure(&rows, "date compare", iso_dates, compare_dates);
    measure(&rows, "rrn clean", rrns, parse_rrns);
    measure(&rows, "rrn untidy", untidy_rrns, parse_rrns);
    measure(&rows, "brn", brns, parse_brns);
    measure(&rows, "lunar day", iso_dates, read_moons);
    free(rows.bytes);
    free(rows.texts);
    return 0;
}
