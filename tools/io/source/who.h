/* SPDX-License-Identifier: Apache-2.0 */
/*
 * who.h - whose a row is, by what it says of the person; private to this folder.
 *
 * Lists that people keep often have no number for a person. A row is then somebody's by the name
 * and the birth date, or by the name and the telephone number, as the library cleans them.
 *
 *   who.c           what a row says, and the id that is made of it
 *   known_people.c  which record of the agency that is
 *   new_people.c    records of people who have none, made of rows about them
 */
#ifndef WHO_H
#define WHO_H

#include "io/source/part.h"

#include "dolbom/value.h"

/* What a row says of whose it is: hashes of clean texts, 0 where it says nothing of use. */
struct io_who {
    uint64_t agency, name, birth, phone;
};

/* Where the rows of a part say it. */
struct io_who_places {
    const struct io_part *part;
    int agency, name, birth, rrn, phone; /* columns, or -1 */
    const char *agency_text;             /* in every row, where there is no column */
};
void io_who_find(const struct io_part *part, struct io_who_places *places);
/* False: not enough to tell anybody, which is a name and one of the others. */
bool io_who_read(const struct io_who_places *places, const struct io_parsed *parsed, int64_t row,
                 struct io_who *who);
bool io_who_is_said(const struct io_who *who);
/* What all rows of the block say, to be freed; NULL: no memory. */
struct io_who *io_who_read_all(const struct io_who_places *places, const struct io_parsed *parsed);
/* An id that anybody has who is called so and was born then; without a birth date, who has that
 * number. */
void io_who_id(const struct io_who *who, char id[IO_MADE_ID]);

/* The agency as it is written, without the blanks around it. */
const char *io_who_agency(const struct io_who_places *places, const struct io_parsed *parsed,
                          int64_t row, size_t *len);
/* A value as the library cleans it; 0 bytes when it is of no use, or some of it is hidden. */
size_t io_clean(const struct io_mapping *mapping, const char *kind, const char *text, size_t len,
                char value[DOLBOM_VALUE_MAX]);

/* ---- records of the table persons (known_people.c) ---------------------------------------------
 */

/* All that are in the input, for rows of other tables to be looked up in; NULL: a problem. */
struct io_known_people *io_known_people_read(struct io_input *input);
void io_known_people_free(struct io_known_people *known);
/* The one record that fits best. */
enum io_unfound io_known_people_find(const struct io_known_people *known, const struct io_who *who,
                                     const char **id);

/* ---- people of other tables' rows (new_people.c) -------------------------------------------- */

/* Add to the table persons those whom rows name and the agency has no record of, where the plan
 * says so. */
bool io_new_people_add(struct io_input *input);

#endif
