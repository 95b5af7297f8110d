/* SPDX-License-Identifier: Apache-2.0 */
/*
 * office.c - files of office programs: those with sheets are read, others are named with what to
 * do.
 */
#include "io/source/part.h"

#include <string.h>

/* Excel's, while somebody has the file open whose name follows. */
static bool is_lock(const char *name)
{
    return strncmp(name, "~$", 2) == 0;
}

static bool ends_as_office(const char *name)
{
    static const char *const ends[] = {".xlsx", ".xlsm", ".xls",  ".xlsb", ".ods", ".pdf", ".hwp",
                                       ".hwpx", ".doc",  ".docx", ".rtf",  ".zip", ".7z",  ".rar"};
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && i < sizeof ends / sizeof *ends; i++)
        if (strcasecmp(dot, ends[i]) == 0) return true;
    return false;
}

bool io_is_office(const char *name)
{
    return ends_as_office(name) && !is_lock(name);
}

bool io_is_office_lock(const char *name)
{
    return ends_as_office(name) && is_lock(name);
}

static bool tell(struct io_problem *problem, const char *path, enum io_file_kind kind)
{
    return io_fail(problem, IO_BAD_INPUT, "%s: cannot be read, %s", path,
                   io_unread_text(IO_UNREAD_KIND + kind, !tool_in_korean()));
}

/* A list that an agency sent under a password would be missed; other kinds often lie about. */
bool io_input_add_office(struct io_input *input, const char *path, size_t shown_from,
                         unsigned kinds)
{
    enum io_file_kind kind = IO_FILE_OTHER;
    if (!io_file_kind(path, &kind, &input->problem)) return false;
    if (kind == IO_FILE_BOOK) return io_input_add_book(input, path, shown_from, kinds, NULL);
    if (kind == IO_FILE_HTML) return io_input_add_html(input, path, shown_from, kinds);
    if (kind == IO_FILE_LOCKED) return tell(&input->problem, path, kind);
    return io_input_ignore(input, path, shown_from, IO_UNREAD_KIND + kind);
}

/* A file that was given by itself is not passed over. */
static enum io_step is_office(const char *path, const struct stat *about,
                              struct io_problem *problem)
{
    enum io_file_kind kind = IO_FILE_OTHER;
    if (!S_ISREG(about->st_mode)) return IO_END; /* a pipe gives its bytes only once */
    if (!io_file_kind(path, &kind, problem)) return IO_FAILED;
    if (kind == IO_FILE_OTHER) return IO_END;
    if (kind == IO_FILE_BOOK || kind == IO_FILE_HTML) return IO_NEXT;
    tell(problem, path, kind);
    return IO_FAILED;
}

static bool add_office(struct io_input *input, const char *path, unsigned kinds)
{
    return io_input_add_office(input, path, (size_t)(io_base_name(path) - path), kinds);
}

const struct io_source io_office_source = {.fits = is_office, .add = add_office};
