/* SPDX-License-Identifier: Apache-2.0 */
/* care_rows.c - what agencies write down in the tables beside `persons`, each in its own way. */
#include "sample/sample.h"

#include <string.h>

/* Begin a row: agency, a fresh id with the table's letter (if it has ids), the record. */
static struct sheet *begin_row(struct sample_world *world, const struct sample_record *record,
                               enum sample_table table, char letter, char id[16])
{
    struct sheet *sheet = &world->sheets[record->agency][table];
    uint32_t number = ++world->n_rows[record->agency][table];
    sheet_cell(sheet, sample_agencies[record->agency].id);
    if (letter) {
        snprintf(id, 16, "%c%08u", letter, number);
        sheet_cell(sheet, id);
    }
    sheet_cell(sheet, record->id);
    return sheet;
}

static void put_day(struct sheet *sheet, const struct sample_record *record, int32_t day)
{
    char text[32];
    sample_date_text(day, sample_agencies[record->agency].date_style, text);
    sheet_cell(sheet, text);
}

static void put_text(struct sheet *sheet, const char *text)
{
    sheet_cell(sheet, text ? text : "");
}

static void put_quantity(struct sheet *sheet, struct sample_quantity quantity)
{
    if (quantity.unit)
        sheet_int(sheet, quantity.number);
    else
        sheet_cell(sheet, "");
    put_text(sheet, quantity.unit);
}

void sample_service(struct sample_world *world, const struct sample_record *record,
                    const struct sample_service *service, char id[16])
{
    struct sheet *sheet = begin_row(world, record, SERVICES, 'S', id);
    sheet_cell(sheet, service->programme);
    put_day(sheet, record, service->start);
    put_day(sheet, record, service->end);
    sheet_cell(sheet, service->status);
    if (service->amount >= 0)
        sheet_int(sheet, service->amount);
    else
        sheet_cell(sheet, "");
    put_text(sheet, service->need);
    put_text(sheet, service->case_);
    put_day(sheet, record, service->entered);
    put_quantity(sheet, service->quantity);
    put_text(sheet, service->invoice);
    if (service->invoice)
        sheet_int(sheet, service->invoice_won);
    else
        sheet_cell(sheet, "");
    put_text(sheet, service->start_time);
    put_text(sheet, service->end_time);
    put_text(sheet, service->sponsor);
    sheet_end(sheet);
}

static void put_need(struct sample_world *world, const struct sample_record *record,
                     const char *need_class, const char *urgency, int32_t identified,
                     const char *status, struct sample_quantity target, char id[16])
{
    struct sheet *sheet = begin_row(world, record, NEEDS, 'N', id);
    sheet_cell(sheet, need_class);
    sheet_cell(sheet, urgency);
    put_day(sheet, record, identified);
    sheet_cell(sheet, status);
    put_day(sheet, record, strcmp(status, "met") == 0 ? identified + 30 : EMPTY);
    put_quantity(sheet, target);
    sheet_end(sheet);
}

void sample_need(struct sample_world *world, const struct sample_record *record,
                 const char *need_class, const char *urgency, int32_t identified,
                 const char *status, char id[16])
{
    put_need(world, record, need_class, urgency, identified, status, (struct sample_quantity){0},
             id);
}

void sample_need_of(struct sample_world *world, const struct sample_record *record,
                    const char *need_class, int32_t identified, struct sample_quantity target)
{
    char id[16];
    put_need(world, record, need_class, "normal", identified, "open", target, id);
}

void sample_case(struct sample_world *world, const struct sample_record *record,
                 const struct sample_case *days, char id[16])
{
    struct sheet *sheet = begin_row(world, record, CASES, 'C', id);
    sheet_cell(sheet, days->case_class);
    const int32_t columns[] = {
        days->received, days->visited,       days->surveyed,  days->met,          days->decided,
        days->planned,  days->first_service, days->evaluated, days->last_contact, days->closed};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        put_day(sheet, record, columns[i]);
    put_text(sheet, days->level);
    sheet_end(sheet);
}

void sample_referral(struct sample_world *world, const struct sample_record *record,
                     const char *to_agency, const char *need_id, const char *need_class,
                     const char *urgency, int32_t sent, const char *status, int32_t responded)
{
    char id[16];
    struct sheet *sheet = begin_row(world, record, REFERRALS, 'R', id);
    sheet_cell(sheet, to_agency);
    sheet_cell(sheet, need_id);
    sheet_cell(sheet, need_class);
    sheet_cell(sheet, urgency);
    put_day(sheet, record, sent);
    sheet_cell(sheet, status);
    put_day(sheet, record, responded);
    sheet_end(sheet);
}

void sample_stay(struct sample_world *world, const struct sample_record *record, const char *kind,
                 int32_t start, int32_t end)
{
    char id[16];
    struct sheet *sheet = begin_row(world, record, STAYS, 'T', id);
    sheet_cell(sheet, kind);
    put_day(sheet, record, start);
    put_day(sheet, record, end);
    sheet_end(sheet);
}

/* A row that says no more than a word and a day. */
static void put_dated(struct sample_world *world, const struct sample_record *record,
                      enum sample_table table, char letter, const char *word, int32_t day)
{
    char id[16];
    struct sheet *sheet = begin_row(world, record, table, letter, id);
    sheet_cell(sheet, word);
    put_day(sheet, record, day);
    sheet_end(sheet);
}

void sample_event(struct sample_world *world, const struct sample_record *record, const char *kind,
                  int32_t day)
{
    put_dated(world, record, EVENTS, 0, kind, day);
}

void sample_assessment(struct sample_world *world, const struct sample_record *record,
                       const char *domain, int32_t day)
{
    put_dated(world, record, ASSESSMENTS, 'A', domain, day);
}

void sample_report(struct sample_world *world, const struct sample_record *record,
                   const char *by_kind, int32_t day)
{
    put_dated(world, record, REPORTS, 'M', by_kind, day);
}

void sample_capacity(struct sample_world *world, uint8_t agency, const char *programme,
                     int32_t places)
{
    struct sheet *sheet = &world->sheets[agency][CAPACITY];
    sheet_cell(sheet, sample_agencies[agency].id);
    sheet_cell(sheet, programme);
    sheet_int(sheet, places);
    sheet_end(sheet);
}

void sample_fact(struct sample_world *world, const struct sample_record *record, const char *fact,
                 const char *value, int32_t ago)
{
    char id[16];
    struct sheet *sheet = begin_row(world, record, FACTS, 0, id);
    sheet_cell(sheet, fact);
    sheet_cell(sheet, value);
    put_day(sheet, record, world->as_of - ago);
    sheet_end(sheet);
}

void sample_signal(struct sample_world *world, const struct sample_record *record,
                   const char *signal, int32_t months_ago)
{
    char id[16], month[16];
    int32_t number = sample_month_number(world) - months_ago;
    struct sheet *sheet = begin_row(world, record, SIGNALS, 0, id);
    snprintf(month, sizeof month, "%04d-%02d", number / 12, number % 12 + 1);
    sheet_cell(sheet, signal);
    sheet_cell(sheet, month);
    sheet_end(sheet);
}

void sample_application(struct sample_world *world, const struct sample_record *record,
                        const char *programme, int32_t applied, int32_t refused)
{
    char id[16];
    struct sheet *sheet = begin_row(world, record, APPLICATIONS, 'Q', id);
    sheet_cell(sheet, programme);
    put_day(sheet, record, applied);
    put_day(sheet, record, refused);
    sheet_cell(sheet, refused == EMPTY ? "" : "refused");
    sheet_end(sheet);
}

void sample_sponsor(struct sample_world *world, uint8_t agency, const char *id, uint8_t zone,
                    int32_t places)
{
    struct sheet *sheet = &world->sheets[agency][SPONSORS];
    sheet_cell(sheet, sample_agencies[agency].id);
    sheet_cell(sheet, id);
    sheet_cell(sheet, "3008");
    sheet_cell(sheet, sample_zone_id(zone));
    sheet_int(sheet, places);
    sheet_cell(sheet, "money");
    sheet_end(sheet);
}
