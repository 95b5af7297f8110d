# SPDX-License-Identifier: Apache-2.0
"""Several agencies and nobody in the lead: D17 cases, D18 referrals, D24 sponsors."""
from chain_rules import chains
from days import add_months, segments
from duty import zone_of
from finding import Finding, starts_last, sum_less_largest_agency
from needs import TAKEN
from overlaps import due
from referrals import class_of, DROPPED, is_urgent


def open_cases(run, person):
    return [c for c in run.world.of(person, "cases") if run.world.is_open_case(run.world.seen(c))
            and c["co_lead"] != "1"]


def d17(run):
    """Open cases of one person, or of two members, at different agencies, together for longer than overlap_days."""
    found = []
    for person in run.world.persons:
        cases = open_cases(run, person)
        found += together(run, person, [(a, b) for a in cases for b in cases if a is not b], [person])
    for scope, members in run.households():
        cases = [c for m in members for c in open_cases(run, m)]
        found += together(run, scope, [(a, b) for a in cases for b in cases if a.person is not b.person], members)
    return found


def together(run, scope, pairs, members):
    days = run.number("D17", "overlap_days")
    met = [(a, b) for a, b in pairs
           if a.agency != b.agency and run.as_of - max(a["received_on"], b["received_on"]) > days]
    if not met:
        return []
    rows = {c for pair in met for c in pair}
    start = min(max(a["received_on"], b["received_on"]) for a, b in met)
    owner = min(rows, key=lambda c: (-c["received_on"], c.place)).agency
    return [Finding("D17", "duplicate", scope, "", start, None, [(c, "case") for c in rows], due=due(run),
                    owner=owner, persons=list(members))]


def d18(run):
    """Open referrals of one class to several agencies, and those sent again to one agency within again_days."""
    found, since = [], add_months(run.as_of, -int(run.number("*", "lookback_months")))
    for person in run.world.persons:
        by_class = {}
        for row in run.world.happened(person, "referrals"):
            if class_of(run, row):
                by_class.setdefault(class_of(run, row), []).append(row)
        for need_class, rows in by_class.items():
            twice = open_twice(run, person, rows)
            earlier, again = sent_again(run, rows, since)
            sent = twice | earlier | again
            if sent:
                days = [r["sent_on"] for r in sent]
                roles = [(r, "open_referral" if r in twice else "sent_again" if r in again else "earlier")
                         for r in sent]
                found.append(Finding("D18", "duplicate", person, need_class, min(days), None if twice else max(days),
                                     roles, due=due(run), is_urgent=any(is_urgent(run, r) for r in sent),
                                     owner=min(sent, key=lambda r: (-r["sent_on"], r.place)).agency))
    return found


def open_twice(run, person, rows):
    rows = [r for r in rows if r["status"] in TAKEN and not run.world.is_dead(person)]
    return set(rows) if len({r["to_agency"] for r in rows}) > 1 else set()


def sent_again(run, rows, since):
    earlier, again = set(), set()
    for one in rows:
        for other in rows:
            apart = other["sent_on"] - one["sent_on"]
            if one is not other and one["to_agency"] == other["to_agency"] and one["status"] not in DROPPED and (
                    apart > 0 or apart == 0 and one.place < other.place) and \
                    apart <= run.number("D18", "again_days") and other["sent_on"] >= since:
                earlier.add(one)
                again.add(other)
    return earlier, again


def d24(run):
    """More than max_sponsors agencies' rows of sponsor_class on as_of, while others of the zone have none."""
    service_class = str(int(run.number("D24", "sponsor_class")))
    found, most = [], run.number("D24", "max_sponsors")
    for person in run.world.persons:
        rows = [s for s in run.active(person) if s.has_class(service_class) and s.last >= s.start]
        agencies = {}
        for service in rows:
            for day in service.days():
                agencies.setdefault(day, set()).add(service.agency)
        runs = segments(day for day, names in agencies.items() if len(names) > most)
        here = [(first, last) for first, last in runs if first <= run.as_of <= last]
        if here and len(unmatched(run, person, service_class)) >= run.number("D24", "min_unmatched"):
            first, last = here[0]
            rows = [s for s in rows if s.start <= last and s.last >= first]
            roles = [(s.row, "overlapping") for s in rows]
            found.append(Finding("D24", "duplicate", person, "", first, last, roles,
                                 service_class=service_class, amount=sum_less_largest_agency(rows), due=due(run),
                                 owner=starts_last(rows).agency))
    return found


def unmatched(run, person, service_class):
    """Other persons of the zone with an open need that the class answers, and no ACTIVE row of it on as_of."""
    zone = zone_of(run, person)
    if zone not in {row["zone_id"] for row in run.policy.rows("zones", run.as_of)}:
        return []
    found = []
    for other in run.world.persons:
        if other is not person and zone_of(run, other) == zone:
            needs = [n for n in run.open_needs(other) if any(
                service_class.startswith(c) for c in run.answering_classes(n["need_class"], run.as_of))]
            has = any(s.has_class(service_class) and s.start <= run.as_of <= s.last for s in run.active(other))
            if needs and not has:
                found.append(other)
    return found
