# SPDX-License-Identifier: Apache-2.0
"""One run: a world judged under a policy. What rules share: services, households, needs and what answers them."""
from days import days_of
from service import PLAN, Service
from world import RECORDS


def living_of(members, day):
    return sum(not member.death or member.death >= day for member in members)


class Run:
    def __init__(self, world, policy):
        self.world, self.policy, self.as_of = world, policy, world.as_of
        self._services = {}
        self.findings = {}

    # --- services -------------------------------------------------------------------------------

    def services(self, person):
        if person not in self._services:
            rows = self.world.of(person, "services")
            self._services[person] = [Service(row, self.world, self.policy) for row in rows]
        return self._services[person]

    def active(self, person):
        return [s for s in self.services(person) if s.is_active]

    def all_active(self):
        return [s for person in self.world.persons for s in self.active(person)]

    def happened(self, person):
        """ACTIVE rows that an O-rule sees (R7)."""
        return [s for s in self.active(person) if s.start <= self.as_of]

    def planned(self, person):
        return [s for s in self.services(person) if s.status in PLAN]

    def number(self, rule, name, key=None, day=None):
        return self.policy.number(rule, name, key, day)

    # --- households (R14) -----------------------------------------------------------------------

    def listed_households(self):
        """(agency, household_id) -> the persons listed under it."""
        listed = {}
        for record in self.world.all("persons"):
            if record["household_id"] and record.person:
                listed.setdefault((record.agency, record["household_id"]), set()).add(record.person)
        return listed

    def households(self):
        """Scopes: (id or None, members). Maximal sets under their smallest name; who has none is one alone."""
        listed = self.listed_households()
        scopes = {}
        for name, members in sorted(listed.items()):
            if not any(members < other for other in listed.values()):
                scopes.setdefault(frozenset(members), name)
        result = [(name, sorted(members)) for members, name in scopes.items()]
        housed = {person for members in listed.values() for person in members}
        return result + [(None, [person]) for person in self.world.persons if person not in housed]

    def members(self, person):
        """Everybody whom some agency lists together with the person, the person too."""
        together = {person}
        for members in self.listed_households().values():
            if person in members:
                together |= members
        return together

    def household_of(self, person):
        """The largest set; of equally large ones that with the smallest name."""
        scopes = [(name, members) for name, members in self.households() if person in members]
        return min(scopes, key=lambda scope: (-len(scope[1]), scope[0] or ()))

    def household_size(self, person, day):
        """Living members of the largest household on that day."""
        return living_of(self.household_of(person)[1], day)

    def threshold(self, code, members, day):
        """The row of the size on that day, else the one without size (rulings 5, Households): of a household that is
        asked about itself, of one person the largest household."""
        rows = [r for r in self.policy.rows("thresholds", day) if (r["code"] or "").casefold() == code.casefold()]
        for size in (living_of(members, day) if len(members) > 1 else self.household_size(members[0], day), None):
            for row in rows:
                if row["household_size"] == size:
                    return row["value"]
        return None

    # --- needs ----------------------------------------------------------------------------------

    def answering_classes(self, need_class, day):
        return {row["service_class"] for row in self.policy.rows("need_map", day) if row["need_class"] == need_class}

    def answers(self, service, need_class):
        """By class prefix, under the need_map of the service's first day (R8)."""
        return any(service.has_class(c) for c in self.answering_classes(need_class, service.start))

    def answering(self, person, need_class):
        """ACTIVE rows that have happened and answer."""
        return [s for s in self.reaching(person) if self.answers(s, need_class)]

    def reaching(self, person):
        """ACTIVE rows that have happened: the person's, and household programmes of other members."""
        rows = []
        for member in self.members(person):
            rows += [s for s in self.happened(member) if member is person or s.unit == "household"]
        return sorted(rows)

    def covered(self, service):
        """Days on which a service covers a need: a box one_off_covers_days from its day, others their days (R11)."""
        if service.last < service.start:
            return set()
        if service.grain == "one_off":
            return set(range(service.start, service.start + int(self.number("O10", "one_off_covers_days"))))
        return service.days()

    def open_needs(self, person):
        return [need for need in self.world.happened(person, "needs") if self.world.is_open_need(need)]

    def need_of(self, referral):
        """The need that a referral names; another person's is none (R18)."""
        return next((n for n in self.world.happened(referral.person, "needs")
                     if referral["need_id"] and n.agency == referral.agency and n.id == referral["need_id"]), None)

    # --- results --------------------------------------------------------------------------------

    def missing(self, *tables):
        """The tables that are not there."""
        return [t for t in tables if not (self.world.has(t) if t in RECORDS else self.policy.has(t))]

    def month_days(self, month):
        return set(days_of(month))
