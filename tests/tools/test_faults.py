#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whatever fails, a run ends with the right result or with an error, never with less.

Each system call of a run fails once, each of its allocations fails once and from then on, it is
killed at any time, and files are replaced while they are read. A fixed sample of the points is
tried, ten times as many with DOLBOM_LONG=1, and every one with DOLBOM_LONG=all."""
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import time

import cases
import workbooks

BUILD = os.environ["DOLBOM_BUILD"]
DOLBOM = os.path.join(BUILD, "tools", "dolbom")
NO_BOOKS = os.path.join(BUILD, "tests", "tools", "dolbom_no_books")
POLICY = os.path.join(os.environ["DOLBOM_SOURCE"], "policy")
FAIL_ALLOC = os.path.join(BUILD, "tests", "tools", "libfail_alloc.so")
ERRORS = ("EIO", "ENOSPC", "EINTR", "ENOMEM")
LONG = bool(os.environ.get("DOLBOM_LONG"))
ALL = os.environ.get("DOLBOM_LONG") == "all"
OUTS = ("out", "out.db")
# Calls by which a process and its threads live: what becomes of a failed one is not the command's doing.
LEFT_ALONE = {"execve", "exit_group", "exit", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "arch_prctl",
              "set_tid_address", "set_robust_list", "rseq", "futex", "munmap", "restart_syscall",
              "brk", "getrandom"}
PERSONS = ["agency_id,record_id,name,birth_date,phone\n", "A,a1,김영수,1950-03-02,010-1234-5678\n",
           "A,a2,이정자,1948-11-20,\n", "B,b1,김영수,1950-03-02,01012345678\n", "B,b2,박순례,1939-01-15,02-345-6789\n"]


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def make_input(folder):
    """Two agencies, one with a workbook and one with an HTML table; a service in both, a row that is rejected, a need
    that nobody answers."""
    write(folder + "/A/persons.csv", "".join(PERSONS[:3]))
    os.makedirs(folder + "/B")
    persons = [line.strip().split(",") for line in (PERSONS[0], *PERSONS[3:])]
    write(folder + "/agencies.csv", "agency_id,name\nA,가온\nB,나래\n")
    service = "agency_id,service_id,record_id,programme,start_date,end_date,status\n"
    write(folder + "/A/services.csv", service + "A,s1,a1,senior_care,2026-01-01,,active\n")
    day = workbooks.Cell(46054, style=workbooks.DATE)
    services = [service.strip().split(","), ["B", "s1", "b1", "senior_care", day, None, "active"],
                [None, "s2", "b1", "x"]]
    workbooks.write_workbook(folder + "/B/나래.xlsx", {"persons": persons, "services": services}, merged=["A2:A3"])
    cells = ("agency_id", "need_id", "record_id", "need_class", "urgency", "identified_on", "status"), \
        ("A", "n1", "a2", "meal", "high", "2026-01-05", "open")
    write(folder + "/A/needs.xls", "<table>" + "".join("<tr><td>" + "<td>".join(row) for row in cells) + "</table>")


def command(folder, out):
    return [DOLBOM, "reconcile", "--in", folder + "/in", "--policy", POLICY, "--as-of", "2026-06-30", "--max-rejects",
            "100", "--quiet", "--threads", "1", "--out", f"{folder}/{out}"]


def content(path):
    """All that a finished result says, but for its times; None when it is not finished."""
    if path.endswith(".db"):
        if not os.path.exists(path):
            return None
        base = sqlite3.connect(path)
        tables = sorted(row[0] for row in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'"))
        found = {t: [r for r in base.execute(f'SELECT * FROM "{t}"') if r[0] != "timings.json"] for t in tables}
        base.close()
        return found
    if not os.path.exists(path + "/run.json"):
        return None
    found = {}
    for name in sorted(os.listdir(path)):
        if name != "timings.json":
            with open(f"{path}/{name}", "rb") as file:
                found[name] = file.read()
    return found


def remove(path):
    for one in (path, os.path.join(os.path.dirname(path), f".{os.path.basename(path)}.dolbom-unfinished")):
        if os.path.isdir(one):
            shutil.rmtree(one)
        elif os.path.exists(one):
            os.remove(one)


def reference(folder, out):
    done = subprocess.run(command(folder, out), capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    found = content(f"{folder}/{out}")
    assert found is not None and len(found) > 8
    remove(f"{folder}/{out}")
    return found


def judge(folder, out, want, code, told, point):
    """The right result, or an error that is told and leaves nothing that looks finished."""
    found = content(f"{folder}/{out}")
    if code == 0:
        assert found == want, f"{point}: ends 0 with another result"
        return
    assert code in (2, 3, 4, 5, 127), f"{point}: ends {code}: {told}"
    assert told, f"{point}: ends {code} without a word"
    assert found is None or found == want, f"{point}: ends {code} and leaves half a result"


def sample(points, most):
    """All of them, or a fixed choice."""
    most *= 10 if LONG else 1
    return points if ALL or len(points) <= most else random.Random(8).sample(points, most)


# ---- system calls ------------------------------------------------------------------------------


def can_trace():
    return shutil.which("strace") and \
        subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], capture_output=True).returncode == 0


def points_of(folder, out):
    """(call, n, error) for every system call that a run makes after it is loaded."""
    log = folder + "/calls"
    subprocess.run(["strace", "-f", "-qq", "-o", log, *command(folder, out)], check=True, capture_output=True)
    remove(f"{folder}/{out}")
    counts, loaded, points = {}, False, []
    for line in open(log, encoding="utf-8", errors="replace"):
        call = re.match(r"\d+ +(\w+)\(", line)
        if not call:
            continue
        name = call.group(1)
        counts[name] = counts.get(name, 0) + 1
        loaded = loaded or (name != "execve" and f'"{folder}/in"' in line)
        if loaded and name not in LEFT_ALONE:
            points += [(name, counts[name], error) for error in ERRORS]
    return points


def each_system_call_fails_once(folder):
    if not can_trace() or cases.is_sanitized(DOLBOM):  # a sanitizer survives no failure of its own calls
        return "skipped"
    make_input(folder + "/in")
    n, n_ended_well = 0, 0
    for out in OUTS:
        want = reference(folder, out)
        points = points_of(folder, out)
        assert len(points) > 400, len(points)
        for name, when, error in sample(points, 50):
            remove(f"{folder}/{out}")
            done = subprocess.run(["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={name}", "-e",
                                   f"inject={name}:error={error}:when={when}", *command(folder, out)],
                                  capture_output=True, timeout=60)
            judge(folder, out, want, done.returncode, done.stderr.decode(), f"{out}: {name} {when} {error}")
            n, n_ended_well = n + 1, n_ended_well + (done.returncode == 0)
    print(f"{n} system calls failed, {n_ended_well} runs ended well all the same")
    assert 0 < n_ended_well < n


# ---- memory ------------------------------------------------------------------------------------


def each_allocation_fails(folder):
    if cases.is_sanitized(DOLBOM):
        return "skipped"
    env = dict(os.environ, LD_PRELOAD=FAIL_ALLOC, FAIL_COUNT=folder + "/count")
    make_input(folder + "/in")
    n, n_ended_well = 0, 0
    for out in OUTS:
        want = reference(folder, out)
        subprocess.run(command(folder, out), env=env, check=True)
        remove(f"{folder}/{out}")
        n_calls = int(open(folder + "/count").read())
        assert n_calls > 500, n_calls
        points = [(at, forever) for at in range(1, n_calls + 1) for forever in (False, True)]
        for at, forever in sample(points, 200):
            failing = dict(env, FAIL_AT=str(at), **({"FAIL_FOREVER": "1"} if forever else {}))
            remove(f"{folder}/{out}")
            done = subprocess.run(command(folder, out), env=failing, capture_output=True, timeout=60)
            judge(folder, out, want, done.returncode, done.stderr.decode(),
                  f"{out}: allocation {at} fails {'for ever' if forever else 'once'}")
            n, n_ended_well = n + 1, n_ended_well + (done.returncode == 0)
    print(f"{n} allocations failed, {n_ended_well} runs ended well all the same")
    assert n_ended_well < n


def a_summary_for_a_mail_names_nobody(folder):
    """Where there is no memory for it, either: each allocation at the end of a run fails."""
    if cases.is_sanitized(DOLBOM):
        return "skipped"
    data = os.path.join(os.environ["DOLBOM_SOURCE"], "examples", "namyangju")
    told = [DOLBOM, "reconcile", "--in", data, "--policy", POLICY, "--as-of", "2026-06-30", "--threads", "1",
            "--lang", "ko", "--out", folder + "/out"]
    assert "○" in subprocess.run(told, capture_output=True, check=True).stdout.decode()
    env = dict(os.environ, LD_PRELOAD=FAIL_ALLOC, FAIL_COUNT=folder + "/count")
    told += ["--summary", "short"]
    subprocess.run(told, env=env, check=True, capture_output=True)
    n_calls, codes = int(open(folder + "/count").read()), set()
    for at in range(n_calls - 24, n_calls + 1):
        done = subprocess.run(told, env=dict(env, FAIL_AT=str(at)), capture_output=True, timeout=60)
        assert "○" not in done.stdout.decode(), (at, done.stdout.decode())
        codes.add((done.returncode, bool(done.stderr)))
    assert codes == {(0, False), (4, True)}, codes


def files_of(path):
    """What is in a folder; None when it is not there."""
    if not os.path.isdir(path):
        return None
    found = {}
    for name in os.listdir(path):
        with open(f"{path}/{name}", "rb") as file:
            found[name] = file.read()
    return found


def worklists_are_whole_or_absent(folder):
    """Whatever fails while workbooks are written, also in the temporary files of the library that writes them."""
    if not can_trace() or cases.is_sanitized(DOLBOM):
        return "skipped"
    make_input(folder + "/in")
    lists, run = folder + "/lists", [*command(folder, "out"), "--worklists", folder + "/lists", "--names"]
    subprocess.run(run, check=True)
    want = files_of(lists)
    assert len(want) == 5, list(want)
    shutil.rmtree(lists)
    calls = subprocess.run(["strace", "-f", "-qq", "-e", "trace=write,pwrite64,read,openat,lseek,fsync,close", *run],
                           capture_output=True, check=True).stderr.decode(errors="replace").split("\n")
    begun = next(i for i, line in enumerate(calls) if "worklist_" in line)
    points, counts = [], {}
    for i, line in enumerate(calls):
        call = re.match(r"(?:\[pid +\d+\] )?(\w+)\(", line)
        if call:
            counts[call[1]] = counts.get(call[1], 0) + 1
            points += [(call[1], counts[call[1]], error) for error in ERRORS] if i >= begun else []
    n_ended_well, chosen = 0, sample(points, 60)
    for name, when, error in chosen:
        shutil.rmtree(lists, ignore_errors=True)
        done = subprocess.run(["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={name}", "-e",
                               f"inject={name}:error={error}:when={when}", *run], capture_output=True, timeout=60)
        found = files_of(lists)
        point = f"{name} {when} {error}: ends {done.returncode}: {done.stderr.decode()}"
        assert found == want if done.returncode == 0 else found in (None, want) and done.stderr, point
        n_ended_well += done.returncode == 0
    print(f"{len(chosen)} system calls failed, {n_ended_well} runs ended well all the same")
    assert n_ended_well < len(chosen)


def worklists_do_without_memory(folder):
    """Of those that come as CSV: the library that writes workbooks does not notice."""
    if cases.is_sanitized(DOLBOM):
        return "skipped"
    make_input(folder + "/in")
    lists = folder + "/lists"
    run = [NO_BOOKS, *command(folder, "out")[1:], "--worklists", lists, "--names"]
    subprocess.run(run, check=True)
    want = files_of(lists)
    shutil.move(f"{lists}/worklist_A.csv", folder + "/answers.csv")
    shutil.rmtree(lists)
    run += ["--decisions", folder + "/answers.csv"]
    env = dict(os.environ, LD_PRELOAD=FAIL_ALLOC, FAIL_COUNT=folder + "/count")
    subprocess.run(run, env=env, check=True)
    assert files_of(lists) == want
    n_calls, n_ended_well = int(open(folder + "/count").read()), 0
    chosen = sample([(at, forever) for at in range(1, n_calls + 1) for forever in (False, True)], 80)
    for at, forever in chosen:
        shutil.rmtree(lists, ignore_errors=True)
        failing = dict(env, FAIL_AT=str(at), **({"FAIL_FOREVER": "1"} if forever else {}))
        done = subprocess.run(run, env=failing, capture_output=True, timeout=60)
        found, point = files_of(lists), f"allocation {at}, {forever}: ends {done.returncode}: {done.stderr.decode()}"
        assert done.returncode in (0, 2, 3, 4, 5, 127), point
        assert found == want if done.returncode == 0 else found in (None, want) and done.stderr, point
        n_ended_well += done.returncode == 0
    print(f"{len(chosen)} allocations failed, {n_ended_well} runs ended well all the same")
    assert n_ended_well < len(chosen)


# ---- jobs ----------------------------------------------------------------------------------------


def jobs_go_on_whatever_failed(folder):
    """A call of the job or of the run in it fails, or an allocation; the next run with --resume ends with all of it."""
    if not can_trace() or cases.is_sanitized(DOLBOM):
        return "skipped"
    make_input(folder + "/in")
    write(folder + "/job.yaml", f"in: in\npolicy: {POLICY}\nas_of: 2026-06-30\nmax_rejects: 100\nthreads: 1\nout: out\n"
                                "worklists: lists\nlog: job.log\n")
    job = [DOLBOM, "run", "--resume", folder + "/job.yaml"]
    calls = subprocess.run(["strace", "-f", "-qq", *job], capture_output=True, check=True).stderr
    calls = calls.decode(errors="replace")
    want = content(folder + "/out"), files_of(folder + "/lists")
    assert want[0] and len(want[1]) == 5, list(want[1])
    counts, points, mine = {}, [], LEFT_ALONE | {"wait4", "clone", "clone3", "setpgid", "prctl", "getppid"}
    begun = False
    for line in calls.split("\n"):
        call = re.match(r"(?:\[pid +\d+\] )?(\w+)\(", line)
        if call:
            counts[call[1]] = counts.get(call[1], 0) + 1
            begun = begun or "job.yaml\", O_" in line
            counted = begun and call[1] not in mine
            points += [(call[1], counts[call[1]], error) for error in ERRORS] if counted else []
    assert len(points) > 1000, len(points)
    chosen = [("dup2", 1, "EINTR"), *sample(points, 20)]  # the first of them once ended without a word
    chosen += [(None, random.Random(k).randrange(1, 3000), k % 2) for k in range(20)]
    for name, k, how in chosen:
        for one in ("out", "lists", ".out.dolbom-kept"):
            remove(f"{folder}/{one}")
        env = dict(os.environ) if name else dict(os.environ, LD_PRELOAD=FAIL_ALLOC, FAIL_AT=str(k),
                                                 **({"FAIL_FOREVER": "1"} if how else {}))
        before = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={name}", "-e",
                  f"inject={name}:error={how}:when={k}"] if name else []
        done = subprocess.run([*before, *job], env=env, capture_output=True, timeout=60)
        point = f"{name} {k} {how}: ends {done.returncode}: {done.stderr.decode()}"
        assert done.returncode == 0 or (done.returncode in (2, 3, 4, 5, 127) and done.stderr), point
        assert content(folder + "/out") in (None, want[0]) and files_of(folder + "/lists") in (None, want[1]), point
        done = subprocess.run(job, capture_output=True, timeout=60)
        assert done.returncode == 0, f"{point}; then {done.returncode}: {done.stderr.decode()}"
        assert (content(folder + "/out"), files_of(folder + "/lists")) == want, point


# ---- time --------------------------------------------------------------------------------------


def killed_at_any_time(folder):
    make_input(folder + "/in")
    chance = random.Random(9)
    for out in OUTS:
        want = reference(folder, out)
        started = time.monotonic()
        subprocess.run(command(folder, out), check=True)
        took = time.monotonic() - started
        n_killed = 0
        for i in range(100 if LONG else 15):
            if i % 3 == 0:
                remove(f"{folder}/{out}")
            child = subprocess.Popen(command(folder, out), stderr=subprocess.DEVNULL)
            time.sleep(chance.random() * took)
            child.send_signal(signal.SIGKILL)
            n_killed += child.wait() == -signal.SIGKILL
            found = content(f"{folder}/{out}")
            assert found is None or found == want, f"{out}: half a result after {i} kills"
        assert n_killed > 3, n_killed
        done = subprocess.run(command(folder, out), capture_output=True, timeout=60)
        judge(folder, out, want, done.returncode, done.stderr.decode(), f"{out}: the run after the killed ones")
        assert done.returncode == 0 and not [n for n in os.listdir(folder) if "unfinished" in n]


def csv_files_are_replaced_while_they_are_read(folder):
    make_input(folder + "/in")
    many = PERSONS[0] + "".join(f"A,a{i},이정자,1948-11-20,\n" for i in range(500))
    replace_while_read(folder, folder + "/in/A/persons.csv", lambda path: write(path, many))


def workbooks_are_replaced_while_they_are_read(folder):
    make_input(folder + "/in")
    many = [PERSONS[0].strip().split(","), *[["B", f"b{i}", "박순례", "1939-01-15", ""] for i in range(2000)]]
    replace_while_read(folder, folder + "/in/B/나래.xlsx", lambda path: workbooks.write_workbook(path, {"persons": many}))


def replace_while_read(folder, path, write_other):
    """The file and another version of it are put in its place in turns: the result is one's, or an error."""
    wants = []
    for _ in range(2):
        wants.append(reference(folder, "out"))
        shutil.copy(path, f"{folder}/{len(wants)}.copy")
        write_other(path)
    n = 0
    for _ in range(120 if LONG else 12):
        run = subprocess.Popen(command(folder, "out"), stderr=subprocess.PIPE)
        while run.poll() is None:
            n += 1
            os.link(f"{folder}/{n % 2 + 1}.copy", folder + "/new.copy")
            os.rename(folder + "/new.copy", path)
        told = run.stderr.read().decode()
        found = content(folder + "/out")
        assert (run.returncode == 0 and found in wants) or \
            (run.returncode == 4 and "changed while it was read" in told and found is None), (run.returncode, told)
        remove(folder + "/out")


cases.run_cases([each_system_call_fails_once, each_allocation_fails, a_summary_for_a_mail_names_nobody,
                 worklists_are_whole_or_absent, worklists_do_without_memory, jobs_go_on_whatever_failed,
                 killed_at_any_time, csv_files_are_replaced_while_they_are_read,
                 workbooks_are_replaced_while_they_are_read])
