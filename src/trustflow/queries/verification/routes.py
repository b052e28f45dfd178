"""The routes from one stage to another whose times are compared."""

from __future__ import annotations

from itertools import pairwise, product
from typing import TYPE_CHECKING

from ..._text import name_meant
from ...errors import InvalidValue, expected_one_of, quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from ...process import DateRule, Mark, Move, Process

__all__ = ["names_on_route", "routes", "with_events"]


def names_on_route(process: Process, names: Iterable[str]) -> tuple[set[str], list[str]]:
    """Return the stages and the events among some names.

    Raises:
        InvalidValue: A name is neither a stage nor an event.
    """
    stages, triggers = set(), []
    for name in names:
        if (stage := name_meant(name, process.stages)) is not None:
            stages.add(stage)
        elif (trigger := name_meant(name, process.triggers)) is not None:
            triggers.append(trigger)
        else:
            words = tuple(dict.fromkeys(map(str, (*process.stages, *process.triggers))))
            raise InvalidValue(quoted(name), "stage or event", expected_one_of(name, words), words)
    return stages, triggers


def routes(
    process: Process,
    ends: tuple[str, str],
    rules: Sequence[DateRule],
    marks: frozenset[Mark],
    named: Collection[str],
) -> Iterator[tuple[Move, ...]]:
    """Yield routes that enter no stage twice; of moves alike to the rules, the most ordinary.

    Each begins with an event that enters the first stage, unless a case can begin in it.
    """

    def alike(moves: Iterable[Move]) -> list[Move]:
        found: dict[object, Move] = {}
        for move in sorted(moves, key=lambda move: move.mark.rank):
            if move.mark in marks:
                name = move.trigger if move.trigger in named else None
                found.setdefault((name, _roles(move.trigger, rules)), move)
        return [*found.values()]

    start, end = ends
    entries: list[tuple[Move, ...]] = [(move,) for move in alike(process.moves_to(start))]
    if start == process.initial:
        entries.insert(0, ())
    for path in process.paths(end, start=start, marks=marks):
        steps = [
            alike(move for move in process.moves_from(stage) if move.leads_to == after)
            for stage, after in pairwise(path)
        ]
        for entry, moves in product(entries, product(*steps)):
            yield (*entry, *moves)


def _roles(trigger: str, rules: Iterable[DateRule]) -> object:
    """Return what a trigger does to the clocks of some rules."""
    return tuple(
        (trigger in rule.starts, trigger in rule.ends, trigger in stopping)
        for rule in rules
        for stopping in ((*rule.shown_by, *rule.cancelled_by),)
    )


def with_events(
    process: Process,
    start: str,
    moves: tuple[Move, ...],
    triggers: Sequence[str],
    marks: frozenset[Mark],
) -> Iterator[tuple[Move, ...]]:
    """Yield a route with each event that it must have, at every place before its last event.

    None is put before the event that enters the first stage.
    """
    missing = next((name for name in triggers if all(m.trigger != name for m in moves)), None)
    if missing is None:
        yield moves
        return
    for place, after in enumerate(moves):
        move = process.table[after.stage].get(missing)
        is_inside = place > 0 or after.stage == start
        if is_inside and move is not None and move.stays and move.mark in marks:
            longer = (*moves[:place], move, *moves[place:])
            yield from with_events(process, start, longer, triggers, marks)
