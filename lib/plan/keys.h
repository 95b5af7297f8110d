/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keys.h - the table of a plan's keys: what each is called, what its value looks like, how it
 * is read and written. Reading, printing, asking, errors and docs/plan.md all follow it.
 */
#ifndef DLB_KEYS_H
#define DLB_KEYS_H

#include "plan/node.h"
#include "plan/plan.h"

/* What a value looks like. */
enum dlb_key_form {
    DLB_FORM_NUMBER,  /* a multiple of 10^-scale, least … most */
    DLB_FORM_DATE,    /* 2026-06-30 */
    DLB_FORM_BOOL,    /* true, false */
    DLB_FORM_WORD,    /* any text but an empty one */
    DLB_FORM_WORDS,   /* a list of words, least … most of them */
    DLB_FORM_CHOICE,  /* a word, or a list of them */
    DLB_FORM_NUMBERS, /* a list of two numbers */
    DLB_N_FORMS
};

struct dlb_key_codec;

/* A key. In its path <…> stands for any name. */
struct dlb_plan_key {
    const char *path;
    enum dlb_key_form form;
    bool required; /* in every map that it can stand in */
    uint8_t scale;
    int64_t least, most;
    const char *initial; /* built in; NULL: default_plan.yaml says it, or nobody does */
    const char *help;    /* one line for people */
    const struct dlb_key_codec *codec;
    size_t offset; /* in struct dolbom_plan, for dlb_number_codec */
};

/* The keys in the order in which they are read and printed; NULL past the end. */
const struct dlb_plan_key *dlb_plan_key_at(size_t index);

/* A text being read into a plan. */
struct dlb_reading {
    dolbom_plan *plan;
    struct dlb_array entries[DLB_PLAN_MAPS]; /* of struct dlb_plan_entry, as they are written */
    struct dlb_array readings;               /* of struct dlb_hanja_entry, likewise */
};

/* A plan being written as a tree; once memory is out nothing more is put. */
struct dlb_writing {
    const dolbom_plan *plan;
    struct dlb_arena *arena;
    struct dlb_node *root;
    bool no_memory;
};

/*
 * How the values of a key get into a plan and out of it. `read` is called for each value of the
 * text, which has been checked by its form; names[i] is the node that stands at the path's i-th
 * <…>. `write` puts all values that the plan has.
 */
struct dlb_key_codec {
    dolbom_status (*read)(struct dlb_reading *reading, const struct dlb_plan_key *key,
                          struct dlb_node *const *names, const struct dlb_node *value,
                          dolbom_error *error);
    void (*write)(struct dlb_writing *writing, const struct dlb_plan_key *key);
};

extern const struct dlb_key_codec dlb_number_codec, dlb_agency_codec, dlb_mapping_codec,
    dlb_hanja_codec, dlb_kind_codec, dlb_frequency_codec, dlb_within_codec, dlb_covers_codec,
    dlb_level_codec, dlb_per_match_codec, dlb_likeness_codec, dlb_match_key_codec;

/* ---- the table walked (place.c) ----------------------------------------------------------- */

/* A part of the table: keys `begin` … `end` - 1, which agree in the first `at` bytes. */
struct dlb_key_place {
    size_t begin, end, at;
};
struct dlb_key_place dlb_place_root(void);
/* The part below `name`; false when no key goes on with it. */
bool dlb_place_enter(const struct dlb_key_place *place, struct dlb_text name,
                     struct dlb_key_place *below);
/* The key whose path ends here, or NULL. */
const struct dlb_plan_key *dlb_place_key(const struct dlb_key_place *place);
/* "did you mean group.theta_merge?" or, when nothing is near, the names that are known here. */
void dlb_place_suggest(const struct dlb_key_place *place, struct dlb_text name, char text[160]);

/* ---- from text to plan -------------------------------------------------------------------- */

/* Every key is known and every value of its form; sets the numbers of the tree. */
dolbom_status dlb_plan_check(struct dlb_node *root, dolbom_error *error);
/* Check one value and set its number. */
dolbom_status dlb_value_check(struct dlb_node *value, const struct dlb_plan_key *key,
                              dolbom_error *error);
/* What a value is expected to be: "a number, 0.05 … 2, with at most 9 decimals". */
void dlb_value_wanted(const struct dlb_plan_key *key, char text[128]);

/*
 * What can be said once the whole text has been read. Levels that compare: and lookalikes: do
 * not name become as their next worse; columns:, values: and
 * constants: may only name tables and columns that exist.
 */
dolbom_status dlb_compare_finish(struct dlb_reading *reading, const struct dlb_node *compare,
                                 dolbom_error *error);
dolbom_status dlb_lookalikes_finish(struct dlb_reading *reading, const struct dlb_node *lookalikes,
                                    dolbom_error *error);
dolbom_status dlb_mapping_finish(struct dlb_reading *reading, const struct dlb_node *root,
                                 dolbom_error *error);

/* Lay entries over the plan's; later ones win. Texts are copied. (mapping.c, readings.c) */
dolbom_status dlb_mapping_lay(dolbom_plan *plan, enum dlb_plan_map map,
                              const struct dlb_plan_entry *over, size_t n, dolbom_error *error);
/* Drop entries of compared columns that the plan compares no longer. */
void dlb_mapping_prune(dolbom_plan *plan);
dolbom_status dlb_hanja_lay(dolbom_plan *plan, const struct dlb_hanja_entry *over, size_t n,
                            dolbom_error *error);

/* ---- from plan to text -------------------------------------------------------------------- */

/* Put a value at the key's path, with the maps above it; names[i] stands at the i-th <…>. */
void dlb_put(struct dlb_writing *writing, const struct dlb_plan_key *key, const char *const *names,
             const char *text);
void dlb_put_number(struct dlb_writing *writing, const struct dlb_plan_key *key,
                    const char *const *names, int64_t number);
/* An empty list and what goes into it; NULL, which may be put into, when memory is out. */
struct dlb_node *dlb_put_list(struct dlb_writing *writing, const struct dlb_plan_key *key,
                              const char *const *names);
void dlb_put_item(struct dlb_writing *writing, struct dlb_node *list, const char *text);

/* Make the plan's tree and text. */
dolbom_status dlb_plan_write(dolbom_plan *plan, dolbom_error *error);
/* For a *plan that is NULL the built-in one, read into *builtin, which is to be freed. */
dolbom_status dlb_plan_open_any(const dolbom_plan **plan, dolbom_plan **builtin,
                                dolbom_error *error);

/* ---- names inside the model (model.c) ------------------------------------------------------ */

enum { DLB_TERM_MAX = 64 };

/* The compared column of this name; DOLBOM_E_PLAN at `node` when there is none. */
dolbom_status dlb_field_find(const struct dlb_match_settings *match, const struct dlb_node *node,
                             struct dlb_text name, uint8_t *field, dolbom_error *error);
dolbom_status dlb_level_find(const struct dlb_kind *kind, const struct dlb_node *node,
                             uint8_t *level, dolbom_error *error);
/* "name.surname" is key `surname` of column `name`; without a point the column's full key. */
dolbom_status dlb_term_find(const struct dlb_match_settings *match, const struct dlb_node *node,
                            struct dlb_text text, struct dlb_match_term *term, dolbom_error *error);
void dlb_term_write(const struct dlb_match_settings *match, struct dlb_match_term term,
                    char text[DLB_TERM_MAX]);
/* Copy a name that the plan has given; an error when it does not fit. */
dolbom_status dlb_name_take(const struct dlb_node *node, char *name, size_t cap,
                            dolbom_error *error);

#endif
