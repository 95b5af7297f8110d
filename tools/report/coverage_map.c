/* SPDX-License-Identifier: Apache-2.0 */
/*
 * coverage_map.c - the report's heat map: of those in need, how many were given what they need, by
 * class and zone; and how long the first service took, month by month.
 *
 * The map shows the last month. Counts that are hidden stay hidden here; a class of which every
 * cell is hidden is named below the map.
 */
#include "report/page.h"

#include <stdlib.h>

enum { GROUPS_MAX = 512 };

/* Distinct texts of a column, in the order in which they come. */
struct names {
    struct span at[GROUPS_MAX];
    size_t n;
};

static size_t find_name(struct names *names, struct span name)
{
    size_t i = 0;
    while (i < names->n && !(span_equal(names->at[i], name) || (!names->at[i].data && !name.data)))
        i++;
    if (i == names->n && names->n < GROUPS_MAX) names->at[names->n++] = name;
    return i;
}

/* The last month of the table as classes by zones: the rows of the cells, -1 for none. */
struct map {
    const struct io_result *table;
    struct names zones, classes;
    int64_t rows[GROUPS_MAX][GROUPS_MAX]; /* of a class, of a zone */
};

static struct span class_of(const struct io_result *table, enum report_language language,
                            int64_t row, char scratch[IO_CELL])
{
    return report_cell(table, language == REPORT_KO ? "class_ko" : "class_en", row, scratch);
}

/* The first row of the table's last month. */
static int64_t last_month(const struct io_result *table, struct span *month)
{
    char scratch[IO_CELL];
    int64_t row = report_rows(table);
    if (!row) return 0;
    *month = report_cell(table, "month", --row, scratch);
    while (row > 0 && span_equal(report_cell(table, "month", row - 1, scratch), *month)) row--;
    return row;
}

static void read_map(struct map *map, const struct io_result *table, int64_t first,
                     enum report_language language)
{
    char scratch[IO_CELL];
    map->table = table;
    for (size_t i = 0; i < GROUPS_MAX; i++)
        for (size_t j = 0; j < GROUPS_MAX; j++) map->rows[i][j] = -1;
    for (int64_t row = first; row < report_rows(table); row++) {
        size_t zone = find_name(&map->zones, report_cell(table, "zone_id", row, scratch));
        size_t class_ = find_name(&map->classes, class_of(table, language, row, scratch));
        if (zone < GROUPS_MAX && class_ < GROUPS_MAX) map->rows[class_][zone] = row;
    }
}

static bool is_hidden(const struct map *map, int64_t row)
{
    return row < 0 || report_number(map->table, "suppressed", row);
}

static bool has_cells(const struct map *map, size_t class_)
{
    for (size_t zone = 0; zone < map->zones.n; zone++)
        if (!is_hidden(map, map->rows[class_][zone])) return true;
    return false;
}

/* ---- the map --------------------------------------------------------------------------------- */

/* How dark a cell is: quarters of the people served. */
static void put_cell(struct page *page, const struct map *map, int64_t row,
                     enum report_language language)
{
    if (is_hidden(map, row)) {
        page_raw(page, "<td class=\"n zero\">");
        if (row >= 0) page_word(page, report_word(language, WORD_HIDDEN));
        page_raw(page, "</td>");
        return;
    }
    int64_t needing = report_number(map->table, "needing", row);
    int64_t served = report_number(map->table, "served", row);
    int quarter = needing ? (int)(served * 4 / needing) : 3;
    page_format(page, "<td class=\"n q%d\"><b>", quarter > 3 ? 3 : quarter);
    report_percent(page, served, needing);
    page_raw(page, "</b> <span class=\"small\">");
    page_number(page, served);
    page_raw(page, "/");
    page_number(page, needing);
    page_raw(page, "</span></td>");
}

static void put_map(struct page *page, const struct report *report, const struct map *map,
                    enum report_language language)
{
    const char *label = report_word(language, WORD_COVERAGE);
    report_table_begin(page, label, &(struct report_heads){.look = "map"});
    page_raw(page, "<tr><th scope=\"col\">");
    page_word(page, report_word(language, WORD_CLASS));
    page_raw(page, "</th>");
    for (size_t zone = 0; zone < map->zones.n; zone++) {
        page_raw(page, "<th scope=\"col\" class=\"n\">");
        report_zone(page, report, language, map->zones.at[zone]);
        page_raw(page, "</th>");
    }
    page_raw(page, "</tr>");
    for (size_t class_ = 0; class_ < map->classes.n; class_++) {
        if (!has_cells(map, class_)) continue;
        page_raw(page, "<tr><th scope=\"row\">");
        page_span(page, map->classes.at[class_]);
        page_raw(page, "</th>");
        for (size_t zone = 0; zone < map->zones.n; zone++)
            put_cell(page, map, map->rows[class_][zone], language);
        page_raw(page, "</tr>");
    }
    report_table_end(page);
}

static void put_hidden(struct page *page, const struct map *map, enum report_language language)
{
    bool any = false;
    for (size_t class_ = 0; class_ < map->classes.n; class_++) {
        if (has_cells(map, class_)) continue;
        page_raw(page, any ? ", " : "<p class=\"small\">");
        if (!any) page_word(page, report_word(language, WORD_ALL_HIDDEN));
        if (!any) page_raw(page, " ");
        any = true;
        page_span(page, map->classes.at[class_]);
    }
    if (any) page_raw(page, "</p>");
}

static bool has_any(const struct map *map)
{
    for (size_t class_ = 0; class_ < map->classes.n; class_++)
        if (has_cells(map, class_)) return true;
    return false;
}

static void put_sentence(struct page *page, const char *sentence)
{
    page_raw(page, "<p>");
    page_word(page, sentence);
    page_raw(page, "</p>");
}

void report_coverage(struct page *page, struct report *report, enum report_language language)
{
    const struct io_result *table = report->input->coverage;
    struct span month = {NULL, 0};
    struct map *map = calloc(1, sizeof *map);
    if (!map) page->failed = true;
    if (!map) return;
    read_map(map, table, last_month(table, &month), language);
    report_section(page, language, WORD_COVERAGE);
    if (has_any(map)) {
        page_raw(page, "<p>");
        page_span(page, month);
        page_raw(page, " · ");
        page_word(page, report_word(language, WORD_COVERAGE_NOTE));
        page_raw(page, "</p>");
        put_map(page, report, map, language);
    } else {
        put_sentence(page, report_word(language, WORD_NO_COVERAGE));
    }
    put_hidden(page, map, language);
    report_section_end(page);
    free(map);
}

/* ---- days until the first service ------------------------------------------------------------ */

/* Of all zones together; months come in their order. */
static void chart_class(struct report_chart *chart, const struct io_result *table,
                        enum report_language language, struct span class_)
{
    int at = io_result_column(table, "response_days");
    for (int64_t row = 0; row < report_rows(table); row++) {
        char scratch[IO_CELL], month[IO_CELL];
        int64_t *value = report_chart_month(chart, report_cell(table, "month", row, month));
        int64_t days;
        if (report_cell(table, "zone_id", row, scratch).data ||
            !span_equal(class_of(table, language, row, scratch), class_))
            continue;
        if (at >= 0 && io_result_number(table, at, row, &days)) *value = days;
    }
}

/* False when there is nothing to draw. */
static bool put_charts(struct page *page, const struct io_result *table,
                       enum report_language language, const struct names *classes)
{
    size_t before = page->len;
    for (size_t i = 0; i < classes->n; i++) {
        struct report_chart chart = {.title = classes->at[i],
                                     .unit = report_word(language, WORD_DAYS)};
        chart_class(&chart, table, language, chart.title);
        report_chart(page, &chart);
    }
    return page->len > before;
}

void report_response(struct page *page, struct report *report, enum report_language language)
{
    const struct io_result *table = report->input->coverage;
    struct names *classes = calloc(1, sizeof *classes);
    if (!classes) page->failed = true;
    if (!classes) return;
    for (int64_t row = 0; row < report_rows(table); row++) {
        char scratch[IO_CELL];
        find_name(classes, class_of(table, language, row, scratch));
    }
    report_section(page, language, WORD_RESPONSE);
    put_sentence(page, report_word(language, WORD_RESPONSE_NOTE));
    page_raw(page, "<div class=\"charts\">");
    bool any = put_charts(page, table, language, classes);
    page_raw(page, "</div>");
    if (!any) put_sentence(page, report_word(language, WORD_NO_RESPONSE));
    report_section_end(page);
    free(classes);
}
