/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_simulate.c - dolbom simulate: what a person may be entitled to, and why.
 *
 * The answer is for somebody who helps another one to apply. Facts come from a file that they
 * filled in, or from the data of all agencies; both go the same way.
 */
#include "command/command.h"
#include "command/facts_file.h"
#include "command/result_print.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "report/simulation.h"
#include "run/run.h"

enum { PAGE_HEAD = 1024 }; /* bytes at a page's beginning that hold its title */

static const char *const written[] = {"simulation",   "simulation_tests", "simulation_services",
                                      "table_counts", "rejects",          NULL};

/* ---- the answer ------------------------------------------------------------------------------ */

static struct simulation_input input_of(const struct tool_run *run)
{
    return (struct simulation_input){.answers = tool_run_result(run, "simulation"),
                                     .tests = tool_run_result(run, "simulation_tests"),
                                     .services = tool_run_result(run, "simulation_services"),
                                     .in_english = tool_number(run->arguments, TOOL_LANG, 0) == 1};
}

static bool print_answer(const struct tool_run *run, const struct simulation_input *input)
{
    enum { TEXT, CSV, JSON };
    const struct io_result *const all[] = {input->answers, input->tests, input->services};
    switch (tool_number(run->arguments, TOOL_FORMAT, TEXT)) {
    case CSV:
        return result_print_csv(input->answers);
    case JSON:
        return result_print_json(all, sizeof all / sizeof *all);
    default:
        return tool_given(run->arguments, TOOL_QUIET) || simulation_print(input, stdout);
    }
}

/* Does it begin as a page of this command does? */
static bool is_page(const char *path)
{
    char head[PAGE_HEAD + 1] = "";
    FILE *file = fopen(path, "re");
    size_t n = file ? fread(head, 1, PAGE_HEAD, file) : 0;
    if (file) fclose(file);
    head[n] = '\0';
    return strstr(head, "<title>dolbom ") != NULL;
}

/* The page takes the place of an earlier one, never of a file that it is made from or that is none
 * of ours. */
static enum tool_exit check_page(const struct tool_run *run)
{
    struct stat page, facts;
    const char *path = tool_text(run->arguments, TOOL_HTML);
    const char *given = tool_text(run->arguments, TOOL_FACTS);
    if (!path || stat(path, &page) != 0) return TOOL_DONE;
    bool is_facts = given && stat(given, &facts) == 0 && facts.st_dev == page.st_dev &&
                    facts.st_ino == page.st_ino;
    bool is_read = is_facts || io_file_ids_has(&run->read, &page);
    bool is_free = !S_ISREG(page.st_mode) || page.st_size == 0 || is_page(path);
    if (!is_read && is_free) return TOOL_DONE;
    tool_complain(is_read ? "%s: is also read by this run; name another place for --html"
                          : "%s: is there and no page of dolbom; name another place for --html",
                  path);
    return TOOL_ENVIRONMENT;
}

/* The page beside the answer; only the owner may read it, for it is about a person. */
static enum tool_exit write_page(const struct tool_run *run, const struct simulation_input *input)
{
    struct io_problem problem = {.kind = IO_OK};
    const char *path = tool_text(run->arguments, TOOL_HTML);
    char *html;
    size_t len;
    if (!path) return TOOL_DONE;
    if (!simulation_page(input, &html, &len)) {
        io_fail_memory(&problem);
        return tool_fail_io(&problem);
    }
    bool done = small_file_write(path, html, len, &problem);
    free(html);
    return done ? TOOL_DONE : tool_fail_io(&problem);
}

static enum tool_exit give_answer(struct tool_run *run)
{
    const struct simulation_input input = input_of(run);
    tool_progress_close(&run->progress);
    if (!print_answer(run, &input)) {
        tool_complain_output();
        return TOOL_ENVIRONMENT;
    }
    enum tool_exit code = write_page(run, &input);
    return code == TOOL_DONE ? tool_run_judge(run) : code;
}

/* ---- facts that nothing asks for ------------------------------------------------------------- */

/* The facts that are compared become keys of `asked`. */
static void list_asked(const struct io_result *tests, json_t *asked)
{
    int column = tests ? io_result_column(tests, "fact") : -1;
    for (int64_t row = 0; column >= 0 && row < tests->n_rows; row++) {
        char scratch[IO_CELL];
        size_t len = 0;
        const char *fact = io_result_text(tests, column, row, scratch, &len);
        if (fact) json_object_setn_new(asked, fact, len, json_null());
    }
}

/* A misspelt fact would look like one that nobody knows. The file's own words are not quoted. */
static void note_unasked(const struct tool_run *run, json_t *given)
{
    json_t *asked = json_object(), *unused;
    const char *name;
    size_t n = json_object_size(given), n_unasked = 0, len = 0;
    char list[1024] = "";
    list_asked(tool_run_result(run, "simulation_tests"), asked);
    json_object_foreach(given, name, unused)
    {
        bool of_person = strcmp(name, "birth_date") == 0 || strcmp(name, "household_size") == 0;
        n_unasked += !of_person && !json_object_get(asked, name);
    }
    json_object_foreach(asked, name, unused)
    {
        if (len < sizeof list)
            len += (size_t)snprintf(list + len, sizeof list - len, "%s%s", len ? ", " : "", name);
    }
    if (n_unasked > 0 && !tool_given(run->arguments, TOOL_QUIET))
        tool_complain("--facts: nothing in the policy asks for %zu of its %zu facts; asked for are "
                      "%s",
                      n_unasked, n, list);
    json_decref(asked);
}

/* ---- the command ----------------------------------------------------------------------------- */

static enum tool_exit simulate(const struct tool_arguments *arguments, const char *folder,
                               json_t *names)
{
    struct tool_run run;
    enum tool_exit code = tool_run_open_with(&run, arguments, folder);
    if (code == TOOL_DONE) code = check_page(&run);
    if (code == TOOL_DONE) code = tool_run_stage(&run, "simulate", dolbom_simulate, NULL);
    if (code == TOOL_DONE) code = tool_run_settle(&run);
    if (code == TOOL_DONE && tool_given(arguments, TOOL_OUT))
        code = tool_run_write(&run, written, NULL);
    if (code == TOOL_DONE) code = give_answer(&run);
    if (code == TOOL_DONE) tool_notes_tell(&run);
    if (code == TOOL_DONE) note_unasked(&run, names);
    tool_run_close(&run);
    return code;
}

/* The last day of a month that is written YYYY-MM. */
static void month_end(const char *month, char day[11])
{
    int32_t year = (int32_t)strtol(month, NULL, 10), number = (int32_t)strtol(month + 5, NULL, 10);
    int32_t next = number == 12 ? tool_day(year + 1, 1, 1) : tool_day(year, number + 1, 1);
    int32_t of_month;
    tool_day_split(next - 1, &year, &number, &of_month);
    snprintf(day, 11, "%.7s-%02d", month, of_month);
}

/* "AGENCY/RECORD" in two parts, to be freed; NULL: there is no slash with something around it. */
static char *split_person(const char *person, struct facts_about *about)
{
    char *copy = strdup(person);
    char *slash = copy ? strchr(copy, '/') : NULL;
    if (!slash || slash == copy || !slash[1]) {
        free(copy);
        return NULL;
    }
    *slash = '\0';
    about->agency = copy;
    about->record = slash + 1;
    return copy;
}

/* Months are counted from the first one; the last one is that of plans. */
static bool is_month_asked_about(const char *month)
{
    return strcmp(month, "1970-01") >= 0 && strcmp(month, "2199-12") <= 0;
}

static enum tool_exit check_arguments(const struct tool_arguments *arguments)
{
    const char *wrong = NULL;
    bool person = tool_given(arguments, TOOL_PERSON), in = tool_given(arguments, TOOL_IN);
    if (!tool_given(arguments, TOOL_POLICY))
        wrong = "--policy is needed: the folder that says who is entitled to what";
    else if (!person && !tool_given(arguments, TOOL_FACTS))
        wrong = "--facts FILE is needed, or --in DIR with --person AGENCY/RECORD";
    else if (in != person)
        wrong = "--in and --person go together: the data, and whom of it";
    else if (!tool_given(arguments, TOOL_MONTH) && !tool_given(arguments, TOOL_AS_OF))
        wrong = "--month YYYY-MM is needed: the month asked about";
    else if (tool_given(arguments, TOOL_MONTH) &&
             !is_month_asked_about(tool_text(arguments, TOOL_MONTH)))
        wrong = "--month takes a month from 1970-01 to 2199-12";
    if (wrong) tool_complain("%s", tool_said(wrong));
    return wrong ? TOOL_USAGE : TOOL_DONE;
}

enum tool_exit cmd_simulate(const struct tool_arguments *given)
{
    struct tool_arguments arguments = *given;
    struct facts_about about = {.month = tool_text(given, TOOL_MONTH)};
    struct io_problem problem = {.kind = IO_OK};
    struct small_folder folder;
    char day[11], *person = NULL;
    json_t *names;
    enum tool_exit code = check_arguments(given);
    if (code != TOOL_DONE) return code;
    if (tool_given(given, TOOL_PERSON)) {
        person = split_person(tool_text(given, TOOL_PERSON), &about);
        if (!person) tool_complain("--person takes an agency and a record of it: AGENCY/RECORD");
        if (!person) return TOOL_USAGE;
    }
    if (!tool_given(given, TOOL_AS_OF)) {
        month_end(about.month, day);
        arguments.option[TOOL_AS_OF] = (struct tool_value){day, 0};
    }
    about.as_of = tool_text(&arguments, TOOL_AS_OF);
    names = json_object();
    bool opened = small_folder_open(&folder, &problem) &&
                  facts_file_write(&folder, tool_text(given, TOOL_FACTS), &about, names, &problem);
    code = opened ? simulate(&arguments, folder.path, names) : tool_fail_io(&problem);
    small_folder_close(&folder);
    json_decref(names);
    free(person);
    return code;
}
