"""Note the changes of a case that is lent, and close it; for other packages of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from ..engine import check
from .case import Case
from .position import Noted, Position

if TYPE_CHECKING:
    from ..history import History
    from ..process import Process
    from .position import ChangeStep

__all__ = ["close", "lent", "noted_changes"]

# A user of a case has no use for these, so they are not methods of it.


def lent(history: History, process: Process) -> Case:
    """Return a case whose changes are noted, to correct a history or to continue it.

    The process need not allow the history, as when rules were added since it was recorded. Of a
    correction only the result is checked; any other change is refused then.
    """
    case = Case.from_history(evolve(history, events=()), process)
    position = Position(history.events, None, str(check(history, process).stage))
    position.noted = Noted()
    case._position = position  # noqa: SLF001 - of the same package
    return case


def noted_changes(case: Case) -> tuple[ChangeStep, ...]:
    """Return the changes of a case since it was lent, in order; none if it was not lent."""
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
