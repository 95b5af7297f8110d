#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures `dolbom reconcile` from files to files and checks what it may take.

usage: bench/whole_run.py DOLBOM [--large]

Samples are made in a temporary folder: about 100,000 records with 400,000 services, ten
times as many, and with --large a hundred times as many. Each is reconciled three times with
one thread and with two. A line of JSON per size and number of threads:

  {"bench": "reconcile", "rows": 4997204, "threads": 2, "ns_per_row": 980.1,
   "median_ns_per_row": 1015.2, "seconds": 5.07, "cpu_seconds": 9.1, "peak_mb": 1402,
   "records": 1001012, "records_per_second": 197438}

`rows` are records and services, `seconds` the median, `ns_per_row` the best run's. Exit
code 1 when the middle size takes more than 15 s or 3 GB on two threads, or when ten times
the rows take more than 14 times the processor time: then some stage is not n log n. (Caches
that the smaller size still fits into are worth the difference to 11 or so.)
"""
import csv
import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

PEOPLE = (55_556, 555_556, 5_555_560)
N_RUNS = 3
SECONDS_MAX, PEAK_MB_MAX, GROWTH_MAX = 15, 3072, 14
SOURCE = pathlib.Path(__file__).resolve().parent.parent


def run_child(command):
    """Run in a child of its own process, so that peak and processor time are this run's."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        begun = time.monotonic()
        code = subprocess.run(command, stdout=subprocess.DEVNULL).returncode
        seconds = time.monotonic() - begun
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        told = {"code": code, "seconds": seconds, "cpu_seconds": used.ru_utime + used.ru_stime,
                "peak_mb": used.ru_maxrss // 1024}
        os.write(into, json.dumps(told).encode())
        os._exit(0)
    os.close(into)
    with os.fdopen(out) as pipe:
        told = json.load(pipe)
    os.waitpid(child, 0)
    if told["code"] not in (0, 1):  # 1: done, rows were rejected
        sys.exit(f"{' '.join(command)}: exit code {told['code']}")
    return told


def count_rows(out, table):
    """Rows that the run itself has read of a table."""
    with open(out / "table_counts.csv", encoding="utf-8-sig", newline="") as file:
        return sum(int(row["rows_in"]) for row in csv.DictReader(file) if row["table"] == table)


def measure(dolbom, sample, threads, out):
    command = [dolbom, "reconcile", "--in", str(sample), "--policy", str(SOURCE / "policy"),
               "--as-of", "2026-06-30", "--out", str(out), "--threads", str(threads), "--quiet"]
    runs = [run_child(command) for _ in range(N_RUNS)]
    n_records, n_services = count_rows(out, "persons"), count_rows(out, "services")
    rows = n_records + n_services
    median = statistics.median(run["seconds"] for run in runs)
    result = {
        "bench": "reconcile", "rows": rows, "threads": threads,
        "ns_per_row": round(min(run["seconds"] for run in runs) / rows * 1e9, 1),
        "median_ns_per_row": round(median / rows * 1e9, 1), "seconds": round(median, 3),
        "cpu_seconds": round(min(run["cpu_seconds"] for run in runs), 3),
        "peak_mb": max(run["peak_mb"] for run in runs), "records": n_records,
        "records_per_second": round(n_records / median)}
    print(json.dumps(result), flush=True)
    return result


def check(small, middle):
    """Complain about what is over its limit; the number of complaints."""
    growth = (middle["cpu_seconds"] / small["cpu_seconds"]) / (middle["rows"] / small["rows"]) * 10
    limits = (("seconds", middle["seconds"], SECONDS_MAX), ("MB", middle["peak_mb"], PEAK_MB_MAX),
              ("times the processor time for 10 times the rows", round(growth, 2), GROWTH_MAX))
    for what, is_so, may_be in limits:
        verdict = "good" if is_so <= may_be else "TOO MUCH"
        print(f"reconcile: {is_so} {what}, at most {may_be}: {verdict}", file=sys.stderr)
    return sum(is_so > may_be for _, is_so, may_be in limits)


def main(arguments):
    if len(arguments) not in (1, 2) or arguments[1:] not in ([], ["--large"]):
        sys.exit(__doc__)
    dolbom = arguments[0]
    sizes = PEOPLE if len(arguments) == 2 else PEOPLE[:2]
    results = {}
    with tempfile.TemporaryDirectory(prefix="dolbom-bench-") as folder:
        for people in sizes:
            sample = pathlib.Path(folder) / str(people)
            subprocess.run([dolbom, "sample", "--people", str(people), "--seed", "3", "--out",
                            str(sample)], check=True, stdout=subprocess.DEVNULL)
            for threads in (1, 2):
                out = pathlib.Path(folder) / "out"
                results[people, threads] = measure(dolbom, sample, threads, out)
    return 1 if check(results[PEOPLE[0], 2], results[PEOPLE[1], 2]) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
