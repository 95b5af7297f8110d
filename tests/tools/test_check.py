#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""dolbom check: what a planned service would cause is what reconcile finds once it is approved."""
import csv
import json
import os
import random
import shutil
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from cases import run_cases  # noqa: E402
from command_case import Run, table, write  # noqa: E402

SOURCE = os.environ["DOLBOM_SOURCE"]
EXAMPLE, POLICY = os.path.join(SOURCE, "examples", "namyangju"), os.path.join(SOURCE, "policy")
DAY = "2026-06-30"
N_ROWS = 12
COLUMNS = [c for c in "finding_id rule severity key start_date end_date days amount_won agencies message_ko".split()]
SMALL = {
    "persons": "agency_id,record_id,name,birth_date,phone,household_id\n"
               "a,1,김순자,1950-01-02,010-2345-6789,h\nb,1,김순자,1950-01-02,010-2345-6789,\n"
               "a,2,박영호,1948-03-04,010-9876-5432,\nb,2,박영호,1948-03-04,010-9876-5432,\n",
    "services": "agency_id,service_id,record_id,programme,start_date,end_date,status\n"
                "a,s1,1,food_box,2026-06-01,2026-06-01,delivered\n"
                "a,s2,2,senior_lunchbox,2026-06-01,,active\n",
}


def write_small(folder):
    data = os.path.join(folder, "data")
    os.makedirs(data)
    for name, text in SMALL.items():
        with open(os.path.join(data, name + ".csv"), "w", encoding="utf-8") as file:
            file.write(text)
    return data


def check(folder, data, row, *more, policy=POLICY):
    return Run(folder, "check", "--in", data, "--policy", policy, "--as-of", DAY, "--max-rejects", "100",
               "--service", row if isinstance(row, str) else json.dumps(row), *more)


def service(**more):
    return {"agency_id": "b", "record_id": "1", "programme": "food_box", "start_date": "2026-06-30"} | more


def test_last_day_of_a_window(folder):
    """A food box in 30 days: the day before the window ends, and the day after."""
    data = write_small(folder)
    early, late = service(), service(start_date="2026-07-01")
    assert "D05" in check(folder, data, early).said
    assert check(folder, data, late, "--lang", "en").said.startswith("No duplicate")


def test_a_rule_of_the_policys_own(folder):
    """A planned service may break it, too."""
    data, policy = write_small(folder), os.path.join(folder, "policy")
    shutil.copytree(POLICY, policy)
    for name, rows in (("rules", "L01,kernel,,D05,\nL01,name,,꾸러미 60일에 1회 초과,\n"),
                       ("caps", "L01,,3101,person,1,,,60,,,\n")):
        with open(os.path.join(policy, name + ".csv"), "a", encoding="utf-8") as file:
            file.write(rows)
    inside, outside = service(start_date="2026-07-30"), service(start_date="2026-07-31")
    done = check(folder, data, inside, policy=policy)
    assert "L01" in done.said and "D05" not in done.said, done.said
    done = check(folder, data, outside, "--lang", "en", policy=policy)
    assert done.code == 0 and done.said.startswith("No duplicate"), (done.code, done.told, done.said)


def test_exit_codes(folder):
    data = write_small(folder)
    assert check(folder, data, service(), "--fail-on", "2").code == 1
    assert check(folder, data, service(), "--fail-on", "4").code == 0
    assert Run(folder, "check", "--in", data, "--policy", POLICY, "--as-of", DAY).code == 2
    assert Run(folder, "check", "--policy", POLICY, "--as-of", DAY, "--service", json.dumps(service())).code == 2
    assert Run(folder, "check", "--in", data, "--policy", POLICY, "--service", json.dumps(service())).code == 2


def test_bad_rows(folder):
    """Whatever is wrong with a row, what is told does not have what stands in it."""
    data, secret = write_small(folder), "CANARY"
    bad = [service(record_id=secret), service(record_id=secret, start_date="2026-06-31"),
           service(record_id=secret, start_date=[secret]), service(record_id=secret, agency_id=None),
           {"record_id": secret}, [secret], [], 1]
    texts = [json.dumps(row) for row in bad] + [f'{{"record_id": "{secret}"', f' \n\t{{"record_id": "{secret}"']
    for text in texts:
        for given in (text, write(folder, "row.json", text)):
            done = check(folder, data, given)
            wanted = 4 if given == "1" else 3  # a row begins with a brace; this is the name of no file
            assert done.code == wanted and secret not in done.told + done.said, (text, done.code, done.told)
    assert check(folder, data, write(folder, "row.csv", "agency_id,record_id\n")).code == 3
    assert check(folder, data, os.path.join(folder, "not_there.csv")).code == 4


def test_forms_of_json(folder):
    """An object, a list, a file, space around it; numbers and truth are cells, too."""
    data = write_small(folder)
    row = service(amount_won=50000, quantity=1.5)
    for given in (row, [row], " \n" + json.dumps(row), write(folder, "row.json", json.dumps([row]))):
        assert "D05" in check(folder, data, given).said, given


def test_protected(folder):
    """Of somebody who is protected nobody learns where else help is given."""
    data = write_small(folder)
    write(folder, "data/agencies.csv", "agency_id,name\na,SHELTER\nb,FOODBANK\n")
    assert "SHELTER" in check(folder, data, service()).said
    persons = SMALL["persons"].splitlines()
    write(folder, "data/persons.csv", "".join(
        line + (",protected\n" if i == 0 else ",1\n") for i, line in enumerate(persons)))
    done = check(folder, data, service())
    assert "D05" in done.said and "SHELTER" not in done.said, done.said


def test_csv_and_status(folder):
    """A row of CSV, and one whose status says that it was refused before: it is judged as approved."""
    data, row = write_small(folder), os.path.join(folder, "row.csv")
    with open(row, "w", encoding="cp949") as file:
        file.write("agency_id,record_id,programme,start_date,status\nb,2,senior_lunchbox,2026-06-10,rejected\n")
    assert "D03" in check(folder, data, row).said


def test_each_by_itself(folder):
    """Two planned rows that would only be duplicates of each other are none."""
    data = write_small(folder)
    rows = [service(programme="home_visit", agency_id=agency, start_date="2026-06-15") for agency in "ab"]
    assert check(folder, data, rows, "--lang", "en").said.startswith("No duplicate")
    with open(os.path.join(data, "services.csv"), "a", encoding="utf-8") as file:
        file.write("a,s9,1,home_visit,2026-06-15,,active\n")
    assert "D03" in check(folder, data, rows[1]).said


def test_nothing_else_is_planned(folder):
    """A file of the data that names planned services would have others' findings printed."""
    data = write_small(folder)
    write(folder, "data/planned.csv", "agency_id,service_id\na,s2\n")
    run = check(folder, data, service())
    assert run.code == 3 and "planned.csv: is not data" in run.told and not run.said, run.told


def test_nothing_is_left(folder):
    data = write_small(folder)
    temporary = os.path.join(folder, "temporary")
    os.makedirs(temporary)
    env = os.environ | {"TMPDIR": temporary}
    command = ["check", "--in", data, "--policy", POLICY, "--as-of", DAY, "--service"]
    for row, code in ((service(), 0), (service(record_id="nobody"), 3)):
        assert Run(folder, *command, json.dumps(row), env=env).code == code
        assert os.listdir(temporary) == []
    nowhere = os.environ | {"TMPDIR": os.path.join(folder, "nowhere")}
    assert Run(folder, *command, json.dumps(service()), env=nowhere).code == 4


def caused(out, agency, ids):
    """Findings about duplicates that rest on one of the services, as what they say."""
    named = {row["finding_id"] for row in table(out, "finding_rows", ".")
             if row["table"] == "services" and row["agency_id"] == agency and row["row_id"] in ids}
    return sorted(tuple(row[column] for column in COLUMNS) for row in table(out, "findings", ".")
                  if row["finding_id"] in named and row["kind"] == "duplicate")


def services_given():
    """Those of these weeks, of the agencies whose files are UTF-8."""
    given = []
    for name in sorted(os.listdir(EXAMPLE)):
        folder = os.path.join(EXAMPLE, name)
        try:
            given += table(folder, "services", ".") if os.path.exists(os.path.join(folder, "services.csv")) else []
        except UnicodeDecodeError:
            continue
    return [row for row in given
            if row.get("status") in ("active", "delivered") and "2026-06-15" < (row["end_date"] or "9")]


def planned_rows(draw):
    """The same programme once more, for a person whom another agency knows, too, from there."""
    records = table(EXAMPLE, "records", "_truth")
    person_of = {(r["agency_id"], r["record_id"]): r["entity_id"] for r in records}
    at = {}
    for record in records:
        at.setdefault(record["entity_id"], []).append((record["agency_id"], record["record_id"]))
    rows = []
    for row in services_given():
        me = row["agency_id"], row["record_id"]
        rows += [service(agency_id=agency, record_id=record, programme=row["programme"], amount_won=70000,
                         start_date=f"2026-06-{draw.randrange(1, 31):02}")
                 for agency, record in at.get(person_of.get(me), ()) if agency != me[0]]
    return draw.sample(rows, N_ROWS)


def test_as_reconcile(folder):
    """Check says what reconcile says when the row is there and approved."""
    rows = planned_rows(random.Random(7))
    n_found = 0
    for i, row in enumerate(rows):
        data, out = os.path.join(folder, f"data{i}"), os.path.join(folder, f"out{i}")
        shutil.copytree(EXAMPLE, data)
        checked = os.path.join(folder, f"checked{i}")
        done = check(folder, EXAMPLE, row, "--out", checked)
        assert done.code in (0, 1), done.told
        with open(os.path.join(data, "services_more.csv"), "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, ["service_id", "status", *row])
            writer.writeheader()
            writer.writerow(row | {"service_id": "planned-1", "status": "approved"})
        done = Run(folder, "reconcile", "--in", data, "--policy", POLICY, "--as-of", DAY, "--max-rejects", "100",
                   "--quiet", "--out", out)
        assert done.code in (0, 3), done.told
        expected = caused(out, row["agency_id"], {"planned-1"})
        got = caused(checked, row["agency_id"], {"planned-1"})
        assert got == expected, (row, got, expected)
        n_found += len(expected)
        shutil.rmtree(data)
    assert n_found >= N_ROWS / 4, f"only {n_found} findings of {N_ROWS} rows were compared"


run_cases([case for name, case in sorted(globals().items()) if name.startswith("test_")])
