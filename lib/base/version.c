/* SPDX-License-Identifier: Apache-2.0 */
/*
 * version.c - the version the library was built as.
 */
#include "base/base.h"

/* The build takes the version from meson.build, programs take it from the header. */
_Static_assert(DOLBOM_VERSION_NUMBER == DOLBOM_BUILD_NUMBER,
               "meson.build and include/dolbom/base.h disagree about the version");

const char *dolbom_version(void)
{
    return DOLBOM_VERSION;
}

uint32_t dolbom_version_number(void)
{
    return DOLBOM_VERSION_NUMBER;
}
