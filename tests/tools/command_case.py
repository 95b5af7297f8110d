# SPDX-License-Identifier: Apache-2.0
"""A run of the command in a test's folder, and what every run must keep to."""
import csv
import os
import subprocess

DOLBOM = os.path.join(os.environ["DOLBOM_BUILD"], "tools", "dolbom")
CANARIES = ("CANARY", "카나리아", "900101-1")
GOOD = "agency_id,record_id,name,birth_date\nA,CANARY1,카나리아,1990-01-01\nB,CANARY2,카나리아,1990-01-01\n"


class Run:
    def __init__(self, folder, *arguments, command=DOLBOM, **options):
        self.folder, self.out = folder, os.path.join(folder, "out")
        command = [command, *arguments]
        if "--out" not in arguments and arguments[0] in ("link", "clean", "reconcile"):
            command += ["--out", self.out]
        if "--max-rejects" not in arguments and "--out" in command:
            command += ["--max-rejects", "100"]
        done = subprocess.run(command, capture_output=True, timeout=60, **options)
        self.code = done.returncode
        self.told = done.stderr.decode("utf-8", "replace")
        self.said = done.stdout.decode("utf-8", "replace")


def check(run, code, *words, out=None):
    """The exit code, words in the message, and no canary anywhere."""
    assert run.code == code, f"exit code {run.code}, not {code}: {run.told}"
    for word in words:
        assert word in run.told, f"{word!r} is not in: {run.told}"
    for canary in CANARIES:
        assert canary not in run.told + run.said, f"a value was told: {run.told}{run.said}"
    left = [n for n in os.listdir(run.folder) if "unfinished" in n]
    assert not left, f"left behind: {left}"
    if code != 0:
        assert not os.path.exists(run.out), "an output was written"


def table(folder, name, out="out"):
    """The rows of a table of results in the test's folder."""
    with open(os.path.join(folder, out, name + ".csv"), encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(folder, name, data):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data if isinstance(data, bytes) else data.encode())
    return path


def run(*arguments, code=0, **options):
    done = subprocess.run([DOLBOM, *arguments], capture_output=True, timeout=120, **options)
    assert done.returncode == code, (arguments, done.returncode, done.stderr.decode())
    return done.stdout.decode(), done.stderr.decode()


def write_csv(path, header, rows, encoding="utf-8", end="\n", separator=","):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, lineterminator=end, delimiter=separator)
        writer.writerow(header)
        writer.writerows(rows)
