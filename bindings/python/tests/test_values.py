# SPDX-License-Identifier: Apache-2.0
"""Values: one, lists and columns give the same."""
import math

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dolbom as db

NAMES = ["김 순자 어르신", None, "미상", "유영자", "", "NGUYEN THI LAN", "김*자"]
CLEAN = ["김순자", None, None, "유영자", None, "NGUYEN THI LAN", "김?자"]
anything = st.one_of(st.none(), st.text(max_size=40), st.integers(), st.floats(), st.dates())


def test_one_value():
    assert [db.normalize.name(name) for name in NAMES] == CLEAN
    assert db.normalize("name", "김 순자 어르신") == "김순자"
    assert db.normalize.date(450315, plan=db.Plan(as_of="2026-06-30")) == "1945-03-15"


@pytest.mark.parametrize("column", [
    list, pl.Series, pd.Series, pa.array, lambda names: pa.chunked_array([names[:2], names[2:]]),
    lambda names: pa.array(names, pa.large_string()), lambda names: pa.array(names).dictionary_encode(),
    lambda names: pa.array(["x", *names])[1:], lambda names: pd.Series(names, dtype="category"),
    lambda names: pl.Series(names, dtype=pl.Categorical), tuple])
def test_columns(column):
    """A column gives what its values give one by one, and is what it was."""
    values = column(NAMES)
    done = db.normalize.name(values)
    found = done.to_pylist() if isinstance(done, pa.ChunkedArray) else list(done)
    assert [None if text is None or text != text else text for text in found] == CLEAN
    if isinstance(values, (pl.Series, pd.Series)):
        assert type(done) is type(values) and done.name == values.name


def test_a_series_keeps_its_index():
    series = pd.Series(["김 순자"], index=["row 7"], name="성명")
    assert db.normalize.name(series).loc["row 7"] == "김순자"


@settings(max_examples=200, deadline=None)
@given(st.lists(anything, max_size=30))
def test_lists_are_their_values(values):
    assert db.normalize.date(values) == [db.normalize.date(value) for value in values]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_what_is_normal_stays(text):
    once = db.normalize.name(text)
    assert once is None or db.normalize.name(once) == once


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30))
def test_compare_has_two_sides(left, right):
    level = db.compare.name(left, right)
    assert level == db.compare.name(right, left)
    assert db.compare.name([left], [right]) == [level]


def test_levels():
    level = db.compare.name("유영자", "류 영자")
    assert repr(level) == "Level('folded')" and str(level) == "folded"
    assert "sound" < level < db.compare.name("김순자", "김순자") and level == "folded"
    assert math.isclose(level.weight, math.log2(0.015 / 0.0002))
    assert db.compare.name("미상", "김순자") is None
    assert [str(each) for each in db.levels("phone")] == ["other", "masked", "digit", "exact"]
    with pytest.raises(TypeError, match="no level of kind name; its levels are other, masked"):
        level < "unit"
    assert {level: 1}[db.compare.name("유영자", "류 영자")] == 1


def test_levels_of_columns():
    left, right = ["유영자", None, "김순자"], ["류 영자", "김순자", "박영희"]
    names = [None if level is None else str(level) for level in db.compare.name(left, right)]
    assert names == ["folded", None, "other"]
    assert db.compare.name(pl.Series(left), pl.Series(right)).to_list() == names
    ordered = db.compare.name(pd.Series(left), pd.Series(right))
    assert ordered.cat.ordered and (ordered > "given").tolist() == [True, False, False]
    assert db.compare.name(pa.array(left), pa.array(right)).to_pylist() == [80, None, 0]


def test_parts():
    assert db.parts.name("김 순자 어르신")["given"] == "순자"
    assert db.parts.name("김 순자 어르신")["quality"] == 20
    assert repr(db.parts.name("미상")["quality"]) == "Quality('missing')"
    assert db.parts.name(NAMES)["quality"] == [20, 0, 0, 30, 0, 30, 20]


def test_polars_expressions():
    frame = pl.DataFrame({"성명": NAMES, "other": ["김순자"] * len(NAMES)})
    done = frame.with_columns(pl.col("성명").dolbom.name().alias("clean"),
                              pl.col("성명").dolbom.compare("name", "other").alias("level"))
    assert done["clean"].to_list() == CLEAN
    assert done["level"].to_list()[0] == "exact" and done.lazy().collect().equals(done)
    with pytest.raises(AttributeError, match="no such kind"):
        pl.col("성명").dolbom.nam()


def test_pandas_accessor():
    series = pd.Series(NAMES)
    assert series.dolbom.name().tolist()[0] == "김순자"
    assert series.dolbom.compare("name", series).tolist()[0] == "exact"


def test_duckdb_functions():
    duckdb = pytest.importorskip("duckdb")
    from dolbom.duckdb import register
    connection = duckdb.connect()
    register(connection)
    row = "dolbom_name('김 순자'), dolbom_name(NULL), dolbom_compare_name('유영자', '류 영자')"
    assert connection.sql(f"select {row}").fetchall()[0] == ("김순자", None, "folded")


@pytest.mark.parametrize("call", [lambda: db.normalize.nam("x"), lambda: db.normalize("nam", "x"),
                                  lambda: db.parts("nam", "x")])
def test_unknown_kinds(call):
    with pytest.raises((AttributeError, db.ArgumentError), match="no such kind; the kinds are name, address"):
        call()


def test_messages_quote_no_value():
    """Who exchanges kind and value has given a person's name for a kind."""
    for call in (lambda: db.normalize("김순자", "name"), lambda: db.compare.name("김순자", "김순자") < "김순자"):
        with pytest.raises((db.ArgumentError, TypeError)) as caught:
            call()
        assert "김순자" not in str(caught.value)


def test_types_know_every_kind():
    assert list(type(db.normalize).__annotations__) == db.kinds()


def test_what_is_no_value():
    with pytest.raises(TypeError):
        db.normalize.name([b"bytes"])
    with pytest.raises(TypeError):
        db.normalize.name()


def test_one_value_against_many():
    names = ["김순자", None, "박영희"]
    expected = ["exact", None, "other"]
    assert [level and str(level) for level in db.compare.name("김순자", names)] == expected
    assert db.compare.name(pl.Series(names), "김순자").to_list() == expected
    assert db.compare.name(pa.array(names), "김순자").to_pylist() == [90, None, 0]
    frame = pl.DataFrame({"a": names})
    assert frame.select(pl.col("a").dolbom.compare("name", pl.lit("김순자")))["a"].to_list() == expected
    with pytest.raises(db.ArgumentError, match="different indexes"):
        db.compare.name(pd.Series(names), pd.Series(names, index=[2, 1, 0]))


@pytest.mark.parametrize("values", [b"abc", {"a": "x"}, pd.DataFrame({"a": ["x"]})])
def test_what_is_no_column(values):
    with pytest.raises(TypeError):
        db.normalize.name(values)


def test_single_values_of_other_libraries():
    import numpy as np
    assert db.normalize.phone(np.int64(1012345678)) == db.normalize.phone("1012345678")
    assert db.normalize.name(pd.NA) is None and db.normalize.name(float("nan")) is None


def test_nulls_of_pandas_stay_nulls():
    done = db.normalize.name(pd.Series(["김순자", None, "미상"]))
    assert done.isna().tolist() == [False, True, True]


def test_a_level_is_its_name_in_sets():
    assert db.compare.name("김순자", "김순자") in {"exact"}


def test_help_has_a_signature():
    import inspect
    assert list(inspect.signature(db.normalize.name).parameters) == ["values", "plan"]
    assert list(inspect.signature(db.compare.name).parameters) == ["left", "right", "plan"]
