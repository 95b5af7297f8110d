/* SPDX-License-Identifier: Apache-2.0 */
/*
 * digest.c - keyed digests: HMAC-SHA-256 cut to 128 bits.
 *
 * The message is an unambiguous list of fields:
 *
 *   message := field(domain) field(fields[0]) field(fields[1]) ...
 *   field(text) := length as u32 big-endian, bytes
 *   field(null) := 0xFFFFFFFF
 *
 * Preparing the key is half of the work, so it is done once, together with the domain, and the
 * prepared state is cloned for each message. With a clone anybody could make digests as if they had
 * the key, so it is wiped.
 */
#include "key/key.h"

#include <sodium.h>
#include <string.h>

static void absorb(struct dlb_sha256 *hash, struct dlb_text field)
{
    uint32_t len = field.data ? (uint32_t)field.len : UINT32_MAX;
    const unsigned char prefix[4] = {(unsigned char)(len >> 24), (unsigned char)(len >> 16),
                                     (unsigned char)(len >> 8), (unsigned char)len};
    dlb_sha256_add(hash, prefix, sizeof prefix);
    if (field.data) dlb_sha256_add(hash, field.data, field.len);
}

/* HMAC hashes a block made of the key, then the message; and another one, then that hash. */
static void take_key(struct dlb_digest *digest, const struct dlb_digest_key *key)
{
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, key->bytes, sizeof key->bytes);
    digest->inner =
        (struct dlb_sha256){.n_bytes = DLB_SHA256_BLOCK, .native = dlb_sha256_is_native()};
    digest->outer = digest->inner;
    memcpy(digest->inner.state, state.ictx.state, sizeof digest->inner.state);
    memcpy(digest->outer.state, state.octx.state, sizeof digest->outer.state);
    dlb_wipe(&state, sizeof state);
}

/* What is left of the two hashes is wiped. */
static void end_message(struct dlb_digest *message, unsigned char whole[DLB_SHA256_BYTES])
{
    dlb_sha256_end(&message->inner, whole);
    dlb_sha256_add(&message->outer, whole, DLB_SHA256_BYTES);
    dlb_sha256_end(&message->outer, whole);
    dlb_wipe(message, sizeof *message);
}

void dlb_digest_open(struct dlb_digest *digest, const struct dlb_digest_key *key,
                     const char *domain)
{
    take_key(digest, key);
    absorb(&digest->inner, (struct dlb_text){domain, strlen(domain)});
}

void dlb_digest_of(const struct dlb_digest *digest, const struct dlb_text *fields, size_t n_fields,
                   unsigned char out[16])
{
    struct dlb_digest message = *digest;
    unsigned char whole[DLB_SHA256_BYTES];
    for (size_t i = 0; i < n_fields; i++) absorb(&message.inner, fields[i]);
    end_message(&message, whole);
    memcpy(out, whole, 16);
    dlb_wipe(whole, sizeof whole);
}

void dlb_hex128(const unsigned char digest[16], char hex[32])
{
    static const char digits[16] = "0123456789abcdef";
    for (size_t i = 0; i < 16; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
}

dolbom_status dlb_digest_self_test(dolbom_error *error)
{
    /* RFC 4231, test case 2; a key that is shorter is filled up with zeros. */
    static const char message[] = "what do ya want for nothing?";
    static const struct dlb_digest_key key = {"Jefe"};
    static const unsigned char published[DLB_SHA256_BYTES] = {
        0x5b, 0xdc, 0xc1, 0x46, 0xbf, 0x60, 0x75, 0x4e, 0x6a, 0x04, 0x24,
        0x26, 0x08, 0x95, 0x75, 0xc7, 0x5a, 0x00, 0x3f, 0x08, 0x9d, 0x27,
        0x39, 0x83, 0x9d, 0xec, 0x58, 0xb9, 0x64, 0xec, 0x38, 0x43};
    unsigned char got[DLB_SHA256_BYTES];
    struct dlb_digest digest;
    take_key(&digest, &key);
    dlb_sha256_add(&digest.inner, message, strlen(message));
    end_message(&digest, got);
    if (sodium_init() >= 0 && memcmp(got, published, sizeof got) == 0) return DOLBOM_OK;
    return dlb_fail(error, DOLBOM_E_CORRUPT, -1, NULL,
                    "HMAC-SHA-256 does not give the published value; install another libsodium");
}
