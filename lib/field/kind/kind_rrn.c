/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kind_rrn.c - comparing resident numbers.
 *
 *   slot   holds
 *   0      the number, 0 when digits are hidden
 *   1      bits 0 … 27 the first seven digits, four bits each (G is 15 when unknown),
 *          28 one if G is known, 29 foreigner, 30-31 what the check digit says, 32 in use
 *
 *   exact    the same number
 *   masked   digits are hidden in one, and the first six or seven agree: what the birth date and
 *            the sex say, and no more
 *   front    the same, but the numbers differ after it: a slip, or two people of one birthday
 *
 * A key or a conflict needs a number that was issued; a disagreeing check digit leaves the
 * number in the comparison only.
 */
#include "field/kind/parts.h"

enum { G_UNKNOWN = 15 };

enum { OTHER, FRONT, MASKED, EXACT, N_LEVELS };

static const struct dlb_level levels[N_LEVELS] = {
    [OTHER] = {"other", DOLBOM_RRN_LEVEL_OTHER},
    [FRONT] = {"front", DOLBOM_RRN_LEVEL_FRONT},
    [MASKED] = {"masked", DOLBOM_RRN_LEVEL_MASKED},
    [EXACT] = {"exact", DOLBOM_RRN_LEVEL_EXACT},
};

static const uint64_t front_mask = 0xFFFFFFF, g_is_known = 1ull << 28, in_use = 1ull << 32;
static const unsigned foreign_bit = 29, check_bit = 30;

static dolbom_quality parse(const struct dlb_value_context *context, struct dlb_text src,
                            union dlb_parsed *parsed)
{
    dlb_rrn_parse(context, src, &parsed->rrn);
    return parsed->rrn.quality;
}

static dolbom_quality encode(const struct dlb_value_context *context, struct dlb_text src,
                             union dlb_parsed *parsed, uint64_t *codes)
{
    const dolbom_rrn *rrn = &parsed->rrn;
    char digits[DOLBOM_RRN_MAX];
    parse(context, src, parsed);
    codes[0] = rrn->number;
    codes[1] = 0;
    if (dlb_rrn_write(rrn, src, digits) == 0) return rrn->quality;
    uint64_t front = 0;
    for (size_t i = 0; i < 7; i++)
        front = front << 4 | (digits[i] == '?' ? G_UNKNOWN : (uint64_t)(digits[i] - '0'));
    codes[1] = front | (digits[6] != '?' ? g_is_known : 0) | (uint64_t)rrn->foreign << foreign_bit |
               (uint64_t)rrn->check << check_bit | in_use;
    return rrn->quality;
}

static size_t write(const union dlb_parsed *parsed, struct dlb_text src, char *dst)
{
    return dlb_rrn_write(&parsed->rrn, src, dst);
}

static void parts(const union dlb_parsed *parsed, struct dlb_parts *parts)
{
    const dolbom_rrn *rrn = &parsed->rrn;
    if (rrn->n_digits == 0) return;
    if (rrn->birth_days != DOLBOM_DAY_NONE) {
        char day[10];
        dlb_day_write(rrn->birth_days, day);
        dlb_parts_put(parts, "birth", day, sizeof day);
    }
    if (rrn->sex) dlb_parts_put(parts, "sex", (const char *)&rrn->sex, 1);
    dlb_parts_number(parts, "digits", rrn->n_digits);
    dlb_parts_number(parts, "foreign", rrn->foreign);
    dlb_parts_word(parts, "check", dlb_check_word(rrn->check));
}

static bool fronts_agree(uint64_t left, uint64_t right)
{
    bool both_know_g = (left & right & g_is_known) != 0;
    uint64_t mask = both_know_g ? front_mask : front_mask - 15;
    return ((left ^ right) & mask) == 0;
}

static unsigned compare(const uint64_t *left, const uint64_t *right)
{
    if (left[1] == 0 || right[1] == 0) return DLB_LEVEL_MISSING;
    if (left[0] && left[0] == right[0]) return EXACT;
    if (!fronts_agree(left[1], right[1])) return OTHER;
    return left[0] && right[0] ? FRONT : MASKED;
}

/* The check digit agrees, so nobody mistyped the number. */
static bool is_checked(const uint64_t *codes)
{
    return codes[0] && (codes[1] >> check_bit & 3) == DOLBOM_RRN_CHECK_OK;
}

/* Citizens' numbers and foreigners' are two classes: who is naturalised gets another one. */
static struct dlb_identity identity(const uint64_t *codes)
{
    if (!is_checked(codes)) return (struct dlb_identity){0};
    return (struct dlb_identity){1 + (codes[1] >> foreign_bit & 1), {codes[0], 0}};
}

static uint64_t whole_key(const uint64_t *codes)
{
    bool is_suspect = (codes[1] >> check_bit & 3) == DOLBOM_RRN_CHECK_SUSPECT;
    return is_suspect ? 0 : codes[0];
}

bool dlb_rrn_codes_valid(const uint64_t *codes)
{
    return whole_key(codes) != 0;
}

static uint64_t front_key(const uint64_t *codes)
{
    return codes[1] & g_is_known ? codes[1] & (front_mask | g_is_known) : 0;
}

static const struct dlb_kind_key keys[] = {{"", whole_key}, {"front", front_key}};

const struct dlb_kind dlb_kind_rrn = {
    .name = "rrn",
    .n_slots = 2,
    .n_levels = N_LEVELS,
    .n_keys = 2,
    .frequency_slot = UINT8_MAX,
    .levels = levels,
    .keys = keys,
    .parse = parse,
    .encode = encode,
    .write = write,
    .parts = parts,
    .compare = compare,
    .identity = identity,
    .is_secret = true,
};
