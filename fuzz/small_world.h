/* SPDX-License-Identifier: Apache-2.0 */
/*
 * small_world.h - any bytes as tables of a few rows, for fuzzers of whole runs.
 *
 * A row is a byte that chooses the table, then a byte for each column that chooses a cell out
 * of words of its kind; a high one takes the cell from the bytes that follow. So most rows
 * refer to each other and break rules, and each byte changes one thing.
 */
#ifndef SMALL_WORLD_H
#define SMALL_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WORLD_TABLES = 18, WORLD_ROWS = 128 };

struct world_table {
    const char *name;       /* a static string */
    char *head;             /* columns, as arrow_make.h has them; NULL: no row */
    char *rows[WORLD_ROWS]; /* a line each */
    size_t n_rows;
};

struct small_world {
    struct world_table tables[WORLD_TABLES];
};

void small_world_make(struct small_world *world, const uint8_t *data, size_t size);
/* Adds a row, of the table's own columns, while there is room. */
bool small_world_add(struct small_world *world, const char *name, const char *row);
/* A table's text, its rows backwards if asked; to be freed. */
char *small_world_text(const struct world_table *table, bool backwards);
void small_world_clear(struct small_world *world);

#endif
