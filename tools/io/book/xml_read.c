/* SPDX-License-Identifier: Apache-2.0 */
/*
 * xml_read.c - XML from an archive, piece by piece, with limits.
 *
 * A document type is refused outright: no workbook has one, and entities that multiply or lead to
 * other files need one. The parser holds an unfinished tag in memory, so tags have a limit too.
 */
#include "io/book/xml_read.h"

#include <stdlib.h>
#include <string.h>

enum {
    DEPTH_MAX = 64,
    PIECE_BYTES = 1 << 16,
    TAG_BYTES_MAX = 1 << 20 /* more than any text of a cell as an attribute */
};

static const char *local(const char *name)
{
    const char *colon = strchr(name, ':');
    return colon ? colon + 1 : name;
}

const char *xml_attribute(const char **attributes, const char *name)
{
    for (size_t i = 0; attributes[i]; i += 2)
        if (strcmp(local(attributes[i]), name) == 0) return attributes[i + 1];
    return NULL;
}

int64_t xml_number(const char **attributes, const char *name, int64_t otherwise)
{
    const char *text = xml_attribute(attributes, name);
    if (!text) return otherwise;
    size_t n = strspn(text, "0123456789");
    return n > 0 && n <= 9 && text[n] == '\0' ? strtoll(text, NULL, 10) : -1;
}

bool xml_is_true(const char **attributes, const char *name)
{
    const char *text = xml_attribute(attributes, name);
    return text && (strcmp(text, "1") == 0 || strcmp(text, "true") == 0);
}

void xml_pause(struct xml_reader *reader)
{
    reader->paused = true;
    XML_StopParser(reader->parser, XML_TRUE);
}

static void stop(struct xml_reader *reader)
{
    XML_StopParser(reader->parser, XML_FALSE);
}

void xml_fail(struct xml_reader *reader, const char *what)
{
    zip_damaged(reader->stream.zip, reader->stream.entry->name, what, reader->problem);
    stop(reader);
}

void xml_fail_memory(struct xml_reader *reader)
{
    io_fail_memory(reader->problem);
    stop(reader);
}

/* Handlers are called after a stop too, with what would be lost otherwise. */
static bool has_failed(const struct xml_reader *reader)
{
    return reader->problem->kind != IO_OK;
}

static void on_start(void *context, const char *name, const char **attributes)
{
    struct xml_reader *reader = context;
    reader->n_since = 0;
    if (has_failed(reader)) return;
    if (reader->depth > DEPTH_MAX) {
        xml_fail(reader, "its elements lie too deep in one another");
        return;
    }
    reader->handlers->start(reader, local(name), attributes);
    reader->depth++;
}

static void on_end(void *context, const char *name)
{
    struct xml_reader *reader = context;
    reader->n_since = 0;
    if (has_failed(reader)) return;
    reader->depth--;
    reader->handlers->end(reader, local(name));
}

static void on_text(void *context, const char *text, int len)
{
    struct xml_reader *reader = context;
    reader->n_since = 0;
    if (!has_failed(reader)) reader->handlers->text(reader, text, len);
}

static void on_doctype(void *context, const char *name, const char *system_id,
                       const char *public_id, int has_subset)
{
    (void)name;
    (void)system_id;
    (void)public_id;
    (void)has_subset;
    xml_fail(context, "it declares a document type, which no workbook does");
}

bool xml_open(struct xml_reader *reader, const struct zip_file *zip, const struct zip_entry *entry,
              const struct xml_handlers *handlers, void *context, struct io_problem *problem)
{
    reader->context = context;
    reader->handlers = handlers;
    reader->depth = 0;
    reader->n_since = 0;
    reader->paused = reader->ended = false;
    reader->parser = NULL;
    if (!zip_stream_open(&reader->stream, zip, entry, problem)) return false;
    reader->parser = XML_ParserCreate(NULL);
    if (!reader->parser) return io_fail_memory(problem);
    XML_SetUserData(reader->parser, reader);
    XML_SetElementHandler(reader->parser, on_start, on_end);
    if (handlers->text) XML_SetCharacterDataHandler(reader->parser, on_text);
    XML_SetStartDoctypeDeclHandler(reader->parser, on_doctype);
    return true;
}

void xml_close(struct xml_reader *reader)
{
    if (reader->parser) XML_ParserFree(reader->parser);
    reader->parser = NULL;
    zip_stream_close(&reader->stream);
}

/* The next piece of the entry through the parser. */
static enum XML_Status parse_more(struct xml_reader *reader)
{
    void *piece = XML_GetBuffer(reader->parser, PIECE_BYTES);
    if (!piece) {
        io_fail_memory(reader->problem);
        return XML_STATUS_ERROR;
    }
    long n = zip_stream_read(&reader->stream, piece, PIECE_BYTES, reader->problem);
    if (n < 0) return XML_STATUS_ERROR;
    reader->n_since += (size_t)n;
    reader->ended = n == 0;
    return XML_ParseBuffer(reader->parser, (int)n, reader->ended);
}

static enum io_step tell_error(struct xml_reader *reader)
{
    enum XML_Error error = XML_GetErrorCode(reader->parser);
    if (has_failed(reader)) return IO_FAILED;
    if (error == XML_ERROR_NO_MEMORY)
        io_fail_memory(reader->problem);
    else
        io_fail(reader->problem, IO_BAD_INPUT,
                "%s: the file is damaged (%s, line %lu: %s); fetch it again, or open it in Excel "
                "and save it as .xlsx",
                reader->stream.zip->path, reader->stream.entry->name,
                XML_GetCurrentLineNumber(reader->parser), XML_ErrorString(error));
    return IO_FAILED;
}

enum io_step xml_run(struct xml_reader *reader, struct io_problem *problem)
{
    reader->problem = problem;
    for (;;) {
        if (reader->ended && !reader->paused) return IO_END;
        bool resumes = reader->paused;
        reader->paused = false;
        enum XML_Status status = resumes ? XML_ResumeParser(reader->parser) : parse_more(reader);
        if (status == XML_STATUS_ERROR || has_failed(reader)) return tell_error(reader);
        if (status == XML_STATUS_SUSPENDED) return IO_NEXT;
        if (reader->n_since > TAG_BYTES_MAX) {
            xml_fail(reader, "a tag in it is longer than 1 MiB");
            return IO_FAILED;
        }
        if (reader->interrupted && reader->interrupted()) {
            io_fail(problem, IO_INTERRUPTED, "interrupted");
            return IO_FAILED;
        }
    }
}
