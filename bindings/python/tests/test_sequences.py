# SPDX-License-Identifier: Apache-2.0
"""Random sequences of calls, with exceptions, signals, collections, forks and dropped results.

A call that should succeed may end only by what was made to stop it, one that should fail must; else
it is judged only that all goes on: under the address sanitizer, that is much. A sequence has
ten calls; DOLBOM_SEQUENCES=10000 runs ten thousand of them.
"""
import concurrent.futures
import contextlib
import gc
import os
import random
import signal
import threading

import polars as pl
import pyarrow as pa
import pytest

import dolbom as db

N = int(os.environ.get("DOLBOM_SEQUENCES", 1000 if "DOLBOM_LONG" in os.environ else 30))
CALLS = 10
NAMES = ["김순자", "김 순자", None, "박영희", "미상", "x" * 50, "유영자"]


class Stop(Exception):
    pass


def stopping(dice):
    left = dice.randrange(6)

    def told(*what):
        nonlocal left
        left -= 1
        if dice.random() < 0.1:
            gc.collect()
        if left < 0:
            raise Stop
    return told


def people(dice):
    n = dice.randrange(1, 40)
    return {"agency_id": dice.choices("abc", k=n), "record_id": [str(i) for i in range(n)],
            "name": dice.choices(NAMES, k=n),
            "birth_date": dice.choices(["1945-03-15", "450315", None, "junk"], k=n),
            "rrn": dice.choices([None, "450315-2000007", "4503152******"], k=n)}


def held(dice, data):
    """Data in one of the forms in which they come."""
    return dice.choice([dict, db.Table.of, pl.DataFrame, pa.table,
                        lambda d: pa.table(d).to_reader(max_chunksize=3),
                        lambda d: pl.DataFrame(d).lazy()])(data)


def stop(*what):
    raise Stop


class Play:
    def __init__(self, seed):
        self.dice, self.kept = random.Random(seed), [db.Table.of({"a": [1]})]
        self.plan = db.Plan()

    def keep(self, thing):
        self.kept.append(thing)
        if len(self.kept) > 20:
            self.kept.pop(self.dice.randrange(len(self.kept)))

    def values(self):
        kind, names = self.dice.choice(db.kinds()), self.dice.choices(NAMES, k=5)
        self.keep(db.normalize(kind, self.dice.choice([names, pl.Series(names), pa.array(names)])))
        db.compare(kind, names, names[::-1], plan=self.plan)
        db.parts(kind, self.dice.choice(NAMES))

    def matching(self):
        told = self.dice.choice([None, stopping(self.dice)])
        results = db.match(held(self.dice, people(self.dice)), plan=self.plan, progress=told)
        self.keep(results[self.dice.choice(list(results))])

    def linking(self):
        cleaned, pairs = db.link(held(self.dice, people(self.dice)), plan=self.plan)
        self.keep(db.group(cleaned, pairs))

    def running(self):
        run = db.reconcile({"persons": held(self.dice, people(self.dice))}, as_of="2026-06-30",
                           progress=self.dice.choice([None, stopping(self.dice)]))
        self.keep(run.findings)
        run.html()

    def reading(self):
        table = self.dice.choice([each for each in self.kept if isinstance(each, db.Table)])
        self.keep(self.dice.choice([db.Table.to_arrow, db.Table.to_polars, db.Table.to_dict,
                                    db.Table.__arrow_c_stream__, db.Table.head, repr])(table))

    def planning(self):
        self.plan = db.Plan(base=self.plan, theta_merge=self.dice.choice([.9, .95]),
                            memory=self.dice.choice([None, 200_000, 0]))

    def failing(self):
        wrong = self.dice.choice([lambda: db.Plan(theta_merge=2), lambda: db.schema("x"),
                                  lambda: db.match(3), lambda: db.match({"name": [1]}),
                                  lambda: db.Table.of({"x": [b""]}), lambda: db.read("/nowhere"),
                                  lambda: db.normalize("x", "y"), lambda: db.Plan().nothing])
        with pytest.raises((db.Error, TypeError, AttributeError)):
            wrong()

    def forking(self):
        people = {"name": ["김순자", "김 순자"]} | dict.fromkeys(("agency_id", "record_id"), ["a", "b"])
        child = os.fork()
        if child == 0:
            with contextlib.suppress(BaseException):
                os._exit(len(db.match(people)["person_records"]))
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 2

    def interrupted(self):
        """As by Ctrl-C, whose handler raises too; it comes during the call, before or after it."""
        signal.setitimer(signal.ITIMER_REAL, self.dice.uniform(.0001, .004))
        try:
            self.dice.choice([self.matching, self.linking, self.running, self.reading])()
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def step(self):
        moves = [self.values, self.matching, self.linking, self.running, self.reading,
                 self.planning, self.failing, gc.collect]
        if threading.current_thread() is threading.main_thread():  # only it handles signals
            moves.append(self.interrupted)
        moves = 3 * moves + [self.forking]  # which costs as much as all others
        with contextlib.suppress(Stop, db.OutOfMemoryError):
            self.dice.choice(moves)()


def play(seed):
    game = Play(seed)
    for _ in range(CALLS):
        game.step()


@pytest.fixture(autouse=True)
def odd_world():
    """An alarm stops; and collections leave out what polars and others made when they were
    imported, by the first sequence at the latest: each would take longer than a sequence."""
    before = signal.signal(signal.SIGALRM, stop)
    play(0)
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()
    signal.signal(signal.SIGALRM, before)


def test_sequences():
    for seed in range(N):
        play(seed)


def test_sequences_on_threads():
    def work(first):
        for seed in range(first, N, 4):
            play(seed)
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))  # which raises what a thread raised
