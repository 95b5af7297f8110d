/* SPDX-License-Identifier: Apache-2.0 */
/*
 * juso_sharers.c - one table of addresses under many plans, made and freed on several threads.
 *
 * A plain program, to be built with the thread sanitizer as well. Who made the table gives it
 * and his plan back while the others still look up in theirs; the last one frees it.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "juso/juso_world.h"
#include "support/support.h"

enum { N_SHARERS = 4, ROUNDS = 200 };

struct sharer {
    pthread_t thread;
    const dolbom_plan *plan; /* while nobody is ready */
    atomic_bool ready;       /* has a plan of its own */
    bool good;
};

static bool finds(const dolbom_plan *plan)
{
    char text[WORLD_LINE], key[27], buffer[DOLBOM_ADDRESS_TEXTS_MAX];
    size_t used;
    dolbom_address address = {.struct_size = sizeof address};
    size_t n = world_road_text(world_rows, text);
    world_key(world_rows, key);
    return dolbom_address_parse(plan, text, n, buffer, sizeof buffer, &used, &address) ==
               DOLBOM_OK &&
           address.juso_key.len == 26 && memcmp(address.juso_key.data, key, 26) == 0;
}

static void *share(void *context)
{
    struct sharer *sharer = context;
    dolbom_plan *own = NULL;
    sharer->good = dolbom_plan_read(sharer->plan, "", 0, NULL, &own, NULL) == DOLBOM_OK;
    atomic_store(&sharer->ready, true); /* the plan given may go from here on */
    for (int i = 0; i < ROUNDS && sharer->good; i++) {
        dolbom_plan *next = NULL;
        sharer->good = finds(own) && dolbom_plan_read(own, "", 0, NULL, &next, NULL) == DOLBOM_OK;
        dolbom_plan_free(own);
        own = next;
    }
    dolbom_plan_free(own);
    return NULL;
}

int main(void)
{
    struct test_memory memory = {0};
    dolbom_environment environment = test_memory_environment(&memory);
    struct world world;
    struct sharer sharers[N_SHARERS];
    unsigned n_failed = 0;
    if (world_open(&world, world_rows, world_n_rows, &environment, NULL) != DOLBOM_OK) return 1;
    for (size_t i = 0; i < N_SHARERS; i++) {
        sharers[i].plan = world.plan;
        atomic_init(&sharers[i].ready, false);
        if (pthread_create(&sharers[i].thread, NULL, share, &sharers[i]) != 0) return 1;
    }
    for (size_t i = 0; i < N_SHARERS; i++)
        while (!atomic_load(&sharers[i].ready)) continue;
    dolbom_plan_free(world.plan); /* the bytes stay: they are the builder's */
    world.plan = NULL;
    for (size_t i = 0; i < N_SHARERS; i++) {
        pthread_join(sharers[i].thread, NULL);
        printf("%s: sharer %zu\n", sharers[i].good ? "ok" : "FAILED", i);
        n_failed += !sharers[i].good;
    }
    world_close(&world);
    const char *fault = test_memory_fault(&memory);
    printf("%s: memory: %s\n", fault ? "FAILED" : "ok", fault ? fault : "all given back");
    n_failed += fault != NULL;
    printf("%u passed, %u failed\n", N_SHARERS + 1 - n_failed, n_failed);
    return n_failed > 0;
}
