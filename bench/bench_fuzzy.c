/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_fuzzy.c - fuzzy tokens: what it costs to make one, and to compare the filters of a block
 * with each other, by each kernel that the processor can run.
 *
 * usage: bench_fuzzy [TOKENS]
 */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "match/dice.h"
#include "people/people.h"

enum { BLOCK_MAX = 4096 };

struct fuzzy {
    size_t n;
    struct dlb_fuzzy_maker maker;
    struct dlb_token_parts parts;
    struct dlb_filter filters[BLOCK_MAX];
    uint16_t n_bits[BLOCK_MAX];
    uint32_t hits[BLOCK_MAX];
    size_t block; /* records of a block */
    dlb_dice_kernel kernel;
    uint64_t sum; /* of the results, so that they are not optimised away */
};

static struct dlb_text text(const char *chars)
{
    return (struct dlb_text){chars, strlen(chars)};
}

static void open_maker(struct fuzzy *fuzzy, unsigned kind)
{
    dolbom_keyring *keyring = NULL;
    bench_check(dolbom_keyring_make(NULL, "bench", 5, 0, 1, NULL, &keyring, NULL), "a keyring");
    dlb_fuzzy_open(keyring, kind, &fuzzy->maker);
    dolbom_keyring_free(keyring);
}

static void fill_parts(struct fuzzy *fuzzy)
{
    fuzzy->parts.at[DLB_TOKEN_NAME] = text("김순자");
    fuzzy->parts.at[DLB_TOKEN_BIRTH] = text("1945-03-15");
    fuzzy->parts.at[DLB_TOKEN_SEX] = text("F");
    fuzzy->parts.at[DLB_TOKEN_PHONE] = text("01012345678");
    fuzzy->parts.at[DLB_TOKEN_EMD] = text("호평동");
    fuzzy->parts.at[DLB_TOKEN_BUILDING] = text("경기도 남양주시|호평동|0|123|4");
}

static void make_tokens(void *context)
{
    struct fuzzy *fuzzy = context;
    uint64_t codes[1 + DLB_FILTER_WORDS];
    for (size_t i = 0; i < fuzzy->n; i++) {
        dlb_fuzzy_make(&fuzzy->maker, &fuzzy->parts, codes);
        fuzzy->sum += codes[1];
    }
}

/* About half of the bits are set, as in filters of people. */
static void fill_filters(struct fuzzy *fuzzy)
{
    for (size_t i = 0; i < BLOCK_MAX; i++) {
        for (unsigned w = 0; w < DLB_FILTER_WORDS; w++)
            fuzzy->filters[i].words[w] = dlb_hash_mix(i, w);
        fuzzy->n_bits[i] = (uint16_t)dlb_filter_count(&fuzzy->filters[i]);
    }
}

/* Each record of a block against those after it, as a rule compares them. */
static void compare_blocks(void *context)
{
    struct fuzzy *fuzzy = context;
    for (size_t begin = 0; begin < BLOCK_MAX; begin += fuzzy->block)
        for (size_t i = begin; i < begin + fuzzy->block; i++)
            fuzzy->sum +=
                fuzzy->kernel(&fuzzy->filters[i], fuzzy->filters + i + 1, fuzzy->n_bits + i + 1,
                              begin + fuzzy->block - i - 1, fuzzy->hits);
}

static void bench_kernel(struct fuzzy *fuzzy, const char *kernel)
{
    for (fuzzy->block = 64; fuzzy->block <= BLOCK_MAX; fuzzy->block *= 8) {
        char name[60];
        const size_t n_pairs = BLOCK_MAX / 2 * (fuzzy->block - 1);
        snprintf(name, sizeof name, "fuzzy_compare_%s_blocks_of_%zu", kernel, fuzzy->block);
        bench_run(name, n_pairs, NULL, compare_blocks, fuzzy);
    }
}

int main(int argc, char **argv)
{
    static struct fuzzy fuzzy;
    struct dlb_dice_choice choice;
    fuzzy.n = bench_rows(argc, argv, 100000);
    fill_parts(&fuzzy);
    for (unsigned kind = 0; kind < DLB_FUZZY_KINDS; kind++) {
        open_maker(&fuzzy, kind);
        char name[60];
        snprintf(name, sizeof name, "make_%s", dlb_fuzzy_kinds[kind].name);
        bench_run(name, fuzzy.n, NULL, make_tokens, &fuzzy);
    }
    fill_filters(&fuzzy);
    for (size_t k = 0; (choice = dlb_dice_choice_at(k)).kernel; k++) {
        fuzzy.kernel = choice.kernel;
        bench_kernel(&fuzzy, choice.name);
    }
    return fuzzy.sum == 1;
}
