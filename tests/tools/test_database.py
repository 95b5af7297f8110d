#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tables read from databases and results written to them: the same as files, and all of it or nothing."""
import csv
import os
import random
import re
import shutil
import signal
import subprocess
import time

import cases
import served

BUILD, SOURCE = os.environ["DOLBOM_BUILD"], os.environ["DOLBOM_SOURCE"]
DOLBOM = os.path.join(BUILD, "tools", "dolbom")
FAIL_ALLOC = os.path.join(BUILD, "tests", "tools", "libfail_alloc.so")
POLICY = os.path.join(SOURCE, "policy")
LONG = bool(os.environ.get("DOLBOM_LONG"))
TABLES = {
    "agencies": [["agency_id", "name"], ["A", "가온"], ["B", "나래"]],
    "persons": [["agency_id", "record_id", "name", "birth_date", "phone", "protected", "updated_at"],
                ["A", "a1", "김영수", "1950-03-02", "010-1234-5678", "0", "2026-01-03"],
                ["A", "a2", "이정자", "1948-11-20", "", "", ""],
                ["B", "b1", "김영수", "1950-03-02", "01012345678", "1", "2026-02-01"],
                ["B", "b2", "박순례", "1939-01-15", "02-345-6789", "0", ""]],
    "services": [["agency_id", "service_id", "record_id", "programme", "start_date", "end_date", "status",
                  "amount_won"],
                 ["A", "s1", "a1", "senior_care", "2026-01-01", "", "active", "120000"],
                 ["B", "s1", "b1", "senior_care", "2026-02-15", "", "active", "90000"],
                 ["B", "s2", "b1", "senior_care", "2026-13-41", "", "active", ""]],
    "needs": [["agency_id", "need_id", "record_id", "need_class", "urgency", "identified_on", "status"],
              ["A", "n1", "a2", "meal", "high", "2026-01-05", "open"]]}
TYPES = {"birth_date": "date", "protected": "boolean", "updated_at": "timestamp", "amount_won": "numeric(12, 0)",
         "identified_on": "date", "urgency": "urgency", "status": "varchar(20)", "agency_id": "char(1)"}
server = None


def write_files(folder, tables):
    for name, rows in tables.items():
        os.makedirs(folder, exist_ok=True)
        with open(f"{folder}/{name}.csv", "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)


def command(given, out, *more):
    return [DOLBOM, "reconcile", "--in", given, "--policy", POLICY, "--as-of", "2026-06-30", "--max-rejects", "100",
            "--threads", "1", "--quiet", "--lang", "en", "--out", out, *more]


def run(*words, env=None, code=0):
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, env=env, check=False)
    assert done.returncode == code, (done.returncode, done.stderr)
    return done.stdout + done.stderr


def content(folder):
    """Of a result; of a rejected row the place is another one in a database."""
    found = {}
    for name in sorted(os.listdir(folder)):
        with open(f"{folder}/{name}", encoding="utf-8") as file:
            text = file.read()
        found[name] = re.sub(r"(\w+),\w+(\.csv)?,\d+,", r"\1,", text) if name == "rejects.csv" else text
    del found["timings.json"]
    return found


def unlike(folder, want):
    """The files that differ, and how."""
    got = content(folder)
    return [(name, got.get(name), want.get(name)) for name in sorted({*got, *want}) if got.get(name) != want.get(name)]


def reference(folder):
    write_files(folder + "/files", TABLES)
    run(*command(folder + "/files", folder + "/want"))
    return content(folder + "/want")


def drop(*schemas):
    for schema in schemas:
        server.sql(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')


def load(types=()):
    drop("data", "out", "other")
    server.sql("DROP TYPE IF EXISTS urgency; CREATE TYPE urgency AS ENUM ('high', 'normal')")
    server.load("data", TABLES, types)


# ---- reading -------------------------------------------------------------------------------------


def the_same_results_as_from_files(folder):
    want = reference(folder)
    assert "DATE" in want["rejects.csv"] and len(want) > 15, (want["rejects.csv"], len(want))
    load()
    run(*command(server.url("data"), folder + "/got"))
    assert unlike(folder + "/got", want) == [], unlike(folder + "/got", want)
    load({**TYPES, "start_date": "text"}.items())
    run(*command(server.url("data"), folder + "/typed"))
    assert unlike(folder + "/typed", want) == [], unlike(folder + "/typed", want)


def the_plan_says_which_tables_and_queries(folder):
    want = reference(folder)
    load()
    server.sql("CREATE SCHEMA other; CREATE VIEW other.\"이용자\" AS SELECT * FROM data.persons;"
               "CREATE TABLE other.events (id integer); INSERT INTO other.events VALUES (1)")
    plan = folder + "/plan.yaml"
    with open(plan, "w", encoding="utf-8") as file:
        file.write("sources:\n  persons: other.이용자\n  agencies: data.agencies\n  needs: data.needs\n"
                   "  services:\n  - \"SELECT * FROM data.services WHERE agency_id = 'A'  -- theirs\"\n"
                   "  - \"SELECT * FROM data.services WHERE agency_id = 'B';\"\n")
    run(*command(server.url("other"), folder + "/got", "--plan", plan))
    got = content(folder + "/got")
    same = ("findings.csv", "finding_rows.csv", "person_records.csv", "pairs.csv", "report.html")
    assert [name for name in same if got[name] != want[name]] == []
    for text, told in (("persons: data.nobody", "no table or view data.nobody"), ("persons: SELECT x FROM", "42601"),
                       ("persons: SELECT 'secret'::int AS record_id", "22P02")):
        with open(plan, "w", encoding="utf-8") as file:
            file.write(f"sources:\n  {text}\n")
        said = run(*command(server.url("data"), folder + "/bad", "--plan", plan), code=3)
        assert told in said and "secret" not in said, said
        assert not os.path.exists(folder + "/bad")


def a_type_that_is_not_read_is_told(folder):
    load()
    server.sql("ALTER TABLE data.persons ADD COLUMN seen timestamptz")
    said = run(*command(server.url("data"), folder + "/out"), code=3)
    assert "the column seen is of the type timestamp with time zone" in said and "seen::text" in said, said
    words = command(server.url("data"), folder + "/out")
    words[words.index("en")] = "ko"
    assert "seen 열의 자료형 timestamp with time zone은(는) 읽지 않습니다" in run(*words, code=3)
    said = run(*command(server.url("nowhere"), folder + "/out"), code=3)
    assert "there is no such schema" in said
    said = run(*command(server.url("data").replace("/welfare", "/nothing"), folder + "/out"), code=4)
    assert "cannot be reached" in said and '"nothing" does not exist' in said, said


def passwords_are_refused_and_never_shown(folder):
    load()
    for url in ("postgresql://u:s3cret@/welfare", "postgres://u:s3#cret@h/d", "postgresql:///d?password=s3cret",
                "postgresql:///d?host=x&sslpassword=s3cret", "postgresql:///d?pass%77ord=s3cret"):
        for words in (command(url, folder + "/o"), command(server.url("data"), url),
                      [DOLBOM, "inspect", url], [DOLBOM, "diff", url, url]):
            done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
            told = done.stdout + done.stderr
            assert done.returncode in (2, 3) and "cret" not in told, told
            assert "PGPASSFILE" in told, told
        with open(folder + "/job.yaml", "w", encoding="utf-8") as file:
            file.write(f"in: {url}\nas_of: 2026-06-30\nout: {folder}/o\n")
        told = run(DOLBOM, "run", folder + "/job.yaml", "--lang", "en", code=3)
        assert "line 1" in told and "PGPASSFILE" in told and "cret" not in told, told
    assert "name of a data source" in run(*command("odbc:DSN=x;PWD=s3cret", folder + "/o"), code=2)


def passwords_stand_in_a_file(folder):
    load()
    server.sql("DROP ROLE IF EXISTS clerk; CREATE ROLE clerk LOGIN PASSWORD 's3cret' SUPERUSER")
    words = command(server.url("data", "clerk"), folder + "/out")
    env = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    said = run(*words, env=dict(env, PGPASSFILE="/dev/null"), code=4)
    assert "check host, port, name, role and password" in said and "no password supplied" in said, said
    for password, code in (("wr0ng", 4), ("s3cret", 0)):
        with open(folder + "/pass", "w", encoding="ascii") as file:
            file.write(f"*:*:*:clerk:{password}\n")
        os.chmod(folder + "/pass", 0o600)
        assert password not in run(*words, env=dict(env, PGPASSFILE=folder + "/pass"), code=code)


def a_job_writes_a_schema_for_each_month(folder):
    load()
    drop("june_2026-06")
    job = f"in: {server.url('data')}\npolicy: {POLICY}\nas_of: 2026-06-30\nmax_rejects: 100\nlog: job.log\n" \
          f"out: {server.url('june_{month}')}\n"
    with open(folder + "/job.yaml", "w", encoding="utf-8") as file:
        file.write(job)
    run(DOLBOM, "run", folder + "/job.yaml")
    assert "findings" in server.content("june_2026-06")
    run(DOLBOM, "run", "--resume", folder + "/job.yaml")  # begins anew
    with open(folder + "/job.yaml", "a", encoding="utf-8") as file:
        file.write("previous: last\n")
    said = run(DOLBOM, "run", folder + "/job.yaml", "--lang", "en", code=3)
    assert "line 7" in said and "name the schema of the database" in said, said
    said = run(DOLBOM, "inspect", server.url("data"), "--lang", "en")
    assert "table persons, 4 rows" in said and "김" not in said, said


# ---- writing -------------------------------------------------------------------------------------


def results_are_tables_of_a_schema(folder):
    want = reference(folder)
    load()
    url = server.url("out")
    for _ in range(2):  # the second one replaces the first
        run(*command(server.url("data"), url))
        for name in ("findings", "pairs", "person_records", "worklist_A"):
            with open(f"{folder}/want/{name}.csv", encoding="utf-8-sig") as file:
                rows = list(csv.reader(file))
            got = server.sql(f'COPY (SELECT * FROM out."{name}") TO STDOUT (FORMAT csv, HEADER)')
            assert list(csv.reader(got.split("\n"))) == rows, (name, got, rows)
        kinds = server.sql("SELECT column_name || ' ' || data_type FROM information_schema.columns WHERE "
                           "table_schema = 'out' AND table_name = 'findings'").split("\n")
        assert {"start_date date", "amount_won bigint", "severity integer", "probability numeric"} <= set(kinds), kinds
        assert server.sql("SELECT text FROM out.files WHERE name = 'run.json'") == want["run.json"].strip()
    run(*command(server.url("data"), folder + "/next", "--previous", url))
    assert "still_open" in content(folder + "/next")["finding_changes.csv"]
    run(DOLBOM, "diff", url, folder + "/want")  # ends with 0: they are the same


def only_earlier_results_are_replaced(folder):
    del folder
    load()
    before = server.content("data")
    said = run(*command(server.url("data"), server.url("data")), code=4)
    assert "is also read by this run" in said, said
    server.sql("CREATE SCHEMA other; CREATE TABLE other.mine (x integer); INSERT INTO other.mine VALUES (7)")
    assert "is no earlier result" in run(*command(server.url("data"), server.url("other")), code=4)
    run(*command(server.url("data"), server.url("out")))
    server.sql("CREATE TABLE out.mine (x integer); CREATE VIEW out.seen AS SELECT 1 AS x")
    run(*command(server.url("data"), server.url("out")))
    assert server.sql("SELECT count(*) FROM out.mine") == "0"
    server.sql("ALTER TABLE out.mine RENAME TO trend; ALTER TABLE out.findings RENAME TO kept; COMMENT ON TABLE "
               "out.kept IS 'mine'; CREATE TABLE out.findings (x integer)")
    want = server.content("out")
    said = run(*command(server.url("data"), server.url("out")), code=4)
    assert "the table findings of the schema is no earlier result" in said, said
    assert server.content("out") == want and server.content("data") == before
    drop("out")
    run(*command(server.url("data"), server.url("out")))
    server.sql("CREATE VIEW other.uses AS SELECT * FROM out.findings")
    want = server.content("out")
    said = run(*command(server.url("data"), server.url("out")), code=4)
    assert "a view or another table" in said and server.content("out") == want, said


def rights_are_asked_for_before_any_work(folder):
    del folder
    load()
    server.sql("DROP ROLE IF EXISTS reader; CREATE ROLE reader LOGIN; GRANT USAGE ON SCHEMA data TO reader")
    said = run(*command(server.url("data", "reader"), server.url("out")), code=4)
    assert "may not do this" in said and "42501" in said, said
    said = run(*command(server.url("data"), server.url("out", "reader")), code=4)
    assert "may make no schema" in said, said
    server.sql("CREATE SCHEMA out")
    assert "CREATE and USAGE" in run(*command(server.url("data"), server.url("out", "reader")), code=4)
    server.sql("GRANT ALL ON SCHEMA out TO reader")
    run(*command(server.url("data"), server.url("out", "reader")))


# ---- what goes wrong in between --------------------------------------------------------------------


def slow_plan(folder):
    """A plan by which reading takes long."""
    with open(folder + "/slow.yaml", "w", encoding="utf-8") as file:
        file.write("sources:\n  persons: \"SELECT p.* FROM data.persons p, generate_series(1, 1000000) n "
                   "WHERE pg_sleep(0.05) IS NOT NULL\"\n")
    return folder + "/slow.yaml"


def wait_for(query):
    for _ in range(200):
        if server.sql(query) not in ("", "0"):
            return
        time.sleep(0.05)
    raise AssertionError(query)


OURS = "application_name = 'dolbom' AND pid <> pg_backend_pid()"


def reading_that_breaks_off_leaves_everything(folder):
    load()
    run(*command(server.url("data"), server.url("out")))
    want = server.content("out")
    words = command(server.url("data"), server.url("out"), "--plan", slow_plan(folder))
    for how in ("terminate", "interrupt", "second", "kill"):
        first = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
        wait_for(f"SELECT count(*) FROM pg_stat_activity WHERE {OURS} AND query LIKE 'COPY%'")
        if how == "second":
            assert "another run is writing there" in run(*command(server.url("data"), server.url("out")), code=4)
        if how == "terminate":
            server.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {OURS} AND query LIKE 'COPY%'")
        else:
            first.send_signal(signal.SIGKILL if how == "kill" else signal.SIGINT)
        told = first.communicate(timeout=60)[1]
        code = {"terminate": 4, "kill": -signal.SIGKILL}.get(how, 5)
        assert first.returncode == code, (how, first.returncode, told)
        assert how != "terminate" or "has ended the connection" in told and "57P01" in told, told
        assert server.content("out") == want, how
    wait_for(f"SELECT count(*) = 0 FROM pg_stat_activity WHERE {OURS}")
    run(*command(server.url("data"), server.url("out")))


def writing_that_breaks_off_leaves_everything(folder):
    del folder
    load()
    run(*command(server.url("data"), server.url("out")))
    want = server.content("out")
    for how in ("terminate", "interrupt", "crash", "wait"):
        holder = subprocess.Popen(server.psql(), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        holder.stdin.write("BEGIN; SELECT count(*) FROM out.findings;\n")
        holder.stdin.flush()
        wait_for("SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'")
        first = subprocess.Popen(command(server.url("data"), server.url("out")), stderr=subprocess.PIPE, text=True)
        wait_for(f"SELECT count(*) FROM pg_stat_activity WHERE {OURS} AND query LIKE 'DROP%'")
        if how == "terminate":
            server.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {OURS}")
        elif how == "interrupt":
            first.send_signal(signal.SIGINT)
        elif how == "crash":
            server.stop("immediate")
        told = first.communicate(timeout=60)[1]
        holder.communicate("")
        if how == "crash":
            server.start()
        assert first.returncode == (5 if how == "interrupt" else 4), (how, first.returncode, told)
        assert how != "wait" or "somebody is reading the earlier results" in told, told
        assert server.content("out") == want, how


def each_allocation_fails(folder):
    if cases.is_sanitized(DOLBOM):
        return "skipped"
    load()
    env = dict(os.environ, LD_PRELOAD=FAIL_ALLOC, FAIL_COUNT=folder + "/count")
    words = command(server.url("data"), server.url("out"))
    run(*words, env=env)
    want, n_well = server.content("out"), 0
    with open(folder + "/count", encoding="ascii") as file:
        n_calls = int(file.read())
    points = [(at, forever) for at in range(1, n_calls + 1) for forever in (False, True)]
    points = random.Random(8).sample(points, min(len(points), 1000 if LONG else 250))
    for at, forever in points:
        drop("out")
        failing = dict(env, FAIL_AT=str(at), **({"FAIL_FOREVER": "1"} if forever else {}))
        done = subprocess.run(words, env=failing, capture_output=True, text=True, timeout=60, check=False)
        got, point = server.content("out"), (at, forever, done.returncode, done.stderr)
        assert got == want if done.returncode == 0 else got == {} and done.stderr, point
        assert done.returncode in (0, 2, 3, 4, 127), point
        n_well += done.returncode == 0
    print(f"{len(points)} allocations failed, {n_well} runs ended well all the same")


# ---- ODBC ----------------------------------------------------------------------------------------


def sources(folder):
    """Data sources for both drivers, by the environment."""
    with open(folder + "/odbc.ini", "w", encoding="utf-8") as file:
        file.write(f"[PG]\nDriver = {served.driver('psqlodbcw.so')}\nServername = {server.folder}\n"
                   "Database = welfare\nUsername = postgres\nUseDeclareFetch = 1\nFetch = 1000\n"
                   f"[LITE]\nDriver = {served.driver('libsqlite3odbc.so')}\nDatabase = {folder}/in.sqlite\n"
                   f"[OUT]\nDriver = {served.driver('libsqlite3odbc.so')}\nDatabase = {folder}/out.sqlite\n"
                   "Timeout = 500\n")
    with open(folder + "/leaks", "w", encoding="ascii") as file:
        file.write("leak:psqlodbcw.so\n")  # of statements that it prepares
    return dict(os.environ, ODBCINI=folder + "/odbc.ini",
                LSAN_OPTIONS=f"suppressions={folder}/leaks:print_suppressions=0")


def env_of(env, source):
    """What the driver of SQLite has not freed cannot be told from what is ours: it is unloaded by then."""
    return dict(env, ASAN_OPTIONS="detect_leaks=0") if source in ("odbc:LITE", "odbc:OUT") else env


def odbc_is_there():
    return served.driver("psqlodbcw.so") and served.driver("libsqlite3odbc.so")


def make_lite(path):
    import sqlite3
    base = sqlite3.connect(path)
    for name, rows in TABLES.items():
        base.execute(f'CREATE TABLE "{name}" (' + ", ".join(f'"{c}" text' for c in rows[0]) + ")")
        base.executemany(f'INSERT INTO "{name}" VALUES (' + ", ".join("?" * len(rows[0])) + ")",
                         [[cell or None for cell in row] for row in rows[1:]])
    base.commit()
    base.close()


def odbc_gives_the_same_results(folder):
    if not odbc_is_there():
        return "skipped"
    want, env = reference(folder), sources(folder)
    make_lite(folder + "/in.sqlite")
    load()
    for given in ("odbc:PG#data", "odbc:LITE"):
        shutil.rmtree(folder + "/got", ignore_errors=True)
        run(*command(given, folder + "/got"), env=env_of(env, given))
        assert unlike(folder + "/got", want) == [], (given, unlike(folder + "/got", want))
    said = run(*command("odbc:NOBODY", folder + "/o"), env=env, code=4)
    assert "no such data source" in said, said
    server.sql("ALTER TABLE data.persons ADD COLUMN photo bytea")
    said = run(*command("odbc:PG#data", folder + "/o"), env=env, code=3)
    assert "the column photo is of a type that is not read" in said, said


def odbc_writes_all_or_nothing(folder):
    if not odbc_is_there():
        return "skipped"
    reference(folder)
    env = sources(folder)
    load()
    server.sql("CREATE SCHEMA out; CREATE SCHEMA other; CREATE TABLE other.mine (x integer)")
    files = folder + "/files"
    assert "name the schema" in run(*command(files, "odbc:PG"), env=env, code=4)
    assert "is no earlier result" in run(*command(files, "odbc:PG#other"), env=env, code=4)
    for out in ("odbc:PG#out", "odbc:OUT"):
        for _ in range(2):
            run(*command(files, out), env=env_of(env, out))
        shutil.rmtree(folder + "/next", ignore_errors=True)
        run(*command(files, folder + "/next", "--previous", out), env=env_of(env, out))
        changes = content(folder + "/next")["finding_changes.csv"]
        assert "still_open" in changes and "gone" not in changes
        run(DOLBOM, "diff", out, folder + "/want", env=env_of(env, out))
    server.sql("DROP TABLE out.support; CREATE TABLE out.mine AS SELECT 7 AS x")
    run(*command(files, "odbc:PG#out"), env=env)
    want = server.content("out")
    assert "support" in want and want["mine"] == "(7)", want["mine"]
    holder = subprocess.Popen(server.psql(), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    holder.stdin.write("BEGIN; SELECT count(*) FROM out.findings;\n")
    holder.stdin.flush()
    wait_for("SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'")
    first = subprocess.Popen(command(files, "odbc:PG#out"), env=env, stderr=subprocess.PIPE, text=True)
    waits = "query LIKE '%DROP TABLE%' AND wait_event_type = 'Lock'"
    wait_for(f"SELECT count(*) FROM pg_stat_activity WHERE {waits}")
    assert "another run may be writing there" in run(*command(files, "odbc:PG#out"), env=env, code=4)
    server.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {waits}")
    told = first.communicate(timeout=60)[1]
    holder.communicate("")
    assert first.returncode == 4 and told and server.content("out") == want, told


def main():
    global server
    if not served.find("initdb") or not served.find("psql"):
        print("PostgreSQL is not installed\n0 passed, 0 failed, 1 skipped")
        return
    server = served.Server()
    try:
        cases.run_cases([the_same_results_as_from_files, the_plan_says_which_tables_and_queries,
                         a_type_that_is_not_read_is_told, passwords_are_refused_and_never_shown,
                         passwords_stand_in_a_file,
                         a_job_writes_a_schema_for_each_month,
                         results_are_tables_of_a_schema, only_earlier_results_are_replaced,
                         rights_are_asked_for_before_any_work, reading_that_breaks_off_leaves_everything,
                         writing_that_breaks_off_leaves_everything, each_allocation_fails,
                         odbc_gives_the_same_results, odbc_writes_all_or_nothing])
    finally:
        server.stop("immediate")
        shutil.rmtree(server.folder, ignore_errors=True)


main()
