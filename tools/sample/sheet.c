/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sheet.c - files as agencies save them: their encoding, separator and line ends.
 *
 * Rows are built in UTF-8 and converted line by line; windows-949 through ICU, UTF-16
 * (little-endian, with its mark) too. A failure is remembered and reported when the file is closed.
 */
#include "sample/sample.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ucnv.h>

static const char *const converters[] = {"windows-949-2000", NULL, NULL, "UTF-16LE"};

static void put(struct sheet *sheet, const char *text, size_t len)
{
    if (sheet->len + len > sheet->cap) {
        size_t cap = 2 * (sheet->len + len) + 256;
        char *line = realloc(sheet->line, cap);
        if (!line) {
            sheet->failed = true;
            return;
        }
        sheet->line = line;
        sheet->cap = cap;
    }
    memcpy(sheet->line + sheet->len, text, len);
    sheet->len += len;
}

/* Convert the line and write it. */
static void flush_line(struct sheet *sheet)
{
    if (!sheet->converter) {
        sheet->failed |= fwrite(sheet->line, 1, sheet->len, sheet->file) != sheet->len;
    } else if (sheet->len) {
        char bytes[8192];
        UErrorCode status = U_ZERO_ERROR;
        int32_t n = ucnv_fromAlgorithmic(sheet->converter, UCNV_UTF8, bytes, sizeof bytes,
                                         sheet->line, (int32_t)sheet->len, &status);
        sheet->failed |= U_FAILURE(status) || fwrite(bytes, 1, (size_t)n, sheet->file) != (size_t)n;
    }
    sheet->len = 0;
    sheet->n_columns = 0;
}

bool sheet_open(struct sheet *sheet, const char *folder, const char *name, const char *header,
                const struct sample_agency *agency)
{
    *sheet = (struct sheet){.separator = ',', .encoding = UTF_8};
    if (agency) {
        sheet->encoding = agency->encoding;
        sheet->separator = agency->separator;
        sheet->crlf = agency->crlf;
    }
    snprintf(sheet->path, sizeof sheet->path, "%s/%s", folder, name);
    sheet->file = fopen(sheet->path, "wb");
    if (!sheet->file) return false;
    if (converters[sheet->encoding]) {
        UErrorCode status = U_ZERO_ERROR;
        sheet->converter = ucnv_open(converters[sheet->encoding], &status);
        if (U_FAILURE(status)) sheet->failed = true;
    }
    if (sheet->encoding == UTF_8_BOM) fwrite("\xEF\xBB\xBF", 1, 3, sheet->file);
    if (sheet->encoding == UTF_16) fwrite("\xFF\xFE", 1, 2, sheet->file);
    struct tool_listed column;
    while (tool_list_next(&header, &column)) sheet_cell(sheet, column.name);
    sheet->width = sheet->n_columns;
    sheet_end(sheet);
    return true;
}

void sheet_cell(struct sheet *sheet, const char *text)
{
    char specials[] = {sheet->separator, '"', '\n', '\r', 0};
    if (sheet->n_columns++) put(sheet, &sheet->separator, 1);
    if (!strpbrk(text, specials)) {
        put(sheet, text, strlen(text));
        return;
    }
    put(sheet, "\"", 1);
    for (; *text; text++) put(sheet, *text == '"' ? "\"\"" : text, *text == '"' ? 2 : 1);
    put(sheet, "\"", 1);
}

void sheet_int(struct sheet *sheet, int64_t value)
{
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)value);
    sheet_cell(sheet, text);
}

void sheet_end(struct sheet *sheet)
{
    put(sheet, sheet->crlf ? "\r\n" : "\n", sheet->crlf ? 2 : 1);
    flush_line(sheet);
}

void sheet_raw(struct sheet *sheet, const char *line)
{
    put(sheet, line, strlen(line));
    sheet_end(sheet);
}

void sheet_raw_padded(struct sheet *sheet, const char *line)
{
    size_t n = 1;
    for (const char *at = line; *at; at++) n += *at == sheet->separator;
    put(sheet, line, strlen(line));
    for (; n < sheet->width; n++) put(sheet, &sheet->separator, 1);
    sheet_end(sheet);
}

bool sheet_close(struct sheet *sheet)
{
    bool good = !sheet->failed;
    if (sheet->file && fclose(sheet->file) != 0) good = false;
    if (sheet->converter) ucnv_close(sheet->converter);
    free(sheet->line);
    *sheet = (struct sheet){0};
    return good;
}
