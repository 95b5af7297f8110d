/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fail_alloc.c - preloaded into the command: its n-th allocation fails, once or from then on.
 *
 * FAIL_AT=N, FAIL_FOREVER=1; FAIL_COUNT=FILE is told how many there were.
 */
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *block, size_t size);

static atomic_long n_calls;
static long fail_at;
static int forever, armed;

__attribute__((constructor)) static void arm(void)
{
    const char *at = getenv("FAIL_AT");
    fail_at = at ? strtol(at, NULL, 10) : 0;
    forever = getenv("FAIL_FOREVER") != NULL;
    armed = 1;
}

__attribute__((destructor)) static void disarm(void)
{
    const char *path = getenv("FAIL_COUNT");
    armed = 0;
    FILE *file = path ? fopen(path, "w") : NULL;
    if (!file) return;
    fprintf(file, "%ld\n", (long)n_calls);
    fclose(file);
}

static int fails(void)
{
    if (!armed) return 0;
    long call = atomic_fetch_add(&n_calls, 1) + 1;
    int now = fail_at > 0 && (call == fail_at || (forever && call > fail_at));
    if (now) errno = ENOMEM;
    return now;
}

void *malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
    return fails() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *block, size_t size)
{
    if (block && size == 0) return __libc_realloc(block, size);
    return fails() ? NULL : __libc_realloc(block, size);
}

void *reallocarray(void *block, size_t n, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(n, size, &bytes)) return NULL;
    return realloc(block, bytes);
}
