# SPDX-License-Identifier: Apache-2.0
"""Invented small worlds: few people, few agencies, many rows, dates close to each other and to as_of."""
import csv
import os
import random
from datetime import date

import make_policy
import tempt
import tempt_cases
import tempt_channel
import tempt_life
import tempt_local
import tempt_more
import tempt_supply
from days import day_text, first_of, last_of, month_of, month_text
from world import DATES

NAMES = "이희상 박진현 장태성 임영창 최상진 한가람 윤서진 오민아".split()
# Distances from as_of at which something just does or does not happen.
NEAR = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16, 20, 21, 29, 30, 31, 32, 45, 60, 61, 62, 90, 91, 92, 120, 181]


class Maker:
    """A world in the making: rows by table, and what is drawn from."""

    def __init__(self, seed):
        self.r = random.Random(seed)
        self.as_of = date(2026, self.r.randint(1, 12), self.r.choice([1, 2, 15, 27, 28])).toordinal()
        self.as_of += self.r.choice([0, 0, 1, 3])
        self.agencies = "ABCD"[:self.r.choice([2, 3, 3, 4])]
        self.tables, self.counts = {}, {}
        self.people = []

    def near(self, future=0.08):
        """A day near as_of, now and then after it."""
        distance = self.r.choice(NEAR) if self.r.random() < 0.5 else self.r.randint(0, 70)
        return self.as_of + (distance if self.r.random() < future else -distance)

    def last_month(self):
        month = month_of(self.as_of) - 1
        return first_of(month), last_of(month)

    def maybe(self, chance, value, other=""):
        return value if self.r.random() < chance else other

    def add(self, table, /, **cells):
        """A row; days are given as numbers."""
        text = {c: day_text(v) if c in DATES and isinstance(v, int) else v for c, v in cells.items()}
        self.tables.setdefault(table, []).append(text)
        return text

    def new_id(self, agency, table):
        """Unique in its agency and table, in no order."""
        used = self.counts.setdefault((agency, table), set())
        while True:
            name = self.r.choice("nbtxz") + str(self.r.randint(1, 99))
            if name not in used:
                used.add(name)
                return name

    def record(self, person=None):
        """(agency, record_id) of a person, or of anybody."""
        return self.r.choice(self.r.choice(self.people) if person is None else self.people[person])


def resident_number(r, born, sex):
    digits = [int(c) for c in f"{born:%y%m%d}" + str({"M": 1, "F": 2}[sex] + (2 if born.year >= 2000 else 0))]
    digits += [r.randint(0, 9) for _ in range(5)]
    digits.append((11 - sum(d * w for d, w in zip(digits, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5))) % 11) % 10)
    text = "".join(map(str, digits))
    return text[:6] + "-" + text[6:]


def add_agencies(m):
    for name in m.agencies:
        row = {"agency_id": name, "zone_id": m.r.choice(["east", "west", "all", ""]),
               "area_code": m.r.choice(["41360", "41310", ""]), "victim_service": m.maybe(0.08, 1),
               "level": m.r.choice(["team", "centre"])}
        if m.r.random() < 0.1:
            row[m.r.choice(["active_from", "active_to"])] = m.near()
        m.add("agencies", **row)


def add_people(m):
    has_protected, has_consent = m.r.random() < 0.3, m.r.random() < 0.4
    for i in range(m.r.choice([1, 1, 2, 2, 3])):
        add_person(m, i, has_protected, has_consent)


def add_person(m, i, has_protected, has_consent):
    r = m.r
    born = date(r.choice([1943, 1950, 1961, 1975, 2012]), r.randint(1, 12), r.randint(1, 28))
    sex = r.choice("MF")
    cells = {"name": NAMES[i], "sex": sex, "birth_date": born.isoformat(), "rrn": resident_number(r, born, sex),
             "phone": f"010-{2000 + i * 371}-{3000 + i * 813}"}
    death = m.near(0) if r.random() < 0.15 else ""
    households = r.random() < 0.6
    places = [(a, f"p{i}") for a in m.agencies if r.random() < 0.75] or [(m.agencies[0], f"p{i}")]
    if r.random() < 0.1:
        places.append((places[0][0], f"q{i}"))
    m.people.append(places)
    for agency, record in places:
        row = dict(cells, death_date=m.maybe(0.8, death), zone_id=m.r.choice(["", "", "east", "west", "all", "moon"]),
                   household_id=r.choice(["", "h", "h", "k"]) if households else "",
                   registered_on=m.maybe(0.5, m.near(0) - 100), updated_at=m.maybe(0.5, m.near(0) - 60))
        if death and r.random() < 0.1:
            row["death_date"] = death + 1
        if r.random() < 0.2:
            row["address"] = "경기도 남양주시 경춘로 1015"
        if has_protected:
            row["protected"] = r.choice([0, 0, 0, 1, ""])
        if has_consent:
            row["consent"] = r.choice([1, 1, 0, ""])
        m.add("persons", agency_id=agency, record_id=record, **row)


def add_uploads(m):
    """Mostly complete; a missing, failed or short one makes people unknown."""
    if m.r.random() < 0.35:
        return
    last, flawed = month_of(m.as_of) - 1, m.r.random() < 0.35
    m.tables["uploads"] = []
    for agency in m.agencies:
        for table in ("persons", "services", "needs"):
            months = m.r.randint(1, 8) if flawed else m.r.choice([1, 1, 4])
            came = sum(row["agency_id"] == agency for row in m.tables.get(table, []))
            for back in range(months):
                rows = m.r.choice([0, came, came, came, came + (1 if flawed else 0), came // 2])
                chance = m.r.random()
                if flawed and chance < 0.07:
                    continue
                m.add("uploads", agency_id=agency, table=table, period=month_text(last - back),
                      rows=m.maybe(0.9, rows), status="failed" if flawed and chance < 0.15 else
                      m.r.choice(["complete", ""]))


TEMPTATIONS = {**tempt.TEMPTATIONS, **tempt_cases.TEMPTATIONS, **tempt_more.TEMPTATIONS,
               **tempt_supply.TEMPTATIONS, **tempt_life.TEMPTATIONS, **tempt_channel.TEMPTATIONS}


def add_rows(m, policy, rules):
    """Some services, and what tempts the rules asked for, or a good part of all."""
    for table in ("services", "needs", "referrals", "cases", "events", "stays", *OTHER_TABLES):
        m.tables.setdefault(table, [])
    tempt.some_services(m)
    for names, tempting in TEMPTATIONS.items():
        if (not rules or set(names.split()) & set(rules)) and m.r.random() < (0.8 if rules else 0.25):
            for _ in range(m.r.choice([1, 2])):
                tempting(m, policy)
    for table in OTHER_TABLES:
        if not m.tables[table] and m.r.random() < 0.8:
            del m.tables[table]


# Tables that are mostly left out where nothing is in them.
OTHER_TABLES = ["applications", "assessments", "facts", "signals", "reports", "capacity"]


def make(seed, rules=(), known=None):
    m = Maker(seed)
    add_agencies(m)
    add_people(m)
    policy = make_policy.tables(m.r, m.as_of)
    add_rows(m, policy, set(rules) - {"L"})
    add_uploads(m)
    if "rules" in policy and known is not None:
        policy["rules"] = [row for row in policy["rules"] if row["rule"] in known]
    tempt_local.add_rules(random.Random(f"rules of world {seed}"), policy, set(rules), known)
    for table in list(m.tables):
        if table != "persons" and m.r.random() < (0.01 if table in ("services", "agencies") else 0.03):
            del m.tables[table]
    for rows in m.tables.values():
        m.r.shuffle(rows)
    return m, policy


def write_table(folder, table, rows):
    columns = list(dict.fromkeys(column for row in rows for column in row)) or COLUMNS[table]
    with open(os.path.join(folder, table + ".csv"), "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


COLUMNS = {
    "uploads": ["agency_id", "table", "period"], "events": ["agency_id", "record_id", "kind", "date"],
    "services": ["agency_id", "service_id", "record_id", "programme", "start_date", "status"],
    "needs": ["agency_id", "need_id", "record_id", "need_class", "identified_on"],
    "referrals": ["agency_id", "referral_id", "record_id", "to_agency", "sent_on", "status"],
    "cases": ["agency_id", "case_id", "record_id", "case_class", "received_on"],
    "stays": ["agency_id", "stay_id", "record_id", "kind", "start_date"],
    "applications": ["agency_id", "application_id", "record_id", "programme", "applied_on"],
    "facts": ["agency_id", "record_id", "fact", "value", "as_of"],
    "signals": ["agency_id", "record_id", "signal", "month"],
    "assessments": ["agency_id", "assessment_id", "record_id", "domain", "assessed_on"],
    "capacity": ["agency_id", "programme", "places"],
    "reports": ["agency_id", "report_id", "record_id", "reported_on"],
    "rules": ["rule", "param", "value"], "holidays": ["date"], "mutex": ["set_id", "kind", "a", "b"],
    "caps": ["rule"], "deadlines": ["rule", "amount"], "need_map": ["need_class", "service_class"],
    "zones": ["zone_id"], "thresholds": ["code", "value"], "programmes": ["programme", "service_class"]}


def write(folder, seed, rules=(), known=None):
    """A world in its folder. The policy names rules of `known` only: others are an error to the program."""
    m, policy = make(seed, rules, known)
    for name, tables in (("in", m.tables), ("policy", policy)):
        os.makedirs(os.path.join(folder, name), exist_ok=True)
        for table, rows in tables.items():
            write_table(os.path.join(folder, name), table, rows)
    with open(os.path.join(folder, "as_of"), "w", encoding="utf-8") as file:
        file.write(day_text(m.as_of) + "\n")
