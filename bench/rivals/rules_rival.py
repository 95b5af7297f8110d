#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Two rules, here and in DuckDB's SQL, on the same rows in the same run.

usage: bench/rivals/rules_rival.py BUILD [N_SERVICES ...]      needs the Python package duckdb

D03 (one kind of service from several agencies: a sweep over days) and O10 (a service that stopped
while the need is open). Persons are formed and all rows are in memory before the clock starts; the
columns that DuckDB gets have numbers for ids and days. Both use all processors. Every size gives a
line of JSON; exit code 1 when the two do not find the same number, or dolbom is less than 5 times
as fast.

What dolbom does in its time and SQL does not: it writes every finding out with its rows, its sums,
its messages and ids, while SQL only counts them.
"""
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import duckdb

USUAL, N_RUNS, FASTER_LEAST = (4_000_000, 20_000_000), 3, 5
AS_OF = 20634  # 2026-06-30, in days from 1970

# Days of one agency are joined first, so that the running sum counts agencies and not services.
D03 = """
WITH shared AS (
  SELECT person, class FROM services GROUP BY ALL HAVING min(agency) < max(agency)),
begun AS (
  SELECT person, class, agency, s, e,
         coalesce(s > max(e) OVER (PARTITION BY person, class, agency ORDER BY s, e
                                   ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), false)::INT AS fresh
  FROM services SEMI JOIN shared USING (person, class)),
numbered AS (
  SELECT *, sum(fresh) OVER (PARTITION BY person, class, agency ORDER BY s, e ROWS UNBOUNDED PRECEDING) AS island
  FROM begun),
joined AS (
  SELECT person, class, min(s) AS s, max(e) AS e FROM numbered GROUP BY person, class, agency, island),
changes AS (
  SELECT person, class, day, sum(change) AS change
  FROM (SELECT person, class, s AS day, 1 AS change FROM joined
        UNION ALL SELECT person, class, e, -1 FROM joined) GROUP BY ALL),
counted AS (
  SELECT person, class, day, change, sum(change) OVER (PARTITION BY person, class ORDER BY day) AS n FROM changes)
SELECT count(*) FROM counted WHERE n >= 2 AND n - change < 2"""

O10 = f"""
WITH open AS (SELECT person, class, min(identified) AS since FROM needs GROUP BY ALL),
covered AS (
  SELECT person, class, max(e) AS e FROM open JOIN services USING (person, class)
  WHERE s <= {AS_OF} AND e > since GROUP BY ALL)
SELECT count(*) FROM covered WHERE {AS_OF} > e - 1 + CASE class WHEN 31 THEN 1 ELSE 14 END"""


def judge_here(build, n_services, folder):
    """Nanoseconds per service, and what was found."""
    output = subprocess.run([build / "bench" / "rules_rival", str(n_services), folder], check=True,
                            stdout=subprocess.PIPE).stdout
    lines = [json.loads(line) for line in output.splitlines()]
    return lines[0]["median_ns_per_row"], {line["rule"]: line["findings"] for line in lines[1:]}


def judge_there(n_services, folder):
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE services AS SELECT person::UINTEGER person, agency::UINTEGER agency,"
                       f" class::USMALLINT AS class, start::INTEGER s, \"end\"::INTEGER e"
                       f" FROM '{folder}/services.csv'")
    connection.execute(f"CREATE TABLE needs AS SELECT person::UINTEGER person, class::USMALLINT AS class,"
                       f" identified::INTEGER identified FROM '{folder}/needs.csv'")
    times, found = [], {}
    for _ in range(N_RUNS):
        start = time.monotonic()
        found = {rule: connection.execute(sql).fetchone()[0] for rule, sql in (("D03", D03), ("O10", O10))}
        times.append(time.monotonic() - start)
    return statistics.median(times) * 1e9 / n_services, found


def main(arguments):
    if not arguments:
        sys.exit(__doc__)
    build, sizes, good = pathlib.Path(arguments[0]), [int(n) for n in arguments[1:]] or USUAL, True
    for n_services in sizes:
        with tempfile.TemporaryDirectory() as folder:
            here, found = judge_here(build, n_services, folder)
            there, counted = judge_there(n_services, folder)
        print(json.dumps({"rival": "duckdb", "version": duckdb.__version__, "services": n_services,
                          "dolbom_ns_per_row": here, "duckdb_ns_per_row": round(there, 2),
                          "times_as_fast": round(there / here, 2), "found": found, "duckdb_found": counted}),
              flush=True)
        good = good and found == counted and there >= FASTER_LEAST * here
    sys.exit(not good)


main(sys.argv[1:])
