/* SPDX-License-Identifier: Apache-2.0 */
/*
 * notes.c - how a file was read where that was more than its header says: a line for each file.
 */
#include "run/run.h"

#include <stdio.h>
#include <string.h>

const char *tool_skip_word(enum io_skip why, bool in_english)
{
    static const char *const words[][IO_SKIPS] = {{"", "제목", "빈 행", "합계"},
                                                  {"", "titles", "blank rows", "totals"}};
    return words[in_english][why];
}

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

static void tell_listing(const struct io_part *part, const struct listing *listing,
                         const char *about, bool in_english)
{
    const char *more = in_english ? "%s: %s: %s and %zu more" : "%s: %s: %s 외 %zu";
    if (listing->len && listing->n_left)
        tool_complain(more, part->path, about, listing->text, listing->n_left);
    else if (listing->len)
        tool_complain("%s: %s: %s", part->path, about, listing->text);
}

/* "제목 2행(1행부터)", "titles: 2 (from line 1)". */
static void tell_skips(const struct io_part *part, bool in_english)
{
    struct listing listing = {.len = 0};
    for (enum io_skip why = IO_SKIP_NOT + 1; why < IO_SKIPS; why++)
        if (part->skips.n[why])
            list_one(&listing, in_english ? "%s: %lld (from line %lld)" : "%s %lld행(%lld행부터)",
                     tool_skip_word(why, in_english), (long long)part->skips.n[why],
                     (long long)part->skips.first[why]);
    tell_listing(part, &listing,
                 in_english ? "rows that are no records are left out"
                            : "대상자 행이 아니어서 읽지 않음",
                 in_english);
}

/* A list that somebody filters in Excel is still whole, so what it hides is read. */
static void tell_hidden(const struct io_part *part, bool in_english)
{
    if (part->hidden)
        tool_complain(in_english ? "%s: the sheet is hidden; it was read all the same"
                                 : "%s: 숨겨진 시트이지만 읽음",
                      part->path);
    if (part->n_hidden)
        tool_complain(in_english ? "%s: hidden rows were read all the same: %lld"
                                 : "%s: 숨겨진 행도 읽음: %lld행",
                      part->path, (long long)part->n_hidden);
}

/* "성명 → name, 생년월일 → birth_date": the columns whose usual headers were believed. */
static void tell_meanings(const struct io_part *part, bool in_english)
{
    struct listing listing = {.len = 0};
    for (int i = 0; part->meaning && i < part->form.n_columns; i++)
        if (part->meaning[i].how == IO_MEANT_BY_HEADER)
            list_one(&listing, "%s → %s%s", part->names[i],
                     part->meaning[i].of_person ? "persons." : "", part->meaning[i].ours);
    tell_listing(part, &listing,
                 in_english ? "columns understood by their headers" : "머리글로 알아본 열",
                 in_english);
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
static void tell_guesses(const struct io_part *part, bool in_english)
{
    for (int i = 0; part->meaning && i < part->form.n_columns; i++) {
        const struct io_meaning *meaning = &part->meaning[i];
        if (meaning->how != IO_MEANT_PERHAPS || is_settled(part, meaning->ours)) continue;
        tool_complain(in_english ? "%s: column %s may be %s and is not read; see dolbom inspect"
                                 : "%s: %s 열은 %s일 수 있으나 확실하지 않아 읽지 않음; "
                                   "dolbom inspect로 확인",
                      part->path, part->names[i], meaning->ours);
    }
}

const char *tool_made_words(uint8_t how, bool in_english)
{
    static const char *const words[][2] = {
        [IO_FILL_TEXT] = {"파일에 없어 채움", "filled in, the file lacks it"},
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

static void tell_made(const struct io_part *part, bool in_english)
{
    for (size_t i = 0; i < part->n_fills; i++) {
        const struct io_filled *fill = &part->fills[i];
        if (fill->how != IO_FILL_TEXT)
            tool_complain(in_english ? "%s: %s is %s" : "%s: %s 열: %s", part->path, fill->ours,
                          tool_made_words(fill->how, in_english));
    }
}

/* How many rows no record was found for. */
static void tell_unfound(const struct io_part *part, bool in_english)
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
            list_one(&listing, in_english ? "%s: %lld" : "%s %lld행", words[why][in_english],
                     (long long)n[why]);
    tell_listing(part, &listing, in_english ? "rows that are left out" : "제외된 행", in_english);
}

/* The people whom rows of another table name, and no list has. */
static void tell_new_people(const struct io_table *table, size_t at, bool in_english)
{
    const struct io_part *part = &table->parts[at];
    if (part->made_of)
        tool_complain(in_english ? "%s: persons made of rows of %s: %lld"
                                 : "%s: %s의 행으로 만든 대상자 %lld명",
                      part->path, part->made_of, (long long)io_table_part_rows(table, at));
}

static void tell_part(const struct io_table *table, size_t at, bool in_english)
{
    const struct io_part *part = &table->parts[at];
    tell_meanings(part, in_english);
    tell_guesses(part, in_english);
    tell_made(part, in_english);
    tell_unfound(part, in_english);
    tell_new_people(table, at, in_english);
    tell_skips(part, in_english);
    tell_hidden(part, in_english);
}

void tool_notes_tell(const struct tool_run *run)
{
    bool in_english = tool_number(run->arguments, TOOL_LANG, 0) == 1;
    for (size_t i = 0; i < run->input.n_tables; i++)
        for (size_t j = 0; j < run->input.tables[i].n_parts; j++)
            tell_part(&run->input.tables[i], j, in_english);
}
