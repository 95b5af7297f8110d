/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_persons.c - persons against a search through the graph of pairs, and what forbids a join.
 */
#include "match/toy.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

enum { N = 40, PAIRS_MAX = 200 };

/* Records that say nothing: whatever is joined or kept apart comes from pairs and decisions. */
struct graph {
    struct test_memory memory;
    struct dlb_env *env;
    struct dlb_match_settings settings;
    uint64_t codes[N * TOY_FIELDS];
    uint32_t agency[N];
    struct dlb_records records;
    struct dlb_matcher matcher;
    struct dlb_pair pairs[PAIRS_MAX];
    size_t n_pairs;
    struct dlb_persons persons;
};

static void open_graph(struct graph *graph)
{
    memset(graph, 0, sizeof *graph);
    graph->env = test_env_open(&graph->memory, 1);
    toy_settings(&graph->settings);
    graph->settings.same_agency = -DLB_WEIGHT_ONE;
    for (uint32_t r = 0; r < N; r++) graph->agency[r] = r;
    graph->records = (struct dlb_records){graph->codes, N, graph->agency};
}

static void form(struct graph *graph, const struct dlb_decided *decided, size_t n_decided)
{
    cr_assert_eq(
        dlb_matcher_open(graph->env, &graph->settings, &graph->records, &graph->matcher, NULL),
        DOLBOM_OK);
    cr_assert_eq(dlb_persons_form(&graph->matcher, graph->pairs, graph->n_pairs, decided, n_decided,
                                  &graph->persons, NULL),
                 DOLBOM_OK);
}

static void close_graph(struct graph *graph)
{
    dlb_persons_clear(graph->env, &graph->persons);
    dlb_matcher_close(&graph->matcher);
    test_env_close(graph->env, &graph->memory);
}

static void add_pair(struct graph *graph, uint32_t left, uint32_t right, int32_t weight)
{
    graph->pairs[graph->n_pairs++] =
        (struct dlb_pair){.left = left, .right = right, .weight = weight, .pattern = 0};
}

/* Random pairs, each once, ascending. */
static void add_random_pairs(struct graph *graph, uint64_t seed)
{
    struct toy_random random = {seed};
    uint32_t rarity = 20 + toy_below(&random, 40);
    for (uint32_t i = 0; i < N; i++)
        for (uint32_t j = i + 1; j < N; j++)
            if (toy_below(&random, rarity) == 0 && graph->n_pairs < PAIRS_MAX)
                add_pair(graph, i, j, (int32_t)toy_below(&random, 12) * DLB_WEIGHT_ONE);
}

static bool is_together(const struct graph *graph, uint32_t left, uint32_t right)
{
    return graph->persons.person[left] == graph->persons.person[right];
}

/*
 * width[i][j]: the weakest edge on the strongest path, INT32_MIN when there is none; by
 * relaxing over every middle record.
 */
static void widest_paths(const struct graph *graph, int32_t width[N][N])
{
    for (uint32_t i = 0; i < N; i++)
        for (uint32_t j = 0; j < N; j++) width[i][j] = i == j ? INT32_MAX : INT32_MIN;
    for (size_t p = 0; p < graph->n_pairs; p++) {
        const struct dlb_pair *pair = &graph->pairs[p];
        if (pair->weight < graph->settings.theta_merge) continue;
        width[pair->left][pair->right] = width[pair->right][pair->left] = pair->weight;
    }
    for (uint32_t k = 0; k < N; k++)
        for (uint32_t i = 0; i < N; i++)
            for (uint32_t j = 0; j < N; j++) {
                int32_t narrow = width[i][k] < width[k][j] ? width[i][k] : width[k][j];
                if (narrow > width[i][j]) width[i][j] = narrow;
            }
}

static uint32_t smallest_reached(int32_t width[N][N], uint32_t record)
{
    uint32_t smallest = 0;
    while (width[record][smallest] == INT32_MIN) smallest++;
    return smallest;
}

Test(persons, are_the_components_of_the_graph_when_nothing_speaks_against_it)
{
    static int32_t width[N][N];
    size_t n_joined = 0;
    for (uint64_t seed = 0; seed < 300; seed++) {
        struct graph graph;
        open_graph(&graph);
        add_random_pairs(&graph, seed);
        form(&graph, NULL, 0);
        widest_paths(&graph, width);
        uint32_t n_persons = 0;
        for (uint32_t r = 0; r < N; r++) {
            uint32_t smallest = smallest_reached(width, r);
            if (smallest == r) cr_assert_eq(graph.persons.first[n_persons++], r);
            cr_assert_eq(graph.persons.first[graph.persons.person[r]], smallest, "seed %lu", seed);
            if (smallest == r) continue;
            n_joined++;
            cr_assert_eq(graph.persons.probability_ppm[r],
                         dlb_weight_probability(width[r][smallest]), "seed %lu", seed);
        }
        cr_assert_eq(graph.persons.n_persons, n_persons);
        close_graph(&graph);
    }
    cr_expect_gt(n_joined, 1000);
}

Test(persons, whom_nothing_joins_are_single_and_certain)
{
    struct graph graph;
    open_graph(&graph);
    add_pair(&graph, 3, 5, graph.settings.theta_merge - 1);
    form(&graph, NULL, 0);
    cr_expect_eq(graph.persons.n_persons, N);
    for (uint32_t r = 0; r < N; r++) {
        cr_expect_eq(graph.persons.person[r], r);
        cr_expect_eq(graph.persons.method[r], DLB_METHOD_SINGLE);
        cr_expect_eq(graph.persons.probability_ppm[r], DLB_PPM);
    }
    close_graph(&graph);
}

Test(persons, say_how_they_were_joined)
{
    struct graph graph;
    open_graph(&graph);
    for (uint32_t r = 0; r < 8; r++) graph.codes[r * TOY_FIELDS] = 160 + (r == 3 ? 1 : 0);
    add_pair(&graph, 0, 1, 20 * DLB_WEIGHT_ONE);
    graph.pairs[0].pattern = 0xfff2; /* name exact, all others missing */
    add_pair(&graph, 2, 3, 15 * DLB_WEIGHT_ONE);
    graph.pairs[1].pattern = 0xfff1;
    form(&graph, &(struct dlb_decided){7, 4, true}, 1);
    cr_expect_eq(graph.persons.method[0], DLB_METHOD_EXACT);
    cr_expect_eq(graph.persons.method[1], DLB_METHOD_EXACT);
    cr_expect_eq(graph.persons.method[2], DLB_METHOD_MODEL);
    cr_expect_eq(graph.persons.method[3], DLB_METHOD_MODEL);
    cr_expect_eq(graph.persons.method[7], DLB_METHOD_DECISION);
    cr_expect_eq(graph.persons.method[4], DLB_METHOD_DECISION);
    cr_expect_eq(graph.persons.probability_ppm[7], DLB_PPM);
    cr_expect(is_together(&graph, 4, 7));
    cr_expect_str_eq(dlb_method_text(DLB_METHOD_SINGLE), "single");
    cr_expect_str_eq(dlb_method_text(DLB_METHOD_MODEL), "model");
    cr_expect_str_eq(dlb_method_text(DLB_METHOD_EXACT), "exact");
    cr_expect_str_eq(dlb_method_text(DLB_METHOD_DECISION), "decision");
    close_graph(&graph);
}

/* ---- what forbids a join -------------------------------------------------------------- */

static void set_number(struct graph *graph, uint32_t record, uint64_t number)
{
    graph->codes[record * TOY_FIELDS + 3] = number;
}

Test(persons, never_hold_two_different_checked_numbers)
{
    for (uint64_t seed = 0; seed < 200; seed++) {
        struct graph graph;
        open_graph(&graph);
        struct toy_random random = {seed};
        for (uint32_t r = 0; r < N; r++)
            set_number(&graph, r, toy_below(&random, 3) ? 0 : 1 + toy_below(&random, 4));
        add_random_pairs(&graph, seed);
        form(&graph, NULL, 0);
        for (uint32_t i = 0; i < N; i++)
            for (uint32_t j = 0; j < i; j++)
                cr_assert(!is_together(&graph, i, j) || !dlb_match_conflict(&graph.matcher, i, j),
                          "seed %lu: %u and %u", seed, i, j);
        close_graph(&graph);
    }
}

Test(persons, keep_the_stronger_side_when_a_conflict_divides_a_chain)
{
    struct graph graph;
    open_graph(&graph);
    set_number(&graph, 0, 101);
    set_number(&graph, 2, 103);
    add_pair(&graph, 0, 1, 9 * DLB_WEIGHT_ONE);
    add_pair(&graph, 1, 2, 10 * DLB_WEIGHT_ONE);
    form(&graph, NULL, 0);
    cr_expect(is_together(&graph, 1, 2));
    cr_expect(!is_together(&graph, 0, 1));
    close_graph(&graph);
}

Test(persons, obey_decisions_between_whole_sets)
{
    struct graph graph;
    open_graph(&graph);
    add_pair(&graph, 0, 1, 12 * DLB_WEIGHT_ONE);
    add_pair(&graph, 1, 2, 10 * DLB_WEIGHT_ONE);
    add_pair(&graph, 2, 3, 12 * DLB_WEIGHT_ONE);
    const struct dlb_decided decided[] = {{3, 0, false}, {8, 9, true}, {9, 10, true}};
    form(&graph, decided, 3);
    cr_expect(is_together(&graph, 0, 1));
    cr_expect(is_together(&graph, 2, 3));
    cr_expect(!is_together(&graph, 1, 2));
    cr_expect(is_together(&graph, 8, 10));
    close_graph(&graph);
}

Test(persons, decided_to_be_one_are_one_even_with_two_numbers_unless_also_decided_apart)
{
    struct graph graph;
    open_graph(&graph);
    set_number(&graph, 0, 101);
    set_number(&graph, 1, 103);
    const struct dlb_decided decided[] = {{0, 1, true}, {4, 5, true}, {5, 4, false}};
    form(&graph, decided, 3);
    cr_expect(is_together(&graph, 0, 1));
    cr_expect(!is_together(&graph, 4, 5), "joining two people is worse than missing a pair");
    close_graph(&graph);
}

/* Name, birth date and phone of a record; 0 is missing. */
static void set_record(struct graph *graph, uint32_t record, uint64_t name, uint64_t birth,
                       uint64_t phone)
{
    uint64_t *codes = graph->codes + (size_t)record * TOY_FIELDS;
    codes[0] = name << 5;
    codes[1] = birth << 5;
    codes[2] = phone << 5;
}

Test(persons, of_one_agency_are_joined_only_by_their_own_pair)
{
    struct graph graph;
    open_graph(&graph);
    set_record(&graph, 0, 1, 1, 1);
    set_record(&graph, 1, 1, 1, 0);
    set_record(&graph, 2, 1, 2, 0);
    set_record(&graph, 3, 1, 1, 1);
    graph.agency[0] = graph.agency[2] = graph.agency[3] = 7;
    add_pair(&graph, 0, 1, 12 * DLB_WEIGHT_ONE);
    add_pair(&graph, 0, 3, 20 * DLB_WEIGHT_ONE);
    add_pair(&graph, 1, 2, 10 * DLB_WEIGHT_ONE);
    form(&graph, NULL, 0);
    cr_expect(is_together(&graph, 0, 1));
    cr_expect(is_together(&graph, 0, 3), "a true duplicate inside the agency");
    cr_expect(!is_together(&graph, 1, 2), "0 and 2 of one agency differ");
    close_graph(&graph);
}

Test(persons, are_not_chained_over_a_weak_bridge)
{
    struct graph graph;
    open_graph(&graph);
    for (uint32_t r = 0; r < 3; r++) set_record(&graph, r, 1, 1, 1);
    for (uint32_t r = 3; r < 6; r++) set_record(&graph, r, 2, 2, 1);
    add_pair(&graph, 0, 1, 20 * DLB_WEIGHT_ONE);
    add_pair(&graph, 1, 2, 20 * DLB_WEIGHT_ONE);
    add_pair(&graph, 2, 3, 5 * DLB_WEIGHT_ONE);
    add_pair(&graph, 3, 4, 20 * DLB_WEIGHT_ONE);
    add_pair(&graph, 4, 5, 20 * DLB_WEIGHT_ONE);
    form(&graph, NULL, 0);
    cr_expect(is_together(&graph, 0, 2));
    cr_expect(is_together(&graph, 3, 5));
    cr_expect(!is_together(&graph, 2, 3));
    close_graph(&graph);
}

/* ---- laws over random worlds ------------------------------------------------------------ */

struct run {
    uint64_t *codes;
    uint32_t *agency;
    uint32_t n;
    struct dlb_match_settings settings;
    uint32_t *person; /* per record, its person's smallest record; may be NULL */
};

static dolbom_status run_all(const dolbom_environment *environment, void *context,
                             dolbom_error *error)
{
    struct run *run = context;
    struct dlb_env *env = NULL;
    struct dlb_records records = {run->codes, run->n, run->agency};
    struct dlb_matcher matcher = {0};
    struct dlb_pairs pairs = {0};
    struct dlb_persons persons = {0};
    const struct dlb_decided decided[] = {{1, 2, true}, {3, 4, false}};
    dolbom_status status = dlb_env_open(environment, &env, error);
    if (status != DOLBOM_OK) return status;
    status = dlb_matcher_open(env, &run->settings, &records, &matcher, error);
    if (status == DOLBOM_OK) status = dlb_pairs_find(&matcher, &pairs, error);
    if (status == DOLBOM_OK)
        status = dlb_persons_form(&matcher, pairs.pairs, pairs.n, decided, 2, &persons, error);
    for (uint32_t r = 0; r < run->n && status == DOLBOM_OK && run->person; r++)
        run->person[r] = persons.first[persons.person[r]];
    dlb_persons_clear(env, &persons);
    dlb_pairs_clear(env, &pairs);
    dlb_matcher_close(&matcher);
    dlb_env_release(env);
    return status;
}

static void open_run(struct run *run, uint64_t seed, uint32_t n)
{
    struct toy_random random = {seed};
    toy_settings(&run->settings);
    run->n = n;
    run->codes = calloc((size_t)n * TOY_FIELDS, sizeof *run->codes);
    run->agency = calloc(n, sizeof *run->agency);
    run->person = calloc(n, sizeof *run->person);
    toy_world(&random, n, 4, run->codes, run->agency);
}

static void close_run(struct run *run)
{
    free(run->codes);
    free(run->agency);
    free(run->person);
}

Test(persons, come_out_the_same_on_any_number_of_threads)
{
    struct run run;
    open_run(&run, 2, 40000);
    uint32_t *first = malloc(40000 * sizeof *first);
    for (unsigned n_threads = 1; n_threads <= 4; n_threads += 3) {
        struct test_memory memory = {0};
        dolbom_environment environment = test_memory_environment(&memory);
        environment.n_threads = n_threads;
        cr_assert_eq(run_all(&environment, &run, NULL), DOLBOM_OK);
        cr_expect_null(test_memory_fault(&memory));
        if (n_threads == 1) memcpy(first, run.person, 40000 * sizeof *first);
    }
    cr_expect_eq(memcmp(first, run.person, 40000 * sizeof *first), 0);
    size_t n_joined = 0;
    for (uint32_t r = 0; r < 40000; r++) n_joined += run.person[r] != r;
    cr_expect_gt(n_joined, 5000);
    free(first);
    close_run(&run);
}

/* The same bytes from every compiler and machine: weights, patterns, keys and persons of a
 * fixed world. The value changes only when the model or the toy settings do. */
Test(persons, of_a_fixed_world_are_the_same_everywhere)
{
    struct run run;
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 2);
    struct dlb_matcher matcher;
    struct dlb_pairs pairs;
    struct dlb_persons persons = {0};
    open_run(&run, 42, 5000);
    struct dlb_records records = {run.codes, run.n, run.agency};
    cr_assert_eq(dlb_matcher_open(env, &run.settings, &records, &matcher, NULL), DOLBOM_OK);
    cr_assert_eq(dlb_pairs_find(&matcher, &pairs, NULL), DOLBOM_OK);
    cr_assert_eq(dlb_persons_form(&matcher, pairs.pairs, pairs.n, NULL, 0, &persons, NULL),
                 DOLBOM_OK);
    uint64_t hash = 0;
    for (size_t i = 0; i < pairs.n; i++) {
        const struct dlb_pair *pair = &pairs.pairs[i];
        hash = dlb_hash_mix(hash, (uint64_t)pair->left << 32 | pair->right);
        hash = dlb_hash_mix(hash, pair->pattern ^ (uint64_t)pair->key << 60);
        hash = dlb_hash_mix(hash, (uint32_t)pair->weight);
    }
    for (uint32_t r = 0; r < run.n; r++)
        hash = dlb_hash_mix(hash, (uint64_t)persons.person[r] << 32 |
                                      (uint32_t)persons.probability_ppm[r]);
    cr_expect_eq(hash, UINT64_C(0x350077da606ea5b2), "0x%016lx", hash);
    dlb_persons_clear(env, &persons);
    dlb_pairs_clear(env, &pairs);
    dlb_matcher_close(&matcher);
    test_env_close(env, &memory);
    close_run(&run);
}

Test(persons, are_not_changed_by_a_record_that_has_nothing_to_do_with_them)
{
    for (uint64_t seed = 0; seed < 50; seed++) {
        struct run run, longer;
        open_run(&run, seed, 60);
        open_run(&longer, seed, 61);
        memcpy(longer.codes, run.codes, 60 * TOY_FIELDS * sizeof *run.codes);
        memcpy(longer.agency, run.agency, 60 * sizeof *run.agency);
        for (unsigned f = 0; f < TOY_FIELDS; f++)
            longer.codes[60 * TOY_FIELDS + f] = UINT64_C(1) << 60 | f << 8;
        cr_assert_eq(run_all(NULL, &run, NULL), DOLBOM_OK);
        cr_assert_eq(run_all(NULL, &longer, NULL), DOLBOM_OK);
        cr_assert_eq(memcmp(run.person, longer.person, 60 * sizeof *run.person), 0);
        cr_assert_eq(longer.person[60], 60);
        close_run(&run);
        close_run(&longer);
    }
}

Test(persons, of_thousands_of_equal_records_stay_small_and_quick)
{
    struct run run;
    open_run(&run, 1, 20000);
    for (uint32_t r = 0; r < run.n; r++) {
        run.agency[r] = r;
        for (unsigned f = 0; f < TOY_FIELDS; f++) run.codes[r * TOY_FIELDS + f] = 0x100 + f;
    }
    cr_assert_eq(run_all(NULL, &run, NULL), DOLBOM_OK);
    size_t n_persons = 0;
    for (uint32_t r = 0; r < run.n; r++) n_persons += run.person[r] == r;
    cr_expect_geq(n_persons, 20000 / 1024);
    close_run(&run);
}

Test(persons, survive_running_out_of_memory_anywhere)
{
    struct run run;
    open_run(&run, 3, 200);
    free(run.person);
    run.person = NULL;
    sweep(run_all, &run);
    for (uint32_t r = 0; r < run.n; r++) /* one block that is thinned */
        for (unsigned f = 0; f < TOY_FIELDS; f++) run.codes[r * TOY_FIELDS + f] = 0x100 + f;
    sweep(run_all, &run);
    close_run(&run);
}
