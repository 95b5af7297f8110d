#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""--worklists DIR: each agency's sheet, what is in it and what is not; --decisions FILE: filled in, and read back."""
import csv
import os
import shutil
import stat
import subprocess
import time
from xml.etree import ElementTree

from cases import run_cases
from command_case import table
from workbooks import write_workbook
from worklists import all_xml, change_sheet, fill, rows_of, sheet_xml

DOLBOM = os.path.join(os.environ["DOLBOM_BUILD"], "tools", "dolbom")
NO_BOOKS = os.path.join(os.environ["DOLBOM_BUILD"], "tests", "tools", "dolbom_no_books")
ENGLISH, KOREAN = ({**os.environ, "LANGUAGE": language} for language in ("en", "ko"))
POLICY = {"programmes": "programme,name,name_en,service_class,layer,unit\n"
                        "lunch,점심 도시락,Lunch box,3102,private,person\n"
                        "wash,빨래,Laundry,3201,private,person\n",
          "need_map": "need_class,service_class\nfood,31\n"}
AGENCIES = "agency_id,name\nhome,우리센터\nqx-shelter,숨은쉼터\nqy-third,셋째기관\n"
PERSONS = ("agency_id,record_id,name,sex,birth_date,phone,protected\n"
           "home,h1,김순자,F,1945-03-15,010-1234-5678,{kim}\n"
           "qx-shelter,sx1,김 순자,F,1945-03-15,010-1234-5678,0\n"
           "home,h3,최철수,M,1961-02-03,010-5555-6666,0\n"
           "qy-third,tx3,최철수,M,1961-02-03,010-5555-6666,0\n")
SERVICES = ("agency_id,service_id,record_id,programme,start_date,end_date,status,amount_won\n"
            "home,hs1,h1,lunch,2026-05-01,2026-06-30,delivered,10000\n"
            "qx-shelter,ss1,sx1,lunch,2026-05-02,2026-06-30,delivered,20000\n"
            "home,hs3,h3,lunch,2026-05-01,2026-06-30,delivered,10000\n"
            "qy-third,ts3,tx3,lunch,2026-05-02,2026-06-30,delivered,20000\n")
MORE = "qx-shelter,ss9,sx1,lunch,2026-05-03,2026-05-04,delivered,700\n"
# Two persons with one number, who are one to nobody; and a telephone of three, of whom Lee is known elsewhere.
TWO_PERSONS = ("agency_id,record_id,name,sex,birth_date,rrn,phone\n"
               "home,h1,김순자,F,1945-03-15,450315-2970013,010-2000-3000\n"
               "qy-third,t1,박영호,M,1951-02-11,450315-2970013,010-2037-3091\n")
ONE_PHONE = ("agency_id,record_id,name,sex,birth_date,phone,protected\n"
             "home,kim,김순자,F,1945-03-15,010-2345-6789,0\nhome,a-lee,이영호,M,1951-08-02,010-2345-6789,0\n"
             "qy-third,park,박말순,F,1939-11-20,010-2345-6789,{park}\n"
             "qx-shelter,x-lee,이영호,M,1951-08-02,010-2345-6789,0\nqy-third,t-lee,이영호,M,1951-08-02,010-2345-6789,0\n"
             "qy-third,t-kim,김순자,F,1945-03-15,010-2345-6789,0\n")
ONE_PHONE_SERVICES = ("agency_id,service_id,record_id,programme,start_date,end_date,status\n"
                      "home,s1,kim,lunch,2026-06-01,2026-06-20,delivered\n"
                      "home,s2,a-lee,lunch,2026-06-05,2026-06-25,delivered\n"
                      "qy-third,s3,park,lunch,2026-06-10,2026-06-30,delivered\n"
                      "qy-third,s4,t-kim,lunch,2026-06-01,2026-06-20,delivered\n"
                      "qx-shelter,s5,x-lee,wash,2026-06-01,2026-06-20,delivered\n"
                      "qy-third,s6,t-lee,wash,2026-06-01,2026-06-20,delivered\n")
SECRETS = ("qx-shelter", "숨은쉼터", "sx1", "ss1")


def write(folder, tables):
    os.makedirs(folder, exist_ok=True)
    for name, text in tables.items():
        with open(os.path.join(folder, name + ".csv"), "w", encoding="utf-8") as file:
            file.write(text)


def world(folder, services=SERVICES, kim="0", agencies=AGENCIES, persons=PERSONS):
    write(os.path.join(folder, "in"), {"agencies": agencies, "persons": persons.replace("{kim}", kim),
                                       "services": services})
    write(os.path.join(folder, "policy"), POLICY)


def run(folder, *more, code=0, told="", out="out", env=None, command=DOLBOM):
    done = subprocess.run([command, "reconcile", "--in", "in", "--policy", "policy", "--as-of", "2026-06-30", "--out",
                           out, *more], capture_output=True, timeout=120, cwd=folder,
                          env=env or ENGLISH)
    said = done.stdout.decode() + done.stderr.decode()
    assert done.returncode == code and told in said, (done.returncode, said)
    left = [name for name in os.listdir(folder) if "unfinished" in name]
    assert not left, left
    return said


def sheet(folder, agency, worklists="lists"):
    return os.path.join(folder, worklists, f"worklist_{agency}.xlsx")


def csv_rows(folder, name, worklists="lists"):
    with open(os.path.join(folder, worklists, name + ".csv"), encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def overlap(rows, record):
    """The number of the row of D03 about that record in the sheet, and the row."""
    return next((number, row) for number, row in enumerate(rows, 2)
                if row["점검 항목"].endswith("(D03)") and row["우리 기관 대상자번호"] == record)


def contents(folder, worklists):
    texts = {}
    for name in os.listdir(os.path.join(folder, worklists)):
        with open(os.path.join(folder, worklists, name), "rb") as file:
            texts[name] = file.read()
    return texts


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
    assert row["시작일"] == "46144", row["시작일"]  # 2026-05-02, as Excel counts
    assert row["결정"] == row["메모"] == "" and letters["결정"] == "O"
    for row, same in zip(rows, csv_rows(folder, "worklist_qy-third")):
        for title in row:
            assert title in ("시작일", "종료일", "기한") or row[title] == same[title], (title, row, same)
    assert overlap(csv_rows(folder, "worklist_qy-third"), "tx3")[1]["시작일"] == "2026-05-02"


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


# ---- what it does not say -----------------------------------------------------------------------


def names_are_masked_unless_they_are_asked_for(folder):
    world(folder)
    run(folder, "--worklists", "masked")
    for name, text in contents(folder, "masked").items():
        texts = all_xml(f"{folder}/masked/{name}") if name.endswith(".xlsx") else [text.decode("utf-8-sig")]
        for full in ("김순자", "김 순자", "최철수", "순자", "철수"):
            assert not any(full in text for text in texts), (name, full)
    assert "김○자" in "".join(all_xml(sheet(folder, "home", "masked")))
    run(folder, "--worklists", "lists", "--names")
    name = overlap(rows_of(sheet(folder, "qx-shelter"))[0], "sx1")[1]["대상자"]
    assert name == "김 순자", name  # as it stands in its own record
    assert {row["대상자"] for row in rows_of(sheet(folder, "home"))[0]} == {"김순자", "최철수"}
    run(folder, "--names", code=2, told="--worklists", out="other")


def names_are_read_where_the_plan_says(folder):
    persons = PERSONS.replace("agency_id,record_id,name", "agency_id,record_id,이름표")
    world(folder, persons=persons)
    with open(folder + "/plan.yaml", "w", encoding="utf-8") as file:
        file.write("columns:\n  persons:\n    name: 이름표\n")
    run(folder, "--worklists", "lists", "--names", "--plan", "plan.yaml")
    assert {row["대상자"] for row in rows_of(sheet(folder, "home"))[0]} == {"김순자", "최철수"}


def a_pipe_gives_no_names(folder):
    world(folder)
    with open(folder + "/in/persons.csv", encoding="utf-8") as file:
        text = file.read()
    os.remove(folder + "/in/persons.csv")
    done = subprocess.run(["bash", "-c", f'{DOLBOM} reconcile --in <(cat) --encoding utf-8 --policy policy --as-of '
                           '2026-06-30 --out out --worklists lists --names'],
                          input=text.encode(), capture_output=True, timeout=60, cwd=folder, env=ENGLISH)
    assert done.returncode == 3 and "cannot be a pipe" in done.stderr.decode(), done
    assert sorted(os.listdir(folder)) == ["in", "policy"]


def who_else_knows_a_protected_person_is_not_said(folder):
    for kim in ("1", ""):  # not known is protected, too
        shutil.rmtree(folder + "/lists", ignore_errors=True)
        world(folder, kim=kim)
        run(folder, "--worklists", "lists", "--names")
        rows, _ = rows_of(sheet(folder, "home"))
        kims = [row for row in rows if row["우리 기관 대상자번호"] == "h1"]
        assert kims and all(row["다른 기관"] == "표시하지 않음" for row in kims), rows
        assert any(row["다른 기관"].startswith("셋째기관") for row in rows)
        own = sheet_xml(sheet(folder, "home")) + str(csv_rows(folder, "worklist_home"))
        for secret in SECRETS:
            assert secret not in own, secret


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


def what_others_know_of_a_protected_person_is_not_said(folder):
    """The masked name and the year of birth may be of a record of another agency."""
    for kim, name, year in (("0", "김○자", "1945"), ("1", "", "")):
        world(folder, kim="0", persons=PERSONS.replace("1945-03-15,010-1234-5678,{kim}", ",010-1234-5678,0").replace(
            "1945-03-15,010-1234-5678,0", f"1945-03-15,010-1234-5678,{kim}") + f"qy-third,t1,김순자,F,1945-03-15,"
            f"010-1234-5678,{kim}\n")
        run(folder, "--worklists", "lists" + kim)
        _, row = overlap(rows_of(sheet(folder, "home", "lists" + kim))[0], "h1")
        assert (row["대상자"], row["출생연도"]) == (name, year), row


def row_of(folder, agency, rule, worklists="lists"):
    [row] = [row for row in rows_of(sheet(folder, agency, worklists))[0] if row["점검 항목"].endswith(f"({rule})")]
    return row


def a_row_is_about_the_agencys_own_person(folder):
    """A finding about two persons names one of them; the other agency's row is not to name that one."""
    world(folder, persons=TWO_PERSONS, services=SERVICES.split("\n")[0] + "\n")
    run(folder, "--worklists", "lists")
    told = {agency: (row_of(folder, agency, "I02")["대상자"], row_of(folder, agency, "I02")["출생연도"])
            for agency in ("home", "qy-third")}
    [finding] = [row for row in table(folder, "findings") if row["rule"] == "I02"]
    records = {row["person_id"]: row["agency_id"] for row in table(folder, "person_records")}
    named = records[finding["person_id"]]
    assert told[named] == {"home": ("김○자", "1945"), "qy-third": ("박○호", "1951")}[named], told
    assert [one for agency, one in told.items() if agency != named] == [("", "")], told
    run(folder, "--worklists", "full", "--names")
    assert row_of(folder, "home", "I02", "full")["대상자"] == "김순자"
    assert row_of(folder, "qy-third", "I02", "full")["대상자"] == "박영호"


def several_persons_of_a_row_are_all_named(folder):
    world(folder, persons=ONE_PHONE.replace("{park}", "0"), services=ONE_PHONE_SERVICES)
    run(folder, "--worklists", "lists")
    row = row_of(folder, "home", "D16")
    # That Lee is in a finding of other agencies is not for this one to know.
    assert (row["우리 기관 대상자번호"], row["대상자"], row["출생연도"]) == ("a-lee;kim", "김○자 외 1명", ""), row
    assert any(one["rule"] == "D03" and one["agencies"] == "qx-shelter;qy-third" for one in table(folder, "findings"))
    run(folder, "--worklists", "full", "--names")
    row = row_of(folder, "home", "D16", "full")
    assert (row["대상자"], row["출생연도"]) == ("이영호, 김순자", ""), row
    run(folder, "--worklists", "own", "--for", "home", out="for-home")
    assert contents(folder, "own")["worklist_home.xlsx"] == contents(folder, "lists")["worklist_home.xlsx"]
    world(folder, persons=ONE_PHONE.replace("{park}", "1"), services=ONE_PHONE_SERVICES)
    run(folder, "--worklists", "protected", "--names")
    row = row_of(folder, "home", "D16", "protected")
    assert (row["대상자"], row["출생연도"], row["다른 기관"]) == ("", "", "표시하지 않음"), row


def a_name_may_be_in_the_second_record(folder):
    world(folder, persons=PERSONS.replace("{kim}", "0").replace("h1,김순자", "h1,") + "home,h2,김순자,F,1945-03-15,"
          "010-1234-5678,0\n", services=SERVICES + "home,hs2,h2,lunch,2026-05-01,2026-06-30,delivered,10000\n")
    write(folder + "/policy", {"decisions": "agency_a,record_a,agency_b,record_b,decision\n"
                                            "home,h1,home,h2,same_person\n"})
    run(folder, "--worklists", "lists", "--names")
    row = overlap(rows_of(sheet(folder, "home"))[0], "h1;h2")[1]
    assert row["대상자"] == "김순자", row
    persons = PERSONS.replace("{kim}", "0") + "home,h2,김순희,F,1945-03-15,010-1234-5678,0\n"
    for name in ("in order", "reversed"):  # wherever they are in the file, the first record's name counts
        write(folder + "/in", {"persons": persons})
        run(folder, "--worklists", name, "--names")
        row = overlap(rows_of(sheet(folder, "home", name))[0], "h1;h2")[1]
        assert row["대상자"] == "김순자", row
        head, *lines = persons.splitlines()
        persons = "\n".join([head, *reversed(lines)]) + "\n"


def a_name_is_that_of_the_row_that_counts(folder):
    """A row that another one of the same id has replaced is not in use, and neither is its name."""
    lines = PERSONS.replace("{kim}", "0").split("\n")
    dated = [lines[0] + ",updated_at", lines[1].replace("김순자", "김순희") + ",2026-01-01"]
    world(folder, persons="\n".join(dated + [line + ",2026-05-01" for line in lines[1:] if line]) + "\n")
    run(folder, "--max-rejects", "100", "--worklists", "lists", "--names")
    assert [row["reason"] for row in table(folder, "rejects")] == ["SUPERSEDED"]
    _, row = overlap(rows_of(sheet(folder, "home"))[0], "h1")
    assert row["대상자"] == "김순자", row


def whoever_is_protected_has_no_name(folder):
    world(folder, kim="1")
    run(folder, "--worklists", "lists", "--names")
    own = "".join(all_xml(sheet(folder, "home"))) + str(csv_rows(folder, "worklist_home"))
    assert "김순자" not in own and "김○자" not in own and "1945" not in own and "최철수" in own


def the_programme_of_others_is_not_said_of_somebody_protected(folder):
    """One agency knows of a stay in hospital, and another one's service goes on."""
    for kim, programme in (("0", "빨래"), ("1", "")):
        world(folder, kim=kim, services=SERVICES.split("\n")[0]
              + "\nqx-shelter,s1,sx1,wash,2026-05-02,2026-06-30,delivered,1\n")
        write(folder + "/in", {"stays": "agency_id,stay_id,record_id,kind,start_date,end_date\n"
                                        "home,st1,h1,hospital,2026-05-03,2026-05-20\n"})
        write(folder + "/policy", {"programmes": "programme,name,service_class,layer,unit,home_based\n"
                                                 "wash,빨래,3201,private,person,1\n"})
        run(folder, "--worklists", "lists" + kim)
        row = row_of(folder, "home", "D12", "lists" + kim)
        assert (row["우리 기관 대상자번호"], row["사업명"]) == ("h1", programme), row


def who_is_to_act_is_said_though_no_party(folder):
    world(folder, persons=PERSONS.replace("birth_date", "zone_id,birth_date").replace(",F,", ",F,z1,").replace(
        ",M,", ",M,z2,"), services=SERVICES.replace("home,hs3,h3", "qy-third,hs3,tx3"))
    write(folder + "/policy", {"zones": "zone_id,name,responsible_agency\nz1,서쪽마을,qy-third\n"})
    write(folder + "/in", {"needs": "agency_id,need_id,record_id,need_class,identified_on\n"
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


# ---- filled in, and read back -------------------------------------------------------------------


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
    write(folder + "/policy", {"decisions": f"finding_id,decision\n{finding},allowed\n"})
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
    titles, values = list(row), dict(row, 결정="예외 인정", 시작일="2026-05-01", 종료일="2026-06-30", 기한="")
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
    write(folder, {"other": "a,b\n1,2\n", "ids": "결과 ID,메모\n1,2\n", "all": "결정,결과 ID\n확인," + "0" * 32 + "\n"})
    run(folder, "--decisions", "other.csv", code=3, told="other.csv: is no filled-in worklist", out="next")
    run(folder, "--decisions", "ids.csv", code=3, told="ids.csv: is no filled-in worklist", out="next")
    run(folder, "--decisions", "all.csv", code=3, told="all.csv: is no filled-in worklist", out="next")
    run(folder, "--decisions", "lists", code=3, told="lists: is not a plain file", out="next")
    run(folder, "--decisions", "none.xlsx", code=4, told="none.xlsx: cannot be opened", out="next")
    with open(folder + "/some.pdf", "wb") as file:
        file.write(b"%PDF-1.7\n")
    run(folder, "--decisions", "some.pdf", code=3, told="some.pdf: cannot be read", out="next")
    change_sheet(sheet(folder, "home"), folder + "/bare.xlsx", lambda xml: xml.replace("결과 ID", "결과").replace(
        "결정<", "답<").replace("근거 ID", "근거").replace("기관 ID", "기관").replace("시작일", "부터").replace(
        "종료일", "까지").replace("금액", "돈").replace("메모", "글").replace("담당자", "이").replace("결정일", "날").replace(
        "유효기한", "끝"))
    run(folder, "--decisions", "bare.xlsx", code=3, told="no sheet of it has columns of decisions", out="next")
    run(folder, "--decisions", code=2, told="--decisions needs a value", out="next")
    assert not os.path.exists(folder + "/next")


run_cases([each_agency_has_a_sheet_in_words, rows_are_in_the_order_of_the_table,
           an_amount_that_no_spreadsheet_keeps_is_a_text, the_sheet_can_be_worked_on_and_printed,
           english_is_one_option_away, the_same_input_gives_the_same_bytes,
           names_are_masked_unless_they_are_asked_for, names_are_read_where_the_plan_says, a_pipe_gives_no_names,
           who_else_knows_a_protected_person_is_not_said,
           what_others_know_of_a_protected_person_is_not_said, a_row_is_about_the_agencys_own_person,
           several_persons_of_a_row_are_all_named, a_name_may_be_in_the_second_record,
           a_name_is_that_of_the_row_that_counts, whoever_is_protected_has_no_name,
           the_programme_of_others_is_not_said_of_somebody_protected, who_is_to_act_is_said_though_no_party,
           one_agency_alone_gets_its_own_sheet,
           nothing_in_it_is_calculated, names_of_files_are_safe_and_differ,
           codes_and_what_is_no_character_do_no_harm, what_people_wrote_is_never_replaced,
           they_may_lie_beside_the_results, results_in_a_database_have_them_too,
           without_the_library_there_are_csv_alone, a_failed_run_leaves_none,
           what_a_killed_run_left_is_not_among_them,
           the_next_run_knows_what_was_decided, a_csv_comes_back_as_well, english_words_come_back_as_well,
           an_untouched_sheet_decides_nothing, an_unknown_word_is_told_by_its_place,
           what_is_wrong_with_an_answer_is_said_in_words, many_wrong_answers_are_told_up_to_a_limit,
           files_of_one_name_are_told_apart, decisions_of_the_policy_are_not_told_with_them,
           an_answer_that_lost_its_agency_is_refused, decisions_of_the_policy_are_no_agencys_by_their_name,
           a_word_beyond_the_first_thousand_rows_is_understood, a_list_of_services_is_not_taken_for_decisions,
           titles_above_and_rows_moved_do_no_harm,
           what_is_no_worklist_is_refused])
