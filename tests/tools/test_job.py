#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""dolbom run job.yaml: a month's reconcile by itself, with lock, log, earlier month and summary."""
import os
import re
import shutil
import signal
import subprocess
import time

import cases
from command_case import DOLBOM, table, write

SOURCE = os.environ["DOLBOM_SOURCE"]
FAIL_ALLOC = os.path.join(os.environ["DOLBOM_BUILD"], "tests", "tools", "libfail_alloc.so")
IN = os.path.join(SOURCE, "examples", "namyangju")
POLICY = os.path.join(SOURCE, "policy")
JOB = "in: data\npolicy: policy\nas_of: 2026-06-30\nout: out/{month}\nprevious: last\nlog: job.log\n"
PERSONS = "agency_id,record_id,name,birth_date\nA,a1,김영수,1950-03-02\nB,b1,김영수,1950-03-02\n"


def world(folder, job=JOB, data=IN):
    os.makedirs(folder, exist_ok=True)
    os.symlink(data, folder + "/data")
    os.symlink(POLICY, folder + "/policy")
    write(folder, "job.yaml", job)


def run(folder, *more, code=0, told="", cwd="/", job="job.yaml"):
    done = subprocess.run([DOLBOM, "run", *more, f"{folder}/{job}"], capture_output=True, timeout=120, cwd=cwd)
    said, complained = done.stdout.decode(), done.stderr.decode()
    assert done.returncode == code, (done.returncode, said, complained)
    assert told in complained, complained
    return said


def log(folder):
    with open(folder + "/job.log", encoding="utf-8") as file:
        return file.read()


def files(folder):
    found = {}
    for name in sorted(os.listdir(folder)):
        if name != "timings.json":
            with open(f"{folder}/{name}", "rb") as file:
                found[name] = file.read()
    return found


def months_follow_each_other(folder):
    """Each in a folder of its own, compared with the newest that is finished and earlier."""
    world(folder)
    said = run(folder, "--as-of", "2026-05-31")
    assert "비교하지 않았습니다" in said and f"{os.path.realpath(folder)}/out/2026-05/report.html" in said, said
    os.makedirs(folder + "/out/2026-06-old")  # no month
    os.makedirs(folder + "/out/2026-04")  # not finished
    said = run(folder)
    assert "[지난 점검(2026-05-31) 이후]" in said, said
    with open(folder + "/out/2026-06/summary.txt", encoding="utf-8") as file:
        assert said.startswith(file.read()), said
    rows = table(folder, "findings", "out/2026-06")
    assert f"[결과] 모두 {len(rows):,}건" in said, said
    assert not [row for row in rows if row["person_id"] and row["person_id"] in said]
    os.remove(folder + "/out/2026-06/run.json")  # as a run that was killed while it replaced files
    write(folder, "job.yaml", JOB + "lang: en\n")
    assert "[since 2026-05-31]" in run(folder, "--as-of", "2026-07-31")
    assert "[since 2026-05-31]" in run(folder), "its own month is no earlier one"
    text = log(folder)
    assert text.count("begins: job.yaml") == text.count("ends: exit code 0 (done)") == 4, text
    assert "previous: out/2026-05" in text
    assert all(re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4} \[\d+\] (info|told|error): ", line)
               for line in text.splitlines()), text


def what_it_prints_does_the_same(folder):
    """The command of --print, in a shell; the job's folder has a name that shells take apart."""
    place = folder + "/a 'b' $c"
    world(place, JOB + "decisions: [answers/*.csv, 'no such/*']\nfail_on: 4\nmax_rejects: 2.5\nraw: true\n"
                       "names: false\nworklists: lists/{day}\n")
    printed = run(place, "--print")
    assert not os.path.exists(place + "/out") and not os.path.exists(place + "/job.log"), "nothing is run"
    assert "--decisions" not in printed and "--names" not in printed and "--previous" not in printed, printed
    os.makedirs(place + "/answers")
    run(place, code=1)
    assert "ends: exit code 1 (findings at or above fail_on)" in log(place), log(place)
    want, sheets = files(place + "/out/2026-06"), files(place + "/lists/2026-06-30")
    sheet = next(name for name in sheets if name.startswith("worklist_") and name.endswith(".csv"))
    shutil.copy(f"{place}/lists/2026-06-30/{sheet}", f"{place}/answers/{sheet}")
    assert f"--decisions answers/{sheet}" in run(place, "--print")
    os.remove(f"{place}/answers/{sheet}")
    shutil.rmtree(place + "/out")
    shutil.rmtree(place + "/lists")
    command = printed.replace("dolbom reconcile", f"'{DOLBOM}' reconcile")
    done = subprocess.run(["sh", "-c", command], capture_output=True, timeout=120, cwd="/")
    assert done.returncode == 1, done.stderr.decode()
    assert files(place + "/out/2026-06") == want and files(place + "/lists/2026-06-30").keys() == sheets.keys()


def files_of_decisions(folder):
    """Only * and ? stand for others; what is not there is told, and what Excel leaves beside files is no file."""
    world(folder, JOB + "decisions: ['a[b]/[아동] 답변*.csv', 'a[b]/[c].csv', 'x\\y?.csv', '*.tsv', 'a[b]/*.xlsx']\n")
    run(folder, "--as-of", "2026-05-31", code=4, told="a[b]/[c].csv")
    assert "decisions: 1 files" in log(folder) and "told: *.tsv: " in log(folder), log(folder)
    os.makedirs(folder + "/a[b]")
    for name in ("a[b]/[아동] 답변1.csv", "a[b]/[c].csv", "x\\y1.csv", "--for=z.tsv"):
        write(folder, name, "finding_id,agency_id,decision\n")
    write(folder, "a[b]/~$lists.xlsx", b"\x05admin")
    printed = run(folder, "--print")
    assert ("--decisions 'a[b]/[아동] 답변1.csv' 'a[b]/[c].csv' 'x\\y1.csv' ./--for=z.tsv 'a[b]/~$lists.xlsx' --out"
            in printed), printed
    assert "읽지 않은 파일" in run(folder)
    assert "decisions: 5 files" in log(folder) and "~$lists.xlsx" in log(folder), log(folder)


def values_like_options(folder):
    world(folder, JOB.replace("out/{month}", "'--names'").replace("previous: last\n", ""))
    run(folder)
    assert os.path.exists(folder + "/--names/run.json") and "info: out: --names" in log(folder), log(folder)


def days_of_the_calendar(folder):
    world(folder, JOB.replace("2026-06-30", "end_of_last_month"))
    now = time.localtime()
    last = time.localtime(time.mktime((now.tm_year, now.tm_mon, 1, 12, 0, 0, 0, 0, -1)) - 86400)
    assert f"--as-of {time.strftime('%Y-%m-%d', last)} " in run(folder, "--print")
    write(folder, "job.yaml", JOB.replace("2026-06-30", "today"))
    assert f"--as-of {time.strftime('%Y-%m-%d')} " in run(folder, "--print")
    assert "--as-of 2024-02-29 " in run(folder, "--print", "--as-of", "2024-02-29")


def what_is_wrong_is_told_with_its_place(folder):
    world(folder)
    for text, place, words in (
            ("in: data\npolcy: policy\n", "line 2, column 1", "did you mean policy?"),
            ("in: data\nqqq: policy\n", "line 2, column 1", "dolbom run --help"),
            ("in: data\nas-of: 2026-06-30\n", "line 2, column 1", "did you mean as_of?"),
            ("in: data\nin: data\n", "line 2, column 1", "stands twice"),
            ("in:\n", "line 1, column 4", "needs a value"),
            ("in: [a, b]\n", "line 1, column 5", "a single value"),
            ("in: data\nfail_on: 9\n", "line 2, column 10", "a whole number from 0 to 4"),
            ("in: data\nas_of: 2026-02-30\n", "line 2, column 8", "end_of_last_month"),
            ("in: data\nout: out/{year}\n", "line 2, column 6", "{month} and {day}"),
            ("in: data\nnames: yes\n", "line 2, column 8", "true or false"),
            ("in: data\nlang: fr\n", "line 2, column 7", "ko|en"),
            ("in: data\nout: 'o\n", "line 3, column 1", "not valid YAML"),
            ("- in\n", "line 1, column 1", "a key, a colon and a value"),
            ("in: \"a\\0b\"\n", "line 1, column 5", "a single value"),
            ("in: data\nout: out\nas_of: today\nprevious: last\n", "line 4, column 11", "put {month} into out"),
            (b"in: \xb0\xa1\n", "job.yaml", "no text in UTF-8"),
            ("in: data\n---\nas_of: today\nout: o\n", "line 2, column 1", "one job"),
            ("in: data\nas_of: today\nout: o\n...\nlog: x\n", "line 5, column 1", ""),
            ("in: data\n  out: x\n", "line 2, column 6", "not valid YAML"),
            ("in: data\n", "job.yaml", "in, as_of and out"), ("", "job.yaml", "in, as_of and out")):
        write(folder, "job.yaml", text)
        done = subprocess.run([DOLBOM, "run", folder + "/job.yaml"], capture_output=True, timeout=60)
        told = done.stderr.decode()
        assert done.returncode == 3 and place in told and words in told and told.count("\n") == 1, (text, told)
        assert not os.path.exists(folder + "/out"), text
    run(folder, code=4, told="no.yaml", job="no.yaml")
    write(folder, "job.yaml", b"\xef\xbb\xbf" + JOB.replace("\n", "\r\n").encode())  # as Notepad saves it
    assert "--in data --policy policy --as-of 2026-06-30" in run(folder, "--print")


def every_option_of_reconcile_is_a_key(folder):
    """But for those that are about one run on a screen."""
    world(folder)
    told = subprocess.run([DOLBOM, "reconcile", "--help"], capture_output=True, check=True).stdout.decode()
    options = {name.replace("-", "_") for name in re.findall(r"^  --([a-z-]+)", told, re.M)}
    values = {"as_of": "today", "encoding": "auto", "fail_on": "2", "invalid": "fail", "lang": "en", "max_rejects": "1",
              "memory": "1G", "names": "true", "raw": "true", "review": "true", "summary": "long", "threads": "1"}
    for key in sorted(options - {"quiet", "help", "resume"}):
        job = {"in": "data", "as_of": "today", "out": "out"} | {key: values.get(key, "x")}
        write(folder, "job.yaml", "".join(f"{name}: {value}\n" for name, value in job.items()))
        assert f" --{key.replace('_', '-')}" in run(folder, "--print"), key


def slow_world(folder):
    """Whose input comes through a pipe, and so not before somebody writes into it."""
    os.makedirs(folder, exist_ok=True)
    os.mkfifo(folder + "/persons.csv")
    write(folder, "job.yaml", "in: persons.csv\nencoding: utf-8\nas_of: 2026-06-30\nout: out\nlog: job.log\n")


def begin(folder):
    child = subprocess.Popen([DOLBOM, "run", folder + "/job.yaml"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    pipe = open(folder + "/persons.csv", "wb")  # waits until it is read
    return child, pipe


def child_of(process):
    with open(f"/proc/{process.pid}/task/{process.pid}/children", encoding="ascii") as file:
        return int(file.read().split()[0])


def is_alive(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as file:
            return file.read().split()[2] != "Z"
    except OSError:
        return False


def the_second_fails_at_once(folder):
    slow_world(folder)
    first, pipe = begin(folder)
    started = time.monotonic()
    run(folder, code=4, told=f"process {first.pid}, 20")
    assert time.monotonic() - started < 5
    assert f"error: not begun: it is running as process {first.pid}, 20" in log(folder)
    worker = child_of(first)
    first.send_signal(signal.SIGKILL)
    first.wait()
    for _ in range(100):
        if not is_alive(worker):
            break
        time.sleep(0.05)
    assert not is_alive(worker), "what it began lives on"
    pipe.close()
    second, pipe = begin(folder)  # nothing needs a hand
    pipe.write(PERSONS.encode())
    pipe.close()
    assert second.wait(60) == 0, second.stderr.read()
    assert sorted(name for name in os.listdir(folder) if "unfinished" in name) == []


def stopped_and_killed(folder):
    slow_world(folder)
    for kill, code, words in ((lambda job: job.send_signal(signal.SIGTERM), 5, "ends: exit code 5 (interrupted)"),
                              (lambda job: os.kill(child_of(job), signal.SIGKILL), 4, "ends: exit code 4")):
        job, pipe = begin(folder)
        time.sleep(0.2)
        kill(job)
        told = job.communicate(timeout=60)[1].decode()
        assert job.returncode == code and words in log(folder), (job.returncode, told, log(folder))
        assert not os.path.exists(folder + "/out")
        pipe.close()
    assert "signal 9" in told and "told: interrupted; nothing was written" in log(folder), log(folder)
    assert "told: the run was ended by signal 9" in log(folder), log(folder)


def what_the_job_itself_says_is_in_the_log(folder):
    """Before the run is begun, too: where no earlier month can be looked for."""
    for out, code, words in (("out", 3, "line 5, column 11: last looks for results of other months"),
                             ("loop/{month}", 4, "a folder of earlier results cannot be read"),
                             ("gone/{month}", 4, "a folder of earlier results cannot be read")):
        place = folder + "/" + out.split("/", maxsplit=1)[0]
        world(place, JOB.replace("out/{month}", out))
        os.symlink("loop", place + "/loop")
        os.makedirs(place + "/gone/2026-05")
        os.symlink("run.json", place + "/gone/2026-05/run.json")
        run(place, code=code, told=words)
        assert words in log(place) and "told: " in log(place) and f"ends: exit code {code}" in log(place), log(place)


def without_memory_no_earlier_month_is_dropped(folder):
    """Each allocation of looking for it fails once."""
    if cases.is_sanitized(DOLBOM):
        return "skipped"
    world(folder)
    run(folder, "--as-of", "2026-05-31")
    want, count = run(folder, "--print"), folder + "/count"
    preload = os.environ | {"LD_PRELOAD": FAIL_ALLOC}
    command = [DOLBOM, "run", "--print", folder + "/job.yaml"]
    subprocess.run(command, capture_output=True, env=preload | {"FAIL_COUNT": count}, check=True)
    with open(count, encoding="ascii") as file:
        n = int(file.read())
    for at in range(1, n + 1):
        done = subprocess.run(command, capture_output=True, env=preload | {"FAIL_AT": str(at)}, timeout=60)
        assert done.returncode or done.stdout.decode() == want, (at, done.stdout)
        assert not done.returncode or done.stderr, at


def the_log(folder):
    """May be moved away while a job runs; who asks for one has one, or no run."""
    slow_world(folder)
    job, pipe = begin(folder)
    os.rename(folder + "/job.log", folder + "/job.log.1")
    pipe.write(PERSONS.replace("a1", "CANARY").encode() * 2)
    pipe.close()
    job.communicate(timeout=60)
    with open(folder + "/job.log.1", encoding="utf-8") as file:
        assert "begins" in file.read()
    text = log(folder)
    assert "ends: exit code" in text and "CANARY" not in text and "김영수" not in text, text
    os.makedirs(folder + "/full")
    for path, words in (("full/no/job.log", "No such file"), ("/dev/full", "no log of a job"),
                        ("job.yaml", "no log of a job"), ("pipe", "no log of a job"), ("link", "no log of a job")):
        place = folder + path.replace("/", "_")
        world(place, JOB.replace("job.log", path))
        os.mkfifo(place + "/pipe")
        os.symlink("absent", place + "/link")
        run(place, code=4, told=words)
        assert not os.path.exists(place + "/out") and not os.path.exists(place + "/absent")
        with open(place + "/job.yaml", encoding="utf-8") as file:
            assert file.read() == JOB.replace("job.log", path)
    run(place, code=4, told="is not a plain file", job="pipe")


def a_full_disk(folder):
    if not shutil.which("strace") or cases.is_sanitized(DOLBOM) or subprocess.run(
            ["strace", "-qq", "-o", "/dev/null", "true"], capture_output=True).returncode:
        return "skipped"
    world(folder)
    command = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync", "-e", "inject=fsync:error=ENOSPC:when=5+"]
    done = subprocess.run([*command, DOLBOM, "run", folder + "/job.yaml"], capture_output=True, timeout=120)
    assert done.returncode == 4 and b"No space left on device" in done.stderr, done.stderr
    assert "No space left on device" in log(folder) and "ends: exit code 4" in log(folder), log(folder)
    assert not os.path.exists(folder + "/out"), os.listdir(folder)


def exports_of_officers(folder):
    """The example as it is shipped, with the mapping that inspect writes."""
    exports = os.path.join(SOURCE, "examples", "exports")
    world(folder, "in: data/2026-06\nplan: data/map.yaml\npolicy: policy\nas_of: 2026-06-30\nout: 결과/{month}\n"
                  "worklists: 업무목록/{month}\nlog: job.log\n", exports)
    said = run(folder)
    assert "읽지 않은 파일" in said and f"업무 목록: {os.path.realpath(folder)}/업무목록/2026-06" in said, said
    assert len(table(folder, "findings", "결과/2026-06")) == 7
    assert "told: " in log(folder) and "읽지 않음" in log(folder), log(folder)


def for_one_agency(folder):
    """Counts are those that it may see, and there is no summary of everybody's in what it gets."""
    world(folder, JOB.replace("out/{month}", "out/{month}-food-bank") + "for: food-bank\n")
    run(folder, "--as-of", "2026-05-31")
    assert "[지난 점검(2026-05-31) 이후]" in run(folder)
    place = "out/2026-06-food-bank"
    rows, findings = table(folder, "trend", place), table(folder, "findings", place)
    today = [int(row["open"]) for row in rows if row["as_of"] == "2026-06-30"]
    assert sum(today) == len(findings) > 5 and "2026-05-31" in {row["as_of"] for row in rows}, rows
    assert not os.path.exists(f"{folder}/{place}/summary.txt")


cases.run_cases([months_follow_each_other, what_it_prints_does_the_same, files_of_decisions,
                 values_like_options, days_of_the_calendar,
                 what_is_wrong_is_told_with_its_place, every_option_of_reconcile_is_a_key, the_second_fails_at_once,
                 stopped_and_killed, what_the_job_itself_says_is_in_the_log,
                 without_memory_no_earlier_month_is_dropped, the_log, a_full_disk, exports_of_officers, for_one_agency])
