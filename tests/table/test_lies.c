/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_lies.c - schemas and arrays that break Arrow's rules.
 *
 * Each case changes one thing of a sound table. The interface carries no buffer sizes, so
 * a length that only exceeds its buffers cannot be told by anybody; everything else can.
 */
#include "table/reading.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The columns of the sound table, and one that nobody wants. */
enum { NAME, AMOUNT, CODE, VIEW, FAR, FLAG, EMPTY, UNWANTED, N_ALL };

static const char sound[] = "name,amount:l,code:u[i],view:vu,far:U,flag:b,empty:n,unwanted:u\n"
                            "a,1,x,short,p,1,,u\n"
                            "b,2,y,this one is a long text,q,0,,v\n"
                            "c,,x,and this one is long as well,,1,,\n"
                            "d,4,,,s,,,w\n";

static const struct dlb_column wanted[] = {
    {.name = "name", .required = true},  {.name = "amount", .required = true},
    {.name = "code", .required = true},  {.name = "view", .required = true},
    {.name = "far", .required = true},   {.name = "flag", .required = true},
    {.name = "empty", .required = true}, {.name = "absent"}};
enum { N_WANTED = sizeof wanted / sizeof wanted[0] };

/* What a lie changes. */
enum target {
    SCHEMA,      /* a member of the table's schema */
    FIELD,       /* of a column's schema */
    FIELD_TEXTS, /* of the dictionary's schema */
    BATCH,       /* of the batch */
    COLUMN,      /* of a column's array */
    TEXTS,       /* of the dictionary's array */
    BUFFER,      /* a column's buffer with this number: it becomes NULL */
    VALUES32,    /* an element of a column's buffer 1 */
    VALUES64,
    TEXTS32, /* of the dictionary's buffer 1 */
    SIZES64  /* of a column of views: how long a buffer is */
};

struct lie {
    const char *what;
    enum target target;
    int column;
    size_t at; /* offset of a member of 8 bytes, or number of an element */
    int64_t value;
    const void *pointer; /* instead of value unless NULL */
    dolbom_status status;
    const char *named; /* column and row of the error */
    int64_t row;
};

#define IN_SCHEMA(member) offsetof(struct ArrowSchema, member)
#define IN_ARRAY(member) offsetof(struct ArrowArray, member)

static int nonsense[64];

static const struct lie lies[] = {
    {"no format", SCHEMA, 0, IN_SCHEMA(format), 0, NULL, DOLBOM_E_INPUT, "", -1},
    {"a single column", SCHEMA, 0, IN_SCHEMA(format), 0, "u", DOLBOM_E_INPUT, "", -1},
    {"garbage format", SCHEMA, 0, IN_SCHEMA(format), 0, "+s\x01\xff", DOLBOM_E_INPUT, "", -1},
    {"empty format", SCHEMA, 0, IN_SCHEMA(format), 0, "", DOLBOM_E_INPUT, "", -1},
    {"negative columns", SCHEMA, 0, IN_SCHEMA(n_children), -1, NULL, DOLBOM_E_INPUT, "", -1},
    {"2^63 columns", SCHEMA, 0, IN_SCHEMA(n_children), INT64_MAX, NULL, DOLBOM_E_SCHEMA, "", -1},
    {"no columns", SCHEMA, 0, IN_SCHEMA(children), 0, NULL, DOLBOM_E_INPUT, "", -1},
    {"row dictionary", SCHEMA, 0, IN_SCHEMA(dictionary), 0, nonsense, DOLBOM_E_INPUT, "", -1},
    {"fewer than batch", SCHEMA, 0, IN_SCHEMA(n_children), N_ALL - 1, NULL, DOLBOM_E_INPUT, "", 0},

    {"no format", FIELD, AMOUNT, IN_SCHEMA(format), 0, NULL, DOLBOM_E_INPUT, "", -1},
    {"garbage", FIELD, AMOUNT, IN_SCHEMA(format), 0, "\x01?\n", DOLBOM_E_SCHEMA, "amount", -1},
    {"empty format", FIELD, AMOUNT, IN_SCHEMA(format), 0, "", DOLBOM_E_SCHEMA, "amount", -1},
    {"timestamp", FIELD, AMOUNT, IN_SCHEMA(format), 0, "tsn:Asia/Seoul-and-a-good-deal-more",
     DOLBOM_E_SCHEMA, "amount", -1},
    {"children", FIELD, AMOUNT, IN_SCHEMA(n_children), 1, NULL, DOLBOM_E_INPUT, "amount", -1},
    {"no name", FIELD, NAME, IN_SCHEMA(name), 0, NULL, DOLBOM_E_SCHEMA, "name", -1},
    {"float index", FIELD, CODE, IN_SCHEMA(format), 0, "f", DOLBOM_E_SCHEMA, "code", -1},
    {"text index", FIELD, CODE, IN_SCHEMA(format), 0, "u", DOLBOM_E_SCHEMA, "code", -1},
    {"no format", FIELD_TEXTS, CODE, IN_SCHEMA(format), 0, NULL, DOLBOM_E_INPUT, "code", -1},
    {"numbers", FIELD_TEXTS, CODE, IN_SCHEMA(format), 0, "l", DOLBOM_E_SCHEMA, "code", -1},
    {"decimals", FIELD, AMOUNT, IN_SCHEMA(format), 0, "d:10,2", DOLBOM_E_SCHEMA, "amount", -1},
    {"negative scale", FIELD, AMOUNT, IN_SCHEMA(format), 0, "d:10,-2", DOLBOM_E_SCHEMA, "amount",
     -1},
    {"256 bits", FIELD, AMOUNT, IN_SCHEMA(format), 0, "d:40,0,256", DOLBOM_E_SCHEMA, "amount", -1},
    {"cut decimal", FIELD, AMOUNT, IN_SCHEMA(format), 0, "d:38", DOLBOM_E_SCHEMA, "amount", -1},
    {"children", FIELD_TEXTS, CODE, IN_SCHEMA(n_children), 2, NULL, DOLBOM_E_SCHEMA, "code", -1},
    {"dictionary of dictionaries", FIELD_TEXTS, CODE, IN_SCHEMA(dictionary), 0, nonsense,
     DOLBOM_E_SCHEMA, "code", -1},

    {"length -1", BATCH, 0, IN_ARRAY(length), -1, NULL, DOLBOM_E_INPUT, "", 0},
    {"length 2^60", BATCH, 0, IN_ARRAY(length), INT64_C(1) << 60, NULL, DOLBOM_E_INPUT, "", 0},
    {"length 2^31", BATCH, 0, IN_ARRAY(length), INT64_C(1) << 31, NULL, DOLBOM_E_INPUT, "name", 0},
    {"one row more", BATCH, 0, IN_ARRAY(length), 5, NULL, DOLBOM_E_INPUT, "name", 0},
    {"offset -1", BATCH, 0, IN_ARRAY(offset), -1, NULL, DOLBOM_E_INPUT, "", 0},
    {"offset 2^63", BATCH, 0, IN_ARRAY(offset), INT64_MAX, NULL, DOLBOM_E_INPUT, "", 0},
    {"offset 2^31", BATCH, 0, IN_ARRAY(offset), INT64_C(1) << 31, NULL, DOLBOM_E_INPUT, "name", 0},
    {"offset 1", BATCH, 0, IN_ARRAY(offset), 1, NULL, DOLBOM_E_INPUT, "name", 0},
    {"two buffers", BATCH, 0, IN_ARRAY(n_buffers), 2, NULL, DOLBOM_E_INPUT, "", 0},
    {"no buffer", BATCH, 0, IN_ARRAY(n_buffers), 0, NULL, DOLBOM_E_INPUT, "", 0},
    {"-2^63 buffers", BATCH, 0, IN_ARRAY(n_buffers), INT64_MIN, NULL, DOLBOM_E_INPUT, "", 0},
    {"buffers NULL", BATCH, 0, IN_ARRAY(buffers), 0, NULL, DOLBOM_E_INPUT, "", 0},
    {"a column less", BATCH, 0, IN_ARRAY(n_children), N_ALL - 1, NULL, DOLBOM_E_INPUT, "", 0},
    {"a column more", BATCH, 0, IN_ARRAY(n_children), N_ALL + 1, NULL, DOLBOM_E_INPUT, "", 0},
    {"-1 columns", BATCH, 0, IN_ARRAY(n_children), -1, NULL, DOLBOM_E_INPUT, "", 0},
    {"children NULL", BATCH, 0, IN_ARRAY(children), 0, NULL, DOLBOM_E_INPUT, "", 0},
    {"row dictionary", BATCH, 0, IN_ARRAY(dictionary), 0, nonsense, DOLBOM_E_INPUT, "", 0},

    {"length -4", COLUMN, AMOUNT, IN_ARRAY(length), -4, NULL, DOLBOM_E_INPUT, "amount", 0},
    {"length 2^63", COLUMN, FLAG, IN_ARRAY(length), INT64_MAX, NULL, DOLBOM_E_INPUT, "flag", 0},
    {"too short", COLUMN, AMOUNT, IN_ARRAY(length), 3, NULL, DOLBOM_E_INPUT, "amount", 0},
    {"nulls too short", COLUMN, EMPTY, IN_ARRAY(length), 3, NULL, DOLBOM_E_INPUT, "empty", 0},
    {"offset -1", COLUMN, NAME, IN_ARRAY(offset), -1, NULL, DOLBOM_E_INPUT, "name", 0},
    {"offset 2^63", COLUMN, NAME, IN_ARRAY(offset), INT64_MAX, NULL, DOLBOM_E_INPUT, "name", 0},
    {"buffers NULL", COLUMN, NAME, IN_ARRAY(buffers), 0, NULL, DOLBOM_E_INPUT, "name", 0},
    {"no data buffer", COLUMN, NAME, IN_ARRAY(n_buffers), 2, NULL, DOLBOM_E_INPUT, "name", 0},
    {"four buffers", COLUMN, FAR, IN_ARRAY(n_buffers), 4, NULL, DOLBOM_E_INPUT, "far", 0},
    {"one buffer", COLUMN, AMOUNT, IN_ARRAY(n_buffers), 1, NULL, DOLBOM_E_INPUT, "amount", 0},
    {"three buffers", COLUMN, FLAG, IN_ARRAY(n_buffers), 3, NULL, DOLBOM_E_INPUT, "flag", 0},
    {"null's buffer", COLUMN, EMPTY, IN_ARRAY(n_buffers), 1, NULL, DOLBOM_OK, "", -1},
    {"null's buffers", COLUMN, EMPTY, IN_ARRAY(n_buffers), 2, NULL, DOLBOM_E_INPUT, "empty", 0},
    {"-3 buffers", COLUMN, VIEW, IN_ARRAY(n_buffers), -3, NULL, DOLBOM_E_INPUT, "view", 0},
    {"two for views", COLUMN, VIEW, IN_ARRAY(n_buffers), 2, NULL, DOLBOM_E_INPUT, "view", 0},
    {"three for views", COLUMN, VIEW, IN_ARRAY(n_buffers), 3, NULL, DOLBOM_E_INPUT, "view", 1},
    {"children", COLUMN, AMOUNT, IN_ARRAY(n_children), 1, NULL, DOLBOM_E_INPUT, "amount", 0},
    {"-1 children", COLUMN, AMOUNT, IN_ARRAY(n_children), -1, NULL, DOLBOM_E_INPUT, "amount", 0},
    {"dictionary", COLUMN, NAME, IN_ARRAY(dictionary), 0, nonsense, DOLBOM_E_INPUT, "name", 0},
    {"no dictionary", COLUMN, CODE, IN_ARRAY(dictionary), 0, NULL, DOLBOM_E_INPUT, "code", 0},
    {"no offsets", BUFFER, NAME, 1, 0, NULL, DOLBOM_E_INPUT, "name", 0},
    {"no data", BUFFER, NAME, 2, 0, NULL, DOLBOM_E_INPUT, "name", 0},
    {"no numbers", BUFFER, AMOUNT, 1, 0, NULL, DOLBOM_E_INPUT, "amount", 0},
    {"no bits", BUFFER, FLAG, 1, 0, NULL, DOLBOM_E_INPUT, "flag", 0},
    {"no indices", BUFFER, CODE, 1, 0, NULL, DOLBOM_E_INPUT, "code", 0},
    {"no views", BUFFER, VIEW, 1, 0, NULL, DOLBOM_E_INPUT, "view", 0},
    {"no first data", BUFFER, VIEW, 2, 0, NULL, DOLBOM_E_INPUT, "view", 2},
    {"no second data", BUFFER, VIEW, 3, 0, NULL, DOLBOM_E_INPUT, "view", 1},
    {"no sizes", BUFFER, VIEW, 4, 0, NULL, DOLBOM_E_INPUT, "view", 0},

    {"offset below 0", VALUES32, NAME, 0, -1, NULL, DOLBOM_E_INPUT, "name", 0},
    {"offsets decrease", VALUES32, NAME, 2, 0, NULL, DOLBOM_E_INPUT, "name", 1},
    {"offset overflows", VALUES32, NAME, 4, INT32_MIN, NULL, DOLBOM_E_INPUT, "name", 3},
    {"far offset below 0", VALUES64, FAR, 0, INT64_MIN, NULL, DOLBOM_E_INPUT, "far", 0},
    {"far offsets decrease", VALUES64, FAR, 1, 5, NULL, DOLBOM_E_INPUT, "far", 1},
    {"far offset too far", VALUES64, FAR, 4, INT64_MAX, NULL, DOLBOM_E_INPUT, "far", 3},
    {"view's length -1", VALUES32, VIEW, 0, -1, NULL, DOLBOM_E_INPUT, "view", 0},
    {"view too long", VALUES32, VIEW, 4, INT32_MAX, NULL, DOLBOM_E_INPUT, "view", 1},
    {"view's buffer 2", VALUES32, VIEW, 6, 2, NULL, DOLBOM_E_INPUT, "view", 1},
    {"view's buffer -1", VALUES32, VIEW, 6, -1, NULL, DOLBOM_E_INPUT, "view", 1},
    {"view's offset -1", VALUES32, VIEW, 11, -1, NULL, DOLBOM_E_INPUT, "view", 2},
    {"view's offset 1", VALUES32, VIEW, 11, 1, NULL, DOLBOM_E_INPUT, "view", 2},
    {"size below 0", SIZES64, VIEW, 1, -1, NULL, DOLBOM_E_INPUT, "view", 1},
    {"size too small", SIZES64, VIEW, 0, 26, NULL, DOLBOM_E_INPUT, "view", 2},
    {"index -1", VALUES32, CODE, 0, -1, NULL, DOLBOM_E_INPUT, "code", 0},
    {"index at the end", VALUES32, CODE, 1, 2, NULL, DOLBOM_E_INPUT, "code", 1},
    {"index far beyond", VALUES32, CODE, 2, INT32_MAX, NULL, DOLBOM_E_INPUT, "code", 2},
    {"length -1", TEXTS, CODE, IN_ARRAY(length), -1, NULL, DOLBOM_E_INPUT, "code", 0},
    {"one text less", TEXTS, CODE, IN_ARRAY(length), 1, NULL, DOLBOM_E_INPUT, "code", 1},
    {"no texts", TEXTS, CODE, IN_ARRAY(length), 0, NULL, DOLBOM_E_INPUT, "code", 0},
    {"no buffers", TEXTS, CODE, IN_ARRAY(buffers), 0, NULL, DOLBOM_E_INPUT, "code", 0},
    {"dictionary's own", TEXTS, CODE, IN_ARRAY(dictionary), 0, nonsense, DOLBOM_E_INPUT, "code", 0},
    {"texts decrease", TEXTS32, CODE, 1, 3, NULL, DOLBOM_E_INPUT, "code", 0},

    /* Odd, and allowed. */
    {"null_count 99", BATCH, 0, IN_ARRAY(null_count), 99, NULL, DOLBOM_OK, "", -1},
    {"null_count 2^63", COLUMN, NAME, IN_ARRAY(null_count), INT64_MAX, NULL, DOLBOM_OK, "", -1},
    {"null_count 0 of 1", COLUMN, AMOUNT, IN_ARRAY(null_count), 0, NULL, DOLBOM_OK, "", -1},
    {"null_count -7", COLUMN, VIEW, IN_ARRAY(null_count), -7, NULL, DOLBOM_OK, "", -1},
    {"a null's index -77", VALUES32, CODE, 3, -77, NULL, DOLBOM_OK, "", -1},
    {"a null's view -1", VALUES32, VIEW, 12, -1, NULL, DOLBOM_OK, "", -1},
    {"longer column", COLUMN, NAME, IN_ARRAY(length), INT64_C(1) << 31, NULL, DOLBOM_OK, "", -1},
    {"unwanted format", FIELD, UNWANTED, IN_SCHEMA(format), 0, "+l\xff", DOLBOM_OK, "", -1},
    {"unwanted name", FIELD, UNWANTED, IN_SCHEMA(name), 0, NULL, DOLBOM_OK, "", -1},
    {"unwanted buffers", COLUMN, UNWANTED, IN_ARRAY(n_buffers), -1, NULL, DOLBOM_OK, "", -1},
    {"unwanted children", COLUMN, UNWANTED, IN_ARRAY(n_children), 9, NULL, DOLBOM_OK, "", -1},
    {"unwanted NULL", COLUMN, UNWANTED, IN_ARRAY(buffers), 0, NULL, DOLBOM_OK, "", -1},
};

static struct ArrowArray *column(struct arrow_table *table, int i)
{
    return table->batches[0].children[i];
}

static void *buffer(struct arrow_table *table, int i, int b)
{
    return (void *)(uintptr_t)column(table, i)->buffers[b];
}

/* The struct or buffer that a lie is about. */
static void *target_of(struct arrow_table *table, const struct lie *lie)
{
    switch (lie->target) {
    case SCHEMA:
        return &table->schema;
    case FIELD:
        return table->schema.children[lie->column];
    case FIELD_TEXTS:
        return table->schema.children[lie->column]->dictionary;
    case BATCH:
        return &table->batches[0];
    case COLUMN:
        return column(table, lie->column);
    case TEXTS:
        return column(table, lie->column)->dictionary;
    case BUFFER:
        return column(table, lie->column)->buffers;
    case TEXTS32:
        return (void *)(uintptr_t)column(table, lie->column)->dictionary->buffers[1];
    case SIZES64:
        return buffer(table, lie->column, 4);
    default:
        return buffer(table, lie->column, 1);
    }
}

static void tell(struct arrow_table *table, const struct lie *lie)
{
    char *base = target_of(table, lie);
    if (lie->target == VALUES32 || lie->target == TEXTS32)
        ((int32_t *)(void *)base)[lie->at] = (int32_t)lie->value;
    else if (lie->target == VALUES64 || lie->target == SIZES64)
        ((int64_t *)(void *)base)[lie->at] = lie->value;
    else if (lie->target == BUFFER)
        ((const void **)(void *)base)[lie->at] = NULL;
    else
        memcpy(base + lie->at, lie->pointer ? (const void *)&lie->pointer : &lie->value, 8);
}

static void expect_lie_found(const struct lie *lie)
{
    struct arrow_table *table = arrow_table(sound, NULL);
    tell(table, lie);
    struct ArrowArrayStream stream;
    struct reading reading;
    arrow_table_stream(table, &stream);
    dolbom_status status = reading_open(&reading, &stream, wanted, N_WANTED, NULL, 0);
    if (status == DOLBOM_OK) {
        struct dlb_batch *batch;
        status = dlb_source_next(reading.source, &batch, &reading.error);
        cr_expect_eq(status == DOLBOM_OK, batch != NULL, "%s", lie->what);
        dlb_batch_release(batch);
    }
    cr_expect_eq(status, lie->status, "%s: %d %s", lie->what, status, reading.error.message);
    cr_expect_str_eq(reading.error.column, lie->named, "%s: %s", lie->what, reading.error.column);
    cr_expect_eq(reading.error.row, lie->row, "%s: row %ld", lie->what, (long)reading.error.row);
    if (status != DOLBOM_OK)
        cr_expect_not_null(strstr(reading.error.message, "persons"), "%s", reading.error.message);
    reading_close(&reading);
}

Test(lies, are_found_and_named_with_table_column_and_row)
{
    for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++) expect_lie_found(&lies[i]);
}

Test(lies, of_children_moved_out_are_found)
{
    for (int i = 0; i <= N_ALL; i++) {
        struct arrow_table *table = arrow_table(sound, NULL);
        struct ArrowArray *child = i < N_ALL ? column(table, i) : column(table, CODE)->dictionary;
        struct ArrowArray moved = *child;
        child->release = NULL;
        struct ArrowArrayStream stream;
        struct reading reading;
        arrow_table_stream(table, &stream);
        cr_assert_eq(reading_open(&reading, &stream, wanted, N_WANTED, NULL, 0), DOLBOM_OK);
        struct dlb_batch *batch;
        cr_expect_eq(dlb_source_next(reading.source, &batch, &reading.error), DOLBOM_E_INPUT);
        moved.release(&moved);
        reading_close(&reading);
    }
}

Test(lies, of_fields_moved_out_are_found)
{
    for (int i = 0; i < N_ALL; i++) {
        struct arrow_table *table = arrow_table(sound, NULL);
        struct ArrowSchema moved = *table->schema.children[i];
        table->schema.children[i]->release = NULL;
        struct ArrowArrayStream stream;
        struct reading reading;
        arrow_table_stream(table, &stream);
        cr_expect_eq(reading_open(&reading, &stream, wanted, N_WANTED, NULL, 0), DOLBOM_E_INPUT);
        moved.release(&moved);
        reading_close(&reading);
    }
}

Test(lies, of_children_that_are_missing_are_found)
{
    for (int i = 0; i < 2 * N_ALL; i++) {
        struct arrow_table *table = arrow_table(sound, NULL);
        if (i < N_ALL)
            table->batches[0].children[i] = NULL;
        else
            table->schema.children[i - N_ALL] = NULL;
        struct ArrowArrayStream stream;
        struct reading reading;
        struct dlb_batch *batch;
        arrow_table_stream(table, &stream);
        dolbom_status status = reading_open(&reading, &stream, wanted, N_WANTED, NULL, 0);
        cr_expect_eq(status, i < N_ALL ? DOLBOM_OK : DOLBOM_E_INPUT);
        if (status == DOLBOM_OK)
            cr_expect_eq(dlb_source_next(reading.source, &batch, NULL), DOLBOM_E_INPUT);
        reading_close(&reading);
    }
}

Test(lies, of_a_schema_that_was_released_is_found)
{
    struct arrow_table *table = arrow_table(sound, NULL);
    table->schema.release(&table->schema);
    struct ArrowArrayStream stream;
    struct reading reading;
    arrow_table_stream(table, &stream);
    cr_expect_eq(reading_open(&reading, &stream, wanted, N_WANTED, NULL, 0), DOLBOM_E_INPUT);
    reading_close(&reading);
}

Test(lies, of_streams_without_callbacks_are_found)
{
    for (int i = 0; i < 2; i++) {
        struct ArrowArrayStream stream;
        struct reading reading;
        arrow_make(&stream, sound, NULL);
        if (i == 0) stream.get_schema = NULL;
        if (i == 1) stream.get_next = NULL;
        cr_expect_eq(reading_open(&reading, &stream, wanted, N_WANTED, NULL, 0), DOLBOM_E_INPUT);
        reading_close(&reading);
    }
}

Test(lies, in_a_later_batch_name_the_row_of_the_table)
{
    struct arrow_options options = {.batch_rows = 2};
    struct arrow_table *table = arrow_table(sound, &options);
    ((int32_t *)(uintptr_t)table->batches[1].children[NAME]->buffers[1])[2] = -1;
    struct ArrowArrayStream stream;
    struct reading reading;
    arrow_table_stream(table, &stream);
    cr_assert_eq(reading_open(&reading, &stream, wanted, N_WANTED, NULL, 0), DOLBOM_OK);
    free(reading_text(&reading, N_WANTED));
    cr_expect_eq(reading.error.row, 3);
    cr_expect_str_eq(reading.error.column, "name");
    reading_close(&reading);
}

/* Whatever the views and indices say, a cell is read inside its buffers or not at all. */
Test(lies, in_random_views_and_indices_never_lead_outside)
{
    uint64_t state = 1;
    for (int round = 0; round < 3000; round++) {
        struct arrow_table *table = arrow_table(sound, NULL);
        int32_t *views = buffer(table, VIEW, 1), *indices = buffer(table, CODE, 1);
        static const int32_t edges[] = {0, 1, 2, 12, 13, 22, 23, 24, -1, INT32_MAX, INT32_MIN};
        for (int i = 0; i < 3; i++) {
            size_t at = random_below(&state, 16);
            views[at] = edges[random_below(&state, sizeof edges / sizeof edges[0])];
        }
        if (round % 4 == 0) indices[random_below(&state, 4)] = (int32_t)random_below(&state, 4) - 1;
        struct ArrowArrayStream stream;
        struct reading reading;
        arrow_table_stream(table, &stream);
        cr_assert_eq(reading_open(&reading, &stream, wanted, N_WANTED, NULL, 0), DOLBOM_OK);
        char *text = reading_text(&reading, N_WANTED);
        cr_expect_eq(text[0] == '\0', reading.error.message[0] != '\0');
        free(text);
        reading_close(&reading);
    }
}
