/* SPDX-License-Identifier: Apache-2.0 */
/*
 * counts.c - the report's first lines: how many cases of which severity, and on how many records.
 */
#include "report/page.h"

/* Findings of a run, counted. */
struct counts {
    int64_t severity[5], kind[4], won, records, rejected;
};

static const char *const kinds[] = {"duplicate", "omission", "identity", "data"};

/* Amounts come from data, so their sum saturates at the largest number. */
static int64_t add_capped(int64_t sum, int64_t more)
{
    int64_t total;
    if (!__builtin_add_overflow(sum, more, &total)) return total;
    return more > 0 ? INT64_MAX : INT64_MIN;
}

static void count(const struct report_input *input, struct counts *counts)
{
    char scratch[IO_CELL];
    *counts = (struct counts){.won = 0};
    for (int64_t row = 0; row < report_rows(input->findings); row++) {
        int64_t severity = report_number(input->findings, "severity", row);
        struct span kind = report_cell(input->findings, "kind", row, scratch);
        for (int k = 0; k < 4; k++) counts->kind[k] += span_is(kind, kinds[k]);
        if (severity >= 0 && severity <= 4) counts->severity[severity]++;
        counts->won = add_capped(counts->won, report_number(input->findings, "amount_won", row));
    }
    for (int64_t row = 0; row < report_rows(input->table_counts); row++) {
        struct span table = report_cell(input->table_counts, "table", row, scratch);
        counts->rejected += report_number(input->table_counts, "rejected", row);
        if (span_is(table, "persons"))
            counts->records = report_number(input->table_counts, "accepted", row);
    }
}

static void card(struct page *page, const char *look, const char *label, int64_t number)
{
    page_format(page, "<li class=\"%s\"><b>", look);
    page_number(page, number);
    page_raw(page, "</b> <span>");
    page_word(page, label);
    page_raw(page, "</span></li>");
}

static void fact(struct page *page, const char *label, int64_t number, const char *unit)
{
    page_raw(page, "<li>");
    page_word(page, label);
    page_raw(page, " <b>");
    page_number(page, number);
    page_word(page, unit);
    page_raw(page, "</b></li>");
}

void report_counts(struct page *page, struct report *report, enum report_language language)
{
    struct counts counts;
    static const enum report_word words[] = {WORD_DUPLICATES, WORD_OMISSIONS, WORD_IDENTITY,
                                             WORD_DATA};
    count(report->input, &counts);
    page_raw(page, "<ul class=\"cards\">");
    for (int severity = 4; severity >= 0; severity--) {
        char look[8] = "c0";
        look[1] = (char)('0' + severity);
        card(page, look, report_severity(language, severity), counts.severity[severity]);
    }
    card(page, "late", report_word(language, WORD_OVERDUE), report->n_overdue);
    page_raw(page, "</ul><ul class=\"facts\">");
    for (int k = 0; k < 4; k++) fact(page, report_word(language, words[k]), counts.kind[k], "");
    fact(page, report_word(language, WORD_MONEY), counts.won,
         language == REPORT_KO ? "원" : " won");
    fact(page, report_word(language, WORD_RECORDS), counts.records, "");
    if (report->input->n_persons >= 0)
        fact(page, report_word(language, WORD_PEOPLE), report->input->n_persons, "");
    fact(page, report_word(language, WORD_REJECTED), counts.rejected, "");
    page_raw(page, "</ul>");
}
