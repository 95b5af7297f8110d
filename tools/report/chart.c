/* SPDX-License-Identifier: Apache-2.0 */
/*
 * chart.c - a small drawing of a number over months, with its values written out for those who do
 * not see it.
 */
#include "report/page.h"

#include <string.h>

enum { WIDTH = 320, HEIGHT = 120, LEFT = 12, RIGHT = 12, TOP = 26, BOTTOM = 22 };

int64_t *report_chart_month(struct report_chart *chart, struct span month)
{
    if (chart->n && span_equal(chart->months[chart->n - 1], month))
        return &chart->values[chart->n - 1];
    if (chart->n == CHART_MONTHS) {
        chart->n--;
        memmove(chart->months, chart->months + 1, chart->n * sizeof *chart->months);
        memmove(chart->values, chart->values + 1, chart->n * sizeof *chart->values);
    }
    chart->months[chart->n] = month;
    chart->values[chart->n] = -1;
    return &chart->values[chart->n++];
}

static int64_t highest(const struct report_chart *chart)
{
    int64_t most = 1;
    for (size_t i = 0; i < chart->n; i++)
        if (chart->values[i] > most) most = chart->values[i];
    return most;
}

static int x_of(const struct report_chart *chart, size_t i)
{
    int room = WIDTH - LEFT - RIGHT;
    return LEFT + (chart->n > 1 ? (int)(i * (size_t)room / (chart->n - 1)) : room / 2);
}

/* Values are at most 10^12 or so, far below what overflows here. */
static int y_of(int64_t value, int64_t most)
{
    return HEIGHT - BOTTOM - (int)(value * (HEIGHT - TOP - BOTTOM) / most);
}

static void put_value(struct page *page, const struct report_chart *chart, size_t i)
{
    if (chart->is_share) {
        report_percent(page, chart->values[i], 1000000);
    } else {
        page_number(page, chart->values[i]);
        page_word(page, chart->unit);
    }
}

/* Known values that follow each other are joined. */
static void put_line(struct page *page, const struct report_chart *chart, int64_t most)
{
    bool joined = false;
    page_raw(page, "<path class=\"line\" d=\"");
    for (size_t i = 0; i < chart->n; i++) {
        bool known = chart->values[i] >= 0;
        if (known)
            page_format(page, "%c%d %d", joined ? 'L' : 'M', x_of(chart, i),
                        y_of(chart->values[i], most));
        joined = known;
    }
    page_raw(page, "\"/>");
    for (size_t i = 0; i < chart->n; i++)
        if (chart->values[i] >= 0)
            page_format(page, "<circle class=\"point\" cx=\"%d\" cy=\"%d\" r=\"3\"/>",
                        x_of(chart, i), y_of(chart->values[i], most));
}

static void put_label(struct page *page, int x, int y, const char *anchor)
{
    page_format(page, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">", x, y, anchor);
}

static void put_drawing(struct page *page, const struct report_chart *chart, size_t last)
{
    int64_t most = highest(chart);
    page_format(page, "<svg viewBox=\"0 0 %d %d\" aria-hidden=\"true\">", WIDTH, HEIGHT);
    page_format(page, "<path class=\"axis\" d=\"M%d %dH%d\"/>", LEFT, HEIGHT - BOTTOM,
                WIDTH - RIGHT);
    put_line(page, chart, most);
    put_label(page, LEFT, HEIGHT - 6, "start");
    page_span(page, chart->months[0]);
    page_raw(page, "</text>");
    put_label(page, WIDTH - RIGHT, HEIGHT - 6, "end");
    page_span(page, chart->months[chart->n - 1]);
    page_raw(page, "</text>");
    put_label(page, WIDTH - RIGHT, 14, "end");
    put_value(page, chart, last);
    page_raw(page, "</text></svg>");
}

void report_chart(struct page *page, const struct report_chart *chart)
{
    size_t last = chart->n;
    for (size_t i = 0; i < chart->n; i++)
        if (chart->values[i] >= 0) last = i;
    if (last == chart->n) return;
    page_raw(page, "<figure class=\"chart\"><figcaption>");
    page_span(page, chart->title);
    page_raw(page, "</figcaption>");
    put_drawing(page, chart, last);
    page_raw(page, "<ul class=\"heard\">");
    for (size_t i = 0; i < chart->n; i++) {
        if (chart->values[i] < 0) continue;
        page_raw(page, "<li>");
        page_span(page, chart->months[i]);
        page_raw(page, ": ");
        put_value(page, chart, i);
        page_raw(page, "</li>");
    }
    page_raw(page, "</ul></figure>");
}
