# SPDX-License-Identifier: Apache-2.0
"""Before paying, before applying, and before a policy is used."""
import datetime
import subprocess
import sys

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import dolbom as db
from conftest import rows

PLANNED = {"agency_id": "food-bank", "record_id": "P0000444", "programme": "food_box",
           "start_date": datetime.date(2026, 7, 1)}


@pytest.fixture
def policy(source):
    return source / "policy"


def judge(data, policy, service, **more):
    return db.check(data, service=service, policy=policy, as_of="2026-06-30", **more)


def answers(**more):
    table = db.simulate(**more)["simulation"]
    return dict(zip(table["programme"], table["answer"]))


# ---- before paying ------------------------------------------------------------------------


def test_a_planned_service(example, found, policy):
    tables = judge(example, policy, PLANNED)
    assert tables["findings"]["rule"] == ["D05"] and tables["worklist"]["rule"] == ["D05"]
    assert "planned-1" in tables["finding_rows"]["row_id"]
    assert judge(example, policy, PLANNED | {"programme": "counselling"})["findings"]["rule"] == []
    assert rows(tables["rejects"]) == rows(found.rejects)  # with file and line


@pytest.mark.parametrize("form", [lambda row: [row], lambda row: {k: [v] for k, v in row.items()},
                                  lambda row: pd.DataFrame([row]), lambda row: pl.DataFrame([row]),
                                  lambda row: pl.DataFrame([row]).lazy(),
                                  lambda row: pa.table(pl.DataFrame([row])),
                                  lambda row: duckdb.from_arrow(pa.table(pl.DataFrame([row])))])
def test_forms_of_a_service(example, policy, form):
    assert rows(judge(example, policy, form(PLANNED))["findings"]) == rows(
        judge(example, policy, PLANNED)["findings"])


@pytest.mark.parametrize("form", [db.Table.to_polars, db.Table.to_pandas, db.Table.to_arrow,
                                  db.Table.to_dict])
def test_forms_of_the_services(example, policy, form):
    given = {**example, "services": form(example["services"])}
    assert rows(judge(given, policy, PLANNED)["findings"]) == rows(
        judge(example, policy, PLANNED)["findings"])


def test_typed_services(people):
    """Moments and numbers of frames are what they are in a file."""
    services = pd.DataFrame({"agency_id": ["city"], "service_id": ["s1"], "record_id": ["1"],
                             "programme": ["meals"], "start_date": [pd.Timestamp("2026-06-01")],
                             "amount_won": [3000.0], "status": ["delivered"]})
    row = {"agency_id": "hope", "record_id": "7", "programme": "meals", "start_date": "2026-06-01"}
    for table in (services, pl.from_pandas(services), duckdb.from_df(services)):
        tables = db.check({"persons": people, "services": table}, service=row, as_of="2026-06-30")
        counts = {count["table"]: count["accepted"] for count in tables["table_counts"]}
        assert counts["services"] == 2 and not len(tables["rejects"])


def test_services_the_plan_renames(example, policy):
    services = example["services"].to_polars().rename({"service_id": "번호", "status": "상태"})
    plan = db.Plan("columns: {services: {service_id: 번호, status: 상태}}")
    tables = judge({**example, "services": services}, policy, PLANNED, plan=plan)
    assert tables["findings"]["rule"] == ["D05"]


def test_services_that_cannot_be_judged(example, policy):
    """None of them is, so that no answer passes for one about all."""
    for wrong in ({"start_date": "soon"}, {"record_id": "nobody"}):
        with pytest.raises(db.InputError, match="its row cannot be used"):
            judge(example, policy, [PLANNED, PLANNED | wrong])


@pytest.mark.parametrize("service, why", [
    ([], "service has no row"), ({"record_id": "1"}, "service, row 0: agency_id is needed")])
def test_services_that_lack_something(example, policy, service, why):
    with pytest.raises(db.ArgumentError, match=why):
        judge(example, policy, service)
    with pytest.raises(db.ArgumentError, match="as_of is needed"):
        db.check(example, service=PLANNED, policy=policy)


# ---- why records are one person -----------------------------------------------------------


def test_an_explanation_adds_up_to_what_match_gives(example):
    pairs = list(db.match(example["persons"])["pairs"])[:50]
    asked = [{name: pair[name] for name in ("left_agency", "left_record", "right_agency",
                                            "right_record")} | {"question": "weight"}
             for pair in pairs]
    tables = db.explain(example, asked)
    fields = list(tables["explained_fields"])
    for pair, said in zip(pairs, tables["explained_pairs"], strict=True):
        mine = [field for field in fields if field["pair"] == said["pair"]]
        total = said["prior"] + said["same_agency"] + sum(field["weight"] for field in mine)
        assert total == said["match_weight"]  # exactly
        assert abs(total - pair["match_weight"]) <= 0.0005
        assert said["probability"] == pair["probability"]
        assert all(field["level"] == pair["level_" + field["field"]] for field in mine)


def test_a_pair_and_a_person_are_explained(example):
    pair = list(db.match(example["persons"])["pairs"])[0]
    one, other = (f"{pair[side + '_agency']}/{pair[side + '_record']}" for side in ("left", "right"))
    said = db.explain(example, one, other)["explained_pairs"]
    assert said["verdict"] == ["linked"] and said["match_key"] == [pair["match_key"]]
    assert set(db.explain(example, one)["explained_pairs"]["role"]) == {"edge"}
    with pytest.raises(db.InputError):
        db.explain(example, one, "nobody/0")


# ---- what may be due ----------------------------------------------------------------------


def test_facts(policy):
    known = {"age": 70, "income_won": 820000, "spouse": False}
    assert answers(facts=known, policy=policy, month="2026-07")["basic_pension"] == "yes"
    assert answers(facts=known | {"age": 64}, policy=policy, month="2026-07")["basic_pension"] == "no"
    assert answers(facts={"age": 70}, policy=policy, as_of="2026-07-31")["basic_pension"] == "unknown"
    table = [{"fact": fact, "value": value} for fact, value in known.items()]
    for facts in (table, pd.DataFrame(table), pl.DataFrame(table, strict=False)):
        assert answers(facts=facts, policy=policy, month=datetime.date(2026, 7, 9)) == answers(
            facts=known, policy=policy, month="2026-07")


def test_facts_of_a_household(policy):
    """Each member gets answers; what is everybody's gives way to what is one's own."""
    facts = [("birth_date", "1955-04-02", "grandmother"), ("birth_date", "2019-05-05", "grandson"),
             ("income_won", 820000, None), ("spouse", 0, None), ("income_won", 9000000, "grandson")]
    tables = db.simulate(facts=[dict(zip(("fact", "value", "member"), fact)) for fact in facts],
                         policy=policy, month="2026-07")
    answer = {(row["record_id"], row["programme"]): row["answer"] for row in tables["simulation"]}
    assert answer["grandmother", "basic_pension"] == "yes"
    assert answer["grandson", "basic_pension"] == "no"
    assert answer["grandmother", "livelihood"] == "yes" and answer["grandson", "livelihood"] == "no"
    assert set(tables["simulation"]["household_size"]) == {2}


def test_a_person_of_the_data(example, policy):
    asked = {"data": example, "person": "hope-east/P0000300", "policy": policy, "month": "2026-06"}
    now = answers(**asked)
    assert now["basic_pension"] == "yes" and now["livelihood"] == "no"
    assert answers(**asked | {"person": ("hope-east", "P0000300")}) == now
    if_so = answers(**asked, facts=[{"fact": "income_won", "value": 90000000}])
    assert if_so["basic_pension"] != "yes"
    with pytest.raises(db.InputError, match="no such record"):
        db.simulate(**asked | {"person": "hope-east/nobody"})


def test_facts_that_nothing_asks_for(policy):
    with pytest.warns(UserWarning, match="asks for 1 of the 2 facts; asked for are age, "):
        db.simulate(facts={"age": 70, "agee": 1}, policy=policy, month="2026-07")


@pytest.mark.parametrize("given, why", [
    ({}, "facts are needed"),
    ({"facts": {"age": 70}}, "as_of is needed"),
    ({"facts": {"age": 70}, "month": "July"}, "month is written as 2026-07"),
    ({"facts": {"age": 70}, "person": "a/b"}, "data and person go together"),
    ({"facts": {}, "month": "2026-07"}, "facts have no row"),
    ({"facts": {"age": None}, "month": "2026-07"}, "row 0: fact and value are needed"),
    ({"facts": {"birth_date": "1955-02-30"}, "month": "2026-07"}, "row 0: birth_date takes a day"),
    ({"facts": [{"fact": "age", "value": 1, "asof": "2026-01-01"}], "month": "2026-07"}, "no others"),
    ({"data": {}, "person": "hope", "month": "2026-07"}, "'agency/record'"),
    ({"data": {}, "person": "a/b", "facts": [{"fact": "age", "value": 1, "member": "x"}],
      "month": "2026-07"}, "without data and person")])
def test_questions_that_make_no_sense(policy, given, why):
    with pytest.raises(db.ArgumentError, match=why):
        db.simulate(policy=policy, **given)


# ---- rules and their policy ---------------------------------------------------------------


def test_rules(policy):
    printed = subprocess.run([sys.executable, "-m", "dolbom", "rules"], capture_output=True, text=True)
    tables = db.rules()
    assert {"D03", "O12", "X01"} <= set(tables["rule_catalogue"]["rule"])
    assert all(rule in printed.stdout for rule in tables["rule_catalogue"]["rule"])
    own = db.rules({"rules": [{"rule": "D01", "param": "enabled", "value": "0"}]}, as_of="2026-06-30")
    value = {(row["rule"], row["param"]): row["value"] for row in own["rule_parameters"]}
    assert value["D01", "enabled"] == "0" and value["D02", "enabled"] == "1"
    with pytest.raises(db.PlanError, match="as-of date"):
        db.rules(policy)


def test_a_policy(example, policy):
    assert db.policy_check(policy)["policy_problems"].head() == []
    assert db.policy_check(policy, example)["policy_problems"]["nearest"] == ["senior_lunchbox"]
    wrong = {**db.read(policy), "rules": [{"rule": "D01", "param": "enabeld", "value": "0"}]}
    problems = db.policy_check(wrong)["policy_problems"]
    assert [(row["table"], row["row"], row["nearest"]) for row in problems] == [("rules", 0, "enabled")]
    said = db.policy_check(policy)["policy_rows"]
    assert all(said["message_ko"]) and all(said["message_en"]) and "eligibility" in said["table"]
