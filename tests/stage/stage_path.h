/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stage_path.h - people through clean, link and group, each a public call on tables, or through
 * all three in one.
 */
#ifndef TEST_STAGE_PATH_H
#define TEST_STAGE_PATH_H

#include "stage/stage_run.h"

#include <stdbool.h>

struct path {
    const struct arrow_options *options; /* how `persons` is laid out; NULL: plainly */
    const char *decisions;               /* a table, or NULL */
    char *cleaned, *pairs, *match_keys, *person_records, *rejects; /* rejects: of group */
    size_t n_persons_rows;
    int order[512]; /* row of person_records of each row of persons */
};

/* `plan` NULL: the built-in one. The test fails when a stage does. */
void path_run(struct path *path, const char *persons, const dolbom_plan *plan);
/* The same by dolbom_match(), which compares resident numbers; `cleaned` stays NULL. */
void path_match(struct path *path, const char *persons);
/* Are two rows of persons (by their place in the text) one person? */
bool path_together(const struct path *path, size_t left, size_t right);
size_t path_persons(const struct path *path);
void path_clear(struct path *path);

#endif
