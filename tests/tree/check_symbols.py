#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The shared library exports exactly what lib/dolbom.map lists and the public headers declare.

And of ICU it needs no more than normalisation, converters and character properties.
"""
import os
import re
import subprocess

import tree

listed = set(re.findall(r"^    (dolbom_\w+);", tree.read("lib/dolbom.map"), re.M))
declared = set()
for path in tree.files(".h"):
    if path.startswith("include/"):
        declared |= set(re.findall(r"DOLBOM_API[^;(]*?\b(dolbom_\w+)\(", tree.read(path)))
library = os.path.join(tree.BUILD, "lib", "libdolbom.so")
output = subprocess.run(["nm", "-D", "--defined-only", library], check=True, capture_output=True, text=True).stdout
exported = {name.split("@")[0] for kind, name in (line.split()[1:3] for line in output.splitlines()) if kind != "A"}
problems = [f"exported but not listed: {name}" for name in sorted(exported - listed)]
problems += [f"listed but not exported: {name}" for name in sorted(listed - exported)]
problems += [f"listed but not declared: {name}" for name in sorted(listed - declared)]
problems += [f"declared but not listed: {name}" for name in sorted(declared - listed)]
# Slow, unsafe when memory runs out, or both: the build may ask these parts of ICU, the library never.
unwanted = re.compile(r"\b(u(?:trans|regex|col|brk|cal|dat|search|num)_\w+)")
needed = subprocess.run(["nm", "-D", "--undefined-only", library], check=True, capture_output=True, text=True).stdout
problems += [f"needs {name} of ICU at run time" for name in sorted(set(unwanted.findall(needed)))]
if "unorm2_" not in needed:
    problems.append("needs no ICU at all: this check looks at the wrong library")
tree.finish(max(len(listed | exported | declared), len(problems)), problems)
