#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""docs/plan.md shows the library's own table of keys, and the levels of its kinds.

usage: check_plan_page.py PLAN_KEYS [--write]

PLAN_KEYS is the program that prints the table; --write puts it into the page.
"""
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.environ.get("DOLBOM_SOURCE") or os.path.dirname(os.path.dirname(HERE))
PAGE = os.path.join(SOURCE, "docs", "plan.md")

table = subprocess.run([sys.argv[1]], check=True, capture_output=True, text=True).stdout
with open(PAGE, encoding="utf-8") as file:
    page = file.read()
begin = page.index("| key |")
end = page.index("\n\n", begin) + 1
if "--write" in sys.argv[2:]:
    with open(PAGE, "w", encoding="utf-8") as file:
        file.write(page[:begin] + table + page[end:])
    sys.exit(0)
missing = [line for line in table.splitlines() if line not in page[begin:end].splitlines()]
stale = [line for line in page[begin:end].splitlines() if line not in table.splitlines()]
shown = {f"{kind}: {row[3].strip()}"
         for row in (line.split("|") for line in page.splitlines()) if len(row) == 6
         for kind in row[1].replace("`", "").split()}
levels = subprocess.run([sys.argv[1], "--levels"], check=True, capture_output=True, text=True).stdout
missing += [line for line in levels.splitlines() if line not in shown]
for line in missing:
    print("docs/plan.md lacks:", line)
for line in stale:
    print("docs/plan.md says:", line)
print(f"{len(table.splitlines()) + len(levels.splitlines()) - len(missing)} passed, {len(missing) + len(stale)} failed")
sys.exit(1 if missing or stale else 0)
