/* SPDX-License-Identifier: Apache-2.0 */
/*
 * settings.c - the plan a command line asks for.
 *
 * Layers, each read over the one before: the built-in Korean plan, the officer's --plan file, the
 * --hanja file and the other options of the command line turned into plan text. Mistakes are
 * reported with the name of their layer, so that nobody looks in a file for a mistake in an option.
 */
#include "cli/cli.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PLAN_BYTES_MAX = 4 << 20 };

unsigned tool_threads(const struct tool_arguments *arguments)
{
    cpu_set_t processors;
    if (tool_given(arguments, TOOL_THREADS))
        return (unsigned)tool_number(arguments, TOOL_THREADS, 1);
    if (sched_getaffinity(0, sizeof processors, &processors) != 0) return 1;
    return (unsigned)CPU_COUNT(&processors);
}

char *tool_file_text(const char *path, size_t *len)
{
    FILE *file = fopen(path, "rbe");
    if (!file) {
        tool_complain("%s: %s", path, tool_said(strerror(errno)));
        return NULL;
    }
    char *text = malloc(PLAN_BYTES_MAX + 1);
    *len = text ? fread(text, 1, PLAN_BYTES_MAX + 1, file) : 0;
    bool failed = !text || ferror(file) || *len > PLAN_BYTES_MAX;
    if (failed)
        tool_complain("%s: %s", path,
                      tool_said(*len > PLAN_BYTES_MAX ? "longer than 4 MiB" : "cannot be read"));
    fclose(file);
    if (!failed) return text;
    free(text);
    return NULL;
}

static enum tool_exit read_layer(const char *name, const char *text, size_t len,
                                 const dolbom_environment *environment, dolbom_plan **plan)
{
    dolbom_plan *base = *plan;
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_status status = dolbom_plan_read(base, text, len, environment, plan, &error);
    if (status != DOLBOM_OK) {
        *plan = base;
        return tool_fail(status, &error, name);
    }
    dolbom_plan_free(base);
    return TOOL_DONE;
}

static enum tool_exit read_file_layer(const char *path, bool is_hanja,
                                      const dolbom_environment *environment, dolbom_plan **plan)
{
    size_t len;
    char *text = tool_file_text(path, &len);
    if (text && is_hanja) {
        char *csv = text;
        errno = 0;
        text = tool_hanja_text(csv, len, &len);
        bool no_memory = errno == ENOMEM;
        free(csv);
        if (!text)
            tool_complain(no_memory ? "%s: out of memory"
                                    : "%s: needs a header with the columns hanja and reading",
                          path);
        if (!text) return no_memory ? TOOL_ENVIRONMENT : TOOL_INPUT;
    }
    if (!text) return TOOL_ENVIRONMENT;
    enum tool_exit code = read_layer(path, text, len, environment, plan);
    free(text);
    return code;
}

static enum tool_exit lay_juso(const char *path, const dolbom_environment *environment,
                               dolbom_plan **plan)
{
    dolbom_juso *juso;
    dolbom_error error = DOLBOM_ERROR_INIT;
    enum tool_exit code = tool_juso_open(path, environment, &juso);
    if (code != TOOL_DONE) return code;
    dolbom_plan *base = *plan;
    dolbom_status status = dolbom_plan_with_juso(base, juso, plan, &error);
    dolbom_juso_free(juso); /* the plan holds its own reference */
    if (status != DOLBOM_OK) {
        *plan = base;
        return tool_fail(status, &error, path);
    }
    dolbom_plan_free(base);
    return TOOL_DONE;
}

static enum tool_exit lay_key(const struct tool_arguments *arguments,
                              const dolbom_environment *environment, dolbom_plan **plan)
{
    const char *path = tool_text(arguments, TOOL_KEY);
    dolbom_keyring *keyring, *used = NULL;
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_status status = DOLBOM_OK;
    enum tool_exit code = tool_keyring_open(path, environment, &keyring);
    if (code != TOOL_DONE) return code;
    dolbom_plan *base = *plan;
    if (tool_given(arguments, TOOL_LEAVING))
        status = dolbom_keyring_leaving(keyring, &used, &error);
    if (status == DOLBOM_OK)
        status = dolbom_plan_with_keyring(base, used ? used : keyring, tool_today(), plan, &error);
    dolbom_keyring_free(used); /* the plan holds its own reference */
    dolbom_keyring_free(keyring);
    if (status != DOLBOM_OK) {
        *plan = base;
        return tool_fail(status, &error, path);
    }
    dolbom_plan_free(base);
    return TOOL_DONE;
}

enum tool_exit tool_plan_read(const struct tool_arguments *arguments,
                              struct tool_progress *progress, dolbom_plan **plan)
{
    dolbom_environment environment = DOLBOM_ENVIRONMENT_INIT;
    environment.n_threads = tool_threads(arguments);
    environment.memory_limit_bytes = (uint64_t)tool_number(arguments, TOOL_MEMORY, 0);
    environment.progress = tool_progress_tell;
    environment.progress_context = progress;
    *plan = NULL;
    enum tool_exit code = read_layer("built-in plan", "", 0, &environment, plan);
    const char *file = tool_text(arguments, TOOL_PLAN);
    if (code == TOOL_DONE && file) code = read_file_layer(file, false, &environment, plan);
    file = tool_text(arguments, TOOL_HANJA);
    if (code == TOOL_DONE && file) code = read_file_layer(file, true, &environment, plan);
    if (code == TOOL_DONE && tool_given(arguments, TOOL_AS_OF)) {
        char line[32];
        int len = snprintf(line, sizeof line, "as_of: %s\n", tool_text(arguments, TOOL_AS_OF));
        code = read_layer("--as-of", line, (size_t)len, &environment, plan);
    }
    if (code == TOOL_DONE && tool_given(arguments, TOOL_JUSO))
        code = lay_juso(tool_text(arguments, TOOL_JUSO), &environment, plan);
    if (code == TOOL_DONE && tool_given(arguments, TOOL_KEY))
        code = lay_key(arguments, &environment, plan);
    if (code == TOOL_DONE) return code;
    dolbom_plan_free(*plan);
    *plan = NULL;
    return code;
}
