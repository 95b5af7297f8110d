/* SPDX-License-Identifier: Apache-2.0 */
/*
 * notes_tell.c - notes about files for people, a line for each kind.
 *
 *   in/명단.csv: hidden rows were read all the same: 2
 *
 *   service_id is made of what each row says (2 files): 가/도시락.csv, 나/방문.xlsx!6월
 *
 *   hidden rows were read all the same (2 files): 가/명단.xlsx!1: 2; 나/명단.xlsx!1: 5
 *
 * A month's files of twenty agencies would else be a hundred lines. Each note of each file is in
 * run.json, in English; a run without results has none, and dolbom inspect says as much.
 */
#include "run/notes.h"

#include <string.h>

struct line {
    char text[2048];
    size_t len;
};

/* Adds a text if it fits and leaves room for saying that there is more. */
static bool put(struct line *line, const char *before, const char *text)
{
    enum { ROOM_TO_END = 64 };
    size_t before_len = strlen(before), len = strlen(text);
    if (line->len + before_len + len + ROOM_TO_END > sizeof line->text) return false;
    memcpy(line->text + line->len, before, before_len);
    memcpy(line->text + line->len + before_len, text, len + 1);
    line->len += before_len + len;
    return true;
}

/* The notes of one kind. */
struct kind {
    size_t first, n;
    bool same; /* all say the same about their files … */
    bool own;  /* … or each its own, and that is short */
};

static struct kind look_at_kind(const struct tool_notes *notes, size_t first)
{
    enum { OWN_BYTES = 800 };
    struct kind kind = {.first = first, .n = 1, .same = true};
    size_t bytes = strlen(notes->at[first].about);
    for (size_t i = notes->at[first].next; i; i = notes->at[i].next, kind.n++) {
        kind.same &= strcmp(notes->at[i].about, notes->at[first].about) == 0;
        bytes += strlen(notes->at[i].about) + strlen(notes->at[i].shown);
    }
    kind.own = !kind.same && bytes <= OWN_BYTES;
    return kind;
}

/* "service_id is made of what each row says (3 files): " */
static void put_head(const struct tool_notes *notes, const struct kind *kind, struct line *line)
{
    const struct tool_note *note = &notes->at[kind->first];
    bool in_english = notes->in_english, elsewhere = !kind->same && !kind->own;
    char count[96];
    snprintf(count, sizeof count, in_english ? " (%zu files%s%s): " : "(파일 %zu개%s%s): ", kind->n,
             !elsewhere   ? ""
             : in_english ? ", see "
                          : ", 자세한 내용은 ",
             elsewhere ? notes->log : "");
    put(line, "", note->kind);
    if (kind->same && *note->about) put(line, ": ", note->about);
    put(line, "", count);
}

static void tell_kind(const struct tool_notes *notes, const struct kind *kind)
{
    struct line line = {.len = 0};
    size_t at = kind->first;
    put_head(notes, kind, &line);
    for (size_t told = 0; told < kind->n; told++, at = notes->at[at].next) {
        const struct tool_note *one = &notes->at[at];
        const char *between = told == 0 ? "" : kind->own ? "; " : ", ";
        bool fits = put(&line, between, one->shown);
        if (fits && kind->own) fits = put(&line, ": ", one->about);
        if (fits) continue;
        snprintf(line.text + line.len, sizeof line.text - line.len,
                 notes->in_english ? " and %zu more, see %s" : " 외 %zu개(%s)", kind->n - told,
                 notes->log);
        break;
    }
    tool_complain("%s", line.text);
}

static void tell(struct tool_notes *notes)
{
    for (size_t i = 0; i < notes->n; i++) {
        const struct tool_note *note = &notes->at[i];
        struct kind kind = {.n = 0};
        if (note->is_first) kind = look_at_kind(notes, i);
        if (kind.n > 1)
            tell_kind(notes, &kind);
        else if (kind.n == 1)
            tool_complain(*note->about ? "%s: %s: %s" : "%s: %s", note->path, note->kind,
                          note->about);
    }
    if (notes->failed) tool_complain("out of memory");
    tool_notes_clear(notes);
}

/* Empty notes, in the reader's language. */
static struct tool_notes open_notes(const struct tool_run *run)
{
    return (struct tool_notes){.in_english = tool_number(run->arguments, TOOL_LANG, 0) == 1,
                               .log = tool_given(run->arguments, TOOL_OUT) ? "run.json"
                                                                           : "dolbom inspect"};
}

void tool_notes_tell_unread(const struct tool_run *run)
{
    struct tool_notes notes = open_notes(run);
    tool_notes_of_unread(&notes, &run->input);
    tell(&notes);
}

void tool_notes_tell(const struct tool_run *run)
{
    struct tool_notes notes = open_notes(run);
    if (tool_given(run->arguments, TOOL_QUIET)) return;
    tool_notes_of_files(&notes, &run->input);
    tell(&notes);
}
