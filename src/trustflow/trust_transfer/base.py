"""The base class of the trust transfer's events: what an event is about, and who acted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from attrs import evolve, field, frozen

from ..errors import InvalidValue, expected_one_of, quoted
from ..history import Deadline, Event, Strength, one_line, same_words
from .judgements import optional_judgement
from .triggers import OTHER_SUBJECT, TRIGGERS
from .words import word_of

__all__ = [
    "ACTORS",
    "CHILDREN",
    "COUNCIL",
    "OFSTED",
    "TransferEvent",
    "name_list",
    "same_exact_day",
    "same_person",
]

CHILDREN = "children's social care"
"""The subject of the trust transfer. Events on other subjects are recorded but change nothing."""
COUNCIL, OFSTED = "council", "Ofsted"
SECRETARY = "Secretary of State"
ACTORS = (SECRETARY, COUNCIL, OFSTED, "supplier")


def _subject(value: str) -> str:
    # A value that is not a text is returned unchanged, because the validator refuses it.
    return CHILDREN if same_words(str(value)) == CHILDREN else value


def _actor(value: str | None) -> str | None:
    return None if value is None else word_of(value, ACTORS, "actor")


def _in_one_form(deadline: Deadline) -> Deadline:
    """Return a deadline whose judgement is in lower case and in the short form."""
    judgement = optional_judgement(deadline.judgement)
    return deadline if judgement == deadline.judgement else evolve(deadline, judgement=judgement)


def name_list(value: str | Iterable[str] | None) -> tuple[str, ...]:
    """Convert one name, several names or None to a tuple of names."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def same_person(name: str, names: Iterable[str]) -> bool:
    """Return whether a name is among other names, ignoring case and spacing."""
    return same_words(name) in {same_words(other) for other in names}


def same_exact_day(event: Event, other: Event) -> bool:
    """Return whether two events have the same day, and that day is known exactly."""
    return event.on.is_day and other.on.is_day and event.on.first == other.on.first


@frozen(repr=False, eq=False, kw_only=True)
class TransferEvent(Event):
    """Base class of the events of the trust transfer.

    Args:
        subject: What the event is about. An event that is not about children's social care, such
            as an intervention in the whole council, leaves the stage and the facts as they are.
        acted_by: Who acted, if the kind of event does not decide it: the Secretary of State, the
            council, Ofsted or a supplier.
    """

    subject: str = field(
        default=CHILDREN,
        converter=_subject,
        validator=one_line,
        metadata={"spellings": {CHILDREN: CHILDREN}},
    )
    acted_by: str | None = field(
        default=None,
        converter=_actor,
        metadata={"spellings": {"SoS": SECRETARY, "the Secretary of State": SECRETARY}},
    )

    is_instrument: ClassVar[bool] = False
    """Whether events of the class open something that a later event closes, such as a direction."""
    is_published_by_others: ClassVar[bool] = False
    """Whether events of the class can still come after the authority was abolished."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        # Every class of the process inherits `opens` and `closes` from this class, so `Event`
        # cannot find out from them which classes act on other events.
        closes_some = cls._closes_one is not TransferEvent._closes_one
        cls.closes_some = closes_some or cls.closes is not TransferEvent.closes
        acts = cls.is_instrument or closes_some or cls.sets_deadlines
        cls.acts_on_others = acts or cls.can_abolish

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if self.deadlines:
            object.__setattr__(self, "deadlines", tuple(map(_in_one_form, self.deadlines)))
        # An unknown trigger is refused here, because a deadline that no event can meet would stay
        # open for ever.
        for deadline in self.deadlines_set:
            met_by = deadline.met_by
            if met_by is not None and met_by not in TRIGGERS:
                what = "trigger that can meet a deadline"
                accepted = expected_one_of(met_by, TRIGGERS)
                raise InvalidValue(quoted(met_by), what, accepted, tuple(TRIGGERS))

    def _trigger(self) -> str:
        return super()._trigger() if self.subject == CHILDREN else OTHER_SUBJECT

    @property
    def trigger_label(self) -> str:
        """The label of the trigger in the trust transfer."""
        return TRIGGERS.get(self.trigger) or super().trigger_label

    @property
    def can_repeat(self) -> bool:
        """Whether two equal events of one day can both have happened."""
        return self.is_repeatable or self.trigger == OTHER_SUBJECT

    @property
    def strength_after_abolition(self) -> Strength | None:
        """The strength of the finding on the event if the authority was abolished before it.

        Others may still publish reports on the authority, which give a remark only.
        """
        if self.trigger == OTHER_SUBJECT:
            return None
        return Strength.PRACTICE if self.is_published_by_others else Strength.LOGIC

    @property
    def opens(self) -> bool:
        """Whether the event opens a notice, a direction or a post in children's social care."""
        return self.is_instrument and self.subject == CHILDREN

    def closes(self, opened: Sequence[Event]) -> tuple[Event, ...]:
        """Return the open notices, directions and posts that this event closes."""
        if self.subject != CHILDREN:
            return ()
        # Nothing closes what was opened on the same exact day, in whatever order they are listed.
        earlier = [event for event in opened if not same_exact_day(event, self)]
        return tuple([event for event in earlier if self._closes_one(event, opened)])

    def _closes_one(self, event: Event, opened: Sequence[Event]) -> bool:
        """Return whether this event closes an open event of another day.

        Args:
            event: The open event.
            opened: All open events, in the order of the history.
        """
        del event, opened
        return False
