#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An officer's folder of exports goes through inspect and reconcile with only the confirmations that its README lists,
and what the README says was planted is found: all of it, and nothing else."""
import json
import os
import re

import acceptance as a
import make_exports

HOME = os.path.join(a.SOURCE, "examples", "exports")
FOLDER = os.path.join(HOME, "2026-06")


def text(*path):
    with open(os.path.join(*path), encoding="utf-8") as file:
        return file.read()


def listed(title):
    """The rows of the table under a title of the README."""
    part = text(HOME, "README.ko.md").split(f"## {title}\n")[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if line.startswith("|")]
    return rows[2:]


def files(home):
    return {os.path.relpath(os.path.join(at, name), home) for at, _, names in os.walk(home) for name in names}


def same_bytes(left, right):
    with open(left, "rb") as one, open(right, "rb") as other:
        return one.read() == other.read()


def expect_made(place):
    """What is committed is what the program makes, and what the README lists."""
    make_exports.write(place)
    a.expect(files(place) == files(FOLDER), f"other files: {files(place) ^ files(FOLDER)}")
    for name in files(place):
        a.expect(same_bytes(os.path.join(place, name), os.path.join(FOLDER, name)), f"{name} is made otherwise")
    named, folder = set(), ""
    for row in listed("어떤 파일인가"):
        folder = row[0] or folder
        named.add(f"{folder}/{row[1].strip('`')}")
    a.expect(named == files(FOLDER), f"the README lists other files: {named ^ files(FOLDER)}")


def expect_plan(place):
    """The plan is what inspect writes with the confirmations of the README taken, and no other."""
    path = os.path.join(place, "map.yaml")
    said = a.dolbom("inspect", FOLDER, "--lang", "ko", "--write", path)
    plan = text(path)
    confirmed = [row[0].strip("`") for row in listed("확인한 내용")]
    for line in confirmed:
        plan, n = re.subn("(?m)^# (?= *" + re.escape(line) + ")", "", plan)
        a.expect(n == 1, f"inspect asks {n} times to confirm {line}")
    a.expect(plan == text(HOME, "map.yaml"), "map.yaml is not what inspect writes with these lines")
    a.expect(re.findall("(?m)^ *#.*", plan)[1:] == [], "other lines are left to confirm")
    a.expect(" ? " not in said and "머리글이 없어" not in said, "a column is not certain")
    for name, why in (("배분 사진대장.pdf", "PDF"), ("2026 사업계획서.hwp", "문서 파일"), ("!재고", "어느 표인지"),
                      ("!읍면동별 현황", "어느 표인지")):
        a.expect(re.search(re.escape(name) + "\n  읽지 않음: .*" + why, said), f"{name} is not named with why")


def expect_rows(out):
    rows_in = {"persons": 47, "services": 44, "needs": 4, "referrals": 3}
    counts = {row["table"]: row for row in a.table(out, "table_counts.csv")}
    for name, n in rows_in.items():
        row = {key: int(counts[name][key]) for key in ("rows_in", "accepted", "rejected", "collapsed")}
        a.expect(row == {"rows_in": n, "accepted": n, "rejected": 0, "collapsed": 0}, f"rows of {name}: {row}")
    a.expect(a.table(out, "rejects.csv") == [], "a row is rejected")
    with open(os.path.join(out, "run.json"), encoding="utf-8") as file:
        tables = json.load(file)["tables"]
    skipped = {name: tables[name].get("skipped") for name in ("persons", "services")}
    a.expect(skipped == {"persons": {"title": 3, "total": 1}, "services": {"title": 6, "total": 8}},
             f"rows that are none: {skipped}")


def expect_found(out):
    about = {row["person_id"]: row for row in a.table(out, "person_summary.csv")}
    found = set()
    for row in a.table(out, "findings.csv"):
        person = about[row["person_id"]]
        found.add((row["rule"], row["severity"], f"{person['name_masked']} {person['birth_year']}",
                   tuple(row["agencies"].split(";"))))
    planted = {(rule, severity, person[0] + "○" + person[2:], tuple(agencies.split(", ")))
               for rule, severity, person, agencies, _ in listed("넣어 둔 사례")}
    a.expect(len(planted) >= 5, "too little is planted")
    a.expect(found == planted, f"not found: {planted - found}; not planted: {found - planted}")
    worklists = {name for name in os.listdir(out) if name.startswith("worklist_") and name.endswith(".csv")}
    owners = {row["owner_agency"] for row in a.table(out, "findings.csv")}
    a.expect({f"worklist_{owner}.csv" for owner in owners} <= worklists, f"worklists: {worklists}")


with a.folder() as place, a.folder() as out:
    expect_made(os.path.join(place, "made"))
    expect_plan(place)
    a.dolbom("reconcile", "--in", FOLDER, "--plan", os.path.join(HOME, "map.yaml"), "--policy", a.POLICY,
             "--as-of", a.AS_OF, "--out", out, "--quiet")
    expect_rows(out)
    expect_found(out)
a.finish()
