# SPDX-License-Identifier: Apache-2.0
"""Long calls: progress, exceptions, Ctrl-C, threads, fork."""
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time

import pytest

import dolbom as db
from conftest import rows


def many(n):
    """Records of n people who share little."""
    return {"agency_id": ["a"] * n, "record_id": [str(i) for i in range(n)],
            "name": [f"김{chr(0xAC00 + i % 9000)}{chr(0xAC00 + i // 7 % 9000)}" for i in range(n)],
            "birth_date": [f"19{i % 60 + 30}-{i % 12 + 1:02}-{i % 28 + 1:02}" for i in range(n)]}


def test_progress_is_told(people):
    told = []
    db.match(many(20000), progress=lambda *what: told.append(what))
    assert {"persons", "link", "group"} <= {stage for stage, _, _ in told}
    assert all(total == 0 or done <= total for _, done, total in told)


def test_progress_is_shown(capfd):
    db.match(many(100), progress=True)
    assert capfd.readouterr().err != ""


def test_an_exception_in_progress_ends_the_call(people):
    class Enough(Exception):
        pass

    def stop(*what):
        raise Enough("that will do")
    for _ in range(20):
        with pytest.raises(Enough, match="that will do"):
            db.match(people, progress=stop)
    assert len(db.match(people)["person_records"]) == 3


def test_ctrl_c():
    """It ends a run of many seconds within 0.2 s, as KeyboardInterrupt.

    The best of three counts: the machine may be busy with something else.
    """
    program = textwrap.dedent("""
        import os, signal, sys, threading, time
        sys.path.insert(0, sys.argv[1])
        from test_stop import many
        import dolbom as db
        people = db.Table.of(many(1_000_000))
        def interrupt():
            time.sleep(float(sys.argv[2]))
            global sent
            sent = time.monotonic()
            os.kill(os.getpid(), signal.SIGINT)
        sent = 0
        threading.Thread(target=interrupt, daemon=True).start()
        try:
            for _ in range(100):
                db.match(people)
        except KeyboardInterrupt:
            print(time.monotonic() - sent)
    """)
    command = [sys.executable, "-c", program, os.path.dirname(__file__)]
    done = [subprocess.run([*command, delay], capture_output=True, text=True, timeout=120)
            for delay in ("0.5", "0.8", "1.3")]
    assert all(each.returncode == 0 for each in done), done
    assert min(float(each.stdout) for each in done) < 0.2, done


def test_others_run_meanwhile():
    """The lock of the interpreter is free while the library works."""
    people, ticks, done = db.Table.of(many(300_000)), 0, threading.Event()
    worker = threading.Thread(target=lambda: (db.match(people), done.set()))
    worker.start()
    while not done.is_set():
        time.sleep(0.001)
        ticks += 1
    worker.join()
    assert ticks > 50


def test_threads_share_plans_and_tables(people):
    table, plan, expected = db.Table.of(people), db.Plan(theta_merge=.9), []
    results = []

    def work():
        results.extend(rows(db.match(table, plan=plan)["person_records"]) for _ in range(20))
    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expected = rows(db.match(people, plan=plan)["person_records"])
    assert len(results) == 80 and all(result == expected for result in results)


def test_fork(people):
    table = db.Table.of(people)
    child = os.fork()
    if child == 0:
        os._exit(0 if len(db.match(table)["person_records"]) == 3 else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_signals_of_others_are_handled(people):
    """A handler of the program's own runs during a call, and the call goes on."""
    seen = []
    before = signal.signal(signal.SIGALRM, lambda *what: seen.append(what))
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        while not seen:
            db.match(many(50_000))
    finally:
        signal.signal(signal.SIGALRM, before)
    assert seen


def test_ctrl_c_while_nobody_writes(tmp_path):
    """A named pipe without a writer is waited for, and left when asked."""
    os.mkfifo(tmp_path / "persons.csv")
    program = "import sys; import dolbom as db; print('begun', flush=True); db.read(sys.argv[1], encoding='utf-8')"
    with subprocess.Popen([sys.executable, "-c", program, tmp_path / "persons.csv"], text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout.readline() == "begun\n"
        time.sleep(0.3)
        child.send_signal(signal.SIGINT)
        try:
            said = child.communicate(timeout=10)[1]
        finally:
            child.kill()
    assert said.rstrip().endswith("KeyboardInterrupt")


def test_ctrl_c_while_writing(tmp_path):
    """What was not written whole is not there."""
    program = textwrap.dedent("""
        import os, signal, sys, threading
        import dolbom as db
        sys.path.insert(0, sys.argv[1])
        from test_stop import many
        pairs = db.match(many(200_000))["pairs"]
        threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT)).start()
        for i in range(1000):
            pairs.to_csv(f"{sys.argv[2]}/{i}.csv")
    """)
    done = subprocess.run([sys.executable, "-c", program, os.path.dirname(__file__), tmp_path],
                          capture_output=True, text=True, timeout=120)
    assert done.stderr.rstrip().endswith("KeyboardInterrupt"), done.stderr
    sizes = {path.stat().st_size for path in tmp_path.iterdir()}
    assert len(sizes) <= 1 and all(path.name.endswith(".csv") for path in tmp_path.iterdir())
