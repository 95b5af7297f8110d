# SPDX-License-Identifier: Apache-2.0
"""One household, several persons served: D15. (D10 stands with D09.)"""
from days import segments
from finding import Finding, starts_last, sum_less_largest_agency
from overlaps import due


def d15(run):
    """Household-unit rows of one class key: days on which two persons are served, or boxes close together."""
    digits, found = int(run.number("D03", "class_digits")), []
    for scope, members in run.households():
        rows = [s for m in members for s in run.active(m) if s.unit == "household" and s.service_class]
        for key in sorted({s.service_class[:digits] for s in rows}):
            found += of_class(run, scope, members, key, [s for s in rows if s.has_class(key) and s.last >= s.start])
    return found


def of_class(run, scope, members, key, rows):
    spans = {s: s.days() for s in rows}
    served = {}
    for service, days in spans.items():
        for day in days:
            served.setdefault(day, set()).add(service.person)
    both = {day for day, persons in served.items() if len(persons) >= 2}
    between, boxes = between_boxes(run, key, rows)
    found = []
    for first, last in segments(both | between):
        here = [s for s in rows if any(first <= day <= last and (day in both or s in boxes) for day in spans[s])]
        if last - first + 1 > run.number("D15", "tau_days", key):
            roles = [(s.row, "before" if min(spans[s]) < first else "overlapping") for s in here]
            found.append(Finding("D15", "duplicate", scope, key, first, last, roles, persons=members,
                                 service_class=key, amount=sum_less_largest_agency(here), due=due(run),
                                 owner=starts_last(here).agency))
    return found


def between_boxes(run, key, rows):
    """Two one_off rows of two persons at most window_days apart make a segment from the earlier to the later.

    Returns its days and the rows."""
    days, paired, window = set(), set(), run.number("D15", "window_days", key)
    boxes = [s for s in rows if s.grain == "one_off"]
    for one in boxes:
        for other in boxes:
            if one.person is not other.person and 0 <= other.start - one.start <= window:
                days |= set(range(one.start, other.start + 1))
                paired |= {one, other}
    return days, paired
