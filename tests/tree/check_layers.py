#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Includes only point down: a module sees those below it, never its neighbours or those above."""
import os
import re

import tree

LAYER = {"base": 0, "text": 1, "field": 2, "table": 2, "key": 3, "match": 3, "rule": 3, "plan": 4, "stage": 5}
INCLUDE = re.compile(r'^#include "([a-z_]+)/([a-z_]+\.h)"', re.M)

problems, n = [], 0
headers = {}
for path in tree.files(".c", ".h"):
    parts = path.split("/")
    for folder, header in INCLUDE.findall(tree.read(path)):
        n += 1
        if parts[0] == "lib" and folder in LAYER:
            own = parts[1]
            if folder != own and LAYER[folder] >= LAYER[own]:
                problems.append(f"{path}: lib/{own} must not include {folder}/{header}")
        if parts[0] == "tools" and folder in LAYER:
            problems.append(f"{path}: tools use the public headers only, not {folder}/{header}")
        if parts[0] == "include" and folder != "dolbom":
            problems.append(f"{path}: a public header includes {folder}/{header}")
    if parts[0] == "lib" and path.endswith(".h"):
        headers.setdefault(parts[1], []).append(parts[-1])
for folder, names in headers.items():
    n += 1
    if set(names) - {folder + ".h"} - ({"judy.h"} if folder == "base" else set()):
        problems.append(f"lib/{folder}: one header per folder, found {', '.join(sorted(names))}")
seen = {}
for path in tree.files(".c", ".h", ".py", ".R"):
    if path.startswith(("include/", "bindings/")) or os.path.basename(path) in ("meson.build", "__init__.py"):
        continue
    n += 1
    other = seen.setdefault(os.path.basename(path), path)
    if other != path:
        problems.append(f"{path}: {other} has the same file name")
tree.finish(n, problems)
