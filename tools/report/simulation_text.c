/* SPDX-License-Identifier: Apache-2.0 */
/*
 * simulation_text.c - what people may be entitled to, as lines of text.
 */
#include "report/simulation.h"

struct printing {
    const struct simulation_input *input;
    FILE *file;
    enum report_language language;
};

static void put_span(const struct printing *to, struct span text)
{
    if (text.data) tool_foreign_put(to->file, text.data, text.len);
}

static void put_cell(const struct printing *to, const struct io_result *table, const char *column,
                     int64_t row)
{
    char scratch[IO_CELL];
    put_span(to, report_cell(table, column, row, scratch));
}

static void put_word(const struct printing *to, enum simulation_word word)
{
    fputs(simulation_word(to->language, word), to->file);
}

static void put_programme(const struct printing *to, const struct io_result *table, int64_t row)
{
    char scratch[IO_CELL];
    put_span(to, simulation_programme(table, row, to->language));
    fputs(" (", to->file);
    put_span(to, report_cell(table, "programme", row, scratch));
    fputs(")", to->file);
}

static void put_person(const struct printing *to, const struct simulation_person *person)
{
    if (simulation_has_several(to->input)) {
        fputs("== ", to->file);
        put_span(to, person->record);
        fputs(" ==\n", to->file);
    }
    put_word(to, SIMULATION_MONTH);
    fputc(' ', to->file);
    put_span(to, person->month);
    fputs(", ", to->file);
    put_word(to, SIMULATION_SIZE);
    fputc(' ', to->file);
    put_cell(to, to->input->answers, "household_size", person->from);
    fputc('\n', to->file);
}

static void put_answer(const struct printing *to, int64_t row)
{
    const char *tag = simulation_tag(to->input, row, to->language);
    fputs("  ", to->file);
    put_programme(to, to->input->answers, row);
    if (tag) fprintf(to->file, " [%s]", tag);
    fputs("\n    ", to->file);
    put_cell(to, to->input->answers, to->language == REPORT_KO ? "message_ko" : "message_en", row);
    fputc('\n', to->file);
}

static void put_answers(const struct printing *to, const struct simulation_person *person)
{
    for (size_t i = 0; i < SIMULATION_ANSWERS; i++) {
        bool any = false;
        for (int64_t row = person->from; row < person->to; row++) {
            char scratch[IO_CELL];
            struct span answer = report_cell(to->input->answers, "answer", row, scratch);
            if (!span_is(answer, simulation_answers[i].answer)) continue;
            if (!any) fputc('\n', to->file);
            if (!any) put_word(to, simulation_answers[i].title);
            if (!any) fputc('\n', to->file);
            any = true;
            put_answer(to, row);
        }
    }
}

static void put_services(const struct printing *to, const struct simulation_person *person)
{
    const struct io_result *services = to->input->services;
    bool any = false;
    for (int64_t row = 0; row < report_rows(services); row++) {
        char scratch[IO_CELL];
        if (!simulation_is_about(services, row, person)) continue;
        if (!any) fputc('\n', to->file);
        if (!any) put_word(to, SIMULATION_HAS);
        if (!any) fputc('\n', to->file);
        any = true;
        fputs("  ", to->file);
        put_programme(to, services, row);
        fputs(", ", to->file);
        put_span(to, simulation_status(services, row, to->language));
        fputs(", ", to->file);
        put_cell(to, services, "start_date", row);
        bool named = report_cell(services, "by_agency", row, scratch).data != NULL;
        bool name = report_cell(services, "by_name", row, scratch).data != NULL;
        if (named) fputs(", ", to->file);
        put_cell(to, services, name ? "by_name" : "by_agency", row);
        fputc('\n', to->file);
    }
}

bool simulation_print(const struct simulation_input *input, FILE *file)
{
    const struct printing to = {input, file, input->in_english ? REPORT_EN : REPORT_KO};
    struct simulation_person person;
    if (!report_rows(input->answers)) {
        put_word(&to, SIMULATION_NOTHING);
        fputc('\n', file);
    }
    for (int64_t from = 0; simulation_person_at(input, from, &person); from = person.to) {
        if (from) fputc('\n', file);
        put_person(&to, &person);
        put_answers(&to, &person);
        put_services(&to, &person);
    }
    fputc('\n', file);
    put_word(&to, SIMULATION_NOTE);
    fputc('\n', file);
    return fflush(file) == 0 && !ferror(file);
}
