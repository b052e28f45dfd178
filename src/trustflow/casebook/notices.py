"""What a reader must know about the casebook: how far it goes, and what nobody searched for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..dates import today
from .catalogue import holds
from .index import authorities, version_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..history import History

__all__ = ["MAX_AGE", "age_notice", "is_unresearched", "notices"]

MAX_AGE = 180
"""How many days after its day the casebook counts as old."""


def age_notice() -> str | None:
    """Return a sentence if the casebook is more than 180 days old, otherwise None.

    The present day is that of London, or that of the variable `TRUSTFLOW_TODAY`.

    Raises:
        BadDate: `TRUSTFLOW_TODAY` is not one exact day.
    """
    day = version_day()
    if today() - day.last <= MAX_AGE:
        return None
    return (
        f"This casebook goes to {day.words}, which is more than {MAX_AGE} days past. "
        "Later events are not in it."
    )


def notices(history: History) -> tuple[str, ...]:
    """Return sentences for a reader of a history; none if it is not one of the casebook's.

    They say that the casebook is old, and that nobody searched for interventions at the authority.
    """
    return tuple(_notices(history)) if holds(history) else ()


def _notices(history: History) -> Iterator[str]:
    age = age_notice()
    if age is not None:
        yield age
    if is_unresearched(history):
        yield (
            f"Nobody searched for interventions at {history.authority} for this casebook, so none "
            "on record does not mean that there was none."
        )


def is_unresearched(history: History) -> bool:
    """Return whether it is a history of the casebook that nobody searched for interventions.

    Of other histories, the casebook does not say it.

    Raises:
        InvalidValue: The value is not a history.
    """
    return holds(history) and not authorities()[history.authority].is_researched
