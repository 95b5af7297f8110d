/* SPDX-License-Identifier: Apache-2.0 */
/*
 * caseload_ask.c - small questions about services, deaths and what agencies have uploaded.
 */
#include "caseload/event_tables.h"

#include <string.h>

struct dlb_text dlb_service_id(const struct dlb_service *service)
{
    return (struct dlb_text){service->id, service->id_len};
}

struct dlb_label dlb_programme_label(const struct dlb_caseload *caseload, uint32_t programme,
                                     int32_t on)
{
    const struct dlb_programme *row = dlb_policy_programme(caseload->policy, programme, on);
    struct dlb_label label = row ? row->name : (struct dlb_label){{NULL, 0}, {NULL, 0}};
    if (!label.ko.len) label.ko = label.en.len ? label.en : caseload->programme_ids[programme];
    return label;
}

bool dlb_is_for_household(const struct dlb_caseload *caseload, const struct dlb_service *service)
{
    const struct dlb_programme *programme =
        dlb_policy_programme(caseload->policy, service->programme, service->start);
    return programme && programme->household_unit;
}

bool dlb_person_is_protected(const struct dlb_caseload *caseload, uint32_t person)
{
    uint32_t end = caseload->person_members_first[person + 1];
    for (uint32_t i = caseload->person_members_first[person]; i < end; i++) {
        uint8_t says = caseload->members[caseload->person_members[i]].protected_;
        if (says == 1 || (says == 2 && caseload->people->has_protected)) return true;
    }
    return false;
}

struct sought_agency {
    const struct dlb_agency *agencies;
    struct dlb_text id;
};

static bool is_before_agency(const void *sought, size_t i)
{
    const struct sought_agency *agency = sought;
    return dlb_text_order(agency->agencies[i].id, agency->id) < 0;
}

uint32_t dlb_agency_find(const struct dlb_caseload *caseload, struct dlb_text id)
{
    struct sought_agency sought = {caseload->agencies, id};
    size_t n = caseload->n_agencies, at = dlb_search(0, n, &sought, is_before_agency);
    bool found = id.len && at < n && dlb_text_equal(caseload->agencies[at].id, id);
    return found ? (uint32_t)at : DLB_NO_CODE;
}

int dlb_upload_order(const void *left_row, const void *right_row)
{
    const struct dlb_upload *left = left_row, *right = right_row;
    int order = (left->agency > right->agency) - (left->agency < right->agency);
    if (!order) order = dlb_text_order(left->table, right->table);
    if (!order) order = (left->month > right->month) - (left->month < right->month);
    if (!order) order = left->failed - right->failed;
    return order ? order : (left->rows < right->rows) - (left->rows > right->rows);
}

/* ---- capacities, sponsors -------------------------------------------------------------------- */

int dlb_capacity_order(const void *left_row, const void *right_row)
{
    const struct dlb_capacity *left = left_row, *right = right_row;
    int order = (left->agency > right->agency) - (left->agency < right->agency);
    if (!order) order = (left->programme > right->programme) - (left->programme < right->programme);
    return order ? order : dlb_text_order(left->programme_id, right->programme_id);
}

int dlb_sponsor_order(const void *left_row, const void *right_row)
{
    const struct dlb_sponsor *left = left_row, *right = right_row;
    int order = (left->agency > right->agency) - (left->agency < right->agency);
    return order ? order : dlb_text_order(left->id, right->id);
}

struct sought_place {
    const struct dlb_caseload *caseload;
    uint32_t agency;
};

static bool is_before_capacity(const void *sought, size_t i)
{
    const struct sought_place *place = sought;
    return place->caseload->capacities[i].agency < place->agency;
}

uint32_t dlb_capacities_first(const struct dlb_caseload *caseload, uint32_t agency)
{
    struct sought_place sought = {caseload, agency};
    return (uint32_t)dlb_search(0, caseload->n_capacities, &sought, is_before_capacity);
}

/* ---- uploads --------------------------------------------------------------------------------- */

struct sought_upload {
    const struct dlb_upload *uploads;
    struct dlb_upload want;
};

static bool is_before_upload(const void *sought, size_t i)
{
    const struct sought_upload *upload = sought;
    return dlb_upload_order(&upload->uploads[i], &upload->want) < 0;
}

/* The agency's first upload of a table from a month on, or NULL. */
static const struct dlb_upload *find_upload(const struct dlb_caseload *caseload, uint32_t agency,
                                            struct dlb_text table, int32_t month)
{
    const struct dlb_upload *uploads = caseload->uploads;
    struct dlb_upload want = {.agency = agency, .table = table, .month = month, .rows = INT64_MAX};
    struct sought_upload sought = {uploads, want};
    size_t n = caseload->n_uploads, at = dlb_search(0, n, &sought, is_before_upload);
    bool found = at < n && uploads[at].agency == agency && dlb_text_equal(uploads[at].table, table);
    return found ? &uploads[at] : NULL;
}

int32_t dlb_last_month(const struct dlb_caseload *caseload)
{
    return dlb_month_of(caseload->as_of) - 1;
}

uint8_t dlb_centre_of(const struct dlb_caseload *caseload, uint32_t agency)
{
    return (uint8_t)(caseload->agencies[agency].centre_type + 1);
}

bool dlb_agency_active(const struct dlb_agency *agency, int32_t month)
{
    return agency->active.from < dlb_month_start(month + 1) &&
           agency->active.to > dlb_month_start(month);
}

bool dlb_upload_is_cut(const struct dlb_caseload *caseload, const struct dlb_upload *upload)
{
    return upload->month == dlb_last_month(caseload) && upload->received >= 0 &&
           upload->rows > upload->received;
}

bool dlb_upload_complete(const struct dlb_caseload *caseload, uint32_t agency, const char *name)
{
    struct dlb_text table = {name, strlen(name)};
    int32_t month = dlb_last_month(caseload);
    if (!(caseload->tables & DLB_HAS_UPLOADS)) return true;
    if (!dlb_agency_active(&caseload->agencies[agency], month)) return true;
    const struct dlb_upload *upload = find_upload(caseload, agency, table, month);
    return upload && upload->month == month && !upload->failed &&
           !dlb_upload_is_cut(caseload, upload);
}

bool dlb_person_complete(const struct dlb_caseload *caseload, uint32_t person)
{
    uint32_t end = caseload->person_members_first[person + 1];
    for (uint32_t i = caseload->person_members_first[person]; i < end; i++) {
        uint32_t agency = caseload->members[caseload->person_members[i]].agency;
        if (caseload->agencies[agency].services_missing) return false;
    }
    return true;
}
