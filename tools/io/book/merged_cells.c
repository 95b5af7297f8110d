/* SPDX-License-Identifier: Apache-2.0 */
/*
 * merged_cells.c - which cells of a sheet are merged.
 *
 * They stand after the rows in the file, and are needed with the first of them. A sheet is parsed
 * for them only if their element's name is anywhere in its bytes, which is far cheaper to see; in
 * UTF-16 it would not be seen, so such a sheet is always parsed.
 *
 *   <mergeCells><mergeCell ref="A4:A9"/></mergeCells>
 */
#include "io/book/book_inside.h"

#include <stdlib.h>
#include <string.h>

enum { MERGES_MAX = 1 << 20 };

/* "A4:A9"; false if it is none. */
static bool read_range(const char *ref, struct io_merge *merge)
{
    int64_t left, top, right, bottom;
    if (!book_place_read(&ref, &left, &top)) return false;
    right = left, bottom = top;
    if (*ref == ':') {
        ref++;
        if (!book_place_read(&ref, &right, &bottom)) return false;
    }
    *merge = (struct io_merge){(int32_t)top, (int32_t)bottom, (int16_t)left, (int16_t)right};
    return *ref == '\0' && left <= right && top <= bottom;
}

static void add_merge(struct xml_reader *reader, struct io_merges *merges, const char *ref)
{
    struct io_merge merge;
    if (!ref || !read_range(ref, &merge)) {
        xml_fail(reader, "a merged cell lies nowhere");
        return;
    }
    bool is_one = merge.left == merge.right && merge.top == merge.bottom;
    if (is_one || merge.left >= IO_COLUMNS_MAX) return;
    if (merge.right >= IO_COLUMNS_MAX) merge.right = IO_COLUMNS_MAX - 1;
    if (merges->n == MERGES_MAX) {
        xml_fail(reader, "more than 1048576 cells are merged");
        return;
    }
    struct io_merge *more = book_grow(merges->at, merges->n, &merges->cap, sizeof *more);
    if (more)
        merges->at = more, more[merges->n++] = merge;
    else
        xml_fail_memory(reader);
}

static void on_start(struct xml_reader *reader, const char *name, const char **attributes)
{
    if (reader->depth == 2 && strcmp(name, "mergeCell") == 0)
        add_merge(reader, reader->context, xml_attribute(attributes, "ref"));
}

static void on_end(struct xml_reader *reader, const char *name)
{
    (void)reader;
    (void)name;
}

static int by_top(const void *left_item, const void *right_item)
{
    const struct io_merge *left = left_item, *right = right_item;
    int order = (left->top > right->top) - (left->top < right->top);
    return order ? order : (left->left > right->left) - (left->left < right->left);
}

/* Excel refuses merged cells that overlap, and two texts for one cell make no sense. */
static bool lie_apart(const struct io_merges *merges)
{
    int64_t until[IO_COLUMNS_MAX];
    for (int c = 0; c < IO_COLUMNS_MAX; c++) until[c] = -1;
    for (size_t i = 0; i < merges->n; i++) {
        const struct io_merge *merge = &merges->at[i];
        for (int c = merge->left; c <= merge->right; c++) {
            if (until[c] >= merge->top) return false;
            until[c] = merge->bottom;
        }
    }
    return true;
}

/* IO_NEXT: the name may be in it. */
static enum io_step search(const struct io_book *book, const struct zip_entry *entry,
                           struct io_problem *problem)
{
    static const char name[] = "mergeCell";
    enum { OVERLAP = sizeof name - 2, PIECE = 1 << 15 };
    struct zip_stream stream;
    char piece[OVERLAP + PIECE];
    size_t kept = 0;
    bool found = false, first = true;
    long n = zip_stream_open(&stream, &book->zip, entry, problem) ? 1 : -1;
    while (n > 0 && !found) {
        n = zip_stream_read(&stream, piece + kept, PIECE, problem);
        if (n <= 0) break;
        size_t len = kept + (size_t)n;
        found = memmem(piece, len, name, sizeof name - 1) != NULL ||
                (first && len >= 2 &&
                 (piece[0] == '\0' || piece[1] == '\0' || (unsigned char)piece[0] >= 0xFE));
        first = false;
        kept = len < OVERLAP ? len : OVERLAP;
        memmove(piece, piece + len - kept, kept);
        if (book->interrupted && book->interrupted()) {
            io_fail(problem, IO_INTERRUPTED, "interrupted");
            n = -1;
        }
    }
    zip_stream_close(&stream);
    if (n < 0) return IO_FAILED;
    return found ? IO_NEXT : IO_END;
}

bool io_book_merges(struct io_book *book, size_t sheet, struct io_merges *merges,
                    struct io_problem *problem)
{
    static const struct xml_handlers handlers = {on_start, on_end, NULL};
    const struct zip_entry *entry = book->sheets[sheet].entry;
    struct xml_reader reader = {.interrupted = book->interrupted};
    enum io_step step = entry ? search(book, entry, problem) : IO_END;
    if (step != IO_NEXT) return step == IO_END;
    bool done = xml_open(&reader, &book->zip, entry, &handlers, merges, problem) &&
                xml_run(&reader, problem) == IO_END;
    xml_close(&reader);
    if (merges->n) qsort(merges->at, merges->n, sizeof *merges->at, by_top);
    return done && (lie_apart(merges) ||
                    zip_damaged(&book->zip, entry->name, "merged cells overlap", problem));
}
