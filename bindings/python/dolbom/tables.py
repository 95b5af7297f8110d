# SPDX-License-Identifier: Apache-2.0
"""Tables in and out."""
import datetime
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from . import _native
from .html import table_html

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

EPOCH = datetime.date(1970, 1, 1)
WRITTEN_FORMS = ("u", "i", "l", "tdD", "g")


class Streaming(Protocol):
    """Anything with an Arrow stream."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> Any: ...


class Reading:
    """Files that were read: for the places of rows, and for what is said of the files."""

    def __init__(self, handle: object, paths: list[str], ignored: list[tuple[str, str]]) -> None:
        self.handle, self.paths, self.ignored = handle, paths, ignored


class Table:
    """A table that the library gave, held as Arrow has it; immutable.

    Whatever reads Arrow reads it without a copy: `pyarrow.table(t)`, `polars.DataFrame(t)`,
    DuckDB by its name. Without any of them there are `t["column"]`, `t.to_dict()` and
    iteration over rows.

    >>> t = Table.of({"name": ["김순자", None], "age": [81, 75]})
    >>> len(t), t.columns, t["name"]
    (2, ['name', 'age'], ['김순자', None])
    """

    def __init__(self, handle: object, reading: "Reading | None" = None) -> None:
        columns = _native.table_columns(handle)
        self.handle, self.reading, self.formats = handle, reading, dict(columns)
        if len(self.formats) < len(columns):
            names = [name for name, _ in columns]
            twice = next(name for name in names if names.count(name) > 1)
            raise _native.SchemaError(f"{twice}: two columns have this name")

    @classmethod
    def of(cls, data: Any) -> "Table":
        """A table of anything that stages take: frames, Arrow streams, dicts and lists."""
        return cls(_native.table(streamed(data)))

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return list(self.formats)

    def __len__(self) -> int:
        """The number of rows."""
        return _native.table_rows(self.handle)

    @property
    def shape(self) -> tuple[int, int]:
        """The numbers of rows and of columns."""
        return len(self), len(self.formats)

    def __contains__(self, name: object) -> bool:
        """Is there a column of that name?"""
        return name in self.formats

    def __getitem__(self, name: str) -> list[Any]:
        """The values of a column: str, int, float, datetime.date, bytes or None."""
        return self._values(name, -1)

    def _values(self, name: str, most: int) -> list[Any]:
        if name not in self.formats:
            raise _native.ArgumentError(f"no column {name}; there are {', '.join(self.columns)}")
        values = _native.table_values(self.handle, self.columns.index(name), most)
        if self.formats[name] == "tdD":
            return [None if day is None else EPOCH + datetime.timedelta(days=day) for day in values]
        return values

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """The rows, each as a dict."""
        for row in zip(*(self[name] for name in self.columns)):
            yield dict(zip(self.columns, row))

    def head(self, n: int = 10) -> list[dict[str, Any]]:
        """The first rows, each as a dict."""
        columns = [self._values(name, n) for name in self.columns]
        return [dict(zip(self.columns, row)) for row in zip(*columns)]

    def to_dict(self) -> dict[str, list[Any]]:
        """{column: [value, …]}"""
        return {name: self[name] for name in self.columns}

    def to_arrow(self) -> "pyarrow.Table":
        """The same as a pyarrow.Table."""
        import pyarrow
        return pyarrow.table(self)

    def to_polars(self) -> "polars.DataFrame":
        """The same as a polars.DataFrame."""
        import polars
        return polars.DataFrame(self)

    def to_pandas(self) -> "pandas.DataFrame":
        """The same as a pandas.DataFrame; through pyarrow if it is there."""
        import pandas
        try:
            return self.to_arrow().to_pandas()
        except ImportError:
            return pandas.DataFrame(self.to_dict(), columns=self.columns)

    def to_csv(self, path: str | os.PathLike[str], *, overwrite: bool = False,
               raw: bool = False) -> None:
        """Write the table as the command writes it: whole, or not at all.

        `overwrite` lets it take the place of a file that is there. `raw` leaves out the byte
        order mark and the apostrophe that keeps spreadsheets from running a cell as a formula.
        """
        for name, form in self.formats.items():
            if form not in WRITTEN_FORMS:
                raise _native.SchemaError(f"{name}: a column of this type is not written here; "
                                          "to_polars().write_csv() does it")
        with Replacing(path, overwrite) as file:
            _native.csv(self.handle, file, raw)

    def __arrow_c_stream__(self, requested_schema: object = None) -> Any:
        """An Arrow stream of the table; the schema that is asked for is not looked at."""
        return _native.table_stream(self.handle)

    def __repr__(self) -> str:
        return f"<dolbom.Table of {len(self)} rows: {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        try:
            return table_html(self.columns, self.head(), len(self))
        except (TypeError, ValueError, OverflowError):  # a notebook shows what can be shown
            return table_html(self.columns, [], len(self))


class Replacing:
    """A file that is written beside its place and moved there when all went well."""

    def __init__(self, path: str | os.PathLike[str], overwrite: bool) -> None:
        self.path, self.overwrite = os.fspath(path), overwrite
        self.file, self.beside = -1, ""

    def __enter__(self) -> int:
        if not self.overwrite and os.path.lexists(self.path):
            raise _native.FileError(f"{self.path}: is there already; overwrite=True replaces it")
        folder = os.path.dirname(self.path) or "."
        self.file, self.beside = tempfile.mkstemp(prefix=".dolbom-", dir=folder)
        return self.file

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        try:
            if kind is None:
                os.fsync(self.file)
                os.replace(self.beside, self.path)
        finally:
            os.close(self.file)
            if os.path.exists(self.beside):
                os.unlink(self.beside)


# ---- what comes in --------------------------------------------------------------------------


def columns_of(data: Any) -> dict[str, Sequence[Any]]:
    """{name: list} of data that have no Arrow stream."""
    if isinstance(data, Mapping):
        return {str(name): iterated(values) for name, values in data.items()}
    if hasattr(data, "columns") and hasattr(data, "dtypes"):
        all_names = [str(name) for name in data.columns]
        twice = [name for name in all_names if all_names.count(name) > 1]
        if twice:
            raise _native.SchemaError(f"{twice[0]}: two columns have this name")
        return {str(name): iterated(data[name]) for name in data.columns}
    rows: list[Mapping[str, Any]] = list(data)
    for row in rows:
        if not isinstance(row, Mapping):
            raise TypeError(f"a list of rows is a list of dicts, not of {type(row).__name__}")
    names = dict.fromkeys(str(name) for row in rows for name in row)
    return {name: [row.get(name) for row in rows] for name in names}


def lists_of(data: Any) -> dict[str, Sequence[Any]]:
    """{name: list} of anything that stages take."""
    if library_of(data) == "polars" and hasattr(data, "collect"):  # a LazyFrame
        data = data.collect()
    if library_of(data) == "pandas":
        data = indexed(data)
    if library_of(data) == "duckdb":
        return dict(zip(data.columns, zip(*data.fetchall())))
    if isinstance(data, (Mapping, list, tuple)) or hasattr(data, "dtypes"):
        return columns_of(data)
    return dict(data.to_pydict() if hasattr(data, "to_pydict") else Table.of(data).to_dict())


def built(columns: Mapping[str, Sequence[Any]]) -> Table:
    """A table of texts out of {name: list}."""
    lengths = {len(values) for values in columns.values()}
    if len(lengths) > 1:
        raise ValueError(f"columns have different numbers of values: {sorted(lengths)}")
    n = lengths.pop() if lengths else 0
    return Table(_native.table_build(list(columns), list(columns.values()), n))


class Held:
    """A stream that has been asked for."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream

    def __arrow_c_stream__(self, requested_schema: object = None) -> Any:
        return self.stream


def library_of(data: Any) -> str:
    """The library whose data these are: "polars", "pandas", "pyarrow", "duckdb" …"""
    return type(data).__module__.split(".")[0].strip("_")


def streamed(data: Any) -> Streaming:
    """Something with an Arrow stream: the data themselves, or a table made of them."""
    if isinstance(data, (Table, Held)):
        return data
    if isinstance(data, (Mapping, list, tuple)):
        return built(columns_of(data))
    if library_of(data) == "polars" and hasattr(data, "collect"):  # a LazyFrame
        data = data.collect()
    if hasattr(data, "__arrow_c_stream__"):
        return asked(data)
    if hasattr(data, "columns") and hasattr(data, "dtypes"):
        return built(columns_of(data))
    raise TypeError(f"a table is wanted: a frame, something with __arrow_c_stream__, a dict of "
                    f"lists or a list of dicts, not {type(data).__name__}")


def indexed(data: Any) -> Any:
    """A frame of pandas whose named index is a column."""
    return data.reset_index(drop=list(data.index.names) == [None])


def asked(data: Any) -> Streaming:
    """A stream that can be read beside others.

    A relation of DuckDB runs on its connection when it is read, and another one on the same
    connection would end it; so it is read at once. pandas needs pyarrow for a stream, and
    pyarrow refuses columns of mixed types.
    """
    if library_of(data) == "duckdb":
        return Table(_native.table(data))
    if library_of(data) != "pandas":
        return Held(data.__arrow_c_stream__())
    data = indexed(data)
    if any(str(dtype).startswith("period") for dtype in data.dtypes):
        return built(columns_of(data))  # a stream would give their numbers
    try:
        return Held(data.__arrow_c_stream__())
    except (ImportError, TypeError, ValueError):
        return built(columns_of(data))


def iterated(data: Iterable[Any]) -> list[Any]:
    """A list of the values of something that can be iterated, such as an array of numpy."""
    if isinstance(data, (str, bytes, Mapping)):
        raise TypeError(f"a column is a list or a series, not {type(data).__name__}")
    for method in ("to_pylist", "to_list", "tolist"):
        if hasattr(data, method):
            values: list[Any] = getattr(data, method)()
            return values
    return list(data)
