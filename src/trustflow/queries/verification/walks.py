"""The walks through a process on which some rules run, the shortest first."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from ...history import Event
from ...process import neighbours, reached_from
from .days import Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ...process import DateRule, Move, Process

__all__ = ["Walk", "can_apply", "trapping_stages", "walks"]


class Walk(NamedTuple):
    """Moves one after the other, the rules that ran on them, and those that still run.

    Args:
        stage: The stage after the moves.
        moves: The moves.
        links: The rules that ran, in the order in which they ended.
        running: The place of the event that started each running clock, by the id of its rule.
    """

    stage: str
    moves: tuple[Move, ...] = ()
    links: tuple[Link, ...] = ()
    running: Mapping[str, int] = {}

    def then(self, move: Move, rules: Iterable[DateRule], *, once: bool = False) -> Walk:
        """Return the walk with one more move.

        Every event that can start a clock starts it, and every one that can stop it stops it.

        Args:
            move: The move.
            rules: The rules that are followed.
            once: Whether a rule is followed only until it has run once.
        """
        place, running, links = len(self.moves), dict(self.running), list(self.links)
        done = {link.rule.id for link in links} if once else set()
        for rule in rules:
            if rule.id in done:
                continue
            stopping = (*rule.ends, *rule.shown_by, *rule.cancelled_by)
            if rule.id in running and move.trigger in stopping:
                start = running.pop(rule.id)
                if move.trigger in rule.ends:
                    links.append(Link(rule, start, place))
                    if once:
                        continue
            if starts(rule, move):
                running[rule.id] = running.get(rule.id, place) if rule.from_first else place
        return Walk(move.leads_to, (*self.moves, move), tuple(links), running)

    @property
    def shape(self) -> tuple[object, ...]:
        """The order of the events that start and stop clocks, without those between them."""
        places = {0, *self.running.values()}.union(*(link[1:] for link in self.links))
        order = {place: index for index, place in enumerate(sorted(places))}
        links = tuple((rule.id, order[start], order[end]) for rule, start, end in self.links)
        return links, tuple(sorted((rule, order[place]) for rule, place in self.running.items()))

    @property
    def needs_first_event(self) -> bool:
        """Whether the first event starts a clock that has run or still runs."""
        return 0 in self.running.values() or any(link.start == 0 for link in self.links)


def starts(rule: DateRule, move: Move) -> bool:
    """Return whether a move can start the clock of a rule."""
    entered = None if move.stays else move.leads_to
    return move.trigger in rule.starts and rule.on_entering in {None, entered}


def walks(process: Process, rules: Sequence[DateRule]) -> Iterator[Walk]:
    """Yield each walk at whose end one of some rules ends, the shortest first.

    A walk begins in any stage with an event that starts a clock. Of walks with the same events of
    the rules, only the first is yielded.
    """
    moves = _moves_that_matter(process, rules)
    queue = deque(Walk(stage) for stage in process.stages)
    seen: set[object] = set()
    while queue:
        walk = queue.popleft()
        for move in moves[walk.stage]:
            longer = walk.then(move, rules, once=True)
            key = longer.stage, longer.shape
            if key in seen or not longer.needs_first_event or _is_stuck(longer, rules):
                continue
            seen.add(key)
            if len(longer.links) > len(walk.links):
                yield longer
            if len(longer.links) < len(rules):
                queue.append(longer)


def _is_stuck(walk: Walk, rules: Sequence[DateRule]) -> bool:
    """Return whether no event could meet the conditions of all rules that an event started."""
    starting: dict[int, list[DateRule]] = {}
    by_id = {rule.id: rule for rule in rules}
    begun = [
        *((by_id[rule], place) for rule, place in walk.running.items()),
        *((link.rule, link.start) for link in walk.links),
    ]
    for rule, place in begun:
        starting.setdefault(place, []).append(rule)
    return not all(map(_can_start_together, starting.values()))


def _can_start_together(rules: Iterable[DateRule]) -> bool:
    """Return whether one event can meet the conditions of some rules."""
    allowed: dict[str, set[str | None]] = {}
    for rule in rules:
        if rule.condition is not None:
            values = {*rule.condition.allowed, *([None] if rule.condition.if_missing else [])}
            name = rule.condition.field
            allowed[name] = allowed[name] & values if name in allowed else values
    return all(allowed.values())


def _moves_that_matter(process: Process, rules: Sequence[DateRule]) -> Mapping[str, Sequence[Move]]:
    """Return the moves of each stage without those that differ from another in no rule."""
    named = {
        trigger
        for rule in rules
        for trigger in (*rule.starts, *rule.ends, *rule.shown_by, *rule.cancelled_by)
    }
    kept: dict[str, Sequence[Move]] = {}
    for stage in process.stages:
        ordinary: dict[tuple[str | None, str], Move] = {}
        for move in sorted(process.moves_from(stage), key=lambda move: move.mark.rank):
            trigger = move.trigger if move.trigger in named else None
            if trigger is not None or not move.stays:
                ordinary.setdefault((trigger, move.leads_to), move)
        kept[stage] = tuple(ordinary.values())
    return kept


def can_apply(process: Process, rule: DateRule) -> bool:
    """Return whether an event that ends a rule is possible at any time while its clock runs."""
    moves = _moves_that_matter(process, [rule])
    may_run_on = rule.answers is not None or any(map(_opens, _classes(process, rule)))
    queue = deque((stage, False) for stage in process.stages)
    seen = set(queue)
    while queue:
        stage, runs = queue.popleft()
        for move in moves[stage]:
            if runs and move.trigger in rule.ends:
                return True
            is_stopped = move.trigger in (*rule.shown_by, *rule.cancelled_by)
            after = {starts(rule, move) or (runs and not is_stopped), runs and may_run_on}
            for state in ((move.leads_to, each) for each in after):
                if state not in seen:
                    seen.add(state)
                    queue.append(state)
    return False


def _classes(process: Process, rule: DateRule) -> Iterator[type[Event]]:
    for trigger in rule.starts:
        if trigger in process.by_class:
            yield process.by_class[trigger][0]


def _opens(cls: type[Event]) -> bool:
    """Return whether events of a class can open something, which only some events close."""
    return cls.opens is not Event.opens


def trapping_stages(process: Process) -> tuple[str, ...]:
    """Return the stages from which no final stage can be reached; none if no stage is final."""
    final = {stage for stage, info in process.stages.items() if info.final}
    onward = neighbours(process.stages, process.moves)
    return tuple(
        stage for stage in process.stages if final and final.isdisjoint(reached_from(stage, onward))
    )
