/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_lines.h - the rows of a policy as they are written, to be checked and explained; part of
 * policy.h.
 */
#ifndef DLB_POLICY_LINES_H
#define DLB_POLICY_LINES_H

#include "intake/intake.h"
#include "text/text.h"

struct dlb_policy;

/* ---- rows (policy_lines.c) ------------------------------------------------------------------- */

enum { DLB_POLICY_LINE_TABLES = 16 };

struct dlb_policy_line {
    const struct dlb_schema *schema;
    int64_t row;                  /* of its table, from 0 */
    const struct dlb_text *cells; /* as written, NUL-terminated; null when empty */
    struct dlb_valid valid;
};
/* The zero state but for `env` is empty. */
struct dlb_policy_lines {
    struct dlb_env *env;
    struct dlb_arena texts;
    struct dlb_array list; /* of struct dlb_policy_line, by table and row */
    struct ArrowArrayStream streams[DLB_POLICY_LINE_TABLES];
    struct dlb_intake_table tables[DLB_POLICY_LINE_TABLES];
    size_t n_tables;
};
/* Read all policy tables of the intake, and make `again`, from which they can be read once more. */
dolbom_status dlb_policy_lines_read(const struct dlb_intake *intake, struct dlb_policy_lines *lines,
                                    struct dlb_intake *again, dolbom_error *error);
void dlb_policy_lines_clear(struct dlb_policy_lines *lines);
/* A cell by the name of its column; null where the table has no such column. */
struct dlb_text dlb_line_cell(const struct dlb_policy_line *line, const char *column);
bool dlb_line_is_of(const struct dlb_policy_line *line, const char *table);

/* ---- what is wrong (policy_problems.c, policy_clashes.c, policy_gaps.c) ---------------------- */

enum dlb_policy_fault {
    DLB_FAULT_UNKNOWN,       /* a code that the policy lacks */
    DLB_FAULT_OVERLAP,       /* two rows say different things of one day */
    DLB_FAULT_ITSELF,        /* a thing and itself */
    DLB_FAULT_CONTRADICTION, /* two rows that cannot both be meant */
    DLB_FAULT_NEVER,         /* can never take effect */
    DLB_FAULT_MISSING_CLASS, /* nothing answers it */
    DLB_FAULT_MISSING_CODE   /* the data has it, the policy does not */
};
const char *dlb_policy_fault_word(unsigned fault);

struct dlb_policy_problem {
    const char *table, *column;          /* static strings; column may be NULL */
    int64_t row, other;                  /* rows of the table, -1: none */
    uint8_t fault;                       /* enum dlb_policy_fault */
    struct dlb_text value, near, beside; /* the code; what was probably meant; the other row's */
};
struct dlb_policy_problems {
    struct dlb_env *env;
    struct dlb_array list; /* of struct dlb_policy_problem */
    bool failed;           /* no memory */
};
void dlb_policy_problem_add(struct dlb_policy_problems *problems,
                            const struct dlb_policy_problem *problem);
/* Codes that no other table has, and words that no column has. */
void dlb_policy_find_unknown(const struct dlb_policy *policy, const struct dlb_policy_lines *lines,
                             struct dlb_policy_problems *problems);
/* Rows that meet: overlapping validity, contradictions. False: no memory. */
void dlb_policy_find_clashes(const struct dlb_policy *policy, const struct dlb_policy_lines *lines,
                             struct dlb_policy_problems *problems);
/* Classes and needs that nothing has; codes of the data that the policy lacks. */
dolbom_status dlb_policy_find_gaps(const struct dlb_intake *intake, const struct dlb_policy *policy,
                                   struct dlb_policy_lines *lines,
                                   struct dlb_policy_problems *problems, dolbom_error *error);
/* What is wrong, as a sentence. */
void dlb_say_policy_problem(struct dlb_writer *sentence, const struct dlb_policy_problem *problem,
                            bool korean);
/* The nearest code of a kind, or null. */
struct dlb_text dlb_policy_near_programme(const struct dlb_policy *policy, struct dlb_text text);

/* ---- what a row says (policy_explain.c) ------------------------------------------------------ */

void dlb_say_policy_line(struct dlb_writer *sentence, const struct dlb_policy *policy,
                         const struct dlb_policy_line *line, bool korean);

#endif
