#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Files of another country, with English headers, days first and windows-1252, go through inspect and reconcile with
only the confirmations that their README lists; what is in them is found, and nothing else."""
import os
import re

import acceptance as a
import make_bristol

HOME = os.path.join(a.SOURCE, "examples", "bristol")
FOLDER = os.path.join(HOME, "2026-06")


def read(*path, mode="r"):
    with open(os.path.join(*path), mode, encoding=None if "b" in mode else "utf-8") as file:
        return file.read()


def expect_made(place):
    make_bristol.write(place)
    for name in make_bristol.FILES:
        a.expect(read(place, name, mode="rb") == read(FOLDER, name, mode="rb"), f"{name} is made otherwise")
    n = sum(len(names) for _, _, names in os.walk(FOLDER))
    a.expect(n == len(make_bristol.FILES), f"{n} files are there")


def expect_plan(place):
    path = os.path.join(place, "map.yaml")
    said = a.dolbom("inspect", FOLDER, "--lang", "en", "--policy", os.path.join(HOME, "policy"), "--write", path)
    a.expect(" ? " not in said and "\n  not read: " not in said and said.count("day first") == 8, said)
    plan = read(path)
    part = read(HOME, "README.md").split("## What was confirmed\n")[1].split("\n## ")[0]
    for line in re.findall(r"(?m)^\| `(.*?)` \|", part):
        plan, n = re.subn("(?m)^# (?= *" + re.escape(line) + ")", "", plan)
        a.expect(n == 1, f"inspect asks {n} times to confirm {line}")
    a.expect(plan == read(HOME, "map.yaml"), "map.yaml is not what inspect writes with these lines")
    a.expect(re.findall("(?m)^ *#.*", plan)[1:] == [], "other lines are left to confirm")


def expect_found(out):
    a.dolbom("reconcile", "--in", FOLDER, "--plan", os.path.join(HOME, "map.yaml"), "--policy",
             os.path.join(HOME, "policy"), "--as-of", a.AS_OF, "--lang", "en", "--out", out, "--quiet")
    a.expect(a.table(out, "rejects.csv") == [], "a row is rejected")
    [found] = a.table(out, "findings.csv")
    got = tuple(found[key] for key in ("rule", "start_date", "end_date", "agencies"))
    a.expect(got == ("D03", "2026-06-08", "2026-06-26", "Avon House;Severn Home Care"), got)
    persons = {row["person_id"] for row in a.table(out, "person_records.csv")}
    a.expect(len(persons) == len(make_bristol.PEOPLE), f"{len(persons)} people")


with a.folder() as place, a.folder() as out:
    expect_made(os.path.join(place, "made"))
    expect_plan(place)
    expect_found(out)
a.finish()
