/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scenario_layout.h - the columns of a scenario's tables.
 */
#ifndef SCENARIO_LAYOUT_H
#define SCENARIO_LAYOUT_H

#include "rule/scenario_rows.h"

#include <stdbool.h>
#include <stddef.h>

enum { CELLS_MAX = 32, LAYOUTS_MAX = 40 };

/* A table's columns: the first n_fixed are cells without a name; d in front marks a date. */
struct layout {
    const char *table;
    unsigned n_fixed;
    const char *columns[CELLS_MAX];
};
extern const struct layout layouts[LAYOUTS_MAX]; /* the rest are empty */

/* The place of a table; the test fails when there is none. */
unsigned layout_of(const char *table);
/* The place of a column; the test fails when the table has none of that name. */
unsigned layout_column(const struct layout *layout, const char *name, size_t len);
/* What a cell is when a line does not name it. */
const char *layout_default(const struct layout *layout, unsigned column);
void layout_append_head(struct rows_text *text, const struct layout *layout, bool text_dates);

#endif
