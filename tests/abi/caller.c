/* SPDX-License-Identifier: Apache-2.0 */
/*
 * caller.c - a program of the baseline: compiled against the stored headers, it runs with the
 * library of today. Compiled against the headers of today it must do the same.
 *
 * It uses every kind of function and struct, and the numbers it was compiled with.
 */
#include <dolbom/dolbom.h>
#include <stdio.h>
#include <string.h>

static int n_passed, n_failed;

static void expect(int holds, const char *what)
{
    if (holds) {
        n_passed++;
    } else {
        n_failed++;
        printf("failed: %s\n", what);
    }
}

static int is(const char *text, size_t len, const char *want)
{
    return len == strlen(want) && memcmp(text, want, len) == 0;
}

/* ---- base ------------------------------------------------------------------------------------ */

static void use_base(void)
{
    dolbom_error error = DOLBOM_ERROR_INIT;
    expect(dolbom_version_number() >= DOLBOM_VERSION_NUMBER, "an older library");
    expect(dolbom_version()[0] != '\0', "dolbom_version");
    expect(dolbom_self_test(&error) == DOLBOM_OK, "dolbom_self_test");
    expect(strcmp(dolbom_status_text(DOLBOM_E_ROOM), "output buffer too small") == 0, "statuses");
    expect(strcmp(dolbom_status_text(DOLBOM_E_CANCELLED), "cancelled") == 0, "statuses");
    expect(strcmp(dolbom_quality_text(DOLBOM_QUALITY_MISSING), "missing") == 0, "qualities");
    expect(strcmp(dolbom_quality_text(DOLBOM_QUALITY_GOOD), "good") == 0, "qualities");
}

/* ---- values ---------------------------------------------------------------------------------- */

static void use_values(void)
{
    char text[DOLBOM_VALUE_MAX], parts[DOLBOM_PARTS_MAX];
    size_t len, n_kinds = 0;
    dolbom_quality quality;
    uint8_t level;
    while (dolbom_value_kind(n_kinds)) n_kinds++;
    expect(n_kinds >= 12, "dolbom_value_kind");
    expect(dolbom_value_normalize(NULL, "phone", "+82 10-1234-5678", 16, text, sizeof text, &len,
                                  &quality) == DOLBOM_OK &&
               is(text, len, "01012345678") && quality == DOLBOM_QUALITY_GOOD,
           "dolbom_value_normalize");
    expect(dolbom_value_normalize(NULL, "phone", "010-1234-5678", 13, text, 3, &len, &quality) ==
                   DOLBOM_E_ROOM &&
               len == 11,
           "room");
    expect(dolbom_value_parts(NULL, "phone", "010-1234-5678", 13, parts, sizeof parts, &len,
                              &quality) == DOLBOM_OK &&
               is(parts, len < 11 ? len : 11, "kind=mobile"),
           "dolbom_value_parts");
    expect(dolbom_value_compare(NULL, "name", "유영자", 9, "류영자", 9, &level) == DOLBOM_OK &&
               level == DOLBOM_NAME_LEVEL_FOLDED,
           "dolbom_value_compare");
    expect(dolbom_value_compare(NULL, "name", "유영자", 9, "", 0, &level) == DOLBOM_OK &&
               level == DOLBOM_LEVEL_MISSING,
           "a missing level");
    expect(strcmp(dolbom_level_text("date", DOLBOM_DATE_LEVEL_LUNAR), "lunar") == 0, "levels");
}

static void use_texts(void)
{
    char buffer[DOLBOM_NAME_TEXTS_MAX + DOLBOM_ADDRESS_TEXTS_MAX];
    const char *address = "서울 중구 세종대로110";
    size_t used;
    dolbom_name n = {0};
    dolbom_address a = {0};
    n.struct_size = sizeof n;
    a.struct_size = sizeof a;
    expect(dolbom_name_parse(NULL, "김순자", 9, buffer, sizeof buffer, &used, &n) == DOLBOM_OK &&
               n.quality == DOLBOM_QUALITY_GOOD && is(n.surname.data, n.surname.len, "김") &&
               is(n.given.data, n.given.len, "순자") && n.flags == 0,
           "dolbom_name_parse");
    expect(dolbom_address_parse(NULL, address, strlen(address), buffer, sizeof buffer, &used, &a) ==
                   DOLBOM_OK &&
               a.kind == DOLBOM_ADDRESS_ROAD && a.main == 110 && a.road_key != 0 &&
               is(a.road.data, a.road.len, "세종대로") && a.sigungu_code == 11140,
           "dolbom_address_parse");
    expect(dolbom_address_version() != 0, "dolbom_address_version");
}

static void use_numbers(void)
{
    dolbom_phone phone = {0};
    dolbom_date date = {0};
    dolbom_rrn rrn = {0};
    dolbom_brn brn = {0};
    uint32_t flags = 0;
    phone.struct_size = sizeof phone;
    date.struct_size = sizeof date;
    rrn.struct_size = sizeof rrn;
    brn.struct_size = sizeof brn;
    expect(dolbom_phone_parse(NULL, "010-1234-5678", 13, &phone) == DOLBOM_OK &&
               phone.kind == DOLBOM_PHONE_MOBILE && phone.n_numbers == 1,
           "dolbom_phone_parse");
    expect(dolbom_date_parse(NULL, "1945-03-15", 10, &date) == DOLBOM_OK && date.year == 1945 &&
               date.month == 3 && date.day == 15 && date.days == -9058,
           "dolbom_date_parse");
    expect(dolbom_rrn_parse(NULL, "450315-2******", 14, &rrn) == DOLBOM_OK && rrn.sex == 'F' &&
               rrn.n_digits == 7 && rrn.birth_days == -9058,
           "dolbom_rrn_parse");
    expect(dolbom_brn_parse(NULL, "211-86-08983", 12, &brn) == DOLBOM_OK &&
               brn.type == DOLBOM_BRN_TYPE_CORPORATION && brn.number == 2118608983u,
           "dolbom_brn_parse");
    expect(dolbom_crn_parse(NULL, "110111-0062432", 14, &brn) == DOLBOM_OK &&
               brn.check == DOLBOM_RRN_CHECK_OK,
           "dolbom_crn_parse");
    expect(dolbom_rrn_check(NULL, "450315-2******", 14, "1945.3.15", 9, "여", 3, &flags) ==
                   DOLBOM_OK &&
               flags == (DOLBOM_RRN_BIRTH_EQUAL | DOLBOM_RRN_SEX_EQUAL),
           "dolbom_rrn_check");
}

/* ---- tables ---------------------------------------------------------------------------------- */

enum { COLUMNS = 3, BYTES = 64 };

/* One batch of one row of texts; whoever releases a part of it marks it, and no more. */
struct table {
    struct ArrowSchema schema, fields[COLUMNS], *field_list[COLUMNS];
    struct ArrowArray batch, columns[COLUMNS], *column_list[COLUMNS];
    const void *buffers[COLUMNS][3], *batch_buffers[1];
    int32_t offsets[COLUMNS][2];
    char bytes[COLUMNS][BYTES];
    int is_given;
};

static void release_schema(struct ArrowSchema *schema)
{
    schema->release = NULL;
}

static void release_array(struct ArrowArray *array)
{
    array->release = NULL;
}

static void release_stream(struct ArrowArrayStream *stream)
{
    stream->release = NULL;
}

static int give_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    *out = ((struct table *)stream->private_data)->schema;
    return 0;
}

static int give_batch(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    struct table *table = (struct table *)stream->private_data;
    *out = table->batch;
    if (table->is_given) out->release = NULL;
    table->is_given = 1;
    return 0;
}

static void make_table(struct table *table, const char *const names[COLUMNS],
                       const char *const cells[COLUMNS], struct ArrowArrayStream *stream)
{
    memset(table, 0, sizeof *table);
    memset(stream, 0, sizeof *stream);
    for (int i = 0; i < COLUMNS; i++) {
        table->offsets[i][1] = (int32_t)strlen(cells[i]);
        strcpy(table->bytes[i], cells[i]);
        table->buffers[i][1] = table->offsets[i];
        table->buffers[i][2] = table->bytes[i];
        table->fields[i].format = "u";
        table->fields[i].name = names[i];
        table->fields[i].release = release_schema;
        table->field_list[i] = &table->fields[i];
        table->columns[i].length = 1;
        table->columns[i].n_buffers = 3;
        table->columns[i].buffers = table->buffers[i];
        table->columns[i].release = release_array;
        table->column_list[i] = &table->columns[i];
    }
    table->schema.format = "+s";
    table->schema.n_children = COLUMNS;
    table->schema.children = table->field_list;
    table->schema.release = release_schema;
    table->batch.length = 1;
    table->batch.n_buffers = 1;
    table->batch.buffers = table->batch_buffers;
    table->batch.n_children = COLUMNS;
    table->batch.children = table->column_list;
    table->batch.release = release_array;
    stream->get_schema = give_schema;
    stream->get_next = give_batch;
    stream->release = release_stream;
    stream->private_data = table;
}

/* Rows of a stream, which is released; -1 when it fails. */
static int64_t rows_of(struct ArrowArrayStream *stream)
{
    struct ArrowArray batch;
    int64_t rows = 0;
    for (;;) {
        if (stream->get_next(stream, &batch) != 0) rows = -1;
        if (rows < 0 || !batch.release) break;
        rows += batch.length;
        batch.release(&batch);
    }
    stream->release(stream);
    return rows;
}

static int32_t n_reports;

static int32_t count_reports(void *context, const dolbom_progress *progress)
{
    (void)context;
    if (progress->struct_size >= sizeof *progress && progress->stage) n_reports++;
    return 0;
}

static dolbom_plan *use_plan(void)
{
    static const char text[] = "as_of: 2026-06-30\n";
    char printed[65536], value[64];
    size_t len;
    dolbom_environment environment = DOLBOM_ENVIRONMENT_INIT;
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_plan *plan = NULL;
    environment.n_threads = 2;
    environment.progress = count_reports;
    expect(dolbom_plan_read(NULL, "nonsense: 1", 11, NULL, &plan, &error) == DOLBOM_E_PLAN &&
               error.row == 0 && strcmp(error.column, "nonsense") == 0 && error.message[0] != '\0',
           "an error");
    expect(dolbom_plan_read(NULL, text, sizeof text - 1, &environment, &plan, &error) == DOLBOM_OK,
           "dolbom_plan_read");
    expect(dolbom_plan_print(plan, printed, sizeof printed, &len) == DOLBOM_OK && len > 100,
           "dolbom_plan_print");
    expect(dolbom_plan_get(plan, "as_of", value, sizeof value, &len, &error) == DOLBOM_OK &&
               is(value, len, "2026-06-30"),
           "dolbom_plan_get");
    expect(dolbom_plan_hash(plan) != dolbom_plan_hash(NULL), "dolbom_plan_hash");
    expect(dolbom_plan_juso_hash(plan) == 0, "dolbom_plan_juso_hash");
    return plan;
}

static void use_stages(const dolbom_plan *plan)
{
    static const char *const names[COLUMNS] = {"agency_id", "record_id", "name"};
    static const char *const cells[COLUMNS] = {"A", "1", "김순자"};
    struct table table;
    dolbom_table in[1], out[DOLBOM_TABLES_MAX];
    dolbom_error error = DOLBOM_ERROR_INIT;
    size_t n_out = 0, n_found = 0;
    in[0].name = "persons";
    make_table(&table, names, cells, &in[0].stream);
    expect(dolbom_clean(plan, in, 1, out, DOLBOM_TABLES_MAX, &n_out, &error) == DOLBOM_OK,
           error.message);
    for (size_t i = 0; i < n_out; i++) {
        int64_t rows = rows_of(&out[i].stream);
        n_found += strcmp(out[i].name, "cleaned") == 0 && rows == 1;
    }
    expect(n_found == 1 && n_reports > 0 && !in[0].stream.release, "dolbom_clean");
    struct ArrowArrayStream column, result;
    make_table(&table, names, cells, &column);
    expect(dolbom_column_normalize(plan, "name", &column, &result, NULL) == DOLBOM_E_SCHEMA,
           "three columns are no column");
    make_table(&table, names, cells, &column);
    table.schema.n_children = table.batch.n_children = 1;
    expect(dolbom_column_normalize(plan, "code", &column, &result, NULL) == DOLBOM_OK &&
               rows_of(&result) == 1,
           "dolbom_column_normalize");
    make_table(&table, names, cells, &column);
    table.schema.n_children = table.batch.n_children = 2;
    expect(dolbom_column_compare(plan, "code", &column, &result, NULL) == DOLBOM_OK &&
               rows_of(&result) == 1,
           "dolbom_column_compare");
}

static void use_schema(void)
{
    uint8_t kind = 99;
    const char *table;
    dolbom_column column = {0};
    struct ArrowSchema schema;
    column.struct_size = sizeof column;
    for (size_t i = 0; (table = dolbom_schema_table(i, &kind)) != NULL; i++)
        if (strcmp(table, "persons") == 0) break;
    expect(table && kind == DOLBOM_TABLE_RECORDS, "dolbom_schema_table");
    expect(dolbom_schema_column("persons", 0, &column) == DOLBOM_OK &&
               strcmp(column.name, "agency_id") == 0 && column.is_required == 1,
           "dolbom_schema_column");
    expect(dolbom_schema("persons", &schema, NULL) == DOLBOM_OK && schema.n_children > 10,
           "dolbom_schema");
    schema.release(&schema);
}

static void use_juso(void)
{
    static const char line[] = "x|y";
    const char *reason = NULL;
    const void *bytes;
    uint64_t n_bytes = 0;
    dolbom_juso_builder *builder = NULL;
    dolbom_juso *juso = NULL;
    dolbom_plan *plan = NULL;
    dolbom_juso_tally tally = {0};
    dolbom_juso_info info = {0};
    tally.struct_size = sizeof tally;
    info.struct_size = sizeof info;
    expect(dolbom_juso_builder_open(NULL, &builder, NULL) == DOLBOM_OK, "a builder");
    expect(dolbom_juso_builder_add(builder, line, sizeof line - 1, &reason, NULL) == DOLBOM_OK &&
               reason,
           "dolbom_juso_builder_add");
    expect(dolbom_juso_builder_finish(builder, &bytes, &n_bytes, &tally, NULL) == DOLBOM_OK &&
               tally.n_rows == 1 && tally.n_rejected == 1,
           "dolbom_juso_builder_finish");
    expect(dolbom_juso_open(bytes, n_bytes, NULL, &juso, NULL) == DOLBOM_OK &&
               dolbom_juso_describe(juso, &info) == DOLBOM_OK && info.n_bytes == n_bytes,
           "dolbom_juso_open");
    expect(dolbom_plan_with_juso(NULL, juso, &plan, NULL) == DOLBOM_OK &&
               dolbom_plan_juso_hash(plan) == info.checksum,
           "dolbom_plan_with_juso");
    dolbom_plan_free(plan);
    dolbom_juso_free(juso);
    dolbom_juso_builder_free(builder);
}

int main(void)
{
    use_base();
    use_values();
    use_texts();
    use_numbers();
    use_schema();
    use_juso();
    dolbom_plan *plan = use_plan();
    use_stages(plan);
    dolbom_plan_free(plan);
    printf("%d passed, %d failed\n", n_passed, n_failed);
    return n_failed > 0;
}
