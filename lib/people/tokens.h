/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tokens.h - keyed digests of what identifies people (tokens.c); part of people.h.
 *
 * Agencies that may not show each other who their people are compare these instead: equal
 * combinations of fields have equal tokens, and nobody without the key can make any. A combination
 * with a missing, masked or unusable field has no token.
 */
#ifndef DLB_TOKENS_H
#define DLB_TOKENS_H

#include "plan/plan.h"

struct dlb_cleaned;
struct dlb_intake;

enum {
    DLB_TOKEN_BYTES = 16,
    DLB_TOKEN_KINDS = 8,
    DLB_FUZZY_KINDS = 2,
    DLB_FUZZY_BITS = 64 * DLB_FILTER_WORDS,
    DLB_FUZZY_FEATURES_MAX = 5,
    DLB_TOKEN_PARTS_MAX = 4, /* of one combination */
    DLB_TOKEN_COLUMNS = DLB_TOKEN_KINDS + DLB_FUZZY_KINDS,
    DLB_TOKEN_REPEATS = 8 /* a token that more records of one agency have is withheld */
};

/* What tokens are made of (token_parts.c). */
enum dlb_token_part {
    DLB_TOKEN_NO_PART,
    DLB_TOKEN_NAME,      /* canonical */
    DLB_TOKEN_SOUND,     /* of the name */
    DLB_TOKEN_GIVEN,     /* the name without the surname */
    DLB_TOKEN_BIRTH,     /* YYYY-MM-DD */
    DLB_TOKEN_YEAR,      /* of birth: YYYY */
    DLB_TOKEN_MONTH_DAY, /* MM-DD */
    DLB_TOKEN_DAYS,      /* the same two numbers, the smaller first: MMDD or DDMM */
    DLB_TOKEN_SEX,       /* M, F */
    DLB_TOKEN_PHONE,     /* national digits */
    DLB_TOKEN_EMD,       /* 읍·면·동 of the address */
    DLB_TOKEN_BUILDING,  /* lot_key of the address, else its road_key */
    DLB_TOKEN_PART_KINDS
};
/* The parts of a record; null where there is none. */
struct dlb_token_parts {
    struct dlb_text at[DLB_TOKEN_PART_KINDS];
    char days[4];
    struct dlb_parts name, address; /* where the texts lie */
};
void dlb_token_parts_read(const dolbom_plan *plan, const struct dlb_cleaned *cleaned,
                          uint32_t record, struct dlb_token_parts *parts);

/* A combination: the column of its tokens, and its parts up to DLB_TOKEN_NO_PART. */
struct dlb_token_kind {
    const char *name;
    uint8_t parts[DLB_TOKEN_PARTS_MAX + 1];
};
extern const struct dlb_token_kind dlb_token_kinds[DLB_TOKEN_KINDS];

/* ---- fuzzy tokens (fuzzy.c) ------------------------------------------------------------------ */

enum dlb_fuzzy_form { DLB_BIGRAMS, DLB_DIGITS, DLB_WHOLE };

/* What of a part goes into a filter, and how many bits it sets. */
struct dlb_fuzzy_feature {
    uint8_t part, form;
    uint16_t bits;
};
/* A column: the parts that make its block, up to DLB_TOKEN_NO_PART, and the features likewise. */
struct dlb_fuzzy_kind {
    const char *name;
    uint8_t block[DLB_TOKEN_PARTS_MAX + 1];
    struct dlb_fuzzy_feature features[DLB_FUZZY_FEATURES_MAX + 1];
    bool is_few; /* a block that many records of one agency are in is a placeholder's */
};
extern const struct dlb_fuzzy_kind dlb_fuzzy_kinds[DLB_FUZZY_KINDS];

/* All that the making of one column needs; whoever holds it wipes it. */
struct dlb_fuzzy_maker {
    const struct dlb_fuzzy_kind *kind;
    struct dlb_digest block, salt;
    uint16_t wired[DLB_FUZZY_BITS];
};
void dlb_fuzzy_open(const dolbom_keyring *keyring, unsigned kind, struct dlb_fuzzy_maker *maker);
/* Codes as dlb_kind_fuzzy has them; false where there is no such token. */
bool dlb_fuzzy_make(const struct dlb_fuzzy_maker *maker, const struct dlb_token_parts *parts,
                    uint64_t codes[1 + DLB_FILTER_WORDS]);

/* ---- the tokens of all records --------------------------------------------------------------- */

struct dlb_tokens {
    struct dlb_env *env;
    size_t n;
    unsigned char (*at)[DLB_TOKEN_KINDS][DLB_TOKEN_BYTES];    /* by record */
    uint64_t (*fuzzy)[DLB_FUZZY_KINDS][1 + DLB_FILTER_WORDS]; /* likewise; NULL: not wanted */
    uint16_t *has;        /* by record: bit 1 << column where there is a token, fuzzy ones last */
    uint64_t *n_withheld; /* by agency */
    uint32_t n_agencies;
};
enum { DLB_TOKEN_HEX_MAX = (1 + DLB_FILTER_WORDS) * DLB_CODE_DIGITS };
/* A token as the table has it; null where there is none. */
struct dlb_text dlb_token_write(const struct dlb_tokens *tokens, uint32_t r, unsigned column,
                                char hex[DLB_TOKEN_HEX_MAX]);
/* Of records with texts, under the plan's keyring; DOLBOM_E_KEY when it has none. */
dolbom_status dlb_tokens_make(const struct dlb_cleaned *cleaned, const dolbom_plan *plan,
                              struct dlb_tokens *tokens, dolbom_error *error);
void dlb_tokens_clear(struct dlb_tokens *tokens);
/* The tables `tokens` and `token_headers`. */
dolbom_status dlb_tokens_frame(const struct dlb_cleaned *cleaned, const struct dlb_tokens *tokens,
                               struct dlb_frame **frame, dolbom_error *error);
dolbom_status dlb_token_headers_frame(const struct dlb_cleaned *cleaned, const dolbom_plan *plan,
                                      const struct dlb_tokens *tokens, struct dlb_frame **frame,
                                      dolbom_error *error);
/* The name of a column of tokens, fuzzy ones last. */
const char *dlb_token_column(unsigned column);
/* What a header's sum has of a token that is there. */
uint64_t dlb_token_code(const struct dlb_value_context *value, unsigned column,
                        struct dlb_text token);
/* And of a record and the codes of its tokens, 0 where there is none. */
struct dlb_hash128 dlb_token_hash(struct dlb_text record, const uint64_t codes[DLB_TOKEN_COLUMNS]);
/* Do the headers say that the records of `tokens` can be compared, and that all are there? */
dolbom_status dlb_token_headers_check(const struct dlb_intake *intake,
                                      const struct dlb_cleaned *cleaned, dolbom_error *error);

#endif
