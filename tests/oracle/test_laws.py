#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Laws that hold in every world: what may change without any finding changing, and how.

Invented worlds are judged twice, before and after a change that should not matter: rows, columns
and files in another order, agencies with other names, all days 28 years later, one more person,
another population beside the first, a service written as two. DOLBOM_WORLDS sets how many worlds
each law is asked of; DOLBOM_LONG=1 asks for 60.
"""
import csv
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import make_world
from days import day_of, day_text, month_from, month_text
from world import DATES, MONTHS

DOLBOM = os.path.join(os.environ.get("DOLBOM_BUILD", "build/test"), "tools/dolbom")
WORLDS = int(os.environ.get("DOLBOM_WORLDS") or ("60" if os.environ.get("DOLBOM_LONG") else "12"))
AGENCY_COLUMNS = ("agency_id", "to_agency", "referral_agency", "parent_id", "responsible_agency")
SAID = """rule kind severity state household_id service_class programme key start_date end_date days amount_won
    agencies n_agencies cross_area due_on owner_agency message_ko message_en""".split()
SHIFT_YEARS, SHIFT_DAYS = 28, 28 * 365 + 7
# Of more than one person or household: a zone, an agency, all who share a telephone, the run; or asked of the
# agency that is responsible for a zone, which the other population may have.
OF_MANY = {"D16", "D24", "I01", "I02", "O14", "O22", "O23", "O24", "O29", "X02", "X03", "X04"}


class World:
    """Tables of records and of the policy, and the day that is asked about."""

    def __init__(self, seed, known):
        made, self.policy = make_world.make(seed, known=known)
        self.tables, self.as_of = made.tables, made.as_of

    def cells(self, change):
        """The world with change(column, text) in place of each text."""
        for tables in (self.tables, self.policy):
            for name, rows in tables.items():
                tables[name] = [{column: change(column, str(text), name) for column, text in row.items()}
                                for row in rows]
        return self

    def write(self, folder, by_agency=False):
        shutil.rmtree(folder, ignore_errors=True)
        for place in ("in", "policy"):
            os.makedirs(os.path.join(folder, place))
        for name, rows in self.policy.items():
            make_world.write_table(os.path.join(folder, "policy"), name, rows)
        for name, rows in self.tables.items():
            for agency in sorted({row["agency_id"] for row in rows}) if by_agency and rows else [None]:
                place = os.path.join(folder, "in", agency or "")
                os.makedirs(place, exist_ok=True)
                make_world.write_table(place, name, [r for r in rows if agency in (None, r["agency_id"])])

    def judge(self, folder, **how):
        """The findings, and of each its rows and whom they are about."""
        self.write(folder, **how)
        out = os.path.join(folder, "out")
        done = subprocess.run([DOLBOM, "reconcile", "--in", folder + "/in", "--policy", folder + "/policy", "--as-of",
                               day_text(self.as_of), "--out", out, "--raw", "--quiet", "--max-rejects", "100"],
                              capture_output=True, text=True)
        if done.returncode not in (0, 3):
            raise SystemExit(f"{folder}: dolbom ended with {done.returncode}: {done.stderr[:400]}")
        rows = {}
        for row in read(out, "finding_rows"):
            rows.setdefault(row["finding_id"], []).append(tuple(row[c] for c in ("table", "agency_id", "row_id",
                                                                                   "record_id", "role")))
        said = [{**{c: finding[c] for c in SAID}, "rows": sorted(rows.get(finding["finding_id"], []))}
                for finding in read(out, "findings")]
        return [{**finding, "key": ""} if finding["rule"] == "I01" else finding for finding in said]  # a person's id


def read(out, name):
    with open(os.path.join(out, name + ".csv"), encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def texts(findings, change=str):
    return Counter(change(repr(sorted(finding.items()))) for finding in findings)


def told(left, right):
    """What only one side has, for people."""
    only = [f"  before: {finding}" for finding in left - right] + [f"  after:  {finding}" for finding in right - left]
    return "\n".join(only[:4])


# ---- the laws: each judges a world twice and gives both results as texts ---------------------------------


def order_does_not_matter(world, folder, dice):
    before = texts(world.judge(folder))
    for name, rows in world.tables.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        dice.shuffle(columns)
        dice.shuffle(rows)
        world.tables[name] = [{column: row.get(column, "") for column in columns} for row in rows]
    return before, texts(world.judge(folder))


def files_do_not_matter(world, folder, dice):
    return texts(world.judge(folder)), texts(world.judge(folder, by_agency=True))


def names_of_agencies_do_not_matter(world, folder, dice):
    """As long as their order stays."""
    before = texts(world.judge(folder))
    world.cells(lambda column, text, table: f"q{text}q" if column in AGENCY_COLUMNS and text else text)
    return before, texts(world.judge(folder), lambda text: re.sub(r"q([A-Z])q", r"\1", text))


def later(column, text, table):
    if not text:
        return text
    if column in DATES and re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return day_text(day_of(text) + SHIFT_DAYS)
    if column in MONTHS and re.fullmatch(r"\d{4}-\d\d", text):
        return month_text(month_from(text) + 12 * SHIFT_YEARS)
    return "" if column == "rrn" else text


def years_do_not_matter(world, folder, dice):
    """28 years later every day has the same weekday, and leap years lie where they lay."""
    world.cells(lambda column, text, table: "" if column == "rrn" else text)
    for tables, table in ((world.tables, "facts"), (world.policy, "eligibility"), (world.policy, "implies")):
        tables[table] = [row for row in tables.get(table, []) if row.get("fact") != "birth_year"]
        if not tables[table]:
            del tables[table]
    before = texts(world.judge(folder))
    world.cells(later).as_of += SHIFT_DAYS
    return before, texts(world.judge(folder), lambda text: re.sub(
        r"\b(20[3-9]\d)(-\d\d)\b", lambda day: f"{int(day[1]) - SHIFT_YEARS}{day[2]}", text))


def another_person_does_not_matter(world, folder, dice):
    """Somebody of an agency of their own, with a service of a class that nobody else has."""
    before = texts(world.judge(folder))
    somebody = {"agency_id": "aside", "record_id": "z", "name": "선우보람", "sex": "F", "birth_date": "1931-12-31"}
    if any("protected" in row for row in world.tables["persons"]):
        somebody["protected"] = "0"  # a column that comes with this row would speak of everybody
    world.tables["persons"].append(somebody)
    if "agencies" in world.tables:
        world.tables["agencies"].append({"agency_id": "aside"})
    if "services" in world.tables:
        world.tables["services"].append({"agency_id": "aside", "service_id": "z1", "record_id": "z",
                                         "programme": "reading", "service_class": "9203", "status": "active",
                                         "start_date": day_text(world.as_of - 5)})
    after = [finding for finding in world.judge(folder) if "aside" not in finding["agencies"].split(";")]
    return before, texts(after)


def other_people(column, text, table):
    """The same lives under other names, at other agencies."""
    if column in AGENCY_COLUMNS and text:
        return "K" + text
    if column == "name" and table == "persons":
        return "남궁" + text[1:]
    if column == "birth_date" and text:
        return day_text(day_of(text) + 3001)
    if column == "phone":
        return text.replace("010-", "010-7")[:13]
    if column == "address":
        return text.replace("경춘로", "북한강로")
    return "" if column == "rrn" else text


def align(world, other):
    """Leave both with the tables and columns of both: what is absent in one would be there in the union."""
    for table in set(world.tables) | set(other.tables):
        if table not in world.tables or table not in other.tables:
            world.tables.pop(table, None)
            other.tables.pop(table, None)
            continue
        columns = [{column for row in tables[table] for column in row} for tables in (world.tables, other.tables)]
        for tables in (world.tables, other.tables) if all(columns) else ():
            tables[table] = [{column: text for column, text in row.items() if column in columns[0] & columns[1]}
                             for row in tables[table]]


def populations_do_not_matter(world, folder, dice, known, seed):
    """What is found about persons and households of two populations is what is found about each."""
    other = World(seed + 1_000_000, known).cells(other_people)
    other.policy, other.as_of = world.policy, world.as_of
    align(world, other)

    def of_few(findings):
        return texts(f for f in findings if f["rule"] not in OF_MANY)

    alone = of_few(world.judge(folder)) + of_few(other.judge(folder))
    for table, rows in other.tables.items():
        world.tables[table] = world.tables[table] + rows
    return alone, of_few(world.judge(folder))


def halves_do_not_matter(world, folder, dice):
    """A service of days written as two that follow each other overlaps the same days. A half ends earlier than the
    whole, so D03 leaves nothing to D04, D20 and D21 here and knows no hand-over."""
    rules = [row for row in world.policy.get("rules", []) if row["param"] != "handover_days"]
    rules += [{"rule": rule, "param": "enabled", "value": "0"} for rule in ("D04", "D20", "D21")]
    world.policy["rules"] = rules + [{"rule": "D03", "param": "handover_days", "value": "0"}]
    programmes = world.policy.get("programmes", [])
    dated = {row["programme"].casefold() for row in programmes if row.get("valid_from") or row.get("valid_to")}
    grains = {row["programme"].casefold(): row.get("grain") or "day" for row in programmes}

    def overlaps(findings):
        return Counter((f["rule"], f["key"], f["start_date"], f["end_date"], f["days"],
                        tuple(sorted({row[1:4:2] for row in f["rows"]})))
                       for f in findings if f["rule"] in ("D03", "D09", "D10", "D12"))

    before = overlaps(world.judge(folder))
    for row in list(world.tables.get("services", [])):
        first, last = day_of(row["start_date"]), day_of(row.get("end_date") or None)
        code = row["programme"].casefold()  # a row of programmes holds for all of a service by its first day (R8)
        by_days = grains.get(code) == "day" and code not in dated and not row.get("benefit_month")
        if by_days and last and last - first >= 3 and dice.random() < 0.7:
            cut = dice.randint(first + 1, last - 2)
            world.tables["services"].append({**row, "service_id": row["service_id"] + "half",
                                             "start_date": day_text(cut + 1)})
            row["end_date"] = day_text(cut)
    return before, overlaps(world.judge(folder))


LAWS = [order_does_not_matter, files_do_not_matter, names_of_agencies_do_not_matter, years_do_not_matter,
        another_person_does_not_matter, populations_do_not_matter, halves_do_not_matter]


def known_rules():
    """The rules that the program has; an invented policy may name others."""
    done = subprocess.run([DOLBOM, "rules", "rule_catalogue", "--quiet"], capture_output=True, text=True, check=True)
    return {line.split(",")[0] for line in done.stdout.splitlines()[1:]} | {"*"}


def main():
    failed = checked = found = 0
    with tempfile.TemporaryDirectory() as place:
        known = known_rules()
        for law in LAWS:
            for seed in range(1, WORLDS + 1):
                folder, dice, world = os.path.join(place, "world"), random.Random(seed), World(seed, known)
                more = (known, seed) if law is populations_do_not_matter else ()
                before, after = law(world, folder, dice, *more)
                checked += 1
                found += sum(before.values())
                if before != after:
                    failed += 1
                    print(f"{law.__name__}, world {seed}:\n{told(before, after)}")
    if not found:
        print("nothing was found in any world")
        failed += 1
    print(f"{found} findings\n{checked - failed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
