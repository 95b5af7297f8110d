/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zip_read.h - the entries of a zip archive; private to this folder.
 */
#ifndef ZIP_READ_H
#define ZIP_READ_H

#include <zlib.h>

#include "common/common.h"

struct zip_entry {
    const char *name;
    uint64_t place; /* of its own header in the file */
    uint64_t packed, unpacked;
    uint32_t crc;
    uint16_t method;
    bool encrypted;
};

struct zip_file {
    int file;
    const char *path; /* the caller's */
    uint64_t n_bytes;
    struct zip_entry *entries; /* by name */
    size_t n_entries;
    char *names;
};

bool zip_open(struct zip_file *zip, const char *path, struct io_problem *problem);
void zip_close(struct zip_file *zip); /* in any state but the zero one */
/* NULL: there is none. Names differ only when they do without regard to case, as in Excel. */
const struct zip_entry *zip_find(const struct zip_file *zip, const char *name);
/* Reports a file that is not as it should be. Returns false. */
bool zip_damaged(const struct zip_file *zip, const char *entry, const char *what,
                 struct io_problem *problem);

/* An entry being read. */
struct zip_stream {
    const struct zip_file *zip;
    const struct zip_entry *entry;
    uint64_t at, n_packed, n_unpacked; /* where to go on; bytes consumed and made */
    uint32_t crc;
    bool inflates, ended;
    z_stream inflate;
    unsigned char input[1 << 15];
};

bool zip_stream_open(struct zip_stream *stream, const struct zip_file *zip,
                     const struct zip_entry *entry, struct io_problem *problem);
/* The next bytes, at most `cap`; 0 at the end, once the checksum is right; -1 after a problem. */
long zip_stream_read(struct zip_stream *stream, void *out, size_t cap, struct io_problem *problem);
void zip_stream_close(struct zip_stream *stream); /* the zero state too */

#endif
