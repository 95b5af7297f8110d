/* SPDX-License-Identifier: Apache-2.0 */
/*
 * worklist_names.c - what the input calls programmes and people.
 *
 * The results hold no names but masked ones, so the tables are read once more. Of people only those
 * of the worklists are kept, each under the agency whose record it is.
 */
#include "worklist/worklist.h"

#include <stdlib.h>
#include <string.h>

enum { CANDIDATES_MAX = 16, KEY_MAX = 512 };

/* The columns of a table that may hold a column of ours: the plan's names for it, then our own. */
struct candidates {
    size_t at[CANDIDATES_MAX], n;
};

static void add_candidate(struct candidates *candidates, const struct io_table *table,
                          const char *name)
{
    for (size_t i = 0; i < table->n_columns && candidates->n < CANDIDATES_MAX; i++)
        if (strcmp(table->columns[i], name) == 0) candidates->at[candidates->n++] = i;
}

static struct candidates find_column(const struct io_table *table,
                                     const struct io_column_names *names, const char *ours)
{
    struct candidates candidates = {.n = 0};
    for (size_t i = 0; i < names->n; i++) {
        const struct io_column_name *name = &names->all[i];
        if (strcmp(name->table, table->name) == 0 && strcmp(name->ours, ours) == 0)
            add_candidate(&candidates, table, name->theirs);
    }
    add_candidate(&candidates, table, ours);
    return candidates;
}

/* The first of them that is not empty in the row, without blanks around it. */
static struct tool_piece cell_of(const struct candidates *candidates,
                                 const struct ArrowArray *batch, int64_t row)
{
    struct tool_piece cell = {"", 0};
    for (size_t i = 0; i < candidates->n && cell.len == 0; i++) {
        cell.text = io_cell_text(batch->children[candidates->at[i]], row, &cell.len);
        while (cell.len > 0 && cell.text[0] == ' ') cell.text++, cell.len--;
        while (cell.len > 0 && cell.text[cell.len - 1] == ' ') cell.len--;
    }
    return cell;
}

/* A record's key: its agency, a unit separator, its id; 0 for one that is too long, or that could
 * be another agency's because it has the separator itself. */
static size_t key_of(struct tool_piece agency, struct tool_piece record, char key[KEY_MAX])
{
    enum { SEPARATOR = 0x1F };
    bool clear =
        !memchr(agency.text, SEPARATOR, agency.len) && !memchr(record.text, SEPARATOR, record.len);
    if (!clear || agency.len + record.len + 1 > KEY_MAX) return 0;
    memcpy(key, agency.text, agency.len);
    key[agency.len] = SEPARATOR;
    memcpy(key + agency.len + 1, record.text, record.len);
    return agency.len + 1 + record.len;
}

/* Reads the texts of a column by the ids of one or two others, of ids that are there or, with
 * `add`, of all; the first text counts. */
struct reading {
    struct worklist_names *names;
    struct candidates agency, id, text; /* agency: none for programmes */
    bool with_agency, add;
};

static bool take_row(const struct reading *reading, const struct ArrowArray *batch, int64_t row)
{
    struct worklist_names *names = reading->names;
    char key[KEY_MAX];
    struct tool_piece id = cell_of(&reading->id, batch, row), text;
    if (reading->with_agency) {
        id.len = key_of(cell_of(&reading->agency, batch, row), id, key);
        id.text = key;
    }
    text = cell_of(&reading->text, batch, row);
    if (id.len == 0 || text.len == 0) return true;
    uint32_t number = tool_number_of(&names->ids, id.text, id.len, reading->add);
    if (number == UINT32_MAX) return !reading->add;
    if (number == names->n) {
        char **more = reallocarray(names->at, names->n + 1, sizeof *more);
        if (!more) return false;
        names->at = more;
        names->at[names->n++] = NULL;
    }
    if (!names->at[number]) names->at[number] = strndup(text.text, text.len);
    return names->at[number] != NULL;
}

static bool read_table(const struct reading *reading, struct io_table *table,
                       struct io_problem *problem)
{
    struct ArrowArrayStream stream;
    struct ArrowArray batch;
    bool done = true;
    io_table_rewind(table);
    if (!io_table_stream(table, &stream, problem)) return false;
    while (done && stream.get_next(&stream, &batch) == 0 && batch.release) {
        for (int64_t row = 0; done && row < batch.length; row++)
            done = take_row(reading, &batch, row) || io_fail_memory(problem);
        batch.release(&batch);
    }
    stream.release(&stream);
    return problem->kind == IO_OK;
}

bool worklist_names_of_programmes(struct worklist_names *names, const struct worklist_input *input,
                                  struct io_problem *problem)
{
    struct io_table *table = input->programmes;
    if (!table) return true;
    struct reading reading = {.names = names, .add = true};
    reading.id = find_column(table, input->columns, "programme");
    if (input->in_english) reading.text = find_column(table, input->columns, "name_en");
    if (reading.text.n == 0) reading.text = find_column(table, input->columns, "name");
    return read_table(&reading, table, problem);
}

/* ---- people ---------------------------------------------------------------------------------- */

/* The next of "P1;P2"; empty: no more. */
static struct tool_piece next_record(struct tool_piece *records)
{
    const char *end = records->len ? memchr(records->text, ';', records->len) : NULL;
    struct tool_piece record = {records->text, end ? (size_t)(end - records->text) : records->len};
    size_t taken = record.len + (end != NULL);
    *records = (struct tool_piece){records->text + taken, records->len - taken};
    return record;
}

/* Numbers the records of the worklists. */
static bool list_wanted(struct worklist_names *names, const struct io_result *worklist)
{
    for (int64_t row = 0; row < worklist->n_rows; row++) {
        char scratch[IO_CELL], key[KEY_MAX];
        struct tool_piece agency, records, record;
        agency.text = io_result_cell(worklist, "agency_id", row, scratch, &agency.len);
        records.text = io_result_cell(worklist, "record_ids", row, scratch, &records.len);
        while (agency.text && records.text && (record = next_record(&records)).len > 0) {
            size_t len = key_of(agency, record, key);
            if (len && tool_number_of(&names->ids, key, len, true) == UINT32_MAX) return false;
        }
    }
    names->at = calloc((size_t)names->ids.n + 1, sizeof *names->at);
    if (names->at) names->n = names->ids.n;
    return names->at != NULL;
}

bool worklist_names_of_people(struct worklist_names *names, const struct worklist_input *input,
                              struct io_problem *problem)
{
    struct io_table *table = input->persons;
    if (!list_wanted(names, input->worklist)) return io_fail_memory(problem);
    struct reading reading = {.names = names, .with_agency = true};
    reading.agency = find_column(table, input->columns, "agency_id");
    reading.id = find_column(table, input->columns, "record_id");
    reading.text = find_column(table, input->columns, "name");
    return read_table(&reading, table, problem);
}

/* ---- what was read --------------------------------------------------------------------------- */

static const char *name_of(struct worklist_names *names, const char *id, size_t len)
{
    uint32_t number = len ? tool_number_of(&names->ids, id, len, false) : UINT32_MAX;
    return number == UINT32_MAX ? NULL : names->at[number];
}

const char *worklist_programme(struct worklist_names *names, struct tool_piece programme)
{
    return programme.text ? name_of(names, programme.text, programme.len) : NULL;
}

const char *worklist_person(struct worklist_names *names, struct tool_piece agency,
                            struct tool_piece records)
{
    const char *name = NULL;
    char key[KEY_MAX];
    struct tool_piece record;
    while (!name && agency.text && records.text && (record = next_record(&records)).len > 0)
        name = name_of(names, key, key_of(agency, record, key));
    return name;
}

void worklist_names_clear(struct worklist_names *names)
{
    for (uint32_t i = 0; i < names->n; i++) free(names->at[i]);
    free(names->at);
    tool_names_clear(&names->ids);
    *names = (struct worklist_names){.at = NULL};
}
