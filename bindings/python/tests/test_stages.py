# SPDX-License-Identifier: Apache-2.0
"""Stages and whole runs."""
import copy
import json
import pickle
import re
import shutil
import sqlite3

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import dolbom as db
from conftest import rows


def test_link_and_group(people):
    cleaned, pairs = db.link(people, plan=db.Plan(theta_merge=.9))
    persons = db.group(cleaned, pairs)
    assert len(cleaned) == 3 and len(pairs) == 1 and pairs["probability"][0] > 0.99
    assert len(set(persons["person_id"])) == 2


def test_linking_compares_resident_numbers(people):
    """They stay in the process: `cleaned` has nothing of them, and pairs still know."""
    people |= {"rrn": ["450315-2000007", "450315-2000007", None], "phone": [None] * 3,
               "birth_date": [None] * 3}
    cleaned, pairs = db.link(people)
    assert [name for name in cleaned.columns if "rrn" in name] == ["rrn_quality"]
    assert pairs["level_rrn"] == ["exact"]
    assert db.group(cleaned, pairs)["person_id"] == db.match(people)["person_records"]["person_id"]


def test_a_run(found):
    assert found.as_of == "2026-06-30"
    assert not found.warnings and "not_run" not in found.rule_runs["state"]
    assert sum(found.counts().values()) == len(found.findings) > 50
    assert repr(found) == (f"<dolbom.Run as of 2026-06-30: {len(found.findings)} findings, "
                           f"{len(found.rejects)} rejects, {len(found.warnings)} warnings>")
    assert set(found.findings["kind"]) <= {"duplicate", "omission", "identity", "data"}
    with pytest.raises(AttributeError, match="no table 'finding'"):
        found.finding
    with pytest.raises(KeyError, match="finding: a run has the tables"):
        found["finding"]
    with pytest.raises(db.ArgumentError, match="the kinds are name"):
        db.levels("nmae")
    with pytest.raises(NotImplementedError):
        found.explain("543c723d")
    with pytest.raises(NotImplementedError):
        found.worklist(agency="foodbank")


def test_frames_give_what_files_give(example, found, source):
    frames = {name: table.to_polars() for name, table in example.items()}
    policy = {name: table.to_pandas() for name, table in db.read(source / "policy").items()}
    again = db.reconcile(frames, policy=policy, as_of="2026-06-30")
    for name in ("findings", "finding_rows", "pairs", "person_records", "person_summary"):
        assert rows(again.tables[name]) == rows(found.tables[name]), name


def test_rejects_of_frames_name_their_row(people):
    people["record_id"][1] = None
    run = db.reconcile({"persons": people}, as_of="2026-06-30")
    assert [(row["table"], row["file"], row["line"], row["column"]) for row in run.rejects] == [
        ("persons", None, 2, "record_id")]
    counts = run.table_counts.head()[0]
    assert counts["rows_in"] == 3 == counts["accepted"] + counts["rejected"] + counts["collapsed"]


def test_warnings(people):
    run = db.reconcile({"persons": people | {"adress": [None] * 3}, "person": {"x": [1]}},
                       as_of="2026-06-30")
    assert "persons.adress is read by nothing; did you mean address?" in run.warnings
    assert any(text.startswith("person is read by nothing") for text in run.warnings)


def test_rules_that_lack_a_table(people, source):
    """Told together; an empty list says that there are no such rows."""
    def judge(**more):
        return db.reconcile({"persons": people, **more}, policy=source / "policy", as_of="2026-06-30")
    told = [text for text in judge().warnings if text.startswith("not run: table missing: services: ")]
    assert len(told) == 1 and "D03, D04" in told[0]
    run = judge(services=[])
    assert "services came without rows" in run.warnings and "missing: services" not in str(run.warnings)
    assert any("STARTER_POLICY" in text for text in db.reconcile({"persons": people},
                                                                 as_of="2026-06-30").warnings)


def test_rows_that_link_leaves_out(people):
    people["record_id"] = ["1", "1", None]
    people["agency_id"] = ["city"] * 3
    with pytest.warns(UserWarning, match="rows rejected: 2 DUPLICATE_ID, 1 REQUIRED; the table rejects"):
        db.link(people)


def test_a_worklist_filled_in_is_decisions(example, found, source):
    filled = found["worklist"].to_pandas().head(1).assign(decision="confirmed", by="kim", at="2026-07-01")
    run = db.reconcile({**example, "decisions": filled}, policy=source / "policy", as_of="2026-07-15",
                       previous=found)
    assert not any("decisions" in text for text in run.warnings)
    state = dict(zip(run.findings["finding_id"], run.findings["last_decision"]))
    assert state.get(filled["finding_id"][0]) == "confirmed"


@pytest.mark.parametrize("name", ["out", "out.db"])
def test_where_an_earlier_run_was_written(example, found, source, tmp_path, name):
    """Its other tables are no news, and it is never judged from a later day."""
    found.write(tmp_path / name)
    def again(as_of):
        return db.reconcile(example, policy=source / "policy", as_of=as_of, previous=tmp_path / name)
    assert not any(name in text for text in again("2026-07-15").warnings)
    with pytest.raises(db.ArgumentError, match="later than as_of"):
        again("2026-06-01")


@pytest.mark.parametrize("agency, record", [("a\0z", "r1"), ("a", "r\0x"), ("a", "r" * 600)])
def test_ids_as_a_caller_may_have_them(agency, record, source, tmp_path):
    """With a NUL, which no file may hold, or longer than any: the case is there, and how its records compare."""
    people = {"agency_id": [agency, "b"], "record_id": [record, "r2"], "name": ["김영희"] * 2,
              "birth_date": ["1950-01-02"] * 2, "phone": ["010-1234-5678"] * 2}
    services = {"agency_id": [agency, "b"], "service_id": ["s1", "s2"], "record_id": [record, "r2"],
                "programme": ["lunch"] * 2, "service_class": ["3101"] * 2, "start_date": ["2026-05-01"] * 2,
                "end_date": ["2026-06-20"] * 2, "status": ["delivered"] * 2}
    run = db.reconcile({"persons": people, "services": services}, policy=source / "policy", as_of="2026-06-30")
    run.report(tmp_path / "out.html")
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    data = json.loads(re.search('id="data">(.*?)</script>', page, re.DOTALL)[1])
    (case,) = [case for case in data["cases"] if case["rule"] == "D03"]
    assert len(case["rows"]) == 2 and len(case["links"]) == 1 == len(data["links"])


def test_report_and_write(found, tmp_path):
    found.report(tmp_path / "out.html")
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert page.startswith("<!") and "중복" in page
    with pytest.raises(db.FileError, match="overwrite=True"):
        found.report(tmp_path / "out.html")
    found.write(tmp_path / "out")
    found.write(tmp_path / "out")
    assert (tmp_path / "out/findings.csv").exists() and (tmp_path / "out/run.json").exists()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/findings.csv").write_text("mine")
    with pytest.raises(db.FileError, match="name another place"):
        found.write(tmp_path / "mine")
    assert (tmp_path / "mine/findings.csv").read_text() == "mine"
    found.write(tmp_path / "out.db")
    with sqlite3.connect(tmp_path / "out.db") as database:
        assert database.execute("select count(*) from findings").fetchone() == (len(found.findings),)


def test_notebooks(found, example):
    assert "D01" in found._repr_html_() and "persons" in repr(example)


@pytest.mark.parametrize("given, why", [
    ({"persons": {"record_id": ["1"]}}, "agency_id.*required"), ({}, "persons")])
def test_what_lacks_something(given, why):
    with pytest.raises(db.SchemaError, match=why):
        db.reconcile(given, as_of="2026-06-30")


def test_as_of_is_needed(people):
    with pytest.raises(db.ArgumentError, match="as_of is needed"):
        db.reconcile({"persons": people})


def test_an_earlier_run(found, example, source, tmp_path):
    def again(previous, as_of="2026-07-15", data=example):
        return db.reconcile(data, policy=source / "policy", as_of=as_of, previous=previous)

    assert "finding_changes" not in found.tables
    changes = again(found).finding_changes
    assert {"new", "still_open"} <= set(changes["change"]), set(changes["change"])
    assert set(again(found, "2026-06-30").finding_changes["change"]) == {"still_open"}
    for place in (tmp_path / "out", tmp_path / "out.db"):
        found.write(place)
        assert list(again(place).finding_changes) == list(changes), place
    tables = {name: found[name] for name in ("findings", "finding_rows")}
    assert list(again(tables).finding_changes) == list(changes)
    with pytest.raises(db.FileError):
        again(tmp_path / "out").write(tmp_path / "out")
    with pytest.raises(db.ArgumentError, match="later than as_of"):
        again(tmp_path / "out", "2026-06-29")
    for wrong in ({"findings": tables["findings"]}, source / "policy"):
        with pytest.raises(db.ArgumentError, match="previous"):
            again(wrong)
    data = db.read(source / "examples/namyangju", tmp_path / "out")  # results among the records say nothing
    assert "finding_changes" not in again(None, data=data).tables


def test_errors_name_file_and_line(people, tmp_path):
    (tmp_path / "rules.csv").write_text("rule,param,value\nD01,enabled,1\nD03,tau_dayz,3\n")
    with pytest.raises(db.Error) as caught:
        db.reconcile({"persons": people}, policy=tmp_path, as_of="2026-06-30")
    assert caught.value.table == "rules" and caught.value.path == str(tmp_path / "rules.csv")
    assert "rules.csv, line 3" in str(caught.value)


def test_errors_name_the_table(people):
    del people["agency_id"]
    with pytest.raises(db.SchemaError, match="lacks this required column") as caught:
        db.link(people)
    assert (caught.value.table, caught.value.column) == ("persons", "agency_id")
    with pytest.raises(db.SchemaError, match="persons is missing; given are person$") as caught:
        db.reconcile({"person": people}, as_of="2026-06-30")
    assert caught.value.table == "persons"


def test_plans():
    plan = db.Plan(theta_merge=.9, as_of="2026-06-30")
    assert plan.get("group.theta_merge") == "0.9" and plan.get("as_of") == "2026-06-30"
    assert plan == db.Plan(str(plan)) and hash(plan) == hash(db.Plan(str(plan)))
    assert plan != db.Plan() and db.Plan({"group": {"theta_merge": 0.9}}).get("group.theta_merge") == "0.9"
    assert db.Plan(base=plan).get("group.theta_merge") == "0.9"
    with pytest.raises(db.PlanError) as caught:
        db.Plan("prior: 0.5\nthet: 1\n")
    assert caught.value.row == 1 and caught.value.column == "thet"
    with pytest.raises(db.ArgumentError, match="did you mean group.theta_merge"):
        plan.get("theta_merge")
    with pytest.raises(db.PlanError):
        db.Plan(thet_merge=.9)


def test_schema():
    assert db.schema("persons")["name"][0] == "agency_id"
    assert db.tables()["findings"] == "result"
    with pytest.raises(db.SchemaError, match="did you mean persons"):
        db.schema("person")


def test_reading(source, tmp_path):
    with pytest.raises(db.FileError, match="No such file"):
        db.read("/nowhere/at/all")
    with pytest.raises(db.ArgumentError, match="utf-8, windows-949"):
        db.read(tmp_path, encoding="latin1")
    (tmp_path / "persons.csv").write_bytes("agency_id,record_id,name\nA,1,김순자\nA,2\nA,3,박영희\n".encode("cp949"))
    (tmp_path / "persons.txt").write_text("x")
    data = db.read(tmp_path)
    assert data["persons"]["name"] == ["김순자", "박영희"]
    run = db.reconcile(data, as_of="2026-06-30")
    assert [(row["file"], row["line"], row["reason"]) for row in run.rejects] == [
        ("persons.csv", 3, "COLUMNS")]
    for encoding in ("utf-8", "windows-949", "cp949", "EUC-KR", "utf-16le", "UTF_16BE"):
        (tmp_path / "persons.csv").write_bytes("agency_id,record_id,name\nA,1,김순자\n".encode(
            encoding.replace("windows-949", "cp949")))
        assert db.read(tmp_path, encoding=encoding)["persons"]["name"] == ["김순자"], encoding
    (tmp_path / "persons.csv").write_bytes(b"agency_id,record_id,name\nA,1,\xff\xfe\xff\n")
    with pytest.raises(db.InputError) as caught:
        db.read(tmp_path)
    assert caught.value.path == str(tmp_path / "persons.csv")
    with pytest.raises(db.InputError):
        db.read(tmp_path, encoding="utf-8")
    assert db.read(tmp_path, encoding="utf-8", invalid="reject")["persons"]["name"] == []


def test_reading_a_workbook(source):
    """With titles, totals and a sheet that is no table, as openpyxl wrote it."""
    data = db.read(source / "tests/tools/books/openpyxl.xlsx")
    assert list(data) == ["persons"]
    assert list(zip(data["persons"]["agency_id"], data["persons"]["record_id"])) == [
        ("A", "1"), ("B", "2"), ("B", "3")]


def test_memory_limit(example):
    with pytest.raises(db.OutOfMemoryError):
        db.reconcile(example, as_of="2026-06-30", plan=db.Plan(memory=100_000))


def test_polars_all_null_column(people):
    frame = pl.DataFrame(people).with_columns(pl.lit(None).alias("address"))
    assert len(db.match(frame)["person_records"]) == 3


def test_frames_among_files(example, found, source):
    """A table may be replaced; the others keep their files, and the rows that could not be read."""
    mixed = {**example, "services": example["services"].to_pandas()}
    run = db.reconcile(mixed, policy=source / "policy", as_of="2026-06-30")
    of_persons = [row for row in found.rejects if row["table"] == "persons"]
    assert [row for row in run.rejects if row["table"] == "persons"] == of_persons
    assert run.table_counts["table"][1] == found.table_counts["table"][1] == "persons"
    assert run.table_counts["rows_in"][1] == found.table_counts["rows_in"][1] > 3000


def test_too_many_rejects_are_told(people, example):
    bad = example["services"].to_pandas().assign(start_date="nonsense")
    run = db.reconcile({**example, "services": bad}, as_of="2026-06-30")
    assert (f"services: {len(bad):,} of {len(bad):,} rows are rejected, so the results are incomplete"
            in run.warnings)
    run = db.reconcile({"persons": people, "services": example["services"].to_pandas().head(0)},
                       as_of="2026-06-30")
    assert "services came without rows" in run.warnings


@pytest.mark.parametrize("form", [dict, db.Table.of, pl.DataFrame, lambda d: pl.DataFrame(d).lazy(),
                                  pd.DataFrame, pa.table, lambda d: pa.table(d).to_reader(),
                                  lambda d: duckdb.from_arrow(pa.table(d))])
def test_columns_that_the_plan_names_in_vain(people, form):
    """Told of every form of table, and of none that has the column."""
    plan = "columns: {persons: {sex: 성별, name: name}}"
    run = db.reconcile({"persons": form(people)}, plan=plan, as_of="2026-06-30")
    assert [text for text in run.warnings if "which the plan says" in text] == [
        "persons has no column 성별, which the plan says is sex"]


def test_a_table_given_twice(people):
    with pytest.raises(db.ArgumentError, match="rules is in data and in policy"):
        db.reconcile({"persons": people, "rules": {}}, policy={"rules": {}}, as_of="2026-06-30")


def test_linking_warns_of_what_it_leaves_out(people):
    people["record_id"][1] = None
    with pytest.warns(UserWarning, match="rows rejected: 1 REQUIRED; .* persons.x is read by nothing"):
        db.link(people | {"x": [1, 2, 3]})
    with pytest.warns(UserWarning, match="rows rejected: 1 REQUIRED"):
        db.clean(people)


def test_nothing_is_written_where_it_was_read(source, tmp_path):
    shutil.copytree(source / "examples/namyangju", tmp_path / "in")
    run = db.reconcile(tmp_path / "in", as_of="2026-06-30")
    with pytest.raises(db.FileError, match="read by this run"):
        run.write(tmp_path / "in")
    assert not (tmp_path / "in/findings.csv").exists()
    shutil.rmtree(tmp_path / "in")
    run.write(tmp_path / "out")
    assert (tmp_path / "out/findings.csv").exists()


def test_plans_keep_their_limits(example):
    plan = pickle.loads(pickle.dumps(db.Plan(memory=100_000, threads=1, as_of="2026-06-30")))
    with pytest.raises(db.OutOfMemoryError):
        db.reconcile(example, plan=copy.deepcopy(plan))
    for wrong in ({"threads": -1}, {"memory": -1}, {"threads": 2**31}):
        with pytest.raises(db.ArgumentError, match="threads and memory"):
            db.Plan(**wrong)


def test_plans_of_other_kinds(tmp_path):
    import datetime
    (tmp_path / "plan.yaml").write_text("prior: 0.5\n")
    assert db.Plan.read(tmp_path / "plan.yaml").get("prior") == "0.5"
    assert db.Plan(as_of=datetime.datetime(2026, 6, 30, 12)).get("as_of") == "2026-06-30"
    with pytest.raises(db.ArgumentError, match="no level exat of name"):
        db.Plan().weight("name", "exat")
