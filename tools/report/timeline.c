/* SPDX-License-Identifier: Apache-2.0 */
/*
 * timeline.c - the worst findings, each drawn over time and written out as a table.
 *
 * The rows come from the finding's own `detail`, so the picture shows what the rule saw and nothing
 * else. Each row is a lane; the period that the finding is about is shaded. For those who cannot
 * see the drawing there is a table below it.
 */
#include "report/page.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

enum {
    WORST_MAX = 12,
    LANES_MAX = 14,
    LEFT = 190, /* room for the labels, in units of the drawing */
    WIDTH = 760,
    LANE = 26,
    NO_DAY = INT32_MIN
};

struct lane {
    const char *table, *agency, *programme, *role, *start, *end;
    int32_t from, to; /* days; `to` after the last one */
    bool running;
};

struct drawing {
    struct lane lanes[LANES_MAX];
    size_t n_lanes;
    int32_t from, to; /* the days that are drawn */
};

static int32_t day_of(struct span text)
{
    int32_t day;
    return tool_day_read(text.data, text.len, &day) ? day : NO_DAY;
}

static struct span span_of(const char *text)
{
    return (struct span){text, text ? strlen(text) : 0};
}

static const char *member(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static void read_lanes(const json_t *detail, int32_t as_of, struct drawing *drawing)
{
    const json_t *rows = json_object_get(detail, "rows"), *row;
    size_t i;
    json_array_foreach(rows, i, row)
    {
        if (drawing->n_lanes == LANES_MAX) return;
        struct lane lane = {member(row, "table"),
                            member(row, "agency_id"),
                            member(row, "programme"),
                            member(row, "role"),
                            member(row, "start"),
                            member(row, "end"),
                            NO_DAY,
                            NO_DAY,
                            false};
        lane.from = day_of(span_of(lane.start));
        lane.to = day_of(span_of(lane.end));
        lane.running = lane.to == NO_DAY;
        if (lane.running) lane.to = as_of;
        lane.to++;
        if (lane.from != NO_DAY && lane.to <= lane.from) lane.to = lane.from + 1;
        drawing->lanes[drawing->n_lanes++] = lane;
    }
}

static void measure(struct drawing *drawing, int32_t as_of)
{
    drawing->from = as_of - 30;
    drawing->to = as_of + 5;
    for (size_t i = 0; i < drawing->n_lanes; i++) {
        const struct lane *lane = &drawing->lanes[i];
        if (lane->from == NO_DAY) continue;
        if (lane->from - 5 < drawing->from) drawing->from = lane->from - 5;
        if (lane->to + 5 > drawing->to) drawing->to = lane->to + 5;
    }
}

static int x_of(const struct drawing *drawing, int32_t day)
{
    if (day < drawing->from) day = drawing->from;
    if (day > drawing->to) day = drawing->to;
    return LEFT + (int)((int64_t)(day - drawing->from) * (WIDTH - LEFT - 10) /
                        (drawing->to - drawing->from));
}

static void draw_lane(struct page *page, const struct report_input *input,
                      const struct drawing *drawing, size_t i)
{
    const struct lane *lane = &drawing->lanes[i];
    int y = 24 + (int)i * LANE;
    page_format(page, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">", LEFT - 8, y + 14);
    report_agency(input, span_of(lane->agency), page);
    page_raw(page, "</text>");
    if (lane->from == NO_DAY) return;
    int x = x_of(drawing, lane->from), width = x_of(drawing, lane->to) - x;
    page_format(page,
                "<rect class=\"bar%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"16\" rx=\"3\"/>",
                lane->running ? " open" : "", x, y, width < 3 ? 3 : width);
}

static void draw(struct page *page, const struct report_input *input, const struct drawing *drawing,
                 const struct report_finding *finding, enum report_language language)
{
    int height = 34 + (int)drawing->n_lanes * LANE;
    int32_t as_of = day_of(span_of(input->as_of)), start = day_of(finding->start);
    int32_t end = day_of(finding->end);
    page_format(page, "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"", WIDTH, height);
    page_word(page, report_word(language, WORD_TIMELINE));
    page_raw(page, "\">");
    if (start != NO_DAY) {
        int x = x_of(drawing, start), right = x_of(drawing, end == NO_DAY ? as_of : end + 1);
        page_format(page, "<rect class=\"about\" x=\"%d\" y=\"18\" width=\"%d\" height=\"%d\"/>", x,
                    right - x < 2 ? 2 : right - x, height - 24);
        page_format(page, "<text class=\"axis\" x=\"%d\" y=\"12\">", x);
        page_span(page, finding->start);
        page_raw(page, "</text>");
    }
    for (size_t i = 0; i < drawing->n_lanes; i++) draw_lane(page, input, drawing, i);
    page_format(page, "<line class=\"today\" x1=\"%d\" x2=\"%d\" y1=\"16\" y2=\"%d\"/>",
                x_of(drawing, as_of), x_of(drawing, as_of), height - 4);
    page_raw(page, "</svg>");
}

static void list_lanes(struct page *page, const struct report_input *input,
                       const struct drawing *drawing, enum report_language language)
{
    static const enum report_word heads[] = {WORD_TABLE, WORD_AGENCY, WORD_ROLE, WORD_FROM,
                                             WORD_TO};
    page_raw(page, "<div class=\"scroll\" tabindex=\"0\"><table class=\"small\"><thead><tr>");
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        page_raw(page, "<th scope=\"col\">");
        page_word(page, report_word(language, heads[i]));
        page_raw(page, "</th>");
    }
    page_raw(page, "</tr></thead><tbody>");
    for (size_t i = 0; i < drawing->n_lanes; i++) {
        const struct lane *lane = &drawing->lanes[i];
        page_raw(page, "<tr><td>");
        page_span(page, report_code(language, span_of(lane->table)));
        page_raw(page, "</td><td>");
        report_agency(input, span_of(lane->agency), page);
        page_raw(page, "</td><td>");
        page_span(page, report_code(language, span_of(lane->role)));
        page_raw(page, lane->programme ? ", " : "");
        page_span(page, span_of(lane->programme));
        page_raw(page, "</td><td>");
        page_span(page, span_of(lane->start));
        page_raw(page, "</td><td>");
        if (lane->end || !lane->start)
            page_span(page, span_of(lane->end));
        else
            page_word(page, report_word(language, WORD_RUNNING));
        page_raw(page, "</td></tr>");
    }
    page_raw(page, "</tbody></table></div>");
}

static void write_timeline(struct page *page, const struct report_input *input,
                           const struct report_finding *finding, enum report_language language)
{
    json_error_t error = {.line = 0};
    json_t *detail = json_loadb(finding->detail.data ? finding->detail.data : "",
                                finding->detail.len, JSON_REJECT_DUPLICATES, &error);
    /* A detail is valid JSON: if it cannot be read, memory ran out, which jansson reports as bad
     * syntax.
     */
    bool is_odd = !detail && json_error_code(&error) == json_error_duplicate_key;
    if (!detail && finding->detail.len > 0 && !is_odd) page->failed = true;
    struct drawing drawing = {.n_lanes = 0};
    int32_t as_of = day_of(span_of(input->as_of));
    read_lanes(detail, as_of, &drawing);
    measure(&drawing, as_of);
    if (drawing.n_lanes) {
        draw(page, input, &drawing, finding, language);
        list_lanes(page, input, &drawing, language);
    }
    json_decref(detail);
}

static void write_finding(struct page *page, const struct report_input *input, int64_t row,
                          enum report_language language)
{
    struct report_finding finding;
    report_finding_read(input, language, row, &finding);
    page_format(page, "<article><h3><span class=\"s s%d\">", (int)finding.severity);
    page_word(page, report_severity(language, finding.severity));
    page_raw(page, "</span> ");
    page_span(page, finding.rule);
    page_raw(page, " · ");
    report_person(input, finding.person_id, page);
    page_raw(page, "</h3><p>");
    page_span(page, finding.message);
    page_raw(page, "</p>");
    write_timeline(page, input, &finding, language);
    page_raw(page, "</article>");
}

/* The first findings of different rules, so that one prolific rule does not fill the page. */
void report_worst(struct page *page, const struct report_input *input,
                  enum report_language language)
{
    int64_t n = report_rows(input->findings), rows[WORST_MAX];
    size_t shown = 0;
    for (int64_t row = 0; row < n && shown < WORST_MAX; row++) {
        char scratch[IO_CELL], other[IO_CELL];
        struct span rule = report_cell(input->findings, "rule", row, scratch);
        size_t same = 0;
        for (size_t i = 0; i < shown; i++)
            same += span_equal(rule, report_cell(input->findings, "rule", rows[i], other));
        if (same < 2) rows[shown++] = row;
    }
    if (!shown) return;
    page_raw(page, "<h2>");
    page_word(page, report_word(language, WORD_WORST));
    page_raw(page, "</h2>");
    for (size_t i = 0; i < shown; i++) write_finding(page, input, rows[i], language);
}
