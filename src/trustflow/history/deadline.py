"""A day by which something is asked for."""

from __future__ import annotations

from attrs import field, frozen
from attrs.validators import optional

from ..dates import PartialDate, Span, optional_span
from ..errors import InvalidValue, quoted
from .sources import Strength, optional_date, optional_strength, plain_text

__all__ = ["Deadline", "same_words"]


@frozen
class Deadline:
    """A day by which something is asked for, as set by the event that carries it.

    Args:
        what: The requirement in words; the same words name the same requirement,
            whatever their case and spacing.
        due: The day itself.
        within: Or the span that is counted from the event that carries it.
        set_by: The strength; when left out, that of the event that carries it.
        met_by: The trigger of the event that meets it; when neither it nor a judgement is given,
            a requirement met of the same words does.
        judgement: The judgement that an inspection has to reach at least.

    Raises:
        ValueError: Both `due` and `within` are given, or the strength is logic: being late does
            not undo a fact.
        BadDate: One of them cannot be read.
    """

    what: str = field(validator=plain_text)
    due: PartialDate | None = field(default=None, converter=optional_date, kw_only=True)
    within: Span | None = field(default=None, converter=optional_span, kw_only=True)
    set_by: Strength | None = field(default=None, converter=optional_strength, kw_only=True)
    met_by: str | None = field(default=None, validator=optional(plain_text), kw_only=True)
    judgement: str | None = field(default=None, validator=optional(plain_text), kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.due is not None and self.within is not None:
            msg = f"the deadline for {quoted(self.what)} has both a due day and a span; give one"
            raise ValueError(msg)
        if self.set_by is Strength.LOGIC:
            raise InvalidValue(
                quoted(str(self.set_by)),
                "strength of a deadline",
                "being late does not undo a fact, so no deadline is a rule of logic",
            )

    @property
    def words(self) -> str:
        """The requirement's words as they are matched: case folded, spaces single."""
        return same_words(self.what)

    def span_from(self, on: PartialDate) -> tuple[int, int] | None:
        """The earliest and latest due day (ordinals) when set on a day; None when it has none."""
        if self.due is not None:
            return self.due.first, self.due.last
        if self.within is not None:
            return self.within.shift(on.first), self.within.shift(on.last)
        return None


def same_words(text: str) -> str:
    """The text as requirements are matched by: case folded, spaces single."""
    return " ".join(text.casefold().split())
