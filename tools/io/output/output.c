/* SPDX-License-Identifier: Apache-2.0 */
/*
 * output.c - results that are there whole or not at all.
 *
 *   out/demo                       what people see
 *   out/.demo.dolbom-unfinished    what a run is writing; locked while it lives
 *
 * Files are written into the unfinished folder and made durable. If the target is not there
 * yet, one rename makes all of it appear. Otherwise its run.json goes first, the files are
 * renamed into it one by one, and run.json comes last: a folder without run.json is not a
 * finished result. What a killed run has left is removed by the next one that writes to the
 * same target; a run that still lives is told apart by its lock.
 *
 * Files are for their owner only (0600): they are about people.
 */
#include "io/output/writer.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char run_log[] = "run.json";

/* Everything a run may write, so that nothing of an older one stays beside it. */
static const char *const file_names[] = {
    "agency_summary.csv", "cleaned.csv", "finding_rows.csv",   "findings.csv",
    "match_keys.csv",     "pairs.csv",   "person_records.csv", "person_summary.csv",
    "rejects.csv",        "report.html", "rule_runs.csv",      "table_counts.csv",
    "timings.json"};

static bool fail(struct io_output *output, const char *what)
{
    return io_fail_errno(output->problem, output->target, what);
}

bool io_is_database_name(const char *path)
{
    const char *dot = strrchr(path, '.');
    return dot && (strcmp(dot, ".db") == 0 || strcmp(dot, ".sqlite") == 0);
}

/* Makes the folders above the target, one after the other. */
static bool make_folders(struct io_output *output)
{
    char *path = output->folder;
    for (char *at = path + 1; *at; at++) {
        if (*at != '/') continue;
        *at = '\0';
        int made = mkdir(path, 0777);
        *at = '/';
        if (made != 0 && errno != EEXIST) return fail(output, "a folder above it cannot be made");
    }
    if (mkdir(path, 0777) != 0 && errno != EEXIST)
        return fail(output, "a folder above it cannot be made");
    return true;
}

/* Splits "a/b/c" into "a/b" and "c"; slashes at the end do not count. */
static bool split_target(struct io_output *output)
{
    size_t len = strlen(output->target);
    while (len > 1 && output->target[len - 1] == '/') len--;
    size_t from = len;
    while (from > 0 && output->target[from - 1] != '/') from--;
    output->name = strndup(output->target + from, len - from);
    size_t folder_len = from > 1 ? from - 1 : from;
    output->folder = from ? strndup(output->target, folder_len) : strdup(".");
    if (!output->name || !output->folder) return io_fail_memory(output->problem);
    bool usable =
        output->name[0] && strcmp(output->name, ".") != 0 && strcmp(output->name, "..") != 0;
    if (usable) usable = strlen(output->name) < 240;
    return usable || io_fail(output->problem, IO_SYSTEM,
                             "%s: cannot be written to; name a folder "
                             "of its own",
                             output->target);
}

/* Removes the files of an open folder; folders in it are not ours and stay. */
static void empty_folder(int folder)
{
    int copy = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = copy >= 0 ? fdopendir(copy) : NULL;
    if (!list) return;
    const struct dirent *entry;
    while ((entry = readdir(list)) != NULL) unlinkat(folder, entry->d_name, 0);
    closedir(list);
}

/* Opens the unfinished folder or file and locks it; what an earlier run left is emptied. */
static bool open_work(struct io_output *output, bool database)
{
    const char *name = output->work_name;
    if (database) {
        output->work_file =
            openat(output->folder_file, name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    } else {
        bool made = mkdirat(output->folder_file, name, 0700) == 0 || errno == EEXIST;
        if (made)
            output->work_file =
                openat(output->folder_file, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    }
    if (output->work_file < 0) return fail(output, "cannot be written");
    if (flock(output->work_file, LOCK_EX | LOCK_NB) != 0) {
        close(output->work_file);
        output->work_file = -1;
        return io_fail(output->problem, IO_SYSTEM, "%s: another run is writing there",
                       output->target);
    }
    if (!database) empty_folder(output->work_file);
    if (database && ftruncate(output->work_file, 0) != 0) return fail(output, "cannot be written");
    return true;
}

static bool target_fits(struct io_output *output, bool database)
{
    struct stat about;
    if (fstatat(output->folder_file, output->name, &about, 0) != 0) return true;
    bool fits = database ? S_ISREG(about.st_mode) : S_ISDIR(about.st_mode);
    return fits || io_fail(output->problem, IO_SYSTEM, "%s: is there already and is no %s",
                           output->target, database ? "file" : "folder");
}

bool io_output_open(struct io_output *output, const char *target, bool raw,
                    struct io_problem *problem)
{
    *output = (struct io_output){
        .target = target, .raw = raw, .problem = problem, .folder_file = -1, .work_file = -1};
    bool database = io_is_database_name(target);
    if (!split_target(output) || !make_folders(output)) return false;
    snprintf(output->work_name, sizeof output->work_name, ".%s.dolbom-unfinished", output->name);
    output->folder_file = open(output->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (output->folder_file < 0) return fail(output, "its folder cannot be opened");
    if (!target_fits(output, database) || !open_work(output, database)) return false;
    if (!database) return true;
    char *path = NULL;
    if (asprintf(&path, "%s/%s", output->folder, output->work_name) < 0)
        return io_fail_memory(problem);
    bool done = io_sqlite_open(&output->database, path, problem);
    free(path);
    return done;
}

static int create(struct io_output *output, const char *name)
{
    int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;
    int file = openat(output->work_file, name, flags, 0600);
    if (file < 0) fail(output, "a file in it cannot be written");
    return file;
}

static bool finish(struct io_output *output, const char *name, int file, bool written)
{
    int code = errno;
    if (written && fsync(file) != 0) {
        written = false;
        code = errno;
    }
    if (close(file) != 0 && written) {
        written = false;
        code = errno;
    }
    if (written) return true;
    if (output->interrupted && output->interrupted())
        return io_fail(output->problem, IO_INTERRUPTED, "interrupted");
    return io_fail(output->problem, IO_SYSTEM, "%s: %s cannot be written: %s", output->target, name,
                   strerror(code));
}

bool io_output_table(struct io_output *output, const struct io_result *result)
{
    if (output->database) return io_sqlite_table(output, result);
    char name[64];
    snprintf(name, sizeof name, "%s.csv", result->name);
    int file = create(output, name);
    if (file < 0) return false;
    bool written = io_csv_write(file, result, output->raw, output->interrupted);
    return finish(output, name, file, written);
}

bool io_output_text(struct io_output *output, const char *name, const char *text, size_t len)
{
    if (output->database) return io_sqlite_text(output, name, text, len);
    int file = create(output, name);
    if (file < 0) return false;
    return finish(output, name, file, io_write(file, text, len));
}

/* Is there a file of that name among the finished ones? */
static bool is_finished(const struct io_output *output, const char *name)
{
    struct stat about;
    return fstatat(output->work_file, name, &about, AT_SYMLINK_NOFOLLOW) == 0;
}

/* Removes what an older run wrote and this one did not. */
static bool remove_old(struct io_output *output, int target)
{
    for (size_t i = 0; i < sizeof file_names / sizeof *file_names; i++) {
        if (is_finished(output, file_names[i])) continue;
        if (unlinkat(target, file_names[i], 0) != 0 && errno != ENOENT)
            return fail(output, "a file of an older run in it cannot be removed");
    }
    return true;
}

/* Puts every finished file but run.json in its place. */
static bool move_finished(struct io_output *output, int target)
{
    int copy = openat(output->work_file, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = copy >= 0 ? fdopendir(copy) : NULL;
    if (!list) return fail(output, "cannot be written");
    bool done = true;
    for (const struct dirent *entry; done && (entry = readdir(list)) != NULL;) {
        const char *name = entry->d_name;
        if (name[0] == '.' || strcmp(name, run_log) == 0) continue;
        done = renameat(output->work_file, name, target, name) == 0;
        if (!done) fail(output, "a file in it cannot be replaced");
    }
    closedir(list);
    return done;
}

static bool move_files(struct io_output *output, int target)
{
    if (unlinkat(target, run_log, 0) != 0 && errno != ENOENT)
        return fail(output, "run.json in it cannot be replaced");
    if (fsync(target) != 0) return fail(output, "cannot be written");
    if (!remove_old(output, target) || !move_finished(output, target)) return false;
    if (fsync(target) != 0 || renameat(output->work_file, run_log, target, run_log) != 0)
        return fail(output, "run.json in it cannot be replaced");
    if (fsync(target) != 0) return fail(output, "cannot be written");
    return unlinkat(output->folder_file, output->work_name, AT_REMOVEDIR) == 0 ||
           fail(output, "the unfinished folder beside it cannot be removed");
}

bool io_output_commit(struct io_output *output)
{
    if (output->database && !io_sqlite_close(output)) return false;
    if (fsync(output->work_file) != 0) return fail(output, "cannot be written");
    struct stat about;
    bool is_folder = fstat(output->work_file, &about) == 0 && S_ISDIR(about.st_mode);
    int target = is_folder
                     ? openat(output->folder_file, output->name, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
                     : -1;
    bool done;
    if (target >= 0) {
        done = move_files(output, target);
        close(target);
    } else {
        done = renameat(output->folder_file, output->work_name, output->folder_file,
                        output->name) == 0 ||
               fail(output, "cannot be put in its place");
    }
    if (done && fsync(output->folder_file) != 0) done = fail(output, "cannot be written");
    if (done) {
        close(output->work_file);
        output->work_file = -1;
    }
    return done;
}

void io_output_close(struct io_output *output)
{
    if (output->database) io_sqlite_close(output);
    if (output->work_file >= 0) {
        struct stat about;
        bool is_folder = fstat(output->work_file, &about) == 0 && S_ISDIR(about.st_mode);
        if (is_folder) empty_folder(output->work_file);
        unlinkat(output->folder_file, output->work_name, is_folder ? AT_REMOVEDIR : 0);
        close(output->work_file);
    }
    if (output->folder_file >= 0) close(output->folder_file);
    free(output->folder);
    free(output->name);
    *output = (struct io_output){.folder_file = -1, .work_file = -1};
}
