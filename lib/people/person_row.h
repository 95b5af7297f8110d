/* SPDX-License-Identifier: Apache-2.0 */
/*
 * person_row.h - a row of `persons`, or of `cleaned`, on its way to becoming a record.
 */
#ifndef DLB_PERSON_ROW_H
#define DLB_PERSON_ROW_H

#include "people/people.h"

/* A row of `persons`, read; texts lie in the rows' arenas. */
struct dlb_person_row {
    struct dlb_text agency, record, zone, household, name;
    int32_t death_date, registered_on, updated_at, birth_date;
    uint32_t sigungu_code;
    uint8_t sex;        /* 'M', 'F', 0 */
    uint8_t relation;   /* enum dlb_relation */
    uint8_t consent;    /* 0, 1; 2: unknown */
    uint8_t protected_; /* 0, 1; 2: unknown */
    dolbom_quality quality[DLB_MATCH_FIELDS_MAX];
    uint64_t codes[]; /* n_slots codes; one dlb_text per field if wanted; of tokens, their hash */
};

/* A column of `persons` that has a kind: a compared field, or one that only gives an attribute. */
struct dlb_person_value {
    const struct dlb_kind *kind;
    uint8_t column; /* of the reader */
    uint8_t role;   /* further uses of the value; see clean_row.c */
    uint8_t field;  /* of the plan; UINT8_MAX: not compared */
    uint8_t slot;   /* of a compared field */
};

enum { DLB_PERSON_VALUES_MAX = DLB_MATCH_FIELDS_MAX + 6 };

/* How `persons` is read under a plan; must not move once it is open. `reader` comes first because
 * rows hold only a pointer to it. */
struct dlb_person_reader {
    struct dlb_reader reader;
    struct dlb_schema schema; /* covers the columns that the plan reads */
    struct dlb_column columns[DLB_ROW_COLUMNS_MAX];
    struct dlb_person_value values[DLB_PERSON_VALUES_MAX];
    uint8_t tokens[DLB_TOKEN_COLUMNS]; /* their columns, of tokens */
    unsigned n_values, n_fields, n_slots;
    bool with_texts, of_tokens;
};
void dlb_person_reader_open(const dolbom_plan *plan, bool with_texts,
                            struct dlb_person_reader *reader);
/* Once it is open: read the table `tokens`, all tokens of it, whichever the plan compares. */
void dlb_person_reader_take_tokens(struct dlb_person_reader *reader);
/* Members of a reader whose rows are struct dlb_person_row. */
void dlb_person_row_name(const struct dlb_reader *reader, const void *context, const void *out,
                         struct dlb_text *agency, struct dlb_text *id);
uint64_t dlb_person_row_unordered(const struct dlb_reader *reader, const void *out);
size_t dlb_person_row_bytes(const struct dlb_match_settings *match, bool with_texts);
/* The texts, which follow the codes of a row. */
struct dlb_text *dlb_person_row_texts(const struct dlb_person_reader *reader,
                                      const struct dlb_person_row *row);
/* The hash of all its tokens, which ends the row (dlb_token_hash); NULL: it has none. */
struct dlb_hash128 *dlb_person_row_token_hash(const struct dlb_person_reader *reader,
                                              const struct dlb_person_row *row);

/* Read the table that the reader names; records get their order, agencies and households
 * their numbers. */
dolbom_status dlb_cleaned_fill(const struct dlb_intake *intake,
                               const struct dlb_match_settings *match,
                               const struct dlb_person_reader *reader, struct dlb_cleaned *cleaned,
                               dolbom_error *error);

#endif
