/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kind_phone.c - comparing phone numbers.
 *
 * A code is the national digits, four bits each, after a leading 1 that keeps "02…" and "2…"
 * apart; a hidden digit is 15.
 *
 *   slot   holds
 *   0      the number, if all digits are known
 *   1      the number, if some are hidden; it is in no key
 *
 *   exact    the same number
 *   digit    one digit differs, or two neighbours are exchanged: a slip of the hand; or all
 *            agree but for the area code, which was left out or is another one
 *   masked   digits are hidden, and what both show agrees
 */
#include "field/kind/parts.h"

#include <string.h>

enum { HIDDEN = 15 };

enum { OTHER, MASKED, DIGIT, EXACT, N_LEVELS };

static const struct dlb_level levels[N_LEVELS] = {
    [OTHER] = {"other", DOLBOM_PHONE_LEVEL_OTHER},
    [MASKED] = {"masked", DOLBOM_PHONE_LEVEL_MASKED},
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
    uint64_t code = phone->text_len > 0;
    for (size_t i = 0; i < phone->text_len; i++)
        code = code << 4 | (uint64_t)(phone->text[i] == '?' ? HIDDEN : phone->text[i] - '0');
    bool is_known = phone->code != 0;
    codes[0] = is_known ? code : 0;
    codes[1] = is_known ? 0 : code;
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
    static const char *const kinds[] = {"none",    "mobile",  "landline", "internet",
                                        "virtual", "service", "local"};
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

/* ---- area codes ------------------------------------------------------------------------------ */

static unsigned count_digits(uint64_t code)
{
    return (63 - (unsigned)__builtin_clzll(code)) / 4;
}

static unsigned digit_of(uint64_t code, unsigned n, unsigned i)
{
    return code >> (4 * (n - 1 - i)) & 15;
}

/* Digits before the local number of a landline, all others' 0; `n` digits in all. */
static unsigned area_len(uint64_t code, unsigned n)
{
    if (digit_of(code, n, 0) != 0) return 0;
    unsigned second = digit_of(code, n, 1);
    return second == 2 ? 2 : second >= 3 && second <= 6 && digit_of(code, n, 2) != 0 ? 3 : 0;
}

/* "590-2114", not "1588-1234" */
static bool is_local(uint64_t code, unsigned n)
{
    return n == 7 || (n == 8 && digit_of(code, n, 0) != 1);
}

static uint64_t last_digits(uint64_t code, unsigned n)
{
    return code & ((UINT64_C(1) << (4 * n)) - 1);
}

/* The same number but for the area code, which is missing or differs: one of two was mistaken.
 * A mobile number's 010 is left out, too. */
static bool differs_by_area(uint64_t left, uint64_t right)
{
    if (((left ^ right) & 0xFFFF) != 0) return false; /* nearly all pairs */
    unsigned n_left = count_digits(left), n_right = count_digits(right);
    bool local_left = is_local(left, n_left), local_right = is_local(right, n_right);
    if (local_left != local_right) {
        unsigned n = local_left ? n_left : n_right;
        bool is_longer = (local_left ? n_right : n_left) > n;
        return is_longer && last_digits(left, n) == last_digits(right, n);
    }
    unsigned area_left = area_len(left, n_left), area_right = area_len(right, n_right);
    unsigned n = n_left - area_left;
    return area_left > 0 && area_right > 0 && n == n_right - area_right &&
           last_digits(left, n) == last_digits(right, n);
}

/* ---- hidden digits --------------------------------------------------------------------------- */

/* Of numbers of one length: what both show agrees, and is enough to mean something. */
static unsigned compare_masked(uint64_t left, uint64_t right)
{
    enum { LEAST_SHOWN = 4, PREFIX = 3 };
    unsigned n = count_digits(left), n_shown = 0;
    if (n != count_digits(right)) return DLB_LEVEL_MISSING;
    for (unsigned i = 0; i < n; i++) {
        unsigned l = digit_of(left, n, i), r = digit_of(right, n, i);
        if (l == HIDDEN || r == HIDDEN) continue;
        if (l != r) return OTHER;
        n_shown += i >= PREFIX;
    }
    return n_shown >= LEAST_SHOWN ? MASKED : DLB_LEVEL_MISSING;
}

static unsigned compare(const uint64_t *left, const uint64_t *right)
{
    uint64_t l = left[0] | left[1], r = right[0] | right[1];
    if (l == 0 || r == 0) return DLB_LEVEL_MISSING;
    if (left[1] != 0 || right[1] != 0) return compare_masked(l, r);
    if (l == r) return EXACT;
    bool same_length = __builtin_clzll(l) == __builtin_clzll(r);
    return (same_length && is_slip(l, r)) || differs_by_area(l, r) ? DIGIT : OTHER;
}

/* ---- keys ------------------------------------------------------------------------------------ */

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
    .n_slots = 2,
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
