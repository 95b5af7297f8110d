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
 * Preparing the key is half of the work, so it is done once, together with the domain, and the
 * prepared state is cloned for each message. With a clone anybody could make digests as if they had
 * the key, so it is wiped.
 */
#include "key/key.h"

#include <sodium.h>
#include <string.h>

_Static_assert(sizeof(crypto_auth_hmacsha256_state) <= sizeof(((struct dlb_digest *)0)->state),
               "libsodium's HMAC state outgrew struct dlb_digest");
_Static_assert(_Alignof(crypto_auth_hmacsha256_state) <= 16, "struct dlb_digest is aligned to 16");

enum { PREFIX = 4 };

static void write_prefix(struct dlb_text field, unsigned char prefix[PREFIX])
{
    uint32_t len = field.data ? (uint32_t)field.len : UINT32_MAX;
    for (unsigned i = 0; i < PREFIX; i++) prefix[i] = (unsigned char)(len >> (24 - 8 * i));
}

static void absorb(crypto_auth_hmacsha256_state *state, struct dlb_text field)
{
    unsigned char prefix[PREFIX];
    write_prefix(field, prefix);
    crypto_auth_hmacsha256_update(state, prefix, sizeof prefix);
    if (field.data)
        crypto_auth_hmacsha256_update(state, (const unsigned char *)field.data, field.len);
}

void dlb_digest_open(struct dlb_digest *digest, const struct dlb_digest_key *key,
                     const char *domain)
{
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, key->bytes, sizeof key->bytes);
    absorb(&state, (struct dlb_text){domain, strlen(domain)});
    memset(digest, 0, sizeof *digest);
    memcpy(digest->state, &state, sizeof state);
    dlb_wipe(&state, sizeof state);
    dlb_digest_of(digest, &(struct dlb_text){"tag", 3}, 1, digest->tag_key);
}

void dlb_digest_of(const struct dlb_digest *digest, const struct dlb_text *fields, size_t n_fields,
                   unsigned char out[16])
{
    crypto_auth_hmacsha256_state state;
    unsigned char whole[crypto_auth_hmacsha256_BYTES];
    memcpy(&state, digest->state, sizeof state);
    for (size_t i = 0; i < n_fields; i++) absorb(&state, fields[i]);
    crypto_auth_hmacsha256_final(&state, whole);
    memcpy(out, whole, 16);
    dlb_wipe(whole, sizeof whole);
    dlb_wipe(&state, sizeof state);
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
    static const unsigned char published[crypto_auth_hmacsha256_BYTES] = {
        0x5b, 0xdc, 0xc1, 0x46, 0xbf, 0x60, 0x75, 0x4e, 0x6a, 0x04, 0x24,
        0x26, 0x08, 0x95, 0x75, 0xc7, 0x5a, 0x00, 0x3f, 0x08, 0x9d, 0x27,
        0x39, 0x83, 0x9d, 0xec, 0x58, 0xb9, 0x64, 0xec, 0x38, 0x43};
    unsigned char got[crypto_auth_hmacsha256_BYTES];
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, (const unsigned char *)"Jefe", 4);
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)message, strlen(message));
    crypto_auth_hmacsha256_final(&state, got);
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
                    "libsodium does not give the published HMAC-SHA-256 and SipHash; install "
                    "another one");
}
