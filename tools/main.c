/* SPDX-License-Identifier: Apache-2.0 */
/*
 * main.c - the `dolbom` command as a program; Python runs the same as `python -m dolbom`.
 */
#include "command/command.h"

int main(int argc, char **argv)
{
    return tool_main(argc, argv);
}
