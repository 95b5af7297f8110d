/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nation_lookups.c - opening a table of addresses, and reading addresses with it and without.
 *
 * usage: nation_lookups INDEX FOLDER        the folder that make_nation wrote
 *
 * Prints how many addresses of each kind are in the table, so that the time of misses is not
 * mistaken for that of hits.
 */
#include "bench.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "juso/juso.h"

enum { LINE = 256, ROWS_MAX = 100000 };

struct rows {
    char (*text)[LINE];
    uint32_t *order; /* at random, so that neighbours do not lie together in the table */
    size_t n, n_found;
    struct dlb_value_context context;
    uint64_t sum;
};

struct index {
    const void *bytes;
    uint64_t n_bytes;
    dolbom_juso *juso;
};

static void open_index(void *context)
{
    struct index *index = context;
    dolbom_juso_free(index->juso);
    bench_check(dolbom_juso_open(index->bytes, index->n_bytes, NULL, &index->juso, NULL), "open");
}

static void parse_rows(void *context)
{
    struct rows *rows = context;
    struct dlb_address address = {0};
    rows->n_found = 0;
    for (size_t i = 0; i < rows->n; i++) {
        const char *text = rows->text[rows->order[i]];
        dlb_address_parse(&rows->context, (struct dlb_text){text, strlen(text)}, &address);
        rows->sum += address.road_key ^ address.lot_key;
        rows->n_found += address.juso_key_len > 0;
    }
}

static void read_rows(struct rows *rows, const char *folder, const char *name)
{
    char path[2048];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "r");
    if (file == NULL) exit(1);
    rows->n = 0;
    while (rows->n < ROWS_MAX && fgets(rows->text[rows->n], LINE, file) != NULL) {
        rows->text[rows->n][strcspn(rows->text[rows->n], "\n")] = 0;
        rows->order[rows->n] = (uint32_t)rows->n;
        rows->n++;
    }
    fclose(file);
    for (size_t i = rows->n; i-- > 1;) {
        size_t other = dlb_hash_mix(1, i) % (i + 1);
        uint32_t order = rows->order[i];
        rows->order[i] = rows->order[other];
        rows->order[other] = order;
    }
}

static void measure(struct rows *rows, const struct dolbom_juso *juso, const char *folder,
                    const char *what)
{
    char name[64];
    snprintf(name, sizeof name, "queries_%s.txt", what);
    read_rows(rows, folder, name);
    snprintf(name, sizeof name, "juso %s, no table", what);
    rows->context.juso = NULL;
    bench_run(name, rows->n, NULL, parse_rows, rows);
    snprintf(name, sizeof name, "juso %s", what);
    rows->context.juso = juso;
    bench_run(name, rows->n, NULL, parse_rows, rows);
    printf("{\"bench\": \"juso %s found\", \"of\": %zu, \"found\": %zu}\n", what, rows->n,
           rows->n_found);
}

int main(int argc, char **argv)
{
    struct index index = {.juso = NULL};
    struct rows rows = {.context = {.as_of = DLB_DAY_NONE}};
    struct stat about;
    if (argc != 3) return 2;
    int file = open(argv[1], O_RDONLY | O_CLOEXEC);
    if (file < 0 || fstat(file, &about) != 0) return 1;
    index.n_bytes = (uint64_t)about.st_size;
    index.bytes = mmap(NULL, index.n_bytes, PROT_READ, MAP_PRIVATE, file, 0);
    rows.text = malloc(ROWS_MAX * sizeof *rows.text);
    rows.order = malloc(ROWS_MAX * sizeof *rows.order);
    if (index.bytes == MAP_FAILED || rows.text == NULL || rows.order == NULL) return 1;
    bench_run("juso open and check", 1, NULL, open_index, &index);
    static const char *const kinds[] = {"road", "lot", "miss"};
    for (size_t i = 0; i < 3; i++) measure(&rows, index.juso, argv[2], kinds[i]);
    dolbom_juso_free(index.juso);
    free(rows.text);
    free(rows.order);
    return rows.sum == 0;
}
