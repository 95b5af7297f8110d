/* SPDX-License-Identifier: Apache-2.0 */
/*
 * row.c - the cells of one row, and what is wrong with it.
 *
 * A row that cannot be used is rejected for one reason, and the same one every time: the first
 * fault in the order in which its reader asks for the cells. Readers therefore ask for cells one by
 * one, carry on after a fault as if the cell were empty, and check nothing themselves. Every cell
 * asked for goes into a hash of the row's content, which tells identical rows from rows that only
 * have the same id.
 *
 *   cell           empty              understood                      fault
 *   text           null               UTF-8                           ENCODING FIELD_TOO_LONG
 *   day            DLB_DAY_NONE       dates of 1800 … 2199            DATE
 *   month          DLB_NONE           2024-03, or a date              DATE
 *   time           DLB_NONE           9:30, 09:30:00                  DATE
 *   number         absent             12  -3  1,200  0.50  45,000원   NUMBER
 *   flag           absent             0 1                             CODE
 *   word           absent             a word of the list, any case    CODE
 *
 * An empty required cell is REQUIRED.
 */
#include "intake/unique.h"

#include <string.h>

/* 1800-01-01 and 2199-12-31 in days since 1970-01-01. */
enum { FIRST_DAY = -62091, LAST_DAY = 84005, LAST_YEAR = 2199 };

bool dlb_row_has(const struct dlb_row *row, size_t column)
{
    return row->columns >> column & 1;
}

int64_t dlb_row_place(const struct dlb_row *row)
{
    return dlb_batch_first_row(row->batch) + row->at;
}

void dlb_row_fault(struct dlb_row *row, size_t column, enum dlb_reject fault)
{
    if (row->fault) return;
    row->fault = fault;
    row->fault_column = row->reader->schema->columns[column].name;
}

static void fold_content(struct dlb_row *row)
{
    struct dlb_hash128 part = dlb_hash128(row->content_bytes, row->n_content);
    row->content.low = dlb_hash_mix(row->content.low, part.low);
    row->content.high = dlb_hash_mix(row->content.high, part.high);
    row->n_content = 0;
}

/* Column and length are hashed with the cell, so that cells cannot run into one another. */
static void add_content(struct dlb_row *row, size_t column, const void *data, size_t len)
{
    uint32_t head[2] = {(uint32_t)column, (uint32_t)len};
    if (sizeof head + len > sizeof row->content_bytes - row->n_content) fold_content(row);
    memcpy(row->content_bytes + row->n_content, head, sizeof head);
    row->n_content += sizeof head;
    if (len > sizeof row->content_bytes - row->n_content) {
        struct dlb_hash128 long_text = dlb_hash128(data, len);
        fold_content(row);
        memcpy(row->content_bytes, &long_text, sizeof long_text);
        row->n_content = sizeof long_text;
    } else if (len) {
        memcpy(row->content_bytes + row->n_content, data, len);
        row->n_content += len;
    }
}

struct dlb_hash128 dlb_row_content(struct dlb_row *row)
{
    fold_content(row);
    return row->content;
}

/* How many bytes a space at the text's beginning has; 0 if none is there. */
static size_t space_len(struct dlb_text text)
{
    static const char *const spaces[] = {" ", "\t", "\xC2\xA0", "\xE3\x80\x80"};
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
        size_t n = strlen(spaces[i]);
        if (n <= text.len && memcmp(text.data, spaces[i], n) == 0) return n;
    }
    return 0;
}

/* Programs that write columns of fixed width fill empty cells with spaces of one kind or another.
 */
static bool is_blank(struct dlb_text text)
{
    for (size_t n; text.len && (n = space_len(text)) > 0; text.len -= n) text.data += n;
    return !text.len;
}

/* A cell's text, not counted as content and not checked for being required. */
static struct dlb_text look_text(struct dlb_row *row, size_t column)
{
    struct dlb_text text = {NULL, 0};
    switch (dlb_batch_text(row->batch, column, row->at, row->scratch[column], &text)) {
    case DLB_CELL_OK:
        if (!is_blank(text)) return text;
        break;
    case DLB_CELL_NULL:
        break;
    case DLB_CELL_ENCODING:
        dlb_row_fault(row, column, DLB_REJECT_ENCODING);
        break;
    case DLB_CELL_TOO_LONG:
        dlb_row_fault(row, column, DLB_REJECT_FIELD_TOO_LONG);
        break;
    case DLB_CELL_BAD:
        dlb_row_fault(row, column, DLB_REJECT_NUMBER);
        break;
    }
    return (struct dlb_text){NULL, 0};
}

struct dlb_text dlb_row_text(struct dlb_row *row, size_t column)
{
    struct dlb_text text = look_text(row, column);
    bool missing = !text.data && row->reader->schema->columns[column].required;
    if (missing) dlb_row_fault(row, column, DLB_REJECT_REQUIRED);
    if (text.data) add_content(row, column, text.data, text.len);
    return text;
}

static int32_t day_in_range(struct dlb_row *row, size_t column, int32_t day)
{
    bool plausible = day >= FIRST_DAY && day <= LAST_DAY;
    if (!plausible) dlb_row_fault(row, column, DLB_REJECT_DATE);
    return plausible ? day : DLB_DAY_NONE;
}

/*
 * The slow path: everything people write. A placeholder such as "미정" is an empty cell. Of two
 * dates in one cell it is unknown which one is meant, unlike with a birth date.
 */
static dolbom_date parse_date(struct dlb_row *row, size_t column, struct dlb_text text)
{
    dolbom_date date;
    dlb_date_parse(row->value, text, &date);
    bool missing =
        date.quality == DOLBOM_QUALITY_MISSING && row->reader->schema->columns[column].required;
    if (missing) dlb_row_fault(row, column, DLB_REJECT_REQUIRED);
    bool is_one = date.quality != DOLBOM_QUALITY_INVALID && !(date.flags & DOLBOM_DATE_MORE);
    if (!is_one) dlb_row_fault(row, column, DLB_REJECT_DATE);
    return date;
}

/* A date column's day, or DLB_DAY_NONE and the text to be parsed, null when empty. */
static int32_t look_day(struct dlb_row *row, size_t column, struct dlb_text *text)
{
    int32_t day;
    *text = (struct dlb_text){NULL, 0};
    if (dlb_batch_day(row->batch, column, row->at, &day) == DLB_CELL_OK) {
        add_content(row, column, &day, sizeof day);
        return day_in_range(row, column, day);
    }
    *text = dlb_row_text(row, column);
    return text->data ? dlb_date_fast(*text) : DLB_DAY_NONE;
}

int32_t dlb_row_day(struct dlb_row *row, size_t column)
{
    struct dlb_text text;
    int32_t day = look_day(row, column, &text);
    if (!text.data) return day;
    if (day != DLB_DAY_NONE) return day_in_range(row, column, day);
    dolbom_date date = parse_date(row, column, text);
    if (date.quality < DOLBOM_QUALITY_REPAIRED) return DLB_DAY_NONE;
    return day_in_range(row, column, date.days); /* a date without its day is no day */
}

/* "2024-03" or "202403" as months since 1970-01, else DLB_NONE. */
static int32_t month_fast(struct dlb_text text)
{
    int32_t digits[6];
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) {
        bool dash = i == 4 && text.len == 7 && text.data[i] == '-';
        if (dash) continue;
        if (n == 6 || text.data[i] < '0' || text.data[i] > '9') return DLB_NONE;
        digits[n++] = text.data[i] - '0';
    }
    if (n != 6) return DLB_NONE;
    int32_t year = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3];
    int32_t month = digits[4] * 10 + digits[5];
    bool plausible = year >= 1970 && year <= LAST_YEAR && month >= 1 && month <= 12;
    return plausible ? (year - 1970) * 12 + month - 1 : DLB_NONE;
}

int32_t dlb_row_month(struct dlb_row *row, size_t column)
{
    struct dlb_text text;
    int32_t day = look_day(row, column, &text);
    int32_t month = DLB_NONE;
    if (!text.data && day == DLB_DAY_NONE) return DLB_NONE;
    if (day != DLB_DAY_NONE) {
        month = dlb_month_of(day);
    } else {
        month = month_fast(text);
        if (month != DLB_NONE) return month;
        dolbom_date date = parse_date(row, column, text);
        if (date.quality < DOLBOM_QUALITY_REPAIRED) return DLB_NONE;
        if (date.year && date.month) month = (date.year - 1970) * 12 + date.month - 1;
    }
    if (month < 0) dlb_row_fault(row, column, DLB_REJECT_DATE);
    return month < 0 ? DLB_NONE : month;
}

/* A number of at most two digits that ends at a colon or at the end of the text, which begins
 * after it then; -1 when there is none. */
static int32_t cut_number(struct dlb_text *text)
{
    int32_t number = 0;
    size_t n = 0;
    for (; n < text->len && text->data[n] != ':'; n++) {
        if (n == 2 || text->data[n] < '0' || text->data[n] > '9') return -1;
        number = number * 10 + (text->data[n] - '0');
    }
    if (n == 0) return -1;
    if (n < text->len) n++;
    text->data += n, text->len -= n;
    return number;
}

int32_t dlb_row_time(struct dlb_row *row, size_t column)
{
    struct dlb_text text = dlb_trim(dlb_row_text(row, column));
    if (!text.len) return DLB_NONE;
    int32_t hour = cut_number(&text), minute = cut_number(&text);
    int32_t second = text.len ? cut_number(&text) : 0, time = hour * 60 + minute;
    bool good = hour >= 0 && minute >= 0 && minute < 60 && second >= 0 && second < 60 &&
                !text.len && time <= 24 * 60;
    if (!good) dlb_row_fault(row, column, DLB_REJECT_DATE);
    return good ? time : DLB_NONE;
}

int64_t dlb_row_number(struct dlb_row *row, size_t column, unsigned decimals, int64_t absent)
{
    struct dlb_text text = dlb_trim(dlb_row_text(row, column));
    int64_t value;
    if (!text.len) return absent;
    uint8_t type = row->reader->schema->columns[column].type;
    if (dlb_number_written(text, type, decimals, &value)) return value;
    dlb_row_fault(row, column, DLB_REJECT_NUMBER);
    return absent;
}

static int find_exactly(struct dlb_text text, const char *const *words)
{
    for (int i = 0; words[i]; i++)
        if (dlb_text_equal(text, dlb_text_of(words[i]))) return i;
    return -1;
}

/* The index of the cell's word in a list that ends with NULL. */
static unsigned find_word(struct dlb_row *row, size_t column, const char *const *words,
                          unsigned absent)
{
    char room[64];
    struct dlb_text text = dlb_row_text(row, column);
    if (!text.len) return absent;
    int found = find_exactly(text, words);
    if (found >= 0) return (unsigned)found;
    struct dlb_text folded = dlb_code_fold(text, room, sizeof room);
    if (folded.data && !folded.len) return absent;
    found = find_exactly(folded, words);
    if (found >= 0) return (unsigned)found;
    dlb_row_fault(row, column, DLB_REJECT_CODE);
    return absent;
}

unsigned dlb_row_word(struct dlb_row *row, size_t column, unsigned absent)
{
    return find_word(row, column, row->reader->schema->columns[column].words, absent);
}

unsigned dlb_row_flag(struct dlb_row *row, size_t column, unsigned absent)
{
    static const char *const words[] = {"0", "1", "false", "true", NULL};
    unsigned word = find_word(row, column, words, 4);
    return word == 4 ? absent : word & 1;
}

struct dlb_valid dlb_row_valid(struct dlb_row *row, size_t from_column, size_t to_column)
{
    struct dlb_valid valid = {dlb_row_day(row, from_column), dlb_row_day(row, to_column)};
    valid.to = valid.to == DLB_DAY_NONE ? DLB_DAY_OPEN : valid.to + 1;
    if (valid.to <= valid.from) dlb_row_fault(row, to_column, DLB_REJECT_RANGE);
    return valid;
}

struct dlb_span dlb_row_span(struct dlb_row *row, size_t start_column, size_t end_column)
{
    struct dlb_valid days = {dlb_row_day(row, start_column), dlb_row_day(row, end_column)};
    bool ends = days.to != DLB_DAY_NONE;
    if (ends && days.to < days.from) dlb_row_fault(row, end_column, DLB_REJECT_RANGE);
    return (struct dlb_span){days.from, ends ? days.to + 1 : DLB_DAY_OPEN};
}

struct dlb_text dlb_row_keep(struct dlb_row *row, struct dlb_text text)
{
    if (!text.data) return text;
    char *copy = dlb_arena_copy(row->arena, text.data, text.len);
    if (!copy) row->no_memory = true;
    return (struct dlb_text){copy, copy ? text.len : 0};
}
