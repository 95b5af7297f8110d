/* SPDX-License-Identifier: Apache-2.0 */
/*
 * simulation_page.c - what people may be entitled to, as a page to read, print or show on a phone.
 */
#include "report/simulation.h"

#include <stdlib.h>

struct drawing {
    const struct simulation_input *input;
    struct page *page;
    enum report_language language;
};

static const char *word(const struct drawing *to, enum simulation_word which)
{
    return simulation_word(to->language, which);
}

static void put_cell(const struct drawing *to, const struct io_result *table, const char *column,
                     int64_t row)
{
    char scratch[IO_CELL];
    page_span(to->page, report_cell(table, column, row, scratch));
}

static void put_programme(const struct drawing *to, const struct io_result *table, int64_t row)
{
    page_span(to->page, simulation_programme(table, row, to->language));
}

/* ---- one answer ------------------------------------------------------------------------------ */

/* What was compared for a programme, as rows of a table. */
static void put_tests(const struct drawing *to, const struct simulation_person *person,
                      int64_t answer)
{
    const struct io_result *tests = to->input->tests;
    char scratch[IO_CELL];
    struct span programme = report_cell(to->input->answers, "programme", answer, scratch);
    page_raw(to->page, "<div class=\"scroll\" tabindex=\"0\"><table><thead><tr><th scope=\"col\">");
    page_word(to->page, word(to, SIMULATION_FACT));
    page_raw(to->page, "</th><th scope=\"col\">");
    page_word(to->page, word(to, SIMULATION_KNOWN));
    page_raw(to->page, "</th></tr></thead><tbody>");
    for (int64_t row = 0; row < report_rows(tests); row++) {
        char unused[IO_CELL];
        bool mine = span_equal(report_cell(tests, "programme", row, unused), programme) &&
                    simulation_is_about(tests, row, person);
        if (!mine) continue;
        page_raw(to->page, "<tr><td>");
        put_cell(to, tests, to->language == REPORT_KO ? "message_ko" : "message_en", row);
        page_raw(to->page, "</td><td class=\"day\">");
        put_cell(to, tests, "as_of", row);
        page_raw(to->page, "</td></tr>");
    }
    page_raw(to->page, "</tbody></table></div>");
}

static void put_answer(const struct drawing *to, const struct simulation_person *person,
                       int64_t row, const char *answer)
{
    char scratch[IO_CELL];
    const char *tag = simulation_tag(to->input, row, to->language);
    page_format(to->page, "<article class=\"%s\"><h3>", answer);
    put_programme(to, to->input->answers, row);
    if (tag) page_raw(to->page, " <span class=\"tag\">");
    if (tag) page_word(to->page, tag);
    if (tag) page_raw(to->page, "</span>");
    page_raw(to->page, "</h3><p>");
    put_cell(to, to->input->answers, to->language == REPORT_KO ? "message_ko" : "message_en", row);
    page_raw(to->page, "</p>");
    put_tests(to, person, row);
    struct span law = report_cell(to->input->answers, "legal_ref", row, scratch);
    if (law.data) {
        page_raw(to->page, "<p class=\"small\">");
        page_word(to->page, word(to, SIMULATION_LAW));
        page_raw(to->page, ": ");
        page_span(to->page, law);
        page_raw(to->page, "</p>");
    }
    page_raw(to->page, "</article>");
}

static void put_answers(const struct drawing *to, const struct simulation_person *person)
{
    for (size_t i = 0; i < SIMULATION_ANSWERS; i++) {
        bool any = false;
        for (int64_t row = person->from; row < person->to; row++) {
            char scratch[IO_CELL];
            struct span answer = report_cell(to->input->answers, "answer", row, scratch);
            if (!span_is(answer, simulation_answers[i].answer)) continue;
            if (!any) page_raw(to->page, "<h2>");
            if (!any) page_word(to->page, word(to, simulation_answers[i].title));
            if (!any) page_raw(to->page, "</h2>");
            any = true;
            put_answer(to, person, row, simulation_answers[i].answer);
        }
    }
}

/* ---- what the person has --------------------------------------------------------------------- */

static void put_service(const struct drawing *to, int64_t row)
{
    const struct io_result *services = to->input->services;
    char scratch[IO_CELL];
    bool has_name = report_cell(services, "by_name", row, scratch).data != NULL;
    page_raw(to->page, "<tr><td>");
    put_programme(to, services, row);
    page_raw(to->page, "</td><td>");
    page_span(to->page, simulation_status(services, row, to->language));
    page_raw(to->page, "</td><td class=\"day\">");
    put_cell(to, services, "start_date", row);
    page_raw(to->page, "</td><td>");
    put_cell(to, services, has_name ? "by_name" : "by_agency", row);
    page_raw(to->page, "</td></tr>");
}

static void put_services(const struct drawing *to, const struct simulation_person *person)
{
    const char *const heads[] = {word(to, SIMULATION_SUPPORT),
                                 report_word(to->language, WORD_STATE), word(to, SIMULATION_SINCE),
                                 word(to, SIMULATION_BY)};
    bool any = false;
    for (int64_t row = 0; row < report_rows(to->input->services); row++) {
        if (!simulation_is_about(to->input->services, row, person)) continue;
        if (!any) {
            page_raw(to->page, "<h2>");
            page_word(to->page, word(to, SIMULATION_HAS));
            page_raw(to->page, "</h2>");
            report_table_begin(to->page, word(to, SIMULATION_HAS),
                               &(struct report_heads){heads, 4, 4, 4, NULL});
        }
        any = true;
        put_service(to, row);
    }
    if (any) report_table_end(to->page);
}

/* ---- the page -------------------------------------------------------------------------------- */

static void put_person(const struct drawing *to, const struct simulation_person *person)
{
    if (simulation_has_several(to->input)) {
        page_raw(to->page, "<h2>");
        page_span(to->page, person->record);
        page_raw(to->page, "</h2>");
    }
    page_raw(to->page, "<p>");
    page_word(to->page, word(to, SIMULATION_MONTH));
    page_raw(to->page, " ");
    page_span(to->page, person->month);
    page_raw(to->page, " · ");
    page_word(to->page, word(to, SIMULATION_SIZE));
    page_raw(to->page, " ");
    put_cell(to, to->input->answers, "household_size", person->from);
    page_raw(to->page, "</p>");
    put_answers(to, person);
    put_services(to, person);
}

static void put_body(const struct drawing *to)
{
    struct simulation_person person;
    page_raw(to->page, to->language == REPORT_KO ? "<div class=\"ko\" lang=\"ko\"><h1>"
                                                 : "<div class=\"en\" lang=\"en\"><h1>");
    page_word(to->page, word(to, SIMULATION_TITLE));
    page_raw(to->page, "</h1><p class=\"note\">");
    page_word(to->page, word(to, SIMULATION_NOTE));
    page_raw(to->page, "</p>");
    for (int64_t from = 0; simulation_person_at(to->input, from, &person); from = person.to)
        put_person(to, &person);
    if (!report_rows(to->input->answers)) {
        page_raw(to->page, "<p>");
        page_word(to->page, word(to, SIMULATION_NOTHING));
        page_raw(to->page, "</p>");
    }
    page_raw(to->page, "</div>");
}

bool simulation_page(const struct simulation_input *input, char **html, size_t *len)
{
    struct page page = {0};
    page_head(&page, PAGE_TO_READ,
              simulation_word(input->in_english ? REPORT_EN : REPORT_KO, SIMULATION_TITLE),
              input->in_english);
    for (unsigned language = 0; language < REPORT_LANGUAGES; language++)
        put_body(&(struct drawing){input, &page, (enum report_language)language});
    page_end(&page, PAGE_TO_READ);
    *html = page.data;
    *len = page.len;
    if (page.failed) free(page.data);
    return !page.failed;
}
