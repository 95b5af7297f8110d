/* SPDX-License-Identifier: Apache-2.0 */
/*
 * digest.c - keyed digests, HMAC-SHA-256 cut to 128 bits, and keyed tags, SipHash-2-4.
 *
 * The message is an unambiguous list of fields:
 *
 *   message := field(domain) field(fields[0]) field(fields[1]) ...
 *   field(text) := length as u32 big-endian, bytes
 *   field(null) := 0xFFFFFFFF
 *
 *   HMAC(key, message) := SHA-256(outer SHA-256(inner message))    RFC 2104
 *   inner, outer       := the key in 64 bytes, each with 0x36, 0x5c
 *
 * Preparing inner and outer is half of the work, so it is done once, inner together with the
 * domain, and the two states are cloned for each message. With a clone anybody could make digests
 * as if they had the key, so it is wiped.
 *
 * SHA-256 is Nettle's, which uses the processor's own where it has one and is a quarter of
 * libsodium's time there. The key is joined here and not by Nettle, which would leave it on the
 * stack.
 */
#include "key/key.h"

#include <nettle/sha2.h>
#include <sodium.h>
#include <string.h>

struct states {
    struct sha256_ctx inner, outer;
};
_Static_assert(sizeof(struct states) <= sizeof(((struct dlb_digest *)0)->state),
               "Nettle's SHA-256 state outgrew struct dlb_digest");
_Static_assert(_Alignof(struct states) <= 16, "struct dlb_digest is aligned to 16");

enum { PREFIX = 4 };

static void write_prefix(struct dlb_text field, unsigned char prefix[PREFIX])
{
    uint32_t len = field.data ? (uint32_t)field.len : UINT32_MAX;
    for (unsigned i = 0; i < PREFIX; i++) prefix[i] = (unsigned char)(len >> (24 - 8 * i));
}

static void absorb(struct sha256_ctx *inner, struct dlb_text field)
{
    unsigned char prefix[PREFIX];
    write_prefix(field, prefix);
    sha256_update(inner, sizeof prefix, prefix);
    if (field.data) sha256_update(inner, field.len, (const unsigned char *)field.data);
}

/* A state that has taken up the key, which is shorter than a block. */
static void take_key(struct sha256_ctx *state, const void *key, size_t key_len, unsigned char mark)
{
    unsigned char block[SHA256_BLOCK_SIZE] = {0};
    memcpy(block, key, key_len);
    for (size_t i = 0; i < sizeof block; i++) block[i] ^= mark;
    sha256_init(state);
    sha256_update(state, sizeof block, block);
    dlb_wipe(block, sizeof block);
}

static void open_states(struct states *states, const void *key, size_t key_len)
{
    take_key(&states->inner, key, key_len, 0x36);
    take_key(&states->outer, key, key_len, 0x5c);
}

/* The digest of what inner has taken up; both states are used up. */
static void finish(struct states *states, unsigned char out[SHA256_DIGEST_SIZE])
{
    sha256_digest(&states->inner, SHA256_DIGEST_SIZE, out);
    sha256_update(&states->outer, SHA256_DIGEST_SIZE, out);
    sha256_digest(&states->outer, SHA256_DIGEST_SIZE, out);
}

void dlb_digest_open(struct dlb_digest *digest, const struct dlb_digest_key *key,
                     const char *domain)
{
    struct states states;
    open_states(&states, key->bytes, sizeof key->bytes);
    absorb(&states.inner, (struct dlb_text){domain, strlen(domain)});
    memset(digest, 0, sizeof *digest);
    memcpy(digest->state, &states, sizeof states);
    dlb_wipe(&states, sizeof states);
    dlb_digest_of(digest, &(struct dlb_text){"tag", 3}, 1, digest->tag_key);
}

void dlb_digest_of(const struct dlb_digest *digest, const struct dlb_text *fields, size_t n_fields,
                   unsigned char out[16])
{
    struct states states;
    unsigned char whole[SHA256_DIGEST_SIZE];
    memcpy(&states, digest->state, sizeof states);
    for (size_t i = 0; i < n_fields; i++) absorb(&states.inner, fields[i]);
    finish(&states, whole);
    memcpy(out, whole, 16);
    dlb_wipe(whole, sizeof whole);
    dlb_wipe(&states, sizeof states);
}

void dlb_digest_tag(const struct dlb_digest *digest, const struct dlb_text *fields, size_t n_fields,
                    unsigned char out[16])
{
    unsigned char message[DLB_TAG_BYTES];
    size_t len = 0;
    for (size_t i = 0; i < n_fields; i++) {
        size_t n = fields[i].data ? fields[i].len : 0;
        if (sizeof message - len < PREFIX || sizeof message - len - PREFIX < n) {
            dlb_digest_of(digest, fields, n_fields, out);
            return;
        }
        write_prefix(fields[i], message + len);
        if (n) memcpy(message + len + PREFIX, fields[i].data, n);
        len += PREFIX + n;
    }
    crypto_shorthash_siphashx24(out, message, len, digest->tag_key);
}

void dlb_spread(const unsigned char key[16], const void *message, size_t len, unsigned char out[16])
{
    crypto_shorthash_siphashx24(out, message, len, key);
}

void dlb_hex128(const unsigned char digest[16], char hex[32])
{
    static const char digits[16] = "0123456789abcdef";
    for (size_t i = 0; i < 16; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
}

/* RFC 4231, test case 2. */
static bool hmac_is_published(void)
{
    static const char message[] = "what do ya want for nothing?";
    static const unsigned char published[SHA256_DIGEST_SIZE] = {
        0x5b, 0xdc, 0xc1, 0x46, 0xbf, 0x60, 0x75, 0x4e, 0x6a, 0x04, 0x24,
        0x26, 0x08, 0x95, 0x75, 0xc7, 0x5a, 0x00, 0x3f, 0x08, 0x9d, 0x27,
        0x39, 0x83, 0x9d, 0xec, 0x58, 0xb9, 0x64, 0xec, 0x38, 0x43};
    unsigned char got[SHA256_DIGEST_SIZE];
    struct states states;
    open_states(&states, "Jefe", 4);
    sha256_update(&states.inner, strlen(message), (const unsigned char *)message);
    finish(&states, got);
    return memcmp(got, published, sizeof got) == 0;
}

/* The first value of 128 bits that its authors publish: of nothing. */
static bool siphash_is_published(void)
{
    static const unsigned char published[crypto_shorthash_siphashx24_BYTES] = {
        0xa3, 0x81, 0x7f, 0x04, 0xba, 0x25, 0xa8, 0xe6,
        0x6d, 0xf6, 0x72, 0x14, 0xc7, 0x55, 0x02, 0x93};
    static const unsigned char key[crypto_shorthash_siphashx24_KEYBYTES] = {
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    unsigned char got[crypto_shorthash_siphashx24_BYTES];
    crypto_shorthash_siphashx24(got, (const unsigned char *)"", 0, key);
    return memcmp(got, published, sizeof got) == 0;
}

dolbom_status dlb_digest_self_test(dolbom_error *error)
{
    if (sodium_init() >= 0 && hmac_is_published() && siphash_is_published()) return DOLBOM_OK;
    return dlb_fail(error, DOLBOM_E_CORRUPT, -1, NULL,
                    "Nettle does not give the published HMAC-SHA-256, or libsodium the published "
                    "SipHash; install another one");
}
