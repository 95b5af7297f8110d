/* SPDX-License-Identifier: Apache-2.0 */
/*
 * summarize.c - the persons and the agencies of a run, for those who read its findings.
 *
 * Only persons with a finding are listed, with a masked name and the year of birth: enough for a
 * worker to know who it is about, too little to be of use to others.
 */
#include "stage/stage.h"

static const struct dlb_frame_column person_columns[] = {
    {"person_id", DLB_FRAME_TEXT, 0},   {"name_masked", DLB_FRAME_TEXT, 0},
    {"birth_year", DLB_FRAME_INT32, 0}, {"sex", DLB_FRAME_TEXT, 0},
    {"zone_id", DLB_FRAME_TEXT, 0},     {"n_records", DLB_FRAME_INT32, 0},
    {"n_agencies", DLB_FRAME_INT32, 0}, {"protected", DLB_FRAME_INT32, 0}};

static const struct dlb_frame_column agency_columns[] = {{"agency_id", DLB_FRAME_TEXT, 0},
                                                         {"name", DLB_FRAME_TEXT, 0},
                                                         {"zone_id", DLB_FRAME_TEXT, 0},
                                                         {"zone_name", DLB_FRAME_TEXT, 0},
                                                         {"n_records", DLB_FRAME_INT64, 0}};

/* What the records of one person say when taken together. */
struct person {
    struct dlb_text name, zone_id;
    int32_t birth_date, updated_at;
    uint32_t n_records, n_agencies, last_agency;
    uint8_t sex;
    bool is_protected;
};

/* The newer record's value, unless it has none. */
static struct dlb_text newer_text(struct dlb_text had, struct dlb_text text, bool newer)
{
    return text.len && (newer || !had.len) ? text : had;
}

/* The newest record that has a value gives it; records come sorted, so ties are settled. */
static void add_record(const struct dlb_cleaned *cleaned, uint32_t record, struct person *person)
{
    const struct dlb_member *member = &cleaned->people.members[record];
    bool first = person->n_records == 0;
    bool newer = first || member->updated_at > person->updated_at;
    person->name = newer_text(person->name, cleaned->names[record], newer);
    person->zone_id = newer_text(person->zone_id, member->zone_id, newer);
    if (member->birth_date != DLB_DAY_NONE && (newer || person->birth_date == DLB_DAY_NONE))
        person->birth_date = member->birth_date;
    if (cleaned->sex[record] && (newer || !person->sex)) person->sex = cleaned->sex[record];
    if (newer) person->updated_at = member->updated_at;
    bool unknown = member->protected_ == 2 && cleaned->people.has_protected;
    person->is_protected |= member->protected_ == 1 || unknown;
    person->n_agencies += first || member->agency != person->last_agency;
    person->last_agency = member->agency;
    person->n_records++;
}

static void put_year(struct dlb_frame *frame, int32_t day)
{
    int32_t year;
    unsigned month, day_of_month;
    if (day == DLB_DAY_NONE) {
        dlb_frame_null(frame);
        return;
    }
    dlb_day_parts(day, &year, &month, &day_of_month);
    dlb_frame_int(frame, year);
}

static void put_person(const struct dlb_cleaned *cleaned, const struct dlb_caseload *caseload,
                       uint32_t number, struct dlb_frame *frame)
{
    struct person person = {.birth_date = DLB_DAY_NONE};
    for (uint32_t i = caseload->person_members_first[number];
         i < caseload->person_members_first[number + 1]; i++)
        add_record(cleaned, caseload->person_members[i], &person);
    char masked[DOLBOM_NAME_MAX];
    size_t len = dlb_name_mask(person.name, masked);
    const char *sex = person.sex == 'M' ? "M" : person.sex == 'F' ? "F" : NULL;
    dlb_frame_text(frame, cleaned->people.person_ids[number]);
    dlb_frame_text(frame, (struct dlb_text){len ? masked : NULL, len});
    put_year(frame, person.birth_date);
    dlb_frame_cstring(frame, sex);
    dlb_frame_text(frame, person.zone_id);
    dlb_frame_int(frame, person.n_records);
    dlb_frame_int(frame, person.n_agencies);
    dlb_frame_int(frame, person.is_protected);
}

dolbom_status dlb_person_summary_frame(const struct dlb_cleaned *cleaned,
                                       const struct dlb_found *found, struct dlb_frame **frame,
                                       dolbom_error *error)
{
    enum { N = sizeof person_columns / sizeof *person_columns };
    dolbom_status status = dlb_frame_open(cleaned->env, person_columns, N, frame, error);
    if (status != DOLBOM_OK) return status;
    for (uint64_t id = 0; dlb_id_set_next(found->result.persons, &id); id++)
        put_person(cleaned, found->caseload, (uint32_t)id, *frame);
    return DOLBOM_OK;
}

/* The policy's name for a zone; there are few zones. */
static struct dlb_text zone_name(const struct dlb_caseload *caseload, struct dlb_text zone_id)
{
    for (uint32_t i = 0; i < caseload->n_zones && zone_id.len; i++)
        if (dlb_text_equal(caseload->zones[i].id, zone_id)) return caseload->zones[i].name.ko;
    return (struct dlb_text){NULL, 0};
}

/* Records of each agency; members are grouped by agency. */
static uint32_t count_members(const struct dlb_caseload *caseload, uint32_t agency, uint32_t *at)
{
    uint32_t begin = *at;
    while (*at < caseload->n_members && caseload->members[*at].agency == agency) ++*at;
    return *at - begin;
}

dolbom_status dlb_agency_summary_frame(const struct dlb_found *found, struct dlb_frame **frame,
                                       dolbom_error *error)
{
    const struct dlb_caseload *caseload = found->caseload;
    enum { N = sizeof agency_columns / sizeof *agency_columns };
    dolbom_status status = dlb_frame_open(caseload->env, agency_columns, N, frame, error);
    if (status != DOLBOM_OK) return status;
    uint32_t at = 0;
    for (uint32_t i = 0; i < caseload->n_agencies; i++) {
        const struct dlb_agency *agency = &caseload->agencies[i];
        dlb_frame_text(*frame, agency->id);
        dlb_frame_text(*frame, agency->name);
        dlb_frame_text(*frame, agency->zone_id);
        dlb_frame_text(*frame, zone_name(caseload, agency->zone_id));
        dlb_frame_int(*frame, count_members(caseload, i, &at));
    }
    return DOLBOM_OK;
}
