#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How well persons are found: precision and recall on data whose truth is known.

Measured figures stand in results.csv; a figure may not fall below the one written there by
more than SLACK, nor below what the project promises. `--update` writes results.csv anew.
Data that only some machines have are skipped where they are absent.

The last line is `N passed, N failed` (`, N skipped` when some were).
"""
import csv
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.environ.get("DOLBOM_SOURCE", os.path.join(HERE, "..", ".."))
DOLBOM = os.path.join(os.environ.get("DOLBOM_BUILD", os.path.join(SOURCE, "build")), "tools", "dolbom")
DATA = os.path.join(SOURCE, "..", "shared", "data")
RESULTS = os.path.join(HERE, "results.csv")
SLACK = 0.003

counts = {"passed": 0, "failed": 0, "skipped": 0}
measured = {}


def check(what, holds):
    counts["passed" if holds else "failed"] += 1
    print(("ok      " if holds else "FAILED  ") + what)


def run(*arguments):
    done = subprocess.run([DOLBOM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode != 0:
        raise RuntimeError(f"dolbom {' '.join(arguments)}: {done.stderr.decode()}")
    return done.stdout.decode()


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def measure(name, truth, records, least):
    """Pairwise precision, recall and F1 over all agencies; `least` holds what is promised."""
    table = csv.DictReader(run("eval", "--truth", truth, "--persons", records).splitlines(), delimiter="\t")
    total = next(row for row in table if row["left_agency"] == "*")
    measured[name] = {key: float(total[key]) for key in ("precision", "recall", "f1")}
    expected = {row["data"]: row for row in read(RESULTS)} if os.path.exists(RESULTS) else {}
    for key, value in measured[name].items():
        bound = max(least.get(key, 0), float(expected.get(name, {}).get(key, 0)) - SLACK)
        check(f"{name}: {key} {value:.6f}, at least {bound:.6f}", value >= bound)


def samples(folder):
    for rrn, recall in (("none", 0.90), ("half", 0.93)):
        made, out = os.path.join(folder, rrn), os.path.join(folder, rrn + "-out")
        run("sample", "--people", "20000", "--seed", "1", "--rrn", rrn, "--out", made)
        run("link", "--in", made, "--out", out)
        measure(f"sample of 20,000, numbers: {rrn}", os.path.join(made, "_truth", "records.csv"),
                os.path.join(out, "person_records.csv"), {"precision": 0.98, "recall": recall})


def febrl(folder):
    """10,000 records of the Febrl benchmark, under a plan for people who are not Korean."""
    persons, truth = os.path.join(folder, "febrl.csv"), os.path.join(folder, "truth.csv")
    with open(persons, "w", newline="") as persons_file, open(truth, "w", newline="") as truth_file:
        records, entities = csv.writer(persons_file), csv.writer(truth_file)
        entities.writerow(["agency_id", "record_id", "entity_id"])
        for agency in "ab":
            with open(os.path.join(DATA, "febrl", f"dataset4{agency}.csv")) as file:
                table = csv.DictReader(file, skipinitialspace=True)
                if agency == "a":
                    records.writerow(["agency_id", "record_id", *table.fieldnames[1:]])
                for row in table:
                    values = list(row.values())
                    records.writerow([agency, *values])
                    entities.writerow([agency, values[0], values[0].split("-")[1]])
    out = os.path.join(folder, "febrl-out")
    run("link", "--in", persons, "--plan", os.path.join(HERE, "febrl.yaml"), "--out", out)
    measure("febrl 4", truth, os.path.join(out, "person_records.csv"), {"f1": 0.999})


def main():
    with tempfile.TemporaryDirectory() as folder:
        samples(folder)
        if os.path.isdir(DATA):
            febrl(folder)
        else:
            counts["skipped"] += 1
            print("skipped febrl: no data")
    if "--update" in sys.argv:
        with open(RESULTS, "w", newline="") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow(["data", "precision", "recall", "f1"])
            for name, figures in measured.items():
                table.writerow([name, *(f"{figures[key]:.6f}" for key in ("precision", "recall", "f1"))])
    skipped = f", {counts['skipped']} skipped" if counts["skipped"] else ""
    print(f"{counts['passed']} passed, {counts['failed']} failed{skipped}")
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
