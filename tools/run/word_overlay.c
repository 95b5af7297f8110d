/* SPDX-License-Identifier: Apache-2.0 */
/*
 * word_overlay.c - usual words of agencies laid over the plan's `values:`.
 *
 * Only for columns that a usual header was believed for, or that the plan names, whose values are
 * such words, and for which the plan has no `values:` itself.
 */
#include "run/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_asked(const struct io_meaning *meaning, bool with_guesses)
{
    return meaning->how == IO_MEANT_BY_HEADER || meaning->how == IO_MEANT_BY_PLAN ||
           (with_guesses && meaning->how == IO_MEANT_PERHAPS);
}

/* Does a file of the table have usual words in that column? */
static bool has_usual_words(const struct io_table *table, const char *column, bool with_guesses)
{
    for (size_t i = 0; i < table->n_parts; i++) {
        const struct io_part *part = &table->parts[i];
        for (int c = 0; part->meaning && c < part->form.n_columns; c++) {
            const struct io_meaning *meaning = &part->meaning[c];
            bool foreign = meaning->foreign || part->of->kind == IO_POLICY; /* beyond the sample */
            if (is_asked(meaning, with_guesses) && foreign && strcmp(meaning->ours, column) == 0)
                return true;
        }
    }
    return false;
}

static bool plan_has_values(const dolbom_plan *plan, const char *table, const char *column)
{
    char key[128];
    size_t len = 0;
    snprintf(key, sizeof key, "values.%s.%s", table, column);
    (void)dolbom_plan_get(plan, key, NULL, 0, &len, NULL);
    return len > 0;
}

static bool is_wanted(const struct tool_run *run, const struct io_usual_word *word,
                      bool with_guesses)
{
    const struct io_table *table = io_input_table((struct io_input *)&run->input, word->table);
    return table && has_usual_words(table, word->column, with_guesses) &&
           !plan_has_values(run->plan, word->table, word->column);
}

/* The columns of a table stand together. */
char *tool_words_text(const struct tool_run *run, bool with_guesses, size_t *len)
{
    const struct io_usual_word *word, *before = NULL;
    char *text = NULL;
    FILE *out = open_memstream(&text, len);
    for (size_t i = 0; out && (word = io_word_at(i)) != NULL; i++) {
        bool same_table = before && strcmp(before->table, word->table) == 0;
        bool same_column = same_table && strcmp(before->column, word->column) == 0;
        if (!same_column && !is_wanted(run, word, with_guesses)) continue;
        if (!before) fprintf(out, "values:\n");
        if (!same_table) fprintf(out, "  %s:\n", word->table);
        if (!same_column) fprintf(out, "    %s:\n", word->column);
        if (strcmp(word->word, word->ours) != 0)
            fprintf(out, "      \"%s\": %s\n", word->word, word->ours);
        before = word;
    }
    bool written = out && !ferror(out);
    if (out) written &= fclose(out) == 0;
    if (written) return text;
    free(text);
    return NULL;
}

/* Marks the columns whose words are read so. */
static void mark(struct tool_run *run)
{
    const struct io_usual_word *word;
    for (size_t i = 0; (word = io_word_at(i)) != NULL; i++) {
        const struct io_table *table = io_input_table(&run->input, word->table);
        bool wanted = is_wanted(run, word, false);
        for (size_t j = 0; wanted && j < table->n_parts; j++) {
            const struct io_part *part = &table->parts[j];
            for (int c = 0; part->meaning && c < part->form.n_columns; c++)
                part->meaning[c].worded |= part->meaning[c].foreign &&
                                           io_is_certain(&part->meaning[c]) &&
                                           strcmp(part->meaning[c].ours, word->column) == 0;
        }
    }
}

enum tool_exit tool_words_lay(struct tool_run *run)
{
    size_t len = 0;
    char *text = tool_words_text(run, false, &len);
    mark(run);
    if (text && len == 0) {
        free(text);
        return TOOL_DONE;
    }
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_plan *plan = NULL;
    dolbom_status status =
        text ? dolbom_plan_read(run->plan, text, len, NULL, &plan, &error) : DOLBOM_E_MEMORY;
    free(text);
    if (status != DOLBOM_OK) return tool_fail(status, &error, "values");
    dolbom_plan_free(run->plan);
    run->mapping.plan = run->plan = plan;
    return TOOL_DONE;
}
