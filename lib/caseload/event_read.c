/* SPDX-License-Identifier: Apache-2.0 */
/*
 * event_read.c - a row of an event table out of its cells, as the table describes them.
 *
 * Every row of persons names a record by (agency, record_id), and becomes a row of that
 * record's person; a row whose record is not there is an ORPHAN. Agencies, programmes and need
 * classes get numbers of struct dlb_codes, which caseload.c makes final; so do words that belong to
 * no table (facts, signals, domains, levels), which are folded first. A need and a case are
 * looked up among the agency's own, so those tables are read before what names them; an id that
 * is not there links nothing.
 */
#include "caseload/event_read.h"

#include <string.h>

enum { WORD_ROOM = 256 };

/* A record, its agency numbered as in `people`; DLB_NO_CODE and a fault if absent. */
static uint32_t look_member(struct dlb_row *row, size_t agency_column, size_t record_column)
{
    const struct dlb_lookup *lookup = row->context;
    const struct dlb_people *people = lookup->people;
    struct dlb_text agency = dlb_row_text(row, agency_column);
    struct dlb_text record = dlb_row_text(row, record_column);
    if (!agency.data || !record.data) return DLB_NO_CODE;
    uint64_t hash = dlb_index_hash(&lookup->members, agency, record), at = hash;
    uint32_t found;
    while ((found = dlb_index_next(&lookup->members, hash, &at)) != DLB_NO_CODE) {
        const struct dlb_member *member = &people->members[found];
        bool same = dlb_text_equal(member->record_id, record) &&
                    dlb_text_equal(people->agencies[member->agency], agency);
        if (same) return found;
    }
    dlb_row_fault(row, record_column, DLB_REJECT_ORPHAN);
    return DLB_NO_CODE;
}

static struct dlb_text keep_text(struct dlb_row *row, size_t column)
{
    return dlb_row_keep(row, dlb_row_text(row, column));
}

/* A number of a text for dlb_codes_final; DLB_NO_CODE when the cell is empty. */
static uint32_t look_code(struct dlb_row *row, const struct dlb_codes *codes, size_t column)
{
    uint32_t code;
    if (!dlb_codes_of(codes, row->worker, dlb_row_text(row, column), &code)) row->no_memory = true;
    return code;
}

/* The hash of an id among the agency's own; 0 and null when there is nothing to look up. */
static uint64_t own_hash(struct dlb_row *row, const struct dlb_index *index, uint32_t agency,
                         size_t column, struct dlb_text *id)
{
    const struct dlb_lookup *lookup = row->context;
    *id = dlb_row_text(row, column);
    if (row->fault) *id = (struct dlb_text){NULL, 0}; /* of no agency, perhaps */
    return id->data ? dlb_index_hash(index, lookup->people->agencies[agency], *id) : 0;
}

/* A row of needs that the agency itself names so; DLB_NONE when there is none, or when it is
 * another person's: then somebody mistyped the id. */
static int32_t look_need(struct dlb_row *row, const struct dlb_person_row_head *head, size_t column)
{
    const struct dlb_lookup *lookup = row->context;
    struct dlb_text id;
    uint64_t hash = own_hash(row, &lookup->needs, head->agency, column, &id), at = hash;
    uint32_t found = DLB_NO_CODE;
    while (id.data && (found = dlb_index_next(&lookup->needs, hash, &at)) != DLB_NO_CODE) {
        const struct dlb_need *need = &lookup->need_rows[found];
        bool same = need->agency == head->agency && dlb_text_equal(need->id, id);
        if (same) return need->person == head->person ? (int32_t)found : DLB_NONE;
    }
    return DLB_NONE;
}

static int32_t look_case(struct dlb_row *row, uint32_t agency, size_t column)
{
    const struct dlb_lookup *lookup = row->context;
    struct dlb_text id;
    uint64_t hash = own_hash(row, &lookup->cases, agency, column, &id), at = hash;
    uint32_t found = DLB_NO_CODE;
    while (id.data && (found = dlb_index_next(&lookup->cases, hash, &at)) != DLB_NO_CODE) {
        const struct dlb_case *case_ = &lookup->case_rows[found];
        if (case_->agency == agency && dlb_text_equal(case_->id, id)) return (int32_t)found;
    }
    return DLB_NONE;
}

/* ---- cells --------------------------------------------------------------------------------- */

static void read_about(struct dlb_row *row, const struct dlb_event_cell *cell, char *out)
{
    const struct dlb_lookup *lookup = row->context;
    uint32_t found = look_member(row, cell->column, cell->also);
    if (found == DLB_NO_CODE) return; /* a fault: nobody looks at the row */
    const struct dlb_member *member = &lookup->people->members[found];
    *(struct dlb_person_row_head *)(void *)out =
        (struct dlb_person_row_head){found, member->person, member->agency};
}

static void read_text(struct dlb_row *row, const struct dlb_event_cell *cell, char *out)
{
    *(struct dlb_text *)(void *)(out + cell->at) = keep_text(row, cell->column);
}

static void read_short_text(struct dlb_row *row, const struct dlb_event_cell *cell, char *out)
{
    struct dlb_text text = dlb_row_text(row, cell->column);
    if (text.len > UINT16_MAX) dlb_row_fault(row, cell->column, DLB_REJECT_FIELD_TOO_LONG);
    *(const char **)(void *)(out + cell->at) = text.data;
    *(uint16_t *)(void *)(out + cell->also) = (uint16_t)text.len;
}

static void read_day(struct dlb_row *row, const struct dlb_event_cell *cell, char *out)
{
    int32_t day = dlb_row_day(row, cell->column);
    int32_t first = cell->also ? *(int32_t *)(void *)(out + cell->also) : DLB_DAY_NONE;
    if (day != DLB_DAY_NONE && day < first) dlb_row_fault(row, cell->column, DLB_REJECT_RANGE);
    *(int32_t *)(void *)(out + cell->at) = day;
}

static void read_month(struct dlb_row *row, const struct dlb_event_cell *cell, char *out)
{
    *(int32_t *)(void *)(out + cell->at) = dlb_row_month(row, cell->column);
}

static void read_span(struct dlb_row *row, const struct dlb_event_cell *cell, char *out)
{
    *(struct dlb_span *)(void *)(out + cell->at) = dlb_row_span(row, cell->column, cell->also);
}

static void read_valid(struct dlb_row *row, const struct dlb_event_cell *cell, char *out)
{
    *(struct dlb_valid *)(void *)(out + cell->at) = dlb_row_valid(row, cell->column, cell->also);
}

static void read_number(struct dlb_row *row, const struct dlb_event_cell *cell, char *out)
{
    *(int64_t *)(void *)(out + cell->at) =
        dlb_row_number(row, cell->column, cell->also, cell->absent);
}

static void read_flag(struct dlb_row *row, const struct dlb_event_cell *cell, char *out)
{
    *(bool *)(out + cell->at) = dlb_row_flag(row, cell->column, (unsigned)cell->absent);
}

static void read_given(struct dlb_row *row, const struct dlb_event_cell *cell, char *out)
{
    bool given = dlb_row_text(row, cell->column).data;
    *(uint8_t *)(out + cell->at) = dlb_row_has(row, cell->column) ? given : 2;
}

static void read_word(struct dlb_row *row, const struct dlb_event_cell *cell, char *out)
{
    *(uint8_t *)(out + cell->at) = (uint8_t)dlb_row_word(row, cell->column, (unsigned)cell->absent);
}

static void read_class(struct dlb_row *row, const struct dlb_event_cell *cell, char *out)
{
    *(struct dlb_class *)(void *)(out + cell->at) = dlb_row_class(row, cell->column);
}

static void read_code(struct dlb_row *row, const struct dlb_event_cell *cell, char *out)
{
    const struct dlb_lookup *lookup = row->context;
    const struct dlb_codes *codes = cell->kind == DLB_READ_AGENCY      ? lookup->agencies
                                    : cell->kind == DLB_READ_PROGRAMME ? lookup->programmes
                                                                       : lookup->need_classes;
    *(uint32_t *)(void *)(out + cell->at) = look_code(row, codes, cell->column);
}

static void read_folded(struct dlb_row *row, const struct dlb_event_cell *cell, char *out)
{
    const struct dlb_lookup *lookup = row->context;
    char room[WORD_ROOM];
    struct dlb_text text = dlb_row_text(row, cell->column);
    struct dlb_text folded = dlb_code_fold(text, room, sizeof room);
    uint32_t *code = (uint32_t *)(void *)(out + cell->at);
    if (text.data && !folded.data) dlb_row_fault(row, cell->column, DLB_REJECT_FIELD_TOO_LONG);
    if (!dlb_codes_of(lookup->words, row->worker, folded, code)) row->no_memory = true;
}

static void read_need(struct dlb_row *row, const struct dlb_event_cell *cell, char *out)
{
    const struct dlb_person_row_head *head = (const void *)out;
    *(int32_t *)(void *)(out + cell->at) = look_need(row, head, cell->column);
}

static void read_case(struct dlb_row *row, const struct dlb_event_cell *cell, char *out)
{
    const struct dlb_person_row_head *head = (const void *)out;
    *(int32_t *)(void *)(out + cell->at) = look_case(row, head->agency, cell->column);
}

static void (*const cell_readers[])(struct dlb_row *, const struct dlb_event_cell *,
                                    char *) = {[DLB_READ_ABOUT] = read_about,
                                               [DLB_READ_TEXT] = read_text,
                                               [DLB_READ_SHORT_TEXT] = read_short_text,
                                               [DLB_READ_DAY] = read_day,
                                               [DLB_READ_MONTH] = read_month,
                                               [DLB_READ_SPAN] = read_span,
                                               [DLB_READ_VALID] = read_valid,
                                               [DLB_READ_NUMBER] = read_number,
                                               [DLB_READ_FLAG] = read_flag,
                                               [DLB_READ_GIVEN] = read_given,
                                               [DLB_READ_WORD] = read_word,
                                               [DLB_READ_CLASS] = read_class,
                                               [DLB_READ_AGENCY] = read_code,
                                               [DLB_READ_PROGRAMME] = read_code,
                                               [DLB_READ_NEED_CLASS] = read_code,
                                               [DLB_READ_FOLDED] = read_folded,
                                               [DLB_READ_NEED] = read_need,
                                               [DLB_READ_CASE] = read_case};

/* ---- a reader's functions -------------------------------------------------------------------- */

void dlb_event_read(struct dlb_row *row, void *out)
{
    const struct dlb_event_table *table = (const void *)row->reader;
    for (size_t i = 0; i < table->n_cells; i++)
        cell_readers[table->cells[i].kind](row, &table->cells[i], out);
    if (table->finish) table->finish(row, out);
}

void dlb_event_name(const struct dlb_reader *reader, const void *context, const void *out,
                    struct dlb_text *agency, struct dlb_text *id)
{
    const struct dlb_event_table *table = (const void *)reader;
    const struct dlb_person_row_head *head = out;
    *agency = ((const struct dlb_lookup *)context)->people->agencies[head->agency];
    memcpy(id, (const char *)out + table->id_at, sizeof *id);
}

/* Person, then day. */
uint64_t dlb_event_key(const struct dlb_reader *reader, const void *out)
{
    const struct dlb_event_table *table = (const void *)reader;
    const struct dlb_person_row_head *head = out;
    int32_t day;
    memcpy(&day, (const char *)out + table->day_at, sizeof day);
    return (uint64_t)head->person << 32 | dlb_sort_key(day);
}
