/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cell_styles.c - how cells are shown, as far as it changes what a number means.
 *
 *   <numFmt numFmtId="176" formatCode="000-0000-0000"/>   a format
 *   <cellXfs><xf numFmtId="176"/>                         a style, to which cells refer by place
 */
#include "io/book/book_inside.h"

#include <stdlib.h>
#include <string.h>

enum { STYLES_MAX = 1 << 16, FORMATS_MAX = 1 << 13 }; /* Excel has room for fewer */

struct reading {
    struct book_styles *styles;
    bool in_styles; /* those of cells */
};

static void add_format(struct xml_reader *reader, struct book_styles *styles,
                       const char **attributes)
{
    const char *code = xml_attribute(attributes, "formatCode");
    struct book_format *more = NULL;
    if (!code) return;
    if (styles->n_formats == FORMATS_MAX) {
        xml_fail(reader, "it has more formats than Excel can have");
        return;
    }
    more = book_grow(styles->formats, styles->n_formats, &styles->formats_cap, sizeof *more);
    if (more) styles->formats = more;
    struct book_format format = {xml_number(attributes, "numFmtId", -1), strdup(code)};
    if (more && format.code)
        more[styles->n_formats++] = format;
    else
        free(format.code), xml_fail_memory(reader);
}

static const char *code_of(const struct book_styles *styles, int64_t id)
{
    for (size_t i = 0; i < styles->n_formats; i++)
        if (styles->formats[i].id == id) return styles->formats[i].code;
    return NULL;
}

static void add_style(struct xml_reader *reader, struct book_styles *styles,
                      const char **attributes)
{
    int64_t id = xml_number(attributes, "numFmtId", 0);
    if (styles->n == STYLES_MAX) {
        xml_fail(reader, "it has more styles than Excel can have");
        return;
    }
    struct book_style *more = book_grow(styles->at, styles->n, &styles->cap, sizeof *more);
    if (!more) {
        xml_fail_memory(reader);
        return;
    }
    styles->at = more;
    const char *code = code_of(styles, id);
    enum book_shown shown = code ? book_format_kind(code) : book_format_kind_of_id(id);
    more[styles->n++] = (struct book_style){(uint8_t)shown, code};
}

static void on_start(struct xml_reader *reader, const char *name, const char **attributes)
{
    struct reading *reading = reader->context;
    if (reader->depth == 1) reading->in_styles = strcmp(name, "cellXfs") == 0;
    if (reader->depth != 2) return;
    if (strcmp(name, "numFmt") == 0) add_format(reader, reading->styles, attributes);
    if (reading->in_styles && strcmp(name, "xf") == 0)
        add_style(reader, reading->styles, attributes);
}

static void on_end(struct xml_reader *reader, const char *name)
{
    (void)reader;
    (void)name;
}

bool book_styles_read(struct book_styles *styles, const struct zip_file *zip,
                      const struct zip_entry *entry, struct io_problem *problem)
{
    static const struct xml_handlers handlers = {on_start, on_end, NULL};
    struct reading reading = {.styles = styles};
    struct xml_reader reader = {.interrupted = NULL};
    bool done = xml_open(&reader, zip, entry, &handlers, &reading, problem) &&
                xml_run(&reader, problem) == IO_END;
    xml_close(&reader);
    return done;
}

void book_styles_clear(struct book_styles *styles)
{
    for (size_t i = 0; i < styles->n_formats; i++) free(styles->formats[i].code);
    free(styles->formats);
    free(styles->at);
}
