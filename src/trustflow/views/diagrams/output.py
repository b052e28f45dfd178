"""What users call: a diagram of something, in a format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, overload

from ...exchange import process_to_scxml
from ...history import one_of
from ...trust_transfer import TRUST_TRANSFER
from ..svg import PRINT, png_of
from .build import read
from .dot import to_dot
from .mermaid import to_mermaid
from .plantuml import to_plantuml
from .svg import to_svg

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...process import Process
    from .build import Source
    from .model import Drawing

__all__ = ["DIAGRAM_FORMATS", "diagram"]

TextFormat = Literal["mermaid", "dot", "plantuml", "svg", "scxml"]
DIAGRAM_FORMATS = ("mermaid", "dot", "plantuml", "svg", "png", "scxml")


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
        InvalidValue: There is no such format or stage.
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
        return png_of(to_svg(drawing, PRINT))
    writers = {
        "mermaid": to_mermaid,
        "dot": to_dot,
        "plantuml": to_plantuml,
        "svg": to_svg,
    }
    return writers[wanted](drawing)
