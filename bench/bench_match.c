/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_match.c - records to persons under the built-in plan: what one pair costs, what one
 * record costs per blocking rule, what all of it costs on one thread and on two.
 *
 * The records are of invented people, nine for every five: names as frequent as census
 * surnames make them, families of three with one address and phone, some values missing,
 * slips in others.
 *
 * usage: bench_match [RECORDS]
 */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plan/plan.h"

enum { CODES_MAX = 48, FAMILY = 3, SCORED_PAIRS = 1 << 20 };

struct world {
    dolbom_plan *plan[2]; /* of one thread and of two */
    const struct dlb_match_settings *settings;
    struct dlb_records records;
    unsigned threads; /* index of plan */
    unsigned key;
    struct dlb_matcher matcher;
    struct dlb_blocks blocks;
    struct dlb_pairs pairs;
    struct dlb_persons persons;
    int64_t sum; /* of the results, so that they are not optimised away */
};

static struct dlb_env *env_of(const struct world *world)
{
    return world->plan[world->threads]->env;
}

/* ---- people ------------------------------------------------------------------------------ */

/* A number below `limit` that depends only on the person and the purpose. */
static uint64_t draw(uint64_t who, unsigned purpose, uint64_t limit)
{
    return dlb_hash_mix(who, purpose) % limit;
}

static void write_name(uint64_t person, bool slip, char *text, size_t cap)
{
    static const char *const surnames[] = {"김", "김", "김", "이", "이", "박", "최",
                                           "정", "강", "조", "윤", "장", "임", "한",
                                           "오", "서", "신", "권", "황", "안"};
    static const char *const syllables[] = {
        "영", "수", "순", "자", "미", "경", "지", "은", "민", "준", "서", "현", "정", "희", "숙",
        "옥", "철", "호", "진", "성", "재", "우", "윤", "하", "도", "연", "주", "혜", "선", "동"};
    const size_t n = sizeof syllables / sizeof *syllables;
    const char *surname = surnames[draw(person / FAMILY, 1, 20)];
    snprintf(text, cap, "%s%s%s", surname, syllables[draw(person, 2, n)],
             syllables[(draw(person, 3, n) + slip) % n]);
}

static void write_value(const char *field, uint64_t person, uint64_t record, char *text, size_t cap)
{
    const uint64_t family = person / FAMILY;
    text[0] = 0;
    if (strcmp(field, "name") == 0)
        write_name(person, draw(record, 4, 50) == 0, text, cap);
    else if (strcmp(field, "birth_date") == 0 && draw(record, 5, 50) > 0)
        snprintf(text, cap, "%d-%02d-%02d", (int)(1935 + draw(person, 6, 80)),
                 (int)(1 + draw(person, 7, 12)), (int)(1 + draw(person, 8, 28)));
    else if (strcmp(field, "sex") == 0)
        snprintf(text, cap, "%s", draw(person, 9, 2) ? "M" : "F");
    else if (strcmp(field, "phone") == 0 && draw(record, 10, 8) > 0)
        snprintf(text, cap, "010%08d",
                 (int)draw(draw(record, 11, 8) ? family : record, 12, 90000000));
    else if (strcmp(field, "address") == 0)
        snprintf(text, cap, "경기도 남양주시 경춘로%d번길 %d", (int)draw(family, 13, 900),
                 (int)(1 + draw(family, 14, 400)));
}

static void make_record(struct world *world, uint32_t r)
{
    const struct dlb_value_context context = {.as_of = DLB_DAY_NONE};
    const uint64_t person = dlb_hash_mix(r, 15) % ((uint64_t)world->records.n * 5 / 9 + 1);
    union dlb_parsed parsed;
    char text[200];
    world->records.agency[r] = (uint32_t)draw(r, 16, 12);
    for (unsigned f = 0; f < world->settings->n_fields; f++) {
        const struct dlb_match_field *field = &world->settings->fields[f];
        uint64_t *codes = world->records.codes + (size_t)r * world->settings->n_slots + field->slot;
        write_value(field->name, person, r, text, sizeof text);
        if (text[0])
            field->kind->encode(&context, (struct dlb_text){text, strlen(text)}, &parsed, codes);
    }
}

static void make_world(struct world *world, size_t n)
{
    for (uint32_t t = 0; t < 2; t++) {
        dolbom_environment environment = DOLBOM_ENVIRONMENT_INIT;
        environment.n_threads = t + 1;
        bench_check(dolbom_plan_read(NULL, NULL, 0, &environment, &world->plan[t], NULL), "plan");
    }
    world->settings = &world->plan[0]->match;
    world->records.n = (uint32_t)n;
    world->records.codes = calloc(n * world->settings->n_slots, sizeof(uint64_t));
    world->records.agency = calloc(n, sizeof(uint32_t));
    if (!world->records.codes || !world->records.agency) bench_check(DOLBOM_E_MEMORY, "records");
    for (uint32_t r = 0; r < n; r++) make_record(world, r);
}

/* ---- what is measured ---------------------------------------------------------------------- */

static void run_matcher(void *context)
{
    struct world *world = context;
    dlb_matcher_close(&world->matcher);
    bench_check(
        dlb_matcher_open(env_of(world), world->settings, &world->records, &world->matcher, NULL),
        "matcher");
}

static void run_blocks(void *context)
{
    struct world *world = context;
    dlb_blocks_close(env_of(world), &world->blocks);
    bench_check(dlb_blocks_open(&world->matcher, &world->blocks, NULL), "blocks");
    bench_check(dlb_blocks_build(&world->matcher, world->key, &world->blocks, NULL), "blocks");
}

/* Pairs as they come: mostly of one block, so mostly alike. */
static void run_scores(void *context)
{
    struct world *world = context;
    const struct dlb_blocks *blocks = &world->blocks;
    for (size_t i = 0; i < SCORED_PAIRS; i++) {
        const size_t at = i % (blocks->n - 1);
        world->sum += dlb_match_score(&world->matcher, (uint32_t)blocks->items[at].value,
                                      (uint32_t)blocks->items[at + 1].value)
                          .weight;
    }
}

static void run_pairs(void *context)
{
    struct world *world = context;
    dlb_pairs_clear(env_of(world), &world->pairs);
    bench_check(dlb_pairs_find(&world->matcher, &world->pairs, NULL), "pairs");
}

static void run_persons(void *context)
{
    struct world *world = context;
    dlb_persons_clear(env_of(world), &world->persons);
    bench_check(dlb_persons_form(&world->matcher, world->pairs.pairs, world->pairs.n, NULL, 0,
                                 &world->persons, NULL),
                "persons");
}

static void measure(struct world *world)
{
    const size_t n = world->records.n;
    const char *threads = world->threads ? "2_threads" : "1_thread";
    char name[80];
    snprintf(name, sizeof name, "match_frequencies_%s", threads);
    bench_run(name, n, NULL, run_matcher, world);
    for (world->key = 0; world->key < world->settings->n_keys; world->key++) {
        snprintf(name, sizeof name, "match_block_%s_%s", world->settings->keys[world->key].name,
                 threads);
        bench_run(name, n, NULL, run_blocks, world);
    }
    world->key = 1;
    run_blocks(world);
    snprintf(name, sizeof name, "match_score_%s", threads);
    if (world->threads == 0) bench_run(name, SCORED_PAIRS, NULL, run_scores, world);
    snprintf(name, sizeof name, "match_pairs_%s", threads);
    bench_run(name, n, NULL, run_pairs, world);
    snprintf(name, sizeof name, "match_persons_%s", threads);
    bench_run(name, n, NULL, run_persons, world);
    fprintf(stderr, "%zu records, %zu pairs, %u persons\n", n, world->pairs.n,
            world->persons.n_persons);
    dlb_persons_clear(env_of(world), &world->persons);
    dlb_pairs_clear(env_of(world), &world->pairs);
    dlb_blocks_close(env_of(world), &world->blocks);
    dlb_matcher_close(&world->matcher);
}

int main(int argc, char **argv)
{
    struct world world = {0};
    make_world(&world, bench_rows(argc, argv, 1000000));
    for (world.threads = 0; world.threads < 2; world.threads++) measure(&world);
    free(world.records.codes);
    free(world.records.agency);
    dolbom_plan_free(world.plan[0]);
    dolbom_plan_free(world.plan[1]);
    return world.sum == 42; /* never, but the compiler does not know */
}
