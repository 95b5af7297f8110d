/* SPDX-License-Identifier: Apache-2.0 */
/*
 * place_shown.c - where results are, as a summary says it.
 */
#include "run/run.h"

#include <stdlib.h>
#include <string.h>

/* A slash that was typed after a folder is not doubled by what follows. */
char *tool_place_shown(const struct tool_run *run, const char *path)
{
    bool is_mail = tool_number(run->arguments, TOOL_SUMMARY, 0) == 1;
    char *from_root = is_mail ? realpath(path, NULL) : NULL;
    char *safe = tool_foreign_copy(from_root ? from_root : path);
    free(from_root);
    for (size_t n = safe ? strlen(safe) : 0; n > 1 && safe[n - 1] == '/'; n--) safe[n - 1] = '\0';
    return safe;
}
