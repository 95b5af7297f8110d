# SPDX-License-Identifier: Apache-2.0
"""Examples in docstrings and documents work, and types are right."""
import doctest
import importlib
import os
import subprocess
import sys

import pytest

MODULES = ("dolbom", "dolbom.advice", "dolbom.duckdb", "dolbom.plan", "dolbom.stages", "dolbom.tables",
           "dolbom.values")
PAGES = ("python.md", "coming-from-splink.md")


@pytest.mark.parametrize("name", MODULES)
def test_docstrings(name):
    failed, n = doctest.testmod(importlib.import_module(name))
    assert failed == 0 and n > 0


@pytest.mark.parametrize("page", PAGES)
def test_pages(page, source, monkeypatch, tmp_path):
    """From the top of the sources, as a reader would; what it writes goes elsewhere."""
    for name in ("examples", "policy"):
        (tmp_path / name).symlink_to(source / name)
    monkeypatch.chdir(tmp_path)
    failed, n = doctest.testfile(str(source / "docs" / page), module_relative=False,
                                 optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    assert failed == 0 and n > 5


def test_types(tmp_path):
    done = subprocess.run([sys.executable, "-m", "mypy", "--strict", "--ignore-missing-imports",
                           "--cache-dir", os.devnull, "-p", "dolbom"], cwd=tmp_path,
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_stubs():
    done = subprocess.run([sys.executable, "-m", "mypy.stubtest", "dolbom._native"],
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
