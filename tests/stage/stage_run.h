/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stage_run.h - a public stage on tables written as small texts (table/arrow_make.h).
 *
 *   struct stage_run run = {.plan = plan};
 *   stage_give(&run, "persons", "agency_id,record_id,name\nA,1,김순자\n");
 *   stage_run(&run, dolbom_clean);
 *   cr_expect_eq(run.status, DOLBOM_OK);
 *   cr_expect_str_eq(stage_text(&run, "rejects"), "...");
 *   stage_clear(&run);
 */
#ifndef TEST_STAGE_RUN_H
#define TEST_STAGE_RUN_H

#include "dolbom/dolbom.h"
#include "table/arrow_make.h"

typedef dolbom_status (*stage_function)(const dolbom_plan *plan, dolbom_table *in, size_t n_in,
                                        dolbom_table *out, size_t out_cap, size_t *n_out,
                                        dolbom_error *error);

enum { STAGE_TABLES_MAX = 16 };

struct stage_run {
    const dolbom_plan *plan;             /* NULL: the built-in one */
    const struct arrow_options *options; /* how the inputs are laid out; NULL: plainly */
    size_t n_in;
    const char *in_names[STAGE_TABLES_MAX];
    const char *in_texts[STAGE_TABLES_MAX]; /* the caller's */
    dolbom_status status;
    dolbom_error error;
    size_t n_out;
    const char *out_names[DOLBOM_TABLES_MAX];
    char *out_texts[DOLBOM_TABLES_MAX];
};

void stage_give(struct stage_run *run, const char *name, const char *text);
/* Results of an earlier run are forgotten, inputs stay. */
void stage_run(struct stage_run *run, stage_function stage);
/* What became of the run; a result that could not be pulled for want of memory counts as well. */
dolbom_status stage_outcome(const struct stage_run *run, dolbom_error *error);
/* A result, or NULL when the stage did not give it. */
const char *stage_text(const struct stage_run *run, const char *name);
void stage_clear(struct stage_run *run);

/* The n-th line of a text (0 is the columns), without its end; "" past the last. */
const char *text_line(const char *text, size_t n, char *line, size_t cap);
/* A cell of a text by row and column name, without quotes; "" when it is null. */
const char *text_cell(const char *text, size_t row, const char *column, char *cell, size_t cap);
size_t text_rows(const char *text);

#endif
