/* SPDX-License-Identifier: Apache-2.0 */
/*
 * explanation_text.c - why two records are one person, or are not, as lines of text.
 *
 * Weights are shown to thousandths of a bit. Each is the difference of the sums before and after
 * it, as they are shown, so that what is shown adds up to the weight that the table `pairs` has.
 */
#include "report/explanation.h"

#include <string.h>

enum { LABEL_COLUMNS = 40, BITS = 24 };
static const int64_t units_per_milli = 10000000; /* weights come with ten decimals */

struct printing {
    const struct explanation_input *input;
    FILE *file;
    enum report_language language;
    int64_t sum; /* of the pair at hand, so far */
};

static void put_span(const struct printing *to, struct span text)
{
    if (text.data) tool_foreign_put(to->file, text.data, text.len);
}

static void put_cell(const struct printing *to, const char *column, int64_t row)
{
    char scratch[IO_CELL];
    put_span(to, report_cell(to->input->pairs, column, row, scratch));
}

static void put_word(const struct printing *to, enum explanation_word word)
{
    fputs(explanation_word(to->language, word), to->file);
}

/* Rounded as `pairs` is: halves away from zero. */
static int64_t milli_of(int64_t units)
{
    return (units + (units < 0 ? -units_per_milli : units_per_milli) / 2) / units_per_milli;
}

static const char *bits_of(char text[BITS], int64_t milli, bool with_sign)
{
    const int64_t size = milli < 0 ? -milli : milli;
    snprintf(text, BITS, "%s%lld.%03lld",
             milli < 0   ? "-"
             : with_sign ? "+"
                         : "",
             (long long)(size / 1000), (long long)(size % 1000));
    return text;
}

/* ---- the terms of a weight ------------------------------------------------------------------- */

/* A label that fills its columns, the weight, and the sum with it. */
static void put_term(struct printing *to, const char *label, int64_t units)
{
    char weight[BITS], sum[BITS];
    const int64_t before = milli_of(to->sum), after = milli_of(to->sum + units);
    const int width = tool_width(label, strlen(label));
    to->sum += units;
    fprintf(to->file, "    %s%*s%10s%10s", label, width < LABEL_COLUMNS ? LABEL_COLUMNS - width : 1,
            "", bits_of(weight, after - before, true), bits_of(sum, after, false));
}

static void put_note(const struct printing *to, enum explanation_word word, int64_t units)
{
    char bits[BITS];
    fputs("  ", to->file);
    fprintf(to->file, explanation_word(to->language, word), bits_of(bits, milli_of(units), true));
}

static void put_field(struct printing *to, int64_t row)
{
    const struct io_result *fields = to->input->fields;
    char label[256], scratch[2][IO_CELL];
    struct span field = report_cell(fields, "field", row, scratch[0]);
    struct span level = report_cell(fields, "level", row, scratch[1]);
    const char *unknown = explanation_word(to->language, EXPLANATION_UNKNOWN);
    struct span how = level.len ? report_code(to->language, CODES_LEVEL, level)
                                : (struct span){unknown, strlen(unknown)};
    const int64_t rarity = report_number(fields, "rarity", row);
    field = report_code(to->language, CODES_FIELD, field);
    snprintf(label, sizeof label, "%.*s: %.*s", (int)field.len, field.data, (int)how.len, how.data);
    put_term(to, label, report_number(fields, "weight", row));
    if (report_number(fields, "covered", row))
        put_note(to, EXPLANATION_COVERED, 0);
    else if (rarity)
        put_note(to, rarity < 0 ? EXPLANATION_COMMON : EXPLANATION_RARE, rarity);
    if (report_number(fields, "contradicts", row)) put_note(to, EXPLANATION_CONTRADICTS, 0);
    fputc('\n', to->file);
}

/* Rows of `fields` stand in the order of their pairs; *at is the first of this one. */
static void put_terms(struct printing *to, int64_t pair, int64_t *at)
{
    const struct io_result *pairs = to->input->pairs, *fields = to->input->fields;
    const int64_t agency = report_number(pairs, "same_agency", pair);
    char threshold[BITS], total[BITS], label[128];
    to->sum = 0;
    put_term(to, explanation_word(to->language, EXPLANATION_PRIOR),
             report_number(pairs, "prior", pair));
    fputc('\n', to->file);
    if (agency) put_term(to, explanation_word(to->language, EXPLANATION_AGENCY), agency);
    if (agency) fputc('\n', to->file);
    for (; *at < report_rows(fields) && report_number(fields, "pair", *at) == pair; ++*at)
        put_field(to, *at);
    bits_of(threshold, milli_of(report_number(pairs, "threshold", pair)), false);
    snprintf(label, sizeof label, explanation_word(to->language, EXPLANATION_TOTAL), threshold);
    const int width = tool_width(label, strlen(label));
    fprintf(to->file, "    %s%*s%20s\n", label, width < LABEL_COLUMNS ? LABEL_COLUMNS - width : 1,
            "", bits_of(total, milli_of(report_number(pairs, "match_weight", pair)), false));
}

/* ---- what became of it ----------------------------------------------------------------------- */

static void put_verdict(const struct printing *to, int64_t pair)
{
    char scratch[2][IO_CELL];
    struct span verdict = report_cell(to->input->pairs, "verdict", pair, scratch[0]);
    struct span reason = report_cell(to->input->pairs, "reason", pair, scratch[1]);
    if (!verdict.len) return;
    fputs("  ", to->file);
    put_word(to, EXPLANATION_VERDICT);
    fputs(": ", to->file);
    put_span(to, explanation_code(to->language, verdict));
    if (reason.len) fputs(" - ", to->file);
    if (reason.len) put_span(to, explanation_code(to->language, reason));
    fputc('\n', to->file);
}

static void put_change(const struct printing *to, int64_t pair)
{
    char scratch[2][IO_CELL], bits[BITS];
    struct span field = report_cell(to->input->pairs, "change_field", pair, scratch[0]);
    struct span level = report_cell(to->input->pairs, "change_level", pair, scratch[1]);
    fputs("  ", to->file);
    put_word(to, EXPLANATION_CHANGE);
    fputs(": ", to->file);
    if (field.len) {
        put_span(to, report_code(to->language, CODES_FIELD, field));
        fputs(": ", to->file);
        if (level.len)
            put_span(to, report_code(to->language, CODES_LEVEL, level));
        else
            put_word(to, EXPLANATION_IF_MISSING);
        const int64_t then = milli_of(report_number(to->input->pairs, "change_weight", pair));
        fprintf(to->file, " (%s)", bits_of(bits, then, false));
    } else {
        put_word(to, EXPLANATION_NO_CHANGE);
    }
    fputc('\n', to->file);
}

/* ---- a pair ---------------------------------------------------------------------------------- */

static void put_head(const struct printing *to, int64_t pair)
{
    char scratch[IO_CELL];
    struct span role = report_cell(to->input->pairs, "role", pair, scratch);
    put_cell(to, "left_agency", pair);
    fputc('/', to->file);
    put_cell(to, "left_record", pair);
    fputs(" - ", to->file);
    put_cell(to, "right_agency", pair);
    fputc('/', to->file);
    put_cell(to, "right_record", pair);
    role = explanation_code(to->language, role);
    if (role.len) fputs("  (", to->file);
    if (role.len) put_span(to, role);
    fputs(role.len ? ")\n" : "\n", to->file);
}

/* Six decimals are known: what is rounded to 0 or 1 is neither. */
static void put_probability(const struct printing *to, int64_t ppm)
{
    if (ppm == 0)
        fputs("< 0.0001%", to->file);
    else if (ppm == 1000000)
        fputs("> 99.9999%", to->file);
    else
        fprintf(to->file, "%lld.%04lld%%", (long long)(ppm / 10000), (long long)(ppm % 10000));
}

static void put_about(const struct printing *to, int64_t pair)
{
    char scratch[IO_CELL];
    fputs("  ", to->file);
    put_word(to, EXPLANATION_PROBABILITY);
    fputs(": ", to->file);
    put_probability(to, report_number(to->input->pairs, "probability", pair));
    fputs("\n  ", to->file);
    put_word(to, EXPLANATION_RIVAL);
    fputs(": ", to->file);
    put_span(to,
             explanation_code(to->language, report_cell(to->input->pairs, "rival", pair, scratch)));
    fputs("\n  ", to->file);
    put_word(to, EXPLANATION_KEYS);
    fputs(": ", to->file);
    if (report_cell(to->input->pairs, "match_keys", pair, scratch).len)
        put_cell(to, "match_keys", pair);
    else
        put_word(to, EXPLANATION_NO_KEY);
    fputc('\n', to->file);
}

bool explanation_print(const struct explanation_input *input, FILE *file)
{
    struct printing to = {input, file, input->in_english ? REPORT_EN : REPORT_KO, 0};
    int64_t at = 0;
    for (int64_t pair = 0; pair < report_rows(input->pairs); pair++) {
        put_head(&to, pair);
        put_verdict(&to, pair);
        put_about(&to, pair);
        put_terms(&to, pair, &at);
        put_change(&to, pair);
        fputc('\n', file);
    }
    put_word(&to, report_rows(input->pairs) ? EXPLANATION_NOTE : EXPLANATION_ALONE);
    fputc('\n', file);
    return fflush(file) == 0 && !ferror(file);
}
