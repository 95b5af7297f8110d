/* SPDX-License-Identifier: Apache-2.0 */
/*
 * written.h - texts written piece by piece; in the header so that a piece costs next to nothing.
 */
#ifndef DLB_WRITTEN_H
#define DLB_WRITTEN_H

#include "base/array.h"
#include "base/bytes.h"

#include <stdint.h>
#include <string.h>

/* A text that grows; the zero state but for `env` is empty. Running out of memory is remembered. */
struct dlb_writer {
    struct dlb_env *env;
    struct dlb_array text; /* of char */
    bool failed;
};

/* Room for `most` bytes, for who knows how long many pieces can be together; NULL: no memory. What
 * was written there is kept by dlb_write_end(), which takes where it ends. */
static inline char *dlb_write_room(struct dlb_writer *writer, size_t most)
{
    char *room = dlb_array_reserve(writer->env, &writer->text, most, 1, SIZE_MAX);
    writer->failed |= !room;
    return room;
}

static inline void dlb_write_end(struct dlb_writer *writer, const char *end)
{
    writer->text.n = (size_t)(end - (const char *)writer->text.data);
}

/* In such a room; where it ends. */
static inline char *dlb_put_string(char *at, const char *string)
{
    size_t len = strlen(string);
    memcpy(at, string, len);
    return at + len;
}

static inline void dlb_write_bytes(struct dlb_writer *writer, const char *data, size_t len)
{
    char *room = dlb_write_room(writer, len);
    if (!room || !len) return;
    memcpy(room, data, len);
    writer->text.n += len;
}

static inline void dlb_write(struct dlb_writer *writer, const char *string)
{
    dlb_write_bytes(writer, string, strlen(string));
}

static inline void dlb_write_text(struct dlb_writer *writer, struct dlb_text text)
{
    dlb_write_bytes(writer, text.data, text.len);
}

/* How large a number is, whichever side of 0 it is on. */
static inline uint64_t dlb_size_of(int64_t number)
{
    return number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
}
/* A number's digits, without an end; how many they are. */
enum { DLB_NUMBER_ROOM = 20 };
size_t dlb_number_write(uint64_t number, char text[DLB_NUMBER_ROOM]);
/* A number of so many decimals, with no more of them than it needs: 1500 of 3 is 1.5. It ends
 * with a NUL, which is not counted. */
enum { DLB_DECIMAL_ROOM = DLB_NUMBER_ROOM + 3 };
size_t dlb_decimal_write(int64_t number, unsigned decimals, char text[DLB_DECIMAL_ROOM]);
/* At a place with room for DLB_INT_ROOM; where it ends. */
enum { DLB_INT_ROOM = DLB_NUMBER_ROOM + 1 };
char *dlb_put_int(char *at, int64_t number);
void dlb_write_int(struct dlb_writer *writer, int64_t number);
/* 2026-06-30; far from all years people mean: 0000-00-00 */
void dlb_write_day(struct dlb_writer *writer, int32_t day);

/* Until the next piece is written; never null. */
static inline struct dlb_text dlb_writer_text(const struct dlb_writer *writer)
{
    return (struct dlb_text){writer->text.data ? writer->text.data : "", writer->text.n};
}

static inline void dlb_writer_reset(struct dlb_writer *writer)
{
    writer->text.n = 0;
}

void dlb_writer_clear(struct dlb_writer *writer);

#endif
