#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""--worklists DIR: whom an agency's sheet names, and what it does not say of people."""
import os
import shutil
import subprocess

from cases import run_cases
from command_case import DOLBOM, table
from worklist_case import ENGLISH, PERSONS, SERVICES, contents, csv_rows, overlap, row_of, run, sheet, world, \
    write_tables
from worklists import all_xml, rows_of, sheet_xml

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


def what_others_know_of_a_protected_person_is_not_said(folder):
    """The masked name and the year of birth may be of a record of another agency."""
    for kim, name, year in (("0", "김○자", "1945"), ("1", "", "")):
        world(folder, kim="0", persons=PERSONS.replace("1945-03-15,010-1234-5678,{kim}", ",010-1234-5678,0").replace(
            "1945-03-15,010-1234-5678,0", f"1945-03-15,010-1234-5678,{kim}") + f"qy-third,t1,김순자,F,1945-03-15,"
            f"010-1234-5678,{kim}\n")
        run(folder, "--worklists", "lists" + kim)
        _, row = overlap(rows_of(sheet(folder, "home", "lists" + kim))[0], "h1")
        assert (row["대상자"], row["출생연도"]) == (name, year), row


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
    write_tables(folder + "/policy", {"decisions": "agency_a,record_a,agency_b,record_b,decision\n"
                                            "home,h1,home,h2,same_person\n"})
    run(folder, "--worklists", "lists", "--names")
    row = overlap(rows_of(sheet(folder, "home"))[0], "h1;h2")[1]
    assert row["대상자"] == "김순자", row
    persons = PERSONS.replace("{kim}", "0") + "home,h2,김순희,F,1945-03-15,010-1234-5678,0\n"
    for name in ("in order", "reversed"):  # wherever they are in the file, the first record's name counts
        write_tables(folder + "/in", {"persons": persons})
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
        write_tables(folder + "/in", {"stays": "agency_id,stay_id,record_id,kind,start_date,end_date\n"
                                        "home,st1,h1,hospital,2026-05-03,2026-05-20\n"})
        write_tables(folder + "/policy", {"programmes": "programme,name,service_class,layer,unit,home_based\n"
                                                 "wash,빨래,3201,private,person,1\n"})
        run(folder, "--worklists", "lists" + kim)
        row = row_of(folder, "home", "D12", "lists" + kim)
        assert (row["우리 기관 대상자번호"], row["사업명"]) == ("h1", programme), row


run_cases([names_are_masked_unless_they_are_asked_for, names_are_read_where_the_plan_says, a_pipe_gives_no_names,
           who_else_knows_a_protected_person_is_not_said, what_others_know_of_a_protected_person_is_not_said,
           a_row_is_about_the_agencys_own_person, several_persons_of_a_row_are_all_named,
           a_name_may_be_in_the_second_record, a_name_is_that_of_the_row_that_counts, whoever_is_protected_has_no_name,
           the_programme_of_others_is_not_said_of_somebody_protected])
