# SPDX-License-Identifier: Apache-2.0
"""Hours of a day and of a month: D14 two at once, D22 more care than is allowed."""
from fractions import Fraction

from days import add_months, first_of, last_of, month_of
from finding import Finding, starts_last, sum_less_largest_agency
from overlaps import due
from policy import in_force
from service import HOURS


def minutes(text):
    return int(text[:2]) * 60 + int(text[3:5]) if text else None


def clock(service):
    """(first, last) minute of a visit, past midnight when it ends before it begins; None without both times."""
    start, end = minutes(service.row["start_time"]), minutes(service.row["end_time"])
    if start is None or end is None:
        return None
    return start, end if end > start else end + 1440


def d14(run):
    """Two hourly rows at once, unless their classes may be together; consecutive days of a pair of classes are one."""
    tau, found = run.number("D14", "tau_minutes"), []
    for person in run.world.persons:
        rows = [s for s in run.active(person)
                if clock(s) and s.grain == "hour" and s.service_class and s.last >= s.start]
        met = {}
        for i, one in enumerate(rows):
            for other in rows[i + 1:]:
                pair = tuple(sorted((one.service_class, other.service_class)))
                for day in meeting_days(one, other, tau):
                    if not may_be_together(run, one, other, day):
                        met.setdefault(pair, {}).setdefault(day, set()).update((one, other))
        for pair, by_day in met.items():
            found += at_once(run, person, pair, by_day)
    return found


def meeting_days(one, other, tau):
    """Days on which the overlap of a visit of one and a visit of the other begins."""
    days, (a1, a2), (b1, b2) = set(), clock(one), clock(other)
    for day in one.days():
        for shift in (-1, 0, 1):
            if day + shift in other.days():
                first, last = max(a1, b1 + 1440 * shift), min(a2, b2 + 1440 * shift)
                if last - first > tau:
                    days.add(day + first // 1440)
    return days


def may_be_together(run, one, other, day):
    return any(row["kind"] == "together" and in_force(row, day) and (
        one.is_of(row["a"]) and other.is_of(row["b"]) or one.is_of(row["b"]) and other.is_of(row["a"]))
        for row in run.policy.all("mutex"))


def at_once(run, person, pair, by_day):
    found, days = [], sorted(by_day)
    while days:
        chain = [days.pop(0)]
        while days and days[0] == chain[-1] + 1:
            chain.append(days.pop(0))
        rows = set().union(*(by_day[day] for day in chain))
        found.append(Finding("D14", "duplicate", person, " ".join(pair), chain[0], chain[-1],
                             [(s.row, "visit") for s in rows], amount=sum_less_largest_agency(rows), due=due(run),
                             owner=starts_last(rows).agency))
    return found


def d22(run):
    """More hours of care in a month than the facts or the policy allow."""
    keys, found = run.policy.keys("D22", "care_class"), []
    months = range(month_of(add_months(run.as_of, -int(run.number("*", "lookback_months")))), month_of(run.as_of) + 1)
    for person in run.world.persons:
        rows = [s for s in run.active(person) if any(s.has_class(k) for k in keys) and s.last >= s.start]
        for month in months:
            limit = hours_limit(run, person, month)
            given = {s: hours_in(s, month) for s in rows}
            given = {s: hours for s, hours in given.items() if hours}
            if limit is not None and sum(given.values()) > limit:
                found.append(Finding("D22", "duplicate", person, "", first_of(month), last_of(month),
                                     [(s.row, "care") for s in given], amount=sum_less_largest_agency(given),
                                     due=due(run), owner=starts_last(given).agency))
    return found


def hours_limit(run, person, month):
    facts = [f for f in run.world.of(person, "facts")
             if f["fact"] == "care_hours_limit" and f["as_of"] <= last_of(month)]
    if facts:
        newest = max(f["as_of"] for f in facts)
        values = {f["value"] for f in facts if f["as_of"] == newest}
        return Fraction(values.pop()) if len(values) == 1 else None
    return run.threshold("D22", [person], first_of(month))


def hours_in(service, month):
    """Timed rows: their days in the month; others their quantity where the unit is hours."""
    times = clock(service)
    if times:
        return len([d for d in service.days() if month_of(d) == month]) * Fraction(times[1] - times[0], 60)
    own = service.row["benefit_month"]
    here = (month_of(service.start) if own is None else own) == month
    return service.row["quantity"] or 0 if here and (service.row["unit"] or "") in HOURS else 0
