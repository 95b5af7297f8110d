/* SPDX-License-Identifier: Apache-2.0 */
/*
 * book_whole.c - whether all parts of a workbook are whole XML, also those that reading it needs
 * not.
 */
#include "io/book/book_inside.h"

static void on_start(struct xml_reader *reader, const char *name, const char **attributes)
{
    (void)reader, (void)name, (void)attributes;
}

static void on_end(struct xml_reader *reader, const char *name)
{
    (void)reader, (void)name;
}

bool io_book_is_whole(const char *path, bool (*interrupted)(void), struct io_problem *problem)
{
    static const struct xml_handlers nothing = {.start = on_start, .end = on_end};
    struct zip_file zip = {.file = -1};
    bool whole = zip_open(&zip, path, problem);
    for (size_t i = 0; whole && i < zip.n_entries; i++) {
        struct xml_reader reader = {.interrupted = interrupted};
        whole = xml_open(&reader, &zip, &zip.entries[i], &nothing, NULL, problem) &&
                xml_run(&reader, problem) == IO_END;
        xml_close(&reader);
    }
    zip_close(&zip);
    return whole;
}
