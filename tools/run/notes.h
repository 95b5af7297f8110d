/* SPDX-License-Identifier: Apache-2.0 */
/*
 * notes.h - what people should know of files: made (notes.c), told and logged (notes_tell.c).
 */
#ifndef NOTES_H
#define NOTES_H

#include "run/run.h"

struct tool_note {
    const char *path, *shown; /* the file's */
    const char *kind;         /* "hidden rows were read all the same" */
    char *about;              /* what is the file's own in it: "2", or "" */
    size_t next;              /* the next of its kind; 0: none */
    bool is_first;            /* of its kind */
};
/* Set `in_english`, and `log` to tell them, else the zero state is empty. */
struct tool_notes {
    bool in_english;
    const char *log; /* where all of them are */
    struct tool_note *at;
    size_t n, cap;
    struct tool_names kinds;
    size_t *last; /* of each kind */
    bool failed;  /* no memory */
};
/* What looks like input and is not read; how the rest was read. */
void tool_notes_of_unread(struct tool_notes *notes, const struct io_input *input);
void tool_notes_of_files(struct tool_notes *notes, const struct io_input *input);
void tool_notes_clear(struct tool_notes *notes);

#endif
