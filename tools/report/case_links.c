/* SPDX-License-Identifier: Apache-2.0 */
/*
 * case_links.c - how the records of a case compare: of the pairs among them the weakest, which are
 * what somebody who doubts the case looks at first. A pair that several cases show is written once.
 */
#include "report/review.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINKS_SHOWN = 6, ROW_TEXT = 24 };

/* The weakest pairs found so far, in their order; n counts all that were found. */
struct weakest {
    struct link {
        int64_t row, weight;
    } at[LINKS_SHOWN];
    size_t n;
};

static void keep(struct weakest *weakest, struct link link)
{
    size_t at = weakest->n < LINKS_SHOWN ? weakest->n : LINKS_SHOWN;
    for (; at > 0 && weakest->at[at - 1].weight > link.weight; at--)
        if (at < LINKS_SHOWN) weakest->at[at] = weakest->at[at - 1];
    if (at < LINKS_SHOWN) weakest->at[at] = link;
    weakest->n++;
}

bool report_has_record(const struct report_records *records, struct report_record record)
{
    for (size_t i = 0; i < records->n; i++)
        if (span_equal(records->at[i].id, record.id) &&
            span_equal(records->at[i].agency, record.agency))
            return true;
    return false;
}

/* A record among the pairs, which are in the order of their left records. */
struct sought {
    const struct io_result *pairs;
    struct report_record record;
};

static int left_order(const struct sought *sought, int64_t row)
{
    char scratch[IO_CELL];
    int order =
        span_order(report_cell(sought->pairs, "left_agency", row, scratch), sought->record.agency);
    if (order) return order;
    return span_order(report_cell(sought->pairs, "left_record", row, scratch), sought->record.id);
}

static bool comes_before(const void *sought, size_t row)
{
    return left_order(sought, (int64_t)row) < 0;
}

static bool is_right(const struct report_records *records, const struct io_result *pairs,
                     int64_t row)
{
    char scratch[2][IO_CELL];
    struct report_record right = {report_cell(pairs, "right_agency", row, scratch[0]),
                                  report_cell(pairs, "right_record", row, scratch[1])};
    return report_has_record(records, right);
}

static struct weakest weakest_of(const struct io_result *pairs,
                                 const struct report_records *records)
{
    struct weakest weakest = {.n = 0};
    const int64_t n = report_rows(pairs);
    for (size_t i = 0; i < records->n; i++) {
        const struct sought sought = {pairs, records->at[i]};
        int64_t row = (int64_t)tool_count_before((size_t)n, comes_before, &sought);
        for (; row < n && left_order(&sought, row) == 0; row++)
            if (is_right(records, pairs, row))
                keep(&weakest, (struct link){row, report_number(pairs, "match_weight", row)});
    }
    return weakest;
}

/* Its place among all that are written. */
static uint32_t number_of(struct report *report, int64_t row)
{
    char text[ROW_TEXT];
    int len = snprintf(text, sizeof text, "%lld", (long long)row);
    return tool_number_of(&report->links, text, (size_t)len, true);
}

size_t report_links_of(struct page *page, struct report *report,
                       const struct report_records *records)
{
    const struct weakest weakest = weakest_of(report->input->pairs, records);
    size_t shown = weakest.n < LINKS_SHOWN ? weakest.n : LINKS_SHOWN;
    for (size_t i = 0; i < shown; i++) {
        uint32_t number = number_of(report, weakest.at[i].row);
        if (number == UINT32_MAX) page->failed = true;
        page_format(page, "%s%lu", i ? "," : "", (unsigned long)number);
    }
    return weakest.n - shown;
}

/* ---- the pairs themselves -------------------------------------------------------------------- */

static void put_levels(struct page *page, const struct io_result *pairs, int64_t row)
{
    static const char prefix[] = "level_";
    bool any = false;
    for (size_t i = 0; i < pairs->n_columns; i++) {
        const char *column = pairs->columns[i].name;
        char scratch[IO_CELL];
        if (strncmp(column, prefix, sizeof prefix - 1) != 0) continue;
        struct span level = report_cell(pairs, column, row, scratch);
        page_raw(page, any ? ",[" : "[");
        page_json_word(page, column + sizeof prefix - 1);
        page_raw(page, ",");
        page_json(page, level.len ? level : (struct span){NULL, 0});
        page_raw(page, "]");
        any = true;
    }
}

static void put_link(struct page *page, const struct report *report, int64_t row)
{
    static const char *const columns[] = {"left_agency",  "left_record",  "right_agency",
                                          "right_record", "match_weight", "probability"};
    const struct io_result *pairs = report->input->pairs;
    page_raw(page, "{\"of\":[");
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        char scratch[IO_CELL];
        if (i) page_raw(page, ",");
        page_json(page, report_cell(pairs, columns[i], row, scratch));
    }
    page_raw(page, "],\"levels\":[");
    put_levels(page, pairs, row);
    page_raw(page, "]");
    if (report->review) review_put_texts(page, report->review, row);
    page_raw(page, "}");
}

void report_case_links(struct page *page, const struct report *report)
{
    for (uint32_t i = 0; i < report->links.n; i++) {
        page_raw(page, i ? ",\n" : "\n");
        put_link(page, report, strtoll(report->links.at[i], NULL, 10));
    }
}
