#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A folder of lib/ is a module with a layer: includes and references only point down.

Includes: from outside a folder only FOLDER/FOLDER.h, of a lower layer. References: a dlb_
symbol that an object of a folder does not define is defined in its own folder or below;
the linker would not mind, but the folder could not be understood, or linked, without those
above it.
"""
import glob
import os
import re
import subprocess

import tree

LAYER = {"base": 0, "text": 1, "schema": 2, "field": 3, "table": 3, "intake": 4, "juso": 4, "key": 4, "match": 4,
         "rulebook": 4, "policy": 5, "plan": 5, "caseload": 6, "finding": 7, "people": 7, "rule": 8, "stage": 9,
         "value": 9, "registry": 9}
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


def symbols_of(archive):
    """Per object: what it defines and what it needs, by its folder of lib/."""
    listing = subprocess.run(["nm", "-A", archive], check=True, capture_output=True, text=True).stdout
    defined, needed = {}, []
    for line in listing.splitlines():
        place, _, rest = line.partition(".o:")
        kind, name = rest.split()[-2:]
        if not name.startswith(("dlb_", "dolbom_")):
            continue
        found = re.match(r"(?:meson-generated_\.\._)?([a-z]+)_", os.path.basename(place.split(":")[-1]))
        folder = found.group(1)
        if kind == "U":
            needed.append((folder, name))
        else:
            defined[name] = folder
    return defined, needed


def check_references(problems):
    archives = glob.glob(os.path.join(tree.BUILD, "lib", "libdolbom_internal.a"))
    if not archives:
        return 0
    defined, needed = symbols_of(archives[0])
    upward = sorted({(folder, name) for folder, name in needed if not below(folder, defined[name])})
    for folder, name in upward:
        problems.append(f"lib/{folder} needs {name}, which lib/{defined[name]} defines")
    return len(needed)


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
n_checked = sum(check(found) for check in (check_includes, check_headers, check_references, check_names))
tree.finish(n_checked, found)
