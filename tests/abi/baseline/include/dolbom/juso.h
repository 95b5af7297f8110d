/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file juso.h
 * A table of the country's addresses: which road address is which lot, and its official number.
 *
 * Whether 한누리대로 1811 and 반곡동 47-1 are one place is written nowhere in the two addresses;
 * only the files of juso.go.kr tell. They are the user's to fetch and load: a builder takes
 * their rows and makes an index, and the index, opened, becomes part of a plan. Addresses
 * read under that plan get what they do not say: the lot of a road address, the road of a
 * lot, the gu, the postcode, and the building's 26-digit number (value.h, `juso_key`).
 *
 * The library reads and writes no files: an index is bytes, ideally a file mapped read-only.
 * The same set of rows gives the same bytes, in whatever order they come.
 */
#ifndef DOLBOM_JUSO_H
#define DOLBOM_JUSO_H

#include "dolbom/plan.h"

#ifdef __cplusplus
extern "C" {
#endif

/** An opened index; immutable, any number of threads may use it. */
typedef struct dolbom_juso dolbom_juso;

/** An index in the making; belongs to one thread at a time. */
typedef struct dolbom_juso_builder dolbom_juso_builder;

/** What an index holds. */
typedef struct dolbom_juso_info {
    uint32_t struct_size;    /**< sizeof(dolbom_juso_info) as the caller was compiled */
    uint32_t n_buildings;    /**< road addresses, each with a number of its own */
    uint32_t n_lots;         /**< pairs of a lot and a building on it */
    uint32_t n_roads;        /**< road codes (도로명코드) */
    uint32_t n_dongs;        /**< legal dong and ri codes (법정동코드) */
    uint32_t n_zips;         /**< postcodes */
    uint32_t n_roads_unread; /**< roads whose name is not read as one: never found by road */
    uint32_t n_dongs_unread; /**< legal dongs such as 세종로, read as a road: never found by lot */
    uint64_t n_bytes;        /**< size of the index */
    uint64_t checksum;       /**< fingerprint of all it holds */
} dolbom_juso_info;

/** What became of the rows: n_rows = n_used + n_replaced + n_orphans + n_rejected. */
typedef struct dolbom_juso_tally {
    uint32_t struct_size; /**< sizeof(dolbom_juso_tally) as the caller was compiled */
    uint32_t reserved;    /**< 0 */
    uint64_t n_rows;      /**< rows given, "No Data" and empty lines aside */
    uint64_t n_used;      /**< in the index */
    uint64_t n_replaced;  /**< superseded by another row, or about something abolished */
    uint64_t n_orphans;   /**< lots of a building that no row describes */
    uint64_t n_rejected;  /**< not usable */
} dolbom_juso_tally;

/**
 * Begin an index.
 *
 * @param[in]  environment  allocator, limits, threads, progress; NULL: defaults
 * @param[out] builder      to be given to dolbom_juso_builder_free()
 * @param[out] error        what happened; may be NULL
 * @return DOLBOM_OK, DOLBOM_E_ARG or DOLBOM_E_MEMORY
 */
DOLBOM_API dolbom_status dolbom_juso_builder_open(const dolbom_environment *environment,
                                                  dolbom_juso_builder **builder,
                                                  dolbom_error *error);

/**
 * Add one line of an official file, of the full ones or the daily changes.
 *
 * A line of 24 columns is a building (rnaddrkor), one of 14 a lot that belongs to a building
 * (jibun_rnaddrkor). Of several lines about one building the one with the latest 효력발생일
 * counts, of one day an abolition (이동사유 63), then a change, then a line without reason. A
 * lot abolished in any line is no lot of that building.
 *
 * @param[in,out] builder  the index; after a failure only fit to be freed
 * @param[in]     line     UTF-8, columns separated by '|', without the line's end
 * @param[in]     len      length of line in bytes
 * @param[out]    reason   NULL when the line is taken (or holds nothing), else why it is not:
 *                         a static string that quotes nothing of the line
 * @param[out]    error    what happened; may be NULL
 * @return DOLBOM_OK, DOLBOM_E_ARG, DOLBOM_E_MEMORY or DOLBOM_E_INPUT (more roads or legal
 *         dongs than an index can hold)
 */
DOLBOM_API dolbom_status dolbom_juso_builder_add(dolbom_juso_builder *builder, const char *line,
                                                 size_t len, const char **reason,
                                                 dolbom_error *error);

/**
 * Make the index of all lines added. To be called once; nothing may be added afterwards.
 *
 * @param[in,out] builder  the index
 * @param[out]    bytes    its bytes, aligned to 16, the builder's until it is freed
 * @param[out]    n_bytes  how many
 * @param[out]    tally    struct_size set by the caller; may be NULL
 * @param[out]    error    what happened; may be NULL
 * @return DOLBOM_OK, DOLBOM_E_ARG, DOLBOM_E_MEMORY, DOLBOM_E_INPUT (more postcodes than an
 *         index can hold) or DOLBOM_E_CANCELLED
 */
DOLBOM_API dolbom_status dolbom_juso_builder_finish(dolbom_juso_builder *builder,
                                                    const void **bytes, uint64_t *n_bytes,
                                                    dolbom_juso_tally *tally, dolbom_error *error);

/**
 * Give a builder and its bytes back.
 *
 * @param[in] builder  the builder; NULL is ignored
 */
DOLBOM_API void dolbom_juso_builder_free(dolbom_juso_builder *builder);

/**
 * Open an index where it lies.
 *
 * Everything is checked first: form, version, size, checksum, order, ranges. Whatever passes
 * is safe to look up in, also if somebody made it on purpose.
 *
 * @param[in]  bytes        the index, aligned to 8; must stay as they are until the handle and
 *                          all plans with it are freed
 * @param[in]  n_bytes      how many
 * @param[in]  environment  allocator and limits; NULL: defaults
 * @param[out] juso         to be given to dolbom_juso_free()
 * @param[out] error        the damaged section as column, and what to do; may be NULL
 * @return DOLBOM_OK, DOLBOM_E_ARG, DOLBOM_E_MEMORY or DOLBOM_E_CORRUPT (also when another
 *         version of dolbom or a machine of the other byte order made it)
 */
DOLBOM_API dolbom_status dolbom_juso_open(const void *bytes, uint64_t n_bytes,
                                          const dolbom_environment *environment, dolbom_juso **juso,
                                          dolbom_error *error);

/**
 * Tell what an index holds.
 *
 * @param[in]     juso  the index
 * @param[in,out] info  struct_size set by the caller; all other fields are filled
 * @return DOLBOM_OK or DOLBOM_E_ARG
 */
DOLBOM_API dolbom_status dolbom_juso_describe(const dolbom_juso *juso, dolbom_juso_info *info);

/**
 * Give an index back. Plans made with it stay usable.
 *
 * @param[in] juso  the index; NULL is ignored
 */
DOLBOM_API void dolbom_juso_free(dolbom_juso *juso);

/**
 * Make a plan that is another one with this table; it replaces a table the other one had.
 *
 * Plans read over the new one keep the table.
 *
 * @param[in]  base   the plan to change, or NULL for the built-in one; not consumed
 * @param[in]  juso   the table; the plan keeps a reference of its own
 * @param[out] plan   the new plan, to be given to dolbom_plan_free()
 * @param[out] error  what happened; may be NULL
 * @return DOLBOM_OK, DOLBOM_E_ARG or DOLBOM_E_MEMORY
 */
DOLBOM_API dolbom_status dolbom_plan_with_juso(const dolbom_plan *base, dolbom_juso *juso,
                                               dolbom_plan **plan, dolbom_error *error);

/**
 * The fingerprint of a plan's table, for run logs: dolbom_juso_info.checksum.
 *
 * @param[in] plan  the plan, or NULL for the built-in one
 * @return the fingerprint, 0 when the plan has no table
 */
DOLBOM_API uint64_t dolbom_plan_juso_hash(const dolbom_plan *plan);

#ifdef __cplusplus
}
#endif

#endif
