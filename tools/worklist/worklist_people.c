/* SPDX-License-Identifier: Apache-2.0 */
/*
 * worklist_people.c - whose the records in the rows of an agency are.
 *
 * A finding may be about several persons and names one of them at most, who may be another
 * agency's. So a row is about the persons of the agency's own records in it. What a run knows of
 * them, a masked name and a year, is shown where the agency has a finding of that person's: the
 * others are listed for other agencies, and the agency is not to learn that there are any.
 *
 *   record   h1 of home, h2 of home      numbered by the rows of worklists
 *   client   person 3f… at home          whose these records are
 *
 * Names in full are read from the input. A row that the library did not take gives none.
 */
#include "worklist/worklist.h"

#include <stdlib.h>
#include <string.h>

static uint32_t find(struct tool_names *names, struct tool_piece agency, struct tool_piece id)
{
    char key[WORKLIST_KEY];
    size_t len = worklist_key(agency, id, key);
    return len ? tool_number_of(names, key, len, false) : UINT32_MAX;
}

static struct tool_piece cell(const struct io_result *table, const char *column, int64_t row)
{
    char unused[IO_CELL]; /* ids are texts, and live as long as the table */
    struct tool_piece piece = {NULL, 0};
    piece.text = io_result_cell(table, column, row, unused, &piece.len);
    return piece;
}

/* ---- whose records they are ------------------------------------------------------------------ */

static bool list_records(struct worklist_people *people, const struct io_result *worklist)
{
    char key[WORKLIST_KEY];
    for (int64_t row = 0; row < worklist->n_rows; row++) {
        struct tool_piece agency = cell(worklist, "agency_id", row), record;
        struct tool_piece records = cell(worklist, "record_ids", row);
        while (tool_next_of_list(&records, &record)) {
            size_t len = worklist_key(agency, record, key);
            if (len && tool_number_of(&people->records, key, len, true) == UINT32_MAX) return false;
        }
    }
    people->client_of = calloc((size_t)people->records.n + 1, sizeof *people->client_of);
    for (uint32_t i = 0; people->client_of && i < people->records.n; i++)
        people->client_of[i] = UINT32_MAX;
    return people->client_of != NULL;
}

static bool list_clients(struct worklist_people *people, const struct io_result *person_records)
{
    char key[WORKLIST_KEY];
    for (int64_t row = 0; row < person_records->n_rows; row++) {
        struct tool_piece agency = cell(person_records, "agency_id", row);
        struct tool_piece person = cell(person_records, "person_id", row);
        uint32_t record = find(&people->records, agency, cell(person_records, "record_id", row));
        size_t len = record == UINT32_MAX ? 0 : worklist_key(agency, person, key);
        if (len == 0) continue;
        people->client_of[record] = tool_number_of(&people->ids, key, len, true);
        if (people->client_of[record] == UINT32_MAX) return false;
        if (people->client_of[record] < people->n) continue;
        struct worklist_client *more =
            reallocarray(people->clients, (size_t)people->n + 1, sizeof *more);
        if (!more) return false;
        people->clients = more;
        more[people->n++] = (struct worklist_client){.person = person, .last_row = -1};
    }
    return true;
}

static void mark_shown(struct worklist_people *people, const struct io_result *worklist)
{
    for (int64_t row = 0; row < worklist->n_rows; row++) {
        uint32_t client =
            find(&people->ids, cell(worklist, "agency_id", row), cell(worklist, "person_id", row));
        if (client != UINT32_MAX) people->clients[client].is_shown = true;
    }
}

/* ---- names in full --------------------------------------------------------------------------- */

struct reading {
    struct worklist_people *people;
    const struct io_table *table;
    struct worklist_left_out left_out;
    struct worklist_candidates agency, record, name;
};

/* Of several records of a client the first that worklists have counts, wherever it is in a file. */
static bool take_person(void *context, const struct ArrowArray *batch, int64_t row,
                        int64_t of_table)
{
    struct reading *reading = context;
    struct worklist_people *people = reading->people;
    uint32_t record = find(&people->records, worklist_cell(&reading->agency, batch, row),
                           worklist_cell(&reading->record, batch, row));
    uint32_t number = record == UINT32_MAX ? UINT32_MAX : people->client_of[record];
    struct tool_piece name = worklist_cell(&reading->name, batch, row);
    if (number == UINT32_MAX || name.len == 0 ||
        worklist_left_out_has(&reading->left_out, reading->table, of_table))
        return true;
    struct worklist_client *client = &people->clients[number];
    if (client->name && client->named_by <= record) return true;
    free(client->name);
    client->name = strndup(name.text, name.len);
    client->named_by = record;
    return client->name != NULL;
}

static bool read_names(struct worklist_people *people, const struct worklist_input *input,
                       struct io_problem *problem)
{
    struct io_table *table = input->persons;
    struct reading reading = {.people = people, .table = table};
    reading.agency = worklist_candidates(table, input->columns, "agency_id");
    reading.record = worklist_candidates(table, input->columns, "record_id");
    reading.name = worklist_candidates(table, input->columns, "name");
    bool done =
        worklist_left_out_make(&reading.left_out, input->rejects) || io_fail_memory(problem);
    done = done && worklist_read(table, take_person, &reading, problem);
    worklist_left_out_clear(&reading.left_out);
    return done;
}

/* ---- all of it ------------------------------------------------------------------------------- */

bool worklist_people_make(struct worklist_people *people, const struct worklist_input *input,
                          struct io_problem *problem)
{
    *people = (struct worklist_people){.n = 0};
    if (!list_records(people, input->worklist) || !list_clients(people, input->person_records))
        return io_fail_memory(problem);
    mark_shown(people, input->worklist);
    return !input->with_names || read_names(people, input, problem);
}

bool worklist_next_client(struct worklist_people *people, struct tool_piece agency,
                          struct tool_piece *records, int64_t row, struct worklist_client **client)
{
    struct tool_piece record;
    while (tool_next_of_list(records, &record)) {
        uint32_t number = find(&people->records, agency, record);
        number = number == UINT32_MAX ? UINT32_MAX : people->client_of[number];
        *client = number == UINT32_MAX ? NULL : &people->clients[number];
        if (*client && (*client)->last_row == row) continue;
        if (*client) (*client)->last_row = row;
        return true;
    }
    return false;
}

void worklist_people_clear(struct worklist_people *people)
{
    for (uint32_t i = 0; i < people->n; i++) free(people->clients[i].name);
    free(people->clients);
    free(people->client_of);
    tool_names_clear(&people->records);
    tool_names_clear(&people->ids);
    *people = (struct worklist_people){.n = 0};
}
