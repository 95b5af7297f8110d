#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The starter policy with rules of its own, on the example: each finds what the rule finds that it works as.

From policy to report: texts, worklists, decisions, a run that knows an earlier one, what one agency sees.
"""
import csv
import os
import pathlib
import shutil

from acceptance import AS_OF, POLICY, SOURCE, dolbom, expect, finish, folder, table

DATA = os.path.join(SOURCE, "examples", "namyangju")
TABLES = {"rules": "rule", "caps": "rule", "deadlines": "rule", "thresholds": "code"}
NAME, NAME_EN = "지역에서 정한 점검", "a check of our own"


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        return reader.fieldnames, list(reader)


def add(policy, name, rows):
    """Append rows to a table of the policy."""
    path = os.path.join(policy, name + ".csv")
    columns, before = read(path)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(before + rows)


def declare(policy, own, kernel):
    """A rule that says of itself all that the policy says of its kernel."""
    for name, column in TABLES.items():
        _, rows = read(os.path.join(policy, name + ".csv"))
        add(policy, name, [{**row, column: own + row[column][len(kernel):]} for row in rows
                           if row[column].split(":")[0] == kernel])
    add(policy, "rules", [{"rule": own, "param": "kernel", "value": kernel},
                          {"rule": own, "param": "name", "value": NAME},
                          {"rule": own, "param": "name_en", "value": NAME_EN}])


def kernels():
    rows = csv.DictReader(dolbom("rules", "rule_catalogue").lstrip("\ufeff").splitlines())
    return [row["rule"] for row in rows if row["repeated_by"]]


def run(policy, out, *more):
    return dolbom("reconcile", "--in", DATA, "--policy", policy, "--as-of", AS_OF, "--out", out, *more)


def said(findings, rule):
    """What a rule found, without what names the rule."""
    return sorted((f["key"], f["start_date"], f["end_date"], f["severity"], f["due_on"], f["agencies"], f["amount_won"],
                   f["message_ko"], f["message_en"]) for f in findings if f["rule"] == rule)


def without_rules_of_own(findings):
    """I01 weighs the findings of all rules."""
    return [f for f in findings if f["rule"][0] != "L" and f["rule"] != "I01"]


def expect_twins(findings, own_of):
    for kernel, own in own_of.items():
        expect(said(findings, kernel), f"{kernel} finds nothing in the example")
        expect(said(findings, kernel) == said(findings, own) or kernel in ("D03", "D15"), f"{own} is not as {kernel}")
        expect(set(said(findings, kernel)) <= set(said(findings, own)), f"{own} lacks what {kernel} finds")


def expect_shown(out, summary, own):
    runs = {row["rule"]: row for row in table(out, "rule_runs.csv")}
    report = pathlib.Path(out, "report.html").read_text(encoding="utf-8")
    worklists = "".join(path.read_text(encoding="utf-8-sig") for path in pathlib.Path(out).glob("worklist_*.csv"))
    expect("정책에서 정한 규칙" in summary, "the summary has no part for the policy's own rules")
    for rule in own:
        expect(runs[rule]["state"] == "run" and int(runs[rule]["n_findings"]) > 0, f"{rule} did not run")
        expect((runs[rule]["name_ko"], runs[rule]["name_en"]) == (NAME, NAME_EN), f"{rule} is called otherwise")
        expect(f"  {rule}  {NAME}" in summary, f"{rule} is not in the summary")
        expect(f">{rule}<" in report and NAME in report, f"{rule} is not in the report")
        expect(f",{rule}," in worklists, f"{rule} is in no worklist")


def expect_lives(place, policy, out, own):
    """Allowed by all whom it concerns it is gone; without its rule it is not judged."""
    finding = next(f for f in table(out, "findings.csv") if f["rule"] == own)
    decided, chosen = os.path.join(place, "decided"), []
    shutil.copytree(policy, decided)
    for path in pathlib.Path(out).glob("worklist_*.csv"):
        columns, rows = read(path)
        chosen += [dict(row, decision="allowed", by="kim", at=AS_OF) for row in rows
                   if row["finding_id"] == finding["finding_id"]]
    with open(os.path.join(decided, "decisions.csv"), "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(chosen)
    run(decided, os.path.join(place, "out2"), "--quiet")
    after = {row["rule"]: row for row in table(place, "out2", "rule_runs.csv")}
    before = {row["rule"]: row for row in table(out, "rule_runs.csv")}
    expect(after[own]["n_suppressed"] == "1" and int(after[own]["n_findings"]) == int(before[own]["n_findings"]) - 1,
           f"a decision about {own} takes nothing away")
    run(POLICY, os.path.join(place, "out3"), "--quiet", "--previous", out)
    changes = {row["change"] for row in table(place, "out3", "finding_changes.csv") if row["rule"] == own}
    expect(changes == {"not_judged"}, f"without {own} its findings are {changes}")


def expect_read_by_one(place, policy, out, own):
    agency = next(f["owner_agency"] for f in table(out, "findings.csv") if f["rule"] == own and f["owner_agency"])
    run(policy, os.path.join(place, "out4"), "--quiet", "--for", agency)
    expect(any(f["rule"] == own for f in table(place, "out4", "findings.csv")), f"{agency} does not see {own}")


def expect_explained(policy, own):
    said_ko = dolbom("rules", "--policy", policy, "--as-of", AS_OF, own)
    expect(said_ko.startswith(f"{own}  {NAME}  {NAME_EN}\n") and "works as      D05" in said_ko, said_ko[:200])
    listed = dolbom("rules", "--policy", policy, "--as-of", AS_OF)
    expect(f"{own}  {NAME}  ({NAME_EN})" in listed, "it is not among the rules")
    checked = dolbom("policy", "check", policy)
    expect(f"{own}은 D05와 같은 방식으로 판단하는 이 정책의 규칙입니다." in checked, "no sentence says what it is")


with folder() as place:
    policy, out = os.path.join(place, "policy"), os.path.join(place, "out")
    shutil.copytree(POLICY, policy)
    own_of = {kernel: f"L{number:02}" for number, kernel in enumerate(kernels(), 1)}
    for kernel, own in own_of.items():
        declare(policy, own, kernel)
    summary = run(policy, out)
    run(POLICY, os.path.join(place, "plain"), "--quiet")
    findings, plain = table(out, "findings.csv"), table(place, "plain", "findings.csv")
    expect(without_rules_of_own(findings) == without_rules_of_own(plain), "other rules find something else")
    expect_twins(findings, own_of)
    expect_shown(out, summary, own_of.values())
    expect_lives(place, policy, out, own_of["D05"])
    expect_read_by_one(place, policy, out, own_of["O06"])
    expect_explained(policy, own_of["D05"])
finish()
