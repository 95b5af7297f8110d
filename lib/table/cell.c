/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cell.c - reading one cell of a foreign column.
 *
 * The only file that follows pointers into a foreign array. Offsets, views and indices are checked
 * once for a whole batch, so that a broken producer is reported with the row; but the memory is not
 * ours, so each of them is read once into a variable and checked against the same bounds again when
 * a cell is read. Buffers need not be aligned.
 *
 *   layout   values                    a text is
 *   TEXT32   int32 offsets, rows + 1   data[offset[i] … offset[i + 1])
 *   TEXT64   int64 offsets, rows + 1   the same
 *   VIEW     16 bytes a row            the 12 bytes after the length, or a place in a buffer
 */
#include "table/batch.h"

#include <assert.h>
#include <string.h>

#include "text/text.h"

/* Memory ends before that: a larger offset must be wrong. */
static const int64_t DATA_MAX = INT64_C(1) << 46;

enum {
    VIEW_BYTES = 16,
    VIEW_INLINE_MAX = 12,
    DAY_FIRST = -719528, /* 0000-01-01 */
    DAY_LAST = 2932896   /* 9999-12-31 */
};

/* ---- loads --------------------------------------------------------------------------- */

static inline bool bit_at(const uint8_t *bits, int64_t at)
{
    return bits[at >> 3] >> (at & 7) & 1;
}

static inline int32_t load_int32(const void *values, int64_t at)
{
    int32_t value;
    memcpy(&value, (const char *)values + at * 4, sizeof value);
    return value;
}

static inline int64_t load_int64(const void *values, int64_t at)
{
    int64_t value;
    memcpy(&value, (const char *)values + at * 8, sizeof value);
    return value;
}

static inline int16_t load_int16(const void *values, int64_t at)
{
    int16_t value;
    memcpy(&value, (const char *)values + at * 2, sizeof value);
    return value;
}

/* An integer of any width, sign-extended; a uint64 keeps its bits. */
static int64_t load_integer(const void *values, uint8_t layout, int64_t at)
{
    switch (layout) {
    case DLB_LAYOUT_BOOL:
        return bit_at(values, at);
    case DLB_LAYOUT_INT8:
        return ((const int8_t *)values)[at];
    case DLB_LAYOUT_UINT8:
        return ((const uint8_t *)values)[at];
    case DLB_LAYOUT_INT16:
        return load_int16(values, at);
    case DLB_LAYOUT_UINT16:
        return (uint16_t)load_int16(values, at);
    case DLB_LAYOUT_UINT32:
        return (uint32_t)load_int32(values, at);
    case DLB_LAYOUT_INT32:
    case DLB_LAYOUT_DAY32:
        return load_int32(values, at);
    default:
        return load_int64(values, at);
    }
}

static struct dlb_wide load_wide(const void *values, int64_t at)
{
    return (struct dlb_wide){(uint64_t)load_int64(values, 2 * at), load_int64(values, 2 * at + 1)};
}

static double load_float(const struct dlb_cells *cells, int64_t at)
{
    if (cells->layout == DLB_LAYOUT_FLOAT64) {
        double value;
        memcpy(&value, (const char *)cells->values + at * 8, sizeof value);
        return value;
    }
    float value;
    memcpy(&value, (const char *)cells->values + at * 4, sizeof value);
    return (double)value;
}

/* Where a text lies; false when its offsets or view are impossible. */
static bool load_view(const struct dlb_cells *cells, int64_t at, struct dlb_text *text)
{
    const char *place = (const char *)cells->values + at * VIEW_BYTES;
    int32_t word[4]; /* length, first 4 bytes, buffer, offset */
    memcpy(word, place, sizeof word);
    if (word[0] < 0) return false;
    text->len = (size_t)word[0];
    if (word[0] <= VIEW_INLINE_MAX) {
        text->data = place + 4;
        return true;
    }
    if (word[2] < 0 || word[2] >= cells->n_data || word[3] < 0) return false;
    const char *data = ((const void *const *)cells->data)[word[2]];
    if (!data || (int64_t)word[3] + word[0] > load_int64(cells->sizes, word[2])) return false;
    text->data = data + word[3];
    return true;
}

static inline bool load_text(const struct dlb_cells *cells, int64_t at, struct dlb_text *text)
{
    int64_t start, end;
    if (cells->layout == DLB_LAYOUT_TEXT32) {
        start = load_int32(cells->values, at);
        end = load_int32(cells->values, at + 1);
    } else if (cells->layout == DLB_LAYOUT_TEXT64) {
        start = load_int64(cells->values, at);
        end = load_int64(cells->values, at + 1);
    } else {
        return load_view(cells, at, text);
    }
    if (start < 0 || end < start || end > DATA_MAX) return false;
    if (end > start && !cells->data) return false;
    text->data = cells->data ? (const char *)cells->data + start : "";
    text->len = (size_t)(end - start);
    return true;
}

static inline bool is_null(const struct dlb_batch *batch, const struct dlb_cells *cells,
                           int64_t row)
{
    if (cells->layout == DLB_LAYOUT_NULL) return true;
    if (cells->validity && !bit_at(cells->validity, cells->offset + row)) return true;
    return batch && batch->validity && !bit_at(batch->validity, batch->offset + row);
}

/* ---- whole columns ------------------------------------------------------------------- */

static const char *offsets_fault(const struct dlb_cells *cells, int64_t *row)
{
    bool wide = cells->layout == DLB_LAYOUT_TEXT64;
    int64_t first = 0, before = 0;
    for (int64_t i = 0; i <= cells->length; i++) {
        int64_t at = cells->offset + i;
        int64_t here = wide ? load_int64(cells->values, at) : load_int32(cells->values, at);
        *row = i > 0 ? i - 1 : 0;
        if (i == 0) first = before = here;
        if (here < 0 || here > DATA_MAX) return "a text's offset is impossible";
        if (here < before) return "a text ends before it starts";
        before = here;
    }
    *row = -1;
    return before > first && !cells->data ? "a column of texts has no data" : NULL;
}

static const char *rows_fault(const struct dlb_batch *batch, const struct dlb_cells *cells,
                              int64_t *row)
{
    bool views = cells->layout == DLB_LAYOUT_VIEW;
    for (int64_t i = 0; i < cells->length; i++) {
        if (is_null(batch, cells, i)) continue;
        *row = i;
        int64_t at = cells->offset + i;
        struct dlb_text text;
        if (views && !load_view(cells, at, &text)) return "a text lies outside its buffers";
        if (views) continue;
        uint64_t index = (uint64_t)load_integer(cells->values, cells->index, at);
        if (index >= (uint64_t)cells->dictionary->length)
            return "an index lies outside its dictionary";
    }
    *row = -1;
    return NULL;
}

const char *dlb_cells_fault(const struct dlb_batch *batch, const struct dlb_cells *cells,
                            int64_t *row)
{
    switch (cells->layout) {
    case DLB_LAYOUT_TEXT32:
    case DLB_LAYOUT_TEXT64:
        return offsets_fault(cells, row);
    case DLB_LAYOUT_VIEW:
    case DLB_LAYOUT_DICTIONARY:
        return rows_fault(batch, cells, row);
    default:
        return NULL;
    }
}

/* ---- text ---------------------------------------------------------------------------- */

static inline uint64_t load_word(const char *data)
{
    uint64_t word;
    memcpy(&word, data, sizeof word);
    return word;
}

/* Most cells are ids, codes, dates and numbers, so ASCII is checked eight bytes at a time. The last
 * eight may overlap those before them, so that no byte is looked at alone. */
static inline bool is_ascii(const char *data, size_t len)
{
    const uint64_t high_bits = UINT64_C(0x8080808080808080);
    uint64_t seen = 0;
    if (len >= sizeof seen) {
        for (size_t i = 0; i + sizeof seen < len; i += sizeof seen) seen |= load_word(data + i);
        seen |= load_word(data + len - sizeof seen);
    } else if (len >= 4) {
        seen = (uint64_t)(uint32_t)load_int32(data, 0) | (uint32_t)load_int32(data + len - 4, 0);
    } else {
        seen = (uint64_t)(unsigned char)data[0] | (unsigned char)data[len / 2] |
               (unsigned char)data[len - 1];
    }
    return (seen & high_bits) == 0;
}

/* The loaded text as a cell: bounded, and valid UTF-8. */
static inline enum dlb_cell_state settle(struct dlb_text loaded, struct dlb_text *text)
{
    if (loaded.len == 0) return DLB_CELL_NULL;
    if (loaded.len > DLB_FIELD_BYTES_MAX) return DLB_CELL_TOO_LONG;
    if (!is_ascii(loaded.data, loaded.len) && dlb_utf8_valid(loaded.data, loaded.len) != loaded.len)
        return DLB_CELL_ENCODING;
    *text = loaded;
    return DLB_CELL_OK;
}

static enum dlb_cell_state dictionary_text(const struct dlb_cells *cells, int64_t at,
                                           struct dlb_text *text)
{
    const struct dlb_cells *texts = cells->dictionary;
    uint64_t index = (uint64_t)load_integer(cells->values, cells->index, at);
    struct dlb_text loaded;
    if (index >= (uint64_t)texts->length) return DLB_CELL_BAD;
    if (is_null(NULL, texts, (int64_t)index)) return DLB_CELL_NULL;
    if (!load_text(texts, texts->offset + (int64_t)index, &loaded)) return DLB_CELL_BAD;
    return settle(loaded, text);
}

/* The text of a cell that is not null; set only when it is DLB_CELL_OK. */
static inline enum dlb_cell_state cell_text(const struct dlb_cells *cells, int64_t row,
                                            struct dlb_text *text)
{
    int64_t at = cells->offset + row;
    if (cells->layout == DLB_LAYOUT_DICTIONARY) return dictionary_text(cells, at, text);
    struct dlb_text loaded;
    return load_text(cells, at, &loaded) ? settle(loaded, text) : DLB_CELL_BAD;
}

/* ---- numbers and days ------------------------------------------------------------------ */

/* Some tools write NaN for null. */
static enum dlb_cell_state print_float(const struct dlb_cells *cells, int64_t at,
                                       char scratch[DLB_SCRATCH], struct dlb_text *text)
{
    double number = load_float(cells, at);
    if (number != number) return DLB_CELL_NULL;
    if (number >= -0x1p63 && number < 0x1p63 && (double)(int64_t)number == number) {
        *text = dlb_number_print((int64_t)number, false, scratch);
        return DLB_CELL_OK;
    }
    bool narrow = cells->layout == DLB_LAYOUT_FLOAT32;
    return dlb_number_print_float(number, narrow, scratch, text) ? DLB_CELL_OK : DLB_CELL_BAD;
}

static enum dlb_cell_state print_number(const struct dlb_cells *cells, int64_t row,
                                        char scratch[DLB_SCRATCH], struct dlb_text *text)
{
    int64_t at = cells->offset + row;
    if (cells->layout == DLB_LAYOUT_FLOAT32 || cells->layout == DLB_LAYOUT_FLOAT64)
        return print_float(cells, at, scratch, text);
    if (cells->layout == DLB_LAYOUT_INT128) {
        *text = dlb_number_print_wide(load_wide(cells->values, at), scratch);
    } else {
        int64_t number = load_integer(cells->values, cells->layout, at);
        *text = dlb_number_print(number, cells->layout == DLB_LAYOUT_UINT64, scratch);
    }
    return DLB_CELL_OK;
}

static enum dlb_cell_state cell_day(const struct dlb_cells *cells, int64_t row, int32_t *day)
{
    int64_t days = load_integer(cells->values, cells->layout, cells->offset + row);
    if (cells->layout == DLB_LAYOUT_DAY64) days = days / cells->ticks - (days % cells->ticks < 0);
    if (days < DAY_FIRST || days > DAY_LAST) return DLB_CELL_BAD;
    *day = (int32_t)days;
    return DLB_CELL_OK;
}

static bool is_day(const struct dlb_cells *cells)
{
    return cells->layout == DLB_LAYOUT_DAY32 || cells->layout == DLB_LAYOUT_DAY64;
}

static bool holds_text(const struct dlb_cells *cells)
{
    return cells->layout >= DLB_LAYOUT_TEXT32;
}

static enum dlb_cell_state print_day(const struct dlb_cells *cells, int64_t row,
                                     char scratch[DLB_SCRATCH], struct dlb_text *text)
{
    int32_t day;
    enum dlb_cell_state state = cell_day(cells, row, &day);
    if (state != DLB_CELL_OK) return state;
    dlb_day_write(day, scratch);
    *text = (struct dlb_text){scratch, 10};
    return DLB_CELL_OK;
}

/* A cell of any type as text. */
static inline enum dlb_cell_state plain_text(const struct dlb_cells *cells, int64_t row,
                                             char scratch[DLB_SCRATCH], struct dlb_text *text)
{
    if (holds_text(cells)) return cell_text(cells, row, text);
    if (is_day(cells)) return print_day(cells, row, scratch, text);
    return print_number(cells, row, scratch, text);
}

/* ---- what the plan says of cells ------------------------------------------------------- */

/* Does the plan say something of the column? */
static inline bool is_planned(const struct dlb_cells *cells)
{
    return cells->layout > DLB_LAYOUT_DICTIONARY;
}

/* The text that a word stands for, or itself. */
static struct dlb_text translate(const struct dlb_cells *cells, struct dlb_text word)
{
    char room[DLB_WORD_MAX];
    struct dlb_text folded = dlb_word_fold(word, room);
    for (size_t i = 0; i < cells->n_words && folded.data; i++)
        if (dlb_text_equal(cells->words[i].word, folded)) return cells->words[i].text;
    return word;
}

/* The cells as they were before the plan. */
static struct dlb_cells unplanned(const struct dlb_cells *cells)
{
    struct dlb_cells plain = *cells;
    plain.layout = cells->plain;
    return plain;
}

static enum dlb_cell_state planned_text(const struct dlb_cells *cells, int64_t row,
                                        char scratch[DLB_SCRATCH], struct dlb_text *text)
{
    *text = cells->constant;
    if (cells->layout == DLB_LAYOUT_CONSTANT) return DLB_CELL_OK;
    const struct dlb_cells plain = unplanned(cells);
    enum dlb_cell_state state = plain_text(&plain, row, scratch, text);
    if (state == DLB_CELL_OK) *text = translate(cells, *text);
    return state;
}

/* ---- the interface ------------------------------------------------------------------- */

enum dlb_cell_state dlb_batch_text(const struct dlb_batch *batch, size_t column, int64_t row,
                                   char scratch[DLB_SCRATCH], struct dlb_text *text)
{
    assert(column < batch->n_columns && row >= 0 && row < batch->rows);
    const struct dlb_cells *cells = &batch->cells[column];
    *text = (struct dlb_text){NULL, 0};
    if (is_null(batch, cells, row)) return DLB_CELL_NULL;
    if (is_planned(cells)) return planned_text(cells, row, scratch, text);
    return plain_text(cells, row, scratch, text);
}

enum dlb_cell_state dlb_batch_day(const struct dlb_batch *batch, size_t column, int64_t row,
                                  int32_t *day)
{
    assert(column < batch->n_columns && row >= 0 && row < batch->rows);
    const struct dlb_cells *cells = &batch->cells[column];
    if (is_null(batch, cells, row)) return DLB_CELL_NULL;
    if (is_day(cells)) return cell_day(cells, row, day);
    if (!holds_text(cells) || is_planned(cells)) return DLB_CELL_BAD;
    struct dlb_text text; /* an empty text is null; being too long comes before other faults */
    enum dlb_cell_state state = cell_text(cells, row, &text);
    return state == DLB_CELL_OK ? DLB_CELL_BAD : state;
}
