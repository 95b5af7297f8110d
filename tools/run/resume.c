/* SPDX-License-Identifier: Apache-2.0 */
/*
 * resume.c - going on where a run was killed.
 *
 * What was put in its place is known by its device, inode, size and time, which a rename does not
 * change. So nothing has to be noted between putting the results and the worklists in their places,
 * nor after it: a run that was killed at its very end is found finished.
 */
#include "run/resume.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/database/database_address.h"

/* Of a killed run nothing is left in a database that is served. */
static bool is_wanted(const struct tool_run *run)
{
    const char *out = tool_text(run->arguments, TOOL_OUT);
    return tool_given(run->arguments, TOOL_RESUME) && !run->kept.blocked && out &&
           io_database_kind_of(out) == IO_NO_DATABASE;
}

static bool has_lists(const struct tool_run *run)
{
    return tool_given(run->arguments, TOOL_WORKLISTS);
}

/* The file of the results at `folder` that gets its place last, as it is now. */
static bool look_at_last(const struct tool_run *run, const char *folder,
                         struct tool_written *written)
{
    char *path = NULL;
    const char *last = io_output_last(tool_text(run->arguments, TOOL_OUT));
    bool done = asprintf(&path, "%s%s%s", folder, last[0] ? "/" : "", last) >= 0;
    if (!done) return false;
    done = tool_written_look(written, path);
    free(path);
    return done;
}

/* ---- what was left -------------------------------------------------------------------------- */

bool tool_resume_find(struct tool_run *run)
{
    const char *out = tool_text(run->arguments, TOOL_OUT);
    const char *lists = tool_text(run->arguments, TOOL_WORKLISTS);
    struct tool_kept *kept = &run->kept;
    struct tool_written now;
    if (!is_wanted(run)) return true;
    if (!tool_kept_read(kept, out, &run->output_problem)) return false;
    if (!kept->found) return true;
    run->results_are_out = look_at_last(run, out, &now) && tool_written_same(&now, &kept->last);
    run->lists_are_out = lists && kept->n_lists >= 0 && tool_written_look(&now, lists) &&
                         now.id.device == kept->lists.device && now.id.inode == kept->lists.inode;
    return true;
}

const struct io_file_id *tool_resume_work(const struct tool_run *run)
{
    return run->kept.found && !run->results_are_out ? &run->kept.work : NULL;
}

static bool can_go_on(const struct tool_run *run, const unsigned char key[TOOL_KEY_BYTES])
{
    const struct tool_kept *kept = &run->kept;
    bool results = run->results_are_out || run->output.whole;
    bool lists = !has_lists(run) || run->lists_are_out || run->worklists.resumed || kept->n_tables;
    return kept->found && results && lists && memcmp(key, kept->key, TOOL_KEY_BYTES) == 0;
}

/* All of it anew, as if nothing had been kept. */
static bool begin_anew(struct tool_run *run)
{
    tool_kept_remove(tool_text(run->arguments, TOOL_OUT));
    return (!run->output.whole || io_output_restart(&run->output)) &&
           (!run->worklists.resumed || io_place_empty(&run->worklists));
}

enum tool_exit tool_resume_decide(struct tool_run *run, bool *resumed)
{
    unsigned char key[TOOL_KEY_BYTES];
    struct tool_kept *kept = &run->kept;
    *resumed = false;
    if (!is_wanted(run)) return TOOL_DONE;
    tool_progress_stage(&run->progress, "compare");
    if (!tool_run_key(run, key, &run->output_problem)) {
        tool_progress_close(&run->progress);
        return tool_fail_io(&run->output_problem);
    }
    *resumed = can_go_on(run, key);
    if (*resumed) return TOOL_DONE;
    bool same = !kept->found || memcmp(key, kept->key, TOOL_KEY_BYTES) == 0;
    if (kept->bytes) /* there is such a file, be it damaged */
        tool_complain("%s", tool_said(same ? "begun anew: what the earlier run left is not whole"
                                           : "begun anew: files or settings are no longer those of "
                                             "the earlier run"));
    if (!begin_anew(run)) return tool_fail_io(&run->output_problem);
    bool lists_were_out = run->lists_are_out;
    run->results_are_out = run->lists_are_out = false;
    tool_kept_clear(kept);
    memcpy(kept->key, key, sizeof key);
    return lists_were_out ? tool_worklist_folder_open(run) : TOOL_DONE;
}

/* ---- keeping ----------------------------------------------------------------------------------
 */

static bool keep(struct tool_run *run, bool with_tables)
{
    const struct io_result *results[TOOL_KEPT_TABLES];
    size_t n = 0;
    for (const char *const *name = tool_worklist_tables; with_tables && *name; name++) {
        const struct io_result *result = tool_worklist_table(run, *name);
        if (result) results[n++] = result;
    }
    return tool_kept_write(&run->kept, tool_text(run->arguments, TOOL_OUT), results, n,
                           &run->output_problem);
}

/* Where the output is written, whole by now. */
static bool note_work(struct tool_run *run)
{
    const struct io_place *place = &run->output.place;
    struct tool_kept *kept = &run->kept;
    struct stat about;
    char *folder = NULL;
    bool done = fstat(place->work_file, &about) == 0 &&
                asprintf(&folder, "%s/%s", place->folder, place->work_name) >= 0 &&
                look_at_last(run, folder, &kept->last);
    if (done) kept->work = (struct io_file_id){about.st_dev, about.st_ino};
    free(folder);
    return done || io_place_fail(place, "cannot be examined");
}

bool tool_resume_keep_results(struct tool_run *run, enum tool_exit code)
{
    struct tool_kept *kept = &run->kept;
    if (!is_wanted(run)) return true;
    char *summary = tool_summary_short(run);
    if (!summary) return io_fail_memory(&run->output_problem);
    free(kept->bytes);
    kept->summary = kept->bytes = summary;
    kept->code = (int32_t)code;
    kept->n_lists = has_lists(run) ? -1 : 0;
    return io_output_settle(&run->output) && note_work(run) && keep(run, has_lists(run));
}

bool tool_resume_keep_lists(struct tool_run *run)
{
    struct stat about;
    if (!is_wanted(run) || !has_lists(run)) return true;
    if (fstat(run->worklists.work_file, &about) != 0)
        return io_place_fail(&run->worklists, "cannot be examined");
    run->kept.lists = (struct io_file_id){about.st_dev, about.st_ino};
    run->kept.n_lists = run->n_worklists;
    return keep(run, false);
}

void tool_resume_leave(struct tool_run *run)
{
    bool is_kept = is_wanted(run) && run->kept.summary;
    run->output.place.left = is_kept && run->output.whole;
    run->worklists.left = is_kept && run->kept.lists.inode;
}

/* ---- going on ----------------------------------------------------------------------------------
 */

/* The tables of which worklists are made, as if they had just been computed. */
static void take_tables(struct tool_run *run)
{
    struct tool_kept *kept = &run->kept;
    for (size_t i = 0; i < kept->n_tables; i++) {
        bool merged = strcmp(kept->tables[i].name, "rejects") == 0;
        *(merged ? &run->rejects : &run->results[run->n_results++]) = kept->tables[i];
    }
    kept->n_tables = 0;
}

static bool finish_lists(struct tool_run *run)
{
    if (!has_lists(run) || run->lists_are_out || run->worklists.resumed) {
        run->n_worklists = run->kept.n_lists;
        return true;
    }
    take_tables(run);
    return tool_worklist_folder_write(run) && tool_resume_keep_lists(run);
}

static const char *what_is_left(const struct tool_run *run)
{
    bool lists_are_whole = !has_lists(run) || run->lists_are_out || run->worklists.resumed;
    if (run->results_are_out && (!has_lists(run) || run->lists_are_out))
        return "the earlier run had finished; everything is in its place";
    return lists_are_whole ? "resumed: everything is written and is put in its place"
                           : "resumed: the results are whole; the worklists are written";
}

enum tool_exit tool_resume(struct tool_run *run)
{
    tool_progress_close(&run->progress);
    tool_complain("%s", tool_said(what_is_left(run)));
    bool done = finish_lists(run);
    if (done && tool_interrupted())
        done = io_fail(&run->output_problem, IO_INTERRUPTED, "interrupted");
    if (done && !run->results_are_out) done = io_output_commit(&run->output);
    if (done && !run->lists_are_out) done = tool_worklist_folder_publish(run);
    if (!done) return tool_fail_io(&run->output_problem);
    if (!tool_given(run->arguments, TOOL_QUIET)) tool_summary_again(run, run->kept.summary);
    if (run->kept.code == TOOL_INPUT)
        tool_complain("rows are rejected or missing, more than may be: summary.txt and rejects.csv "
                      "of the results say which");
    return (enum tool_exit)run->kept.code;
}
