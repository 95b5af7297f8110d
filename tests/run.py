#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Run every registered test and count what really ran.

Criterion passes a test that leaks, passes a run in which nothing ran, and hangs now and
then in containers; so its report is read, sanitizer findings are searched for in its
output, and a runner that ran nothing is a failure.

usage: tests/run.py BUILD_DIR [--long] [--only NAME ...] [--also BUILD_DIR[:NAME,...] ...]

--also runs the tests of another build too, such as one under a sanitizer, or only those named.
--long runs those of suite 'long' too, of BUILD_DIR alone: what takes minutes once is enough.

A line tells each test that has ended; in between, which ones are running is told at once and in
place on a terminal, else every ten seconds. The last line is `N passed, N failed` (`, N skipped`
when some were).
"""
import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as xml
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

SANITIZER = re.compile(r"ERROR: (Address|Leak|Thread|Memory)Sanitizer|runtime error:")
CLOSING = re.compile(r"^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?\s*$", re.M)
FAILURES = ("FAILED", "CRASHED", "ERRORED", "TIMEOUT")
SKIPPED = 77
TELL_SECONDS = 10


class Result:
    def __init__(self, name, passed=0, failed=0, skipped=0, output="", seconds=0.0):
        self.name, self.output, self.seconds = name, output, seconds
        self.passed, self.failed, self.skipped = passed, failed, skipped


def run(command, env, timeout):
    try:
        done = subprocess.run(command, env=env, timeout=timeout, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return done.returncode, done.stdout.decode("utf-8", "replace")
    except subprocess.TimeoutExpired as late:
        output = (late.stdout or b"").decode("utf-8", "replace")
        return -1, output + f"\ntimed out after {timeout} s"


def has(case, statuses, tags):
    """Does the report say so of a test case, by its status or by a tag below it?"""
    return case.get("status") in statuses or any(case.find(tag) is not None for tag in tags)


def criterion(test, env, timeout):
    """Counts come from Criterion's own XML report, never from its exit code alone."""
    with tempfile.TemporaryDirectory() as folder:
        report = os.path.join(folder, "report.xml")
        code, output = run(test["cmd"] + ["--color=never", "-j1", "--xml=" + report], env, timeout)
        try:
            suites = xml.parse(report).getroot()
        except (OSError, xml.ParseError):
            return 0, 1, 0, output + "\nno report was written"
        cases = suites.findall(".//testcase")
    skipped = sum(has(case, ("SKIPPED",), ("skipped",)) for case in cases)
    failed = sum(has(case, FAILURES, ("failure", "error")) for case in cases)
    passed = len(cases) - failed - skipped
    if SANITIZER.search(output):
        failed, output = failed + 1, output + "\na sanitizer spoke"
    if passed + failed == 0:
        failed, output = 1, output + "\nno test ran"
    if code != 0 and failed == 0:
        failed, output = 1, output + f"\nexit code {code}"
    return passed, failed, skipped, output


def program(test, env, timeout):
    code, output = run(test["cmd"], env, timeout)
    if code == SKIPPED:
        return 0, 0, 1, output
    closing = CLOSING.findall(output) or [(code == 0, code != 0, 0)]
    passed, failed, skipped = (int(n or 0) for n in closing[-1])
    if SANITIZER.search(output) or (code != 0 and failed == 0):
        failed += 1
    if code < 0:
        output += f"\nkilled by signal {-code}"
    if passed + failed + skipped == 0:
        failed, output = 1, output + "\nno test ran"
    return passed, failed, skipped, output


class Board:
    """What has ended and what is running, told as the head of this file says."""

    def __init__(self, n_tests):
        self.running, self.n_done, self.n_tests = [], 0, n_tests
        self.started = self.told = time.monotonic()
        in_place = sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"
        self.wipe, self.pause = ("\r\033[K", 0) if in_place else ("", TELL_SECONDS)

    def tell(self):
        now = time.monotonic()
        if now - self.told >= self.pause:
            self.told = now
            seconds, names = now - self.started, ", ".join(self.running)
            line = f"{self.n_done} of {self.n_tests} tests, {seconds:.0f} s: {names}"
            print(self.wipe + line[:78], end="" if self.wipe else "\n", flush=True)

    def end(self, result):
        self.n_done += 1
        verdict = "FAILED" if result.failed else "ok" if result.passed else "skipped"
        print(f"{self.wipe}{verdict:8}{result.name:32}{result.passed:6} passed"
              f"{result.failed:4} failed{result.skipped:4} skipped{result.seconds:8.1f} s",
              flush=True)
        if result.failed or (result.skipped and not result.passed):
            print("\n".join("    " + line for line in result.output.splitlines()[-60:]), flush=True)

    def close(self):
        print(self.wipe, end="")


def run_test(test, board):
    board.running.append(test["name"])
    started = time.monotonic()
    env = dict(os.environ, **test["env"])
    env.pop("CRITERION_ALWAYS_SUCCEED", None)
    env.setdefault("ASAN_OPTIONS", "detect_leaks=1:abort_on_error=1:allocator_may_return_null=1")
    env.setdefault("UBSAN_OPTIONS", "print_stacktrace=1:halt_on_error=1")
    runner = criterion if in_suite(test, "criterion") else program
    passed, failed, skipped, output = runner(test, env, test["timeout"] or None)
    board.running.remove(test["name"])
    return Result(test["name"], passed, failed, skipped, output, time.monotonic() - started)


def tests_of(build, only):
    """The tests a build has registered, or those of them that are named."""
    listing = subprocess.run(["meson", "introspect", "--tests", build], check=True,
                             stdout=subprocess.PIPE).stdout
    return [t for t in json.loads(listing) if not only or t["name"] in only]


def in_suite(test, suite):
    return any(s.endswith(":" + suite) for s in test["suite"])


def chosen(arguments):
    """All tests to run. Those of suite 'tree' look at sources: once is enough for them too."""
    tests = [t for t in tests_of(arguments.build, arguments.only)
             if arguments.long or arguments.only or not in_suite(t, "long")]
    for other in arguments.also:
        build, _, names = other.partition(":")
        for test in tests_of(build, names.split(",") if names else []):
            if not in_suite(test, "tree") and not in_suite(test, "long"):
                tests.append(dict(test, name=os.path.basename(build) + ":" + test["name"]))
    return sorted(tests, key=lambda test: -test["priority"])


def run_all(tests):
    results, board = [], Board(len(tests))
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        waiting = {pool.submit(run_test, test, board) for test in tests}
        while waiting:
            done, waiting = wait(waiting, timeout=1, return_when=FIRST_COMPLETED)
            for future in done:
                results.append(future.result())
                board.end(results[-1])
            board.tell()
    board.close()
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--also", action="append", default=[])
    results = run_all(chosen(parser.parse_args()))
    counts = ("passed", "failed", "skipped")
    passed, failed, skipped = (sum(getattr(r, count) for r in results) for count in counts)
    if passed == 0:
        failed += 1
        print("no test ran")
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
