#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Arrow streams between R and pyarrow, in one process.

usage: streams.py R_LIBRARY    (R_LIBRARY: the folder that dolbom is installed in)

R is embedded by rpy2. What R exports, pyarrow reads and judges; what pyarrow exports, in every layout
that it has for a column, gives what the data.frame gives. The last line is `N passed, N failed`.
"""
import datetime
import os
import sys
import traceback

import pyarrow as pa
import rpy2.rinterface as ri

MANY = 20000  # more than two batches of ours


def r(code):
    """The value of R code; errors are R's own."""
    result = ri.baseenv["NULL"] if "NULL" in ri.baseenv else None
    for expression in ri.baseenv["parse"](text=ri.StrSexpVector([code])):
        result = ri.baseenv["eval"](expression, ri.globalenv)
    return result


def texts(code):
    return [None if value is ri.NA_Character else value for value in r(code)]


def from_r(code):
    """A data.frame of R as a pyarrow table."""
    r(f"stream <- dolbom_stream({code})")
    return pa.RecordBatchReader._import_from_c(int(r("dolbom_stream_address(stream)")[0])).read_all()


def to_r(table):
    """A pyarrow table as R's `stream`."""
    reader = table if isinstance(table, pa.RecordBatchReader) else table.to_reader()
    r("stream <- dolbom_stream()")
    reader._export_to_c(int(r("dolbom_stream_address(stream)")[0]))


# ---- from R ------------------------------------------------------------------------------------------

def check_column(code, arrow_type, values):
    table = from_r(f"data.frame(x = {code}, stringsAsFactors = FALSE)")
    assert table.schema.field("x").type == arrow_type, table.schema
    assert table.column("x").to_pylist() == values, table.column("x").to_pylist()
    table.validate(full=True)


def test_types_of_r():
    check_column('c("김순자", NA, "", "a")', pa.large_string(), ["김순자", None, "", "a"])
    check_column("c(1L, NA, -5L)", pa.int32(), [1, None, -5])
    check_column("c(1, NA, NaN, 9007199254740992)", pa.int64(), [1, None, None, 2**53])
    check_column("c(1.5, NA, 2)", pa.float64(), [1.5, None, 2.0])
    check_column("c(TRUE, NA, FALSE)", pa.int8(), [1, None, 0])
    check_column('as.Date(c("2024-02-29", NA))', pa.date32(), [datetime.date(2024, 2, 29), None])
    check_column('structure(c(19782L, NA), class = "Date")', pa.date32(), [datetime.date(2024, 2, 29), None])
    check_column('bit64::as.integer64(c("9223372036854775807", NA))', pa.int64(), [2**63 - 1, None])
    check_column('as.POSIXct(c("2024-02-29 13:14:15", NA), tz = "Asia/Seoul")', pa.large_string(),
                 ["2024-02-29 13:14:15", None])


def test_factors_of_r():
    table = from_r('data.frame(x = factor(c("나", "가", NA, "나")))')
    assert table.schema.field("x").type == pa.dictionary(pa.int32(), pa.large_string())
    assert table.column("x").to_pylist() == ["나", "가", None, "나"]
    assert from_r('data.frame(x = factor(character()))').num_rows == 0


def test_names_and_lengths_of_r():
    table = from_r(f'data.frame("성명 " = sprintf("%d", 1:{MANY}), n = 1:{MANY}, check.names = FALSE)')
    assert table.column_names == ["성명 ", "n"]
    assert table.column("n").to_pylist() == list(range(1, MANY + 1))
    assert table.column("성명 ").to_pylist() == [str(i) for i in range(1, MANY + 1)]
    assert table.column("n").num_chunks == 3
    assert from_r("data.frame(a = character(), b = integer())").column_names == ["a", "b"]
    assert from_r("data.frame(a = rep(NA_character_, 3))").column("a").null_count == 3


def test_results_of_r():
    to_r(pa.table({"x": ["김 순자 어르신", None]}))
    r('given <- dolbom_normalize(stream, "name")')
    table = pa.RecordBatchReader._import_from_c(int(r("dolbom_stream_address(given)")[0])).read_all()
    assert table.column("value").to_pylist() == ["김순자", None]
    assert table.column("quality").to_pylist() == [20, 0]


def test_an_unread_stream_of_r_outlives_its_table():
    r('x <- data.frame(a = sprintf("%d", 1:9000)); stream <- dolbom_stream(x)')
    reader = pa.RecordBatchReader._import_from_c(int(r("dolbom_stream_address(stream)")[0]))
    r("rm(x, stream); gc()")
    assert reader.read_all().num_rows == 9000


# ---- into R ------------------------------------------------------------------------------------------

PEOPLE = {
    "agency_id": ["east", "east", "west", "west"],
    "record_id": ["1", "2", "7", "8"],
    "name": ["김순자", "이철수", "김 순자", None],
    "birth_date": ["1945-03-15", "1950-01-01", "1945-03-15", None],
    "phone": ["010-0123-4567", None, "01001234567", None],
}


def linked(table):
    to_r(table)
    r("linked <- dolbom_link(stream)")
    return texts("unlist(lapply(c(pairs(linked), persons(linked)), as.character))")


def people():
    return pa.table({name: pa.array(values, pa.string()) for name, values in PEOPLE.items()})


def test_layouts_into_r():
    expected = linked(people())
    assert len(expected) > 20
    plain = people()
    layouts = {
        "large": [pa.array(v, pa.large_string()) for v in PEOPLE.values()],
        "views": [pa.array(v, pa.string_view()) for v in PEOPLE.values()],
        "bytes": [pa.array([x and x.encode() for x in v], pa.binary()) for v in PEOPLE.values()],
        "dictionaries": [pa.array(v).dictionary_encode() for v in PEOPLE.values()],
        "slices": [pa.array(["x"] + v + ["y"]).slice(1, 4) for v in PEOPLE.values()],
        "chunks": [pa.chunked_array([pa.array(v[:1]), pa.array([], pa.string()), pa.array(v[1:])])
                   for v in PEOPLE.values()],
    }
    for name, columns in layouts.items():
        assert linked(pa.table(columns, names=plain.column_names)) == expected, name
    batches = plain.to_batches(max_chunksize=1)
    empty = pa.RecordBatch.from_pylist([], schema=plain.schema)
    reader = pa.RecordBatchReader.from_batches(plain.schema, [empty, *batches, empty])
    assert linked(reader) == expected, "empty batches"
    nulls = plain.append_column("address", pa.nulls(4))
    assert linked(nulls) == linked(plain.append_column("address", pa.nulls(4, pa.string()))), "all null"
    dated = plain.set_column(3, "birth_date", plain.column("birth_date").cast(pa.date32()))
    assert linked(dated) == expected, "days"


def test_streams_of_r_and_of_others_are_the_same():
    to_r(people())
    r("other <- dolbom_link(stream)")
    columns = ", ".join(f"{name} = c({', '.join('NA' if v is None else repr(v) for v in values)})"
                        for name, values in PEOPLE.items())
    r(f"own <- dolbom_link(data.frame({columns}))")
    assert r("identical(own, other)")[0]


def test_a_failing_stream_is_an_error():
    def batches():
        yield people().to_batches()[0]
        raise ValueError("the source broke")

    to_r(pa.RecordBatchReader.from_batches(people().schema, batches()))
    assert texts("class(tryCatch(dolbom_link(stream), error = identity))")[0] == "dolbom_error_io"


def test_a_type_that_nobody_reads_is_named():
    to_r(people().append_column("address", pa.array([[1], [2], [3], [4]])))
    r("failed <- tryCatch(dolbom_link(stream), error = identity)")
    assert texts("c(class(failed)[[1L]], failed$table, failed$column)") == [
        "dolbom_error_schema", "persons", "address"]


def main(library, names):
    """Runs the functions among `names` that are tests; the exit code."""
    ri.initr()
    r(f".libPaths(c({os.path.abspath(library)!r}, .libPaths())); library(dolbom)")
    failed = 0
    tests = [(name, test) for name, test in names.items() if name.startswith("test_")]
    for name, test in tests:
        try:
            test()
        except Exception:  # whatever it is, the test has failed
            failed += 1
            print("FAILED", name)
            traceback.print_exc(file=sys.stdout)
    print(f"{len(tests) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], globals()))
