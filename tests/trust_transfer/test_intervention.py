"""Notices, directions, posts: what opens, and what closes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustflow import events as ev
from trustflow.testing import events as transfer_events
from trustflow.testing.transfer_fields import SUBJECTS
from trustflow.trust_transfer import CHILDREN, EVENTS

OPENING = (
    ev.CommissionerAppointed,
    ev.CommissionerSucceeded,
    ev.DirectionIssued,
    ev.ImprovementNoticeIssued,
    ev.SupportAndSupervisionStarted,
)
CLOSING = (
    ev.CommissionerSucceeded,
    ev.CommissionerStoodDown,
    ev.DirectionIssued,
    ev.DirectionRevoked,
    ev.ImprovementNoticeIssued,
    ev.ImprovementNoticeLifted,
    ev.InterventionEnded,
    ev.SupportAndSupervisionEnded,
)
OPENED = st.lists(
    st.sampled_from([cls.class_name for cls in OPENING]).flatmap(
        lambda name: transfer_events(
            trigger=name if name != "direction_issued" else f"{name}_trust"
        )
    ),
    max_size=4,
)
"""What may stand open: notices, directions, posts, support."""

NOTICE = ev.ImprovementNoticeIssued("2014-01-06")
FIRST = ev.DirectionIssued("2015-01-05", number=1)
SECOND = ev.DirectionIssued("2016-01-04", number=2)
UNNUMBERED = ev.DirectionIssued("2014-06-02")
ANN = ev.CommissionerAppointed("2015-02-02", names="Ann Lee")
PAIR = ev.CommissionerSucceeded("2015-03-02", names=["Ann Lee", "Bo Day"])
NAMELESS = ev.CommissionerAppointed("2015-04-06")
SUPPORT = ev.SupportAndSupervisionStarted("2017-01-02")
ALL = (UNNUMBERED, NOTICE, FIRST, ANN, PAIR, NAMELESS, SECOND, SUPPORT)
"""Everything that can be open, in order."""


class TestOpening:
    """What stays open until something closes it."""

    @given(transfer_events())
    def test_notices_directions_and_posts_open(self, event):
        """Those of children's social care, and nothing else."""
        assert (isinstance(event, OPENING) and event.subject == CHILDREN) == event.opens


class TestClosing:
    """What closes what stands open."""

    @given(transfer_events(), OPENED)
    def test_closes_some_of_what_is_open(self, event, opened):
        """What is closed was open, and keeps its order; most events close nothing."""
        closed = event.closes(opened)

        assert [each for each in opened if each in closed] == list(closed)
        if not isinstance(event, CLOSING) or event.subject != CHILDREN:
            assert () == closed
        assert () == event.closes(())

    @pytest.mark.parametrize(
        ("event", "closed"),
        [
            # Directions
            (ev.DirectionIssued("2018"), []),
            (ev.DirectionIssued("2018", number=3), []),
            (ev.DirectionIssued("2018", number=3, replaces=2), [SECOND]),
            (ev.DirectionIssued("2018", number=3, replaces=7), []),
            (ev.DirectionIssued("2018", replaces="Improvement Notice"), [NOTICE]),
            (ev.DirectionIssued("2018", replaces="the first one"), []),
            (ev.DirectionRevoked("2018"), [UNNUMBERED]),
            (ev.DirectionRevoked("2018", direction=2), [SECOND]),
            (ev.DirectionRevoked("2018", direction=7), []),
            (ev.DirectionRevoked("2018", direction=2, partly=True), []),
            (ev.DirectionRevoked("2018", partly=True), []),
            (ev.DirectionRevoked("2014-06-02"), [FIRST]),
            # Notices
            (ev.ImprovementNoticeLifted("2018"), [NOTICE]),
            (ev.ImprovementNoticeIssued("2018"), []),
            (ev.ImprovementNoticeIssued("2018", replaces="the notice of 2014"), [NOTICE]),
            # Commissioners
            (ev.CommissionerStoodDown("2018"), [ANN, PAIR, NAMELESS]),
            (ev.CommissionerStoodDown("2018", names="ann  LEE"), [ANN, NAMELESS]),
            (
                ev.CommissionerStoodDown("2018", names=["Bo Day", "Ann Lee"]),
                [ANN, PAIR, NAMELESS],
            ),
            (ev.CommissionerStoodDown("2018", names="Cy Roe"), [NAMELESS]),
            (ev.CommissionerSucceeded("2018", names="Cy Roe"), [ANN, PAIR, NAMELESS]),
            (ev.CommissionerSucceeded("2018", names="Cy Roe", replaces="Ann Lee"), [ANN, NAMELESS]),
            (ev.CommissionerAppointed("2018", names="Ann Lee"), []),
            # The end of it all
            (
                ev.InterventionEnded("2018"),
                [UNNUMBERED, NOTICE, FIRST, ANN, PAIR, NAMELESS, SECOND],
            ),
            (ev.InterventionEnded("2018", partly=True), []),
            (ev.SupportAndSupervisionEnded("2018"), [SUPPORT]),
        ],
        ids=repr,
    )
    def test_readings_of_the_domain(self, event, closed):
        """Each reading, on everything that can be open."""
        assert tuple(closed) == event.closes(ALL)

    @pytest.mark.parametrize("subject", SUBJECTS)
    def test_another_subject_closes_nothing(self, subject):
        """The end of another intervention leaves ours as it is."""
        assert () == ev.InterventionEnded("2018", subject=subject).closes(ALL)

    @given(st.permutations([UNNUMBERED, FIRST, SECOND]))
    def test_a_revocation_takes_the_first_of_those_open(self, opened):
        """Without a number it is the first listed that is still open."""
        assert (opened[0],) == ev.DirectionRevoked("2018").closes(opened)

    def test_a_revocation_spares_what_is_issued_with_it(self):
        """A direction revoked on the day of another one is the older; alone it closes nothing."""
        event = ev.DirectionRevoked(SECOND.on)

        assert (FIRST,) == event.closes([SECOND, FIRST])
        assert () == event.closes([SECOND])

    def test_every_closing_class_is_tried(self):
        """A class that learns to close has to be added here."""
        blank = {
            cls
            for cls in EVENTS
            if cls._closes is not ev.Note._closes  # noqa: SLF001 - which classes have their own
        }
        assert set(CLOSING) == blank
