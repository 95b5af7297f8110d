/* SPDX-License-Identifier: Apache-2.0 */
/*
 * world.h - a caseload and a policy made by hand, for tests of one kernel at a time.
 *
 *   struct world w;
 *   world_open(&w, "2026-06-30");
 *   uint32_t centre = world_agency(&w, "centre");
 *   uint32_t kim = world_person(&w, centre, NO_HOUSEHOLD);
 *   world_need(&w, centre, kim, meals, "2026-06-01");
 *   cr_expect_eq(world_run(&w, &dlb_rule_o01), 1);
 *   world_close(&w);
 *
 * What is added comes in any order; codes rise in the order of the calls, so agencies,
 * programmes, need classes and zones are added in order of their ids. Rows may be changed
 * through the pointers until the first run. Links between rows are the numbers that
 * world_…_row gives, in order of the calls.
 */
#ifndef TEST_WORLD_H
#define TEST_WORLD_H

#include <criterion/criterion.h>

#include "finding/finding_store.h"
#include "policy/policy_tables.h"
#include "rule/kernel.h"

extern const struct dlb_rule dlb_rule_o01, dlb_rule_o03, dlb_rule_o05, dlb_rule_o06, dlb_rule_o07,
    dlb_rule_o09, dlb_rule_o10, dlb_rule_o24, dlb_rule_x02;
#include "support/support.h"

enum { WORLD_MAX = 64, NO_HOUSEHOLD = -1, NO_LINK = -1 };

typedef bool (*world_wanted)(const void *context, const struct dlb_rule *rule);

struct world {
    struct test_memory memory;
    struct dlb_env *env;
    struct dlb_policy policy;
    struct dlb_people people;
    struct dlb_caseload caseload;
    struct dlb_digest digest;
    struct dlb_findings findings;
    struct dlb_rule_work work;
    struct dlb_running_rules running;
    world_wanted wanted; /* of the rules that run, while they are open */
    const void *wanted_context;
    bool arranged;
    struct dlb_agency agencies[WORLD_MAX];
    struct dlb_member members[WORLD_MAX];
    struct dlb_service services[WORLD_MAX];
    struct dlb_need needs[WORLD_MAX];
    struct dlb_referral referrals[WORLD_MAX];
    struct dlb_case cases[WORLD_MAX];
    struct dlb_event events[WORLD_MAX];
    struct dlb_upload uploads[WORLD_MAX];
    struct dlb_programme programmes[WORLD_MAX];
    struct dlb_need_map need_maps[WORLD_MAX];
    struct dlb_zone zones[WORLD_MAX];
    struct dlb_parameter parameters[WORLD_MAX], deadlines[WORLD_MAX];
    struct dlb_text programme_ids[WORLD_MAX], need_classes[WORLD_MAX], agency_ids[WORLD_MAX],
        person_ids[WORLD_MAX], household_ids[WORLD_MAX];
    uint32_t programmes_first[WORLD_MAX + 1], need_maps_first[WORLD_MAX + 1];
    uint32_t agency_members_first[WORLD_MAX + 1];
    uint32_t person_members[WORLD_MAX], person_members_first[WORLD_MAX + 1];
    uint32_t services_first[WORLD_MAX + 1], needs_first[WORLD_MAX + 1],
        referrals_first[WORLD_MAX + 1], cases_first[WORLD_MAX + 1], stays_first[WORLD_MAX + 1],
        events_first[WORLD_MAX + 1], no_rows_first[WORLD_MAX + 1];
    int32_t person_deaths[WORLD_MAX];
    char ids[WORLD_MAX * 8][8];
    unsigned n_ids;
};

/* "2026-06-30" as a day; "" is DLB_DAY_NONE. */
int32_t day(const char *text);

void world_open(struct world *w, const char *as_of);
/* Fails the test when memory is left. */
void world_close(struct world *w);

/* ---- policy: each returns its code --------------------------------------------------------- */

uint32_t world_programme(struct world *w, const char *id, unsigned class_code, enum dlb_grain grain,
                         bool household_unit);
/* Answered by services of a class of 2 or 4 digits; call again with the name for more. */
uint32_t world_need_class(struct world *w, const char *name, unsigned class_code);
void world_zone(struct world *w, const char *id, const char *area_code, uint32_t responsible);
void world_param(struct world *w, const char *rule, const char *name, const char *key,
                 int64_t value);
void world_deadline(struct world *w, const char *rule, const char *key, int32_t amount, bool month,
                    enum dlb_deadline_mode mode);

/* ---- people -------------------------------------------------------------------------------- */

uint32_t world_agency(struct world *w, const char *id);
/* A new person with a record at an agency; household from 0 or NO_HOUSEHOLD. */
uint32_t world_person(struct world *w, uint32_t agency, int household);
/* Another record of a person, at another agency; to be changed through the pointer. */
struct dlb_member *world_record(struct world *w, uint32_t agency, uint32_t person);

/* ---- rows ---------------------------------------------------------------------------------- */

struct dlb_service *world_service(struct world *w, uint32_t agency, uint32_t person,
                                  uint32_t programme, const char *start, const char *last);
struct dlb_need *world_need(struct world *w, uint32_t agency, uint32_t person, uint32_t need_class,
                            const char *identified_on);
struct dlb_referral *world_referral(struct world *w, uint32_t agency, uint32_t person,
                                    uint32_t to_agency, const char *sent_on);
struct dlb_case *world_case(struct world *w, uint32_t agency, uint32_t person,
                            enum dlb_case_class case_class, const char *received_on);
struct dlb_event *world_event(struct world *w, uint32_t agency, uint32_t person,
                              enum dlb_event_kind kind, const char *date);
void world_upload(struct world *w, uint32_t agency, const char *table, const char *month,
                  int64_t rows, bool failed);
/* The link to a row that was added. */
int32_t world_need_row(const struct world *w, const struct dlb_need *need);
int32_t world_case_row(const struct world *w, const struct dlb_case *case_);

/* ---- running ------------------------------------------------------------------------------- */

/* What reading does before a rule looks: its allocations do not fail. */
void world_without_faults(struct world *w, void (*step)(struct world *w));
/* What the first run does: sort rows and members, number links anew. */
void world_arrange(struct world *w);
/* Rules of the catalogue as they run on the world, in w->running. */
void world_rules_open(struct world *w, world_wanted wanted, const void *context);
void world_rules_close(struct world *w);
/* The rule's findings about all its subjects, in order of subjects; how many. */
size_t world_run(struct world *w, const struct dlb_rule *rule);
/* The findings of all rules of a catalogue with one scope, and which yield to which. */
size_t world_run_all(struct world *w, const struct dlb_rule_catalogue *catalogue);
const struct dlb_closed *world_finding(const struct world *w, size_t index);
/* Does the finding's detail hold this text, such as "\"days_late\":3"? */
bool world_says(const struct world *w, size_t index, const char *text);
/* How many rows of a table play a role in the finding. */
size_t world_rows(const struct world *w, size_t index, enum dlb_row_table table, const char *role);

/* ---- a town -------------------------------------------------------------------------------- */

/* What most tests begin with: Kim with a record at each of three agencies, two kinds of need
 * (food is class 31, housing 4001 and 4002), and boxes for the household as a whole. */
struct town {
    struct world w;
    uint32_t centre, church, hall;
    uint32_t box, heating, lunch, rent;
    uint32_t food, housing;
    uint32_t kim;
};

void town_open(struct town *t, const char *as_of);

#endif
