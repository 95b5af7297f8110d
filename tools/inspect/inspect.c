/* SPDX-License-Identifier: Apache-2.0 */
/*
 * inspect.c - what each file is, as people read it.
 *
 *   가람복지관/복지관_명단.csv
 *     표 대상자 명단(persons), windows-949, 구분자 쉼표, 머리글 4행, 자료 120행
 *     대상자번호 → 대상자번호(record_id)  머리글로 알아봄, 값 120건 중 120건 읽음
 *     연락처 → 전화번호(phone) ?  확인 필요: 값 120건 중 7건만 읽음(읽지 못한 값의 꼴: ㅇㅇ)
 *     비고  읽지 않음
 *     없는 필수 열: 기관(agency_id)
 */
#include "inspect/inspect.h"

#include <stdio.h>
#include <string.h>

/* All words, Korean and English. */
struct words {
    const char *about, *rows, *sheet, *plain, *separator[3], *how[4], *share, *usual, *first[2],
        *few, *shape, *rival, *unread, *missing, *filled, *named, *people, *made, *skips, *ignored,
        *rejects, *reject, *of_person, *none, *more, *headless, *place, *close, *to_confirm, *open,
        *use, *write;
};

static const struct words korean = {
    .about = "  표 %s, %s, 구분자 %s, 머리글 %lld행",
    .sheet = "  표 %s, 머리글 %lld행",
    .plain = "  표 %s",
    .rows = ", 자료 %lld행\n",
    .separator = {"쉼표", "쌍반점", "탭"},
    .how = {"", "우리 열 이름", "계획에 적힌 이름", "머리글로 알아봄"},
    .share = ", 값 %lld건 중 %lld건 읽음",
    .usual = ", 적힌 말은 흔히 쓰는 뜻으로 읽음(--write로 볼 수 있음)",
    .first = {", 일과 월을 가릴 수 없어 03/06/2026은 3월로 읽음", ", 03/06/2026은 6월로 읽음"},
    .few = "확인 필요: 값 %lld건 중 %lld건만 읽음",
    .shape = "(읽지 못한 값의 꼴: %s)",
    .rival = "확인 필요: 같은 뜻의 열이 또 있음",
    .unread = "읽지 않음",
    .missing = "  없는 필수 열: %s\n",
    .filled = "  %s = %s\n",
    .named = "  확인 필요: 이름으로 보아 사업은 %s\n",
    .people = "  대상자번호가 없고 대상자를 이름 등으로 적음: 명단에서 찾으려면 계획에 "
              "made: {%s: {record_id: person}}, 이 파일이 명단을 겸하면 new_person\n",
    .made = "  %s의 행에 적힌 사람을 대상자로 만듦\n",
    .skips = "  대상자 행이 아님: %s %lld행(%lld행부터)\n",
    .ignored = "%s\n  읽지 않음: %s\n",
    .rejects = "\n제외될 행\n",
    .reject = "  %s: %s, %lld건\n",
    .of_person = "대상자의 ",
    .none = "  없음\n",
    .more = "  그 밖에 %lld건: rejects.csv에서 확인\n",
    .headless =
        "  머리글이 없어 보임: 첫 행에 아는 열 이름이 없음. 머리글 행을 넣어야 읽을 수 있음\n",
    .place = "%d번째 열(꼴: %s)",
    .close = "\n파일·시트 %zu개 읽음, %zu개 읽지 않음",
    .to_confirm = ", 확인할 줄 %zu개\n",
    .open = "%s에서 맞는 줄의 앞에 있는 \"# \"을 지우고, 점검할 때 --plan으로 줍니다.\n",
    .use = "점검할 때 --plan %s 옵션을 줍니다.\n",
    .write = "--write map.yaml을 더하면 읽는 방법과 확인할 줄이 그 파일에 적힙니다.\n",
};
static const struct words english = {
    .about = "  table %s, %s, separator %s, header in line %lld",
    .sheet = "  table %s, header in row %lld",
    .plain = "  table %s",
    .rows = ", %lld rows\n",
    .separator = {"comma", "semicolon", "tab"},
    .how = {"", "our name", "named by the plan", "known by its header"},
    .share = ", of %lld values %lld are read",
    .usual = ", its words as is usual (see --write)",
    .first = {", 03/06/2026 may have the day first and is read month first",
              ", 03/06/2026 is read day first"},
    .few = "to be confirmed: of %lld values only %lld are read",
    .shape = " (shape of one that is not: %s)",
    .rival = "to be confirmed: another column means the same",
    .unread = "not read",
    .missing = "  required columns that it lacks: %s\n",
    .filled = "  %s is %s\n",
    .named = "  to be confirmed: by the name its programme is %s\n",
    .people =
        "  has no record_id and names people: to look them up among the persons, put into the "
        "plan made: {%s: {record_id: person}}; new_person if this file is the list of them "
        "too\n",
    .made = "  persons made of those whom rows of %s name\n",
    .skips = "  no records: %s %lld (from line %lld)\n",
    .ignored = "%s\n  not read: %s\n",
    .rejects = "\nrows that would be rejected\n",
    .reject = "  %s: %s, %lld rows\n",
    .of_person = "persons.",
    .none = "  none\n",
    .more = "  %lld rows for other reasons: see rejects.csv of a run\n",
    .headless = "  seems to have no header: its first row has no name of a column that is known; "
                "it can be read once a row of headers is put in\n",
    .place = "column %d (shape: %s)",
    .close = "\nfiles and sheets: %zu read, %zu not read",
    .to_confirm = "; lines to be confirmed: %zu\n",
    .open = "Open %s, take \"# \" from lines that are right, and give it to reconcile as --plan.\n",
    .use = "Give %s to reconcile as --plan.\n",
    .write = "With --write map.yaml the mapping and the lines to be confirmed go into that file.\n",
};

/* A table or a column as its reader calls it. */
static const char *table_named(const char *table, const struct words *words,
                               char named[TOOL_WORDED])
{
    return tool_with_word(table, words == &korean ? tool_table_word(table) : NULL, named);
}

static const char *column_named(const char *column, const struct words *words,
                                char named[TOOL_WORDED])
{
    return tool_with_word(column, words == &korean ? tool_column_word(column) : NULL, named);
}

static const char *reason_named(const char *code, const struct words *words,
                                char named[TOOL_WORDED])
{
    struct tool_piece word = tool_code_word((struct tool_piece){code, strlen(code)}, false);
    return tool_with_word(code, words == &korean && word.text != code ? word.text : NULL, named);
}

/* ---- columns -------------------------------------------------------------------------------- */

/* Without a header, the names of columns are somebody's data. */
static bool has_header(const struct io_part *part)
{
    int n_usual = 0;
    for (int i = 0; i < part->form.n_columns; i++) {
        const struct io_meaning *meaning = &part->meaning[i];
        if (meaning->how == IO_MEANT_BY_NAME || meaning->how == IO_MEANT_BY_PLAN) return true;
        n_usual += meaning->ours != NULL;
    }
    return n_usual >= IO_HEADER_NAMES;
}

static void put_name(const struct io_part *part, int column, bool header, const struct words *words)
{
    const char *name = part->names[column];
    char shape[32] = "";
    io_shape(name, strlen(name), shape, sizeof shape);
    if (header)
        tool_foreign_put(stdout, name, strlen(name));
    else
        printf(words->place, column + 1, shape);
}

static void put_column(const struct io_part *part, int column, bool header,
                       const struct words *words)
{
    const struct io_meaning *meaning = &part->meaning[column];
    bool guess = meaning->how == IO_MEANT_PERHAPS;
    char named[TOOL_WORDED];
    fputs("  ", stdout);
    put_name(part, column, header, words);
    if (meaning->ours)
        printf(" → %s%s%s", meaning->of_person ? words->of_person : "",
               column_named(meaning->ours, words, named), guess ? " ?" : "");
    fputs("  ", stdout);
    if (!meaning->ours) {
        fputs(words->unread, stdout);
    } else if (guess && io_part_has_rival(part, column)) {
        fputs(words->rival, stdout);
    } else if (guess) {
        printf(words->few, (long long)meaning->n_values, (long long)meaning->n_read);
    } else {
        fputs(words->how[meaning->how], stdout);
        if (meaning->usual)
            printf(words->share, (long long)meaning->n_values, (long long)meaning->n_read);
        if (meaning->foreign && meaning->how == IO_MEANT_BY_HEADER) fputs(words->usual, stdout);
        if ((meaning->day_first && meaning->has_parts) || meaning->either_first)
            fputs(words->first[meaning->day_first], stdout);
    }
    if (meaning->n_read < meaning->n_values) printf(words->shape, meaning->shape);
    putchar('\n');
}

static void put_missing(const struct tool_run *run, const struct io_table *table,
                        const struct io_part *part, const struct words *words)
{
    struct tool_listed column;
    char list[1024] = "", named[TOOL_WORDED];
    size_t len = 0;
    const char *at = NULL;
    while (tool_column_lacking(&run->mapping.columns, table, part, &at, &column) &&
           len < sizeof list)
        len += (size_t)snprintf(list + len, sizeof list - len, "%s%s", len ? ", " : "",
                                column_named(column.name, words, named));
    if (len) printf(words->missing, list);
}

static bool lacks_programme(const struct tool_run *run, const struct io_table *table,
                            const struct io_part *part)
{
    struct tool_listed column;
    const char *at = NULL;
    while (tool_column_lacking(&run->mapping.columns, table, part, &at, &column))
        if (strcmp(column.name, "programme") == 0) return true;
    return false;
}

/* ---- files ---------------------------------------------------------------------------------- */

static void put_about(const struct io_table *table, size_t at, const struct words *words)
{
    const struct io_part *part = &table->parts[at];
    const unsigned char separator = part->form.separator;
    char named[TOOL_WORDED];
    if (part->header)
        printf(words->about, table_named(table->name, words, named),
               io_encoding_name(part->written),
               words->separator[separator == ';'    ? 1
                                : separator == '\t' ? 2
                                                    : 0],
               (long long)part->header_line);
    else if (part->header_line > 0)
        printf(words->sheet, table_named(table->name, words, named), (long long)part->header_line);
    else /* of a database */
        printf(words->plain, table_named(table->name, words, named));
    printf(words->rows, (long long)io_table_part_rows(table, at));
}

/* What is filled in, or may be. */
static void put_made(const struct tool_run *run, const struct io_table *table,
                     const struct io_part *part, bool in_english)
{
    const struct words *words = in_english ? &english : &korean;
    char named[TOOL_WORDED];
    for (size_t i = 0; i < part->n_fills; i++)
        printf(words->filled, column_named(part->fills[i].ours, words, named),
               tool_made_words(part->fills[i].how, in_english));
    const char *programme = io_part_gives(part, "programme") ? NULL : io_part_programme(part);
    if (programme && lacks_programme(run, table, part)) printf(words->named, programme);
    if (part->made_of) printf(words->made, table_named(part->made_of, words, named));
    if (inspect_names_people(part)) printf(words->people, table->name);
}

/* Rows that are none, and what else is odd. */
static void put_odd(const struct io_part *part, bool in_english)
{
    const struct words *words = in_english ? &english : &korean;
    for (enum io_skip why = IO_SKIP_NOT + 1; why < IO_SKIPS; why++)
        if (part->skips.n[why])
            printf(words->skips, tool_skip_word(why, in_english), (long long)part->skips.n[why],
                   (long long)part->skips.first[why]);
    for (int which = 0; which < TOOL_PART_ODDS; which++) {
        char about[128];
        const char *kind = tool_part_odd(part, which, in_english, about, sizeof about);
        if (kind) printf("  %s%s%s\n", kind, *about ? ": " : "", about);
    }
}

static void put_part(const struct tool_run *run, const struct io_table *table, size_t at,
                     bool in_english)
{
    const struct words *words = in_english ? &english : &korean;
    const struct io_part *part = &table->parts[at];
    printf("%s\n", part->shown);
    put_about(table, at, words);
    bool header = !part->meaning || has_header(part);
    if (!header) fputs(words->headless, stdout);
    for (int i = 0; part->meaning && i < part->form.n_columns; i++)
        if (part->names[i][0]) put_column(part, i, header, words);
    put_made(run, table, part, in_english);
    put_missing(run, table, part, words);
    put_odd(part, in_english);
}

void inspect_print(const struct tool_run *run, bool in_english)
{
    const struct words *words = in_english ? &english : &korean;
    const struct io_input *input = &run->input;
    for (size_t i = 0; i < input->n_tables; i++)
        for (size_t j = 0; j < input->tables[i].n_parts; j++)
            put_part(run, &input->tables[i], j, in_english);
    for (size_t i = 0; i < input->n_ignored; i++) {
        char likely[1024];
        io_likely_text(&input->ignored[i].names, in_english, likely, sizeof likely);
        printf(words->ignored, input->ignored[i].shown,
               io_unread_text(input->ignored[i].why, in_english));
        if (likely[0]) printf("    %s\n", likely);
    }
}

/* ---- rows that would be rejected ------------------------------------------------------------- */

enum { FILE_COLUMN = 1, LINE_COLUMN, NAME_COLUMN = 5, REASON_COLUMN };

static bool same_cell(const struct io_result *rejects, int column, int64_t left, int64_t right)
{
    char left_scratch[IO_CELL], right_scratch[IO_CELL];
    size_t left_len = 0, right_len = 0;
    const char *left_text = io_result_text(rejects, column, left, left_scratch, &left_len);
    const char *right_text = io_result_text(rejects, column, right, right_scratch, &right_len);
    return left_len == right_len && (!left_len || memcmp(left_text, right_text, left_len) == 0);
}

static bool is_alike(const struct io_result *rejects, int64_t left, int64_t right)
{
    return same_cell(rejects, FILE_COLUMN, left, right) &&
           same_cell(rejects, NAME_COLUMN, left, right) &&
           same_cell(rejects, REASON_COLUMN, left, right);
}

/* "복지관_명단.csv 7", and what is wrong there: "birth_date DATE", "생년월일(birth_date) DATE" */
static void put_reject(const struct io_result *rejects, int64_t row, int64_t n,
                       const struct words *words)
{
    char scratch[3][IO_CELL], place[512], what[256], column[64], code[32], named[TOOL_WORDED];
    size_t file_len = 0, name_len = 0, reason_len = 0;
    int64_t line = 0;
    const char *file = io_result_text(rejects, FILE_COLUMN, row, scratch[0], &file_len);
    const char *name = io_result_text(rejects, NAME_COLUMN, row, scratch[1], &name_len);
    const char *reason = io_result_text(rejects, REASON_COLUMN, row, scratch[2], &reason_len);
    io_result_number(rejects, LINE_COLUMN, row, &line);
    snprintf(place, sizeof place, "%.*s %lld", (int)file_len, file ? file : "", (long long)line);
    snprintf(column, sizeof column, "%.*s", (int)name_len, name ? name : "");
    snprintf(code, sizeof code, "%.*s", (int)reason_len, reason ? reason : "");
    int n_what = snprintf(what, sizeof what, "%s%s", column_named(column, words, named),
                          name_len ? " " : "");
    snprintf(what + n_what, sizeof what - (size_t)n_what, "%s", reason_named(code, words, named));
    printf(words->reject, place, what, (long long)n);
}

void inspect_print_rejects(const struct tool_run *run, bool in_english)
{
    enum { SHOWN = 200 };
    const struct words *words = in_english ? &english : &korean;
    const struct io_result *rejects = &run->rejects;
    int64_t shown[SHOWN], n[SHOWN];
    size_t n_shown = 0;
    int64_t n_more = 0;
    fputs(words->rejects, stdout);
    for (int64_t row = 0; row < rejects->n_rows; row++) {
        size_t at = 0;
        while (at < n_shown && !is_alike(rejects, shown[at], row)) at++;
        n_more += at == SHOWN;
        if (at == SHOWN) continue;
        if (at == n_shown) {
            shown[n_shown] = row;
            n[n_shown++] = 0;
        }
        n[at]++;
    }
    for (size_t i = 0; i < n_shown; i++) put_reject(rejects, shown[i], n[i], words);
    if (n_more) printf(words->more, (long long)n_more);
    if (!n_shown) fputs(words->none, stdout);
}

void inspect_print_close(const struct tool_run *run, size_t n_open, bool in_english)
{
    const struct words *words = in_english ? &english : &korean;
    const char *plan = tool_text(run->arguments, TOOL_WRITE);
    size_t n_read = 0;
    for (size_t i = 0; i < run->input.n_tables; i++)
        for (size_t j = 0; j < run->input.tables[i].n_parts; j++)
            n_read += run->input.tables[i].parts[j].made_of == NULL;
    printf(words->close, n_read, run->input.n_ignored);
    if (tool_given(run->arguments, TOOL_PLAN)) {
        putchar('\n');
        return;
    }
    printf(words->to_confirm, n_open);
    if (plan)
        printf(n_open ? words->open : words->use, plan);
    else
        fputs(words->write, stdout);
}
