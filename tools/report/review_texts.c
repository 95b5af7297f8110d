/* SPDX-License-Identifier: Apache-2.0 */
/*
 * review_texts.c - what the two records of a pair say, side by side.
 *
 * The results do not hold what agencies wrote about people; it is read from the input once more, of
 * the records that pairs show alone, and cleaned as the comparison does, so that what differs is
 * not a matter of spelling. Resident numbers are never shown. Nor is anything of a record that
 * belongs to a case about somebody who is protected, or may be, in whatever pair it stands.
 */
#include "report/review.h"

#include <stdlib.h>
#include <string.h>

#include "dolbom/value.h"

static struct tool_piece piece_of(struct span span)
{
    return (struct tool_piece){span.data, span.len};
}

/* The number of a record among those; UINT32_MAX: none, or no memory. */
static uint32_t number_of(struct tool_names *names, struct tool_piece agency,
                          struct tool_piece record, bool add)
{
    char key[WORKLIST_KEY];
    size_t len = worklist_key(agency, record, key);
    return len ? tool_number_of(names, key, len, add) : UINT32_MAX;
}

bool review_hide(struct review *review, const struct report_records *records)
{
    for (size_t i = 0; i < records->n; i++) {
        struct tool_piece agency = piece_of(records->at[i].agency);
        struct tool_piece id = piece_of(records->at[i].id);
        char key[WORKLIST_KEY];
        if (worklist_key(agency, id, key) &&
            number_of(&review->hidden, agency, id, true) == UINT32_MAX)
            return false;
    }
    return true;
}

/* ---- the records of a pair ------------------------------------------------------------------- */

/* One side of a pair. */
struct side {
    struct tool_piece agency, record;
};

static struct side side_of(const struct io_result *pairs, int64_t row, bool right)
{
    char unused[IO_CELL]; /* ids are texts, and live as long as the table */
    return (struct side){
        piece_of(report_cell(pairs, right ? "right_agency" : "left_agency", row, unused)),
        piece_of(report_cell(pairs, right ? "right_record" : "left_record", row, unused))};
}

static bool is_hidden(struct review *review, const struct side *side)
{
    char key[WORKLIST_KEY];
    return !worklist_key(side->agency, side->record, key) ||
           number_of(&review->hidden, side->agency, side->record, false) != UINT32_MAX;
}

/* Those of all pairs that cases show and of which something may be shown. */
static bool list_records(struct review *review, const struct report *report)
{
    for (uint32_t i = 0; i < report->links.n; i++)
        for (int right = 0; right < 2; right++) {
            const struct side side =
                side_of(report->input->pairs, strtoll(report->links.at[i], NULL, 10), right != 0);
            if (is_hidden(review, &side)) continue;
            if (number_of(&review->records, side.agency, side.record, true) == UINT32_MAX)
                return false;
        }
    const size_t n = (size_t)review->records.n + 1;
    review->texts = calloc(n * (review->n_fields + 1), sizeof *review->texts);
    review->is_read = calloc(n, sizeof *review->is_read);
    return review->texts && review->is_read;
}

/* ---- reading --------------------------------------------------------------------------------- */

struct reading {
    struct review *review;
    struct worklist_left_out left_out;
    struct worklist_candidates agency, record;
};

static char *clean_text(const struct review *review, const struct review_field *field,
                        struct tool_piece written)
{
    char text[DOLBOM_VALUE_MAX];
    size_t len = 0;
    dolbom_quality quality;
    dolbom_status status = dolbom_value_normalize(review->input->plan, field->kind, written.text,
                                                  written.len, text, sizeof text, &len, &quality);
    return strndup(text, status == DOLBOM_OK ? len : 0);
}

static bool read_fields(struct review *review, uint32_t number, const struct ArrowArray *batch,
                        int64_t row)
{
    char **texts = review->texts + (size_t)number * review->n_fields;
    for (size_t i = 0; i < review->n_fields; i++) {
        const struct review_field *field = &review->fields[i];
        struct tool_piece written = worklist_cell(&field->cells, batch, row);
        if (written.len == 0) continue;
        texts[i] = clean_text(review, field, written);
        if (!texts[i]) return false;
    }
    return true;
}

/* The first row of a record counts. */
static bool take_person(void *context, const struct ArrowArray *batch, int64_t row,
                        int64_t of_table)
{
    struct reading *reading = context;
    struct review *review = reading->review;
    uint32_t number = number_of(&review->records, worklist_cell(&reading->agency, batch, row),
                                worklist_cell(&reading->record, batch, row), false);
    bool wanted = number != UINT32_MAX && !review->is_read[number];
    if (!wanted || worklist_left_out_has(&reading->left_out, review->input->persons, of_table))
        return true;
    review->is_read[number] = true;
    return read_fields(review, number, batch, row);
}

bool review_read(struct review *review, const struct report *report)
{
    const struct review_input *input = review->input;
    struct reading reading = {.review = review};
    if (!list_records(review, report)) return io_fail_memory(input->problem);
    if (!input->persons || review->records.n == 0) return true;
    reading.agency = worklist_candidates(input->persons, input->columns, "agency_id");
    reading.record = worklist_candidates(input->persons, input->columns, "record_id");
    for (size_t i = 0; i < review->n_fields; i++)
        review->fields[i].cells =
            worklist_candidates(input->persons, input->columns, review->fields[i].name);
    bool done = worklist_left_out_make(&reading.left_out, input->report->rejects) ||
                io_fail_memory(input->problem);
    done = done && worklist_read(input->persons, take_person, &reading, input->problem);
    worklist_left_out_clear(&reading.left_out);
    return done;
}

/* ---- writing --------------------------------------------------------------------------------- */

/* null: nothing there; []: nothing of use. */
static void put_text(struct page *page, const char *text, const struct letters *letters)
{
    if (text)
        letters_put(page, letters);
    else
        page_raw(page, "null");
}

static void put_field(struct page *page, struct review *review, const struct review_field *field,
                      const char *left, const char *right)
{
    struct letters letters[2];
    letters_split(left ? left : "", &letters[0]);
    letters_split(right ? right : "", &letters[1]);
    if (letters[0].n && letters[1].n) letters_compare(&letters[0], &letters[1], &review->room);
    for (int i = 0; i < 2 && !review->input->with_names; i++)
        if (letters[i].n) letters_hide(&letters[i], field->kind);
    page_json_word(page, field->name);
    page_raw(page, ":[");
    put_text(page, left, &letters[0]);
    page_raw(page, ",");
    put_text(page, right, &letters[1]);
    page_raw(page, "]");
}

void review_put_texts(struct page *page, struct review *review, int64_t pair)
{
    const struct io_result *pairs = review->input->report->pairs;
    char **texts[2];
    for (int right = 0; right < 2; right++) {
        const struct side side = side_of(pairs, pair, right != 0);
        uint32_t number = number_of(&review->records, side.agency, side.record, false);
        if (is_hidden(review, &side) || number == UINT32_MAX) {
            page_raw(page, ",\"hidden\":1");
            return;
        }
        if (!review->is_read[number]) return; /* as of records that are tokens */
        texts[right] = review->texts + (size_t)number * review->n_fields;
    }
    page_raw(page, ",\"texts\":{");
    for (size_t i = 0; i < review->n_fields; i++) {
        if (i) page_raw(page, ",");
        put_field(page, review, &review->fields[i], texts[0][i], texts[1][i]);
    }
    page_raw(page, "}");
}
