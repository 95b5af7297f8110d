/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_memory.c - an allocator that counts, fails on demand, and hides no mistake.
 *
 *   block := head (size, mark) | the bytes that were asked for
 *
 * Each block is its own malloc with nothing after it, so a sanitizer sees every overrun.
 */
#include "support/support.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct head {
    size_t size;
    size_t mark;
};

_Static_assert(sizeof(struct head) == 16, "blocks must stay aligned to 16 bytes");

static const size_t alive = 0x600DB10C;
enum { RUBBISH = 0xA5 };

static bool must_fail(struct test_memory *memory)
{
    size_t call = atomic_fetch_add(&memory->n_calls, 1) + 1;
    if (memory->fail_at == 0 || call < memory->fail_at) return false;
    if (call > memory->fail_at && !memory->fail_forever) return false;
    atomic_fetch_add(&memory->n_failed, 1);
    return true;
}

static void *give(struct test_memory *memory, size_t size)
{
    struct head *head = malloc(sizeof *head + size);
    if (!head) return NULL;
    *head = (struct head){size, alive};
    memset(head + 1, RUBBISH, size);
    atomic_fetch_add(&memory->live_blocks, 1);
    return head + 1;
}

/* How many bytes the block really had. */
static size_t take_back(struct test_memory *memory, void *block, size_t size)
{
    struct head *head = (struct head *)block - 1;
    const bool known = head->mark == alive;
    if (!known || head->size != size) atomic_fetch_add(&memory->n_wrong, 1);
    if (!known) return 0;
    size = head->size;
    atomic_fetch_sub(&memory->live_blocks, 1);
    memset(head, RUBBISH, sizeof *head + size);
    free(head);
    return size;
}

/* Once per change, so that a block that moves is not counted twice meanwhile. */
static void count_bytes(struct test_memory *memory, size_t before, size_t after)
{
    size_t live = atomic_fetch_add(&memory->live_bytes, after - before) + after - before;
    size_t peak = memory->peak_bytes;
    while (peak < live && !atomic_compare_exchange_weak(&memory->peak_bytes, &peak, live)) continue;
}

void *test_memory_resize(void *memory, void *block, size_t old_size, size_t new_size)
{
    if (new_size == 0) {
        if (block) count_bytes(memory, take_back(memory, block, old_size), 0);
        return NULL;
    }
    if (must_fail(memory)) return NULL;
    void *moved = give(memory, new_size);
    if (!moved) return NULL;
    if (block) memcpy(moved, block, old_size < new_size ? old_size : new_size);
    count_bytes(memory, block ? take_back(memory, block, old_size) : 0, new_size);
    return moved;
}

dolbom_environment test_memory_environment(struct test_memory *memory)
{
    dolbom_environment environment = DOLBOM_ENVIRONMENT_INIT;
    environment.n_threads = 1;
    environment.resize = test_memory_resize;
    environment.resize_context = memory;
    return environment;
}

const char *test_memory_fault(const struct test_memory *memory)
{
    if (memory->n_wrong > 0) return "a block was given back with a size it does not have";
    if (memory->live_blocks > 0) return "a block was not given back";
    return memory->live_bytes > 0 ? "bytes were not given back" : NULL;
}

size_t test_rounds(size_t n)
{
#ifdef __SANITIZE_ADDRESS__
    return (n + 3) / 4;
#else
    return n;
#endif
}
