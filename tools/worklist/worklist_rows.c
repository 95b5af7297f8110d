/* SPDX-License-Identifier: Apache-2.0 */
/*
 * worklist_rows.c - one agency's rows in words.
 *
 * An agency learns no more from its sheet than from its table `worklist` and, where nobody whom a
 * finding is about is protected, from the finding that it is a party to: the other agencies, the
 * programme, and what their records say of the person. Whoever is protected has no name here.
 */
#include "worklist/worklist.h"

#include <jansson.h>
#include <string.h>

enum { SHORT_ID = 8, LIST_BYTES = 4096 };

bool worklist_desk_open(struct worklist_desk *desk, const struct worklist_input *input,
                        struct io_problem *problem)
{
    *desk = (struct worklist_desk){.input = input};
    bool done = worklist_index_make(&desk->findings, input->findings, "finding_id") &&
                worklist_index_make(&desk->persons, input->person_summary, "person_id") &&
                worklist_index_make(&desk->agencies, input->agency_summary, "agency_id") &&
                worklist_index_make(&desk->rules, input->rule_runs, "rule");
    if (!done) return io_fail_memory(problem);
    return worklist_names_of_programmes(&desk->programmes, input, problem) &&
           worklist_people_make(&desk->people, input, problem);
}

void worklist_desk_close(struct worklist_desk *desk)
{
    tool_names_clear(&desk->findings.ids);
    tool_names_clear(&desk->persons.ids);
    tool_names_clear(&desk->agencies.ids);
    tool_names_clear(&desk->rules.ids);
    worklist_names_clear(&desk->programmes);
    worklist_people_clear(&desk->people);
}

struct tool_piece worklist_agency(struct worklist_desk *desk, struct tool_piece agency)
{
    char unused[IO_CELL];
    int64_t row = worklist_index_find(&desk->agencies, agency);
    struct tool_piece name = worklist_index_cell(&desk->agencies, "name", row, unused);
    return name.len ? name : agency;
}

/* ---- a row ----------------------------------------------------------------------------------- */

/* A row in the making; texts stay valid as long as the results. */
struct making {
    struct worklist_desk *desk;
    struct io_builder *builder;
    int64_t row, finding; /* of the worklist; of the findings, or -1 */
    bool is_protected;
    struct tool_piece agency;
};

static struct tool_piece cell(const struct making *making, const char *column,
                              char scratch[IO_CELL])
{
    struct tool_piece piece;
    piece.text =
        io_result_cell(making->desk->input->worklist, column, making->row, scratch, &piece.len);
    return piece;
}

static void put(const struct making *making, struct tool_piece piece)
{
    io_builder_text(making->builder, piece.len ? piece.text : NULL, piece.len);
}

static void put_word(const struct making *making, const char *word)
{
    put(making, (struct tool_piece){word, word ? strlen(word) : 0});
}

static void put_cell(const struct making *making, const char *column)
{
    char scratch[IO_CELL];
    put(making, cell(making, column, scratch));
}

static void put_number(const struct making *making, const struct io_result *table,
                       const char *column, int64_t row)
{
    int64_t number = 0;
    int at = table ? io_result_column(table, column) : -1;
    bool known = at >= 0 && row >= 0 && io_result_number(table, at, row, &number);
    io_builder_number(making->builder, number, !known);
}

/* "같은 서비스의 중복 (D03)" */
static void put_rule(const struct making *making)
{
    char unused[IO_CELL], text[LIST_BYTES];
    struct worklist_index *rules = &making->desk->rules;
    bool in_english = making->desk->input->in_english;
    struct tool_piece rule = cell(making, "rule", unused);
    struct tool_piece name = worklist_index_cell(rules, in_english ? "name_en" : "name_ko",
                                                 worklist_index_find(rules, rule), unused);
    int n = snprintf(text, sizeof text, "%.*s (%.*s)", (int)name.len, name.len ? name.text : "",
                     (int)rule.len, rule.len ? rule.text : "");
    bool fits = name.len && n > 0 && (size_t)n < sizeof text;
    put(making, fits ? (struct tool_piece){text, (size_t)n} : rule);
}

/* ---- lists ----------------------------------------------------------------------------------- */

struct list {
    char text[LIST_BYTES];
    size_t len;
};

/* Adds "name" or "name (note)"; what no longer fits becomes an ellipsis. */
static void list_name(struct list *list, struct tool_piece name, const char *note)
{
    static const char ellipsis[] = " …";
    size_t room = sizeof list->text - list->len;
    int n = snprintf(list->text + list->len, room, "%s%.*s%s%s%s", list->len ? ", " : "",
                     (int)name.len, name.text, note ? " (" : "", note ? note : "", note ? ")" : "");
    bool fits = n > 0 && (size_t)n + sizeof ellipsis < room;
    if (!fits)
        n = snprintf(list->text + list->len, room, "%s", room > sizeof ellipsis ? ellipsis : "");
    list->len += (size_t)n;
}

/* "… and 2 more" */
static void list_others(struct list *list, int64_t n, bool in_english)
{
    size_t room = sizeof list->text - list->len;
    int len = snprintf(list->text + list->len, room, in_english ? " and %lld more" : " 외 %lld명",
                       (long long)n);
    if (len > 0 && (size_t)len < room) list->len += (size_t)len;
}

/* ---- people ---------------------------------------------------------------------------------- */

/* Whom a row is about. */
struct people {
    struct list names;
    int64_t n, n_unnamed;
    int64_t row; /* of person_summary: the last of them, or -1 */
};

static void add_person(const struct making *making, struct people *people, const char *name,
                       struct tool_piece person)
{
    char unused[IO_CELL];
    struct worklist_index *persons = &making->desk->persons;
    people->row = worklist_index_find(persons, person);
    people->n++;
    struct tool_piece masked = worklist_index_cell(persons, "name_masked", people->row, unused);
    struct tool_piece shown = name ? (struct tool_piece){name, strlen(name)} : masked;
    if (shown.len)
        list_name(&people->names, shown, NULL);
    else
        people->n_unnamed++;
}

/* The persons of the agency's own records; it may have none, as one that is to act. */
static void list_people(const struct making *making, struct people *people)
{
    char unused[IO_CELL];
    const struct tool_piece nobody = {NULL, 0};
    struct tool_piece records = cell(making, "record_ids", unused);
    struct worklist_client *client;
    if (records.len == 0) {
        add_person(making, people, NULL, cell(making, "person_id", unused));
        return;
    }
    while (worklist_next_client(&making->desk->people, making->agency, &records, making->row,
                                &client)) {
        bool is_shown = client && client->is_shown;
        add_person(making, people, client ? client->name : NULL,
                   is_shown ? client->person : nobody);
    }
}

/* "김○순, 박○자 외 1명", and the year of birth of one alone. */
static void put_people(const struct making *making)
{
    struct people people = {.row = -1};
    if (!making->is_protected) list_people(making, &people);
    if (people.names.len && people.n_unnamed)
        list_others(&people.names, people.n_unnamed, making->desk->input->in_english);
    put(making, (struct tool_piece){people.names.text, people.names.len});
    put_number(making, making->desk->input->person_summary, "birth_year",
               people.n == 1 ? people.row : -1);
}

/* ---- programmes ------------------------------------------------------------------------------ */

static struct tool_piece programme_name(const struct making *making, struct tool_piece code)
{
    const char *name = worklist_programme(&making->desk->programmes, code);
    return name ? (struct tool_piece){name, strlen(name)} : code;
}

static struct tool_piece string_of(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return (struct tool_piece){json_string_value(value), json_string_length(value)};
}

/* The programmes of the agency's own rows among those that the finding lists, each once. */
static void list_own_programmes(const struct making *making, struct list *list)
{
    char unused[IO_CELL];
    struct tool_piece detail =
        worklist_index_cell(&making->desk->findings, "detail", making->finding, unused);
    json_t *all = detail.len ? json_loadb(detail.text, detail.len, 0, NULL) : NULL;
    const json_t *rows = json_object_get(all, "rows");
    if (detail.len && !all) making->builder->failed = true; /* it is our own: there was no memory */
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *row = json_array_get(rows, i);
        struct tool_piece code = string_of(row, "programme");
        bool wanted = code.len && tool_piece_same(string_of(row, "agency_id"), making->agency);
        for (size_t j = 0; wanted && j < i; j++)
            wanted =
                !tool_piece_same(string_of(json_array_get(rows, j), "programme"), code) ||
                !tool_piece_same(string_of(json_array_get(rows, j), "agency_id"), making->agency);
        if (wanted) list_name(list, programme_name(making, code), NULL);
    }
    json_decref(all);
}

/* Else that of the finding, which may be another agency's. */
static void put_programme(const struct making *making)
{
    char unused[IO_CELL];
    struct list list = {.len = 0};
    list_own_programmes(making, &list);
    struct tool_piece code =
        worklist_index_cell(&making->desk->findings, "programme", making->finding, unused);
    if (list.len == 0 && code.len && !making->is_protected)
        list_name(&list, programme_name(making, code), NULL);
    put(making, (struct tool_piece){list.text, list.len});
}

/* ---- other agencies -------------------------------------------------------------------------- */

static void list_agency(const struct making *making, struct list *list, struct tool_piece agency,
                        struct tool_piece owner)
{
    bool in_english = making->desk->input->in_english;
    if (agency.len == 0 || tool_piece_same(agency, making->agency)) return;
    list_name(list, worklist_agency(making->desk, agency),
              tool_piece_same(agency, owner) ? worklist_word(WORKLIST_TO_ACT, in_english) : NULL);
}

/* The other parties, and who is to look first where that is none of them. */
static void put_others(const struct making *making)
{
    char unused[IO_CELL];
    const struct worklist_index *findings = &making->desk->findings;
    bool in_english = making->desk->input->in_english;
    struct list list = {.len = 0};
    if (making->is_protected) {
        put_word(making, worklist_word(WORKLIST_NOT_SHOWN, in_english));
        return;
    }
    struct tool_piece all = worklist_index_cell(findings, "agencies", making->finding, unused), one;
    struct tool_piece owner =
        worklist_index_cell(findings, "owner_agency", making->finding, unused);
    bool is_party = false;
    while (tool_next_of_list(&all, &one)) {
        is_party |= tool_piece_same(one, owner);
        list_agency(making, &list, one, owner);
    }
    if (!is_party) list_agency(making, &list, owner, owner);
    put(making, (struct tool_piece){list.text, list.len});
}

/* ---- all cells ------------------------------------------------------------------------------- */

static void put_short_id(const struct making *making)
{
    char unused[IO_CELL];
    struct tool_piece id = cell(making, "finding_id", unused);
    if (id.len > SHORT_ID) id.len = SHORT_ID;
    put(making, id);
}

static void put_severity(const struct making *making)
{
    const struct worklist_input *input = making->desk->input;
    int64_t severity = 0;
    io_result_number(input->worklist, io_result_column(input->worklist, "severity"), making->row,
                     &severity);
    put_word(making, tool_severity_word(severity, input->in_english));
}

static void put_row(const struct making *making)
{
    const struct worklist_input *input = making->desk->input;
    char unused[IO_CELL];
    put_severity(making);
    put_cell(making, "due_on");
    put(making, tool_code_word(cell(making, "state", unused), input->in_english));
    put_short_id(making);
    put_rule(making);
    put_people(making);
    put_cell(making, "record_ids");
    put_programme(making);
    put_cell(making, "start_date");
    put_cell(making, "end_date");
    put_number(making, input->worklist, "amount_won", making->row);
    put_others(making);
    put_cell(making, input->in_english ? "message_en" : "message_ko");
    for (int i = WORKLIST_DECISION; i <= WORKLIST_UNTIL; i++) put_word(making, NULL);
    put_cell(making, "finding_id");
    put_cell(making, "rows_key");
    put_cell(making, "agency_id");
}

static void make_row(struct worklist_desk *desk, struct io_builder *builder, int64_t row)
{
    char unused[IO_CELL];
    struct making making = {.desk = desk, .builder = builder, .row = row};
    int64_t is_protected = 1;
    making.agency = cell(&making, "agency_id", unused);
    making.finding = worklist_index_find(&desk->findings, cell(&making, "finding_id", unused));
    const struct io_result *findings = desk->input->findings;
    if (making.finding >= 0)
        io_result_number(findings, io_result_column(findings, "protected"), making.finding,
                         &is_protected);
    making.is_protected = is_protected != 0;
    put_row(&making);
}

bool worklist_rows_make(struct worklist_desk *desk, int64_t from, int64_t to,
                        struct io_result *rows)
{
    struct io_column columns[WORKLIST_CELLS];
    struct io_builder builder;
    for (size_t i = 0; i < WORKLIST_CELLS; i++) {
        const struct worklist_column *column = &worklist_columns[i];
        bool is_number = column->form == WORKLIST_WHOLE || column->form == WORKLIST_YEAR;
        columns[i] = (struct io_column){.name = column->title[desk->input->in_english],
                                        .type = is_number ? 'l' : 'u'};
    }
    if (!io_builder_open(&builder, rows, "worklist", columns, WORKLIST_CELLS)) return false;
    for (int64_t row = from; row < to && !builder.failed; row++) make_row(desk, &builder, row);
    return io_builder_close(&builder);
}

void worklist_text(const struct io_result *rows, int column, int64_t row,
                   char text[WORKLIST_TEXT_BYTES])
{
    char scratch[IO_CELL];
    size_t len = 0, n = 0;
    const char *at = io_result_text(rows, column, row, scratch, &len);
    bool as_it_is = worklist_columns[column].form == WORKLIST_MACHINE;
    while (at && len > 0) {
        struct tool_piece piece = {at, len};
        if (as_it_is)
            len = 0;
        else
            piece = tool_next_piece(&at, &len);
        size_t room = WORKLIST_TEXT_BYTES - n - 1;
        if (piece.len > room) {
            len = 0;
            piece.len = room;
            while (piece.len > 0 && ((unsigned char)piece.text[piece.len] & 0xC0) == 0x80)
                piece.len--; /* within a character */
        }
        memcpy(text + n, piece.text, piece.len);
        n += piece.len;
    }
    text[n] = '\0';
}
