"""Events about the council's reports and plans, deadlines, reorganisation and notes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from attrs import field, frozen
from attrs.validators import optional

from ..dates import PartialDate, Span, example, optional_span
from ..errors import InvalidValue, quoted
from ..history import (
    NO_DAY,
    Deadline,
    Strength,
    one_line,
    one_line_each,
    optional_date,
    optional_strength,
)
from .base import CHILDREN, TransferEvent, name_list, same_person
from .judgements import JUDGEMENT_SPELLINGS, optional_judgement
from .triggers import OTHER_SUBJECT
from .words import word_of

__all__ = [
    "ActionPlanPublished",
    "AuthorityReorganised",
    "DeadlineSet",
    "DraftPlanShared",
    "Note",
    "PlanSubmitted",
    "ReportPublishedByCouncil",
    "RequirementMet",
]

NO_SOURCE = "If no source gives the day, write in note='…' what is known instead."
"""The sentence on a deadline of which no day is known."""
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
        responds_to: What the document responds to: inspection, joint inspection or visit. Such a
            document counts only for the rules on it; with other words, or none, it counts for every
            rule it can.
    """

    responds_to: str | None = field(default=None, validator=optional(one_line))


class ReportPublishedByCouncil(DocumentEvent):
    """The council's publication of the inspection report."""

    __slots__ = ()

    is_public: ClassVar[bool] = True


class DraftPlanShared(DocumentEvent):
    """The sharing of the council's draft plan with Ofsted."""

    __slots__ = ()


class PlanSubmitted(DocumentEvent):
    """The submission of the council's final plan to Ofsted."""

    __slots__ = ()


class ActionPlanPublished(DocumentEvent):
    """The publication of the council's action plan, or statement of action."""

    __slots__ = ()

    is_public: ClassVar[bool] = True


@frozen(repr=False, eq=False, kw_only=True)
class DeadlineSet(TransferEvent):
    """The setting of a deadline that has a source of its own.

    What sets it has no event in the process, or other sources than the deadline. A deadline with
    the same sources as an event is one of the event's `deadlines`.

    One of `due` and `within` is required. If no source gives the day, `note` must say what is
    known instead; such a deadline is never due, and replaces an earlier one of the same words.

    Args:
        what: What is required, in words.
        due: The due day.
        within: The length of time from this event to the due day, in place of `due`.
        set_by: The strength of the deadline; practice by default.
        met_by: The trigger of the event that meets the deadline.
        judgement: The lowest judgement with which an inspection meets the deadline.

    Raises:
        InvalidValue: Both `due` and `within` are given, or neither and no `note`.
    """

    what: str = field(validator=one_line, metadata=example("'a plan'"))
    due: PartialDate | None = field(default=None, converter=optional_date)
    within: Span | None = field(
        default=None, converter=optional_span, metadata=example("'2 weeks'", is_needed=True)
    )
    set_by: Strength | None = field(default=None, converter=optional_strength)
    met_by: str | None = field(default=None, validator=optional(one_line))
    judgement: str | None = field(
        default=None,
        converter=optional_judgement,
        metadata={"spellings": JUDGEMENT_SPELLINGS},
    )

    is_repeatable: ClassVar[bool] = True
    variant_fields: ClassVar[tuple[str, ...]] = ("due", "within")

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if self.due is None and self.within is None and self.note is None:
            raise InvalidValue(quoted(self.what), "deadline", f"{NO_DAY} {NO_SOURCE}")

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

    what: str = field(validator=one_line)

    is_repeatable: ClassVar[bool] = True

    @property
    def requirement(self) -> str:
        """The requirement, in the words of the deadline."""
        return self.what


@frozen(repr=False, eq=False, kw_only=True)
class AuthorityReorganised(TransferEvent):
    """The reorganisation of the authority.

    Args:
        into: The authorities that took the place of this one. Without them, or with the authority
            itself among them, the authority goes on.
    """

    into: tuple[str, ...] = field(default=(), converter=name_list, validator=one_line_each)

    def abolishes(self, authority: str) -> bool:
        """Return whether the event abolishes an authority: it goes into others without it."""
        return (
            self.subject == CHILDREN and bool(self.into) and not same_person(authority, self.into)
        )


@frozen(repr=False, eq=False, kw_only=True)
class Note(TransferEvent):
    """A fact for which the process has no event of its own.

    Args:
        topic: What the note is about: improvement board, leadership, ministerial letter, review,
            contract, court, workforce, annual rating, context or other.
    """

    topic: str | None = field(default=None, converter=_topic)

    is_repeatable: ClassVar[bool] = True

    @property
    def strength_after_abolition(self) -> None:
        """A note can be made at any time, so it gives no finding."""
        return

    @classmethod
    def triggers(cls) -> dict[str, Mapping[str, Any]]:
        """Return the trigger of a note and the trigger of events on another subject."""
        return {cls.class_name: {}, OTHER_SUBJECT: {"subject": "another subject"}}
