"""What a change of a case adds to a ledger: the drafts of its entries, and the findings."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from attrs import frozen

from .._frozen_map import FrozenMap
from .._text import has_unseen
from ..case import Case, lent
from ..engine import Finding
from ..errors import InvalidValue, quoted
from .entries import Draft, Entry, Kind, is_storable
from .event_texts import event_text
from .state import empty_data

if TYPE_CHECKING:
    from ..history import CheckedToLike, Event, History
    from ..process import Process
    from .live_cases import LiveCases
    from .state import CaseState

__all__ = [
    "Change",
    "Signature",
    "checked",
    "created",
    "inserted",
    "name_of",
    "recorded",
    "replaced",
    "require_name",
    "require_text",
    "withdrawn",
]

MAX_NAME = 500
"""The most characters of the name of a case, which the index of every database takes."""
MAX_NESTING = 16
"""The most levels of lists and objects in `meta`."""


@frozen
class Signature:
    """Who makes a change, why, and what else is kept with it.

    Args:
        recorded_by: Who records it.
        reason: Why.
        meta: Other values, as plain data.
    """

    recorded_by: str | None = None
    reason: str | None = None
    meta: Mapping[str, Any] | None = None

    @classmethod
    def checked(
        cls,
        recorded_by: str | None,
        reason: str | None,
        meta: Mapping[str, Any] | None,
        *,
        needed: Collection[str] = (),
    ) -> Signature:
        """Return a signature whose texts every database takes.

        A blank text that is not needed counts as not given, as a field of a form that was left
        empty.

        Args:
            recorded_by: Who records it.
            reason: Why.
            meta: Other values, as plain data.
            needed: The names of the texts that must be there.

        Raises:
            InvalidValue: A text is not one, or has a character that a database refuses; or it is
                needed and is empty; or `meta` is not plain data.
        """
        texts = {"recorded_by": recorded_by, "reason": reason}
        for name, text in texts.items():
            if name not in needed and (text is None or _is_blank(text)):
                texts[name] = None
            else:
                require_text(text, name, is_needed=name in needed)
        return cls(**texts, meta=FrozenMap(_plain(meta)))

    def draft(self, name: str, kind: Kind, **values: Any) -> Draft:
        """Return a draft with this signature and an id of its own."""
        return Draft(
            id=uuid.uuid4().hex,
            name=name,
            kind=kind,
            recorded_by=self.recorded_by,
            reason=self.reason,
            meta=self.meta,
            **values,
        )

    def of_event(
        self, case: Case, kind: Kind, event: Event, place: int, *, target: str | None = None
    ) -> Draft:
        """Return a draft of an entry with an event of a case, at its place in the history.

        Raises:
            InvalidValue: The event cannot be saved as JSON and read back unchanged.
        """
        text = event_text(event, case.process)
        return self.draft(case.authority, kind, event_json=text, place=place, target=target)


def _is_blank(text: object) -> bool:
    """Return whether a value is a text that can be kept, in which nothing can be seen."""
    return (
        isinstance(text, str)
        and is_storable(text)
        and all(each.isspace() or has_unseen(each) for each in text)
    )


def require_text(text: object, name: str, *, is_needed: bool = False) -> None:
    """Refuse a value that is not a text, or that no database takes.

    Args:
        text: The value.
        name: What it is, for the error.
        is_needed: Whether to refuse an empty text too.

    Raises:
        InvalidValue: It is one.
    """
    if is_needed and _is_blank(text):
        raise InvalidValue(quoted(text), name, "Expected a text that is not empty.")
    if not isinstance(text, str):
        raise InvalidValue(quoted(text), name, "Expected a text.")
    if not is_storable(text):
        accepted = "Expected a text without NUL and without halves of characters."
        raise InvalidValue(quoted(text), name, accepted)


def require_name(name: object) -> None:
    """Refuse a name of a case that is not a text.

    Raises:
        InvalidValue: It is not one.
    """
    if not isinstance(name, str):
        raise InvalidValue(quoted(name), "name of a case", "Expected a text.")


def _plain(meta: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return a mapping as plain data.

    Raises:
        InvalidValue: It is not plain data, has a key that is not a text, or is nested too deeply.
    """
    plain: dict[str, Any] | None = None
    is_accepted = False
    with suppress(TypeError, ValueError, RecursionError):
        given = {} if meta is None else dict(meta)
        plain = json.loads(json.dumps(given, allow_nan=False))
        is_accepted = _nesting(plain) <= MAX_NESTING and _has_text_keys(given)
    if plain is None or not is_accepted:
        accepted = (
            'Expected plain data, such as {"letter": "2026-11-03"}, whose keys are all texts, with '
            f"at most {MAX_NESTING} levels."
        )
        raise InvalidValue(type(meta).__name__, "meta", accepted)
    return plain


def _nesting(value: object) -> int:
    """Return the number of levels of lists and objects in plain data."""
    if isinstance(value, dict):
        value = list(value.values())
    return 1 + max(map(_nesting, value), default=0) if isinstance(value, list) else 0


def _has_text_keys(value: object) -> bool:
    """Return whether all keys in plain data are texts; JSON would merge 1 with "1"."""
    if isinstance(value, dict):
        return all(isinstance(key, str) and _has_text_keys(each) for key, each in value.items())
    return not isinstance(value, list | tuple) or all(map(_has_text_keys, value))


@frozen
class Change:
    """The drafts of a change, and the findings on its last event."""

    drafts: tuple[Draft, ...]
    findings: tuple[Finding, ...] = ()


def created(history: History, process: Process, signature: Signature) -> Change:
    """Return the change that begins a case with the events of a history.

    Raises:
        MoveNotAllowed: The history has an event that the process does not allow in its stage.
        DateRuleBroken: The history certainly breaks a rule of strength ``logic``.
    """
    name = history.authority
    require_text(name, "name of a case")
    if len(name) > MAX_NAME:
        accepted = f"Expected at most {MAX_NAME} characters."
        raise InvalidValue(quoted(name), "name of a case", accepted)
    if name != name.strip() or has_unseen(name):
        accepted = "Expected a name without spaces at its ends and without unseen characters."
        raise InvalidValue(quoted(name), "name of a case", accepted)
    case = Case.from_history(history, process)
    drafts = [signature.draft(name, Kind.CREATED, data=empty_data(history, process))]
    drafts += [
        signature.of_event(case, Kind.RECORDED, event, place)
        for place, event in enumerate(case.history)
    ]
    return Change(tuple(drafts), case.findings)


def recorded(state: CaseState, event: Event, signature: Signature, live_cases: LiveCases) -> Change:
    """Return the change that records the next event; the errors are those of `Case.record`."""
    case = live_cases.take(state.history, state.process)
    try:
        findings = case.record(event)
    finally:
        live_cases.keep(case)  # a refusal does not change it
    draft = signature.of_event(case, Kind.RECORDED, event, len(case) - 1)
    return Change((draft,), findings)


def inserted(state: CaseState, event: Event, at: int | None, signature: Signature) -> Change:
    """Return the change that inserts an event; the errors are those of `Case.insert`."""
    case = lent(state.history, state.process)
    made = case.insert(event, at=at)
    draft = signature.of_event(case, Kind.INSERTED, event, made.index)
    return Change((draft,), made.findings)


def replaced(state: CaseState, entry: Entry, event: Event, signature: Signature) -> Change:
    """Return the change that corrects an event; the errors are those of `Case.replace`."""
    case = lent(state.history, state.process)
    made = case.replace(new=event, at=_place(state, entry))
    draft = signature.of_event(case, Kind.REPLACED, event, made.index, target=entry.id)
    return Change((draft,), made.findings)


def withdrawn(state: CaseState, entry: Entry, signature: Signature) -> Change:
    """Return the change that takes an event back; the errors are those of `Case.withdraw`."""
    case, place = lent(state.history, state.process), _place(state, entry)
    case.withdraw(at=place)
    draft = signature.draft(case.authority, Kind.WITHDRAWN, target=entry.id, place=place)
    return Change((draft,))


def checked(
    state: CaseState, day: CheckedToLike, kinds: tuple[str, ...] | None, signature: Signature
) -> Change:
    """Return the change that notes up to when somebody looked; see `Case.mark_checked`."""
    case = lent(state.history, state.process)
    case.mark_checked(day, kinds)
    data = empty_data(case.history, state.process)
    return Change((signature.draft(case.authority, Kind.CHECKED, data=data),))


def name_of(entry: Entry) -> str:
    """Return the name of the case of an entry.

    Raises:
        InvalidValue: It is not an entry.
    """
    if not isinstance(entry, Entry):
        accepted = "Expected an entry, as in ledger.entries(name)[-1]."
        raise InvalidValue(quoted(entry), "entry", accepted)
    return entry.name


def _place(state: CaseState, entry: Entry) -> int:
    """Return the index of the event of an entry.

    Raises:
        InvalidValue: Its event is not in force.
    """
    accepted = "Expected an entry of the case whose event is in force, as ledger.in_force gives it."
    for place, other in enumerate(state.entries):
        if other.id == entry.id:
            return place
    what = f"entry {entry.version} of {quoted(entry.name)}"
    raise InvalidValue(what, "entry", accepted)
