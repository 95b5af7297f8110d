# SPDX-License-Identifier: Apache-2.0
"""Rules of a policy's own (docs/decisions/0023): a rule of ours under another name, about what its rows say."""
from policy import Policy, in_force
from world_run import Run

NEVER = 10 ** 7  # a day that no world reaches
OF_SERVICES, OF_NEEDS, OF_SIGNALS, OF_ROWS = ("D03", "D04", "D15", "O25", "O26"), ("O01", "O10"), ("O15",), (
    "D05", "D06", "D07", "D22", "O03", "O04", "O05", "O06", "O07", "O18", "O27", "O30")
# Of these the rule asks about what `only` names, and what answers it may be anything.
ASKED_ABOUT = {"O25": "promised", "O26": "ending"}


def declared(policy):
    """{id: the rule that it works as}"""
    return {row["rule"].upper(): row["text"] for row in policy.all("rules") if row["param"] == "kernel"}


class LocalPolicy(Policy):
    """What the policy says of one of its own rules, as if it said it of the rule that it works as."""

    def __init__(self, policy, own, works_as):
        self.__dict__.update(policy.__dict__)
        self.works_as = works_as
        self.tables = dict(policy.tables)
        for table, column in (("rules", "rule"), ("caps", "rule"), ("deadlines", "rule"), ("thresholds", "code")):
            if table in self.tables:
                self.tables[table] = list(renamed(self.tables[table], column, own.casefold(), works_as.casefold()))
        only = [row for row in self.all("rules") if row["rule"] == works_as.casefold() and row["param"] == "only"]
        self.is_limited = bool(only)
        self.only = {row["key"] for row in only if in_force(row, self.as_of) and row["value"]}

    def due(self, rule, key, start):
        """Only its own rows give it a deadline."""
        own = [row for row in self.rows("deadlines", start) if rule == self.works_as
               and row["rule"] == rule.casefold() and (row["key"] or "") in (key or "", "")]
        if rule != self.works_as or own:
            return super().due(rule, key, start)
        return NEVER

    def rows(self, table, day):
        rows = super().rows(table, day)
        if table == "signal_weights" and self.is_limited and self.works_as in OF_SIGNALS:
            return [row for row in rows if row["signal"] in self.only]
        return rows


def renamed(rows, column, own, works_as):
    """Rows about the rule as rows about the other one, whose own are left out."""
    for row in rows:
        name, colon, about = (row[column] or "").casefold().partition(":")
        if name == own:
            yield row.copy(**{column: works_as + colon + about})
        elif name != works_as:
            yield row


class LocalRun(Run):
    def __init__(self, run, policy):
        self.__dict__.update(run.__dict__)
        self.policy = policy

    def active(self, person):
        rows = super().active(person)
        before = self.policy.works_as in OF_SERVICES and self.policy.works_as not in ASKED_ABOUT
        return [s for s in rows if not before or self.is_about(s)]

    def open_needs(self, person):
        of_needs = self.policy.is_limited and self.policy.works_as in OF_NEEDS
        return [need for need in super().open_needs(person) if not of_needs or need["need_class"] in self.policy.only]

    def is_about(self, service):
        """A programme that `only` names, or a class that begins with one."""
        codes = {row["programme"] for row in self.policy.all("programmes")}
        return not self.policy.is_limited or any(
            service.code == key if key in codes else service.has_class(key) for key in self.policy.only)


def judge(run, own, works_as, function):
    """The findings of one of the policy's own rules."""
    local = LocalRun(run, LocalPolicy(run.policy, own, works_as))
    found = function(local)
    if works_as in ASKED_ABOUT:
        about = {s.row for person in run.world.persons for s in run.services(person) if local.is_about(s)}
        found = [f for f in found if all(row in about for row, role in f.rows if role == ASKED_ABOUT[works_as])]
    for finding in found:
        finding.base = local.number(works_as, "severity")
        finding.rule = own
    return found
