#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""dolbom diff OUT1 OUT2: what two runs found differently, and how it says so."""
import csv
import io
import json
import os
import subprocess

from cases import run_cases

DOLBOM = os.path.join(os.environ["DOLBOM_BUILD"], "tools", "dolbom")
HEAD = ("finding_id,rule,severity,state,person_id,key,start_date,end_date,amount_won,owner_agency,"
        "message_ko,message_en\n")
ROWS = "finding_id,table,agency_id,row_id,record_id,role,row_hash\n"
ONE, TWO, THREE = ("%d" % n * 32 for n in (1, 2, 3))
PLAIN = HEAD + ONE + ",D03,3,new,p,31,2026-03-01,2026-03-31,100,A,겹칩니다,they meet\n"
ITS_ROWS = ROWS + ONE + ",services,A,s1,a,first,aa\n" + ONE + ",services,B,s2,b,overlapping,bb\n"


def output(folder, name, findings=PLAIN, rows=ITS_ROWS, as_of="2026-06-30", **log):
    path = os.path.join(folder, name)
    os.makedirs(path, exist_ok=True)
    for file, text in {"findings.csv": findings, "finding_rows.csv": rows,
                       "run.json": json.dumps({"as_of": as_of, "rules": {}, **log})}.items():
        with open(os.path.join(path, file), "w", encoding="utf-8" if file == "run.json" else "utf-8-sig") as out:
            out.write(text)
    return name


def diff(folder, *arguments, code=1, told=""):
    done = subprocess.run([DOLBOM, "diff", *arguments], cwd=folder, capture_output=True, timeout=60)
    said = done.stderr.decode()
    assert done.returncode == code and told in said and bool(said) == (code > 1), (done.returncode, said)
    return done.stdout.decode()


def changes(folder, findings, rows=ITS_ROWS, code=1):
    output(folder, "one")
    output(folder, "two", findings, rows)
    text = diff(folder, "one", "two", "--format", "csv", code=code)
    return [(row["change"], row["reason"]) for row in csv.DictReader(io.StringIO(text))]


def the_same_findings_are_no_difference(folder):
    assert changes(folder, PLAIN, code=0) == []
    assert "그대로인 결과 1건" in diff(folder, "one", "two", code=0)
    assert "0 new, 0 changed, 0 gone, 1 as before" in diff(folder, "one", "two", "--lang", "en", code=0)
    assert diff(folder, "one", "two", "--quiet", code=0) == ""
    assert diff(folder, "one", "one", "--quiet", code=0) == ""


def each_thing_that_differs_is_told(folder):
    for old, new, reason in ((",100,", ",200,", "amount"), (",3,new", ",4,new", "severity"),
                             (",new,", ",confirmed,", "state"), ("03-31", "03-30", "end"),
                             ("2026-03-31", "", "end"), ("03-01,", "03-02,", "start"),
                             ("겹칩니다", "다른 글", None), (",A,겹", ",B,겹", None)):
        wanted = [("changed", reason)] if reason else []
        assert changes(folder, PLAIN.replace(old, new), code=len(wanted)) == wanted, reason
    assert changes(folder, PLAIN, ITS_ROWS.replace(",bb", ",cc")) == [("changed", "row_changed")]
    assert changes(folder, PLAIN, ITS_ROWS.replace(",s2,", ",s3,")) == [("changed", "row_added;row_left")]
    assert changes(folder, PLAIN, ITS_ROWS.replace(",bb", ","), code=0) == []  # an older version said no hash


def what_comes_and_goes_is_told(folder):
    other = PLAIN.replace(ONE, TWO).replace(",31,", ",32,")
    rows = ITS_ROWS.replace(ONE, TWO)
    assert changes(folder, other, rows) == [("new", ""), ("gone", "")]
    assert changes(folder, HEAD, ROWS) == [("gone", "")]
    text = diff(folder, "two", "one")
    assert "새 결과 1건" in text and "+ D03 높음  겹칩니다 [11111111]" in text, text
    text = diff(folder, "one", "two", "--lang", "en")
    assert "- D03 high  they meet [11111111]" in text, text
    assert diff(folder, "one", "two", "--quiet") == ""


def another_id_with_the_same_rows_is_the_same_finding(folder):
    renamed, rows = PLAIN.replace(ONE, THREE), ITS_ROWS.replace(ONE, THREE)
    assert changes(folder, renamed, rows) == [("changed", "person")]
    assert changes(folder, renamed, rows + THREE + ",services,C,s9,c,x,dd\n") == [("changed", "row_added;person")]
    assert changes(folder, renamed.replace("03-01,", "03-05,"), rows) == [("changed", "start")]
    assert changes(folder, renamed.replace("03-01,", "04-01,"), rows) == [("new", ""), ("gone", "")]
    assert changes(folder, renamed.replace("2026-03-01,", "2026-02-28,"), rows) == [("new", ""), ("gone", "")]
    assert changes(folder, renamed.replace("D03", "D09"), rows) == [("new", ""), ("gone", "")]
    assert changes(folder, renamed.replace(",31,", ",32,"), rows) == [("new", ""), ("gone", "")]
    fewer = ROWS + THREE + ",services,A,s1,a,first,aa\n"
    assert changes(folder, renamed, fewer) == [("new", ""), ("gone", "")]


def an_event_is_known_by_what_it_says(folder):
    rows = ROWS + ONE + ",events,A,,a,visit,aa\n"
    output(folder, "one", rows=rows)
    output(folder, "two", PLAIN.replace(ONE, TWO), rows.replace(ONE, TWO))
    assert "\nchanged,person," in diff(folder, "one", "two", "--format", "csv")
    output(folder, "two", PLAIN.replace(ONE, TWO), rows.replace(ONE, TWO).replace(",aa", ",bb"))
    assert "\nnew,," in diff(folder, "one", "two", "--format", "csv")


def json_says_the_same_as_csv(folder):
    output(folder, "one")
    other = PLAIN.replace(ONE, TWO).replace(",31,", ",,")
    output(folder, "two", other, ROWS, "2026-07-31")
    table = list(csv.DictReader(io.StringIO(diff(folder, "one", "two", "--format", "csv"))))
    whole = json.loads(diff(folder, "one", "two", "--format", "json"))
    assert (whole["previous_as_of"], whole["as_of"]) == ("2026-06-30", "2026-07-31")
    assert (whole["n_new"], whole["n_gone"], whole["n_changed"], whole["n_same"]) == (1, 1, 0, 0)
    assert [{name: "" if cell is None else str(cell) for name, cell in row.items()}
            for row in whole["changes"]] == table
    assert whole["changes"][0]["severity"] == 3 and whole["changes"][0]["amount_won"] == 100
    assert whole["changes"][0]["key"] is None


def what_others_wrote_cannot_act_on_a_terminal(folder):
    output(folder, "one", PLAIN.replace("겹칩니다", "겹\x1b[2J칩니다").replace("D03", "D\x9b3"))
    output(folder, "two", HEAD, ROWS)
    text = diff(folder, "one", "two")
    assert "\x1b" not in text and "\x9b" not in text and "겹" in text, text


def what_no_run_wrote_is_an_error(folder):
    output(folder, "one")
    diff(folder, "one", code=2, told="an argument is missing")
    diff(folder, "one", "one", "one", code=2, told="too many")
    diff(folder, "one", "nowhere", code=4, told="nowhere: cannot be opened")
    diff(folder, "nowhere", "one", code=4, told="nowhere: cannot be opened")
    os.makedirs(os.path.join(folder, "empty"))
    diff(folder, "one", "empty", code=3, told="not what dolbom reconcile wrote")
    diff(folder, "one", "one", "--format", "xml", code=2, told="text|csv|json")
    os.remove(os.path.join(folder, "one", "finding_rows.csv"))
    diff(folder, "one", "one", code=3, told="holds no findings and finding_rows")


def tables_without_their_columns_are_an_error(folder):
    """Nothing would be known again."""
    output(folder, "one")
    for findings, rows, told in ((PLAIN.replace("finding_id", "findingid"), ITS_ROWS, "finding_id of findings"),
                                 (PLAIN.replace("rule", "rules"), ITS_ROWS, "column rule of findings"),
                                 (PLAIN, ITS_ROWS.replace("finding_id", "id"), "finding_id of finding_rows"),
                                 (PLAIN, ITS_ROWS.replace("table", "tables"), "column table of finding_rows")):
        output(folder, "two", findings, rows)
        assert diff(folder, "one", "two", code=3, told=told) == ""


def a_row_that_cannot_be_read_is_an_error(folder):
    """It would be one that is gone."""
    output(folder, "one")
    for findings, rows, place in ((PLAIN + "CANARY,1\n", ITS_ROWS, "findings.csv, line 3"),
                                  (PLAIN.replace("D03", "D\0003"), ITS_ROWS, "findings.csv, line 2"),
                                  (PLAIN, ITS_ROWS + ONE + ",CANARY\n", "finding_rows.csv, line 4")):
        output(folder, "two", findings, rows)
        for order in (("one", "two"), ("two", "one")):
            assert diff(folder, *order, code=3, told=place) == ""


def runs_for_different_readers_are_not_compared(folder):
    """What only one of them may see would be new, or gone."""
    output(folder, "all")
    output(folder, "a", **{"for": "A"})
    output(folder, "b", **{"for": "B"})
    for one, other in (("all", "a"), ("a", "all"), ("a", "b")):
        assert diff(folder, one, other, code=3, told="written for different readers") == ""
    output(folder, "a2", **{"for": "A"})
    diff(folder, "a", "a2", code=0)


run_cases([the_same_findings_are_no_difference, each_thing_that_differs_is_told, what_comes_and_goes_is_told,
           another_id_with_the_same_rows_is_the_same_finding, an_event_is_known_by_what_it_says,
           json_says_the_same_as_csv, what_others_wrote_cannot_act_on_a_terminal, what_no_run_wrote_is_an_error,
           tables_without_their_columns_are_an_error, a_row_that_cannot_be_read_is_an_error,
           runs_for_different_readers_are_not_compared])
