/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kind_fuzzy.c - fuzzy tokens: filters that tell how near two people's fields are.
 *
 * A fuzzy token is 17 numbers of 16 hexadecimal digits: its block, and the 1,024 bits of a filter.
 * Each block has a key of its own, so filters of different blocks say nothing of each other, and
 * are not compared.
 *
 *   Dice    2 |common bits| / (|bits of one| + |bits of the other|), in parts per thousand
 *
 *   exact     the same filter
 *   near, alike, similar   Dice as the table says
 *   other     any other of the same block
 */
#include <string.h>

#include "field/field.h"
#include "field/value_text.h"

enum {
    OTHER,
    SIMILAR,
    ALIKE,
    NEAR,
    EXACT,
    N_LEVELS,
    N_CODES = 1 + DLB_FILTER_WORDS,
    TEXT_LEN = N_CODES * DLB_CODE_DIGITS
};

static const struct dlb_level levels[N_LEVELS] = {
    [OTHER] = {"other", DOLBOM_FUZZY_LEVEL_OTHER},
    [SIMILAR] = {"similar", DOLBOM_FUZZY_LEVEL_SIMILAR},
    [ALIKE] = {"alike", DOLBOM_FUZZY_LEVEL_ALIKE},
    [NEAR] = {"near", DOLBOM_FUZZY_LEVEL_NEAR},
    [EXACT] = {"exact", DOLBOM_FUZZY_LEVEL_EXACT},
};

static const unsigned dice_least[N_LEVELS] = {
    [SIMILAR] = DLB_FILTER_SIMILAR, [ALIKE] = 800, [NEAR] = 850};

static bool is_valid(const uint64_t *codes)
{
    uint64_t any = 0;
    for (unsigned i = 1; i <= DLB_FILTER_WORDS; i++) any |= codes[i];
    return (codes[0] != 0) == (any != 0);
}

/* A block, and a filter with a bit in it. */
static bool read_codes(struct dlb_text src, uint64_t codes[N_CODES])
{
    memset(codes, 0, N_CODES * sizeof *codes);
    return dlb_codes_read(src, codes, N_CODES) && codes[0] != 0 && is_valid(codes);
}

static dolbom_quality encode(const struct dlb_value_context *context, struct dlb_text src,
                             union dlb_parsed *parsed, uint64_t *codes)
{
    (void)context;
    parsed->plain.text_len = 0;
    if (!read_codes(src, codes)) {
        struct dlb_runes runes;
        memset(codes, 0, N_CODES * sizeof *codes);
        bool is_blank = dlb_value_read(src, &runes) && dlb_value_is_blank(&runes);
        return is_blank ? DOLBOM_QUALITY_MISSING : DOLBOM_QUALITY_INVALID;
    }
    memcpy(parsed->plain.text, src.data, TEXT_LEN);
    parsed->plain.text_len = TEXT_LEN;
    return DOLBOM_QUALITY_GOOD;
}

static dolbom_quality parse(const struct dlb_value_context *context, struct dlb_text src,
                            union dlb_parsed *parsed)
{
    uint64_t codes[N_CODES];
    return encode(context, src, parsed, codes);
}

static size_t write(const union dlb_parsed *parsed, struct dlb_text src, char *dst)
{
    (void)src;
    memcpy(dst, parsed->plain.text, parsed->plain.text_len);
    return parsed->plain.text_len;
}

static unsigned compare(const uint64_t *left, const uint64_t *right)
{
    unsigned common = 0, all = 0, level = SIMILAR;
    if (left[0] == 0 || left[0] != right[0]) return DLB_LEVEL_MISSING;
    for (unsigned i = 1; i <= DLB_FILTER_WORDS; i++) {
        common += (unsigned)__builtin_popcountll(left[i] & right[i]);
        all += (unsigned)(__builtin_popcountll(left[i]) + __builtin_popcountll(right[i]));
    }
    if (2 * common == all) return EXACT;
    while (level < EXACT && dlb_dice_reaches(common, all, dice_least[level])) level++;
    return level - 1;
}

static uint64_t block_of(const uint64_t *codes)
{
    return codes[0];
}

static const struct dlb_kind_key keys[] = {{"", block_of}};

const struct dlb_kind dlb_kind_fuzzy = {
    .name = "fuzzy",
    .n_slots = N_CODES,
    .n_levels = N_LEVELS,
    .n_keys = 1,
    .frequency_slot = UINT8_MAX,
    .levels = levels,
    .keys = keys,
    .parse = parse,
    .encode = encode,
    .write = write,
    .compare = compare,
    .is_valid = is_valid,
    .has_filter = true,
};
