# SPDX-License-Identifier: Apache-2.0
"""What cannot be had together: D09 in one person, D10 in one household, D12 during a stay elsewhere."""
from days import segments
from finding import Finding, starts_last, sum_less_largest_agency, total
from overlaps import due
from policy import in_force


def sets(run, kind):
    by_set = {}
    for row in run.policy.all("mutex"):
        if row["kind"] == kind:
            by_set.setdefault(row["set_id"], []).append(row)
    return by_set


def common_days(run, row, one, other, holders):
    """Days of both (R11), less those on which the row is not in force (R8) or a holder's exception is active (R18)."""
    if row["basis"] == "month":
        days = one.days_of_months() & other.days_of_months()
    else:
        days = one.days() & other.days()
    days = {day for day in days if in_force(row, day)}
    if row["except_programme"]:
        for person in holders:
            for service in run.active(person):
                if service.is_of(row["except_programme"]):
                    days -= excepted_days(row, service)
    return days


def excepted_days(row, service):
    """Where months are compared, a row that has a benefit month or is monthly excepts months, others their days."""
    monthly = service.grain == "month" or service.row["benefit_month"] is not None
    return service.days_of_months() if row["basis"] == "month" and monthly else service.days()


def pairs(run, rows, candidates, tau, holders):
    """(side a, side b, their days) of a set; of each mutex row only segments longer than tau.

    tau is about days and not about benefit months (rules.md 7, D09). In a household anybody's exception counts."""
    found = []
    for row in rows:
        allowed = 0 if row["basis"] == "month" else tau
        met = [(one, other, common_days(run, row, one, other, holders)) for one, other in candidates
               if one.is_of(row["a"]) and other.is_of(row["b"])]
        long = {day for first, last in segments(set().union(*(days for _, _, days in met)))
                if last - first + 1 > allowed for day in range(first, last + 1)}
        found += [(one, other, days & long) for one, other, days in met if days & long]
    return found


def d09(run):
    found = []
    for person in run.world.persons:
        active = run.active(person)
        candidates = [(one, other) for one in active for other in active if one is not other]
        for name, rows in sets(run, "exclusive").items():
            found += conflicts(run, "D09", person, name, rows, [], candidates)
    return found


def d10(run):
    """Scope household only: another member's row."""
    found = []
    for scope, members in run.households():
        candidates = [(one, other) for p in members for q in members if p is not q
                      for one in run.active(p) for other in run.active(q)]
        for name, rows in sets(run, "exclusive").items():
            rows = [row for row in rows if row["scope"] == "household"]
            found += conflicts(run, "D10", scope, name, rows, members, candidates)
    return found


def conflicts(run, rule, scope, name, rows, members, candidates):
    """Maximal segments of the days of a set's pairs."""
    found, met = [], pairs(run, rows, candidates, run.number(rule, "tau_days"), members or [scope])
    for first, last in segments(set().union(*(days for _, _, days in met))):
        here = [(a, b) for a, b, days in met if any(first <= day <= last for day in days)]
        # "A row on both sides belongs to a": one that is of a, in whatever pair it stands.
        side_a = {s for pair in here for s in pair if any(s.is_of(row["a"]) for row in rows)}
        side_b = {s for pair in here for s in pair} - side_a
        # Nothing is ruled for a pair of which each is on both sides.
        left_open = ("role", "amount_won", "severity") if any({a, b} <= side_a for a, b in here) else ()
        roles = [(s.row, "a") for s in side_a] + [(s.row, "b") for s in side_b]
        found.append(Finding(rule, "duplicate", scope, name, first, last, roles, persons=list(members), due=due(run),
                             left_open=left_open,
                             amount=amount(side_a, side_b), owner=starts_last(side_a | side_b).agency))
    return found


def amount(side_a, side_b):
    """R4: several agencies less the largest; one agency the side that began last, b on a tie."""
    both = side_a | side_b
    if len({s.agency for s in both}) > 1 or not side_b:
        return sum_less_largest_agency(both)
    later = side_a if min(s.start for s in side_a) > min(s.start for s in side_b) else side_b
    return total(later)


def d12(run):
    """State rows of mutex, and what is given at home, on the inner days of a stay."""
    found = []
    for person in run.world.persons:
        groups = {}
        for stay in run.world.of(person, "stays"):
            for service in run.active(person):
                for key, reason, days in stopped(run, service, stay):
                    groups.setdefault(key, {}).setdefault(reason, []).append((service, stay, days))
        for (key, is_home), reasons in groups.items():
            met = [one for of_reason in reasons.values() for one in of_long_days(run, of_reason)]
            found += during_stay(run, person, key, is_home, met)
    return found


def stopped(run, service, stay):
    """((key, is it a home service), reason, days) for each reason why the stay should have stopped the service."""
    days = service.days() & inner_days(run, stay)
    for name, rows in sets(run, "state").items():
        for number, row in enumerate(rows):
            if row["b"] == "stay:" + stay["kind"] and service.is_of(row["a"]):
                of_row = {day for day in days if in_force(row, day)}
                if of_row:
                    yield (f"{name} {stay['kind']}", False), number, of_row
    if days and service.of_programme("home_based") == "1" and service.service_class and stay["kind"] != "abroad":
        yield (f"{service.service_class[:2]} {stay['kind']}", True), None, days


def of_long_days(run, met):
    """Of one row, as in D09: of its days only segments longer than tau."""
    tau = run.number("D12", "tau_days")
    long = {day for first, last in segments(set().union(*(days for _, _, days in met)))
            if last - first + 1 > tau for day in range(first, last + 1)}
    return [(service, stay, days & long) for service, stay, days in met if days & long]


def inner_days(run, stay):
    """Without the days of admission and discharge; a stay that death ended has no discharge (R9)."""
    death, end = stay.person.death, stay["end_date"]
    ended_by_death = death is not None and (end is None or end > death)
    last = death if ended_by_death else run.world.far if end is None else end
    if stay["kind"] == "abroad" and length(run, stay, last) < run.number("D12", "abroad_days"):
        return set()
    if run.number("D12", "stay_edges"):
        return set(range(stay["start_date"], last + 1))
    has_discharge = end is not None and not ended_by_death
    return set(range(stay["start_date"] + 1, last + (0 if has_discharge else 1)))


def length(run, stay, last):
    return min(last, run.as_of if stay["end_date"] is None else last) - stay["start_date"] + 1


def during_stay(run, person, key, is_home, met):
    found = []
    for first, last in segments(set().union(*(days for _, _, days in met))):
        here = [(s, stay) for s, stay, days in met if any(first <= day <= last for day in days)]
        services = {s for s, _ in here}
        rows = [(s.row, "service") for s in services] + [(stay, "stay") for stay in {stay for _, stay in here}]
        shown = starts_last(services)
        found.append(Finding("D12", "duplicate", person, key, first, last, rows, amount=total(services),
                             service_class=key.split()[0] if is_home else "", programme=shown.code, due=due(run),
                             owner=shown.agency))
    return found
