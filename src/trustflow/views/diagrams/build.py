"""Build the model of a diagram of a process, or of the path of a case."""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter
from typing import TYPE_CHECKING

from ...case import Case
from ...cohorts import arrow_counts
from ...engine import Report, check
from ...errors import InvalidValue, quoted
from ...history import History, one_of, tuple_of_names
from ...process import ORDINARY, DateRule, Mark, Process, process_of, require_process
from ..marks import marks_of
from .bounds import bounds_of, spanning_bounds_of
from .case_path import with_case
from .collapsed_paths import collapsed_paths
from .counts import with_counts
from .model import Arrow, Box, Diagram, Direction, MoveLabel
from .road import ordinary_road

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...process import Move, Route

__all__ = ["DiagramSource", "build_diagram", "report_of"]

DiagramSource = Process | Case | Report | History
"""The types of object of which a diagram can be drawn."""


def report_of(source: Case | Report | History, process: Process) -> Report:
    """Return the report on a case or a history. A report is returned unchanged.

    Args:
        source: A case, a report or a history.
        process: The process to check a history against.

    Raises:
        BadHistory: The history is of another process.
    """
    if isinstance(source, History):
        report = check(source, process)
    else:
        report = source.report() if isinstance(source, Case) else source
    require_process(report.history, report.process)
    return report


def build_diagram(
    source: DiagramSource,
    *,
    process: Process,
    stages: Iterable[str] | None = None,
    marks: str | Iterable[str] = ORDINARY,
    stays: bool = False,
    labels: bool = True,
    direction: str = Direction.DOWN,
    dark: bool = False,
    on_arrows: Mapping[tuple[str, str], str] | None = None,
    counts: History | Iterable[History] | None = None,
    confidence: str | None = "medium",
) -> Diagram:
    """Return the diagram of a process or a case as a model, which every format uses.

    Args:
        source: A process, a case, a report or a history.
        process: The process to check a history against.
        stages: The stages to show; all if left out.
        marks: The marks of the moves to show besides those that the case made, or ``all``.
        stays: Whether to show also the moves that do not change the stage.
        labels: Whether arrows have labels.
        direction: The direction in which the arrows lead.
        dark: Whether the diagram is for a dark page.
        on_arrows: Your own texts for arrows. The key is the pair of stages that an arrow joins.
        counts: The histories whose moves are counted on the arrows; nothing is counted if None.
        confidence: The lowest confidence of a stay that `counts` counts; None counts all.

    Raises:
        InvalidValue: A stage is not one of the process, a mark, the direction or the confidence is
            unknown, or another argument is not of the accepted form.
        BadHistory: The history is of another process.
    """
    process = process_of(process)
    report = None
    if isinstance(source, Process):
        process = source
    elif isinstance(source, Case | Report | History):
        report = report_of(source, process)
        process = report.process
    else:
        accepted = (
            "Expected a Process, a Case, a Report or a History, such as casebook.load('Sandwell')."
        )
        raise InvalidValue(quoted(source), "source of a diagram", accepted)
    shown = _shown_stages(process, stages)
    remarks = {} if on_arrows is None else dict(_remarks(process, on_arrows))
    chosen = marks_of(marks)
    arrows = [
        Arrow(
            start=start,
            end=end,
            labels=tuple(_label(process, route) for route in routes),
            mark=min((_least_ordinary(route) for route in routes), key=attrgetter("rank")),
            shows_labels=labels,
            remark=remarks.get((start, end)),
        )
        for (start, end), routes in collapsed_paths(process, shown, chosen).items()
        if stays or start != end
    ]
    boxes = tuple(_box(process, stage) for stage in shown)
    diagram = Diagram(
        process=process,
        title=process.title,
        subtitle=None,
        boxes=boxes,
        arrows=tuple(arrows),
        direction=Direction(one_of(direction, Direction, "direction")),
        is_dark=dark,
        left_out=_left_out(process, shown, chosen, stays=stays),
        road=ordinary_road(boxes, arrows),
    )
    if report is not None:
        diagram = with_case(diagram, report, labels=labels)
    if counts is not None:
        counted = arrow_counts(counts, stages=shown, confidence=confidence, process=process)
        diagram = with_counts(diagram, counted, labels=labels)
    return diagram


def _remarks(process: Process, on_arrows: object) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield each text for an arrow with the stages that the arrow joins."""
    what = "texts on arrows"
    start, end = process.initial, [*process.stages][-1]
    accepted = f"Expected a text for each pair of stages, such as {{('{start}', '{end}'): '3'}}."
    if not isinstance(on_arrows, Mapping):
        raise InvalidValue(quoted(on_arrows), what, accepted)
    for pair, text in on_arrows.items():
        match pair, text:
            case [start, end], str():
                yield (process.stage(start), process.stage(end)), text
            case _:
                raise InvalidValue(quoted({pair: text}), what, accepted)


def _shown_stages(process: Process, stages: Iterable[str] | None) -> tuple[str, ...]:
    """Return the stages to show, in the order in which the process lists them."""
    if stages is None:
        return tuple(process.stages)
    wanted = {process.stage(stage) for stage in tuple_of_names(stages)}
    if not wanted:
        accepted = "Name at least one stage, or leave stages out to show all."
        raise InvalidValue(quoted(stages), "stages to show", accepted)
    return tuple(stage for stage in process.stages if stage in wanted)


def _left_out(
    process: Process, shown: tuple[str, ...], marks: tuple[Mark, ...], *, stays: bool
) -> tuple[Move, ...]:
    """Return the moves that only the diagram with every mark would show."""
    if set(marks) == set(Mark):
        return ()
    every = collapsed_paths(process, shown, tuple(Mark))
    moves = dict.fromkeys(
        move
        for (start, end), routes in every.items()
        if stays or start != end
        for route in routes
        for move in route
    )
    return tuple(move for move in moves if move.mark not in marks)


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
        bounds=bounds_of(process, route),
        spanning=spanning_bounds_of(process, route),
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
