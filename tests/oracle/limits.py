# SPDX-License-Identifier: Apache-2.0
"""Too many and too much: D05 counts events in a window."""
from finding import Finding, starts_last, sum_less_largest_agency
from overlaps import due
from policy import in_force
from repeat_rules import repeated


def d05(run):
    """Rows that say the same, at whatever times, are one cap: a limit that is renewed goes on."""
    caps = {}
    for cap in run.policy.all("caps"):
        if cap["rule"] == "d05" and cap["window_days"] is not None and cap["max_count"] is not None:
            same = tuple(cap[c] for c in ("programme", "service_class", "max_count", "window_days"))
            caps.setdefault(same + (cap["scope"] or "person",), []).append(cap)
    return [f for rows in caps.values() for f in of_cap(run, rows)]


def of_cap(run, caps):
    if caps[0]["scope"] == "household":
        scopes = [(name or members[0], members) for name, members in run.households()]
    else:
        scopes = [(person, [person]) for person in run.world.persons]
    return [f for scope, members in scopes for f in runs_over(run, caps, scope, members)]


def is_capped(run, cap, service):
    if cap["programme"]:
        return service.code is not None and service.code == run.policy.code_of(cap["programme"])
    return service.has_class(cap["service_class"])


def runs_over(run, caps, scope, members):
    """Events in order; one finding per maximal run of events over the cap."""
    cap = caps[0]
    once = {s for m in members for s in repeated(run, m)}
    events = sorted((s for m in members for s in run.active(m) if is_capped(run, cap, s) and s.last >= s.start
                     and s not in once), key=lambda s: (s.start, s.place))
    over = []
    for i, event in enumerate(events):
        window = [e for e in events[:i + 1] if e.start > event.start - cap["window_days"]]
        over.append(len(window) > cap["max_count"] and any(in_force(row, event.start) for row in caps))
    found, i = [], 0
    while i < len(events):
        j = i
        while j < len(events) and over[j]:
            j += 1
        if j > i:
            found.append(run_over(run, cap, scope, events, i, j))
        i = max(j, i + 1)
    return found


def run_over(run, cap, scope, events, i, j):
    earlier = [e for e in events[:i] if e.start > events[i].start - cap["window_days"]]
    rows = [(e.row, "earlier") for e in earlier] + [(e.row, "over") for e in events[i:j]]
    here = earlier + events[i:j]
    key = " ".join([cap["programme"] or cap["service_class"], str(cap["max_count"]), str(cap["window_days"])]
                   + (["household"] if cap["scope"] == "household" else []))
    return Finding("D05", "duplicate", scope, key, events[i].start, events[j - 1].start, rows,
                   service_class=cap["service_class"] if not cap["programme"] else "",
                   programme=cap["programme"], amount=sum_less_largest_agency(here), due=due(run),
                   owner=starts_last(here).agency)
