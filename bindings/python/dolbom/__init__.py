# SPDX-License-Identifier: Apache-2.0
"""Find people served twice and people nobody serves, across agencies.

>>> import dolbom as db
>>> db.normalize.name("김 순자 어르신")
'김순자'
>>> db.compare.name("유영자", "류 영자")
Level('folded')

Values: `normalize`, `parts` and `compare`, of one value, a list or a column. Tables: `read` for
files, `reconcile` for the whole run, its stages `clean`, `link`, `group`, `match`, `duplicates` and
`omissions`, `check` before paying, `simulate` before applying, `explain`, `rules` and `policy_check`. They
take frames of polars and pandas, tables of pyarrow, relations of DuckDB, dicts of lists and lists
of dicts, and give `Table`. `python -m dolbom` is the command.
"""
from pathlib import Path as _Path

from ._native import (ArgumentError, BusyError, CancelledError, CorruptError, Error, FileError,
                      InputError, KeyringError, OutOfMemoryError, PlanError, RoomError, SchemaError)
from ._native import version as _version
from .advice import check, explain, policy_check, rules, simulate
from .hooks import when_imported as _when_imported
from .plan import Plan
from .reading import Data, read
from .run import Run
from .stages import (clean, duplicates, group, link, match, omissions, reconcile, schema, tables)
from .tables import Table
from .values import Level, Quality, compare, kinds, levels, normalize, parts


def _add_to_polars() -> None:
    from . import polars  # noqa: F401


def _add_to_pandas() -> None:
    from . import pandas  # noqa: F401


_when_imported("polars", _add_to_polars)
_when_imported("pandas", _add_to_pandas)

STARTER_POLICY = _Path(__file__).parent / "policy"
"""The folder of the policy that comes with dolbom; copy it and make it yours."""

__version__ = _version()
__all__ = ["STARTER_POLICY", "ArgumentError", "BusyError", "CancelledError",
           "CorruptError", "Data", "Error", "FileError", "InputError", "KeyringError",
           "Level", "OutOfMemoryError", "Plan", "PlanError", "Quality", "RoomError",
           "Run", "SchemaError", "Table", "check", "clean", "compare", "duplicates", "explain",
           "group", "kinds", "levels", "link", "match", "normalize", "omissions",
           "parts", "policy_check", "read", "reconcile", "rules", "schema", "simulate",
           "tables"]
