"""A strategy for small random processes with date rules of every kind."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from hypothesis import strategies as st

from ..dates import Span, Unit
from ..history import Strength
from ..process import CLASSES_NOT_GIVEN, Condition, DateRule, Mark, Move, Process, Reach, StageInfo
from .arguments import require_count
from .dates import choose
from .event_strategies import NOTES
from .provenance import citations, draw_some, texts

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

__all__ = ["draw_rule", "processes"]

STAGES = ("asked", "weighed", "granted", "running", "halted", "closed")
PERIODS = {
    "always": (None, None),
    "since 2010": ("2010-07-01", None),
    "until 2018": (None, "2018-03-31"),
    "2010 to 2018": ("2010-07-01", "2018-03-31"),
}
AWKWARD_STAGES = ("not-started", "in review", "1st", "école", "end", "constructor")
"""Names that diagram programs do not accept as ids, or that mean something to them."""
TRIGGERS = ("filed", "heard", "approved", "opened", "paused", "warned", "renewed", "ended")
AWKWARD_TRIGGERS = ("2nd", "a --> b", "toString", "<i>", "naïve", "class", 'the "word"', "100 %")

Names: TypeAlias = tuple[str, ...]


@st.composite
def processes(
    draw: st.DrawFn, *, max_stages: int = len(STAGES), max_triggers: int = len(TRIGGERS)
) -> Process:
    """Generate valid processes, with moves of every mark and date rules of every kind.

    Every stage can be reached from the first, every trigger is in a move, and a stage without a
    move to another stage is marked final. The processes have no event classes: `Process.event`
    builds their events. Some have awkward names and labels, such as the stage ``1st``.

    Args:
        draw: Supplied by Hypothesis.
        max_stages: The largest number of stages, from 2 to 6.
        max_triggers: The largest number of triggers, from 2 to 8.

    Raises:
        InvalidValue: A number is not a whole number, 2 or more.

    Example:
        >>> from hypothesis import find
        >>> find(processes(), lambda process: process.rules)
        <Process random: 2 stages, 2 triggers, 1 moves, 1 rules>
    """
    stages: Names = draw(st.sampled_from([STAGES, AWKWARD_STAGES]))
    triggers: Names = draw(st.sampled_from([TRIGGERS, AWKWARD_TRIGGERS]))
    stages = stages[: draw(st.integers(2, require_count(max_stages, "max_stages", 2)))]
    triggers = triggers[: draw(st.integers(2, require_count(max_triggers, "max_triggers", 2)))]
    moves = _moves(draw, stages, triggers)
    moved = {move.trigger for move in moves}
    triggers = tuple(trigger for trigger in triggers if trigger in moved)
    leaving = {move.stage for move in moves if not move.stays}
    rules = [
        draw_rule(draw, f"rule-{index}", stages, moves, answering=triggers)
        for index in range(draw(st.integers(0, 4)))
    ]
    # Two rules on two days of one event can forbid each other's days.
    within = [rule for rule in rules if rule.same_event]
    rules = [rule for rule in rules if rule not in within[1:]]
    words = draw(texts())  # labels may hold any text
    links = _links(triggers)
    reach = Reach(stages, moves)
    earlier = {
        trigger: others
        for trigger, others in draw(links).items()
        if {*others} != {trigger} and reach.can_follow([trigger], reach.moves_of(others))
    }
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
        # No event without a class has the field that `answers` is compared with.
        events=CLASSES_NOT_GIVEN if any(rule.answers for rule in rules) else (),
        ordered=draw(st.booleans()),
        requires_earlier=earlier,
        keeps_planned_days_of=draw(_some_triggers(triggers, 0, 1)),
        cancels_planned=draw(links),
        record_kinds=_kinds(draw, triggers),
    )


def _kinds(draw: st.DrawFn, triggers: Names) -> dict[str, Names]:
    """Return the kinds of event: none, or up to two, which leave some triggers without a kind."""
    first, second = draw(st.integers(0, len(triggers))), draw(st.integers(0, len(triggers)))
    kinds = {"letters": triggers[:first], "site visits": triggers[first:][:second]}
    return {kind: of for kind, of in kinds.items() if of} if draw(st.booleans()) else {}


def _moves(draw: st.DrawFn, stages: Names, triggers: Names) -> list[Move]:
    """Return moves by which the first stage leads to every other stage, and some more moves."""
    marks = tuple(Mark)
    moves: dict[tuple[str, str], Move] = {}
    for index, stage in enumerate(stages[1:], start=1):
        free = [
            (before, trigger)
            for before in stages[:index]
            for trigger in triggers
            if (before, trigger) not in moves
        ]
        before, trigger = choose(draw, free)
        moves[before, trigger] = Move(trigger, before, stage, choose(draw, marks))
    for before, trigger in draw(_cells(stages, triggers)):
        if (before, trigger) not in moves:
            leads_to = choose(draw, stages) if draw(st.booleans()) else before
            moves[before, trigger] = Move(trigger, before, leads_to, choose(draw, marks))
    return list(moves.values())


def draw_rule(
    draw: st.DrawFn,
    rule_id: str,
    stages: Names,
    moves: Sequence[Move],
    *,
    answering: Collection[str] = (),
) -> DateRule:
    """Return a date rule of any kind that can run; it uses only fields that all events have.

    Args:
        draw: Supplied by Hypothesis.
        rule_id: The id of the rule.
        stages: The stages of the process.
        moves: The moves of the process.
        answering: The triggers whose events have a field `responds_to`.
    """
    reach = Reach(stages, moves)
    triggers = tuple(dict.fromkeys(move.trigger for move in moves))
    bounds = choose(draw, ("least", "most", "both"))
    longest = draw(_short_spans())
    optional: dict[str, Any] = draw_some(draw, _optional_fields())
    since, until = PERIODS[choose(draw, tuple(PERIODS))]
    followed = [name for name in triggers if reach.can_follow(triggers, reach.moves_of([name]))]
    same_event = not followed or draw(st.integers(0, 9)) == 0
    if same_event:
        starts = ends = draw(_some_triggers(triggers, 1, 2))
        optional["start_field"] = "known_on"
        optional.pop("end_field", None)
    else:
        starts = [choose(draw, followed)]
        begun = reach.moves_of(starts)
        entered = [move for move in begun if not move.stays and reach.can_follow(triggers, [move])]
        if draw(st.booleans()) and entered:
            begun = [choose(draw, entered)]
            optional["on_entering"] = begun[0].leads_to
        ends = [choose(draw, [name for name in triggers if reach.can_follow([name], begun)])]
        starts, ends = (
            list(dict.fromkeys([*names, *draw(_some_triggers(triggers, 0, 1))]))
            for names in (starts, ends)
        )
    if bounds != "least" and draw(st.booleans()):
        shown = draw(_some_triggers(triggers, 1, 2))
        optional["shown_by"] = [name for name in shown if name not in ends]
    if draw(st.booleans()):
        others = {*starts, *ends, *optional.get("shown_by", ())}
        cancelled = draw(_some_triggers(triggers, 1, 2))
        optional["cancelled_by"] = [name for name in cancelled if name not in others]
    if optional.get("in_force_by_end"):
        optional.pop("in_force_to_due", None)
    if "start_field" not in optional:
        optional.pop("fallback", None)
    if {*ends, *optional.get("shown_by", ())}.isdisjoint(answering):
        optional.pop("answers", None)
    if "answers" in optional and draw(st.booleans()):
        optional["duty_holder_field"] = "note"
    return DateRule(
        id=rule_id,
        requires="One thing follows another",
        starts=starts,
        ends=ends,
        at_least=None if bounds == "most" else Span(longest.count // 2, longest.unit),
        at_most=None if bounds == "least" else longest,
        strength=choose(draw, tuple(Strength)),
        citation=draw(citations()),
        same_event=same_event,
        since=since,
        until=until,
        **optional,
    )


@cache
def _short_spans() -> st.SearchStrategy[Span]:
    return st.builds(Span, st.integers(0, 60), st.sampled_from(Unit))


@lru_cache(maxsize=64)
def _some_triggers(triggers: Names, least: int, most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(triggers), min_size=least, max_size=most, unique=True)


@lru_cache(maxsize=64)
def _links(triggers: Names) -> st.SearchStrategy[dict[str, list[str]]]:
    """Generate, for at most two triggers, lists of one or two triggers; both can be the same."""
    names = st.sampled_from(triggers)
    return st.dictionaries(names, st.lists(names, min_size=1, max_size=2), max_size=2)


@lru_cache(maxsize=64)
def _cells(stages: Names, triggers: Names) -> st.SearchStrategy[list[tuple[str, str]]]:
    """Generate cells of the table of moves: pairs of a stage and a trigger."""
    return st.lists(st.tuples(st.sampled_from(stages), st.sampled_from(triggers)), max_size=12)


@cache
def _optional_fields() -> dict[str, st.SearchStrategy[Any]]:
    """Return strategies for the optional fields of a rule, except its bounds and its period."""
    fallback_span = st.builds(Span, st.integers(0, 9), st.sampled_from(Unit))
    notes = st.lists(st.sampled_from(NOTES), min_size=1, max_size=2, unique=True)
    return {
        "from_first": st.just(True),  # noqa: FBT003 - the value of a field
        "in_force_by_end": st.just(True),  # noqa: FBT003 - the value of a field
        "in_force_to_due": st.just(True),  # noqa: FBT003 - the value of a field
        "duty_holder": texts(),
        "start_field": st.just("known_on"),
        "end_field": st.just("known_on"),
        "answers": st.sampled_from(("plan", "Report")),
        "fallback": st.tuples(fallback_span, fallback_span),
        "condition": st.builds(Condition, st.just("note"), notes, if_missing=st.booleans()),
    }
