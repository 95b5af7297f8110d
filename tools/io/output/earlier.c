/* SPDX-License-Identifier: Apache-2.0 */
/*
 * earlier.c - what may be replaced: results of an earlier run, and nothing else.
 *
 * A mistyped --out must not cost anybody a file. A file is ours when it carries our mark; in a
 * folder the files that a run writes are ours when the mark is beside them, and other files stay. A
 * link is not followed, because what it points to was not named. A file that somebody has open
 * would live on without a name, and whatever they write to it would be lost.
 */
#include "io/output/output_place.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool refuse(const struct io_place *place, const char *why)
{
    return io_fail(place->problem, IO_SYSTEM, "%s: %s", place->target, tool_said(why));
}

/* Is the name in the folder? */
static enum io_step look_up(int folder, const char *name, struct stat *about)
{
    if (fstatat(folder, name, about, AT_SYMLINK_NOFOLLOW) == 0) return IO_NEXT;
    return errno == ENOENT ? IO_END : IO_FAILED;
}

/* Is the file open nowhere else, as far as the system can tell? Only then it grants a lease. */
static bool is_open_elsewhere(int file)
{
    fcntl(file, F_SETSIG, SIGURG); /* ignored in case somebody opens it this very moment */
    if (fcntl(file, F_SETLEASE, F_WRLCK) == 0) {
        fcntl(file, F_SETLEASE, F_UNLCK);
        return false;
    }
    return errno == EAGAIN;
}

/* SQLite keeps what is not yet in a database in files beside it, and would put what another
 * database of this name has left there into the one that is written now. */
static bool has_no_companion(const struct io_place *place)
{
    static const char *const endings[] = {"-wal", "-journal"};
    struct stat about;
    char name[300];
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        snprintf(name, sizeof name, "%s%s", place->name, endings[i]);
        enum io_step step = look_up(place->folder_file, name, &about);
        if (step == IO_FAILED) return io_place_fail(place, "cannot be examined");
        if (step == IO_NEXT)
            return io_fail(place->problem, IO_SYSTEM,
                           "%s: %s beside it belongs to a database that is open or was not closed; "
                           "close it or name another place",
                           place->target, name);
    }
    return true;
}

static bool may_replace_open_file(const struct io_place *place, int file)
{
    enum io_step step = place->form->is_ours(file);
    if (step == IO_FAILED) return io_place_fail(place, "cannot be read");
    if (step == IO_END && place->form->none_of_ours)
        return refuse(place, place->form->none_of_ours);
    if (step == IO_END)
        return refuse(place, "already exists and is not an earlier result; name another place");
    if (is_open_elsewhere(file))
        return refuse(place, "is open elsewhere; close it or name another place");
    return true;
}

static bool may_replace_file(const struct io_place *place)
{
    int file = openat(place->folder_file, place->name, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0) return io_place_fail(place, "cannot be replaced");
    bool may = may_replace_open_file(place, file);
    close(file);
    return may;
}

/* Is one of the folders above the target, up to the root, read by this run? Results there would be
 * input for the next run. A folder that may not be searched is not one that is read. */
static enum io_step lies_in_input(const struct io_place *place)
{
    struct stat here, below = {.st_ino = 0};
    enum io_step step = IO_FAILED;
    int folder = openat(place->folder_file, ".", O_PATH | O_CLOEXEC);
    while (folder >= 0 && fstat(folder, &here) == 0) {
        bool is_root = here.st_dev == below.st_dev && here.st_ino == below.st_ino;
        bool is_read = io_file_ids_has(place->inputs, &here);
        int above = is_root || is_read ? -1 : openat(folder, "..", O_PATH | O_CLOEXEC);
        if (is_read) step = IO_NEXT;
        if (is_root || (above < 0 && errno == EACCES)) step = IO_END;
        close(folder);
        below = here;
        folder = above;
    }
    if (folder >= 0) close(folder);
    return step;
}

/* A folder that is looked through. */
struct looked {
    const struct io_place *place;
    int folder;
    enum io_step mark; /* is ours there? */
};

/* Is the name free, or ours? */
static bool may_replace_name(void *context, const char *name)
{
    const struct looked *looked = context;
    const struct io_place *place = looked->place;
    struct stat about;
    enum io_step step = looked->mark;
    if (step != IO_FAILED) step = look_up(looked->folder, name, &about);
    if (step == IO_FAILED) return io_place_fail(place, "cannot be examined");
    if (step == IO_END) return true;
    const char *why = NULL;
    if (!S_ISREG(about.st_mode)) why = "which is not a plain file";
    if (place->inputs && io_file_ids_has(place->inputs, &about))
        why = "which is also read by this run";
    if (looked->mark == IO_END) why = "which no earlier run wrote";
    return !why || io_fail(place->problem, IO_SYSTEM, "%s: holds a %s %s; name another place",
                           place->target, name, tool_said(why));
}

/* Is each of the names that a run writes free, or ours? */
static bool may_replace_names(const struct io_place *place, int folder)
{
    struct stat about;
    struct looked looked = {place, folder, look_up(folder, place->form->names[0], &about)};
    for (const char *const *name = place->form->names; *name; name++)
        if (!may_replace_name(&looked, *name)) return false;
    if (io_family_each(folder, place->form->has, may_replace_name, &looked)) return true;
    return place->problem->kind == IO_OK ? io_place_fail(place, "cannot be examined") : false;
}

static bool may_replace_folder(const struct io_place *place)
{
    if (faccessat(place->folder_file, place->name, W_OK | X_OK, AT_EACCESS) != 0)
        return io_place_fail(place, "cannot be written");
    int folder =
        openat(place->folder_file, place->name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (folder < 0) return io_place_fail(place, "cannot be opened");
    bool may = may_replace_names(place, folder);
    close(folder);
    return may;
}

/* The target is there: may it be replaced? */
static bool may_replace(const struct io_place *place, const struct stat *about)
{
    bool is_folder = place->form->is_folder;
    if (S_ISLNK(about->st_mode)) return refuse(place, "is a link; name what it points to");
    if (is_folder ? !S_ISDIR(about->st_mode) : !S_ISREG(about->st_mode))
        return refuse(place, is_folder ? "already exists and is not a folder"
                                       : "already exists and is not a plain file");
    if (place->inputs && io_file_ids_has(place->inputs, about))
        return refuse(place, "is also read by this run; name another place");
    if (place->form->is_kept)
        return refuse(place, "already exists, and people may have written into it; name a folder "
                             "that is not there yet");
    return is_folder ? may_replace_folder(place) : may_replace_file(place);
}

bool io_place_may_replace(const struct io_place *place)
{
    struct stat about;
    enum io_step found = look_up(place->folder_file, place->name, &about);
    if (found == IO_FAILED) return io_place_fail(place, "cannot be examined");
    if (found == IO_NEXT && !may_replace(place, &about)) return false;
    if (!place->form->is_folder) return has_no_companion(place);
    if (!place->inputs) return true;
    enum io_step inside = lies_in_input(place);
    if (inside == IO_FAILED) return io_place_fail(place, "a folder above it cannot be examined");
    return inside == IO_END ||
           refuse(place, "lies in a folder that is read; name a place outside of it");
}
