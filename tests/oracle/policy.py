# SPDX-License-Identifier: Apache-2.0
"""The policy: what is in force on which day, parameters and deadlines with their defaults."""
import os

from days import add_months, weekday
from world import read_table
from defaults import DEADLINES, PARAMETERS

TABLES = """rules programmes need_map mutex caps deadlines eligibility thresholds holidays zones implies life_events
    signal_weights decisions""".split()


def in_force(row, day):
    return (row["valid_from"] or day) <= day <= (row["valid_to"] or day)


class Policy:
    def __init__(self, folder, as_of):
        self.as_of, self.tables = as_of, {}
        for table in TABLES:
            path = os.path.join(folder, table + ".csv")
            if os.path.exists(path):
                self.tables[table] = read_table(path, table)[0]
        self.free = {row["date"] for row in self.all("holidays")}

    def has(self, table):
        return table in self.tables

    def all(self, table):
        return self.tables.get(table, [])

    def rows(self, table, day):
        return [row for row in self.all(table) if in_force(row, day)]

    # --- programmes -----------------------------------------------------------------------------

    def code_of(self, text):
        """The programme's code: as written, or by its name where only one has it (R6)."""
        codes = {row["programme"] for row in self.all("programmes")}
        if text in codes:
            return text
        named = {row["programme"] for row in self.all("programmes") if (row["name"] or "").strip().casefold() == text}
        return named.pop() if len(named) == 1 else None

    def programme(self, text, day):
        """The row in force on the day, or None."""
        code = self.code_of(text)
        return next((row for row in self.rows("programmes", day) if row["programme"] == code), None)

    # --- parameters -----------------------------------------------------------------------------

    def number(self, rule, name, key=None, day=None):
        """A parameter. A keyed row replaces the default of that key, a keyless one the keyless default (R17)."""
        set_here = {(row["key"] or ""): row["value"] for row in self.rows("rules", day or self.as_of)
                    if row["rule"] == rule.casefold() and row["param"] == name}
        known = {**PARAMETERS.get((rule, name), {}), **set_here}
        return known.get(key or "", known.get(""))

    def text(self, rule, name, key):
        """A parameter whose value is a text."""
        return next((row["text"] for row in self.rows("rules", self.as_of) if row["rule"] == rule.casefold()
                     and row["param"] == name and row["key"] == key), None)

    def number_by_class(self, rule, name, service_class, day=None):
        """The longest key that begins the class decides."""
        for digits in (4, 2, 0):
            key = (service_class or "")[:digits]
            value = self.number(rule, name, key, day) if self.is_keyed(rule, name, key, day) else None
            if value is not None:
                return value
        return self.number(rule, name, None, day)

    def is_keyed(self, rule, name, key, day=None):
        return key in self.keys(rule, name, day)

    def keys(self, rule, name, day=None):
        here = {row["key"] for row in self.rows("rules", day or self.as_of)
                if row["rule"] == rule.casefold() and row["param"] == name and row["key"]}
        return here | {key for key in PARAMETERS.get((rule, name), {}) if key}

    def is_enabled(self, rule):
        return self.number(rule, "enabled") != 0

    # --- deadlines ------------------------------------------------------------------------------

    def due(self, rule, key, start):
        """The last day in time, counted from start (its own day is not counted); None without a deadline.

        An empty key of the policy means all others, so it goes before the defaults."""
        here = {(row["key"] or ""): (row["amount"], row["unit"] or "day", row["mode"] or "calendar")
                for row in self.rows("deadlines", start) if row["rule"] == rule.casefold()}
        defaults = {k: (amount, unit, "calendar") for k, (amount, unit) in DEADLINES.get(rule, {}).items()}
        for known in (here, defaults):
            for name in (key or "", ""):
                if name in known:
                    return self.count(start, *known[name])
        return None

    def is_free(self, day):
        return weekday(day) >= 5 or day in self.free

    def count(self, start, amount, unit, mode):
        if mode == "business":
            return self.business_day(start, amount)
        due = add_months(start, amount) if unit == "month" else start + amount
        while mode == "calendar_roll" and self.is_free(due):
            due += 1
        return due

    def business_day(self, start, amount):
        """The first day counts (BIZ_INCL, vector DL2): the amount-th working day from start on."""
        day, left = start, amount
        while True:
            left -= not self.is_free(day)
            if left <= 0:
                return day
            day += 1
