/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_hash.c - hashes have their published values; digests are HMAC of an unambiguous text.
 */
#include <criterion/criterion.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"

/* ---- XXH3 --------------------------------------------------------------------------- */

Test(hash, the_self_tests_pass)
{
    dolbom_error error = DOLBOM_ERROR_INIT;
    cr_expect_eq(dlb_hash_self_test(&error), DOLBOM_OK, "%s", error.message);
    cr_expect_eq(dlb_digest_self_test(&error), DOLBOM_OK, "%s", error.message);
}

Test(hash, seeds_and_lengths_give_other_values)
{
    static const char text[] = "경기도 남양주시 경춘로 1037";
    cr_expect_eq(dlb_hash64_seeded(text, 0, 0), dlb_hash64(text, 0));
    cr_expect_eq(dlb_hash64_seeded(text, 20, 0), dlb_hash64(text, 20));
    cr_expect_neq(dlb_hash64_seeded(text, 20, 1), dlb_hash64(text, 20));
    cr_expect_neq(dlb_hash64(text, 19), dlb_hash64(text, 20));
    struct dlb_hash128 a = dlb_hash128(text, 19), b = dlb_hash128(text, 20);
    cr_expect(a.low != b.low && a.high != b.high);
}

/* The published seeded value of one byte; seed and byte are those of xxHash's own test. */
Test(hash, a_seeded_hash_has_its_published_value)
{
    const unsigned char byte = (unsigned char)(UINT64_C(2654435761) >> 56);
    cr_expect_eq(dlb_hash64_seeded(&byte, 1, UINT64_C(11400714785074694797)),
                 UINT64_C(0x032be332dd766ef8));
}

/* ---- mixing ------------------------------------------------------------------------- */

Test(mix, values_are_the_same_on_all_machines)
{
    cr_expect_eq(dlb_hash_mix(0, 0), UINT64_C(0x6393d51c06c618dc));
    cr_expect_eq(dlb_hash_mix(1, 2), UINT64_C(0xc7eafba733477d2c));
    cr_expect_eq(dlb_hash_mix(2, 1), UINT64_C(0x8c7572048831a3af));
}

Test(mix, the_one_pair_that_would_give_zero_gives_one)
{
    cr_expect_eq(dlb_hash_mix(5, UINT64_C(10645080049804181089)), 1);
}

static int by_value(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

Test(mix, small_numbers_do_not_collide)
{
    enum { SIDE = 400 };
    uint64_t *mixed = calloc(SIDE * SIDE, sizeof *mixed);
    for (uint64_t i = 0; i < SIDE * SIDE; i++) mixed[i] = dlb_hash_mix(i / SIDE, i % SIDE);
    qsort(mixed, SIDE * SIDE, sizeof *mixed, by_value);
    for (size_t i = 1; i < SIDE * SIDE; i++) cr_assert_neq(mixed[i], mixed[i - 1]);
    free(mixed);
}

Test(mix, each_input_bit_moves_about_half_of_the_output)
{
    for (unsigned bit = 0; bit < 128; bit++) {
        int moved = 0;
        for (uint64_t i = 1; i <= 200; i++) {
            uint64_t left = i * UINT64_C(0x9e3779b97f4a7c15), right = i << 20;
            uint64_t before = dlb_hash_mix(left, right);
            if (bit < 64) left ^= UINT64_C(1) << bit;
            if (bit >= 64) right ^= UINT64_C(1) << (bit - 64);
            moved += __builtin_popcountll(before ^ dlb_hash_mix(left, right));
        }
        cr_expect(moved > 200 * 28 && moved < 200 * 36, "bit %u: %d of 12800", bit, moved);
    }
}

/* ---- digests ------------------------------------------------------------------------ */

static struct dlb_digest_key counting_key(void)
{
    struct dlb_digest_key key;
    for (unsigned i = 0; i < sizeof key.bytes; i++) key.bytes[i] = (unsigned char)i;
    return key;
}

static struct dlb_text text_of(const char *text)
{
    return (struct dlb_text){text, text ? strlen(text) : 0};
}

/* Known answers come from Python: hmac.new(key, message, sha256).hexdigest()[:32]. */
Test(digest, known_answers)
{
    const struct dlb_digest_key key = counting_key();
    struct dlb_digest digest;
    unsigned char out[16];
    char hex[33] = "................................!";
    const struct dlb_text fields[] = {text_of("namyangju"), text_of(""), text_of(NULL),
                                      text_of("김철수")};
    dlb_digest_open(&digest, &key, "person_id");
    dlb_digest_of(&digest, fields, 4, out);
    dlb_hex128(out, hex);
    cr_expect_eq(memcmp(hex, "b58f8393b9767304c2b7060515aef867!", 33), 0);
    dlb_digest_open(&digest, &key, "rrn");
    dlb_digest_of(&digest, NULL, 0, out);
    dlb_hex128(out, hex);
    cr_expect_eq(memcmp(hex, "ea286bced123d06e3787cb74c0bbab2d!", 33), 0);
}

static size_t put_field(unsigned char *message, size_t at, const char *text, size_t len)
{
    message[at++] = (unsigned char)(len >> 24);
    message[at++] = (unsigned char)(len >> 16);
    message[at++] = (unsigned char)(len >> 8);
    message[at++] = (unsigned char)len;
    memcpy(message + at, text, len);
    return at + len;
}

Test(digest, it_is_the_hmac_of_the_framed_message_at_every_length)
{
    const struct dlb_digest_key key = counting_key();
    struct dlb_digest digest;
    dlb_digest_open(&digest, &key, "finding_id");
    char text[300];
    unsigned char message[400], whole[crypto_auth_hmacsha256_BYTES], out[16];
    for (size_t len = 0; len < sizeof text; len++) {
        memset(text, (int)(len & 0xFF), sizeof text);
        size_t n = put_field(message, 0, "finding_id", 10);
        n = put_field(message, n, text, len);
        crypto_auth_hmacsha256(whole, message, n, key.bytes);
        dlb_digest_of(&digest, &(struct dlb_text){text, len}, 1, out);
        cr_assert_eq(memcmp(out, whole, 16), 0, "length %zu", len);
    }
}

Test(digest, different_lists_of_fields_have_different_digests)
{
    const struct dlb_digest_key key = counting_key();
    static const struct {
        const char *domain;
        const char *fields[3];
        size_t n_fields;
    } cases[] = {{"a", {"bc", "d"}, 2}, {"a", {"b", "cd"}, 2},   {"a", {"bcd"}, 1},
                 {"ab", {"c", "d"}, 2}, {"a", {"bcd", ""}, 2},   {"a", {"bcd", NULL}, 2},
                 {"a", {"", "bcd"}, 2}, {"a", {NULL, "bcd"}, 2}, {"a", {"bcd", "", ""}, 3},
                 {"a", {"d", "bc"}, 2}, {"a", {NULL}, 0},        {"a", {""}, 1}};
    enum { N = sizeof cases / sizeof *cases };
    unsigned char out[N][16];
    for (size_t i = 0; i < N; i++) {
        struct dlb_digest digest;
        struct dlb_text fields[3];
        for (size_t f = 0; f < 3; f++) fields[f] = text_of(cases[i].fields[f]);
        dlb_digest_open(&digest, &key, cases[i].domain);
        dlb_digest_of(&digest, fields, cases[i].n_fields, out[i]);
        for (size_t j = 0; j < i; j++) cr_expect_neq(memcmp(out[i], out[j], 16), 0);
    }
}

Test(digest, another_key_gives_another_digest_and_a_clone_leaves_the_state)
{
    struct dlb_digest_key key = counting_key();
    struct dlb_digest one, other;
    unsigned char a[16], b[16], c[16];
    dlb_digest_open(&one, &key, "rrn");
    key.bytes[31] ^= 1;
    dlb_digest_open(&other, &key, "rrn");
    const struct dlb_text field = text_of("value");
    dlb_digest_of(&one, &field, 1, a);
    dlb_digest_of(&other, &field, 1, b);
    dlb_digest_of(&one, &field, 1, c);
    cr_expect_neq(memcmp(a, b, 16), 0);
    cr_expect_eq(memcmp(a, c, 16), 0);
}

Test(digest, hex_shows_every_byte)
{
    unsigned char bytes[16];
    char hex[33] = {0}, expected[33] = {0};
    for (int i = 0; i < 256; i += 16) {
        for (int j = 0; j < 16; j++) {
            bytes[j] = (unsigned char)(i + j);
            snprintf(expected + 2 * j, 3, "%02x", (unsigned)bytes[j]);
        }
        dlb_hex128(bytes, hex);
        cr_expect_str_eq(hex, expected);
    }
}
