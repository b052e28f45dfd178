"""The base class of the trust transfer's events: their subject, and who acted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from attrs import evolve, field, frozen

from ..errors import InvalidValue, expected_one_of, quoted
from ..history import Deadline, Event, plain_text, same_words
from .judgements import optional_judgement
from .triggers import OTHER_SUBJECT, TRIGGERS
from .words import word_of

__all__ = ["ACTORS", "CHILDREN", "COUNCIL", "OFSTED", "TransferEvent", "name_list", "same_person"]

CHILDREN = "children's social care"
"""The subject of the process."""
COUNCIL, OFSTED = "council", "Ofsted"
ACTORS = ("Secretary of State", COUNCIL, OFSTED, "supplier")


def _subject(value: str) -> str:
    # A value that is not a text is left for the validator to refuse.
    return CHILDREN if same_words(str(value)) == CHILDREN else value


def _actor(value: str | None) -> str | None:
    return None if value is None else word_of(value, ACTORS, "actor")


def _in_one_form(deadline: Deadline) -> Deadline:
    """Return a deadline with its judgement in the form in which judgements are kept."""
    judgement = optional_judgement(deadline.judgement)
    return deadline if judgement == deadline.judgement else evolve(deadline, judgement=judgement)


def name_list(value: str | Iterable[str] | None) -> tuple[str, ...]:
    """Convert the names of people or bodies to a tuple: one name, several, or none."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def same_person(name: str, names: Iterable[str]) -> bool:
    """Return whether a name is one of several, ignoring case and spacing."""
    return same_words(name) in {same_words(other) for other in names}


@frozen(repr=False, eq=False, kw_only=True)
class TransferEvent(Event):
    """Base class of the events of the trust transfer.

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
        # `opens` and `closes` are defined here for every event of the process, so that the base
        # class cannot tell from them which classes act on others.
        closes_some = cls._closes_one is not TransferEvent._closes_one
        cls.acts_on_others = cls.is_instrument or closes_some or cls.sets_deadlines

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if self.deadlines:
            object.__setattr__(self, "deadlines", tuple(map(_in_one_form, self.deadlines)))
        # Refused here, because a deadline that no event can meet would stay open for ever.
        for deadline in self.deadlines_set:
            met_by = deadline.met_by
            if met_by is not None and met_by not in TRIGGERS:
                what = "trigger that can meet a deadline"
                accepted = expected_one_of(met_by, TRIGGERS)
                raise InvalidValue(quoted(met_by), what, accepted, tuple(TRIGGERS))

    def _trigger(self) -> str:
        return super()._trigger() if self.subject == CHILDREN else OTHER_SUBJECT

    @property
    def opens(self) -> bool:
        """Whether it opens a notice, a direction or a post in children's social care."""
        return self.is_instrument and self.subject == CHILDREN

    def closes(self, opened: Sequence[Event]) -> tuple[Event, ...]:
        """Return the open notices, directions and posts that this event closes."""
        if self.subject != CHILDREN:
            return ()
        return tuple([event for event in opened if self._closes_one(event, opened)])

    def _closes_one(self, event: Event, opened: Sequence[Event]) -> bool:
        """Return whether this event closes one of those open.

        Args:
            event: The open event.
            opened: Every open event, in order.
        """
        del event, opened
        return False
