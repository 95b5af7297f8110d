#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Functions stay short and simple, files stay readable; the worst ten are shown either way."""
import ast
import subprocess
import sys

import tree

FUNCTION_LINES, COMPLEXITY, FILE_LINES = 60, 15, 500

sources = [p for p in tree.files(".c", ".py") if not p.endswith("_table.c")]
try:
    listing = subprocess.run(["pmccabe", *[p for p in sources if p.endswith(".c")]], cwd=tree.SOURCE,
                             check=True, capture_output=True, text=True).stdout
except OSError:
    print("pmccabe is not installed")
    sys.exit(77)
lengths, complexities = [], []
for line in listing.splitlines():
    _, complexity, _, _, lines, where = line.split("\t", 5)
    lengths.append((int(lines), where))
    complexities.append((int(complexity), where))
for path in sources:
    if path.endswith(".py"):
        lengths += [(node.end_lineno - node.lineno + 1, f"{path}({node.lineno}): {node.name}")
                    for node in ast.walk(ast.parse(tree.read(path))) if isinstance(node, ast.FunctionDef)]
files = [(tree.read(path).count("\n"), path) for path in sources]
problems = [f"{where}: {lines} lines (at most {FUNCTION_LINES})" for lines, where in lengths if lines > FUNCTION_LINES]
problems += [f"{where}: complexity {c} (at most {COMPLEXITY})" for c, where in complexities if c > COMPLEXITY]
problems += [f"{path}: {lines} lines (at most {FILE_LINES})" for lines, path in files if lines > FILE_LINES]
for title, found in ("longest functions", lengths), ("most complex functions", complexities), ("longest files", files):
    print(title + ":", *(f"  {n:4} {where}" for n, where in sorted(found, reverse=True)[:10]), sep="\n")
tree.finish(len(lengths) + len(sources), problems)
