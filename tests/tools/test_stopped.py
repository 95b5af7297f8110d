#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The command stopped by Ctrl-C and killed, at any time: a whole output or none."""
import os
import shutil
import signal
import subprocess
import tempfile
import time

from cases import run_cases
from command_case import DOLBOM, GOOD, write


def interrupted(folder):
    for number in (signal.SIGINT, signal.SIGTERM):
        fifo = os.path.join(folder, "persons.csv")
        os.mkfifo(fifo)
        child = subprocess.Popen([DOLBOM, "link", "--in", fifo, "--encoding", "utf-8", "--out", folder + "/out"],
                                 stderr=subprocess.PIPE)
        with open(fifo, "wb") as pipe:
            pipe.write(GOOD.encode())
            pipe.flush()
            time.sleep(0.3)  # it waits for more rows
            child.send_signal(number)
            told = child.communicate(timeout=20)[1].decode()
        assert child.returncode == 5, (child.returncode, told)
        assert "interrupted" in told and sorted(os.listdir(folder)) == ["persons.csv"], told
        os.unlink(fifo)


def stopped_at_any_time(folder):
    """Ctrl-C and kill -9 while it reads, computes and writes: a whole output or none."""
    subprocess.run([DOLBOM, "sample", "--people", "3000", "--seed", "1", "--out", folder + "/in"], check=True,
                   capture_output=True)
    arguments = [DOLBOM, "reconcile", "--in", folder + "/in", "--as-of", "2026-06-30",
                 "--out", folder + "/out", "--quiet"]
    started = time.monotonic()
    subprocess.run(arguments, check=True)
    whole, seconds = digest(folder + "/out"), time.monotonic() - started
    codes = set()
    for step in range(24):
        shutil.rmtree(folder + "/out", ignore_errors=True)
        # what a killed run left: the next one that comes to writing clears it away, but this
        # one may be stopped before
        shutil.rmtree(folder + "/.out.dolbom-unfinished", ignore_errors=True)
        child = subprocess.Popen(arguments, stderr=subprocess.PIPE)
        time.sleep(seconds * step / 20)
        number = signal.SIGKILL if step % 3 == 0 else signal.SIGINT
        child.send_signal(number)
        told = child.communicate(timeout=20)[1].decode()
        codes.add(child.returncode)
        found = digest(folder + "/out")
        assert found in (None, whole), f"a mixture after step {step}"
        if number == signal.SIGINT and child.returncode != -2:  # -2: before it began to listen
            assert child.returncode in (0, 5) and (child.returncode == 0) == (found is not None), \
                (child.returncode, told)
            assert ("interrupted" in told) == (child.returncode == 5), told
            assert sorted(os.listdir(folder)) == ["in"] + ["out"] * (found is not None), os.listdir(folder)
    assert 5 in codes and -9 in codes, codes


# ---- killed at every step of writing ---------------------------------------------------------------


def digest(folder):
    """What stands in an output, timings apart; None if it is not complete."""
    if not os.path.exists(os.path.join(folder, "run.json")):
        return None
    names = sorted(n for n in os.listdir(folder) if n != "timings.json")
    return {n: open(os.path.join(folder, n), "rb").read() for n in names}


def kill_at_each(folder, calls, old):
    """Kills the run at its k-th call for every k; afterwards either output is whole."""
    write(folder, "in/persons.csv", GOOD)
    arguments = [DOLBOM, "link", "--in", folder + "/in", "--out", folder + "/out", "--quiet", "--threads", "1"]
    subprocess.run(arguments, check=True)
    new = digest(folder + "/out")
    n_killed = 0
    for k in range(1, 200):
        shutil.rmtree(folder + "/out")
        if old:
            write(folder, "in/persons.csv", GOOD.replace("B,CANARY2", "C,CANARY2"))
            subprocess.run(arguments, check=True)
            before = digest(folder + "/out")
            write(folder, "in/persons.csv", GOOD)
        trace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + calls,
                 "-e", f"inject={calls}:signal=KILL:when={k}"]
        done = subprocess.run(trace + arguments, capture_output=True, timeout=60)
        found = digest(folder + "/out")
        if done.returncode == 0:
            assert found == new
            break
        n_killed += 1
        if found is not None:
            assert found == new or (old and found == before), f"a mixture after call {k}"
        subprocess.run(arguments, check=True)
        assert digest(folder + "/out") == new, f"the run after call {k}"
        assert not [n for n in os.listdir(folder) if "unfinished" in n]
    return n_killed


def killed(folder):
    if not shutil.which("strace"):
        return "skipped"
    probe = subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], capture_output=True)
    if probe.returncode != 0:
        return "skipped"
    calls = "mkdirat,renameat,unlinkat,fsync"
    for old in (False, True):
        n = kill_at_each(tempfile.mkdtemp(dir=folder), calls, old)
        assert n > 8, f"only {n} calls were seen"


if __name__ == "__main__":
    run_cases([interrupted, stopped_at_any_time, killed])
