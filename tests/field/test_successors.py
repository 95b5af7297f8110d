#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How many legal dongs and ris that were abolished lead to one successor by name and date alone.

The ministry's file of codes lies beside the project and is no part of it; without it the test says so
and ends with 77.
"""
import collections
import csv
import os
import sys

SOURCE = os.environ["DOLBOM_SOURCE"]
sys.path.insert(0, os.path.join(SOURCE, "lib", "field", "address"))
sys.dont_write_bytecode = True
import make_district_table as table  # noqa: E402

path = os.path.join(SOURCE, "..", "shared", "data", "KIKcd_B_20230501.tsv")
if not os.path.exists(path):
    print("skipped, no codes beside the project")
    sys.exit(77)
with open(path, encoding="utf-8-sig", newline="") as file:
    legal = [{k: v or "" for k, v in row.items()} for row in csv.DictReader(file, delimiter="\t")]

one, many, none = table.successors(legal)
total = len(one) + len(many) + len(none)
reasons = collections.Counter(reason for _, reason in table.unresolved(legal, many, none))
by_code = {row["법정동코드"]: row for row in legal}
print(f"{total} codes abolished since {table.SINCE}: {len(one)} ({100 * len(one) / total:.1f} %) have one successor")
for reason, n in reasons.most_common():
    print(f"{n:6} {reason}")

checks = [
    ("at least 88 % lead to one successor", 100 * len(one) >= 88 * total),
    ("every other one is listed with a reason", sum(reasons.values()) == total - len(one)),
    ("no code leads to itself", all(old != new for old, new in one.items())),
    ("a successor was created on the day its predecessor went",
     all(by_code[new]["생성일자"] == by_code[old]["말소일자"] for old, new in one.items())),
]
for what, holds in checks:
    if not holds:
        print("FAILED:", what)
print(f"{sum(holds for _, holds in checks)} passed, {sum(not holds for _, holds in checks)} failed")
sys.exit(not all(holds for _, holds in checks))
