#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Invented worlds, judged by dolbom and by the brute-force reading of the rules in this folder.

usage: compare_worlds.py DOLBOM [--worlds N] [--seed S] [--rules D03,O01] [--skip O09] [--keep FOLDER]
                  [--table] [--all]
       compare_worlds.py DOLBOM --world FOLDER

The first world that differs stays on disk and is printed with both sides. --table counts how often each rule fired.
"""
import argparse
import csv
import os
import shutil
import subprocess
import sys
from collections import Counter

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import catalogue
import make_world
from days import day_of
from finding import columns
from local_rules import OF_NEEDS, OF_ROWS, OF_SERVICES, OF_SIGNALS, declared
from policy import Policy
from world_run import Run
from world import DATED, World


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def as_of_of(folder):
    with open(os.path.join(folder, "as_of"), encoding="utf-8") as file:
        return file.read().strip()


def run_dolbom(dolbom, folder):
    out = os.path.join(folder, "out")
    done = subprocess.run([dolbom, "reconcile", "--in", folder + "/in", "--policy", folder + "/policy", "--as-of",
                           as_of_of(folder), "--out", out, "--raw", "--quiet", "--threads", "1", "--max-rejects",
                           "100"], capture_output=True, text=True)
    # A table that was cut short ends with 3 and its results all the same.
    if done.returncode not in (0, 3) or not os.path.exists(os.path.join(out, "findings.csv")):
        raise SystemExit(f"{folder}: dolbom ended with {done.returncode}: {done.stderr.strip()[:400]}")
    if any(line["table"] in ("persons", "capacity", *DATED) for line in read(os.path.join(out, "rejects.csv"))):
        raise SystemExit(f"{folder}: a row was rejected; the oracle reads all rows")
    return out


def known_rules(dolbom, folder):
    """The rules that this program has, asked of a world whose policy names none."""
    shutil.rmtree(folder, ignore_errors=True)
    make_world.write(folder, 0, known=())
    return {line["rule"] for line in read(os.path.join(run_dolbom(dolbom, folder), "rule_runs.csv"))}


def of_program(out, compared):
    rows = {}
    for line in read(os.path.join(out, "finding_rows.csv")):
        rows.setdefault(line["finding_id"], []).append(
            (line["table"], line["agency_id"], line["row_id"], line["record_id"], line["role"]))
    return [{**{c: line[c] for c in COMPARED}, "rows": sorted(rows.get(line["finding_id"], []))}
            for line in read(os.path.join(out, "findings.csv")) if line["rule"] in compared]


COMPARED = """rule kind severity state person_id household_id service_class programme key start_date end_date days
    amount_won agencies n_agencies cross_area due_on owner_agency""".split()


def of_oracle(folder, out, compared):
    world = World(os.path.join(folder, "in"), day_of(as_of_of(folder)), read(os.path.join(out, "person_records.csv")))
    run = Run(world, Policy(os.path.join(folder, "policy"), world.as_of))
    findings, states = catalogue.judge(run, compared)
    return [columns(run, finding) for finding in findings], states


def order(finding):
    return [str(finding[c]) for c in ("rule", "person_id", "household_id", "key", "start_date")] + [str(finding)]


def show(finding, other=None):
    """One finding in a line, and where it differs from its nearest."""
    differs = [c for c in finding if other and finding[c] != other[c]]
    head = " ".join(f"{c}={finding[c]}" for c in finding if c != "rows" and finding[c] not in ("", "0"))
    rows = "".join("\n      " + " ".join(row) for row in finding["rows"])
    return head + rows + ("\n    differs in: " + ", ".join(f"{c} {finding[c]!r} / {other[c]!r}" for c in differs)
                          if differs else "")


def nearest(finding, others):
    same = [o for o in others if o["rule"] == finding["rule"]]
    return max(same, key=lambda o: sum(o[c] == finding[c] for c in finding), default=None)


def without(finding, left_open):
    """What is left to compare where the rulings leave columns open."""
    rows = [row[:-1] for row in finding["rows"]] if "role" in left_open else finding["rows"]
    return {**{c: v for c, v in finding.items() if c not in left_open}, "rows": rows}


def settle(mine, theirs):
    """Columns that the rulings leave open are taken as the program has them."""
    for i, finding in enumerate(mine):
        left_open = finding.pop("left_open")
        same = [o for o in theirs if left_open and without(o, left_open) == without(finding, left_open)]
        mine[i] = same[0] if same else finding


def difference(mine, theirs):
    """Findings that only one side has."""
    left = Counter(map(str, mine))
    right = Counter(map(str, theirs))
    return ([f for f in sorted(mine, key=order) if left[str(f)] > right[str(f)]],
            [f for f in sorted(theirs, key=order) if right[str(f)] > left[str(f)]])


def counted(rule, works_as):
    """Rules of policies' own are counted by what they work as."""
    return rule if rule == works_as[rule] else "L as " + works_as[rule]


def compare(dolbom, folder, rules, skipped, fired):
    """Lines that tell what differs; none when nothing does."""
    out = run_dolbom(dolbom, folder)
    runs = {line["rule"]: line for line in read(os.path.join(out, "rule_runs.csv"))}
    works_as = {**{r: r for r in catalogue.RULES}, **declared(Policy(os.path.join(folder, "policy"), 0))}
    compared = [r for r in works_as if r in runs and (not rules or rules & {r, works_as[r], r[0]}) and r not in skipped]
    mine, states = of_oracle(folder, out, compared)
    theirs = of_program(out, compared)
    settle(mine, theirs)
    for rule in {f["rule"] for f in mine}:
        fired[counted(rule, works_as), "worlds"] += 1
    for finding in mine:
        fired[counted(finding["rule"], works_as), "findings"] += 1
    for rule in compared:
        fired[counted(rule, works_as), "judged"] += runs[rule]["state"] == "run"
    lines = []
    for rule in compared:
        if states[rule] and runs[rule]["state"] not in states[rule]:
            lines.append(f"  {rule}: dolbom says {runs[rule]['state']} ({runs[rule]['reason']}), "
                         f"the oracle {' or '.join(states[rule])}")
    only_mine, only_theirs = difference(mine, theirs)
    lines += ["  only the oracle: " + show(f, nearest(f, only_theirs)) for f in only_mine]
    lines += ["  only dolbom:     " + show(f) for f in only_theirs]
    return lines


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("dolbom")
    parser.add_argument("--worlds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rules", default="")
    parser.add_argument("--skip", default="", help="rules that are not compared")
    parser.add_argument("--keep", default="/tmp/oracle_world")
    parser.add_argument("--world")
    parser.add_argument("--table", action="store_true")
    parser.add_argument("--all", action="store_true", help="go on after a difference, one line for each world")
    return parser.parse_args()


def main():
    args = arguments()
    rules, skipped = (set(filter(None, names.split(","))) for names in (args.rules, args.skip))
    fired, bad, count = Counter(), 0, 0
    known = known_rules(args.dolbom, args.keep) | {"*"}
    for seed in range(args.seed, args.seed + args.worlds):
        folder = args.world or args.keep
        if not args.world:
            shutil.rmtree(folder, ignore_errors=True)
            make_world.write(folder, seed, rules, known)
        lines = compare(args.dolbom, folder, rules, skipped, fired)
        count += 1
        if lines:
            bad += 1
            print(f"world of seed {seed} ({folder}):", *(lines if not args.all else lines[:1]), sep="\n")
            if not args.all:
                break
        if args.world:
            break
    if args.table:
        for rule in [*catalogue.RULES, *(f"L as {k}" for k in sorted(OF_ROWS + OF_SERVICES + OF_NEEDS + OF_SIGNALS))]:
            print(f"{rule} judged in {fired[rule, 'judged']}, fired in {fired[rule, 'worlds']} worlds, "
                  f"{fired[rule, 'findings']} findings")
    print(f"{count - bad} passed, {bad} failed")
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
