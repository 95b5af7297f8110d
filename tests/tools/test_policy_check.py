#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""dolbom policy check: each kind of problem is found at its place, and a policy in order has none."""
import csv
import io
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from cases import run_cases  # noqa: E402
from command_case import Run, write  # noqa: E402

STARTER = os.path.join(os.environ["DOLBOM_SOURCE"], "policy")
PROGRAMMES = "programme,name,name_en,service_class\n" \
             "lunch,도시락,lunch box,3102\nbath,목욕,bathing,7102\ncash,생계비,cash,3001\n"
MUTEX = "set_id,kind,a,b,scope,basis,valid_from,valid_to\n"
CAPS = "rule,programme,service_class,scope,max_count,max_amount_won,window_days,period\n"
ELIGIBILITY = "programme,version,clause,fact,op,value\n"


def check(folder, tables, *more, programmes=PROGRAMMES):
    for name in os.listdir(os.path.join(folder, "policy")) if os.path.exists(os.path.join(folder, "policy")) else []:
        os.unlink(os.path.join(folder, "policy", name))
    for name, text in ({"programmes": programmes} | tables).items():
        write(folder, f"policy/{name}.csv", text)
    return Run(folder, "policy", "check", os.path.join(folder, "policy"), *more)


def problems(folder, tables, *more, **options):
    done = check(folder, tables, "--format", "csv", *more, **options)
    rows = list(csv.DictReader(io.StringIO(done.said)))
    assert done.code == (1 if rows else 0), (done.code, done.told)
    return [(row["table"], row["line"], row["column"], row["problem"], row["nearest"]) for row in rows]


def test_the_starter_policy_is_in_order(folder):
    for language in ("ko", "en"):
        done = Run(folder, "policy", "check", STARTER, "--lang", language)
        assert done.code == 0, done.said[:2000]
        assert len(done.said.splitlines()) > 400, "every row is explained"
    assert "도시락" in check(folder, {}).said


def test_unknown_codes(folder):
    """With the nearest code: of programmes, words, rules, parameters and thresholds."""
    found = problems(folder, {
        "mutex": MUTEX + "s,exclusive,lunch,bathh,person,day,,\ns,exclusiv,lunch,bath,person,day,,\n",
        "rules": "rule,param,value\nD03,tau_day,1\nD99,severity,1\n",
        "thresholds": "code,value\nline,1000\n",
        "eligibility": ELIGIBILITY + "cash,v,a,income,<=,lines\ncashh,v,a,income,<=,line\n",
        "caps": CAPS + "D5,lunch,,person,1,,30,\n"})
    assert ("mutex", "2", "b", "unknown_code", "bath") in found
    assert ("mutex", "3", "kind", "unknown_code", "exclusive") in found
    assert ("rules", "2", "param", "unknown_code", "tau_days") in found
    assert any(row[:4] == ("rules", "3", "rule", "unknown_code") for row in found)
    assert ("eligibility", "2", "value", "unknown_code", "line") in found
    assert ("eligibility", "3", "programme", "unknown_code", "cash") in found
    assert any(row[:4] == ("caps", "2", "rule", "unknown_code") for row in found)
    assert len(found) == 7, found


def test_rules_of_its_own(folder):
    """What declares no rule, and what would find nothing."""
    rules = ("rule,param,key,value\nL01,kernel,,D3\nL01,name,,x\nL02,kernel,,D09\nL03,kernel,,D03\nL04,kernel,,D05\n"
             "L04,name,,x\nL05,kernel,,D03\nL05,name,,x\nL05,only,lunhc,1\nL05,only,bath,1\nL05,kernel,,D04\n")
    found = problems(folder, {"rules": rules})
    assert found == [("rules", "2", "value", "unknown_code", "D03"), ("rules", "3", "rule", "unknown_code", ""),
                     ("rules", "4", "value", "unknown_code", "D03"), ("rules", "5", "rule", "no_effect", ""),
                     ("rules", "6", "rule", "no_effect", ""), ("rules", "10", "key", "unknown_code", "lunch"),
                     ("rules", "12", "param", "overlap", "")], found
    rules = "rule,param,key,value\nL01,kernel,,D03\nL01,name,,x\nL01,only,31,1\nL01,only,3199,1\nO10,gap_days,99,1\n"
    assert problems(folder, {"rules": rules}) == [("rules", "5", "key", "missing_class", "")]
    rows = "rule,param,key,value\nL01,kernel,,D03\nL01,name,,급식 중복\nL01,name_en,,meals twice\nL01,only,lunch,1\n"
    done = check(folder, {"rules": rows}, "--format", "json")
    said = [row["message_ko"] for row in json.loads(done.said)["policy_rows"] if row["table"] == "rules"]
    assert done.code == 0 and said == [
        "L01은 D03과 같은 방식으로 판단하는 이 정책의 규칙입니다.", "L01 규칙의 이름은 '급식 중복'입니다.",
        "L01 규칙의 영어 이름은 'meals twice'입니다.", "L01 규칙의 대상에는 도시락이 들어갑니다."], said


def test_overlapping_validity(folder):
    """A shared day is one too many; rows that say the same do no harm."""
    head = "code,household_size,value,valid_from,valid_to\n"
    rows = head + "line,1,1000,2026-01-01,2026-06-30\nline,1,{},{},\nline,2,7,,\n"
    found = problems(folder, {"thresholds": rows.format(2000, "2026-06-30")})
    assert found == [("thresholds", "3", "code", "overlap", "")], found
    assert problems(folder, {"thresholds": rows.format(2000, "2026-07-01")}) == []
    assert problems(folder, {"thresholds": rows.format(1000, "2026-06-30")}) == []
    rules = "rule,param,key,value\nO10,gap_days,31,1\nO10,gap_days,31,2\nO10,gap_days,32,2\n"
    assert [row[3] for row in problems(folder, {"rules": rules})] == ["overlap"]


def test_contradictions(folder):
    """The other side first, too; not in rows that are never in force together."""
    rows = MUTEX + "s,exclusive,lunch,bath,person,day,,{}\nt,together,bath,lunch,person,day,{},\n"
    found = problems(folder, {"mutex": rows.format("", "")})
    assert found == [("mutex", "3", "a", "contradiction", "")], found
    assert problems(folder, {"mutex": rows.format("2026-06-30", "2026-07-01")}) == []
    implies = {"mutex": MUTEX + "s,exclusive,lunch,bath,person,day,,\n", "implies": "a,b,kind\nlunch,bath,implies\n"}
    assert [row[::3] for row in problems(folder, implies)] == [("implies", "contradiction")]


def test_a_thing_and_itself(folder):
    rows = MUTEX + "s,exclusive,lunch,lunch,person,day,,\nt,together,bath,bath,person,day,,\n"
    assert problems(folder, {"mutex": rows}) == [("mutex", "2", "a", "itself", "")]


def test_rows_without_effect(folder):
    caps = CAPS + "D05,lunch,,person,0,,30,\nD05,bath,,person,1,,30,\n"
    rules = "rule,param,key,value\nD06,min_days,bath,14\nD06,min_days,cash,14\n"
    found = problems(folder, {"caps": caps, "rules": rules})
    assert sorted(found) == [("caps", "2", "programme", "no_effect", ""), ("rules", "2", "key", "no_effect", "")], found
    clause = ELIGIBILITY + "cash,v,a,age,>=,{}\ncash,v,a,age,<,65\n"
    assert [row[3] for row in problems(folder, {"eligibility": clause.format(65)})] == ["no_effect"]
    assert problems(folder, {"eligibility": clause.format(64)}) == []


def test_missing_classes(folder):
    need_map = "need_class,service_class\nfood,31\nhousing,40\n"
    assert problems(folder, {"need_map": need_map}) == [("need_map", "3", "service_class", "missing_class", "")]
    without = PROGRAMMES + "nothing,,,\n"
    assert problems(folder, {}, programmes=without) == [("programmes", "5", "service_class", "REQUIRED", "")]


def test_what_cannot_be_read(folder):
    """What a run would reject is a problem, too, told once."""
    rows = MUTEX + "s,exclusive,lunch,bath,person,day,2026-02-30,\n"
    assert problems(folder, {"mutex": rows}) == [("mutex", "2", "valid_from", "DATE", "")]


def test_codes_of_the_data(folder):
    data = {"persons": "agency_id,record_id\na,1\n",
            "services": "agency_id,service_id,record_id,programme,start_date,status\n"
                        "a,1,1,Lunch,2026-01-01,active\na,2,1,도시락,2026-01-01,active\n"
                        "a,3,1,lunhc,2026-01-01,active\na,4,1,lunhc,2026-01-01,active\n",
            "needs": "agency_id,need_id,record_id,need_class,identified_on\na,1,1,fod,2026-01-01\n"
                     "a,2,1,먹거리,2026-01-01\n",
            "signals": "agency_id,record_id,signal,month\na,1,power_cut,2026-01\n"}
    for name, text in data.items():
        write(folder, f"data/{name}.csv", text)
    policy = {"need_map": "need_class,name,service_class\nfood,먹거리,31\n",
              "signal_weights": "signal,weight\npower_cut,1\n"}
    found = problems(folder, policy, "--in", os.path.join(folder, "data"))
    assert found == [("services", "", "programme", "missing_code", "lunch"),
                     ("needs", "", "need_class", "missing_code", "food")], found


def test_people_in_a_wrong_column_are_not_shown(folder):
    """Only what is written as a code is, or is near one that is known, is shown."""
    rows = "".join(f"a,{i},1,{text},2026-01-01,active\n" for i, text in enumerate(
        ["김순자 900101-2345678", "010-2345-6789", "０１０２３４５６７", "900102", "６００１０２", "6００10２", "lunhc", "xy_2026",
         "김순자", "Kim Soonja", "박영희 어르신"]))
    write(folder, "data/persons.csv", "agency_id,record_id\na,1\n")
    write(folder, "data/services.csv", "agency_id,service_id,record_id,programme,start_date,status\n" + rows)
    for more in ([], ["--lang", "en"], ["--format", "csv"], ["--format", "json"]):
        done = check(folder, {}, "--in", os.path.join(folder, "data"), *more)
        assert done.code == 1 and all(text in done.said for text in ("lunhc", "xy_2026")), done.said
        assert not any(text in done.said for text in ("90010", "６００", "6００", "김순자", "2345", "０１０", "Kim",
                                                      "박영희")), done.said
    found = problems(folder, {}, "--in", os.path.join(folder, "data"))
    assert [row[:4] for row in found] == [("services", "", "programme", "missing_code")] * 3, found


def test_rows_in_words(folder):
    tables = {"mutex": MUTEX + "s,exclusive,lunch,bath,household,month,2026-01-01,\n"
                               "s,exclusive,lunch,cash,person,day,,1999-12-31\n"}
    done = check(folder, tables, "--format", "json")
    rows = [row for row in json.loads(done.said)["policy_rows"] if row["table"] == "mutex"]
    assert done.code == 0 and [row["line"] for row in rows] == [2, 3]
    assert rows[0]["message_ko"] == ("도시락과 목욕은 한 가구가 같은 달에 함께 받을 수 없습니다. "
                                     "2026-01-01부터 적용합니다."), rows
    assert rows[0]["message_en"] == ("lunch box and bathing cannot be had together by one household within the same "
                                     "month. In force from 2026-01-01."), rows
    assert rows[1]["message_en"].endswith("It is switched off."), rows


def test_usage(folder):
    assert Run(folder, "policy", "check").code == 2
    assert Run(folder, "policy", "chek", STARTER).code == 2
    assert Run(folder, "policy", "check", os.path.join(folder, "nowhere")).code == 4
    os.makedirs(os.path.join(folder, "empty"))
    assert Run(folder, "policy", "check", os.path.join(folder, "empty")).code == 3


run_cases([case for name, case in sorted(globals().items()) if name.startswith("test_")])
