/* SPDX-License-Identifier: Apache-2.0 */
/*
 * planned_row.h - a service that somebody plans, as files that can be read with all the others.
 */
#ifndef PLANNED_ROW_H
#define PLANNED_ROW_H

#include "command/small_tables.h"

/*
 * Take services from a CSV or JSON file (an object, or a list of them), or from JSON itself when
 * `row` begins with a brace, and write them as part of the tables `services` and `planned`. A
 * service without an id is called planned-1, planned-2 …; one without a status is planned.
 */
bool planned_row_write(struct small_folder *folder, const char *row, struct io_problem *problem);

#endif
