"""The labels of a timeline: the date and the words beside each event and each due day."""

from __future__ import annotations

from attrs import frozen

from ..svg import balanced, few_lines
from .model import EventMarker, Lane, Tick

__all__ = [
    "DATE_WIDTH",
    "LINE_HEIGHT",
    "TEXT_SIZE",
    "WORDS_WIDTH",
    "Label",
    "labels_of",
]

TEXT_SIZE = 12
"""The font size of all texts but the heading, in pixels. No text is smaller."""
DATE_WIDTH, WORDS_WIDTH = 108, 330
"""The widths of the column of dates and of the column of words, in pixels."""
LINE_HEIGHT = TEXT_SIZE * 1.28
"""The distance between two lines of text, in pixels."""


MAX_LINES = 6
"""The greatest number of lines with the words of one event; the tooltip has all of them."""


@frozen(kw_only=True)
class Label:
    """The label of an event or a due day.

    Args:
        item: The event or due day.
        date: The date of the item, broken into lines.
        words: The words of the item, broken into lines.
        is_heavy: Whether the words are bold, because the event moved the stage.
    """

    item: EventMarker | Tick
    date: tuple[str, ...]
    words: tuple[str, ...]
    is_heavy: bool

    @property
    def height(self) -> float:
        """The height of the label, in pixels."""
        return max(len(self.date), len(self.words)) * LINE_HEIGHT + 5


def labels_of(lane: Lane, *, brief: bool = False) -> list[Label]:
    """Return the labels of all events and due days of a lane, sorted by date.

    Args:
        lane: The lane.
        brief: Whether only events that moved the stage have a label.
    """
    markers = lane.moves if brief else (*lane.inherited, *lane.markers)
    events = [_label(marker, _event_words(marker), is_heavy=marker.is_move) for marker in markers]
    due_days = [] if brief else [_label(tick, tick.words) for tick in lane.ticks]
    return sorted([*events, *due_days], key=lambda label: label.item.drawn_at)


def _label(item: EventMarker | Tick, words: str, *, is_heavy: bool = False) -> Label:
    return Label(
        item=item,
        date=balanced(item.date, TEXT_SIZE, DATE_WIDTH - 10),
        words=few_lines(words, TEXT_SIZE, WORDS_WIDTH, MAX_LINES, bold=is_heavy),
        is_heavy=is_heavy,
    )


def _event_words(marker: EventMarker) -> str:
    stage = "" if marker.moved_to is None else f" → {marker.moved_to}"
    confidence = " · low confidence" if marker.low_confidence else ""
    refusal = " · not allowed in that stage" if marker.is_refused else ""
    return f"{marker.words}{stage}{confidence}{refusal}"
