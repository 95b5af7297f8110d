/* SPDX-License-Identifier: Apache-2.0 */
/*
 * no_database.c - a build without the headers of databases: files are all that is read and written.
 */
#include "io/database/database.h"

#include "io/output/writer.h"

static bool refuse(struct io_problem *problem)
{
    return io_fail(problem, IO_SYSTEM,
                   "this build reads and writes no databases but SQLite; use the command dolbom");
}

static void *read_none(const char *path, bool (*interrupted)(void), struct io_problem *problem)
{
    (void)path, (void)interrupted;
    refuse(problem);
    return NULL;
}

static bool write_none(struct io_output *output, const char *path)
{
    (void)path;
    return refuse(output->place.problem);
}

const struct io_database_reader io_postgres_reader = {.open = read_none},
                                io_odbc_reader = {.open = read_none};
const struct io_writer io_postgres_writer = {.open = write_none},
                       io_odbc_writer = {.open = write_none};
