# SPDX-License-Identifier: Apache-2.0
"""What the acceptance tests share: the built command, throw-away folders, tables, verdicts."""
import csv
import os
import subprocess
import sys
import tempfile

SOURCE = os.environ.get("DOLBOM_SOURCE") or os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.environ.get("DOLBOM_BUILD", os.path.join(SOURCE, "build", "test"))
COMMAND = os.path.join(BUILD, "tools", "dolbom")
SHARED = os.path.join(SOURCE, "..", "shared", "data")
POLICY = os.path.join(SOURCE, "policy")
AS_OF = "2026-06-30"

passed, failed = 0, 0


def expect(truth, message):
    """Count one expectation; a broken one is told and remembered."""
    global passed, failed
    if truth:
        passed += 1
    else:
        failed += 1
        print("FAILED:", message)
    return bool(truth)


def finish():
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


def skip(why):
    print("skipped:", why)
    sys.exit(77)


def folder():
    return tempfile.TemporaryDirectory(prefix="dolbom-")


def dolbom(*arguments, input=None):
    """Run the command; its output. Anything but exit code 0 ends the test."""
    done = subprocess.run([COMMAND, *map(str, arguments)], input=input, capture_output=True)
    if done.returncode:
        print(done.stderr.decode("utf-8", "replace"))
        print(f"dolbom {arguments[0]}: exit code {done.returncode}")
        print("0 passed, 1 failed")
        sys.exit(1)
    return done.stdout.decode("utf-8")


def reconcile(data, out, *more):
    return dolbom("reconcile", "--in", data, "--policy", POLICY, "--as-of", AS_OF, "--out", out, "--quiet", *more)


def table(*path):
    """A CSV table as a list of dictionaries."""
    with open(os.path.join(*path), encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
