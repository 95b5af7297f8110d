/* SPDX-License-Identifier: Apache-2.0 */
/*
 * facts_file.h - what somebody knows of a household, as tables that can be read like all others.
 */
#ifndef FACTS_FILE_H
#define FACTS_FILE_H

#include "command/small_tables.h"

/* Whom it is about, and when. */
struct facts_about {
    const char *agency, *record; /* a record of the data; NULL: people whom only the file knows */
    const char *month;           /* "YYYY-MM", or NULL: that of the as-of date */
    const char *as_of;           /* of facts without a day: "YYYY-MM-DD" */
};
/*
 * Write the tables `asked` and `facts` and, for people whom only the file knows, `persons`: one
 * for each member that the file names, all of one household. A fact without a member is
 * everybody's. `path` NULL: there are no facts beside those of the data. The facts' names become
 * keys of `names`, an object.
 */
bool facts_file_write(struct small_folder *folder, const char *path,
                      const struct facts_about *about, json_t *names, struct io_problem *problem);

#endif
