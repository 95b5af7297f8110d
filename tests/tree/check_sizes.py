#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Functions stay short and simple, files stay readable; the worst ten are shown either way."""
import subprocess
import sys

import tree

FUNCTION_LINES, COMPLEXITY, FILE_LINES = 60, 15, 500

sources = [p for p in tree.files(".c", ".h") if not p.endswith("_table.c")]
try:
    listing = subprocess.run(["pmccabe", *[p for p in sources if p.endswith(".c")]], cwd=tree.SOURCE,
                             check=True, capture_output=True, text=True).stdout
except OSError:
    print("pmccabe is not installed")
    sys.exit(77)
functions = []
for line in listing.splitlines():
    _, complexity, _, _, lines, rest = line.split("\t", 5)
    functions.append((int(lines), int(complexity), rest))
problems = [f"{where}: {lines} lines (at most {FUNCTION_LINES})"
            for lines, _, where in functions if lines > FUNCTION_LINES]
problems += [f"{where}: complexity {c} (at most {COMPLEXITY})" for _, c, where in functions if c > COMPLEXITY]
for path in sources:
    lines = tree.read(path).count("\n")
    if lines > FILE_LINES and path.endswith(".c"):
        problems.append(f"{path}: {lines} lines (at most {FILE_LINES})")
longest = sorted(functions, reverse=True)[:10]
most_complex = sorted(functions, key=lambda function: -function[1])[:10]
print("longest functions:", *(f"  {lines:4} {where}" for lines, _, where in longest), sep="\n")
print("most complex functions:", *(f"  {c:4} {where}" for _, c, where in most_complex), sep="\n")
tree.finish(len(functions) + len(sources), problems)
