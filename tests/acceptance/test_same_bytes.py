#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Same input, same bytes: threads, order of rows and files, and how tables are split change nothing."""
import filecmp
import os
import random

import acceptance as a

IGNORED = {"timings.json"}


def outputs(path):
    return sorted(set(os.listdir(path)) - IGNORED)


def same(left, right, what, ignored=()):
    names = [n for n in outputs(left) if n not in ignored]
    a.expect(outputs(left) == outputs(right), f"{what}: other files")
    for name in names:
        a.expect(filecmp.cmp(os.path.join(left, name), os.path.join(right, name), shallow=False),
                 f"{what}: {name} differs")


def decode(path):
    with open(path, "rb") as file:
        data = file.read()
    for encoding in ("utf-8-sig", "utf-16", "cp949"):
        if encoding == "utf-16" and data[:2] != b"\xff\xfe":
            continue
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError(path)


def shuffle(data, target, chance):
    """The same rows as UTF-8 with LF, in another order, each table in two parts."""
    for folder, _, names in os.walk(data):
        if "_truth" in folder:
            continue
        for name in names:
            header, *rows = decode(os.path.join(folder, name)).splitlines()
            chance.shuffle(rows)
            half = len(rows) // 2
            for part, some in (("a", rows[:half]), ("z", rows[half:])):
                place = os.path.join(target, part, os.path.relpath(folder, data))
                os.makedirs(place, exist_ok=True)
                with open(os.path.join(place, name), "w", encoding="utf-8", newline="\n") as file:
                    file.write("\n".join([header, *some]) + "\n")


with a.folder() as data, a.folder() as work:
    a.dolbom("sample", "--people", 3000, "--seed", 11, "--out", data)
    runs = {}
    for name, more in {"one": ["--threads", 1], "two": ["--threads", 2], "seven": ["--threads", 7]}.items():
        runs[name] = os.path.join(work, name)
        a.reconcile(data, runs[name], *more)
    same(runs["one"], runs["two"], "2 threads")
    same(runs["one"], runs["seven"], "7 threads")
    again = os.path.join(work, "again")
    a.dolbom("sample", "--people", 3000, "--seed", 11, "--out", os.path.join(work, "data"))
    a.reconcile(os.path.join(work, "data"), again)
    same(runs["one"], again, "the same sample made again")
    for seed in (1, 2):
        mixed = os.path.join(work, f"mixed{seed}")
        shuffle(data, mixed, random.Random(seed))
        out = os.path.join(work, f"out{seed}")
        a.reconcile(mixed, out)
        # where a row stood is the one thing that did change
        same(runs["one"], out, f"shuffled rows, seed {seed}", ignored={"rejects.csv", "run.json"})

        def where_not(path):
            return sorted(tuple(value for name, value in row.items() if name not in ("file", "line"))
                          for row in a.table(path, "rejects.csv"))

        a.expect(where_not(runs["one"]) == where_not(out), f"shuffled rows, seed {seed}: other rejects")
a.finish()
