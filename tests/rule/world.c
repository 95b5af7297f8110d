/* SPDX-License-Identifier: Apache-2.0 */
/*
 * world.c - a caseload and a policy made by hand, brought into the order kernels expect.
 */
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct dlb_text text_of(const char *string)
{
    return (struct dlb_text){string, string ? strlen(string) : 0};
}

int32_t day(const char *text)
{
    if (!*text) return DLB_DAY_NONE;
    int year, month, number;
    cr_assert_eq(sscanf(text, "%d-%d-%d", &year, &month, &number), 3);
    return dlb_day_of(year, (unsigned)month, (unsigned)number);
}

/* "n7": an id of its own for every row. */
static struct dlb_text new_id(struct world *w, char letter)
{
    char *id = w->ids[w->n_ids];
    snprintf(id, sizeof *w->ids, "%c%u", letter, w->n_ids++);
    return text_of(id);
}

/* Points policy, people and caseload at the arrays of the world. */
static void point(struct world *w)
{
    w->policy.programme_ids = w->programme_ids;
    w->policy.programmes = w->programmes;
    w->policy.programmes_first = w->programmes_first;
    w->policy.need_classes = w->need_classes;
    w->policy.need_maps = w->need_maps;
    w->policy.need_maps_first = w->need_maps_first;
    w->policy.parameters = w->parameters;
    w->policy.deadlines = w->deadlines;
    w->people.agencies = w->agency_ids;
    w->people.members = w->members;
    w->people.person_ids = w->person_ids;
    w->people.household_ids = w->household_ids;
    w->caseload.policy = &w->policy;
    w->caseload.people = &w->people;
    w->caseload.agencies = w->agencies;
    w->caseload.members = w->members;
    w->caseload.zones = w->zones;
    w->caseload.uploads = w->uploads;
    w->caseload.agency_members_first = w->agency_members_first;
    w->caseload.person_members = w->person_members;
    w->caseload.person_members_first = w->person_members_first;
    w->caseload.person_deaths = w->person_deaths;
    w->caseload.services = w->services;
    w->caseload.needs = w->needs;
    w->caseload.referrals = w->referrals;
    w->caseload.cases = w->cases;
    w->caseload.events = w->events;
    w->caseload.services_first = w->services_first;
    w->caseload.needs_first = w->needs_first;
    w->caseload.referrals_first = w->referrals_first;
    w->caseload.cases_first = w->cases_first;
    w->caseload.stays_first = w->stays_first;
    w->caseload.events_first = w->events_first;
    w->caseload.assessments_first = w->caseload.applications_first = w->caseload.facts_first =
        w->caseload.signals_first = w->caseload.reports_first = w->no_rows_first;
    w->caseload.programme_ids = w->programme_ids;
    w->caseload.need_classes = w->need_classes;
}

void world_open(struct world *w, const char *as_of)
{
    memset(w, 0, sizeof *w);
    w->env = test_env_open(&w->memory, 1);
    w->policy.env = w->caseload.env = w->env;
    w->policy.catalogue = &dlb_rule_catalogue;
    w->policy.tables = DLB_HAS_NEED_MAP | DLB_HAS_ZONES;
    w->caseload.as_of = day(as_of);
    point(w);
    static const struct dlb_digest_key key;
    dlb_digest_open(&w->digest, &key, "finding_id");
    dlb_findings_open(w->env, &w->caseload, NULL, &w->digest, &w->findings);
    w->work =
        (struct dlb_rule_work){.env = w->env, .caseload = &w->caseload, .findings = &w->findings};
}

void world_close(struct world *w)
{
    dlb_findings_clear(&w->findings);
    dlb_work_clear(&w->work);
    dlb_households_clear(w->env, &w->caseload.households);
    test_env_close(w->env, &w->memory);
}

/* ---- policy ---------------------------------------------------------------------------------- */

static const struct dlb_valid always = {DLB_DAY_NONE, DLB_DAY_OPEN};

static struct dlb_class class_of(unsigned code)
{
    return (struct dlb_class){(uint16_t)code, code < 100 ? 2 : 4};
}

uint32_t world_programme(struct world *w, const char *id, unsigned class_code, enum dlb_grain grain,
                         bool household_unit)
{
    uint32_t code = w->policy.n_programmes++;
    w->programmes[code] = (struct dlb_programme){.code = code,
                                                 .class_ = class_of(class_code),
                                                 .grain = (uint8_t)grain,
                                                 .layer = DLB_LAYER_LOCAL,
                                                 .household_unit = household_unit,
                                                 .valid = always};
    w->programme_ids[code] = text_of(id);
    w->programmes_first[code + 1] = code + 1;
    w->policy.n_programme_ids = w->caseload.n_programme_ids = code + 1;
    return code;
}

uint32_t world_need_class(struct world *w, const char *name, unsigned class_code)
{
    uint32_t n = w->policy.n_need_classes;
    bool is_new = !n || !dlb_text_equal(w->need_classes[n - 1], text_of(name));
    uint32_t code = is_new ? n : n - 1;
    w->need_classes[code] = text_of(name);
    w->need_maps[w->policy.n_need_maps++] =
        (struct dlb_need_map){.need_class = code, .class_ = class_of(class_code), .valid = always};
    w->need_maps_first[code + 1] = w->policy.n_need_maps;
    w->policy.n_need_classes = w->caseload.n_need_classes = code + 1;
    return code;
}

void world_zone(struct world *w, const char *id, const char *area_code, uint32_t responsible)
{
    w->zones[w->caseload.n_zones++] = (struct dlb_zone){.id = text_of(id),
                                                        .area_code = text_of(area_code),
                                                        .responsible_agency = responsible,
                                                        .valid = always};
}

void world_param(struct world *w, const char *rule, const char *name, const char *key,
                 int64_t value)
{
    struct dlb_parameter row = {.rule = text_of(rule),
                                .name = text_of(name),
                                .key = text_of(key),
                                .value = value,
                                .services = {.programme = DLB_NO_CODE},
                                .valid = always};
    w->parameters[w->policy.n_parameters++] = row;
    qsort(w->parameters, w->policy.n_parameters, sizeof row, dlb_parameter_order);
}

void world_deadline(struct world *w, const char *rule, const char *key, int32_t amount, bool month,
                    enum dlb_deadline_mode mode)
{
    struct dlb_parameter row = {.rule = text_of(rule),
                                .key = text_of(key),
                                .deadline = {amount, month, (uint8_t)mode},
                                .valid = always};
    w->deadlines[w->policy.n_deadlines++] = row;
    qsort(w->deadlines, w->policy.n_deadlines, sizeof row, dlb_parameter_order);
}

/* ---- people ---------------------------------------------------------------------------------- */

uint32_t world_agency(struct world *w, const char *id)
{
    uint32_t code = w->caseload.n_agencies++;
    w->agencies[code] =
        (struct dlb_agency){.id = text_of(id), .active = {DLB_DAY_NONE, DLB_DAY_OPEN}};
    w->agency_ids[code] = text_of(id);
    w->people.n_agencies = w->caseload.n_agencies;
    return code;
}

struct dlb_member *world_record(struct world *w, uint32_t agency, uint32_t person)
{
    struct dlb_member *member = &w->members[w->people.n_members++];
    *member = (struct dlb_member){.record_id = new_id(w, 'r'),
                                  .agency = agency,
                                  .person = person,
                                  .probability_ppm = 1000000,
                                  .household = DLB_NO_CODE,
                                  .death_date = DLB_DAY_NONE,
                                  .registered_on = DLB_DAY_NONE,
                                  .updated_at = DLB_DAY_NONE,
                                  .birth_date = DLB_DAY_NONE,
                                  .consent = 2,
                                  .protected_ = 2};
    w->caseload.n_members = w->people.n_members;
    return member;
}

uint32_t world_person(struct world *w, uint32_t agency, int household)
{
    uint32_t person = w->people.n_persons++;
    struct dlb_member *member = world_record(w, agency, person);
    w->person_ids[person] = new_id(w, 'p');
    w->person_deaths[person] = DLB_DAY_NONE;
    w->caseload.n_persons = w->people.n_persons;
    if (household == NO_HOUSEHOLD) return person;
    member->household = (uint32_t)household;
    for (; w->people.n_households <= (uint32_t)household; w->people.n_households++)
        w->household_ids[w->people.n_households] = new_id(w, 'h');
    return person;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static int32_t after(const char *last)
{
    return *last ? day(last) + 1 : DLB_DAY_OPEN;
}

struct dlb_service *world_service(struct world *w, uint32_t agency, uint32_t person,
                                  uint32_t programme, const char *start, const char *last)
{
    struct dlb_text id = new_id(w, 's');
    struct dlb_service *service = &w->services[w->caseload.n_services++];
    *service = (struct dlb_service){.id = id.data,
                                    .id_len = (uint16_t)id.len,
                                    .person = person,
                                    .agency = agency,
                                    .programme = programme,
                                    .class_ = w->programmes[programme].class_,
                                    .start = day(start),
                                    .end = after(last),
                                    .status = DLB_SERVICE_ACTIVE,
                                    .amount_won = DLB_NO_AMOUNT,
                                    .quantity_milli = DLB_NO_AMOUNT,
                                    .benefit_month = DLB_NONE,
                                    .need = NO_LINK,
                                    .case_ = NO_LINK,
                                    .entered_on = DLB_DAY_NONE};
    return service;
}

struct dlb_need *world_need(struct world *w, uint32_t agency, uint32_t person, uint32_t need_class,
                            const char *identified_on)
{
    struct dlb_need *need = &w->needs[w->caseload.n_needs++];
    *need = (struct dlb_need){.id = new_id(w, 'n'),
                              .person = person,
                              .agency = agency,
                              .need_class = need_class,
                              .urgency = DLB_URGENCY_NORMAL,
                              .status = DLB_NEED_OPEN,
                              .identified_on = day(identified_on),
                              .resolved_on = DLB_DAY_NONE};
    return need;
}

struct dlb_referral *world_referral(struct world *w, uint32_t agency, uint32_t person,
                                    uint32_t to_agency, const char *sent_on)
{
    struct dlb_referral *referral = &w->referrals[w->caseload.n_referrals++];
    *referral = (struct dlb_referral){.id = new_id(w, 'f'),
                                      .person = person,
                                      .agency = agency,
                                      .to_agency = to_agency,
                                      .need_class = DLB_NO_CODE,
                                      .need = NO_LINK,
                                      .urgency = UINT8_MAX,
                                      .status = DLB_REFERRAL_SENT,
                                      .sent_on = day(sent_on),
                                      .responded_on = DLB_DAY_NONE};
    return referral;
}

struct dlb_case *world_case(struct world *w, uint32_t agency, uint32_t person,
                            enum dlb_case_class case_class, const char *received_on)
{
    struct dlb_case *case_ = &w->cases[w->caseload.n_cases++];
    int32_t none = DLB_DAY_NONE;
    *case_ = (struct dlb_case){.id = new_id(w, 'c'),
                               .person = person,
                               .agency = agency,
                               .case_class = (uint8_t)case_class,
                               .received_on = day(received_on),
                               .visited_on = none,
                               .surveyed_on = none,
                               .met_on = none,
                               .decided_on = none,
                               .planned_on = none,
                               .first_service_on = none,
                               .evaluated_on = none,
                               .last_contact_on = none,
                               .closed_on = none};
    return case_;
}

struct dlb_event *world_event(struct world *w, uint32_t agency, uint32_t person,
                              enum dlb_event_kind kind, const char *date)
{
    struct dlb_event *event = &w->events[w->caseload.n_events++];
    *event = (struct dlb_event){.person = person,
                                .agency = agency,
                                .kind = (uint8_t)kind,
                                .date = day(date),
                                .case_ = NO_LINK};
    return event;
}

void world_upload(struct world *w, uint32_t agency, const char *table, const char *month,
                  int64_t rows, bool failed)
{
    char first[11];
    snprintf(first, sizeof first, "%.7s-01", month);
    w->uploads[w->caseload.n_uploads++] =
        (struct dlb_upload){agency, text_of(table), dlb_month_of(day(first)), rows, -1, failed};
}

int32_t world_need_row(const struct world *w, const struct dlb_need *need)
{
    return (int32_t)(need - w->needs);
}

int32_t world_case_row(const struct world *w, const struct dlb_case *case_)
{
    return (int32_t)(case_ - w->cases);
}

/* ---- running --------------------------------------------------------------------------------- */

void world_without_faults(struct world *w, void (*step)(struct world *w))
{
    size_t fail_at = w->memory.fail_at, n_calls = w->memory.n_calls;
    w->memory.fail_at = 0;
    step(w);
    w->memory.fail_at = fail_at;
    w->memory.n_calls = n_calls;
}

/* Rules that are asked. */
struct asked {
    const struct dlb_rule *const *rules;
    size_t n;
};

static bool is_asked(const void *context, const struct dlb_rule *rule)
{
    const struct asked *asked = context;
    for (size_t i = 0; i < asked->n; i++)
        if (asked->rules[i] == rule) return true;
    return false;
}

static void open_rules(struct world *w)
{
    w->policy.n_settings = 0;
    cr_assert_eq(dlb_policy_resolve(&w->policy, w->caseload.as_of, NULL), DOLBOM_OK);
    cr_assert_eq(dlb_policy_mark(&w->policy, NULL), DOLBOM_OK);
    cr_assert(dlb_running_open(&w->running, &w->caseload, w->wanted, w->wanted_context));
}

void world_rules_open(struct world *w, world_wanted wanted, const void *context)
{
    world_arrange(w);
    w->wanted = wanted;
    w->wanted_context = context;
    world_without_faults(w, open_rules);
}

void world_rules_close(struct world *w)
{
    dlb_running_close(&w->running, w->env);
    dlb_free(w->env, w->policy.marks, w->policy.n_marks * sizeof *w->policy.marks);
    dlb_free(w->env, w->policy.settings, w->policy.n_settings * sizeof(int64_t));
    dlb_free(w->env, w->policy.is_yielded_to, w->policy.catalogue->n);
}

static size_t run(struct world *w, const struct dlb_rule *const *rules, size_t n)
{
    struct asked asked = {rules, n};
    dlb_findings_reset(&w->findings);
    world_rules_open(w, is_asked, &asked);
    unsigned last = rules[0]->scope, first = last == DLB_SCOPE_HOUSEHOLD ? DLB_SCOPE_PERSON : last;
    for (unsigned scope = first; scope <= last; scope++)
        for (size_t i = 0; i < dlb_rules_subjects(&w->work, scope); i++)
            dlb_rules_look(&w->work, &w->running, scope, (uint32_t)i);
    world_rules_close(w);
    return w->findings.closed.n;
}

size_t world_run(struct world *w, const struct dlb_rule *rule)
{
    return run(w, &rule, 1);
}

size_t world_run_all(struct world *w, const struct dlb_rule_catalogue *catalogue)
{
    return run(w, catalogue->rules, catalogue->n);
}

const struct dlb_closed *world_finding(const struct world *w, size_t index)
{
    cr_assert_lt(index, w->findings.closed.n, "there is no finding %zu", index);
    return &((const struct dlb_closed *)w->findings.closed.data)[index];
}

bool world_says(const struct world *w, size_t index, const char *text)
{
    struct dlb_text detail = world_finding(w, index)->detail;
    bool found = memmem(detail.data, detail.len, text, strlen(text)) != NULL;
    if (!found) cr_log_error("%.*s", (int)detail.len, detail.data);
    return found;
}

size_t world_rows(const struct world *w, size_t index, enum dlb_row_table table, const char *role)
{
    const struct dlb_closed *finding = world_finding(w, index);
    const struct dlb_evidence *rows = w->findings.evidence.data;
    size_t n = 0;
    for (size_t i = finding->first_row; i < finding->first_row + finding->n_listed; i++)
        n += rows[i].table == table && !strcmp(rows[i].role, role);
    return n;
}

/* ---- a town ---------------------------------------------------------------------------------- */

void town_open(struct town *t, const char *as_of)
{
    struct world *w = &t->w;
    world_open(w, as_of);
    t->centre = world_agency(w, "centre");
    t->church = world_agency(w, "church");
    t->hall = world_agency(w, "hall");
    t->box = world_programme(w, "box", 3101, DLB_GRAIN_ONE_OFF, true);
    t->heating = world_programme(w, "heating", 9302, DLB_GRAIN_ONE_OFF, true);
    t->lunch = world_programme(w, "lunch", 3102, DLB_GRAIN_DAY, false);
    t->rent = world_programme(w, "rent", 4001, DLB_GRAIN_MONTH, true);
    t->food = world_need_class(w, "food", 31);
    t->housing = world_need_class(w, "housing", 4001);
    world_need_class(w, "housing", 4002);
    t->kim = world_person(w, t->centre, NO_HOUSEHOLD);
    world_record(w, t->church, t->kim);
    world_record(w, t->hall, t->kim);
}
