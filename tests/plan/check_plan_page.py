#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""docs/plan.md shows the library's own table of keys, and the levels of its kinds.

The report has words for these levels, and for the columns that plans of ours compare.

usage: check_plan_page.py PLAN_KEYS [--write]

PLAN_KEYS is the program that prints the table; --write puts it into the page.
"""
import os
import re
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
with open(os.path.join(SOURCE, "tools", "report", "report_codes.c"), encoding="utf-8") as file:
    worded = set(re.findall(r'\{"(\w+)",\s*\{"', file.read()))
compared = {word for line in levels.splitlines() for word in line.partition(": ")[2].split()}
for name in ("default_plan.yaml", "token_plan.yaml", "fuzzy_plan.yaml"):
    with open(os.path.join(SOURCE, "lib", "plan", name), encoding="utf-8") as file:
        compared |= set(re.findall(r"^  (\w+):\n    kind:", file.read(), re.M))
unworded = sorted(compared - worded)
for word in unworded:
    print("tools/report/report_codes.c has no words for:", word)
for line in missing:
    print("docs/plan.md lacks:", line)
for line in stale:
    print("docs/plan.md says:", line)
failed = len(missing) + len(stale) + len(unworded)
passed = len(table.splitlines()) + len(levels.splitlines()) + len(compared) - len(missing) - len(unworded)
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
