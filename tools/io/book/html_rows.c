/* SPDX-License-Identifier: Apache-2.0 */
/*
 * html_rows.c - the rows of the tables in an HTML file.
 *
 * Many systems export "Excel files" that are HTML, often in windows-949, whatever their name ends
 * in; Excel opens them. They are read as browsers read them: end tags may be missing, spaces are
 * one, cells span rows and columns, a table begins after one that is not closed, unless it begins
 * in a cell. The encoding is found by looking at all bytes, as of CSV files;
 * what a file says about itself is as often wrong. All tables of a file follow each other, so a
 * table above that holds a title is a title above the header.
 *
 *   <table><tr><td rowspan=2>복지관<td>김&nbsp;하늘<br>(대리)<tr><td>박바다</table>
 *       복지관 | 김 하늘 (대리)
 *       복지관 | 박바다
 */
#include "io/book/book_inside.h"

#include <stdlib.h>
#include <string.h>

enum {
    RAW_BYTES = 1 << 15,
    AHEAD_BYTES = 32, /* at least as many are looked at, unless the file ends */
    NAME_MAX_ = 16,
    NESTED_MAX = 100
};

struct html_rows {
    struct io_raw_rows base;
    struct io_text text;
    unsigned char raw[RAW_BYTES]; /* not yet decoded */
    size_t raw_len;
    unsigned char *data; /* UTF-8 */
    size_t at, len;
    size_t counted;          /* of the data, for `n_lines` */
    int64_t n_lines;         /* that end before it */
    const char *open_at_end; /* what the file ends within; NULL: nothing */
    bool torn;               /* a quote of the tag ends at one of another tag */
    bool ended;
    struct io_problem *problem; /* of the call that is running */
    struct io_row_maker maker;
    int64_t number; /* of the row at hand, from 1 */
    int column;
    bool in_row, in_cell;
    bool row_ends, row_begins; /* one is complete; one comes after it */
    bool html_is_open;
    int depth; /* of tables in one another */
    struct {
        bool cell, row;      /* one is open; it has had one */
    } inner[NESTED_MAX + 1]; /* of each of these tables but the first */
    bool table_ends;         /* no cell spans rows beyond the one at hand */
    struct book_text cell;
    bool space;                /* one is due before the next text */
    int64_t n_columns, n_rows; /* that the cell spans */
};

/* ---- characters ------------------------------------------------------------------------------ */

/* The line at hand, from 1. */
static int64_t line_of(struct html_rows *h)
{
    for (; h->counted < h->at; h->counted++) h->n_lines += h->data[h->counted] == '\n';
    return h->n_lines + 1;
}

/* Reads on, so that AHEAD_BYTES lie ahead unless the file ends. False after a problem. */
static bool look_ahead(struct html_rows *h)
{
    while (h->len - h->at < AHEAD_BYTES && !h->ended) {
        (void)line_of(h);
        memmove(h->data, h->data + h->at, h->len - h->at);
        h->len -= h->at;
        h->at = h->counted = 0;
        long n = io_text_read(&h->text, h->raw + h->raw_len, RAW_BYTES - h->raw_len, h->problem);
        if (n < 0) return false;
        h->ended = n == 0;
        h->raw_len += (size_t)n;
        struct io_decoded d =
            io_decode(h->text.encoding, h->raw, h->raw_len, h->ended, h->data + h->len);
        h->len += d.made;
        h->raw_len -= d.used;
        memmove(h->raw, h->raw + d.used, h->raw_len);
    }
    h->base.n_read = h->text.n_read;
    return true;
}

/* The character ahead; -1 at the end, or after a problem. */
static int peek(struct html_rows *h)
{
    if (h->len - h->at < AHEAD_BYTES && !look_ahead(h)) return -1;
    return h->at < h->len ? h->data[h->at] : -1;
}

static int take(struct html_rows *h)
{
    int c = peek(h);
    h->at += c >= 0;
    return c;
}

/* Does this text lie ahead, in any case? */
static bool is_ahead(struct html_rows *h, const char *text)
{
    size_t n = strlen(text);
    (void)peek(h);
    return h->len - h->at >= n && strncasecmp((const char *)h->data + h->at, text, n) == 0;
}

/* Goes past the ">" of what ends such a thing, one text or another, or to the end. */
static void skip_past(struct html_rows *h, const char *text, const char *other, const char *what)
{
    while (peek(h) >= 0 && !is_ahead(h, text) && !is_ahead(h, other)) h->at++;
    int c = take(h);
    while (c >= 0 && c != '>') c = take(h);
    if (c < 0) h->open_at_end = what;
}

static bool is_space(int c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
}

/* ---- text of cells --------------------------------------------------------------------------- */

static bool add(struct html_rows *h, const char *text, size_t len)
{
    if (!h->in_cell) return true;
    bool spaced = h->space && h->cell.len > 0;
    h->space = false;
    return (!spaced || book_text_add(&h->cell, " ", 1)) && book_text_add(&h->cell, text, len);
}

static bool read_entity(struct html_rows *h)
{
    char name[NAME_MAX_], out[4];
    size_t n = 0;
    while (n < sizeof name - 1 && h->at + 1 + n < h->len && h->data[h->at + 1 + n] != ';') {
        name[n] = (char)h->data[h->at + 1 + n];
        n++;
    }
    name[n] = '\0';
    bool closed = h->at + 1 + n < h->len && h->data[h->at + 1 + n] == ';';
    int len = closed ? book_entity(name, out) : -1;
    h->at += len < 0 ? 1 : n + 2;
    if (len < 0) return add(h, "&", 1);
    bool is_blank = len == 1 && is_space(out[0]);
    if (is_blank) h->space = true;
    return is_blank || len == 0 || add(h, out, (size_t)len);
}

/* Up to the next tag, entity or space. */
static bool read_text(struct html_rows *h)
{
    size_t n = 0;
    while (h->at + n < h->len && !is_space(h->data[h->at + n]) && h->data[h->at + n] != '<' &&
           h->data[h->at + n] != '&')
        n++;
    bool done = add(h, (const char *)h->data + h->at, n);
    h->at += n;
    return done;
}

/* ---- rows and cells -------------------------------------------------------------------------- */

static bool end_cell(struct html_rows *h)
{
    if (!h->in_cell) return true;
    h->in_cell = false;
    uint8_t fault = h->cell.too_long ? IO_CELL_TOO_LONG : IO_CELL_GOOD;
    if (!io_row_add(&h->maker, h->column, h->cell.at, h->cell.len, fault)) return false;
    int64_t right = h->column + h->n_columns - 1;
    if (right >= IO_COLUMNS_MAX) right = IO_COLUMNS_MAX - 1;
    struct io_merge merge = {.top = (int32_t)h->number - 1,
                             .bottom = (int32_t)(h->number + h->n_rows - 2),
                             .left = (int16_t)h->column,
                             .right = (int16_t)right};
    bool spans = h->column < IO_COLUMNS_MAX && (right > h->column || h->n_rows > 1);
    h->column += (int)h->n_columns;
    if (h->column > IO_COLUMNS_MAX) h->column = IO_COLUMNS_MAX;
    return !spans || io_row_merge(&h->maker, &merge);
}

/* False after a problem. */
static bool begin_row(struct html_rows *h)
{
    if (h->number == IO_SHEET_ROWS_MAX)
        return io_fail(h->problem, IO_BAD_INPUT, "%s: has more than %d rows", h->text.path,
                       IO_SHEET_ROWS_MAX);
    for (int c = 0; h->table_ends && c < IO_COLUMNS_MAX; c++) h->maker.fills[c].until = 0;
    h->table_ends = false;
    h->in_row = true;
    h->number++;
    h->column = 0;
    io_row_begin(&h->maker);
    return true;
}

static bool begin_cell(struct html_rows *h, int64_t n_columns, int64_t n_rows)
{
    if (!end_cell(h)) return false;
    if (!h->in_row && !begin_row(h)) return false;
    while (h->column < IO_COLUMNS_MAX && h->maker.fills[h->column].until >= h->number) h->column++;
    h->in_cell = true;
    h->space = false;
    h->cell.len = 0;
    h->cell.too_long = false;
    h->n_columns = n_columns;
    h->n_rows = n_rows;
    return true;
}

/* ---- tags ------------------------------------------------------------------------------------ */

struct tag {
    char name[NAME_MAX_]; /* in small letters; "/td" ends one */
    int64_t n_columns, n_rows;
};

/* A word in small letters, cut where it is too long. */
static void read_word(struct html_rows *h, char word[NAME_MAX_])
{
    size_t n = 0;
    for (int c = peek(h); c >= 0 && !is_space(c) && c != '>' && c != '='; c = peek(h)) {
        bool is_end = c == '/' && n > 0;
        if (is_end) break;
        if (n < NAME_MAX_ - 1) word[n++] = (char)(c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c);
        h->at++;
    }
    word[n] = '\0';
}

static void read_value(struct html_rows *h, char value[NAME_MAX_])
{
    int quote = peek(h);
    size_t n = 0;
    bool quoted = quote == '"' || quote == '\'', has_tag = false;
    h->at += quoted;
    for (int c = peek(h); c >= 0; c = peek(h)) {
        bool ends = quoted ? c == quote : is_space(c) || c == '>';
        h->at += quoted || !ends;
        if (ends) break;
        has_tag |= c == '<';
        if (n < NAME_MAX_ - 1) value[n++] = (char)c;
    }
    value[n] = '\0';
    int next = peek(h);
    h->torn |= quoted && has_tag && next >= 0 && !is_space(next) && next != '/' && next != '>';
}

static int64_t span(const char *value, int64_t most)
{
    int64_t n = strtoll(value, NULL, 10);
    return n < 1 ? 1 : n > most ? most : n;
}

/* What follows a "<". */
static void read_tag(struct html_rows *h, struct tag *tag)
{
    char word[NAME_MAX_], value[NAME_MAX_];
    *tag = (struct tag){.n_columns = 1, .n_rows = 1};
    read_word(h, tag->name);
    for (int c = peek(h); c >= 0 && c != '>'; c = peek(h)) {
        if (is_space(c) || c == '/' || c == '=') {
            h->at++;
            continue;
        }
        read_word(h, word);
        value[0] = '\0';
        if (peek(h) == '=') {
            h->at++;
            read_value(h, value);
        }
        if (strcmp(word, "colspan") == 0) tag->n_columns = span(value, IO_COLUMNS_MAX);
        if (strcmp(word, "rowspan") == 0) tag->n_rows = span(value, IO_SHEET_ROWS_MAX);
    }
    if (take(h) < 0) h->open_at_end = "tag";
}

static const char *const cell_tags[] = {"td", "th", NULL}, *const end_tags[] = {"/td", "/th", NULL};
/* Tags that end a row; cells span no rows beyond a group of them. */
static const char *const row_tags[] = {"tr",      "/tr",      "table",  "/table", "thead",
                                       "/thead",  "tbody",    "/tbody", "tfoot",  "/tfoot",
                                       "caption", "colgroup", "col",    NULL};

static bool is_one(const struct tag *tag, const char *const *names)
{
    for (size_t i = 0; names[i]; i++)
        if (strcmp(tag->name, names[i]) == 0) return true;
    return false;
}

/* What a tag does to a table in a cell, which is but text. As in browsers, a table that begins in
 * another one and in no cell of it begins after that one. */
static void act_inside(struct html_rows *h, const struct tag *tag)
{
    bool is_row = strcmp(tag->name, "tr") == 0;
    h->space = true;
    if (strcmp(tag->name, "table") == 0) {
        if (h->depth < NESTED_MAX && (h->depth == 1 || h->inner[h->depth].cell)) h->depth++;
        h->inner[h->depth].cell = h->inner[h->depth].row = false;
    } else if (strcmp(tag->name, "/table") == 0) {
        h->depth--;
    } else if (is_one(tag, cell_tags)) {
        h->inner[h->depth].cell = true;
    } else if (is_one(tag, end_tags) || is_one(tag, row_tags)) {
        h->inner[h->depth].cell = false;
        if (is_row && h->inner[h->depth].row) io_cells_note(&h->base.inside, h->number, h->column);
        h->inner[h->depth].row |= is_row;
    }
}

/* What a tag does. False: no memory, or a problem. */
static bool act(struct html_rows *h, const struct tag *tag)
{
    bool is_table = strcmp(tag->name, "table") == 0, is_row = strcmp(tag->name, "tr") == 0;
    if (strcmp(tag->name, "html") == 0) h->html_is_open = true;
    if (strcmp(tag->name, "/html") == 0) h->html_is_open = false;
    if (strcmp(tag->name, "br") == 0) h->space = true;
    if (h->depth > 1 || (is_table && h->in_cell)) {
        act_inside(h, tag);
        return true;
    }
    if (h->depth == 0 && !is_table) return true;
    if (is_one(tag, end_tags)) return end_cell(h);
    if (is_one(tag, cell_tags)) return begin_cell(h, tag->n_columns, tag->n_rows);
    if (!is_one(tag, row_tags)) return true;
    h->depth = strcmp(tag->name, "/table") != 0;
    h->table_ends |= !is_row && strcmp(tag->name, "/tr") != 0;
    h->row_ends = h->in_row;
    h->row_begins = is_row;
    return end_cell(h);
}

/* Is it a tag of that name, not one that only begins with it? */
static bool is_named(struct html_rows *h, const char *name)
{
    size_t after = h->at + strlen(name);
    if (!is_ahead(h, name)) return false;
    return after >= h->len || is_space(h->data[after]) || strchr("/>", h->data[after]);
}

/* Past a comment, a declaration, or what is no text. True: it was one. */
static bool skip_other(struct html_rows *h)
{
    static const char *const raw[][2] = {
        {"script", "</script"}, {"style", "</style"}, {"title", "</title"}};
    bool is_comment = is_ahead(h, "!--");
    bool is_declaration = !is_comment && (is_ahead(h, "!") || is_ahead(h, "?"));
    if (is_comment) skip_past(h, "-->", "--!>", "comment");
    if (is_declaration) skip_past(h, ">", ">", "declaration");
    bool skipped = is_comment || is_declaration;
    for (size_t i = 0; i < sizeof raw / sizeof *raw && !skipped; i++) {
        skipped = is_named(h, raw[i][0]);
        if (skipped) skip_past(h, raw[i][1], raw[i][1], raw[i][0]);
    }
    return skipped;
}

/* Does the "<" ahead begin something? Else it is text, as in "2 < 3". */
static bool is_markup(const struct html_rows *h)
{
    int next = h->at + 1 < h->len ? h->data[h->at + 1] : ' ';
    bool is_letter = (next | ' ') >= 'a' && (next | ' ') <= 'z';
    return is_letter || next == '/' || next == '!' || next == '?';
}

/* A tag, or what is skipped. What swallows the rest of a table is an error: rows would be lost. */
static bool read_markup(struct html_rows *h)
{
    struct tag tag = {.name = ""};
    int64_t line = line_of(h);
    h->at++;
    h->open_at_end = NULL;
    h->torn = false;
    bool skipped = skip_other(h);
    if (!skipped) read_tag(h, &tag);
    if (h->open_at_end && h->depth > 0)
        return io_fail(h->problem, IO_BAD_INPUT,
                       "%s, line %lld: the file ends within a %s that begins here, inside a table; "
                       "fetch it again, or open it in Excel and save it as .xlsx",
                       h->text.path, (long long)line, h->open_at_end);
    if (h->torn)
        return io_fail(h->problem, IO_BAD_INPUT,
                       "%s, line %lld: a quote in the tag that begins here is closed by one of "
                       "another tag; fetch it again, or open it in Excel and save it as .xlsx",
                       h->text.path, (long long)line);
    return skipped || act(h, &tag);
}

/* One tag, entity, space or run of text. False after a problem. */
static bool read_piece(struct html_rows *h, int c)
{
    bool done = true;
    if (c == '&') {
        done = read_entity(h);
    } else if (is_space(c)) {
        h->space = true;
        h->at++;
    } else if (c != '<') {
        done = read_text(h);
    } else if (is_markup(h)) {
        done = read_markup(h);
    } else {
        h->at++;
        done = add(h, "<", 1);
    }
    return done || io_fail_memory(h->problem);
}

/* Goes on until a row is complete. IO_END: the file is read. */
static enum io_step read_row(struct html_rows *h)
{
    while (!h->row_ends) {
        if (h->row_begins && !begin_row(h)) return IO_FAILED;
        h->row_begins = false;
        int c = peek(h);
        bool good = h->problem->kind == IO_OK && (c < 0 || read_piece(h, c));
        if (!good) return IO_FAILED;
        if (c >= 0) continue;
        if (!end_cell(h)) return io_fail_memory(h->problem) ? IO_NEXT : IO_FAILED;
        h->base.is_cut_off = h->depth > 0 || h->html_is_open;
        if (!h->in_row) return IO_END;
        h->row_ends = true;
    }
    h->row_ends = h->in_row = false;
    return IO_NEXT;
}

static enum io_step next_row(struct io_raw_rows *base, struct io_raw_row *row,
                             struct io_problem *problem)
{
    struct html_rows *h = (struct html_rows *)base;
    h->problem = problem;
    for (;;) {
        enum io_step step = read_row(h);
        if (step != IO_NEXT) return step;
        if (h->maker.n_own == 0) continue;
        row->hidden = false;
        bool done = io_row_end(&h->maker, h->number, row) || io_fail_memory(problem);
        return done ? IO_NEXT : IO_FAILED;
    }
}

static void close_rows(struct io_raw_rows *base)
{
    struct html_rows *h = (struct html_rows *)base;
    io_text_close(&h->text);
    io_row_maker_clear(&h->maker);
    book_text_clear(&h->cell);
    free(h->data);
    free(h);
}

struct io_raw_rows *io_html_rows(const char *path, const struct io_reading *reading,
                                 struct io_problem *problem)
{
    struct html_rows *h = calloc(1, sizeof *h);
    if (!h) {
        io_fail_memory(problem);
        return NULL;
    }
    size_t cap = AHEAD_BYTES + io_decode_room(IO_WINDOWS_949, RAW_BYTES) +
                 io_decode_room(IO_UTF8, RAW_BYTES);
    h->text.file = -1;
    h->data = malloc(cap);
    bool done =
        (h->data || io_fail_memory(problem)) && io_text_open(&h->text, path, reading, problem);
    h->base = (struct io_raw_rows){.next = next_row, .close = close_rows, .file = h->text.file};
    if (done) return &h->base;
    close_rows(&h->base);
    return NULL;
}
