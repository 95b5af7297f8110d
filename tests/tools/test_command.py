#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The real command as people use it: help, quiet, progress, files in every encoding and place,
SQLite in and out."""
import csv
import itertools
import json
import os
import pty
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import tempfile
from unicodedata import east_asian_width

from cases import run_cases
from command_case import DOLBOM, run, write_csv

TABLES = ("pairs", "person_records", "match_keys")


def commands():
    text, _ = run("help")
    return [line.split()[0] for line in text.splitlines() if line.startswith("  ") and line[2].isalpha()]


def people(n=120, seed=1):
    """Rows of persons: some people at two agencies, written a little differently."""
    chance = random.Random(seed)
    surnames, given = "김이박최정강조윤장임", ["순자", "영희", "철수", "민준", "서연", "지우", "말순", "광수"]
    rows = []
    for i in range(n):
        name = chance.choice(surnames) + chance.choice(given)
        birth = f"{chance.randint(1930, 2019)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        phone = f"010-{chance.randint(2000, 9999)}-{chance.randint(0, 9999):04}"
        address = f"경기도 남양주시 경춘로 {chance.randint(1, 2000)}, {chance.randint(101, 120)}동 {chance.randint(101, 1504)}호"
        rows.append(["hwado", f"h{i}", name, birth, phone, address])
        if i % 3 == 0:
            rows.append(["wabu", f"w{i}", name[0] + " " + name[1:], birth.replace("-", "."), phone, address])
    return ["agency_id", "record_id", "name", "birth_date", "phone", "address"], rows


def results(out):
    return {name: open(f"{out}/{name}.csv", "rb").read() for name in TABLES}


def link(folder, source, *more):
    out = tempfile.mkdtemp(dir=folder) + "/out"
    run("link", "--in", source, "--out", out, "--quiet", *more)
    return out


# ---- speaking ---------------------------------------------------------------------------------------


def every_command_has_help_with_an_example(folder):
    names = commands()
    assert {"reconcile", "link", "value", "eval", "plan", "sample", "selftest"} <= set(names), names
    for name in names:
        text, _ = run(name, "--help")
        assert "usage: dolbom " + name in text and "example:" in text and "dolbom " + name in text.split("example:")[1]
        assert run("help", name)[0] == text
        for option in ("--threads", "--memory", "--lang", "--quiet"):
            if name in ("reconcile", "link", "clean", "group", "duplicates", "omissions"):
                assert option in text, (name, option)
    assert "--encoding auto|utf-8|windows-949|utf-16le|utf-16be|windows-1252\n" in run("inspect", "--help")[0]
    assert "0.1.0" in run("version")[0] and run("--version")[0] == run("version")[0]
    assert run(code=2)[0] == run("help")[0]


def what_the_readme_shows_can_be_tried(folder):
    """Each line of "Use it", in a folder that has what the project's has."""
    source = os.environ["DOLBOM_SOURCE"]
    for name in ("examples", "policy"):
        os.symlink(os.path.join(source, name), os.path.join(folder, name))
    with open(os.path.join(source, "README.md"), encoding="utf-8") as file:
        shown = file.read().split("\n## Use it\n\n```\n")[1].split("```")[0]
    path = os.path.dirname(DOLBOM) + ":" + os.environ["PATH"]
    done = subprocess.run(["sh", "-ec", shown], cwd=folder, env={**os.environ, "PATH": path}, capture_output=True,
                          timeout=120)
    assert done.returncode == 0 and shown.count("dolbom ") == 5, done.stderr.decode()
    said = done.stdout.decode()
    assert "report: out/report.html" in said and "경기도 남양주시 화도읍" in said and "\nsound\n" in said, said


def help_is_in_korean_too(folder):
    korean = {**os.environ, "LANGUAGE": "ko"}
    for name in commands():
        text, _ = run(name, "--help", env=korean)
        about, rest = text.split("\n\n", 1)
        options = rest.split("예:")[0].splitlines()
        said = [rest.split("\n\n")[0], *(line for line in options if line.startswith("  --"))]
        wide = "--encoding auto|utf-8"  # what it does is in the line below
        said = [line for line in said if wide not in line] + [b for a, b in zip(options, options[1:]) if wide in a]
        assert about.startswith("사용법: dolbom " + name) and "\n예:\n" in text, text
        assert all(re.search("[가-힣]", line) for line in said), [line for line in said if not re.search("[가-힣]", line)]
    for line in run("help", env=korean)[0].splitlines():
        assert not line or re.search("[가-힣]", line), line


def complaints_are_in_the_readers_language(folder):
    """--lang says which, else the environment; a language that is not known is English."""
    place = folder + "/nowhere"
    korean, english = f"dolbom: {place}: 열 수 없습니다: 그런 파일이나 폴더가 없습니다\n", f"dolbom: {place}: cannot be opened"
    for lang, env, wanted in (("ko", {}, korean), ("en", {"LANG": "ko_KR.UTF-8"}, english), (None, {}, english),
                              (None, {"LANG": "ko_KR.UTF-8"}, korean), (None, {"LANG": "de_DE.UTF-8"}, english),
                              (None, {"LANG": "ko_KR.UTF-8", "LC_ALL": "C"}, english),
                              (None, {"LANG": "C", "LC_MESSAGES": "ko_KR"}, korean)):
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("LANG", "LC_"))}
        options = ["--lang", lang] if lang else []
        done = subprocess.run([DOLBOM, "link", "--in", place, "--out", folder + "/out", *options], capture_output=True,
                              text=True, env={**plain, **env})
        assert done.returncode == 4 and done.stderr.startswith(wanted), (lang, env, done.stderr)
    header, rows = people()
    write_csv(folder + "/in/persons.csv", header, rows + [["a"], ["b"]])
    done = subprocess.run([DOLBOM, "link", "--in", folder + "/in", "--out", folder + "/out", "--lang", "ko",
                           "--max-rejects", "0.1"], capture_output=True, text=True)
    assert "persons: 162행 가운데 2행을 제외하여 --max-rejects가 정한 한도(0.1 %)를 넘었습니다" in done.stderr, done.stderr


def quiet_is_quiet(folder):
    header, rows = people()
    write_csv(folder + "/in/persons.csv", header, rows)
    write_csv(folder + "/in/other.csv", ["a"], [["b"]])
    told = run("link", "--in", folder + "/in", "--out", folder + "/out", "--quiet")
    assert told == ("", ""), told
    said, told = run("link", "--in", folder + "/in", "--out", folder + "/out", "--lang", "en")
    assert "160 records belong to 120 people; 40 of them" in said, said
    assert "other.csv: not read" in told and "%" not in told, told
    write_csv(folder + "/in/persons_2.csv", header, [["", "x", "", "", "", ""], ["x"], ["y"]])
    said, _ = run("link", "--in", folder + "/in", "--out", folder + "/out", "--max-rejects", "100")
    why = "대상자 명단(persons) 필수 항목 누락(REQUIRED) 1, 대상자 명단(persons) 칸 수 불일치(COLUMNS) 2"
    assert "기록 160건은 120명에 해당" in said and why in said, said


def progress_is_drawn_on_a_terminal_only(folder):
    header, rows = people(4000)
    write_csv(folder + "/in/persons.csv", header, rows)
    for quiet in (False, True):
        ours, theirs = pty.openpty()
        child = subprocess.Popen([DOLBOM, "link", "--in", folder + "/in", "--out", folder + "/out",
                                  *["--quiet"] * quiet],
                                 stdout=subprocess.DEVNULL, stderr=theirs)
        os.close(theirs)
        told = b""
        try:
            while piece := os.read(ours, 4096):
                told += piece
        except OSError:
            pass
        os.close(ours)
        assert child.wait(60) == 0
        assert (b"\r\x1b[K" in told) != quiet, told
        assert quiet or told.endswith(b"\r\x1b[K"), told


# ---- reading ----------------------------------------------------------------------------------------


def every_encoding_separator_and_line_end_gives_the_same(folder):
    header, rows = people()
    ways = [("utf-8", "\n", ","), ("utf-8-sig", "\r\n", ","), ("cp949", "\r\n", ";"), ("utf-16", "\n", "\t"),
            ("cp949", "\r", ",")]
    wanted = None
    for i, (encoding, end, separator) in enumerate(ways):
        write_csv(f"{folder}/in{i}/persons.csv", header, rows, encoding, end, separator)
        got = results(link(folder, f"{folder}/in{i}"))
        wanted = wanted or got
        assert got == wanted, (encoding, end, separator)
    assert wanted["person_records"].count(b"\n") == 161


def parts_rows_threads_and_sqlite_give_the_same(folder):
    header, rows = people()
    write_csv(folder + "/in/persons.csv", header, rows)
    wanted = results(link(folder, folder + "/in"))
    random.Random(2).shuffle(rows)
    for agency in ("hwado", "wabu"):
        part = [row[1:] + row[:1] for row in rows if row[0] == agency]
        write_csv(f"{folder}/parts/{agency}/persons_1.csv", header[1:] + header[:1], part[:20], "cp949")
        write_csv(f"{folder}/parts/{agency}/persons.tsv", header[1:] + header[:1], part[20:], separator="\t")
    for threads in ("1", "2", "5"):
        assert results(link(folder, folder + "/parts", "--threads", threads)) == wanted, threads
    with sqlite3.connect(folder + "/in.db") as base:
        base.execute(f"CREATE TABLE persons ({', '.join(header)})")
        base.executemany(f"INSERT INTO persons VALUES ({', '.join('?' * len(header))})", rows)
    base.close()
    assert results(link(folder, folder + "/in.db")) == wanted
    run("link", "--in", folder + "/parts", "--out", folder + "/out.db", "--quiet")
    with sqlite3.connect(folder + "/out.db") as base:
        got = base.execute("SELECT person_id, agency_id, record_id FROM person_records").fetchall()
        log = json.loads(base.execute("SELECT text FROM files WHERE name = 'run.json'").fetchone()[0])
    base.close()
    want = [tuple(row[:3]) for row in csv.reader(wanted["person_records"].decode("utf-8-sig").splitlines())][1:]
    assert got == want
    assert log["results"]["person_records"] == 160


def run_json_does_not_depend_on_order_or_place(folder):
    header, rows = people()
    policy = [["D01", "enabled", "", "1"], ["D01", "severity", "", "2"], ["O03", "enabled", "", "0"]]
    logs = []
    for i, order in enumerate(itertools.permutations(policy, 3)):
        random.Random(i).shuffle(rows)
        write_csv(f"{folder}/{i}/in/persons.csv", header, rows)
        write_csv(f"{folder}/{i}/in/rules_1.csv", ["value", "rule", "param", "key"],
                  [[r[3], r[0], r[1], r[2]] for r in order[:1]])
        write_csv(f"{folder}/{i}/in/rules_2.csv", ["rule", "param", "key", "value"], order[1:], "utf-16")
        out = link(folder, f"{folder}/{i}/in", "--threads", str(i % 2 + 1))
        logs.append(open(out + "/run.json").read())
    assert len(set(logs)) == 1, logs
    policy[0][3] = "0"
    write_csv(f"{folder}/x/in/persons.csv", header, rows)
    write_csv(f"{folder}/x/in/rules.csv", ["rule", "param", "key", "value"], policy)
    other = json.load(open(link(folder, f"{folder}/x/in") + "/run.json"))
    assert other["policy"] != json.loads(logs[0])["policy"] and other["plan"] == json.loads(logs[0])["plan"]


def unknown_columns_are_listed_once(folder):
    header, rows = people(5)
    write_csv(folder + "/in/a/persons.csv", header + ["비고", "zzz"], [row + ["x", "y"] for row in rows])
    write_csv(folder + "/in/b/persons.csv", header + ["비고"], [])
    write_csv(folder + "/c/persons.csv", header + ["nmae", "addres", "비고"], [row + ["x"] * 3 for row in rows])
    log = json.load(open(link(folder, folder + "/c") + "/run.json"))["tables"]["persons"]
    assert (log["n_unknown_columns"], log["unknown_columns"]) == (3, ["addres", "nmae"]), log
    log = json.load(open(link(folder, folder + "/in") + "/run.json"))
    assert log["tables"]["persons"]["n_unknown_columns"] == 2, log
    assert "unknown_columns" not in log["tables"]["persons"], "they may be data: a file may lack its header"
    assert log["tables"]["persons"]["files"] == 2
    assert log["tables"]["persons"]["missing_columns"] == ["sex", "rrn"], log


def columns_of_the_plan_that_no_file_has_are_refused(folder):
    header, rows = people(5)
    write_csv(folder + "/in/a/persons.csv", ["기관"] + header[1:], rows)
    with open(folder + "/plan.yaml", "w") as file:
        file.write("columns: {persons: {agency_id: [기관명, 기관], phone: [연락처, 전화], name: nmae}}\n")
    _, told = run("link", "--in", folder + "/in", "--out", folder + "/out", "--plan", folder + "/plan.yaml", code=3)
    assert told == ("dolbom: persons: no file has the column nmae, which the plan says is name; did you mean name?\n"
                    "dolbom: persons: no file has the column 연락처, which the plan says is phone\n"), told
    with open(folder + "/plan.yaml", "w") as file:
        file.write("columns:\n  person: {agency_id: 기관}\n")
    _, told = run("link", "--in", folder + "/in", "--out", folder + "/none", "--plan", folder + "/plan.yaml", code=3)
    assert "line 2" in told and "did you mean persons?" in told, told


def nothing_of_others_acts_on_a_terminal_or_in_a_page(folder):
    bad = "\x1b[31mRED\x07\u202ex\u0085y"
    shown = "\ufffd[31mRED\ufffd\ufffdx\ufffdy"
    day = ["1960-01-02", "010-1234-5678"]
    write_csv(folder + "/in/agencies.csv", ["agency_id", "name"], [["a", bad], ["b", "B"]])
    write_csv(folder + "/in/persons.csv", ["agency_id", "record_id", "name", "birth_date", "phone"],
              [["a", "r1", "김영희", *day], ["b", "r2", "김영희", *day]])
    write_csv(folder + "/in/services.csv", ["agency_id", "service_id", "record_id", "programme", "service_class",
                                            "start_date", "end_date", "amount_won", "status"],
              [[a, a + "1", "r" + n, "x", "3101", "2026-05-01", "2026-06-20", "1", "delivered"]
               for a, n in (("a", "1"), ("b", "2"))])
    write_csv(folder + "/in/name\ndolbom: all is well.csv", ["x"], [])
    write_csv(folder.encode() + b"/in/\xff\x1b.csv", ["x"], [])
    said, told = run("reconcile", "--in", folder + "/in", "--as-of", "2026-06-30", "--out", folder + "/out\x1b",
                     "--policy", os.path.join(os.environ["DOLBOM_SOURCE"], "policy"))
    page = open(folder + "/out\x1b/report.html", encoding="utf-8", newline="").read()
    for text in (said, told, page):
        assert not [c for c in text if c != "\n" and (ord(c) < 32 or 127 <= ord(c) < 160 or c == "\u202e")], text
    assert shown in said and shown in page, said
    assert told.count("\n") == 1 and "(파일 2개): name\ufffddolbom: all is well.csv, \ufffd\ufffd.csv" in told, told
    log = json.load(open(folder + "/out\x1b/run.json"))
    assert log["not_read"] == ["name\ufffddolbom: all is well.csv", "\ufffd\ufffd.csv"], log


def no_core_file_is_left(folder):
    if subprocess.run(["sh", "-c", "ulimit -c unlimited"], capture_output=True).returncode != 0:
        return "skipped"
    child = subprocess.Popen(["sh", "-c", f"ulimit -c unlimited; exec {DOLBOM} value name"], cwd=folder,
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    child.stdin.write("김영수\n".encode())
    child.stdin.flush()
    child.stdout.readline()
    limit = open(f"/proc/{child.pid}/limits").read()
    child.send_signal(signal.SIGABRT)
    child.wait()
    assert any(line.startswith("Max core file size") and line.split()[4:6] == ["1", "1"]
               for line in limit.splitlines()), limit
    assert os.listdir(folder) == [], os.listdir(folder)


def group_reads_what_link_wrote(folder):
    header, rows = people()
    rows = [[row[0], "=" + row[1], *row[2:]] for row in rows]  # guarded against spreadsheets on the way
    write_csv(folder + "/in/persons.csv", header, rows)
    out = link(folder, folder + "/in")
    assert b"'=h1," in results(out)["person_records"]
    shutil.copy(out + "/pairs.csv", folder + "/in/pairs.csv")
    run("group", "--in", folder + "/in", "--out", folder + "/grouped", "--quiet")
    assert open(folder + "/grouped/person_records.csv", "rb").read() == results(out)["person_records"]
    raw = link(folder, folder + "/in", "--raw")
    text = open(raw + "/person_records.csv", "rb").read()
    assert text.startswith(b"person_id,") and b",=h1," in text


def findings_set_the_exit_code(folder):
    run("sample", "--people", "300", "--seed", "1", "--out", folder + "/in")
    arguments = ["reconcile", "--in", folder + "/in", "--policy", os.environ["DOLBOM_SOURCE"] + "/policy",
                 "--as-of", "2026-06-30", "--out", folder + "/out", "--quiet"]
    run(*arguments)
    with open(folder + "/out/findings.csv", encoding="utf-8-sig", newline="") as file:
        worst = max(int(row["severity"]) for row in csv.DictReader(file))
    run(*arguments, "--fail-on", str(worst), code=1)
    run(*arguments, "--fail-on", "0", code=1)
    if worst < 4:
        run(*arguments, "--fail-on", str(worst + 1))
    assert os.path.exists(folder + "/out/run.json") and os.path.exists(folder + "/out/report.html")


def the_summary_keeps_its_columns(folder):
    run("sample", "--people", "300", "--seed", "1", "--out", folder + "/in")
    for language in ("en", "ko"):
        said, _ = run("reconcile", "--in", folder + "/in", "--policy", os.environ["DOLBOM_SOURCE"] + "/policy",
                      "--as-of", "2026-06-30", "--out", folder + "/out/", "--max-rejects", "100", "--lang", language)
        counts = [line for line in said.splitlines() if line[2:3] in ("D", "I", "O", "X") and line[-1] in "-0123456789"]
        widths = {sum(2 if east_asian_width(c) in "WF" else 1 for c in line) for line in counts}
        assert len(counts) > 10 and len(widths) == 1, said
        assert said.endswith(folder + "/out/report.html\n"), said
        assert language == "ko" or "low     note\n" in said, said


def a_hanja_file_is_laid_over_the_plan(folder):
    path = folder + "/court.csv"
    for separator in ",\t":
        rows = [["차", "a", "車"], ["길,태", "", "𠮷"], ["", "", "禾"], ["거", "", "車"]]
        write_csv(path, ["hangul", "note", "hanja"], rows, encoding="utf-8-sig", end="\r\n", separator=separator)
        told, _ = run("plan", "--hanja", path)
        assert 'hanja:\n  車: 차\n  "\\U00020BB7": 길\n' in told, told
    said, _ = run("value", "name", "--hanja", path, input="朴𠮷\n".encode())
    assert said.startswith("박길\t"), said
    write_csv(path, ["hanja", "reading"], [["車", "차"], ["車", "차|거"], ["順", "순|윤"], ["순", "순"]])
    _, told = run("plan", "--hanja", path, code=3)
    assert path + ": line 5" in told, told
    write_csv(path, ["hanja", "other"], [["車", "차"]])
    _, told = run("plan", "--hanja", path, code=3)
    assert "columns hanja and reading" in told, told
    run("plan", "--hanja", folder + "/none.csv", code=4)


def output_that_cannot_be_written(_):
    """A full disk is told; of a reader that has left, such as head, there is nothing to say."""
    with open("/dev/full", "w") as full:
        done = subprocess.run([DOLBOM, "rules"], stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 4 and "standard output cannot be written" in done.stderr
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([DOLBOM, "rules"], stdout=writing, stderr=subprocess.PIPE, text=True)
    os.close(writing)
    assert (done.returncode, done.stderr) == (4, "")


if __name__ == "__main__":
    run_cases([every_command_has_help_with_an_example, what_the_readme_shows_can_be_tried, help_is_in_korean_too,
               complaints_are_in_the_readers_language, quiet_is_quiet, progress_is_drawn_on_a_terminal_only,
               output_that_cannot_be_written, every_encoding_separator_and_line_end_gives_the_same,
               parts_rows_threads_and_sqlite_give_the_same, run_json_does_not_depend_on_order_or_place,
               unknown_columns_are_listed_once, columns_of_the_plan_that_no_file_has_are_refused,
               nothing_of_others_acts_on_a_terminal_or_in_a_page, no_core_file_is_left, group_reads_what_link_wrote,
               findings_set_the_exit_code, the_summary_keeps_its_columns, a_hanja_file_is_laid_over_the_plan])
