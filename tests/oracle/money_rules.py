# SPDX-License-Identifier: Apache-2.0
"""Money and hours: D23 one bill paid twice."""
from finding import Finding, starts_last, sum_less_largest_agency
from overlaps import due


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
