#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Exports that have no number for a person: whose a row is, is found by name and birth date or telephone number; who is
on no list becomes a record of the agency; ids stay the same from month to month."""
import json
import os
import random

import command_case
from cases import is_sanitized, run_cases
from command_case import DOLBOM, Run, check, table
from workbooks import write_workbook

FAIL_ALLOC = os.path.join(os.environ["DOLBOM_BUILD"], "tests", "tools", "libfail_alloc.so")
POLICY = "programme,name,service_class,layer,unit,grain\nlunch,도시락배달,3102,private,person,day\n"
LIST = ("등록번호,성명,생년월일,전화\n"
        "G-1,김순자,1945.3.15,010-1234-5678\nG-2,이영희,50.1.2,\nG-3,박하나,1960-01-01,010-1111-2222\n"
        "G-4,박하나,1960-01-01,010-3333-4444\nG-5,최영수,,031-590-1234\n")
HEAD = "이름,생년월일,연락처,서비스명,제공일,금액\n"
PLAN = ("agency: folder\nconstants: {services: {status: delivered}}\n"
        "made: {services: {service_id: row, record_id: %s}}\n")


def rows(*people):
    """A row for each "name,birth,phone", one on each day of June."""
    return HEAD + "".join(f"{who},도시락배달,2026.6.{i},\"5,000원\"\n" for i, who in enumerate(people, 1))


def reconcile(folder, files, how="person", *more, plan=PLAN):
    for name, text in files.items():
        command_case.write(folder, "in/" + name, text)
    command_case.write(folder, "policy/programmes.csv", POLICY)
    command_case.write(folder, "policy/need_map.csv", "need_class,service_class\nfood,31\n")
    command_case.write(folder, "plan.yaml", plan % how if "%s" in plan else plan)
    return Run(folder, "reconcile", "--in", folder + "/in", "--policy", folder + "/policy", "--as-of", "2026-06-30",
               "--plan", folder + "/plan.yaml", *more)


def rejects(folder, out="out"):
    return [(r["table"], r["line"], r["column"], r["reason"]) for r in table(folder, "rejects", out)]


def records(folder, out="out"):
    return sorted((r["agency_id"], r["record_id"]) for r in table(folder, "person_records", out))


def counts(folder, name, out="out"):
    [row] = [r for r in table(folder, "table_counts", out) if r["table"] == name]
    return tuple(int(row[c]) for c in ("rows_in", "accepted", "rejected", "collapsed"))


def records_are_found_by_name_and_birth_date_or_number(folder):
    """However they are written; two namesakes of one day are told by their numbers."""
    found = ("김 순자,450315,", "김순자,1945년 3월 15일,010-9999-0000", "김순자,,+82 10 1234 5678", "이영희,1950-01-02,",
             "박하나,1960-01-01,01033334444", "최영수,1955-05-05,(031) 590-1234")
    run = reconcile(folder, {"가람/명단.csv": LIST, "가람/서비스내역.csv": rows(*found)})
    assert run.code == 0 and rejects(folder) == [], (run.told, rejects(folder))
    assert counts(folder, "services") == (6, 6, 0, 0) and counts(folder, "persons") == (5, 5, 0, 0)
    assert "record_id 열: 그 기관의 대상자 명단에서 이름과 생년월일·전화번호로 찾음" in run.told, run.told
    with open(folder + "/out/run.json", encoding="utf-8") as file:
        understood = json.load(file)["tables"]["services"]["understood"]["가람/서비스내역.csv"]
    assert understood["record_id"] == "found by each person" and understood["persons.name"] == "이름", understood
    services = {r["row_id"] for r in table(folder, "finding_rows") if r["table"] == "services"}
    assert len(services) <= 6, services


def six_digits_of_a_resident_number_are_a_birth_date(folder):
    people = "등록번호,성명,주민번호앞자리\nG-1,김순자,450315\nG-2,김순자,500102\n"
    given = ("이름,주민등록번호,서비스명,제공일\n김순자,450315-*******,도시락배달,2026.6.1\n"
             "김순자,500102,도시락배달,2026.6.2\n")
    run = reconcile(folder, {"가람/명단.csv": people, "가람/서비스내역.csv": given})
    assert run.code == 0 and rejects(folder) == [] and len(records(folder)) == 2, (run.told, rejects(folder))


def blanks_around_ids_make_nobody_else(folder):
    """In every kind of file, of agencies in columns and folders, and of people who are looked up."""
    head = "agency_id,record_id,성명,생년월일\n"
    files = {"a/persons.csv": head + "가람,G-1,김순자,1945.3.15\n가람 ,G-1234567890\u3000,이영희,50.1.2\n",
             "b/services.csv": "기관코드,이름,생년월일,서비스명,제공일\n 가람,김순자,1945.3.15,도시락,2026.6.1\n"
                               "가람\u00a0,이영희,50.1.2,도시락,2026.6.1\n\t가람,한새,61.1.2,도시락,2026.6.1\n"
                               "가람,한새,61.1.2,도시락,2026.6.3\n"}
    plan = PLAN.replace("agency: folder\n", "")
    write_workbook(command_case.write(folder, "in/c/persons_2.xlsx", ""), {"persons": [
        ["agency_id", "record_id", "성명", "생년월일"], ["가람", " G-1 ", "김순자", "1945.3.15"]]})
    run = reconcile(folder, files, "new_person", plan=plan)
    assert run.code == 0, run.told
    assert rejects(folder) == [], (run.told, rejects(folder))
    assert {(agency, record) for agency, record in records(folder)} >= {("가람", "G-1"), ("가람", "G-1234567890")}
    assert len(records(folder)) == 3 and {agency for agency, _ in records(folder)} == {"가람"}, records(folder)
    assert counts(folder, "persons") == (4, 3, 0, 1) and counts(folder, "services") == (4, 4, 0, 0)


def a_sheets_name_is_no_folder(folder):
    """Even with a slash in it, which other programs than Excel take."""
    for name in ("가람/명단.xlsx", "명단.xlsx"):
        command_case.write(folder, "in/" + name, "")
        write_workbook(folder + "/in/" + name, {
            "상반기/명단|1": [["등록번호", "성명", "생년월일"], ["G-1", "김순자", "1945.3.15"]],
            "나루/내역!2": [["이름", "생년월일", "서비스명", "제공일"], ["김순자", "1945.3.15", "도시락배달", "2026.6.1"]]})
    run = Run(folder, "inspect", folder + "/in", "--write", folder + "/map.yaml")
    with open(folder + "/map.yaml", encoding="utf-8") as file:
        assert "record_id: person}" in file.read(), run.said
    run = reconcile(folder, {})
    assert run.code == 3 and run.told.count("needs a column agency_id") == 2, run.told
    assert "명단.xlsx!상반기/명단|1 row 1: table persons needs" in run.told, run.told
    os.remove(folder + "/in/명단.xlsx")
    run = reconcile(folder, {})
    assert run.code == 0 and records(folder) == [("가람", "G-1")] and rejects(folder) == [], run.told


def what_is_found_is_whose_it_is(folder):
    """The other agency gives the same to the person by number, so that a duplicate shows who was found."""
    other = "agency_id,service_id,record_id,programme,start_date,end_date,status\n"
    for who, record in (("박하나,1960-01-01,01033334444", "G-4"), ("박하나,1960-01-01,01011112222", "G-3"),
                        ("최영수,,0315901234", "G-5")):
        text = rows(who)
        persons = f"agency_id,record_id,name,birth_date,phone\n나루,N-1,{who}\n"
        run = reconcile(folder, {"가람/명단.csv": LIST, "가람/서비스내역.csv": text, "나루/persons.csv": persons,
                                 "나루/services.csv": other + "나루,s1,N-1,lunch,2026-06-01,2026-06-01,delivered\n"})
        assert run.code == 0 and rejects(folder) == [], (run.told, rejects(folder))
        about = {r["record_id"] for r in table(folder, "finding_rows") if r["table"] == "services"
                 and r["agency_id"] == "가람"}
        assert about == {record}, (who, about)


def who_is_not_found_is_told_with_the_place(folder):
    text = LIST + "G-6,한대표,,1588-1234\n"
    lost = ("박하나,1960-01-01,", "김순자,1954-03-15,010-1234-5678", "카나리아,1960-01-01,010-1111-2222", "김*자,1945-03-15,",
            "김순자,,", ",1945-03-15,", "한대표,,1588-1234", "이영희,1950-01-02,")
    run = reconcile(folder, {"가람/명단.csv": text, "가람/서비스내역.csv": rows(*lost)})
    reasons = ("AMBIGUOUS", "ORPHAN", "ORPHAN", "REQUIRED", "REQUIRED", "REQUIRED", "REQUIRED")
    assert rejects(folder) == [("services", str(2 + i), "record_id", why) for i, why in enumerate(reasons)], \
        rejects(folder)
    assert counts(folder, "services") == (8, 1, 7, 0)
    assert "제외된 행: 이름과 생년월일·전화번호가 없어 대상자를 알 수 없음 4행, 명단에 없는 대상자 2행, 명단에 같은 대상자가 둘 이상 1행" \
        in run.told, run.told
    check(run, 0)
    assert "박하나" not in run.told and "1945" not in run.told, run.told


def records_of_other_agencies_are_not_looked_at(folder):
    run = reconcile(folder, {"가람/명단.csv": LIST, "나루/서비스내역.csv": rows("김순자,1945-03-15,010-1234-5678")})
    assert run.code == 0 and rejects(folder) == [("services", "2", "record_id", "ORPHAN")], rejects(folder)


def a_file_with_numbers_is_read_by_them(folder):
    """The plan looks people up only where a file has no column of records."""
    text = "대상자번호," + HEAD + "G-2,김순자,1945-03-15,,도시락배달,2026.6.1,5000\n,이영희,1950-01-02,,도시락배달,2026.6.1,5000\n"
    run = reconcile(folder, {"가람/명단.csv": LIST, "가람/서비스내역.csv": text})
    assert run.code == 0 and rejects(folder) == [("services", "3", "record_id", "REQUIRED")], rejects(folder)


def who_is_on_no_list_becomes_a_record(folder):
    """One file is services and persons at once; of an agency with a list only those whom it lacks are new."""
    sheet = rows("김순자,1945-03-15,010-1234-5678", "김순자,1945.3.15,", "정새봄,,010-5555-6666", "김 순자,450315,010-9999-5678")
    run = reconcile(folder, {"나루/6월.csv": sheet, "가람/명단.csv": LIST,
                             "가람/서비스내역.csv": rows("이영희,1950-01-02,", "최없음,1960-01-01,", "박하나,1960-01-01,")},
                    "new_person")
    assert rejects(folder) == [("services", "4", "record_id", "AMBIGUOUS")], rejects(folder)
    with open(folder + "/out/report.html", encoding="utf-8") as page:
        assert "여러 분에 해당할 수 있음" in page.read()
    assert counts(folder, "persons") == (8, 8, 0, 0) and counts(folder, "services") == (7, 6, 1, 0)
    assert "services의 행으로 만든 대상자(파일 2개): 가람/서비스내역.csv: 1명; 나루/6월.csv: 2명\n" in run.told, run.told
    of = {r["person_id"]: [] for r in table(folder, "person_records")}
    for r in table(folder, "person_records"):
        of[r["person_id"]].append(r["agency_id"])
    assert sorted(map(sorted, of.values())) == [["가람"], ["가람"], ["가람"], ["가람", "가람"], ["가람", "나루"], ["나루"]], of


def without_any_list_the_services_are_enough(folder):
    text = rows("김순자,1945-03-15,010-1234-5678", "이영희,1950-01-02,", "김순자,1945-03-15,")
    refused = reconcile(folder, {"나루/6월.csv": text, "가람/6월.csv": text})
    assert refused.code == 3 and "holds no table persons" in refused.told, refused.told
    run = reconcile(folder, {}, "new_person")
    assert run.code == 0 and rejects(folder) == [] and counts(folder, "persons") == (4, 4, 0, 0), run.told
    assert len({r["person_id"] for r in table(folder, "person_records")}) == 2
    assert any(f["rule"] == "D03" for f in table(folder, "findings")), "both give 김순자 the same"


def ids_stay_when_details_change(folder):
    """Other numbers, other columns, another order, other spellings: the same records and services next month."""
    june = rows("김순자,1945-03-15,010-1234-5678", "이영희,1950-01-02,010-2222-3333", "김순자,1945-03-15,")
    july = ("비고,제공일,서비스명,휴대폰,성명,생년월일,금액\n-,2026.6.3,도시락배달,,김 순자,450315,\"5,000원\"\n"
            "-,2026-06-02,도시락배달,010-7777-8888,이영희,1950.1.2,\"5,000원\"\n"
            "-,2026.6.1,도시락배달,010-0000-1111,김순자,1945-03-15,\"5,000원\"\n").replace("2026-06-02", "2026.6.2")
    reconcile(folder, {"나루/6월.csv": june}, "new_person")
    before = records(folder), sorted(r["row_id"] for r in table(folder, "finding_rows"))
    run = reconcile(folder, {"나루/6월.csv": july}, "new_person", "--out", folder + "/july")
    assert run.code == 0, run.told
    assert records(folder, "july") == before[0] and len(before[0]) == 2, (before, records(folder, "july"))
    assert sorted(r["row_id"] for r in table(folder, "finding_rows", "july")) == before[1]


def details_are_those_of_the_latest_day(folder):
    """Whatever the order of rows: the number that a record is compared by is that of the last service that has one."""
    lines = [f"김순자,1945-03-15,{phone},도시락배달,2026-06-{day},5000\n"
             for phone, day in (("010-4821-7361", "01"), ("010-2345-6789", "05"), ("", "09"), ("010-3817-2946", "03"))]
    for seed in range(6):
        random.Random(seed).shuffle(lines)
        run = reconcile(folder, {"나루/6월.csv": HEAD + "".join(lines)}, "new_person")
        assert run.code == 0, run.told
        again = Run(folder, "clean", "--in", folder + "/in", "--plan", folder + "/plan.yaml", "--as-of", "2026-06-30")
        assert again.code == 0, again.told
        told = [[value for value in r.values() if value.startswith("010")] for r in table(folder, "cleaned")]
        assert told == [["01023456789"]], table(folder, "cleaned")


def the_same_bytes_come_out_whatever_threads_and_order(folder):
    random.seed(7)
    people = [f"김{a}{b},19{y}-0{m}-15,010-{m}{y}0-{y}00{m}" for a in "가나다라" for b in "마바사" for y in (45, 50)
              for m in (1, 2, 3)]
    lines = [f"{who},도시락배달,2026-06-{1 + i % 28:02},5000\n" for i, who in enumerate(people * 40)]
    outputs = []
    for threads in ("1", "3", "2"):
        run = reconcile(folder, {"나루/6월.csv": HEAD + "".join(lines)}, "new_person", "--threads", threads, "--out",
                        f"{folder}/{threads}")
        assert run.code == 0, run.told
        outputs.append({n: open(f"{folder}/{threads}/{n}", "rb").read()
                        for n in ("findings.csv", "person_records.csv", "table_counts.csv")})
        random.shuffle(lines)
    assert outputs[0] == outputs[1] == outputs[2]
    assert counts(folder, "persons", "1")[0] == len(people)


def needs_name_people_as_well(folder):
    needs = "성명,생년월일,욕구구분,파악일\n김순자,1945-03-15,food,2026-06-01\n모르는이,1945-03-15,food,2026-06-01\n"
    run = reconcile(folder, {"가람/명단.csv": LIST, "가람/욕구.csv": needs},
                    plan="agency: folder\nmade: {needs: {need_id: row, record_id: person}}\n")
    assert run.code == 0 and rejects(folder) == [("needs", "3", "record_id", "ORPHAN")], (run.told, rejects(folder))


def lists_without_numbers_get_stable_ones(folder):
    """Of who somebody is; a row that does not say gets one of what it says."""
    plan = "agency: folder\nmade: {persons: {record_id: person}}\n"
    text = ("성명,생년월일,주민등록번호,연락처,주소\n김순자,1945-03-15,,010-1234-5678,\n이영희,,500102-2******,,\n"
            "정새봄,,,010-5555-6666,\n김순자,1945-03-15,,010-1234-5678,\n홀이름,,,,\n")
    run = reconcile(folder, {"가람/명단.csv": text}, plan=plan)
    before = records(folder)
    assert run.code == 0 and counts(folder, "persons") == (5, 4, 0, 1), (run.told, table(folder, "table_counts"))
    text = ("주소,성명,주민등록번호,연락처\n,홀이름,,\n서울특별시 중구 세종대로 110,김 순자,450315-2******,\n"
            "서울특별시 중구 세종대로 110,정새봄,,+82 10 5555 6666\n,이영희,500102-2******,010-9999-9999\n")
    run = reconcile(folder, {"가람/명단.csv": text}, "", "--out", folder + "/next", plan=plan)
    assert run.code == 0 and records(folder, "next") == before, (before, records(folder, "next"))
    text = "성명,생년월일,연락처\n김순자,1945-03-15,010-1234-5678\n김순자,1945-03-15,010-9999-5678\n이영희,1950-01-02,\n"
    run = reconcile(folder, {"가람/명단.csv": text}, plan=plan)
    assert [r[3] for r in rejects(folder)] == ["DUPLICATE_ID"] * 2, "nobody knows which is right"


def services_find_records_of_lists_without_numbers(folder):
    plan = PLAN.replace("made: {", "made: {persons: {record_id: person}, ")
    people = "".join(line.split(",", 1)[1] + "\n" for line in LIST.splitlines() if "박하나" not in line)
    run = reconcile(folder, {"가람/명단.csv": people, "가람/서비스내역.csv": rows("김순자,,01012345678", "이영희,500102,")},
                    plan=plan)
    assert run.code == 0 and rejects(folder) == [], (run.told, rejects(folder))


def a_sheet_may_be_both(folder):
    cells = [["2026년 6월 제공 실적"], ["연번", "이름", "생년월일", "연락처", "서비스명", "제공일", "금액"],
             ["1", "김순자", "1945.3.15", "010-1234-5678", "도시락배달", "2026.6.3", "5,000원"],
             ["2", "김순자", "1945.3.15", "", "도시락배달", "2026.6.4", "5,000원"],
             ["3", "이영희", "", "", "도시락배달", "2026.6.4", "5,000원"],
             ["합계", "", "", "", "", "", "15,000원"]]
    os.makedirs(folder + "/in/나루")
    write_workbook(folder + "/in/나루/복지관.xlsx", {"6월": cells})
    run = reconcile(folder, {}, "new_person")
    assert run.code == 0 and rejects(folder) == [("services", "5", "record_id", "REQUIRED")], run.told
    assert counts(folder, "persons") == (1, 1, 0, 0) and counts(folder, "services") == (3, 2, 1, 0)
    assert "복지관.xlsx!6월: services의 행으로 만든 대상자: 1명" in run.told, run.told


def the_plan_names_the_columns(folder):
    """Names of persons' columns hold in tables about people, too."""
    text = rows("김순자,1945-03-15,").replace("이름,", "받는이,")
    run = reconcile(folder, {"가람/명단.csv": LIST, "가람/서비스내역.csv": text},
                    plan=PLAN % "person" + "columns: {persons: {name: [성명, 받는이]}}\n")
    assert run.code == 0 and rejects(folder) == [], (run.told, rejects(folder))


def inspect_proposes_what_can_be_confirmed(folder):
    """Each line to be confirmed, with its mark taken off, makes the files go in."""
    files = {"가람/명단.csv": LIST, "가람/서비스내역.csv": rows("김순자,1945-03-15,"),
             "나루/명단.csv": "성명,생년월일\n이영희,1950-01-02\n", "나루/6월.csv": rows("이영희,1950-01-02,")}
    reconcile(folder, files)
    run = Run(folder, "inspect", folder + "/in", "--write", folder + "/new.yaml")
    assert run.code == 0, run.told
    assert "이름 → 대상자의 이름(name)" in run.said and "made: {services: {record_id: person}}" in run.said, run.said
    with open(folder + "/new.yaml", encoding="utf-8") as file:
        text = file.read()
    assert "#   persons: {record_id: person}\n#   services: {service_id: row, record_id: person}\n" in text, text
    confirmed = text.replace("\n# ", "\n")
    run = reconcile(folder, {}, plan=confirmed)
    assert run.code == 0 and rejects(folder) == [] and counts(folder, "services") == (2, 2, 0, 0), run.told
    assert "대상자번호(record_id) = 그 기관의 대상자 명단에서" in Run(folder, "inspect", folder + "/in", "--plan",
                                                folder + "/plan.yaml").said
    english = Run(folder, "inspect", folder + "/in", "--lang", "en", "--plan", folder + "/plan.yaml",
                  "--as-of", "2026-06-30")
    assert "rows that would be rejected\n  none\n" in english.said, english.said


def inspect_proposes_that_a_file_is_both(folder):
    reconcile(folder, {"나루/6월.csv": rows("이영희,1950-01-02,", "김순자,,010-1234-5678")})
    run = Run(folder, "inspect", folder + "/in", "--write", folder + "/new.yaml", "--lang", "en")
    assert "new_person if this file is the list of them too" in run.said, run.said
    with open(folder + "/new.yaml", encoding="utf-8") as file:
        text = file.read()
    assert "#   services: {service_id: row, record_id: new_person}\n" in text, text
    command_case.write(folder, "in/가람/명단.csv", LIST)
    command_case.write(folder, "in/가람/서비스내역.csv", rows("이영희,1950-01-02,"))
    Run(folder, "inspect", folder + "/in", "--write", folder + "/more.yaml")
    with open(folder + "/more.yaml", encoding="utf-8") as file:
        assert "{service_id: row, record_id: new_person}\n" in file.read(), "나루 has no list of its own"
    os.remove(folder + "/in/가람/명단.csv")
    os.remove(folder + "/in/가람/서비스내역.csv")
    run = reconcile(folder, {}, plan=text.replace("\n# ", "\n"))
    assert run.code == 0 and counts(folder, "persons") == (2, 2, 0, 0), run.told
    told = Run(folder, "inspect", folder + "/in", "--plan", folder + "/plan.yaml")
    assert "나루/6월.csv\n  표 대상자 명단(persons), 머리글 1행, 자료 2행\n" \
        "  제공 내역(services)의 행에 적힌 사람을 대상자로 만듦\n" in told.said, (told.said, told.told)


def inspect_proposes_columns_of_people_that_are_not_certain(folder):
    """Two columns of numbers in services; the one that the plan names is read."""
    text = rows("김순자,,010-1234-5678", "이영희,1950-01-02,").replace("서비스명", "휴대폰,서비스명").replace(
        ",도시락배달", ",,도시락배달")
    reconcile(folder, {"나루/6월.csv": text})
    run = Run(folder, "inspect", folder + "/in", "--write", folder + "/new.yaml")
    assert "연락처 → 대상자의 전화번호(phone) ?  확인 필요: 같은 뜻의 열이 또 있음" in run.said, run.said
    with open(folder + "/new.yaml", encoding="utf-8") as file:
        plan = file.read()
    assert "  # persons:\n    # phone: \"연락처\"  # 확인" in plan and "    # phone: \"휴대폰\"  # 확인" in plan, plan
    run = reconcile(folder, {}, plan=plan.replace("\n# ", "\n"))
    assert rejects(folder) == [("services", "2", "record_id", "REQUIRED")], (run.told, rejects(folder))
    confirmed = plan.replace("\n# ", "\n").replace("  # persons", "  persons").replace("# phone: \"연", "phone: \"연")
    run = reconcile(folder, {}, plan=confirmed)
    assert run.code == 0 and rejects(folder) == [] and counts(folder, "persons") == (2, 2, 0, 0), run.told


def reason_for(row, people):
    """What docs/plan.md says of a row, worked out the long way: (name, birth, phone) against a list of such."""
    name, birth, phone = row
    if not birth and not phone:
        return "REQUIRED"
    fits = []
    for other, other_birth, other_phone in people:
        clash = birth and other_birth and birth != other_birth
        agrees = 2 * (bool(birth) and birth == other_birth) + (bool(phone) and phone == other_phone)
        if name == other and agrees and not clash:
            fits.append(agrees)
    return "ORPHAN" if not fits else "AMBIGUOUS" if fits.count(max(fits)) > 1 else None


def what_fits_is_as_worked_out_the_long_way(folder):
    draw, seen = random.Random(20), set()

    def someone():
        return (draw.choice(("김순자", "이영희", "박철수", "최영수")),
                draw.choice(("", "1945-03-15", "1950-01-02", "1961-02-03")),
                draw.choice(("", "", "010-4821-7361", "031-590-1234", "010-3817-2946")))


    for world in range(12):
        people, asked = [someone() for _ in range(9)], [someone() for _ in range(60)]
        listed = "등록번호,성명,생년월일,전화\n" + "".join(f"G-{i},{','.join(who)}\n" for i, who in enumerate(people))
        text = HEAD + "".join(f"{','.join(who)},도시락배달,2026-06-01,5000\n" for who in asked)
        run = reconcile(folder, {"가람/명단.csv": listed, "가람/서비스내역.csv": text})
        assert run.code == 0, run.told
        reasons = {int(r["line"]): r["reason"] for r in table(folder, "rejects")}
        for line, row in enumerate(asked, 2):
            assert reasons.get(line) == reason_for(row, people), (world, line, row, people, reasons.get(line))
            seen.add(reasons.get(line))
    assert seen == {None, "REQUIRED", "ORPHAN", "AMBIGUOUS"}


def memory_that_runs_out_is_told(folder):
    """Whichever allocation fails, nobody is left out silently."""
    if is_sanitized(DOLBOM):
        return "skipped"
    reconcile(folder, {"가람/명단.csv": LIST, "가람/서비스내역.csv": rows("이영희,1950-01-02,", "최없음,1960-01-01,"),
                       "나루/6월.csv": rows("김순자,1945-03-15,", "정새봄,,010-5555-6666")}, "new_person")
    arguments = ("inspect", folder + "/in", "--plan", folder + "/plan.yaml", "--as-of", "2026-06-30", "--threads", "1")

    def fail(at):
        return Run(folder, *arguments, env={**os.environ, "LD_PRELOAD": FAIL_ALLOC, "FAIL_AT": str(at),
                                            "FAIL_COUNT": folder + "/count"})

    good = fail(0)
    with open(folder + "/count", encoding="utf-8") as file:
        n = int(file.read())
    assert good.code == 0 and n > 500, (good.told, n)
    for at in range(1, n, n // 150):
        run = fail(at)
        assert run.code in (3, 4) and run.told or run.said == good.said, (at, run.code, run.told)


run_cases([blanks_around_ids_make_nobody_else, six_digits_of_a_resident_number_are_a_birth_date,
           a_sheets_name_is_no_folder, what_fits_is_as_worked_out_the_long_way,
           records_are_found_by_name_and_birth_date_or_number, what_is_found_is_whose_it_is,
           who_is_not_found_is_told_with_the_place, records_of_other_agencies_are_not_looked_at,
           a_file_with_numbers_is_read_by_them, who_is_on_no_list_becomes_a_record,
           without_any_list_the_services_are_enough, ids_stay_when_details_change,
           details_are_those_of_the_latest_day, the_same_bytes_come_out_whatever_threads_and_order,
           needs_name_people_as_well, lists_without_numbers_get_stable_ones,
           services_find_records_of_lists_without_numbers, a_sheet_may_be_both, the_plan_names_the_columns,
           memory_that_runs_out_is_told, inspect_proposes_what_can_be_confirmed,
           inspect_proposes_columns_of_people_that_are_not_certain, inspect_proposes_that_a_file_is_both])
