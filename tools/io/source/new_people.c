/* SPDX-License-Identifier: Apache-2.0 */
/*
 * new_people.c - records of people whom an agency keeps no list of, made of rows about them.
 *
 *   성명    생년월일    연락처         서비스명  제공일        persons                services
 *   김순자  1945.3.15   010-1234-5678  도시락    2026-06-03    김순자 1945.3.15 …     2 rows
 *   김순자  1945.3.15                  도시락    2026-06-04                           of hers
 *
 * Rows of one made id are one record. What they say differently of somebody is as the row of the
 * latest day says it, or of one day the text that comes last in bytes: the order of rows decides
 * nothing. What a row leaves empty it does not say.
 *
 * The records are in memory, as a part of the table persons for each file that names people; such a
 * part is read like any other, and its places are those of the first rows about them.
 */
#include "io/source/who.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MAX = 32 }; /* of persons that rows may say; agency_id and record_id before them */

struct said {
    char *text; /* NULL: nothing */
    size_t len;
    int32_t day;
};

/* A record in the making. */
struct made {
    int64_t line;
    char id[IO_MADE_ID];
    char *agency;
    struct said said[]; /* as many as the people have columns */
};

/* What `place` of a part points to. */
struct list {
    struct made **at;
    size_t n, cap;
    int n_columns;
};

/* ---- all people while they are collected ----------------------------------------------------- */

struct people {
    struct io_input *input;
    const char *columns[COLUMNS_MAX]; /* of persons, that some row says */
    int n_columns;
    struct tool_names keys; /* agency and id */
    struct made **by_key;   /* by the key's number */
    size_t cap;
    /* of the file that is read */
    struct list *list;
    struct io_who_places places;
    int from[COLUMNS_MAX]; /* its columns, or -1 */
    int day;               /* the column of its rows' day, or -1 */
    bool no_memory;
};

static struct made *new_made(struct people *people, int64_t line, const char *id,
                             const char *agency, size_t agency_len)
{
    struct list *list = people->list;
    size_t size = sizeof(struct made) + (size_t)people->n_columns * sizeof(struct said);
    if (list->n == list->cap) {
        size_t cap = list->cap ? 2 * list->cap : 256;
        struct made **more = reallocarray(list->at, cap, sizeof *more);
        if (!more) return NULL;
        list->at = more;
        list->cap = cap;
    }
    struct made *made = calloc(1, size);
    char *copy = strndup(agency, agency_len);
    if (!made || !copy) {
        free(made), free(copy);
        return NULL;
    }
    made->line = line;
    made->agency = copy;
    memcpy(made->id, id, sizeof made->id);
    return list->at[list->n++] = made;
}

/* The record of that agency and id, new or not; NULL: no memory. */
static struct made *made_of(struct people *people, const struct io_who *who, int64_t line,
                            const char *agency, size_t agency_len)
{
    char id[IO_MADE_ID], key[2 * IO_MADE_ID];
    io_who_id(who, id);
    int len = snprintf(key, sizeof key, "%s %llx", id, (unsigned long long)who->agency);
    uint32_t before = people->keys.n;
    uint32_t number = tool_number_of(&people->keys, key, (size_t)len, true);
    if (number == UINT32_MAX) return NULL;
    if (number < before) return people->by_key[number];
    if (number >= people->cap) {
        size_t cap = people->cap ? 2 * people->cap : 1024;
        struct made **more = reallocarray(people->by_key, cap, sizeof *more);
        if (!more) return NULL;
        people->by_key = more;
        people->cap = cap;
    }
    return people->by_key[number] = new_made(people, line, id, agency, agency_len);
}

/* Keeps what the later day says; false: no memory. */
static bool say(struct said *said, const char *text, size_t len, int32_t day)
{
    if (len == 0) return true;
    size_t shorter = len < said->len ? len : said->len;
    int order = said->text ? memcmp(text, said->text, shorter) : 1;
    if (order == 0) order = (len > said->len) - (len < said->len);
    bool later = !said->text || day > said->day || (day == said->day && order > 0);
    if (!later) return true;
    if (order == 0) {
        said->day = day;
        return true;
    }
    char *copy = strndup(text, len);
    if (!copy) return false;
    free(said->text);
    *said = (struct said){copy, len, day};
    return true;
}

/* ---- reading rows ---------------------------------------------------------------------------- */

static int32_t day_of(const struct people *people, const struct io_parsed *parsed, int64_t row)
{
    char value[DOLBOM_VALUE_MAX];
    size_t len;
    int32_t day;
    if (people->day < 0) return INT32_MIN;
    const char *text = io_parsed_text(parsed, people->day, row, &len);
    len = io_clean(people->places.part->mapping, "date", text, len, value);
    return tool_day_read(value, len, &day) ? day : INT32_MIN;
}

static bool take_row(struct people *people, const struct io_parsed *parsed, int64_t row,
                     int64_t line)
{
    struct io_who who;
    const char *known;
    size_t len;
    if (!io_who_read(&people->places, parsed, row, &who) ||
        io_known_people_find(people->input->known, &who, &known) != IO_UNFOUND_NONE)
        return true;
    const char *agency = io_who_agency(&people->places, parsed, row, &len);
    struct made *made = made_of(people, &who, line, agency, len);
    int32_t day = day_of(people, parsed, row);
    for (int i = 0; made && i < people->n_columns; i++) {
        if (people->from[i] < 0) continue;
        const char *text = io_parsed_text(parsed, people->from[i], row, &len);
        if (!say(&made->said[i], text, len, day)) return false;
    }
    return made;
}

static bool take_rows(void *context, const struct io_parsed *parsed, int64_t first_line)
{
    struct people *people = context;
    size_t mark = 0;
    for (int64_t row = 0; row < parsed->n_rows && !people->no_memory; row++) {
        const struct io_line_marks *marks = &parsed->marks;
        while (mark + 1 < marks->n && marks->at[mark + 1].row <= row) mark++;
        int64_t line = first_line + row;
        if (marks->n) line += marks->at[mark].line - marks->at[mark].row;
        people->no_memory = !take_row(people, parsed, row, line);
    }
    return !people->no_memory;
}

/* The column of the day that a row is about. */
static int find_day(const struct io_part *part)
{
    static const char *const days[] = {"start_date",  "identified_on", "sent_on",
                                       "received_on", "applied_on",    "assessed_on",
                                       "as_of",       "reported_on",   "date"};
    int column = -1;
    for (size_t i = 0; column < 0 && i < sizeof days / sizeof *days; i++)
        column = io_part_column(part, days[i], false);
    return column;
}

static bool read_part(struct people *people, struct io_part *part, const struct io_table *table)
{
    struct io_problem *problem = &people->input->problem;
    const struct io_scan scan = {people, take_rows};
    io_who_find(part, &people->places);
    people->day = find_day(part);
    for (int i = 0; i < people->n_columns; i++)
        people->from[i] = io_part_column(part, people->columns[i], true);
    return io_part_scan(part, table, &scan, problem) &&
           (!people->no_memory || io_fail_memory(problem));
}

/* ---- the parts of the table persons ---------------------------------------------------------- */

static void free_list(struct list *list)
{
    for (size_t i = 0; list && i < list->n; i++) {
        for (int c = 0; c < list->n_columns; c++) free(list->at[i]->said[c].text);
        free(list->at[i]->agency);
        free(list->at[i]);
    }
    if (list) free(list->at);
    free(list);
}

static const char *column_name(const struct people *people, int column)
{
    const char *const own[] = {"agency_id", "record_id"};
    const char *ours = column < 2 ? own[column] : people->columns[column - 2];
    const char *theirs = io_column_theirs(&people->input->mapping->columns, "persons", ours);
    return theirs ? theirs : ours;
}

/* Takes the list over. */
static bool add_part(struct people *people, const struct io_part *from, struct list *list)
{
    struct io_problem *problem = &people->input->problem;
    const int n = 2 + people->n_columns;
    struct io_part *part = io_input_part(people->input, io_table_form_find("persons"),
                                         &io_new_people_source, from->path, from->shown_from);
    if (!part) {
        free_list(list);
        return false;
    }
    part->place = list;
    part->made_of = from->of->name;
    part->lettered = from->lettered;
    part->header_line = from->header_line;
    part->first_line = from->first_line;
    part->file = strdup(io_part_file(from));
    part->names = calloc((size_t)n, sizeof *part->names);
    part->form.names = part->names;
    for (; part->names && part->form.n_columns < n; part->form.n_columns++) {
        char *name = strdup(column_name(people, part->form.n_columns));
        if (!name) break;
        part->names[part->form.n_columns] = name;
    }
    return (part->file && part->form.n_columns == n) || io_fail_memory(problem);
}

/* The people of one file's rows, if it names any. */
static bool add_people_of(struct people *people, struct io_part *part, const struct io_table *table)
{
    struct list *list = calloc(1, sizeof *list);
    if (!list) return io_fail_memory(&people->input->problem);
    list->n_columns = people->n_columns;
    people->list = list;
    bool done = read_part(people, part, table);
    if (done && list->n) return add_part(people, part, list);
    free_list(list);
    return done;
}

static bool makes_people(const struct io_part *part)
{
    for (size_t i = 0; i < part->n_fills; i++)
        if (part->fills[i].how == IO_FILL_FOUND_OR_NEW) return true;
    return false;
}

static void list_columns(struct people *people, const struct io_part *part)
{
    for (int i = 0; i < part->form.n_columns; i++) {
        const char *ours = part->meaning[i].ours;
        int at = 0;
        if (io_part_column(part, ours ? ours : "", true) != i) continue;
        while (at < people->n_columns && strcmp(people->columns[at], ours) != 0) at++;
        if (at == people->n_columns && at < COLUMNS_MAX)
            people->columns[people->n_columns++] = ours;
    }
}

bool io_new_people_add(struct io_input *input)
{
    struct people people = {.input = input};
    const struct io_table_form *form;
    bool done = true;
    for (size_t i = 0; i < input->n_tables; i++)
        for (size_t j = 0; j < input->tables[i].n_parts; j++)
            if (makes_people(&input->tables[i].parts[j]))
                list_columns(&people, &input->tables[i].parts[j]);
    for (size_t i = 0; done && (form = io_table_form_at(i)) != NULL; i++) {
        const struct io_table *table = io_input_table(input, form->name);
        struct io_part *parts = table ? table->parts : NULL; /* which stay where they are */
        for (size_t j = 0, n = table ? table->n_parts : 0; done && j < n; j++)
            if (makes_people(&parts[j]))
                done = add_people_of(&people, &parts[j], io_input_table(input, form->name));
    }
    tool_names_clear(&people.keys);
    free(people.by_key);
    return done;
}

/* ---- as a source ----------------------------------------------------------------------------- */

struct state {
    size_t at;
    int64_t line;
};

static bool open_rows(struct io_rows *rows, const struct io_table *table,
                      struct io_problem *problem)
{
    struct state *state = calloc(1, sizeof *state);
    (void)table;
    if (!state) return io_fail_memory(problem);
    state->line = rows->part->first_line;
    rows->state = state;
    return true;
}

static bool put_made(struct io_texts *texts, const struct made *made, int n_columns, int64_t line)
{
    bool done = io_texts_put(texts, 0, made->agency, strlen(made->agency)) &&
                io_texts_put(texts, 1, made->id, strlen(made->id));
    for (int c = 0; done && c < n_columns; c++)
        done = io_texts_put(texts, 2 + c, made->said[c].text, made->said[c].len);
    return done && io_texts_end_row(texts, line, NULL);
}

static enum io_step next_rows(struct io_rows *rows, struct io_block *block,
                              struct io_parsed *parsed, struct io_problem *problem)
{
    (void)block;
    struct state *state = rows->state;
    const struct list *list = rows->part->place;
    struct io_texts texts;
    if (state->at == list->n) return IO_END;
    bool done = io_texts_begin(&texts, parsed, rows->part->form.n_columns);
    for (; done && state->at < list->n && !io_texts_are_full(&texts); state->at++) {
        const struct made *made = list->at[state->at];
        done = put_made(&texts, made, list->n_columns, made->line - state->line);
    }
    state->line += parsed->n_lines;
    if (done) return IO_NEXT;
    io_fail_memory(problem);
    io_parsed_clear(parsed);
    return IO_FAILED;
}

static void close_rows(struct io_rows *rows)
{
    free(rows->state);
    rows->state = NULL;
}

static void clear(struct io_part *part)
{
    free_list(part->place);
}

const struct io_source io_new_people_source = {
    .open = open_rows, .next = next_rows, .close = close_rows, .clear = clear};
