/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_rule.c - services read against people, and all rules over them.
 *
 * What is reported is nanoseconds per service for reading and for running all rules, and how much
 * memory it took.
 */
#include "bench.h"
#include "rule_world.h"

#include <stdio.h>

enum { USUAL_SERVICES = 4000000 };

struct bench {
    struct rule_world world;
    struct dlb_digest digest;
    struct dlb_rule_result result;
};

static void prepare_read(void *context)
{
    struct bench *bench = context;
    rule_world_prepare(&bench->world);
}

static void run_read(void *context)
{
    struct bench *bench = context;
    rule_world_read(&bench->world);
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
    bench_check(dlb_rules_run(bench->world.caseload, &request, &bench->result, NULL), "rules");
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
    uint32_t n = (uint32_t)bench_rows(argc, argv, USUAL_SERVICES);
    rule_world_open(n, NULL, &bench.world);
    dlb_digest_open(&bench.digest, &key, "finding_id");
    bench_run("caseload", n, prepare_read, run_read, &bench);
    bench_run("rules", n, prepare_rules, run_rules, &bench);
    fprintf(stderr, "%u services, %lld findings, %zu MB held\n", n,
            (long long)count_findings(&bench), dlb_env_used(bench.world.env) >> 20);
    dlb_rule_result_clear(&bench.result);
    rule_world_close(&bench.world);
    return 0;
}
