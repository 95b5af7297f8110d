/* SPDX-License-Identifier: Apache-2.0 */
/*
 * inspect_made.c - what files lack and a plan can make, as lines to be confirmed.
 *
 *   # made:                                             ids: of rows, or by who people are
 *   #   services: {service_id: row, record_id: person}
 *   #   services: {…, programme: file}                 files that are named for a programme
 *   # constants: {services: {status: delivered}}        lists of what was given
 *
 * Where a file names people and no list of people lies in its folder, it may be the list as well.
 */
#include "inspect/inspect.h"

#include <stdio.h>
#include <string.h>

/* Does a file of the table (NULL: of any) lack that column? */
bool inspect_lacks(const struct tool_run *run, const char *of, const char *wanted)
{
    for (size_t i = 0; i < run->input.n_tables; i++) {
        const struct io_table *table = &run->input.tables[i];
        for (size_t j = 0; j < table->n_parts && (!of || strcmp(of, table->name) == 0); j++) {
            struct tool_listed column;
            const char *at = NULL;
            while (
                tool_column_lacking(&run->mapping.columns, table, &table->parts[j], &at, &column))
                if (strcmp(column.name, wanted) == 0) return true;
        }
    }
    return false;
}

bool inspect_names_people(const struct io_part *part)
{
    bool has_record = !part->meaning || strcmp(part->of->name, "persons") == 0 ||
                      io_part_gives(part, "record_id");
    return !has_record && io_part_column(part, "name", true) >= 0 &&
           (io_part_column(part, "birth_date", true) >= 0 ||
            io_part_column(part, "rrn", true) >= 0 || io_part_column(part, "phone", true) >= 0);
}

/* Is there a list of people beside the file? */
static bool has_list(const struct tool_run *run, const struct io_part *part)
{
    const struct io_table *persons = io_input_table((struct io_input *)&run->input, "persons");
    const char *mine, *other;
    size_t len = io_part_folder(part, &mine);
    for (size_t i = 0; persons && i < persons->n_parts; i++)
        if (io_part_folder(&persons->parts[i], &other) == len && memcmp(other, mine, len) == 0)
            return true;
    return false;
}

/* How the table's record_id may be made; NULL: its files need none. */
static const char *way_to_records(const struct tool_run *run, const struct io_table *table)
{
    const char *way = NULL;
    for (size_t i = 0; i < table->n_parts; i++) {
        if (!inspect_names_people(&table->parts[i])) continue;
        if (!has_list(run, &table->parts[i])) return "new_person";
        way = "person";
    }
    return way;
}

/* Is a file that lacks it named for a programme? */
static bool names_programme(const struct tool_run *run, const struct io_table *table)
{
    bool named = false;
    for (size_t i = 0; i < table->n_parts; i++)
        named |= io_part_programme(&table->parts[i]) != NULL &&
                 !io_part_gives(&table->parts[i], "programme");
    return named && inspect_lacks(run, table->name, "programme");
}

/* "service_id: row, record_id: person": the ids of one table that its files lack and that can be
 * made; "" when there are none. */
static void list_made(const struct tool_run *run, const struct io_table *table, char list[160])
{
    const char *at = io_table_form_find(table->name)->columns;
    struct tool_listed own;
    size_t len = 0;
    bool persons = strcmp(table->name, "persons") == 0;
    list[0] = '\0';
    for (int i = 0; i < 2 && tool_list_next(&at, &own); i++) continue; /* after agency_id */
    const char *mark = strrchr(own.name, '_');
    bool is_id = mark && strcmp(mark, "_id") == 0;
    bool is_own = is_id && (persons || strcmp(own.name, "record_id") != 0);
    if (own.required && is_own && inspect_lacks(run, table->name, own.name))
        len = (size_t)snprintf(list, 160, "%s: %s", own.name, persons ? "person" : "row");
    const char *way = way_to_records(run, table);
    if (way)
        len += (size_t)snprintf(list + len, 160 - len, "%srecord_id: %s", len ? ", " : "", way);
    if (names_programme(run, table))
        snprintf(list + len, 160 - len, "%sprogramme: file", len ? ", " : "");
}

/* Does a file of the table lack its programme, and no name says it? */
static bool lacks_programme(const struct tool_run *run)
{
    const struct io_table *services = io_input_table((struct io_input *)&run->input, "services");
    return services && inspect_lacks(run, "services", "programme") &&
           !names_programme(run, services);
}

/* What a table's column may say in files that lack it: of services that were given mostly, or one
 * programme. */
static void put_constants(const struct tool_run *run, bool in_english, FILE *out)
{
    static const char *const words[][2] = {
        {"모두 제공이 끝난 내역이면", "all of them were given"},
        {"사업이 하나뿐이면 그 이름을 적음", "write the programme, if it is the same in all"},
        {"모두 제공이 끝난 내역이고 사업이 하나뿐이면 그 이름을 적음",
         "all of them were given; write the programme, if it is the same in all"}};
    bool status = inspect_lacks(run, "services", "status"), programme = lacks_programme(run);
    if (status || programme)
        fprintf(out, "# constants: {services: {%s%s%s}}  # %s: %s\n",
                status ? "status: delivered" : "", status && programme ? ", " : "",
                programme ? "programme: …" : "", in_english ? "to be confirmed" : "확인",
                words[status + 2 * programme - 1][in_english]);
}

/* The line above what can be made; `named`: also by names of files. */
static void put_head(bool named, bool in_english, FILE *out)
{
    fputs(in_english
              ? "# made:  # to be confirmed: row: an id of what the row says; person: of, or "
                "found by, name and birth date or telephone number; new_person: who is not "
                "listed is added to persons"
              : "# made:  # 확인: row 행의 내용으로 번호를 만듦; person 이름과 "
                "생년월일·전화번호로 만들거나 명단에서 찾음; new_person 명단에 없으면 "
                "대상자로 추가",
          out);
    if (named)
        fputs(in_english ? "; file: the programme that the name of the file or sheet says"
                         : "; file 파일이나 시트 이름에 있는 사업",
              out);
    fputc('\n', out);
}

/* Ids that can be made, to be confirmed with the line above them. */
void inspect_put_made(const struct tool_run *run, bool in_english, FILE *out)
{
    bool any = false, named = false;
    for (size_t i = 0; i < run->input.n_tables; i++)
        named |= names_programme(run, &run->input.tables[i]);
    for (size_t i = 0; i < run->input.n_tables; i++) {
        const struct io_table *table = &run->input.tables[i];
        char list[160];
        if (io_table_form_find(table->name)->kind != IO_RECORDS) continue;
        list_made(run, table, list);
        if (!list[0]) continue;
        if (!any) put_head(named, in_english, out);
        fprintf(out, "#   %s: {%s}\n", table->name, list);
        any = true;
    }
    put_constants(run, in_english, out);
}
