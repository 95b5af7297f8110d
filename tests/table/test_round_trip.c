/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_round_trip.c - what a frame was given is what a source reads, for random tables.
 *
 * Three readings of one table are compared: the cells that were drawn, the cells a source
 * gives, and the text of a reader that shares no code with the library.
 */
#include "table/reading.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "table/table.h"

enum { COLUMNS = 6, ROUNDS = 150 };

static const struct dlb_frame_column columns[COLUMNS] = {
    {"a", DLB_FRAME_TEXT, 0},  {"b", DLB_FRAME_INT32, 0}, {"c", DLB_FRAME_INT64, 0},
    {"d", DLB_FRAME_INT64, 0}, {"e", DLB_FRAME_DAY, 0},   {"f", DLB_FRAME_TEXT, 0},
};
static const struct dlb_column wanted[COLUMNS] = {
    {.name = "f", .required = true}, {.name = "e", .required = true},
    {.name = "d", .required = true}, {.name = "c", .required = true},
    {.name = "b", .required = true}, {.name = "a", .required = true}};

static int64_t random_number(uint64_t *state)
{
    static const int64_t edges[] = {0, 1, -1, INT32_MIN, INT32_MAX, INT64_MIN, INT64_MAX};
    return random_below(state, 3) == 0 ? edges[random_below(state, 7)]
                                       : (int64_t)next_random(state) >> random_below(state, 64);
}

/* Appends a random cell and prints what a source must make of it. */
static void random_cell(uint64_t *state, struct dlb_frame *frame, enum dlb_frame_type type,
                        char out[64])
{
    static const char *const texts[] = {
        "", "a", "김철수", "a,b", "\"", "line\nbreak", "a text of more than twelve bytes"};
    int64_t number = random_number(state);
    strcpy(out, "-");
    if (random_below(state, 4) == 0) {
        dlb_frame_null(frame);
    } else if (type == DLB_FRAME_TEXT) {
        const char *text = texts[random_below(state, 7)];
        dlb_frame_cstring(frame, text);
        if (text[0]) strcpy(out, text);
    } else if (type == DLB_FRAME_DAY) {
        int32_t day = (int32_t)random_below(state, 3652424) - 719528;
        dlb_frame_day(frame, day);
        dlb_day_write(day, out);
        out[10] = '\0';
    } else {
        if (type == DLB_FRAME_INT32) number = (int32_t)number;
        dlb_frame_int(frame, number);
        sprintf(out, "%lld", (long long)number);
    }
}

/* A frame of random rows; what a source must read of it goes to `expected`. */
static struct dlb_frame *random_frame(struct dlb_env *env, uint64_t seed, FILE *expected)
{
    struct dlb_frame *frame = NULL;
    uint64_t state = seed;
    int64_t rows = (int64_t)random_below(&state, 40);
    cr_assert_eq(dlb_frame_open(env, columns, COLUMNS, &frame, NULL), DOLBOM_OK);
    for (int64_t row = 0; row < rows; row++) {
        char cells[COLUMNS][64];
        for (int i = 0; i < COLUMNS; i++) random_cell(&state, frame, columns[i].type, cells[i]);
        for (int i = COLUMNS - 1; i >= 0; i--)
            fprintf(expected, "%s%s", cells[i], i > 0 ? "|" : "\n");
    }
    return frame;
}

/* The frame read by a source, straight or as the text of the other reader says it. */
static void expect_same(uint64_t seed, const struct arrow_options *options)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    char *expected = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&expected, &len);
    struct ArrowArrayStream stream;
    dolbom_status status = dlb_frame_stream(random_frame(env, seed, out), &stream, NULL);
    fclose(out);
    cr_assert_eq(status, DOLBOM_OK);
    if (options) {
        char *text = arrow_text(&stream);
        cr_assert_not_null(text);
        arrow_make(&stream, text, options);
        free(text);
    }
    expect_rows(&stream, wanted, COLUMNS, expected, "round trip");
    test_env_close(env, &memory);
    free(expected);
}

Test(round_trip, from_frame_to_source)
{
    for (uint64_t seed = 0; seed < ROUNDS; seed++) expect_same(seed, NULL);
}

Test(round_trip, through_another_producer_in_another_layout)
{
    static const char *const texts[] = {"u", "U", "vu"};
    for (uint64_t seed = 0; seed < ROUNDS; seed++) {
        uint64_t state = ~seed;
        struct arrow_options options = {.batch_rows = (int64_t)random_below(&state, 9),
                                        .row_offset = (int64_t)random_below(&state, 20),
                                        .column_offset = (int64_t)random_below(&state, 20),
                                        .text_format = texts[random_below(&state, 3)],
                                        .index_format = seed % 2 ? "S" : NULL,
                                        .validity = seed % 3 == 0,
                                        .empty_batches = seed % 5 == 0};
        expect_same(seed, &options);
    }
}
