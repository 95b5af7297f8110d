/* SPDX-License-Identifier: Apache-2.0 */
/*
 * exit_text.c - what exit codes mean, in a word.
 */
#include "command/command.h"

const char *tool_exit_text(size_t code)
{
    static const char *const texts[] = {
        [TOOL_DONE] = "done",
        [TOOL_FINDINGS] = "findings at or above --fail-on; diff: differences; policy: problems",
        [TOOL_USAGE] = "wrong usage",
        [TOOL_INPUT] = "bad input",
        [TOOL_ENVIRONMENT] = "file, disk or memory",
        [TOOL_INTERRUPTED] = "interrupted",
    };
    return code < sizeof texts / sizeof *texts ? texts[code] : NULL;
}
