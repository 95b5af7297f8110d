#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""docs/tables.md describes the tables of lib/schema/schema.txt; --write writes them into it.

Between `<!-- tables KIND -->` and `<!-- end -->` stand the tables of one kind, one after the other.
"""
import os
import re
import sys

import tree

sys.path.insert(0, os.path.join(tree.SOURCE, "lib", "schema"))
import make_schema  # noqa: E402

PAGE = "docs/tables.md"
MARKED = re.compile(r"(<!-- tables (\w+) -->\n).*?(<!-- end -->)", re.S)
COMMON = {"valid_from", "valid_to", "legal_ref", "note"}


def type_of(column):
    if column.words:
        return " ".join(f"`{word}`" for word in column.words)
    return column.type + (f" of `{column.refers}`" if column.refers else "")


def describe(table, columns):
    lines = [f"### `{table}`", "", "| column | type | meaning |", "|---|---|---|"]
    for column in columns:
        name = f"**{column.name}**" if column.required else column.name
        unread = " *(not read yet)*" if column.unread else ""
        lines.append(f"| {name} | {type_of(column)} | {column.meaning}{unread} |")
    return "\n".join(lines) + "\n"


def section(tables, wanted):
    parts = []
    for table, kind, columns in tables:
        if kind == "policy":
            columns = [c for c in columns if c.name not in COMMON]
        if kind == "result":
            for column in columns:
                column.required = column.unread = False
        if kind == wanted:
            parts.append(describe(table, columns))
    return "\n" + "\n".join(parts) + "\n"


tables = make_schema.read(os.path.join(tree.SOURCE, "lib", "schema", "schema.txt"))
page = tree.read(PAGE)
right = MARKED.sub(lambda m: m[1] + section(tables, m[2]) + m[3], page)
if "--write" in sys.argv and right != page:
    with open(os.path.join(tree.SOURCE, PAGE), "w", encoding="utf-8") as file:
        file.write(right)
    page = right
kinds = {m[2] for m in MARKED.finditer(page)}
problems = [f"{PAGE}: no place for tables of kind {kind}" for kind in make_schema.KINDS if kind not in kinds]
if page != right:
    problems.append(f"{PAGE}: is not what schema.txt says; run tests/tree/check_tables.py --write")
tree.finish(len(tables) + 1, problems)
