/* SPDX-License-Identifier: Apache-2.0 */
/*
 * database_address.c - where a database is, taken apart.
 *
 * The schema stands after the last "#", which URLs have written as %23 before that.
 */
#include "io/database/database_address.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct {
    const char *prefix;
    enum io_database_kind kind;
} prefixes[] = {{"postgresql://", IO_POSTGRES}, {"postgres://", IO_POSTGRES}, {"odbc:", IO_ODBC}};

enum io_database_kind io_database_kind_of(const char *path)
{
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (strncmp(path, prefixes[i].prefix, strlen(prefixes[i].prefix)) == 0)
            return prefixes[i].kind;
    return IO_NO_DATABASE;
}

/* "user:password@", whatever the password has in it, and parameters such as sslpassword, be their
 * names escaped. */
static bool url_has_password(const char *url)
{
    const char *at = strstr(url, "://") + 3;
    const char *colon = strchr(at, ':');
    if (colon && strchr(colon, '@')) return true;
    for (at = strpbrk(at, "?&"); at; at = strpbrk(at, "?&")) {
        size_t len = strcspn(++at, "=&#");
        for (size_t i = 0; i < len; i++)
            if (at[i] == '%' || strncasecmp(at + i, "password", 8) == 0) return true;
    }
    return false;
}

const char *io_address_fault(const char *path)
{
    enum io_database_kind kind = io_database_kind_of(path);
    if (kind == IO_POSTGRES && url_has_password(path))
        return "takes no password in the address of a database, where everybody on this machine "
               "could read it; put it into the file that PGPASSFILE names, or into a service file";
    if (kind == IO_ODBC && strcspn(path, ";=") < strlen(path))
        return "takes the name of a data source after odbc:, and nothing else; what it is "
               "connected to, and as whom, stands in odbc.ini";
    return NULL;
}

bool io_address_read(struct io_address *address, const char *path, struct io_problem *problem)
{
    const char *fault = io_address_fault(path);
    if (fault) return io_fail(problem, IO_BAD_INPUT, "%s", tool_said(fault));
    bool is_odbc = io_database_kind_of(path) == IO_ODBC;
    const char *server = is_odbc ? path + strlen("odbc:") : path;
    const char *hash = strrchr(server, '#');
    bool has_schema = hash && hash[1];
    *address = (struct io_address){.server = hash ? strndup(server, (size_t)(hash - server))
                                                  : strdup(server),
                                   .schema = has_schema ? strdup(hash + 1) : NULL};
    bool read = address->server && (!has_schema || address->schema);
    return read || io_fail_memory(problem);
}

void io_address_clear(struct io_address *address)
{
    free(address->server);
    free(address->schema);
    *address = (struct io_address){.server = NULL};
}
