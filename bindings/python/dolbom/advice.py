# SPDX-License-Identifier: Apache-2.0
"""Before paying, before applying, and before a policy is used."""
import warnings
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from . import _native
from .plan import Plan, plan_of
from .reading import POLICY
from .stages import Progress, both_of, data_of, dated, placed, run
from .tables import Table, built, columns_of, lists_of
from .values import PlanLike

Row = dict[str, Any]  # of texts and None
MATCHED = ("persons", "tokens", "token_headers", "decisions")
FACT = ("fact", "value", "as_of", "member")


# ---- rows ---------------------------------------------------------------------------------


def is_row(data: Any) -> bool:
    """Is it one row, {column: value}, and not a dict of lists?"""
    return isinstance(data, Mapping) and not all(
        hasattr(value, "__iter__") and not isinstance(value, str) for value in data.values())


def rows_of(data: Any) -> list[Row]:
    """The rows of anything that stages take, or one row; every value becomes a text."""
    return list(built(lists_of([data] if is_row(data) else data)))


def joined(table: Any, rows: list[Row]) -> Table:
    """A table with more rows at its end; the others keep their places in files."""
    columns: Mapping[str, Sequence[Any]] = {} if table is None else lists_of(table)
    more = columns_of(rows)
    n = len(next(iter(columns.values()), ()))
    whole = built({name: [*columns.get(name, [None] * n), *more.get(name, [None] * len(rows))]
                   for name in {**columns, **more}})
    return Table(whole.handle, table.reading if isinstance(table, Table) else None)


def called(plan: Plan, table: str, column: str) -> str:
    """What the plan says that a column of ours is called."""
    renamed = table in plan.get("columns") and column in plan.get(f"columns.{table}")
    return str(plan.get(f"columns.{table}.{column}")) if renamed else column


def named(plan: Plan, table: str, rows: list[Row]) -> list[Row]:
    """Rows with our columns, as the plan calls them."""
    return [{called(plan, table, name): value for name, value in row.items()} for row in rows]


# ---- before paying ------------------------------------------------------------------------


def check(data: Any, *, service: Any, policy: Any = None, as_of: date | str | None = None,
          plan: PlanLike = None, progress: Progress = False) -> dict[str, Table]:
    """Before paying: what services would be duplicates of, if they were approved.

    Gives {"findings": …, "finding_rows": …, "worklist": …, "rejects": …, "table_counts": …}.
    Where somebody is protected the worklist names no agency and no place; the other tables are
    for the body that coordinates.

    Parameters
    ----------
    data, policy, as_of, plan, progress
        as for `reconcile`
    service
        a row of `services`, or several in any form of a table, each judged as if the others were
        not planned; without `service_id` they are planned-1, planned-2, …, without `status`
        planned
    """
    whole, given = dated(plan, as_of), both_of(data, policy)
    agency, name, status = (called(whole, "services", column)
                            for column in ("agency_id", "service_id", "status"))
    rows = rows_of(service)
    for i, row in enumerate(rows):
        if not row.get(agency):
            raise _native.ArgumentError(f"service, row {i}: {agency} is needed")
        row[name] = row.get(name) or f"planned-{i + 1}"
        row[status] = row.get(status) or "planned"
    if not rows:
        raise _native.ArgumentError("service has no row")
    given["services"] = joined(given.get("services"), rows)
    given["planned"] = named(whole, "planned", [
        {"agency_id": row[agency], "service_id": row[name]} for row in rows])
    return placed(run("check", given, whole, progress), given)


# ---- what may be due ----------------------------------------------------------------------


def day_of(text: str | None, what: str) -> str | None:
    """A day that exists, as YYYY-MM-DD; nobody's own words are quoted."""
    try:
        return date.fromisoformat(text[:10]).isoformat() if text else None
    except ValueError:
        raise _native.ArgumentError(f"{what} takes a day that exists, as YYYY-MM-DD") from None


def month_end(month: str) -> str:
    """The last day of a month."""
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise _native.ArgumentError("month is written as 2026-07") from None
    return str((first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def facts_of(facts: Any, as_of: str) -> list[Row]:
    """Rows of fact, value, as_of and member, out of {fact: value} or of a table."""
    if isinstance(facts, Mapping) and not {"fact", "value"} <= set(facts):
        facts = [{"fact": fact, "value": value} for fact, value in facts.items()]
    rows = rows_of(facts)
    for i, row in enumerate(rows):
        if not set(row) <= set(FACT):  # a slip in a column's name must not leave it out
            raise _native.ArgumentError(f"facts have the columns {', '.join(FACT)} and no others")
        if not row.get("fact") or not row.get("value"):
            raise _native.ArgumentError(f"facts, row {i}: fact and value are needed")
        row["as_of"] = day_of(row.get("as_of"), f"facts, row {i}: as_of") or as_of
        if row["fact"] == "birth_date":
            row["value"] = day_of(row["value"], f"facts, row {i}: birth_date")
    if not rows:
        raise _native.ArgumentError("facts have no row")
    return rows


def of_member(facts: list[Row], member: str | None) -> dict[str, list[Row]]:
    """The facts about one of a household, by name; those about everybody where there are no own."""
    found: dict[str, list[Row]] = {}
    for whose in (None, member):
        own: dict[str, list[Row]] = {}
        for row in facts:
            if row.get("member") == whose:
                own.setdefault(row["fact"], []).append(row)
        found |= own
    return found


def fact_rows(who: Row, facts: list[Row]) -> list[Row]:
    """Rows of the table `facts` about a record."""
    return [who | {name: row[name] for name in ("fact", "value", "as_of")} for row in facts]


def household_of(facts: list[Row]) -> tuple[list[Row], list[Row]]:
    """The tables `persons` and `facts` of a household that only facts are known of."""
    persons, known = [], []
    for member in dict.fromkeys(row["member"] for row in facts if row.get("member")) or [None]:
        who = {"agency_id": "facts", "record_id": member or "1"}
        mine = of_member(facts, member)
        births = mine.pop("birth_date", [])
        persons.append(who | {"household_id": "household",
                              "birth_date": births[-1]["value"] if births else None})
        known += fact_rows(who, [row for rows in mine.values() for row in rows])
    return persons, known


def record_of(person: str | tuple[str, str]) -> Row:
    """The record that "agency/record" or (agency, record) names."""
    agency, record = person.partition("/")[::2] if isinstance(person, str) else person
    if not agency or not record:
        raise _native.ArgumentError("person is an agency and a record of it: 'agency/record'")
    return {"agency_id": agency, "record_id": record}


def note_unasked(facts: list[Row], tests: Table) -> None:
    """A misspelt fact would look like one that nobody knows."""
    asked = dict.fromkeys(tests["fact"])
    given = {row["fact"] for row in facts}
    unasked = given - set(asked) - {"birth_date", "household_size"}
    if unasked:
        warnings.warn(f"nothing in the policy asks for {len(unasked)} of the {len(given)} facts; "
                      f"asked for are {', '.join(asked)}", stacklevel=3)


def simulate(*, facts: Any = None, data: Any = None, person: str | tuple[str, str] | None = None,
             policy: Any = None, month: date | str | None = None, as_of: date | str | None = None,
             plan: PlanLike = None, progress: Progress = False) -> dict[str, Table]:
    """What somebody may be entitled to, and why: yes, no or unknown for each programme.

    Gives {"simulation": …, "simulation_tests": …, "simulation_services": …, "rejects": …, …}; a
    yes is a reason to apply and no decision.

    Parameters
    ----------
    facts
        {"age": 70, "income_won": 820000}, or a table with the columns fact, value, as_of, member:
        each member gets answers, all are one household, and what has no member is everybody's
        who has none of their own
    data, person
        or what all agencies know of the person with a record, "agency/record"; with `facts` also:
        what would be if these were so
    policy, plan, progress
        as for `reconcile`
    month
        asked about, "2026-07"; by default that of `as_of`
    as_of
        the day up to which facts are known, by default the plan's, else the last day of `month`
    """
    if (data is None) != (person is None):
        raise _native.ArgumentError("data and person go together: the data, and whom of them")
    if facts is None and person is None:
        raise _native.ArgumentError("facts are needed, or data and person")
    month = None if month is None else str(month)[:7]
    whole = plan_of(plan)
    if as_of is None and month is not None and not whole.get("as_of"):
        as_of = month_end(month)
    whole, given = dated(whole, as_of), both_of(data, policy)
    known = [] if facts is None else facts_of(facts, str(whole.get("as_of")))
    if person is not None:
        asked = [record_of(person)]
        if any(row.get("member") for row in known):
            raise _native.ArgumentError("facts about members go without data and person")
        more = fact_rows(asked[0], known)
    else:
        persons, more = household_of(known)
        asked = [{name: row[name] for name in ("agency_id", "record_id")} for row in persons]
        given["persons"] = named(whole, "persons", persons)
    if more:
        given["facts"] = joined(given.get("facts"), named(whole, "facts", more))
    given["asked"] = named(whole, "asked", [row | {"month": month} for row in asked])
    tables = placed(run("simulate", given, whole, progress), given)
    note_unasked(known, tables["simulation_tests"])
    return tables


# ---- why records are one person -----------------------------------------------------------


def explain(data: Any, one: Any, other: str | tuple[str, str] | None = None, *,
            plan: PlanLike = None, progress: Progress = False) -> dict[str, Table]:
    """Why two records are one person, or are not: {"explained_pairs": …, "explained_fields": …, …}.

    The `weight` of each field, `prior` and `same_agency` add up to `match_weight` exactly, and
    that is the weight by which `match` and `reconcile` judge. No value of a record is given.

    Parameters
    ----------
    data, plan, progress
        as for `reconcile`; of the data `persons` (or `tokens`) and `decisions` are read
    one, other
        two records, "agency/record" or (agency, record); without `other` the pairs that hold the
        person of the record together, the weakest first. For many pairs: a table in any form with
        the columns of `asked_pairs`
    """
    given = {name: table for name, table in both_of(data, None).items() if name in MATCHED}
    whole = plan_of(plan)
    if isinstance(one, str | tuple):
        records = [record_of(one)] + ([] if other is None else [record_of(other)])
        row = {f"{side}_{column.removesuffix('_id')}": value
               for side, record in zip(("left", "right"), records)
               for column, value in record.items()}
        given["asked_pairs"] = named(whole, "asked_pairs", [row])
    else:
        given["asked_pairs"] = one
    return placed(run("explain", given, whole, progress), given)


# ---- rules and their policy ---------------------------------------------------------------


def rules(policy: Any = None, *, as_of: date | str | None = None,
          plan: PlanLike = None) -> dict[str, Table]:
    """What rules there are: {"rule_catalogue": …, "rule_parameters": …, "rule_deadlines": …, …}.

    With a policy, parameters and deadlines are as it sets them on `as_of`, and its own rules are
    among the others.

    >>> tables = rules()
    >>> dict(zip(tables["rule_catalogue"]["rule"], tables["rule_catalogue"]["kind"]))["D03"]
    'duplicate'
    """
    whole = plan_of(plan) if as_of is None else Plan(base=plan_of(plan), as_of=as_of)
    given = data_of(policy, POLICY)
    return placed(run("rules", given, whole, False), given)


def policy_check(policy: Any, data: Any = None, *, plan: PlanLike = None,
                 progress: Progress = False) -> dict[str, Table]:
    """Is a policy in order? {"policy_problems": …, "policy_rows": …, "rejects": …, …}.

    `policy_rows` says what each row means. With data, codes that the policy lacks are problems
    too. Rows count from 0.
    """
    given = both_of(data, policy)
    return placed(run("policy_check", given, plan_of(plan), progress), given)
