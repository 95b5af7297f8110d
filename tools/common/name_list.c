/* SPDX-License-Identifier: Apache-2.0 */
/*
 * name_list.c - lists of names, as tables of the source hold them: "agency_id! record_id! name".
 */
#include "common/common.h"

#include <string.h>

bool tool_list_next(const char **at, struct tool_listed *listed)
{
    const char *name = *at + strspn(*at, " ");
    size_t len = strcspn(name, " ");
    *at = name + len;
    listed->required = len > 0 && name[len - 1] == '!';
    snprintf(listed->name, sizeof listed->name, "%.*s", (int)(len - listed->required), name);
    return len > 0;
}
