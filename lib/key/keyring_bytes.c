/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keyring_bytes.c - a keyring as bytes, and what bytes must be like to be one.
 *
 *   0   "dolbkey1"
 *   8   number of keys, length of the domain, 6 zeros
 *   16  the domain, zeros up to 64
 *   64  the keys by version, 64 bytes each:
 *         version u32, state u32, first day i32, last day i32, fingerprint u64, secret (32), 8
 * zeros end HMAC-SHA-256 of all before it, under a subkey of the newest key
 *
 * Numbers are big-endian. The HMAC finds what was damaged or changed by somebody without the key;
 * whoever can read the file can write another one.
 */
#include "key/key_inside.h"

#include <sodium.h>
#include <string.h>

enum {
    N_KEYS_AT = 8,
    DOMAIN_LEN_AT = 9,
    DOMAIN_AT = 16,
    HEAD = 64,
    KEY_BYTES = 64,
    SECRET_AT = 24,
    CHECK = crypto_auth_hmacsha256_BYTES,
    LEAST_BYTES = HEAD + KEY_BYTES + CHECK
};
_Static_assert(HEAD + DLB_KEYS_MAX * KEY_BYTES + CHECK <= DOLBOM_KEYRING_MAX, "it always fits");

static const unsigned char magic[8] = {'d', 'o', 'l', 'b', 'k', 'e', 'y', '1'};
static const char check_label[] = "dolbom/1/file";

static size_t bytes_of(uint32_t n_keys)
{
    return HEAD + (size_t)n_keys * KEY_BYTES + CHECK;
}

/* The check value of a keyring's bytes before it. */
static void make_check(const dolbom_keyring *keyring, const unsigned char *bytes, size_t len,
                       unsigned char check[CHECK])
{
    struct dlb_digest_key subkey;
    dlb_keyring_derive(keyring, keyring->n - 1, check_label, "", &subkey);
    crypto_auth_hmacsha256(check, bytes, len, subkey.bytes);
    dlb_wipe(&subkey, sizeof subkey);
}

/* ---- writing --------------------------------------------------------------------------------- */

static void write_key(const dolbom_keyring *keyring, uint32_t i, unsigned char *bytes)
{
    const struct dlb_key *key = &keyring->keys[i];
    dlb_put_u32(bytes, key->version);
    dlb_put_u32(bytes + 4, key->state);
    dlb_put_u32(bytes + 8, (uint32_t)key->first_day);
    dlb_put_u32(bytes + 12, (uint32_t)key->last_day);
    dlb_put_u32(bytes + 16, (uint32_t)(key->fingerprint >> 32));
    dlb_put_u32(bytes + 20, (uint32_t)key->fingerprint);
    memcpy(bytes + SECRET_AT, keyring->secrets[i].bytes, sizeof keyring->secrets[i].bytes);
}

dolbom_status dolbom_keyring_write(const dolbom_keyring *keyring, void *dst, size_t dst_cap,
                                   size_t *dst_len)
{
    if (!keyring || !dst_len || (!dst && dst_cap)) return DOLBOM_E_ARG;
    size_t len = *dst_len = bytes_of(keyring->n);
    unsigned char *bytes = dst;
    if (dst_cap < len) return DOLBOM_E_ROOM;
    memset(bytes, 0, len);
    memcpy(bytes, magic, sizeof magic);
    bytes[N_KEYS_AT] = (unsigned char)keyring->n;
    bytes[DOMAIN_LEN_AT] = (unsigned char)keyring->domain_len;
    memcpy(bytes + DOMAIN_AT, keyring->domain, keyring->domain_len);
    for (uint32_t i = 0; i < keyring->n; i++)
        write_key(keyring, i, bytes + HEAD + (size_t)i * KEY_BYTES);
    make_check(keyring, bytes, len - CHECK, bytes + len - CHECK);
    return DOLBOM_OK;
}

/* ---- reading --------------------------------------------------------------------------------- */

/* Would nobody draw this by chance: text, or one byte over and over? */
static bool is_weak(const struct dlb_digest_key *secret)
{
    bool is_text = true, is_one = true;
    for (size_t i = 0; i < sizeof secret->bytes; i++) {
        is_text &= secret->bytes[i] >= ' ' && secret->bytes[i] <= '~';
        is_one &= secret->bytes[i] == secret->bytes[0];
    }
    return is_text || is_one;
}

/* The state that a key must have: the last is active, the one before it may be leaving. */
static bool is_state(uint32_t state, uint32_t i, uint32_t n)
{
    if (i + 1 == n) return state == DOLBOM_KEY_ACTIVE;
    return state == DOLBOM_KEY_RETIRED || (state == DOLBOM_KEY_LEAVING && i + 2 == n);
}

/* Reads the i-th key; is it one that could have been written? */
static bool read_key(dolbom_keyring *keyring, uint32_t i, const unsigned char *bytes)
{
    struct dlb_key *key = &keyring->keys[i];
    *key = (struct dlb_key){dlb_get_u32(bytes), dlb_get_u32(bytes + 4),
                            (int32_t)dlb_get_u32(bytes + 8), (int32_t)dlb_get_u32(bytes + 12),
                            (uint64_t)dlb_get_u32(bytes + 16) << 32 | dlb_get_u32(bytes + 20)};
    memcpy(keyring->secrets[i].bytes, bytes + SECRET_AT, sizeof keyring->secrets[i].bytes);
    return key->version == i + 1 && is_state(key->state, i, keyring->n) &&
           key->first_day <= key->last_day && key->fingerprint != 0;
}

static bool read_all(dolbom_keyring *keyring, const unsigned char *bytes, size_t len)
{
    unsigned char check[CHECK];
    keyring->n = bytes[N_KEYS_AT];
    keyring->domain_len = bytes[DOMAIN_LEN_AT];
    bool fits = keyring->n > 0 && keyring->n <= DLB_KEYS_MAX && len == bytes_of(keyring->n) &&
                dlb_is_domain((const char *)bytes + DOMAIN_AT, keyring->domain_len);
    if (fits) memcpy(keyring->domain, bytes + DOMAIN_AT, keyring->domain_len);
    for (uint32_t i = 0; fits && i < keyring->n; i++)
        fits = read_key(keyring, i, bytes + HEAD + (size_t)i * KEY_BYTES);
    if (!fits) return false;
    make_check(keyring, bytes, len - CHECK, check);
    return sodium_memcmp(check, bytes + len - CHECK, sizeof check) == 0;
}

static dolbom_status check_secrets(const dolbom_keyring *keyring, dolbom_error *error)
{
    for (uint32_t i = 0; i < keyring->n; i++)
        if (keyring->keys[i].state != DOLBOM_KEY_RETIRED && is_weak(&keyring->secrets[i]))
            return dlb_fail(error, DOLBOM_E_KEY, -1, NULL,
                            "key version %u is no random key; make one with dolbom key new",
                            keyring->keys[i].version);
    return DOLBOM_OK;
}

dolbom_status dolbom_keyring_open(const void *bytes, size_t n_bytes,
                                  const dolbom_environment *environment, dolbom_keyring **keyring,
                                  dolbom_error *error)
{
    struct dlb_env *env;
    if (!keyring || (!bytes && n_bytes) || !dlb_error_fits(error))
        return dlb_fail(error, DOLBOM_E_ARG, -1, NULL, "keyring and bytes must not be NULL");
    *keyring = NULL;
    bool is_ours = n_bytes >= sizeof magic && memcmp(bytes, magic, sizeof magic) == 0;
    if (!is_ours)
        return dlb_fail(error, DOLBOM_E_CORRUPT, -1, NULL,
                        "this is no key file; dolbom key new makes one");
    dolbom_status status = dlb_env_open(environment, &env, error);
    if (status == DOLBOM_OK) status = dlb_keyring_begin(env, keyring, error);
    if (status != DOLBOM_OK) return status;
    bool whole = n_bytes >= LEAST_BYTES && read_all(*keyring, bytes, n_bytes);
    if (!whole)
        status = dlb_fail(error, DOLBOM_E_CORRUPT, -1, NULL,
                          "the key file is damaged or was changed; take its copy");
    if (status == DOLBOM_OK) status = check_secrets(*keyring, error);
    if (status == DOLBOM_OK) dlb_keyring_seal(*keyring);
    if (status == DOLBOM_OK) return DOLBOM_OK;
    dolbom_keyring_free(*keyring);
    *keyring = NULL;
    return status;
}
