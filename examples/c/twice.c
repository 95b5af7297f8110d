/* SPDX-License-Identifier: Apache-2.0 */
/*
 * twice.c - who is served twice? dolbom from C, without any other library.
 *
 *   cc twice.c $(pkg-config --cflags --libs dolbom) -o twice
 *
 * A name is cleaned and two names are compared; then two agencies' tables, laid out by hand as
 * Arrow has them, go through dolbom_reconcile(), and its findings are read.
 */
#include <dolbom/dolbom.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* ---- single values ------------------------------------------------------------------- */

static dolbom_status show_values(void)
{
    static const char written[] = "김 순자 어르신", other[] = "金順子";
    char name[DOLBOM_NAME_MAX];
    size_t len;
    dolbom_quality quality;
    uint8_t level;
    dolbom_status status = dolbom_value_normalize(NULL, "name", written, strlen(written), name,
                                                  sizeof name, &len, &quality);
    if (status == DOLBOM_OK)
        status = dolbom_value_compare(NULL, "name", written, strlen(written), other, strlen(other),
                                      &level);
    if (status != DOLBOM_OK) return status;
    printf("%s is %.*s\n", written, (int)len, name);
    printf("%s and %s agree: %s\n", written, other, dolbom_level_text("name", level));
    return DOLBOM_OK;
}

/* ---- a table in ---------------------------------------------------------------------- */

enum { COLUMNS_MAX = 8, ROWS_MAX = 8, BYTES_MAX = 1024 };

/*
 * A table of texts without nulls, laid out as Arrow's utf8: a column is the bytes of all its
 * cells and the offset at which each begins. It lies in one piece, and its owner keeps it until
 * the library has read it; so releasing any part of it only has to say that it was released.
 */
struct text_table {
    struct ArrowSchema schema, fields[COLUMNS_MAX], *field_list[COLUMNS_MAX];
    struct ArrowArray batch, columns[COLUMNS_MAX], *column_list[COLUMNS_MAX];
    const void *buffers[COLUMNS_MAX][3]; /* which cells are not null (NULL: all), offsets, bytes */
    const void *batch_buffers[1];        /* which rows are not null (NULL: all) */
    int32_t offsets[COLUMNS_MAX][ROWS_MAX + 1];
    char bytes[COLUMNS_MAX][BYTES_MAX];
    bool given; /* a stream ends after its last batch, and this one has only one */
};

static void release_schema(struct ArrowSchema *schema)
{
    for (int64_t i = 0; i < schema->n_children; i++)
        if (schema->children[i]->release) schema->children[i]->release(schema->children[i]);
    schema->release = NULL;
}

static void release_array(struct ArrowArray *array)
{
    for (int64_t i = 0; i < array->n_children; i++)
        if (array->children[i]->release) array->children[i]->release(array->children[i]);
    array->release = NULL;
}

static void release_stream(struct ArrowArrayStream *stream)
{
    stream->release = NULL;
}

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    const struct text_table *table = stream->private_data;
    *out = table->schema;
    return 0;
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    struct text_table *table = stream->private_data;
    *out = table->given ? (struct ArrowArray){.release = NULL} : table->batch;
    table->given = true;
    return 0;
}

static const char *get_last_error(struct ArrowArrayStream *stream)
{
    (void)stream;
    return NULL;
}

static void fill_column(struct text_table *table, int column, const char *const *cells, int n_rows,
                        int n_columns)
{
    int32_t end = 0;
    for (int row = 0; row < n_rows; row++) {
        const char *cell = cells[row * n_columns + column];
        size_t len = strlen(cell);
        memcpy(table->bytes[column] + end, cell, len); /* all examples are shorter than that */
        end += (int32_t)len;
        table->offsets[column][row + 1] = end;
    }
    table->buffers[column][1] = table->offsets[column];
    table->buffers[column][2] = table->bytes[column];
}

/* `cells` holds the names of the columns first, then row after row. */
static void fill_table(struct text_table *table, const char *const *cells, int n_columns,
                       int n_rows)
{
    *table = (struct text_table){.given = false};
    for (int i = 0; i < n_columns; i++) {
        fill_column(table, i, cells + n_columns, n_rows, n_columns);
        table->fields[i] =
            (struct ArrowSchema){.format = "u", .name = cells[i], .release = release_schema};
        table->columns[i] = (struct ArrowArray){.length = n_rows,
                                                .n_buffers = 3,
                                                .buffers = table->buffers[i],
                                                .release = release_array};
        table->field_list[i] = &table->fields[i];
        table->column_list[i] = &table->columns[i];
    }
    table->schema = (struct ArrowSchema){.format = "+s",
                                         .n_children = n_columns,
                                         .children = table->field_list,
                                         .release = release_schema};
    table->batch = (struct ArrowArray){.length = n_rows,
                                       .n_buffers = 1,
                                       .buffers = table->batch_buffers,
                                       .n_children = n_columns,
                                       .children = table->column_list,
                                       .release = release_array};
}

static dolbom_table table_of(const char *name, struct text_table *table)
{
    return (dolbom_table){name, {get_schema, get_next, get_last_error, release_stream, table}};
}

/* ---- a table out --------------------------------------------------------------------- */

/* The index of a column of texts, or -1. */
static int64_t find_column(const struct ArrowSchema *schema, const char *name)
{
    for (int64_t i = 0; i < schema->n_children; i++) {
        const struct ArrowSchema *field = schema->children[i];
        if (strcmp(field->name, name) == 0) return strcmp(field->format, "u") == 0 ? i : -1;
    }
    return -1;
}

static void print_text(const struct ArrowArray *column, int64_t row)
{
    const int32_t *offsets = (const int32_t *)column->buffers[1] + column->offset;
    const char *bytes = column->buffers[2];
    printf("%.*s", (int)(offsets[row + 1] - offsets[row]), bytes + offsets[row]);
}

/* Prints rule, agencies and message of each finding; false when the stream is not as expected. */
static bool print_findings(struct ArrowArrayStream *findings)
{
    static const char *const names[] = {"rule", "agencies", "message_en"};
    struct ArrowSchema schema;
    struct ArrowArray batch;
    int64_t place[3];
    bool sound = findings->get_schema(findings, &schema) == 0;
    if (!sound) return false;
    for (int i = 0; i < 3; i++) {
        place[i] = find_column(&schema, names[i]);
        sound = sound && place[i] >= 0;
    }
    schema.release(&schema);
    while (sound && (sound = findings->get_next(findings, &batch) == 0) && batch.release) {
        for (int64_t row = 0; row < batch.length; row++)
            for (int i = 0; i < 3; i++) {
                print_text(batch.children[place[i]], row);
                putchar(i < 2 ? '\t' : '\n');
            }
        batch.release(&batch);
    }
    return sound;
}

/* ---- the whole way ------------------------------------------------------------------- */

static const char *const persons[][5] = {
    {"agency_id", "record_id", "name", "birth_date", "phone"},
    {"city-hall", "1", "김순자", "1945-03-15", "010-1234-5678"},
    {"food-bank", "7", "김 순자", "1945.3.15", "+82 10 1234 5678"},
    {"city-hall", "2", "박영호", "1950-10-02", "010-2222-3333"},
};
static const char *const services[][7] = {
    {"agency_id", "service_id", "record_id", "programme", "start_date", "end_date", "status"},
    {"city-hall", "a", "1", "meal_delivery", "2026-01-05", "2026-06-26", "delivered"},
    {"food-bank", "b", "7", "lunch_box", "2026-03-02", "2026-05-29", "delivered"},
    {"city-hall", "c", "2", "meal_delivery", "2026-01-05", "2026-06-26", "delivered"},
};
static const char *const programmes[][6] = {
    {"programme", "name", "layer", "unit", "kind", "service_class"},
    {"meal_delivery", "도시락 배달", "local", "person", "in_kind", "3101"},
    {"lunch_box", "점심 도시락", "private", "person", "in_kind", "3101"},
};

static dolbom_status reconcile(dolbom_error *error)
{
    static const char settings[] = "as_of: 2026-06-30\n";
    static struct text_table tables[3];
    fill_table(&tables[0], persons[0], 5, 3);
    fill_table(&tables[1], services[0], 7, 3);
    fill_table(&tables[2], programmes[0], 6, 2);
    dolbom_table in[] = {table_of("persons", &tables[0]), table_of("services", &tables[1]),
                         table_of("programmes", &tables[2])};
    dolbom_table out[DOLBOM_TABLES_MAX];
    size_t n_out = 0;
    dolbom_plan *plan;
    dolbom_status status = dolbom_plan_read(NULL, settings, strlen(settings), NULL, &plan, error);
    if (status != DOLBOM_OK) return status;
    status = dolbom_reconcile(plan, in, 3, out, DOLBOM_TABLES_MAX, &n_out, error);
    dolbom_plan_free(plan);
    for (size_t i = 0; i < n_out; i++) {
        bool wanted = strcmp(out[i].name, "findings") == 0;
        if (wanted && !print_findings(&out[i].stream)) status = DOLBOM_E_SCHEMA;
        out[i].stream.release(&out[i].stream);
    }
    return status;
}

int main(void)
{
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_status status = show_values();
    if (status == DOLBOM_OK) status = reconcile(&error);
    if (status == DOLBOM_OK) return 0;
    fprintf(stderr, "%s %s\n", dolbom_status_text(status), error.message);
    return 1;
}
