/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_name.c - reading names, clean and dirty, and comparing them.
 *
 * usage: bench_name [ROWS]
 */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "field/name/name_scan.h"

enum { ROW_BYTES = 128 };

struct rows {
    const char *const *forms;
    size_t n_forms;
    size_t n;
    char *bytes;
    struct dlb_text *texts;
    uint64_t (*codes)[DLB_KIND_SLOTS_MAX];
    uint64_t sum; /* of the results, so that they are not optimised away */
};

static const struct dlb_value_context context = {.as_of = DLB_DAY_NONE};

/* printf forms of surname and given name */
static const char *const clean[] = {"%s%s"};
static const char *const dirty[] = {
    "%s %s 님",         "%s%s(78세)",
    "\u3000%s%s\uFEFF", "%s%s\uFF08女\uFF09",
    "%s%s 어르신",      "(故)%s%s",
    "%s\u00B7%s2",      "\u1100\u1175\u11B7%.0s%s",
    "%s%s(金順子, 여)", "%s%s \uFF2B\uFF29\uFF2D",
};
static const char *const honorific[] = {"%s%s님"};
static const char *const bracket[] = {"%s%s(78세)"};
static const char *const decomposed[] = {"\u1100\u1175\u11B7%.0s%s"};
static const char *const full_width[] = {"%s%s\uFF08女\uFF09"};
static const char *const latin[] = {"KIM %.0s%.0sYOUNGSU", "Nguyen, Thi Lan%.0s%.0s",
                                    "LEE MIN SOO%.0s%.0s", "SANTOS MARIA CRISTINA%.0s%.0s"};

static void make_rows(struct rows *rows)
{
    static const char *const surnames[] = {"김", "이", "박", "최", "정", "강", "조", "윤"};
    static const char *const given[] = {"영수", "순자", "민준", "서연",
                                        "경숙", "지훈", "은주", "준"};
    for (size_t i = 0; i < rows->n; i++) {
        char *text = rows->bytes + i * ROW_BYTES;
        uint64_t draw = dlb_hash_mix(7, i);
        int len = snprintf(text, ROW_BYTES, rows->forms[i % rows->n_forms], surnames[draw % 8],
                           given[draw / 8 % 8]);
        rows->texts[i] = (struct dlb_text){text, (size_t)len};
    }
}

static void encode_rows(void *context_)
{
    struct rows *rows = context_;
    union dlb_parsed parsed;
    for (size_t i = 0; i < rows->n; i++) {
        dlb_kind_name.encode(&context, rows->texts[i], &parsed, rows->codes[i]);
        rows->sum += rows->codes[i][1];
    }
}

/* Only the packed letters, without the other things that are compared. */
static void pack_rows(void *context_)
{
    struct rows *rows = context_;
    union dlb_parsed parsed;
    for (size_t i = 0; i < rows->n; i++) {
        if (dlb_name_read_plain(rows->texts[i], &parsed.name)) rows->sum += parsed.name.code;
    }
}

static void parse_rows(void *context_)
{
    struct rows *rows = context_;
    struct dlb_name name = {0};
    for (size_t i = 0; i < rows->n; i++) {
        dlb_name_parse(&context, rows->texts[i], &name);
        rows->sum += name.code + name.sound_len;
    }
}

/* Each with one from the other half. */
static void compare_rows(void *context_)
{
    struct rows *rows = context_;
    for (size_t i = 0; i < rows->n; i++)
        rows->sum +=
            dlb_kind_name.compare(rows->codes[i], rows->codes[(i + rows->n / 2) % rows->n]);
}

static void measure(struct rows *rows, const char *name, void (*run)(void *context),
                    const char *const *forms, size_t n_forms)
{
    rows->forms = forms;
    rows->n_forms = n_forms;
    make_rows(rows);
    bench_run(name, rows->n, NULL, run, rows);
}

#define MEASURE(name, run, forms) measure(&rows, name, run, forms, sizeof forms / sizeof *forms)

/* Half of the rows are Hangul, half Latin. */
static void measure_across(struct rows *rows)
{
    struct rows half = *rows;
    make_rows(rows);
    encode_rows(rows);
    half.n = rows->n / 2;
    half.forms = latin;
    half.n_forms = sizeof latin / sizeof *latin;
    make_rows(&half);
    encode_rows(&half);
    bench_run("name across scripts", rows->n, NULL, compare_rows, rows);
}

int main(int argc, char **argv)
{
    struct rows rows = {.n = bench_rows(argc, argv, 100000)};
    rows.bytes = malloc(rows.n * ROW_BYTES);
    rows.texts = malloc(rows.n * sizeof *rows.texts);
    rows.codes = malloc(rows.n * sizeof *rows.codes);
    if (rows.bytes == NULL || rows.texts == NULL || rows.codes == NULL) return 1;
    MEASURE("name clean to packed jamo", pack_rows, clean);
    MEASURE("name clean to code", encode_rows, clean);
    bench_run("name clean compare", rows.n, NULL, compare_rows, &rows);
    MEASURE("name clean parse", parse_rows, clean);
    MEASURE("name dirty to code", encode_rows, dirty);
    MEASURE("name honorific to code", encode_rows, honorific);
    MEASURE("name bracket to code", encode_rows, bracket);
    MEASURE("name decomposed to code", encode_rows, decomposed);
    MEASURE("name full width to code", encode_rows, full_width);
    MEASURE("name latin to code", encode_rows, latin);
    rows.forms = clean;
    rows.n_forms = 1;
    measure_across(&rows);
    free(rows.bytes);
    free(rows.texts);
    free(rows.codes);
    return rows.sum == 0;
}
