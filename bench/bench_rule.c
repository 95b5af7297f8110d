/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_rule.c - services read against people, and all rules over them.
 *
 * Services are the largest table: four for each record. They are made here as agencies send them,
 * with texts for ids, programmes and status, days for dates, in no order; a few people in a hundred
 * are served twice, need something or stay in hospital. What is reported is nanoseconds per service
 * for reading and for running all rules, and how much memory it took.
 */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rule/kernel.h"

enum { N_AGENCIES = 40, PER_RECORD = 4, USUAL_SERVICES = 4000000, ID_LEN = 12 };

struct bench {
    struct dlb_env *env;
    struct dlb_intake intake;
    struct dlb_intake_table tables[8];
    struct ArrowArrayStream streams[8];
    struct dlb_people people;
    char *names; /* ID_LEN bytes per record and per person */
    uint32_t n_services;
    struct dlb_policy *policy;
    struct dlb_caseload *caseload;
    struct dlb_digest digest;
    struct dlb_rule_result result;
};

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

static void make_people(struct bench *bench)
{
    static char ids[N_AGENCIES][ID_LEN];
    static struct dlb_text agencies[N_AGENCIES];
    uint32_t n = bench->n_services / PER_RECORD, n_persons = n * 3 / 5 + 1;
    struct dlb_member *members = calloc(n, sizeof *members);
    struct dlb_text *person_ids = calloc(n_persons, sizeof *person_ids);
    bench->names = malloc((size_t)(n + n_persons) * ID_LEN);
    if (!members || !person_ids || !bench->names) abort();
    for (uint32_t i = 0; i < N_AGENCIES; i++) agencies[i] = number_text(ids[i], 'A', i);
    for (uint32_t i = 0; i < n; i++) {
        members[i] =
            (struct dlb_member){.record_id = number_text(bench->names + (size_t)i * ID_LEN, 'R', i),
                                .agency = (uint32_t)((uint64_t)i * N_AGENCIES / n),
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
        person_ids[i] = number_text(bench->names + (size_t)(n + i) * ID_LEN, 'P', i);
    bench->people = (struct dlb_people){.agencies = agencies,
                                        .members = members,
                                        .person_ids = person_ids,
                                        .n_agencies = N_AGENCIES,
                                        .n_members = n,
                                        .n_persons = n_persons};
}

/* Reading renumbers the agencies; they were sorted, so that changes nothing here. */
static struct dlb_text record_of(const struct bench *bench, uint64_t i, struct dlb_text *agency)
{
    const struct dlb_member *member = &bench->people.members[draw(i) % bench->people.n_members];
    *agency = bench->people.agencies[member->agency];
    return member->record_id;
}

/* ---- tables --------------------------------------------------------------------------------- */

static void give(struct bench *bench, const char *table, struct dlb_frame *frame)
{
    size_t n = bench->intake.n_tables++;
    bench_check(dlb_frame_stream(frame, &bench->streams[n], NULL), table);
    bench->tables[n] = (struct dlb_intake_table){table, &bench->streams[n], NULL, 0};
}

static struct dlb_frame *open_frame(struct bench *bench, const struct dlb_frame_column *columns,
                                    size_t n)
{
    struct dlb_frame *frame;
    bench_check(dlb_frame_open(bench->env, columns, n, &frame, NULL), "frame");
    return frame;
}

static void make_services(struct bench *bench)
{
    static const struct dlb_frame_column columns[] = {
        {"agency_id", DLB_FRAME_TEXT, 0},   {"service_id", DLB_FRAME_TEXT, 0},
        {"record_id", DLB_FRAME_TEXT, 0},   {"programme", DLB_FRAME_TEXT, 0},
        {"start_date", DLB_FRAME_DAY, 0},   {"end_date", DLB_FRAME_DAY, 0},
        {"amount_won", DLB_FRAME_INT64, 0}, {"status", DLB_FRAME_TEXT, 0}};
    static const char *const programmes[] = {"meals", "box",     "pension", "support",
                                             "rent",  "counsel", "school",  "unknown"};
    struct dlb_frame *frame = open_frame(bench, columns, 8);
    int32_t first = dlb_day_of(2024, 1, 1);
    for (uint32_t i = 0; i < bench->n_services; i++) {
        uint64_t number = draw(i + 77);
        char id[ID_LEN];
        struct dlb_text agency, record = record_of(bench, i, &agency);
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
    give(bench, "services", frame);
}

static void make_needs(struct bench *bench)
{
    static const struct dlb_frame_column columns[] = {{"agency_id", DLB_FRAME_TEXT, 0},
                                                      {"need_id", DLB_FRAME_TEXT, 0},
                                                      {"record_id", DLB_FRAME_TEXT, 0},
                                                      {"need_class", DLB_FRAME_TEXT, 0},
                                                      {"identified_on", DLB_FRAME_DAY, 0}};
    struct dlb_frame *frame = open_frame(bench, columns, 5);
    for (uint32_t i = 0; i < bench->n_services / 40; i++) {
        char id[ID_LEN];
        struct dlb_text agency, record = record_of(bench, i + 3000000000U, &agency);
        dlb_frame_text(frame, agency);
        dlb_frame_text(frame, number_text(id, 'N', i));
        dlb_frame_text(frame, record);
        dlb_frame_cstring(frame, i % 2 ? "food" : "care");
        dlb_frame_day(frame, dlb_day_of(2025, 12, 1) + (int32_t)(i % 200));
    }
    give(bench, "needs", frame);
}

static void make_stays(struct bench *bench)
{
    static const struct dlb_frame_column columns[] = {
        {"agency_id", DLB_FRAME_TEXT, 0}, {"stay_id", DLB_FRAME_TEXT, 0},
        {"record_id", DLB_FRAME_TEXT, 0}, {"kind", DLB_FRAME_TEXT, 0},
        {"start_date", DLB_FRAME_DAY, 0}, {"end_date", DLB_FRAME_DAY, 0}};
    struct dlb_frame *frame = open_frame(bench, columns, 6);
    for (uint32_t i = 0; i < bench->n_services / 100; i++) {
        char id[ID_LEN];
        int32_t start = dlb_day_of(2025, 1, 1) + (int32_t)(i % 500);
        struct dlb_text agency, record = record_of(bench, i + 2000000000U, &agency);
        dlb_frame_text(frame, agency);
        dlb_frame_text(frame, number_text(id, 'T', i));
        dlb_frame_text(frame, record);
        dlb_frame_cstring(frame, "hospital");
        dlb_frame_day(frame, start);
        dlb_frame_day(frame, start + 10);
    }
    give(bench, "stays", frame);
}

/* A table of texts: rows and cells one after the other. */
static void make_texts(struct bench *bench, const char *table, const char *const *columns,
                       size_t n_columns, const char *const *cells, size_t n_rows)
{
    struct dlb_frame_column made[8];
    for (size_t i = 0; i < n_columns; i++)
        made[i] = (struct dlb_frame_column){columns[i], DLB_FRAME_TEXT, 0};
    struct dlb_frame *frame = open_frame(bench, made, n_columns);
    for (size_t i = 0; i < n_rows * n_columns; i++) dlb_frame_cstring(frame, cells[i]);
    give(bench, table, frame);
}

static void make_policy(struct bench *bench)
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
    make_texts(bench, "programmes", programme_columns, 3, programmes, 7);
    make_texts(bench, "mutex", mutex_columns, 5, mutexes, 5);
    make_texts(bench, "need_map", need_columns, 2, needs, 2);
    make_texts(bench, "caps", cap_columns, 4, caps, 2);
}

/* ---- runs ----------------------------------------------------------------------------------- */

static void prepare_read(void *context)
{
    struct bench *bench = context;
    dlb_caseload_free(bench->caseload);
    dlb_policy_free(bench->policy);
    dlb_intake_log_free(bench->intake.log);
    bench->caseload = NULL;
    bench->policy = NULL;
    bench->intake = (struct dlb_intake){.env = bench->env, .tables = bench->tables};
    bench->intake.value.as_of = dlb_day_of(2026, 6, 30);
    bench_check(dlb_intake_log_open(bench->env, &bench->intake.log, NULL), "log");
    make_policy(bench);
    bench_check(dlb_policy_read(&bench->intake, &dlb_rule_catalogue, &bench->policy, NULL),
                "policy");
    make_services(bench);
    make_needs(bench);
    make_stays(bench);
}

static void run_read(void *context)
{
    struct bench *bench = context;
    bench_check(
        dlb_caseload_read(&bench->intake, bench->policy, &bench->people, &bench->caseload, NULL),
        "read");
}

static void prepare_rules(void *context)
{
    struct bench *bench = context;
    dlb_rule_result_clear(&bench->result);
}

static void run_rules(void *context)
{
    struct bench *bench = context;
    struct dlb_rule_request request = {.stages = 3, .digest = &bench->digest};
    bench_check(dlb_rules_run(bench->caseload, &request, &bench->result, NULL), "rules");
}

/* Streaming the findings uses them up. */
static int64_t count_findings(struct bench *bench)
{
    struct ArrowArrayStream stream;
    struct ArrowArray batch;
    int64_t n = 0;
    bench_check(dlb_frame_stream(bench->result.findings, &stream, NULL), "findings");
    bench->result.findings = NULL;
    for (;; batch.release(&batch)) {
        bench_check(stream.get_next(&stream, &batch), "findings");
        if (!batch.release) break;
        n += batch.length;
    }
    stream.release(&stream);
    return n;
}

int main(int argc, char **argv)
{
    static const struct dlb_digest_key key = {{1}};
    static struct bench bench;
    bench.n_services = (uint32_t)bench_rows(argc, argv, USUAL_SERVICES);
    bench_check(dlb_env_open(NULL, &bench.env, NULL), "environment");
    dlb_digest_open(&bench.digest, &key, "finding_id");
    make_people(&bench);
    bench_run("caseload", bench.n_services, prepare_read, run_read, &bench);
    bench_run("rules", bench.n_services, prepare_rules, run_rules, &bench);
    fprintf(stderr, "%u services, %lld findings, %zu MB held\n", bench.n_services,
            (long long)count_findings(&bench), dlb_env_used(bench.env) >> 20);
    dlb_rule_result_clear(&bench.result);
    dlb_caseload_free(bench.caseload);
    dlb_policy_free(bench.policy);
    dlb_intake_log_free(bench.intake.log);
    dlb_env_release(bench.env);
    free((void *)bench.people.members);
    free(bench.people.person_ids);
    free(bench.names);
    return 0;
}
