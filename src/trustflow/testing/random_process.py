"""Strategies for processes: small ones of any shape, each of which checks itself when built."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any, TypeAlias

from hypothesis import strategies as st

from ..dates import Span, Unit
from ..history import Strength
from ..process import IN_ORDER, Condition, DateRule, Mark, Move, Process, StageInfo
from .dates import one
from .event_strategies import NOTES
from .provenance import citations, some, texts

__all__ = ["date_rules", "processes"]

STAGES = ("asked", "weighed", "granted", "running", "halted", "closed")
PERIODS = {
    "always": (None, None),
    "from then on": ("2010-07-01", None),
    "till then": (None, "2018-03-31"),
    "for a time": ("2010-07-01", "2018-03-31"),
}
TRIGGERS = ("filed", "heard", "approved", "opened", "paused", "warned", "renewed", "ended")

Names: TypeAlias = tuple[str, ...]


@st.composite
def processes(
    draw: st.DrawFn, *, max_stages: int = len(STAGES), max_triggers: int = len(TRIGGERS)
) -> Process:
    """Valid processes of two stages and more, with moves of every mark and rules of every kind.

    Every stage is reached from the first; one from which nothing leads on is marked final. They
    have no Python classes of events: `Process.event` makes events of theirs.

    Args:
        draw: Given by Hypothesis.
        max_stages: The most stages, from 2 to 6.
        max_triggers: The most triggers, from 2 to 8.

    Example:
        >>> from hypothesis import find
        >>> find(processes(), lambda process: process.rules)
        <Process random: 2 stages, 2 triggers, 1 moves, 1 rules>
    """
    stages = STAGES[: draw(st.integers(2, max_stages))]
    triggers = TRIGGERS[: draw(st.integers(2, max_triggers))]
    moves = _moves(draw, stages, triggers)
    leaving = {move.stage for move in moves if not move.stays}
    rules = [
        _rule(draw, f"rule-{index}", stages, triggers) for index in range(draw(st.integers(0, 4)))
    ]
    if draw(st.booleans()):
        rules.append(IN_ORDER)
    words = draw(texts())  # whatever people may write
    links = _links(triggers)
    return Process(
        name="random",
        title="A random process",
        stages={
            stage: StageInfo(f"{stage} {words}", words, final=stage not in leaving)
            for stage in stages
        },
        initial=stages[0],
        triggers={trigger: f"{trigger} {words}" for trigger in triggers},
        moves=moves,
        rules=rules,
        requires_earlier=draw(links),
        keeps_planned_days_of=draw(_few(triggers, 0, 1)),
        cancels_planned=draw(links),
    )


def _moves(draw: st.DrawFn, stages: Names, triggers: Names) -> list[Move]:
    """Moves by which every stage is reached from the first, and some more."""
    marks = tuple(Mark)
    moves: dict[tuple[str, str], Move] = {}
    for index, stage in enumerate(stages[1:], start=1):
        free = [
            (before, trigger)
            for before in stages[:index]
            for trigger in triggers
            if (before, trigger) not in moves
        ]
        before, trigger = one(draw, free)
        moves[before, trigger] = Move(trigger, before, stage, one(draw, marks))
    for before, trigger in draw(_cells(stages, triggers)):
        if (before, trigger) not in moves:
            leads_to = one(draw, stages) if draw(st.booleans()) else before
            moves[before, trigger] = Move(trigger, before, leads_to, one(draw, marks))
    return list(moves.values())


@st.composite
def date_rules(draw: st.DrawFn, process: Process, rule_id: str = "added") -> DateRule:
    """Date rules of every kind about a process's triggers.

    Args:
        draw: Given by Hypothesis.
        process: The process; an event of it needs no field besides its day.
        rule_id: The rule's id.
    """
    return _rule(draw, rule_id, tuple(process.stages), tuple(process.triggers))


def _rule(draw: st.DrawFn, rule_id: str, stages: Names, triggers: Names) -> DateRule:
    some_triggers = _few(triggers, 1, 2)
    bounds = one(draw, ("least", "most", "both"))
    longest = draw(_short_spans())
    given = some(draw, _traits(stages))
    since, until = PERIODS[one(draw, tuple(PERIODS))]
    same_event = given.get("start_field") == "known_on" and draw(st.booleans())
    return DateRule(
        id=rule_id,
        requires="One thing follows another",
        starts=draw(some_triggers),
        ends=draw(some_triggers),
        at_least=None if bounds == "most" else Span(longest.count // 2, longest.unit),
        at_most=None if bounds == "least" else longest,
        strength=one(draw, tuple(Strength)),
        citation=draw(citations()),
        same_event=same_event,
        since=since,
        until=until,
        **given,
    )


@cache
def _short_spans() -> st.SearchStrategy[Span]:
    return st.builds(Span, st.integers(0, 60), st.sampled_from(Unit))


@lru_cache(maxsize=64)
def _few(names: Names, least: int, most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(names), min_size=least, max_size=most, unique=True)


@lru_cache(maxsize=64)
def _links(triggers: Names) -> st.SearchStrategy[dict[str, list[str]]]:
    """For some triggers one or two, among them perhaps the same twice."""
    names = st.sampled_from(triggers)
    return st.dictionaries(names, st.lists(names, min_size=1, max_size=2), max_size=2)


@lru_cache(maxsize=64)
def _cells(stages: Names, triggers: Names) -> st.SearchStrategy[list[tuple[str, str]]]:
    """Places in the table of moves."""
    return st.lists(st.tuples(st.sampled_from(stages), st.sampled_from(triggers)), max_size=12)


@lru_cache(maxsize=64)
def _traits(stages: Names) -> dict[str, st.SearchStrategy[Any]]:
    """What a rule may say besides its bounds, wherever it is in force."""
    measured = st.builds(Span, st.integers(0, 9), st.sampled_from(Unit))
    only = st.lists(st.sampled_from(NOTES), min_size=1, max_size=2, unique=True)
    return {
        "on_entering": st.sampled_from(stages),
        "from_first": st.just(True),  # noqa: FBT003 - the value of a field
        "in_force_by_end": st.just(True),  # noqa: FBT003 - the value of a field
        "duty_holder": texts(),
        "start_field": st.just("known_on"),
        "fallback": st.tuples(measured, measured),
        "condition": st.builds(Condition, st.just("note"), only, if_missing=st.booleans()),
    }
