/* SPDX-License-Identifier: Apache-2.0 */
/*
 * csv_header.c - the header of a CSV file, which may lie below titles.
 *
 * In a table that people keep, the first line is the header if its names are known as one; else the
 * first of the next lines of which that is true. The line below it belongs to it if it has such
 * names, too: then that one counts, and names above where it has none. Where there is none the
 * first line stands, and what it lacks is said.
 *
 * Messages about a header give the positions of columns, not their names: a file without a header
 * begins with somebody's data.
 */
#include "io/source/part.h"

#include <stdlib.h>
#include <string.h>

/* The parser's rule: a quote opens only where a field begins. */
static size_t count_fields(const struct io_block *block, unsigned char separator)
{
    size_t n = 1;
    bool inside = false, begins = true;
    for (size_t i = 0; i < block->len; i++) {
        unsigned char c = block->data[i];
        bool doubled = inside && c == '"' && i + 1 < block->len && block->data[i + 1] == '"';
        i += doubled;
        if (c == '"' && !doubled && (inside || begins)) inside = !inside;
        begins = !inside && c == separator;
        n += begins;
    }
    return n;
}

/* The column's name without the spaces around it. */
static char *copy_name(const struct io_parsed *parsed, int column)
{
    size_t len;
    const char *text = io_parsed_text(parsed, column, 0, &len);
    tool_trim(&text, &len);
    return strndup(text, len);
}

static bool names_differ(const struct io_part *part, struct io_problem *problem)
{
    for (int i = 0; i < part->form.n_columns; i++)
        for (int j = 0; j < i; j++)
            if (part->names[i][0] && strcmp(part->names[i], part->names[j]) == 0)
                return io_fail(problem, IO_BAD_INPUT,
                               "%s, line %lld: columns %d and %d have the same name", part->path,
                               (long long)part->header_line, j + 1, i + 1);
    return true;
}

static bool take_names(struct io_part *part, const struct io_parsed *parsed,
                       struct io_problem *problem)
{
    if (parsed->no_memory) return io_fail_memory(problem);
    long long line = part->header_line;
    if (parsed->quote_line >= 0)
        return io_fail(problem, IO_BAD_INPUT,
                       "%s, line %lld: a quote is opened here and not closed where a name ends",
                       part->path, line + (long long)parsed->quote_line);
    if (parsed->n_rows != 1)
        return io_fail(problem, IO_BAD_INPUT,
                       memchr(parsed->data, '\0', parsed->len)
                           ? "%s, line %lld: this is not a header of column names; is the file "
                             "UTF-16?"
                           : "%s, line %lld: this is not a header of column names",
                       part->path, line);
    part->names = calloc((size_t)part->form.n_columns, sizeof *part->names);
    if (!part->names) return io_fail_memory(problem);
    for (int i = 0; i < part->form.n_columns; i++) {
        part->names[i] = copy_name(parsed, i);
        if (!part->names[i]) return io_fail_memory(problem);
    }
    const struct io_asked asked = {io_base_name(part->path), 1u << IO_RECORDS, part->mapping,
                                   part->likely};
    struct io_names names = {part->names, part->form.n_columns};
    if (!io_names_join(&asked, &names, &part->above)) return io_fail_memory(problem);
    part->form.names = part->names;
    return names_differ(part, problem);
}

/* The header's fields, unless there are too many. */
static bool parse_header(struct io_part *part, struct io_block *block, struct io_problem *problem)
{
    size_t n = count_fields(block, part->form.separator);
    if (n > IO_COLUMNS_MAX)
        return io_fail(problem, IO_BAD_INPUT, "%s: has %zu columns; at most %d are possible",
                       part->path, n, IO_COLUMNS_MAX);
    struct io_parsed parsed = {.quote_line = -1};
    struct io_form form = part->form;
    form.sheet = false;
    part->form.n_columns = form.n_columns = (int16_t)n;
    io_parse(&form, block, &parsed);
    bool done = take_names(part, &parsed, problem);
    io_parsed_clear(&parsed);
    return done;
}

/* ---- which line it is ------------------------------------------------------------------------ */

/* The line's names; none if it is no line of fields. */
static bool copy_names(const struct io_parsed *parsed, int n, struct io_names *names)
{
    *names = (struct io_names){.at = calloc((size_t)n + 1, sizeof *names->at)};
    bool whole = parsed->n_rows == 1 && parsed->quote_line < 0;
    for (; whole && names->at && names->n < n; names->n++) {
        names->at[names->n] = copy_name(parsed, names->n);
        if (!names->at[names->n]) return false;
    }
    return names->at && !parsed->no_memory;
}

/* The names of a line; none if they are too many. */
static bool read_names(const struct io_part *part, const struct io_block *line,
                       unsigned char separator, struct io_names *names)
{
    struct io_block copy = {.data = malloc(line->len + IO_PAD), .len = line->len, .quote_line = -1};
    struct io_form form = {.encoding = part->form.encoding, .separator = separator};
    struct io_parsed parsed = {.quote_line = -1};
    size_t n = count_fields(line, separator);
    bool done = copy.data != NULL;
    *names = (struct io_names){.at = NULL};
    if (done && n <= IO_COLUMNS_MAX) {
        form.n_columns = (int16_t)n;
        memcpy(copy.data, line->data, line->len);
        memset(copy.data + line->len, 0, IO_PAD);
        io_parse(&form, &copy, &parsed);
        done = copy_names(&parsed, (int)n, names);
    }
    io_parsed_clear(&parsed);
    io_block_clear(&copy);
    return done;
}

/* Lines that are looked at one after another. */
struct search {
    struct io_part *part;
    struct io_names last; /* of the line before */
    bool found;           /* it is a header */
};

/* IO_NEXT: that line is the header of the part's table, IO_END: it is not. */
static enum io_step look_at(struct search *search, const struct io_block *line,
                            unsigned char separator, bool adjoins)
{
    struct io_part *part = search->part;
    const struct io_asked asked = {io_base_name(part->path), 1u << IO_RECORDS, part->mapping,
                                   part->likely};
    const bool any = part->of->columns[0] == '\0';
    struct io_names names, none = {.at = NULL}, *above = adjoins ? &search->last : &none;
    bool done = read_names(part, line, separator, &names);
    search->found = done && io_is_header(&asked, &names, above, any ? NULL : part->of);
    if (search->found) {
        io_names_clear(&part->above);
        part->above = *above;
        part->form.above = above->at;
        part->form.n_above = above->n;
        *above = none;
    }
    io_names_clear(&search->last);
    search->last = names;
    return !done ? IO_FAILED : search->found ? IO_NEXT : IO_END;
}

/* The line among those read ahead that is a header; titles are counted. IO_END: none is. */
static enum io_step find_ahead(struct search *search, const struct io_splitter *splitter,
                               struct io_ahead *ahead, int64_t *n_titles)
{
    enum io_step found = IO_END;
    int64_t most = search->found ? 1 : IO_TITLES_MAX; /* only one more row belongs to a header */
    for (*n_titles = 0; found == IO_END && *n_titles < most; ++*n_titles) {
        const int64_t before = ahead->n_lines;
        if (!io_split_ahead(splitter, ahead)) return IO_END;
        const struct io_block line = {.data = splitter->rest + ahead->at, .len = ahead->len};
        found = look_at(search, &line, ahead->separator, ahead->n_before == before);
    }
    return found;
}

enum io_step io_csv_find_header(struct io_part *part, struct io_splitter *splitter,
                                struct io_block *block, struct io_header_place *place,
                                struct io_problem *problem)
{
    enum io_step found = io_split_header(splitter, block, place, problem);
    struct io_ahead ahead = {.at = 0};
    struct search search = {.part = part};
    int64_t n_titles = 0;
    part->form.encoding = splitter->text.encoding;
    if (found != IO_NEXT || !part->form.sheet) return found;
    enum io_step fits = look_at(&search, block, splitter->separator, false);
    const bool two = fits == IO_NEXT; /* lines, if there is one below */
    if (fits != IO_FAILED) fits = find_ahead(&search, splitter, &ahead, &n_titles);
    io_names_clear(&search.last);
    if (fits == IO_END) return IO_NEXT; /* there is none below: the first line stands */
    io_block_clear(block);
    if (fits == IO_FAILED) {
        io_fail_memory(problem);
        return IO_FAILED;
    }
    part->skips.n[IO_SKIP_TITLE] = two ? 0 : n_titles;
    part->skips.first[IO_SKIP_TITLE] = place->n_before + 1;
    *place =
        (struct io_header_place){place->n_lines + ahead.n_before, place->n_lines + ahead.n_lines};
    return io_split_take(splitter, &ahead, block, problem) ? IO_NEXT : IO_FAILED;
}

bool io_csv_read_header(struct io_part *part, struct io_splitter *splitter,
                        struct io_problem *problem)
{
    struct io_block block;
    struct io_header_place place = {0, 0};
    enum io_step found = io_csv_find_header(part, splitter, &block, &place, problem);
    if (found == IO_END)
        io_fail(problem, IO_BAD_INPUT, "%s: is empty, not even a header is there", part->path);
    if (found != IO_NEXT) return false;
    part->header_line = place.n_before + 1;
    part->first_line = place.n_lines + 1;
    part->form.separator = splitter->separator;
    part->header_len = block.len;
    part->header = malloc(block.len);
    bool done = part->header || io_fail_memory(problem);
    if (done) memcpy(part->header, block.data, block.len);
    done = done && parse_header(part, &block, problem);
    io_block_clear(&block);
    return done;
}
