/* SPDX-License-Identifier: Apache-2.0 */
/*
 * part.h - what reads the parts of tables; private to this folder.
 */
#ifndef PART_H
#define PART_H

#include "io/source/source.h"

#include <sys/stat.h>

#include "io/book/book.h"

/* A part being read. */
struct io_rows {
    struct io_part *part;
    void *state;     /* the source's */
    uint64_t n_read; /* bytes of the file consumed so far */
};

/*
 * A kind of source of sheets that people keep (part->of->kind IO_RECORDS) looks for the header with
 * io_header_knows(), counts the titles above it in part->skips, leaves out rows that
 * io_parsed_skip() tells, and counts those in parsed->skips.
 *
 * A kind of source. One that only finds parts of other kinds, as a folder does, has nothing after
 * `add`; the parts of all others are looked at once and opened as often as their table is read.
 */
struct io_source {
    /* Is what lies at the path of this kind? IO_NEXT if so, IO_END if not. */
    enum io_step (*fits)(const char *path, const struct stat *about, struct io_problem *problem);
    /* NULL for a file of which all is one part */
    bool (*add)(struct io_input *input, const char *path, unsigned kinds);
    /* Find names and form, on any thread; NULL when `add` has done so. */
    bool (*look)(struct io_part *part, const struct io_reading *reading,
                 struct io_problem *problem);
    bool (*open)(struct io_rows *rows, const struct io_table *table, struct io_problem *problem);
    /* A block to be parsed, or rows that are already parsed (then the block is empty). */
    enum io_step (*next)(struct io_rows *rows, struct io_block *block, struct io_parsed *parsed,
                         struct io_problem *problem);
    void (*close)(struct io_rows *rows); /* in any state */
    void (*clear)(struct io_part *part); /* what `place` holds */
};
extern const struct io_source io_database_source, io_folder_source, io_csv_source, io_sqlite_source,
    io_office_source, io_book_source, io_html_source, io_new_people_source;

/* Look at the rows of one part before the table is read: `take` is given block after block, with
 * the line that it begins in, until it says no. */
struct io_scan {
    void *context;
    bool (*take)(void *context, const struct io_parsed *parsed, int64_t first_line);
};
bool io_part_scan(struct io_part *part, const struct io_table *table, const struct io_scan *scan,
                  struct io_problem *problem);

/* Initialise a part; to be cleared whether or not that succeeds. */
bool io_part_name(struct io_part *part, const struct io_source *source, const char *path,
                  size_t shown_from, struct io_problem *problem);

/* A new part at the end of the table of that form; NULL after a problem. */
struct io_part *io_input_part(struct io_input *input, const struct io_table_form *form,
                              const struct io_source *source, const char *path, size_t shown_from);
/* Add a CSV file that is not yet looked at. */
bool io_input_add_csv(struct io_input *input, const struct io_table_form *form, const char *path,
                      size_t shown_from);
/* Note something that is not read. */
bool io_input_ignore(struct io_input *input, const char *path, size_t shown_from, unsigned why);
/* The same, of which that may be the header; takes the names over. */
bool io_input_ignore_table(struct io_input *input, const char *path, size_t shown_from,
                           unsigned why, struct io_names *names);

/* Find the part's header, below titles where there are any; the same one each time. IO_END: the
 * file is empty. */
enum io_step io_csv_find_header(struct io_part *part, struct io_splitter *splitter,
                                struct io_block *block, struct io_header_place *place,
                                struct io_problem *problem);
/* Fill the part's names and form from it. */
bool io_csv_read_header(struct io_part *part, struct io_splitter *splitter,
                        struct io_problem *problem);
/* Add what such a file has; note one that cannot be read. */
bool io_input_add_office(struct io_input *input, const char *path, size_t shown_from,
                         unsigned kinds);
/* Add an HTML file with a table of ours. */
bool io_input_add_html(struct io_input *input, const char *path, size_t shown_from, unsigned kinds);
/* Add the sheets of a workbook that are tables; with `only`, those with columns of that one. */
bool io_input_add_book(struct io_input *input, const char *path, size_t shown_from, unsigned kinds,
                       const struct io_table_form *only);
/* Is it the file that was looked at, and has it not been written to? */
bool io_part_is_unchanged(const struct io_part *part, const struct stat *about);
bool io_part_tell_change(const struct io_part *part, struct io_problem *problem);

/* The id that a row has in a column that is filled (made_id.c); in the order of rows, from the
 * first or after io_made_clear(). It is in `made` or lives as long as the input. False: no memory.
 */
enum { IO_MADE_ID = 40 };
struct io_who;
struct io_row_asked {
    struct io_part *part;
    const struct io_who *who; /* whose each row of the block is; NULL: none says it */
    const struct io_parsed *parsed;
    int64_t row, of_table; /* in the block, and in the table */
};
bool io_make_id(const struct io_row_asked *asked, uint8_t how, char made[IO_MADE_ID],
                const char **id);
void io_made_clear(struct io_part *part);

/* Fill in what the plan says of columns that a part lacks, once its meaning is known. */
bool io_part_fill(struct io_part *part, struct io_problem *problem);

const char *io_base_name(const char *path);
/* The length of a file's name without ".csv" or ".tsv"; 0 if it has neither. */
size_t io_stem_len(const char *name);
/* Does a file's name say that an office program wrote it? */
bool io_is_office(const char *name);
/* Is it the name of what such a program leaves beside a file while somebody has that open? */
bool io_is_office_lock(const char *name);
/* Would people say that the name is that of a table, as of persons.xlsx or Services-2026.csv.gz? */
bool io_is_named_as_table(const char *name);
/* Do people fill the table in, with titles and totals, under headers and in words of their own? */
bool io_table_is_peoples(const struct io_table_form *form);
/* The table that a name stands for, which is its own or begins with it and "_"; or NULL. */
const struct io_table_form *io_table_form_of_name(const char *name, size_t len);
/* The same of a file's name. */
const struct io_table_form *io_table_form_of_file(const char *path);

/* ---- rows of names (form_of_columns.c) --------------------------------------------------------
 */

/* Of header_names.c. */
void io_names_clear(struct io_names *names);
bool io_names_copy(const struct io_names *names, struct io_names *copy); /* false: no memory */
/* The names that are most like a header, of a file of no certain table (likely.c). */
struct io_likely {
    struct io_names names;
    int n_known;
    bool no_memory;
};
/* Keep them if more of them are known; false: no memory. */
bool io_likely_note(struct io_likely *likely, const struct io_names *names);
/* What is known of the file that the names are in. */
struct io_asked {
    const char *file;                 /* its name, and that of the sheet */
    unsigned kinds;                   /* of tables */
    const struct io_mapping *mapping; /* NULL: columns are what they are called */
    struct io_likely *likely;         /* takes down rows that are no header; or NULL */
};
/* Is it a header of the table, or of any (NULL), below that row? Of a header in two rows the lower
 * one counts, and above where it says nothing the names of the row above:
 *
 *   이용자번호,성명,서비스,,
 *   ,,사업명,제공일,상태           이용자번호,성명,사업명,제공일,상태
 */
bool io_is_header(const struct io_asked *asked, const struct io_names *names,
                  const struct io_names *above, const struct io_table_form *form);
/* Give columns without a name the one above; false: no memory. */
bool io_names_join(const struct io_asked *asked, struct io_names *names,
                   const struct io_names *above);
/* The table that has all it must have, and of which the most columns are there; else, if people
 * have named the file, the one that usual headers say. NULL: none, or it is not certain. */
const struct io_table_form *io_table_form_of_columns(const struct io_asked *asked,
                                                     const struct io_names *names);
/* Did people name the file? A name that a program gave is not ours to read into; people name their
 * files in Korean, or for what is in them: "Client list.csv", or a programme. */
bool io_is_of_people(const struct io_asked *asked);

/* ---- rows of texts (text_rows.c) ----------------------------------------------------------- */

/* Rows that become a parsed block. */
struct io_texts {
    struct io_parsed *parsed;
    int n_columns;
    size_t cap;   /* of its text */
    bool refused; /* the row in the making, because of `why` */
    struct io_bad_row why;
};
bool io_texts_begin(struct io_texts *texts, struct io_parsed *parsed, int n_columns);
bool io_texts_are_full(const struct io_texts *texts);
/* A cell of the row; false: no memory. */
bool io_texts_put(struct io_texts *texts, int column, const void *text, size_t len);
/* The row cannot be used; the first reason counts. */
void io_texts_refuse(struct io_texts *texts, int column, enum io_reject reason);
/* The row is complete; its line from the block's first. Of a sheet that people keep, it may be none
 * of the table; otherwise that is NULL. */
bool io_texts_end_row(struct io_texts *texts, int64_t line, const struct io_form *sheet);

/* Is it the name of a column of ours that holds days? (mend.c) */
bool io_is_day_column(const char *name);
/* "03/06/2026" in its parts; false: it is not written so. */
bool io_day_parts(const char *text, size_t len, int parts[3]);
/* Note days of a block, whose first line is that, which are written otherwise than the rows that
 * were looked at. */
void io_days_note(struct io_part *part, const struct io_parsed *parsed, int64_t first_line);
/* Rows as they are meant: ids without blanks around them, days whose file has them first. */
void io_mend_rows(const struct io_part *part, struct io_parsed *parsed);
/* Say which columns of ours a part of a table of records has. */
bool io_part_understand(struct io_part *part, const struct io_table *table,
                        struct io_problem *problem);
/* The table that a CSV file's columns say, if people have named the file and it is certain; else
 * *form is NULL, *why IO_UNREAD_NAME or IO_UNREAD_HEADER, and *names what may be its header, to be
 * cleared. False: a problem was met. */
bool io_table_form_inside(struct io_input *input, const char *path,
                          const struct io_table_form **form, unsigned *why, struct io_names *names);
/* Determine the columns once all parts are there. */
bool io_table_settle(struct io_table *table, struct io_problem *problem);
/* Turn a parsed block into an Arrow batch of the table's columns; takes over the block. */
bool io_batch_export(const struct io_table *table, struct io_part *part, struct io_parsed *parsed,
                     struct ArrowArray *out);

#endif
