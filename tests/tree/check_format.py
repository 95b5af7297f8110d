#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Layout is a machine's business: clang-format 14, the order of includes, 100 columns (scripts: 120).

`check_format.py --write [FILE ...]` lays code out so. Includes stand in three blocks: headers of
the file's own folder, standard ones, those of the rest of the project.
"""
import os
import re
import subprocess
import sys
import unicodedata

import tree

FORMATTER, COLUMNS, COLUMNS_OF_SCRIPTS = "clang-format-14", 100, 120
CODE = (".c", ".cpp", ".h")
GENERATED = ("district_table.c", "emd_table.c")
TEXT = CODE + (".py", ".sh", ".build")
PLAIN = ("do", ".ci/run")
INCLUDE = re.compile(r'#include ([<"])([^>"]+)[>"]')
ROOTS = ("include", "lib", "tools", "tests")


def is_laid_out(path):
    """Generated tables are as their generator prints them."""
    return os.path.basename(path) not in GENERATED


def block_of(path, line):
    """0 the file's own folder, 1 standard, 2 the rest of the project."""
    mark, header = INCLUDE.match(line).groups()
    if mark == "<":
        return 1
    folder = os.path.dirname(path)
    places = [os.path.join(root, header) for root in (folder, *ROOTS)]
    found = next((p for p in places if os.path.exists(os.path.join(tree.SOURCE, p))), header)
    return 0 if os.path.dirname(found) == folder else 2


def runs_of_includes(lines):
    """(from, to) of each piece that holds nothing but includes and blank lines between them."""
    start = end = None
    for i, line in enumerate([*lines, "end"]):
        if INCLUDE.match(line):
            start, end = (i if start is None else start), i
        elif line.strip() and start is not None:
            yield start, end + 1
            start = None


def in_order(path, includes):
    blocks = ([line for line in includes if block_of(path, line) == block] for block in range(3))
    return "\n\n".join("\n".join(sorted(set(block))) for block in blocks if block).split("\n")


def with_includes_in_order(path, text):
    lines = text.split("\n")
    for start, end in reversed(list(runs_of_includes(lines))):
        lines[start:end] = in_order(path, [line for line in lines[start:end] if line])
    return "\n".join(lines)


def columns(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def check_columns(path, problems):
    # clang-format counts a Korean letter as the two columns it takes; so does this.
    width, most = (columns, COLUMNS) if path.endswith(CODE) else (len, COLUMNS_OF_SCRIPTS)
    for number, line in enumerate(tree.read(path).split("\n"), 1):
        if width(line) > most:
            problems.append(f"{path}:{number}: {width(line)} columns (at most {most})")


def check_includes(path, problems):
    text = tree.read(path)
    if with_includes_in_order(path, text) != text:
        problems.append(f"{path}: includes are not in order; check_format.py --write mends it")


def check_layout(paths, problems):
    """clang-format names each place; one line per file is enough."""
    done = subprocess.run([FORMATTER, "--style=file", "--dry-run", *paths], cwd=tree.SOURCE,
                          capture_output=True, text=True)
    places = re.findall(r"^(\S+?):(\d+):\d+: warning", done.stderr, re.M)
    for path in dict.fromkeys(path for path, _ in places):
        lines = [line for other, line in places if other == path]
        where = f"{path}:{lines[0]} and {len(lines) - 1} more places"
        problems.append(f"{where}: not laid out as .clang-format says")


def write(paths):
    for path in paths:
        text = tree.read(path)
        with open(os.path.join(tree.SOURCE, path), "w", encoding="utf-8") as file:
            file.write(with_includes_in_order(path, text))
    subprocess.run([FORMATTER, "--style=file", "-i", *paths], cwd=tree.SOURCE, check=True)


code = [p for p in tree.files(*CODE) if is_laid_out(p)]
if sys.argv[1:2] == ["--write"]:
    write(sys.argv[2:] or code)
    sys.exit(0)
texts = [p for p in tree.files() if (p.endswith(TEXT) or p in PLAIN) and is_laid_out(p)]
problems = []
try:
    check_layout(code, problems)
except OSError:
    print(f"{FORMATTER} is not installed")
    sys.exit(77)
for path in code:
    check_includes(path, problems)
for path in texts:
    check_columns(path, problems)
tree.finish(max(len(code) * 2 + len(texts), len(problems)), problems)
