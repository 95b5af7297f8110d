/* SPDX-License-Identifier: Apache-2.0 */
/*
 * check_planned.c - before paying: which findings a planned service would cause.
 *
 * The service is among `services`, whatever its status, and `planned` names it. Persons are formed
 * as always; then the rows of its person, and of those who live with them, are copied into a
 * caseload of their own (caseload_view.c), in which the service counts as approved. The rules about
 * duplicates look at that, and what they find stays if it rests on the service. Nobody else's rows
 * are judged, so the answer takes as long as reading the input.
 */
#include "stage/stage.h"

/* What lives while the services are checked one after the other. */
struct check {
    struct dlb_call call;
    struct dlb_matched matched;
    struct dlb_policy *policy;
    struct dlb_caseload *caseload;
    struct dlb_caseload_view view;
    struct dlb_array mates;   /* of uint32_t */
    struct dlb_array persons; /* of struct dlb_view_person */
    struct dlb_rows kept;     /* the table `planned` */
    struct planned *planned;
    uint32_t n_planned;
    struct dlb_rule_result result; /* of all services together */
};

/* ---- which services ------------------------------------------------------------------------- */

struct planned {
    struct dlb_text agency, service;
};

static void read_planned(struct dlb_row *row, void *out)
{
    struct planned *planned = out;
    planned->agency = dlb_row_keep(row, dlb_row_text(row, DLB_PLANNED_AGENCY_ID));
    planned->service = dlb_row_keep(row, dlb_row_text(row, DLB_PLANNED_SERVICE_ID));
}

static void name_planned(const struct dlb_reader *reader, const void *context, const void *out,
                         struct dlb_text *agency, struct dlb_text *id)
{
    const struct planned *planned = out;
    (void)reader;
    (void)context;
    *agency = planned->agency;
    *id = planned->service;
}

static const struct dlb_reader planned_reader = {.schema = &dlb_schemas[DLB_TABLE_PLANNED],
                                                 .agency = DLB_PLANNED_AGENCY_ID,
                                                 .id = DLB_PLANNED_SERVICE_ID,
                                                 .row_bytes = sizeof(struct planned),
                                                 .read = read_planned,
                                                 .name = name_planned};

static dolbom_status read_all(struct check *check, dolbom_error *error)
{
    const struct dlb_intake *intake = &check->call.intake;
    void *rows = NULL;
    dolbom_status status = dlb_rows_read(intake, &planned_reader, NULL, &check->kept, error);
    if (status == DOLBOM_OK && !check->kept.given)
        status = dlb_fail(error, DOLBOM_E_SCHEMA, -1, NULL,
                          "the table planned is missing; it names the services to check");
    if (status == DOLBOM_OK)
        status = dlb_rows_settle(intake, &check->kept, &rows, &check->n_planned, error);
    check->planned = rows;
    if (status == DOLBOM_OK)
        status = dlb_policy_read(intake, &dlb_rule_catalogue, &check->policy, error);
    if (status == DOLBOM_OK) status = dlb_match(&check->call, &check->matched, error);
    if (status == DOLBOM_OK)
        status = dlb_caseload_read(intake, check->policy, &check->matched.cleaned.people,
                                   &check->caseload, error);
    return status;
}

/* The service of a caseload that has the name, or DLB_NO_CODE. */
static uint32_t find_service(const struct dlb_caseload *caseload, const struct planned *planned)
{
    for (uint32_t i = 0; i < caseload->n_services; i++) {
        const struct dlb_service *service = &caseload->services[i];
        if (dlb_text_equal(dlb_service_id(service), planned->service) &&
            dlb_text_equal(caseload->agencies[service->agency].id, planned->agency))
            return i;
    }
    return DLB_NO_CODE;
}

/* ---- whose rows ------------------------------------------------------------------------------ */

/* The person, then everybody they live with. */
static bool list_persons(struct check *check, uint32_t person)
{
    struct dlb_env *env = check->call.env;
    struct dlb_view_person *persons;
    if (!dlb_household_mates(env, &check->caseload->households, person, &check->mates))
        return false;
    const uint32_t *mates = check->mates.data;
    check->persons.n = 0;
    persons = dlb_array_reserve(env, &check->persons, check->mates.n, sizeof *persons, UINT32_MAX);
    for (size_t i = 0; i < check->mates.n && persons; i++)
        persons[check->persons.n++] = (struct dlb_view_person){{mates[i], 0}, 1, false};
    return persons != NULL;
}

/* ---- one service ---------------------------------------------------------------------------- */

static dolbom_status add(struct dlb_frame **sum, struct dlb_frame **frame, dolbom_error *error)
{
    struct dlb_frame *more = *frame;
    *frame = NULL;
    if (*sum) return dlb_frame_join(*sum, more, error);
    *sum = more;
    return DOLBOM_OK;
}

/* Let the rules look at the view, in which `service` is approved. */
static dolbom_status judge(struct check *check, uint32_t service, dolbom_error *error)
{
    struct dlb_caseload *caseload = &check->view.caseload;
    struct dlb_rule_result result;
    struct dlb_digest digest;
    caseload->services[service].status = DLB_SERVICE_APPROVED;
    dlb_keyring_digest_open(check->call.plan->keyring, "finding_id", &digest);
    struct dlb_rule_request request = {.stages = 1u << DLB_STAGE_DUPLICATES,
                                       .digest = &digest,
                                       .decisions = &check->matched.decisions,
                                       .only_service = &service,
                                       .with_worklist = true};
    dolbom_status status = dlb_rules_run(caseload, &request, &result, error);
    dlb_wipe(&digest, sizeof digest);
    if (status == DOLBOM_OK) status = add(&check->result.findings, &result.findings, error);
    if (status == DOLBOM_OK) status = add(&check->result.finding_rows, &result.finding_rows, error);
    if (status == DOLBOM_OK) status = add(&check->result.worklist, &result.worklist, error);
    dlb_rule_result_clear(&result);
    return status;
}

static dolbom_status check_one(struct check *check, const struct planned *planned,
                               dolbom_error *error)
{
    uint32_t row = find_service(check->caseload, planned);
    if (row == DLB_NO_CODE)
        return dlb_fail(error, DOLBOM_E_INPUT, -1, "service_id",
                        "the planned service is not among services, or its row cannot be used: "
                        "is its record_id in persons, are its dates and its status right?");
    bool seen = list_persons(check, check->caseload->services[row].person) &&
                dlb_caseload_view_look(&check->view, check->persons.data, check->persons.n);
    if (!seen) return dlb_fail_memory(error, check->call.env);
    return judge(check, find_service(&check->view.caseload, planned), error);
}

/* ---- all of them ----------------------------------------------------------------------------- */

static dolbom_status check_all(struct check *check, dolbom_error *error)
{
    dolbom_status status = read_all(check, error);
    if (status == DOLBOM_OK && !check->n_planned)
        status = dlb_fail(error, DOLBOM_E_INPUT, -1, NULL, "the table planned has no row");
    if (status == DOLBOM_OK && !dlb_caseload_view_open(check->caseload, &check->view))
        status = dlb_fail_memory(error, check->call.env);
    for (uint32_t i = 0; status == DOLBOM_OK && i < check->n_planned; i++)
        status = check_one(check, &check->planned[i], error);
    return status;
}

/* A table of the result, given away in any case. */
static dolbom_status give(struct check *check, const char *name, struct dlb_frame **frame,
                          dolbom_error *error)
{
    struct dlb_frame *given = *frame;
    *frame = NULL;
    return dlb_call_give(&check->call, name, given, error);
}

static dolbom_status give_all(struct check *check, dolbom_error *error)
{
    struct dlb_rule_result *result = &check->result;
    dolbom_status status = give(check, "findings", &result->findings, error);
    if (status == DOLBOM_OK) status = give(check, "finding_rows", &result->finding_rows, error);
    if (status == DOLBOM_OK) status = give(check, "worklist", &result->worklist, error);
    return status == DOLBOM_OK ? dlb_call_give_log(&check->call, error) : status;
}

static void close(struct check *check)
{
    struct dlb_env *env = check->call.env;
    dlb_rule_result_clear(&check->result);
    dlb_caseload_view_close(&check->view);
    dlb_array_clear(env, &check->mates, sizeof(uint32_t));
    dlb_array_clear(env, &check->persons, sizeof(struct dlb_view_person));
    dlb_free(env, check->planned, check->n_planned * sizeof *check->planned);
    dlb_rows_clear(&check->kept);
    dlb_caseload_free(check->caseload);
    dlb_policy_free(check->policy);
    dlb_matched_clear(&check->matched);
}

dolbom_status dolbom_check(const dolbom_plan *plan, dolbom_table *in, size_t n_in,
                           dolbom_table *out, size_t out_cap, size_t *n_out, dolbom_error *error)
{
    struct check check = {0};
    dolbom_status status = dlb_call_open(plan, in, n_in, out, out_cap, n_out, &check.call, error);
    if (status == DOLBOM_OK) status = dlb_call_need_as_of(&check.call, error);
    if (status == DOLBOM_OK) status = check_all(&check, error);
    if (status == DOLBOM_OK) status = give_all(&check, error);
    close(&check);
    return dlb_call_close(&check.call, n_out, status);
}
