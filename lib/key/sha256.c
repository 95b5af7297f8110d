/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sha256.c - SHA-256 of bytes that come in pieces.
 *
 *   message  bytes | 0x80 | zeros | number of bits as u64 big-endian   : whole blocks
 */
#include "key/sha256.h"

#include <sodium.h>
#include <string.h>

enum { LENGTH_BYTES = 8, LENGTH_AT = DLB_SHA256_BLOCK - LENGTH_BYTES };

static void hash_block(struct dlb_sha256 *hash)
{
    if (hash->native) {
        dlb_sha256_native(hash->state, hash->block);
        return;
    }
    crypto_hash_sha256_state state = {.count = 0};
    memcpy(state.state, hash->state, sizeof hash->state);
    crypto_hash_sha256_update(&state, hash->block, sizeof hash->block);
    memcpy(hash->state, state.state, sizeof hash->state);
    sodium_memzero(&state, sizeof state);
}

void dlb_sha256_add(struct dlb_sha256 *hash, const void *data, size_t len)
{
    const unsigned char *bytes = data;
    while (len > 0) {
        const size_t used = hash->n_bytes % DLB_SHA256_BLOCK, room = DLB_SHA256_BLOCK - used;
        const size_t n = len < room ? len : room;
        memcpy(hash->block + used, bytes, n);
        hash->n_bytes += n;
        bytes += n;
        len -= n;
        if (n == room) hash_block(hash);
    }
}

void dlb_sha256_end(struct dlb_sha256 *hash, unsigned char out[DLB_SHA256_BYTES])
{
    const uint64_t n_bits = hash->n_bytes * 8;
    size_t used = hash->n_bytes % DLB_SHA256_BLOCK;
    hash->block[used++] = 0x80;
    memset(hash->block + used, 0, DLB_SHA256_BLOCK - used);
    if (used > LENGTH_AT) {
        hash_block(hash);
        memset(hash->block, 0, DLB_SHA256_BLOCK);
    }
    for (unsigned i = 0; i < LENGTH_BYTES; i++)
        hash->block[LENGTH_AT + i] = (unsigned char)(n_bits >> (56 - 8 * i));
    hash_block(hash);
    for (unsigned i = 0; i < DLB_SHA256_BYTES; i++)
        out[i] = (unsigned char)(hash->state[i / 4] >> (24 - 8 * (i % 4)));
}
