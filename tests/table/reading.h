/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reading.h - a source and the memory it lives in, for the tests of this folder.
 */
#ifndef READING_H
#define READING_H

#include "table/arrow_make.h"

#include "support/support.h"
#include "table/table.h"

struct reading {
    struct test_memory memory;
    struct dlb_env *env;
    struct dlb_source *source;
    dolbom_error error;
};

/* Opens `persons` on the stream, which is gone afterwards whatever happens. */
dolbom_status reading_open(struct reading *reading, struct ArrowArrayStream *stream,
                           const struct dlb_column *columns, size_t n_columns,
                           const struct dlb_rename *renames, size_t n_renames);
dolbom_status reading_open_mapped(struct reading *reading, struct ArrowArrayStream *stream,
                                  const struct dlb_column *columns, size_t n_columns,
                                  const struct dlb_mapping *mapping);
/* Fails the test when memory of ours or anything foreign is left. */
void reading_close(struct reading *reading);

/*
 * All cells that are still to come as text, a line per row: "a|b|-", with - for null, E for
 * not UTF-8, L for too long, B for bad. free() the result. Ends where the source fails.
 */
char *reading_text(struct reading *reading, size_t n_columns);

/* Reads a whole stream and compares. */
void expect_rows(struct ArrowArrayStream *stream, const struct dlb_column *columns,
                 size_t n_columns, const char *expected, const char *what);

/* The first batch of a text that has but one; closed with its reading. */
struct dlb_batch *first_batch(struct reading *reading, const char *text,
                              const struct arrow_options *options, const char *const *columns,
                              size_t n_columns);

/* The text of a stream whose schema is pulled first, with the status it stands for. */
dolbom_status drain(struct ArrowArrayStream *stream, dolbom_error *error);

/* A small generator of numbers for property tests: the same on every machine. */
uint64_t next_random(uint64_t *state);
uint64_t random_below(uint64_t *state, uint64_t n);

#endif
