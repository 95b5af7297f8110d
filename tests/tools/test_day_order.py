#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Days whose file has them before the month, and what is told where rows disagree."""
import command_case
from cases import run_cases
from command_case import Run, table


def days_come_first_where_others_of_the_file_show_it(folder):
    """Of 03/06/2026 nothing else tells which is the month, and what is not shown is told."""
    head = "대상자번호,성명,생년월일,등록일\n"
    for name, days, birth in (
            ("a", ("03/06/1945", "25/12/1950"), "1945-06-03"), ("b", ("3.6.1945", "4.5.1950"), "1945-03-06"),
            ("c", ("03/06/1945", "12/25/1950"), "1945-03-06"), ("d", ("3-6-1945", "13-6-1950"), "1945-06-03")):
        rows = f"G-1,김순자,{days[0]},2026-01-02\nG-2,이영희,{days[1]},2026-01-02\n"
        for plan in ("agency: folder\n", "agency: folder\ncolumns: {persons: {birth_date: 생년월일}}\n"):
            command_case.write(folder, "in/가람/persons.csv", head + rows)
            command_case.write(folder, "map.yaml", plan)
            run = Run(folder, "clean", "--in", folder + "/in", "--plan", folder + "/map.yaml")
            [first] = [r for r in table(folder, "cleaned") if r["record_id"] == "G-1"]
            assert run.code == 0 and first["birth_day"] == birth, (name, first, run.told)
            assert ("03/06/2026의 일을 먼저 읽음: 생년월일" in run.told) == (birth == "1945-06-03"), run.told
            assert ("가릴 수 없어 월을 먼저 읽음: 생년월일" in run.told) == (name == "b"), run.told


def days_of_every_table_are_turned(folder):
    command_case.write(folder, "in/persons.csv", "agency_id,record_id,name,birth_date\nA,1,김순자,25/12/1945\n")
    command_case.write(folder, "in/events.csv",
                       "agency_id,record_id,kind,date\n"
                       "A,1,visit,03/06/2026\nA,1,visit,13/06/2026\n")
    run = Run(folder, "reconcile", "--in", folder + "/in", "--as-of", "2026-06-30")
    words = "다른 날짜로 보아 03/06/2026의 일을 먼저 읽음(파일 2개): persons.csv: birth_date; events.csv: date"
    assert words in run.told, run.told  # of persons too: later rows may need it


def days_beyond_the_first_rows_are_turned_too(folder):
    rows = [f"A,{i},김순자,{13 + i % 16}/06/1945\n" for i in range(1000)] + ["A,late,이영희,03/06/1945\n"]
    command_case.write(folder, "in/persons.csv", "agency_id,record_id,name,birth_date\n" + "".join(rows))
    run = Run(folder, "clean", "--in", folder + "/in", "--out", folder + "/out")
    assert "다른 날짜로 보아" in run.told and table(folder, "cleaned")[-1]["birth_day"] == "1945-06-03", run.told


def days_of_later_rows_that_show_another_order_are_told(folder):
    """Where all of the first rows may be either, those after them are asked."""
    either, other = "05/06/1945", "날짜가 앞의 행과 다르게 적힘"
    for name, first, later, birth, told in (
            ("either", either, "25/12/1950", "1945-06-05", None),
            ("month", "12/25/1950", "25/12/1950", "1945-05-06", 1),
            ("day", "25/12/1950", "12/25/1950", "1945-06-05", 1),
            ("none", "1950-12-25", either, "1945-05-06", 2), ("same", "25/12/1950", "26/12/1950", "1945-06-05", None)):
        rows = [f"A,{i},김순자,{first}\n" for i in range(1000)] + [f"A,y,이영희,{later}\nA,z,이영희,{either}\n"]
        command_case.write(folder, "in/persons.csv", "agency_id,record_id,name,birth_date\n" + "".join(rows))
        run = Run(folder, "clean", "--in", folder + "/in", "--out", folder + "/out")
        assert run.code == 0 and table(folder, "cleaned")[-1]["birth_day"] == birth, (name, run.told)
        assert (other in run.told) == (told is not None), (name, run.told)
        assert told is None or f": {told}칸(처음: 1002행)" in run.told, (name, run.told)


run_cases([days_come_first_where_others_of_the_file_show_it, days_of_every_table_are_turned,
           days_beyond_the_first_rows_are_turned_too, days_of_later_rows_that_show_another_order_are_told])
