/* SPDX-License-Identifier: Apache-2.0 */
/*
 * error.c - the one writer of dolbom_error, and the names of the statuses.
 *
 * Two things make an error message harder than a printf. It may end up in a log that
 * anybody reads, so it is one line of valid text even when a column name with a line break
 * or a truncated Hangul syllable was put into it. And the struct belongs to a caller who may have
 * been compiled against another version: no byte beyond its struct_size is touched, and a text that
 * is truncated for that reason is still terminated.
 */
#include "base/base.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const struct {
    dolbom_status status;
    const char *text;
} status_texts[] = {
    {DOLBOM_OK, "done"},
    {DOLBOM_E_ARG, "wrong use of a function"},
    {DOLBOM_E_ROOM, "output buffer too small"},
    {DOLBOM_E_MEMORY, "out of memory"},
    {DOLBOM_E_PLAN, "wrong plan"},
    {DOLBOM_E_SCHEMA, "missing or unusable table or column"},
    {DOLBOM_E_INPUT, "broken input stream"},
    {DOLBOM_E_IO, "file error"},
    {DOLBOM_E_CORRUPT, "failed integrity check"},
    {DOLBOM_E_BUSY, "handle in use"},
    {DOLBOM_E_KEY, "missing, wrong or forbidden key"},
    {DOLBOM_E_CANCELLED, "cancelled"},
};

const char *dolbom_status_text(dolbom_status status)
{
    for (size_t i = 0; i < sizeof status_texts / sizeof *status_texts; i++)
        if (status_texts[i].status == status) return status_texts[i].text;
    return "unknown status";
}

const char *dolbom_quality_text(dolbom_quality quality)
{
    switch (quality) {
    case DOLBOM_QUALITY_MISSING:
        return "missing";
    case DOLBOM_QUALITY_INVALID:
        return "invalid";
    case DOLBOM_QUALITY_REPAIRED:
        return "repaired";
    case DOLBOM_QUALITY_GOOD:
        return "good";
    default:
        return "unknown quality";
    }
}

/* Bytes of the character that `text` begins with; 0 when it is truncated or invalid. */
static size_t character_length(const char *text)
{
    const unsigned char first = (unsigned char)text[0];
    const size_t len = first < 0x80   ? 1
                       : first < 0xC2 ? 0
                       : first < 0xE0 ? 2
                       : first < 0xF0 ? 3
                                      : 4;
    for (size_t i = 1; i < len; i++)
        if (((unsigned char)text[i] & 0xC0) != 0x80) return 0;
    return len;
}

/*
 * Copy a line into a field of `cap` bytes, as many whole characters as fit. Control characters are
 * blanked; a character that was truncated before it came here is dropped.
 */
static void put_line(char *field, size_t cap, const char *text)
{
    size_t len = 0;
    while (*text) {
        const size_t n = character_length(text);
        if (len + n >= cap) break;
        memcpy(field + len, text, n);
        if (n == 1 && ((unsigned char)*text < 0x20 || *text == 0x7F)) field[len] = ' ';
        len += n;
        text += n ? n : 1;
    }
    field[len] = '\0';
}

dolbom_status dlb_fail(dolbom_error *error, dolbom_status status, int64_t row, const char *column,
                       const char *format, ...)
{
    int os_error = status == DOLBOM_E_IO ? errno : 0;
    if (!error) return status;
    dolbom_error made = DOLBOM_ERROR_INIT;
    char line[sizeof made.message];
    va_list arguments;
    va_start(arguments, format);
    int written = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (written < 0) line[0] = '\0';
    made.os_error = os_error;
    made.row = row;
    put_line(made.column, sizeof made.column, column ? column : "");
    put_line(made.message, sizeof made.message, line);
    dlb_error_copy(error, &made);
    return status;
}

bool dlb_error_fits(const dolbom_error *error)
{
    return !error || dlb_struct_fits(error);
}

void dlb_error_copy(dolbom_error *to, const dolbom_error *from)
{
    if (!to || to == from || dlb_struct_give(from, sizeof *from, to) != DOLBOM_OK) return;
    const size_t size = to->struct_size;
    const size_t column = offsetof(dolbom_error, column), message = offsetof(dolbom_error, message);
    if (size <= column || size >= sizeof *to) return;
    if (size >
        message) /* a text that an older struct truncates still ends, and with a whole character */
        put_line(to->message, size - message, from->message);
    else
        put_line(to->column, size - column, from->column);
}
