#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""--for AGENCY: what one agency may see, and what nobody may read out of it; worklists that come back.

The other agencies of a protected person have ids, names, areas, zones, numbers and row ids that stand
nowhere else; everything that a run writes or says is searched for them.
"""
import csv
import json
import os
import sqlite3
import subprocess

from cases import run_cases
from command_case import table

DOLBOM = os.path.join(os.environ["DOLBOM_BUILD"], "tools", "dolbom")
POLICY = {
    "programmes": "programme,name,service_class,layer,unit\nlunch,점심,3102,private,person\n"
                  "pension,연금,3003,statutory,person\n",
    "need_map": "need_class,service_class\nfood,31\n",
    "zones": "zone_id,name,responsible_agency,area_code\nzx-home,서쪽마을,home,41360\n"
             "zx-other,숨은마을,qx-shelter,41999\nzx-third,먼마을,qy-third,41888\n",
}
AGENCIES = ("agency_id,name,zone_id,area_code,phone\nhome,우리센터,zx-home,41360,\n"
            "qx-shelter,숨은쉼터,zx-other,41999,031-999-8877\nqy-third,셋째기관,zx-third,41888,\n")
# Kim is known to home and the shelter, Park to the shelter alone and lives in home's zone.
PERSONS = ("agency_id,record_id,name,sex,birth_date,phone,zone_id,household_id,protected,consent\n"
           "home,h1,김순자,F,1945-03-15,010-1234-5678,,hh-home,{kim},1\n"
           "qx-shelter,sx1,김순자,F,1945-03-15,010-1234-5678,zx-other,hh-shelter,,1\n"
           "qx-shelter,sx2,박영희,F,1950-01-01,010-2222-3333,zx-home,,{park},1\n"
           "home,h3,최철수,M,1961-02-03,010-5555-6666,zx-home,,0,1\n"
           "qy-third,tx3,최철수,M,1961-02-03,010-5555-6666,zx-home,,0,1\n"
           "qy-third,tx4,이민수,M,1970-02-03,010-7777-6666,,,0,1\n"
           "qx-shelter,sx5,,M,1970-02-03,,,,x,1\n")
SERVICES = ("agency_id,service_id,record_id,programme,start_date,end_date,status,amount_won\n"
            "home,hs1,h1,lunch,2026-05-01,,active,10000\nqx-shelter,ss1,sx1,lunch,2026-05-02,,active,20000\n"
            "qx-shelter,ss2,sx2,pension,2026-01-01,,active,30000\n"
            "home,hs3,h3,lunch,2026-05-01,,active,10000\nqy-third,ts3,tx3,lunch,2026-05-02,,active,20000\n")
NEEDS = ("agency_id,need_id,record_id,need_class,identified_on\nqx-shelter,sn1,sx2,food,2026-01-01\n"
         "home,hn1,h1,food,2026-01-01\n")
REFERRALS = ("agency_id,referral_id,record_id,to_agency,need_class,sent_on,status\n"
             "qx-shelter,sr1,sx1,home,food,2026-01-01,rejected_client\n"
             "home,hr1,h1,qx-shelter,food,2026-01-01,sent\n")
CASES = ("agency_id,case_id,record_id,case_class,received_on\nqx-shelter,sc1,sx1,emergency,2026-01-01\n"
         "home,hc1,h1,general,2025-01-01\n")
SPONSORS = ("agency_id,sponsor_id,service_class,zone_id,places\nqx-shelter,sponsor-x,31,zx-other,3\n"
            "home,sponsor-h,31,zx-home,3\n")
SECRETS = ["qx-shelter", "숨은쉼터", "zx-other", "숨은마을", "41999", "999-8877", "hh-shelter"]
SECRETS += ["sponsor-x", "sx1", "sx2", "ss1", "ss2", "sn1", "sr1", "sc1"]


def write(folder, tables):
    for name, text in tables.items():
        path = os.path.join(folder, name + ".csv")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)


def world(folder, kim="1", park="1", column=True):
    persons = PERSONS.format(kim=kim, park=park)
    if not column:  # nobody says anything of protection
        rows = [line.split(",") for line in persons.splitlines()]
        persons = "\n".join(",".join(row[:8] + row[9:]) for row in rows) + "\n"
    write(os.path.join(folder, "in"), {"agencies": AGENCIES, "persons": persons, "services": SERVICES,
                                       "needs": NEEDS, "referrals": REFERRALS, "cases": CASES,
                                       "sponsors": SPONSORS, "events": "agency_id,record_id,kind,date\n"})
    write(os.path.join(folder, "policy"), POLICY)


def run(folder, *more, out="out", code=0):
    done = subprocess.run([DOLBOM, "reconcile", "--in", os.path.join(folder, "in"), "--policy",
                           os.path.join(folder, "policy"), "--as-of", "2026-06-30", "--out",
                           os.path.join(folder, out), "--max-rejects", "100", *more],
                          capture_output=True, timeout=120)
    assert done.returncode == code, done.stderr.decode()
    return done.stdout.decode() + done.stderr.decode()


def everything(folder, out="out"):
    """All that a run has written, by file."""
    texts = {}
    for name in os.listdir(os.path.join(folder, out)):
        with open(os.path.join(folder, out, name), "rb") as file:
            texts[name] = file.read().decode("utf-8", "replace")
    return texts


def expect_no_secret(texts, secrets=tuple(SECRETS)):
    for name, text in texts.items():
        for secret in secrets:
            assert secret not in text, f"{secret} stands in {name}"


def nothing_of_a_protected_person_names_another_agency(folder):
    for kim, park in (("1", "1"), ("", ""), ("1", "")):
        world(folder, kim, park)
        said = run(folder, "--for", "home", "--by", "tester")
        expect_no_secret({**everything(folder), "what is said": said})
        rules = {row["rule"] for row in table(folder, "findings")}
        assert {"D03", "O14", "O07"} <= rules, rules
        assert {row["agency_id"] for row in table(folder, "indicators")} == {"home"}
        assert "sponsor-h" in everything(folder)["support.csv"]


def nor_does_the_database(folder):
    world(folder)
    run(folder, "--for", "home", out="out.db")
    with open(os.path.join(folder, "out.db"), "rb") as file:
        text = file.read().decode("utf-8", "replace")
    expect_no_secret({"out.db": text})
    names = {row[0] for row in sqlite3.connect(os.path.join(folder, "out.db")).execute(
        "SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert "worklist_home" in names and "worklist" not in names, names


def nor_does_its_worklist_in_a_run_for_everybody(folder):
    world(folder)
    run(folder)
    expect_no_secret({"worklist": everything(folder)["worklist_home.csv"]})
    assert "숨은쉼터" in everything(folder)["findings.csv"]


def who_is_not_protected_is_seen_with_the_other_agency(folder):
    for options in ({"kim": "0", "park": "0"}, {"column": False}):
        world(folder, **options)
        run(folder, "--for", "home")
        assert "qy-third" in everything(folder)["finding_rows.csv"]
        assert "셋째기관" in everything(folder)["report.html"]
    assert "qx-shelter" in everything(folder)["findings.csv"]  # nobody says anything of protection


def only_findings_of_the_agency_are_written(folder):
    world(folder)
    run(folder)
    mine = {row["finding_id"] for row in table(folder, "findings")
            if "home" in row["agencies"].split(";") or row["owner_agency"] == "home"}
    assert mine and len(mine) < len(table(folder, "findings"))
    run(folder, "--for", "home", out="mine")
    assert {row["finding_id"] for row in table(folder, "findings", "mine")} == mine
    assert {row["finding_id"] for row in table(folder, "finding_rows", "mine")} <= mine
    assert {row["agency_id"] for row in table(folder, "person_records", "mine")} == {"home"}
    assert {row["agency_id"] for row in table(folder, "rejects", "mine")} <= {"home"}
    log = json.loads(everything(folder, "mine")["run.json"])
    assert log["for"] == "home" and log["results"]["findings"] == len(mine)
    assert sum(rule["n_findings"] for rule in log["rules"].values()) == len(mine)


def the_own_rows_of_a_protected_finding_stay(folder):
    world(folder)
    run(folder, "--for", "home")
    overlap = [row for row in table(folder, "findings") if row["rule"] == "D03" and row["protected"] == "1"]
    assert len(overlap) == 1 and overlap[0]["agencies"] == "home"
    detail = json.loads(overlap[0]["detail"])
    assert [row["row_id"] for row in detail["rows"]] == ["hs1"] and "tau_days" in detail
    assert [row["row_id"] for row in table(folder, "finding_rows")
            if row["finding_id"] == overlap[0]["finding_id"]] == ["hs1"]
    assert "관련 기관" in overlap[0]["message_ko"] and "concerned" in overlap[0]["message_en"]


def a_line_says_who_wrote_what_for_whom(folder):
    world(folder)
    said = run(folder, "--for", "home", "--by", "hong\ngil")
    line = everything(folder)["audit.txt"]
    assert line in said and line.count("\n") == 1 and " wrote for home: findings " in line, line
    run(folder, "--by", "hong", code=2)
    run(folder, "--for", "nobody", code=3, out="none")
    assert not os.path.exists(os.path.join(folder, "none"))
    run(folder, "--for", "home")
    assert "audit.txt" not in everything(folder)


def old_worklists_go_and_foreign_ones_stop_a_run(folder):
    world(folder)
    run(folder)
    lists = [name for name in os.listdir(os.path.join(folder, "out")) if name.startswith("worklist_")]
    assert len(lists) > 1, lists
    run(folder, "--for", "home")
    lists = [name for name in os.listdir(os.path.join(folder, "out")) if name.startswith("worklist_")]
    assert lists == ["worklist_home.csv"], lists
    os.makedirs(os.path.join(folder, "theirs"))
    write(os.path.join(folder, "theirs"), {"worklist_home": "mine\n"})
    run(folder, code=4, out="theirs")
    assert os.listdir(os.path.join(folder, "theirs")) == ["worklist_home.csv"]


def odd_ids_make_safe_names(folder):
    world(folder)
    for name in ("agencies", "persons", "services", "needs", "referrals", "cases"):
        path = os.path.join(folder, "in", name + ".csv")
        with open(path, encoding="utf-8") as file:
            text = file.read().replace("home", "../집 1")
        write(os.path.join(folder, "in"), {name: text})
    run(folder)
    assert "worklist_..%2F집%201.csv" in os.listdir(os.path.join(folder, "out"))


def a_filled_worklist_is_a_table_of_decisions(folder):
    world(folder)
    run(folder)
    rows = table(folder, "worklist_home")
    order = [(-int(row["severity"]), row["due_on"]) for row in rows]
    assert order == sorted(order) and all(row["decision"] == "" for row in rows)
    decided = [row for row in rows if row["rule"] == "D03"][0]["finding_id"]
    before = {row["finding_id"] for row in table(folder, "findings")}
    agencies = table(folder, "findings")
    agencies = [row["agencies"] for row in agencies if row["finding_id"] == decided][0].split(";")
    for n, agency in enumerate(agencies):  # each fills in its own; the last one's answer closes the finding
        rows = table(folder, "worklist_" + agency)
        for row in rows:
            if row["finding_id"] == decided:
                row.update({"decision": "allowed", "by": "hong", "at": "2026-06-30", "reason": "agreed"})
        with open(os.path.join(folder, "policy", f"decisions_{n}.csv"), "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)
        run(folder, out="again")
        after = {row["finding_id"]: row["state"] for row in table(folder, "findings", "again")}
        if agency != agencies[-1]:
            assert after[decided] == "in_review" and set(after) == before
    assert before - set(after) == {decided} and set(after) < before
    assert not table(folder, "unused_decisions", "again")
    assert not [row for row in table(folder, "rejects", "again") if row["table"] == "decisions"]


run_cases([nothing_of_a_protected_person_names_another_agency, nor_does_the_database,
           nor_does_its_worklist_in_a_run_for_everybody, who_is_not_protected_is_seen_with_the_other_agency,
           only_findings_of_the_agency_are_written, the_own_rows_of_a_protected_finding_stay,
           a_line_says_who_wrote_what_for_whom, old_worklists_go_and_foreign_ones_stop_a_run,
           odd_ids_make_safe_names, a_filled_worklist_is_a_table_of_decisions])
