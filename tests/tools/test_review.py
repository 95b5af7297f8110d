#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""review.html as a text: what it asks and of whom, what it hides, and how it is asked for."""
import os
import shutil
import subprocess

import report_page
from cases import run_cases
from command_case import DOLBOM, table, write
from report_page import csv_text, fingerprint

SOURCE = os.environ["DOLBOM_SOURCE"]
EXPORTS = os.path.join(SOURCE, "examples", "exports")
EXAMPLE, POLICY = os.path.join(SOURCE, "examples", "namyangju"), os.path.join(SOURCE, "policy")


def run(folder, *more, data=EXAMPLE, code=0, out="out"):
    done = subprocess.run([DOLBOM, "reconcile", "--in", data, "--policy", POLICY, "--as-of", "2026-06-30", "--out",
                           os.path.join(folder, out), *more], capture_output=True, timeout=200)
    assert done.returncode == code, (done.returncode, done.stderr.decode())
    return done.stdout.decode() + done.stderr.decode()


def page_of(folder, *more, out="out", **how):
    run(folder, "--quiet", "--review", *more, out=out, **how)
    return report_page.read(os.path.join(folder, out, "review.html"))


def it_is_there_only_when_asked_for(folder):
    run(folder, "--quiet")
    assert not os.path.exists(folder + "/out/review.html")
    assert folder + "/out/review.html\n" in run(folder, "--review")
    assert os.stat(folder + "/out/review.html").st_mode & 0o777 == 0o600
    run(folder, "--quiet")
    assert not os.path.exists(folder + "/out/review.html"), "nothing of an earlier run stays"
    assert "--names is about what --worklists and --review write" in run(folder, "--names", code=2)


def the_other_results_are_the_same(folder):
    """Though the input is read once more: titles, rows beside the list and rejected rows are not counted twice."""
    def whole(out, *more):
        run(folder, "--quiet", "--max-rejects", "100", "--plan", EXPORTS + "/map.yaml", *more, data=folder + "/in",
            out=out)
        names = set(os.listdir(os.path.join(folder, out))) - {"timings.json", "review.html"}
        return {name: open(os.path.join(folder, out, name), "rb").read() for name in names}
    shutil.copytree(EXPORTS + "/2026-06", folder + "/in")
    write(folder, "in/더한 곳/persons.csv", "record_id,name,birth_date\n1,김영희,1950-01-02\n1,김영수,1950-01-02\n")
    plain, reviewed = whole("plain"), whole("reviewed", "--review")
    assert reviewed.keys() == plain.keys() and len(plain["rejects.csv"].splitlines()) > 2
    assert [name for name in plain if plain[name] != reviewed[name]] == []


def every_finding_is_asked_of_those_who_have_it_in_their_worklists(folder):
    page = page_of(folder)
    wanted = {}
    for agency in (row["agency_id"] for row in table(folder, "agency_summary")):
        if os.path.exists(f"{folder}/out/worklist_{agency}.csv"):
            for row in table(folder, "worklist_" + agency):
                wanted.setdefault(row["finding_id"], []).append(row["agency_id"])
    assert {case["id"]: case["asked"] for case in page.data["cases"]} == wanted, "the parties"
    rows_key = {row["finding_id"]: row["rows_key"] for row in table(folder, "findings")}
    assert {case["id"]: case["rowsKey"] or "" for case in page.data["cases"]} == rows_key, "rows_key"
    pairs = [page.data["links"][case["links"][0]] for case in page.data["cases"] if case["rule"] == "I01"]
    assert len(pairs) == 3, pairs
    fields = {"name", "birth_date", "sex", "phone", "address"}
    assert all(set(pair["texts"]) == fields for pair in pairs), pairs


def it_loads_nothing(folder):
    page = page_of(folder)
    script = next(text for attributes, text in page.scripts if not attributes)
    none, style = "'none'", fingerprint("".join(page.styles))
    assert page.policy == {"default-src": none, "style-src": style, "script-src": fingerprint(script), "base-uri": none,
                           "form-action": none}, page.policy
    names = {name for _, attributes in page.attributes for name in attributes}
    assert not {"src", "href", "style"} & names and not [name for name in names if name.startswith("on")], names
    for word in ("localStorage", "sessionStorage", "indexedDB", "cookie", "fetch(", "XMLHttpRequest", "innerHTML"):
        assert word not in script, word


PEOPLE = [["17", "김순자", "1945-03-12", "010-2000-3000", "경기도 남양주시 화도읍 경춘로 1010"],
          ["18", "Nguyen Thi Lan", "1987-10-21", "031-555-7777", ""],
          ["19", "남궁민수", "1960-07-08", "010-4444-5555", "서울 중구 세종대로 110"],
          ["20", "이산", "1971-11-30", "010-6666-7777", ""]]


def both_agencies(folder, **changed):
    """Each of the people at two agencies that give them lunch; a field of the second one's records may be another."""
    people = [["a", *each] for each in PEOPLE]
    for each in PEOPLE:
        people.append(["b", *each])
        for column, value in changed.get("of" + each[0], {}).items():
            people[-1][1 + column] = value
    write(folder, "in/agencies.csv", "agency_id,name\na,가람\nb,나루\n")
    write(folder, "in/persons.csv", csv_text("agency_id,record_id,name,birth_date,phone,address", people))
    write(folder, "in/services.csv", csv_text(
        "agency_id,service_id,record_id,programme,service_class,start_date,end_date,status",
        [[agency, "s" + each[0], each[0], "lunch", "3101", "2026-05-01", "2026-06-20", "delivered"]
         for agency in "ab" for each in PEOPLE]))
    return folder + "/in"


def texts_of(page, field):
    """By the left one's record what both say."""
    return {link["of"][1]: link["texts"][field] for link in page.data["links"]}


def what_tells_who_somebody_is_is_hidden(folder):
    page = page_of(folder, data=both_agencies(folder))
    name, born, phone = ({record: both[0] for record, both in texts_of(page, field).items()}
                         for field in ("name", "birth_date", "phone"))
    assert name == {"17": ["김○자"], "18": ["NGU*** *** ***"], "19": ["남○○수"], "20": ["이○"]}, name
    assert born == {"17": ["1945-**-**"], "18": ["1987-**-**"], "19": ["1960-**-**"], "20": ["1971-**-**"]}, born
    assert phone == {"17": ["010****3000"], "18": ["031***7777"], "19": ["010****5555"], "20": ["010****7777"]}, phone
    addresses = texts_of(page, "address")
    assert addresses["17"][0] == ["경기도 남양주시 ○○○ ○○○ ****"] and addresses["18"] == [None, None], addresses
    assert addresses["19"][0] == ["서울특별시 중구 ○○○○ ***"], addresses


def what_differs_is_told_letter_by_letter(folder):
    data = both_agencies(folder, of18={1: "Nguyen Lan"}, of19={3: "010-4454-5555"}, of20={2: "미상"})
    page = page_of(folder, "--names", data=data)
    name, phone = texts_of(page, "name"), texts_of(page, "phone")
    assert name["18"] == [["NGUYEN ", "THI ", "LAN"], ["NGUYEN LAN"]], name
    assert phone["19"] == [["01044", "4", "45555"], ["01044", "5", "45555"]], phone
    assert texts_of(page, "birth_date")["20"] == [["1971-11-30"], []], texts_of(page, "birth_date")
    page = page_of(folder, data=data, out="masked")
    name, phone = texts_of(page, "name"), texts_of(page, "phone")
    assert name["18"] == [["NGU*** ", "*** ", "***"], ["NGU*** ***"]], "hidden letters differ or do not, too"
    assert phone["19"] == [["010**", "*", "*5555"], ["010**", "*", "*5555"]], phone


def of_tokens_nothing_is_said(folder):
    data = both_agencies(folder)
    for words in (["key", "new", "care.key", "--domain", "care"],
                  ["tokens", "--in", "in/persons.csv", "--key", "care.key", "--out", "all"]):
        subprocess.run([DOLBOM, *words], cwd=folder, check=True, capture_output=True)
    for name in ("agencies.csv", "services.csv"):
        shutil.copy(f"{data}/{name}", folder + "/all")
    page = page_of(folder, "--names", data=folder + "/all")
    assert page.data["links"] and not [link for link in page.data["links"] if "texts" in link or "hidden" in link]


def the_other_agencies_of_a_reader_stay_hidden(folder):
    page = page_of(folder, "--for", "hope-east", "--names")
    assert {agency for case in page.data["cases"] for agency in case["asked"]} == {"hope-east"}
    assert all(link["of"][0] == link["of"][2] == "hope-east" for link in page.data["links"])


def a_row_that_was_not_taken_does_not_speak(folder):
    world = [["a", "17", "김순자", "1945-03-12", "010-2000-3000", ""],
             ["b", "203", "김순자", "1945-03-12", "010-2000-3000", "2026-05-01"],
             ["b", "203", "박철수", "1945-03-12", "010-2000-3000", "2026-04-01"]]  # as it was before
    for number, order in enumerate((world, [world[2], *world[:2]])):
        place = f"{folder}/{number}"
        write(place, "in/agencies.csv", "agency_id,name\na,가람\nb,나루\n")
        write(place, "in/persons.csv", csv_text("agency_id,record_id,name,birth_date,phone,updated_at", order))
        write(place, "in/services.csv", csv_text(
            "agency_id,service_id,record_id,programme,service_class,start_date,end_date,status",
            [[agency, "s", record, "lunch", "3101", "2026-05-01", "2026-06-20", "delivered"]
             for agency, record in (("a", "17"), ("b", "203"))]))
        page = page_of(place, "--names", "--max-rejects", "100", data=place + "/in")
        names = ["".join(text) for link in page.data["links"] for text in link["texts"]["name"]]
        assert names == ["김순자", "김순자"], (number, names)


def records_are_read_twice(folder):
    os.mkfifo(folder + "/persons.csv")
    with open(os.path.join(folder, "all.csv"), "w", encoding="utf-8") as file:
        file.write("agency_id,record_id,name,birth_date\na,1,김영희,1950-01-02\n")
    feeder = subprocess.Popen(["sh", "-c", 'exec cat all.csv > persons.csv'], cwd=folder)
    said = run(folder, "--review", "--encoding", "utf-8", "--lang", "en", data=folder + "/persons.csv", code=3)
    feeder.kill()
    feeder.wait()
    assert "is read twice for --review and cannot be a pipe" in said and "영희" not in said, said


run_cases([it_is_there_only_when_asked_for, the_other_results_are_the_same,
           every_finding_is_asked_of_those_who_have_it_in_their_worklists,
           it_loads_nothing, what_tells_who_somebody_is_is_hidden,
           what_differs_is_told_letter_by_letter, of_tokens_nothing_is_said, the_other_agencies_of_a_reader_stay_hidden,
           a_row_that_was_not_taken_does_not_speak, records_are_read_twice])
