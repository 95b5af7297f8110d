# SPDX-License-Identifier: Apache-2.0
"""What people are reached by: D16 one telephone number or flat, many persons with one programme."""
import re

from finding import Finding, starts_last, sum_less_largest_agency
from overlaps import due

FLAT = re.compile(r"\d+동 \d+호")


def number(row):
    """A mobile number of a record or an agency; a proxy's is nobody's."""
    digits = re.sub(r"\D", "", row["phone"] or "")
    return digits if digits and row["phone_owner"] != "proxy" else None


def flat(row):
    """An address with dong and ho."""
    address = row["address"] or ""
    return address if FLAT.search(address) else None


CHANNELS = {"phone": (number, 3), "address": (flat, 6)}


def d16(run):
    """Per value: the days on which so many persons, one of each household, have rows of one programme."""
    found = []
    for channel, (value_of, default) in CHANNELS.items():
        least = run.number("D16", "min_persons", channel) or default
        own = {value_of(agency) for agency in run.world.all("agencies")}
        sharing = {}
        for record in run.world.all("persons"):
            if record.person and value_of(record) and value_of(record) not in own:
                sharing.setdefault(value_of(record), set()).add(record.person)
        for value, persons in sharing.items():
            found += of_value(run, channel, value, persons, least)
    return found


def of_value(run, channel, value, persons, least):
    found = []
    services = [s for person in persons for s in run.active(person) if s.last >= s.start]
    for programme in {s.name for s in services}:
        rows = [s for s in services if s.name == programme]
        days = sorted(day for day in set().union(*(s.days() for s in rows))
                      if len({home(run, s.person) for s in rows if s.start <= day <= s.last}) >= least)
        while days:
            run_of_days = [days.pop(0)]
            while days and days[0] == run_of_days[-1] + 1:
                run_of_days.append(days.pop(0))
            here = [s for s in rows if s.start <= run_of_days[-1] and s.last >= run_of_days[0]]
            found.append(Finding("D16", "duplicate", "", f"{channel} {programme}", run_of_days[0], run_of_days[-1],
                                 [(s.row, "overlapping") for s in here], programme=programme, channel=value,
                                 persons=sorted({s.person for s in here}), amount=sum_less_largest_agency(here),
                                 due=due(run), owner=starts_last(here).agency))
    return found


def home(run, person):
    """The largest household; who has none is one alone."""
    name, members = run.household_of(person)
    return name or members[0].id
