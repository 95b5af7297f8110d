/* SPDX-License-Identifier: Apache-2.0 */
/*
 * written.c - numbers and days as text.
 *
 * The library's own, as findings are full of them: printf costs more than what it prints.
 */
#include "base/base.h"

size_t dlb_number_write(uint64_t number, char text[DLB_NUMBER_ROOM])
{
    size_t len = 1;
    for (uint64_t rest = number; rest >= 10; rest /= 10) len++;
    for (size_t i = len; i > 0; i--, number /= 10) text[i - 1] = (char)('0' + number % 10);
    return len;
}

size_t dlb_decimal_write(int64_t number, unsigned decimals, char text[DLB_DECIMAL_ROOM])
{
    uint64_t whole = dlb_size_of(number), part = 0, one = 1;
    for (; decimals > 0; decimals--, one *= 10) {
        uint64_t digit = whole % 10;
        whole /= 10;
        part += digit * one;
    }
    size_t len = 0;
    if (number < 0) text[len++] = '-';
    len += dlb_number_write(whole, text + len);
    if (part) text[len++] = '.';
    while (part) {
        one /= 10;
        text[len++] = (char)('0' + part / one);
        part %= one;
    }
    text[len] = '\0';
    return len;
}

char *dlb_put_int(char *at, int64_t number)
{
    if (number < 0) *at++ = '-';
    return at + dlb_number_write(dlb_size_of(number), at);
}

void dlb_write_int(struct dlb_writer *writer, int64_t number)
{
    char text[DLB_INT_ROOM];
    dlb_write_bytes(writer, text, (size_t)(dlb_put_int(text, number) - text));
}

void dlb_write_day(struct dlb_writer *writer, int32_t day)
{
    char text[10];
    dlb_day_write(day, text);
    dlb_write_bytes(writer, text, sizeof text);
}

void dlb_writer_clear(struct dlb_writer *writer)
{
    if (writer->env) dlb_array_clear(writer->env, &writer->text, 1);
    *writer = (struct dlb_writer){.env = NULL};
}
