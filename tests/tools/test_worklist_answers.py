#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""--decisions FILE: worklists filled in, and read back."""
import csv
import os

from cases import run_cases
from command_case import table
from workbooks import write_workbook
from worklist_case import KOREAN, MORE, SERVICES, csv_rows, overlap, run, sheet, world, write_tables
from worklists import change_sheet, fill, rows_of


def answer(folder, agency, word, worklists="lists", **more):
    """The sheet's row of D03 answered with a word; its file."""
    record = {"home": "h1", "qx-shelter": "sx1", "qy-third": "tx3"}[agency]
    number, _ = overlap(rows_of(sheet(folder, agency, worklists))[0], record)
    os.makedirs(folder + "/filled", exist_ok=True)
    return fill(sheet(folder, agency, worklists), f"{folder}/filled/worklist_{agency}.xlsx",
                {number: {"결정": word, **more}})


def change(folder, out, owner):
    return next(row for row in table(folder, "finding_changes", out)
                if row["rule"] == "D03" and row["owner_agency"] == owner)


def the_next_run_knows_what_was_decided(folder):
    world(folder)
    run(folder, "--worklists", "lists")
    for agency, word in (("home", "예외 인정"), ("qx-shelter", "예외 인정"), ("qy-third", "확인")):
        answer(folder, agency, word, 메모="=1+1은 적지 않음", 담당자="박담당", 결정일=46203)
    files = [f"filled/worklist_{agency}.xlsx" for agency in ("home", "qx-shelter", "qy-third")]
    said = run(folder, "--previous", "out", "--decisions", *files, out="next")
    gone = change(folder, "next", "qx-shelter")
    assert (gone["change"], gone["reason"]) == ("gone", "decided"), gone
    assert change(folder, "next", "qy-third")["state"] == "in_review"  # home has not answered for Choi
    assert "결정(파일 3개 포함) 반영: 종결 1건, 확인 0건, 이견 0건, 검토 중 1건, 재검토 0건" in said, said
    with open(folder + "/next/summary.txt", encoding="utf-8") as file:
        (line,) = [line for line in said.splitlines() if line.startswith("결정(")]
        assert f"\n{line}\n" in file.read(), "the short summary says it as well"
    world(folder, SERVICES + MORE)  # what was allowed is more now
    said = run(folder, "--previous", "next", "--decisions", *files, out="third")
    again = change(folder, "third", "qx-shelter")
    assert again["change"] == "reopened" and "재검토 1건" in said, (again, said)


def a_csv_comes_back_as_well(folder):
    world(folder)
    run(folder, "--worklists", "lists")
    files = []
    for agency in ("home", "qx-shelter"):
        rows = csv_rows(folder, "worklist_" + agency)
        for row in rows:
            if row["점검 항목"].endswith("(D03)"):
                row["결정"] = "중복·누락 아님"
        files.append(f"{agency}.csv")
        with open(f"{folder}/{agency}.csv", "w", encoding="cp949", newline="") as file:  # as Excel saves it
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)
    run(folder, "--previous", "out", "--decisions", *files, out="next")
    assert change(folder, "next", "qx-shelter")["reason"] == "decided"


def english_words_come_back_as_well(folder):
    world(folder)
    run(folder, "--worklists", "lists", "--lang", "en")
    for agency in ("home", "qx-shelter"):
        rows, _ = rows_of(sheet(folder, agency))
        numbers = [n for n, row in enumerate(rows, 2) if row["Rule"].endswith("(D03)")]
        fill(sheet(folder, agency), f"{folder}/{agency}.xlsx",
             {number: {"Decision": "Not a duplicate", "Decided on": "2026-06-29"} for number in numbers})
    run(folder, "--previous", "out", "--decisions", "home.xlsx", "qx-shelter.xlsx", out="next")
    assert change(folder, "next", "qx-shelter")["reason"] == "decided"


def an_untouched_sheet_decides_nothing(folder):
    world(folder)
    run(folder, "--worklists", "lists")
    said = run(folder, "--previous", "out", "--decisions", "lists/worklist_home.xlsx", "lists/worklist_home.csv",
               out="next")
    assert {row["change"] for row in table(folder, "finding_changes", "next")} == {"still_open"}
    assert "종결 0건" in said and not table(folder, "rejects", "next"), said


def an_unknown_word_is_told_by_its_place(folder):
    world(folder)
    run(folder, "--worklists", "lists")
    number, _ = overlap(rows_of(sheet(folder, "home"))[0], "h1")
    answer(folder, "home", "카나리아")
    said = run(folder, "--max-rejects", "100", "--quiet", "--decisions", "filled/worklist_home.xlsx", out="next")
    assert f"worklist_home.xlsx!업무 목록 O{number}: " in said in said
    assert "known are 확인, 이견, 회신 없음, 중복·누락 아님, 예외 인정, 자료 오류\n" in said, said  # as in the sheet
    assert "카나리아" not in said
    assert [(row["table"], row["column"], row["reason"]) for row in table(folder, "rejects", "next")] == [
        ("decisions", "decision", "CODE")]
    assert "left out; known are confirmed, disputed, no response, not a duplicate, allowed, data error\n" in run(
        folder, "--max-rejects", "100", "--lang", "en", "--decisions", "filled/worklist_home.xlsx", out="next")
    assert "목록에 없는 결정이어서 반영하지 못했습니다. 쓸 수 있는 결정: 확인, 이견, 회신 없음" in run(
        folder, "--max-rejects", "100", "--lang", "ko", "--decisions", "filled/worklist_home.xlsx", out="next")


def what_is_wrong_with_an_answer_is_said_in_words(folder):
    world(folder)
    run(folder, "--worklists", "lists")
    number, _ = overlap(rows_of(sheet(folder, "home"))[0], "h1")
    answer(folder, "home", "확인", 결정일="어제쯤")
    said = run(folder, "--max-rejects", "100", "--decisions", "filled/worklist_home.xlsx", out="next")
    assert f"업무 목록 R{number}: 결정일: not a date; this decision is left out" in said, said
    said = run(folder, "--max-rejects", "100", "--lang", "ko", "--decisions", "filled/worklist_home.xlsx", out="next")
    assert f"업무 목록 R{number}: ‘결정일’ 칸: 올바르지 않은 날짜. 이 결정을 반영하지 못했습니다" in said, said
    assert "반영하지 못함 1건" in said and "DATE;" not in said and "어제" not in said, said


def answers(folder, path, *words, header="결정,결과 ID,기관 ID", agency="home"):
    """A CSV that answers a finding with each of the words."""
    finding = overlap(csv_rows(folder, "worklist_home"), "h1")[1]["결과 ID(고치지 마세요)"]
    os.makedirs(os.path.dirname(os.path.join(folder, path)), exist_ok=True)
    with open(os.path.join(folder, path), "w", encoding="utf-8") as file:
        file.write(header + "\n" + "".join(f"{word},{finding},{agency}\n" for word in words))


def many_wrong_answers_are_told_up_to_a_limit(folder):
    world(folder)
    run(folder, "--worklists", "lists")
    answers(folder, "few.csv", "몰라", "확인", "글쎄")
    said = run(folder, "--max-rejects", "100", "--decisions", "few.csv", out="next")
    assert "few.csv, line 2: this" in said and "few.csv, line 4: this" in said and "line 3" not in said, said
    said = run(folder, "--decisions", "few.csv", code=3, out="next")  # which says it once, with the limit
    assert said.count("few.csv, line") == 2 and "머리글로 알아본 열" not in said and "2 of 3 rows are rejected" in said, said
    assert "more decisions" not in said and "2 left out" in run(
        folder, "--max-rejects", "100", "--lang", "en", "--decisions", "few.csv", out="next")
    answers(folder, "many.csv", *["몰라"] * 23)
    said = run(folder, "--max-rejects", "100", "--decisions", "many.csv", out="next")
    assert said.count("this decision is not known") == 20 and "line 21: " in said and "line 22: " not in said, said
    assert "3 more decisions are left out, see rejects.csv" in said, said


def files_of_one_name_are_told_apart(folder):
    world(folder)
    run(folder, "--worklists", "lists")
    answers(folder, "a3/x.csv", "확인", "몰라")
    answers(folder, "a4/x.csv", "몰라")
    answers(folder, "a4/y.csv", "몰라")
    said = run(folder, "--max-rejects", "100", "--decisions", "a3/x.csv", "a4/x.csv", "a4/y.csv", out="next")
    for place in ("a3/x.csv, line 3: this", "a4/x.csv, line 2: this", "a4/y.csv, line 2: this"):
        assert said.count(place) == 1, (place, said)
    assert [(row["file"], row["line"]) for row in table(folder, "rejects", "next")] == [
        ("a3/x.csv", "3"), ("a4/x.csv", "2"), ("y.csv", "2")]
    with open(folder + "/next/run.json", encoding="utf-8") as file:
        assert '"a3/x.csv"' in file.read()


def decisions_of_the_policy_are_not_told_with_them(folder):
    world(folder)
    run(folder, "--worklists", "lists")
    answers(folder, "policy/decisions.csv", "몰라", header="decision,finding_id,agency_id")
    answers(folder, "answers/decisions.csv", "몰라")
    said = run(folder, "--max-rejects", "100", "--lang", "ko", "--decisions", "answers/decisions.csv", out="next")
    assert said.count("목록에 없는 결정") == 1 and "answers/decisions.csv, 2행: 목록에 없는 결정" in said, said
    assert "결정(파일 1개 포함) 반영: " in said and "반영하지 못함 2건" in said, said
    assert {row["file"] for row in table(folder, "rejects", "next")} == {"decisions.csv", "answers/decisions.csv"}


def an_answer_that_lost_its_agency_is_refused(folder):
    """It would be one of every agency."""
    world(folder)
    run(folder, "--worklists", "lists")
    number, _ = overlap(rows_of(sheet(folder, "home"))[0], "h1")
    answer(folder, "home", "예외 인정", **{"기관 ID(고치지 마세요)": ""})
    said = run(folder, "--decisions", "filled/worklist_home.xlsx", code=3, out="next")
    assert f"filled/worklist_home.xlsx!업무 목록 V{number}: this decision does not say which agency's it is" in said
    assert "decisions without an agency: 1; put back" in said and not os.path.exists(folder + "/next"), said
    answers(folder, "blank.csv", *["확인"] * 22, agency=" ")
    said = run(folder, "--decisions", "blank.csv", code=3, out="next", env=KOREAN)
    assert said.count("어느 기관의 결정인지 적혀 있지 않습니다") == 20 and "결정이 22건 있습니다" in said, said
    answers(folder, "open.csv", "", agency="")  # nothing is decided, so nobody need have
    run(folder, "--decisions", "open.csv", out="next")
    with open(folder + "/plan.yaml", "w", encoding="utf-8") as file:
        file.write("agency: file\n")
    answers(folder, "all_home.csv", "확인", header="결정,결과 ID,기타")
    run(folder, "--decisions", "all_home.csv", "--plan", "plan.yaml", code=3, told="is no filled-in worklist", out="no")


def decisions_of_the_policy_are_no_agencys_by_their_name(folder):
    """Where the plan says that files are called as their agency, `decisions.csv` still stands for all."""
    world(folder)
    run(folder)
    finding = next(row["finding_id"] for row in table(folder, "findings") if row["rule"] == "D03")
    write_tables(folder + "/policy", {"decisions": f"finding_id,decision\n{finding},allowed\n"})
    for way in ("file", "folder"):
        with open(folder + "/plan.yaml", "w", encoding="utf-8") as file:
            file.write(f"agency: {way}\n")
        plans = {"out1": [], "out2": ["--plan", "plan.yaml"]}
        plain, planned = ([row["finding_id"] for row in table(folder, "findings", out)]
                          for out, more in plans.items() if run(folder, *more, out=out))
        assert plain == planned and finding not in plain, (plain, planned)


def a_word_beyond_the_first_thousand_rows_is_understood(folder):
    world(folder)
    run(folder, "--worklists", "lists")
    number, row = overlap(rows_of(sheet(folder, "home"))[0], "h1")
    titles, values = list(row), dict(row, 결정="예외 인정", 기한="") | {
        "기간 시작": "2026-05-01", "기간 끝": "2026-06-30"}
    with open(folder + "/long.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, titles)
        writer.writeheader()
        for i in range(1500):
            writer.writerow({"결과 ID(고치지 마세요)": f"{i:032x}", "기관 ID(고치지 마세요)": "home"})
        writer.writerow(values)
    run(folder, "--decisions", "long.csv", out="next")
    assert not table(folder, "rejects", "next") and number
    assert {row["state"] for row in table(folder, "worklist_home", "next")} == {"new", "in_review"}


def a_list_of_services_is_not_taken_for_decisions(folder):
    world(folder)
    header = ["대상자번호", "서비스명", "시작일", "종료일", "금액(원)", "담당자", "메모"]
    write_workbook(folder + "/in/내역.xlsx", {"제공 내역": [header, ["h1", "점심", "2026-06-01", "2026-06-02",
                                                                      "1000", "박담당", "글"]]})
    run(folder, code=3, told="table services needs a column agency_id")


def titles_above_and_rows_moved_do_no_harm(folder):
    world(folder)
    run(folder, "--worklists", "lists")
    path = answer(folder, "home", "확인")

    def move_down(xml):
        head, rows = xml.split("<sheetData>")
        for number in range(40, 0, -1):
            rows = rows.replace(f'<row r="{number}"', f'<row r="{number + 1}"')
            for letter in "ABCDEFGHIJKLMNOPQRSTUV":
                rows = rows.replace(f'<c r="{letter}{number}"', f'<c r="{letter}{number + 1}"')
        title = '<row r="1"><c r="A1" t="str"><v>7월 업무</v></c></row>'
        return f"{head}<sheetData>{title}{rows}"

    change_sheet(path, folder + "/moved.xlsx", move_down)
    run(folder, "--decisions", "moved.xlsx", out="next")
    assert "in_review" in {row["state"] for row in table(folder, "worklist_home", "next")}


def what_is_no_worklist_is_refused(folder):
    world(folder)
    run(folder, "--worklists", "lists")
    write_tables(folder, {"other": "a,b\n1,2\n", "ids": "결과 ID,메모\n1,2\n", "all": "결정,결과 ID\n확인," + "0" * 32 + "\n"})
    run(folder, "--decisions", "other.csv", code=3, told="other.csv: is no filled-in worklist", out="next")
    run(folder, "--decisions", "ids.csv", code=3, told="ids.csv: is no filled-in worklist", out="next")
    run(folder, "--decisions", "all.csv", code=3, told="all.csv: is no filled-in worklist", out="next")
    run(folder, "--decisions", "lists", code=3, told="lists: is not a plain file", out="next")
    run(folder, "--decisions", "none.xlsx", code=4, told="none.xlsx: cannot be opened", out="next")
    with open(folder + "/some.pdf", "wb") as file:
        file.write(b"%PDF-1.7\n")
    run(folder, "--decisions", "some.pdf", code=3, told="some.pdf: cannot be read", out="next")
    change_sheet(sheet(folder, "home"), folder + "/bare.xlsx", lambda xml: xml.replace("결과 ID", "결과").replace(
        "결정<", "답<").replace("근거 ID", "근거").replace("기관 ID", "기관").replace("기간 시작", "부터").replace(
        "기간 끝", "까지").replace("금액", "돈").replace("메모", "글").replace("담당자", "이").replace("결정일", "날").replace(
        "유효기한", "끝"))
    run(folder, "--decisions", "bare.xlsx", code=3, told="no sheet of it has columns of decisions", out="next")
    run(folder, "--decisions", code=2, told="--decisions needs a value", out="next")
    assert not os.path.exists(folder + "/next")


run_cases([the_next_run_knows_what_was_decided, a_csv_comes_back_as_well, english_words_come_back_as_well,
           an_untouched_sheet_decides_nothing, an_unknown_word_is_told_by_its_place,
           what_is_wrong_with_an_answer_is_said_in_words, many_wrong_answers_are_told_up_to_a_limit,
           files_of_one_name_are_told_apart, decisions_of_the_policy_are_not_told_with_them,
           an_answer_that_lost_its_agency_is_refused, decisions_of_the_policy_are_no_agencys_by_their_name,
           a_word_beyond_the_first_thousand_rows_is_understood, a_list_of_services_is_not_taken_for_decisions,
           titles_above_and_rows_moved_do_no_harm, what_is_no_worklist_is_refused])
