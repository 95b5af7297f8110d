#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures how processor time grows with input that somebody has made to be costly.

usage: bench/scaling.py BUILD [--quick]

BUILD is a build folder with tests. Each scenario is a function of a size; the command runs on
one thread, three times per size. A line of JSON per size, and one per scenario:

  {"bench": "scaling refused", "rows": 2000, "ns_per_row": 92000.0, "cpu_seconds": 0.184}
  {"scaling": "refused", "exponent": 0.93, "at_most": 1.2}

The exponent is the slope of log(time) over log(size); exit code 1 when one is too large. With
--quick there are two small sizes and a generous limit, so that the tests can tell at least the
square from the rest.
"""
import csv
import datetime
import json
import math
import pathlib
import subprocess
import sys
import tempfile

from whole_run import SOURCE, run_child

N_RUNS = 3
EXPONENT_MAX, QUICK_MAX, QUICK_SLACK = 1.2, 1.5, 0.25
PERSONS = ["agency_id", "record_id", "name", "sex", "birth_date", "rrn", "phone", "address"]
SERVICES = ["agency_id", "service_id", "record_id", "programme", "service_class", "start_date",
            "end_date", "amount_won", "status"]


def write(folder, name, header, rows):
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def resident_number(front):
    weights = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
    total = sum(int(digit) * weight for digit, weight in zip(front, weights))
    return f"{front[:6]}-{front[6:]}{(11 - total % 11) % 10}"


def refused(folder, n, _):
    """Two groups of equal records, with one resident number each that keep the groups apart."""
    sides = (("경기 남양주시 화도읍 비룡로92번길 154, 101동 101호", "600102234567"),
             ("서울 강남구 테헤란로 1", "600102298765"))
    write(folder, "persons", PERSONS, (
        [f"a{1000 * side + i % 997}", f"p{side}_{i:05}", "독고영숙", "F", "1960-01-02",
         resident_number(front) if i == 1 else "", "010-1234-5678", address]
        for side, (address, front) in enumerate(sides) for i in range(n // 2)))


def unknown(folder, n, _):
    """A person whom everybody calls the same and knows by another phone, with 20 services each."""
    def day(number):
        return (datetime.date(2010, 1, 1) + datetime.timedelta(days=number)).isoformat()
    write(folder, "persons", PERSONS, (
        [f"a{i % 50}", f"p{i}", "독고영숙", "F", "1960-01-02", "", f"010-{1000 + i:04}-{i:04}", ""]
        for i in range(n)))
    write(folder, "services", SERVICES, (
        [f"a{i % 50}", f"S{i}_{k}", f"p{i}", "x", "3101", day(40 * k), day(40 * k + 30), "1000",
         "delivered"] for i in range(n) for k in range(20)))


def equal(folder, n, _):
    """Groups of 2,000 records that say the same."""
    write(folder, "persons", PERSONS, (
        [f"a{i % 2000 % 40}", f"p{i}", "독고영숙", "F", f"19{60 + i // 2000}-01-02", "",
         f"010-{1000 + i // 2000}-5678", ""] for i in range(n)))


def chosen(folder, n, build):
    """Ids that an agency has chosen to lie in one place of a hash table."""
    ids = subprocess.run([str(build / "bench" / "make_colliding"), str(n), "a"], check=True,
                         capture_output=True, text=True).stdout.split()
    write(folder, "persons", PERSONS, (["a", one, "김영희", "", "", "", "", ""] for one in ids))
    write(folder, "services", SERVICES, (
        ["a", f"S{i}", one, "x", "3101", "2026-05-01", "2026-05-01", "1000", "delivered"]
        for i, one in enumerate(ids)))


# scenario: command, sizes, sizes for --quick
SCENARIOS = {
    refused: ("link", (500, 1000, 2000, 4000, 8000), (500, 2000)),
    unknown: ("reconcile", (500, 1000, 2000, 4000), (250, 1000)),
    equal: ("link", (2000, 8000, 32000), (500, 2000)),
    chosen: ("reconcile", (25000, 50000, 100000), (5000, 20000)),
}


def measure(build, scenario, command, size):
    with tempfile.TemporaryDirectory(prefix="dolbom-scaling-") as folder:
        given = pathlib.Path(folder) / "in"
        scenario(given, size, build)
        words = [str(build / "tools" / "dolbom"), command, "--in", str(given), "--threads", "1",
                 "--quiet", "--max-rejects", "100"]
        if command == "reconcile":
            words += ["--policy", str(SOURCE / "policy"), "--as-of", "2026-06-30"]
        seconds = min(run_child([*words, "--out", f"{folder}/out{i}"])["cpu_seconds"]
                      for i in range(N_RUNS))
    print(json.dumps({"bench": f"scaling {scenario.__name__}", "rows": size,
                      "ns_per_row": round(seconds / size * 1e9, 1),
                      "cpu_seconds": round(seconds, 3)}), flush=True)
    return seconds


def exponent_of(points):
    logs = [(math.log(size), math.log(seconds)) for size, seconds in points]
    middle_x, middle_y = (sum(values) / len(logs) for values in zip(*logs))
    return (sum((x - middle_x) * (y - middle_y) for x, y in logs)
            / sum((x - middle_x) ** 2 for x, _ in logs))


def main(arguments):
    if len(arguments) not in (1, 2) or arguments[1:] not in ([], ["--quick"]):
        sys.exit(__doc__)
    build, quick = pathlib.Path(arguments[0]).resolve(), len(arguments) == 2
    n_bad = 0
    for scenario, (command, sizes, quick_sizes) in SCENARIOS.items():
        points = [(size, measure(build, scenario, command, size))
                  for size in (quick_sizes if quick else sizes)]
        exponent, limit = exponent_of(points), QUICK_MAX if quick else EXPONENT_MAX
        print(json.dumps({"scaling": scenario.__name__, "exponent": round(exponent, 2),
                          "at_most": limit}), flush=True)
        (least, first), (most, last) = points[0], points[-1]
        may_take = first * (most / least) ** limit + QUICK_SLACK
        n_bad += last > may_take if quick else exponent > limit
    print(f"{len(SCENARIOS) - n_bad} passed, {n_bad} failed")
    return 1 if n_bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
