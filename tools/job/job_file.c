/* SPDX-License-Identifier: Apache-2.0 */
/*
 * job_file.c - reading a job: a flat YAML map whose keys are options of dolbom reconcile.
 *
 * A value is checked as the option would check it, but told of with its place in the file, and
 * before anything begins: a job runs when nobody looks.
 */
#include "job/job.h"
#include "job/job_places.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <yaml.h>

static const struct job_key {
    const char *name;
    enum tool_option_id id; /* TOOL_OPTIONS: the log */
} keys[] = {
    {"in", TOOL_IN},
    {"policy", TOOL_POLICY},
    {"plan", TOOL_PLAN},
    {"as_of", TOOL_AS_OF},
    {"previous", TOOL_PREVIOUS},
    {"decisions", TOOL_DECISIONS},
    {"out", TOOL_OUT},
    {"worklists", TOOL_WORKLISTS},
    {"review", TOOL_REVIEW},
    {"names", TOOL_NAMES},
    {"log", TOOL_OPTIONS},
    {"summary", TOOL_SUMMARY},
    {"lang", TOOL_LANG},
    {"fail_on", TOOL_FAIL_ON},
    {"max_rejects", TOOL_MAX_REJECTS},
    {"for", TOOL_FOR},
    {"by", TOOL_BY},
    {"key", TOOL_KEY},
    {"juso", TOOL_JUSO},
    {"hanja", TOOL_HANJA},
    {"encoding", TOOL_ENCODING},
    {"invalid", TOOL_INVALID},
    {"raw", TOOL_RAW},
    {"threads", TOOL_THREADS},
    {"memory", TOOL_MEMORY},
};
enum { N_KEYS = sizeof keys / sizeof *keys };

static const char *key_name(size_t index)
{
    return index < N_KEYS ? keys[index].name : NULL;
}

struct reading {
    struct job *job;
    const char *path;
    yaml_document_t document;
};

/* ---- what is wrong -------------------------------------------------------------------------- */

static enum tool_exit complain_at(const char *path, size_t line, size_t column, const char *why)
{
    tool_complain("%s: line %zu, column %zu: %s", path, line, column, why);
    return TOOL_INPUT;
}

static enum tool_exit refuse(const struct reading *reading, const yaml_node_t *node,
                             const char *why)
{
    return complain_at(reading->path, node->start_mark.line + 1, node->start_mark.column + 1,
                       tool_said(why));
}

static enum tool_exit refuse_key(const struct reading *reading, const yaml_node_t *node,
                                 const char *typed)
{
    char why[256];
    const char *near = tool_nearest(typed, key_name);
    if (near)
        snprintf(why, sizeof why, tool_said("there is no such key; did you mean %s?"), near);
    else
        snprintf(why, sizeof why, "%s",
                 tool_said("there is no such key; dolbom run --help says which there are"));
    return refuse(reading, node, why);
}

/* ---- values ---------------------------------------------------------------------------------- */

/* The text of a scalar; NULL when it is none, or holds a NUL. */
static const char *scalar(const yaml_node_t *node)
{
    if (!node || node->type != YAML_SCALAR_NODE) return NULL;
    const char *text = (const char *)node->data.scalar.value;
    return strlen(text) == node->data.scalar.length ? text : NULL;
}

/* Words that time fills in. */
static bool is_word_of_jobs(enum tool_option_id id, const char *text)
{
    return id == TOOL_AS_OF &&
           (strcmp(text, "today") == 0 || strcmp(text, "end_of_last_month") == 0);
}

enum { WHY_BYTES = 512 };

/* NULL when the text fits the key, else why not, in the reader's language. */
static const char *misfit(const struct job_key *key, const char *text, char why[WHY_BYTES])
{
    int64_t number;
    if (text[0] == '\0') return tool_said("needs a value; leave the line out where there is none");
    if (!job_places_known(text))
        return tool_said("of what may stand in braces there are {month} and {day}");
    if (key->id == TOOL_OPTIONS || is_word_of_jobs(key->id, text)) return NULL;
    const struct tool_option *option = tool_option_of(key->id);
    if (option->kind == TOOL_FLAG)
        return strcmp(text, "true") == 0 || strcmp(text, "false") == 0
                   ? NULL
                   : tool_said("takes true or false");
    if (tool_value_read(option, text, &number)) return NULL;
    if (key->id == TOOL_AS_OF)
        return tool_said("takes a day as YYYY-MM-DD, today or end_of_last_month");
    tool_value_wanted(option, text, why, WHY_BYTES);
    return why;
}

static enum tool_exit take_text(struct reading *reading, const struct job_key *key,
                                const yaml_node_t *node, struct job_setting *setting)
{
    char room[WHY_BYTES];
    const char *text = scalar(node), *why = text ? misfit(key, text, room) : NULL;
    if (!text) return refuse(reading, node, "a single value has to stand here");
    if (why) return refuse(reading, node, why);
    char **more = reallocarray(setting->text, setting->n + 1, sizeof *more);
    if (more) setting->text = more;
    char *copy = more ? strdup(text) : NULL;
    if (!copy) {
        tool_complain("out of memory");
        return TOOL_ENVIRONMENT;
    }
    setting->text[setting->n++] = copy;
    return TOOL_DONE;
}

static enum tool_exit take_value(struct reading *reading, const struct job_key *key,
                                 yaml_node_t *node, struct job_setting *setting)
{
    setting->line = node->start_mark.line + 1;
    setting->column = node->start_mark.column + 1;
    bool several = key->id != TOOL_OPTIONS && tool_option_of(key->id)->kind == TOOL_TEXTS;
    if (!several || node->type != YAML_SEQUENCE_NODE) return take_text(reading, key, node, setting);
    enum tool_exit code = TOOL_DONE;
    for (yaml_node_item_t *item = node->data.sequence.items.start;
         code == TOOL_DONE && item < node->data.sequence.items.top; item++)
        code = take_text(reading, key, yaml_document_get_node(&reading->document, *item), setting);
    return code;
}

/* ---- the file ----------------------------------------------------------------------------------
 */

static enum tool_exit take_pair(struct reading *reading, const yaml_node_pair_t *pair)
{
    yaml_node_t *key_node = yaml_document_get_node(&reading->document, pair->key);
    yaml_node_t *value = yaml_document_get_node(&reading->document, pair->value);
    const char *typed = scalar(key_node);
    size_t i = 0;
    while (typed && i < N_KEYS && strcmp(keys[i].name, typed) != 0) i++;
    if (!typed || i == N_KEYS) return refuse_key(reading, key_node, typed ? typed : "");
    struct job *job = reading->job;
    bool is_log = keys[i].id == TOOL_OPTIONS;
    struct job_setting *setting = is_log ? &job->log : &job->option[keys[i].id];
    if (setting->line) return refuse(reading, key_node, "this key stands twice; remove one");
    return take_value(reading, &keys[i], value, setting);
}

static enum tool_exit take_document(struct reading *reading)
{
    static const enum tool_option_id needed[] = {TOOL_IN, TOOL_AS_OF, TOOL_OUT};
    yaml_node_t *root = yaml_document_get_root_node(&reading->document);
    enum tool_exit code = TOOL_DONE;
    if (root && root->type != YAML_MAPPING_NODE)
        return refuse(reading, root, "a job is lines of a key, a colon and a value");
    for (yaml_node_pair_t *pair = root ? root->data.mapping.pairs.start : NULL;
         code == TOOL_DONE && pair && pair < root->data.mapping.pairs.top; pair++)
        code = take_pair(reading, pair);
    for (size_t i = 0; code == TOOL_DONE && i < sizeof needed / sizeof *needed; i++) {
        if (reading->job->option[needed[i]].n) continue;
        tool_complain("%s: a job needs the keys in, as_of and out", reading->path);
        code = TOOL_INPUT;
    }
    return code;
}

static enum tool_exit fail_yaml(const struct reading *reading, const yaml_parser_t *parser)
{
    if (parser->error == YAML_MEMORY_ERROR) {
        tool_complain("out of memory");
        return TOOL_ENVIRONMENT;
    }
    if (parser->error == YAML_READER_ERROR) {
        tool_complain("%s: is no text in UTF-8; save it as such", reading->path);
        return TOOL_INPUT;
    }
    return complain_at(reading->path, parser->problem_mark.line + 1,
                       parser->problem_mark.column + 1,
                       tool_said("not valid YAML; check indentation, colons and quotes"));
}

/* What follows a line of --- or ... would be dropped. */
static enum tool_exit check_end(const struct reading *reading, yaml_parser_t *parser)
{
    yaml_document_t rest;
    if (!yaml_parser_load(parser, &rest)) return fail_yaml(reading, parser);
    const yaml_mark_t at = rest.start_mark;
    bool is_end = !yaml_document_get_root_node(&rest);
    yaml_document_delete(&rest);
    if (is_end) return TOOL_DONE;
    return complain_at(reading->path, at.line + 1, at.column + 1,
                       tool_said("a file holds one job; remove this line and what follows it"));
}

static enum tool_exit parse(struct reading *reading, const char *text, size_t len)
{
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) {
        tool_complain("out of memory");
        return TOOL_ENVIRONMENT;
    }
    size_t mark = len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0; /* of Notepad */
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)text + mark, len - mark);
    enum tool_exit code = TOOL_DONE;
    if (yaml_parser_load(&parser, &reading->document)) {
        code = check_end(reading, &parser);
        if (code == TOOL_DONE) code = take_document(reading);
        yaml_document_delete(&reading->document);
    } else {
        code = fail_yaml(reading, &parser);
    }
    yaml_parser_delete(&parser);
    return code;
}

/* Splits the path in two. */
static bool take_path(struct job *job, const char *path)
{
    const char *slash = strrchr(path, '/');
    job->name = strdup(slash ? slash + 1 : path);
    if (!slash)
        job->folder = strdup(".");
    else
        job->folder = slash == path ? strdup("/") : strndup(path, (size_t)(slash - path));
    return job->name && job->folder;
}

enum tool_exit job_read(struct job *job, const char *path)
{
    struct reading reading = {.job = job, .path = path};
    *job = (struct job){.folder = NULL};
    if (!take_path(job, path)) {
        tool_complain("out of memory");
        return TOOL_ENVIRONMENT;
    }
    struct stat about;
    if (stat(path, &about) == 0 && !S_ISREG(about.st_mode)) { /* a pipe may never be written to */
        tool_complain("%s: is not a plain file and cannot be read", path);
        return TOOL_ENVIRONMENT;
    }
    size_t len;
    char *text = tool_file_text(path, &len);
    if (!text) return TOOL_ENVIRONMENT;
    enum tool_exit code = parse(&reading, text, len);
    free(text);
    return code;
}

static void clear_setting(struct job_setting *setting)
{
    for (size_t i = 0; i < setting->n; i++) free(setting->text[i]);
    free(setting->text);
}

void job_clear(struct job *job)
{
    for (int id = 0; id < TOOL_OPTIONS; id++) clear_setting(&job->option[id]);
    clear_setting(&job->log);
    free(job->folder);
    free(job->name);
    *job = (struct job){.folder = NULL};
}

enum tool_option_id job_option_at(size_t index)
{
    size_t n = 0;
    for (size_t i = 0; i < N_KEYS; i++)
        if (keys[i].id != TOOL_OPTIONS && n++ == index) return keys[i].id;
    return TOOL_OPTIONS;
}
