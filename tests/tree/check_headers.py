#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Public headers compile alone in every language they promise, are installed, and are mostly documentation."""
import os
import subprocess
import tempfile

import tree

LANGUAGES = [("gcc", "c99", "c"), ("gcc", "c17", "c"), ("g++", "c++17", "c++"), ("clang", "c17", "c")]
LINES_MAX = 200
FLAGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror", "-fsyntax-only"]


def comment_share(text):
    """Share of the non-blank lines that are comment."""
    comment = total = 0
    inside = False
    for line in (l.strip() for l in text.splitlines()):
        if not line:
            continue
        total += 1
        comment += inside or line.startswith("/*") or "/**<" in line
        inside = (inside or "/*" in line) and "*/" not in line
    return comment / total


problems, n = [], 0
installed = tree.read("include/meson.build")
for path in tree.files(".h"):
    if not path.startswith("include/"):
        continue
    n += 3
    if f"'{path[len('include/'):]}'" not in installed:
        problems.append(f"{path}: is not installed (include/meson.build)")
    lines = tree.read(path).count("\n")
    if lines > LINES_MAX:
        problems.append(f"{path}: {lines} lines, more than {LINES_MAX}")
    share = comment_share(tree.read(path))
    if share < 0.55 and not path.endswith("/dolbom.h"):
        problems.append(f"{path}: only {share:.0%} of its lines are comment (55 % wanted)")
    for compiler, standard, language in LANGUAGES:
        n += 1
        with tempfile.NamedTemporaryFile("w", suffix=".c") as file:
            file.write(f'#include "{path[len("include/"):]}"\n')
            file.flush()
            done = subprocess.run([compiler, "-x", language, "-std=" + standard, *FLAGS, "-I",
                                   os.path.join(tree.SOURCE, "include"), file.name], capture_output=True, text=True)
        if done.returncode:
            problems.append(f"{path}: {compiler} -std={standard}: {done.stderr.splitlines()[0]}")
tree.finish(n, problems)
