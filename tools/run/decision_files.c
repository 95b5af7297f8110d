/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decision_files.c - the filled-in worklists of --decisions.
 *
 * Each is part of the table `decisions`, whatever it is called. What it decides with a word that
 * nobody knows is rejected like any such row, and told by its place: the officer thinks that it is
 * decided. A decision that does not say whose it is would count for every agency, so the run stops.
 */
#include "run/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "worklist/worklist.h"

enum { TOLD_MAX = 20 };

bool tool_decision_files_add(struct tool_run *run)
{
    const struct tool_arguments *arguments = run->arguments;
    bool given = tool_given(arguments, TOOL_DECISIONS);
    for (size_t i = 0; given && i < arguments->n_words; i++)
        if (!io_input_add_as(&run->input, arguments->word[i], "decisions")) return false;
    return true;
}

/* Does the part come with --decisions, and not from the policy? */
static bool is_given(const struct tool_run *run, const struct io_part *part)
{
    const char *path = io_part_file(part);
    bool given = tool_given(run->arguments, TOOL_DECISIONS);
    for (size_t i = 0; given && i < run->arguments->n_words; i++)
        if (strcmp(run->arguments->word[i], path) == 0) return true;
    return false;
}

/* ---- files of one name ----------------------------------------------------------------------- */

/* Does the path of another part end in the same way? */
static bool has_rival(const struct io_table *table, const struct io_part *part, size_t from)
{
    const char *end = part->path + from;
    size_t len = strlen(end);
    for (size_t i = 0; i < table->n_parts; i++) {
        const char *other = table->parts[i].path;
        size_t other_len = strlen(other);
        bool ends_so = other_len >= len && strcmp(other + other_len - len, end) == 0;
        bool whole_names = other_len == len || (ends_so && other[other_len - len - 1] == '/');
        if (ends_so && whole_names && strcmp(other, part->path) != 0) return true;
    }
    return false;
}

/* Agencies send files of one name, in folders of their own: these are shown as far as they differ.
 */
static bool tell_apart(struct tool_run *run, struct io_table *table)
{
    for (size_t i = 0; i < table->n_parts; i++) {
        struct io_part *part = &table->parts[i];
        size_t from = part->shown_from;
        while (is_given(run, part) && from > 0 && has_rival(table, part, from)) {
            while (from > 0 && part->path[from - 1] == '/') from--;
            while (from > 0 && part->path[from - 1] != '/') from--;
        }
        if (from == part->shown_from) continue;
        char *shown = tool_foreign_copy(part->path + from);
        if (!shown) return io_fail_memory(&run->input.problem);
        free(part->shown);
        part->shown = shown;
        part->shown_from = from;
    }
    return true;
}

/* ---- whose decisions ------------------------------------------------------------------------- */

/* A file that was given for its decisions and has no column of them would change nothing, silently;
 * what a plan fills in for the agency is the name of the file or the folder, and nobody's. */
static bool has_columns(const struct io_part *part)
{
    bool of_finding = io_part_gives(part, "finding_id") || io_part_gives(part, "rows_key");
    return io_part_gives(part, "decision") &&
           ((of_finding && io_part_column(part, "agency_id", false) >= 0) ||
            io_part_gives(part, "record_a"));
}

struct nameless {
    struct tool_run *run;
    const struct io_table *table;
    struct worklist_candidates agency, finding, rows, decision;
    int64_t n;
};

static bool take_decision(void *context, const struct ArrowArray *batch, int64_t row,
                          int64_t of_table)
{
    struct nameless *nameless = context;
    char place[IO_PLACE];
    int64_t line;
    bool of_finding = worklist_cell(&nameless->finding, batch, row).len > 0 ||
                      worklist_cell(&nameless->rows, batch, row).len > 0;
    bool decides = of_finding && worklist_cell(&nameless->decision, batch, row).len > 0;
    if (!decides || worklist_cell(&nameless->agency, batch, row).len > 0) return true;
    const struct io_part *part = io_table_place(nameless->table, of_table, &line);
    if (!is_given(nameless->run, part) || nameless->n++ >= TOLD_MAX) return true;
    io_part_place(part, part->path, line, io_part_column(part, "agency_id", false), place,
                  sizeof place);
    tool_progress_close(&nameless->run->progress);
    tool_complain("%s: this decision does not say which agency's it is", place);
    return true;
}

static bool check_agencies(struct tool_run *run, struct io_table *table)
{
    struct nameless nameless = {.run = run, .table = table};
    const struct io_column_names *names = &run->mapping.columns;
    nameless.agency = worklist_candidates(table, names, "agency_id");
    nameless.finding = worklist_candidates(table, names, "finding_id");
    nameless.rows = worklist_candidates(table, names, "rows_key");
    nameless.decision = worklist_candidates(table, names, "decision");
    bool read = worklist_read(table, take_decision, &nameless, &run->input.problem);
    io_table_rewind(table);
    if (!read || nameless.n == 0) return read;
    return io_fail(&run->input.problem, IO_BAD_INPUT,
                   "decisions without an agency: %lld; put back what their sheets had under 기관 "
                   "ID (agency_id)",
                   (long long)nameless.n);
}

bool tool_decision_files_check(struct tool_run *run)
{
    bool given = tool_given(run->arguments, TOOL_DECISIONS);
    struct io_table *table = given ? io_input_table(&run->input, "decisions") : NULL;
    if (!table) return true;
    for (size_t i = 0; i < table->n_parts; i++)
        if (is_given(run, &table->parts[i]) && !has_columns(&table->parts[i]))
            return io_fail(
                &run->input.problem, IO_BAD_INPUT,
                "%s: is no filled-in worklist, which has the columns 결정 (decision), 결과 ID "
                "(finding_id) and 기관 ID (agency_id)",
                table->parts[i].path);
    return tell_apart(run, table) && check_agencies(run, table);
}

/* ---- what became of them --------------------------------------------------------------------- */

static struct tool_piece reject_cell(const struct tool_run *run, const char *column, int64_t row)
{
    char unused[IO_CELL]; /* only texts are asked for */
    struct tool_piece cell;
    cell.text = io_result_cell(&run->rejects, column, row, unused, &cell.len);
    return cell;
}

/* The file of --decisions in which a rejected row is; NULL: it is in none. */
static const struct io_part *find_part(const struct tool_run *run, int64_t row)
{
    bool ours = tool_piece_is(reject_cell(run, "table", row), "decisions");
    const struct io_table *table =
        ours ? io_input_table((struct io_input *)&run->input, "decisions") : NULL;
    struct tool_piece file = reject_cell(run, "file", row);
    for (size_t i = 0; table && i < table->n_parts; i++)
        if (is_given(run, &table->parts[i]) && tool_piece_is(file, table->parts[i].shown))
            return &table->parts[i];
    return NULL;
}

/* "확인, 이견, …", as the list of the sheet has them. */
static void list_words(bool in_english, char *text, size_t cap)
{
    const char *word, *meaning;
    size_t at = 0;
    for (size_t i = 0; (word = worklist_decision(i, in_english, &meaning)) != NULL && at < cap; i++)
        at += (size_t)snprintf(text + at, cap - at, "%s%s", at ? ", " : "", word);
}

static void tell_reject(const struct tool_run *run, const struct io_part *part, int64_t row)
{
    bool in_english = tool_number(run->arguments, TOOL_LANG, 0) == 1; /* as the sheet is */
    char place[IO_PLACE], words[512] = "", ours[64] = "";
    int64_t line = 0;
    io_result_number(&run->rejects, io_result_column(&run->rejects, "line"), row, &line);
    struct tool_piece name = reject_cell(run, "column", row);
    struct tool_piece reason = reject_cell(run, "reason", row);
    if (name.len && name.len < sizeof ours) memcpy(ours, name.text, name.len);
    int column = io_part_column(part, ours, false);
    io_part_place(part, part->path, line, column, place, sizeof place);
    bool is_word = strcmp(ours, "decision") == 0 && tool_piece_is(reason, "CODE") &&
                   !io_part_gives(part, "record_a");
    list_words(in_english, words, sizeof words);
    reason = tool_code_word(reason, !tool_in_korean());
    if (is_word)
        tool_complain("%s: this decision is not known and left out; known are %s", place, words);
    else if (column >= 0)
        tool_complain("%s: %s: %.*s; this decision is left out", place, part->names[column],
                      (int)reason.len, reason.len ? reason.text : "");
    else
        tool_complain("%s: %.*s; this decision is left out", place, (int)reason.len,
                      reason.len ? reason.text : "");
}

void tool_decisions_tell(const struct tool_run *run)
{
    int64_t n = 0;
    for (int64_t row = 0; row < run->rejects.n_rows; row++) {
        const struct io_part *part = find_part(run, row);
        if (part && n++ < TOLD_MAX) tell_reject(run, part, row);
    }
    if (n > TOLD_MAX)
        tool_complain("%lld more decisions are left out, see rejects.csv",
                      (long long)(n - TOLD_MAX));
}

/* ---- the summary ----------------------------------------------------------------------------- */

static long long sum_of(const struct io_result *table, const char *column)
{
    long long sum = 0;
    int at = table ? io_result_column(table, column) : -1;
    int64_t number;
    for (int64_t row = 0; at >= 0 && row < table->n_rows; row++)
        if (io_result_number(table, at, row, &number)) sum += number;
    return sum;
}

/* Files of --decisions without what Excel left beside them, which only they are looked at for. */
static size_t count_files(const struct tool_run *run)
{
    size_t n = run->arguments->n_words;
    for (size_t i = 0; i < run->input.n_ignored; i++)
        if (run->input.ignored[i].why == IO_UNREAD_LOCK) n--;
    return n;
}

bool tool_summary_decisions(const struct tool_run *run, bool in_english, FILE *to)
{
    static const char korean[] = "결정(파일 %zu개 포함) 반영: 종결 %lld건, 확인 %lld건, 이견 "
                                 "%lld건, 검토 중 %lld건, 재검토 %lld건, 해당 결과 없음 %lld건, "
                                 "반영하지 못함 %lld건\n";
    static const char english[] =
        "decisions, those of %zu files among them: %lld closed, %lld confirmed, %lld disputed, "
        "%lld in review, %lld reopened, %lld about no finding, %lld left out\n";
    const struct io_result *findings = tool_run_result(run, "findings");
    const struct io_result *unused = tool_run_result(run, "unused_decisions");
    if (!tool_given(run->arguments, TOOL_DECISIONS)) return false;
    fprintf(to, in_english ? english : korean, count_files(run),
            sum_of(tool_run_result(run, "rule_runs"), "n_suppressed"),
            (long long)tool_count_rows(findings, "state", "confirmed"),
            (long long)tool_count_rows(findings, "state", "disputed"),
            (long long)tool_count_rows(findings, "state", "in_review"),
            (long long)tool_count_rows(findings, "state", "reopened"),
            (long long)(unused ? unused->n_rows : 0),
            (long long)tool_count_rows(&run->rejects, "table", "decisions"));
    return true;
}
