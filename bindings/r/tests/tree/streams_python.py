#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Arrow streams between R and the Python package, in one process: the same tables on either side.

usage: streams_python.py R_LIBRARY    (R_LIBRARY: the folder that the R package is installed in)

What one of them holds goes to the other by the address of a stream and is compared cell by cell; what
one of them made is the other's input. Neither package knows of the other. The last line is
`N passed, N failed`.
"""
import ctypes
import os
import sys

import dolbom as db

from streams import MANY, PEOPLE, main, r, texts

TREE = os.path.abspath(os.path.join(os.path.dirname(__file__), *[".."] * 4))
AS_OF = "2026-06-30"
STREAM = b"arrow_array_stream"

capsule_pointer = ctypes.pythonapi.PyCapsule_GetPointer
capsule_pointer.restype, capsule_pointer.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
new_capsule = ctypes.pythonapi.PyCapsule_New
new_capsule.restype, new_capsule.argtypes = ctypes.py_object, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]


class Stream(ctypes.Structure):
    """struct ArrowArrayStream."""
    _fields_ = [(name, ctypes.c_void_p)
                for name in ("get_schema", "get_next", "get_last_error", "release", "private_data")]


class FromR:
    """A stream that R holds, as Python's packages want it: they take what the capsule points to."""

    def __init__(self, code):
        r(f"given <- dolbom_stream({code})")
        self.address = int(texts("dolbom_stream_address(given)")[0])

    def __arrow_c_stream__(self, requested_schema=None):
        return new_capsule(self.address, STREAM, None)


def to_r(data, name):
    """Moves the stream of a Python object into a new one of R."""
    r(f"{name} <- dolbom_stream()")
    capsule = data.__arrow_c_stream__()
    ours = Stream.from_address(capsule_pointer(capsule, STREAM))
    ctypes.memmove(int(texts(f"dolbom_stream_address({name})")[0]), ctypes.addressof(ours), ctypes.sizeof(ours))
    ours.release = None


def cells(table):
    """{column: values}; digests are texts in R."""
    return {name: [value.hex() if isinstance(value, bytes) else value for value in values]
            for name, values in db.Table.of(table).to_dict().items()}


def must_equal(ours, theirs, what):
    assert list(ours) == list(theirs), (what, list(ours), list(theirs))
    for name in ours:
        assert ours[name] == theirs[name], f"{what}: the column {name} differs"


def in_order(columns):
    return dict(zip(columns, zip(*sorted(zip(*columns.values())))))


def must_be_run(tables, run):
    """R's result `run` has the tables of Python's, cell by cell; R counts rows from 1."""
    assert set(tables) <= set(texts(f"names({run})")), (list(tables), texts(f"names({run})"))
    for name, table in tables.items():
        ours, theirs = cells(table), cells(FromR(f"{run}${name}"))
        if name == "rejects":
            ours["row"] = [row + 1 for row in ours["row"]]
        if name == "table_counts":  # in the order in which tables were given
            ours, theirs = in_order(ours), in_order(theirs)
        must_equal(ours, theirs, name)


def example():
    """The example's tables, without the files they were read from."""
    read = db.read(os.path.join(TREE, "examples", "namyangju"))
    return {name: db.Table.of(table) for name, table in read.items()}


def test_every_table_of_the_example_is_the_same_run_in_r():
    data = example()
    run = db.reconcile(data, policy=os.path.join(TREE, "policy"), as_of=AS_OF)
    assert len(run.findings) > 5 and len(run.tables) > 10
    for name, table in data.items():
        to_r(table, name)
    given = ", ".join(f"{name} = {name}" for name in data)
    r(f"run <- dolbom_reconcile(list({given}), policy = '{TREE}/policy', as_of = '{AS_OF}')")
    found = dict(run.tables)
    found.pop("rejects")  # Python's name files and lines here; those of a stage are compared below
    must_be_run(found, "run")


def test_results_of_python_are_input_of_r():
    cleaned, pairs = db.link(PEOPLE)
    persons = db.group(cleaned, pairs)
    to_r(cleaned, "cleaned")
    to_r(pairs, "pairs_of_python")
    r("grouped <- dolbom_group(cleaned, pairs_of_python)")
    must_be_run({"person_records": persons}, "grouped")
    assert len(pairs) > 0


def test_results_of_r_are_input_of_python():
    people = example()["persons"]
    to_r(people, "people")
    r("linked <- dolbom_link(people)")
    to_r(people, "people")
    r("cleaned <- dolbom_clean(people)")
    must_be_run(db.match(people), "linked")
    must_equal(cells(db.group(*db.link(people))),
               cells(db.group(FromR("cleaned$cleaned"), FromR("pairs(linked)"))), "person_records")


def test_columns_of_python_are_values_in_r_and_back():
    names = ["김 순자 어르신", None, "Nguyen, Thi Lan", "미상", ""] * (MANY // 5)
    to_r(db.Table.of({"성명": names}), "column")
    given = cells(FromR('dolbom_normalize(column, "name")'))
    assert given["value"] == db.normalize.name(names)
    assert given["value"][:3] == ["김순자", None, "NGUYEN THI LAN"]


def test_frames_of_r_are_people_in_python():
    columns = ", ".join(f"{name} = c({', '.join('NA' if v is None else repr(v) for v in values)})"
                        for name, values in PEOPLE.items())
    r(f"frame <- data.frame({columns})")
    r("own <- dolbom_link(frame)")
    must_be_run(db.match(FromR("frame")), "own")
    r("frame$name <- factor(frame$name); frame$birth_date <- as.Date(frame$birth_date)")
    must_be_run(db.match(FromR("frame")), "own")


def test_what_python_lends_outlives_its_table():
    table = db.match(PEOPLE)["person_records"]
    expected = cells(table)
    to_r(table, "lent")
    del table
    r("gc()")
    must_equal(expected, cells(FromR("lent")), "person_records")


def test_a_stream_is_taken_once():
    to_r(db.Table.of(PEOPLE), "once")
    r("dolbom_link(once)")
    assert texts("class(tryCatch(dolbom_link(once), error = identity))")[0] == "dolbom_error_argument"
    frame = FromR("data.frame(a = 1)")
    db.Table.of(frame)
    try:
        db.Table.of(frame)
    except ValueError as error:
        assert "read already" in str(error)
    else:
        raise AssertionError("a stream was read twice")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], globals()))
