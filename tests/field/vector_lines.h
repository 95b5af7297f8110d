/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vector_lines.h - tables of examples: `input expected note`, tab-separated, one header line.
 *
 * "\uXXXX" in the input is that character; lines that begin with '#' and empty ones are
 * skipped.
 */
#ifndef TEST_VECTOR_LINES_H
#define TEST_VECTOR_LINES_H

#include <stdio.h>

#include "base/base.h"

struct vectors {
    FILE *file;
    int line;
    char bytes[2048];
    char *input, *expected, *note;
};

/* A table of our own (tests/vectors): the test fails without it. */
void vectors_open(struct vectors *vectors, const char *name);
/* A shared table: the test is skipped without it. */
void vectors_open_shared(struct vectors *vectors, const char *name);
/* false, and the file is closed, at the end. */
bool vectors_next(struct vectors *vectors);

#endif
