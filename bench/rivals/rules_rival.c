/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rules_rival.c - D03 and O10 over a made-up caseload, and the same rows for another program.
 *
 * usage: rules_rival N_SERVICES FOLDER
 *
 * Writes services.csv and needs.csv, what the two rules compare and nothing else: numbers for
 * persons and agencies, the first two digits of classes, half-open days counted from 1970, deaths
 * taken off. Then prints how long the rules take on one thread and what they find.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../bench.h"
#include "../rule_world.h"

struct rival {
    struct rule_world world;
    struct dlb_digest digest;
    struct dlb_rule_result result;
};

static FILE *create(const char *folder, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (!file) bench_check(DOLBOM_E_IO, path);
    return file;
}

static void finish(FILE *file)
{
    bool bad = ferror(file);
    if (fclose(file) != 0 || bad) bench_check(DOLBOM_E_IO, "writing");
}

static void write_services(const struct dlb_caseload *caseload, const char *folder)
{
    FILE *file = create(folder, "services.csv");
    fputs("person,agency,class,start,end\n", file);
    for (uint32_t i = 0; i < caseload->n_services; i++) {
        const struct dlb_service *service = &caseload->services[i];
        struct dlb_ending ending = {caseload->person_deaths[service->person], -1};
        struct dlb_span span = dlb_service_span(service, ending);
        struct dlb_class class_ = dlb_class_cut(service->class_, 2);
        if (!dlb_service_is_active(service) || span.end <= span.start || !class_.digits) continue;
        fprintf(file, "%u,%u,%u,%d,%d\n", service->person, service->agency, class_.code, span.start,
                span.end);
    }
    finish(file);
}

/* Of the living; the rule asks about nobody else. Each need has one class that answers it. */
static void write_needs(const struct dlb_caseload *caseload, const char *folder)
{
    FILE *file = create(folder, "needs.csv");
    fputs("person,class,identified\n", file);
    for (uint32_t i = 0; i < caseload->n_needs; i++) {
        const struct dlb_need *need = &caseload->needs[i];
        if (!dlb_need_is_open(caseload, need)) continue;
        if (dlb_person_has_died(caseload, need->person)) continue;
        bool food = dlb_text_equal(caseload->need_classes[need->need_class], dlb_text_of("food"));
        fprintf(file, "%u,%d,%d\n", need->person, food ? 31 : 71, need->identified_on);
    }
    finish(file);
}

static void clear(void *context)
{
    struct rival *rival = context;
    dlb_rule_result_clear(&rival->result);
}

static void judge(void *context)
{
    struct rival *rival = context;
    struct dlb_rule_request request = {.stages = 3, .digest = &rival->digest};
    bench_check(dlb_rules_run(rival->world.caseload, &request, &rival->result, NULL), "rules");
}

enum { N_FINDINGS = 8 }; /* its place among the columns of rule_runs */

/* Findings of each rule, from rule_runs. */
static void print_counts(struct rival *rival)
{
    struct ArrowArrayStream stream;
    struct ArrowArray batch;
    bench_check(dlb_frame_stream(rival->result.rule_runs, &stream, NULL), "rule_runs");
    rival->result.rule_runs = NULL;
    bench_check(stream.get_next(&stream, &batch), "rule_runs");
    const int32_t *offsets = batch.children[0]->buffers[1];
    const char *ids = batch.children[0]->buffers[2];
    const int64_t *n_findings = batch.children[N_FINDINGS]->buffers[1];
    for (int64_t i = 0; i < batch.length; i++)
        if (n_findings[i])
            printf("{\"rule\": \"%.3s\", \"findings\": %lld}\n", ids + offsets[i],
                   (long long)n_findings[i]);
    batch.release(&batch);
    stream.release(&stream);
}

int main(int argc, char **argv)
{
    static const struct dlb_digest_key key = {{1}};
    static const char *const only[] = {"D03", "O10", NULL};
    static struct rival rival;
    if (argc != 3) {
        fputs("usage: rules_rival N_SERVICES FOLDER\n", stderr);
        return 2;
    }
    rule_world_open((uint32_t)bench_rows(argc, argv, 0), only, &rival.world);
    dlb_digest_open(&rival.digest, &key, "finding_id");
    rule_world_prepare(&rival.world);
    rule_world_read(&rival.world);
    write_services(rival.world.caseload, argv[2]);
    write_needs(rival.world.caseload, argv[2]);
    bench_run("D03 and O10", rival.world.n_services, clear, judge, &rival);
    print_counts(&rival);
    clear(&rival);
    rule_world_close(&rival.world);
    return 0;
}
