/* SPDX-License-Identifier: Apache-2.0 */
/*
 * inspect_plan.c - how files are understood, as a plan that --plan takes.
 *
 *   columns:
 *     persons:
 *       name: ["성명", "이름"]
 *       # phone: "연락처"            확인: 값 120건 중 7건만 읽음
 *
 * Names stand in the order of the files. A plan names a column for all files, so our own name is
 * listed too where a file has it, and a guess is to be added to the list if there is one.
 */
#include "inspect/inspect.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A YAML text between double quotes. */
static void put_quoted(FILE *out, const char *text)
{
    fputc('"', out);
    for (; *text; text++) {
        if (*text == '\n')
            fputs("\\n", out);
        else if (*text == '\r')
            fputs("\\r", out);
        else if (*text == '\t')
            fputs("\\t", out);
        else if ((unsigned char)*text < ' ' || *text == 0x7F)
            fprintf(out, "\\x%02x", (unsigned)*text);
        else
            fprintf(out, *text == '"' || *text == '\\' ? "\\%c" : "%c", *text);
    }
    fputc('"', out);
}

/* Columns of persons in other tables stand among those of persons, if anywhere. */
static bool is_certain(const struct io_meaning *meaning)
{
    return !meaning->of_person && io_is_certain(meaning);
}

static bool is_guess(const struct io_meaning *meaning, bool of_person)
{
    return meaning->of_person == of_person && meaning->how == IO_MEANT_PERHAPS;
}

/* Does an earlier column of the table have that name and meaning? */
static bool is_first(const struct io_table *table, size_t part, int column)
{
    const struct io_meaning *mine = &table->parts[part].meaning[column];
    for (size_t i = 0; i <= part; i++) {
        const struct io_part *other = &table->parts[i];
        int end = i == part ? column : other->form.n_columns;
        for (int c = 0; c < end; c++)
            if (is_certain(&other->meaning[c]) == is_certain(mine) && other->meaning[c].ours &&
                strcmp(other->meaning[c].ours, mine->ours) == 0 &&
                strcmp(other->names[c], table->parts[part].names[column]) == 0)
                return false;
    }
    return true;
}

/* The certain names of a column of ours; how many of them are not ours. With a file they are
 * written. */
static int put_names(const struct io_table *table, const char *ours, FILE *out)
{
    int n = 0, n_foreign = 0;
    for (size_t i = 0; i < table->n_parts; i++) {
        const struct io_part *part = &table->parts[i];
        for (int c = 0; c < part->form.n_columns; c++) {
            const struct io_meaning *meaning = &part->meaning[c];
            if (!is_certain(meaning) || strcmp(meaning->ours, ours) != 0 || !is_first(table, i, c))
                continue;
            n_foreign += strcmp(part->names[c], ours) != 0;
            if (out) fputs(n++ ? ", " : "", out);
            if (out) put_quoted(out, part->names[c]);
        }
    }
    return n_foreign;
}

/* `of_person`: those that columns of persons have in the table; `listed`: some names of the column
 * are certain. */
static void put_guesses(const struct io_table *table, const char *ours, bool of_person, bool listed,
                        bool in_english, FILE *out)
{
    static const char *const words[] = {
        "  # 확인: 값 %lld건 중 %lld건 읽음\n",
        "  # 확인: 값 %lld건 중 %lld건 읽음; 맞으면 위에 넣음\n",
        "  # to be confirmed: of %lld values %lld are read\n",
        "  # to be confirmed: of %lld values %lld are read; if right, add it above\n"};
    for (size_t i = 0; i < table->n_parts; i++) {
        const struct io_part *part = &table->parts[i];
        for (int c = 0; c < part->form.n_columns; c++) {
            const struct io_meaning *meaning = &part->meaning[c];
            if (!is_guess(meaning, of_person) || strcmp(meaning->ours, ours) != 0 ||
                !is_first(table, i, c))
                continue;
            fprintf(out, listed ? "    # … " : "    # %s: ", ours);
            put_quoted(out, part->names[c]);
            fprintf(out, words[2 * in_english + listed], (long long)meaning->n_values,
                    (long long)meaning->n_read);
        }
    }
}

static bool has_guess(const struct io_table *table, bool of_person)
{
    for (size_t i = 0; i < table->n_parts; i++)
        for (int c = 0; table->parts[i].meaning && c < table->parts[i].form.n_columns; c++)
            if (is_guess(&table->parts[i].meaning[c], of_person)) return true;
    return false;
}

static bool has_certain(const struct io_table *table)
{
    for (size_t i = 0; i < table->n_parts; i++)
        for (int c = 0; table->parts[i].meaning && c < table->parts[i].form.n_columns; c++)
            if (is_certain(&table->parts[i].meaning[c]) &&
                put_names(table, table->parts[i].meaning[c].ours, NULL) > 0)
                return true;
    return false;
}

static bool is_persons(const struct io_table *table)
{
    return strcmp(table->name, "persons") == 0;
}

/* Is something of the table, or of persons in tables about them, to be confirmed? */
static bool has_guess_of(const struct io_input *input, const struct io_table *table)
{
    bool any = has_guess(table, false);
    for (size_t i = 0; is_persons(table) && i < input->n_tables; i++)
        any |= has_guess(&input->tables[i], true);
    return any;
}

/* All columns of the table that something is to be said of. Where each of them is to be confirmed
 * the whole table is a comment, for a map without anything in it is no map. */
static void put_table(const struct io_input *input, const struct io_table *table, bool in_english,
                      FILE *out)
{
    bool sure = has_certain(table);
    const char *at = io_table_form_find(table->name)->columns;
    struct tool_listed listed;
    fprintf(out, sure ? "  %s:\n" : "  # %s:\n", table->name);
    while (tool_list_next(&at, &listed)) {
        const char *ours = listed.name;
        bool certain = put_names(table, ours, NULL) > 0;
        if (certain) {
            fprintf(out, "    %s: [", ours);
            put_names(table, ours, out);
            fputs("]\n", out);
        }
        put_guesses(table, ours, false, certain, in_english, out);
        for (size_t i = 0; is_persons(table) && i < input->n_tables; i++)
            put_guesses(&input->tables[i], ours, true, certain, in_english, out);
    }
}

static void put_tables(const struct io_input *input, bool in_english, FILE *out)
{
    static const struct io_table no_persons = {.name = "persons"};
    bool listed = io_input_table((struct io_input *)input, "persons");
    bool people = !listed && has_guess_of(input, &no_persons), sure = false, any = people;
    for (size_t i = 0; i < input->n_tables; i++) {
        sure |= has_certain(&input->tables[i]);
        any |= has_guess_of(input, &input->tables[i]);
    }
    if (sure || any) fputs(sure ? "columns:\n" : "# columns:\n", out);
    if (people) put_table(input, &no_persons, in_english, out);
    for (size_t i = 0; i < input->n_tables; i++)
        if (has_certain(&input->tables[i]) || has_guess_of(input, &input->tables[i]))
            put_table(input, &input->tables[i], in_english, out);
}

/* The words that reconcile would lay over the plan by itself, were all guesses confirmed. */
static bool put_words(const struct tool_run *run, FILE *out)
{
    size_t len = 0;
    char *text = tool_words_text(run, true, &len);
    if (text) fwrite(text, 1, len, out);
    free(text);
    return text != NULL;
}

static bool put_plan(const struct tool_run *run, bool in_english, FILE *out)
{
    static const char *const from[] = {NULL, "folder", "file"};
    fputs(in_english ? "# How the files are read, made by dolbom inspect: for --plan. Take \"# \" "
                       "from lines "
                       "that are right.\n"
                     : "# dolbom inspect가 만든 열 대응표입니다. --plan으로 사용하며, 맞는 줄은 "
                       "앞의 \"# \"을 "
                       "지웁니다.\n",
          out);
    if (run->mapping.agency != IO_AGENCY_COLUMN)
        fprintf(out, "agency: %s\n", from[run->mapping.agency]);
    else if (inspect_lacks(run, NULL, "agency_id"))
        fputs(in_english
                  ? "# agency: folder  # to be confirmed: each folder is an agency; or file\n"
                  : "# agency: folder  # 확인: 폴더 이름이 기관이면; 파일 이름이면 file\n",
              out);
    inspect_put_made(run, in_english, out);
    put_tables(&run->input, in_english, out);
    return put_words(run, out);
}

bool inspect_count_open(const struct tool_run *run, size_t *n)
{
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    if (!out) return false;
    bool done = put_plan(run, false, out) && !ferror(out);
    done &= fclose(out) == 0;
    *n = 0;
    /* the first line is a heading */
    for (const char *end = done ? strchr(text, '\n') : NULL; end; end = strchr(end + 1, '\n'))
        *n += end[1 + strspn(end + 1, " ")] == '#';
    free(text);
    return done;
}

bool inspect_write_plan(const struct tool_run *run, const char *path, bool in_english)
{
    FILE *out = fopen(path, "wx"); /* a mapping that somebody has worked on is not replaced */
    if (!out) {
        tool_complain("%s: cannot be made: %s", path, tool_said(strerror(errno)));
        return false;
    }
    bool done = put_plan(run, in_english, out) && !ferror(out);
    done &= fclose(out) == 0;
    if (!done) {
        tool_complain("%s: cannot be written", path);
        (void)unlink(path);
    }
    return done;
}
