/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sha256.h - SHA-256 by the processor's own instructions where it has them; part of key.h.
 *
 * They take a quarter of the time of libsodium, which hashes on all other machines. A hash holds
 * what was hashed, so whoever hashes secrets wipes it.
 */
#ifndef DLB_SHA256_H
#define DLB_SHA256_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DLB_SHA256_BLOCK = 64, DLB_SHA256_BYTES = 32 };

struct dlb_sha256 {
    uint32_t state[8];
    uint64_t n_bytes;                      /* hashed so far */
    unsigned char block[DLB_SHA256_BLOCK]; /* the last of them, until there is a whole block */
    bool native;                           /* hash by the processor's instructions */
};
void dlb_sha256_add(struct dlb_sha256 *hash, const void *data, size_t len);
void dlb_sha256_end(struct dlb_sha256 *hash, unsigned char out[DLB_SHA256_BYTES]);

/* Has this processor instructions for SHA-256? Asking takes long. (sha256_native.c) */
bool dlb_sha256_is_native(void);
/* Add one block to a state by them. */
void dlb_sha256_native(uint32_t state[8], const unsigned char block[DLB_SHA256_BLOCK]);

#endif
