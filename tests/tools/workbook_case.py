# SPDX-License-Identifier: Apache-2.0
"""A workbook in a test's folder, and what a run makes of it."""
import os
import shutil

import command_case
import workbooks as w
from command_case import Run, check

HEADER = ["agency_id", "record_id", "name", "birth_date", "phone"]
GOOD = [HEADER, ["A", "CANARY1", "카나리아", "1990-01-01", "010-1234-5678"],
        ["B", "CANARY2", "카나리아", "1990-01-01", "010-1234-5678"]]


def table(run, name):
    return command_case.table(run.folder, name, run.out)


def link(folder, *options):
    shutil.rmtree(folder + "/out", ignore_errors=True)
    return Run(folder, "link", "--in", folder + "/in", "--lang", "en", *options)


def put(folder, sheets, parts=(), name="복지관.xlsx", **about):
    path = f"{folder}/in/{name}"
    os.makedirs(os.path.dirname(path), exist_ok=True)
    return w.write_workbook(path, sheets, parts, **about)


def places(run):
    return [(r["table"], r["file"], r["line"], r["column"], r["reason"]) for r in table(run, "rejects")]


def n_persons(run):
    check(run, 0)
    assert not table(run, "rejects"), table(run, "rejects")
    return len({r["person_id"] for r in table(run, "person_records")})


def sheet_of(data):
    return {"persons": f"<worksheet {w.MAIN}><sheetData>{data}</sheetData></worksheet>"}
