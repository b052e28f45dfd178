"""Strategies for histories with one fault in them, and the fault they have."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import frozen
from hypothesis import assume
from hypothesis import strategies as st

from ..dates import MAX_DAY, PartialDate
from ..history import Deadline, Event, History, NamedEvent
from ..trust_transfer import TRUST_TRANSFER
from .breaches import MOST_DAYS_LATE, breaches, days_in_force, endings
from .dates import one
from .event_strategies import an_event
from .history_strategies import (
    BEGINNINGS,
    a_day,
    allowed_length,
    event_on,
    history_of,
    one_of,
    stroll,
)
from .random_walk import Walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..engine import Report
    from ..process import DateRule, Move, Process

__all__ = ["CODES", "PlantedFault", "faulty_histories"]

CODES = (
    "move_not_allowed",
    "out_of_order",
    "date_rule",
    "deadline_missed",
    "missing_step",
    "unknown_stage",
)


@frozen
class PlantedFault:
    """The fault that a history was made with.

    Args:
        code: The code of the finding it gives.
        index: The place of the event that has it; -1 for the history itself.
        rule: The id of the date rule it breaks.
    """

    code: str
    index: int
    rule: str | None = None

    def is_in(self, report: Report) -> bool:
        """Whether a report has the fault among its certain findings."""
        return any(
            (finding.code, finding.index) == (self.code, self.index)
            and finding.certain
            and self.rule in {None, finding.rule}
            for finding in report.findings
        )


class Planted(NamedTuple):
    """A walk with a fault in it, that can go on."""

    walk: Walk
    fault: PlantedFault
    begins_in: str | None


@st.composite
def faulty_histories(
    draw: st.DrawFn, process: Process = TRUST_TRANSFER, *, codes: Sequence[str] = CODES
) -> tuple[History, PlantedFault]:
    """Histories with one fault planted in them, each with the fault.

    The fault is certain, and it is the only thing in its history that a live case refuses, where
    it is one at all. Rules of law, policy or practice may be broken besides, as in `histories`.

    Args:
        draw: Given by Hypothesis.
        process: The process; the trust transfer when left out.
        codes: Which faults, by the code of their finding: ``move_not_allowed``, ``out_of_order``,
            ``date_rule``, ``deadline_missed``, ``missing_step``, ``unknown_stage``. Those that
            the process cannot have are left out.

    Example:
        >>> from hypothesis import find
        >>> history, fault = find(faulty_histories(codes=["out_of_order"]), lambda found: True)
        >>> fault
        PlantedFault(code='out_of_order', index=1, rule='in-order')
    """
    possible = tuple(code for code in codes if code in _possible(process))
    walk, fault, begins_in = PLANTERS[one(draw, possible)](draw, process)
    stroll(draw, walk, max_events=3)
    return history_of(draw, walk.events, begins_in), fault


@lru_cache(maxsize=32)
def _possible(process: Process) -> frozenset[str]:
    """The codes of the faults that a process can have."""
    two_events = allowed_length(process, 2)[-1]
    needs = {
        "out_of_order": process.order_rule is not None and two_events,
        "deadline_missed": two_events,
        "date_rule": breaches(process),
        "missing_step": endings(process),
    }
    return frozenset(code for code in CODES if needs.get(code, True))


def _begun(
    draw: st.DrawFn, process: Process, *, ahead: int = 0
) -> tuple[Walk, str | None, list[frozenset[str]]]:
    """A walk that has gone some way, and the stages it keeps to when some events are ahead."""
    lasting = allowed_length(process, ahead)
    begins_in = one(draw, [each for each in process.stages if each in lasting[-1]])
    walk = Walk(process, begins_in, draw(BEGINNINGS).toordinal())
    stroll(draw, walk, max_events=4, within=lasting[-1])
    return walk, begins_in, lasting


# Faults of any process


def _move_not_allowed(draw: st.DrawFn, process: Process) -> Planted:
    walk, begins_in, _ = _begun(draw, process)
    allowed = {move.trigger for move in process.moves_from(walk.stage)}
    refused = tuple(trigger for trigger in process.triggers if trigger not in allowed)
    fault = PlantedFault("move_not_allowed", len(walk.events))
    day = walk.day + draw(st.integers(0, 300))
    if not refused:  # then only a trigger that the process does not have will do
        unknown = NamedEvent(PartialDate.between(day, day), what=f"not_{min(allowed)}")
        walk.take(unknown, walk.stage, day)
        return Planted(walk, fault, begins_in)
    trigger = one(draw, refused)
    event = event_on(draw, process, trigger, day, precision="any")
    walk.take(event, process.only_targets.get(trigger, walk.stage), day)
    return Planted(walk, fault, begins_in)


def _out_of_order(draw: st.DrawFn, process: Process) -> Planted:
    walk, begins_in, lasting = _begun(draw, process, ahead=2)
    # On a whole day: no other comes before a date that is open at its start.
    day = a_day(draw, [(walk.day, MAX_DAY)], walk.day)
    _one_more(draw, walk, lasting[1], day)
    walk.day -= draw(st.integers(1, 300))
    fault = PlantedFault("out_of_order", len(walk.events), _order_id(process))
    _one_more(draw, walk, lasting[0], walk.day)
    return Planted(walk, fault, begins_in)


def _order_id(process: Process) -> str:
    return next(rule.id for rule in process.rules if rule.is_in_order)


def _one_more(draw: st.DrawFn, walk: Walk, after: frozenset[str], day: int) -> None:
    """Go on by one event on a whole day that rules of logic leave free."""
    free = [
        move
        for move, windows in walk.choices(after)
        if any(first <= day <= last for first, last in windows)
    ]
    assume(free)
    _put(draw, walk, one(draw, free), day)


def _deadline_missed(draw: st.DrawFn, process: Process) -> Planted:
    walk, begins_in, lasting = _begun(draw, process, ahead=2)
    setting = walk.choices(lasting[1])
    assume(setting)
    move, windows = one_of(draw, setting)
    day = a_day(draw, windows, walk.day)
    meeting = one(draw, process.moves_from(move.leads_to))
    late = day + draw(st.integers(1, 300))
    due = late - draw(st.integers(1, late - day))
    wanted = Deadline("what was asked for", due=_iso(due), met_by=meeting.trigger)
    setter = _told(draw, process, move.trigger, day, deadlines=(wanted,))
    walk.take(walk.sound(setter, day), move.leads_to, day)
    _put(draw, walk, meeting, late)
    fault = PlantedFault("deadline_missed", len(walk.events) - 1)
    return Planted(walk, fault, begins_in)


def _missing_step(draw: st.DrawFn, process: Process) -> Planted:
    route = one(draw, endings(process))
    walk = Walk(process, process.initial, draw(BEGINNINGS).toordinal())
    for move in route:
        _put(draw, walk, move, walk.day + draw(st.integers(0, 300)))
    return Planted(walk, PlantedFault("missing_step", len(route) - 1), None)


def _unknown_stage(draw: st.DrawFn, process: Process) -> Planted:
    walk = Walk(process, process.initial, draw(BEGINNINGS).toordinal())
    return Planted(walk, PlantedFault("unknown_stage", -1), f"not_{process.initial}")


def _put(
    draw: st.DrawFn,
    walk: Walk,
    move: Move,
    day: int,
    *,
    besides: DateRule | None = None,
    **given: Any,
) -> None:
    """Go on by a move on a day, which the rules of logic have to leave free, besides one."""
    windows = walk.windows(move.trigger, besides=besides)
    assume(any(first <= day <= last for first, last in windows))
    event = _told(draw, walk.process, move.trigger, day, **given)
    sound = event if besides in walk.rules else walk.sound(event, day)
    walk.take(sound, move.leads_to, day)


def _told(draw: st.DrawFn, process: Process, trigger: str, day: int, **given: Any) -> Event:
    """An event on a whole day that says what is given, and sets no other deadline."""
    fields = {name: st.just(value) for name, value in ({"deadlines": ()} | given).items()}
    on = PartialDate.between(day, day)
    return an_event(draw, process, trigger, on=on, day=on.earliest, fields={trigger: fields})


def _iso(day: int) -> PartialDate:
    return PartialDate.between(day, day)


def _date_rule(draw: st.DrawFn, process: Process) -> Planted:
    by_rule = breaches(process)
    rule_id = one(draw, tuple(by_rule))
    rule, bound, apart, route = one(draw, by_rule[rule_id])
    known = draw(st.integers(*days_in_force(rule)))
    start, end = apart(rule, bound, known, draw(st.integers(0, MOST_DAYS_LATE - 1)))
    first, *rest = route
    begins_in = first.stage
    walk = Walk(process, begins_in, end if rule.same_event else start)
    given: dict[str, Any] = {}
    if rule.condition is not None:
        given[rule.condition.field] = one(draw, rule.condition.allowed)
    if rule.start_field != "on":
        given[rule.start_field] = _iso(start)
    _put(draw, walk, first, end if rule.same_event else start, besides=rule, **given)
    for move in rest[:-1]:
        _put(draw, walk, move, start)
    for move in rest[-1:]:
        _put(draw, walk, move, end, besides=rule)
    return Planted(walk, PlantedFault("date_rule", len(route) - 1, rule.id), begins_in)


PLANTERS = {
    "move_not_allowed": _move_not_allowed,
    "out_of_order": _out_of_order,
    "date_rule": _date_rule,
    "deadline_missed": _deadline_missed,
    "missing_step": _missing_step,
    "unknown_stage": _unknown_stage,
}
