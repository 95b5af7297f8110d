# SPDX-License-Identifier: Apache-2.0
"""What the checks of the source tree share: where it is, its files, how a check reports."""
import os
import subprocess
import sys

SOURCE = os.environ.get("DOLBOM_SOURCE") or os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.environ.get("DOLBOM_BUILD", "")
STORED = "tests/abi/baseline/"  # the headers as they were once: nobody writes there


def files(*endings):
    """Paths of the tree's files, relative and sorted; git's list where there is git."""
    try:
        listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard"],
                                cwd=SOURCE, check=True, capture_output=True, text=True).stdout.split("\n")
    except (OSError, subprocess.CalledProcessError):
        listed = [os.path.relpath(os.path.join(folder, name), SOURCE)
                  for folder, _, names in os.walk(SOURCE) for name in names]
    found = sorted(p for p in listed if p and not p.startswith(STORED) and os.path.exists(os.path.join(SOURCE, p)))
    return [p for p in found if p.endswith(endings)] if endings else found


def read(path):
    with open(os.path.join(SOURCE, path), encoding="utf-8") as file:
        return file.read()


def finish(n_checked, problems):
    """Print what is wrong and the counts, and leave with the exit code of a test."""
    for problem in problems:
        print(problem)
    print(f"{n_checked - len(problems)} passed, {len(problems)} failed")
    sys.exit(1 if problems or not n_checked else 0)
