# SPDX-License-Identifier: Apache-2.0
"""One telephone number or one flat, many persons with one programme: D16."""
import re

from days import segments
from finding import Finding, starts_last, sum_less_largest_agency
from overlaps import due


def normal_phone(row):
    """The digits as dialled inside the country; a number of somebody else's (proxy) is nobody's."""
    digits = re.sub(r"\D", "", row["phone"] or "")
    return None if row["phone_owner"] == "proxy" else re.sub(r"^(0082|82)0?", "0", digits) or None


PROVINCE = {"경기": "경기도"}


def normal_flat(row):
    """Province, city, road, number, building and flat; an address that lacks one of the last two is no flat."""
    words = re.sub(r"[,()]", " ", row["address"] or "").split()
    dong = [w for w in words if re.fullmatch(r"\d+동", w)]
    ho = [w for w in words if re.fullmatch(r"\d+호", w)]
    place = [PROVINCE.get(w, w) for w in words if w not in dong + ho]
    return " ".join(place + dong + ho) if dong and ho else None


CHANNELS = {"phone": normal_phone, "address": normal_flat}


def d16(run):
    """k or more persons, no two of one household, with ACTIVE rows of one programme on one day, and one channel."""
    found = []
    for channel, normal in CHANNELS.items():
        institutions = {normal(row) for row in run.world.all("agencies")}
        sharing = {}
        for person in run.world.persons:
            for value in {normal(record) for record in person.records} - institutions - {None}:
                sharing.setdefault(value, []).append(person)
        for value, persons in sorted(sharing.items()):
            rows = [s for p in persons for s in run.active(p)]
            for programme in sorted({s.name for s in rows}):
                found += of_programme(run, channel, value, programme, [s for s in rows if s.name == programme])
    return found


def of_programme(run, channel, value, programme, rows):
    """Maximal runs of days on which enough of them are served."""
    served = {}
    for service in rows:
        for day in service.days():
            served.setdefault(day, set()).add(service.person)
    least = run.number("D16", "min_persons", channel)
    found = []
    for first, last in segments(day for day, persons in served.items() if apart(run, persons) >= least):
        here = [s for s in rows if any(first <= day <= last for day in s.days())]
        found.append(Finding("D16", "duplicate", "", f"{channel} {programme}", first, last,
                             [(s.row, "overlapping") for s in here], amount=sum_less_largest_agency(here),
                             programme=programme, channel=value, due=due(run), owner=starts_last(here).agency))
    return found


def apart(run, persons):
    """The most of them of whom no two are of one household, found by trying."""
    if not persons:
        return 0
    one, others = min(persons), persons - {min(persons)}
    return max(apart(run, others), 1 + apart(run, others - run.members(one)))
