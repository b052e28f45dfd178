"""The strength of a rule (who makes it), and the severity of breaking it."""

from __future__ import annotations

from enum import StrEnum

from .fields import one_of

__all__ = ["Severity", "Strength", "optional_strength", "strength_of"]


class Severity(StrEnum):
    """How grave a finding is, from the gravest on."""

    ERROR = "error"
    BREACH = "breach"
    DEPARTURE = "departure"
    REMARK = "remark"

    @property
    def label(self) -> str:
        """The label for people; a breach is only as certain as the dates it rests on."""
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
    """Who makes a rule, and so what it means to break it."""

    LOGIC = "logic"
    LAW = "law"
    INSPECTORATE = "inspectorate"
    POLICY = "policy"
    DIRECTION = "direction"
    CONTRACT = "contract"
    PRACTICE = "practice"

    @property
    def severity(self) -> Severity:
        """The severity: error for logic, breach for law, remark for practice, else departure."""
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
    """Convert a word to a strength, or leave None."""
    return None if value is None else strength_of(value)
