/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run_key.c - a digest of everything that the results of a run depend on.
 *
 * The bytes of all files are read, for size and time say little of a file that somebody has copied
 * over another. Options that do not change results are left out.
 */
#include "run/resume.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/database/database_address.h"

struct digest {
    crypto_generichash_state state;
    char *block;
    struct io_problem *problem;
};

enum { BLOCK = 1 << 20 };

static void add_bytes(struct digest *digest, const void *bytes, size_t n)
{
    const uint64_t len = n;
    crypto_generichash_update(&digest->state, (const void *)&len, sizeof len);
    crypto_generichash_update(&digest->state, bytes, n);
}

static void add_text(struct digest *digest, const char *text)
{
    add_bytes(digest, text ? text : "", text ? strlen(text) : 0);
}

/* False after a problem. */
static bool add_file(struct digest *digest, const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    long n = file < 0 ? -1 : 1;
    while (n > 0) {
        if (tool_interrupted()) {
            close(file);
            return io_fail(digest->problem, IO_INTERRUPTED, "interrupted");
        }
        n = io_read(file, digest->block, BLOCK);
        if (n > 0) add_bytes(digest, digest->block, (size_t)n);
    }
    int code = errno;
    if (file >= 0) close(file);
    errno = code;
    return n == 0 || io_fail_errno(digest->problem, path, "cannot be read");
}

/* What SQLite has not yet put into a database is part of it. */
static bool add_source(struct digest *digest, const char *path)
{
    char log[4096];
    struct stat about;
    bool is_served = io_database_kind_of(path) != IO_NO_DATABASE;
    if (is_served || (stat(path, &about) == 0 && !S_ISREG(about.st_mode)))
        return io_fail(digest->problem, IO_BAD_INPUT,
                       "%s: is no plain file and cannot be read again; leave out --resume", path);
    if (!add_file(digest, path)) return false;
    int len = snprintf(log, sizeof log, "%s-wal", path);
    bool has_log = len > 0 && (size_t)len < sizeof log && stat(log, &about) == 0;
    return !has_log || add_file(digest, log);
}

static bool add_input(struct digest *digest, const struct io_input *input)
{
    bool done = true;
    for (size_t i = 0; done && i < input->n_tables; i++) {
        const struct io_table *table = &input->tables[i];
        const char *before = "";
        add_text(digest, table->name);
        for (size_t j = 0; done && j < table->n_parts; j++) {
            const char *file = io_part_file(&table->parts[j]);
            add_text(digest, table->parts[j].path);
            if (strcmp(file, before) != 0) done = add_source(digest, file);
            before = file;
        }
    }
    for (size_t i = 0; done && i < input->n_ignored; i++) {
        add_text(digest, input->ignored[i].path);
        add_bytes(digest, &input->ignored[i].why, sizeof input->ignored[i].why);
    }
    return done;
}

static void add_options(struct digest *digest, const struct tool_arguments *arguments)
{
    const uint64_t others = TOOL_BIT(TOOL_THREADS) | TOOL_BIT(TOOL_MEMORY) | TOOL_BIT(TOOL_QUIET) |
                            TOOL_BIT(TOOL_SUMMARY) | TOOL_BIT(TOOL_RESUME);
    for (int id = 0; id < TOOL_OPTIONS; id++) {
        if (TOOL_BIT(id) & others || !tool_given(arguments, (enum tool_option_id)id)) continue;
        add_text(digest, tool_option_of((enum tool_option_id)id)->name);
        add_text(digest, tool_text(arguments, (enum tool_option_id)id));
    }
}

bool tool_run_key(const struct tool_run *run, unsigned char key[TOOL_KEY_BYTES],
                  struct io_problem *problem)
{
    struct digest digest = {.block = malloc(BLOCK), .problem = problem};
    const uint64_t plan[] = {dolbom_plan_hash(run->plan), dolbom_plan_juso_hash(run->plan),
                             dolbom_plan_key_fingerprint(run->plan)};
    if (!digest.block || sodium_init() < 0) {
        free(digest.block);
        return io_fail_memory(problem);
    }
    crypto_generichash_init(&digest.state, NULL, 0, TOOL_KEY_BYTES);
    add_text(&digest, dolbom_version());
    add_options(&digest, run->arguments);
    add_bytes(&digest, plan, sizeof plan);
    add_text(&digest, run->previous.as_of);
    add_text(&digest, run->previous.agency);
    add_text(&digest, run->previous.trend);
    bool done = add_input(&digest, &run->input) && add_input(&digest, &run->previous.input);
    crypto_generichash_final(&digest.state, key, TOOL_KEY_BYTES);
    free(digest.block);
    return done;
}
