/* SPDX-License-Identifier: Apache-2.0 */
/*
 * explain_frames.c - explanations of pairs as tables.
 *
 * A weight is a whole number of 1024ths of a bit: ten decimals hold it exactly, and so does a
 * double, so that whoever adds them up meets no rounding.
 */
#include "stage/explain_pairs.h"

enum { WEIGHT_DECIMALS = 10, PPB_DECIMALS = 9, PPM_DECIMALS = 6 };
static const int64_t weight_scale = 10000000000 / DLB_WEIGHT_ONE;

static const struct dlb_frame_column pair_columns[] = {
    {"asked", DLB_FRAME_INT32, 0},
    {"pair", DLB_FRAME_INT32, 0},
    {"role", DLB_FRAME_TEXT, 0},
    {"left_agency", DLB_FRAME_TEXT, 0},
    {"left_record", DLB_FRAME_TEXT, 0},
    {"right_agency", DLB_FRAME_TEXT, 0},
    {"right_record", DLB_FRAME_TEXT, 0},
    {"match_weight", DLB_FRAME_DECIMAL, WEIGHT_DECIMALS},
    {"probability", DLB_FRAME_DECIMAL, PPM_DECIMALS},
    {"prior", DLB_FRAME_DECIMAL, WEIGHT_DECIMALS},
    {"same_agency", DLB_FRAME_DECIMAL, WEIGHT_DECIMALS},
    {"rival", DLB_FRAME_TEXT, 0},
    {"match_key", DLB_FRAME_TEXT, 0},
    {"match_keys", DLB_FRAME_TEXT, 0},
    {"threshold", DLB_FRAME_DECIMAL, WEIGHT_DECIMALS},
    {"verdict", DLB_FRAME_TEXT, 0},
    {"reason", DLB_FRAME_TEXT, 0},
    {"change_field", DLB_FRAME_TEXT, 0},
    {"change_level", DLB_FRAME_TEXT, 0},
    {"change_weight", DLB_FRAME_DECIMAL, WEIGHT_DECIMALS}};
static const struct dlb_frame_column field_columns[] = {
    {"pair", DLB_FRAME_INT32, 0},
    {"field", DLB_FRAME_TEXT, 0},
    {"level", DLB_FRAME_TEXT, 0},
    {"m", DLB_FRAME_DECIMAL, PPB_DECIMALS},
    {"u", DLB_FRAME_DECIMAL, PPB_DECIMALS},
    {"bits", DLB_FRAME_DECIMAL, WEIGHT_DECIMALS},
    {"rarity", DLB_FRAME_DECIMAL, WEIGHT_DECIMALS},
    {"rarity_among", DLB_FRAME_TEXT, 0},
    {"covered", DLB_FRAME_INT32, 0},
    {"contradicts", DLB_FRAME_INT32, 0},
    {"weight", DLB_FRAME_DECIMAL, WEIGHT_DECIMALS}};

static const char *word_of(unsigned column, unsigned code)
{
    return dlb_schema_words(DLB_TABLE_EXPLAINED_PAIRS, column)[code];
}

static void put_weight(struct dlb_frame *frame, int32_t weight)
{
    dlb_frame_int(frame, weight * weight_scale);
}

static void put_record(struct dlb_frame *frame, const struct dlb_people *people, uint32_t record)
{
    const struct dlb_member *member = &people->members[record];
    dlb_frame_text(frame, people->agencies[member->agency]);
    dlb_frame_text(frame, member->record_id);
}

static const char *level_name(const struct dlb_match_field *field, unsigned level)
{
    return level == DLB_LEVEL_MISSING ? NULL : field->kind->levels[level].name;
}

/* ---- pairs ----------------------------------------------------------------------------------- */

static void put_keys(struct dlb_explained *explained, uint32_t keys)
{
    const struct dlb_match_settings *settings = explained->matcher->settings;
    struct dlb_writer *list = &explained->list;
    for (unsigned key = 0; key < settings->n_keys; key++) {
        if (!(keys >> key & 1U)) continue;
        if (list->text.n) dlb_write(list, ";");
        dlb_write(list, settings->keys[key].name);
    }
    if (list->text.n)
        dlb_frame_text(explained->pairs, dlb_writer_text(list));
    else
        dlb_frame_null(explained->pairs);
    dlb_writer_reset(list);
}

static void put_change(struct dlb_explained *explained, const struct dlb_change *change)
{
    struct dlb_frame *frame = explained->pairs;
    const struct dlb_match_field *field = &explained->matcher->settings->fields[change->field];
    dlb_frame_cstring(frame, change->exists ? field->name : NULL);
    dlb_frame_cstring(frame, change->exists ? level_name(field, change->level) : NULL);
    if (change->exists)
        put_weight(frame, change->weight);
    else
        dlb_frame_null(frame);
}

static void put_pair(struct dlb_explained *explained, const struct dlb_told_pair *told,
                     const struct dlb_explanation *explanation)
{
    const struct dlb_match_settings *settings = explained->matcher->settings;
    struct dlb_frame *frame = explained->pairs;
    const bool is_judged = told->verdict != DLB_LINK_NOT_ASKED;
    const bool has_reason = told->reason != DLB_REASON_NONE;
    const unsigned rival = explanation->rival;
    dlb_frame_int(frame, told->asked);
    dlb_frame_int(frame, explained->n_pairs);
    dlb_frame_cstring(frame, word_of(DLB_EXPLAINED_PAIRS_ROLE, told->role));
    put_record(frame, explained->people, told->left);
    put_record(frame, explained->people, told->right);
    put_weight(frame, explanation->weight);
    dlb_frame_int(frame, dlb_weight_probability(explanation->weight));
    put_weight(frame, explanation->prior);
    put_weight(frame, explanation->same_agency);
    dlb_frame_cstring(frame, rival ? settings->lookalikes[rival - 1].name : "strangers");
    dlb_frame_cstring(frame, told->found ? settings->keys[told->found->key].name : NULL);
    put_keys(explained, explanation->keys);
    put_weight(frame, settings->theta_merge);
    dlb_frame_cstring(frame,
                      is_judged ? word_of(DLB_EXPLAINED_PAIRS_VERDICT, told->verdict) : NULL);
    dlb_frame_cstring(frame, has_reason ? word_of(DLB_EXPLAINED_PAIRS_REASON, told->reason) : NULL);
    put_change(explained, &explanation->change);
}

/* ---- fields ---------------------------------------------------------------------------------- */

/* How often the rival shows the level; as strangers where the plan does not say. */
static int32_t rival_ppb(const struct dlb_match_settings *settings, unsigned f, unsigned level,
                         unsigned rival)
{
    int32_t named = rival ? settings->lookalikes[rival - 1].level_ppb[f][level] : 0;
    return named > 0 ? named : settings->fields[f].u_ppb[level];
}

static void put_field(struct dlb_explained *explained, unsigned f, unsigned rival,
                      const struct dlb_explained_field *said)
{
    const struct dlb_match_settings *settings = explained->matcher->settings;
    const struct dlb_match_field *field = &settings->fields[f];
    struct dlb_frame *frame = explained->fields;
    const bool says = said->level != DLB_LEVEL_MISSING;
    const char *within = field->has_within ? settings->fields[field->within.field].name : "all";
    dlb_frame_int(frame, explained->n_pairs);
    dlb_frame_cstring(frame, field->name);
    dlb_frame_cstring(frame, level_name(field, said->level));
    if (says) {
        dlb_frame_int(frame, field->m_ppb[said->level]);
        dlb_frame_int(frame, rival_ppb(settings, f, said->level, rival));
    } else {
        dlb_frame_null(frame);
        dlb_frame_null(frame);
    }
    put_weight(frame, said->bits);
    put_weight(frame, said->rarity);
    dlb_frame_cstring(frame, said->rarity == 0 ? NULL : said->is_within ? within : "all");
    dlb_frame_int(frame, said->is_covered);
    dlb_frame_int(frame, said->contradicts);
    put_weight(frame, said->weight);
}

/* ---- both ------------------------------------------------------------------------------------ */

dolbom_status dlb_explained_open(struct dlb_env *env, struct dlb_explained *explained,
                                 dolbom_error *error)
{
    explained->list.env = env;
    dolbom_status status = dlb_frame_open(
        env, pair_columns, sizeof pair_columns / sizeof *pair_columns, &explained->pairs, error);
    if (status != DOLBOM_OK) return status;
    return dlb_frame_open(env, field_columns, sizeof field_columns / sizeof *field_columns,
                          &explained->fields, error);
}

void dlb_explained_put(struct dlb_explained *explained, const struct dlb_told_pair *told,
                       const struct dlb_explanation *explanation)
{
    put_pair(explained, told, explanation);
    for (unsigned f = 0; f < explained->matcher->settings->n_fields; f++)
        put_field(explained, f, explanation->rival, &explanation->fields[f]);
    explained->n_pairs++;
}

dolbom_status dlb_call_give_explained(struct dlb_call *call, struct dlb_explained *explained,
                                      dolbom_error *error)
{
    struct dlb_frame *pairs = explained->pairs, *fields = explained->fields;
    if (explained->list.failed) return dlb_fail_memory(error, call->env);
    explained->pairs = explained->fields = NULL;
    dolbom_status status = dlb_call_give(call, "explained_pairs", pairs, error);
    if (status == DOLBOM_OK) return dlb_call_give(call, "explained_fields", fields, error);
    dlb_frame_free(fields);
    return status;
}

void dlb_explained_clear(struct dlb_env *env, struct dlb_explained *explained)
{
    if (!env) return;
    dlb_frame_free(explained->pairs);
    dlb_frame_free(explained->fields);
    dlb_writer_clear(&explained->list);
}
