/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rejected.c - the report's table of rows that were not used, by table and reason.
 */
#include "report/page.h"

#include <stdlib.h>
#include <string.h>

enum { REJECT_GROUPS_MAX = 128 };

struct reject_group {
    struct span table, reason;
    int64_t n;
};

static void count_reject(struct reject_group *groups, size_t *n, struct span table,
                         struct span reason)
{
    size_t g = 0;
    while (g < *n && !(span_equal(table, groups[g].table) && span_equal(reason, groups[g].reason)))
        g++;
    if (g == REJECT_GROUPS_MAX) return;
    if (g == *n) groups[(*n)++] = (struct reject_group){table, reason, 0};
    groups[g].n++;
}

/* By table and reason; rows come in the order of files, which has no meaning. */
static int group_order(const void *left_group, const void *right_group)
{
    const struct reject_group *left = left_group, *right = right_group;
    int order = span_order(left->table, right->table);
    return order ? order : span_order(left->reason, right->reason);
}

void report_rejects(struct page *page, struct report *report, enum report_language language)
{
    const struct io_result *rejects = report->input->rejects;
    struct reject_group groups[REJECT_GROUPS_MAX];
    size_t n = 0;
    for (int64_t row = 0; row < report_rows(rejects); row++) {
        char table[IO_CELL], reason[IO_CELL];
        count_reject(groups, &n, report_cell(rejects, "table", row, table),
                     report_cell(rejects, "reason", row, reason));
    }
    if (!n) return;
    qsort(groups, n, sizeof *groups, group_order);
    const char *heads[] = {report_word(language, WORD_TABLE), report_word(language, WORD_REASON),
                           report_word(language, WORD_ROWS)};
    report_section(page, language, WORD_REJECTS);
    report_table_begin(page, report_word(language, WORD_REJECTS),
                       &(struct report_heads){heads, 3, 2, 3, NULL});
    for (size_t g = 0; g < n; g++) {
        page_raw(page, "<tr>");
        report_span_cell(page, report_code(language, CODES_TABLE, groups[g].table));
        report_span_cell(page, report_state(language, groups[g].reason));
        report_number_cell(page, groups[g].n);
        page_raw(page, "</tr>");
    }
    report_table_end(page);
    report_section_end(page);
}
