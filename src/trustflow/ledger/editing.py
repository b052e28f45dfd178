"""Turn the changes that were made to a live case into entries, as they follow one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..case import close, lent, noted_changes
from .changes import Change, Signature, require_text
from .entries import Kind
from .last_read import Expected
from .state import empty_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

    from ..case import Case, ChangeStep
    from ..history import Event
    from .changing import Changer
    from .entries import Draft, Entry
    from .state import CaseState

__all__ = ["Edit"]


class Edit:
    """A block in which a case is changed; `Ledger.edit` returns it.

    Attributes:
        entry: The last entry that the block recorded; None until it ends, or if it changed nothing.
    """

    def __init__(
        self, changer: Changer, name: str, expected_version: int | None, signature: Signature
    ) -> None:
        self._changer, self._signature = changer, signature
        self._name, self._expected_version = name, expected_version
        self._lent: tuple[CaseState, Case] | None = None
        self.entry: Entry | None = None

    @property
    def version(self) -> int | None:
        """The version of the case after the block, or in it; None before it."""
        if self.entry is not None:
            return self.entry.version
        return None if self._lent is None else self._lent[0].version

    def __enter__(self) -> Case:
        if self._lent is not None:
            msg = "A block of ledger.edit is used once. Call ledger.edit for each block."
            raise RuntimeError(msg)
        state = self._changer.read(self._name, self._expected_version)
        self._lent = state, lent(state.history, state.process)
        return self._lent[1]

    def __exit__(
        self,
        kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        assert self._lent is not None  # noqa: S101 - a block that ends was begun
        state, case = self._lent
        close(
            case,
            "This case was lent by ledger.edit, and its block has ended. "
            "Open another block to change the case.",
        )
        if kind is not None:
            return
        change = edited(state, case, self._signature)
        if change.drafts:
            expected = Expected(state.version, state.last.hash)
            self.entry = self._changer.make(self._name, expected, lambda _: change).entry


def edited(state: CaseState, case: Case, signature: Signature) -> Change:
    """Return the change that a live case went through since its state was read, step by step.

    Args:
        state: The state before it.
        case: The case after it, whose changes were noted.
        signature: Who made it, and why.

    Raises:
        InvalidValue: It withdraws an event, and there is no reason.
    """
    listed = list(zip((entry.id for entry in state.entries), state.history, strict=True))
    drafts: list[Draft] = []
    for step in noted_changes(case):
        if step.events is None:
            drafts.append(_recorded(step, listed, case, signature))
        else:
            drafts += _corrected(step, step.events, listed, case, signature)
    if any(each.kind is Kind.WITHDRAWN for each in drafts):
        require_text(signature.reason or "", "reason", is_needed=True)
    after = case.history  # which can be impossible still, if only a day was marked
    if after.checked_to != state.history.checked_to:
        data = empty_data(after, state.process)
        drafts.append(signature.draft(case.authority, Kind.CHECKED, data=data))
    return Change(tuple(drafts))


def _recorded(
    step: ChangeStep, listed: list[tuple[str, Event]], case: Case, signature: Signature
) -> Draft:
    """Return the draft of a step that recorded an event, which is added to those before it."""
    [(_, event)] = step.exchanged
    assert event is not None  # noqa: S101 - nothing was taken out
    draft = signature.of_event(case, Kind.RECORDED, event, len(listed))
    listed.append((draft.id, event))
    return draft


def _corrected(
    step: ChangeStep,
    events: Iterable[Event],
    listed: list[tuple[str, Event]],
    case: Case,
    signature: Signature,
) -> Iterator[Draft]:
    """Yield the drafts of a step of corrections, in an order in which each has a place.

    Args:
        step: The step.
        events: The events after it.
        listed: The events before it, each with the id of its entry; it is changed.
        case: The case.
        signature: Who made the change, and why.
    """
    order = {id(event): place for place, event in enumerate(events)}
    # Withdrawals come first; then the others follow one another as their new events do.
    for old, new in sorted(step.exchanged, key=lambda each: order.get(id(each.new), -1)):
        target = place = None
        if old is not None:
            place = next(place for place, (_, event) in enumerate(listed) if event is old)
            target, _ = listed.pop(place)
        if new is None:
            yield signature.draft(case.authority, Kind.WITHDRAWN, target=target, place=place)
            continue
        later = (
            place
            for place, (_, event) in enumerate(listed)
            if order.get(id(event), -1) > order[id(new)]
        )
        place = next(later, len(listed))
        kind = Kind.RECORDED if place == len(listed) else Kind.INSERTED
        draft = signature.of_event(
            case, kind if target is None else Kind.REPLACED, new, place, target=target
        )
        listed.insert(place, (draft.id, new))
        yield draft
