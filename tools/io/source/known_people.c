/* SPDX-License-Identifier: Apache-2.0 */
/*
 * known_people.c - which record of an agency a row is about that has no number of one.
 *
 * Of the records of the same agency and name those are looked at that agree in the birth date or
 * the telephone number; one whose birth date is another is somebody else, while numbers change. The
 * record that agrees in most is the one, the birth date counting more than the number. Two that fit
 * equally well are told from one another by nobody, so none of them is taken.
 *
 *   record              row                     agrees
 *   김순자 1945-03-15   김순자 1945-03-15       in the date                       2
 *   김순자 010-1…       김순자 1945… 010-1…     in the number, it has no date     1
 *   김순자 1954-03-15   김순자 1945… 010-1…     is somebody else                  -
 */
#include "io/source/who.h"

#include <stdlib.h>
#include <string.h>

struct entry {
    struct io_who who;
    uint32_t id;
};

struct io_known_people {
    struct tool_names ids;
    struct entry *at;
    size_t n, cap;
};

/* ---- reading them ---------------------------------------------------------------------------- */

/* A part of the table persons while it is read. */
struct reading {
    struct io_known_people *known;
    struct io_who_places places;
    int id; /* the column of record ids, or -1: they are made */
    bool no_memory;
};

static bool add(struct io_known_people *known, const struct io_who *who, const char *id, size_t len)
{
    uint32_t number = tool_number_of(&known->ids, id, len, true);
    if (number == UINT32_MAX) return false;
    if (known->n == known->cap) {
        size_t cap = known->cap ? 2 * known->cap : 1024;
        struct entry *more = reallocarray(known->at, cap, sizeof *more);
        if (!more) return false;
        known->at = more;
        known->cap = cap;
    }
    known->at[known->n++] = (struct entry){*who, number};
    return true;
}

static bool take_rows(void *context, const struct io_parsed *parsed, int64_t first_line)
{
    struct reading *reading = context;
    (void)first_line;
    for (int64_t row = 0; row < parsed->n_rows && !reading->no_memory; row++) {
        struct io_who who;
        char made[IO_MADE_ID];
        const char *id = made;
        if (!io_who_read(&reading->places, parsed, row, &who)) continue;
        io_who_id(&who, made);
        size_t len = strlen(made);
        if (reading->id >= 0) id = io_parsed_text(parsed, reading->id, row, &len);
        tool_trim(&id, &len);
        if (len > 0) reading->no_memory = !add(reading->known, &who, id, len);
    }
    return !reading->no_memory;
}

static bool read_part(struct io_known_people *known, struct io_part *part,
                      const struct io_table *table, struct io_problem *problem)
{
    struct reading reading = {.known = known, .id = io_part_column(part, "record_id", false)};
    const struct io_scan scan = {&reading, take_rows};
    io_who_find(part, &reading.places);
    if (part->once)
        return io_fail(problem, IO_BAD_INPUT, "%s: is read twice and cannot be a pipe", part->path);
    return io_part_scan(part, table, &scan, problem) &&
           (!reading.no_memory || io_fail_memory(problem));
}

static int order(const struct io_who *left, const struct io_who *right)
{
    int order = (left->agency > right->agency) - (left->agency < right->agency);
    return order ? order : (left->name > right->name) - (left->name < right->name);
}

static int by_name(const void *left, const void *right)
{
    return order(&((const struct entry *)left)->who, &((const struct entry *)right)->who);
}

struct io_known_people *io_known_people_read(struct io_input *input)
{
    const struct io_table *table = io_input_table(input, "persons");
    struct io_known_people *known = calloc(1, sizeof *known);
    bool done = known || io_fail_memory(&input->problem);
    for (size_t i = 0; table && done && i < table->n_parts; i++)
        done = read_part(known, &table->parts[i], table, &input->problem);
    if (done && known->n) qsort(known->at, known->n, sizeof *known->at, by_name);
    if (done) return known;
    io_known_people_free(known);
    return NULL;
}

void io_known_people_free(struct io_known_people *known)
{
    if (!known) return;
    tool_names_clear(&known->ids);
    free(known->at);
    free(known);
}

/* ---- looking somebody up --------------------------------------------------------------------- */

struct wanted {
    const struct entry *at;
    const struct io_who *who;
};

static bool comes_before(const void *context, size_t i)
{
    const struct wanted *wanted = context;
    return order(&wanted->at[i].who, wanted->who) < 0;
}

/* In how much a record agrees with a row of its name; 0: it is not the row's. */
static int agreement(const struct io_who *record, const struct io_who *who)
{
    bool dates = record->birth && who->birth, numbers = record->phone && who->phone;
    if (dates && record->birth != who->birth) return 0;
    return 2 * dates + (numbers && record->phone == who->phone);
}

enum io_unfound io_known_people_find(const struct io_known_people *known, const struct io_who *who,
                                     const char **id)
{
    const struct wanted wanted = {known->at, who};
    const struct entry *best = NULL;
    bool several = false;
    int most = 0;
    size_t i = tool_count_before(known->n, comes_before, &wanted);
    for (; i < known->n && order(&known->at[i].who, who) == 0; i++) {
        const struct entry *record = &known->at[i];
        int agrees = agreement(&record->who, who);
        if (agrees > 0 && agrees == most) several |= record->id != best->id;
        if (agrees <= most) continue;
        most = agrees;
        best = record;
        several = false;
    }
    if (!best) return IO_UNFOUND_NONE;
    *id = known->ids.at[best->id];
    return several ? IO_UNFOUND_SEVERAL : IO_UNFOUND_NOT;
}
