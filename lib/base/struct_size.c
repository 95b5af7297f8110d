/* SPDX-License-Identifier: Apache-2.0 */
/*
 * struct_size.c - structs of callers who were compiled against another version.
 *
 * A struct of the public headers grows only at its end, and its first field says how large
 * the caller knows it to be. So what both sides know lies in the same bytes, and the rest
 * has one answer for each direction:
 *
 *   caller       we fill in a struct                we read one
 *   is older     only what it has room for          what it lacks is our default
 *   is newer     the rest is zeroed: "not known"    the rest must be zero: a wish that nobody
 *                                                   knows must not be passed over in silence
 */
#include "base/base.h"

#include <string.h>

enum {
    HEAD = sizeof(uint32_t), /* struct_size alone */
    SIZE_LIMIT = 65536 /* larger than any version's struct; memory that was never set may be */
};

static size_t size_of(const void *theirs)
{
    uint32_t size;
    memcpy(&size, theirs, sizeof size);
    return size;
}

bool dlb_struct_fits(const void *theirs)
{
    size_t size = size_of(theirs);
    return size >= HEAD && size <= SIZE_LIMIT;
}

dolbom_status dlb_struct_give(const void *made, size_t made_size, void *theirs)
{
    if (!dlb_struct_fits(theirs)) return DOLBOM_E_ARG;
    size_t size = size_of(theirs);
    size_t shared = size < made_size ? size : made_size;
    memcpy((char *)theirs + HEAD, (const char *)made + HEAD, shared - HEAD);
    memset((char *)theirs + shared, 0, size - shared);
    return DOLBOM_OK;
}

dolbom_status dlb_struct_take(const void *theirs, void *copy, size_t copy_size)
{
    if (!dlb_struct_fits(theirs)) return DOLBOM_E_ARG;
    size_t size = size_of(theirs);
    for (size_t i = copy_size; i < size; i++)
        if (((const char *)theirs)[i] != 0) return DOLBOM_E_ARG;
    size_t shared = size < copy_size ? size : copy_size;
    shared -= shared % sizeof(uint64_t); /* a field that is cut in two counts as absent */
    if (shared > HEAD) memcpy((char *)copy + HEAD, (const char *)theirs + HEAD, shared - HEAD);
    return DOLBOM_OK;
}
