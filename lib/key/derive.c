/* SPDX-License-Identifier: Apache-2.0 */
/*
 * derive.c - a key for each use from one key: NIST SP 800-108, KDF in counter mode over
 * HMAC-SHA-256.
 *
 *   subkey  := HMAC(key, counter fixed), the counter being 1 as u32 big-endian: one block suffices
 *   fixed   := label 0x00 context length
 *   context := field(fields[0]) field(fields[1]) …, as digest.c frames them
 *   length  := 256 as u32 big-endian: the bits of a subkey
 */
#include "key/key_inside.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

enum { FIXED_MAX = 256 };

void dlb_kbkdf(const void *key, size_t key_len, const void *fixed, size_t fixed_len,
               unsigned char out[32])
{
    static const unsigned char counter[4] = {0, 0, 0, 1};
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, key, key_len);
    crypto_auth_hmacsha256_update(&state, counter, sizeof counter);
    crypto_auth_hmacsha256_update(&state, fixed, fixed_len);
    crypto_auth_hmacsha256_final(&state, out);
    dlb_wipe(&state, sizeof state);
}

static size_t put(unsigned char fixed[FIXED_MAX], size_t len, const void *data, size_t n)
{
    assert(n <= FIXED_MAX - len);
    memcpy(fixed + len, data, n);
    return len + n;
}

void dlb_key_derive(const struct dlb_digest_key *key, const char *label,
                    const struct dlb_text *fields, size_t n_fields, struct dlb_digest_key *subkey)
{
    unsigned char fixed[FIXED_MAX], number[4];
    size_t len = put(fixed, 0, label, strlen(label) + 1);
    for (size_t i = 0; i < n_fields; i++) {
        dlb_put_u32(number, (uint32_t)fields[i].len);
        len = put(fixed, len, number, sizeof number);
        len = put(fixed, len, fields[i].data, fields[i].len);
    }
    dlb_put_u32(number, 8 * sizeof subkey->bytes);
    len = put(fixed, len, number, sizeof number);
    dlb_kbkdf(key->bytes, sizeof key->bytes, fixed, len, subkey->bytes);
}
