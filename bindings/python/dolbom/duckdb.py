# SPDX-License-Identifier: Apache-2.0
"""Our functions in the SQL of DuckDB."""
from typing import Any

from .values import PlanLike, compare, kinds, level_list, normalize


def register(connection: Any, *, plan: PlanLike = None) -> None:
    """Add dolbom_KIND(text), the canonical text, and dolbom_compare_KIND(text, text), the level's
    name, for each kind of value. Registering again replaces them. `plan` has the as-of date by which
    two-digit years are read.

    >>> import duckdb
    >>> con = duckdb.connect()
    >>> register(con)
    >>> con.sql("select dolbom_name('김 순자 어르신')").fetchall()[0]
    ('김순자',)
    """
    for kind in kinds():
        create(connection, f"dolbom_{kind}", normalizing(kind, plan), 1)
        create(connection, f"dolbom_compare_{kind}", comparing(kind, plan), 2)


def create(connection: Any, name: str, function: Any, n_texts: int) -> None:
    try:
        connection.remove_function(name)
    except Exception:  # each version has another class for: it is not there yet
        pass
    connection.create_function(name, function, ["VARCHAR"] * n_texts, "VARCHAR", type="arrow",
                               null_handling="special")


def normalizing(kind: str, plan: PlanLike) -> Any:
    return lambda texts: normalize(kind, texts, plan=plan)


def comparing(kind: str, plan: PlanLike) -> Any:
    names = [None if level is None else level.name for level in level_list(kind)]

    def function(left: Any, right: Any) -> Any:
        import pyarrow
        numbers = compare(kind, left, right, plan=plan).to_pylist()
        return pyarrow.array([None if n is None else names[n] for n in numbers], pyarrow.string())

    return function
