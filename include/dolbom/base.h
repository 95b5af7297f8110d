/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file base.h
 * What every other header stands on: statuses, errors, quality, the environment.
 *
 * dolbom has no global state. Every function is reentrant; a handle that is not
 * documented as shareable belongs to one thread at a time. Nothing here reads the
 * locale, the clock or environment variables, and nothing is printed.
 *
 * Structs that a caller allocates begin with `struct_size`, which the caller sets to their
 * sizeof. They grow only at their end, so a program and a library of different versions get
 * along: the library fills what both know and zeroes the rest of the caller's struct; of a
 * struct it reads (#dolbom_environment) it takes what both know and refuses what it does not
 * know unless that is zero. A struct_size below 4 or above 65536 is DOLBOM_E_ARG.
 *
 * Ownership words: `_read` and `_open` make a handle, `_free` takes it back and
 * accepts NULL; Arrow structures follow Arrow's own release rules.
 */
#ifndef DOLBOM_BASE_H
#define DOLBOM_BASE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Marks a function that the shared library exports. */
#if defined(__GNUC__)
#define DOLBOM_API __attribute__((visibility("default")))
#else
#define DOLBOM_API
#endif

/**
 * The version these headers belong to: 10000 times the first number, 100 times the second and
 * the third; 0.1.0 is 100. A program may compare it with dolbom_version_number().
 */
#define DOLBOM_VERSION_NUMBER 100

/**
 * What became of a call. It says nothing about the data; see #dolbom_quality.
 *
 * A later version may know more of them, so a status that a program does not know means that
 * the call failed. Only DOLBOM_OK means that it did not.
 */
typedef int32_t dolbom_status;

enum {
    DOLBOM_OK = 0,           /**< done */
    DOLBOM_E_ARG = 10,       /**< the caller broke the contract (NULL, size, order) */
    DOLBOM_E_ROOM = 20,      /**< the output buffer is too small; the length says what is needed */
    DOLBOM_E_MEMORY = 30,    /**< memory is exhausted or the memory limit is reached */
    DOLBOM_E_PLAN = 40,      /**< the plan text is wrong; error.row is its line, from 0 */
    DOLBOM_E_SCHEMA = 50,    /**< a table or a column is missing or has an unusable type */
    DOLBOM_E_INPUT = 60,     /**< a stream broke Arrow's rules or carried impossible data */
    DOLBOM_E_IO = 70,        /**< a file function failed; error.os_error says why */
    DOLBOM_E_CORRUPT = 80,   /**< a stored file or a linked library failed its check */
    DOLBOM_E_BUSY = 90,      /**< the handle is in use by another call */
    DOLBOM_E_KEY = 100,      /**< a key is missing, wrong or not allowed */
    DOLBOM_E_CANCELLED = 110 /**< the progress function asked to stop */
};

/**
 * How a value fared: one byte beside each cleaned value. Dirty data is never an error.
 *
 * Qualities rise from worst to best and neighbours are ten apart, so that a later version can
 * put one between them: what is at least DOLBOM_QUALITY_REPAIRED is usable.
 */
typedef uint8_t dolbom_quality;

enum {
    DOLBOM_QUALITY_MISSING = 0,   /**< empty or a placeholder such as "미상" */
    DOLBOM_QUALITY_INVALID = 10,  /**< not usable as a value of its kind */
    DOLBOM_QUALITY_REPAIRED = 20, /**< usable after dropping, guessing or converting something */
    DOLBOM_QUALITY_GOOD = 30      /**< usable; spacing, width and separators do not count */
};

/**
 * A text inside another one, or inside a buffer of the caller's: UTF-8, not NUL-terminated. Where
 * len is 0, data may be NULL.
 */
typedef struct dolbom_text {
    const char *data; /**< its first byte */
    size_t len;       /**< how many bytes */
} dolbom_text;

/**
 * What went wrong, for people. Owned by the caller, who sets it to #DOLBOM_ERROR_INIT.
 *
 * A message never quotes a field value, so it may be logged. Every function that
 * takes a `dolbom_error *` accepts NULL and refuses one without its size (DOLBOM_E_ARG). On
 * DOLBOM_OK it is left untouched.
 */
typedef struct dolbom_error {
    uint32_t struct_size; /**< sizeof(dolbom_error) as the caller was compiled */
    int32_t os_error;     /**< errno of the failed system call, else 0 */
    int64_t row;          /**< row of the input or line of the text, from 0; -1 if none applies */
    char column[48];      /**< column or plan key, "" if none applies */
    char message[192];    /**< one line of English, no final full stop */
} dolbom_error;

/** The state of a #dolbom_error before its first use. */
#define DOLBOM_ERROR_INIT                                                                          \
    {                                                                                              \
        sizeof(dolbom_error), 0, -1, "", ""                                                        \
    }

/**
 * How far a long call has come.
 *
 * `done` and `total` count rows or tasks of the named stage; `total` is 0 while it
 * is unknown. `memory_bytes` is what the library holds at that moment.
 */
typedef struct dolbom_progress {
    uint32_t struct_size;  /**< sizeof(dolbom_progress) as the library was compiled */
    uint32_t reserved;     /**< 0 */
    const char *stage;     /**< name of the stage, a static string */
    uint64_t done;         /**< units done */
    uint64_t total;        /**< units in all, 0 if unknown */
    uint64_t memory_bytes; /**< bytes held through this environment */
} dolbom_progress;

/**
 * Where the library gets memory, how much of it, how many threads it may start and
 * whom it tells about progress. Copied by dolbom_plan_read(); zeros mean defaults.
 *
 * `resize` is malloc, realloc and free in one: a NULL block allocates, a `new_size`
 * of 0 frees and returns NULL, anything else moves; it returns memory aligned to 16
 * bytes, or NULL when there is none. It is called from several threads at once.
 *
 * `progress` is called on the thread that called the library, when a stage begins and a
 * few times a second; a non-zero return cancels the call, which then returns DOLBOM_E_CANCELLED.
 */
typedef struct dolbom_environment {
    uint32_t struct_size;        /**< sizeof(dolbom_environment) as the caller was compiled */
    uint32_t n_threads;          /**< threads a call may use; 0: one per processor */
    uint64_t memory_limit_bytes; /**< most memory to hold at once; 0: no limit */
    void *(*resize)(void *context, void *block, size_t old_size, size_t new_size);
    /**< NULL: the C library's */
    void *resize_context; /**< first argument of resize */
    int32_t (*progress)(void *context, const dolbom_progress *progress); /**< NULL: silent */
    void *progress_context; /**< first argument of progress */
} dolbom_environment;

/** An environment of defaults only. */
#define DOLBOM_ENVIRONMENT_INIT                                                                    \
    {                                                                                              \
        sizeof(dolbom_environment), 0, 0, NULL, NULL, NULL, NULL                                   \
    }

/**
 * The version of the library, such as "0.1.0".
 *
 * @return a static string
 */
DOLBOM_API const char *dolbom_version(void);

/**
 * The version of the library that is loaded, as #DOLBOM_VERSION_NUMBER writes it.
 *
 * @return 100 for 0.1.0; a library of a higher number knows all that one of a lower number
 *         with the same soname knows
 */
DOLBOM_API uint32_t dolbom_version_number(void);

/**
 * The name of a status, such as "out of memory" for DOLBOM_E_MEMORY.
 *
 * @param[in] status  any value; unknown ones give "unknown status"
 * @return a static string of English
 */
DOLBOM_API const char *dolbom_status_text(dolbom_status status);

/**
 * The name of a quality, such as "repaired" for DOLBOM_QUALITY_REPAIRED.
 *
 * @param[in] quality  any value; unknown ones give "unknown quality"
 * @return a static string of English
 */
DOLBOM_API const char *dolbom_quality_text(dolbom_quality quality);

/**
 * Check the libraries this one stands on: that Judy keeps its keys, that ICU
 * decodes windows-949 and normalises Hangul, that xxHash, Nettle and libsodium give their
 * published values. Agencies run it once at installation; it takes milliseconds.
 *
 * @param[out] error  names the library that failed; may be NULL
 * @return DOLBOM_OK, DOLBOM_E_MEMORY or DOLBOM_E_CORRUPT
 */
DOLBOM_API dolbom_status dolbom_self_test(dolbom_error *error);

#ifdef __cplusplus
}
#endif

#endif
