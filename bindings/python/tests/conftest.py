# SPDX-License-Identifier: Apache-2.0
"""What several tests use."""
import pathlib

import pytest

import dolbom as db

SOURCE = pathlib.Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def source():
    """The top of dolbom's sources."""
    return SOURCE


@pytest.fixture(scope="session")
def example():
    """The example of Namyangju, read from its files."""
    return db.read(SOURCE / "examples/namyangju")


@pytest.fixture(scope="session")
def found(example):
    """What a run over the example gives."""
    return db.reconcile(example, policy=SOURCE / "policy", as_of="2026-06-30")


@pytest.fixture
def people():
    """Two records of one person and one of another."""
    return {"agency_id": ["city", "hope", "city"], "record_id": ["1", "7", "2"],
            "name": ["김순자", "김 순자 어르신", "박영희"],
            "birth_date": ["1945-03-15", "450315", "1950-01-01"],
            "phone": ["010-1234-5678", "+82 10-1234-5678", None]}


def rows(table):
    """A table as a list of rows, each a tuple, with its header first."""
    table = db.Table.of(table)
    return [tuple(table.columns), *zip(*(table[name] for name in table.columns))]
