#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The library and the command hold no function for tests alone.

A function that is not static is needed by another object of the same library; or its own
file uses it outside its own body, comments, texts and declarations. Public functions
(dolbom_) are there for callers.
"""
import re

import tree
from objects import Objects

NOISE = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', re.S)
PUBLIC = ("dolbom_", "Judy")  # Judy*: libJudy calls us for its memory


def uses_in(text, name):
    """How often code names a function, not counting where it is defined or declared."""
    code = NOISE.sub(" ", text)
    own = re.compile(rf"^[^\s#{{}}][^;{{}}]*\b{name}\s*\([^;{{}}]*(?:;|\{{.*?^\}})", re.M | re.S)
    return len(re.findall(rf"\b{name}\b", own.sub(" ", code)))


problems, n_checked = [], 0
sources = set(tree.files(".c"))  # without generated ones, whose tables others need
for folder in ("lib", "tools"):
    objects = Objects(folder)
    needed = {name for _, name in objects.outer_needs()}
    for name, path in sorted(objects.defined.items()):
        n_checked += 1
        used = name in needed or name.startswith(PUBLIC) or name == "main"
        used = used or (path in sources and uses_in(tree.read(path), name) > 0)
        if not used:
            problems.append(f"{path}: nothing in {folder}/ uses {name}")
tree.finish(n_checked, problems)
