/* SPDX-License-Identifier: Apache-2.0 */
/*
 * case_links.c - how the records of the cases compare: the pairs of which both records are in cases
 * that are shown, for report.js.
 */
#include "report/page.h"

#include <string.h>

enum { LINKS_MAX = 100000, RECORD_KEY = 512, SEPARATOR = 0x1F };

/* "agency US record"; 0 for ids that are too long, or that hold the separator themselves. */
static size_t key_of(struct span agency, struct span record, char key[RECORD_KEY])
{
    if (!agency.len || !record.len || agency.len + record.len + 1 > RECORD_KEY) return 0;
    if (memchr(agency.data, SEPARATOR, agency.len) || memchr(record.data, SEPARATOR, record.len))
        return 0;
    memcpy(key, agency.data, agency.len);
    key[agency.len] = SEPARATOR;
    memcpy(key + agency.len + 1, record.data, record.len);
    return agency.len + 1 + record.len;
}

void report_record_shown(struct page *page, struct report *report, struct span agency,
                         struct span record)
{
    char key[RECORD_KEY];
    size_t len = key_of(agency, record, key);
    if (len && tool_number_of(&report->records, key, len, true) == UINT32_MAX) page->failed = true;
}

/* A record that is shown, among the pairs, which are in the order of their left records. */
struct sought {
    const struct io_result *pairs;
    struct span agency, record;
};

static int text_order(struct span left, struct span right)
{
    size_t shared = left.len < right.len ? left.len : right.len;
    int order = shared ? memcmp(left.data, right.data, shared) : 0;
    return order ? order : (left.len > right.len) - (left.len < right.len);
}

static int left_order(const struct sought *sought, int64_t row)
{
    char scratch[IO_CELL];
    int order = text_order(report_cell(sought->pairs, "left_agency", row, scratch), sought->agency);
    if (order) return order;
    return text_order(report_cell(sought->pairs, "left_record", row, scratch), sought->record);
}

static bool comes_before(const void *sought, size_t row)
{
    return left_order(sought, (int64_t)row) < 0;
}

static bool is_shown(struct report *report, int64_t row)
{
    char key[RECORD_KEY], scratch[2][IO_CELL];
    size_t len = key_of(report_cell(report->input->pairs, "right_agency", row, scratch[0]),
                        report_cell(report->input->pairs, "right_record", row, scratch[1]), key);
    return len && tool_number_of(&report->records, key, len, false) != UINT32_MAX;
}

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

static void put_link(struct page *page, const struct io_result *pairs, int64_t row)
{
    static const char *const columns[] = {"left_agency",  "left_record",  "right_agency",
                                          "right_record", "match_weight", "probability"};
    page_raw(page, "{\"of\":[");
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        char scratch[IO_CELL];
        if (i) page_raw(page, ",");
        page_json(page, report_cell(pairs, columns[i], row, scratch));
    }
    page_raw(page, "],\"levels\":[");
    put_levels(page, pairs, row);
    page_raw(page, "]}");
}

void report_case_links(struct page *page, struct report *report)
{
    const struct io_result *pairs = report->input->pairs;
    int64_t n = report_rows(pairs), n_put = 0;
    for (uint32_t i = 0; i < report->records.n; i++) {
        const char *key = report->records.at[i], *end = strchr(key, SEPARATOR);
        struct sought sought = {pairs, {key, (size_t)(end - key)}, {end + 1, strlen(end + 1)}};
        size_t row = tool_count_before((size_t)n, comes_before, &sought);
        for (; (int64_t)row < n && left_order(&sought, (int64_t)row) == 0; row++) {
            if (!is_shown(report, (int64_t)row) || n_put == LINKS_MAX) continue;
            page_raw(page, n_put++ ? ",\n" : "\n");
            put_link(page, pairs, (int64_t)row);
        }
    }
}
