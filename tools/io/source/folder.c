/* SPDX-License-Identifier: Apache-2.0 */
/*
 * folder.c - which files are parts of which table.
 *
 *   persons.csv            persons
 *   persons_2026.csv       persons; so is persons_hwado.tsv
 *   hwado/persons.csv      persons, in a folder of any name, at any depth up to DEPTH_MAX
 *
 * Files are taken in the order of their paths, so the order in which a disk lists them
 * changes nothing. Names that begin with a dot or a low line are left alone; other CSV
 * files that are no table's are listed, because a misspelt name would otherwise look like
 * an agency that sent nothing.
 */
#include "io/io.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    DEPTH_MAX = 8,
    FILES_MAX = 100000
};

/* A growing list of texts. */
struct paths {
    char **at;
    size_t n, cap;
};

/* Takes `path` over. */
static bool add_path(struct paths *paths, char *path)
{
    if (path && paths->n == paths->cap) {
        size_t cap = paths->cap ? paths->cap * 2 : 64;
        char **more = reallocarray(paths->at, cap, sizeof *more);
        if (more) {
            paths->at = more;
            paths->cap = cap;
        }
    }
    if (!path || paths->n == paths->cap) {
        free(path);
        return false;
    }
    paths->at[paths->n++] = path;
    return true;
}

static void clear_paths(struct paths *paths)
{
    for (size_t i = 0; i < paths->n; i++) free(paths->at[i]);
    free(paths->at);
    *paths = (struct paths){.at = NULL};
}

static int by_bytes(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* The length of a file's name without ".csv" or ".tsv"; 0 if it has neither. */
static size_t stem_len(const char *name)
{
    size_t len = strlen(name);
    if (len < 5) return 0;
    const char *end = name + len - 4;
    bool csv = strcmp(end, ".csv") == 0 || strcmp(end, ".tsv") == 0 || strcmp(end, ".CSV") == 0 ||
               strcmp(end, ".TSV") == 0;
    return csv ? len - 4 : 0;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* The table a file's name says, or NULL. */
static const struct io_table_form *table_of(const char *path)
{
    const char *name = base_name(path);
    size_t len = stem_len(name);
    const struct io_table_form *form, *found = NULL;
    for (size_t i = 0; len > 0 && (form = io_table_form_at(i)) != NULL; i++) {
        size_t n = strlen(form->name);
        bool begins = n <= len && memcmp(form->name, name, n) == 0;
        if (!begins || !(n == len || name[n] == '_')) continue;
        if (!found || n > strlen(found->name)) found = form; /* need_map, not needs */
    }
    return found;
}

static char *join(const char *folder, const char *name)
{
    char *path = NULL;
    size_t len = strlen(folder);
    const char *slash = len > 0 && folder[len - 1] == '/' ? "" : "/";
    return asprintf(&path, "%s%s%s", folder, slash, name) < 0 ? NULL : path;
}

/* Adds the folder's CSV files to `files` and its folders to `folders`. */
static bool list_folder(const char *path, struct paths *files, struct paths *folders,
                        struct io_problem *problem)
{
    DIR *folder = opendir(path);
    if (!folder) return io_fail_errno(problem, path, "cannot be opened");
    bool done = true;
    const struct dirent *entry;
    while (done && (entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.' || entry->d_name[0] == '_') continue;
        struct stat about;
        if (fstatat(dirfd(folder), entry->d_name, &about, AT_SYMLINK_NOFOLLOW) != 0) continue;
        bool is_folder = S_ISDIR(about.st_mode);
        if (!is_folder && stem_len(entry->d_name) == 0) continue; /* linked folders: could circle */
        done = add_path(is_folder ? folders : files, join(path, entry->d_name));
    }
    closedir(folder);
    if (!done) return io_fail_memory(problem);
    if (files->n <= FILES_MAX) return true;
    return io_fail(problem, IO_BAD_INPUT, "%s: holds more than %d files", path, FILES_MAX);
}

/* All CSV files below a folder, sorted; one level of folders after the other. */
static bool list_tree(const char *path, struct paths *files, struct io_problem *problem)
{
    struct paths level = {.at = NULL};
    bool done = add_path(&level, strdup(path)) || io_fail_memory(problem);
    for (int depth = 0; done && level.n > 0 && depth < DEPTH_MAX; depth++) {
        struct paths below = {.at = NULL};
        for (size_t i = 0; done && i < level.n; i++)
            done = list_folder(level.at[i], files, &below, problem);
        clear_paths(&level);
        level = below;
    }
    clear_paths(&level);
    if (files->n) qsort(files->at, files->n, sizeof *files->at, by_bytes);
    return done;
}

/* The input's table of that form, a new one in its place if need be. */
static struct io_table *table_for(struct io_input *input, const struct io_table_form *form)
{
    size_t at = 0;
    while (at < input->n_tables && io_table_form_find(input->tables[at].name) < form) at++;
    if (at < input->n_tables && strcmp(input->tables[at].name, form->name) == 0)
        return &input->tables[at];
    struct io_table *more = reallocarray(input->tables, input->n_tables + 1, sizeof *more);
    if (!more) return NULL;
    input->tables = more;
    memmove(&more[at + 1], &more[at], (input->n_tables - at) * sizeof *more);
    input->n_tables++;
    more[at] = (struct io_table){.name = form->name};
    return &more[at];
}

/* A new part at the end of the table of that form; NULL when there is no memory. */
static struct io_part *new_part(struct io_input *input, const struct io_table_form *form)
{
    struct io_table *table = table_for(input, form);
    if (!table) return NULL;
    struct io_part *more = reallocarray(table->parts, table->n_parts + 1, sizeof *more);
    if (!more) return NULL;
    table->parts = more;
    more[table->n_parts] = (struct io_part){.path = NULL};
    return &more[table->n_parts++];
}

/* Adds a file that is not yet looked at. */
static bool add_part(struct io_input *input, const struct io_table_form *form, const char *path,
                     size_t shown_from)
{
    struct io_part *part = new_part(input, form);
    if (!part) return io_fail_memory(&input->problem);
    bool done = io_part_name(part, path, shown_from, &input->problem);
    part->form.guarded = form->kind != IO_RECORDS; /* ids in it may be copied from results */
    return done;
}

static bool add_database(struct io_input *input, const char *path, unsigned kinds)
{
    struct io_database *database = io_database_open(path, &input->problem);
    const struct io_table_form *form;
    for (size_t i = 0; database && (form = io_table_form_at(i)) != NULL; i++) {
        struct io_part found;
        if (!(kinds & 1u << form->kind)) continue;
        if (!io_database_part(database, path, form->name, &found, &input->problem)) continue;
        struct io_part *part = new_part(input, form);
        if (part)
            *part = found;
        else
            io_part_clear(&found);
        if (!part) io_fail_memory(&input->problem);
    }
    io_database_release(database);
    return input->problem.kind == IO_OK;
}

static bool ignore(struct io_input *input, const char *path)
{
    char **more = reallocarray(input->ignored, input->n_ignored + 1, sizeof *more);
    if (!more) return io_fail_memory(&input->problem);
    input->ignored = more;
    more[input->n_ignored] = strdup(path);
    if (!more[input->n_ignored]) return io_fail_memory(&input->problem);
    input->n_ignored++;
    return true;
}

static bool add_folder(struct io_input *input, const char *path, unsigned kinds)
{
    struct paths files = {.at = NULL};
    bool done = list_tree(path, &files, &input->problem);
    size_t root_len = strlen(path);
    size_t shown_from = root_len + (path[root_len - 1] != '/');
    for (size_t i = 0; done && i < files.n; i++) {
        const struct io_table_form *form = table_of(files.at[i]);
        bool wanted = form && (kinds & 1u << form->kind);
        done = wanted ? add_part(input, form, files.at[i], shown_from)
                      : ignore(input, files.at[i]);
    }
    clear_paths(&files);
    return done;
}

bool io_input_add(struct io_input *input, const char *path, unsigned kinds)
{
    struct stat about;
    if (stat(path, &about) != 0) return io_fail_errno(&input->problem, path, "cannot be opened");
    if (S_ISDIR(about.st_mode)) return add_folder(input, path, kinds);
    if (io_is_database(path)) return add_database(input, path, kinds);
    const struct io_table_form *form = table_of(path);
    if (!form) form = io_table_form_find("persons"); /* one file of any name: people's records */
    return add_part(input, form, path, (size_t)(base_name(path) - path));
}

/* ---- looking at the files, several at a time ---------------------------------------------------- */

struct look {
    struct io_input *input;
    atomic_size_t next; /* part to look at, counted over all tables */
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

/* Of several bad files the first by path order is told, whoever saw it first. */
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
        if (part->database) continue;
        struct io_problem problem = {.kind = IO_OK};
        if (!io_part_open(part, &look->input->reading, &problem)) note_problem(look, at, &problem);
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

bool io_input_settle(struct io_input *input)
{
    look_at_all(input);
    for (size_t i = 0; input->problem.kind == IO_OK && i < input->n_tables; i++) {
        struct io_table *table = &input->tables[i];
        table->reading = input->reading;
        table->n_threads = input->n_threads;
        table->problem = &input->problem;
        io_table_settle(table, &input->problem);
    }
    return input->problem.kind == IO_OK;
}

struct io_table *io_input_table(struct io_input *input, const char *name)
{
    for (size_t i = 0; i < input->n_tables; i++)
        if (strcmp(input->tables[i].name, name) == 0) return &input->tables[i];
    return NULL;
}

void io_input_clear(struct io_input *input)
{
    for (size_t i = 0; i < input->n_tables; i++) io_table_clear(&input->tables[i]);
    free(input->tables);
    for (size_t i = 0; i < input->n_ignored; i++) free(input->ignored[i]);
    free(input->ignored);
    *input = (struct io_input){.tables = NULL};
}
