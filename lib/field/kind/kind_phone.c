/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kind_phone.c - comparing phone numbers.
 *
 * The code is the national digits, four bits each, behind a leading 1 that keeps "02…" and
 * "2…" apart.
 *
 *   exact   the same number
 *   digit   one digit differs, or two neighbours are exchanged: a slip of the hand
 */
#include "field/kind/parts.h"

#include <string.h>

enum { OTHER, DIGIT, EXACT, N_LEVELS };

static const struct dlb_level levels[N_LEVELS] = {
    [OTHER] = {"other", DOLBOM_PHONE_LEVEL_OTHER},
    [DIGIT] = {"digit", DOLBOM_PHONE_LEVEL_DIGIT},
    [EXACT] = {"exact", DOLBOM_PHONE_LEVEL_EXACT},
};

static dolbom_quality parse(const struct dlb_value_context *context, struct dlb_text src,
                            union dlb_parsed *parsed)
{
    dlb_phone_parse(context, src, &parsed->phone);
    return parsed->phone.quality;
}

static dolbom_quality encode(const struct dlb_value_context *context, struct dlb_text src,
                             union dlb_parsed *parsed, uint64_t *codes)
{
    const struct dlb_phone *phone = &parsed->phone;
    parse(context, src, parsed);
    codes[0] = phone->text_len > 0;
    for (size_t i = 0; i < phone->text_len; i++)
        codes[0] = codes[0] << 4 | (uint64_t)(phone->text[i] - '0');
    return phone->quality;
}

static size_t write(const union dlb_parsed *parsed, struct dlb_text src, char *dst)
{
    (void)src;
    memcpy(dst, parsed->phone.text, parsed->phone.text_len);
    return parsed->phone.text_len;
}

static void parts(const union dlb_parsed *parsed, struct dlb_parts *parts)
{
    static const char *const kinds[] = {"none",     "mobile",  "landline",
                                        "internet", "virtual", "service"};
    const struct dlb_phone *phone = &parsed->phone;
    if (phone->kind != DOLBOM_PHONE_NONE) dlb_parts_word(parts, "kind", kinds[phone->kind]);
    if (phone->n_numbers > 1) dlb_parts_number(parts, "numbers", phone->n_numbers);
}

static bool is_slip(uint64_t left, uint64_t right)
{
    uint64_t differing = left ^ right;
    unsigned lowest = (unsigned)__builtin_ctzll(differing) & ~3u;
    if (differing >> lowest <= 15) return true;
    if (differing >> lowest > 255) return false;
    uint64_t two_left = left >> lowest & 255, two_right = right >> lowest & 255;
    return (two_left << 4 | two_left >> 4) % 256 == two_right;
}

static unsigned compare(const uint64_t *left, const uint64_t *right)
{
    if (left[0] == 0 || right[0] == 0) return DLB_LEVEL_MISSING;
    if (left[0] == right[0]) return EXACT;
    bool same_length = __builtin_clzll(left[0]) == __builtin_clzll(right[0]);
    return same_length && is_slip(left[0], right[0]) ? DIGIT : OTHER;
}

static uint64_t whole_key(const uint64_t *codes)
{
    return codes[0];
}

/* Behind a leading 1, so that 0000 is a key too. */
static uint64_t last4_key(const uint64_t *codes)
{
    return codes[0] != 0 ? (codes[0] & 0xFFFF) | 0x10000 : 0;
}

static const struct dlb_kind_key keys[] = {{"", whole_key}, {"last4", last4_key}};

const struct dlb_kind dlb_kind_phone = {
    .name = "phone",
    .n_slots = 1,
    .n_levels = N_LEVELS,
    .n_keys = 2,
    .frequency_slot = 0,
    .levels = levels,
    .keys = keys,
    .parse = parse,
    .encode = encode,
    .write = write,
    .parts = parts,
    .compare = compare,
};
