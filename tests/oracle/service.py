# SPDX-License-Identifier: Apache-2.0
"""What a service row means: its programme, its class, the days and the months it lasts."""
from days import days_of, first_of, last_of, month_of

ACTIVE = ("approved", "active", "delivered", "ended")
PLAN = ("applied", "planned")
HOURS = ("hour", "hours", "h", "시간")


class Service:
    """A row of `services` in the light of a policy. Spans are first and last day; an empty one has last < first."""

    def __init__(self, row, world, policy):
        self.row, self.person, self.agency, self.id = row, row.person, row.agency, row.id
        self.world, self.policy = world, policy
        self.programme = policy.programme(row["programme"], row["start_date"])
        self.code = policy.code_of(row["programme"])
        self.name = self.code or world.spelling(row["programme_text"])
        self.service_class = row["service_class"] or self.of_programme("service_class")
        self.grain = self.of_programme("grain") or "day"
        self.unit = self.of_programme("unit") or "person"
        self.status, self.amount, self.start = row["status"], row["amount_won"], row["start_date"]
        self.is_active = self.status in ACTIVE
        self.last_alive = self.recorded_or_capped()
        death = self.person.death
        self.last = min(self.last_alive, death) if death else self.last_alive
        self.is_open = self.last >= world.far

    def __lt__(self, other):
        return self.place < other.place

    @property
    def place(self):
        return self.agency, self.id

    def of_programme(self, column):
        return self.programme[column] if self.programme else None

    def recorded_or_capped(self):
        """The last day, death left out of account (R11): a box lasts its day, an open end what max_days allow."""
        if self.grain == "one_off":
            return self.start
        if self.row["end_date"]:
            return self.row["end_date"]
        last = self.world.far
        if self.of_programme("max_days"):
            last = min(last, self.start + self.programme["max_days"] - 1)
        stale = self.policy.number("*", "stale_days")
        if stale is not None:
            seen = [self.start, self.row["entered_on"] or 0]
            seen += [last_of(self.row["benefit_month"])] if self.row["benefit_month"] is not None else []
            last = min(last, max(seen) + int(stale))
        return last

    def days(self):
        return set(range(self.start, self.last + 1))

    def months(self):
        """Benefit months: its own, else those of its days; none where no day is left (R9)."""
        if self.last < self.start:
            return set()
        if self.row["benefit_month"] is not None:
            return {self.row["benefit_month"]}
        return set(range(month_of(self.start), month_of(self.last) + 1))

    def days_of_months(self):
        """None lies behind the day that stands for no end."""
        return {day for month in self.months() for day in days_of(month) if day <= self.world.far}

    def compared_days(self):
        """Rows of grain month span their benefit months where months are compared (R11), others their days."""
        return self.days_of_months() if self.grain == "month" else self.days()

    def has_class(self, key):
        return bool(self.service_class) and self.service_class.startswith(key)

    def is_of(self, side):
        """Is it what a side of a mutex row names: a programme or class:NN[NN]?"""
        if side.startswith("class:"):
            return self.has_class(side[6:])
        return self.code is not None and self.policy.code_of(side) == self.code


def first_month_day(service):
    return first_of(min(service.months()))
