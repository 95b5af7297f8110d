#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The shipped example: everything planted is found, no trap is taken for a finding."""
import json
import os
import re
import shutil

import acceptance as a

# Rules without a case in the example, and why.
WITHOUT_A_CASE = {
    "D25": "asks about findings that somebody confirmed, which only a run can give; shown below",
    "X04": "takes amounts that no number can hold, which nobody writes even for an example",
}

example = os.path.join(a.SOURCE, "examples", "namyangju")
with a.folder() as out:
    a.reconcile(example, out)
    findings = {f["finding_id"]: f for f in a.table(out, "findings.csv")}
    runs = {r["rule"]: r for r in a.table(out, "rule_runs.csv")}
    about = {id: {(f["rule"], agency, "") for agency in f["agencies"].split(";")} for id, f in findings.items()}
    for row in a.table(out, "finding_rows.csv"):
        about[row["finding_id"]].add((findings[row["finding_id"]]["rule"], row["agency_id"], row["record_id"]))
    found = set().union(*about.values())
    with open(os.path.join(out, "report.html"), encoding="utf-8") as file:
        report = file.read()
    data = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', report, re.S)[1])
    rows = [row for case in data["cases"] for row in case["rows"]]
    used = {name: {row[name] for row in rows if row.get(name)} for name in ("role", "status", "table")}
    used["role"] |= {row["role"] for row in a.table(out, "finding_rows.csv")}
    used["level"] = {level for link in data["links"] for _, level in link["levels"] if level}
    for name, codes in used.items():
        lacking = codes - {code for code, *_ in data["codes"][name]}
        a.expect(codes and not lacking, f"the report has no word for these codes of {name}: {sorted(lacking)}")

    planted = a.table(example, "_truth", "findings.csv")
    for case in planted:
        a.expect((case["rule"], case["agency_id"], case["record_id"]) in found,
                 f"{case['rule']} at {case['agency_id']} {case['record_id']} not found: {case['note']}")
    cases = {(case["rule"], case["agency_id"], case["record_id"]) for case in planted}
    for id, finding in findings.items():
        a.expect(about[id] & cases, f"{finding['rule']} was not planted: {sorted(about[id])}")
    for trap in a.table(example, "_truth", "traps.csv"):
        a.expect((trap["rule"], trap["agency_id"], trap["record_id"]) not in found,
                 f"{trap['rule']} at {trap['agency_id']} {trap['record_id']} found, but: {trap['note']}")
    for rule, run in runs.items():
        has_case = any(case["rule"] == rule for case in planted)
        a.expect(has_case != (rule in WITHOUT_A_CASE), f"{rule}: a case is planted: {has_case}")
        a.expect(not has_case or run["state"] == "run", f"{rule} did not run: {run['reason']}")

    known = {(r["agency_id"], r["record_id"]) for r in a.table(example, "_truth", "records.csv")}
    with open(os.path.join(a.SOURCE, "tools", "command", "command.c"), encoding="utf-8") as file:
        named = set(re.findall(r'([a-z]+-[a-z]+)(?:/|[^/]{,30})(P[0-9]{7})', file.read()))
    a.expect(len(named) == 2 and named <= known, f"the help shows records of the example: {named}")
    with open(os.path.join(out, "timings.json"), encoding="utf-8") as file:
        stages = [stage["stage"] for stage in json.load(file)["stages"]]
    a.expect(len(stages) == len(set(stages)), f"a stage is listed twice: {stages}")
    a.expect({"files", "persons", "link", "services", "judge", "write"} <= set(stages), f"stages: {stages}")

    counts = {c["table"]: c for c in a.table(out, "table_counts.csv")}
    for name, c in counts.items():
        n = {k: int(c[k]) for k in ("rows_in", "accepted", "rejected", "collapsed")}
        a.expect(n["rows_in"] == n["accepted"] + n["rejected"] + n["collapsed"], f"rows of {name} are lost: {n}")
    with open(os.path.join(out, "summary.txt"), encoding="utf-8") as file:
        summary = re.sub(r"(?<=[0-9]),(?=[0-9])", "", file.read())
    for name, rows, used, more in re.findall(r"^- (\w+) (\d+)행 중 (\d+)행 사용(.*)$", summary, re.M):
        others = sum(int(n) for n in re.findall(r"(\d+)행", more))
        a.expect(int(rows) == int(used) + others, f"the short summary loses rows of {name}: {rows}, {used}{more}")
    a.expect("1행 합침" in summary, "the short summary does not tell of the row that is merged")
    rejects = a.table(out, "rejects.csv")
    a.expect(len(rejects) == sum(int(c["rejected"]) for c in counts.values()), "rejects and counts differ")
    a.expect({r["reason"] for r in rejects} >= {"REQUIRED", "COLUMNS", "DATE", "RANGE", "ORPHAN", "CODE", "NUMBER"},
             f"bad rows of every kind: {sorted({r['reason'] for r in rejects})}")
    for words in ("월별 지표", "생활권별 욕구 충족 현황", "<p>2026-06 · 욕구가 있는 분", "먼저 찾아갈 분",
                  "비공개", "동부 생활권", "Month by month", "Needs met, by zone", "<p>2026-06 · Of those in need",
                  "Whom to visit first", "All zones"):
        a.expect(words in report, f"the report shows {words}")

    confirmed = next(f for f in findings.values() if f["rule"] == "D09")
    policy, later = os.path.join(out, "policy"), os.path.join(out, "later")
    shutil.copytree(a.POLICY, policy)
    with open(os.path.join(policy, "decisions.csv"), "w", encoding="utf-8") as file:
        file.write(f"finding_id,decision,at\n{confirmed['finding_id']},confirmed,2026-05-01\n")
    a.dolbom("reconcile", "--in", example, "--policy", policy, "--as-of", a.AS_OF, "--out", later, "--quiet")
    still = [f for f in a.table(later, "findings.csv") if f["rule"] == "D25"]
    a.expect([(f["person_id"], f["start_date"]) for f in still] == [(confirmed["person_id"], confirmed["start_date"])],
             f"what was confirmed and goes on: {still}")
a.finish()
