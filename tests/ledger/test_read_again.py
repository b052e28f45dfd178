"""What counts as reading a case, after which a change is refused if somebody else came between."""

from contextlib import suppress

import pytest

from trustflow import events as ev
from trustflow.ledger import Ledger, StaleCase

WHO = {"recorded_by": "data officer", "reason": "asked"}
NOTE = ev.Note("2020", note="a call by Jane Doe")


@pytest.fixture
def rival(place):
    """Yield another ledger in the same place."""
    with Ledger(place) as opened:
        yield opened


@pytest.fixture
def case(ledger):
    """Return a ledger that knows its case."""
    ledger.create("X")
    ledger.record("X", NOTE)
    return ledger


def test_a_redaction_does_not_count_as_reading(case, rival):
    """What somebody recorded before it was not read yet."""
    rival.record("X", NOTE, recorded_by="a rival")
    case.redact("X", "Jane", vacuum=False, **WHO)
    with pytest.raises(StaleCase, match="a rival"):
        case.record("X", NOTE)
    case.history("X")
    case.record("X", NOTE)


def test_after_a_redaction_one_can_record(case, rival):
    """If nobody came between, it is one's own change."""
    case.redact("X", "Jane", vacuum=False, **WHO)
    case.redact("X", "Doe", vacuum=False, **WHO)
    case.record("X", NOTE)
    rival.redact("X", "Jane", vacuum=False, **WHO)
    rival.record("X", NOTE)


@pytest.mark.parametrize("fails", [False, True])
def test_a_block_counts_as_reading(place, case, rival, fails):
    """Also if nothing is changed in it, or the block fails."""
    with Ledger(place) as reader:
        with suppress(ZeroDivisionError), reader.edit("X") as lent:
            if fails:
                lent.record(NOTE)
                raise ZeroDivisionError
        rival.record("X", NOTE, recorded_by="a rival")
        with pytest.raises(StaleCase, match="a rival"):
            reader.record("X", NOTE)
    case.history("X")
