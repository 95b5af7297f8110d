/* SPDX-License-Identifier: Apache-2.0 */
/*
 * event_tables.c - the event tables, described; see event_tables.h.
 */
#include "caseload/event_read.h"

#include <string.h>

#define CELL(table, column, kind_, type, member, also_, absent_)                                   \
    {                                                                                              \
        DLB_##table##_##column, DLB_READ_##kind_, offsetof(struct type, member), also_, absent_    \
    }
#define ABOUT(table)                                                                               \
    {                                                                                              \
        DLB_##table##_AGENCY_ID, DLB_READ_ABOUT, 0, DLB_##table##_RECORD_ID, 0                     \
    }

/* Rows of persons begin alike, so that their heads can be read without knowing the table. */
#define BEGINS_WITH_HEAD(type)                                                                     \
    _Static_assert(offsetof(struct type, member) == 0 && offsetof(struct type, person) == 4 &&     \
                       offsetof(struct type, agency) == 8,                                         \
                   "a row of a person begins with struct dlb_person_row_head")
BEGINS_WITH_HEAD(dlb_service);
BEGINS_WITH_HEAD(dlb_need);
BEGINS_WITH_HEAD(dlb_referral);
BEGINS_WITH_HEAD(dlb_case);
BEGINS_WITH_HEAD(dlb_stay);
BEGINS_WITH_HEAD(dlb_event);
BEGINS_WITH_HEAD(dlb_assessment);
BEGINS_WITH_HEAD(dlb_application);
BEGINS_WITH_HEAD(dlb_fact);
BEGINS_WITH_HEAD(dlb_signal);
BEGINS_WITH_HEAD(dlb_report);

/* ---- agencies: what they are, send, and have to give ------------------------------------- */

static const struct dlb_event_cell agency_cells[] = {
    CELL(AGENCIES, AGENCY_ID, TEXT, dlb_agency, id, 0, 0),
    CELL(AGENCIES, NAME, TEXT, dlb_agency, name, 0, 0),
    CELL(AGENCIES, PARENT_ID, TEXT, dlb_agency, parent_id, 0, 0),
    CELL(AGENCIES, LEVEL, WORD, dlb_agency, level, 0, UINT8_MAX),
    CELL(AGENCIES, CENTRE_TYPE, WORD, dlb_agency, centre_type, 0, UINT8_MAX),
    CELL(AGENCIES, ZONE_ID, TEXT, dlb_agency, zone_id, 0, 0),
    CELL(AGENCIES, AREA_CODE, TEXT, dlb_agency, area_code, 0, 0),
    CELL(AGENCIES, ACTIVE_FROM, VALID, dlb_agency, active, DLB_AGENCIES_ACTIVE_TO, 0),
    CELL(AGENCIES, PHONE, TEXT, dlb_agency, phone, 0, 0),
    CELL(AGENCIES, ADDRESS, TEXT, dlb_agency, address, 0, 0),
    CELL(AGENCIES, VICTIM_SERVICE, FLAG, dlb_agency, victim_service, 0, 0),
};

/* An agency of the table counts among the agencies, whether or not anything names it. */
static void finish_agency(struct dlb_row *row, void *out)
{
    const struct dlb_lookup *lookup = row->context;
    const struct dlb_agency *agency = out;
    uint32_t code;
    if (!dlb_codes_of(lookup->agencies, row->worker, agency->id, &code)) row->no_memory = true;
}

static void name_agency(const struct dlb_reader *reader, const void *context, const void *row,
                        struct dlb_text *agency, struct dlb_text *id)
{
    (void)reader, (void)context;
    *agency = *id = ((const struct dlb_agency *)row)->id;
}

static const struct dlb_event_cell upload_cells[] = {
    CELL(UPLOADS, AGENCY_ID, AGENCY, dlb_upload, agency, 0, 0),
    CELL(UPLOADS, TABLE, TEXT, dlb_upload, table, 0, 0),
    CELL(UPLOADS, PERIOD, MONTH, dlb_upload, month, 0, 0),
    CELL(UPLOADS, ROWS, NUMBER, dlb_upload, rows, 0, INT64_MIN),
    CELL(UPLOADS, STATUS, WORD, dlb_upload, failed, 0, 0),
};

/* A table that nobody knows would be an upload that nobody asks about. */
static void finish_upload(struct dlb_row *row, void *out)
{
    struct dlb_upload *upload = out;
    char room[64];
    struct dlb_text name = dlb_code_fold(upload->table, room, sizeof room - 1);
    if (name.data) room[name.data - room + (ptrdiff_t)name.len] = '\0';
    const struct dlb_schema *schema = name.data ? dlb_schema_find(name.data) : NULL;
    bool known = schema && schema->kind == DLB_SCHEMA_RECORDS;
    if (known) upload->table = dlb_text_of(schema->table);
    if (upload->table.data && !known) dlb_row_fault(row, DLB_UPLOADS_TABLE, DLB_REJECT_CODE);
    if (upload->rows < 0 && upload->rows != INT64_MIN)
        dlb_row_fault(row, DLB_UPLOADS_ROWS, DLB_REJECT_NUMBER);
    if (upload->rows == INT64_MIN) upload->rows = -1;
}

static const struct dlb_event_cell capacity_cells[] = {
    CELL(CAPACITY, AGENCY_ID, AGENCY, dlb_capacity, agency, 0, 0),
    CELL(CAPACITY, AGENCY_ID, TEXT, dlb_capacity, agency_id, 0, 0),
    CELL(CAPACITY, PROGRAMME, PROGRAMME, dlb_capacity, programme, 0, 0),
    CELL(CAPACITY, PROGRAMME, TEXT, dlb_capacity, programme_id, 0, 0),
    CELL(CAPACITY, PLACES, NUMBER, dlb_capacity, places, 0, 0),
};

static void finish_capacity(struct dlb_row *row, void *out)
{
    const struct dlb_capacity *capacity = out;
    if (capacity->places < 0) dlb_row_fault(row, DLB_CAPACITY_PLACES, DLB_REJECT_NUMBER);
}

static void name_capacity(const struct dlb_reader *reader, const void *context, const void *row,
                          struct dlb_text *agency, struct dlb_text *id)
{
    const struct dlb_capacity *capacity = row;
    (void)reader, (void)context;
    *agency = capacity->agency_id;
    *id = capacity->programme_id;
}

static const struct dlb_event_cell sponsor_cells[] = {
    CELL(SPONSORS, AGENCY_ID, AGENCY, dlb_sponsor, agency, 0, 0),
    CELL(SPONSORS, AGENCY_ID, TEXT, dlb_sponsor, agency_id, 0, 0),
    CELL(SPONSORS, SPONSOR_ID, TEXT, dlb_sponsor, id, 0, 0),
    CELL(SPONSORS, SERVICE_CLASS, CLASS, dlb_sponsor, class_, 0, 0),
    CELL(SPONSORS, ZONE_ID, TEXT, dlb_sponsor, zone_id, 0, 0),
    CELL(SPONSORS, PLACES, NUMBER, dlb_sponsor, places, 0, DLB_NO_AMOUNT),
    CELL(SPONSORS, KIND, WORD, dlb_sponsor, kind, 0, UINT8_MAX),
    CELL(SPONSORS, ACTIVE_FROM, VALID, dlb_sponsor, active, DLB_SPONSORS_ACTIVE_TO, 0),
};

static void finish_sponsor(struct dlb_row *row, void *out)
{
    const struct dlb_sponsor *sponsor = out;
    bool impossible = sponsor->places < 0 && sponsor->places != DLB_NO_AMOUNT;
    if (impossible) dlb_row_fault(row, DLB_SPONSORS_PLACES, DLB_REJECT_NUMBER);
}

static void name_sponsor(const struct dlb_reader *reader, const void *context, const void *row,
                         struct dlb_text *agency, struct dlb_text *id)
{
    const struct dlb_sponsor *sponsor = row;
    (void)reader, (void)context;
    *agency = sponsor->agency_id;
    *id = sponsor->id;
}

static uint64_t key_none(const struct dlb_reader *reader, const void *row)
{
    (void)reader, (void)row;
    return 0;
}

/* ---- needs, cases, referrals, reports ---------------------------------------------------- */

static const struct dlb_event_cell need_cells[] = {
    ABOUT(NEEDS),
    CELL(NEEDS, NEED_ID, TEXT, dlb_need, id, 0, 0),
    CELL(NEEDS, NEED_CLASS, NEED_CLASS, dlb_need, need_class, 0, 0),
    CELL(NEEDS, URGENCY, WORD, dlb_need, urgency, 0, DLB_URGENCY_NORMAL),
    CELL(NEEDS, IDENTIFIED_ON, DAY, dlb_need, identified_on, 0, 0),
    CELL(NEEDS, STATUS, WORD, dlb_need, status, 0, DLB_NEED_OPEN),
    CELL(NEEDS, RESOLVED_ON, DAY, dlb_need, resolved_on, offsetof(struct dlb_need, identified_on),
         0),
    CELL(NEEDS, TARGET_QUANTITY, NUMBER, dlb_need, target_milli, 3, DLB_NO_AMOUNT),
    CELL(NEEDS, TARGET_UNIT, TEXT, dlb_need, target_unit, 0, 0),
    CELL(NEEDS, TARGET_PERIOD, WORD, dlb_need, target_period, 0, 0),
};

static const struct dlb_event_cell case_cells[] = {
    ABOUT(CASES),
    CELL(CASES, CASE_ID, TEXT, dlb_case, id, 0, 0),
    CELL(CASES, CASE_CLASS, WORD, dlb_case, case_class, 0, 0),
    CELL(CASES, RECEIVED_ON, DAY, dlb_case, received_on, 0, 0),
    CELL(CASES, VISITED_ON, DAY, dlb_case, visited_on, 0, 0),
    CELL(CASES, SURVEYED_ON, DAY, dlb_case, surveyed_on, 0, 0),
    CELL(CASES, MET_ON, DAY, dlb_case, met_on, 0, 0),
    CELL(CASES, DECIDED_ON, DAY, dlb_case, decided_on, 0, 0),
    CELL(CASES, PLANNED_ON, DAY, dlb_case, planned_on, 0, 0),
    CELL(CASES, FIRST_SERVICE_ON, DAY, dlb_case, first_service_on, 0, 0),
    CELL(CASES, EVALUATED_ON, DAY, dlb_case, evaluated_on, 0, 0),
    CELL(CASES, LAST_CONTACT_ON, DAY, dlb_case, last_contact_on, 0, 0),
    CELL(CASES, CLOSED_ON, DAY, dlb_case, closed_on, offsetof(struct dlb_case, received_on), 0),
    CELL(CASES, LEVEL, FOLDED, dlb_case, level, 0, 0),
    CELL(CASES, WORKER_ID, GIVEN, dlb_case, has_worker, 0, 0),
    CELL(CASES, CO_LEAD, FLAG, dlb_case, co_lead, 0, 0),
};

static const struct dlb_event_cell referral_cells[] = {
    ABOUT(REFERRALS),
    CELL(REFERRALS, REFERRAL_ID, TEXT, dlb_referral, id, 0, 0),
    CELL(REFERRALS, TO_AGENCY, AGENCY, dlb_referral, to_agency, 0, 0),
    CELL(REFERRALS, NEED_ID, NEED, dlb_referral, need, 0, 0),
    CELL(REFERRALS, NEED_CLASS, NEED_CLASS, dlb_referral, need_class, 0, 0),
    CELL(REFERRALS, URGENCY, WORD, dlb_referral, urgency, 0, UINT8_MAX),
    CELL(REFERRALS, SENT_ON, DAY, dlb_referral, sent_on, 0, 0),
    CELL(REFERRALS, STATUS, WORD, dlb_referral, status, 0, 0),
    CELL(REFERRALS, RESPONDED_ON, DAY, dlb_referral, responded_on,
         offsetof(struct dlb_referral, sent_on), 0),
};

static const struct dlb_event_cell report_cells[] = {
    ABOUT(REPORTS),
    CELL(REPORTS, REPORT_ID, TEXT, dlb_report, id, 0, 0),
    CELL(REPORTS, REPORTED_ON, DAY, dlb_report, reported_on, 0, 0),
    CELL(REPORTS, BY_KIND, WORD, dlb_report, by_kind, 0, UINT8_MAX),
    CELL(REPORTS, URGENCY, WORD, dlb_report, urgency, 0, DLB_URGENCY_NORMAL),
};

/* ---- services ------------------------------------------------------------------------------- */

static const struct dlb_event_cell service_cells[] = {
    ABOUT(SERVICES),
    CELL(SERVICES, SERVICE_ID, SHORT_TEXT, dlb_service, id, offsetof(struct dlb_service, id_len),
         0),
    CELL(SERVICES, START_DATE, SPAN, dlb_service, start, DLB_SERVICES_END_DATE, 0),
    CELL(SERVICES, PROGRAMME, PROGRAMME, dlb_service, programme, 0, 0),
    CELL(SERVICES, SERVICE_CLASS, CLASS, dlb_service, class_, 0, 0),
    CELL(SERVICES, BENEFIT_MONTH, MONTH, dlb_service, benefit_month, 0, 0),
    CELL(SERVICES, QUANTITY, NUMBER, dlb_service, quantity_milli, 3, DLB_NO_AMOUNT),
    CELL(SERVICES, AMOUNT_WON, NUMBER, dlb_service, amount_won, 0, DLB_NO_AMOUNT),
    CELL(SERVICES, STATUS, WORD, dlb_service, status, 0, 0),
    CELL(SERVICES, NEED_ID, NEED, dlb_service, need, 0, 0),
    CELL(SERVICES, CASE_ID, CASE, dlb_service, case_, 0, 0),
    CELL(SERVICES, ENTERED_ON, DAY, dlb_service, entered_on, 0, 0),
};

static int16_t read_minute(struct dlb_row *row, size_t column)
{
    return (int16_t)dlb_row_time(row, column); /* at most 24 * 60 */
}

static struct dlb_text read_short(struct dlb_row *row, size_t column)
{
    struct dlb_text text = dlb_row_text(row, column);
    if (text.len > UINT16_MAX) dlb_row_fault(row, column, DLB_REJECT_FIELD_TOO_LONG);
    return text;
}

/* The cells that few services have, which are asked for only where the table has such columns. */
static void read_more(struct dlb_row *row, struct dlb_service_more *more)
{
    more->start_minute = read_minute(row, DLB_SERVICES_START_TIME);
    more->end_minute = read_minute(row, DLB_SERVICES_END_TIME);
    more->unit = read_short(row, DLB_SERVICES_UNIT);
    more->referral_agency = read_short(row, DLB_SERVICES_REFERRAL_AGENCY);
    more->referral_id = read_short(row, DLB_SERVICES_REFERRAL_ID);
    more->sponsor_id = read_short(row, DLB_SERVICES_SPONSOR_ID);
    more->invoice_id = read_short(row, DLB_SERVICES_INVOICE_ID);
    more->invoice_won = dlb_row_number(row, DLB_SERVICES_INVOICE_WON, 0, DLB_NO_AMOUNT);
}

static void keep_service(struct dlb_row *row, struct dlb_service *service)
{
    const uint64_t rare =
        UINT64_C(1) << DLB_SERVICES_START_TIME | UINT64_C(1) << DLB_SERVICES_END_TIME |
        UINT64_C(1) << DLB_SERVICES_UNIT | UINT64_C(1) << DLB_SERVICES_REFERRAL_AGENCY |
        UINT64_C(1) << DLB_SERVICES_REFERRAL_ID | UINT64_C(1) << DLB_SERVICES_SPONSOR_ID |
        UINT64_C(1) << DLB_SERVICES_INVOICE_ID | UINT64_C(1) << DLB_SERVICES_INVOICE_WON;
    bool names_another = service->case_ == DLB_NONE && dlb_row_text(row, DLB_SERVICES_CASE_ID).len;
    if (!(row->columns & rare) && !names_another) {
        service->id = dlb_row_keep(row, dlb_service_id(service)).data;
        return;
    }
    struct dlb_service_more more = dlb_service_more(service);
    read_more(row, &more);
    if (names_another) more.case_id = read_short(row, DLB_SERVICES_CASE_ID);
    if (!row->fault && !dlb_service_keep(row->arena, &more, service)) row->no_memory = true;
}

/* What the service is: its own class, else its programme's; without a recorded end it is never
 * longer than max_days. */
static void finish_service(struct dlb_row *row, void *out)
{
    const struct dlb_lookup *lookup = row->context;
    struct dlb_service *service = out;
    const struct dlb_programme *programme =
        dlb_policy_programme(lookup->policy, service->programme, service->start);
    keep_service(row, service);
    if (service->end == DLB_DAY_OPEN) service->lasting = DLB_LASTS_OPEN;
    if (!programme) return;
    if (!service->class_.digits) service->class_ = programme->class_;
    if (programme->grain == DLB_GRAIN_ONE_OFF) service->lasting |= DLB_LASTS_A_DAY;
    if (programme->grain == DLB_GRAIN_MONTH) service->lasting |= DLB_LASTS_MONTHS;
    if (programme->grain == DLB_GRAIN_HOUR) service->lasting |= DLB_LASTS_HOURS;
    bool capped = programme->max_days > 0 && service->lasting & DLB_LASTS_OPEN;
    if (capped) service->end = service->start + programme->max_days;
}

static void name_service(const struct dlb_reader *reader, const void *context, const void *row,
                         struct dlb_text *agency, struct dlb_text *id)
{
    const struct dlb_service *service = row;
    (void)reader;
    *agency = ((const struct dlb_lookup *)context)->people->agencies[service->agency];
    *id = dlb_service_id(service);
}

/* ---- stays, events, and what else is known ------------------------------------------------ */

static const struct dlb_event_cell stay_cells[] = {
    ABOUT(STAYS),
    CELL(STAYS, STAY_ID, TEXT, dlb_stay, id, 0, 0),
    CELL(STAYS, KIND, WORD, dlb_stay, kind, 0, 0),
    CELL(STAYS, START_DATE, SPAN, dlb_stay, start, DLB_STAYS_END_DATE, 0),
};

static const struct dlb_event_cell event_cells[] = {
    ABOUT(EVENTS),
    CELL(EVENTS, KIND, WORD, dlb_event, kind, 0, 0),
    CELL(EVENTS, DATE, DAY, dlb_event, date, 0, 0),
    CELL(EVENTS, CASE_ID, CASE, dlb_event, case_, 0, 0),
    CELL(EVENTS, LEVEL, FOLDED, dlb_event, level, 0, 0),
};

static void finish_event(struct dlb_row *row, void *out)
{
    struct dlb_event *event = out;
    bool named = event->case_ != DLB_NONE;
    if (!named) event->case_id = dlb_row_keep(row, dlb_row_text(row, DLB_EVENTS_CASE_ID));
}

static const struct dlb_event_cell assessment_cells[] = {
    ABOUT(ASSESSMENTS),
    CELL(ASSESSMENTS, ASSESSMENT_ID, TEXT, dlb_assessment, id, 0, 0),
    CELL(ASSESSMENTS, DOMAIN, FOLDED, dlb_assessment, domain, 0, 0),
    CELL(ASSESSMENTS, ASSESSED_ON, DAY, dlb_assessment, assessed_on, 0, 0),
};

static const struct dlb_event_cell application_cells[] = {
    ABOUT(APPLICATIONS),
    CELL(APPLICATIONS, APPLICATION_ID, TEXT, dlb_application, id, 0, 0),
    CELL(APPLICATIONS, PROGRAMME, PROGRAMME, dlb_application, programme, 0, 0),
    CELL(APPLICATIONS, APPLIED_ON, DAY, dlb_application, applied_on, 0, 0),
    CELL(APPLICATIONS, DECIDED_ON, DAY, dlb_application, decided_on,
         offsetof(struct dlb_application, applied_on), 0),
    CELL(APPLICATIONS, RESULT, WORD, dlb_application, result, 0, UINT8_MAX),
};

static const struct dlb_event_cell fact_cells[] = {
    ABOUT(FACTS),
    CELL(FACTS, FACT, FOLDED, dlb_fact, fact, 0, 0),
    CELL(FACTS, VALUE, TEXT, dlb_fact, value, 0, 0),
    CELL(FACTS, AS_OF, DAY, dlb_fact, as_of, 0, 0),
};

/* A fact that is worked out where nobody gives it is a number that can be one: somebody of -5 years
 * would be young enough for everything, a household of nobody under no limit. */
static void finish_fact(struct dlb_row *row, void *out)
{
    static const struct {
        const char *fact;
        int64_t least, most;
    } known[] = {{"age", 0, 150},
                 {"age_months", 0, 1811},
                 {"birth_year", 1800, 2200},
                 {"household_size", 1, DLB_HOUSEHOLD_MAX}};
    char fact_room[16], value_room[64];
    struct dlb_text text = ((const struct dlb_fact *)out)->value;
    struct dlb_text value = dlb_code_fold(text, value_room, sizeof value_room);
    struct dlb_text fact =
        dlb_code_fold(dlb_row_text(row, DLB_FACTS_FACT), fact_room, sizeof fact_room);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        int64_t number;
        if (!dlb_text_equal(fact, dlb_text_of(known[i].fact))) continue;
        bool possible = dlb_decimal_parse(value, 0, &number) && number >= known[i].least &&
                        number <= known[i].most;
        if (text.len && !possible) dlb_row_fault(row, DLB_FACTS_VALUE, DLB_REJECT_NUMBER);
    }
}

static const struct dlb_event_cell signal_cells[] = {
    ABOUT(SIGNALS),
    CELL(SIGNALS, SIGNAL, FOLDED, dlb_signal, signal, 0, 0),
    CELL(SIGNALS, MONTH, MONTH, dlb_signal, month, 0, 0),
};

/* ---- the tables -------------------------------------------------------------------------- */

#define READER(table, type, id_, name_, key_)                                                      \
    .reader = {.schema = &dlb_schemas[DLB_TABLE_##table],                                          \
               .agency = DLB_##table##_AGENCY_ID,                                                  \
               .id = id_,                                                                          \
               .row_bytes = sizeof(struct type),                                                   \
               .read = dlb_event_read,                                                             \
               .name = name_,                                                                      \
               .key = key_},                                                                       \
    .has = DLB_HAS_##table
#define CELLS(cells_) .cells = cells_, .n_cells = sizeof(cells_) / sizeof *(cells_)
#define PLACE(rows)                                                                                \
    .rows_at = offsetof(struct dlb_caseload, rows), .n_at = offsetof(struct dlb_caseload, n_##rows)
#define OF_PERSONS(rows, type, day)                                                                \
    PLACE(rows), .first_at = offsetof(struct dlb_caseload, rows##_first),                          \
                 .day_at = offsetof(struct type, day)
#define WITH_ID(table, type)                                                                       \
    READER(table, type, 1, dlb_event_name, dlb_event_key), .id_at = offsetof(struct type, id)

const struct dlb_event_table dlb_event_tables[DLB_EVENT_TABLES] = {
    {READER(AGENCIES, dlb_agency, 0, name_agency, key_none), CELLS(agency_cells),
     .finish = finish_agency, PLACE(agency_rows)},
    {READER(UPLOADS, dlb_upload, -1, NULL, key_none), CELLS(upload_cells), .finish = finish_upload,
     PLACE(uploads)},
    {WITH_ID(NEEDS, dlb_need), CELLS(need_cells), OF_PERSONS(needs, dlb_need, identified_on)},
    {WITH_ID(CASES, dlb_case), CELLS(case_cells), OF_PERSONS(cases, dlb_case, received_on)},
    {WITH_ID(REFERRALS, dlb_referral), CELLS(referral_cells),
     OF_PERSONS(referrals, dlb_referral, sent_on)},
    {READER(SERVICES, dlb_service, 1, name_service, dlb_event_key), CELLS(service_cells),
     .finish = finish_service, OF_PERSONS(services, dlb_service, start)},
    {WITH_ID(STAYS, dlb_stay), CELLS(stay_cells), OF_PERSONS(stays, dlb_stay, start)},
    {READER(EVENTS, dlb_event, -1, NULL, dlb_event_key), CELLS(event_cells), .finish = finish_event,
     OF_PERSONS(events, dlb_event, date)},
    {WITH_ID(ASSESSMENTS, dlb_assessment), CELLS(assessment_cells),
     OF_PERSONS(assessments, dlb_assessment, assessed_on)},
    {WITH_ID(APPLICATIONS, dlb_application), CELLS(application_cells),
     OF_PERSONS(applications, dlb_application, applied_on)},
    {READER(FACTS, dlb_fact, -1, NULL, dlb_event_key), CELLS(fact_cells), .finish = finish_fact,
     OF_PERSONS(facts, dlb_fact, as_of)},
    {READER(SIGNALS, dlb_signal, -1, NULL, dlb_event_key), CELLS(signal_cells),
     OF_PERSONS(signals, dlb_signal, month)},
    {WITH_ID(REPORTS, dlb_report), CELLS(report_cells),
     OF_PERSONS(reports, dlb_report, reported_on)},
    {READER(CAPACITY, dlb_capacity, 1, name_capacity, key_none), CELLS(capacity_cells),
     .finish = finish_capacity, PLACE(capacities)},
    {READER(SPONSORS, dlb_sponsor, 1, name_sponsor, key_none), CELLS(sponsor_cells),
     .finish = finish_sponsor, PLACE(sponsors)},
};

bool dlb_event_is_named(const struct dlb_event_table *table)
{
    return table->first_at && table->reader.id >= 0;
}

/* ---- where rows lie ---------------------------------------------------------------------- */

void *dlb_event_rows(const struct dlb_caseload *caseload, const struct dlb_event_table *table)
{
    void *rows;
    memcpy(&rows, (const char *)caseload + table->rows_at, sizeof rows);
    return rows;
}

uint32_t dlb_event_count(const struct dlb_caseload *caseload, const struct dlb_event_table *table)
{
    uint32_t n;
    memcpy(&n, (const char *)caseload + table->n_at, sizeof n);
    return n;
}

uint32_t *dlb_event_first(const struct dlb_caseload *caseload, const struct dlb_event_table *table)
{
    uint32_t *first;
    memcpy(&first, (const char *)caseload + table->first_at, sizeof first);
    return first;
}

void dlb_event_set(struct dlb_caseload *caseload, const struct dlb_event_table *table, void *rows,
                   uint32_t n)
{
    memcpy((char *)caseload + table->rows_at, &rows, sizeof rows);
    memcpy((char *)caseload + table->n_at, &n, sizeof n);
}

void dlb_event_set_first(struct dlb_caseload *caseload, const struct dlb_event_table *table,
                         uint32_t *first)
{
    memcpy((char *)caseload + table->first_at, &first, sizeof first);
}
