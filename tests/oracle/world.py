# SPDX-License-Identifier: Apache-2.0
"""The world that a run is given: its tables as rows, and the persons that the program formed."""
import csv
import os
from fractions import Fraction

from days import day_of, first_of, last_of, month_from, month_of

DATES = """start_date end_date entered_on identified_on resolved_on sent_on responded_on received_on visited_on
    surveyed_on met_on decided_on planned_on evaluated_on first_service_on last_contact_on closed_on applied_on as_of
    date assessed_on reported_on at until active_from active_to birth_date death_date registered_on updated_at
    valid_from valid_to""".split()
MONTHS = "benefit_month month period".split()
WHOLE = """amount_won rows max_days max_count window_days max_amount_won household_size places amount grace_days
    pre_days post_days""".split()
FRACTIONS = "quantity target_quantity invoice_won value weight counted_share".split()
# Folded without case and outer blanks (rulings 5, Judged): whatever comes from a policy table or a word list.
FOLDED = """status urgency kind sex programme need_class fact signal result table domain case_class unit grain layer
    scope basis relation phone_owner except_programme a b zone_id decision by_kind centre_type level rule param key
    code mode op target_unit target_period expects""".split()
IDS = {"services": "service_id", "needs": "need_id", "referrals": "referral_id", "cases": "case_id",
       "stays": "stay_id", "applications": "application_id", "persons": "record_id",
       "assessments": "assessment_id", "reports": "report_id", "sponsors": "sponsor_id"}
DATED = {"services": "start_date", "needs": "identified_on", "referrals": "sent_on", "cases": "received_on",
         "stays": "start_date", "applications": "applied_on", "assessments": "assessed_on", "events": "date",
         "facts": "as_of", "signals": "month", "decisions": "at", "reports": "reported_on"}
RECORDS = list(IDS) + ["agencies", "facts", "signals", "events", "uploads", "capacity"]


class Row(dict):
    """One row: its cells by column (None when empty), where it stands, and whose it is."""
    __slots__ = ("table", "agency", "id", "person")

    def __init__(self, table, cells):
        super().__init__(cells)
        self.table, self.agency = table, cells.get("agency_id")
        self.id, self.person = cells.get(IDS.get(table, "")) or "", None

    def __missing__(self, column):
        return None

    def __hash__(self):
        return id(self)

    def __eq__(self, other):
        return self is other

    def __lt__(self, other):
        return self.place < other.place

    @property
    def place(self):
        return self.agency or "", self.id

    def copy(self, **changed):
        other = Row(self.table, {**self, **changed})
        other.person = self.person
        return other


def parse(table, column, text):
    text = text.strip() if column in FOLDED else text
    if not text or text == "":
        return None
    if column in DATES:
        return day_of(text)
    if column in MONTHS and table != "caps":
        return month_from(text)
    if column in WHOLE:
        return int(text)
    if column in FRACTIONS and table not in ("facts", "eligibility", "implies"):
        try:
            return Fraction(text)
        except ValueError:
            return None
    return text.casefold() if column in FOLDED else text


def read_table(path, table):
    with open(path, encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        lines = list(reader)
        if table in ("events", "facts", "signals", "uploads"):  # without an id, rows that are alike are one
            lines = list({tuple(line.items()): line for line in lines}.values())
        rows = [Row(table, {c: parse(table, c, t) for c, t in line.items()}) for line in lines]
        for row, line in zip(rows, lines):
            row["text"] = (line.get("value") or "").strip()
            row["programme_text"] = line.get("programme") or ""
        return rows, set(reader.fieldnames or ())


class Person:
    def __init__(self, identity):
        self.id, self.records, self.rows = identity, [], {}

    def __lt__(self, other):
        return self.smallest < other.smallest

    @property
    def smallest(self):
        """Whose (agency, record) decides the person's id and order."""
        return min(record.place for record in self.records)

    def birth(self):
        return min((r["birth_date"] for r in self.records if r["birth_date"]), default=None)


class World:
    """Input tables of a folder, and the persons of the program's person_records."""

    def __init__(self, folder, as_of, person_records):
        self.as_of, self.tables, self.columns = as_of, {}, {}
        for table in RECORDS:
            path = os.path.join(folder, table + ".csv")
            if os.path.exists(path):
                self.tables[table], self.columns[table] = read_table(path, table)
        self.join(person_records)
        self.far = self.horizon()

    def spelling(self, text):
        """What stands for all spellings of a programme that the policy lacks: the plain one, else the first (R6)."""
        plain = text.strip().casefold()
        written = {row["programme_text"] for table in ("services", "applications", "capacity")
                   for row in self.all(table) if row["programme_text"].strip().casefold() == plain}
        return plain if plain in written else min(written)

    def join(self, person_records):
        persons, self.of_record, self.probability = {}, {}, {}
        for line in person_records:
            person = persons.setdefault(line["person_id"], Person(line["person_id"]))
            self.of_record[line["agency_id"], line["record_id"]] = person
            self.probability[line["agency_id"], line["record_id"]] = Fraction(line["probability"])
        for table, rows in self.tables.items():
            for row in rows:
                row.person = self.of_record.get((row.agency, row["record_id"])) if row["record_id"] else None
                if row.person:
                    row.person.rows.setdefault(table, []).append(row)
        for person in persons.values():
            person.records = sorted(person.rows.get("persons", []))
            dates = {r["death_date"] for r in person.records if r["death_date"]}
            # Records that disagree on the death are not believed (rules.md 7); X01 tells.
            person.death = min(dates) if len(dates) == 1 else None
            person.death_dates = dates
        self.persons = sorted(persons.values())

    def horizon(self):
        """A day after everything: what reaches it has no end. The last day of a year."""
        latest = [self.as_of]
        for rows in self.tables.values():
            for row in rows:
                latest += [row[c] for c in DATES if row[c]]
                latest += [last_of(row[c]) for c in MONTHS if row[c]]
        return last_of((month_of(max(latest)) + 3) // 12 * 12 + 11) + 1

    def has(self, table):
        return table in self.tables

    def all(self, table):
        return self.tables.get(table, [])

    def of(self, person, table):
        """A person's rows of a table, in the order of (agency, id)."""
        return sorted(person.rows.get(table, []))

    def happened(self, person, table):
        """What an O-rule sees (R7): no row after as_of, and of the others no date after as_of."""
        return [self.seen(row) for row in self.of(person, table) if not self.is_future(row)]

    def is_future(self, row):
        when = row[DATED[row.table]]
        return when is not None and when > (month_of(self.as_of) if row.table == "signals" else self.as_of)

    def seen(self, row):
        return row.copy(**{c: None for c in DATES if row[c] and row[c] > self.as_of})

    def death(self, person):
        """Day of a death that has happened."""
        return person.death if person.death and person.death <= self.as_of else None

    def is_dead(self, person):
        """Death ends needs, cases and referrals on its day (R9), which is still theirs."""
        return bool(person.death) and person.death < self.as_of

    def is_open_need(self, need):
        """Status open or partly, and its person alive."""
        return (need["status"] or "open") in ("open", "partly") and not self.is_dead(need.person)

    def is_open_case(self, case):
        return not case["closed_on"] and not self.is_dead(case.person)

    # --- agencies -------------------------------------------------------------------------------

    def agency(self, name):
        return next((a for a in self.all("agencies") if a.agency == name), None)

    def is_active(self, name, first, last):
        """At work on a day of the time asked about; an agency missing from the table is not (R15)."""
        if not self.has("agencies"):
            return True
        row = self.agency(name)
        return bool(row) and (row["active_from"] or 0) <= last and (row["active_to"] or last) >= first

    # --- uploads (R3) ---------------------------------------------------------------------------

    def last_month(self):
        return month_of(self.as_of) - 1

    def owes_upload(self, name, table):
        """Active in the last full month, and no complete upload of the table for it."""
        month = self.last_month()
        if not self.has("uploads") or not self.is_active(name, first_of(month), last_of(month)):
            return False
        return not any(self.is_complete(u) for u in self.all("uploads")
                       if u.agency == name and u["table"] == table and u["period"] == month)

    def is_complete(self, upload):
        if upload["status"] == "failed":
            return False
        return upload["period"] != self.last_month() or not self.fell_short(upload)

    def fell_short(self, upload):
        """More rows were sent than came in here."""
        received = sum(row.agency == upload.agency for row in self.all(upload["table"]))
        return upload["rows"] is not None and upload["rows"] > received

    def is_unknown(self, person):
        """Absence rules are silent about the person."""
        return any(self.owes_upload(name, "services") for name in {r.agency for r in person.records})
