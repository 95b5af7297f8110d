/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kind_text.c - comparing free text (a facility's name), codes and sex.
 *
 * Text is folded, and everything but letters and digits left out, so that "시립 도서관" and
 * "시립도서관(본관)" are near. What is compared is a signature of its pairs of neighbouring
 * characters: each pair sets one of 128 bits, and the share of common bits estimates the
 * share of common pairs (Dice).
 *
 *   text slot   holds
 *   0           hash of the folded text
 *   1, 2        the signature
 *   3           hash of the first two characters
 *
 *   exact     the same folded text
 *   near      at least 85 % of the pairs are common
 *   similar   at least 60 %
 */
#include <string.h>
#include <unicode/uchar.h>

#include "field/field.h"
#include "field/value_text.h"

enum {
    TEXT_OTHER,
    TEXT_SIMILAR,
    TEXT_NEAR,
    TEXT_EXACT,
    N_TEXT_LEVELS,
    CODE_OTHER = 0,
    CODE_EXACT = 1,
    N_CODE_LEVELS = 2,
    SIMILAR_PERCENT = 60,
    NEAR_PERCENT = 85,
    PREFIX_RUNES = 2
};

static const struct dlb_level text_levels[N_TEXT_LEVELS] = {
    [TEXT_OTHER] = {"other", DOLBOM_TEXT_LEVEL_OTHER},
    [TEXT_SIMILAR] = {"similar", DOLBOM_TEXT_LEVEL_SIMILAR},
    [TEXT_NEAR] = {"near", DOLBOM_TEXT_LEVEL_NEAR},
    [TEXT_EXACT] = {"exact", DOLBOM_TEXT_LEVEL_EXACT},
};

static const struct dlb_level code_levels[N_CODE_LEVELS] = {
    [CODE_OTHER] = {"other", DOLBOM_CODE_LEVEL_OTHER},
    [CODE_EXACT] = {"exact", DOLBOM_CODE_LEVEL_EXACT},
};

/* Hashed as UTF-8, so that it is the same on every machine; never 0. */
static uint64_t hash_runes(const uint32_t *runes, size_t n)
{
    char text[4 * DLB_RUNES_MAX];
    ptrdiff_t len = dlb_runes_write(runes, n, text, sizeof text);
    return dlb_hash_mix(dlb_hash64(text, (size_t)len), n);
}

/*
 * The value as written in single spaces goes to *parsed, its comparison form to *runes.
 * Only GOOD, INVALID (no text, or too long to keep) and MISSING.
 */
static dolbom_quality read_folded(struct dlb_text src, union dlb_parsed *parsed,
                                  struct dlb_runes *runes)
{
    parsed->plain.text_len = 0;
    if (!dlb_value_read(src, runes)) return DOLBOM_QUALITY_INVALID;
    if (dlb_value_is_blank(runes)) return DOLBOM_QUALITY_MISSING;
    ptrdiff_t len = dlb_runes_write(runes->at, runes->n, parsed->plain.text, DOLBOM_ADDRESS_MAX);
    if (len == DLB_FOLD_FAILED || !dlb_runes_fold(DLB_FOLD_KEY, runes))
        return DOLBOM_QUALITY_INVALID;
    parsed->plain.text_len = (uint16_t)len;
    return DOLBOM_QUALITY_GOOD;
}

static size_t write(const union dlb_parsed *parsed, struct dlb_text src, char *dst)
{
    (void)src;
    memcpy(dst, parsed->plain.text, parsed->plain.text_len);
    return parsed->plain.text_len;
}

/* ---- text ----------------------------------------------------------------------------------- */

static bool is_letter_or_digit(uint32_t rune)
{
    if (rune < 0x80) return (rune >= '0' && rune <= '9') || (rune >= 'a' && rune <= 'z');
    return dlb_is_syllable(rune) || u_isalnum((UChar32)rune);
}

static void keep(struct dlb_runes *runes, bool (*wanted)(uint32_t))
{
    size_t n = 0;
    for (size_t i = 0; i < runes->n; i++) {
        if (wanted(runes->at[i])) runes->at[n++] = runes->at[i];
    }
    runes->n = n;
}

/* Signs alone say nothing. */
static dolbom_quality read_letters(struct dlb_text src, union dlb_parsed *parsed,
                                   struct dlb_runes *runes)
{
    dolbom_quality quality = read_folded(src, parsed, runes);
    if (quality != DOLBOM_QUALITY_GOOD) return quality;
    keep(runes, is_letter_or_digit);
    if (runes->n > 0) return DOLBOM_QUALITY_GOOD;
    parsed->plain.text_len = 0;
    return DOLBOM_QUALITY_MISSING;
}

static dolbom_quality parse_text(const struct dlb_value_context *context, struct dlb_text src,
                                 union dlb_parsed *parsed)
{
    (void)context;
    struct dlb_runes runes;
    return read_letters(src, parsed, &runes);
}

static dolbom_quality encode_text(const struct dlb_value_context *context, struct dlb_text src,
                                  union dlb_parsed *parsed, uint64_t *codes)
{
    (void)context;
    struct dlb_runes runes;
    codes[0] = codes[1] = codes[2] = codes[3] = 0;
    dolbom_quality quality = read_letters(src, parsed, &runes);
    if (quality != DOLBOM_QUALITY_GOOD) return quality;
    codes[0] = hash_runes(runes.at, runes.n);
    codes[3] = hash_runes(runes.at, runes.n < PREFIX_RUNES ? runes.n : PREFIX_RUNES);
    for (size_t i = 0; i < runes.n; i++) {
        uint32_t next = i + 1 < runes.n ? runes.at[i + 1] : 0;
        unsigned bit = (unsigned)(dlb_hash_mix(runes.at[i], next) >> 57);
        codes[1 + bit / 64] |= 1ull << bit % 64;
    }
    return quality;
}

static unsigned common_percent(const uint64_t *left, const uint64_t *right)
{
    int common =
        __builtin_popcountll(left[1] & right[1]) + __builtin_popcountll(left[2] & right[2]);
    int all = __builtin_popcountll(left[1]) + __builtin_popcountll(left[2]) +
              __builtin_popcountll(right[1]) + __builtin_popcountll(right[2]);
    return (unsigned)(200 * common / all);
}

static unsigned compare_text(const uint64_t *left, const uint64_t *right)
{
    if (left[0] == 0 || right[0] == 0) return DLB_LEVEL_MISSING;
    if (left[0] == right[0]) return TEXT_EXACT;
    unsigned percent = common_percent(left, right);
    if (percent >= NEAR_PERCENT) return TEXT_NEAR;
    return percent >= SIMILAR_PERCENT ? TEXT_SIMILAR : TEXT_OTHER;
}

/* A text has pairs: their number divides. */
static bool is_valid_text(const uint64_t *codes)
{
    return codes[0] == 0 || (codes[1] | codes[2]) != 0;
}

static uint64_t first_slot(const uint64_t *codes)
{
    return codes[0];
}

static uint64_t prefix_key(const uint64_t *codes)
{
    return codes[3];
}

static const struct dlb_kind_key text_keys[] = {{"", first_slot}, {"prefix", prefix_key}};

const struct dlb_kind dlb_kind_text = {
    .name = "text",
    .n_slots = 4,
    .n_levels = N_TEXT_LEVELS,
    .n_keys = 2,
    .frequency_slot = 0,
    .levels = text_levels,
    .keys = text_keys,
    .parse = parse_text,
    .encode = encode_text,
    .write = write,
    .compare = compare_text,
    .is_valid = is_valid_text,
};

/* ---- codes and sex --------------------------------------------------------------------------- */

static unsigned compare_code(const uint64_t *left, const uint64_t *right)
{
    if (left[0] == 0 || right[0] == 0) return DLB_LEVEL_MISSING;
    return left[0] == right[0] ? CODE_EXACT : CODE_OTHER;
}

static const struct dlb_kind_key code_keys[] = {{"", first_slot}};

static bool is_no_space(uint32_t rune)
{
    return rune != ' ';
}

static dolbom_quality parse_code(const struct dlb_value_context *context, struct dlb_text src,
                                 union dlb_parsed *parsed)
{
    (void)context;
    struct dlb_runes runes;
    return read_folded(src, parsed, &runes);
}

static dolbom_quality encode_code(const struct dlb_value_context *context, struct dlb_text src,
                                  union dlb_parsed *parsed, uint64_t *codes)
{
    (void)context;
    struct dlb_runes runes;
    codes[0] = 0;
    dolbom_quality quality = read_folded(src, parsed, &runes);
    if (quality != DOLBOM_QUALITY_GOOD) return quality;
    keep(&runes, is_no_space);
    codes[0] = hash_runes(runes.at, runes.n);
    return quality;
}

const struct dlb_kind dlb_kind_code = {
    .name = "code",
    .n_slots = 1,
    .n_levels = N_CODE_LEVELS,
    .n_keys = 1,
    .frequency_slot = UINT8_MAX,
    .levels = code_levels,
    .keys = code_keys,
    .parse = parse_code,
    .encode = encode_code,
    .write = write,
    .compare = compare_code,
};

struct sex_word {
    const char *text;
    uint8_t sex;
};

/* In comparison form. */
static const struct sex_word sex_words[] = {
    {"m", 'M'},    {"f", 'F'},     {"남", 'M'}, {"여", 'F'}, {"남자", 'M'}, {"여자", 'F'},
    {"남성", 'M'}, {"여성", 'F'},  {"男", 'M'}, {"女", 'F'}, {"male", 'M'}, {"female", 'F'},
    {"man", 'M'},  {"woman", 'F'}, {"1", 'M'},  {"2", 'F'},  {"남아", 'M'}, {"여아", 'F'},
};

static dolbom_quality parse_sex(const struct dlb_value_context *context, struct dlb_text src,
                                union dlb_parsed *parsed)
{
    (void)context;
    struct dlb_runes runes;
    char text[4 * DLB_RUNES_MAX];
    dolbom_quality quality = read_folded(src, parsed, &runes);
    parsed->plain.text_len = 0;
    if (quality != DOLBOM_QUALITY_GOOD) return quality;
    ptrdiff_t len = dlb_runes_write(runes.at, runes.n, text, sizeof text);
    for (size_t i = 0; i < sizeof sex_words / sizeof *sex_words; i++) {
        struct dlb_text word = {sex_words[i].text, strlen(sex_words[i].text)};
        if (!dlb_text_equal(word, (struct dlb_text){text, (size_t)len})) continue;
        parsed->plain.text[0] = (char)sex_words[i].sex;
        parsed->plain.text_len = 1;
        return DOLBOM_QUALITY_GOOD;
    }
    return DOLBOM_QUALITY_INVALID;
}

static dolbom_quality encode_sex(const struct dlb_value_context *context, struct dlb_text src,
                                 union dlb_parsed *parsed, uint64_t *codes)
{
    dolbom_quality quality = parse_sex(context, src, parsed);
    codes[0] = parsed->plain.text_len > 0 ? (uint8_t)parsed->plain.text[0] : 0;
    return quality;
}

const struct dlb_kind dlb_kind_sex = {
    .name = "sex",
    .n_slots = 1,
    .n_levels = N_CODE_LEVELS,
    .n_keys = 1,
    .frequency_slot = UINT8_MAX,
    .levels = code_levels,
    .keys = code_keys,
    .parse = parse_sex,
    .encode = encode_sex,
    .write = write,
    .compare = compare_code,
};
