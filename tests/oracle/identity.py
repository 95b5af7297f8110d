# SPDX-License-Identifier: Apache-2.0
"""Doubts about who somebody is, and faults of the data: D01, I02, X01, X03, X04."""
from finding import Finding
from overlaps import due


def d01(run):
    """Two or more records of one person at one agency."""
    found = []
    for person in run.world.persons:
        for agency in sorted({r.agency for r in person.records}):
            rows = [r for r in person.records if r.agency == agency]
            if len(rows) > 1:
                start = min((r["registered_on"] for r in rows if r["registered_on"]), default=None)
                found.append(Finding("D01", "identity", person, "", start, None, [(r, "record") for r in rows],
                                     days=False,
                                     due=due(run), owner=agency))
    return found


def i02(run):
    """One resident number, several persons (R19)."""
    by_number = {}
    for person in run.world.persons:
        for record in person.records:
            if record["rrn"]:
                by_number.setdefault(record["rrn"], []).append(record)
    found = []
    for rows in by_number.values():
        if len({r.person for r in rows}) > 1:
            smallest = min(rows)
            found.append(Finding("I02", "identity", min(r.person for r in rows), "", None, None,
                                 [(r, "record") for r in rows], due=due(run), owner=smallest.agency))
    return found


def x01(run):
    """Records that disagree on the date of death."""
    found = []
    for person in run.world.persons:
        if len(person.death_dates) > 1:
            rows = [r for r in person.records if r["death_date"]]
            found.append(Finding("X01", "data", person, "", None, None,
                                 [(r, "record") for r in rows], due=due(run), owner=min(rows).agency))
    return found


def x03(run):
    """Rows whose programme the policy does not know and that have no class, by agency and text (R6)."""
    groups = {}
    for row in run.world.all("services"):
        if run.policy.code_of(row["programme"]) is None and not row["service_class"]:
            groups.setdefault((row.agency, row["programme"]), []).append(row)
    found = []
    for (agency, _), rows in groups.items():
        text = min(rows)["programme_text"]
        found.append(Finding("X03", "data", "", f"{agency} {text}", min(r["start_date"] for r in rows), None, [],
                             agencies=[agency], programme=text, due=due(run), owner=agency, days=False))
    return found
