"""Papers and requirements: reports, plans, deadlines, reorganisation, and notes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from attrs import field, frozen
from attrs.validators import optional

from ..dates import PartialDate, Span, optional_span
from ..history import Deadline, Strength, one_of, optional_date, optional_strength, plain_text
from .base import TransferEvent
from .triggers import OTHER_SUBJECT

__all__ = [
    "ActionPlanPublished",
    "AuthorityReorganised",
    "DeadlineSet",
    "DraftPlanShared",
    "Note",
    "ReportPublishedByCouncil",
    "RequirementMet",
]

TOPICS = (
    "improvement board",
    "leadership",
    "ministerial letter",
    "review",
    "contract",
    "court",
    "workforce",
    "annual rating",
    "context",
    "other",
)


def _topic(value: str | None) -> str | None:
    return None if value is None else one_of(value, TOPICS, "topic")


@frozen(repr=False, eq=False, kw_only=True)
class PaperEvent(TransferEvent):
    """The base of what the council publishes or shares in answer.

    Args:
        responds_to: What it answers.
    """

    responds_to: str | None = field(default=None, validator=optional(plain_text))


class ReportPublishedByCouncil(PaperEvent):
    """The council published the inspection report."""

    __slots__ = ()

    is_public: ClassVar[bool] = True


class DraftPlanShared(PaperEvent):
    """The council shared its draft plan with Ofsted."""

    __slots__ = ()


class ActionPlanPublished(PaperEvent):
    """The council published its action plan, or statement of action."""

    __slots__ = ()

    is_public: ClassVar[bool] = True


@frozen(repr=False, eq=False, kw_only=True)
class DeadlineSet(TransferEvent):
    """A deadline was set, by an act that is no event of its own.

    Args:
        what: The requirement in words.
        due: The day by which it is asked for.
        within: Or the span that is counted from this event.
        set_by: Its strength; practice when left out.
        met_by: The trigger of the event that meets it.
        judgement: The judgement that an inspection has to reach at least.

    Raises:
        ValueError: Both `due` and `within` are given.
    """

    what: str = field(validator=plain_text)
    due: PartialDate | None = field(default=None, converter=optional_date)
    within: Span | None = field(default=None, converter=optional_span)
    set_by: Strength | None = field(default=None, converter=optional_strength)
    met_by: str | None = field(default=None, validator=optional(plain_text))
    judgement: str | None = field(default=None, validator=optional(plain_text))

    @property
    def deadlines_set(self) -> tuple[Deadline, ...]:
        """The deadline itself, then others that it carries."""
        own = Deadline(
            self.what,
            due=self.due,
            within=self.within,
            set_by=self.set_by,
            met_by=self.met_by,
            judgement=self.judgement,
        )
        return (own, *self.deadlines)


@frozen(repr=False, eq=False, kw_only=True)
class RequirementMet(TransferEvent):
    """What a deadline asked for was done.

    Args:
        what: The requirement, in the words of the deadline.
    """

    what: str = field(validator=plain_text)

    @property
    def requirement(self) -> str:
        """The requirement, in the words of the deadline."""
        return self.what


@frozen(repr=False, eq=False, kw_only=True)
class AuthorityReorganised(TransferEvent):
    """The authority was reorganised.

    Args:
        into: The authority that took its place.
    """

    into: str | None = field(default=None, validator=optional(plain_text))


@frozen(repr=False, eq=False, kw_only=True)
class Note(TransferEvent):
    """Something worth keeping for which the process has no event.

    Args:
        topic: improvement board, leadership, ministerial letter, review, contract, court,
            workforce, annual rating, context or other.
    """

    topic: str | None = field(default=None, converter=_topic)

    @classmethod
    def triggers(cls) -> dict[str, Mapping[str, Any]]:
        """Its own trigger, and that of whatever is about another subject."""
        return {cls.class_name: {}, OTHER_SUBJECT: {"subject": "another subject"}}
