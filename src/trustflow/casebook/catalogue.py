"""Load, search and export the shipped histories."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from attrs import evolve

from ..dates import PartialDate, whole_day
from ..errors import UnknownCase
from ..exchange import loads
from ..history import one_of, require_history
from ..queries import CANNOT_BE_TOLD, INTERVENTIONS
from ..trust_transfer import TRUST_TRANSFER, AuthorityReorganised, judgement_word
from .index import authorities, authority_names, names, version_day
from .packaged import packaged_text

if TYPE_CHECKING:
    from .._tables import Table
    from ..dates import DateLike
    from ..history import Event, History
    from .summary import OverviewRow

__all__ = ["histories", "history_as_of", "holds", "load", "overview", "search", "to_frame"]

MAX_NEAREST = 3
"""The most names that the error for an unknown name suggests."""
BODIES = tuple(dict.fromkeys(TRUST_TRANSFER.delivered_by.values()))
"""The kinds of body that deliver services, such as "the council"."""


def load(name: str) -> History:
    """Return the history of an authority.

    Args:
        name: The name, in upper or lower case, with "and" or "&", and with or without words such
            as "City of", "Council" or "MBC"; or a GSS code, also a former one, or Ofsted's number.

    Raises:
        UnknownCase: The casebook has no such history; the error names the nearest ones.
        InvalidValue: The name is not a text.
    """
    # The other spellings, which take longer to prepare, are rarely needed.
    exact = name in tuple(authorities())  # a tuple, because a name may be of any type
    authority = name if exact else authority_names().resolve(name)
    if authority is None:
        raise UnknownCase(name, authority_names().nearest(name)[:MAX_NEAREST])
    return _history(authority)


def histories() -> tuple[History, ...]:
    """Return every history of the casebook, in alphabetical order of the authorities."""
    return tuple(_history(authority) for authority in names())


def history_as_of(history: History, day: DateLike) -> History:
    """Return a history up to a day, with the GSS code that its authority had then.

    Args:
        history: A history of the casebook, or one of your own, whose code is kept.
        day: The day.

    Raises:
        BadDate: `day` is not one exact day.
        InvalidValue: The first value is not a history.
    """
    authority = authorities().get(require_history(history).authority)
    if authority is not None and authority.gss_code == history.gss_code:
        history = evolve(history, gss_code=authority.code_on(day))
    return history.as_of(day)


def holds(history: History) -> bool:
    """Return whether a history is one of the casebook's, or a part of one.

    Raises:
        InvalidValue: The value is not a history.
    """
    if require_history(history).authority not in authorities():
        return False
    held = _history(history.authority).events
    # A record that was cut before its first event still says to which day it is checked.
    is_record = bool(history.events) or history.checked_to is not None
    return is_record and all(event in held for event in history)


def overview(
    *, as_of: DateLike | None = None, known_on: DateLike | None = None
) -> Table[OverviewRow]:
    """Return the position of each council on a day, in alphabetical order.

    Councils that were abolished by then, or did not yet exist, are left out.
    The answer is a tuple that converts to a data frame with `to_arrow`, `to_pandas` or `to_polars`.

    Args:
        as_of: The day; by default the day to which the casebook goes.
        known_on: A day; events that were not yet known on this day are left out.

    Raises:
        BadDate: A date is not one exact day.
    """
    from .summary import OverviewTable  # here, because to load a history does not need it

    day, known = _whole_days(as_of, known_on)
    return OverviewTable(entry for entry in _entries(day, known) if _exists(entry.authority, day))


def search(
    *,
    event: str | None = None,
    stage: str | None = None,
    judgement: str | None = None,
    intervention: str | None = None,
    delivered_by: str | None = None,
    reached: str | None = None,
    as_of: DateLike | None = None,
    known_on: DateLike | None = None,
) -> tuple[History, ...]:
    """Return the histories that match every filter, in alphabetical order of the authorities.

    Args:
        event: A trigger, or an event without its variant, that is on record up to the day.
        stage: The last stage on record.
        judgement: Ofsted's latest judgement on record.
        intervention: The last type of intervention on record, such as ``notice``.
        delivered_by: Who delivers the services, as last on record: the name of a body, or a kind of
            body such as ``a trust``.
        reached: A stage that the authority was in at any time up to the day.
        as_of: The day; by default the day to which the casebook goes.
        known_on: A day; events that were not yet known on this day do not count.

    Raises:
        BadDate: A date is not one exact day.
        InvalidValue: A word is unknown; the message suggests the nearest.
    """
    day, known = _whole_days(as_of, known_on)
    entries = _entries(day, known)
    wanted: dict[str, str | None] = {}
    if stage is not None:
        wanted["stage"] = TRUST_TRANSFER.stage(stage)
    if judgement is not None:
        wanted["judgement"] = judgement_word(judgement)
    if intervention is not None:
        kind = one_of(intervention, INTERVENTIONS, "type of intervention")
        wanted["intervention"] = None if kind == CANNOT_BE_TOLD else kind
    if delivered_by is not None:
        bodies = dict.fromkeys([*BODIES, *filter(None, (each.delivered_by for each in entries))])
        delivered_by = one_of(delivered_by, bodies, "body that delivers services")
    triggers = TRUST_TRANSFER.triggers if event is None else TRUST_TRANSFER.variants(event)
    passed = None if reached is None else TRUST_TRANSFER.stage(reached)
    return tuple(
        history
        for entry, history in zip(entries, histories(), strict=True)
        if wanted.items() <= {field: getattr(entry, field) for field in wanted}.items()
        and (delivered_by is None or delivered_by in entry.bodies)
        and (passed is None or passed in entry.reached)
        and (event is None or any(each.trigger in triggers for each in _cut(history, day, known)))
    )


def to_frame(backend: str = "pyarrow") -> Any:
    """Return the casebook as one data frame with a row for each event.

    Besides the columns of a CSV file, the frame has the columns ``earliest`` and ``latest``, as
    dates. Each event has a stable id in the column ``event_id``.

    Args:
        backend: The library of the frame: ``pyarrow``, ``pandas``, ``polars``, ``modin`` or
            ``cudf``.

    Raises:
        MissingExtra: narwhals or the library of the frame is not installed.
        InvalidValue: The library is unknown.
    """
    from ..exchange import to_frame as frame_of

    return frame_of(histories(), backend=backend, dates=True, details=True)


@cache
def _history(authority: str) -> History:
    return loads(packaged_text(f"{authorities()[authority].slug}.json"))


def _whole_days(
    as_of: DateLike | None, known_on: DateLike | None
) -> tuple[PartialDate, PartialDate | None]:
    """Return two days as exact dates; the first is that of the casebook by default."""
    ordinals = (None if day is None else whole_day(day) for day in (as_of, known_on))
    day, known = (None if each is None else PartialDate.between(each, each) for each in ordinals)
    return version_day() if day is None else day, known


@lru_cache(maxsize=16)
def _entries(day: PartialDate, known: PartialDate | None) -> tuple[OverviewRow, ...]:
    """Return the entry of every history on a day."""
    from .summary import entry_of

    return tuple(
        entry_of(
            _cut(history, day, known),
            day,
            ofsted_urn=authority.ofsted_urn,
            is_researched=authority.is_researched,
        )
        for authority, history in zip(authorities().values(), histories(), strict=True)
    )


def _cut(history: History, day: PartialDate, known: PartialDate | None) -> History:
    """Return what was known of a history on a day, up to another day."""
    cut = history if known is None else history.known_on(known)
    return history_as_of(cut, day)


def _exists(authority: str, day: PartialDate) -> bool:
    """Return whether an authority existed on a day, as far as the casebook shows."""
    history = _history(authority)
    abolished = _abolition(history)
    replaced = authorities().get(history.succeeds or "")
    created = None if replaced is None else _abolition(_history(replaced.name))
    return (abolished is None or day.last < abolished.on.first) and (
        created is None or created.on.first <= day.first
    )


def _abolition(history: History) -> Event | None:
    """Return the event that abolished an authority, or None."""
    found = (
        event
        for event in history
        if isinstance(event, AuthorityReorganised) and event.abolishes(history.authority)
    )
    return next(found, None)
