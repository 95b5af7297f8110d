/* SPDX-License-Identifier: Apache-2.0 */
/*
 * diff_match.c - which findings of two runs are the same, and what differs.
 *
 * By id; else by rows: the same rule and key, it starts within the earlier one, and all rows of
 * the earlier one are among its own. Those are looked up by one of their rows, and of those that
 * share it, which mostly follow one another in time, only the last few that start early enough are
 * looked at.
 */
#include "diff/diff.h"

#include <stdlib.h>
#include <string.h>

enum { CANDIDATES_MAX = 16 };

/* ---- the same finding ------------------------------------------------------------------------ */

/* A finding of the earlier run, by one of its rows. */
struct anchor {
    const char *row;
    struct diff_finding *finding;
};

struct match {
    struct diff_side *before, *after;
    struct anchor *anchors;
    size_t n_anchors;
};

/* What an anchor is looked up by. */
struct sought {
    const struct match *match;
    const char *row;
    const struct diff_finding *finding;
};

static const char *cell(const struct diff_finding *finding, enum diff_cell cell)
{
    return finding->cell[cell];
}

static int order_of(const char *row, const struct diff_finding *finding,
                    const struct anchor *anchor)
{
    int order = strcmp(row, anchor->row);
    if (!order) order = strcmp(cell(finding, DIFF_RULE), cell(anchor->finding, DIFF_RULE));
    if (!order) order = strcmp(cell(finding, DIFF_KEY), cell(anchor->finding, DIFF_KEY));
    return order;
}

static int by_anchor(const void *left, const void *right)
{
    const struct anchor *one = left, *other = right;
    int order = order_of(one->row, one->finding, other);
    if (!order) order = strcmp(cell(one->finding, DIFF_START), cell(other->finding, DIFF_START));
    return order ? order : strcmp(cell(one->finding, DIFF_ID), cell(other->finding, DIFF_ID));
}

static bool is_not_after(const void *context, size_t i)
{
    const struct sought *sought = context;
    const struct anchor *anchor = &sought->match->anchors[i];
    int order = order_of(sought->row, sought->finding, anchor);
    if (order) return order > 0;
    return strcmp(cell(anchor->finding, DIFF_START), cell(sought->finding, DIFF_START)) <= 0;
}

static bool is_earlier_id(const void *context, size_t i)
{
    const struct sought *sought = context;
    return strcmp(cell(&sought->match->before->findings[i], DIFF_ID),
                  cell(sought->finding, DIFF_ID)) < 0;
}

static const struct diff_row *row_at(const struct diff_side *side,
                                     const struct diff_finding *finding, size_t i)
{
    return &side->rows[finding->first_row + i];
}

/* Are all rows of the earlier finding among those of the later one? Both are sorted. */
static bool has_all_rows(const struct match *match, const struct diff_finding *before,
                         const struct diff_finding *after)
{
    size_t at = 0;
    for (size_t i = 0; i < before->n_rows; i++) {
        const char *name = row_at(match->before, before, i)->name;
        while (at < after->n_rows && strcmp(row_at(match->after, after, at)->name, name) < 0) at++;
        bool found = at < after->n_rows && !strcmp(row_at(match->after, after, at)->name, name);
        if (!found) return false;
    }
    return true;
}

/* Days as written sort as days; an end that is empty is open where there is a start. */
static bool starts_within(const struct diff_finding *before, const struct diff_finding *after)
{
    const char *start = cell(before, DIFF_START), *end = cell(before, DIFF_END);
    const char *day = cell(after, DIFF_START);
    if (strcmp(day, start) == 0) return true;
    return *start && strcmp(day, start) > 0 && (!*end || strcmp(day, end) <= 0);
}

static struct diff_finding *find_by_rows(const struct match *match, struct diff_finding *after)
{
    struct diff_finding *found = NULL;
    for (size_t i = 0; i < after->n_rows; i++) {
        struct sought sought = {match, row_at(match->after, after, i)->name, after};
        size_t at = tool_count_before(match->n_anchors, is_not_after, &sought);
        for (int n = 0; n < CANDIDATES_MAX && at > 0; n++) {
            const struct anchor *anchor = &match->anchors[--at];
            struct diff_finding *before = anchor->finding;
            if (order_of(sought.row, after, anchor) != 0) break;
            if (!starts_within(before, after) || !has_all_rows(match, before, after)) continue;
            bool later = !found || strcmp(cell(before, DIFF_START), cell(found, DIFF_START)) > 0;
            if (later) found = before;
            break;
        }
    }
    return found;
}

static bool pair_all(struct match *match)
{
    struct diff_side *before = match->before, *after = match->after;
    match->anchors = calloc(before->n + 1, sizeof *match->anchors);
    if (!match->anchors) return false;
    for (size_t i = 0; i < before->n; i++)
        if (before->findings[i].n_rows)
            match->anchors[match->n_anchors++] = (struct anchor){
                row_at(before, &before->findings[i], 0)->name, &before->findings[i]};
    qsort(match->anchors, match->n_anchors, sizeof *match->anchors, by_anchor);
    for (size_t i = 0; i < after->n; i++) {
        struct diff_finding *finding = &after->findings[i];
        struct sought sought = {match, NULL, finding};
        size_t at = tool_count_before(before->n, is_earlier_id, &sought);
        bool same = at < before->n &&
                    strcmp(cell(&before->findings[at], DIFF_ID), cell(finding, DIFF_ID)) == 0;
        finding->other = same ? &before->findings[at] : find_by_rows(match, finding);
        if (finding->other) finding->other->other = finding;
    }
    return true;
}

/* ---- what differs ---------------------------------------------------------------------------- */

/* "row_added;amount" */
struct reasons {
    char text[192];
    size_t len;
};

static void add_reason(struct reasons *reasons, bool holds, const char *word)
{
    size_t n = strlen(word);
    if (!holds || reasons->len + n + 2 > sizeof reasons->text) return;
    if (reasons->len) reasons->text[reasons->len++] = ';';
    memcpy(reasons->text + reasons->len, word, n);
    reasons->len += n;
}

static void compare_rows(const struct match *match, const struct diff_finding *before,
                         const struct diff_finding *after, struct reasons *reasons)
{
    bool added = false, left = false, changed = false;
    size_t b = 0, a = 0;
    while (b < before->n_rows || a < after->n_rows) {
        const struct diff_row *old = b < before->n_rows ? row_at(match->before, before, b) : NULL;
        const struct diff_row *row = a < after->n_rows ? row_at(match->after, after, a) : NULL;
        int order = !old ? 1 : !row ? -1 : strcmp(old->name, row->name);
        left |= order < 0;
        added |= order > 0;
        changed |= order == 0 && *old->hash && *row->hash && strcmp(old->hash, row->hash) != 0;
        b += order <= 0;
        a += order >= 0;
    }
    add_reason(reasons, added, "row_added");
    add_reason(reasons, left, "row_left");
    add_reason(reasons, changed, "row_changed");
}

static void compare(const struct match *match, const struct diff_finding *after,
                    struct reasons *reasons)
{
    static const struct {
        enum diff_cell cell;
        const char *word;
    } cells[] = {{DIFF_START, "start"},
                 {DIFF_END, "end"},
                 {DIFF_AMOUNT, "amount"},
                 {DIFF_SEVERITY, "severity"},
                 {DIFF_STATE, "state"}};
    const struct diff_finding *before = after->other;
    bool same_start = strcmp(cell(before, DIFF_START), cell(after, DIFF_START)) == 0;
    bool same_id = strcmp(cell(before, DIFF_ID), cell(after, DIFF_ID)) == 0;
    compare_rows(match, before, after, reasons);
    add_reason(reasons, same_start && !same_id, "person");
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        add_reason(reasons, strcmp(cell(before, cells[i].cell), cell(after, cells[i].cell)) != 0,
                   cells[i].word);
}

/* ---- the table ------------------------------------------------------------------------------- */

/* What is new, gone and changed; the words in the order of `change`. */
enum { NEW, CHANGED, GONE };
static const char *const words[] = {"new", "changed", "gone"};

struct entry {
    int change;
    const struct diff_finding *finding;
    struct reasons reasons;
};

/* What is most severe first. */
static int by_urgency(const void *left, const void *right)
{
    const struct entry *one = left, *other = right;
    if (one->change != other->change) return one->change - other->change;
    int order = strcmp(cell(other->finding, DIFF_SEVERITY), cell(one->finding, DIFF_SEVERITY));
    if (!order) order = strcmp(cell(one->finding, DIFF_RULE), cell(other->finding, DIFF_RULE));
    return order ? order : strcmp(cell(one->finding, DIFF_ID), cell(other->finding, DIFF_ID));
}

static void put(struct io_builder *builder, const char *text)
{
    io_builder_text(builder, *text ? text : NULL, strlen(text));
}

static void put_number(struct io_builder *builder, const char *text)
{
    io_builder_number(builder, strtoll(text, NULL, 10), !*text);
}

static bool build(const struct entry *entries, size_t n, struct io_result *result)
{
    static const struct io_column columns[] = {
        {"change", 'u', 0},       {"reason", 'u', 0},     {"finding_id", 'u', 0},
        {"previous_id", 'u', 0},  {"rule", 'u', 0},       {"severity", 'l', 0},
        {"state", 'u', 0},        {"person_id", 'u', 0},  {"key", 'u', 0},
        {"start_date", 'u', 0},   {"end_date", 'u', 0},   {"amount_won", 'l', 0},
        {"owner_agency", 'u', 0}, {"message_ko", 'u', 0}, {"message_en", 'u', 0}};
    struct io_builder builder;
    if (!io_builder_open(&builder, result, "diff", columns, sizeof columns / sizeof *columns))
        return false;
    for (size_t i = 0; i < n; i++) {
        const struct diff_finding *finding = entries[i].finding;
        const char *before = finding->other ? cell(finding->other, DIFF_ID) : "";
        bool renamed = strcmp(before, cell(finding, DIFF_ID)) != 0;
        put(&builder, words[entries[i].change]);
        io_builder_text(&builder, entries[i].reasons.len ? entries[i].reasons.text : NULL,
                        entries[i].reasons.len);
        put(&builder, cell(finding, DIFF_ID));
        put(&builder, renamed ? before : "");
        for (int c = DIFF_RULE; c < DIFF_CELLS; c++) {
            bool number = c == DIFF_SEVERITY || c == DIFF_AMOUNT;
            (number ? put_number : put)(&builder, finding->cell[c]);
        }
    }
    return io_builder_close(&builder);
}

/* What becomes of a finding of the later run. */
static void take_later(const struct match *match, const struct diff_finding *finding,
                       struct entry *entries, size_t *n, struct diff_counts *counts)
{
    struct entry entry = {.change = finding->other ? CHANGED : NEW, .finding = finding};
    if (finding->other) compare(match, finding, &entry.reasons);
    bool same = finding->other && !entry.reasons.len;
    counts->n_same += same;
    counts->n_new += entry.change == NEW;
    counts->n_changed += entry.change == CHANGED && !same;
    if (!same) entries[(*n)++] = entry;
}

bool diff_match(struct diff_side *before, struct diff_side *after, struct io_result *result,
                struct diff_counts *counts)
{
    struct match match = {.before = before, .after = after};
    struct entry *entries = calloc(before->n + after->n + 1, sizeof *entries);
    size_t n = 0;
    *counts = (struct diff_counts){.n_same = 0};
    bool done = entries && pair_all(&match);
    for (size_t i = 0; done && i < after->n; i++)
        take_later(&match, &after->findings[i], entries, &n, counts);
    for (size_t i = 0; done && i < before->n; i++) {
        if (before->findings[i].other) continue;
        entries[n++] = (struct entry){.change = GONE, .finding = &before->findings[i]};
        counts->n_gone++;
    }
    if (done) qsort(entries, n, sizeof *entries, by_urgency);
    done = done && build(entries, n, result);
    free(entries);
    free(match.anchors);
    return done;
}
