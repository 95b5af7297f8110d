/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_digest.c - digests are HMAC of an unambiguous text.
 */
#include <criterion/criterion.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "key/key.h"

Test(digest, the_self_test_passes)
{
    dolbom_error error = DOLBOM_ERROR_INIT;
    cr_expect_eq(dlb_digest_self_test(&error), DOLBOM_OK, "%s", error.message);
}

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

Test(digest, a_tag_is_of_the_fields_and_of_the_domain)
{
    const struct dlb_digest_key key = counting_key();
    struct dlb_digest digest, other;
    unsigned char out[16], again[16];
    const struct dlb_text fields[] = {text_of("D05"), text_of(""), text_of(NULL),
                                      text_of("김철수")};
    const struct dlb_text joined[] = {text_of("D05"), text_of(NULL), text_of(""),
                                      text_of("김철수")};
    dlb_digest_open(&digest, &key, "finding_id");
    dlb_digest_open(&other, &key, "person_id");
    dlb_digest_tag(&digest, fields, 4, out);
    dlb_digest_tag(&digest, fields, 4, again);
    cr_expect_eq(memcmp(out, again, sizeof out), 0);
    dlb_digest_tag(&digest, joined, 4, again);
    cr_expect_neq(memcmp(out, again, sizeof out), 0);
    dlb_digest_tag(&other, fields, 4, again);
    cr_expect_neq(memcmp(out, again, sizeof out), 0);
    dlb_digest_of(&digest, fields, 4, again);
    cr_expect_neq(memcmp(out, again, sizeof out), 0);
}

Test(digest, a_tag_of_long_fields_is_their_digest)
{
    const struct dlb_digest_key key = counting_key();
    struct dlb_digest digest;
    unsigned char tag[16], out[16];
    char text[DLB_TAG_BYTES] = {0};
    dlb_digest_open(&digest, &key, "finding_id");
    for (size_t len = DLB_TAG_BYTES - 10; len <= DLB_TAG_BYTES; len++) {
        const struct dlb_text fields[] = {{text, len}, {"x", 1}};
        dlb_digest_tag(&digest, fields, 2, tag);
        dlb_digest_of(&digest, fields, 2, out);
        cr_expect_eq(memcmp(tag, out, sizeof out) == 0, len + 9 > DLB_TAG_BYTES);
    }
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
