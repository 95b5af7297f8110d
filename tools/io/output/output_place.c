/* SPDX-License-Identifier: Apache-2.0 */
/*
 * output_place.c - something that is at its place complete or not at all.
 *
 *   out/demo                       the target
 *   out/.demo.dolbom-unfinished    what a run is writing; locked while the run is alive
 *
 * What a killed run has left is emptied by the next one; a run that is still alive is recognised by
 * its lock. The lock is on a file, not on a name: another run may have published, and so renamed,
 * what was opened here. So the name is checked again once the lock is held.
 */
#include "io/output/output_place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* May the target's last name be given to something new? */
static bool is_usable(const struct io_place *place, bool slash_follows)
{
    enum { NAME_BYTES = 230 }; /* with what work_name adds, within the limit for names */
    const char *name = place->name;
    if (slash_follows && !place->form->is_folder) return false;
    return name[0] && strcmp(name, ".") != 0 && strcmp(name, "..") != 0 &&
           strlen(name) < NAME_BYTES;
}

/* Splits "a/b/c" into "a/b" and "c"; slashes at the end do not count. */
static bool split_target(struct io_place *place)
{
    const char *target = place->target;
    size_t len = strlen(target);
    while (len > 1 && target[len - 1] == '/') len--;
    size_t from = len;
    while (from > 0 && target[from - 1] != '/') from--;
    place->name = strndup(target + from, len - from);
    place->folder = from ? strndup(target, from > 1 ? from - 1 : from) : strdup(".");
    bool named = place->name && place->folder &&
                 asprintf(&place->work_name, ".%s.dolbom-unfinished", place->name) >= 0;
    if (!named) {
        place->work_name = NULL;
        return io_fail_memory(place->problem);
    }
    return is_usable(place, target[len] == '/') ||
           io_fail(place->problem, IO_SYSTEM,
                   place->form->is_folder ? "%s: cannot be written to; name a folder of its own"
                                          : "%s: cannot be written to; name a file",
                   target);
}

/* Makes the folders above the target, one after the other. */
static bool make_folders(struct io_place *place)
{
    size_t len = strlen(place->folder);
    size_t done = 0;
    place->made_from = len;
    for (size_t at = 1; at <= len; at++) {
        char after = place->folder[at];
        if (after != '/' && after != '\0') continue;
        place->folder[at] = '\0';
        int made = mkdir(place->folder, 0777);
        place->folder[at] = after;
        if (made != 0 && errno != EEXIST) {
            io_place_fail(place, "a folder above it cannot be made");
            place->folder[done] = '\0'; /* what was made is removed */
            return false;
        }
        done = at;
        if (made == 0 && place->made_from == len) {
            place->made_from = at;
            while (place->made_from > 0 && place->folder[place->made_from - 1] != '/')
                place->made_from--;
        }
    }
    return true;
}

static void remove_made_folders(const struct io_place *place)
{
    char *folder = place->folder;
    for (size_t len = folder ? strlen(folder) : 0; len > place->made_from;) {
        folder[len] = '\0';
        if (rmdir(folder) != 0) return; /* somebody else is using it */
        while (len > place->made_from && folder[len - 1] != '/') len--;
        if (len > place->made_from) len--;
    }
}

static bool remove_name(void *context, const char *name)
{
    const struct io_place *place = context;
    unlinkat(place->work_file, name, 0);
    return true;
}

/* Removes what a run has written into an open folder. */
static void empty_folder(struct io_place *place)
{
    io_family_each(place->work_file, place->form->has, remove_name, place);
    for (const char *const *name = place->form->names; *name; name++)
        unlinkat(place->work_file, *name, 0);
}

/* Opens what is written, or makes it; -1 with errno. */
static int open_work(const struct io_place *place, bool *made)
{
    const char *name = place->work_name;
    if (place->form->is_folder) {
        *made = mkdirat(place->folder_file, name, 0700) == 0;
        if (!*made && errno != EEXIST) return -1;
        return openat(place->folder_file, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    }
    int flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW;
    int file = openat(place->folder_file, name, flags | O_EXCL, 0600);
    *made = file >= 0;
    return file < 0 && errno == EEXIST ? openat(place->folder_file, name, flags, 0600) : file;
}

static void remove_work(const struct io_place *place)
{
    unlinkat(place->folder_file, place->work_name, place->form->is_folder ? AT_REMOVEDIR : 0);
}

/* IO_END: another run has published or removed what was opened; there is something new to lock. */
static enum io_step lock_work(struct io_place *place, bool *made)
{
    int locked;
    place->work_file = open_work(place, made);
    if (place->work_file < 0 && errno == ENOENT) return IO_END;
    if (place->work_file < 0) {
        io_place_fail(place, "cannot be written");
        if (*made) remove_work(place);
        return IO_FAILED;
    }
    do {
        locked = flock(place->work_file, LOCK_EX | LOCK_NB);
    } while (locked != 0 && errno == EINTR);
    struct stat mine, named;
    if (locked == 0 && fstat(place->work_file, &mine) == 0 &&
        fstatat(place->folder_file, place->work_name, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
        mine.st_dev == named.st_dev && mine.st_ino == named.st_ino)
        return IO_NEXT;
    int code = errno;
    close(place->work_file);
    place->work_file = -1;
    if (locked == 0) return IO_END;
    if (code == EWOULDBLOCK) {
        io_fail(place->problem, IO_SYSTEM, "%s: another run is writing there", place->target);
        return IO_FAILED;
    }
    errno = code;
    io_place_fail(place, "cannot be locked");
    if (*made) remove_work(place);
    return IO_FAILED;
}

bool io_place_empty(struct io_place *place)
{
    place->resumed = false;
    if (place->form->is_folder) empty_folder(place);
    bool empty = place->form->is_folder || ftruncate(place->work_file, 0) == 0;
    return empty || io_place_fail(place, "cannot be written");
}

/* Locks what is written and removes what a killed run has left in it, unless it is `work`. */
static bool take_work(struct io_place *place, const struct io_file_id *work)
{
    enum { TRIES = 100 };
    enum io_step step = IO_END;
    bool made = false;
    for (int i = 0; i < TRIES && step == IO_END; i++) step = lock_work(place, &made);
    if (step == IO_END)
        return io_fail(place->problem, IO_SYSTEM, "%s: other runs are writing there",
                       place->target);
    if (step == IO_FAILED) return false;
    struct stat about;
    if (fstat(place->work_file, &about) != 0) return io_place_fail(place, "cannot be written");
    if (!made && place->inputs && io_file_ids_has(place->inputs, &about)) {
        close(place->work_file); /* and what is at the target stays */
        place->work_file = -1;
        return io_fail(place->problem, IO_SYSTEM, "%s: %s beside it is also read by this run",
                       place->target, place->work_name);
    }
    place->resumed = work && !made && work->device == about.st_dev && work->inode == about.st_ino;
    return place->resumed || io_place_empty(place);
}

bool io_place_open(struct io_place *place, const char *target, const struct io_place_form *form,
                   const struct io_file_ids *inputs, struct io_problem *problem)
{
    return io_place_resume(place, target, form, inputs, NULL, problem);
}

bool io_place_resume(struct io_place *place, const char *target, const struct io_place_form *form,
                     const struct io_file_ids *inputs, const struct io_file_id *work,
                     struct io_problem *problem)
{
    *place = (struct io_place){.form = form,
                               .target = target,
                               .inputs = inputs,
                               .problem = problem,
                               .folder_file = -1,
                               .work_file = -1};
    if (!split_target(place) || !make_folders(place)) return false;
    place->folder_file = open(place->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (place->folder_file < 0) return io_place_fail(place, "its folder cannot be opened");
    return io_place_may_replace(place) && take_work(place, work) && io_place_may_replace(place);
}

bool io_place_fill(const struct io_place *place, const void *data, size_t n)
{
    return (io_write(place->work_file, data, n) && fsync(place->work_file) == 0) ||
           io_place_fail(place, "cannot be written");
}

bool io_place_publish(struct io_place *place)
{
    int folder = place->folder_file;
    if (!io_place_may_replace(place)) return false;
    bool fresh = faccessat(folder, place->name, F_OK, AT_SYMLINK_NOFOLLOW) != 0;
    if (renameat(folder, place->work_name, folder, place->name) != 0)
        return io_place_fail(place, "cannot be put in its place");
    place->published = true;
    if (fsync(folder) == 0) return true;
    io_place_fail(place, "the disk has not confirmed that it is in its place");
    /* Takes back what was not there before; what was replaced is gone, and this is complete. */
    place->published = !fresh || renameat(folder, place->name, folder, place->work_name) != 0;
    return false;
}

void io_place_close(struct io_place *place)
{
    if (!place->form) return; /* never opened */
    if (place->work_file >= 0 && !place->published && !place->left) {
        if (place->form->is_folder) empty_folder(place);
        remove_work(place);
    }
    if (place->work_file >= 0) close(place->work_file);
    if (place->folder_file >= 0) close(place->folder_file);
    if (!place->published && !place->left) remove_made_folders(place);
    free(place->folder);
    free(place->name);
    free(place->work_name);
    *place = (struct io_place){.form = NULL};
}
