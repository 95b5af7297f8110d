/* SPDX-License-Identifier: Apache-2.0 */
/*
 * worklist_lookup.c - rows of results by their ids.
 */
#include "worklist/worklist.h"

#include <string.h>

/* A unit separator lies between. None of an id that has it itself: it could be another agency's. */
size_t worklist_key(struct tool_piece agency, struct tool_piece id, char key[WORKLIST_KEY])
{
    enum { SEPARATOR = 0x1F };
    bool there = agency.len > 0 && id.len > 0;
    if (!there || agency.len + id.len + 1 > WORKLIST_KEY) return 0;
    if (memchr(agency.text, SEPARATOR, agency.len) || memchr(id.text, SEPARATOR, id.len)) return 0;
    memcpy(key, agency.text, agency.len);
    key[agency.len] = SEPARATOR;
    memcpy(key + agency.len + 1, id.text, id.len);
    return agency.len + 1 + id.len;
}

bool worklist_index_make(struct worklist_index *index, const struct io_result *table,
                         const char *column)
{
    *index = (struct worklist_index){.table = table};
    for (int64_t row = 0; table && row < table->n_rows; row++) {
        char scratch[IO_CELL];
        size_t len;
        const char *id = io_result_cell(table, column, row, scratch, &len);
        /* Ids are distinct, so an id's number is that of its row. */
        if (tool_number_of(&index->ids, id ? id : "", len, true) == UINT32_MAX) return false;
    }
    return true;
}

int64_t worklist_index_find(struct worklist_index *index, struct tool_piece id)
{
    uint32_t row = id.text ? tool_number_of(&index->ids, id.text, id.len, false) : UINT32_MAX;
    return row == UINT32_MAX ? -1 : (int64_t)row;
}

struct tool_piece worklist_index_cell(const struct worklist_index *index, const char *column,
                                      int64_t row, char scratch[IO_CELL])
{
    struct tool_piece cell = {NULL, 0};
    if (row >= 0) cell.text = io_result_cell(index->table, column, row, scratch, &cell.len);
    return cell;
}
