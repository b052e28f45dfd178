"""What users have of their own: a store in memory with the three methods, and a process."""

import datetime as dt
import threading

import trustflow as tf
from trustflow.ledger import Kind, StaleCase, sealed
from trustflow.process import Move, StageInfo

__all__ = ["MemoryStore", "other_process"]


def other_process():
    """Return a process that is not the trust transfer."""
    info = StageInfo("Asked", "Somebody asked for a visit.")
    seen = StageInfo("Seen", "The visit is over.", final=True)
    return tf.Process(
        name="visits",
        title="A visit",
        stages={"asked": info, "seen": seen},
        initial="asked",
        triggers={"visited": "visited"},
        moves=[Move("visited", "asked", "seen")],
    )


class MemoryStore:
    """Entries in a dictionary; others can come between reading and appending.

    Attributes:
        races: How often somebody else's entry is still to come between.
        rival: Called with the name before an append that loses a race.
    """

    def __init__(self):
        self._entries = {}
        self._lock = threading.Lock()
        self.races = 0
        self.rival = None

    def entries(self, name):
        """Return the entries of a case."""
        return tuple(self._entries.get(name, ()))

    def append(self, drafts, *, expected_version):
        """Add entries, if the case has the expected version."""
        if self.races:
            races, self.races = self.races - 1, 0
            self.rival(drafts[0].name)
            self.races = races
        with self._lock:
            name = drafts[0].name
            before = self.entries(name)
            found = before[-1].version if before else 0
            if found != expected_version:
                raise StaleCase(name, expected_version, found, before[expected_version:])
            times = [each[-1].recorded_at for each in self._entries.values()]
            last = before[-1] if before else None
            now = dt.datetime.now(dt.UTC)
            added = sealed(drafts, last, now=now, after=max(times, default=None))
            self._entries[name] = before + added
            return added

    def names(self):
        """Return the names of the cases, sorted."""
        return sorted(
            name for name, each in self._entries.items() if each[-1].kind is not Kind.REMOVED
        )
