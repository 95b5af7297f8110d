#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares two outputs of bench/run.sh --json, the older first.

usage: bench/compare.py OLD.json NEW.json

Prints a table of the best times and exits with 1 when one got more than 5 % slower or a
benchmark is gone. Benchmarks are the same when name, rows and threads are; both files must
come from one machine in one state.
"""
import json
import sys

SLOWER_MAX = 0.05


def read(path):
    """Nanoseconds per row by (name, rows, threads); lines that are no JSON are passed over."""
    times = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.startswith("{"):
                at = json.loads(line)
                times[at["bench"], at["rows"], at.get("threads", 1)] = at["ns_per_row"]
    return times


def main(arguments):
    if len(arguments) != 2:
        sys.exit(__doc__)
    old, new = map(read, arguments)
    n_bad = 0
    print(f"{'benchmark':<34}{'rows':>10}{'thr':>4}{'old ns':>11}{'new ns':>11}{'change':>9}")
    for key in sorted(old | new):
        name, rows, threads = key
        before, after = old.get(key), new.get(key)
        change = after / before - 1 if before and after else None
        is_bad = after is None or (change is not None and change > SLOWER_MAX)
        n_bad += is_bad
        shown = "gone" if after is None else "new" if before is None else f"{change:+.1%}"
        print(f"{name:<34}{rows:>10}{threads:>4}{before or 0:>11.2f}{after or 0:>11.2f}{shown:>9}"
              f"{' <--' if is_bad else ''}")
    return 1 if n_bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
