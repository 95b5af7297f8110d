/* SPDX-License-Identifier: Apache-2.0 */
/*
 * output.c - results in a folder or a database, complete or not there at all.
 *
 * A database that is served has one transaction for that. Files are written beside the target and
 * made durable. If the target is not there yet, one
 * rename makes all of it appear. Otherwise its run.json goes first, the files are renamed into
 * it one by one, and run.json comes last: a folder without run.json is not a finished result.
 *
 * Only the owner may read the files (0600): they are about people.
 */
#include "io/output/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/database/database_address.h"

enum { MARK = 0, RUN_LOG = IO_RESULT_FILES - 1 };

static const struct io_place_form folder_form = {
    .is_folder = true, .names = io_result_files, .has = io_family_has};
static const struct io_place_form database_form = {.is_ours = io_sqlite_is_ours};

static bool fail(const struct io_output *output, const char *what)
{
    return io_place_fail(&output->place, what);
}

static bool is_served(const char *path)
{
    return io_database_kind_of(path) != IO_NO_DATABASE;
}

bool io_is_database_name(const char *path)
{
    if (is_served(path)) return true;
    const char *dot = strrchr(path, '.');
    return dot && (strcmp(dot, ".db") == 0 || strcmp(dot, ".sqlite") == 0);
}

static bool open_database(struct io_output *output)
{
    const struct io_place *place = &output->place;
    char *path = NULL;
    if (asprintf(&path, "%s/%s", place->folder, place->work_name) < 0)
        return io_fail_memory(place->problem);
    bool done = output->writer->open(output, path);
    free(path);
    return done;
}

static bool note_family(struct io_output *output, const char *name)
{
    char **names = reallocarray(output->family, output->n_family + 1, sizeof *names);
    if (names) output->family = names;
    char *copy = names ? strdup(name) : NULL;
    if (!copy) return io_fail_memory(output->place.problem);
    output->family[output->n_family++] = copy;
    return true;
}

/* A new file of the output's folder; -1 after a problem. */
static int create(struct io_output *output, const char *name)
{
    size_t i = 0;
    while (i < IO_RESULT_FILES && strcmp(io_result_files[i], name) != 0) i++;
    bool of_family = i == IO_RESULT_FILES && io_family_has(name);
    if (of_family && !note_family(output, name)) return -1;
    if (i == IO_RESULT_FILES && !of_family) {
        io_fail(output->place.problem, IO_SYSTEM, "%s: is not a file that a run writes", name);
        return -1;
    }
    int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;
    int file = openat(output->place.work_file, name, flags, 0600);
    if (file < 0) fail(output, "a file in it cannot be written");
    if (!of_family) output->written[i] = file >= 0;
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
    struct io_problem *problem = output->place.problem;
    if (output->interrupted && output->interrupted())
        return io_fail(problem, IO_INTERRUPTED, "interrupted");
    return io_fail(problem, IO_SYSTEM, "%s: %s cannot be written: %s", output->place.target, name,
                   tool_said(strerror(code)));
}

/* ---- opening --------------------------------------------------------------------------------- */

static bool begin(struct io_output *output)
{
    static const char mark[] = "dolbom may replace the results in this folder\n";
    return output->place.form->is_folder
               ? io_output_text(output, io_result_files[MARK], mark, sizeof mark - 1)
               : open_database(output);
}

static bool note_one(void *context, const char *name)
{
    return note_family(context, name);
}

/* Finds what a killed run wrote to its end; false: it has begun to put it in its place. */
static bool take_written(struct io_output *output)
{
    const struct io_place *place = &output->place;
    if (!place->form->is_folder) return true;
    for (size_t i = 0; i < IO_RESULT_FILES; i++)
        output->written[i] = faccessat(place->work_file, io_result_files[i], F_OK, 0) == 0;
    return output->written[MARK] && output->written[RUN_LOG] &&
           io_family_each(place->work_file, io_family_has, note_one, output);
}

bool io_output_restart(struct io_output *output)
{
    memset(output->written, 0, sizeof output->written);
    for (size_t i = 0; i < output->n_family; i++) free(output->family[i]);
    output->n_family = 0;
    output->whole = false;
    return io_place_empty(&output->place) && begin(output);
}

/* Nothing of it is a file, so there is nothing that a killed run could leave. */
static bool open_served(struct io_output *output, const char *target, struct io_problem *problem)
{
    bool is_postgres = io_database_kind_of(target) == IO_POSTGRES;
    output->writer = is_postgres ? &io_postgres_writer : &io_odbc_writer;
    output->place =
        (struct io_place){.target = target, .problem = problem, .folder_file = -1, .work_file = -1};
    return output->writer->open(output, target);
}

bool io_output_open(struct io_output *output, const char *target, bool raw,
                    const struct io_file_ids *inputs, const struct io_file_id *work,
                    struct io_problem *problem)
{
    *output = (struct io_output){.raw = raw};
    if (is_served(target)) return open_served(output, target, problem);
    bool is_database = io_is_database_name(target);
    const struct io_place_form *form = is_database ? &database_form : &folder_form;
    if (is_database) output->writer = &io_sqlite_writer;
    if (!io_place_resume(&output->place, target, form, inputs, work, problem)) return false;
    output->whole = output->place.resumed && take_written(output);
    return output->whole || io_output_restart(output);
}

/* ---- writing --------------------------------------------------------------------------------- */

bool io_output_table(struct io_output *output, const struct io_result *result)
{
    if (output->writer) return output->writer->table(output, result);
    char name[IO_FAMILY_NAME + 8];
    snprintf(name, sizeof name, "%s.csv", result->name);
    int file = create(output, name);
    if (file < 0) return false;
    bool written = io_csv_write(file, result, output->raw, output->interrupted);
    return finish(output, name, file, written);
}

bool io_output_text(struct io_output *output, const char *name, const char *text, size_t len)
{
    if (output->writer) return output->writer->text(output, name, text, len);
    int file = create(output, name);
    if (file < 0) return false;
    return finish(output, name, file, io_write(file, text, len));
}

static bool remove_one(void *context, const char *name)
{
    const int *folder = context;
    return unlinkat(*folder, name, 0) == 0 || errno == ENOENT;
}

/* Removes what an older run wrote and this one did not; of the family all of it. */
static bool remove_old(const struct io_output *output, int target)
{
    for (size_t i = 0; i < IO_RESULT_FILES; i++) {
        if (output->written[i] || unlinkat(target, io_result_files[i], 0) == 0) continue;
        if (errno != ENOENT) return fail(output, "a file of an older run in it cannot be removed");
    }
    return io_family_each(target, io_family_has, remove_one, &target) ||
           fail(output, "a file of an older run in it cannot be removed");
}

static bool move_name(const struct io_output *output, int target, const char *name)
{
    return renameat(output->place.work_file, name, target, name) == 0 ||
           fail(output, "a file in it cannot be replaced");
}

/* Moves a file that was written to its place. */
static bool move_file(const struct io_output *output, int target, size_t i)
{
    return !output->written[i] || move_name(output, target, io_result_files[i]);
}

static bool move_files(struct io_output *output, int target)
{
    if (!move_file(output, target, MARK)) return false; /* from here on files are replaced */
    if (unlinkat(target, io_result_files[RUN_LOG], 0) != 0 && errno != ENOENT)
        return fail(output, "run.json in it cannot be replaced");
    if (fsync(target) != 0) return fail(output, "cannot be written");
    if (!remove_old(output, target)) return false;
    for (size_t i = MARK + 1; i < RUN_LOG; i++)
        if (!move_file(output, target, i)) return false;
    for (size_t i = 0; i < output->n_family; i++)
        if (!move_name(output, target, output->family[i])) return false;
    if (fsync(target) != 0) return fail(output, "cannot be written");
    if (!move_file(output, target, RUN_LOG)) return false;
    return fsync(target) == 0 || fail(output, "is written, but the disk has not confirmed it");
}

bool io_output_settle(struct io_output *output)
{
    if (output->whole) return true;
    if (output->writer && !output->writer->settle(output)) return false;
    output->whole = !output->place.form || fsync(output->place.work_file) == 0;
    return output->whole || fail(output, "cannot be written");
}

const char *io_output_last(const char *target)
{
    return io_is_database_name(target) ? "" : io_result_files[RUN_LOG];
}

static bool publish(struct io_output *output)
{
    struct io_place *place = &output->place;
    if (output->writer && output->writer->publish) return output->writer->publish(output);
    if (!place->form->is_folder) return io_place_publish(place);
    int target =
        openat(place->folder_file, place->name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (target < 0 && errno == ENOENT) return io_place_publish(place);
    if (target < 0) return fail(output, "cannot be opened");
    bool done = io_place_may_replace(place) && move_files(output, target);
    close(target);
    return done;
}

bool io_output_commit(struct io_output *output)
{
    if (!io_output_settle(output) || !publish(output)) return false;
    output->whole = false; /* where it was written nothing is left */
    return true;
}

void io_output_close(struct io_output *output)
{
    if (output->database) output->writer->abandon(output);
    for (size_t i = 0; i < output->n_family; i++) free(output->family[i]);
    free(output->family);
    io_place_close(&output->place);
    *output = (struct io_output){.raw = false};
}
