/* SPDX-License-Identifier: Apache-2.0 */
/*
 * worklist_book.c - one agency's rows as a workbook to be filled in, and printed on A4.
 *
 * Texts are written as texts, so nothing in them is calculated. The workbook says that it was made
 * on the as-of date, so that the same rows are the same bytes.
 */
#include "worklist/worklist.h"

#include <string.h>
#include <xlsxwriter.h>

enum {
    SHEET_ROWS = 1000000, /* a sheet has room for 1,048,576 */
    FIRST_UNPRINTED = WORKLIST_BY,
    PAPER_A4 = 9
};

/* A workbook in the making. */
struct making {
    const struct worklist_book *book;
    bool in_english;
    lxw_workbook *workbook;
    lxw_format *header, *plain, *short_text, *day, *whole, *urgent, *answer, *answer_day, *machine;
    bool failed; /* a cell could not be written */
};

/* ---- formats --------------------------------------------------------------------------------- */

static lxw_format *new_format(struct making *making, lxw_color_t fill)
{
    lxw_format *format = workbook_add_format(making->workbook);
    if (!format) return NULL;
    format_set_font_name(format, "맑은 고딕");
    format_set_font_size(format, 10);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    format_set_border(format, LXW_BORDER_THIN);
    format_set_border_color(format, 0xBFBFBF);
    if (fill) format_set_bg_color(format, fill);
    return format;
}

static bool make_formats(struct making *making)
{
    enum { GREY = 0xE7E6E6, YELLOW = 0xFFFBE6, RED = 0xFBE3E0 };
    making->header = new_format(making, GREY);
    making->plain = new_format(making, 0);
    making->short_text = new_format(making, 0);
    making->day = new_format(making, 0);
    making->whole = new_format(making, 0);
    making->urgent = new_format(making, RED);
    making->answer = new_format(making, YELLOW);
    making->answer_day = new_format(making, YELLOW);
    making->machine = new_format(making, GREY);
    if (!making->header || !making->plain || !making->short_text || !making->day ||
        !making->whole || !making->urgent || !making->answer || !making->answer_day ||
        !making->machine)
        return false;
    lxw_format *const centred[] = {making->header, making->short_text, making->day, making->urgent,
                                   making->answer_day};
    for (size_t i = 0; i < sizeof centred / sizeof *centred; i++)
        format_set_align(centred[i], LXW_ALIGN_CENTER);
    format_set_bold(making->header);
    format_set_align(making->header, LXW_ALIGN_VERTICAL_CENTER);
    format_set_num_format(making->day, "yyyy-mm-dd");
    format_set_num_format(making->answer_day, "yyyy-mm-dd");
    format_set_num_format(making->whole, "#,##0");
    format_set_bold(making->urgent);
    lxw_format *const wrapped[] = {making->header, making->plain, making->urgent, making->answer};
    for (size_t i = 0; i < sizeof wrapped / sizeof *wrapped; i++) format_set_text_wrap(wrapped[i]);
    format_set_font_size(making->machine, 8);
    return true;
}

static lxw_format *format_of(const struct making *making, int column)
{
    switch ((enum worklist_form)worklist_columns[column].form) {
    case WORKLIST_DAY:
        return making->day;
    case WORKLIST_WHOLE:
        return making->whole;
    case WORKLIST_ANSWER:
        return making->answer;
    case WORKLIST_ANSWER_DAY:
        return making->answer_day;
    case WORKLIST_MACHINE:
        return making->machine;
    case WORKLIST_YEAR:
    case WORKLIST_WORD:
        return making->short_text;
    case WORKLIST_TEXT:
        break;
    }
    return making->plain;
}

/* ---- cells ----------------------------------------------------------------------------------- */

/* How the next bytes of a text are written. "_x0041_" would be read as "A", and what is no
 * character makes the whole workbook unreadable. */
static struct tool_piece coded(const char **text)
{
    enum { DIGITS = 4 };
    static const char hex[] = "0123456789ABCDEFabcdef";
    const char *at = *text;
    bool is_code =
        strncmp(at, "_x", 2) == 0 && strspn(at + 2, hex) >= DIGITS && at[2 + DIGITS] == '_';
    bool is_none = strncmp(at, "\uFFFE", 3) == 0 || strncmp(at, "\uFFFF", 3) == 0;
    *text += is_none ? 3 : 1;
    if (is_none) return (struct tool_piece){"\uFFFD", 3};
    return is_code ? (struct tool_piece){"_x005F_", 7} : (struct tool_piece){at, 1};
}

static lxw_error write_text(const struct making *making, lxw_worksheet *sheet, lxw_row_t at,
                            int column, int64_t row, lxw_format *format)
{
    char text[WORKLIST_TEXT_BYTES], cell[2 * WORKLIST_TEXT_BYTES]; /* 12 of 6 bytes at most */
    const char *from = text;
    size_t n = 0;
    worklist_text(making->book->rows, column, row, text);
    while (*from) {
        struct tool_piece piece = coded(&from);
        memcpy(cell + n, piece.text, piece.len);
        n += piece.len;
    }
    cell[n] = '\0';
    return worksheet_write_string(sheet, at, (lxw_col_t)column, cell, format);
}

/* Programs that open it keep 15 digits of a number; a longer one is written as a text. */
static bool fits_number(const struct io_result *rows, int column, int64_t row, int64_t *number)
{
    const int64_t limit = 1000000000000000;
    return rows->columns[column].type == 'l' && io_result_number(rows, column, row, number) &&
           *number > -limit && *number < limit;
}

/* A cell of the rows in its column's form. */
static lxw_error write_cell(const struct making *making, lxw_worksheet *sheet, lxw_row_t at,
                            int column, int64_t row)
{
    enum { DAYS_BEFORE_1970 = 25569, FIRST_DAY = 61 }; /* before March 1900 Excel errs by a day */
    char scratch[IO_CELL];
    struct tool_piece text = {NULL, 0};
    const struct io_result *rows = making->book->rows;
    lxw_format *format = format_of(making, column);
    int32_t day;
    int64_t number;
    text.text = io_result_text(rows, column, row, scratch, &text.len);
    if (!text.text) return worksheet_write_blank(sheet, at, (lxw_col_t)column, format);
    if (fits_number(rows, column, row, &number))
        return worksheet_write_number(sheet, at, (lxw_col_t)column, (double)number, format);
    bool is_day = worklist_columns[column].form == WORKLIST_DAY &&
                  tool_day_read(text.text, text.len, &day) && day > FIRST_DAY - DAYS_BEFORE_1970;
    if (is_day)
        return worksheet_write_number(sheet, at, (lxw_col_t)column, (double)day + DAYS_BEFORE_1970,
                                      format);
    return write_text(making, sheet, at, column, row, format);
}

static bool is_urgent(const struct making *making, int64_t row)
{
    char scratch[IO_CELL];
    size_t len = 0;
    const char *text = io_result_text(making->book->rows, WORKLIST_SEVERITY, row, scratch, &len);
    const char *word = tool_severity_word(TOOL_SEVERITIES - 1, making->in_english);
    return text && len == strlen(word) && memcmp(text, word, len) == 0;
}

/* In how many lines the row is shown: programs that open it do not all find out themselves. */
static int count_lines(const struct making *making, int64_t row)
{
    int most = 1;
    for (int column = 0; column <= WORKLIST_MESSAGE; column++) {
        char scratch[IO_CELL];
        size_t len = 0;
        const char *text = io_result_text(making->book->rows, column, row, scratch, &len);
        int room = worklist_columns[column].width - 1; /* a line ends where a word does */
        int lines = text ? (tool_width(text, len) + room - 1) / room : 0;
        if (lines > most) most = lines;
    }
    return most;
}

static void write_row(struct making *making, lxw_worksheet *sheet, lxw_row_t at, int64_t row)
{
    enum { LINES_MAX = 25 }; /* 409 points is the most that a row can have */
    const double points_per_line = 14, points_around = 3;
    int lines = count_lines(making, row);
    if (lines > LINES_MAX) lines = LINES_MAX;
    worksheet_set_row(sheet, at, lines * points_per_line + points_around, NULL);
    for (int column = 0; column < WORKLIST_CELLS; column++) {
        bool urgent = column == WORKLIST_SEVERITY && is_urgent(making, row);
        lxw_error error = urgent ? write_text(making, sheet, at, column, row, making->urgent)
                                 : write_cell(making, sheet, at, column, row);
        if (error != LXW_NO_ERROR) making->failed = true;
    }
}

/* ---- a sheet --------------------------------------------------------------------------------- */

static void write_header(struct making *making, lxw_worksheet *sheet)
{
    worksheet_set_row(sheet, 0, 30, NULL);
    for (int column = 0; column < WORKLIST_CELLS; column++) {
        const struct worklist_column *form = &worklist_columns[column];
        const char *title = form->title[making->in_english];
        worksheet_set_column(sheet, (lxw_col_t)column, (lxw_col_t)column, form->width, NULL);
        worksheet_write_string(sheet, 0, (lxw_col_t)column, title, making->header);
    }
}

/* The words that can be chosen in the column of decisions. */
static void offer_decisions(const struct making *making, lxw_worksheet *sheet, lxw_row_t last)
{
    enum { WORDS_MAX = 16 };
    const char *words[WORDS_MAX + 1] = {NULL}, *meaning;
    for (size_t i = 0; i < WORDS_MAX; i++)
        words[i] = worklist_decision(i, making->in_english, &meaning);
    lxw_data_validation offered = {
        .validate = LXW_VALIDATION_TYPE_LIST,
        .value_list = (char **)words,
        .error_message = (char *)worklist_word(WORKLIST_ONLY_LISTED, making->in_english)};
    worksheet_data_validation_range(sheet, 1, WORKLIST_DECISION, last, WORKLIST_DECISION, &offered);
}

/* "&" begins a code in what is printed above and below; it is doubled. */
static void set_page_header(const struct making *making, lxw_worksheet *sheet)
{
    enum { NAME_BYTES = 90, CHARACTER_BYTES = 4 };
    const char *at = making->book->agency.text;
    size_t left = making->book->agency.len;
    char name[NAME_BYTES + 2 * CHARACTER_BYTES], text[LXW_HEADER_FOOTER_MAX];
    size_t n = 0;
    while (left > 0) {
        struct tool_piece piece = tool_next_piece(&at, &left);
        for (size_t i = 0; i < piece.len; i++) {
            bool begins = ((unsigned char)piece.text[i] & 0xC0) != 0x80;
            if (begins && n > NAME_BYTES) left = 0;
            if (begins && n > NAME_BYTES) break;
            if (piece.text[i] == '&') name[n++] = '&';
            name[n++] = piece.text[i];
        }
    }
    snprintf(text, sizeof text, "&L%.*s&C%s&R%s", (int)n, name,
             worklist_word(WORKLIST_TITLE, making->in_english), making->book->input->as_of);
    worksheet_set_header(sheet, text);
    worksheet_set_footer(sheet, "&C&P / &N");
}

static void set_up_print(const struct making *making, lxw_worksheet *sheet, lxw_row_t last)
{
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, PAPER_A4);
    worksheet_set_margins(sheet, 0.3, 0.3, 0.6, 0.5);
    worksheet_repeat_rows(sheet, 0, 0);
    worksheet_print_area(sheet, 0, 0, last, FIRST_UNPRINTED - 1);
    worksheet_fit_to_pages(sheet, 1, 0);
    set_page_header(making, sheet);
}

static void write_sheet(struct making *making, int64_t from, int64_t to)
{
    char name[64];
    const char *title = worklist_word(WORKLIST_TITLE, making->in_english);
    bool (*interrupted)(void) = making->book->input->interrupted;
    snprintf(name, sizeof name, from ? "%s %lld" : "%s", title, (long long)(from / SHEET_ROWS + 1));
    lxw_worksheet *sheet = workbook_add_worksheet(making->workbook, name);
    if (!sheet) {
        making->failed = true;
        return;
    }
    write_header(making, sheet);
    for (int64_t row = from; row < to && !making->failed; row++) {
        write_row(making, sheet, (lxw_row_t)(row - from + 1), row);
        bool stop = row % IO_ROWS_PER_ASK == 0 && interrupted && interrupted();
        if (stop) making->failed = true;
    }
    lxw_row_t last = (lxw_row_t)(to - from);
    worksheet_freeze_panes(sheet, 1, 0);
    worksheet_autofilter(sheet, 0, 0, last, WORKLIST_CELLS - 1);
    offer_decisions(making, sheet, last);
    set_up_print(making, sheet, last);
}

/* What the words to choose from mean, after all rows. */
static void write_guide(struct making *making)
{
    enum { WORDS = 18, MEANINGS = 90, HOW_TO_HEIGHT = 60 };
    const char *word, *meaning;
    lxw_worksheet *sheet =
        workbook_add_worksheet(making->workbook, worklist_word(WORKLIST_GUIDE, making->in_english));
    if (!sheet) {
        making->failed = true;
        return;
    }
    worksheet_set_column(sheet, 0, 0, WORDS, NULL);
    worksheet_set_column(sheet, 1, 1, MEANINGS, NULL);
    worksheet_set_row(sheet, 0, HOW_TO_HEIGHT, NULL);
    worksheet_write_string(sheet, 0, 0, worklist_word(WORKLIST_GUIDE, making->in_english),
                           making->header);
    worksheet_write_string(sheet, 0, 1, worklist_word(WORKLIST_HOW_TO, making->in_english),
                           making->plain);
    for (size_t i = 0; (word = worklist_decision(i, making->in_english, &meaning)) != NULL; i++) {
        worksheet_write_string(sheet, (lxw_row_t)(i + 1), 0, word, making->answer);
        worksheet_write_string(sheet, (lxw_row_t)(i + 1), 1, meaning, making->plain);
    }
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, PAPER_A4);
    worksheet_fit_to_pages(sheet, 1, 0);
}

/* ---- the workbook ---------------------------------------------------------------------------- */

static void write_all(struct making *making)
{
    const struct worklist_book *book = making->book;
    int32_t day = 0;
    tool_day_read(book->input->as_of, strlen(book->input->as_of), &day);
    lxw_doc_properties about = {.title = (char *)worklist_word(WORKLIST_TITLE, making->in_english),
                                .created = (time_t)day * 86400};
    if (workbook_set_properties(making->workbook, &about) != LXW_NO_ERROR ||
        !make_formats(making)) {
        making->failed = true;
        return;
    }
    int64_t n = book->rows->n_rows;
    for (int64_t from = 0; from < n && !making->failed; from += SHEET_ROWS)
        write_sheet(making, from, n - from < SHEET_ROWS ? n : from + SHEET_ROWS);
    if (!making->failed) write_guide(making);
}

bool worklist_has_books(void)
{
    return true;
}

bool worklist_book_write(const struct worklist_book *book, struct io_problem *problem)
{
    struct making making = {.book = book, .in_english = book->input->in_english};
    lxw_workbook_options rows_at_once = {.constant_memory = LXW_TRUE};
    making.workbook = workbook_new_opt(book->path, &rows_at_once);
    if (!making.workbook) return io_fail_memory(problem);
    write_all(&making);
    if (making.failed) {
        lxw_workbook_free(making.workbook);
        bool stopped = book->input->interrupted && book->input->interrupted();
        return stopped ? io_fail(problem, IO_INTERRUPTED, "interrupted")
                       : io_fail(problem, IO_SYSTEM, "%s: cannot be written", book->path);
    }
    lxw_error error = workbook_close(making.workbook);
    return error == LXW_NO_ERROR || io_fail(problem, IO_SYSTEM, "%s: cannot be written: %s",
                                            book->path, lxw_strerror(error));
}
