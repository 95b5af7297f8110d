/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kind_juso.c - comparing official numbers of buildings and lots (juso_key.c reads them).
 *
 * Two numbers are the same or they are not: a slip in one gives another building's.
 *
 *   kind   slots
 *   juso   the first and the last 13 digits, as numbers
 *   pnu    the 19 digits, as a number
 */
#include "field/kind/parts.h"

#include <string.h>

enum { OTHER, EXACT, N_LEVELS };

static const struct dlb_level levels[N_LEVELS] = {
    [OTHER] = {"other", DOLBOM_CODE_LEVEL_OTHER},
    [EXACT] = {"exact", DOLBOM_CODE_LEVEL_EXACT},
};

static dolbom_quality parse_juso(const struct dlb_value_context *context, struct dlb_text src,
                                 union dlb_parsed *parsed)
{
    (void)context; /* official numbers mean the same under any plan */
    dolbom_quality quality = dlb_juso_key_read(src, parsed->plain.text);
    parsed->plain.text_len = quality >= DOLBOM_QUALITY_REPAIRED ? DLB_JUSO_KEY_DIGITS : 0;
    return quality;
}

static dolbom_quality parse_pnu(const struct dlb_value_context *context, struct dlb_text src,
                                union dlb_parsed *parsed)
{
    (void)context;
    dolbom_quality quality = dlb_pnu_read(src, parsed->plain.text);
    parsed->plain.text_len = quality >= DOLBOM_QUALITY_REPAIRED ? DLB_PNU_DIGITS : 0;
    return quality;
}

/* 0 when there are no digits. */
static uint64_t number_of(const char *digits, size_t n)
{
    uint64_t number = 0;
    for (size_t i = 0; i < n; i++) number = number * 10 + (uint64_t)(digits[i] - '0');
    return number;
}

static dolbom_quality encode_juso(const struct dlb_value_context *context, struct dlb_text src,
                                  union dlb_parsed *parsed, uint64_t *codes)
{
    dolbom_quality quality = parse_juso(context, src, parsed);
    size_t half = parsed->plain.text_len / 2;
    codes[0] = number_of(parsed->plain.text, half);
    codes[1] = number_of(parsed->plain.text + half, half);
    return quality;
}

static dolbom_quality encode_pnu(const struct dlb_value_context *context, struct dlb_text src,
                                 union dlb_parsed *parsed, uint64_t *codes)
{
    dolbom_quality quality = parse_pnu(context, src, parsed);
    codes[0] = number_of(parsed->plain.text, parsed->plain.text_len);
    return quality;
}

static size_t write(const union dlb_parsed *parsed, struct dlb_text src, char *dst)
{
    (void)src;
    memcpy(dst, parsed->plain.text, parsed->plain.text_len);
    return parsed->plain.text_len;
}

/* The road's code is the district's five digits and the road's seven. */
static void parts_of_juso(const union dlb_parsed *parsed, struct dlb_parts *parts)
{
    const char *at = parsed->plain.text;
    char road[12];
    if (parsed->plain.text_len == 0) return;
    memcpy(road, at, 5);
    memcpy(road + 5, at + 8, 7);
    dlb_parts_put(parts, "road", road, sizeof road);
    dlb_parts_put(parts, "emd", at + 5, 3);
    dlb_parts_put(parts, "under", at + 15, 1);
    dlb_parts_digits(parts, "main", at + 16, 5);
    dlb_parts_digits(parts, "sub", at + 21, 5);
}

static void parts_of_pnu(const union dlb_parsed *parsed, struct dlb_parts *parts)
{
    const char *at = parsed->plain.text;
    if (parsed->plain.text_len == 0) return;
    dlb_parts_put(parts, "emd", at, 10);
    dlb_parts_word(parts, "san", at[10] == '2' ? "1" : "0");
    dlb_parts_digits(parts, "main", at + 11, 4);
    dlb_parts_digits(parts, "sub", at + 15, 4);
}

/* The first digit is never 0, so a number's first code is not. */
static unsigned compare_juso(const uint64_t *left, const uint64_t *right)
{
    if (left[0] == 0 || right[0] == 0) return DLB_LEVEL_MISSING;
    return left[0] == right[0] && left[1] == right[1] ? EXACT : OTHER;
}

static unsigned compare_pnu(const uint64_t *left, const uint64_t *right)
{
    if (left[0] == 0 || right[0] == 0) return DLB_LEVEL_MISSING;
    return left[0] == right[0] ? EXACT : OTHER;
}

static uint64_t juso_key(const uint64_t *codes)
{
    return codes[0] != 0 ? dlb_hash_mix(codes[0], codes[1]) : 0;
}

static uint64_t pnu_key(const uint64_t *codes)
{
    return codes[0];
}

static const struct dlb_kind_key juso_keys[] = {{"", juso_key}}, pnu_keys[] = {{"", pnu_key}};

const struct dlb_kind dlb_kind_juso = {
    .name = "juso",
    .n_slots = 2,
    .n_levels = N_LEVELS,
    .n_keys = 1,
    .frequency_slot = UINT8_MAX,
    .levels = levels,
    .keys = juso_keys,
    .parse = parse_juso,
    .encode = encode_juso,
    .write = write,
    .parts = parts_of_juso,
    .compare = compare_juso,
};

const struct dlb_kind dlb_kind_pnu = {
    .name = "pnu",
    .n_slots = 1,
    .n_levels = N_LEVELS,
    .n_keys = 1,
    .frequency_slot = UINT8_MAX,
    .levels = levels,
    .keys = pnu_keys,
    .parse = parse_pnu,
    .encode = encode_pnu,
    .write = write,
    .parts = parts_of_pnu,
    .compare = compare_pnu,
};
