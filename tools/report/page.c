/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page.c - text that grows, escaped where it comes from data.
 */
#include "report/page.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put(struct page *page, const char *text, size_t len)
{
    if (len > page->cap - page->len) {
        size_t cap = 2 * page->cap + len + 4096;
        char *data = realloc(page->data, cap);
        if (!data) {
            page->failed = true;
            return;
        }
        page->data = data;
        page->cap = cap;
    }
    memcpy(page->data + page->len, text, len);
    page->len += len;
}

void page_part(struct page *page, struct page *part)
{
    if (part->failed) page->failed = true;
    if (part->len) put(page, part->data, part->len);
    free(part->data);
    *part = (struct page){.data = NULL};
}

void page_raw(struct page *page, const char *text)
{
    put(page, text, strlen(text));
}

static void put_escaped(struct page *page, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        switch (text[i]) {
        case '<':
            page_raw(page, "&lt;");
            break;
        case '>':
            page_raw(page, "&gt;");
            break;
        case '&':
            page_raw(page, "&amp;");
            break;
        case '"':
            page_raw(page, "&quot;");
            break;
        case '\'':
            page_raw(page, "&#39;");
            break;
        default:
            put(page, text + i, 1);
        }
    }
}

void page_span(struct page *page, struct span text)
{
    while (text.data && text.len > 0) {
        struct tool_piece piece = tool_next_piece(&text.data, &text.len);
        put_escaped(page, piece.text, piece.len);
    }
}

void page_word(struct page *page, const char *text)
{
    page_span(page, (struct span){text, strlen(text)});
}

/* `<` and `&` are hidden from the HTML around a JSON text, too. */
static void put_json(struct page *page, struct tool_piece piece)
{
    for (size_t i = 0; i < piece.len; i++) {
        bool special = strchr("\"\\<>&'", piece.text[i]) != NULL;
        if (special)
            page_format(page, "\\u%04x", (unsigned)piece.text[i]);
        else
            put(page, piece.text + i, 1);
    }
}

void page_json(struct page *page, struct span text)
{
    page_raw(page, text.data ? "\"" : "null");
    if (!text.data) return;
    while (text.len > 0) put_json(page, tool_next_piece(&text.data, &text.len));
    page_raw(page, "\"");
}

void page_json_word(struct page *page, const char *text)
{
    page_json(page, (struct span){text, strlen(text)});
}

void page_number(struct page *page, int64_t number)
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%lld", (long long)number);
    for (int i = 0; i < len; i++) {
        int left = len - i;
        bool comma = left % 3 == 0 && i > (number < 0);
        if (comma) put(page, ",", 1);
        put(page, digits + i, 1);
    }
}

void page_format(struct page *page, const char *format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    page_raw(page, text);
}
