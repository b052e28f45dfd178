"""Give z3 the days left for an event, as constraints read from a process and a history.

What a rule or a deadline asks for is read from its fields. Days, months and years are counted by
the oracle, and working days by z3 itself. Each day that a date allows is tried as the start day.
"""

import datetime as dt
from functools import cache

import z3

from tests.every_day import COUNTED
from tests.oracle import days_of, due_days, shifted_by
from trustflow.dates.working_days import bank_holidays

__all__ = ["Days", "is_in", "is_sat"]

FIRST = dt.date(2017, 1, 1).toordinal()
LAST = dt.date(2021, 12, 31).toordinal()
"""The five years that the variable ranges over."""
HOLIDAYS = sorted(
    day
    for year in range(2017, 2022)
    for day in bank_holidays(year)
    if dt.date.fromordinal(day).isoweekday() <= 5
)
"""The bank holidays of England in these years, as day numbers."""


def is_sat(*terms):
    """Return whether z3 finds a day for which all terms hold."""
    solver = z3.Solver()
    solver.add(*terms)
    answer = solver.check()
    assert answer != z3.unknown
    return answer == z3.sat


def worked(day):
    """Return the term of the working days up to a day; holidays before 2017 count as working."""
    weeks, weekday = (day - 1) / 7, (day - 1) % 7  # day 1 of the calendar was a Monday
    holidays = z3.IntVal(len(HOLIDAYS))
    for count, holiday in reversed([*enumerate(HOLIDAYS)]):
        holidays = z3.If(day < holiday, count, holidays)
    return 5 * weeks + z3.If(weekday < 5, weekday + 1, 5) - holidays


DAY = z3.Int("day")
"""The day of the event asked for."""
WORKED, WORKED_BEFORE = z3.Ints("worked worked_before")
"""The working days up to that day, and up to the day before."""
COUNTED_DAYS = worked(DAY)


@cache
def worked_up_to(day):
    """Return the number of working days up to a day, counted by z3."""
    return z3.simplify(z3.substitute(COUNTED_DAYS, (DAY, z3.IntVal(day)))).as_long()


CALENDAR = [
    WORKED == COUNTED_DAYS,
    WORKED_BEFORE == z3.substitute(COUNTED_DAYS, (DAY, DAY - 1)),
]


class Days:
    """The day of an event as a variable of z3, and what each rule and deadline asks of it.

    Args:
        process: The process. The event ends the clocks of its rules.
        history: The history. No event of it ends a clock or meets a deadline.
        trigger: The trigger of the event.
        as_of: The first day asked about, as a day number; None for every day.
        strength: The strength of the window.
    """

    def __init__(self, process, history, trigger, as_of, strength):
        self.process, self.history, self.trigger = process, history, trigger
        self.frame = [DAY >= (FIRST if as_of is None else as_of), DAY <= LAST, *CALENDAR]
        severities = COUNTED[strength]
        asked = {
            name: choices
            for name, source, choices in (*self._rules(), *self._deadlines(), *self._order())
            if source.severity in severities
        }
        self.kept = {name: z3.And(choices) for name, choices in asked.items()}
        """For each rule and deadline, that it is kept whatever the days of the record are."""
        self.possible = {name: z3.Or(choices) for name, choices in asked.items()}
        """For each rule and deadline, that it may be kept."""

    def _order(self):
        """Yield the order of events: not before the earliest day of any event."""
        if self.process.ordered and self.history.events:
            reached = max(days_of(event.on)[0] for event in self.history)
            yield "in-order", self.process.rule("in-order").strength, [DAY >= reached]

    def _deadlines(self):
        """Yield each deadline that the event meets, with a term for each possible due day."""
        for event in self.history:
            for deadline in event.deadlines:
                if deadline.met_by == self.trigger:
                    due = due_days(deadline, days_of(event.on))
                    yield deadline.what, deadline.set_by, [DAY <= day for day in due]

    def _rules(self):
        """Yield each rule whose clock runs, with a term for each possible start day."""
        is_replaced = bool([*self._deadlines()])
        for rule in self.process.rules:
            starting = [event for event in self.history if event.trigger in rule.starts]
            if starting and self.trigger in rule.ends:
                upper = str(rule.strength) == "logic" or not is_replaced
                start = starting[0 if rule.from_first else -1]
                terms = [_keeps(rule, day, upper=upper) for day in days_of(start.on)]
                yield rule.id, rule.strength, terms


def _keeps(rule, start, *, upper):
    """Return the term that the day keeps a rule whose clock runs from a day.

    Args:
        rule: The rule.
        start: The start day.
        upper: Whether the upper bound applies; the due day of a deadline replaces it.
    """
    bounds = []
    if rule.at_least is not None:
        bounds.append(z3.Not(_is_before(start, rule.at_least)))
    if rule.at_most is not None and upper:
        bounds.append(z3.Not(_is_after(start, rule.at_most)))
    dated = DAY if rule.in_force_by_end else z3.IntVal(start)
    since = FIRST if rule.since is None else days_of(rule.since)[0]
    until = LAST if rule.until is None else days_of(rule.until)[-1]
    return z3.Or(dated < since, dated > until, z3.And(bounds))


def _is_before(start, span):
    """Return the term that the day is before the one that a span leads to."""
    if span.unit.value == "working day":
        return z3.Or(DAY < start, WORKED - worked_up_to(start) < span.count)
    return DAY < shifted_by(start, span)


def _is_after(start, span):
    """Return the term that the day is after the one that a span leads to."""
    if span.unit.value == "working day":
        passed = WORKED_BEFORE - worked_up_to(start) >= span.count
        return z3.And(DAY > start, passed)
    return DAY > shifted_by(start, span)


def is_in(spans):
    """Return the term that the day is in one of the spans of a window."""
    return z3.Or([
        z3.And(
            DAY >= (FIRST if first is None else first.toordinal()),
            DAY <= (LAST if last is None else last.toordinal()),
        )
        for first, last in spans
    ])  # fmt: skip
