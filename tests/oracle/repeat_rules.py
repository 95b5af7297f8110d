# SPDX-License-Identifier: Apache-2.0
"""The same thing again: D02 typed twice, D04 twice on a day, D06 too soon."""
from finding import Finding, starts_last, sum_less_largest_agency
from overlaps import due

SAME = "start_date end_date benefit_month quantity unit amount_won".split()


def d02(run):
    found = []
    for person in run.world.persons:
        for (agency, code, service_class), rows in twice(run, person):
            key = f"{code} {agency} {service_class or ''}".strip()
            amounts = [s.amount for s in rows if s.amount is not None]
            found.append(Finding("D02", "duplicate", person, key, rows[0].start, max(s.last for s in rows),
                                 [(s.row, "repeated" if i else "entry") for i, s in enumerate(rows)],
                                 service_class=service_class, programme=code,
                                 amount=sum(amounts) - max(amounts) if amounts else None, due=due(run),
                                 owner=agency))
    return found


def twice(run, person):
    """((agency, programme, class), rows) that are alike and were entered close together."""
    groups = {}
    for service in run.active(person):
        code = service.name
        alike = (service.agency, code, service.service_class) + tuple(service.row[c] for c in SAME)
        if service.last >= service.start:
            groups.setdefault(alike, []).append(service)
    for alike, rows in groups.items():
        entered = [s.row["entered_on"] for s in rows if s.row["entered_on"]]
        if len(rows) > 1 and (not entered or max(entered) - min(entered) <= run.number("D02", "entered_days")):
            yield alike[:3], sorted(rows)


def repeated(run, person):
    """Rows that D02 counts once: all of a group but the smallest (R13)."""
    if "D02" not in run.findings:
        return set()
    return {s for _, rows in twice(run, person) for s in rows[1:]}


def is_point(service):
    """A box, or an hourly row that ends on the day it begins."""
    return service.last >= service.start and (
        service.grain == "one_off" or service.grain == "hour" and service.row["end_date"] == service.start)


def d04(run):
    """More of one class on one day than daily_max, from several agencies."""
    found = []
    for person in run.world.persons:
        points = {}
        for service in run.active(person):
            if service.service_class and is_point(service):
                points.setdefault((service.service_class, service.start), []).append(service)
        for (service_class, day), rows in points.items():
            count = sum(1 if s.row["quantity"] is None else s.row["quantity"] for s in rows)
            most = run.policy.number_by_class("D04", "daily_max", service_class)
            if count > most and len({s.agency for s in rows}) > 1:
                found.append(Finding("D04", "duplicate", person, service_class, day, day,
                                     [(s.row, "delivery") for s in rows], service_class=service_class, due=due(run),
                                     amount=sum_less_largest_agency(rows), owner=starts_last(rows).agency))
    return found


def d06(run):
    """Consecutive start days closer than min_days, of different agencies unless same_agency."""
    found = []
    capped = {row["programme"] or row["service_class"] for row in run.policy.all("caps") if row["rule"] == "d05"}
    for key in sorted(run.policy.keys("D06", "min_days") - capped):
        for person in run.world.persons:
            found += too_soon(run, person, key)
    return found


def too_soon(run, person, key):
    is_programme = run.policy.code_of(key) == key
    once = repeated(run, person)
    by_day = {}
    for service in run.active(person):
        if service not in once and service.last >= service.start and (
                service.code == key if is_programme else service.has_class(key)):
            by_day.setdefault(service.start, []).append(service)
    days, found, chain = sorted(by_day), [], []
    for i, day in enumerate(days):
        is_near = i > 0 and day - days[i - 1] < run.number("D06", "min_days", key)
        is_near = is_near and (run.number("D06", "same_agency", key) == 1 or any(
            a.agency != b.agency for a in by_day[days[i - 1]] for b in by_day[day]))
        if is_near:
            chain = (chain or [days[i - 1]]) + [day]
        elif chain:
            found.append(soon(run, person, key, chain, by_day, is_programme))
            chain = []
    return found + ([soon(run, person, key, chain, by_day, is_programme)] if chain else [])


def soon(run, person, key, chain, by_day, is_programme):
    rows = [s for day in chain for s in by_day[day]]
    roles = [(s.row, "earlier" if s.start == chain[0] else "too_soon") for s in rows]
    return Finding("D06", "duplicate", person, key, chain[0], chain[-1], roles,
                   service_class="" if is_programme else key, programme=key if is_programme else "",
                   amount=sum_less_largest_agency(rows), due=due(run), owner=starts_last(rows).agency)
