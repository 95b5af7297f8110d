/* SPDX-License-Identifier: Apache-2.0 */
/*
 * values.c - the public functions on single values.
 *
 * Thin: the table of kinds does the work. All kinds share one way to check arguments
 * and one way to hand a text into a buffer that may be too small.
 */
#include <string.h>

#include "field/field.h"
#include "plan/plan.h"

static const struct dlb_value_context no_context = {.as_of = DLB_DAY_NONE};

static const struct dlb_value_context *context_of(const dolbom_plan *plan)
{
    return plan ? &plan->value : &no_context;
}

static bool is_text(const char *src, size_t src_len)
{
    return src || src_len == 0;
}

static struct dlb_text text_of(const char *src, size_t src_len)
{
    return (struct dlb_text){src ? src : "", src_len};
}

/* ---- canonical texts ------------------------------------------------------------------------ */

static bool can_give(const char *src, size_t src_len, const char *dst, size_t dst_cap,
                     const size_t *dst_len, const dolbom_quality *quality)
{
    return is_text(src, src_len) && (dst || dst_cap == 0) && dst_len && quality;
}

static dolbom_status give(const char *text, size_t len, char *dst, size_t dst_cap, size_t *dst_len)
{
    *dst_len = len;
    if (len > dst_cap) return DOLBOM_E_ROOM;
    if (len > 0) memcpy(dst, text, len);
    return DOLBOM_OK;
}

static dolbom_status normalize(const struct dlb_kind *kind, const dolbom_plan *plan,
                               const char *src, size_t src_len, char *dst, size_t dst_cap,
                               size_t *dst_len, dolbom_quality *quality)
{
    if (!can_give(src, src_len, dst, dst_cap, dst_len, quality)) return DOLBOM_E_ARG;
    union dlb_parsed parsed;
    uint64_t codes[DLB_KIND_SLOTS_MAX];
    char text[DLB_CANONICAL_MAX];
    struct dlb_text value = text_of(src, src_len);
    *quality = kind->encode(context_of(plan), value, &parsed, codes);
    return give(text, kind->write(&parsed, value, text), dst, dst_cap, dst_len);
}

dolbom_status dolbom_name_normalize(const dolbom_plan *plan, const char *src, size_t src_len,
                                    char *dst, size_t dst_cap, size_t *dst_len,
                                    dolbom_quality *quality)
{
    return normalize(&dlb_kind_name, plan, src, src_len, dst, dst_cap, dst_len, quality);
}

dolbom_status dolbom_address_normalize(const dolbom_plan *plan, const char *src, size_t src_len,
                                       char *dst, size_t dst_cap, size_t *dst_len,
                                       dolbom_quality *quality)
{
    return normalize(&dlb_kind_address, plan, src, src_len, dst, dst_cap, dst_len, quality);
}

dolbom_status dolbom_phone_normalize(const dolbom_plan *plan, const char *src, size_t src_len,
                                     char *dst, size_t dst_cap, size_t *dst_len,
                                     dolbom_quality *quality)
{
    return normalize(&dlb_kind_phone, plan, src, src_len, dst, dst_cap, dst_len, quality);
}

dolbom_status dolbom_date_normalize(const dolbom_plan *plan, const char *src, size_t src_len,
                                    char *dst, size_t dst_cap, size_t *dst_len,
                                    dolbom_quality *quality)
{
    return normalize(&dlb_kind_date, plan, src, src_len, dst, dst_cap, dst_len, quality);
}

dolbom_status dolbom_rrn_normalize(const dolbom_plan *plan, const char *src, size_t src_len,
                                   char *dst, size_t dst_cap, size_t *dst_len,
                                   dolbom_quality *quality)
{
    return normalize(&dlb_kind_rrn, plan, src, src_len, dst, dst_cap, dst_len, quality);
}

dolbom_status dolbom_juso_key_normalize(const dolbom_plan *plan, const char *src, size_t src_len,
                                        char *dst, size_t dst_cap, size_t *dst_len,
                                        dolbom_quality *quality)
{
    (void)plan; /* official numbers mean the same under any plan */
    if (!can_give(src, src_len, dst, dst_cap, dst_len, quality)) return DOLBOM_E_ARG;
    char text[DLB_JUSO_KEY_DIGITS];
    *quality = dlb_juso_key_read(text_of(src, src_len), text);
    size_t len = *quality >= DOLBOM_QUALITY_REPAIRED ? sizeof text : 0;
    return give(text, len, dst, dst_cap, dst_len);
}

dolbom_status dolbom_pnu_normalize(const dolbom_plan *plan, const char *src, size_t src_len,
                                   char *dst, size_t dst_cap, size_t *dst_len,
                                   dolbom_quality *quality)
{
    (void)plan;
    if (!can_give(src, src_len, dst, dst_cap, dst_len, quality)) return DOLBOM_E_ARG;
    char text[DLB_PNU_DIGITS];
    *quality = dlb_pnu_read(text_of(src, src_len), text);
    size_t len = *quality >= DOLBOM_QUALITY_REPAIRED ? sizeof text : 0;
    return give(text, len, dst, dst_cap, dst_len);
}

dolbom_status dolbom_brn_normalize(const dolbom_plan *plan, const char *src, size_t src_len,
                                   char *dst, size_t dst_cap, size_t *dst_len,
                                   dolbom_quality *quality)
{
    return normalize(&dlb_kind_brn, plan, src, src_len, dst, dst_cap, dst_len, quality);
}

dolbom_status dolbom_crn_normalize(const dolbom_plan *plan, const char *src, size_t src_len,
                                   char *dst, size_t dst_cap, size_t *dst_len,
                                   dolbom_quality *quality)
{
    return normalize(&dlb_kind_crn, plan, src, src_len, dst, dst_cap, dst_len, quality);
}

/* ---- parts ----------------------------------------------------------------------------------- */

dolbom_status dolbom_name_parse(const dolbom_plan *plan, const char *src, size_t src_len,
                                dolbom_name *out)
{
    if (!out || !is_text(src, src_len)) return DOLBOM_E_ARG;
    dolbom_name made = {.struct_size = sizeof made};
    dlb_name_parse(context_of(plan), text_of(src, src_len), &made);
    return dlb_struct_give(&made, sizeof made, out);
}

dolbom_status dolbom_address_parse(const dolbom_plan *plan, const char *src, size_t src_len,
                                   dolbom_address *out)
{
    if (!out || !is_text(src, src_len)) return DOLBOM_E_ARG;
    dolbom_address made = {.struct_size = sizeof made};
    dlb_address_parse(context_of(plan), text_of(src, src_len), &made);
    return dlb_struct_give(&made, sizeof made, out);
}

dolbom_status dolbom_phone_parse(const dolbom_plan *plan, const char *src, size_t src_len,
                                 dolbom_phone *out)
{
    if (!out || !is_text(src, src_len)) return DOLBOM_E_ARG;
    dolbom_phone made = {.struct_size = sizeof made};
    dlb_phone_parse(context_of(plan), text_of(src, src_len), &made);
    return dlb_struct_give(&made, sizeof made, out);
}

dolbom_status dolbom_date_parse(const dolbom_plan *plan, const char *src, size_t src_len,
                                dolbom_date *out)
{
    if (!out || !is_text(src, src_len)) return DOLBOM_E_ARG;
    dolbom_date made = {.struct_size = sizeof made};
    dlb_date_parse(context_of(plan), text_of(src, src_len), &made);
    return dlb_struct_give(&made, sizeof made, out);
}

dolbom_status dolbom_rrn_parse(const dolbom_plan *plan, const char *src, size_t src_len,
                               dolbom_rrn *out)
{
    if (!out || !is_text(src, src_len)) return DOLBOM_E_ARG;
    dolbom_rrn made = {.struct_size = sizeof made};
    dlb_rrn_parse(context_of(plan), text_of(src, src_len), &made);
    dolbom_status status = dlb_struct_give(&made, sizeof made, out);
    dlb_wipe(&made, sizeof made);
    return status;
}

dolbom_status dolbom_brn_parse(const dolbom_plan *plan, const char *src, size_t src_len,
                               dolbom_brn *out)
{
    if (!out || !is_text(src, src_len)) return DOLBOM_E_ARG;
    dolbom_brn made = {.struct_size = sizeof made};
    dlb_brn_parse(context_of(plan), text_of(src, src_len), &made);
    return dlb_struct_give(&made, sizeof made, out);
}

dolbom_status dolbom_crn_parse(const dolbom_plan *plan, const char *src, size_t src_len,
                               dolbom_brn *out)
{
    if (!out || !is_text(src, src_len)) return DOLBOM_E_ARG;
    dolbom_brn made = {.struct_size = sizeof made};
    dlb_crn_parse(context_of(plan), text_of(src, src_len), &made);
    return dlb_struct_give(&made, sizeof made, out);
}

dolbom_status dolbom_rrn_check(const dolbom_plan *plan, const char *rrn, size_t rrn_len,
                               const char *birth, size_t birth_len, const char *sex, size_t sex_len,
                               uint32_t *flags)
{
    bool are_texts = is_text(rrn, rrn_len) && is_text(birth, birth_len) && is_text(sex, sex_len);
    if (!are_texts || !flags) return DOLBOM_E_ARG;
    const struct dlb_value_context *context = context_of(plan);
    dolbom_rrn number = {.struct_size = sizeof number};
    dolbom_date date = {.struct_size = sizeof date};
    union dlb_parsed parsed;
    uint64_t sex_code[DLB_KIND_SLOTS_MAX];
    dlb_rrn_parse(context, text_of(rrn, rrn_len), &number);
    dlb_date_parse(context, text_of(birth, birth_len), &date);
    dlb_kind_sex.encode(context, text_of(sex, sex_len), &parsed, sex_code);
    *flags = dlb_rrn_agrees(&number, &date, (uint8_t)sex_code[0]);
    dlb_wipe(&number, sizeof number);
    return DOLBOM_OK;
}

/* ---- levels ---------------------------------------------------------------------------------- */

static dolbom_status compare(const struct dlb_kind *kind, const dolbom_plan *plan,
                             struct dlb_text left, struct dlb_text right, uint8_t *level)
{
    if (!is_text(left.data, left.len) || !is_text(right.data, right.len) || !level)
        return DOLBOM_E_ARG;
    union dlb_parsed parsed;
    uint64_t codes[2][DLB_KIND_SLOTS_MAX];
    kind->encode(context_of(plan), text_of(left.data, left.len), &parsed, codes[0]);
    kind->encode(context_of(plan), text_of(right.data, right.len), &parsed, codes[1]);
    *level = dlb_level_number(kind, kind->compare(codes[0], codes[1]));
    return DOLBOM_OK;
}

dolbom_status dolbom_name_compare(const dolbom_plan *plan, const char *left, size_t left_len,
                                  const char *right, size_t right_len, uint8_t *level)
{
    return compare(&dlb_kind_name, plan, (struct dlb_text){left, left_len},
                   (struct dlb_text){right, right_len}, level);
}

dolbom_status dolbom_address_compare(const dolbom_plan *plan, const char *left, size_t left_len,
                                     const char *right, size_t right_len, uint8_t *level)
{
    return compare(&dlb_kind_address, plan, (struct dlb_text){left, left_len},
                   (struct dlb_text){right, right_len}, level);
}

dolbom_status dolbom_phone_compare(const dolbom_plan *plan, const char *left, size_t left_len,
                                   const char *right, size_t right_len, uint8_t *level)
{
    return compare(&dlb_kind_phone, plan, (struct dlb_text){left, left_len},
                   (struct dlb_text){right, right_len}, level);
}

dolbom_status dolbom_date_compare(const dolbom_plan *plan, const char *left, size_t left_len,
                                  const char *right, size_t right_len, uint8_t *level)
{
    return compare(&dlb_kind_date, plan, (struct dlb_text){left, left_len},
                   (struct dlb_text){right, right_len}, level);
}

dolbom_status dolbom_rrn_compare(const dolbom_plan *plan, const char *left, size_t left_len,
                                 const char *right, size_t right_len, uint8_t *level)
{
    return compare(&dlb_kind_rrn, plan, (struct dlb_text){left, left_len},
                   (struct dlb_text){right, right_len}, level);
}

const char *dolbom_level_text(const char *kind, uint8_t level)
{
    if (level == DOLBOM_LEVEL_MISSING) return "missing";
    const struct dlb_kind *found =
        kind ? dlb_kind_find((struct dlb_text){kind, strlen(kind)}) : NULL;
    for (size_t i = 0; found && i < found->n_levels; i++)
        if (found->levels[i].number == level) return found->levels[i].name;
    return NULL;
}

dolbom_status dolbom_brn_compare(const dolbom_plan *plan, const char *left, size_t left_len,
                                 const char *right, size_t right_len, uint8_t *level)
{
    return compare(&dlb_kind_brn, plan, (struct dlb_text){left, left_len},
                   (struct dlb_text){right, right_len}, level);
}

dolbom_status dolbom_crn_compare(const dolbom_plan *plan, const char *left, size_t left_len,
                                 const char *right, size_t right_len, uint8_t *level)
{
    return compare(&dlb_kind_crn, plan, (struct dlb_text){left, left_len},
                   (struct dlb_text){right, right_len}, level);
}
