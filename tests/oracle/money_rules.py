# SPDX-License-Identifier: Apache-2.0
"""Money: D23 one bill paid twice, D07 more than a cap allows."""
from days import first_of, last_of
from finding import Finding, starts_last, sum_less_largest_agency
from limits import is_capped
from need_rules import month_of_service
from overlaps import due
from policy import in_force


def d23(run):
    """Two agencies and one bill: more than it says, or, where it does not say, equal amounts."""
    found = []
    for person in run.world.persons:
        bills = {}
        for service in run.active(person):
            if service.row["invoice_id"] and service.last >= service.start:
                bills.setdefault(service.row["invoice_id"], []).append(service)
        for bill, rows in sorted(bills.items()):
            if len({s.agency for s in rows}) > 1 and is_overpaid(run, rows):
                found.append(Finding("D23", "duplicate", person, bill, min(s.start for s in rows),
                                     max(s.last for s in rows), [(s.row, "payment") for s in rows],
                                     amount=sum_less_largest_agency(rows), due=due(run),
                                     owner=starts_last(rows).agency))
    return found


def is_overpaid(run, rows):
    stated = max((s.row["invoice_won"] for s in rows if s.row["invoice_won"] is not None), default=None)
    amounts = [s.amount for s in rows if s.amount is not None]
    if stated is not None:
        return sum(amounts) > stated * (1 + run.number("D23", "tolerance"))
    return any(one.amount is not None and one.amount == other.amount
               for one in rows for other in rows if one.agency != other.agency)


def d07(run):
    """More money in a month, quarter or year than a cap allows."""
    found, asked = [], set()
    for cap in run.policy.all("caps"):
        same = tuple(cap[c] for c in CAP)
        if cap["rule"] == "d07" and same not in asked:
            asked.add(same)
            found += of_cap(run, cap)
    return found


CAP = "programme service_class scope max_amount_won period valid_from valid_to".split()


def of_cap(run, cap):
    if cap["scope"] == "household":
        scopes = [(name or members[0], members) for name, members in run.households()]
    else:
        scopes = [(person, [person]) for person in run.world.persons]
    found = []
    for scope, members in scopes:
        periods = {}
        for member in members:
            for service in run.active(member):
                if service.last >= service.start and is_capped(run, cap, service):
                    periods.setdefault(period_of(cap, month_of_service(service)), []).append(service)
        for months, rows in periods.items():
            most = limit(run, cap, members, first_of(months[0]))
            amounts = [s.amount for s in rows if s.amount is not None]
            if in_force(cap, first_of(months[0])) and most is not None and sum(amounts) > most:
                key = f"{cap['programme'] or cap['service_class']} {cap['period'] or 'month'}"
                if cap["scope"] == "household" and hasattr(scope, "records"):
                    key += " household"  # no two findings share an id (R1)
                found.append(Finding("D07", "duplicate", scope, key, first_of(months[0]), last_of(months[-1]),
                                     [(s.row, "addend") for s in rows], persons=list(members),
                                     service_class=cap["service_class"] if not cap["programme"] else "",
                                     programme=cap["programme"], amount=sum_less_largest_agency(rows), due=due(run),
                                     owner=starts_last(rows).agency))
    return found


def period_of(cap, month):
    """Its months; an empty period is a month."""
    length = {"quarter": 3, "year": 12}.get(cap["period"], 1)
    first = month - month % length
    return tuple(range(first, first + length))


def limit(run, cap, members, day):
    """max_amount_won, else the threshold of the programme for the household's size on the period's first day."""
    if cap["max_amount_won"] is not None:
        return cap["max_amount_won"]
    return run.threshold("D07:" + (cap["programme"] or cap["service_class"]), members, day)
