/* SPDX-License-Identifier: Apache-2.0 */
/*
 * distinct.c - the different texts of a column, and where each value's is.
 *
 * Names and addresses repeat themselves, and a text that was read once need not be read again. R
 * keeps each text once, so values are alike when they are one object: no text is looked at here.
 * The same text with two marks (latin1, UTF-8) is two objects and is read twice, which does no
 * harm.
 */
#include "dolbom_r.h"

#include <limits.h>
#include <stdint.h>
#include <string.h>

enum { ROWS_PER_ASK = 1 << 16 };

struct slot {
    SEXP text; /* NULL: free */
    int place; /* among the different texts, from 1 */
};

/* Open addressing; at most half of the slots are taken. */
struct table {
    struct slot *slots;
    unsigned bits;
};

static struct table table_for(R_xlen_t n)
{
    struct table table = {.bits = 4};
    while ((size_t)1 << table.bits < 2 * (size_t)n) table.bits++;
    table.slots = (struct slot *)R_alloc((size_t)1 << table.bits, sizeof *table.slots);
    memset(table.slots, 0, sizeof *table.slots << table.bits);
    return table;
}

/* By the golden ratio: objects lie side by side, and their slots should not. */
static size_t home_of(const struct table *table, SEXP text)
{
    return (uint64_t)(uintptr_t)text * UINT64_C(0x9E3779B97F4A7C15) >> (64 - table->bits);
}

/* The slot of the text, or the free one where it belongs. */
static struct slot *find(const struct table *table, SEXP text)
{
    size_t at = home_of(table, text);
    while (table->slots[at].text && table->slots[at].text != text)
        at = (at + 1) & (((size_t)1 << table->bits) - 1);
    return &table->slots[at];
}

/* Fills in the places; returns how many texts there are. */
static int number_texts(const SEXP *texts, R_xlen_t n, int *places)
{
    const struct table table = table_for(n);
    int n_texts = 0;
    for (R_xlen_t i = 0; i < n; i++) {
        if (i % ROWS_PER_ASK == 0) R_CheckUserInterrupt();
        if (i + TEXTS_AHEAD < n)
            __builtin_prefetch(&table.slots[home_of(&table, texts[i + TEXTS_AHEAD])]);
        struct slot *slot = find(&table, texts[i]);
        if (!slot->text) {
            if (n_texts == INT_MAX) Rf_error("there are more than %d different texts", INT_MAX);
            *slot = (struct slot){texts[i], ++n_texts};
        }
        places[i] = slot->place;
    }
    return n_texts;
}

/* list(the texts in the order in which they first appear, the place of each value's among them) */
SEXP r_distinct(SEXP column)
{
    R_xlen_t n = XLENGTH(column);
    const SEXP *texts = STRING_PTR_RO(column);
    SEXP given = PROTECT(Rf_allocVector(VECSXP, 2));
    SEXP places = SET_VECTOR_ELT(given, 1, Rf_allocVector(INTSXP, n));
    int n_texts = number_texts(texts, n, INTEGER(places));
    SEXP distinct = SET_VECTOR_ELT(given, 0, Rf_allocVector(STRSXP, n_texts));
    const int *place = INTEGER_RO(places);
    for (R_xlen_t i = 0, made = 0; made < n_texts; i++)
        if (place[i] == made + 1) SET_STRING_ELT(distinct, made++, texts[i]);
    UNPROTECT(1);
    return given;
}
