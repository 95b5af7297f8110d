/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzzy.c - fuzzy tokens: filters that are near when fields are nearly the same.
 *
 * A misspelt name changes every token that it is part of. A filter it changes a little: fields are
 * taken apart into features, and each feature sets some of 1,024 bits. Whoever has many filters
 * that were made in one way learns from how often bits come together what they stand for, so
 *
 *   - people are divided into blocks by a field that must agree, and each block has a key of its
 *     own: bits of one block say nothing of another's;
 *   - bits are joined in pairs, which pairs being a secret too.
 *
 *   block   := HMAC-SHA-256(subkey "dolbom/1/block", field(column) field(part) …), the first 64
 * bits salt    := HMAC-SHA-256(subkey "dolbom/1/salt", field(column) field(part) …), the first 128
 * bits indices := SipHash-2-4-128(salt, tag copy value) as a little-endian number, ten bits each:
 * 12 of them; copy goes 0, 1, 2 … until the feature has as many as it wants bits    := those that
 * any feature's indices name filter  := bits, of which each flips one more: wired[bit]
 *
 *   feature  value
 *   bigram   two neighbours of the name's letters, Hangul in jamo as Unicode takes it apart,
 *            with 0 before the first and after the last: 4 bytes big-endian each
 *   digit    its place, counted from 0, and the digit; of a telephone number the last eight
 *   whole    the text
 *
 * wired is a permutation in one cycle (Sattolo): no bit is joined with itself.
 */
#include "people/people.h"

#include <string.h>

enum {
    INDEX_BITS = 10,
    INDICES = 12, /* of one SipHash */
    VALUE_MAX = 512,
    HEAD = 2, /* tag, copy */
    N_DIGITS = 8
};
_Static_assert(DLB_FUZZY_BITS == 1024, "an index is ten bits");

const struct dlb_fuzzy_kind dlb_fuzzy_kinds[DLB_FUZZY_KINDS] = {
    {"fuzzy_birth_sex",
     {DLB_TOKEN_BIRTH, DLB_TOKEN_SEX},
     {{DLB_TOKEN_NAME, DLB_BIGRAMS, 240},
      {DLB_TOKEN_PHONE, DLB_DIGITS, 160},
      {DLB_TOKEN_EMD, DLB_WHOLE, 40},
      {DLB_TOKEN_BUILDING, DLB_WHOLE, 30}},
     false},
    {"fuzzy_phone",
     {DLB_TOKEN_PHONE},
     {{DLB_TOKEN_NAME, DLB_BIGRAMS, 240},
      {DLB_TOKEN_BIRTH, DLB_DIGITS, 160},
      {DLB_TOKEN_SEX, DLB_WHOLE, 30},
      {DLB_TOKEN_EMD, DLB_WHOLE, 40},
      {DLB_TOKEN_BUILDING, DLB_WHOLE, 30}},
     true},
};

/* A filter being filled. */
struct filling {
    unsigned char salt[16];
    uint64_t bits[DLB_FILTER_WORDS];
    unsigned char message[HEAD + VALUE_MAX];
};

/* ---- features -------------------------------------------------------------------------------- */

static uint64_t load(const unsigned char bytes[8])
{
    uint64_t number = 0;
    for (unsigned i = 8; i-- > 0;) number = number << 8 | bytes[i];
    return number;
}

/* Set `wanted` bits for the value that is in the message. */
static void set_bits(struct filling *filling, uint8_t tag, size_t value_len, unsigned wanted)
{
    unsigned char spread[16];
    filling->message[0] = tag;
    for (uint8_t copy = 0; wanted > 0; copy++) {
        filling->message[1] = copy;
        dlb_spread(filling->salt, filling->message, HEAD + value_len, spread);
        uint64_t low = load(spread), high = load(spread + 8);
        for (unsigned i = 0; i < INDICES && wanted > 0; i++, wanted--) {
            const unsigned bit = (unsigned)low & (DLB_FUZZY_BITS - 1);
            filling->bits[bit / 64] |= 1ull << bit % 64;
            low = low >> INDEX_BITS | high << (64 - INDEX_BITS);
            high >>= INDEX_BITS;
        }
    }
    dlb_wipe(spread, sizeof spread);
}

/* The letters of a name with 0 before and after; how many. */
static size_t spell(struct dlb_text name, uint32_t letters[3 * DLB_RUNES_MAX + 2])
{
    enum { INITIALS = 0x1100, VOWELS = 0x1161, FINALS = 0x11A7 };
    struct dlb_runes runes;
    size_t n = 0;
    letters[n++] = 0;
    if (!dlb_runes_read(name, &runes)) return 0;
    for (size_t i = 0; i < runes.n; i++) {
        if (!dlb_is_syllable(runes.at[i])) {
            letters[n++] = runes.at[i];
            continue;
        }
        const struct dlb_jamo jamo = dlb_jamo_of(runes.at[i]);
        letters[n++] = INITIALS + jamo.initial;
        letters[n++] = VOWELS + jamo.vowel;
        if (jamo.final) letters[n++] = FINALS + jamo.final;
    }
    letters[n++] = 0;
    dlb_wipe(&runes, sizeof runes);
    return n;
}

static void put_letter(unsigned char bytes[4], uint32_t letter)
{
    for (unsigned i = 0; i < 4; i++) bytes[i] = (unsigned char)(letter >> (24 - 8 * i));
}

static void add_bigrams(struct filling *filling, uint8_t tag, struct dlb_text name, unsigned bits)
{
    uint32_t letters[3 * DLB_RUNES_MAX + 2];
    const size_t n = spell(name, letters);
    const unsigned each = n > 1 && bits > n - 1 ? bits / (unsigned)(n - 1) : 1;
    for (size_t i = 0; i + 1 < n; i++) {
        put_letter(filling->message + HEAD, letters[i]);
        put_letter(filling->message + HEAD + 4, letters[i + 1]);
        set_bits(filling, tag, 8, each);
    }
    dlb_wipe(letters, n * sizeof *letters);
}

/* The last eight digits of a text that may have other signs. */
static void add_digits(struct filling *filling, uint8_t tag, struct dlb_text text, unsigned bits)
{
    unsigned place = N_DIGITS;
    for (size_t i = text.len; i-- > 0 && place > 0;) {
        if (text.data[i] < '0' || text.data[i] > '9') continue;
        filling->message[HEAD] = (unsigned char)--place;
        filling->message[HEAD + 1] = (unsigned char)text.data[i];
        set_bits(filling, tag, 2, bits / N_DIGITS);
    }
}

static void add_feature(struct filling *filling, const struct dlb_fuzzy_feature *feature,
                        struct dlb_text text)
{
    const uint8_t tag = feature->part;
    if (!text.len || text.len > VALUE_MAX) return;
    switch (feature->form) {
    case DLB_BIGRAMS:
        add_bigrams(filling, tag, text, feature->bits);
        break;
    case DLB_DIGITS:
        add_digits(filling, tag, text, feature->bits);
        break;
    default:
        memcpy(filling->message + HEAD, text.data, text.len);
        set_bits(filling, tag, text.len, feature->bits);
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void wire(const dolbom_keyring *keyring, const char *column, uint16_t wired[DLB_FUZZY_BITS])
{
    struct dlb_digest digest;
    dlb_keyring_token_open(keyring, DLB_USE_WIRING, column, &digest);
    for (unsigned i = 0; i < DLB_FUZZY_BITS; i++) wired[i] = (uint16_t)i;
    for (unsigned i = DLB_FUZZY_BITS - 1; i > 0; i--) {
        const char place[2] = {(char)(i >> 8), (char)i};
        unsigned char drawn[16];
        dlb_digest_of(&digest, &(struct dlb_text){place, sizeof place}, 1, drawn);
        const unsigned j = (unsigned)(load(drawn) % i);
        const uint16_t kept = wired[i];
        wired[i] = wired[j];
        wired[j] = kept;
    }
    dlb_wipe(&digest, sizeof digest);
}

void dlb_fuzzy_open(const dolbom_keyring *keyring, unsigned kind, struct dlb_fuzzy_maker *maker)
{
    const char *column = dlb_fuzzy_kinds[kind].name;
    maker->kind = &dlb_fuzzy_kinds[kind];
    dlb_keyring_token_open(keyring, DLB_USE_BLOCK, column, &maker->block);
    dlb_keyring_token_open(keyring, DLB_USE_SALT, column, &maker->salt);
    wire(keyring, column, maker->wired);
}

/* Each bit that is set flips the one it is wired to. */
static void join_bits(const struct filling *filling, const uint16_t wired[DLB_FUZZY_BITS],
                      uint64_t filter[DLB_FILTER_WORDS])
{
    memcpy(filter, filling->bits, sizeof filling->bits);
    for (unsigned w = 0; w < DLB_FILTER_WORDS; w++) {
        for (uint64_t rest = filling->bits[w]; rest; rest &= rest - 1) {
            const unsigned other = wired[64 * w + (unsigned)__builtin_ctzll(rest)];
            filter[other / 64] ^= 1ull << other % 64;
        }
    }
}

bool dlb_fuzzy_make(const struct dlb_fuzzy_maker *maker, const struct dlb_token_parts *parts,
                    uint64_t codes[1 + DLB_FILTER_WORDS])
{
    struct filling filling = {.bits = {0}};
    struct dlb_text fields[DLB_TOKEN_PARTS_MAX];
    unsigned char block[16];
    size_t n = 0;
    for (; maker->kind->block[n] != DLB_TOKEN_NO_PART; n++) {
        fields[n] = parts->at[maker->kind->block[n]];
        if (!fields[n].len) return false;
    }
    if (!parts->at[DLB_TOKEN_NAME].len) return false;
    dlb_digest_of(&maker->block, fields, n, block);
    dlb_digest_of(&maker->salt, fields, n, filling.salt);
    for (const struct dlb_fuzzy_feature *f = maker->kind->features; f->part; f++)
        add_feature(&filling, f, parts->at[f->part]);
    codes[0] = load(block) ? load(block) : 1;
    join_bits(&filling, maker->wired, codes + 1);
    dlb_wipe(&filling, sizeof filling);
    return true;
}
