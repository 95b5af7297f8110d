# SPDX-License-Identifier: Apache-2.0
"""The stages: tables in, tables out."""
import json
import os
import re
import sqlite3
import warnings
from collections import Counter
from collections.abc import Collection, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from . import _native
from .plan import Plan, handle_of, plan_of
from .progress import Bar, Told, told_of
from .reading import POLICY, RECORDS, RESULTS, Data, read
from .run import Run, unknown_of, warnings_of
from .tables import Reading, Table, streamed
from .values import PlanLike

KINDS = {0: "records", 10: "policy", 20: "result"}
EARLIER = ("findings", "finding_rows", "finding_changes", "finding_change_rows")
IN_TABLE = re.compile(r"(?:\S+: )?table ([a-z_]+)\b")  # as the library says it
MISSING = re.compile(r"the table ([a-z_]+) is missing$")
Progress = bool | Told | None


def none_of(name: str) -> Any:
    """The table that an empty list stands for: there are no such rows, and somebody says so."""
    return {column: [] for column in schema(name)["name"]} if name in tables() else []


def run(stage: str, given: Mapping[str, Any], plan: PlanLike,
        progress: Progress) -> dict[str, Table]:
    """Run a stage on {name: data or None}."""
    for name in given:
        if not isinstance(name, str):
            raise TypeError(f"tables are named by texts, not by {type(name).__name__}")
    streams = {name: streamed(none_of(name) if isinstance(data, list) and not data else data)
               for name, data in given.items() if data is not None}
    told = told_of(progress)
    try:
        results = _native.run(stage, handle_of(plan), streams, told)
    except _native.Error as error:
        place(error, given)
        raise
    finally:
        if isinstance(told, Bar):
            told.close()
    return {name: Table(handle) for name, handle in results.items()}


def place(error: _native.Error, given: Mapping[str, Any]) -> None:
    """Say in which table an error is, and in which file and line its row."""
    if isinstance(error, _native.SchemaError) and error.args:
        if missing := MISSING.match(error.args[0]):
            error.table = missing[1]
            error.args = (f"{error.args[0]}; given are {', '.join(given) or 'none'}",)
        elif in_table := IN_TABLE.match(error.args[0]):
            error.table = error.table or in_table[1]
    table = given.get(error.table or "")
    if error.row is None or not isinstance(table, Table) or table.reading is None:
        return
    found = _native.place(table.reading.handle, error.table or "", error.row)
    if found:
        error.path = found[0]
        error.args = (f"{found[0]}, line {found[1]}: {error.args[0]}",)


def lost(tables: Mapping[str, Table]) -> None:
    """Warn of rows and columns that a stage left out where its results do not say so."""
    reasons = Counter(tables["rejects"]["reason"])
    told = [f"rows rejected: {', '.join(f'{n:,} {why}' for why, n in sorted(reasons.items()))}; "
            "the table rejects of match() names them"] if reasons else []
    told += unknown_of(tables)
    if told:
        warnings.warn(". ".join(told), stacklevel=3)


def clean(persons: Any, *, plan: PlanLike = None, progress: Progress = False) -> Table:
    """Normalise people's records, a row for each usable one.

    It has nothing from which hidden digits of a resident number could be worked out.
    """
    tables = run("clean", {"persons": persons}, plan, progress)
    lost(tables)
    return tables["cleaned"]


def link(persons: Any, *, plan: PlanLike = None,
         progress: Progress = False) -> tuple[Table, Table]:
    """Clean people's records and find pairs that may be one person: (cleaned, pairs).

    >>> people = {"agency_id": ["city", "hope"], "record_id": ["1", "7"],
    ...           "name": ["김순자", "김 순자 어르신"], "birth_date": ["1945-03-15", "450315"],
    ...           "phone": ["010-1234-5678", "+82 10-1234-5678"]}
    >>> cleaned, pairs = link(people)
    >>> pairs["probability"][0] > 0.99
    True
    """
    people = Table.of(persons)
    pairs = run("match", {"persons": people}, plan, progress)["pairs"]
    tables = run("clean", {"persons": people}, plan, progress)
    lost(tables)
    return tables["cleaned"], pairs


def group(cleaned: Any, pairs: Any, decisions: Any = None, *, plan: PlanLike = None,
          progress: Progress = False) -> Table:
    """Persons out of pairs and decisions of people: the table `person_records`."""
    given = {"cleaned": cleaned, "pairs": pairs, "decisions": decisions}
    return run("group", given, plan, progress)["person_records"]


def match(persons: Any, decisions: Any = None, *, plan: PlanLike = None,
          progress: Progress = False) -> dict[str, Table]:
    """Clean, link and group in one go: {"person_records": …, "pairs": …, "match_keys": …, …}."""
    return run("match", {"persons": persons, "decisions": decisions}, plan, progress)


def duplicates(given: Mapping[str, Any], *, plan: PlanLike = None,
               progress: Progress = False) -> dict[str, Table]:
    """What was given twice, from {"cleaned": …, "person_records": …, "services": …, …}."""
    return run("duplicates", given, plan, progress)


def omissions(given: Mapping[str, Any], *, plan: PlanLike = None,
              progress: Progress = False) -> dict[str, Table]:
    """What was needed and not given, from the same tables as `duplicates`."""
    return run("omissions", given, plan, progress)


def data_of(given: Any, kinds: int) -> Mapping[str, Any]:
    """The tables that a path or a mapping stands for."""
    if given is None:
        return {}
    if isinstance(given, (str, os.PathLike)):
        return read(given, kinds=kinds)
    if isinstance(given, Mapping):
        return given
    raise TypeError(f"tables by name are wanted, or a path, not {type(given).__name__}")


def both_of(data: Any, policy: Any, without: Collection[str] = EARLIER) -> dict[str, Any]:
    """The tables of the data, but for some, and those of the policy."""
    records, rules = data_of(data, RECORDS | POLICY | RESULTS), data_of(policy, POLICY)
    twice = sorted(set(records) & set(rules))
    if twice:
        raise _native.ArgumentError(f"{twice[0]} is in data and in policy; take one of them out")
    return {name: table for name, table in records.items() if name not in without} | dict(rules)


def dated(plan: PlanLike, as_of: date | str | None) -> Plan:
    """The plan with the day on which everything is judged."""
    whole = plan_of(plan)
    if as_of is not None:
        whole = Plan(base=whole, as_of=as_of)
    if not whole.get("as_of"):
        raise _native.ArgumentError("as_of is needed: the day on which everything is judged")
    return whole


def readings_of(given: Mapping[str, Any]) -> dict[str, Reading]:
    """The files that tables were read from."""
    return {name: table.reading for name, table in given.items()
            if isinstance(table, Table) and table.reading is not None}


def placed(tables: dict[str, Table], given: Mapping[str, Any]) -> dict[str, Table]:
    """The results with the rows that could not be read, and with file and line of all rejects."""
    handles = {name: tables[name].handle for name in ("rejects", "table_counts")}
    files = {name: reading.handle for name, reading in readings_of(given).items()}
    rejects, counts = _native.merge_rejects(files, handles)
    return tables | {"rejects": Table(rejects), "table_counts": Table(counts)}


def database_text(path: str | os.PathLike[str], name: str) -> str:
    """A text of the table `files` of a result; empty where there is none."""
    try:
        with closing(sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)) as result:
            found = result.execute("select text from files where name = ?", (name,)).fetchone()
    except sqlite3.Error:
        return ""
    return str(found[0]) if found else ""


def earlier_log(path: str | os.PathLike[str]) -> Mapping[str, Any]:
    """What a run wrote about itself into its folder or database."""
    try:
        if os.path.isdir(path):
            with open(os.path.join(path, "run.json"), encoding="utf-8") as file:
                log = json.load(file)
        else:
            log = json.loads(database_text(path, "run.json"))
    except (FileNotFoundError, ValueError):
        log = None
    if not isinstance(log, dict) or not log.get("as_of"):
        raise _native.ArgumentError("previous is not what a run wrote: it holds no run.json of one")
    return log


def earlier_of(previous: Any, as_of: str) -> dict[str, Any]:
    """The findings of an earlier run: of a Run, a mapping of tables, or a path that a run wrote."""
    if previous is None:
        return {}
    judged = previous.as_of if isinstance(previous, Run) else None
    if isinstance(previous, (str, os.PathLike)) and os.path.exists(previous):
        log = earlier_log(previous)
        judged = log["as_of"]
        if "for" in log:
            raise _native.ArgumentError("previous holds the findings of one agency only, so that "
                                        "all others would pass for new")
    given = previous.tables if isinstance(previous, Run) else data_of(previous, RESULTS)
    if judged is not None and judged > as_of:
        raise _native.ArgumentError(f"previous was judged from {judged}, later than as_of")
    if "findings" not in given or "finding_rows" not in given:
        raise _native.ArgumentError("previous holds no findings and finding_rows; give what "
                                    "reconcile gave")
    return {name: given[name] for name in EARLIER if name in given}


def programme_names(given: Mapping[str, Any],
                    plan: Plan) -> list[tuple[str, str, str | None]]:
    """What the policy calls programmes, in Korean and English: where it came as a table of files."""
    table = given.get("programmes")
    if not isinstance(table, Table):
        return []

    def texts(*columns: str) -> list[str]:
        for ours in columns:
            theirs = plan.get(f"columns.programmes.{ours}")
            named = [theirs] if isinstance(theirs, str) else theirs
            found = [table[name] for name in [*named, ours] if name in table]
            if found:
                return [next((str(text).strip(" ") for text in row if text), "")
                        for row in zip(*found)]
        return [""] * len(table)

    names: dict[str, list[str]] = {}
    for code, *called in zip(texts("programme"), texts("name"), texts("name_en", "name")):
        known = names.setdefault(code, ["", ""])
        names[code] = [old or new for old, new in zip(known, called)]
    return [(code, korean, english or None) for code, (korean, english) in names.items()
            if code and korean]


def reconcile(data: Any, *, policy: Any = None, as_of: date | str | None = None,
              previous: Any = None, plan: PlanLike = None, progress: Progress = False) -> Run:
    """Everything at once: from people, services and needs to findings.

    Parameters
    ----------
    data
        what `read` gives, {"persons": …, "services": …, …} of anything with rows, or a path
    policy
        a folder of policy tables, or {"programmes": …, "rules": …, …}
    as_of
        the day on which everything is judged, unless the plan says it
    previous
        an earlier run: a Run, its tables by name, or the path it was written to; then the tables
        `finding_changes` and `finding_change_rows` say what is new, changed, gone and reopened
    plan
        a Plan, or its text
    progress
        True, or a function of (stage, done, total); an exception in it ends the run, as
        Ctrl-C does
    """
    whole = dated(plan, as_of)
    earlier = earlier_of(previous, str(whole.get("as_of")))
    kept = previous is None and not isinstance(data, (Data, str, os.PathLike))
    given = both_of(data, policy, () if kept else EARLIER) | earlier
    tables = placed(run("reconcile", given, whole, progress), given)
    readings = readings_of(given)
    files = list(dict.fromkeys(readings.values()))
    looked_at = list(dict.fromkeys(each for name, each in readings.items() if name not in earlier))
    return Run(tables, whole, warnings_of(tables, given, whole, looked_at), files,
               programme_names(given, whole))


def tables() -> dict[str, str]:
    """{name: "records", "policy" or "result"} of the tables that stages read and give."""
    return {name: KINDS.get(kind, str(kind)) for name, kind in _native.tables()}


def schema(table: str) -> Table:
    """The columns of a table: name, type, required, read, refers, words, meaning.

    >>> schema("persons")["name"][:3]
    ['agency_id', 'record_id', 'name']
    """
    names = ("name", "type", "required", "read", "refers", "words", "meaning")
    return Table.of([dict(zip(names, (*column[:5], " ".join(column[5] or []) or None, column[6])))
                     for column in _native.schema(table)])
