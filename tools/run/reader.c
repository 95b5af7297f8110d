/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reader.c - what one agency may see of a run (--for AGENCY).
 *
 * It sees the findings it is a party to, which its worklist names. Where somebody whom a finding is
 * about is protected, no other agency is named with it: not by id, name, area or zone, nor by a
 * row. Of tables that list rows it sees its own; a table that is not known here it does not see.
 */
#include "run/run.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A cell's text. */
struct piece {
    const char *text; /* NULL: null */
    size_t len;
};

/* A finding that may be seen. */
struct visible {
    struct piece id;
    int64_t worklist_row;
    bool is_protected;
};

/* A name that may be seen: a person, or another agency. */
struct known {
    struct piece *at;
    size_t n;
};

struct reader {
    struct tool_run *run;
    struct piece agency, zone;
    const struct io_result *worklist;
    struct visible *visible; /* by id */
    size_t n_visible;
    struct known persons, agencies; /* that visible findings name; sorted */
    struct known clients;           /* persons of the agency's own records; sorted */
    char scratch[IO_CELL];
};

static struct piece cell_of(struct reader *reader, const struct io_result *table,
                            const char *column, int64_t row)
{
    struct piece piece = {NULL, 0};
    int at = table ? io_result_column(table, column) : -1;
    if (at >= 0) piece.text = io_result_text(table, at, row, reader->scratch, &piece.len);
    return piece;
}

static int order_of(struct piece left, struct piece right)
{
    size_t n = left.len < right.len ? left.len : right.len;
    int order = n ? memcmp(left.text, right.text, n) : 0;
    return order ? order : (left.len > right.len) - (left.len < right.len);
}

static bool is_same(struct piece left, struct piece right)
{
    return left.text && right.text && left.len == right.len && order_of(left, right) == 0;
}

static bool is_own(struct reader *reader, const struct io_result *table, const char *column,
                   int64_t row)
{
    return is_same(cell_of(reader, table, column, row), reader->agency);
}

/* ---- what may be seen ------------------------------------------------------------------------ */

static int by_id(const void *left, const void *right)
{
    return order_of(((const struct visible *)left)->id, ((const struct visible *)right)->id);
}

static int by_text(const void *left, const void *right)
{
    return order_of(*(const struct piece *)left, *(const struct piece *)right);
}

static bool list_worklist(struct reader *reader)
{
    const struct io_result *worklist = reader->worklist;
    reader->visible = calloc((size_t)worklist->n_rows + 1, sizeof *reader->visible);
    if (!reader->visible) return false;
    for (int64_t row = 0; row < worklist->n_rows; row++)
        if (is_own(reader, worklist, "agency_id", row))
            reader->visible[reader->n_visible++] =
                (struct visible){cell_of(reader, worklist, "finding_id", row), row, true};
    qsort(reader->visible, reader->n_visible, sizeof *reader->visible, by_id);
    return true;
}

/* A list and what is sought in it. */
struct sought {
    const struct reader *reader;
    const struct known *known;
    struct piece text;
};

static bool is_earlier_id(const void *context, size_t i)
{
    const struct sought *sought = context;
    return order_of(sought->reader->visible[i].id, sought->text) < 0;
}

static struct visible *find(const struct reader *reader, struct piece id)
{
    struct sought sought = {reader, NULL, id};
    size_t n = reader->n_visible, at = id.text ? tool_count_before(n, is_earlier_id, &sought) : n;
    return at < n && is_same(reader->visible[at].id, id) ? &reader->visible[at] : NULL;
}

static bool is_earlier_name(const void *context, size_t i)
{
    const struct sought *sought = context;
    return order_of(sought->known->at[i], sought->text) < 0;
}

static bool knows(const struct known *known, struct piece name)
{
    struct sought sought = {NULL, known, name};
    size_t n = known->n, at = name.text ? tool_count_before(n, is_earlier_name, &sought) : n;
    return at < n && is_same(known->at[at], name);
}

static bool add_known(struct known *known, struct piece name)
{
    struct piece *more = reallocarray(known->at, known->n + 1, sizeof *more);
    if (!more) return false;
    known->at = more;
    if (name.text) known->at[known->n++] = name;
    return true;
}

/* The parts of "A;B;C". */
static bool add_parts(struct known *known, struct piece list)
{
    while (list.text && list.len) {
        const char *end = memchr(list.text, ';', list.len);
        size_t len = end ? (size_t)(end - list.text) : list.len;
        if (!add_known(known, (struct piece){list.text, len})) return false;
        list = (struct piece){list.text + len + (end != NULL), list.len - len - (end != NULL)};
    }
    return true;
}

/* The persons and agencies that the visible findings name. */
static bool list_known(struct reader *reader)
{
    const struct io_result *findings = tool_run_result(reader->run, "findings");
    bool done = add_known(&reader->agencies, reader->agency);
    for (int64_t row = 0; done && row < findings->n_rows; row++) {
        struct visible *visible = find(reader, cell_of(reader, findings, "finding_id", row));
        int64_t is_protected = 1;
        if (!visible) continue;
        io_result_number(findings, io_result_column(findings, "protected"), row, &is_protected);
        visible->is_protected = is_protected != 0;
        done = add_known(&reader->persons, cell_of(reader, findings, "person_id", row));
        if (visible->is_protected) continue;
        done = done && add_parts(&reader->agencies, cell_of(reader, findings, "agencies", row)) &&
               add_known(&reader->agencies, cell_of(reader, findings, "owner_agency", row));
    }
    qsort(reader->persons.at, reader->persons.n, sizeof *reader->persons.at, by_text);
    qsort(reader->agencies.at, reader->agencies.n, sizeof *reader->agencies.at, by_text);
    return done;
}

static bool list_clients(struct reader *reader)
{
    const struct io_result *records = tool_run_result(reader->run, "person_records");
    for (int64_t row = 0; row < records->n_rows; row++)
        if (is_own(reader, records, "agency_id", row) &&
            !add_known(&reader->clients, cell_of(reader, records, "person_id", row)))
            return false;
    qsort(reader->clients.at, reader->clients.n, sizeof *reader->clients.at, by_text);
    return true;
}

/* ---- findings ---------------------------------------------------------------------------------
 */

static bool is_day(const char *text)
{
    int32_t day;
    return text && tool_day_read(text, strlen(text), &day);
}

/* Of a detail: numbers, days, what would clear it, and the agency's own rows. */
static char *own_detail(const struct reader *reader, struct piece detail)
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
        struct piece agency = {of, of ? strlen(of) : 0};
        if (!is_same(agency, reader->agency)) json_array_remove(rows, i);
    }
    char *text = all ? json_dumps(all, JSON_COMPACT) : NULL;
    json_decref(all);
    return text;
}

static void hide(struct io_selection *view, const struct io_result *table, const char *column)
{
    io_select_cell(view, io_result_column(table, column), NULL, 0);
}

static void hide_other(struct reader *reader, struct io_selection *view,
                       const struct io_result *table, const char *column, int64_t row)
{
    if (!is_own(reader, table, column, row)) hide(view, table, column);
}

static void replace(struct io_selection *view, const struct io_result *table, const char *column,
                    struct piece by)
{
    io_select_cell(view, io_result_column(table, column), by.text, by.len);
}

/* A finding about somebody who is protected, without what tells who else knows them. */
static void veil(struct reader *reader, struct io_selection *view, const struct io_result *findings,
                 int64_t row, int64_t worklist_row)
{
    static const char *const hidden[] = {"household_id", "key", "cross_area", "n_agencies"};
    struct piece mine = {NULL, 0}, list = cell_of(reader, findings, "agencies", row);
    struct known parties = {NULL, 0};
    if (!add_parts(&parties, list)) view->failed = true;
    for (size_t i = 0; i < parties.n; i++)
        if (is_same(parties.at[i], reader->agency)) mine = reader->agency;
    free(parties.at);
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++) hide(view, findings, hidden[i]);
    replace(view, findings, "agencies", mine);
    hide_other(reader, view, findings, "owner_agency", row);
    replace(view, findings, "message_ko",
            cell_of(reader, reader->worklist, "message_ko", worklist_row));
    replace(view, findings, "message_en",
            cell_of(reader, reader->worklist, "message_en", worklist_row));
    char *detail = own_detail(reader, cell_of(reader, findings, "detail", row));
    if (!detail) view->failed = true;
    replace(view, findings, "detail", (struct piece){detail, detail ? strlen(detail) : 0});
    free(detail);
}

static void see_finding(struct reader *reader, struct io_selection *view,
                        const struct io_result *table, int64_t row)
{
    const struct visible *visible = find(reader, cell_of(reader, table, "finding_id", row));
    if (!visible) return;
    io_select_row(view, row);
    if (visible->is_protected) veil(reader, view, table, row, visible->worklist_row);
}

static void see_finding_row(struct reader *reader, struct io_selection *view,
                            const struct io_result *table, int64_t row)
{
    const struct visible *visible = find(reader, cell_of(reader, table, "finding_id", row));
    if (visible && (!visible->is_protected || is_own(reader, table, "agency_id", row)))
        io_select_row(view, row);
}

/* ---- other tables -----------------------------------------------------------------------------
 */

static void see_person(struct reader *reader, struct io_selection *view,
                       const struct io_result *table, int64_t row)
{
    int64_t is_protected = 1;
    if (!knows(&reader->persons, cell_of(reader, table, "person_id", row))) return;
    io_select_row(view, row);
    io_result_number(table, io_result_column(table, "protected"), row, &is_protected);
    if (!is_protected) return;
    hide(view, table, "zone_id"); /* another agency may have said it */
    hide(view, table, "n_records");
    hide(view, table, "n_agencies");
}

static void see_agency(struct reader *reader, struct io_selection *view,
                       const struct io_result *table, int64_t row)
{
    if (!knows(&reader->agencies, cell_of(reader, table, "agency_id", row))) return;
    io_select_row(view, row);
    if (!is_own(reader, table, "agency_id", row)) hide(view, table, "n_records");
}

static void see_own(struct reader *reader, struct io_selection *view, const struct io_result *table,
                    int64_t row)
{
    if (is_own(reader, table, "agency_id", row)) io_select_row(view, row);
}

static void see_own_pair(struct reader *reader, struct io_selection *view,
                         const struct io_result *table, int64_t row)
{
    bool both =
        is_own(reader, table, "left_agency", row) && is_own(reader, table, "right_agency", row);
    if (both) io_select_row(view, row);
}

static void see_own_decision(struct reader *reader, struct io_selection *view,
                             const struct io_result *table, int64_t row)
{
    bool both = is_own(reader, table, "agency_a", row) && is_own(reader, table, "agency_b", row);
    if (both) io_select_row(view, row);
}

/* Counts of its own zone, and of all zones together. */
static void see_own_zone(struct reader *reader, struct io_selection *view,
                         const struct io_result *table, int64_t row)
{
    struct piece zone = cell_of(reader, table, "zone_id", row);
    if (!zone.text || is_same(zone, reader->zone)) io_select_row(view, row);
}

/* Its own clients in its own zone: a visit of theirs, their wishes; and its own offers. */
static void see_client(struct reader *reader, struct io_selection *view,
                       const struct io_result *table, int64_t row)
{
    bool here = is_same(cell_of(reader, table, "zone_id", row), reader->zone);
    bool client = knows(&reader->clients, cell_of(reader, table, "person_id", row));
    if ((here && client) || is_own(reader, table, "agency_id", row)) io_select_row(view, row);
}

static void see_visit(struct reader *reader, struct io_selection *view,
                      const struct io_result *table, int64_t row)
{
    bool here = is_same(cell_of(reader, table, "zone_id", row), reader->zone);
    bool told = knows(&reader->persons, cell_of(reader, table, "person_id", row));
    if (!here || !told || !knows(&reader->clients, cell_of(reader, table, "person_id", row)))
        return;
    io_select_row(view, row);
    hide(view, table, "reasons"); /* others' findings are among them */
    hide(view, table, "severity");
    hide(view, table, "due_on");
    hide(view, table, "last_visit");
}

static void see_all(struct reader *reader, struct io_selection *view, const struct io_result *table,
                    int64_t row)
{
    (void)reader, (void)table;
    io_select_row(view, row);
}

/* How a rule ran: of its findings those that may be seen are counted. */
static void see_rule(struct reader *reader, struct io_selection *view,
                     const struct io_result *table, int64_t row)
{
    char text[24];
    int64_t n = 0;
    struct piece rule = cell_of(reader, table, "rule", row);
    for (size_t i = 0; i < reader->n_visible; i++)
        n += is_same(rule,
                     cell_of(reader, reader->worklist, "rule", reader->visible[i].worklist_row));
    io_select_row(view, row);
    snprintf(text, sizeof text, "%lld", (long long)n);
    replace(view, table, "n_findings", (struct piece){text, strlen(text)});
    hide(view, table, "n_suppressed");
}

static const struct {
    const char *table;
    void (*see)(struct reader *, struct io_selection *, const struct io_result *, int64_t row);
} seen[] = {{"findings", see_finding},
            {"finding_rows", see_finding_row},
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
            {"table_counts", see_all}};

/* ---- all of it ------------------------------------------------------------------------------- */

static bool make_view(struct reader *reader, const struct io_result *table,
                      struct io_selection *view)
{
    for (size_t i = 0; i < sizeof seen / sizeof *seen; i++)
        if (strcmp(seen[i].table, table->name) == 0)
            for (int64_t row = 0; row < table->n_rows && !view->failed; row++)
                seen[i].see(reader, view, table, row);
    return !view->failed;
}

/* The reader's own row of agency_summary gives its zone; false: no such agency. */
static bool find_agency(struct reader *reader)
{
    const struct io_result *agencies = tool_run_result(reader->run, "agency_summary");
    for (int64_t row = 0; row < agencies->n_rows; row++) {
        if (!is_own(reader, agencies, "agency_id", row)) continue;
        reader->zone = cell_of(reader, agencies, "zone_id", row);
        return true;
    }
    return false;
}

static bool make_views(struct reader *reader)
{
    struct tool_run *run = reader->run;
    bool done = list_worklist(reader) && list_known(reader) && list_clients(reader);
    for (size_t i = 0; done && i < run->n_results; i++)
        done = make_view(reader, &run->results[i], &run->views[i]);
    return done && make_view(reader, &run->rejects, &run->reject_view);
}

static void look_through(struct io_result *table, const struct io_selection *view)
{
    table->n_rows = view->n_rows;
    table->view = view;
}

static void drop_others_files(struct tool_run *run, struct piece agency)
{
    struct tool_arrivals *arrivals = &run->arrivals;
    size_t n = 0;
    for (size_t i = 0; i < arrivals->n_uploads; i++) {
        const char *of = arrivals->agencies.at[arrivals->uploads[i].agency];
        if (is_same((struct piece){of, strlen(of)}, agency))
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
    struct reader reader = {.run = run,
                            .agency = {agency, strlen(agency)},
                            .worklist = tool_run_result(run, "worklist")};
    if (!find_agency(&reader)) {
        tool_complain("--for: no agency of that id has a row in this input");
        return TOOL_INPUT;
    }
    bool done = make_views(&reader);
    free(reader.visible);
    free(reader.persons.at);
    free(reader.agencies.at);
    free(reader.clients.at);
    if (!done) {
        tool_complain("out of memory");
        return TOOL_ENVIRONMENT;
    }
    for (size_t i = 0; i < run->n_results; i++) look_through(&run->results[i], &run->views[i]);
    look_through(&run->rejects, &run->reject_view);
    drop_others_files(run, reader.agency);
    return TOOL_DONE;
}
