#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""dolbom explain: the weights of pairs add up to what link has judged by; lines, JSON, findings."""
import csv
import json
import os
import re
import subprocess
import sys
from decimal import ROUND_HALF_UP, Decimal

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from cases import run_cases  # noqa: E402
from command_case import DOLBOM, Run, write  # noqa: E402

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PERSONS = ("agency_id,record_id,name,sex,birth_date,phone\n"
           "a,1,김순자,F,1945-03-15,010-1234-5678\nb,1,김순자,F,1945-03-15,010-1234-5678\n"
           "c,1,김순자,F,1945-03-15,\nd,1,박영수,M,1950-01-01,010-2222-3333\n")


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def data_of(folder, name="in", **tables):
    for table, text in tables.items():
        write(folder, f"{name}/{table}.csv", text)
    return os.path.join(folder, name)


def explain(folder, *arguments, **options):
    return Run(folder, "explain", *arguments, cwd=folder, **options)


def answer(done):
    assert done.code == 0, done.told
    found = json.loads(done.said)
    return found["explained_pairs"], found["explained_fields"]


def total(pair, fields):
    """The sum of the terms, in exact doubles."""
    return float(pair["prior"]) + float(pair["same_agency"]) + sum(
        float(field["weight"]) for field in fields if field["pair"] == pair["pair"])


def test_all_pairs_of_a_sample(folder):
    """Every pair that link finds is explained with link's weight, level by level."""
    subprocess.run([DOLBOM, "sample", "--people", "300", "--seed", "7", "--out", "sample"], cwd=folder, check=True)
    assert Run(folder, "link", "--in", "sample", "--out", "linked", "--max-rejects", "100", cwd=folder).code == 0
    pairs = rows(os.path.join(folder, "linked/pairs.csv"))
    assert len(pairs) > 100, len(pairs)
    names = ("left_agency", "left_record", "right_agency", "right_record")
    write(folder, "sample/asked_pairs.csv", "\n".join([",".join(names)] + [
        ",".join(pair[name] for name in names) for pair in pairs]) + "\n")
    one = [f"{pairs[0][side + '_agency']}/{pairs[0][side + '_record']}" for side in ("left", "right")]
    out = []
    for threads in "1", "2":
        done = explain(folder, "--in", "sample", *one, "--format", "json", "--threads", threads,
                       "--max-rejects", "100")
        out.append(done.said)
    assert out[0] == out[1], "threads change the answer"
    explained, fields = answer(done)
    asked = {tuple(pair[name] for name in names): pair for pair in explained if pair["role"] == "asked"}
    of_pair = {}
    for field in fields:
        of_pair.setdefault(field["pair"], []).append(field)
    for pair in pairs:
        said = asked[tuple(pair[name] for name in names)]
        mine = of_pair[said["pair"]]
        assert total(said, mine) == float(said["match_weight"]), said
        rounded = Decimal(said["match_weight"]).quantize(Decimal("0.001"), ROUND_HALF_UP)
        assert str(rounded) == pair["match_weight"], (said, pair)
        assert said["probability"] == pair["probability"] and said["match_key"] == pair["match_key"], (said, pair)
        for field in mine:
            assert (field["level"] or "") == pair["level_" + field["field"]], (field, pair)


def test_lines_add_up(folder):
    """What is shown of each line adds up to the sum beside it, and to the total."""
    data = data_of(folder, persons=PERSONS)
    for language, word in ("ko", "합계"), ("en", "total"):
        done = explain(folder, "--in", data, "a/1", "c/1", "--lang", language)
        assert done.code == 0, done.told
        shown = re.findall(r"([+-]\d+\.\d{3}) +(-?\d+\.\d{3})", done.said)
        so_far = 0
        for weight, after in shown:
            so_far += round(float(weight) * 1000)
            assert so_far == round(float(after) * 1000), done.said
        assert word in done.said and done.said.split(word)[1].split("\n")[0].split()[-1] == shown[-1][1], done.said
        assert not re.search("김순자|1945|010", done.said + done.told), "a value is shown"


def test_a_person_and_a_single_record(folder):
    data = data_of(folder, persons=PERSONS)
    pairs, _ = answer(explain(folder, "--in", data, "b/1", "--format", "json"))
    assert [pair["role"] for pair in pairs] == ["edge", "edge"], pairs
    assert float(pairs[0]["match_weight"]) <= float(pairs[1]["match_weight"])
    done = explain(folder, "--in", data, "d/1", "--lang", "en")
    assert done.code == 0 and "one record" in done.said, done.said


def test_why_not(folder):
    """A decision, and a pair that no rule finds."""
    data = data_of(folder, persons=PERSONS,
                   decisions="agency_a,record_a,agency_b,record_b,decision\na,1,b,1,not_same_person\n")
    pairs, _ = answer(explain(folder, "--in", data, "a/1", "b/1", "--format", "json"))
    assert (pairs[0]["verdict"], pairs[0]["reason"]) == ("apart", "decision"), pairs
    done = explain(folder, "--in", data, "a/1", "d/1", "--lang", "en")
    assert "no blocking rule" in done.said and "not linked" in done.said, done.said


def test_a_finding(folder):
    """The records of a finding, by its id or the digits that people see."""
    data = os.path.join(SOURCE, "examples/namyangju")
    done = Run(folder, "reconcile", "--in", data, "--policy", os.path.join(SOURCE, "policy"), "--as-of", "2026-06-30",
               "--out", "out", "--quiet", cwd=folder)
    assert done.code == 0, done.told
    finding = rows(os.path.join(folder, "out/findings.csv"))[0]["finding_id"]
    known = {(row["agency_id"], row["record_id"]) for row in rows(os.path.join(folder, "out/finding_rows.csv"))
             if row["finding_id"] == finding}
    whole = explain(folder, "--in", data, "--previous", "out", finding, "--format", "json")
    pairs, _ = answer(whole)
    asked = [pair for pair in pairs if pair["role"] == "asked"]
    assert asked and all((pair["left_agency"], pair["left_record"]) in known for pair in asked), pairs
    assert explain(folder, "--in", data, "--previous", "out", finding[:8], "--format", "json").said == whole.said
    assert explain(folder, "--in", data, "--previous", "out", "0" * 32).code == 2


def test_tables(folder):
    data = data_of(folder, persons=PERSONS)
    done = explain(folder, "--in", data, "a/1", "b/1", "--out", "tables", "--quiet")
    assert done.code == 0 and done.said == "", (done.said, done.told)
    assert len(rows(os.path.join(folder, "tables/explained_fields.csv"))) == 6


def test_wrong_usage(folder):
    data = data_of(folder, persons=PERSONS)
    assert explain(folder, "--in", data, "a1").code == 2
    assert explain(folder, "--in", data, "a/1", "b/1", "c/1").code == 2
    assert explain(folder, "a/1", "b/1").code == 2
    assert explain(folder, "--in", data, "a/1", "z/9").code == 3
    assert explain(folder, "--in", data, "a/1", "a/1").code == 3


run_cases([case for name, case in sorted(globals().items()) if name.startswith("test_")])
