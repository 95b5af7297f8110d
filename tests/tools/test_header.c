/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_header.c - headers as agencies write them, and rows of a sheet that are none of a table.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "intake/intake.h"
#include "io/source/source.h"
#include "support/support.h"

Test(header, spelling_does_not_matter)
{
    static const char *const names[] = {
        "성명",
        "성 명",
        "성　명",
        "[성명]",
        "*성명",
        "성\n명",
        "\xE1\x84\x89\xE1\x85\xA5\xE1\x86\xBC\xE1\x84\x86\xE1\x85\xA7\xE1\x86\xBC",
        "ＮＡＭＥ",
        "Full Name"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct io_usual *found = io_usual_find("persons", names[i], strlen(names[i]));
        cr_assert(found, "%s", names[i]);
        cr_assert_str_eq(found->column, "name");
    }
}

Test(header, others_are_not_believed)
{
    static const char *const names[] = {"",       " ",    "보호자성명", "성명2",
                                        "담당자", "비고", "서비스명"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        cr_assert_null(io_usual_find("persons", names[i], strlen(names[i])), "%s", names[i]);
    cr_assert_str_eq(io_usual_find("services", "서비스명", strlen("서비스명"))->column,
                     "programme");
}

Test(header, every_table_and_column_that_agencies_send_has_a_korean_word)
{
    const struct io_table_form *form;
    for (size_t i = 0; (form = io_table_form_at(i)) != NULL; i++) {
        const char *at = form->columns;
        struct tool_listed column;
        if (form->kind != IO_RECORDS) continue;
        cr_expect_not_null(tool_table_word(form->name), "%s", form->name);
        while (tool_list_next(&at, &column))
            cr_expect_not_null(tool_column_word(column.name), "%s.%s", form->name, column.name);
    }
    cr_expect_null(tool_column_word("finding_id"));
}

/* Also those that stand for an empty cell elsewhere, as x does. */
Test(header, every_usual_word_is_found)
{
    const struct io_usual_word *word;
    static const char *const no[] = {"x", "X", " X ", "Ｘ", "×"};
    for (size_t i = 0; (word = io_word_at(i)) != NULL; i++) {
        const char *found = io_word_find(word->table, word->column, word->word, strlen(word->word));
        cr_assert(found && strcmp(found, word->ours) == 0, "%s", word->word);
    }
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        cr_assert_str_eq(io_word_find("services", "status", no[i], strlen(no[i])), "cancelled");
}

Test(header, totals)
{
    static const char *const totals[] = {"합계",   "합 계",  "소계",      "계",
                                         "[소계]", "총 계:", "누계",      "3월 소계",
                                         "TOTAL",  "Sum",    "합계 12명", "계(3건)"};
    static const char *const others[] = {"",       "김계순", "계명자", "계 영자", "A-01",
                                         "Thomas", "12",     "세계로", "합계표"};
    for (size_t i = 0; i < sizeof totals / sizeof *totals; i++)
        cr_assert(io_is_total(totals[i], strlen(totals[i])), "%s", totals[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        cr_assert_not(io_is_total(others[i], strlen(others[i])), "%s", others[i]);
}

/* What inspect says can be read is what the library reads. */
Test(header, amounts_and_counts_as_people_write_them)
{
    static const struct {
        const char *text;
        int64_t won, count; /* -1: not read */
    } numbers[] = {
        {"45000", 45000, 45000},
        {"45,000", 45000, 45000},
        {"1,234,567", 1234567, 1234567},
        {"45,000원", 45000, -1},
        {"1,200 원", 1200, -1},
        {"₩45,000", 45000, -1},
        {"￦ 45,000", 45000, -1},
        {"\\45,000", 45000, -1},
        {"₩45,000원", 45000, -1},
        {"４５，０００", 45000, 45000},
        {"４５，０００원", 45000, -1},
        {"3회", -1, 3},
        {"３ 회", -1, 3},
        {"12건", -1, 12},
        {"1,000개", -1, 1000},
        {"0", 0, 0},
        {"4만5천원", -1, -1},
        {"4만", -1, -1},
        {"3~4회", -1, -1},
        {"3회2회", -1, -1},
        {"2시간", -1, -1},
        {"10kg", -1, -1},
        {"1,5", -1, -1},
        {"12,34", -1, -1},
        {",500", -1, -1},
        {"5,", -1, -1},
        {"1234,567", -1, -1},
        {"원", -1, -1},
        {"회", -1, -1},
        {"₩", -1, -1},
        {"약 3회", -1, -1},
        {"45,000원정", -1, -1},
        {"1 2", -1, -1},
        {"-", -1, -1},
        {"1.2.3", -1, -1},
    };
    const struct io_usual *won = io_usual_of("services", "amount_won");
    const struct io_usual *count = io_usual_of("services", "quantity");
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        const struct dlb_text text = dlb_text_of(numbers[i].text);
        int64_t value;
        bool read = dlb_number_written(text, DLB_TYPE_WON, 0, &value);
        cr_expect_eq(read ? value : -1, numbers[i].won, "%s", text.data);
        cr_expect_eq(io_form_reads(won, text.data, text.len), read, "%s", text.data);
        read = dlb_number_written(text, DLB_TYPE_DECIMAL, 0, &value);
        cr_expect_eq(read ? value : -1, numbers[i].count, "%s", text.data);
        cr_expect_eq(io_form_reads(count, text.data, text.len), read, "%s", text.data);
    }
}

/* ---- a whole file ---------------------------------------------------------------------------- */

struct reading {
    struct io_input input;
    int64_t n_rows, first_line;
};

static struct reading read_persons(const char *text)
{
    char path[] = "/tmp/header_XXXXXX.csv";
    int file = mkstemps(path, 4);
    cr_assert(write(file, text, strlen(text)) == (ssize_t)strlen(text));
    close(file);
    struct reading reading = {.input = {.n_threads = 1}};
    struct io_input *input = &reading.input;
    cr_assert(io_input_add(input, path, 1u << IO_RECORDS), "%s", input->problem.message);
    cr_assert(io_input_settle(input), "%s", input->problem.message);
    for (int again = 0; again < 2; again++) { /* a table can be read twice */
        struct ArrowArrayStream stream;
        struct ArrowArray batch;
        io_table_rewind(&input->tables[0]);
        cr_assert(io_table_stream(&input->tables[0], &stream, &input->problem));
        while (stream.get_next(&stream, &batch) == 0 && batch.release) batch.release(&batch);
        stream.release(&stream);
    }
    cr_assert_eq(input->problem.kind, IO_OK, "%s", input->problem.message);
    unlink(path);
    reading.n_rows = input->tables[0].n_rows;
    if (reading.n_rows) io_table_place(&input->tables[0], 0, &reading.first_line);
    return reading;
}

static void expect(const struct io_part *part, enum io_skip why, int64_t n, int64_t line)
{
    cr_assert_eq(part->skips.n[why], n, "%d: %lld", why, (long long)part->skips.n[why]);
    if (n) cr_assert_eq(part->skips.first[why], line, "%lld", (long long)part->skips.first[why]);
}

Test(header, titles_above_it)
{
    struct reading reading = read_persons("\n2026년 대상자 명단\n\n\"기준일\n6.30\";;\n"
                                          "성명;생년월일;비고\n김순자;1945-03-15;\n;;\n"
                                          "합계;1;\n이영희;1950-01-02;계\n");
    const struct io_part *part = &reading.input.tables[0].parts[0];
    cr_assert_eq(part->header_line, 6);
    cr_assert_eq(part->form.separator, ';');
    cr_assert_str_eq(part->names[1], "생년월일");
    cr_assert_eq(reading.n_rows, 2);
    cr_assert_eq(reading.first_line, 7);
    expect(part, IO_SKIP_TITLE, 2, 2);
    expect(part, IO_SKIP_BLANK, 1, 8);
    expect(part, IO_SKIP_TOTAL, 1, 9);
    io_input_clear(&reading.input);
}

Test(header, the_first_line_stands)
{
    struct reading own = read_persons("agency_id,record_id\nA,1\n성명,생년월일\n");
    cr_assert_eq(own.input.tables[0].parts[0].header_line, 1);
    cr_assert_eq(own.n_rows, 2);
    io_input_clear(&own.input);
    struct reading none = read_persons("무엇,어디\n김순자,서울\n");
    cr_assert_eq(none.input.tables[0].parts[0].header_line, 1);
    expect(&none.input.tables[0].parts[0], IO_SKIP_TITLE, 0, 0);
    io_input_clear(&none.input);
}

Test(header, more_fields_than_columns_are_no_blank_row)
{
    struct reading reading = read_persons("agency_id,record_id\n,,x\n,\nA,1\n");
    cr_assert_eq(reading.n_rows, 1);
    cr_assert_eq(reading.input.tables[0].parts[0].bad.n, 1);
    expect(&reading.input.tables[0].parts[0], IO_SKIP_BLANK, 1, 3);
    io_input_clear(&reading.input);
}
