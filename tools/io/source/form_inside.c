/* SPDX-License-Identifier: Apache-2.0 */
/*
 * form_inside.c - the table of a CSV file whose name is no table's, by what is in it.
 *
 *   복지관_명단.csv     성명, 생년월일 …     persons
 *   backup.csv          성명, 생년월일 …     none: a name that a program gave is not ours to read
 * into
 */
#include "io/source/part.h"

#include <stdlib.h>

/* Look at the header as any table's. IO_END: it cannot be understood. */
static enum io_step look_inside(struct io_part *part, struct io_likely *likely,
                                struct io_input *input)
{
    static const struct io_table_form any = {.name = "", .kind = IO_RECORDS, .columns = ""};
    struct io_problem own = {.kind = IO_OK};
    part->of = &any;
    part->mapping = input->mapping;
    part->likely = likely;
    if (part->source->look(part, &input->reading, &own)) return IO_NEXT;
    if (own.kind == IO_BAD_INPUT) return IO_END;
    input->problem = own;
    return IO_FAILED;
}

bool io_table_form_inside(struct io_input *input, const char *path,
                          const struct io_table_form **form, unsigned *why, struct io_names *names)
{
    const struct io_asked asked = {
        .file = io_base_name(path), .kinds = 1u << IO_RECORDS, .mapping = input->mapping};
    struct io_likely likely = {.n_known = 0};
    struct io_table table = {.reading = input->reading};
    struct stat about;
    bool plain = stat(path, &about) == 0 && S_ISREG(about.st_mode); /* a pipe is read only once */
    *form = NULL;
    *why = IO_UNREAD_NAME;
    if (!plain || !input->mapping || !io_is_of_people(&asked)) return true;
    table.parts = calloc(1, sizeof *table.parts);
    if (!table.parts) return io_fail_memory(&input->problem);
    table.n_parts = 1;
    struct io_part *part = table.parts;
    enum io_step step = io_part_name(part, &io_csv_source, path, 0, &input->problem)
                            ? look_inside(part, &likely, input)
                            : IO_FAILED;
    const struct io_names own = {part->names, part->names ? part->form.n_columns : 0};
    if (step == IO_NEXT) *form = io_table_form_of_columns(&asked, &own);
    if (step == IO_END) *why = IO_UNREAD_HEADER;
    io_table_clear(&table);
    *names = likely.names;
    if (likely.no_memory) return io_fail_memory(&input->problem);
    return step != IO_FAILED;
}
