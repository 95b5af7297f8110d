# SPDX-License-Identifier: Apache-2.0
"""The command, and Python: the same answers, byte for byte."""
import filecmp
import json
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
    left_out = ("finding_changes", "finding_change_rows", "worklist")
    names = [f"{name}.csv" for name in db.run.WRITTEN if name not in left_out] + ["report.html"]
    worklists = [path.name for path in (tmp_path / "command").glob("worklist_*.csv")]
    assert sorted(worklists) == sorted(path.name for path in (tmp_path / "python").glob("worklist_*.csv"))
    assert worklists
    names += worklists
    same, different, failed = filecmp.cmpfiles(tmp_path / "command", tmp_path / "python", names,
                                               shallow=False)
    assert sorted(same) == sorted(names), (different, failed)
    logs = [json.loads((tmp_path / name / "run.json").read_text()) for name in ("command", "python")]
    assert set(logs[0]) - set(logs[1]) <= {"policy", "missing_rows", "not_read"}
    for key in ("version", "as_of", "key", "plan", "rules", "results", "uploads"):
        assert logs[0][key] == logs[1][key], key
    for table, counts in logs[1]["tables"].items():
        assert counts.items() <= logs[0]["tables"][table].items(), table


def test_vectors(source):
    program = source / "bindings/python/tests/value_filter.py"
    done = subprocess.run([sys.executable, source / "tests/vectors/run_vectors.py", sys.executable,
                           program], capture_output=True, text=True)
    assert done.returncode == 0 and " 0 failed" in done.stdout.splitlines()[-1], done.stdout[-3000:]


def test_the_command():
    assert "0.1.0" in command("version").stdout
    assert command("nonsense").returncode == 2
    assert command("value", "name", input="김 순자 어르신\n").stdout.startswith("김순자\trepaired\t")
