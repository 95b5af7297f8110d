/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sheet_place.c - places in a sheet as Excel writes them: AB12.
 */
#include "io/book/book_inside.h"

void io_column_letters(int64_t column, char *out)
{
    char letters[4];
    int n = 0;
    for (int64_t rest = column + 1; rest > 0 && n < 3; rest = (rest - 1) / 26)
        letters[n++] = (char)('A' + (rest - 1) % 26);
    while (n > 0) *out++ = letters[--n];
    *out = '\0';
}

bool book_place_read(const char **text, int64_t *column, int64_t *row)
{
    const char *at = *text;
    int64_t letters = 0, digits = 0;
    if (*at == '$') at++;
    for (int n = 0; *at >= 'A' && *at <= 'Z' && n < 4; n++)
        letters = letters * 26 + *at++ - 'A' + 1;
    if (*at == '$') at++;
    for (int n = 0; *at >= '0' && *at <= '9' && n < 9; n++) digits = digits * 10 + *at++ - '0';
    *text = at;
    *column = letters - 1;
    *row = digits - 1;
    return letters > 0 && letters <= IO_SHEET_COLUMNS_MAX && digits > 0 &&
           digits <= IO_SHEET_ROWS_MAX;
}
