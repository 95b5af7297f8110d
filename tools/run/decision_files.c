/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decision_files.c - the filled-in worklists of --decisions.
 *
 * Each is part of the table `decisions`, whatever it is called. What it decides with a word that
 * nobody knows is rejected like any such row, and told by its place: the officer thinks that it is
 * decided.
 */
#include "run/run.h"

#include <stdio.h>
#include <string.h>

bool tool_decision_files_add(struct tool_run *run)
{
    const struct tool_arguments *arguments = run->arguments;
    bool given = tool_given(arguments, TOOL_DECISIONS);
    for (size_t i = 0; given && i < arguments->n_words; i++)
        if (!io_input_add_as(&run->input, arguments->word[i], "decisions")) return false;
    return true;
}

static bool is_given(const struct tool_run *run, const struct io_part *part)
{
    const char *path = io_part_file(part);
    for (size_t i = 0; i < run->arguments->n_words; i++)
        if (strcmp(run->arguments->word[i], path) == 0) return true;
    return false;
}

/* A file that was given for its decisions and has no column of them would change nothing, silently;
 * without the agency that decides, it would speak for all. */
bool tool_decision_files_check(struct tool_run *run)
{
    bool given = tool_given(run->arguments, TOOL_DECISIONS);
    const struct io_table *table = given ? io_input_table(&run->input, "decisions") : NULL;
    for (size_t i = 0; table && i < table->n_parts; i++) {
        const struct io_part *part = &table->parts[i];
        bool of_finding = io_part_gives(part, "finding_id") || io_part_gives(part, "rows_key");
        bool whole =
            io_part_gives(part, "decision") &&
            ((of_finding && io_part_gives(part, "agency_id")) || io_part_gives(part, "record_a"));
        if (whole || !is_given(run, part)) continue;
        return io_fail(
            &run->input.problem, IO_BAD_INPUT,
            "%s: is no filled-in worklist, which has the columns 결정 (decision), 결과 ID "
            "(finding_id) and 기관 ID (agency_id)",
            part->path);
    }
    return true;
}

/* ---- what became of them --------------------------------------------------------------------- */

static struct tool_piece cell_of(const struct io_result *result, const char *column, int64_t row,
                                 char scratch[IO_CELL])
{
    struct tool_piece cell;
    cell.text = io_result_cell(result, column, row, scratch, &cell.len);
    return cell;
}

static bool cell_is(const struct io_result *result, const char *column, int64_t row,
                    const char *text)
{
    char scratch[IO_CELL];
    struct tool_piece cell = cell_of(result, column, row, scratch);
    return cell.text && cell.len == strlen(text) && memcmp(cell.text, text, cell.len) == 0;
}

static const struct io_part *find_part(const struct tool_run *run, int64_t row)
{
    const struct io_table *table = io_input_table((struct io_input *)&run->input, "decisions");
    for (size_t i = 0; table && i < table->n_parts; i++)
        if (cell_is(&run->rejects, "file", row, table->parts[i].shown)) return &table->parts[i];
    return NULL;
}

/* "확인, 이견, …": for each of our words the first that people usually write, or our own. */
static void list_words(bool in_english, char *text, size_t cap)
{
    const struct io_usual_word *word;
    const char *last = "";
    size_t at = 0;
    for (size_t i = 0; (word = io_word_at(i)) != NULL && at < cap; i++) {
        bool is_ours = strcmp(word->word, word->ours) == 0;
        if (strcmp(word->table, "decisions") != 0 || is_ours != in_english) continue;
        if (strcmp(word->ours, last) == 0) continue;
        at += (size_t)snprintf(text + at, cap - at, "%s%s", at ? ", " : "", word->word);
        last = word->ours;
    }
}

static void tell_reject(const struct tool_run *run, const struct io_part *part, int64_t row)
{
    bool in_english = tool_number(run->arguments, TOOL_LANG, 0) == 1; /* as the sheet is */
    char place[IO_PLACE], scratch[IO_CELL], words[512] = "";
    const struct io_result *rejects = &run->rejects;
    int64_t line = 0;
    io_result_number(rejects, io_result_column(rejects, "line"), row, &line);
    struct tool_piece name = cell_of(rejects, "column", row, scratch);
    char ours[64] = "";
    if (name.len < sizeof ours) memcpy(ours, name.text, name.len);
    int column = io_part_column(part, ours, false);
    io_part_place(part, part->path, line, column, place, sizeof place);
    bool is_word =
        cell_is(rejects, "column", row, "decision") && cell_is(rejects, "reason", row, "CODE");
    struct tool_piece reason = cell_of(rejects, "reason", row, scratch);
    list_words(in_english, words, sizeof words);
    if (is_word)
        tool_complain("%s: this decision is not known and left out; known are %s", place, words);
    else
        tool_complain("%s: this decision is left out: %.*s", place, (int)reason.len,
                      reason.len ? reason.text : "");
}

void tool_decisions_tell(const struct tool_run *run)
{
    enum { TOLD_MAX = 20 };
    const struct io_result *rejects = &run->rejects;
    int64_t n = 0;
    if (!tool_given(run->arguments, TOOL_DECISIONS)) return;
    for (int64_t row = 0; row < rejects->n_rows; row++) {
        bool ours = cell_is(rejects, "table", row, "decisions");
        const struct io_part *part = ours ? find_part(run, row) : NULL;
        if (part && n++ < TOLD_MAX) tell_reject(run, part, row);
    }
    if (n > TOLD_MAX)
        tool_complain("%lld more decisions are left out, see rejects.csv",
                      (long long)(n - TOLD_MAX));
}

/* ---- the summary ----------------------------------------------------------------------------- */

static long long count_rows(const struct io_result *table, const char *column, const char *text)
{
    long long n = 0;
    for (int64_t row = 0; table && row < table->n_rows; row++)
        n += cell_is(table, column, row, text);
    return n;
}

static long long sum_of(const struct io_result *table, const char *column)
{
    long long sum = 0;
    int at = table ? io_result_column(table, column) : -1;
    int64_t number;
    for (int64_t row = 0; at >= 0 && row < table->n_rows; row++)
        if (io_result_number(table, at, row, &number)) sum += number;
    return sum;
}

void tool_summary_decisions(const struct tool_run *run, bool in_english)
{
    static const char korean[] = "결정(파일 %zu개) 반영: 종결 %lld건, 확인 %lld건, 이견 %lld건, "
                                 "검토 중 %lld건, 재검토 %lld건, "
                                 "해당 결과 없음 %lld건, 제외한 행 %lld건\n\n";
    static const char english[] =
        "decisions of %zu files: %lld closed, %lld confirmed, %lld disputed, %lld in review, %lld "
        "reopened, %lld about no finding, %lld left out\n\n";
    const struct io_result *findings = tool_run_result(run, "findings");
    const struct io_result *unused = tool_run_result(run, "unused_decisions");
    if (!tool_given(run->arguments, TOOL_DECISIONS)) return;
    printf(in_english ? english : korean, run->arguments->n_words,
           sum_of(tool_run_result(run, "rule_runs"), "n_suppressed"),
           count_rows(findings, "state", "confirmed"), count_rows(findings, "state", "disputed"),
           count_rows(findings, "state", "in_review"), count_rows(findings, "state", "reopened"),
           (long long)(unused ? unused->n_rows : 0),
           count_rows(&run->rejects, "table", "decisions"));
}
