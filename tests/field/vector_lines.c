/* SPDX-License-Identifier: Apache-2.0 */
/* vector_lines.c - reads tables of examples. */
#include "vector_lines.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "text/text.h"

static bool open_in(struct vectors *vectors, const char *folder, const char *name)
{
    char path[1024];
    const char *source = getenv("DOLBOM_SOURCE");
    snprintf(path, sizeof path, "%s/%s/%s", source ? source : ".", folder, name);
    vectors->file = fopen(path, "r");
    vectors->line = 1;
    return vectors->file && fgets(vectors->bytes, sizeof vectors->bytes, vectors->file);
}

void vectors_open(struct vectors *vectors, const char *name)
{
    cr_assert(open_in(vectors, "tests/vectors", name), "no table %s", name);
}

void vectors_open_shared(struct vectors *vectors, const char *name)
{
    if (!open_in(vectors, "../shared/vectors", name)) cr_skip_test("no shared vectors");
}

static void unescape(char *text)
{
    char *out = text;
    for (; *text; text++) {
        unsigned code;
        if (text[0] == '\\' && text[1] == 'u' && sscanf(text + 2, "%4x", &code) == 1) {
            out += dlb_utf8_put(code, out);
            text += 5;
        } else {
            *out++ = *text;
        }
    }
    *out = 0;
}

static char *cut_field(char **at)
{
    char *field = *at;
    size_t n = strcspn(field, "\t");
    *at = field + n + (field[n] != 0);
    field[n] = 0;
    return field;
}

bool vectors_next(struct vectors *vectors)
{
    do {
        if (!fgets(vectors->bytes, sizeof vectors->bytes, vectors->file)) {
            fclose(vectors->file);
            return false;
        }
        vectors->line++;
        vectors->bytes[strcspn(vectors->bytes, "\n")] = 0;
    } while (vectors->bytes[0] == '#' || vectors->bytes[0] == 0);
    char *at = vectors->bytes;
    vectors->input = cut_field(&at);
    vectors->expected = cut_field(&at);
    vectors->note = cut_field(&at);
    unescape(vectors->input);
    return true;
}
