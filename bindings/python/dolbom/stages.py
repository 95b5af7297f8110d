# SPDX-License-Identifier: Apache-2.0
"""The stages: tables in, tables out."""
import os
from collections.abc import Mapping
from datetime import date
from typing import Any

from . import _native
from .plan import Plan, handle_of
from .progress import Bar, Told, told_of
from .reading import POLICY, Data, read
from .run import Run, warnings_of
from .tables import Table, streamed
from .values import PlanLike

KINDS = {0: "records", 10: "policy", 20: "result"}
Progress = bool | Told | None


def run(stage: str, given: Mapping[str, Any], plan: PlanLike, progress: Progress,
        readings: list[object] | None = None) -> dict[str, Table]:
    """Run a stage on {name: data or None}."""
    streams = {name: streamed(data) for name, data in given.items() if data is not None}
    told = told_of(progress)
    try:
        results = _native.run(stage, handle_of(plan), streams, told)
    except _native.Error as error:
        place(error, readings or [])
        raise
    finally:
        if isinstance(told, Bar):
            told.close()
    return {name: Table(handle) for name, handle in results.items()}


def place(error: _native.Error, readings: list[object]) -> None:
    """Say in which file and line the row of an error is."""
    for reading in readings:
        if error.table is None or error.row is None:
            return
        found = _native.place(reading, error.table, error.row)
        if found:
            error.path = found[0]
            error.args = (f"{found[0]}, line {found[1]}: {error.args[0]}",)
            return


def clean(persons: Any, *, plan: PlanLike = None, progress: Progress = False) -> Table:
    """Normalise people's records, a row for each usable one.

    It has nothing from which hidden digits of a resident number could be worked out.
    """
    return run("clean", {"persons": persons}, plan, progress)["cleaned"]


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
    return clean(people, plan=plan, progress=progress), pairs


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


def reconcile(data: Any, *, policy: Any = None, as_of: date | str | None = None,
              plan: PlanLike = None, progress: Progress = False) -> Run:
    """Everything at once: from people, services and needs to findings.

    Parameters
    ----------
    data
        what `read` gives, {"persons": …, "services": …, …} of anything with rows, or a path
    policy
        a folder of policy tables, or {"programmes": …, "rules": …, …}
    as_of
        the day on which everything is judged, unless the plan says it
    plan
        a Plan, or its text
    progress
        True, or a function of (stage, done, total); an exception in it ends the run, as
        Ctrl-C does
    """
    whole = plan if isinstance(plan, Plan) else Plan(plan or "")
    if as_of is not None:
        whole = Plan(base=whole, as_of=as_of)
    if not whole.get("as_of"):
        raise _native.ArgumentError("as_of is needed: the day on which everything is judged")
    sources = [data_of(data, 7), data_of(policy, POLICY)]
    files = [source for source in sources if isinstance(source, Data)]
    readings = [source.reading for source in files]
    given = {name: table for source in sources for name, table in source.items()}
    tables = run("reconcile", given, whole, progress, readings)
    handles = {name: tables[name].handle for name in ("rejects", "table_counts")}
    rejects, counts = _native.merge_rejects(readings, handles)
    tables |= {"rejects": Table(rejects), "table_counts": Table(counts)}
    ignored = [pair for source in files for pair in source.ignored]
    return Run(tables, whole, warnings_of(tables, ignored))


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
