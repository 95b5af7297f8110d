/* SPDX-License-Identifier: Apache-2.0 */
/*
 * callers.c - several callers run all stages at once on one plan, each on several threads.
 *
 * A plain program, to be built with the thread sanitizer as well. Every caller has to get what
 * one caller alone gets, byte for byte; meanwhile all of them normalise values.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dolbom/dolbom.h"
#include "table/arrow_make.h"

enum { N_CALLERS = 4, N_RECORDS = 6000, LINE = 160, N_TABLES = 4 };

static const char *texts[N_TABLES]; /* the first two are made below */
static const char *const names[N_TABLES] = {"persons", "services", "programmes", "uploads"};
static dolbom_plan *plan;

/* Two agencies know the same people, and every fifth gets lunch from both. */
static void write_tables(void)
{
    char *persons = malloc((size_t)N_RECORDS * LINE), *services = malloc((size_t)N_RECORDS * LINE);
    if (!persons || !services) abort();
    int p = sprintf(persons, "agency_id,record_id,name,birth_date,phone\n");
    int s =
        sprintf(services, "agency_id,service_id,record_id,programme,start_date,end_date,status\n");
    for (int i = 0; i < N_RECORDS; i++) {
        const char *agency = i % 2 ? "B" : "A";
        int who = i / 2;
        p += sprintf(persons + p, "%s,%d,김%s%s,19%02d-%02d-%02d,0100%03d%04d\n", agency, who,
                     who % 3 ? "순" : "영", who % 2 ? "자" : "희", 30 + who % 40, 1 + who % 12,
                     1 + who % 28, who / 10000, who % 10000);
        if (who % 5 == 0)
            s += sprintf(services + s, "%s,%d,%d,lunch,2026-0%d-01,2026-06-01,delivered\n", agency,
                         i, who, 1 + i % 2);
    }
    texts[0] = persons;
    texts[1] = services;
    texts[2] = "programme,service_class,grain\nlunch,3102,day\n";
    texts[3] =
        "agency_id,table,period,status\nA,services,2026-05,complete\nB,services,2026-05,complete\n";
}

/* All result tables of one run as one text; NULL when it fails. */
static char *reconcile(void)
{
    dolbom_table in[N_TABLES], out[DOLBOM_TABLES_MAX];
    size_t n_out = 0, len = 0;
    dolbom_error error = DOLBOM_ERROR_INIT;
    for (size_t t = 0; t < N_TABLES; t++) {
        in[t].name = names[t];
        arrow_make(&in[t].stream, texts[t], NULL);
    }
    if (dolbom_reconcile(plan, in, N_TABLES, out, DOLBOM_TABLES_MAX, &n_out, &error) != DOLBOM_OK) {
        fprintf(stderr, "%s\n", error.message);
        return NULL;
    }
    char *whole = calloc(1, 1);
    for (size_t t = 0; t < n_out; t++) {
        char *text = arrow_text(&out[t].stream);
        size_t more = text ? strlen(text) : 0;
        char *longer = realloc(whole, len + more + 1);
        if (!text || !longer) return NULL;
        whole = longer;
        memcpy(whole + len, text, more + 1);
        len += more;
        free(text);
    }
    return whole;
}

static bool values_hold(void)
{
    char text[DOLBOM_ADDRESS_MAX];
    size_t len;
    dolbom_quality quality;
    for (int i = 0; i < 2000; i++) {
        if (dolbom_value_normalize(plan, "name", "김 순자", 10, text, sizeof text, &len,
                                   &quality) != DOLBOM_OK ||
            len != 9 || quality != DOLBOM_QUALITY_GOOD)
            return false;
        if (dolbom_value_normalize(NULL, "phone", "011-200-1234", 12, text, sizeof text, &len,
                                   &quality) != DOLBOM_OK ||
            len != 11)
            return false;
    }
    return true;
}

/* A column of more rows than two tasks have, as text. */
static char *normalize_column(void)
{
    enum { ROWS = 20000 };
    char *phones = malloc((size_t)ROWS * 16);
    struct ArrowArrayStream in, out;
    if (!phones) abort();
    int n = sprintf(phones, "phone\n");
    for (int i = 0; i < ROWS; i++) n += sprintf(phones + n, "010 1234 %04d\n", i % 10000);
    arrow_make(&in, phones, &(struct arrow_options){.batch_rows = 999});
    free(phones);
    bool done = dolbom_column_normalize(plan, "phone", &in, &out, NULL) == DOLBOM_OK;
    return done ? arrow_text(&out) : NULL;
}

struct caller {
    pthread_t thread;
    char *column;
    char *result;
    bool values;
};

static void *call(void *context)
{
    struct caller *caller = context;
    caller->values = values_hold();
    caller->column = normalize_column();
    caller->result = reconcile();
    return NULL;
}

static bool is_same(const char *alone, const char *among_others)
{
    return alone && among_others && strcmp(alone, among_others) == 0;
}

int main(void)
{
    static const char settings[] = "as_of: 2026-06-30\n";
    dolbom_environment environment = DOLBOM_ENVIRONMENT_INIT;
    struct caller callers[N_CALLERS] = {0};
    unsigned n_passed = 0, n_failed = 0;
    environment.n_threads = 3;
    write_tables();
    if (dolbom_plan_read(NULL, settings, sizeof settings - 1, &environment, &plan, NULL) !=
        DOLBOM_OK)
        return 1;
    char *alone = reconcile(), *column = normalize_column();
    for (size_t i = 0; i < N_CALLERS; i++)
        if (pthread_create(&callers[i].thread, NULL, call, &callers[i]) != 0) return 1;
    for (size_t i = 0; i < N_CALLERS; i++) {
        pthread_join(callers[i].thread, NULL);
        bool same = is_same(alone, callers[i].result) && is_same(column, callers[i].column);
        printf("%s: caller %zu\n", same && callers[i].values ? "ok" : "FAILED", i);
        n_passed += same && callers[i].values;
        n_failed += !(same && callers[i].values);
        free(callers[i].result);
        free(callers[i].column);
    }
    bool found = alone && strstr(alone, "D03") != NULL;
    printf("%s: something is found at all\n", found ? "ok" : "FAILED");
    n_passed += found;
    n_failed += !found;
    free(alone);
    free(column);
    for (size_t t = 0; t < 2; t++) free((void *)texts[t]);
    dolbom_plan_free(plan);
    printf("%u passed, %u failed\n", n_passed, n_failed);
    return n_failed > 0;
}
