/* SPDX-License-Identifier: Apache-2.0 */
/*
 * digest.c - keyed digests: HMAC-SHA-256 cut to 128 bits. The one file of this folder that
 * sees libsodium.
 *
 * The message is a list of fields that cannot be read in two ways:
 *
 *   message := field(domain) field(fields[0]) field(fields[1]) ...
 *   field(text) := length as u32 big-endian, bytes
 *   field(null) := 0xFFFFFFFF
 *
 * Preparing the key is half of the work, so it is done once, together with the domain, and
 * the prepared state is cloned for each message. A clone holds what the key can be forged
 * with: it is wiped.
 */
#include "base/base.h"

#include <sodium.h>
#include <string.h>

_Static_assert(sizeof(crypto_auth_hmacsha256_state) <= sizeof(((struct dlb_digest *)0)->state),
               "libsodium's HMAC state outgrew struct dlb_digest");
_Static_assert(_Alignof(crypto_auth_hmacsha256_state) <= 16, "struct dlb_digest is aligned to 16");

bool dlb_digest_ready(void)
{
    return sodium_init() >= 0;
}

static void absorb(crypto_auth_hmacsha256_state *state, struct dlb_text field)
{
    uint32_t len = field.data ? (uint32_t)field.len : UINT32_MAX;
    const unsigned char prefix[4] = {(unsigned char)(len >> 24), (unsigned char)(len >> 16),
                                     (unsigned char)(len >> 8), (unsigned char)len};
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

void dlb_hex128(const unsigned char digest[16], char hex[32])
{
    static const char digits[16] = "0123456789abcdef";
    for (size_t i = 0; i < 16; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
}
