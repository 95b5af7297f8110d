/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kept.h - what a run keeps for one that goes on where it was killed (--resume).
 *
 *   out/2026-06                          the results
 *   out/.2026-06.dolbom-unfinished       while they are written
 *   out/.2026-06.dolbom-kept             this: what they are made of, and what is still to be done
 *
 * While worklists are written it holds their tables: findings, person_records, person_summary and
 * rejects among them. So only its owner may read it.
 */
#ifndef KEPT_H
#define KEPT_H

#include "common/common.h"
#include "io/output/output.h"

enum { TOOL_KEY_BYTES = 32, TOOL_KEPT_TABLES = 8 };

/* A file as it was when it was written: a rename changes nothing of it. */
struct tool_written {
    struct io_file_id id;
    int64_t size, seconds, nanoseconds;
};

/* The zero state is nothing kept. */
struct tool_kept {
    bool found;
    bool blocked; /* something that is not ours has its name, so nothing is kept */
    unsigned char key[TOOL_KEY_BYTES]; /* of everything that the results depend on */
    struct io_file_id work, lists;     /* results and worklists while they are unfinished */
    struct tool_written last;          /* the file of the results that gets its place last */
    int64_t n_lists;                   /* worklists written; -1: they are not yet */
    int32_t code;                      /* with which the run is to end */
    char *summary;
    struct io_result tables[TOOL_KEPT_TABLES]; /* of which worklists are made; views of `bytes` */
    size_t n_tables;
    char *bytes;
};

/* Read what was kept beside an output, if it is whole; false: it is ours and cannot be read. */
bool tool_kept_read(struct tool_kept *kept, const char *out, struct io_problem *problem);
/* Write it, whole or not at all; `results` are those of its tables. */
bool tool_kept_write(const struct tool_kept *kept, const char *out,
                     const struct io_result *const *results, size_t n_results,
                     struct io_problem *problem);
/* Remove it, if it is there and ours. */
void tool_kept_remove(const char *out);
void tool_kept_clear(struct tool_kept *kept);

/* Look at a file; false: it is not there. */
bool tool_written_look(struct tool_written *written, const char *path);
bool tool_written_same(const struct tool_written *left, const struct tool_written *right);

#endif
