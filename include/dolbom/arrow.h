/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file arrow.h
 * The Arrow C data interface and C stream interface, as specified by Apache Arrow.
 *
 * The three structures are an ABI of their own: pyarrow, polars, R's nanoarrow and
 * DuckDB make and take the very same ones. If another header has declared them
 * already, its guard macros keep these out.
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
    const char *format;
    const char *name;
    const char *metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema **children;
    struct ArrowSchema *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};

/** The values of a column, or of a whole batch as a struct. */
struct ArrowArray {
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void **buffers;
    struct ArrowArray **children;
    struct ArrowArray *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};

#endif

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

/** A source of batches that share one schema. */
struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};

#endif

#ifdef __cplusplus
}
#endif

#endif
