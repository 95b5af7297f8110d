/* SPDX-License-Identifier: Apache-2.0 */
/*
 * version.c - the version the library was built as.
 */
#include "base/base.h"

const char *dolbom_version(void)
{
    return DOLBOM_VERSION;
}
