#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes examples/bristol/2026-06: what three invented agencies of an English city send, as their programs export it.

`python3 tests/acceptance/make_bristol.py` writes the files anew, the same bytes each time. Nobody in them exists.
"""
import datetime
import os

from make_exports import lines, serial, write_book, write_text

HOME = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "examples", "bristol", "2026-06")
SEVERN, AVON, WHARF = "Severn Home Care", "Avon House", "Wharf Food Bank"
PEOPLE = {name: (sex, datetime.date.fromisoformat(born)) for name, sex, born in (line.split("|") for line in """\
Mary Clarke|female|1941-06-03
Harold Pearce|male|1938-12-25
René Dubois|male|1944-05-04
Joan Whitcombe|female|1947-10-19
Edith Marlow|female|1939-02-11
Stanley Furze|male|1950-08-30
Doris Penhale|female|1943-07-07
Walter Tregear|male|1946-03-28
""".splitlines())}
CLIENTS = ["Mary Clarke", "Harold Pearce", "René Dubois", "Joan Whitcombe", "Edith Marlow"]


def born(name):
    return PEOPLE[name][1].strftime("%d/%m/%Y")


def client(name):
    return f"SHC-{CLIENTS.index(name) + 101}"


def client_list(place):
    rows = [["Clients of Severn Home Care"], ["as of 30 June 2026"], [],
            ["Client ID", "Full name", "Gender", "Date of birth", "Registered on"]]
    rows += [[client(name), name, PEOPLE[name][0], serial(PEOPLE[name][1]), serial(f"2025-0{i}-12"),
              *(["moving in July"] if name == "Edith Marlow" else [])] for i, name in enumerate(CLIENTS, 1)]
    write_book(place, {"Clients": (rows + [["Total", "5"]], (), ())})


def meal_deliveries(place):
    given = [("Mary Clarke", "01/06/2026", "", "active"), ("Harold Pearce", "02/03/2026", "29/05/2026", "ended"),
             ("René Dubois", "08/06/2026", "", "in progress"), ("Joan Whitcombe", "06/07/2026", "", "waiting list")]
    rows = [["Meal deliveries, June 2026", "", "", "", "", ""],
            ["Client ID", "Name", "Programme", "Start date", "End date", "Status"]]
    rows += [[client(name), name, "Meals on Wheels", *rest] for name, *rest in given]
    write_text(place, lines(rows, ";"), "cp1252")


def members(place):
    rows = [["Name", "Gender", "Date of birth"]]
    names = ["Mary Clarke", "Harold Pearce", "Stanley Furze", "Doris Penhale", "René Dubois"]
    rows += [[name, PEOPLE[name][0], born(name)] for name in names]
    write_text(place, lines(rows), "utf-8")


def home_meals(place):
    given = [("Mary Clarke", "08/06/2026", "26/06/2026", "delivered"),
             ("Doris Penhale", "01/06/2026", "30/06/2026", "delivered"),
             ("René Dubois", "08/06/2026", "26/06/2026", "not delivered"),
             ("Harold Pearce", "01/06/2026", "30/06/2026", "delivered")]
    text = "".join(f"<tr><td>{name}<td>{born(name)}<td>Home meals<td>{start}<td>{end}<td>{status}</tr>\n"
                   for name, start, end, status in given)
    head = "".join(f"<th>{name}" for name in ("Name", "Date of birth", "Service", "Start date", "End date", "Status"))
    write_text(place, "<html><body>\n<table><tr><td colspan=6>Visits of June 2026</table>\n<table border=1>\n"
               f"<tr>{head}</tr>\n{text}<tr><td>Total<td>4</tr>\n</table></body></html>\n", "utf-8")


def lunch_club(place):
    given = [("Stanley Furze", "2026-06-03"), ("Doris Penhale", "2026-06-03"), ("Stanley Furze", "2026-06-10")]
    rows = [["Name", "Date of birth", "Date"]] + [[name, serial(PEOPLE[name][1]), serial(day)] for name, day in given]
    write_book(place, {"June": (rows, (), ())})


def food_parcels(place):
    given = [("Walter Tregear", "12/06/2026"), ("Edith Marlow", "19/06/2026")]
    rows = [["Name", "Date of birth", "Delivered on"]] + [[name, born(name), day] for name, day in given]
    write_text(place, lines(rows), "utf-8-sig")


FILES = {
    f"{SEVERN}/Clients June 2026.xlsx": client_list,
    f"{SEVERN}/Meal deliveries June.csv": meal_deliveries,
    f"{AVON}/Members.csv": members,
    f"{AVON}/Visits June.xls": home_meals,
    f"{AVON}/Lunch club June.xlsx": lunch_club,
    f"{WHARF}/Food parcels June.csv": food_parcels,
}


def write(home):
    for path, make in FILES.items():
        place = os.path.join(home, path)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        make(place)


if __name__ == "__main__":
    write(HOME)
