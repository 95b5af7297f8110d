/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_no_heap.c - values take no memory from the heap, on fast ways and on slow ones.
 *
 * A plain program that stands in for the C library's allocator, so that what ICU takes is
 * counted too. ICU loads its tables at the first call, which is not counted. Sanitizers bring
 * an allocator of their own; under them nothing is counted and nothing claimed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "field/field.h"
#include "text/text.h"

#if defined(__SANITIZE_ADDRESS__)

int main(void)
{
    printf("0 passed, 0 failed, 1 skipped\n");
    return 0;
}

#else

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *block, size_t size);

static size_t n_allocations;

void *malloc(size_t size)
{
    n_allocations++;
    return __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
    n_allocations++;
    return __libc_calloc(n, size);
}

void *realloc(void *block, size_t size)
{
    n_allocations++;
    return __libc_realloc(block, size);
}

/* Kinds, and a table of values of each. */
static const char *const kinds[][2] = {{"name", "name.tsv"},    {"address", "address.tsv"},
                                       {"phone", "phone.tsv"},  {"date", "date.tsv"},
                                       {"rrn", "rrn.tsv"},      {"brn", "brn.tsv"},
                                       {"crn", "crn.tsv"},      {"sex", "name.tsv"},
                                       {"text", "address.tsv"}, {"code", "phone.tsv"}};

enum { LINE = 1024, LINES_MAX = 1024, VALUES = 10000 };

static char lines[LINES_MAX][LINE];

static size_t read_lines(const char *table)
{
    char path[1024];
    const char *source = getenv("DOLBOM_SOURCE");
    snprintf(path, sizeof path, "%s/tests/vectors/%s", source ? source : ".", table);
    FILE *file = fopen(path, "r");
    size_t n = 0;
    while (file && n < LINES_MAX && fgets(lines[n], LINE, file))
        lines[n][strcspn(lines[n], "\t\n")] = 0, n++;
    if (file) fclose(file);
    return n;
}

static void take(const struct dlb_kind *kind, const char *text)
{
    static union dlb_parsed parsed;
    static char canonical[DLB_CANONICAL_MAX];
    static uint64_t codes[2][DLB_KIND_SLOTS_MAX];
    static const struct dlb_value_context context = {.as_of = 20634};
    struct dlb_text src = {text, strlen(text)};
    memcpy(codes[1], codes[0], sizeof codes[0]);
    if (kind->encode(&context, src, &parsed, codes[0]) >= DOLBOM_QUALITY_REPAIRED)
        (void)kind->write(&parsed, src, canonical);
    (void)kind->compare(codes[0], codes[1]);
}

static size_t count(const char *name, size_t n_lines)
{
    const struct dlb_kind *kind = dlb_kind_find((struct dlb_text){name, strlen(name)});
    size_t before = n_allocations;
    for (size_t i = 0; i < VALUES; i++) take(kind, lines[i % n_lines]);
    return n_allocations - before;
}

int main(void)
{
    int n_passed = 0, n_failed = 0;
    char *first = malloc(1);
    bool is_counted = n_allocations > 0;
    free(first);
    if (dlb_text_warm_up(NULL) != DOLBOM_OK || !is_counted) return 1;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        size_t n_lines = read_lines(kinds[k][1]);
        if (n_lines == 0) return 1;
        size_t n = count(kinds[k][0], n_lines);
        n == 0 ? n_passed++ : n_failed++;
        if (n > 0) printf("%s: %zu allocations for %d values\n", kinds[k][0], n, VALUES);
    }
    printf("%d passed, %d failed\n", n_passed, n_failed);
    return n_failed > 0;
}

#endif
