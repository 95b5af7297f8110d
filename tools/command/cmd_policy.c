/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_policy.c - dolbom policy check: is a policy in order, and what does each row of it say?
 *
 * For whoever edits a policy in a spreadsheet: every problem with its file and line, then every row
 * as a sentence. What a run would reject is a problem like the others.
 */
#include "command/command.h"
#include "command/result_print.h"

#include <stdio.h>
#include <string.h>

#include "run/run.h"

enum { PROBLEM_COLUMNS = 10, ROW_COLUMNS = 5 };
static const struct io_column problem_columns[PROBLEM_COLUMNS] = {
    {"table", 'u', 0},      {"file", 'u', 0},      {"line", 'l', 0},    {"column", 'u', 0},
    {"problem", 'u', 0},    {"value", 'u', 0},     {"nearest", 'u', 0}, {"other_line", 'l', 0},
    {"message_ko", 'u', 0}, {"message_en", 'u', 0}};
static const struct io_column row_columns[ROW_COLUMNS] = {{"table", 'u', 0},
                                                          {"file", 'u', 0},
                                                          {"line", 'l', 0},
                                                          {"message_ko", 'u', 0},
                                                          {"message_en", 'u', 0}};

/* ---- places ---------------------------------------------------------------------------------- */

/* Where a row of a result is in the files. */
struct place {
    const char *file; /* NULL: in none */
    int64_t line, other;
};

static int64_t number(const struct io_result *result, const char *column, int64_t row)
{
    int64_t value = -1;
    int at = io_result_column(result, column);
    return at >= 0 && io_result_number(result, at, row, &value) ? value : -1;
}

static const struct io_table *table_of(const struct tool_run *run, const struct io_result *result,
                                       int64_t row)
{
    char scratch[IO_CELL];
    size_t len;
    const char *name = io_result_cell(result, "table", row, scratch, &len);
    for (size_t i = 0; name && i < run->input.n_tables; i++) {
        const struct io_table *table = &run->input.tables[i];
        if (strlen(table->name) == len && memcmp(table->name, name, len) == 0) return table;
    }
    return NULL;
}

static struct place place_of(const struct tool_run *run, const struct io_result *result,
                             int64_t row)
{
    struct place place = {NULL, -1, -1};
    const struct io_table *table = table_of(run, result, row);
    int64_t at = number(result, "row", row), other = number(result, "other_row", row);
    if (!table || at < 0) return place;
    place.file = io_table_place(table, at, &place.line)->shown;
    if (other >= 0) io_table_place(table, other, &place.other);
    return place;
}

/* ---- tables with places ---------------------------------------------------------------------- */

static void put_cell(struct io_builder *builder, const struct io_result *result, const char *column,
                     int64_t row)
{
    char scratch[IO_CELL];
    size_t len;
    const char *text = io_result_cell(result, column, row, scratch, &len);
    io_builder_text(builder, text, len);
}

static void put_line(struct io_builder *builder, int64_t line)
{
    io_builder_number(builder, line, line < 0);
}

static void put_file(struct io_builder *builder, const char *file)
{
    io_builder_text(builder, file, file ? strlen(file) : 0);
}

static void put_problem(const struct tool_run *run, struct io_builder *builder,
                        const struct io_result *problems, int64_t row)
{
    struct place place = place_of(run, problems, row);
    put_cell(builder, problems, "table", row);
    put_file(builder, place.file);
    put_line(builder, place.line);
    put_cell(builder, problems, "column", row);
    put_cell(builder, problems, "problem", row);
    put_cell(builder, problems, "value", row);
    put_cell(builder, problems, "nearest", row);
    put_line(builder, place.other);
    put_cell(builder, problems, "message_ko", row);
    put_cell(builder, problems, "message_en", row);
}

/* Is the cell of a rejected row told already, as a problem? */
static bool is_told(const struct tool_run *run, const struct io_result *problems, int64_t reject)
{
    char one[IO_CELL], other[IO_CELL];
    size_t table_len, len;
    const char *table = io_result_cell(&run->rejects, "table", reject, one, &table_len);
    for (int64_t row = 0; row < problems->n_rows; row++) {
        const char *name = io_result_cell(problems, "table", row, other, &len);
        bool same = name && table && len == table_len && memcmp(name, table, len) == 0;
        if (same && place_of(run, problems, row).line == number(&run->rejects, "line", reject))
            return true;
    }
    return false;
}

static void put_reject(const struct tool_run *run, struct io_builder *builder, int64_t row)
{
    static const char ko[] = "이 행은 읽을 수 없어 사용하지 않습니다.",
                      en[] = "This row cannot be read and is not used.";
    put_cell(builder, &run->rejects, "table", row);
    put_cell(builder, &run->rejects, "file", row);
    put_line(builder, number(&run->rejects, "line", row));
    put_cell(builder, &run->rejects, "column", row);
    put_cell(builder, &run->rejects, "reason", row);
    io_builder_text(builder, NULL, 0);
    io_builder_text(builder, NULL, 0);
    put_line(builder, -1);
    io_builder_text(builder, ko, sizeof ko - 1);
    io_builder_text(builder, en, sizeof en - 1);
}

static bool build_problems(const struct tool_run *run, struct io_result *built)
{
    const struct io_result *problems = tool_run_result(run, "policy_problems");
    struct io_builder builder;
    if (!io_builder_open(&builder, built, "policy_problems", problem_columns, PROBLEM_COLUMNS))
        return false;
    for (int64_t row = 0; row < problems->n_rows; row++) put_problem(run, &builder, problems, row);
    for (int64_t row = 0; row < run->rejects.n_rows; row++)
        if (!is_told(run, problems, row)) put_reject(run, &builder, row);
    return io_builder_close(&builder);
}

static bool build_rows(const struct tool_run *run, struct io_result *built)
{
    const struct io_result *rows = tool_run_result(run, "policy_rows");
    struct io_builder builder;
    if (!io_builder_open(&builder, built, "policy_rows", row_columns, ROW_COLUMNS)) return false;
    for (int64_t row = 0; row < rows->n_rows; row++) {
        struct place place = place_of(run, rows, row);
        put_cell(&builder, rows, "table", row);
        put_file(&builder, place.file);
        put_line(&builder, place.line);
        put_cell(&builder, rows, "message_ko", row);
        put_cell(&builder, rows, "message_en", row);
    }
    return io_builder_close(&builder);
}

/* ---- text ------------------------------------------------------------------------------------ */

static void print_cell(const char *before, const struct io_result *result, const char *column,
                       int64_t row)
{
    char scratch[IO_CELL];
    size_t len;
    const char *text = io_result_cell(result, column, row, scratch, &len);
    if (len) fputs(before, stdout);
    tool_foreign_put(stdout, text, len);
}

/* "mutex.csv:12: b: ..." */
static void print_row(const struct io_result *result, int64_t row, const char *message)
{
    char scratch[IO_CELL];
    size_t len;
    bool has_file = io_result_cell(result, "file", row, scratch, &len) != NULL;
    print_cell("", result, has_file ? "file" : "table", row);
    print_cell(":", result, "line", row);
    print_cell(": ", result, "column", row);
    print_cell(": ", result, message, row);
    print_cell(" [", result, "problem", row);
    if (io_result_cell(result, "problem", row, scratch, &len)) putchar(']');
    print_cell(" ~ ", result, "other_line", row);
    putchar('\n');
}

static void print_text(const struct io_result *problems, const struct io_result *rows,
                       bool in_english)
{
    const char *message = in_english ? "message_en" : "message_ko";
    for (int64_t row = 0; row < problems->n_rows; row++) print_row(problems, row, message);
    if (problems->n_rows) putchar('\n');
    for (int64_t row = 0; row < rows->n_rows; row++) print_row(rows, row, message);
    printf(in_english ? "\nrows: %lld, problems: %lld\n" : "\n%lld행, 문제 %lld건\n",
           (long long)rows->n_rows, (long long)problems->n_rows);
}

static bool print_all(const struct tool_arguments *arguments, const struct io_result *problems,
                      const struct io_result *rows)
{
    enum { TEXT, CSV, JSON };
    const struct io_result *const all[] = {problems, rows};
    int64_t format = tool_number(arguments, TOOL_FORMAT, TEXT);
    if (format == CSV) return result_print_csv(problems);
    if (format == JSON) return result_print_json(all, 2);
    if (!tool_given(arguments, TOOL_QUIET))
        print_text(problems, rows, tool_number(arguments, TOOL_LANG, 0) == 1);
    return fflush(stdout) == 0;
}

/* ---- the command ----------------------------------------------------------------------------- */

static enum tool_exit give_answer(struct tool_run *run)
{
    struct io_result problems = {0}, rows = {0};
    bool room = build_problems(run, &problems) && build_rows(run, &rows);
    tool_progress_close(&run->progress);
    bool printed = room && print_all(run->arguments, &problems, &rows);
    enum tool_exit code = problems.n_rows ? TOOL_FINDINGS : TOOL_DONE;
    if (!printed && room) tool_complain_output();
    if (!room) tool_complain("out of memory");
    io_result_clear(&problems);
    io_result_clear(&rows);
    return printed ? code : TOOL_ENVIRONMENT;
}

enum tool_exit cmd_policy(const struct tool_arguments *given)
{
    static const char *const read[] = {
        "rules",        "programmes",  "need_map",   "mutex",   "caps",        "deadlines",
        "zones",        "eligibility", "thresholds", "implies", "life_events", "signal_weights",
        "domains",      "holidays",    "services",   "needs",   "referrals",   "signals",
        "applications", "capacity",    NULL};
    struct tool_arguments arguments = *given;
    struct tool_run run;
    if (strcmp(given->word[0], "check") != 0) {
        tool_complain("policy takes check; see dolbom policy --help");
        return TOOL_USAGE;
    }
    arguments.option[TOOL_POLICY] = (struct tool_value){given->word[1], 0};
    enum tool_exit code = tool_run_open_policy(&run, &arguments);
    if (code == TOOL_DONE) code = tool_run_stage(&run, "policy check", dolbom_policy_check, read);
    if (code == TOOL_DONE) code = tool_run_settle(&run);
    if (code == TOOL_DONE) code = give_answer(&run);
    tool_run_close(&run);
    return code;
}
