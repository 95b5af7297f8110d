/* SPDX-License-Identifier: Apache-2.0 */
/*
 * notes.c - how a file was read where that was more than its header says: a line for each file.
 */
#include "run/run.h"

#include <stdio.h>
#include <string.h>

/* "제목 2행(1행부터)", "2 rows of titles (from line 1)". */
static size_t put_skip(char *text, size_t cap, const struct io_skips *skips, enum io_skip why,
                       bool in_english)
{
    static const char *const korean[IO_SKIPS] = {"", "제목", "빈 행", "합계"};
    static const char *const english[IO_SKIPS] = {"", "titles", "blank", "totals"};
    const char *form = in_english ? "%s: %lld (from line %lld)" : "%s %lld행(%lld행부터)";
    int n = snprintf(text, cap, form, in_english ? english[why] : korean[why],
                     (long long)skips->n[why], (long long)skips->first[why]);
    return n > 0 ? (size_t)n : 0;
}

static void tell_skips(const struct io_part *part, bool in_english)
{
    char text[256] = "";
    size_t len = 0;
    for (enum io_skip why = IO_SKIP_NOT + 1; why < IO_SKIPS; why++) {
        if (!part->skips.n[why]) continue;
        if (len) len += (size_t)snprintf(text + len, sizeof text - len, ", ");
        len += put_skip(text + len, sizeof text - len, &part->skips, why, in_english);
    }
    if (!len) return;
    tool_complain(in_english ? "%s: rows that are no records are left out: %s"
                             : "%s: 대상자 행이 아니어서 읽지 않음: %s",
                  part->path, text);
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
    char text[1024] = "";
    size_t len = 0;
    for (int i = 0; part->meaning && i < part->form.n_columns; i++) {
        if (part->meaning[i].how != IO_MEANT_BY_HEADER || len >= sizeof text) continue;
        len += (size_t)snprintf(text + len, sizeof text - len, "%s%s → %s", len ? ", " : "",
                                part->names[i], part->meaning[i].ours);
    }
    if (!len) return;
    tool_complain(in_english ? "%s: columns understood by their headers: %s"
                             : "%s: 머리글로 알아본 열: %s",
                  part->path, text);
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

static void tell_made(const struct io_part *part, bool in_english)
{
    for (size_t i = 0; i < part->n_fills; i++)
        if (!part->fills[i].text)
            tool_complain(in_english ? "%s: %s is made of what each row says"
                                     : "%s: %s을(를) 행의 내용으로 만듦",
                          part->path, part->fills[i].column);
}

static void tell_part(const struct io_part *part, bool in_english)
{
    tell_meanings(part, in_english);
    tell_guesses(part, in_english);
    tell_made(part, in_english);
    tell_skips(part, in_english);
    tell_hidden(part, in_english);
}

void tool_notes_tell(const struct tool_run *run)
{
    bool in_english = tool_number(run->arguments, TOOL_LANG, 0) == 1;
    for (size_t i = 0; i < run->input.n_tables; i++)
        for (size_t j = 0; j < run->input.tables[i].n_parts; j++)
            tell_part(&run->input.tables[i].parts[j], in_english);
}
