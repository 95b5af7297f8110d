/* SPDX-License-Identifier: Apache-2.0 */
/*
 * trend_file.c - trend.csv: how many findings each run had, and what became of those before them.
 *
 * A run carries the lines of the earlier one along and adds its own, so that the newest results
 * have all of them. Lines that no run wrote are left out: the file goes on to people's
 * spreadsheets.
 */
#include "run/run.h"

#include <stdlib.h>
#include <string.h>

enum { SEVERITIES = 5, COUNTS = 6 };

static const char header[] = "as_of,rule,severity,open,new,changed,reopened,gone,not_judged\n";
static const char *const changes[COUNTS] = {NULL,       "new",  "changed",
                                            "reopened", "gone", "not_judged"};

/* Counts of one rule and severity. */
struct count {
    int64_t n[COUNTS]; /* open, then as in `changes` */
    bool any;
};

struct trend {
    struct tool_names rules;
    struct count *counts; /* of rule r and severity s at r * SEVERITIES + s */
    size_t cap;           /* rules that there is room for */
    bool failed;
};

static struct count *count_at(struct trend *trend, const struct io_result *table, int64_t row)
{
    char scratch[IO_CELL];
    size_t len;
    int64_t severity = 0;
    const char *rule = io_result_cell(table, "rule", row, scratch, &len);
    int column = io_result_column(table, "severity");
    if (column >= 0) io_result_number(table, column, row, &severity);
    if (severity < 0 || severity >= SEVERITIES) return NULL; /* edited, or of a later version */
    uint32_t number = tool_number_of(&trend->rules, rule ? rule : "", len, true);
    trend->failed |= number == UINT32_MAX;
    if (trend->failed) return NULL;
    if (number >= trend->cap) {
        size_t cap = trend->cap ? trend->cap * 2 : 128;
        struct count *more = reallocarray(trend->counts, cap * SEVERITIES, sizeof *more);
        trend->failed |= !more;
        if (!more) return NULL;
        memset(more + trend->cap * SEVERITIES, 0, (cap - trend->cap) * SEVERITIES * sizeof *more);
        trend->counts = more;
        trend->cap = cap;
    }
    return &trend->counts[number * SEVERITIES + (size_t)severity];
}

static void count_findings(struct trend *trend, const struct io_result *findings)
{
    for (int64_t row = 0; findings && row < findings->n_rows && !trend->failed; row++) {
        struct count *count = count_at(trend, findings, row);
        if (!count) continue;
        count->n[0]++;
        count->any = true;
    }
}

static void count_changes(struct trend *trend, const struct io_result *table)
{
    int column = table ? io_result_column(table, "change") : -1;
    for (int64_t row = 0; column >= 0 && row < table->n_rows && !trend->failed; row++) {
        int i = 1;
        while (i < COUNTS && !tool_cell_is(table, column, row,
                                           (struct tool_piece){changes[i], strlen(changes[i])}))
            i++;
        struct count *count = i < COUNTS ? count_at(trend, table, row) : NULL;
        if (!count) continue;
        count->n[i]++;
        count->any = true;
    }
}

/* ---- lines ---------------------------------------------------------------------------------- */

/* Did an earlier run write that, of a day before this one? */
static bool is_earlier(const char *line, size_t len, int32_t today)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-,";
    int32_t day;
    int commas = 0;
    for (size_t i = 0; i < len; i++) commas += line[i] == ',';
    bool is_line =
        len > 10 && line[10] == ',' && commas == COUNTS + 2 && strspn(line, plain) >= len;
    return is_line && tool_day_read(line, 10, &day) && day < today;
}

static void put_earlier(FILE *to, const char *text, int32_t today)
{
    while (text && *text) {
        size_t len = strcspn(text, "\r\n");
        if (is_earlier(text, len, today)) fprintf(to, "%.*s\n", (int)len, text);
        text += len + (text[len] != '\0');
    }
}

static int by_name(const void *left, const void *right, void *context)
{
    const struct trend *trend = context;
    return strcmp(trend->rules.at[*(const uint32_t *)left],
                  trend->rules.at[*(const uint32_t *)right]);
}

static void put_count(FILE *to, const char *day, const char *rule, int severity,
                      const struct count *count, bool compared)
{
    fprintf(to, "%s,%s,%d,%lld", day, rule, severity, (long long)count->n[0]);
    for (int i = 1; i < COUNTS; i++) {
        fputc(',', to);
        if (compared) fprintf(to, "%lld", (long long)count->n[i]);
    }
    fputc('\n', to);
}

static void put_today(FILE *to, struct trend *trend, const char *day, bool compared)
{
    uint32_t *order = calloc(trend->rules.n + 1, sizeof *order);
    trend->failed |= !order;
    for (uint32_t i = 0; order && i < trend->rules.n; i++) order[i] = i;
    if (order) qsort_r(order, trend->rules.n, sizeof *order, by_name, trend);
    for (uint32_t i = 0; order && i < trend->rules.n; i++)
        for (int severity = SEVERITIES - 1; severity >= 0; severity--) {
            const struct count *count = &trend->counts[order[i] * SEVERITIES + (size_t)severity];
            if (count->any)
                put_count(to, day, trend->rules.at[order[i]], severity, count, compared);
        }
    free(order);
}

char *tool_trend(const struct tool_run *run)
{
    const struct io_result *became = tool_run_result(run, "finding_changes");
    struct trend trend = {.cap = 0};
    char *text = NULL, day[11] = "";
    size_t size;
    int32_t today = 0;
    FILE *to = open_memstream(&text, &size);
    if (!to) return NULL;
    if (tool_plan_as_of(run->plan, day)) tool_day_read(day, 10, &today);
    count_findings(&trend, tool_run_result(run, "findings"));
    count_changes(&trend, became);
    if (!tool_given(run->arguments, TOOL_RAW)) fputs("\xEF\xBB\xBF", to);
    fputs(header, to);
    put_earlier(to, run->previous.trend, today);
    if (!trend.failed) put_today(to, &trend, day, became != NULL);
    bool failed = trend.failed || ferror(to);
    free(trend.counts);
    tool_names_clear(&trend.rules);
    if (fclose(to) == 0 && !failed) return text;
    free(text);
    return NULL;
}
