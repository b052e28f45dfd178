"""The strength of a rule, such as law or practice, and the severity of breaking it."""

from __future__ import annotations

from enum import StrEnum

from .fields import one_of

__all__ = ["Severity", "Strength", "optional_strength", "strength_of"]


class Severity(StrEnum):
    """How serious a finding is; the most serious value comes first."""

    ERROR = "error"
    BREACH = "breach"
    DEPARTURE = "departure"
    REMARK = "remark"

    @property
    def label(self) -> str:
        """The label for people. The label of a breach says that it depends on the dates held."""
        return "late, on the dates held here" if self is Severity.BREACH else str(self)

    @property
    def rank(self) -> int:
        """The rank: 4 for an error, 3 for a breach, 2 for a departure, 1 for a remark."""
        return _SEVERITY_RANKS[self]


_SEVERITY_RANKS = {
    Severity.ERROR: 4,
    Severity.BREACH: 3,
    Severity.DEPARTURE: 2,
    Severity.REMARK: 1,
}


class Strength(StrEnum):
    """The kind of authority behind a rule, which decides how serious breaking it is."""

    LOGIC = "logic"
    LAW = "law"
    INSPECTORATE = "inspectorate"
    POLICY = "policy"
    DIRECTION = "direction"
    CONTRACT = "contract"
    PRACTICE = "practice"

    @property
    def severity(self) -> Severity:
        """The severity of breaking a rule of this strength."""
        return _SEVERITIES[self]


_SEVERITIES = {
    Strength.LOGIC: Severity.ERROR,
    Strength.LAW: Severity.BREACH,
    Strength.INSPECTORATE: Severity.DEPARTURE,
    Strength.POLICY: Severity.DEPARTURE,
    Strength.DIRECTION: Severity.DEPARTURE,
    Strength.CONTRACT: Severity.DEPARTURE,
    Strength.PRACTICE: Severity.REMARK,
}


def strength_of(value: str) -> Strength:
    """Convert a word to a strength."""
    return Strength(one_of(value, Strength, "strength"))


def optional_strength(value: str | None) -> Strength | None:
    """Convert a word to a strength; None stays None."""
    return None if value is None else strength_of(value)
