"""Reading a drawing off a process, a case, a report or a history."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from ...case import Case
from ...engine import Report, check
from ...errors import quoted
from ...history import History, Strength
from ...process import DateRule, Mark, Process
from .case_path import with_case
from .collapsed_paths import collapsed_paths
from .model import Arrow, Box, Direction, Drawing, Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ...process import Route


__all__ = ["Source", "read", "report_of"]

Source = Process | Case | Report | History
"""What a diagram can be drawn of."""


def report_of(source: Case | Report | History, process: Process) -> Report:
    """What is drawn, held against its process; a history against the one that is given."""
    if isinstance(source, Report):
        return source
    return source.report() if isinstance(source, Case) else check(source, process)


def read(
    source: Source,
    *,
    process: Process,
    stages: Iterable[str] | None = None,
    standard: bool = False,
    stays: bool = False,
    labels: bool = True,
    direction: str = Direction.DOWN,
    dark: bool = False,
    on_arrows: Mapping[tuple[str, str], str] | None = None,
) -> Drawing:
    """The drawing of a process or a case.

    Args:
        source: What is drawn.
        process: The process of a history.
        stages: The stages that are shown; all when left out.
        standard: Whether only standard moves are shown, besides those that the case made.
        stays: Whether moves that stay in their stage are shown.
        labels: Whether arrows have words.
        direction: Where the diagram leads.
        dark: Whether it is for a dark page.
        on_arrows: Words of the user's own on arrows, by the two stages they join.

    Raises:
        InvalidValue: There is no such stage.
        TypeError: The source is none of those that can be drawn.
        ValueError: The direction is unknown.
    """
    report = None
    if isinstance(source, Process):
        process = source
    elif isinstance(source, Case | Report | History):
        report = report_of(source, process)
        process = report.process
    else:
        msg = f"a Process, a Case, a Report or a History is drawn, not {quoted(source)}"
        raise TypeError(msg)
    shown = _shown(process, stages)
    remarks = {
        (process.stage(start), process.stage(end)): words
        for (start, end), words in (on_arrows or {}).items()
    }
    marks = (Mark.STANDARD,) if standard else tuple(Mark)
    ways_by_ends = collapsed_paths(process, shown, marks)
    arrows = [
        Arrow(
            start=start,
            end=end,
            lines=tuple(_line(process, way) for way in ways),
            mark=min((_least_ordinary(way) for way in ways), key=attrgetter("rank")),
            is_labelled=labels,
            remark=remarks.get((start, end)),
        )
        for (start, end), ways in ways_by_ends.items()
        if stays or start != end
    ]
    drawing = Drawing(
        process=process,
        title=process.title,
        subtitle=None,
        boxes=tuple(_box(process, stage) for stage in shown),
        arrows=tuple(arrows),
        direction=Direction(direction),
        is_dark=dark,
    )
    return drawing if report is None else with_case(drawing, report, labels=labels)


def _shown(process: Process, stages: Iterable[str] | None) -> tuple[str, ...]:
    """The stages to show, in the order of the process."""
    if stages is None:
        return tuple(process.stages)
    wanted = {process.stage(stage) for stage in stages}
    if not wanted:
        msg = "name at least one stage to show, or leave stages out to show all"
        raise ValueError(msg)
    return tuple(stage for stage in process.stages if stage in wanted)


def _box(process: Process, stage: str) -> Box:
    text = process.stages[stage]
    return Box(
        stage=stage,
        label=text.label,
        emphasised=text.emphasised,
        initial=stage == process.initial,
        final=text.final,
        index=tuple(process.stages).index(stage),
        tooltip=(text.meaning,),
    )


# The words of moves


def _least_ordinary(way: Route) -> Mark:
    return max((move.mark for move in way), key=attrgetter("rank"))


def _line(process: Process, way: Route) -> Line:
    words = ", then ".join(process.triggers[move.trigger] for move in way)
    last = way[-1]
    rules = process.ending.get(last.trigger, ())
    bounds = _bounds(process, way) if len(way) == 1 else ()
    return Line(
        words=words,
        mark=_least_ordinary(way),
        bounds=bounds,
        tooltip=(*_way_tooltip(process, way), *(_rule_words(rule) for rule in rules)),
    )


def _way_tooltip(process: Process, way: Route) -> Iterator[str]:
    for move in way:
        words = process.triggers[move.trigger]
        seen = "; ".join(
            f"{precedent} ({precedent.citation})" if precedent.citation else str(precedent)
            for precedent in move.precedents
        )
        yield f"{words}: {move.mark.label} move" + (f", on record: {seen}" if seen else "")
    if len(way) > 1:
        through = ", ".join(process.stages[move.leads_to].label for move in way[:-1])
        yield f"through: {through}"


def _rule_words(rule: DateRule) -> str:
    return f"{rule.requires}: {rule.bound} ({rule.strength}; {rule.period_words}; {rule.citation})"


def _bounds(process: Process, way: Route) -> tuple[str, ...]:
    """The bounds of the rules in force today that say how long the move takes.

    A rule whose clock starts with the event that leads into the stage bounds the time spent there.
    Where there is none, a rule with a last day whose clock starts while there names its start.
    """
    (move,) = way
    rules = [rule for rule in process.ending.get(move.trigger, ()) if _is_bounding(rule)]
    into = [rule for rule in rules if _starts(process, rule, move.stage, stays=False)]
    if into:
        return tuple(_short_bound(rule) for rule in into)
    while_there = [
        rule
        for rule in rules
        if rule.at_most is not None and _starts(process, rule, move.stage, stays=True)
    ]
    return tuple(
        f"{_short_bound(rule)} after {_start_words(process, rule)}" for rule in while_there
    )


def _start_words(process: Process, rule: DateRule) -> str:
    """The day that a rule counts from, in words."""
    return rule.start_label or " or ".join(process.triggers[each] for each in rule.starts)


def _is_bounding(rule: DateRule) -> bool:
    return rule.until is None and not rule.same_event and rule.strength is not Strength.LOGIC


def _starts(process: Process, rule: DateRule, stage: str, *, stays: bool) -> bool:
    """Whether a starting event of the rule leads into the stage, or keeps it there."""
    return any(
        move.trigger in rule.starts and move.leads_to == stage and move.stays is stays
        for move in process.moves
    )


def _short_bound(rule: DateRule) -> str:
    """The bound as short as it can be said: 9–24 months."""
    if rule.at_least is None or rule.at_most is None or rule.at_least.unit is not rule.at_most.unit:
        return rule.bound
    return f"{rule.at_least.count}–{rule.at_most}"
