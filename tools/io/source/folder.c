/* SPDX-License-Identifier: Apache-2.0 */
/*
 * folder.c - the CSV files, workbooks and the like of a folder and of the folders in it, at any
 * depth.
 *
 * Files are taken in the order of their paths, so the order in which a disk lists them does not
 * matter. Names that begin with a dot or an underscore are left alone; other CSV files that belong
 * to no table, files of another kind that are named as a table and links to folders are reported,
 * because a misspelt name or persons.ods would otherwise look like an agency that sent nothing.
 * For the same reason a name that cannot be looked at is an error, and so is a listing that breaks
 * off.
 */
#include "io/source/part.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ENTRIES_MAX = 100000 };

/* A growing list of texts. */
struct paths {
    char **at;
    size_t n, cap;
};

/* Takes over `path`. */
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

/* What a name in a folder stands for. */
enum entry {
    ENTRY_OTHER,
    ENTRY_FOLDER,
    ENTRY_FILE,
    ENTRY_LINKED_FOLDER,
    ENTRY_NO_CSV,  /* no plain file, and not named as a CSV file either */
    ENTRY_NO_FILE, /* a pipe or a device with the name of a file */
    ENTRY_FAILED   /* with errno */
};

static bool may_be_table(const char *name)
{
    return io_is_office(name) || io_is_named_as_table(name);
}

/* Tokens come with what their making rejected and counted, which is about nobody. */
static bool is_left_alone(int folder, const char *name)
{
    if (name[0] == '.' || name[0] == '_') return true;
    bool is_account = strcmp(name, "rejects.csv") == 0 || strcmp(name, "table_counts.csv") == 0;
    return is_account && faccessat(folder, "token_headers.csv", F_OK, 0) == 0;
}

/* A link counts as what it leads to; one that leads nowhere is reported when the file is opened. */
static enum entry classify(int folder, const char *name)
{
    struct stat about;
    if (is_left_alone(folder, name)) return ENTRY_OTHER;
    if (fstatat(folder, name, &about, AT_SYMLINK_NOFOLLOW) != 0) return ENTRY_FAILED;
    if (S_ISDIR(about.st_mode)) return ENTRY_FOLDER;
    bool is_link = S_ISLNK(about.st_mode);
    bool leads = is_link && fstatat(folder, name, &about, 0) == 0;
    if (leads && S_ISDIR(about.st_mode)) return ENTRY_LINKED_FOLDER;
    bool is_csv = io_stem_len(name) > 0;
    if (!is_csv && !may_be_table(name)) return ENTRY_OTHER;
    if (!is_csv && !S_ISREG(about.st_mode)) return ENTRY_NO_CSV;
    if (is_link && !leads) return ENTRY_FILE;
    return S_ISREG(about.st_mode) ? ENTRY_FILE : ENTRY_NO_FILE;
}

/* What is found on the way down the tree. */
struct tree {
    struct io_input *input;
    size_t shown_from;
    struct paths files, level, below; /* folders of this level and of the next */
};

/* Adds a name to the list where it belongs; takes over `path`. */
static bool take_entry(struct tree *tree, enum entry entry, char *path)
{
    struct io_problem *problem = &tree->input->problem;
    bool done = path || io_fail_memory(problem);
    if (done && entry == ENTRY_FAILED) done = io_fail_errno(problem, path, "cannot be examined");
    if (done && entry == ENTRY_NO_FILE)
        done = io_fail(problem, IO_BAD_INPUT, "%s: is not a plain file and cannot be read", path);
    if (done && entry == ENTRY_LINKED_FOLDER) /* links to folders could form a cycle */
        done = io_input_ignore(tree->input, path, tree->shown_from, IO_UNREAD_LINK);
    if (done && entry == ENTRY_NO_CSV)
        done = io_input_ignore(tree->input, path, tree->shown_from, IO_UNREAD_NO_FILE);
    if (done && (entry == ENTRY_FILE || entry == ENTRY_FOLDER))
        return add_path(entry == ENTRY_FILE ? &tree->files : &tree->below, path) ||
               io_fail_memory(problem);
    free(path);
    return done;
}

static bool list_entries(struct tree *tree, const char *path, DIR *folder)
{
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(folder);
        if (!entry && errno != 0)
            return io_fail_errno(&tree->input->problem, path, "cannot be listed");
        if (!entry) return true;
        enum entry is = classify(dirfd(folder), entry->d_name);
        if (is != ENTRY_OTHER && !take_entry(tree, is, join(path, entry->d_name))) return false;
    }
}

static bool list_folder(struct tree *tree, const char *path)
{
    DIR *folder = opendir(path);
    if (!folder) return io_fail_errno(&tree->input->problem, path, "cannot be opened");
    bool done = list_entries(tree, path, folder);
    closedir(folder);
    return done;
}

/* All CSV files below a folder, sorted; one level of folders after the other. */
static bool list_tree(struct tree *tree, const char *path)
{
    struct io_problem *problem = &tree->input->problem;
    bool done = add_path(&tree->level, strdup(path)) || io_fail_memory(problem);
    size_t n_folders = 1;
    while (done && tree->level.n > 0) {
        for (size_t i = 0; done && i < tree->level.n; i++) {
            done = list_folder(tree, tree->level.at[i]);
            if (done && tree->files.n + tree->below.n + n_folders > ENTRIES_MAX)
                done = io_fail(problem, IO_BAD_INPUT, "%s: holds more than %d files and folders",
                               path, ENTRIES_MAX);
        }
        clear_paths(&tree->level);
        tree->level = tree->below;
        tree->below = (struct paths){.at = NULL};
        n_folders += tree->level.n;
    }
    if (tree->files.n) qsort(tree->files.at, tree->files.n, sizeof *tree->files.at, by_bytes);
    return done;
}

static bool add_csv(const struct tree *tree, const char *path, unsigned kinds)
{
    const struct io_table_form *form = io_table_form_of_file(path);
    unsigned why = IO_UNREAD_NAME;
    struct io_names names = {.at = NULL};
    bool done = form || !(kinds & 1u << IO_RECORDS) ||
                io_table_form_inside(tree->input, path, &form, &why, &names);
    bool wanted = form && (kinds & 1u << form->kind);
    if (form) why = IO_UNREAD_ELSEWHERE;
    if (done)
        done = wanted ? io_input_add_csv(tree->input, form, path, tree->shown_from)
                      : io_input_ignore_table(tree->input, path, tree->shown_from, why, &names);
    io_names_clear(&names);
    return done;
}

static bool add_files(const struct tree *tree, unsigned kinds)
{
    struct io_input *input = tree->input;
    for (size_t i = 0; i < tree->files.n; i++) {
        const char *path = tree->files.at[i];
        bool done = io_stem_len(io_base_name(path)) == 0
                        ? io_input_add_office(input, path, tree->shown_from, kinds)
                        : add_csv(tree, path, kinds);
        if (!done) return false;
    }
    return true;
}

static bool add_folder(struct io_input *input, const char *path, unsigned kinds)
{
    size_t len = strlen(path);
    struct tree tree = {.input = input, .shown_from = len + (path[len - 1] != '/')};
    bool done = list_tree(&tree, path) && add_files(&tree, kinds);
    clear_paths(&tree.files);
    clear_paths(&tree.level);
    clear_paths(&tree.below);
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
