/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vectors.h - tables of examples: one line each of input, expected, why; tabs between.
 *
 * In the input, \uXXXX is a character. A second form of table names parts,
 * "quality=good;sex=M", and only the parts named are compared.
 */
#ifndef DOLBOM_TESTS_VECTORS_H
#define DOLBOM_TESTS_VECTORS_H

#include <stdbool.h>
#include <stdio.h>

#include "base/base.h"

#define VECTORS_OWN "tests/vectors"
#define VECTORS_SHARED "../shared/vectors"

enum {
    VECTORS_LINE = 4096,
    PARTS_ROOM = 8192
};

struct vectors {
    FILE *file;
    int line; /* of the one that is read, from 1 */
    char bytes[VECTORS_LINE];
    const char *written, *expected, *why;
    size_t written_len; /* it may hold a zero byte */
};

/* false when there is no such table. */
bool vectors_open(struct vectors *vectors, const char *folder, const char *name);
/* The next line; false, and the table is closed, when there is none. */
bool vectors_next(struct vectors *vectors);

/* The parts of a value as ";name=value;…", to look for those a table names. */
struct parts {
    char text[PARTS_ROOM];
    size_t len;
};

void parts_clear(struct parts *parts);
void parts_put(struct parts *parts, const char *name, const char *value, size_t value_len);
void parts_put_number(struct parts *parts, const char *name, unsigned long value);
/* The names of the bits that are set, with commas. */
void parts_put_flags(struct parts *parts, unsigned flags, const char *const *names, size_t n_names);
void parts_put_day(struct parts *parts, const char *name, int32_t day);
/* Every part of `expected` is there; else the first one that is not goes to missing. */
bool parts_hold(const struct parts *parts, const char *expected, char missing[256]);

extern const char *const quality_names[];

#endif
