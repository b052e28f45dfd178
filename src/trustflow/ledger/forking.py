"""Let no connection of a ledger pass to a child of its process."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from weakref import WeakSet

if TYPE_CHECKING:
    import sqlalchemy as sa

__all__ = ["close_before_fork"]

# A child that inherits a file of SQLite believes that it holds the locks of its parent, and one
# that inherits a socket of a server mixes its transactions with those of its parent.
_ENGINES: WeakSet[sa.Engine] = WeakSet()


def close_before_fork(engine: sa.Engine) -> None:
    """Close the idle connections of an engine before a fork; parent and child open their own."""
    _ENGINES.add(engine)


def _close_idle() -> None:
    for engine in tuple(_ENGINES):
        engine.dispose()


def _forget_used() -> None:
    # What another thread of the parent was using at the fork stays the parent's.
    for engine in tuple(_ENGINES):
        engine.dispose(close=False)


if hasattr(os, "register_at_fork"):  # pragma: no branch - not on Windows
    os.register_at_fork(before=_close_idle, after_in_child=_forget_used)
