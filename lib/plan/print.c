/* SPDX-License-Identifier: Apache-2.0 */
/*
 * print.c - a plan as text that reads back as the same plan.
 *
 * Keys stand in a fixed order and numbers in their shortest exact form, so equal plans give
 * equal bytes; the plan's hash is the hash of this text.
 */
#include "plan/plan.h"

#include <stdio.h>
#include <string.h>

/* Counts what does not fit, so that one pass gives the length that is needed, and folds
 * every byte into a hash, so that hashing needs no room at all. */
struct sink {
    char *data;
    size_t cap, len;
    uint64_t hash;
};

static void put(struct sink *sink, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) sink->hash = dlb_hash_mix(sink->hash, (unsigned char)text[i]);
    if (sink->len < sink->cap) {
        size_t room = sink->cap - sink->len;
        memcpy(sink->data + sink->len, text, len < room ? len : room);
    }
    sink->len += len;
}

static void put_text(struct sink *sink, const char *text)
{
    put(sink, text, strlen(text));
}

/* A double-quoted scalar, as YAML and JSON both read it. */
static void put_quoted(struct sink *sink, const char *text)
{
    put_text(sink, "\"");
    for (const char *at = text; *at; at++) {
        unsigned char byte = (unsigned char)*at;
        char escape[8];
        if (byte == '"' || byte == '\\') snprintf(escape, sizeof escape, "\\%c", byte);
        else if (byte < 0x20 || byte == 0x7F) snprintf(escape, sizeof escape, "\\u%04x", byte);
        else snprintf(escape, sizeof escape, "%c", byte);
        put_text(sink, escape);
    }
    put_text(sink, "\"");
}

/* value / 10^scale with trailing zeros left out. */
static void put_decimal(struct sink *sink, int64_t value, int scale)
{
    char digits[48];
    int64_t one = scale == 6 ? DLB_PPM : DLB_PPB;
    int len = snprintf(digits, sizeof digits, "%lld.%0*lld", (long long)(value / one), scale,
                       (long long)(value % one));
    while (digits[len - 1] == '0' && digits[len - 2] != '.') len--;
    put(sink, digits, (size_t)len);
}

static void put_as_of(struct sink *sink, const dolbom_plan *plan)
{
    if (plan->value.as_of == DLB_DAY_NONE) return;
    char day[10];
    dlb_day_write(plan->value.as_of, day);
    put_text(sink, "as_of: ");
    put(sink, day, sizeof day);
    put_text(sink, "\n");
}

static void put_columns(struct sink *sink, const dolbom_plan *plan)
{
    if (plan->n_renames) put_text(sink, "columns:\n");
    const char *table = "";
    for (uint32_t i = 0; i < plan->n_renames; i++) {
        const struct dlb_plan_rename *rename = &plan->renames[i];
        if (strcmp(table, rename->table) != 0) {
            table = rename->table;
            put_text(sink, "  ");
            put_quoted(sink, table);
            put_text(sink, ":\n");
        }
        put_text(sink, "    ");
        put_quoted(sink, rename->rename.ours);
        put_text(sink, ": ");
        put_quoted(sink, rename->rename.theirs);
        put_text(sink, "\n");
    }
}

static void put_hanja(struct sink *sink, const struct dlb_hanja_table *table)
{
    if (table->n) put_text(sink, "hanja:\n");
    for (size_t i = 0; i < table->n; i++) {
        char bytes[4];
        put_text(sink, "  ");
        put(sink, bytes, dlb_utf8_put(table->entries[i].hanja, bytes));
        put_text(sink, ": ");
        put(sink, bytes, dlb_utf8_put(table->entries[i].reading, bytes));
        put_text(sink, "\n");
    }
}

static void put_covers(struct sink *sink, const struct dlb_match_settings *match,
                       const struct dlb_match_field *field)
{
    const char *before = "    covers: [";
    for (uint8_t f = 0; f < match->n_fields; f++) {
        if (!(field->covers >> f & 1)) continue;
        put_text(sink, before);
        put_quoted(sink, match->fields[f].name);
        before = ", ";
    }
    if (field->covers) put_text(sink, "]\n");
}

/* "name.surname", or "name" for its full key. */
static void put_term(struct sink *sink, const struct dlb_match_settings *match,
                     struct dlb_match_term term)
{
    const struct dlb_match_field *field = &match->fields[term.field];
    const char *part = field->kind->keys[term.key].name;
    put_text(sink, field->name);
    put_text(sink, *part ? "." : "");
    put_text(sink, part);
}

static void put_within(struct sink *sink, const struct dlb_match_settings *match,
                       const struct dlb_match_field *field)
{
    if (!field->has_within) return;
    put_text(sink, "    within: ");
    put_term(sink, match, field->within);
    put_text(sink, "\n");
}

/* Levels from the best down, as people read them. */
static void put_field(struct sink *sink, const struct dlb_match_settings *match,
                      const struct dlb_match_field *field)
{
    put_text(sink, "  ");
    put_quoted(sink, field->name);
    put_text(sink, ":\n    kind: ");
    put_text(sink, field->kind->name);
    put_text(sink, field->frequency ? "\n    frequency: true\n" : "\n");
    put_within(sink, match, field);
    put_covers(sink, match, field);
    put_text(sink, "    levels:\n");
    for (unsigned level = field->kind->n_levels; level-- > 0;) {
        put_text(sink, "      ");
        put_text(sink, field->kind->levels[level].name);
        put_text(sink, ": [");
        put_decimal(sink, field->m_ppb[level], 9);
        put_text(sink, ", ");
        put_decimal(sink, field->u_ppb[level], 9);
        put_text(sink, "]\n");
    }
}

/* One column of a lookalike: the levels its plan named. */
static void put_lookalike_column(struct sink *sink, const struct dlb_match_field *field,
                                 const int32_t *level_ppb)
{
    bool any = false;
    for (unsigned level = field->kind->n_levels; level-- > 0;) {
        if (!level_ppb[level]) continue;
        put_text(sink, any ? ", " : "      ");
        if (!any) {
            put_quoted(sink, field->name);
            put_text(sink, ": {");
        }
        any = true;
        put_text(sink, field->kind->levels[level].name);
        put_text(sink, ": ");
        put_decimal(sink, level_ppb[level], 9);
    }
    if (any) put_text(sink, "}\n");
}

static void put_lookalike(struct sink *sink, const struct dlb_match_settings *match,
                          const struct dlb_lookalike *lookalike)
{
    put_text(sink, "  ");
    put_quoted(sink, lookalike->name);
    put_text(sink, ":\n    per_match: ");
    put_decimal(sink, lookalike->per_match_ppb, 9);
    put_text(sink, "\n    levels:\n");
    for (uint8_t f = 0; f < match->n_fields; f++)
        put_lookalike_column(sink, &match->fields[f], lookalike->level_ppb[f]);
}

static void put_match_key(struct sink *sink, const struct dlb_match_settings *match,
                          const struct dlb_match_key *key)
{
    put_text(sink, "  ");
    put_quoted(sink, key->name);
    put_text(sink, ": [");
    for (uint8_t i = 0; i < key->n_terms; i++) {
        put_text(sink, i ? ", " : "");
        put_term(sink, match, key->terms[i]);
    }
    put_text(sink, "]\n");
}

static void put_match(struct sink *sink, const struct dlb_match_settings *match)
{
    put_text(sink, "compare:\n");
    for (uint8_t i = 0; i < match->n_fields; i++) put_field(sink, match, &match->fields[i]);
    if (match->n_lookalikes) put_text(sink, "lookalikes:\n");
    for (uint8_t i = 0; i < match->n_lookalikes; i++)
        put_lookalike(sink, match, &match->lookalikes[i]);
    put_text(sink, "match_keys:\n");
    for (uint8_t i = 0; i < match->n_keys; i++) put_match_key(sink, match, &match->keys[i]);
    put_text(sink, "prior: ");
    put_decimal(sink, match->prior_ppb, 9);
    put_text(sink, "\nsame_agency: ");
    put_decimal(sink, match->same_agency_ppb, 9);
    char line[64];
    snprintf(line, sizeof line, "\nblock_cap: %u\ngroup:\n  theta_merge: ", (unsigned)match->block_cap);
    put_text(sink, line);
    put_decimal(sink, match->theta_merge_ppm, 6);
    put_text(sink, "\n  theta_review: ");
    put_decimal(sink, match->theta_review_ppm, 6);
    put_text(sink, "\n");
}

static void put_plan(struct sink *sink, const dolbom_plan *plan)
{
    put_as_of(sink, plan);
    put_columns(sink, plan);
    put_hanja(sink, &plan->hanja);
    put_match(sink, &plan->match);
}

/* NULL is the built-in plan, read for the occasion. */
static dolbom_status put_any(struct sink *sink, const dolbom_plan *plan)
{
    dolbom_plan *builtin = NULL;
    dolbom_status status = plan ? DOLBOM_OK : dolbom_plan_read(NULL, NULL, 0, NULL, &builtin, NULL);
    if (status == DOLBOM_OK) put_plan(sink, plan ? plan : builtin);
    dolbom_plan_free(builtin);
    return status;
}

dolbom_status dolbom_plan_print(const dolbom_plan *plan, char *text, size_t text_cap,
                                size_t *text_len)
{
    if (!text_len || (!text && text_cap)) return DOLBOM_E_ARG;
    struct sink count = {0};
    dolbom_status status = put_any(&count, plan);
    if (status != DOLBOM_OK) return status;
    *text_len = count.len;
    if (count.len > text_cap) return DOLBOM_E_ROOM;
    struct sink sink = {.data = text, .cap = text_cap};
    return put_any(&sink, plan);
}

uint64_t dolbom_plan_hash(const dolbom_plan *plan)
{
    struct sink sink = {0};
    return put_any(&sink, plan) == DOLBOM_OK ? sink.hash : 0;
}

