/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vectors.c - reading tables of examples.
 */
#include "vectors.h"

#include <stdlib.h>
#include <string.h>

#include "text/text.h"

const char *const quality_names[] = {"missing", "invalid", "repaired", "good"};

bool vectors_open(struct vectors *vectors, const char *folder, const char *name)
{
    char path[1024];
    const char *source = getenv("DOLBOM_SOURCE");
    snprintf(path, sizeof path, "%s/%s/%s", source ? source : ".", folder, name);
    vectors->file = fopen(path, "r");
    vectors->line = 1;
    return vectors->file && fgets(vectors->bytes, VECTORS_LINE, vectors->file) != NULL;
}

static size_t unescape(char *text)
{
    char *out = text;
    for (const char *at = text; *at; at++) {
        unsigned code;
        if (at[0] == '\\' && at[1] == 'u' && sscanf(at + 2, "%4x", &code) == 1) {
            out += dlb_utf8_put(code, out);
            at += 5;
        } else {
            *out++ = *at;
        }
    }
    return (size_t)(out - text);
}

bool vectors_next(struct vectors *vectors)
{
    if (!fgets(vectors->bytes, VECTORS_LINE, vectors->file)) {
        fclose(vectors->file);
        return false;
    }
    vectors->line++;
    char *fields[3], *at = vectors->bytes;
    at[strcspn(at, "\n")] = 0;
    for (int i = 0; i < 3; i++) {
        size_t n = strcspn(at, "\t");
        bool is_last = at[n] == 0;
        fields[i] = at;
        at[n] = 0;
        at += n + !is_last;
    }
    vectors->written_len = unescape(fields[0]);
    vectors->written = fields[0];
    vectors->expected = fields[1];
    vectors->why = fields[2];
    return true;
}

/* ---- parts ---------------------------------------------------------------------------------- */

void parts_clear(struct parts *parts)
{
    parts->len = 1;
    strcpy(parts->text, ";");
}

void parts_put(struct parts *parts, const char *name, const char *value, size_t value_len)
{
    parts->len += (size_t)snprintf(parts->text + parts->len, PARTS_ROOM - parts->len, "%s=%.*s;",
                                   name, (int)value_len, value);
}

void parts_put_number(struct parts *parts, const char *name, unsigned long value)
{
    char digits[24];
    int n = snprintf(digits, sizeof digits, "%lu", value);
    parts_put(parts, name, digits, (size_t)n);
}

void parts_put_flags(struct parts *parts, unsigned flags, const char *const *names, size_t n_names)
{
    char text[256] = "";
    for (size_t i = 0; i < n_names; i++) {
        if (!(flags >> i & 1)) continue;
        if (text[0]) strcat(text, ",");
        strcat(text, names[i]);
    }
    parts_put(parts, "flags", text, strlen(text));
}

void parts_put_day(struct parts *parts, const char *name, int32_t day)
{
    char text[10];
    if (day != DLB_DAY_NONE) dlb_day_write(day, text);
    parts_put(parts, name, text, day != DLB_DAY_NONE ? sizeof text : 0);
}

bool parts_hold(const struct parts *parts, const char *expected, char missing[256])
{
    while (*expected) {
        size_t n = strcspn(expected, ";");
        snprintf(missing, 256, ";%.*s;", (int)n, expected);
        if (!strstr(parts->text, missing)) return false;
        expected += n + (expected[n] == ';');
    }
    return true;
}
