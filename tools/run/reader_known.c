/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reader_known.c - which findings, persons and agencies one agency may know of.
 */
#include "run/reader.h"

#include <stdlib.h>
#include <string.h>

struct tool_piece tool_reader_cell(struct tool_reader *reader, const struct io_result *table,
                                   const char *column, int64_t row)
{
    struct tool_piece piece = {NULL, 0};
    int at = table ? io_result_column(table, column) : -1;
    if (at >= 0) piece.text = io_result_text(table, at, row, reader->scratch, &piece.len);
    return piece;
}

static int order_of(struct tool_piece left, struct tool_piece right)
{
    size_t n = left.len < right.len ? left.len : right.len;
    int order = n ? memcmp(left.text, right.text, n) : 0;
    return order ? order : (left.len > right.len) - (left.len < right.len);
}

bool tool_reader_owns(struct tool_reader *reader, const struct io_result *table, const char *column,
                      int64_t row)
{
    return tool_piece_same(tool_reader_cell(reader, table, column, row), reader->agency);
}

static int by_id(const void *left, const void *right)
{
    return order_of(((const struct tool_visible *)left)->id,
                    ((const struct tool_visible *)right)->id);
}

static int by_text(const void *left, const void *right)
{
    return order_of(*(const struct tool_piece *)left, *(const struct tool_piece *)right);
}

bool tool_reader_among(const struct tool_reader *reader, struct tool_piece list)
{
    struct tool_piece one;
    while (tool_next_of_list(&list, &one))
        if (tool_piece_same(one, reader->agency)) return true;
    return false;
}

bool tool_reader_list_changes(struct tool_reader *reader)
{
    const struct io_result *changes = tool_run_result(reader->run, "finding_changes");
    if (!changes) return true;
    reader->changes = calloc((size_t)changes->n_rows + 1, sizeof *reader->changes);
    if (!reader->changes) return false;
    for (int64_t row = 0; row < changes->n_rows; row++) {
        bool is_party =
            tool_reader_among(reader, tool_reader_cell(reader, changes, "agencies", row)) ||
            tool_reader_owns(reader, changes, "owner_agency", row);
        if (!is_party) continue;
        int64_t is_protected = 1;
        io_result_number(changes, io_result_column(changes, "protected"), row, &is_protected);
        reader->changes[reader->n_changes++] = (struct tool_visible){
            tool_reader_cell(reader, changes, "finding_id", row), row, is_protected != 0};
    }
    qsort(reader->changes, reader->n_changes, sizeof *reader->changes, by_id);
    return true;
}

bool tool_reader_list_worklist(struct tool_reader *reader)
{
    const struct io_result *worklist = reader->worklist;
    reader->visible = calloc((size_t)worklist->n_rows + 1, sizeof *reader->visible);
    if (!reader->visible) return false;
    for (int64_t row = 0; row < worklist->n_rows; row++)
        if (tool_reader_owns(reader, worklist, "agency_id", row))
            reader->visible[reader->n_visible++] = (struct tool_visible){
                tool_reader_cell(reader, worklist, "finding_id", row), row, true};
    qsort(reader->visible, reader->n_visible, sizeof *reader->visible, by_id);
    return true;
}

/* A list and what is sought in it. */
struct sought {
    const struct tool_visible *visible;
    const struct tool_known *known;
    struct tool_piece text;
};

static bool is_earlier_id(const void *context, size_t i)
{
    const struct sought *sought = context;
    return order_of(sought->visible[i].id, sought->text) < 0;
}

struct tool_visible *tool_visible_find(struct tool_visible *visible, size_t n, struct tool_piece id)
{
    struct sought sought = {visible, NULL, id};
    size_t at = id.text ? tool_count_before(n, is_earlier_id, &sought) : n;
    return at < n && tool_piece_same(visible[at].id, id) ? &visible[at] : NULL;
}

struct tool_visible *tool_reader_find(const struct tool_reader *reader, struct tool_piece id)
{
    return tool_visible_find(reader->visible, reader->n_visible, id);
}

static bool is_earlier_name(const void *context, size_t i)
{
    const struct sought *sought = context;
    return order_of(sought->known->at[i], sought->text) < 0;
}

bool tool_known_has(const struct tool_known *known, struct tool_piece name)
{
    struct sought sought = {NULL, known, name};
    size_t n = known->n, at = name.text ? tool_count_before(n, is_earlier_name, &sought) : n;
    return at < n && tool_piece_same(known->at[at], name);
}

static bool add_known(struct tool_known *known, struct tool_piece name)
{
    struct tool_piece *more = reallocarray(known->at, known->n + 1, sizeof *more);
    if (!more) return false;
    known->at = more;
    if (name.text) known->at[known->n++] = name;
    return true;
}

/* The parts of "A;B;C". */
static bool add_parts(struct tool_known *known, struct tool_piece list)
{
    struct tool_piece one;
    while (tool_next_of_list(&list, &one))
        if (!add_known(known, one)) return false;
    return true;
}

/* The persons and agencies that the visible findings name. */
bool tool_reader_list_known(struct tool_reader *reader)
{
    const struct io_result *findings = tool_run_result(reader->run, "findings");
    bool done = add_known(&reader->agencies, reader->agency);
    for (int64_t row = 0; done && row < findings->n_rows; row++) {
        struct tool_visible *visible =
            tool_reader_find(reader, tool_reader_cell(reader, findings, "finding_id", row));
        int64_t is_protected = 1;
        if (!visible) continue;
        io_result_number(findings, io_result_column(findings, "protected"), row, &is_protected);
        visible->is_protected = is_protected != 0;
        done = add_known(&reader->persons, tool_reader_cell(reader, findings, "person_id", row));
        if (visible->is_protected) continue;
        done =
            done &&
            add_parts(&reader->agencies, tool_reader_cell(reader, findings, "agencies", row)) &&
            add_known(&reader->agencies, tool_reader_cell(reader, findings, "owner_agency", row));
    }
    if (reader->persons.n)
        qsort(reader->persons.at, reader->persons.n, sizeof *reader->persons.at, by_text);
    if (reader->agencies.n)
        qsort(reader->agencies.at, reader->agencies.n, sizeof *reader->agencies.at, by_text);
    return done;
}

bool tool_reader_list_clients(struct tool_reader *reader)
{
    const struct io_result *records = tool_run_result(reader->run, "person_records");
    for (int64_t row = 0; row < records->n_rows; row++)
        if (tool_reader_owns(reader, records, "agency_id", row) &&
            !add_known(&reader->clients, tool_reader_cell(reader, records, "person_id", row)))
            return false;
    qsort(reader->clients.at, reader->clients.n, sizeof *reader->clients.at, by_text);
    return true;
}
