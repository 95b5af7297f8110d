# SPDX-License-Identifier: Apache-2.0
"""The command, and Python: the same answers, byte for byte."""
import filecmp
import subprocess
import sys

import pytest

import dolbom as db


def command(*words, **options):
    return subprocess.run([sys.executable, "-m", "dolbom", *map(str, words)], capture_output=True,
                          text=True, cwd="/", **options)


@pytest.mark.parametrize("sample", [None, 1, 2])
def test_tables(sample, source, tmp_path):
    """The example, and small worlds, as folders of CSV."""
    data = source / "examples/namyangju"
    if sample:
        data = tmp_path / "data"
        assert command("sample", "--people", 300, "--seed", sample, "--out", data).returncode == 0
    done = command("reconcile", "--in", data, "--policy", source / "policy", "--as-of",
                   "2026-06-30", "--out", tmp_path / "command", "--quiet", "--max-rejects", 100)
    assert done.returncode == 0, done.stderr
    run = db.reconcile(data, policy=source / "policy", as_of="2026-06-30")
    run.write(tmp_path / "python")
    names = [f"{name}.csv" for name in db.run.WRITTEN if not name.startswith("finding_change")] + ["report.html"]
    same, different, failed = filecmp.cmpfiles(tmp_path / "command", tmp_path / "python", names,
                                               shallow=False)
    assert sorted(same) == sorted(names), (different, failed)


def test_vectors(source):
    program = source / "bindings/python/tests/value_filter.py"
    done = subprocess.run([sys.executable, source / "tests/vectors/run_vectors.py", sys.executable,
                           program], capture_output=True, text=True)
    assert done.returncode == 0 and " 0 failed" in done.stdout.splitlines()[-1], done.stdout[-3000:]


def test_the_command():
    assert "0.1.0" in command("version").stdout
    assert command("nonsense").returncode == 2
    assert command("value", "name", input="김 순자 어르신\n").stdout.startswith("김순자\trepaired\t")
