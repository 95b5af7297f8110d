/* SPDX-License-Identifier: Apache-2.0 */
/*
 * family.c - files of a result folder whose names are made from the data: worklist_AGENCY.csv.
 */
#include "io/output/output_place.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char beginning[] = "worklist_", ending[] = ".csv";

bool io_family_has(const char *name)
{
    size_t len = strlen(name), before = sizeof beginning - 1, after = sizeof ending - 1;
    return len > before + after && memcmp(name, beginning, before) == 0 &&
           strcmp(name + len - after, ending) == 0;
}

bool io_family_each(int folder, bool (*has)(const char *name),
                    bool (*visit)(void *context, const char *name), void *context)
{
    int again = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *entries = again >= 0 ? fdopendir(again) : NULL;
    if (!entries && again >= 0) close(again);
    if (!entries) return false;
    bool going = true;
    for (struct dirent *entry; going && (entry = readdir(entries));)
        if (has(entry->d_name)) going = visit(context, entry->d_name);
    closedir(entries);
    return going;
}

/* Letters and digits of any script stay; what a file system or a shell takes for itself does not.
 * A hash tells ids apart that are cut. */
void io_family_name(const char *id, size_t len, char name[IO_FAMILY_NAME])
{
    static const char hex[] = "0123456789ABCDEF", plain[] = "-_.@";
    enum { HASH = 17, ROOM = IO_FAMILY_NAME - sizeof ending - 4 - HASH };
    size_t i = 0, n = sizeof beginning - 1;
    memcpy(name, beginning, n);
    for (; i < len && n < ROOM; i++) {
        unsigned char c = (unsigned char)id[i];
        bool letter = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c >= 0x80;
        if (letter || (c && strchr(plain, c))) {
            name[n++] = (char)c;
            continue;
        }
        name[n++] = '%';
        name[n++] = hex[c >> 4];
        name[n++] = hex[c & 15];
    }
    name[n] = '\0';
    if (i < len) snprintf(name + n, HASH + 1, "~%016llx", (unsigned long long)tool_hash(id, len));
}
