"""A rule between two days known only in part, held to every way it can have been."""

from itertools import product

import pytest

import trustflow as tf
from trustflow import events as ev
from trustflow.dates import PartialDate, days, working_days
from trustflow.engine import RunningClock, clock_of, evaluate
from trustflow.engine.clocks import RuleResult
from trustflow.history import Citation, Strength
from trustflow.process import Condition, DateRule, Relaxation

CITATION = Citation("an Act, section 1")
DAY = PartialDate("2018-01-01").first
"""A Monday and a bank holiday, in the middle of the days tried."""


def rule(**traits):
    """A rule of law with these traits."""
    usual = {"id": "answer", "requires": "An answer", "starts": "ask", "ends": "grant"}
    return DateRule(strength="law", citation=CITATION, **usual | traits)


def on(count):
    """The day so many days on."""
    return PartialDate.between(DAY + count, DAY + count)


IN_FORCE = {"since": on(-1), "until": on(1)}
RELAXED = {"relaxed": Relaxation(on(2), on(3), CITATION)}
RULES = {
    "at most": {"at_most": "2 days"},
    "at least": {"at_least": "2 days"},
    "both": {"at_least": "1 day", "at_most": "3 days"},
    "working days": {"at_most": "2 working days"},
    "exactly": {"at_least": "1 working day", "at_most": "1 working day"},
    "at most, in force": {"at_most": "2 days", **IN_FORCE},
    "at least, in force": {"at_least": "2 days", **IN_FORCE},
    "both, in force": {"at_least": "1 day", "at_most": "3 days", **IN_FORCE},
    "by its end": {"at_most": "2 days", "in_force_by_end": True, **IN_FORCE},
    "both, by its end": {
        "at_least": "1 day",
        "at_most": "3 days",
        "in_force_by_end": True,
        **IN_FORCE,
    },
    "relaxed": {"at_most": "2 days", **RELAXED},
    "both, relaxed": {"at_least": "1 day", "at_most": "3 days", **RELAXED},
    "both, relaxed, in force": {"at_least": "1 day", "at_most": "3 days", **RELAXED, **IN_FORCE},
}


def outcome(of, start, end, *, upper):
    """The strength with which a rule is broken between two days, or None."""
    since, until = of.period
    if not since <= (end if of.in_force_by_end else start) <= until:
        return None
    if of.at_least is not None and end < of.at_least.shift(start):
        return Strength.LAW
    if not upper or of.at_most is None or end <= of.at_most.shift(start):
        return None
    due = of.at_most.shift(start)
    is_relaxed = of.relaxed and of.relaxed.due_from.first <= due <= of.relaxed.due_to.last
    return Strength.PRACTICE if is_relaxed else Strength.LAW


def every_way(of, start, end, *, upper):
    """What is to be said when it can have been on any of these days."""
    ways = product(range(start[0], start[1] + 1), range(end[0], end[1] + 1))
    outcomes = {outcome(of, *way, upper=upper) for way in ways}
    broken = outcomes - {None}
    if not broken:
        return None
    strength = Strength.LAW if Strength.LAW in broken else Strength.PRACTICE
    return RuleResult(strength, certain=outcomes == {strength})


@pytest.mark.parametrize("upper", [True, False])
@pytest.mark.parametrize("traits", RULES.values(), ids=RULES)
def test_every_two_spans_near_its_bounds(traits, upper):
    """Starts of up to five days and ends of up to four, round the days on which it changes."""
    of = rule(**traits)
    starts = [(DAY + first, DAY + first + more) for first in range(-4, 5) for more in range(5)]
    for start, ahead, more in product(starts, range(-3, 7), range(4)):
        end = start[0] + ahead, start[0] + ahead + more
        assert evaluate(of, start, end, upper=upper) == every_way(of, start, end, upper=upper)


def test_it_counts_from_any_day_of_an_interval():
    """An interval is a day not known, not a period with an end, unless a field says periods."""
    event = ev.Note("2016-01/2016-03")
    clock = clock_of(rule(at_most="2 days"), event)
    assert clock == RunningClock(event, (event.on.first, event.on.last), measured=False)
    assert clock.measured is False


def test_it_counts_from_the_end_of_a_field_s_period():
    """A field holds periods; of several, the last end."""
    from_field = rule(at_most="2 days", start_field="inspected")
    of_two = ev.InspectionPublished("2016-11-25", inspected=["2016-09-12/2016-10-06", "2016-10-20"])
    clock = clock_of(from_field, of_two)
    assert clock.days == (PartialDate("2016-10-20").first,) * 2
    assert clock.measured is False


@pytest.mark.parametrize("span", [days, working_days])
def test_without_its_field_it_counts_from_round_the_event_s_own_day(span):
    """The fallback stretches that day both ways, and what rests on it is never certain."""
    measured = rule(at_most="2 days", start_field="received_on", fallback=(span(4), span(1)))
    event = ev.InspectionPublished("2016-11-10/2016-11-25")
    clock = clock_of(measured, event)
    first, last = span(4).before("2016-11-10"), span(1).after("2016-11-25")
    assert clock == RunningClock(event, (first.toordinal(), last.toordinal()), measured=True)


def asking(*rules):
    """A process of one's own: asked, as often as one likes, then granted."""
    return tf.Process(
        name="kit",
        title="Asking",
        initial="asked",
        stages={"asked": tf.StageInfo("Asked", "."), "done": tf.StageInfo("D", ".", final=True)},
        triggers={"ask": "asked", "grant": "granted"},
        moves=[tf.Move("ask", "asked", "asked"), tf.Move("grant", "asked", "done")],
        rules=rules,
    )


@pytest.mark.parametrize(
    "before",
    [{"condition": Condition("note", "urgent")}, {"start_field": "known_on"}, {"from_first": True}],
)
def test_each_rule_starts_for_itself(before):
    """One before it that does not start, or goes on as it was, changes nothing."""
    process = asking(rule(at_most="9 days", **before), rule(id="second", at_most="5 days"))

    def broken(*events):
        history = tf.History("Somewhere", [process.event(what, on) for what, on in events])
        return [finding.rule for finding in tf.check(history, process).findings]

    asked, again = ("ask", "2020-01-01"), ("ask", "2020-01-04")
    assert [] == broken(asked, again, ("grant", "2020-01-09"))
    assert ["second"] == broken(asked, again, ("grant", "2020-01-10"))


@pytest.mark.parametrize(
    ("known_on", "end", "is_broken"),
    [
        ("2020-01-01", "2020-01-06", False),
        ("2020-01-01", "2020-01-07", True),
        (None, "2021", False),
    ],
)
def test_a_rule_without_a_fallback_needs_the_day_it_counts_from(known_on, end, is_broken):
    """Where the day is not given, no clock starts."""
    process = asking(rule(at_most="5 days", start_field="known_on"))
    asked = process.event("ask", "2020-01-03", known_on=known_on)
    history = tf.History("Somewhere", [asked, process.event("grant", end)])
    told = [finding.rule for finding in tf.check(history, process).findings]
    assert ["answer"] * is_broken == told
    assert ["answer"] * (known_on is not None) == [
        due.rule for due in tf.deadlines(history, "2020-01-05", process=process, everything=True)
    ]
