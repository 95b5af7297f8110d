#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""--resume: a job that is killed at any time goes on from its last whole stage, to the same bytes.

DOLBOM_KILLS=200 kills that many times instead of a few dozen."""
import os
import random
import shutil
import signal
import subprocess
import time

import cases
from command_case import DOLBOM, write

SOURCE = os.environ["DOLBOM_SOURCE"]
JOB = ("in: data\npolicy: policy\nas_of: 2026-06-30\nout: out/{month}\nworklists: lists/{month}\n"
       "review: true\nnames: true\nprevious: last\nlog: job.log\nmax_rejects: 100\n")
KILLS = int(os.environ.get("DOLBOM_KILLS", "24"))
RESUMED = ("resumed: the results are whole", "resumed: everything is written", "the earlier run had finished")


def world(folder, job=JOB):
    """A month that is finished already, and the next one."""
    shutil.copytree(os.path.join(SOURCE, "examples", "namyangju"), folder + "/data")
    shutil.copytree(os.path.join(SOURCE, "policy"), folder + "/policy")
    write(folder, "job.yaml", job)
    assert run(folder, "--as-of", "2026-05-31").returncode == 0


def command(folder, *more):
    return [DOLBOM, "run", "--resume", *more, folder + "/job.yaml"]


def run(folder, *more, before=()):
    done = subprocess.run([*before, *command(folder, *more)], capture_output=True, timeout=120)
    done.told = done.stderr.decode()
    return done


def whole(folder):
    """All that the job has written this month, but for times; None when a part is missing."""
    found = {}
    for place in ("out/2026-06", "lists/2026-06"):
        path = f"{folder}/{place}"
        if os.path.isfile(path + ".db"):
            return "a database"
        last = "run.json" if place.startswith("out") else "index.csv"
        if not os.path.exists(f"{path}/{last}"):
            return None
        for name in os.listdir(path):
            if name != "timings.json":
                with open(f"{path}/{name}", "rb") as file:
                    found[f"{place}/{name}"] = file.read()
    return found


def forget(folder):
    """As if this month had not been begun."""
    for place in ("out", "lists"):
        for name in os.listdir(f"{folder}/{place}"):
            path = f"{folder}/{place}/{name}"
            if "2026-06" in name and os.path.isdir(path):
                shutil.rmtree(path)
            elif "2026-06" in name:
                os.remove(path)


def unfinished(folder):
    return sorted(name for place in ("out", "lists") for name in os.listdir(f"{folder}/{place}")
                  if name.endswith(("unfinished", "-new")))


def finish(folder, want, point):
    """Runs on to the end; what was said of the earlier run."""
    for _ in range(100):
        done = run(folder)
        if "is running already" not in done.told:  # what was killed is still going away
            break
        time.sleep(0.02)
    assert done.returncode == 0, f"{point}: ends {done.returncode}: {done.told}"
    assert whole(folder) == want, f"{point}: other results: {done.told}"
    assert not unfinished(folder), f"{point}: {unfinished(folder)}"
    assert "[지난 점검(2026-05-31) 이후]" in done.stdout.decode(), done.stdout.decode()
    return next((words for words in RESUMED if words in done.told), "anew")


def undisturbed(folder):
    started = time.monotonic()
    done = run(folder)
    assert done.returncode == 0, done.told
    took, want = time.monotonic() - started, whole(folder)
    assert len(want) > 40 and [name for name in want if name.endswith(".xlsx")], list(want)
    forget(folder)
    return want, took


def killed_at_random_times(folder):
    world(folder)
    want, took = undisturbed(folder)
    chance, seen, n_killed = random.Random(14), {}, 0
    for i in range(KILLS):
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            child = subprocess.Popen(command(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(chance.random() * took * 1.1)
            child.send_signal(signal.SIGKILL)
            n_killed += child.wait() == -signal.SIGKILL
        how = finish(folder, want, f"kill {i}")
        seen[how] = seen.get(how, 0) + 1
        forget(folder)
    print(f"{n_killed} kills: {seen}")
    assert n_killed > KILLS / 2 and seen.get("anew") and len(seen) > 1, (n_killed, seen)


def can_trace():
    return not cases.is_sanitized(DOLBOM) and shutil.which("strace") and \
        subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], capture_output=True).returncode == 0


def killed_at_each_step_of_writing(folder):
    """Also where results of this month are there already, and are replaced file by file."""
    if not can_trace():
        return "skipped"
    world(folder)
    want, _ = undisturbed(folder)
    seen = {}
    for call, steps in (("rename", range(1, 4)), ("renameat", range(1, 3)), ("fsync", range(5, 70, 16)),
                        ("unlinkat", (60, 70))):
        for k in steps:
            trace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e",
                     f"inject={call}:signal=KILL:when={k}"]
            run(folder, before=trace)
            how = finish(folder, want, f"{call} {k}")
            seen[how] = seen.get(how, 0) + 1
            forget(folder)
    for k in (1, 2, 20, 35, 36):
        shutil.copytree(folder + "/out/2026-05", folder + "/out/2026-06")
        run(folder, before=["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=renameat", "-e",
                            f"inject=renameat:signal=KILL:when={k}"])
        how = finish(folder, want, f"replacing, renameat {k}")
        seen[how] = seen.get(how, 0) + 1
        forget(folder)
    print(seen)
    assert set(seen) == {*RESUMED, "anew"}, seen


def kill_at(folder, call, k):
    run(folder, before=["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e",
                        f"inject={call}:signal=KILL:when={k}"])


def what_changed_in_between_is_taken(folder):
    if not can_trace():
        return "skipped"
    world(folder)
    want, _ = undisturbed(folder)
    person = next(name for name in sorted(os.listdir(folder + "/data/hope-east")) if name.startswith("persons"))
    for path, text in ((f"data/hope-east/{person}", b"\n"), ("policy/holidays.csv", b"2026-06-05,x\n"),
                       ("job.yaml", b"lang: en\n"), ("data/hope-east/persons.bak", b"x")):
        before = b""
        if os.path.exists(f"{folder}/{path}"):
            with open(f"{folder}/{path}", "rb") as file:
                before = file.read()
        kill_at(folder, "rename", 2)
        assert any(name.endswith("-kept") for name in os.listdir(folder + "/out"))
        with open(f"{folder}/{path}", "wb") as file:
            file.write(before + text)
        done = run(folder)
        assert done.returncode == 0, done.told
        again = whole(folder)
        assert "files or settings are no longer those" in done.told, (path, done.told)
        forget(folder)
        assert run(folder).returncode == 0 and whole(folder) == again, path
        with open(f"{folder}/{path}", "wb") as file:
            file.write(before)
        if not before:
            os.remove(f"{folder}/{path}")
        forget(folder)
    assert finish(folder, want, "as it was") == "anew"
    with open(f"{folder}/policy/holidays.csv", "ab") as file:
        file.write(b"2026-06-05,x\n")
    done = run(folder)  # what people may have written into worklists is never replaced, resumed or not
    assert done.returncode == 4 and "people may have written into it" in done.told, done.told
    assert whole(folder) == want


def what_is_kept(folder):
    """Goes once nobody asks for it; counts for nothing when it is damaged; is ours or stays."""
    if not can_trace():
        return "skipped"
    world(folder)
    want, _ = undisturbed(folder)
    kept = folder + "/out/.2026-06.dolbom-kept"
    kill_at(folder, "rename", 2)
    assert os.stat(kept).st_mode & 0o777 == 0o600 and os.path.getsize(kept) > 100000
    with open(kept, "r+b") as file:
        file.seek(os.path.getsize(kept) // 2)
        file.write(b"#")
    assert finish(folder, want, "damaged") == "anew"
    assert os.path.getsize(kept) < 10000, "only what is needed to see that it has finished"
    forget(folder)
    kill_at(folder, "rename", 2)
    done = subprocess.run([DOLBOM, "run", folder + "/job.yaml"], capture_output=True, timeout=120)
    assert done.returncode == 0 and whole(folder) == want and not os.path.exists(kept), done.stderr
    forget(folder)
    for text, told in (("", "is not whole"), ("dolbom", "is not whole"), ("mine", "is not ours")):
        write(folder, "out/.2026-06.dolbom-kept", text)
        done = run(folder)
        assert done.returncode == 0 and told in done.told and whole(folder) == want, (text, done.told)
        with open(kept, encoding="utf-8", errors="replace") as file:
            assert (file.read() == text) == (text == "mine"), text
        forget(folder)


def ended_early_otherwise(folder):
    """A full disk while worklists are written, Ctrl-C: what was whole stays for the next run."""
    if not can_trace():
        return "skipped"
    world(folder)
    want, _ = undisturbed(folder)
    seen = set()
    for k in range(40, 75, 10):
        done = run(folder, before=["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync", "-e",
                                   f"inject=fsync:error=ENOSPC:when={k}"])
        if done.returncode == 0:
            break
        assert done.returncode == 4 and "No space left" in done.told, done.told
        seen.add(finish(folder, want, f"fsync {k}"))
        forget(folder)
    assert RESUMED[0] in seen, seen


def what_was_wrong_is_told_again(folder):
    """A run that ends with 3 says why, also when it goes on where another was killed, and when that had finished."""
    if not can_trace():
        return "skipped"
    world(folder)
    write(folder, "job.yaml", JOB.replace("max_rejects: 100", "max_rejects: 0"))
    kill_at(folder, "rename", 2)
    for words in RESUMED[0], RESUMED[2]:
        done = run(folder)
        assert done.returncode == 3 and words in done.told, done.told
        assert "summary.txt and rejects.csv" in done.told, done.told


def a_kept_file_that_cannot_be_closed(folder):
    if not can_trace():
        return "skipped"
    world(folder)
    kept = folder + "/out/.2026-06.dolbom-kept-new"
    done = run(folder, before=["strace", "-f", "-qq", "-o", "/dev/null", "-P", os.path.realpath(kept),
                               "-e", "trace=close", "-e", "inject=close:error=EDQUOT"])
    assert done.returncode == 4 and "quota exceeded" in done.told and not os.path.exists(kept), done.told


def into_a_database(folder):
    if not can_trace():
        return "skipped"
    world(folder, JOB.replace("out/{month}", "out/{month}.db"))
    for call, k, words in (("rename", 2, RESUMED[0]), ("renameat", 1, RESUMED[1]), ("renameat", 2, RESUMED[1])):
        kill_at(folder, call, k)
        done = run(folder)
        told = [words for words in RESUMED if words in done.told]
        assert done.returncode == 0 and whole(folder) == "a database", done.told
        assert told and not unfinished(folder), (call, k, done.told)
        forget(folder)


def from_a_pipe(folder):
    os.mkfifo(folder + "/persons.csv")
    child = subprocess.Popen([DOLBOM, "reconcile", "--in", folder + "/persons.csv", "--encoding", "utf-8", "--as-of",
                              "2026-06-30", "--out", folder + "/out", "--resume"], stderr=subprocess.PIPE)
    with open(folder + "/persons.csv", "w", encoding="utf-8") as pipe:
        pipe.write("agency_id,record_id,name\nA,a1,김영수\n")
    told = child.communicate(timeout=60)[1].decode()
    assert child.returncode == 3 and "cannot be read again" in told and not os.path.exists(folder + "/out"), told


cases.run_cases([killed_at_random_times, killed_at_each_step_of_writing, what_changed_in_between_is_taken,
                 what_is_kept, ended_early_otherwise, what_was_wrong_is_told_again,
                 a_kept_file_that_cannot_be_closed, into_a_database, from_a_pipe])
