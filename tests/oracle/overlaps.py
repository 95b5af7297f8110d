# SPDX-License-Identifier: Apache-2.0
"""Services at the same time: D03 and what takes precedence over it."""
from days import segments
from finding import Finding, starts_last, sum_less_largest_agency


def due(run):
    return run.as_of + int(run.number("*", "first_action_days"))


def d03(run):
    """Days on which two or more agencies have ACTIVE rows of one class key; maximal segments longer than tau."""
    digits, found = int(run.number("D03", "class_digits")), []
    for person in run.world.persons:
        rows = [s for s in run.active(person) if s.service_class]
        for key in sorted({s.service_class[:digits] for s in rows}):
            found += segments_of_class(run, person, key, [s for s in rows if s.has_class(key)])
    return found


def segments_of_class(run, person, key, rows):
    days_of_row = {s: s.compared_days() for s in rows}
    agencies = {}
    for service, days in days_of_row.items():
        for day in days:
            agencies.setdefault(day, set()).add(service.agency)
    found = []
    for first, last in segments(day for day, names in agencies.items() if len(names) >= 2):
        here = [s for s in rows if any(first <= day <= last for day in days_of_row[s])]
        is_long = last - first + 1 > run.number("D03", "tau_days", key)
        if is_long and not is_handover(run, here, days_of_row, first, last):
            found.append(overlap(run, person, key, first, last, here, days_of_row))
    return found


def is_handover(run, rows, days_of_row, first, last):
    """R12: one ends where the other begins."""
    if last - first + 1 > run.number("D03", "handover_days"):
        return False
    return all(hands_over(s, days_of_row[s], first, last) for s in rows)


def hands_over(service, days, first, last):
    if service.grain not in ("day", "month") or len(days) < 2:
        return False
    return (max(days) == last and min(days) < first) or (min(days) == first and max(days) > last)


def overlap(run, person, key, first, last, rows, days_of_row):
    roles = [(s.row, "before" if min(days_of_row[s]) < first else "overlapping") for s in rows]
    return Finding("D03", "duplicate", person, key, first, last, roles, service_class=key,
                   amount=sum_less_largest_agency(rows), due=due(run), owner=starts_last(rows).agency)
