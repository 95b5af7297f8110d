/* SPDX-License-Identifier: Apache-2.0 */
/*
 * arrow_text.c - a reader of Arrow streams that shares no code with the library.
 */
#include "table/arrow_make.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"

struct writer {
    char *text;
    size_t n, cap;
};

static void put(struct writer *writer, const char *data, size_t len)
{
    if (writer->n + len + 1 > writer->cap) {
        writer->cap = 2 * (writer->n + len + 1);
        writer->text = realloc(writer->text, writer->cap);
        if (!writer->text) abort();
    }
    memcpy(writer->text + writer->n, data, len);
    writer->n += len;
    writer->text[writer->n] = '\0';
}

static void put_format(struct writer *writer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void put_format(struct writer *writer, const char *format, ...)
{
    char line[128];
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    put(writer, line, (size_t)len);
}

static void put_text(struct writer *writer, const char *data, size_t len)
{
    bool quoted = len == 0;
    for (size_t i = 0; i < len; i++)
        if (strchr(",\"\n~", data[i])) quoted = true;
    if (!quoted) {
        put(writer, data, len);
        return;
    }
    put(writer, "\"", 1);
    for (size_t i = 0; i < len; i++)
        put(writer, data[i] == '"' ? "\"\"" : &data[i], data[i] == '"' ? 2 : 1);
    put(writer, "\"", 1);
}

/* The field's "decimals", or -1. */
static int decimals_of(const struct ArrowSchema *schema)
{
    int32_t n = 0, key_len = 0, len = 0;
    if (!schema->metadata) return -1;
    memcpy(&n, schema->metadata, 4);
    memcpy(&key_len, schema->metadata + 4, 4);
    if (n != 1 || key_len != 8 || memcmp(schema->metadata + 8, "decimals", 8) != 0) return -1;
    memcpy(&len, schema->metadata + 16, 4);
    return len == 1 ? schema->metadata[20] - '0' : 10;
}

static void put_value(struct writer *writer, const struct ArrowSchema *schema,
                      const struct ArrowArray *array, int64_t at)
{
    const char *values = array->buffers[1];
    const char *data = array->n_buffers > 2 ? array->buffers[2] : NULL;
    switch (schema->format[0]) {
    case 'u': {
        const int32_t *offsets = (const void *)values;
        put_text(writer, data + offsets[at], (size_t)(offsets[at + 1] - offsets[at]));
        break;
    }
    case 'U': {
        const int64_t *offsets = (const void *)values;
        put_text(writer, data + offsets[at], (size_t)(offsets[at + 1] - offsets[at]));
        break;
    }
    case 'i':
        put_format(writer, "%d", ((const int32_t *)(const void *)values)[at]);
        break;
    case 'l':
        put_format(writer, "%ld", (long)((const int64_t *)(const void *)values)[at]);
        break;
    case 'L':
        put_format(writer, "%lu", (unsigned long)((const uint64_t *)(const void *)values)[at]);
        break;
    case 't': {
        char day[10];
        dlb_day_write(((const int32_t *)(const void *)values)[at], day);
        put(writer, day, 10);
        break;
    }
    case 'g':
        put_format(writer, decimals_of(schema) < 0 ? "%.*g" : "%.*f",
                   decimals_of(schema) < 0 ? 17 : decimals_of(schema),
                   ((const double *)(const void *)values)[at]);
        break;
    case 'w':
        for (int i = 0; i < 16; i++) put_format(writer, "%02x", (unsigned char)values[at * 16 + i]);
        break;
    default:
        abort();
    }
}

static bool is_null(const struct ArrowArray *array, int64_t at)
{
    const uint8_t *bits = array->buffers ? array->buffers[0] : NULL;
    return bits && !(bits[at / 8] >> at % 8 & 1);
}

static void put_batch(struct writer *writer, const struct ArrowSchema *schema,
                      const struct ArrowArray *batch)
{
    for (int64_t row = 0; row < batch->length; row++) {
        bool gone = is_null(batch, batch->offset + row);
        if (gone) put(writer, "~", 1);
        for (int64_t i = 0; !gone && i < batch->n_children; i++) {
            const struct ArrowArray *array = batch->children[i];
            int64_t at = array->offset + batch->offset + row;
            if (i > 0) put(writer, ",", 1);
            if (!is_null(array, at)) put_value(writer, schema->children[i], array, at);
        }
        put(writer, "\n", 1);
    }
}

char *arrow_text(struct ArrowArrayStream *stream)
{
    struct writer writer = {0};
    struct ArrowSchema schema = {0};
    struct ArrowArray batch = {0};
    int code = stream->get_schema(stream, &schema);
    put(&writer, "", 0);
    for (int64_t i = 0; code == 0 && i < schema.n_children; i++)
        put_format(&writer, "%s%s:%s", i > 0 ? "," : "", schema.children[i]->name,
                   schema.children[i]->format);
    put(&writer, "\n", 1);
    while (code == 0 && (code = stream->get_next(stream, &batch)) == 0 && batch.release) {
        put_batch(&writer, &schema, &batch);
        batch.release(&batch);
    }
    if (schema.release) schema.release(&schema);
    stream->release(stream);
    if (code == 0) return writer.text;
    free(writer.text);
    return NULL;
}
