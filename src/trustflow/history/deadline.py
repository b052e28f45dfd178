"""A deadline that an event sets: what is required, and by when."""

from __future__ import annotations

from attrs import field, frozen
from attrs.validators import optional

from .._text import composed
from ..dates import ExplainedCalls, PartialDate, Span, example, optional_span
from ..errors import InvalidValue, quoted
from .fields import one_line, optional_date
from .strength import Strength, optional_strength

__all__ = ["NO_DAY", "Deadline", "same_words"]

NO_DAY = (
    "It has no day, so it would never be due. Give due='2016-12-01' or within='70 working days'."
)
"""The sentences of the error for a deadline without a day."""


@frozen
class Deadline(metaclass=ExplainedCalls):
    """A deadline that an event sets; an event refuses one without `due` and `within`.

    Args:
        what: The requirement. Texts that differ only in case or spacing name the same requirement.
        due: The due day.
        within: The span from the day of the event that sets the deadline, instead of `due`.
        set_by: The strength of the deadline; by default the `deadline_strength` of the event that
            sets it.
        met_by: The trigger of an event that meets the deadline. If neither `met_by` nor `judgement`
            is given, an event whose `requirement` has the same words as `what` meets the deadline.
        judgement: The lowest judgement with which an event that has a grade meets the deadline.

    Raises:
        InvalidValue: Both `due` and `within` are given, or `set_by` is ``logic``.
        BadDate: The day or the span cannot be read.
    """

    what: str = field(validator=one_line, metadata=example("'an answer'"))
    due: PartialDate | None = field(default=None, converter=optional_date, kw_only=True)
    within: Span | None = field(
        default=None,
        converter=optional_span,
        kw_only=True,
        metadata=example("'2 weeks'", is_needed=True),
    )
    set_by: Strength | None = field(default=None, converter=optional_strength, kw_only=True)
    met_by: str | None = field(
        default=None,
        validator=optional(one_line),
        kw_only=True,
        metadata=example("'letter_sent'"),
    )
    judgement: str | None = field(
        default=None, validator=optional(one_line), kw_only=True, metadata=example("'good'")
    )

    def __attrs_post_init__(self) -> None:
        if self.due is not None and self.within is not None:
            accepted = (
                "It has both a due day and a span. Give one: "
                "due='2016-12-01' or within='70 working days'."
            )
            raise InvalidValue(quoted(self.what), "deadline", accepted)
        if self.set_by is Strength.LOGIC:
            raise InvalidValue(
                quoted(str(self.set_by)),
                "strength of a deadline",
                "A deadline cannot be a rule of logic, because a missed deadline does not undo "
                "the event that missed it. Expected another strength, such as 'contract'.",
            )

    @property
    def has_day(self) -> bool:
        """Whether a due day, or a span to it, is given."""
        return self.due is not None or self.within is not None

    @property
    def words(self) -> str:
        """The requirement for comparison: case folded, with single spaces."""
        return same_words(self.what)

    def span_from(self, days: tuple[int, int]) -> tuple[int, int] | None:
        """Return the earliest and latest due day (ordinals), or None if there is none.

        Args:
            days: The earliest and latest possible day of the event that sets the deadline.
        """
        if self.due is not None:
            return self.due.first, self.due.last
        if self.within is not None:
            return self.within.shift(days[0]), self.within.shift(days[1])
        return None


def same_words(text: str) -> str:
    """Return a requirement for comparison: case folded and composed, with single spaces."""
    return " ".join(composed(text.casefold()).split())
