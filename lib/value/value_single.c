/* SPDX-License-Identifier: Apache-2.0 */
/*
 * value_single.c - the public functions on one value, or two, of any kind.
 *
 * Thin: the table of kinds does the work. All check their arguments in one way, and hand a
 * text into a buffer that may be too small in one way.
 */
#include "value/value.h"

#include <string.h>

#include "plan/plan.h"

static const struct dlb_value_context no_context = {.as_of = DLB_DAY_NONE};

const struct dlb_value_context *dlb_value_context_of(const dolbom_plan *plan)
{
    return plan ? &plan->value : &no_context;
}

const struct dlb_kind *dlb_value_kind_of(const char *name)
{
    return name ? dlb_kind_find((struct dlb_text){name, strlen(name)}) : NULL;
}

const char *dolbom_value_kind(size_t index)
{
    const struct dlb_kind *kind = dlb_kind_at(index);
    return kind ? kind->name : NULL;
}

/* ---- texts ----------------------------------------------------------------------------------- */

static bool can_give(const struct dlb_kind *kind, const char *src, size_t src_len, const char *dst,
                     size_t dst_cap, const size_t *dst_len, const dolbom_quality *quality)
{
    bool is_room = dst || dst_cap == 0;
    return kind && dlb_value_is_text(src, src_len) && is_room && dst_len && quality;
}

static dolbom_status give(const char *text, size_t len, char *dst, size_t dst_cap, size_t *dst_len)
{
    *dst_len = len;
    if (len > dst_cap) return DOLBOM_E_ROOM;
    if (len > 0) memcpy(dst, text, len);
    return DOLBOM_OK;
}

dolbom_status dolbom_value_normalize(const dolbom_plan *plan, const char *kind, const char *src,
                                     size_t src_len, char *dst, size_t dst_cap, size_t *dst_len,
                                     dolbom_quality *quality)
{
    const struct dlb_kind *found = dlb_value_kind_of(kind);
    if (!can_give(found, src, src_len, dst, dst_cap, dst_len, quality)) return DOLBOM_E_ARG;
    union dlb_parsed parsed;
    uint64_t codes[DLB_KIND_SLOTS_MAX];
    char text[DLB_CANONICAL_MAX];
    struct dlb_text value = dlb_value_text(src, src_len);
    /* encoding takes apart no more than the text needs; a name's parsing takes longer */
    *quality = found->encode(dlb_value_context_of(plan), value, &parsed, codes);
    return give(text, found->write(&parsed, value, text), dst, dst_cap, dst_len);
}

dolbom_status dolbom_value_parts(const dolbom_plan *plan, const char *kind, const char *src,
                                 size_t src_len, char *dst, size_t dst_cap, size_t *dst_len,
                                 dolbom_quality *quality)
{
    const struct dlb_kind *found = dlb_value_kind_of(kind);
    if (!can_give(found, src, src_len, dst, dst_cap, dst_len, quality)) return DOLBOM_E_ARG;
    union dlb_parsed parsed;
    struct dlb_parts parts;
    parts.len = 0;
    *quality = found->parse(dlb_value_context_of(plan), dlb_value_text(src, src_len), &parsed);
    if (found->parts) found->parts(&parsed, &parts);
    return give(parts.text, parts.len, dst, dst_cap, dst_len);
}

/* ---- levels ---------------------------------------------------------------------------------- */

dolbom_status dolbom_value_compare(const dolbom_plan *plan, const char *kind, const char *left,
                                   size_t left_len, const char *right, size_t right_len,
                                   uint8_t *level)
{
    const struct dlb_kind *found = dlb_value_kind_of(kind);
    bool are_texts = dlb_value_is_text(left, left_len) && dlb_value_is_text(right, right_len);
    if (!found || !are_texts || !level) return DOLBOM_E_ARG;
    const struct dlb_value_context *context = dlb_value_context_of(plan);
    union dlb_parsed parsed;
    uint64_t codes[2][DLB_KIND_SLOTS_MAX];
    found->encode(context, dlb_value_text(left, left_len), &parsed, codes[0]);
    found->encode(context, dlb_value_text(right, right_len), &parsed, codes[1]);
    *level = dlb_level_number(found, found->compare(codes[0], codes[1]));
    return DOLBOM_OK;
}

const char *dolbom_level_text(const char *kind, uint8_t level)
{
    if (level == DOLBOM_LEVEL_MISSING) return "missing";
    const struct dlb_kind *found = dlb_value_kind_of(kind);
    for (size_t i = 0; found && i < found->n_levels; i++)
        if (found->levels[i].number == level) return found->levels[i].name;
    return NULL;
}
