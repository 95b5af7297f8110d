#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures how processor time grows with input that somebody has made to be costly.

usage: bench/scaling.py BUILD [--quick] [WORLD ...]

BUILD is a build folder with tests. Each world is a function of a size; the command runs on one
thread, three times per size. A line of JSON per size, and one per world:

  {"bench": "scaling refused", "rows": 2000, "ns_per_row": 92000.0, "cpu_seconds": 0.184, "findings_mb": 0.02,
   "judge_seconds": 0.0}
  {"scaling": "refused", "exponent": 0.93, "at_most": 1.2}

The exponent is the slope of log(time) over log(size); exit code 1 when one is too large, when what
is found about one comparison fills more than 20 MB, or when judging one person with a million
services takes more than two seconds. With --quick there are two small sizes
and a generous limit, so that the tests can tell at least the square from the rest.
"""
import csv
import datetime
import json
import math
import pathlib
import random
import subprocess
import sys
import tempfile

from whole_run import SOURCE, run_child

N_RUNS = 3
EXPONENT_MAX, QUICK_MAX, QUICK_SLACK = 1.2, 1.5, 0.25
FINDINGS_MAX = 20 << 20  # bytes
JUDGE_MAX = 2.0  # seconds, for what one person of IN_TIME has got
PERSONS = "agency_id,record_id,name,sex,birth_date,rrn,phone,address,household_id".split(",")
SERVICES = "agency_id,service_id,record_id,programme,service_class,start_date,end_date,amount_won,status".split(",")


# ---- worlds: every function gives tables, {name: (header, rows)} ----------------------------------


def day(number):
    return (datetime.date(1950, 1, 1) + datetime.timedelta(days=number)).isoformat()


def resident_number(front):
    weights = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
    total = sum(int(digit) * weight for digit, weight in zip(front, weights))
    return f"{front[:6]}-{front[6:]}{(11 - total % 11) % 10}"


def person(agency, record, name="김영희", birth="1960-01-02", rrn="", phone="010-1234-5678", address="", household=""):
    return [agency, record, name, "F", birth, rrn, phone, address, household]


def service(agency, number, record, start, end="", programme="x", service_class="3101", amount=1000,
            status="delivered"):
    return [agency, f"S{number}", record, programme, service_class, start, end, amount, status]


def two_agencies(services, **more):
    """One person at two agencies, with these services."""
    return {"persons": (PERSONS, [person("a", "p"), person("b", "p")]), "services": (SERVICES, services), **more}


def refused(n, _):
    """Two groups of equal records, with one resident number each that keep the groups apart."""
    sides = (("경기 남양주시 화도읍 비룡로92번길 154, 101동 101호", "600102234567"),
             ("서울 강남구 테헤란로 1", "600102298765"))
    return {"persons": (PERSONS, [
        person(f"a{1000 * side + i % 997}", f"p{side}_{i:05}", rrn=resident_number(front) if i == 1 else "",
               address=address)
        for side, (address, front) in enumerate(sides) for i in range(n // 2)])}


def unknown(n, _):
    """A person whom everybody calls the same and knows by another phone, with 20 services each."""
    return {"persons": (PERSONS, [
                person(f"a{i % 50}", f"p{i}", phone=f"010-{1000 + i:04}-{i:04}") for i in range(n)]),
            "services": (SERVICES, [
                service(f"a{i % 50}", f"{i}_{k}", f"p{i}", day(22000 + 40 * k), day(22030 + 40 * k))
                for i in range(n) for k in range(20)])}


def equal(n, _):
    """Groups of 2,000 records that say the same."""
    return {"persons": (PERSONS, [
        person(f"a{i % 2000 % 40}", f"p{i}", birth=f"19{60 + i // 2000}-01-02", phone=f"010-{1000 + i // 2000}-5678")
        for i in range(n)])}


def chosen(n, build):
    """Ids that an agency has chosen to lie in one place of a hash table."""
    ids = subprocess.run([str(build / "bench" / "make_colliding"), str(n), "a"], check=True,
                         capture_output=True, text=True).stdout.split()
    return {"persons": (PERSONS, [person("a", one, birth="", phone="") for one in ids]),
            "services": (SERVICES, [service("a", i, one, "2026-05-01", "2026-05-01") for i, one in enumerate(ids)])}


def long_under_short(n, _):
    """One agency's long services under another's short ones: each short one is an overlap."""
    return two_agencies(
        [service("a", i, "p", "1950-01-01", "2026-01-01") for i in range(n // 2)]
        + [service("b", i, "p", day(i % 13000 * 2), day(i % 13000 * 2)) for i in range(n // 2)])


def stays_under_services(n, _):
    """As many stays in hospital as services at home."""
    stays = [["b", f"T{i}", "p", "hospital", day(i % 8000 * 3), day(i % 8000 * 3 + 2)] for i in range(n // 2)]
    return two_agencies(
        [service("a", i, "p", "1950-01-01", "2026-01-01", "senior_lunchbox", "") for i in range(n // 2)],
        stays=(["agency_id", "stay_id", "record_id", "kind", "start_date", "end_date"], stays))


def exclusive(n, _):
    """Two benefits that exclude each other, day by day."""
    return two_agencies(
        [service("a", i, "p", "1950-01-01", "2026-01-01", "ltc_home_care", "") for i in range(n // 2)]
        + [service("b", i, "p", day(i % 13000 * 2), day(i % 13000 * 2), "ltc_facility", "") for i in range(n // 2)])


def one_household(n, _):
    """Everybody under one household number, and a cap of households."""
    names = [chr(0xAC00 + i % 9000) + chr(0xB098 + i // 9000) for i in range(n)]
    return {"persons": (PERSONS, [
                person("a", f"p{i}", name, day(i % 20000), phone=f"010{10000000 + i}", household="H")
                for i, name in enumerate(names)]),
            "services": (SERVICES, [service("a", i, f"p{i}", "2026-05-01", "2026-05-01") for i in range(n)]),
            "policy/caps": (["rule", "service_class", "scope", "max_count", "window_days"],
                            [["D05", "3101", "household", 1, 30]])}


def strangers(n, _):
    """One telephone number for all, who live nowhere together and are given the same, day by day."""
    return one_number(n, [("a", lambda i: i)])


def strangers_of_two_houses(n, _):
    """The same, each of whom lives with the one before at one agency and with the one after at another."""
    return one_number(n, [("a", lambda i: i // 2), ("b", lambda i: (i + 1) // 2)])


def one_number(n, houses):
    """So many persons, who have one telephone number; each of them lives where each agency says."""
    names = [chr(0xAC00 + i % 9000) + chr(0xB098 + i // 9000) for i in range(n)]
    return {"persons": (PERSONS, [
                person(agency, f"p{i}", name, day(i % 20000), address=f"서울 강남구 테헤란로 {1 + i}",
                       household=f"H{house(i)}")
                for i, name in enumerate(names) for agency, house in houses]),
            "services": (SERVICES, [
                service("a", i, f"p{i}", day(25000 + i % 2000), day(25003 + i % 2000)) for i in range(n)])}


def all_kinds(n, _):
    """One person with needs, referrals, cases, contacts and services at random."""
    chance, rows = random.Random(7), range(n // 5)
    classes = ["food", "housing", "medical", "care", "job"]

    def past():
        return day(chance.randrange(27000, 27900))
    return two_agencies(
        [service("b", i, "p", past(), status=chance.choice(["delivered", "ended"])) for i in rows],
        needs=(["agency_id", "need_id", "record_id", "need_class", "identified_on"],
               [["a", f"n{i}", "p", chance.choice(classes), past()] for i in rows]),
        referrals=(["agency_id", "referral_id", "record_id", "to_agency", "need_class", "sent_on", "status"],
                   [["a", f"r{i}", "p", "b", chance.choice(classes), past(), chance.choice(["sent", "cancelled"])]
                    for i in rows]),
        cases=(["agency_id", "case_id", "record_id", "case_class", "received_on"],
               [["a", f"c{i}", "p", chance.choice(["emergency", "general"]), past()] for i in rows]),
        events=(["agency_id", "record_id", "kind", "date", "case_id"],
                [["a", "p", "contact", past(), f"c{chance.randrange(len(rows))}"] for i in rows]))


def one_person(n, _):
    """Services of all programmes, four years of them, by eight agencies."""
    chance, agencies = random.Random(3), "abcdefgh"
    with open(SOURCE / "policy" / "programmes.csv", encoding="utf-8-sig", newline="") as file:
        programmes = [row["programme"] for row in csv.DictReader(file)]

    def given(i):
        start = 26500 + chance.randrange(1400)
        row = service(agencies[i % 8], i, "p", day(start), day(start + chance.randrange(60)),
                      chance.choice(programmes), "", chance.randrange(100) * 1000,
                      chance.choice(["delivered", "ended", "active", "planned", "approved", "applied"]))
        return row + [day(start + chance.randrange(300))]
    return {"persons": (PERSONS, [person(agency, "p") for agency in agencies]),
            "services": (SERVICES + ["entered_on"], [given(i) for i in range(n)])}


def at_all_hours(n, _):
    """Visits of two kinds that begin at any minute of the day, on one day or up to 200 in a row."""
    chance = random.Random(3)

    def visit(i):
        start, minute = 24000 + chance.randrange(3900), chance.randrange(23 * 60)
        clock = [f"{at // 60:02}:{at % 60:02}" for at in (minute, minute + 40)]
        end = start + (chance.randrange(200) if i % 10 == 0 else 0)
        row = service("ab"[i % 2], i, "p", day(start), day(end), "x", chance.choice(["3101", "7101"]))
        return row + clock
    return {"persons": (PERSONS, [person("a", "p"), person("b", "p")]),
            "services": (SERVICES + ["start_time", "end_time"], [visit(i) for i in range(n)]),
            "policy/programmes": (["programme", "service_class", "grain"], [["x", "3101", "hour"]])}


# world: command, sizes, sizes for --quick
WORLDS = {
    refused: ("link", (500, 1000, 2000, 4000, 8000), (500, 2000)),
    unknown: ("reconcile", (500, 1000, 2000, 4000), (250, 1000)),
    equal: ("link", (2000, 8000, 32000), (500, 2000)),
    chosen: ("reconcile", (25000, 50000, 100000), (5000, 20000)),
    long_under_short: ("reconcile", (250000, 500000, 1000000), (5000, 20000)),
    stays_under_services: ("reconcile", (250000, 500000, 1000000), (5000, 20000)),
    exclusive: ("reconcile", (250000, 500000, 1000000), (5000, 20000)),
    one_household: ("reconcile", (50000, 100000, 200000), (2500, 80000)),
    strangers: ("reconcile", (20000, 40000, 80000), (2500, 20000)),
    strangers_of_two_houses: ("reconcile", (20000, 40000, 80000), (2500, 20000)),
    all_kinds: ("reconcile", (50000, 100000, 200000), (5000, 20000)),
    one_person: ("reconcile", (250000, 500000, 1000000), (5000, 20000)),
    at_all_hours: ("reconcile", (250000, 500000, 1000000), (5000, 20000)),
}
EACH_ROW_IS_A_COMPARISON = {all_kinds, one_person}
IN_TIME = {long_under_short, stays_under_services, exclusive, one_person, at_all_hours}


# ---- measuring ------------------------------------------------------------------------------------


def write_tables(folder, tables):
    """Write the tables below in/, and the policy with those of policy/ in place of its own."""
    (folder / "in").mkdir()
    (folder / "policy").mkdir()
    for path in (SOURCE / "policy").glob("*.csv"):
        (folder / "policy" / path.name).symlink_to(path)
    for name, (header, rows) in tables.items():
        path = folder / (name if "/" in name else f"in/{name}")
        path = path.with_name(path.name + ".csv")
        path.unlink(missing_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows])


def judging_share(out):
    """How much of the time of a run went into judging."""
    timings = json.loads((out / "timings.json").read_text(encoding="utf-8"))
    judging = sum(stage["seconds"] for stage in timings["stages"] if stage["stage"] == "judge")
    return judging / timings["seconds"] if timings["seconds"] else 0


def measure(build, world, command, size):
    """Seconds of processor time, bytes of findings and seconds of it for judging."""
    with tempfile.TemporaryDirectory(prefix="dolbom-scaling-") as name:
        folder = pathlib.Path(name)
        write_tables(folder, world(size, build))
        words = [str(build / "tools" / "dolbom"), command, "--in", f"{folder}/in", "--threads", "1",
                 "--quiet", "--max-rejects", "100"]
        if command == "reconcile":
            words += ["--policy", f"{folder}/policy", "--as-of", "2026-06-30"]
        runs = [run_child([*words, "--out", f"{folder}/out{i}"])["cpu_seconds"] for i in range(N_RUNS)]
        seconds = min(runs)
        n_bytes = sum(path.stat().st_size for path in (folder / "out0").glob("finding*.csv"))
        judging = min(run * judging_share(folder / f"out{i}") for i, run in enumerate(runs))
    print(json.dumps({"bench": f"scaling {world.__name__}", "rows": size,
                      "ns_per_row": round(seconds / size * 1e9, 1),
                      "cpu_seconds": round(seconds, 3), "findings_mb": round(n_bytes / 1e6, 2),
                      "judge_seconds": round(judging, 3)}), flush=True)
    return seconds, n_bytes, judging


def exponent_of(points):
    logs = [(math.log(size), math.log(seconds)) for size, seconds in points]
    middle_x, middle_y = (sum(values) / len(logs) for values in zip(*logs))
    return (sum((x - middle_x) * (y - middle_y) for x, y in logs)
            / sum((x - middle_x) ** 2 for x, _ in logs))


def is_too_costly(build, world, quick):
    command, sizes, quick_sizes = WORLDS[world]
    measured = [(size, *measure(build, world, command, size)) for size in (quick_sizes if quick else sizes)]
    points = [(size, seconds) for size, seconds, *_ in measured]
    exponent, limit = exponent_of(points), QUICK_MAX if quick else EXPONENT_MAX
    print(json.dumps({"scaling": world.__name__, "exponent": round(exponent, 2), "at_most": limit}), flush=True)
    (least, first), (most, last) = points[0], points[-1]
    too_long = last > first * (most / least) ** limit + QUICK_SLACK if quick else exponent > limit
    _, _, n_bytes, judging = measured[-1]
    return (too_long or world not in EACH_ROW_IS_A_COMPARISON and n_bytes > FINDINGS_MAX
            or world in IN_TIME and judging > JUDGE_MAX)


def main(arguments):
    words = [word for word in arguments if word != "--quick"]
    worlds = [world for world in WORLDS if world.__name__ in words[1:] or not words[1:]]
    if not words or set(words[1:]) - {world.__name__ for world in worlds}:
        sys.exit(__doc__)
    build, quick = pathlib.Path(words[0]).resolve(), "--quick" in arguments
    n_bad = sum(is_too_costly(build, world, quick) for world in worlds)
    print(f"{len(worlds) - n_bad} passed, {n_bad} failed")
    return 1 if n_bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
