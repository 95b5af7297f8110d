#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""dolbom inspect says what files are, and shows nothing of anybody in them."""
import os

import workbooks
from cases import run_cases
from command_case import Run

PEOPLE = [["G-1", "카나리아", "580311-2345678", "010-9876-5432"], ["G-2", "박영희", "1950-01-02", "x"]]
SECRETS = ("카나리아", "580311", "2345678", "9876", "박영희", "1950-01-02")


def put(folder, name, rows):
    path = os.path.join(folder, "in", name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if name.endswith(".xlsx"):
        return workbooks.write_workbook(path, {"명단": rows})
    if name.endswith(".xls"):
        lines = ("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
        text = "<table>" + "".join(lines) + "</table>"
    else:
        text = "".join(",".join(row) + "\n" for row in rows)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def a_file_without_a_header_shows_nobody(folder):
    for name in ("persons_a.csv", "persons_b.xlsx", "persons_c.xls"):
        put(folder, name, PEOPLE)
    for language, words in (("ko", "머리글이 없어 보임"), ("en", "seems to have no header")):
        run = Run(folder, "inspect", folder + "/in", "--lang", language)
        assert run.code == 0 and run.said.count(words) == 3, (run.said, run.told)
        assert not any(secret in run.said + run.told for secret in SECRETS), run.said
    assert "column 2 (shape: ㅇㅇㅇㅇ)  not read" in run.said, run.said


def a_file_without_a_header_is_refused_even_if_all_it_needs_is_filled_in(folder):
    put(folder, "가람/persons_a.csv", PEOPLE)
    with open(folder + "/map.yaml", "w", encoding="utf-8") as file:
        file.write("agency: folder\nmade: {persons: {record_id: person}}\n")
    run = Run(folder, "reconcile", "--in", folder + "/in", "--plan", folder + "/map.yaml", "--as-of", "2026-06-30")
    assert run.code == 3 and "persons_a.csv, line 1: no name here is that of a column" in run.told, run.told
    assert not any(secret in run.said + run.told for secret in SECRETS), run.told


def a_header_with_one_name_of_ours_is_shown(folder):
    put(folder, "persons_a.csv", [["record_id", "비고란"], ["G-1", "카나리아"]])
    run = Run(folder, "inspect", folder + "/in")
    assert "  비고란  읽지 않음" in run.said and "머리글이 없어" not in run.said and "카나리아" not in run.said, run.said



def a_header_that_only_the_plan_knows_is_found_in_every_kind_of_file(folder):
    """Under a title, and in files whose names are no table's."""
    rows = [["2026년 이용자"], ["센터", "번호표", "부르는이름"], ["M", "1", "김하나"]]
    for name in ("persons_a.csv", "persons_b.xlsx", "persons_c.xls", "마을_이웃.csv", "마을_이웃둘.xlsx", "마을_셋.xls"):
        put(folder, name, rows)
    with open(folder + "/map.yaml", "w", encoding="utf-8") as file:
        file.write("columns:\n  persons: {agency_id: 센터, record_id: 번호표, name: 부르는이름}\n")
    run = Run(folder, "inspect", folder + "/in", "--plan", folder + "/map.yaml", "--as-of", "2026-06-30")
    assert run.said.count("표 대상자 명단(persons)") == 6 and run.said.count("제목 1행(1행부터)") == 6, run.said
    assert run.said.count("자료 1행") == 6 and "  읽지 않음" not in run.said, run.said



def who_is_on_no_list_beside_becomes_a_person(folder):
    """Where each agency has its list, people are to be on it."""
    given = [["이름", "생년월일", "사업명", "제공일", "상태"], ["김하나", "1950-01-02", "도시락", "2026-06-01", "완료"]]
    people = [["대상자번호", "이름", "생년월일"], ["1", "김하나", "1950-01-02"]]
    put(folder, "가람/6월/제공내역.csv", given)
    put(folder, "가람/이용자명단.csv", people)
    for name, how in (("listed", "person"), ("new", "new_person")):
        run = Run(folder, "inspect", folder + "/in", "--write", f"{folder}/{name}.yaml")
        with open(f"{folder}/{name}.yaml", encoding="utf-8") as file:
            assert f"services: {{service_id: row, record_id: {how}}}\n" in file.read(), (how, run.told)
        put(folder, "나루/제공내역.csv", given)


def a_table_of_which_nothing_is_certain_is_a_comment_that_can_be_taken_up(folder):
    put(folder, "마을/persons.csv", [["agency_id", "record_id", "성명", "이름"], ["M", "1", "김하나", "김둘"]])
    run = Run(folder, "inspect", folder + "/in", "--write", folder + "/new.yaml")
    with open(folder + "/new.yaml", encoding="utf-8") as file:
        text = file.read()
    assert run.code == 0 and '\n# columns:\n  # persons:\n    # name: "성명"  # 확인' in text, text
    taken = []
    for line in text.splitlines():
        taken.append(line.replace("# ", "", 1) if "이름" not in line else line)
    with open(folder + "/new.yaml", "w", encoding="utf-8") as file:
        file.write("\n".join(taken[1:]) + "\n")
    again = Run(folder, "inspect", folder + "/in", "--plan", folder + "/new.yaml", "--as-of", "2026-06-30")
    assert again.code == 0 and "성명 → 이름(name)  계획에 적힌 이름" in again.said, (again.said, again.told)


def rejects_of_more_kinds_than_are_shown_are_counted(folder):
    put(folder, "persons.csv", [["agency_id", "record_id"], ["M", "1"]])
    header = ["agency_id", "service_id", "record_id", "programme", "start_date", "status"]
    for i in range(210):
        put(folder, f"services_{i:03}.csv", [header, ["M", str(i), "1", "lunch", "3월중", "active"]])
    run = Run(folder, "inspect", folder + "/in", "--as-of", "2026-06-30")
    assert run.said.count("시작일(start_date) 올바르지 않은 날짜(DATE), 1건") == 200, (run.said[-2000:], run.told)
    assert "그 밖에 10건" in run.said, run.said[-2000:]


def what_was_understood_of_many_columns_is_cut_between_them(folder):
    """Its line has room for some of them, and says how many it leaves out."""
    usual = ["성명", "한자성명", "영문성명", "성별", "생년월일", "주민등록번호", "연락처", "주소", "가구번호", "세대주관계", "국적",
             "사망일", "등록일", "수정일"]
    blanks = "　" * 36
    put(folder, "persons.csv", [["agency_id", "record_id", *(name[0] + blanks + name[1:] for name in usual)],
                                ["M", "1", *[""] * len(usual)]])
    run = Run(folder, "reconcile", "--in", folder + "/in", "--as-of", "2026-06-30")
    line = next(line for line in run.told.splitlines() if "머리글로 알아본 열" in line)
    shown, more = line.rsplit(" 외 ", 1)
    assert run.code == 0 and shown.count(" → ") + int(more) == len(usual) and "\ufffd" not in line, line



def it_ends_with_what_to_do_next(folder):
    put(folder, "가람/persons.csv", [["record_id", "성명", "이름"], ["1", "김하나", "김둘"]])
    put(folder, "나루/계획서.pdf", [["%PDF-1.4"]])
    plan = folder + "/map.yaml"
    for language, tally, write, read in (
            ("ko", "\n파일·시트 1개 읽음, 1개 읽지 않음, 확인할 줄 {}개\n", "--write map.yaml을 더하면", plan + "에서 맞는 줄"),
            ("en", "\nfiles and sheets: 1 read, 1 not read; lines to be confirmed: {}\n", "With --write map.yaml",
             f"Open {plan}, ")):
        first = Run(folder, "inspect", folder + "/in", "--lang", language)
        then = Run(folder, "inspect", folder + "/in", "--lang", language, "--write", plan)
        with open(plan, encoding="utf-8") as file:
            n = sum(line.lstrip().startswith("#") for line in file.read().splitlines()[1:])
        os.remove(plan)
        assert n > 0 and first.code == then.code == 0, (first.told, then.told)
        for run, next in ((first, write), (then, read)):
            assert tally.format(n) + next in run.said and run.said.count("\n", run.said.index(next)) == 1, run.said
    with open(plan, "w", encoding="utf-8") as file:
        file.write("agency: folder\ncolumns: {persons: {name: 성명}}\n")
    for more in ((), ("--as-of", "2026-06-30")):
        run = Run(folder, "inspect", folder + "/in", "--plan", plan, *more)
        assert run.code == 0 and run.said.endswith("\n파일·시트 1개 읽음, 1개 읽지 않음\n"), (run.said, run.told)


def a_list_whose_header_cannot_be_read_is_named_as_such(folder):
    put(folder, "persons.csv", [["agency_id", "record_id"], ["M", "1"]])
    put(folder, "마을_명단.csv", [["성명", "생년월일", "성명"], ["카나리아", "1958-03-11", "x"]])
    for language, words in (("ko", "마을_명단.csv: 읽지 않음: 이름은 표 이름이 아니고 머리글을 읽을 수 없음"),
                            ("en", "마을_명단.csv: not read: its name is no table's and its header cannot be read")):
        run = Run(folder, "link", "--in", folder + "/in", "--lang", language)
        assert run.code == 0 and words in run.told and "카나리아" not in run.told, run.told
    single = Run(folder, "link", "--in", folder + "/in/마을_명단.csv")
    assert single.code == 3 and "line 1: columns 1 and 3 have the same name" in single.told, single.told


def what_was_done_is_not_taken_for_a_list_of_people(folder):
    """Without a programme too, which is then asked for; a list that says it is one stays one."""
    people = [["받으신분", "생년월일", "지급일자"], ["김하나", "1950-01-02", "2026-06-01"]]
    users = [["이용자명", "생년월일", "서비스시작일"], ["김하나", "1950-01-02", "2026-06-01"]]
    named = {"6월 도시락 대상자.csv": ("services", people), "6월 도시락 명단.csv": ("persons", people),
             "이용자 현황.csv": ("persons", users), "이용자.xls": ("services", people)}
    for name, (_, rows) in named.items():
        put(folder, "가람/" + name, rows)
    run = Run(folder, "inspect", folder + "/in", "--write", folder + "/map.yaml")
    for name, (which, _) in named.items():
        at = run.said.index("가람/" + name)
        about = run.said[at:].split("\n")[1]
        assert about.startswith(f"  표 {'대상자 명단' if which == 'persons' else '제공 내역'}({which}), "), (name, run.said)
    lacking = "기관(agency_id), 제공번호(service_id), 대상자번호(record_id), 사업(programme), 상태(status)"
    assert run.said.count(f"없는 필수 열: {lacking}\n") == 2, run.said
    with open(folder + "/map.yaml", encoding="utf-8") as file:
        assert "# constants: {services: {status: delivered, programme: …}}" in file.read(), run.said


def what_a_file_of_no_certain_table_is_like_is_told(folder):
    """Which headers are known and what is missing for each table; no other cell of it is shown."""
    rows = [["2026년 6월", ""], ["받으신분", "사업명", "카나리아"], ["김하나", "도시락", "x"]]
    for name in ("배달대장.csv", "배달대장.xls", "대장.xlsx"):
        put(folder, "가람/" + name, rows)
    put(folder, "가람/명단.csv", [["대상자번호", "성명"], ["1", "김하나"]])
    said = {"ko": "제공 내역(services): 아는 머리글 받으신분, 사업명; 없는 열 시작일(start_date)\n",
            "en": "services: known headers 받으신분, 사업명; missing start_date\n"}
    for language, words in said.items():
        run = Run(folder, "inspect", folder + "/in", "--lang", language)
        assert run.code == 0 and run.said.count(words) == 3 and "카나리아" not in run.said, run.said
    run = Run(folder, "reconcile", "--in", folder + "/in", "--as-of", "2026-06-30", "--lang", "ko")
    assert said["ko"][:-1] in run.told and "카나리아" not in run.told, run.told


def a_programme_of_signs_alone_is_found_once(folder):
    """A found name is blanked before the next is sought; it must not be found in the blank."""
    os.makedirs(folder + "/policy")
    with open(folder + "/policy/programmes.csv", "w", encoding="utf-8") as file:
        file.write("programme,name,layer,unit,kind,grain,service_class\np1,||||,local,person,in_kind,day,3102\n")
    put(folder, "persons.csv", [["agency_id", "record_id", "name", "birth_date"], ["A", "1", "김순자", "1945-03-01"]])
    put(folder, "A/||||.csv", [["record_id", "name", "date"], ["1", "김순자", "2026-06-01"]])
    run = Run(folder, "inspect", folder + "/in", "--policy", folder + "/policy")
    assert run.code == 0 and "||||.csv" in run.said, run.said


run_cases([a_programme_of_signs_alone_is_found_once, what_was_done_is_not_taken_for_a_list_of_people,
           what_a_file_of_no_certain_table_is_like_is_told,
           it_ends_with_what_to_do_next, who_is_on_no_list_beside_becomes_a_person,
           a_list_whose_header_cannot_be_read_is_named_as_such,
           a_file_without_a_header_shows_nobody,
           a_file_without_a_header_is_refused_even_if_all_it_needs_is_filled_in,
           a_table_of_which_nothing_is_certain_is_a_comment_that_can_be_taken_up,
           rejects_of_more_kinds_than_are_shown_are_counted,
           what_was_understood_of_many_columns_is_cut_between_them,
           a_header_that_only_the_plan_knows_is_found_in_every_kind_of_file, a_header_with_one_name_of_ours_is_shown])
