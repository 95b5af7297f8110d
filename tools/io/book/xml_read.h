/* SPDX-License-Identifier: Apache-2.0 */
/*
 * xml_read.h - the elements of an entry, one after another; private to this folder.
 */
#ifndef XML_READ_H
#define XML_READ_H

#include "io/book/zip_read.h"

#include <expat.h>

struct xml_reader;

/* What is done with elements, whose names come without a prefix, and with the text in them. */
struct xml_handlers {
    void (*start)(struct xml_reader *reader, const char *name, const char **attributes);
    void (*end)(struct xml_reader *reader, const char *name);
    void (*text)(struct xml_reader *reader, const char *text, int len); /* or NULL */
};

struct xml_reader {
    void *context; /* the handlers' */
    int depth;     /* of the element at hand; 0: the outermost */
    const struct xml_handlers *handlers;
    struct zip_stream stream;
    XML_Parser parser;
    bool paused, ended;
    size_t n_since; /* bytes since the last element or text */
    bool (*interrupted)(void);
    struct io_problem *problem; /* of the call that is running */
};

bool xml_open(struct xml_reader *reader, const struct zip_file *zip, const struct zip_entry *entry,
              const struct xml_handlers *handlers, void *context, struct io_problem *problem);
/* Goes on until a handler pauses (IO_NEXT) or everything is read (IO_END). */
enum io_step xml_run(struct xml_reader *reader, struct io_problem *problem);
void xml_close(struct xml_reader *reader); /* the zero state too */

/* For handlers: come back here; or stop, because of what is said. */
void xml_pause(struct xml_reader *reader);
void xml_fail(struct xml_reader *reader, const char *what);
void xml_fail_memory(struct xml_reader *reader);
/* The attribute's text, or NULL. */
const char *xml_attribute(const char **attributes, const char *name);
/* The attribute as a whole number of at most 9 digits, or `otherwise`; -1 when it is no number. */
int64_t xml_number(const char **attributes, const char *name, int64_t otherwise);
bool xml_is_true(const char **attributes, const char *name);

#endif
