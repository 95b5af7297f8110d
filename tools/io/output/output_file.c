/* SPDX-License-Identifier: Apache-2.0 */
/*
 * output_file.c - one file that is there whole or not at all.
 *
 * It is written beside the target (`.NAME.dolbom-unfinished`), locked while its writer lives,
 * made durable and then renamed; what a killed run has left is written over by the next one.
 */
#include "io/output/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

struct place {
    char *folder, *work;
    const char *name;
    int folder_file, file;
};

/* "a/b" into the folder "a", the name "b" and the name beside it. */
static bool name_place(struct place *place, const char *target)
{
    const char *slash = strrchr(target, '/');
    place->name = slash ? slash + 1 : target;
    place->folder = slash ? strndup(target, (size_t)(slash - target) + 1) : strdup(".");
    if (!place->folder) return false;
    if (asprintf(&place->work, ".%s.dolbom-unfinished", place->name) >= 0) return true;
    place->work = NULL;
    return false;
}

static bool open_place(struct place *place, const char *target, struct io_problem *problem)
{
    place->folder_file = open(place->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (place->folder_file < 0)
        return io_fail_errno(problem, target, "its folder cannot be opened");
    place->file =
        openat(place->folder_file, place->work, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (place->file < 0) return io_fail_errno(problem, target, "cannot be written");
    if (flock(place->file, LOCK_EX | LOCK_NB) == 0) return true;
    close(place->file); /* another run's: its file stays */
    place->file = -1;
    return io_fail(problem, IO_SYSTEM, "%s: another run is writing there", target);
}

static bool fill_place(struct place *place, const void *data, size_t n)
{
    return ftruncate(place->file, 0) == 0 && io_write(place->file, data, n) &&
           fsync(place->file) == 0 &&
           renameat(place->folder_file, place->work, place->folder_file, place->name) == 0 &&
           fsync(place->folder_file) == 0;
}

bool io_file_write(const char *target, const void *data, size_t n, struct io_problem *problem)
{
    struct place place = {.folder_file = -1, .file = -1};
    bool done = name_place(&place, target) || io_fail_memory(problem);
    if (done && place.name[0] == '\0')
        done = io_fail(problem, IO_SYSTEM, "%s: is a folder; name a file in it", target);
    done = done && open_place(&place, target, problem);
    if (done) {
        done = fill_place(&place, data, n) || io_fail_errno(problem, target, "cannot be written");
        if (!done) unlinkat(place.folder_file, place.work, 0);
    }
    if (place.file >= 0) close(place.file);
    if (place.folder_file >= 0) close(place.folder_file);
    free(place.folder);
    free(place.work);
    return done;
}
