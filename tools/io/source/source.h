/* SPDX-License-Identifier: Apache-2.0 */
/*
 * source.h - where tables come from: folders of CSV files, single files, databases.
 *
 * A table has parts, one for each file; its rows come as one Arrow stream, in the order of the
 * parts' paths. Parts are read through a table of functions (part.h), so another kind of source is
 * one more such table and nothing else.
 */
#ifndef SOURCE_H
#define SOURCE_H

#include "dolbom/plan.h"
#include "io/csv/csv.h"

struct io_source; /* part.h */

/* What the files call a column of ours, as the plan says; one after another for the same column, in
 * the order in which they are tried. */
struct io_column_name {
    char *table, *ours, *theirs;
};
struct io_column_names {
    size_t n;
    struct io_column_name *all;
};
/* What the plan says of files. */
enum io_agency_from { IO_AGENCY_COLUMN, IO_AGENCY_FOLDER, IO_AGENCY_FILE };
struct io_mapping {
    const dolbom_plan *plan;                   /* by which values are cleaned */
    struct io_column_names columns, constants; /* of a constant `theirs` is its text */
    struct io_column_names made;               /* ids that are made where a file lacks them */
    struct io_column_names sources;            /* what of a database a table is; `ours` is "" */
    struct io_programmes programmes;           /* that files may be named for */
    enum io_agency_from agency;
    bool thorough; /* look at the values of all columns, for people who ask */
};
/* What the tables call a column of ours: the first of the plan's names for it, or NULL when the
 * plan has none. */
const char *io_column_theirs(const struct io_column_names *names, const char *table,
                             const char *ours);

struct io_table_form;

/* The names of a header's columns, "" for a column without one; the zero state is none. */
struct io_names {
    char **at;
    int n;
};

/* Who says what a column of a file is read as. */
enum io_meant {
    IO_MEANT_BY_NOBODY,
    IO_MEANT_BY_NAME,   /* it has our name */
    IO_MEANT_BY_PLAN,   /* the plan says so */
    IO_MEANT_BY_HEADER, /* a usual header, and the values agree */
    IO_MEANT_PERHAPS    /* a usual header that something speaks against: not used */
};
struct io_meaning {
    uint8_t how;        /* enum io_meant */
    const char *ours;   /* our column; NULL: none */
    const char *target; /* the table's column that it becomes; NULL: of its own name */
    const struct io_usual *usual;
    bool of_person;           /* `ours` is a column of persons, in a table about them */
    bool foreign;             /* some of its words are not ours, but usual ones for ours */
    bool day_first;           /* 03/06/2026 is in June, as other days of the file show */
    bool has_parts;           /* the rows looked at have days such as 25/12/2026 */
    bool either_first;        /* it may be in June or in March */
    bool worded;              /* they are read as usual, for the plan does not say otherwise */
    char shape[32];           /* of the first value that cannot be read: 9999-99-99 */
    int64_t n_values, n_read; /* of the first rows: not empty; as our column needs them */
};

/* Which comes first in days such as 03/06/2026, as the rows that were looked at show. */
enum io_days {
    IO_DAYS_NONE,   /* there are none */
    IO_DAYS_EITHER, /* none shows it, or they show both */
    IO_DAYS_DAY_FIRST,
    IO_DAYS_MONTH_FIRST
};

/* What stands in a column that a file lacks. */
enum io_filling {
    IO_FILL_TEXT,        /* the same in every row */
    IO_FILL_NAME,        /* the same, known by the file's name */
    IO_FILL_ROW,         /* an id that is made of what the row says */
    IO_FILL_PERSON,      /* one that is made of who the person of the row is */
    IO_FILL_FOUND,       /* the id of the record that the agency has of that person */
    IO_FILL_FOUND_OR_NEW /* the same; where it has none, as IO_FILL_PERSON */
};
struct io_filled {
    const char *column; /* of the table, as the plan calls it */
    const char *ours;
    uint8_t how; /* enum io_filling */
    char *text;  /* of the first two, else NULL */
    int16_t slot;
};

/* Why the record of a row was not found. */
enum io_unfound {
    IO_UNFOUND_NOT,     /* it was */
    IO_UNFOUND_NOBODY,  /* the row does not say enough about anybody */
    IO_UNFOUND_NONE,    /* the agency has no such record */
    IO_UNFOUND_SEVERAL, /* several fit */
    IO_UNFOUND_WHYS
};
struct io_unfound_row {
    int64_t row; /* of the table */
    uint8_t why; /* enum io_unfound */
};
struct io_unfound_rows {
    struct io_unfound_row *at; /* in the order of rows */
    size_t n, cap;
};
struct io_known_people; /* who.h */

/* A file that is part of a table. */
struct io_part {
    const struct io_table_form *of;   /* the table; NULL: one with any columns */
    const struct io_mapping *mapping; /* the plan's; NULL: columns are what they are called */
    struct io_likely *likely;         /* while its header is looked for; else NULL */
    char *path;                       /* as messages say it; with the sheet's name, of a workbook */
    char *file;                       /* what to open, if that is not the path; else NULL */
    char *shown;             /* the path as results show it: below the folder given, made safe */
    size_t shown_from;       /* where in the path that begins */
    bool lettered;           /* a sheet: its lines are rows, and places in it are written D17 */
    bool hidden;             /* a sheet that people do not see */
    int64_t n_hidden;        /* rows that people do not see */
    bool is_cut_off;         /* the file may be */
    struct io_cells beside;  /* of a sheet: to the right of the header; not read */
    struct io_cells inside;  /* rows of tables in cells; read as text of these */
    struct io_cells against; /* days that speak against `days`; known once it is read */
    uint8_t days;            /* enum io_days */
    const struct io_source *source;
    void *place;         /* the source's: an open pipe, a database */
    struct io_form form; /* the names belong to the part */
    char **names;
    struct io_names above;    /* what the row above the header says; none: another one, or blank */
    enum io_encoding written; /* of the file */
    bool once;                /* it can be read only once, as a pipe */
    struct stat about;        /* of the file when it was looked at */
    unsigned char *header;    /* its bytes as they are in the file */
    size_t header_len;
    int64_t header_line;        /* where it begins, from 1 */
    uint64_t n_bytes;           /* the file's size, 0 if unknown */
    int64_t first_line;         /* of the first line after the header, from 1 */
    int64_t first_row;          /* of the table, known once the part is read; else INT64_MAX */
    struct io_meaning *meaning; /* of each of its columns; NULL: all are themselves */
    struct io_filled *fills;
    size_t n_fills;
    const char *made_of;                 /* the table whose rows its people are in; else NULL */
    const struct io_known_people *known; /* where records are looked up */
    struct io_unfound_rows unfound;
    struct tool_names made; /* ids that were made, and of how many rows each */
    uint32_t *n_made;
    size_t made_cap;
    int16_t *slot; /* column of the table for each of the file's; -1: none */
    struct io_bad_rows bad;
    struct io_skips skips;      /* titles are known before rows are read */
    int64_t n_rejected;         /* rows that were handed out and rejected later */
    struct io_line_marks marks; /* rows of the table, lines of the file */
};

/* Does another column of the part claim to be the same column of ours? */
bool io_part_has_rival(const struct io_part *part, int column);
/* Does the part give its table that column, whatever it calls it? */
bool io_part_gives(const struct io_part *part, const char *column);

/* Is it certain what the column is read as? What is not is not read. */
bool io_is_certain(const struct io_meaning *meaning);
/* The column of the part that is read as that of its table, or, in a table about people, of the
 * table persons; -1: none is, for certain. */
int io_part_column(const struct io_part *part, const char *ours, bool of_person);
/* Why no record was found for a row of the table, which lies in the part. */
enum io_unfound io_part_unfound(const struct io_part *part, int64_t row);

/* All parts of one table, and what became of their rows. */
struct io_table {
    const char *name; /* a static string */
    struct io_part *parts;
    size_t n_parts;
    const char **columns; /* distinct names over all parts; point into parts */
    size_t n_columns;
    struct io_reading reading;
    unsigned n_threads;         /* that may parse; 1: only the reading one */
    struct io_problem *problem; /* where a failure of the stream is reported */
    int64_t n_rows;             /* handed out so far */
    int64_t n_bad;              /* rejected before they were handed out */
    uint64_t n_bytes, n_read;   /* of all parts; consumed so far */
};

/* The table's rows as a stream of views (format "vu"); the table must outlive it. */
bool io_table_stream(struct io_table *table, struct ArrowArrayStream *stream,
                     struct io_problem *problem);
/* A text of one of the stream's columns; not NUL-terminated, empty where it is null. */
const char *io_cell_text(const struct ArrowArray *column, int64_t row, size_t *len);
/* Reset what a stream has counted, so that the table can be read again. */
void io_table_rewind(struct io_table *table);
/* The part and physical line of a row that the stream has handed out. */
struct io_part *io_table_place(const struct io_table *table, int64_t row, int64_t *line);
enum { IO_PLACE = 4096 + 64 }; /* room for a place */
/* A place in the part as people write it, after its path or what it is shown as: "persons.csv,
 * line 4", "명단.xlsx!대상자 D17"; the column as in the file, from 0, or -1. */
void io_part_place(const struct io_part *part, const char *shown, int64_t line, int column,
                   char *out, size_t cap);
/* The file that the part lies in. */
const char *io_part_file(const struct io_part *part);
/* The programme that the name of its sheet or file says, or NULL. */
const char *io_part_programme(const struct io_part *part);
/* The first folder below the one given, which mostly is an agency; 0 bytes when it is in none. */
size_t io_part_folder(const struct io_part *part, const char **name);
/* Fail where a row was rejected before it was handed out: for tables that have to be whole. */
bool io_table_is_whole(const struct io_table *table, struct io_problem *problem);
/* Rows of a part, including those that were rejected before the stream. */
int64_t io_table_part_rows(const struct io_table *table, size_t part);
/* A table of one CSV file with any columns; the settings for reading are taken from *table. */
bool io_table_of_file(struct io_table *table, const char *path, bool guarded,
                      struct io_problem *problem);
void io_table_clear(struct io_table *table);

/* ---- tables by name (tables.c) ----------------------------------------------------------- */

enum io_table_kind {
    IO_RECORDS, /* persons and what was done for them */
    IO_POLICY,
    IO_RESULT /* what one stage writes and another reads */
};

/* A table of docs/tables.md. */
struct io_table_form {
    const char *name;
    uint8_t kind;        /* enum io_table_kind */
    const char *columns; /* separated by spaces; required ones end in "!" */
};
const struct io_table_form *io_table_form_at(size_t index); /* NULL after the last */
const struct io_table_form *io_table_form_find(const char *name);
/* Does a table of that name, which there is, come from agencies or the policy? Tokens do, though we
 * write them. */
bool io_table_is_sent(const char *name);
bool io_table_has_column(const struct io_table_form *form, const char *column, bool *required);

/* ---- everything to be read (input.c) ----------------------------------------------------- */

/* Why something that was found is not read. */
enum io_unread {
    IO_UNREAD_NAME,    /* neither the file's name nor its columns are a table's */
    IO_UNREAD_HEADER,  /* what may be a header cannot be understood */
    IO_UNREAD_COLUMNS, /* of a sheet: neither its name nor its columns are a table's */
    IO_UNREAD_ELSEWHERE,
    IO_UNREAD_EMPTY,
    IO_UNREAD_LINK,
    IO_UNREAD_NO_FILE,
    IO_UNREAD_LOCK, /* of a workbook that somebody has open */
    IO_UNREAD_KIND  /* and after it, by enum io_file_kind, files of other programs */
};
/* What it is and what to do (unread.c); NULL: nothing, a file of this kind is read. */
const char *io_unread_text(unsigned why, bool in_english);
/* Something that was found but is not read. */
struct io_ignored {
    char *path;
    char *shown; /* as in a part */
    unsigned why;
    struct io_names names; /* what may be its header; none: nothing is like one */
};
/* Is that table's header among what it may be? (likely.c) */
bool io_likely_is(const struct io_names *names, const struct io_usual_table *table);
/* For each table that it may be, which headers are known and which columns are missing; "": it is
 * like none. */
void io_likely_text(const struct io_names *names, bool in_english, char *text, size_t cap);

/* Everything found under the paths that were given. */
struct io_input {
    struct io_reading reading;
    unsigned n_threads;
    struct io_problem problem;
    const struct io_mapping *mapping; /* the plan's; NULL: columns are what they are called */
    struct io_table *tables;          /* by name, in the order of tables.c */
    size_t n_tables;
    struct io_known_people *known; /* NULL: nobody is looked up */
    struct io_ignored *ignored;    /* what looks like input but is not read, by path */
    size_t n_ignored;
};

/*
 * Add what lies at `path`: a folder, one CSV file (of the table its name says), an SQLite file, or
 * a database (io/database/database_address.h). Only tables for which `kinds` has the bit 1 << kind
 * are taken.
 */
bool io_input_add(struct io_input *input, const char *path, unsigned kinds);
/* Add a CSV file or a workbook of whatever name as part of that table. */
bool io_input_add_as(struct io_input *input, const char *path, const char *table);
/* A text that a run wrote into an SQLite file, to be freed; NULL: none, or a problem
 * (sqlite_read.c). */
char *io_database_text(const char *path, const char *name, size_t *len, struct io_problem *problem);
/* The same of a database (database_part.c). */
char *io_served_text(const char *path, const char *name, size_t *len, struct io_problem *problem);
/* Look at every file; to be called after everything is added. */
bool io_input_settle(struct io_input *input);
struct io_table *io_input_table(struct io_input *input, const char *name);
void io_input_clear(struct io_input *input);

#endif
