/* SPDX-License-Identifier: Apache-2.0 */
/*
 * notes.c - how files were read where that was more than their headers say, and what was not read.
 */
#include "run/notes.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void tool_notes_clear(struct tool_notes *notes)
{
    for (size_t i = 0; i < notes->n; i++) free(notes->at[i].about);
    free(notes->at);
    free(notes->last);
    tool_names_clear(&notes->kinds);
    *notes = (struct tool_notes){.n = 0};
}

static bool grow(struct tool_notes *notes)
{
    if (notes->n < notes->cap) return true;
    size_t cap = notes->cap ? 2 * notes->cap : 64;
    struct tool_note *more = reallocarray(notes->at, cap, sizeof *more);
    if (!more) return false;
    notes->at = more;
    size_t *last = reallocarray(notes->last, cap, sizeof *last); /* there are no more kinds */
    if (!last) return false;
    notes->last = last;
    notes->cap = cap;
    return true;
}

/* A note of that kind; `about` is what is the file's own in it, or "". */
static void add(struct tool_notes *notes, const char *path, const char *shown, const char *kind,
                const char *about)
{
    uint32_t n_kinds = notes->kinds.n;
    uint32_t number =
        grow(notes) ? tool_number_of(&notes->kinds, kind, strlen(kind), true) : UINT32_MAX;
    char *copy = number == UINT32_MAX ? NULL : strdup(about);
    if (!copy) {
        notes->failed = true;
        return;
    }
    bool is_first = number == n_kinds;
    if (!is_first) notes->at[notes->last[number]].next = notes->n;
    notes->last[number] = notes->n;
    notes->at[notes->n++] = (struct tool_note){.path = path,
                                               .shown = shown,
                                               .kind = notes->kinds.at[number],
                                               .about = copy,
                                               .is_first = is_first};
}

static void add_of(struct tool_notes *notes, const struct io_part *part, const char *kind,
                   const char *about)
{
    add(notes, part->path, part->shown, kind, about);
}

__attribute__((format(printf, 3, 4))) static void
add_kind(struct tool_notes *notes, const struct io_part *part, const char *format, ...)
{
    va_list list;
    char kind[1024];
    va_start(list, format);
    vsnprintf(kind, sizeof kind, format, list);
    va_end(list);
    add_of(notes, part, kind, "");
}

/* ---- lists ----------------------------------------------------------------------------------- */

/* Things in one line, as many as it has room for. */
struct listing {
    char text[1024];
    size_t len, n_left;
};

__attribute__((format(printf, 2, 3))) static void list_one(struct listing *listing,
                                                           const char *format, ...)
{
    va_list list;
    char one[512];
    va_start(list, format);
    int n = vsnprintf(one, sizeof one, format, list);
    va_end(list);
    size_t room = sizeof listing->text - listing->len;
    if (n < 0 || (size_t)n >= sizeof one || (size_t)n + 3 > room) {
        listing->n_left++;
        return;
    }
    listing->len +=
        (size_t)snprintf(listing->text + listing->len, room, "%s%s", listing->len ? ", " : "", one);
}

static void add_listing(struct tool_notes *notes, const struct io_part *part,
                        const struct listing *listing, const char *kind)
{
    char about[sizeof listing->text + 32];
    snprintf(about, sizeof about, "%s", listing->text);
    if (listing->n_left)
        snprintf(about, sizeof about, notes->in_english ? "%s and %zu more" : "%s 외 %zu",
                 listing->text, listing->n_left);
    if (listing->len) add_of(notes, part, kind, about);
}

/* ---- a file ---------------------------------------------------------------------------------- */

const char *tool_skip_word(enum io_skip why, bool in_english)
{
    static const char *const words[][IO_SKIPS] = {
        {"", "제목", "빈 행", "합계", "되풀이된 머리글"},
        {"", "titles", "blank rows", "totals", "the header again"}};
    return words[in_english][why];
}

/* "제목 2행(1행부터)", "titles: 2 (from line 1)". */
static void note_skips(struct tool_notes *notes, const struct io_part *part)
{
    struct listing listing = {.len = 0};
    for (enum io_skip why = IO_SKIP_NOT + 1; why < IO_SKIPS; why++)
        if (part->skips.n[why])
            list_one(&listing,
                     notes->in_english ? "%s: %lld (from line %lld)" : "%s %lld행(%lld행부터)",
                     tool_skip_word(why, notes->in_english), (long long)part->skips.n[why],
                     (long long)part->skips.first[why]);
    add_listing(notes, part, &listing,
                notes->in_english ? "rows that are no records are left out"
                                  : "대상자 행이 아니어서 읽지 않음");
}

/* A list that somebody filters in Excel is still whole, so what it hides is read. */
static void note_hidden(struct tool_notes *notes, const struct io_part *part)
{
    struct listing listing = {.len = 0};
    if (part->hidden)
        add_of(notes, part,
               notes->in_english ? "the sheet is hidden; it was read all the same"
                                 : "숨겨진 시트이지만 읽음",
               "");
    if (part->n_hidden)
        list_one(&listing, notes->in_english ? "%lld" : "%lld행", (long long)part->n_hidden);
    add_listing(notes, part, &listing,
                notes->in_english ? "hidden rows were read all the same" : "숨겨진 행도 읽음");
}

const char *tool_part_odd(const struct io_part *part, int which, bool in_english, char *about,
                          size_t cap)
{
    static const char *const words[TOOL_PART_ODDS][2] = {
        {"머리글 오른쪽에 적힌 칸은 읽지 않음", "cells to the right of the header are not read"},
        {"칸 안에 든 표의 행은 그 칸의 글로 읽음",
         "rows of tables inside cells are read as text of these"},
        {"</table>이나 </html> 없이 끝나 파일이 중간에 끊겼을 수 있음; 다시 내려받거나 행 수를 "
         "확인",
         "the file may be cut off, for it ends without </table> or </html>; fetch it again, or see "
         "whether the number of rows is right"},
        {"03/06/2026처럼 적힌 날짜가 앞의 행과 다르게 적힘; 일과 월이 바뀌어 읽히지 않았는지 확인",
         "days such as 03/06/2026 are written otherwise than in the rows before; see whether day "
         "and "
         "month are read the right way round"}};
    static const char *const counts[TOOL_PART_ODDS][2] = {{"%lld칸(처음:%s)", "%lld (first:%s)"},
                                                          {"%lld행(처음:%s)", "%lld (first:%s)"},
                                                          {"", ""},
                                                          {"%lld칸(처음:%s)", "%lld (first:%s)"}};
    const struct io_cells cut_off = {.n = part->is_cut_off},
                          *cells[TOOL_PART_ODDS] = {&part->beside, &part->inside, &cut_off,
                                                    &part->against};
    char place[IO_PLACE];
    if (cells[which]->n == 0) return NULL;
    if (part->lettered)
        io_part_place(part, "", cells[which]->line, cells[which]->column, place, sizeof place);
    else
        snprintf(place, sizeof place, in_english ? " line %lld" : " %lld행",
                 (long long)cells[which]->line);
    snprintf(about, cap, counts[which][in_english], (long long)cells[which]->n, place);
    return words[which][in_english];
}

static void note_odd(struct tool_notes *notes, const struct io_part *part)
{
    for (int which = 0; which < TOOL_PART_ODDS; which++) {
        char about[128];
        const char *kind = tool_part_odd(part, which, notes->in_english, about, sizeof about);
        if (kind) add_of(notes, part, kind, about);
    }
}

/* "persons: 성명 → name, 관계 → relation(적힌 말 포함)": the table, its columns whose usual headers
 * were believed, and those of them whose words are read as agencies usually mean them.
 * Those of decisions are the headers that our own worklists have. */
static void note_meanings(struct tool_notes *notes, const struct io_part *part)
{
    struct listing listing = {.len = 0};
    if (strcmp(part->of->name, "decisions") == 0) return;
    for (int i = 0; part->meaning && i < part->form.n_columns; i++) {
        const struct io_meaning *meaning = &part->meaning[i];
        const char *table = listing.len || listing.n_left ? "" : part->of->name;
        const char *words = notes->in_english ? " (and its words)" : "(적힌 말 포함)";
        if (meaning->how != IO_MEANT_BY_HEADER) continue;
        list_one(&listing, "%s%s%s → %s%s%s", table, *table ? ": " : "", part->names[i],
                 meaning->of_person ? "persons." : "", meaning->ours, meaning->worded ? words : "");
    }
    add_listing(notes, part, &listing,
                notes->in_english ? "columns understood by their headers" : "머리글로 알아본 열");
}

/* Days that are read otherwise than they would be by themselves, or may have to be. */
static void note_days(struct tool_notes *notes, const struct io_part *part, bool sure)
{
    static const char *const words[][2] = {
        {"03/06/2026처럼 일과 월을 가릴 수 없어 월을 먼저 읽음",
         "days such as 03/06/2026, which may have the day first, are read month first"},
        {"다른 날짜로 보아 03/06/2026의 일을 먼저 읽음",
         "days such as 03/06/2026 are read day first, as others of the file show"}};
    struct listing listing = {.len = 0};
    for (int i = 0; part->meaning && i < part->form.n_columns; i++)
        if (io_is_certain(&part->meaning[i]) &&
            (sure ? part->meaning[i].day_first && part->meaning[i].has_parts
                  : part->meaning[i].either_first))
            list_one(&listing, "%s", part->names[i]);
    add_listing(notes, part, &listing, words[sure][notes->in_english]);
}

/* Is the column of ours, that a file may have under that header, there by a better claim? */
static bool is_settled(const struct io_part *part, const char *ours)
{
    for (int i = 0; i < part->form.n_columns; i++)
        if (part->meaning[i].how != IO_MEANT_PERHAPS && part->meaning[i].ours &&
            strcmp(part->meaning[i].ours, ours) == 0)
            return true;
    return false;
}

/* Columns that may be ours, which nobody has confirmed. */
static void note_guesses(struct tool_notes *notes, const struct io_part *part)
{
    for (int i = 0; part->meaning && i < part->form.n_columns; i++) {
        const struct io_meaning *meaning = &part->meaning[i];
        if (meaning->how != IO_MEANT_PERHAPS || is_settled(part, meaning->ours)) continue;
        add_kind(notes, part,
                 notes->in_english ? "column %s may be %s and is not read; see dolbom inspect"
                                   : "%s 열은 %s일 수 있으나 확실하지 않아 읽지 않음; "
                                     "dolbom inspect로 확인",
                 part->names[i], meaning->ours);
    }
}

const char *tool_made_words(uint8_t how, bool in_english)
{
    static const char *const words[][2] = {
        [IO_FILL_TEXT] = {"파일에 없어 채움", "filled in, the file lacks it"},
        [IO_FILL_NAME] = {"파일이나 시트의 이름으로 알아봄",
                          "known by the name of the file or sheet"},
        [IO_FILL_ROW] = {"행의 내용으로 만듦", "made of what each row says"},
        [IO_FILL_PERSON] = {"이름과 생년월일(없으면 전화번호)로 만듦",
                            "made of name and birth date, or telephone number"},
        [IO_FILL_FOUND] = {"그 기관의 대상자 명단에서 이름과 생년월일·전화번호로 찾음",
                           "looked up among the agency's persons by name and birth date or "
                           "telephone number"},
        [IO_FILL_FOUND_OR_NEW] = {
            "이름과 생년월일·전화번호로 찾고, 명단에 없으면 새 대상자로 만듦",
            "looked up by name and birth date or telephone number; who is not listed is a new "
            "person"}};
    return words[how][in_english];
}

/* Of this encoding the bytes are no proof. */
static void note_encoding(struct tool_notes *notes, const struct io_part *part)
{
    if (part->header && part->written == IO_WINDOWS_1252)
        add_of(notes, part,
               notes->in_english ? "read as windows-1252, for it is neither UTF-8 nor windows-949 "
                                   "and has letters such as é"
                                 : "UTF-8도 windows-949도 아니고 é 같은 글자가 있어 "
                                   "windows-1252로 읽음",
               "");
}

static void note_made(struct tool_notes *notes, const struct io_part *part)
{
    for (size_t i = 0; i < part->n_fills; i++) {
        const struct io_filled *fill = &part->fills[i];
        char kind[256];
        snprintf(kind, sizeof kind, notes->in_english ? "%s is %s" : "%s 열: %s", fill->ours,
                 tool_made_words(fill->how, notes->in_english));
        if (fill->how != IO_FILL_TEXT) add_of(notes, part, kind, fill->text ? fill->text : "");
    }
}

/* How many rows no record was found for. */
static void note_unfound(struct tool_notes *notes, const struct io_part *part)
{
    static const char *const words[IO_UNFOUND_WHYS][2] = {
        [IO_UNFOUND_NOBODY] = {"이름과 생년월일·전화번호가 없어 대상자를 알 수 없음",
                               "without a name and a birth date or telephone number"},
        [IO_UNFOUND_NONE] = {"명단에 없는 대상자", "about somebody whom the agency does not list"},
        [IO_UNFOUND_SEVERAL] = {"명단에 같은 대상자가 둘 이상",
                                "about somebody whom the agency lists more than once"}};
    int64_t n[IO_UNFOUND_WHYS] = {0};
    struct listing listing = {.len = 0};
    for (size_t i = 0; i < part->unfound.n; i++) n[part->unfound.at[i].why]++;
    for (int why = IO_UNFOUND_NOT + 1; why < IO_UNFOUND_WHYS; why++)
        if (n[why])
            list_one(&listing, notes->in_english ? "%s: %lld" : "%s %lld행",
                     words[why][notes->in_english], (long long)n[why]);
    add_listing(notes, part, &listing, notes->in_english ? "rows that are left out" : "제외된 행");
}

/* The people whom rows of another table name, and no list has. */
static void note_new_people(struct tool_notes *notes, const struct io_table *table, size_t at)
{
    const struct io_part *part = &table->parts[at];
    struct listing listing = {.len = 0};
    char kind[128];
    if (!part->made_of) return;
    snprintf(kind, sizeof kind,
             notes->in_english ? "persons made of rows of %s" : "%s의 행으로 만든 대상자",
             part->made_of);
    list_one(&listing, notes->in_english ? "%lld" : "%lld명",
             (long long)io_table_part_rows(table, at));
    add_listing(notes, part, &listing, kind);
}

void tool_notes_of_files(struct tool_notes *notes, const struct io_input *input)
{
    for (size_t i = 0; i < input->n_tables; i++)
        for (size_t j = 0; j < input->tables[i].n_parts; j++) {
            const struct io_part *part = &input->tables[i].parts[j];
            note_encoding(notes, part);
            note_meanings(notes, part);
            note_days(notes, part, true);
            note_days(notes, part, false);
            note_guesses(notes, part);
            note_made(notes, part);
            note_unfound(notes, part);
            note_new_people(notes, &input->tables[i], j);
            note_skips(notes, part);
            note_hidden(notes, part);
            note_odd(notes, part);
        }
}

void tool_notes_of_unread(struct tool_notes *notes, const struct io_input *input)
{
    for (size_t i = 0; i < input->n_ignored; i++) {
        const struct io_ignored *one = &input->ignored[i];
        char kind[512], likely[1024];
        snprintf(kind, sizeof kind, notes->in_english ? "not read: %s" : "읽지 않음: %s",
                 io_unread_text(one->why, notes->in_english));
        io_likely_text(&one->names, notes->in_english, likely, sizeof likely);
        add(notes, one->path, one->shown, kind, likely);
    }
}
