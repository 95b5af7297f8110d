/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kind_brn.c - comparing business and corporate registration numbers.
 *
 * The code is the number. One whose last digit disagrees is compared, but it is no key: it
 * was mistyped, and who knows into whose.
 */
#include "field/kind/parts.h"

enum { BRN_DIGITS = 10, CRN_DIGITS = 13 };
enum { OTHER, EXACT, N_LEVELS };

static const struct dlb_level levels[N_LEVELS] = {
    [OTHER] = {"other", DOLBOM_CODE_LEVEL_OTHER},
    [EXACT] = {"exact", DOLBOM_CODE_LEVEL_EXACT},
};

static dolbom_quality parse_brn(const struct dlb_value_context *context, struct dlb_text src,
                                union dlb_parsed *parsed)
{
    dlb_brn_parse(context, src, &parsed->brn);
    return parsed->brn.quality;
}

static dolbom_quality parse_crn(const struct dlb_value_context *context, struct dlb_text src,
                                union dlb_parsed *parsed)
{
    dlb_crn_parse(context, src, &parsed->brn);
    return parsed->brn.quality;
}

static dolbom_quality keep(const dolbom_brn *brn, uint64_t *codes)
{
    codes[0] = brn->number;
    codes[1] = brn->check;
    return brn->quality;
}

static dolbom_quality encode_brn(const struct dlb_value_context *context, struct dlb_text src,
                                 union dlb_parsed *parsed, uint64_t *codes)
{
    parse_brn(context, src, parsed);
    return keep(&parsed->brn, codes);
}

static dolbom_quality encode_crn(const struct dlb_value_context *context, struct dlb_text src,
                                 union dlb_parsed *parsed, uint64_t *codes)
{
    parse_crn(context, src, parsed);
    return keep(&parsed->brn, codes);
}

static size_t write_digits(const dolbom_brn *brn, size_t n, char *dst)
{
    uint64_t number = brn->number;
    if (brn->quality < DOLBOM_QUALITY_REPAIRED) return 0;
    for (size_t i = n; i > 0; i--, number /= 10) dst[i - 1] = (char)('0' + number % 10);
    return n;
}

static size_t write_brn(const union dlb_parsed *parsed, struct dlb_text src, char *dst)
{
    (void)src;
    return write_digits(&parsed->brn, BRN_DIGITS, dst);
}

static size_t write_crn(const union dlb_parsed *parsed, struct dlb_text src, char *dst)
{
    (void)src;
    return write_digits(&parsed->brn, CRN_DIGITS, dst);
}

static void parts(const union dlb_parsed *parsed, struct dlb_parts *parts)
{
    static const char *const types[] = {"none", "individual", "corporation"};
    const dolbom_brn *brn = &parsed->brn;
    if (brn->quality < DOLBOM_QUALITY_REPAIRED) return;
    dlb_parts_word(parts, "check", dlb_check_word(brn->check));
    dlb_parts_word(parts, "type", types[brn->type]);
}

static unsigned compare(const uint64_t *left, const uint64_t *right)
{
    if (left[0] == 0 || right[0] == 0) return DLB_LEVEL_MISSING;
    return left[0] == right[0] ? EXACT : OTHER;
}

static uint64_t whole_key(const uint64_t *codes)
{
    return codes[1] == DOLBOM_RRN_CHECK_OK ? codes[0] : 0;
}

static const struct dlb_kind_key keys[] = {{"", whole_key}};

const struct dlb_kind dlb_kind_brn = {
    .name = "brn",
    .n_slots = 2,
    .n_levels = N_LEVELS,
    .n_keys = 1,
    .frequency_slot = UINT8_MAX,
    .levels = levels,
    .keys = keys,
    .parse = parse_brn,
    .encode = encode_brn,
    .write = write_brn,
    .parts = parts,
    .compare = compare,
};

const struct dlb_kind dlb_kind_crn = {
    .name = "crn",
    .n_slots = 2,
    .n_levels = N_LEVELS,
    .n_keys = 1,
    .frequency_slot = UINT8_MAX,
    .levels = levels,
    .keys = keys,
    .parse = parse_crn,
    .encode = encode_crn,
    .write = write_crn,
    .parts = parts,
    .compare = compare,
};
