# SPDX-License-Identifier: Apache-2.0
"""Services after death or moving out: D13, with what runs on (R10)."""
from days import month_of
from finding import Finding, starts_last, total
from overlaps import due


def d13(run):
    return [f for person in run.world.persons for f in after_death(run, person) + after_move(run, person)]


def service_rows(run, person):
    """Rows that have happened (R7), the funeral apart."""
    funeral = str(int(run.number("D13", "funeral_class")))
    return [s for s in run.services(person) if s.start <= run.as_of and not s.has_class(funeral)]


def grace(run, service):
    return int(run.number("D13", "grace_days", service.of_programme("kind")))


def is_late_for_death(run, service, death):
    return service.status in ("delivered", "active") and service.start > death + grace(run, service)


def recorded_end(run, service):
    """A date after as_of is an empty cell (R7)."""
    end = service.row["end_date"]
    return end if end and end <= run.as_of else None


def last_day(run, service):
    """By R11, death left out of account."""
    end = service.row["end_date"]
    return run.world.far if end and end > run.as_of and service.grain != "one_off" else service.last_alive


def may_run_on(run, service):
    """Approved, active or delivered without a recorded end, or ACTIVE with one; a box never runs on."""
    if service.grain == "one_off":
        return False
    return service.is_active if recorded_end(run, service) else service.status in ("approved", "active", "delivered")


def runs_past_death(run, service, death):
    limit = death + grace(run, service)
    return (service.start <= limit and may_run_on(run, service) and last_day(run, service) > limit
            and run.as_of > limit)


def after_death(run, person):
    death = run.world.death(person)
    if not death:
        return []
    late, on = {}, {}
    for service in service_rows(run, person):
        key = f"{service.name} {service.agency} death"
        if is_late_for_death(run, service, death):
            late.setdefault(key, []).append(service)
        elif runs_past_death(run, service, death):
            on.setdefault(key, []).append(service)
    return [late_finding(run, person, key, late.get(key, []), on.get(key, []), death + 1)
            for key in sorted(set(late) | set(on))]


def moved_out(run, person, agency):
    """The first move_out without a later move_in, at that agency."""
    events = [e for e in run.world.happened(person, "events") if e.agency == agency]
    back = [e["date"] for e in events if e["kind"] == "move_in"]
    days = [e["date"] for e in events if e["kind"] == "move_out" and not any(d > e["date"] for d in back)]
    return min(days, default=None)


def after_move(run, person):
    if not run.world.has("events"):
        return []
    death, late, on = run.world.death(person), {}, {}
    for service in service_rows(run, person):
        moved = moved_out(run, person, service.agency)
        if moved is None or service.of_programme("portable") != "0":
            continue
        if death and is_late_for_death(run, service, death):
            continue
        limit = moved + int(run.number("D13", "move_out_days"))
        key = f"{service.code} {service.agency} move"
        if service.status in ("delivered", "active") and service.start >= limit:
            late.setdefault(key, (limit, []))[1].append(service)
        elif service.start < limit <= min(last_day(run, service), run.as_of) and may_run_on(run, service):
            on.setdefault(key, (limit, []))[1].append(service)
    found = []
    for key in sorted(set(late) | set(on)):
        limit = (late.get(key) or on.get(key))[0]
        found.append(late_finding(run, person, key, late.get(key, (0, []))[1], on.get(key, (0, []))[1], limit))
    return found


def late_finding(run, person, key, late, on, limit):
    """limit is the first day on which nothing should run on."""
    both = late + on
    start = min([s.start for s in late] + ([limit] if on else []))
    shown, first = starts_last(both), min(both, key=lambda s: (s.start, s.place))
    rows = [(s.row, "too_late") for s in late] + [(s.row, "runs_on") for s in on]
    return Finding("D13", "duplicate", person, key, start, max(last_day(run, s) for s in both), rows,
                   amount=amount(run, late, on, limit), service_class=(first.service_class or "")[:2],
                   programme=shown.name, due=due(run), owner=shown.agency)


def amount(run, late, on, limit):
    """Too late: as recorded. Running on: by months after that of the death (or of limit - 1); else unknown."""
    if any(s.grain != "month" and s.amount is not None for s in on):
        return None
    amounts = [s.amount for s in late if s.amount is not None]
    amounts += [s.amount * months_since(run, s, limit) for s in on if s.amount is not None]
    return sum(amounts) if amounts else None


def months_since(run, service, limit):
    first = month_of(limit - 1) + 1
    last = month_of(min(last_day(run, service), run.as_of))
    own = service.row["benefit_month"]
    if own is not None:
        return int(first <= own <= last)
    return max(0, last - first + 1)
