/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stage_run.c - a public stage on tables written as small texts; see stage_run.h.
 */
#include "stage/stage_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void stage_give(struct stage_run *run, const char *name, const char *text)
{
    run->in_names[run->n_in] = name;
    run->in_texts[run->n_in++] = text;
}

static void forget_results(struct stage_run *run)
{
    for (size_t i = 0; i < run->n_out; i++) free(run->out_texts[i]);
    run->n_out = 0;
}

void stage_run(struct stage_run *run, stage_function stage)
{
    dolbom_table in[STAGE_TABLES_MAX], out[DOLBOM_TABLES_MAX];
    size_t n_out = 0;
    forget_results(run);
    for (size_t i = 0; i < run->n_in; i++) {
        in[i].name = run->in_names[i];
        arrow_make(&in[i].stream, run->in_texts[i], run->options);
    }
    run->error = (dolbom_error)DOLBOM_ERROR_INIT;
    run->status = stage(run->plan, in, run->n_in, out, DOLBOM_TABLES_MAX, &n_out, &run->error);
    for (size_t i = 0; i < n_out; i++) {
        run->out_names[i] = out[i].name;
        run->out_texts[i] = arrow_text(&out[i].stream);
    }
    run->n_out = n_out;
}

dolbom_status stage_outcome(const struct stage_run *run, dolbom_error *error)
{
    dolbom_status status = run->status;
    *error = run->error;
    for (size_t i = 0; i < run->n_out && status == DOLBOM_OK; i++)
        if (!run->out_texts[i]) status = DOLBOM_E_MEMORY; /* pulling wants memory for its schema */
    if (status == DOLBOM_E_MEMORY && !*error->message) strcpy(error->message, "out of memory");
    return status;
}

const char *stage_text(const struct stage_run *run, const char *name)
{
    for (size_t i = 0; i < run->n_out; i++)
        if (strcmp(run->out_names[i], name) == 0) return run->out_texts[i];
    return NULL;
}

void stage_clear(struct stage_run *run)
{
    forget_results(run);
    *run = (struct stage_run){0};
}

const char *text_line(const char *text, size_t n, char *line, size_t cap)
{
    while (text && n-- > 0) {
        text = strchr(text, '\n');
        if (text) text++;
    }
    snprintf(line, cap, "%.*s", text ? (int)strcspn(text, "\n") : 0, text ? text : "");
    return line;
}

size_t text_rows(const char *text)
{
    size_t n = 0;
    for (; text && *text; text++) n += *text == '\n';
    return n > 0 ? n - 1 : 0;
}

/* The end of a cell that begins at `text`; quotes may hold commas, not line ends. */
static const char *cell_end(const char *text)
{
    bool quoted = false;
    for (; *text && *text != '\n' && (quoted || *text != ','); text++) quoted ^= *text == '"';
    return text;
}

const char *text_cell(const char *text, size_t row, const char *column, char *cell, size_t cap)
{
    const char *header = text, *line = text;
    cell[0] = 0;
    for (size_t i = 0; i <= row; i++) {
        line = strchr(line, '\n');
        if (!line++) return cell;
    }
    const size_t len = strlen(column);
    for (;;) {
        const char *name_end = cell_end(header), *end = cell_end(line);
        bool is_wanted = strncmp(header, column, len) == 0 &&
                         (header[len] == ':' || header[len] == ',' || header[len] == '\n');
        if (is_wanted) {
            bool is_quoted = *line == '"';
            snprintf(cell, cap, "%.*s", (int)(end - line) - 2 * is_quoted, line + is_quoted);
            return cell;
        }
        if (*name_end != ',' || *end != ',') return cell;
        header = name_end + 1;
        line = end + 1;
    }
}
