# SPDX-License-Identifier: Apache-2.0
"""Done again too soon, or not closed: D19 assessments, D20 after a move, D21 entered when all was closed."""
from days import last_of, month_of, segments
from exclusive import sets
from finding import Finding, starts_last, total
from overlaps import due
from policy import in_force


def d19(run):
    """Assessments of one domain by different agencies at most apart_days apart; chains join."""
    apart, found = run.number("D19", "apart_days"), []
    for person in run.world.persons:
        by_domain = {}
        for row in run.world.of(person, "assessments"):
            by_domain.setdefault(row["domain"], []).append(row)
        for domain, rows in by_domain.items():
            for chain in chains(rows, lambda a, b: a.agency != b.agency
                                and abs(a["assessed_on"] - b["assessed_on"]) <= apart):
                days = [r["assessed_on"] for r in chain]
                owner = min(chain, key=lambda r: (-r["assessed_on"], r.place)).agency
                found.append(Finding("D19", "duplicate", person, domain, min(days), max(days),
                                     [(r, "assessment") for r in chain], due=due(run), owner=owner))
    return found


def chains(rows, are_linked):
    """Connected sets of two rows and more."""
    left, result = list(rows), []
    while left:
        chain = [left.pop(0)]
        for row in chain:
            near = [r for r in left if are_linked(row, r)]
            chain += near
            left = [r for r in left if r not in near]
        if len(chain) > 1:
            result.append(chain)
    return result


def d20(run):
    """A row that cannot move with the person still runs long after one of its class began elsewhere."""
    grace, found = int(run.number("D20", "grace_days")), []
    for person in run.world.persons:
        rows = [s for s in run.active(person) if s.of_programme("portable") == "0" and s.service_class
                and s.last >= s.start]
        for key in sorted({s.service_class for s in rows}):
            met = [(old, new) for old in rows for new in rows
                   if old.service_class == new.service_class == key and is_left_open(run, old, new, grace)]
            found += left_open(run, person, key, met)
    return found


def area(run, service):
    row = run.world.agency(service.agency)
    return row["area_code"] if row else None


def last_compared(service):
    return max(service.compared_days())


def first_compared(service):
    return min(service.compared_days())


def is_left_open(run, old, new, grace):
    areas = area(run, old), area(run, new)
    if None in areas or areas[0] == areas[1] or first_compared(old) >= first_compared(new):
        return False
    return min(last_compared(old), run.as_of) >= first_compared(new) + grace


def left_open(run, person, key, met):
    days = {day for old, new in met for day in range(first_compared(new), last_compared(old) + 1)}
    found = []
    for first, last in segments(days):
        here = [(old, new) for old, new in met if first <= first_compared(new) <= last]
        olds, news = {old for old, _ in here}, {new for _, new in here}
        rows = [(s.row, "old") for s in olds] + [(s.row, "new") for s in news - olds]
        found.append(Finding("D20", "duplicate", person, key, first, last, rows, service_class=key, amount=total(olds),
                             due=due(run), owner=starts_last(olds).agency))
    return found


def d21(run):
    """A row entered after one of another agency had ended, for months (or days) that the ended one covers."""
    found, digits = [], int(run.number("D03", "class_digits"))
    for person in run.world.persons:
        groups, rows = {}, [s for s in run.active(person) if s.last >= s.start]
        for closed in rows:
            for later in rows:
                if is_retroactive(closed, later):
                    for key, days in keys_of(run, closed, later, digits):
                        groups.setdefault(key, []).append((closed, later, days))
        for key, met in groups.items():
            found += retroactive(run, person, key, met)
    return found


def is_retroactive(closed, later):
    entered = later.row["entered_on"]
    return (closed.agency != later.agency and entered is not None and not closed.is_open and closed.last < entered)


def met_days(run, closed, later):
    """By months where a row is monthly or has a benefit month, within lookback_months."""
    since = month_of(run.as_of) - int(run.number("*", "lookback_months"))
    days = spread(closed) & spread(later)
    return days if any(month_of(day) >= since for day in days) else set()


def spread(service):
    monthly = service.grain == "month" or service.row["benefit_month"] is not None
    return service.days_of_months() if monthly else service.days()


def keys_of(run, closed, later, digits):
    days = met_days(run, closed, later)
    one, other = closed.service_class, later.service_class
    if days and one and other and one[:digits] == other[:digits]:
        yield one[:digits], days
    for name, rows in sets(run, "exclusive").items():
        of_set = {day for row in rows for day in days if in_force(row, day) and (
            closed.is_of(row["a"]) and later.is_of(row["b"]) or closed.is_of(row["b"]) and later.is_of(row["a"]))}
        if of_set:
            yield name, of_set


def retroactive(run, person, key, met):
    found = []
    for first, last in segments(set().union(*(days for _, _, days in met))):
        here = [(c, l) for c, l, days in met if any(first <= day <= last for day in days)]
        later, closed = {l for _, l in here}, {c for c, _ in here}
        rows = [(s.row, "entered_later") for s in later] + [(s.row, "closed") for s in closed - later]
        found.append(Finding("D21", "duplicate", person, key, first, last, rows, amount=total(later), due=due(run),
                             service_class=key if key.isdigit() else "", owner=starts_last(later | closed).agency))
    return found
