/* SPDX-License-Identifier: Apache-2.0 */
/*
 * life.h - two runs, the second of which knows the first.
 */
#ifndef LIFE_H
#define LIFE_H

#include "rule/scenario.h"

/* In every first run one finding of D03, of s1 and s2. */
#define PERSON "person P A/a B/b C/c\n"
#define S1 "services A a s1 meals 2024-03-01 2024-03-31 class=31 amount_won=900\n"
#define S2 "services B b s2 meals 2024-03-10 2024-03-12 class=31 amount_won=500\n"
#define S3 "services C c s3 meals 2024-03-11 2024-03-12 class=31 amount_won=20\n"
#define TWO PERSON S1 S2

/* A record that joins gives the person another id, and the finding too. */
#define JOINED "person Q 0/z A/a B/b C/c\n"

/* Before and after: the same lines in the first run, others in the second. */
struct life {
    struct scenario_result before, after;
};

struct scenario_result life_run(const char *as_of, const char *lines,
                                const struct scenario_result *previous);
/* On 2024-06-30, then on 2024-07-31. */
struct life life_live(const char *before, const char *after);
void life_end(struct life *life);

/* "change reason state" of the rule's first finding in finding_changes. */
void expect_change(const struct scenario_result *result, const char *rule, const char *expected);
/* The change of a row of finding_change_rows, or "none". */
void expect_row(const struct scenario_result *result, const char *row, const char *expected);
/* A cell of D03's first finding. */
void expect_finding(const struct scenario_result *result, const char *column, const char *expected);

/*
 * The second run has more lines, and a decision about what the first one found. `by`: the columns
 * that name it, of finding_id, rows_key, start_date, end_date, amount_won; "short" is the first 8
 * digits.
 */
struct life life_decide(const char *before, const char *after, const char *decision,
                        const char *by);

#endif
