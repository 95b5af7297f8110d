/* SPDX-License-Identifier: Apache-2.0 */
/*
 * simulate_services.c - what a person has in the month of as_of, and what they wait for.
 *
 *   has      a service that is ACTIVE, has begun and is for that month
 *   waits    one that is planned or applied for; an application of the last `months` of rule O11
 *            that is open or was granted
 *
 * A service for a whole household is had by all who live in it. Where somebody is protected, other
 * agencies stay unnamed; what an agency for victims of violence gives is told to itself alone.
 */
#include "stage/simulate.h"

static const struct dlb_frame_column columns[] = {
    {"agency_id", DLB_FRAME_TEXT, 0},  {"record_id", DLB_FRAME_TEXT, 0},
    {"programme", DLB_FRAME_TEXT, 0},  {"name", DLB_FRAME_TEXT, 0},
    {"name_en", DLB_FRAME_TEXT, 0},    {"by_agency", DLB_FRAME_TEXT, 0},
    {"by_name", DLB_FRAME_TEXT, 0},    {"status", DLB_FRAME_TEXT, 0},
    {"start_date", DLB_FRAME_DAY, 0},  {"end_date", DLB_FRAME_DAY, 0},
    {"amount_won", DLB_FRAME_INT64, 0}};

dolbom_status dlb_simulation_services_open(struct dlb_simulation *simulation, dolbom_error *error)
{
    return dlb_frame_open(simulation->call.env, columns, sizeof columns / sizeof *columns,
                          &simulation->services, error);
}

/* ---- a row ----------------------------------------------------------------------------------- */

/* Something of `taker` that the person has or waits for. */
struct held {
    uint32_t taker, agency, programme;
    const char *status;
    int32_t start, end; /* [start, end) */
    int64_t amount_won;
    bool waits;
};

static void put_agency(struct dlb_simulation *simulation, const struct dlb_asked_row *asked,
                       const struct held *held)
{
    const struct dlb_caseload *caseload = simulation->caseload;
    const struct dlb_agency *agency = &caseload->agencies[held->agency];
    uint32_t person = caseload->members[asked->member].person;
    bool own = held->agency == caseload->members[asked->member].agency;
    bool hidden = !own && (dlb_person_is_protected(caseload, person) ||
                           dlb_person_is_protected(caseload, held->taker));
    dlb_frame_text(simulation->services, hidden ? (struct dlb_text){NULL, 0} : agency->id);
    dlb_frame_text(simulation->services, hidden ? (struct dlb_text){NULL, 0} : agency->name);
}

static bool put_held(struct dlb_simulation *simulation, const struct dlb_asked_row *asked,
                     const struct held *held)
{
    const struct dlb_caseload *caseload = simulation->caseload;
    struct dlb_frame *frame = simulation->services;
    bool own = held->agency == caseload->members[asked->member].agency;
    if (caseload->agencies[held->agency].victim_service && !own) return true;
    struct dlb_had *had =
        dlb_array_reserve(simulation->call.env, &simulation->had, 1, sizeof *had, UINT32_MAX);
    if (!had) return false;
    *had = (struct dlb_had){held->programme, held->waits};
    simulation->had.n++;
    struct dlb_label label = dlb_programme_label(caseload, held->programme, held->start);
    dlb_frame_text(frame, asked->agency);
    dlb_frame_text(frame, asked->record);
    dlb_frame_text(frame, caseload->programme_ids[held->programme]);
    dlb_frame_text(frame, label.ko);
    dlb_frame_text(frame, label.en);
    put_agency(simulation, asked, held);
    dlb_frame_cstring(frame, held->status);
    dlb_frame_day(frame, held->start);
    dlb_frame_day(frame, held->end == DLB_DAY_OPEN ? DLB_DAY_OPEN : held->end - 1);
    if (held->amount_won == DLB_NO_AMOUNT)
        dlb_frame_null(frame);
    else
        dlb_frame_int(frame, held->amount_won);
    return true;
}

/* ---- whose rows ------------------------------------------------------------------------------ */

static bool list_services(struct dlb_simulation *simulation, const struct dlb_asked_row *asked,
                          uint32_t taker)
{
    const struct dlb_caseload *caseload = simulation->caseload;
    uint32_t person = caseload->members[asked->member].person;
    const struct dlb_ending ending = {dlb_person_death(caseload, taker), DLB_NONE};
    int32_t month = dlb_month_of(caseload->as_of);
    uint32_t end = caseload->services_first[taker + 1];
    for (uint32_t i = caseload->services_first[taker]; i < end; i++) {
        const struct dlb_service *service = &caseload->services[i];
        struct dlb_span months = dlb_service_months(service, ending);
        bool waits =
            service->status == DLB_SERVICE_PLANNED || service->status == DLB_SERVICE_APPLIED;
        bool has = dlb_service_is_active(service) && service->start <= caseload->as_of &&
                   months.start <= month && month < months.end;
        bool reaches = taker == person || dlb_is_for_household(caseload, service);
        if (!(has || waits) || !reaches) continue;
        const struct held held = {.taker = taker,
                                  .agency = service->agency,
                                  .programme = service->programme,
                                  .status = dlb_service_status_word(service->status),
                                  .start = service->start,
                                  .end = dlb_service_span(service, ending).end,
                                  .amount_won = service->amount_won,
                                  .waits = waits};
        if (!put_held(simulation, asked, &held)) return false;
    }
    return true;
}

static bool list_applications(struct dlb_simulation *simulation, const struct dlb_asked_row *asked,
                              uint32_t taker)
{
    const struct dlb_caseload *caseload = simulation->caseload;
    uint32_t person = caseload->members[asked->member].person;
    int32_t months = (int32_t)dlb_policy_setting(simulation->policy, "O11", "months");
    int32_t since = dlb_add_months(caseload->as_of, -months);
    uint32_t end = caseload->applications_first[taker + 1];
    for (uint32_t i = caseload->applications_first[taker]; i < end; i++) {
        const struct dlb_application *application = &caseload->applications[i];
        const struct dlb_programme *programme =
            dlb_policy_programme(simulation->policy, application->programme, caseload->as_of);
        bool reaches = taker == person || (programme && programme->household_unit);
        bool recent =
            application->applied_on >= since && application->applied_on <= caseload->as_of;
        bool open = application->result == UINT8_MAX;
        if (!recent || !reaches || !(open || application->result == DLB_RESULT_GRANTED)) continue;
        const struct held held = {.taker = taker,
                                  .agency = application->agency,
                                  .programme = application->programme,
                                  .status = open ? "open" : dlb_result_word(application->result),
                                  .start = application->applied_on,
                                  .end = DLB_DAY_OPEN,
                                  .amount_won = DLB_NO_AMOUNT,
                                  .waits = true};
        if (!put_held(simulation, asked, &held)) return false;
    }
    return true;
}

bool dlb_simulation_services(struct dlb_simulation *simulation, const struct dlb_asked_row *asked)
{
    simulation->had.n = 0;
    const struct dlb_caseload *caseload = simulation->caseload;
    bool room = dlb_household_mates(simulation->call.env, &caseload->households,
                                    caseload->members[asked->member].person, &simulation->mates);
    const uint32_t *mates = simulation->mates.data;
    for (size_t i = 0; i < simulation->mates.n && room; i++)
        room = list_services(simulation, asked, mates[i]) &&
               list_applications(simulation, asked, mates[i]);
    return room;
}

const char *dlb_simulation_receiving(const struct dlb_simulation *simulation, uint32_t programme)
{
    const struct dlb_had *had = simulation->had.data;
    bool waits = false;
    for (size_t i = 0; i < simulation->had.n; i++) {
        if (had[i].programme != programme) continue;
        if (!had[i].waits) return "yes";
        waits = true;
    }
    return waits ? "applied" : "no";
}
