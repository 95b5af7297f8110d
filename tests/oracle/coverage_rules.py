# SPDX-License-Identifier: Apache-2.0
"""Zones in which a kind of need is seldom answered: O22."""
from duty import zone_of
from finding import Finding
from overlaps import due

Z = 1.959964


def o22(run):
    needing, served = {}, {}
    known = {row["zone_id"] for row in run.policy.rows("zones", run.as_of)}
    for person in run.world.persons:
        zone = zone_of(run, person)
        if zone not in known or run.world.is_dead(person):
            continue
        for digits, needs in needs_of(run, person).items():
            needing.setdefault((zone, digits), set()).add(person)
            if any(is_served(run, person, need) for need in needs):
                served.setdefault((zone, digits), set()).add(person)
    found = []
    for (zone, digits), persons in sorted(needing.items(), key=str):
        name = next(r["responsible_agency"] for r in run.policy.rows("zones", run.as_of) if r["zone_id"] == zone)
        n, s = len(persons), len(served.get((zone, digits), ()))
        if n >= run.number("O22", "min_needing") and is_dead_zone(run, digits, n, s, needing, served):
            found.append(Finding("O22", "data", "", f"{zone} {digits}", None, None, [], agencies=[name] if name else [],
                                 service_class=digits, due=due(run), owner=name))
    return found


def needs_of(run, person):
    """Needs open on as_of or met within `days`, by each two-digit class that answers them."""
    by_class, days = {}, run.number("O22", "days")
    for need in run.world.happened(person, "needs"):
        met = need["status"] == "met" and need["resolved_on"] and run.as_of - need["resolved_on"] <= days
        if run.world.is_open_need(need) or met:
            for digits in {c[:2] for c in run.answering_classes(need["need_class"], run.as_of)}:
                by_class.setdefault(digits, []).append(need)
    return by_class


def is_served(run, person, need):
    first, classes = run.as_of - int(run.number("O22", "days")), run.answering_classes(need["need_class"], run.as_of)
    return any(s.last >= max(first, s.start) and any(s.has_class(c) for c in classes)
               for m in run.members(person) for s in run.happened(m) if m is person or s.unit == "household")


def is_dead_zone(run, digits, n, s, needing, served):
    if s < run.number("O22", "min_coverage") * n:
        return True
    all_needing = sum(len(p) for (_, d), p in needing.items() if d == digits)
    all_served = sum(len(p) for (_, d), p in served.items() if d == digits)
    p = s / n
    upper = (p + Z * Z / (2 * n) + Z * (p * (1 - p) / n + Z * Z / (4 * n * n)) ** 0.5) / (1 + Z * Z / n)
    return upper < all_served / all_needing
