"""Events about the council's reports and plans, deadlines, reorganisation and notes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from attrs import field, frozen
from attrs.validators import optional

from ..dates import PartialDate, Span, optional_span
from ..history import Deadline, Strength, optional_date, optional_strength, plain_text
from .base import TransferEvent
from .judgements import optional_judgement
from .triggers import OTHER_SUBJECT
from .words import word_of

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
    return None if value is None else word_of(value, TOPICS, "topic")


@frozen(repr=False, eq=False, kw_only=True)
class DocumentEvent(TransferEvent):
    """Base class of events in which the council publishes or shares a document.

    Args:
        responds_to: What the document responds to, in words.
    """

    responds_to: str | None = field(default=None, validator=optional(plain_text))


class ReportPublishedByCouncil(DocumentEvent):
    """The council's publication of the inspection report."""

    __slots__ = ()

    is_public: ClassVar[bool] = True


class DraftPlanShared(DocumentEvent):
    """The sharing of the council's draft plan with Ofsted."""

    __slots__ = ()


class ActionPlanPublished(DocumentEvent):
    """The publication of the council's action plan, or statement of action."""

    __slots__ = ()

    is_public: ClassVar[bool] = True


@frozen(repr=False, eq=False, kw_only=True)
class DeadlineSet(TransferEvent):
    """The setting of a deadline by something that has no event of its own in the process.

    Args:
        what: What is required, in words.
        due: The due day.
        within: The length of time from this event to the due day, in place of `due`.
        set_by: The strength of the deadline; practice by default.
        met_by: The trigger of the event that meets the deadline.
        judgement: The lowest judgement with which an inspection meets the deadline.

    Raises:
        ValueError: Both `due` and `within` are given.
    """

    what: str = field(validator=plain_text)
    due: PartialDate | None = field(default=None, converter=optional_date)
    within: Span | None = field(default=None, converter=optional_span)
    set_by: Strength | None = field(default=None, converter=optional_strength)
    met_by: str | None = field(default=None, validator=optional(plain_text))
    judgement: str | None = field(default=None, converter=optional_judgement)

    @property
    def deadlines_set(self) -> tuple[Deadline, ...]:
        """Every deadline that the event sets: this one first, then those in `deadlines`."""
        deadline = Deadline(
            self.what,
            due=self.due,
            within=self.within,
            set_by=self.set_by,
            met_by=self.met_by,
            judgement=self.judgement,
        )
        return (deadline, *self.deadlines)


@frozen(repr=False, eq=False, kw_only=True)
class RequirementMet(TransferEvent):
    """The fulfilment of a requirement for which a deadline was set.

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
    """The reorganisation of the authority.

    Args:
        into: The authority that took the place of this one.
    """

    into: str | None = field(default=None, validator=optional(plain_text))


@frozen(repr=False, eq=False, kw_only=True)
class Note(TransferEvent):
    """A fact for which the process has no event of its own.

    Args:
        topic: What the note is about: improvement board, leadership, ministerial letter, review,
            contract, court, workforce, annual rating, context or other.
    """

    topic: str | None = field(default=None, converter=_topic)

    @classmethod
    def triggers(cls) -> dict[str, Mapping[str, Any]]:
        """Return the trigger of a note and the trigger of events on another subject."""
        return {cls.class_name: {}, OTHER_SUBJECT: {"subject": "another subject"}}
