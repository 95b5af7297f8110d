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

bool tool_list_has(const char *list, const char *text, size_t len)
{
    struct tool_listed listed;
    while (tool_list_next(&list, &listed))
        if (strlen(listed.name) == len && memcmp(listed.name, text, len) == 0) return true;
    return false;
}
