/* SPDX-License-Identifier: Apache-2.0 */
/*
 * meaning.c - which of our columns each column of a file is read as.
 *
 *   the plan names it     the first of its names that the file has; the others go under that name
 *   our own name, or one  itself
 *   that the plan compares
 *   a usual header        only if the file has no better column for ours, such as one that the plan
 *                         names, no second header that means the same, and nearly all values look
 *                         as they should
 *   of persons            in a table about them, where the plan has records looked up
 *
 * What is not certain is not used: it is kept as a guess for people to confirm. The values of the
 * first rows are looked at, and only those of files with such headers; days such as 03/06/2026
 * until one shows which part is the month.
 */
#include "io/source/part.h"

#include <stdlib.h>
#include <string.h>

enum {
    SAMPLE_ROWS = 1000,
    CERTAIN_PERCENT = 95 /* of the values that are not empty */
};

/* A column that the plan merely compares is listed under its own name. */
static bool is_renamed(const struct io_column_name *name)
{
    return strcmp(name->ours, name->theirs) != 0;
}

/* Is the column among the plan's, as one that is renamed, or as one that is compared? */
static bool is_listed(const struct io_column_names *names, const struct io_part *part,
                      const char *ours, bool renamed)
{
    for (size_t i = 0; i < names->n; i++)
        if (strcmp(names->all[i].table, part->of->name) == 0 &&
            strcmp(names->all[i].ours, ours) == 0 && is_renamed(&names->all[i]) == renamed)
            return true;
    return false;
}

/* Does the plan say what files call this column of ours? */
static bool is_named(const struct io_column_names *names, const struct io_part *part,
                     const char *ours)
{
    return is_listed(names, part, ours, true);
}

static int column_called(const struct io_part *part, const char *name)
{
    for (int i = 0; i < part->form.n_columns; i++)
        if (strcmp(part->names[i], name) == 0) return i;
    return -1;
}

/* Words of a column that the plan names may be usual ones: they are looked at. */
static const struct io_usual *words_of(const char *table, const char *ours)
{
    const struct io_usual *usual = io_usual_of(table, ours);
    return usual && usual->form == IO_FORM_WORD ? usual : NULL;
}

/* The names that the plan has for one column of ours begin at `from`; returns where they end. */
static size_t take_named(struct io_part *part, const struct io_column_names *names, size_t from)
{
    const struct io_column_name *first = &names->all[from];
    size_t end = from;
    int found = -1;
    for (; end < names->n && strcmp(names->all[end].table, first->table) == 0 &&
           strcmp(names->all[end].ours, first->ours) == 0;
         end++)
        if (found < 0) found = column_called(part, names->all[end].theirs);
    bool asked = strcmp(first->table, part->of->name) == 0 && is_named(names, part, first->ours);
    if (!asked || found < 0) return end;
    part->meaning[found] = (struct io_meaning){.how = IO_MEANT_BY_PLAN,
                                               .ours = first->ours,
                                               .target = first->theirs,
                                               .usual = words_of(first->table, first->ours)};
    return end;
}

/* Do rows say whose they are by what is said of the person, and which columns count then? NULL:
 * they need not. */
static const char *columns_of_person(const struct io_part *part)
{
    static const char by[] = "name birth_date rrn phone", *const all = "name birth_date rrn phone "
                                                                       "sex address";
    const struct io_mapping *mapping = part->mapping;
    const char *made = io_column_theirs(&mapping->made, part->of->name, "record_id");
    bool required = false;
    if (strcmp(part->of->name, "persons") == 0 ||
        !io_table_has_column(part->of, "record_id", &required))
        return NULL;
    for (int i = 0; i < part->form.n_columns; i++)
        if (part->meaning[i].ours && strcmp(part->meaning[i].ours, "record_id") == 0) return NULL;
    if (mapping->thorough || (made && strcmp(made, "new_person") == 0)) return all;
    return made ? by : NULL;
}

/* What the plan, or a usual header, says of a column of the person whom rows are about. */
static struct io_meaning meaning_of_person(const struct io_column_names *names, const char *header)
{
    for (size_t i = 0; i < names->n; i++)
        if (strcmp(names->all[i].table, "persons") == 0 && is_renamed(&names->all[i]) &&
            strcmp(names->all[i].theirs, header) == 0)
            return (struct io_meaning){.how = IO_MEANT_BY_PLAN, .ours = names->all[i].ours};
    const struct io_usual *usual = io_usual_find("persons", header, strlen(header));
    if (!usual) return (struct io_meaning){.how = IO_MEANT_BY_NOBODY};
    return (struct io_meaning){.how = IO_MEANT_PERHAPS, .ours = usual->column, .usual = usual};
}

/* Are there guesses among them? */
static bool read_of_person(struct io_part *part, const struct io_column_names *names)
{
    const char *columns = columns_of_person(part);
    bool guesses = false;
    for (int i = 0; columns && i < part->form.n_columns; i++) {
        struct io_meaning meaning = meaning_of_person(names, part->names[i]);
        bool free = part->meaning[i].how == IO_MEANT_BY_NOBODY && meaning.ours;
        if (!free || !tool_list_has(columns, meaning.ours, strlen(meaning.ours))) continue;
        meaning.of_person = true;
        part->meaning[i] = meaning;
        guesses |= meaning.how == IO_MEANT_PERHAPS;
    }
    return guesses;
}

/* Our own names, which are all that is known without a mapping. */
static bool read_own(struct io_part *part)
{
    bool required;
    for (int i = 0; i < part->form.n_columns; i++)
        if (io_table_has_column(part->of, part->names[i], &required))
            part->meaning[i] = (struct io_meaning){.how = IO_MEANT_BY_NAME, .ours = part->names[i]};
    return false;
}

/* What headers alone say; is there anything to be looked at? */
static bool read_headers(struct io_part *part, const struct io_column_names *names)
{
    bool guesses = false, required;
    if (!names) return read_own(part);
    for (size_t i = 0; i < names->n;) i = take_named(part, names, i);
    for (int i = 0; i < part->form.n_columns; i++) {
        struct io_meaning *meaning = &part->meaning[i];
        const char *name = part->names[i];
        guesses |= meaning->usual != NULL;
        if (meaning->how != IO_MEANT_BY_NOBODY) continue;
        bool known =
            io_table_has_column(part->of, name, &required) || is_listed(names, part, name, false);
        bool own = known && !is_named(names, part, name);
        meaning->usual = own ? NULL : io_usual_find(part->of->name, name, strlen(name));
        if (own) *meaning = (struct io_meaning){.how = IO_MEANT_BY_NAME, .ours = name};
        if (!meaning->usual) continue;
        meaning->how = IO_MEANT_PERHAPS;
        meaning->ours = meaning->usual->column;
        guesses = true;
    }
    return read_of_person(part, names) || guesses;
}

bool io_part_has_rival(const struct io_part *part, int column)
{
    for (int i = 0; i < part->form.n_columns; i++)
        if (i != column && part->meaning[i].ours &&
            strcmp(part->meaning[i].ours, part->meaning[column].ours) == 0)
            return true;
    return false;
}

/* ---- values --------------------------------------------------------------------------------- */

static void look_at_cell(struct io_meaning *meaning, const struct io_parsed *parsed, int column,
                         int64_t row)
{
    size_t len;
    const char *text = io_parsed_text(parsed, column, row, &len);
    tool_trim(&text, &len);
    if (len == 0) return;
    bool reads = io_form_reads(meaning->usual, text, len);
    meaning->n_values++;
    meaning->n_read += reads;
    if (!reads && !meaning->shape[0]) io_shape(text, len, meaning->shape, sizeof meaning->shape);
    meaning->foreign |=
        meaning->usual->form == IO_FORM_WORD && io_word_is_foreign(meaning->usual, text, len);
}

/* A part whose first rows are looked at. */
struct sample {
    struct io_part *part;
    int64_t left;                       /* rows */
    int64_t n_day_first, n_month_first; /* values that can be read in one way only */
};

static bool is_day(const struct io_meaning *meaning)
{
    return meaning->ours && io_is_day_column(meaning->ours);
}

/* Have days in parts been met, and none that shows which part is the month? */
static bool asks_for_days(const struct sample *sample)
{
    bool met = false;
    for (int i = 0; i < sample->part->form.n_columns; i++)
        met |= sample->part->meaning[i].has_parts;
    return met && sample->n_day_first == 0 && sample->n_month_first == 0;
}

/* Days in parts are kept in mind, and those of which both parts may be the month. */
static void look_at_day(struct sample *sample, const struct io_parsed *parsed, int column,
                        int64_t row)
{
    size_t len;
    const char *text = io_parsed_text(parsed, column, row, &len);
    int parts[3];
    if (!io_day_parts(text, len, parts)) return;
    sample->n_day_first += parts[0] > 12 && parts[1] <= 12;
    sample->n_month_first += parts[1] > 12 && parts[0] <= 12;
    struct io_meaning *meaning = &sample->part->meaning[column];
    meaning->has_parts = true;
    meaning->either_first |= parts[0] <= 12 && parts[1] <= 12 && parts[0] != parts[1];
}

/* What all days of the file show together. */
static void settle_days(struct sample *sample)
{
    struct io_part *part = sample->part;
    const bool shown = (sample->n_day_first > 0) != (sample->n_month_first > 0);
    for (int i = 0; i < part->form.n_columns; i++) {
        struct io_meaning *meaning = &part->meaning[i];
        if (meaning->has_parts && !part->days) part->days = IO_DAYS_EITHER;
        meaning->day_first = shown && sample->n_day_first > 0 && is_day(meaning);
        meaning->either_first &= !shown;
    }
    if (shown) part->days = sample->n_day_first ? IO_DAYS_DAY_FIRST : IO_DAYS_MONTH_FIRST;
}

static bool look_at_rows(void *context, const struct io_parsed *parsed, int64_t first_line)
{
    struct sample *sample = context;
    struct io_part *part = sample->part;
    (void)first_line;
    for (int64_t row = 0; row < parsed->n_rows; row++, sample->left--) {
        if (sample->left <= 0 && !asks_for_days(sample)) return false;
        for (int i = 0; i < part->form.n_columns; i++) {
            bool asks = sample->left > 0 && part->meaning[i].usual;
            if (asks) look_at_cell(&part->meaning[i], parsed, i, row);
            if (is_day(&part->meaning[i])) look_at_day(sample, parsed, i, row);
        }
    }
    return sample->left > 0 || asks_for_days(sample);
}

static bool sample_rows(struct io_part *part, const struct io_table *table,
                        struct io_problem *problem)
{
    struct sample sample = {.part = part, .left = SAMPLE_ROWS};
    if (!io_part_scan(part, table, &(struct io_scan){&sample, look_at_rows}, problem)) return false;
    settle_days(&sample);
    return true;
}

/* Has every column that is read looked at, too. */
static void ask_all(struct io_part *part)
{
    for (int i = 0; i < part->form.n_columns; i++) {
        struct io_meaning *meaning = &part->meaning[i];
        const char *table = meaning->of_person ? "persons" : part->of->name;
        if (meaning->ours && !meaning->usual) meaning->usual = io_usual_of(table, meaning->ours);
    }
}

/* ---- all of it ------------------------------------------------------------------------------ */

/* Of what a run has written to be filled in the headers say enough: a word that is not known has to
 * be told, and must not make its column an unknown one. */
static bool is_believed(const struct io_part *part, const struct io_meaning *meaning)
{
    bool fits = meaning->n_read * 100 >= meaning->n_values * CERTAIN_PERCENT;
    return fits || part->of->kind == IO_POLICY;
}

static bool is_certain(const struct io_part *part, int column)
{
    return !io_part_has_rival(part, column) && is_believed(part, &part->meaning[column]);
}

bool io_is_certain(const struct io_meaning *meaning)
{
    return meaning->how != IO_MEANT_BY_NOBODY && meaning->how != IO_MEANT_PERHAPS;
}

int io_part_column(const struct io_part *part, const char *ours, bool of_person)
{
    for (int i = 0; part->meaning && i < part->form.n_columns; i++) {
        const struct io_meaning *meaning = &part->meaning[i];
        if (io_is_certain(meaning) && meaning->of_person == of_person &&
            strcmp(meaning->ours, ours) == 0)
            return i;
    }
    return -1;
}

bool io_part_understand(struct io_part *part, const struct io_table *table,
                        struct io_problem *problem)
{
    const struct io_mapping *mapping = part->mapping;
    const struct io_column_names *names = mapping ? &mapping->columns : NULL;
    const bool thorough = mapping && mapping->thorough;
    part->meaning = calloc((size_t)part->form.n_columns + 1, sizeof *part->meaning);
    if (!part->meaning) return io_fail_memory(problem);
    bool asked = read_headers(part, names) || thorough;
    for (int i = 0; i < part->form.n_columns; i++) asked |= is_day(&part->meaning[i]);
    if (!asked || part->once) return true;
    if (thorough) ask_all(part);
    if (!sample_rows(part, table, problem)) return false;
    for (int i = 0; i < part->form.n_columns; i++) {
        struct io_meaning *meaning = &part->meaning[i];
        if (meaning->how != IO_MEANT_PERHAPS || !is_certain(part, i)) continue;
        meaning->how = IO_MEANT_BY_HEADER;
        const char *theirs = io_column_theirs(names, part->of->name, meaning->ours);
        meaning->target = meaning->of_person ? NULL : theirs ? theirs : meaning->ours;
    }
    return true;
}
