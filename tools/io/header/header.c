/* SPDX-License-Identifier: Apache-2.0 */
/*
 * header.c - which names of columns are known.
 *
 * People space out a header (성 명), break it in two lines, put a unit or a script after it in
 * brackets: none of this changes what it means, so none of it is compared.
 */
#include "io/header/header.h"

#include <string.h>
#include <strings.h>

#include "dolbom/value.h"

static const struct io_usual usual_headers[] = {
#include "usual_headers.h" /* made from usual_headers.txt */
};

static const struct io_usual_word usual_words[] = {
#include "usual_words.h" /* made from usual_words.txt */
};

enum { N_WORDS = sizeof usual_words / sizeof *usual_words };
enum { N_USUAL = sizeof usual_headers / sizeof *usual_headers };

/* How many bytes of marks that a header may do without begin the text; 0: none. */
static size_t mark_len(const char *text, size_t len)
{
    static const char *const marks[] = {"\xC2\xB7", "\xE3\x80\x80", "\xC2\xA0", "\xE2\x80\xBB",
                                        "\xEF\xBB\xBF"};
    if (len == 0) return 0;
    if (strchr(" \t\r\n()[]{}<>*_-.,:/'\"#", text[0]) && text[0]) return 1;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t n = strlen(marks[i]);
        if (n <= len && memcmp(text, marks[i], n) == 0) return n;
    }
    return 0;
}

/* As the library writes a text, but for x, ○ and other signs that may stand for an empty cell,
 * which it leaves out: with a letter after them they do not. */
static size_t normalize(const char *text, size_t len, char normal[DOLBOM_VALUE_MAX])
{
    char lettered[IO_FOLDED_MAX + 1];
    size_t n = 0;
    dolbom_quality quality;
    if (len > IO_FOLDED_MAX) return 0;
    if (len > 0) memcpy(lettered, text, len);
    lettered[len] = 'q';
    if (dolbom_value_normalize(NULL, "text", lettered, len + 1, normal, DOLBOM_VALUE_MAX, &n,
                               &quality) != DOLBOM_OK)
        return 0;
    return n > 0 ? n - 1 : 0;
}

/* Without case, width and blanks, and without marks unless they are kept. */
static size_t fold(const char *text, size_t len, bool keep_marks, char folded[IO_FOLDED_MAX])
{
    char normal[DOLBOM_VALUE_MAX];
    size_t n = normalize(text, len, normal), folded_len = 0, skipped;
    for (size_t i = 0; i < n; i++) {
        skipped = keep_marks ? normal[i] == ' ' : mark_len(normal + i, n - i);
        if (skipped > 0) {
            i += skipped - 1;
            continue;
        }
        if (folded_len == IO_FOLDED_MAX) return 0;
        bool large = normal[i] >= 'A' && normal[i] <= 'Z';
        folded[folded_len++] = large ? (char)(normal[i] + 'a' - 'A') : normal[i];
    }
    return folded_len;
}

size_t io_header_fold(const char *text, size_t len, char folded[IO_FOLDED_MAX])
{
    return fold(text, len, false, folded);
}

bool io_header_is_same(const char *name, const char *text, size_t len)
{
    size_t name_len = strlen(name), n;
    for (;;) {
        while ((n = mark_len(name, name_len)) > 0) name += n, name_len -= n;
        while ((n = mark_len(text, len)) > 0) text += n, len -= n;
        if (name_len == 0 || len == 0) return name_len == len;
        if (strncasecmp(name++, text++, 1) != 0) return false;
        name_len--, len--;
    }
}

const struct io_usual *io_usual_find(const char *table, const char *header, size_t len)
{
    char folded[IO_FOLDED_MAX];
    size_t n = io_header_fold(header, len, folded);
    for (size_t i = 0; n > 0 && i < N_USUAL; i++)
        if ((!*table || strcmp(usual_headers[i].table, table) == 0) &&
            strlen(usual_headers[i].header) == n && memcmp(usual_headers[i].header, folded, n) == 0)
            return &usual_headers[i];
    return NULL;
}

const struct io_usual *io_usual_of(const char *table, const char *column)
{
    for (size_t i = 0; i < N_USUAL; i++)
        if (strcmp(usual_headers[i].table, table) == 0 &&
            strcmp(usual_headers[i].column, column) == 0)
            return &usual_headers[i];
    return NULL;
}

static const struct io_usual_table usual_tables[] = {
#include "usual_tables.h" /* made from usual_headers.txt */
};

const struct io_usual_table *io_usual_table_at(size_t index)
{
    return index < sizeof usual_tables / sizeof *usual_tables ? &usual_tables[index] : NULL;
}

bool io_usual_signs(const struct io_usual_table *table, char *const *headers, int n)
{
    char folded[IO_FOLDED_MAX];
    for (int i = 0; i < n; i++) {
        size_t len = io_header_fold(headers[i], strlen(headers[i]), folded);
        if (len > 0 && tool_list_has(table->signs, folded, len)) return true;
    }
    return false;
}

const struct io_usual_word *io_word_at(size_t index)
{
    return index < N_WORDS ? &usual_words[index] : NULL;
}

const char *io_word_find(const char *table, const char *column, const char *text, size_t len)
{
    char folded[IO_FOLDED_MAX];
    size_t n = fold(text, len, true, folded); /* as the plan's `values:` compares */
    for (size_t i = 0; n > 0 && i < N_WORDS; i++) {
        const struct io_usual_word *word = &usual_words[i];
        if (strlen(word->word) == n && memcmp(word->word, folded, n) == 0 &&
            strcmp(word->column, column) == 0 && strcmp(word->table, table) == 0)
            return word->ours;
    }
    return NULL;
}

bool io_word_is_foreign(const struct io_usual *usual, const char *text, size_t len)
{
    const char *ours = io_word_find(usual->table, usual->column, text, len);
    return ours && (strlen(ours) != len || strncasecmp(ours, text, len) != 0);
}

bool io_header_knows(const char *table, const char *columns, const char *text, size_t len)
{
    return tool_list_has(columns, text, len) || io_usual_find(table, text, len);
}
