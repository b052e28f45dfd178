"""What users call: a diagram or a timeline of something, in a format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, overload

from ..case import Case
from ..checker import Report
from ..errors import shown
from ..exchange.scxml import process_to_scxml
from ..history import History
from ..sources import one_of
from ..trust_transfer import TRUST_TRANSFER
from . import chronicle, comparison, pictures
from .canvas import PRINT, png_of
from .dot import to_dot
from .lanes import lane_of
from .mermaid import to_mermaid
from .plantuml import to_plantuml
from .reading import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..process import Process
    from .drawing import Drawing
    from .reading import Source

__all__ = ["DIAGRAM_FORMATS", "TIMELINE_FORMATS", "diagram", "timeline"]

TextFormat = Literal["mermaid", "dot", "plantuml", "svg", "scxml"]
DIAGRAM_FORMATS = ("mermaid", "dot", "plantuml", "svg", "png", "scxml")
TIMELINE_FORMATS = ("svg", "png")


@overload
def diagram(
    source: Source = ...,
    format: TextFormat = ...,
    *,
    stages: Iterable[str] | None = ...,
    standard: bool = ...,
    stays: bool = ...,
    labels: bool = ...,
    direction: str = ...,
    dark: bool = ...,
    on_arrows: Mapping[tuple[str, str], str] | None = ...,
    process: Process = ...,
) -> str: ...
@overload
def diagram(
    source: Source,
    format: Literal["png"],
    *,
    stages: Iterable[str] | None = ...,
    standard: bool = ...,
    stays: bool = ...,
    labels: bool = ...,
    direction: str = ...,
    dark: bool = ...,
    on_arrows: Mapping[tuple[str, str], str] | None = ...,
    process: Process = ...,
) -> bytes: ...
@overload
def diagram(
    source: Source,
    format: str,
    *,
    stages: Iterable[str] | None = ...,
    standard: bool = ...,
    stays: bool = ...,
    labels: bool = ...,
    direction: str = ...,
    dark: bool = ...,
    on_arrows: Mapping[tuple[str, str], str] | None = ...,
    process: Process = ...,
) -> str | bytes: ...
def diagram(
    source: Source = TRUST_TRANSFER,
    format: str = "mermaid",  # noqa: A002 - the word that users know from such functions
    *,
    stages: Iterable[str] | None = None,
    standard: bool = False,
    stays: bool = False,
    labels: bool = True,
    direction: str = "down",
    dark: bool = False,
    on_arrows: Mapping[tuple[str, str], str] | None = None,
    process: Process = TRUST_TRANSFER,
) -> str | bytes:
    """A diagram of a process, or of the path that a case took through one.

    Standard moves are solid, attested ones dashed, possible ones dotted. Moves between the same two
    stages share one arrow. Where a rule in force today bounds how long a move takes, its bound
    stands beside the words. For a case the path taken is numbered and coloured, the last stage on
    record is marked, and what is left is pale; of that, only what leads on from there has words.

    Args:
        source: A process, a case, a report or a history.
        format: ``mermaid``, ``dot`` (Graphviz), ``plantuml``, ``svg``, ``png``, or ``scxml``: the
            whole process for other state machine tools, whatever is to be shown of it.
        stages: The stages to show; ways through those left out are joined to one arrow, the most
            ordinary way standing for all.
        standard: Whether to show standard moves only, besides those that the case made.
        stays: Whether to show moves that stay in their stage.
        labels: Whether arrows have words.
        direction: Where it leads: ``down``, ``up``, ``right`` or ``left``.
        dark: Whether it is for a dark page.
        on_arrows: Words of your own below those of an arrow, by the two stages that it joins.
        process: The process that a history is held against.

    Returns:
        Text, the same for the same input; for ``png`` the bytes of a file.

    Raises:
        NotAccepted: There is no such format or stage.
        ValueError: The direction is unknown.
        MissingExtra: For ``svg`` and ``png``: a package of the extra `draw` is not installed.

    Example:
        >>> print(diagram(stages=("direction_issued", "trust_live"), standard=True))
        stateDiagram-v2
            accTitle: The road to a children's services trust
            accDescr: A diagram of 2 stages ...
            direction TB
            state "Direction issued#58; move to a trust" as direction_issued
            state "Trust live" as trust_live
            direction_issued --> trust_live: trust went live · 9–24 months
            ...
    """
    wanted = one_of(format, DIAGRAM_FORMATS, "format of a diagram")
    drawing = read(
        source,
        process=process,
        stages=stages,
        standard=standard,
        stays=stays,
        labels=labels,
        direction=direction,
        dark=dark,
        on_arrows=on_arrows,
    )
    if wanted == "scxml":
        return process_to_scxml(drawing.process)
    return _written(drawing, wanted)


def _written(drawing: Drawing, wanted: str) -> str | bytes:
    """The drawing in a format."""
    if wanted == "png":
        return png_of(pictures.to_svg(drawing, PRINT))
    writers = {
        "mermaid": to_mermaid,
        "dot": to_dot,
        "plantuml": to_plantuml,
        "svg": pictures.to_svg,
    }
    return writers[wanted](drawing)


@overload
def timeline(
    histories: History | Case | Report | Iterable[History],
    format: Literal["svg"] = ...,
    *,
    align: str | None = ...,
    dark: bool = ...,
    process: Process = ...,
) -> str: ...
@overload
def timeline(
    histories: History | Case | Report | Iterable[History],
    format: Literal["png"],
    *,
    align: str | None = ...,
    dark: bool = ...,
    process: Process = ...,
) -> bytes: ...
@overload
def timeline(
    histories: History | Case | Report | Iterable[History],
    format: str,
    *,
    align: str | None = ...,
    dark: bool = ...,
    process: Process = ...,
) -> str | bytes: ...
def timeline(
    histories: History | Case | Report | Iterable[History],
    format: str = "svg",  # noqa: A002 - as for diagram
    *,
    align: str | None = None,
    dark: bool = False,
    process: Process = TRUST_TRANSFER,
) -> str | bytes:
    """A timeline of one history, or the timelines of many on one picture.

    One history runs down the page: stages as bars, events as marks with their words, days known
    only in part as ranges, due days as ticks joined to what met them. Of many each is a row.

    Args:
        histories: A history, a case, a report, or several histories.
        format: ``svg`` or ``png``.
        align: An event, such as ``trust_went_live``: many histories are shown from the first such
            event on, and those without one are left out.
        dark: Whether it is for a dark page.
        process: The process that histories are held against.

    Returns:
        SVG text, the same for the same input; for ``png`` the bytes of a file.

    Raises:
        NotAccepted: There is no such format or trigger.
        MissingExtra: For ``png``: a package of the extra `draw` is not installed.
        TypeError: Something given is no history.
    """
    wanted = one_of(format, TIMELINE_FORMATS, "format of a timeline")
    one = _one_history(histories)
    if isinstance(histories, Case | Report):
        process = histories.process
    face = {"face": PRINT} if wanted == "png" else {}
    trigger = None if align is None else process.trigger(align)
    if one is not None and trigger is None:
        svg = chronicle.to_svg(lane_of(one, process), dark=dark, **face)
    else:
        several = [one] if one is not None else _histories(histories)
        lanes = [lane_of(history, process, due=False) for history in several]
        rows = comparison.align(lanes, trigger)
        svg = comparison.to_svg(
            rows, process=process, trigger=trigger, of=len(lanes), dark=dark, **face
        )
    return png_of(svg) if wanted == "png" else svg


def _one_history(given: object) -> History | None:
    if isinstance(given, Case | Report):
        return given.history
    return given if isinstance(given, History) else None


def _histories(given: Any) -> list[History]:
    found: list[Any] = list(given)
    for each in found:
        if not isinstance(each, History):
            msg = f"a timeline is drawn of histories, not {shown(each)}"
            raise TypeError(msg)
    return found
