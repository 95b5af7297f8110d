/* SPDX-License-Identifier: Apache-2.0 */
/*
 * database_part.c - tables of a database that a server or a driver answers for.
 *
 * A table is the one of its own name, or what the plan's `sources:` says: other tables, views or
 * queries. The "line" of a row is its position in what the database gives, from 1.
 */
#include "io/source/part.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "io/database/database.h"

/* An open database, shared by the parts that are its tables. */
struct shared {
    const struct io_database_reader *reader;
    void *database;
    char *path;
    unsigned n_users;
};

struct place {
    struct shared *shared;
    char *query;
};

static void release(struct shared *shared)
{
    if (!shared || --shared->n_users > 0) return;
    if (shared->database) shared->reader->close(shared->database);
    free(shared->path);
    free(shared);
}

static struct shared *open_shared(const char *path, bool (*interrupted)(void),
                                  struct io_problem *problem)
{
    struct shared *shared = calloc(1, sizeof *shared);
    char *copy = strdup(path);
    if (!shared || !copy) {
        free(copy);
        free(shared);
        io_fail_memory(problem);
        return NULL;
    }
    bool is_postgres = io_database_kind_of(path) == IO_POSTGRES;
    *shared = (struct shared){
        .reader = is_postgres ? &io_postgres_reader : &io_odbc_reader, .path = copy, .n_users = 1};
    shared->database = shared->reader->open(copy, interrupted, problem);
    if (shared->database) return shared;
    release(shared);
    return NULL;
}

/* ---- columns ----------------------------------------------------------------------------------
 */

static bool has_twice(const struct io_part *part, int column)
{
    for (int i = 0; i < column; i++)
        if (strcmp(part->names[i], part->names[column]) == 0) return true;
    return false;
}

static bool take_names(struct io_part *part, const struct shared *shared,
                       struct io_problem *problem)
{
    int n = shared->reader->n_columns(shared->database);
    if (n > IO_COLUMNS_MAX)
        return io_fail(problem, IO_BAD_INPUT, "%s: has more than %d columns", part->path,
                       IO_COLUMNS_MAX);
    part->names = calloc((size_t)n + 1, sizeof *part->names);
    if (!part->names) return io_fail_memory(problem);
    part->form.names = part->names;
    for (int i = 0; i < n; i++) {
        part->names[i] = strdup(shared->reader->column(shared->database, i));
        if (!part->names[i]) return io_fail_memory(problem);
        part->form.n_columns++;
        if (has_twice(part, i))
            return io_fail(problem, IO_BAD_INPUT, "%s: two columns are called %s; rename one",
                           part->path, part->names[i]);
    }
    return true;
}

/* Looks at the columns of a query, whose rows are read later. */
static bool look_at_columns(struct io_part *part, struct io_problem *problem)
{
    const struct place *place = part->place;
    const struct shared *shared = place->shared;
    bool done = shared->reader->begin(shared->database, place->query, problem) &&
                take_names(part, shared, problem);
    shared->reader->end(shared->database);
    return done;
}

/* ---- which tables -------------------------------------------------------------------------------
 */

/* Takes over the query; `name` is what it reads, for messages. */
static bool add_query(struct io_input *input, struct shared *shared,
                      const struct io_table_form *form, const char *name, char *query)
{
    struct place *place = query ? malloc(sizeof *place) : NULL;
    char *path = NULL;
    bool done = place && asprintf(&path, "%s %s", shared->path, name) >= 0;
    if (!done) path = NULL;
    struct io_part *part =
        done ? io_input_part(input, form, &io_database_source, path, strlen(shared->path) + 1)
             : NULL;
    free(path);
    if (!part) {
        free(place);
        free(query);
        return io_fail_memory(&input->problem);
    }
    *place = (struct place){shared, query};
    shared->n_users++;
    part->place = place;
    part->first_line = 1;
    return look_at_columns(part, &input->problem);
}

/* Adds a table or view; `named`: the plan says so. */
static bool add_table(struct io_input *input, struct shared *shared,
                      const struct io_table_form *form, const char *name, bool named)
{
    char *quoted = NULL, *query = NULL;
    enum io_step step = shared->reader->find(shared->database, name, &quoted, &input->problem);
    if (step == IO_END && named)
        return io_fail(&input->problem, IO_BAD_INPUT,
                       "%s: there is no table or view %s, which the plan says is %s", shared->path,
                       name, form->name);
    if (step != IO_NEXT) return step == IO_END;
    if (asprintf(&query, "SELECT * FROM %s", quoted) < 0) query = NULL;
    free(quoted);
    return add_query(input, shared, form, name, query);
}

/* A text with a blank in it is a query; a semicolon at its end is not of it. */
static bool add_source(struct io_input *input, struct shared *shared,
                       const struct io_table_form *form, const char *text)
{
    size_t len = strlen(text);
    while (len > 0 && (text[len - 1] == ';' || isspace((unsigned char)text[len - 1]))) len--;
    bool is_query = strcspn(text, " \t\r\n") < len;
    return is_query ? add_query(input, shared, form, form->name, strndup(text, len))
                    : add_table(input, shared, form, text, true);
}

/* Does the plan say which tables of that kind there are? */
static bool are_named(const struct io_mapping *mapping, unsigned kind)
{
    for (size_t i = 0; mapping && i < mapping->sources.n; i++)
        if (io_table_form_find(mapping->sources.all[i].table)->kind == kind) return true;
    return false;
}

static bool add_form(struct io_input *input, struct shared *shared,
                     const struct io_table_form *form)
{
    const struct io_mapping *mapping = input->mapping;
    if (!are_named(mapping, form->kind)) return add_table(input, shared, form, form->name, false);
    bool done = true;
    for (size_t i = 0; done && i < mapping->sources.n; i++) {
        const struct io_column_name *source = &mapping->sources.all[i];
        if (strcmp(source->table, form->name) == 0)
            done = add_source(input, shared, form, source->theirs);
    }
    return done;
}

static bool add_database(struct io_input *input, const char *path, unsigned kinds)
{
    struct shared *shared = open_shared(path, input->reading.interrupted, &input->problem);
    bool done = shared != NULL;
    const struct io_table_form *form;
    for (size_t i = 0; done && (form = io_table_form_at(i)) != NULL; i++)
        if (kinds & 1u << form->kind) done = add_form(input, shared, form);
    release(shared);
    return done;
}

static enum io_step is_database(const char *path, const struct stat *about,
                                struct io_problem *problem)
{
    (void)about, (void)problem;
    return io_database_kind_of(path) == IO_NO_DATABASE ? IO_END : IO_NEXT;
}

static void clear(struct io_part *part)
{
    struct place *place = part->place;
    if (!place) return;
    release(place->shared);
    free(place->query);
    free(place);
}

/* ---- rows ------------------------------------------------------------------------------------ */

static bool open_rows(struct io_rows *rows, const struct io_table *table,
                      struct io_problem *problem)
{
    const struct place *place = rows->part->place;
    struct shared *shared = place->shared;
    (void)table;
    if (!shared->reader->begin(shared->database, place->query, problem)) {
        shared->reader->end(shared->database);
        return false;
    }
    rows->state = shared;
    return true;
}

static void close_rows(struct io_rows *rows)
{
    struct shared *shared = rows->state;
    if (shared) shared->reader->end(shared->database);
    rows->state = NULL;
}

static bool put_row(struct io_texts *texts, const struct tool_piece *cells, int n_columns)
{
    for (int c = 0; c < n_columns; c++)
        if (!io_texts_put(texts, c, cells[c].text, cells[c].len)) return false;
    return io_texts_end_row(texts, texts->parsed->n_lines, NULL);
}

static enum io_step next_rows(struct io_rows *rows, struct io_block *block,
                              struct io_parsed *parsed, struct io_problem *problem)
{
    (void)block;
    struct shared *shared = rows->state;
    if (!shared) return IO_END; /* its end was met */
    struct tool_piece cells[IO_COLUMNS_MAX];
    struct io_texts texts;
    int n_columns = rows->part->form.n_columns;
    bool done = io_texts_begin(&texts, parsed, n_columns) || io_fail_memory(problem);
    enum io_step step = IO_NEXT;
    while (done && !io_texts_are_full(&texts)) {
        step = shared->reader->next(shared->database, cells, problem);
        if (step != IO_NEXT) break;
        done = put_row(&texts, cells, n_columns) || io_fail_memory(problem);
    }
    done = done && step != IO_FAILED;
    if (step == IO_END) close_rows(rows);
    if (done && parsed->n_lines > 0) return IO_NEXT;
    io_parsed_clear(parsed);
    return done ? IO_END : IO_FAILED;
}

const struct io_source io_database_source = {.fits = is_database,
                                             .add = add_database,
                                             .open = open_rows,
                                             .next = next_rows,
                                             .close = close_rows,
                                             .clear = clear};

/* ---- a text beside the tables ------------------------------------------------------------------
 */

/* The text of the file of that name; NULL: there is none, or a problem. */
static char *find_text(const struct shared *shared, const char *name, size_t *len,
                       struct io_problem *problem)
{
    struct tool_piece cells[IO_COLUMNS_MAX];
    char *found = NULL;
    while (!found && shared->reader->next(shared->database, cells, problem) == IO_NEXT) {
        if (!tool_piece_is(cells[0], name) || !cells[1].text) continue;
        *len = cells[1].len;
        found = malloc(*len + 1);
        if (found) memcpy(found, cells[1].text, *len);
        if (!found) io_fail_memory(problem);
    }
    return found;
}

char *io_served_text(const char *path, const char *name, size_t *len, struct io_problem *problem)
{
    struct shared *shared = open_shared(path, NULL, problem);
    char *text = NULL, *quoted = NULL, *query = NULL;
    if (shared && shared->reader->find(shared->database, "files", &quoted, problem) == IO_NEXT) {
        if (asprintf(&query, "SELECT name, text FROM %s", quoted) < 0) query = NULL;
        if (query && shared->reader->begin(shared->database, query, problem))
            text = find_text(shared, name, len, problem);
        if (query) shared->reader->end(shared->database);
    }
    free(query);
    free(quoted);
    release(shared);
    return text;
}
