/* SPDX-License-Identifier: Apache-2.0 */
/*
 * database_address.h - where a database is that a server or a driver answers for.
 *
 *   postgresql://user@host/welfare#june   the schema june of the database welfare
 *   odbc:WELFARE#june                     the schema june of the data source WELFARE
 *
 * An address never holds a password: whoever lists processes or reads a job, a log or a history of
 * commands would have it. So it may be shown as it is.
 */
#ifndef DATABASE_ADDRESS_H
#define DATABASE_ADDRESS_H

#include "common/common.h"

enum io_database_kind { IO_NO_DATABASE, IO_POSTGRES, IO_ODBC };

/* What a path names; files and folders are IO_NO_DATABASE. */
enum io_database_kind io_database_kind_of(const char *path);
/* Why it is refused as an address, in English; NULL: it is good, or none. */
const char *io_address_fault(const char *path);

struct io_address {
    char *server; /* what the database's own library takes */
    char *schema; /* NULL: it is not said */
};
/* Take apart the path of a database. */
bool io_address_read(struct io_address *address, const char *path, struct io_problem *problem);
void io_address_clear(struct io_address *address);

#endif
