#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How the time of a run grows with its data where rules could make it explode.

scaling_rules.py DOLBOM [WORLD …]: every world is made in three sizes; of each the better user
time of two runs is taken, and the exponent between the smallest and the largest printed. An
exponent above 1.2 fails, and so do more than 20 MB of findings about one comparison (of many
cases, each is one).
"""
import datetime
import math
import os
import random
import resource
import subprocess
import sys
import tempfile

POLICY = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "policy")
EXPONENT_MAX = 1.2
FINDINGS_MAX = 20 << 20
SERVICE = "agency_id,service_id,record_id,programme,service_class,start_date,end_date,amount_won,status"
PERSON = "agency_id,record_id,name,sex,birth_date,phone,household_id"
AGENCIES = [f"a{i:02}" for i in range(50)]


def day(number):
    return (datetime.date(1950, 1, 1) + datetime.timedelta(days=number)).isoformat()


def one_person(agencies, household=""):
    return [f"{a},p,김영희,F,1960-01-02,010-1234-5678,{household}" for a in agencies]


def long_under_short(n):
    """One agency's long services under another's short ones: each short one is an overlap."""
    services = [f"a00,L{i},p,x,3101,1950-01-01,2026-01-01,1,delivered" for i in range(n // 2)]
    services += [f"a01,S{i},p,x,3101,{day(i % 13000 * 2)},{day(i % 13000 * 2)},1,delivered" for i in range(n // 2)]
    return {"persons": (PERSON, one_person(AGENCIES[:2])), "services": (SERVICE, services)}


def stays_and_services(n):
    """As many stays in hospital as visits at home."""
    services = [f"a00,S{i},p,senior_lunchbox,,1950-01-01,2026-01-01,1,delivered" for i in range(n // 2)]
    stays = [f"a01,T{i},p,hospital,{day(i % 8000 * 3)},{day(i % 8000 * 3 + 2)}" for i in range(n // 2)]
    return {"persons": (PERSON, one_person(AGENCIES[:2])), "services": (SERVICE, services),
            "stays": ("agency_id,stay_id,record_id,kind,start_date,end_date", stays)}


def exclusive(n):
    """Two benefits that exclude each other, day by day."""
    services = [f"a00,A{i},p,ltc_home_care,,1950-01-01,2026-01-01,1,delivered" for i in range(n // 2)]
    services += [f"a01,B{i},p,ltc_facility,,{day(i % 13000 * 2)},{day(i % 13000 * 2)},1,delivered" for i in range(n // 2)]
    return {"persons": (PERSON, one_person(AGENCIES[:2])), "services": (SERVICE, services)}


def one_household(n):
    """Everybody under one household number, and a cap of households."""
    persons = [f"a00,p{i},{chr(0xAC00 + i % 9000)}{chr(0xB098 + i // 9000)},F,{day(i % 20000)},010{10000000 + i},H" for i in range(n)]
    services = [f"a00,S{i},p{i},x,3101,2026-05-01,2026-05-01,1000,delivered" for i in range(n)]
    return {"persons": (PERSON, persons), "services": (SERVICE, services), "policy": {
        "caps": ("rule,service_class,scope,max_count,window_days", ["D05,3101,household,1,30"])}}


def placeholder(n):
    """One name and birth date for everybody, other phones, twenty services each."""
    persons = [f"{AGENCIES[i % 50]},p{i},독고영숙,F,1960-01-02,010-{1000 + i:04}-{i:04}," for i in range(n // 20)]
    services = [f"{AGENCIES[i % 50]},S{i}_{k},p{i},x,3101,{day(22000 + k * 40)},{day(22030 + k * 40)},1000,delivered"
                for i in range(n // 20) for k in range(20)]
    return {"persons": (PERSON, persons), "services": (SERVICE, services)}


def all_kinds(n):
    """One person with needs, referrals, cases, contacts and services at random."""
    chance = random.Random(7)
    past = lambda: day(chance.randrange(27000, 27900))  # noqa: E731
    classes = ["food", "housing", "medical", "care", "job"]
    rows = range(n // 5)
    needs = [f"a00,n{i},p,{chance.choice(classes)},{past()}" for i in rows]
    referrals = [f"a00,r{i},p,a01,{chance.choice(classes)},{past()},{chance.choice(['sent', 'cancelled'])}" for i in rows]
    cases = [f"a00,c{i},p,{chance.choice(['emergency', 'general'])},{past()}" for i in rows]
    events = [f"a00,p,contact,{past()},c{chance.randrange(n // 5)}" for i in rows]
    services = [f"a01,s{i},p,x,3101,{past()},,1000,{chance.choice(['delivered', 'ended'])}" for i in rows]
    return {"persons": (PERSON, one_person(AGENCIES[:2])), "services": (SERVICE, services),
            "needs": ("agency_id,need_id,record_id,need_class,identified_on", needs),
            "referrals": ("agency_id,referral_id,record_id,to_agency,need_class,sent_on,status", referrals),
            "cases": ("agency_id,case_id,record_id,case_class,received_on", cases),
            "events": ("agency_id,record_id,kind,date,case_id", events)}


WORLDS = {f.__name__: (f, sizes) for f, *sizes in (
    (long_under_short, 200000, 400000, 800000), (stays_and_services, 200000, 400000, 800000),
    (exclusive, 200000, 400000, 800000), (one_household, 50000, 100000, 200000),
    (placeholder, 20000, 28000, 40000),  # beyond 2,000 records matching looks no further
    (all_kinds, 50000, 100000, 200000))}
MANY_FINDINGS = {"all_kinds"}


def write(folder, tables):
    for name, (head, rows) in tables.items():
        with open(os.path.join(folder, name + ".csv"), "w", encoding="utf-8") as file:
            file.write("\n".join([head, *rows]) + "\n")


def run(dolbom, make, n):
    """User seconds and bytes of findings of a world of n rows."""
    with tempfile.TemporaryDirectory(prefix="dolbom-") as top:
        data, policy, out = (os.path.join(top, name) for name in ("in", "policy", "out"))
        os.mkdir(data)
        os.mkdir(policy)
        tables = make(n)
        for name in os.listdir(POLICY):
            if name.endswith(".csv"):
                os.symlink(os.path.join(POLICY, name), os.path.join(policy, name))
        changed = tables.pop("policy", {})
        for name in changed:
            os.unlink(os.path.join(policy, name + ".csv"))
        write(policy, changed)
        write(data, tables)
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        subprocess.run([dolbom, "reconcile", "--in", data, "--policy", policy, "--as-of", "2026-06-30", "--out", out,
                        "--threads", "1", "--max-rejects", "100", "--quiet"], check=True)
        seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
        found = sum(os.path.getsize(os.path.join(out, name + ".csv")) for name in ("findings", "finding_rows"))
    return seconds, found


def main():
    dolbom, *names = sys.argv[1:]
    failed = 0
    for name in names or WORLDS:
        make, sizes = WORLDS[name]
        runs = [min(run(dolbom, make, size) for _ in range(2)) for size in sizes]
        exponent = math.log(runs[-1][0] / runs[0][0]) / math.log(sizes[-1] / sizes[0])
        too_much = runs[-1][1] > FINDINGS_MAX and name not in MANY_FINDINGS
        bad = exponent > EXPONENT_MAX or too_much
        failed += bad
        shown = "  ".join(f"{size:>7} rows {seconds:6.2f} s {found / 1e6:6.2f} MB" for size, (seconds, found) in zip(sizes, runs))
        print(f"{'FAILED' if bad else 'ok':7}{name:20} exponent {exponent:5.2f}   {shown}", flush=True)
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
