"""The directive ``trustflow-timeline``, which draws histories on a time axis."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from xml.etree import ElementTree as ET

from attrs import frozen
from docutils.parsers.rst import directives

from .. import casebook
from ..views import timeline
from .directive import process_of
from .picture import PictureDirective
from .reading import READING_OPTIONS, Reading, reading_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..history import History
    from ..process import Process

__all__ = ["TimelineDirective", "TimelineRequest"]


@frozen(kw_only=True)
class TimelineRequest:
    """A timeline that a directive asks for.

    Args:
        sources: The names of authorities of the casebook and the paths of files; if there are
            none, the whole casebook.
        trigger: The trigger of the event at which each row starts; None for one time axis.
        process: The location of the process, or the path of its file; None for the trust transfer.
        brief: Whether only the events that moved the stage are shown.
        sort: The order of the rows; None for that of the sources.
        strip: Whether only the stages are shown, as a low strip or low rows.
        reading: How the files of histories are read.
    """

    sources: tuple[str | Path, ...]
    trigger: str | None
    process: str | Path | None
    brief: bool
    sort: str | None
    strip: bool
    reading: Reading

    def content(self) -> str:
        """Return the timeline as one text."""
        return self.svg(dark=False)

    def svg(self, *, dark: bool) -> str:
        """Return the timeline as SVG."""
        picture: str = timeline(self._drawn(), **self._options(dark=dark))
        return picture

    def png(self, *, dark: bool) -> bytes:
        """Return the timeline as PNG."""
        picture: bytes = timeline(self._drawn(), "png", **self._options(dark=dark))
        return picture

    def description(self) -> str:
        """Return the title of the timeline and its description."""
        picture = ET.fromstring(self.content())  # noqa: S314 - the text was made here
        title, description = ("".join(element.itertext()) for element in picture[:2])
        return f"{title}. {description}"

    def _options(self, *, dark: bool) -> dict[str, Any]:
        return {
            "align": self.trigger,
            "brief": self.brief,
            "sort": self.sort,
            "strip": self.strip,
            "dark": dark,
            "process": self._process(),
        }

    def _process(self) -> Process:
        return process_of(self.process)

    def _drawn(self) -> History | tuple[History, ...]:
        self.reading.check(self.sources)
        histories = tuple(self._histories()) if self.sources else casebook.histories()
        return histories[0] if len(histories) == 1 else histories

    def _histories(self) -> Iterator[History]:
        for source in self.sources:
            if isinstance(source, str):
                yield casebook.load(source)
            else:
                yield from self.reading.histories(source, self._process())


class TimelineDirective(PictureDirective):
    """The directive ``trustflow-timeline``.

    The argument, or each line of the content, is the name of an authority of the casebook, or the
    path of a file of histories, relative to the document.
    """

    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {
        **PictureDirective.option_spec,
        **READING_OPTIONS,
        "brief": directives.flag,
        "process": directives.unchanged_required,
        "sort": directives.unchanged_required,
        "start-at": directives.unchanged_required,
        "strip": directives.flag,
    }

    def request(self) -> TimelineRequest:
        """Return the timeline that the argument, the content and the options ask for."""
        process = self.options.get("process")
        lines = filter(None, map(str.strip, [*self.arguments, *self.content]))
        return TimelineRequest(
            sources=tuple(map(self.name_or_file, lines)),
            trigger=self.options.get("start-at"),
            process=None if process is None else self.name_or_file(process),
            brief="brief" in self.options,
            sort=self.options.get("sort"),
            strip="strip" in self.options,
            reading=reading_of(self.options),
        )
