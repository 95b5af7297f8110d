# SPDX-License-Identifier: Apache-2.0
"""A small world with two shared persons, a run of it with worklists, and what is in them."""
import csv
import os
import subprocess

from command_case import DOLBOM
from worklists import rows_of

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


def write_tables(folder, tables):
    os.makedirs(folder, exist_ok=True)
    for name, text in tables.items():
        with open(os.path.join(folder, name + ".csv"), "w", encoding="utf-8") as file:
            file.write(text)


def world(folder, services=SERVICES, kim="0", agencies=AGENCIES, persons=PERSONS):
    write_tables(os.path.join(folder, "in"), {"agencies": agencies, "persons": persons.replace("{kim}", kim),
                                       "services": services})
    write_tables(os.path.join(folder, "policy"), POLICY)


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


def row_of(folder, agency, rule, worklists="lists"):
    [row] = [row for row in rows_of(sheet(folder, agency, worklists))[0] if row["점검 항목"].endswith(f"({rule})")]
    return row


def contents(folder, worklists):
    texts = {}
    for name in os.listdir(os.path.join(folder, worklists)):
        with open(os.path.join(folder, worklists, name), "rb") as file:
            texts[name] = file.read()
    return texts
