/* SPDX-License-Identifier: Apache-2.0 */
/*
 * input.c - the tables of all paths that were given.
 */
#include "io/source/who.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "io/database/database_address.h"

/* Kinds of sources; the last one takes whatever remains. */
static const struct io_source *const sources[] = {
    &io_database_source, &io_folder_source, &io_sqlite_source, &io_office_source, &io_csv_source};

static int by_path(const void *left, const void *right)
{
    return strcmp(((const struct io_ignored *)left)->path,
                  ((const struct io_ignored *)right)->path);
}

/* One CSV file of any name: people's records, if it does not say otherwise. */
static bool add_single(struct io_input *input, const char *path)
{
    const struct io_table_form *form = io_table_form_of_file(path);
    unsigned why;
    struct io_names names = {.at = NULL};
    bool done = form || io_table_form_inside(input, path, &form, &why, &names);
    io_names_clear(&names);
    if (!done) return false;
    if (!form) form = io_table_form_find("persons");
    return io_input_add_csv(input, form, path, (size_t)(io_base_name(path) - path));
}

bool io_input_add(struct io_input *input, const char *path, unsigned kinds)
{
    struct stat about = {.st_mode = 0};
    bool is_file = io_database_kind_of(path) == IO_NO_DATABASE;
    if (is_file && stat(path, &about) != 0)
        return io_fail_errno(&input->problem, path, "cannot be opened");
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        enum io_step fits = sources[i]->fits(path, &about, &input->problem);
        if (fits == IO_FAILED) return false;
        if (fits == IO_NEXT && !sources[i]->add) return add_single(input, path);
        if (fits == IO_NEXT) return sources[i]->add(input, path, kinds);
    }
    return false;
}

bool io_input_add_as(struct io_input *input, const char *path, const char *table)
{
    const struct io_table_form *form = io_table_form_find(table);
    size_t shown_from = (size_t)(io_base_name(path) - path);
    enum io_file_kind kind = IO_FILE_OTHER;
    struct io_problem *problem = &input->problem;
    struct stat about;
    if (io_is_office_lock(path + shown_from)) /* a pattern found it */
        return io_input_ignore(input, path, shown_from, IO_UNREAD_LOCK);
    if (stat(path, &about) != 0) return io_fail_errno(problem, path, "cannot be opened");
    if (!S_ISREG(about.st_mode))
        return io_fail(problem, IO_BAD_INPUT, "%s: is not a plain file; name the files one by one",
                       path);
    if (!io_file_kind(path, &kind, problem)) return false;
    if (kind == IO_FILE_OTHER) return io_input_add_csv(input, form, path, shown_from);
    if (kind == IO_FILE_BOOK)
        return io_input_add_book(input, path, shown_from, 1u << form->kind, form);
    if (kind == IO_FILE_HTML)
        return io_fail(problem, IO_BAD_INPUT, "%s: is HTML; save it as .xlsx or .csv", path);
    return io_fail(problem, IO_BAD_INPUT, "%s: cannot be read, %s", path,
                   io_unread_text(IO_UNREAD_KIND + kind, !tool_in_korean()));
}

/* ---- looking at the files, several at a time --------------------------------------------- */

struct look {
    struct io_input *input;
    atomic_size_t next;   /* next part to look at, counted over all tables */
    pthread_mutex_t lock; /* of the problem */
    size_t problem_at;
};

static struct io_part *part_at(struct io_input *input, size_t index)
{
    for (size_t i = 0; i < input->n_tables; i++) {
        if (index < input->tables[i].n_parts) return &input->tables[i].parts[index];
        index -= input->tables[i].n_parts;
    }
    return NULL;
}

/* Of several bad files the first in the order of paths is reported, whichever thread finds one
 * first. */
static void note_problem(struct look *look, size_t at, const struct io_problem *problem)
{
    pthread_mutex_lock(&look->lock);
    if (look->input->problem.kind == IO_OK || at < look->problem_at) {
        look->input->problem = *problem;
        look->problem_at = at;
    }
    pthread_mutex_unlock(&look->lock);
}

static void *look_at_parts(void *argument)
{
    struct look *look = argument;
    for (;;) {
        size_t at = atomic_fetch_add(&look->next, 1);
        struct io_part *part = part_at(look->input, at);
        if (!part) return NULL;
        if (!part->source->look) continue;
        struct io_problem problem = {.kind = IO_OK};
        if (!part->source->look(part, &look->input->reading, &problem))
            note_problem(look, at, &problem);
    }
}

static void look_at_all(struct io_input *input)
{
    enum { LOOKERS_MAX = 8 };
    struct look look = {.input = input};
    pthread_t looker[LOOKERS_MAX];
    size_t n = 0, wanted = input->n_threads > 1 ? input->n_threads - 1 : 0;
    if (wanted > LOOKERS_MAX) wanted = LOOKERS_MAX;
    pthread_mutex_init(&look.lock, NULL);
    while (n < wanted && pthread_create(&looker[n], NULL, look_at_parts, &look) == 0) n++;
    look_at_parts(&look);
    for (size_t i = 0; i < n; i++) pthread_join(looker[i], NULL);
    pthread_mutex_destroy(&look.lock);
}

static void understand(struct io_input *input, const struct io_table *table)
{
    for (size_t i = 0; i < table->n_parts && input->problem.kind == IO_OK; i++)
        if (io_part_understand(&table->parts[i], table, &input->problem) && input->mapping)
            io_part_fill(&table->parts[i], &input->problem);
}

/* Does any file name people whose records are to be found? */
static bool names_people(const struct io_input *input)
{
    for (size_t i = 0; i < input->n_tables; i++)
        for (size_t j = 0; j < input->tables[i].n_parts; j++) {
            const struct io_part *part = &input->tables[i].parts[j];
            for (size_t f = 0; f < part->n_fills; f++)
                if (part->fills[f].how >= IO_FILL_FOUND) return true;
        }
    return false;
}

/* The records in which rows that name people are looked up, then those made of such rows. */
static bool know_people(struct io_input *input)
{
    if (!names_people(input)) return true;
    input->known = io_known_people_read(input);
    for (size_t i = 0; i < input->n_tables; i++)
        for (size_t j = 0; j < input->tables[i].n_parts; j++)
            input->tables[i].parts[j].known = input->known;
    return input->known && io_new_people_add(input);
}

static void begin_table(struct io_input *input, struct io_table *table)
{
    table->reading = input->reading;
    table->n_threads = input->n_threads;
    table->problem = &input->problem;
}

bool io_input_settle(struct io_input *input)
{
    if (input->n_ignored) qsort(input->ignored, input->n_ignored, sizeof *input->ignored, by_path);
    look_at_all(input);
    for (size_t i = 0; input->problem.kind == IO_OK && i < input->n_tables; i++) {
        struct io_table *table = &input->tables[i];
        begin_table(input, table);
        if (io_table_is_peoples(io_table_form_find(table->name))) understand(input, table);
    }
    if (input->problem.kind == IO_OK) know_people(input);
    for (size_t i = 0; input->problem.kind == IO_OK && i < input->n_tables; i++) {
        begin_table(input, &input->tables[i]); /* persons may have come last */
        io_table_settle(&input->tables[i], &input->problem);
    }
    return input->problem.kind == IO_OK;
}

void io_input_clear(struct io_input *input)
{
    for (size_t i = 0; i < input->n_tables; i++) io_table_clear(&input->tables[i]);
    free(input->tables);
    io_known_people_free(input->known);
    for (size_t i = 0; i < input->n_ignored; i++) {
        free(input->ignored[i].path);
        free(input->ignored[i].shown);
        io_names_clear(&input->ignored[i].names);
    }
    free(input->ignored);
    *input = (struct io_input){.tables = NULL};
}
