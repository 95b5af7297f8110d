#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What it costs to come from Python: the same work in C and through each kind of frame.

usage: crossing.py BUILD_DIR [--people N]

To be run by an interpreter in which dolbom, polars, pandas and pyarrow are installed. C, from
bench_column and the command, and Python take turns; medians count, and of each its ratio to C.
Lines of JSON, as the other benchmarks give them.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import pandas as pd
import polars as pl
import pyarrow as pa

import dolbom as db

ROWS, ROUNDS = 1_000_000, 5


def seconds(function):
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def in_c(program, kind, path):
    """Median ns of a value in C: in a column, and by itself."""
    done = subprocess.run([program, str(ROWS), kind, path], check=True, stdout=subprocess.PIPE)
    return [json.loads(line)["median_ns_per_row"] for line in done.stdout.splitlines()]


def tell(name, ns, c):
    print(json.dumps({"bench": name, "ns_per_row": round(ns, 1), "c_ns_per_row": round(c, 1),
                      "ratio": round(ns / c, 2), "more_ns": round(ns - c, 1)}), flush=True)


def columns(program, kind, texts, place):
    """One kind of value through each kind of column."""
    path = place / f"{kind}.txt"
    path.write_text("\n".join(text.replace("\n", " ") for text in texts[:100_000]) + "\n")
    lines = path.read_text().split("\n")[:-1]
    values = [lines[i % len(lines)] for i in range(ROWS)]
    function = getattr(db.normalize, kind)
    held = {"pyarrow": pa.chunked_array([values]), "polars": pl.Series(values),
            "pandas": pd.Series(values, dtype=object), "list": values}
    times = {name: [] for name in ("c", *held)}
    for _ in range(ROUNDS):
        times["c"].append(in_c(program, kind, path)[0])
        for name, column in held.items():
            times[name].append(seconds(lambda: function(column)) / ROWS * 1e9)
    c = statistics.median(times.pop("c"))
    for name, each in times.items():
        tell(f"{kind} from {name}", statistics.median(each), c)


def scalars(program, place):
    """A call for one value, against the call of the library in it."""
    n, path, function = 200_000, place / "one.txt", db.normalize.name
    for name in ("김순자", "김 순자"):
        path.write_text(name + "\n")
        loop, python, c = range(n), [], []
        for _ in range(ROUNDS):
            c.append(in_c(program, "name", path)[1])
            calls = seconds(lambda: [function(name) for _ in loop])
            python.append((calls - seconds(lambda: [name for _ in loop])) / n * 1e9)
        tell(f"one name, {name}", statistics.median(python), statistics.median(c))


def whole_run(dolbom, n_people, place):
    """reconcile from frames of polars, and by the command from its files."""
    data, policy = place / "data", pathlib.Path(__file__).parent.parent / "policy"
    subprocess.run([dolbom, "sample", "--people", str(n_people), "--seed", "1", "--out", data,
                    "--quiet"], check=True)
    frames = {name: table.to_polars() for name, table in db.read(data).items()}
    rules = db.read(policy)
    command = [dolbom, "reconcile", "--in", data, "--policy", policy, "--as-of", "2026-06-30",
               "--out", place / "out", "--quiet", "--max-rejects", "100"]
    c, python = [], []
    for _ in range(3):
        c.append(seconds(lambda: subprocess.run(command, check=True)))
        python.append(seconds(lambda: db.reconcile(frames, policy=rules, as_of="2026-06-30")))
    n = len(frames["persons"])
    tell("reconcile from polars", statistics.median(python) / n * 1e9,
         statistics.median(c) / n * 1e9)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--people", type=int, default=100_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        dolbom, program = arguments.build / "tools/dolbom", arguments.build / "bench/bench_column"
        subprocess.run([dolbom, "sample", "--people", "50000", "--seed", "3", "--out",
                        place / "names", "--quiet"], check=True)
        people = db.read(place / "names")["persons"]
        for kind in ("name", "address"):
            columns(program, kind, [text for text in people[kind] if text], place)
        scalars(program, place)
        whole_run(dolbom, arguments.people, place)
    return 0


if __name__ == "__main__":
    sys.exit(main())
