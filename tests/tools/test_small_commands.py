#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The commands about single values, links and rules: compare, value, eval against brute force, rules."""
import csv
import itertools
import os
import random
import subprocess

from cases import run_cases
from command_case import DOLBOM, run, write_csv


def compare_gives_a_level_for_two_values(folder):
    pairs = ["유영자\t류 영자", "김순자\t김순자", "없음\t김순자", "no tab", "", "\t", "김순자\t"]
    said, _ = run("compare", "name", input="".join(p + "\n" for p in pairs).encode())
    assert said.split("\n") == ["folded", "exact", "missing", "", "", "missing", "missing", ""], said
    said, _ = run("compare", "address", input="서울 중구 세종대로 110\t서울시 중구 세종대로 112\n".encode())
    assert said == "neighbour\n", said
    assert run("compare", "phone", input="010-1234-5678\t+82 10 1234 5678".encode())[0] == "exact\n"
    assert run("compare", "name", input=b"\xff\tx" + b"x" * 70000 + b"\n")[0] == "\n"


def value_gives_a_line_for_a_line(folder):
    lines = ["+82 10-1234-5678", "", "011-234-5678\r", "zz", "1" * 65536, "1" * 300000, "010-1111-2222"]
    said, _ = run("value", "phone", input="\n".join(lines).encode())
    got = [line.split("\t") for line in said.split("\n")]
    assert got.pop() == [""]
    assert [g[:2] for g in got] == [["01012345678", "good"], ["", "missing"], ["01052345678", "repaired"],
                                    ["", "invalid"], ["", "invalid"], ["", "invalid"], ["01011112222", "good"]], got
    assert got[0][2] == "kind=mobile"
    assert run("value", "name", input=b"")[0] == ""
    assert run("value", "name", input=b"\n")[0] == "\tmissing\t\n"
    assert "invalid" in run("value", "name", input=b"\xff\xff\n")[0]
    address = "경기도 남양주시 경춘로 1037\n"
    wanted, _ = run("value", "address", input=address.encode())
    assert wanted.startswith("경기도 남양주시 경춘로 1037\tgood\t") and "road_key=경기도 남양주시|경춘로|0|1037|0" in wanted, wanted
    for encoding, name in (("cp949", "windows-949"), ("utf-16-le", "utf-16le")):
        assert run("value", "address", "--encoding", name, input=address.encode(encoding))[0] == wanted, name
    for encoding in ("cp949", "utf-16", "utf-8-sig"):
        with open(folder + "/a.txt", "wb") as file:
            file.write(address.encode(encoding))
        assert run("value", "address", "--file", folder + "/a.txt")[0] == wanted, encoding


def value_answers_before_the_input_ends(folder):
    child = subprocess.Popen([DOLBOM, "value", "phone"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    for number in range(3):
        child.stdin.write(f"010-1111-222{number}\n".encode())
        child.stdin.flush()
        assert child.stdout.readline().startswith(f"0101111222{number}\t".encode())
    child.stdin.close()
    assert child.wait(10) == 0


def eval_agrees_with_brute_force(folder):
    for seed in range(8):
        chance = random.Random(seed)
        records = [(f"A{chance.randint(1, 4)}", f"r{i}", chance.randint(1, 30), chance.randint(1, 30))
                   for i in range(80)]
        write_csv(folder + "/truth.csv", ["agency_id", "record_id", "entity_id"], [r[:3] for r in records])
        known = [r for r in records if chance.random() < 0.9]
        write_csv(folder + "/persons.csv", ["person_id", "agency_id", "record_id"],
                  [(r[3], r[0], r[1]) for r in known] + [("9", "A9", "stranger")])
        pairs = [(a, b) for a, b in itertools.combinations(known, 2) if chance.random() < 0.02]
        write_csv(folder + "/pairs.csv", ["left_agency", "left_record", "right_agency", "right_record"],
                  [(a[0], a[1], b[0], b[1]) for a, b in pairs] + [(b[0], b[1], a[0], a[1]) for a, b in pairs[:3]])
        true = {(a, b) for a, b in itertools.combinations(records, 2) if a[2] == b[2]}
        same = {(a, b) for a, b in itertools.combinations(known, 2) if a[3] == b[3]}
        for option, found in (("--persons", same), ("--pairs", set(pairs))):
            said, told = run("eval", "--truth", folder + "/truth.csv", option, f"{folder}/{option[2:]}.csv")
            got = [line.split("\t") for line in said.splitlines()[1:]]
            want = []
            for left, right in [("*", "*"), *itertools.combinations_with_replacement(["A1", "A2", "A3", "A4"], 2)]:
                def here(pair):
                    return left == "*" or sorted((pair[0][0], pair[1][0])) == [left, right]
                n_true, n_found = sum(map(here, true)), sum(map(here, found))
                hits = sum(map(here, true & found))
                if n_true or n_found or left == "*":
                    p, r = hits / n_found if n_found else 1, hits / n_true if n_true else 1
                    f1 = 2 * p * r / (p + r) if p + r else 0
                    want.append([left, right, str(n_true), str(n_found), str(hits),
                                 f"{p:.6f}", f"{r:.6f}", f"{f1:.6f}"])
            assert got == want, (seed, option, got, want)
            assert ("left out" in told) == (option == "--persons"), told


def rules_say_what_they_declare(_):
    korean, english = run("rules")[0], run("rules", "--lang", "en")[0]
    assert "D03  여러 기관의 같은 서비스  (same service" in korean and "D03  same service" in english
    assert len(korean.splitlines()) == len(english.splitlines()) > 40
    page, _ = run("rules", "O01")
    for text in ("미충족 욕구", "severity      3", "services;needs;referrals", "emergency: 3 day, calendar",
                 "all others: 30 day", "lookback_months = 13  (from 0 to 1200)", "stale_days not set"):
        assert text in page, text
    for table in ("rule_catalogue", "rule_parameters", "rule_deadlines"):
        rows = list(csv.DictReader(run("rules", table)[0].splitlines()))
        assert {"D03", "O01"} & {row["rule"] for row in rows}, table
    gap = [row for row in csv.DictReader(run("rules", "rule_parameters")[0].splitlines())
           if (row["rule"], row["param"]) == ("O10", "gap_days")]
    assert [(row["key"], row["value"], row["least"]) for row in gap] == [("", "14", "0"), ("31", "1", "0")], gap
    assert run("rules", "o01")[0] == page, "however it is typed"
    for word in ("D99", "O01 ", "Rule_catalogue"):
        assert "there is no such rule" in run("rules", word, code=2)[1]


def rules_of_a_policy(folder):
    """Its own rules, and its numbers for all."""
    policy = os.path.join(folder, "policy")
    deadlines = ["rule", "key", "amount"]
    write_csv(policy + "/rules.csv", ["rule", "param", "value", "valid_from"],
              [["L01", "kernel", "O06", ""], ["L01", "name", "2주 미접촉", ""], ["L01", "name_en", "a fortnight", ""],
               ["O10", "gap_days", "5", ""], ["O10", "gap_days", "9", "2026-07-01"]])
    write_csv(policy + "/deadlines.csv", deadlines, [["L01", "focused", "14"]])
    page, _ = run("rules", "--policy", policy, "--as-of", "2026-06-30", "l01")
    for text in ("L01  2주 미접촉  a fortnight\n", "works as      O06\n", "  focused: 14 day, calendar\n"):
        assert text in page, page
    assert "emergency" not in page and "own rules by" not in page, page
    assert "gap_days = 5" in run("rules", "--policy", policy, "--as-of", "2026-06-30", "O10")[0]
    assert "gap_days = 9" in run("rules", "--policy", policy, "--as-of", "2026-07-01", "O10")[0]
    assert "--as-of" in run("rules", "--policy", policy, code=2)[1]
    assert "own rules by  services" in run("rules", "D03")[0]
    write_csv(policy + "/deadlines.csv", deadlines, [])
    told = run("rules", "--policy", policy, "--as-of", "2026-06-30", code=3)[1]
    assert "rules.csv, line 2: param: L01 has no row in `deadlines`" in told, told


run_cases([rules_say_what_they_declare, rules_of_a_policy, value_gives_a_line_for_a_line,
           value_answers_before_the_input_ends, compare_gives_a_level_for_two_values, eval_agrees_with_brute_force])
