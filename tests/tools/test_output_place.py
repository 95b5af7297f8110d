#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What --out may replace and what it must not touch, however it is named; runs that meet there."""
import json
import os
import shutil
import sqlite3
import subprocess
import time

from cases import run_cases

DOLBOM = os.path.join(os.environ["DOLBOM_BUILD"], "tools", "dolbom")
HEADER = "agency_id,record_id,name,birth_date\n"
GOOD = HEADER + "A,a1,김영수,1950-03-02\nB,b1,김영수,1950-03-02\n"


def write(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data if isinstance(data, bytes) else data.encode())
    return path


def read(path):
    with open(path, "rb") as file:
        return file.read()


def link(source, out, code=0, told="", **options):
    done = subprocess.run([DOLBOM, "link", "--in", source, "--out", out, "--quiet"], capture_output=True,
                          timeout=60, **options)
    said = done.stderr.decode()
    assert done.returncode == code, (done.returncode, said)
    assert told in said and said.count("\n") == (1 if code else 0), said
    left = [n for n in os.listdir(os.path.dirname(out.rstrip("/")) or ".") if "unfinished" in n] \
        if os.path.isdir(os.path.dirname(out.rstrip("/"))) else []
    assert not left, left
    return said


def source(folder):
    write(folder + "/in/persons.csv", GOOD)
    return folder + "/in"


def make_database(path, rows=GOOD):
    base = sqlite3.connect(path)
    base.execute("CREATE TABLE persons (agency_id, record_id, name, birth_date)")
    base.executemany("INSERT INTO persons VALUES (?, ?, ?, ?)", [line.split(",") for line in rows.split()[1:]])
    base.commit()
    base.close()
    return path


# ---- what is there ------------------------------------------------------------------------------


def files_of_others_stay(folder):
    given = source(folder)
    made = {"text.db": b"a letter", "empty.db": b"", "half.db": b"SQLite format 3\0",
            "other.db": read(make_database(folder + "/other.db"))}
    for name, data in made.items():
        write(f"{folder}/{name}", data)
        link(given, f"{folder}/{name}", 4, "is not an earlier result")
        assert read(f"{folder}/{name}") == data, name
    os.mkdir(folder + "/folder.db")
    link(given, folder + "/folder.db", 4, "not a plain file")
    os.mkfifo(folder + "/pipe.db")
    link(given, folder + "/pipe.db", 4, "not a plain file")


def files_of_others_in_a_folder_stay(folder):
    given = source(folder)
    for name in ("findings.csv", "pairs.csv", "run.json", "report.html"):
        write(f"{folder}/{name}.d/{name}", "theirs")
        link(given, f"{folder}/{name}.d", 4, f"holds a {name} which no earlier run wrote")
        assert os.listdir(f"{folder}/{name}.d") == [name] and read(f"{folder}/{name}.d/{name}") == b"theirs"
    write(folder + "/notes/notes.txt", "theirs")
    os.mkdir(folder + "/notes/pictures")
    for _ in range(2):
        link(given, folder + "/notes")
        assert read(folder + "/notes/notes.txt") == b"theirs" and os.path.isdir(folder + "/notes/pictures")
    os.remove(folder + "/notes/pairs.csv")
    os.symlink(write(folder + "/precious", "theirs"), folder + "/notes/pairs.csv")
    link(given, folder + "/notes", 4, "not a plain file")
    assert read(folder + "/precious") == b"theirs"


def earlier_results_are_replaced(folder):
    given = source(folder)
    for out in ("out", "out.db", "made/empty"):
        if out == "made/empty":
            os.makedirs(folder + "/made/empty")
        for _ in range(3):
            link(given, f"{folder}/{out}")
    assert json.load(open(folder + "/out/run.json"))["tables"]["persons"]["rows_in"] == 2
    os.remove(folder + "/out/run.json")  # as a run that was killed while it replaced files leaves it
    link(given, folder + "/out")
    assert os.path.exists(folder + "/out/run.json")


def links_are_not_followed(folder):
    given = source(folder)
    link(given, folder + "/real.db")
    os.mkdir(folder + "/real")
    for name, to in (("a.db", "real.db"), ("b.db", "nowhere.db"), ("c", "real"), ("d", "nowhere")):
        os.symlink(to, f"{folder}/{name}")
        link(given, f"{folder}/{name}", 4, "is a link")
        assert os.readlink(f"{folder}/{name}") == to
    assert os.listdir(folder + "/real") == [] and not os.path.exists(folder + "/nowhere")


def a_database_in_use_stays(folder):
    given = source(folder)
    out = folder + "/out.db"
    link(given, out)
    base = sqlite3.connect(out)
    base.execute("CREATE TABLE notes (text)")
    base.commit()
    link(given, out, 4, "open elsewhere")  # without any lock or transaction
    base.close()
    write(out + "-wal", "not yet in the database")
    link(given, out, 4, "out.db-wal beside it")
    os.remove(out + "-wal")
    with sqlite3.connect(out) as again:
        assert again.execute("SELECT count(*) FROM notes").fetchone() == (0,)
    again.close()
    link(given, out)
    write(folder + "/new.db-journal", "of a database that is gone")
    link(given, folder + "/new.db", 4, "new.db-journal beside it")


def folders_that_were_made_go_when_one_cannot_be_made(folder):
    given = source(folder)
    before = sorted(os.listdir(folder))
    link(given, f"{folder}/made/too/{'long' * 70}/out", 4, "a folder above it cannot be made")
    assert sorted(os.listdir(folder)) == before


def a_sample_writes_over_samples_only(folder):
    def sample(out, code):
        done = subprocess.run([DOLBOM, "sample", "--people", "5", "--out", f"{folder}/{out}", "--quiet"],
                              capture_output=True)
        assert done.returncode == code, done.stderr
    write(folder + "/real/city_hall/persons.csv", "theirs")
    sample("real", 4)
    assert os.listdir(folder + "/real") == ["city_hall"]
    assert read(folder + "/real/city_hall/persons.csv") == b"theirs"
    write(folder + "/file", "theirs")
    sample("file", 4)
    os.mkdir(folder + "/empty")
    for out in ("empty", "new", "empty", "new"):
        sample(out, 0)


# ---- what is read ------------------------------------------------------------------------------


def the_input_is_never_the_output(folder):
    base = make_database(folder + "/base.db")
    before = read(base)
    os.link(base, folder + "/hard.db")
    os.mkdir(folder + "/sub")
    os.symlink(".", folder + "/here")
    os.symlink("base.db", folder + "/soft.db")
    for out in ("base.db", "hard.db", "sub/../base.db", "here/base.db", "here/here/hard.db"):
        link(base, f"{folder}/{out}", 4)
        link(folder + "/soft.db", f"{folder}/{out}", 4)
        assert read(base) == before, out
    link(base, folder + "/result.db")
    marked = read(folder + "/result.db")
    with sqlite3.connect(folder + "/result.db") as result:  # input that carries our mark is input
        result.execute("CREATE TABLE persons AS SELECT agency_id, record_id FROM person_records")
    result.close()
    marked = read(folder + "/result.db")
    link(folder + "/result.db", folder + "/result.db", 4, "is also read")
    assert read(folder + "/result.db") == marked


def results_do_not_go_into_the_input(folder):
    given = source(folder)
    os.symlink("in", folder + "/alias")
    for out in ("in", "in/", "in/out", "alias/deeper/out", "in/../in/out"):
        link(given, f"{folder}/{out}", 4)
        assert os.listdir(given) == ["persons.csv"], (out, os.listdir(given))
    link(given + "/persons.csv", folder + "/in/out")  # beside a file that is read alone
    shutil.rmtree(folder + "/in/out")
    link(given, folder + "/in/out.db")
    link(given, folder + "/out")
    os.remove(folder + "/out/pairs.csv")
    os.link(given + "/persons.csv", folder + "/out/pairs.csv")
    link(given, folder + "/out", 4, "pairs.csv which is also read")
    assert read(given + "/persons.csv").decode() == GOOD


# ---- found before any work ---------------------------------------------------------------------


def a_bad_output_is_found_before_any_work(folder):
    write(folder + "/in/persons.csv", HEADER.encode() + b"A,a1,\xff,1950-03-02\n")
    given = folder + "/in"
    write(folder + "/file", "theirs")
    assert "UTF-8" in link(given, folder + "/out", 3)  # this is what is told when the output is good
    assert not os.path.exists(folder + "/out")
    link(given, folder + "/new/above/out", 3)
    assert sorted(os.listdir(folder)) == ["file", "in"], os.listdir(folder)
    link(given, folder + "/file", 4, "not a folder")
    link(given, folder + "/file/out", 4, "/file/out: ")
    link(given, "/proc/none/out", 4, "folder above it")
    link(given, folder + "/" + "x" * 300, 4)
    if os.geteuid() == 0:
        os.chmod(folder, 0o755)
        copy = folder + "/copy"
        for part in ("tools/dolbom", "lib/libdolbom.so.0"):
            os.makedirs(os.path.dirname(f"{copy}/{part}"), exist_ok=True)
            shutil.copy(os.path.join(os.environ["DOLBOM_BUILD"], part), f"{copy}/{part}")
        os.mkdir(folder + "/shut", 0o755)
        for out in ("/shut/out", "/shut/out.db", "/shut"):
            done = subprocess.run([copy + "/tools/dolbom", "link", "--in", given, "--out", folder + out],
                                  capture_output=True, user=65534, group=65534)
            assert done.returncode == 4 and b"Permission denied" in done.stderr, (out, done)


def a_second_run_fails_at_once(folder):
    os.mkdir(folder + "/in")
    os.mkfifo(folder + "/in/persons.csv")
    for out in ("out", "out.db"):
        first = subprocess.Popen([DOLBOM, "link", "--in", folder + "/in/persons.csv", "--encoding", "utf-8",
                                  "--out", f"{folder}/{out}", "--quiet"], stderr=subprocess.PIPE)
        with open(folder + "/in/persons.csv", "w") as pipe:
            pipe.write(HEADER)
            pipe.flush()
            until = time.monotonic() + 20
            while not os.path.exists(f"{folder}/.{out}.dolbom-unfinished") and time.monotonic() < until:
                time.sleep(0.01)
            started = time.monotonic()
            second = subprocess.run([DOLBOM, "link", "--in", write(folder + "/other/persons.csv", GOOD), "--out",
                                     f"{folder}/{out}", "--quiet"], capture_output=True, timeout=60)
            assert second.returncode == 4 and b"another run is writing there" in second.stderr, second
            assert time.monotonic() - started < 5
            pipe.write(GOOD[len(HEADER):])
        assert first.wait(60) == 0, first.stderr.read()
        assert os.path.exists(f"{folder}/{out}")


# ---- runs that meet ----------------------------------------------------------------------------


def strace(arguments, *inject):
    command = ["strace", "-f", "-qq", "-o", "/dev/null"]
    for one in inject:
        command += ["-e", "inject=" + one]
    no_leaks = dict(os.environ, ASAN_OPTIONS="detect_leaks=0")  # which cannot be looked for under strace
    return subprocess.Popen(command + arguments, stderr=subprocess.PIPE, env=no_leaks)


def can_trace():
    return shutil.which("strace") and subprocess.run(["strace", "-o", "/dev/null", "true"]).returncode == 0


def a_lock_on_a_name_that_moved_destroys_nothing(folder):
    if not can_trace():
        return "skipped"
    given = source(folder)
    for out in ("out", "out.db"):
        arguments = [DOLBOM, "link", "--in", given, "--out", f"{folder}/{out}", "--quiet"]
        first = strace(arguments, "fsync:delay_enter=60000")
        time.sleep(0.2)  # the second run opens what the first one writes, and locks it afterwards
        second = strace(arguments, "flock:delay_enter=2500000")
        assert first.wait(60) == 0, first.stderr.read()
        made = os.stat(f"{folder}/{out}").st_size
        assert second.wait(60) in (0, 4), second.stderr.read()
        assert os.stat(f"{folder}/{out}").st_size == made > 0
        link(given, f"{folder}/{out}")


def a_lock_that_cannot_be_had_is_told_as_what_it_is(folder):
    if not can_trace():
        return "skipped"
    given = source(folder)
    for out in ("out", "out.db"):
        run = strace([DOLBOM, "link", "--in", given, "--out", f"{folder}/{out}", "--quiet"], "flock:error=ENOLCK")
        told = run.stderr.read().decode()
        assert run.wait(60) == 4 and "cannot be locked" in told and "another run" not in told, told
        assert sorted(os.listdir(folder)) == ["in"], os.listdir(folder)


def four_runs_into_one_place_leave_one_whole_result(folder):
    given = source(folder)
    for out in ("out", "out.db"):
        for _ in range(5):
            runs = [subprocess.Popen([DOLBOM, "link", "--in", given, "--out", f"{folder}/{out}", "--quiet"],
                                     stderr=subprocess.DEVNULL) for _ in range(4)]
            codes = sorted(run.wait(60) for run in runs)
            assert codes[0] == 0 and set(codes) <= {0, 4}, codes
            assert sorted(os.listdir(folder)) == sorted({"in", "out", out}), os.listdir(folder)
            if out == "out":
                assert json.load(open(folder + "/out/run.json"))["results"]["person_records"] == 2
                assert len(read(folder + "/out/person_records.csv").splitlines()) == 3
            else:
                base = sqlite3.connect(folder + "/out.db")
                assert base.execute("SELECT count(*) FROM person_records").fetchone() == (2,)
                base.close()


run_cases([files_of_others_stay, files_of_others_in_a_folder_stay, earlier_results_are_replaced,
           links_are_not_followed, a_database_in_use_stays,
           folders_that_were_made_go_when_one_cannot_be_made, a_sample_writes_over_samples_only,
           the_input_is_never_the_output,
           results_do_not_go_into_the_input, a_bad_output_is_found_before_any_work, a_second_run_fails_at_once,
           a_lock_on_a_name_that_moved_destroys_nothing, a_lock_that_cannot_be_had_is_told_as_what_it_is,
           four_runs_into_one_place_leave_one_whole_result])
