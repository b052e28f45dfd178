"""The values that `facts` returns: facts on a day, with the events they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from attrs import fields, frozen

from ..._frozen_map import FrozenMap
from ..._html import html_table
from ..._text import formatted_text, visible
from ...dates import PartialDate, Truth
from ...engine import Stay, when
from ...history import Confidence, Event, checked_words
from ..plain_data import plain_data

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "CANNOT_BE_TOLD",
    "HOW_TO_CHECK",
    "INTERVENTIONS",
    "Fact",
    "Facts",
    "PlannedGoLive",
    "abolition_words",
    "in_words",
]

CANNOT_BE_TOLD = "cannot be told"

HOW_TO_CHECK = (
    "A fact is certain up to the last event that shows it, or up to the day to which somebody has "
    "looked for later events."
)
"""Why facts are not certain on later days, for every reader."""
INTERVENTIONS = (
    "none",
    "notice",
    "direction",
    "direction with commissioner",
    "ended",
    "support and supervision",
    CANNOT_BE_TOLD,
)
"""The values of the fact `intervention`."""

NO_KINDS: FrozenMap[PartialDate | None] = FrozenMap()

T = TypeVar("T")


@frozen(repr=False)
class Fact(Generic[T]):
    """One fact on a day, as far as the record shows it.

    Args:
        value: The value; None, an empty tuple or "cannot be told" if it cannot be told.
        known: `Truth.YES` if the value is known, otherwise `Truth.MAYBE`.
        on_record: The last value on record, which may no longer be true on the day; None if no
            value is on record.
        events: The events that the fact comes from.
        confidence: The lowest confidence of these events; None if one of them has no source, or if
            there are none.
        checked_to: The kinds of event that could change the fact, each mapped to the day to which
            the record is checked for that kind; None if it is not checked.
        since: The date of the last value on record; None if it has none.
        abolished_by: The event that abolished the authority before the day, if any.
    """

    value: T
    known: Truth = Truth.YES
    on_record: T | None = None
    events: tuple[Event, ...] = ()
    confidence: Confidence | None = None
    checked_to: FrozenMap[PartialDate | None] = NO_KINDS
    since: PartialDate | None = None
    abolished_by: Event | None = None

    @property
    def caveat(self) -> str:
        """Why the last value on record may no longer be true, in words.

        It is how far the record is checked for events that could change the fact; after the
        abolition of the authority, it is the abolition.
        """
        if self.abolished_by is not None:
            return f"authority {abolition_words(self.abolished_by)}"
        return checked_words(self.checked_to)

    def words(self, value: str | None = None, *, caveat: bool = True) -> str:
        """Return the fact in words: the value, or the last one on record and how far that reaches.

        Args:
            value: The value, or the last one on record, in words.
            caveat: Whether to add why the last value on record may no longer be true.
        """
        is_dated = value is None and isinstance(self.on_record, Event | PartialDate)
        if value is None:
            value = in_words(self.value if self.known is Truth.YES else self.on_record)
        if self.known is Truth.YES:
            return value
        if self.on_record is None:
            found = CANNOT_BE_TOLD
        elif self.since is None or is_dated:
            found = f"last on record: {value}"
        else:
            found = f"last on record: {value}, {self.since.words}"
        return f"{found}; {self.caveat}" if caveat and self.caveat else found

    def __str__(self) -> str:
        return self.words()

    __format__ = formatted_text

    def __repr__(self) -> str:
        return f"<Fact: {visible(str(self))}>"


@frozen
class PlannedGoLive:
    """A planned day of go-live.

    Args:
        due: The planned day.
        set_by: The event that set the planned day.
        slip: The calendar days from the planned to the actual day, at least and at most; negative
            if the actual day was earlier. None if the trust is not live, or if the plan was
            abandoned before the trust went live.
    """

    due: PartialDate
    set_by: Event
    slip: tuple[int, int] | None = None


@frozen(repr=False)
class Facts:
    """The facts about an authority on a day, as far as the record shows them.

    A process names the facts that apply to its histories (`Process.facts`). The other facts have
    the value *cannot be told*; `to_dict` and the printed form leave them out.

    Args:
        authority: The name of the authority.
        as_of: The day of the facts.
        stage: The stage of the authority.
        judgement: Ofsted's latest judgement. Its event has the areas, remit and date.
        intervention: The type of intervention, one of `INTERVENTIONS`.
        notice_open: Whether an improvement notice was open.
        directions: The directions on record that were not revoked or replaced, in order.
        commissioners: The commissioners in post.
        trust: The trust's name.
        chair: The trust's chair.
        planned_go_live: The planned days of go-live, in the order in which they were set.
        went_live: The day on which the trust went live.
        delivered_by: Who delivered the services.
        visits: The number of visits on record since the last inadequate judgement.
        visit_letters: The number of letters on visits that were published since the last inadequate
            judgement.
        stays: The stays in each stage. The last one has its length up to `stage_known_to`.
        stage_known_to: The last day, up to `as_of`, on which the stage is known; None if there is
            none.
        abolished_by: The event that abolished the authority, if that was before the day. Then no
            fact is known.
        names: The names of the facts that apply.
    """

    authority: str
    as_of: PartialDate
    stage: Fact[str | None]
    judgement: Fact[str | None]
    intervention: Fact[str]
    notice_open: Fact[bool | None]
    directions: tuple[Fact[Event | None], ...]
    commissioners: Fact[tuple[str, ...]]
    trust: Fact[str | None]
    chair: Fact[str | None]
    planned_go_live: tuple[PlannedGoLive, ...]
    went_live: Fact[PartialDate | None]
    delivered_by: Fact[str | None]
    visits: Fact[int | None]
    visit_letters: Fact[int | None]
    stays: tuple[Stay, ...]
    stage_known_to: PartialDate | None = None
    abolished_by: Event | None = None
    names: tuple[str, ...] = ()

    @property
    def abolition(self) -> str | None:
        """That the authority was abolished, when, and which authorities to see; None if not."""
        return None if self.abolished_by is None else abolition_words(self.abolished_by)

    def to_dict(self) -> dict[str, Any]:
        """Return the facts that apply as plain data, as the command prints them in JSON."""
        data = {name: plain_data(getattr(self, name)) for name in self._applying()}
        return {**data, "abolition": self.abolition}

    def __repr__(self) -> str:
        title = f"{self.authority} on {self.as_of}: {self.abolition or f'stage {self.stage}'}"
        return f"<Facts about {visible(title)}>"

    def _repr_html_(self) -> str:
        rows = [("stage", self.stage), *((name, getattr(self, name)) for name in self.names)]
        caption = f"{self.authority}, {self.as_of.words}"
        if self.abolition is not None:
            caption = f"{caption}: {self.abolition}"
        return html_table(
            caption,
            ("Fact", "Value", "Certain", "Since", "Confidence"),
            (
                _html_cells(name.replace("_", " "), value)
                for name, values in rows
                for value in (values if isinstance(values, tuple) else (values,))
            ),
        )

    def _applying(self) -> Iterator[str]:
        """Yield the names of the fields that apply to histories of the process."""
        always = {"authority", "as_of", "stage", "stays", "stage_known_to", "abolished_by"}
        return (
            each.name
            for each in fields(type(self))
            if each.name in always or each.name in self.names
        )


def _html_cells(label: str, value: Fact[Any] | PlannedGoLive) -> tuple[object, ...]:
    """Return the cells of a fact or a planned day in a notebook."""
    if isinstance(value, PlannedGoLive):
        return label, value.due.words, "", value.set_by.on.words, value.set_by.confidence or ""
    since = "" if value.since is None else value.since.words
    is_certain = "yes" if value.known is Truth.YES else "no"
    return label, value.words(), is_certain, since, value.confidence or ""


def abolition_words(event: Event) -> str:
    """Return when an event abolished the authority, and which authorities to see."""
    *others, last = getattr(event, "into", ()) or ("its successor",)
    into = f"{', '.join(others)} and {last}" if others else last
    return f"abolished {when(event.on)}; see {into}"


def in_words(value: object) -> str:
    """Return the value of a fact in words."""
    if isinstance(value, tuple):
        return ", ".join(value) or "nobody"
    if isinstance(value, Event):
        return f"{value.trigger.replace('_', ' ')}, {value.on.words}"
    if isinstance(value, PartialDate):
        return value.words
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value)
