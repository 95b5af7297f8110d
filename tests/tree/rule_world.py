# SPDX-License-Identifier: Apache-2.0
"""The small worlds of docs/rules/: a day and a few rows, in which a rule finds something.

A world is a fenced block `world`: a line `as of 2026-06-30`, then tables, each with its name in
brackets, a header and rows. Rows of policy tables come after those of the starter policy. Without
[persons], everybody who has a row is made up: one record_id is one person, whichever agency
writes it; without [agencies], agencies have the names below. In [decisions], `@D03` stands for the
id of what D03 finds before anybody has decided.
"""
import csv
import pathlib
import re
import subprocess
import sys
import tempfile

import tree

POLICY = pathlib.Path(tree.SOURCE, "policy")
WORLD = re.compile(r"```world\n(.*?)```", re.S)
PEOPLE = ("김순자", "박영호", "이정희", "최병철", "정말순", "강대식", "조옥자", "윤상국")
AGENCIES = {"care-a": "가나돌봄", "care-b": "다라돌봄", "child-fund": "어린이후원회", "city-hall": "남양주시청",
            "day-care": "주간보호센터", "food-bank": "푸드뱅크", "health-centre": "남양주보건소",
            "hope-east": "동부희망케어센터", "hope-west": "서부희망케어센터", "hospital": "시립병원",
            "pension-office": "연금공단", "senior-east": "동부노인복지관", "volunteers": "자원봉사센터"}


def read_world(text):
    """(as_of, {table: [row]}), a row being a dict."""
    as_of = re.match(r"as of (\d{4}-\d\d-\d\d)\n", text)
    if not as_of:
        sys.exit("a world begins with its day: as of 2026-06-30")
    tables = {}
    for name, rows in re.findall(r"^\[(\w+)\]\n((?:(?!\[).*\n)*)", text, re.M):
        tables[name] = list(csv.DictReader(line for line in rows.splitlines() if line.strip()))
    return as_of[1], tables


def made_up_persons(tables):
    """A record for every (agency, record_id) that a row is about."""
    seen = sorted({(row["agency_id"], row["record_id"]) for rows in tables.values() for row in rows
                   if row.get("record_id")})
    people = sorted({record for _, record in seen})
    persons = []
    for agency, record in seen:
        number = people.index(record)
        persons.append({"agency_id": agency, "record_id": record, "name": PEOPLE[number % len(PEOPLE)],
                        "sex": "MF"[number % 2 == 0], "phone": f"010-{2000 + 37 * number}-{3000 + 91 * number}",
                        "birth_date": f"19{45 + number}-0{1 + number % 9}-1{number % 10}",
                        "address": f"경기도 남양주시 경춘로 {10 + 7 * number}"})
    return persons


def listed_agencies(tables):
    ids = {row[column] for rows in tables.values() for row in rows for column in ("agency_id", "to_agency")
           if row.get(column)}
    return [{"agency_id": agency, "name": AGENCIES.get(agency, agency)} for agency in sorted(ids)]


def read_table(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write_table(path, rows):
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)


def write_world(folder, tables):
    tables = dict(tables)
    for place in ("in", "policy"):
        (folder / place).mkdir()
    for path in sorted(POLICY.glob("*.csv")):
        write_table(folder / "policy" / path.name, read_table(path) + tables.pop(path.stem, []))
    tables.setdefault("persons", made_up_persons(tables))
    tables.setdefault("agencies", listed_agencies(tables))
    for name, rows in tables.items():
        write_table(folder / "in" / f"{name}.csv", rows)


def reconcile(program, as_of, tables):
    """The findings in a world."""
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        write_world(folder, tables)
        subprocess.run([program, "reconcile", "--in", folder / "in", "--policy", folder / "policy", "--as-of", as_of,
                        "--out", folder / "out", "--quiet", "--max-rejects", "0"], check=True)
        return read_table(folder / "out" / "findings.csv")


def findings(program, rule, text):
    """What a rule finds in a world; the day; grains of the programmes in it."""
    as_of, tables = read_world(text)
    decisions = tables.pop("decisions", [])
    if decisions:
        ids = {finding["rule"]: finding["finding_id"] for finding in reconcile(program, as_of, tables)}
        for decision in decisions:
            decision["finding_id"] = ids[decision["finding_id"].lstrip("@")]
        tables["decisions"] = decisions
    found = [finding for finding in reconcile(program, as_of, tables) if finding["rule"] == rule]
    return sorted(found, key=lambda finding: (finding["start_date"], finding["key"])), as_of, tables


def one_day_rows(tables):
    """(agency, id) of the services that last a day."""
    grains = {row["programme"]: row["grain"] for row in read_table(POLICY / "programmes.csv")}
    return {(row["agency_id"], row["service_id"]) for row in tables.get("services", [])
            if grains.get(row["programme"]) == "one_off"}
