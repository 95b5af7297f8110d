/* SPDX-License-Identifier: Apache-2.0 */
/*
 * review_case.c - who is asked about a case, what it was decided to be before, and by what a
 * decision names it.
 */
#include "report/review.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- who is asked ---------------------------------------------------------------------------- */

/* Those in whose worklists the case is; of each finding the last row first, so that the list is in
 * the order of the table. */
static bool list_asked(struct review *review)
{
    struct worklist_index findings;
    const struct io_result *worklist = review->input->worklist;
    const int64_t n = report_rows(review->input->report->findings), n_rows = report_rows(worklist);
    bool done = worklist_index_make(&findings, review->input->report->findings, "finding_id");
    review->asked = malloc(((size_t)n + 1) * sizeof *review->asked);
    review->next_asked = malloc(((size_t)n_rows + 1) * sizeof *review->next_asked);
    done = done && review->asked && review->next_asked;
    for (int64_t row = 0; done && row < n; row++) review->asked[row] = -1;
    for (int64_t row = n_rows; done && row-- > 0;) {
        char unused[IO_CELL];
        struct span id = report_cell(worklist, "finding_id", row, unused);
        int64_t finding = worklist_index_find(&findings, (struct tool_piece){id.data, id.len});
        if (finding < 0) continue;
        review->next_asked[row] = review->asked[finding];
        review->asked[finding] = row;
    }
    tool_names_clear(&findings.ids);
    return done;
}

/* ---- what is compared ------------------------------------------------------------------------ */

/* Its kind as the plan says; false for one of which nothing is shown. */
static bool find_kind(const dolbom_plan *plan, struct review_field *field)
{
    char key[2 * REVIEW_WORD];
    size_t len = 0;
    snprintf(key, sizeof key, "compare.%s.kind", field->name);
    dolbom_status status =
        dolbom_plan_get(plan, key, field->kind, sizeof field->kind - 1, &len, NULL);
    return status == DOLBOM_OK && strcmp(field->kind, "rrn") != 0;
}

static void list_fields(struct review *review)
{
    static const char prefix[] = "level_";
    const struct io_result *pairs = review->input->report->pairs;
    for (size_t i = 0; pairs && i < pairs->n_columns; i++) {
        const char *column = pairs->columns[i].name;
        const char *name = column + sizeof prefix - 1;
        bool fits = strncmp(column, prefix, sizeof prefix - 1) == 0 && strlen(name) < REVIEW_WORD;
        if (!fits || review->n_fields == REVIEW_FIELDS) continue;
        struct review_field field = {.name = ""};
        memcpy(field.name, name, strlen(name));
        if (find_kind(review->input->plan, &field)) review->fields[review->n_fields++] = field;
    }
}

bool review_open(struct review *review, const struct review_input *input)
{
    review->input = input;
    list_fields(review);
    return list_asked(review);
}

void review_close(struct review *review)
{
    const size_t n = review->texts ? (size_t)review->records.n * review->n_fields : 0;
    for (size_t i = 0; i < n; i++) free(review->texts[i]);
    free(review->texts);
    free(review->is_read);
    free(review->asked);
    free(review->next_asked);
    tool_names_clear(&review->records);
    tool_names_clear(&review->hidden);
}

/* ---- writing --------------------------------------------------------------------------------- */

void review_put_case(struct page *page, const struct report *report, int64_t row)
{
    const struct review *review = report->review;
    const struct io_result *findings = report->input->findings;
    char scratch[IO_CELL];
    page_raw(page, ",\"was\":");
    page_json(page, report_cell(findings, "state", row, scratch));
    page_raw(page, ",\"rowsKey\":");
    page_json(page, report_cell(findings, "rows_key", row, scratch));
    page_raw(page, ",\"asked\":[");
    for (int64_t at = review->asked[row]; at >= 0; at = review->next_asked[at]) {
        if (at != review->asked[row]) page_raw(page, ",");
        page_json(page, report_cell(review->input->worklist, "agency_id", at, scratch));
    }
    page_raw(page, "]");
}
