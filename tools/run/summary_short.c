/* SPDX-License-Identifier: Apache-2.0 */
/*
 * summary_short.c - the outcome of a run in lines that a mail takes.
 *
 * Mail programs have letters of different widths, so nothing is aligned. What needs a hand comes
 * first. There are counts, tables and agencies in it, never a person, and no place: the same
 * results give the same text wherever they are written.
 */
#include "run/run.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KINDS = 4, UNREAD_SHOWN = 5 };

/* All words, Korean and English; numbers come in as texts. */
struct words {
    const char *title, *to_do, *nothing_to_do, *no_services, *excess, *missing, *unread,
        *unread_more, *not_run, *unused, *reopened, *critical, *input, *table, *rejected,
        *collapsed, *people, *findings, *kinds, *no_findings, *since, *changes, *no_previous;
    const char *kind[KINDS];
    bool in_english;
};

static const struct words korean = {
    .title = "돌봄 점검 결과, 기준일 %s\n",
    .to_do = "\n[확인할 것]\n",
    .nothing_to_do = "- 없습니다.\n",
    .no_services =
        "제공 내역(services 표)이 없어 서비스에 대해서는 아무것도 점검하지 못했습니다.\n",
    .excess = "제외한 행이 너무 많아(%s %s행 중 %s행) 결과가 완전하지 않습니다.\n",
    .missing = "%s %s: 제출했다는 %s행 중 %s행만 있습니다. 누락되거나 잘린 파일이 있습니다.\n",
    .unread = "- 읽지 않은 파일 %s개\n",
    .unread_more = "  그 밖에 %s개\n",
    .not_run = "- 점검하지 못한 규칙 %s개(rule_runs.csv)\n",
    .unused = "- 해당하는 결과나 기록이 없는 결정 %s건(unused_decisions.csv)\n",
    .reopened = "- 다시 검토할 결과 %s건(finding_changes.csv)\n",
    .critical = "- 긴급 결과 %s건(report.html)\n",
    .input = "\n[받은 자료]\n",
    .table = "- %s %s행 중 %s행 사용",
    .rejected = ", %s행 제외(rejects.csv)",
    .collapsed = ", %s행 합침",
    .people = "기록 %s건은 %s명에 해당하며, 그중 %s명은 두 기관 이상에 기록이 있습니다.\n",
    .findings = "\n[결과] 모두 %s건\n",
    .kinds = "%s%s %s건",
    .no_findings = "발견한 것이 없습니다.\n",
    .since = "\n[지난 점검(%s) 이후]\n",
    .changes =
        "새 결과 %s건, 바뀐 결과 %s건, 다시 검토할 결과 %s건, 종결 %s건, 그대로인 결과 %s건, "
        "점검하지 못한 결과 %s건\n",
    .no_previous = "\n지난 점검과 비교하지 않았습니다.\n",
    .kind = {"자료", "신원", "누락", "중복"},
};

static const struct words english = {
    .title = "dolbom results as of %s\n",
    .to_do = "\n[to be looked at]\n",
    .nothing_to_do = "- nothing\n",
    .no_services = "there is no table services, so nothing about services was checked\n",
    .excess = "too many rows are rejected (%s: of %s rows %s), results are incomplete\n",
    .missing = "%s of %s: of %s announced rows only %s are there; a file is missing or cut\n",
    .unread = "- %s files were not read\n",
    .unread_more = "  and %s more\n",
    .not_run = "- %s rules could not be run (rule_runs.csv)\n",
    .unused = "- %s decisions are about no finding or record (unused_decisions.csv)\n",
    .reopened = "- %s findings are reopened (finding_changes.csv)\n",
    .critical = "- %s critical findings (report.html)\n",
    .input = "\n[input]\n",
    .table = "- %s: of %s rows %s are used",
    .rejected = ", %s are rejected (rejects.csv)",
    .collapsed = ", %s are merged",
    .people = "%s records belong to %s people; %s of them are at two agencies or more.\n",
    .findings = "\n[findings] %s\n",
    .kinds = "%s%s %s",
    .no_findings = "nothing was found\n",
    .since = "\n[since %s]\n",
    .changes = "%s new, %s changed, %s reopened, %s gone, %s as before, %s not judged\n",
    .no_previous = "\nnot compared with an earlier run\n",
    .kind = {"data", "identity", "omissions", "duplicates"},
    .in_english = true,
};

const char *tool_grouped(int64_t count, char grouped[TOOL_GROUPED])
{
    char digits[32];
    int n = snprintf(digits, sizeof digits, "%" PRId64, count), to = 0;
    for (int i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0) grouped[to++] = ',';
        grouped[to++] = digits[i];
    }
    grouped[to] = '\0';
    return grouped;
}

/* ---- what was found ------------------------------------------------------------------------- */

struct found {
    int64_t n, by_severity[TOOL_SEVERITIES], by_kind[KINDS];
};

static struct found count_findings(const struct tool_run *run)
{
    static const char *const kinds[KINDS] = {"data", "identity", "omission", "duplicate"};
    const struct io_result *findings = tool_run_result(run, "findings");
    struct found found = {.n = findings ? findings->n_rows : 0};
    int severity = findings ? io_result_column(findings, "severity") : -1;
    for (int64_t row = 0; row < found.n; row++) {
        char scratch[IO_CELL];
        size_t len;
        int64_t grade;
        bool known = severity >= 0 && io_result_number(findings, severity, row, &grade) &&
                     grade >= 0 && grade < TOOL_SEVERITIES;
        if (known) found.by_severity[grade]++;
        const char *kind = io_result_cell(findings, "kind", row, scratch, &len);
        for (int i = 0; kind && i < KINDS; i++)
            found.by_kind[i] += len == strlen(kinds[i]) && memcmp(kind, kinds[i], len) == 0;
    }
    return found;
}

/* "높음 3건, 보통 5건": those that there are, the last first. */
static void put_counts(FILE *to, const struct words *words, const char *const *names,
                       const int64_t *counts, int n)
{
    char grouped[TOOL_GROUPED];
    bool begun = false;
    for (int i = n - 1; i >= 0; i--) {
        if (counts[i] == 0) continue;
        fprintf(to, words->kinds, begun ? ", " : "- ", names[i], tool_grouped(counts[i], grouped));
        begun = true;
    }
    if (begun) fputc('\n', to);
}

static void put_findings(FILE *to, const struct found *found, const struct words *words)
{
    char grouped[TOOL_GROUPED];
    const char *severities[TOOL_SEVERITIES];
    for (int i = 0; i < TOOL_SEVERITIES; i++)
        severities[i] = tool_severity_word(i, words->in_english);
    fprintf(to, words->findings, tool_grouped(found->n, grouped));
    if (found->n == 0) fputs(words->no_findings, to);
    put_counts(to, words, severities, found->by_severity, TOOL_SEVERITIES);
    put_counts(to, words, words->kind, found->by_kind, KINDS);
}

/* ---- what needs a hand ------------------------------------------------------------------------
 */

static bool put_if(FILE *to, const char *format, int64_t n)
{
    char grouped[TOOL_GROUPED];
    if (n > 0) fprintf(to, format, tool_grouped(n, grouped));
    return n > 0;
}

static bool lacks_services(const struct tool_run *run)
{
    return tool_run_result(run, "rule_runs") &&
           !io_input_table((struct io_input *)&run->input, "services");
}

static const struct words *words_of(const struct tool_run *run)
{
    return tool_number(run->arguments, TOOL_LANG, 0) == 1 ? &english : &korean;
}

bool tool_summary_doubts(FILE *to, const struct tool_run *run, const char *before)
{
    const struct words *words = words_of(run);
    char left[TOOL_GROUPED], right[TOOL_GROUPED];
    const struct tool_arrivals *arrivals = &run->arrivals;
    const bool no_services = lacks_services(run);
    if (no_services) fprintf(to, "%s%s", before, words->no_services);
    for (size_t i = 0; i < run->n_excess; i++) {
        const struct tool_excess *excess = &run->excess[i];
        char *file = excess->file ? tool_foreign_copy(excess->file) : NULL;
        fputs(before, to);
        fprintf(to, words->excess, file ? file : excess->table, tool_grouped(excess->n_rows, left),
                tool_grouped(excess->n_rejected, right));
        free(file);
    }
    for (size_t i = 0; i < arrivals->n_uploads; i++) {
        const struct tool_upload *upload = &arrivals->uploads[i];
        char *agency = tool_foreign_copy(arrivals->agencies.at[upload->agency]);
        fputs(before, to);
        fprintf(to, words->missing, upload->table, agency ? agency : "",
                tool_grouped(upload->rows, left),
                tool_grouped(tool_upload_received(run, upload), right));
        free(agency);
    }
    return no_services || run->n_excess + arrivals->n_uploads > 0;
}

/* How many files are not read; the first of them, and why. */
static bool put_unread(FILE *to, const struct tool_run *run, const struct words *words)
{
    size_t n = run->hides_files ? 0 : run->input.n_ignored;
    put_if(to, words->unread, (int64_t)n);
    for (size_t i = 0; i < n && i < UNREAD_SHOWN; i++) {
        const struct io_ignored *one = &run->input.ignored[i];
        fprintf(to, "  %s: %s\n", one->shown, io_unread_text(one->why, words->in_english));
    }
    if (n > UNREAD_SHOWN) put_if(to, words->unread_more, (int64_t)(n - UNREAD_SHOWN));
    return n > 0;
}

static void put_to_do(FILE *to, const struct tool_run *run, const struct found *found,
                      const struct words *words)
{
    const struct io_result *unused = tool_run_result(run, "unused_decisions");
    const struct io_result *rules = tool_run_result(run, "rule_runs");
    const struct io_result *changes = tool_run_result(run, "finding_changes");
    fputs(words->to_do, to);
    bool any = tool_summary_doubts(to, run, "- ");
    any |= put_if(to, words->critical, found->by_severity[TOOL_SEVERITIES - 1]);
    any |= put_if(to, words->reopened, tool_count_rows(changes, "change", "reopened"));
    any |= put_unread(to, run, words);
    any |= put_if(to, words->not_run, tool_count_rows(rules, "state", "not_run"));
    any |= put_if(to, words->unused, unused ? unused->n_rows : 0);
    if (!any) fputs(words->nothing_to_do, to);
}

/* ---- what came in ------------------------------------------------------------------------------
 */

static void put_tables(FILE *to, const struct tool_run *run, const struct words *words)
{
    const struct io_result *counts = &run->table_counts;
    fputs(words->input, to);
    for (int64_t row = 0; row < counts->n_rows; row++) {
        char scratch[IO_CELL], name[64], in[TOOL_GROUPED], other[TOOL_GROUPED];
        size_t len = 0;
        int64_t n[4] = {0};
        const char *table = io_result_text(counts, 0, row, scratch, &len);
        for (int i = 0; i < 4; i++) io_result_number(counts, i + 1, row, &n[i]);
        snprintf(name, sizeof name, "%.*s", (int)len, table ? table : "");
        const struct io_table_form *form = io_table_form_find(name);
        if (form && form->kind != IO_RECORDS) continue; /* the policy is nobody's to send */
        fprintf(to, words->table, name, tool_grouped(n[0], in), tool_grouped(n[1], other));
        if (n[2]) fprintf(to, words->rejected, tool_grouped(n[2], other));
        if (n[3]) fprintf(to, words->collapsed, tool_grouped(n[3], other));
        fputc('\n', to);
    }
}

bool tool_summary_people(FILE *to, const struct tool_run *run)
{
    const struct tool_people *people = &run->people;
    char records[TOOL_GROUPED], persons[TOOL_GROUPED], shared[TOOL_GROUPED];
    if (people->n_records == 0) return false;
    fprintf(to, words_of(run)->people, tool_grouped(people->n_records, records),
            tool_grouped(people->n_people, persons), tool_grouped(people->n_shared, shared));
    return true;
}

static void put_changes(FILE *to, const struct tool_run *run, const struct words *words)
{
    static const char *const changes[] = {"new",  "changed",    "reopened",
                                          "gone", "still_open", "not_judged"};
    enum { CHANGES = sizeof changes / sizeof *changes };
    const struct io_result *became = tool_run_result(run, "finding_changes");
    char n[CHANGES][TOOL_GROUPED];
    if (!became) {
        fputs(words->no_previous, to);
        return;
    }
    for (int i = 0; i < CHANGES; i++)
        tool_grouped(tool_count_rows(became, "change", changes[i]), n[i]);
    fprintf(to, words->since, run->previous.as_of);
    fprintf(to, words->changes, n[0], n[1], n[2], n[3], n[4], n[5]);
}

char *tool_summary_short(const struct tool_run *run)
{
    const struct words *words = words_of(run);
    char *text = NULL, day[11] = "";
    size_t size;
    FILE *to = open_memstream(&text, &size);
    if (!to) return NULL;
    struct found found = count_findings(run);
    tool_plan_as_of(run->plan, day);
    fprintf(to, words->title, day);
    put_to_do(to, run, &found, words);
    put_tables(to, run, words);
    tool_summary_people(to, run);
    put_findings(to, &found, words);
    put_changes(to, run, words);
    tool_summary_decisions(run, words->in_english, to);
    bool failed = ferror(to) != 0;
    if (fclose(to) == 0 && !failed) return text;
    free(text);
    return NULL;
}
