/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file arrow.h
 * The Arrow C data interface and C stream interface, as specified by Apache Arrow.
 *
 * The three structures are an ABI of their own: pyarrow, polars, R's nanoarrow and
 * DuckDB make and take the very same ones. If another header has declared them
 * already, its guard macros keep these out.
 *
 * Columns that dolbom reads may be of these types, anything else is DOLBOM_E_SCHEMA:
 *
 *   utf8, large_utf8, string view, and the same of bytes that are UTF-8     u U vu z Z vz
 *   integers of 8 to 64 bits, boolean                           c C s S i I l L b
 *   decimal32, 64, 128 of scale 0: whole numbers                d:P,0 d:P,0,32 d:P,0,64
 *   float, double: of at most 9 decimals; NaN is null           f g
 *   date32, date64, timestamp without a time zone: the day      tdD tdm tss: tsm: tsu: tsn:
 *   null: with no buffer or with one                            n
 *   dictionary of texts or nulls, nullable, any integer index
 *
 * Every column may be null in any row, and rows may be null as a whole. In a text column an integer
 * or a day is read as its text ("15", "2024-02-29"). Columns that dolbom gives are utf8, int32,
 * int64, uint64, double, date32 and fixed_size_binary(16), all nullable.
 *
 * dolbom checks everything structural about an incoming array, but the interface
 * carries no buffer sizes: an array is trusted memory, like any pointer.
 */
#ifndef DOLBOM_ARROW_H
#define DOLBOM_ARROW_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1 /**< the dictionary's order means something */
#define ARROW_FLAG_NULLABLE 2           /**< the field may hold nulls */
#define ARROW_FLAG_MAP_KEYS_SORTED 4    /**< keys of each map are sorted */

/** The type and name of a column, or of a whole table as a struct. */
struct ArrowSchema {
    const char *format;             /**< type, such as "u"; "+s" of a table */
    const char *name;               /**< of the column; may be NULL */
    const char *metadata;           /**< key and value pairs in Arrow's encoding; may be NULL */
    int64_t flags;                  /**< ARROW_FLAG_… bits */
    int64_t n_children;             /**< columns of a table, 0 of a column */
    struct ArrowSchema **children;  /**< n_children of them */
    struct ArrowSchema *dictionary; /**< type of the values of a dictionary, else NULL */
    void (*release)(struct ArrowSchema *); /**< frees it; NULL once released or moved */
    void *private_data;                    /**< the producer's */
};

/** The values of a column, or of a whole batch as a struct. */
struct ArrowArray {
    int64_t length;                /**< rows */
    int64_t null_count;            /**< how many are null; -1: nobody has counted */
    int64_t offset;                /**< rows to skip at the beginning of each buffer */
    int64_t n_buffers;             /**< as many as the type has */
    int64_t n_children;            /**< as the schema's */
    const void **buffers;          /**< validity bits first (NULL: none is null), then values */
    struct ArrowArray **children;  /**< n_children of them */
    struct ArrowArray *dictionary; /**< values of a dictionary, else NULL */
    void (*release)(struct ArrowArray *); /**< frees it; NULL once released or moved */
    void *private_data;                   /**< the producer's */
};

#endif

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

/** A source of batches that share one schema. */
struct ArrowArrayStream {
    /** The schema of all batches, to be released by the caller; 0 or an errno. */
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
    /** The next batch, to be released by the caller, or one whose release is NULL at the end. */
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
    /** What the last failure was about; NULL: unknown. Valid until the next call. */
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *); /**< frees it; NULL once released or moved */
    void *private_data;                         /**< the producer's */
};

#endif

#ifdef __cplusplus
}
#endif

#endif
