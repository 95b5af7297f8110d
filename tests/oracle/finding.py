# SPDX-License-Identifier: Apache-2.0
"""A finding and the columns that all rules fill in the same way."""
from fractions import Fraction

from days import day_text

URGENT, SURE = "emergency", Fraction("0.995")


class Finding:
    """What a rule found. Rows are (row, role); agency is the scope of findings about no person."""

    def __init__(self, rule, kind, scope, key, start, last, rows, **more):
        self.rule, self.kind, self.scope, self.key, self.start, self.last = rule, kind, scope, key, start, last
        self.rows = rows
        self.amount = more.get("amount")
        self.due, self.owner = more.get("due"), more.get("owner")
        self.service_class, self.programme = more.get("service_class") or "", more.get("programme") or ""
        self.needs = more.get("needs", [])
        self.agencies = more.get("agencies")
        self.base = more.get("base")
        self.persons = more.get("persons", [])
        self.has_days = more.get("days", True)
        self.channel = more.get("channel")
        self.is_urgent = more.get("is_urgent", False)
        self.left_open = more.get("left_open", ())


    def owner_of_key(self):
        """What tells findings about no person apart: what they share, else their agency."""
        return self.channel or self.owner if not self.scope else None

    def take(self, other):
        """All rows of the other too."""
        mine = {row for row, _ in self.rows}
        self.rows = self.rows + [(row, role) for row, role in other.rows if row not in mine]
        if self.last is not None and other.last is not None:
            self.last = max(self.last, other.last)


def household_text(name):
    return "/".join(name) if name else ""


def starts_last(rows):
    """Largest start_date, then smallest (agency_id, row id) (R15)."""
    return min(rows, key=lambda s: (-s.start, s.place))


def sum_less_largest_agency(services):
    """R4 for several agencies: the sum less the largest agency's."""
    sums = {}
    for service in services:
        if service.amount is not None:
            sums[service.agency] = sums.get(service.agency, 0) + service.amount
    return sum(sums.values()) - max(sums.values()) if sums else None


def total(services):
    amounts = [s.amount for s in services if s.amount is not None]
    return sum(amounts) if amounts else None


def cross_area(run, agencies):
    """1 when zone_ids of the agencies differ, or, where one has none, their area_codes."""
    rows = [run.world.agency(name) or {} for name in agencies]
    zones, areas = ({row.get(column) for row in rows} for column in ("zone_id", "area_code"))
    return int(len(zones - {None}) > 1 or (None in zones and len(areas - {None}) > 1))


def probability(run, finding):
    """That its rows are of one person, by the weakest record (rules.md 5.8)."""
    records = [(row.agency, row["record_id"]) for row, _ in finding.rows if row["record_id"]]
    return min((run.world.probability.get(record, 1) for record in records), default=1)


def state(run, finding):
    high = run.number(finding.rule, "theta_high")
    is_sure = probability(run, finding) >= (run.number("*", "theta_high") if high is None else high)
    return "new" if is_sure else "identity_review"


def severity(run, finding):
    """rules.md 5.12 with R16: base, money, three agencies, risk."""
    level = finding.base if finding.base is not None else run.number(finding.rule, "severity")
    level += finding.amount is not None and finding.amount >= run.number("*", "money_exposure_won")
    level += len(agencies_of(finding)) >= 3
    if finding.kind in ("duplicate", "omission"):
        level += is_risky(run, finding)
    level -= probability(run, finding) < SURE
    return max(0, min(4, int(level)))


def is_risky(run, finding):
    """Emergency need, referral or case, class 10; in omissions also a child or a protected person."""
    rows = [row for row, _ in finding.rows]
    if any(row["urgency"] == URGENT for row in rows if row.table in ("needs", "referrals")):
        return True
    if any(row["case_class"] == URGENT for row in rows) or finding.is_urgent:
        return True
    if any(need["urgency"] == URGENT for need in finding.needs):
        return True
    if finding.service_class.startswith("10"):
        return True
    services = [s for p in run.world.persons for s in run.services(p) if s.row in rows]
    if any(s.has_class("10") for s in services):
        return True
    if finding.kind == "omission":
        return any(is_protected(run, p) or is_child(run, p) for p in persons_of(finding))
    return False


def persons_of(finding):
    return finding.persons or [finding.scope] * (hasattr(finding.scope, "records"))


def is_protected(run, person):
    """1, or empty in a table that has the column."""
    if "protected" not in run.world.columns["persons"]:
        return False
    return any(record["protected"] != "0" for record in person.records)


def is_child(run, person):
    """Under 18 on as_of."""
    from datetime import date
    born = person.birth()
    if not born:
        return False
    born, today = date.fromordinal(born), date.fromordinal(run.as_of)
    return (today.year - born.year - ((today.month, today.day) < (born.month, born.day))) < 18


def agencies_of(finding):
    if finding.agencies is not None:
        return sorted(set(finding.agencies))
    return sorted({row.agency for row, _ in finding.rows})


def listed(rows):
    """As finding_rows has them: what has an id is there once, whoever found it."""
    lines = {((r.table, r.agency, r.id, role) if r.id else r, role):
             (r.table, r.agency, row_id(r), r["record_id"] or "", role) for r, role in rows}
    return sorted(lines.values())


def columns(run, finding):
    """The finding as the columns that are compared with the program's."""
    agencies = agencies_of(finding)
    last = None if finding.last is not None and finding.last >= run.world.far else finding.last
    days = ""
    if finding.start is not None and finding.has_days:
        days = str(max(0, (run.as_of if last is None else last) - finding.start + 1))
    person, household = scope_columns(finding)
    return {
        "rule": finding.rule, "kind": finding.kind, "severity": str(severity(run, finding)),
        "state": state(run, finding),
        "person_id": person, "household_id": household, "service_class": finding.service_class,
        "programme": finding.programme, "key": finding.key, "start_date": day_text(finding.start),
        "end_date": day_text(last), "days": days,
        "amount_won": "" if finding.amount is None else str(finding.amount),
        "agencies": ";".join(agencies), "n_agencies": str(len(agencies)),
        "cross_area": str(cross_area(run, agencies)), "due_on": day_text(finding.due),
        "owner_agency": finding.owner or "",
        "rows": listed(finding.rows),
        "left_open": finding.left_open,
    }


def row_id(row):
    """Rows without an id of their own go by what they say."""
    named = {"facts": "fact", "signals": "signal"}
    return row[named[row.table]] if row.table in named else row.id


def scope_columns(finding):
    """A person, a household (its name), or neither."""
    scope = finding.scope
    if scope is None or isinstance(scope, str):
        return "", ""
    if isinstance(scope, tuple):
        return "", household_text(scope)
    return scope.id, ""
