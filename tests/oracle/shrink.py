#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Make a world in which dolbom and the oracle differ as small as it gets, by leaving out rows and tables.

usage: shrink.py DOLBOM FOLDER RULE        FOLDER holds in/, policy/ and as_of, and is changed
"""
import os
import shutil
import sys
import tempfile
from collections import Counter

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import compare_worlds as compare


def differs(dolbom, files, folder, rule):
    """Does the rule differ in the world of these files ({path: lines})?"""
    shutil.rmtree(folder, ignore_errors=True)
    for path, lines in files.items():
        os.makedirs(os.path.dirname(os.path.join(folder, path)) or folder, exist_ok=True)
        with open(os.path.join(folder, path), "w", encoding="utf-8") as file:
            file.writelines(lines)
    try:
        return bool(compare.compare(dolbom, folder, {rule}, set(), Counter()))
    except SystemExit:
        return False


def read(folder):
    files = {}
    for part in ("in", "policy"):
        for name in sorted(os.listdir(os.path.join(folder, part))):
            with open(os.path.join(folder, part, name), encoding="utf-8") as file:
                files[f"{part}/{name}"] = file.readlines()
    with open(os.path.join(folder, "as_of"), encoding="utf-8") as file:
        files["as_of"] = file.readlines()
    return files


def shrink(dolbom, files, scratch, rule):
    """Leave out each table and each line that is not needed, until none is left."""
    smaller = True
    while smaller:
        smaller = False
        for path in sorted(files):
            tries = [{p: lines for p, lines in files.items() if p != path}] if path != "as_of" else []
            tries += [{**files, path: files[path][:i] + files[path][i + 1:]} for i in range(1, len(files[path]))]
            for attempt in reversed(tries):
                kept = {p: [line for line in lines if p != path or line in attempt.get(path, [])]
                        for p, lines in files.items() if p in attempt}
                if kept != files and differs(dolbom, kept, scratch, rule):
                    files, smaller = kept, True
    return files


def main():
    dolbom, folder, rule = sys.argv[1:4]
    with tempfile.TemporaryDirectory() as place:
        files = shrink(dolbom, read(folder), os.path.join(place, "world"), rule)
    differs(dolbom, files, folder, rule)
    print(*compare.compare(dolbom, folder, {rule}, set(), Counter()), sep="\n")


if __name__ == "__main__":
    main()
