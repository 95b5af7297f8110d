# SPDX-License-Identifier: Apache-2.0
"""What agencies can give and how they write it down: O23 waits, O29 late entries, O31 a case in the wrong place."""
from days import add_months, first_of, last_of, month_of, month_text
from finding import Finding
from needs import is_for, known_persons, TAKEN
from overlaps import due as first_action


def o23(run):
    """Applied for longer than wait_days; and, with capacity, more waiting than places."""
    found, waiting = [], {}
    wait = int(run.number("O23", "wait_days"))
    for person in run.world.persons:
        for service in sorted(run.services(person), key=lambda s: (s.start, s.place)):
            since = service.row["entered_on"] or service.start
            if service.status != "applied" or run.world.is_dead(person) or since > run.as_of:
                continue
            code = service.name
            waiting.setdefault((code, service.agency), []).append(service)
            if run.as_of - since > wait:
                found.append(Finding("O23", "omission", person, f"{code} {service.agency}", since, None,
                                     [(service.row, "application")], due=since + wait, owner=service.agency,
                                     service_class=service.service_class, programme=code))
    return found + full(run, waiting)


def full(run, waiting):
    found, places, rows_of = [], {}, {}
    for row in run.world.all("capacity"):
        name = run.policy.code_of(row["programme"]) or run.world.spelling(row["programme_text"]), row.agency
        if row["places"] is not None:
            places[name] = places.get(name, 0) + row["places"]
            row.id = row["programme"]
            rows_of.setdefault(name, []).append(row)
    for name, count in places.items():
        if len(waiting.get(name, [])) > run.number("O23", "ratio") * count:
            found.append(Finding("O23", "omission", "", f"{name[0]} {name[1]} places", None, None,
                                 [(row, "capacity") for row in rows_of[name]], due=first_action(run), owner=name[1],
                                 programme=name[0]))
    return found


def o29(run):
    """Entered later than late_days; one finding for each agency and month of start."""
    late, since = {}, add_months(run.as_of, -int(run.number("*", "lookback_months")))
    for person in run.world.persons:
        for service in run.services(person):
            entered = service.row["entered_on"]
            if service.status in ("delivered", "active", "ended") and entered is not None \
                    and since <= service.start <= run.as_of and entered <= run.as_of \
                    and entered - service.start > run.number("O29", "late_days"):
                late.setdefault((service.agency, month_of(service.start)), []).append(service)
    return [Finding("O29", "data", "", f"{agency} {month_text(month)}", first_of(month), last_of(month), [],
                    agencies=[agency], due=first_action(run), owner=agency) for agency, month in late]


def o31(run):
    """An open case whose agency has no programme for an open need of the person, and nobody was asked instead."""
    found = []
    for person in known_persons(run):
        for case in run.world.happened(person, "cases"):
            due = case["received_on"] + 14
            if not run.world.is_open_case(case) or run.as_of <= due:
                continue
            needs = first_of_class(n for n in run.open_needs(person) if is_misplaced(run, case, n))
            if needs:
                found.append(Finding("O31", "omission", person, "/".join(case.place), case["received_on"], None,
                                     [(case, "case")] + [(n, "need") for n in needs], due=due, owner=case.agency))
    return found


def first_of_class(needs):
    """The earliest need of each class."""
    first = {}
    for need in sorted(needs, key=lambda n: (n["identified_on"], n.place)):
        first.setdefault(need["need_class"], need)
    return list(first.values())


def is_misplaced(run, case, need):
    offered = [row for row in run.world.all("capacity") if row.agency == case.agency]
    if not offered:
        return False
    programmes = [run.policy.programme(row["programme"], run.as_of) for row in offered]
    classes = [row["service_class"] for row in programmes if row]
    answering = run.answering_classes(need["need_class"], run.as_of)
    if any(c.startswith(a) for c in classes for a in answering):
        return False
    return not any(r["status"] in TAKEN and is_for(run, r, need) for r in run.world.happened(case.person, "referrals"))
