"""The diagram of a process, or of the path of a case, built as a model."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from ...case import Case
from ...engine import Report, check
from ...errors import quoted
from ...history import History, Strength, one_of
from ...process import DateRule, Mark, Process
from .case_path import with_case
from .collapsed_paths import collapsed_paths
from .model import Arrow, Box, Diagram, Direction, MoveLabel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ...process import Route

__all__ = ["DiagramSource", "build_diagram", "report_of"]

DiagramSource = Process | Case | Report | History
"""What a diagram can be drawn of."""


def report_of(source: Case | Report | History, process: Process) -> Report:
    """Return the report on a case or a history; a report is returned as it is.

    Args:
        source: The case, report or history.
        process: The process to check a history against.
    """
    if isinstance(source, Report):
        return source
    return source.report() if isinstance(source, Case) else check(source, process)


def build_diagram(
    source: DiagramSource,
    *,
    process: Process,
    stages: Iterable[str] | None = None,
    standard: bool = False,
    stays: bool = False,
    labels: bool = True,
    direction: str = Direction.DOWN,
    dark: bool = False,
    on_arrows: Mapping[tuple[str, str], str] | None = None,
) -> Diagram:
    """Return the diagram of a process or a case as a model for every format.

    Args:
        source: A process, a case, a report or a history.
        process: The process to check a history against.
        stages: The stages to show; all if left out.
        standard: Whether to show standard moves only, besides those that the case made.
        stays: Whether to show moves that stay in their stage.
        labels: Whether arrows have labels.
        direction: The direction in which the diagram runs.
        dark: Whether it is for a dark page.
        on_arrows: Texts of your own for arrows, by the two stages that an arrow joins.

    Raises:
        InvalidValue: The process does not have a stage, or the direction is unknown.
        TypeError: The source is not one of these.
        ValueError: The stages are an empty collection.
    """
    report = None
    if isinstance(source, Process):
        process = source
    elif isinstance(source, Case | Report | History):
        report = report_of(source, process)
        process = report.process
    else:
        msg = f"Cannot draw {quoted(source)}. Expected a Process, a Case, a Report or a History."
        raise TypeError(msg)
    shown = _shown_stages(process, stages)
    remarks = {
        (process.stage(start), process.stage(end)): text
        for (start, end), text in (on_arrows or {}).items()
    }
    marks = (Mark.STANDARD,) if standard else tuple(Mark)
    arrows = [
        Arrow(
            start=start,
            end=end,
            labels=tuple(_label(process, route) for route in routes),
            mark=min((_least_ordinary(route) for route in routes), key=attrgetter("rank")),
            shows_labels=labels,
            remark=remarks.get((start, end)),
        )
        for (start, end), routes in collapsed_paths(process, shown, marks).items()
        if stays or start != end
    ]
    diagram = Diagram(
        process=process,
        title=process.title,
        subtitle=None,
        boxes=tuple(_box(process, stage) for stage in shown),
        arrows=tuple(arrows),
        direction=Direction(one_of(direction, Direction, "direction")),
        is_dark=dark,
    )
    return diagram if report is None else with_case(diagram, report, labels=labels)


def _shown_stages(process: Process, stages: Iterable[str] | None) -> tuple[str, ...]:
    """Return the stages to show, in the order of the process."""
    if stages is None:
        return tuple(process.stages)
    wanted = {process.stage(stage) for stage in stages}
    if not wanted:
        msg = "No stages to show. Name at least one stage, or leave stages out to show all."
        raise ValueError(msg)
    return tuple(stage for stage in process.stages if stage in wanted)


def _box(process: Process, stage: str) -> Box:
    info = process.stages[stage]
    return Box(
        stage=stage,
        label=info.label,
        emphasised=info.emphasised,
        initial=stage == process.initial,
        final=info.final,
        tooltip=(info.meaning,),
    )


# The labels of moves


def _least_ordinary(route: Route) -> Mark:
    return max((move.mark for move in route), key=attrgetter("rank"))


def _label(process: Process, route: Route) -> MoveLabel:
    rules = process.ending.get(route[-1].trigger, ())
    return MoveLabel(
        words=", then ".join(process.triggers[move.trigger] for move in route),
        mark=_least_ordinary(route),
        bounds=_bounds(process, route) if len(route) == 1 else (),
        tooltip=(*_route_tooltip(process, route), *(_rule_words(rule) for rule in rules)),
    )


def _route_tooltip(process: Process, route: Route) -> Iterator[str]:
    for move in route:
        words = process.triggers[move.trigger]
        precedents = "; ".join(
            f"{precedent} ({precedent.citation})" if precedent.citation else str(precedent)
            for precedent in move.precedents
        )
        on_record = f", on record: {precedents}" if precedents else ""
        yield f"{words}: {move.mark.label} move{on_record}"
    if len(route) > 1:
        through = ", ".join(process.stages[move.leads_to].label for move in route[:-1])
        yield f"through: {through}"


def _rule_words(rule: DateRule) -> str:
    return f"{rule.requires}: {rule.bound} ({rule.strength}; {rule.period_words}; {rule.citation})"


def _bounds(process: Process, route: Route) -> tuple[str, ...]:
    """Return the bounds of the rules in force today that limit how long a move takes.

    A rule whose clock starts with the event that leads into the stage limits the time spent there.
    If there is none, a rule counts that has a last day and whose clock starts during that time;
    its bound then names the start.
    """
    (move,) = route
    rules = [rule for rule in process.ending.get(move.trigger, ()) if _limits_time(rule)]
    on_entering = [rule for rule in rules if _is_started_by(process, rule, move.stage, stays=False)]
    if on_entering:
        return tuple(_short_bound(rule) for rule in on_entering)
    during_stay = [
        rule
        for rule in rules
        if rule.at_most is not None and _is_started_by(process, rule, move.stage, stays=True)
    ]
    return tuple(
        f"{_short_bound(rule)} after {_start_words(process, rule)}" for rule in during_stay
    )


def _start_words(process: Process, rule: DateRule) -> str:
    """Return the day that a rule counts from, in words."""
    return rule.start_label or " or ".join(process.triggers[trigger] for trigger in rule.starts)


def _limits_time(rule: DateRule) -> bool:
    return rule.until is None and not rule.same_event and rule.strength is not Strength.LOGIC


def _is_started_by(process: Process, rule: DateRule, stage: str, *, stays: bool) -> bool:
    """Return whether an event that leads into a stage starts the clock of a rule.

    With `stays`, only events that stay in the stage count; without it, only those that enter it.
    """
    return any(
        move.trigger in rule.starts and move.leads_to == stage and move.stays is stays
        for move in process.moves
    )


def _short_bound(rule: DateRule) -> str:
    """Return the bound as short as possible, such as 9–24 months."""
    if rule.at_least is None or rule.at_most is None or rule.at_least.unit is not rule.at_most.unit:
        return rule.bound
    return f"{rule.at_least.count}–{rule.at_most}"
