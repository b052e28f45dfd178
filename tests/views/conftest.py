"""A fixture for the tests of pictures and pages."""

import pytest

from trustflow.engine.replay import Replay


@pytest.fixture
def replays(monkeypatch):
    """Return a function that counts the replays started since the test began."""
    started = []
    before = Replay.before.__func__

    def counted(cls, *arguments):
        started.append(arguments)
        return before(cls, *arguments)

    monkeypatch.setattr(Replay, "before", classmethod(counted))
    return lambda: len(started)
