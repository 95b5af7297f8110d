#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Copies agencies' files into one UTF-8 CSV per table, so that every language reads the same cells.

usage: make_world.py AGENCIES OUT

What only the command's reader of files judges is left out: undecodable files, lines of a wrong
number of cells.
"""
import csv
import os
import sys


def text_of(path):
    with open(path, "rb") as file:
        data = file.read()
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            pass
    return ""


def rows_of(path):
    text = text_of(path)
    header = text.split("\n", 1)[0]
    lines = [row for row in csv.reader(text.splitlines(keepends=True), delimiter=max(",;\t", key=header.count)) if row]
    for row in lines[1:]:
        if len(row) == len(lines[0]):
            yield dict(zip((name.strip() for name in lines[0]), row))


def main(agencies, out):
    tables = {}
    for folder, below, names in os.walk(agencies):
        below[:] = sorted(name for name in below if not name.startswith("_"))
        for name in sorted(names):
            stem, ending = os.path.splitext(name)
            if ending == ".csv":
                tables.setdefault(stem, []).extend(rows_of(os.path.join(folder, name)))
    os.makedirs(out, exist_ok=True)
    for table, rows in tables.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with open(os.path.join(out, table + ".csv"), "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
            writer.writeheader()
            # A cell with a line end would shift the lines that `rejects` speaks of.
            writer.writerows({c: v.replace("\r", " ").replace("\n", " ") for c, v in row.items()} for row in rows)


if __name__ == "__main__":
    main(*sys.argv[1:])
