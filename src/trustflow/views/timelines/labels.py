"""The labels of a timeline: the date and the words beside each event and each due day."""

from __future__ import annotations

from attrs import frozen

from ..svg import balanced, wrapped
from .model import EventMarker, Lane, Tick

__all__ = [
    "DATE_SIZE",
    "DATE_WIDTH",
    "LINE_HEIGHT",
    "WORDS_SIZE",
    "WORDS_WIDTH",
    "Label",
    "labels_of",
]

WORDS_SIZE, DATE_SIZE = 12, 11.5
"""The font sizes of the words and of the dates, in pixels."""
DATE_WIDTH, WORDS_WIDTH = 140, 400
"""The widths of the column of dates and of the column of words, in pixels."""
LINE_HEIGHT = 1.28
"""The distance between two lines of text, as a multiple of the font size."""


@frozen(kw_only=True)
class Label:
    """The label of an event or a due day.

    Args:
        item: The event or due day.
        date: The date of the item, broken into lines.
        words: The words of the item, broken into lines.
    """

    item: EventMarker | Tick
    date: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def height(self) -> float:
        """The height of the label, in pixels."""
        lines = max(len(self.date) * DATE_SIZE, len(self.words) * WORDS_SIZE)
        return lines * LINE_HEIGHT + 5


def labels_of(lane: Lane) -> list[Label]:
    """Return the labels of all events and due days of a lane, sorted by date."""
    markers = *lane.inherited, *lane.markers
    events = [_label(marker, _event_words(marker)) for marker in markers]
    due_days = [_label(tick, tick.words) for tick in lane.ticks]
    return sorted([*events, *due_days], key=lambda label: label.item.middle)


def _label(item: EventMarker | Tick, words: str) -> Label:
    return Label(
        item=item,
        date=balanced(item.date, DATE_SIZE, DATE_WIDTH - 12),
        words=wrapped(words, WORDS_SIZE, WORDS_WIDTH),
    )


def _event_words(marker: EventMarker) -> str:
    confidence = " · low confidence" if marker.low_confidence else ""
    refusal = " · not allowed in that stage" if marker.is_refused else ""
    return f"{marker.words}{confidence}{refusal}"
