# SPDX-License-Identifier: Apache-2.0
"""Our functions in the SQL of DuckDB."""
from typing import Any

from .values import compare, kinds, level_list, normalize


def register(connection: Any) -> None:
    """Add dolbom_KIND(text), the canonical text, and dolbom_compare_KIND(text, text), the level's
    name, for each kind of value.

    >>> import duckdb
    >>> con = duckdb.connect()
    >>> register(con)
    >>> con.sql("select dolbom_name('김 순자 어르신')").fetchall()[0]
    ('김순자',)
    """
    for kind in kinds():
        connection.create_function(f"dolbom_{kind}", normalizing(kind), ["VARCHAR"], "VARCHAR",
                                   type="arrow", null_handling="special")
        connection.create_function(f"dolbom_compare_{kind}", comparing(kind),
                                   ["VARCHAR", "VARCHAR"], "VARCHAR", type="arrow",
                                   null_handling="special")


def normalizing(kind: str) -> Any:
    return lambda texts: normalize(kind, texts)


def comparing(kind: str) -> Any:
    names = [None if level is None else level.name for level in level_list(kind)]

    def function(left: Any, right: Any) -> Any:
        import pyarrow
        numbers = compare(kind, left, right).to_pylist()
        return pyarrow.array([None if n is None else names[n] for n in numbers], pyarrow.string())

    return function
