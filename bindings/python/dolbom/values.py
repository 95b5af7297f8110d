# SPDX-License-Identifier: Apache-2.0
"""Names, addresses, phone numbers, dates and other values: one, a list or a column of them."""
import functools
import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from . import _native
from .plan import Plan, handle_of
from .tables import Held, Streaming, Table, built, iterated, library_of, streamed

QUALITY_NAMES = {0: "missing", 10: "invalid", 20: "repaired", 30: "good"}
LEVEL_MISSING = 255
PlanLike = Plan | str | Mapping[str, Any] | os.PathLike[str] | None


class Quality(int):
    """How a value fared: missing < invalid < repaired < good."""

    @property
    def name(self) -> str:
        return QUALITY_NAMES.get(int(self), str(int(self)))

    def __repr__(self) -> str:
        return f"Quality({self.name!r})"


@functools.total_ordering
class Level:
    """How far two values of a kind agree.

    Levels of one kind are ordered, and compare with their names too.

    >>> compare.name("유영자", "류 영자") >= "sound"
    True
    """

    __slots__ = ("kind", "number", "name")

    def __init__(self, kind: str, number: int, name: str) -> None:
        self.kind, self.number, self.name = kind, number, name

    @property
    def weight(self) -> float | None:
        """How many bits it speaks for one person under the built-in plan; None: not compared there.

        >>> round(compare.name("유영자", "류 영자").weight, 2)
        6.23
        """
        plan = Plan()
        for column in plan.get("compare"):
            if plan.get(f"compare.{column}.kind") == self.kind:
                return plan.weight(column, self.name)
        return None

    def number_of(self, other: object) -> int | None:
        if isinstance(other, Level):
            return other.number if other.kind == self.kind else None
        names = {level.name: level.number for level in levels(self.kind)}
        return names.get(other) if isinstance(other, str) else None

    def __eq__(self, other: object) -> bool:
        return self.number_of(other) == self.number

    def __lt__(self, other: object) -> bool:
        number = self.number_of(other)
        if number is None:
            names = ", ".join(level.name for level in levels(self.kind))
            raise TypeError(f"this is no level of kind {self.kind}; its levels are {names}")
        return self.number < number

    def __hash__(self) -> int:
        return hash(self.name)

    def __int__(self) -> int:
        return self.number

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return f"Level({self.name!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return Level, (self.kind, self.number, self.name)


@functools.cache
def level_list(kind: str) -> list[Level | None]:
    """The level of each number to 255; None where there is none."""
    names = [_native.level_text(kind, number) for number in range(LEVEL_MISSING)]
    found = [None if name is None else Level(kind, number, name)
             for number, name in enumerate(names)]
    return [*found, None]


def levels(kind: str) -> list[Level]:
    """The levels of a kind, worst first.

    >>> [str(level) for level in levels("date")]
    ['other', 'year_off', 'month', 'digit', 'lunar', 'exact']
    """
    if kind not in kinds():
        raise _native.ArgumentError(unknown())
    return [level for level in level_list(kind) if level is not None]


def kinds() -> list[str]:
    """The kinds of values there are: 'name', 'address', …"""
    return _native.kinds()


def unknown() -> str:
    """What is said of a kind that is none; not what was given, which may be a value by mistake."""
    return f"there is no such kind; the kinds are {', '.join(kinds())}"


# ---- one value, or many ----------------------------------------------------------------------


def is_single(value: object) -> bool:
    return isinstance(value, str) or not (hasattr(value, "__iter__")
                                          or hasattr(value, "__arrow_c_stream__"))


def text_of(value: Any) -> str | None:
    """A single value as the library reads it."""
    return value if value is None or isinstance(value, str) else built({"": [value]})[""][0]


def column_of(values: Any) -> Streaming:
    """A stream of one column."""
    if library_of(values) == "pyarrow" and not hasattr(values, "__arrow_c_stream__"):
        import pyarrow
        values = pyarrow.chunked_array([values])
    if hasattr(values, "columns") and not isinstance(values, Table):
        raise TypeError("one column is wanted, not a table")
    if library_of(values) == "pandas":
        return streamed(values.reset_index(drop=True).to_frame("value"))
    if isinstance(values, (Table, Held)) or hasattr(values, "__arrow_c_stream__"):
        return streamed(values)
    return built({"value": iterated(values)})


def like(values: Any, results: Table, column: str) -> Any:
    """A column of the results as what the values were."""
    library = library_of(values)
    if library == "polars":
        return results.to_polars()[column].rename(values.name)
    if library == "pyarrow":
        return results.to_arrow()[column]
    if library == "pandas":
        return series_like(values, results, column)
    return results if isinstance(values, Table) else results[column]


def series_like(values: Any, results: Table, column: str) -> Any:
    """A series with the index and name of another; through pyarrow, if it is there, faster."""
    import pandas
    try:
        series = results.to_arrow()[column].to_pandas()
    except ImportError:
        series = pandas.Series(results[column])
    series.index, series.name = values.index, values.name
    return series


def levels_like(values: Any, kind: str, results: Table) -> Any:
    """The levels as what the values were: ordered categories where there are such."""
    library, column = library_of(values), "level"
    names = [level.name for level in levels(kind)]
    if library == "polars":
        import polars
        by_number = {level.number: level.name for level in levels(kind)}
        numbers = results.to_polars()[column].rename(values.name)
        return numbers.replace_strict(by_number, return_dtype=polars.Enum(names), default=None)
    if library == "pyarrow":
        return results.to_arrow()[column]
    found = [None if number is None else level_list(kind)[number] for number in results[column]]
    if library == "pandas":
        import pandas
        texts = [None if level is None else level.name for level in found]
        return pandas.Series(pandas.Categorical(texts, names, ordered=True), index=values.index,
                             name=values.name)
    return found


def normalize_any(kind: str, values: Any, *, plan: PlanLike = None) -> Any:
    if is_single(values):
        return _native.normalize(handle_of(plan), kind, text_of(values))[0] or None
    done = Table(_native.normalize_column(handle_of(plan), kind, column_of(values)))
    return like(values, done, "value")


def compare_any(kind: str, left: Any, right: Any, *, plan: PlanLike = None) -> Any:
    if is_single(left) and is_single(right):
        number = _native.compare(handle_of(plan), kind, text_of(left), text_of(right))
        return level_list(kind)[number]
    if is_single(left):
        return compare_any(kind, right, left, plan=plan)  # it has no sides
    right = as_long(right, left)
    both = side_by_side(left, right)
    return levels_like(left, kind, Table(_native.compare_columns(handle_of(plan), kind, both)))


def as_long(right: Any, left: Any) -> Any:
    """One value is compared with each row; series of pandas must agree in their rows."""
    library = library_of(left)
    if library == library_of(right) == "pandas" and not left.index.equals(right.index):
        raise _native.ArgumentError("the two series have different indexes; align() them first")
    if library == library_of(right) == "polars" and len(right) == 1 < len(left):
        return right.extend_constant(right[0], len(left) - 1)
    if not is_single(right):
        return right
    values = [text_of(right)] * len(left)
    if library == "polars":
        import polars
        return polars.Series(values, dtype=polars.String)
    if library == "pyarrow":
        import pyarrow
        return pyarrow.array(values, pyarrow.string())
    return values


def side_by_side(left: Any, right: Any) -> Streaming:
    """A table of two columns."""
    libraries = {library_of(left), library_of(right)}
    if libraries == {"polars"}:
        import polars
        return streamed(polars.DataFrame([left.alias("left"), right.alias("right")]))
    if libraries == {"pyarrow"}:
        import pyarrow
        return streamed(pyarrow.table({"left": left, "right": right}))
    return built({"left": iterated(left), "right": iterated(right)})


def parts_any(kind: str, values: Any, *, plan: PlanLike = None) -> Any:
    if not is_single(values):
        return Table(_native.normalize_column(handle_of(plan), kind, column_of(values)))
    text, quality = _native.parts(handle_of(plan), kind, text_of(values))
    found: dict[str, Any] = dict(part.split("=", 1) for part in text.split(";") if "=" in part)
    return {**found, "quality": Quality(quality)}


# ---- one function for each kind --------------------------------------------------------------


class Kinds:
    """One function for each kind of value: `normalize.name(…)`, which is `normalize("name", …)`."""

    name: Callable[..., Any]
    address: Callable[..., Any]
    phone: Callable[..., Any]
    date: Callable[..., Any]
    rrn: Callable[..., Any]
    brn: Callable[..., Any]
    crn: Callable[..., Any]
    sex: Callable[..., Any]
    text: Callable[..., Any]
    code: Callable[..., Any]
    juso: Callable[..., Any]
    pnu: Callable[..., Any]
    fuzzy: Callable[..., Any]

    def __init__(self, function: Callable[..., Any], doc: str,
                 make: Callable[[str], Callable[..., Any]]) -> None:
        self.__doc__ = doc
        self._function = function
        for kind in kinds():
            setattr(self, kind, make(kind))

    def __call__(self, kind: str, *values: Any, plan: PlanLike = None) -> Any:
        if kind not in kinds():
            raise _native.ArgumentError(unknown())
        return self._function(kind, *values, plan=plan)

    if not TYPE_CHECKING:  # so that type checkers find misspelt kinds
        def __getattr__(self, kind):
            raise AttributeError(unknown())


class ByKind:
    """The base of what hangs on a column of a frame: `column.dolbom.name()` is
    `column.dolbom.normalize("name")`."""

    def __init__(self, held: Any) -> None:
        self._held = held

    def __getattr__(self, kind: str) -> Any:
        if kind not in kinds():
            raise AttributeError(unknown())
        return lambda *, plan=None: self.normalize(kind, plan=plan)

    def __dir__(self) -> list[str]:
        return ["compare", "normalize", *kinds()]

    def normalize(self, kind: str, *, plan: PlanLike = None) -> Any:
        raise NotImplementedError


normalize = Kinds(normalize_any, """The canonical text of a value, None where there is none.

    >>> normalize.phone("+82 10-1234-5678")
    '01012345678'
    >>> normalize.name(["김 순자 어르신", "미상"])
    ['김순자', None]

    A list gives a list, a series of polars or pandas a series, an array of pyarrow an array, and
    any other Arrow stream a Table. `plan` has the as-of date by which two-digit years are read.
    """, lambda kind: _native.normalizer(kind, normalize_any))

compare = Kinds(compare_any, """How far two values agree: a Level, None where one is missing or invalid.

    >>> compare.name("최해숙", "최혜숙")
    Level('sound')
    >>> compare.name(["최해숙", None], ["최혜숙", "김순자"])
    [Level('sound'), None]

    Two series of polars give an Enum, two of pandas an ordered Categorical, two arrays of pyarrow
    the numbers of the levels.
    """, lambda kind: _native.comparer(kind, compare_any, level_list(kind)))

parts = Kinds(parts_any, """What a value consists of, as a dict, with its quality.

    >>> parts.name("김 순자 어르신")["given"]
    '순자'

    Of a list or a column a Table: value, quality (0 missing, 10 invalid, 20 repaired, 30 good) and
    the parts as one text, "surname=김;given=순자". docs/command.md lists the parts of each kind.
    """, lambda kind: functools.partial(parts_any, kind))
