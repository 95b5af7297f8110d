#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""dolbom simulate: facts from a file or from the data, an answer in three forms and as a page."""
import csv
import io
import json
import os
import re
import stat
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from cases import run_cases  # noqa: E402
from command_case import DOLBOM, Run, write  # noqa: E402

POLICY = {
    "programmes": "programme,name,layer,unit,kind,grain,service_class\n"
                  "pension,어르신 연금,statutory,person,cash,month,3003\n"
                  "relief,생활 지원,statutory,household,cash,month,3001\n",
    "eligibility": "programme,version,clause,fact,name,op,value,legal_ref\n"
                   "pension,v,a,age,,>=,65,연금법 3조\nrelief,v,a,income,소득,<=,line,\n",
    "thresholds": "code,household_size,value\nline,1,1000\nline,2,2000\n",
}
DATA = {
    "agencies": "agency_id,name\ncity,SHELTER\nfood,FOODBANK\n",
    "persons": "agency_id,record_id,name,birth_date,phone,household_id,protected\n"
               "city,1,김순자,1950-01-02,010-2345-6789,h,0\nfood,9,김순자,1950-01-02,010-2345-6789,,0\n"
               "city,2,박영호,1948-03-04,010-9876-5432,h,0\n",
    "facts": "agency_id,record_id,fact,value,as_of\ncity,1,income,1500,2026-06-01\n",
    "services": "agency_id,service_id,record_id,programme,start_date,status\ncity,s1,2,relief,2026-01-01,active\n"
                "city,s2,1,pension,2026-06-01,active\n",
}


def folder_of(folder, name, tables):
    for table, text in tables.items():
        write(folder, f"{name}/{table}.csv", text)
    return os.path.join(folder, name)


def simulate(folder, *arguments, month="2026-06", policy=POLICY, **options):
    given = ["--policy", folder_of(folder, "policy", policy), "--max-rejects", "100"]
    return Run(folder, "simulate", *arguments, *given, *(["--month", month] if month else []), **options)


def answers(done):
    assert done.code == 0, done.told
    return {(row["record_id"], row["programme"]): row for row in csv.DictReader(io.StringIO(done.said))}


def facts(folder, text, *more, name="facts.csv", **options):
    return simulate(folder, "--facts", write(folder, name, text), *more, **options)


def test_answers_of_a_file(folder):
    """Yes, no and unknown; with what is compared, and how near a no is."""
    done = facts(folder, "fact,value\nage,70\nincome,1040\n")
    assert "어르신 연금 (pension)" in done.said and "나이 70(기준 65 이상)" in done.said, done.said
    assert "소득 1,040(기준 1,000 이하)" in done.said and "4%" in done.said, done.said
    rows = answers(facts(folder, "fact,value\nage,70\nincome,1040\n", "--format", "csv"))
    assert rows["1", "pension"]["answer"] == "yes" and rows["1", "relief"]["near_margin"] == "0.040000"
    rows = answers(facts(folder, "fact,value\nage,64\n", "--format", "csv"))
    assert rows["1", "pension"]["answer"] == "no" and rows["1", "relief"]["missing"] == "income"


def test_members(folder):
    """A fact without a member is everybody's, unless somebody has one of their own."""
    text = "fact,value,member\nbirth_date,1950-01-02,a\nbirth_date,2010-01-02,b\nincome,1900,\nincome,2100,b\n"
    rows = answers(facts(folder, text, "--format", "csv"))
    assert [rows[who, "relief"]["answer"] for who in "ab"] == ["yes", "no"], "two live there"
    assert [rows[who, "pension"]["answer"] for who in "ab"] == ["yes", "no"]
    twins = "fact,value,member\nbirth_date,2010-01-02,a\nbirth_date,2010-01-02,b\n"
    assert len(answers(facts(folder, twins, "--format", "csv"))) == 4, "twins are two"


def test_forms_of_json(folder):
    for text in ('{"age": 70, "income": 999.5}',
                 '[{"fact": "age", "value": "70"}, {"fact": "income", "value": 999.5}]'):
        for given in (text, write(folder, "facts.json", text)):
            rows = answers(simulate(folder, "--facts", given, "--format", "csv"))
            assert [row["answer"] for row in rows.values()] == ["yes", "yes"], given


def test_the_day_of_a_fact(folder):
    """The newest on or before the last day of the month; one without a day is of that day."""
    text = "fact,value,as_of\nincome,900,2026-05-01\nincome,1200,2026-07-01\n"
    assert answers(facts(folder, text, "--format", "csv"))["1", "relief"]["answer"] == "yes"
    rows = answers(facts(folder, text, "--format", "csv", month="2026-07"))
    assert rows["1", "relief"]["answer"] == "no" and rows["1", "relief"]["oldest_fact"] == "2026-07-01"
    undated = text.replace("2026-07-01", "")
    assert answers(facts(folder, undated, "--format", "csv"))["1", "relief"]["answer"] == "no"


def test_facts_that_nothing_asks_for(folder):
    """Counted, for a misspelt one looks like one that is not known; never quoted."""
    done = facts(folder, "fact,value\nage,70\nCANARY,1040\nbirth_date,1950-01-02\n")
    assert done.code == 0 and "1 of its 3 facts; asked for are age, income" in done.told, done.told
    assert "CANARY" not in done.told + done.said
    assert "asks for" not in facts(folder, "fact,value\nage,70\nincome,1040\n").told


def test_bad_files(folder):
    """File, line and column, and never what stands in it."""
    bad = [("fact,value\nage,70\n,CANARY\n", "line 3", "fact"),
           ("fact,value\nCANARY,\n", "line 2", "value"),
           ("fact,value,as_of\nincome,CANARY,2026-02-30\n", "line 2", "as_of"),
           *((f"fact,value,as_of\nincome,CANARY,{day}\n", "line 2", "as_of")
             for day in ("0001-01-01", "1899-12-31", "9999-12-31", "9999-01-01")),
           ("fact,value\nage,70\nbirth_date,0001-01-01\n", "line 3", "birth_date"),
           ("fact,value\nbirth_date,CANARY\n", "line 2", "birth_date"),
           ("fact,value,asof\nincome,CANARY,2026-02-03\n", "line 2", "column"),
           ("fact,value\n", "no fact", ""), ("fact,value\nage,1\nage,1,2,3,CANARY\n", "line 3", "header"),
           ("fact,value\nage,CANARY\0\n", "line 2", "NUL")]
    for text, *words in bad:
        done = facts(folder, text)
        assert done.code == 3 and all(word in done.told for word in ["facts.csv", *words]), (text, done.told)
        assert "CANARY" not in done.told + done.said, done.told
    for given in ('{"age": 70,\n"age": "CANARY"}', '[{"fact": "age", "value": 1,\n"value": "CANARY"}]'):
        for done in (facts(folder, given, name="facts.json"), simulate(folder, "--facts", given)):
            assert done.code == 3 and "line 2" in done.told and "twice" in done.told, done.told
            assert "CANARY" not in done.told + done.said, done.told
    for text in ('{"age": "CANARY"', '[{"fact": "age", "value": ["CANARY"]}]', "[1]"):
        done = facts(folder, text, name="facts.json")
        assert done.code == 3 and "CANARY" not in done.told, (text, done.told)
    assert simulate(folder, "--facts", os.path.join(folder, "none.csv")).code == 4
    assert simulate(folder, "--facts", os.path.join(folder, "none.json")).code == 4
    os.makedirs(os.path.join(folder, "folder.json"))
    done = simulate(folder, "--facts", os.path.join(folder, "folder.json"))
    assert done.code == 4 and "Is a directory" in done.told, done.told
    assert facts(folder, "\ufeff{\"age\": 70}", name="facts.json").code == 0, "as an editor of Windows writes it"
    assert facts(folder, b"\xef{}", name="facts.json").code == 3


def test_numbers_that_cannot_be(folder):
    """Told where they were written, not in a table that is made of the file."""
    for fact, bad, good in (("household_size", ("0", "-2", "many", "2.5", "101"), "2"), ("Age", ("-1", "151"), "0"),
                            ("birth_year", ("45", "CANARY"), "1945"), ("age_months", ("-1",), "0")):
        for value in bad:
            done = facts(folder, f"fact,value\nincome,1\n{fact},{value}\n")
            assert done.code == 3 and f"facts.csv, line 3, column value: {fact.lower()} takes" in done.told, done.told
            assert "CANARY" not in done.told and not done.said
        assert facts(folder, f"fact,value\n{fact},{good}\n").code == 0, fact
    assert facts(folder, '{"age": -1}', name="facts.json").code == 3
    assert facts(folder, '{"age": 70.5}', name="facts.json").code == 3
    assert facts(folder, '{"age": 70}', name="facts.json").code == 0


def test_usage(folder):
    path = write(folder, "facts.csv", "fact,value\nage,70\n")
    data = folder_of(folder, "data", DATA)
    wrong = [[], ["--facts", path, "--in", data], ["--person", "city/1"], ["--in", data, "--person", "city"],
             ["--in", data, "--person", "/1"]]
    assert [simulate(folder, *arguments).code for arguments in wrong] == [2] * len(wrong)
    assert simulate(folder, "--facts", path, month=None).code == 2
    assert simulate(folder, "--facts", path, month="2026-13").code == 2
    for month in ("0000-01", "1899-12", "1900-01", "1969-12", "2200-01", "9999-12"):
        for more in ([], ["--as-of", "2026-06-30"]):
            done = simulate(folder, "--facts", path, *more, month=month)
            assert done.code == 2 and "--month takes a month from 1970-01" in done.told, (month, done.told)
    assert [simulate(folder, "--facts", path, month=month).code for month in ("1970-01", "2199-12")] == [0, 0]
    assert Run(folder, "simulate", "--facts", path, "--month", "2026-06").code == 2
    without = {name: text for name, text in POLICY.items() if name != "eligibility"}
    assert Run(folder, "simulate", "--facts", path, "--month", "2026-06", "--policy",
               folder_of(folder, "without", without)).code == 3


def test_a_person_of_the_data(folder):
    """Facts, household and age are the data's; so is what the household has already."""
    data = folder_of(folder, "data", DATA)
    done = simulate(folder, "--in", data, "--person", "food/9", "--format", "json")
    assert done.code == 0, done.told
    told = json.loads(done.said)
    rows = {row["programme"]: row for row in told["simulation"]}
    assert rows["pension"]["answer"] == "yes" and rows["pension"]["receiving"] == "yes"
    assert rows["relief"]["answer"] == "yes" and rows["relief"]["household_size"] == 2
    assert [row["by_name"] for row in told["simulation_services"]] == ["SHELTER", "SHELTER"]
    done = simulate(folder, "--in", data, "--person", "food/CANARY")
    assert done.code == 3 and "--person: record_id: there is no such record" in done.told, done.told
    assert "asked.csv" not in done.told and "CANARY" not in done.told, done.told


def test_an_application_is_being_decided(folder):
    """In both languages, as text and as a page: no case is open here."""
    page = os.path.join(folder, "page.html")
    data = folder_of(folder, "data", DATA | {
        "applications": "agency_id,application_id,record_id,programme,applied_on,decided_on,result\n"
                        "city,p1,1,relief,2026-06-02,,\n"})
    for language, wanted, other in (("ko", "심사 중", "종결 전"), ("en", "being decided", ", open")):
        done = simulate(folder, "--in", data, "--person", "city/1", "--html", page, "--lang", language)
        assert done.code == 0, done.told
        assert f", {wanted}, 2026-06-02" in done.said and other not in done.said, done.said
    with open(page, encoding="utf-8") as file:
        text = file.read()
    assert all(f"<td>{words}</td>" in text for words in ("심사 중", "being decided")) and "종결 전" not in text


def test_nobody_else_is_asked_about(folder):
    """A file of the data that names records to ask about would show others' answers."""
    for name, text in (("asked", "agency_id,record_id\ncity,2\n"), ("planned", "agency_id,service_id\ncity,s1\n")):
        data = folder_of(folder, "data" + name, DATA | {name: text})
        done = simulate(folder, "--in", data, "--person", "food/9")
        assert done.code == 3 and f"{name}.csv: is not data" in done.told and not done.said, done.told


def test_what_if(folder):
    """A file beside the data: what would be if the income were another one."""
    data = folder_of(folder, "data", DATA)
    done = facts(folder, "fact,value\nincome,2100\n", "--in", data, "--person", "city/1", "--format", "csv")
    assert answers(done)["1", "relief"]["near_margin"] == "0.050000"
    text = "fact,value,member\nincome,2100,\nincome,900,CANARY\n"
    done = facts(folder, text, "--in", data, "--person", "city/1")
    assert done.code == 3 and "facts.csv, line 3, column member" in done.told, done.told
    assert "--person" in done.told and "CANARY" not in done.told + done.said, done.told


def test_protected(folder):
    """Of somebody who is protected nobody learns where else help is given: not in any form."""
    persons = DATA["persons"].replace(",h,0\nfood", ",h,1\nfood")
    data = folder_of(folder, "data", DATA | {"persons": persons})
    page = os.path.join(folder, "page.html")
    for form in ("text", "csv", "json"):
        done = simulate(folder, "--in", data, "--person", "food/9", "--format", form, "--html", page,
                        "--out", os.path.join(folder, "out" + form))
        assert done.code == 0 and "어르신 연금" in done.said and "SHELTER" not in done.said, done.said
        assert not re.search(r"\bcity\b", done.said), done.said
    written = [page] + [os.path.join(folder, "outtext", f"simulation{end}.csv") for end in ("", "_tests", "_services")]
    for path in written:
        with open(path, encoding="utf-8-sig") as file:
            text = file.read()
        assert "SHELTER" not in text and not re.search(r"\bcity\b", text), path


def test_the_page(folder):
    """Both languages, no script, nothing loaded, whatever stands in the texts; for its owner alone."""
    page = os.path.join(folder, "page.html")
    hostile = POLICY | {"programmes": POLICY["programmes"].replace("생활 지원", "<script>alert(1)</script>")}
    done = facts(folder, "fact,value,member\nage,70,<b>a</b>\nincome,1040,c\n", "--html", page, policy=hostile)
    assert done.code == 0, done.told
    with open(page, encoding="utf-8") as file:
        text = file.read()
    assert text.startswith("<!doctype html>") and "<script" not in text and "<b>a" not in text
    assert text.index('<div class="ko"') < text.index('<div class="en"') and 'id="ko" checked' in text
    assert "받을 수 있을 것으로 보이는 지원" in text and "Seems to be due" in text and "연금법 3조" in text
    assert "http" not in text.replace("http-equiv", ""), "nothing is loaded"
    os.chmod(page, 0o644)
    assert facts(folder, "fact,value\nage,70\n", "--html", page).code == 0
    assert stat.S_IMODE(os.stat(page).st_mode) == 0o600, "also where there was a page"
    assert facts(folder, "fact,value\nage,70\n", "--html", os.path.join(folder, "no", "page.html")).code == 4


def test_the_page_replaces_nothing_that_is_read(folder):
    """Under whatever name: data, policy or facts."""
    data = folder_of(folder, "data", DATA)
    path = write(folder, "facts.csv", "fact,value\nage,70\n")
    link = os.path.join(folder, "link.html")
    os.link(path, link)
    for page in (path, link, os.path.join(data, "persons.csv"), os.path.join(folder, "policy", "programmes.csv")):
        done = simulate(folder, "--facts", path, "--in", data, "--person", "city/1", "--html", page)
        assert done.code == 4 and "also read by this run" in done.told and not done.said, (page, done.told)
        with open(page, encoding="utf-8") as file:
            assert "<!doctype" not in file.read(), page


def test_the_page_is_whole_or_absent(folder):
    """Nothing that is not a page gives way, and a page that cannot be written leaves the earlier one."""
    policy = folder_of(folder, "policy", POLICY)
    other = write(folder, "other.html", "<!doctype html><title>minutes</title>")
    done = facts(folder, "fact,value\nage,70\n", "--html", other)
    assert done.code == 4 and "no page of dolbom" in done.told and not done.said, done.told
    with open(other, encoding="utf-8") as file:
        assert "minutes" in file.read()
    page = os.path.join(folder, "page.html")
    assert facts(folder, "fact,value\nage,70\n", "--html", page).code == 0
    with open(page, encoding="utf-8") as file:
        before = file.read()
    script = 'ulimit -f 4; trap "" XFSZ; exec "$@"'
    full = subprocess.run(["bash", "-c", script, "-", DOLBOM, "simulate", "--facts", '{"age": 71}', "--policy", policy,
                           "--month", "2026-06", "--html", page], capture_output=True, text=True)
    assert full.returncode == 4 and "page.html: cannot be written" in full.stderr, full.stderr
    with open(page, encoding="utf-8") as file:
        assert file.read() == before
    assert not [name for name in os.listdir(folder) if name.startswith("page.html.")], "nothing is left beside it"


def test_a_full_disk_is_told_once(folder):
    policy = folder_of(folder, "policy", POLICY)
    asked = ["simulate", "--facts", '{"age": 70}', "--policy", policy, "--month", "2026-06"]
    for arguments in (asked, ["policy", "check", policy]):
        for form in ("text", "csv", "json"):
            with open("/dev/full", "w", encoding="utf-8") as full:
                done = subprocess.run([DOLBOM, *arguments, "--format", form], stdout=full, stderr=subprocess.PIPE,
                                      timeout=60, check=False)
            assert done.returncode == 4 and done.stderr.count(b"cannot be written") == 1, (form, done.stderr)


def test_nothing_is_left(folder):
    temporary = os.path.join(folder, "temporary")
    os.makedirs(temporary)
    env = os.environ | {"TMPDIR": temporary}
    for text, code in (("fact,value\nage,70\n", 0), ("fact,value\nage,\n", 3)):
        assert facts(folder, text, env=env).code == code
        assert os.listdir(temporary) == []


run_cases([case for name, case in sorted(globals().items()) if name.startswith("test_")])
