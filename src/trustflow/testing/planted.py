"""Strategies for histories with one fault in them, and the fault they have."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from attrs import frozen
from hypothesis import reject
from hypothesis import strategies as st

from ..dates import FIRST_DAY, LAST_DAY, PartialDate, Unit
from ..history import Deadline, Event, History, NamedEvent
from ..trust_transfer import TRUST_TRANSFER
from .happenings import an_event
from .walk import BEGINNINGS, Walk, a_day, history_of, one_of, stroll, witnessed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ..checker import Report
    from ..process import DateRule, Move, Process

    Planter: TypeAlias = Callable[[st.DrawFn, Process], "Planted | None"]

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
    walk, fault, begins_in = PLANTERS[draw(st.sampled_from(possible))](draw, process)
    stroll(draw, walk, max_events=3)
    return history_of(draw, walk.events, begins_in), fault


@lru_cache(maxsize=32)
def _possible(process: Process) -> frozenset[str]:
    """The codes of the faults that a process can have."""
    needs = {
        "out_of_order": process.order_rule,
        "date_rule": _breaches(process),
        "missing_step": _endings(process),
    }
    return frozenset(code for code in CODES if needs.get(code, True))


def _begun(draw: st.DrawFn, process: Process) -> tuple[Walk, str | None]:
    """A walk that has gone some way."""
    begins_in = draw(st.sampled_from((None, *process.stages)))
    walk = Walk(process, begins_in or process.initial, draw(BEGINNINGS).toordinal())
    stroll(draw, walk, max_events=4)
    return walk, begins_in


# Faults of any process


def _move_not_allowed(draw: st.DrawFn, process: Process) -> Planted:
    walk, begins_in = _begun(draw, process)
    allowed = {move.trigger for move in process.moves_from(walk.stage)}
    refused = tuple(trigger for trigger in process.triggers if trigger not in allowed)
    fault = PlantedFault("move_not_allowed", len(walk.events))
    day = walk.day + draw(st.integers(0, 300))
    if not refused:  # then only a trigger that the process does not have will do
        unknown = NamedEvent(PartialDate.between(day, day), what=f"not_{min(allowed)}")
        walk.take(unknown, walk.stage, day)
        return Planted(walk, fault, begins_in)
    trigger = draw(st.sampled_from(refused))
    event = witnessed(draw, process, trigger, day, precision="any")
    walk.take(event, process.only_targets.get(trigger, walk.stage), day)
    return Planted(walk, fault, begins_in)


def _out_of_order(draw: st.DrawFn, process: Process) -> Planted:
    walk, begins_in = _begun(draw, process)
    _one_more(draw, walk)  # on a whole day: a date open at its start comes before none
    walk.day -= draw(st.integers(1, 300))
    order = process.order_rule
    fault = PlantedFault("out_of_order", len(walk.events), None if order is None else order.id)
    _one_more(draw, walk, gap=0)
    return Planted(walk, fault, begins_in)


def _one_more(draw: st.DrawFn, walk: Walk, *, gap: int | None = None) -> None:
    """Go on by one allowed event on a whole day: at once, or some days later."""
    now = [
        (move, windows)
        for move, windows in walk.choices()
        if gap is None or windows[0][0] == walk.day
    ]
    if not now:
        reject()
    move, windows = now[draw(st.integers(0, len(now) - 1))]
    day = a_day(draw, windows, walk.day) if gap is None else walk.day
    event = witnessed(draw, walk.process, move.trigger, day)
    walk.take(walk.sound(event, day), move.leads_to, day)


def _deadline_missed(draw: st.DrawFn, process: Process) -> Planted:
    walk, begins_in = _begun(draw, process)
    setting = [choice for choice in walk.choices() if process.table[choice.move.leads_to]]
    if not setting:
        reject()
    move, windows = one_of(draw, setting)
    day = a_day(draw, windows, walk.day)
    meeting = draw(st.sampled_from(process.moves_from(move.leads_to)))
    late = day + draw(st.integers(1, 300))
    due = late - draw(st.integers(1, late - day))
    wanted = Deadline("what was asked for", due=_iso(due), met_by=meeting.trigger)
    setter = _told(draw, process, move.trigger, day, deadlines=(wanted,))
    walk.take(walk.sound(setter, day), move.leads_to, day)
    _put(draw, walk, meeting, late)
    fault = PlantedFault("deadline_missed", len(walk.events) - 1)
    return Planted(walk, fault, begins_in)


def _missing_step(draw: st.DrawFn, process: Process) -> Planted:
    route = draw(st.sampled_from(_endings(process)))
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
    if not any(first <= day <= last for first, last in windows):
        reject()
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


# Faults against the rules of one process


class Breach(NamedTuple):
    """How a rule can be broken: too early or too late, from one move to another by a route."""

    rule: DateRule
    is_early: bool
    route: tuple[Move, ...]


@lru_cache(maxsize=32)
def _breaches(process: Process) -> tuple[Breach, ...]:
    """Every way to break a rule of a process by a short history."""
    return tuple(
        Breach(rule, is_early, route)
        for rule in process.rules
        if not rule.is_in_order
        for is_early in (True, False)
        if _can_be_broken(rule, is_early=is_early)
        for route in _routes(process, rule)
    )


def _can_be_broken(rule: DateRule, *, is_early: bool) -> bool:
    """Whether there are days, counted from one another, between which a rule is broken."""
    first, last = _days_in_force(rule)
    if is_early:
        return rule.at_least is not None and rule.at_least.count > 0
    if rule.at_most is None:
        return False
    latest = rule.at_most.shift(last)
    return rule.at_most.shift(first, -1) > FIRST_DAY and latest + 100 < LAST_DAY


def _routes(process: Process, rule: DateRule) -> list[tuple[Move, ...]]:
    """By each pair of a starting and an ending event, the moves from one to the other."""
    found: list[tuple[Move, ...]] = []
    for start in process.moves:
        if start.trigger not in rule.starts or not _starts_clock(process, rule, start):
            continue
        if rule.within_event:
            found += [(start,)] * (start.trigger in rule.ends)
            continue
        for end in rule.ends:
            way = _way(process, start.leads_to, end, {*rule.starts, *rule.ends})
            found += [] if way is None else [(start, *way)]
    return found


def _starts_clock(process: Process, rule: DateRule, move: Move) -> bool:
    """Whether the clock of a rule can start with a move, from a day that can be told."""
    if rule.enters is not None and (move.stays or move.leads_to != rule.enters):
        return False
    cls = process.by_class[move.trigger][0] if move.trigger in process.by_class else NamedEvent
    if rule.counts_from == "on":
        return not rule.within_event
    return hasattr(cls, rule.counts_from)


def _way(
    process: Process, stage: str, trigger: str, avoided: Iterable[str]
) -> tuple[Move, ...] | None:
    """The fewest moves from a stage that end with a trigger and make none of those to avoid."""
    ways: dict[str, tuple[Move, ...]] = {stage: ()}
    queue = [stage]
    for here in queue:
        if trigger in process.table[here]:
            return (*ways[here], process.table[here][trigger])
        for move in process.moves_from(here):
            if move.leads_to not in ways and move.trigger not in avoided:
                ways[move.leads_to] = (*ways[here], move)
                queue.append(move.leads_to)
    return None


@lru_cache(maxsize=32)
def _endings(process: Process) -> tuple[tuple[Move, ...], ...]:
    """The ways from the first stage to an event that ends something which never began."""
    found = (
        _way(process, process.initial, ending, begins)
        for ending, begins in process.beginnings.items()
        if ending not in begins
    )
    return tuple(way for way in found if way is not None)


def _days_in_force(rule: DateRule) -> tuple[int, int]:
    """The days in force on which a fault is planted: modern ones, where there are any."""
    first, last = rule.period
    modern = PartialDate.parse("2005/2029")
    if max(first, modern.first) <= min(last, modern.last):
        return max(first, modern.first), min(last, modern.last)
    return first, last


def _date_rule(draw: st.DrawFn, process: Process) -> Planted:
    breaches = _breaches(process)
    rule, is_early, _ = draw(st.sampled_from(tuple({each[:2]: each for each in breaches}.values())))
    routes = tuple(each.route for each in breaches if each[:2] == (rule, is_early))
    route = draw(st.sampled_from(routes))
    known = draw(st.integers(*_days_in_force(rule)))
    distance = draw(st.integers(0, _most_early(rule) if is_early else 100))
    start, end = _days_apart(rule, known, distance, is_early=is_early)
    first, *rest = route
    begins_in = first.stage
    walk = Walk(process, begins_in, end if rule.within_event else start)
    given: dict[str, Any] = {}
    if rule.only is not None:
        given[rule.only.attribute] = draw(st.sampled_from(rule.only.among))
    if rule.counts_from != "on":
        given[rule.counts_from] = _iso(start)
    _put(draw, walk, first, end if rule.within_event else start, besides=rule, **given)
    for move in rest[:-1]:
        _put(draw, walk, move, start)
    for move in rest[-1:]:
        _put(draw, walk, move, end, besides=rule)
    return Planted(walk, PlantedFault("date_rule", len(route) - 1, rule.id), begins_in)


def _most_early(rule: DateRule) -> int:
    """The most days after the start that are certainly too early."""
    if rule.at_least is None:
        return 0
    fewest = 28 if rule.at_least.unit is Unit.MONTHS else 1
    return rule.at_least.count * fewest - 1


def _days_apart(rule: DateRule, known: int, distance: int, *, is_early: bool) -> tuple[int, int]:
    """A start and an end that break a rule, one of them on a day in force."""
    if is_early:
        return (known - distance, known) if rule.by_end else (known, known + distance)
    assert rule.at_most is not None  # noqa: S101 - or it could not be broken by being late
    if rule.by_end:
        return rule.at_most.shift(known, -1) - 1 - distance, known
    return known, rule.at_most.shift(known) + 1 + distance


PLANTERS = {
    "move_not_allowed": _move_not_allowed,
    "out_of_order": _out_of_order,
    "date_rule": _date_rule,
    "deadline_missed": _deadline_missed,
    "missing_step": _missing_step,
    "unknown_stage": _unknown_stage,
}
