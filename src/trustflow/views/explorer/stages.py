"""What may happen in each stage: the events, the rules that apply, and who went that way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from ...cohorts import median_days, outcomes_by_stage
from ...process import DateRule, Mark, Move, StageInfo
from ..duration import open_duration_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ...cohorts import Outcome
    from ...history import History
    from ...process import Process

__all__ = ["Onward", "StageView", "Went", "stage_views"]


@frozen(kw_only=True)
class Went:
    """Who went a way, and how soon.

    Args:
        names: The authorities, each once.
        times: How many times they went it.
        median: The median of the time in the stage before, in words; None if none is known.
    """

    names: tuple[str, ...]
    times: int
    median: str | None


@frozen(kw_only=True)
class Onward:
    """An event that leads from a stage to another one.

    Args:
        label: The label of the event.
        leads_to: The number of the stage that it leads to.
        move: The move.
        stops: The rules whose clock it stops, or of which it shows that their end had come.
        starts: The rules whose clock it starts.
        went: Who went this way; None if nobody did on record.
    """

    label: str
    leads_to: int
    move: Move
    stops: tuple[DateRule, ...]
    starts: tuple[DateRule, ...]
    went: Went | None


@frozen(kw_only=True)
class StageView:
    """A stage, and the events that may happen in it.

    Args:
        info: The label and the meaning of the stage.
        reached: How many authorities were in the stage, in words; None without histories.
        onward: The events that lead to another stage, by the label of their mark.
        staying: The labels of the events that do not change the stage, by the label of their mark.
    """

    info: StageInfo
    reached: str | None
    onward: dict[str, tuple[Onward, ...]]
    staying: dict[str, tuple[str, ...]]


def stage_views(process: Process, histories: Iterable[History]) -> tuple[StageView, ...]:
    """Return what may happen in each stage of a process, in the order of its stages.

    Args:
        process: The process.
        histories: The histories from which those who went a way are counted. Stays of low
            confidence are not counted.

    Raises:
        BadHistory: A history is of another process; the error names its first foreign event.
    """
    histories = tuple(histories)
    by_stage = outcomes_by_stage(histories, process=process)
    return tuple(
        _view(process, stage, stays if histories else None) for stage, stays in by_stage.items()
    )


def _view(process: Process, stage: str, stays: Sequence[Outcome] | None) -> StageView:
    moves = process.moves_from(stage)
    numbers = {name: number for number, name in enumerate(process.stages)}
    onward = [
        Onward(
            label=process.triggers[move.trigger],
            leads_to=numbers[move.leads_to],
            move=move,
            stops=_rules(process.ending, process.showing, trigger=move.trigger),
            starts=tuple(
                rule
                for rule in process.starting.get(move.trigger, ())
                if rule.on_entering in {None, move.leads_to} and not rule.same_event
            ),
            went=_went([stay for stay in stays or () if stay.trigger == move.trigger]),
        )
        for move in moves
        if not move.stays
    ]
    return StageView(
        info=process.stages[stage],
        reached=None if stays is None else _reached(stays),
        onward={
            mark.label: tuple(each for each in onward if each.move.mark is mark) for mark in Mark
        },
        staying={
            mark.label: tuple(
                process.triggers[move.trigger] for move in moves if move.stays and move.mark is mark
            )
            for mark in Mark
        },
    )


def _rules(*by_trigger: Mapping[str, tuple[DateRule, ...]], trigger: str) -> tuple[DateRule, ...]:
    """Return the rules of a trigger, each once."""
    return tuple(dict.fromkeys(rule for each in by_trigger for rule in each.get(trigger, ())))


def _went(stays: Sequence[Outcome]) -> Went | None:
    if not stays:
        return None
    names = tuple(dict.fromkeys(stay.authority for stay in stays))
    days = median_days(stays)
    if days is None:
        return Went(names=names, times=len(stays), median=None)
    words = open_duration_words(*days)
    known = sum(stay.days is not None for stay in stays)
    of = "" if known == len(stays) else f" of the {known} known"
    label = f"median{of}: " if len(stays) > 1 else ""
    return Went(names=names, times=len(stays), median=f"{label}{words} in this stage")


def _reached(stays: Sequence[Outcome]) -> str:
    """Return how many authorities were in a stage, and how many are still there on record."""
    names = {stay.authority for stay in stays}
    if not names:
        return "No history on record has been in this stage."
    count = "1 authority has" if len(names) == 1 else f"{len(names)} authorities have"
    last = {stay.authority for stay in stays if stay.leads_to is None}
    still = f"; of {len(last)} of them no later stage is on record" if last else ""
    return f"{count} been in this stage on record{still}."
