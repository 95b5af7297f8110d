#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What is built is hardened: FORTIFY, stack protector, full RELRO, no executable stack, the command a PIE.

They are read from the binaries, for a flag that the build loses would not be missed."""
import os
import re
import subprocess
import sys

import tree


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def flags_of(path):
    """What the binary lacks."""
    dynamic, headers = output("readelf", "-dW", path), output("readelf", "-lW", path)
    imports = output("nm", "-D", "--undefined-only", path)
    stack = re.search(r"GNU_STACK.* (R\S*) +0x\w+$", headers, re.M)
    checks = {
        "stack protector": "__stack_chk_fail" in imports,
        "FORTIFY": re.search(r"__\w+_chk\b", imports.replace("__stack_chk_fail", "")),
        "RELRO": "GNU_RELRO" in headers,
        "immediate binding (-z now)": re.search(r"\(FLAGS(_1)?\).*\bNOW\b|BIND_NOW", dynamic),
        "a stack that is not executable": stack and "E" not in stack.group(1),
        "position independence": re.search(r"Type: +DYN", output("readelf", "-hW", path)),
    }
    return [what for what, has in checks.items() if not has], len(checks)


if not tree.BUILD or "libasan" in output("readelf", "-dW", os.path.join(tree.BUILD, "tools", "dolbom")) or \
        "__asan_init" in output("nm", "-D", os.path.join(tree.BUILD, "tools", "dolbom")):
    print("the build is under a sanitizer")
    sys.exit(77)
problems, n = [], 0
for name in ("tools/dolbom", "lib/libdolbom.so"):
    lacks, n_checks = flags_of(os.path.join(tree.BUILD, name))
    problems += [f"{name}: lacks {what}" for what in lacks]
    n += n_checks
tree.finish(n, problems)
