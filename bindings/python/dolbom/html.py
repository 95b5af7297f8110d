# SPDX-License-Identifier: Apache-2.0
"""What notebooks show."""
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any


def table_html(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], n_rows: int) -> str:
    """The first rows of a table; nulls are empty cells."""
    def cell(value: Any) -> str:
        return "" if value is None else escape(str(value))
    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    body = "".join("<tr>" + "".join(f"<td>{cell(row[name])}</td>" for name in columns) + "</tr>"
                   for row in rows)
    return (f"<table><caption>{n_rows:,} rows</caption><thead><tr>{head}</tr></thead>"
            f"<tbody>{body}</tbody></table>")
