/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reader.h - what one agency may see of a run, as lists to look things up in (reader_known.c); for
 * reader.c.
 */
#ifndef READER_H
#define READER_H

#include "run/run.h"

/* A finding that may be seen. */
struct tool_visible {
    struct tool_piece id;
    int64_t worklist_row; /* of a change: its row */
    bool is_protected;
};

/* A name that may be seen: a person, or another agency. */
struct tool_known {
    struct tool_piece *at;
    size_t n;
};

struct tool_reader {
    struct tool_run *run;
    struct tool_piece agency, zone;
    const struct io_result *worklist;
    struct tool_visible *visible; /* by id */
    size_t n_visible;
    struct tool_visible *changes; /* of finding_changes, by id */
    size_t n_changes;
    struct tool_known persons, agencies; /* that visible findings name; sorted */
    struct tool_known clients;           /* persons of the agency's own records; sorted */
    char scratch[IO_CELL];
};

/* A text cell, which lives as long as its table; text NULL where it is null or there is none. */
struct tool_piece tool_reader_cell(struct tool_reader *reader, const struct io_result *table,
                                   const char *column, int64_t row);
/* Does the cell name the reader? Is the reader one of "A;B;C"? */
bool tool_reader_owns(struct tool_reader *reader, const struct io_result *table, const char *column,
                      int64_t row);
bool tool_reader_among(const struct tool_reader *reader, struct tool_piece list);

/* Fill the reader's lists, in this order; false: no memory. */
bool tool_reader_list_worklist(struct tool_reader *reader);
bool tool_reader_list_known(struct tool_reader *reader);
bool tool_reader_list_clients(struct tool_reader *reader);
/* What has become of the findings that the agency is a party to, or was when they were last seen:
 * those that are gone are in no worklist. */
bool tool_reader_list_changes(struct tool_reader *reader);

/* The one of an id, or NULL. */
struct tool_visible *tool_visible_find(struct tool_visible *visible, size_t n,
                                       struct tool_piece id);
struct tool_visible *tool_reader_find(const struct tool_reader *reader, struct tool_piece id);
bool tool_known_has(const struct tool_known *known, struct tool_piece name);

#endif
