/* SPDX-License-Identifier: Apache-2.0 */
/*
 * key.h - secrets, and what is made with them.
 */
#ifndef DLB_KEY_H
#define DLB_KEY_H

#include "base/base.h"
#include "dolbom/key.h"

/*
 * A keyed digest: HMAC-SHA-256 with the key state prepared once, cut to 128 bits. Fields
 * are joined as (length as u32 big-endian, bytes), null as length 0xFFFFFFFF, so no two
 * field lists collide; a field is shorter than 4 GiB. The domain keeps uses apart
 * ("person_id", "finding_id", "rrn"). Whoever holds a digest wipes it.
 */
struct dlb_digest {
    _Alignas(16) unsigned char state[256]; /* of SHA-256, cloned for each message */
    unsigned char tag_key[16];
};
struct dlb_digest_key {
    unsigned char bytes[32];
};
void dlb_digest_open(struct dlb_digest *digest, const struct dlb_digest_key *key,
                     const char *domain);
void dlb_digest_of(const struct dlb_digest *digest, const struct dlb_text *fields, size_t n_fields,
                   unsigned char out[16]);
/*
 * A tag of such fields: SipHash-2-4 of 128 bits under a key that is made from the digest's. It
 * takes a tenth of the time, for whoever tries fields out too once they have the key, so it is not
 * for what identifies a person: it is for ids of findings and of sets of rows. Their fields hold a
 * person's or a channel's digest, and the ids of households and rows as agencies wrote them
 * (docs/decisions/0026-ids-of-findings.md). Fields of more than DLB_TAG_BYTES together, with four
 * bytes for each, get their digest.
 */
enum { DLB_TAG_BYTES = 1024 };
void dlb_digest_tag(const struct dlb_digest *digest, const struct dlb_text *fields, size_t n_fields,
                    unsigned char out[16]);
/* SipHash-2-4 of 128 bits, where a short message is to be spread under a key of its own. */
void dlb_spread(const unsigned char key[16], const void *message, size_t len,
                unsigned char out[16]);
/* 32 lower-case hex digits, no NUL. */
void dlb_hex128(const unsigned char digest[16], char hex[32]);

/* ---- keyrings (keyring.c) -------------------------------------------------------------------- */

dolbom_keyring *dlb_keyring_share(dolbom_keyring *keyring); /* one holder more; returns keyring */
/* A digest for ids of a kind, "person_id" or "finding_id", under the active key; without a keyring
 * (NULL) under a constant that everybody knows. */
void dlb_keyring_digest_open(const dolbom_keyring *keyring, const char *purpose,
                             struct dlb_digest *digest);
/* What is made for a column of `tokens`, each under a subkey of its own. */
enum dlb_token_use {
    DLB_USE_TOKEN,  /* tokens */
    DLB_USE_BLOCK,  /* of fuzzy tokens: within which they can be compared */
    DLB_USE_SALT,   /* the key of a block */
    DLB_USE_WIRING, /* how bits are joined */
    DLB_TOKEN_USES
};
/* A digest for that; there must be a keyring. */
void dlb_keyring_token_open(const dolbom_keyring *keyring, enum dlb_token_use use,
                            const char *column, struct dlb_digest *digest);
/* May the active key be used that day? DOLBOM_OK or DOLBOM_E_KEY. */
dolbom_status dlb_keyring_check_day(const dolbom_keyring *keyring, int32_t today,
                                    dolbom_error *error);

/* Checks published values of both; DOLBOM_E_CORRUPT when libsodium gives others. */
dolbom_status dlb_digest_self_test(dolbom_error *error);

#endif
