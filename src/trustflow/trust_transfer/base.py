"""What every event of the trust transfer has besides its day: its subject, and who acted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from attrs import field, frozen

from ..history import Event, one_of, plain_text, same_words
from .judgements import judgement_word
from .triggers import OTHER_SUBJECT, TRIGGERS

__all__ = ["CHILDREN", "OTHER_SUBJECT", "TransferEvent", "name_list", "same_person"]

CHILDREN = "children's social care"
DEPARTMENT, COUNCIL, OFSTED, SUPPLIER = ACTORS = (
    "Secretary of State",
    "council",
    "Ofsted",
    "supplier",
)


def _subject(value: str) -> str:
    # What is no text is left for the validator to refuse.
    return CHILDREN if same_words(str(value)) == CHILDREN else value


def _actor(value: str | None) -> str | None:
    return None if value is None else one_of(value, ACTORS, "actor")


def name_list(value: str | Iterable[str] | None) -> tuple[str, ...]:
    """A converter for the names of people or bodies: one, several, or none."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def same_person(name: str, others: Iterable[str]) -> bool:
    """Whether a name is among others, whatever their case and spacing."""
    return same_words(name) in {same_words(other) for other in others}


@frozen(repr=False, eq=False, kw_only=True)
class TransferEvent(Event):
    """The base of the trust transfer's events.

    Args:
        subject: What it is about. An event on another subject than children's social care, such
            as a whole-council intervention, moves no stage and enters no fact.
        acted_by: Who acted, where that can differ: the Secretary of State, the council, Ofsted,
            or a supplier.
    """

    subject: str = field(default=CHILDREN, converter=_subject, validator=plain_text)
    acted_by: str | None = field(default=None, converter=_actor)

    is_instrument: ClassVar[bool] = False
    """Whether it opens something that a later event closes: a notice, a direction, a post."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        closes_some = cls._closes is not TransferEvent._closes
        cls.acts_on_others = cls.is_instrument or closes_some or cls.sets_deadlines

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        for deadline in self.deadlines_set:
            if deadline.met_by is not None:
                one_of(deadline.met_by, TRIGGERS, "trigger that can meet a deadline")
            if deadline.judgement is not None:
                judgement_word(deadline.judgement)

    def _trigger(self) -> str:
        return super()._trigger() if self.subject == CHILDREN else OTHER_SUBJECT

    @property
    def opens(self) -> bool:
        """Whether it opens a notice, a direction or a post in children's social care."""
        return self.is_instrument and self.subject == CHILDREN

    def closes(self, opened: Sequence[Event]) -> tuple[Event, ...]:
        """Those of the open notices, directions and posts that this event closes."""
        if self.subject != CHILDREN:
            return ()
        return tuple([event for event in opened if self._closes(event, opened)])

    def _closes(self, event: Event, opened: Sequence[Event]) -> bool:
        del event, opened
        return False
