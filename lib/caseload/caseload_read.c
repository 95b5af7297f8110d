/* SPDX-License-Identifier: Apache-2.0 */
/*
 * caseload_read.c - the rows of the event tables.
 *
 * One reader per table. Every row names a record by (agency, record_id), and becomes a row
 * of that record's person; a row whose record is not there is an ORPHAN. Agencies, programmes
 * and need classes get numbers of struct dlb_codes, which caseload.c makes final. A service's
 * need and case are looked up among the agency's own, so those tables are read before it;
 * an id that is not there links nothing.
 */
#include <string.h>

#include "caseload/event_tables.h"

enum { AGENCY = 0, ID = 1, RECORD = 2 }; /* the first columns of tables whose rows have ids */

/* ---- who --------------------------------------------------------------------------------- */

/* A record, with its agency as the people number them; DLB_NO_CODE and a fault if absent. */
static uint32_t look_member(struct dlb_row *row, size_t agency_column, size_t record_column)
{
    const struct dlb_lookup *lookup = row->context;
    const struct dlb_people *people = lookup->people;
    struct dlb_text agency = dlb_row_text(row, agency_column);
    struct dlb_text record = dlb_row_text(row, record_column);
    if (!agency.data || !record.data) return DLB_NO_CODE;
    uint64_t hash = dlb_name_hash(agency, record), at = hash;
    uint32_t found;
    while ((found = dlb_index_next(&lookup->members, hash, &at)) != DLB_NO_CODE) {
        const struct dlb_member *member = &people->members[found];
        bool same = dlb_text_equal(member->record_id, record)
                    && dlb_text_equal(people->agencies[member->agency], agency);
        if (same) return found;
    }
    dlb_row_fault(row, record_column, DLB_REJECT_ORPHAN);
    return DLB_NO_CODE;
}

/* member, person and agency of a row; all 0 after a fault, when nobody looks at them. */
struct who {
    uint32_t member, person, agency;
};

static struct who look_who(struct dlb_row *row, size_t agency_column, size_t record_column)
{
    const struct dlb_lookup *lookup = row->context;
    uint32_t found = look_member(row, agency_column, record_column);
    if (found == DLB_NO_CODE) return (struct who){0, 0, 0};
    const struct dlb_member *member = &lookup->people->members[found];
    return (struct who){found, member->person, member->agency};
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
static uint64_t own_hash(struct dlb_row *row, uint32_t agency, size_t column, struct dlb_text *id)
{
    const struct dlb_lookup *lookup = row->context;
    *id = dlb_row_text(row, column);
    if (row->fault) *id = (struct dlb_text){NULL, 0}; /* of no agency, perhaps */
    return id->data ? dlb_name_hash(lookup->people->agencies[agency], *id) : 0;
}

/* A row of needs that the agency itself names so; DLB_NONE when there is none. */
static int32_t look_need(struct dlb_row *row, uint32_t agency, size_t column)
{
    const struct dlb_lookup *lookup = row->context;
    struct dlb_text id;
    uint64_t hash = own_hash(row, agency, column, &id), at = hash;
    uint32_t found = DLB_NO_CODE;
    while (id.data && (found = dlb_index_next(&lookup->needs, hash, &at)) != DLB_NO_CODE) {
        const struct dlb_need *need = &lookup->need_rows[found];
        if (need->agency == agency && dlb_text_equal(need->id, id)) return (int32_t)found;
    }
    return DLB_NONE;
}

static int32_t look_case(struct dlb_row *row, uint32_t agency, size_t column)
{
    const struct dlb_lookup *lookup = row->context;
    struct dlb_text id;
    uint64_t hash = own_hash(row, agency, column, &id), at = hash;
    uint32_t found = DLB_NO_CODE;
    while (id.data && (found = dlb_index_next(&lookup->cases, hash, &at)) != DLB_NO_CODE) {
        const struct dlb_case *case_ = &lookup->case_rows[found];
        if (case_->agency == agency && dlb_text_equal(case_->id, id)) return (int32_t)found;
    }
    return DLB_NONE;
}

/* person, then date: the order of all event tables. */
static uint64_t person_key(uint32_t person, int32_t day)
{
    return (uint64_t)person << 32 | ((uint32_t)day ^ 0x80000000U);
}

static struct dlb_text agency_of(const void *context, uint32_t agency)
{
    return ((const struct dlb_lookup *)context)->people->agencies[agency];
}

/* ---- agencies ---------------------------------------------------------------------------- */

static const struct dlb_column agency_columns[] = {
    {"agency_id", true}, {"name", false}, {"zone_id", false}, {"area_code", false},
    {"active_from", false}, {"active_to", false}, {"victim_service", false}};

static void read_agency(struct dlb_row *row, void *out)
{
    const struct dlb_lookup *lookup = row->context;
    struct dlb_agency *agency = out;
    agency->id = keep_text(row, 0);
    (void)look_code(row, lookup->agencies, 0); /* it counts among the agencies */
    agency->name = keep_text(row, 1);
    agency->zone_id = keep_text(row, 2);
    agency->area_code = keep_text(row, 3);
    struct dlb_valid active = dlb_row_valid(row, 4, 5);
    agency->active_from = active.from;
    agency->active_to = active.to;
    agency->victim_service = dlb_row_flag(row, 6, 0);
}

static void name_agency(const void *context, const void *row, struct dlb_text *agency,
                        struct dlb_text *id)
{
    (void)context;
    *agency = *id = ((const struct dlb_agency *)row)->id;
}

static uint64_t key_none(const void *row)
{
    (void)row;
    return 0;
}

/* ---- uploads ----------------------------------------------------------------------------- */

static const struct dlb_column upload_columns[] = {
    {"agency_id", true}, {"table", true}, {"period", true}, {"rows", false}, {"status", false}};

static void read_upload(struct dlb_row *row, void *out)
{
    static const char *const words[] = {"complete", "failed", NULL};
    const struct dlb_lookup *lookup = row->context;
    struct dlb_upload *upload = out;
    upload->agency = look_code(row, lookup->agencies, 0);
    upload->table = keep_text(row, 1);
    upload->month = dlb_row_month(row, 2);
    upload->rows = dlb_row_number(row, 3, 0, -1);
    if (upload->rows < -1) dlb_row_fault(row, 3, DLB_REJECT_NUMBER);
    upload->failed = dlb_row_word(row, 4, words, 0) == 1;
}

/* ---- needs ------------------------------------------------------------------------------- */

static const struct dlb_column need_columns[] = {
    {"agency_id", true}, {"need_id", true}, {"record_id", true}, {"need_class", true},
    {"urgency", false}, {"identified_on", true}, {"status", false}, {"resolved_on", false}};

static void read_need(struct dlb_row *row, void *out)
{
    const struct dlb_lookup *lookup = row->context;
    struct dlb_need *need = out;
    struct who who = look_who(row, AGENCY, RECORD);
    need->id = keep_text(row, ID);
    need->member = who.member;
    need->person = who.person;
    need->agency = who.agency;
    need->need_class = look_code(row, lookup->need_classes, 3);
    need->urgency = (uint8_t)dlb_row_word(row, 4, dlb_urgency_words, DLB_URGENCY_NORMAL);
    need->identified_on = dlb_row_day(row, 5);
    need->status = (uint8_t)dlb_row_word(row, 6, dlb_need_status_words, DLB_NEED_OPEN);
    need->resolved_on = dlb_row_day(row, 7);
    bool backward = need->resolved_on != DLB_DAY_NONE && need->resolved_on < need->identified_on;
    if (backward) dlb_row_fault(row, 7, DLB_REJECT_RANGE);
}

static void name_need(const void *context, const void *row, struct dlb_text *agency,
                      struct dlb_text *id)
{
    const struct dlb_need *need = row;
    *agency = agency_of(context, need->agency);
    *id = need->id;
}

static uint64_t key_need(const void *row)
{
    const struct dlb_need *need = row;
    return person_key(need->person, need->identified_on);
}

/* ---- cases ------------------------------------------------------------------------------- */

static const struct dlb_column case_columns[] = {
    {"agency_id", true}, {"case_id", true}, {"record_id", true}, {"case_class", true},
    {"received_on", true}, {"visited_on", false}, {"surveyed_on", false}, {"met_on", false},
    {"decided_on", false}, {"planned_on", false}, {"first_service_on", false},
    {"evaluated_on", false}, {"last_contact_on", false}, {"closed_on", false}};

enum { CASE_RECEIVED = 4, CASE_CLOSED = 13 };

static void read_case(struct dlb_row *row, void *out)
{
    struct dlb_case *case_ = out;
    struct who who = look_who(row, AGENCY, RECORD);
    case_->id = keep_text(row, ID);
    case_->member = who.member;
    case_->person = who.person;
    case_->agency = who.agency;
    case_->case_class = (uint8_t)dlb_row_word(row, 3, dlb_case_class_words, DLB_CASE_GENERAL);
    int32_t *const days[] = {&case_->received_on,       &case_->visited_on,
                             &case_->surveyed_on,       &case_->met_on,
                             &case_->decided_on,        &case_->planned_on,
                             &case_->first_service_on,  &case_->evaluated_on,
                             &case_->last_contact_on,   &case_->closed_on};
    for (size_t i = CASE_RECEIVED; i <= CASE_CLOSED; i++)
        *days[i - CASE_RECEIVED] = dlb_row_day(row, i);
    bool backward = case_->closed_on != DLB_DAY_NONE && case_->closed_on < case_->received_on;
    if (backward) dlb_row_fault(row, CASE_CLOSED, DLB_REJECT_RANGE);
}

static void name_case(const void *context, const void *row, struct dlb_text *agency,
                      struct dlb_text *id)
{
    const struct dlb_case *case_ = row;
    *agency = agency_of(context, case_->agency);
    *id = case_->id;
}

static uint64_t key_case(const void *row)
{
    const struct dlb_case *case_ = row;
    return person_key(case_->person, case_->received_on);
}

/* ---- referrals --------------------------------------------------------------------------- */

static const struct dlb_column referral_columns[] = {
    {"agency_id", true}, {"referral_id", true}, {"record_id", true}, {"to_agency", true},
    {"need_id", false}, {"need_class", false}, {"urgency", false}, {"sent_on", true},
    {"status", true}, {"responded_on", false}};

static void read_referral(struct dlb_row *row, void *out)
{
    const struct dlb_lookup *lookup = row->context;
    struct dlb_referral *referral = out;
    struct who who = look_who(row, AGENCY, RECORD);
    referral->id = keep_text(row, ID);
    referral->member = who.member;
    referral->person = who.person;
    referral->agency = who.agency;
    referral->to_agency = look_code(row, lookup->agencies, 3);
    referral->need = look_need(row, who.agency, 4);
    referral->need_class = look_code(row, lookup->need_classes, 5);
    referral->urgency = (uint8_t)dlb_row_word(row, 6, dlb_urgency_words, UINT8_MAX);
    referral->sent_on = dlb_row_day(row, 7);
    referral->status = (uint8_t)dlb_row_word(row, 8, dlb_referral_status_words, 0);
    referral->responded_on = dlb_row_day(row, 9);
    bool backward = referral->responded_on != DLB_DAY_NONE
                    && referral->responded_on < referral->sent_on;
    if (backward) dlb_row_fault(row, 9, DLB_REJECT_RANGE);
}

static void name_referral(const void *context, const void *row, struct dlb_text *agency,
                          struct dlb_text *id)
{
    const struct dlb_referral *referral = row;
    *agency = agency_of(context, referral->agency);
    *id = referral->id;
}

static uint64_t key_referral(const void *row)
{
    const struct dlb_referral *referral = row;
    return person_key(referral->person, referral->sent_on);
}

/* ---- services ---------------------------------------------------------------------------- */

enum {
    SERVICE_PROGRAMME = 3, SERVICE_CLASS, SERVICE_START, SERVICE_END, SERVICE_MONTH,
    SERVICE_QUANTITY, SERVICE_AMOUNT, SERVICE_STATUS, SERVICE_NEED, SERVICE_CASE,
    SERVICE_ENTERED
};

static const struct dlb_column service_columns[] = {
    {"agency_id", true}, {"service_id", true}, {"record_id", true},
    [SERVICE_PROGRAMME] = {"programme", true}, [SERVICE_CLASS] = {"service_class", false},
    [SERVICE_START] = {"start_date", true}, [SERVICE_END] = {"end_date", false},
    [SERVICE_MONTH] = {"benefit_month", false}, [SERVICE_QUANTITY] = {"quantity", false},
    [SERVICE_AMOUNT] = {"amount_won", false}, [SERVICE_STATUS] = {"status", true},
    [SERVICE_NEED] = {"need_id", false}, [SERVICE_CASE] = {"case_id", false},
    [SERVICE_ENTERED] = {"entered_on", false}};

static void read_service_id(struct dlb_row *row, struct dlb_service *service)
{
    struct dlb_text id = dlb_row_text(row, ID);
    if (id.len > UINT16_MAX) dlb_row_fault(row, ID, DLB_REJECT_FIELD_TOO_LONG);
    service->id = dlb_row_keep(row, id).data;
    service->id_len = (uint16_t)id.len;
}

/* What the service is: its own class, else its programme's; never longer than max_days. */
static void read_kind(struct dlb_row *row, struct dlb_service *service)
{
    const struct dlb_lookup *lookup = row->context;
    service->programme = look_code(row, lookup->programmes, SERVICE_PROGRAMME);
    service->class_ = dlb_row_class(row, SERVICE_CLASS);
    const struct dlb_programme *programme =
        dlb_policy_programme(lookup->policy, service->programme, service->start);
    if (!programme) return;
    if (!service->class_.digits) service->class_ = programme->class_;
    bool capped = programme->max_days > 0
                  && (int64_t)service->end - service->start > programme->max_days;
    if (capped) service->end = service->start + programme->max_days;
}

static void read_service(struct dlb_row *row, void *out)
{
    struct dlb_service *service = out;
    struct who who = look_who(row, AGENCY, RECORD);
    read_service_id(row, service);
    service->member = who.member;
    service->person = who.person;
    service->agency = who.agency;
    struct dlb_span span = dlb_row_span(row, SERVICE_START, SERVICE_END);
    service->start = span.start;
    service->end = span.end;
    read_kind(row, service);
    service->benefit_month = dlb_row_month(row, SERVICE_MONTH);
    service->quantity_milli = dlb_row_number(row, SERVICE_QUANTITY, 3, DLB_NO_AMOUNT);
    service->amount_won = dlb_row_number(row, SERVICE_AMOUNT, 0, DLB_NO_AMOUNT);
    service->status = (uint8_t)dlb_row_word(row, SERVICE_STATUS, dlb_service_status_words, 0);
    service->need = look_need(row, who.agency, SERVICE_NEED);
    service->case_ = look_case(row, who.agency, SERVICE_CASE);
    service->entered_on = dlb_row_day(row, SERVICE_ENTERED);
}

static void name_service(const void *context, const void *row, struct dlb_text *agency,
                         struct dlb_text *id)
{
    const struct dlb_service *service = row;
    *agency = agency_of(context, service->agency);
    *id = dlb_service_id(service);
}

static uint64_t key_service(const void *row)
{
    const struct dlb_service *service = row;
    return person_key(service->person, service->start);
}

/* ---- stays, events ----------------------------------------------------------------------- */

static const struct dlb_column stay_columns[] = {
    {"agency_id", true}, {"stay_id", true}, {"record_id", true}, {"kind", true},
    {"start_date", true}, {"end_date", false}};

static void read_stay(struct dlb_row *row, void *out)
{
    struct dlb_stay *stay = out;
    struct who who = look_who(row, AGENCY, RECORD);
    stay->id = keep_text(row, ID);
    stay->member = who.member;
    stay->person = who.person;
    stay->agency = who.agency;
    stay->kind = (uint8_t)dlb_row_word(row, 3, dlb_stay_kind_words, 0);
    struct dlb_span span = dlb_row_span(row, 4, 5);
    stay->start = span.start;
    stay->end = span.end;
}

static void name_stay(const void *context, const void *row, struct dlb_text *agency,
                      struct dlb_text *id)
{
    const struct dlb_stay *stay = row;
    *agency = agency_of(context, stay->agency);
    *id = stay->id;
}

static uint64_t key_stay(const void *row)
{
    const struct dlb_stay *stay = row;
    return person_key(stay->person, stay->start);
}

static const struct dlb_column event_columns[] = {
    {"agency_id", true}, {"record_id", true}, {"kind", true}, {"date", true}, {"case_id", false}};

static void read_event(struct dlb_row *row, void *out)
{
    struct dlb_event *event = out;
    struct who who = look_who(row, 0, 1);
    event->member = who.member;
    event->person = who.person;
    event->agency = who.agency;
    event->kind = (uint8_t)dlb_row_word(row, 2, dlb_event_kind_words, 0);
    event->date = dlb_row_day(row, 3);
    event->case_ = look_case(row, who.agency, 4);
}

static uint64_t key_event(const void *row)
{
    const struct dlb_event *event = row;
    return person_key(event->person, event->date);
}

/* ---- the tables -------------------------------------------------------------------------- */

#define COLUMNS(columns) columns, sizeof(columns) / sizeof *(columns)
const struct dlb_reader dlb_event_readers[DLB_EVENT_TABLES] = {
    [DLB_TABLE_AGENCIES] = {"agencies", COLUMNS(agency_columns), 0, 0, sizeof(struct dlb_agency),
                            read_agency, name_agency, key_none, NULL},
    [DLB_TABLE_UPLOADS] = {"uploads", COLUMNS(upload_columns), 0, -1, sizeof(struct dlb_upload),
                           read_upload, NULL, key_none, NULL},
    [DLB_TABLE_NEEDS] = {"needs", COLUMNS(need_columns), 0, 1, sizeof(struct dlb_need), read_need,
                         name_need, key_need, NULL},
    [DLB_TABLE_CASES] = {"cases", COLUMNS(case_columns), 0, 1, sizeof(struct dlb_case), read_case,
                         name_case, key_case, NULL},
    [DLB_TABLE_REFERRALS] = {"referrals", COLUMNS(referral_columns), 0, 1,
                             sizeof(struct dlb_referral), read_referral, name_referral,
                             key_referral, NULL},
    [DLB_TABLE_SERVICES] = {"services", COLUMNS(service_columns), 0, 1,
                            sizeof(struct dlb_service), read_service, name_service, key_service,
                            NULL},
    [DLB_TABLE_STAYS] = {"stays", COLUMNS(stay_columns), 0, 1, sizeof(struct dlb_stay), read_stay,
                         name_stay, key_stay, NULL},
    [DLB_TABLE_EVENTS] = {"events", COLUMNS(event_columns), 0, -1, sizeof(struct dlb_event),
                          read_event, NULL, key_event, NULL},
};
#undef COLUMNS
