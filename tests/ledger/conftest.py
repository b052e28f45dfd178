"""Ledgers in a file of SQLite and on a server of PostgreSQL."""

import datetime as dt
import itertools
import os

import pytest
import sqlalchemy as sa

from tests.ledger import postgres
from trustflow.ledger import Ledger, engines, sql_store

NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def server():
    """Yield the URL of a server of PostgreSQL, which all tests of a process share."""
    postgres.require_programs()
    with postgres.running_server() as url:
        yield url


def new_place(server):
    """Return the URL of a new, empty schema on the server."""
    name = f"place_{os.getpid()}_{next(NUMBERS)}"
    engine = sa.create_engine(server)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {name}")
    engine.dispose()
    return f"{server}&options=-csearch_path%3D{name}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def new_ledger_place(request, tmp_path):
    """Return a function that returns a new place of a ledger each time."""
    if request.param == "sqlite":
        return lambda: f"sqlite:///{tmp_path}/{next(NUMBERS)}.db"
    server = request.getfixturevalue("server")
    return lambda: new_place(server)


@pytest.fixture
def place(new_ledger_place):
    """Return the place of a ledger."""
    return new_ledger_place()


@pytest.fixture
def ledger(place):
    """Yield a ledger."""
    with Ledger(place) as opened:
        yield opened


@pytest.fixture
def engine(place):
    """Yield an engine for the same place, as somebody with SQL has it."""
    opened = sa.create_engine(place)
    yield opened
    opened.dispose()


@pytest.fixture(autouse=True)
def quick_disk(request, monkeypatch):
    """Do not wait for the disk, except in tests that are about it."""
    if "real_disk" not in request.fixturenames:
        monkeypatch.setattr(engines, "SYNCHRONOUS", "OFF")


@pytest.fixture
def real_disk():
    """Wait for the disk, as every ledger outside the tests does."""


class Clock:
    """A clock that a test sets.

    Attributes:
        now: What it shows.
    """

    def __init__(self):
        self.now = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)

    def __call__(self):
        """Return what the clock shows."""
        return self.now


@pytest.fixture
def clock(monkeypatch):
    """Return the clock of every ledger in a database."""
    made = Clock()
    monkeypatch.setattr(sql_store, "clock_of", lambda _: made())
    return made
