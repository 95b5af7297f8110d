/* SPDX-License-Identifier: Apache-2.0 */
/*
 * facts_file.c - facts that somebody wrote down become tables.
 *
 *   CSV    fact,value,as_of,member     as_of and member may be left out
 *   JSON   a list of such objects; or one object of facts: {"age": 70, "income_won": 850000}
 *
 * The fact birth_date is a person's, not one to compare: age and birth_year are worked out from it.
 */
#include "command/facts_file.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "dolbom/dolbom.h"

static const char nobody[] = "1"; /* the only person of a file without members */
static const char agency[] = "facts", household[] = "household";

/* ---- what the file says ---------------------------------------------------------------------- */

static bool is_list_of_facts(const json_t *list)
{
    const json_t *first = json_array_get(list, 0);
    return small_cell_given(first, "fact") && small_cell_given(first, "value");
}

/* {"age": 70, "income_won": 850000} -> a row for each. */
static bool spread(struct small_rows *rows, struct io_problem *problem)
{
    json_t *object = json_array_get(rows->list, 0), *list = json_array(), *value;
    const char *fact;
    bool room = list != NULL;
    json_object_foreach(object, fact, value)
    {
        json_t *row = json_pack("{s:s, s:O}", "fact", fact, "value", value);
        room = room && row && json_array_append_new(list, row) == 0;
    }
    json_decref(rows->list);
    rows->list = list;
    return room || io_fail_memory(problem);
}

/* A cell as text; NULL when it is not given, or is a number. */
static const char *text_of(const json_t *row, const char *column)
{
    const char *text = json_string_value(json_object_get(row, column));
    return text && text[0] ? text : NULL;
}

/* Of the household; NULL: everybody. */
static const char *member_of(const json_t *row)
{
    const char *member = text_of(row, "member");
    return member ? member : text_of(row, "record");
}

/* One that the library takes as well: 9999-12-31 or 0001-01-01 says that none is known. */
static bool is_day(const char *text)
{
    dolbom_date date = {.struct_size = sizeof date};
    bool is_one = text && tool_day_read(text, strlen(text), &(int32_t){0});
    return is_one && dolbom_date_parse(NULL, text, strlen(text), &date) == DOLBOM_OK &&
           date.quality == DOLBOM_QUALITY_GOOD;
}

/* A slip in a column's name must not leave it out. */
static bool has_known_columns(const json_t *row)
{
    static const char *const known[] = {"fact", "value", "as_of", "member", "record"};
    const char *column;
    json_t *cell;
    json_object_foreach((json_t *)row, column, cell)
    {
        size_t i = 0;
        while (i < sizeof known / sizeof *known && strcmp(column, known[i]) != 0) i++;
        if (i == sizeof known / sizeof *known) return false;
    }
    return true;
}

/* What a fact that is worked out elsewhere may be; the library rejects others, but does not know
 * where they were written. */
struct possible {
    const char *fact;
    long least, most;
    const char *wrong;
};

static const struct possible possible[] = {
    {"age", 0, 150, "age takes a whole number from 0 to 150"},
    {"age_months", 0, 1811, "age_months takes a whole number from 0 to 1811"},
    {"birth_year", 1800, 2200, "birth_year takes a whole number from 1800 to 2200"},
    {"household_size", 1, 100, "household_size takes a whole number from 1 to 100"}};

/* What is wrong with the number, or NULL. */
static const char *impossible(const char *fact, const json_t *value)
{
    const char *text = json_string_value(value);
    char *end = NULL;
    for (size_t i = 0; i < sizeof possible / sizeof *possible; i++) {
        if (strcasecmp(fact, possible[i].fact) != 0) continue;
        long number = text ? strtol(text, &end, 10) : (long)json_integer_value(value);
        bool whole = text ? end > text && !*end : json_is_integer(value);
        bool good = whole && number >= possible[i].least && number <= possible[i].most;
        return good ? NULL : possible[i].wrong;
    }
    return NULL;
}

/* Whatever is wrong with a row is told by its place. */
static bool check_row(const struct small_rows *rows, size_t i, struct io_problem *problem)
{
    const json_t *row = json_array_get(rows->list, i);
    if (!small_row_is_flat(row))
        return small_rows_fail(rows, i, NULL, "not an object of texts and numbers", problem);
    if (!has_known_columns(row))
        return small_rows_fail(rows, i, NULL,
                               "has a column that is none of fact, value, as_of, member", problem);
    const char *fact = text_of(row, "fact"), *value = text_of(row, "value");
    bool has_value = value || json_is_number(json_object_get(row, "value")) ||
                     json_is_boolean(json_object_get(row, "value"));
    if (!fact) return small_rows_fail(rows, i, "fact", "is needed, as a text", problem);
    if (!has_value) return small_rows_fail(rows, i, "value", "is needed", problem);
    if (small_cell_given(row, "as_of") && !is_day(text_of(row, "as_of")))
        return small_rows_fail(rows, i, "as_of", "takes a day that exists, as YYYY-MM-DD", problem);
    if (strcmp(fact, "birth_date") == 0 && !is_day(value))
        return small_rows_fail(rows, i, "value", "birth_date takes a day, as YYYY-MM-DD", problem);
    const char *wrong = impossible(fact, json_object_get(row, "value"));
    if (wrong) return small_rows_fail(rows, i, "value", wrong, problem);
    bool bad_member =
        (small_cell_given(row, "member") || small_cell_given(row, "record")) && !member_of(row);
    return !bad_member || small_rows_fail(rows, i, "member", "takes a text", problem);
}

/* Beside a person of the data there is nobody else whose fact it could be. */
static bool check_nobody_else(const struct small_rows *rows, const struct facts_about *about,
                              struct io_problem *problem)
{
    size_t i;
    json_t *row;
    json_array_foreach(rows->list, i, row)
    {
        if (about->record && member_of(row))
            return small_rows_fail(rows, i, "member",
                                   "has to be empty beside --person, whom all facts are about",
                                   problem);
    }
    return true;
}

static bool check_rows(struct small_rows *rows, struct io_problem *problem)
{
    if (!rows->lines && json_array_size(rows->list) == 1 && !is_list_of_facts(rows->list) &&
        small_row_is_flat(json_array_get(rows->list, 0)) && !spread(rows, problem))
        return false;
    size_t n = json_array_size(rows->list);
    for (size_t i = 0; i < n; i++)
        if (!check_row(rows, i, problem)) return false;
    return n > 0 || io_fail(problem, IO_BAD_INPUT, "%s: there is no fact", rows->name);
}

/* ---- tables ---------------------------------------------------------------------------------- */

struct tables {
    const struct facts_about *about;
    json_t *persons, *facts, *asked;
    json_t *members; /* an object: the members as keys, in the order of the file */
};

/* Has the member a row of its own of the fact? It comes before one of everybody. */
static bool has_own(const json_t *rows, const char *member, const char *fact)
{
    size_t i;
    json_t *row;
    json_array_foreach(rows, i, row)
    {
        const char *of = member_of(row);
        if (of && strcmp(of, member) == 0 && strcmp(text_of(row, "fact"), fact) == 0) return true;
    }
    return false;
}

static bool add_fact(const struct tables *tables, const json_t *row, const char *record,
                     json_t *person)
{
    const struct facts_about *about = tables->about;
    const char *as_of = text_of(row, "as_of"), *fact = text_of(row, "fact");
    json_t *value = json_object_get(row, "value");
    if (person && strcmp(fact, "birth_date") == 0)
        return json_object_set(person, "birth_date", value) == 0;
    json_t *made = json_pack("{s:s, s:s, s:s, s:O, s:s}", "agency_id",
                             about->record ? about->agency : agency, "record_id", record, "fact",
                             fact, "value", value, "as_of", as_of ? as_of : about->as_of);
    return made && json_array_append_new(tables->facts, made) == 0;
}

/* The rows that are about a person, also those about everybody. */
static bool add_facts(const struct tables *tables, const json_t *rows, const char *record,
                      json_t *person)
{
    size_t i;
    json_t *row;
    json_array_foreach(rows, i, row)
    {
        const char *member = member_of(row);
        bool mine = !person || !member || strcmp(member, record) == 0;
        if (!mine || (!member && has_own(rows, record, text_of(row, "fact")))) continue;
        if (!add_fact(tables, row, record, person)) return false;
    }
    return true;
}

static bool add_asked(const struct tables *tables, const char *record)
{
    const struct facts_about *about = tables->about;
    json_t *asked =
        json_pack("{s:s, s:s, s:s*}", "agency_id", about->record ? about->agency : agency,
                  "record_id", record, "month", about->month);
    return asked && json_array_append_new(tables->asked, asked) == 0;
}

static bool add_member(const struct tables *tables, const json_t *rows, const char *member)
{
    json_t *person = json_pack("{s:s, s:s, s:s, s:n}", "agency_id", agency, "record_id", member,
                               "household_id", household, "birth_date");
    return person && json_array_append_new(tables->persons, person) == 0 &&
           add_facts(tables, rows, member, person) && add_asked(tables, member);
}

static bool list_members(struct tables *tables, const json_t *rows)
{
    size_t i;
    json_t *row;
    json_array_foreach(rows, i, row)
    {
        const char *member = member_of(row);
        if (member && json_object_set_new(tables->members, member, json_null()) != 0) return false;
    }
    return json_object_size(tables->members) ||
           json_object_set_new(tables->members, nobody, json_null()) == 0;
}

static bool fill(struct tables *tables, const json_t *rows)
{
    const struct facts_about *about = tables->about;
    if (about->record)
        return (!rows || add_facts(tables, rows, about->record, NULL)) &&
               add_asked(tables, about->record);
    const char *member;
    json_t *unused;
    bool room = list_members(tables, rows);
    json_object_foreach(tables->members, member, unused)
    {
        room = room && add_member(tables, rows, member);
    }
    return room;
}

/* ---- both ------------------------------------------------------------------------------------ */

static bool write_tables(struct small_folder *folder, const json_t *rows,
                         const struct facts_about *about, struct io_problem *problem)
{
    struct tables tables = {about, json_array(), json_array(), json_array(), json_object()};
    bool room = tables.persons && tables.facts && tables.asked && tables.members;
    bool done = (room && fill(&tables, rows)) || io_fail_memory(problem);
    done = done && small_folder_write(folder, "asked.csv", tables.asked, NULL, problem);
    if (done && json_array_size(tables.facts))
        done = small_folder_write(folder, "facts_given.csv", tables.facts, NULL, problem);
    if (done && json_array_size(tables.persons))
        done = small_folder_write(folder, "persons.csv", tables.persons, NULL, problem);
    json_decref(tables.persons);
    json_decref(tables.facts);
    json_decref(tables.asked);
    json_decref(tables.members);
    return done;
}

static bool list_names(const json_t *rows, json_t *names)
{
    size_t i;
    json_t *row;
    json_array_foreach(rows, i, row)
    {
        if (json_object_set_new(names, text_of(row, "fact"), json_null()) != 0) return false;
    }
    return true;
}

bool facts_file_write(struct small_folder *folder, const char *path,
                      const struct facts_about *about, json_t *names, struct io_problem *problem)
{
    struct small_rows rows = {.list = NULL};
    bool done = !path || (small_rows_read(&rows, path, "--facts", problem) &&
                          check_rows(&rows, problem) && check_nobody_else(&rows, about, problem));
    done = done && write_tables(folder, rows.list, about, problem);
    done = done && (list_names(rows.list, names) || io_fail_memory(problem));
    small_rows_clear(&rows);
    return done;
}
