"""The directive ``trustflow-timeline``, which draws histories on a time axis."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from xml.etree import ElementTree as ET

from attrs import frozen
from docutils.parsers.rst import directives

from .. import casebook
from ..views import process_at, timeline
from .directive import histories_in
from .picture import PictureDirective

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
        process: The location of the process; None for the trust transfer.
        brief: Whether only the events that moved the stage are shown.
        sort: The order of the rows; None for that of the sources.
        strip: Whether only the stages are shown, as a low strip or low rows.
    """

    sources: tuple[str | Path, ...]
    trigger: str | None
    process: str | None
    brief: bool = False
    sort: str | None = None
    strip: bool = False

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
        return process_at(self.process)

    def _drawn(self) -> History | tuple[History, ...]:
        histories = tuple(self._histories()) if self.sources else casebook.histories()
        return histories[0] if len(histories) == 1 else histories

    def _histories(self) -> Iterator[History]:
        for source in self.sources:
            if isinstance(source, str):
                yield casebook.load(source)
            else:
                yield from histories_in(source, self._process())


class TimelineDirective(PictureDirective):
    """The directive ``trustflow-timeline``.

    The argument, or each line of the content, is the name of an authority of the casebook, or the
    path of a file of histories, relative to the document.
    """

    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {
        **PictureDirective.option_spec,
        "brief": directives.flag,
        "process": directives.unchanged_required,
        "sort": directives.unchanged_required,
        "start-at": directives.unchanged_required,
        "strip": directives.flag,
    }

    def request(self) -> TimelineRequest:
        """Return the timeline that the argument, the content and the options ask for."""
        lines = filter(None, map(str.strip, [*self.arguments, *self.content]))
        return TimelineRequest(
            sources=tuple(map(self.name_or_file, lines)),
            trigger=self.options.get("start-at"),
            process=self.options.get("process"),
            brief="brief" in self.options,
            sort=self.options.get("sort"),
            strip="strip" in self.options,
        )
