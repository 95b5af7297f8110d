/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scenario_rows.h - the text of one table while a scenario's lines are read.
 */
#ifndef SCENARIO_ROWS_H
#define SCENARIO_ROWS_H

#include <stddef.h>

struct rows_text {
    char *data; /* free() it */
    size_t len, cap;
};

void rows_append(struct rows_text *text, const char *more);
/* A cell as arrow_make.h writes it; ~ stands for a blank. */
void rows_append_cell(struct rows_text *text, const char *cell);
/* The same rows after the same header, in an order that `shuffle` picks; 0: as they are. */
void rows_shuffle(struct rows_text *text, unsigned shuffle);

#endif
