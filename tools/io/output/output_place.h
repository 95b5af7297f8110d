/* SPDX-License-Identifier: Apache-2.0 */
/*
 * output_place.h - a name in a folder, and what is written beside it until it takes the name.
 */
#ifndef OUTPUT_PLACE_H
#define OUTPUT_PLACE_H

#include <sys/stat.h>

#include "common/common.h"

/* ---- names made from the data (family.c) ---- */

enum { IO_FAMILY_NAME = 240 }; /* room for a name, its ending included */
/* Is it such a name? */
bool io_family_has(const char *name);
/* Visit the names in a folder that `has` says, in no order, until `visit` says false; false then,
 * or with errno. */
bool io_family_each(int folder, bool (*has)(const char *name),
                    bool (*visit)(void *context, const char *name), void *context);
/* The name of an agency's worklist, without its ending; of a very long id the beginning
 * and a hash. */
void io_family_name(const char *id, size_t len, char name[IO_FAMILY_NAME]);

/* What a place holds, and how something of ours is told from what is not. */
struct io_place_form {
    bool is_folder;
    bool is_kept; /* people work on it: nothing that is there is replaced, not even ours */
    /* Names that a run writes into a folder beside those of the family, up to NULL; the first one
     * marks it as ours. */
    const char *const *names;
    bool (*has)(const char *name); /* is it a name of the family? */
    /* Is the open file a result of an earlier run? */
    enum io_step (*is_ours)(int file);
    const char *none_of_ours; /* what is said of a file that is not; NULL: that it is no result */
};

struct io_place {
    const struct io_place_form *form;
    const char *target; /* as given */
    char *folder, *name, *work_name;
    size_t made_from; /* folder[0, made_from) was there before; 0: all of it */
    int folder_file;  /* its open folder */
    int work_file;    /* the open folder or file being written; locked */
    bool published;
    bool resumed; /* what a killed run has written is still in it */
    bool left;    /* for a later run: not to be removed, though it is not published */
    const struct io_file_ids *inputs; /* or NULL */
    struct io_problem *problem;
};

/*
 * Create the unfinished file or folder beside the target and lock it. Nothing is touched before it
 * is certain that the target may be replaced: it does not exist, or is the result of an earlier run
 * and neither a link, nor read by this run, nor open elsewhere.
 */
bool io_place_open(struct io_place *place, const char *target, const struct io_place_form *form,
                   const struct io_file_ids *inputs, struct io_problem *problem);
/* The same; what a killed run has left stays in it if it is that very file or folder (`work` NULL:
 * none). */
bool io_place_resume(struct io_place *place, const char *target, const struct io_place_form *form,
                     const struct io_file_ids *inputs, const struct io_file_id *work,
                     struct io_problem *problem);
/* Remove what has been written so far. */
bool io_place_empty(struct io_place *place);
/* May what is at the target be replaced, as far as can be told now? (earlier.c) */
bool io_place_may_replace(const struct io_place *place);
/* Write a file's bytes, durably. */
bool io_place_fill(const struct io_place *place, const void *data, size_t n);
/* Put what was written in place of the target. */
bool io_place_publish(struct io_place *place);
/* Remove what was not published, and the folders made for it; any state, the zero state too. */
void io_place_close(struct io_place *place);

/* io_fail_errno() with the target's name. Returns false. */
static inline bool io_place_fail(const struct io_place *place, const char *what)
{
    return io_fail_errno(place->problem, place->target, what);
}

#endif
