/* SPDX-License-Identifier: Apache-2.0 */
/*
 * key_inside.h - what a keyring is inside, and how keys are made from keys.
 */
#ifndef DLB_KEY_INSIDE_H
#define DLB_KEY_INSIDE_H

#include "key/key.h"

/* ---- derivation (derive.c) ------------------------------------------------------------------- */

static inline void dlb_put_u32(unsigned char bytes[4], uint32_t number)
{
    for (unsigned i = 0; i < 4; i++) bytes[i] = (unsigned char)(number >> (24 - 8 * i));
}

static inline uint32_t dlb_get_u32(const unsigned char bytes[4])
{
    uint32_t number = 0;
    for (unsigned i = 0; i < 4; i++) number = number << 8 | bytes[i];
    return number;
}

/* SP 800-108 with a fixed input that is made already. */
void dlb_kbkdf(const void *key, size_t key_len, const void *fixed, size_t fixed_len,
               unsigned char out[32]);
/* A subkey for a use, "dolbom/1/…", in the context of these fields, which are short. */
void dlb_key_derive(const struct dlb_digest_key *key, const char *label,
                    const struct dlb_text *fields, size_t n_fields, struct dlb_digest_key *subkey);

/* ---- keyrings (keyring.c) -------------------------------------------------------------------- */

enum { DLB_KEYS_MAX = 64 };

/* What is no secret of a key; the secret lies at the same place of `secrets`. */
struct dlb_key {
    uint32_t version, state;
    int32_t first_day, last_day;
    uint64_t fingerprint;
};

struct dolbom_keyring {
    struct dlb_env *env;
    atomic_uint n_holders;
    char domain[DOLBOM_KEY_DOMAIN_MAX];
    uint32_t domain_len, n;            /* n: of keys, 1 at least */
    struct dlb_key keys[DLB_KEYS_MAX]; /* by version */
    struct dlb_digest_key *secrets;    /* locked; zeros where a key is retired */
};

/* An empty keyring with room for all secrets, which can be written until dlb_keyring_seal(). Takes
 * over the environment. */
dolbom_status dlb_keyring_begin(struct dlb_env *env, dolbom_keyring **keyring, dolbom_error *error);
void dlb_keyring_seal(dolbom_keyring *keyring);
/* Is it a name of a domain? */
bool dlb_is_domain(const char *name, size_t len);
/* The subkey of the keyring's i-th key for a use. */
void dlb_keyring_derive(const dolbom_keyring *keyring, uint32_t i, const char *label,
                        const char *purpose, struct dlb_digest_key *subkey);
uint64_t dlb_key_fingerprint(const dolbom_keyring *keyring, uint32_t i);

#endif
