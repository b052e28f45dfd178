"""The directive ``trustflow-diagram``, which draws a process or a case's path."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import frozen
from docutils.parsers.rst import directives

from .. import casebook
from ..history import Confidence
from ..process import Process
from ..views import PRINT_FONT, Diagram, Direction, build_diagram, png_of, to_svg
from .directive import DEFAULT_MARKS, names, one_of, process_of, source_at
from .picture import PictureDirective
from .reading import READING_OPTIONS, Reading, reading_of

if TYPE_CHECKING:
    from ..history import History

__all__ = ["DiagramDirective", "DiagramRequest"]

ANY = "any"
"""The level of confidence that leaves nothing out."""


@frozen(kw_only=True)
class DiagramRequest:
    """A diagram that a directive asks for.

    Args:
        source: The location of a process, the name of an authority, or the path of a file with one
            history; None for the process itself.
        process: The location of the process of the history, or the path of its file; None for the
            trust transfer.
        direction: The direction of the arrows.
        labels: Whether arrows have labels.
        stages: The stages to show; all if None.
        marks: The marks of the moves to show.
        stays: Whether to show the moves that do not change the stage.
        counts: The path of a file whose histories are counted on the arrows, or the name of an
            authority; empty for the whole casebook, None if none are counted.
        confidence: The lowest confidence that is counted; None to count all.
        reading: How the files of histories are read.
    """

    source: str | Path | None
    process: str | Path | None
    direction: str
    labels: bool
    stages: tuple[str, ...] | None
    marks: tuple[str, ...]
    stays: bool
    counts: str | Path | None
    confidence: str | None
    reading: Reading

    def content(self) -> str:
        """Return the model of the diagram as one text."""
        return repr(self._drawing())

    def svg(self, *, dark: bool) -> str:
        """Return the diagram as SVG."""
        return to_svg(self._drawing(dark=dark))

    def png(self, *, dark: bool) -> bytes:
        """Return the diagram as PNG."""
        return png_of(to_svg(self._drawing(dark=dark), PRINT_FONT))

    def description(self) -> str:
        """Return the title of the diagram and its description."""
        drawing = self._drawing()
        return f"{drawing.title}. {drawing.description}"

    def _drawing(self, *, dark: bool = False) -> Diagram:
        self.reading.check((self.source, self.counts))
        source = self._source()
        return build_diagram(
            source,
            process=process_of(self.process),
            stages=self.stages,
            marks=self.marks,
            stays=self.stays,
            labels=self.labels,
            direction=self.direction,
            dark=dark,
            counts=self._counted(source),
            confidence=self.confidence,
        )

    def _counted(self, source: Process | History) -> tuple[History, ...] | None:
        """Return the histories to count; None if none are counted."""
        if isinstance(self.counts, Path):
            process = source if isinstance(source, Process) else process_of(self.process)
            return tuple(self.reading.histories(self.counts, process))
        if self.counts:
            return (casebook.load(self.counts),)
        return None if self.counts is None else casebook.histories()

    def _source(self) -> Process | History:
        if self.source is None:
            return process_of(self.process)
        if isinstance(self.source, str):
            return source_at(self.source)
        return self.reading.one_history(self.source, process_of(self.process))


class DiagramDirective(PictureDirective):
    """The directive ``trustflow-diagram``."""

    option_spec: ClassVar[dict[str, Any]] = {
        **PictureDirective.option_spec,
        **READING_OPTIONS,
        "confidence": one_of(*map(str, Confidence), ANY),
        "counts": directives.unchanged,
        "direction": one_of(*map(str, Direction)),
        "marks": names,
        "no-labels": directives.flag,
        "process": directives.unchanged_required,
        "stages": names,
        "stays": directives.flag,
    }

    def request(self) -> DiagramRequest:
        """Return the diagram that the argument and the options ask for."""
        counts, process = self.options.get("counts"), self.options.get("process")
        confidence = self.options.get("confidence", str(Confidence.MEDIUM))
        return DiagramRequest(
            source=None if self.source_name is None else self.name_or_file(self.source_name),
            process=None if process is None else self.name_or_file(process),
            direction=self.options.get("direction", "down"),
            labels="no-labels" not in self.options,
            stages=self.options.get("stages"),
            marks=self.options.get("marks", DEFAULT_MARKS),
            stays="stays" in self.options,
            counts=self.name_or_file(counts) if counts else counts,
            confidence=None if confidence == ANY else confidence,
            reading=reading_of(self.options),
        )
