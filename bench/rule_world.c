/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rule_world.c - people, services, needs, stays and a policy for measuring rules.
 *
 * Services are the largest table: four for each record. They are made here as agencies send them,
 * with texts for ids, programmes and status, days for dates, in no order; a few people in a hundred
 * are served twice, need something or stay in hospital.
 */
#include "bench.h"
#include "rule_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PER_RECORD = 4, ID_LEN = 12 };

static uint64_t draw(uint64_t i)
{
    return dlb_hash64(&i, sizeof i);
}

static struct dlb_text number_text(char room[ID_LEN], char kind, uint64_t number)
{
    int len = snprintf(room, ID_LEN, "%c%09llu", kind, (unsigned long long)number);
    return (struct dlb_text){room, (size_t)len};
}

/* ---- people --------------------------------------------------------------------------------- */

static void make_people(struct rule_world *world)
{
    static char ids[RULE_WORLD_AGENCIES][ID_LEN];
    static struct dlb_text agencies[RULE_WORLD_AGENCIES];
    uint32_t n = world->n_services / PER_RECORD, n_persons = n * 3 / 5 + 1;
    struct dlb_member *members = calloc(n, sizeof *members);
    struct dlb_text *person_ids = calloc(n_persons, sizeof *person_ids);
    world->names = malloc((size_t)(n + n_persons) * ID_LEN);
    if (!members || !person_ids || !world->names) abort();
    for (uint32_t i = 0; i < RULE_WORLD_AGENCIES; i++) agencies[i] = number_text(ids[i], 'A', i);
    for (uint32_t i = 0; i < n; i++) {
        members[i] =
            (struct dlb_member){.record_id = number_text(world->names + (size_t)i * ID_LEN, 'R', i),
                                .agency = (uint32_t)((uint64_t)i * RULE_WORLD_AGENCIES / n),
                                .person = (uint32_t)(draw(i) % n_persons),
                                .probability_ppm = 1000000,
                                .household = DLB_NO_CODE,
                                .death_date = DLB_DAY_NONE,
                                .birth_date = DLB_DAY_NONE,
                                .registered_on = DLB_DAY_NONE,
                                .updated_at = DLB_DAY_NONE,
                                .consent = 2,
                                .protected_ = 2};
        if (i % 200 == 7) members[i].death_date = dlb_day_of(2026, 3, 1);
    }
    for (uint32_t i = 0; i < n_persons; i++)
        person_ids[i] = number_text(world->names + (size_t)(n + i) * ID_LEN, 'P', i);
    world->people = (struct dlb_people){.agencies = agencies,
                                        .members = members,
                                        .person_ids = person_ids,
                                        .n_agencies = RULE_WORLD_AGENCIES,
                                        .n_members = n,
                                        .n_persons = n_persons};
}

/* Reading renumbers the agencies; they were sorted, so that changes nothing here. */
static struct dlb_text record_of(const struct rule_world *world, uint64_t i,
                                 struct dlb_text *agency)
{
    const struct dlb_member *member = &world->people.members[draw(i) % world->people.n_members];
    *agency = world->people.agencies[member->agency];
    return member->record_id;
}

/* ---- tables --------------------------------------------------------------------------------- */

static void give(struct rule_world *world, const char *table, struct dlb_frame *frame)
{
    size_t n = world->intake.n_tables++;
    bench_check(dlb_frame_stream(frame, &world->streams[n], NULL), table);
    world->tables[n] = (struct dlb_intake_table){.name = table, .stream = &world->streams[n]};
}

static struct dlb_frame *open_frame(struct rule_world *world,
                                    const struct dlb_frame_column *columns, size_t n)
{
    struct dlb_frame *frame;
    bench_check(dlb_frame_open(world->env, columns, n, &frame, NULL), "frame");
    return frame;
}

static void make_services(struct rule_world *world)
{
    static const struct dlb_frame_column columns[] = {
        {"agency_id", DLB_FRAME_TEXT, 0},   {"service_id", DLB_FRAME_TEXT, 0},
        {"record_id", DLB_FRAME_TEXT, 0},   {"programme", DLB_FRAME_TEXT, 0},
        {"start_date", DLB_FRAME_DAY, 0},   {"end_date", DLB_FRAME_DAY, 0},
        {"amount_won", DLB_FRAME_INT64, 0}, {"status", DLB_FRAME_TEXT, 0}};
    static const char *const programmes[] = {"meals", "box",     "pension", "support",
                                             "rent",  "counsel", "school",  "unknown"};
    struct dlb_frame *frame = open_frame(world, columns, 8);
    int32_t first = dlb_day_of(2024, 1, 1);
    for (uint32_t i = 0; i < world->n_services; i++) {
        uint64_t number = draw(i + 77);
        char id[ID_LEN];
        struct dlb_text agency, record = record_of(world, i, &agency);
        int32_t start = first + (int32_t)(number % 850);
        dlb_frame_text(frame, agency);
        dlb_frame_text(frame, number_text(id, 'S', i));
        dlb_frame_text(frame, record);
        dlb_frame_cstring(frame, programmes[number >> 20 & 7]);
        dlb_frame_day(frame, start);
        dlb_frame_day(frame, start + (int32_t)(number >> 30 & 31));
        dlb_frame_int(frame, (int64_t)(number >> 40 & 0xFFFF) * 10);
        dlb_frame_cstring(frame, number >> 60 ? "delivered" : "planned");
    }
    give(world, "services", frame);
}

static void make_needs(struct rule_world *world)
{
    static const struct dlb_frame_column columns[] = {{"agency_id", DLB_FRAME_TEXT, 0},
                                                      {"need_id", DLB_FRAME_TEXT, 0},
                                                      {"record_id", DLB_FRAME_TEXT, 0},
                                                      {"need_class", DLB_FRAME_TEXT, 0},
                                                      {"identified_on", DLB_FRAME_DAY, 0}};
    struct dlb_frame *frame = open_frame(world, columns, 5);
    for (uint32_t i = 0; i < world->n_services / 40; i++) {
        char id[ID_LEN];
        struct dlb_text agency, record = record_of(world, i + 3000000000U, &agency);
        dlb_frame_text(frame, agency);
        dlb_frame_text(frame, number_text(id, 'N', i));
        dlb_frame_text(frame, record);
        dlb_frame_cstring(frame, i % 2 ? "food" : "care");
        dlb_frame_day(frame, dlb_day_of(2025, 12, 1) + (int32_t)(i % 200));
    }
    give(world, "needs", frame);
}

static void make_stays(struct rule_world *world)
{
    static const struct dlb_frame_column columns[] = {
        {"agency_id", DLB_FRAME_TEXT, 0}, {"stay_id", DLB_FRAME_TEXT, 0},
        {"record_id", DLB_FRAME_TEXT, 0}, {"kind", DLB_FRAME_TEXT, 0},
        {"start_date", DLB_FRAME_DAY, 0}, {"end_date", DLB_FRAME_DAY, 0}};
    struct dlb_frame *frame = open_frame(world, columns, 6);
    for (uint32_t i = 0; i < world->n_services / 100; i++) {
        char id[ID_LEN];
        int32_t start = dlb_day_of(2025, 1, 1) + (int32_t)(i % 500);
        struct dlb_text agency, record = record_of(world, i + 2000000000U, &agency);
        dlb_frame_text(frame, agency);
        dlb_frame_text(frame, number_text(id, 'T', i));
        dlb_frame_text(frame, record);
        dlb_frame_cstring(frame, "hospital");
        dlb_frame_day(frame, start);
        dlb_frame_day(frame, start + 10);
    }
    give(world, "stays", frame);
}

/* A table of texts: rows and cells one after the other. */
static void make_texts(struct rule_world *world, const char *table, const char *const *columns,
                       size_t n_columns, const char *const *cells, size_t n_rows)
{
    struct dlb_frame_column made[8];
    for (size_t i = 0; i < n_columns; i++)
        made[i] = (struct dlb_frame_column){columns[i], DLB_FRAME_TEXT, 0};
    struct dlb_frame *frame = open_frame(world, made, n_columns);
    for (size_t i = 0; i < n_rows * n_columns; i++) dlb_frame_cstring(frame, cells[i]);
    give(world, table, frame);
}

static bool is_wanted(const struct rule_world *world, const char *rule)
{
    const char *const *at = world->only;
    while (*at && strcmp(*at, rule) != 0) at++;
    return *at != NULL;
}

static void put_setting(struct dlb_frame *frame, const char *rule, const char *param)
{
    dlb_frame_cstring(frame, rule);
    dlb_frame_cstring(frame, param);
    dlb_frame_cstring(frame, "0");
}

/* Rows that switch off every rule that is not wanted, and hand-overs, which few others know. */
static void make_rules(struct rule_world *world)
{
    static const struct dlb_frame_column columns[] = {
        {"rule", DLB_FRAME_TEXT, 0}, {"param", DLB_FRAME_TEXT, 0}, {"value", DLB_FRAME_TEXT, 0}};
    struct dlb_frame *frame = open_frame(world, columns, 3);
    for (size_t i = 0; i < dlb_rule_catalogue.n; i++) {
        const char *rule = dlb_rule_catalogue.rules[i]->id;
        if (!is_wanted(world, rule)) put_setting(frame, rule, "enabled");
    }
    if (is_wanted(world, "D03")) put_setting(frame, "D03", "handover_days");
    give(world, "rules", frame);
}

static void make_policy(struct rule_world *world)
{
    static const char *const programme_columns[] = {"programme", "service_class", "home_based"};
    static const char *const programmes[] = {"meals",   "3102", "1", "box",     "3101", "0",
                                             "pension", "3003", "0", "support", "7109", "1",
                                             "rent",    "4001", "0", "counsel", "2101", "0",
                                             "school",  "6001", "0"};
    static const char *const mutex_columns[] = {"set_id", "kind", "a", "b", "basis"};
    static const char *const mutexes[] = {"m1", "exclusive", "pension",  "support",     "day",
                                          "m2", "exclusive", "rent",     "pension",     "month",
                                          "m3", "exclusive", "class:71", "class:21",    "day",
                                          "m4", "exclusive", "school",   "counsel",     "month",
                                          "m5", "state",     "pension",  "stay:prison", "day"};
    static const char *const need_columns[] = {"need_class", "service_class"};
    static const char *const needs[] = {"food", "31", "care", "71"};
    static const char *const cap_columns[] = {"rule", "service_class", "max_count", "window_days"};
    static const char *const caps[] = {"D05", "3101", "1", "30", "D05", "4001", "1", "20"};
    make_texts(world, "programmes", programme_columns, 3, programmes, 7);
    make_texts(world, "mutex", mutex_columns, 5, mutexes, 5);
    make_texts(world, "need_map", need_columns, 2, needs, 2);
    make_texts(world, "caps", cap_columns, 4, caps, 2);
    if (world->only) make_rules(world);
}

/* ---- all of it ------------------------------------------------------------------------------ */

static void clear_read(struct rule_world *world)
{
    dlb_caseload_free(world->caseload);
    dlb_policy_free(world->policy);
    dlb_intake_log_free(world->intake.log);
    world->caseload = NULL;
    world->policy = NULL;
}

void rule_world_open(uint32_t n_services, const char *const *only, struct rule_world *world)
{
    *world = (struct rule_world){.n_services = n_services, .only = only};
    bench_check(dlb_env_open(NULL, &world->env, NULL), "environment");
    make_people(world);
}

void rule_world_prepare(struct rule_world *world)
{
    clear_read(world);
    world->intake = (struct dlb_intake){.env = world->env, .tables = world->tables};
    world->intake.value.as_of = dlb_day_of(2026, 6, 30);
    bench_check(dlb_intake_log_open(world->env, &world->intake.log, NULL), "log");
    make_policy(world);
    bench_check(dlb_policy_read(&world->intake, &dlb_rule_catalogue, &world->policy, NULL),
                "policy");
    make_services(world);
    make_needs(world);
    make_stays(world);
}

void rule_world_read(struct rule_world *world)
{
    bench_check(
        dlb_caseload_read(&world->intake, world->policy, &world->people, &world->caseload, NULL),
        "read");
}

void rule_world_close(struct rule_world *world)
{
    clear_read(world);
    dlb_env_release(world->env);
    free((void *)world->people.members);
    free(world->people.person_ids);
    free(world->names);
}
