/* SPDX-License-Identifier: Apache-2.0 */
/*
 * value_parse.c - the public functions that take a value apart into a struct of numbers.
 */
#include "value/value.h"

dolbom_status dolbom_phone_parse(const dolbom_plan *plan, const char *src, size_t src_len,
                                 dolbom_phone *out)
{
    if (!out || !dlb_value_is_text(src, src_len)) return DOLBOM_E_ARG;
    struct dlb_phone phone;
    dlb_phone_parse(dlb_value_context_of(plan), dlb_value_text(src, src_len), &phone);
    const dolbom_phone made = {.quality = phone.quality,
                               .kind = phone.kind,
                               .n_numbers = phone.n_numbers,
                               .code = phone.code};
    return dlb_struct_give(&made, sizeof made, out);
}

dolbom_status dolbom_date_parse(const dolbom_plan *plan, const char *src, size_t src_len,
                                dolbom_date *out)
{
    if (!out || !dlb_value_is_text(src, src_len)) return DOLBOM_E_ARG;
    dolbom_date made;
    dlb_date_parse(dlb_value_context_of(plan), dlb_value_text(src, src_len), &made);
    return dlb_struct_give(&made, sizeof made, out);
}

dolbom_status dolbom_rrn_parse(const dolbom_plan *plan, const char *src, size_t src_len,
                               dolbom_rrn *out)
{
    if (!out || !dlb_value_is_text(src, src_len)) return DOLBOM_E_ARG;
    dolbom_rrn made;
    dlb_rrn_parse(dlb_value_context_of(plan), dlb_value_text(src, src_len), &made);
    dolbom_status status = dlb_struct_give(&made, sizeof made, out);
    dlb_wipe(&made, sizeof made);
    return status;
}

dolbom_status dolbom_brn_parse(const dolbom_plan *plan, const char *src, size_t src_len,
                               dolbom_brn *out)
{
    if (!out || !dlb_value_is_text(src, src_len)) return DOLBOM_E_ARG;
    dolbom_brn made;
    dlb_brn_parse(dlb_value_context_of(plan), dlb_value_text(src, src_len), &made);
    return dlb_struct_give(&made, sizeof made, out);
}

dolbom_status dolbom_crn_parse(const dolbom_plan *plan, const char *src, size_t src_len,
                               dolbom_brn *out)
{
    if (!out || !dlb_value_is_text(src, src_len)) return DOLBOM_E_ARG;
    dolbom_brn made;
    dlb_crn_parse(dlb_value_context_of(plan), dlb_value_text(src, src_len), &made);
    return dlb_struct_give(&made, sizeof made, out);
}

dolbom_status dolbom_rrn_check(const dolbom_plan *plan, const char *rrn, size_t rrn_len,
                               const char *birth, size_t birth_len, const char *sex, size_t sex_len,
                               uint32_t *flags)
{
    bool are_texts = dlb_value_is_text(rrn, rrn_len) && dlb_value_is_text(birth, birth_len) &&
                     dlb_value_is_text(sex, sex_len);
    if (!are_texts || !flags) return DOLBOM_E_ARG;
    const struct dlb_value_context *context = dlb_value_context_of(plan);
    dolbom_rrn number;
    dolbom_date date;
    union dlb_parsed parsed;
    uint64_t sex_code[DLB_KIND_SLOTS_MAX];
    dlb_rrn_parse(context, dlb_value_text(rrn, rrn_len), &number);
    dlb_date_parse(context, dlb_value_text(birth, birth_len), &date);
    dlb_kind_sex.encode(context, dlb_value_text(sex, sex_len), &parsed, sex_code);
    *flags = dlb_rrn_agrees(&number, &date, (uint8_t)sex_code[0]);
    dlb_wipe(&number, sizeof number);
    return DOLBOM_OK;
}
