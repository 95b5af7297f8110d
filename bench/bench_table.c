/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_table.c - reading foreign tables, writing ours, numbering texts, judging row ids.
 *
 * The table that is read has the eighteen columns of `services` that agencies fill as text;
 * reading visits every cell of a row.
 */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/unique.h"

enum { COLUMNS = 18, ID_ROOM = 32 };

struct bench {
    struct dlb_env *env;
    size_t rows;
    struct ArrowArrayStream stream; /* of services */
    struct dlb_text *ids;           /* a tenth of them are distinct */
    char *id_bytes;
    struct dlb_row_id *row_ids;
    uint32_t *order;
    enum dlb_row_fate *fate;
    uint64_t seen; /* what was read, so that reading is not optimised away */
};

static const char *const names[COLUMNS] = {
    "agency_id", "service_id", "record_id",     "programme",   "service_class", "start_date",
    "end_date",  "status",     "benefit_month", "start_time",  "end_time",      "quantity",
    "unit",      "amount_won", "need_id",       "referral_id", "invoice_id",    "entered_on",
};

/* ---- services ------------------------------------------------------------------------ */

static void append_service(struct dlb_frame *frame, uint64_t i)
{
    char id[ID_ROOM];
    dlb_frame_cstring(frame, "NYJ-HOPE-EAST");
    snprintf(id, sizeof id, "S2024-%08lu", (unsigned long)i);
    dlb_frame_cstring(frame, id);
    snprintf(id, sizeof id, "R%07lu", (unsigned long)(i * 7919 % 1000003));
    dlb_frame_cstring(frame, id);
    dlb_frame_cstring(frame, i % 3 ? "LUNCH-DELIVERY" : "EMERGENCY-WELFARE");
    dlb_frame_cstring(frame, i % 3 ? "3101" : "3001");
    dlb_frame_cstring(frame, "2024-01-31");
    dlb_frame_cstring(frame, i % 2 ? "2024-12-31" : NULL);
    dlb_frame_cstring(frame, "delivered");
    dlb_frame_cstring(frame, "2024-01");
    dlb_frame_cstring(frame, i % 3 ? "11:30" : NULL);
    dlb_frame_cstring(frame, i % 3 ? "13:00" : NULL);
    dlb_frame_cstring(frame, "1");
    dlb_frame_cstring(frame, "회");
    dlb_frame_cstring(frame, "4,500");
    dlb_frame_null(frame);
    dlb_frame_null(frame);
    dlb_frame_cstring(frame, i % 5 ? NULL : "INV-2024-0001");
    dlb_frame_cstring(frame, "2024-02-03");
}

static void make_services(void *context)
{
    struct bench *bench = context;
    struct dlb_frame_column columns[COLUMNS];
    struct dlb_frame *frame = NULL;
    for (size_t i = 0; i < COLUMNS; i++)
        columns[i] = (struct dlb_frame_column){names[i], DLB_FRAME_TEXT, 0};
    bench_check(dlb_frame_open(bench->env, columns, COLUMNS, &frame, NULL), "frame");
    for (size_t i = 0; i < bench->rows; i++) append_service(frame, i);
    bench_check(dlb_frame_stream(frame, &bench->stream, NULL), "stream");
}

static void read_batch(struct bench *bench, const struct dlb_batch *batch)
{
    char scratch[DLB_SCRATCH];
    struct dlb_text text;
    for (int64_t row = 0; row < dlb_batch_rows(batch); row++)
        for (size_t i = 0; i < COLUMNS; i++)
            if (dlb_batch_text(batch, i, row, scratch, &text) == DLB_CELL_OK)
                bench->seen += text.len + (unsigned char)text.data[0];
}

static void read_services(void *context)
{
    struct bench *bench = context;
    struct dlb_column columns[COLUMNS];
    struct dlb_source *source = NULL;
    struct dlb_batch *batch = NULL;
    for (size_t i = 0; i < COLUMNS; i++)
        columns[i] = (struct dlb_column){.name = names[i], .required = true};
    bench_check(dlb_source_open(bench->env, "services", &bench->stream, columns, COLUMNS, NULL,
                                &source, NULL),
                "source");
    do {
        bench_check(dlb_source_next(source, &batch, NULL), "batch");
        if (batch) read_batch(bench, batch);
        dlb_batch_release(batch);
    } while (batch);
    dlb_source_close(source);
}

/* ---- frames -------------------------------------------------------------------------- */

static void write_pairs(void *context)
{
    static const struct dlb_frame_column columns[] = {
        {"left_agency", DLB_FRAME_TEXT, 0},     {"left_record", DLB_FRAME_TEXT, 0},
        {"right_agency", DLB_FRAME_TEXT, 0},    {"right_record", DLB_FRAME_TEXT, 0},
        {"match_weight", DLB_FRAME_DECIMAL, 3}, {"probability", DLB_FRAME_DECIMAL, 6},
        {"match_key", DLB_FRAME_TEXT, 0},       {"level_name", DLB_FRAME_INT32, 0}};
    struct bench *bench = context;
    struct dlb_frame *frame = NULL;
    struct ArrowArrayStream stream;
    bench_check(dlb_frame_open(bench->env, columns, 8, &frame, NULL), "frame");
    for (size_t i = 0; i < bench->rows; i++) {
        dlb_frame_cstring(frame, "NYJ-HOPE-EAST");
        dlb_frame_text(frame, bench->ids[i]);
        dlb_frame_cstring(frame, "NYJ-HOPE-WEST");
        dlb_frame_text(frame, bench->ids[i]);
        dlb_frame_int(frame, (int64_t)i);
        dlb_frame_int(frame, 999999);
        dlb_frame_cstring(frame, "name_birth");
        dlb_frame_int(frame, 3);
    }
    bench_check(dlb_frame_stream(frame, &stream, NULL), "stream");
    stream.release(&stream);
}

/* ---- ids ----------------------------------------------------------------------------- */

static void number_ids(void *context)
{
    struct bench *bench = context;
    struct dlb_dictionary *dictionary = NULL;
    bench_check(dlb_dictionary_open(bench->env, &dictionary, NULL), "dictionary");
    for (size_t i = 0; i < bench->rows; i++) {
        uint32_t code = 0;
        bench_check(dlb_dictionary_put(dictionary, bench->ids[i], &code, NULL), "put");
        bench->seen += code;
    }
    dlb_dictionary_free(dictionary);
}

static void judge_ids(void *context)
{
    struct bench *bench = context;
    bench_check(dlb_unique_rows(bench->env, bench->row_ids, (uint32_t)bench->rows, bench->order,
                                bench->fate, NULL),
                "unique rows");
    bench->seen += bench->fate[0];
}

static void *get(size_t bytes)
{
    void *block = malloc(bytes);
    if (!block) bench_check(DOLBOM_E_MEMORY, "setup");
    return block;
}

static void make_ids(struct bench *bench)
{
    bench->ids = get(bench->rows * sizeof *bench->ids);
    bench->id_bytes = get(bench->rows * ID_ROOM);
    bench->row_ids = get(bench->rows * sizeof *bench->row_ids);
    bench->order = get(bench->rows * sizeof *bench->order);
    bench->fate = get(bench->rows * sizeof *bench->fate);
    for (size_t i = 0; i < bench->rows; i++) {
        char *id = bench->id_bytes + i * ID_ROOM;
        int len = snprintf(id, ID_ROOM, "GG-2024-%09lu",
                           (unsigned long)(i * 2654435761u % (bench->rows / 10 + 1)));
        bench->ids[i] = (struct dlb_text){id, (size_t)len};
        bench->row_ids[i] = (struct dlb_row_id){
            {i % 2 ? "EAST" : "WEST", 4}, bench->ids[i], {i % 7, i % 3}, (int32_t)(i % 5)};
    }
}

int main(int argc, char **argv)
{
    struct bench bench = {.rows = bench_rows(argc, argv, 300000)};
    bench_check(dlb_env_open(NULL, &bench.env, NULL), "environment");
    make_ids(&bench);
    bench_run("read_services", bench.rows, make_services, read_services, &bench);
    bench_run("write_pairs", bench.rows, NULL, write_pairs, &bench);
    bench_run("number_ids", bench.rows, NULL, number_ids, &bench);
    bench_run("judge_ids", bench.rows, NULL, judge_ids, &bench);
    free(bench.ids);
    free(bench.id_bytes);
    free(bench.row_ids);
    free(bench.order);
    free(bench.fate);
    dlb_env_release(bench.env);
    return bench.seen == 0;
}
