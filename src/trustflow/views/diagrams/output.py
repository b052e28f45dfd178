"""Draw a diagram of a process or of a case, in any of the formats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, overload

from ...exchange import process_to_scxml
from ...history import one_of
from ...process import ORDINARY
from ...trust_transfer import TRUST_TRANSFER
from ..svg import PRINT_FONT, Png, Svg, png_of
from .build import build_diagram
from .dot import to_dot
from .mermaid import to_markdown, to_mermaid
from .plantuml import to_plantuml
from .svg import to_svg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ...history import History
    from ...process import Process
    from .build import DiagramSource
    from .model import Diagram

__all__ = ["DIAGRAM_FORMATS", "diagram"]

TextFormat = Literal["mermaid", "markdown", "dot", "plantuml", "svg", "scxml"]
DIAGRAM_FORMATS = ("mermaid", "markdown", "dot", "plantuml", "svg", "png", "scxml")


@overload
def diagram(
    source: DiagramSource = ...,
    format: TextFormat = ...,
    *,
    stages: Iterable[str] | None = ...,
    marks: str | Iterable[str] = ...,
    stays: bool = ...,
    labels: bool = ...,
    direction: str = ...,
    dark: bool = ...,
    on_arrows: Mapping[tuple[str, str], str] | None = ...,
    counts: History | Iterable[History] | None = ...,
    confidence: str | None = ...,
    process: Process = ...,
) -> str: ...
@overload
def diagram(
    source: DiagramSource,
    format: Literal["png"],
    *,
    stages: Iterable[str] | None = ...,
    marks: str | Iterable[str] = ...,
    stays: bool = ...,
    labels: bool = ...,
    direction: str = ...,
    dark: bool = ...,
    on_arrows: Mapping[tuple[str, str], str] | None = ...,
    counts: History | Iterable[History] | None = ...,
    confidence: str | None = ...,
    process: Process = ...,
) -> bytes: ...
@overload
def diagram(
    source: DiagramSource,
    format: str,
    *,
    stages: Iterable[str] | None = ...,
    marks: str | Iterable[str] = ...,
    stays: bool = ...,
    labels: bool = ...,
    direction: str = ...,
    dark: bool = ...,
    on_arrows: Mapping[tuple[str, str], str] | None = ...,
    counts: History | Iterable[History] | None = ...,
    confidence: str | None = ...,
    process: Process = ...,
) -> str | bytes: ...
def diagram(
    source: DiagramSource = TRUST_TRANSFER,
    format: str = "mermaid",  # noqa: A002 - the usual word for it
    *,
    stages: Iterable[str] | None = None,
    marks: str | Iterable[str] = ORDINARY,
    stays: bool = False,
    labels: bool = True,
    direction: str = "down",
    dark: bool = False,
    on_arrows: Mapping[tuple[str, str], str] | None = None,
    counts: History | Iterable[History] | None = None,
    confidence: str | None = "medium",
    process: Process = TRUST_TRANSFER,
) -> str | bytes:
    """Return a diagram of a process, or of the path that a case took through it.

    The ordinary route is one heavy line, which SVG, PNG and Graphviz draw straight. Other standard
    moves are solid lines, attested moves dashed lines and possible moves dotted lines.
    Moves between the same two stages share one arrow. If a rule in force today limits how long a
    move takes, the bound of the rule is printed beside the label of the move.

    In a diagram of a case, the moves that the case made are numbered and coloured, and the last
    stage on record is marked. All other moves are pale, and only the moves from the last stage have
    labels.

    Args:
        source: A process, a case, a report or a history.
        format: ``mermaid``, ``markdown`` (Mermaid for a page), ``dot`` (for Graphviz),
            ``plantuml``, ``svg``, ``png`` or ``scxml``. SCXML is for other state machine tools,
            and always contains the whole process. In Mermaid, if more than a dozen arrows of a
            process have labels, the arrows have numbers. What they mean is then in comments, and
            for ``markdown`` in a table below the diagram.
        stages: The stages to show; by default all. If paths lead from one shown stage to another
            through stages that are left out, one arrow shows the most ordinary of these paths.
        marks: The marks of the moves to show: ``standard``, ``attested``, ``possible``, several of
            these, or ``all``. By default, standard and attested moves. The moves that the case made
            are always shown. The legend counts the moves left out.
        stays: Whether to show also the moves that do not change the stage.
        labels: Whether arrows have labels.
        direction: The direction in which the arrows lead: ``down``, ``up``, ``right`` or ``left``.
        dark: Whether the diagram is for a dark page.
        on_arrows: Your own texts, which are shown below the labels. The key is the pair of stages
            that an arrow joins.
        counts: The histories whose moves are counted. Each arrow then shows how many of them made
            one of its moves, each history counted once; and the median time in the stage before
            the move, of the stays that ended with it, if there are at least five. The moves that
            they made are always shown.
        confidence: The lowest confidence that `counts` counts. The stays of a lower confidence are
            left out, and the legend gives their number. A stay with an event that has no source
            has the lowest of all; None counts every stay.
        process: The process to check a history against.

    Returns:
        The text of the diagram, the same for the same input; for ``png`` the bytes of a PNG file.
        A notebook shows both SVG and PNG as a picture.

    Raises:
        InvalidValue: The format, a stage, a mark, the direction or the confidence is unknown,
            another argument is not of the accepted form, or a picture is too large.
        BadHistory: The history is of another process; the error names its first foreign event.
        MissingExtra: For ``svg`` and ``png``: a package of the extra `draw` is not installed.

    Example:
        >>> print(diagram(stages=("direction_issued", "trust_live"), marks="standard"))
        ---
        config:
          layout: dagre
        ---
        flowchart TB
            accTitle: The road to a children's services trust
            accDescr: A diagram of 2 stages ...
            s1("Direction issued#58; move to a trust")
            s2("Trust live")
            s1 ==>|"trust went live<br/>9–24 months"| s2
            ...
    """
    chosen = one_of(format, DIAGRAM_FORMATS, "diagram format")
    model = build_diagram(
        source,
        process=process,
        stages=stages,
        marks=marks,
        stays=stays,
        labels=labels,
        direction=direction,
        dark=dark,
        on_arrows=on_arrows,
        counts=counts,
        confidence=confidence,
    )
    if chosen == "scxml":
        return process_to_scxml(model.process)
    if chosen == "png":
        return Png(png_of(to_svg(model, PRINT_FONT)))
    text = _WRITERS[chosen](model)
    return Svg(text) if chosen == "svg" else text


_WRITERS: Mapping[str, Callable[[Diagram], str]] = {
    "mermaid": to_mermaid,
    "markdown": to_markdown,
    "dot": to_dot,
    "plantuml": to_plantuml,
    "svg": to_svg,
}
