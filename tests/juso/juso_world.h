/* SPDX-License-Identifier: Apache-2.0 */
/*
 * juso_world.h - small tables of addresses for tests, written as the official files are.
 *
 * A world is a list of lines. It needs no test framework, so that the fuzzer can use it too.
 */
#ifndef TEST_JUSO_WORLD_H
#define TEST_JUSO_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dolbom/dolbom.h"

enum { WORLD_LINE = 512 };

/* A row of the file of buildings, or (is_lot) of the file of lots. */
struct world_row {
    const char *sido, *sigungu, *emd, *ri;
    uint64_t dong, road; /* codes */
    const char *road_name;
    unsigned under, main, sub;
    unsigned mountain, lot, lot_sub;
    unsigned zip, date;
    const char *reason; /* NULL: none */
    bool is_lot;
};

/* The row as a line without its end; how many bytes. */
size_t world_line(const struct world_row *row, char line[WORLD_LINE]);
/* The 26-digit number of the row's building, with a NUL. */
void world_key(const struct world_row *row, char key[27]);
/* "성남시 중원구 시민로 17", with or without what stands before it. */
size_t world_road_text(const struct world_row *row, char text[WORLD_LINE]);
size_t world_lot_text(const struct world_row *row, char text[WORLD_LINE]);

/* Rows to an index; *bytes is to be freed with the builder. */
dolbom_status world_build(const struct world_row *rows, size_t n,
                          const dolbom_environment *environment, dolbom_juso_builder **builder,
                          const void **bytes, uint64_t *n_bytes, dolbom_juso_tally *tally,
                          dolbom_error *error);

/* A plan with a table of the rows. The zero state is empty. */
struct world {
    dolbom_juso_builder *builder;
    dolbom_plan *plan;
    const void *bytes;
    uint64_t n_bytes;
    dolbom_juso_tally tally;
    dolbom_juso_info info;
};
dolbom_status world_open(struct world *world, const struct world_row *rows, size_t n,
                         const dolbom_environment *environment, dolbom_error *error);
void world_close(struct world *world);

/* Rows drawn by chance: places all over the country, several codes for one road name, lots
 * with several buildings. The same ones for the same seed. */
void world_invent(struct world_row *rows, size_t n, uint64_t seed);

/* The rows of the tests: what each is there for stands beside it in juso_world.c. */
extern const struct world_row world_rows[];
extern const size_t world_n_rows;

#endif
