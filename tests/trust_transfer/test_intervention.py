"""Notices, directions and posts: which events open and close them."""

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
    ev.InterventionSteppedDown,
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
"""Lists of events that can be open: notices, directions, posts, support."""

NOTICE = ev.ImprovementNoticeIssued("2014-01-06")
FIRST = ev.DirectionIssued("2015-01-05", number=1)
SECOND = ev.DirectionIssued("2016-01-04", number=2)
UNNUMBERED = ev.DirectionIssued("2014-06-02")
ANN = ev.CommissionerAppointed("2015-02-02", names="Ann Lee")
PAIR = ev.CommissionerSucceeded("2015-03-02", names=["Ann Lee", "Bo Day"])
NAMELESS = ev.CommissionerAppointed("2015-04-06")
SUPPORT = ev.SupportAndSupervisionStarted("2017-01-02")
ALL = (UNNUMBERED, NOTICE, FIRST, ANN, PAIR, NAMELESS, SECOND, SUPPORT)
"""One of everything that can be open, in order."""


class TestOpening:
    """The events that open something."""

    @given(transfer_events())
    def test_notices_directions_and_posts_open(self, event):
        """Those on children's social care open something, and no other event does."""
        assert (isinstance(event, OPENING) and event.subject == CHILDREN) == event.opens


class TestClosing:
    """The events that close what is open."""

    @given(transfer_events(), OPENED)
    def test_closes_some_of_what_is_open(self, event, opened):
        """What an event closes was open; most events close nothing."""
        closed = event.closes(opened)

        assert sorted(map(id, closed)) == sorted(id(other) for other in opened if other in closed)
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
            # The end of intervention and of support
            (
                ev.InterventionEnded("2018"),
                [UNNUMBERED, NOTICE, FIRST, ANN, PAIR, NAMELESS, SECOND],
            ),
            (ev.InterventionEnded("2018", partly=True), []),
            (
                ev.InterventionSteppedDown("2018"),
                [UNNUMBERED, FIRST, ANN, PAIR, NAMELESS, SECOND],
            ),
            # What was opened on the same exact day
            (
                ev.InterventionEnded(FIRST.on),
                [UNNUMBERED, NOTICE, ANN, PAIR, NAMELESS, SECOND],
            ),
            (ev.InterventionSteppedDown(ANN.on), [UNNUMBERED, FIRST, PAIR, NAMELESS, SECOND]),
            (ev.CommissionerStoodDown(ANN.on), [PAIR, NAMELESS]),
            (ev.CommissionerSucceeded(PAIR.on), [ANN, NAMELESS]),
            (ev.DirectionRevoked(SECOND.on, direction=2), []),
            (ev.DirectionIssued(SECOND.on, number=3, replaces=2), []),
            (ev.ImprovementNoticeLifted(NOTICE.on), []),
            (ev.ImprovementNoticeIssued(NOTICE.on, replaces="the notice"), []),
            (ev.SupportAndSupervisionEnded(SUPPORT.on), []),
            (ev.SupportAndSupervisionEnded("2018"), [SUPPORT]),
        ],
        ids=repr,
    )
    def test_closes_what_the_domain_says(self, event, closed):
        """With everything open, each event closes what the domain says."""
        assert tuple(closed) == event.closes(ALL)

    @pytest.mark.parametrize("subject", SUBJECTS)
    def test_another_subject_closes_nothing(self, subject):
        """The end of intervention on another subject closes nothing."""
        assert () == ev.InterventionEnded("2018", subject=subject).closes(ALL)

    @given(st.permutations([UNNUMBERED, FIRST, SECOND]))
    def test_a_revocation_takes_the_first_of_those_open(self, opened):
        """A revocation without a number closes the first listed direction that is still open."""
        assert (opened[0],) == ev.DirectionRevoked("2018").closes(opened)

    def test_a_revocation_spares_what_is_issued_with_it(self):
        """A revocation without a number never closes a direction of the same day."""
        event = ev.DirectionRevoked(SECOND.on)

        assert (FIRST,) == event.closes([SECOND, FIRST])
        assert () == event.closes([SECOND])

    @pytest.mark.parametrize(
        ("fields", "opened", "closed"),
        [
            ({}, [FIRST, ANN], [FIRST, ANN]),
            ({"direction": 1}, [ANN, FIRST, NAMELESS], [FIRST, ANN, NAMELESS]),
            ({}, [NOTICE, ANN, FIRST, SUPPORT], [FIRST, ANN]),
            ({}, [ANN], [ANN]),
            ({}, [FIRST, ANN, SECOND], [FIRST]),
            ({"direction": 7}, [FIRST, ANN], []),
            ({"replaced_by": 2}, [FIRST, ANN], [FIRST]),
            ({"partly": True}, [FIRST, ANN], []),
            ({"on": FIRST.on}, [UNNUMBERED, ANN, FIRST], [UNNUMBERED]),
            ({"on": ANN.on}, [FIRST, ANN, PAIR], [FIRST, PAIR]),
            ({"subject": "SEND"}, [FIRST, ANN], []),
        ],
        ids=str,
    )
    def test_a_revocation_that_leaves_no_direction_ends_the_posts(self, fields, opened, closed):
        """A direction of the same day is left open; so is what a part-revocation leaves."""
        event = ev.DirectionRevoked(**{"on": "2018", **fields})
        assert tuple(closed) == event.closes(opened)

    @pytest.mark.parametrize("event", [ev.InterventionEnded, ev.InterventionSteppedDown])
    def test_equal_days_that_are_not_exact_are_closed(self, event):
        """The order of listing decides then."""
        opened = ev.DirectionIssued("2016-01")
        assert (opened,) == event("2016-01").closes([opened])

    def test_every_closing_class_is_tried(self):
        """A class that can close something is in the list above."""
        closing = {
            cls
            for cls in EVENTS
            if cls._closes_one is not ev.Note._closes_one  # noqa: SLF001 - which classes have their own
        }
        assert set(CLOSING) == closing
