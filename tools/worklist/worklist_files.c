/* SPDX-License-Identifier: Apache-2.0 */
/*
 * worklist_files.c - the folder of worklists: two files for each agency, and an index.
 *
 *   index.csv              whose they are, and how much there is to do
 *   worklist_child.xlsx    to be filled in
 *   worklist_child.csv     the same
 *
 * An agency's id may be anything. In a file's name only letters, digits and a few marks of it stay;
 * where that changes it, where it is long, or where another agency's differs in case only, the
 * agency's place in the index is added. Only the owner may read the files: they are about people.
 */
#include "worklist/worklist.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static const char *const fixed_names[] = {"index.csv", NULL};

static bool has_ending(const char *name)
{
    static const char beginning[] = "worklist_";
    const char *dot = strrchr(name, '.');
    return strncmp(name, beginning, sizeof beginning - 1) == 0 && dot &&
           (strcmp(dot, ".csv") == 0 || strcmp(dot, ".xlsx") == 0);
}

const struct io_place_form worklist_place_form = {
    .is_folder = true, .is_kept = true, .names = fixed_names, .has = has_ending};

/* ---- names ----------------------------------------------------------------------------------- */

enum { NAME_BYTES = 64 };

/* An agency of the table `worklist`, and its rows. */
struct entry {
    struct tool_piece id;
    int64_t from, to;
    char name[NAME_BYTES + 24]; /* of its files, without their ending */
};

struct entries {
    struct entry *at;
    size_t n;
};

/* False when the name is not the id itself. */
static bool make_name(struct entry *entry)
{
    static const char marks[] = "-_.@";
    const char *text = entry->id.text;
    size_t left = entry->id.len, n = 0;
    bool same = true;
    while (left > 0) {
        struct tool_piece piece = tool_next_piece(&text, &left);
        for (size_t i = 0; i < piece.len; i++) {
            unsigned char c = (unsigned char)piece.text[i];
            bool stays = c >= 0x80 || (c >= '0' && c <= '9') ||
                         ((c | 32) >= 'a' && (c | 32) <= 'z') || (c && strchr(marks, c));
            bool begins = (c & 0xC0) != 0x80;
            if (begins && n + 4 > NAME_BYTES) {
                entry->name[n] = '\0';
                return false;
            }
            same &= stays;
            entry->name[n++] = stays ? (char)c : '_';
        }
    }
    entry->name[n] = '\0';
    return same && n == entry->id.len && memcmp(entry->name, entry->id.text, n) == 0;
}

static bool is_taken(const struct entries *entries, size_t but)
{
    for (size_t i = 0; i < entries->n; i++)
        if (i != but && strcasecmp(entries->at[i].name, entries->at[but].name) == 0) return true;
    return false;
}

/* Names that are the ids themselves stay; all others are told apart by their number. */
static void name_entries(struct entries *entries)
{
    for (size_t i = 0; i < entries->n; i++) {
        struct entry *entry = &entries->at[i];
        if (!make_name(entry)) strcat(entry->name, "_");
    }
    for (size_t i = 0; i < entries->n; i++) {
        struct entry *entry = &entries->at[i];
        size_t len = strlen(entry->name);
        bool told_apart = len > 0 && entry->name[len - 1] != '_' && !is_taken(entries, i);
        for (size_t number = i + 1; !told_apart; number += entries->n) {
            snprintf(entry->name + len, sizeof entry->name - len, "%s%zu",
                     len && entry->name[len - 1] == '_' ? "" : "_", number);
            told_apart = !is_taken(entries, i);
        }
    }
}

/* The agencies of the table, which lie together. */
static bool list_entries(const struct io_result *worklist, struct entries *entries)
{
    char unused[IO_CELL];
    for (int64_t row = 0; row < worklist->n_rows; row++) {
        struct tool_piece id;
        id.text = io_result_cell(worklist, "agency_id", row, unused, &id.len);
        struct entry *last = entries->n ? &entries->at[entries->n - 1] : NULL;
        bool same = last && last->id.len == id.len &&
                    (id.len == 0 || memcmp(last->id.text, id.text, id.len) == 0);
        if (same) {
            last->to = row + 1;
            continue;
        }
        struct entry *more = reallocarray(entries->at, entries->n + 1, sizeof *more);
        if (!more) return false;
        entries->at = more;
        more[entries->n++] = (struct entry){.id = id, .from = row, .to = row + 1};
    }
    name_entries(entries);
    return true;
}

/* ---- files ----------------------------------------------------------------------------------- */

static int create(struct io_place *place, const char *name)
{
    int flags = O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;
    int file = openat(place->work_file, name, flags, 0600);
    if (file < 0) io_place_fail(place, "a file in it cannot be written");
    return file;
}

/* Make it durable; `written` false: with errno. */
static bool finish(const struct worklist_input *input, struct io_place *place, int file,
                   bool written)
{
    bool done = written && fsync(file) == 0;
    int code = errno;
    close(file);
    errno = code;
    if (done) return true;
    if (input->interrupted && input->interrupted())
        return io_fail(place->problem, IO_INTERRUPTED, "interrupted");
    return io_place_fail(place, "a file in it cannot be written");
}

static bool write_csv(const struct worklist_input *input, struct io_place *place, const char *name,
                      const struct io_result *rows)
{
    int file = create(place, name);
    return file >= 0 &&
           finish(input, place, file, io_csv_write(file, rows, false, input->interrupted));
}

/* The library writes to a path; the file is made first, so that only the owner may read it. */
static bool write_book(struct worklist_desk *desk, struct io_place *place, const char *name,
                       const struct entry *entry, const struct io_result *rows)
{
    char *path = NULL;
    int file = create(place, name);
    if (file < 0) return false;
    bool done = asprintf(&path, "%s/%s/%s", place->folder, place->work_name, name) >= 0;
    if (!done) {
        path = NULL;
        io_fail_memory(place->problem);
    }
    const struct worklist_book book = {path, rows, worklist_agency(desk, entry->id), desk->input};
    done = done && worklist_book_write(&book, place->problem) &&
           worklist_book_check(&book, place->problem);
    free(path);
    if (done) return finish(desk->input, place, file, true);
    close(file);
    return false;
}

static bool write_entry(struct worklist_desk *desk, struct io_place *place,
                        const struct entry *entry)
{
    struct io_result rows = {.name = NULL};
    char csv[NAME_BYTES + 64], book[NAME_BYTES + 64];
    snprintf(csv, sizeof csv, "worklist_%s.csv", entry->name);
    snprintf(book, sizeof book, "worklist_%s.xlsx", entry->name);
    bool done =
        worklist_rows_make(desk, entry->from, entry->to, &rows) || io_fail_memory(place->problem);
    done = done && write_csv(desk->input, place, csv, &rows);
    if (done && worklist_has_books()) done = write_book(desk, place, book, entry, &rows);
    io_result_clear(&rows);
    return done;
}

/* ---- the index ------------------------------------------------------------------------------- */

static void put_entry(struct worklist_desk *desk, struct io_builder *builder,
                      const struct entry *entry)
{
    const struct io_result *worklist = desk->input->worklist;
    struct tool_piece name = worklist_agency(desk, entry->id);
    int64_t n[TOOL_SEVERITIES] = {0}, severity;
    char file[NAME_BYTES + 64];
    int column = io_result_column(worklist, "severity");
    int len = snprintf(file, sizeof file, "worklist_%s.%s", entry->name,
                       worklist_has_books() ? "xlsx" : "csv");
    for (int64_t row = entry->from; row < entry->to; row++)
        if (io_result_number(worklist, column, row, &severity) && severity >= 0 &&
            severity < TOOL_SEVERITIES)
            n[severity]++;
    io_builder_text(builder, name.text, name.len);
    io_builder_text(builder, file, (size_t)len);
    io_builder_number(builder, entry->to - entry->from, false);
    for (int s = TOOL_SEVERITIES - 1; s >= 0; s--) io_builder_number(builder, n[s], false);
    io_builder_text(builder, entry->id.text, entry->id.len);
}

static bool write_index(struct worklist_desk *desk, struct io_place *place,
                        const struct entries *entries)
{
    bool in_english = desk->input->in_english;
    struct io_column columns[TOOL_SEVERITIES + 4] = {
        {.name = worklist_word(WORKLIST_AGENCY_NAME, in_english), .type = 'u'},
        {.name = worklist_word(WORKLIST_FILE, in_english), .type = 'u'},
        {.name = worklist_word(WORKLIST_COUNT, in_english), .type = 'l'}};
    size_t n = 3;
    for (int s = TOOL_SEVERITIES - 1; s >= 0; s--)
        columns[n++] = (struct io_column){.name = tool_severity_word(s, in_english), .type = 'l'};
    columns[n++] = (struct io_column){.name = "agency_id", .type = 'u'};
    struct io_result index = {.name = NULL};
    struct io_builder builder;
    bool done = io_builder_open(&builder, &index, "index", columns, n);
    for (size_t i = 0; done && i < entries->n; i++) put_entry(desk, &builder, &entries->at[i]);
    done = (done && io_builder_close(&builder)) || io_fail_memory(place->problem);
    done = done && write_csv(desk->input, place, fixed_names[0], &index);
    io_result_clear(&index);
    return done;
}

bool worklist_write(const struct worklist_input *input, struct io_place *place, int64_t *n_files)
{
    struct worklist_desk desk;
    struct entries entries = {.at = NULL};
    bool done = worklist_desk_open(&desk, input, place->problem);
    if (done && !list_entries(input->worklist, &entries)) done = io_fail_memory(place->problem);
    for (size_t i = 0; done && i < entries.n; i++) done = write_entry(&desk, place, &entries.at[i]);
    done = done && write_index(&desk, place, &entries);
    if (done && fsync(place->work_file) != 0) done = io_place_fail(place, "cannot be written");
    *n_files = (int64_t)entries.n;
    free(entries.at);
    worklist_desk_close(&desk);
    return done;
}
