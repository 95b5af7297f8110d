/* SPDX-License-Identifier: Apache-2.0 */
/*
 * book_open.c - what a workbook holds: its sheets in order, their names and their files inside.
 *
 *   _rels/.rels                  leads to the workbook
 *   xl/workbook.xml              <sheet name="명단" state="hidden" r:id="rId1"/>, the epoch
 *   xl/_rels/workbook.xml.rels   rId1 is worksheets/sheet1.xml; texts and styles are where
 *
 * Programs name their parts differently, so all of this is followed.
 */
#include "io/book/book_inside.h"

#include <stdlib.h>
#include <string.h>

enum { SHEETS_MAX = 1000, PART_BYTES_MAX = 64 << 20 };

/* The relations of a part, as they are read. */
struct relations {
    struct io_book *book;
    const char *from; /* the part's name */
};

/* The name that a target stands for, seen from a part; NULL: no memory. To be freed. */
static char *resolve(const char *from, const char *target)
{
    char *name = NULL;
    const char *slash = strrchr(from, '/');
    int folder = *target == '/' || !slash ? 0 : (int)(slash - from);
    if (*target == '/') target++;
    while (strncmp(target, "../", 3) == 0) {
        target += 3;
        while (folder > 0 && from[--folder] != '/') continue;
    }
    if (strncmp(target, "./", 2) == 0) target += 2;
    return asprintf(&name, "%.*s%s%s", folder, from, folder ? "/" : "", target) < 0 ? NULL : name;
}

/* Where a relation leads; no entry of that name: NULL. */
static bool follow(struct xml_reader *reader, const char **attributes,
                   const struct zip_entry **entry)
{
    const struct relations *relations = reader->context;
    const char *target = xml_attribute(attributes, "Target");
    const char *mode = xml_attribute(attributes, "TargetMode");
    *entry = NULL;
    if (!target || (mode && strcmp(mode, "External") == 0)) return true;
    char *name = resolve(relations->from, target);
    if (name) *entry = zip_find(&relations->book->zip, name);
    if (!name) xml_fail_memory(reader);
    free(name);
    return name != NULL;
}

static bool is_kind(const char **attributes, const char *kind)
{
    const char *type = xml_attribute(attributes, "Type");
    const char *slash = type ? strrchr(type, '/') : NULL;
    return slash && strcmp(slash + 1, kind) == 0;
}

static void on_end(struct xml_reader *reader, const char *name)
{
    (void)reader;
    (void)name;
}

static void on_package_relation(struct xml_reader *reader, const char *name,
                                const char **attributes)
{
    const struct relations *relations = reader->context;
    const struct zip_entry *entry;
    bool leads = reader->depth == 1 && strcmp(name, "Relationship") == 0 &&
                 is_kind(attributes, "officeDocument");
    if (leads && follow(reader, attributes, &entry)) relations->book->workbook = entry;
}

static bool read_part(struct io_book *book, const struct zip_entry *entry,
                      const struct xml_handlers *handlers, void *context,
                      struct io_problem *problem)
{
    struct xml_reader reader = {.interrupted = book->interrupted};
    if (entry->unpacked > PART_BYTES_MAX)
        return zip_damaged(&book->zip, entry->name, "it is larger than 64 MiB", problem);
    bool done = xml_open(&reader, &book->zip, entry, handlers, context, problem) &&
                xml_run(&reader, problem) == IO_END;
    xml_close(&reader);
    return done;
}

/* ---- the workbook's own file ----------------------------------------------------------------- */

static void add_sheet(struct xml_reader *reader, struct io_book *book, const char **attributes)
{
    const char *name = xml_attribute(attributes, "name"), *id = xml_attribute(attributes, "id");
    const char *state = xml_attribute(attributes, "state");
    struct book_sheet *more;
    if (!name || !id || book->n_sheets == SHEETS_MAX) {
        xml_fail(reader, name && id ? "it has more than 1000 sheets" : "a sheet has no name");
        return;
    }
    more = book_grow(book->sheets, book->n_sheets, &book->sheets_cap, sizeof *more);
    if (more) book->sheets = more;
    struct book_sheet sheet = {.name = strdup(name), .relation = strdup(id)};
    sheet.hidden = state && strcmp(state, "visible") != 0;
    sheet.lost = true; /* until a relation leads to it */
    if (more) more[book->n_sheets++] = sheet;
    if (more && sheet.name && sheet.relation) return;
    if (!more) free(sheet.name), free(sheet.relation);
    xml_fail_memory(reader);
}

static void on_workbook(struct xml_reader *reader, const char *name, const char **attributes)
{
    struct io_book *book = reader->context;
    if (reader->depth == 1 && strcmp(name, "workbookPr") == 0)
        book->since_1904 = xml_is_true(attributes, "date1904");
    if (reader->depth == 2 && strcmp(name, "sheet") == 0) add_sheet(reader, book, attributes);
}

/* ---- its relations --------------------------------------------------------------------------- */

/* Chart sheets and macro sheets stay without an entry: they have no rows. */
static void lead_to_sheets(struct io_book *book, const char *id, const char **attributes,
                           const struct zip_entry *entry)
{
    bool has_rows = is_kind(attributes, "worksheet");
    for (size_t i = 0; i < book->n_sheets; i++) {
        struct book_sheet *sheet = &book->sheets[i];
        if (strcmp(sheet->relation, id) != 0) continue;
        sheet->entry = has_rows ? entry : NULL;
        sheet->lost = has_rows && !entry;
    }
}

/* Without shared texts or styles cells would be empty, and days plain numbers. */
static void on_relation(struct xml_reader *reader, const char *name, const char **attributes)
{
    struct relations *relations = reader->context;
    struct io_book *book = relations->book;
    const char *id = xml_attribute(attributes, "Id");
    const struct zip_entry *entry;
    if (reader->depth != 1 || strcmp(name, "Relationship") != 0 || !id) return;
    if (!follow(reader, attributes, &entry)) return;
    bool is_texts = is_kind(attributes, "sharedStrings"), is_styles = is_kind(attributes, "styles");
    if ((is_texts || is_styles) && !entry) {
        xml_fail(reader, is_texts ? "it leads to shared texts that are not in the file"
                                  : "it leads to styles that are not in the file");
        return;
    }
    if (is_texts) book->strings = entry;
    if (is_styles && book->styles.n == 0)
        book_styles_read(&book->styles, &book->zip, entry, reader->problem);
    lead_to_sheets(book, id, attributes, entry);
}

static bool find_sheets(const struct io_book *book, struct io_problem *problem)
{
    for (size_t i = 0; i < book->n_sheets; i++)
        if (book->sheets[i].lost)
            return io_fail(problem, IO_BAD_INPUT,
                           "%s!%s: the file is damaged (the sheet's rows are not in it); fetch it "
                           "again, or open it in Excel and save it as .xlsx",
                           book->zip.path, book->sheets[i].name);
    return true;
}

static bool read_relations(struct io_book *book, struct io_problem *problem)
{
    static const struct xml_handlers handlers = {on_relation, on_end, NULL};
    const char *from = book->workbook->name, *slash = strrchr(from, '/');
    struct relations relations = {book, from};
    int folder = slash ? (int)(slash - from) + 1 : 0;
    char *name = NULL;
    if (asprintf(&name, "%.*s_rels/%s.rels", folder, from, from + folder) < 0)
        return io_fail_memory(problem);
    const struct zip_entry *entry = zip_find(&book->zip, name);
    bool done = entry ? read_part(book, entry, &handlers, &relations, problem)
                      : zip_damaged(&book->zip, name, "it is missing", problem);
    free(name);
    return done;
}

static bool find_workbook(struct io_book *book, struct io_problem *problem)
{
    static const struct xml_handlers handlers = {on_package_relation, on_end, NULL};
    struct relations relations = {book, ""};
    const struct zip_entry *entry = zip_find(&book->zip, "_rels/.rels");
    if (!entry || !zip_find(&book->zip, "[Content_Types].xml"))
        return io_fail(problem, IO_BAD_INPUT,
                       "%s: is an archive, not a workbook; unpack it, and give the files in it",
                       book->zip.path);
    if (!read_part(book, entry, &handlers, &relations, problem)) return false;
    return book->workbook ||
           zip_damaged(&book->zip, entry->name, "it leads to no workbook", problem);
}

static bool read_book(struct io_book *book, const char *path, struct io_problem *problem)
{
    static const struct xml_handlers handlers = {on_workbook, on_end, NULL};
    return zip_open(&book->zip, path, problem) && find_workbook(book, problem) &&
           read_part(book, book->workbook, &handlers, book, problem) &&
           read_relations(book, problem) && find_sheets(book, problem);
}

struct io_book *io_book_open(const char *path, const struct io_reading *reading,
                             struct io_problem *problem)
{
    struct io_book *book = calloc(1, sizeof *book);
    if (!book) {
        io_fail_memory(problem);
        return NULL;
    }
    book->interrupted = reading->interrupted;
    if (read_book(book, path, problem)) return book;
    io_book_close(book);
    return NULL;
}

bool io_book_stat(const struct io_book *book, struct stat *about, struct io_problem *problem)
{
    return fstat(book->zip.file, about) == 0 ||
           io_fail_errno(problem, book->zip.path, "cannot be examined");
}

size_t io_book_n_sheets(const struct io_book *book)
{
    return book->n_sheets;
}

const char *io_book_sheet(const struct io_book *book, size_t sheet, bool *hidden)
{
    *hidden = book->sheets[sheet].hidden;
    return book->sheets[sheet].name;
}

uint64_t io_book_sheet_bytes(const struct io_book *book, size_t sheet)
{
    const struct zip_entry *entry = book->sheets[sheet].entry;
    return entry ? entry->packed : 0;
}

void io_book_close(struct io_book *book)
{
    if (!book) return;
    for (size_t i = 0; i < book->n_sheets; i++) {
        free(book->sheets[i].name);
        free(book->sheets[i].relation);
    }
    free(book->sheets);
    book_styles_clear(&book->styles);
    book_shared_clear(&book->shared);
    zip_close(&book->zip);
    free(book);
}
