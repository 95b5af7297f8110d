/* SPDX-License-Identifier: Apache-2.0 */
/*
 * replay.c - runs a fuzzer without libFuzzer, in the ordinary suite.
 *
 * usage: fuzz_KIND FILE…
 *
 * The text before the first tab of each line is a seed. Each seed is run as it is, truncated at
 * each byte (under a sanitizer, at every fourth), and in ROUNDS mutated forms (bytes changed,
 * removed, doubled, pieces of other seeds put in), the same ones in every run. Each input lies in a
 * block of its exact size, so that a sanitizer sees the first byte read beyond it. A broken law
 * ends the program through abort() in the fuzzer; the input that broke it is written to stderr.
 */
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A sanitizer makes each round several times as long and does not wait for the last one. */
#ifdef __SANITIZE_ADDRESS__
enum { ROUNDS = 15, CUT = 4 };
#else
enum { ROUNDS = 60, CUT = 1 };
#endif
enum { LINE = 4096, SEEDS_MAX = 4096, CHANGES_MAX = 4 };

struct seed {
    uint8_t *bytes;
    size_t n;
};

static struct seed seeds[SEEDS_MAX];
static size_t n_seeds, n_inputs;
static struct seed input; /* being run */

static void tell_input(int signal_number)
{
    (void)signal_number;
    if (write(STDERR_FILENO, "broken by: ", 11) < 0 ||
        write(STDERR_FILENO, input.bytes, input.n) < 0 || write(STDERR_FILENO, "\n", 1) < 0)
        _exit(2);
    _exit(1);
}

static void run(const uint8_t *bytes, size_t n)
{
    uint8_t *exact = malloc(n ? n : 1);
    if (exact == NULL) exit(2);
    if (n > 0) memcpy(exact, bytes, n);
    input = (struct seed){exact, n};
    LLVMFuzzerTestOneInput(exact, n);
    free(exact);
    n_inputs++;
}

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* "\u3000" -> UTF-8, as in the tables of examples. */
static void unescape(uint8_t *text)
{
    uint8_t *out = text;
    unsigned code;
    while (*text) {
        if (text[0] != '\\' || text[1] != 'u' || sscanf((char *)text + 2, "%4x", &code) != 1) {
            *out++ = *text++;
            continue;
        }
        text += 6;
        if (code < 0x80) {
            *out++ = (uint8_t)code;
        } else if (code < 0x800) {
            *out++ = (uint8_t)(0xC0 | code >> 6);
            *out++ = (uint8_t)(0x80 | (code & 0x3F));
        } else {
            *out++ = (uint8_t)(0xE0 | code >> 12);
            *out++ = (uint8_t)(0x80 | (code >> 6 & 0x3F));
            *out++ = (uint8_t)(0x80 | (code & 0x3F));
        }
    }
    *out = 0;
}

static void read_seeds(const char *path)
{
    char line[LINE];
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        fprintf(stderr, "cannot read %s\n", path);
        exit(2);
    }
    while (n_seeds < SEEDS_MAX && fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\t\n")] = 0;
        unescape((uint8_t *)line);
        size_t n = strlen(line);
        seeds[n_seeds].bytes = malloc(n ? n : 1);
        if (seeds[n_seeds].bytes == NULL) exit(2);
        memcpy(seeds[n_seeds].bytes, line, n);
        seeds[n_seeds++].n = n;
    }
    fclose(file);
}

/* One change of an input of n bytes; returns its new length. */
static size_t change(uint8_t *bytes, size_t n, uint64_t *random)
{
    size_t at = n ? next_random(random) % n : 0;
    const struct seed *other = seeds + next_random(random) % n_seeds;
    switch (next_random(random) % 5) {
    case 0: /* change a byte */
        if (n > 0) bytes[at] = (uint8_t)next_random(random);
        return n;
    case 1: /* remove a piece */
        if (n > at + 3) {
            memmove(bytes + at, bytes + at + 3, n - at - 3);
            n -= 3;
        }
        return n;
    case 2: /* splice in the end of another seed */
        if (other->n > 0) {
            size_t from = next_random(random) % other->n;
            memcpy(bytes + at, other->bytes + from, other->n - from);
            n = at + (other->n - from);
        }
        return n;
    case 3: /* insert a space or a mark */
        memmove(bytes + at + 1, bytes + at, n - at);
        bytes[at] = (uint8_t) " -,.()0123456789"[next_random(random) % 16];
        return n + 1;
    default: /* repeat a piece */
        memmove(bytes + at + 6, bytes + at, n - at);
        if (n > at + 12)
            memcpy(bytes + at, bytes + at + 6, 6);
        else
            memset(bytes + at, ' ', 6);
        return n + 6;
    }
}

static void run_mutations(const struct seed *seed, uint64_t *random)
{
    static uint8_t bytes[2 * LINE];
    for (int round = 0; round < ROUNDS; round++) {
        size_t n = seed->n;
        memcpy(bytes, seed->bytes, n);
        uint64_t changes = 1 + next_random(random) % CHANGES_MAX;
        for (uint64_t i = 0; i < changes && n < LINE; i++) n = change(bytes, n, random);
        run(bytes, n);
    }
}

int main(int argc, char **argv)
{
    uint64_t random = UINT64_C(0x9e3779b97f4a7c15);
    for (int i = 1; i < argc; i++) read_seeds(argv[i]);
    signal(SIGABRT, tell_input);
    run(NULL, 0);
    for (size_t i = 0; i < n_seeds; i++) {
        for (size_t n = seeds[i].n % CUT; n <= seeds[i].n; n += CUT) run(seeds[i].bytes, n);
        run_mutations(seeds + i, &random);
    }
    for (size_t i = 0; i < n_seeds; i++) free(seeds[i].bytes);
    printf("%zu inputs from %zu seeds\n", n_inputs, n_seeds);
    return n_seeds > 0 ? 0 : 1;
}
