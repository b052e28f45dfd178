"""Legs with inexact days, and every number of days that each can have taken."""

import datetime as dt

from attrs import frozen
from hypothesis import strategies as st

import trustflow as tf
from trustflow import events as ev

BOTH_ENDS = {"start": "return_decided", "end": "returned_to_council", "unless": "note"}
"""The leg that the samples have."""
HIGH = tf.Source("A report", confidence="high")
FIRST = dt.date(2020, 1, 1)
FOREVER = 99
"""More days than any sample with an upper bound."""


@frozen
class Sample:
    """One leg: the first and the last day of its start and of its end; the end may be missing."""

    start: tuple[int, int]
    end: tuple[int, int | None]
    status: str

    def history(self, name):
        """Return a history with this leg."""
        last = {"ended": ev.ReturnedToCouncil, "ended otherwise": ev.Note}
        event = last.get(self.status, ev.CommissionerAppointed)
        return tf.History(
            name,
            [
                ev.ReturnDecided(text(*self.start), sources=[HIGH]),
                event(text(*self.end), sources=[HIGH]),
            ],
        )

    def completions(self):
        """Return every number of days that the leg can have taken, or can yet take."""
        first, last = self.end
        if last is None or self.status == "open":
            last = first + 3
            beyond = {FOREVER}
        else:
            beyond = set()
        starts = range(self.start[0], self.start[1] + 1)
        return {
            end - start for start in starts for end in range(first, last + 1) if start <= end
        } | beyond


def text(first, last):
    """Return the text of a date between two days, the last of which may be missing."""
    begin = FIRST + dt.timedelta(first)
    return f"{begin}/.." if last is None else f"{begin}/{FIRST + dt.timedelta(last)}"


@st.composite
def samples(draw, statuses=("ended", "ended", "open", "ended otherwise")):
    """Generate a leg that takes at most ten days; some ended on a day without an upper bound."""
    first = draw(st.integers(0, 3))
    last = first + draw(st.integers(0, 1))
    end = first + draw(st.integers(0, 6))
    latest = max(last, end) + draw(st.integers(0, 1))
    status = draw(st.sampled_from(statuses))
    if status == "open":
        end = latest = max(last, end)
    elif draw(st.integers(0, 5)) == 0:
        latest = None
    return Sample((first, last), (end, latest), status)


def histories_with(several, name="Council"):
    """Return a history for each sample, each of another authority."""
    return [sample.history(f"{name} {i}") for i, sample in enumerate(several)]
