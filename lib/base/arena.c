/* SPDX-License-Identifier: Apache-2.0 */
/*
 * arena.c - many small pieces that die together.
 *
 * Blocks double from 4 KiB to 4 MiB, so a small arena is small and a large one touches the
 * allocator rarely. A piece of more than 2 MiB gets a block of its own, linked *below* the newest
 * one, which keeps serving small pieces.
 *
 *   arena->last -> newest block -> ... -> oldest block -> NULL
 *   block: { previous, bytes, pieces ... }   bytes counts the whole block
 */
#include "base/base.h"

#include <string.h>

enum { ALIGN = 8, FIRST_BLOCK = 4 << 10, LARGEST_BLOCK = 4 << 20 };

struct dlb_arena_block {
    struct dlb_arena_block *previous;
    size_t bytes;
};

void dlb_arena_init(struct dlb_arena *arena, struct dlb_env *env, bool personal)
{
    *arena = (struct dlb_arena){.env = env, .personal = personal};
}

static struct dlb_arena_block *open_block(struct dlb_arena *arena, size_t bytes)
{
    struct dlb_arena_block *block = dlb_alloc(arena->env, bytes);
    if (block) *block = (struct dlb_arena_block){.bytes = bytes};
    return block;
}

/* Twice the size of the last block and room for two pieces of `bytes`, up to the largest block. */
static size_t next_block_bytes(const struct dlb_arena *arena, size_t bytes)
{
    const size_t last = arena->last ? arena->last->bytes : 0;
    size_t next = FIRST_BLOCK;
    while (next < LARGEST_BLOCK && (next <= last || next < 2 * bytes)) next *= 2;
    return next;
}

/* A block for one piece; the newest block, if there is one, stays the newest. */
static void *alloc_alone(struct dlb_arena *arena, size_t bytes)
{
    struct dlb_arena_block *block = open_block(arena, sizeof *block + bytes);
    if (!block) return NULL;
    if (arena->last) {
        block->previous = arena->last->previous;
        arena->last->previous = block;
    } else {
        arena->last = block;
        arena->used = block->bytes;
    }
    return block + 1;
}

void *dlb_arena_alloc(struct dlb_arena *arena, size_t bytes)
{
    if (bytes > SIZE_MAX / 4) return NULL;
    bytes = (bytes + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    if (!arena->last || bytes > arena->last->bytes - arena->used) {
        if (bytes > LARGEST_BLOCK / 2) return alloc_alone(arena, bytes);
        const size_t block_bytes = next_block_bytes(arena, bytes);
        struct dlb_arena_block *block = open_block(arena, block_bytes);
        if (!block) return NULL;
        block->previous = arena->last;
        arena->last = block;
        arena->used = sizeof *block;
    }
    void *piece = (char *)arena->last + arena->used;
    arena->used += bytes;
    return piece;
}

char *dlb_arena_copy(struct dlb_arena *arena, const void *data, size_t bytes)
{
    char *copy = dlb_arena_alloc(arena, bytes);
    if (copy && bytes > 0) memcpy(copy, data, bytes);
    return copy;
}

/* Free `block` and all older ones. */
static void close_blocks(struct dlb_arena *arena, struct dlb_arena_block *block)
{
    while (block) {
        struct dlb_arena_block *previous = block->previous;
        const size_t bytes = block->bytes;
        if (arena->personal) dlb_wipe(block, bytes);
        dlb_free(arena->env, block, bytes);
        block = previous;
    }
}

void dlb_arena_reset(struct dlb_arena *arena)
{
    if (!arena->last) return;
    close_blocks(arena, arena->last->previous);
    arena->last->previous = NULL;
    arena->used = sizeof *arena->last;
}

void dlb_arena_clear(struct dlb_arena *arena)
{
    close_blocks(arena, arena->last);
    arena->last = NULL;
    arena->used = 0;
}
