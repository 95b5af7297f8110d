#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The real command on input as bad as it comes: each mistake gets a message that names file,
line and column, an exit code of docs/tables.md, and leaves no half-written output. No value of
any field is in any message: the fields are full of canaries."""
import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import threading
import time

from cases import run_cases
from command_case import DOLBOM, GOOD, Run, check, table, write


def rejects(run):
    return table(run.folder, "rejects", run.out)


# ---- what is in files -------------------------------------------------------------------------


def invalid_utf8(folder):
    write(folder, "in/persons.csv", GOOD.encode() + b"A,3,CANARY\xff\n")
    run = Run(folder, "link", "--in", folder + "/in")
    check(run, 3, "persons.csv", "line 4", "UTF-8", "windows-949")
    run = Run(folder, "link", "--in", folder + "/in", "--invalid", "reject")
    check(run, 0)
    rows = rejects(run)
    assert [(r["file"], r["line"], r["reason"]) for r in rows] == [("persons.csv", "4", "COLUMNS")] or \
        [(r["file"], r["line"], r["reason"]) for r in rows] == [("persons.csv", "4", "ENCODING")], rows


def forced_encoding(folder):
    write(folder, "in/persons.csv", GOOD.encode("utf-16"))
    check(Run(folder, "link", "--in", folder + "/in", "--encoding", "utf-8"), 3, "persons.csv", "UTF-16LE")


def no_persons_anywhere(folder):
    write(folder, "in/services.csv", "a\n1\n")
    sqlite3.connect(folder + "/in.db").execute("CREATE TABLE other (a)").connection.close()
    for place in ("/in", "/in.db"):
        check(Run(folder, "link", "--in", folder + place), 3, "holds no table persons, which in a folder is")


def misspelt_parameter(folder):
    write(folder, "in/persons.csv", GOOD)
    write(folder, "policy/rules.csv", "rule,param,key,value\nD03,enabled,,1\nD03,tau_dyas,,1\n")
    check(Run(folder, "reconcile", "--in", folder + "/in", "--policy", folder + "/policy", "--as-of", "2026-06-30"),
          3, "rules.csv, line 3: param: D03 has no such parameter; did you mean tau_days?")


def limit_memory(n_bytes):
    """For a child process; None where a sanitizer needs the whole address space."""
    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (n_bytes, n_bytes))
    probe = subprocess.run([DOLBOM, "version"], capture_output=True, preexec_fn=limit)
    return limit if probe.returncode == 0 else None


def gigabyte_field_in_a_sparse_file(folder):
    limit = limit_memory(700 << 20)
    if not limit:
        return "skipped"
    path = write(folder, "in/persons.csv", GOOD + "A,3,")
    os.truncate(path, 1 << 30)
    with open(path, "ab") as file:
        file.write(b"\nA,4,CANARY,1990-01-01\n")
    run = Run(folder, "link", "--in", folder + "/in", "--threads", "1", preexec_fn=limit)
    check(run, 0)
    assert [(r["line"], r["reason"]) for r in rejects(run)] == [("4", "FIELD_TOO_LONG")], rejects(run)
    counts = json.load(open(run.out + "/run.json"))["tables"]["persons"]
    assert (counts["rows_in"], counts["accepted"], counts["rejected"]) == (4, 3, 1), counts


def quarter_gigabyte_field_from_a_pipe(folder):
    limit = limit_memory(400 << 20)
    if not limit:
        return "skipped"
    os.mkfifo(os.path.join(folder, "persons.csv"))

    def feed():
        with open(os.path.join(folder, "persons.csv"), "wb") as pipe:
            pipe.write(GOOD.encode() + b'A,3,"')
            for _ in range(256):
                pipe.write(b"CANARY, \n" * 116509)
            pipe.write(b'",1990-01-01\nA,4,CANARY,1990-01-01\n')

    feeder = threading.Thread(target=feed, daemon=True)
    feeder.start()
    run = Run(folder, "link", "--in", folder + "/persons.csv", "--encoding", "utf-8", "--threads", "1",
              preexec_fn=limit)
    feeder.join(5)
    check(run, 0)
    lines = [(r["line"], r["reason"]) for r in rejects(run)]
    assert lines == [("4", "FIELD_TOO_LONG")], lines


def pipe_without_encoding(folder):
    os.mkfifo(os.path.join(folder, "persons.csv"))
    with open(os.open(os.path.join(folder, "persons.csv"), os.O_RDWR), "wb"):
        run = Run(folder, "link", "--in", folder + "/persons.csv")
    check(run, 3, "persons.csv", "--encoding")


def unclosed_quote(folder):
    write(folder, "in/hwado/persons.csv", GOOD + 'A,3,"CANARY,1990-01-01\nA,4,CANARY,1990-01-01\n')
    check(Run(folder, "link", "--in", folder + "/in"), 3, "hwado/persons.csv", "line 4", "quote")


def header_twice(folder):
    write(folder, "in/persons.csv", GOOD + GOOD)
    run = Run(folder, "link", "--in", folder + "/in")
    check(run, 0)
    [persons] = [r for r in table(run.folder, "table_counts") if r["table"] == "persons"]
    assert persons["rows_in"] == "4" and {r["reason"] for r in rejects(run)} <= {"DUPLICATE_ID"}, persons
    assert "되풀이된 머리글 1행(4행부터)" in run.told, run.told


def column_twice(folder):
    write(folder, "in/persons.csv", "agency_id,record_id,name,record_id\nA,1,CANARY,2\n")
    check(Run(folder, "link", "--in", folder + "/in"), 3, "persons.csv, line 1", "columns 2 and 4")


def no_header(folder):
    write(folder, "in/persons.csv", "CANARY1,CANARY2\nCANARY3,CANARY4\n")
    check(Run(folder, "link", "--in", folder + "/in"), 3, "persons.csv, line 1", "agency_id")


def missing_column(folder):
    write(folder, "in/a/persons.csv", GOOD)
    write(folder, "in/b/persons.csv", "agency_id,name\nC,CANARY\n")
    check(Run(folder, "link", "--in", folder + "/in"), 3, "b/persons.csv, line 1", "record_id", "persons")


def renamed_column(folder):
    write(folder, "in/persons.csv", GOOD.replace("record_id", "번호"))
    plan = write(folder, "plan.yaml", "columns: {persons: {record_id: 번호}}\n")
    run = Run(folder, "link", "--in", folder + "/in", "--plan", plan)
    check(run, 0)
    assert "unknown_columns" not in json.load(open(run.out + "/run.json"))["tables"]["persons"]


def empty_file(folder):
    write(folder, "in/persons.csv", "")
    check(Run(folder, "link", "--in", folder + "/in"), 3, "persons.csv", "empty")


def names_that_are_no_plain_files(folder):
    write(folder, "in/a/persons.csv", GOOD)
    os.mkfifo(folder + "/in/persons_b.csv")
    check(Run(folder, "link", "--in", folder + "/in"), 3, "persons_b.csv: is not a plain file")
    os.remove(folder + "/in/persons_b.csv")
    os.symlink("nowhere.csv", folder + "/in/persons_b.csv")
    check(Run(folder, "link", "--in", folder + "/in"), 4, "persons_b.csv", "No such file")
    os.remove(folder + "/in/persons_b.csv")
    os.symlink("a/persons.csv", folder + "/in/b.csv")
    os.symlink("a", folder + "/in/linked")
    write(folder, "in/a/services.ods", "a spreadsheet")
    write(folder, "in/a/readme.txt", "of no table")
    os.symlink(".", folder + "/in/here")
    os.symlink("persons.csv", folder + "/in/a/persons_again.csv")
    run = Run(folder, "link", "--in", folder + "/in")
    check(run, 0, "읽지 않음: 다른 폴더를 가리키는 링크임(파일 2개): here, linked\n", "in/b.csv: 읽지 않음",
          "in/a/services.ods: 읽지 않음: CSV도 .xlsx도 아님;")
    log = json.load(open(run.out + "/run.json"))
    assert log["tables"]["persons"]["files"] == 2, log["tables"]
    assert log["not_read"] == ["a/services.ods", "b.csv", "here", "linked"], log


def a_pipe_that_nobody_writes_to(folder):
    os.mkfifo(folder + "/persons.csv")
    for signal_sent in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        for more in (["--threads", "1"], ["--threads", "3"]):
            child = subprocess.Popen([DOLBOM, "link", "--in", folder + "/persons.csv", "--encoding", "utf-8",
                                      "--out", folder + "/out", "--quiet", *more], stderr=subprocess.PIPE)
            time.sleep(0.3)
            child.send_signal(signal_sent)
            _, told = child.communicate(timeout=20)
            assert child.returncode == 5, (signal_sent, child.returncode, told)
            assert sorted(os.listdir(folder)) == ["persons.csv"], os.listdir(folder)


def folders_below_folders(folder):
    write(folder, "in/" + "/".join("abcdefghijklmnop") + "/persons.csv", GOOD)
    run = Run(folder, "link", "--in", folder + "/in")
    check(run, 0)
    assert json.load(open(run.out + "/run.json"))["tables"]["persons"]["rows_in"] == 2


def make_base(path, *statements):
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE persons (agency_id, record_id, name, birth_date)")
        base.execute("INSERT INTO persons VALUES ('A', 'CANARY1', '카나리아', '1990-01-01')")
        for statement in statements:
            base.execute(statement)
    base.close()
    return path


def a_view_that_never_ends(folder):
    path = make_base(folder + "/in.db", "CREATE VIEW services AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
                     "SELECT i + 1 FROM n) SELECT 'A' agency_id, i service_id FROM n WHERE i < 0")
    child = subprocess.Popen([DOLBOM, "reconcile", "--in", path, "--as-of", "2026-06-30", "--out", folder + "/out",
                              "--quiet"], stderr=subprocess.PIPE)
    time.sleep(1)
    child.send_signal(signal.SIGINT)
    _, told = child.communicate(timeout=20)
    assert child.returncode in (3, 5), (child.returncode, told)
    assert sorted(os.listdir(folder)) == ["in.db"], os.listdir(folder)


def a_cell_that_takes_all_memory(folder):
    limit = limit_memory(700 << 20)
    if not limit:
        return "skipped"
    path = make_base(folder + "/in.db", "INSERT INTO persons VALUES ('A', 'CANARY2', zeroblob(900000000), NULL)")
    check(Run(folder, "link", "--in", path, preexec_fn=limit), 3, "in.db", "more than 16 MiB")
    path = make_base(folder + "/long.db", "INSERT INTO persons VALUES ('A', 'CANARY2', hex(zeroblob(500000)), NULL)")
    run = Run(folder, "link", "--in", path)
    check(run, 0)
    assert [r["reason"] for r in rejects(run)] == ["FIELD_TOO_LONG"], rejects(run)


def nothing_there(folder):
    check(Run(folder, "link", "--in", folder + "/nowhere"), 4, "nowhere")
    os.mkdir(folder + "/in")
    run = Run(folder, "link", "--in", folder + "/in")
    check(run, 3, "persons")


def bad_dates(folder):
    write(folder, "in/persons.csv", GOOD + "A,3,CANARY,2026-02-30\n")
    write(folder, "in/agencies.csv", "agency_id\nA\nB\n")
    write(folder, "in/services.csv",
          "agency_id,service_id,record_id,programme,start_date,end_date,status\n"
          "A,s1,CANARY1,meal,2026-03-01,2026-02-01,active\n"
          "A,s2,CANARY1,meal,2026-02-30,,active\n"
          "A,s3,CANARY1,meal,2026-02-01,2026-02-28,active\n")
    run = Run(folder, "reconcile", "--in", folder + "/in", "--as-of", "2026-06-30")
    check(run, 0)
    told = {(r["table"], r["file"], r["line"], r["column"], r["reason"]) for r in rejects(run)}
    assert ("services", "services.csv", "2", "end_date", "RANGE") in told, told
    assert ("services", "services.csv", "3", "start_date", "DATE") in told, told


def expect_too_many(run, over):
    """Results are there, and everybody who looks at them is told."""
    assert run.code == 3 and over[0] + (f", {over[1]}:" if over[1:] else ": ") in run.told, run.told
    assert run.said.startswith("attention: ") and over[-1] in run.said.split("\n\n")[0], run.said
    assert over[-1] in json.load(open(run.out + "/run.json"))["over_max_rejects"]
    assert os.path.exists(run.out + "/rejects.csv")


def too_many_rejects(folder):
    english = ["--in", folder + "/in", "--lang", "en"]
    write(folder, "in/persons.csv", GOOD + "A,3\n")
    run = Run(folder, "link", *english, "--max-rejects", "33")
    expect_too_many(run, ("persons",))
    assert "persons.csv, line 4: COLUMNS" in run.told, run.told
    check(Run(folder, "link", *english, "--max-rejects", "33.4"), 0)
    people = GOOD + "".join(f"A,CANARY{i},카나리아,1990-01-01\n" for i in range(10, 108))  # 100 rows
    bad = "A,3\n" * 5
    for more, code in ((bad, 0), (bad + "A,3\n", 3)):  # 5 of 105, 6 of 106: over 5 percent
        write(folder, "in/persons.csv", people + more)
        done = subprocess.run([DOLBOM, "link", *english, "--out", folder + "/out"], capture_output=True)
        assert done.returncode == code, done.stderr


def too_many_rejects_of_one_file(folder):
    people = GOOD + "".join(f"A,CANARY{i},카나리아,1990-01-01\n" for i in range(1000))
    write(folder, "in/a/persons.csv", people)
    write(folder, "in/b/persons.csv", "agency_id,record_id,name,birth_date\nC,1,CANARY\nC,2,CANARY,1990-01-01\n")
    write(folder, "in/c/persons.csv", "agency_id,record_id,name,birth_date\n")
    write(folder, "in/d/persons.csv", "agency_id,record_id,name,birth_date\n,CANARY,CANARY,\n" +
          "".join(f"D,{i},CANARY,1990-01-01\n" for i in range(40)))
    run = Run(folder, "link", "--in", folder + "/in", "--lang", "en", "--max-rejects", "5")
    expect_too_many(run, ("persons", "b/persons.csv"))
    assert "1 of 2 rows" in run.told and "d/persons.csv" not in run.told and "persons: " not in run.told, run.told
    run = Run(folder, "link", "--in", folder + "/in", "--lang", "en", "--max-rejects", "2")
    expect_too_many(run, ("persons", "d/persons.csv"))
    assert "1 of 41 rows" in run.told and "line 2: column agency_id: REQUIRED" in run.told, run.told


def rows_that_were_announced_and_did_not_come(folder):
    write(folder, "in/persons.csv", GOOD)
    write(folder, "in/agencies.csv", "agency_id,name\nA,가\nB,나\n")
    header = "agency_id,service_id,record_id,programme,start_date,end_date,status\n"
    lines = [f"{a},s{i},CANARY{1 + (a == 'B')},meal,2026-03-01,2026-03-31,active\n" for i in range(50) for a in "AB"]
    uploads = "agency_id,table,period,rows,status\nA,services,2026-04,60,complete\nA,services,2026-05,50,complete\n" \
        "B, Services ,202605,50,complete\nB,persons,2026-05,1,complete\nA,needs,2026-05,70,Failed \n"
    write(folder, "in/uploads.csv", uploads)
    english = ["--in", folder + "/in", "--as-of", "2026-06-30", "--lang", "en"]
    write(folder, "in/services.csv", header + "".join(lines))
    check(Run(folder, "reconcile", *english), 0)  # what was announced before the last upload does not count
    write(folder, "in/services.csv", header + "".join(lines[:60]) + "A,s,CANARY1\n" * 3)
    run = Run(folder, "reconcile", *english)
    assert run.code == 3 and "services of agency B: 33 rows are there, of 50" in run.told, run.told
    assert run.said.startswith("attention: services of A: of 50 announced rows only 33"), run.said
    short = json.load(open(run.out + "/run.json"))["missing_rows"]
    assert [(s["agency_id"], s["announced"], s["received"]) for s in short] == [("A", 50, 33), ("B", 50, 33)], short
    write(folder, "in/uploads.csv", uploads.replace("05,50", "05,9223372036854775807"))
    run = Run(folder, "reconcile", *english)
    assert run.code == 3 and "33 rows are there, of 9223372036854775807" in run.told, run.told
    write(folder, "in/uploads.csv", uploads)
    late = ["--in", folder + "/in", "--as-of", "2026-08-01", "--lang", "en"]
    check(Run(folder, "reconcile", *late), 0)  # what came before the last full month need not be there
    os.remove(folder + "/in/services.csv")
    run = Run(folder, "reconcile", *english)
    assert run.code == 3 and "services of agency A: 0 rows are there, of 50" in run.told, run.told


def more_rejects_than_memory_lists(folder):
    write(folder, "in/persons.csv", GOOD + "x\n" * 70000)
    run = Run(folder, "link", "--in", folder + "/in", "--memory", "64M")
    check(run, 4, "persons.csv", "65537 rows", "--memory")
    check(Run(folder, "link", "--in", folder + "/in", "--memory", "128M"), 0)


def counts_add_up(folder):
    write(folder, "in/persons.csv", GOOD + GOOD.split("\n")[1] + "\nA,3\n,4,x,\nA,5,\0,\n")
    run = Run(folder, "link", "--in", folder + "/in")
    check(run, 0)
    counts = json.load(open(run.out + "/run.json"))["tables"]["persons"]
    assert counts["rows_in"] == counts["accepted"] + counts["rejected"] + counts["collapsed"] == 6, counts
    assert len(rejects(run)) == counts["rejected"] == 3, rejects(run)


# ---- the command line and the plan ---------------------------------------------------------------


def unknown_plan_key(folder):
    write(folder, "in/persons.csv", GOOD)
    plan = write(folder, "plan.yaml", "# a comment\nprior: 0.8\nthreshold: 3\n")
    check(Run(folder, "link", "--in", folder + "/in", "--plan", plan), 3, "plan.yaml", "line 3", "threshold")


def wrong_usage(folder):
    for arguments, word in ((("link",), "--in"), (("link", "--inn", "x"), "did you mean --in?"),
                            (("lnk",), "dolbom link"), (("link", "--in"), "needs a value"),
                            (("reconcile", "--in", folder, "--as-of", "2026-02-30"), "--as-of"),
                            (("value", "fone"), "phone")):
        run = Run(folder, *arguments)
        check(run, 2, word)
    write(folder, "in/persons.csv", GOOD)
    check(Run(folder, "reconcile", "--in", folder + "/in"), 2, "--as-of")


# ---- the machine -----------------------------------------------------------------------------------


def unreadable_file(folder):
    path = write(folder, "in/persons.csv", GOOD)
    os.chmod(path, 0)
    os.chmod(folder, 0o777)
    if os.getuid() != 0:
        check(Run(folder, "link", "--in", folder + "/in"), 4, "persons.csv")
        return
    # a user without rights may not reach the build folder either, so the command comes along
    build = os.path.dirname(os.path.dirname(DOLBOM))
    for part in ("tools/dolbom", "lib/libdolbom.so.0"):
        os.makedirs(os.path.join(folder, "copy", os.path.dirname(part)), exist_ok=True)
        shutil.copy(os.path.join(build, part), os.path.join(folder, "copy", part))
    check(Run(folder, "link", "--in", folder + "/in", command=folder + "/copy/tools/dolbom", user=65534, group=65534,
              extra_groups=[]), 4, "persons.csv")


def unwritable_output(folder):
    write(folder, "in/persons.csv", GOOD)
    run = Run(folder, "link", "--in", folder + "/in", "--out", "/proc/nowhere/out")
    check(run, 4, "/proc/nowhere")


def full_disk(folder):
    write(folder, "in/persons.csv", GOOD)
    script = ("mount -t tmpfs -o size=16k none {0}/full && dd if=/dev/zero of={0}/full/x bs=1k count=12 2>/dev/null;"
              " {1} link --in {0}/in --out {0}/full/out; code=$?; ls -A {0}/full; exit $code")
    os.mkdir(folder + "/full")
    done = subprocess.run(["unshare", "-Urm", "sh", "-c", script.format(folder, DOLBOM)],
                          capture_output=True, timeout=60, text=True)
    if "unshare" in done.stderr or "mount" in done.stderr or "permission" in done.stderr:
        return "skipped"
    assert done.returncode == 4, (done.returncode, done.stderr)
    assert "full/out" in done.stderr and "No space left" in done.stderr, done.stderr
    assert done.stdout.split() == ["x"], done.stdout


def closed_standard_output(folder):
    with open("/dev/full", "w") as full:
        done = subprocess.run([DOLBOM, "plan"], stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == 4, done.returncode


if __name__ == "__main__":
    run_cases([invalid_utf8, forced_encoding, gigabyte_field_in_a_sparse_file, quarter_gigabyte_field_from_a_pipe,
               pipe_without_encoding, unclosed_quote, header_twice, column_twice, no_header, missing_column,
               renamed_column, empty_file, names_that_are_no_plain_files, a_pipe_that_nobody_writes_to,
               folders_below_folders, a_view_that_never_ends, a_cell_that_takes_all_memory, nothing_there, bad_dates,
               too_many_rejects, too_many_rejects_of_one_file,
               rows_that_were_announced_and_did_not_come, more_rejects_than_memory_lists, counts_add_up,
               unknown_plan_key, no_persons_anywhere, misspelt_parameter, wrong_usage, unreadable_file,
               unwritable_output, full_disk,
               closed_standard_output])
