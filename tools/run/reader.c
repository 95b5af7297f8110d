/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reader.c - what one agency may see of a run (--for AGENCY).
 *
 * It sees the findings it is a party to, which its worklist names. Where somebody whom a finding is
 * about is protected, no other agency is named with it: not by id, name, area or zone, nor by a
 * row. Of tables that list rows it sees its own; a table that is not known here it does not see.
 */
#include "run/reader.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- findings -------------------------------------------------------------------------------- */

static bool is_day(const char *text)
{
    int32_t day;
    return text && tool_day_read(text, strlen(text), &day);
}

/* Of a detail: numbers, days, what would clear it, and the agency's own rows. */
static char *own_detail(const struct tool_reader *reader, struct tool_piece detail)
{
    json_t *all = json_loadb(detail.text, detail.len, 0, NULL), *value;
    const char *key;
    void *next;
    json_object_foreach_safe(all, next, key, value)
    {
        bool rule = strcmp(key, "rule") == 0;
        if (json_is_string(value) && !rule && !is_day(json_string_value(value)))
            json_object_del(all, key);
    }
    json_t *rows = json_object_get(all, "rows");
    for (size_t i = json_array_size(rows); i-- > 0;) {
        const char *of = json_string_value(json_object_get(json_array_get(rows, i), "agency_id"));
        struct tool_piece agency = {of, of ? strlen(of) : 0};
        if (!tool_piece_same(agency, reader->agency)) json_array_remove(rows, i);
    }
    char *text = all ? json_dumps(all, JSON_COMPACT) : NULL;
    json_decref(all);
    return text;
}

static void hide(struct io_selection *view, const struct io_result *table, const char *column)
{
    io_select_cell(view, io_result_column(table, column), NULL, 0);
}

static void hide_other(struct tool_reader *reader, struct io_selection *view,
                       const struct io_result *table, const char *column, int64_t row)
{
    if (!tool_reader_owns(reader, table, column, row)) hide(view, table, column);
}

static void replace(struct io_selection *view, const struct io_result *table, const char *column,
                    struct tool_piece by)
{
    io_select_cell(view, io_result_column(table, column), by.text, by.len);
}

/* Of the agencies of a finding name only the reader's own. */
static void hide_parties(struct tool_reader *reader, struct io_selection *view,
                         const struct io_result *table, int64_t row)
{
    bool mine = tool_reader_among(reader, tool_reader_cell(reader, table, "agencies", row));
    replace(view, table, "agencies", mine ? reader->agency : (struct tool_piece){NULL, 0});
    hide_other(reader, view, table, "owner_agency", row);
}

/* A finding about somebody who is protected, without what tells who else knows them. */
static void veil(struct tool_reader *reader, struct io_selection *view,
                 const struct io_result *findings, int64_t row, int64_t worklist_row)
{
    static const char *const hidden[] = {"household_id", "key", "cross_area", "n_agencies"};
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++) hide(view, findings, hidden[i]);
    hide_parties(reader, view, findings, row);
    replace(view, findings, "message_ko",
            tool_reader_cell(reader, reader->worklist, "message_ko", worklist_row));
    replace(view, findings, "message_en",
            tool_reader_cell(reader, reader->worklist, "message_en", worklist_row));
    char *detail = own_detail(reader, tool_reader_cell(reader, findings, "detail", row));
    if (!detail) view->failed = true;
    replace(view, findings, "detail", (struct tool_piece){detail, detail ? strlen(detail) : 0});
    free(detail);
}

static void see_finding(struct tool_reader *reader, struct io_selection *view,
                        const struct io_result *table, int64_t row)
{
    const struct tool_visible *visible =
        tool_reader_find(reader, tool_reader_cell(reader, table, "finding_id", row));
    if (!visible) return;
    io_select_row(view, row);
    if (visible->is_protected) veil(reader, view, table, row, visible->worklist_row);
}

static void see_finding_row(struct tool_reader *reader, struct io_selection *view,
                            const struct io_result *table, int64_t row)
{
    const struct tool_visible *visible =
        tool_reader_find(reader, tool_reader_cell(reader, table, "finding_id", row));
    if (visible && (!visible->is_protected || tool_reader_owns(reader, table, "agency_id", row)))
        io_select_row(view, row);
}

static void see_change(struct tool_reader *reader, struct io_selection *view,
                       const struct io_result *table, int64_t row)
{
    const struct tool_visible *visible = tool_visible_find(
        reader->changes, reader->n_changes, tool_reader_cell(reader, table, "finding_id", row));
    if (!visible) return;
    io_select_row(view, row);
    if (!visible->is_protected) return;
    hide(view, table, "household_id");
    hide(view, table, "key");
    hide_parties(reader, view, table, row);
}

static void see_change_row(struct tool_reader *reader, struct io_selection *view,
                           const struct io_result *table, int64_t row)
{
    const struct tool_visible *visible = tool_visible_find(
        reader->changes, reader->n_changes, tool_reader_cell(reader, table, "finding_id", row));
    if (visible && (!visible->is_protected || tool_reader_owns(reader, table, "agency_id", row)))
        io_select_row(view, row);
}

/* ---- other tables ---------------------------------------------------------------------------- */

static void see_person(struct tool_reader *reader, struct io_selection *view,
                       const struct io_result *table, int64_t row)
{
    int64_t is_protected = 1;
    if (!tool_known_has(&reader->persons, tool_reader_cell(reader, table, "person_id", row)))
        return;
    io_select_row(view, row);
    io_result_number(table, io_result_column(table, "protected"), row, &is_protected);
    if (!is_protected) return;
    hide(view, table, "zone_id"); /* another agency may have said it */
    hide(view, table, "n_records");
    hide(view, table, "n_agencies");
}

static void see_agency(struct tool_reader *reader, struct io_selection *view,
                       const struct io_result *table, int64_t row)
{
    if (!tool_known_has(&reader->agencies, tool_reader_cell(reader, table, "agency_id", row)))
        return;
    io_select_row(view, row);
    if (!tool_reader_owns(reader, table, "agency_id", row)) hide(view, table, "n_records");
}

static void see_own(struct tool_reader *reader, struct io_selection *view,
                    const struct io_result *table, int64_t row)
{
    if (tool_reader_owns(reader, table, "agency_id", row)) io_select_row(view, row);
}

static void see_own_pair(struct tool_reader *reader, struct io_selection *view,
                         const struct io_result *table, int64_t row)
{
    bool both = tool_reader_owns(reader, table, "left_agency", row) &&
                tool_reader_owns(reader, table, "right_agency", row);
    if (both) io_select_row(view, row);
}

static void see_own_decision(struct tool_reader *reader, struct io_selection *view,
                             const struct io_result *table, int64_t row)
{
    bool both = tool_reader_owns(reader, table, "agency_a", row) &&
                tool_reader_owns(reader, table, "agency_b", row);
    if (both) io_select_row(view, row);
}

/* Counts of its own zone, and of all zones together. */
static void see_own_zone(struct tool_reader *reader, struct io_selection *view,
                         const struct io_result *table, int64_t row)
{
    struct tool_piece zone = tool_reader_cell(reader, table, "zone_id", row);
    if (!zone.text || tool_piece_same(zone, reader->zone)) io_select_row(view, row);
}

/* Its own clients in its own zone: a visit of theirs, their wishes; and its own offers. */
static void see_client(struct tool_reader *reader, struct io_selection *view,
                       const struct io_result *table, int64_t row)
{
    bool here = tool_piece_same(tool_reader_cell(reader, table, "zone_id", row), reader->zone);
    bool client =
        tool_known_has(&reader->clients, tool_reader_cell(reader, table, "person_id", row));
    if ((here && client) || tool_reader_owns(reader, table, "agency_id", row))
        io_select_row(view, row);
}

static void see_visit(struct tool_reader *reader, struct io_selection *view,
                      const struct io_result *table, int64_t row)
{
    bool here = tool_piece_same(tool_reader_cell(reader, table, "zone_id", row), reader->zone);
    bool told = tool_known_has(&reader->persons, tool_reader_cell(reader, table, "person_id", row));
    if (!here || !told ||
        !tool_known_has(&reader->clients, tool_reader_cell(reader, table, "person_id", row)))
        return;
    io_select_row(view, row);
    hide(view, table, "reasons"); /* others' findings are among them */
    hide(view, table, "severity");
    hide(view, table, "due_on");
    hide(view, table, "last_visit");
}

static void see_all(struct tool_reader *reader, struct io_selection *view,
                    const struct io_result *table, int64_t row)
{
    (void)reader, (void)table;
    io_select_row(view, row);
}

/* How many rows each table has, but for the findings of an earlier run, which are everybody's. */
static void see_count(struct tool_reader *reader, struct io_selection *view,
                      const struct io_result *table, int64_t row)
{
    struct tool_piece name = tool_reader_cell(reader, table, "table", row);
    for (const char *const *of = tool_earlier_tables; *of; of++)
        if (tool_piece_same(name, (struct tool_piece){*of, strlen(*of)})) return;
    io_select_row(view, row);
}

/* How a rule ran: of its findings those that may be seen are counted. */
static void see_rule(struct tool_reader *reader, struct io_selection *view,
                     const struct io_result *table, int64_t row)
{
    char text[24];
    int64_t n = 0;
    struct tool_piece rule = tool_reader_cell(reader, table, "rule", row);
    for (size_t i = 0; i < reader->n_visible; i++)
        n += tool_piece_same(rule, tool_reader_cell(reader, reader->worklist, "rule",
                                                    reader->visible[i].worklist_row));
    io_select_row(view, row);
    snprintf(text, sizeof text, "%lld", (long long)n);
    replace(view, table, "n_findings", (struct tool_piece){text, strlen(text)});
    hide(view, table, "n_suppressed");
}

static const struct {
    const char *table;
    void (*see)(struct tool_reader *, struct io_selection *, const struct io_result *, int64_t row);
} seen[] = {{"findings", see_finding},
            {"finding_rows", see_finding_row},
            {"finding_changes", see_change},
            {"finding_change_rows", see_change_row},
            {"worklist", see_own},
            {"person_summary", see_person},
            {"agency_summary", see_agency},
            {"pairs", see_own_pair},
            {"person_records", see_own},
            {"rejects", see_own},
            {"unused_decisions", see_own_decision},
            {"coverage", see_own_zone},
            {"rule_runs", see_rule},
            {"match_keys", see_all},
            {"indicators", see_own},
            {"visit_list", see_visit},
            {"support", see_client},
            {"table_counts", see_count}};

/* ---- all of it ------------------------------------------------------------------------------- */

static bool make_view(struct tool_reader *reader, const struct io_result *table,
                      struct io_selection *view)
{
    for (size_t i = 0; i < sizeof seen / sizeof *seen; i++)
        if (strcmp(seen[i].table, table->name) == 0)
            for (int64_t row = 0; row < table->n_rows && !view->failed; row++)
                seen[i].see(reader, view, table, row);
    return !view->failed;
}

/* The reader's own row of agency_summary gives its zone; false: no such agency. */
static bool find_agency(struct tool_reader *reader)
{
    const struct io_result *agencies = tool_run_result(reader->run, "agency_summary");
    for (int64_t row = 0; row < agencies->n_rows; row++) {
        if (!tool_reader_owns(reader, agencies, "agency_id", row)) continue;
        reader->zone = tool_reader_cell(reader, agencies, "zone_id", row);
        return true;
    }
    return false;
}

static bool make_views(struct tool_reader *reader)
{
    struct tool_run *run = reader->run;
    bool done = tool_reader_list_worklist(reader) && tool_reader_list_known(reader) &&
                tool_reader_list_clients(reader) && tool_reader_list_changes(reader);
    for (size_t i = 0; done && i < run->n_results; i++)
        done = make_view(reader, &run->results[i], &run->views[i]);
    return done && make_view(reader, &run->rejects, &run->reject_view) &&
           make_view(reader, &run->table_counts, &run->count_view);
}

static void look_through(struct io_result *table, const struct io_selection *view)
{
    table->n_rows = view->n_rows;
    table->view = view;
}

static void drop_others_files(struct tool_run *run, struct tool_piece agency)
{
    struct tool_arrivals *arrivals = &run->arrivals;
    size_t n = 0;
    for (size_t i = 0; i < arrivals->n_uploads; i++) {
        const char *of = arrivals->agencies.at[arrivals->uploads[i].agency];
        if (tool_piece_same((struct tool_piece){of, strlen(of)}, agency))
            arrivals->uploads[n++] = arrivals->uploads[i];
    }
    arrivals->n_uploads = n;
    n = 0;
    for (size_t i = 0; i < run->n_excess; i++)
        if (!run->excess[i].file) run->excess[n++] = run->excess[i];
    run->n_excess = n;
    run->hides_files = true;
}

enum tool_exit tool_reader_apply(struct tool_run *run)
{
    const char *agency = tool_text(run->arguments, TOOL_FOR);
    if (!agency) return TOOL_DONE;
    struct tool_reader reader = {.run = run,
                                 .agency = {agency, strlen(agency)},
                                 .worklist = tool_run_result(run, "worklist")};
    if (!find_agency(&reader)) {
        tool_complain("--for: no agency of that id has a row in this input");
        return TOOL_INPUT;
    }
    bool done = make_views(&reader);
    free(reader.visible);
    free(reader.changes);
    free(reader.persons.at);
    free(reader.agencies.at);
    free(reader.clients.at);
    if (!done) {
        tool_complain("out of memory");
        return TOOL_ENVIRONMENT;
    }
    for (size_t i = 0; i < run->n_results; i++) look_through(&run->results[i], &run->views[i]);
    look_through(&run->rejects, &run->reject_view);
    look_through(&run->table_counts, &run->count_view);
    drop_others_files(run, reader.agency);
    return TOOL_DONE;
}
