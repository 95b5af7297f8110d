/* SPDX-License-Identifier: Apache-2.0 */
/*
 * key.h - secrets, and what is made with them.
 */
#ifndef DLB_KEY_H
#define DLB_KEY_H

#include "key/sha256.h"

#include "base/base.h"

/*
 * A keyed digest: HMAC-SHA-256 with the key state prepared once, cut to 128 bits. Fields
 * are joined as (length as u32 big-endian, bytes), null as length 0xFFFFFFFF, so no two
 * field lists collide; a field is shorter than 4 GiB. The domain keeps uses apart
 * ("person_id", "finding_id", "rrn"). Whoever holds a digest wipes it.
 */
struct dlb_digest {
    struct dlb_sha256 inner, outer; /* cloned for each message */
};
struct dlb_digest_key {
    unsigned char bytes[32];
};
void dlb_digest_open(struct dlb_digest *digest, const struct dlb_digest_key *key,
                     const char *domain);
void dlb_digest_of(const struct dlb_digest *digest, const struct dlb_text *fields, size_t n_fields,
                   unsigned char out[16]);
/* 32 lower-case hex digits, no NUL. */
void dlb_hex128(const unsigned char digest[16], char hex[32]);

/* Checks a published value of HMAC-SHA-256; DOLBOM_E_CORRUPT when libsodium gives another. */
dolbom_status dlb_digest_self_test(dolbom_error *error);

#endif
