"""Live cases in memory, so that the next event of a case needs no replay of those before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..case import Case

if TYPE_CHECKING:
    from ..history import History
    from ..process import Process

__all__ = ["LiveCases"]

KEPT_CASES = 64


class LiveCases:
    """The cases in which events were last recorded, by name.

    There is no lock, which a process that forks could keep for ever: each access to the mapping is
    one step.
    """

    def __init__(self) -> None:
        self._cases: dict[str, Case] = {}

    def take(self, history: History, process: Process) -> Case:
        """Return a live case that continues a history, which nobody else has.

        Args:
            history: The history, as it was read from the ledger; a case is only used again if it
                has the same one.
            process: The process of the case.

        Raises:
            MoveNotAllowed: The history has an event that the process does not allow in its stage.
            DateRuleBroken: The history certainly breaks a rule of strength ``logic``.
        """
        case = self._cases.pop(history.authority, None)
        if case is not None and case.process is process and case.history == history:
            return case
        return Case.from_history(history, process)

    def keep(self, case: Case) -> None:
        """Keep a case for its next event, and give up those that waited longest."""
        self.forget(case.authority)  # so that it comes last, also if another thread kept it
        self._cases[case.authority] = case
        for name in list(self._cases)[:-KEPT_CASES]:
            self._cases.pop(name, None)

    def forget(self, name: str) -> None:
        """Forget a case."""
        self._cases.pop(name, None)
