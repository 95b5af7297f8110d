/* SPDX-License-Identifier: Apache-2.0 */
/*
 * worklist_no_book.c - a build without the library that writes workbooks: worklists are CSV only.
 */
#include "worklist/worklist.h"

bool worklist_has_books(void)
{
    return false;
}

bool worklist_book_write(const struct worklist_book *book, struct io_problem *problem)
{
    return io_fail(problem, IO_SYSTEM, "%s: this build writes no workbooks", book->path);
}
