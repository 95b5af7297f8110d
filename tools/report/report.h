/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report.h - report.html: what a run found, for people, in one file.
 *
 * The page holds everything it shows: inline drawings, real tables, both languages, a block of data
 * with the cases, one script that draws those that are asked for, and a content policy that forbids
 * loading anything. Names are masked as the library masks them; the page shows no number or address
 * of anybody.
 */
#ifndef REPORT_H
#define REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "io/output/output.h"

enum { REPORT_CASES_MAX = 20000 }; /* more are counted, and said to be in findings.csv */

/* The run's results; NULL where a table was not given. */
struct report_input {
    const struct io_result *findings, *person_summary, *agency_summary, *rule_runs, *table_counts,
        *rejects, *coverage, *indicators, *visit_list, *support, *finding_changes, *pairs,
        *programmes;   /* of the policy: programme, each once, name, name_en */
    const char *as_of; /* YYYY-MM-DD */
    int64_t n_persons; /* distinct people; -1 unknown */
    bool english_first;
};

/* The whole page; *html is to be freed. False when memory ran out. */
bool report_make(const struct report_input *input, char **html, size_t *len);

#endif
