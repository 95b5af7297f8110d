# SPDX-License-Identifier: Apache-2.0
"""Files, read as the command reads them."""
import os
from collections.abc import Iterator, Mapping

from . import _native
from .tables import Reading, Table

ENCODINGS = {None: 0, "utf-8": 1, "windows-949": 2, "cp949": 2, "euc-kr": 2, "utf-16le": 3,
             "utf-16be": 4, "windows-1252": 5, "cp1252": 5}
RECORDS, POLICY, RESULTS = 1, 2, 4
Path = str | os.PathLike[str]


class Data(Mapping[str, Table]):
    """Tables that were read from files, by name.

    `ignored` has (path, why) of the files that look like input and are none. Rows that could not
    be read come back in the `rejects` of a run, with file and line.
    """

    def __init__(self, reading: Reading, tables: dict[str, Table]) -> None:
        self.reading, self.tables = reading, tables

    @property
    def ignored(self) -> list[tuple[str, str]]:
        return self.reading.ignored

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
        "utf-8", "windows-949", "utf-16le", "utf-16be" or "windows-1252"; by default each is looked at
    invalid
        "stop" at bytes that are no text, or "reject" the rows that have them
    kinds
        which tables to take: RECORDS, POLICY and RESULTS, or'ed
    """
    if not paths:
        raise _native.ArgumentError("read() needs a folder or a file")
    name = encoding.lower().replace("_", "-").replace("utf8", "utf-8") if encoding else None
    if name not in ENCODINGS:
        known = ", ".join(key for key in ENCODINGS if key)
        raise _native.ArgumentError(f"encoding {encoding!r} is none of {known}")
    if invalid not in ("stop", "reject"):
        raise _native.ArgumentError("invalid is 'stop' or 'reject'")
    try:
        handle, tables, ignored = _native.read(list(paths), kinds, ENCODINGS[name],
                                               invalid == "reject")
    except _native.Error as error:
        error.args = (advice(str(error)),)
        raise
    reading = Reading(handle, [os.fspath(path) for path in paths], ignored)
    return Data(reading, {name: Table(each, reading) for name, each in tables.items()})


def advice(message: str) -> str:
    """The command's message, with our names for its options."""
    return message.replace("--invalid reject", "invalid='reject'").replace("--encoding", "encoding=")
