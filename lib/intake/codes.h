/* SPDX-License-Identifier: Apache-2.0 */
/*
 * codes.h - codes that many rows carry: their numbers, their other spellings, and how many rows
 * came from whom; part of intake.h.
 */
#ifndef DLB_CODES_H
#define DLB_CODES_H

#include "base/base.h"

/*
 * Codes by the other ways in which people write them (aliases.c): open, add, settle, find.
 * The zero state knows none.
 */
struct dlb_aliases {
    struct dlb_env *env;
    struct dlb_arena texts;
    struct dlb_array list; /* sorted by folded text */
};
void dlb_aliases_open(struct dlb_env *env, struct dlb_aliases *aliases);
bool dlb_aliases_add(struct dlb_aliases *aliases, struct dlb_text text, uint32_t code);
dolbom_status dlb_aliases_settle(struct dlb_aliases *aliases, dolbom_error *error);
uint32_t dlb_alias_find(const struct dlb_aliases *aliases, struct dlb_text text);
void dlb_aliases_close(struct dlb_aliases *aliases);

/*
 * Numbers for texts that several threads meet while they read rows. The number of a known text is
 * its index; a new one gets a number from the thread that met it, and when all rows are read the
 * new ones are sorted and follow the known ones.
 */
struct dlb_codes {
    struct dlb_env *env;
    const struct dlb_aliases *aliases[2]; /* of known texts, asked in this order; NULL: none */
    const struct dlb_text *known;         /* sorted */
    uint32_t n_known, n;
    unsigned n_workers;
    struct dlb_dictionary **met; /* one per thread */
    uint32_t **final;            /* per thread: the final number of each text it met */
    struct dlb_text *texts;      /* n of them, known ones first */
};
dolbom_status dlb_codes_open(struct dlb_env *env, const struct dlb_text *known, uint32_t n_known,
                             struct dlb_codes *codes, dolbom_error *error);
/* A number to pass to dlb_codes_final, DLB_NO_CODE for null; the text is copied. False when there
 * is no memory. */
bool dlb_codes_of(const struct dlb_codes *codes, unsigned worker, struct dlb_text text,
                  uint32_t *code);
/* All rows are read: fills texts and n. */
dolbom_status dlb_codes_settle(struct dlb_codes *codes, dolbom_error *error);
uint32_t dlb_codes_final(const struct dlb_codes *codes, uint32_t code);
void dlb_codes_close(struct dlb_codes *codes);

/* Counts rows by table and agency as they arrive (received.c). */
struct dlb_received;
dolbom_status dlb_received_open(struct dlb_env *env, struct dlb_received **received,
                                dolbom_error *error);
/* n more rows; thread-safe for distinct workers; false without memory. */
bool dlb_received_add(struct dlb_received *received, unsigned worker, const char *table,
                      struct dlb_text agency, uint64_t n);
uint64_t dlb_received_rows(const struct dlb_received *received, const char *table,
                           struct dlb_text agency);
void dlb_received_close(struct dlb_received *received); /* NULL is ignored */

#endif
