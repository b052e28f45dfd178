"""Ask about an event day by day, to compare the answers with its window."""

import datetime as dt
from random import Random

import pendulum

from trustflow.dates import MAX_DAY, MIN_DAY, PartialDate, whole_day
from trustflow.engine import moved, suppose
from trustflow.history import Event
from trustflow.queries import window_of

NOT_OF_THE_DAY = {"off_standard_route", "missing_step", "unknown_requirement"}
"""The codes of findings that do not depend on the day of an event."""
COUNTED = {
    "logic": {"error"},
    "law": {"error", "breach"},
    "all": {"error", "breach", "departure", "remark"},
}
"""The severities that count, for each `strength` of a window."""
NEAR = 40
"""How many days before and after each end of a window are asked about."""


def outcomes(replay, event, day):
    """Return for each strength whether an event keeps the rules on a day, and whether it may."""
    counted = [
        each for each in suppose(replay, moved(event, day)) if each.code not in NOT_OF_THE_DAY
    ]
    found = {}
    for strength, severities in COUNTED.items():
        grave = [each for each in counted if each.strength.severity in severities]
        found[strength] = (not grave, not any(each.certain for each in grave))
    return found


def is_in(spans, day):
    """Return whether a day is in one of the spans of a window."""
    date = pendulum.Date.fromordinal(day)
    return any(
        (first is None or first <= date) and (last is None or date <= last) for first, last in spans
    )


def dates_of(value):
    """Yield every date in an event, its deadlines or another value."""
    if isinstance(value, PartialDate):
        yield from (value.first, value.last)
    elif isinstance(value, Event):
        for name, each in value.given().items():
            if name != "sources":
                yield from dates_of(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from dates_of(each)
    elif hasattr(value, "due"):
        yield from dates_of(value.due)


def days_to_ask(replay, event, windows, first, random):
    """Return the days on which an answer is most likely to be wrong, and a hundred at random.

    They are the days near each end of the windows; each date of the replay and the event, and each
    plus or minus every bound of the process; and the first and last day.
    """
    days = {first, first + 1, MAX_DAY - 1, MAX_DAY}
    days.update(random.randint(first, MAX_DAY) for _ in range(50))
    days.update(random.randint(first, first + 3000) for _ in range(50))
    ends = {
        end.toordinal()
        for window in windows
        for span in (*window.kept, *window.possible)[:20]
        for end in span
        if end is not None
    }
    days.update(day for end in ends for day in range(end - NEAR, end + NEAR + 1))
    rules = replay.process.rules
    bounds = {span for rule in rules for span in (rule.at_least, rule.at_most) if span}
    bounds.update(span for rule in rules if rule.fallback for span in rule.fallback)
    recorded = (*replay.clocks.inherited.values(), *replay.events, event)
    bounds.update(each.within for other in recorded for each in other.deadlines_set if each.within)
    dates = {day for other in recorded for day in dates_of(other)}
    dates.update(day for rule in rules for day in rule.period)
    for bound in bounds:
        dates.update([bound.shift(day, sign) for day in tuple(dates)[:200] for sign in (1, -1)])
    days.update(day + by for day in dates for by in (-1, 0, 1))
    return sorted(day for day in days if max(first, MIN_DAY + 1) <= day <= MAX_DAY)


def differences(replay, event, as_of=None, *, seed=0, most=None):
    """Return the days on which a window of an event differs from what `suppose` gives.

    Each is a day, a strength, and the answers of `suppose` and of the window on whether the day is
    kept, and whether it is possible.

    Args:
        replay: The state before the event.
        event: The event.
        as_of: The first day asked about.
        seed: The seed of the days that are chosen at random.
        most: The greatest number of days that are asked about, chosen at random.
    """
    windows = {strength: window_of(replay, event, as_of, strength=strength) for strength in COUNTED}
    first = MIN_DAY if as_of is None else whole_day(as_of)
    if windows["all"].refusal is not None:
        return (
            []
            if all(not each.possible and not each.kept for each in windows.values())
            else ["refused"]
        )
    found = []
    random = Random(seed)  # noqa: S311 - it chooses days
    days = days_to_ask(replay, event, windows.values(), first, random)
    if most is not None:
        days = random.sample(days, min(most, len(days)))
    for day in days:
        for strength, expected in outcomes(replay, event, day).items():
            window = windows[strength]
            answer = is_in(window.kept, day), is_in(window.possible, day)
            if answer != expected:
                found.append((dt.date.fromordinal(day).isoformat(), strength, expected, answer))
    return found
