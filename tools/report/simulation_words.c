/* SPDX-License-Identifier: Apache-2.0 */
/*
 * simulation_words.c - what the text and the page about entitlements share.
 */
#include "report/simulation.h"

#include <string.h>

static const char *const words[SIMULATION_WORDS][REPORT_LANGUAGES] = {
    [SIMULATION_TITLE] = {"받을 수 있는 지원 알아보기", "What support may be due"},
    [SIMULATION_MONTH] = {"기준 월", "Month"},
    [SIMULATION_SIZE] = {"가구원 수", "Household size"},
    [SIMULATION_YES] = {"받을 수 있을 것으로 보이는 지원", "Seems to be due"},
    [SIMULATION_UNKNOWN] = {"더 확인해야 알 수 있는 지원", "More has to be known"},
    [SIMULATION_NO] = {"요건에 맞지 않는 것으로 보이는 지원", "Does not seem to be due"},
    [SIMULATION_HAS] = {"현재 받고 있거나 신청한 지원", "Received now, or applied for"},
    [SIMULATION_RECEIVING] = {"이미 받고 있음", "received already"},
    [SIMULATION_APPLIED] = {"신청·예정", "applied for"},
    [SIMULATION_OPEN] = {"심사 중", "being decided"},
    [SIMULATION_NEAR] = {"근소한 차이", "missed by little"},
    [SIMULATION_LAW] = {"근거", "Legal basis"},
    [SIMULATION_FACT] = {"확인한 내용", "What was compared"},
    [SIMULATION_KNOWN] = {"확인일", "Known on"},
    [SIMULATION_SUPPORT] = {"지원", "Support"},
    [SIMULATION_SINCE] = {"시작일", "Since"},
    [SIMULATION_BY] = {"제공 기관", "Given by"},
    [SIMULATION_NOTHING] = {"이 달에 적용할 자격 기준이 없습니다.",
                            "No conditions are in force in this month."},
    [SIMULATION_NOTE] = {"입력한 내용만으로 미리 살펴본 결과입니다. 실제 결정은 신청을 받은 기관이 "
                         "조사하여 정합니다.",
                         "A first look by what was entered. The agency that receives the "
                         "application examines and decides."},
};

const char *simulation_word(enum report_language language, enum simulation_word word)
{
    return words[word][language];
}

const struct simulation_answer simulation_answers[SIMULATION_ANSWERS] = {
    {"yes", SIMULATION_YES}, {"unknown", SIMULATION_UNKNOWN}, {"no", SIMULATION_NO}};

bool simulation_is_about(const struct io_result *table, int64_t row,
                         const struct simulation_person *person)
{
    char scratch[IO_CELL];
    return span_equal(report_cell(table, "record_id", row, scratch), person->record) &&
           span_equal(report_cell(table, "agency_id", row, scratch), person->agency) &&
           (io_result_column(table, "month") < 0 ||
            span_equal(report_cell(table, "month", row, scratch), person->month));
}

bool simulation_person_at(const struct simulation_input *input, int64_t from,
                          struct simulation_person *person)
{
    char scratch[IO_CELL]; /* all are texts, which lie in the table */
    if (from >= report_rows(input->answers)) return false;
    *person = (struct simulation_person){
        .from = from,
        .to = from + 1,
        .agency = report_cell(input->answers, "agency_id", from, scratch),
        .record = report_cell(input->answers, "record_id", from, scratch),
        .month = report_cell(input->answers, "month", from, scratch)};
    while (person->to < report_rows(input->answers) &&
           simulation_is_about(input->answers, person->to, person))
        person->to++;
    return true;
}

bool simulation_has_several(const struct simulation_input *input)
{
    struct simulation_person first;
    return simulation_person_at(input, 0, &first) && first.to < report_rows(input->answers);
}

const char *simulation_tag(const struct simulation_input *input, int64_t row,
                           enum report_language language)
{
    char scratch[IO_CELL];
    struct span receiving = report_cell(input->answers, "receiving", row, scratch);
    if (span_is(receiving, "yes")) return simulation_word(language, SIMULATION_RECEIVING);
    if (span_is(receiving, "applied")) return simulation_word(language, SIMULATION_APPLIED);
    bool near = report_cell(input->answers, "near_fact", row, scratch).data != NULL;
    return near ? simulation_word(language, SIMULATION_NEAR) : NULL;
}

/* What is open here is an application: not a case, a need or a referral, as elsewhere. */
struct span simulation_status(const struct io_result *services, int64_t row,
                              enum report_language language)
{
    char scratch[IO_CELL]; /* a text, which lies in the table */
    struct span status = report_cell(services, "status", row, scratch);
    const char *open = simulation_word(language, SIMULATION_OPEN);
    if (span_is(status, "open")) return (struct span){open, strlen(open)};
    return report_code(language, CODES_STATUS, status);
}

struct span simulation_programme(const struct io_result *table, int64_t row,
                                 enum report_language language)
{
    char scratch[IO_CELL]; /* texts, which lie in the table */
    struct span name = report_cell(table, language == REPORT_KO ? "name" : "name_en", row, scratch);
    return name.len ? name : report_cell(table, "name", row, scratch);
}
