/* SPDX-License-Identifier: Apache-2.0 */
/*
 * value.c - values as COPY writes them in its binary form, and their texts.
 *
 *   boolean           a byte                                    1, 0
 *   whole numbers     2, 4 or 8 bytes, the high one first       -17
 *   date              days since 2000-01-01                     2026-03-15
 *   timestamp, time   microseconds since then, since midnight   2026-03-15 09:30:00
 *   numeric           digits of base 10,000                     0.050
 *   uuid              16 bytes                                  00000000-0000-...
 *   texts, enums      themselves
 *
 * What is not here depends on settings of the session (timestamp with time zone), is rounded (real)
 * or has no single text; the query says how it is to be read.
 */
#include "io/postgres/postgres.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* As pg_type numbers them, for ever. */
enum {
    TYPE_BOOL = 16,
    TYPE_CHAR = 18,
    TYPE_NAME = 19,
    TYPE_INT8 = 20,
    TYPE_INT2 = 21,
    TYPE_INT4 = 23,
    TYPE_TEXT = 25,
    TYPE_UNKNOWN = 705,
    TYPE_BPCHAR = 1042,
    TYPE_VARCHAR = 1043,
    TYPE_DATE = 1082,
    TYPE_TIME = 1083,
    TYPE_TIMESTAMP = 1114,
    TYPE_NUMERIC = 1700,
    TYPE_UUID = 2950
};

enum { DIGIT_BASE = 10000, NUMERIC_NEGATIVE = 0x4000 };

/* ---- growing ----------------------------------------------------------------------------------
 */

bool pg_text_add(struct pg_text *text, const void *more, size_t len)
{
    if (len > text->cap - text->len) {
        size_t cap = 2 * text->cap + len + 256;
        char *grown = realloc(text->at, cap);
        if (!grown) return false;
        text->at = grown;
        text->cap = cap;
    }
    if (len) memcpy(text->at + text->len, more, len);
    text->len += len;
    return true;
}

/* ---- out of the database --------------------------------------------------------------------- */

/* Of n bytes, the high one first. */
static int64_t int_at(const char *bytes, size_t n)
{
    uint64_t number = (signed char)bytes[0] < 0 ? UINT64_MAX : 0;
    for (size_t i = 0; i < n; i++) number = number << 8 | (unsigned char)bytes[i];
    return (int64_t)number;
}

static int date_text(char *text, size_t cap, int64_t day)
{
    int32_t year, month, day_of_month;
    if (day == INT32_MAX || day == INT32_MIN)
        return snprintf(text, cap, "%sinfinity", day < 0 ? "-" : "");
    tool_day_split(day + PG_DAY_ZERO, &year, &month, &day_of_month);
    return snprintf(text, cap, "%04d-%02d-%02d", (int)year, (int)month, (int)day_of_month);
}

/* Zeros at the end of a second's fraction are not written. */
static int time_text(char *text, size_t cap, int64_t microseconds)
{
    enum { SECOND = 1000000 };
    int64_t seconds = microseconds / SECOND;
    int len = snprintf(text, cap, "%02d:%02d:%02d.%06d", (int)(seconds / 3600),
                       (int)(seconds / 60 % 60), (int)(seconds % 60), (int)(microseconds % SECOND));
    while (text[len - 1] == '0') len--;
    return text[len - 1] == '.' ? len - 1 : len > 8 ? len : 8;
}

static int timestamp_text(char *text, size_t cap, int64_t microseconds)
{
    const int64_t of_day = INT64_C(86400000000);
    if (microseconds == INT64_MAX || microseconds == INT64_MIN)
        return snprintf(text, cap, "%sinfinity", microseconds < 0 ? "-" : "");
    int64_t day = microseconds / of_day, rest = microseconds % of_day;
    if (rest < 0) rest += of_day, day--;
    int len = date_text(text, cap, day);
    text[len++] = ' ';
    return len + time_text(text + len, cap - (size_t)len, rest);
}

static int uuid_text(char *text, const char *bytes)
{
    int len = 0;
    for (int i = 0; i < 16; i++)
        len += sprintf(text + len, i == 4 || i == 6 || i == 8 || i == 10 ? "-%02x" : "%02x",
                       (unsigned char)bytes[i]);
    return len;
}

static bool put_four(struct pg_text *made, int digit, bool first, int n_digits)
{
    char text[8];
    int len = snprintf(text, sizeof text, first ? "%d" : "%04d", digit);
    return pg_text_add(made, text, (size_t)(n_digits < len ? n_digits : len));
}

/* A digit of base 10,000, of which the first stands for 10,000^weight. */
static int digit_at(const char *value, int64_t n_digits, int64_t at)
{
    return at >= 0 && at < n_digits ? (int)int_at(value + 8 + 2 * at, 2) : 0;
}

static bool put_fraction(const char *value, int64_t n_digits, int64_t at, int64_t decimals,
                         struct pg_text *made)
{
    bool done = decimals <= 0 || pg_text_add(made, ".", 1);
    for (; done && decimals > 0; at++, decimals -= 4)
        done =
            put_four(made, digit_at(value, n_digits, at), false, decimals < 4 ? (int)decimals : 4);
    return done;
}

/* number of digits, weight of the first, sign, decimals; then the digits */
static bool numeric_text(const char *value, size_t len, struct pg_text *made, bool *bad)
{
    int64_t n_digits = len >= 8 ? int_at(value, 2) : -1;
    *bad = n_digits < 0 || len != (size_t)(8 + 2 * n_digits);
    if (*bad) return false;
    int64_t weight = int_at(value + 2, 2), sign = int_at(value + 4, 2) & 0xFFFF;
    if (sign != 0 && sign != NUMERIC_NEGATIVE) return pg_text_add(made, "NaN", 3); /* or infinity */
    bool done = sign == 0 || pg_text_add(made, "-", 1);
    if (weight < 0) done = done && pg_text_add(made, "0", 1);
    for (int64_t at = 0; done && at <= weight; at++)
        done = put_four(made, digit_at(value, n_digits, at), at == 0, 4);
    return done && put_fraction(value, n_digits, weight + 1, int_at(value + 6, 2), made);
}

static size_t bytes_of(Oid type)
{
    switch (type) {
    case TYPE_BOOL:
        return 1;
    case TYPE_INT2:
        return 2;
    case TYPE_INT4:
    case TYPE_DATE:
        return 4;
    case TYPE_INT8:
    case TYPE_TIME:
    case TYPE_TIMESTAMP:
        return 8;
    case TYPE_UUID:
        return 16;
    default:
        return 0;
    }
}

bool pg_type_is_read(Oid type)
{
    static const Oid texts[] = {TYPE_CHAR,    TYPE_NAME,   TYPE_TEXT,
                                TYPE_UNKNOWN, TYPE_BPCHAR, TYPE_VARCHAR};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (type == texts[i]) return true;
    return type == TYPE_NUMERIC || bytes_of(type) > 0;
}

static int fixed_text(Oid type, const char *value, size_t n_bytes, char *text, size_t cap)
{
    int64_t number = n_bytes <= 8 ? int_at(value, n_bytes) : 0;
    switch (type) {
    case TYPE_DATE:
        return date_text(text, cap, number);
    case TYPE_TIME:
        return time_text(text, cap, number);
    case TYPE_TIMESTAMP:
        return timestamp_text(text, cap, number);
    case TYPE_UUID:
        return uuid_text(text, value);
    default:
        return snprintf(text, cap, "%" PRId64, number);
    }
}

bool pg_value_text(Oid type, const char *value, size_t len, struct pg_text *made,
                   struct tool_piece *text, bool *bad)
{
    size_t n_bytes = bytes_of(type), from = made->len;
    *bad = n_bytes > 0 && len != n_bytes;
    if (*bad) return false;
    *text = (struct tool_piece){value, len};
    if (n_bytes == 0 && type != TYPE_NUMERIC) return true;
    bool done;
    if (type == TYPE_NUMERIC) {
        done = numeric_text(value, len, made, bad);
    } else {
        char room[64];
        int n = fixed_text(type, value, n_bytes, room, sizeof room);
        done = pg_text_add(made, room, (size_t)n);
    }
    *text = (struct tool_piece){NULL, made->len - from}; /* it may still move */
    return done;
}

/* ---- into the database ----------------------------------------------------------------------- */

bool pg_put_int(struct pg_text *row, int64_t number, int n_bytes)
{
    char bytes[8];
    for (int i = n_bytes; i-- > 0; number >>= 8) bytes[i] = (char)(number & 0xFF);
    return pg_text_add(row, bytes, (size_t)n_bytes);
}

bool pg_put_decimal(struct pg_text *row, int64_t number, int decimals)
{
    enum { DIGITS = 8 };
    int digits[DIGITS] = {0}, n = 0;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    int n_after = (decimals + 3) / 4;
    for (int i = decimals; i < 4 * n_after; i++) rest *= 10;
    for (; n < DIGITS && (rest > 0 || n < n_after); rest /= DIGIT_BASE)
        digits[n++] = (int)(rest % DIGIT_BASE);
    bool done = pg_put_int(row, 8 + 2 * n, 4) && pg_put_int(row, n, 2) &&
                pg_put_int(row, n - n_after - 1, 2) &&
                pg_put_int(row, number < 0 ? NUMERIC_NEGATIVE : 0, 2) &&
                pg_put_int(row, decimals, 2);
    while (done && n > 0) done = pg_put_int(row, digits[--n], 2);
    return done;
}
