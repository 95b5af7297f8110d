# SPDX-License-Identifier: Apache-2.0
"""`value KIND` and `compare KIND` of the command, answered by the Python functions.

tests/vectors/run_vectors.py holds every language to the same tables through such a filter.
"""
import sys

import dolbom as db

PLAN = db.Plan(as_of="2026-06-30")


def value(kind, line):
    text = db.normalize(kind, line, plan=PLAN)
    quality = db.parts(kind, line, plan=PLAN)["quality"]
    parts = db.parts(kind, [line], plan=PLAN)["parts"][0]
    return "\t".join((text or "", quality.name, parts or ""))


def compare(kind, line):
    left, right = line.split("\t")
    level = db.compare(kind, left, right, plan=PLAN)
    return "missing" if level is None else level.name


def main():
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    what, kind = words[-2:] if words[-1] in db.kinds() else words[:2]
    answer = {"value": value, "compare": compare}[what]
    for line in sys.stdin.buffer:
        text = line.decode("utf-8", "surrogateescape").rstrip("\n")
        sys.stdout.buffer.write(answer(kind, text).encode() + b"\n")


if __name__ == "__main__":
    main()
