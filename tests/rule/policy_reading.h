/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_reading.h - a policy read from tables that a test writes down.
 */
#ifndef POLICY_READING_H
#define POLICY_READING_H

#include "policy/policy_tables.h"
#include "support/support.h"

enum { READING_TABLES_MAX = 13 };

/* A policy read from texts of arrow_make.h: open, add tables, read, close. */
struct reading {
    struct test_memory memory;
    struct dlb_env *env;
    struct dlb_intake intake;
    struct dlb_intake_table tables[READING_TABLES_MAX];
    struct ArrowArrayStream streams[READING_TABLES_MAX];
    struct dlb_policy *policy;
};

void open_reading(struct reading *reading);
void add_table(struct reading *reading, const char *name, const char *text);
/* Fails the test when the policy cannot be read. */
void read_policy(struct reading *reading);
/* All rejects as "table row column reason" lines. */
void expect_rejects(struct reading *reading, const char *expected);
/* Reading fails about this row and column, with this message. */
void expect_unreadable(struct reading *reading, int64_t row, const char *column,
                       const char *message);
void close_reading(struct reading *reading);

#endif
