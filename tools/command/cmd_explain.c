/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_explain.c - dolbom explain: why two records are one person, or are not.
 *
 *   A/1 B/2   the pair
 *   A/1       the pairs that hold the record's person together
 *   ID        of a finding of --previous: its first record with each other one, or its person
 */
#include "command/command.h"
#include "command/result_print.h"
#include "command/small_tables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diff/diff.h"
#include "report/explanation.h"
#include "run/run.h"

enum { ID_SHOWN = 8, ID_LEN = 32, PAIRS_MAX = 20 };

static const char *const for_explain[] = {"persons",   "tokens",      "token_headers",
                                          "decisions", "asked_pairs", NULL};
static const char *const written[] = {"explained_pairs", "explained_fields", "table_counts",
                                      "rejects", NULL};

/* ---- what is asked --------------------------------------------------------------------------- */

/* "AGENCY/RECORD" as it stands in the command line or in a finding's row. */
struct record {
    const char *agency, *id;
    size_t agency_len, id_len;
};

static bool split_record(const char *word, struct record *record)
{
    const char *slash = strchr(word, '/');
    if (!slash || slash == word || !slash[1]) return false;
    *record = (struct record){word, slash + 1, (size_t)(slash - word), strlen(slash + 1)};
    return true;
}

static bool is_same(const struct record *left, const struct record *right)
{
    return left->agency_len == right->agency_len && left->id_len == right->id_len &&
           memcmp(left->agency, right->agency, left->agency_len) == 0 &&
           memcmp(left->id, right->id, left->id_len) == 0;
}

/* `right` NULL: the left record's person. */
static bool ask(json_t *list, const struct record *left, const struct record *right)
{
    json_t *row =
        json_pack("{s:s%, s:s%, s:s%, s:s%}", "left_agency", left->agency, left->agency_len,
                  "left_record", left->id, left->id_len, "right_agency", right ? right->agency : "",
                  right ? right->agency_len : (size_t)0, "right_record", right ? right->id : "",
                  right ? right->id_len : (size_t)0);
    return row && json_array_append_new(list, row) == 0;
}

/* ---- a finding ------------------------------------------------------------------------------- */

/* The record in a row's name: "table\nagency\nrow\nrecord". */
static bool record_of_row(const char *name, struct record *record)
{
    const char *agency = strchr(name, '\n'), *id = strrchr(name, '\n');
    if (!agency || agency == id || !id[1]) return false;
    agency++;
    *record =
        (struct record){agency, id + 1, (size_t)(strchr(agency, '\n') - agency), strlen(id + 1)};
    return true;
}

static bool ask_records(json_t *list, const struct diff_side *side,
                        const struct diff_finding *finding)
{
    struct record records[PAIRS_MAX + 1];
    size_t n = 0;
    bool done = true;
    for (size_t i = 0; i < finding->n_rows && n <= PAIRS_MAX; i++) {
        bool is_new = record_of_row(side->rows[finding->first_row + i].name, &records[n]);
        for (size_t j = 0; j < n && is_new; j++) is_new = !is_same(&records[j], &records[n]);
        n += is_new;
    }
    for (size_t i = 1; i < n && done; i++) done = ask(list, &records[0], &records[i]);
    return n == 1 ? ask(list, &records[0], NULL) : done;
}

/* The one finding that an id, or the digits of it that people see, names; NULL: none, or several.
 */
static const struct diff_finding *find_finding(const struct diff_side *side, const char *id)
{
    const struct diff_finding *found = NULL;
    const size_t len = strlen(id);
    if (len != ID_SHOWN && len != ID_LEN) return NULL;
    for (size_t i = 0; i < side->n; i++) {
        if (strncmp(side->findings[i].cell[DIFF_ID], id, len) != 0) continue;
        if (found) return NULL;
        found = &side->findings[i];
    }
    return found;
}

static enum tool_exit ask_finding(const struct tool_arguments *arguments, json_t *list)
{
    struct diff_side side;
    const char *path = tool_text(arguments, TOOL_PREVIOUS);
    enum tool_exit code = TOOL_DONE;
    bool read = diff_side_read(&side, path, arguments);
    const struct diff_finding *finding = read ? find_finding(&side, arguments->word[0]) : NULL;
    if (!read) {
        code = tool_fail_io(&side.run.input.problem);
    } else if (!finding) {
        tool_complain("%s: holds no finding of this id, or several that begin so; it is 32 digits, "
                      "or the first 8",
                      path);
        code = TOOL_USAGE;
    } else if (!ask_records(list, &side, finding)) {
        tool_complain("out of memory");
        code = TOOL_ENVIRONMENT;
    } else if (json_array_size(list) == 0) {
        tool_complain("the finding names no record of a person");
        code = TOOL_INPUT;
    }
    diff_side_close(&side);
    return code;
}

static enum tool_exit ask_words(const struct tool_arguments *arguments, json_t *list)
{
    struct record records[2];
    const size_t n = arguments->n_words;
    bool are_records = n <= 2;
    for (size_t i = 0; i < n && are_records; i++)
        are_records = split_record(arguments->word[i], &records[i]);
    if (!are_records && n == 1 && tool_given(arguments, TOOL_PREVIOUS))
        return ask_finding(arguments, list);
    if (!are_records || !tool_given(arguments, TOOL_IN)) {
        tool_complain("--in and one record or two are needed, as AGENCY/RECORD; or --previous and "
                      "the id of a finding");
        return TOOL_USAGE;
    }
    if (ask(list, &records[0], n == 2 ? &records[1] : NULL)) return TOOL_DONE;
    tool_complain("out of memory");
    return TOOL_ENVIRONMENT;
}

/* ---- the answer ------------------------------------------------------------------------------ */

static bool print_answer(const struct tool_run *run)
{
    enum { TEXT, CSV, JSON };
    const struct io_result *const all[] = {tool_run_result(run, "explained_pairs"),
                                           tool_run_result(run, "explained_fields")};
    const struct explanation_input input = {all[0], all[1],
                                            tool_number(run->arguments, TOOL_LANG, 0) == 1};
    switch (tool_number(run->arguments, TOOL_FORMAT, TEXT)) {
    case CSV:
        return result_print_csv(all[1]);
    case JSON:
        return result_print_json(all, sizeof all / sizeof *all);
    default:
        return tool_given(run->arguments, TOOL_QUIET) || explanation_print(&input, stdout);
    }
}

static enum tool_exit explain(const struct tool_arguments *arguments, const char *folder)
{
    struct tool_run run;
    enum tool_exit code = tool_run_open_with(&run, arguments, folder);
    if (code == TOOL_DONE) code = tool_run_stage(&run, "explain", dolbom_explain, for_explain);
    if (code == TOOL_DONE) code = tool_run_settle(&run);
    if (code == TOOL_DONE && tool_given(arguments, TOOL_OUT))
        code = tool_run_write(&run, written, NULL);
    if (code == TOOL_DONE) {
        tool_progress_close(&run.progress);
        tool_notes_tell(&run);
        code = tool_run_judge(&run);
        if (!print_answer(&run)) {
            tool_complain_output();
            code = TOOL_ENVIRONMENT;
        }
    }
    tool_run_close(&run);
    return code;
}

enum tool_exit cmd_explain(const struct tool_arguments *given)
{
    struct tool_arguments arguments = *given;
    struct io_problem problem = {.kind = IO_OK};
    struct small_folder folder = {.path = ""};
    json_t *list = json_array();
    enum tool_exit code = ask_words(given, list);
    if (code == TOOL_DONE && !tool_given(given, TOOL_IN)) {
        tool_complain("--in is needed: the data that the finding was found in");
        code = TOOL_USAGE;
    }
    arguments.option[TOOL_PREVIOUS] = (struct tool_value){NULL, 0}; /* it has been read */
    if (code == TOOL_DONE) {
        bool opened = small_folder_open(&folder, &problem) &&
                      small_folder_write(&folder, "asked_pairs.csv", list, NULL, &problem);
        code = opened ? explain(&arguments, folder.path) : tool_fail_io(&problem);
    }
    small_folder_close(&folder);
    json_decref(list);
    return code;
}
