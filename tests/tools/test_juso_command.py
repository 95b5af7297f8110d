#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`dolbom juso` and `--juso` as people use them: official files in every encoding and order, bad rows,
daily changes, damaged tables, and what a table adds to values and to runs."""
import csv
import json
import os
import random
import signal
import subprocess
import time

from cases import run_cases

DOLBOM = os.path.join(os.environ["DOLBOM_BUILD"], "tools", "dolbom")
SAMPLES = os.path.join(os.environ["DOLBOM_SOURCE"], "..", "shared", "data")
SEJONG = ("3611010100", "세종특별자치시", "", "반곡동", "")


def run(*arguments, code=0, **options):
    done = subprocess.run([DOLBOM, *arguments], capture_output=True, timeout=120, **options)
    assert done.returncode == code, (arguments, done.returncode, done.stderr.decode())
    return done.stdout.decode(), done.stderr.decode()


def key(place, road, main):
    return f"{road[:5]}{place[0][5:8]}{road[5:]}0{main:05}00000"


def building(main, lot, place=SEJONG, road="361102000002", name="한누리대로", date="20181204", reason=""):
    return "|".join([key(place, road, main), *place, "0", str(lot), "1", road, name, "0", str(main), "0",
                     place[0], place[3], "30145", "", date, "0", reason, "", "", ""])


def lot_of(main, lot, place=SEJONG, road="361102000002", reason=""):
    return "|".join([key(place, road, main), *place, "1", str(lot), "0", road, "0", str(main), "0", reason])


def write(path, lines, encoding="cp949", end="\r\n"):
    with open(path, "wb") as file:
        file.write("".join(line + end for line in lines).encode(encoding))
    return path


def small(folder, name="t.idx", lines=None, **form):
    source = write(folder + "/rnaddrkor_sejong.txt", lines or [building(1811, 47), building(1820, 862)], **form)
    lots = write(folder + "/jibun_rnaddrkor_sejong.txt", [lot_of(1820, 863)], **form)
    run("juso", "load", source, lots, "--out", f"{folder}/{name}", "--quiet")
    return f"{folder}/{name}"


def parts(text, index, kind="address"):
    said, _ = run("value", kind, "--juso", index, input=(text + "\n").encode())
    return dict(part.split("=", 1) for part in said.rstrip("\n").split("\t")[2].split(";"))


def an_address_found_has_both_keys_and_its_number(folder):
    index = small(folder)
    for text in ("세종시 한누리대로 1811", "세종특별자치시 반곡동 47-1"):
        got = parts(text, index)
        assert got["juso"] == "36110101200000200181100000", got
        assert got["road_key"] == "세종특별자치시|한누리대로|0|1811|0", got
        assert got["lot_key"] == "세종특별자치시|반곡동|0|47|1", got
        assert got["zip"] == "30145", got
    assert parts("세종시 반곡동 산 863", index)["juso"] == "36110101200000200182000000"
    assert "juso" not in parts("세종시 반곡동 864", index)


def encodings_line_ends_and_order_change_no_byte(folder):
    lines = [building(n, n) for n in range(1, 300)]
    wanted = open(small(folder, lines=lines), "rb").read()
    for encoding, end in (("utf-8", "\n"), ("utf-8-sig", "\r\n"), ("utf-16", "\n"), ("cp949", "\n")):
        random.Random(encoding).shuffle(lines)
        assert open(small(folder, "u.idx", lines, encoding=encoding, end=end), "rb").read() == wanted, encoding
    source, lots = folder + "/rnaddrkor_sejong.txt", folder + "/jibun_rnaddrkor_sejong.txt"
    run("juso", "load", lots, source, "--out", folder + "/v.idx", "--quiet", "--threads", "2")
    assert open(folder + "/v.idx", "rb").read() == wanted


def daily_changes_replace_and_abolish(folder):
    base = write(folder + "/rnaddrkor.txt", [building(1, 11), building(2, 12), building(3, 13)])
    daily = write(folder + "/AlterD.JUSUKR.20250101.TH_SGCO_RNADR_MST.txt",
                  [building(1, 21, date="20250101", reason="34"), building(2, 12, date="20250101", reason="63"),
                   building(4, 14, date="20250101", reason="31")])
    nothing = write(folder + "/AlterD.JUSUKR.20250102.TH_SGCO_RNADR_MST.txt", ["No Data"])
    said, told = run("juso", "load", daily, base, nothing, "--out", folder + "/t.idx", "--lang", "en")
    assert "6 rows: 3 used, 3 replaced or abolished, 0 lots of no building, 0 rejected" in said, said
    assert not told, told
    assert "lot_key" in parts("세종시 한누리대로 4", folder + "/t.idx")
    assert parts("세종시 한누리대로 1", folder + "/t.idx")["lot_key"].endswith("|21|1")
    assert "juso" not in parts("세종시 한누리대로 2", folder + "/t.idx")


def bad_rows_are_told_by_line_and_reason_and_never_quoted(folder):
    lines = [building(1, 1), "비밀|값", building(2, 2).replace("|반곡동|", "|반곡동|x|", 1), "", building(3, 3)]
    source = write(folder + "/a.txt", lines)
    said, told = run("juso", "load", source, "--out", folder + "/t.idx", "--lang", "en",
                  "--max-rejects", "100")
    assert "4 rows: 2 used" in said and "2 rejected" in said, said
    assert f"{source}:2: the line has neither 24 columns" in told and f"{source}:3: " in told, told
    assert "비밀" not in told and "값" not in told
    _, told = run("juso", "load", source, "--out", folder + "/u.idx", code=3)
    assert "2 of 4 rows are rejected" in told and not os.path.exists(folder + "/u.idx")
    many = write(folder + "/b.txt", [building(1, 1)] + ["x"] * 50)
    _, told = run("juso", "load", many, "--out", folder + "/u.idx", "--max-rejects", "100")
    assert told.count("neither 24") == 20 and "and 30 more rows are rejected" in told, told
    assert run("juso", "load", many, "--out", folder + "/u.idx", "--quiet", "--max-rejects", "100") == ("", "")


def files_that_are_none_of_these_are_refused(folder):
    _, told = run("juso", "load", write(folder + "/a.csv", ["a,b", "c,d"]), "--out", folder + "/t.idx", code=3)
    assert "no row is a usable address" in told and os.listdir(folder) == ["a.csv"]
    with open(folder + "/bad.txt", "wb") as file:
        file.write(building(1, 1).encode("cp949") + b"\xff\xff\n" + building(2, 2).encode("cp949") + b"\n")
    run("juso", "load", folder + "/bad.txt", "--out", folder + "/t.idx", code=3)
    said, told = run("juso", "load", folder + "/bad.txt", "--out", folder + "/t.idx", "--invalid", "reject",
                     "--lang", "en", "--max-rejects", "100")
    assert "2 rows: 1 used" in said and "bad.txt:1: the line is not valid text" in told, (said, told)
    with open(folder + "/long.txt", "wb") as file:
        file.write(b"x" * (3 << 20) + b"\n" + building(1, 1).encode("cp949"))
    said, _ = run("juso", "load", folder + "/long.txt", "--out", folder + "/t.idx", "--lang", "en",
                  "--max-rejects", "100")
    assert " 1 used" in said, said
    run("juso", "load", folder + "/nowhere.txt", "--out", folder + "/t.idx", code=4)
    run("juso", "load", folder + "/bad.txt", code=2)
    run("juso", "lode", folder + "/bad.txt", code=2)
    run("juso", "load", code=2)


def the_table_is_there_whole_or_not_at_all(folder):
    index = small(folder)
    before = open(index, "rb").read()
    run("juso", "load", write(folder + "/x.txt", ["x"]), "--out", index, code=3)
    assert open(index, "rb").read() == before
    run("juso", "load", folder + "/rnaddrkor_sejong.txt", "--out", "/proc/none/t.idx", code=4)
    run("juso", "load", folder + "/rnaddrkor_sejong.txt", "--out", folder + "/", code=4)
    open(folder + "/.t.idx.dolbom-unfinished", "w").write("left by a run that was killed")
    assert open(small(folder), "rb").read() == before
    assert not [name for name in os.listdir(folder) if "unfinished" in name]


def stopping_and_running_out_of_memory_leave_nothing(folder):
    os.mkfifo(folder + "/pipe")
    child = subprocess.Popen([DOLBOM, "juso", "load", folder + "/pipe", "--encoding", "windows-949", "--out",
                              folder + "/t.idx"], stderr=subprocess.DEVNULL)
    with open(folder + "/pipe", "wb") as pipe:
        pipe.write((building(1, 1) + "\n").encode("cp949"))
        pipe.flush()
        time.sleep(0.3)
        child.send_signal(signal.SIGINT)
        assert child.wait(10) == 5
    source = write(folder + "/many.txt", [building(n, n % 9999) for n in range(1, 30000)])
    _, told = run("juso", "load", source, "--out", folder + "/t.idx", "--memory", "1M", code=4)
    assert "memory" in told, told
    assert sorted(os.listdir(folder)) == ["many.txt", "pipe"]
    run("juso", "load", source, "--out", folder + "/t.idx", "--memory", "64M", "--quiet")


def damaged_tables_are_refused_everywhere(folder):
    index = small(folder)
    said, _ = run("juso", "check", index, "--lang", "en")
    assert "2 buildings, 3 lots, 1 roads, 1 legal dongs" in said, said
    good = open(index, "rb").read()
    for damaged in (good[:-1], good[:40], b"", b"x" * 500, good[:200] + b"\xff" + good[201:]):
        open(folder + "/d.idx", "wb").write(damaged)
        _, told = run("juso", "check", folder + "/d.idx", code=4)
        assert "d.idx" in told and "juso" in told, told
        run("value", "address", "--juso", folder + "/d.idx", input=b"x\n", code=4)
    run("juso", "check", folder, code=4)
    run("juso", "check", folder + "/nowhere", code=4)
    run("juso", "check", index, index, code=2)


def a_run_with_a_table_joins_a_road_with_its_lot_and_says_which_table(folder):
    index = small(folder)
    rows = [["a", "1", "김순자", "1950-03-01", "세종시 한누리대로 1811"], ["b", "2", "김순자", "1950-03-01", "세종시 반곡동 47-1"]]
    os.makedirs(folder + "/in")
    with open(folder + "/in/persons.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["agency_id", "record_id", "name", "birth_date", "address"], *rows])
    weights = []
    for name, more in (("without", []), ("with", ["--juso", index]), ("again", ["--juso", index])):
        run("link", "--in", folder + "/in", "--out", f"{folder}/{name}", "--quiet", *more)
        with open(f"{folder}/{name}/pairs.csv", encoding="utf-8-sig") as file:
            weights.append([float(row["match_weight"]) for row in csv.DictReader(file)])
    assert weights[1] == weights[2] and len(weights[1]) == 1 and weights[0] < weights[1], weights
    logs = {name: json.load(open(f"{folder}/{name}/run.json")) for name in ("without", "with", "again")}
    said, _ = run("juso", "check", index, "--lang", "en")
    assert "juso" not in logs["without"] and logs["with"]["juso"] in said and logs["with"] == logs["again"]


def official_samples_load(folder):
    names = [f"{SAMPLES}/juso_sample_{name}.txt" for name in ("rnaddrkor", "jibun_rnaddrkor")]
    if not all(map(os.path.exists, names)):
        return "skipped"
    said, told = run("juso", "load", *names, "--out", folder + "/t.idx", "--lang", "en")
    assert "10 rows: 5 used, 0 replaced or abolished, 5 lots of no building, 0 rejected" in said, said
    assert not told, told
    assert parts("세종시 반곡동 862", folder + "/t.idx")["juso"] == "36110101200000200182000000"


def nearly_every_legal_dong_of_the_country_is_found_by_its_lot(folder):
    """Two have names of roads, and three pairs of ris in one eup or myeon differ in their hanja only."""
    path = SAMPLES + "/KIKcd_B_20230501.tsv"
    if not os.path.exists(path):
        return "skipped"
    with open(path, encoding="utf-8-sig") as file:
        codes = [row for row in csv.DictReader(file, delimiter="\t") if not row["말소일자"] and row["읍면동명"]]
    places = [(row["법정동코드"], row["시도명"], row["시군구명"], row["읍면동명"], row["동리명"]) for row in codes]
    places = [place for place in places if place[4] or place[3][-1] not in "읍면"]
    roads = [f"{place[0][:5]}{4000000 + n:07}" for n, place in enumerate(places)]
    lines = [building(1, 7, place, road, f"시험로{n}번길") for n, (place, road) in enumerate(zip(places, roads))]
    said, _ = run("juso", "load", write(folder + "/all.txt", lines), "--out", folder + "/t.idx", "--lang", "en")
    assert "not read as such: 0 roads, 2 legal dongs" in said, said
    asked = "".join(" ".join(filter(None, place[1:])) + " 7-1\n" for place in places)
    said, _ = run("value", "address", "--juso", folder + "/t.idx", input=asked.encode())
    missed = [place[3] + place[4] for place, road, line in zip(places, roads, said.splitlines())
              if "juso=" + key(place, road, 1) not in line]
    assert len(places) > 18000 and len(missed) <= 8 and {"시장북로", "남성로"} <= set(missed), missed


if __name__ == "__main__":
    run_cases([an_address_found_has_both_keys_and_its_number, encodings_line_ends_and_order_change_no_byte,
               daily_changes_replace_and_abolish, bad_rows_are_told_by_line_and_reason_and_never_quoted,
               files_that_are_none_of_these_are_refused, the_table_is_there_whole_or_not_at_all,
               stopping_and_running_out_of_memory_leave_nothing, damaged_tables_are_refused_everywhere,
               a_run_with_a_table_joins_a_road_with_its_lot_and_says_which_table, official_samples_load,
               nearly_every_legal_dong_of_the_country_is_found_by_its_lot])
