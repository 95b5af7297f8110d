# SPDX-License-Identifier: Apache-2.0
"""What a whole run found."""
import json
import os
from collections.abc import Collection, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from . import _native
from .plan import Plan
from .tables import Reading, Replacing, Table, library_of

class Run:
    """The tables that `reconcile` gives, and what to do with them.

    `findings`, `finding_rows`, `pairs`, `match_keys`, `person_records`, `person_summary`,
    `agency_summary`, `coverage`, `indicators`, `visit_list`, `support`, `rule_runs`,
    `unused_decisions`, `table_counts` and `rejects` are Tables; docs/tables.md has their columns.
    With an earlier run there are `finding_changes` and `finding_change_rows`.
    `tables` has all of them by name.
    """

    findings: Table
    finding_rows: Table
    finding_changes: Table
    finding_change_rows: Table
    pairs: Table
    match_keys: Table
    person_records: Table
    person_summary: Table
    agency_summary: Table
    coverage: Table
    indicators: Table
    visit_list: Table
    support: Table
    rule_runs: Table
    unused_decisions: Table
    table_counts: Table
    rejects: Table

    def __init__(self, tables: Mapping[str, Table], plan: Plan, warnings: list[str],
                 readings: Sequence[Reading] = (), programmes: Sequence[tuple[str, str, str | None]] = ()) -> None:
        self.tables, self.plan, self.warnings = dict(tables), plan, warnings
        self.readings, self.programmes = list(readings), list(programmes)

    def __getitem__(self, name: str) -> Table:
        if name not in self.tables:
            raise KeyError(f"{name}: a run has the tables {', '.join(self.tables)}")
        return self.tables[name]

    if not TYPE_CHECKING:  # so that type checkers find misspelt tables
        def __getattr__(self, name):
            tables = self.__dict__.get("tables", {})
            if name not in tables:
                raise AttributeError(f"a run has no table {name!r}; it has {', '.join(tables)}")
            return tables[name]

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.tables]

    @property
    def as_of(self) -> str:
        """The day on which everything was judged."""
        return str(self.plan.get("as_of"))

    @property
    def persons(self) -> Table:
        """Which records are one person: `person_records`."""
        return self.tables["person_records"]

    def n_persons(self) -> int:
        """How many people the records belong to; -1 when persons were not formed."""
        records = self.tables.get("person_records")
        return len(set(records["person_id"])) if records is not None else -1

    def html(self, lang: str = "ko") -> str:
        """The report as a page of HTML that holds all it shows."""
        if lang not in ("ko", "en"):
            raise _native.ArgumentError("lang is 'ko' or 'en'")
        handles = {name: table.handle for name, table in self.tables.items()}
        return _native.report(handles, self.as_of, self.n_persons(), lang == "en",
                              self.programmes)

    def report(self, path: str | os.PathLike[str], *, lang: str = "ko",
               overwrite: bool = False) -> None:
        """Write the report: whole, or not at all; `overwrite` lets it replace a file."""
        page = self.html(lang).encode()
        with Replacing(path, overwrite) as file:
            with os.fdopen(os.dup(file), "wb") as out:
                out.write(page)

    def write(self, path: str | os.PathLike[str], *, lang: str = "ko") -> None:
        """Write all tables and the report to a folder, or to a database if it ends in .db or .sqlite.

        Each agency's part of `worklist` is a table of its own, `worklist_AGENCY`.

        The result appears as a whole. Other files of the folder stay; one of ours is replaced only
        if it is of an earlier result, and nothing is written where this run has read: FileError.
        """
        handles = {name: self.tables[name].handle for name in WRITTEN if name in self.tables}
        texts = {"report.html": self.html(lang),
                 "run.json": json.dumps(self._log(), ensure_ascii=False, indent=2,
                                        sort_keys=True) + "\n"}
        read = [each for reading in self.readings for each in reading.paths
                if os.path.exists(each)]
        _native.write(path, handles, texts, read)

    def _log(self) -> dict[str, Any]:
        """What the command writes as run.json, but for the names of files, which not all data have."""
        counts = self.tables["table_counts"]
        sent = {row["table"] for row in counts}
        return {"version": _native.version(), "as_of": self.as_of, "key": "none",
                "plan": f"{_native.plan_fingerprint(self.plan.handle):016x}",
                "tables": by_first(counts, "rows_in", "accepted", "rejected", "collapsed"),
                "results": {name: len(table) for name, table in self.tables.items()
                            if name not in ("table_counts", "unknown_names")},
                "rules": by_first(self.tables["rule_runs"], *RULE_COLUMNS),
                "uploads": "as the table says" if "uploads" in sent
                           else "no table; all count as complete",
                "warnings": self.warnings}

    def explain(self, finding_id: str) -> None:
        """Both records of a finding side by side: not in this version."""
        raise NotImplementedError("explain() is not there yet; finding_rows names the rows")

    def worklist(self, agency: str | None = None) -> None:
        """What an agency should look at, in order: not in this version."""
        raise NotImplementedError("worklist() is not there yet; run['worklist'] has what each "
                                  "agency has to look into")

    def counts(self) -> dict[str, int]:
        """How many findings each rule has."""
        counts: dict[str, int] = {}
        for rule in self.tables["findings"]["rule"]:
            counts[rule] = counts.get(rule, 0) + 1
        return dict(sorted(counts.items()))

    def __repr__(self) -> str:
        return (f"<dolbom.Run as of {self.as_of}: {len(self.tables['findings']):,} findings, "
                f"{len(self.tables['rejects']):,} rejects, {len(self.warnings)} warnings>")

    def _repr_html_(self) -> str:
        rules = zip(self.rule_runs["rule"], self.rule_runs["name_ko"], self.rule_runs["n_findings"])
        rows = "".join(f"<tr><td>{escape(rule)}</td><td>{escape(name or '')}</td><td>{n:,}</td></tr>"
                       for rule, name, n in rules if n)
        warned = "".join(f"<li>{escape(text)}</li>" for text in self.warnings)
        return (f"<p>{escape(repr(self)[1:-1])}</p><table><tbody>{rows}</tbody></table>"
                f"<ul>{warned}</ul>")


WRITTEN = (*Run.__annotations__, "worklist")  # as the command writes them
RULE_COLUMNS = ("state", "reason", "n_rows_judged", "n_persons_judged", "n_findings", "n_suppressed",
                "n_persons_unknown")  # of a rule in run.json
MANY_REJECTS = 0.05  # of a table, as the command's --max-rejects has it


def by_first(table: Table, *columns: str) -> dict[str, dict[str, Any]]:
    """The rows of a table, each under what its first column says."""
    return {row[table.columns[0]]: {name: row[name] for name in columns} for row in table}


def unknown_of(tables: Mapping[str, Table]) -> list[str]:
    """Tables and columns that came in and are read by nothing."""
    found = []
    filled_in = {column[0] for column in _native.schema("worklist")}
    for row in tables.get("unknown_names", ()):
        if row["table"] == "decisions" and row["column"] in filled_in:
            continue  # a worklist that was filled in
        what = f"{row['table']}.{row['column']}" if row["column"] else row["table"]
        meant = f"; did you mean {row['nearest']}?" if row["nearest"] else ""
        found.append(f"{what} is read by nothing{meant}")
    return found


def names_of(data: Any) -> Collection[Any] | None:
    """The names of the columns, where they can be told without reading the rows."""
    if isinstance(data, Mapping):
        return data.keys()
    names: Collection[Any] | None = None
    if hasattr(data, "collect_schema"):  # frames of polars
        names = data.collect_schema().names()
    elif library_of(data) == "pyarrow":
        names = data.schema.names
    elif hasattr(data, "columns"):
        names = data.columns
    return names


def missing_of(given: Mapping[str, Any], plan: Plan) -> list[str]:
    """Columns that the plan calls by a name which the data do not have."""
    found = []
    for table in plan.get("columns"):
        for ours in plan.get(f"columns.{table}"):
            theirs = plan.get(f"columns.{table}.{ours}")
            names = names_of(given.get(table))
            if names is not None and theirs not in names:
                found.append(f"{table} has no column {theirs}, which the plan says is {ours}")
    return found


def not_run(rule_runs: Table) -> list[str]:
    """The rules that could not run, those with one reason together."""
    rules: dict[str, list[str]] = {}
    for row in rule_runs:
        if row["state"] == "not_run":
            rules.setdefault(row["reason"], []).append(row["rule"])
    return [f"not run: {reason}: {', '.join(names)}" for reason, names in rules.items()]


def warnings_of(tables: Mapping[str, Table], given: Mapping[str, Any], plan: Plan,
                readings: Sequence[Reading]) -> list[str]:
    """What people should know before they trust a result."""
    found = [f"{path}: not read, {why}" for reading in readings for path, why in reading.ignored]
    for row in tables["table_counts"]:
        if row["rejected"] > MANY_REJECTS * row["rows_in"]:
            found.append(f"{row['table']}: {row['rejected']:,} of {row['rows_in']:,} rows are "
                         "rejected, so the results are incomplete")
    counted = {row["table"]: row["rows_in"] for row in tables["table_counts"]}
    found += [f"{name} came without rows" for name in given
              if given[name] is not None and counted.get(name) == 0]
    found += missing_of(given, plan) + unknown_of(tables)
    if "programmes" not in given:
        found.append("no policy says what the programmes are; begin with a copy of STARTER_POLICY")
    found += not_run(tables["rule_runs"])
    unused = len(tables["unused_decisions"]) if "unused_decisions" in tables else 0
    if unused:
        found.append(f"{unused} decisions are about no finding or record")
    return found
