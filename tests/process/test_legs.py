"""Named legs: stretches of a process that people ask about."""

import pytest
from attrs.exceptions import FrozenInstanceError

from trustflow.errors import InvalidValue
from trustflow.process import NamedLeg


def test_one_event_or_several_may_start_and_end_a_leg():
    """One event, given as a text, is a tuple of one."""
    leg = NamedLeg("Delivery", "letter_sent", ["letter_read", "letter_lost"], unless="letter_burnt")

    assert ("letter_sent",) == leg.start
    assert ("letter_read", "letter_lost") == leg.end
    assert ("letter_burnt",) == leg.unless


def test_a_leg_counts_from_the_latest_start_in_any_stage_by_default():
    """Nothing ends it early, and no better grade is asked for."""
    leg = NamedLeg("Delivery", "letter_sent", "letter_read")

    assert ((), (), False, False) == (leg.unless, leg.starts_in, leg.from_first, leg.better)


@pytest.mark.parametrize("title", ["", " ", "\x07", None])
def test_a_leg_needs_a_title(title):
    """A title is shown to people, so an empty or unprintable one is refused."""
    with pytest.raises(InvalidValue, match="text for title"):
        NamedLeg(title, "letter_sent", "letter_read")


def test_a_leg_cannot_change():
    """A leg is data that many questions share."""
    leg = NamedLeg("Delivery", "letter_sent", "letter_read")
    with pytest.raises(FrozenInstanceError):
        leg.better = True
    assert leg == NamedLeg("Delivery", ("letter_sent",), ("letter_read",))
