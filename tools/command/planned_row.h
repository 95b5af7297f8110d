/* SPDX-License-Identifier: Apache-2.0 */
/*
 * planned_row.h - a service that somebody plans, as files that can be read with all the others.
 */
#ifndef PLANNED_ROW_H
#define PLANNED_ROW_H

#include "common/common.h"

enum { PLANNED_PATH = 512 };

/* A folder that holds nothing but the row; the zero state is none. */
struct planned_row {
    char folder[PLANNED_PATH]; /* "" none */
};

/*
 * Take services from a CSV or JSON file (an object, or a list of them), or from JSON itself when
 * `row` begins with a brace, and write them as part of the tables `services` and `planned`. A
 * service without an id is called planned-1, planned-2 …; one without a status is planned.
 */
bool planned_row_open(struct planned_row *planned, const char *row, struct io_problem *problem);
/* Remove the folder. */
void planned_row_close(struct planned_row *planned);

#endif
