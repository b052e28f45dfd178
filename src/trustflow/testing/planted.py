"""Strategies for histories with one planted fault."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import fields as attrs_fields
from attrs import frozen
from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from ..dates import MAX_DAY, PartialDate
from ..history import Deadline, Event, History, NamedEvent, one_of, tuple_of_names
from ..process import ORDINARY, Mark, process_of
from ..trust_transfer import TRUST_TRANSFER
from .arguments import marks_of, require_fields
from .breaches import MAX_DISTANCE, breaches, days_in_force, endings_without_beginning
from .dates import choose
from .event_strategies import draw_event
from .history_strategies import (
    START_DAYS,
    choose_move,
    continue_walk,
    draw_authority,
    draw_day,
    draw_history,
    event_on,
    inherit_events,
    stages_allowing,
)
from .random_walk import Walk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..engine import Report
    from ..process import DateRule, Move, Process
    from .event_strategies import FieldsByTrigger

__all__ = ["CODES", "PlantedFault", "faulty_histories"]

CODES = (
    "move_not_allowed",
    "out_of_order",
    "date_rule",
    "deadline_missed",
    "missing_step",
    "unknown_stage",
)
GAPS = st.integers(0, 300)


@frozen
class PlantedFault:
    """The fault planted in a history.

    Args:
        code: The code of the finding that the fault causes.
        index: The index of the event with the fault; -1 if the fault is in the history itself.
        rule: The id of the broken date rule, if there is one.
    """

    code: str
    index: int
    rule: str | None = None

    def is_in(self, report: Report) -> bool:
        """Return whether the fault is among the certain findings of a report."""
        return any(
            (finding.code, finding.index) == (self.code, self.index)
            and finding.certain
            and self.rule in {None, finding.rule}
            for finding in report.findings
        )


class _Options(NamedTuple):
    """The options of `faulty_histories` that every function that plants a fault needs."""

    marks: frozenset[Mark]
    inherits: bool
    fields: FieldsByTrigger


class FaultyWalk(NamedTuple):
    """A walk that contains a fault and can be continued."""

    walk: Walk
    fault: PlantedFault
    begins_in: str | None


@st.composite
def faulty_histories(
    draw: st.DrawFn,
    process: Process = TRUST_TRANSFER,
    *,
    codes: str | Iterable[str] = CODES,
    inherits: bool = True,
    marks: Iterable[str] = ORDINARY,
    fields: FieldsByTrigger | None = None,
) -> tuple[History, PlantedFault]:
    """Generate pairs of a history and the one fault planted in it.

    The finding on the fault is certain. A live case refuses no other event of the history; it
    refuses the event with the fault if live cases refuse faults of that kind. As in `histories`,
    rules of law, policy or practice may be broken too.

    Args:
        draw: Supplied by Hypothesis.
        process: The process; the trust transfer by default.
        codes: The codes of the findings to cause: ``move_not_allowed``, ``out_of_order``,
            ``date_rule``, ``deadline_missed``, ``missing_step`` or ``unknown_stage``. Codes that
            the process cannot give are ignored.
        inherits: Whether some histories inherit events. Frames without details cannot contain them.
        marks: The marks of the moves that the histories make; by default standard and attested.
        fields: Strategies for the fields of your own event classes, by trigger. The fields on
            which a planted fault depends have other values.

    Raises:
        InvalidArgument: No history of the process can have a fault of these kinds.
        InvalidValue: An argument is of another kind, or names what does not exist.

    Example:
        >>> from hypothesis import find
        >>> history, fault = find(faulty_histories(codes=["out_of_order"]), lambda faulty: True)
        >>> fault
        PlantedFault(code='out_of_order', index=1, rule='in-order')
    """
    process = process_of(process)
    options = _Options(frozenset(marks_of(marks)), inherits, require_fields(fields, process))
    wanted = [one_of(code, CODES, "kind of fault") for code in tuple_of_names(codes)]
    possible = tuple(code for code in wanted if code in _possible_codes(process, options.marks))
    if not possible:
        msg = f"no history of {process.name} has a fault of the kinds {', '.join(wanted)}"
        raise InvalidArgument(msg)
    walk, fault, begins_in = PLANTERS[choose(draw, possible)](draw, process, options)
    continue_walk(draw, walk, max_events=3, fields=options.fields)
    return draw_history(draw, walk, begins_in), fault


@lru_cache(maxsize=64)
def _possible_codes(process: Process, marks: frozenset[Mark]) -> frozenset[str]:
    """Return the codes of the faults that histories of the process can have."""
    allows_two_events = stages_allowing(process, 2, marks)[-1]
    needs = {
        "out_of_order": process.order_rule is not None and allows_two_events,
        "deadline_missed": allows_two_events,
        "date_rule": breaches(process),
        "missing_step": endings_without_beginning(process),
    }
    return frozenset(code for code in CODES if needs.get(code, True))


def _new_walk(draw: st.DrawFn, process: Process, stage: str, options: _Options) -> Walk:
    start = draw(START_DAYS).toordinal()
    return Walk(process, stage, start, draw_authority(draw), options.marks)


def _begin_walk(
    draw: st.DrawFn, process: Process, options: _Options, *, still_needed: int = 0
) -> tuple[Walk, str | None, list[frozenset[str]]]:
    """Return a walk of some events, its first stage, and the stages from which it can continue.

    Args:
        draw: Supplied by Hypothesis.
        process: The process.
        options: The options of the strategy.
        still_needed: The number of events that must still be possible after the walk.
    """
    by_length = stages_allowing(process, still_needed, options.marks)
    begins_in = choose(draw, [stage for stage in process.stages if stage in by_length[-1]])
    walk = _new_walk(draw, process, begins_in, options)
    if options.inherits and draw(st.booleans()):
        inherit_events(draw, walk, fields=options.fields)
    continue_walk(draw, walk, max_events=4, targets=by_length[-1], fields=options.fields)
    # After the authority was abolished, events have no other finding.
    assume(walk.abolished_on is None)
    return walk, begins_in, by_length


# Functions that plant a fault, one for each code


def _move_not_allowed(draw: st.DrawFn, process: Process, options: _Options) -> FaultyWalk:
    walk, begins_in, _ = _begin_walk(draw, process, options)
    allowed = {move.trigger for move in process.moves_from(walk.stage)}
    refused = tuple(trigger for trigger in process.triggers if trigger not in allowed)
    fault = PlantedFault("move_not_allowed", len(walk.events))
    day = walk.day + draw(GAPS)
    if not refused:
        # The stage allows every trigger of the process, so only an unknown trigger is refused.
        unknown = NamedEvent(_date_of(day), what=f"not_{min(allowed, default='event')}")
        walk.advance(unknown, walk.stage, day)
        return FaultyWalk(walk, fault, begins_in)
    trigger = choose(draw, refused)
    event = event_on(draw, process, trigger, day, precision="any", fields=options.fields)
    event = walk.without_conflicts(event, day)
    walk.advance(event, process.only_targets.get(trigger, walk.stage), day)
    return FaultyWalk(walk, fault, begins_in)


def _out_of_order(draw: st.DrawFn, process: Process, options: _Options) -> FaultyWalk:
    walk, begins_in, by_length = _begin_walk(draw, process, options, still_needed=2)
    # The earlier event needs an exact day, because no date is before a date with an open start.
    day = draw_day(draw, [(walk.day, MAX_DAY)], walk.day)
    _move_on_day(draw, walk, options, by_length[1], day)
    walk.day -= draw(st.integers(1, 300))
    fault = PlantedFault("out_of_order", len(walk.events), _order_rule_id(process))
    _move_on_day(draw, walk, options, by_length[0], walk.day)
    return FaultyWalk(walk, fault, begins_in)


def _order_rule_id(process: Process) -> str:
    return next(rule.id for rule in process.rules if rule.is_in_order)


def _move_on_day(
    draw: st.DrawFn, walk: Walk, options: _Options, targets: frozenset[str], day: int
) -> None:
    """Make any move, on a day that the rules of strength ``logic`` allow."""
    allowed = [
        move
        for move, windows in walk.choices(targets)
        if any(first <= day <= last for first, last in windows)
    ]
    assume(allowed)
    _make_move(draw, walk, options, choose(draw, allowed), day)


def _deadline_missed(draw: st.DrawFn, process: Process, options: _Options) -> FaultyWalk:
    walk, begins_in, by_length = _begin_walk(draw, process, options, still_needed=2)
    choices = walk.choices(by_length[1])
    assume(choices)
    move, windows = choose_move(draw, choices)
    day = draw_day(draw, windows, walk.day)
    later = process.moves_from(move.leads_to)
    following = [move for move in later if move.mark in options.marks]
    meeting = choose(draw, following)
    late = day + draw(st.integers(1, 300))
    due = late - draw(st.integers(1, late - day))
    deadline = Deadline("what was asked for", due=_date_of(due), met_by=meeting.trigger)
    event = _exact_event(draw, process, options, move.trigger, day, deadlines=(deadline,))
    walk.advance(walk.without_conflicts(event, day), move.leads_to, day)
    _make_move(draw, walk, options, meeting, late)
    fault = PlantedFault("deadline_missed", len(walk.events) - 1)
    return FaultyWalk(walk, fault, begins_in)


def _missing_step(draw: st.DrawFn, process: Process, options: _Options) -> FaultyWalk:
    route = choose(draw, endings_without_beginning(process))
    walk = _new_walk(draw, process, process.initial, options)
    for move in route:
        _make_move(draw, walk, options, move, walk.day + draw(GAPS))
    return FaultyWalk(walk, PlantedFault("missing_step", len(route) - 1), None)


def _unknown_stage(draw: st.DrawFn, process: Process, options: _Options) -> FaultyWalk:
    walk = _new_walk(draw, process, process.initial, options)
    return FaultyWalk(walk, PlantedFault("unknown_stage", -1), f"not_{process.initial}")


def _date_rule(draw: st.DrawFn, process: Process, options: _Options) -> FaultyWalk:
    by_rule = breaches(process)
    rule_id = choose(draw, tuple(by_rule))
    rule, bound, day_pair, route = choose(draw, by_rule[rule_id])
    known = draw(st.integers(*days_in_force(rule)))
    start, end = day_pair(rule, bound, known, draw(st.integers(0, MAX_DISTANCE - 1)))
    first, *rest = route
    begins_in = first.stage
    walk = Walk(
        process, begins_in, end if rule.same_event else start, draw_authority(draw), options.marks
    )
    fields: dict[str, Any] = {}
    if rule.condition is not None:
        fields[rule.condition.field] = choose(draw, rule.condition.allowed)
    if rule.start_field != "on":
        fields[rule.start_field] = _date_of(start)
    if rule.duty_holder_field is not None:
        fields[rule.duty_holder_field] = None
    _make_move(
        draw, walk, options, first, end if rule.same_event else start, breaking=rule, **fields
    )
    # Some conditions are on a value that the event works out from its fields and its day.
    assume(rule.condition is None or rule.condition.holds(walk.events[0]))
    for move in rest[:-1]:
        _make_move(draw, walk, options, move, start)
    ending: dict[str, Any] = {} if rule.answers is None else {"responds_to": rule.answers}
    if rule.end_field != "on":
        ending[rule.end_field] = _date_of(end)
    for move in rest[-1:]:
        _make_move(draw, walk, options, move, end, breaking=rule, **ending)
    return FaultyWalk(walk, PlantedFault("date_rule", len(route) - 1, rule.id), begins_in)


PLANTERS = {
    "move_not_allowed": _move_not_allowed,
    "out_of_order": _out_of_order,
    "date_rule": _date_rule,
    "deadline_missed": _deadline_missed,
    "missing_step": _missing_step,
    "unknown_stage": _unknown_stage,
}


# Helpers of the functions above


def _make_move(
    draw: st.DrawFn,
    walk: Walk,
    options: _Options,
    move: Move,
    day: int,
    *,
    breaking: DateRule | None = None,
    **fields: Any,
) -> None:
    """Make a move on a day that every rule of logic allows, except `breaking`.

    Fields that the class of the event does not have are left out.
    """
    assume(walk.abolished_on is None)
    windows = walk.windows(move.trigger, ignoring=breaking)
    assume(any(first <= day <= last for first, last in windows))
    event = _exact_event(draw, walk.process, options, move.trigger, day, **fields)
    if breaking not in walk.rules:
        event = walk.without_conflicts(event, day)
    walk.advance(event, move.leads_to, day)


def _exact_event(
    draw: st.DrawFn, process: Process, options: _Options, trigger: str, day: int, **fields: Any
) -> Event:
    """Return an event on an exact day, with the given fields and without other deadlines."""
    cls, _ = process.by_class.get(trigger, (NamedEvent, {}))
    names = {field.name for field in attrs_fields(cls)}
    given = {"deadlines": (), **fields}
    values = {
        **options.fields.get(trigger, {}),
        **{name: st.just(value) for name, value in given.items() if name in names},
    }
    on = _date_of(day)
    return draw_event(draw, process, trigger, on=on, day=on.earliest, fields={trigger: values})


def _date_of(day: int) -> PartialDate:
    return PartialDate.between(day, day)
