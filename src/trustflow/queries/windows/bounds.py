"""The bounds of a window, and the fewest of them that leave no day."""

from __future__ import annotations

from functools import cached_property, reduce
from itertools import combinations
from operator import or_
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import pendulum

from ...dates import MAX_DAY, MIN_DAY, PartialDate
from ...engine import labelled
from .day_span import DaySpan
from .window import Bound, Conflict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ...engine import DayRange, Finding, Replay
    from ...history import Event

__all__ = ["ON_EVERY_DAY", "Bounds", "Key", "Stretch"]

ON_EVERY_DAY = frozenset({"off_standard_route", "missing_step", "unknown_requirement"})
"""The codes of findings that do not depend on the day."""

OTHERS = {
    "after_abolition": "the abolition of the authority",
    "repeated_event": "an event on record that is the same",
}
"""The names of bounds that are neither a rule nor a deadline, by the code of the finding."""

Key: TypeAlias = tuple[str, str | int]
"""A bound: the code of its findings, and the rule, the place of the deadline, or the strength."""


class Stretch(NamedTuple):
    """Days (ordinals) on which an event gives the same findings, and its finding for each bound."""

    first: int
    last: int
    findings: Mapping[Key, Finding]

    def counted(self, least: int) -> Stretch:
        """Return the same days with the findings that depend on the day and are grave enough.

        Args:
            least: The rank of the slightest severity that counts.
        """
        findings = {
            key: finding
            for key, finding in self.findings.items()
            if finding.code not in ON_EVERY_DAY and finding.strength.severity.rank >= least
        }
        return self._replace(findings=findings)

    def forbidding(self, *, certain: bool) -> Iterable[Key]:
        """Return the bounds that forbid the days; only those that do for certain, if asked for."""
        if not certain:
            return self.findings
        return [key for key, finding in self.findings.items() if finding.certain]


class Bounds:
    """The rules and deadlines that bound the days of an event.

    Args:
        replay: The state before the event.
        asked: The days asked about.
        earlier: A function that returns the days before them, which few windows need.
    """

    def __init__(
        self, replay: Replay, asked: Sequence[Stretch], earlier: Callable[[], Sequence[Stretch]]
    ) -> None:
        self.replay = replay
        self.asked = asked
        self._earlier = earlier

    @cached_property
    def earlier(self) -> Sequence[Stretch]:
        """The days before those asked about."""
        return self._earlier()

    def spans(self, *, certain: bool = False) -> tuple[DaySpan, ...]:
        """Return the days asked about that no bound forbids, or none for certain."""
        return _spans(each for each in self.asked if not each.forbidding(certain=certain))

    def around(self) -> tuple[Bound | None, Bound | None]:
        """Return the gravest bounds before the first kept day and after the last one."""
        kept = [index for index, each in enumerate(self.asked) if not each.findings]
        if not kept:
            return None, None
        before, after = kept[0] - 1, kept[-1] + 1
        return (
            self._gravest(self.asked[before]) if before >= 0 else None,
            self._gravest(self.asked[after]) if after < len(self.asked) else None,
        )

    def _gravest(self, stretch: Stretch) -> Bound:
        key = max(
            stretch.findings,
            key=lambda key: (
                stretch.findings[key].strength.severity.rank,
                stretch.findings[key].certain,
            ),
        )
        return self._bound(key, stretch.findings[key], certain=False)

    def _bound(self, key: Key, finding: Finding, *, certain: bool) -> Bound:
        """Return a bound in words.

        Args:
            key: The bound.
            finding: A finding that it gives.
            certain: Whether it keeps the days on which its finding is not certain.
        """
        keeps = _spans(
            each
            for each in (*self.earlier, *self.asked)
            if key not in each.forbidding(certain=certain)
        )
        code, which = key
        rule = deadline = event = counted_from = None
        if code == "deadline_missed":
            assert isinstance(which, int)  # noqa: S101 - the key of a deadline
            pending = self.replay.open_deadlines[which]
            what = deadline = pending.deadline.what
            name, event = f'the deadline "{what}"', pending.setter
        elif finding.rule is not None:
            rule = name = finding.rule
            what, event = self.replay.process.rule(rule).requires, self._counted_from(finding)
            if event is not None:
                counted_from = labelled(self.replay.process, event)
        else:
            name, what = OTHERS.get(code, "the dates of the event itself"), finding.message
            event = self.replay.abolished_by if code == "after_abolition" else None
        return Bound(
            name=f"{name} ({finding.strength})",
            what=what,
            strength=finding.strength,
            certain=finding.certain,
            keeps=keeps,
            rule=rule,
            deadline=deadline,
            event=event,
            citation=finding.citation,
            finding=finding,
            counted_from=counted_from,
        )

    def _counted_from(self, finding: Finding) -> Event | None:
        """Return the event from which the rule of a finding counts; None for the event itself."""
        replay = self.replay
        if finding.code != "out_of_order":
            return replay.clocks.get(finding.rule or "")
        latest = (each for each in reversed(replay.events) if each.on.first == replay.reached)
        return next(latest, None)

    def conflict(self, *, certain: bool) -> Conflict:
        """Return the fewest bounds that together forbid every day asked about, the gravest first.

        Args:
            certain: Whether they must do so for certain.
        """
        found: dict[Key, Finding] = {}
        forbidden: dict[Key, int] = {}  # one bit for each stretch
        for index, each in enumerate(self.asked):
            for key in each.forbidding(certain=certain):
                found.setdefault(key, each.findings[key])
                forbidden[key] = forbidden.get(key, 0) | 1 << index
        gravest = sorted(found, key=lambda key: -found[key].strength.severity.rank)
        keys = _fewest(gravest, forbidden, (1 << len(self.asked)) - 1)
        bounds = tuple(self._bound(key, found[key], certain=certain) for key in keys)
        return Conflict(bounds, self._since(keys, bounds, certain=certain), certain)

    def _since(
        self, keys: Sequence[Key], bounds: Iterable[Bound], *, certain: bool
    ) -> PartialDate | None:
        """Return the day since which some bounds leave no day."""
        days: list[DayRange] = []
        named: dict[DayRange, PartialDate] = {}
        for bound in bounds:
            if bound.event is not None:
                days.append(self.replay.days(bound.event))
                on = bound.event.on
                named.setdefault((on.first, on.last), on)
        days += [
            (each.last + 1, each.last + 1)
            for each in self.earlier
            if not set(keys).intersection(each.forbidding(certain=certain))
        ]
        if not days:
            return None
        latest = max(days)
        return named.get(latest) or PartialDate.between(*latest)


def _fewest(keys: Sequence[Key], forbidden: Mapping[Key, int], every: int) -> Sequence[Key]:
    """Return the first one or two bounds that forbid every stretch; else, bounds all needed."""
    for count in (1, 2):
        for some in combinations(keys, count):
            if reduce(or_, (forbidden[key] for key in some)) == every:
                return some
    needed = list(keys)
    for key in reversed(keys):
        others = [other for other in needed if other != key]
        if reduce(or_, (forbidden[other] for other in others)) == every:
            needed = others
    return needed


def _spans(stretches: Iterable[Stretch]) -> tuple[DaySpan, ...]:
    """Return stretches of days, of which those that touch are joined."""
    joined: list[list[int]] = []
    for each in stretches:
        if joined and joined[-1][1] + 1 == each.first:
            joined[-1][1] = each.last
        else:
            joined.append([each.first, each.last])
    return tuple(_day_span(first, last) for first, last in joined)


def _day_span(first: int, last: int) -> DaySpan:
    """Return days between two ordinals; the first and the last day of the calendar are open."""
    return DaySpan(
        None if first == MIN_DAY else pendulum.Date.fromordinal(first),
        None if last == MAX_DAY else pendulum.Date.fromordinal(last),
    )
