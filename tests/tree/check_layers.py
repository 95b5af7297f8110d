#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A folder of lib/ is a module with a layer: includes and references only point down.

Includes: from outside a folder only FOLDER/FOLDER.h, of a lower layer. References: a dlb_
symbol that an object of a folder does not define is defined in its own folder or below;
the linker would not mind, but the folder could not be understood, or linked, without those
above it. Nor do files need each other in a circle, there or in tools/.
"""
import os
import re

import tree
from objects import Objects

LAYER = {"base": 0, "text": 1, "schema": 2, "field": 3, "table": 3, "intake": 4, "juso": 4, "key": 4, "match": 4,
         "rulebook": 4, "policy": 5, "plan": 5, "caseload": 6, "eligibility": 7, "finding": 7, "people": 7,
         "rule": 8, "layer": 9, "stage": 10, "value": 10, "registry": 10}
INCLUDE = re.compile(r'^#include "([a-z_/]+)/([a-z_0-9]+\.h)"', re.M)
HEADER_LINES_MAX = 250


def below(folder, other):
    return folder == other or LAYER[other] < LAYER[folder]


def check_includes(problems):
    n = 0
    for path in tree.files(".c", ".h"):
        top, own = path.split("/")[0], path.split("/")[1]
        for place, header in INCLUDE.findall(tree.read(path)):
            n += 1
            folder = place.split("/")[0]
            if top == "include" and place != "dolbom":
                problems.append(f"{path}: a public header includes {place}/{header}")
            if folder not in LAYER or (top == "lib" and own == folder):
                continue
            if top == "tools":
                problems.append(f"{path}: tools use the public headers only, not {place}/{header}")
            if top == "lib" and not below(own, folder):
                problems.append(f"{path}: lib/{own} must not include {place}/{header}")
            if top == "lib" and f"{place}/{header}" != f"{folder}/{folder}.h":
                problems.append(f"{path}: {place}/{header} is private; include {folder}/{folder}.h")
    return n


def check_headers(problems):
    folders = sorted({path.split("/")[1] for path in tree.files(".h") if path.startswith("lib/")})
    for folder in folders:
        lines = tree.read(f"lib/{folder}/{folder}.h").count("\n")
        if lines > HEADER_LINES_MAX:
            problems.append(f"lib/{folder}/{folder}.h: {lines} lines, more than {HEADER_LINES_MAX}")
    return len(folders)


def check_references(problems):
    if not tree.BUILD:
        return 0
    objects = Objects("lib")
    needs = objects.outer_needs()
    upward = sorted({(path.split("/")[1], objects.defined[name].split("/")[1], name) for path, name in needs})
    for folder, other, name in upward:
        if not below(folder, other):
            problems.append(f"lib/{folder} needs {name}, which lib/{other} defines")
    return len(needs)


def check_circles(problems):
    if not tree.BUILD:
        return 0
    n = 0
    for folder in ("lib", "tools"):
        objects = Objects(folder)
        n += len(objects.needed)
        for circle in objects.circles():
            problems.append(f"files that need each other: {', '.join(sorted(circle))}")
    return n


def check_names(problems):
    """File names are unique in the whole tree."""
    n, seen = 0, {}
    for path in tree.files(".c", ".h", ".py", ".R"):
        if path.startswith(("include/", "bindings/")) or os.path.basename(path) in ("meson.build", "__init__.py"):
            continue
        n += 1
        other = seen.setdefault(os.path.basename(path), path)
        if other != path:
            problems.append(f"{path}: {other} has the same file name")
    return n


found = []
n_checked = sum(check(found) for check in (check_includes, check_headers, check_references, check_circles, check_names))
tree.finish(n_checked, found)
