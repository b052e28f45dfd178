"""Note the changes of a case that is lent, and close it; for other packages of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .position import Noted, Position

if TYPE_CHECKING:
    from .case import Case
    from .position import ChangeStep

__all__ = ["close", "note_changes", "noted_changes"]

# A user of a case has no use for these, so they are not methods of it.


def note_changes(case: Case) -> None:
    """Note every change of a case from now on."""
    case._position.noted = Noted()  # noqa: SLF001 - of the same package


def noted_changes(case: Case) -> tuple[ChangeStep, ...]:
    """Return the changes of a case since `note_changes`, in order; none if it was not called."""
    noted = case._position.noted  # noqa: SLF001 - as above
    return () if noted is None else noted.steps


def close(case: Case, reason: str) -> None:
    """Let a case refuse every later change.

    Args:
        case: The case.
        reason: The sentence of the error that a change raises.
    """
    position = case._position  # noqa: SLF001 - as above
    # A new position, so that a change that another thread has begun is refused too.
    closed = Position(position.events, None, position.state)
    closed.noted = Noted(noted_changes(case), reason)
    case._position = closed  # noqa: SLF001 - as above
