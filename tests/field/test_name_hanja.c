/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_name_hanja.c - readings of hanja: surnames, a plan's own table, the court's list.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "field/field.h"

static const struct dlb_hanja_entry own[] = {
    {0x3B8F, U'빈'},  /* 㮏, of the first extension */
    {0x8ECA, U'거'},  /* 車 */
    {0x91D1, U'금'},  /* 金 */
    {0xF90A, U'김'},  /* 金 again, by its compatibility character */
    {0x20BB7, U'길'}, /* 𠮷, beyond the first plane */
};
static const struct dlb_hanja_table table = {sizeof own / sizeof *own, own};
static const struct dlb_value_context plain = {.as_of = DLB_DAY_NONE};
static const struct dlb_value_context with_table = {.as_of = DLB_DAY_NONE, .hanja = &table};

static void expect(const struct dlb_value_context *context, const char *written, const char *want)
{
    struct dlb_name name = {0};
    dlb_name_parse(context, (struct dlb_text){written, strlen(written)}, &name);
    cr_expect(name.text_len == strlen(want) && memcmp(name.text, want, name.text_len) == 0,
              "'%s' gives '%.*s', not '%s'", written, name.text_len, name.text, want);
}

Test(name_hanja, surnames_have_readings_of_their_own)
{
    static const char *const cases[][2] = {
        {"金順子", "김순자"}, {"車範根", "차범근"}, {"李英姬", "이영희"}, {"林正熙", "임정희"},
        {"柳寬順", "유관순"}, {"劉英子", "유영자"}, {"羅惠錫", "나혜석"}, {"盧武鉉", "노무현"},
        {"梁美京", "양미경"}, {"呂運亨", "여운형"}, {"廉想涉", "염상섭"}, {"龍八", "용팔"},
        {"陸英修", "육영수"}, {"沈淸", "심청"},     {"葉問", "엽문"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        expect(&plain, cases[i][0], cases[i][1]);
        expect(&with_table, cases[i][0], cases[i][1]);
    }
}

Test(name_hanja, a_table_goes_before_what_is_built_in)
{
    expect(&plain, "朴車", "박차");
    expect(&with_table, "朴車", "박거");
    expect(&plain, "朴金", "박금");
    expect(&with_table, "朴\uF90A", "박김");
    expect(&with_table, "朴朴", "박박");
}

Test(name_hanja, characters_beyond_the_first_plane_are_read)
{
    expect(&plain, "朴𠮷", "朴𠮷");
    expect(&with_table, "朴𠮷", "박길");
    expect(&with_table, "𠮷㮏", "길빈");
    expect(&with_table, "박𠮷", "박길");
    expect(&with_table, "박민길(朴敏𠮷)", "박민길");
}

/* ---- the court's list ------------------------------------------------------------------------ */

enum { ROWS_MAX = 12000 };

struct court {
    struct dlb_hanja_entry first[ROWS_MAX]; /* first readings, ascending, each hanja once */
    size_t n;
};

static int by_hanja(const void *left, const void *right)
{
    uint32_t a = ((const struct dlb_hanja_entry *)left)->hanja;
    uint32_t b = ((const struct dlb_hanja_entry *)right)->hanja;
    return (a > b) - (a < b);
}

/* "가,ㄱ,04f3d,伽" and "\"가,하\",,0560f,嘏"; characters outside Unicode's hanja are left out. */
static bool read_row(const char *line, struct dlb_hanja_entry *entry)
{
    const char *reading = line + (*line == '"'), *hanja = strrchr(line, ',');
    size_t at = 0;
    if (!hanja || (*reading & 0x80) == 0) return false;
    entry->reading = dlb_utf8_next(reading, strlen(reading), &at);
    at = 0;
    hanja++;
    entry->hanja = *hanja ? dlb_utf8_next(hanja, strlen(hanja), &at) : 0;
    return dlb_is_hanja(entry->hanja);
}

static bool read_court(struct court *court)
{
    char path[1024], line[256];
    const char *source = getenv("DOLBOM_SOURCE");
    snprintf(path, sizeof path, "%s/../shared/data/hanja_name_gov.csv", source ? source : ".");
    FILE *file = fopen(path, "r");
    if (!file) return false;
    while (court->n < ROWS_MAX && fgets(line, sizeof line, file))
        court->n += read_row(line, &court->first[court->n]);
    fclose(file);
    qsort(court->first, court->n, sizeof *court->first, by_hanja);
    size_t n = 0;
    for (size_t i = 0; i < court->n; i++) {
        bool is_new = n == 0 || court->first[n - 1].hanja != court->first[i].hanja;
        if (is_new) court->first[n++] = court->first[i];
    }
    court->n = n;
    return true;
}

/* How many are read as the list says first, by the law. */
static size_t count_read(const struct court *court, const struct dlb_hanja_table *readings)
{
    size_t n = 0;
    for (size_t i = 0; i < court->n; i++) {
        uint32_t reading = dlb_hanja_reading(readings, court->first[i].hanja);
        n += reading != 0 && dlb_law(reading) == dlb_law(court->first[i].reading);
    }
    return n;
}

Test(name_hanja, the_courts_list_is_mostly_read_and_wholly_with_it_as_table)
{
    static struct court court;
    if (!read_court(&court)) cr_skip_test("no list of the court");
    struct dlb_hanja_table all = {court.n, court.first};
    size_t built_in = count_read(&court, NULL), with = count_read(&court, &all);
    cr_log_info("%zu of %zu built in", built_in, court.n);
    cr_expect_geq(built_in * 100, court.n * 70, "%zu of %zu", built_in, court.n);
    cr_expect_eq(with, court.n, "%zu of %zu", with, court.n);
}
