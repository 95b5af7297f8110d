/* SPDX-License-Identifier: Apache-2.0 */
/*
 * statement.c - texts of statements that are put together.
 */
#include "io/database/database.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

FILE *io_statement_open(struct io_statement *statement)
{
    *statement = (struct io_statement){.text = NULL};
    statement->to = open_memstream(&statement->text, &statement->len);
    return statement->to;
}

char *io_statement_close(struct io_statement *statement)
{
    if (!statement->to) return NULL;
    bool failed = ferror(statement->to) != 0;
    if (fclose(statement->to) == 0 && !failed) return statement->text;
    free(statement->text);
    return NULL;
}

void io_put_quoted(FILE *to, const char *name, char quote)
{
    fputc(quote, to);
    for (; *name; name++) {
        if (*name == quote) fputc(quote, to);
        fputc(*name, to);
    }
    fputc(quote, to);
}

void io_put_table_name(FILE *to, const char *name, size_t most)
{
    enum { HASH_BYTES = 17 }; /* "_" and 16 digits */
    size_t len = strlen(name);
    if (len <= most) {
        fputs(name, to);
        return;
    }
    size_t kept = most - HASH_BYTES;
    while (kept > 0 && (name[kept] & 0xC0) == 0x80) kept--;
    fprintf(to, "%.*s_%016" PRIx64, (int)kept, name, tool_hash(name, len));
}
