# SPDX-License-Identifier: Apache-2.0
"""Long and large support: D08 episodes of a crisis, D11 what may only be filled up."""
from chain_rules import chains
from days import first_of, last_of, month_of
from exclusive import sets
from finding import Finding, starts_last, sum_less_largest_agency
from overlaps import due
from policy import in_force

KINDS = {"living": (3, 6), "housing": (3, 12), "facility": (1, 6), "other": (1, 6), "medical": (1, 2),
         "education": (2, 4)}


def d08(run):
    """Per household and kind: months (or rows) of an episode above its first or second number; one start is one."""
    found = []
    for scope, members in run.households():
        rows = [s for m in members for s in run.active(m)
                if s.last >= s.start and any(is_of_kind(run, s, kind) for kind in KINDS)]
        over = {}
        for episode in episodes(run, rows):
            for kind in KINDS:
                here = too_long(run, members, kind, episode)
                if here:
                    over.setdefault((kind, min(s.start for s in here[0])), []).append(here)
        for (kind, start), parts in over.items():
            here = [s for part, _ in parts for s in part]
            base = run.number("D08", "severity") - all(milder for _, milder in parts)
            found.append(Finding("D08", "duplicate", scope or members[0], kind, start, max(s.last for s in here),
                                 [(s.row, "support") for s in here], persons=list(members), base=base, due=due(run),
                                 amount=sum_less_largest_agency(here), owner=starts_last(here).agency))
    return found


def is_of_kind(run, service, kind):
    value = run.policy.text("D08", "episode_class", kind)
    return any(service.has_class(prefix) for prefix in (value or "").split(";") if prefix)


def episodes(run, rows):
    """Rows that name one case, or of which one names none and that lie at most episode_gap_days apart; transitive."""
    gap = int(run.number("D08", "episode_gap_days"))

    def are_linked(one, other):
        if one.row["case_id"] and other.row["case_id"]:
            return (one.agency, one.row["case_id"]) == (other.agency, other.row["case_id"])
        early, late = sorted((one, other), key=lambda s: s.start)
        return late.start - early.last <= gap

    chained = chains(rows, are_linked)
    alone = [s for s in rows if not any(s in chain for chain in chained)]
    return chained + [[s] for s in alone]


def too_long(run, members, kind, episode):
    """The rows of the kind where they are too many, and whether they are only above the first number."""
    first, second = KINDS[kind]
    today = month_of(run.as_of)
    cases = {(s.agency, s.row["case_id"]) for s in episode if s.row["case_id"]}
    episode = [s for s in episode if is_of_kind(run, s, kind)]
    months = {m for s in episode for m in s.months()  # only those that an open end leaves unsaid end today
              if not s.is_open or s.row["benefit_month"] is not None or m <= today}
    count = len(episode) if kind in ("medical", "education") else len(months)
    approved = any(e["kind"] == "committee" and (e.agency, e["case_id"]) in cases
                   for m in members for e in run.world.happened(m, "events"))
    if count <= first or count <= second and (approved or not run.world.has("events")):
        return None
    return episode, count <= second


def d11(run):
    """a fills up what b leaves of a ceiling; adjacent months are one finding. One alone is a household too."""
    found = []
    for name, rows in sets(run, "top_up").items():
        of_all = [row for row in rows if row["scope"] == "household"]
        of_one = [row for row in rows if row["scope"] != "household"]
        for scope, members in run.households():
            found += over_months(run, scope or members[0], members, name, of_all if scope else rows)
        for member in {m for scope, members in run.households() if scope for m in members}:
            found += over_months(run, member, [member], name, of_one)
    return found


def over_months(run, scope, members, name, rows):
    services = [s for m in members for s in run.active(m) if s.last >= s.start]
    months = sorted({m for s in services for m in paid_months(run, s)})
    over = {}
    for month in months:
        for row in rows:
            if in_force(row, first_of(month)):
                here = exceeded(run, members, services, row, month)
                if here:
                    over.setdefault(month, []).append(here)
    found, left = [], sorted(over)
    while left:
        chain = [left.pop(0)]
        while left and left[0] == chain[-1] + 1:
            chain.append(left.pop(0))
        side_a = {s for month in chain for a, _ in over[month] for s in a}
        here = side_a.union(s for month in chain for _, b in over[month] for s in b)
        found.append(Finding("D11", "duplicate", scope, name, first_of(chain[0]), last_of(chain[-1]),
                             [(s.row, "a" if s in side_a else "b") for s in here], persons=list(members),
                             amount=sum_less_largest_agency(here), due=due(run), owner=starts_last(here).agency))
    return found


def paid_months(run, service):
    """A row counts in its benefit month; else a monthly one in each of its months (an open one to as_of's), any other
    in that of its start."""
    own = service.row["benefit_month"]
    if own is not None:
        return {own} & set(service.months())
    if service.grain == "month":
        return {m for m in service.months() if not service.is_open or m <= month_of(run.as_of)}
    return {month_of(service.start)}


def exceeded(run, members, services, row, month):
    """The rows of a and b in the month, where a exceeds what b leaves; None too where something is missing."""
    here = [s for s in services if month in paid_months(run, s)]
    side_a = [s for s in here if s.is_of(row["a"])]
    side_b = [s for s in here if s.is_of(row["b"]) and s not in side_a]
    ceiling = run.threshold("D11:" + row["a"], members, first_of(month))
    if not side_a or ceiling is None or any(s.amount is None for s in side_a + side_b):
        return None
    share = run.number("D11", "counted_share") if row.get("counted_share") is None else row["counted_share"]
    left = max(0, ceiling - (1 if share is None else share) * sum(s.amount for s in side_b))
    is_over = sum(s.amount for s in side_a) > left + run.number("D11", "epsilon_won")
    return (side_a, side_b) if is_over else None
