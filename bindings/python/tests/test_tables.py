# SPDX-License-Identifier: Apache-2.0
"""Tables go in and come out whole, whatever holds them."""
import gc
import os
import subprocess
import sys
import textwrap

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import dolbom as db
from conftest import rows

COLUMNS = {"이름": ["김순자", None, "박영희", ""], "n": [1, None, 3, 4]}


def arrow(kind=pa.string()):
    return pa.table({"이름": pa.array(COLUMNS["이름"], kind), "n": pa.array(COLUMNS["n"])})


HOLDERS = {
    "dict": COLUMNS,
    "rows": [dict(zip(COLUMNS, row)) for row in zip(*COLUMNS.values())],
    "pyarrow": arrow(),
    "large": arrow(pa.large_string()),
    "view": arrow(pa.string_view()),
    "dictionary": arrow(pa.dictionary(pa.int8(), pa.string())),
    "chunks": pa.concat_tables([arrow()[:1], arrow()[1:1], arrow()[1:]]),
    "slice": pa.concat_tables([arrow(), arrow()])[4:],
    "reader": None,
    "polars": pl.DataFrame(COLUMNS),
    "lazy": pl.DataFrame(COLUMNS).lazy(),
    "pandas": pd.DataFrame(COLUMNS),
    "objects": pd.DataFrame({"이름": pd.Series(COLUMNS["이름"], dtype=object), "n": [1, None, 3, 4]}),
    "table": None,
}


def holder(name):
    if name == "reader":
        return pa.RecordBatchReader.from_batches(arrow().schema, arrow().to_batches(max_chunksize=1))
    return db.Table.of(COLUMNS) if name == "table" else HOLDERS[name]


@pytest.mark.parametrize("name", HOLDERS)
def test_round_trip(name):
    """In, and out through pyarrow, polars and pandas; empty text may be null in pandas."""
    table = db.Table.of(holder(name))
    texts = [None if text is None else str(text) for text in table["이름"]]
    assert texts == COLUMNS["이름"] and len(table) == 4 and table.columns == ["이름", "n"]
    numbers = [None if n is None or n != n else float(n) for n in table["n"]]
    assert numbers == [1, None, 3, 4]
    assert table.to_arrow()["이름"].to_pylist() == COLUMNS["이름"]
    assert table.to_polars()["이름"].to_list() == COLUMNS["이름"]
    assert [None if text != text else text for text in table.to_pandas()["이름"]] == COLUMNS["이름"]


def test_a_column_of_nulls():
    """polars gives one buffer for it."""
    for frame in (pl.DataFrame({"name": [None, None]}), pa.table({"name": pa.nulls(2)}),
                  pd.DataFrame({"name": [None, None]}), {"name": [None, None]}):
        assert db.parts.name(frame["name"]).to_dict() == {
            "value": [None, None], "quality": [0, 0], "parts": [None, None]}
        assert db.Table.of(frame)["name"] == [None, None]


def test_no_rows_and_no_columns():
    assert rows({"a": [], "b": []}) == [("a", "b")]
    assert len(db.Table.of([])) == 0 and db.Table.of([]).columns == []
    assert len(db.Table.of(pa.table({"a": pa.array([], pa.string())}))) == 0


@pytest.mark.skipif("DOLBOM_LONG" not in os.environ, reason="takes a minute and 10 GB")
def test_more_than_two_gigabytes_of_text():
    """Offsets of 32 bits would not do."""
    row, n = "가" + "x" * 147, 14_500_000
    values = pa.concat_arrays([pa.array([row] * 1000, pa.large_string())] * (n // 1000))
    assert values.nbytes > 2**31
    done = db.normalize.text(pa.chunked_array([values]))
    assert len(done) == n and done[0].as_py() == done[n - 1].as_py() == row
    del done, values
    built = db.Table.of({"x": [row] * n}).to_polars()["x"]
    assert len(built) == n and built[n - 1] == row


def test_two_relations_of_one_connection(people):
    connection = duckdb.connect()
    frame = pd.DataFrame(people)
    connection.register("people", frame)
    first, second = connection.sql("from people"), connection.sql("select * from people limit 2")
    given = {"persons": first, "services": connection.sql("select agency_id, 's1' as service_id, "
             "record_id, 'meal' as programme, '2026-01-01' as start_date, 'delivered' as status "
             "from people limit 1")}
    run = db.reconcile(given, as_of="2026-06-30")
    assert len(run.person_records) == 3 and len(db.Table.of(second)) == 2


def test_duckdb_reads_tables_by_name(people):
    persons = db.match(people)["person_records"]
    row = duckdb.connect().sql("select count(distinct person_id), count(*) from persons").fetchall()
    assert row == [(2, 3)] and persons.shape == (3, 5)


def test_tables_outlive_what_made_them():
    arrays = [db.Table.of(COLUMNS).to_arrow()["이름"] for _ in range(50)]
    gc.collect()
    assert all(array.to_pylist() == COLUMNS["이름"] for array in arrays)
    chunk = db.Table.of(COLUMNS).to_polars()["이름"].slice(2, 1)
    gc.collect()
    assert chunk.to_list() == ["박영희"]


def test_cells_of_python():
    """What people put into lists."""
    import datetime
    import decimal
    cells = [True, False, 3, 4.0, 4.5, float("nan"), None, decimal.Decimal("1.50"),
             datetime.date(2026, 1, 2), pd.Timestamp("2026-01-02"), pd.NaT, pd.NA, np.int64(7),
             np.float64(2.0), np.datetime64("2026-01-02"), "가"]
    assert db.Table.of({"x": cells})["x"] == [
        "1", "0", "3", "4", "4.5", None, None, "1.50", "2026-01-02", "2026-01-02T00:00:00", None, None,
        "7", "2", "2026-01-02", "가"]


@pytest.mark.parametrize("cell", [b"x", ["x"], {"x": 1}])
def test_cells_that_are_none(cell):
    with pytest.raises(TypeError, match="a cell cannot be"):
        db.Table.of({"x": [cell]})


def test_columns_of_different_lengths():
    with pytest.raises(ValueError, match="different numbers of values"):
        db.Table.of({"a": [1], "b": [1, 2]})


@pytest.mark.parametrize("data", [3, "people.csv", [1, 2], object()])
def test_what_is_no_table(data):
    with pytest.raises(TypeError):
        db.Table.of(data)


def test_a_stream_that_fails():
    def batches():
        yield arrow().to_batches()[0]
        raise RuntimeError("the disk is gone")
    reader = pa.RecordBatchReader.from_batches(arrow().schema, batches())
    with pytest.raises(db.FileError, match="the disk is gone"):
        db.Table.of(reader)


def test_wrong_column():
    with pytest.raises(db.ArgumentError, match="no column b; there are a"):
        db.Table.of({"a": [1]})["b"]


def test_csv(tmp_path, people):
    table, path = db.match(people)["person_records"], tmp_path / "persons.csv"
    table.to_csv(path)
    with pytest.raises(db.FileError, match="overwrite=True"):
        table.to_csv(path)
    table.to_csv(path, overwrite=True)
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "person_id,agency_id,record_id,probability,method" and len(lines) == 4
    assert [entry.name for entry in tmp_path.iterdir()] == ["persons.csv"]


def test_notebooks(people):
    html = db.Table.of(people | {"name": ["<b>", None, "x"]})._repr_html_()
    assert "&lt;b&gt;" in html and "3 rows" in html


def test_pandas_without_pyarrow():
    """In, out, and a column, where pyarrow cannot be imported."""
    program = textwrap.dedent("""
        import sys
        sys.modules["pyarrow"] = None
        import pandas as pd
        import dolbom as db
        frame = pd.DataFrame({"name": ["김 순자", None], "n": [1, 2]}, index=["x", "y"])
        table = db.Table.of(frame)
        assert table.to_dict() == {"name": ["김 순자", None], "n": ["1", "2"]}, table.to_dict()
        assert table.to_pandas()["name"].tolist()[0] == "김 순자"
        clean = db.normalize.name(frame["name"])
        assert clean.index.tolist() == ["x", "y"] and clean.iloc[0] == "김순자" and pd.isna(clean.iloc[1])
        assert frame["name"].dolbom.compare("name", frame["name"]).iloc[0] == "exact"
    """)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_dict_of_arrays():
    """Nulls of every library stay nulls."""
    for column in (pa.array(["x", None]), pl.Series(["x", None]), pd.Series(["x", None], dtype=object)):
        assert db.Table.of({"a": column})["a"] == ["x", None]


@pytest.mark.parametrize("values", [[1, 2], [1, "x"]])
def test_a_named_index_is_a_column(values):
    frame = pd.DataFrame({"a": values}, index=pd.Index(["x", "y"], name="record_id"))
    assert db.Table.of(frame)["record_id"] == ["x", "y"]


def test_months_of_pandas():
    frame = pd.DataFrame({"benefit_month": pd.PeriodIndex(["2026-06", None], freq="M")})
    assert db.Table.of(frame)["benefit_month"] == ["2026-06", None]


def test_columns_of_one_name():
    twice = pa.Table.from_arrays([pa.array([1])] * 2, names=["a", "a"])
    frame = pd.DataFrame([[1, "x"]], columns=["a", "a"])
    for data in (twice, frame):
        with pytest.raises(ValueError, match="a|Duplicate"):
            db.Table.of(data)


@pytest.mark.parametrize("data", [{"x": "abc"}, {"x": b"abc"}, {"x": {"a": 1}}, pl.Series(["a"])])
def test_what_is_no_column(data):
    with pytest.raises(TypeError):
        db.Table.of(data)


def test_an_index_outside_its_dictionary():
    wrong = pa.DictionaryArray.from_arrays(pa.array([0, 500_000_000], pa.int32()), pa.array(["A", "B"]),
                                           safe=False)
    with pytest.raises(ValueError, match="outside its dictionary"):
        db.Table.of(pa.table({"x": wrong}))["x"]


def test_csv_writes_what_it_can(tmp_path):
    for data in ({"x": ["y"]}, pa.table({"x": pa.array(["y"]).dictionary_encode()})):
        with pytest.raises(db.SchemaError, match="x: a column of this type"):
            db.Table.of(data).to_csv(tmp_path / "x.csv")
    assert not list(tmp_path.iterdir())
