/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_csv_read.c - reading CSV, against a reader that takes one byte at a time.
 *
 * Random files made of the bytes that matter are read by both, cut into blocks of many
 * sizes, by one thread and by three; rows, refused rows, lines and the place to stop must be
 * the same.
 */
#include "slow_reader.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/source/source.h"
#include "support/support.h"

/* ---- a file read to its end, as one text ---------------------------------------------------- */

/* "row|line|a|b|c" for each row, then "bad|line|column|REASON", a line each. */
static void tell(FILE *out, const struct io_table *table, const struct ArrowArray *batch,
                 int64_t first_row)
{
    for (int64_t row = 0; row < batch->length; row++) {
        int64_t line;
        io_table_place(table, first_row + row, &line);
        fprintf(out, "row|%lld", (long long)line);
        for (int64_t c = 0; c < batch->n_children; c++) {
            const struct ArrowArray *column = batch->children[c];
            const struct io_view *view = (const struct io_view *)column->buffers[1] + row;
            const unsigned char *validity = column->buffers[0];
            bool null = validity && !(validity[row / 8] >> (row % 8) & 1);
            cr_assert_eq(null, view->len == 0, "empty text and nothing else is null");
            const unsigned char *text =
                view->len > 12 ? (const unsigned char *)column->buffers[2] + view->as.far.offset
                               : view->as.inlined;
            fprintf(out, "|%.*s", (int)view->len, (const char *)text);
        }
        fprintf(out, "\n");
    }
}

static char *read_all(const char *path, size_t block_bytes, unsigned n_threads,
                      struct io_reading reading)
{
    char *text = NULL;
    size_t len;
    FILE *out = open_memstream(&text, &len);
    struct io_input input = {.reading = reading, .n_threads = n_threads};
    input.reading.block_bytes = block_bytes;
    bool done = io_input_add(&input, path, 1u << IO_RECORDS) && io_input_settle(&input);
    if (done) {
        struct io_table *table = &input.tables[0];
        struct ArrowArrayStream stream;
        cr_assert(io_table_stream(table, &stream, &input.problem));
        struct ArrowArray batch;
        int64_t row = 0;
        while (stream.get_next(&stream, &batch) == 0 && batch.release) {
            tell(out, table, &batch, row);
            row += batch.length;
            batch.release(&batch);
        }
        stream.release(&stream);
        for (size_t p = 0; p < table->n_parts; p++)
            for (size_t i = 0; i < table->parts[p].bad.n; i++) {
                struct io_bad_row one = table->parts[p].bad.at[i];
                fprintf(out, "bad|%lld|%d|%s\n", (long long)one.line, one.column,
                        io_reject_text(one.reason));
            }
    }
    if (input.problem.kind != IO_OK) fprintf(out, "stop|%s\n", input.problem.message);
    io_input_clear(&input);
    fclose(out);
    return text;
}

static char folder[64];

static void make_folder(void)
{
    snprintf(folder, sizeof folder, "/tmp/dolbom-csv-XXXXXX");
    cr_assert(mkdtemp(folder));
}

static void remove_folder(void)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    cr_assert_eq(system(command), 0);
}

static const char *write_file(const char *name, const void *data, size_t len)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    cr_assert(file && fwrite(data, 1, len, file) == len && fclose(file) == 0);
    return path;
}

static const char *write_text(const char *name, const char *text)
{
    return write_file(name, text, strlen(text));
}

static void expect(const char *data, const char *want)
{
    const char *path = write_text("persons.csv", data);
    char *got = read_all(path, 0, 1, (struct io_reading){.encoding = IO_AUTO});
    cr_expect_str_eq(got, want);
    free(got);
}

static void expect_stop(const char *data, const char *want)
{
    char *got =
        read_all(write_text("persons.csv", data), 0, 1, (struct io_reading){.encoding = IO_AUTO});
    cr_expect(strncmp(got, "stop|", 5) == 0 && strstr(got, want), "%s, not %s", got, want);
    free(got);
}

TestSuite(csv_read, .init = make_folder, .fini = remove_folder);

/* ---- what people send ------------------------------------------------------------------------ */

Test(csv_read, separators_are_read_off_the_header)
{
    expect("a,b\n1,2\n", "row|2|1|2\n");
    expect("a;b\n1,5;2\n", "row|2|1,5|2\n");
    expect("a\tb\n1\t2\n", "row|2|1|2\n");
    expect("\"a,b,c,d\";b;c\n1;2;3\n", "row|2|1|2|3\n");
    expect("a\n1\n", "row|2|1\n");
}

Test(csv_read, line_ends_of_all_kinds_mix_in_one_file)
{
    expect("a,b\r\n1,2\n3,4\r5,6\r\n\r\n\n7,8", "row|2|1|2\nrow|3|3|4\nrow|4|5|6\nrow|7|7|8\n");
}

Test(csv_read, quotes_hold_separators_line_ends_and_quotes)
{
    expect("a,b\n\"x,\"\"y\"\"\",\"1\n2\r\n3\"\nlast,5\" pipe\n",
           "row|2|x,\"y\"|1\n2\r\n3\nrow|5|last|5\" pipe\n");
}

Test(csv_read, a_byte_order_mark_is_no_part_of_the_first_name)
{
    expect("\xEF\xBB\xBF"
           "a,b\n가,나\n",
           "row|2|가|나\n");
    char *got;
    const char utf16[] = "\xFF\xFE"
                         "a\0,\0b\0\n\0\x00\xAC,\0\x0A\xAC\n"; /* 가, U+AC0A holds a LF byte */
    const char *path = write_file("persons.csv", utf16, sizeof utf16);
    got = read_all(path, 0, 1, (struct io_reading){.encoding = IO_AUTO});
    cr_expect_str_eq(got, "row|2|가|갊\n");
    free(got);
}

Test(csv_read, ragged_rows_are_refused_with_their_lines_and_the_header_again_is_none)
{
    expect("a,b\n1\n1,2,3\n4,5\na,b\n\"x\"y,2\n6,7\n",
           "row|4|4|5\nrow|7|6|7\nbad|2|-1|COLUMNS\nbad|3|-1|COLUMNS\nbad|6|-1|COLUMNS\n");
}

Test(csv_read, spaces_around_names_and_nameless_columns_do_no_harm)
{
    expect(" a , b ,\n1,2,3\n", "row|2|1|2\n");
}

Test(csv_read, an_unclosed_quote_stops_the_reading_where_it_opens)
{
    char *got = read_all(write_text("persons.csv", "a,b\n1,2\n3,\"4\n5,6\n"), 0, 1,
                         (struct io_reading){.encoding = IO_AUTO});
    cr_expect(strstr(got, "line 3: a quote is opened here"), "%s", got);
    free(got);
    /* the quote that should open the next field closes it instead */
    const char swallow[] = "a,b\n\"1,2\n3,\"4\"\n5,6\n";
    got = read_all(write_text("persons.csv", swallow), 0, 1,
                   (struct io_reading){.encoding = IO_AUTO});
    cr_expect(strstr(got, "line 2: a quote is opened here"), "%s", got);
    free(got);
}

Test(csv_read, names_twice_no_header_and_too_many_columns_are_told)
{
    char *got = read_all(write_text("persons.csv", "a,b,a\n"), 0, 1,
                         (struct io_reading){.encoding = IO_AUTO});
    cr_expect(strstr(got, "persons.csv, line 1: columns 1 and 3 have the same name"), "%s", got);
    free(got);
    got = read_all(write_text("persons.csv", ""), 0, 1, (struct io_reading){.encoding = IO_AUTO});
    cr_expect(strstr(got, "is empty"), "%s", got);
    free(got);
    char wide[1024] = "";
    for (int n = 256; n <= 257; n++) {
        memset(wide, ',', sizeof wide);
        wide[n - 1] = '\n';
        got = read_all(write_file("persons.csv", wide, (size_t)n), 0, 1,
                       (struct io_reading){.encoding = IO_AUTO});
        cr_expect_eq(strstr(got, "has 257 columns") != NULL, n == 257, "%s", got);
        free(got);
    }
}

/* ---- limits ---------------------------------------------------------------------------------- */

/* A file whose only row has a field of n bytes, or of which all bytes are n. */
static char *row_with_field(size_t n, size_t n_fields)
{
    char *data = malloc(n * n_fields + 64), *at = data;
    for (size_t i = 0; i < n_fields; i++)
        *at++ = 'a' + (char)i, *at++ = i + 1 < n_fields ? ',' : '\n';
    for (size_t i = 0; i < n_fields; i++) {
        memset(at, 'x', n);
        at += n;
        *at++ = i + 1 < n_fields ? ',' : '\n';
    }
    *at = '\0';
    return data;
}

static bool has_row(const char *data, size_t block_bytes)
{
    char *got = read_all(write_text("persons.csv", data), block_bytes, 1,
                         (struct io_reading){.encoding = IO_AUTO});
    bool row = strncmp(got, "row|2|", 6) == 0;
    if (!row) cr_expect(strstr(got, "FIELD_TOO_LONG"), "%.80s", got);
    free(got);
    return row;
}

Test(csv_read, a_field_may_have_64_KiB_and_not_a_byte_more)
{
    for (int d = -1; d <= 1; d++) {
        char *data = row_with_field((size_t)(IO_FIELD_MAX + d), 1);
        cr_expect_eq(has_row(data, 0), d <= 0, "limit %+d", d);
        cr_expect_eq(has_row(data, 64), d <= 0, "limit %+d in small blocks", d);
        free(data);
    }
}

Test(csv_read, a_record_may_have_1_MiB_and_not_a_byte_more)
{
    for (int d = -1; d <= 1; d++) {
        enum { FIELDS = 17 };
        size_t each = (IO_LINE_MAX - FIELDS + 1) / FIELDS - 1;
        char *data = row_with_field(each, FIELDS);
        size_t now = each * FIELDS + FIELDS - 1, want = (size_t)(IO_LINE_MAX + d);
        char *longer = calloc(1, strlen(data) + 64);
        size_t header = strcspn(data, "\n") + 1;
        memcpy(longer, data, header); /* the last field takes up the difference */
        memset(longer + header, 'x', want - now);
        strcat(longer, data + header);
        cr_expect_eq(has_row(longer, 0), d <= 0, "limit %+d", d);
        free(data);
        free(longer);
    }
}

Test(csv_read, a_record_of_any_length_is_passed_over_and_counted)
{
    size_t n = 5u << 20;
    char *data = malloc(n + 64);
    memcpy(data, "a,b\n1,2\n", 8);
    memset(data + 8, 'x', n);
    data[8 + n / 2] = '"';
    strcpy(data + 8 + n, "\r3,4\n");
    char *got =
        read_all(write_text("persons.csv", data), 0, 1, (struct io_reading){.encoding = IO_AUTO});
    cr_expect_str_eq(got, "row|2|1|2\nrow|4|3|4\nbad|3|-1|FIELD_TOO_LONG\n");
    free(got);
    data[8] = '"'; /* the quotes are not closed where a field ends: nothing can be known */
    memset(data + 9, 'x', n - 1);
    got = read_all(write_text("persons.csv", data), 0, 1, (struct io_reading){.encoding = IO_AUTO});
    cr_expect(strstr(got, "line 3: a quote is opened here"), "%.200s", got);
    free(got);
    free(data);
}

/* ---- bytes that are no text ------------------------------------------------------------------ */

Test(csv_read, bad_bytes_stop_the_file_or_reject_the_row)
{
    const char data[] = "a,b\n1,\xFF\n2,\"\"\"\xEA\xB0\x80\"\n3,4\n";
    const char *path = write_text("persons.csv", data);
    char *got = read_all(path, 0, 1, (struct io_reading){.encoding = IO_AUTO});
    cr_expect(strstr(got, "persons.csv, line 2: neither UTF-8 (first bad byte at offset 6)"), "%s",
              got);
    free(got);
    got = read_all(path, 0, 1, (struct io_reading){.encoding = IO_AUTO, .tolerant = true});
    cr_expect_str_eq(got, "row|3|2|\"가\nrow|4|3|4\nbad|2|1|ENCODING\n");
    free(got);
    got = read_all(path, 0, 1, (struct io_reading){.encoding = IO_UTF8});
    cr_expect(strstr(got, "persons.csv, line 2: bytes that are not valid UTF-8"), "%s", got);
    free(got);
}

Test(csv_read, a_nul_rejects_its_row_only)
{
    const char data[] = "a,b\n1,2\n3,\0\n5,6\n";
    char *got = read_all(write_file("persons.csv", data, sizeof data - 1), 0, 1,
                         (struct io_reading){.encoding = IO_AUTO});
    cr_expect_str_eq(got, "row|2|1|2\nrow|4|5|6\nbad|3|1|ENCODING\n");
    free(got);
}

/* ---- against the slow reader ----------------------------------------------------------------- */

static uint64_t next_random(uint64_t *state)
{
    *state += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t x = *state;
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return x ^ (x >> 31);
}

/* Bytes that matter, more or less often; with few quotes most files are read to the end. */
static size_t random_file(uint64_t *state, char *data)
{
    static const char *const pieces[] = {",",           ",",
                                         ",",           "\n",
                                         "\n",          "\r\n",
                                         "\r",          "x",
                                         "김순자",      "a longer text than twelve",
                                         "\"",          "\"\"",
                                         ",\"",         "\",",
                                         "\"q,\"\"r\"", "\n1,2,3\n",
                                         "\na,b,c\n",   "\n\"4\n5\",6,7\r\n"};
    size_t len = 0, n = next_random(state) % 60;
    uint64_t kinds = next_random(state) % 3 == 0 ? 18 : next_random(state) % 2 ? 10 : 12;
    len += (size_t)sprintf(data, "a,b,c\n");
    for (size_t i = 0; i < n; i++) {
        uint64_t pick = next_random(state) % (kinds + 4);
        const char *piece = pick >= kinds ? pieces[14 + pick - kinds] : pieces[pick];
        len += (size_t)sprintf(data + len, "%s", piece);
    }
    return len;
}

Test(csv_read, equals_the_slow_reader_for_any_cut_and_any_threads)
{
    static const size_t blocks[] = {0, 64, 65, 70, 97, 128};
    uint64_t state = 1;
    char data[4096];
    size_t n_stopped = 0, n_rounds = test_rounds(1500);
    for (size_t round = 0; round < n_rounds; round++) {
        size_t len = random_file(&state, data);
        char *want = read_slowly(data, len, true, NULL);
        const char *path = write_file("persons.csv", data, len);
        n_stopped += strncmp(want, "stop", 4) == 0;
        for (size_t b = 0; b < sizeof blocks / sizeof *blocks; b++) {
            unsigned n_threads = b % 3 == 2 ? 3 : 1;
            char *got =
                read_all(path, blocks[b], n_threads, (struct io_reading){.encoding = IO_AUTO});
            char *stop = strstr(got, "stop|");
            if (stop) {
                long line = 0;
                const char *at = strstr(stop, "line ");
                if (at) line = strtol(at + 5, NULL, 10);
                sprintf(got, "stop %ld", line);
            }
            cr_assert_str_eq(got, want, "round %zu, blocks of %zu:\n%s", round, blocks[b], data);
            free(got);
        }
        free(want);
    }
    cr_expect(n_stopped > n_rounds / 15 && n_stopped < n_rounds / 15 * 14, "%zu", n_stopped);
}

/* A block that ends in CR must not be taken for one without an end: a LF may follow, or not. */
Test(csv_read, lines_that_end_in_cr_alone_are_read_like_others)
{
    enum { ROW = 64, ROWS = (5 << 20) / ROW, LEFT_MAX = 3 };
    static char data[8 + LEFT_MAX + ROW * ROWS + 1];
    for (int left = 0; left <= LEFT_MAX; left++) { /* how rows lie in blocks of 1 MiB */
        size_t len = (size_t)sprintf(data, "a%.*s,b\r", left, "xxx");
        for (int i = 0; i < ROWS; i++)
            len += (size_t)sprintf(data + len, "%08d,%0*d\r", i, ROW - 10, i);
        char *got = read_all(write_file("persons.csv", data, len), 0, 2,
                             (struct io_reading){.encoding = IO_AUTO});
        int n_rows = 0;
        for (const char *at = got; at; at = strchr(at, '\n') ? strchr(at, '\n') + 1 : NULL)
            n_rows += strncmp(at, "row|", 4) == 0;
        cr_expect_eq(n_rows, ROWS, "%d of %d rows, %d to the left", n_rows, ROWS, left);
        cr_expect_null(strstr(got, "bad|"));
        cr_expect_null(strstr(got, "stop|"));
        free(got);
    }
}

Test(csv_read, the_header_of_a_file_put_behind_another_is_no_row)
{
    expect("id,Name\n1,x\nid,Name\n2,y\n\xEF\xBB\xBF\"id\",\"Name\"\n ID , name\t\n"
           "\"id\",\"NAME\"\nid,x\n",
           "row|2|1|x\nrow|4|2|y\nrow|8|id|x\n");
}

Test(csv_read, quotes_in_a_header_are_told_where_they_open)
{
    expect_stop("\n\na,\"b\nc,d\n", "line 3: a quote is opened here");
    expect_stop("\"a\n1,2\n", "line 1: a quote is opened here");
    expect_stop("a,b\"\",\"c\"x\n", "line 1: this is not a header");
    expect_stop("a,b,a", "line 1: columns 1 and 3");
    expect("a,b 5\"\n1,2\n", "row|2|1|2\n"); /* a quote in a name is an ordinary character */
}

/* ---- files that change --------------------------------------------------------------------- */

/* Reads a file that becomes `after` once it was looked at, or once its first rows were given. */
static char *read_changing(const char *before, const char *after, bool while_read)
{
    char path[128];
    snprintf(path, sizeof path, "%s", write_text("persons.csv", before));
    struct io_input input = {.n_threads = 1, .reading.block_bytes = 64};
    cr_assert(io_input_add(&input, path, 7) && io_input_settle(&input), "%s",
              input.problem.message);
    struct ArrowArrayStream stream;
    cr_assert(io_table_stream(&input.tables[0], &stream, &input.problem));
    struct ArrowArray batch;
    if (while_read) {
        cr_assert_eq(stream.get_next(&stream, &batch), 0);
        batch.release(&batch);
    }
    write_text("persons.csv", after);
    while (stream.get_next(&stream, &batch) == 0 && batch.release) batch.release(&batch);
    stream.release(&stream);
    char *told = strdup(input.problem.message);
    io_input_clear(&input);
    return told;
}

Test(csv_read, a_file_that_changes_under_way_is_an_error)
{
    static char rows[20000] = "a,b\n", fewer[20000];
    for (int i = 0; i < 1000; i++) strcat(rows, "1234567,89\n");
    memcpy(fewer, rows, 9000);
    static const char *const after[] = {"",           "b,a\n1,2\n3,4\n", "a,b\n1,2\n3,5\n",
                                        "a,b\n1,2\n", "a;b\n1;2\n3;4\n", "a,b,c\n1,2,3\n"};
    for (size_t i = 0; i < sizeof after / sizeof *after; i++) {
        char *told = read_changing("a,b\n1,2\n3,4\n", after[i], false);
        cr_expect(strstr(told, "changed while it was read"), "%zu: %s", i, told);
        free(told);
    }
    char *told = read_changing(rows, fewer, true);
    cr_expect(strstr(told, "changed while it was read"), "%s", told);
    free(told);
}

/* ---- several files --------------------------------------------------------------------------- */

Test(csv_read, parts_of_a_table_come_in_the_order_of_their_paths)
{
    char command[256];
    snprintf(command, sizeof command, "mkdir %s/b %s/a", folder, folder);
    cr_assert_eq(system(command), 0);
    write_text("b/persons.csv", "agency_id,record_id,name\nB,1,나\n");
    write_text("a/persons.tsv", "record_id\tagency_id\n1\tA\n\n2\tA\n");
    write_text("persons_empty.csv", "agency_id,record_id\n");
    write_text("a/services_1.csv", "agency_id\n");
    write_text("personsx.csv", "agency_id\n");
    struct io_input input = {.n_threads = 2};
    cr_assert(io_input_add(&input, folder, 7) && io_input_settle(&input), "%s",
              input.problem.message);
    cr_expect_eq(input.n_tables, 2);
    cr_expect_eq(input.n_ignored, 1);
    struct io_table *persons = io_input_table(&input, "persons");
    cr_assert_eq(persons->n_parts, 3);
    cr_expect_eq(persons->n_columns, 3, "columns of all files together");
    struct ArrowArrayStream stream;
    cr_assert(io_table_stream(persons, &stream, &input.problem));
    struct ArrowArray batch;
    int64_t rows = 0;
    while (stream.get_next(&stream, &batch) == 0 && batch.release) {
        rows += batch.length;
        batch.release(&batch);
    }
    stream.release(&stream);
    cr_expect_eq(rows, 3);
    static const struct {
        const char *file;
        int64_t line;
    } want[] = {{"a/persons.tsv", 2}, {"a/persons.tsv", 4}, {"b/persons.csv", 2}};
    for (int64_t row = 0; row < 3; row++) {
        int64_t line;
        const struct io_part *part = io_table_place(persons, row, &line);
        cr_expect_str_eq(part->shown, want[row].file);
        cr_expect_eq(line, want[row].line);
    }
    io_input_clear(&input);
}

/* As Python reads them, without a plan. */
Test(csv_read, days_come_first_where_others_of_the_file_show_it)
{
    expect("record_id,birth_date\n 1 ,03/06/1945\n2,25/12/1950\n",
           "row|2|1|1945-06-03\nrow|3|2|1950-12-25\n");
}
