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
#include "io/source/part.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 8, FILES_MAX = 100000 };

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
        if (!is_folder && io_stem_len(entry->d_name) == 0)
            continue; /* linked folders: could circle */
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

static bool add_folder(struct io_input *input, const char *path, unsigned kinds)
{
    struct paths files = {.at = NULL};
    bool done = list_tree(path, &files, &input->problem);
    size_t root_len = strlen(path);
    size_t shown_from = root_len + (path[root_len - 1] != '/');
    for (size_t i = 0; done && i < files.n; i++) {
        const struct io_table_form *form = io_table_form_of_file(files.at[i]);
        bool wanted = form && (kinds & 1u << form->kind);
        done = wanted ? io_input_add_csv(input, form, files.at[i], shown_from)
                      : io_input_ignore(input, files.at[i]);
    }
    clear_paths(&files);
    return done;
}

static enum io_step is_folder(const char *path, const struct stat *about,
                              struct io_problem *problem)
{
    (void)path;
    (void)problem;
    return S_ISDIR(about->st_mode) ? IO_NEXT : IO_END;
}

const struct io_source io_folder_source = {.fits = is_folder, .add = add_folder};
