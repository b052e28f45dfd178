"""The values that `facts` returns: facts on a day, with the events they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from attrs import fields, frozen

from ..dates import PartialDate, Truth
from ..engine import Stay
from ..history import Confidence, Event
from .plain_data import plain_data

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CANNOT_BE_TOLD", "INTERVENTIONS", "Fact", "Facts", "PlannedGoLive"]

CANNOT_BE_TOLD = "cannot be told"

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

T = TypeVar("T")


@frozen
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
    """

    value: T
    known: Truth = Truth.YES
    on_record: T | None = None
    events: tuple[Event, ...] = ()
    confidence: Confidence | None = None

    def __str__(self) -> str:
        if self.known is Truth.YES:
            return _in_words(self.value)
        if self.on_record in (None, ()):
            return CANNOT_BE_TOLD
        return f"{CANNOT_BE_TOLD}; last on record: {_in_words(self.on_record)}"


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
        stays: The stays in each stage, with their lengths in calendar days up to `as_of`.
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
    names: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the facts that apply as plain data, as the command prints them in JSON."""
        return {name: plain_data(getattr(self, name)) for name in self._applying()}

    def __repr__(self) -> str:
        shown = (f"{name}={getattr(self, name)!r}" for name in self._applying())
        return f"Facts({', '.join(shown)})"

    def _applying(self) -> Iterator[str]:
        """Yield the names of the fields that apply to histories of the process."""
        always = {"authority", "as_of", "stage", "stays"}
        return (
            each.name
            for each in fields(type(self))
            if each.name in always or each.name in self.names
        )


def _in_words(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(value) or "nobody"
    if isinstance(value, Event):
        return f"{value.trigger.replace('_', ' ')}, {value.on.words}"
    if isinstance(value, PartialDate):
        return value.words
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value)
