#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""reconcile --previous OUT: what became of findings, decisions from run to run, what may be named so."""
import csv
import json
import os
import shutil
import sqlite3
import subprocess

from cases import run_cases
from command_case import table

DOLBOM = os.path.join(os.environ["DOLBOM_BUILD"], "tools", "dolbom")
POLICY = {"programmes": "programme,name,service_class,layer,unit\nlunch,점심,3102,private,person\n",
          "need_map": "need_class,service_class\nfood,31\n"}
AGENCIES = "agency_id,name\nhome,우리센터\nqx-shelter,숨은쉼터\nqy-third,셋째기관\n"
PERSONS = ("agency_id,record_id,name,sex,birth_date,phone,protected\n"
           "home,h1,김순자,F,1945-03-15,010-1234-5678,{kim}\n"
           "qx-shelter,sx1,김순자,F,1945-03-15,010-1234-5678,0\n"
           "home,h3,최철수,M,1961-02-03,010-5555-6666,0\n"
           "qy-third,tx3,최철수,M,1961-02-03,010-5555-6666,0\n")
SERVICES = ("agency_id,service_id,record_id,programme,start_date,end_date,status,amount_won\n"
            "home,=hs1,h1,lunch,2026-05-01,2026-06-30,delivered,10000\n"
            "qx-shelter,ss1,sx1,lunch,2026-05-02,2026-06-30,delivered,20000\n"
            "home,hs3,h3,lunch,2026-05-01,2026-06-30,delivered,10000\n"
            "qy-third,ts3,tx3,lunch,2026-05-02,2026-06-30,delivered,20000\n")
MORE = "qx-shelter,ss9,sx1,lunch,2026-05-03,2026-05-04,delivered,700\n"
SMALLER = "a-first,f1,김순자,F,1945-03-15,010-1234-5678,0\n"  # comes before all others: another person_id


def write(folder, tables):
    os.makedirs(folder, exist_ok=True)
    for name, text in tables.items():
        with open(os.path.join(folder, name + ".csv"), "w", encoding="utf-8") as file:
            file.write(text)


def world(folder, services=SERVICES, kim="0", more=""):
    write(os.path.join(folder, "in"), {"agencies": AGENCIES, "persons": PERSONS.format(kim=kim) + more,
                                       "services": services})
    write(os.path.join(folder, "policy"), POLICY)


def run(folder, out, *more, code=0, as_of="2026-06-30", told=""):
    done = subprocess.run([DOLBOM, "reconcile", "--in", "in", "--policy", "policy", "--as-of", as_of, "--out", out,
                           *more], capture_output=True, timeout=120, cwd=folder)
    said = done.stdout.decode() + done.stderr.decode()
    assert done.returncode == code and told in said, (done.returncode, said)
    return said


def whole(folder, out):
    texts = {}
    for name in os.listdir(os.path.join(folder, out)):
        if name != "timings.json":
            with open(os.path.join(folder, out, name), "rb") as file:
                texts[name] = file.read()
    return texts


def overlaps(folder, out, name="finding_changes"):
    """The rows of D03 by owner: of Kim's finding the shelter, of Choi's the third agency."""
    return {row["owner_agency"]: row for row in table(folder, name, out) if row["rule"] == "D03"}


def decide(folder, out, agencies, **cells):
    """Fill D03's rows of worklists, which then lie among the policy."""
    for agency in agencies:
        rows = table(folder, "worklist_" + agency, out)
        for row in rows:
            if row["rule"] == "D03":
                row.update(cells)
        path = os.path.join(folder, "policy", f"decisions_{agency}.csv")
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)


# ---- what became of findings ----------------------------------------------------------------------


def without_previous_there_are_no_changes(folder):
    world(folder)
    run(folder, "one")
    assert "finding_changes.csv" not in os.listdir(os.path.join(folder, "one"))
    assert "previous_as_of" not in json.loads(whole(folder, "one")["run.json"])
    assert {row["first_seen"] for row in table(folder, "findings", "one")} == {"2026-06-30"}


def what_is_new_gone_or_as_it_was_is_told(folder):
    world(folder)
    run(folder, "one")
    world(folder, SERVICES.replace("ts3,tx3,lunch,2026-05-02", "ts3,tx3,lunch,2026-07-02").replace(
        "2026-07-02,2026-06-30", "2026-07-02,2026-07-03"))
    run(folder, "two", "--previous", "one", as_of="2026-07-15")
    changes = overlaps(folder, "two")
    assert changes["qx-shelter"]["change"] == "still_open" and changes["qx-shelter"]["first_seen"] == "2026-06-30"
    gone = changes["qy-third"]
    assert (gone["change"], gone["reason"], gone["state"]) == ("gone", "row_changed", "closed"), gone
    rows = [(row["change"], row["row_id"]) for row in table(folder, "finding_change_rows", "two")
            if row["finding_id"] == gone["finding_id"]]
    assert rows == [("changed", "ts3")], rows
    assert json.loads(whole(folder, "two")["run.json"])["previous_as_of"] == "2026-06-30"
    counts = {row["table"]: row["rejected"] for row in table(folder, "table_counts", "two")}
    assert counts["findings"] == counts["finding_rows"] == "0", counts


def a_person_who_gets_another_id_has_the_same_findings(folder):
    world(folder)
    run(folder, "one")
    world(folder, more=SMALLER)
    run(folder, "two", "--previous", "one")
    before, after = overlaps(folder, "one", "findings"), overlaps(folder, "two", "findings")
    assert before["qx-shelter"]["finding_id"] != after["qx-shelter"]["finding_id"]
    change = overlaps(folder, "two")["qx-shelter"]
    assert (change["change"], change["reason"]) == ("changed", "person"), change
    assert change["previous_id"] == before["qx-shelter"]["finding_id"]
    assert not [row for row in table(folder, "finding_changes", "two") if row["change"] == "gone"]


def the_same_run_twice_gives_the_same_bytes(folder):
    world(folder)
    run(folder, "one")
    world(folder, SERVICES + MORE, more=SMALLER)
    run(folder, "two", "--previous", "one")
    run(folder, "three", "--previous", "one", "--threads", "3")
    assert whole(folder, "two") == whole(folder, "three")


def a_database_is_an_earlier_run_as_well(folder):
    world(folder)
    run(folder, "one")
    run(folder, "one.db")
    world(folder, SERVICES + MORE)
    run(folder, "two", "--previous", "one")
    run(folder, "three", "--previous", "one.db")
    for name in ("finding_changes", "finding_change_rows", "findings"):
        assert table(folder, name, "two") == table(folder, name, "three"), name
    run(folder, "four.db", "--previous", "one.db")
    base = sqlite3.connect(os.path.join(folder, "four.db"))
    assert base.execute("SELECT count(*) FROM finding_changes").fetchone()[0] > 0
    base.close()
    run(folder, "five", "--previous", "four.db")
    assert {row["change"] for row in table(folder, "finding_changes", "five")} == {"still_open"}


def summary_and_report_say_it(folder):
    world(folder)
    assert "지난 점검" not in run(folder, "one") + whole(folder, "one")["report.html"].decode()
    later = SERVICES.replace("ts3,tx3,lunch,2026-05-02,2026-06-30", "ts3,tx3,lunch,2026-07-02,2026-07-03")
    world(folder, later + MORE)
    said = run(folder, "two", "--previous", "one", as_of="2026-07-01")
    changes = [row["change"] for row in table(folder, "finding_changes", "two")]
    assert f"지난 점검(2026-06-30) 이후: 새 결과 {changes.count('new')}건, " in said, said
    assert f"종결 {changes.count('gone')}건" in said and changes.count("gone") > 0, said
    said = run(folder, "two", "--previous", "one", "--lang", "en", as_of="2026-07-01")
    assert f"since 2026-06-30: {changes.count('new')} new, " in said, said
    page = whole(folder, "two")["report.html"].decode()
    for text in ("Since the earlier run", "지난 점검 이후", "a row changed", "내용이 바뀐 행 있음"):
        assert text in page, text


# ---- decisions ------------------------------------------------------------------------------------


def a_filled_worklist_closes_and_new_data_reopens(folder):
    world(folder)
    run(folder, "one")
    decide(folder, "one", ["home", "qx-shelter"], decision="not_duplicate", at="2026-07-01", by="hong")
    run(folder, "two", "--previous", "one", as_of="2026-07-02")
    kim = overlaps(folder, "two")["qx-shelter"]
    assert (kim["change"], kim["reason"], kim["state"]) == ("gone", "decided", "closed"), kim
    assert "qx-shelter" not in overlaps(folder, "two", "findings")
    run(folder, "three", "--previous", "two", as_of="2026-07-03")
    assert overlaps(folder, "three")["qx-shelter"]["change"] == "still_closed"
    for number, (services, more, reason) in enumerate([
            (SERVICES + MORE, "", "row_added"), (SERVICES + MORE, SMALLER, "row_added"),
            (SERVICES.replace("02,2026-06-30,delivered,20000\nhome", "02,2026-07-01,delivered,20000\nhome").replace(
                "01,2026-06-30", "01,2026-07-01"), "", "row_changed;end"),
            (SERVICES.replace(",10000\nqx", ",10001\nqx"), "", "row_changed;amount")]):
        world(folder, services, more=more)
        out = f"four{number}"
        run(folder, out, "--previous", "three", as_of="2026-07-04")
        kim = overlaps(folder, out)["qx-shelter"]
        assert (kim["change"], kim["reason"], kim["state"]) == ("reopened", reason, "reopened"), kim
        assert kim["first_seen"] == "2026-06-30" and not table(folder, "unused_decisions", out)


def until_reopens(folder):
    world(folder)
    run(folder, "one")
    decide(folder, "one", ["home", "qx-shelter"], decision="allowed", at="2026-07-01", until="2026-07-31")
    run(folder, "two", "--previous", "one", as_of="2026-07-31")
    assert overlaps(folder, "two")["qx-shelter"]["reason"] == "decided"
    run(folder, "three", "--previous", "two", as_of="2026-08-01")
    kim = overlaps(folder, "three")["qx-shelter"]
    assert (kim["change"], kim["reason"]) == ("reopened", "until"), kim


def who_takes_it_on_is_no_decision_yet(folder):
    world(folder)
    run(folder, "one")
    decide(folder, "one", ["home"], by="hong")
    run(folder, "two", "--previous", "one")
    assert overlaps(folder, "two")["qx-shelter"]["state"] == "assigned"
    assert overlaps(folder, "two", "findings")["qx-shelter"]["state"] == "assigned"


# ---- what one agency may see of it ----------------------------------------------------------------


def what_a_run_says_for_one_agency_names_nobody_who_is_hidden(folder):
    secrets = ("qx-shelter", "숨은쉼터", "sx1", "ss1", "ss9")
    nothing_of_kim = SERVICES[:SERVICES.index("home,=hs1")] + SERVICES[SERVICES.index("home,hs3"):]
    for before, after, services in (("1", "1", SERVICES + MORE), ("0", "1", SERVICES + MORE),
                                    ("1", "0", SERVICES.replace("qx-shelter,ss1", "qx-shelter,ss8")),
                                    ("0", "1", SERVICES.replace("05-02,2026-06-30", "07-02,2026-07-03")),
                                    ("0", "1", nothing_of_kim),
                                    ("1", "0", SERVICES.replace("home,=hs1", "home,hs0").replace("05-02", "06-29"))):
        world(folder, kim=before)
        run(folder, "one")
        world(folder, services, kim=after)
        run(folder, "two", "--previous", "one", "--for", "home")
        mine = table(folder, "finding_changes", "two")
        hidden = {row["finding_id"] for row in mine if row["protected"] == "1"}
        assert hidden, (before, after)
        for name in ("finding_changes", "finding_change_rows"):
            rows = [row for row in table(folder, name, "two") if row["finding_id"] in hidden]
            text = json.dumps(rows, ensure_ascii=False)
            assert not [secret for secret in secrets if secret in text], (before, after, text)
        if after == "1":
            for name, text in whole(folder, "two").items():
                if name != "run.json":
                    assert not [s for s in secrets if s.encode() in text], (name, before)
        assert any(row["owner_agency"] == "qy-third" for row in mine)  # Choi is nobody's secret
        shutil.rmtree(os.path.join(folder, "one"))


def an_agency_sees_only_what_it_is_or_was_a_party_to(folder):
    world(folder)
    run(folder, "one")
    world(folder, SERVICES.replace("qx-shelter,ss1", "qx-shelter,ss8"))
    run(folder, "two", "--previous", "one", "--for", "qy-third")
    rows = table(folder, "finding_changes", "two")
    assert rows and all("qy-third" in row["agencies"].split(";") for row in rows), rows
    assert not {"findings", "finding_rows"} & {row["table"] for row in table(folder, "table_counts", "two")}
    assert "findings" not in json.loads(whole(folder, "two")["run.json"])["tables"]
    ids = {row["finding_id"] for row in rows}
    assert {row["finding_id"] for row in table(folder, "finding_change_rows", "two")} <= ids
    run(folder, "three", "--previous", "two", code=3, told="--for")
    run(folder, "three", "--previous", "two", "--for", "home", code=3, told="--for")
    run(folder, "three", "--previous", "two", "--for", "qy-third")
    assert {row["change"] for row in table(folder, "finding_changes", "three")} == {"still_open"}


# ---- what may be named -----------------------------------------------------------------------------


def what_no_run_wrote_is_no_earlier_run(folder):
    world(folder)
    run(folder, "one")
    run(folder, "two", "--previous", "nowhere", code=4, told="nowhere: cannot be opened")
    run(folder, "two", "--previous", "in", code=3, told="not what dolbom reconcile wrote")
    run(folder, "two", "--previous", "policy/programmes.csv", code=3, told="not what dolbom reconcile wrote")
    os.remove(os.path.join(folder, "one", "run.json"))  # stopped half-way
    run(folder, "two", "--previous", "one", code=3, told="holds no run.json")
    with open(os.path.join(folder, "one", "run.json"), "w", encoding="utf-8") as file:
        file.write("{\"as_of\":")
    run(folder, "two", "--previous", "one", code=3, told="holds no run.json")
    linked = subprocess.run([DOLBOM, "link", "--in", "in", "--out", "linked", "--quiet"], cwd=folder, timeout=60)
    assert linked.returncode == 0
    run(folder, "two", "--previous", "linked", code=3, told="not what dolbom reconcile wrote")
    run(folder, "one")
    path = os.path.join(folder, "one", "findings.csv")
    with open(path, "r+", encoding="utf-8-sig") as file:
        text = file.read().replace("finding_id", "findingid")
        file.seek(0)
        file.write(text)
    run(folder, "two", "--previous", "one", code=3, told="lacks the column finding_id of findings")
    os.remove(path)
    run(folder, "two", "--previous", "one", code=3, told="holds no findings")
    assert not os.path.exists(os.path.join(folder, "two"))


def an_earlier_run_is_not_a_later_one(folder):
    world(folder)
    run(folder, "one", as_of="2026-07-01")
    run(folder, "two", "--previous", "one", code=3, told="later than --as-of")
    run(folder, "two", "--previous", "one", as_of="2026-07-01")


def a_run_does_not_replace_what_it_reads(folder):
    world(folder)
    run(folder, "one")
    before = whole(folder, "one")
    for out in ("one", "./one/", "in/../one", "one/two"):
        run(folder, out, "--previous", "one", code=4, told="read")
    assert whole(folder, "one") == before
    run(folder, "one.db")
    with open(os.path.join(folder, "one.db"), "rb") as file:
        before = file.read()
    run(folder, "one.db", "--previous", "one.db", code=4, told="read")
    with open(os.path.join(folder, "one.db"), "rb") as file:
        assert file.read() == before


def what_was_edited_is_rejected_and_told(folder):
    world(folder)
    run(folder, "one")
    path = os.path.join(folder, "one", "findings.csv")
    with open(path, encoding="utf-8") as file:
        lines = file.read().split("\n")
    lines[1] = "x" + lines[1][1:]
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(lines))
    run(folder, "two", "--previous", "one")
    rejects = [(row["table"], row["line"], row["column"]) for row in table(folder, "rejects", "two")]
    assert ("findings", "2", "finding_id") in rejects, rejects
    changes = {row["change"] for row in table(folder, "finding_changes", "two")}
    assert "new" in changes and "still_open" in changes, changes


def an_edited_severity_is_counted_nowhere(folder):
    """One of an earlier run that no run writes, where there is nothing else to count."""
    world(folder)
    run(folder, "one", as_of="2026-06-15")
    rows = table(folder, "findings", "one")
    with open(os.path.join(folder, "one", "findings.csv"), "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerow(rows[0] | {"finding_id": "f" * 32, "rule": "D99", "severity": "9"})
    world(folder, services=SERVICES[:SERVICES.index("\n") + 1])
    run(folder, "out", "--previous", "one")
    assert not table(folder, "findings")
    changes = table(folder, "finding_changes")
    today = [row for row in table(folder, "trend") if row["as_of"] == "2026-06-30"]
    assert [row["rule"] for row in changes] == ["D99"] and not today, (changes, today)


def trend_goes_on_from_run_to_run(folder):
    """trend.csv: a run's own counts after the lines of those before it, in folders and databases."""
    world(folder)
    run(folder, "one.db", as_of="2026-06-01")
    run(folder, "two", "--previous", "one.db", as_of="2026-06-15")
    path = os.path.join(folder, "two", "trend.csv")
    with open(path, "a", encoding="utf-8") as file:  # nobody's lines, and one of a later day
        file.write("=1+1,D03,2,1\n2026-06-02,D03,2,=A1\nxx\n2027-01-01,D03,2,9,,,,,\n2026-06-03,D03")
    world(folder, services=SERVICES.replace("qy-third,ts3,tx3,lunch,2026-05-02", "qy-third,ts3,tx3,lunch,2026-06-20"))
    run(folder, "out", "--previous", "two")
    rows, findings = table(folder, "trend"), table(folder, "findings")
    days = [row["as_of"] for row in rows]
    assert days == sorted(days) and set(days) == {"2026-06-01", "2026-06-15", "2026-06-30"}, days
    first = [row for row in rows if row["as_of"] == "2026-06-01"]
    assert all(row["new"] == row["gone"] == "" for row in first) and sum(int(row["open"]) for row in first) >= 2
    last = [row for row in rows if row["as_of"] == "2026-06-30"]
    for row in last:
        alike = [one for one in findings if (one["rule"], one["severity"]) == (row["rule"], row["severity"])]
        assert int(row["open"]) == len(alike), row
    changes = table(folder, "finding_changes")
    for change in ("new", "changed", "reopened", "gone", "not_judged"):
        want = len([one for one in changes if one["change"] == change])
        assert sum(int(row[change]) for row in last) == want, change
    assert [row["open"] for row in last if int(row["gone"])] or [row for row in last if int(row["changed"])], last


run_cases([trend_goes_on_from_run_to_run, an_edited_severity_is_counted_nowhere,
           without_previous_there_are_no_changes, what_is_new_gone_or_as_it_was_is_told,
           a_person_who_gets_another_id_has_the_same_findings, the_same_run_twice_gives_the_same_bytes,
           a_database_is_an_earlier_run_as_well, summary_and_report_say_it,
           a_filled_worklist_closes_and_new_data_reopens, until_reopens, who_takes_it_on_is_no_decision_yet,
           what_a_run_says_for_one_agency_names_nobody_who_is_hidden,
           an_agency_sees_only_what_it_is_or_was_a_party_to, what_no_run_wrote_is_no_earlier_run,
           an_earlier_run_is_not_a_later_one, a_run_does_not_replace_what_it_reads,
           what_was_edited_is_rejected_and_told])
