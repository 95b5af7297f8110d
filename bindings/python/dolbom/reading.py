# SPDX-License-Identifier: Apache-2.0
"""Files, read as the command reads them."""
import os
from collections.abc import Iterator, Mapping

from . import _native
from .tables import Table

ENCODINGS = {None: 0, "utf-8": 1, "windows-949": 2, "cp949": 2, "euc-kr": 2, "utf-16le": 3,
             "utf-16be": 4}
RECORDS, POLICY, RESULTS = 1, 2, 4
Path = str | os.PathLike[str]


class Data(Mapping[str, Table]):
    """Tables that were read from files, by name.

    `ignored` has (path, why) of the files that look like input and are none. Rows that could not
    be read come back in the `rejects` of a run, with file and line.
    """

    def __init__(self, reading: object, tables: dict[str, Table],
                 ignored: list[tuple[str, str]]) -> None:
        self.reading, self.tables, self.ignored = reading, tables, ignored

    def __getitem__(self, name: str) -> Table:
        return self.tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def __len__(self) -> int:
        return len(self.tables)

    def __repr__(self) -> str:
        counts = ", ".join(f"{name} {len(table):,}" for name, table in self.tables.items())
        return f"<dolbom.Data: {counts}>"


def read(*paths: Path, encoding: str | None = None, invalid: str = "stop",
         kinds: int = RECORDS | POLICY | RESULTS) -> Data:
    """The tables in folders, CSV files and SQLite files; docs/tables.md says how they are found.

    Parameters
    ----------
    paths
        what the command takes as --in: folders are searched however deep
    encoding
        "utf-8", "windows-949", "utf-16le" or "utf-16be"; by default each file is looked at
    invalid
        "stop" at bytes that are no text, or "reject" the rows that have them
    kinds
        which tables to take: RECORDS, POLICY and RESULTS, or'ed
    """
    if not paths:
        raise _native.ArgumentError("read() needs a folder or a file")
    name = encoding.lower() if encoding else None
    if name not in ENCODINGS:
        known = ", ".join(key for key in ENCODINGS if key)
        raise _native.ArgumentError(f"encoding {encoding!r} is none of {known}")
    if invalid not in ("stop", "reject"):
        raise _native.ArgumentError("invalid is 'stop' or 'reject'")
    reading, tables, ignored = _native.read(list(paths), kinds, ENCODINGS[name],
                                            invalid == "reject")
    return Data(reading, {name: Table(handle) for name, handle in tables.items()}, ignored)
