/* SPDX-License-Identifier: Apache-2.0 */
/*
 * support.h - memory that counts and fails, for the tests of every folder.
 *
 *   struct test_memory memory = {0};
 *   struct dlb_env *env = test_env_open(&memory, 2);
 *   ...
 *   test_env_close(env, &memory);          fails the test when something is left
 *
 *   sweep(scenario, context);              every allocation fails, once and forever
 *
 * test_memory.c needs no test framework, so that plain programs can use it as well.
 */
#ifndef TEST_SUPPORT_H
#define TEST_SUPPORT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/base.h"

/*
 * What dolbom_environment.resize calls in tests. The zero state never fails. Blocks are filled with
 * rubbish and move at every resize, and each remembers its size.
 */
struct test_memory {
    size_t fail_at;    /* the n-th allocation or resize fails, from 1; 0: none */
    bool fail_forever; /* and all after it */
    atomic_size_t n_calls;
    atomic_size_t n_failed;
    atomic_size_t n_wrong; /* blocks given back with a size they do not have */
    atomic_size_t live_blocks;
    atomic_size_t live_bytes;
    atomic_size_t peak_bytes; /* the most that was live */
};

void *test_memory_resize(void *memory, void *block, size_t old_size, size_t new_size);

/*
 * How many rounds of a law to run: n, or a quarter of it under the address sanitizer, which makes
 * each take several times as long and whose findings do not wait for the last round.
 */
size_t test_rounds(size_t n);

/* An environment on this memory, one thread, no limit; change what you like in the copy. */
dolbom_environment test_memory_environment(struct test_memory *memory);

/* What is wrong once everything should have been freed, or NULL. */
const char *test_memory_fault(const struct test_memory *memory);

/* A dlb_env on this memory; the test fails when it cannot be opened. */
struct dlb_env *test_env_open(struct test_memory *memory, unsigned n_threads);

/*
 * The same, of a caller who was told that stage "link" began, takes so long to listen that each
 * question whether to go on is put to him, and stops it when he is told for the TEST_PATIENCE-th
 * time; *n_calls counts. One thread.
 */
enum { TEST_PATIENCE = 6 };
struct dlb_env *test_env_impatient(struct test_memory *memory, unsigned *n_calls);

/* Release env; the test fails when a block is left or was given back with a wrong size. */
void test_env_close(struct dlb_env *env, struct test_memory *memory);

/*
 * Something that takes all its memory from `environment`, frees all of it again whatever happens,
 * and returns its status. It must do the same each time it is called.
 */
typedef dolbom_status (*test_scenario)(const dolbom_environment *environment, void *context,
                                       dolbom_error *error);

/*
 * Run the scenario with its 1st, 2nd, 3rd ... allocation failing until none is left to
 * fail; first each of them once, then from each of them on forever. Each time the status
 * is DOLBOM_E_MEMORY with a message, and nothing is left; at last it is DOLBOM_OK. Under the
 * address sanitizer, after the first, every fourth allocation fails, as test_rounds() has it.
 */
void sweep(test_scenario scenario, void *context);

/* The law that the scenario breaks, written to why[]; false when it keeps them all. */
bool sweep_finds_fault(test_scenario scenario, void *context, char *why, size_t why_cap);

#endif
