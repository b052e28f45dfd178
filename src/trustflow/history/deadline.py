"""A deadline that an event sets: what is asked for, and by when."""

from __future__ import annotations

from attrs import field, frozen
from attrs.validators import optional

from ..dates import PartialDate, Span, optional_span
from ..errors import InvalidValue, quoted
from .fields import optional_date, plain_text
from .strength import Strength, optional_strength

__all__ = ["Deadline", "same_words"]


@frozen
class Deadline:
    """A deadline set by the event that carries it.

    Args:
        what: The requirement. Two texts that differ only in case or spacing name the same one.
        due: The due day.
        within: Instead of a day, the span from the event that carries the deadline.
        set_by: The strength; by default that of the event that carries the deadline.
        met_by: The trigger of the event that meets it. Without it, and without a judgement, a
            requirement met of the same words meets it.
        judgement: The lowest judgement with which a graded event meets it.

    Raises:
        ValueError: Both `due` and `within` are given, or the strength is logic.
        BadDate: The day or the span cannot be read.
    """

    what: str = field(validator=plain_text)
    due: PartialDate | None = field(default=None, converter=optional_date, kw_only=True)
    within: Span | None = field(default=None, converter=optional_span, kw_only=True)
    set_by: Strength | None = field(default=None, converter=optional_strength, kw_only=True)
    met_by: str | None = field(default=None, validator=optional(plain_text), kw_only=True)
    judgement: str | None = field(default=None, validator=optional(plain_text), kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.due is not None and self.within is not None:
            msg = (
                f"The deadline for {quoted(self.what)} has both a due day and a span. Give one: "
                "due='2016-12-01' or within='70 working days'."
            )
            raise ValueError(msg)
        if self.set_by is Strength.LOGIC:
            raise InvalidValue(
                quoted(str(self.set_by)),
                "strength of a deadline",
                "A deadline cannot be a rule of logic, because a missed deadline does not undo "
                "the event that missed it.",
            )

    @property
    def words(self) -> str:
        """The requirement as it is matched: case folded, single spaces."""
        return same_words(self.what)

    def span_from(self, on: PartialDate) -> tuple[int, int] | None:
        """Return the earliest and latest due day (ordinals), or None without a due day.

        Args:
            on: The day of the event that carries the deadline.
        """
        if self.due is not None:
            return self.due.first, self.due.last
        if self.within is not None:
            return self.within.shift(on.first), self.within.shift(on.last)
        return None


def same_words(text: str) -> str:
    """Return the text by which requirements are matched: case folded, single spaces."""
    return " ".join(text.casefold().split())
