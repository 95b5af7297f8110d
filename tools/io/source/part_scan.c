/* SPDX-License-Identifier: Apache-2.0 */
/*
 * part_scan.c - the rows of one part, for who has to look at them before the table is read.
 */
#include "io/source/part.h"

/* A block that cannot be parsed says nothing here: reading it will. */
static enum io_step scan_block(struct io_rows *rows, const struct io_scan *scan, int64_t *line,
                               bool *more, struct io_problem *problem)
{
    struct io_block block = {.quote_line = -1};
    struct io_parsed parsed = {.quote_line = -1, .text_line = -1};
    enum io_step step = rows->part->source->next(rows, &block, &parsed, problem);
    bool parses = step == IO_NEXT && block.data;
    if (parses) io_parse(&rows->part->form, &block, &parsed);
    if (!parsed.no_memory) io_mend_rows(rows->part, &parsed);
    if (parsed.no_memory) {
        io_fail_memory(problem);
        step = IO_FAILED;
    }
    if (step == IO_NEXT) *more = scan->take(scan->context, &parsed, *line);
    *line += block.too_long ? block.n_lines : parsed.n_lines;
    io_block_clear(&block);
    io_parsed_clear(&parsed);
    return step;
}

bool io_part_scan(struct io_part *part, const struct io_table *table, const struct io_scan *scan,
                  struct io_problem *problem)
{
    struct io_rows rows = {.part = part};
    int64_t line = part->first_line;
    bool more = true;
    enum io_step step = part->source->open(&rows, table, problem) ? IO_NEXT : IO_FAILED;
    while (step == IO_NEXT && more) {
        if (table->reading.interrupted && table->reading.interrupted())
            step = io_fail(problem, IO_INTERRUPTED, "interrupted") ? IO_NEXT : IO_FAILED;
        else
            step = scan_block(&rows, scan, &line, &more, problem);
    }
    part->source->close(&rows);
    return step != IO_FAILED;
}
