# SPDX-License-Identifier: Apache-2.0
"""Runs test functions, each in a folder of its own; prints `N passed, N failed` at the end."""
import shutil
import sys
import tempfile
import time


def is_sanitized(program):
    """Was the program built under the address sanitizer?"""
    with open(program, "rb") as file:
        return b"__asan_" in file.read()


def run_cases(cases):
    """A case takes a folder; it fails by an exception and returns "skipped" when it cannot run."""
    count, only = {"passed": 0, "failed": 0, "skipped": 0}, sys.argv[1:]
    for case in cases:
        if only and case.__name__ not in only:
            continue
        folder, started = tempfile.mkdtemp(prefix="dolbom-test-"), time.monotonic()
        try:
            outcome = case(folder) or "passed"
        except Exception as error:  # whatever goes wrong is a failed test
            outcome = "failed"
            print(f"{case.__name__}: {type(error).__name__}: {error}")
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        count[outcome] += 1
        if only or outcome == "skipped":
            print(f"{case.__name__}: {outcome}, {time.monotonic() - started:.2f} s")
    print(f"{count['passed']} passed, {count['failed']} failed"
          + (f", {count['skipped']} skipped" if count["skipped"] else ""))
    sys.exit(1 if count["failed"] else 0)
