#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""--worklists DIR: what each agency's sheet says, and the files they are in."""
import os
import stat
import time
from xml.etree import ElementTree

from cases import run_cases
from command_case import table
from worklist_case import AGENCIES, MORE, PERSONS, SERVICES, contents, csv_rows, overlap, row_of, run, sheet, world, \
    write_tables
from worklists import rows_of, sheet_xml

NO_BOOKS = os.path.join(os.environ["DOLBOM_BUILD"], "tests", "tools", "dolbom_no_books")


# ---- what a sheet says --------------------------------------------------------------------------


def each_agency_has_a_sheet_in_words(folder):
    world(folder)
    said = run(folder, "--worklists", "lists")
    assert "업무 목록: lists, 기관 3곳" in said, said
    assert sorted(os.listdir(folder + "/lists")) == ["index.csv"] + sorted(
        f"worklist_{agency}.{end}" for agency in ("home", "qx-shelter", "qy-third") for end in ("csv", "xlsx"))
    finding = next(row for row in table(folder, "worklist_qy-third") if row["rule"] == "D03")
    rows, letters = rows_of(sheet(folder, "qy-third"))
    _, row = overlap(rows, "tx3")
    assert (row["심각도"], row["상태"], row["대상자"], row["출생연도"]) == ("높음", "새로 발견", "최○수", "1961"), row
    assert row["점검 항목"] == "여러 기관의 같은 서비스 (D03)", row
    assert (row["우리 기관 대상자번호"], row["사업명"], row["다른 기관"]) == ("tx3", "점심 도시락", "우리센터"), row
    assert row["내용"] == finding["message_ko"] and row["금액(원)"] == finding["amount_won"]
    assert row["번호"] == finding["finding_id"][:8] and row["결과 ID(고치지 마세요)"] == finding["finding_id"]
    assert row["근거 ID(고치지 마세요)"] == finding["rows_key"] and row["기관 ID(고치지 마세요)"] == "qy-third"
    assert row["기간 시작"] == "46144", row["기간 시작"]  # 2026-05-02, as Excel counts
    assert row["결정"] == row["메모"] == "" and letters["결정"] == "O"
    for row, same in zip(rows, csv_rows(folder, "worklist_qy-third")):
        for title in row:
            assert title in ("기간 시작", "기간 끝", "기한") or row[title] == same[title], (title, row, same)
    assert overlap(csv_rows(folder, "worklist_qy-third"), "tx3")[1]["기간 시작"] == "2026-05-02"


def rows_are_in_the_order_of_the_table(folder):
    world(folder, SERVICES + MORE)
    run(folder, "--worklists", "lists")
    for agency in ("home", "qx-shelter", "qy-third"):
        ids = [row["finding_id"] for row in table(folder, "worklist_" + agency)]
        assert [row["결과 ID(고치지 마세요)"] for row in rows_of(sheet(folder, agency))[0]] == ids
        rows = table(folder, "worklist_" + agency)
        assert [-int(row["severity"]) for row in rows] == sorted(-int(row["severity"]) for row in rows)


def an_amount_that_no_spreadsheet_keeps_is_a_text(folder):
    """It comes from one agency's file and must not stop the worklists of all."""
    for amount in ("999999999999999", "4503599627370497", "9007199254740993"):
        world(folder, SERVICES.replace("10000", amount).replace("20000", amount))
        run(folder, "--worklists", amount)
        rows, _ = rows_of(sheet(folder, "qy-third", amount))
        same = overlap(csv_rows(folder, "worklist_qy-third", amount), "tx3")[1]
        written = next(row for row in table(folder, "worklist_qy-third") if row["rule"] == "D03")["amount_won"]
        assert int(written) >= int(amount) and overlap(rows, "tx3")[1]["금액(원)"] == same["금액(원)"] == written, written


def the_sheet_can_be_worked_on_and_printed(folder):
    world(folder)
    run(folder, "--worklists", "lists")
    rows, _ = rows_of(sheet(folder, "home"))
    xml, last = sheet_xml(sheet(folder, "home")), len(rows) + 1
    for wanted in (f'<autoFilter ref="A1:V{last}"/>', 'state="frozen"', 'ySplit="1"', f'sqref="O2:O{last}"',
                   '"확인,이견,회신 없음,중복·누락 아님,예외 인정,자료 오류"', 'orientation="landscape"', 'paperSize="9"',
                   "&amp;L우리센터&amp;C업무 목록&amp;R2026-06-30", 'fitToHeight="0"'):
        assert wanted in xml, wanted
    guide = sheet_xml(sheet(folder, "home"), 2)
    assert "이 목록만으로 지원을 중단하거나 줄이지 마십시오." in guide and "예외 인정" in guide


def english_is_one_option_away(folder):
    world(folder)
    assert "worklists: lists, of 3 agencies" in run(folder, "--worklists", "lists", "--lang", "en")
    rows, _ = rows_of(sheet(folder, "qy-third"))
    row = next(row for row in rows if row["Rule"].endswith("(D03)"))
    assert (row["Severity"], row["State"], row["Programme"]) == ("high", "new", "Lunch box"), row
    assert "숨은쉼터 (to look first)" in {row["Other agencies"] for row in rows_of(sheet(folder, "home"))[0]}
    assert '"confirmed,disputed,no response,not a duplicate,allowed,data error"' in sheet_xml(sheet(folder, "home"))


def the_same_input_gives_the_same_bytes(folder):
    world(folder)
    run(folder, "--worklists", "one", "--threads", "1")
    time.sleep(1.2)  # into another second
    run(folder, "--worklists", "two", "--threads", "3")
    assert contents(folder, "one") == contents(folder, "two")


def one_agency_alone_gets_its_own_sheet(folder):
    world(folder)
    run(folder, "--worklists", "all")
    run(folder, "--worklists", "lists", "--for", "home", out="for-home")
    assert sorted(os.listdir(folder + "/lists")) == ["index.csv", "worklist_home.csv", "worklist_home.xlsx"]
    assert contents(folder, "lists")["worklist_home.xlsx"] == contents(folder, "all")["worklist_home.xlsx"]


def nothing_in_it_is_calculated(folder):
    hostile = '=HYPERLINK(""http://x"",""y"")'
    world(folder, SERVICES.replace(",tx3,", ",=1+1,"), persons=PERSONS.replace(",tx3,", ",=1+1,"),
          agencies=AGENCIES.replace("우리센터", f'"{hostile}"').replace("숨은쉼터", "@SUM(1)"))
    run(folder, "--worklists", "lists")
    xml = sheet_xml(sheet(folder, "qy-third"))
    row = overlap(rows_of(sheet(folder, "qy-third"))[0], "=1+1")[1]
    assert "<f>" not in xml and row["우리 기관 대상자번호"] == "=1+1", row
    assert row["다른 기관"] == hostile.replace('""', '"'), row
    with open(folder + "/lists/worklist_qy-third.csv", encoding="utf-8-sig") as file:
        text = file.read()
    assert ",'=1+1," in text and ",\"'=HYPERLINK" in text
    assert [row["기관"][0] for row in csv_rows(folder, "index")] == ["'", "'", "셋"]


def who_is_to_act_is_said_though_no_party(folder):
    world(folder, persons=PERSONS.replace("birth_date", "zone_id,birth_date").replace(",F,", ",F,z1,").replace(
        ",M,", ",M,z2,"), services=SERVICES.replace("home,hs3,h3", "qy-third,hs3,tx3"))
    write_tables(folder + "/policy", {"zones": "zone_id,name,responsible_agency\nz1,서쪽마을,qy-third\n"})
    write_tables(folder + "/in", {"needs": "agency_id,need_id,record_id,need_class,identified_on\n"
                                    "home,n1,h1,food,2026-01-01\n"})
    run(folder, "--worklists", "lists")
    [finding] = [row for row in table(folder, "findings") if row["rule"] == "O14"]
    assert (finding["agencies"], finding["owner_agency"]) == ("home", "qy-third"), finding
    assert row_of(folder, "home", "O14")["다른 기관"] == "셋째기관 (먼저 확인)"
    row = row_of(folder, "qy-third", "O14")  # which knows nobody of it
    assert (row["우리 기관 대상자번호"], row["대상자"], row["출생연도"]) == ("", "김○자", "1945"), row


# ---- files --------------------------------------------------------------------------------------


def names_of_files_are_safe_and_differ(folder):
    ids = ["../x", "a/b", "a_b", "A b", "HOME", "home", "긴" * 200, "긴" * 201, "a\u202eb", "..", "c\x07", "_x0041_"]
    rows = "".join(f'"{id}",p{i},김순자,F,1945-03-15,010-1234-5678,0\n' for i, id in enumerate(ids))
    services = "".join(f'"{id}",s{i},p{i},lunch,2026-05-01,2026-06-30,delivered,10000\n' for i, id in enumerate(ids))
    world(folder, SERVICES.split("\n", 1)[0] + "\n" + services, persons=PERSONS.split("\n", 1)[0] + "\n" + rows,
          agencies="agency_id,name\n")
    run(folder, "--worklists", "lists")
    index = csv_rows(folder, "index")
    assert {row["agency_id"].lstrip("'") for row in index} == set(ids), index
    files = [row["파일"] for row in index]
    assert len({name.lower() for name in files}) == len(ids), files
    assert all(len(name.encode()) < 100 and "/" not in name and "\u202e" not in name for name in files), files
    assert "worklist_a_b.xlsx" in files
    found = sorted(os.listdir(folder + "/lists"))
    assert found == sorted(["index.csv", *files, *(name[:-5] + ".csv" for name in files)]), found
    for row in index:
        rows, _ = rows_of(os.path.join(folder, "lists", row["파일"]))
        ElementTree.fromstring(sheet_xml(os.path.join(folder, "lists", row["파일"])))
        id = row["agency_id"].lstrip("'").replace("\x07", "_x0007_").replace("_x0041_", "_x005F_x0041_")
        assert {one["기관 ID(고치지 마세요)"] for one in rows} == {id}, (id, rows)
        assert len(rows) == int(row["건수"])
    for name in found:
        assert stat.S_IMODE(os.stat(f"{folder}/lists/{name}").st_mode) == 0o600, name


def codes_and_what_is_no_character_do_no_harm(folder):
    """In a workbook _x0041_ is an A; U+FFFF may not be in it at all."""
    world(folder, SERVICES.replace("qy-third,ts3,tx3", "qy\uffff,ts3,_x_x0041_x0042_"),
          agencies="agency_id,name\nhome,_x0041_\ufffe\n",
          persons=PERSONS.replace("qy-third,tx3", "qy\uffff,_x_x0041_x0042_"))
    run(folder, "--worklists", "lists")
    file = next(row["파일"] for row in csv_rows(folder, "index") if row["agency_id"].startswith("qy"))
    rows, _ = rows_of(f"{folder}/lists/{file}")
    _, row = overlap(rows, "_x_x005F_x0041_x005F_x0042_")
    assert row["다른 기관"].startswith("_x005F_x0041_\ufffd") and row["기관 ID(고치지 마세요)"] == "qy\ufffd", row


def what_people_wrote_is_never_replaced(folder):
    world(folder)
    run(folder, "--worklists", "lists")
    before, results = contents(folder, "lists"), contents(folder, "out")
    run(folder, "--worklists", "lists", code=4, told="already exists, and people may have written into it")
    os.symlink("elsewhere", folder + "/link")
    run(folder, "--worklists", "link", code=4, told="is a link")
    run(folder, "--worklists", "in/lists", code=4, told="lies in a folder that is read")
    run(folder, "--worklists", "out", code=2, told="the same place")
    assert contents(folder, "lists") == before and contents(folder, "out") == results
    assert not os.path.exists(folder + "/elsewhere") and not os.path.exists(folder + "/in/lists")


def they_may_lie_beside_the_results(folder):
    world(folder)
    run(folder, "--worklists", "out/lists")
    assert "worklist_home.xlsx" in os.listdir(folder + "/out/lists")
    run(folder, "--previous", "out", "--decisions", "out/lists/worklist_home.xlsx", out="next")


def results_in_a_database_have_them_too(folder):
    world(folder)
    run(folder, "--worklists", "lists")
    run(folder, "--worklists", "again", out="out.db")
    assert contents(folder, "again") == contents(folder, "lists")


def without_the_library_there_are_csv_alone(folder):
    world(folder)
    run(folder, "--worklists", "books")
    said = run(folder, "--worklists", "lists", command=NO_BOOKS)
    assert "업무 목록: lists, 기관 3곳(기관별 파일 이름은 index.csv)\n이 프로그램에서는 CSV로만 만듭니다.\n" in said, said
    whose = ("home", "qx-shelter", "qy-third")
    assert sorted(os.listdir(folder + "/lists")) == ["index.csv", *(f"worklist_{agency}.csv" for agency in whose)]
    assert [row["파일"] for row in csv_rows(folder, "index")] == [f"worklist_{agency}.csv" for agency in whose]
    for agency in whose:
        name = f"worklist_{agency}.csv"
        assert contents(folder, "lists")[name] == contents(folder, "books")[name]
    assert "this build writes them as CSV only" in run(folder, "--worklists", "more", "--lang", "en", command=NO_BOOKS)
    run(folder, "--decisions", "lists/worklist_home.csv", out="next", command=NO_BOOKS)


def a_failed_run_leaves_none(folder):
    world(folder)
    with open(folder + "/policy/rules.csv", "w", encoding="utf-8") as file:
        file.write("rule,param,key,value\nD03,no_such,,1\n")
    run(folder, "--worklists", "lists", code=3)
    assert sorted(os.listdir(folder)) == ["in", "policy"]


def what_a_killed_run_left_is_not_among_them(folder):
    world(folder)
    os.makedirs(folder + "/.lists.dolbom-unfinished")
    for name in ("worklist_old.xlsx", "worklist_old.csv", "index.csv"):
        write_bytes(f"{folder}/.lists.dolbom-unfinished/{name}")
    run(folder, "--worklists", "lists")
    assert not any("old" in name for name in os.listdir(folder + "/lists"))


def write_bytes(path):
    with open(path, "wb") as file:
        file.write(b"left behind")


run_cases([each_agency_has_a_sheet_in_words, rows_are_in_the_order_of_the_table,
           an_amount_that_no_spreadsheet_keeps_is_a_text, the_sheet_can_be_worked_on_and_printed,
           english_is_one_option_away, the_same_input_gives_the_same_bytes, who_is_to_act_is_said_though_no_party,
           one_agency_alone_gets_its_own_sheet, nothing_in_it_is_calculated, names_of_files_are_safe_and_differ,
           codes_and_what_is_no_character_do_no_harm, what_people_wrote_is_never_replaced,
           they_may_lie_beside_the_results, results_in_a_database_have_them_too,
           without_the_library_there_are_csv_alone, a_failed_run_leaves_none,
           what_a_killed_run_left_is_not_among_them])
